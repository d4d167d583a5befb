"""Faults that are certain only at the end of a file: dates that no order replaces, and references to nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.line_events import LineEvents
from timeline_tui.formats.reading.results import UnresolvedReference
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.model.problems import Severity
from timeline_tui.model.timeline import Event, Source

NO_DATE = "an event without “date”"
_PLACED = "only the order that other events state places it"
_NOWHERE = f"no date, and “after” and “before” lead to none; {KEPT_UNDATED}"
_MAX_KEPT = 10_000  # faults that are reported at the end; later ones are reported at once
_MAX_LISTED = 10_000  # the most references to nothing that are listed for one file and severity


class _DateFault(NamedTuple):
    """A fault in the date of the event ``number``, at the offset ``place``."""

    number: int
    place: int
    message: str
    hint: str


class WithoutDate:
    """The faults of the dates of events in one document. Each is reported once, at the end."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._faults: list[_DateFault] = []

    def add(self, number: int, offset: int, message: str, hint: str) -> None:
        """Add the fault ``message`` of the event ``number``. Raises RoughError."""
        if len(self._faults) < _MAX_KEPT:
            self._faults.append(_DateFault(number, self._document.place(offset), message, hint))
        else:
            self._document.error(offset, f"{message}; {KEPT_UNDATED}", hint)

    def report(self, events: Sequence[Event], named: Mapping[int, int], *, has_order: bool) -> None:
        """Report the faults. For an event without date, after and before that others place, it is only a warning.

        ``named`` are undated events that name others in ``after`` or ``before``, with the offset of one of these names.
        Without ``has_order``, no event names another.
        """
        placed = _placed(events) if has_order and (self._faults or named) else events.__getitem__
        for number, place, message, hint in self._faults:
            if number >= len(events) or placed(number).date.is_placeless:
                self._document.error(place, f"{message}; {KEPT_UNDATED}", hint)
            elif message == NO_DATE:
                self._document.warning(place, f"{message}: {_PLACED}", hint)
            else:
                self._document.error(place, f"{message}; the order of events places it", hint)
        reported = {fault.number for fault in self._faults}
        for number, place in named.items():
            if number not in reported and placed(number).date.is_placeless:
                self._document.error(place, _NOWHERE)


def _placed(events: Sequence[Event]) -> Callable[[int], Event]:
    """A function that returns the event with a number, with the date that the order of events narrows."""
    if isinstance(events, LineEvents):
        changed, _ = events.placed()
        return lambda number: changed.get(number) or events[number]
    from timeline_tui.model.order import placed  # 1 ms, and most timelines state no order

    return placed(events)[0].__getitem__


class _Fault(NamedTuple):
    """A reference to something that is not defined, at ``offset``."""

    offset: int
    name: str
    message: str
    hint: str
    stand_in: Source | None
    is_key: bool


class Unresolved:
    """The references to nothing of one document. They are not reported to it: another file may resolve them later."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._faults: dict[Severity, list[_Fault]] = {}

    def add(
        self,
        name: str,
        places: Iterable[int],
        message: str,
        hint: str,
        severity: Severity,
        stand_in: Source | None = None,
        *,
        is_key: bool = False,
    ) -> None:
        """Add the references to ``name`` at these offsets; ``stand_in``: the source that events cite for now."""
        faults = self._faults.setdefault(severity, [])
        for offset in places:
            faults.append(_Fault(offset, name, message, hint, stand_in, is_key))

    def listed(self) -> Iterator[UnresolvedReference]:
        """All of them with their problems. Those beyond _MAX_LISTED share one, which stays until all are resolved."""
        for severity, faults in self._faults.items():
            faults.sort(key=lambda fault: fault.offset)
            for fault in faults[:_MAX_LISTED]:
                problem = self._document.problem(fault.offset, fault.message, fault.hint, severity)
                yield UnresolvedReference(fault.name, problem, fault.stand_in, fault.is_key)
            rest = faults[_MAX_LISTED:]
            if rest:
                message = f"more {severity}s of this kind from here on are not listed"
                problem = self._document.problem(rest[0].offset, message, "", severity)
                for name, stand_in, is_key in dict.fromkeys(
                    (fault.name, fault.stand_in, fault.is_key) for fault in rest
                ):
                    yield UnresolvedReference(name, problem, stand_in, is_key)
