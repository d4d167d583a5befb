"""The quotes, the sources and the grid of a slice as rows of values: for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.sources import Sources
from timeline_tui.dates.edtf import edtf_range
from timeline_tui.model.timeline import Source

ALL = "all events"
"""Stands in a table for the value of the row that counts all of them."""


class QuoteRow(NamedTuple):
    """A quote. ``event`` is the title, ``date`` the EDTF of its event; ``source`` is what queries call its source."""

    speaker: str
    role: str
    text: str
    original: str
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


class SourceRow(NamedTuple):
    """A source: what it is, then how many events of the slice lean on it, and how; ``total`` is of all events."""

    source: str
    title: str
    publisher: str
    date: str
    kind: str
    language: str
    url: str
    note: str
    events: int
    total: int
    reports: int
    confirms: int
    disputes: int
    quotes: int


def quote_rows(quotes: Quotes) -> Iterator[QuoteRow]:
    """Every quote, in the order of the view."""
    for row, (_, _, quote) in enumerate(quotes):
        event, source = quotes.event(row), quote.source or Source()
        yield QuoteRow(
            speaker=quotes.speaker(row).name,
            role=quote.role,
            text=quote.text,
            original=quote.original,
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


def source_rows(sources: Sources) -> Iterator[SourceRow]:
    """Every source, in the order of the view."""
    for use in sources:
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
            events=use.events,
            total=use.total,
            reports=use.reports,
            confirms=use.confirms,
            disputes=use.disputes,
            quotes=use.quotes,
        )


def grid_objects(grid: Grid) -> Iterator[dict[str, object]]:
    """One object a row of the grid, and last one for all events, whose value is null.

    ``counts`` has a number for each column, by its days in EDTF; ``approximate`` those of them that have a vague date;
    ``elsewhere``, by reason, the events that stand in no column; ``first`` is the column of the first event.
    """
    days = column_days(grid)
    for row in (*range(len(grid.rows)), None):
        first = None if row is None else grid.first(row)
        vague = {day: many for column, day in enumerate(days) if (many := grid.approximate(row, column))}
        yield {
            grid.field: None if row is None else grid.rows[row].value,
            **({"title": "" if row is None else grid.name(row)} if grid.field == "source" else {}),
            "total": grid.count(row, None),
            "first": None if first is None else days[first],
            "counts": {day: grid.count(row, column) for column, day in enumerate(days)},
            "approximate": vague,
            "elsewhere": grid.apart(row),
        }


def grid_table(grid: Grid) -> list[list[str | int]]:
    """The grid with its headings and totals: value, count by column, what is in no column if anything is, total."""
    apart = grid.count(None, ELSE)
    named = grid.field == "source"
    rest = ["elsewhere"] if apart else []
    rows: list[list[str | int]] = [[grid.field, *(["title"] if named else []), *column_days(grid), *rest, "total"]]
    for row in (*range(len(grid.rows)), None):
        value = ALL if row is None else grid.rows[row].value
        title = [] if not named else [""] if row is None else [grid.name(row)]
        rows.append([value, *title, *counts(grid, row)])
    return rows


def counts(grid: Grid, row: int | None) -> list[str | int]:
    """The numbers of a row: by column, in no column if the grid has such events, in all."""
    apart = [grid.count(row, ELSE)] if grid.count(None, ELSE) else []
    return [*(grid.count(row, column) for column in range(len(grid.columns))), *apart, grid.count(row, None)]


def column_days(grid: Grid) -> list[str]:
    """The days of each column, in EDTF: 2024-06-13, 2024-06, 2024-06-10/2024-06-16."""
    return [edtf_range(column.first, column.last) for column in grid.columns]
