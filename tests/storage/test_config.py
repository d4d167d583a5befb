from __future__ import annotations

import sys
from pathlib import Path

import pytest

from timeline_tui.storage.config import Config, load_config


def read(tmp_path: Path, text: str | bytes) -> Config:
    file = tmp_path / "config.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(file)


def faults(config: Config) -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.message}" for problem in config.problems]


def keys(config: Config) -> dict[str, str]:
    return {remap.id.value: remap.keys.value for remap in config.keymap}


def test_no_file_sets_nothing(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.yaml") == Config(theme=None, watch=True, keymap=(), problems=())


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "theme:\nwatch: ~\nkeymap: null\n"])
def test_an_empty_file_sets_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Config()


def test_everything(tmp_path: Path) -> None:
    config = read(
        tmp_path, "theme: textual-light\nwatch: false\nkeymap:\n  star: f2\n  move.down: j, down\n  undo: [u, ctrl+z]\n"
    )
    assert config.theme
    assert config.theme.value == "textual-light"
    assert config.watch is False
    assert keys(config) == {"star": "f2", "move.down": "j, down", "undo": "u,ctrl+z"}
    assert config.problems == ()


@pytest.mark.parametrize(
    ("word", "watch"), [("true", True), ("Yes", True), ("on", True), ("false", False), ("NO", False), ("off", False)]
)
def test_watch(tmp_path: Path, word: str, watch: bool) -> None:
    assert read(tmp_path, f"watch: {word}") == Config(watch=watch)


def test_keys_that_yaml_would_guess_about_are_text(tmp_path: Path) -> None:
    assert keys(read(tmp_path, "keymap: {open: 1, star: n, sort: y, undo: 0x1}")) == {
        "open": "1",
        "star": "n",
        "sort": "y",
        "undo": "0x1",
    }


def test_all_problems_are_reported_and_valid_settings_are_used(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        "them: nord\ntheme: [nord]\nwatch: maybe\ncolours: {}\nkeymap:\n  star: {a: b}\n  open: f3\n  open: f4\n",
    )
    assert faults(config) == [
        "1:1 there is no setting “them”",
        "2:8 this has to be text",
        "3:8 “watch” is true or false",
        "4:1 there is no setting “colours”",
        "6:9 this has to be text",
        "8:3 “open” is given twice",
    ]
    assert config.problems[0].hint == "did you mean “theme”?"
    assert config.problems[0].severity == "warning"
    assert config.problems[2].excerpt == "watch: maybe"
    assert (config.theme, config.watch, keys(config)) == (None, True, {"open": "f3"})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("just words", "1:1 a config is a mapping"),
        ("- theme", "1:1 a config is a mapping"),
        ("theme: a\nkeymap: [a]", "2:9 “keymap” is a mapping"),
        ("theme: nord\nkeymap: {a: [b", None),
        (b"theme: \xff", None),
        (b"\x00\x01", None),
        ("[" * 5000, None),
        ("events: [1, 2]\nevents2: 3", "1:1 there is no setting “events”"),
    ],
)
def test_texts_that_are_not_config(tmp_path: Path, text: str | bytes, fault: str | None) -> None:
    config = read(tmp_path, text)
    assert config.problems
    assert fault is None or fault in faults(config)


def test_a_setting_has_the_place_for_a_problem(tmp_path: Path) -> None:
    config = read(tmp_path, "theme: norrd\nkeymap:\n  staar: f2\n")
    (remap,) = config.keymap
    assert config.theme
    problem = config.theme.problem("there is no theme “norrd”", "did you mean “nord”?")
    assert str(problem) == f"{tmp_path}/config.yaml:1:8: there is no theme “norrd”"
    assert (problem.hint, problem.excerpt) == ("did you mean “nord”?", "theme: norrd")
    assert remap.id.problem("x").where == f"{tmp_path}/config.yaml:3:3"
    assert remap.keys.problem("x").where == f"{tmp_path}/config.yaml:3:10"


def test_hostile_text_is_cleaned(tmp_path: Path) -> None:
    config = read(tmp_path, 'theme: "\\e]0;x\\a"\nkeymap: {"\\e[31m": "\\x9b"}\n')
    assert config.theme
    assert config.theme.value == "␛]0;x␇"
    assert keys(config) == {"␛[31m": "�"}
    assert all(problem.excerpt.isprintable() for problem in config.problems)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    (problem,) = config.problems
    assert problem.file == str(tmp_path)
    assert config == Config(problems=(problem,))


def test_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("XDG is of Linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_config() == Config()
    (tmp_path / "timeline-tui").mkdir()
    (tmp_path / "timeline-tui" / "config.yaml").write_text("watch: no")
    assert load_config() == Config(watch=False)


def test_a_switch_is_true_or_false(tmp_path: Path) -> None:
    config = read(tmp_path, "plain: yes\nwatch: off\n")
    assert (config.plain, config.watch, config.problems) == (True, False, ())
    wrong = read(tmp_path, "plain: perhaps\n")
    assert (wrong.plain, faults(wrong)) == (False, ["1:8 “plain” is true or false"])


@pytest.mark.parametrize(
    ("text", "editor", "found"),
    [
        ('editor: "mine {file}:{line}:{column}"', "mine {file}:{line}:{column}", []),
        ("editor: code -w", "code -w", []),
        ('editor: "mine {file} {row}"', "", ["1:9 there is no {row}"]),
        ("editor: mine 'x", "", ["1:9 this has a quote that is not closed"]),
        ("editor: [vim]", "", ["1:9 this has to be text"]),
    ],
)
def test_the_command_of_an_editor(tmp_path: Path, text: str, editor: str, found: list[str]) -> None:
    config = read(tmp_path, text)
    assert config.editor == editor
    assert faults(config) == found
