"""A month and two digits: ``Jun-24`` is a day or a month of 2024. The column decides."""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline_tui.dates.written_forms import full_year
from timeline_tui.dates.written_words import UnknownWordError, coded, folded

_MONTH_AND_DIGITS = re.compile(r"M([0-9]{2}) ?[-/.]? ?([0-9]{2})")
_LONGEST_MONTH = 31


def short_years(texts: Iterable[str]) -> tuple[dict[str, str], str]:
    """The months in EDTF that ``texts`` mean, and a text whose digits can only be a year: ``Jun-98``.

    A day that its month does not have, as in Jun-31, may be a slip, so it shows nothing. Without such a text,
    or if another text has no month and two digits, there are none.
    """
    months: dict[str, str] = {}
    decisive = ""
    for text in texts:
        try:
            found = _MONTH_AND_DIGITS.fullmatch(coded(folded(text)))
        except UnknownWordError:
            found = None
        if not found:
            return {}, ""
        month, digits = int(found[1]), found[2]
        months[text] = f"{full_year(digits):04}-{month:02}"
        if not 1 <= int(digits) <= _LONGEST_MONTH:
            decisive = decisive or text
    return (months, decisive) if decisive else ({}, "")
