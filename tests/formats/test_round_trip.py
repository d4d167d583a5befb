"""Timelines written as YAML, JSON and JSON lines are read back equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import bare, timelines

from timeline_tui import formats

NAMES = ("yaml", "json", "jsonl")


@pytest.mark.parametrize("name", NAMES)
@given(timeline=timelines())
def test_reading_gives_what_was_written(name, timeline):
    written = formats.write(timeline, name)
    reading = formats.read(written, "", name)
    assert [str(problem) for problem in reading.problems if problem.severity == "error"] == []
    assert bare(reading.timeline) == bare(timeline)
    assert formats.write(reading.timeline, name) == written
