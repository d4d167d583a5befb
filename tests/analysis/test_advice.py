"""Hints for valid queries with a doubtful meaning, and whether the proposed queries are right."""

from __future__ import annotations

import pytest
from index_questions import QuestionsOfIndex
from tables import each_row

from timeline_tui.analysis.advice import advise
from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.remote.day_table import DayTable
from timeline_tui.analysis.remote.result_index import ResultIndex
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.index.questions import Asked
from timeline_tui.model.timeline import Event, Quote, Timeline
from timeline_tui.query.syntax import parse_query

_INDEX = Index(
    Timeline(
        aliases=(("U.S.", "United States"),),
        events=(
            Event("a", parse("2024-06-12"), "Oil sanctions, agreed", countries=("Japan",), people=("Fumio Kishida",)),
            Event("b", parse("2024-06-13"), "Gas", countries=("United States", "China"), topics=("dual-use goods",)),
            Event("c", parse("2024-06-14"), "Talks", countries=("Italy",), organizations=("G7",), place="Fasano"),
            Event("d", parse("2024"), "It", quotes=(Quote("The frozen assets.", "Janet Yellen"),), file="week.yaml"),
        ),
    )
)


def _said(text: str, index: Index = _INDEX) -> list[str]:
    return [f"{advice.message}; {advice.hint}" for advice in advise(text, index)]


@each_row(
    ("text", "hint"),
    [
        ("Japan OR China", "write country:Japan,China"),
        ("Japan | China", "write country:Japan,China"),
        ("country:Japan || china", "write country:Japan,China"),
        ("gas United States OR Japan OR Italy", 'write country:"United States",Japan,Italy'),
        ("(Japan OR China)", "write country:Japan,China"),
        ("oil OR gas", "title:oil,gas finds either in a title, quote:oil,gas in a quote"),
        ("OR", "separate the values of one field by commas: country:Japan,China"),
        ("oil AND agreed", "all words must occur anyway: write oil agreed"),
        ("oil && country:Japan", "all words must occur anyway: write oil country:Japan"),
        ("oil AND NOT gas", "all words must occur anyway: write oil -gas"),
        ("AND", "leave it out"),
        ("NOT Japan", "write -Japan"),
        ("NOT -Japan", "write -Japan"),
        ("! oil", "write -oil"),
        ("!oil", "write -oil"),
        ("country:Japan ,China", "leave out the space before the comma: write country:Japan,China"),
    ],
)
def test_operators_get_a_hint(text: str, hint: str) -> None:
    operator, *_ = advise(text, _INDEX)
    assert operator.message == f"{text[operator.start : operator.end]} is a word here"
    assert operator.hint == hint
    parse_query(hint.partition("write ")[2])


def test_a_date_with_a_space_gets_a_hint() -> None:
    assert _said("date:2024 June oil")[0] == "the date ends at the space, after 2024; write date:2024-06"


@each_row("text", ['"OR"', "or", "country:OR,Japan", "-title:AND", "oil", "Oil*", "date:1999", "is:starred"])
def test_words_that_are_not_operators(text: str) -> None:
    assert not [advice for advice in advise(text, _INDEX) if "is a word here" in advice.message]


