"""Facts that only a whole column of dates shows.

- ``Jun-24`` is a day in June or June 2024: another cell such as ``Jun-98`` decides.
- A spreadsheet program has probably swapped days and months.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from timeline_tui.dates.written_cells import Cell
from timeline_tui.dates.written_forms import DateReading, full_year
from timeline_tui.dates.written_words import UnknownWordError, coded, folded

_MONTH_AND_DIGITS = re.compile(r"M([0-9]{2}) ?[-/.]? ?([0-9]{2})")
_LONGEST_MONTH = 31


_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


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


def swapped_note(known: Mapping[str, object], where: Callable[[str], str]) -> str:
    """A note if day and month of the dates in a column are probably swapped; else an empty text.

    A spreadsheet program that expects the month first reads 05/06/2024 as 6 May, although 5 June may be meant. It
    leaves 13/06/2024 as text. So the day is at most 12 in all dates, and greater than 12 in all texts. ``known`` has
    the reading of each text, and ``where`` names its place.
    """
    dates = [text.strip() for text, cell in known.items() if isinstance(cell, Cell) and _ISO_DAY.match(text.strip())]
    texts = {text: cell.options.keys() for text, cell in known.items() if isinstance(cell, DateReading)}
    texts = {text: orders for text, orders in texts.items() if orders <= {"dmy", "mdy"}}
    is_split = all(text[8:10] <= "12" for text in dates) and all(len(orders) == 1 for orders in texts.values())
    if not is_split or len(dates) < 2 or len(texts) < 2:
        return ""
    small = f"the days of all {len(dates)} dates such as {dates[0][:10]} are at most 12"
    great = f"the days of texts such as {where(next(iter(texts)))} are greater"
    return f"{small}, {great}: a spreadsheet program may have swapped day and month of these dates"
