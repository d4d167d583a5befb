"""The layout of a grid, and its lines as text."""

from __future__ import annotations

import pytest
from tables import each_row

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.text.cells import width
from timeline_tui.ui.grid.grid_layout import SHADES, GridLayout
from timeline_tui.ui.grid.grid_lines import GridPicture

SPRING = (
    *("2023-05-19 Japan,Italy", "2024-02-24~ Italy", "2024-06-10 Japan", "2024-06-11 Japan", "2024-06-11 China"),
    *("2024-06-13 China", "2024-06-13 Japan", "2024-06-13 Japan", "2024-06 Japan"),
)


def _layout(events: tuple[str, ...], columns: int, lines: int, query: str = "", **options: object) -> GridLayout:
    parts = [event.partition(" ") for event in events]
    made = tuple(
        Event(f"e{i}", parse(date), f"t{i}", countries=tuple(filter(None, names.split(","))))
        for i, (date, _, names) in enumerate(parts)
    )
    whole = Slice(Index(Timeline(events=made)), parse_query(query))
    return GridLayout(Grid.from_slice(whole, "country", **options), columns, lines)  # type: ignore[arg-type]  # as given


def _drawn(
    layout: GridLayout, row: int | None = 0, column: int | None = 0, top: int = 0, left: int = 0, words: str = "words"
) -> list[str]:
    picture = GridPicture(layout, top, left, row, column)
    return ["".join(text for text, _ in picture.line(y, words)).rstrip() for y in range(layout.height)]


def test_years_months_and_days_have_a_line_each() -> None:
    assert _drawn(_layout(SPRING, 66, 11), column=3) == [
        "  Countries by day · most events first",
        "            2023 ── 2024 ───────────────────────────",
        "            May ─── Feb ─── June ───────────────────",
        "             19      24      10    11    12    13    else all",
        "▌▸Japan      ▸1   ┊   ·   ┊   1     1     ·     2       1   6",
        "  China       ·   ┊   ·   ┊   ·    ▸1     ·     1       ·   2",
        " ▸Italy      ▸1   ┊   1~  ┊   ·     ·     ·     ·       ·   2",
        "  all         1   ┊   1~  ┊   1     2     ·     3       1   9",
        *("  words", "", "                                           ▸ first  ~ approximate"),
    ]


@each_row(
    ("columns", "named", "in_view"),
    [(42, "North Côte d’…", 4), (36, "North Côte d…", 3), (60, "North Côte d’Ivoire", 6), (20, "North…", 1)],
)
def test_names_of_rows_take_a_third_before_columns_that_scroll(columns: int, named: str, in_view: int) -> None:
    layout = _layout(tuple(f"{year} North Côte d’Ivoire" for year in range(1990, 2020)), columns, 10)
    assert _drawn(layout)[layout.body.start][2 : layout.start].strip() == named
    assert len(layout.slots(0)) == in_view


def test_a_low_grid_keeps_its_rows_first() -> None:
    heads = {height: _drawn(_layout(SPRING, 66, height)) for height in (3, 4, 5, 6)}
    assert heads[3][0].split() == ["Countries", "19", "24", "10", "11", "12", "13", "else", "all"]
    assert [line[2:7] for line in heads[3]] == ["Count", "Japan", "China"]
    assert [line[2:7] for line in heads[4]] == ["Count", "Japan", "China", "words"]
    assert [line[2:5] for line in heads[5]] == ["Cou", "Jap", "Chi", "all", "wor"]
    assert heads[6][0].split("─")[0].strip() == "Countries May"  # no room for its year


def test_a_single_year_is_named_with_the_month() -> None:
    assert _drawn(_layout(SPRING, 60, 10, "date:2024-06"))[1].startswith("            June 2024 ──")
    assert _drawn(_layout(SPRING, 60, 7, "date:2024-06"))[0].startswith("  Countries June 2024 ──")


def test_a_narrow_grid_says_its_order_without_the_unit() -> None:
    assert [_drawn(_layout(SPRING, columns, 10, order="first"))[0] for columns in (40, 39, 24)] == [
        "  Countries by day · first movers first",
        "  Countries · first movers first",
        "  Countries · first mo…",
    ]


def test_wide_columns_name_the_days_of_the_week() -> None:
    wide, narrow = _layout(SPRING, 100, 8, "date:2024-06"), _layout(SPRING, 40, 8, "date:2024-06")
    assert _drawn(wide)[2].split() == ["Mon", "10", "Tue", "11", "Wed", "12", "Thu", "13", "else", "all"]
    assert _drawn(narrow)[2].split() == ["10", "11", "12", "13", "else", "all"]


