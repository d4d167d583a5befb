"""Selects the events of a command by ``-q`` or ``--view``. Knows the views and stars of the user."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_message, write_problems
from timeline_tui.model.problems import LoadError, UsageError
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import QueryError, parse_query
from timeline_tui.storage.inputs import Loaded, title_of
from timeline_tui.text.text import clean, clean_line, shorten, width

if TYPE_CHECKING:  # imported when needed, which saves 10 ms of an export without a query
    from timeline_tui.analysis.slice import Slice
    from timeline_tui.index.index import Index
    from timeline_tui.storage.state import State

_CONTEXT = 60  # characters of a wrong query that are shown on each side of the error


def check_options(options: Options) -> None:
    """Raise UsageError for a wrong ``-q``, before the files are read."""
    if options.query is not None and options.view is not None:
        raise UsageError("give -q or --view, not both")
    if options.query is not None:
        _parsed(options.query, "-q")


class Selection:
    """The events of ``loaded`` that the options select.

    Without ``-q`` and ``--view``, these are the events of the file's first view if ``opening``, else all events.
    ``state`` is the user's state, if it has already been read. Raises UsageError for a wrong query or view.
    """

    def __init__(self, options: Options, loaded: Loaded, *, opening: bool, state: State | None = None) -> None:
        self._loaded = loaded
        self._known_state = state
        self._text, self._where = "", ""  # the text of the query, and its name in messages
        self.query = self._query(options, opening)
        self.name = title_of(options.files) if loaded.key else ""  # the title if there is none; not of standard input
        self.files: Sequence[str] | None = loaded.files
        """The files on the disk that it is read from; None for a database, which has no folder."""

    @cached_property
    def timeline(self) -> Timeline:
        """The timeline with these events only."""
        if not self.query:
            return self._loaded.timeline
        return self._index.narrowed(self.query, self._stars)

    @property
    def slice(self) -> Slice:
        """The slice of these events."""
        # 5 ms, and only --as needs it
        from timeline_tui.analysis.slice import Slice

        return Slice(self._index, self.query, stars=self._stars)

    @cached_property
    def _index(self) -> Index:
        """The index of the whole timeline. With it, advice on the query is written to stderr, once."""
        # 9 ms with the index, and only a query needs them
        from timeline_tui.index.index import index_of

        index = index_of(self._loaded.timeline)
        self._advise(index)
        return index

    def _advise(self, index: Index) -> None:
        from timeline_tui.analysis.advice import advise  # only a query needs it

        for advice in advise(self._text, index):
            write_message(f"{self._where}: {advice.message}" + (f"; {advice.hint}" if advice.hint else ""))

    @cached_property
    def _state(self) -> State:
        if self._known_state is not None:
            return self._known_state
        # 12 ms, and only the reader's own views and stars need it
        from timeline_tui.storage.state import State

        state = State.load()
        write_problems(state.problems)
        return state

    @cached_property
    def _stars(self) -> frozenset[str]:
        """The user's stars. They are read only if the query contains ``is:starred``."""
        asked = (*self.query.terms("is"), *self.query.terms("is", negated=True))
        if not any(term.text == "starred" for term in asked):
            return frozenset()
        if not self._loaded.key:
            write_message("is:starred: stars belong to a file, and standard input is not a file")
        return self._state.stars(self._loaded.key)

    def _query(self, options: Options, opening: bool) -> Query:
        check_options(options)
        if options.query is not None:
            return self._parsed(options.query, "-q")
        if options.view is not None:
            return self._view(clean_line(options.view))
        views = self._loaded.timeline.views
        if opening and views:
            return self._parsed(views[0].query, f"view “{views[0].name}”")
        return Query()

    def _view(self, name: str) -> Query:
        """The query of a view. If the file and the user have views of the same name, the file's is used."""
        of_file = {view.name: view.query for view in self._loaded.timeline.views}
        saved = {view.name: view.query for view in self._state.views(self._loaded.key)}
        if name in of_file and name in saved:
            write_message(f"“{name}” is a view of the file and one of yours; the file's is used (v, r renames yours)")
        queries = {**saved, **of_file}
        if name not in queries:
            alike = [known for known in queries if known.casefold() == name.casefold()]
            name = alike[0] if len(alike) == 1 else name
        if name not in queries:
            if not self._loaded.timeline.events and self._loaded.problems:
                raise LoadError(self._loaded.problems)  # why there are no views
            # 0.1 ms, and most views exist
            from timeline_tui.text.spelling import did_you_mean, nearest

            near = nearest(name, queries)
            names = ", ".join({**of_file, **saved}) or "none"
            hint = did_you_mean(near and f"“{near}”", f"there are: {names}")
            raise UsageError(f"no view is named “{name}”\n  {hint}")
        return self._parsed(queries[name], f"view “{name}”")

    def _parsed(self, text: str, where: str) -> Query:
        self._text, self._where = text, where
        return _parsed(text, where)


def _parsed(text: str, where: str) -> Query:
    """Parse a query. Raises UsageError with a pointer to the error."""
    try:
        return parse_query(text)
    except QueryError as error:
        lines = [f"{where}: {error}", *_pointed_at(text, error.column - 1, error.end - 1)]
        raise UsageError("\n".join([*lines, f"  {error.hint}"] if error.hint else lines)) from error


def _pointed_at(text: str, start: int, end: int) -> list[str]:
    """The line of a query and a line that points to text[start:end]; a very long query is cut around that."""
    first = max(0, start - _CONTEXT)
    before, fault, after = (clean(part).replace("\n", " ") for part in (text[first:start], text[start:end], text[end:]))
    before, fault, after = "…" * (first > 0) + before, shorten(fault, _CONTEXT), shorten(after, _CONTEXT)
    return [f"  {before}{fault}{after}".rstrip(), f"  {' ' * width(before)}{'^' * max(1, width(fault))}"]
