"""Finds dates whose day and month a spreadsheet program has probably swapped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from timeline_tui.dates.written_cells import Cell
from timeline_tui.dates.written_forms import DateReading

_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


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
