"""``timeline-tui export postgresql://…``: write the events of a database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING

from timeline_tui import formats
from timeline_tui.cli import DONE
from timeline_tui.cli.databases import asking, check_alone, loaded_head, open_database, waiting_rows
from timeline_tui.cli.export_output import write_file, write_selection
from timeline_tui.cli.options import Options
from timeline_tui.cli.selection import Selection
from timeline_tui.cli.streams import shown_progress, write_data, write_message, write_problems
from timeline_tui.index.index import Index
from timeline_tui.index.questions import Asked
from timeline_tui.model.timeline import Event, Timeline

if TYPE_CHECKING:  # it needs the packages of the extra
    from timeline_tui.index.database.database import Database

_BLOCK = 500  # lines that are written at once
_MANY = 100_000  # events that need much memory
_STREAMED = "jsonl"
"""The format that is written while the events are read."""


def export_database(options: Options, format: str) -> int:
    """Write the events of the database at the URL of the options to stdout or a file."""
    check_alone(options)
    return asking(lambda: _export(options, format))


def _export(options: Options, format: str) -> int:
    database = open_database(options.files[0])
    selection = DatabaseSelection(options, database)
    selection.advise()
    if format == _STREAMED and not options.shape:
        return _stream(database, selection.asked, options)
    if database.count(selection.asked) > _MANY:
        write_message(f"{format} needs all events in memory; -f {_STREAMED} writes them as they are read")
    return write_selection(selection, options, format)


class DatabaseSelection(Selection):
    """The events of a database that the options select."""

    def __init__(self, options: Options, database: Database, *, opening: bool = False) -> None:
        super().__init__(options, loaded_head(database), opening=opening)
        self._database = database
        self.name, self.files = database.name, None

    def advise(self) -> None:
        """Write to stderr which rows are not among the events, and advice on the query. Raises AnswerError."""
        write_problems(waiting_rows(self._database))
        if not self.query:
            return
        # 2 ms, and only a query needs them
        from timeline_tui.analysis.remote.answers import Answers
        from timeline_tui.analysis.remote.day_table import DayTable
        from timeline_tui.analysis.remote.result_index import ResultIndex

        answers = Answers(self._database)
        with answers.waiting():
            self._advise(ResultIndex(answers, self.asked, answers.chronology, DayTable(())))

    @property
    def asked(self) -> Asked:
        """The events, as a database is asked for them."""
        return Asked(self.query, self._stars)

    @cached_property
    def timeline(self) -> Timeline:
        """The timeline with these events only, read into memory."""
        return self._database.timeline(self.asked)

    @cached_property
    def _index(self) -> Index:
        """The index of the whole timeline: a screen also counts events that the query does not find."""
        return Index(self._database.timeline(Asked()))


def _stream(database: Database, asked: Asked, options: Options) -> int:
    """Write the events as JSON lines while they are read. Write to stderr what the format cannot hold."""
    ordered = OrderedEvents()
    # on a terminal, the lines and the progress bar would be mixed
    with nullcontext() if not options.output and sys.stdout.isatty() else shown_progress("writing") as report:
        total = database.count(asked) if report else 0
        with database.streamed(asked) as (head, found):
            events = ordered.of(found) if asked.query else found  # only a part can lose an order
            if report:
                events = _reported(events, total, lambda done, size: report(done, size, lambda: head))
            parts, code = _lines(head, events), DONE
            if options.output:
                code = write_file(options.output, parts, options.force)
            else:
                for part in parts:
                    write_data(part)
    if code == DONE:
        for loss in ordered.losses(database, asked, head):
            write_message(f"{_STREAMED}: {loss}")
    return code


def _reported(events: Iterator[Event], total: int, report: Callable[[int, int], object]) -> Iterator[Event]:
    """The same events. Once for each block, call ``report`` with the number of events read, and of all events."""
    for number, event in enumerate(events):
        if number % _BLOCK == 0:
            report(number, total)
        yield event


class OrderedEvents:
    """The events of a stream that have to do with a stated order. They show which order is lost in a part."""

    def __init__(self) -> None:
        self._events: list[Event] = []

    def of(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events. Those with an order are also kept here."""
        for event in events:
            if event.after or event.before or event.date.place:
                self._events.append(Event(event.id, event.date, "", after=event.after, before=event.before))
            yield event

    def losses(self, database: Database, asked: Asked, head: Timeline) -> list[str]:
        """Messages about the order that is lost in the part ``asked``. ``head`` is its timeline without events."""
        if not head.extract or not self._events:
            return []
        named = {name for event in self._events for name in (*event.after, *event.before)}
        named.difference_update(event.id for event in self._events)
        inside = database.events_with(named, asked)
        outside = database.events_with(named.difference(event.id for event in inside), Asked())
        extract = head.extract._replace(around=tuple(outside))
        return formats.losses(head._replace(events=(*self._events, *inside), extract=extract), _STREAMED)


def _lines(head: Timeline, events: Iterator[Event]) -> Iterator[bytes]:
    """The events as JSON lines, in blocks."""
    # 10 ms, and only this format needs it
    from timeline_tui.formats.json.json_lines import write_each

    lines = write_each(head, events)
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == _BLOCK:
            yield "".join(block).encode()
            block.clear()
    yield "".join(block).encode()
