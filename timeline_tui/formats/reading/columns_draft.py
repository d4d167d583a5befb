"""A draft of how a table is read: the user changes the meanings of columns, and sees the first events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.columns_option import ColumnsError, chosen, format_columns, parse_columns
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign import read_table
from timeline_tui.formats.reading.meanings_words import SEVERAL, Meaning
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.model.timeline import Event

Choices = Mapping[int, "Meaning | None"]
"""The meanings that the user chose, by the index of the column; None: no meaning."""


class Preview(NamedTuple):
    """How the first rows are read: their columns, the events, and the messages of errors and warnings."""

    known: Understanding
    events: Sequence[Event]
    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class ColumnsDraft:
    """The first rows of a file in another shape than ours, and the user's choices for it."""

    def __init__(self, known: Understanding) -> None:
        """``known`` is how the file is understood now."""
        assert known.sample is not None
        self.known, self._table = known, known.sample
        self.headings = tuple(column.heading for column in known.columns)
        self.given = self._chosen(known.options.columns)
        """The earlier choices."""
        self.dates = known.options.dates
        """The order of day and month that was chosen before; empty: none."""

        self.likely_dates = "" if self.dates else known.options.likely_dates
        """The order that was chosen for another file with the same headings; empty: none."""

    def orders(self, given: Choices) -> tuple[tuple[str, str], ...]:
        """If no row decides between day first and month first: each order with the first date read that way.

        Another column of dates can be decided where the first one was not, and the other way round.
        """
        if given == self.given and self.known.orders:
            return self.known.orders
        return self.preview(given, "").known.orders

    def preview(self, given: Choices, dates: str) -> Preview:
        """Read the first rows with these meanings, and dates in this order (``dmy``, ``mdy`` or empty).

        Later rows also decide the order, if the dates are in the same columns as in the whole file.
        """
        shown = self._read(given, dates)
        if dates and dates == self.dates and self._has_same_dates(shown.known):
            return shown._replace(known=replace(shown.known, against=self.known.against))
        if dates or self.known.options.dates or not self._has_same_dates(shown.known):
            return shown
        if shown.known.orders and self.known.decided:
            decided = self._read(given, self.known.decided)
            return decided._replace(known=replace(decided.known, orders=()))
        whole = self.known
        return shown._replace(known=replace(shown.known, contradiction=whole.contradiction, orders=whole.orders))

    def columns(self, given: Choices) -> str:
        """The choices as the option ``--columns``."""
        return format_columns(self.headings, given)

    def changed(self, given: Choices, known: Understanding, index: int, meaning: Meaning | None) -> Choices:
        """The choices with another meaning for one column, in a table that is understood as ``known``.

        A column that had the meaning loses it, if only one can have it; else it keeps it.
        """
        if meaning in SEVERAL:
            alike = dict.fromkeys(known.having(meaning), meaning)
            return {**alike, **given, index: meaning}
        others = {i: given_meaning for i, given_meaning in given.items() if not meaning or given_meaning != meaning}
        return {**others, index: meaning}

    def confirmed(self, given: Choices, known: Understanding) -> Choices:
        """The choices, and the unsure guesses of the program: accepting the draft confirms them."""
        unsure = {i: column.meaning for i, column in enumerate(known.columns) if column.confidence == "unsure"}
        return {**{i: meaning for i, meaning in unsure.items() if meaning}, **given}

    def taken_over(self, given: Choices, headings: Sequence[str]) -> Choices:
        """Choices for a table with these headings, as choices for this one: columns are found by their headings."""
        named = {headings[index]: meaning for index, meaning in given.items() if headings[index]}
        meanings = {self.headings.index(name): meaning for name, meaning in named.items() if name in self.headings}
        unnamed = {index: meaning for index, meaning in given.items() if not headings[index]}
        return meanings | {
            i: meaning for i, meaning in unnamed.items() if i < len(self.headings) and not self.headings[i]
        }

    def _read(self, given: Choices, dates: str) -> Preview:
        reader = TimelineReader(Document("", ""), foreign=True)
        understanding = read_table(self._table, reader, ReadOptions(columns=self.columns(given), dates=dates))
        assert understanding is not None  # the choices fit the table
        reading = reader.finish()
        faults, warnings = (
            tuple(problem.message for problem in reading.problems if problem.severity == severity)
            for severity in ("error", "warning")
        )
        return Preview(understanding, reading.timeline.events, faults, warnings)

    def _has_same_dates(self, known: Understanding) -> bool:
        """Whether the dates of the whole file were read, and are in the same columns here."""
        return self.known.usable and all(
            known.having(meaning) == self.known.having(meaning) for meaning in ("date", "end")
        )

    def _chosen(self, columns: str) -> Choices:
        try:
            return chosen(self.headings, parse_columns(columns)) if columns else {}
        except ColumnsError:
            return {}
