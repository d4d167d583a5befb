"""The cost of reading is linear: three times as much costly input takes about three times the memory and the calls.

Costs are the peak of memory and the number of calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from costs import calls, peak
from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.reading import document, yaml_anchors
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.text.matches import matches
from timeline_tui.text.text import changes, clean, fold

EVENT = "events:\n  - {date: 2024, title: One}\n"
SMALL = 25  # units of an input; the other has three times as many
MORE = 3.9  # times as much as three times the input may cost: what grows with the square costs nine times
FIXED_BYTES, FIXED_CALLS = 50_000, 250  # caches and tables that grow in leaps


def check_growth(call: Callable[[int], object]) -> None:
    call(3)  # what is imported, compiled and cached once
    for cost, fixed in ((calls, FIXED_CALLS), (peak, FIXED_BYTES)):
        small, large = (cost(lambda n=n: call(n)) for n in (SMALL, 3 * SMALL))  # type: ignore[misc]
        assert large <= MORE * small + fixed, (cost.__name__, small, large)


def each(n: int, unit: str, joint: str = "") -> str:
    """``unit`` n times, with the number in the place of #."""
    return joint.join(unit.replace("#", str(i)) for i in range(n))


def event(value: str) -> str:
    return f"events:\n  - date: 2024\n    title: t\n{value}"


def repeated(use: str) -> Callable[[int], str]:
    """A long text behind an anchor, and many aliases of it."""
    return lambda n: f"a: &a {'x y ' * (10 * n)}\nevents:\n{each(n, use)}"


YAML: dict[str, Callable[[int], str]] = {
    "a long prefix of tags": lambda n: f"%TAG !e! tag:{'x' * n}\n---\na: [{each(n, '!e!x y', ', ')}]\n{EVENT}",
    "directives": lambda n: f"{each(n, '%TAG !e#! tag:x' + chr(10))}---\n{EVENT}",
    "tags": lambda n: f"a: [{each(n, '!x b', ', ')}]\n{EVENT}",
    "a chain of aliases": lambda n: f"aliases:\n{''.join(f'  n{i}: n{i + 1}{chr(10)}' for i in range(n))}{EVENT}",
    "a chain, backwards": lambda n: f"aliases:\n{''.join(f'  n{i + 1}: n{i}{chr(10)}' for i in range(n))}{EVENT}",
    "a circle of aliases": lambda n: (
        f"aliases:\n{''.join(f'  n{i}: n{(i + 1) % n}{chr(10)}' for i in range(n))}{EVENT}"
    ),
    "a title, again and again": repeated("  - {date: 2024, title: *a}\n"),
    "a summary, again and again": repeated("  - {date: 2024, title: t, summary: *a}\n"),
    "an id, again and again": repeated("  - {date: 2024, title: t, id: *a}\n"),
    "a source, again and again": repeated("  - {date: 2024, title: t, sources: *a}\n"),
    "a country, again and again": repeated("  - {date: 2024, title: t, countries: *a}\n"),
    "an unknown value, again and again": repeated("  - {date: 2024, title: t, x: *a}\n"),
    "an unknown key, again and again": repeated("  - {date: 2024, title: t, *a : x}\n"),
    "a date, again and again": repeated("  - {date: *a, title: t}\n"),
    "a relation, again and again": lambda n: f"a: &a {'x y ' * n}\n" + event(f"    related: [{each(n, '*a', ', ')}]\n"),
    "relations to nothing": lambda n: event(f"    related: [{each(n, 'e#', ', ')}]\n"),
    "the same relation": lambda n: event(f"    related: [{each(n, 'e', ', ')}]\n"),
    "sources that are not there": lambda n: event(f"    sources: [{each(n, 's#', ', ')}]\n"),
    "countries": lambda n: event(f"    countries: [{each(n, 'c#', ', ')}]\n"),
    "quotes": lambda n: event(f"    quotes: [{each(n, 'q#', ', ')}]\n"),
    "equal ids": lambda n: f"events:\n{each(n, '  - {id: a, date: 2024, title: t}' + chr(10))}",
    "equal titles": lambda n: f"events:\n{each(n, '  - {date: 2024, title: t}' + chr(10))}",
    "equal keys": lambda n: each(n, "k: v\n") + EVENT,
    "unknown keys": lambda n: each(n, "k#: v\n") + EVENT,
    "keys with a question mark": lambda n: each(n, "? k#\n") + EVENT,
    "keys in keys": lambda n: "? " * n + "a\n",
    "keys that are lists": lambda n: each(n, "? [a]\n") + EVENT,
    "wrong dates": lambda n: f"events:\n{each(n, '  - {date: 2024-13-45, title: t}' + chr(10))}",
    "dates that are none": lambda n: f"events:\n{each(n, '  - {date: x#, title: t}' + chr(10))}",
    "lists in lists": lambda n: event(f"    x: [{each(n // 20, '[' * 20 + ']' * 20, ', ')}]\n"),
    "anchors": lambda n: f"a: [{each(n, '&a# b', ', ')}]\n{EVENT}",
    "aliases of nothing": lambda n: f"a: [{each(n, '*a#', ', ')}]\n{EVENT}",
    "a byte order mark in each line": lambda n: each(n, "\ufeff# a\n") + EVENT,
    "controls": lambda n: event(f"    note: {chr(1) * 10 * n}\n"),
    "overrides": lambda n: event(f"    note: a{chr(0x202E) * 10 * n}\n"),
    "an override in each title": lambda n: (
        f"events:\n{each(n, '  - {date: 2024, title: a' + chr(0x202E) + '}' + chr(10))}"
    ),
    "selectors": lambda n: event(f"    note: a{chr(0xFE0F) * 10 * n}\n"),
    "marks": lambda n: event(f"    note: a{(chr(0x301) + chr(0x316)) * 10 * n}\n"),
    "a letter that becomes eighteen": lambda n: f"events:\n  - {{date: 2024, title: {chr(0xFDFA) * 10 * n}}}\n",
}


