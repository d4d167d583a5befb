"""The quotes view as a report, a table and objects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from timeline_tui.analysis.quotes import Quotes
from timeline_tui.formats.views.view_export import RowsExport, view_report
from timeline_tui.formats.writing.desk import Desk, ReportEvent, ReportQuote
from timeline_tui.formats.writing.report import Day, Report
from timeline_tui.model.timeline import Source
from timeline_tui.model.wording import NO_SPEAKER, event_line, marked_title
from timeline_tui.text.text import plural


class QuoteRow(NamedTuple):
    """One quote. ``event`` and ``date`` are the title and the EDTF date of its event.

    ``source`` is the name of its source in queries.
    """

    speaker: str
    role: str
    text: str
    original: str
    language: str
    translator: str
    note: str
    date: str
    event: str
    id: str
    source: str
    title: str
    publisher: str
    at: str
    url: str
    disputed: bool


class QuotesExport(RowsExport):
    """The quotes view, in the order in which it is shown."""

    title = "Quotes"
    row_type = QuoteRow

    def __init__(self, quotes: Quotes) -> None:
        self.quotes = quotes

    @property
    def counts(self) -> str:
        """The number of quotes: "21 quotes"."""
        return plural(len(self.quotes), "quote")

    def report(self, name: str = "") -> Report:
        """Each quote under its speaker or its day, with its event. The cited sources come last."""
        quotes, desk = self.quotes, Desk(())
        groups = groupby(range(len(quotes)), key=lambda row: quotes.group(row).start)
        days = tuple(Day(self._heading(first), tuple(self._entries(desk, list(rows)))) for first, rows in groups)
        references = desk.references(quotes.slice.index.timeline.sources)
        return view_report(quotes.slice, f"{self.counts} by {quotes.by}", name, days=days, references=references)

    def _heading(self, row: int) -> str:
        if self.quotes.by == "date":
            return self.quotes.heading(row)
        return ", ".join(filter(None, self.quotes.speaker(row))) or NO_SPEAKER

    def _entries(self, desk: Desk, rows: list[int]) -> Iterator[ReportEvent]:
        """One entry for the quotes of each event."""
        quotes = self.quotes
        for event, group in groupby(rows, key=quotes.event):
            title = marked_title(event) if quotes.by == "date" else event_line(event)
            yield ReportEvent(title, quotes=tuple(self._passage(desk, row) for row in group))

    def _passage(self, desk: Desk, row: int) -> ReportQuote:
        """A quote. Under a speaker it repeats neither the speaker nor the role in the heading."""
        quote, speaker = self.quotes[row].quote, self.quotes.speaker(row)
        if self.quotes.by == "speaker":
            quote = quote._replace(speaker="", role="" if quote.role == speaker.role else quote.role)
        return desk.passage(quote)

    def rows(self) -> Iterator[QuoteRow]:
        """One row for each quote. ``disputed`` says whether its event is disputed."""
        for row, (_, _, quote) in enumerate(self.quotes):
            event, source = self.quotes.event(row), quote.source or Source()
            yield QuoteRow(
                speaker=self.quotes.speaker(row).name,
                role=quote.role,
                text=quote.text,
                original=quote.original,
                language=quote.language,
                translator=quote.translator,
                note=quote.note,
                date=event.date.text,
                event=event.title,
                id=event.id,
                source=source.name,
                title=source.title,
                publisher=source.publisher,
                at=quote.at,
                url=source.url,
                disputed=event.disputed,
            )
