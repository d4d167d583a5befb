"""A session with a chronology in a database. Stars, saved views and the last visit are the reader's own."""

from __future__ import annotations

from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.model.problems import Extent, Problem
from timeline_tui.query.query import Query
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State


def loaded_from(answers: Answers) -> Loaded:
    """The chronology without its events; its key is the identity of the database. Raises AnswerError."""
    with answers.waiting():
        return Loaded(answers.chronology, (), (), (), answers.questions.identity(), Extent.WHOLE)


class DatabaseSession(Session):
    """The chronology of ``answers``, called ``name`` if it has no title. There are no files to watch or to read."""

    def __init__(self, name: str, answers: Answers, state: State, *, noted: tuple[Problem, ...] = ()) -> None:
        """``noted`` are problems from elsewhere, such as the user's config. Raises AnswerError."""
        super().__init__((), loaded_from(answers), state, watch=False, noted=noted)
        self._name, self._answers = name, answers

    @property
    def title(self) -> str:
        """The title of the chronology, else the name of the database."""
        return self.timeline.title or self._name

    def slice(self, query: Query, event: str = "") -> RemoteSlice:
        """The events that a query finds, with the first ones, and those around an event. Raises AnswerError."""
        slice = RemoteSlice(self._answers, query, stars=self.state.stars)
        with self._answers.waiting():
            slice.prepare(event)
        return slice
