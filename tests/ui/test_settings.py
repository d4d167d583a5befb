"""The settings of the config file: wrong names and keys that are taken are problems with a short hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline_tui.storage.config import load_config
from timeline_tui.ui.settings import Settings, check


def checked(folder: Path, keymap: str) -> Settings:
    file = folder / "config.yaml"
    file.write_text(f"keymap: {keymap}\n")
    return check(load_config(file), ())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("stra", "did you mean “star”?"),
        ("down", "did you mean “move.down” or “move.page-down” or “move.half-down” or “grid.down”?"),
        ("xyzzy", "timeline-tui help keys lists the names"),
    ],
)
def test_a_wrong_name_has_a_short_hint(tmp_path: Path, name: str, hint: str) -> None:
    (problem,) = checked(tmp_path, f"{{{name}: f2}}").problems
    assert problem.hint == hint


def test_a_key_that_is_taken_keeps_its_meaning(tmp_path: Path) -> None:
    settings = checked(tmp_path, "{help: q, star: f2}")
    assert settings.user_keys == {"star": "f2"}
    (problem,) = settings.problems
    assert "quit have the same key, q" in problem.message
    assert problem.hint == "help keeps its own keys; give quit another key too"


def test_two_keys_can_be_exchanged(tmp_path: Path) -> None:
    settings = checked(tmp_path, "{help: q, quit: question_mark}")
    assert settings.user_keys == {"help": "q", "quit": "question_mark"}
    assert settings.problems == ()


def test_of_two_new_keys_that_clash_one_is_kept(tmp_path: Path) -> None:
    settings = checked(tmp_path, "{help: f2, quit: f2}")
    assert settings.user_keys == {"help": "f2"}
    assert len(settings.problems) == 1
