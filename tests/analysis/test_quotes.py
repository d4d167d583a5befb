"""The quotes of a slice against plain scans of its events."""

from __future__ import annotations

import gc
import weakref
from itertools import groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import queries, timelines

from timeline_tui.analysis import quotes as quotes_module
from timeline_tui.analysis.quotes import By, Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index import quote_index as quote_index_module
from timeline_tui.index.index import Index
from timeline_tui.index.quote_index import Speaker
from timeline_tui.model.timeline import Event, Quote, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query import EVERYTHING, Query
from timeline_tui.query.syntax import parse_query
from timeline_tui.text.text import fold


def whole(*events: tuple[str, tuple[Quote, ...]], aliases: tuple[tuple[str, str], ...] = ()) -> Slice:
    made = (Event(f"e{n}", parse(date), f"Event {n}", quotes=said) for n, (date, said) in enumerate(events))
    return Slice(Index(Timeline(events=tuple(made), aliases=aliases)))


YELLEN, KIRBY, NOBODY = (Quote("words", speaker) for speaker in ("Janet Yellen", "John Kirby", ""))
WEEK = whole(
    ("2024-06-10", (YELLEN, KIRBY)),
    ("2024-06-11", ()),
    ("2024-06-12", (NOBODY, NOBODY, NOBODY)),
    ("2024-06-12T15:00", (YELLEN,)),
    ("2024-06-20", (KIRBY,)),
)


def spots(found: Quotes) -> list[tuple[int | None, int]]:
    return [(found.position(row), each.number) for row, each in enumerate(found)]


@given(timelines(), queries(2))
def test_by_date_they_equal_those_of_the_events_in_order(timeline: Timeline, query: Query) -> None:
    narrowed = Slice(Index(timeline), query)
    scanned = [
        (event, number, quote)
        for event in map(narrowed.index.event, narrowed.rows)
        for number, quote in enumerate(event.quotes)
    ]
    found = Quotes(narrowed, "date")
    assert list(found) == found[:] == [found[row] for row in range(len(found))] == scanned
    assert [found.heading(row) for row in range(len(found))] == [event.date.heading for event, _, _ in scanned]


@given(timelines(), queries(2))
def test_by_speaker_each_has_one_group_and_the_most_quoted_come_first(timeline: Timeline, query: Query) -> None:
    narrowed = Slice(Index(timeline), query)
    found, in_time = Quotes(narrowed), Quotes(narrowed, "date")
    aliases = Aliases(timeline.aliases)
    keys = [aliases.key("speaker", quote.speaker) for _, _, quote in found]
    groups = [(key, len(list(rows))) for key, rows in groupby(keys)]
    assert groups == sorted(dict(groups).items(), key=lambda group: (not group[0], -group[1], fold(group[0])))
    for key, _ in groups:
        same = [each for each in in_time if aliases.key("speaker", each.quote.speaker) == key]
        assert [each for each in found if aliases.key("speaker", each.quote.speaker) == key] == same


@given(timelines(), queries(2))
def test_quotes_that_are_looked_up_one_by_one_are_the_same(timeline: Timeline, query: Query) -> None:
    narrowed = Slice(Index(timeline), query)
    found = spots(Quotes(narrowed))
    with pytest.MonkeyPatch.context() as patch:
        for module in (quotes_module, quote_index_module):
            patch.setattr(module, "_FEW", 0)
        assert spots(Quotes(Slice(Index(timeline), query))) == found


@given(timelines(), queries(1), st.sampled_from(["speaker", "date"]))
def test_a_group_is_the_run_of_one_heading(timeline: Timeline, query: Query, by: By) -> None:
    found = Quotes(Slice(Index(timeline), query), by)
    headings = [found.heading(row) for row in range(len(found))]
    for row, heading in enumerate(headings):
        group = found.group(row)
        assert row in group
        assert {headings[number] for number in group} == {heading}
        assert heading not in headings[max(0, group.start - 1) : group.start]
        assert heading not in headings[group.stop : group.stop + 1]


@given(timelines(), queries(1), st.sampled_from(["speaker", "date"]), st.data())
def test_the_nearest_is_the_quote_itself_or_one_nearest_in_time(
    timeline: Timeline, query: Query, by: By, data: st.DataObject
) -> None:
    narrowed = Slice(Index(timeline), query)
    found = Quotes(narrowed, by)
    for row, (event, number, _) in enumerate(found):
        position = found.position(row)
        assert position is not None
        assert narrowed.index.event(position) is event
        assert found.nearest(position, number) == found.nearest_to(event, number) == row
    if not narrowed.total:
        return
    position = data.draw(st.integers(0, narrowed.total - 1))
    row = found.nearest(position, 9)
    if row is None:
        assert not len(found)
        return
    day = narrowed.index.event(position).date.earliest
    away = [abs(event.date.earliest - day) for event, _, _ in found]
    assert away[row] == min(away)
    assert found[row].number == 0
    assert found.position(row) == position or position not in {one for one, _ in spots(found)}


