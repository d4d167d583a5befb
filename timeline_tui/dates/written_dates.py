"""Reads a column of dates as people write them: ``13/06/2024``, ``Jan 5th 2024``, ``c. 1910``, 45456.

`read_column` reads the cells of one column. If a cell has several readings, the other cells of the column decide; if no
cell decides, the reader does not guess. Notes say how the cells were read, and why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from timeline_tui.dates.date_orders import HOW_READ, ORDERS, Against, Order
from timeline_tui.dates.number_columns import joined_by_or, read_numbers
from timeline_tui.dates.written_cells import NO_YEAR, NOTHING, Cell, cell_reading
from timeline_tui.dates.written_columns import short_years, swapped_note
from timeline_tui.dates.written_forms import PIVOT, YEAR_FIRST, DateReading
from timeline_tui.dates.written_numbers import NumberReading


class DateColumn(NamedTuple):
    """The result for each cell, in order, and notes: one sentence each on how they were read, and why.

    ``ambiguous``: at least half of the dates have two readings and no row decides, so nothing is read. The caller must
    give an order. ``example`` is the index of the first cell with two readings between which no row decides, and
    ``orders`` are its readings by order; also if the user has chosen between them. ``decided`` is the order that the
    rows show. ``contradiction``: if rows have different orders, the text of one row of each, with its order in words.
    ``against``: if rows do not have the order that the user chose, the first of them.
    """

    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    ambiguous: bool = False
    example: int | None = None
    orders: dict[str, str] = {}
    decided: str = ""
    contradiction: tuple[tuple[str, str], ...] = ()
    against: Against | None = None


def read_column(
    texts: Sequence[str],
    order: Order | None = None,
    *,
    rows: Sequence[int | str] | None = None,
    place: str = "in row",
    refuses: bool = True,
    why: str = "as you chose",
) -> DateColumn:
    """Read the dates of a column.

    ``order`` is the order of day, month and year, if the user has given it; ``why`` is the reason in the note.
    ``rows`` are the numbers or names of the rows for the notes (default: from 1); ``place`` is the text before a row.
    To read two columns in the same way, pass the cells of both at once. If the order of most dates is open, no date is
    read. With ``refuses=False``, the dates with only one reading are read.
    """
    reader = _ColumnReader(texts, order, rows or range(1, len(texts) + 1), place, why)
    return reader.column(refuses=refuses)


# The column


class _ColumnReader:
    def __init__(
        self, texts: Sequence[str], order: Order | None, rows: Sequence[int | str], place: str, why: str
    ) -> None:
        self.texts, self.order, self.rows, self.place, self.why = texts, order, rows, place, why
        self.known = {text: cell_reading(text) for text in dict.fromkeys(texts)}
        self.notes: list[str] = []
        self.cells: dict[str, Cell] = {text: cell for text, cell in self.known.items() if isinstance(cell, Cell)}
        self.open: dict[str, DateReading] = {}  # cells whose order no row decides
        self.ambiguous: tuple[str, dict[str, str]] | None = None  # the first of them, with its readings by order
        self.contradiction: tuple[tuple[str, str], ...] = ()
        self.left_open: tuple[str, dict[str, str]] | None = None  # the first cell that a contradiction leaves open
        self.decided_order = ""
        self.against: Against | None = None

    def column(self, *, refuses: bool) -> DateColumn:
        """The result, after every question has been answered."""
        questions: dict[str, dict[str, DateReading]] = {}
        numbers: dict[str, NumberReading] = {}
        for text, cell in self.known.items():
            if isinstance(cell, DateReading):
                questions.setdefault(cell.question, {})[text] = cell
            elif isinstance(cell, NumberReading):
                numbers[text] = cell
        self.read_short_years()
        for question, readings in questions.items():
            self.answer(question, readings)
        if numbers:
            self.count(numbers)
        if refuses and self.ambiguous and self.are_most(self.open):
            return self.refused(*self.ambiguous)
        self.left_out(self.open)
        self.without_midnights()
        self.notes += filter(None, [swapped_note(self.known, self.where)])
        short = (text for text, cell in self.known.items() if isinstance(cell, DateReading) and cell.short_year)
        if _SHORT_YEARS not in self.notes and any(self.cells[text].value for text in short):
            self.notes.append(_SHORT_YEARS)
        cells = tuple(map(self.cells.__getitem__, self.texts))
        column = DateColumn(
            cells, tuple(self.notes), decided=self.decided_order, contradiction=self.contradiction, against=self.against
        )
        example = self.ambiguous or self.left_open
        if example is None:
            return column
        text, orders = example
        return column._replace(example=self.texts.index(text), orders=orders)

    def read_short_years(self) -> None:
        """Read ``Jun-24`` as a month, if another cell such as ``Jun-98`` shows that these digits are years."""
        yearless = [text for text, cell in self.known.items() if isinstance(cell, Cell) and cell.reason == NO_YEAR]
        months, decisive = short_years(yearless)
        self.cells |= {text: Cell(month) for text, month in months.items()}
        if months:
            self.noted(months, f"read as month and year, because of {self.where(decisive)}")
            self.notes.append(_SHORT_YEARS)

    def are_most(self, readings: dict[str, DateReading]) -> bool:
        """Whether at least half of the dates are in cells with these texts."""
        read = sum(self.cells[text].value is not None for text in self.texts)
        return sum(text in readings for text in self.texts) >= read

    def where(self, text: str) -> str:
        """``13/06/2024 in row 7``."""
        return f"{text.strip()} {self.place} {self.rows[self.texts.index(text)]}"

    def noted(self, texts: Iterable[str], remark: str, noun: str = "date") -> None:
        """Add a note with the number of cells that have these texts."""
        wanted = set(texts)
        count = sum(text in wanted for text in self.texts)
        self.notes.append(f"{count:,} {noun}{'' if count == 1 else 's'} {remark}")

    def answer(self, question: str, readings: dict[str, DateReading]) -> None:
        """Read the cells with this question by a convention that all of them allow."""
        if question == YEAR_FIRST:
            self.read_year_first(readings)
            return
        requested = self.order if question.startswith("order") else None
        possible_orders = frozenset.intersection(*{frozenset(reading.options) for reading in readings.values()})
        if requested and possible_orders != {requested}:
            self.read_as_chosen(readings, requested)
        elif not possible_orders:
            self.contradicted(readings)
        elif all(len({reading.options[key] for key in possible_orders}) == 1 for reading in readings.values()):
            convention = min(possible_orders)
            self.read(readings, convention)
            if len(possible_orders) > 1:
                return
            if question.startswith("order") or any(len(set(r.options.values())) > 1 for r in readings.values()):
                self.decided(readings, convention)
        elif question == "years" and self.are_all_next_years(readings):
            self.left_out(readings)
        elif len(usual := {reading.usual for reading in readings.values()} - {""}) == 1 and usual <= possible_orders:
            convention = usual.pop()
            self.read(readings, convention)
            self.noted(readings, f"read {HOW_READ[convention]}, the usual order, because no row shows another")
        elif question.startswith("order"):
            self.undecided(readings, possible_orders)
        else:
            self.left_out(readings)

    def read_year_first(self, readings: dict[str, DateReading]) -> None:
        """Read dates such as 2024/06/13. The day comes second if a row shows this and no row contradicts it."""
        orders = {tuple(reading.options) for reading in readings.values()}
        is_turned = ("ydm",) in orders and ("ymd",) not in orders
        self.read(readings, "ydm" if is_turned else "ymd")
        if is_turned:
            self.decided(readings, "ydm")

    def are_all_next_years(self, readings: dict[str, DateReading]) -> bool:
        """Whether several cells such as 2009-10 and 2010-11 all name a year and the next, and no cell has a day.

        Months are all so only by chance, so these may be seasons or fiscal years.
        """
        spans = [_TWO_YEARS.fullmatch(reading.options.get("two years", "")) for reading in readings.values()]
        are_next = all(span is not None and int(span[2]) - int(span[1]) == 1 for span in spans)
        days = (cell.value for cell in self.cells.values() if cell.value)
        return len(spans) > 1 and are_next and not any(len(day) >= len("2024-06-13") for day in days)

    def read_as_chosen(self, readings: dict[str, DateReading], order: Order) -> None:
        """Read each cell in the order that the user chose. Keep the first one that does not have this order."""
        self.read(readings, order)
        self.noted((text for text in readings if self.cells[text].value), f"read {HOW_READ[order]}, {self.why}")
        self.left_open = self.left_open or _with_two(readings, frozenset(ORDERS))
        for text, reading in readings.items():
            if order not in reading.options and self.against is None:
                how = " or ".join(HOW_READ[key] for key in reading.options)
                place = f"{self.place} {self.rows[self.texts.index(text)]}"
                self.against = Against(text.strip(), place, how, HOW_READ[order])

    def read(self, readings: dict[str, DateReading], convention: str) -> None:
        """Read each cell by the convention. A cell whose day does not exist gets a reason."""
        for text, reading in readings.items():
            value = reading.options.get(convention)
            if value is None:
                values = tuple(dict.fromkeys(reading.options.values()))
                self.cells[text] = Cell(None, f"read {HOW_READ[convention]}, there is no such day", values)
            else:
                self.cells[text] = Cell(value)

    def decided(self, readings: dict[str, DateReading], convention: str) -> None:
        """Add a note with the convention and the rows that exclude the others: as few rows as possible."""
        if convention in ORDERS:
            self.decided_order = convention
        rivals = {key for reading in readings.values() for key in reading.options} - {convention}
        shown = []
        while True:
            text = min(readings, key=lambda text: len(rivals & readings[text].options.keys()))
            shown.append(self.where(text))
            rivals &= readings[text].options.keys()
            if not rivals:
                break
        self.noted(readings, f"read {HOW_READ[convention]}, because of {' and '.join(shown)}")

    def undecided(self, readings: dict[str, DateReading], possible_orders: frozenset[str]) -> None:
        """Leave all cells unread, and keep the first one that the remaining conventions read differently."""
        self.ambiguous = self.ambiguous or _with_two(readings, possible_orders)
        self.open |= readings
        self.cells |= dict.fromkeys(readings, NOTHING)

    def contradicted(self, readings: dict[str, DateReading]) -> None:
        """If the rows have no convention in common, read only the cells with one reading."""
        kinds = list({frozenset(reading.options): text for text, reading in reversed(readings.items())}.items())
        pairs = [(first, other) for a, first in kinds for b, other in kinds if not a & b]
        pair = min(pairs, key=lambda pair: max(map(self.texts.index, pair)), default=(kinds[0][1], kinds[-1][1]))
        pair = (min(pair, key=self.texts.index), max(pair, key=self.texts.index))
        how = {text: " or ".join(HOW_READ[key] for key in readings[text].options) for text in pair}
        if readings[pair[0]].question.startswith("order"):
            self.contradiction = self.contradiction or tuple((text.strip(), how[text]) for text in pair)
            self.left_open = self.left_open or _with_two(readings, frozenset(ORDERS))
        rivals = " but ".join(f"{self.where(text)} is read {how[text]}" for text in pair)
        self.left_out(readings, f"{rivals}: dates that allow both are not read")

    def left_out(self, readings: dict[str, DateReading], note: str = "") -> None:
        """Read the cells with one reading. The others get a reason; ``note`` says why, else a note shows the first."""
        for text, reading in readings.items():
            values = tuple(dict.fromkeys(reading.options.values()))
            is_decided = len(values) == 1
            why = f"it may be {joined_by_or(values)}"
            self.cells[text] = Cell(values[0]) if is_decided else Cell(None, why, values)
        if note:
            self.notes.append(note)
        else:
            self.note_unread(readings)

    def note_unread(self, texts: Iterable[str]) -> None:
        """Add a note on cells with several readings, if there are any: what the first may be, and how many they are."""
        wanted = {text for text in texts if len(self.cells[text].readings) > 1}
        unread = [text for text in self.texts if text in wanted]
        if unread:
            ending = "it is not read" if len(unread) == 1 else f"{len(unread):,} such dates are not read"
            choices = joined_by_or(self.cells[unread[0]].readings)
            self.notes.append(f"{self.where(unread[0])} may be {choices}, and no row decides: {ending}")

    def refused(self, text: str, orders: dict[str, str]) -> DateColumn:
        """The result for an ambiguous column, in which nothing is read."""
        choices = joined_by_or(dict.fromkeys(orders.values()))
        note = f"{self.where(text)} may be {choices}, and no row decides: no date of this column is read"
        return DateColumn(tuple(map(self.unread, self.texts)), (note,), True, self.texts.index(text), orders)

    def unread(self, text: str) -> Cell:
        """A cell of an ambiguous column. Blank cells and cells that are not dates keep their result."""
        reading = self.known[text]
        if isinstance(reading, Cell) and reading.value is None:
            return reading
        readings = tuple(dict.fromkeys(reading.options.values())) if isinstance(reading, DateReading) else ()
        return Cell(None, "no row shows whether day or month comes first", readings)

    def count(self, numbers: dict[str, NumberReading]) -> None:
        """Read the numbers, and add a note for each kind of them."""
        cells, kinds = read_numbers(numbers, [cell.value for cell in self.cells.values() if cell.value], self.texts)
        self.cells |= cells
        for kind, texts in kinds.items():
            if kind in HOW_READ:
                self.noted(texts, f"read {HOW_READ[kind]}", "number")
        if kinds:
            self.note_unread(numbers)

    def without_midnights(self) -> None:
        """Remove the time from midnights if nearly all times are midnight, because programs write days in this way."""
        timed = {text: cell.value for text, cell in self.cells.items() if cell.value and "T" in cell.value}
        midnights = {text: value for text, value in timed.items() if _MIDNIGHT.fullmatch(value)}
        count = Counter(text in midnights for text in self.texts if text in timed)
        if count[True] >= _NEARLY_ALL * count.total() and midnights:
            self.cells |= {text: Cell(value[:10]) for text, value in midnights.items()}
            why = f"{count[True]} of {count.total()} times are" if count[False] else "each time is"
            self.noted(midnights, f"read without a time, because {why} midnight")


_SHORT_YEARS = f"years of two digits are {1900 + PIVOT} to {1999 + PIVOT}"
_NEARLY_ALL = 0.8
_TWO_YEARS = re.compile(r"([0-9]{4})[?~%]?/([0-9]{4})[?~%]?")
_MIDNIGHT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00(?::00)?Z?")


def _with_two(readings: dict[str, DateReading], conventions: frozenset[str]) -> tuple[str, dict[str, str]] | None:
    """The first cell that these conventions read differently, with its readings by convention."""
    for text, reading in readings.items():
        options = {key: reading.options[key] for key in sorted(conventions & reading.options.keys())}
        if len(set(options.values())) > 1:
            return text, options
    return None
