"""Hostile text in a pseudo-terminal: the program sends only text and sequences that draw the screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import hostile
import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from terminals import Terminal

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]

NAME = "bad\x1b]0;PWNED\x07\u202e[red].json"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A hostile timeline with a hostile name, and a hostile config."""
    config = tmp_path / "XDG_CONFIG_HOME" / "timeline-tui" / "config.yaml"
    config.parent.mkdir(parents=True)
    keymap = {hostile.hostile("binding"): "f5", "star": hostile.hostile("key"), "export": "left_square_bracket"}
    config.write_text(json.dumps({"theme": hostile.hostile("theme"), "keymap": keymap, hostile.EVIL: hostile.EVIL}))
    file = tmp_path / NAME
    file.write_text(hostile.timeline())
    return file


def test_the_screen(file: Path) -> None:
    with Terminal(str(file), f'-q=-"{hostile.EVIL}"', columns=150, lines=50) as terminal:
        terminal.wait_for("No event matches")  # the query is cleaned as the file is, so it finds what it excludes
        terminal.press("\x1b")
        terminal.wait_for("3 events")
        for keys in (
            "1\r",
            "2",
            "3",
            "4",
            "\x1b",
            "c ",
            "\x1bt ",
            "\x1b!",
            "\x1b?",
            "\x1bv",
            "\x1bo",
            "\x1b[",
            "\x1b\x10",
            "save",
        ):
            terminal.press(keys)
            terminal.read(0.15)
        terminal.press("\x1b\x1b\x1b\x1by")
        terminal.read(0.2)
        terminal.press("q")
        terminal.exit_code()
        assert hostile.unsafe_bytes(terminal.sent) == b""
        assert b"PWNED" in terminal.sent  # what was hostile stands there, harmless


COMMANDS = (
    ["validate"],
    ["validate", "--json"],
    ["export", "--lenient"],
    ["export", "--lenient", "-f", "markdown"],
    ["export", "--lenient", "-f", "csv"],
    ["export", "--lenient", "-f", "yaml"],
    ["export", "--lenient", "--as", "quotes"],
    ["export", "-q", f"{hostile.EVIL}:x"],
    ["export", "--view", hostile.EVIL],
    ["export", "--view", "broken"],
    ["export", "-o", f"{hostile.CONTROLS['title']}"],
    ["export", "-o", f"/nowhere/{hostile.CONTROLS['title']}.txt"],
    ["export", "-f", hostile.EVIL],
    ["export", "--from", hostile.EVIL],
    ["export", "--as", hostile.EVIL],
    ["export", "--as", "grid", "--rows", hostile.EVIL],
    ["export", "--lenient", "--as", "sources"],
    ["export", "--lenient", "--as", "disputes"],
    ["export", "--lenient", "-q", f"-{hostile.MARKUP.split()[0]}"],
    ["validate", f"no{hostile.EVIL.replace('/', '')}such.yaml"],
    [f"--{hostile.EVIL}"],
    ["--theme", hostile.EVIL],
    [hostile.CONTROLS["title"]],
)


@pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: " ".join(command[:2]).encode("ascii", "replace").decode()
)
def test_the_output_of_the_commands(command: list[str], file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "timeline_tui", *command, str(file)], capture_output=True, stdin=subprocess.DEVNULL
    )
    said = (done.stdout + done.stderr).replace(b"\r\n", b"\n").replace(b"\t", b" ").decode()
    assert hostile.steering(said) == ""
    assert done.returncode in (0, 1, 2)


def test_a_problem_in_a_file_with_control_characters_is_safe(tmp_path: Path) -> None:
    for name, content in {
        "a.json": b'{"a": \x1b]0;x\x07',
        "a.yaml": b"a: \x1b[31m\nb: `\x9b",
        "a.csv": b"\x1b]0;x\x07\n",
    }.items():
        (tmp_path / name).write_bytes(content)
        command = [sys.executable, "-m", "timeline_tui", "validate", name]
        done = subprocess.run(
            command, capture_output=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(Path.cwd())}
        )
        assert done.returncode == 1
        assert hostile.steering((done.stdout + done.stderr).decode()) == ""
