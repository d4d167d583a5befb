"""What a database keeps of a timeline besides events and sources, when several files are pushed into it."""

from __future__ import annotations

from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import fold

Pairs = tuple[tuple[str, str], ...]


def head_of(timeline: Timeline, before: Timeline | None) -> tuple[Timeline, list[str]]:
    """The head of a database after a push, and a line for each alias that is left out.

    ``before`` is the head in the database; it fills the fields that the timeline does not have.
    """
    head = timeline._replace(events=(), sources=())
    if before is None:
        return head, []
    aliases, refused = _added(before.aliases, timeline.aliases)
    head = head._replace(
        title=timeline.title or before.title,
        description=timeline.description or before.description,
        views=timeline.views or before.views,
        other=timeline.other or before.other,
        extract=timeline.extract and before.extract,  # a part that is pushed into a whole makes no part of it
        aliases=aliases,
    )
    return head, refused


def _added(earlier: Pairs, later: Pairs) -> tuple[Pairs, list[str]]:
    """All aliases, and a line for each alias of ``later`` that is left out because it renames a name in ``earlier``."""
    meanings = {fold(alias): name for alias, name in earlier}
    names = {fold(name): name for _, name in earlier}
    added, refused = [], []
    for alias, name in later:
        folded = fold(alias)
        meant = meanings.get(folded) or (names.get(folded) if folded != fold(name) else None)
        if meant is None:
            added.append((alias, name))
        elif fold(meant) != fold(name):
            is_alias = folded in meanings
            reason = f"{alias} is an alias of {meant}" if is_alias else f"{meant} is a name with aliases"
            refused.append(f"in the database, {reason}: the alias {alias}: {name} is left out")
    return (*earlier, *added), refused
