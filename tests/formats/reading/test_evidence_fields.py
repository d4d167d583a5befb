"""The fields for evidence: what is read, what is reported, and what the message says."""

from __future__ import annotations

from hypothesis import given
from strategies import bare, timelines
from tables import each_row

from timeline_tui import formats
from timeline_tui.dates.when import parse
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.narrowing import narrowed
from timeline_tui.model.order import placed
from timeline_tui.model.timeline import Archive, Check, Citation, Event, Source, Timeline
from timeline_tui.model.wording import date_span
from timeline_tui.storage.merging import link, merge

HASH = "0123456789ABCDEF" * 4
LETTERS = "a letter from A (completely reliable) to E (unreliable), or F (it cannot be judged)"


def read(sources: str = "", event: str = "") -> Reading:
    """A file with the sources a, b and c. ``sources`` are fields of a, ``event`` fields of its event."""
    text = f"sources:\n  a: {{title: A, {sources}}}\n  b: {{title: B}}\n  c: {{title: C}}\nevents:\n"
    return formats.read(f"{text}- {{title: T, sources: [a, b, c], {event}}}\n".encode(), "f.yaml")


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.message, problem.hint) for problem in reading.problems]


def test_a_source_has_all_its_fields() -> None:
    reading = read(
        f"author: Anna, accessed: 2024-06-20, archived: https://archive.ph/1, copy: a.pdf, sha256: {HASH}, "
        "reliability: b, based_on: b",
        "date: 2024",
    )
    assert said(reading) == []
    assert reading.timeline.sources[0] == Source(
        "a",
        "A",
        author=("Anna",),
        accessed=parse("2024-06-20"),
        archived=(Archive("https://archive.ph/1"),),
        copy="a.pdf",
        sha256=HASH.lower(),
        reliability="B",
        based_on=("b",),
    )


def test_an_archive_may_have_a_date_and_an_event_several_checks() -> None:
    reading = read(
        "archived: [https://archive.ph/1, {url: https://archive.ph/2, date: 2024-06}], author: [Anna, Ben]",
        "date: 2024, checked: [{by: Anna, on: 2024-06-20}, {by: Ben, note: n}]",
    )
    assert said(reading) == []
    assert reading.timeline.sources[0].archived[1] == Archive("https://archive.ph/2", parse("2024-06"))
    assert reading.timeline.events[0].checked == (Check("Anna", parse("2024-06-20")), Check("Ben", note="n"))


def test_the_date_of_a_source_in_place_is_the_date_of_the_source() -> None:
    text = b"- {title: T, date: 2024, sources: [{title: A, date: 2023, credibility: 2}]}"
    (citation,) = formats.read(text, "f.yaml").timeline.events[0].sources
    assert citation == Citation(Source(title="A", date=parse("2023")), credibility="2")
    moved = Timeline(events=(Event("e", parse("2024"), "T", sources=(citation._replace(date=parse("2022")),)),))
    back = formats.read(formats.write(moved, "yaml"), "f.yaml")
    assert back.timeline.events[0].sources == moved.events[0].sources


@each_row(
    ("sources", "message", "hint"),
    [
        ("reliability: G", "there is no reliability “G”; it is left out", LETTERS),
        (
            "reliability: b2",
            "there is no reliability “b2”; it is left out",
            "write “B” here, and “credibility: 2” where the source is cited",
        ),
        (
            "reliability: 2",
            "there is no reliability “2”; it is left out",
            f"{LETTERS}; a digit belongs where the source is cited: credibility: 2",
        ),
        ("accessed: [2024-06-20]", "accessed is a date, not a list; it is left out", "write accessed: 2024-06-20"),
        (
            "author: {name: Ana}",
            "author is text or a list of texts, not a mapping; it is left out",
            "write author: Ana",
        ),
        (
            f"sha256: 'sha256:{HASH}'",
            "sha256 is 64 hexadecimal digits; “s” is none; it is left out",
            f"write only the digits: {HASH.lower()}",
        ),
        (
            "archived: [[a]]",
            "an archive is a mapping, not a list; it is left out",
            "write an address, or {url: ADDRESS, date: DATE}",
        ),
        (
            "based_on: https://example.org/a",
            "no source has the key “https://example.org/a”, on which this source is based",
            "define a source with this address under “sources” of the file, and write its key",
        ),
        (
            f"sha256: {HASH[1:]}",
            "sha256 is 64 hexadecimal digits; these are 63; it is left out",
            "sha256sum and shasum -a 256 print it",
        ),
        (
            f"sha256: x{HASH[1:]}",
            "sha256 is 64 hexadecimal digits; “x” is none; it is left out",
            "sha256sum and shasum -a 256 print it",
        ),
        (
            "archived: kept in the office",
            "archived is a web address, not “kept in the office”; it is kept",
            "a file is named under “copy”",
        ),
        (
            "archived: [{url: archive.ph/1}]",
            "url is a web address, not “archive.ph/1”; it is kept",
            "write https://archive.ph/1",
        ),
        (
            "archived: https://archive.ph/1 https://archive.ph/2",
            "archived is one address, without white space",
            'write a list: ["https://archive.ph/1", "https://archive.ph/2"]',
        ),
        (f"sha256: {HASH}", "“sha256” is the hash of a copy, and this source has none", "name the copy: copy: PATH"),
        ("archived: [{date: 2024}]", "an archive without “url”; it is left out", ""),
        ("based_on: bb", "no source has the key “bb”, on which this source is based", "did you mean b?"),
        (
            "based_on: [b, a]",
            "“a” leads back to itself: a → a",
            "“based_on” names the sources that a source repeats, so it cannot lead back to that source",
        ),
    ],
)
def test_a_wrong_value_of_a_source_has_one_message(sources: str, message: str, hint: str) -> None:
    assert said(read(sources, "date: 2024")) == [(message, hint)]


