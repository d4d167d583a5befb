"""``timeline-tui merge``: the table in each format, the timeline, the names of the sides, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from golden_files import check_golden

from timeline_tui.cli.main import main

CLAIMANT = """title: Claimant's chronology
sources:
  e1: {title: Letter of 3 May, url: "https://example.org/letter", date: 2021-05-03}
  e2: {title: Invoice 17}
events:
  - {id: 1, date: 2021-05-03, title: The claimant offers 40 machines, sources: [e1], people: [Anna Roth]}
  - id: 2
    date: 2021-05-20
    title: The parties meet in Hamburg
    summary: They agree on delivery in June.
    sources: [{source: e2, at: p. 2}]
    quotes: [{text: June at the latest, speaker: Anna Roth, source: e1}]
  - {id: 3, date: 2021-07-01, title: The machines are delivered}
  - {id: 4, date: 2021-08-15, title: The claimant sends a <reminder> | at last}
"""
DEFENDANT = """title: Defendant's chronology
sources:
  e1: {title: Minutes of the meeting}
  letter: {title: Letter of 3 May, url: "https://example.org/letter", date: 2021-05-03}
events:
  - {id: 1, date: 2021-05-03, title: The claimant offers 40 machines, sources: [letter], people: [Anna Roth]}
  - {id: 2, date: 2021-05-21, title: The parties meet in Hamburg and agree on July, sources: [e1]}
  - {id: 3, date: 2021-07, title: Some of the machines are delivered, sources: [{source: letter, stance: disputes}]}
  - {id: 4, date: 2021-09-01, title: "=The defendant finds faults"}
"""
NAMES = ["--as", "A=Claimant,B=Defendant"]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of ``c.yaml`` and ``d.yaml``, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.yaml").write_text(CLAIMANT)
    (tmp_path / "d.yaml").write_text(DEFENDANT)
    return tmp_path


def test_the_table_in_each_format(sides: Path, capfd: Capture) -> None:
    for ending in ("txt", "md", "html", "csv", "json", "yaml"):
        name = f"merge.{ending}"
        assert main(["merge", "c.yaml", "d.yaml", *NAMES, "-o", name]) == 0
        assert capfd.readouterr() == ("", "5 events: 1 agreed, 2 differing, 1 only Claimant, 1 only Defendant\n")
        check_golden(f"views/{name}", (sides / name).read_bytes().decode())


@pytest.mark.usefixtures("sides")
def test_the_cells_of_the_sheet_and_the_objects(capfd: Capture) -> None:
    assert main(["merge", "c.yaml", "d.yaml", *NAMES, "-f", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out, newline="")))
    meeting = rows[1]
    assert meeting["status"] == "differs in date, wording, sources"
    assert meeting["documents of Claimant"] == "Invoice 17, p. 2\nLetter of 3 May https://example.org/letter"
    assert meeting["documents of Defendant"] == "Minutes of the meeting"
    assert "date: Claimant 20 May 2021; Defendant 21 May 2021" in meeting["difference"].split("\n")
    assert rows[4]["Defendant"] == "'=The defendant finds faults", "a spreadsheet would run it"
    assert main(["merge", "c.yaml", "d.yaml", *NAMES, "-f", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found[1]["sides"]["Defendant"]["id"] == "2"
    assert found[1]["reasons"] == ["1 day apart, 71 % of the words of the title"]


def test_the_tables_have_the_note_and_the_place_of_a_dispute(sides: Path, capfd: Capture) -> None:
    """And all that only one side has: of the event, its quotes and their places."""
    (sides / "c.yaml").write_text("events: [{date: 2020-01-01, title: Call}]")
    source = "{title: Xu, stance: disputes, note: Xu says no call, at: p. 9}"
    quote = "{text: wet, speaker: Ann, original: nass, at: p. 1}"
    rain = f"date: 2020-01-04, title: Rain, note: Log, place: Rome, people: [Bo], quotes: [{quote}], custom: c"
    after = "title: Late, after: [2020-01-01]"
    (sides / "d.yaml").write_text(
        f"events: [{{date: 2020-01-01, title: Call, sources: [{source}]}}, {{{rain}}}, {{{after}}}]"
    )
    for format in ("text", "markdown", "html", "csv", "json"):
        assert main(["merge", "c.yaml", "d.yaml", "-f", format]) == 0
        out = " ".join(capfd.readouterr().out.split())
        for words in ("p. 9", "disputes", "Xu says no call", "stance", "Log", "Rome", "Bo", "nass", "p. 1", "custom"):
            assert words in out, (format, words)
    assert ["2020-01-01"] in [one["sides"].get("d", {}).get("after") for one in json.loads(out)]


def test_no_export_of_the_saved_file_puts_words_into_the_mouth_of_another(sides: Path, capfd: Capture) -> None:
    """A remark of one side on a document of both is that side's, also if both use the same words."""
    start = "sources: {inv: {title: Invoice, publisher: North}}\nevents: [{date: 2021-06-01, title: Sent, "
    (sides / "c.yaml").write_text(start + "sources: [{source: inv, stance: confirms}], quotes: [{text: Paid}]}]")
    disputing = "{source: inv, stance: disputes, at: p. 3, date: 2021-06-02, note: it says 200}"
    (sides / "d.yaml").write_text(start + f"sources: [{disputing}]}}]")
    assert main(["merge", "c.yaml", "d.yaml", *NAMES, "-f", "yaml", "-o", "both.yaml"]) == 0
    capfd.readouterr()
    whole = (["-f", "text"], ["-f", "markdown"], ["-f", "html"], ["-f", "icalendar"], ["-f", "markwhen"])
    for words in (*whole, ["--as", "disputes", "-f", "markdown"], ["--as", "disputes", "-f", "html"]):
        assert main(["export", "both.yaml", *words]) == 0
        text = " ".join(re.sub(r"<[^>]*>|\r?\n |[*\\]", "", capfd.readouterr().out).split())
        said = r"Defendant, citing \[1\] p\. 3:? ?(Says 2 June 2021\. ?)?it says 200"
        assert re.search(said, text), (words, text)
        assert "Confirmed by Claimant, citing [1]" in text or "confirms, cited by Claimant" in text, words
    assert main(["export", "both.yaml", "--as", "disputes", "-f", "csv"]) == 0
    rows = csv.DictReader(io.StringIO(capfd.readouterr().out, newline=""))
    assert [(row["stance"], row["sides"]) for row in rows] == [("disputes", "Defendant"), ("confirms", "Claimant")]
    assert main(["export", "both.yaml", "--as", "quotes"]) == 0
    assert "Quoted by: Claimant" in capfd.readouterr().out


