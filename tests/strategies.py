"""Hypothesis strategies for whole timelines, as a reader of files would make them."""

from __future__ import annotations

from hypothesis import strategies as st

from timeline_tui.dates.when import parse
from timeline_tui.formats.yaml import yaml
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


def comparable(event: Event) -> Event:
    """``event`` without line numbers, and with the keys of its sources only: their definitions may be left out."""
    bare = event.with_sources(lambda source: Source(title=source.key or source.url or source.title))
    return bare._replace(line=0, file="")


def as_read(timeline: Timeline) -> Timeline:
    """``timeline`` as any file gives it: names on one line, ids made where they can be."""
    return yaml.read(yaml.write(timeline).encode(), "t.yaml").timeline


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
    return st.dictionaries(keys, values, max_size=2).map(lambda pairs: tuple(pairs.items()))


class Rare:
    """Draws fields that most values leave out. One draw decides about all fields of a value: each draw takes 40 µs."""

    def __init__(self, draw) -> None:
        self._draw, self._flags = draw, iter(draw(_FLAGS))

    def __call__(self, strategy, otherwise=""):
        """One time in three a value of ``strategy``, else ``otherwise``."""
        return self._draw(strategy) if next(self._flags) >= 171 else otherwise


# All strategies are built once, because building one takes longer than drawing from it.
_FLAGS = st.binary(min_size=16, max_size=16)  # bytes, one for each rare field of a value
_RARE_LINE, _RARE_TEXT, _RARE_DATE = rarely(lines), rarely(texts), rarely(dates, None)
_TEXT = texts.map(lambda text: text or "a")
_STANCE = st.sampled_from(STANCES)
_URL = st.one_of(lines, st.just("https://example.org/a"))
_ARCHIVES = st.lists(
    builds(Archive, names, _RARE_DATE, rarely(others(fields.ARCHIVE), ())), min_size=1, max_size=2
).map(tuple)
_SHA256 = st.sampled_from(("0" * 64, "0123456789abcdef" * 4))
_RELIABILITY, _CREDIBILITY = st.sampled_from(RELIABILITIES), st.sampled_from(CREDIBILITIES)
_KEYS = st.lists(names, unique=True, max_size=3)
_ALIASES = st.dictionaries(names.filter(lambda name: name not in NAMES), st.sampled_from(NAMES))
_VIEWS = st.lists(
    builds(View, names, st.sampled_from(QUERIES), rarely(others(fields.VIEW), ())), min_size=1, max_size=2
).map(tuple)
_EXTRACT = builds(
    Extract,
    st.sampled_from(QUERIES),
    st.integers(0, 10**6),
    other=rarely(others(fields.EXTRACT), ()),
    searched=rarely(st.integers(1, 10**6), 0),
)
_RELATIONS = st.lists(
    builds(Relation, event=names, kind=_RARE_LINE, other=rarely(others(fields.RELATION), ())), min_size=1, max_size=2
).map(tuple)
_HASHES = rarely(st.sampled_from(("01234567", "89abcdef")))
_CHECKS = st.lists(
    builds(Check, names, _RARE_DATE, _RARE_TEXT, _HASHES, rarely(others(fields.CHECK), ())), min_size=1, max_size=2
).map(tuple)
_ORDER = st.lists(st.sampled_from(DATES), min_size=1, max_size=2, unique=True).map(tuple)
_QUOTES, _CITATIONS = st.integers(1, 2), st.integers(1, 3)  # how many, if there are any
_ID = st.one_of(names, st.just("2024-06-13-japan-2"))
_TITLE = st.one_of(st.sampled_from(NAMES), names)
_OTHERS = {
    entry: others(entry) for entry in (fields.SOURCE, fields.QUOTE, fields.CITATION, fields.EVENT, fields.TIMELINE)
}


@st.composite
def _sources(draw) -> Source:
    rare = Rare(draw)
    return Source(
        title=draw(lines),
        publisher=rare(lines),
        date=rare(dates, None),
        url=rare(_URL),
        kind=rare(lines),
        language=rare(lines),
        note=rare(texts),
        author=rare(few_names, ()),
        accessed=rare(dates, None),
        archived=rare(_ARCHIVES, ()),
        copy=rare(lines),
        sha256=rare(_SHA256),
        reliability=rare(_RELIABILITY),
        other=rare(_OTHERS[fields.SOURCE], ()),
    )


