"""Checking a whole document at once gives the same result as checking each value."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui import formats
from timeline_tui.formats.reading.document import Document

PIECES = (
    "a",
    "b ",
    "\u0301" * 5,
    "\u200b",
    "\u202e",
    "é",
    "日",
    "\\\\",
    '\\"',
    "\\n",
    "\\u200b",
    "\\\\u200b",
    "\\t",
    "\\/",
)
values = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(st.lists(values, min_size=1, max_size=3), st.sampled_from(("yaml", "json", "jsonl")))
def test_parts_of_clean_text_are_clean(texts, format):
    events = [f'{{"date": "2024", "title": "x{text}", "note": "{text}"}}' for text in texts]
    data = ("\n".join(events) if format == "jsonl" else f"[{', '.join(events)}]").encode()
    reading = formats.read(data, "f", format)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Document, "is_plain", False)
        assert formats.read(data, "f", format) == reading


LIKE_YEARS = ["1920-21", "1923-24", "1920-21/1923-24", "2022-23?"]


def warnings(dates: list[str], format: str) -> list[tuple[int, str, str]]:
    """Line, message and hint of each warning in a file of events of these dates, one a line."""
    rows = {
        "yaml": "".join(f"- {{date: {date}, title: T}}\n" for date in dates),
        "jsonl": "".join(f'{{"date": "{date}", "title": "T"}}\n' for date in dates),
        "csv": "\ntitle,date\n" + "".join(f"T,{date}\n" for date in dates),
    }
    problems = formats.read(rows[format].encode(), "f", format).problems
    first = 3 if format == "csv" else 1
    return [
        (problem.line - first, problem.message, problem.hint) for problem in problems if problem.severity == "warning"
    ]


@pytest.mark.parametrize("format", ["yaml", "jsonl", "csv"])
def test_seasons_that_look_like_two_years_are_asked_about(format: str) -> None:
    found = warnings(["2024", *LIKE_YEARS, LIKE_YEARS[0], "1919-20"], format)
    assert [number for number, *_ in found] == [1, 2, 3, 4]
    assert found[1][1:] == (
        "1923-24 is winter 1923 in EDTF, not two years",
        "write 1923/1924 for the years, 1923-12/1924-02 for the season",
    )
    assert found[3][2] == "write 2022?/2023? for the years"
    proposed = [date for *_, hint in found for date in re.findall("[0-9]{4}[^ ,]*", hint)]
    assert len(proposed) == 7
    assert not formats.read(json.dumps([{"date": date, "title": "T"} for date in proposed]).encode(), "f").problems


@pytest.mark.parametrize("other", ["2024-21", "2023-21/2023-23", "../1950-22"])
def test_seasons_are_meant_where_one_looks_like_no_years(other: str) -> None:
    assert not warnings([other], "yaml")
    assert not warnings([*LIKE_YEARS, other], "yaml")


@pytest.mark.parametrize(("total", "expected"), [("0", 0), ("9" * 15, 10**15 - 1), ("007", 7)])
def test_a_count_has_up_to_15_digits(total: str, expected: int) -> None:
    reading = formats.read(f"{{extract: {{query: a, total: {total}}}, events: []}}".encode(), "f", "yaml")
    assert reading.timeline.extract
    assert reading.timeline.extract.total == expected
    assert not reading.problems


@pytest.mark.parametrize("total", ["9" * 16, "1" + "0" * 15, "-1", "1.0", "1e3", "٣", "x"])
def test_a_wrong_count_is_reported(total: str) -> None:
    reading = formats.read(f"{{extract: {{query: a, total: {total}}}, events: []}}".encode(), "f", "yaml")
    assert reading.problems[0].message.startswith(f"total is a whole number, not “{total}”")


def test_a_list_is_not_a_count() -> None:
    reading = formats.read(b"{extract: {query: a, total: [1]}, events: []}", "f", "yaml")
    assert reading.problems[0].message.startswith("total is a whole number, not a list")
