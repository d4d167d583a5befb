"""``timeline-tui new``: the example, the refusals, and what is written beside it."""

import re
from pathlib import Path
from unittest.mock import Mock

import pytest

from timeline_tui.cli.main import main
from timeline_tui.cli.new import EXAMPLE
from timeline_tui.formats.yaml.yaml import MODELINE
from timeline_tui.model.fields import SCHEMA_FILE
from timeline_tui.model.json_schema import schema_text
from timeline_tui.storage.files import load_timeline

Capture = pytest.CaptureFixture[str]


def test_the_example_is_sound_and_says_that_it_is_invented(capfd: Capture) -> None:
    assert main(["validate", "--strict", str(EXAMPLE)]) == 0
    capfd.readouterr()
    timeline = load_timeline([str(EXAMPLE)]).timeline
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.startswith(f"{MODELINE}\n")
    assert "Everything in it is invented" in text
    assert len(timeline.events) == 3
    for named in (*timeline.events, *timeline.sources):
        assert named.title.endswith("(invented)")
    addresses = re.findall(r"https?://([^/\s]+)", text)
    assert set(addresses) == {"example.org"}
    assert all(event.countries and event.topics and event.sources for event in timeline.events)
    assert any(event.quotes for event in timeline.events)


def test_a_new_file_is_written_with_its_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my.yaml"]) == 0
    out, err = capfd.readouterr()
    assert (out, err) == ("", "my.yaml is written; timeline-tui my.yaml opens it\n")
    assert Path("my.yaml").read_bytes() == EXAMPLE.read_bytes()
    assert Path(SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()
    assert main(["new", "other.yml"]) == 0
    assert SCHEMA_FILE not in capfd.readouterr().err


def test_in_a_terminal_the_new_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    launch = Mock(return_value=0)
    monkeypatch.setattr("timeline_tui.cli.show.has_terminal", lambda: True)
    monkeypatch.setattr("timeline_tui.ui.launch.launch", launch)
    file = str(tmp_path / "my.yaml")
    assert main(["new", file]) == 0
    assert launch.call_args.args[0] == [file]
    assert len(launch.call_args.args[1].timeline.events) == 3


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("there.yaml", 1, "there.yaml exists; timeline-tui there.yaml opens it"),
        ("no/my.yaml", 1, "no/my.yaml: the folder no does not exist; make it first, or name another"),
        ("my.csv", 2, "my.csv: the example is YAML; name a file that ends in .yaml"),
        ("my", 2, "my: the example is YAML; name a file that ends in .yaml"),
    ],
)
def test_a_refusal_is_one_line_and_writes_nothing(
    name: str, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.yaml").write_text("mine")
    assert main(["new", name]) == code
    assert capfd.readouterr() == ("", f"{said}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["there.yaml"]
    assert Path("there.yaml").read_text() == "mine"


def test_a_schema_of_another_version_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    Path(SCHEMA_FILE).write_text("{}")
    assert main(["new", "my.yaml"]) == 0
    assert f"{SCHEMA_FILE} exists and is not changed" in capfd.readouterr().err
    assert Path(SCHEMA_FILE).read_text() == "{}"


def test_a_name_may_begin_with_a_dash_or_have_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "--", "-y.yaml"]) == 0
    assert capfd.readouterr().err == "-y.yaml is written; timeline-tui ./-y.yaml opens it\n"
    assert main(["validate", "--", "-y.yaml"]) == 0
    assert main(["new", "my file.yaml"]) == 0
    assert "timeline-tui 'my file.yaml' opens it" in capfd.readouterr().err
    assert main(["validate", "my fil.yaml"]) == 1
    assert "did you mean 'my file.yaml'?" in capfd.readouterr().out
