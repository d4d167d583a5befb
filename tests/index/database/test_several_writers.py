"""Several files, pushed one after another into one database: none takes from another what it does not replace."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("psycopg")
pytest.importorskip("sqlalchemy")

from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.database import Database
from timeline_tui.index.database.heads import head_of
from timeline_tui.index.database.pushing import Pushed, push
from timeline_tui.index.questions import Asked
from timeline_tui.model.timeline import Timeline, View
from timeline_tui.query.aliases import Aliases
from timeline_tui.storage.files import load_timeline

WEEK = Timeline("A week", "Five days", (View("All", ""),), (("Nippon", "Japan"),))
NAMES = st.sampled_from(["Nippon", "Japan", "NIHON", "Yamato", "Ghana"])
ALIASES = st.lists(st.tuples(NAMES, NAMES), max_size=4).map(tuple)


def test_a_timeline_without_a_head_keeps_the_head_of_the_database() -> None:
    assert head_of(Timeline(), WEEK) == (WEEK, [])
    assert head_of(Timeline("Another"), WEEK) == (WEEK._replace(title="Another"), [])


@given(ALIASES, ALIASES)
def test_later_aliases_rename_nothing_that_earlier_ones_name(
    earlier: tuple[tuple[str, str], ...], later: tuple[tuple[str, str], ...]
) -> None:
    head, _ = head_of(Timeline(aliases=later), Timeline(aliases=earlier))
    before, after = Aliases(earlier), Aliases(head.aliases)
    for name in {name for pair in earlier for name in pair}:
        assert after.key("country", name) == before.key("country", name)


def test_an_alias_that_is_left_out_is_reported() -> None:
    for alias, name in (("Nippon", "Yamato"), ("Japan", "Nippon"), ("japan", "Yamato")):
        head, [line] = head_of(Timeline(aliases=((alias, name),)), WEEK)
        assert head == WEEK
        assert f"the alias {alias}: {name} is left out" in line
    assert head_of(Timeline(aliases=(("nippon", "JAPAN"),)), WEEK) == (WEEK, [])


def write(path: Path, *rows: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["date,title,summary", *rows, ""]), encoding="utf-8")
    return path


def pushed(url: str, *paths: Path) -> Pushed:
    server = Server(DatabaseUrl(url))
    try:
        return push(server, load_timeline([*map(str, paths)]).timeline)
    finally:
        server.close()


def summaries(url: str) -> dict[str, str]:
    return {event.id: event.summary for event in Database(url).timeline(Asked()).events}


@pytest.mark.slow
def test_an_event_without_a_written_id_replaces_none_of_another_file(url: str, tmp_path: Path) -> None:
    one = write(tmp_path / "a.csv", "2024-06-13,Summit,one", "2024-06-14,Other,x")
    other = write(tmp_path / "b.csv", "2024-06-13,Summit,two", "2024-06-14,Other,x")
    assert pushed(url, one) == Pushed(2, 2, 0, 0)
    first = pushed(url, other)
    assert first[:4] == (2, 1, 0, 1)
    assert "as 2024-06-13-summit-2" in first.notes[0]
    expected = {"2024-06-13-summit": "one", "2024-06-13-summit-2": "two", "2024-06-14-other": "x"}
    assert summaries(url) == expected
    assert pushed(url, other) == Pushed(2, 0, 0, 1)
    assert pushed(url, one) == Pushed(2, 0, 0, 1)
    assert summaries(url) == expected
    write(other, "2024-06-13,Summit,three", "2024-06-14,Other,y")
    assert pushed(url, other)[:4] == (2, 1, 1, 2)
    assert summaries(url) == {**expected, "2024-06-13-summit-2": "three", "2024-06-14-other-2": "y"}
    assert pushed(url, other, one)[:4] == (4, 0, 0, 0)
    write(other, "2023-01-01,Before,z", "2024-06-13,Summit,three", "2024-06-14,Other,y")
    assert pushed(url, other)[:4] == (3, 1, 0, 2)


@pytest.mark.slow
def test_the_folder_of_a_file_is_not_stored(url: str, tmp_path: Path) -> None:
    assert pushed(url, write(tmp_path / "home" / "a.csv", "2024-06-13,Summit,one")) == Pushed(1, 1, 0, 0)
    [event] = Database(url).timeline(Asked()).events
    assert event.file == "a.csv"
    assert [value.value for value in Database(url).facets({"file": 5}, Asked())["file"]] == ["a.csv"]
    assert pushed(url, write(tmp_path / "work" / "a.csv", "2024-06-13,Summit,two")) == Pushed(1, 0, 1, 0)


@pytest.mark.slow
def test_an_event_with_a_stated_order_is_pushed_again(url: str, tmp_path: Path) -> None:
    """The key by which it is sorted has no end, which the JSON of PostgreSQL does not know."""
    file = tmp_path / "a.yaml"
    file.write_text(
        "events:\n- {id: a, date: 2024-06, title: A}\n- {date: 2024~, title: B, after: a}\n", encoding="utf-8"
    )
    assert pushed(url, file) == Pushed(2, 2, 0, 0)
    assert pushed(url, file) == Pushed(2, 0, 0, 0)
