"""The app and the disk: files that change, files that are replaced, the state file, and the browser."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from screens import WIDE, Reader, reading
from textual.worker import WorkerCancelled

if sys.platform == "win32":
    pytest.skip("links and shell scripts", allow_module_level=True)

FILE = "title: Small\nevents:\n" + "".join(
    f"  - {{id: e{n}, date: 2024-06-{10 + n}, title: Event {n}, sources: ['https://example.org/{n}']}}\n"
    for n in range(8)
)
LONGER = FILE + "  - {id: later, date: 2024-06-30, title: Later, sources: ['https://example.org/later']}\n"


async def looked(reader: Reader, until: Callable[[], bool]) -> None:
    """Let the app look at its files until a condition is true."""
    for _ in range(200):
        reader.explorer.follower.look_for_changes()
        with suppress(WorkerCancelled):  # by the next look
            await reader.workers_end()
        if until():
            return
        time.sleep(0.02)
    raise AssertionError(reader.text)


def truncated(file: Path) -> None:
    file.write_text(FILE[:150])


def emptied(file: Path) -> None:
    file.write_text("")


def deleted(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def invalid(file: Path) -> None:
    file.write_text(FILE + "  - {date: 'open\n")


def no_text(file: Path) -> None:
    file.write_bytes(b"\0" * 100)


def a_circle(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


SOME = [truncated, deleted, a_folder]
OTHERS = [emptied, invalid, no_text, a_circle]


@pytest.mark.parametrize("breakages", [SOME, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["some", "others"])
async def test_the_last_good_content_stays_until_the_file_is_correct_again(
    breakages: Sequence[Callable[[Path], None]], tmp_path: Path
) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="", watch=True, size=WIDE) as reader:
        for breakage in breakages:
            breakage(file)
            await looked(reader, lambda: "! " in reader.status)
            assert reader.status.startswith("8 events"), breakage
            await reader.press("exclamation_mark")
            assert "small.yaml" in reader.text, breakage
            await reader.press("escape")
            shutil.rmtree(file) if file.is_dir() else file.unlink(missing_ok=True)
            file.write_text(LONGER)
            await looked(reader, lambda: reader.status == "9 events")
            file.write_text(FILE)
            await looked(reader, lambda: reader.status == "8 events")


async def test_every_way_to_replace_a_file_is_noticed(tmp_path: Path) -> None:
    target, file, other = tmp_path / "target.yaml", tmp_path / "small.yaml", tmp_path / "other.yaml"
    target.write_text(FILE)
    file.symlink_to(target)
    async with reading(tmp_path, str(file), query="", watch=True) as reader:
        other.write_text(FILE.replace("Event 0", "Other 0"))
        shutil.copystat(target, other)
        shutil.copy2(other, target)  # cp -p: same size, same time
        await looked(reader, lambda: "Other 0" in reader.text)
        other.write_text(FILE.replace("Event 0", "Moved 0"))
        other.replace(target)
        await looked(reader, lambda: "Moved 0" in reader.text)
        other.write_text(LONGER)
        file.unlink()
        file.symlink_to(other)
        await looked(reader, lambda: reader.status == "9 events")


async def test_a_file_that_is_rewritten_is_never_shown_in_part(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="", watch=True) as reader:
        for n in range(60):
            file.write_text((FILE, LONGER)[n % 2])
            reader.explorer.follower.look_for_changes()
            if n % 7 == 0:
                await reader.pilot.pause()
                assert reader.status.startswith(("8 events", "9 events"))
        await looked(reader, lambda: reader.status == "9 events")


STATES = {
    "torn": '{"version": 1, "timelines": {"/home/a',
    "of a later version": '{"version": 2, "timelines": {}}',
    "a folder": None,
}


@pytest.mark.parametrize("kind", ["torn", *(pytest.param(kind, marks=pytest.mark.slow) for kind in [*STATES][1:])])
async def test_a_foreign_state_file_is_one_problem_and_is_kept(kind: str, tmp_path: Path) -> None:
    content, file = STATES[kind], tmp_path / "state" / "state.json"
    file.parent.mkdir()
    file.mkdir() if content is None else file.write_text(content)
    async with reading(tmp_path) as reader:
        assert "! 1 problem" in reader.status
        await reader.press("m")
        assert "★" in reader.text
        assert "! 1 problem" in reader.status
        await reader.press("exclamation_mark")
        assert "state.json" in reader.text
    kept = [path.read_text() for path in file.parent.glob("state.json*") if path.is_file()]
    assert content is None or content in kept


BROWSER = """#!/bin/sh
for word in "$@"; do printf '%s\\n' "$word"; done >> {log}
ps -o sid= -p $$ >> {log}
sleep 0.1
"""


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes its arguments and its session into this file."""
    log, script = tmp_path / "log", tmp_path / "my browser"
    script.write_text(BROWSER.format(log=log))
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"'{script}'")
    return log


def with_address(tmp_path: Path, address: str) -> str:
    file = tmp_path / "one.yaml"
    file.write_text(f'events:\n  - {{date: 2024, title: One, sources: [{{title: s, url: "{address}"}}]}}\n')
    return str(file)


async def test_a_browser_gets_one_argument_in_a_session_of_its_own(tmp_path: Path, browser: Path) -> None:
    async with reading(tmp_path, with_address(tmp_path, "https://example.org/$(touch%20x);a&c=-d"), query="") as reader:
        await reader.press("o")
        await reader.until(lambda: browser.exists() and browser.read_text().count("\n") == 2)
    url, session = browser.read_text().splitlines()
    assert url == "https://example.org/$(touch%20x);a&c=-d"
    assert int(session) != os.getsid(0)


OTHERS = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://a@evil.example/",
    "data:text/html,x",
    "--help",
    "vnc://x",
]


async def test_other_schemes_are_refused(tmp_path: Path, browser: Path) -> None:
    file = tmp_path / "others.yaml"
    events = (f'{{date: 2024, title: One, sources: [{{title: s, url: "{address}"}}]}}' for address in OTHERS)
    file.write_text("events:\n" + "".join(f"  - {event}\n" for event in events))
    async with reading(tmp_path, str(file), query="") as reader:
        for address in OTHERS:
            assert reader.explorer.event is not None
            assert reader.explorer.event.sources[0].source.url == address
            await reader.press("o")
            await reader.until(lambda: any(toast.startswith("Not opened") for toast in reader.toasts))
            reader.app.clear_notifications()
            await reader.press("down")
    time.sleep(0.1)
    assert not browser.exists()


async def test_a_look_alike_host_needs_a_confirmation(tmp_path: Path, browser: Path) -> None:
    async with reading(tmp_path, with_address(tmp_path, "https://ex\u0430mple.org/"), query="") as reader:
        await reader.press("o")
        assert "xn--exmple-4nf.org" in reader.text
        await reader.press("n")
        time.sleep(0.1)
        assert not browser.exists()


async def test_without_a_browser_the_address_is_shown_and_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with reading(tmp_path, with_address(tmp_path, "https://example.org/a"), query="") as reader:
        await reader.press("y")
        copied = reader.app.clipboard
        await reader.press("o", "o")
        await reader.until(lambda: "No browser" in "".join(reader.toasts))
        assert reader.toasts == ["No browser can be started here. The address is https://example.org/a"]
        assert reader.app.clipboard == copied != ""
