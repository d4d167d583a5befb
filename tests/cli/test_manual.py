"""The commands that explain the program: help, config, info and completion."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from timeline_tui import __version__, formats
from timeline_tui.cli import manual_pages
from timeline_tui.cli.main import main
from timeline_tui.cli.manual_pages import as_text, page, parse, plain
from timeline_tui.cli.parser import COMMANDS, TOPICS, parser_of
from timeline_tui.cli.parsers_of_program import SHELLS
from timeline_tui.cli.show_config import config_schema
from timeline_tui.storage.config import SETTINGS
from timeline_tui.storage.state import State

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process. The user's folders are in ``tmp_path``."""
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))

    def run(*words: str) -> tuple[int, str, str]:
        return (main(words), *capfd.readouterr())

    return run


@pytest.fixture
def config(tmp_path: Path) -> Path:
    if sys.platform != "linux":
        pytest.skip("the folder of the config is elsewhere")
    file = tmp_path / "config" / "timeline-tui" / "config.yaml"
    file.parent.mkdir(parents=True)
    return file


def test_markdown_becomes_text() -> None:
    text = as_text(
        parse(
            "# A page\n\n<!-- part: made by a test -->\nOne `co*de`, a *word*,\n<kbd>k</kbd> and"
            " [a link](https://example.org).\n\n- first\n  goes on\n- second\n\n## More\n\n**Table**\n\n"
            "| a | b |\n| --- | --- |\n| `x\\|y` | z |\n\n```sh\n# code\n\n  as it is\n```\n"
        )
    )
    assert text == (
        "A PAGE\n\nOne co*de, a word, k and a link (https://example.org).\n\n- first goes on\n- second\n\n"
        "More\n----\n\nTable:\n\na    b\n---  -\nx|y  z\n\n  # code\n\n    as it is\n"
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_complete_and_fits_into_80_columns(topic: str, run: Run) -> None:
    code, out, err = run("help", topic)
    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if len(line) > 80] == []
    words = set(out.split())
    cells = {cell for part in page(topic) for row in part.rows for cell in row}
    assert cells
    assert [word for cell in cells for word in cell.split() if word not in words] == []
    assert not re.search(r"</?kbd>|<!--|\]\(|\*\*|`", out)


def test_a_page_has_only_markdown_that_is_understood() -> None:
    for topic in TOPICS:
        for part in page(topic):
            if part.kind in ("paragraph", "list"):
                assert not [line for line in part.lines if re.search(r"##|\| ---|```", line)], topic


def test_the_example_of_the_page_on_evidence_has_all_fields_and_no_fault(run: Run) -> None:
    example = next("\n".join(part.lines) for part in page("evidence") if part.kind == "code")
    reading = formats.read(example.encode(), "evidence.yaml")
    assert reading.problems == ()
    (reuters, today), (signing, _) = reading.timeline.sources, reading.timeline.events
    assert all((reuters.author, reuters.accessed, reuters.archived, reuters.copy, reuters.reliability))
    assert (today.based_on, signing.after, signing.disputed) == (("reuters",), ("opening",), True)
    assert [each.credibility for each in signing.sources] == ["2", ""]
    assert signing.checked
    assert run("help", "disputes") == run("help", "evidence")


def test_an_unclosed_mark_stays() -> None:
    assert plain("a ` and a [bracket]") == "a ` and a [bracket]"


def test_help_of_a_command_is_the_same_as_with_its_option(run: Run) -> None:
    for name in COMMANDS:
        if name not in TOPICS:
            assert run("help", *filter(None, [name])) == (0, parser_of(name).format_help(), "")


@pytest.mark.parametrize(("word", "hint"), [("qeury", "did you mean query?"), ("zzzz", "there are keys, query, file")])
def test_a_misspelt_topic_gets_a_hint(word: str, hint: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["help", word])
    assert ended.value.code == 2
    assert hint in capfd.readouterr().err


