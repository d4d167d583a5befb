"""Problems as text."""

from timeline_tui.model.problems import LoadError, Problem, in_order, render


def test_where_and_what():
    assert str(Problem("f", 3, 4, "wrong")) == "f:3:4: wrong"
    assert str(Problem("f", 0, 0, "missing", severity="warning")) == "f: warning: missing"


def test_the_caret_is_in_the_right_column_after_wide_characters():
    problem = Problem("f", 3, 4, "wrong", "mend it", "日本x", caret=3)
    assert render(problem) == "f:3:4: wrong\n  日本x\n      ^ mend it"


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
