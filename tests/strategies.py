"""Hypothesis strategies for whole timelines, as a reader of files would make them."""

from __future__ import annotations

from hypothesis import strategies as st

from timeline_tui.dates.when import parse
from timeline_tui.model import fields
from timeline_tui.model.made_ids import Ids, assigned, is_made
from timeline_tui.model.timeline import (
    CREDIBILITIES,
    RELIABILITIES,
    STANCES,
    Archive,
    Check,
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

# Texts that a YAML or JSON reader could take for another type or for syntax.
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


def timelines(max_events: int = 3) -> st.SearchStrategy[Timeline]:
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


# All strategies are built once, because building one takes longer than drawing from it.
_RARE_LINE, _RARE_TEXT, _RARE_NAMES = rarely(lines), rarely(texts), rarely(few_names, ())
_RARE_DATE = rarely(dates, None)
_TEXT = texts.map(lambda text: text or "a")
_STANCE = st.sampled_from(STANCES)
_IS_RARE = rarely(st.just(True), False)
_ANY_SOURCE = builds(
    Source,
    title=lines,
    publisher=_RARE_LINE,
    date=_RARE_DATE,
    url=rarely(st.one_of(lines, st.just("https://example.org/a"))),
    kind=_RARE_LINE,
    language=_RARE_LINE,
    note=_RARE_TEXT,
    author=_RARE_NAMES,
    accessed=_RARE_DATE,
    archived=rarely(
        st.lists(builds(Archive, names, _RARE_DATE, others(fields.ARCHIVE)), min_size=1, max_size=2).map(tuple), ()
    ),
    copy=_RARE_LINE,
    sha256=rarely(st.sampled_from(("0" * 64, "0123456789abcdef" * 4))),
    reliability=rarely(st.sampled_from(RELIABILITIES)),
    other=others(fields.SOURCE),
)
SOURCES_IN_PLACE = _ANY_SOURCE.filter(lambda source: source.title or source.url)
_KEYS = st.lists(names, unique=True, max_size=3)
_ALIASES = rarely(st.dictionaries(names.filter(lambda name: name not in NAMES), st.sampled_from(NAMES)), {})
_VIEWS = rarely(st.lists(builds(View, names, st.sampled_from(QUERIES), others(fields.VIEW)), max_size=2).map(tuple), ())
_EXTRACT = rarely(
    builds(Extract, st.sampled_from(QUERIES), st.integers(0, 10**6), other=others(fields.EXTRACT)),
    None,
)
_RELATIONS = rarely(
    st.lists(builds(Relation, event=names, kind=_RARE_LINE, other=others(fields.RELATION)), max_size=2).map(tuple), ()
)
_HASHES = rarely(st.sampled_from(("01234567", "89abcdef")))
_CHECKS = rarely(
    st.lists(builds(Check, names, _RARE_DATE, _RARE_TEXT, _HASHES, others(fields.CHECK)), min_size=1, max_size=2).map(
        tuple
    ),
    (),
)
_ORDER = rarely(st.lists(st.sampled_from(DATES), min_size=1, max_size=2, unique=True).map(tuple), ())
_CREDIBILITY = rarely(st.sampled_from(CREDIBILITIES))
_QUOTES = rarely(st.integers(0, 2), 0)  # how many
_CITATIONS = rarely(st.integers(0, 3), 0)
_ID = rarely(st.one_of(names, st.just("2024-06-13-japan-2")))
_TITLE = st.one_of(st.sampled_from(NAMES), names)
_OTHERS = {entry: others(entry) for entry in (fields.QUOTE, fields.CITATION, fields.EVENT, fields.TIMELINE)}


@st.composite
def _timelines(draw, max_events):
    keys = draw(_KEYS)
    table = tuple(
        draw(_ANY_SOURCE)._replace(key=key, based_on=tuple(keys[:number]) if draw(_IS_RARE) else ())
        for number, key in enumerate(keys)
    )
    events = [_event(draw, table) for _ in range(draw(st.integers(0, max_events)))]
    return Timeline(
        title=draw(lines),
        description=draw(_RARE_TEXT),
        views=draw(_VIEWS),
        aliases=tuple(draw(_ALIASES).items()),
        sources=table,
        events=_with_ids(events),
        extract=draw(_EXTRACT),
        other=draw(_OTHERS[fields.TIMELINE]),
    )


def _event(draw, table: tuple[Source, ...]) -> Event:
    """An event that cites sources of ``table``, and others."""
    return Event(
        id=draw(_ID),
        date=draw(dates),
        title=draw(_TITLE),
        date_note=draw(_RARE_TEXT),
        summary=draw(_RARE_TEXT),
        countries=draw(few_names),
        topics=draw(few_names),
        people=draw(_RARE_NAMES),
        organizations=draw(_RARE_NAMES),
        place=draw(_RARE_LINE),
        quotes=tuple(_quote(draw, table) for _ in range(draw(_QUOTES))),
        sources=tuple(_citation(draw, table) for _ in range(draw(_CITATIONS))),
        related=draw(_RELATIONS),
        note=draw(_RARE_TEXT),
        after=draw(_ORDER),
        before=draw(_ORDER),
        checked=draw(_CHECKS),
        other=draw(_OTHERS[fields.EVENT]),
    )


def _quote(draw, table: tuple[Source, ...]) -> Quote:
    return Quote(
        text=draw(_TEXT),
        speaker=draw(_RARE_LINE),
        role=draw(_RARE_LINE),
        source=_cited(draw, table) if draw(_IS_RARE) else None,
        at=draw(_RARE_LINE),
        original=draw(_RARE_TEXT),
        note=draw(_RARE_TEXT),
        language=draw(_RARE_LINE),
        translator=draw(_RARE_LINE),
        other=draw(_OTHERS[fields.QUOTE]),
    )


def _citation(draw, table: tuple[Source, ...]) -> Citation:
    return Citation(
        source=_cited(draw, table),
        at=draw(_RARE_LINE),
        stance=draw(_STANCE),
        note=draw(_RARE_TEXT),
        credibility=draw(_CREDIBILITY),
        date=draw(_RARE_DATE),
        other=draw(_OTHERS[fields.CITATION]),
    )


def _cited(draw, table: tuple[Source, ...]) -> Source:
    in_table = table and draw(st.booleans())
    return table[draw(st.integers(0, len(table) - 1))] if in_table else draw(SOURCES_IN_PLACE)


def _with_ids(events: list[Event]) -> tuple[Event, ...]:
    """Ids as a reader assigns them: the drawn ones are made unique, and missing ones are made up."""
    ids = Ids()
    drawn = [event._replace(id=ids.take(event.id)) if event.id else event for event in events]
    made = assigned(drawn, [bool(event.id) for event in drawn])
    return tuple(
        event._replace(id=new, given_id=bool(event.id) and not is_made(new, event.date, event.title))
        for event, new in zip(drawn, made, strict=True)
    )
