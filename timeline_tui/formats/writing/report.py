"""Turn a timeline into a report: all words of an exported page, in parts.

The formats for readers (text, Markdown, HTML) share it and only lay it out. It has the days in order of time with their
events, and the sources, numbered in the order in which they are first mentioned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from timeline_tui.formats.writing.desk import Desk, Reference, Remarks, ReportEvent
from timeline_tui.formats.writing.left_out import of_timeline
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.model.unknown_keys import other_texts
from timeline_tui.text.text import found_so_far, plural


class Day:
    """The events under one date heading. ``gap`` is the time without an event before them, in words; else empty."""

    def __init__(self, heading: str, entries: tuple[ReportEvent, ...], gap: str = "") -> None:
        self.heading: Final = heading
        self.entries: Final = entries
        self.gap: Final = gap


NumberTable = tuple[tuple[str, ...], ...]
"""A table of numbers: the headings of all columns, then the rows. The first cell of a row is its name."""

WordTable = tuple[tuple[tuple[str, ...], ...], ...]
"""A table of words: the headings, then the rows. Each cell has any number of lines."""


class Report:
    """The whole page. ``query`` is empty if the timeline was not narrowed; ``extent`` is "13 of 24 events"."""

    def __init__(
        self,
        *,
        title: str,
        extent: str,
        description: str = "",
        remarks: Remarks = (),
        query: str = "",
        days: tuple[Day, ...] = (),
        references: tuple[Reference, ...] = (),
        table: NumberTable = (),
        words: WordTable = (),
    ) -> None:
        self.title: Final = title
        self.extent: Final = extent
        self.description: Final = description
        self.remarks: Final = remarks
        self.query: Final = query
        self.days: Final = days
        self.references: Final = references
        self.table: Final = table
        self.words: Final = words


def report(
    timeline: Timeline,
    desk_of: Callable[[Iterable[Event], Iterable[Source]], Desk] | None = None,
    *,
    gaps: bool = False,
) -> Report:
    """Return the report of a timeline. Equal timelines give equal reports. ``desk_of`` makes another kind of `Desk`.

    ``gaps``: the days name the times without an event before them.
    """
    around = timeline.extract.around if timeline.extract else ()
    desk = (desk_of or Desk)((*timeline.events, *around), timeline.sources)
    events = sorted(timeline.events, key=lambda event: event.date.sort_key)
    days = tuple(
        Day(heading, tuple(map(desk.entry, group)), gap) for heading, group, gap in days_and_gaps(events, gaps)
    )
    return Report(
        title=timeline.title or "Timeline",
        description=timeline.description,
        remarks=timeline_remarks(timeline),
        query=timeline.extract.query if timeline.extract else "",
        extent=extent(timeline),
        days=days,
        references=desk.references(timeline.sources),
    )


def days_and_gaps(events: Sequence[Event], with_gaps: bool) -> Iterator[tuple[str, list[Event], str]]:
    """Each heading with its events, from events in order of time, and the gap before them in words; "" for none."""
    labels: dict[int, str] = {}
    if with_gaps:
        # 3 ms, and only --gaps needs it
        from timeline_tui.analysis.gaps import gap_labels

        labels = gap_labels([event.date for event in events])
    row = 0
    for heading, day in groupby(events, lambda event: event.date.heading):
        group = list(day)
        yield heading, group, labels.get(row, "")
        row += len(group)


def losses(timeline: Timeline) -> list[str]:
    """Return messages about what a page leaves out: uncited sources, and unknown keys of the extract.

    A page also leaves out what only the author of a file needs: saved views, aliases, ids of events and keys of
    sources. The manual says so; there is no message about these at each export.
    """
    more = [f"“{name}” of the extract" for name, _ in (timeline.extract.other if timeline.extract else ())]
    on_page = ("title", "description", "extract", "views", "aliases", *dict(timeline.other))
    return of_timeline(timeline, *on_page, more=more)


def timeline_remarks(timeline: Timeline) -> Remarks:
    """Return the remarks on a timeline: its unknown keys, and how many events were searched if not all were read."""
    extract = timeline.extract
    searched = [not_all_read(extract.searched, extract.total)] if extract and extract.searched else []
    return (*other_texts(timeline.other), *searched)


def not_all_read(searched: int, total: int) -> tuple[str, str]:
    """Return the remark that only ``searched`` of ``total`` known events were searched. There may be more events."""
    count = plural(total, "event") if searched == total else f"{searched:,} of {plural(total, 'event')}"
    return "Not all of the file was read", f"{count} {'was' if total == 1 else 'were'} searched"


def extent(timeline: Timeline) -> str:
    """Return the number of events: "24 events", or "13 of 24 events" for an extract.

    If not all of the file was read: "13 of 24 searched so far", without a query "13 events so far".
    """
    count, extract = len(timeline.events), timeline.extract
    if extract and extract.searched:
        return found_so_far(count, extract.searched) if extract.query else f"{plural(count, 'event')} so far"
    if extract:
        return f"{count:,} of {plural(extract.total, 'event')}"
    return plural(count, "event") if count else "No events."
