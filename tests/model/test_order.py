"""The order that events state: what it says about their dates, and its problems."""

from __future__ import annotations

from tables import each_row

from timeline_tui.dates.when import parse, undated
from timeline_tui.model.order import lost_order, placed
from timeline_tui.model.timeline import Event


def events_of(text: str) -> list[Event]:
    """Events such as ``b:2024-06 >a <c``: the id, the date, and what it is after and before."""
    events = []
    for line, item in enumerate(text.split(";"), 1):
        name, *stated = item.split()
        id, _, date = name.partition(":")
        after, before = (tuple(one[1:] for one in stated if one[0] == sign) for sign in "><")
        when = parse(date) if date else undated()
        events.append(Event(id, when, id.upper(), after=after, before=before, file="f", line=line))
    return events


def shown(text: str) -> list[str]:
    """The events as the timeline lists them, each with its heading."""
    events, _ = placed(events_of(text))
    return [f"{event.id} {event.date.heading}" for event in sorted(events, key=lambda event: event.date.sort_key)]


@each_row(
    ("text", "rows"),
    [
        (
            "a:2024-06-13;b >a;c:2024-06-15 >b",
            ["a Thursday 13 June 2024", "b between 13 and 15 June 2024", "c Saturday 15 June 2024"],
        ),
        ("b <a;a:2024-06-13", ["b 13 June 2024 or earlier", "a Thursday 13 June 2024"]),
        ("a:2024-06-13;b >a", ["a Thursday 13 June 2024", "b 13 June 2024 or later"]),
        ("b >2024-06-13;a:2024-06-13", ["a Thursday 13 June 2024", "b 14 June 2024 or later"]),
        ("b <2024-06-13", ["b 12 June 2024 or earlier"]),
        ("b >2024-05-30 <2024-06-03", ["b between 31 May and 2 June 2024"]),
        # on one day: after the time of the earlier event, and before the later one
        (
            "c:2024-06-13 >b;b >a;a:2024-06-13T15:05",
            ["a Thursday 13 June 2024", "b Thursday 13 June 2024", "c Thursday 13 June 2024"],
        ),
        # an event that lasts has ended on its last day
        ("a:2024-06-13/2024-06-15;b >a", ["a Thursday 13 June 2024", "b 15 June 2024 or later"]),
        ("a:2024-06-13/2024-06-15;b <a", ["b 13 June 2024 or earlier", "a Thursday 13 June 2024"]),
        # a date is narrowed; an event that can begin on several days does not divide the events of the first
        (
            "a:2024-06-13;m:2024-06 >a;b:2024-06-13",
            ["a Thursday 13 June 2024", "b Thursday 13 June 2024", "m between 13 and 30 June 2024"],
        ),
        ("a:2024-06-13;m:2024-06 <a", ["m June 2024", "a Thursday 13 June 2024"]),
        ("a:2024-06-30;m:2024-06 >a", ["a Sunday 30 June 2024", "m Sunday 30 June 2024"]),
        # nothing follows for the dates
        ("b >a;a", ["a Undated", "b Undated"]),
        ("b >unknown", ["b Undated"]),
        # an id that is also a date is an id
        ("2024-06-01:2024-06-13;b >2024-06-01", ["2024-06-01 Thursday 13 June 2024", "b 13 June 2024 or later"]),
        # an approximate or uncertain date gives way to the order, and is never contradicted
        ("e:1850~ >f;f:1851", ["f 1851", "e 1 January 1851 or later"]),
        ("e:1850? >f;f:1851~", ["f 1851", "e 1 January 1851 or later"]),
        ("f:1851~ <e;e:1850", ["f 31 December 1850 or earlier", "e 1850"]),
        ("f:1851~;m >f <e;e:1850", ["f 31 December 1850 or earlier", "m 31 December 1850 or earlier", "e 1850"]),
        ("b >2024-06-13~;c:2024-06-12 >2024-06-13?", ["c Wednesday 12 June 2024", "b 14 June 2024 or later"]),
        # a plane that lands before it starts by the local clocks
        ("a:2024-06-14T00:30+14:00;b:2024-06-13T23:00-10:00 >a", ["b Thursday 13 June 2024", "a Friday 14 June 2024"]),
    ],
)
def test_an_event_stands_where_it_can_first_have_been(text: str, rows: list[str]) -> None:
    assert shown(text) == rows
    assert not placed(events_of(text))[1]


def test_what_the_order_says_is_shown_and_what_is_written_is_kept() -> None:
    events, _ = placed(events_of("a:2024-06-13;b >a <a2;a2:2024-06-13;m:2024-06 >a;n >a"))
    a, b, _, m, n = (event.date for event in events)
    assert a is placed(events_of("a:2024-06-13"))[0][0].date
    assert (b.label, b.text, b.is_undated, b.is_placeless) == ("13 June 2024, by the order of events", "", True, False)
    assert (m.label, m.row_note, m.text) == ("June 2024", "June 2024", "2024-06")
    assert (n.label, n.row_note) == ("13 June 2024 or later", "")
    ended = placed(events_of("a:2024-06-13;m:2024-06 <a"))[0][1].date
    assert (ended.heading, ended.row_note) == ("June 2024", "between 1 and 13 June 2024")


