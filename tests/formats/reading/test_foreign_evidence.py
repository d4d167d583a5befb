"""Columns about the evidence in tables of another shape: which source and which check they belong to."""

from __future__ import annotations

from tables import each_row

from timeline_tui import formats
from timeline_tui.dates.when import parse
from timeline_tui.formats.reading.meanings import understand
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.timeline import Archive, Check, Event, Source, Value

HASH = "0123456789abcdef" * 4
URL = "https://example.org/"
ARCHIVE = "https://archive.ph/"


def read(text: str, file: str = "f.csv") -> Reading:
    return formats.read(text.encode(), file)


def row(headings: str, cells: str) -> Event:
    """The event of a row with a date, a title, a link to ``a`` and more cells."""
    reading = read(f"When|Event|Link|{headings}\n2024-06-13|A|{URL}a|{cells}\n".replace("|", "\t"), "f.tsv")
    return reading.timeline.events[0]


def warnings(reading: Reading) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.message) for each in reading.problems if each.severity == "warning"]


@each_row(
    ("heading", "cell", "source"),
    [
        ("archive_url", f"{ARCHIVE}1", Source(archived=(Archive(f"{ARCHIVE}1"),))),
        ("Wayback", f"{ARCHIVE}1 {ARCHIVE}2", Source(archived=(Archive(f"{ARCHIVE}1"), Archive(f"{ARCHIVE}2")))),
        ("Archived", f"{ARCHIVE}1,{ARCHIVE}2", Source(archived=(Archive(f"{ARCHIVE}1"), Archive(f"{ARCHIVE}2")))),
        ("Wayback link", f"{ARCHIVE}1", Source(archived=(Archive(f"{ARCHIVE}1"),))),
        *(
            (heading, "20 June 2024", Source(accessed=parse("2024-06-20")))
            for heading in ("date_accessed", "Access Date", "retrieval_date", "accessed_date", "retrieved_date")
        ),
        ("Retrieved", "2024-06", Source(accessed=parse("2024-06"))),
        ("Byline", "Ana Vidal; Ben Ito", Source(author=("Ana Vidal", "Ben Ito"))),
        ("source_author", "Ana Vidal", Source(author=("Ana Vidal",))),
        ("local copy", "copies/a.pdf", Source(copy="copies/a.pdf")),
        ("SHA256", HASH.upper(), Source(sha256=HASH)),
        ("Checksum", HASH, Source(sha256=HASH)),
        ("reliability", "b", Source(reliability="B")),
    ],
)
def test_a_column_about_the_evidence_belongs_to_the_source_of_its_row(heading: str, cell: str, source: Source) -> None:
    event = row(heading, cell)
    assert [each.source for each in event.sources] == [source._replace(url=f"{URL}a")]
    assert event.other == ()


@each_row(
    ("heading", "cell"),
    [
        ("tier", "1"),
        ("reliability", "1"),
        ("reliability", "high"),
        ("credibility", "2"),
        ("sha256", "abc"),
        ("accessed", "yes"),
        ("local copy", "yes"),
        ("checked by", "yes"),
        ("verified on", "2024-06-20"),
        ("archived", "yes"),
    ],
)
def test_a_value_that_means_something_else_stays_under_its_heading(heading: str, cell: str) -> None:
    event = row(heading, cell)
    assert [each.source for each in event.sources] == [Source(url=f"{URL}a")]
    assert event.other in (((heading, cell),), ((f"original {heading}", cell),))


def test_a_rating_in_one_cell_is_a_reliability_and_a_credibility() -> None:
    (citation,) = row("Admiralty code", "B2").sources
    assert (citation.source.reliability, citation.credibility) == ("B", "2")
    (citation,) = row("reliability|credibility", "B|3").sources
    assert (citation.source.reliability, citation.credibility) == ("B", "3")


def test_several_sources_of_a_row_are_paired_only_if_it_is_clear_how() -> None:
    reading = read(
        "date\tevent\tlinks\tarchive\taccessed\treliability\n"
        f"2024-06-13\tA\t{URL}a {URL}b\t{ARCHIVE}1 {ARCHIVE}2\t20/06/2024; 05/07/2024\tA; -\n"
        f"2024-06-14\tB\t{URL}c {URL}d\t{ARCHIVE}3\t20/06/2024\tB\n"
        f"2024-06-15\tC\t\t{ARCHIVE}4\t\t\n",
        "f.tsv",
    )
    paired, unclear, without = reading.timeline.events
    assert [each.source for each in paired.sources] == [
        Source(url=f"{URL}a", archived=(Archive(f"{ARCHIVE}1"),), accessed=parse("2024-06-20"), reliability="A"),
        Source(url=f"{URL}b", archived=(Archive(f"{ARCHIVE}2"),), accessed=parse("2024-07-05")),
    ]
    assert [each.source for each in unclear.sources] == [Source(url=f"{URL}c"), Source(url=f"{URL}d")]
    assert unclear.other == (("archive", f"{ARCHIVE}3"), ("accessed", "20/06/2024"), ("reliability", "B"))
    assert without.other == (("archive", f"{ARCHIVE}4"),)
    kept = "it is kept under its heading"
    assert warnings(reading) == [
        (3, 58, f"“archive” has 1 value beside 2 sources; {kept}"),
        (3, 79, f"“accessed” has 1 value beside 2 sources; {kept}"),
        (3, 90, f"“reliability” has 1 value beside 2 sources; {kept}"),
        (4, 15, f"“archive” has 1 value beside no source; {kept}"),
    ]


