"""Editors in a pseudo-terminal: real ones, and scripts that stand for one with a window and for ones that fail."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from terminals import PATIENCE, Terminal

from timeline_tui.storage.files import load_timeline

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]

FILE = """\
title: Small
events:
  - {date: 2024-06-10, title: First, sources: ["https://example.org/1", "https://example.net/1"]}
  - {title: “Zürich”, date: 2024-06-31, sources: ["https://example.org/2", "https://example.net/2"]}
"""
MENDED = FILE.replace("06-31", "06-21")
VIM, NANO = "vim --clean -n", "nano --ignorercfiles"
# For each editor: what its screen shows, and the keys that write 2 in place of the character at the cursor and save.
REAL = {VIM: ("~", "r2:wq\r"), NANO: ("^G Help", "\x1b[3~2\x0f\r\x18")}


def needs(command: str) -> None:
    if not shutil.which(command.split()[0]):
        pytest.skip(f"{command.split()[0]} is not installed")


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    return file


def script(tmp_path: Path, name: str, text: str) -> str:
    program = tmp_path / name
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return str(program)


def ends(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.exit_code() == 0
    assert terminal.left_on == []


def waited_for(terminal: Terminal, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, terminal.text
        terminal.read_for(0.05)


def children(terminal: Terminal) -> list[int]:
    pid = terminal.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("size", [(140, 45), (80, 24)])
@pytest.mark.parametrize("editor", REAL)
def test_a_real_editor_opens_at_line_and_column_and_the_screen_comes_back(
    editor: str, size: tuple[int, int], file: Path
) -> None:
    needs(editor)
    shows, keys = REAL[editor]
    with Terminal(str(file), env={"EDITOR": editor}, columns=size[0], lines=size[1], modern=True) as terminal:
        terminal.wait_for("! 1 problem")
        terminal.press("!")
        terminal.wait_for("June 2024 has 30 days")
        terminal.press("\r")
        terminal.wait_for(shows)
        terminal.read(0.3)
        terminal.press(keys)
        terminal.wait_for("No problems.")
        assert file.read_text() == MENDED
        terminal.press("\x1b")
        terminal.wait_for("1 event changed")
        ends(terminal)


@pytest.mark.parametrize("editor", [VIM, "vi --clean"])
def test_a_real_editor_opens_at_the_event(editor: str, file: Path) -> None:
    needs(editor)
    with Terminal(str(file), env={"VISUAL": editor, "EDITOR": "false"}) as terminal:
        terminal.wait_for("First")
        terminal.press("jE")
        terminal.wait_for("~")
        terminal.read(0.3)
        terminal.press(":s/date/note: N, date/\r:wq\r")
        terminal.wait_for("1 event changed")
        assert "note" in file.read_text().splitlines()[3]


@pytest.mark.parametrize("editor", REAL)
def test_the_terminal_is_right_after_an_editor_was_killed(editor: str, file: Path) -> None:
    needs(editor)
    with Terminal(str(file), env={"EDITOR": editor}, columns=140, lines=40, modern=True) as terminal:
        terminal.wait_for("First")
        terminal.press("E")
        terminal.wait_for(REAL[editor][0])
        terminal.read(0.3)
        os.kill(children(terminal)[0], signal.SIGKILL)
        terminal.wait_for(f"{editor.split()[0]} was ended by SIGKILL")
        terminal.press("j")
        terminal.wait_for("⏎ Read")
        ends(terminal)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("echo 'cannot open it' >&2; exit 3", "mine ended with exit code 3: cannot open it"),
        ("stty raw -echo; printf '\\033[?1049h\\033[?1h\\033=\\033[?2004h\\033[?1000h'; kill -9 $$", "SIGKILL"),
        ("kill -TERM $$", "mine was ended by SIGTERM"),
        ("printf '\\033[5;9r\\033[4h\\033[?6h'; exit 4", "mine ended with exit code 4"),
        ("printf '\\033[5;9r\\033[4h\\033[?6h'; sed -i s/First/Mended/ $1", "1 event changed"),
    ],
)
def test_the_screen_is_right_after_any_editor(text: str, said: str, tmp_path: Path, file: Path) -> None:
    editor = script(tmp_path, "mine", text)
    with Terminal(str(file), env={"EDITOR": editor}, columns=140) as terminal:
        terminal.wait_for("First")
        terminal.press("E")
        terminal.wait_for(said)
        lines = lambda: terminal.text.rstrip().splitlines() or [""]  # noqa: E731  # read again each time
        waited_for(terminal, lambda: "Small" in lines()[0] and "Quit" in lines()[-1])
        ends(terminal)


def test_ctrl_c_is_for_the_editor(tmp_path: Path, file: Path) -> None:
    editor = script(tmp_path, "mine", 'trap "echo interrupted" INT; echo edits; read line; read line; exit 0')
    with Terminal(str(file), env={"EDITOR": editor}) as terminal:
        terminal.wait_for("First")
        terminal.press("E")
        terminal.wait_for("edits")
        terminal.press("\x03")
        terminal.wait_for("interrupted")
        terminal.press("\r\r")
        terminal.wait_for("⏎ Read")
        assert "ended" not in terminal.text
        ends(terminal)


def test_a_signal_that_ends_the_program_waits_for_the_editor(tmp_path: Path, file: Path) -> None:
    editor = script(tmp_path, "mine", "echo edits; read line; echo '# saved' >>$1")
    with Terminal(str(file), env={"EDITOR": editor}) as terminal:
        terminal.wait_for("First")
        terminal.press("E")
        terminal.wait_for("edits")
        terminal.signal(signal.SIGTERM)
        terminal.read(0.3)
        terminal.press("\r")
        assert terminal.exit_code() == 128 + signal.SIGTERM
        assert terminal.left_on == []
    assert file.read_text().endswith("# saved\n")


def test_closing_the_window_ends_the_editor_and_the_program(tmp_path: Path, file: Path) -> None:
    editor = script(tmp_path, "mine", "echo edits; read line")
    with Terminal(str(file), env={"EDITOR": editor}) as terminal:
        terminal.wait_for("First")
        terminal.press("E")
        terminal.wait_for("edits")
        terminal.hang_up()
        assert terminal.exit_code() != 0


def test_ctrl_z_in_the_editor_stops_both(file: Path) -> None:
    needs(VIM)
    with Terminal(str(file), env={"EDITOR": VIM}) as terminal:
        terminal.wait_for("First")
        terminal.press("E")
        terminal.wait_for("~")
        terminal.press("\x1a")
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        os.killpg(terminal.process.pid, signal.SIGCONT)
        terminal.read(0.3)
        terminal.press(":q\r")
        terminal.wait_for("⏎ Read")
        ends(terminal)


def test_the_screen_stays_beside_an_editor_with_a_window(tmp_path: Path, file: Path) -> None:
    """It outlives the program; what it saves is followed."""
    log = tmp_path / "log"
    editor = script(
        tmp_path,
        "subl",
        f'echo "$@" >{log}; while [ ! -e {tmp_path}/save ]; do sleep 0.05; done\n'
        f"sed -i s/First/Saved/ {file}; while [ ! -e {tmp_path}/end ]; do sleep 0.05; done; echo ended >>{log}",
    )
    with Terminal(str(file), env={"EDITOR": editor}, columns=140) as terminal:
        terminal.wait_for("First")
        terminal.press("E")
        terminal.wait_for("opens in subl")
        assert terminal.sent.count(b"\x1b[?1049h") == 1
        assert log.read_text() == f"{file}:3:1\n"
        (tmp_path / "save").touch()
        terminal.wait_for("● Saved")
        ends(terminal)
    (tmp_path / "end").touch()
    deadline = time.monotonic() + PATIENCE
    while "ended" not in log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)


EVENTS = """\
title: Mine
events:
  - {date: 2024-06-10, title: First, sources: ["https://example.org/1", "https://example.net/1"]}
  - {date: 2024-06-31, title: Second, sources: ["https://example.org/2", "https://example.net/2"]}
  - {dat: 2024-06-12, title: Third, sources: ["https://example.org/3", "https://example.net/3"]}
