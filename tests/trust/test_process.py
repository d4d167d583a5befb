"""How the program ends: the terminal is restored, the exit code is right, and at most one line is printed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from terminals import Terminal

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]

READY = "events"  # in the title line; their number changes with the bundled file


def ended(terminal: Terminal, code: int) -> None:
    """The program ends with this code, and the terminal is restored."""
    assert terminal.exit_code() == code
    assert terminal.left_on == []


NAMES = [
    "HUP",
    "INT",
    "QUIT",
    "TERM",
    "ABRT",
    "ALRM",
    "USR1",
    "USR2",
    "XCPU",
    "VTALRM",
    "PROF",
    "PWR",
    "SYS",
    "POLL",
    "RTMIN",
    "RTMAX",
]


@pytest.mark.parametrize("name", [name for name in NAMES if hasattr(signal, f"SIG{name}")])
def test_a_signal_ends_the_program(name: str) -> None:
    number = getattr(signal, f"SIG{name}")
    with Terminal() as terminal:
        terminal.wait_for(READY)
        terminal.signal(number)
        ended(terminal, 128 + number)


@pytest.mark.parametrize("keys", ["q", "kill", "fail"])
def test_a_capable_terminal_is_fully_restored(keys: str) -> None:
    faulty = FAULTY.format(patch=FAULTS["action"][0], kind="raise ZeroDivisionError", secret="")
    with Terminal(modern=True, code=faulty if keys == "fail" else None) as terminal:
        terminal.wait_for(READY)
        while b"\x1b[?1016h" not in terminal.sent or b"\x1b[?2048h" not in terminal.sent:
            terminal.read(0.05)
        assert {"mouse", "mouse in pixels", "sizes in band", "kitty's keys", "raw mode"} < set(terminal.left_on)
        if keys == "kill":
            terminal.signal(signal.SIGTERM)
        else:
            terminal.press("q" if keys == "q" else "s")
        ended(terminal, {"q": 0, "kill": 143, "fail": 70}[keys])


def test_a_signal_during_the_start_leaves_the_terminal_as_it_was() -> None:
    moments = random.Random(6)
    for _ in range(8):
        with Terminal() as terminal:
            terminal.read_for(moments.uniform(0.1, 1.2))
            terminal.signal(signal.SIGTERM)
            assert terminal.exit_code() in (143, -signal.SIGTERM), terminal.text
            assert terminal.left_on == []


def test_stopping_restores_the_terminal_and_continuing_draws_again() -> None:
    with Terminal() as terminal:
        terminal.wait_for(READY)
        terminal.signal(signal.SIGTSTP)
        os.waitpid(terminal.process.pid, os.WUNTRACED)
        terminal.read(0.3)
        assert terminal.left_on == []
        terminal.signal(signal.SIGCONT)
        terminal.press("2")
        terminal.wait_for("by day")
        terminal.press("q")
        ended(terminal, 0)


def test_a_closed_window_ends_the_program() -> None:
    with Terminal() as terminal:
        terminal.wait_for(READY)
        terminal.hang_up()
        assert terminal.exit_code() == 129


IGNORING = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from timeline_tui.cli.main import main
sys.exit(main())
"""


def test_a_closed_window_ends_the_program_under_nohup() -> None:
    with Terminal(code=IGNORING) as terminal:
        terminal.wait_for(READY)
        terminal.hang_up()
        assert terminal.exit_code() == 129


def test_the_program_ends_while_it_waits_for_a_file(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text("events:\n  - {date: 2024, title: Only event}\n")
    with Terminal(str(file)) as terminal:
        terminal.wait_for("Only event")
        file.unlink()
        os.mkfifo(file)
        terminal.press("R")
        terminal.read(0.3)
        terminal.press("q")
        ended(terminal, 0)


def test_bytes_that_are_not_utf8_are_ignored() -> None:
    with Terminal() as terminal:
        terminal.wait_for(READY)
        os.write(terminal._ours, b"\xf8\xff\xfe\x80")
        terminal.read(0.3)  # so that they are read by themselves
        terminal.press("2")
        terminal.wait_for("by day")
        terminal.press("q")
        ended(terminal, 0)


@pytest.mark.parametrize("closed", [[0], [2], [0, 2]], ids=str)
def test_the_program_starts_with_closed_streams(closed: list[int]) -> None:
    with Terminal(closed=closed) as terminal:
        terminal.wait_for(READY)
        terminal.press("q")
        ended(terminal, 0)


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"COLUMNS": "999999", "LINES": "999999"},
        {"COLUMNS": "-1", "LINES": "0"},
        {"HOME": "/x"},
    ],
    ids=str,
)
def test_the_program_starts_in_an_odd_environment(env: dict[str, str]) -> None:
    with Terminal(env=env) as terminal:
        terminal.wait_for(READY)
        terminal.read(0.3)
        assert "?" in terminal.text.splitlines()[29], "the keys are in the last line: the screen follows the window"
        terminal.press("q")
        ended(terminal, 0)


