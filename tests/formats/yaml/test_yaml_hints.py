"""Messages for broken YAML: they name the likely mistake, at its place."""

from __future__ import annotations

import re

import pytest
from tables import each_row

from timeline_tui.formats.yaml import yaml_syntax
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
    ("title: 'a\nplace: 'b'\n", "1:8 this quote is not closed where it was meant to be", "line 2"),
    ('title: "The G7" meets\n', "1:17 text follows the closing quote", '\\"'),
    ("title: 'it's'\n", "1:12 text follows the closing quote", "''"),
    ("title: [sic] a\n", "1:14 text follows the closing bracket", "quotes"),
    ("title: {a} b\n", "1:12 text follows the closing brace", "quotes"),
    ("a: &x 1\ntitle: *x y\n", "2:11 text follows an alias", "quotes"),
    ("countries: [a\ntitle: b\n", "1:12 this [ is not closed", "close it"),
    ("countries: {a: b\ntitle: b\n", "1:12 this { is not closed", "close it"),
    ("- [", "1:4 the file ends too early", "not closed"),
    ("title: a\nplace\nnote: b\n", "2:1 a key without “:”", "key: value"),
    ("title: > a\n", "1:10 text after > or | begins on the next line", "quotes"),
    ("title: - a\n", "1:8 a list cannot begin here", "next line"),
    ("title: a\n  place: b\n", "2:8 a key is not allowed here", "indentation"),
    ("a:\n  title: a\n place: b\n", "3:2 no key is expected here", "column"),
    (" title: a\nplace: b\n", "2:1 this is further left than the lines before it", "indentation"),
    ('title: "\\q"\n', "1:9 no such escape", "\\\\"),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", "2:1 a merge conflict was left in the file", "one side"),
    ("a: 1\n--- \nb: 2\n", "2:1 a second document begins here", "one file"),
]


@pytest.mark.parametrize("parser", ["libyaml", "python"])
@each_row(("text", "expected", "hint"), BROKEN)
def test_the_message_names_the_cause_at_its_place(monkeypatch, parser, text, expected, hint):
    if parser == "python":
        monkeypatch.setattr(yaml_syntax, "make_parser", yaml_syntax.PythonParser)
    errors = [problem for problem in read(text.encode(), "f").problems if problem.severity == "error"]
    stopped = [
        p
        for p in errors
        if f"{p.line}:{p.column} {re.sub(r'; (reading stops here|lines? .* left out)$', '', p.message)}" == expected
    ]
    assert stopped, [str(problem) for problem in errors]
    assert hint in stopped[0].hint


@pytest.mark.parametrize("text", ['title: "\\ud83d\\ude00"\nevents: []', 'title: "\\UFFFFFFFF"\nevents: []'])
@pytest.mark.parametrize("parser", [yaml_syntax.make_parser, yaml_syntax.PythonParser])
def test_an_escape_that_is_no_character_is_reported_or_shown(monkeypatch, parser, text):
    monkeypatch.setattr(yaml_syntax, "make_parser", parser)
    reading = read(text.encode(), "f")
    assert reading.problems
    assert reading.timeline.title in ("", "\ufffd\ufffd")
