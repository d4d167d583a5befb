"""The option --columns, as text and as meanings."""

from hypothesis import example, given
from hypothesis import strategies as st

from timeline_tui.formats.reading.columns_option import chosen, format_columns, parse_columns
from timeline_tui.formats.reading.meanings_words import SEVERAL, Meaning
from timeline_tui.text.text import clean_line

HEADINGS = st.lists(st.text('aZé"#12=, \t\n\x00…', max_size=8), min_size=1, max_size=6)
MEANINGS = st.lists(st.sampled_from([*sorted(SEVERAL), None]), min_size=6, max_size=6)


@given(HEADINGS, MEANINGS, st.sets(st.integers(0, 5), min_size=1))
@example(["When", "When", ""], [None] * 6, {0, 1, 2})
@example(["a=b, c", 'say "hi"'], [None] * 6, {0, 1})
def test_a_written_option_is_read_back(headings: list[str], meanings: list[Meaning | None], columns: set[int]) -> None:
    choices = {index: meanings[index] for index in columns if index < len(headings)}
    written = format_columns(headings, choices)
    if written and not any(clean_line(heading)[:1] == "#" for heading in headings):
        assert chosen(headings, parse_columns(written)) == choices


def test_a_column_without_a_clear_name_is_left_out() -> None:
    assert format_columns(["", "#1", "#1"], {0: "people", 1: "topics", 2: None}) == 'topics="#1", other="#3"'
