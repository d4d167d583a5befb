"""How a problem reads."""

from timeline_tui.model.problems import LoadError, Problem, render


def test_where_and_what():
    assert str(Problem("f", 3, 4, "wrong")) == "f:3:4: wrong"
    assert str(Problem("f", 0, 0, "missing", severity="warning")) == "f: warning: missing"


def test_the_caret_stands_under_wide_characters_too():
    problem = Problem("f", 3, 4, "wrong", "mend it", "日本x", caret=3)
    assert render(problem) == "f:3:4: wrong\n  日本x\n      ^ mend it"


def test_without_a_line_only_the_hint():
    assert render(Problem("f", 0, 0, "missing", "make it")) == "f: missing\n  make it"
    assert render(Problem("f", 3, 1, "wrong", excerpt="x", caret=1)) == "f:3:1: wrong\n  x\n  ^"


def test_problems_are_ordered_as_they_are_read():
    late, early = Problem("f", 10, 1, "a"), Problem("f", 9, 30, "b")
    assert sorted([late, early]) == [early, late]
    assert str(LoadError([early])) == "f:9:30: b"
