"""The answers to questions, each asked once. The screen never waits for one; a thread beside it does."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Lock, RLock, local
from typing import Any, NamedTuple, TypeVar, cast

from timeline_tui.index.questions import AnswerError, Asked, QuestionCancelledError, Questions, ValueCount
from timeline_tui.model.origins import Origins
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query import Query, Term

MOST = 2_000  # answers that are kept; a page of events is one of them
_MOST_WANTED = 32  # a reader who scrolls fast no longer needs the pages passed first

_T = TypeVar("_T")
_STARRED = Term("starred")


class NotYetError(NotForDatabaseError):
    """The answer has not arrived yet. `Answers.fetch_next` will ask for it."""

    def __init__(self) -> None:
        Exception.__init__(self, "The database is still being asked for that")


class FacetQuestion(NamedTuple):
    """A question for the values of one facet; see `Questions.facets`."""

    field: str
    chosen: int | tuple[str, ...]
    asked: Asked


class Answers:
    """The answers of ``questions``.

    Inside `waiting`, a thread waits for an answer. Elsewhere an answer that has not arrived yet is noted as wanted, and
    NotYetError is raised. ``on_wanted`` is called then, in the same thread.
    """

    def __init__(self, questions: Questions, asking: Any = None) -> None:
        self.questions = questions
        self.on_wanted: Callable[[], object] = lambda: None
        self._known: dict[Hashable, object] = {}
        self._wanted: dict[Hashable, Callable[[], object]] = {}
        self._sources: dict[str, Source] = {}  # by key
        self._followed: set[str] = set()  # the keys whose origins are known
        self.origins = Origins(self._sources.get, self._sources.keys)
        """The origins of the sources of all events that have arrived."""
        self._keeping = Lock()
        self._asking = asking or RLock()  # one question at a time; an answer may need others
        self._thread = local()

    def without_answers(self) -> Answers:
        """A new object without answers, for the same database: the chronology may have changed."""
        return Answers(self.questions, self._asking)

    @contextmanager
    def waiting(self, is_needed: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """In this thread, wait for answers. They raise AnswerError, also when they are no longer needed."""
        before, self._thread.is_needed = self._is_needed, is_needed
        try:
            yield
        finally:
            self._thread.is_needed = before

    @property
    def _is_needed(self) -> Callable[[], bool] | None:
        return getattr(self._thread, "is_needed", None)

    @property
    def chronology(self) -> Timeline:
        """The chronology without events and sources. Raises NotYetError, AnswerError."""
        return self.get("chronology", self.questions.chronology)

    @property
    def aliases(self) -> Aliases:
        """The other names of the chronology. Raises NotYetError, AnswerError."""
        return self.cached("aliases", lambda: Aliases(self.chronology.aliases))

    def has_answer(self, key: Hashable) -> bool:
        """Whether an answer has arrived."""
        return key in self._known

    def get(self, key: Hashable, ask: Callable[[], _T]) -> _T:
        """The answer with this key; ``ask`` asks for it. Raises NotYetError outside `waiting`."""
        known, answer = self._kept(key)
        if known:
            return cast("_T", answer)
        if not self._is_needed:
            with self._keeping:
                self._wanted.pop(key, None)
                self._wanted[key] = ask
                while len(self._wanted) > _MOST_WANTED:
                    del self._wanted[next(iter(self._wanted))]
            self.on_wanted()
            raise NotYetError
        with self._asking:
            known, answer = self._kept(key)
            if known:
                return cast("_T", answer)
            if not self._is_needed():
                raise QuestionCancelledError("it is no longer needed")
            return self._keep(key, ask())

    def cached(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The cached result of ``make``, which combines answers. Raises NotYetError, AnswerError."""
        known, answer = self._kept(key)
        return cast("_T", answer) if known else self._keep(key, make())

    def facet(self, question: FacetQuestion) -> Sequence[ValueCount]:
        """The values of a facet. Raises NotYetError, AnswerError."""
        return self.get(question, partial(self._ask_facets, question))

    def fetch_facets(self, questions: Iterable[FacetQuestion]) -> None:
        """Wait for the values of several facets. Call it inside `waiting`. Raises AnswerError."""
        missing = [question for question in questions if not self.has_answer(question)]
        with self._keeping:
            self._wanted.update({question: partial(self._ask_facets, question) for question in missing})
        for question in missing:
            self.facet(question)

    def _ask_facets(self, question: FacetQuestion) -> Sequence[ValueCount]:
        """Ask for a facet, together with other facets that are needed: one question takes the database less time."""
        asked = question.asked
        with self._keeping:
            wanted = [key for key in self._wanted if isinstance(key, FacetQuestion) and key.asked == asked]
            fields = {wanted_question.field: wanted_question for wanted_question in (*wanted, question)}
        found = self.questions.facets({field: asked_field.chosen for field, asked_field in fields.items()}, asked)
        for field, asked_field in fields.items():
            self._keep(asked_field, found[field])
        with self._keeping:
            for wanted_question in fields.values():
                self._wanted.pop(wanted_question, None)
        return found[question.field]

    def learn_origins(self, events: Iterable[Event]) -> None:
        """As `learn_sources`, for the sources that some events cite."""
        self.learn_sources(source for event in events for source in event.cited)

    def learn_sources(self, sources: Iterable[Source]) -> None:
        """Ask for the sources that ``sources`` repeat. Call this before ``sources`` are shown. Raises AnswerError."""
        known = [*sources]
        self._sources.update({source.key: source for source in known if source.key})
        if keys := {key for source in known for key in source.based_on} - self._followed:
            self._sources.update({source.key: source for source in self.questions.sources_with(keys)})
            self._followed |= keys

    def once(self, ask: Callable[[], _T]) -> _T:
        """The answer to a question that is not kept. It waits. Raises AnswerError."""
        with self._asking:
            return ask()

    def _keep(self, key: Hashable, answer: _T) -> _T:
        with self._keeping:
            while len(self._known) >= MOST:
                del self._known[next(iter(self._known))]  # the one that was not used for the longest time
            self._known[key] = answer
        return answer

    def _kept(self, key: Hashable) -> tuple[bool, object]:
        """Whether an answer has arrived, and the answer."""
        with self._keeping:
            if key not in self._known:
                return False, None
            self._known[key] = answer = self._known.pop(key)
            return True, answer

    @property
    def are_wanted(self) -> bool:
        """Whether `fetch_next` has something to ask for."""
        return bool(self._wanted)

    def fetch_next(self, is_needed: Callable[[], bool] = lambda: True) -> bool:
        """Ask for the answer that was wanted last. Returns False if none is wanted.

        Raises AnswerError, and then nothing is wanted any more. If the question was cancelled, it is still wanted.
        """
        with self._keeping:
            if not self._wanted:
                return False
            key, ask = self._wanted.popitem()
        try:
            with self.waiting(is_needed):
                self.get(key, ask)
        except QuestionCancelledError:
            with self._keeping:
                self._wanted.setdefault(key, ask)
            raise
        except AnswerError:
            with self._keeping:
                self._wanted.clear()
            raise
        return True


def asked_for(query: Query, stars: frozenset[str]) -> Asked:
    """The question for a query. Stars belong to it only if they decide what the query finds."""
    is_starred = any(clause.field == "is" and _STARRED in clause.terms for clause in query.clauses)
    return Asked(query, stars if is_starred else frozenset())
