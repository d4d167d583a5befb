"""Problems as text."""

import pytest

from timeline_tui.model.problems import LoadError, Problem, in_order, render
from timeline_tui.text.cells import width


def test_where_and_what():
    assert str(Problem("f", 3, 4, "wrong")) == "f:3:4: wrong"
    assert str(Problem("f", 0, 0, "missing", severity="warning")) == "f: warning: missing"


def test_the_caret_is_in_the_right_column_after_wide_characters():
    problem = Problem("f", 3, 4, "wrong", "mend it", "日本x", caret=3)
    assert render(problem) == "f:3:4: wrong\n  日本x\n      ^ mend it"


WIDE = Problem("f", 9, 60, "wrong", "mend it", "a" * 59 + "!" + "b" * 60, caret=60)


@pytest.mark.parametrize("columns", [3, 12, 16, 24, 45, 75, 119, 130])
def test_a_wide_line_is_cut_around_the_caret(columns: int):
    for problem in (WIDE, WIDE._replace(hint="a long hint " * 9), WIDE._replace(excerpt="日" * 59 + "!" + "本" * 9)):
        message, excerpt, caret, *hint = render(problem, columns).split("\n")
        assert message == "f:9:60: wrong"
        assert width(excerpt) <= columns
        assert width(excerpt.partition("!")[0]) == caret.index("^")
        assert (caret.removesuffix(problem.hint.strip()).strip(), hint) in (
            ("^", []),
            ("^", ["  " + problem.hint.strip()]),
        )
        assert hint or width(caret) <= columns


def test_a_line_is_cut_on_both_sides():
    assert render(WIDE, 24).split("\n")[1:] == ["  …aaaaaaaaaa!bbbbbbbbb…", "             ^ mend it"]
    assert render(WIDE, 130) == render(WIDE)
    assert render(WIDE._replace(hint="a long hint " * 2), 24).split("\n")[1:] == [
        "  …aaaaaa!bbbbbbbbbbbbb…",
        "         ^",
        "  a long hint a long hint",
    ]


def test_without_a_line_only_the_hint():
    assert render(Problem("f", 0, 0, "missing", "make it")) == "f: missing\n  make it"
    assert render(Problem("f", 3, 1, "wrong", excerpt="x", caret=1)) == "f:3:1: wrong\n  x\n  ^"


def test_errors_come_before_warnings_and_notes():
    of_file = Problem("g", 0, 0, "read so", severity="note")
    warning, other = Problem("f", 1, 1, "a", severity="warning"), Problem("f", 9, 1, "a", severity="warning")
    error, note = Problem("f", 10, 1, "b"), Problem("f", 2, 1, "c", severity="note")
    late = Problem("g", 1, 1, "b")
    assert in_order([note, late, other, error, warning, of_file]) == [of_file, error, late, warning, other, note]
    assert str(LoadError([error])) == "f:10:1: b"
