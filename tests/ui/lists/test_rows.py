"""An event as the lines of a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.analysis.why_matched import Passage
from timeline_tui.dates.when import parse
from timeline_tui.model.timeline import Citation, Event, Quote, Source
from timeline_tui.text.cells import width
from timeline_tui.ui.lists.plain_rows import plain_row
from timeline_tui.ui.lists.rows import RowContext, flat_row, heading_line, lane_heading, passage_line, row_lines

G7 = ("Italy", "United States", "Japan", "Canada", "United Kingdom", "France", "Germany", "European Union")


def event(title="Accord signed", date="2024-06-13", **more):
    return Event(id="e", date=parse(date), title=title, **more)


def plain(lines):
    return [line.plain.rstrip() for line in lines]


def marked(line, style):
    return [line.plain[span.start : span.end] for span in line.spans if span.style == style]


def test_a_row_has_title_countries_and_marks():
    sources = (Citation(Source(key="a")), Citation(Source(key="b"), stance="disputes"))
    whole = event(countries=G7[:2], quotes=(Quote("x"),), sources=sources)
    assert plain(row_lines(whole, 60, context=RowContext(star="★"))) == [
        "● Accord signed",
        "│ Italy, United States" + " " * 28 + "★ ≠ ❝1 §2",
    ]


def test_an_event_with_only_date_and_title_has_one_line():
    assert plain(row_lines(event(), 60)) == ["● Accord signed"]


def test_counts_are_aligned_also_if_one_is_missing():
    rows = [
        event(countries=("Italy",), sources=(Citation(Source(key="a")),)),
        event(countries=("Italy",), quotes=(Quote("x"),), sources=(Citation(Source(key="a")),)),
        event(countries=("Italy",), quotes=(Quote("x"),)),
    ]
    marks = [row_lines(row, 60)[-1].plain[-5:] for row in rows]
    assert marks == ["   §1", "❝1 §1", "❝1   "]


def test_the_source_of_a_quote_counts_once():
    source = Source(key="a")
    row = event(quotes=(Quote("x", source=source),), sources=(Citation(source),))
    assert row_lines(row, 60)[-1].plain.endswith("❝1 §1")


@each_row(("columns",), [(columns,) for columns in (*range(18, 60), 110)])
def test_the_words_of_the_query_are_visible_in_a_passage(columns: int) -> None:
    where, text = ("in a quote of Janet Yellen", "We go on with sanctions on all who help, and never let up on banks.")
    at = text.index("sanctions")
    passage = Passage(where, "quote", text[:at], "sanctions", text[at + len("sanctions") :])
    whole = "".join(piece for piece, _ in passage_line(passage, columns, ("sanctions",)))
    assert "sanctions" in whole
    assert width(whole) <= columns
    both = passage_line(passage, columns, ("banks", "sanctions"))
    assert width("".join(piece for piece, _ in both)) <= columns
    assert [piece for piece, style in both if style == "match"] == ["sanctions", "banks"]


@each_row(
    ("columns", "label"),
    [
        (90, "in the note on Ministry of Works: Report of the inquiry: "),
        (50, "note on Ministry of Works: "),
        (30, "note on Ministry…: "),
        (12, "note…: "),
        (8, ""),
    ],
)
def test_a_passage_in_a_note_names_the_source(columns: int, label: str) -> None:
    where, briefly = "in the note on Ministry of Works: Report of the inquiry", "note on Ministry of Works"
    line = passage_line(Passage(where, briefly, "The ", "city", " knew since January."), columns, ("city",))
    assert line[0][0] == label
    assert width("".join(piece for piece, _ in line)) <= columns


@each_row(
    ("date", "columns", "expected"),
    [
        ("2024-02-24", 27, "24 February 2024 ─ Japan 1 together ───────────────── Russia 12 ──────────────── "),
        ("2024-02-24", 25, "24 February 2024 ─────── together ─────────────── Russia 12 ────────────── "),
        ("2024-02-24", 20, "24 February 2024 ── together ────────── Russia 12 ───────── "),
        ("../2024-12-31", 20, "until 31 December 2024 ───────────────── Japan 1  Russia 12"),
        ("2024", 18, "2024 ─ Japan 1 ── together ──────── Russia 12 ─────── "),
    ],
)
def test_the_date_above_lanes_is_whole(date: str, columns: int, expected: str) -> None:
    line = lane_heading(parse(date), [("Japan", 1), ("together", 0), ("Russia", 12)], columns).plain
    assert line == expected
    assert 3 * columns - 1 <= width(line) <= 3 * columns


@each_row(("columns",), [(columns,) for columns in range(20, 60)])
def test_the_date_of_a_heading_goes_before_the_counts(columns: int) -> None:
    line = heading_line(parse("2024-02-24"), 3, columns, "J 11  + 2  R 10").plain
    assert "24 February 2024" in line
    assert width(line) <= columns


def test_a_long_title_is_cut_after_two_lines():
    lines = plain(row_lines(event("one two three four five six seven eight"), 18))
    assert lines == ["● one two three", "│ four five six…"]


def test_only_the_start_of_a_very_long_title_is_wrapped():
    lines = plain(row_lines(event("word " * 200_000), 30))
    assert len(lines) == 2
    assert lines[1].endswith("…")


@each_row(
    ("date", "dot", "note"),
    [
        ("2024-06-13", "●", ""),
        ("2024-06", "●", ""),
        ("2024-06-13~", "○", "about"),
        ("2024-06-13?", "○", "possibly"),
        ("2024-06-13%", "○", "possibly about"),
        ("2024-06-13T15:05", "●", "15:05"),
        ("2024-06-13/2024-06-15", "●", "→ 15 June"),
        ("2024-06-13~/2024-06-15", "○", "about · → 15 June"),
        ("2024-06-13/..", "●", "onwards"),
        ("../2024-06-13", "○", ""),
    ],
)
def test_an_uncertain_date_has_a_hollow_dot_and_a_word(date, dot, note):
    lines = row_lines(event(date=date, countries=("Italy",)), 60)
    assert lines[0].plain[0] == dot
    assert lines[1].plain.startswith(f"│ {note} · Italy" if note else "│ Italy")


@pytest.mark.parametrize(("date", "signs"), [("2024~", "~"), ("2024?", "?"), ("2024%", "~ ?")])
def test_doubt_about_the_date_is_marked_at_any_width(date, signs):
    for columns in (20, 60):
        marks = marked(row_lines(event(date=date), columns)[-1], "time")
        assert [mark for mark in marks if mark in ("~", "?")] == signs.split()


def test_countries_are_shortened_to_fit_beside_the_marks():
    row = event(countries=G7, quotes=(Quote("x"),) * 4)
    assert plain(row_lines(row, 44))[-1] == "│ Italy, United States, Japan +5" + " " * 6 + "❝4"
    assert plain(row_lines(row, 20))[-1] == "│ Italy +7" + " " * 7 + "❝4"
    assert plain(row_lines(event(countries=("Democratic Republic of the Congo", "Rwanda")), 22))[-1].endswith("… +1")


def test_matches_are_highlighted_across_lines_and_accents():
    lines = row_lines(event("Communiqué on dual‑use goods"), 22, needles=("communique", "dual-use goods"))
    assert plain(lines) == ["● Communiqué on", "│ dual‑use goods"]
    assert marked(lines[0], "match") == ["Communiqué"]
    assert marked(lines[1], "match") == ["dual‑use goods"]
    broken = row_lines(event("Communiqué on dual‑use goods"), 27, needles=("dual-use goods",))
    assert [marked(line, "match") for line in broken] == [["dual‑use "[:-1]], ["goods"]]


def test_a_match_does_not_cover_the_ellipsis():
    (line,) = flat_row(event("sanctions everywhere"), 12, needles=("sanctions",))
    assert line.plain.rstrip() == "● sanction…"
    assert marked(line, "match") == ["sanction"]


def test_a_flat_row_keeps_its_marks():
    row = event("A title that is too long for it", sources=(Citation(Source(key="a")),))
    assert plain(flat_row(row, 30)) == ["● A title that is too lon… §1"]


def test_a_heading_has_a_rule_and_counts_if_there_are_several():
    when = parse("2024-06-13")
    assert heading_line(when, 1, 60).plain.rstrip() == "Thursday 13 June 2024 " + "─" * 37
    several = heading_line(when, 1234, 60).plain
    assert several.startswith("Thursday 13 June 2024 ─")
    assert several.endswith("─ 1,234 events")
    assert heading_line(when, 3, 30).plain.endswith("─ 3")
    assert heading_line(when, 3, 30).plain.startswith("13 June 2024 ─")
    assert heading_line(parse("2024"), 1, 30).plain.startswith("2024 ─")


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Mn", "Me", "Zs")), min_size=1, max_size=60)


@given(LINES, st.lists(LINES, max_size=4), st.integers(16, 70), st.integers(0, 12))
def test_no_line_is_wider_than_its_column(title, countries, columns, quotes):
    row = event(title, countries=tuple(countries), quotes=(Quote("x"),) * quotes)
    for line in [*row_lines(row, columns), *flat_row(row, columns)]:
        assert width(line.plain) <= columns - 1
    assert width(heading_line(row.date, quotes, columns).plain) <= columns


@each_row("columns", range(1, 16))
def test_very_few_columns_cause_no_error(columns):
    row = event("日本 and others", countries=G7, quotes=(Quote("x"),), date="2024-06-13%")
    assert row_lines(row, columns)[0].plain.startswith("○ ")
    assert len(flat_row(row, columns)) == 1
    assert width(heading_line(row.date, 2, columns).plain) <= columns + 2


def test_no_source_and_a_single_source_are_highlighted():
    one, two = Citation(Source(key="a")), Citation(Source(key="b"))
    for sources, style in (((), "weak"), ((one,), "weak"), ((one, two), "dim")):
        line = row_lines(event(sources=sources), 60, context=RowContext(sourced=True))[-1]
        assert marked(line, style)[-1] == f"§{len(sources)}"
        assert f"§{len(sources)}" in flat_row(event(sources=sources), 30, context=RowContext(sourced=True))[-1].plain


def test_fewer_origins_than_sources_follow_their_number():
    row = event(sources=tuple(Citation(Source(key=key)) for key in "abc"))
    for origins, text, style in ((0, "§3", "dim"), (2, "§3/2", "dim"), (1, "§3/1", "weak")):
        context = RowContext(origins=origins)
        assert marked(row_lines(row, 60, context=context)[-1], style)[-1] == text
        words = "3 sources" + {0: "", 1: ", 1 origin", 2: ", 2 origins"}[origins]
        assert plain(plain_row(row, 60, (), context))[-1].strip() == words


def test_no_event_is_marked_if_no_event_has_sources():
    assert "§" not in row_lines(event(quotes=(Quote("x"),)), 60)[-1].plain


def test_a_change_is_a_sign_and_a_word_if_there_is_room():
    assert plain(row_lines(event(), 60, context=RowContext(change="added")))[-1].endswith(" + added")
    assert plain(row_lines(event(), 30, context=RowContext(change="changed")))[-1].endswith(" ✎")
    assert plain(flat_row(event(), 60, context=RowContext(change="changed")))[-1].endswith(" ✎ changed")


def test_what_no_sign_says_is_in_words_that_have_room():
    alone = RowContext(change="only Defendant", sourced=True)
    assert plain(row_lines(event(), 60, context=alone))[-1].endswith(" only Defendant    §0")
    assert plain(row_lines(event(), 36, context=alone))[-1].endswith(" only Defendant §0")
    assert plain(row_lines(event(), 18, context=alone))[-1].endswith(" only D… §0")
    assert plain(row_lines(event(), 36, context=RowContext(change="removed")))[-1].endswith(" −")