@pytest.mark.parametrize(
    ("events", "heads"),
    [
        (("2024-01 A", "2024-02 A"), [["Countries", "by", "month"], ["2024"], ["January", "February"]]),
        (("1950 A", "1953 A"), [["Countries", "by", "year"], ["1950", "1951", "1952", "1953"]]),
        (("-0753 A", "0079 A"), [["Countries", "by", "year"], ["754", "BC", "AD", "79"]]),
        (("Y-170000002 A", "Y-13800000000 A"), [["Countries", "by", "year"], ["13.8", "bn", "BC", "170", "M", "BC"]]),
    ],
)
def test_larger_units_have_their_own_names(events: tuple[str, ...], heads: list[list[str]]) -> None:
    layout = _layout(events, 70, 8)
    lines = [line.partition(" · ")[0].replace("─", "").split() for line in _drawn(layout)[: len(layout.levels)]]
    assert [[word for word in line if word != "all"] for line in lines] == heads


def test_marks_show_that_there_are_more_columns_at_a_side() -> None:
    events = tuple(f"2024-06-{day:02} A" for day in range(1, 31))
    layout = _layout(events, 50, 6)
    assert layout.step == layout.digits + 2
    shown = len(layout.slots(0))
    assert 0 < shown < 30
    last = layout.last_left
    assert layout.slots(last)[-1].column == 29
    assert layout.slots(last - 1)[-1].column == 28
    heads = [_drawn(layout, left=left)[1] for left in (0, 5, last)]
    assert [("‹" in head, "›" in head) for head in heads] == [(False, True), (True, True), (True, False)]
    assert all(layout.slots(layout.left_of(column))[-1].column == column for column in range(shown, 30))


def test_shades_follow_the_count_up_to_the_peak() -> None:
    layout = _layout(tuple(["2024-06-10 A"] * 500 + ["2024-06-11 A"] * 20 + ["2024-06-12 A"]), 60, 8)
    shades = [layout.shade(count) for count in range(501)]
    assert (shades[0], shades[1], shades[500]) == (0, 1, SHADES)
    assert shades == sorted(shades)
    assert set(shades) == set(range(SHADES + 1))
    small = _layout(("2024-06-10 A",), 60, 8)
    assert small.shade(1) == 1


def test_the_styles_of_cells() -> None:
    layout = _layout(SPRING, 66, 10)
    here = GridPicture(layout, 0, 0, 0, 5)
    styles = [(text.strip(), names) for text, names in here.line(4, "") if text.strip()]
    assert ("2", ("row", "cell")) in styles
    assert ("▸", ("row", "shade-1", "first")) in styles
    assert ("·", ("row", "none")) in styles
    assert ("Japan", ("row", "accent")) in styles
    total = GridPicture(layout, 0, 0, None, ELSE)
    assert ("1", ("heading", "cell")) in [(text.strip(), names) for text, names in total.line(7, "")]


def test_rows_that_scroll_have_a_thumb() -> None:
    events = tuple(f"2024-06-10 C{n:02}" for n in range(40))
    layout = _layout(events, 40, 14)
    for top, at in ((0, 0), (len(layout.grid.rows) - len(layout.body), len(layout.body) - 1)):
        lines = _drawn(layout, top=top)
        thumb = [y - layout.body.start for y, line in enumerate(lines) if line.endswith("▐")]
        assert at in thumb
        assert len(thumb) == round(len(layout.body) ** 2 / 40)
        assert all(len(lines[y + layout.body.start]) == 40 for y in thumb)
    assert not any("▐" in line for line in _drawn(_layout(SPRING, 66, 10)))


@pytest.mark.parametrize("query", ["", "date:2024-06", "date:2023-05"])
def test_no_size_is_too_small_and_no_line_too_long(query: str) -> None:
    events = (*SPRING, "2024-06-12 日本国の長い長い長い名前", "2024-06-12 [/]")
    for columns in (1, 2, 3, 5, 8, 12, 20, 29, 30, 36, 40, 50, 79, 120, 250):
        for lines in (1, 2, 3, 4, 5, 6, 9, 10, 80):
            layout = _layout(events, columns, lines, query)
            drawn = _drawn(layout, words="x" * 300)
            assert len(drawn) == lines
            for line in drawn:
                assert columns < 20 or width(line) <= columns
            assert lines < 3 or len(layout.body) > 0
            assert columns < 20 or len(layout.slots(0)) > 0


def test_on_twenty_columns_a_name_and_a_number_can_be_read() -> None:
    assert _drawn(_layout(SPRING, 20, 5, "date:2024-06", order="first"), words="Japan, 10 June")[1:3] == [
        *("▌▸Japan ▸1  1     5", "  China  · ▸1     2")
    ]


def test_the_mark_of_the_first_cell_is_bold_in_the_colour_of_its_shade() -> None:
    events = ("2024-06-10 A",) * 5 + ("2024-06-10 B",) * 4 + ("2024-06-10 C",) * 3
    picture = GridPicture(_layout(events, 60, 10), 0, 0, None, None)
    marks = {names for y in range(10) for text, names in picture.line(y, "") if text == "▸"}
    assert {("shade-3", "first"), ("shade-4", "first"), ("shade-5", "first")} <= marks
