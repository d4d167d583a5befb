"""The tables of the README and of the manual are those of the code. ``UPDATE_GOLDEN=1`` updates them."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.binding import Binding

from timeline_tui import formats
from timeline_tui.analysis.checks import CHECKS
from timeline_tui.cli.parser import COMMANDS, parser_of
from timeline_tui.formats.shapes.shapes import SHAPES
from timeline_tui.model import fields
from timeline_tui.query import query_fields
from timeline_tui.storage.config import SETTINGS
from timeline_tui.ui import keymap

README = Path(__file__).parents[1] / "README.md"
MANUAL = README.parent / "timeline_tui" / "cli" / "manual"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def keys() -> str:
    app = keymap.KeyedApp()

    def caps(binding: Binding) -> str:
        return " ".join(f"<kbd>{key.replace('^', 'Ctrl+')}</kbd>" for key in app.keys_of(binding).split())

    parts = []
    for section, bindings in keymap.SECTIONS.items():
        rows = ((caps(one), one.tooltip or one.description, f"`{one.id}`") for one in bindings)
        parts.append(f"**{section}**\n\n" + table(["key", "does", "name"], rows))
    return "\n\n".join(parts)


def fields_of_queries() -> str:
    rows = [(f"`{name}:`", field.meaning) for name, field in query_fields.FIELDS.items() if not field.choices]
    for name, choices in query_fields.CHOICES.items():
        rows += [(f"`{name}:{value}`", meaning) for value, meaning in choices.items()]
    return table(["field", "matches"], rows)


def file_format() -> str:
    entries = [entry for entry in vars(fields).values() if isinstance(entry, fields.EntryType)]
    parts = []
    for entry in sorted(entries, key=lambda entry: (entry.noun != "timeline", entry.noun != "event")):
        rows = (
            (f"`{field.name}`" + (" (required)" if field.required else ""), field.description) for field in entry.fields
        )
        parts.append(f"**{entry.noun[0].upper()}{entry.noun[1:]}**\n\n" + table(["field", "what it is"], rows))
    return "\n\n".join(parts)


def check_table() -> str:
    return table(["check", "finds"], ((f"`{name}`", found) for name, found in CHECKS.items()))


def format_table() -> str:
    def mark(yes: bool) -> str:
        return "✔" if yes else ""

    rows = (
        (f"`{one.name}`", one.title, mark(one.writes), mark(one.reads), " ".join(f"`{end}`" for end in one.endings))
        for one in formats.FORMATS
    )
    return table(["name", "format", "writes", "reads", "endings"], rows)


def shape_table() -> str:
    rows = ((f"`{one.name}`", one.title, one.found_in, one.recognised_by) for one in SHAPES)
    return table(["name", "shape", "found in", "recognised by"], rows)


def command_table() -> str:
    parts = []
    for name in COMMANDS:
        made = parser_of(name)
        actions = [one for one in made._actions if one.dest != "help"]
        rows = [
            (f"`{' '.join(filter(None, [', '.join(one.option_strings), one.metavar]))}`", one.help or "")
            for one in actions
        ]
        summary = (made.description or "").partition("\n\n")[0]
        parts.append(f"`{made.prog}`: {summary}" + (f"\n\n{table(['argument', 'meaning'], rows)}" if rows else ""))
    return "\n\n".join(parts)


def settings_table() -> str:
    return table(["setting", "sets"], ((f"`{name}`", meaning) for name, meaning in SETTINGS.items()))


PARTS = {
    "keys": (MANUAL / "keys.md", keys),
    "fields": (MANUAL / "query.md", fields_of_queries),
    "format": (MANUAL / "file.md", file_format),
    "checks": (MANUAL / "file.md", check_table),
    "formats": (MANUAL / "formats.md", format_table),
    "shapes": (MANUAL / "formats.md", shape_table),
    "settings": (MANUAL / "config.md", settings_table),
}
"""The generated parts: the file that each is in, and the function that generates it."""


@pytest.mark.parametrize("name", PARTS)
def test_a_generated_part_is_up_to_date(name: str) -> None:
    file, generate = PARTS[name]
    text = file.read_text(encoding="utf-8")
    part = re.compile(rf"(<!-- {name}: .*? -->\n)(.*?)(<!-- /{name} -->)", re.DOTALL)
    found = part.search(text)
    assert found, f"{file.name} has no part {name}"
    wanted = f"\n{generate()}\n\n"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text[: found.start(2)] + wanted + text[found.end(2) :], encoding="utf-8")
    else:
        assert found[2] == wanted


def test_the_two_commands_that_set_everything_up_are_there() -> None:
    text = README.read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/timeline-tui\n" in text
    assert "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m pytest\n" in text


def test_the_picture_is_there() -> None:
    found = re.search(r"!\[[^]]+]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert found
    assert (README.parent / found[1]).is_file()