@given(timelines(), queries(2), queries(2), st.sampled_from(["speaker", "date"]))
@example(WEEK.index.timeline, EVERYTHING, parse_query("-zzzz"), "speaker")
def test_the_quotes_of_the_next_slice_are_the_same_as_of_a_new_one(
    timeline: Timeline, query: Query, other: Query, by: By
) -> None:
    narrowed = Slice(Index(timeline), query)
    before, after = Quotes(narrowed, by), narrowed.with_query(other)
    list(before)
    assert spots(before.of(after, by)) == spots(Quotes(after, by))
    assert before.of(after, by).slice is after


def test_the_most_quoted_come_first_and_quotes_without_a_speaker_last() -> None:
    found = Quotes(WEEK)
    assert spots(found) == [(0, 0), (3, 0), (0, 1), (4, 0), (2, 0), (2, 1), (2, 2)]
    assert [found.heading(row) for row in range(7)] == ["Janet Yellen"] * 2 + ["John Kirby"] * 2 + [""] * 3
    assert spots(Quotes(WEEK.with_query(parse_query("date:2024-06-12..")))) == [(3, 0), (4, 0), (2, 0), (2, 1), (2, 2)]
    later = Quotes(WEEK.with_query(parse_query("-date:2024-06-10")))
    assert [later.speaker(row).name for row in range(5)] == ["Janet Yellen", "John Kirby", "", "", ""]


def test_the_order_of_speakers_follows_the_filter() -> None:
    narrowed = WEEK.with_query(parse_query("-id:e3"))
    assert [Quotes(narrowed).heading(row) for row in (0, 1, 2)] == ["John Kirby", "John Kirby", "Janet Yellen"]


def test_few_quotes_of_many_are_in_the_same_order() -> None:
    many = whole(*(("2024-06-10", (YELLEN if n % 3 else KIRBY,)) for n in range(200)))
    few = many.with_query(parse_query("id:e8,e9,e12"))
    assert spots(Quotes(few)) == [(9, 0), (12, 0), (8, 0)]
    assert spots(Quotes(few, "date")) == [(8, 0), (9, 0), (12, 0)]
    assert [Quotes(few).nearest(position) for position in (8, 9, 12)] == [2, 0, 1]


@pytest.mark.parametrize(
    ("position", "by_date", "why"),
    [
        (1, (2, 0), "an event without quotes: a day to either side, the later one"),
        (2, (2, 0), "its first"),
        (4, (4, 0), "itself"),
    ],
)
def test_an_event_leads_to_a_quote(position: int, by_date: tuple[int, int], why: str) -> None:
    for by in ("speaker", "date"):
        found = Quotes(WEEK, by)
        row = found.nearest(position)
        assert row is not None
        assert spots(found)[row] == by_date, why


def test_a_filtered_event_leads_to_the_first_quote_of_the_nearest() -> None:
    narrowed = Quotes(WEEK.with_query(parse_query("id:e0,e4")), "date")
    assert [narrowed.nearest(position) for position in range(5)] == [0, 0, 0, 0, 2]
    assert Quotes(WEEK.with_query(parse_query("id:e1"))).nearest(0) is None


def test_one_speaker_under_several_names_is_one() -> None:
    said = tuple(Quote("words", speaker, "Secretary") for speaker in ("J. Yellen", "Janet Yellen", "JANET YELLEN"))
    found = Quotes(whole(("2024", said), aliases=(("J. Yellen", "Janet Yellen"),)))
    assert {found.heading(row) for row in range(3)} == {"Janet Yellen"}
    assert found.speaker(0) == Speaker("Janet Yellen", "Secretary")


@pytest.mark.parametrize(
    ("roles", "role"),
    [(("Secretary", "Secretary"), "Secretary"), (("Secretary", ""), ""), (("Chair", "Secretary"), "")],
)
def test_a_role_belongs_to_a_speaker_who_never_had_another(roles: tuple[str, str], role: str) -> None:
    events = whole(*(("2024", (Quote("words", "Janet Yellen", each),)) for each in roles))
    assert Quotes(events).speaker(0).role == role
    assert Quotes(events.with_query(parse_query("id:e0"))).speaker(0).role == role, "whatever the filter leaves"


def test_quotes_without_a_speaker_have_no_role() -> None:
    assert Quotes(whole(("2024", (Quote("words", "", "an official"),)))).speaker(0) == Speaker("", "")


def test_why_empty_names_the_clauses_that_hide_quotes() -> None:
    assert Quotes(WEEK.with_query(parse_query("id:e1"))).why_empty == (("id:e1", 4),)
    narrowed = WEEK.with_query(parse_query("date:2024-06-11 title:Event has:quote"))
    assert Quotes(narrowed).why_empty == (("date:2024-06-11", 4),)
    assert Quotes(whole(("2024", ()))).why_empty == ()


def test_an_index_with_quotes_can_be_freed() -> None:
    events = whole(("2024", (YELLEN,)))
    assert len(Quotes(events)) == 1
    index = weakref.ref(events.index)
    del events
    gc.collect()
    assert index() is None


def test_a_heading_is_found_without_walking_through_its_day() -> None:
    said = whole(*(("2024-06-12", (YELLEN,)) for _ in range(3000)), ("2024-06-13", (KIRBY,)))
    found = Quotes(said, "date")
    asked = []
    heading = found.heading
    found.heading = lambda row: asked.append(row) or heading(row)  # type: ignore[func-returns-value,method-assign]  # counts
    assert found.group(1500) == range(3000)
    assert len(asked) < 60
