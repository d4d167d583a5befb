"""Writes an index to an image."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from timeline_tui.index.bits import ListPostings, bits_of
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.disk_tables import BitPostings, write_postings, write_table
from timeline_tui.index.mapped.event_records import PARTS, SEPARATOR, event_encoder, head_row, source_row
from timeline_tui.index.mapped.image import ImageWriter
from timeline_tui.index.mapped.ready_answers import ready_answers
from timeline_tui.index.vocabulary import Vocabulary
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.matching import TEXTS, event_texts, source_texts
from timeline_tui.query.query_fields import COMPARED, HAS, IS, SEARCHED, VALUES, sources
from timeline_tui.text.text import fold

_STEP = 4096  # events between two calls of the progress callback
FEW = 2000  # below so many events, words, quotes and sources are left out: collecting them is as fast as reading them


def write_image(
    index: Index, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None] | None = None
) -> None:
    """Write the image of ``index`` to ``file``, with ``meta`` in its table.

    ``progress`` is called with the finished part, from 0 to 1. Raises OSError, and ValueError for a timeline with
    text that an image cannot hold.
    """
    _Writing(index, file, progress or (lambda _: None)).write(meta)


class _Writing:
    def __init__(self, index: Index, file: BinaryIO, progress: Callable[[float], None]) -> None:
        self._index = index
        self._progress = progress
        self._writer = ImageWriter(file)
        self._sources: list[Source] = []
        self._numbers: dict[int, int] = {}  # by id(source): a source with a key is one object for all events
        for source in index.timeline.sources:
            self._number(source)
        self._named: dict[str, dict[str, str]] = {field: {} for field in SEARCHED}  # value → its names, folded
        self._described: dict[int, str] = {}  # id(source) → its texts, folded

    def write(self, meta: dict[str, Any]) -> None:
        """Write all sections and the table."""
        index, writer = self._index, self._writer
        self._rows("events", map(event_encoder(self._number), self._paced(0, 0.15)))
        self._rows("sources", map(source_row, self._sources))
        self._order()
        self._intervals()
        graph = index.order_graph
        writer.add("order.earlier", [array("I", graph.earlier)])
        writer.add("order.later", [array("I", graph.later)])
        for field in VALUES:
            if field != "file":
                self._facet(index.facet(field))
        self._files()
        if index.total >= FEW:
            self._strings("texts", map(self._text, self._paced(0.15, 0.3)))
            self._progress(0.45)
            self._words(index.vocabulary)
            self._evidence()
        self._progress(0.85)
        self._marks()
        ids = index.facet("id")
        positions = map(ids.postings.positions, range(len(ids.keys)))
        write_table(writer, "ids", ((key, at) for key, found in zip(ids.keys, positions, strict=True) for at in found))
        write_table(writer, "naming", ((key, position) for key, found in index.naming.items() for position in found))
        write_table(writer, "names", self._source_names())
        write_table(writer, "keys", ((source.key, number) for number, source in enumerate(index.timeline.sources)))
        keyed = len(index.timeline.sources)
        writer.finish({**meta, "total": index.total, "keyed": keyed, "head": head_row(index.timeline)})

    def _paced(self, first: float, last: float) -> Iterator[Event]:
        """The events; reports progress from ``first`` to ``last`` on the way."""
        for position, event in enumerate(self._index.events):
            if position % _STEP == 0:
                self._progress(first + (last - first) * position / self._index.total)
            yield event

    def _number(self, source: Source) -> int:
        number = self._numbers.get(id(source))
        if number is None:
            self._numbers[id(source)] = number = len(self._sources)
            self._sources.append(source)
        return number

    def _rows(self, name: str, rows: Iterable[object]) -> None:
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
        self._strings(name, map(encode, rows))

    def _strings(self, name: str, strings: Iterable[str]) -> None:
        """Write strings as section NAME, and their offsets, with the end of the last, as NAME.starts."""
        starts = array("Q", [0])

        def chunks() -> Iterator[bytes]:
            for string in strings:
                octets = string.encode()
                starts.append(starts[-1] + len(octets))
                yield octets

        self._writer.add(name, chunks())
        self._writer.add(f"{name}.starts", [starts])

    def _text(self, event: Event) -> str:
        """The search text of an event, folded: title, quotes, everything else."""
        aliases = self._index.aliases
        parts = [_folded([*TEXTS[field](event, aliases)]) for field in PARTS]
        rest = [_folded(event_texts(event)[1:])]  # without the title
        for field, known in self._named.items():
            rest += [known.get(value) or self._names(field, value) for value in VALUES[field](event) if value]
        rest += [self._described.get(id(source)) or self._description(source) for source in sources(event)]
        return SEPARATOR.join((*parts, "\n".join(rest)))

    def _names(self, field: str, value: str) -> str:
        key = self._index.aliases.key(field, value)
        names = self._named[field][value] = "\n".join((key, *self._index.aliases.others(field, key)))
        return names

    def _description(self, source: Source) -> str:
        description = self._described[id(source)] = _folded([*source_texts(source)])
        return description

    def _order(self) -> None:
        """For each event in the order of the file, its position in order of time."""
        positions = {id(event): position for position, event in enumerate(self._index.events)}
        self._writer.add("order", [array("I", (positions[id(event)] for event in self._index.timeline.events))])

    def _intervals(self) -> None:
        intervals, writer = self._index.intervals, self._writer
        writer.add("earliest", [array("q", intervals.earliest)])
        writer.add("latest", [array("q", intervals.latest)])
        for length, positions in intervals.longer.items():
            writer.add(f"longer.{length}", [array("I", positions)])
        for precision, bits in intervals.stated_as.items():
            writer.bits(f"stated.{int(precision)}", bits)
        writer.bits("open", intervals.open_ended)

    def _facet(self, facet: Facet) -> None:
        name = f"facet.{facet.field}"
        if any("\n" in value for value in facet.values):
            raise ValueError("a name has several lines")
        self._writer.text(f"{name}.values", "\n".join(facet.values))
        self._writer.text(f"{name}.keys", "\n".join(facet.keys))
        write_postings(self._writer, name, facet.postings, self._index.total)

    def _files(self) -> None:
        """The files with their events. The facet is made on opening, because a file can be opened by another path."""
        files: dict[str, array[int]] = {}
        for position, event in enumerate(self._index.events):
            files.setdefault(event.file, array("I")).append(position)
        if any("\n" in name for name in files):
            raise ValueError("a name has several lines")
        self._writer.text("files.names", "\n".join(files))
        write_postings(self._writer, "files", ListPostings([*files.values()], self._index.total), self._index.total)

    def _words(self, vocabulary: Vocabulary) -> None:
        """The vocabulary, and precomputed answers to short needles."""
        self._writer.text("words.text", vocabulary.words.text)
        self._writer.add("words.at", [array("I", vocabulary.words.starts)])
        write_postings(self._writer, "words", vocabulary.postings, self._index.total)
        answers = ready_answers(vocabulary, self._index.total)
        self._writer.text("short.keys", "\n".join(answers))
        write_postings(self._writer, "short", BitPostings([*answers.values()]), self._index.total)

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

    def _marks(self) -> None:
        """The events for which each ``has:`` and ``is:`` holds. All are tested in one pass."""
        marks = [*(("has", mark) for mark in HAS), *(("is", mark) for mark in IS if mark not in ("starred", *COMPARED))]
        marked: dict[tuple[str, str], list[int]] = {mark: [] for mark in marks}
        by_sources, by_event = [], []  # the former apart, so that the sources of an event are collected once
        for (field, mark), positions in marked.items():
            of_sources = self._index.source_predicate(mark) if field == "is" else None
            if of_sources:
                by_sources.append((of_sources, positions))
            else:
                by_event.append((self._index.predicate(field, mark), positions))
        for position, event in enumerate(self._index.events):
            cited = sources(event)
            for holds, positions in by_event:
                if holds(event):
                    positions.append(position)
            for holds_of, positions in by_sources:
                if holds_of(cited):
                    positions.append(position)
        for (field, mark), positions in marked.items():
            self._writer.bits(f"{field}.{mark}", bits_of([positions], self._index.total))

    def _source_names(self) -> Iterator[tuple[str, int]]:
        """Names of cited sources with their numbers; if several share a name, the source that is cited first."""
        names: dict[str, int] = {}
        for source, _ in self._index.cited.values():
            names.setdefault(fold(source.name), self._number(source))
        yield from names.items()


def _folded(texts: Sequence[str]) -> str:
    """The texts, folded, one per line."""
    whole = "\n".join(texts)
    # Most texts are ASCII without double spaces, for which folding is lower case.
    if whole.isascii() and "  " not in whole and whole.count("\n") < len(texts):
        return whole.lower()
    return "\n".join(map(fold, texts))
