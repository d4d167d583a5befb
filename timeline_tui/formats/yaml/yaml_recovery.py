"""After a fault of YAML syntax: leave out the pieces of the text that have faults, so that the rest can be read.

The text is cut into pieces by columns (`yaml_pieces.py`), and each piece is checked by itself. A piece with a fault is
replaced by comments of the same length, so all offsets stay the same. The parser then reads the whole text again. So
an event is read only if its own text is valid and the lines around it belong to other entries.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import BrokenError
from timeline_tui.formats.reading.recovery import outline
from timeline_tui.formats.yaml.yaml_columns import in_column
from timeline_tui.formats.yaml.yaml_lines import OTHER_DASHES, keys_of
from timeline_tui.formats.yaml.yaml_parser import SECOND, fault_of
from timeline_tui.formats.yaml.yaml_pieces import Kind, Pieces, YamlPiece

_MOST_READINGS = 4  # of one text; the next one is of the text before the fault
_COMMA = re.compile(r",[ \t]*(?:[ \t]#[^\r\n]*)?\Z")
_STRAY = BrokenError(0, "this belongs to no event: no dash is before it", "an event begins with a dash and a space")
_OUTSIDE = BrokenError(0, "this is not in the column of the other keys", "begin all keys of the timeline in one column")
_NO_SPACE = BrokenError(0, "a space is missing after this dash", "write “- ” before the first key of an event")
_OTHER_DASH = BrokenError(0, "this is not the dash of YAML", "begin an event with -, the minus sign of the keyboard")
_NO_DASH = BrokenError(0, "an event begins with a dash and a space", "remove what is before the dash")
_KEY = BrokenError(0, "the key of the events is not written correctly", "write “events:”")
_NO_COMMA = BrokenError(0, "a comma is missing after this event", "put a comma between the items of a list in brackets")
_SECOND = BrokenError(0, *SECOND)


class _LeftOut(NamedTuple):
    """Text from ``start`` to ``end`` that is not read, and the fault that is the reason."""

    start: int
    end: int
    fault: BrokenError
    is_event: bool = False


class Recovery:
    """The text of a document without the parts that have faults."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._pieces = Pieces(document.text)
        self._left_out: list[_LeftOut] = []
        self._readings = 0
        self.text = document.text
        """The text to read. Its offsets are offsets in the document."""
        self.keys: dict[str, str] = {}
        """A key in ``text`` that stands for another key: the key of the events, if that is not written correctly."""

    def leave_out(self, fault: BrokenError) -> None:
        """Leave out all pieces with faults; if this was done already, the one with ``fault``."""
        self._readings += 1
        if self._readings == 1:
            self._leave_out_faults()
        if self._readings > 1 or not self._left_out:
            self._leave_out_at(fault)
        self._left_out.sort()
        self.text = _blanked(self._document.text, self._left_out)
        if self._pieces.is_key_broken:
            self._mend_key()

    def before_conflict(self, marker: int, fault: int) -> str:
        """The text before the marker of a conflict, or before an earlier fault, without an entry that goes on there."""
        text = self._document.text
        behind = text.find("\n", marker) + 1
        offset = behind if behind and fault >= marker else fault
        ranges = map(self._pieces.range, self._pieces.pieces)
        start = next((start for start, end in ranges if start <= offset <= end), offset)
        return text[: min(start, marker)]

    def report(self) -> None:
        """Report each part that is left out."""
        document = self._document
        last = len(document.text.rstrip())
        for start, end, fault, _ in self._left_out:
            message = f"{fault.message}; {document.left_out(start, end)}"
            offset = max(start, min(fault.offset, end))
            # A file that ends in the middle of a line is perhaps cut off, for example while an editor writes it.
            if end >= last and not document.text.endswith("\n"):
                document.stop(offset, message, fault.hint)
            else:
                document.skip(offset, message, fault.hint)

    def events(self) -> list[tuple[int, Collection[str]]]:
        """The offsets and keys of the events that are left out."""
        text = self._document.text
        return [(start, keys_of(text[start:end])) for start, end, _, is_event in self._left_out if is_event]

    def _leave_out_faults(self) -> None:
        pieces = self._pieces
        before: YamlPiece | None = None  # the last event, if it is not left out
        for number, piece in enumerate(pieces.pieces):
            for faulty, fault in self._faults(piece, number):
                is_event = faulty.kind in (Kind.ITEM, Kind.FLOW, Kind.OFF)
                is_part = faulty.kind is Kind.ITEM and pieces.lines[faulty.first].begins_part
                if is_part and before:  # perhaps a part of the event before it
                    faulty = faulty._replace(first=before.first)
                self._add(faulty, fault, is_event=is_event)
            if self._left_out and self._left_out[-1].end == pieces.range(piece)[1]:
                before = None
            else:
                before = piece if piece.kind is Kind.ITEM else None

    def _faults(self, piece: YamlPiece, number: int) -> list[tuple[YamlPiece, BrokenError]]:
        """The parts of a piece that have faults, each with the fault. Offsets are offsets in the document."""
        start, kind = self._pieces.range(piece)[0], piece.kind
        if kind is Kind.KEPT:
            return []
        if kind is Kind.EVENTS:
            return [(piece, _at(_KEY, start))] if self._pieces.is_key_broken else []
        if kind is Kind.MARKER:
            is_end = piece.end == len(self._pieces.lines) == piece.first + 1
            is_plain = self._pieces.of(piece).strip() in ("---", "...")
            return [] if is_end and is_plain else [(piece, _at(_SECOND, start))]
        if kind is Kind.OFF:
            return [(piece, self._fault_of_dash(piece))]
        if kind is Kind.STRAY:
            first = start + max(0, self._pieces.lines[piece.first].column)
            return [(piece, _at(_STRAY if number or self._pieces.is_list else _OUTSIDE, first))]
        fault = self._fault(piece)
        if not fault:
            return []
        if kind is Kind.ENTRY:
            inside = [(part, found) for part in self._pieces.inside(piece) if (found := self._fault(part))]
            return inside if inside and len(inside) < len(self._pieces.inside(piece)) else [(piece, fault)]
        return self._pasted(piece, fault) or [(piece, fault)]

    def _fault(self, piece: YamlPiece) -> BrokenError | None:
        """The fault of a piece by itself."""
        text, (start, _) = self._pieces.of(piece), self._pieces.range(piece)
        line = self._document.line(start)
        if piece.kind is Kind.FLOW:
            after = self._pieces.lines[piece.end : piece.end + 1]
            if after and after[0].text.startswith("{") and not _COMMA.search(text):
                return _at(_NO_COMMA, start)
            text = _COMMA.sub("", text)
        fault = fault_of(text, line, is_item=piece.kind in (Kind.ITEM, Kind.OFF))
        return _at(fault, start + fault.offset) if fault else None

    def _fault_of_dash(self, piece: YamlPiece) -> BrokenError:
        """The fault in the dash of an event: its column, or the text before or after it."""
        line, column = self._pieces.lines[piece.first], self._pieces.column
        if line.column < 0 and (fault := self._fault(piece)):  # a tab in the indentation
            return fault
        offset = line.start + max(0, line.column)
        if not line.is_item:
            first = line.text[0]
            return _at(_NO_SPACE if first == "-" else _OTHER_DASH if first in OTHER_DASHES else _NO_DASH, offset)
        message = "this dash is not in the column of the others"
        return BrokenError(offset, message, in_column(column, line.column) if column != line.column else "")

    def _pasted(self, piece: YamlPiece, fault: BrokenError) -> list[tuple[YamlPiece, BrokenError]]:
        """The end of an event that is another event in the wrong column; empty if it is not certain that it is one."""
        lines = self._pieces.lines
        for number in range(piece.first + 1, piece.end):
            if lines[number].start <= fault.offset <= lines[number].end and self._pieces.begins_event(lines[number]):
                above, below = piece._replace(end=number), YamlPiece(Kind.OFF, number, piece.end)
                if not self._fault(above) and not self._fault(below):
                    return [(below, self._fault_of_dash(below))]
        return []

    def _leave_out_at(self, fault: BrokenError) -> None:
        """Leave out the piece with ``fault``; after several readings, also all that follows it."""
        ranges = [self._pieces.range(piece) for piece in self._pieces.pieces if piece.kind is not Kind.EVENTS]
        text = self._document.text
        free = [(start, end) for start, end in ranges if not any(s <= start < e for s, e, *_ in self._left_out)]
        at = [span for span in free if span[0] <= fault.offset] or free[:1] or [(0, len(text))]
        start, end = at[-1]
        if self._readings >= _MOST_READINGS:
            start, end = (0, len(text)) if self._readings > _MOST_READINGS else (start, len(text.rstrip()))
            self._left_out = [entry for entry in self._left_out if entry.end <= start]
        self._left_out.append(_LeftOut(start, end, fault))

    def _add(self, piece: YamlPiece, fault: BrokenError, *, is_event: bool) -> None:
        self._left_out.append(_LeftOut(*self._pieces.range(piece), fault, is_event))

    def _mend_key(self) -> None:
        """Write a correct key of the events in the place of the wrong one, which is longer."""
        (piece,) = (piece for piece in self._pieces.pieces if piece.kind is Kind.EVENTS)
        line = self._pieces.lines[piece.first]
        key = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in self._document.text)
        self.keys = {key: "events"}
        mended = f"{' ' * line.column}{key}:".ljust(line.end - line.start)
        self.text = self.text[: line.start] + mended + self.text[line.end :]


