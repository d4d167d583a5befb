"""Files that need more memory than is free get one line, and nothing is killed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from timeline_tui.storage import memory
from timeline_tui.storage.memory import free_memory, in_bytes, no_room

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory is free")

MEMINFO = "MemTotal:  9000 kB\nMemFree:  10 kB\nMemAvailable:  5000 kB\nSwapFree:  1000 kB\n"
ROWS = 60_000
LITTLE = """
from timeline_tui.storage import memory
memory.free_memory = lambda: 40_000_000
"""


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the system says."""
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "memory").mkdir()
    monkeypatch.setattr(memory, "_MEMORY", str(tmp_path / "meminfo"))
    monkeypatch.setattr(memory, "_GROUP", str(tmp_path))
    return tmp_path


@pytest.fixture
def large(tmp_path: Path) -> str:
    """A CSV that needs more than 40 MB."""
    path = tmp_path / "large.csv"
    path.write_text("date,what happened\n" + "".join(f"2024-06-13,Event number {n}\n" for n in range(ROWS)))
    return str(path)


def test_free_memory_is_what_the_system_calls_available(system: Path) -> None:
    assert free_memory() == 6000 * 1024


def test_a_container_has_less(system: Path) -> None:
    (system / "memory.max").write_text("3000000\n")
    (system / "memory.current").write_text("2500000\n")
    (system / "memory.stat").write_text("anon 1\ninactive_file 1000000\n")
    assert free_memory() == 1_500_000
    (system / "memory.current").write_text("4500000\n")
    assert free_memory() == 0
    (system / "memory.max").write_text("max\n")
    assert free_memory() == 6000 * 1024


def test_a_container_of_version_1_has_less(system: Path) -> None:
    (system / "memory" / "memory.limit_in_bytes").write_text("2000000\n")
    (system / "memory" / "memory.usage_in_bytes").write_text("500000\n")
    (system / "memory" / "memory.stat").write_text("cache 3\ntotal_inactive_file 0\n")
    assert free_memory() == 1_500_000


def test_a_system_that_does_not_say(system: Path) -> None:
    (system / "meminfo").write_text("MemTotal: 9000 kB\n")
    assert free_memory() is None


def test_words() -> None:
    assert [in_bytes(n) for n in (38_665_811, 999_999_999, 1_073_741_824)] == ["38 MB", "999 MB", "1.1 GB"]
    said = "there is not enough memory to read it"
    assert no_room("a.csv", 500_000_000).message == f"{said}: it has 500 MB and may need 6.0 GB"
    assert {no_room(name, 500_000_000).message for name in ("a.parquet", "a.jsonl", "a.xlsx")} == {said}
    assert no_room("<stdin>", 0).message == said
    assert "JSON lines" in no_room("a.csv", 500_000_000).hint
    assert no_room("a.JSONL", 500_000_000).hint == "read a part of it"


def run(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    names = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CACHE", "STATE", "CONFIG")}
    command = [sys.executable, "-c", LITTLE + script]
    return subprocess.run(command, capture_output=True, text=True, env=names, stdin=subprocess.DEVNULL, check=False)


def test_a_command_says_that_there_is_too_little_memory(large: str, tmp_path: Path) -> None:
    done = run(f"from timeline_tui.cli.main import main; raise SystemExit(main(['export', {large!r}]))", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith(f"{large}: there is not enough memory to read it: it has ")
    assert len(lines) == 2


def test_the_screen_gets_the_same_line(large: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    task = {"paths": [large], "options": [], "folder": str(tmp_path / "folder"), "keep": True}
    done = run(f"from timeline_tui.storage.opening.worker import main; main({task!r})", tmp_path)
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["faults"][0]["message"].startswith("there is not enough memory to read it: it has ")
    assert "image" not in last
