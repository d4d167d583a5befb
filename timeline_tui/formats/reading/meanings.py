"""Finds the meaning of each column of a sheet, or of each key in YAML and JSON, for the whole file at once.

The headings decide, in nine languages (`meanings_words.py`). If a heading is unknown, the values decide. If the values
contradict a heading, the meaning is marked as unsure. The order of the columns does not matter. Time and memory are
linear in the number of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from timeline_tui.dates.guesses import lacks_year
from timeline_tui.formats.reading.column_values import MOSTLY, looks_like_date, profile
from timeline_tui.formats.reading.columns_option import chosen
from timeline_tui.formats.reading.meanings_evidence import EvidenceMeanings
from timeline_tui.formats.reading.meanings_lookup import SURE, is_other, words
from timeline_tui.formats.reading.meanings_taken import Taken
from timeline_tui.formats.reading.meanings_words import SEVERAL, Meaning
from timeline_tui.formats.reading.understanding import Column, Confidence, Understanding, in_words

_LONGEST_TITLE = 120  # the average length, in characters, up to which values may be titles
_SHORTEST_TITLE = 12  # the average length, in characters, from which unnamed values may be titles
TITLE_FROM: tuple[Meaning, ...] = ("summary", "source_title", "quotes", "note")
TITLE_FROM += ("people", "topics", "organizations", "place", "countries", "sources")
"""The meanings of columns from which titles are made if there are none, the best first."""
ALTERNATIVES: frozenset[Meaning] = frozenset(("date", "end", "title", "summary", "place", "note"))
"""The meanings that several columns can share: in each row, the first column with a value counts."""
_MOST_ALTERNATIVES = 8  # columns; each takes a look at all rows
_NOT_ALONE: frozenset[Meaning] = frozenset(("year", "month", "day", "end_year", "end_month", "end_day"))


def understand(
    headings: Sequence[str],
    samples: Sequence[Sequence[str]],
    given: Mapping[str, Meaning | None] | None = None,
    is_date: Callable[[str], bool] = looks_like_date,
    known: Mapping[int, Meaning | None] | None = None,
    shape: str = "",
    fills_gaps: Callable[[int, Sequence[int]], bool] = lambda *_: False,
    are_files: bool = False,
) -> Understanding:
    """The meaning of each column.

    ``samples`` has the first values of each column that are not empty; a few dozen are enough. ``given`` are the
    meanings that the user chose (see `columns_option.parse_columns`). ``known`` are the meanings in the known shape
    ``shape``, by index. Meanings in ``given`` come first, then those in ``known``, then all others.
    ``fills_gaps`` returns whether a row has a value in a column, and none in several others with one meaning.
    ``are_files``: each row is a file. If only one has ``created``, that is its date.
    Raises ColumnsError if ``given`` names a column that does not exist.
    """
    profiles = [profile(samples[i] if i < len(samples) else (), len(headings), is_date) for i in range(len(headings))]
    decision = _Decision(headings, profiles, chosen(headings, given or {}))
    decision.by_shape(known or {}, shape)
    decision.by_headings()
    decision.join_parts_of_dates()
    decision.by_evidence(without_days=True)
    decision.by_values()
    decision.against_values()
    decision.by_alternatives(fills_gaps, are_files)
    decision.by_evidence()
    decision.pair_sources()
    decision.pair_evidence()
    return decision.understanding()


class _Decision(EvidenceMeanings):
    """Gives meanings to the columns, step by step. A step does not change the meanings from earlier steps."""

    def by_shape(self, known: Mapping[int, Meaning | None], shape: str) -> None:
        """Give the meanings of a known shape, except to columns for which the user chose one."""
        for index, meaning in known.items():
            if index not in self.taken:
                why = f"its meaning in {shape}"
                free = None if meaning in self.closed else meaning
                self._give(index, Taken(free, "sure", why, is_given=True))
        self.closed |= {meaning for meaning in known.values() if meaning and meaning not in SEVERAL}

    def by_headings(self) -> None:
        """Give meanings by the headings, unless the values contradict them."""
        self._take(range(len(self.names)))

    def against_values(self) -> None:
        """Give meanings by the headings even if the values contradict them. These meanings are unsure."""
        misfits = [
            (sense, index, misfit)
            for index in range(len(self.names))
            for sense in self.senses[index]
            if (misfit := self._misfit(index, sense.meaning)) not in ("", "never")
            and not self.has_meaning(sense.meaning)
        ]
        for sense, index, misfit in sorted(misfits, key=lambda candidate: (candidate[0], self.order[candidate[1]])):
            if index not in self.taken and not self.has_meaning(sense.meaning) and sense.meaning not in _NOT_ALONE:
                confidence: Confidence = "sure" if misfit == "the column is empty" else "unsure"
                self._give(index, Taken(sense.meaning, confidence, f"{sense.why}, but {misfit}"))

    def join_parts_of_dates(self) -> None:
        """Combine year, month and day to a date, unless another column has the whole date. The same for the end.

        If the column with the whole date has gaps, the others fill them. If it has days without a year, the year is
        joined to them.
        """
        self._join("date", "year", "month", "day")
        self._join("end", "end_year", "end_month", "end_day")

    def _join(self, whole: Meaning, *parts: Meaning) -> None:
        year, month, day = map(self._only, parts)
        if self.has_meaning(whole) and year is not None and (self._has_gaps(whole, year) or self._lacks_years(whole)):
            if month is None:
                self._release(day, why="there is no month beside it")
        elif self.has_meaning(whole):
            self._release(year, month, day, why=f"another column gives the whole {whole}")
        elif year is None:
            self._release(month, day, why="there is no year beside it")
        elif month is None:
            self._release(day, why="there is no month beside it")
            if whole not in self.closed and not self.taken[year].is_given:
                why = f"{self.taken[year].why}; there is no month beside it"
                self._give(year, self.taken[year]._replace(meaning=whole, why=why))

    def _has_gaps(self, whole: Meaning, year: int) -> bool:
        """Whether the column with the whole date has clearly fewer values than the column of years."""
        index = self._only(whole)
        return index is not None and self.profiles[index].filled < MOSTLY * self.profiles[year].filled

    def _lacks_years(self, whole: Meaning) -> bool:
        """Whether the column with the whole date has a date without a year, such as “28 June”."""
        index = self._only(whole)
        return index is not None and any(map(lacks_year, self.profiles[index].values))

    def by_values(self) -> None:
        """Give meanings by the values alone: date, sources, title, summary and topics."""
        if not (self.has_meaning("date") or self.has_meaning("year")):
            dates = [i for i in self._free() if self._has_dates(i)]
            dates = [i for i in dates if self.profiles[i].numbers < 1] or dates
            dates = [i for i in dates if not self._is_behind(i)] or dates
            self._take_best(
                "date", dates, lambda p: (-p.dates, -p.filled), lambda p: p.counted(p.dates, "date", "dates")
            )
        elif dates := [i for i in self._free() if self.profiles[i].whole_dates >= MOSTLY and not self._is_behind(i)]:
            self._doubt_date(dates[0])
        if "sources" not in self.closed:
            for index in [i for i in range(len(self.names)) if i not in self.taken and self._is_addressed(i)]:
                facts = self.profiles[index]
                self._give(index, Taken("sources", "likely", facts.counted(facts.addresses, "address", "addresses")))
        self._texts_by_values()
        if not self.has_meaning("topics"):
            kinds = [i for i in self._free() if self.profiles[i].is_repeated]
            why = "its {0.filled} values are {0.distinct} that occur often".format
            self._take_best("topics", kinds, lambda p: (-p.filled, p.distinct), why, unsure=False)

    def _has_dates(self, index: int) -> bool:
        """Whether most values are dates. Scores look like years, so years alone are not dates below another heading."""
        facts = self.profiles[index]
        is_named = self.names[index] != ""
        return facts.dates >= MOSTLY > facts.plain_numbers and not (is_named and facts.years >= MOSTLY)

    def _doubt_date(self, other: int) -> None:
        """If the date may be the date of the record, ask whether ``other``, a column of dates, has the event's date."""
        date = self._only("date")
        if date is not None and self._is_behind(date) and not self.taken[date].is_given:
            why = f"{self.taken[date].why}; {self._called(other)} may be it, too"
            self._give(date, self.taken[date]._replace(confidence="unsure", why=why))

    def by_alternatives(self, fills_gaps: Callable[[int, Sequence[int]], bool], are_files: bool) -> None:
        """Give a meaning to a column whose heading is another word for it, if it fills gaps of the others."""
        untaken = [i for i in range(len(self.names)) if i not in self.taken and self.profiles[i].filled]
        for index in untaken[:_MOST_ALTERNATIVES]:
            candidates = [
                sense for sense in self.senses[index] if sense.level == SURE or (are_files and sense.meaning == "date")
            ]
            sense = next((sense for sense in candidates if sense.meaning in ALTERNATIVES - self.chosen), None)
            if sense is None or self._misfit(index, sense.meaning):
                continue
            others = [i for i, taken in self.taken.items() if taken.meaning == sense.meaning]
            if others and fills_gaps(index, others):
                why = f"{sense.why}, and it has values where {self._called(others[0])} has none"
                self._give(index, Taken(sense.meaning, "likely", why, fills_gaps=True))

    def _texts_by_values(self) -> None:
        title = self._only("title")
        is_long = title is not None and self.profiles[title].length > _LONGEST_TITLE
        if title is not None and is_long and not self.taken[title].is_given and not self.has_meaning("summary"):
            why = f"{self.taken[title].why}, and its values are as long as texts"
            self._give(title, Taken("summary", "likely", why))
        texts = [i for i in self._free() if self.profiles[i].is_text and self.profiles[i].spaces >= 1]
        if not self.has_meaning("title"):
            summary = self._only("summary")
            short = [i for i in texts if self._may_be_titles(i)]
            longest = max((self.profiles[i].length for i in (texts if summary is None else [summary])), default=0)
            # The longest text is the summary if it is far longer than another that may be the title.
            halves = [i for i in short if self.profiles[i].length * 2 <= longest]
            short = halves or (short if summary is None else [])
            if summary is not None:  # else the first sentence of the summary is as good
                most = max(profile.filled for profile in self.profiles)
                short = [i for i in short if self.profiles[i].filled >= MOSTLY * most][:2]
                short = short if len(short) == 1 else []
            self._take_best(
                "title",
                short,
                lambda p: (-p.distinct, -p.length),
                lambda _: "its values are short texts, all different",
            )
        if not self.has_meaning("summary"):
            long = [i for i in texts if i not in self.taken and self.profiles[i].length > 60]
            self._take_best("summary", long, lambda p: (-p.length,), lambda _: "it has the longest texts", unsure=False)

    def _may_be_titles(self, index: int) -> bool:
        """Whether values are short texts, all different.

        “12 years” is too short, unless the table has no headings; Japanese needs fewer characters.
        """
        facts = self.profiles[index]
        is_short = facts.length < _SHORTEST_TITLE and facts.spaces * 5 <= facts.length and any(self.names)
        return facts.is_unique and facts.length <= _LONGEST_TITLE and not is_short

    def understanding(self) -> Understanding:
        """The meanings of all columns, after all steps."""
        columns = tuple(self._column(index) for index in range(len(self.names)))
        understanding = Understanding(columns)
        if understanding.having("title"):
            return understanding
        usable = [
            i for meaning in TITLE_FROM for i in sorted(understanding.having(meaning), key=self.order.__getitem__)
        ]
        return Understanding(columns, next((i for i in usable if columns[i].values or not self.has_values), None))

    def _is_addressed(self, index: int) -> bool:
        return self.profiles[index].addresses >= MOSTLY and not is_other(words(self.names[index]))

    def _column(self, index: int) -> Column:
        values = self.profiles[index].values[:3]
        taken = self.taken.get(index) or Taken(None, "sure", self._why_other(index))
        reason = (taken.confidence, taken.why)
        return Column(self.names[index], taken.meaning, *reason, values, taken.partner, taken.fills_gaps)

    def _why_other(self, index: int) -> str:
        if not self.profiles[index].filled:
            return "the column is empty"
        misfits = [(sense, self._misfit(index, sense.meaning)) for sense in self.senses[index]]
        if never := next((sense.meaning for sense, misfit in misfits if misfit == "never"), None):
            return f"the values cannot be the {in_words(never)}"
        if lost := next(
            (sense.meaning for sense, misfit in misfits if not misfit and self.has_meaning(sense.meaning)), None
        ):
            return f"another column gives the {in_words(lost)}"
        whole = ((sense.why, misfit) for sense, misfit in misfits if misfit and sense.level == SURE)
        return next((f"{why}, but {misfit}" for why, misfit in whole), "no field has this name")
