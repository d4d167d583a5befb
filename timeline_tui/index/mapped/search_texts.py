"""The sections of an image for searching: the folded text of each event, the words of all, and ready answers."""

from __future__ import annotations

import pickle
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import repeat

from timeline_tui.index.bits import ListPostings, bits_of
from timeline_tui.index.collected_index import CollectedIndex
from timeline_tui.index.lines import Lines
from timeline_tui.index.mapped.disk_tables import BitPostings, MixedPostings, is_dense, write_postings
from timeline_tui.index.mapped.event_records import SEPARATOR
from timeline_tui.index.mapped.image import ImageWriter
from timeline_tui.index.mapped.ready_answers import ready_answers
from timeline_tui.index.vocabulary import Vocabulary
from timeline_tui.model.timeline import Event
from timeline_tui.query.matching import other_event_texts, quote_texts, source_texts
from timeline_tui.query.query_fields import SEARCHED
from timeline_tui.text.text import fold

_PACKED = 1 << 18  # events from which on `pack` is called; the lists of so many take 42 MB
_LONG = 64  # from so many words of a text on, repeated ones are left out first; else that takes longer than it saves


class SearchTexts:
    """Collects the words of events, and puts their folded texts one after the other. At last writes the words.

    The text of an event has no names and no texts of its sources, which events share.
    """

    def __init__(self, put: Callable[[bytes], object]) -> None:
        """``put`` is called with the text of each event."""
        self.put = put
        self._positions, self._sizes = array("I"), array("I")  # of the events
        self._words: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._packed: dict[str, int] = {}  # more events of words, as bits; bit 0 is the first position
        self._unpacked = 0  # events since `pack` was called

    @property
    def size(self) -> int:
        """The bytes of all texts so far."""
        return sum(self._sizes)

    def add(self, events: Sequence[Event], start: int) -> None:
        """Add events at consecutive positions, the first at ``start``. Positions must be ascending."""
        texts = [*map(_search_text, events)]
        lists = self._words.__getitem__
        for position, text in enumerate(texts, start):
            words: Collection[str] = text.split()
            if len(words) > _LONG:
                words = {*words}
            any(map(array.append, map(lists, words), repeat(position)))  # a loop that makes no list: append gives None
        octets = "".join(texts).encode()
        self.put(octets)
        self._positions.extend(range(start, start + len(texts)))
        lengths = [*map(len, texts)]
        self._sizes.extend(lengths if len(octets) == sum(lengths) else [len(text.encode()) for text in texts])
        self._unpacked += len(texts)
        if self._unpacked >= _PACKED:
            self.pack()

    def pack(self) -> None:
        """Keep the events of frequent words as bits. Two processes do so at once, where `finish` would do it alone."""
        self._unpacked = 0
        if not self._positions:
            return
        start, end = self._positions[0], self._positions[-1] + 1
        for word, positions in [*self._words.items()]:
            if word in self._packed or is_dense(len(positions), end - start):
                del self._words[word]
                first = positions[0]
                self._packed[word] = self._packed.get(word, 0) | bits_of([positions], end, first) << first - start

    def saved(self) -> bytes:
        """All that was collected, for `extend`."""
        lists = self._words.values()
        sizes = array("I", map(len, lists))
        joined = b"".join(map(memoryview, lists))
        return pickle.dumps((self._positions, self._sizes, "\n".join(self._words), sizes, joined, self._packed), 5)

    def extend(self, saved: bytes) -> None:
        """Add what was saved. All its positions must be behind those of this one, and its texts be put."""
        positions, sizes, words, totals, joined, packed = pickle.loads(saved)  # noqa: S301  # our own data
        self._positions += positions
        self._sizes += sizes
        at, lists = 0, memoryview(joined)
        for word, total in zip(words.split("\n"), totals, strict=False):  # without words, there is an empty one
            self._words[word].frombytes(lists[at : at + 4 * total])
            at += 4 * total
        while packed:  # a loop over the items would need 70 MB more for a million events
            word, bits = packed.popitem()
            self._packed[word] = self._packed.get(word, 0) | bits << positions[0] - self._positions[0]

    def finish(self, writer: ImageWriter, index: CollectedIndex, *, ready: bool = True) -> None:
        """Write where each text is, and the words, without ready answers if not ``ready``.

        The index has the same events.
        """
        self._writer = writer
        starts, sizes = array("Q", bytes(8 * index.total)), array("I", bytes(4 * index.total))
        start = 0
        for position, size in zip(self._positions, self._sizes, strict=True):
            starts[position], sizes[position] = start, size
            start += size
        writer.add("texts.starts", [starts])
        writer.add("texts.sizes", [sizes])
        self._vocabulary(index, ready=ready)

    def _vocabulary(self, index: CollectedIndex, *, ready: bool) -> None:
        self._words.pop(SEPARATOR, None)
        self._packed.pop(SEPARATOR, None)
        lists: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
        for word in [*self._words]:
            lists[word].append(self._words.pop(word))
        for field in SEARCHED:
            for names, positions in index.facet(field).entries():
                for word in {word for name in names for word in name.split()}:
                    lists[word].append(positions)
        for source, positions in index.cited.values():
            for word in {*fold("\n".join(source_texts(source))).split()}:
                lists[word].append(positions)
        for word in self._packed:
            _ = lists[word]  # makes an entry
        words = Lines.from_lines(lists)
        first = self._positions[0] if self._positions else 0
        sets = ((self._packed.pop(word, 0) << first, lists.pop(word)) for word in [*lists])
        postings = MixedPostings(sets, index.total)
        self._writer.text("words.text", words.text)
        self._writer.add("words.at", [array("I", words.starts)])
        write_postings(self._writer, "words", postings, index.total)
        answers = ready_answers(Vocabulary(words, postings), index.total) if ready else {}
        self._writer.text("short.keys", "\n".join(answers))
        write_postings(self._writer, "short", BitPostings([*answers.values()]), index.total)


def write_source_texts(writer: ImageWriter, index: CollectedIndex) -> None:
    """Write the texts of the cited sources, one a line, the source of each line, and the events of each source."""
    lines, owners = [], array("I")
    for number, (source, _) in enumerate(index.cited.values()):
        for text in dict.fromkeys(map(fold, source_texts(source))):
            if text:
                lines.append(text)
                owners.append(number)
    writer.text("described", "\n".join(("", *lines, "")))
    writer.add("described.owners", [owners])
    events = ListPostings([positions for _, positions in index.cited.values()], index.total)
    write_postings(writer, "cited", events, index.total)


def _search_text(event: Event) -> str:
    quotes, others = quote_texts(event), other_event_texts(event)
    return _folded([event.title, SEPARATOR, *quotes, SEPARATOR, *others])


def _folded(texts: Sequence[str]) -> str:
    """The texts, folded, one per line."""
    whole = "\n".join(texts)
    # Most texts are ASCII without double spaces, for which folding is lower case.
    if whole.isascii() and "  " not in whole and whole.count("\n") < len(texts):
        return whole.lower()
    return "\n".join(map(fold, texts))
