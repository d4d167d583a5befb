"""The layout of YAML: each text in the style that is easiest to read, and always the same."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st
from strategies import TRICKY
from tables import each_row

from timeline_tui.formats.yaml.yaml_writer import item, pair, quoted_in_flow, write

plain = st.recursive(
    st.one_of(st.sampled_from(TRICKY), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(TRICKY), st.text(max_size=8)), inner, max_size=4),
    ),
    max_leaves=8,
)


@given(value=plain)
def test_libyaml_reads_what_was_written(value):
    assert yaml.load(write({"a": value, "b": value}), yaml.CBaseLoader) == {"a": value, "b": value}


@given(value=plain, text=st.sampled_from(TRICKY))
def test_a_part_is_read_as_an_item_or_an_entry_of_a_file(value, text):
    assert yaml.load(f"events:\n{item(value)}", yaml.CBaseLoader) == {"events": [value]}
    assert yaml.load(f"sources:\n{pair(text, value)}", yaml.CBaseLoader) == {"sources": {text: value}}
    assert yaml.load(f"- {{event: {quoted_in_flow(text)}, as: }}", yaml.CBaseLoader) == [{"event": text, "as": ""}]


@each_row(
    ("value", "written"),
    [
        ("plain text", "a: plain text"),
        ("¶19, at the end", "a: ¶19, at the end"),
        ("https://example.org/a?b#c", "a: https://example.org/a?b#c"),
        ("2024-06-13T15:05+02:00", "a: 2024-06-13T15:05+02:00"),
        ("-0753", "a: -0753"),
        ("../2024", "a: ../2024"),
        ("a: b", 'a: "a: b"'),
        ("a #b", 'a: "a #b"'),
        ("", 'a: ""'),
        (" a", 'a: " a"'),
        ("NO", 'a: "NO"'),
        ("~", 'a: "~"'),
        (None, "a: null"),
        (24, "a: 24"),
        ('"a" b', "a: '\"a\" b'"),
        ('it\'s "a"', 'a: it\'s "a"'),
        ('"it\'s"', "a: '\"it''s\"'"),
        ("a\u00a0b", 'a: "a\\xa0b"'),
        ("a\nb", "a: |-\n  a\n  b"),
        ("a\n\n  b\n", "a: |\n  a\n\n    b"),
        ("a\n\n", 'a: "a\\n\\n"'),
        (" a\nb", 'a: " a\\nb"'),
        ("a\n \nb", 'a: "a\\n \\nb"'),
        ("\na", 'a: "\\na"'),
        (["x", "y, z"], 'a: [x, "y, z"]'),
        ([], "a: []"),
        ({}, "a: {}"),
        ({"b": "c", "d": "e:f"}, 'a: {b: c, d: "e:f"}'),
        ([["x"], []], "a:\n  - [x]\n  - []"),
        ([{"b": ["c"]}, "d"], "a:\n  - b: [c]\n  - d"),
        ({"b": {"c": {"d": "e"}}}, "a:\n  b:\n    c: {d: e}"),
    ],
)
def test_styles(value, written):
    assert write({"a": value}) == f"{written}\n"


def test_long_prose_is_folded_and_a_long_word_is_not():
    assert (
        write({"a": "word " * 30 + "end"}) == f"a: >-\n  {' '.join(['word'] * 19)}\n  {' '.join(['word'] * 11)} end\n"
    )
    assert write({"a": "x" * 200}) == f"a: {'x' * 200}\n"


def test_items_of_a_list_have_the_same_layout():
    short, long = {"b": "c"}, {"b": "c" * 50, "d": "e" * 50}
    assert write({"a": [short, short]}) == "a:\n  - {b: c}\n  - {b: c}\n"
    assert write({"a": [short, long]}) == f"a:\n  - b: c\n  - b: {'c' * 50}\n    d: {'e' * 50}\n"


def test_events_and_quotes_have_lines_of_their_own():
    event = {"date": "2024", "quotes": [{"text": "b"}]}
    assert write({"title": "t", "events": [event, event]}) == (
        "title: t\n\n"
        "events:\n"
        "  - date: 2024\n    quotes:\n      - text: b\n\n"
        "  - date: 2024\n    quotes:\n      - text: b\n"
    )


def test_a_key_of_any_length_is_read_again():
    key = "k" * 5000
    assert yaml.load(write({key: {key: ["a", {key: "b"}]}}), yaml.CBaseLoader) == {key: {key: ["a", {key: "b"}]}}
