"""The pairs of events of two timelines that are compared in detail.

The events of a pair share a rare word, a name, a source, the title or the id.

A word that many events have counts only for events of the same days. So the time grows with the number of events, not
with its square. In a dense timeline two names together are still rare: at 10,000 events in a year this finds 99 % of
the pairs of half reworded events that moved by a day, and 50 % without.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from math import fsum, log

from timeline_tui.analysis.event_traits import Traits

_MOST = 400  # pairs that one word may propose
_WINDOWS = (7, 1, 0)  # days within which a common word proposes pairs, if those are not too many
_BEST = 8  # candidates of one event that are compared in detail
_FAR_BEHIND = 0.4  # a candidate with less than this part of the best one's weight is not compared
_NAMES = 4  # names of an event that propose pairs together
_RARE_WORDS = 8  # words of a summary that propose pairs

Candidate = tuple[int, int]
"""The positions of two events, in the first and in the second timeline."""
_Key = tuple[str, str]


class Weights(dict[str, float]):
    """How much it means that two events share a word, a name or a source: more if fewer events have it.

    The weights are from 1, for a word that all events have. A weight is computed when it is first looked up.
    """

    def __init__(self, events: Iterable[Traits]) -> None:
        super().__init__()
        self._events = 0
        self._counts: Counter[str] = Counter()
        for event in events:
            self._events += 1
            self._counts.update(event.text)
            self._counts.update(event.names - event.text)
        self._sums: dict[frozenset[str], float] = {}

    def __missing__(self, word: str) -> float:
        weight = self[word] = 1 + log(max(self._events, 1) / max(self._counts[word], 1))
        return weight

    def _sum(self, words: frozenset[str]) -> float:
        """The sum of the weights, which does not depend on their order."""
        return fsum(map(self.__getitem__, words))

    def _known_sum(self, words: frozenset[str]) -> float:
        total = self._sums.get(words)
        if total is None:
            total = self._sums[words] = self._sum(words)
        return total

    def likeness(self, a: frozenset[str], b: frozenset[str]) -> float:
        """From 0, nothing shared, to 1, all shared. Half of it is the share of the text with fewer words."""
        both = self._sum(a & b)
        if not both:
            return 0.0
        of_a, of_b = self._known_sum(a), self._known_sum(b)
        fewer = min(len(a), len(b))
        contained = both / min(of_a, of_b) if fewer > 2 else both / max(of_a, of_b)
        return both / (of_a + of_b) + contained / 2


def candidates(
    old: Mapping[int, Traits], new: Mapping[int, Traits], left: Iterable[int], other: Iterable[int], weights: Weights
) -> Iterator[Candidate]:
    """The pairs of positions, ``left`` in ``old`` and ``other`` in ``new``, that are worth comparing."""
    before, after = _postings(old, left, weights), _postings(new, other, weights)
    weight_by_pair: defaultdict[Candidate, float] = defaultdict(float)
    for key in sorted(before.keys() & after.keys()):
        weight = weights[key[1]]
        for pair in _proposed(before[key], after[key], old, new):
            weight_by_pair[pair] += weight
    return iter(sorted(_best(weight_by_pair)))


def _best(shared: dict[Candidate, float]) -> set[Candidate]:
    """The pairs with the greatest weight for either of their events. Shared words and names have weights."""
    crowds: defaultdict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for pair in shared:
        crowds[0, pair[0]].append(pair)
        crowds[1, pair[1]].append(pair)
    kept: set[Candidate] = set()
    for crowd in crowds.values():
        least = _FAR_BEHIND * max(map(shared.__getitem__, crowd))
        near = [pair for pair in crowd if shared[pair] >= least]
        if len(near) > _BEST:
            near.sort(key=lambda pair: (-shared[pair], abs(pair[0] - pair[1]), pair[0] + pair[1]))
        kept.update(near[:_BEST])
    return kept


def _postings(events: Mapping[int, Traits], positions: Iterable[int], weights: Weights) -> dict[_Key, list[int]]:
    """Key → the positions of the events that have it, in order of their first days."""
    postings: defaultdict[_Key, list[int]] = defaultdict(list)
    for position in sorted(positions, key=lambda position: (events[position].date.earliest, position)):
        for key in _keys(events[position], weights):
            postings[key].append(position)
    return postings


def _keys(event: Traits, weights: Weights) -> Iterator[_Key]:
    rest = event.text - event.title
    rare = sorted(rest, key=lambda word: (-weights[word], word))[:_RARE_WORDS]
    yield "id", event.id
    yield "title", " ".join(sorted(event.title))
    yield from (("word", word) for word in (*event.title, *rare))
    yield from (("name", name) for name in event.names)
    yield from (("names", f"{one}\n{other}") for one, other in combinations(sorted(event.names)[:_NAMES], 2))
    yield from (("source", source) for source in event.sources)


def _proposed(
    before: list[int], after: list[int], old: Mapping[int, Traits], new: Mapping[int, Traits]
) -> Iterable[Candidate]:
    """All pairs if they are few; else those within a week; else within a day; else of the same first day; else none."""
    if len(before) * len(after) <= _MOST:
        return ((i, j) for i in before for j in after)
    for days in _WINDOWS:
        near = []
        for pair in _near(before, after, old, new, days):
            near.append(pair)
            if len(near) > _MOST:
                break
        else:
            return near
    return ()


def _near(
    before: list[int], after: list[int], old: Mapping[int, Traits], new: Mapping[int, Traits], days: int
) -> Iterator[Candidate]:
    """The pairs whose first days are at most ``days`` apart."""
    start = 0
    for i in before:
        day = old[i].date.earliest
        while start < len(after) and new[after[start]].date.earliest < day - days:
            start += 1
        at = start
        while at < len(after) and new[after[at]].date.earliest <= day + days:
            yield i, after[at]
            at += 1
