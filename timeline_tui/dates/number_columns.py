"""Reads the numbers in a column of dates, such as years or seconds since 1970. A doubtful number is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from timeline_tui.dates.when import parse
from timeline_tui.dates.written_cells import Cell
from timeline_tui.dates.written_numbers import NumberReading

_EARLY = re.compile("0[0-9]{3}|-[0-9]{4}")
_UNLIKELY = "the number is unlikely to be a date"


def read_numbers(
    numbers: dict[str, NumberReading], dates: Sequence[str], texts: Sequence[str]
) -> tuple[dict[str, Cell], dict[str, list[str]]]:
    """The cell of each number, and the texts that were read, by the kind of number.

    If less than half of the numbers are dates, none is read. ``dates`` are the other dates of the column in EDTF,
    ``texts`` all its texts.
    """
    sure = _sure_kinds(numbers, dates, texts)
    cells: dict[str, Cell] = {}
    read: dict[str, list[str]] = {}
    for text, number in numbers.items():
        kinds = [kind for kind in number.options if kind not in number.weak or kind in sure]
        if len(kinds) > 1:  # in a column of seconds since 1970, 20240613 may be a day or seconds
            is_date = any(number.options[kind] for kind in kinds if kind not in number.weak)
            kinds = [kind for kind in kinds if kind in sure and not (is_date and kind in number.weak)]
        if len(kinds) == 1 and number.options[kinds[0]]:
            cells[text] = Cell(number.options[kinds[0]])
            read.setdefault(kinds[0], []).append(text)
        else:
            likely = number.likely
            cells[text] = Cell(None, f"the number may be {joined_by_or(likely)}" if likely else _UNLIKELY, likely)
    if 2 * sum(map(len, read.values())) < len(numbers):
        return {text: Cell(None, _UNLIKELY, number.likely) for text, number in numbers.items()}, {}
    return cells, read


def _sure_kinds(numbers: dict[str, NumberReading], dates: Sequence[str], texts: Sequence[str]) -> set[str]:
    """The kinds of numbers that the column has without doubt."""
    sure = {next(iter(number.options)) for number in numbers.values() if len(number.options) == 1 and not number.weak}
    if any(re.fullmatch("-?[0-9]{4}[~?%]?", date) for date in dates):
        sure.add("years")
    if ("years" in sure and any(len(text.strip()) == 3 for text in numbers)) or any(map(_EARLY.match, dates)):
        sure.add("early years")
    kinds_of_numbers = [number.options.keys() for number in numbers.values()]
    if any("years BC" in kinds for kinds in kinds_of_numbers) and any(
        {"years", "early years"} & kinds for kinds in kinds_of_numbers
    ):
        sure |= {"years", "early years", "astronomical years" if "0" in map(str.strip, texts) else "years BC"}
    return sure


def joined_by_or(dates: Iterable[str]) -> str:
    """EDTF dates in words: ``13 June 2024 or 6 January 2025``."""
    return " or ".join(parse(date).label for date in dates)