def slide(text: str) -> str:
    return json.dumps({"events": [{"start_date": {"year": "2024"}, "text": {"headline": "One", "text": text}}]})


JSON: dict[str, Callable[[int], str]] = {
    "controls": lambda n: f'{{"events": [{{"date": "2024", "title": "{chr(1) * 10 * n}"}}]}}',
    "controls, escaped": lambda n: f'{{"events": [{{"date": "2024", "title": "{chr(92)}u0001{"x" * n}"}}]}}',
    "lists in lists": lambda n: '{"events": [{"x": [' + each(n // 20, "[" * 20 + "]" * 20, ",") + "]}]}",
    "equal keys": lambda n: "{" + each(n, '"k": 1, ') + '"events": []}',
    "open lists": lambda n: "[" * n,
    "commas": lambda n: "[" + "," * n,
}
SLIDES: dict[str, Callable[[int], str]] = {
    "a tag without an end": lambda n: slide("<a" + "-" * n),
    "many of them": lambda n: slide("<a-" * n),
    "a number of a character": lambda n: slide(f"&#{'9' * 50 * n};"),
    "numbers of characters": lambda n: slide("&#0;" * n),
    "quotations": lambda n: slide("<blockquote><cite>" * n),
    "comments": lambda n: slide("<!--" * n),
    "links": lambda n: slide("<a href='http" * n),
    "slides without a date": lambda n: json.dumps({"events": [{"text": {"headline": "One"}}] * n}),
}
LINES: dict[str, Callable[[int], str]] = {
    "broken lines": lambda n: "{\n" * n,
    "wrong dates": lambda n: each(n, '{"date": "2024-13", "title": "t"}\n'),
    "headers": lambda n: each(n, '{"timeline": {}}\n'),
    "sources that are not there": lambda n: each(n, '{"date": "2024", "title": "t", "sources": ["s#"]}\n'),
    "empty lines": lambda n: "\n" * 10 * n,
}
HEAD = "date,title,countries,related,sources\n"
CSV: dict[str, Callable[[int], str]] = {
    "columns": lambda n: f"{each(n, 'c#', ',')}\n{',' * (n - 1)}\n",
    "equal columns": lambda n: f"{each(n, 'date', ',')}\n{',' * (n - 1)}\n",
    "an open quote": lambda n: HEAD + '2024,"a' + ",\n" * n,
    "rows without a date": lambda n: HEAD + ",,\n" * n,
    "a long list": lambda n: f"{HEAD}2024,a,{each(n, 'c#', ';')},{each(n, 'e#', ';')},{each(n, 's#', ';')}\n",
    "wrong dates": lambda n: HEAD + each(n, "2024-13-45,a,,,\n"),
    "JSON that is none": lambda n: HEAD + each(n, '2024,a,,,"[{""a"": [["\n'),
}
SKETCH = "message,timestamp_desc,datetime,timestamp,tag\n"
SKETCHES: dict[str, Callable[[int], str]] = {
    "wrong times": lambda n: SKETCH + each(n, "a,b,x#,y#,\n"),
    "tags": lambda n: SKETCH + f"a,b,2024-06-13T10:00:00Z,,{each(n, 't#', ';')}\n",
}
SHEETS: dict[str, Callable[[int], str]] = {
    "rows without a year": lambda n: "Year,Headline,Text\n" + each(n, ",a,b\n"),
    "wrong years": lambda n: "Year,Headline,Text\n" + each(n, "x#,a,b\n"),
    "tags": lambda n: "Year,Headline,Text\n2024,a," + "<b-" * n + "\n",
}
ALIKE = ("timesketch", "timesketch-csv", "timelinejs-csv")  # formats that share their syntax with others here
INPUTS = [
    pytest.param(format, make, id=f"{format}: {name}", marks=[pytest.mark.slow] if format in ALIKE else [])
    for format, makes in (
        ("yaml", YAML),
        ("json", JSON),
        ("timelinejs", SLIDES),
        ("jsonl", LINES),
        ("timesketch", LINES),
        ("csv", CSV),
        ("timesketch-csv", SKETCHES),
        ("timelinejs-csv", SHEETS),
    )
    for name, make in makes.items()
]


@pytest.mark.parametrize(("format", "make"), INPUTS)
def test_reading(format: str, make: Callable[[int], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_anchors, "MAX_REPEATED", 0)  # the small inputs are to meet the bound on aliases too
    monkeypatch.setattr(yaml_anchors, "MAX_EXPANDED", 25)
    monkeypatch.setattr(document, "HIDDEN_LISTED", 10)

    def read(n: int) -> None:
        reading = formats.read(make(n).encode("utf-8", "surrogatepass"), "file", format)
        view(reading.timeline)

    check_growth(read)


def view(timeline: Timeline) -> None:
    """The parts of an index that a query builds."""
    index = Index(timeline)
    assert index.vocabulary
    for field in ("country", "source", "id"):
        assert index.facet(field)
    index.query_bits(parse_query("title:one -two"))


def test_the_inputs_have_the_costly_features() -> None:
    """The inputs reach the bounds: with a typing mistake in an input, its test would prove nothing."""
    said = {
        "directives": "directives (%) of more than 1,024 characters; reading stops here",
        "keys in keys": "nested more than 32 levels deep; line 1 is left out",
        "the same relation": "no event has the id “e”",
        "a circle of aliases": "the alias “n0” leads back to itself through “n1”; it is left out",
    }
    for name, message in said.items():
        reading = formats.read(YAML[name](4 * SMALL).encode(), "file", "yaml")
        assert message in [problem.message for problem in reading.problems], name


TEXTS: dict[str, str] = {
    "controls": "\x01\x1b",
    "overrides": "\u202e\u202c",
    "dropped": "\u200b\ufeff",
    "selectors": "\ufe0f\ufe00",
    "marks": "\u0301\u0316",
    "marks and what is replaced": "\u0301\u202e",
    "a letter that becomes eighteen": "\ufdfa",
    "the same in words": "\ufdfa ",
    "letters of Hangul": "\u1100\u1161\u11a8",
    "spaces": "\u00a0\u2003",
    "plain": "ab c",
}


@each_row("unit", TEXTS.values())
def test_text(unit: str) -> None:
    def use(n: int) -> None:
        text = unit * (10 * n)
        clean(text)
        assert sum(1 for _ in changes(text)) >= 0
        fold(text)

    check_growth(use)


def test_matches() -> None:
    check_growth(lambda n: matches("ab\ufdfa " * n, ["b", "ab"]))


@pytest.mark.parametrize("order", ["forwards", "backwards", "circle"])
def test_aliases(order: str) -> None:
    def use(n: int) -> None:
        pairs = [(f"n{i}", f"n{(i + 1) % n if order == 'circle' else i + 1}") for i in range(n)]
        aliases = Aliases(reversed(pairs) if order == "backwards" else pairs)
        for other, _ in pairs:
            aliases.canonical(other)

    check_growth(use)


@pytest.mark.parametrize("unit", ["a ", "country:a,", '"a b" ', "-a ", "a:", "date:2024..2025 "])
def test_a_query(unit: str) -> None:
    def parse(n: int) -> None:
        with suppress(ValueError):
            format_query(parse_query(unit * n))

    check_growth(parse)
