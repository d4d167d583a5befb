"""The list of the sources of a chronology that is not in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from timeline_tui.analysis.remote.answers import FacetQuestion, asked_for
from timeline_tui.analysis.remote.pages import PAGE
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.index.questions import AnswerError, source_number
from timeline_tui.index.source_use import SourceOrder, SourcePart, SourceUse


class RemoteSources(Sources):
    """As `Sources`. Creating it and calling it raise NotYetError until the answers have arrived.

    The list has only the number of each source. The sources and their uses are read in pages.
    """

    slice: RemoteSlice

    def __init__(self, whole: Slice, order: SourceOrder = "events") -> None:
        assert isinstance(whole, RemoteSlice)
        super().__init__(whole, order)
        self._asked = asked_for(whole.query, whole.stars)
        answers = whole.answers
        self._list = answers.get(
            ("source parts", self._asked, order), lambda: answers.questions.source_parts(self._asked, order)
        )

    @property
    def _parts(self) -> Sequence[SourcePart]:
        return self._list

    def _number(self, name: str) -> int | None:
        return source_number(name)

    def _use(self, row: int) -> SourceUse:
        answers, page = self.slice.answers, row // PAGE

        def ask() -> Mapping[int, SourceUse]:
            numbers = [*map(self._source, range(page * PAGE, min((page + 1) * PAGE, len(self))))]
            found = answers.questions.sources(self._asked, numbers)
            if len(found) < len(numbers):
                raise AnswerError("the chronology has changed; read it again")
            answers.learn_sources(use.source for use in found.values())
            return found

        return answers.get(("sources", self._asked, self.order, page), ask)[self._source(row)]

    def _count_of_origin(self, name: str) -> int:
        found = self.slice.answers.facet(FacetQuestion("origin", (name,), self._asked))
        return sum(source.events for source in found)
