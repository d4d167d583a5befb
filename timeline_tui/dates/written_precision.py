"""Changes a date to the precision that a word beside it gives: ``month``, ``decade``, ``circa``."""

from __future__ import annotations

import re

from timeline_tui.dates.calendar import civil, day_number
from timeline_tui.text.text import fold

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EXACT = frozenset(("day", "daily", "exact", "certain", "confirmed", "precise", "known"))
_MARKS = {
    **dict.fromkeys(("approximate", "approximately", "approx", "circa", "c", "ca", "about"), "~"),
    **dict.fromkeys(("around", "estimated", "roughly"), "~"),
    **dict.fromkeys(("uncertain", "possible", "possibly", "probable", "probably", "unsure", "disputed"), "?"),
}
_LENGTHS = {"year": 4, "yearly": 4, "month": 7, "monthly": 7}
_PERIODS = {"decade": 3, "century": 2, "millennium": 1}  # digits of the year that are known


def with_precision(date: str, word: str) -> str | None:
    """An EDTF date with the precision that ``word`` names; None if the word is not known.

    A date to which the precision cannot apply, such as a year for ``month``, stays the same.
    """
    word = fold(word).strip(". ")
    if word in _LENGTHS:
        return date[: _LENGTHS[word]] if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", date) else date
    if word in _PERIODS:
        return date[: _PERIODS[word]].ljust(4, "X") if re.fullmatch(r"\d{4}(-\d\d){0,2}", date) else date
    if word == "week":
        return _week(date) if _DAY.fullmatch(date) else date
    if word in _MARKS:
        return date if re.search(r"[T/~?%]", date) else date + _MARKS[word]
    return date if word in _EXACT else None


def _week(day: str) -> str:
    """Seven days with ``day`` in the middle, as an approximate interval."""
    middle = day_number(*map(int, day.split("-")))
    first, last = ("{:04}-{:02}-{:02}~".format(*civil(middle + days)) for days in (-3, 3))
    return f"{first}/{last}"
