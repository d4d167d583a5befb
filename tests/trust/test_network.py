"""Nothing goes to the network, whatever is done."""

import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from terminals import Terminal

# Every connection, every look-up of a name, and every socket that could make one ends the program with 99.
WATCHED = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto"):
        os._exit(99)
sys.addaudithook(watch)
from timeline_tui.cli import main
sys.exit(main())
"""


def test_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    with Terminal(code=WATCHED, env={"BROWSER": "", "DISPLAY": ""}) as terminal:
        terminal.wait_for("19 of 28 events")
        for key in ("2", "3", "4", "1", "m", "y", "o", "1", "\x1b", "R", "?", "\x1b", "!", "\x1b"):
            terminal.press(key)
            terminal.read(0.2)  # Esc and the next key are one with Alt if they come together
        terminal.press("q")
        assert terminal.exit_code() == 0


@pytest.mark.parametrize("command", [["export"], ["validate"], ["schema"]])
def test_the_commands(command: list[str]) -> None:
    assert subprocess.run([sys.executable, "-c", WATCHED, *command], stdout=subprocess.DEVNULL).returncode == 0


def test_the_watch_would_see_it() -> None:
    code = WATCHED.replace(
        "from timeline_tui.cli import main", "import socket; main = lambda: socket.getaddrinfo('localhost', 1)"
    )
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 99
