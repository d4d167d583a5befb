"""Checks that take minutes: ``python tests/tools/endurance.py [PART...]``. Each function below is a part.

The exit code is 1 if anything broke. Linux only.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import fuzz
import hostile_files
from terminals import Terminal
from typist import play

from timeline_tui.storage.file_bytes import read_bytes
from timeline_tui.storage.writing import write_atomic
from timeline_tui.ui import browser

RESIZES, KILLS, OPENINGS, REWRITES, IDLE_SECONDS = 400, 200, 40, 500, 20
IDLE_MOST = 0.05  # the share of one processor
FUZZ_SECONDS = 600
TYPISTS = 300
WRITER = """
import itertools, sys
from timeline_tui.storage.writing import write_atomic
print("ready", flush=True)
for n in itertools.count():
    write_atomic(sys.argv[1], b"%d" % (n % 10) * 300_000, overwrite=True)
"""


def resizes() -> str:
    """Random sizes of the window, with keys in between."""
    chosen = random.Random(400)
    with Terminal("--fresh") as terminal:
        terminal.wait_for("events")
        for _ in range(RESIZES):
            terminal.resize(chosen.randint(1, 500), chosen.randint(1, 200))
            terminal.press(chosen.choice("1234cijkzzs\t"))
            terminal.read(0.01)
        terminal.resize(100, 30)
        terminal.wait_for("of 29 events")
        memory = terminal.megabytes
        terminal.press("q")
        assert terminal.exit_code() == 0, terminal.text
        assert terminal.left_on == []
    return f"{RESIZES} sizes, {memory} MB at the end"


def idle() -> str:
    """The CPU time that the program uses while it is idle."""
    with Terminal("--fresh") as terminal:
        terminal.wait_for("events")
        terminal.read(2)
        before = terminal.cpu_seconds
        time.sleep(IDLE_SECONDS)
        used = (terminal.cpu_seconds - before) / IDLE_SECONDS
        terminal.press("q")
        assert terminal.exit_code() == 0
    assert used < IDLE_MOST, used
    return f"{used:.1%} of a processor over {IDLE_SECONDS} s"


def kills() -> str:
    """``kill -9`` at random moments while a file is written. The file has the old or the new content, never a part.

    A temporary file that is left is removed when the next file is written in the folder.
    """
    moments, left = random.Random(200), 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notes.txt"
        for _ in range(KILLS):
            with subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE) as process:
                assert process.stdout
                process.stdout.readline()
                time.sleep(moments.uniform(0, 0.05))
                process.send_signal(signal.SIGKILL)
            content = file.read_bytes() if file.exists() else b"0" * 300_000
            assert len(content) == 300_000
            assert content == content[:1] * 300_000
            left += len([*Path(folder).iterdir()]) - file.exists()
            write_atomic(file, content, overwrite=True)
            assert [*Path(folder).iterdir()] == [file]
    return f"{KILLS} kills, {left} times a temporary file until the next write"


def openings() -> str:
    """``kill -9`` at random moments while another process reads a large file. No temporary file is left."""
    moments = random.Random(40)
    with tempfile.TemporaryDirectory() as folder:
        file, home = Path(folder) / "large.yaml", Path(folder) / "home"
        home.mkdir()
        file.write_text("events:\n" + "".join(f"  - {{date: 2024, title: Event {n}}}\n" for n in range(30_000)))
        for _ in range(OPENINGS):
            with Terminal(str(file), env={"TMPDIR": str(home), "XDG_CACHE_HOME": str(home / "cache")}) as terminal:
                terminal.read_for(moments.uniform(0.1, 3))
                terminal.signal(signal.SIGKILL)
                terminal.process.wait()
            for _ in range(200):
                if not [*home.glob("timeline-tui-*")]:
                    break
                time.sleep(0.05)
            assert not [*home.glob("timeline-tui-*")]
            shutil.rmtree(home / "cache", ignore_errors=True)
    return f"{OPENINGS} kills, nothing left"


def rewrites() -> str:
    """A file is truncated and written again and again. It is never read in part."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notes.txt"
        code = (
            "import sys, time\n"
            f"for n in range({REWRITES}):\n"
            "    with open(sys.argv[1], 'wb') as file:\n"
            "        for _ in range(10): file.write(b'%d' % (n % 10) * 10_000); file.flush()\n"
            "    time.sleep(0.1 * (n % 3 == 0))\n"
        )
        reads = refused = 0
        with subprocess.Popen([sys.executable, "-c", code, str(file)]) as writer:
            while writer.poll() is None:
                try:
                    content = read_bytes(str(file))
                except OSError:
                    refused += 1
                    continue
                reads += 1
                assert content == content[:1] * 100_000, len(content)
    return f"{REWRITES} rewrites, {reads} readings, {refused} refused, none torn"


def typing() -> str:
    """Bursts of random keys on screens of several sizes."""
    keys = 0
    with patch.object(browser, "open_in_browser", side_effect=browser.NoBrowser("not in a test")):
        for seed in range(TYPISTS):
            with tempfile.TemporaryDirectory() as folder:
                keys += len(asyncio.run(play(seed, Path(folder), bursts=60)))
                os.chdir("/")
    return f"{keys:,} keys by {TYPISTS} typists"


def fuzzing() -> str:
    """Random input for all readers. `fuzz.py` alone prints more, and can run longer."""
    names = list(fuzz.targets())
    tried = sum(fuzz.fuzz(name, FUZZ_SECONDS / len(names), seed=random.randrange(1 << 32)) for name in names)
    return f"{tried:,} inputs for {len(names)} targets in {FUZZ_SECONDS} s"


def files() -> str:
    """Files that are made to break a reader. `hostile_files.py` alone prints time and memory for each."""
    with tempfile.TemporaryDirectory() as folder:
        made = {name: hostile_files.write(name, Path(folder)) for name in hostile_files.files()}
        found = {name: hostile_files.read_apart([path]) for name, path in made.items()}
    crashed = [name for name, readings in found.items() if not readings]
    assert not crashed, f"crashed: {crashed}"
    slowest = max(found, key=lambda name: found[name][0]["seconds"])
    largest = max(found, key=lambda name: found[name][0]["megabytes"])
    return (
        f"{len(found)}, at most {found[slowest][0]['seconds']:.2f} s ({slowest})"
        f" and {found[largest][0]['megabytes']:.0f} MB ({largest})"
    )


PARTS = {part.__name__: part for part in (resizes, idle, kills, openings, rewrites, typing, fuzzing, files)}


def main(names: Sequence[str]) -> int:
    """Run the parts with these names, or all. Return the exit code."""
    failed = 0
    for name in names or PARTS:
        try:
            print(f"{name}: {PARTS[name]()}", flush=True)
        except Exception as error:  # noqa: PERF203  # the other parts are run too
            failed += 1
            print(f"{name}: FAILED: {type(error).__name__}: {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
