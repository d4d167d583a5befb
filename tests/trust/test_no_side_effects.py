"""The program never uses the network, writes to a timeline or starts a program. Python's audit events prove it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import hostile
import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from terminals import Terminal

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]

FORBIDDEN = 99
# Every connection, look-up of a name and socket that could make one; every program that is started; everything that
# changes the folder given first: each of them ends the program.
WATCHED = """
import os, sys
folder = os.path.realpath(sys.argv.pop(1))
NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto"}
PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "pty.spawn"}
CHANGES = {"os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.chmod", "os.chown"}
CHANGES |= {"os.utime", "os.truncate", "os.setxattr", "shutil.move", "shutil.rmtree"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
def is_in_folder(path):
    return isinstance(path, (str, bytes)) and os.path.realpath(os.fsdecode(path)).startswith(folder)
def watch(event, arguments):
    own = event == "subprocess.Popen" and arguments[0] == sys.executable  # the process that reads files
    if event in NETWORK or (event in PROGRAMS and not own):
        os._exit(99)
    if event in CHANGES and any(map(is_in_folder, arguments)):
        os._exit(99)
    if event == "open" and arguments[2] is not None and arguments[2] & WRITING and is_in_folder(arguments[0]):
        os._exit(99)
sys.addaudithook(watch)
from timeline_tui.cli.main import main
sys.exit(main())
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A hostile timeline in a folder that must not change."""
    file = tmp_path / "timelines" / "file.json"
    file.parent.mkdir()
    file.write_text(hostile.timeline(1))  # small enough not to be read by another process
    return file


def test_the_screen(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes(), file.stat().st_mtime_ns
    arguments = (str(file.parent), str(file))
    with Terminal(*arguments, code=WATCHED, env={"BROWSER": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}) as terminal:
        terminal.wait_for("1 event")
        keys = ["2", "3", "4", "1", "m", "y", "o", "1", "\x1b", "R", "?", "\x1b", "!", "\x1b", "V", "mine\r", "e"]
        for key in keys:
            terminal.press(key)
            terminal.read(0.2)  # Esc and the next key are one with Alt if they come together
        for key in ("\x01", "\x0b", str(tmp_path / "export.txt"), "\r"):  # from the beginning, all deleted
            terminal.press(key)
            terminal.read(0.2)
        terminal.wait_for("Wrote")
        terminal.press("q")
        assert terminal.exit_code() == 0
    assert (tmp_path / "export.txt").exists()
    assert (tmp_path / "XDG_STATE_HOME" / "timeline-tui" / "state.json").exists()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert [*file.parent.iterdir()] == [file]


def watched(folder: Path, *arguments: str, code: str = WATCHED) -> int:
    return subprocess.run([sys.executable, "-c", code, str(folder), *arguments], stdout=subprocess.DEVNULL).returncode


@pytest.mark.parametrize("command", [["export", "--lenient"], ["validate"], ["schema"], ["formats"]])
def test_the_commands(command: Sequence[str], file: Path) -> None:
    files = [str(file)] if command[0] in ("export", "validate") else []
    assert watched(file.parent, *command, *files) in (0, 1)


@pytest.mark.parametrize(
    "action",
    [
        "import socket; socket.getaddrinfo('localhost', 1)",
        "open({file!r}, 'a')",
        "import os; os.utime({file!r})",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_the_watch_detects_each_action(action: str, file: Path) -> None:
    doing = f"main = lambda: 0\n{action.format(file=str(file))}"
    code = WATCHED.replace("from timeline_tui.cli.main import main", doing)
    assert watched(file.parent, code=code) == FORBIDDEN


def test_copies_are_only_read(file: Path) -> None:
    (file.parent / "a.html").write_text(
        "<script src=https://example.org/x></script><img src=https://example.org/y>words"
    )
    file.write_text(
        '{"events": [{"date": "2024", "title": "One",'
        ' "quotes": [{"text": "none", "source": {"title": "T", "copy": "a.html"}}]}]}'
    )
    assert watched(file.parent, "validate", str(file)) == 0
