"""The orders of day, month and year in dates as people write them: in words, and as a heading states them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from timeline_tui.text.text import fold

Order = Literal["dmy", "mdy", "ymd"]

ORDERS: dict[Order, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
"""The orders of day, month and year that the user can choose, in words."""

HOW_READ: dict[str, str] = {
    **{str(order): how for order, how in ORDERS.items()},
    "ydm": "with the day before the month",
    "day first": "day first",
    "year first": "year first",
    "two years": "as two years",
    "part": "as a year and a part of it",
    "span": "from one time to another",
    "zone": "with a time zone",
    "seconds": "as seconds since 1970",
    "milliseconds": "as milliseconds since 1970",
    "microseconds": "as microseconds since 1970",
    "nanoseconds": "as nanoseconds since 1970",
    "compact dates": "as year, month and day without dashes",
    "year and month": "as year and month",
    "years BC": "as years BC: -1 is 1 BC",
    "astronomical years": "as astronomical years: 0 is 1 BC",
    "sheet days": "as a spreadsheet counts days",
}
"""For each order or convention, words that say how the dates of a column are read."""


# Day, month and year begin with these letters: English, German (Tag, Jahr), French (jour, année), Italian (giorno,
# anno), Spanish and Portuguese (día, año), Russian (день, год).
_LETTERS = {"d": "[djtgд]", "m": "[mм]", "y": "[yjaг]"}
_ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")


def order_named(name: str) -> Order | None:
    """The order of the option ``--dates``; None if ``name`` is empty."""
    return next((order for order in ORDERS if order == name), None)


class Against(NamedTuple):
    """A date that does not have the order that the user chose: ``24/05/2023``, ``on line 5``; both orders in words."""

    text: str
    place: str
    order: str
    chosen: str

    def sentence(self, *, with_place: bool = True) -> str:
        """``you chose month first, but 24/05/2023 on line 5 is day first``."""
        return f"you chose {self.chosen}, but {self.text}{f' {self.place}' * with_place} is {self.order}"


def order_in_heading(heading: str) -> Order | None:
    """The order that a pattern such as ``dd.mm.yyyy`` or ``TT/MM/JJJJ`` in a heading states; None if there is none."""
    folded = fold(heading)
    found = [order for order in _ORDERS if re.search(_pattern(order), folded)]
    return found[0] if len(found) == 1 else None


def _pattern(order: Order) -> str:
    first, second, third = (f"(?P<{part}>{_LETTERS[part]})(?P={part}){{1,3}}" for part in order)
    return rf"(?<![\w/.-]){first}(?P<mark>[-/.]?){second}(?P=mark){third}(?!\w)"
