"""The merged chronology of several sides, and the one timeline that is made of it."""

from __future__ import annotations

from collections import Counter

import pytest
import random_timelines
import strategies
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui import formats
from timeline_tui.analysis.decisions import Judgements
from timeline_tui.analysis.differences import plain
from timeline_tui.analysis.joined_timeline import joined_timeline
from timeline_tui.analysis.merged_sides import MergedSides, merged_sides
from timeline_tui.analysis.source_pairs import without_key
from timeline_tui.analysis.version_diff import version_diff
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.model.wording import event_text
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.matching import STATES
from timeline_tui.storage.merging import merge

CLAIMANT = """
title: Claimant's chronology
sources:
  e1: {title: Letter of 3 May, url: "https://example.org/letter"}
  e2: {title: Invoice 17}
events:
  - {id: 1, date: 2021-05-03, title: The claimant offers 40 machines, sources: [e1], people: [Anna Roth]}
  - {id: 2, date: 2021-05-20, title: The parties meet in Hamburg, summary: They agree on June., sources: [e2]}
  - {id: 3, date: 2021-07-01, title: The machines are delivered, related: ["2"]}
  - {id: 4, date: 2021-08-15, title: The claimant sends a reminder}
"""
DEFENDANT = """
title: Defendant's chronology
sources:
  e1: {title: Minutes of the meeting}
  letter: {title: Letter of 3 May, url: "https://example.org/letter"}
events:
  - {id: 1, date: 2021-05-03, title: The claimant offers 40 machines, sources: [letter], people: [Anna Roth]}
  - {id: 2, date: 2021-05-21, title: The parties meet in Hamburg and agree on July, sources: [e1]}
  - {id: 3, date: 2021-07, title: The machines are delivered, sources: [{source: letter, stance: disputes}]}
  - {id: 4, date: 2021-09-01, title: Eleven machines have faults, related: ["3"]}
"""
LISTS = st.lists(st.one_of(random_timelines.timelines(max_size=5), strategies.timelines()), min_size=2, max_size=3)


def read(text: str) -> Timeline:
    return formats.read(text.encode(), "a.yaml").timeline


def joined(merged: MergedSides) -> Timeline:
    whole, _ = merge(list(zip(merged.names, merged.timelines, strict=True)), of_sides=True)
    return joined_timeline(merged, whole)


def without_places(timeline: Timeline) -> list[Event]:
    """The events without their places. A given id counts as made if it looks so with the date of the other side."""
    return [event._replace(given_id=False) for event in strategies.bare(timeline).events]


def two_sides(*judged: Judgements) -> MergedSides:
    return merged_sides(("Claimant", "Defendant"), (read(CLAIMANT), read(DEFENDANT)), *judged)


def test_what_is_agreed_and_what_differs() -> None:
    merged = two_sides()
    assert {merged.first(event).title: merged.status(event) for event in merged.events} == {
        "The claimant offers 40 machines": "agreed",
        "The parties meet in Hamburg": "differs in date, wording, sources",
        "The machines are delivered": "differs in date, sources, stance, details",
        "The claimant sends a reminder": "only Claimant",
        "Eleven machines have faults": "only Defendant",
    }
    assert merged.counts() == {"agreed": 1, "differing": 2, "only Claimant": 1, "only Defendant": 1}
    apart = two_sides(Judgements(apart=(("1", "1"),)))
    assert Counter(map(apart.status, apart.events))["only Claimant"] == 2


def test_a_dispute_of_the_sides_is_a_dispute_of_the_event() -> None:
    """The chronology of the other side is cited with its date and words, and disputes the event if its date does."""
    offer, meeting, delivery, _, faults = joined(two_sides()).events
    assert not offer.disputed
    assert [citation.source.key for citation in offer.sources] == ["e1"], "one document with two keys is one document"
    other = meeting.sources[-1]
    assert (other.source.publisher, other.at, other.stance) == ("Defendant", "2", "disputes")
    assert other.date
    assert other.date.text == "2021-05-21"
    assert other.note == "Title: The parties meet in Hamburg and agree on July"
    assert [citation.source.title for citation in meeting.sources[:2]] == ["Invoice 17", "Minutes of the meeting"]
    stances = {citation.source.title: citation.stance for citation in delivery.sources}
    assert stances == {"Defendant's chronology": "disputes"}, "the letter itself neither disputes nor reports 1 July"
    assert delivery.sources[0].note == "Disputed in this version by: Letter of 3 May — https://example.org/letter"
    assert faults.related[0].event == delivery.id, "relations follow"
    assert dict(meeting.other) == {
        "sides": ("Claimant", "Defendant"),
        "differs": ("date", "wording", "sources"),
        "as told by": "Claimant",
        "same event": "1 day apart, 71 % of the words of the title",
    }


