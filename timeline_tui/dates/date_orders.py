"""The orders of day, month and year in dates as people write them, in words."""

from __future__ import annotations

from typing import Literal, NamedTuple

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
