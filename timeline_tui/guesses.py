"""What a date that is not EDTF was probably meant to be: ``June 13, 2024`` is ``2024-06-13``.

Nothing is read this way. A guess is only ever shown, so that the author of a file can write what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

_LONGEST = 80  # of a text that is worth a guess; every date that people write is shorter

_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_NAME = rf"(?P<name>{'|'.join(f'{name[:3]}[a-z]*' for name in _NAMES)})\.?"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>[0-9]{4})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_ABOUT = r"(?:c\.|ca\.?|circa|about|around|approx\.?|approximately|~|≈)"


def guesses(text: str, is_date: Callable[[str], bool]) -> tuple[str, ...]:
    """What ``text`` may be in EDTF, by its likeliest reading; more than one if that has two. ``is_date`` tells EDTF."""
    plain = " ".join(re.sub("[‐‑‒–—−]", "-", text.lower()).split())
    if len(plain) > _LONGEST:
        return ()
    for reading in _readings(plain):
        meant = tuple(dict.fromkeys(filter(is_date, reading)))
        if meant:
            return meant
    return ()


def _readings(plain: str) -> Iterator[Iterable[str]]:
    """What each shape that fits makes of a text in lower case with plain dashes: first single dates, then intervals."""
    for shape, build in _SHAPES:
        found = re.fullmatch(shape, plain)
        if found:
            yield build(found)
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
    yield plain.upper()
    for shape, build in _SHAPES:
        found = re.fullmatch(shape, plain)
        if found:
            yield from build(found)


def _date(found: re.Match[str]) -> Iterator[str]:
    """From the groups y, and either m or name, and d."""
    parts = found.groupdict()
    month = _month(parts["name"]) if "name" in parts else int(parts["m"])
    if month:
        yield f"{parts['y']}-{month:02}" + (f"-{int(parts['d']):02}" if "d" in parts else "")


def _month(name: str) -> int | None:
    """The number of a month by its name or the beginning of it."""
    return next((i for i, full in enumerate(_NAMES, 1) if full.startswith(name) or (name == "sept" and i == 9)), None)


def _year_last(found: re.Match[str]) -> Iterator[str]:
    """``13/06/2024``: with dots the day comes first; otherwise either may, and both are offered if both are dates."""
    a, mark, b, year = found.groups()
    yield f"{year}-{int(b):02}-{int(a):02}"
    if mark != ".":
        yield f"{year}-{int(a):02}-{int(b):02}"


def _year_first(found: re.Match[str]) -> Iterator[str]:
    year, a, b = found.groups()
    yield f"{year}-{int(a):02}-{int(b):02}" if int(a) <= 12 else f"{year}-{int(b):02}-{int(a):02}"


def _days(found: re.Match[str]) -> Iterator[str]:
    """``May 19-21, 2023``."""
    month = _month(found["name"])
    if month:
        yield "/".join(f"{found['y']}-{month:02}-{int(found[day]):02}" for day in ("d", "e"))


def _time(found: re.Match[str]) -> Iterator[str]:
    """``2024-06-13 3:05 pm UTC``: whatever date, a space or T, a time, perhaps a zone."""
    hour = int(found["h"]) % 12 + (12 if found["half"] == "p" else 0) if found["half"] else int(found["h"])
    zone = {None: "", "utc": "Z", "gmt": "Z", "z": "Z"}.get(found["zone"], found["zone"])
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    time = f"T{hour:02}:{found['min']}{found['sec'] or ''}{zone}"
    yield from (date + time for date in _date_or_guess(found["date"]))


def _era(found: re.Match[str]) -> Iterator[str]:
    year = int(found["y"])
    before = found["era"].startswith("b")
    yield f"-{year - 1:04}" if before and year > 1 else f"{0 if before else year:04}"


def _decade(found: re.Match[str]) -> Iterator[str]:
    century, decade = found.groups()
    yield f"{century}{decade}X"
    if decade == "0":
        yield f"{century}XX"


def _years(found: re.Match[str]) -> Iterator[str]:
    """``1914-18``."""
    yield f"{found['y']}/{found['y'][:2]}{found['z']}"


def _about(found: re.Match[str]) -> Iterator[str]:
    yield from (f"{date}~" for date in _date_or_guess(found["rest"]))


def _qualified(found: re.Match[str]) -> Iterator[str]:
    """A qualifier inside of the date (level 2), or both of one kind."""
    marks = "".join(dict.fromkeys(re.findall("[?~%]", found[0])))
    yield re.sub("[?~%]", "", found[0]).upper() + (marks if len(marks) == 1 else "%")


def _just(template: str) -> Callable[[re.Match[str]], Iterator[str]]:
    """What the template makes of the groups."""
    return lambda found: iter([found.expand(template).upper()])


_SHAPES: tuple[tuple[str, Callable[[re.Match[str]], Iterator[str]]], ...] = (
    (r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})", _year_first),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", _year_first),
    (r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})", _year_last),
    (rf"{_WEEKDAY}{_DAY} (?:of )?{_NAME},? {_YEAR}", _date),
    (rf"{_WEEKDAY}{_NAME} {_DAY},? {_YEAR}", _date),
    (rf"{_YEAR},? {_NAME} {_DAY}", _date),
    (rf"{_NAME},? {_YEAR}", _date),
    (rf"{_YEAR},? {_NAME}", _date),
    (rf"{_YEAR}[-/. ](?P<m>[0-9])", _date),
    (rf"{_YEAR}[/. ](?P<m>[0-9]{{2}})", _date),
    (rf"(?P<m>[0-9]{{1,2}})[-/. ]{_YEAR}", _date),
    (rf"{_NAME} {_DAY} ?- ?(?P<e>[0-9]{{1,2}}),? {_YEAR}", _days),
    (rf"{_YEAR}[-/](?P<z>[0-9]{{2}})", _years),
    (r"([0-9]{4})-([0-9]{2})-([0-9]{2})/([0-9]{2})", _just(r"\1-\2-\3/\1-\2-\4")),
    (rf"(?P<season>{'|'.join(_SEASONS)}),? {_YEAR}", lambda found: iter([f"{found['y']}-{_SEASONS[found['season']]}"])),
    (r"([0-9]{2})([0-9])0'?s", _decade),
    (r"([0-9]{4}-[0-9]{2})-(?:[0-9x]x|x[0-9])", _just(r"\1-xx")),
    (r"([0-9]{4})-(?:[0-9]?x|x[0-9])", _just(r"\1-xx")),
    (r"([0-9]{4})-([0-9]{2})-x", _just(r"\1-\2-xx")),
    (r"([0-9]{3})[u_*]|([0-9]{3})x", lambda found: iter([f"{found[1] or found[2]}X"])),
    (r"([0-9]{2})(?:xx|uu|__)", _just(r"\1xx")),
    (r"y?([0-9]{4})", _just(r"\1")),
    (r"([0-9]{3})", _just(r"0\1")),
    (r"\+?(-?[1-9][0-9]{4,14})", _just(r"y\1")),
    (r"y(-?[1-9][0-9]{0,8})e([0-9]{1,2})", lambda found: iter([f"Y{found[1]}{'0' * int(found[2])}"])),
    (r"(?P<y>[0-9]{1,4}) (?P<era>b\.?c\.?(?:e\.?)?|a\.?d\.?|c\.?e\.?)", _era),
    (r"(?P<era>a\.?d\.?) ?(?P<y>[0-9]{1,4})", _era),
    (r"(?:from|since) (?P<rest>.+)", lambda found: (f"{date}/.." for date in _date_or_guess(found["rest"]))),
    (r"(?:until|till|up to) (?P<rest>.+)", lambda found: (f"../{date}" for date in _date_or_guess(found["rest"]))),
    (rf"{_ABOUT} ?(?P<rest>[^ ].*)", _about),
    (r"(?=.*[?~%].*[-0-9x?~%])[-0-9x?~%]+", _qualified),
    (
        (
            r"(?P<date>.+?)(?:t|,? (?:at )?)(?P<h>[0-9]{1,2}):?(?P<min>[0-9]{2})(?P<sec>:[0-9]{2})?(?:[.,][0-9]+)?"
            r" ?(?:(?P<half>[ap])\.?m\.?)? ?(?P<zone>z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?)?"
        ),
        _time,
    ),
)
