"""E opens the editor at the event, source or problem under the cursor. Scripts stand for editors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from screens import WIDE, Reader, reading
from textual.widgets import Label, OptionList

from timeline_tui.query.query import Query
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import NoEventsError, without_events
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp

if sys.platform == "win32":
    pytest.skip("shell scripts stand for editors", allow_module_level=True)

FILE = """\
title: Small
sources:
  key: {title: Key, url: "https://example.org/key"}
events:
  - date: 2024-06-10
    title: First
    sources: [key]
  - date: 2024-06-31
    title: Second
    sources:
      - "https://example.org/in-place"
    quotes:
      - {speaker: Ann, text: "one"}
      - speaker: Ann
        text: "two"
  - date: 2024-06-32
    title: Third
    sources: [key]
"""


class Programs:
    """Scripts in a folder, which is the only one where programs are looked for. ``log`` has the arguments they got."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._log = folder, folder / "log"
        folder.mkdir()
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.delenv("EDITOR", raising=False)

    def add(self, name: str, script: str = "") -> None:
        file = self._folder / name
        file.write_text(f'#!/bin/sh\n{script or ":"}\nprintf "%s\\n" "$*" >>"{self._log}"\n')
        file.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    return Programs(tmp_path / "programs", monkeypatch)


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal can be lent, though the tests have none."""

    def lend(app: TimelineApp, run: Callable[[], str]) -> str:
        return run()

    monkeypatch.setattr("timeline_tui.ui.textual_fixes.lent_terminal.lend_terminal", lend)


def small(tmp_path: Path) -> str:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    return str(file)


def said(reader: Reader, text: str) -> bool:
    return any(text in toast for toast in reader.toasts)


async def test_the_editor_opens_the_place_of_the_item_under_the_cursor(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("subl")
    monkeypatch.setenv("VISUAL", "subl -n")
    file = small(tmp_path)
    cases: tuple[tuple[tuple[str, ...], int], ...] = (
        ((), 5),
        (("down",), 8),
        (("enter",), 5),  # the card of the event
        (("enter", "end", "up"), 3),  # the card of its source, which is defined elsewhere
        (("4", "end"), 11),  # a source that is written in an event
        (("3",), 13),
        (("3", "end"), 14),
        (("down", "enter", "end", "up"), 11),  # the card of such a source
        (("down", "enter", "down"), 13),  # the card of a quote
        (("4", "end", "up"), 3),
        (("S",), 5),  # a facet
    )
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        assert "E Edit" in reader.text
        for number, (keys, line) in enumerate(cases, 1):
            await reader.press("escape", "1", "home", *keys)
            reader.app.clear_notifications()
            await reader.press("E")
            told = f"{file}:{line} opens in subl"
            await reader.until(lambda told=told: said(reader, told))  # perhaps before the program has begun
            await reader.until(lambda number=number: len(programs.calls) == number)
            assert programs.calls[-1] == f"-n {file}:{line}:1", keys


DISPUTED = """\
sources:
  key: {title: Key}
events:
  - date: 2024-06-10
    title: Disputed
    sources:
      - key
      - {source: key, stance: disputes, at: ¶8}
    quotes:
      - {speaker: Ann, text: "one", source: key}
      - {text: "two", source: key}