@each_row(
    ("event", "message", "hint"),
    [
        ("date: 2024, checked: yes", "a check is a mapping, not text; it is left out", "write {by: NAME, on: DATE}"),
        ("date: 2024, checked: {on: 2024}", "a check without “by”; it is left out", ""),
        ("date: 2024, id: one, after: onee", "no event has the id “onee”, and it is not a date", "did you mean one?"),
        (
            "before: 2024-06-31",
            "no event has the id “2024-06-31”, and it is not a date; the event is kept under “Undated”",
            "June 2024 has 30 days",
        ),
        ("after: ''", "an event without “date”; the event is kept under “Undated”", ""),
    ],
)
def test_a_wrong_value_of_an_event_has_one_message(event: str, message: str, hint: str) -> None:
    assert said(read("", event)) == [(message, hint)]


def test_case_does_not_count_in_closed_vocabularies() -> None:
    text = b"- {title: T, date: 2024, sources: [{title: A, stance: Disputes, reliability: b}]}"
    reading = formats.read(text, "f.yaml")
    (citation,) = reading.timeline.events[0].sources
    assert (citation.stance, citation.source.reliability, said(reading)) == ("disputes", "B", [])


def test_keys_that_differ_only_in_case_are_reported() -> None:
    text = "sources: {ap: {title: AP}, AP: {title: Other}, Kyodo: K, kyódo: L}\nevents: [{date: 2024, title: T}]"
    reading = formats.read(text.encode(), "f.yaml")
    same = "differ only in case or accents: queries and facets take them for one"
    assert [(each.column, each.message) for each in reading.problems] == [
        (28, f"the keys “ap” and “AP” {same}"),
        (58, f"the keys “Kyodo” and “kyódo” {same}"),
    ]


def test_a_credibility_is_a_digit() -> None:
    text = b"- {title: T, date: 2024, sources: [{title: A, credibility: 7}, {title: B, credibility: B2}]}"
    assert said(formats.read(text, "f.yaml")) == [
        (
            "there is no credibility “7”; it is left out",
            "a digit from 1 (confirmed) to 5 (improbable), or 6 (it cannot be judged)",
        ),
        ("there is no credibility “B2”; it is left out", "write “2” here, and “reliability: B” in the source"),
    ]


def test_an_event_may_have_a_place_in_the_order_instead_of_a_date() -> None:
    text = b"- {title: A, id: 2024-06-13, date: 2024}\n- {title: B, after: 2024-06-13, before: ['2025', 2026]}\n"
    reading = formats.read(text, "f.yaml")
    assert said(reading) == []
    event = reading.timeline.events[1]
    assert event.date.is_undated
    assert (event.after, event.before) == (("2024-06-13",), ("2025", "2026"))
    for format in ("yaml", "json", "jsonl", "csv"):
        written = formats.write(reading.timeline, format)
        assert formats.losses(reading.timeline, format) == []
        back = formats.read(written, "", format)
        assert bare(back.timeline).events == bare(reading.timeline).events
        assert [said for said in said(back) if "date" in said[0]] == [], format


def test_a_column_that_only_says_yes_is_kept_as_it_is() -> None:
    reading = formats.read(b"date,title,checked\n2024,T,yes\n", "f.csv")
    assert reading.timeline.events[0].other == (("original checked", "yes"),)
    assert [problem for problem in reading.problems if problem.severity == "error"] == []


def test_a_source_of_another_shape_is_understood_and_no_value_is_invented() -> None:
    text = (
        b'[{"title": "T", "when": "2024-06-13", "tags": ["x"], "sources": [{"title": "S", "byline": "Anna", '
        b'"archive_url": "https://archive.ph/1", "date_accessed": "20 June 2024", "tier": "1", "reliability": "high", '
        b'"hash": "abc", "based_on": "b"}]}]'
    )
    (citation,) = formats.read(text, "f.json").timeline.events[0].sources
    archived = (Archive("https://archive.ph/1"),)
    assert citation.source == Source(title="S", author=("Anna",), archived=archived, accessed=parse("2024-06-20"))
    kept = (("tier", "1"), ("original reliability", "high"), ("hash", "abc"), ("original based_on", "b"))
    assert citation.other == kept


