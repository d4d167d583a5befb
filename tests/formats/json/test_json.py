"""JSON: the same timeline as YAML, with its own positions and hints."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.json import json_scanner
from timeline_tui.formats.json.json import read, write
from timeline_tui.formats.json.json_syntax import parse
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.document import Document


def said(text):
    return [f"{p.line}:{p.column} {p.message}" for p in read(text.encode(), "f.json").problems if p.severity == "error"]


BROKEN = [
    ('{"events": [{"date": "2024", "title": "a"}', "1:12 this list is not closed", "put ]"),
    ('{"title": "a"', "1:1 this object is not closed", "put }"),
    ('{"title": "a",}', "1:14 a comma with nothing after it", "remove"),
    ("[1,]", "1:3 a comma with nothing after it", "remove"),
    ("{title: 1}", "1:2 a key in double quotes is expected here, not “title”", '"title"'),
    ("{'title': 1}", "1:2 a key in double quotes is expected here, not “'”", "double quotes"),
    ('{"title" "a"}', '1:10 a colon is expected here, not “"”', ""),
    ('{"title": Tokyo}', "1:11 a value is expected here, not “Tokyo”", '"Tokyo"'),
    ('{"title": 01}', "1:11 a value is expected here, not “01”", '"01"'),
    ('{"title": "a" "b"}', '1:15 a comma or } is expected here, not “"”', ""),
    ('{"title": "a\nb"}', "1:11 this text is not closed on its line", "\\n"),
    ('{"title": "\\q"}', "1:12 no such escape", "\\\\"),
    ("// a\n{}", "1:1 a value is expected here, not “/”", "comments"),
    ('{"title": ', "1:11 the text ends where a value is expected", ""),
    ('{"events": []}\n{"events": []}', "2:1 something follows the end", ".jsonl"),
    ("<<<<<<< a\n[]", "1:1 a merge conflict was left in the file", "one side"),
]


@each_row(("text", "expected", "hint"), BROKEN)
def test_the_message_names_the_cause_at_its_place(text, expected, hint):
    problems = read(text.encode(), "f").problems
    stopped = [
        p for p in problems if f"{p.line}:{p.column} {p.message.removesuffix('; reading stops here')}" == expected
    ]
    assert stopped, problems
    assert hint in stopped[0].hint


def test_events_before_a_fault_are_kept():
    text = '[{"date": "2024", "title": "a"}, {"date": "2023", "title": "b", ]'
    assert [event.title for event in read(text.encode(), "f").timeline.events] == ["a"]


def test_numbers_and_truth_values_are_the_text_that_the_file_shows():
    text = '[{"date": 2024, "title": 1.50e+3, "countries": [true, null, -0], "x": {"y": [null, 1E9]}}]'
    reading = read(text.encode(), "f")
    (event,) = reading.timeline.events
    assert (event.date.text, event.title, event.countries) == ("2024", "1.50e+3", ("true", "-0"))
    assert event.other[0][1].pairs == (("y", (None, "1E9")),)


def test_surrogate_pairs_are_characters_and_halves_are_not():
    assert read(rb'{"title": "\ud83d\ude00 \ud83d", "events": []}', "f").timeline.title == "😀 \ufffd"


def test_a_repeated_key_is_reported_and_the_first_kept():
    text = '{"title": "a", "events": [],\n "title": "b"}'
    assert said(text) == ["2:2 “title” is given twice"]
    assert read(text.encode(), "f").timeline.title == "a"


def test_a_control_character_is_reported_and_the_rest_read():
    assert said('{"title": "a\tb", "events": []}') == ["1:13 the character U+0009 is not allowed in JSON"]
    assert read(b'{"title": "a\tb", "events": []}', "f").timeline.title == "a b"


def test_depth_and_length_are_limited():
    assert said("[" * 100_000) == ["1:33 nested more than 32 levels deep; line 1 is left out; reading stops here"]
    assert said(f'{{"title": "{"x" * (1 << 20)}y", "events": []}}') == [
        "1:11 a text of 1,048,577 characters; the limit is 1,048,576"
    ]


def test_a_date_that_is_wrong_is_pointed_at_inside():
    assert said('[{"date": "2024-06-31", "title": "a"}]') == [
        "1:20 2024-06-31: June 2024 has 30 days; the event is kept under “Undated”"
    ]


def test_an_unclosed_text_is_found_quickly():
    assert said('{"title": "' + "\\\\x" * 200_000)[0] == "1:11 this text is not closed on its line; reading stops here"


def test_what_is_written():
    text = '{"title": "Ü", "events": [{"date": 2024, "title": "a", "countries": "J", "x": null}]}'
    assert write(read(text.encode(), "f").timeline) == (
        '{\n  "title": "Ü",\n  "events": [\n    {\n      "date": "2024",\n      "title": "a",\n'
        '      "countries": [\n        "J"\n      ],\n      "x": null\n    }\n  ]\n}\n'
    )


class Nothing:
    def begin(self, root):
        pass

    def event(self, node, offset):
        pass


def plain(node):
    """A node as json.loads gives it, numbers as text."""
    if isinstance(node, dict):
        return {key: plain(value) for key, (_, _, value) in node.items()}
    return [plain(value) for _, value in node] if isinstance(node, list) else node


scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(codec="utf-8"), max_size=8))
keys = st.text('ab\\"/é日 ', min_size=1, max_size=4).filter(lambda key: key == key.strip() and "  " not in key)
documents = st.dictionaries(
    keys.filter(lambda key: key != "events"),
    st.recursive(
        scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3))
    ),
    max_size=4,
)


@given(value=documents, indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
def test_the_parser_agrees_with_the_standard_library(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = Document("f", text)
    builder = Builder(document, Nothing())
    parse(document, builder)
    assert document.problems() == ()
    spoken = json.loads(text, parse_int=str, parse_constant=str)
    assert plain(builder.root) == said_as_text(spoken)


def said_as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return {key: said_as_text(part) for key, part in value.items()}
    return [said_as_text(part) for part in value] if isinstance(value, list) else value


@given(text=st.text('{}[]",:\\ue1-.tfn \n', max_size=30))
def test_only_wrong_json_is_reported(text):
    document = Document("f", text)
    parse(document, Builder(document, Nothing()))
    try:
        json.loads(text, parse_constant=lambda _: 1 / 0)
    except json.JSONDecodeError:
        assert document.has_errors or not text.strip()
    else:
        assert not document.broken


def built(text):
    document = Document("f", text)
    builder = Builder(document, Nothing())
    parse(document, builder)
    return builder.root, document.problems()


torn = st.one_of(st.just(""), st.text('{}[]",:\\n1 \n', max_size=2))


@given(st.lists(documents, max_size=4), st.sampled_from((None, 1)), st.integers(0, 400), torn, st.integers(0, 2))
def test_simple_members_are_read_as_any_others(values, indent, at, put, left_out):
    text = json.dumps([*values, {"a": "b", "ab": ["a", "b"], "b": "a"}, *values], indent=indent)
    at %= len(text)
    text = text[:at] + put + text[at + left_out :]
    found = built(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_scanner, "_MEMBER", re.compile("(?!)"))
        assert built(text) == found
