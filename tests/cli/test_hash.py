"""``timeline-tui hash``: the lines ``copy`` and ``sha256``."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from timeline_tui.cli.main import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies/a.txt").write_bytes(b"words")
    (tmp_path / "copies/b: c.txt").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path


A = f"sha256: {sha256(b'words').hexdigest()}\n"
B = f"sha256: {sha256(b'').hexdigest()}\n"


def test_the_lines_are_valid_yaml(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["hash", "copies/a.txt", "copies/b: c.txt"]) == 0
    assert capfd.readouterr() == (f'copy: copies/a.txt\n{A}\ncopy: "copies/b: c.txt"\n{B}', "")


def test_paths_are_relative_to_the_timeline(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["hash", "copies/a.txt", "--for", "notes/t.yaml"]) == 0
    assert main(["hash", "copies/a.txt", "--for", "copies/t.yaml"]) == 0
    assert main(["hash", "copies/a.txt", "--for", "t.yaml"]) == 0
    assert capfd.readouterr().out == f"copy: ../copies/a.txt\n{A}copy: a.txt\n{A}copy: copies/a.txt\n{A}"


def test_a_file_that_cannot_be_read_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["hash", "copies/x.txt", "copies", "copies/a.txt"]) == 1
    said = "copies/x.txt: there is no such file\n  did you mean copies/a.txt?\ncopies: it is a folder, not a file\n"
    assert capfd.readouterr() == (f"copy: copies/a.txt\n{A}", said)
    with pytest.raises(SystemExit) as ended:
        main(["hash"])
    assert ended.value.code == 2


def test_a_path_that_cannot_be_relative_is_absolute(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows between two drives."""

    def refuse(path: str, start: str) -> str:
        raise ValueError(f"path is on mount 'D:', start on mount 'C:': {path}, {start}")

    monkeypatch.setattr(os.path, "relpath", refuse)
    assert main(["hash", "copies/a.txt", "--for", "t.yaml"]) == 0
    assert capfd.readouterr() == (f"copy: {folder / 'copies/a.txt'}\n{A}", "")