@each_row(
    ("text", "said"),
    [
        ("country:Chi", "no country is “Chi”; did you mean country:China?"),
        ("country:Un", 'no country is “Un”; did you mean country:"United States"?'),
        ("topic:Kishida", 'no topic is “Kishida”; did you mean person:"Fumio Kishida"?'),
        ("topic:Japan", "no topic is “Japan”; did you mean country:Japan?"),
        ("topic:Kishid", "no topic is “Kishid”; "),
        ("country:Us", 'no country is “Us”; did you mean country:"United States"?'),
        ("country:Japon", "no country is “Japon”; did you mean country:Japan?"),
        ("before:B2 after:2024-06-13", "no event has the id “B2”, and it is not a date; did you mean before:b?"),
        (
            "before:nothing",
            (
                "no event has the id “nothing”, and it is not a date; "
                "write the id of an event, or a date such as 2024-06-13"
            ),
        ),
        ("-after:13.6.2024", "no event has the id “13.6.2024”, and it is not a date; did you mean after:2024-06-13?"),
        ("country:Japan,Chna", "no country is “Chna”; did you mean country:China?"),
        ("-country:Jaapn", "no country is “Jaapn”; did you mean country:Japan?"),
        ("country:U.Z.", 'no country is “U.Z.”; did you mean country:"United States"?'),
        ('topic:"dual use good"', 'no topic is “dual use good”; did you mean topic:"dual-use goods"?'),
        ("person:kishida", 'no person is “kishida”; did you mean person:"Fumio Kishida"?'),
        ("org:g8", "no organization is “g8”; did you mean org:G7?"),
        ("place:Fassano", "no place is “Fassano”; did you mean place:Fasano?"),
        ("speaker:x", "no speaker is “x”; "),
        ('speaker:"Janet Yelen"', 'no speaker is “Janet Yelen”; did you mean speaker:"Janet Yellen"?'),
        ("file:weak.yaml", "no file is “weak.yaml”; did you mean file:week.yaml?"),
        ("country:jax*", "no country begins with “jax”; "),
        ("Yelen", "no event has “Yelen”; did you mean Yellen?"),
        ("sanctoins", "no event has “sanctoins”; did you mean sanctions?"),
        ("title:sanctoins", "no title has “sanctoins”; did you mean title:sanctions?"),
        ("quote:sanctoins", "no quote has “sanctoins”; "),
        ('"frozen asets"', 'no event has “frozen asets”; did you mean "frozen assets"?'),
        ('"assets frozen"', "no event has “assets frozen”; "),
        ("disputed", "no event has “disputed”; did you mean is:disputed?"),
        ("Archived", "no event has “Archived”; did you mean -is:unarchived?"),
        ("2024-06-13", "no event has “2024-06-13”; did you mean date:2024-06-13?"),
        ("zzzzzz", "no event has “zzzzzz”; "),
        ("Country=Japan", "no event has “Country=Japan”; did you mean country:Japan?"),
        ("organization==G7", "no event has “organization==G7”; did you mean org:G7?"),
        ("country:Japan&&oil", "no country is “Japan&&oil”; did you mean country:Japan oil?"),
        ("country:Japan&italy", "no country is “Japan&italy”; did you mean country:Japan country:Italy?"),
        ("country:japan;italy", "no country is “japan;italy”; did you mean country:Japan,Italy?"),
        ("country:japan|u.s.", 'no country is “japan|u.s.”; did you mean country:Japan,"United States"?'),
        ("Japan,Italy", "no event has “Japan,Italy”; did you mean country:Japan,Italy?"),
        ("Japan,G7", "no event has “Japan,G7”; "),
    ],
)
def test_an_unknown_value_gets_the_nearest_as_a_hint(text: str, said: str) -> None:
    assert _said(text) == [said]


def test_a_value_that_begins_with_the_text_comes_before_a_similar_name() -> None:
    events = (Event("uk-1", parse("2024"), "T", countries=("Ukraine", "United Kingdom")),)
    index = Index(Timeline(events=events, aliases=(("UK", "United Kingdom"),)))
    assert _said("country:Ukr", index) == ["no country is “Ukr”; did you mean country:Ukraine?"]
    assert _said("after:uk-", index)[0].endswith("did you mean after:uk-1?")


@pytest.mark.parametrize("text", ["", "oil", "country:japan,U.S.", "country:ita*", '"frozen assets"', "x:1", '"'])
def test_queries_without_advice(text: str) -> None:
    assert _said(text) == []


def test_the_offsets_equal_those_of_the_value() -> None:
    (advice,) = advise("oil -country:Japan,Jpan", _INDEX)
    assert (advice.start, advice.end) == (19, 23)


ASKED = (
    *("country:Japon", "country:Japan,Chna", "country:jax*", "country:jap*,U.Z.", "org:g8 oil", "file:weak.yaml"),
    *("Japan OR China", "gas United States OR Japan", "oil AND NOT gas", "Japan,Italy", "2024-06-13", "oil"),
    *("before:B2", "before:nothing", "-after:13.6.2024", "after:a before:2024-06-13", "is:added", "change:added"),
    *("zzzzzz", "title:oil quote:oil", "date:2024 June oil", "id:a", "id:q"),
)


@each_row("text", ASKED)
def test_a_database_gets_the_same_advice(text: str) -> None:
    answers = Answers(QuestionsOfIndex(_INDEX))
    with answers.waiting():
        index = ResultIndex(answers, Asked(), answers.chronology, DayTable(()))
        assert [*map(vars, advise(text, index))] == [*map(vars, advise(text, _INDEX))]
        assert [problem.hint for problem in advise("sanctoins", index)] == [""]  # not all words are compared