def test_no_side_says_what_only_another_one_says() -> None:
    """The event is the first side's. A note of the other side has the rest, also stances and checks."""
    bare = read("events: [{date: 2020-03-01, title: Bridge closed, sources: [{url: 'https://a.org/1'}]}]")
    full = read("""events:
  - date: 2020-03-01
    title: Bridge closed
    summary: The closure was the claimant's own fault.
    topics: [fault]
    importance: 5
    place: Hamburg
    people: [Anna Roth]
    after: [2020-02-01]
    checked: [{by: Ann, on: 2024-05-01}]
    sources:
      - {url: 'https://a.org/2', stance: disputes, at: p. 2}
      - {url: 'https://a.org/1'}
      - {url: 'https://a.org/3', stance: confirms}
""")
    merged = merged_sides(("Claimant", "Defendant"), (bare, full))
    (event,) = joined(merged).events
    (own,) = bare.events
    plain_own = own._replace(sources=(), other=(), date=event.date)
    assert event._replace(sources=(), other=()) == plain_own, "only the first side's words"
    assert [(citation.source.url, citation.at, citation.stance, citation.note) for citation in event.sources[:-1]] == [
        ("https://a.org/1", "", "reports", ""),
        ("https://a.org/3", "", "reports", "Cited for its own version, which it confirms."),
    ]
    said = event.sources[-1]
    assert (said.source.publisher, said.stance) == ("Defendant", "disputes"), "its own source disputes its version"
    assert said.note.split("\n") == [
        "After: 2020-02-01",
        "Summary: The closure was the claimant's own fault.",
        "Topics: fault",
        "People: Anna Roth",
        "Place: Hamburg",
        "Checked: Ann, 2024-05-01",
        "importance: 5",
        "Disputed in this version by: https://a.org/2, p. 2",
    ]
    assert dict(event.other)["differs"] == ("date", "wording", "sources", "stance", "details")
    source = "{url: 'https://a.org/1', stance: disputes}"
    disputed = read(f"events: [{{date: 2020-03-01, title: Bridge closed, sources: [{source}]}}]")
    (same,) = joined(merged_sides("AB", (bare, disputed))).events
    assert same.disputed, "both sides have the same words, which the source disputes"


def sides_of(event: Event) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(citation.source.label, citation.stance, citation.note, citation.sides) for citation in event.sources]


def test_what_not_all_sides_cite_or_quote_names_its_sides() -> None:
    """Also if all sides have the same words, and for sides after the first; what all have names none."""
    start = "sources: {h: {title: Hart}, l: {title: Lind}, x: {title: Xu}}\nevents: [{date: 2020-01-01, title: "
    same, more = "{source: l, stance: confirms, note: b}", "{source: l, stance: confirms, note: c}"
    texts = (
        f"Left at six, sources: [h, {same}], quotes: [{{text: Yes}}, {{text: No}}]}}]",
        f"Left at six, sources: [h, {more}, {{source: x, stance: disputes, note: Seven}}], quotes: [{{text: Yes}}]}}]",
        f"Left at five, sources: [h, {same}, {{source: x, stance: disputes}}], quotes: [{{text: Yes}}]}}]",
    )
    (event,) = joined(merged_sides("ABC", [read(start + text) for text in texts])).events
    assert sides_of(event) == [
        ("Hart", "reports", "", ()),
        ("Lind", "confirms", "b", ("A",)),
        ("Lind", "confirms", "c", ("B",)),
        ("Xu", "disputes", "Seven", ("B",)),
        ("Lind", "reports", "Cited for its own version, which it confirms.\nb", ("C",)),
        ("Chronology of C", "disputes", "Title: Left at five\nDisputed in this version by: Xu", ()),
    ]
    assert [(quote.text, quote.sides) for quote in event.quotes] == [("Yes", ()), ("No", ("A",))]
    assert "Xu, disputes, cited by B" in event_text(event)
    assert "“No” — quoted by A" in event_text(event)
    (agreed,) = joined(merged_sides("AB", [read(start + texts[0])] * 2)).events
    assert not any(one.sides for one in (*agreed.sources, *agreed.quotes))


