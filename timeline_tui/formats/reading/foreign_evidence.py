"""Puts what the columns of a table say about the evidence into the sources of a row, and into the checks of its event.

A value goes to a source only if it is clear to which one: the row has a single source, or as many values as sources.
Else, and if the value is not valid for its field, it stays under its heading, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from timeline_tui.dates.date_orders import Order
from timeline_tui.dates.written_dates import read_column
from timeline_tui.formats.reading import cell_lists
from timeline_tui.formats.reading.coded_values import CREDIBILITY, RELIABILITY
from timeline_tui.formats.reading.column_values import is_flag
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Row, Table, TableCell, all_text
from timeline_tui.formats.reading.meanings_evidence import RATING, SHA256
from timeline_tui.formats.reading.meanings_words import OF_SOURCE, Meaning
from timeline_tui.formats.reading.nodes import List, Map, Node
from timeline_tui.formats.reading.understanding import Understanding, in_words, quoted
from timeline_tui.text.text import clean_line, plural, shorten
from timeline_tui.text.web_addresses import is_address, only_addresses

_BETWEEN = re.compile("[;|\n\uff1b]")
_SEVERAL = ("author", "archived")  # the fields that may have several values
_SHOWN = 60  # cells of a value in a message
_INVALID = "evidence that cannot be read"  # groups of warnings
_UNCLEAR = "evidence without its source"


class Evidence:
    """Reads the columns about the evidence of one table."""

    def __init__(self, table: Table, known: Understanding, order: Order | None, document: Document) -> None:
        self._document = document
        self._headings = [column.heading for column in known.columns]
        self._of_source = [(i, column.meaning) for i, column in enumerate(known.columns) if column.meaning in OF_SOURCE]
        self._partners = [column.partner for column in known.columns]
        self._by, self._on = known.having("checked_by"), known.having("checked_on")
        self._dates = {
            index: _dates([text for row in table.rows for text in _texts(row.cells.get(index))], order)
            for index in (*known.having("accessed"), *self._on)
        }

    def put_into(self, sources: List, places: Mapping[int | None, Sequence[int]], row: Row, used: set[int]) -> None:
        """Put the cells of ``row`` into ``sources``. Adds their columns to ``used``.

        ``places`` has the indexes of the sources that each column of sources gave.
        """
        every = [place for indexes in places.values() for place in indexes]
        for index, meaning in self._of_source:
            texts = _texts(row.cells.get(index), is_address=meaning == "archived")
            if meaning and any(texts):
                partner = self._partners[index]
                about = every if partner is None else places.get(partner, ())
                if self._put(sources, about, texts, index, meaning, row.cells[index]):
                    used.add(index)

    def _put(
        self, sources: List, places: Sequence[int], texts: list[str], index: int, meaning: Meaning, cell: TableCell
    ) -> bool:
        """Put the texts of a cell into the sources at ``places``. Returns whether all of them are there now."""
        place, at, _ = cell
        is_each = len(texts) == len(places)
        if not is_each and not (len(places) == 1 and (meaning in _SEVERAL)):
            count = plural(len(places), "source") if places else "no source"
            message = f"{quoted(self._headings[index])} has {plural(len(texts), 'value')} beside {count}"
            hint = "write one for each source, with semicolons between them" if places else ""
            self._document.warning(at, f"{message}; it is kept under its heading", hint, group=_UNCLEAR)
            return False
        filled: dict[int, Map] = {}
        for number, text in enumerate(texts):
            where = places[number] if is_each else places[0]
            fields = self._fields(index, meaning, text) if text else {}
            if fields is None:
                message = f"{shorten(clean_line(text), _SHOWN)}: no {in_words(meaning)}"
                self._document.warning(at, f"{message}; it is kept under its heading", _HINTS[meaning], group=_INVALID)
                return False
            source = filled.setdefault(where, _as_mapping(*sources[where]))
            if any(name in source and name not in _SEVERAL for name in fields):
                return False  # the source says it itself
            for name, value in fields.items():
                node: Node = value
                if name in _SEVERAL:
                    before = source.get(name, (0, 0, []))[2]
                    node = [*(before if isinstance(before, list) else [(at, before)]), (at, value)]
                source[name] = (place, at, node)
        for where, source in filled.items():
            sources[where] = (sources[where][0], source)
        return True

    def _fields(self, index: int, meaning: Meaning, text: str) -> dict[str, str] | None:
        """The fields of a source or citation with a text; None if it is not valid."""
        if meaning == "accessed":
            date = self._dates[index].get(text)
            return {"accessed": date} if date else None
        if meaning == "reliability":
            rating = RATING.fullmatch(text)
            parts = dict(zip(("reliability", "credibility"), rating.groups(), strict=True)) if rating else {}
            return {name: part.upper() for name, part in parts.items() if part} or None
        is_valid = {
            "archived": is_address(text),
            "sha256": SHA256.fullmatch(text) is not None,
            "credibility": text in "123456" and len(text) == 1,
        }
        return {meaning: text} if is_valid.get(meaning, True) else None

    def put_checks(self, node: Map, row: Row, used: set[int]) -> None:
        """Put who checked the event, and when, into ``node``. Adds their columns to ``used``."""
        by = next((index for index in self._by if index in row.cells), None)
        names = [name for name in _texts(row.cells.get(by)) if name] if by is not None else []
        if by is None or not names or any(map(is_flag, names)):
            return
        place, at, _ = row.cells[by]
        checks: List = [(at, {"by": (at, at, name)}) for name in names]
        for on in self._on:
            if days := [day for day in _texts(row.cells.get(on)) if day]:
                day_at = row.cells[on][1]
                dates = [date for day in days if (date := self._dates[on].get(day))]
                if len(dates) == len(days) == len(names):
                    both = zip(names, dates, strict=True)
                    checks = [(at, {"by": (at, at, name), "on": (day_at, day_at, date)}) for name, date in both]
                    used.add(on)
                else:
                    unread = next((day for day in days if day not in self._dates[on]), None)
                    several = f"{plural(len(days), 'date')} beside {plural(len(names), 'name')}"
                    fault = f"{shorten(clean_line(unread), _SHOWN)}: no date" if unread else several
                    message = f"when it was checked: {fault}; it is kept under its heading"
                    self._document.warning(day_at, message, group=_INVALID)
        node["checked"] = (place, at, checks)
        used.add(by)


_HINTS: dict[Meaning, str] = {
    "archived": "an archive is given by its web address",
    "accessed": "dates are read in forms such as 2024-06-13, 13 June 2024",
    "reliability": RELIABILITY,
    "credibility": CREDIBILITY,
    "sha256": "it has 64 hexadecimal digits",
}


def _texts(cell: TableCell | None, *, is_address: bool = False) -> list[str]:
    """The texts in a cell, in order; an empty one for “n/a”. ``is_address``: commas and spaces separate, too."""
    if cell is None:
        return []
    value = cell[2]
    if isinstance(value, list):
        texts = [item if isinstance(item, str) else all_text((0, 0, item)) for _, item in value]
    else:
        texts = _BETWEEN.split(all_text(cell))
        if is_address:
            texts = [part for text in texts for part in only_addresses(text) or [text]]
    return ["" if text.strip().casefold() in cell_lists.NOTHING else text.strip() for text in texts]


def _dates(texts: Sequence[str], order: Order | None) -> dict[str, str]:
    """The date of each text of a column that is a date, read by one rule."""
    distinct = list(dict.fromkeys(filter(None, texts)))
    cells = read_column(distinct, order, refuses=False).cells
    return {text: cell.value for text, cell in zip(distinct, cells, strict=True) if cell.value}


def _as_mapping(offset: int, source: Node) -> Map:
    return dict(source) if isinstance(source, dict) else {"url": (offset, offset, source)}
