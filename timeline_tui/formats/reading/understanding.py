"""How a table was understood: the meaning of each column, the reason, and the doubts; also in words for the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from timeline_tui.dates.date_orders import Against
from timeline_tui.dates.when import parse
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.foreign_table import Table
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.text.text import clean_line, listed

Confidence = Literal["sure", "likely", "unsure"]
_NAMED = 8  # columns in one sentence


class Column(NamedTuple):
    """The meaning of one column, and the reason; ``meaning`` is None if its values are kept as unknown fields."""

    heading: str
    meaning: Meaning | None
    confidence: Confidence
    why: str
    values: tuple[str, ...] = ()
    """The first three values that are not empty."""
    partner: int | None = None
    """For ``source_title``, ``publisher`` and ``locator``: the index of the column with the same source."""
    fills_gaps: bool = False
    """Whether it has this meaning only in rows where the other columns with the meaning have no value."""


class Doubt(NamedTuple):
    """A question for the user: which of ``columns`` has ``meaning``? The columns are indexes; empty means any."""

    meaning: Meaning
    columns: tuple[int, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """The meanings of all columns, in their order, and the column from which titles are made."""

    columns: tuple[Column, ...]
    title_from: int | None = None
    """If no column has titles: the index of the column whose first sentence becomes the title."""
    shape: str = ""
    """The known shape of the table, such as “ACLED”; empty if it has none."""
    dates: tuple[str, ...] = ()
    """How its dates were read, and why; empty if each date has only one reading."""
    orders: tuple[tuple[str, str], ...] = ()
    """If no row decides whether day, month or year is first: each order (``dmy``) with the first date read that way.

    The order may be open for all dates or for some of them. ``orders`` stays the same after the user has chosen one.
    """
    decided: str = ""
    """The order of day, month and year that the rows show, such as ``dmy``; empty if they show none."""
    contradiction: tuple[tuple[str, str], ...] = ()
    """If rows have different orders: the date of one row of each, with its order in words."""
    against: Against | None = None
    """If rows do not have the order of day and month that the user chose, the first of them."""
    kept_commas: tuple[str, ...] = ()
    """For each column in which a name has a comma: a sentence that says so, with the first such name."""
    sample: Table | None = None
    """The table, with its first rows only."""
    options: ReadOptions = DEFAULTS
    """The options with which it was read."""

    def having(self, meaning: Meaning) -> tuple[int, ...]:
        """The indexes of the columns with ``meaning``."""
        return tuple(index for index, column in enumerate(self.columns) if column.meaning == meaning)

    @property
    def usable(self) -> bool:
        """Whether events can be made: there is a date, and a title or a text for a title."""
        has_date = bool(self.having("date") or self.having("year"))
        return has_date and (bool(self.having("title")) or self.title_from is not None)

    @property
    def needs_order(self) -> bool:
        """Whether dates are not read before the user chooses one of ``orders``."""
        return bool(self.orders) and not self.options.dates and not self.contradiction

    @property
    def needs_answer(self) -> bool:
        """Whether only the user can decide which column has the date or title, or which order the dates have."""
        if not (self.sample and self.sample.rows) or len(self.columns) < 2:  # no answer can make events of it
            return False
        doubts = {doubt.meaning for doubt in self.unsure}
        return not self.usable or self.needs_order or not doubts.isdisjoint(("date", "title", "year"))

    @property
    def remembered(self) -> str:
        """The day of the user's choice in the app, with the command to forget it; empty if there is none."""
        if not self.options.remembered:
            return ""
        other = f" for {clean_line(self.options.chosen_for)}" if self.options.chosen_for else ""
        day = parse(self.options.remembered).label
        return f"you chose this on {day}{other}; “timeline-tui columns FILE --forget” forgets it"

    @property
    def is_renamed(self) -> bool:
        """Whether a column is not read by its own name, or titles are made from a column."""
        return self.title_from is not None or any(
            column.meaning and column.heading.casefold() != column.meaning for column in self.columns
        )

    @property
    def unsure(self) -> tuple[Doubt, ...]:
        """Questions for the user: about missing dates and titles, and about columns with an unsure meaning."""
        doubts = []
        if not (self.having("date") or self.having("year")):
            doubts.append(Doubt("date", (), "Which column says when it happened?"))
        if not self.having("title") and self.title_from is None:
            doubts.append(Doubt("title", (), "Which column says what happened?"))
        unsure: dict[Meaning, list[int]] = {}
        for index, column in enumerate(self.columns):
            if column.meaning and column.confidence == "unsure":
                unsure.setdefault(column.meaning, []).append(index)
        for meaning, indexes in unsure.items():
            named = " and ".join(_called(self.columns[index], index) for index in indexes[:3])
            question = f"Does {named} give the {in_words(meaning)}? {self.columns[indexes[0]].why}"
            doubts.append(Doubt(meaning, tuple(indexes), question))
        return tuple(doubts)

    def explain(self) -> tuple[str, ...]:
        """A line for each column: heading, meaning, reason, and up to three values."""
        return tuple(self._line(index, column) for index, column in enumerate(self.columns))

    def explain_dates(self) -> str:
        """How the dates were read, and why."""
        return "; ".join(self.dates) or "read as they are written, because none has a second reading"

    def summary(self) -> str:
        """All in one sentence: ``read “event” as title and “source” as sources; “x” is kept under Other``."""
        parts = [f"this is {self.shape}"] if self.shape else []
        renamed = [
            f"{_called(column, index)} as {in_words(column.meaning)}"
            for index, column in enumerate(self.columns)
            if column.meaning and column.heading.casefold() != column.meaning
        ]
        parts += [f"read {listed(renamed, _NAMED)}"] if renamed else []
        if self.title_from is not None and not self.having("title"):
            source = _called(self.columns[self.title_from], self.title_from)
            is_text = self.columns[self.title_from].meaning == "summary"
            parts.append(f"the title is {'the first sentence of' if is_text else 'made from'} {source}")
        kept = [_called(column, i) for i, column in enumerate(self.columns) if not column.meaning and column.values]
        if kept:
            parts.append(f"{listed(kept, _NAMED)} {'is' if len(kept) == 1 else 'are'} kept under Other")
        return "; ".join(parts) or "read every column by its own name"

    def _line(self, index: int, column: Column) -> str:
        values = " · ".join(_cut(value, 30) for value in column.values)
        certainty = "" if not column.meaning or column.confidence == "sure" else f", {column.confidence}"
        meaning = in_words(column.meaning) if column.meaning else "Other"
        return f"{_called(column, index)}: {meaning} ({column.why}{certainty})" + (f": {values}" if values else "")


def _called(column: Column, index: int) -> str:
    return quoted(column.heading) if column.heading else f"column {index + 1}"


def quoted(name: str) -> str:
    """A heading in quotation marks, cut if it is long."""
    return f"“{_cut(name, 40)}”"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def in_words(meaning: Meaning | None) -> str:
    """A meaning in words: “source title”, “Other”."""
    return (meaning or "Other").replace("_", " ")
