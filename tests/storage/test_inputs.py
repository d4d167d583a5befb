from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from timeline_tui.storage import inputs
from timeline_tui.storage.inputs import Watcher, fingerprint

posix = pytest.mark.skipif(os.name != "posix", reason="links and modes as POSIX has them")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text("one")
    os.utime(path, ns=(1, 1))
    return path


def polls(watcher: Watcher, times: int = 4) -> list[bool]:
    return [watcher.poll() for _ in range(times)]


def test_without_a_change_nothing_is_reported(file: Path) -> None:
    assert polls(Watcher([str(file)])) == [False] * 4


def test_a_change_is_reported_once_when_the_writer_has_finished(file: Path) -> None:
    watcher = Watcher([str(file)])
    file.write_text("two and more")
    assert polls(watcher) == [False, True, False, False]
    file.write_text("three")
    assert polls(watcher) == [False, True, False, False]


def test_a_file_that_goes_on_changing_is_waited_for(file: Path) -> None:
    watcher = Watcher([str(file)])
    for n in range(10):
        file.write_text("x" * (n + 10))
        assert watcher.poll() is False
    assert polls(watcher) == [True, False, False, False]


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ("aabbb", [False, False, True, False]),
        ("abaaa", [False, False, False, False]),  # taken back
        ("abbaa", [False, True, False, True]),
        ("abcbb", [False, False, False, True]),
        ("ababa", [False, False, False, False]),
        ("a-bbb", [False, False, True, False]),  # gone for a moment, as when an editor replaces it
    ],
)
def test_reported_changes_for_a_series_of_fingerprints(
    monkeypatch: pytest.MonkeyPatch, looks: str, told: list[bool]
) -> None:
    seen = iter(looks)
    monkeypatch.setattr(inputs, "fingerprint", lambda path: next(seen))
    assert polls(Watcher(["events.yaml"])) == told


def test_a_file_that_is_deleted_and_restored(file: Path) -> None:
    watcher = Watcher([str(file)])
    file.unlink()
    assert polls(watcher) == [False, True, False, False]
    file.write_text("back")
    assert polls(watcher) == [False, True, False, False]


def test_a_missing_file_that_comes(tmp_path: Path) -> None:
    watcher = Watcher([str(tmp_path / "later" / "events.yaml")])
    assert polls(watcher) == [False] * 4
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "events.yaml").write_text("here")
    assert polls(watcher) == [False, True, False, False]


def test_replaced_by_one_of_the_same_size_and_time(file: Path) -> None:
    watcher = Watcher([str(file)])
    other = file.with_suffix(".new")
    other.write_text("two")
    os.utime(other, ns=(1, 1))
    other.replace(file)
    assert polls(watcher) == [False, True, False, False]


@posix
def test_rewritten_with_its_size_and_time_kept(file: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("two")
    os.utime(source, ns=(1, 1))
    watcher = Watcher([str(file)])
    shutil.copyfile(source, file)  # as cp -p over an existing file
    shutil.copystat(source, file)
    assert file.stat().st_mtime_ns == 1
    assert polls(watcher) == [False, True, False, False]


@posix
def test_a_folder_in_its_place_and_back(file: Path) -> None:
    watcher = Watcher([str(file)])
    file.unlink()
    file.mkdir()
    assert polls(watcher) == [False, True, False, False]
    file.rmdir()
    file.write_text("again")
    assert polls(watcher) == [False, True, False, False]


@posix
def test_made_unreadable_and_readable(file: Path) -> None:
    watcher = Watcher([str(file)])
    file.chmod(0)
    assert polls(watcher) == [False, True, False, False]
    file.chmod(0o644)
    assert polls(watcher) == [False, True, False, False]


@posix
def test_a_link_led_elsewhere(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, ns=(1, 1))
    link = tmp_path / "link"
    link.symlink_to("a")
    watcher = Watcher([str(link)])
    (tmp_path / "new").symlink_to("b")
    (tmp_path / "new").replace(link)
    assert polls(watcher) == [False, True, False, False]
    (tmp_path / "b").write_text("other")
    assert polls(watcher) == [False, True, False, False]


def test_one_of_several(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("other")
    watcher = Watcher([str(other), str(file)])
    file.write_text("changed")
    assert polls(watcher) == [False, True, False, False]
    file.write_text("changed again")
    other.write_text("changed too")
    assert polls(watcher) == [False, True, False, False]


def test_a_change_between_reading_and_watching(file: Path) -> None:
    seen = [fingerprint(str(file))]
    file.write_text("changed before there was a watcher")
    assert polls(Watcher([str(file)])) == [False] * 4
    assert polls(Watcher([str(file)], seen)) == [True, False, False, False]


def test_a_name_that_no_file_can_have() -> None:
    assert polls(Watcher(["a\0b", ""])) == [False] * 4


@pytest.mark.parametrize("atomic", [False, True])
def test_80_quick_rewrites_end_with_the_last_one_noticed(file: Path, atomic: bool) -> None:
    def rewrite() -> None:
        for n in range(80):
            target = file.with_suffix(".new") if atomic else file
            target.write_text("x" * (1 + n % 7))
            if atomic:
                target.replace(file)
        file.write_text("the last one")

    watcher = Watcher([str(file)])
    writer = threading.Thread(target=rewrite)
    writer.start()
    # The content of a program that reads the file at each reported change.
    held = ""
    while writer.is_alive():
        if watcher.poll():
            held = file.read_text() if file.exists() else held
    for told in polls(watcher):
        held = file.read_text() if told else held
    assert held == "the last one"


@pytest.mark.parametrize(
    ("size", "files", "needs_process", "large"),
    [
        (9_999, ("a",), False, False),
        (10_000, ("a",), True, False),
        (999_999, ("a",), True, False),
        (1_000_000, ("a",), True, True),
        (1_000_000, (), False, False),  # a pipe: no other process can read it, and it has no image
    ],
)
def test_sizes_for_another_process_and_for_the_cache(
    size: int, files: tuple[str, ...], needs_process: bool, large: bool
) -> None:
    found = inputs.Inputs(("a",), files, (inputs.Fingerprint(1, size, 1, 1, 1),), "")
    assert (found.needs_process, found.large) == (needs_process, large)