@each_row(
    ("text", "messages"),
    [
        ("a >b;b >a", ["f:1:1: in the order of events, “a” leads back to itself: a → b → a"]),
        ("a >a", ["f:1:1: in the order of events, “a” leads back to itself: a → a"]),
        (
            "a <b;b <c;c <a;d <e;e <d",
            [
                "f:3:1: in the order of events, “a” leads back to itself: a → b → c → a",
                "f:5:1: in the order of events, “d” leads back to itself: d → e → d",
            ],
        ),
        ("a:2024-06-14;b:2024-06-12 >a", ["f:2:1: “b” is dated 12 June 2024, but comes after “a” (14 June 2024)"]),
        (
            "a:2024-06-14;b >a;c:2024-06-12 >b",
            ["f:3:1: “c” is dated 12 June 2024, but comes after “a” (14 June 2024): a → b → c"],
        ),
        # the event between the two states both relations, so it is the one to correct
        (
            "early:2024-06-20;late:2024-06-19;mid >early <late",
            ["f:3:1: “late” is dated 19 June 2024, but comes after “early” (20 June 2024): early → mid → late"],
        ),
        (
            "a:2024-06-14;b >a;c >b <2024-06-12",
            ["f:3:1: “c” comes after “a” (14 June 2024), but comes before 12 June 2024: a → b → c"],
        ),
        (
            "a <b;b <2024-06-12;c:2024-06-14 <a",
            ["f:2:1: “b” comes after “c” (14 June 2024), but comes before 12 June 2024: c → a → b"],
        ),
        (
            "a:2024-06-14;b >a;c >b;d >c;e >d;f >e;g >f;h >g;i:2024-06-12 >h",
            ["f:9:1: “i” is dated 12 June 2024, but comes after “a” (14 June 2024): … → c → d → e → f → g → h → i"],
        ),
        ("b:2024-06-12 >2024-06-12", ["f:1:1: “b” is dated 12 June 2024, but comes after 12 June 2024"]),
        ("b:2024-06-12 <2024-06-12", ["f:1:1: “b” is dated 12 June 2024, but comes before 12 June 2024"]),
        ("b >2024-06-12 <2024-06-12", ["f:1:1: “b” comes after 12 June 2024, but comes before 12 June 2024"]),
        (
            "a:2024-06-13T15:00;b:2024-06-13T14:00 >a",
            ["f:2:1: “b” is dated 13 June 2024, 14:00, but comes after “a” (13 June 2024, 15:00)"],
        ),
        (
            "a:2024-06-13/2024-06-15;b:2024-06-14 >a",
            ["f:2:1: “b” is dated 14 June 2024, but comes after “a” (13–15 June 2024)"],
        ),
    ],
)
def test_a_cycle_and_a_contradiction_are_problems_and_dates_are_kept(text: str, messages: list[str]) -> None:
    before = events_of(text)
    events, problems = placed(before)
    assert [str(problem) for problem in problems] == messages
    dates = {event.id: event.date for event in events}
    assert all(dates[event.id].label == event.date.label for event in before if not event.date.is_undated)


def test_a_long_chain_needs_no_recursion() -> None:
    count = 5000
    events, problems = placed(events_of(";".join(["e0:2024-06-13", *(f"e{n} >e{n - 1}" for n in range(1, count))])))
    assert not problems
    assert [event.id for event in sorted(events, key=lambda event: event.date.sort_key)] == [
        f"e{n}" for n in range(count)
    ]


@each_row(
    ("text", "part", "lost"),
    [
        ("a:2024-06-13;b >a;c:2024-06-15 >b", "b", "b"),
        ("a:2024-06-13;b >a;c:2024-06-15 >b", "abc", ""),
        ("a:2024-06-13;b >a;c:2024-06-15 >b", "ac", "c"),
        # narrowed by an event that is left out and that names it
        ("a:2024-06;b:2024-06-10 <a", "a", "a"),
        ("a:2024-06;b:2024-06-10 <2024-06-20 >a", "a", "a"),
        ("b >2024-06-13;a:2024-06", "b", ""),
        ("b >unknown;a:2024-06", "b", ""),
    ],
)
def test_a_part_names_the_events_that_lose_their_place(text: str, part: str, lost: str) -> None:
    events, _ = placed(events_of(text))
    left_out = {event.id for event in events} - {*part}
    assert "".join(event.id for event in lost_order([event for event in events if event.id in part], left_out)) == lost
