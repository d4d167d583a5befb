"""``validate`` reports each character that is replaced or removed, with its place."""

from __future__ import annotations

import json
from pathlib import Path

import hostile
import pytest
from tables import each_row

from timeline_tui.cli.main import main
from timeline_tui.formats.yaml import yaml_parser
from timeline_tui.text.text import changes

HIDDEN = {name: text for name, text in hostile.CONTROLS.items() if name not in ("marks", "selectors")}


def told(file: Path, capfd: pytest.CaptureFixture[str]) -> list[tuple[int, int, str]]:
    """(line, column, message) for each character that validate reports."""
    assert main(["validate", "--json", str(file)]) in (0, 1)
    found = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    return [
        (problem["line"], problem["column"], problem["message"])
        for problem in found
        if problem["message"].startswith("U+")
    ]


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "yaml"])
@each_row("kind", hostile.CONTROLS)
def test_each_replaced_character_is_reported_with_its_place(
    ending: str, kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = f"a{hostile.CONTROLS[kind]}z".replace("\r", "")
    if ending != "csv":  # The other formats report raw C0 characters, so an escape is used.
        text = "".join(c for c in text if c >= " " and not "\x7f" <= c < "\xa0")
    lines = {
        "json": ["[", '{"date": "2024", "title": "', '"}]'],
        "jsonl": ['{"date": "2023", "title": "b"}', '{"date": "2024", "title": "', '"}'],
        "csv": ["date,title", '2024,"', '"'],
        "yaml": ["events:", '- {date: 2024, title: "', '"}'],
    }[ending]
    file = tmp_path / f"file.{ending}"
    file.write_text(f"{lines[0]}\n{lines[1]}{text}{lines[2]}\n", newline="")
    begin = len(lines[1]) + 1
    expected = [(2, begin + offset, f"U+{ord(character):04X}") for offset, character, _ in changes(text)]
    assert [(line, column, what.split()[0]) for line, column, what in told(file, capfd)] == expected


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_escaped_characters_are_reported_at_their_place(
    ending: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"file.{ending}"
    file.write_text('[{"date": "2024",\n  "title": "a\\u001b\\u202eb"}]\n')
    assert set(told(file, capfd)) == {
        (2, 14, "U+001B is shown as ␛"),  # the escape itself
        (2, 12, "U+202E (right-to-left override) is shown as �"),
    }


@pytest.mark.parametrize("parser", ["libyaml", "PyYAML"])
def test_byte_order_marks_in_the_middle_of_a_file_are_reported(
    parser: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "PyYAML":
        monkeypatch.setattr(yaml_parser, "make_parser", yaml_parser.PythonParser)
    file = tmp_path / "file.yaml"
    lines = ["- {date: 2024, title: a}", "\ufeff- {date: 2024, title: b\ufeff}", "\ufeff- {date: 2025, title: \x1b}"]
    file.write_text("\ufeff" + "\n".join(lines))
    assert main(["validate", "--json", str(file)]) == 1
    found = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [
        (problem["line"], problem["column"], problem["message"]) for problem in found if "U+" in problem["message"]
    ] == [
        (3, 23, "the character U+001B is not allowed in YAML"),
        (2, 1, "a byte order mark (U+FEFF) inside the file is left out"),
        (2, 24, "U+FEFF (zero width no-break space) is left out"),
        (3, 1, "a byte order mark (U+FEFF) inside the file is left out"),
    ]


def test_every_one_of_many_replaced_characters_is_reported(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.yaml"
    file.write_text("events:\n" + "- {date: 2024, title: a\u200bb}\n" * 300)
    assert [(line, column) for line, column, _ in told(file, capfd)] == [(line, 24) for line in range(2, 302)]
