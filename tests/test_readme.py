"""The tables of the README and of the manual agree with the code. ``UPDATE_GOLDEN=1`` updates them."""

import json
import os
import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.binding import Binding

from timeline_tui import formats
from timeline_tui.analysis.checks import CHECKS
from timeline_tui.cli.parser import COMMANDS, parser_of
from timeline_tui.formats.shapes.shapes import SHAPES
from timeline_tui.model import fields
from timeline_tui.model.comparison_keys import COMPARISON_KEYS
from timeline_tui.query import query_fields
from timeline_tui.storage.config import SETTINGS
from timeline_tui.ui import keymap

README = Path(__file__).parents[1] / "README.md"
FIGURES = README.parent / "tests" / "tools" / "benchmarks" / "figures.json"
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
        rows = ((caps(binding), binding.tooltip or binding.description, f"`{binding.id}`") for binding in bindings)
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
        (
            f"`{format.name}`",
            format.title,
            mark(format.writes),
            mark(format.reads),
            " ".join(f"`{end}`" for end in format.endings),
        )
        for format in formats.FORMATS
    )
    return table(["name", "format", "writes", "reads", "endings"], rows)


def shape_table() -> str:
    rows = ((f"`{shape.name}`", shape.title, shape.found_in, shape.recognised_by) for shape in SHAPES)
    return table(["name", "shape", "found in", "recognised by"], rows)


def settings_table() -> str:
    return table(["setting", "sets"], ((f"`{name}`", meaning) for name, meaning in SETTINGS.items()))


def database_tables() -> str:
    tables = pytest.importorskip("timeline_tui.index.database.tables", exc_type=ImportError)
    rows = (
        (f"`{table.name}`", table.comment, ", ".join(f"`{column.name}`" for column in table.columns))
        for table in tables.METADATA.tables.values()
    )
    return table(["table", "holds", "columns"], rows)


FEW_KEYS = (
    *("pane.next", "facet.include", "timeline.read", "back", "query", "undo", "screen.grid", "open", "star", "copy"),
    *("export", "edit", "problems", "help", "palette", "quit"),
)
"""The ids of the keys in the README."""


def few_keys() -> str:
    app = keymap.KeyedApp()
    bindings = {binding.id: binding for binding in keymap.every_binding()}
    rows = []
    for id in FEW_KEYS:
        first = app.keys_of(bindings[id]).split()[0].replace("^", "Ctrl+")
        rows.append((f"<kbd>{first}</kbd>", bindings[id].tooltip or bindings[id].description))
    return table(["key", "does"], rows)


def field_names() -> str:
    names = [f"`{name}`" for name in query_fields.FIELDS]
    return f"The fields are {', '.join(names[:-1])} and {names[-1]}."


def format_names() -> str:
    reads = [format.title for format in formats.FORMATS if format.reads]
    writes = [format.title for format in formats.FORMATS if format.writes]
    return table(["", "formats"], [("reads", ", ".join(reads)), ("writes", ", ".join(writes))])


def comparison_table() -> str:
    rows = [(f"`{key}`", noun, what) for noun, keys in COMPARISON_KEYS.items() for key, what in keys.items()]
    return table(["key", "of", "meaning"], rows)


IN_README = ("help", "export-bundled", "reopen-100k", "reopen-1m", "peers")
"""The benchmarks whose figures are in the README."""


def figure_table() -> str:
    """Other programs that were asked the same share a row; their figures are named "PROGRAM: QUESTION"."""
    kept = json.loads(FIGURES.read_text(encoding="utf-8"))
    shown = [kept[name] for name in IN_README if name in kept]
    rows: dict[tuple[str, str], list[str]] = {}
    for figure in (figure for entry in shown for figure in entry["figures"]):
        program, _, what = figure["what"].rpartition(": ")
        ratio = f"{figure['ratio']:.3g} ×"
        told = f"{program} {ratio}" if program else f"{ratio} ({figure['ours']:,.0f} {figure['unit']})"
        rows.setdefault((what, figure["base"]), []).append(told)
    date, machine = max((entry["date"], entry["machine"]) for entry in shown)
    lines = table(["what", "÷", "is"], [(what, base, ", ".join(told)) for (what, base), told in rows.items()])
    return f"{lines}\n\nMeasured on {date}: {machine}."


PARTS = {
    "figures": (README, figure_table),
    "few-keys": (README, few_keys),
    "field-names": (README, field_names),
    "format-names": (README, format_names),
    "keys": (MANUAL / "keys.md", keys),
    "fields": (MANUAL / "query.md", fields_of_queries),
    "format": (MANUAL / "file.md", file_format),
    "comparison": (MANUAL / "file.md", comparison_table),
    "checks": (MANUAL / "file.md", check_table),
    "formats": (MANUAL / "formats.md", format_table),
    "shapes": (MANUAL / "formats.md", shape_table),
    "settings": (MANUAL / "config.md", settings_table),
    "tables": (MANUAL / "database.md", database_tables),
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


def test_the_pictures_are_there() -> None:
    found = re.findall(r"!\[[^]]+]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert found
    assert [name for name in found if not (README.parent / name).is_file()] == []


PAGES = [
    README,
    README.parent / "timeline_tui" / "README.md",
    *(README.parent / ".github").glob("*.md"),
    *MANUAL.glob("*.md"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target, heading in re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", page.read_text(encoding="utf-8")):
        file = (page.parent / target) if target else page
        assert file.exists(), target
        if heading:
            headings = re.findall(r"(?m)^#+ (.*)$", file.read_text(encoding="utf-8"))
            assert heading in [title.lower().replace(" ", "-").strip("`") for title in headings]


def test_the_commands_of_the_readme_can_be_read() -> None:
    text = README.read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"(?s)```sh\n(.*?)```", text) for line in block.splitlines()]
    commands = [line.split("timeline-tui", 1)[1] for line in lines if "timeline-tui" in line and ".venv" not in line]
    assert len(commands) >= 10
    for command in commands:
        words = shlex.split(re.split("[|>]", command)[0], comments=True)
        name = words.pop(0) if words and words[0] in COMMANDS else ""
        parser_of(name).read(words)


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 280
