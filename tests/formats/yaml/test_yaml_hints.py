"""Messages for broken YAML: they name the likely mistake, at its place."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.yaml import yaml_parser, yaml_syntax
from timeline_tui.formats.yaml.yaml import read

# (text, "line:column what", a word of the hint)
BROKEN = [
    ("title: Tokyo: a\n", "1:13 a second “: ” in one value", "quotes"),
    ("title: a\n\tdescription: b\n", "2:1 a tab in the indentation", "spaces"),
    ("events:\n\t- date: 2024\n", "2:1 a tab in the indentation", "spaces"),
    ("events:\n\u00a0- date: 2024\n", "2:1 an unusual space (U+00A0) in the indentation", "plain spaces"),
    ("title: @a\n", "1:8 a value cannot begin with @", "quotes"),
    ("title: `a`\n", "1:8 a value cannot begin with `", "quotes"),
    ("title: %a\n", "1:8 a value cannot begin with %", "quotes"),
    ("title: * a\n", "1:8 a value cannot begin with *", "quotes"),
    ("title: & a\n", "1:8 a value cannot begin with &", "quotes"),
    ("title: ,a\n", "1:8 a value cannot begin with ,", "quotes"),
    ('title: "a\nevents: []\n', "1:8 this quote is never closed", "close it"),
    ("title: 'a\nplace: 'b'\n", "1:8 this quote is never closed", "close it"),
    ('title: "The G7" meets\n', "1:17 text follows the closing quote", '\\"'),
    ("title: 'it's'\n", "1:12 text follows the closing quote", "''"),
    ("title: [sic] a\n", "1:14 text follows the closing bracket", "quotes"),
    ("title: {a} b\n", "1:12 text follows the closing brace", "quotes"),
    ("a: &x 1\ntitle: *x y\n", "2:11 text follows an alias", "quotes"),
    ("countries: [a\ntitle: b\n", "1:12 this [ is not closed", "close it"),
    ("countries: {a: b\ntitle: b\n", "1:12 this { is not closed", "close it"),
    ("title: !x a\n", "1:8 the tag !x is not supported", "quotes"),
    ("title: !<x a\n", "1:8 a value cannot begin with !", "quotes"),
    ('title: "\\u12"\n', "1:9 this escape has too few digits", "\\\\"),
    ("title: ? a\n", "1:8 a value cannot begin with ?", "quotes"),
    ('title: "a\n---\n', "1:8 this quote is never closed", "close"),
    ("a: [b,\n- c]\n", "2:1 a value is expected here", "bracket"),
    ("- \ta: b\n", "1:3 a tab before a value", "space"),
    ("countries: [a, b #c]\ntitle: b\n", "1:18 # begins a comment here", "quotes"),
    ("countries: [a, #b, c]\ntitle: b\n", "1:16 # begins a comment here", "quotes"),
    ("title: a\n  b #c\n  d\n", "2:5 # begins a comment here", "quotes"),
    ("- id one\n  date: 2001\n", "1:3 “id” has no colon", "write id: one"),
    ("- date:2001\n  title: a\n", "1:3 no space after the colon", "write date: 2001"),
    ("- date: 2001\n  title:a\n- date: 2002\n", "2:3 no space after the colon", "write title: a"),
    ("- date: 2001\n  title a\n- date: 2002\n", "2:3 “title” has no colon", "write title: a"),
    ("sources\n  a: b\n", "1:1 “sources” has no colon", "write sources:"),
    ("- [", "1:4 the file ends too early", "not closed"),
    ("title: a\nplace\nnote: b\n", "2:1 “place” has no colon", "write place:"),
    ("title: a\nwhere it was\nnote: b\n", "2:1 a key without “:”", "key: value"),
    ("title: > a\n", "1:10 text after > or | begins on the next line", "quotes"),
    ("title: - a\n", "1:8 a list cannot begin here", "next line"),
    ("title: a\n  place: b\n", "2:3 “place” begins further right than “title” on line 1", "no space before it"),
    (
        "a:\n  title: a\n place: b\n",
        "3:2 “place” begins further left than “title” on line 2",
        "2 spaces before it, not 1",
    ),
    ("- date: 1\n  # c\n\n   title: a\n", "4:4 “title” begins further right than “date” on line 1", "2 spaces"),
    ("- title: 1\n date: 2\n", "2:2 “date” begins further left than “title” on line 1", "if an event begins"),
    ("a:\n  - b\n - c\n", "3:2 this dash begins further left than the one on line 2", "2 spaces before it, not 1"),
    ("title: a\n  and so on: b\n", "2:12 “: ” in text that begins on a line before", "quotes"),
    ("events:\n- date: 1\n  title: a\n -  date: 2\n", "4:2 this dash is not in the column of the others", "no space"),
    ("events:\n - date: 1\n -date: 2\n   title: a\n", "3:2 a space is missing after this dash", "“- ”"),
    ("events:\n - date: 1\n • date: 2\n   title: a\n", "3:2 this is not the dash of YAML", "minus sign"),
    ("events:\n- date: 1\n-\n", "3:2 an empty event; it is left out", "date and title"),
    ("events:\n- date = 1\n  title = a\n", "2:3 an event is a mapping, not text; it is left out", "write date: 1"),
    (
        "events:\n  - title: a\n\nc d\n\n  - title: b\n",
        "4:1 this is further left than the lines before it",
        "same column",
    ),
    (" title: a\nplace: b\n", "1:2 this is not in the column of the other keys", "one column"),
    ("sources: {}\n\u00a0\nevents: []\n", "2:1 a no-break space (U+00A0) in the indentation", "plain spaces"),
    ('title: "\\q"\n', "1:9 no such escape", "\\\\"),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", "2:1 a merge conflict was left in the file", "one side"),
    ("a: 1\n--- \nb: 2\n", "2:1 a second document begins here", "one file"),
]


@pytest.mark.parametrize("parser", ["libyaml", "python"])
@each_row(("text", "expected", "hint"), BROKEN)
def test_the_message_names_the_cause_at_its_place(monkeypatch, parser, text, expected, hint):
    if parser == "python":
        monkeypatch.setattr(yaml_parser, "make_parser", yaml_parser.PythonParser)
    errors = [problem for problem in read(text.encode(), "f").problems if problem.severity == "error"]
    stopped = [
        p
        for p in errors
        if f"{p.line}:{p.column} {re.sub(r'; (reading stops here|lines? .* left out)$', '', p.message)}" == expected
    ]
    assert stopped, [str(problem) for problem in errors]
    assert hint in stopped[0].hint


@pytest.mark.parametrize("text", ['title: "\\ud83d\\ude00"\nevents: []', 'title: "\\UFFFFFFFF"\nevents: []'])
@pytest.mark.parametrize("parser", [yaml_parser.make_parser, yaml_parser.PythonParser])
def test_an_escape_that_is_not_a_character_is_reported_or_shown(monkeypatch, parser, text):
    monkeypatch.setattr(yaml_parser, "make_parser", parser)
    reading = read(text.encode(), "f")
    assert reading.problems
    assert reading.timeline.title in ("", "\ufffd\ufffd")


COMMENTS = [
    ("title: One #2 of a series\n", ["“#2 of a series”"]),
    ("title: #MeToo\n", ["“#MeToo”"]),
    ("- #a\n- b #c\n- d # e\n", ["“#a”", "“#c”"]),
    ("countries: [a, #b\n  c]\n", ["“#b”"]),
    ('a: "b #c"\nd: \'e #f\'\ng: >\n  h #i\nk: |\n  l #m\nn: o#p\nq: "r" #s\n', []),
    ("#a\n  #b\nevents: #c\n- d:  #e\n  - f\n#g #h\n", []),
]


@pytest.mark.parametrize("parser", [yaml_parser.make_parser, yaml_parser.PythonParser])
@each_row(("text", "cut"), COMMENTS)
def test_text_that_is_a_comment_because_of_a_hash_is_a_warning(monkeypatch, parser, text, cut):
    monkeypatch.setattr(yaml_parser, "make_parser", parser)
    warned = [problem for problem in read(text.encode(), "f").problems if "comment" in problem.message]
    assert [problem.message.partition(" is a comment")[0] for problem in warned] == cut
    assert all(problem.severity == "warning" and "in quotes" in problem.hint for problem in warned)


def test_a_title_that_is_only_a_comment_has_a_hint():
    hints = [problem.hint for problem in read(b"events:\n- date: 2001\n  title: #MeToo\n", "f").problems]
    assert all(hint.endswith("a comment has a space after #") for hint in hints)
    [problem] = read(b"events:\n- date: 2001\n  title: # later\n", "f").problems
    assert problem.hint == ""


def test_a_mapping_with_a_fault_in_its_first_line_is_one_error():
    for line in ("id one", "date:2001"):
        reading = read(f"events:\n- date: 2000\n  title: a\n- {line}\n  title: b\n".encode(), "f")
        assert [event.title for event in reading.timeline.events] == ["a"]
        assert [problem.line for problem in reading.problems] == [4]
    [problem] = read(b"events:\n- date:2001\n- date: 2000\n  title: a\n", "f").problems
    assert problem.hint == "no space after the colon, write date: 2001"


PIECES = [
    *"[]{},|>@`!%&*?:-#\"'\\\n\t",
    "a",
    "k: ",
    "- ",
    "\n  ",
    "\n- ",
    "\nk: ",
    "&a ",
    "*a",
    "!t ",
    "!<x",
    "---",
    "...",
    " #c",
]
PIECES += ["%YAML 3.0\n---\n", "%TAG ! x", '"\\x1', '"\\q', "|0", ">+"]


@pytest.mark.parametrize("parser", [yaml_parser.make_parser, yaml_parser.PythonParser])
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), min_size=20, max_size=20))
def test_no_message_of_a_parser_reaches_the_reader(parser, texts):
    for text in texts:
        document = Document("f", text)
        with mock.patch.object(yaml_parser, "make_parser", parser):
            yaml_syntax.parse(document, Builder(document, Nothing()))
        for problem in document.problems():
            assert not re.search("while |expected <|did not find|but found|not allowed in", problem.message)


class Nothing:
    """A sink that ignores what is read."""

    def begin(self, root): ...

    def event(self, node, offset): ...
