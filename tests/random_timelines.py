"""Hypothesis strategies: small timelines whose events share many values, and queries that match some of them."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st
from strategies import builds

from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.edtf_writer import edtf_day
from timeline_tui.dates.when import day_number, parse, undated
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FACETS, HAS, IS
from timeline_tui.text.text import clean_line

COUNTRIES = ("Japan", "JAPAN", "japán", "United States", "U.S.", "USA", "United Kingdom", "Ukraine", "Côte d’Ivoire")
TOPICS = ("sanctions", "dual‑use goods", "oil", "Oil", "security agreement")
PEOPLE = ("Janet Yellen", "J. Yellen", "Fumio Kishida", "石破茂")
PROSE = (
    "São Paulo talks on dual‑use goods",
    "Sao tome, a “first” step; 50 % done",
    "sanctions\nagreement: oil-price cap",
    "USE of force ﬁrmly rejected",
    "goods",
    "",
)
DATES = (
    *("2024-06-12", "2024-06-13", "2024-06-13T15:05+02:00", "2024-06-13T15:45", "2024-06-14?", "2024-06-13~"),
    *("2024-06", "2024-21", "2024", "202X", "2023-05-19/2023-05-21", "2024-06-12/2024-06-14", "2024-02-24/.."),
    *("../2024-06-13", "2024-06-13/", "/2024-06-12", "-0753", "Y-170000002", "2024-06-10/2024-07", "1999-12-31"),
)
UNDATED = ("", "unknown", "14/7/24", "2024-06-31")
"""What may be written in place of a date."""
_NEAR = ("2024-06-12", "2024-06-13", "2024-06-14")
_CLOCKS = (
    "00:00",
    "05:00",
    "09:59",
    "10:00",
    "10:00:00",
    "10:00:00.1",
    "10:00:00.900",
    "10:00:59.999999999",
    "23:59:59",
)
_ZONES = ("", "", "Z", "+02:00", "+09:00", "-05:00", "+14:00", "-12:00")
RANGES = (
    *("2024-06-13", "2024-06", "2024", "2024-06-13..", "..2024-06-12", "2023-05-20..2024-06-12", "2024-06-12/.."),
    *("-0753", "..-0753", "2024-06-15", "2024-07..2030", "199X", "2024-21"),
    *("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13T10:00Z..", "..2024-06-13T00:30+14:00", "2024-06-14T10:00:00.1"),
    *("2024-06-14T01:00+14:00..2024-06-13T12:00Z", "2024-06-01T12:00..2024-06-30"),
)
ALIASES = (
    ("U.S.", "United States"),
    ("USA", "U.S."),
    ("J. Yellen", "Janet Yellen"),
    ("oil", "sanctions"),
    ("sanctions", "oil"),
    ("Nippon", "Japan"),
)
SOURCES = (
    Source(
        key="kantei",
        title="Accord on Support",
        publisher="Prime Minister’s Office",
        date=parse("2024-06-13"),
        url="https://example.org/a",
    ),
    Source(key="ap", title="AP on goods", note="archived", date=parse("2024-06")),
    Source(title="Unkeyed report", date=parse("2024-06-12T23:05-05:00")),
    Source(url="https://example.org/only"),
    Source(title="An old book", date=parse("1999~")),
    Source(title="A copy", publisher="Kyodo, via a paper"),
    Source(title="Another copy", publisher="KYODO (via a site)", based_on=("ap", "nowhere")),
)


# The first and the last day of each date, and the days next to them. Ranges that begin or end there find bounds
# that are wrong by one day.
_EDGES = tuple(
    edtf_day(day)
    for when in map(parse, DATES)
    for edge in (when.earliest, when.latest)
    for day in (edge - 1, edge, edge + 1)
    if day_number(-9999, 1, 1) <= day <= day_number(9999, 12, 31)
)


def ranges() -> st.SearchStrategy[str]:
    """Values of ``date:``: the values in RANGES, and ranges that begin or end where a date of DATES does."""
    edges = st.sampled_from(_EDGES)
    return st.one_of(
        st.sampled_from(RANGES),
        edges,
        edges.map("{}..".format),
        edges.map("..{}".format),
        st.tuples(edges, edges).map(lambda ends: "..".join(sorted(ends, key=lambda end: parse(end).earliest))),
    )


def near_times(zones: tuple[str, ...] = _ZONES) -> st.SearchStrategy[str]:
    """Times on three days in EDTF. ``zones`` are their offsets; "" is none."""
    return st.builds("{}T{}{}".format, st.sampled_from(_NEAR), st.sampled_from(_CLOCKS), st.sampled_from(zones))


def near_dates() -> st.SearchStrategy[str]:
    """Dates and intervals in EDTF around one day, of all precisions, with and without time and offset."""
    times = near_times()
    points = times | st.sampled_from((*_NEAR, "2024-06", "2024-22", "2024", "202X", "2024-06-13~"))
    ends = st.just("..") | points
    intervals = st.builds("{}/{}".format, ends, ends).filter(is_date)
    return st.one_of(times, points, intervals)


def _some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3).map(tuple)


def _quotes() -> st.SearchStrategy[tuple[Quote, ...]]:
    quote = builds(
        Quote,
        text=st.sampled_from(PROSE),
        speaker=st.sampled_from(("", *PEOPLE)),
        source=st.sampled_from((None, *SOURCES)),
        original=st.sampled_from(("", "原文 goods")),
        note=st.sampled_from(("", "retranslated")),
    )
    return st.lists(quote, max_size=2).map(tuple)


def _citations() -> st.SearchStrategy[tuple[Citation, ...]]:
    citation = builds(
        Citation,
        source=st.sampled_from(SOURCES),
        stance=st.sampled_from(("reports", "confirms", "disputes")),
        note=st.sampled_from(("", "another number of goods")),
        date=st.sampled_from((None, None, *_NEAR)).map(lambda text: text and parse(text)),
    )
    return st.lists(citation, max_size=3).map(tuple)


@cache  # building a strategy takes longer than drawing from it
def _event(number: int) -> st.SearchStrategy[Event]:
    return builds(
        Event,
        id=st.just(f"e{number}"),
        date=st.one_of(
            st.sampled_from(DATES).map(parse), near_dates().map(parse), st.sampled_from(UNDATED).map(undated)
        ),
        title=st.sampled_from(PROSE[:-1]),
        summary=st.sampled_from(PROSE),
        date_note=st.sampled_from(("", "inferred")),
        countries=_some("", *COUNTRIES),
        topics=_some(*TOPICS),
        people=_some(*PEOPLE),
        organizations=_some("G7", "g7"),
        place=st.sampled_from(("", "Fasano, Italy", "Tōkyō")),
        quotes=_quotes(),
        sources=_citations(),
        related=st.lists(builds(Relation, st.sampled_from(("e0", "e1", "gone")), st.sampled_from(("", "cause"))))
        .map(tuple)
        .filter(lambda ties: len(ties) < 3),
        note=st.sampled_from(("", "seen by two reporters")),
        other=st.sampled_from(((), (("colour", ("deep blue", None)),))),
        file=st.sampled_from(("", "events.yaml", "data/other.yaml")),
    )


_ALIASES = st.lists(st.sampled_from(ALIASES), unique=True).map(tuple)


@st.composite
def timelines(draw: st.DrawFn, max_size: int = 6) -> Timeline:
    size = draw(st.integers(0, max_size))
    events = tuple(draw(_event(number)) for number in range(size))
    return Timeline("A timeline", aliases=draw(_ALIASES), sources=SOURCES[:2], events=events)


def clauses() -> st.SearchStrategy[Clause]:
    names = ("G7", "Fasano, Italy", "tokyo", "kantei", "ap", "Nippon", "kyodo", "nowhere", "x")
    values = st.sampled_from((*COUNTRIES, *TOPICS, *PEOPLE, *names))
    prefixes = st.sampled_from(("", "u", "U.", "ja", "nip", "s", "Unk", "g", "j."))
    parts = ("goods", "sao", "dual-use", "dual-use goods", "USE", "u", "agreement:", "talks on", "paulo TALKS", "blue")
    words = st.builds(Term, st.sampled_from((*parts, "use of", "first", "fi", "原文", "zzz", "%")), st.booleans())
    terms = st.builds(Term, values) | st.builds(Term, prefixes, st.just(True))
    places = st.builds(
        Term, st.sampled_from(("e1", "e2", "events.yaml", "other.yaml", "data/other.yaml")), st.booleans()
    )

    def of(fields: tuple[str, ...], one: st.SearchStrategy[Term], most: int = 3) -> st.SearchStrategy[Clause]:
        many = st.lists(one, min_size=1, max_size=most).map(tuple)
        return st.builds(Clause, st.sampled_from(fields), many, st.booleans())

    return st.one_of(
        of(tuple(FACETS), terms),
        of(("",), words, 1),
        of(("title", "quote"), words),
        of(("id", "file"), places),
        of(("date", "published"), ranges().map(Term), 2),
        of(
            ("known",),
            st.sampled_from(("2024-06-12", "2024-06-13", "2024-06-30", "2024-06", "1999", "-0753")).map(Term),
            2,
        ),
        of(("has",), st.sampled_from(tuple(HAS)).map(Term), 2),
        of(("is",), st.sampled_from(tuple(IS)).map(Term), 2),
    )


def queries(max_size: int = 3) -> st.SearchStrategy[Query]:
    return st.lists(clauses(), max_size=max_size).map(lambda found: Query(tuple(found)))


def stars() -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(("e0", "e1", "e2", "unknown")))


def texts() -> st.SearchStrategy[str]:
    """Texts of terms: clean, on one line, with many characters that the syntax of queries uses."""
    return (
        st.text(st.sampled_from("ab\"“”„'\\*,:-–() \u3000éßИ日🇮🇹."), min_size=1, max_size=8)
        .map(clean_line)
        .filter(bool)
    )