_ANY_SOURCE = _sources()
SOURCES_IN_PLACE = _ANY_SOURCE.filter(lambda source: source.title or source.url)


@st.composite
def _timelines(draw, max_events):
    rare = Rare(draw)
    keys = draw(_KEYS)
    table = tuple(
        draw(_ANY_SOURCE)._replace(key=key, based_on=rare(st.just(tuple(keys[:number])), ()))
        for number, key in enumerate(keys)
    )
    events = [_event(draw, table) for _ in range(draw(st.integers(0, max_events)))]
    return Timeline(
        title=draw(lines),
        description=rare(texts),
        views=rare(_VIEWS, ()),
        aliases=tuple(rare(_ALIASES, {}).items()),
        sources=table,
        events=_with_ids(events),
        extract=rare(_EXTRACT, None),
        other=rare(_OTHERS[fields.TIMELINE], ()),
    )


def _event(draw, table: tuple[Source, ...]) -> Event:
    """An event that cites sources of ``table``, and others."""
    rare = Rare(draw)
    return Event(
        id=rare(_ID),
        date=draw(dates),
        title=draw(_TITLE),
        date_note=rare(texts),
        summary=rare(texts),
        countries=draw(few_names),
        topics=draw(few_names),
        people=rare(few_names, ()),
        organizations=rare(few_names, ()),
        place=rare(lines),
        quotes=tuple(_quote(draw, table) for _ in range(rare(_QUOTES, 0))),
        sources=tuple(_citation(draw, table) for _ in range(rare(_CITATIONS, 0))),
        related=rare(_RELATIONS, ()),
        note=rare(texts),
        after=rare(_ORDER, ()),
        before=rare(_ORDER, ()),
        checked=rare(_CHECKS, ()),
        other=rare(_OTHERS[fields.EVENT], ()),
    )


def _quote(draw, table: tuple[Source, ...]) -> Quote:
    rare = Rare(draw)
    return Quote(
        text=draw(_TEXT),
        speaker=rare(lines),
        role=rare(lines),
        source=_cited(draw, table) if rare(st.just(True), False) else None,
        at=rare(lines),
        original=rare(texts),
        note=rare(texts),
        language=rare(lines),
        translator=rare(lines),
        other=rare(_OTHERS[fields.QUOTE], ()),
    )


def _citation(draw, table: tuple[Source, ...]) -> Citation:
    rare = Rare(draw)
    return Citation(
        source=_cited(draw, table),
        at=rare(lines),
        stance=draw(_STANCE),
        note=rare(texts),
        credibility=rare(_CREDIBILITY),
        date=rare(dates, None),
        other=rare(_OTHERS[fields.CITATION], ()),
    )


def _cited(draw, table: tuple[Source, ...]) -> Source:
    in_table = table and draw(st.booleans())
    return table[draw(st.integers(0, len(table) - 1))] if in_table else draw(SOURCES_IN_PLACE)


def _with_ids(events: list[Event]) -> tuple[Event, ...]:
    """Ids as a reader assigns them: the drawn ones are made unique, and missing ones are made up."""
    ids = Ids()
    drawn = [event._replace(id=ids.reserve(event.id)) if event.id else event for event in events]
    made = assigned(drawn, [bool(event.id) for event in drawn])
    return tuple(
        event._replace(id=new, given_id=bool(event.id) and not is_made(new, event.date, event.title))
        for event, new in zip(drawn, made, strict=True)
    )


def event_saying(line: str, prose: str, source: Source) -> Event:
    """An event with ``line`` in each field of one line, and ``prose`` in each other one."""
    return Event(
        id=f"x{line}",
        date=parse("2024-06-13"),
        title=line,
        date_note=prose,
        summary=prose,
        countries=(line, "b"),
        topics=(line,),
        people=(line, "c"),
        place=line,
        sources=(Citation(source, line, "disputes", prose),),
        note=prose,
    )
