"""Golden files: the expected results in ``tests/golden``. ``UPDATE_GOLDEN=1`` writes them anew; read the difference."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def check_golden(name: str, written: str) -> None:
    """Compare a text with a golden file."""
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_bytes(written.encode())
    assert written == file.read_bytes().decode()
