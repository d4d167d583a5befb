from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.analysis import completion
from timeline_tui.analysis.completion import Completion, complete
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Source, Timeline
from timeline_tui.query.syntax import QueryError, parse_query

_INDEX = Index(
    Timeline(
        aliases=(("U.S.", "United States"),),
        events=(
            Event("a", parse("2024-06-12"), "A", countries=("Japan", "Ukraine"), topics=("security, joint",)),
            Event(
                "b", parse("2024-06-13"), "B", countries=("U.S.", "Ukraine"), topics=("sanctions",), people=("Jo Japp",)
            ),
            Event("c", parse("2024-05"), "C", countries=("United States", "Ukraine"), file="data/week.yaml"),
            Event("d", parse("2023"), "D", countries=("Côte d’Ivoire",)),
        ),
    )
)


def _offers(marked: str, limit: int = 12) -> tuple[Completion, ...]:
    """The completions of a text whose cursor is marked by |."""
    return complete(marked.replace("|", ""), marked.index("|"), Slice(_INDEX), limit)


def _texts(marked: str) -> list[str]:
    return [f"{offer.text[: offer.cursor]}|{offer.text[offer.cursor :]}" for offer in _offers(marked)]


@each_row(
    ("typed", "texts"),
    [
        ("cou|", ["country:|"]),
        ("COU|", ["country:|"]),
        ("-cou|", ["-country:|"]),
        ("zzz san| x", ["zzz topic:sanctions| x"]),
        (
            "-s|",
            ["-source:|", "-speaker:|", "-topic:sanctions|", '-topic:"security, joint"|', '-country:"United States"|'],
        ),
        ("cou|nt", ["country:|"]),
        ("c|oun:Japan", ["country:|Japan", "credibility:|Japan", "checked:|Japan"]),
        ("country:|", ["country:Ukraine|", 'country:"United States"|', 'country:"Côte d’Ivoire"|', "country:Japan|"]),
        ("before:|", ["before:a|", "before:b|", "before:c|", "before:d|"]),
        ("possibly-after:B|", ["possibly-after:b|"]),
        ("after:20|", ["after:2023|", "after:2024|"]),
        ("befo|", ["before:|"]),
        ("country:cote|", ['country:"Côte d’Ivoire"|']),
        ("country:an|", ["country:Japan|"]),
        ("country:U|", ["country:Ukraine|", 'country:"United States"|']),
        ("country:u.|", ['country:"United States"|']),
        ('country:"united s|', ['country:"United States"|']),
        ('country:"united s| topic:sanctions', ['country:"United States"| topic:sanctions']),
        ("country:“uni|", ['country:"United States"|']),
        ("country:ja|pan topic:sanctions", ["country:Japan| topic:sanctions"]),
        ("-country:uk|", ["-country:Ukraine|"]),
        ("country:Japan,u|", ["country:Japan,Ukraine|", 'country:Japan,"United States"|']),
        ("country:u|,ukraine", ['country:"United States"|,ukraine']),
        (
            'country:"United States",Japan,|',
            ['country:"United States",Japan,Ukraine|', 'country:"United States",Japan,"Côte d’Ivoire"|'],
        ),
        ("topic:se|", ['topic:"security, joint"|']),
        ("topic:SANCTIONS|", ["topic:sanctions|"]),
        ("topic:sanctions|", []),
        ("id:|", ["id:a|", "id:b|", "id:c|", "id:d|"]),
        ("file:we|", ["file:week.yaml|", "file:data/week.yaml|"]),
        ("has:|", ["has:quote|", "has:source|", "has:note|", "has:related|"]),
        ("has:quote,re|", ["has:quote,related|"]),
        ("is:s|", ["is:single-source|", "is:single-origin|", "is:starred|", "is:disputed|", "is:unsourced|"]),
        ("date:|", ["date:2023|", "date:2024|"]),
        ("date:2024|", ["date:2024-05|", "date:2024-06|"]),
        ("date:2024-0|", ["date:2024-05|", "date:2024-06|"]),
        ("date:2024-06|", ["date:2024-06-12|", "date:2024-06-13|"]),
        ("date:2024-06-12..2024-06-1|", ["date:2024-06-12..2024-06-12|", "date:2024-06-12..2024-06-13|"]),
        ("date:2024-06-13/2024-06-1|", ["date:2024-06-13/2024-06-13|"]),
        ("date:13/06/2024|", ["date:2024-06-13|"]),
        ("date:6/5/2024|", ["date:2024-05-06|", "date:2024-06-05|"]),
        ("date:13/06/2024..14/06/2024|", ["date:2024-06-13..2024-06-14|"]),
        ("date:13|", ["date:2024-06-13|"]),
        ("date:11|", []),
        ("date:june|", ["date:2024-06|"]),
        ("date:13/06|", ["date:2024-06-13|"]),
        ("x -date:13 Jun|", ["x -date:2024-06-13|"]),
        ('date:"13 June"|', ["date:2024-06-13|"]),
        ("date:13 June 2024| x", ["date:2024-06-13| x"]),
        ("date:2023/2|", ["date:2023/2023|", "date:2023/2024|"]),
        ("jap|", ["country:Japan|", 'person:"Jo Japp"|']),
        ("-jap|", ["-country:Japan|", '-person:"Jo Japp"|']),
        ('"united s|', ['country:"United States"|']),
        ("title:jap|", []),
        ("cuontry:jap|", []),
        ("country:US|", ['country:"United States"|']),
        ("us|", ['country:"United States"|']),
        ("zzz|", []),
        ("disp|", ["is:disputed|"]),
        ("-STARRED|", ["-is:starred|"]),
        ("quote|", ["quote:|", "has:quote|"]),
        ("unsourced|", ["is:unsourced|"]),
        ("approximate|", ["is:approximate|"]),
        ("2024-06-13|", ["date:2024-06-13|"]),
        ("2024|", ["date:2024|", "date:2024-05|", "date:2024-06|"]),
        ("june|", ["date:2024-06|"]),
        ("13 June|", ["date:2024-06-13|"]),
        ("oil 13 June| x", ["oil date:2024-06-13| x"]),
        ("-june|", ["-date:2024-06|"]),
        ("13 June 2025|", ["date:2025-06-13|"]),
        ("Japon|", ["country:Japan|", "Japan|"]),
        ("sanctoins|", ["topic:sanctions|", "sanctions|"]),
        ("disputd|", ["is:disputed|"]),
        ("undisputed|", ["-is:disputed|"]),
        ("-undisputed|", []),
        ("country:Japon|", ["country:Japan|"]),
        ("-topic:sanctoins|", ["-topic:sanctions|"]),
    ],
)
def test_completions_for_a_text(typed: str, texts: list[str]) -> None:
    assert _texts(typed) == texts