def test_the_yaml_opens_as_a_timeline(sides: Path, capfd: Capture) -> None:
    assert main(["merge", "c.yaml", "d.yaml", *NAMES, "-o", "both.yaml"]) == 0
    assert main(["export", "both.yaml", "-q", "is:disputed"]) == 0
    out, err = capfd.readouterr()
    why = "Says 21 May 2021. Title: The parties meet in Hamburg and agree on July"
    assert f"Disputed by Defendant [1] 2: {why}" in " ".join(out.split())
    assert "2 of 5 events" in out
    assert "error" not in err
    assert main(["validate", "both.yaml"]) == 0
    assert "not in the schema" not in "".join(capfd.readouterr())
    for format in ("yaml", "json", "jsonl", "csv", "timesketch", "icalendar", "markwhen", "timelinejs"):
        name = "both.yaml" if format == "yaml" else f"saved.{format}"
        assert format == "yaml" or main(["export", "both.yaml", "-f", format, "-o", name]) == 0
        found = {}
        for query in (
            "is:agreed",
            "side:Claimant",
            "side:Defendant",
            "-side:Claimant is:single-source",
            "is:unsourced",
        ):
            assert main(["export", name, "-q", query, "-f", "jsonl", "--from", format]) == 0
            lines = map(json.loads, capfd.readouterr().out.splitlines()[1:])
            found[query] = [line["title"].split()[-1] for line in lines]
        assert found == {
            "is:agreed": ["machines"],
            "side:Claimant": ["machines", "Hamburg", "delivered", "last"],
            "side:Defendant": ["machines", "Hamburg", "delivered", "faults"],
            "-side:Claimant is:single-source": [],
            # TimelineJS has no place for the keys of a source, and says so
            "is:unsourced": ["delivered", "last", "faults"][format == "timelinejs" :],
        }, format
    assert main(["merge", "c.yaml", "d.yaml", "-o", "both.yaml"]) == 1
    assert "both.yaml exists\n  --force replaces it" in capfd.readouterr().err
    assert (sides / "c.yaml").read_text() == CLAIMANT


@pytest.mark.usefixtures("sides")
def test_names_of_the_sides(capfd: Capture) -> None:
    for words, heading in {
        (): "Merged chronology: c · d",
        ("--as", "c=One, d.yaml=Other"): "Merged chronology: One · Other",
        ("--as", "b=Other"): "Merged chronology: c · Other",
        ("--as", "B=c"): "Merged chronology: c (2) · c",
    }.items():
        assert main(["merge", "c.yaml", "d.yaml", *words]) == 0
        assert capfd.readouterr().out.splitlines()[0] == heading
    assert main(["merge", "c.yaml", "d.yaml", "c.yaml"]) == 0
    assert capfd.readouterr().out.splitlines()[0] == "Merged chronology: c · d · c (2)"
    for given, said in {
        "claimant": "--as claimant: write a file and a name, as in --as A=Claimant,B=Defendant",
        "e.yaml=X": "--as: e.yaml is none of the files\n  did you mean c.yaml?",
        "C=X": "--as: C is none of the files",
        "A=X,c=Y": "--as: c has two names, X and Y",
        "A=X,B=X": "--as: two files have the name X\n  give each side a name of its own",
        "A=Smith, Jones,B=X": "--as Jones: write a file and a name, as in --as A=Claimant,B=Defendant; a comma begins",
    }.items():
        assert main(["merge", "c.yaml", "d.yaml", "--as", given]) == 2
        assert said in capfd.readouterr().err


