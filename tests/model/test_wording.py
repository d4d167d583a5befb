"""How events, quotes and sources are put into words."""

from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Entries, Event, Quote, Source
from timeline_tui.model.unknown_keys import value_text

PAPER = Source(
    key="paper",
    title="A paper",
    publisher="Jiji Press",
    date=parse("2024-06-14"),
    url="https://a.example/",
    kind="news",
    language="en",
)


@each_row(
    ("text", "marked"),
    [
        ("Yes", "“Yes”"),
        ("“Yes”", "“Yes”"),
        ("«Oui»", "«Oui»"),
        ("„Ja“", "„Ja“"),
        ("「はい」", "「はい」"),
        ('"Yes"', '"Yes"'),
        ("“A” and “B”", "““A” and “B””"),
        ("“", "““”"),
        ("", "“”"),
    ],
)
def test_a_quote_has_one_pair_of_marks(text: str, marked: str) -> None:
    assert wording.quoted(text) == marked


@each_row(
    ("source", "line"),
    [
        (PAPER, "A paper. Jiji Press, 14 June 2024 (news, en)"),
        (Source(title="Who pays?", publisher="Jiji Press"), "Who pays? Jiji Press"),
        (Source(title="Alone", url="https://a.example/"), "Alone"),
        (Source(key="desk"), "desk"),
        (Source(key="desk", publisher="The desk"), "desk. The desk"),
        (Source(key="desk", url="https://a.example/"), ""),
        (Source(url="https://a.example/", date=parse("2024-02-24~")), "about 24 February 2024"),
        (Source(title="Box 7", kind="archive"), "Box 7. (archive)"),
        (Source(), ""),
    ],
)
def test_a_source_line_has_the_known_fields(source: Source, line: str) -> None:
    assert wording.source_line(source) == line


def test_the_stance_is_named_where_it_is_more_than_reporting() -> None:
    assert wording.citation_detail(Citation(PAPER, "¶8", "disputes")) == "¶8, disputes"
    assert wording.citation_detail(Citation(PAPER, stance="confirms")) == "confirms"
    assert wording.citation_detail(Citation(PAPER, "¶8")) == "¶8"
    assert wording.citation_detail(Citation(PAPER)) == ""


def test_each_mark_has_a_sign_and_words() -> None:
    event = Event("x", parse("2024-02%"), "T", sources=(Citation(PAPER, stance="disputes"),))
    assert wording.marks(event) == (("≠", "disputed"), ("~", "approximate date"), ("?", "uncertain date"))
    assert wording.marked_title(event) == "T (disputed, approximate date, uncertain date)"
    assert wording.marked_title(Event("x", parse("2024"), "T")) == "T"


def test_facts_have_no_empty_fields() -> None:
    assert wording.facts(Event("x", parse("2024"), "T")) == ()
    event = Event("x", parse("2024"), "T", countries=("A", "B"), organizations=("G7",), place="Fasano")
    assert wording.facts(event) == (("Countries", "A, B"), ("Organizations", "G7"), ("Place", "Fasano"))


@each_row(
    ("value", "words"),
    [
        (None, "–"),
        ("x", "x"),
        ((), ""),
        (("a", None, ("b", "c")), "a, –, (b, c)"),
        ((Entries((("family", "Rossi"), ("given", "Anna"))), Entries((("literal", "NHK"),))), "Anna Rossi, NHK"),
        (Entries((("family", "Berg"), ("given", "Jo"), ("non-dropping-particle", "van den"))), "Jo van den Berg"),
        (Entries((("family", "Rossi"), ("given", "Anna"), ("age", "3"))), "family: Rossi; given: Anna; age: 3"),
        (Entries((("family", "cats"),)), "family: cats"),
        (Entries((("k", "v"), ("l", Entries((("m", ("n", "o")),))))), "k: v; l: (m: (n, o))"),
    ],
)
def test_values_of_unknown_keys_fit_on_a_line(value: object, words: str) -> None:
    assert value_text(value) == words


def test_a_copied_quote_has_its_source() -> None:
    event = Event("x", parse("2024-06-12"), "T")
    quote = Quote("It cuts.", "Janet Yellen", "Treasury Secretary", PAPER, "¶19")
    assert wording.quote_text(event, quote) == (
        "“It cuts.” — Janet Yellen, Treasury Secretary, 12 June 2024\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶19\n"
        "https://a.example/"
    )
    assert wording.quote_text(event, Quote("It cuts.")) == "“It cuts.” — 12 June 2024"