@each_row(
    ("typed", "texts"),
    [
        ("know|", ["known:|"]),
        ("published:|", ["published:2023|", "published:2024|"]),
        ("published:2024-0|", ["published:2024-06|", "published:2024-06-12|", "published:2024-06-13|"]),
        ("known:2024-06|", ["known:2024-06-12|", "known:2024-06-13|"]),
        ("published:2024-06-12..2024-06-1|", [f"published:2024-06-12..2024-06-1{day}|" for day in (2, 3)]),
        ("known:2024..2024-|", []),
        ("known:2024-|", ["known:2024-06|", "known:2024-06-12|", "known:2024-06-13|"]),
        ("known:13 June 2024|", ["known:2024-06-13|"]),
    ],
)
def test_dates_of_publication_are_completed(typed: str, texts: list[str]) -> None:
    offers = complete(typed.replace("|", ""), typed.index("|"), Slice(_published("2024-06-12", "2024-06-13", "2023")))
    assert [f"{offer.text[: offer.cursor]}|{offer.text[offer.cursor :]}" for offer in offers] == texts


def _published(*dates: str) -> Index:
    """The index of an event whose sources have these dates."""
    cited = tuple(Citation(Source(f"s{number}", date=parse(date))) for number, date in enumerate(dates))
    return Index(Timeline(events=(Event("a", parse("2024-05-02"), "A", sources=cited),)))


def test_dates_of_publication_have_counts_in_small_timelines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Slice(_published("2024-06-12", "2023"))
    details = {
        field: [completion.detail for completion in complete(f"{field}:", len(field) + 1, whole)]
        for field in ("known", "published")
    }
    assert details == {"known": ["1", "1"], "published": ["1", "1"]}
    monkeypatch.setattr(completion, "_COUNTED", 0)
    assert [completion.detail for completion in complete("published:", 10, whole)] == ["", ""]
    assert [completion.detail for completion in complete("known:", 6, whole)] == ["", ""]
    assert all(completion.detail for completion in complete("date:", 5, whole))


def test_an_empty_bar_offers_the_fields() -> None:
    assert [offer.label for offer in _offers("|")][:3] == ["country:", "topic:", "person:"]
    assert [offer.text for offer in _offers("a |")][:2] == ["a country:", "a topic:"]


def test_labels_and_details_of_completions() -> None:
    assert _offers("cou|")[0] == Completion("country:", 8, "country:", "a country of the event")
    assert _offers("has:n|")[0].detail == "a note"
    assert _offers("jap|")[0] == Completion("country:Japan", 13, "Japan", "1", "country")
    assert _offers("date:2024|")[1] == Completion("date:2024-06", 12, "2024-06", "2", "June")


def test_a_word_is_completed_with_what_it_means() -> None:
    assert [(offer.label, offer.detail) for offer in _offers("unsourced|")] == [("is:unsourced — state", "4")]
    assert [(offer.label, offer.detail) for offer in _offers("13 June|")] == [("date:2024-06-13 — Thursday", "1")]
    assert [(offer.label, offer.detail) for offer in _offers("2024-05|")] == [("date:2024-05 — May", "1")]
    assert [offer.label for offer in _offers("Japon|")] == ["Japan — country", "Japan — word"]


