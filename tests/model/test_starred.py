"""Stars as texts: of events, quotes and sources."""

from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.dates.when import parse
from timeline_tui.model.starred import Star, has_quote, quote_star, source_star, star_of
from timeline_tui.model.timeline import Event, Quote, Source

LINE = st.text(st.characters(exclude_characters="\n"), min_size=1)


@given(LINE, st.text(min_size=1))
def test_a_star_is_read_back(line: str, text: str) -> None:
    stars = [Star(line), Star(source=line), Star(line, quote=text, speaker="A", number=2)]
    if not text.startswith("\n"):  # a quote begins with its words
        stars.append(Star(line, quote=text))
    for star in stars:
        assert star_of(star.text) == star


def test_the_texts_that_the_state_keeps() -> None:
    event = Event("e", parse("2024"), "Title", quotes=(Quote("two\nlines"),))
    assert Star("e").text == "e", "as before there were stars of quotes"
    assert quote_star(event, 0) == "e\ntwo\nlines"
    assert star_of(quote_star(event, 0)) == Star("e", quote="two\nlines")
    assert source_star(Source("key", title="Title")) == f"\n{Source('key', title='Title').name}"


def test_equal_quotes_of_an_event_have_stars_of_their_own() -> None:
    quotes = (Quote("Yes.", "Alice"), Quote("Yes.", "Bob"), Quote("Yes.", "Bob"), Quote("No.", "Bob"))
    event = Event("e", parse("2024"), "Title", quotes=quotes)
    stars = [quote_star(event, place) for place in range(4)]
    assert len(set(stars)) == 4
    assert stars[0] == "e\nYes.", "as before there were stars of equal quotes"
    assert all(has_quote(event, star_of(star)) for star in stars)
    withdrawn = event._replace(quotes=quotes[:2])
    assert [has_quote(withdrawn, star_of(star)) for star in stars] == [True, True, False, False]