"""


async def test_a_dispute_and_a_problem_of_a_quote_have_their_own_lines(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("subl")
    monkeypatch.setenv("VISUAL", "subl -n")
    file = tmp_path / "t.yaml"
    file.write_text(DISPUTED)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        lines = []
        for keys, line in ((("5", "E"), 8), (("1", "enter", "down", "E"), 8), (("exclamation_mark", "enter"), 11)):
            lines.append(f"-n {file}:{line}:1")
            await reader.press(*keys)
            await reader.until(lambda: len(programs.calls) == len(lines))
            assert programs.calls == lines


async def test_without_events_it_is_the_first_problem(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("subl")
    monkeypatch.setenv("EDITOR", "subl")
    file = tmp_path / "wrong.yaml"
    file.write_text("title: Nothing\nevents:\n  - {title: [x]}\n")
    async with reading(tmp_path, str(file), query="") as reader:
        assert reader.explorer.event is None
        await reader.press("E")
        await reader.until(lambda: programs.calls != [])
        problem = next(problem for problem in reader.explorer.session.problems if problem.line)
        assert programs.calls == [f"{file}:{problem.line}:{problem.column}"]


async def test_the_editor_makes_a_file_that_is_waited_for(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("subl")
    monkeypatch.setenv("EDITOR", "subl")
    file = tmp_path / "new.yaml"
    with pytest.raises(NoEventsError) as error:
        load_timeline([str(file)])
    session = Session([str(file)], without_events(error.value), State(tmp_path / "state.json"))
    async with TimelineApp(session, Query()).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await reader.press("E")
        await reader.until(lambda: programs.calls != [])
        await reader.press("exclamation_mark", "enter")
        await reader.until(lambda: len(programs.calls) == 2)
        assert programs.calls == [str(file)] * 2


async def test_an_editor_with_a_window_that_fails_says_why(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("gedit", "echo '[red]cannot open display' >&2; exit 3")
    monkeypatch.setenv("EDITOR", "gedit")
    async with reading(tmp_path, small(tmp_path), query="") as reader:
        await reader.press("E")
        await reader.until(lambda: said(reader, "gedit ended with exit code 3: [red]cannot open display"))


async def test_what_an_editor_with_a_window_saved_is_read_when_it_ends(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = small(tmp_path)
    programs.add("code", f"echo '  - {{date: 2024-06-14, title: Added}}' >>{file}")
    monkeypatch.setenv("EDITOR", "code -w")
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("E")
        await reader.until(lambda: reader.status.startswith("4 events"))
        assert programs.calls == [f"-w -g {file}:5:1"]


@pytest.mark.usefixtures("lent")
async def test_a_file_that_an_editor_saved_is_read_at_once_and_the_message_names_an_editor_that_nobody_chose(
    tmp_path: Path, programs: Programs
) -> None:
    file = small(tmp_path)
    programs.add("vi", f"echo '  - {{date: 2024-06-14, title: Added}}' >>{file}")
    async with reading(tmp_path, file, query="", watch=True) as reader:
        await reader.press("E")
        await reader.until(lambda: said(reader, "This was vi, because $EDITOR is not set"))
        assert reader.status.startswith("4 events")
        assert programs.calls == [f"-c 5 {file}"]
        assert not reader.explorer.session.changed()
        assert not reader.explorer.session.changed(), "it is not read a second time"
        await reader.press("E")
        await reader.until(lambda: reader.status.startswith("5 events"))
        assert not said(reader, "This was vi")


@pytest.mark.usefixtures("lent")
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'no such option' >&2; echo more >&2; exit 3", "mine ended with exit code 3: no such option"),
        ("kill -9 $$", "mine was ended by SIGKILL"),
    ],
)
async def test_an_editor_that_fails(
    script: str, message: str, tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("mine", script)
    monkeypatch.setenv("EDITOR", "mine")
    async with reading(tmp_path, small(tmp_path), query="") as reader:
        await reader.press("E")
        await reader.until(lambda: message in reader.toasts)


@pytest.mark.usefixtures("lent")
@pytest.mark.slow
async def test_a_program_that_cannot_be_run(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("mine", "subl"):
        program = tmp_path / "programs" / name
        program.write_bytes(b"\x7fELF")
        program.chmod(0o755)
        monkeypatch.setenv("EDITOR", name)
        async with reading(tmp_path, small(tmp_path), query="") as reader:
            await reader.press("E")
            assert reader.toasts == [f"{name} cannot be started: Exec format error"]


async def test_when_no_editor_can_be_opened_one_line_says_why(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def toasts(*paths: str) -> list[str]:
        async with reading(tmp_path, *paths, query="") as reader:
            await reader.press("E")
            return reader.toasts

    file = small(tmp_path)
    assert await toasts(file) == ["No editor was found: set $EDITOR to the command of your editor"]
    programs.add("mine")
    monkeypatch.setenv("EDITOR", "mine")
    assert await toasts(file) == ["This terminal cannot be lent to an editor: set $VISUAL to an editor with a window"]
    with monkeypatch.context() as patch:
        patch.setattr(TimelineApp, "is_web", True)
        assert await toasts(file) == ["An editor can be opened from a terminal, but not from a browser"]
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode, **_: mode != os.W_OK)
        (said,) = await toasts()
        assert said.startswith("The bundled timeline cannot be changed. Copy it to edit it: /")
    assert programs.calls == []


@pytest.mark.usefixtures("lent")
async def test_the_list_of_problems_opens_the_editor_and_follows_the_file(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(small(tmp_path))
    programs.add("nano")
    monkeypatch.setenv("EDITOR", "nano")
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        write = partial(file.write_text, FILE.replace("06-31", "06-30"))
        await reader.press("exclamation_mark")
        listed = reader.app.screen.query_one(OptionList)
        assert "06-31" in str(listed.options[0].prompt)
        await reader.press("enter")
        await reader.until(lambda: programs.calls == [f"+8,19 {file}"])
        monkeypatch.setattr("timeline_tui.ui.editor_process.run", lambda words: write() and "")
        before = len(listed.options)
        await reader.press("E")
        await reader.until(lambda: len(listed.options) < before)
        assert "06-32" in str(listed.options[listed.highlighted or 0].prompt), "the next problem"
        monkeypatch.setattr("timeline_tui.ui.editor_process.run", lambda words: "it failed [b]")
        await reader.press("enter")
        label = reader.app.screen.query_one(Label)
        assert str(label.render()) == "it failed [b]"
        file.write_text("events: []\n" + "\n" * 20)
        reader.explorer.follower.reload()
        await reader.until(lambda: "warning: no" in reader.text)  # the rest may be on the next line


@pytest.mark.usefixtures("lent")
async def test_the_editor_of_the_config_comes_before_the_one_of_the_environment(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("mine")
    monkeypatch.setenv("VISUAL", "other")
    file = small(tmp_path)
    async with reading(tmp_path, file, query="", editor="mine --at {line}:{column} -- {file}") as reader:
        await reader.press("E")
        await reader.until(lambda: programs.calls == [f"--at 5:1 -- {file}"])
