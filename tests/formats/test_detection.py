"""The format of a file without an ending, such as standard input, is found from its content."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import each_row

from timeline_tui.formats import by_name, read
from timeline_tui.formats.detection import detect

DATA = Path(__file__).parent.parent / "data"
SHEETS = [path for path in sorted(DATA.glob("*.csv")) if path.name != "preamble.csv"]
OTHERS = sorted((DATA / "shapes").iterdir())


@each_row("path", [*SHEETS, *OTHERS])
def test_a_file_from_standard_input_is_read_as_one_with_a_name_is(path: Path) -> None:
    data = path.read_bytes()
    found = detect(data, "<stdin>")
    assert found.name == detect(data, path.name).name
    assert read(data, "<stdin>").timeline.events == tuple(
        event._replace(file="<stdin>") for event in read(data, path.name).timeline.events
    )


@pytest.mark.parametrize(
    "text",
    [
        "- {date: 2024-06-13, title: A}\n- {date: 2024-06-14, title: B}\n",
        "title: A, B and C\nevents: []\n",
        "# date, title\n- date: 2024\n  title: A\n",
        "date: 2024, title\n",
        "[{date: 2024, title: A}]\n",
        "just a text, of two lines\nand more of it\n",
        "",
    ],
)
def test_yaml_from_standard_input_stays_yaml(text: str) -> None:
    assert detect(text.encode(), "<stdin>") == by_name("yaml")


def test_lines_of_json_are_seen_in_a_file_called_json() -> None:
    data = (DATA / "shapes" / "followthemoney.jsonl").read_bytes()
    assert detect(data, "entities.ftm.json") == by_name("jsonl")
    for text in (b'{"events": []}\n', b'{\n"a": {"b": 1}\n}\n', b'[{"a": 1},\n{"b": 2}]', b""):
        assert detect(text, "f.json") == by_name("json")


@pytest.mark.parametrize("text", ["foo,bar\n1,2024-06-13\n", "Datum;Ereignis\n13.06.2024;A\n", "date\tevent\n"])
def test_columns_are_seen_whatever_separates_them(text: str) -> None:
    assert detect(text.encode(), "<stdin>") == by_name("csv")