def test_a_copied_event_has_its_sources_with_whole_addresses() -> None:
    sources = (Citation(PAPER, "¶8", "disputes", "Not so."), Citation(Source(url="https://b.example/"), "p. 4"))
    event = Event("x", parse("2024-06-12"), "T", summary="What happened.", sources=sources)
    assert wording.event_text(event) == (
        "12 June 2024 — T (disputed)\n\nWhat happened.\n\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶8, disputes\nhttps://a.example/\n"
        "p. 4\nhttps://b.example/"
    )
    assert wording.date_spread(event) == ""
    july = sources[0]._replace(date=parse("2024-07"))
    assert wording.why_disputed(july, event) == "Says July 2024. Not so."
    assert wording.why_disputed(july._replace(note=""), event) == "Says July 2024."
    assert wording.dispute_text(event, event.disputes) == (
        "12 June 2024 — T (disputed)\n\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶8, disputes\nhttps://a.example/\nNot so."
    )
    assert wording.event_text(Event("x", parse("2024"), "T")) == "2024 — T"


def test_the_quotes_of_an_event_are_copied_with_it() -> None:
    quotes = (Quote("It cuts.", "Janet Yellen", "Treasury Secretary", PAPER, "¶19"), Quote("Yes."))
    event = Event("x", parse("2024-06-12"), "T", summary="So.", quotes=quotes, sources=(Citation(PAPER),))
    assert wording.event_text(event) == (
        "12 June 2024 — T\n\nSo.\n\n"
        "“It cuts.” — Janet Yellen, Treasury Secretary\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶19\nhttps://a.example/\n\n"
        "“Yes.”\n\n"
        "A paper. Jiji Press, 14 June 2024 (news, en)\nhttps://a.example/"
    )


def test_fewer_than_two_sources_are_weak_support() -> None:
    assert wording.weak_support(0, 0) == ("§0", "no source")
    assert wording.weak_support(1, 0) == ("§1", "a single source")
    assert wording.weak_support(3, 1) == ("§3/1", "a single origin")
    assert wording.weak_support(2, 0) is wording.weak_support(3, 2) is None


def test_sources_with_other_unknown_keys_differ_but_not_by_place() -> None:
    other = PAPER._replace(other=(("seen by", "two"),))
    moved = PAPER._replace(file="a.yaml", line=7)
    assert other != PAPER
    assert moved == PAPER
    assert hash(PAPER) == hash(moved)


@each_row(
    ("date", "given", "spread"),
    [
        ("2024-06-12", ("2024-06-12", "2024-06-14"), "12–14 June 2024: A says 12 June 2024, B says 14 June 2024"),
        ("2024-06-12", ("2024-06-14",), "12–14 June 2024: A says 14 June 2024"),
        ("2024", ("2024-06-12", "2024-06-14"), "12–14 June 2024: A says 12 June 2024, B says 14 June 2024"),
        ("2024-06-12", ("2024-06", "2024-06-12"), ""),
        ("2024-06-12", ("../2024-06-10", "2024-06-14/.."), "A says until 10 June 2024, B says from 14 June 2024"),
    ],
)
def test_different_dates_are_a_dispute_and_shown_as_a_spread(date: str, given: tuple[str, ...], spread: str) -> None:
    names = (Source("a", "One", "A"), Source("b", "B"))
    cited = tuple(Citation(source, date=parse(day)) for source, day in zip(names, given, strict=False))
    event = Event("x", parse(date), "T", sources=cited)
    assert wording.date_spread(event) == spread
    span = wording.date_span(event)
    assert (span.label if span else "") == (spread.partition(": ")[0] if ": " in spread else "")
    assert event.disputed is bool(spread)


def test_a_dispute_with_the_same_date_has_no_spread() -> None:
    cited = Citation(Source("a", "One", "A"), stance="disputes", date=parse("2024-01-01"))
    event = Event("x", parse("2024-01-01"), "T", sources=(cited,))
    assert event.disputed
    assert (wording.date_spread(event), wording.date_span(event)) == ("", None)
    event = event._replace(sources=(cited._replace(date=parse("2024-01")),))  # only less precise
    assert (wording.date_spread(event), wording.date_span(event)) == ("", None)


def test_names_with_commas_have_semicolons_between_them() -> None:
    paper = Source("a", "One", "ANSA, via Mail", author=("A", "B, Jr"))
    cited = tuple(Citation(one, date=parse(f"2024-06-1{day}")) for day, one in enumerate((paper, Source("b", "B"))))
    assert wording.source_line(paper) == "A; B, Jr, One. ANSA, via Mail"
    assert wording.source_line(paper._replace(author=("A", "B"))) == "A, B, One. ANSA, via Mail"
    assert wording.date_spread(Event("x", parse("2024-06-11"), "T", sources=cited)) == (
        "10–11 June 2024: ANSA, via Mail says 10 June 2024; B says 11 June 2024"
    )
    assert wording.facts(Event("x", parse("2024"), "T", countries=("Korea, Republic of", "Japan"))) == (
        ("Countries", "Korea, Republic of; Japan"),
    )