def test_a_merged_chronology_is_merged_again() -> None:
    """The keys of the last merge count. The keys of the first merge get other names, and are not differences."""
    inner = joined(two_sides())
    own = "sides: [port], sources: [{title: Log, sides: [left]}], quotes: [{text: Yes, sides: left}]"
    for first in (inner, read(f"events: [{{date: 2021-08-15, title: The claimant sends a reminder, {own}}}]")):
        again = merged_sides(("Parties", "Court"), (first, read(CLAIMANT)))
        whole = joined(again)
        for one, event in zip(again.events, whole.events, strict=True):
            assert dict(event.other)["sides"] == tuple(again.names[side] for side in one.sides)
            assert (dict(event.other).get("differs") == "nothing") == one.is_agreed
            assert "details" not in one.aspects or one.positions[0] in (2, None)
    assert [dict(event.other).get("sides in Parties") for event in whole.events][3] == ("port",)
    (log,), (quote,) = whole.events[3].sources, whole.events[3].quotes
    assert (log.sides, dict(log.other)["sides in Parties"]) == (("Parties",), ("left",))
    assert (quote.sides, dict(quote.other)["sides in Parties"]) == (("Parties",), "left")


def test_what_a_side_says_of_its_whole_chronology_has_its_name() -> None:
    texts = ("description: Ours\nauthor: One\nfor: court\n", "description: Theirs\nauthor: Two\nfor: court\n", "")
    sides = [read(f"{text}events: [{{date: 2020, title: Call}}]") for text in texts]
    for number, description, other in (
        (2, "A: Ours\n\nB: Theirs", {"author of A": "One", "for": "court", "author of B": "Two"}),
        (3, "A: Ours\n\nB: Theirs", {f"{key} of {side}" for key in ("author", "for") for side in "AB"}),
    ):
        whole = joined(merged_sides("ABC"[:number], sides[:number]))
        assert whole.description == description
        assert dict(whole.other) == other or {*dict(whole.other)} == other


def test_three_sides() -> None:
    third = read("events: [{date: 2021-05-04, title: The claimant offers 40 machines}]")
    merged = merged_sides("ABC", (read(CLAIMANT), read(DEFENDANT), third))
    statuses = [merged.status(event) for event in merged.events]
    assert statuses[:2] == ["differs in date, sources, details", "only A and B; differs in date, wording, sources"]
    assert statuses[-1] == "only B"
    assert merged.events[0].reasons == (
        "A and B: same date and title",
        "A and C: 1 day apart, same title",
        "B and C: 1 day apart, same title",
    )


def test_other_words_are_a_dispute_and_more_words_are_none() -> None:
    """The first side that has a title or a summary counts; case and punctuation do not."""
    texts = (
        "title: The ship sails",
        "title: 'The ship sails.', summary: With 40 men",
        "title: The Ship sails, summary: With 50 men, place: Kiel",
        "title: The ship sails, summary: 'With 40 men!', note: Fog",
        "title: The ship sails early",
    )
    sides = [read(f"events: [{{date: 2021-05-04, {text}}}]") for text in texts]
    (event,) = joined(merged_sides("ABCDE", sides)).events
    assert {citation.source.publisher: citation.stance for citation in event.sources} == {
        "B": "reports",
        "C": "disputes",
        "D": "reports",
        "E": "disputes",
    }
    assert not event.documents
    assert STATES["unsourced"](event)
    assert not STATES["single-source"](event)


