"""The meanings that the columns of a table have so far, and how a column gets one. See `meanings`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline_tui.formats.reading.column_values import HALF, MOSTLY, Profile, misfit
from timeline_tui.formats.reading.meanings_lookup import (
    MAX_HEADING,
    SURE,
    WEAK,
    WITHIN,
    Sense,
    is_behind,
    is_of_record,
    languages,
    senses,
    words,
)
from timeline_tui.formats.reading.meanings_words import PARTS_OF_DATES, SEVERAL, URL_WORDS, WORDS, Meaning
from timeline_tui.formats.reading.understanding import Confidence, quoted
from timeline_tui.text.text import clean_line

_JOINED: frozenset[Meaning] = frozenset(("note", "summary"))  # the texts of columns with the same heading are joined
_OF_LINKS: frozenset[Meaning] = frozenset(("sources", "source_title"))
_PARTS: frozenset[Meaning] = frozenset(("date", "end", *PARTS_OF_DATES))


class Taken(NamedTuple):
    """A meaning that a column has, and why."""

    meaning: Meaning | None
    confidence: Confidence
    why: str
    is_given: bool = False
    partner: int | None = None
    fills_gaps: bool = False


class Meanings:
    """The meanings of the columns so far. A column keeps its meaning until it gets another."""

    def __init__(self, headings: Sequence[str], profiles: list[Profile], given: Mapping[int, Meaning | None]) -> None:
        self.names = [clean_line(heading[:MAX_HEADING]) for heading in headings]
        self.profiles = profiles
        self.taken: dict[int, Taken] = {}
        self.counts: Counter[Meaning | None] = Counter()
        for index, meaning in given.items():
            self._give(index, Taken(meaning, "sure", "chosen by the reader", is_given=True))
        self.chosen = frozenset(meaning for meaning in given.values() if meaning)
        self.closed = {*self.chosen}  # no other column can get these
        self.has_values = any(profile.filled for profile in profiles)
        dated = map(_with_dates, _in_one_language(self.names), profiles)
        have_hours = any(profile.whole_dates >= MOSTLY for profile in profiles) and any(map(_are_hours, profiles))
        clocked = (_with_clocks(some, profile, have_hours) for some, profile in zip(dated, profiles, strict=True))
        self.senses = list(map(_without_addresses, self.names, clocked, profiles))
        keys = [(words(name), name, profile.values[:8]) for name, profile in zip(self.names, profiles, strict=True)]
        self.order = {index: place for place, index in enumerate(sorted(range(len(keys)), key=keys.__getitem__))}

    def has_meaning(self, meaning: Meaning) -> bool:
        return meaning in self.closed or self.counts[meaning] > 0

    def _give(self, index: int, given: Taken) -> None:
        if index in self.taken:
            self.counts[self.taken[index].meaning] -= 1
        self.counts[given.meaning] += 1
        self.taken[index] = given

    def _take(self, indexes: Iterable[int], without: Container[Meaning] = ()) -> None:
        """Give each column a meaning of its heading. The column with the best word for a meaning gets it."""
        pairs = ((sense, index) for index in indexes for sense in self.senses[index])
        fitting = [(sense, index) for sense, index in pairs if not self._misfit(index, sense.meaning)]
        candidates = sorted(fitting, key=lambda candidate: (candidate[0], self.order[candidate[1]]))
        best: dict[Meaning, tuple[int, Sense]] = {}
        for sense, index in candidates:
            meaning = sense.meaning
            if index in self.taken or meaning in self.closed or meaning in without:
                continue
            if meaning in best and (meaning not in SEVERAL or (sense.level == WEAK and best[meaning][1].level != WEAK)):
                winner, before = best[meaning]
                if meaning in _JOINED and self.names[index].casefold() == self.names[winner].casefold():
                    self._give(index, Taken(meaning, self.taken[winner].confidence, "it has the same heading"))
                    continue
                if meaning not in SEVERAL and (
                    sense[:2] == before[:2] or self._are_both_behind(index, winner, meaning)
                ):
                    why = f"{before.why}; {quoted(self.names[index])} says the same"
                    self._give(winner, self.taken[winner]._replace(confidence="unsure", why=why))
                elif before.rank and sense.level == before.level == SURE:
                    self._give(winner, self.taken[winner]._replace(confidence="likely"))
                continue
            best.setdefault(meaning, (index, sense))
            if meaning == "date" and sense.level == WEAK and is_of_record(self.names[index]):
                self._give(
                    index, Taken(meaning, "unsure", "it says when the record was made, but no other column has dates")
                )
            else:
                self._give(index, Taken(meaning, "sure" if sense.level == SURE else "likely", sense.why))

    def _take_best(
        self,
        meaning: Meaning,
        indexes: list[int],
        key: Callable[[Profile], tuple[float, ...]],
        why: Callable[[Profile], str],
        *,
        unsure: bool = True,
    ) -> None:
        """Give ``meaning`` to the best of ``indexes``; as ``unsure`` if there are several, or it has only numbers."""
        if indexes and meaning not in self.closed:
            best = min(indexes, key=lambda index: (key(self.profiles[index]), self.order[index]))
            doubtful = unsure and (len(indexes) > 1 or self.profiles[best].numbers == 1)
            reason, others = why(self.profiles[best]), [index for index in indexes if index != best]
            if unsure and others:
                reason += f"; {self._called(others[0])} may be it, too"
            self._give(best, Taken(meaning, "unsure" if doubtful else "likely", reason))

    def _are_both_behind(self, index: int, other: int, meaning: Meaning) -> bool:
        """Whether two columns of dates are both about the record: ``published`` and ``released``."""
        is_same = is_of_record(self.names[index]) == is_of_record(self.names[other])
        return meaning == "date" and is_same and self._is_behind(index) and self._is_behind(other)

    def _is_behind(self, index: int) -> bool:
        return is_behind(words(self.names[index]))

    def _called(self, index: int) -> str:
        return quoted(self.names[index]) if self.names[index] else f"column {index + 1}"

    def _misfit(self, index: int, meaning: Meaning) -> str:
        return misfit(self.profiles[index], meaning) if self.has_values else ""

    def _free(self) -> list[int]:
        return [i for i in range(len(self.names)) if i not in self.taken and not self._has_sense(i)]

    def _has_sense(self, index: int) -> bool:
        return any(sense.level == SURE for sense in self.senses[index])

    def _only(self, meaning: Meaning) -> int | None:
        """The index of the only column with ``meaning``."""
        if not self.counts[meaning]:
            return None
        return next(index for index, taken in self.taken.items() if taken.meaning == meaning)

    def _release(self, *indexes: int | None, why: str) -> None:
        """Columns turned out not to be parts of a date: give each another meaning, or none."""
        released = [index for index in indexes if index is not None and not self.taken[index].is_given]
        for index in released:
            self.counts[self.taken.pop(index).meaning] -= 1
        present = {meaning for meaning, count in self.counts.items() if meaning and count}
        self._take(released, without=_PARTS | (present - SEVERAL))
        for index in released:
            if index not in self.taken:
                self._give(index, Taken(None, "sure", why))


def _with_dates(found: tuple[Sense, ...], facts: Profile) -> tuple[Sense, ...]:
    """The senses of a heading. If its values are dates, a word for an event or a time means the date: “Incident”."""
    if facts.whole_dates < MOSTLY or any(sense.meaning == "date" for sense in found):
        return found
    dated = (sense._replace(level=WITHIN, meaning="date") for sense in found if sense.meaning in ("title", "time"))
    why = facts.counted(facts.dates, "date", "dates")
    return (*(sense._replace(why=f"{sense.why}, but {why}") for sense in dated), *found)


def _are_hours(facts: Profile) -> bool:
    """Whether the values are times of day such as 0930 and 1015, not years."""
    return facts.four_digits == 1 and any(value.startswith("0") for value in facts.values)


def _with_clocks(found: tuple[Sense, ...], facts: Profile, have_hours: bool) -> tuple[Sense, ...]:
    """The senses of a heading. If its values are times of day, “Start” and “End” mean times of the day beside them.

    ``have_hours``: the table has days and times such as 0930.
    """
    if not (have_hours and facts.four_digits == 1) and (
        facts.clocks < HALF or facts.dates >= HALF
    ):  # 13.06.2024 looks like both
        return found
    clocks: dict[Meaning, Meaning] = {"date": "time", "end": "end_time"}
    return tuple(sense._replace(meaning=clocks.get(sense.meaning, sense.meaning)) for sense in found)


def _without_addresses(name: str, found: tuple[Sense, ...], facts: Profile) -> tuple[Sense, ...]:
    """The senses of a heading. A heading such as “issue_links” is not a source if no value is an address."""
    if not facts.filled or facts.addresses or URL_WORDS.isdisjoint(words(name)):
        return found
    return tuple(sense for sense in found if sense.level != WITHIN or sense.meaning not in _OF_LINKS)


def _in_one_language(names: Sequence[str]) -> list[tuple[Sense, ...]]:
    """The senses of each heading. A word of several languages has its senses in the language of most headings."""
    spoken = [languages(name) for name in names]
    votes = Counter(language for by_language in spoken for language in by_language)
    language = max(WORDS, key=votes.__getitem__)  # English comes first
    senses_of_names = []
    for name, by_language in zip(names, spoken, strict=True):
        senses_of_name, of_language = senses(name), by_language.get(language, ())
        if of_language:
            senses_of_name = tuple(
                sense for sense in senses_of_name if sense.level == WEAK or sense.meaning in of_language
            )
        senses_of_names.append(senses_of_name)
    return senses_of_names
