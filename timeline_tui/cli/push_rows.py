"""``timeline-tui push URL``: push the rows that other programs inserted into the database."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from timeline_tui.cli import BAD
from timeline_tui.cli.streams import write_message, write_problems
from timeline_tui.formats.json import json as json_format
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.files import finished

if TYPE_CHECKING:  # it needs the packages of the extra
    from timeline_tui.index.database.new_rows import NewRows, TakenRows

EVENTS, SOURCES = "new_events", "new_sources"
"""The tables of the rows. Problems and events have these names in place of the name of a file."""


_OUTCOME = re.compile(r"; (the event is kept under “Undated”|it is (left out|kept .*)|this event gets “.*”)$")
"""What a message says about the result of a fault in a file. It is not true of a row, which stays in its table."""

_OF_LINE = re.compile(r"\bon line (\d+)")
_KEYS = ("keys are defined under “sources” of the file", f"insert it into {SOURCES} with this key")


class FaultyRowsError(Exception):
    """Some rows have errors, so nothing is pushed."""

    def __init__(self, errors: list[Problem]) -> None:
        super().__init__()
        self.errors = errors

    def write(self) -> int:
        """Write the errors to stderr, and return the exit code."""
        write_problems(self.errors)
        write_message("nothing was pushed; --lenient pushes the other rows, and leaves these in their tables")
        return BAD


def read_rows(rows: NewRows, *, lenient: bool) -> TakenRows:
    """The timeline of the rows. If ``lenient``, it has no rows with errors, and no rows that cite such a row.

    If not ``lenient``, rows with errors raise FaultyRowsError.
    """
    # 0.4 s, and only a database needs it
    from timeline_tui.index.database.new_rows import TakenRows

    errors: list[Problem] = []
    while True:
        timeline, faults = _read(rows)
        if not faults:
            break
        errors += faults.values()
        if not lenient:
            raise FaultyRowsError(errors)
        rows = rows._replace(
            events={row: record for row, record in rows.events.items() if row not in faults},
            sources={key: record for key, record in rows.sources.items() if key not in faults},
        )
    write_problems(errors)
    return TakenRows(timeline, [*rows.events], [*rows.sources])


def _read(rows: NewRows) -> tuple[Timeline, Mapping[int | str, Problem]]:
    """The timeline of the rows, and the first error of each row that has any."""
    listed = json.loads(json_format.write(Timeline(sources=rows.listed))).get("sources", {})
    sources = {**{key: json.dumps(source) for key, source in listed.items()}, **rows.sources}
    entries: list[int | str] = ["", *sources, "", *rows.events, ""]  # one on each line
    of_sources = [f"{json.dumps(key)}: {record}" for key, record in sources.items()]
    lines = ['{"sources": {', *_separated(of_sources), '}, "events": [', *_separated([*rows.events.values()]), "]}"]
    text = "\n".join(lines)
    timeline, problems = finished(json_format.read(text.encode(), EVENTS))
    errors: dict[int | str, Problem] = {}
    for problem in problems:
        if problem.severity == "error":
            entry = entries[problem.line - 1]
            errors.setdefault(entry, _placed(_of_row(problem, entries), entry))
    taken = tuple([event._replace(line=int(entries[event.line - 1])) for event in timeline.events])
    new = [source for source in timeline.sources if source.key in rows.sources]
    return timeline._replace(events=taken, sources=tuple(new)), errors


def _separated(lines: list[str]) -> list[str]:
    return [*(f"{line}," for line in lines[:-1]), *lines[-1:]]


def _of_row(problem: Problem, entries: list[int | str]) -> Problem:
    """The problem in words for rows: without the result of the fault, and with rows in place of lines."""

    def place(found: re.Match[str]) -> str:
        entry = entries[int(found[1]) - 1]
        return f"in row {entry}" if isinstance(entry, int) else f"in “{entry}” of {SOURCES}"

    message = _OF_LINE.sub(place, _OUTCOME.sub("", problem.message))
    return problem._replace(message=message, hint=problem.hint.replace(*_KEYS))


def _placed(problem: Problem, entry: int | str) -> Problem:
    """The problem at its row: the number of an event in place of a line, or the key of a source."""
    if isinstance(entry, int):
        return problem._replace(line=entry)
    return problem._replace(file=f"{SOURCES}, {entry}", line=0, column=0)