def test_what_sides_say_differently_of_one_document_is_not_agreement() -> None:
    """But not how each got it: which copy, which archive, when, under which form of the address."""
    start, end = "sources: {a: {title: Memo, ", "}}\nevents: [{date: 2020, title: Call, sources: [a]}]"
    for one, other, differing in (
        ("date: 2020-01-01, reliability: A", "date: 2020-01-09, reliability: F", ["date", "reliability"]),
        ("url: 'http://a.org/', accessed: 2020", "url: 'https://www.a.org', accessed: 2021, copy: a.pdf", []),
    ):
        (event,) = merged_sides("AB", [read(start + text + end) for text in (one, other)]).events
        found = [(each.field, each.part) for part in event.differing for each in part.differences]
        assert found == [("source", name) for name in differing]
        assert event.aspects == ("sources",) * bool(differing)


def test_a_note_on_the_date_is_not_another_date() -> None:
    sides = [read(f"events: [{{date: 2021-05-04, title: The ship sails{more}}}]") for more in ("", ", date_note: Log")]
    (one,) = merged_sides("AB", sides).events
    assert one.aspects == ("wording",)


def test_another_name_by_an_alias_is_not_a_difference() -> None:
    """Neither between sides nor between versions, in lists and for speakers."""
    old = "aliases: {US: United States, Ann: Ann Roth}\nevents: [{date: 2021, title: A, countries: [US, Iran], quotes: "
    old += "[{text: Yes, speaker: Ann}]}]"
    new = "events: [{date: 2021, title: A, countries: [Iran, United States], quotes: [{text: Yes, speaker: Ann Roth}]}]"
    for sides in ((read(old), read(new)), (read(new), read(old))):
        assert [event.is_agreed for event in merged_sides("AB", sides).events] == [True]
        assert not version_diff(*sides).changed
    other = read(new.replace("United States", "Iraq"))
    assert [
        difference.old or difference.new for difference in version_diff(read(old), other).changed[0].differences
    ] == ["US", "Iraq"]


@pytest.mark.parametrize(
    ("aliases", "names", "written", "left"),
    [
        (("ACME: Acme Corp", "ACME: Acme GmbH"), ("ACME", "ACME"), ("Acme Corp", "Acme GmbH"), {}),
        (("ACME: Acme Corp", ""), ("ACME", "ACME"), ("Acme Corp", "ACME"), {}),
        (("Bob: Robert", "Robert: Bob"), ("Bob", "Robert"), ("Robert", "Bob"), {}),
        (("B: C, A: B", "B: D"), ("A", "B"), ("A", "D"), {"A": "C"}),
        (("A: B", "B: A, C: C"), ("a", "c"), ("B", "c"), {"C": "C"}),
    ],
)
def test_each_side_has_the_names_of_its_own_aliases(
    aliases: tuple[str, ...], names: tuple[str, ...], written: tuple[str, ...], left: dict[str, str]
) -> None:
    """A name with two meanings is written out in the joined timeline, and makes no agreement."""
    texts = (
        f"aliases: {{{pairs}}}\nevents: [{{date: 2020, title: Deal, people: [{name}], quotes: [{{text: Yes, speaker: "
        f"{name}}}]}}]"
        for pairs, name in zip(aliases, names, strict=True)
    )
    merged = merged_sides("XY", [read(text) for text in texts])
    whole = joined(merged)
    assert dict(whole.aliases) == left
    (event,) = whole.events
    assert (event.people, event.sources[0].note) == (written[:1], f"People: {written[1]}")
    assert [(quote.speaker, quote.sides) for quote in event.quotes] == [(written[0], ("X",)), (written[1], ("Y",))]
    assert merged.events[0].aspects == ("wording", "details")
    assert not [
        problem
        for problem in formats.read(formats.write(whole, "yaml"), "a.yaml").problems
        if problem.severity == "error"
    ]


