"""Which sources of two timelines are the same document, whatever their keys are and wherever they are written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from timeline_tui.analysis.event_traits import source_identity
from timeline_tui.model.timeline import Source, Timeline
from timeline_tui.text.text import fold

_T = TypeVar("_T")
_Pairs = list[tuple[int, int]]


def pair_up(old: Sequence[_T], new: Sequence[_T], keys: Iterable[Callable[[_T], Hashable]]) -> _Pairs:
    """Pairs of positions with equal keys, one to one: first by the first function of ``keys``, then by the next.

    Items with several partners are paired in their order. A key of None has no partner.
    """
    pairs: _Pairs = []
    left, right = [*range(len(old))], [*range(len(new))]
    for key in keys:
        if not left or not right:
            break
        groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, (items, positions) in enumerate(((old, left), (new, right))):
            for position in positions:
                groups[key(items[position])][side].append(position)
        groups.pop(None, None)
        new_pairs = [pair for before, after in groups.values() for pair in zip(before, after, strict=False)]
        pairs += new_pairs
        taken, others = {i for i, _ in new_pairs}, {j for _, j in new_pairs}
        left, right = [i for i in left if i not in taken], [j for j in right if j not in others]
    return sorted(pairs)


class SourcePairs:
    """The distinct sources of two timelines, and which of them are the same.

    Two sources are the same if they have the same content, else the same address, else the same title and publisher.
    A title that several sources have, such as "Archive link", does not count. ``by_key``: the same key counts, too, as
    in two versions of one timeline.
    """

    def __init__(self, old: Timeline, new: Timeline, *, by_key: bool) -> None:
        self.old, self.new = _distinct(old), _distinct(new)
        before, after = [*self.old.values()], [*self.new.values()]
        names = _unique_names(before) & _unique_names(after)

        def name(source: Source) -> Hashable:
            return _name(source) if _name(source) in names else None

        keys = (_content, _key_and_identity, _identity, _key, name) if by_key else (_content, _identity, name)
        self.pairs = [(before[i], after[j]) for i, j in pair_up(before, after, keys)]
        """The sources that are the same, each as written in the old and in the new timeline."""
        numbers = {without_key(source): number for number, (source, _) in enumerate(self.pairs)}
        self._old = {source: numbers.get(source, -1 - at) for at, source in enumerate(self.old)}
        numbers = {without_key(source): number for number, (_, source) in enumerate(self.pairs)}
        self._new = {source: numbers.get(source, -1 - at) for at, source in enumerate(self.new)}
        labels = Counter(label for pair in self.pairs for label in {source.full_label for source in pair})
        labels.update(source.full_label for source, number in (*self._old.items(), *self._new.items()) if number < 0)
        self._labels = labels
        self._old_keys = {source.key: self.of_old(source) for source in old.sources}
        self._new_keys = {source.key: self.of_new(source) for source in new.sources}

    def of_old(self, source: Source | None) -> int | None:
        """The number of a source of the old timeline. If it is not negative, a source of the new one has it, too."""
        return None if source is None else self._old[without_key(source)]

    def of_new(self, source: Source | None) -> int | None:
        """As `of_old`, for the new timeline. Equal negative numbers of both timelines do not mean the same source."""
        return None if source is None else self._new[without_key(source)]

    def label(self, source: Source) -> str:
        """Publisher and title; also the address, if another source has the same publisher and title."""
        is_shared = self._labels[source.full_label] > 1 and source.title and source.url
        return f"{source.full_label} ({source.url})" if is_shared else source.full_label

    def key_of_old(self, key: str) -> str:
        """The key of the same source in the new timeline; ``key`` itself if there is none."""
        return self._key_of(self._old_keys.get(key), key)

    def key_of_new(self, key: str) -> str:
        """The key of a source of the new timeline. If sources differ only in their keys, it is the first key."""
        return self._key_of(self._new_keys.get(key), key)

    def _key_of(self, number: int | None, key: str) -> str:
        return key if number is None or number < 0 else self.pairs[number][1].key or key


def without_key(source: Source) -> Source:
    """The source as it would be without a key."""
    return source._replace(key="") if source.key else source


def _distinct(timeline: Timeline) -> dict[Source, Source]:
    """Each content of a source in the timeline → the first source that has it, in the list or in an event."""
    distinct: dict[Source, Source] = {}
    for source in timeline.sources:
        distinct.setdefault(without_key(source), source)
    for event in timeline.events:
        for source in event.cited:
            distinct.setdefault(without_key(source), source)
    return distinct


def _unique_names(sources: Iterable[Source]) -> set[Hashable]:
    """The titles, each with its publisher, that only one of the sources has."""
    counts = Counter(map(_name, sources))
    return {name for name, count in counts.items() if count == 1 and name}


def _content(source: Source) -> Hashable:
    return without_key(source)


def _identity(source: Source) -> Hashable:
    return source_identity(source) or None


def _key(source: Source) -> Hashable:
    return source.key or None


def _key_and_identity(source: Source) -> Hashable:
    return (source.key, source_identity(source)) if source.key and source_identity(source) else None


def _name(source: Source) -> Hashable:
    return (fold(source.title), fold(source.publisher)) if source.title else None
