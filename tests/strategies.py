"""Hypothesis strategies for whole timelines, as a reader of files would make them."""

from __future__ import annotations

from hypothesis import strategies as st

from timeline_tui.dates.when import parse
from timeline_tui.formats.reading.ids import Ids, assigned, is_made
from timeline_tui.model import fields
from timeline_tui.model.timeline import (
    STANCES,
    Citation,
    Entries,
    Event,
    Extract,
    Quote,
    Relation,
    Source,
    Timeline,
    View,
)
from timeline_tui.text.text import clean, clean_line

# Texts that YAML, JSON or a careless writer could mistake for something else.
TRICKY = (
    *("~", "null", "Null", "NO", "yes", "true", "y", "on", "1984", "0x1F", "1e5", "12:30", ".inf", "2024-06-13", "-1"),
    *(
        "- a",
        "-",
        "?",
        "? a",
        ": a",
        "a: b",
        "a:",
        "a:b",
        "a #b",
        "#a",
        "a#b",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
    ),
    *(">-", "---", "...", "<<", "=", "[a]", "[a", "{a: b}", "{", "a, b", "a]", "'", '"', "'a'", '"a"', "it's", 'a "b"'),
    *(
        "\\",
        "a\\nb",
        "\\u0041",
        "é",
        "日本語",
        "😀",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "a\u00a0b",
        "\u3000",
        "ａ：ｂ",
        "“a”",
        "¶6–8",
        "a\u200db",
        "null ",
    ),
    *("https://example.org/a?b=c#d", "http://a", "word " * 40, "x" * 300, "a  b " * 30, "a b, c: d " * 20),
)
DATES = (
    *("2024-06-13", "2024-06", "2024", "2024~", "2024-06-13?", "2024-06-13T15:05+02:00", "2024-21", "201X", "2024-XX"),
    *("2024-06-13/2024-06-15", "2024-06-13/..", "../2024", "/2024", "-0753", "Y-170000002"),
)
QUERIES = ("", "country:Japan", 'date:2024-06-10..2024-06-14 "dual use"', "-topic:oil,gas is:disputed", "a b")
NAMES = ("Japan", "Ukraine", "United States", "G7", "Janet Yellen")


def builds(make, *args, **fields):
    """Like `st.builds`, which would fail on the hint `Value`: it refers to itself."""
    return st.builds(lambda *given, **named: make(*given, **named), *args, **fields)


def timelines(max_events: int = 4) -> st.SearchStrategy[Timeline]:
    """Timelines of all kinds, as a reader returns them for a file without errors."""
    return _timelines(max_events)


def bare(timeline: Timeline) -> Timeline:
    """``timeline`` without the places of its events in a file, which no format keeps."""
    return timeline._replace(events=tuple(event._replace(file="", line=0) for event in timeline.events))


raw = st.one_of(
    st.sampled_from(TRICKY), st.text(max_size=12), st.lists(st.sampled_from(TRICKY), max_size=3).map("\n".join)
)
texts = raw.map(lambda text: clean(text).strip())
lines = raw.map(clean_line)
names = lines.map(lambda line: line or "a")
few_names = st.lists(st.one_of(st.sampled_from(NAMES), names), max_size=3).map(tuple)
dates = st.sampled_from(DATES).map(parse)
values = st.recursive(
    st.one_of(st.none(), raw.map(clean)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(lines, inner, max_size=3).map(lambda pairs: Entries(tuple(pairs.items()))),
    ),
    max_leaves=4,
)


def rarely(strategy, otherwise=""):
    """Mostly ``otherwise``, because small examples are easier to understand."""
    return st.one_of(st.just(otherwise), st.just(otherwise), strategy)


def others(*known: fields.EntryType):
    """Keys that the given entries do not have, with their values."""
    taken = {field.name for entry in known for field in entry.fields}
    keys = st.one_of(st.sampled_from(("importance", "<<", "", "~", "datum")), lines).filter(
        lambda key: key not in taken
    )
    return rarely(st.dictionaries(keys, values, max_size=2).map(lambda pairs: tuple(pairs.items())), ())


def sources(key: str = ""):
    """A source with this key; without a key, a source in place."""
    found = builds(
        Source,
        key=st.just(key),
        title=lines,
        publisher=rarely(lines),
        date=rarely(dates, None),
        url=rarely(st.one_of(lines, st.just("https://example.org/a"))),
        kind=rarely(lines),
        language=rarely(lines),
        note=rarely(texts),
        other=others(fields.SOURCE),
    )
    return found if key else found.filter(lambda source: source.title or source.url)


@st.composite
def _timelines(draw, max_events):
    keys = draw(st.lists(names, unique=True, max_size=3))
    table = tuple(draw(sources(key)) for key in keys)
    cited = st.one_of(st.sampled_from(table), sources()) if table else sources()
    events = [draw(_events(cited)) for _ in range(draw(st.integers(0, max_events)))]
    aliases = draw(rarely(st.dictionaries(names.filter(lambda name: name not in NAMES), st.sampled_from(NAMES)), {}))
    return Timeline(
        title=draw(lines),
        description=draw(rarely(texts)),
        views=draw(rarely(st.lists(_views, max_size=2).map(tuple), ())),
        aliases=tuple(aliases.items()),
        sources=table,
        events=_with_ids(events),
        extract=draw(rarely(_extracts, None)),
        other=draw(others(fields.TIMELINE)),
    )


@st.composite
def _events(draw, cited):
    quotes = builds(
        Quote,
        text=texts.map(lambda text: text or "a"),
        speaker=rarely(lines),
        role=rarely(lines),
        source=rarely(cited, None),
        at=rarely(lines),
        original=rarely(texts),
        note=rarely(texts),
        other=others(fields.QUOTE),
    )
    citations = builds(
        Citation,
        source=cited,
        at=rarely(lines),
        stance=st.sampled_from(STANCES),
        note=rarely(texts),
        other=others(fields.CITATION),
    )
    return Event(
        id=draw(rarely(st.one_of(names, st.just("2024-06-13-japan-2")))),
        date=draw(dates),
        title=draw(st.one_of(st.sampled_from(NAMES), names)),
        date_note=draw(rarely(texts)),
        summary=draw(rarely(texts)),
        countries=draw(few_names),
        topics=draw(few_names),
        people=draw(rarely(few_names, ())),
        organizations=draw(rarely(few_names, ())),
        place=draw(rarely(lines)),
        quotes=draw(rarely(st.lists(quotes, max_size=2).map(tuple), ())),
        sources=draw(rarely(st.lists(citations, max_size=3).map(tuple), ())),
        related=draw(rarely(st.lists(_relations, max_size=2).map(tuple), ())),
        note=draw(rarely(texts)),
        other=draw(others(fields.EVENT)),
    )


_views = builds(View, names, st.sampled_from(QUERIES), others(fields.VIEW))
_extracts = builds(Extract, st.sampled_from(QUERIES), st.integers(0, 10**6), other=others(fields.EXTRACT))
_relations = builds(Relation, event=names, kind=rarely(lines), other=others(fields.RELATION))


def _with_ids(events: list[Event]) -> tuple[Event, ...]:
    """Ids as a reader assigns them: the drawn ones are made unique, and missing ones are made up."""
    ids = Ids()
    drawn = [event._replace(id=ids.take(event.id)) if event.id else event for event in events]
    made = assigned(drawn, [bool(event.id) for event in drawn])
    return tuple(
        event._replace(id=new, given_id=bool(event.id) and not is_made(new, event.date.text, event.title))
        for event, new in zip(drawn, made, strict=True)
    )
