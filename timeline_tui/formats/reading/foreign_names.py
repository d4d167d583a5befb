"""Which signs separate the names in the columns of a table, and which names have a comma."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from timeline_tui.formats.csv.flat_records import looks_like_json
from timeline_tui.formats.reading import cell_lists
from timeline_tui.formats.reading.cell_lists import Separators
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Table, TableCell, names_in, text_of
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import Node
from timeline_tui.text.text import clean_line

_SEMICOLONS = "write a semicolon between names"


def column_separators(table: Table, meanings: Mapping[int, Meaning]) -> dict[int, Separators]:
    """The separators in the columns with these indexes and meanings."""
    columns: dict[int, list[Node]] = {index: [] for index in meanings}
    for row in table.rows:
        for index in row.cells.keys() & columns.keys():
            columns[index].append(row.cells[index][2])
    return {index: _separators(nodes, meanings[index]) for index, nodes in columns.items()}


def _separators(nodes: Sequence[Node], meaning: Meaning) -> Separators:
    """The separators in the values of a column that are texts; other values may be lists."""
    listed = [name for node in nodes[: cell_lists.MAX_CELLS] if isinstance(node, list) for name in names_in(node)]
    return cell_lists.separators([node.strip() if isinstance(node, str) else "" for node in nodes], listed, meaning)


def kept_comma(entries: Sequence[TableCell], known: Separators, heading: str, document: Document) -> str:
    """A sentence on the first name with a comma in the cells of a column; empty if there is none.

    It is also a note of the document. If other cells are lists, the sentence says so.
    """
    plain = [entry for entry in entries if isinstance(entry[2], str) and not looks_like_json(entry[2])]
    commas = (entry for entry in plain if "," in text_of(entry) and not cell_lists.separates_always(text_of(entry)))
    first = next((comma for comma in commas if any(map(cell_lists.has_comma, names_in(comma[2], known)))), None)
    if first is None:
        return ""
    name = clean_line(text_of(first))[:60]
    message = f"“{name}” is one name here: commas do not separate the names of “{heading}”"
    decisive = next((entry for entry in plain if cell_lists.separates_always(text_of(entry))), None)
    if decisive:
        where = document.place_name(decisive[1])
        message += f", because other signs do {f'on line {where}' if isinstance(where, int) else f'at {where}'}"
    elif len(plain) < len(entries):
        message += ", because other cells are lists"
    hint = "use the same separator in all cells of a column" if decisive or len(plain) < len(entries) else _SEMICOLONS
    document.note(first[1], message, hint)
    return message