def test_the_same_moment_and_the_same_earlier_event_are_not_a_difference() -> None:
    """Another time zone is none, an id of a side means its own event, and one that differs is named by its title."""
    one = """events: [{id: a, date: "2020-01-31T23:30Z", title: Call}, {id: b, date: 2019, title: King crowned},
      {date: 2021, title: Fire, after: [a]}, {date: 2022, title: Flood, after: [b]}]"""
    other = """events: [{id: b, date: "2020-02-01T00:30+01:00", title: Call}, {id: a, date: 2018, title: Bank fails},
      {date: 2021, title: Fire, after: [b]}, {date: 2022, title: Flood, after: [a]}]"""
    merged = merged_sides("AB", [read(one), read(other)])
    found = {
        merged.first(each).title: [
            (difference.old, difference.new) for part in each.differing for difference in part.differences
        ]
        for each in merged.events
        if len(each.sides) == 2
    }
    assert found == {"Call": [], "Fire": [], "Flood": [("King crowned", ""), ("", "Bank fails")]}
    sides = (read(text.replace("id: a, ", "").replace("id: b, ", "")) for text in (one, other))
    moved = [pair.differences[0].field for pair in version_diff(*sides).changed if not pair.old]
    assert moved == ["date"], "in versions of one timeline, the day has moved"


def test_a_source_under_another_key_is_the_same_with_its_origins() -> None:
    one = """sources:
  memo: {title: Memo, based_on: wire}
  wire: {title: Wire, based_on: cable}
  cable: {title: Cable}
events: [{date: 2020, title: Call, sources: [memo, {title: Note, based_on: memo}]}]"""
    other = one.replace("memo", "m").replace("wire", "w").replace("cable", "c")
    whole = joined(merged_sides("AB", [read(one), read(other)]))
    assert [(source.key, source.based_on) for source in whole.sources] == [
        ("memo", ("wire",)),
        ("wire", ("cable",)),
        ("cable", ()),
    ]
    assert sides_of(whole.events[0]) == [("Memo", "reports", "", ()), ("Note", "reports", "", ())]
    assert dict(whole.events[0].other)["differs"] == "nothing"


def test_names_in_another_case_are_the_same() -> None:
    texts = ("countries: [Italy], topics: [Trade], people: [Bo]", "countries: [italy], topics: [trade], people: [BO]")
    sides = [read(f"events: [{{date: 2020, title: Deal, {text}}}]") for text in texts]
    assert [event.is_agreed for event in merged_sides("AB", sides).events] == [True]
    assert version_diff(*sides).is_same


@given(LISTS)
def test_each_event_of_each_side_is_in_exactly_one_row(timelines: list[Timeline]) -> None:
    merged = merged_sides("ABC"[: len(timelines)], timelines)
    found = Counter((side, event.positions[side]) for event in merged.events for side in event.sides)
    assert found == Counter((side, at) for side, one in enumerate(timelines) for at in range(len(one.events)))


@given(LISTS)
def test_nothing_of_any_side_is_lost_in_the_joined_timeline(timelines: list[Timeline]) -> None:
    merged = merged_sides("ABC"[: len(timelines)], timelines)
    whole = joined(merged)
    events, name_of = whole.events, Aliases(whole.aliases).canonical
    assert len(events) == len(merged.events)
    for one, event in zip(merged.events, events, strict=True):
        documents = {(without_key(citation.source), citation.at) for citation in event.sources}
        notes = plain([citation.note for citation in event.sources])
        for side in one.sides:
            own = merged.event(one, side)
            assert own
            for part in own.sources:
                assert plain(part.note) in notes
                is_cited = (without_key(part.source), part.at) in documents
                assert is_cited or (part.stance == "disputes" and plain(part.source.full_label) in notes)
            assert {quote.text for quote in event.quotes} >= {quote.text for quote in own.quotes}
            people = {*map(name_of, event.people)}
            assert all(name_of(name) in people or plain(name) in notes for name in own.people)
            dates = [event.date, *(part.date for part in event.sources)]
            assert not own.date.text or own.date in dates or plain(own.date.label) in notes
            for name in ("title", "summary", "place", "note", "date_note"):
                words = plain(getattr(own, name))
                assert words == plain(getattr(event, name)) or words in notes, name


@given(st.lists(strategies.timelines(), min_size=2, max_size=2))
def test_the_joined_timeline_is_read_as_it_was_written(timelines: list[Timeline]) -> None:
    whole = joined(
        merged_sides("AB", [formats.read(formats.write(timeline, "yaml"), "a.yaml").timeline for timeline in timelines])
    )
    again = formats.read(formats.write(whole, "yaml"), "a.yaml")
    assert [problem for problem in again.problems if problem.severity == "error"] == []
    assert without_places(again.timeline) == without_places(whole)
    assert again.timeline.sources == whole.sources
