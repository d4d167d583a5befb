"""Writing to odd places and with errors of the disk: both kinds of export, stars, views and the cache."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import CALLS, faulty
from screens import Reader, reading
from textual import events

from timeline_tui.cli.main import main
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import View
from timeline_tui.storage import locking, writing
from timeline_tui.storage import state as keeping
from timeline_tui.storage.files import find_inputs, load_timeline
from timeline_tui.storage.opening import cache as caching
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import cache_key
from timeline_tui.storage.state import State
from timeline_tui.text.text import clean
from timeline_tui.ui.dialogs.export_dialog import ExportDialog

pytestmark = pytest.mark.slow

if sys.platform == "win32":
    pytest.skip("links, devices and modes as POSIX has them", allow_module_level=True)

FILE = "events:\n  - {id: one, date: 2024-06-10, title: Event one, sources: ['https://example.org/1']}\n"
OLD = "what was there\n"
WRITTEN = "Event one"


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A timeline, in a folder of its own."""
    file = tmp_path / "in" / "small.yaml"
    file.parent.mkdir()
    file.write_text(FILE)
    return str(file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder for exports."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


async def exported(reader: Reader, path: str, answer: str = "y") -> str:
    """Export to ``path`` in the dialog, and answer a question. Returns the message of the dialog if it stays open."""
    dialog = reader.app.screen
    assert isinstance(dialog, ExportDialog)
    dialog.path.value = path
    return await entered(reader, answer)


async def entered(reader: Reader, answer: str = "y") -> str:
    """Press Enter in the dialog, and answer a question. Returns the message of the dialog if it stays open."""
    dialog = reader.app.screen
    assert isinstance(dialog, ExportDialog)
    dialog.message.remove_class("wrong")
    await reader.press("enter")
    await reader.until(lambda: reader.app.screen is not dialog or dialog.message.has_class("wrong"))  # a thread writes
    if dialog in reader.app.screen_stack[:-1]:
        await reader.press(answer)
        if answer == "n":
            return "left as it was"
        await reader.until(lambda: reader.app.screen is not dialog or dialog.message.has_class("wrong"))
    return str(dialog.message.render()) if reader.app.screen is dialog else ""


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder, links followed."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def old(folder: Path) -> str:
    (folder / "out.txt").write_text(OLD)
    return str(folder / "out.txt")


def linked(folder: Path) -> str:
    (folder / "target.txt").write_text(OLD)
    (folder / "link.txt").symlink_to("target.txt")
    return str(folder / "link.txt")


def dangling(folder: Path) -> str:
    (folder / "link.txt").symlink_to("target.txt")
    return str(folder / "link.txt")


WRITABLE = {old: {"out.txt"}, linked: {"target.txt", "link.txt"}, dangling: {"target.txt", "link.txt"}}


@pytest.mark.parametrize("place", WRITABLE)
def test_the_command_writes_to_every_writable_place(place: Callable[[Path], str], file: str, folder: Path) -> None:
    path, before = place(folder), contents(folder)
    assert main(["export", file, "-o", path]) == (1 if before else 0)
    assert not before or contents(folder) == before
    assert main(["export", file, "-o", path, "--force"]) == 0
    assert set(contents(folder)) == WRITABLE[place]
    assert all(WRITTEN in content for content in contents(folder).values())


@pytest.mark.parametrize("place", WRITABLE)
async def test_the_dialog_writes_to_every_writable_place(
    place: Callable[[Path], str], file: str, folder: Path, tmp_path: Path
) -> None:
    path, before = place(folder), contents(folder)
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("e")
        if before:  # then it asks
            assert await exported(reader, path, "n") == "left as it was"
            assert contents(folder) == before
        assert await exported(reader, path) == ""
    assert set(contents(folder)) == WRITABLE[place]
    assert all(WRITTEN in content for content in contents(folder).values())
    assert Path(file).read_text() == FILE


def read_only(folder: Path) -> str:
    path = Path(old(folder))
    path.chmod(0o444)
    return str(path)


def circle(folder: Path) -> str:
    (folder / "circle.txt").symlink_to("circle.txt")
    return str(folder / "circle.txt")


def under_a_file(folder: Path) -> str:
    return f"{old(folder)}/out.txt"


PLACES: dict[str, tuple[Callable[[Path], str], str]] = {
    "read-only": (read_only, "is read-only"),
    "circle": (circle, "lead in a circle"),
    "under a file": (under_a_file, "not a folder"),
    "folder": (str, "folder"),
    "missing folder": (lambda folder: f"{folder}/no/out.txt", "no does not exist"),
    "NUL": (lambda folder: f"{folder}/a\0b.txt", "NUL"),
    "300 bytes": (lambda folder: f"{folder}/{'n' * 300}.txt", "too long"),
    "no name of this system": (lambda folder: f"{folder}/\ud800.txt", "cannot hold that name"),
    "controls": (lambda folder: f"{folder}/\x1b]0;owned\x07/out.txt", "␛]0;owned␇ does not exist"),
    "full": (lambda folder: "/dev/full", "the disk is full"),
    "nobody": (lambda folder: "~nobody-of-that-name/out.txt", "~nobody-of-that-name"),
}


def nothing_is_writable(path: object, mode: int) -> bool:
    """The answer of os.access to a user who is not root."""
    return mode != os.W_OK


@pytest.mark.parametrize("place", PLACES)
def test_the_command_reports_a_place_that_cannot_be_written(
    place: str, file: str, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make, told = PLACES[place]
    path, before = make(folder), contents(folder)
    if place == "read-only":
        monkeypatch.setattr(writing.os, "access", nothing_is_writable)
    assert main(["export", file, "-f", "text", "-o", path, "--force"]) == 1
    out, err = capfd.readouterr()
    assert told in err
    assert (out, clean(err)) == ("", err)
    assert contents(folder) == before


async def test_the_dialog_reports_a_place_that_cannot_be_written(
    file: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("e")
        for place, (make, told) in PLACES.items():
            apart = folder / place
            apart.mkdir()
            path, before = make(apart), contents(folder)
            with monkeypatch.context() as patch:
                if place == "read-only":
                    patch.setattr(writing.os, "access", nothing_is_writable)
                said = await exported(reader, path)
            assert told in said
            assert clean(said) == said
            assert contents(folder) == before


async def test_a_pipe_that_nobody_reads_does_not_stop_the_screen(file: str, folder: Path, tmp_path: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("e")
        dialog = reader.app.screen
        assert isinstance(dialog, ExportDialog)
        dialog.path.value = str(pipe)
        await reader.press("enter", "tab")
        assert reader.app.screen is dialog
        assert reader.app.focused is not dialog.path
        assert WRITTEN in pipe.read_text()


@pytest.mark.parametrize("path", ["{folder}/no/{n}.txt", "{folder}/{n}.txt"], ids=["refused", "written"])
async def test_quitting_while_a_file_is_written_is_not_an_error(
    path: str, file: str, folder: Path, tmp_path: Path
) -> None:
    async with reading(tmp_path, file, query="") as reader:
        for n in range(30):
            await reader.press("e")
            dialog = reader.app.screen
            assert isinstance(dialog, ExportDialog)
            dialog.path.value = path.format(folder=folder, n=n)
            for key in ("enter", "escape"):
                reader.app.post_message(events.Key(key, None))  # at once, and no waiting in between
                await asyncio.sleep(n % 10 / 2000)
            while dialog.is_attached:
                await asyncio.sleep(0.01)
            await reader.until(lambda: not any(worker.is_running for worker in reader.app.workers))
            await reader.pilot.pause()
            assert len(reader.app.screen_stack) == 1


# Faults


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
@pytest.mark.parametrize("name", CALLS)
def test_an_error_leaves_the_old_file_or_the_new_one(
    name: str, nth: int, file: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = old(folder)
    with faulty(name, nth, writing, locking):
        code = main(["export", file, "-o", path, "--force"])
    assert code in (0, 1)
    assert (capfd.readouterr().err == "") == (code == 0)
    (content,) = contents(folder).values()
    assert WRITTEN in content or (content == OLD and code == 1)


async def test_the_dialog_reports_an_error_and_the_next_try_succeeds(file: str, folder: Path, tmp_path: Path) -> None:
    async with reading(tmp_path, file, query="") as reader:
        for name in CALLS:
            path = old(folder)
            await reader.press("e")
            with faulty(name, 0, writing, code=errno.ENOSPC) as fault:
                said = await exported(reader, path)
            assert fault.calls or name == "link"  # only a new file is linked
            (content,) = contents(folder).values()
            assert ("the disk is full" in said and content == OLD) or WRITTEN in content
            if said:
                assert await entered(reader) == ""
            assert WRITTEN in contents(folder)["out.txt"]


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
from timeline_tui.cli.main import main
from timeline_tui.index.index import Index
sys.exit(main())
"""


def test_a_full_disk_is_reported_and_leaves_the_old_file(folder: Path) -> None:
    path = old(folder)
    command = [sys.executable, "-B", "-c", LIMITED, "export", "-o", path, "--force"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the system allows no file of that size here" in done.stderr
    assert contents(folder) == {"out.txt": OLD}


# Stars and views


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
@pytest.mark.parametrize("name", [*CALLS, "rename"])
def test_no_error_loses_a_star_or_a_view(name: str, nth: int, folder: Path) -> None:
    State.load(folder).set_star("key", "before", True)
    state = State.load(folder)
    with faulty(name, nth, writing, locking, keeping):
        state.set_star("key", "during", True)
        state.save_view("key", View("Mine", "oil"))
        assert (state.stars("key"), [view.name for view in state.views("key")]) == ({"before", "during"}, ["Mine"])
    assert state.set_star("key", "after", True) == ()
    again = State.load(folder)
    assert again.stars("key") == {"before", "during", "after"}
    assert again.views("key") == (View("Mine", "oil"),)
    assert sorted(contents(folder)) == ["state.json", "state.lock"]


async def test_a_star_on_a_full_disk_is_shown_with_a_problem(file: str, tmp_path: Path) -> None:
    async with reading(tmp_path, file, query="") as reader:
        with faulty("write", 0, writing, code=errno.ENOSPC):
            await reader.press("m")
        assert "★" in reader.text
        assert "! 1 problem" in reader.status
        await reader.press("exclamation_mark")
        assert "the disk is full" in reader.text
        await reader.press("escape", "V")
        await reader.type("mine")
        await reader.press("enter")
        assert "problem" not in reader.status
    async with reading(tmp_path, file, query="is:starred") as reader:
        assert reader.status.startswith("1 of 1")


# The cache


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["open", "replace", "close", "fstat"])
def test_no_error_leaves_an_incomplete_image(name: str, nth: int, file: str, folder: Path) -> None:
    inputs = find_inputs([file])
    made_of = cache_key(inputs, DEFAULTS)
    assert made_of
    loaded = load_timeline([file], inputs=inputs)
    with faulty(name, nth, caching, locking):
        path = Cache(folder).save(made_of, Index(loaded.timeline), loaded.problems)
    assert [entry.suffix for entry in folder.iterdir()] == ([".image"] if path else [])
    Cache(folder).save(made_of, Index(loaded.timeline), loaded.problems)
    kept = Cache(folder).load(inputs, DEFAULTS)
    assert kept
    assert [event.title for event in kept.timeline.events] == ["Event one"]
