"""The sources view as a report, a table and objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.analysis.sources import Sources, checks
from timeline_tui.formats.views.view_export import RowsExport, view_report
from timeline_tui.formats.writing.desk import Desk, Reference, Remarks
from timeline_tui.formats.writing.report import Report
from timeline_tui.index.source_use import SourceOrder, SourceUse
from timeline_tui.model.origins import repeats
from timeline_tui.model.timeline import Source
from timeline_tui.text.text import plural

ORDERS: dict[SourceOrder, str] = {
    "events": "most events first",
    "name": "by name",
    "date": "oldest first",
    "origin": "by origin",
}
CHECKS = {
    "unsourced": "Without a source",
    "single-source": "With a single source",
    "single-origin": "With a single origin",
    "disputed": "Disputed",
}


class SourceRow(NamedTuple):
    """One source and how many events of the slice use it, in which way.

    ``source`` is its name in queries. ``total`` counts the events of the whole timeline that use it. ``origin`` are the
    names of its origins: its own name if it repeats no other source.
    """

    source: str
    title: str
    publisher: str
    date: str
    kind: str
    language: str
    url: str
    note: str
    author: str
    accessed: str
    archived: str
    copy: str
    sha256: str
    reliability: str
    based_on: str
    origin: str
    events: int
    total: int
    reports: int
    confirms: int
    disputes: int
    quotes: int


class SourcesExport(RowsExport):
    """The sources view, in the order in which it is shown."""

    title = "Sources"
    row_type = SourceRow

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._origins = sources.slice.index.origins

    @property
    def counts(self) -> str:
        """How many sources are cited in view, and how many are not: "31 sources, 10 more not cited in view"."""
        cited, more = self._numbers
        return f"{cited}, {more}" if more else cited

    @property
    def _numbers(self) -> tuple[str, str]:
        """Both numbers in words. The second is empty if events in view cite all sources."""
        in_view = self.sources.in_view
        others = len(self.sources) - in_view
        return plural(in_view, "source"), f"{others:,} more not cited in view" if others else ""

    def report(self, name: str = "") -> Report:
        """Every source and how the events use it, below the headings of the list.

        The remarks count the events with too few sources.
        """
        sources, desk = self.sources, Desk(())
        uses = list(sources)
        for use in uses:
            desk.mention(use.source)
        references = tuple(
            Reference(
                reference.number,
                reference.citation,
                reference.url,
                remarks=(usage(use), *self._origin(use.source), *reference.remarks),
                heading=sources.heading(row) if row == sources.group(row).start else "",
            )
            for row, (reference, use) in enumerate(
                zip(desk.references(sources.slice.index.timeline.sources), uses, strict=True)
            )
        )
        remarks = tuple((CHECKS[state], plural(events, "event")) for state, events in checks(sources.slice).items())
        cited, more = self._numbers
        origins = self._origins.fewer([use.source for use in uses if use.where_used == "in view"])
        parts = (cited, plural(origins, "origin") if origins else "", more, ORDERS[sources.order])
        content = ", ".join(filter(None, parts))
        return view_report(sources.slice, content, name, remarks=remarks, references=references)

    def _origin(self, source: Source) -> Remarks:
        """The origins of a source that repeats others, as a remark, without the origins in its ``based_on``."""
        origins = self._origins.of(source) if repeats(source) else ()
        labels = [
            origin.label for origin in origins if isinstance(origin.root, str) or origin.root.key not in source.based_on
        ]
        return (("Origin", "; ".join(labels)),) if labels else ()

    def rows(self) -> Iterator[SourceRow]:
        """One row per source."""
        for use in self.sources:
            source = use.source
            yield SourceRow(
                source=use.name,
                title=source.title,
                publisher=source.publisher,
                date=source.date.text if source.date else "",
                kind=source.kind,
                language=source.language,
                url=source.url,
                note=source.note,
                author="; ".join(source.author),
                accessed=source.accessed.text if source.accessed else "",
                archived="; ".join(archive.url for archive in source.archived),
                copy=source.copy,
                sha256=source.sha256,
                reliability=source.reliability,
                based_on="; ".join(source.based_on),
                origin="; ".join(origin.name for origin in self._origins.of(source)),
                events=use.events,
                total=use.total,
                reports=use.reports,
                confirms=use.confirms,
                disputes=use.disputes,
                quotes=use.quotes,
            )


def usage(use: SourceUse) -> tuple[str, str]:
    """How events use a source, as (label, words): ("In view", "3 of 5 events: reports 2, disputes 1; 2 quotes")."""
    if use.where_used == "nowhere":
        return "Cited by", "no event"
    if use.where_used == "elsewhere":
        return "In view", f"none of {plural(use.total, 'event')}"
    total = plural(use.total, "event")
    events = total if use.events == use.total else f"{use.events:,} of {total}"
    stances = {"reports": use.reports, "confirms": use.confirms, "disputes": use.disputes}
    counts = ", ".join(f"{stance} {count:,}" for stance, count in stances.items() if count)
    parts = "; ".join(filter(None, (counts, plural(use.quotes, "quote") if use.quotes else "")))
    return "In view", f"{events}: {parts}" if parts else events
