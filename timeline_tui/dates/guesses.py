"""What a date that is not EDTF probably means: ``June 13, 2024`` is ``2024-06-13``.

Nothing is read this way: a guess is only shown as a hint. ``_SHAPES`` has a row for each way to write a date: its
pattern, and a function that gives the dates it may mean. A date that cannot be told has no guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from timeline_tui.dates.calendar import Day, civil, day_number, month_length
from timeline_tui.dates.edtf import two_years

_LONGEST = 80  # characters; every date that people write is shorter
_LAST_YEAR = 4000  # a later one is a number of another kind, unless it is written with a Y
_PRESENT = 2030  # a long span of years that ends later is hardly meant

_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
# Parts of a year in EDTF level 2, as first and last month: seasons of the south (without its summer, which lies in two
# years), quarters, thirds and halves. The seasons of the north, 25 to 28, are those of level 1.
_PARTS_OF_YEAR = {
    29: (9, 11),
    31: (3, 5),
    32: (6, 8),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}
_EPOCH: Day = day_number(1970, 1, 1)
_SHEET_EPOCH: Day = day_number(1899, 12, 30)  # day 0 of spreadsheets, for days since March 1900
_SHEET_YEARS = range(1958, 2050)  # earlier day numbers begin with 19 or 20 and may be years

_NAME = rf"(?P<name>{'|'.join(f'{name[:3]}[a-z]*' for name in _NAMES)})\.?"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>[0-9]{4})"
_MONTH = r"(?P<m>[0-9]{1,2})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_ABOUT = r"(?:c\.|ca\.?|circa|about|around|approx\.?|approximately|~|≈)"
_NO_COMPACT_DATE = r"(?!(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"

_Found = re.Match[str]
_Builder = Callable[[_Found], Iterator[str]]


def guesses(text: str, is_date: Callable[[str], bool]) -> tuple[str, ...]:
    """What ``text`` may be in EDTF, by its likeliest reading; several if that is ambiguous, none if nothing is likely.

    ``is_date`` tells whether a text is EDTF.
    """
    plain = " ".join(re.sub("[‐‑‒–—−]", "-", text.lower()).split())
    if len(plain) > _LONGEST or not re.search("[1-9]", plain):  # zeros stand for no date
        return ()
    for reading in _readings(plain):
        meant = tuple(dict.fromkeys(date for date in reading if _is_plausible(date) and is_date(date)))
        if meant:
            return meant
    return ()


def _is_plausible(edtf: str) -> bool:
    years = re.findall("(?:^|/)([0-9][0-9X]{3})", edtf)
    return all(int(year.replace("X", "0")) <= _LAST_YEAR for year in years)


def _readings(plain: str) -> Iterator[Iterable[str]]:
    """What each shape makes of a text in lower case with plain dashes: first single dates, then intervals."""
    for shape, build in (*_NUMBERS, *_SHAPES):
        found = re.fullmatch(shape, plain)
        if found:
            yield build(found)
    yield (plain.upper(),)
    for joint in (" - ", " to ", " until ", "/", "-"):
        before, _, after = plain.partition(joint)
        if before and after and joint not in after:
            yield (
                f"{start}/{end}" for start in _starts(before.strip(), after) for end in _date_or_guess(after.strip())
            )


def _starts(before: str, after: str) -> Iterator[str]:
    """The start of an interval; its month or year may stand only in the end: ``30 May - 2 June 2024``."""
    yield from _date_or_guess(before)
    words = after.split()
    for shared in range(1, len(words)):
        yield from _date_or_guess(" ".join([before, *words[shared:]]))


def _date_or_guess(plain: str) -> Iterator[str]:
    if not two_years(plain):
        yield plain.upper()
    for shape, build in _SHAPES:
        found = re.fullmatch(shape, plain)
        if found:
            yield from build(found)


# Dates of year, month and day


def _written(year: int, month: int, day: int | None = None) -> Iterator[str]:
    """A date of numbers. There is no year 0, and no month 13; that the month has such a day is not checked."""
    if year and 1 <= month <= 12:
        yield f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")


def _date(found: _Found) -> Iterator[str]:
    """From the groups y, m or name, and perhaps d and e (the last day)."""
    parts = found.groupdict()
    month = _month(parts["name"]) if "name" in parts else int(parts["m"])
    if "e" in parts:
        for date in _written(int(parts["y"]), month):
            yield f"{date}-{int(parts['d']):02}/{date}-{int(parts['e']):02}"
    else:
        yield from _written(int(parts["y"]), month, int(parts["d"]) if "d" in parts else None)


def _month(name: str) -> int:
    """The number of a month by its name or the beginning of it; 0 if there is none."""
    return next((i for i, full in enumerate(_NAMES, 1) if full.startswith(name) or (name == "sept" and i == 9)), 0)


def _year_last(found: _Found) -> Iterator[str]:
    """``13/06/2024``: with dots the day comes first; otherwise either may, and both are offered if both are dates."""
    a, b, year = int(found[1]), int(found[3]), int(found[4])
    yield from _written(year, b, a)
    if found[2] != ".":
        yield from _written(year, a, b)


def _year_first(found: _Found) -> Iterator[str]:
    year, a, b = map(int, found.groups())
    yield from _written(year, a, b) if a <= 12 else _written(year, b, a)


def _two_digits(found: _Found) -> Iterator[str]:
    """``2024/06`` is a month, ``1923/24`` are years, ``2001-36`` is a quarter; ``1911/12`` may be a month or years."""
    year, number = int(found["y"]), int(found["z"])
    yield from _written(year, number)
    more = (number - year) % 100
    is_part = found["mark"] == "-" and 25 <= number <= 41
    is_span = more == 1 or (more and year % 100 < number)
    if found["mark"] in "-/" and is_span and (more <= 12 or year + more <= _PRESENT or not is_part):
        yield f"{year:04}/{year + more:04}"
    if is_part and more != 1:
        if number <= 28:
            yield f"{year:04}-{number - 4}"
        elif number in _PARTS_OF_YEAR:
            yield "/".join(date for month in _PARTS_OF_YEAR[number] for date in _written(year, month))


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


# Numbers


def _seconds(found: _Found) -> Iterator[str]:
    """Seconds since 1970, or thousandths, millionths, billionths of them: the number of digits tells the unit."""
    digits = found[1]
    places = (len(digits) - 9) // 3 * 3
    days, second = divmod(int(digits) // 10**places, 86_400)
    fraction = (digits[len(digits) - places :] + (found[2] or ""))[:9].rstrip("0")
    year, month, day = civil(_EPOCH + days)
    if year < 2100:
        clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" + (f".{fraction}" if fraction else "")
        yield from (f"{date}T{clock}Z" for date in _written(year, month, day))


def _sheet_day(found: _Found) -> Iterator[str]:
    """The number of a day in Excel and other spreadsheets; its fraction is the time of day."""
    more, minute = divmod(round(float(f"0.{found[2] or 0}") * 1440), 1440)
    year, month, day = civil(_SHEET_EPOCH + int(found[1]) + more)
    if year in _SHEET_YEARS:
        clock = f"T{minute // 60:02}:{minute % 60:02}" if minute else ""
        yield from (date + clock for date in _written(year, month, day))


# Dates with something before or behind them


def _time(found: _Found) -> Iterator[str]:
    """``2024-06-13 3:05 pm UTC``: any date, a space or T, a time, perhaps a zone; also ``20240613150500``."""
    hour = int(found["h"]) % 12 + (12 if found["half"] == "p" else 0) if found["half"] else int(found["h"])
    zone = {"utc": "Z", "gmt": "Z", "z": "Z"}.get(found["zone"], found["zone"] or "")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    clock = ":".join(filter(None, (f"{hour:02}", found["min"], found["sec"])))
    if (found["part"] or "").strip("0"):
        clock += f".{found['part'][:9]}"
    yield from (f"{date}T{clock}{zone}" for date in _date_or_guess(found["date"]))


def _era(found: _Found) -> Iterator[str]:
    year = int(found["y"])
    if year:
        is_before = found["era"].startswith("b")
        yield f"{'-' if is_before and year > 1 else ''}{year - is_before:04}"


def _decade(found: _Found) -> Iterator[str]:
    century, decade = found.groups()
    yield f"{century}{decade}X"
    if decade == "0":
        yield f"{century}XX"


def _qualified(found: _Found) -> Iterator[str]:
    """A qualifier inside of the date (level 2), or both of one kind."""
    marks = "".join(dict.fromkeys(re.findall("[?~%]", found[0])))
    yield re.sub("[?~%]", "", found[0]).upper() + (marks if len(marks) == 1 else "%")


def _around(template: str) -> _Builder:
    """The date that is in the group rest, put into the template."""
    return lambda found: (template.format(date) for date in _date_or_guess(found["rest"]))


def _just(template: str) -> _Builder:
    """What the template makes of the groups, in capitals."""
    return lambda found: iter([found.expand(template).upper()])


# Ways to write a number that is a whole date; none of them is part of a longer one.
_NUMBERS: tuple[tuple[str, _Builder], ...] = (
    (_NO_COMPACT_DATE + r"([0-9]{9,10}|[0-9]{12,13}|[0-9]{15,16}|[0-9]{18,19})(?:\.([0-9]+))?", _seconds),
    (r"([0-9]{5})(?:\.([0-9]+))?", _sheet_day),
    (r"(-[1-9][0-9]{4,7}|-[1-9][0-9]{0,5}0{5,9})", _just(r"y\1")),  # others are numbers of seconds
)
_SHAPES: tuple[tuple[str, _Builder], ...] = (
    (r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})", _year_first),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", _year_first),
    (r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})", _year_last),
    (rf"{_WEEKDAY}{_DAY} (?:of )?{_NAME},? {_YEAR}", _date),
    (rf"{_WEEKDAY}{_NAME} {_DAY},? {_YEAR}", _date),
    (rf"{_YEAR},? {_NAME} {_DAY}", _date),
    (rf"{_NAME},? {_YEAR}", _date),
    (rf"{_YEAR},? {_NAME}", _date),
    (rf"{_YEAR}[-/. ](?P<m>[0-9])", _date),
    (rf"{_MONTH}[-/. ]{_YEAR}", _date),
    (rf"{_NAME} {_DAY} ?- ?(?P<e>[0-9]{{1,2}}),? {_YEAR}", _date),
    (rf"{_YEAR}(?P<mark>[-/. ])(?P<z>[0-9]{{2}})", _two_digits),
    (r"([0-9]{4}-[0-9]{2})-([0-9]{2})/([0-9]{2})", _just(r"\1-\2/\1-\3")),
    (r"([0-9]{4})-([0-9]{2}-[0-9]{2})/([0-9]{2}-[0-9]{2})", _just(r"\1-\2/\1-\3")),
    (rf"(?P<season>{'|'.join(_SEASONS)}),? {_YEAR}", lambda found: iter([f"{found['y']}-{_SEASONS[found['season']]}"])),
    (r"([0-9]{2})([0-9])0'?s", _decade),
    (rf"{_YEAR}-(?P<m>[0-9]{{2}})-(?P<ten>[0-3])x", _tens),
    (rf"{_YEAR}-(?P<ten>[01])x", _tens),
    (r"([0-9]{4}(?:-[0-9]{2})?)-(?:x|x[0-9])", _just(r"\1-xx")),
    (r"([0-9]{3})[ux_*]", _just(r"\1x")),
    (r"([0-9]{2})(?:xx|uu|__)", _just(r"\1xx")),
    (r"y?([0-9]{4})", _just(r"\1")),
    (r"([0-9]{3})", _just(r"0\1")),
    (r"y\+?(-?[1-9][0-9]{4,14})", _just(r"y\1")),
    (r"y(-?[1-9][0-9]{0,8})e([0-9]{1,2})", lambda found: iter([f"Y{found[1]}{'0' * int(found[2])}"])),
    (r"(?P<y>[0-9]{1,4}) (?P<era>b\.?c\.?(?:e\.?)?|a\.?d\.?|c\.?e\.?)", _era),
    (r"(?P<era>a\.?d\.?) ?(?P<y>[0-9]{1,4})", _era),
    (r"(?:from|since) (?P<rest>.+)", _around("{}/..")),
    (r"(?:until|till|up to) (?P<rest>.+)", _around("../{}")),
    (rf"{_ABOUT} ?(?P<rest>[^ ].*)", _around("{}~")),
    (r"(?=.*[?~%].*[-0-9x?~%])[-0-9x?~%]+", _qualified),
    (r"(?P<date>[0-9]{8})(?P<h>[0-9]{2})(?P<min>[0-9]{2})(?P<sec>[0-9]{2})?(?P<part>)(?P<half>)(?P<zone>)", _time),
    (
        (
            r"(?P<date>.+?)(?:t|,? (?:at )?)(?P<h>[0-9]{1,2}):?(?P<min>[0-9]{2})"
            r"(?::?(?P<sec>[0-9]{2})(?:[.,](?P<part>[0-9]+))?)?"
            r" ?(?:(?P<half>[ap])\.?m\.?)? ?(?P<zone>z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?)?"
        ),
        _time,
    ),
)
