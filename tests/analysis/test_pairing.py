"""Which events of several timelines are the same event."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from known_pairs import CHANGES, known_pairs, quality
from random_timelines import timelines
from tables import each_row

from timeline_tui.analysis.decisions import Judgements, Place
from timeline_tui.analysis.event_groups import Group
from timeline_tui.analysis.pairing import grouped
from timeline_tui.dates.when import parse, undated
from timeline_tui.model.timeline import Citation, Event, Source

ACCORD = "Japan and Ukraine sign a security accord"
REWORDED = "Japan and Ukraine sign a pact on security in Rome"
EventLists = st.lists(timelines(max_size=6).map(lambda timeline: timeline.events), min_size=2, max_size=3)


def event(id: str, date: str, title: str, *urls: str, given: bool = True) -> Event:
    sources = tuple(Citation(Source(url=url)) for url in urls)
    return Event(id, parse(date) if date else undated(), title, sources=sources, given_id=given)


def pairs(old: list[Event], new: list[Event], *judged: Judgements, versions: bool = True) -> dict[str, str]:
    """The ids of the pairs, and the reason of each."""
    found = {}
    for group in grouped((old, new), *judged, versions=versions):
        i, j = group.positions
        if i is not None and j is not None:
            found[f"{old[i].id}={new[j].id}"] = group.links[0].reason
    return found


@each_row(
    ("old", "new", "versions", "reason"),
    [
        (event("x", "2024-06-12", ACCORD), event("x", "2024-06-12", ACCORD), True, "same id, date and title"),
        (event("x", "2024-06-12", ACCORD), event("y", "2024-06-12", ACCORD), False, "same date and title"),
        (event("x", "2024-06-12", ACCORD), event("x", "2024-06-13", ACCORD), True, "same id, 1 day apart, same title"),
        (
            event("x", "2024-06-12", "Rain"),
            event("x", "2031-01-01", "Wind"),
            True,
            "same id, more than a year apart, 0 % of the words of the title",
        ),
        (event("x", "2024-06-12", "Rain"), event("x", "2031-01-01", "Wind"), False, None),
        (event("x", "2024-06-12", "Rain", "http://a.b"), event("y", "2024-06-12", "G7", "http://a.b"), True, None),
        (
            event("x", "2024-06-12", ACCORD, "https://www.a.b/c#d"),
            event("y", "2024-06-12", "Ukraine, Japan sign accord on security", "http://a.b/c/"),
            False,
            "same day, 76 % of the words of the title, 1 source in common",
        ),
        (event("x", "2024-06-12", ACCORD), event("y", "2024-06", ACCORD), False, "overlapping dates, same title"),
        (
            event("x", "2024", "Al hits Bo"),
            event("y", "2024", "Bo hits Al"),
            False,
            "same date, same words in the title",
        ),
        (event("x", "", ACCORD), event("y", "", ACCORD), False, "same title, both without a date"),
        (event("x", "", ACCORD), event("x", "", ACCORD), True, "same id and title, both without a date"),
        (
            event("x", "2020-01-31T23:30Z", "Late call"),
            event("y", "2020-02-01T00:30+01:00", "Late calls"),
            False,
            "same time in another time zone, same words in the title",
        ),
        (event("x", "2024-06-12", ACCORD), event("y", "", ACCORD, given=False), True, "one is undated, same title"),
        (event("x", "2024-06-12", ACCORD), event("y", "2024-12-06", ACCORD), False, "177 days apart, same title"),
        (event("x", "2024-06-12", ACCORD), event("y", "1994-10-02", ACCORD), False, None),
        # One author gives the same event the same id, mostly.
        (event("x", "2024-06-12", ACCORD), event("y", "2024-06-12", REWORDED), True, None),
        (event("x", "2024-06-12", ACCORD), event("y", "2024-06-13", ACCORD), True, "1 day apart, same title"),
        (
            event("japan-signs-accord", "2024-06-12", ACCORD),
            event("japan-pact-in-rome", "2024-06-12", REWORDED),
            True,
            "same day, 70 % of the words of the title",
        ),
        # Both authors number their events.
        (event("7", "2024-06-12", "Rain in Rome"), event("7", "2024-06-12", ACCORD), False, None),
        (
            event("7", "2024-06-12", "Rain in Rome"),
            event("7", "2024-06-12", ACCORD),
            True,
            "same id, same day, 0 % of the words of the title",
        ),
        (
            event("x", "2024-06-12", "日本とウクライナが協定に署名"),
            event("y", "2024-06-12", "日本とウクライナ、協定に署名"),
            False,
            "same day, 91 % of the words of the title",
        ),
    ],
)
def test_why_two_events_are_the_same(old: Event, new: Event, versions: bool, reason: str | None) -> None:
    found = pairs([old], [new], versions=versions)
    assert found == ({} if reason is None else {f"{old.id}={new.id}": reason})


def test_the_best_pairs_come_first() -> None:
    old = [event("a", "2024-06-12", "Air strike on Kharkiv"), event("b", "2024-06-13", "Air strike on Kharkiv")]
    new = [event("c", "2024-06-13", "Air strike on Kharkiv"), event("d", "2024-06-14", "Air strike on Kharkiv")]
    assert pairs(old, new, versions=False) == {"b=c": "same date and title", "a=d": "2 days apart, same title"}


def test_a_title_that_no_other_event_has_outweighs_the_day() -> None:
    """A title that differs in a number is another one, also if it is of the same day."""
    bills = [(12, "2020-02-01", "2020-02-08"), (13, "2020-02-08", "2020-02-15"), (14, "2020-02-15", "2020-02-22")]
    old = [event(f"old {bill}", day, f"Parliament votes on bill {bill}", given=False) for bill, day, _ in bills]
    new = [event(f"new {bill}", day, f"Parliament votes on bill {bill}", given=False) for bill, _, day in bills]
    for versions in (True, False):
        found = pairs(old, new, versions=versions)
        assert found == {f"old {bill}=new {bill}": "7 days apart, same title" for bill, *_ in bills}


def test_the_words_of_common_names_are_not_words_too() -> None:
    people = ("Ross", "Hale")
    phones = event("a", "2020-03-01", "Ross phones Hale about the bridge", given=False)._replace(people=people)
    emails = event("b", "2020-03-01", "Hale emails Ross the invoice", given=False)._replace(people=people)
    calls = event("c", "2020-03-01", "Hale is phoned by Ross about a bridge", given=False)._replace(people=people)
    for versions in (True, False):
        assert pairs([phones], [emails], versions=versions) == {}
        assert [*pairs([phones], [emails, calls], versions=versions)] == ["a=c"]
    names_only = phones._replace(title="Ross and Hale")
    assert [*pairs([names_only], [names_only._replace(title="Hale and Ross")])] == ["a=a"]


def test_new_numbers_of_the_rows_are_not_ids() -> None:
    titles = ["Rain in Rome", ACCORD, "The G7 meets in Bari"]
    old = [event(str(at), f"2024-06-1{at}", title) for at, title in enumerate(titles)]
    new = [event("0", "2024-06-09", "A whale is seen"), *(one._replace(id=str(at + 1)) for at, one in enumerate(old))]
    assert set(pairs(old, new)) == {"0=1", "1=2", "2=3"}


def test_the_user_has_the_last_word() -> None:
    old, new = [event("a", "2024-06-12", ACCORD)], [event("b", "2024-06-12", ACCORD), event("c", "2031", "Wind")]
    assert pairs(old, new, Judgements(apart=(("a", "b"),))) == {}
    assert pairs(old, new, Judgements(pairs=(("a", "c"),))) == {"a=c": "you decided so"}
    assert pairs(old, new, Judgements(pairs=(("c", "a"),))) == {"a=c": "you decided so"}, "the files were exchanged"
    assert set(pairs(old, new, Judgements(pairs=(("gone", "c"),), apart=(("a", "gone"),)))) == {"a=b"}


def test_three_timelines() -> None:
    sides = [[event(f"{side}1", "2024-06-12", ACCORD)] for side in "abc"]
    assert [group.positions for group in grouped(sides)] == [(0, 0, 0)]
    apart = Judgements(apart=(("a1", "c1"),))
    assert [group.positions for group in grouped(sides, apart)] == [(0, 0, None), (None, None, 0)]
    assert [group.positions for group in grouped([sides[0], [], sides[2]])] == [(0, None, 0)]


def every_place(groups: list[Group]) -> Counter[Place]:
    return Counter(
        Place(side, position)
        for group in groups
        for side, position in enumerate(group.positions)
        if position is not None
    )


def test_events_of_one_date_and_title_are_paired_by_the_rest_not_by_their_order() -> None:
    """Exact copies are paired first, then events that share the most names and sources."""

    def call(place: str) -> Event:
        return event(place, "2020-01-01", "Call", f"http://a.b/{place[0]}")._replace(
            place=place, people=("Al", place[0])
        )

    for sides in (
        (("Rome", "Oslo"), ("Oslo", "Rome")),
        (("Rome", "Oslo", "Bern"), ("Bern", "Rome")),
        (("Bern", "Rome"), ("Rome", "Oslo", "Bern")),
        (("Rome", "Oslo"), ("Oslo, Norway", "Rome, Italy")),
        (("Rome", "Oslo"), ("Oslo",), ("Rome",)),
        (("Rome",), ("Oslo", "Rome"), ("Oslo",)),
    ):
        for group in grouped([[*map(call, places)] for places in sides]):
            found = [places[at][0] for places, at in zip(sides, group.positions, strict=True) if at is not None]
            assert len({*found}) == 1, sides
            assert len(found) == sum(any(place[0] in found for place in places) for places in sides)


@given(EventLists, st.booleans())
def test_each_event_is_in_exactly_one_group(sides: list[tuple[Event, ...]], versions: bool) -> None:
    groups = grouped(sides, versions=versions)
    wanted = Counter(Place(side, at) for side, events in enumerate(sides) for at in range(len(events)))
    assert every_place(groups) == wanted
    assert groups == grouped(sides, versions=versions)


@given(EventLists, st.booleans())
def test_exchanged_timelines_give_the_same_groups(sides: list[tuple[Event, ...]], versions: bool) -> None:
    old, new = sides[:2]
    there = {group.positions for group in grouped((old, new), versions=versions)}
    assert {(i, j) for j, i in (group.positions for group in grouped((new, old), versions=versions))} == there


def test_known_pairs_are_found() -> None:
    """The figures of larger chronologies: python tests/tools/known_pairs.py."""
    for name, changes in CHANGES.items():
        known = known_pairs(120, changes, seed=7)
        for versions in (True, False):
            one = quality(known, versions=versions)
            least = 0.8 if "weeks" in name and not versions else 0.98
            assert one.precision >= 0.95, (name, versions, one)
            assert one.recall >= least, (name, versions, one)


def test_known_pairs_are_found_among_many_events_of_a_day() -> None:
    """50 a day, with few names: a name alone is too common to propose pairs, two names are not."""
    for name in ("moved and reworded", "half reworded, moved"):
        one = quality(known_pairs(400, CHANGES[name], seed=7, days=8), versions=True)
        assert min(one) >= 0.985, (name, one)


def test_one_name_in_common_is_not_the_same_event() -> None:
    """All names in common mean much, but many events of a day have one name."""
    both = {"countries": ("Italy",), "date": parse("2024-06-14")}
    old = [event("a", "", "Leaders agree on a loan")._replace(**both)]
    new = [event("b", "", "Police close roads on Friday")._replace(**both)]
    assert pairs(old, new) == {}
