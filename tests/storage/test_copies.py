"""Copies of sources: which files are read and opened."""

from __future__ import annotations

import errno
import io
import os
import socket
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tables import each_row

from timeline_tui.storage import copies
from timeline_tui.storage.copies import CopyError, CopyPlace, hash_of, open_copy, place_of, to_open

posix = pytest.mark.skipif(sys.platform == "win32", reason="files of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    (inside / "copies").mkdir(parents=True)
    (inside / "copies/a.txt").write_text("words", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    return inside


def test_a_path_is_relative_to_the_timeline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.chdir(folder / "copies")
    file = str(folder / "t.yaml")
    assert place_of("copies/a.txt", file) == CopyPlace(os.path.join(folder, "copies/a.txt"), is_inside=True)
    assert place_of("~/copies/a.txt", file).is_inside
    assert place_of(str(folder / "copies/a.txt"), file).is_inside
    assert place_of("a.txt", "<stdin>") == CopyPlace("a.txt", is_inside=True)
    assert not place_of("../outside.txt", file).is_inside
    assert not place_of(str(folder.parent / "outside.txt"), file).is_inside
    assert Path(place_of(r"copies\a.txt", file).path).exists()


@posix
def test_a_link_to_a_file_outside_is_outside(folder: Path) -> None:
    (folder / "copies/link.txt").symlink_to(folder.parent / "outside.txt")
    assert not place_of("copies/link.txt", str(folder / "t.yaml")).is_inside


@each_row(
    ("copy", "message"),
    [
        ("https://example.org/a.pdf", "it is an address, not a path"),
        (r"\\server\share\a.pdf", "it is a path on another computer"),
        ("//server/share/a.pdf", "it is a path on another computer"),
        ("a\0b", "no file can have this name"),
    ],
)
def test_what_is_not_a_local_path(copy: str, message: str) -> None:
    with pytest.raises(CopyError) as error:
        place_of(copy, "t.yaml")
    assert error.value.message == message


@posix
def test_only_regular_files_are_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe would wait for a writer, and a device may never end."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # the path of a socket must be short
        listener.bind("socket.txt")
        expected = {
            "pipe.txt": "it is a device or a pipe",
            "zero.txt": "it is a device or a pipe",
            "socket.txt": "it is a device or a pipe",
            "loop.txt": "its symbolic links lead in a circle",
            "copies": "it is a folder, not a file",
            "none.txt": "there is no such file",
            "copies/a.txt/b": "there is no such file: a part of its path is not a folder",
        }
        for name, message in expected.items():
            with pytest.raises(CopyError) as error:
                open_copy(str(folder / name))
            assert error.value.message == message, name


@posix
def test_a_copy_that_becomes_a_pipe_or_cannot_be_read_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(folder / "pipe.txt")
    regular = (folder / "copies/a.txt").stat()
    with monkeypatch.context() as patch:
        patch.setattr(copies.os, "stat", lambda _: regular)  # what the pipe was before
        with pytest.raises(CopyError, match="it is a device or a pipe"):
            open_copy(str(folder / "pipe.txt"))

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:  # as in BytesIO
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(CopyError, match="Input/output error"):
        hash_of(Failing(), 9)


def test_the_hash_is_computed_from_all_bytes(folder: Path) -> None:
    data = bytes(range(256)) * 10_000
    (folder / "large.bin").write_bytes(data)
    file, size = open_copy(str(folder / "large.bin"))
    with file:
        assert hash_of(file, size) == sha256(data).hexdigest()


@posix
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc")
def test_a_file_of_the_system_without_a_size_is_empty() -> None:
    file, size = open_copy("/proc/self/environ")
    with file:
        assert hash_of(file, size) == sha256(b"").hexdigest()


@each_row(
    ("name", "data", "message"),
    [
        ("a.sh", b"words", "only documents, pictures and recordings are opened"),
        ("a.desktop", b"words", "only documents, pictures and recordings are opened"),
        ("a.warc", b"WARC/1.0", "only documents, pictures and recordings are opened"),
        ("a", b"words", "only documents, pictures and recordings are opened"),
        ("a.pdf", b"MZ\x90", "it is a program"),
        ("a.pdf", b"\x7fELF", "it is a program"),
        ("a.txt", b"#!/bin/sh", "it is a program"),
        ("a.txt", b"[Desktop Entry]", "it is a program"),
    ],
)
def test_programs_are_not_opened(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CopyError) as error:
        to_open(name, str(tmp_path / "t.yaml"))
    assert error.value.message.startswith(message)


@posix
def test_a_link_is_opened_by_what_it_leads_to(folder: Path) -> None:
    (folder / "run.sh").write_text("words", encoding="utf-8")
    (folder / "link.pdf").symlink_to("run.sh")
    (folder / "link.txt").symlink_to("copies/a.txt")
    file = str(folder / "t.yaml")
    with pytest.raises(CopyError):
        to_open("link.pdf", file)
    assert to_open("link.txt", file) == CopyPlace(os.path.realpath(folder / "copies/a.txt"), is_inside=True)
    assert not to_open("../outside.txt", file).is_inside
