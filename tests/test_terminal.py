"""The installed program in a pseudo-terminal."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from terminals import Terminal

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.files import load_timeline

WEEK = load_timeline([]).timeline
OPENING = f"{len(Slice(Index(WEEK), parse_query(WEEK.views[0].query)))} of {len(WEEK.events)} events"
pytestmark = pytest.mark.usefixtures("own_folders")

SMALL = "title: Small\nevents:\n  - {date: 2024-06-10, title: Only event, countries: [Japan]}\n"


def test_it_opens_narrows_and_gives_the_terminal_back(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as file, Terminal(stderr=file.fileno()) as terminal:
        terminal.wait_for(OPENING)
        terminal.press("c")
        terminal.wait_for("space Include")  # the footer: the facet has the focus
        terminal.press(" ")
        terminal.wait_for("country:")
        terminal.press("q")
        assert terminal.exit_code() == 0
        assert terminal.left_on == []
    assert log.read_bytes() == b"", "the screen is not written to stderr"


@pytest.mark.slow
def test_it_returns_to_the_last_query_event_and_screen() -> None:
    with Terminal(columns=140) as terminal:
        terminal.wait_for(OPENING)
        terminal.press("4/\x15is:disputed\r")
        terminal.wait_for("view: Disputed")
        terminal.press("q")
        assert terminal.exit_code() == 0
    with Terminal(columns=140) as terminal:
        terminal.wait_for("view: Disputed")
        terminal.wait_for("Cited in view")  # the sources
        terminal.press("3")
        terminal.wait_for("By speaker")
        terminal.signal(signal.SIGHUP)
        assert terminal.exit_code() == 128 + signal.SIGHUP
    with Terminal("-q", "country:Japan", columns=140) as terminal:
        terminal.wait_for("country:Japan")
        terminal.wait_for("⏎ Read")  # the timeline
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code() == 128 + signal.SIGTERM
    with Terminal(columns=140) as terminal:
        terminal.wait_for("view: Disputed")
        terminal.wait_for("By speaker")
    with Terminal("--fresh", columns=140) as terminal:
        terminal.wait_for(OPENING)
    with Terminal(columns=140) as terminal:
        terminal.wait_for(OPENING)


# Sends itself a signal at a step of the event loop. In the first ones Textual builds the widgets.
SIGNALLED = """
import asyncio, itertools, os, signal, sys
step, steps, run_once = {step}, itertools.count(), asyncio.BaseEventLoop._run_once
def run_and_count(loop):
    if next(steps) == step:
        os.kill(os.getpid(), signal.SIGTERM)
    run_once(loop)
