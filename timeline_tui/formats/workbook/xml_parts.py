"""The XML parts of a workbook, read with Expat in blocks. A document type is refused, as in feeds."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

MAX_SMALL = 8 << 20  # bytes of a part without cells
_BLOCK = 1 << 20
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class TooMuchError(Exception):
    """The part has a document type, or is too large."""


FAULTS = (TooMuchError, expat.ExpatError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError)
"""What reading a part of a broken or hostile workbook raises."""


def parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part: call ``start`` and ``end`` for each element, and ``text`` for the text in it. Raises TooMuchError.

    The handlers get the name of the element without its prefix, and ``start`` its attributes.
    """

    def refuse(*_: object) -> None:
        raise TooMuchError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    with archive.open(name) as part:
        while block := part.read(_BLOCK):  # with the blocks of 2 KB of ParseFile, a long attribute takes quadratic time
            parser.Parse(block)
        parser.Parse(b"", True)  # the parameter has no name


def parse_small(archive: zipfile.ZipFile, name: str, start: Start) -> None:
    """`parse` for a part without cells. Raises TooMuchError if it is larger than any real one."""
    if archive.getinfo(name).file_size > MAX_SMALL:
        raise TooMuchError
    parse(archive, name, start)


def contains(archive: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a part has a match of up to 64 bytes. This takes a tenth of the time of parsing it."""
    before = b""
    with archive.open(name) as part:
        while block := part.read(_BLOCK):
            if pattern.search(before + block):
                return True
            before = block[-64:]
    return False


def local(attributes: Attributes) -> Attributes:
    """The attributes, by their names without prefixes."""
    return {key.rpartition(":")[2]: value for key, value in attributes.items()}


def sheet_path(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of an Excel workbook with the cells of a sheet; empty if it has none. Raises an error of `FAULTS`."""
    targets: dict[str, str] = {}
    paths: list[str] = []

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = posixpath.join("/xl", attributes.get("Target", ""))
            targets[attributes.get("Id", "")] = posixpath.normpath(target)[1:]

    def sheet_of(name: str, attributes: Attributes) -> None:
        if name == "sheet" and attributes.get("name") == sheet:
            paths.extend(targets[value] for key, value in attributes.items() if key.endswith(":id"))

    parse_small(archive, "xl/_rels/workbook.xml.rels", relation)
    parse_small(archive, "xl/workbook.xml", sheet_of)
    return paths[0] if paths else ""


def column_of(reference: str) -> int:
    """The column of a cell such as ``AB12``, from 0."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
