"""How some events use a source: the rows and headings of a list of sources."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from timeline_tui.model.timeline import Source

WhereUsed = Literal["in view", "elsewhere", "nowhere"]
"""Which events use a source: some of the asked events, only other events, or none."""
SourceOrder = Literal["events", "name", "date", "origin"]
"""How a list of sources is sorted, see `analysis.sources.Sources`."""


class SourceUse(NamedTuple):
    """How some events use a source.

    ``events`` is the number of events that cite it or quote from it. ``reports``, ``confirms`` and ``disputes`` are the
    numbers of events in which it has this stance; an event may count in several. ``quotes`` is the number of quotes
    from it. ``total`` counts the events of the whole timeline that use it. ``name`` is its name in queries and facets.
    """

    source: Source
    name: str
    events: int
    total: int
    reports: int
    confirms: int
    disputes: int
    quotes: int

    @property
    def where_used(self) -> WhereUsed:
        """Which events use it."""
        return "in view" if self.events else "elsewhere" if self.total else "nowhere"


class SourcePart(NamedTuple):
    """The numbers of the sources under one heading of a list of sources.

    ``where_used`` says which events use them. ``label`` names the origins that they share, and ``events`` is the number
    of the events in view that use one of them; "" and 0 if they share none.
    """

    where_used: WhereUsed
    label: str
    events: int
    sources: Sequence[int]
