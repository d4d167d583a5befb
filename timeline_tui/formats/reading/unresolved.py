"""References to sources and events that a file does not define. Another file may define them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.results import UnresolvedReference
from timeline_tui.model.problems import Severity
from timeline_tui.model.timeline import Source

_MAX_LISTED = 10_000  # the most references to nothing that are listed for one file and severity


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
