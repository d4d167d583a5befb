"""A card of the detail, the sections that cards are in, and the signs that all panes share."""

from typing import Literal, NamedTuple

from rich.console import RenderableType

from timeline_tui.analysis.relations import Way
from timeline_tui.analysis.targets import Target
from timeline_tui.model.timeline import Citation, Stance

Kind = Literal["event", "outcome", "dispute", "compare", "quote", "source", "related", "note", "other", "facts"]

SECTIONS: dict[Kind, str] = {
    "event": "",
    "outcome": "",
    "dispute": "",
    "compare": "",
    "quote": "",
    "source": "Sources",
    "related": "Related",
    "note": "Note",
    "other": "Other",
    "facts": "",
}
"""The kinds of cards in reading order, with the heading above the first card of each; "" for none."""

SIGNS: dict[Stance, str] = {"reports": "·", "confirms": "✓", "disputes": "≠"}

BRANCHES: dict[Way, str] = {
    "contradicts": "In contradiction",
    "before": "Before",
    "after": "After",
    "beside": "About the same time",
    "absent": "Not in this timeline",
}
"""The headings of the related events."""


class Card(NamedTuple):
    """One card of the detail: its drawing, the text for the clipboard, and a source or event to go to.

    - ``renderable`` is the card; a part of it may be folded. Then ``unfolded`` is the whole card, else it is None.
    - ``event_id`` is the event to go to.
    - Cards with the same ``branch`` are together under that heading.
    - ``star`` is the star of its event, quote or source; "" for a card about the whole event, such as a dispute.
    - ``source`` is the name of its source in queries.
    - ``written_at`` is the file and line of its source. None: they are those of the event or of the ``citation``.
    """

    kind: Kind
    renderable: RenderableType
    copy_text: str
    targets: tuple[Target, ...] = ()
    event_id: str | None = None
    branch: str = ""
    unfolded: RenderableType | None = None
    written_at: tuple[str, int] | None = None
    star: str = ""
    source: str = ""
    citation: Citation | None = None

    @property
    def choice(self) -> str:
        """What choosing the card does, in a word or two; "" if it does nothing."""
        if self.kind == "compare":
            return "Compare"
        return "Go to event" if self.event_id else "Open" if self.targets else ""

    @property
    def address(self) -> str:
        """The address of its source, as the file has it; "" if there is none. It may be unsafe to open."""
        return next((target.place for target in self.targets if target.kind == "address"), "")
