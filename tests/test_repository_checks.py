"""The hook for pre-commit and the workflow for GitHub, with which other repositories check their timelines."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SOUND = "sources: {a: {title: A}, b: {title: B}}\nevents:\n  - {date: 2024, title: One, sources: [a, b]}\n"
FAULTY = SOUND.replace("2024", "2024-06-31").replace("[a, b]", "[a, b], tag: x, 5%: y")


def ended(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """The end of a command in ``folder``, with the installed program on its path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8")


def hook() -> dict[str, Any]:
    [only] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert isinstance(only, dict)
    return only


def test_the_hook_accepts_a_sound_timeline_and_refuses_errors(tmp_path: Path) -> None:
    file = tmp_path / "events.yaml"
    command = [*shlex.split(hook()["entry"]), "events.yaml"]
    file.write_text(SOUND)
    assert ended(command, tmp_path).returncode == 0
    file.write_text(FAULTY)
    done = ended(command, tmp_path)
    assert (done.returncode, done.stdout.partition(": ")[0]) == (1, "events.yaml:3:20")


def test_the_hook_has_what_pre_commit_needs_and_finds_timelines() -> None:
    one = hook()
    assert {"id", "name", "entry", "language"} <= one.keys()
    assert one["language"] == "python"
    for file, is_timeline in {
        "events.yaml": True,
        "data/timeline.yml": True,
        "my-events.yaml": False,
        "events.yaml.orig": False,
        ".github/workflows/ci.yml": False,
    }.items():
        assert bool(re.search(one["files"], file)) is is_timeline, file


@pytest.mark.skipif(not shutil.which("jq") or not shutil.which("bash"), reason="there is no jq or bash here")
def test_the_workflow_shows_findings_at_their_lines(tmp_path: Path) -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "validate-timeline.yml").read_text())
    step = workflow["jobs"]["validate"]["steps"][-1]
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]  # as GitHub runs it
    file = tmp_path / "events.yaml"
    file.write_text(SOUND)
    done = ended(command, tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    file.write_text(FAULTY)
    done = ended(command, tmp_path)
    assert done.returncode == 1
    error, tag, percent = done.stdout.splitlines()
    place = "file=events.yaml,line=3,col="
    assert error == f"::error {place}20::2024-06-31: June 2024 has 30 days; the event is kept under “Undated”"
    unknown = "in the schema; it is kept unchanged"
    assert tag == f"::warning {place}53::an event has no “tag” {unknown}%0Adid you mean topics?"
    assert percent == f"::warning {place}61::an event has no “5%25” {unknown}"