def test_what_is_refused(sides: Path, capfd: Capture) -> None:
    for words, code, said in (
        (["c.yaml"], 2, "merge takes two or more files or folders"),
        (["c.yaml", "d.yaml", "-o", "all.ics"], 2, "a merged chronology is not written as icalendar"),
        (["c.yaml", "gone.yaml"], 1, "gone.yaml: there is no such file"),
        (["c.yaml", "d.yaml", "--apart", "1=9"], 2, "no event has the id “9”"),
    ):
        assert main(["merge", *words]) == code
        out, err = capfd.readouterr()
        assert out == ""
        assert said in err
    (sides / "d.yaml").write_text(DEFENDANT.replace("2021-09-01", "2021-09-31"))
    assert main(["merge", "c.yaml", "d.yaml"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "September 2021 has 30 days" in err
    assert "nothing was written; --lenient merges what can be read" in err
    assert main(["merge", "c.yaml", "d.yaml", "--lenient"]) == 0
    assert "The defendant finds faults" in capfd.readouterr().out


def test_what_contradicts_is_refused(sides: Path, capfd: Capture) -> None:
    assert main(["merge", "c.yaml", "d.yaml", "--pair", "1=1", "--apart", "1=1"]) == 2
    assert main(["merge", "c.yaml", "d.yaml", "-o", str(sides / "c.yaml"), "--force"]) == 2
    assert capfd.readouterr().err.splitlines() == [
        "--pair and --apart 1=1: the two events are the same, or they are not",
        f"{sides / 'c.yaml'}: this is one of the files to merge",
        "  name another with -o",
    ]
    assert (sides / "c.yaml").read_text() == CLAIMANT


def test_decisions_that_cannot_all_hold(sides: Path, capfd: Capture) -> None:
    """One of an option is refused, one of the file is reported and does not count. The order of the files is free."""
    (sides / "a.yaml").write_text("events: [{id: a1, date: 2020, title: A}, {id: a2, date: 2021, title: B}]")
    (sides / "b.yaml").write_text("events: [{id: b1, date: 2022, title: C}, {id: b2, date: 2023, title: D}]")
    (sides / "e.yaml").write_text("events: [{id: e1, date: 2024, title: E}]")
    (sides / "kept.yaml").write_text("pairs: [[b2, a2], [a1, b2]]")
    twice = "contradicts the other decisions: two events of one file would be the same"
    for files, words, code, said in (
        ("ab", ["--pair", "b1=a1"], 0, ""),
        ("ab", ["--pair", "a1=a2"], 2, "--pair a1=a2: these are events of one file\n  name events of two files"),
        ("ab", ["--pair", "b1=a3"], 2, "no event has the id “a3”\n  did you mean a1?"),
        ("ab", ["--pair", "a1=b1", "--pair", "a2=b1"], 2, f"--pair a2=b1 {twice}"),
        ("abe", ["--pair", "a1=b1", "--pair", "b1=e1", "--pair", "e1=b2"], 2, f"--pair e1=b2 {twice}"),
        (
            "abe",
            ["--pair", "a1=b1", "--pair", "b1=e1", "--apart", "a1=e1"],
            2,
            "--apart a1=e1 contradicts the other decisions: other pairs make them the same",
        ),
        ("ab", ["--judgements", "kept.yaml"], 0, "a1 = b2 has no effect, because it contradicts other decisions"),
        ("ab", ["--judgements", "kept.yaml", "--pair", "a1=b2"], 0, "b2 = a2 has no effect, because it contradicts"),
    ):
        assert main(["merge", *(f"{file}.yaml" for file in files), *words, "-f", "csv"]) == code, words
        out, err = capfd.readouterr()
        assert said in err, words
        assert ("no effect" in err) == ("no effect" in said)
        assert out.count("you decided so") == (code == 0)


def test_the_totals_list_the_sides_in_their_order(sides: Path, capfd: Capture) -> None:
    (sides / "c.yaml").write_text("events: [{date: 2021-06, title: Rain}]")
    (sides / "d.yaml").write_text("events: [{date: 2021-05, title: Wind}]")
    assert main(["merge", "c.yaml", "d.yaml"]) == 0
    assert capfd.readouterr().err == "2 events: 0 agreed, 0 differing, 1 only c, 1 only d\n"


@pytest.mark.usefixtures("sides")
def test_why_events_are_paired_and_their_ids(capfd: Capture) -> None:
    why = "1 day apart, 71 % of the words of the title"
    assert main(["merge", "c.yaml", "d.yaml", *NAMES, "-f", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out, newline="")))
    assert [(row["id of Claimant"], row["id of Defendant"]) for row in rows[1::2]] == [("2", "2"), ("4", "")]
    assert rows[1]["taken for the same event"] == why
    for words, ids in ((["--ids"], 8), ([], 0)):
        assert main(["merge", "c.yaml", "d.yaml", *NAMES, "-f", "markdown", *words]) == 0
        out = capfd.readouterr().out
        assert f"(taken for the same event: {why})" in out
        assert out.count("<br>id: ") == ids
