"""The cards of the related events: a line each in a tree; the rest is folded."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.text import Text

from timeline_tui.analysis.relations import Chain, Node
from timeline_tui.model import wording
from timeline_tui.ui.detail.card import BRANCHES, SIGNS, Card
from timeline_tui.ui.detail.parts import TITLE_CHARACTERS, Spread, TextWriter, TreeNode

_NAMED = {"→": "named by the event above", "←": "names the event above", "↔": "each names the other"}


def related_title(chain: Chain, writer: TextWriter) -> Text:
    """The number of events of this timeline that are related to the event itself, which are those to go to."""
    number = sum(node.event is not None for node in chain.nodes)
    heading = Text("Related", writer.styles.heading)
    return heading.append(f" {number:,}", writer.styles.text) if number else heading


def relation_card(node: Node, goes_on: Sequence[bool], writer: TextWriter) -> Card:
    """A related event in its place in the tree: its title, and the kinds of its ties to the event above it.

    The sign → means that the event above names this one, ← that this one names the event above. Unfolded, the title
    is whole and has the date. ``goes_on`` is as `Chain.walk` gives it.
    """
    styles, other = writer.styles, node.event
    outgoing = {tie.outgoing for tie in node.ties}
    sign = "↔" if len(outgoing) > 1 else "→" if True in outgoing else "←"
    lead = Text("" if writer.plain else f"{sign} ", styles.dim)
    name, style = (other.title, styles.text) if other else (node.id, styles.dim)
    disputed = ", disputed" if writer.plain else f" {SIGNS['disputes']}"
    mark = Text(disputed if other and other.disputed else "", styles.disputes)
    kinds = " / ".join(dict.fromkeys(tie.kind for tie in node.ties if tie.kind))
    date = other.date.label if other else ""
    line = Spread(lead, writer.text(name, style, TITLE_CHARACTERS), mark, _dim(kinds or date, writer))
    below = " · ".join(filter(None, (kinds, date, _NAMED[sign] if writer.plain else "")))
    whole = Text.assemble(lead, writer.text(name, styles.heading if other else style, TITLE_CHARACTERS), mark)
    body = Group(whole, *([_dim(below, writer)] if below else []))
    shape = goes_on, bool(node.nodes), styles.dim
    return Card(
        "related",
        TreeNode(line, *shape),
        wording.event_line(other) if other else node.id,
        event_id=node.id if other else None,
        branch=BRANCHES[node.way],
        unfolded=TreeNode(body, *shape),
    )


def _dim(text: str, writer: TextWriter) -> Text:
    return writer.text(text, writer.styles.dim, TITLE_CHARACTERS)