"""
MENDER = """\
file=$1 line=$2
if [ ! -s "$file" ]; then cp "$0.first" "$file"; exit; fi
sed -i "${line}s/06-31/06-30/; ${line}s/dat:/date:/" "$file"
"""


def test_from_an_empty_file_to_a_sound_timeline_of_three_events(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.touch()
    editor = script(tmp_path, "mender", MENDER)
    (tmp_path / "mender.first").write_text(EVENTS)
    config = tmp_path / "XDG_CONFIG_HOME" / "timeline-tui" / "config.yaml"
    config.parent.mkdir(parents=True)
    config.write_text(f'editor: "{editor} {{file}} {{line}}"\n')
    with Terminal(str(file), columns=120) as terminal:
        terminal.wait_for("No events yet")
        terminal.press("E")
        terminal.wait_for("Second")
        terminal.wait_for("problems")
        terminal.press("!")
        terminal.wait_for("June 2024 has 30 days")
        for mended in ("has 30 days", "“dat”"):
            terminal.press("\r")
            waited_for(terminal, lambda mended=mended: "⏎ edits" in terminal.text and mended not in terminal.text)  # type: ignore[misc]  # bound now
        terminal.wait_for("No problems.")
        terminal.press("\x1b")
        terminal.wait_for("3 events")
        terminal.read(0.3)
        assert "problem" not in terminal.text
        ends(terminal)
    loaded = load_timeline([str(file)])
    assert [event.title for event in loaded.timeline.events] == ["First", "Second", "Third"]
    assert loaded.problems == ()