def _at(fault: BrokenError, offset: int) -> BrokenError:
    return BrokenError(offset, fault.message, fault.hint)


def _blanked(text: str, left_out: list[_LeftOut]) -> str:
    """``text`` with comments in the place of these parts. White space would be a part of a block scalar before it."""
    kept: list[str] = []
    at = 0
    for start, end, *_ in left_out:
        kept += (text[at:start], re.sub(r"[^\r\n]+", lambda found: "#".ljust(len(found[0])), text[start:end]))
        at = max(at, end)
    return "".join((*kept, text[at:]))


def swallows_entry(start: int, end: int, text: str, builder: Builder) -> bool:
    """Whether the quoted text from ``start`` to ``end`` has a line on which an entry begins.

    Then its closing quote is missing, and the next quote in the file has closed it. YAML 1.2.2, section 7.3, requires
    more indentation for the lines of a quoted text, but libyaml does not check it. Lines of a text that only resemble
    an entry are therefore allowed: it must begin like the entry with the quoted text, with the same column and key.
    """
    after = text.find("\n", start) + 1 or end
    for _, _, entry, _ in outline(builder)[1:]:
        if entry is not None:
            line = text.rfind("\n", 0, entry) + 1
            begins = re.compile(r"( *(?:- +)?)[^\w\n]?([\w-]+)").match(text, line)
            if begins and re.compile(rf"(?m)^{begins[1]}[\"']?{re.escape(begins[2])}[\"']?:").search(text, after, end):
                return True
    return re.compile(r"(?m)^(?:events|sources|views|aliases)[ ]*:").search(text, after, end) is not None
