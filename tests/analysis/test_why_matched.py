from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from random_timelines import queries, timelines
from strategies import timelines as whole_timelines
from tables import each_row

from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.why_matched import CONTEXT, labelled_texts, why_matched
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.matching import all_texts, occurs_in
from timeline_tui.query.query import Query, words
from timeline_tui.query.syntax import parse_query
from timeline_tui.text.text import fold

SPAN = parse("2024-06-13")
ACCORD = Event(
    "accord",
    SPAN,
    "Japan and Ukraine sign",
    summary="A ten-year accord on aid.",
    countries=("Japan",),
    topics=("reconstruction",),
    people=("Fumio Kishida",),
    quotes=(Quote("We stand firmly\nwith Kyiv", "Janet Yellen", "Secretary", original="断固", note="as delivered"),),
    sources=(Citation(Source("kantei", "Joint statement", "Office", note="archived copy"), "¶6", note="names Kyiv"),),
    related=(Relation("loan", "signed on the same day"),),
    note="Wording unclear",
    other=(("desk", "Tokyo bureau"),),
)
ALIASES = Aliases([("Nippon", "Japan")])


def _shown(query: str) -> str:
    found = why_matched(ACCORD, parse_query(query), ALIASES)
    return f"{found.where}: {found.before}[{found.match}]{found.after}" if found else ""


@each_row(
    ("query", "expected"),
    [
        ("sign", ""),
        ("japan", ""),
        ("country:Japan", ""),
        ("-kyiv", ""),
        ("title:sign", ""),
        ("kyiv", "in a quote of Janet Yellen: We stand firmly with [Kyiv]"),
        ('"firmly with"', "in a quote of Janet Yellen: We stand [firmly with] Kyiv"),
        ("断固", "in the original of a quote of Janet Yellen: [断固]"),
        ("delivered", "in the note on a quote of Janet Yellen: as [delivered]"),
        ("secretary", "in the role of Janet Yellen: [Secretary]"),
        ("aid sign", "in the summary: A ten-year accord on [aid]."),
        ("ten*", "in the summary: A [ten]-year accord on aid."),
        ("kyiv names", "in the note on Office: Joint statement: [names] Kyiv"),  # both words
        ("quote:kyiv", "in a quote of Janet Yellen: We stand firmly with [Kyiv]"),
        ("quote:japan", ""),
        ("statement", "in the title of a source: Joint [statement]"),
        ("construct", "in the topic: re[construct]ion"),
        ("kishida", "in the person: Fumio [Kishida]"),
        ("nippon", "in another name of Japan: [nippon]"),
        ("bureau", "in “desk”: Tokyo [bureau]"),
        ("same", "in a relation to another event: signed on the [same] day"),
        ("zebra", ""),
    ],
)
def test_the_passage_that_the_row_does_not_show(query: str, expected: str) -> None:
    assert _shown(query) == expected


def test_a_passage_of_a_long_text_is_short() -> None:
    event = ACCORD._replace(note=f"{'x ' * 50_000}needle  here{' y' * 50_000}")
    found = why_matched(event, parse_query('"needle here"'), ALIASES)
    assert found
    assert (found.match, found.before[:3], found.after[-2:]) == ("needle here", "…x ", "y…")
    assert len(found.before) <= CONTEXT + 1 >= len(found.after)


@given(timelines(), queries())
def test_each_event_found_by_words_shows_them_or_has_a_passage(timeline: Timeline, query: Query) -> None:
    whole = Slice(Index(timeline), query)
    for row in range(len(whole)):
        event = whole.event(row)
        found = why_matched(event, query, whole.index.aliases)
        in_row = fold("\n".join((event.title, *event.countries)))
        asked = [clause for clause in query.clauses if clause.field in ("", "quote") and not clause.negated]
        shown = [
            clause
            for clause in asked
            if clause.field == ""
            and any(occurs_in(fold(term.text), term.prefix, in_row) or not fold(term.text) for term in clause.terms)
        ]
        assert (found is None) == (len(asked) == len(shown) or not words(query)), (event, query)
        if found:
            assert fold(found.match) in words(query)


@given(whole_timelines(), st.booleans())
def test_every_text_that_is_searched_has_a_place(timeline: Timeline, with_aliases: bool) -> None:
    aliases = Aliases(timeline.aliases if with_aliases else ())
    for event in timeline.events:
        named = {fold(text) for text in (*event.countries, *(part.text for part in labelled_texts(event, aliases)))}
        assert {fold(text) for text in all_texts(event, aliases)} - {""} <= named
