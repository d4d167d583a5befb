"""The order of day, month and year that a heading states: “Date (DD/MM/YYYY)”."""

from __future__ import annotations

import re

from timeline_tui.dates.date_orders import Order
from timeline_tui.text.text import fold

# Day, month and year begin with these letters: English, German (Tag, Jahr), French (jour, année), Italian (giorno,
# anno), Spanish and Portuguese (día, año), Russian (день, год).
_LETTERS = {"d": "[djtgд]", "m": "[mм]", "y": "[yjaг]"}
_ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")


def order_in_heading(heading: str) -> Order | None:
    """The order that a pattern such as ``dd.mm.yyyy`` or ``TT/MM/JJJJ`` in a heading states; None if there is none."""
    folded = fold(heading)
    found = [order for order in _ORDERS if re.search(_pattern(order), folded)]
    return found[0] if len(found) == 1 else None


def _pattern(order: Order) -> str:
    first, second, third = (f"(?P<{part}>{_LETTERS[part]})(?P={part}){{1,3}}" for part in order)
    return rf"(?<![\w/.-]){first}(?P<mark>[-/.]?){second}(?P=mark){third}(?!\w)"
