"""The folded texts of events and sources in an image, as `SearchTexts` writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from timeline_tui.index.bits import Positions
from timeline_tui.index.facet import Facet
from timeline_tui.index.lines import Lines
from timeline_tui.index.mapped.disk_tables import MappedPostings
from timeline_tui.index.mapped.event_records import PARTS, SEPARATOR
from timeline_tui.index.mapped.image import Image
from timeline_tui.query.query_fields import SEARCHED


class StoredTexts:
    """The texts of the events of an image. Names and texts of sources, which several events share, are stored once."""

    def __init__(self, image: Image, total: int, facet: Callable[[str], Facet]) -> None:
        """``total`` is the number of events; ``facet`` returns the facet of a field."""
        self._image, self._facet = image, facet
        self._texts = image.large("texts")
        self._cited = MappedPostings(image, "cited", total)  # the events of each source

    # Read when needed: for a million events, this takes 65 ms, and the search for a single letter does not need it.

    @cached_property
    def _starts(self) -> Sequence[int]:
        return self._image.numbers("texts.starts", "Q")

    @cached_property
    def _sizes(self) -> Sequence[int]:
        return self._image.numbers("texts.sizes", "I")

    @cached_property
    def _of_sources(self) -> Lines:
        return Lines.from_lines(self._image.text("described").split("\n")[1:-1])

    @cached_property
    def _owners(self) -> Sequence[int]:
        """The source of each of these texts."""
        return self._image.numbers("described.owners", "I")

    def folded(self, field: str, among: int) -> Iterator[tuple[int, str]]:
        """The positions of a set, each with the text of its event that is searched for terms of ``field``."""
        part = PARTS.index(field) if field in PARTS else None
        for position in Positions(among):
            start, size = self._starts[position], self._sizes[position]
            if not size:  # the event has not been read yet
                continue
            text = str(self._texts.part(start, start + size), "utf-8", "replace")
            yield position, text if part is None else text.split(SEPARATOR, part + 1)[part]

    def with_shared_text(self, needle: str, prefix: bool) -> int:
        """The events with a name, or a text of a source, in which a folded needle occurs."""
        bits = 0
        for field in SEARCHED:
            facet = self._facet(field)
            for number in facet.containing(needle, at_word=prefix):
                bits |= facet.number_bits(number)
        found = self._of_sources.containing(needle, at_word=prefix)
        return bits | self._cited.bits({self._owners[line] for line in found})
