"""Plain text to be pasted into a memo or a mail: 80 columns wide, with numbered sources at the end.

Addresses and the query stay whole, however long, so that they can be copied back out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from timeline_tui.formats.writing.report import Day, Entry, Passage, Reference, Remarks, Report, losses, report
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import width, wrap

__all__ = ["COLUMNS", "layout", "losses", "write"]

COLUMNS = 80
_STEP = "  "


def write(timeline: Timeline) -> str:
    """The whole timeline as text: LF, no trailing spaces, one newline at the end; equal timelines give the same."""
    return layout(report(timeline))


def layout(told: Report) -> str:
    """The same for a report on anything."""
    lines = "\n".join(_lines(told)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _lines(told: Report) -> Iterator[str]:
    yield from _heading(told.title, "=")
    if told.description:
        yield ""
        yield from wrap(told.description, COLUMNS)
    if told.remarks:
        yield ""
        yield from _remarks(told.remarks, "")
    yield ""
    if told.query:
        yield f"Query: {told.query}"
    yield told.extent
    for day in told.days:
        yield from _day(day)
    if told.references:
        yield from ("", "", *_heading("Sources", "-"), "")
        yield from _references(told.references)


def _heading(title: str, rule: str) -> list[str]:
    lines = wrap(title, COLUMNS)
    return [*lines, rule * min(max(map(width, lines), default=0), COLUMNS)]


def _day(day: Day) -> Iterator[str]:
    yield from ("", "", *_heading(day.heading, "-"))
    for entry in day.entries:
        yield ""
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield from wrap(entry.title, COLUMNS)
    yield from _remarks(entry.facts, _STEP)
    if entry.summary:
        yield ""
        yield from wrap(entry.summary, COLUMNS, _STEP, _STEP)
    if entry.disputes:
        yield ""
    for who, note in entry.disputes:
        yield from wrap(f"{who}: {note}" if note else f"{who}.", COLUMNS, _STEP, _STEP * 2)
    for quote in entry.quotes:
        yield ""
        yield from _passage(quote)
    if entry.remarks:
        yield ""
        yield from _remarks(entry.remarks, _STEP)


def _passage(quote: Passage) -> Iterator[str]:
    yield from wrap(quote.text, COLUMNS, _STEP * 2, _STEP * 2)
    if quote.said:
        yield from wrap(quote.said, COLUMNS, f"{_STEP * 2}— ", _STEP * 3)
    yield from _remarks(quote.remarks, _STEP * 2)


def _remarks(remarks: Remarks, indent: str) -> Iterator[str]:
    for label, text in remarks:
        yield from wrap(f"{label}: {text}", COLUMNS, indent, indent + _STEP)


def _references(references: Iterable[Reference]) -> Iterator[str]:
    """Number and citation, the address below; all text stands to the right of the widest number."""
    cited = list(references)
    margin = len(f"[{len(cited)}] ")
    indent = " " * margin
    for reference in cited:
        number = f"[{reference.number}] ".ljust(margin)
        if reference.citation:
            yield from wrap(reference.citation, COLUMNS, number, indent)
            if reference.url:
                yield indent + reference.url
        else:
            yield number + reference.url
        yield from _remarks(reference.remarks, indent)
