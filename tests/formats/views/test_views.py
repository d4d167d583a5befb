"""The quotes, sources, disputes and grid views as text, Markdown, web page, CSV and JSON."""

import csv
import io
import json
import re

import pytest
from golden import sample
from golden_files import check_golden
from hypothesis import given
from random_timelines import queries, timelines
from tables import each_row
from week import bundled

from timeline_tui.analysis.disputes import BY, Disputes
from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.dates.bins import DAY, MONTH
from timeline_tui.dates.when import parse
from timeline_tui.formats import VIEW_FORMATS, VIEWS, by_name
from timeline_tui.formats.pages.text_page import COLUMNS
from timeline_tui.formats.views.disputes_export import DisputesExport
from timeline_tui.formats.views.grid_export import GridExport
from timeline_tui.formats.views.quotes_export import QuotesExport
from timeline_tui.formats.views.sources_export import SourcesExport
from timeline_tui.formats.views.views import EXPORTS, export_view, write
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import GRID_ROWS
from timeline_tui.query.syntax import parse_query
from timeline_tui.text.text import width

SAMPLE = sample.SAMPLE._replace(extract=None)
ENDINGS = {"text": "txt", "markdown": "md", "html": "html", "csv": "csv", "json": "json"}
WEEK = "date:2024-06-10..2024-06-14"


def whole(timeline: Timeline = SAMPLE, query: str = "") -> Slice:
    return Slice(Index(timeline), parse_query(query))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@each_row("format", VIEW_FORMATS)
@each_row("view", VIEWS)
def test_the_sample_is_written_as_in_the_golden_files(view: str, format: str) -> None:
    written = write(export_view(whole(query="date:2024-02.."), view), format)
    check_golden(f"views/{view}.{ENDINGS[format]}", written)


@pytest.mark.parametrize("view", VIEWS)
def test_reports_begin_with_the_query(view: str) -> None:
    week = whole(bundled().timeline, WEEK)
    assert 0 < len(week) < week.total
    page = f"Query: <code>{WEEK}</code> · "
    for format, query in (("text", f"Query: {WEEK}\n"), ("markdown", f"Query: `{WEEK}`\\\n"), ("html", page)):
        written = write(export_view(week, view), format)
        assert f"{query}{len(week)} of {week.total} events · " in written
        assert written.endswith("\n")
        assert not written.endswith("\n\n")


@each_row("field", GRID_ROWS)
@each_row("query", ["", WEEK, "id:none"])
def test_lines_of_text_fit_a_page_except_addresses(query: str, field: str) -> None:
    for view in VIEWS:
        for line in write(export_view(whole(bundled().timeline, query), view, field), "text").splitlines():
            assert width(line) <= COLUMNS or "://" in line
            assert line == line.rstrip()


def test_every_quote_is_under_its_speaker_with_its_event() -> None:
    said = write(export_view(whole(bundled().timeline), "quotes"), "text")
    for quoted in Quotes(whole(bundled().timeline)):
        assert " ".join(quoted.quote.text.split())[:30] in " ".join(said.split())
    assert "\nJanet Yellen, US Treasury Secretary\n-----" in said
    assert "\n12 June 2024 — Yellen: " in said
    by_date = write(QuotesExport(Quotes(whole(bundled().timeline), "date")), "text")
    assert "\nWednesday 12 June 2024\n-----" in by_date
    assert "— Janet Yellen, US Treasury Secretary [" in by_date


def test_quotes_of_nobody_and_without_a_source() -> None:
    event = Event(
        "e", parse("2024"), "T", quotes=(Quote("a", speaker="X", role="r"), Quote("b", speaker="X"), Quote("c"))
    )
    assert write(export_view(whole(Timeline(events=(event,))), "quotes"), "text") == (
        "Timeline\n========\n\n1 event · 3 quotes by speaker\n\n\n"
        "X\n-\n\n2024 — T\n\n    “a”\n    — r\n\n    “b”\n\n\nNobody named\n------------\n\n2024 — T\n\n    “c”\n"
    )


def test_the_uses_of_a_source_are_counted_in_words() -> None:
    told = write(export_view(whole(query="id:japan-ukraine-accord"), "sources"), "text")
    assert "In view: 1 event: reports 1, disputes 1\n" in told
    assert "In view: none of 1 event\n" in told
    unused = SAMPLE._replace(sources=(*SAMPLE.sources, Source("unused", "Unused")))
    assert "Cited by: no event\n" in write(export_view(whole(unused), "sources"), "text")


def test_the_number_of_sources_is_that_of_the_screen_and_names_the_others() -> None:
    here = whole(query="id:japan-ukraine-accord")
    sources, export = Sources(here), export_view(here, "sources")
    others = len(sources) - sources.in_view
    assert others
    assert export.counts == f"{sources.in_view} sources, {others} more not cited in view"
    said = write(export, "text")
    assert f" · {sources.in_view} sources, " in said
    assert f", {others} more not cited in view, most events first " in " ".join(said.split())
    assert "\nCited in view\n[1]" in said
    assert f"\nNot cited in view\n[{sources.in_view + 1}]" in said


