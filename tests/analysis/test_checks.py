"""The suggestions of the command `validate` for valid files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from golden_files import GOLDEN, check_golden
from hypothesis import given
from strategies import timelines

from timeline_tui.analysis import name_checks
from timeline_tui.analysis.checks import CHECKS, check, summed_up
from timeline_tui.cli.main import main
from timeline_tui.formats import read
from timeline_tui.model.problems import Problem, in_order
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.matching import STATES
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import bundled


def found(text: str, name: str = "") -> list[str]:
    """The findings of a check in a file of these events; of all checks without a name."""
    timeline = read(text.encode(), "f", "yaml").timeline
    return [f"{problem.line} {problem.message}" for problem in check(timeline) if name in ("", problem.check)]


def test_a_faulty_file_is_listed_as_expected(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(GOLDEN)
    assert main(["validate", "faulty.yaml"]) == 0
    out, err = capfd.readouterr()
    assert main(["validate", "--strict", "faulty.yaml"]) == 1
    check_golden("faulty.txt", out + err)


def test_the_bundled_file_has_only_notes_on_single_sources() -> None:
    findings = check(load_timeline([bundled()]).timeline)
    assert {(problem.check, problem.severity) for problem in findings} == {("single-source", "note")}
    single = [event for event in load_timeline([]).timeline.events if STATES["single-source"](event)]
    assert [problem.line for problem in findings] == [event.line for event in single]


def test_a_file_without_sources_gets_one_warning() -> None:
    text = "- {date: 2024, title: A, quotes: [Words]}\n- {date: 2025, title: B, quotes: [{text: W, speaker: S}]}\n"
    assert found(text) == ["1 a quote without speaker: “Words”", "1 none of 2 events has a source"]
    one_more = text + "- {date: 2026, title: C, sources: [https://a.org]}\n"
    assert found(one_more, "unsourced") == ["1 no source for “A”", "2 no source for “B”"]
    assert found("- {date: 2024, title: A}") == ["1 no source for “A”"]


def test_a_source_counts_once_however_often_it_is_named() -> None:
    event = "- {date: 2024, title: A, sources: [https://a.org], quotes: [{text: W, speaker: S, source: %s}]}"
    assert found(event % "https://a.org") == ["1 a single source for “A”"]
    assert found(event % "https://b.org") == []


def test_a_report_cited_beside_its_agency_gets_a_note_with_the_line_to_write() -> None:
    table = (
        "sources:\n  wire: {title: A, publisher: Reuters}\n  today: {title: B, publisher: 'Reuters, via Japan Today'}\n"
        "  told: {title: C, publisher: 'REUTERS via CNA', based_on: wire}\n  ap: {title: D, publisher: AP}\nevents:\n"
    )
    event = "  - {date: 2024, title: T, sources: [wire, today, told, ap%s]}\n"
    text = table + event % "" + event % ", {title: E, publisher: Reuters}"
    notes = [problem for problem in check(read(text.encode(), "f", "yaml").timeline) if problem.check == "origin"]
    assert [(problem.line, problem.severity, problem.message) for problem in notes] == [
        (3, "note", "“Reuters, via Japan Today: B” may repeat “Reuters: A”, which “T” also cites"),
        (3, "note", "“Reuters, via Japan Today: B” may repeat “Reuters: E”, which “T” also cites"),
    ]
    assert notes[0].hint == "if it does: based_on: wire"
    assert "define both" in notes[1].hint
    text = table + "  - {date: 2024, title: T, sources: [wire, ap]}\n  - {date: 2024, title: U, sources: [today, ap]}"
    assert found(text, "origin") == [], "only beside each other"


@pytest.mark.parametrize(
    ("publisher", "note"),
    [
        ("CNA (Reuters)", "“CNA (Reuters): B” may repeat “Reuters: A”, which “T” also cites"),
        ("Post [via Reuters]", "“Post [via Reuters]: B” may repeat “Reuters: A”, which “T” also cites"),
        ("Reuters, VIA CNA", "“Reuters, VIA CNA: B” may repeat “Reuters: A”, which “T” also cites"),
        ("AP, VIA CNA", "the publisher “AP, VIA CNA” names no origin"),
        ("via CNA", "the publisher “via CNA” names no origin"),
        ("Via Rail (Canada)", ""),
        ("Rai, Via Mazzini 14", ""),
        ("AP, via CNA", ""),
    ],
)
def test_a_publisher_that_names_another_gets_a_note(publisher: str, note: str) -> None:
    cited = f"[{{title: A, publisher: Reuters}}, {{title: B, publisher: '{publisher}'}}]"
    text = f"- {{date: 2024, title: T, sources: {cited}}}"
    assert found(text, "origin")[:1] == ([f"1 {note}"] if note else [])


def test_a_source_that_is_written_twice_gets_a_note() -> None:
    table = "sources:\n  a: {title: A, publisher: P}\nevents:\n"
    event = "  - {date: 2024, title: T, sources: [a, {title: A, publisher: %s}]}"
    assert found(table + event % "P", "origin") == ["4 “P: A” is also the source “a”, and counts as another"]
    assert found(table + event % "Q", "origin") == []


def test_a_source_that_only_a_quote_is_taken_from_is_cited() -> None:
    table = "sources:\n  a: A\n  b: B\n  c: C\nevents:\n"
    event = "  - {date: 2024, title: T, sources: [a], quotes: [{text: W, speaker: S, source: b}]}"
    assert found(table + event) == ["4 nothing cites the source “c”"]


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("2024~", ["1 the date 2024~ is approximate, and no date_note says why"]),
        ("2024?", ["1 the date 2024? is uncertain, and no date_note says why"]),
        ("2024-06/2024-08%", ["1 the date 2024-06/2024-08% is approximate, and no date_note says why"]),
        ("2024~, date_note: by its place in the text", []),
        ("2024-XX", []),
        ("2024/..", []),
    ],
)
def test_dates(date: str, message: list[str]) -> None:
    assert found(f"- {{date: {date}, title: T, sources: [https://a.org]}}", "date") == message


def test_duplicates() -> None:
    same = "1 “Talks open in Geneva” is nearly the same as “Talks open in Geneva” on line 1, of the same date"
    first = "- {date: 2024-06-13, title: Talks open in Geneva, id: a}\n"
    assert found(first + first.replace("id: a", "id: b"), "duplicate") == [same.replace("1 “", "2 “", 1)]
    others = (
        "- {date: 2024-06-14, title: Talks open in Geneva}",
        "- {date: 2024-06, title: Talks open in Geneva}",
        "- {date: 2024-06-13, title: Talks open in Geneva, related: a}",
    )
    for other in others:
        assert found(first + other, "duplicate") == []
    undated = "- {date: soon, title: Talks open in Geneva}\n"
    both = "2 “Talks open in Geneva” is nearly the same as “Talks open in Geneva” on line 1, both are undated"
    assert found(undated * 2, "duplicate") == [both]
    timed = "- {date: 2024-06-13T%s, title: Air raid alert}\n"
    assert found(timed % "08:00" + timed % "14:00", "duplicate") == []
    assert len(found(timed % "08:00" + timed % "08:00", "duplicate")) == 1
    assert found(timed % "08:00:00.100Z" + timed % "08:00:00.900Z", "duplicate") == []
    assert found(timed % "08:00:01" + timed % "08:00:02", "duplicate") == []
    assert len(found(timed % "08:00" + timed % "08:00:30", "duplicate")) == 1
    assert len(found(timed % "08:00Z" + timed % "10:00:00.000+02:00", "duplicate")) == 1
    assert len(found(timed % "08:00" + "- {date: 2024-06-13, title: Air raid alert}", "duplicate")) == 1


def test_problems_of_merging_are_not_reported_again(tmp_path: Path) -> None:
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for path in paths:
        path.write_text("- {date: 2024-06-13, title: Talks open in Geneva, sources: [https://a.org, https://b.org]}")
    loaded = load_timeline(list(map(str, paths)))
    assert len(loaded.problems) == 1
    assert check(loaded.timeline) == []
    paths[1].write_text("- {date: 2024-06-13, title: Talks open at Geneva, sources: [https://a.org, https://b.org]}")
    assert check(load_timeline(list(map(str, paths))).timeline) == []
    paths[1].write_text("- {date: 2024-06-13, title: Talks opened in Geneva, sources: [https://a.org, https://b.org]}")
    assert check(load_timeline(list(map(str, paths))).timeline) == []
    paths[1].write_text(
        "- {date: 2024-06-13, title: The talks open in Geneva, sources: [https://a.org, https://b.org]}"
    )
    (one,) = check(load_timeline(list(map(str, paths))).timeline)
    assert (one.file, one.line) == (str(paths[1]), 1)
    assert f"on {paths[0]}:1," in one.message


NAMES = "- {date: 2024, title: A, countries: [United States, U.S., Japan], topics: [oil], people: [Yellen]}\n"


def hints(text: str) -> list[str]:
    return [problem.hint for problem in check(read(text.encode(), "f", "yaml").timeline) if problem.check == "name"]


def test_the_hint_for_a_name_is_the_line_for_aliases() -> None:
    (hint,) = hints(NAMES)
    assert hint == "aliases: {U.S.: United States}  # or {U.S.: U.S.} if it is not"
    assert hints(f"{hint}\nevents:\n{NAMES}") == []
    assert hints(f"aliases: {{U.S.: U.S.}}\nevents:\n{NAMES}") == []
    assert hints(f"aliases: {{U.S.: America, United States: america}}\nevents:\n{NAMES}") == []


@pytest.mark.parametrize(
    "name",
    ['Coast%s, "d’Ivoire"', "[Ivory] Coast%s", "null%s", "- Coast%s", "Ivory #Coast%s", "Ivory: Coast%s", "é%sabcd"],
)
def test_the_line_is_yaml_for_any_name(name: str) -> None:
    one, other = (json.dumps(name % plural) for plural in ("", "s"))
    text = f"events:\n- {{date: 2024, title: A, topics: [{one}, {other}]}}\n"
    (hint,) = hints(text)
    reading = read(f"{hint}\n{text}".encode(), "f", "yaml")
    assert not reading.problems
    assert reading.timeline.aliases == ((name % "s", name % ""),)
    assert hints(f"{hint}\n{text}") == []


def several(countries: str, file: str = "f") -> list[tuple[str, str]]:
    """Message and hint of each name that looks like several, in a file of one event."""
    timeline = read(f"- {{date: 2024, title: A, countries: {countries}}}".encode(), file, "yaml").timeline
    found = check(timeline)
    assert not [problem for problem in found if problem.check == "name"]
    return [(problem.message, problem.hint) for problem in found if problem.check == "several"]


@pytest.mark.parametrize("name", ["Japan|Ukraine", "Japan | Ukraine", "Japan; Ukraine", "Japan / Ukraine"])
def test_a_name_that_looks_like_two_is_asked_about(name: str) -> None:
    ((message, hint),) = several(f"['{name}']")
    assert (message, hint) == (f"the country “{name}” looks like two", "write a list: [Japan, Ukraine]")
    assert several(hint.removeprefix("write a list: ")) == []
    assert several(f"['{name}']", "f.csv")[0][1] == "a semicolon separates them: Japan; Ukraine"


def test_two_ways_to_write_two_names_are_not_one_name() -> None:
    found = several("['Japan, Ukraine', 'Japan|Ukraine', 'Ukraine & Japan']")
    assert [message for message, _ in found] == [
        "the country “Japan, Ukraine” looks like two",
        "the country “Japan|Ukraine” looks like two",
        "the country “Ukraine & Japan” looks like two",
    ]
    assert len(several("['Japan, Ukraine, Italy', Japan, Ukraine, Italy]")) == 1
    assert several("[Japan and Ukraine, Japan, Ukraine]")[0][1] == "write a list: [Japan, Ukraine]"
    assert len(several("['a|' , b]")) == 0
    assert several(f"['{'a|' * 11}']")[0][1] == "write a list"


@pytest.mark.parametrize(
    "names",
    [
        "[Bosnia and Herzegovina, Trinidad and Tobago]",
        "['Korea, South', Japan]",
        "['Smith, John', John]",
        "[AC/DC, AC, DC]",
        "['Japan, Ukraine']",
        "['Barnes & Noble']",
    ],
)
def test_a_name_with_a_comma_is_one_unless_its_parts_are_names(names: str) -> None:
    assert several(names) == []


def test_names_joined_by_a_slash_are_not_aliases() -> None:
    assert hints("- {date: 2024, title: A, countries: [Japan/Ukraine, Japan Ukraine, Japan, Ukraine]}") == []
    assert hints("- {date: 2024, title: A, countries: [Japan/Ukraine, Japan Ukraine]}") != []


def test_a_name_with_itself_as_alias_is_one_name() -> None:
    text = "aliases: {Japan|Ukraine: Japan|Ukraine}\nevents: [{date: 2024, title: A, countries: [Japan|Ukraine]}]"
    assert found(text, "several") == []


def test_speakers_and_participants_are_people() -> None:
    text = "- {date: 2024, title: A, people: [Janet Yellen], quotes: [{text: W, speaker: J. Yellen}]}"
    assert hints(text) == ["aliases: {J. Yellen: Janet Yellen}  # or {J. Yellen: J. Yellen} if it is not"]


def test_the_rarer_name_is_the_alias() -> None:
    common = "- {date: 2024, title: A, topics: [air defence]}\n"
    (hint,) = hints("- {date: 2023, title: B, topics: [air defense]}\n" + common * 2)
    assert hint.startswith("aliases: {air defense: air defence}")


def test_many_findings_of_one_check_are_summed_up() -> None:
    mine = [Problem("f", line, 1, "m", check="name") for line in range(1, 41)]
    others = [Problem("f", line, 5, "error") for line in range(1, 41)]
    listed = summed_up(sorted([*mine, *others]))
    assert [problem for problem in listed if not problem.check] == others
    named = [problem for problem in listed if problem.check]
    assert named[:20] == mine[:20]
    assert [(problem.line, problem.message) for problem in named[20:]] == [
        (21, "name: 20 more from here on; --json lists all")
    ]


@given(timelines())
def test_the_findings_for_any_timeline_are_valid(timeline: Timeline) -> None:
    findings = check(timeline)
    assert findings == in_order(findings)
    assert {problem.check for problem in findings} <= set(CHECKS)
    assert {problem.severity for problem in findings} <= {"warning", "note"}
    assert all(problem.severity == "note" for problem in findings if problem.check == "single-source")


def test_names_are_read_a_fixed_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    class Uses(Counter[str]):
        rounds = 0

        def __iter__(self) -> Iterator[str]:
            Uses.rounds += 1
            return super().__iter__()

    def counted(*given: Any) -> Any:
        uses, first = count_uses(*given)
        return Uses(uses), first

    def rounds(names: int) -> int:
        Uses.rounds = 0
        events = "".join(f"- {{date: 2024, title: t, people: [Person {number}]}}\n" for number in range(names))
        check(read(events.encode(), "f.yaml").timeline)
        return Uses.rounds

    count_uses = name_checks._count_uses
    monkeypatch.setattr(name_checks, "_count_uses", counted)
    assert 0 < rounds(20) == rounds(40)