@pytest.mark.parametrize("closed", [[], [0]], ids=["an ended pipe", "no stdin"])
def test_the_program_is_idle_without_input(closed: list[int], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("events:\n  - {date: 2024, title: Only event}\n")
    with file.open("rb") as stdin, Terminal(*(() if closed else "-"), stdin=stdin.fileno(), closed=closed) as terminal:
        terminal.wait_for("event")
        terminal.read(1)
        before = terminal.cpu_seconds
        terminal.read_for(1.5)
        assert terminal.cpu_seconds - before < 0.3  # a busy loop takes all it gets, which is a multiple of this
        terminal.press("q")
        ended(terminal, 0)


def test_the_program_works_in_a_window_of_any_size() -> None:
    sizes = random.Random(7)
    with Terminal() as terminal:
        terminal.wait_for(READY)
        for size in [
            (1, 1),
            (2, 2),
            (500, 200),
            (1, 200),
            (500, 1),
            *((sizes.randint(1, 500), sizes.randint(1, 200)) for _ in range(20)),
        ]:
            terminal.resize(*size)
            terminal.press(sizes.choice("1234cijkzz\t"))
            terminal.read(0.02)
        terminal.resize(100, 30)
        terminal.press("\x1b\x1b1")
        terminal.wait_for("events")
        terminal.press("q")
        ended(terminal, 0)


# What fails, patched into the program: where, and the keys that lead there.
SECRET = "the-readers-data"
FAULTY = """
import sys
def fail(*args, **more):
    {kind}("{secret}"[::-1])  # Python 3.13 quotes this line
{patch}
from timeline_tui.cli.main import main
sys.exit(main())
"""
FAULTS = {
    "action": ("from timeline_tui.ui.screen.navigation import Navigation; Navigation.sort = fail", "s"),
    "app's action": ("from timeline_tui.ui.app import TimelineApp; TimelineApp.action_quit = fail", "q"),
    "render": ("from timeline_tui.ui.screen.title_line import TitleLine; TitleLine.render_line = fail", ""),
    "later render": ("from timeline_tui.ui.dialogs import help; help._column = fail", "?"),
    "lines": ("from timeline_tui.ui.lists.timeline_list import TimelineList; TimelineList.render_lines = fail", ""),
    "compose": ("from timeline_tui.ui.screen.explorer import Explorer; Explorer.compose = fail", ""),
    "mount": ("from timeline_tui.ui.screen.explorer import Explorer; Explorer.on_mount = fail", ""),
    "app's mount": ("from timeline_tui.ui.app import TimelineApp; TimelineApp.on_mount = fail", ""),
    "first screen": ("from timeline_tui.ui.app import TimelineApp; TimelineApp.get_default_screen = fail", ""),
    "watcher": ("from timeline_tui.ui.screen.explorer import Explorer; Explorer.watch_slice = fail", "\x1b"),
    "thread worker": ("from timeline_tui.storage.session import Session; Session.reload = fail", "R"),
    "async worker": ("from timeline_tui.ui.dialogs import views_dialog; views_dialog.ViewsDialog = fail", "v"),
    "timer": ("from timeline_tui.storage.session import Session; Session.changed = fail", ""),
    "dialog": ("from timeline_tui.ui.dialogs.export_dialog import ExportDialog; ExportDialog._show = fail", "e"),
    "keys": ("from timeline_tui.ui.textual_fixes.exits import RestoringDriver as D; D.process_message = fail", "j"),
    "launch": ("from timeline_tui.ui import launch; launch.load_config = fail", ""),
    "driver": (
        "from timeline_tui.ui.textual_fixes.exits import RestoringDriver as D; D.start_application_mode = fail",
        "",
    ),
    "state": ("from timeline_tui.storage.state import State; State.load = fail", ""),
    "beginning": ("from timeline_tui.cli import main; main._occupy_descriptors = fail", ""),
    "an import": (
        """
finder = lambda name, *_: fail() if name == 'timeline_tui.ui.launch' else None
sys.meta_path.insert(0, type('', (), {'find_spec': finder}))""",
        "",
    ),
    "end": ("from timeline_tui.storage.session import Session; Session.close = fail", "q"),
    "reading": ("from timeline_tui.storage.opening.opening import Opening; Opening.wait = fail", ""),
}


@pytest.mark.parametrize("place", FAULTS)
def test_any_error_is_one_line_and_a_log_without_data(place: str, tmp_path: Path) -> None:
    patch, keys = FAULTS[place]
    code = FAULTY.format(patch=patch, kind="raise ZeroDivisionError", secret=SECRET[::-1])
    errors = tmp_path / "errors"
    with errors.open("wb") as stderr, Terminal(code=code, stderr=stderr.fileno()) as terminal:
        if keys:
            terminal.wait_for(READY)
            terminal.press(keys)
        assert terminal.exit_code() == 70, errors.read_text()
        assert terminal.left_on == []
    said = errors.read_text()
    assert said.count("\n") == 1, said
    assert said.startswith("timeline-tui: an error of the program (ZeroDivisionError); the details")
    log = Path(said.rsplit(" in ", 1)[1].strip())
    details = log.read_text()
    assert "ZeroDivisionError" in details
    assert 'File "<string>"' in details  # the frame that failed
    assert SECRET not in said + details + terminal.sent.decode(errors="replace")
    assert "Japan" not in details


def test_the_line_says_so_if_the_log_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "XDG_STATE_HOME").write_text("a file where the folder should be")
    code = FAULTY.format(
        patch="from timeline_tui import formats; formats.write = fail", kind="raise KeyError", secret=""
    )
    done = run("export", code=code, stdout=subprocess.PIPE)
    said = b"timeline-tui: an error of the program (KeyError); the details could not be written\n"
    assert (done.returncode, done.stdout, done.stderr) == (70, b"", said)


