"""A slice of a chronology that is not in memory is as a slice in memory."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_questions import QuestionsOfIndex, both
from random_timelines import queries, stars, timelines

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.completion import complete
from timeline_tui.analysis.disputes import DISPUTED
from timeline_tui.analysis.remote import listing
from timeline_tui.analysis.remote.answers import Answers, NotYetError
from timeline_tui.analysis.remote.listing import values_question
from timeline_tui.analysis.remote.remote_completion import RemoteCompleter
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.index.questions import AnswerError
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FACETS
from timeline_tui.query.syntax import format_query, parse_query

FIELDS_COMPARED = ("country", "topic", "person", "speaker", "source", "place")


@given(timelines(), queries(), stars())
def test_rows_facets_and_exports_equal_those_of_a_slice_in_memory(
    timeline: Timeline, query: Query, starred: frozenset[str]
) -> None:
    here, remote = both(timeline, query, starred)
    with remote.answers.waiting():
        assert len(remote) == len(here)
        assert remote.total == here.total
        assert remote.description == here.description
        assert remote.why_empty == here.why_empty
        for row in range(len(here)):
            event = here.event(row)
            assert remote.event(row) == event
            assert remote.heading(row) == here.heading(row)
            assert remote.star(row) == here.star(row)
            cited = event.cited
            assert remote.index.origins.fewer(cited) == here.index.origins.fewer(cited)
            assert [*map(remote.index.origins.of, cited)] == [*map(here.index.origins.of, cited)]
            assert remote.index.position(event.id) == row
        assert remote.dated == here.dated
        for field in FACETS:
            facet, other = here.facet(field), remote.facet(field)
            assert sorted(other.values) == sorted(facet.values)
            assert other.mode == facet.mode
            for value in facet.values:
                assert (other.state(value), other.count(value)) == (facet.state(value), facet.count(value))
                assert other.name(value) == facet.name(value)
                assert remote.toggle(field, value).query == here.toggle(field, value).query
        assert remote.narrowed() == here.narrowed()


@given(timelines(), queries(), st.integers(2, 60), st.sampled_from((None, DISPUTED)))
def test_bars_equal_those_of_a_slice_in_memory(
    timeline: Timeline, query: Query, columns: int, counted: Clause | None
) -> None:
    """Hours are shown as days."""
    here, remote = both(timeline, query)
    expected = here.histogram(columns, counted)
    with remote.answers.waiting():
        found = remote.histogram(columns, counted)
    if expected.unit.name != "hour":
        assert found == expected._replace(bars=tuple(bar._replace(running=0) for bar in expected.bars))


@given(timelines(), queries(), queries())
def test_few_events_in_memory_are_narrowed_as_all_events(timeline: Timeline, query: Query, more: Query) -> None:
    """Clauses that compare an event with others, or with all of its kind, need these, so they are not added."""
    here, remote = both(timeline, query)
    added = tuple(clause for clause in more.clauses if clause.field in FACETS and clause.field != "origin")
    narrower = Query((*query.clauses, *added))
    with remote.answers.waiting():
        local = remote.local()
        assert [local.event(row) for row in range(len(local))] == [here.event(row) for row in range(len(here))]
        found, expected = local.with_query(narrower), here.with_query(narrower)
        assert [found.event(row) for row in range(len(found))] == [expected.event(row) for row in range(len(expected))]
        assert found.why_empty == expected.why_empty


@given(timelines(), st.sampled_from(FIELDS_COMPARED), st.lists(st.integers(0, 9), min_size=2, max_size=3), queries())
def test_a_comparison_counts_the_parts_that_one_in_memory_counts(
    timeline: Timeline, field: str, chosen: list[int], query: Query
) -> None:
    values = Index(timeline).facet(field).values
    terms = tuple(dict.fromkeys(Term(values[at % len(values)]) for at in chosen if values))
    rest = tuple(clause for clause in query.clauses if clause.field not in FACETS)
    here, remote = both(timeline, Query((*rest, Clause(field, terms))) if terms else Query(rest))
    expected = Comparison.from_slice(here)
    with remote.answers.waiting():
        found = Comparison.from_slice(remote)
        assert (found is None) == (expected is None)
        if found and expected:
            assert [(part.value, part.events) for part in found.parts] == [
                (part.value, part.events) for part in expected.parts
            ]
            assert (found.with_several, found.shown) == (expected.with_several, expected.shown)
            assert found.next().query == expected.next().query
            for row, position in enumerate(here.rows):
                assert found.part_of(row) == expected.part_of(position)


def _many() -> Index:
    """2,500 events on one day, and some before and after it."""
    days = (*["2024-06-11"] * 3, *["2024-06-12"] * 2500, *["2024-06-14"] * 3)
    return Index(Timeline(events=tuple(Event(f"e{n}", parse(day), f"{n}") for n, day in enumerate(days))))


def test_a_page_inside_a_long_day_is_read_on_from_the_pages_before_it() -> None:
    questions = QuestionsOfIndex(_many())
    slice = RemoteSlice(Answers(questions))
    with slice.answers.waiting():
        assert [slice.event(row).id for row in (0, 2, 3, 1249, 2502, 2503, 2505)] == [
            f"e{row}" for row in (0, 2, 3, 1249, 2502, 2503, 2505)
        ]
        asked = questions.asked["page"]
        assert asked < 12  # in steps of 1,000 events
        assert slice.event(2401).id == "e2401"
        assert questions.asked["page"] - asked <= 1  # it begins where another page ended


def test_what_is_not_here_is_neutral_and_asked_for() -> None:
    questions = QuestionsOfIndex(_many())
    slice = RemoteSlice(Answers(questions))
    with pytest.raises(NotYetError):
        len(slice)
    with slice.answers.waiting():
        slice.prepare()
    assert len(slice) == slice.total
    while slice.answers.fetch_next():
        pass
    before = questions.asked.copy()
    assert (slice.event(1000).id, slice.event(1000).title, slice.heading(1000)) == ("", "…", "Wednesday 12 June 2024")
    assert slice.facet("country").values == ()
    assert not slice.index.has_values("person")
    assert slice.index.position("e7") is None
    assert slice.index.related(slice.event(0)) == ()
    assert questions.asked == before
    while slice.answers.fetch_next():
        pass
    assert slice.event(1000).id == "e1000"
    assert not slice.answers.are_wanted


def test_facets_with_the_same_events_are_one_question() -> None:
    """A facet with a clause of its own counts other events than the others do."""
    questions = QuestionsOfIndex(_of_two_countries())
    slice = RemoteSlice(Answers(questions), parse_query("country:Japan"))
    fields = ("country", "topic", "person", "place")
    with slice.answers.waiting():
        slice.prepare()

    def fetch() -> list[int | None]:
        counts = [slice.facet(field).count("Japan") for field in fields]
        while slice.answers.fetch_next():
            pass
        return counts

    assert fetch() == [None] * 4
    assert questions.asked["facets"] == 1  # the values
    assert fetch() == [1, None, None, None]
    assert questions.asked["facets"] == 2  # the counts of three; the counts of countries are of all events
    assert fetch() == [1, 1, 0, 0]
    assert questions.asked["facets"] == 2


def test_facets_that_are_prepared_are_one_question() -> None:
    questions = QuestionsOfIndex(_of_two_countries())
    slice = RemoteSlice(Answers(questions), parse_query("country:Japan"))
    with slice.answers.waiting():
        slice.answers.fetch_facets(values_question(field) for field in FACETS)
        assert questions.asked["facets"] == 1
        slice.answers.fetch_facets([slice.facet(field).question for field in FACETS])
        assert questions.asked["facets"] == 2
        assert slice.facet("topic").count("Japan") == 1
        assert questions.asked["facets"] == 2


@given(timelines(), queries(), st.sampled_from(("country:", "-topic:", "j", "-s", "person:a", "source:")))
def test_counts_in_completions_equal_those_of_a_slice_in_memory(timeline: Timeline, query: Query, typed: str) -> None:
    text = f"{format_query(query)} {typed}"
    here, remote = both(timeline, query)
    with remote.answers.waiting():
        remote.prepare()
        for field in FACETS:
            remote.facet(field).count("")
    expected = {completion.text: completion.detail for completion in complete(text, len(text), here, 1000)}
    for one in RemoteCompleter(text, len(text), remote).offers(1000):
        is_of_own = any(f"{clause.field}:" in one.text[len(text) - len(typed) :] for clause in query.clauses)
        if one.detail[:1].isdigit() or (one.text in expected and not is_of_own and not one.name.endswith(":")):
            assert one.detail == expected[one.text], one.text


def test_counts_that_are_not_here_are_left_out() -> None:
    questions = QuestionsOfIndex(_of_two_countries())
    slice = RemoteSlice(Answers(questions), parse_query("country:Japan"))
    with slice.answers.waiting():
        slice.prepare()
        slice.facet("topic").count("Japan")
        slice.answers.fetch_facets([values_question("country")])

    def offers(text: str) -> dict[str, str]:
        return {completion.name: completion.detail for completion in RemoteCompleter(text, len(text), slice).offers(9)}

    asked = questions.asked.total()
    assert offers("country:Japan topic:") == {"Japan": "1", "Italy": "0"}
    assert offers("country:Japan -topic:") == {"Italy": "1", "Japan": "0"}
    assert offers("topic:") == {"Italy": "2", "Japan": "1"}
    assert offers("-country:") == {"Japan": "2", "Italy": "1"}
    assert offers("is:disputed topic:") == {"Italy": "", "Japan": ""}
    assert offers("country:Japan country:i") == {"Italy": ""}
    assert questions.asked.total() == asked


def test_a_facet_without_answers_has_no_values_and_no_counts() -> None:
    questions = QuestionsOfIndex(_of_two_countries())
    slice = RemoteSlice(Answers(questions), parse_query("-country:Italy"))
    facet = slice.facet("country")

    def shown() -> tuple[object, ...]:
        return (
            facet.values,
            facet.is_here,
            facet.has_counts,
            facet.note,
            facet.total,
            *map(facet.count, ("Italy", "Japan")),
        )

    assert shown() == ((), False, False, "", 0, None, None)
    assert not questions.asked.total(), "a screen that is drawn asks for nothing and does not wait"
    assert slice.answers.are_wanted
    steps = [shown()]
    while slice.answers.fetch_next():
        if shown() != steps[-1]:
            steps.append(shown())
    assert steps[-1] == (("Italy", "Japan"), True, True, "", 3, 2, 1), "without the exclusion of Italy"
    for before, after in pairwise(steps):
        for old, new in zip(before, after, strict=True):
            assert not old or old == new, "an answer that is shown does not change"
    again = RemoteSlice(slice.answers, parse_query("topic:Japan")).facet("country")
    assert again.values == ("Italy", "Japan"), "the values are those of the whole chronology"
    assert (again.has_counts, again.count("Italy")) == (False, None)
    while slice.answers.fetch_next():
        pass
    assert (again.has_counts, again.count("Italy")) == (True, 0)


def test_a_facet_of_a_database_that_does_not_answer_stays_empty() -> None:
    questions = QuestionsOfIndex(_of_two_countries())
    slice = RemoteSlice(Answers(questions), parse_query("country:Japan"))
    facet = slice.facet("country")
    assert facet.values == ()
    questions.fault = "the server went away"
    with pytest.raises(AnswerError, match="went away"):
        slice.answers.fetch_next()
    assert not slice.answers.are_wanted, "the question is not asked again and again"
    assert (facet.values, facet.count("Japan")) == ((), None)
    questions.fault = ""
    while facet.count("Japan") is None:
        assert slice.answers.fetch_next(), "it is asked again when the screen is drawn again"
    assert (sorted(facet.values), facet.count("Japan")) == (["Italy", "Japan"], 1)


def test_a_value_that_is_not_listed_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_VALUES", 1)
    slice = RemoteSlice(Answers(QuestionsOfIndex(_of_two_countries())), parse_query("country:JAPAN"))
    with slice.answers.waiting():
        facet, other = slice.facet("country"), slice.facet("topic")
        assert {value: facet.count(value) for value in facet.values} == {"Italy": 2, "Japan": 1}
        assert facet.note == "first 1"
        assert {value: other.count(value) for value in other.values} == {"Italy": 0}


def _of_two_countries() -> Index:
    events = (("Japan", "Japan"), ("Italy", "Italy"), ("Italy", "Italy"))
    return Index(
        Timeline(
            events=tuple(
                Event(f"e{n}", parse("2024-06-13"), f"{n}", countries=(country,), topics=(topic,))
                for n, (country, topic) in enumerate(events)
            )
        )
    )


def test_an_answer_that_is_no_longer_needed_is_not_asked_for() -> None:
    slice = RemoteSlice(Answers(QuestionsOfIndex(_many())))
    with pytest.raises(AnswerError), slice.answers.waiting(lambda: False):
        slice.prepare()


def test_an_index_without_events_in_memory_answers_or_refuses_but_does_not_guess() -> None:
    """Each part of an index is its own, or it refuses. The others follow from its own."""
    answers = Answers(QuestionsOfIndex(_many()))
    slice = RemoteSlice(answers)
    following = {"aliases", "suggestions", "compared", "source_with_key", "source_keys", "narrowed", "source"}
    following |= {"is_beginning", "is_compared", "is_partial", "finds_all"}
    with answers.waiting():
        parts = {name for name in dir(Index) if not name.startswith("_")} - following - vars(type(slice.index)).keys()
        for name in sorted(parts):
            with pytest.raises(NotForDatabaseError):
                getattr(slice.index, name)
        for refused in (slice.index.narrowed, slice.index.bits, slice.index.query_bits, slice.index.source):
            with pytest.raises(NotForDatabaseError):
                refused(Query())
        for name in ("quotes", "sources", "intervals", "vocabulary"):
            with pytest.raises(NotForDatabaseError):
                getattr(slice.index, name)
        with pytest.raises(NotForDatabaseError):
            list(slice.index.events)


@given(timelines(), queries())
def test_the_row_nearest_to_an_event_is_that_of_a_slice_in_memory(timeline: Timeline, query: Query) -> None:
    here, remote = both(timeline, query)
    with remote.answers.waiting():
        for position in range(here.index.total) if len(here) else ():
            assert remote.row_near(here.index, position) == here.row_near(here.index, position)


def test_an_event_that_is_not_here_keeps_its_place_in_its_day() -> None:
    index = Index(Timeline(events=tuple(Event(f"e{n}", parse(f"2024-06-{1 + (n > 3):02}"), "T") for n in range(9))))
    old, new = (RemoteSlice(Answers(QuestionsOfIndex(index))) for _ in range(2))
    for one in (old, new):
        with one.answers.waiting():
            assert (len(one.index.table), one.total) == (9, 9)
    assert [new.row_near(old.index, row) for row in range(9)] == [*range(9)]


def test_an_event_that_another_slice_of_the_query_has_keeps_its_place_in_its_day() -> None:
    """After R, a page of the old slice can arrive before the new slice has it."""
    index = Index(Timeline(events=tuple(Event(f"e{n}", parse(f"2024-06-{1 + (n > 3):02}"), "T") for n in range(9))))
    old, new = (RemoteSlice(Answers(QuestionsOfIndex(index))) for _ in range(2))
    with new.answers.waiting():
        assert (len(new.index.table), new.total) == (9, 9)
    with old.answers.waiting():
        assert old.event(8).id == "e8"
    assert [new.row_near(old.index, row) for row in range(9)] == [*range(9)]
