"""Reads the sources of an event from columns of sources, and from columns with their titles and publishers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from timeline_tui.formats.reading import cell_lists, cell_texts
from timeline_tui.formats.reading.foreign_evidence import Evidence
from timeline_tui.formats.reading.foreign_sources import (
    add_links,
    are_all_sources,
    citations,
    paired,
    unread_dates,
    with_keys,
    without_repeats,
)
from timeline_tui.formats.reading.foreign_table import Row, TableCell, all_text, names_in, text_of
from timeline_tui.formats.reading.meanings_evidence import names_address
from timeline_tui.formats.reading.meanings_words import OF_SOURCE
from timeline_tui.formats.reading.meant_cells import MeantCells
from timeline_tui.formats.reading.nodes import List, Map
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.text.text import clean_line

_PARTS_OF_SOURCES = {"publisher": "publisher", "locator": "at"}


class RowSources:
    """Makes the sources of a row."""

    def __init__(
        self,
        known: Understanding,
        meant: MeantCells,
        separators: Mapping[int, cell_lists.Separators],
        evidence: Evidence,
        timeline_reader: TimelineReader,
    ) -> None:
        """``separators``: the separators in columns with lists. ``evidence`` reads the other columns about sources."""
        self._known, self._meant, self._separators, self._evidence = known, meant, separators, evidence
        self._reader = timeline_reader
        self._partners: dict[int, list[int]] = {}  # column of an address → the columns with its title and publisher
        for index, column in enumerate(known.columns):
            if column.partner is not None and column.meaning not in OF_SOURCE:
                self._partners.setdefault(column.partner, []).append(index)
        self._partnered = list(chain.from_iterable(self._partners.values()))

    def put_into(self, node: Map, row: Row, extra: Sequence[cell_texts.CellText], used: set[int]) -> None:
        """Put the sources of a row into ``node``. The addresses in the texts ``extra`` are sources, too.

        The columns that were read completely are added to ``used``.
        """
        sources: List = []
        places: dict[int | None, list[int]] = {}  # column → the indexes of its sources
        for index, (place, at, value) in self._meant.cells(row, "sources"):
            separators = self._separators.get(index, cell_lists.Separators())
            made = citations(value, at, separators, are_addresses=names_address(self._known.columns[index].heading))
            beside: dict[str, TableCell] = {}
            read_beside = []
            for other in self._partners.get(index, ()):
                names = _on_one_line(row.cells[other]) if other in row.cells else None
                field = _PARTS_OF_SOURCES.get(self._known.columns[other].meaning or "", "title")
                is_key = names is not None and names[2] in self._reader.keys
                if names and not is_key and field not in beside and (field != "at" or len(made) == 1):
                    beside[field] = names
                    read_beside.append(other)
            sources += (new_sources := paired(made, beside, at))
            used.update(read_beside if new_sources else ())
            places.setdefault(index, []).extend(range(len(sources) - len(new_sources), len(sources)))
            if are_all_sources(value) if made else not all_text((place, at, value)).strip():
                used.add(index)
        for index in self._partnered:  # a title whose address is missing in this row
            if index in row.cells and index not in used and self._known.columns[index].meaning != "locator":
                made = _titled(row.cells[index])
                partner = self._known.columns[index].partner
                places.setdefault(partner, []).extend(range(len(sources), len(sources) + len(made)))
                sources += made
                used.update([index] if made and are_all_sources(row.cells[index][2]) else [])
        self._evidence.put_into(sources, places, row, used)
        add_links(sources, chain.from_iterable(text.sources for text in extra), row.offset)
        for key, at, text in unread_dates(sources):
            message = f"{clean_line(text)[:60]}: not a date that can be read; it is kept as “{clean_line(key)}”"
            self._reader.document.warning(at, message, group="dates of sources that cannot be read")
        if sources:
            cited = with_keys(without_repeats(sources), self._reader.keys)
            node["sources"] = (sources[0][0], sources[0][0], cited)


def _titled(cell: TableCell) -> List:
    """The sources in a cell with titles or publishers, if the cell with the address is empty."""
    _, at, value = cell
    if not isinstance(value, str) and (made := citations(value, at)):
        return made
    _, _, title = _on_one_line(cell) or (0, 0, "")
    if not title or title.casefold() in cell_lists.NOTHING:
        return []
    return citations(title, at) if "://" in title else [(at, {"title": (at, at, title)})]


def _on_one_line(entry: TableCell) -> tuple[int, int, str] | None:
    """The text of a cell, or the texts of a list with semicolons between them; None if there are none."""
    place, at, value = entry
    are_texts = isinstance(value, list) and all(isinstance(item, str) for _, item in value)
    text = text_of(entry) if isinstance(value, str) else "; ".join(names_in(value)) if are_texts else ""
    return (place, at, text) if text else None
