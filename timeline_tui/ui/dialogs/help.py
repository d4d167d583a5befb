"""The texts of the help: every key by section, and the problems of the files."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from timeline_tui.model.problems import Problem, render
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap

_LISTED = 300  # problems; a text of thousands takes seconds to lay out


def keys_table(app: keymap.KeyedApp) -> Table:
    """Section, keys (with the user's own), and what each does."""
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
    """Each problem with its place, the line and a hint; or that there is none. Of very many the first."""
    all_of_them = tuple(problems)
    paragraphs = [*map(render, all_of_them[:_LISTED])]
    if len(all_of_them) > _LISTED:
        rest = plural(len(all_of_them) - _LISTED, "more problem")
        paragraphs.append(f"… {rest}: timeline-tui validate lists them all")
    return Text("\n\n".join(paragraphs) or "No problems.")
