"""Finding the format of a file by its ending and its first bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline_tui.formats.format_table import FORMATS, Format, by_name, outside_format

if TYPE_CHECKING:
    from timeline_tui.formats.reading.results import Bytes

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""The first bytes of a workbook: a ZIP archive, or the container of older Excel files and encrypted files."""
_PARQUET = (b"PAR1", b"PARE")
"""The first bytes of a Parquet file, plain or encrypted."""
_HEAD = 1 << 16  # bytes at the beginning of a file that are searched for the signature of a format
_SHEET = r"\s*(?![-#] )[^\n:{\[]*[,;\t]"
"""The first line of a file that may be CSV: a separator, and before it no colon, bracket or dash of YAML or JSON."""


def detect(data: bytes | Bytes, file: str) -> Format:
    """Return the format to read ``data`` in: by the ending of ``file``; if several fit, by the signatures.

    A workbook is recognised by its first bytes, because some programs write web pages and CSV into ``.xls`` files.
    """
    if outside := outside_format(file):
        return outside
    readers = [format for format in FORMATS if format.reads]
    first = data[:_HEAD] if isinstance(data, bytes) else data.read(0, _HEAD)
    if first.startswith(_WORKBOOKS):  # whatever the ending is
        return by_name("workbook")
    if first.startswith(_PARQUET) or file.lower().endswith(by_name("parquet").endings):
        return by_name("parquet")
    fitting = [format for format in readers if format.is_text and file.lower().endswith(format.endings)]
    if len(fitting) == 1:
        return fitting[0]
    # imported here, because it takes 1 ms and --help does not need it
    from timeline_tui.formats.reading.decoding import decode

    head = decode(first, file).text
    for format in reversed(fitting or readers):
        if format.signature and re.match(format.signature, head):
            return format
    if not fitting and re.match(_SHEET, head):
        from timeline_tui.formats.csv.csv_tables import is_table  # 5 ms, and few inputs have no ending

        return by_name("csv" if is_table(head) else "yaml")
    return fitting[0] if fitting else by_name("yaml")


def is_binary(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is neither text, a workbook nor Parquet, so that no format reads it."""
    # imported here, because it takes 1 ms and --help does not need it
    from timeline_tui.formats.reading.decoding import encoding_of

    return not encoding_of(head)[0] and not head.startswith(_WORKBOOKS + _PARQUET)