def test_numbers_in_headings_pair_columns() -> None:
    reading = read(
        "date,event,source_1,archive_1,source_2,archive_2,author\n"
        f"2024,A,{URL}a,{ARCHIVE}1,{URL}b,{ARCHIVE}2,Ana Vidal\n2023,B,{URL}c,{ARCHIVE}3,,,Ana Vidal\n"
    )
    assert [[each.source.archived for each in event.sources] for event in reading.timeline.events] == [
        [(Archive(f"{ARCHIVE}1"),), (Archive(f"{ARCHIVE}2"),)],
        [(Archive(f"{ARCHIVE}3"),)],
    ]
    first, second = reading.timeline.events
    assert first.other == (("author", "Ana Vidal"),)
    assert second.sources[0].source.author == ("Ana Vidal",)


@each_row(
    ("by", "on", "checks", "other"),
    [
        ("Ana", "20 June 2024", (Check("Ana", parse("2024-06-20")),), ()),
        (
            "Ana; Ben",
            "2024-06-20; 2024-06-21",
            (Check("Ana", parse("2024-06-20")), Check("Ben", parse("2024-06-21"))),
            (),
        ),
        ("Ana; Ben", "2024-06-20", (Check("Ana"), Check("Ben")), (("verified_on", "2024-06-20"),)),
        ("yes", "2024-06-20", (), (("Verified by", "yes"), ("verified_on", "2024-06-20"))),
        ("", "2024-06-20", (), (("verified_on", "2024-06-20"),)),
        ("Ana", "", (Check("Ana"),), ()),
    ],
)
def test_who_checked_an_event(
    by: str, on: str, checks: tuple[Check, ...], other: tuple[tuple[str, Value], ...]
) -> None:
    text = f"When,Event,Verified by,verified_on\n2024,A,{by},{on}\n2024,B,Ana,2024-06-20\n2024,C,Ben,2024-06-21\n"
    event = read(text).timeline.events[0]
    assert (event.checked, event.other) == (checks, other)


def test_a_sheet_with_our_headings_may_have_them_too() -> None:
    reading = read(f"date,title,sources,archive_url\n2024,A,{URL}a,{ARCHIVE}1\n")
    assert reading.timeline.events[0].sources[0].source == Source(url=f"{URL}a", archived=(Archive(f"{ARCHIVE}1"),))
    assert warnings(reading) == []
    written = read(formats.write(reading.timeline._replace(events=(row("tier|author", "1|Ana"),)), "csv").decode())
    assert written.timeline.events[0].other == (("tier", "1"),)


def test_keys_beside_the_sources_of_json_are_understood() -> None:
    text = f'[{{"when": "2024", "headline": "A", "sources": [{{"link": "{URL}a"}}], "archive_url": "{ARCHIVE}1"}}]'
    assert read(text, "f.json").timeline.events[0].sources[0].source.archived == (Archive(f"{ARCHIVE}1"),)
    text = f'[{{"when": "2024", "headline": "A", "source": {{"link": "{URL}a", "archived_urls": ["{ARCHIVE}1"]}}}}]'
    assert read(text, "f.json").timeline.events[0].sources[0].source.archived == (Archive(f"{ARCHIVE}1"),)


@each_row(
    ("fields", "stance", "archived", "other"),
    [
        ('"verdict": "True"', "reports", 0, (("verdict", "True"),)),
        ('"stance": "Disputes"', "disputes", 0, ()),
        (f'"archive": "{ARCHIVE}1 {ARCHIVE}2"', "reports", 2, ()),
        (f'"archive": "{ARCHIVE}1, page 2"', "reports", 0, (("archive", f"{ARCHIVE}1, page 2"),)),
    ],
)
def test_a_value_inside_a_source_is_read_or_kept(
    fields: str, stance: str, archived: int, other: tuple[tuple[str, Value], ...]
) -> None:
    reading = read(
        f'[{{"when": "2024", "headline": "A", "source": {{"link": "{URL}a", "title": "T", {fields}}}}}]', "f.json"
    )
    (citation,) = reading.timeline.events[0].sources
    assert (citation.stance, len(citation.source.archived), citation.other) == (stance, archived, other)
    assert warnings(reading) == []


def test_a_day_of_access_that_cannot_be_read_is_reported() -> None:
    reading = read(
        f'[{{"when": "2024", "headline": "A", "source": {{"link": "{URL}a", "retrieved": "last week"}}}}]', "f.json"
    )
    assert [message for _, _, message in warnings(reading)] == [
        "last week: not a date that can be read; it is kept as “retrieved”"
    ]


@each_row(
    ("heading", "values", "why"),
    [
        ("Depends on", ["task 3", "task 4"], "no field has this name"),
        ("Start", ["task 3", "task 4"], "“start” is another word for date, but 0 of 2 values are dates"),
        ("Published", ["2024-06-13", "2024-06-14"], "another column gives the date"),
        ("archive", ["yes", "no"], "its values do not fit “archived”"),
        ("tier", ["1", "2"], "no field has this name"),
        ("sha256", [HASH, HASH], "there is no column with its source"),
    ],
)
def test_why_a_column_has_no_meaning(heading: str, values: list[str], why: str) -> None:
    found = understand(["date", "title", heading], [["2024-06-13", "2024-06-14"], ["Summit opens", "It ends"], values])
    assert (found.columns[2].meaning, found.columns[2].why) == (None, why)


def test_a_day_of_access_is_the_date_only_if_there_is_no_other() -> None:
    assert read("title,accessed\nA,2024-06-13\n").timeline.events[0].date == parse("2024-06-13")
