"""``validate --watch``: the findings of a file again after each change, in the installed program."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from timeline_tui.cli import watching as watching_module
from timeline_tui.cli.main import main

SOUND = "sources: {a: {title: A}, b: {title: B}}\nevents:\n  - {date: 2024, title: One, sources: [a, b]}\n"
FAULTY = SOUND.replace("2024", "2024-06-31")
SECONDS = 20  # the most to wait for a line


class Watching:
    """The program while it watches a file, and the lines that it writes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        assert process.stdout
        threading.Thread(target=self._collect, args=(process.stdout,), daemon=True).start()

    def _collect(self, stream: IO[bytes]) -> None:
        for line in stream:
            self._lines.put(line.decode())

    def until(self, pattern: str) -> list[str]:
        """The next lines, up to the first one that matches ``pattern``."""
        lines = [self._lines.get(timeout=SECONDS)]
        while not re.search(pattern, lines[-1]):
            lines.append(self._lines.get(timeout=SECONDS))
        return lines


@contextmanager
def watching(file: Path, *options: str) -> Iterator[Watching]:
    command = [Path(sys.executable).with_name("timeline-tui"), "validate", "--watch", *options, file]
    pipe = subprocess.PIPE
    # if a shell started the tests in the background, they ignore Ctrl+C, and so would the program
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT) as process:
        signal.signal(signal.SIGINT, before)
        try:
            yield Watching(process)
        finally:
            process.kill()


def test_findings_are_listed_again_when_they_change_until_ctrl_c(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(FAULTY)
    with watching(file) as program:
        first = "".join(program.until("Watching"))
        assert "t.yaml:3:20: 2024-06-31: June 2024 has 30 days" in first
        assert "1 event, 1 error, 0 warnings" in first
        assert "──" not in first
        file.write_text(SOUND)
        again = program.until("1 event")
        assert re.fullmatch(r"── \d\d:\d\d:\d\d ──\n", again[0])
        assert again[1:] == ["\n", "1 event, 0 errors, 0 warnings\n"]
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(SECONDS) == 130


def test_it_waits_for_a_missing_file_and_the_end_of_input_ends_it_with_the_code(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    with watching(file, "--json") as program:
        [missing, *_] = program.until("Watching")
        assert [problem["file"] for problem in json.loads(missing)] == [str(file)]
        file.write_text(SOUND)
        [batch, _] = program.until("1 event")
        assert json.loads(batch) == []
        file.write_text(FAULTY)
        [batch, _] = program.until("1 event")
        assert [problem["line"] for problem in json.loads(batch)] == [3]
        assert program.process.stdin
        program.process.stdin.close()
        assert program.process.wait(SECONDS) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_that_closes_ends_it(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(SOUND)
    ours, theirs = os.openpty()
    command = [Path(sys.executable).with_name("timeline-tui"), "validate", "--watch", file]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            os.close(theirs)
            Watching(process).until("Watching")
            os.close(ours)
            assert process.wait(SECONDS) == 0
        finally:
            process.kill()


def test_findings_that_are_the_same_are_not_listed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(SOUND)
    texts = iter([f"{SOUND}# a comment\n", "", "", f"{SOUND}  - {{date: 2024, title: Two}}\n", "", ""])

    def change(_: float) -> bool:
        """Write the next text, if it is not empty; false after the last one."""
        text = next(texts, None)
        if text:
            file.write_text(text)
        return text is not None

    monkeypatch.setattr(watching_module, "_waits", change)
    assert main(["validate", "--watch", str(file)]) == 0
    counted = [line for line in capfd.readouterr().err.splitlines() if "event" in line]
    assert counted == ["1 event, 0 errors, 0 warnings", "2 events, 0 errors, 1 warning"]


def test_a_pipe_cannot_be_watched(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--watch", "-"]) == 2
    assert capfd.readouterr().err == "--watch: standard input and pipes cannot be watched; name a file\n"


def test_a_copy_of_a_source_is_watched(tmp_path: Path) -> None:
    file, copy = tmp_path / "t.yaml", tmp_path / "a.txt"
    file.write_text(
        "sources: {a: {title: A, copy: a.txt}}\nevents:\n  - date: 2024\n    title: One\n"
        "    quotes: [{text: words, speaker: S, source: a}]\n"
    )
    with watching(file) as program:
        assert any("there is no such file" in line for line in program.until("Watching for changes"))
        copy.write_text("words")
        assert not any("warning" in line for line in program.until("^1 event")[:-1])
