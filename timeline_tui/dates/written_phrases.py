"""Reads phrases: a date with time, qualifier and weekday, a range of dates, or the time before or after a date.

The words of the phrases are translated to the codes of ``month_names``; ``written_forms`` reads the dates in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from timeline_tui.dates.calendar import day_label, day_number, month_length, weekday
from timeline_tui.dates.edtf import Precision, is_date, read_ends
from timeline_tui.dates.edtf_writer import edtf_day
from timeline_tui.dates.month_names import CODES
from timeline_tui.dates.written_forms import NO_READING, DateReading, date_reading
from timeline_tui.dates.written_times import timed

_LONGEST_RANGE = 16  # words and numbers

# Qualifier and weekday


_WEEKDAY = re.compile(r"\bW([1-7])\b")
_PART = re.compile(r"([EIL]) ?-? ?(.+)")
_HALF = re.compile(r"H ?([12]) (.+)")
_GREGORIAN = day_number(1924, 1, 1)
_GERMAN_ON = re.compile(r"(^|[-–UJF/] ?)AM ")
_TUESDAY = re.compile(r"^M03 (?=[0-9]{1,2} M[0-9]{2} )")  # the short form of martes, martedì and mardi
_JOINTS = (" – ", "–", " - ", " U ", " J ", " / ", "-", "/")
_TIME = re.compile(":|AM|PM")


def _qualified(text: str) -> DateReading:
    """Read a date that may have a qualifier, a weekday (which must be right), or "early", "mid" or "late"."""
    rest = text.rstrip(" ~?%")
    marks = set(text[len(rest) :]) - {" "}
    if rest[:1] == "~":
        rest = rest[1:].lstrip()
        marks.add("~")
    days = _WEEKDAY.findall(rest) if "W" in rest else []
    if days:
        rest = " ".join(_WEEKDAY.sub(" ", rest).split())
    part = _PART.fullmatch(rest) if rest[:1] in ("E", "I", "L") else None
    reading = _third(part[1], date_reading(part[2])) if part else timed(rest)
    half = _HALF.fullmatch(rest) if rest[:1] == "H" and not reading.options else None
    if half:
        reading = _changed(date_reading(half[2]), lambda date: _half_of(int(half[1]), date))
    if days:
        reading = _changed(reading, lambda date: date if falls_on(date, int(days[0])) else "")
    if marks:
        mark = "%" if len(marks) > 1 else min(marks)
        reading = _changed(reading, lambda date: _if_date("/".join(end + mark for end in date.split("/"))))
    return reading


def _changed(reading: DateReading, change: Callable[[str], str]) -> DateReading:
    """The reading with its dates changed, without those for which ``change`` returns an empty text."""
    return reading._replace(options={key: new for key, date in reading.options.items() if (new := change(date))})


def falls_on(date: str, number: int) -> bool:
    """Whether the weekday can be right. Before 1924 it may follow the Julian calendar."""
    start, _ = read_ends(date)
    return start is None or start.first < _GREGORIAN or (start.first - 1) % 7 + 1 == number


def _third(part: str, reading: DateReading) -> DateReading:
    """Early, mid or late: about the first, second or last third of a month, year, decade or century."""
    return _changed(reading, lambda date: _third_of("EIL".index(part), date))


def _third_of(third: int, date: str) -> str:
    if masked := re.fullmatch(r"([0-9]{2,3})(X{1,2})", date):
        size = 10 ** len(masked[2])
        year = int(masked[1]) * size
        bounds = (0, 4, 7, 10) if size == 10 else (0, 34, 67, 100)
        first, last = f"{year + bounds[third]:04}", f"{year + bounds[third + 1] - 1:04}"
    elif re.fullmatch(r"[0-9]{4}", date):
        first, last = f"{date}-{1 + 4 * third:02}", f"{date}-{4 + 4 * third:02}"
    elif re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", date):
        end = (10, 20, month_length(int(date[:4]), int(date[5:])))[third]
        first, last = f"{date}-{1 + 10 * third:02}", f"{date}-{end:02}"
    else:
        return ""
    return f"{first}{'~' if third else ''}/{last}{'~' if third < 2 else ''}"


def _half_of(half: int, date: str) -> str:
    """The first or second half of a decade, a century or a month."""
    if masked := re.fullmatch(r"([0-9]{2,3})(X{1,2})", date):
        size = 10 ** len(masked[2]) // 2
        first = int(masked[1]) * 2 * size + (half - 1) * size
        return f"{first:04}/{first + size - 1:04}"
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", date):
        return f"{date}-01/{date}-15" if half == 1 else f"{date}-16/{date}-{month_length(int(date[:4]), int(date[5:]))}"
    return ""


# Ranges


def reading_of(text: str) -> DateReading:
    """Read a text in coded words: a date, a range, or the time before or after a date."""
    if "AM " in text:
        text = _GERMAN_ON.sub(r"\1", text)
    if text.startswith("M03 "):
        text = _TUESDAY.sub("", text)
    reading = _qualified(text)
    words = text.split()
    if reading.options or not words or len(words) > _LONGEST_RANGE:
        return reading
    if "OR" in words:
        return _changed(_range(text.replace(" OR ", " J ")), _one_of_two)
    if words[0] == "F" and ("U" in words or "J" in words):
        return _range(" ".join(words[1:]))
    if words[0] in ("<", ">", "F", "U"):
        return _changed(reading_of(" ".join(words[1:])), lambda date: _half_open(words[0], date))
    if words[0] == "&":
        return reading if len(words) == 1 else _range(text[2:].replace(" + ", " J "))
    return _range(text)


def _range(text: str) -> DateReading:
    if text[-1] in "-–":
        return _changed(_qualified(text[:-1].rstrip()), _open_ended)
    for joint in _JOINTS:
        before, _, after = (part.strip() for part in text.partition(joint))
        if before and after and joint not in after:
            reading = (
                _changed(_qualified(before), _open_ended) if after == "O" else _joined(before.split(), after.split())
            )
            if reading.options:
                return reading
    return _without_seasons(reading_of(text.replace("–", "-"))) if "–" in text else NO_READING


def _without_seasons(reading: DateReading) -> DateReading:
    """``1923–24`` with a dash is not a season of EDTF, and ``2005–06`` may be two years or a month."""
    if "two years" not in reading.options:
        return reading
    is_month = reading.options.get("part", "-99")[-2:] <= "12"
    return reading._replace(
        usual="", options=reading.options if is_month else {"two years": reading.options["two years"]}
    )


def _one_of_two(date: str) -> str:
    """``1900 or 1901``: an uncertain interval. Two dates with others between them cannot be written in this way."""
    start, _, end = date.partition("/")
    if not end or ".." in (start, end) or date[-1] in "~?%":
        return ""
    (_, last), (first, _) = read_ends(start), read_ends(end)
    are_neighbours = last is not None and first is not None and last.last + 1 == first.first
    return f"{start}?/{end}?" if are_neighbours else ""


def _open_ended(date: str) -> str:
    return f"{date}/.." if "/" not in date else ""


def _half_open(word: str, date: str) -> str:
    """The time before, after, since or until a date. Before 1855 means until the end of 1854."""
    start, _, end = date.partition("/")
    if ".." in date:
        return ""
    if word in "FU" or "T" in date:
        return f"{start}/.." if word == "F" else f"{end or start}/.." if word == ">" else f"../{end or start}"
    first, last = read_ends(date)
    assert first
    assert last
    mark = date[-1] if date[-1] in "~?%" else ""
    written = edtf_day(last.last + 1 if word == ">" else first.first - 1)
    length = 4 if first.precision <= Precision.YEAR else 7 if first.precision <= Precision.MONTH else 10
    cut = written if written[0] == "Y" else written[: length + written.startswith("-")]
    return f"{cut}{mark}/.." if word == ">" else f"../{cut}{mark}"


def _joined(before: list[str], after: list[str]) -> DateReading:
    """A range of two dates. One of them may leave out the parts that both have."""
    start, end = " ".join(before), " ".join(after)
    if _is_half_of_one(before, after):
        return NO_READING
    tails = [tail for i in range(len(after) - 1, 0, -1) if not _TIME.search(tail := " ".join(after[i:]))]
    if len(before) == len(after) == 1 and (tail := _shared_tail(start, end)):
        tails, start = [""], start + tail
    for whole_end, is_short in _ends(before, end):
        last = _qualified(whole_end)
        if not last.options:
            continue
        for tail in ["", *tails]:
            first = _qualified(f"{start} {tail}".rstrip())
            reading = _interval(first, last, year_is_shared=bool(tail) and not is_short)
            if reading.options:
                return reading
    return NO_READING


def _shared_tail(start: str, end: str) -> str:
    """The part of ``15.6.2024`` that the start ``13`` or ``13.6`` leaves out: ``.6.2024`` or ``.2024``; else empty."""
    numbers = re.fullmatch(r"[0-9]{1,2}([./])[0-9]{1,2}\1[0-9]{4}", end)
    if not numbers or not re.fullmatch(rf"[0-9]{{1,2}}(?:\{numbers[1]}[0-9]{{1,2}})?", start):
        return ""
    return numbers[1] + numbers[1].join(end.split(numbers[1])[1 + (numbers[1] in start) :])


def _is_half_of_one(before: list[str], after: list[str]) -> bool:
    """Whether only one of two times has AM or PM. "2:05 – 4:05 PM" may begin in the afternoon or in the night."""
    halves = [{"AM", "PM"} & {*words} for words in (before, after)]
    return bool(halves[0]) != bool(halves[1]) and all(
        h or any(":" in w for w in words) for h, words in zip(halves, (before, after), strict=True)
    )


def _ends(before: list[str], end: str) -> Iterator[tuple[str, bool]]:
    """The end of a range as written, then completed with the beginning of the start, as (text, is completed)."""
    yield end, False
    for i in range(len(before) - 1, 0, -1):
        yield f"{' '.join(before[:i])} {end}", True
    if len(before) == 1 and before[0][:4].isdigit():  # 2024-06-13/15, 2024-06-13/06-15
        for i, mark in enumerate(before[0]):
            if mark in "-/.":
                yield before[0][: i + 1] + end, True


def _interval(first: DateReading, last: DateReading, year_is_shared: bool) -> DateReading:
    options = {}
    for key in dict.fromkeys([*first.options, *last.options]):
        start, end = (reading.options.get(key) or reading.options.get("") for reading in (first, last))
        if start and end and key == "two years":
            start, end = start[:4], end[-4:]
        if start and end and "/" not in start + end:
            options[key] = _ordered(start, end, year_is_shared)
    options = {key: value for key, value in options.items() if value}
    short = first.short_year or last.short_year
    return DateReading(options, first.question or last.question, first.usual or last.usual, short)


def _ordered(start: str, end: str, year_is_shared: bool) -> str:
    """The interval from ``start`` to ``end``; empty if there is none. "25 December – 2 January 2016" begins in 2015."""
    value = f"{start}/{end}"
    if is_date(value):
        return value if start != end else start
    if year_is_shared and start[0] != "-" and start[:4] == end[:4] and start[:4].isdigit():
        value = f"{int(start[:4]) - 1:04}{start[4:]}/{end}"
        return value if is_date(value) else ""
    return ""


def _if_date(text: str) -> str:
    """``text`` if it is a date in EDTF, else an empty text."""
    return text if is_date(text) else ""


def weekday_number(name: str) -> int:
    """The number of a weekday, Monday is 1; 0 if ``name`` is not the name or abbreviation of one."""
    code = CODES.get(name.strip().strip(".").lower(), "")
    return int(code[1]) if re.fullmatch("W[1-7]", code) else 0


def wrong_weekday(name: str, date: str) -> str:
    """``13 June 2024 is a Thursday, not “Mon”``; empty if the weekday can be right, or either is none.

    ``date`` is an EDTF date with a day; its first day counts.
    """
    number = weekday_number(name)
    start = read_ends(date)[0] if number and is_date(date) else None
    if not start or not start.day or falls_on(date, number):
        return ""
    return f"{day_label(start.first)} is a {weekday(start.first)}, not “{name.strip()}”"