def test_a_source_is_completed_by_publisher_and_title() -> None:
    source = Source("jiji-24h", "Tokyo joins the accord", "Jiji Press")
    event = Event("e", parse("2024"), "E", sources=(Citation(source), Citation(Source(url="https://a.example"))))
    whole = Slice(Index(Timeline(events=(event,))))
    offers = {offer.text: offer.label for offer in complete("source:", 7, whole)}
    assert offers["source:jiji-24h"] == "Jiji Press: Tokyo joins the accord — jiji-24h"
    assert offers["source:https://a.example"] == "https://a.example"
    assert complete("jiji", 4, whole)[0].label == "Jiji Press: Tokyo joins the accord — source jiji-24h"


def test_the_counts_of_completions_equal_those_of_the_queries() -> None:
    def counts(typed: str) -> dict[str, str]:
        return {offer.label: offer.detail for offer in _offers(typed)}

    assert counts("topic:sanctions country:|") == {
        "Ukraine": "1",
        "United States": "1",
        "Japan": "0",
        "Côte d’Ivoire": "0",
    }
    assert list(counts("date:2023 country:|").items())[:2] == [("Côte d’Ivoire", "1"), ("Ukraine", "0")]
    assert counts("country:Japan country:u|") == {"Ukraine": "1", "United States": "0"}
    assert counts("country:Japan,u|") == {"Ukraine": "3", "United States": "3"}
    assert counts("-country:u|") == {"Ukraine": "1", "United States": "2"}
    assert counts("country:u| cuontry:x") == {"Ukraine": "3", "United States": "2"}


@each_row(
    ("typed", "counts"),
    [
        ("date:13 Jun|", {"2024-06-13": "1"}),
        ("-date:13 June|", {"2024-06-13": "3"}),
        ("country:Ukraine -date:june 2024|", {"2024-06": "1"}),
        ("-june|", {"date:2024-06": "2"}),
        ("country:Ukraine 13 June|", {"date:2024-06-13": "1"}),
        ("date:2023,2024-06-1|", {"2024-06-12": "2", "2024-06-13": "2"}),
        ("date:2024-06-1|,2023", {"2024-06-12": "2", "2024-06-13": "2"}),
        ("-date:2023,13 June|", {"2024-06-13": "2"}),
        ("date:2024-06-12..2024-06-1|", {"2024-06-12": "1", "2024-06-13": "2"}),
        ("date:nonsense,2024-06-1|", {"2024-06-12": "", "2024-06-13": ""}),
        ("country:u|,japan", {"Ukraine": "3", "United States": "3"}),
        ("-country:japan,u|", {"Ukraine": "1", "United States": "1"}),
        ("country:jap*,u| date:2024-06-12", {"Ukraine": "1", "United States": "1"}),
        ('country:"uni|,japan', {"United States": "3"}),
        ("zzz country:u|", {"Ukraine": "0", "United States": "0"}),
        ("undisputed|", {"-is:disputed": "4"}),
    ],
)
def test_a_count_includes_negation_other_values_and_dates_in_words(typed: str, counts: dict[str, str]) -> None:
    found = {offer.name: offer.detail for offer in _offers(typed)}
    assert {name: found.get(name) for name in counts} == counts


def test_the_count_of_starred_events_is_of_the_stars() -> None:
    offers = complete("starred", 7, Slice(_INDEX, stars=frozenset(("a", "b"))))
    assert [(offer.name, offer.detail) for offer in offers] == [("is:starred", "2")]


_VALUES = ("u", "jap", "japan", "ukraine*", "disp", "zzz", "undisputed", "Japon")
_DATES = ("2024", "2024-06-1", "2023", "13", "june", "13 June", "..")
_pieces = st.sampled_from(("-", "country:", "date:", "is:", ",", ",", " ", " ", '"', *_VALUES, *_DATES))


@given(st.lists(_pieces, max_size=7).map("".join), st.data())
@example("-date:13 June", None)
@example("date:2023,2024-06-1", None)
@example('country:"u,japan', None)
def test_a_count_equals_the_number_of_events_of_the_completed_query(text: str, data: st.DataObject | None) -> None:
    cursor = data.draw(st.integers(0, len(text))) if data else len(text)
    whole = Slice(_INDEX, stars=frozenset("a"))
    for offer in complete(text, cursor, whole):
        try:
            query = parse_query(offer.text)
        except QueryError:
            continue
        if offer.detail[:1].isdigit():
            assert offer.detail == str(len(whole.with_query(query))), offer


def test_the_number_of_completions_is_limited() -> None:
    assert len(_offers("|", limit=3)) == 3
    assert [offer.label for offer in _offers("country:|", limit=2)] == ["Ukraine", "United States"]


@given(st.text(st.sampled_from('jau: ,"“*-\\country'), max_size=14), st.data())
def test_a_valid_query_stays_valid_with_an_accepted_completion(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    for offer in complete(text, cursor, Slice(_INDEX)):
        assert 0 <= offer.cursor <= len(offer.text)
        assert offer.text != text
        if offer.label.endswith(":"):
            continue
        try:
            parse_query(text)
        except QueryError:
            continue
        parse_query(offer.text)
