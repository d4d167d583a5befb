"""A large file is read in blocks, and never in part while another program writes it."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline_tui.formats.reading import blocks
from timeline_tui.model.problems import LoadError
from timeline_tui.storage import file_bytes, files, inputs
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.opening import stable_file
from timeline_tui.storage.opening.stable_file import ReadWholeError, StableFile

COUNT = 2000


def text(title: str) -> str:
    return f'{{"date": "2024-06-13", "title": "{title}"}}\n' * COUNT


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make these files count as large, and do not wait for files that changed recently."""
    monkeypatch.setattr(stable_file, "SMALLEST", 1000)
    monkeypatch.setattr(blocks, "SIZE", 1000)
    for module in (file_bytes, inputs):
        monkeypatch.setattr(module, "PAUSE", 0.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text(text("old"))
    return path


@pytest.fixture
def read_whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read whole."""
    read, names = files.read_bytes, []

    def noted(name: str) -> bytes:
        names.append(name)
        return read(name)

    monkeypatch.setattr(files, "read_bytes", noted)
    return names


class Meanwhile:
    """Does something once, in the middle of reading."""

    def __init__(self, change: Callable[[], object]) -> None:
        self.change: Callable[[], object] | None = change

    def __call__(self, done: int, size: int, so_far: object) -> None:
        if done > size / 3 and self.change:
            self.change, change = None, self.change
            change()


def titles(path: Path, progress: Meanwhile | None = None) -> dict[str, int]:
    found = [event.title for event in load_timeline([str(path)], progress=progress).timeline.events]
    return {title: found.count(title) for title in found}


def test_an_unchanged_file_is_read_in_blocks(file: Path, read_whole: list[str]) -> None:
    assert titles(file) == {"old": COUNT}
    assert not read_whole


def test_reading_in_blocks_gives_the_same_timeline(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b'{"date": "2024-06-31", "title": "\xff"}\r\n' + file.read_bytes())
    in_blocks = load_timeline([str(file)])
    monkeypatch.setattr(stable_file, "SMALLEST", 1 << 30)
    assert vars(load_timeline([str(file)])) == vars(in_blocks)


EVENT = '{"date": "2024", "title": "x"}'


@pytest.mark.parametrize(("name", "text"), [("small.jsonl", EVENT), ("large.yaml", f"[{EVENT}]" + " " * 1000)])
def test_others_are_read_whole(tmp_path: Path, read_whole: list[str], name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert titles(path) == {"x": 1}
    assert read_whole == [str(path)]


def grow(file: Path) -> None:
    with file.open("a") as out:
        out.write('{"date": "2024", "title": "new"}\n')


def move(file: Path) -> None:
    other = file.with_name("b.jsonl")
    other.write_text(text("new"))
    other.replace(file)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda file: file.write_text(text("new")), {"new": COUNT}),
        (grow, {"old": COUNT, "new": 1}),
        (move, {"new": COUNT}),
        (lambda file: file.write_text('{"date": "2024", "title": "less"}\n'), {"less": 1}),
    ],
)
def test_a_file_that_changes_meanwhile_is_read_again_as_a_whole(
    file: Path, read_whole: list[str], change: Callable[[Path], object], expected: dict[str, int]
) -> None:
    assert titles(file, Meanwhile(lambda: change(file))) == expected
    assert read_whole == [str(file)]


def test_a_change_of_the_file_is_noticed_when_problems_are_located(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('{"date": "2024", "title": "a", "related": "nothing"}\n' + text("old"))
    located = blocks.Blocks._located
    change = Meanwhile(lambda: file.write_text(text("new")))

    def changed(self: blocks.Blocks, offset: int) -> object:
        if not self._is_iterating:
            change(1, 1, None)
        return located(self, offset)

    monkeypatch.setattr(blocks.Blocks, "_located", changed)
    told: list[bool] = []
    loaded = load_timeline([str(file)], progress=lambda done, size, so_far: told.append(done == size))
    assert {event.title for event in loaded.timeline.events} == {"new"}
    assert loaded.problems == ()
    assert told.count(True) == 1  # who shows how far it is takes that for the end of the file


def test_a_file_that_is_deleted_meanwhile(file: Path) -> None:
    with pytest.raises(LoadError) as caught:
        titles(file, Meanwhile(file.unlink))
    assert [problem.message for problem in caught.value.problems] == ["there is no such file"]


def test_a_recently_changed_file_is_checked_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = iter([lambda: file.write_text(text("new"))])
    monkeypatch.setattr(time, "time_ns", lambda: file.stat().st_ctime_ns + 1_000_000)
    monkeypatch.setattr(time, "sleep", lambda seconds: next(pauses, int)())
    assert titles(file) == {"new": COUNT}


class Broken:
    """A file on a disk that fails."""

    def fileno(self) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def close(self) -> None:
        """There is nothing to close."""


def test_files_that_cannot_be_read_in_blocks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (str(file.parent), str(file) + "-", "a\0b"):
        with pytest.raises(ReadWholeError):
            StableFile(name)
    with StableFile(str(file)) as steady_file:
        assert steady_file.read(2, 4) == b"date"
        assert steady_file.size == file.stat().st_size
        monkeypatch.setattr(steady_file, "_file", Broken())
        with pytest.raises(ReadWholeError):
            steady_file.read(0, 1)
