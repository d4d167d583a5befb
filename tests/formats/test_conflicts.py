"""A file with the markers of a merge conflict, in each text format that is read: one problem, and the text before it.

Also files that are no timelines: one problem each.
"""

from __future__ import annotations

from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.bibliographies.bibliography import read_bibliography
from timeline_tui.formats.front_matter.single_events import SingleEvents
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.model.problems import Extent

CALENDAR = "BEGIN:VEVENT\nUID:{0}\nDTSTART:20240613\nSUMMARY:{0}\nEND:VEVENT\n"
ENTRY = "<item><title>{}</title><pubDate>Thu, 13 Jun 2024 08:00:00 GMT</pubDate></item>\n"
FOREIGN = '{{"when": "2024-06-13", "what": "{}"}}\n'
LINE = '{{"date": "2024-06-13", "title": "{}"}}\n'
SKETCH = '{{"message": "{}", "datetime": "2024-06-13T00:00:00Z", "timestamp_desc": "x"}}\n'
SLIDE = '{{"start_date": {{"year": 2024}}, "text": {{"headline": "{}"}}}},\n'
POST = "---\ndate: 2024-06-13\ntitle: {}\n---\n"


def conflict(ours: str, theirs: str) -> str:
    return f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n"


def sides(event: str) -> str:
    """An event on which both sides agree, and one on which they do not."""
    return event.format("One") + conflict(event.format("Two"), event.format("Deux")) + event.format("Three")


@each_row(
    ("name", "text", "line"),
    [
        ("a.yaml", "events:\n" + sides("- date: 2024-06-13\n  title: {}\n"), 4),
        ("a.yaml", "- {date: 2024, title: One}\n- date: 2024\n" + conflict("  title: a\n", "  title: b\n"), 3),
        ("a.json", "[\n" + sides(LINE.replace("\n", ",\n")) + "]", 3),
        ("a.jsonl", sides(LINE), 2),
        ("a.jsonl", sides(LINE).replace("\n", "\r\n"), 2),
        ("a.jsonl", sides(FOREIGN), 2),
        ("a.jsonl", sides(SKETCH), 2),
        ("a.json", '{"events": [\n' + sides(SLIDE), 3),
        ("a.csv", "date,title\n" + sides("2024-06-13,{}\n"), 3),
        ("a.csv", 'date,title,summary\n2024,One,\n2025,Two,"\n' + conflict("a\n", "b\n") + '"\n', 4),
        ("a.csv", "when,what\n" + sides("2024-06-13,{}\n"), 3),
        ("a.csv", "Year,Headline\n" + sides("2024,{}\n"), 3),
        ("a.csv", "message,datetime,timestamp_desc\n" + sides("{},2024-06-13T00:00:00Z,x\n"), 3),
        ("a.mw", sides("2024-06-13: {}\n"), 2),
        ("a.mw", "2024-06-13: One\n=======\n2024-06-13: Two\n>>>>>>> other\n", 2),
        ("a.csv", "date,title\r\n2024,One\r\n=======\r\n2024,Two\r\n>>>>>>> other\r\n", 3),
        ("a.mw", "2024-06-13: One\nWords\r\n" + conflict("a\n", "b\n"), 3),
        ("a.md", POST.format("One") + "Words\n" + conflict("a\n", "b\n"), 6),
        ("a.ics", f"BEGIN:VCALENDAR\n{sides(CALENDAR)}END:VCALENDAR\n", 7),
        ("a.rss", f'<rss version="2.0"><channel><title>T</title>\n{sides(ENTRY)}</channel></rss>', 3),
    ],
)
def test_a_conflict_is_one_error_and_what_is_before_it_is_read(name: str, text: str, line: int) -> None:
    reading = formats.read(text.encode(), name)
    problems = [problem for problem in reading.problems if problem.severity != "note"]
    assert [str(problem) for problem in problems] == [f"{name}:{line}:1: a merge conflict was left in the file"]
    assert problems[0].excerpt in ("<<<<<<< HEAD", "=======")
    assert "keep one side" in problems[0].hint
    assert [event.title for event in reading.timeline.events] == ["One"]
    assert reading.extent is Extent.STOPPED


def test_headings_and_quotations_of_markdown_are_no_conflict() -> None:
    text = POST.format("One") + "Words\n========\n\nMore\n=======\n>>>>>>>> eight\n\n>>>>>>>no space\n"
    (event,) = formats.read(text.encode(), "a.md").timeline.events
    assert event.summary.endswith("no space")


@each_row(
    ("name", "text", "line"),
    [
        ("a.jsonl", conflict("", LINE.format("Two")), 1),
        ("a.csv", conflict("date,title\n", "date,name\n") + "2024,One\n", 1),
        ("a.mw", "title: T\n" + conflict("zone: UTC\n", "") + "2024: One\n", 2),
        ("a.md", "---\ndate: 2024\n" + conflict("title: One\n", "title: Two\n") + "---\n", 3),
        ("a.md", conflict(POST.format("One"), POST.format("Two")), 1),
        ("a.ics", conflict("BEGIN:VCALENDAR\n", "BEGIN:VCALENDAR\n"), 1),
        ("a.rss", conflict("<rss>\n", "<rss>\n"), 1),
    ],
)
def test_a_conflict_before_the_first_event_is_the_only_error(name: str, text: str, line: int) -> None:
    reading = formats.read(text.encode(), name)
    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (line, "a merge conflict was left in the file")
    ]
    assert not reading.timeline.events


def test_a_conflict_in_one_of_the_notes_of_a_folder_is_named() -> None:
    singles = SingleEvents("notes", ReadOptions())
    assert singles.add((POST.format("One") + conflict("a\n", "b\n")).encode(), "notes/a.md") == "event"
    assert singles.add(conflict(POST.format("Two"), "").encode(), "notes/b.md") == "broken"
    assert [str(problem) for problem in singles.problems] == [
        "notes/a.md:5:1: a merge conflict was left in the file",
        "notes/b.md:1:1: a merge conflict was left in the file",
    ]
    (reading,) = singles.readings()
    assert (reading.extent, [event.title for event in reading.timeline.events]) == (Extent.STOPPED, ["One"])


def test_a_conflict_in_a_bibliography_is_named_and_all_entries_are_read() -> None:
    book = "@book{{{0}, title={{{0}}}}}\n"
    text = book.format("a") + conflict(book.format("b"), "") + book.format("c")
    found = read_bibliography(text.encode(), "refs.bib", ["a", "b", "c"])
    assert [str(problem) for problem in found.problems] == ["refs.bib:2:1: a merge conflict was left in the file"]
    assert [source.key for source in found.sources] == ["a", "b", "c"]


def test_a_file_that_is_no_timeline_is_one_problem_in_any_encoding() -> None:
    page = "<!doctype html>\n<title>città</title>\n".encode("latin-1")
    for format in formats.FORMATS:
        if format.reads and format.is_text:
            (problem,) = formats.read(page, "page", format.name).problems
            assert (format.name, problem.message) == (format.name, "this is a web page (HTML), not a timeline")
    (problem,) = read_bibliography(page, "refs.bib", ["a"]).problems
    assert problem.message == "this is a web page (HTML), not a bibliography"
    (problem,) = formats.read("TY  - BOOK\nTI  - città\n".encode("latin-1"), "a.csv").problems
    assert problem.message == "this is a bibliography (RIS), not a timeline"
