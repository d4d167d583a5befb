"""Guesses what a date that is not EDTF means: ``June 13, 2024`` is ``2024-06-13``.

Guesses are only shown as hints. ``written_cells`` reads the forms that people use; this module adds the notations of
EDTF level 2 and of older versions of EDTF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from timeline_tui.dates.calendar import NEVER_AFTER, NEVER_BEFORE, Day, civil, month_length
from timeline_tui.dates.edtf import is_date, read_ends, two_years
from timeline_tui.dates.written_cells import NO_YEAR, Cell, cell_reading
from timeline_tui.dates.written_forms import DateReading

_LONGEST = 80  # characters; every date that people write is shorter
_MOST_YEARS = 20  # in a longer span, a day without a year may mean too many dates
_LEAP_YEAR = 2024
_QUOTES = "“”„‟‘’‚‛«»‹›\"'`"

_Found = re.Match[str]


def guesses(text: str, is_date: Callable[[str], bool]) -> tuple[str, ...]:
    """What ``text`` means in EDTF: one date, several if it is ambiguous, or none if nothing is likely.

    ``is_date`` returns whether a text is EDTF.
    """
    text = unquoted(text)
    plain = " ".join(re.sub("[‐‑‒–—−]", "-", text.lower()).split())
    if len(plain) > _LONGEST or not re.search("[1-9]", plain):  # zeros mean no date
        return ()
    for reading in _readings(text, plain):
        meant = tuple(dict.fromkeys(date for date in reading if is_date(date) and not two_years(date)))
        if meant:
            return meant
    return ()


def unquoted(text: str) -> str:
    """``text`` without the quotation marks around it."""
    return text.strip().strip(_QUOTES).strip()


def states_no_year(text: str) -> bool:
    """Whether ``text`` is a date without a year: ``13 June``, ``13/06``, ``June``, ``13``."""
    is_worded = re.search(r"[0-9]|[^\W\d_]{3}", text)  # "x" is no Roman number of a month
    return bool(is_worded) and not guesses(text, is_date) and any(_with_year(text, _LEAP_YEAR))


def lacks_year(text: str) -> bool:
    """Whether ``text`` is a date without a year that has more than one number or word: ``13 June``, not ``13``."""
    reading = cell_reading(text)
    is_unread = isinstance(reading, Cell) and reading.value is None
    return is_unread and not text.strip().isdecimal() and (reading[1] == NO_YEAR or states_no_year(text))


def with_year(text: str, year: str) -> str:
    """``text``, a date without a year, with ``year``: ``13 June 2024``, ``13/06/2024``."""
    plain = text.strip()
    if "月" in plain:
        return f"{year}年{plain}"
    marks = re.findall("[-/.]", plain[1:-1])
    return f"{plain}{marks[-1]}{year}" if marks and plain[-1].isdigit() else f"{plain} {year}"


def guesses_between(text: str, first: Day, last: Day) -> tuple[str, ...]:
    """The dates in EDTF between two days that ``text`` may mean, a date without a year: ``13 June``, ``13/06``, ``13``.

    There are none if the days are more than `_MOST_YEARS` years apart.
    """
    if not NEVER_BEFORE < first <= last < NEVER_AFTER or not states_no_year(text):
        return ()
    (from_year, *_), (to_year, *_) = civil(first), civil(last)
    if to_year - from_year > _MOST_YEARS:
        return ()
    guesses = (date for year in range(from_year, to_year + 1) for date in _with_year(text, year))
    return tuple(dict.fromkeys(date for date in guesses if _touches(date, first, last)))


def _with_year(text: str, year: int) -> Iterator[str]:
    """The dates of a year that a text without a year may mean. A number alone is a day of one of its months."""
    plain = text.strip()
    if re.fullmatch("[0-9]{1,2}", plain):
        yield from (day for month in range(1, 13) if is_date(day := f"{year}-{month:02}-{plain:0>2}"))
        return
    yield from guesses(with_year(plain, str(year)), is_date)


def _touches(date: str, first: Day, last: Day) -> bool:
    start, end = read_ends(date)
    return bool(start and end and start.first <= last and end.last >= first)


def _readings(text: str, plain: str) -> Iterator[Iterable[str]]:
    for shape, build in _SHAPES:
        found = re.fullmatch(shape, plain)
        if found:
            yield build(found)
    result = cell_reading(text)
    if isinstance(result, Cell):
        yield [result.value] if result.value else result.readings
    elif isinstance(result, DateReading):
        yield [result.options[result.usual]] if result.usual in result.options else result.options.values()
    else:
        yield result.likely


def _tens(found: _Found) -> Iterator[str]:
    """``2016-01-2x`` and ``2016-1x``: the ten days or months that share a first digit."""
    year, month, ten = int(found["y"]), found.groupdict().get("m"), int(found["ten"]) * 10
    start, last = found[0][:-2], ten + 9
    if month is None:
        last = min(last, 12)
    elif 1 <= int(month) <= 12:
        last = min(last, month_length(year, int(month)))
    first = max(ten, 1)
    yield f"{start}{first:02}/{start}{last:02}" if first < last else f"{start}{first:02}"


def _qualified(found: _Found) -> Iterator[str]:
    """A date with qualifiers inside (level 2), or with several: one qualifier at the end."""
    marks = "".join(dict.fromkeys(re.findall("[?~%]", found[0])))
    yield re.sub("[?~%]", "", found[0]).upper() + (marks if len(marks) == 1 else "%")


def _filled(template: str) -> Callable[[_Found], Iterator[str]]:
    """A function that fills the groups of a match into the template, in upper case."""
    return lambda found: iter([found.expand(template).upper()])


_YEAR = r"(?P<y>[0-9]{4})"
_SHAPES: tuple[tuple[str, Callable[[_Found], Iterator[str]]], ...] = (
    (r"([-0-9t:.+z?~%x]*[0-9x?~%]) ?(?:\.{2,3}|…) ?([-0-9][-0-9t:.+z?~%x]*)", _filled(r"\1/\2")),
    (r"(-[1-9][0-9]{4,7}|-[1-9][0-9]{0,5}0{5,9})", _filled(r"y\1")),  # other negative numbers are seconds
    (rf"{_YEAR}-(?P<m>[0-9]{{2}})-(?P<ten>[0-3])x", _tens),
    (rf"{_YEAR}-(?P<ten>[01])x", _tens),
    (r"([0-9]{4}(?:-[0-9]{2})?)-(?:x|x[0-9])", _filled(r"\1-xx")),
    (r"([0-9]{3})[ux_*]", _filled(r"\1x")),
    (r"([0-9]{2})(?:xx|uu|__)", _filled(r"\1xx")),
    (r"y?([0-9]{4})", _filled(r"\1")),
    (r"y\+?(-?[1-9][0-9]{4,14})", _filled(r"y\1")),
    (r"y(-?[1-9][0-9]{0,8})e([0-9]{1,2})", lambda found: iter([f"Y{found[1]}{'0' * int(found[2])}"])),
    (r"(?=.*[?~%].*[-0-9x?~%])[-0-9x?~%]+", _qualified),
)