asyncio.BaseEventLoop._run_once = run_and_count
from timeline_tui.cli.main import main
sys.exit(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", [0, 1, 2, 3, 4, 6, 10, 20, 40, 80, 120, 160])
def test_a_signal_while_the_screen_is_built_ends_it_with_the_code_of_the_signal(step: int) -> None:
    with Terminal(code=SIGNALLED.format(step=step)) as terminal:
        assert terminal.exit_code() in (128 + signal.SIGTERM, -signal.SIGTERM), terminal.text
        assert terminal.left_on == []


@pytest.mark.slow
def test_a_pipe_on_stdin_is_read_and_the_keyboard_still_works(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    with file.open("rb") as pipe, Terminal("-", stdin=pipe.fileno()) as terminal:
        terminal.wait_for("Only event")
        terminal.press("q")
        assert terminal.exit_code() == 0


@pytest.mark.slow
def test_no_color_means_no_colour_at_all() -> None:
    with Terminal(env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(OPENING)
        terminal.press("c")
        terminal.wait_for("Countries")
        styles = re.findall(rb"\x1b\[([0-9;]*)m", terminal.sent)
        codes = {code for style in styles for code in style.split(b";")}
        assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"9", b"39", b"49"}


@pytest.mark.slow
def test_the_config_is_followed_and_its_faults_are_listed(tmp_path: Path) -> None:
    folder = tmp_path / "XDG_CONFIG_HOME" / "timeline-tui"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("theme: textual-lihgt\nkeymap:\n  quit: f10\n  stra: f2\n")
    with Terminal(columns=140) as terminal:
        terminal.wait_for("! 2 problems")
        terminal.press("!")
        terminal.wait_for("did you mean “textual-light”?")
        terminal.wait_for("did you mean “star”?")
        terminal.press("\x1b")
        terminal.wait_for("! 2 problems")
        terminal.press("\x1b[21~")
        assert terminal.exit_code() == 0


@pytest.mark.slow
def test_ctrl_z_suspends_and_the_screen_comes_back() -> None:
    with Terminal(columns=120, lines=40) as terminal:
        terminal.wait_for(OPENING)
        terminal.press("j")
        terminal.read(0.5)
        before = terminal.text
        terminal.press("\x1a")
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        terminal.read(0.3)
        assert terminal.left_on == []
        terminal.signal(signal.SIGCONT)
        terminal.wait_for(OPENING)
        terminal.read(0.5)
        assert terminal.text == before
        terminal.garble()
        terminal.press("\x0c")
        terminal.wait_for(OPENING)
        terminal.read(0.5)
        assert terminal.text == before, "Ctrl+L"
        terminal.press("2")
        terminal.wait_for("by day")


@pytest.mark.slow
def test_an_unknown_theme_is_wrong_usage() -> None:
    with Terminal("--theme", "drakula") as terminal:
        assert terminal.exit_code() == 2
        assert "did you mean “dracula”?" in terminal.text


def run(*args: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "timeline_tui", *args], capture_output=True, **more)


def test_without_a_terminal_the_opening_view_is_printed_as_text() -> None:
    done = run(stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("The G7 week, 10–14 June 2024\n====")
    assert OPENING.encode() in done.stdout


def test_a_dumb_terminal_gets_text_too() -> None:
    with Terminal(env={"TERM": "dumb"}, lines=300) as terminal:
        assert terminal.exit_code() == 0
        assert b"\x1b" not in terminal.sent
        assert OPENING.encode() in terminal.sent


def test_a_reader_that_closes_the_pipe_is_not_an_error() -> None:
    export = subprocess.Popen(
        [sys.executable, "-m", "timeline_tui", "export"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert export.stdout
    assert export.stderr
    export.stdout.close()
    assert export.stderr.read() == b""
    assert export.wait() == 0


def test_an_interrupt_ends_an_export_with_130(tmp_path: Path) -> None:
    waiting = tmp_path / "pipe"
    os.mkfifo(waiting)
    export = subprocess.Popen(
        [sys.executable, "-m", "timeline_tui", "export", str(waiting)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    end = os.open(waiting, os.O_WRONLY)  # returns when the program has opened it for reading
    while export.poll() is None:  # one that comes right before the program waits is known only when that ends
        export.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            export.wait(2)
    _, errors = export.communicate()
    os.close(end)
    assert export.returncode == 130
    assert b"Traceback" not in errors


@pytest.mark.slow
def test_a_chosen_theme_is_kept() -> None:
    with Terminal() as terminal:
        terminal.wait_for(OPENING)
        terminal.press("\x10")
        terminal.wait_for("Search for commands")
        terminal.press("Theme")
        terminal.wait_for("another theme")
        terminal.press("\r")
        terminal.wait_for("Search for themes")
        terminal.press("nord")
        terminal.wait_for("nord")
        terminal.press("\r")
        terminal.wait_for(OPENING)
        terminal.press("q")
        assert terminal.exit_code() == 0
    background_of_nord = b"48;2;46;52;64"
    for options, is_kept in ((["--theme", "textual-dark"], False), ([], True)):
        with Terminal(*options, env={"COLORTERM": "truecolor"}) as terminal:
            terminal.wait_for(OPENING)
            assert (background_of_nord in terminal.sent) == is_kept
            terminal.press("q")
            assert terminal.exit_code() == 0


@pytest.mark.slow
def test_the_hidden_cursor_stands_on_what_keys_act_on() -> None:
    """In lists, facets, grid, quotes, sources, detail, query bar and dialogs: screen readers follow it."""
    with Terminal("-q", "", columns=140, lines=40) as terminal:
        terminal.wait_for(f"{len(WEEK.events)} events")
        for keys, before, after in (
            ("G", "▌", "● "),
            ("\r", "▌", ""),  # the detail
            ("\x1b", "▌", "● "),
            ("c", "▌", "  "),
            (" ", "▌", "✓ "),
            (" ", "▌", "  "),
            ("2", " ", " 1"),  # a cell of the grid
            ("3", "▌", " “"),
            ("4", "▌", " "),
            ("1/ja", "ja", ""),
            ("\x1b[D", "j", "a"),  # Left
            ("\x1b", "j", "a"),  # closes the completions
            ("\x1b", "", ""),
            ("v", "", "▸ 1 Everything"),
        ):
            terminal.press(keys)
            terminal.read(0.3)
            terminal.wait_for_cursor(before, after)
        terminal.press("\x1b")
        terminal.read(0.3)
        terminal.press("q")
        assert terminal.exit_code() == 0
        assert b"\x1b[?25h" not in terminal.sent.partition(b"\x1b[?1049l")[0]  # it stays hidden


@pytest.mark.slow
def test_a_plain_screen_shows_the_cursor_and_works_without_colour() -> None:
    with Terminal("--plain", columns=80, lines=24, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(OPENING.removesuffix(" events"))
        terminal.wait_for_cursor(">", " ")
        assert not re.search("[\u2500-\u25ff]", terminal.text)
        assert terminal.sent.rfind(b"\x1b[?25h") > terminal.sent.rfind(b"\x1b[?25l")
        terminal.press("q")
        assert terminal.exit_code() == 0
        assert terminal.left_on == []


@pytest.mark.slow
def test_only_the_first_start_says_what_to_press() -> None:
    for is_first in (True, False):
        with Terminal() as terminal:
            terminal.wait_for(OPENING)
            terminal.read(0.3)
            assert ("choose an event" in terminal.text) == is_first
            assert ("/ Query" in terminal.text) == (not is_first)
            terminal.press("q")
            assert terminal.exit_code() == 0
