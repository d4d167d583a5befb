"""The declared fields are the fields of the model, and the published schema accepts what the reader accepts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import timelines
from tables import each_row

import timeline_tui
from timeline_tui.dates.when import DateError, parse
from timeline_tui.formats.json.json import read
from timeline_tui.formats.writing.dump import dump
from timeline_tui.model import fields
from timeline_tui.model import timeline as model
from timeline_tui.model.json_schema import json_schema, schema_text

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
# What no schema can tell: how many days June has, what refers to what, and whether a foreign value is an event.
BEYOND = re.compile(
    r"has \d+ days|there is no month|query is wrong|has the key|the id “|leads back to itself"
    "|event is under|events are under"
)


def errors(document):
    """What the reader finds wrong with plain data, as far as a schema could."""
    problems = read(json.dumps(document).encode(), "f").problems
    return [str(p) for p in problems if p.severity == "error" and not BEYOND.search(p.message)]


def test_the_published_schema_is_current():
    published = Path(timeline_tui.__file__).parent / "timeline.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_a_valid_json_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@each_row("entry", fields.ENTRIES)
def test_every_attribute_of_the_model_is_declared(entry):
    known = set(getattr(model, entry.noun.title())._fields)
    apart = {"other", "key", "given_id", "file", "line", "around"}
    assert {field.stored for field in entry.fields} == known - apart
    assert len(entry.by_name) == len(entry.fields)


@each_row("entry", fields.ENTRIES)
def test_examples_are_valid(entry):
    for field in entry.fields:
        for example in field.examples:
            if field.kind == "date":
                parse(example)
            elif field.kind != "lines":
                assert VALIDATOR.evolve(schema=json_schema()["$defs"]["name"]).is_valid(example)


EVENT = {"date": "2024-06-13", "title": "a"}


def with_event(**more):
    return {"sources": {"k": {"title": "K"}}, "events": [{**EVENT, **more}]}


SOUND = [
    [],
    [EVENT],
    {"events": []},
    {"events": EVENT},
    {"title": None, "events": [], "what": {"ever": [1]}},
    {"title": 1984, "description": True, "events": []},
    {"views": {"name": "a", "query": ""}, "events": []},
    {"views": [None, {"name": "a", "query": "b"}], "events": []},
    {"aliases": {"a": "b"}, "sources": {"k": None, "j": "J", "i": {"date": 2024}}, "events": []},
    {"extract": {"query": "", "total": 3}, "events": []},
    with_event(date=2024),
    with_event(date=" 2024~ "),
    with_event(date="../2024-06-13T15:05+02:00"),
    with_event(id=5, date_note="", summary=None, place=False),
    with_event(countries="Japan", topics=["a", None, 1], people=None, organizations=[]),
    with_event(quotes="a"),
    with_event(quotes=[{"text": "a", "source": "k"}, {"text": 1, "source": {"title": "b"}}, ""]),
    with_event(sources="k"),
    with_event(sources=["k", {"source": "k", "stance": "disputes"}, {"title": "b"}, {"url": "c", "source": None}]),
    with_event(sources={"source": {"url": "b"}, "stance": ""}),
    with_event(related="b"),
    with_event(related=[{"event": "b", "as": None}]),
]
BROKEN = [
    {},
    None,
    "events",
    {"title": "a"},
    {"events": None},
    {"events": "a"},
    {"events": ["a"]},
    {"events": [None]},
    {"events": [[EVENT]]},
    {"events": [], "title": ["a"]},
    {"events": [], "views": [{"name": "a"}]},
    {"events": [], "views": [{"name": "", "query": "a"}]},
    {"events": [], "views": "a"},
    {"events": [], "aliases": {"a": None}},
    {"events": [], "aliases": ["a"]},
    {"events": [], "sources": ["a"]},
    {"events": [], "sources": {"k": ["a"]}},
    {"events": [], "sources": {"k": {"title": {}}}},
    {"events": [], "extract": {"query": "a"}},
    {"events": [], "extract": {"query": "a", "total": -1}},
    {"events": [], "extract": {"query": "a", "total": "many"}},
    [{"title": "a"}],
    [{"date": "2024"}],
    [{**EVENT, "title": ""}],
    [{**EVENT, "title": None}],
    with_event(date=None),
    with_event(date=["2024"]),
    with_event(place=["a"]),
    with_event(countries={"a": "b"}),
    with_event(countries=[["a"]]),
    with_event(quotes=[{"speaker": "a"}]),
    with_event(quotes=[["a"]]),
    with_event(quotes=[{"text": "a", "source": ["k"]}]),
    with_event(quotes=[{"text": "a", "source": {"kind": "b"}}]),
    with_event(sources=[{"at": "b"}]),
    with_event(sources=[{"source": []}]),
    with_event(sources=[{"source": "k", "stance": "denies"}]),
    with_event(sources=[["k"]]),
    with_event(related=[{"as": "b"}]),
    with_event(related=[["b"]]),
]


@each_row("document", SOUND)
def test_the_schema_accepts_what_the_reader_accepts(document):
    assert errors(document) == []
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


@each_row("document", BROKEN)
def test_the_schema_refuses_what_the_reader_refuses(document):
    assert errors(document)
    assert not VALIDATOR.is_valid(document)


def test_the_pattern_of_dates_refuses_no_sound_one():
    for date in ("2024-06-31", "2024-13", "13.6.2024", "2024-6-1", "", "yesterday", "2024-06-13/", "/..", "../.."):
        accepted = VALIDATOR.is_valid([{**EVENT, "date": date}])
        try:
            parse(date)
        except DateError:
            continue
        assert accepted, date
    for date in ("13.6.2024", "2024-6-1", "", "yesterday", "/..", "../..", "2024-06-13 15:05"):
        assert not VALIDATOR.is_valid([{**EVENT, "date": date}])


def test_wrong_dates_that_look_right_are_left_to_the_reader():
    document = [{**EVENT, "date": "2024-06-31"}]
    assert VALIDATOR.is_valid(document)
    assert errors(document) == []
    assert read(json.dumps(document).encode(), "f").problems


PLACES = st.lists(st.integers(0, 30), min_size=1, max_size=6)
STRANGE = st.sampled_from(
    [
        *(None, "", "a", "https://a.org", 2024, True, [], ["a"], [None], [[]], {}, {"a": "b"}, {"text": "a"}),
        *({"title": "a"}, {"source": "k"}, {"event": "a"}, {"name": "a", "query": ""}, EVENT, [EVENT]),
        {"query": "", "total": 1},
    ]
)
KEYS = st.sampled_from([*sorted({field.name for entry in fields.ENTRIES for field in entry.fields}), "a"])


def changed(value, places, change):
    """``value`` with ``change`` made where ``places`` lead: at each level the number of the part to go into."""
    parts = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    if not places or not parts:
        return change(value)
    at = parts[places[0] % len(parts)]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at] = changed(value[at], places[1:], change)
    return copy


@given(timeline=timelines(1), places=PLACES, strange=STRANGE, key=st.none() | KEYS)
def test_schema_and_reader_agree_on_random_changes(timeline, places, strange, key):
    def change(value):
        return {**value, key: strange} if key and isinstance(value, dict) else strange

    document = changed(dump(timeline), places, change)
    assume(read(json.dumps(document).encode(), "f").understanding is None)  # the schema describes only our own shape
    assert VALIDATOR.is_valid(document) == (not errors(document))
