"""A database gives the same answers as the index in memory, for random timelines and queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from index_questions import QuestionsOfIndex
from postgres_server import PostgresServer
from random_timelines import queries, stars
from random_timelines import timelines as random_timelines
from strategies import timelines as timelines_of_readers

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, UNDATED
from timeline_tui.formats.json.json_lines import read, write, write_each
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.index.questions import Asked, CellCount, DayCount, Key, KeyedEvent, ValueCount
from timeline_tui.index.source_use import SourceOrder
from timeline_tui.model.order import placed
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FACETS, GRID_ROWS, ORDER

pytest.importorskip("sqlalchemy")
pytest.importorskip("psycopg")

from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.database import Database
from timeline_tui.index.database.event_rows import place_of, stored_file
from timeline_tui.index.database.pushing import push
from timeline_tui.index.database.source_names import write_source_names
from timeline_tui.index.database.tables import METADATA

pytestmark = pytest.mark.slow
EXTENT = settings(phases=[Phase.explicit, Phase.generate])  # shrinking an example takes minutes
EMPTY = Timeline()
Counts = dict[str, list[tuple[str, int]]]


class Filled:
    """One database, filled with one timeline after another."""

    def __init__(self, postgres: PostgresServer) -> None:
        url = postgres.new_database()
        self._server = Server(DatabaseUrl(url))
        self.database = Database(url)
        self._is_filled = False

    def fill(self, timeline: Timeline) -> tuple[Database, Index]:
        """Replace all that is there by a timeline, and return both indexes of it."""
        if self._is_filled:
            with self._server.writing() as connection:
                connection.exec_driver_sql(f"truncate {', '.join(METADATA.tables)}")
        self._is_filled = True
        push(self._server, timeline)
        return self.database, Index(timeline)

    def close(self) -> None:
        self._server.close()
        self.database.close()


@pytest.fixture(scope="module")
def filled(postgres: PostgresServer) -> Iterator[Filled]:
    one = Filled(postgres)
    yield one
    one.close()


def as_stored(timeline: Timeline) -> Timeline:
    """A timeline with the names of its files, without folders, as a database stores them."""
    return timeline._replace(events=tuple(event._replace(file=stored_file(event.file)) for event in timeline.events))


def timelines() -> st.SearchStrategy[Timeline]:
    return random_timelines().map(as_stored)


def whole_timelines() -> st.SearchStrategy[Timeline]:
    return timelines_of_readers().map(as_stored)


@st.composite
def ordered_timelines(draw: st.DrawFn) -> Timeline:
    """Timelines whose events also state their order."""
    timeline = draw(timelines())
    names = st.sampled_from(("e0", "e1", "e2", "e3", "2024-06-13", "2024-06-13T10:00Z", "gone"))
    few = st.lists(names, max_size=1).map(tuple)
    events = [event._replace(after=draw(few), before=draw(few)) for event in timeline.events]
    return timeline._replace(events=placed(events)[0])


def order_queries() -> st.SearchStrategy[Query]:
    values = st.sampled_from(("e0", "e1", "e2", "e3", "nothing", "2024-06-13", "2024-06-13T10:00Z", "2024-06", "2024"))
    clause = st.builds(
        Clause, st.sampled_from(ORDER), st.lists(values.map(Term), min_size=1, max_size=2).map(tuple), st.booleans()
    )
    return st.lists(clause, min_size=1, max_size=2).map(lambda found: Query(tuple(found)))


ASKED = st.builds(Asked, st.one_of(queries(), queries(), order_queries()), stars(), st.just("events"), st.none())


def found(index: Index, asked: Asked) -> Positions:
    return Positions(index.query_bits(asked.query, asked.stars))


def key_of(event: Event, number: int) -> Key:
    return Key(event.date.earliest, place_of(event.date), number, event.id)


def keyed(timeline: Timeline, index: Index) -> list[KeyedEvent]:
    numbers = {event.id: number for number, event in enumerate(timeline.events)}
    return [KeyedEvent(key_of(event, numbers[event.id]), event) for event in index.events]


def exact(event: Event) -> object:
    """An event with all of its date: two dates are equal if their texts are."""
    return tuple(event), tuple(event.date)


@EXTENT
@given(st.one_of(timelines(), ordered_timelines()), st.lists(ASKED, min_size=1, max_size=6))
def test_events_counts_days_and_pages(filled: Filled, timeline: Timeline, questions: list[Asked]) -> None:
    database, index = filled.fill(timeline)
    rows = keyed(timeline, index)
    assert [row.key for row in rows] == sorted(row.key for row in rows)
    for asked in questions:
        expected = [rows[position] for position in found(index, asked)]
        page = database.page(asked, None, 100)
        assert [exact(row.event) for row in page] == [exact(row.event) for row in expected]
        assert [row.key for row in page] == [row.key for row in expected]
        assert database.count(asked) == len(expected)
        check_days(database.days(asked), index, asked)
        check_pages(database, asked, expected)


def check_days(days: Sequence[DayCount], index: Index, asked: Asked) -> None:
    mask = index.query_bits(asked.query, asked.stars)
    for precision in Precision:
        stated = sum(day.events for day in days if day.precision and day.precision >= precision)
        assert stated == (mask & index.intervals.stated(precision)).bit_count()
    assert total_by_day(days) == Counter(index.events[position].date.earliest for position in Positions(mask))


def total_by_day(days: Sequence[DayCount]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for one in days:
        counts[one.day] += one.events
    return counts


def check_pages(database: Database, asked: Asked, expected: list[KeyedEvent]) -> None:
    for row, one in enumerate(expected):
        assert [each.key for each in database.page(asked, one.key, 2)] == [e.key for e in expected[row + 1 : row + 3]]
        backwards = [e.key for e in reversed(expected[:row])][:2]
        assert [each.key for each in database.page(asked, one.key, 2, backwards=True)] == backwards
        assert database.rank(asked, one.key) == row
    assert [each.key for each in database.page(asked, None, 2, backwards=True)] == [
        e.key for e in reversed(expected[-2:])
    ]
    if expected:
        day = expected[-1].key.day
        assert [e.key for e in database.page(asked, Key(day), 100)] == [e.key for e in expected if e.key.day >= day]
    assert not database.page(asked, Key(UNDATED + 1), 1)


@EXTENT
@given(st.one_of(timelines(), ordered_timelines()), st.lists(ASKED, min_size=1, max_size=3))
def test_facets_grid_quotes_sources_and_relations(filled: Filled, timeline: Timeline, questions: list[Asked]) -> None:
    database, index = filled.fill(timeline)
    for event in index.events:
        detail = database.event(event.id)
        assert detail is not None
        assert exact(detail.event.event) == exact(event)
        assert [(tie.id, tie.kind, tie.outgoing) for tie in detail.related] == [
            (tie.id, tie.kind, tie.outgoing) for tie in index.related(event)
        ]
        for tie, other in zip(detail.related, index.related(event), strict=True):
            assert (tie.event is None) == (other.position is None)
    assert database.event("nowhere") is None
    for asked in (Asked(), *questions):
        memory = QuestionsOfIndex(index)
        check_facets(database, memory, asked)
        for field in GRID_ROWS:
            check_grid(database, index, field, asked)
        check_quotes(database, memory, timeline, asked)
        check_sources(database, memory, asked)
        check_disputes(database, memory, timeline, asked)


def facet_counts(index: Index, field: str, asked: Asked) -> list[tuple[str, int]]:
    mask, facet = index.query_bits(asked.query, asked.stars), index.facet(field)
    counts = [(value, (facet.value_bits(value) & mask).bit_count()) for value in facet.values]
    keys = dict(zip(facet.values, facet.keys, strict=True))
    return sorted((one for one in counts if one[1]), key=lambda one: (-one[1], keys[one[0]]))


def check_facets(database: Database, memory: QuestionsOfIndex, asked: Asked) -> None:
    """The values of all fields with most events, some of them, chosen ones, both at once, and those with a prefix."""
    index = memory.index
    fields = (*FACETS, "file", "published")
    answer = database.facets(dict.fromkeys(fields, 100), asked)
    for field in fields:
        assert [(count.value, count.events) for count in answer[field]] == facet_counts(index, field, asked), field
    chosen = {field: [*index.facet(field).values[-2:], "NIPPON", "nowhere"] for field in fields[::2]}
    upper = {field: [value.upper() for value in values] for field, values in chosen.items()}
    for wanted in (dict.fromkeys(fields, 100), dict.fromkeys(fields, 2), chosen, {**upper, "country": 1, "topic": 2}):
        assert database.facets(wanted, asked) == memory.facets(wanted, asked)
    for prefix in ("u", "e", "ja", "nip"):
        wanted = {field: 9 for field in fields if field != "published"}
        assert database.facets(wanted, asked, prefix=prefix) == memory.facets(wanted, asked, prefix=prefix)


def check_grid(database: Database, index: Index, field: str, asked: Asked) -> None:
    days = sorted({event.date.earliest for event in index.events if NEVER_BEFORE < event.date.earliest < NEVER_AFTER})
    if not days:
        return
    edges = [days[0], days[len(days) // 2] + 1, days[-1] + 1]
    mask, facet = index.query_bits(asked.query, asked.stars), index.facet(field)
    for precision in (Precision.DAY, Precision.YEAR):
        expected = Counter()
        for value in facet.values:
            stated = mask & facet.value_bits(value) & index.intervals.stated(precision)
            for position in Positions(stated):
                day = index.events[position].date.earliest
                if edges[0] <= day < edges[-1]:
                    expected[value, int(day >= edges[1])] += 1
        cells = database.grid(field, asked, edges, precision, facet.values)
        assert set(cells) == {CellCount(value, column, n) for (value, column), n in expected.items()}


def check_quotes(database: Database, memory: QuestionsOfIndex, timeline: Timeline, asked: Asked) -> None:
    """Quotes, all and of some speakers, as pages in both directions; their days, ranks and speakers."""
    speakers = database.speakers(asked)
    assert speakers == memory.speakers(asked)
    names = [speaker.name for speaker in speakers]
    assert sum(speaker.quotes for speaker in speakers) == database.count(asked._replace(items="quotes"))
    check_items(database, memory, timeline, asked._replace(items="quotes"))
    for of in {(name,) for name in names} | {tuple(names[:2])}:
        check_items(database, memory, timeline, asked._replace(items="quotes", of=of))


def check_items(database: Database, memory: QuestionsOfIndex, timeline: Timeline, asked: Asked) -> None:
    numbers = {event.id: number for number, event in enumerate(timeline.events)}
    expected = [
        KeyedEvent(key_of(event, numbers[event.id])._replace(quote=key.quote), event)
        for key, event in memory.page(asked, None, 1000)
    ]
    assert database.page(asked, None, 1000) == expected
    assert [item.key for item in expected] == sorted(item.key for item in expected)
    assert database.days(asked) == sorted(memory.days(asked), key=lambda one: (one.day, one.precision or 0))
    assert database.count(asked) == len(expected)
    for row, one in enumerate(expected[:4]):
        assert database.page(asked, one.key, 2) == expected[row + 1 : row + 3]
        assert database.page(asked, one.key, 2, backwards=True) == expected[:row][::-1][:2]
        assert database.rank(asked, one.key) == row


def check_sources(database: Database, memory: QuestionsOfIndex, asked: Asked) -> None:
    """The list of sources in each order: its parts, their counts, and each source with its uses."""
    known = [source for source in memory.index.timeline.sources if source.key == "kantei"]
    assert list(database.sources_with({"kantei", "nowhere"})) == known
    for order in get_args(SourceOrder):
        parts = database.source_parts(asked, order)
        assert parts == memory.source_parts(asked, order), order
    numbers = [number for part in parts for number in part.sources]
    assert database.sources(asked, numbers) == memory.sources(asked, numbers)
    assert len(database.sources(asked, numbers[:1])) == len(numbers[:1])


def check_disputes(database: Database, memory: QuestionsOfIndex, timeline: Timeline, asked: Asked) -> None:
    """The sources that dispute events, and the events that each of them disputes."""
    disputing = database.disputing(asked)
    assert disputing == memory.disputing(asked)
    names = [source.name for source in disputing]
    for of in {(name,) for name in names} | {tuple(names)}:
        check_items(database, memory, timeline, asked._replace(of=of))


@EXTENT
@given(st.one_of(whole_timelines(), timelines(), ordered_timelines()), ASKED)
def test_timelines_come_back_and_are_streamed(filled: Filled, timeline: Timeline, asked: Asked) -> None:
    database, index = filled.fill(timeline)
    for one, expected in ((Asked(), timeline), (asked, index.narrowed(asked.query, asked.stars))):
        back = database.timeline(one)
        assert back._replace(events=()) == expected._replace(events=())
        assert [*map(exact, back.events)] == [*map(exact, expected.events)]
        if expected.extract and back.extract and asked.query:
            assert back.extract.around == expected.extract.around
        with database.streamed(one) as (head, events):
            lines = "".join(write_each(head, events))
        written = write(expected)
        assert lines == written or read(lines.encode(), "a").timeline == read(written.encode(), "a").timeline


@EXTENT
@given(timelines(), timelines(), ASKED, st.booleans())
def test_a_push_into_a_filled_database_gives_the_union(
    filled: Filled, first: Timeline, second: Timeline, asked: Asked, has_other_aliases: bool
) -> None:
    if not has_other_aliases:  # then only what changes is written
        second = second._replace(aliases=first.aliases)
    database, _ = filled.fill(first)
    shifted = tuple(event._replace(id=f"{event.id}0" if i % 2 else event.id) for i, event in enumerate(second.events))
    second = second._replace(events=shifted)
    server = filled._server
    pushed = push(server, second)
    ids = {event.id for event in second.events}
    kept = [event for event in first.events if event.id not in ids]
    assert pushed.kept == len(kept)
    numbers = {event.id: number for events in (first.events, second.events) for number, event in enumerate(events)}
    whole = second._replace(
        aliases=tuple({**dict(first.aliases), **dict(second.aliases)}.items()),
        events=tuple(sorted((*second.events, *kept), key=lambda event: (numbers[event.id], event.id))),
    )
    index = Index(whole)
    once = answers(database, asked)
    assert once[0] == {index.events[position].id for position in found(index, asked)}
    for field in FACETS:
        assert once[1][field] == facet_counts(index, field, Asked())
        assert once[2][field] == facet_counts(index, field, asked)
    parts = [database.source_parts(asked, order) for order in get_args(SourceOrder)]
    with server.writing() as connection:
        write_source_names(connection, only_changes=False)
    assert parts == [database.source_parts(asked, order) for order in get_args(SourceOrder)]
    assert push(server, second).new == 0
    assert answers(database, asked) == once


def answers(database: Database, asked: Asked) -> tuple[set[str], Counts, Counts]:
    """The ids of the events of a question, the counts of all facets, and those under the question."""
    ids = {row.event.id for row in database.page(asked, None, 100)}
    everything, found = (database.facets(dict.fromkeys(FACETS, 100), one) for one in (Asked(), asked))
    return ids, counts_of(everything), counts_of(found)


def counts_of(facets: Mapping[str, Sequence[ValueCount]]) -> Counts:
    return {field: [(count.value, count.events) for count in found] for field, found in facets.items()}
