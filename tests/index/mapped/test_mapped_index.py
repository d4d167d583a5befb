"""A mapped index gives the same answers as the index that it was made from."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_timelines import queries, stars, timelines
from strategies import timelines as whole_timelines

from timeline_tui.analysis.completion import complete
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.dates.when import parse
from timeline_tui.formats.reading.blocks import BytesInMemory
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index, index_of
from timeline_tui.index.mapped import index_writer, mapped_index, ready_answers
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.mapped.index_writer import write_image
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.index.mapped.records import MappedEvents
from timeline_tui.model.problems import DamagedError
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FACETS, VALUES
from timeline_tui.query.syntax import parse_query

# With fewer than so many events, the words, quotes and sources are not written. With 0, they always are.
few = st.sampled_from((0, index_writer.FEW))


def image_of(timeline: Timeline, few: int = 0) -> bytes:
    file = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_writer, "FEW", few)
        write_image(Index(timeline), file, {})
    return file.getvalue()


def mapped(timeline: Timeline, few: int = 0) -> MappedIndex:
    return MappedIndex(Image(BytesInMemory(bytes(image_of(timeline, few)))))


def plain(timeline: Timeline) -> Timeline:
    return timeline._replace(events=tuple(timeline.events), sources=tuple(timeline.sources))


@given(whole_timelines(), few)
def test_the_timeline_is_the_same_in_every_field(timeline: Timeline, few: int) -> None:
    read = mapped(timeline, few).timeline
    assert plain(read) == timeline
    for one, other in zip(read.events, timeline.events, strict=True):
        assert (one.id, one.file, one.line, one.given_id) == (other.id, other.file, other.line, other.given_id)
    for one, other in zip(read.sources, timeline.sources, strict=True):
        assert tuple(one) == tuple(other), "also where it is written"


@given(timelines(), queries(), stars(), few)
def test_it_finds_the_same_as_the_index_in_memory(
    timeline: Timeline, query: Query, starred: frozenset[str], few: int
) -> None:
    ours, theirs = mapped(timeline, few), Index(timeline)
    assert list(ours.events) == list(theirs.events)
    assert ours.query_bits(query, starred) == theirs.query_bits(query, starred)
    for clause in query.clauses:
        assert ours.bits(clause, starred) == theirs.bits(clause, starred)
    assert Slice(ours, query).histogram(20) == Slice(theirs, query).histogram(20)
    filled = {field for field in FACETS if theirs.facet(field).values}
    assert {*filter(ours.has_values, FACETS)} == {*filter(theirs.has_values, FACETS)} == filled


@given(timelines(), st.text("aego1原-", min_size=1, max_size=4), st.sampled_from((0, 2, 1024)), few)
def test_answers_to_short_needles_are_ready_and_right(timeline: Timeline, needle: str, frequent: int, few: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ready_answers, "_COSTLY", 1)
        patch.setattr(ready_answers, "_ROWS", 3)
        patch.setattr(ready_answers, "_FREQUENT", frequent)
        ours = mapped(timeline, few)
    clause = Clause("", (Term(needle),))
    assert ours.bits(clause) == Index(timeline).bits(clause)
    clause = Clause("", (Term(needle, prefix=True),))
    assert ours.bits(clause) == Index(timeline).bits(clause)


@given(timelines(), few)
def test_facets_relations_and_sources_are_the_same(timeline: Timeline, few: int) -> None:
    ours, theirs = mapped(timeline, few), Index(timeline)
    for field in VALUES:
        assert ours.facet(field).values == theirs.facet(field).values
        for value in theirs.facet(field).values:
            assert ours.facet(field).value_bits(value) == theirs.facet(field).value_bits(value)
            assert ours.facet(field).total(value) == theirs.facet(field).total(value)
            if field == "source":
                assert ours.source(value) == theirs.source(value)
    for event in theirs.events:
        assert ours.related(event) == theirs.related(event)
        assert ours.position(event.id) == theirs.position(event.id)
    assert ours.position("nowhere") is ours.source("nothing") is None


@given(whole_timelines(), queries(), few)
def test_quotes_and_sources_are_the_same(timeline: Timeline, query: Query, few: int) -> None:
    for asked in (query, Query()):
        ours, theirs = Slice(mapped(timeline, few), asked), Slice(Index(timeline), asked)
        assert list(Quotes(ours)) == list(Quotes(theirs))
        assert list(Sources(ours, "origin")) == list(Sources(theirs, "origin"))
        places = range(len(Sources(theirs)))
        assert [*map(Sources(ours, "origin").origin, places)] == [*map(Sources(theirs, "origin").origin, places)]
        rows = range(len(Quotes(theirs)))
        assert [Quotes(ours).speaker(row) for row in rows] == [Quotes(theirs).speaker(row) for row in rows]
        assert [Quotes(ours).group(row) for row in rows] == [Quotes(theirs).group(row) for row in rows]
        places = range(len(timeline.events))
        assert [Quotes(ours).nearest(place) for place in places] == [Quotes(theirs).nearest(place) for place in places]


@given(whole_timelines(), st.sets(st.integers(0, 3)), few)
def test_an_extract_is_the_same(timeline: Timeline, chosen: set[int], few: int) -> None:
    ours, theirs = mapped(timeline, few), Index(timeline)
    ids = tuple(Term(event.id) for number, event in enumerate(theirs.events) if number in chosen)
    query = Query((Clause("id", ids or (Term("none"),)),))
    narrowed, expected = ours.narrowed(query), theirs.narrowed(query)
    assert narrowed == expected
    assert narrowed.extract
    assert expected.extract
    assert {event.id for event in narrowed.extract.around} == {event.id for event in expected.extract.around}


def test_dense_and_sparse_sets() -> None:
    topics = {"all": lambda n: True, "half": lambda n: n % 2, "few": lambda n: n % 40 == 7, "one": lambda n: n == 99}
    timeline = Timeline(
        events=tuple(
            Event(f"e{n}", parse("2024"), f"word{n}", topics=tuple(name for name, has in topics.items() if has(n)))
            for n in range(200)
        )
    )
    facet = mapped(timeline).facet("topic")
    for name, has in topics.items():
        positions = [n for n in range(200) if has(n)]
        assert list(Positions(facet.value_bits(name))) == positions
        assert list(facet.postings.positions(facet.values.index(name))) == positions
    assert [event.id for event in mapped(timeline).events[-2:]] == ["e198", "e199"]
    assert mapped(timeline).events[-1].id == "e199"
    with pytest.raises(IndexError):
        mapped(timeline).events[200]


def test_an_event_is_once_in_the_list_of_a_word_that_it_repeats() -> None:
    titles = {7: "Twice twice", 9: "twice " + "filler " * 100 + "TWICE"}
    timeline = Timeline(events=tuple(Event(f"e{n}", parse("2024"), titles.get(n, "once")) for n in range(600)))
    vocabulary = mapped(timeline).vocabulary
    lists = {word: [*vocabulary.postings.positions(at)] for at, word in enumerate(vocabulary.words.text.split())}
    assert lists == {"twice": [7, 9], "filler": [9], "once": sorted({*range(600)} - {7, 9})}


def test_a_timeline_knows_its_index() -> None:
    timeline = Timeline(events=(Event("b", parse("2024"), "B"), Event("a", parse("2023"), "A")))
    index = mapped(timeline)
    assert index_of(index.timeline) is index
    assert isinstance(index.timeline.events, MappedEvents)
    assert [event.id for event in index.timeline.events] == ["b", "a"]
    assert [event.id for event in index.timeline.events[:1]] == ["b"]
    assert type(index_of(timeline)) is Index


def test_ids_that_begin_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = ("x-ab", "abc", "ab", "Ab", "b")
    index = mapped(Timeline(events=tuple(Event(id, parse("2024"), id) for id in ids)))
    found = ["ab", "abc"], ["x-ab"]
    assert index.suggestions("id", "ab", 9) == Index(index.timeline).suggestions("id", "ab", 9) == found
    monkeypatch.setattr(mapped_index, "MANY", 0)
    assert index.suggestions("id", "ab", 9) == (["ab", "Ab", "abc"], []), "only the beginnings, and both spellings"
    assert index.suggestions("id", "ab", 1) == (["ab"], [])
    assert index.suggestions("id", "c", 9) == ([], [])
    assert [index.position(id) for id in (*ids, "AB", "")] == [0, 1, 2, 3, 4, None, None]


def test_ids_are_found_without_reading_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = ("x-ab", "abc", "ab", "Ab", "b")
    index = mapped(Timeline(events=tuple(Event(id, parse("2024"), id) for id in ids)))
    for text in ("id:ab", "id:AB*", "id:x-ab,b", "-id:abc", "id:c"):
        assert index.query_bits(parse_query(text)) == Index(index.timeline).query_bits(parse_query(text)), text
    monkeypatch.setattr(mapped_index, "MANY", 0)
    assert [(completion.name, completion.detail) for completion in complete("id:a", 4, Slice(index))] == [
        ("ab", "2"),
        ("Ab", "2"),
        ("abc", "1"),
    ]
    assert "id" not in index._facets


@pytest.mark.parametrize("name", ["two\nlines", "\ud800"])
def test_a_timeline_that_an_image_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # UnicodeEncodeError is one
        image_of(Timeline(events=(Event("a", parse("2024"), "A", countries=(name,)),)))


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_a_change_of_any_byte_is_noticed(step: int) -> None:
    timeline = Timeline("T", events=(Event("a", parse("2024"), "Title of a", countries=("Japan",)),))
    image = image_of(timeline)
    for at in range(0, len(image), step):
        damaged = bytearray(image)
        damaged[at] ^= 0x10
        try:
            opened = Image(BytesInMemory(bytes(damaged)))
            index = MappedIndex(opened)
            opened.check()
        except DamagedError:
            continue
        assert plain(index.timeline) == timeline, "only what lies between the sections may change unnoticed"


def test_an_incomplete_image_is_refused() -> None:
    image = image_of(Timeline(events=(Event("a", parse("2024"), "A"),)))
    for length in range(len(image)):
        with pytest.raises(DamagedError):
            MappedIndex(Image(BytesInMemory(bytes(image[:length]))))
    with pytest.raises(DamagedError):
        Image(BytesInMemory(bytes(image + b"x")))


def test_a_publisher_and_a_source_of_one_name_are_two_origins_everywhere() -> None:
    own = Source("reuters", "Own piece", publisher="Reuters")
    times = Source("times", publisher="Times", based_on=("reuters",))
    herald = Source("herald", publisher="Reuters, via Herald")
    cited = {"e1": (herald,), "e2": (times, herald), "e3": (times,)}
    events = [Event(id, parse("2024"), id, sources=tuple(map(Citation, sources))) for id, sources in cited.items()]
    timeline = Timeline(sources=(own, times, herald), events=tuple(events))
    for index in (Index(timeline), mapped(timeline), mapped(timeline, few=index_writer.FEW)):
        found = Sources(Slice(index), "origin")
        assert sorted(index.facet("origin").values) == ["Reuters (publisher)", "reuters"]
        for query, ids in (("origin:reuters", ["e2", "e3"]), ('origin:"reuters (publisher)"', ["e1", "e2"])):
            assert [each.id for each in Slice(index, parse_query(query)).narrowed().events] == ids
        assert [len(index.origins.of_all(event.cited)) for event in events] == [1, 2, 1]
        assert [origin.name for origin in index.origins.of_all(events[1].cited)] == ["reuters", "Reuters (publisher)"]
        labels = {use.label for row in range(len(found)) if (use := found.origin(row))}
        assert labels == {"Reuters: Own piece", "Reuters (publisher)"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"joint statement"', ["title", "source", "quoted"]),
        ('"statement of"', ["title"]),
        ('"united states"', ["country", "alias"]),
        ('"the states"', ["country", "alias"]),
        ('"he states"', ["country", "alias"]),
        ('"ted sta"*', []),
        ('title:"joint statement"', ["title"]),
        ('quote:"joint statement"', []),
        ('"joint statement" "united states"', []),
        ('"state daily"', ["quoted"]),
    ],
)
def test_phrases_in_names_and_sources_that_events_share(query: str, found: list[str]) -> None:
    day = parse("2024")
    keyed = Source("k", "A joint statement", publisher="Reuters")
    other = Source("", "Joint statement", publisher="The State Daily")
    events = (
        Event("title", day, "Joint statement of all"),
        Event("source", day, "Statement", sources=(Citation(keyed),)),
        Event("quoted", day, "Joint", quotes=(Quote("Statement", source=other),)),
        Event("country", day, "United", countries=("United States",)),
        Event("alias", day, "States", people=("The States",)),
    )
    timeline = Timeline(aliases=(("The States", "United States"),), sources=(keyed,), events=events)
    for index in (Index(timeline), mapped(timeline)):
        assert [each.id for each in Slice(index, parse_query(query)).narrowed().events] == found
