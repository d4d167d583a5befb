"""Recognises lines that begin with something like a date that Markwhen cannot read. The reader reports them."""

from __future__ import annotations

import re
from typing import NamedTuple

from timeline_tui.dates.calendar import MONTHS, WEEKDAYS
from timeline_tui.dates.guesses import guesses
from timeline_tui.dates.when import DateError, parse
from timeline_tui.formats.markwhen.markwhen_dates import Dating, dating

_LONGEST = 60
"""The longest date in characters."""

_HEAD = re.compile(
    rf"\s*(?P<head>[0-9A-Za-z~≈+-][^:]{{0,{_LONGEST}}}?(?::[0-9][^:]{{0,20}}){{0,4}}?)\s*:(?=\s|$|[^/\s0-9])"
)
_LIST_ITEM = re.compile(r"\s*-(?:\s|$)")
_BETWEEN = re.compile(r"[\s,;/:~≈?%+–—‐‑-]+")
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in (*MONTHS, *WEEKDAYS)).lower()
_WORD = re.compile(
    rf"(?:[0-9][0-9.]{{0,20}}(?:st|nd|rd|th|'?s|’s|t[0-9]+|[ap]m)?|{_NAMES}|sept|tues|wednes|thurs?|z|q[1-4]|w[0-9]{{2}}"
    r"|[ap]m|utc|gmt|bce?|ce|ad|b\.c(?:\.e)?|c\.e|a\.d|ca?|circa|about|around|approx|approximately|by|since|from|until|till|to"
    r"|before|after|between|and|or|of|the|in|early|mid|late|spring|summer|autumn|fall|winter|quarter|century|centuries"
    r"|millennium|decade|week|present|today|yesterday|tomorrow)\.?"
)
_NUMBERED = re.compile(r"[0-9]|today|yesterday|tomorrow")
_ONE_OR_TWO_NUMBERS = re.compile(r"([0-9]{1,2})(?:\s*[-–]\s*([0-9]{1,2}))?")
_ONWARDS = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)\s*[-–]")
_FORMS = "write dates as 2024-05-01, 2024-05 or 2024, ranges as 2024-05-01/2024-05-08"


NO_SUCH_DATE = "looks like a date, but Markwhen has no such date"


class Likeness(NamedTuple):
    """Text at the beginning of a line that looks like a date, its offset in the line, and what to write instead."""

    text: str
    at: int
    hint: str


def like_a_date(line: str) -> Likeness | None:
    """The text before the first colon of a line, if it looks like a date that `dating` cannot read; else None.

    It looks like a date if all its words are numbers, names of months and the like.
    """
    found = None if _LIST_ITEM.match(line) else _HEAD.match(line)
    if not found:
        return None
    text = found["head"]
    words = list(filter(None, _BETWEEN.split(text.lower())))
    if not words or not all(map(_WORD.fullmatch, words)) or not any(map(_NUMBERED.match, words)):
        return None
    return Likeness(text, found.start("head"), _hint(text))


def unread_dating(line: str) -> Dating | None:
    """The dating of a line that begins with something like a date; its fault is that the date cannot be read."""
    like = like_a_date(line)
    if like is None:
        return None
    end = like.at + len(like.text)
    return Dating("", None, NO_SUCH_DATE, like.hint, "", like.at, end, line.index(":", end) + 1)


def _hint(text: str) -> str:
    """What to write instead of ``text``."""
    numbers, onwards = _ONE_OR_TWO_NUMBERS.fullmatch(text), _ONWARDS.fullmatch(text)
    if numbers and numbers[2]:
        return f"write {int(numbers[1]):04}/{int(numbers[2]):04} for years"
    if numbers:
        return f"write {int(numbers[1]):04} for the year"
    if onwards:
        return f"write {onwards[1]}/.."
    if re.fullmatch("-[1-9][0-9]{0,4}", text):
        return f"write {text[1:]} BC"
    meant = guesses(text, _is_read)
    return f"write {' or '.join(meant)}" if meant else _FORMS


def _is_read(text: str) -> bool:
    """Whether a line of Markwhen can begin with ``text`` as its date."""
    read_date = dating(f"{text}: x")
    try:
        return read_date is not None and read_date.edtf == parse(text).text
    except DateError:
        return False