def run(*args: str, code: str | None = None, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = ["-m", "timeline_tui"] if code is None else ["-c", code]
    return subprocess.run([sys.executable, *command, *args], stderr=subprocess.PIPE, **more)  # type: ignore[call-overload,no-any-return]


def test_an_error_of_a_command_is_one_line() -> None:
    code = FAULTY.format(
        patch="from timeline_tui import formats; formats.write = fail",
        kind="raise ZeroDivisionError",
        secret=SECRET[::-1],
    )
    done = run("export", code=code, stdout=subprocess.PIPE)
    assert done.returncode == 70
    assert done.stderr.count(b"\n") == 1
    assert SECRET.encode() not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_unwritable_output_is_an_error_and_unwritable_diagnostics_are_not(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("export", stdout=full)
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
        assert b"standard output: No space left on device" in done.stderr
        faulty = tmp_path / "faulty.yaml"
        faulty.write_text("events:\n  - {date: 2024-06-31, title: a}\n  - {date: 2024-06-30, title: b}\n")
        done = subprocess.run(
            [sys.executable, "-m", "timeline_tui", "export", "--lenient", str(faulty)],
            stdout=subprocess.PIPE,
            stderr=full,
        )
        assert (done.returncode, b"2 events" in done.stdout) == (0, True)


def test_closed_stdout_and_stderr(tmp_path: Path) -> None:
    program = f"{sys.executable} -m timeline_tui"
    done = subprocess.run(["sh", "-c", f"{program} export >&-"], stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, b"standard output is closed\n")
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("events:\n  - {date: 2024-06-31, title: a}\n")
    done = subprocess.run(["sh", "-c", f"{program} export {faulty} 2>&-"], stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout) == (1, b"")
    done = subprocess.run(["sh", "-c", f"{program} export - <&-"], capture_output=True)
    assert done.returncode == 1
    assert b"it is closed" in done.stderr


@pytest.mark.parametrize("command", ["--help", "export", "validate --json", "schema", "formats"])
def test_a_closed_pipe_is_not_an_error(command: str) -> None:
    read, write = os.pipe()
    os.close(read)
    done = run(*command.split(), stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr if command != "validate --json" else b"") == (0, b"")
