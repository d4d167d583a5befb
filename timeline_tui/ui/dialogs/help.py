"""The texts of the help: every key by section, and the problems of the files."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from timeline_tui.model.problems import Problem, render
from timeline_tui.ui import keymap

_LISTED = 300  # problems; thousands take seconds to lay out


def keys_table(app: keymap.KeyedApp) -> Table:
    """A row for each binding, below the name of its section: its keys, also the user's own, and what it does."""
    table = Table.grid(padding=(0, 2), expand=False)
    table.add_column(no_wrap=True, justify="right")
    table.add_column()
    for section, bindings in keymap.SECTIONS.items():
        if table.row_count:
            table.add_row()
        table.add_row("", Text(section, "bold underline"))
        for binding in bindings:
            table.add_row(Text(app.keys_of(binding), "bold"), Text(binding.tooltip or binding.description))
    return table


def problems_text(problems: Iterable[Problem]) -> Text:
    """Each problem with its place, the line and a hint, at most the first 300; or a sentence that there is none."""
    listed = tuple(problems)
    paragraphs = [*map(render, listed[:_LISTED])]
    if len(listed) > _LISTED:
        paragraphs.append(f"… {len(listed) - _LISTED:,} more: timeline-tui validate lists them all")
    return Text("\n\n".join(paragraphs) or "No problems.")