def test_config_prints_the_settings_in_effect(run: Run, config: Path) -> None:
    code, out, err = run("config")
    assert (code, err) == (0, "")
    assert out.startswith(f"# {config} (there is no such file)\n")
    defaults = yaml.safe_load(out)
    assert list(defaults) == list(SETTINGS)
    config.write_text("theme: nord\nwatch: no\nkeymap: {star: [f2, f3]}\nplian: true\n")
    code, out, err = run("config")
    assert code == 0
    assert yaml.safe_load(out) == {**defaults, "theme": "nord", "watch": False, "keymap": {"star": "f2,f3"}}
    assert "did you mean “plain”?" in err
    config.write_text(out)
    assert run("config") == (0, out, "")


def test_config_names_the_theme_that_was_chosen_last(run: Run, config: Path, tmp_path: Path) -> None:
    State.load(tmp_path / "state" / "timeline-tui").set_settings(theme="dracula")
    assert yaml.safe_load(run("config")[1])["theme"] == "dracula"


def test_config_check_lists_every_problem(run: Run, config: Path) -> None:
    assert run("config", "--check") == (0, "", f"{config} (there is no such file): 0 problems\n")
    config.write_text("theme: nrod\nkeymap: {star: f99, helpp: x}\nplian: true\n")
    code, out, err = run("config", "--check")
    assert (code, err) == (1, f"{config}: 4 problems\n")
    found = [line.removeprefix(f"{config}:") for line in out.splitlines() if line.startswith(str(config))]
    assert sorted(found) == [
        "1:8: there is no theme “nrod”",
        "2:16: there is no key “f99”",
        "2:21: no key is called “helpp”",
        "3:1: warning: there is no setting “plian”",
    ]


def test_the_config_of_the_manual_has_no_problem(run: Run, config: Path) -> None:
    manual = Path(manual_pages.__file__).with_name("manual") / "config.md"
    (example,) = re.findall(r"(?s)```yaml\n(.*?)```", manual.read_text(encoding="utf-8"))
    config.write_text(example)
    assert run("config", "--check") == (0, "", f"{config}: 0 problems\n")


def test_a_config_file_that_cannot_be_reached_is_a_problem(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = "x" * 300  # no file system has such names; without permission, the system gives an error too
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config.parent / folder))
    code, out, err = run("config", "--check")
    assert (code, err.count("there is no such file): 1 problem")) == (1, 1)
    assert "File name too long" in out
    assert run("info")[0] == 0


def test_config_path(run: Run, config: Path) -> None:
    assert run("config", "--path") == (0, f"{config}\n", "")


def test_the_schema_of_the_config_accepts_what_is_right(run: Run) -> None:
    schema = json.loads(run("config", "--schema")[1])
    assert schema == config_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert list(schema["properties"]) == list(SETTINGS)
    for right in ({}, {"theme": "nord", "watch": False, "plain": True}, {"keymap": {"star": "f2", "undo": ["u", "z"]}}):
        assert validator.is_valid(right)
    for wrong in ([], {"theme": "nrod"}, {"watch": "sometimes"}, {"keymap": {"helpp": "x"}}, {"plian": True}):
        assert not validator.is_valid(wrong)


def test_info_names_versions_and_folders_but_not_the_home_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMUX", "/tmp/tmux-1000/secret")
    monkeypatch.setenv("TERM", "xterm\x1b[31m")
    code, out, err = run("info", "--json")
    assert (code, err) == (0, "")
    info = json.loads(out)
    assert info["versions"]["timeline-tui"] == __version__
    assert info["versions"]["python"].endswith(".".join(map(str, sys.version_info[:3])))
    assert info["terminal"]["TMUX"] == "set"
    code, text, err = run("info")
    assert (code, err) == (0, "")
    for part in info.values():
        for name, value in part.items():
            assert re.search(rf"(?m)^{name} +{re.escape(value)}$", text)
    for said in (out, text):
        assert [text for text in ("secret", "\x1b", str(tmp_path)) if text in said] == []


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_prints_the_file_of_the_shell(shell: str, run: Run) -> None:
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert out == (Path(manual_pages.__file__).parent / "completions" / f"timeline-tui.{shell}").read_text(
        encoding="utf-8"
    )
