"""The links of the cells of a workbook, which python-calamine does not give.

In Excel, a link is an element ``hyperlink`` whose address is in the relations of the sheet, ECMA-376 part 1, 18.3.1.47,
or a formula ``HYPERLINK("https://…", "Reuters")``. In OpenDocument, it is an element ``text:a`` in the text of a cell.
They are read in the process of `calamine_process`. Links in binary workbooks are not read.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from typing import TypeAlias

from timeline_tui.formats.workbook.xml_parts import (
    FAULTS,
    Attributes,
    TooMuchError,
    column_of,
    contains,
    local,
    parse,
    sheet_path,
)

Links: TypeAlias = "dict[tuple[int, int], str]"
"""The address of the link of each cell, by row and column from 0."""

Range: TypeAlias = "tuple[tuple[int, int], tuple[int, int]]"
"""The first and the last cell of merged cells, each as row and column from 0."""

MAX_LINKS = 65_530
"""The most links that are read; a sheet of Excel has at most so many."""
MAX_ADDRESS = 2_083
"""The most characters of an address in Excel."""
_EXCEL = re.compile(rb"[<:]hyperlink\s|HYPERLINK\(")
_OPEN_DOCUMENT = re.compile(rb"<text:a\s")
_FORMULA = re.compile(r'(?:_xlfn\.)?HYPERLINK\(\s*"([^"]+)"\s*[,;)]', re.IGNORECASE)


def links_of(data: bytes, sheet: str) -> Links:
    """The links of the sheet with this name. In a broken workbook these are the links before the fault."""
    links = _Links()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                path = sheet_path(archive, sheet)
                if path and contains(archive, path, _EXCEL):
                    _ExcelLinks(links, _relations(archive, path, names)).read(archive, path)
            elif "content.xml" in names and contains(archive, "content.xml", _OPEN_DOCUMENT):
                parse(archive, "content.xml", _OpenDocumentLinks(links, sheet).start)
    except FAULTS:
        pass
    return links.found


def filled_down(links: Links, merged: Sequence[Range]) -> Links:
    """The links; the link of a merged cell is in all its rows, as `calamine_process.filled_down` repeats its text."""
    below: Links = {}
    for (top, column), (bottom, _) in merged:
        if (top, column) in links and bottom - top <= MAX_LINKS - len(below):
            below |= dict.fromkeys(((row, column) for row in range(top + 1, bottom + 1)), links[top, column])
    return below | links


class _Links:
    def __init__(self) -> None:
        self.found: Links = {}
        self.count = 0

    def keep(self, row: int, column: int, address: str) -> None:
        """Keep the link of a cell. Links within the workbook are left out. Raises TooMuchError."""
        self.count += 1
        if self.count > MAX_LINKS:
            raise TooMuchError
        if address and address[0] != "#" and len(address) <= MAX_ADDRESS:
            self.found.setdefault((row, column), address)


def _relations(archive: zipfile.ZipFile, path: str, names: set[str]) -> dict[str, str]:
    """The addresses outside the workbook to which a sheet refers, by their keys."""
    folder, file = posixpath.split(path)
    part = f"{folder}/_rels/{file}.rels"
    targets: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") == "External" and len(targets) < MAX_LINKS:
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    if part in names:
        parse(archive, part, relation)
    return targets


class _ExcelLinks:
    """Reads the elements ``hyperlink`` of a sheet, and its formulas."""

    def __init__(self, links: _Links, targets: dict[str, str]) -> None:
        self.links, self.targets = links, targets
        self.row = self.column = -1  # both are counted where the file leaves them out
        self.formula: list[str] | None = None  # the parts of the formula that is read

    def read(self, archive: zipfile.ZipFile, path: str) -> None:
        """Read the part with the cells of the sheet."""
        parse(archive, path, self.start, self.end, self.text)

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self.column = column_of(attributes["r"]) if "r" in attributes else self.column + 1
        elif name == "f":
            self.formula = []
        elif name == "hyperlink":
            self.link(local(attributes))

    def text(self, text: str) -> None:
        """Take a part of a text."""
        if self.formula is not None:
            self.formula.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "f" and self.formula is not None:
            found = _FORMULA.match("".join(self.formula))
            self.formula = None
            if found:
                self.links.keep(self.row, self.column, found[1])

    def link(self, attributes: Attributes) -> None:
        """Keep a link for all cells of its range."""
        address = self.targets.get(attributes.get("id", ""), "")
        if address and "location" in attributes:
            address += f"#{attributes['location']}"
        first, _, last = attributes.get("ref", "").partition(":")
        top, bottom = (int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1 for cell in (first, last or first))
        for row in range(top, bottom + 1) if address else ():
            for column in range(column_of(first), column_of(last or first) + 1):
                self.links.keep(row, column, address)


class _OpenDocumentLinks:
    """Reads the first link of each cell of one sheet, OpenDocument 1.2 part 1, 6.1.8 and 9.1."""

    def __init__(self, links: _Links, sheet: str) -> None:
        self.links, self.sheet = links, sheet
        self.is_open = False  # whether the cells belong to the sheet
        self.row = self.column = self.after = 0  # the cell, and the column after it
        self.rows = 0  # how often the row is repeated

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name in ("table-cell", "covered-table-cell"):
            self.column = self.after
            self.after += int(local(attributes).get("number-columns-repeated", 1))
        elif name == "table-row":
            self.row, self.after = self.row + self.rows, 0
            self.rows = int(local(attributes).get("number-rows-repeated", 1))
        elif name == "table":
            self.is_open, self.row, self.rows = local(attributes).get("name") == self.sheet, 0, 0
        elif name == "a" and self.is_open:
            self.links.keep(self.row, self.column, local(attributes).get("href", ""))