def test_names_that_change_in_a_merge_change_where_they_are_used() -> None:
    first = "sources: {a: {title: A}, b: {title: B, based_on: a}}\nevents: [{id: x, date: 2024, title: X}]"
    second = (
        "sources: {a: {title: Other}, b: {title: B, based_on: a}}\nevents:\n"
        "- {id: x, date: 2023, title: Y, sources: [{title: In place, based_on: a}, b]}\n- {title: Z, after: x}\n"
    )
    readings = [formats.read(text.encode(), f"{name}.yaml") for name, text in (("one", first), ("two", second))]
    merged, problems = merge([("one", readings[0].timeline), ("two", readings[1].timeline)])
    assert [(source.key, source.based_on) for source in merged.sources] == [
        ("a", ()),
        ("b", ("a",)),
        ("a-2", ()),
        ("b-2", ("a-2",)),
    ]
    assert [source.based_on for source in merged.events[1].cited] == [("a-2",), ("a-2",)]
    assert (merged.events[1].id, merged.events[2].after) == ("x-2", ("x-2",))
    assert len(problems) == 3


def test_a_key_of_another_file_counts_and_a_cycle_through_files_is_reported() -> None:
    texts = {"one": "sources: {a: {title: A, based_on: b}}\nevents: []", "two": "sources: {b: {title: B, based_on: a}}"}
    readings = [formats.read(f"{text}\nevents: []".encode(), f"{name}.yaml") for name, text in texts.items()]
    assert sum(len(reading.unresolved) for reading in readings) == 2
    linked, problems = link(readings)
    assert [problem for problem in problems if "key" in problem.message] == []
    _, problems = merge([*zip(texts, linked, strict=True)])
    assert [problem.message for problem in problems] == ["“a” leads back to itself: a → b → a"]


def test_a_narrowed_timeline_keeps_the_origins_of_its_sources() -> None:
    origin, other = Source("o", "O"), Source("x", "X")
    cited = Source("c", "C", based_on=("o",))
    event = Event("e", parse("2024"), "E", sources=(Citation(cited),), after=("f",))
    rest = Event("f", parse("2023"), "F")
    timeline = narrowed(Timeline(sources=(origin, other, cited), events=(event, rest)), (event,), "x")
    assert timeline.sources == (origin, cited)
    assert timeline.extract
    assert timeline.extract.around == (rest,)


@given(timelines())
def test_a_written_file_has_no_faults(timeline: Timeline) -> None:
    problems = formats.read(formats.write(timeline, "yaml"), "f.yaml").problems
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_an_event_that_others_place_in_the_order_is_not_undated() -> None:
    text = (
        "- {id: a, title: A}\n- {id: b, title: B, after: a, before: 2024-06-10}\n"
        "- {id: c, title: C, date: soon, after: b}\n- {id: d, title: D, date: 2024-06-31, before: e}\n"
        "- {id: e, title: E}\n- {id: f, title: F, after: e}\n"
    )
    reading = formats.read(text.encode(), "f.yaml")
    order, undated = "the order of events places it", "the event is kept under “Undated”"
    assert [(each.line, each.column, each.severity, each.message) for each in reading.problems] == [
        (1, 3, "warning", "an event without “date”: only the order that other events state places it"),
        (3, 27, "error", f"soon: not understood as a date; {undated}"),
        (4, 35, "error", f"2024-06-31: June 2024 has 30 days; {undated}"),
        (5, 3, "error", f"an event without “date”; {undated}"),
        (6, 28, "error", f"no date, and “after” and “before” lead to none; {undated}"),
    ]
    placed = formats.read(f"{text}- {{id: g, title: G, date: 2025, after: [c, d]}}".encode(), "f.yaml")
    assert [each.message.partition("; ")[2] for each in placed.problems] == ["", order, order, undated, undated]


def test_a_date_of_a_source_outside_of_the_order_disputes_the_event() -> None:
    text = (
        "- {id: a, title: A, after: 2024-06-01, before: 2024-06-10, sources: [{source: x, date: 2024-07-01}, "
        "{source: y, date: 2024-06-05}, {source: z, date: 2024-06}]}\n"
        "- {id: b, title: B, date: 2024-06, after: 2024-06-20, sources: [{source: x, date: 2024-06-03}]}\n"
        "- {id: c, title: C, date: 2024-06-13, after: 2024-06-12, sources: [{source: x, date: 2024-06-14}]}\n"
        "- {id: d, title: D, date: 2024-06-13, before: 2024-06-30, sources: [{source: x, date: 2024-06-13T15:00}]}\n"
    )
    events, _ = placed(
        formats.read(f"sources: {{x: X, y: Y, z: Z}}\nevents:\n{text}".encode(), "f.yaml").timeline.events
    )
    assert [[each.source.key for each in event.disputes] for event in events] == [["x"], ["x"], ["x"], []]
    spans = [span.text if (span := date_span(event)) else "" for event in events]
    assert spans == ["2024-06/2024-07-01", "2024-06-03", "2024-06-13/2024-06-14", ""]
