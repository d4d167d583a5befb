from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_timelines import RANGES, queries, texts
from tables import each_row

from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import CHOICES, DATED, FIELDS, ORDER
from timeline_tui.query.syntax import QueryError, format_query, format_term, parse_query


def _written() -> st.SearchStrategy[Query]:
    """Random queries, also with values that need quotes."""
    word = st.builds(
        lambda text, prefix, negated: Clause("", (Term(text, prefix),), negated), texts(), *[st.booleans()] * 2
    )
    term = st.builds(Term, texts(), st.booleans()) | st.just(Term("", True))
    free = tuple(field for field in FIELDS if field not in (*CHOICES, *DATED, *ORDER))
    fields = st.builds(Clause, st.sampled_from(free), st.lists(term, min_size=1, max_size=3).map(tuple), st.booleans())
    return st.lists(word | fields, max_size=4).map(lambda found: Query(tuple(found)))


@given(_written() | queries())
def test_parse_undoes_format(query: Query) -> None:
    assert parse_query(format_query(query)) == query


@given(st.text(st.sampled_from('ab "“”\\*,:-country:is.12é\u3000'), max_size=20))
def test_any_text_is_a_query_or_an_error_that_points_into_it(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        fault = error
    else:
        canonical = format_query(query)
        assert parse_query(canonical) == query
        assert format_query(parse_query(canonical)) == canonical
        return
    assert 1 <= fault.column <= len(text)
    assert fault.column < fault.end <= len(text) + 1
    assert fault.message


@each_row(
    ("text", "clauses"),
    [
        ("", ()),
        ("  ", ()),
        ("sanctions", (Clause("", (Term("sanctions"),)),)),
        ('"dual-use goods"', (Clause("", (Term("dual-use goods"),)),)),
        ("“dual-use goods”", (Clause("", (Term("dual-use goods"),)),)),
        ("a b", (Clause("", (Term("a"),)), Clause("", (Term("b"),)))),
        ("a\u3000b", (Clause("", (Term("a"),)), Clause("", (Term("b"),)))),
        ("country:Japan,Ukraine", (Clause("country", (Term("Japan"), Term("Ukraine"))),)),
        ('COUNTRY:"United States"', (Clause("country", (Term("United States"),)),)),
        ("-topic:oil -word", (Clause("topic", (Term("oil"),), True), Clause("", (Term("word"),), True))),
        ('country:jap* "dual use"*', (Clause("country", (Term("jap", True),)), Clause("", (Term("dual use", True),)))),
        ("country:*", (Clause("country", (Term("", True),)),)),
        ("date:..2024-06-13", (Clause("date", (Term("..2024-06-13"),)),)),
        ("has:Quote,note", (Clause("has", (Term("quote"), Term("note"))),)),
        ("is:single-source", (Clause("is", (Term("single-source"),)),)),
        (r'"say \"no\" \\ \n"', (Clause("", (Term('say "no" \\ \\n'),)),)),
        ('"“no”"', (Clause("", (Term("“no”"),)),)),
        ("a,b", (Clause("", (Term("a,b"),)),)),
        ("id:a:b", (Clause("id", (Term("a:b"),)),)),
        ("id:-x", (Clause("id", (Term("-x"),)),)),
        ("well-known", (Clause("", (Term("well-known"),)),)),
        ("--x", (Clause("", (Term("-x"),), True),)),
        ('"a\tb\x1b"', (Clause("", (Term("a b␛"),)),)),
    ],
)
def test_texts_and_their_queries(text: str, clauses: tuple[Clause, ...]) -> None:
    assert parse_query(text) == Query(clauses)


@each_row(
    ("term", "text"),
    [
        (Term("Japan"), "Japan"),
        (Term("jap", True), "jap*"),
        (Term("", True), "*"),
        (Term("United States"), '"United States"'),
        (Term("Fasano, Italy", True), '"Fasano, Italy"*'),
        (Term("a*"), '"a*"'),
        (Term("a:b"), "a:b"),
        (Term("“no”"), '"“no”"'),
        (Term('5" \\'), r'"5\" \\"'),
    ],
)
def test_values_are_quoted_only_if_necessary(term: Term, text: str) -> None:
    assert format_term(term) == text


@each_row("text", ['-"-x"', '"a:b"', '"*"', "a,b", 'title:"a b",c*', *(f"date:{range_text}" for range_text in RANGES)])
def test_canonical_text_stays(text: str) -> None:
    assert format_query(parse_query(text)) == text


@pytest.mark.parametrize("text", ["id:" + "a," * 999 + "b", "id:" + "a" * 20_000, "a " * 198 + '"b c"'])
def test_a_query_may_reach_its_limits(text: str) -> None:
    assert parse_query(text)


@each_row(
    ("text", "column", "end", "message", "hint"),
    [
        ("oil cuontry:x", 5, 12, "no field “cuontry”", "did you mean country?"),
        ("countries:x", 1, 10, "no field “countries”", "did you mean country?"),
        ("http://x", 1, 5, "no field “http”", 'write "http://x"'),
        ("at 12:30", 4, 6, "no field “12”", 'write "12:30"'),
        (":x", 1, 2, "field must come before", 'write ":x"'),
        ('oil "dual use', 5, 14, "not closed", "close it"),
        ("country:“Japan", 9, 15, "not closed", "close it"),
        ('5" gun', 2, 3, "inside a word", "space before"),
        ('"a"b', 4, 5, "follows the quote", "space after"),
        ('country:"a"b', 12, 13, "follows the quote", "space after"),
        ("country:", 8, 9, "follows the colon", "without a space"),
        ("country: Japan", 8, 9, "follows the colon", "without a space"),
        ("country:Japan, Ukraine", 14, 15, "follows the comma", "without a space"),
        ("country:a,,b", 10, 11, "follows the comma", "without a space"),
        ("a -", 3, 4, "follows the minus", '"-"'),
        ('country:""', 9, 11, "between the quotes", ""),
        ("a*b", 2, 4, "only be at the end", "in quotes"),
        ("*", 1, 2, "beginning of a word must come before", ""),
        ("coun:x", 1, 5, "no field “coun”", "did you mean country?"),
        ("has:sour", 5, 9, "cannot be “sour”", "did you mean has:source?"),
        ("has:quots", 5, 10, "cannot be “quots”", "did you mean has:quote?"),
        ("is:zzzzz", 4, 9, "cannot be “zzzzz”", "one of disputed, approximate"),
        ("is:checked", 4, 11, "cannot be “checked”", "did you mean -is:unchecked?"),
        ("-is:archived", 5, 13, "cannot be “archived”", "did you mean is:unarchived?"),
        ("is:differing", 4, 13, "cannot be “differing”", "did you mean -is:agreed?"),
        ("is:undisputed", 4, 14, "cannot be “undisputed”", "did you mean -is:disputed?"),
        ("-is:uncheked", 5, 13, "cannot be “uncheked”", "did you mean -is:unchecked?"),
        ("is:disp*", 8, 9, "no star", ""),
        ("date:2024*", 10, 11, "no star", ""),
        ("known:2024*", 11, 12, "no star", ""),
        ("published:2024-06-31", 19, 21, "30 days", ""),
        ("published:14/06/2024", 11, 21, "not understood as a date", "write 2024-06-14"),
        ("known:..2024-06-13", 7, 19, "one date is needed, not a range", "as in 2024-06-13"),
        ("known:2024/2025", 11, 16, "one date is needed, not a range", "as in 2024-06-13"),
        ("known:2024-06-13T10:00", 17, 23, "without a time", "as in 2024-06-13"),
        ("date:2024-06-31", 14, 16, "30 days", ""),
        ('date:"2024-06-31"', 15, 18, "30 days", ""),
        ("x date:2024-06-01..2024-13", 25, 27, "month", ""),
        ("date:2024-06..2023", 15, 19, "ends before it begins", "2023..2024-06"),
        ("date:..", 6, 8, "a day", ""),
        ("date:13", 6, 8, "the year is missing", "as in 2024-06-13"),
        ('x date:"13 June"', 9, 17, "the year is missing", "as in 2024-06-13"),
        ("date:junE", 6, 10, "the year is missing", "as in 2024-06-13"),
        ("date:13/06", 6, 11, "the year is missing", "as in 2024-06-13"),
        ("date:13.6.", 6, 11, "the year is missing", "as in 2024-06-13"),
        ("date:x y", 6, 7, "not understood as a date", "dates are written"),
        ("date:13 June x", 6, 13, "“June” is searched for as text", "the year is missing; "),
        ("date:13 June 2024 oil", 6, 18, "“June 2024” is searched for as text", "write 2024-06-13"),
        ("date:13/06/2024", 6, 16, "not understood as a date", "write 2024-06-13"),
        ("date:6/5/2024", 6, 14, "not understood as a date", "write 2024-05-06 or 2024-06-05"),
        ("date:13/06/2024..14/06/2024", 6, 28, "not understood as a date", "write 2024-06-13"),
        ("date:2024..14/06/2024", 12, 22, "not understood as a date", "write 2024-06-14"),
        ('country:"a\\"', 9, 13, "not closed", "close it"),
        ("**", 1, 3, "only be at the end", ""),
        ("id:" + "a," * 1000 + "b", 2004, 2005, "at most 1,000 values", ""),
        ("id:" + "a" * 20_000 + ",b", 20_005, 20_006, "at most 20,000 characters", ""),
        ("a " * 199 + '"b c" d', 399, 404, "at most 200 words", ""),
    ],
)
def test_faults_are_pointed_at(text: str, column: int, end: int, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    error = caught.value
    assert (error.column, error.end) == (column, end)
    assert message in error.message
    assert hint in error.hint


def test_an_equals_sign_before_quotes_is_meant_as_a_colon() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query('Country="United States"')
    assert caught.value.hint == "write country: instead of Country="
