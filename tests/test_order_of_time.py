"""All lists, views and exports in order of time have the order that a plain comparison of the dates gives."""

from __future__ import annotations

import io
import re

from chronology import in_order, when
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import UNDATED, near_dates

from timeline_tui.analysis.grid import Grid
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.formats.pages import html_page, markdown_page, text_page
from timeline_tui.formats.reading.blocks import BytesInMemory
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.mapped.index_writer import write_image
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import parse_query


def _timeline(dates: list[str]) -> Timeline:
    """One event for each date, which quotes a source of the same date. The names contain the position in the file."""
    events = []
    for number, date in enumerate(dates):
        name = f"x{number:03}x"
        source = Source(name, f"Report {name}", date=None if when(date).is_undated else when(date))
        quote = Quote(f"Quote {name}", "Speaker", source=source)
        events.append(Event(name, when(date), name, countries=("Japan",), quotes=(quote,), sources=(Citation(source),)))
    return Timeline("Order", events=tuple(events))


_LISTS = st.lists(near_dates() | st.sampled_from(UNDATED), max_size=8)
_HARD = [
    *("2024-06-13T23:30", "2024-06-13T14:22:01", "2024-06-13T09:00+09:00", "2024-06-13T02:00Z", ""),
    *("2024-06-13T01:00-05:00", "2024-06-13T10:00:00.900Z", "2024-06-13T10:00:00.1Z"),
    *("2024-06-13/2024-06-15", "2024-06-13", "2024-06-13~"),
]
_HEADINGS = (
    (text_page.write, r"^(x\d{3}x)"),
    (markdown_page.write, r"^### .*?(x\d{3}x)"),
    (html_page.write, r"<h3[^>]*>.*?(x\d{3}x)"),
)


@given(_LISTS)
@example(_HARD)
def test_the_index_and_its_image(dates: list[str]) -> None:
    expected = [f"x{number:03}x" for number in in_order(dates)]
    index = Index(_timeline(dates))
    file = io.BytesIO()
    write_image(index, file, {})
    for one in (index, MappedIndex(Image(BytesInMemory(file.getvalue())))):
        assert [event.id for event in one.events] == expected
        assert [row.quote.text for row in Quotes(Slice(one, Query()), "date")] == [f"Quote {name}" for name in expected]
        assert [use.name for use in Sources(Slice(one, Query()), "date")] == expected
        assert [event.id for event in one.narrowed(parse_query("country:Japan")).events] == expected


@given(_LISTS)
@example(_HARD)
def test_exports_for_readers(dates: list[str]) -> None:
    expected = [f"x{number:03}x" for number in in_order(dates)]
    timeline = _timeline(dates)
    for write, heading in _HEADINGS:
        assert re.findall(heading, write(timeline), re.MULTILINE) == expected


@given(_LISTS, st.integers(2, 80))
@example(_HARD, 24)
def test_bins_and_columns(dates: list[str], columns: int) -> None:
    """Each bar and each column contains the events that begin in it, by stated day and local time."""
    whole = Slice(Index(_timeline(dates)), Query())
    bars = whole.histogram(columns)
    stated = [date for date in map(when, dates) if date.start and date.precision >= bars.unit.precision]
    undated = sum(when(date).is_undated for date in dates)
    assert bars.elsewhere.get("undated", 0) == undated
    for bar in bars.bars:
        begin = [date for date in stated if bar.first <= date.earliest <= bar.last]
        assert bar.total == sum(bar.hour in (None, (date.minute or 0) // 60) for date in begin)
    grid = Grid.from_slice(whole, "country", columns)
    fine = [date for date in map(when, dates) if date.start and date.precision >= grid.unit.precision]
    assert grid.elsewhere(None).get("undated", 0) == undated
    for number, column in enumerate(grid.columns):
        assert grid.count(None, number) == sum(column.first <= date.earliest <= column.last for date in fine)
        cell = [whole.index.event(position).id for position in grid.events(0, number)]
        assert cell == [f"x{at:03}x" for at in in_order(dates) if f"x{at:03}x" in cell]
