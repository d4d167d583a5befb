"""A table from a file in another shape than ours. Its rows are rows of a sheet, or mappings of YAML or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from timeline_tui.formats.reading import cell_lists
from timeline_tui.formats.reading.key_meanings import key_meaning
from timeline_tui.formats.reading.meanings_lookup import words
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import List, Map, Node

TableCell: TypeAlias = "tuple[int, int, Node]"
"""The offset of the heading or key, the offset of the value, the value."""

_NAMED = ("name", "title", "label", "value", "text", "key")


MAX_COLUMNS = 1 << 14
"""The most columns of a table, as in Excel and LibreOffice. To understand 100,000 would take 10 s."""


class Row(NamedTuple):
    """One row: its offset, and its cells by the index of their column, without empty cells."""

    offset: int
    cells: dict[int, TableCell]


class Table(NamedTuple):
    """The names of the columns, and the rows. Problems of the whole table are reported at ``offset``."""

    names: list[str]
    rows: list[Row]
    offset: int = 0
    noun: str = "column"
    """The word for a column in messages: ``column`` or ``key``."""
    notes: tuple[str, ...] = ()
    """Remarks on how the table was found in the file."""
    head: Map = {}
    """The other data of the file: the title, …"""
    shape: str = ""
    """The known shape of the table, such as “ACLED” (see `formats/shapes/`); empty if it has none."""
    meanings: Mapping[int, Meaning | None] = {}
    """The meanings that the known shape gives to its columns, by index; None: no meaning."""
    year: str = ""
    """The year in a row above the headings; empty if there is none."""
    are_files: bool = False
    """Whether each row is a file of its own. A file is read even if the dates of most others have two readings."""


def tabled(records: Iterable[tuple[int, Map]], noun: str = "key") -> Table:
    """The table of ``records``, pairs (offset, mapping). It has a column for each key, in the order of the file."""
    names: dict[str, int] = {}
    rows = [
        Row(at, {names.setdefault(key, len(names)): entry for key, entry in record.items() if entry[2] is not None})
        for at, record in records
    ]
    return Table(list(names), rows, rows[0].offset if rows else 0, noun)


def too_many(count: int, noun: str) -> tuple[str, str]:
    """The message and the hint for a table with more than MAX_COLUMNS columns or keys."""
    return f"this table has {count:,} {noun}s; the limit is {MAX_COLUMNS:,}", f"leave out {noun}s that you do not need"


def without_na(table: Table) -> Table:
    """``table`` without cells that are NA, the missing value of R, if several columns have them.

    In a single column, it may be a name: NA is the code of Namibia.
    """
    columns = {index for row in table.rows for index, entry in row.cells.items() if entry[2] == "NA"}
    if len(columns) < 2:
        return table
    rows = [
        Row(row.offset, {index: cell for index, cell in row.cells.items() if cell[2] != "NA"}) for row in table.rows
    ]
    return table._replace(rows=rows)


def text_of(entry: TableCell | None) -> str:
    """The text of a cell; empty if it is absent, or a list or mapping."""
    return entry[2].strip() if entry and isinstance(entry[2], str) else ""


def only_text(entry: TableCell | None) -> str:
    """The text of a cell, or the only text in its list or mapping; empty if there are none or several."""
    if entry is None or isinstance(entry[2], str):
        return text_of(entry)
    texts = list(_texts(entry[2]))
    return texts[0].strip() if len(texts) == 1 else ""


def all_text(entry: TableCell | None) -> str:
    """All texts in a cell, joined by semicolons."""
    return "; ".join(_texts(entry[2])) if entry else ""


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for _, _, value in node.values():
            yield from _texts(value)
    else:
        for _, item in node or ():
            yield from _texts(item)


def is_only_names(node: Node, names: Sequence[str]) -> bool:
    """Whether a list or mapping has no texts other than ``names``; False for {name: Ana Vidal, role: speaker}."""
    if not isinstance(node, dict) and all(
        isinstance(item, str) for _, item in (node if isinstance(node, list) else ())
    ):
        return True
    return {text.strip() for text in _texts(node)} <= {*names, ""}


def names_in(node: Node, known: cell_lists.Separators = cell_lists.Separators()) -> list[str]:  # noqa: B008  # immutable
    """The names in a cell: the parts of a text, the items of a list, or the name or names in a mapping."""
    if isinstance(node, str):
        return cell_lists.split(node, known)
    items = _names_in_mapping(node) if isinstance(node, dict) else node or ()
    names: list[str] = []
    for _, item in items:
        names += [item.strip()] if isinstance(item, str) else names_in(item)
    return [name for name in dict.fromkeys(names) if name.casefold() not in cell_lists.NOTHING]


def _names_in_mapping(node: Map) -> List:
    """The values with the names in a mapping: the value of ``name``, the value of its only key, or its keys.

    ``{tag: economy}`` has the name “economy”, and ``{Ana Vidal: {role: speaker}}`` the name “Ana Vidal”.
    """
    for wanted in _NAMED:
        for key, (_, at, value) in node.items():
            if words(key)[-1:] == (wanted,) and isinstance(value, str) and value.strip():
                return [(at, value)]
    if len(node) == 1:
        ((key, (_, at, value)),) = node.items()
        if _is_field(key) or (isinstance(value, str) and key.islower() and " " not in key):
            return [(at, value)]
    if all(value is None or isinstance(value, dict) for _, _, value in node.values()):
        return [(place, key) for key, (place, _, _) in node.items() if not _is_field(key)]
    return []


def _is_field(key: str) -> bool:
    """Whether a key of a mapping in a list names the type of its value: ``tag``, ``country_name``."""
    return words(key)[-1:] in {(word,) for word in _NAMED} or key_meaning(key) is not None
