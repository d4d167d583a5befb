"""Which events of two or more timelines are the same event, and why.

An event belongs to one group at most, and a group has at most one event of each timeline. The best pairs come first:

1. pairs that the user decided;
2. events with the same id that are alike, and events with the same date, title and summary;
3. events that are alike and have the same title, which no other event of either timeline has;
4. events that are alike: the score is the likeness of their words, names and sources times the likeness of their
   dates. If both have a name, its words do not count a second time. Two events of one timeline that have different
   given ids have to be more alike than others;
5. in versions of one timeline, events with the same given id.

Between timelines of different authors an id that is only a number means nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, combinations

from timeline_tui.analysis.date_likeness import date_likeness, date_reason
from timeline_tui.analysis.decisions import NONE, Judgements, Place, places_with_ids
from timeline_tui.analysis.event_groups import EventLink, Group, Rank, joined
from timeline_tui.analysis.event_traits import Traits, content_key, is_number, stems, traits
from timeline_tui.analysis.pair_candidates import Weights, candidates
from timeline_tui.analysis.source_pairs import pair_up
from timeline_tui.model.timeline import Event
from timeline_tui.text.text import plural
from timeline_tui.text.word_changes import normalized

ALIKE = 0.45
"""The least score of a pair. Chosen with tests/tools/known_pairs.py: 0.4 gives half as many wrong pairs again, and 0.5
loses a tenth of the events that were moved by weeks."""
_OTHER_IDS = 0.75
"""The least score of a pair in versions of one timeline if both events have ids of their own, and these differ."""
_FEWEST_WORDS = 0.12  # the least likeness of the words: the same day and source alone are not the same event
_ALSO = 0.2  # the part of the missing likeness of titles that equal summaries add
_SUMMARY = 0.8  # how much the likeness of the summaries counts, if the titles count 1
_SOURCES, _NAMES = 0.35, 0.4  # parts of the missing likeness of words that these add

_MOST_PAIRS = 10_000  # pairs of events with the same date and title that are compared

_SAMPLE = 4_000
"""About as many events of a side say how common words are. Two versions of 20,000 events with few changes take 0.5 s
instead of 1.6."""


def grouped(sides: Sequence[Sequence[Event]], judgements: Judgements = NONE, *, versions: bool = False) -> list[Group]:
    """The groups of all events of ``sides``; each event is in exactly one. They are in the order of first positions.

    ``versions``: the sides are versions of one timeline. Judgements that name no event have no effect.
    """
    pairing = _Pairing(sides, judgements, versions=versions)
    return pairing.groups()


class _TraitsOfSide(dict[int, Traits]):
    """The traits of the events of a side by their positions. They take 30 µs each, and most events need none."""

    def __init__(self, events: Sequence[Event]) -> None:
        super().__init__()
        self._events = events

    def __missing__(self, position: int) -> Traits:
        result = self[position] = traits(self._events[position])
        return result


class _Pairing:
    """The events of all sides with their traits, and the user's decisions about them."""

    def __init__(self, sides: Sequence[Sequence[Event]], judgements: Judgements, *, versions: bool) -> None:
        self.sides = sides
        self.versions = versions
        self.traits = [*map(_TraitsOfSide, sides)]
        ids = [{event.id: position for position, event in enumerate(events)} for events in sides]
        self.decided = {pair for names in judgements.pairs for pair in places_with_ids(names, ids)}
        self.apart = {pair for names in judgements.apart for pair in places_with_ids(names, ids)} - self.decided
        self.judged = {place for pair in (*self.decided, *self.apart) for place in pair}

    @cached_property
    def weights(self) -> Weights:
        """The weights of the words, by the events of all sides: of a large one, by some thousands of its events."""
        steps = [1 + len(events) // _SAMPLE for events in self.sides]
        positions = (range(0, len(events), step) for events, step in zip(self.sides, steps, strict=True))
        return Weights(
            side[at] for side, side_positions in zip(self.traits, positions, strict=True) for at in side_positions
        )

    @cached_property
    def titles(self) -> list[Counter[str]]:
        """How many events of each side have a title."""
        return [Counter(normalized(event.title) for event in events) for events in self.sides]

    def groups(self) -> list[Group]:
        """The groups that the best links make, each link unless a better one prevents it."""
        return joined(self._links(), [*map(len, self.sides)], self.apart)

    def _links(self) -> Iterator[EventLink]:
        for a, b in self.decided:
            yield EventLink(a, b, Rank.DECIDED, 1.0, "you decided so")
        for one, other in combinations(range(len(self.sides)), 2):
            yield from self._between(one, other)

    def _between(self, one: int, other: int) -> Iterator[EventLink]:
        """The links between two sides."""
        left, right = ({*range(len(self.sides[side]))} for side in (one, other))
        for i, j, score in self._same_content(one, other, left, right):
            left.discard(i)
            right.discard(j)
            yield EventLink(Place(one, i), Place(other, j), Rank.SAME, score, self._same_reason(one, i, other, j))
        if not left or not right:
            return
        for i, j in candidates(self.traits[one], self.traits[other], left, right, self.weights):
            link = self._link(Place(one, i), Place(other, j))
            if link:
                yield link

    def _same_content(self, one: int, other: int, left: set[int], right: set[int]) -> list[tuple[int, int, float]]:
        """The pairs of events with the same date, title and summary, and how alike they are otherwise."""
        keys: defaultdict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for which, (side, positions) in enumerate(((one, left), (other, right))):
            for position in sorted(positions):
                if Place(side, position) not in self.judged:
                    keys[content_key(self.sides[side][position], with_id=self.versions)][which].append(position)
        return [link for before, after in keys.values() for link in self._most_alike(one, other, before, after)]

    def _most_alike(self, one: int, other: int, before: list[int], after: list[int]) -> list[tuple[int, int, float]]:
        """Pairs of events, and how alike they are: exact copies first, then events that share the most."""
        if len(before) == len(after) == 1:
            return [(before[0], after[0], self._sameness(one, before[0], other, after[0]))]
        olds, news = ([self.sides[side][at] for at in places] for side, places in ((one, before), (other, after)))
        copies = [(before[i], after[j], 1.0) for i, j in pair_up(olds, news, (_without_place,))]
        left, right = {*before} - {i for i, _, _ in copies}, {*after} - {j for _, j, _ in copies}
        if len(left) * len(right) > _MOST_PAIRS:
            rest = zip(sorted(left), sorted(right), strict=False)
            return [*copies, *((i, j, 0.0) for i, j in rest)]
        scored = [(self._sameness(one, i, other, j), i, j) for i in left for j in right]
        for score, i, j in sorted(scored, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1] + pair[2], pair)):
            if i in left and j in right:
                copies.append((i, j, score))
                left.discard(i)
                right.discard(j)
        return copies

    def _sameness(self, one: int, i: int, other: int, j: int) -> float:
        """How alike two events with the same date, title and summary are: 1 for copies, else by names and sources."""
        if _without_place(self.sides[one][i]) == _without_place(self.sides[other][j]):
            return 1.0
        (names, sources), (others, cited) = (
            (traits.names, traits.sources) for traits in (self.traits[one][i], self.traits[other][j])
        )
        shared, every = len(names & others) + len(sources & cited), len(names | others) + len(sources | cited)
        return 0.9 * (1 + shared) / (1 + every)

    def _same_reason(self, one: int, i: int, other: int, j: int) -> str:
        a, b = self.sides[one][i], self.sides[other][j]
        is_id = a.given_id and a.id == b.id and (self.versions or not is_number(a.id))
        if not a.date.text:  # after and before may differ
            return "same id and title, both without a date" if is_id else "same title, both without a date"
        return "same id, date and title" if is_id else "same date and title"

    def _link(self, one: Place, other: Place) -> EventLink | None:
        """The link between two events; None if nothing says that they are the same."""
        a, b = (self.traits[place.side][place.position] for place in (one, other))
        score, words = self._score(a, b)
        titles = {normalized(self.sides[place.side][place.position].title) for place in (one, other)}
        has_id = a.id == b.id and (self.versions or not is_number(a.id))
        if score >= self._least(a, b):
            if has_id:
                return EventLink(one, other, Rank.SAME, score, f"same id, {_reason(a, b, words, titles)}")
            rank = Rank.SAME_TITLE if self._has_only_title(one, other) else Rank.ALIKE
            return EventLink(one, other, rank, score, _reason(a, b, words, titles))
        if has_id and a.given_id and b.given_id and self.versions:
            return EventLink(one, other, Rank.ID_ONLY, score, f"same id, {_reason(a, b, words, titles)}")
        return None

    def _has_only_title(self, *places: Place) -> bool:
        """Whether the events have the same title, and no other event of their sides has it."""
        titles = {normalized(self.sides[place.side][place.position].title) for place in places}
        return len(titles) == 1 and all(self.titles[place.side][title] == 1 for place in places for title in titles)

    def _least(self, a: Traits, b: Traits) -> float:
        """The least score of a pair. An author seldom gives an event another id that does not depend on its title."""
        are_kept = self.versions and a.has_own_id and b.has_own_id
        return _OTHER_IDS if are_kept and a.id != b.id else ALIKE

    def _score(self, a: Traits, b: Traits) -> tuple[float, bool]:
        """From 0 to 1; and whether it is the summaries that are alike, more than the titles."""
        counted = frozenset(chain.from_iterable(map(_stems_of_name, a.names & b.names)))
        titles, texts = (
            self.weights.likeness(*_without(counted, *both)) for both in ((a.title, b.title), (a.text, b.text))
        )
        of_titles, of_texts = titles + (1 - titles) * _ALSO * texts, _SUMMARY * texts
        words = max(of_titles, of_texts)
        if words < _FEWEST_WORDS:
            return 0.0, False
        sources = len(a.sources & b.sources) / max(1, min(len(a.sources), len(b.sources)))
        likeness = words + (1 - words) * (_SOURCES * sources + _NAMES * self._names(a, b))
        return likeness * date_likeness(a.date, b.date, versions=self.versions), of_texts > of_titles

    def _names(self, a: Traits, b: Traits) -> float:
        """From 0 to 1: all names in common mean much more than half of them, and several mean more than one."""
        shared = len(a.names & b.names)
        return self.weights.likeness(a.names, b.names) ** 2 * shared / (shared + 1)


def _without_place(event: Event) -> Event:
    return event._replace(id="", given_id=False, file="", line=0)


@lru_cache(maxsize=1 << 14)  # a timeline has few names
def _stems_of_name(name: str) -> tuple[str, ...]:
    return tuple(stems(name))


def _without(counted: frozenset[str], *both: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Two sets of words without the words of common names. If one has no other words, both stay as they are."""
    rest = tuple(words - counted for words in both)
    return rest if counted and all(rest) else both


def _reason(a: Traits, b: Traits, words_of_text: bool, titles: set[str]) -> str:
    parts = [date_reason(a.date, b.date)]
    if a.title == b.title:
        parts.append("same title" if len(titles) == 1 else "same words in the title")
    else:
        one, other, where = (a.text, b.text, "title and summary") if words_of_text else (a.title, b.title, "title")
        share = 200 * len(one & other) // max(1, len(one) + len(other))
        parts.append(f"{share} % of the words of the {where}")
    if names := len(a.names & b.names):
        parts.append(f"{plural(names, 'name')} in common")
    if sources := len(a.sources & b.sources):
        parts.append(f"{plural(sources, 'source')} in common")
    return ", ".join(parts)
