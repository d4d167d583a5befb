"""A fault of YAML syntax costs the entry that has it. Reading goes on after it, and no event is read wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import comparable, timelines
from tables import each_row

from timeline_tui.formats.yaml import yaml_parser
from timeline_tui.formats.yaml.yaml import read, write
from timeline_tui.model.problems import Extent

LEFT_OUT = re.compile(r"(?:lines? [\d to]+ (?:is|are) left out|reading stops here)$")


def whole(title, key="date"):
    return f"  - {key}: 2024-01-01\n    title: {title}\n"


def titles(text):
    return [event.title for event in read(text.encode(), "f.yaml").timeline.events]


def faults(text):
    """The faults of syntax in ``text``: the line, and what is left out."""
    problems = read(text.encode(), "f.yaml").problems
    return [f"{problem.line}: {found[0]}" for problem in problems if (found := LEFT_OUT.search(problem.message))]


@pytest.mark.parametrize("parser", ["libyaml", "python"])
@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ('  - date: "2024\n    title: x\n', "5: lines 5 to 6 are left out"),
        ('  - "date: 2024\n    title: x\n', "5: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x: y\n", "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x\n   place: y\n", "7: lines 5 to 7 are left out"),
        ("  - date: 2024\n    title: [x\n", "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x\n\tplace: y\n", "7: lines 5 to 7 are left out"),
        ("  - date\n    title: x\n", "5: lines 5 to 6 are left out"),
        (" - date: 2024\n   title: x\n", "5: lines 5 to 6 are left out"),
        ('  - date: 2024\n    title: "x" y\n', "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: %x\n", "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x\nplace\n", "7: lines 5 to 7 are left out"),
        ("  -date: 2024\n    title: x\n", "5: lines 5 to 6 are left out"),
        ("  – date: 2024\n    title: x\n", "5: lines 5 to 6 are left out"),
        ("Hello   - date: 2024\n    title: x\n", "5: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x\n\u00a0\n", "7: lines 5 to 7 are left out"),
        ("  - date: 2024\n    title: x\n    note: >\n        a\n      b\n   c\n", "9: lines 5 to 10 are left out"),
    ],
)
def test_only_the_event_with_the_fault_is_left_out(monkeypatch, parser, broken, expected):
    if parser == "python":
        monkeypatch.setattr(yaml_parser, "make_parser", yaml_parser.PythonParser)
    text = f"title: T\nevents:\n{whole('a')}{broken}{whole('b')}views:\n  - {{name: V, query: x}}\n"
    assert (titles(text), faults(text)) == (["a", "b"], [expected])
    timeline = read(text.encode(), "f.yaml").timeline
    assert (timeline.title, [view.name for view in timeline.views]) == ("T", ["V"])


def test_the_last_event_may_have_the_fault():
    text = f"events:\n{whole('a')}  - date: 2024\n    title: x: y\n"
    assert (titles(text), faults(text)) == (["a"], ["5: lines 4 to 5 are left out"])


def test_a_file_that_ends_with_a_fault_in_the_middle_of_a_line_may_be_cut_off():
    """The screen then keeps the last good content, as it does while an editor writes the file."""
    text = f"events:\n{whole('a')}{whole('b')}"
    assert read(text.encode(), "f").extent is Extent.WHOLE
    assert read(f'{text}  - date: 2024\n    title: "x'.encode(), "f").extent is Extent.STOPPED
    assert read(f'{text}  - date: 2024\n    title: "x\n'.encode(), "f").extent is Extent.GAPS
    assert read(f'{text}  - date: 2024\n    title: "x\n{whole("c")}'.encode(), "f").extent is Extent.GAPS


def test_a_list_without_a_key_before_it_goes_on_too():
    text = "- date: 2024\n  title: a\n- date: 2024\n  title: x: y\n- date: 2024\n  title: b\n"
    assert (titles(text), faults(text)) == (["a", "b"], ["4: lines 3 to 4 are left out"])


def test_an_event_is_dropped_if_the_line_after_it_may_be_its_own():
    text = f"events:\n{whole('a')}   summary: b\n{whole('c')}"
    assert (titles(text), faults(text)) == (["c"], ["4: lines 2 to 4 are left out"])


def test_an_item_of_another_kind_takes_the_event_before_it_with_it():
    text = f"events:\n{whole('a')}  -  topics: [b]\n    people: [c]\n{whole('d')}"
    assert (titles(text), faults(text)) == (["d"], ["5: lines 2 to 5 are left out"])


def test_a_quote_that_swallows_events_and_closes_at_the_end_of_a_line_is_a_fault():
    """libyaml reads this as one event with a long title."""
    text = f'events:\n{whole("a")}  - date: 2024\n    title: "x\n{whole("b")}{whole("said " + chr(34))}{whole("c")}'
    assert titles(text) == ["a", "b", 'said "', "c"]
    assert faults(text) == ["5: lines 4 to 5 are left out"]


def test_a_quoted_text_of_several_lines_is_not_a_fault():
    text = 'events:\n  - date: 2024\n    title: "a\n  b\n\n  - c"\n'
    assert titles(text) == ["a b - c"]


def test_only_the_source_with_a_fault_is_left_out():
    sources = "sources:\n  k: {title: K}\n  l: {title: L\n  m: {title: M}\n"
    text = f"{sources}events:\n  - {{date: 2024, title: a, sources: [k, m]}}\n"
    assert faults(text) == ["3: line 3 is left out"]
    (event,) = read(text.encode(), "f.yaml").timeline.events
    assert [citation.source.title for citation in event.sources] == ["K", "M"]


def test_a_line_with_a_fault_before_the_events_is_left_out():
    text = f"titel The week\ndescription: D\nevents:\n{whole('a')}"
    assert (titles(text), faults(text)) == (["a"], ["1: line 1 is left out"])


@pytest.mark.parametrize("line", ['events:"', "events", "events:[", "events:-", '"events:'])
def test_the_key_of_the_events_may_be_broken(line):
    text = f"sources:\n  k: {{title: K}}\n{line}\n{whole('a')}{whole('b')}"
    assert titles(text) == ["a", "b"]
    assert len(faults(text)) == 1


def test_a_key_of_the_root_that_is_broken_does_not_pass_its_items_on():
    text = f'events:\n{whole("a")}"views:\n  - {{name: V, query: x}}\n  - {{name: W, query: y}}\n'
    assert titles(text) in (["a"], [])


def test_missing_parts_are_not_a_second_fault():
    text = "events:\n  - {date: 2024, title: a, sources: k, related: b}\n  - {id: b, title: c: d}\nviews: [\n"
    problems = read(text.encode(), "f.yaml").problems
    assert all(LEFT_OUT.search(problem.message) for problem in problems)


def test_each_event_with_one_of_many_faults_is_left_out():
    text = "events:\n" + "".join(f"  - date: 2024\n    title: {number}: x\n" for number in range(200)) + whole("b")
    assert (len(faults(text)), titles(text)) == (200, ["b"])


def test_an_event_that_repeats_a_part_of_one_that_is_left_out_is_left_out_too():
    text = f"events:\n  - date: &d 2024\n    title: &t [x\n  - date: *d\n    title: *t\n{whole('a')}"
    messages = [problem.message for problem in read(text.encode(), "f.yaml").problems]
    assert "*d repeats a part that is left out; lines 4 to 5 are left out" in messages
    assert titles(text) == ["a"]


A, B, C = (f"  - id: {title}\n    date: 2024\n    title: {title}\n" for title in "ABC")
UNINDENTED = [re.sub(r"(?m)^  ", "", event) for event in (A, B, C)]
DEEP = [re.sub(r"(?m)^(?=.)", "  ", event) for event in (A, B, C)]
FLOW = '{date: 2024, title: "A"}', '{date: 2024, title: "B"}', '{date: 2024, title: "C"}'


@each_row(
    ("text", "kept", "left_out"),
    [
        # the first event has no dash
        (f"events:\n    title: X\n{B}{C}", "BC", ["2: line 2 is left out"]),
        (f"events:\n    title: X\n    date: 2024\n{B}{C}", "BC", ["2: lines 2 to 3 are left out"]),
        # two events may be merged
        (f"events:\n{A}{B.replace('-', ' ')}{C}", "C", ["5: lines 2 to 7 are left out"]),
        (f"events:\n{A}{B.replace('  - id: B', '  # - id: B')}{C}", "C", ["6: lines 2 to 7 are left out"]),
        ("events:\n  title: A\n  date: 2024\n  title: B\n  date: 2025\n", "", ["4: lines 2 to 5 are left out"]),
        (f"events:\n{A}    note: x\n    note: y\n{B}", "AB", []),
        (f"events:\n{A}    note: x\n    place: y\n    note: z\n{B}", "B", ["7: lines 2 to 7 are left out"]),
        # braces are closed too early, or not at all
        (f"events:\n{A}  - {FLOW[1]}, says the Times, note: x}}\n{C}", "AC", ["5: line 5 is left out"]),
        (f"events: [\n {FLOW[0]},\n {FLOW[1][:-2]},\n {FLOW[2]}\n]\n", "AC", ["3: line 3 is left out"]),
        (f"events: [\n {FLOW[0]}\n {FLOW[1]},\n {FLOW[2]}\n]\n", "BC", ["2: line 2 is left out"]),
        # a key of the root inside an event
        (f"events:\n{A}sources: [http://x.example]\n{B}{C}", "BC", ["5: lines 2 to 5 are left out"]),
        (f"events:\n{A}related:\n      - B\n{B}{C}", "BC", ["5: lines 2 to 6 are left out"]),
        (f"events:\n{A}{B}topics: [x]\n    note: y\n", "A", ["8: lines 5 to 9 are left out"]),
        (f"events:\n{A}{B}x: a: b\n", "AB", ["8: line 8 is left out"]),
        (f"events:\n{A}{B}views:\n  - {{name: x: y}}\n", "AB", ["9: lines 8 to 9 are left out"]),
        # a separator of documents
        (f"events:\n{A}{B}---\n    note: x\n{C}", "AC", ["8: lines 5 to 9 are left out"]),
        (f"events:\n{A}{B}...\n    note: x\n{C}", "AC", ["9: lines 5 to 9 are left out"]),
        (f"events:\n{A}---\n{B}", "AB", ["5: line 5 is left out"]),
        (f"events:\n{A}---\nevents:\n{B}", "A", ["5: lines 5 to 9 are left out"]),
        # columns
        ("events:\n  - {date: 2024, title: A}\n\t- {date: 2024, title: B}\n", "A", ["3: line 3 is left out"]),
        (f"events:\n{A.replace('  -', ' -').replace('    ', '   ')}{B}{C}", "BC", ["2: lines 2 to 4 are left out"]),
        (f"events:\n{A}{B.replace('  -', '   -').replace('    ', '     ')}{C}", "AC", ["5: lines 5 to 7 are left out"]),
        (f" title: T\nevents:\n{A}{B}", "AB", ["1: line 1 is left out"]),
        (f"events:\n{UNINDENTED[0]}{B}{UNINDENTED[2]}", "AC", ["5: lines 5 to 7 are left out"]),
        (f"events:\n{UNINDENTED[0]}{B}  note: of A\n{UNINDENTED[2]}", "C", ["5: lines 2 to 8 are left out"]),
        # a dash further left than the others
        (f"events:\n{A}{UNINDENTED[1]}{C}", "AC", ["5: lines 5 to 7 are left out"]),
        (f"events:\n{A}{UNINDENTED[1]}  sources:\n{C}{C.replace('C', 'D')}", "ACD", ["5: lines 5 to 8 are left out"]),
        (f"events:\n{DEEP[0]}{UNINDENTED[1]}{DEEP[2]}", "AC", ["5: lines 5 to 7 are left out"]),
        (f"events:\n{DEEP[0]}{B}{DEEP[2]}", "AC", ["5: lines 5 to 7 are left out"]),
        (f"events:\n{UNINDENTED[0]}{B}{C}", "BC", ["2: lines 2 to 4 are left out"]),
        (
            f"events:\n{A}{UNINDENTED[1]}  sources:\n  - title: K\n    url: u\n{C}",
            "AC",
            ["5: lines 5 to 10 are left out"],
        ),
        (f"{A}{UNINDENTED[1]}{C}", "AC", ["4: lines 4 to 6 are left out"]),
        (
            f"events:\n{A}{UNINDENTED[1]}{C}".replace("date", "when").replace("title", "what").replace("id:", "nr:"),
            "AC",
            ["5: lines 5 to 7 are left out"],
        ),
        # a faulty first line
        (f"events:\n-date: 2024\n  title: X\n{''.join(UNINDENTED)}", "ABC", ["2: lines 2 to 3 are left out"]),
        (f"events:\n-date: 2024\n  title: X\n{A}{B}{C}", "ABC", ["2: lines 2 to 3 are left out"]),
        (f"d\n{''.join(UNINDENTED)}", "ABC", ["1: line 1 is left out"]),
        (f"-da\n{''.join(UNINDENTED)}", "ABC", ["1: line 1 is left out"]),
        (f"date: 2024\n  title: X\n{''.join(UNINDENTED)}", "ABC", ["1: lines 1 to 2 are left out"]),
        # a comment after a tab
        (f"\t# x\nevents:\n \t# x\n{A}\t# x\n{B}    \t# x\n    note: y\n\t\t# x\n", "AB", []),
        (f"events:\n{A}\t# x\n{B.replace('title:', 'title: x:')}{C}", "AC", ["8: lines 6 to 8 are left out"]),
        # words and quotes
        ("events:\nfoo\n" + "".join(UNINDENTED), "ABC", ["2: line 2 is left out"]),
        (f'events:\n{A}  - "date: 2025\n    title: X\n{B}', "AB", ["5: lines 5 to 6 are left out"]),
        (f'events:\n{A}  - "{{date: 2025, title: X}}\n{B}', "AB", ["5: line 5 is left out"]),
        (f'events:\n{A}  - {{"date": "2024", "title": "B"}}\n  - "date\n', "AB", ["6: line 6 is left out"]),
        (
            f"events:\n{A}{B.replace('title:', 'title: x:')}{C}".replace("\n", "\r"),
            "AC",
            ["7: lines 5 to 7 are left out"],
        ),
        # an alias of an event that is left out
        (
            f"events:\n  - &a {{title: X: Y}}\n{B}  - <<: *a\n    title: Z\n",
            "B",
            ["2: line 2 is left out", "6: lines 6 to 7 are left out"],
        ),
    ],
)
def test_what_is_left_out_because_of_a_fault(text, kept, left_out):
    assert titles(text) == list(kept)
    assert faults(text) == left_out


def test_a_text_that_resembles_a_comment_after_a_tab_is_kept():
    text = f"\t# a comment\nevents:\n{A}    note: |\n      x\n      \t# y\n"
    assert read(text.encode(), "f").timeline.events[0].note == "x\n # y"


FIRST = "events:\n- date: 2024-01-01\n  title: A\n"
OTHERS = "- date: 2024-01-02\n  title: B\n- date: 2024-01-03\n  title: C\n"
INSIDE = OTHERS.replace("- ", "  - ").replace("  title", "    title")
DEEPER = re.sub("(?m)^(?=.)", "    ", OTHERS)
MAY_BE_ONE = "this source may be an event: it has only a date and a title"


def said(text):
    return [f"{problem.line}: {problem.message}" for problem in read(text.encode(), "f").problems]


@each_row(
    ("text", "kept", "expected"),
    [
        # events under another key
        (f"{FIRST}topics:\n{OTHERS}", "A", "4: 2 events are under “topics”, and not under “events”: not read"),
        (f"{FIRST}sources:\n{OTHERS}", "A", "4: 2 events are under “sources”, and not under “events”: not read"),
        (f"{FIRST}sources:\n- k\n{OTHERS}", "A", "4: 2 events are under “sources”, and not under “events”: not read"),
        (
            f"sources: {{k: {{title: K}}}}\n{FIRST}sources:\n{OTHERS}",
            "A",
            "5: 2 events are under “sources”, and not under “events”: not read",
        ),
        (
            f"{FIRST}topics:\n{OTHERS}topics: [x]\ntopics:\n{OTHERS}topics: [x]\n",
            "A",
            "10: 2 events are under “topics”, and not under “events”: not read",
        ),
        # “events” twice
        (f"{FIRST}events:\n{OTHERS}", "ABC", "4: “events” is given twice"),
        (f"{FIRST}events:\n", "A", "4: “events” is given twice"),
        (f"events:\n{FIRST}", "A", "2: “events” is given twice"),
        (f"events: []\n{FIRST}", "A", "2: “events” is given twice"),
        (f"{FIRST}title: T\nevents:\nevents:\n{OTHERS}", "ABC", "6: “events” is given twice"),
        # events in other values
        (f"{FIRST}  sources:\n{INSIDE}", "A", f"5: {MAY_BE_ONE}"),
        (f"{FIRST}  note: |\n    x\n{DEEPER}", "A", "6: this may be an event, but it is a part of the text before it"),
    ],
)
def test_no_event_disappears_in_silence(text, kept, expected):
    assert titles(text) == list(kept)
    assert expected in said(text)


def test_other_lists_are_not_events():
    source = "  sources:\n  - {date: 2024, title: K, url: http://x.example}\n  - {title: L, date: 2024}\n"
    text = f"{FIRST}{source}  note: |\n    - date: unknown\n    - title\nviews:\n- {{name: V, query: x}}\n"
    assert not said(text)


def test_sources_in_a_list_are_not_events():
    text = f"{FIRST}sources:\n- {{title: K, url: http://x.example}}\n- {{title: L, date: 2024}}\n"
    assert not any("under “sources”" in message for message in said(text))


def test_a_first_dash_further_right_is_in_the_wrong_column():
    assert said(f"events:\n{A}{UNINDENTED[1]}") == [
        "2: this dash is not in the column of the others; lines 2 to 4 are left out"
    ]


@each_row(
    ("key", "hint"),
    [
        ("sources", "the value on line 1 is kept; if this belongs to the event before it, indent it"),
        ("topics", "it is a field of an event; if it belongs to the event before it, indent it"),
    ],
)
def test_a_key_that_may_belong_to_the_last_event_gets_a_hint(key, hint):
    (problem,) = read(f"sources: {{k: {{title: K}}}}\n{FIRST}{key}: [k]\n".encode(), "f").problems
    assert (problem.line, problem.hint) == (5, hint)


def test_a_field_that_only_our_format_has_decides_how_a_file_is_read():
    ordered = "{title: B, after: [2016], before: [2019], checked: [{by: Me, on: 2020}]}"
    text = f"events:\n- {{date: 2017, title: A, tags: [x]}}\n- {ordered}\n"
    event = read(text.encode(), "f").timeline.events[1]
    assert (event.after, event.before, event.checked[0].by) == (("2016",), ("2019",), "Me")
    assert not event.other


def test_a_fault_does_not_change_how_other_events_are_read():
    """The keys of the first event show that the file is in our own format."""
    broken = "events:\n- date: 2024\n  title: A: x\n- date: 2024\n  title: B\n  link: http://x.example\n"
    sound = read(broken.replace("A:", "A").encode(), "f").timeline.events[1]
    (event,) = read(broken.encode(), "f").timeline.events
    assert event == sound
    assert event.other


def test_two_quotes_that_are_merged_are_left_out():
    quotes = "    quotes:\n      - text: Yes\n        speaker: X\n        text: No\n        source: {title: K}\n"
    text = f"events:\n{A}{quotes}"
    assert faults(text) == ["8: lines 6 to 9 are left out"]
    assert not read(text.encode(), "f").timeline.events[0].quotes


CHARACTERS = ["", '"', "'", "-", "[", "{", "}", ": ", "#", "&", "*", "|", " ", "\t"]


@given(timelines(4), st.data())
def test_no_event_is_wrong_after_a_fault_at_any_place(timeline, data):
    text = write(timeline)
    at = data.draw(st.integers(text.find("\n") + 1, len(text) - 1))
    removed = data.draw(st.integers(0, 1))
    broken = text[:at] + data.draw(st.sampled_from(CHARACTERS)) + text[at + removed :]
    if faults(broken):
        check_events(text, broken, text.count("\n", 0, at) + 1)


LINES = [
    "---",
    "...",
    "sources: [a]",
    "topics: [a]",
    "related:\n      - b",
    "views: []",
    "x: a: b",
    "word",
    "-date: 2024",
    "\t# x",
]


@given(timelines(4), st.data())
def test_no_event_is_wrong_after_a_line_is_removed_or_inserted(timeline, data):
    text = write(timeline)
    lines = text.splitlines(keepends=True)
    first = next((event.line for event in timeline_in(text).events), len(lines))
    number = data.draw(st.integers(min(first, len(lines)) - 1, len(lines) - 1))
    line = lines[number]
    edits = ["", line.replace("-", " ", 1), f"#{line}", f" {line}", f"\t{line.lstrip()}", line[1:]]
    edits += [f"{inserted}\n{line}" for inserted in LINES]
    lines[number] = data.draw(st.sampled_from(edits))
    check_events(text, "".join(lines), number + 1)


@given(timelines(4), st.data())
def test_no_event_is_wrong_after_one_is_moved(timeline, data):
    text = write(timeline)
    events = timeline_in(text).events
    if events:
        number = data.draw(st.integers(0, len(events) - 1))
        first, *end = (event.line - 1 for event in events[number : number + 2])
        lines = text.splitlines(keepends=True)
        moved = slice(first, end[0] if end else None)
        spaces = data.draw(st.integers(-lines[first].index("-"), 3))
        lines[moved] = [" " * spaces + line.removeprefix(" " * -spaces) for line in lines[moved]]
        check_events(text, "".join(lines), first + 1)


def timeline_in(text):
    return read(text.encode(), "f").timeline


def check_events(text, broken, edited):
    """Check that no event is wrong, and that missing ones are reported. ``edited`` is the line with the fault.

    Without a fault of syntax, the event with this line may differ: two of its sources may be merged.
    """
    events = timeline_in(text).events
    result = read(broken.encode(), "f")
    ranges = [re.findall(r"\d+", found[0]) for each in result.problems if (found := LEFT_OUT.search(each.message))]
    places = [each.line for each in result.problems if re.search(r"lines? \d.* left out$", each.message)]
    assert all(int(each[0]) <= line <= int(each[-1]) for line, each in zip(places, filter(None, ranges), strict=True))
    if not ranges and len(events) < 2:
        return  # without its dash, a single event is valid YAML in another shape
    is_whole = not any(LEFT_OUT.search(each.message) and "twice" not in each.message for each in result.problems)
    own = next((event.id for event in reversed(events) if event.line <= edited), None) if is_whole else None
    sound = {event.id: comparable(event) for event in events}
    shown = {event.id: event for event in result.timeline.events}
    for event in shown.values():
        if event.id != own and event.given_id:
            assert comparable(event) == sound.get(event.id)
    cut = [each.line for each in result.problems if each.message.startswith("an event without “title”")]
    moved = broken.count("\n") - text.count("\n")
    for event in events:
        if event.given_id and event.id not in {*shown, own}:
            line = event.line + moved * (event.line > edited)
            line += event.line == edited  # the line itself may be a comment now
            is_left_out = any(int(each[0]) <= line <= int(each[-1]) for each in ranges)
            assert is_left_out or line in cut, (event.id, line, ranges)


def test_problems_of_keys_stay_after_a_fault():
    text = f"events:\n{whole('A')}    no\u200bte: x\n{whole('[B')}{whole('C')}"
    first, second = read(text.encode(), "f.yaml").problems
    assert (first.line, second.line) == (4, 6)
    assert first.message.startswith("this key is read as “note”")
