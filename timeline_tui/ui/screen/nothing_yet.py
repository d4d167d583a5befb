"""The text on the screen for a timeline without events: the fault of the files, and how to correct it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from textual.app import App

from timeline_tui.formats.detection import detect
from timeline_tui.model.problems import Problem
from timeline_tui.storage.session import Session
from timeline_tui.ui.keymap import shown_key

_LISTED = 3  # problems

EXAMPLES: Mapping[str, str] = {
    "yaml": """\
events:
  - date: 2024-06-13
    title: What happened
    countries: [Japan, Ukraine]
    topics: [security agreement]
    sources: https://example.org""",
    "csv": """\
date,title,countries
2024-06-13,What happened,Japan""",
    "jsonl": '{"date":"2024-06-13","title":"A"}',
    "json": """\
{"events": [
  {"date": "2024-06-13",
   "title": "What happened",
   "countries": ["Japan"],
   "topics": ["agreement"]}
]}""",
}
"""A file with one event, for each format that people write by hand. The lines fit a screen of 80 columns."""


def nothing_yet(app: App[int], session: Session) -> str:
    """An example of an event, or the key that asks what columns mean; then the first problems."""
    problems = [problem for problem in session.problems if problem.severity != "note"]
    return "\n\n".join((*_advice(app, session), *_faults(app, problems), *_waiting(app, session)))


def _advice(app: App[int], session: Session) -> Iterator[str]:
    example = EXAMPLES.get(detect(b"", session.file).name) if session.file else None
    if any(foreign_file.needs_answer for foreign_file in session.foreign):
        yield f"No events yet. {shown_key(app, 'columns')} asks what the columns mean."
    elif example:
        yield "No events yet. An example:"
        yield example
    else:
        yield "No events yet."


def _faults(app: App[int], problems: list[Problem]) -> Iterator[str]:
    are_several = len({problem.file for problem in problems}) > 1
    for problem in islice(problems, _LISTED):
        place = problem.where if are_several else f"line {problem.line}" if problem.line else ""
        message = ": ".join(filter(None, (place, problem.message)))
        yield f"{message}\n{problem.hint}" if problem.hint else message
    if len(problems) > _LISTED:
        yield f"{len(problems) - _LISTED:,} more: {shown_key(app, 'problems')} lists all."


def _waiting(app: App[int], session: Session) -> Iterator[str]:
    if session.watched:
        yield "Events appear here when the file is saved."
    elif session.file:
        yield f"{shown_key(app, 'reload')} reads the file again."
