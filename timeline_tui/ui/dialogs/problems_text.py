"""The problems of the files as one text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from timeline_tui.model.problems import Problem, render

_LISTED = 300  # problems; thousands take seconds to lay out


def problems_text(problems: Iterable[Problem]) -> Text:
    """Each problem with its place, the line and a hint, at most the first 300; or a sentence that there is none."""
    listed = tuple(problems)
    paragraphs = [*map(render, listed[:_LISTED])]
    if len(listed) > _LISTED:
        paragraphs.append(f"… {len(listed) - _LISTED:,} more: timeline-tui validate lists them all")
    return Text("\n\n".join(paragraphs) or "No problems.")
