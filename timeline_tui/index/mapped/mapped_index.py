"""An index that reads its parts from an image when they are first used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from operator import eq
from types import MappingProxyType
from typing import TYPE_CHECKING

from timeline_tui.dates.when import Precision
from timeline_tui.index.bits import bits_of
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.disk_tables import MappedPostings, NameTable
from timeline_tui.index.mapped.event_records import event_decoder, source_decoder, timeline_of
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.mapped.records import KeyedSources, MappedEvents, Records
from timeline_tui.model.problems import DamagedError
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.query import Term
from timeline_tui.text.text import fold

if TYPE_CHECKING:  # as in `index/index.py`
    from timeline_tui.index.intervals import Intervals
    from timeline_tui.index.known_since import KnownSince
    from timeline_tui.index.mapped.line_table import LineReading, LineTable
    from timeline_tui.index.numbered_sources import OriginGroups, SourceList, SourceUses
    from timeline_tui.index.ordering import OrderGraph
    from timeline_tui.index.quote_index import QuoteIndex
    from timeline_tui.index.text_search import Texts
    from timeline_tui.index.vocabulary import Vocabulary
    from timeline_tui.model.narrowing import Mentioned

_LENGTHS = 64  # the bit length of the longest span of days
MANY = 10_000
"""The number of events from which on ids are not searched for what is inside them: all of them would be read."""


class MappedIndex(Index):
    """The index in an image. Raises DamagedError, now or when a part is first used.

    ``files`` has the new name of each file that had another name when the image was written. ``lines`` returns the
    function that reads the events that are only in the file, for an image that has such events.
    """

    def __init__(
        self,
        image: Image,
        files: Mapping[str, str] = MappingProxyType({}),
        lines: Callable[[MappedIndex], LineReading] | None = None,
    ) -> None:
        self._image = image
        self.is_beginning = bool(image.meta.get("is_beginning"))
        self._files = files
        self._lines = lines
        try:
            head, total, keyed = image.meta["head"], image.meta["total"], image.meta["keyed"]
            source = source_decoder(files)
            self._numbered = KeyedSources(image, source, keyed)
            elsewhere = (lambda position: self._line_table.event(position)) if "lines.starts" in image else None
            decode = event_decoder(self._numbered.source, files)
            events = Records(image, "events", decode, elsewhere=elsewhere)
            if len(events) != total or not 0 <= keyed <= len(self._numbered.all):
                raise DamagedError("the parts do not fit together")
            timeline = timeline_of(head)._replace(
                sources=Records(image, "sources", source, keyed), events=MappedEvents(self, image)
            )
        except (ValueError, TypeError, KeyError) as error:
            raise DamagedError("the head is damaged") from error
        self._events = events
        super().__init__(timeline, events)
        if "indexed" in image:
            self.indexed = image.bits("indexed")

    def _mentioned(self, events: tuple[Event, ...]) -> Mentioned:
        from timeline_tui.model.narrowing import mentioned_keys, with_origins  # only an export needs it

        keys, ids = mentioned_keys(events)
        source, numbers = self._numbered.source, self._numbered.numbers
        keys = with_origins(keys, lambda new_keys: map(source, numbers(new_keys)))
        positions = sorted(position for id in ids if (position := self.position(id)) is not None)
        return tuple(map(source, sorted(numbers(keys)))), tuple(map(self.event, positions))

    def digests(self) -> Iterator[bytes]:
        """A digest of each event in order of time, without its line in the file. It has sources by their numbers."""
        return self._events.digests()

    def has_sources_of(self, other: MappedIndex) -> bool:
        """Whether a source that both have a number for is the same source."""
        return all(map(eq, self._numbered.all.digests(), other._numbered.all.digests()))

    @cached_property
    def _line_table(self) -> LineTable:
        from timeline_tui.index.mapped.line_table import LineTable  # see the top

        if self._lines is None:
            raise DamagedError("the file of the events is missing")
        file = self._image.text("files.names").split("\n")[0]
        return LineTable(self._image, self.total, self._lines(self), self._files.get(file, file))

    # The parts of an index

    def position(self, event_id: str) -> int | None:
        """The position of the event with this id."""
        return next((at for at in self._ids.numbers(fold(event_id)) if self.events[at].id == event_id), None)

    def place(self, event: Event) -> int:
        """As in every index. An event whose id is not known yet is found by its line."""
        position = self.position(event.id)
        if position is None and self.is_partial and "lines.lines" in self._image:
            at = self._line_table.position(event.line, self._image.numbers("order", "I"))
            if at is not None and self.event(at).title == event.title:
                return at
        return self.count_before(event.date) if position is None else position

    def suggestions(self, field: str, needle: str, limit: int) -> tuple[list[str], list[str]]:
        """As of any index; but with MANY events or more, only the ids that begin with ``needle``."""
        if field != "id" or self.total < MANY:
            return super().suggestions(field, needle, limit)
        return list(dict.fromkeys(self.events[at].id for at in islice(self._ids.beginning(needle), limit))), []

    def source(self, name: str) -> Source | None:
        """The cited source with this name, as facets and queries write it."""
        return next(map(self._numbered.source, self._names.numbers(fold(name))), None)

    def source_with_key(self, key: str) -> Source | None:
        """The source that the timeline has under this key, cited or not."""
        return self._numbered.with_key(key)

    def source_keys(self) -> Iterator[str]:
        """The keys of the sources of the timeline."""
        return self._numbered.keys()

    @cached_property
    def intervals(self) -> Intervals:
        """The dates of the events."""
        from timeline_tui.index.intervals import FirstDays, Intervals, Lasting  # see the top

        image = self._image
        longer = {
            n: Lasting(image.numbers(f"longer.{n}", "I"), image.numbers(f"longer.{n}.latest", "q"))
            for n in range(1, _LENGTHS)
            if f"longer.{n}" in image
        }
        stated = {
            precision: image.bits(f"stated.{int(precision)}")
            for precision in Precision
            if f"stated.{int(precision)}" in image
        }
        return Intervals(
            FirstDays(image.numbers("earliest.days", "q"), image.numbers("earliest.ends", "I")),
            longer,
            stated,
            image.bits("uncertain"),
        )

    @cached_property
    def order_graph(self) -> OrderGraph:
        """The order that the events state."""
        from timeline_tui.index.ordering import OrderGraph  # see the top

        return OrderGraph(self._image.numbers("order.earlier", "I"), self._image.numbers("order.later", "I"))

    @cached_property
    def quotes(self) -> QuoteIndex:
        """The quotes of the events."""
        if "quotes.speakers" not in self._image:
            return super().quotes
        from timeline_tui.index.mapped import stored_evidence  # see the top

        return stored_evidence.quotes(self._image)

    @cached_property
    def sources(self) -> SourceList:
        """The sources of the timeline, numbered."""
        if "sources.uncited" not in self._image:
            return super().sources
        from timeline_tui.index.mapped import stored_evidence  # see the top

        return stored_evidence.sources(self._image, self._numbered.all, self.facet("source"), self.source)

    @cached_property
    def origin_groups(self) -> OriginGroups:
        """The sources by their origins."""
        if "origins.labels" not in self._image:
            return super().origin_groups
        from timeline_tui.index.mapped import stored_evidence  # see the top

        return stored_evidence.origin_groups(self._image, self.total)

    @cached_property
    def source_uses(self) -> SourceUses:
        """Which events use which source, and how."""
        if "uses.keys" not in self._image:
            return super().source_uses
        from timeline_tui.index.mapped import stored_evidence  # see the top

        return stored_evidence.source_uses(self._image)

    @cached_property
    def known(self) -> KnownSince:
        """When the events became known."""
        if "known.days" not in self._image:
            return super().known
        from timeline_tui.index.mapped import stored_evidence  # see the top

        return stored_evidence.known_since(self._image)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts."""
        # see the top
        from timeline_tui.index.lines import Lines
        from timeline_tui.index.vocabulary import Vocabulary

        image = self._image
        if "words.text" not in image:
            return super().vocabulary
        postings, short = (MappedPostings(image, name, self.total) for name in ("words", "short"))
        numbers = {key: number for number, key in enumerate(image.text("short.keys").split("\n")[: len(short)])}

        def precomputed(needle: str) -> int | None:
            return short.bits([numbers[needle]]) if needle in numbers else None

        words = Lines(image.text("words.text"), image.numbers("words.at", "I"))
        return Vocabulary(words, postings, precomputed)

    def _facet(self, field: str) -> Facet:
        if field in ("id", "file"):
            from timeline_tui.index.mapped import stored_facets  # see the top

            if field == "id":
                return stored_facets.id_facet(self._image, self._ids, self.events, self.aliases)
            return stored_facets.file_facet(self._image, self._files, self.aliases, self.total)
        name = f"facet.{field}"
        postings = MappedPostings(self._image, name, self.total)
        values, keys = (self._image.text(f"{name}.{part}").split("\n") for part in ("values", "keys"))
        if not len(postings):
            values = keys = []
        return self._facet_class(field)(field, tuple(values), keys, postings, self.aliases)

    def _has_values(self, field: str) -> bool:
        return self._image.is_filled(f"facet.{field}.totals")

    def value_bits(self, field: str, terms: Iterable[Term]) -> int:
        """The events with a value that one of ``terms`` matches. ``field`` is a field of VALUES."""
        if field != "id":
            return super().value_bits(field, terms)
        tables = (
            self._ids.beginning(fold(term.text)) if term.prefix else self._ids.numbers(fold(term.text))
            for term in terms
        )
        return bits_of([[*chain.from_iterable(tables)]], self.total)  # the facet of a million ids takes 0.6 s to read

    def marked(self, field: str, mark: str) -> int:
        """The events for which ``has:mark`` or ``is:mark`` holds."""
        return self._image.bits(f"{field}.{mark}")

    def _texts(self) -> Texts:
        from timeline_tui.index.mapped.stored_texts import StoredTexts  # see the top

        return StoredTexts(self._image, self.total, self.facet) if "texts" in self._image else super()._texts()

    def _naming(self, event_id: str) -> Sequence[int]:
        return self._namings.numbers(event_id)

    @cached_property
    def _ids(self) -> NameTable:
        return NameTable(self._image, "ids")

    @cached_property
    def _namings(self) -> NameTable:
        return NameTable(self._image, "naming")

    @cached_property
    def _names(self) -> NameTable:
        return NameTable(self._image, "names")
