from __future__ import annotations

import pytest
from plain_scan import PlainScan
from tables import each_row

from timeline_tui.analysis.why_matched import why_matched
from timeline_tui.dates.when import parse
from timeline_tui.model.timeline import Archive, Check, Citation, Entries, Event, Quote, Relation, Source, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.matching import all_texts
from timeline_tui.query.syntax import parse_query

_SOURCE = Source(key="kantei-accord", title="Accord", publisher="Prime Minister’s Office", url="https://example.org/a")
_EVENT = Event(
    id="japan-ukraine-accord",
    date=parse("2024-06-13~"),
    title="Japan and Ukraine sign an accord on São Tomé",
    date_note="inferred from the release",
    summary="Consultations within 24 hours; dual‑use goods.",
    countries=("Japan", "U.S."),
    topics=("security agreement",),
    people=("Fumio Kishida",),
    organizations=("G7",),
    place="Fasano, Italy",
    quotes=(
        Quote("Today’s action", "J. Yellen", "Secretary", _SOURCE, "¶19", original="Wortlaut", note="re-translated"),
    ),
    sources=(Citation(_SOURCE, "¶6", "disputes", "says July"), Citation(Source(title="AP report"))),
    related=(Relation("us-ukraine-agreement", "signed the same day"),),
    note="not legally binding",
    other=(("colour", (Entries((("hue", "indigo"),)), None)),),
    file="data/events.yaml",
)
_BARE = Event(id="us-ukraine-agreement", date=parse("2024"), title="Agreement")
_TIMELINE = Timeline(
    aliases=(("U.S.", "United States"), ("J. Yellen", "Janet Yellen")), events=(_EVENT, _BARE), sources=(_SOURCE,)
)


def _holds(text: str, event: Event = _EVENT) -> bool:
    return PlainScan(_TIMELINE, {_EVENT.id}).holds(parse_query(text), event)


@each_row(
    "text",
    [
        *(
            "country:japan",
            "country:JAPÁN",
            'country:"United States"',
            "country:u.s.",
            "country:X,Japan",
            "country:jap*",
        ),
        *("title:jap*", "country:japan country:U.S.", "country:uni*", "-country:China", "country:*"),
        *('topic:"SECURITY agreement"', "topic:sec*", 'person:"fumio kishida"', "org:g7", 'place:"Fasano, Italy"'),
        *("place:fas*", "source:kantei-accord", 'source:"ap report"', 'speaker:"J. Yellen"', "speaker:janet*"),
        *(
            "title:sao",
            'title:"and ukraine"',
            "title:tom*",
            "title:jap*",
            "quote:action",
            "quote:today's",
            "quote:wortlaut",
        ),
        *("date:2024-06-13", "date:2024-06", "date:..2024-06-13", "date:2024-06-13..", "date:2024-06-12..2024-06-14"),
        *("id:japan-ukraine-accord", "id:japan*", "file:data/events.yaml", "file:events.yaml", "file:data*"),
        *("has:quote", "has:source", "has:note", "has:related", "has:quote,note"),
        *("is:disputed", "is:approximate", "-is:unsourced", "-is:single-source", "is:starred"),
        *("sao", '"são  tomé"', "dual-use", "DUAL‑USE", '"use goods"', "consult*", '"legally bind"*', "ations"),
        *("kishida", "g7", "fasano", "inferred", "secretary", "¶19", "wortlaut", "re-translated", "july", '"same day"'),
        *("office", "example.org", "kantei-accord", '"AP report"', "indigo", "colour", "binding"),
        *("U.S.", '"united states"', '"Janet Yellen"', "-zzz", '-"accord japan"'),
    ],
)
def test_queries_that_match_the_event(text: str) -> None:
    assert _holds(text)


@each_row(
    "text",
    [
        *("country:jap", "country:Japan country:China", "-country:Japan", "-country:China,japan", "topic:agreement"),
        *("person:kishida", "place:italy", "source:accord", "speaker:kishida", "title:consultations", "quote:binding"),
        *("title:ome*", "date:2024-06-12", "date:..2024-06-12", "date:2025", "id:japan", "file:other.yaml"),
        *("is:unsourced", "is:single-source", "-is:starred", "-has:quote", "ations*", '"accord japan"', "zzz", "-sao"),
        *("japan-ukraine-accord", "events.yaml", '"accord consultations"'),
    ],
)
def test_does_not_hold(text: str) -> None:
    assert not _holds(text)


def test_an_event_with_only_a_title() -> None:
    assert _holds("is:unsourced -has:quote -has:source -has:note -is:approximate -is:disputed -is:starred", _BARE)
    assert _holds("has:related", _BARE)  # the other one names it
    assert not _holds("country:*", _BARE)


def test_one_source_cited_twice_is_one_source() -> None:
    copy = Source(title="AP report")
    event = Event(
        "x", parse("2024"), "X", sources=(Citation(Source(title="AP report")),), quotes=(Quote("Y", source=copy),)
    )
    assert _holds("is:single-source", event)


@pytest.mark.parametrize(
    ("date", "approximate"),
    [
        ("2024~", True),
        ("2024?", True),
        ("2024%", True),
        ("2024/", True),
        ("/2024", True),
        ("2024/..", False),
        ("202X", False),
    ],
)
def test_which_dates_are_approximate(date: str, approximate: bool) -> None:
    assert _holds("is:approximate", Event("x", parse(date), "X")) == approximate


def test_an_event_that_names_itself_is_related_to_nothing() -> None:
    event = Event("x", parse("2024"), "X", related=(Relation("x"),))
    assert not PlainScan(Timeline(events=(event,))).holds(parse_query("has:related"), event)


def test_aliases_are_followed_but_not_in_circles() -> None:
    aliases = Aliases([("USA", "U.S."), ("u.s.", "United States"), ("a", "B"), ("b", "A")])
    assert aliases.canonical("usa") == aliases.canonical("U.S.") == "United States"
    assert (aliases.canonical("a"), aliases.canonical("b"), aliases.canonical("c")) == ("a", "b", "c")
    assert sorted(aliases.others("country", "united states")) == ["u.s.", "usa"]
    assert aliases.key("place", "USA") == "usa"
    assert Aliases([("USA", "U.S."), ("U.S.", "U.S.")]).canonical("usa") == "U.S."


@each_row("word", ["bianchi", "rossi", "ito", "recounted", "web.archive.org", "decree.txt", "ab12"])
def test_evidence_is_searched(word: str) -> None:
    source = Source(
        title="S",
        author=("A. Bianchi",),
        archived=(Archive("https://web.archive.org/x"),),
        copy="copies/decree.txt",
        sha256="ab12",
    )
    event = Event(
        "x",
        parse("2024"),
        "X",
        quotes=(Quote("Y", translator="L. Rossi"),),
        sources=(Citation(source),),
        checked=(Check("Ben Ito", note="recounted"),),
    )
    assert _holds(word, event)
    found = why_matched(event, parse_query(word), Aliases())
    assert found
    assert found.match.casefold() == word


def test_every_text_of_an_event_is_searched_but_its_id_and_file() -> None:
    text = "\n".join(all_texts(_EVENT, Aliases()))
    assert _EVENT.id not in text
    assert _EVENT.file not in text