def test_sources_by_origin_are_below_headings() -> None:
    wire, paper = Source("wire", "Story", "Reuters"), Source("p", "Copy", "Paper", based_on=("wire",))
    cited = tuple(map(Citation, (wire, paper, Source("own", "Own", "Site"))))
    timeline = Timeline(
        sources=(wire, paper, Source("no", "No")), events=(Event("e", parse("2024"), "T", sources=cited),)
    )
    said = SourcesExport(Sources(whole(timeline), "origin"))
    names = ["Reuters: Story", "Each its own origin", "Cited by no event"]
    text, page, marked = (write(said, format) for format in ("text", "html", "markdown"))
    assert [line for line in text.splitlines() if line in names] == names
    assert re.findall('<h3 dir="auto">(.*?)</h3>', page) == names
    assert re.findall("^### (.*)$", marked, re.MULTILINE) == names
    assert "Each its own origin" not in write(export_view(whole(timeline), "sources"), "text")


@given(timelines(), queries(1))
def test_tables_and_objects_have_the_counts_of_the_views(timeline: Timeline, query: Query) -> None:
    narrowed = Slice(Index(timeline), query)
    quotes, sources, disputes, grid = (export_view(narrowed, view) for view in VIEWS)
    assert [row["text"] for row in json.loads(write(quotes, "json"))] == [each.quote.text for each in Quotes(narrowed)]
    assert [row["events"] for row in json.loads(write(sources, "json"))] == [each.events for each in Sources(narrowed)]
    against = [each.note for position in narrowed.rows for each in narrowed.index.event(position).disputes]
    objects = json.loads(write(disputes, "json"))
    assert [row["why"] for row in objects if row["disputes"]] == against
    cited = [each for event in Disputes(narrowed) for each in event.event.sources]
    for by in BY:
        found = DisputesExport(Disputes(narrowed, by)).objects()
        assert sorted(str(row["why"]) for row in found) == sorted(each.note for each in cited)
    found = json.loads(write(grid, "json"))
    assert [(row["country"], row["total"]) for row in found] == [
        *((row.value, row.total) for row in Grid.from_slice(narrowed, "country").rows),
        (None, len(narrowed)),
    ]
    for row in found:
        assert sum(row["counts"].values()) + sum(row["elsewhere"].values()) == row["total"]
    for view in (quotes, sources, disputes, grid):
        assert len(rows(write(view, "csv"))) == len(json.loads(write(view, "json")))


def test_the_columns_of_a_grid_are_edtf_dates() -> None:
    timeline = bundled().timeline
    june = len(whole(timeline, "country:Japan date:2024-06"))
    assert june
    grid = Grid.from_slice(whole(timeline), "country", unit=MONTH)
    (japan,) = (row for row in json.loads(write(GridExport(grid), "json")) if row["country"] == "Japan")
    assert japan["counts"]["2024-06"] == june
    assert japan["approximate"]["2024-04"] == 1
    table = {row["country"]: row for row in rows(write(GridExport(grid), "csv"))}
    assert table["Japan"]["2024-06"] == str(june)
    assert table["all events"]["total"] == str(len(timeline.events))
    assert "elsewhere" not in table["Japan"]


def test_a_grid_counts_the_events_that_are_in_no_column() -> None:
    events = (*(Event(f"d{day}", parse(f"2024-06-{day}"), "T") for day in (10, 11)), Event("y", parse("1924"), "T"))
    grid = Grid.from_slice(whole(Timeline(events=events)), "country", unit=DAY)
    assert grid.count(None, ELSE) == 1
    assert rows(write(GridExport(grid), "csv"))[-1]["elsewhere"] == "1"


def test_a_grid_of_sources_has_their_titles() -> None:
    grid = export_view(whole(), "grid", "source")
    row = json.loads(write(grid, "json"))[0]
    assert (row["source"], row["title"]) == ("vilnius", "Joint Declaration of Support for Ukraine")
    assert rows(write(grid, "csv"))[0]["title"] == row["title"]


@pytest.mark.parametrize("view", VIEWS)
def test_no_cell_is_run_as_a_formula(view: str) -> None:
    evil = Source("=1+1", "=2+2", url="=3+3")
    event = Event("=4+4", parse("2024"), "=5+5", countries=("=6+6",), quotes=(Quote("=7+7", "=8+8", source=evil),))
    event = event._replace(sources=(Citation(evil, "=9+9", "disputes", "=10+10"),))
    written = write(export_view(whole(Timeline(events=(event,))), view), "csv")
    assert "=" in written
    assert '"=' not in written


@pytest.mark.parametrize("view", VIEWS)
def test_markdown_in_the_data_stays_data(view: str) -> None:
    hostile = "|*_`<b>[x](y)"
    source = Source("k", hostile)
    event = Event("e", parse("2024"), hostile, countries=(hostile,), quotes=(Quote(hostile, hostile, source=source),))
    event = event._replace(sources=(Citation(source, hostile, "disputes", hostile),))
    written = write(export_view(whole(Timeline(events=(event,))), view), "markdown")
    assert "\\|\\*\\_\\`\\<b\\>\\[x\\](y)" in written
    assert hostile not in written


def test_every_view_can_be_exported() -> None:
    assert tuple(EXPORTS) == VIEWS
    assert [EXPORTS[name](whole(), "country").title for name in VIEWS] == [name.capitalize() for name in VIEWS]


def test_the_formats_of_views_are_formats() -> None:
    assert all(by_name(format).writes for format in VIEW_FORMATS)
