"""Keeps the figures of the benchmarks, with the machine, the date and the commit, in ``figures.json``."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("figures.json")


def kept_figures() -> dict[str, dict[str, Any]]:
    """The kept figures, by the name of the benchmark: machine, date, commit, and the rows."""
    found: dict[str, dict[str, Any]] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return found


def keep_figures(name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Put the rows of a benchmark into the file, in place of its earlier ones."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    entry = {
        "machine": f"{os.cpu_count()} cores, {_processor()}, {platform.system()}, Python {platform.python_version()}",
        "date": datetime.now(timezone.utc).date().isoformat(),
        "commit": commit.stdout.strip(),
        "figures": list(rows),
    }
    kept = {**kept_figures(), name: entry}
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
