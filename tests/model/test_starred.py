"""Stars as texts: of events, quotes and sources."""

from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.dates.when import parse
from timeline_tui.model.starred import Star, quote_star, source_star, star_of
from timeline_tui.model.timeline import Event, Quote, Source

LINE = st.text(st.characters(exclude_characters="\n"), min_size=1)


@given(LINE, st.text(min_size=1))
def test_a_star_is_read_back(line: str, text: str) -> None:
    for star in (Star(line), Star(line, quote=text), Star(source=line)):
        assert star_of(star.text) == star


def test_the_texts_that_the_state_keeps() -> None:
    event = Event("e", parse("2024"), "Title")
    assert Star("e").text == "e", "as before there were stars of quotes"
    assert quote_star(event, Quote("two\nlines")) == "e\ntwo\nlines"
    assert star_of(quote_star(event, Quote("two\nlines"))) == Star("e", quote="two\nlines")
    assert source_star(Source("key", title="Title")) == f"\n{Source('key', title='Title').name}"
