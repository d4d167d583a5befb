"""What processes that read sheets have in common: their limits, and the messages that they send.

A message is JSON on one line:

- An object begins a sheet: ``sheet`` is its name, ``column`` the first column with a cell (from 0), ``merged`` are the
  merged ranges near the top; ``hidden`` and ``from_1904`` are booleans. ``formats_known``: whether a cell is sent as
  its format shows it (``2024-06``), see `number_formats`. ``yearless`` has ``[row, column, count]`` for each column
  with cells that show a day or month without a year: the first such cell, and their number. ``links`` has ``[row,
  column, address]`` for each cell with a link. ``json_columns`` are the columns with lists or mappings as JSON.
- A list has the next rows of the sheet. A row is a list of texts; a number stands for that number of empty rows.
- The last line is ``{"fault": …, "hint": …}``, or ``{"sheets": …}`` with the names of all sheets. If it is missing, the
  process was killed.

`received_sheets.py` reads the messages.
"""

from __future__ import annotations

from collections.abc import Iterable

from timeline_tui.formats.reading.library_process import send

MAX_CELLS = 4_000_000  # cells with a value in one sheet, and cells of all sheets that are sent
MAX_ROWS = 1 << 20  # the limit of Excel and LibreOffice
MAX_CELL = (1 << 20) + 1  # characters of a cell; one more than the limit of readers, so that they report it
MEMORY = 2 << 30  # bytes of the address space of the process
SECONDS = 300  # of CPU time
_BLOCK = 500  # rows of one message


def send_rows(rows: Iterable[list[str]]) -> None:
    """Send the rows of a sheet, without the empty cells at their ends."""
    block: list[list[str] | int] = []
    for texts in rows:
        while texts and not texts[-1]:
            texts.pop()
        last = block[-1] if block else None
        if texts:
            block.append(texts)
        elif isinstance(last, int):
            block[-1] = last + 1
        else:
            block.append(1)
        if len(block) == _BLOCK:
            send(block)
            block = []
    send(block)
