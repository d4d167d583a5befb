"""Which processes make copies of themselves."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
