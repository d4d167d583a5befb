"""The cost of a query is linear in its length, which has a bound, because the view of a file is run without a question.

Costs are counted in calls of functions.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from costs import calls
from tables import each_row

from timeline_tui.analysis.advice import MOST_ADVICE, advise
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.formats import read
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query_fields import FACETS
from timeline_tui.query.syntax import MOST_CHARACTERS, MOST_VALUES, MOST_WORDS, QueryError, parse_query
from timeline_tui.query.tokens import words

_BODY = "ab ba " * 10
_EVENTS = tuple(
    Event(f"{'a' * (number % 20)}{number}", parse("2024"), "ab", summary=_BODY, countries=(f"c{number}",))
    for number in range(200)
)


def assert_linear(cost: Callable[[int], int], size: int) -> None:
    """Twice the size costs at most a little more than twice as much."""
    once, twice = cost(size), cost(2 * size)
    assert twice <= 2.3 * once + 500, f"{size}: {once}, {2 * size}: {twice}"


TEXTS: dict[str, Callable[[int], str]] = {
    "quotes in quotes": lambda n: '"' + '\\"' * n + '"',
    "backslashes": lambda n: '"' + "\\" * n,
    "quotes not closed": lambda n: '"' * n,
    "quotes of all kinds": lambda n: '„"“”' * n,
    "quotes inside words": lambda n: 'a"b"' * n,
    "commas": lambda n: "id:" + "," * n,
    "colons": lambda n: ":" * n,
    "stars": lambda n: "*" * n,
    "minus": lambda n: "-" * n,
    "white space": lambda n: "\u3000\t" * n + "a",
    "empty phrases": lambda n: '"" ' * n,
}


@each_row("name", TEXTS)
def test_reading_a_text(name: str) -> None:
    def cost(size: int) -> int:
        text = TEXTS[name](size)

        def both() -> None:
            list(words(text))
            with suppress(QueryError):
                parse_query(text)

        return calls(both)

    assert_linear(cost, 2_000)


QUERIES: dict[str, tuple[int, Callable[[int], str]]] = {  # half of the most that a query may have, and the query
    "clauses": (MOST_VALUES // 2, lambda n: " ".join(f"id:{number}" for number in range(n))),
    "excluding clauses": (MOST_VALUES // 2, lambda n: " ".join(f"-country:c{number}" for number in range(n))),
    "values": (MOST_VALUES // 2, lambda n: "country:" + ",".join(f"c{number}" for number in range(n))),
    "the same prefix": (MOST_VALUES // 2, lambda n: " ".join(f"id:a*,{number}" for number in range(n // 2))),
    "prefixes of prefixes": (MOST_VALUES // 2, lambda n: "id:" + ",".join(f"{'a' * (k % 20)}*" for k in range(n))),
    "excluded prefixes": (MOST_VALUES // 2, lambda n: " ".join(f"-country:{number % 7}*" for number in range(n))),
    "dates": (MOST_VALUES // 2, lambda n: "date:" + ",".join(str(1000 + number) for number in range(n))),
    "states": (MOST_VALUES // 2, lambda n: " ".join(("has:related", "-is:disputed")[k % 2] for k in range(n))),
    "words": (MOST_WORDS // 2, lambda n: " ".join(("ab", "b", "a*", "-zz")[k % 4] + "" for k in range(n))),
    "phrases": (MOST_WORDS // 2, lambda n: " ".join(f'"ab {"ba" * (k % 2)}b{"a" * k}"' for k in range(n // 2))),
    "phrases that occur": (MOST_WORDS // 2, lambda n: " ".join(('"ab b"', '"b ab"')[k % 2] for k in range(n // 2))),
    "misspelt values": (MOST_VALUES // 2, lambda n: "country:" + ",".join(f"c{number}xyz" for number in range(n))),
}


@pytest.mark.slow
@each_row("name", QUERIES)
def test_finding_events_counting_and_advising(name: str) -> None:
    size, text_of = QUERIES[name]

    def cost(size: int) -> int:
        text = text_of(size)
        index = Index(Timeline(events=_EVENTS))
        for field in FACETS:
            index.facet(field).suggestions("a", 1)
        assert index.facet("id")
        assert index.vocabulary

        def use() -> None:
            whole = Slice(index, parse_query(text))
            assert whole.mask >= 0
            assert len(whole.why_empty) <= len(whole.query.clauses)
            for field in FACETS:
                facet = whole.facet(field)
                for value in facet.values[:3]:
                    facet.count(value)
                    facet.state(value)
            assert len(list(advise(text, index))) <= MOST_ADVICE

        return calls(use)

    assert_linear(cost, size)


@pytest.mark.parametrize(
    ("query", "said", "at"),
    [
        ('"a b" ' * 40_000, f"at most {MOST_WORDS} words", MOST_WORDS // 2 * 6 + 1),
        ("id:" + "a," * 40_000 + "a", f"at most {MOST_VALUES:,} values", MOST_VALUES * 2 + 4),
        ("a" * (MOST_CHARACTERS + 1), f"at most {MOST_CHARACTERS:,} characters", 1),
    ],
)
def test_a_view_that_is_too_long_is_reported_with_line_and_column(query: str, said: str, at: int) -> None:
    data = f"views:\n- name: V\n  query: '{query}'\nevents:\n- {{date: 2024, title: T}}\n".encode()
    reading = read(data, "week.yaml")
    (problem,) = reading.problems
    assert said in problem.message
    assert (problem.file, problem.line, problem.column) == ("week.yaml", 3, len("  query: '") + at)
    assert not reading.timeline.views
    assert len(reading.timeline.events) == 1
