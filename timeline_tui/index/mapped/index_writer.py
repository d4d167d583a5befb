"""Writes an index to an image."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, BinaryIO, Protocol

from timeline_tui.dates.when import When
from timeline_tui.index.bits import ListPostings, bits_of
from timeline_tui.index.collected_index import CollectedIndex
from timeline_tui.index.collector import Collector
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.index.intervals import Intervals
from timeline_tui.index.mapped.disk_tables import write_postings, write_table
from timeline_tui.index.mapped.event_records import event_encoder, head_row, source_row
from timeline_tui.index.mapped.image import ImageWriter
from timeline_tui.index.mapped.search_texts import SearchTexts, write_source_texts
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.matching import EVENT_STATES, STATES_OF_DATES
from timeline_tui.query.query_fields import COMPARED, HAS, IS, VALUES
from timeline_tui.text.text import fold

_STEP = 1024  # events that are collected at once, between two calls of the progress callback
FEW = 2000  # below so many events, words, quotes and sources are left out: collecting them is as fast as reading them


class Writing(Protocol):
    """What writes its image itself."""

    def write(self, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None]) -> None:
        """Write the image, as `write_image` does."""


def write_image(
    index: Index | Writing, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None] | None = None
) -> None:
    """Write the image of ``index`` to ``file``, with ``meta`` in its table.

    ``progress`` is called with the finished part, from 0 to 1. Raises OSError, and ValueError for a timeline with
    text that an image cannot hold.
    """
    progress = progress or (lambda _: None)
    if not isinstance(index, Index):
        index.write(file, meta, progress)
        return
    writer, collector = ImageWriter(file), Collector()
    texts = SearchTexts(writer.put) if index.total >= FEW else None
    for start in range(0, index.total, _STEP):
        progress(0.4 * start / index.total)
        events = index.events[start : start + _STEP]
        collector.add(events, start)
        if texts:
            texts.add(events, start)
    collected = CollectedIndex(index.timeline, index.events, collector, [event.id for event in index.events])
    if texts:
        writer.end("texts")
        texts.finish(writer, collected)
        write_source_texts(writer, collected)
    progress(0.7)
    positions = {id(event): position for position, event in enumerate(index.events)}
    order = array("I", (positions[id(event)] for event in index.timeline.events))
    write_dates(writer, [event.date for event in index.events], order)
    data = IndexWriter(collected, writer).write(index.events)
    writer.finish({**meta, **data})


def write_dates(writer: ImageWriter, dates: Sequence[When], order: Sequence[int]) -> None:
    """Write the sections that depend only on the dates of the events, which are in order of time.

    ``order`` has the position of each event in the order of the file.
    """
    intervals = Intervals.from_dates(dates)
    writer.add("order", [array("I", order)])
    writer.add("earliest.days", [array("q", intervals.earliest.days)])
    writer.add("earliest.ends", [array("I", intervals.earliest.ends)])
    for length, (positions, latest) in intervals.longer.items():
        writer.add(f"longer.{length}", [array("I", positions)])
        writer.add(f"longer.{length}.latest", [array("q", latest)])
    for precision, bits in intervals.stated_as.items():
        writer.bits(f"stated.{int(precision)}", bits)
    writer.bits("uncertain", intervals.uncertain)
    distinct = {id(date): date for date in dates}  # most dates share one object
    for state in STATES_OF_DATES:
        holds = EVENT_STATES[state]
        found = {key for key, date in distinct.items() if holds(Event("", date, ""))}
        positions = [*compress(range(len(dates)), map(found.__contains__, map(id, dates)))] if found else []
        writer.bits(f"is.{state}", bits_of([positions], len(dates)))


class IndexWriter:
    """Writes all sections of an image except the dates, texts and words."""

    def __init__(self, index: CollectedIndex, writer: ImageWriter) -> None:
        self._index = index
        self._writer = writer
        self._sources: list[Source] = []
        self._numbers: dict[int, int] = {}  # by id(source): a source with a key is one object for all events
        for source in index.timeline.sources:
            self._number(source)

    def write(self, events: Iterable[Event | None]) -> dict[str, Any]:
        """Write the sections. Returns what the table has to say about them.

        ``events`` are the events of the index; None for one that is not written here.
        """
        index, writer = self._index, self._writer
        encode = event_encoder(self._number)
        self._rows("events", (event and encode(event) for event in events))
        graph = index.order_graph
        writer.add("order.earlier", [array("I", graph.earlier)])
        writer.add("order.later", [array("I", graph.later)])
        for mark in (("has", mark) for mark in HAS):
            writer.bits(".".join(mark), index.marked(*mark))
        for mark in (("is", mark) for mark in IS if mark not in ("starred", *COMPARED, *STATES_OF_DATES)):
            writer.bits(".".join(mark), index.marked(*mark))
        unfolded = array("I")
        write_table(writer, "ids", self._folded_ids(unfolded))
        writer.add("ids.unfolded", [unfolded])
        index.ids = ()  # for a million events they take 110 MB
        for field in VALUES:
            if field not in ("file", "id"):
                self._facet(index.facet(field))
        self._files()
        if index.total >= FEW:
            self._evidence()
        write_table(writer, "naming", ((key, position) for key, found in index.naming.items() for position in found))
        write_table(writer, "names", self._source_names())
        write_table(writer, "keys", ((source.key, number) for number, source in enumerate(index.timeline.sources)))
        self._rows("sources", map(source_row, self._sources))
        timeline = index.timeline
        return {"total": index.total, "keyed": len(timeline.sources), "head": head_row(timeline)}

    def _folded_ids(self, unfolded: array[int]) -> Iterator[tuple[str, int]]:
        """The folded ids with their positions. Add the positions of ids that folding changes to ``unfolded``."""
        for position, id in enumerate(self._index.ids):
            if id:
                folded = fold(id)
                if folded == id:
                    yield id, position  # not the equal string ``folded``: a million of them take 105 MB
                else:
                    unfolded.append(position)
                    yield folded, position

    def _number(self, source: Source) -> int:
        number = self._numbers.get(id(source))
        if number is None:
            self._numbers[id(source)] = number = len(self._sources)
            self._sources.append(source)
        return number

    def _rows(self, name: str, rows: Iterable[object]) -> None:
        """Write rows as section NAME, and their offsets, with the end of the last, as NAME.starts."""
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
        end, starts = 0, array("Q", [0])
        for row in rows:
            if row is not None:
                octets = encode(row).encode()
                self._writer.put(octets)
                end += len(octets)
            starts.append(end)
        self._writer.end(name)
        self._writer.add(f"{name}.starts", [starts])

    def _facet(self, facet: Facet) -> None:
        name = f"facet.{facet.field}"
        if any("\n" in value for value in facet.values):
            raise ValueError("a name has several lines")
        self._writer.text(f"{name}.values", "\n".join(facet.values))
        self._writer.text(f"{name}.keys", "\n".join(facet.keys))
        write_postings(self._writer, name, facet.postings, self._index.total)

    def _files(self) -> None:
        """The files with their events. The facet is made on opening, because a file can be opened by another path."""
        files = self._index.files
        if any("\n" in name for name in files):
            raise ValueError("a name has several lines")
        self._writer.text("files.names", "\n".join(files))
        write_postings(self._writer, "files", ListPostings([*files.values()], self._index.total), self._index.total)

    def _evidence(self) -> None:
        """The quotes with their speakers, the sources with their origins and events, and when these became known."""
        quotes, sources, uses = self._index.quotes, self._index.sources, self._index.source_uses
        origins = self._index.origin_groups
        (by_speaker, ends), (by_label, by_date) = quotes.groups, sources.orders
        numbers: dict[str, Iterable[int]] = {
            "quotes.positions": quotes.positions,
            "quotes.starts": quotes.starts,
            "quotes.speaker_of": quotes.speaker_of,
            "quotes.by_speaker": by_speaker,
            "quotes.ends": ends,
            "sources.uncited": map(self._number, sources.uncited.values()),
            "sources.by_label": by_label,
            "sources.by_date": by_date,
            "origins.groups": origins.groups,
            "uses.cited": uses.cited,
            "uses.starts": uses.starts,
            "uses.keys": uses.keys,
            "uses.positions": uses.positions,
        }
        for name, values in numbers.items():
            self._writer.add(name, [array("I", values)])
        self._writer.add("uses.ends", [array("Q", uses.ends)])
        self._writer.text("quotes.speakers", json.dumps(quotes.speakers))
        self._writer.text("origins.labels", json.dumps(origins.labels))
        write_postings(self._writer, "origins", origins.postings, self._index.total)
        known = self._index.known
        self._writer.add("known.days", [array("q", known.days)])
        self._writer.add("known.order", [array("I", known.order)])
        self._writer.add("known.steps", [known.steps])

    def _source_names(self) -> Iterator[tuple[str, int]]:
        """Names of cited sources with their numbers; if several share a name, the source that is cited first."""
        names: dict[str, int] = {}
        for source, _ in self._index.cited.values():
            names.setdefault(fold(source.name), self._number(source))
        yield from names.items()
