"""The quotes and the sources of a slice as reports, which the formats for readers lay out like any other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Order, Sources, SourceUse, checks
from timeline_tui.formats.writing.report import Day, Desk, Entry, Passage, Report
from timeline_tui.model.wording import event_line, marked_title
from timeline_tui.query.syntax import format_query
from timeline_tui.text.text import plural

NOBODY = "Nobody named"
ORDERS: dict[Order, str] = {"events": "most events first", "name": "by name", "date": "oldest first"}
CHECKS = {"unsourced": "Without a source", "single-source": "With a single source", "disputed": "Disputed"}


def heading(whole: Slice, told: str) -> Report:
    """A report that says what it is about and no more; ``told`` is "21 quotes by speaker"."""
    timeline = whole.index.timeline
    query = format_query(whole.query)
    return Report(timeline.title or "Timeline", "", (), query, f"{whole.description} · {told}", (), ())


def quotes_report(quotes: Quotes) -> Report:
    """Every quote under its speaker or its day, with the event that it belongs to; their sources at the end."""
    desk = Desk(())
    rows = groupby(range(len(quotes)), key=lambda row: quotes.group(row).start)
    days = tuple(Day(_over(quotes, first), tuple(_entries(quotes, desk, list(group)))) for first, group in rows)
    told = heading(quotes.slice, f"{plural(len(quotes), 'quote')} by {quotes.by}")
    return told._replace(days=days, references=desk.references())


def _over(quotes: Quotes, row: int) -> str:
    if quotes.by == "date":
        return quotes.heading(row)
    return ", ".join(filter(None, quotes.speaker(row))) or NOBODY


def _entries(quotes: Quotes, desk: Desk, rows: list[int]) -> Iterator[Entry]:
    """Those of one event together."""
    for position, found in groupby(rows, key=lambda row: quotes[row].position):
        event = quotes.slice.index.event(position)
        title = marked_title(event) if quotes.by == "date" else event_line(event)
        passages = tuple(_passage(quotes, desk, row) for row in found)
        yield Entry(title, (), "", (), passages, ())


def _passage(quotes: Quotes, desk: Desk, row: int) -> Passage:
    """A quote without what its heading tells of its speaker."""
    quote, voice = quotes[row].quote, quotes.speaker(row)
    if quotes.by == "speaker":
        quote = quote._replace(speaker="", role="" if quote.role == voice.role else quote.role)
    return desk.passage(quote)


def sources_report(sources: Sources) -> Report:
    """Every source with what it says of the events; above them, how many events rest on too little."""
    desk = Desk(())
    uses = list(sources)
    for use in uses:
        desk.mention(use.source)
    references = tuple(
        each._replace(remarks=(usage(use), *each.remarks)) for each, use in zip(desk.references(), uses, strict=True)
    )
    told = heading(sources.slice, f"{plural(len(uses), 'source')}, {ORDERS[sources.order]}")
    remarks = tuple((CHECKS[state], plural(events, "event")) for state, events in checks(sources.slice).items())
    return told._replace(remarks=remarks, references=references)


def usage(use: SourceUse) -> tuple[str, str]:
    """How events lean on a source, as (label, words): ("In view", "3 of 5 events: reports 2, disputes 1; 2 quotes")."""
    if use.standing == "nowhere":
        return "Cited by", "no event"
    if use.standing == "elsewhere":
        return "In view", f"none of {plural(use.total, 'event')}"
    events = (
        plural(use.events, "event") if use.events == use.total else f"{use.events:,} of {plural(use.total, 'event')}"
    )
    stances = {"reports": use.reports, "confirms": use.confirms, "disputes": use.disputes}
    said = ", ".join(f"{stance} {many:,}" for stance, many in stances.items() if many)
    parts = "; ".join(filter(None, (said, plural(use.quotes, "quote") if use.quotes else "")))
    return "In view", f"{events}: {parts}" if parts else events
