"""Remarks on the text of the query: its fault, or advice to write it in a better way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.syntax import QueryError
from timeline_tui.ui.query.query_box import QueryBox
from timeline_tui.ui.query.query_row import LEFT

if TYPE_CHECKING:  # imported when it is first needed
    from timeline_tui.ui.query.fault_line import FaultLine

MOST_ADVICE = 3  # lines of a view without events


class QueryRemarks:
    """Shows remarks on the text of ``box`` on a line below it, in ``bar``."""

    def __init__(self, bar: Widget, box: QueryBox) -> None:
        self._bar, self._box = bar, box
        self._line: FaultLine | None = None  # mounted with the first fault or advice
        self.fault = ""  # the fault that is shown, with its hint

    def show_fault(self, error: QueryError | None, showing: str = "") -> None:
        """Show a fault, and what is still shown; None hides the line."""
        self.fault = _joined(error.message, error.hint) if error else ""
        if error is None:
            self._box.fault = None
            if self._line:
                self._line.clear()
            return
        self._box.fault = (error.column - 1, error.end - 1)
        self._show(" · ".join(filter(None, (self.fault, showing))), error.column - 1, is_fault=True)

    def advise(self, slice: Slice | None, before: int | None = None) -> str:
        """Show the first advice on a correct query with a better way to write it. Return the first advice, as lines.

        ``before``: the word at this offset is being typed, so there is only advice on what stands before it.
        """
        if slice is None or slice.is_remote or self._box.fault:
            return ""
        # 0.3 ms, and the first screen does not need it
        from timeline_tui.analysis.advice import advise

        remarks: list[str] = []
        better = None
        for advice in advise(self._box.value, slice.index):
            if before is None or advice.end <= before:
                remarks.append(_joined(advice.message, advice.hint))
                better = better or (advice if advice.hint else None)
            # each advice may take 40 ms, and only a view without events shows more than one
            if better and (slice.mask or len(remarks) >= MOST_ADVICE):
                break
        if better:
            self._show(_joined(better.message, better.hint), better.start, is_fault=False)
        return "\n".join(remarks[:MOST_ADVICE])

    def _show(self, text: str, offset: int, *, is_fault: bool) -> None:
        if self._line is None:
            # 0.3 ms, and the first screen does not need it
            from timeline_tui.ui.query.fault_line import FaultLine

            self._line = FaultLine()
            self._bar.mount(self._line, after=self._box)
        self._line.show_message(text, self._box.column(offset), self._bar.size.width - LEFT, is_fault=is_fault)


def _joined(message: str, hint: str) -> str:
    return f"{message}; {hint}" if hint else message
