"""Which processes make copies of themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from timeline_tui.formats.reading.forking import UnfinishedError, forked

CODE = """
import threading
from timeline_tui.formats.reading import forking
import timeline_tui.storage.opening.worker
forking._processors = lambda: 2
print(forking.can_fork(0))
end = threading.Event()
threading.Thread(target=end.wait).start()
print(forking.can_fork(0))
end.set()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no fork")
def test_the_worker_can_fork_and_a_process_with_several_threads_cannot() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"], done.stderr


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="does not list open files")
def test_no_pipe_stays_open_if_there_are_too_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    files = Path("/proc/self/fd")
    before = len([*files.iterdir()])
    with pytest.raises(UnfinishedError), forked(lambda _: None):
        pass
    assert len([*files.iterdir()]) == before
