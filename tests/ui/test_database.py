"""The screen of a chronology in a database is the same as for this chronology in memory."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from database_steps import answered, compare, in_memory, timeline
from index_questions import QuestionsOfIndex
from screens import WIDE, asking

from timeline_tui import formats
from timeline_tui.analysis.grid import Grid
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.remote import listing, remote_slice
from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.dates.when import parse
from timeline_tui.formats.views.grid_export import GridExport
from timeline_tui.formats.views.sources_export import SourcesExport
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Source, Timeline, View
from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.dialogs.export_dialog import ExportDialog
from timeline_tui.ui.lists.sources_list import SourcesList


@pytest.mark.slow
async def test_keys_do_the_same_as_in_memory(tmp_path: Path) -> None:
    await compare(tmp_path, Answers(_questions()))


def _questions() -> QuestionsOfIndex:
    return QuestionsOfIndex(Index(timeline()))


async def test_the_last_picture_stays_until_the_newest_answer_comes(tmp_path: Path) -> None:
    """A key while a question is being asked begins at its query, and the older question is cancelled."""
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await answered(reader)
        await reader.press("c")
        await answered(reader)
        last = reader.text.split("\n")
        questions.gate.clear()
        await reader.press("space")
        await reader.until(lambda: "asking the database …" in reader.text)
        assert reader.text.split("\n")[2:-1] == last[2:-1], "no pane changes its size"
        assert "600 events" in reader.text  # the last picture
        assert "country:Japan" in reader.text  # but the query that is asked
        before = questions.cancels
        await reader.press("down", "space")
        await reader.until(lambda: questions.cancels > before)
        assert reader.query == ""
        questions.gate.set()
        await answered(reader)
        assert reader.query == "country:Japan,France"
        assert reader.status.startswith("360 of 600 events")
        await reader.press("u")
        await answered(reader)
        assert reader.query == "country:Japan"


async def test_the_match_in_an_event_is_shown_when_the_event_is_here(tmp_path: Path) -> None:
    keys = (*["right_curly_bracket"] * 11, "up", "N")
    async with in_memory(tmp_path, "meeting") as reader:
        await reader.press(*keys)
        expected = [reader.explorer.panes.detail._match]
        await reader.press("N")
        expected += [reader.explorer.panes.detail._match, reader.event]
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="meeting", size=WIDE) as reader:
        await answered(reader)
        questions.gate.clear()
        await reader.press(*keys)
        assert reader.explorer.event is None
        await reader.press("N")  # it stays until the event is here
        assert reader.explorer.current == 499
        questions.gate.set()
        await answered(reader)
        found = [reader.explorer.panes.detail._match]
        await reader.press("N")
        await answered(reader)
        assert [*found, reader.explorer.panes.detail._match, reader.event] == expected


async def test_completions_get_their_counts_when_these_are_here(tmp_path: Path) -> None:
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="country:Japan", size=WIDE) as reader:
        await answered(reader)
        await reader.press("slash")
        questions.gate.clear()
        await reader.type("meeting topic:s")
        await reader.pilot.pause()
        assert re.search("▏ sanctions +▕", reader.text)
        questions.gate.set()
        await answered(reader)
        assert re.search("▏ sanctions +12 ▕", reader.text)


async def test_keys_of_files_say_what_is_so_for_a_database(tmp_path: Path) -> None:
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await answered(reader)
        for key, said in (
            ("C", "The events of a database have no columns to choose: that was done when they were pushed"),
            ("D", "To compare two files: timeline-tui diff OLD NEW --open"),
            ("!", "Events of a database are not checked here: export them, and check that file"),
            ("]", "A gap needs all events in memory, so it is not for a database yet"),
            ("B", "A lane needs all events in memory, so it is not for a database yet"),
            ("R", "The database was asked again: 600 events"),
        ):
            await reader.press(key)
            await answered(reader)
            assert reader.toasts[-1] == said
        more = questions.index.timeline._replace(events=(*questions.index.events, Event("new", parse("2025"), "New")))
        questions.index = Index(more)
        await reader.press("R")
        await answered(reader)
        assert reader.toasts[-1] == "The database was asked again: 601 events, 1 more"
        assert reader.status == "601 events"


async def test_without_an_answer_the_last_picture_stays_with_its_query(tmp_path: Path) -> None:
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await answered(reader)
        shown = reader.text
        questions.fault = "db.example: no connection: the server is \x1b[31mgone"
        await reader.press("c", "space")
        await answered(reader)
        assert reader.query == ""
        assert "no answer, R asks again: db.example: no connection: the server is ␛[31mgone" in reader.status
        assert reader.toasts[-1] == "No answer to country:Japan: U asks for it again"
        assert shown.split("\n")[1] == reader.text.split("\n")[1]  # the query bar has the query of the picture
        await reader.press("escape", *["right_curly_bracket"] * 11, "up")  # to a row that is not here
        await answered(reader)
        assert "no answer" in reader.status
        assert "Meeting 499" not in reader.text
        assert "▕▌  …" in reader.text
        assert "§0" not in reader.text
        assert reader.explorer.event is None
        questions.fault = ""
        await reader.press("R")
        await reader.until(lambda: "Meeting 499" in reader.text)
        assert "no answer" not in reader.status
        assert reader.event == "e499"


async def test_a_view_without_events_says_why_and_facets_stay_until_others_are_here(tmp_path: Path) -> None:
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await answered(reader)
        await reader.press("pagedown", "pagedown")
        await answered(reader)
        current = reader.event
        questions.fault = "db.example: no connection"
        await reader.press("3", "R")
        await answered(reader)
        assert reader.event == current  # the cursor goes to it when the quotes are here
        await reader.press("1")
        for key in "32":
            await reader.press(key)
            await answered(reader)
            await reader.until(lambda: "No answer: db.example: no connection" in reader.text)
            assert "R asks again." in reader.text
            assert "Reading the events" not in reader.text
        await reader.press("R")
        await answered(reader)
        assert "No answer: db.example: no connection" in reader.text
        questions.fault, whole = "", questions.facets
        gate = threading.Event()

        def facets(*arguments: Any, **options: Any) -> Any:
            gate.wait(10)
            return whole(*arguments, **options)

        questions.facets = facets  # type: ignore[method-assign]  # values come late
        await reader.press("1", "R")
        for _ in range(3):
            assert "Japan                   280" in reader.text
            assert "Search, or country:Japan topic:sanctions" in reader.text
            await reader.pilot.pause(0.05)
        gate.set()
        await answered(reader)
        assert "Japan                   280" in reader.text
        assert reader.status == "600 events"


async def test_views_show_any_number_of_events_and_stars_are_the_reader_s_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asking(tmp_path, Answers(_questions()), query="", size=WIDE) as reader:
        await answered(reader)
        with monkeypatch.context() as few:
            few.setattr(remote_slice, "MOST_LOCAL", 100)
            await reader.press("3")
            await answered(reader)
            assert "236 quotes" in reader.text
            assert "A. Speaker · Envoy ─" in reader.text
            await reader.press("e")
            note = "only the events can be exported here; “timeline-tui export --as quotes”"
            await reader.until(lambda: note in reader.text)
            await reader.press("escape")
            await reader.press("2")
            await answered(reader)
            assert "Japan     ▸1    3  229    2    3    4    3    3     280" in reader.text
            await reader.press("home", "right", "down", "space")
            await answered(reader)
            assert "France, 3–9 June 2024: 2 events · its first · 1 of 2:" in reader.text
            assert reader.event == "e3"
            await reader.press("space", "s", "t")
            await answered(reader)
            assert "Topics by week · first movers first" in reader.text
            assert "sanctions, 3–9 June 2024: no event" in reader.text
        await reader.press("1", "home", "down", "m")
        await answered(reader)
        assert "★" in reader.text
        assert reader.toasts == ["Starred this event · is:starred finds it"]
        await reader.press("right_square_bracket")
        assert "needs all events in memory" in reader.toasts[-1]
    async with asking(tmp_path, Answers(_questions()), query="is:starred", size=WIDE) as reader:
        await answered(reader)
        assert reader.event == "e1"
        assert reader.status == "1 of 600 events"
        await reader.press("m")
        await answered(reader)
        assert "No event matches." in reader.text


async def test_the_app_opens_where_it_was_left_and_follows_relations_anywhere(tmp_path: Path) -> None:
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="topic:sanctions", size=WIDE) as reader:
        await answered(reader)
        assert reader.event == "e0"
        await reader.until(lambda: "Related 1" in reader.text)
        await reader.press("r")  # the filter hides the related event
        await answered(reader)
        assert (reader.event, reader.query) == ("e599", "")
        assert "was cleared" in reader.toasts[-1]
        await reader.press("backspace")
        await answered(reader)
        assert (reader.event, reader.query) == ("e0", "topic:sanctions")
        await reader.press("down")
        await answered(reader)
        await reader.press("q")
    async with asking(tmp_path, Answers(questions), query="", size=WIDE, returning=True) as reader:
        await answered(reader)
        assert (reader.event, reader.query) == ("e50", "topic:sanctions")


async def test_an_export_has_what_the_query_finds_and_a_failure_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="topic:sanctions", size=WIDE) as reader:
        await answered(reader)
        questions.fault = "db.example: no connection"
        await reader.press("e")
        await reader.until(lambda: "No answer: db.example: no connection" in reader.toasts)
        questions.fault = ""
        await reader.press("e")
        await reader.until(lambda: isinstance(reader.app.screen, ExportDialog))
        await reader.press("enter")
        await reader.until(lambda: reader.app.screen is reader.explorer)
    (written,) = tmp_path.glob("*.txt")
    expected = questions.index.narrowed(parse_query("topic:sanctions"))
    assert written.read_bytes() == formats.write(expected, "text")


async def test_exports_that_count_other_events_have_what_those_in_memory_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = _questions()
    here = Slice(questions.index, parse_query("topic:sanctions"))
    expected = {"2": GridExport(Grid.from_slice(here, "country")), "4": SourcesExport(Sources(here, "events"))}
    async with asking(tmp_path, Answers(questions), query="topic:sanctions", size=WIDE) as reader:
        for key, view in expected.items():
            await reader.press(key)
            await answered(reader)
            await reader.press("e")
            await reader.until(lambda: isinstance(reader.app.screen, ExportDialog))
            content = reader.explorer.shown_view.content
            assert content
            assert formats.write_view(content, "text") == formats.write_view(view, "text")
            await reader.press("escape")
        monkeypatch.setattr(remote_slice, "MOST_LOCAL", 599)
        await reader.press("e")
        note = "with a chronology of more than 599 events, only the events can be exported here"
        await reader.until(lambda: note in reader.text)
        assert reader.explorer.shown_view.content is None


async def test_headings_and_the_cursor_wait_for_what_is_not_here(tmp_path: Path) -> None:
    questions = _questions()
    quotes = Quotes(Slice(questions.index))
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await reader.press("4")
        await answered(reader)
        await reader.press("s", "s", "s", "home")
        await answered(reader)
        assert "Wire: A wire · 80 events" in reader.text
        await reader.press("end")
        await answered(reader)
        view = reader.explorer.shown_view
        assert isinstance(view, SourcesList)
        assert view.cursor == view.count - 1
        await reader.press("3")
        await answered(reader)
        await reader.press("end")
        await answered(reader)
        assert reader.event == quotes.event(len(quotes) - 1).id


async def test_items_stay_in_the_last_order_until_those_in_the_next_one_come(tmp_path: Path) -> None:
    """Meanwhile another size of the screen draws them again."""
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="country:Italy", size=WIDE) as reader:
        for keys, last, coming in (
            ("3s", "Friday 16 August 2024 ─", "A. Speaker · Envoy ─"),
            ("4", "Not cited in view · by events ─", "Not cited in view · by name ─"),
        ):
            await reader.press(*keys)
            await answered(reader)
            await reader.press("end")
            await answered(reader)
            questions.gate.clear()
            await reader.press("s")
            await reader.resize((WIDE[0], WIDE[1] - 1))
            assert last in reader.text
            questions.gate.set()
            await answered(reader)
            assert coming in reader.text


async def test_a_facet_with_too_many_values_says_so_and_shows_typed_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_VALUES", 2)
    async with asking(tmp_path, Answers(_questions()), query="", size=WIDE) as reader:
        await answered(reader)
        assert "Countries · first 2" in reader.text
        assert "Kenya      " not in reader.text.split("Topics")[0]
        await reader.press("slash")
        await reader.type("country:Kenya")
        await reader.press("enter")
        await answered(reader)
        assert reader.status == "120 of 600 events"
        assert "✓ Kenya" in reader.text


async def test_paths_of_a_database_name_no_files_of_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Local files have the names that are in the database. They are neither opened nor read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISUAL", "touch opened")
    Path("talks.yaml").write_text("events:\n        - id: here\n")
    Path("paper.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.setattr("timeline_tui.ui.browser.open_in_browser", lambda _: Path("opened").touch())
    paper = Source(title="A paper", copy="paper.pdf")
    event = Event("talks", parse("2024-06-01"), "Talks", sources=(Citation(paper),), file="talks.yaml", line=2)
    questions = QuestionsOfIndex(Index(Timeline("Talks", views=(View("Undated", "is:undated"),), events=(event,))))
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await answered(reader)
        for keys, said in (
            ("E", "These events are in a database: edit the file that they were pushed from, and push it again"),
            ("o", "Not opened: paper.pdf: it is a path on the computer that the events were pushed from"),
            ("4E", "These events are in a database: edit the file that they were pushed from, and push it again"),
            ("o", "Not opened: paper.pdf: it is a path on the computer that the events were pushed from"),
        ):
            await reader.press(*keys)
            await answered(reader)
            assert reader.toasts[-1] == said, keys
        await reader.press("1", "v")
        assert "─ database ─" in reader.text
        await reader.press("escape", "Y", "3")
        assert reader.app.clipboard.startswith("  - id: talks")  # indented as usual, not as a line of the local file
    assert not Path("opened").exists()
