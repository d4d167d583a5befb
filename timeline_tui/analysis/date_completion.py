"""The dates that the text before the cursor may mean, for the completions of the query bar."""

from __future__ import annotations

from collections.abc import Iterator

from timeline_tui.dates.bins import DAY, MONTH, YEAR, Unit
from timeline_tui.dates.calendar import MONTHS, NEVER_AFTER, NEVER_BEFORE, Day, civil, weekday
from timeline_tui.dates.edtf import DateError, is_date
from timeline_tui.dates.guesses import guesses, guesses_between
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.query.date_ranges import last_day, range_days, range_text
from timeline_tui.query.query_fields import DATED, FIELDS
from timeline_tui.query.spaced_dates import MOST_WORDS, date_with_spaces, is_written_date
from timeline_tui.query.tokens import Word, words

_SIZES = (len("2024"), len("2024-06"), len("2024-06-13"))


def dates_beginning(index: Index, stem: str) -> Iterator[str]:
    """The dates that ``stem`` may mean: years, months and days that begin with it, then `dates_meant`."""
    yield from _periods(index, stem)
    yield from dates_meant(index, stem)


def published_beginning(index: Index, stem: str) -> Iterator[str]:
    """The dates of publication that ``stem`` may mean: the years, months or days that begin with it.

    Months only if there is one year, days only if there is one month.
    """
    values = [value for value in index.facet("published").values if value.startswith(stem)]
    for size in _SIZES:
        texts = sorted(filter(is_date, {value[:size] for value in values if len(value) >= size > len(stem)}))
        yield from texts
        if len(texts) > 1:
            break
    yield from dates_meant(index, stem)


def dates_meant(index: Index, text: str) -> Iterator[str]:
    """The dates in EDTF that a date as people write it means.

    Without a year, it is only offered if events begin in just one of the dates that it may mean.
    """
    if text and not is_date(text):
        days = index.intervals.span
        near = [date for date in (guesses_between(text, *days) if days else ()) if _begins_in(index, date)]
        yield from near if len(near) == 1 else guesses(text, is_date)


def _begins_in(index: Index, date: str) -> bool:
    """Whether an event begins in the days of a date."""
    first, last = range_days(date)
    began_before = index.intervals.began_before
    return began_before(first) < began_before(last + 1)


def date_kind(text: str) -> str:
    """The weekday of a day, the name of a month, "year" for a year, and "" for any other value of ``date:``."""
    first, last = range_days(text)
    if text != range_text(first, last):
        return ""
    if first == last:
        return weekday(first)
    (year, month, _), (last_year, last_month, _) = civil(first), civil(last)
    if (year, month) == (last_year, last_month):
        return MONTHS[month - 1]
    return "year" if year == last_year else ""


def is_value(field: str, text: str) -> bool:
    """Whether ``text`` is a value of this field of dates."""
    try:
        (range_days if FIELDS[field].dates == "range" else last_day)(text)
    except DateError:
        return False
    return True


def date_begun(text: str, cursor: int, word: Word) -> Word | None:
    """The word before ``word`` whose last value is a date with spaces up to the cursor; None if there is none.

    In ``date:13 June``, it is ``date:13``.
    """
    if word.name is not None or word.negated or cursor <= word.start:
        return None
    for begun in words(text[: word.start]):
        item = begun.items[-1]
        is_dated = (begun.name or "").lower() in DATED
        if is_dated and item.start + len(date_with_spaces(text[:cursor], item)) == cursor:
            return begun
    return None


def date_in_words(text: str, cursor: int, word: Word) -> int:
    """The offset of the longest date in plain words that ends at the cursor; of ``word``, if it is one word at most.

    In ``oil 13 June``, it is the offset of ``13``.
    """
    if word.name is None and not word.negated:
        for begun in list(words(text[: word.start]))[-MOST_WORDS:]:
            is_plain = begun.name is None and not begun.negated
            if is_plain and is_written_date(text[begun.start : cursor]):
                return begun.start
    return word.name_start


def _periods(index: Index, stem: str) -> Iterator[str]:
    """Suggested dates that begin with ``stem``: years, months and days in which events begin.

    Months are suggested if ``stem`` has a year or there is only one year; days, if it has a month or there is only one.
    """
    level = [(NEVER_BEFORE, NEVER_AFTER)]
    for unit in (YEAR, MONTH, DAY):
        level = [period for first, last in level for period in _bins_with_events(index, unit, first, last)]
        texts = [range_text(first, last) for first, last in level]
        level = [period for period, text in zip(level, texts, strict=True) if len(level) == 1 or stem.startswith(text)]
        yield from (text for text in texts if text.startswith(stem))


def _bins_with_events(index: Index, unit: Unit, first: Day, last: Day) -> Iterator[tuple[Day, Day]]:
    """The bins of ``unit`` between two days in which an event begins.

    Events whose date is less precise than ``unit`` are ignored.
    """
    rows = Positions(index.intervals.stated(unit.precision))
    row = rows.rank(index.intervals.began_before(first))
    while row < len(rows):
        number = unit.bin_at(index.event(rows[row]).date.earliest)
        start, end = unit.start(number), unit.start(number + 1) - 1
        if start > last:
            return
        yield start, end
        row = rows.rank(index.intervals.began_before(end + 1))
