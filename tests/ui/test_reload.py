"""Reloading: a file that changes while it is open."""

import errno
import re
from pathlib import Path
from unittest.mock import Mock, patch

import pytest
from screens import WIDE, Reader, reading
from textual.widgets import OptionList

from timeline_tui.cli.main import main
from timeline_tui.model.problems import LoadError
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.grid.grid_view import GridView

FILE = """
title: Small
events:
  - {id: a, date: 2024-06-10, title: First, countries: [Japan], sources: [{title: AP}, {title: AFP}]}
  - {id: b, date: 2024-06-11, title: Second, countries: [Japan], sources: [{title: AP}, {title: AFP}]}
"""


async def reloaded(reader: Reader, file: Path, text: str) -> list[str]:
    """Save a file, and read it again as the watcher does. Returns the messages."""
    file.write_text(text)
    reader.app.clear_notifications()
    with patch.object(reader.app._session, "changed", return_value=True):  # the watcher would wait for a second
        reader.explorer.follower.poll()
        assert reader.explorer.follower._look
        await reader.explorer.follower._look
        await reader.workers_end()
    return reader.toasts


def marked(reader: Reader) -> list[str]:
    """The marks of changes that are on the screen."""
    return re.findall(r"\+ added|✎ changed", reader.text)


async def test_the_cursor_goes_to_the_first_change_and_the_filter_stays(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="country:Japan", size=WIDE) as reader:
        await reader.press("down")
        assert reader.event == "b"
        text = FILE + "  - {id: c, date: 2024-06-09, title: Earlier, countries: [Japan]}\n"
        assert await reloaded(reader, file, text) == ["1 event added"]
        assert reader.status.startswith("3 of 3 events")
        assert (reader.event, reader.query) == ("c", "country:Japan")
        assert marked(reader) == ["+ added"]
        text = text.replace("First", "Mended").replace("Second", "Other")
        assert await reloaded(reader, file, text) == ["2 events changed"]
        assert reader.event == "a"
        assert marked(reader) == ["✎ changed"] * 2
        await reader.press("down")
        assert await reloaded(reader, file, text.replace("Mended", "A").replace("Other", "B")) == ["2 events changed"]
        assert reader.event == "b", "the cursor stays on an event that has changed"
        reader.explorer.timeline.unmark()
        await reader.pilot.pause()
        assert marked(reader) == []


async def test_the_cursor_stays_on_an_event_whose_date_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    text = FILE.replace("id: b, ", "")
    file.write_text(text)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        await reader.press("down")
        text = text.replace("2024-06-11", "2024-6-9") + "  - {date: 2024-06-12, title: Third}\n"
        await reloaded(reader, file, text)
        assert reader.explorer.event
        assert reader.explorer.event.title == "Second"


async def test_in_another_view_the_cursor_goes_to_the_change_too(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        await reader.press("2")
        await reloaded(reader, file, FILE.replace("Second", "Mended"))
        assert reader.event == "b"
        assert "Mended" in reader.text


async def test_the_message_says_what_came_and_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="") as reader:
        text = FILE + "  - {date: 1969-7-20, title: Landing}\n"
        assert await reloaded(reader, file, text) == ["1 event added, 1 error: line 6, write 1969-07-20"]
        (toast,) = reader.app._notifications
        assert toast.severity == "warning"
        text = "# a comment\n" + text
        assert await reloaded(reader, file, text) == []
        await reader.press("R")
        await reader.workers_end()
        (toast,) = reader.app._notifications
        assert (toast.message, toast.severity) == ("Still 1 error: line 7, write 1969-07-20", "warning")
        assert await reloaded(reader, file, text.replace("First", "Mended")) == ["1 event changed"]
        (toast,) = reader.app._notifications
        assert toast.severity == "information"
        await reader.press("exclamation_mark")
        assert await reloaded(reader, file, FILE.replace("Second", "[b")) == []
        assert await reloaded(reader, file, FILE) == []
        await reader.press("escape")
        assert reader.toasts == ["1 event added, no errors left"], "only the last message is true"
        (said,) = await reloaded(reader, file, FILE.replace("Second", "[a") + "  - {date: 1969, title: Landing}\n")
        assert said.startswith("1 event added, 1 removed, 1 error: line 5: ")


async def test_changes_that_the_filter_hides_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="title:second") as reader:
        text = FILE.replace("First", "Mended")
        assert await reloaded(reader, file, text) == ["1 event changed, the filter hides it"]
        assert reader.event == "b"
        assert await reloaded(reader, file, text.replace("Mended", "A").replace("Second", "The second")) == [
            "2 events changed"
        ]


async def test_only_the_key_is_answered_if_nothing_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="") as reader:
        assert await reloaded(reader, file, FILE) == []
        await reader.press("R")
        await reader.workers_end()
        assert reader.toasts == ["Nothing has changed"]


async def test_from_an_empty_file_to_a_timeline_of_three_events(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("")
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        assert "No events yet" in reader.text
        text = "title: Mine\nevents:\n"
        assert await reloaded(reader, file, text) == []
        assert "“events” is empty" in reader.text
        text += '  - date: 2024-6-13\n    title: "One\n'
        assert await reloaded(reader, file, text) == []
        assert "0 events · ! 1 problem" in reader.status
        text = text.replace('"One', "One")
        assert await reloaded(reader, file, text) == ["1 event added, 1 error: line 3, write 2024-06-13"]
        text = text.replace("2024-6-13", "2024-06-13") + "  - {date: 2024-06-14, titel: Two}\n"
        (said,) = await reloaded(reader, file, text)
        assert said.startswith("1 event changed, 1 error: line 5: an event without “title”; write “title” in place")
        text = text.replace("titel", "title") + "  - {date: 2024-06-12, title: Three}\n"
        assert await reloaded(reader, file, text) == ["2 events added, no errors left"]
        assert reader.event == "2024-06-12-three"
        assert "error" not in {problem.severity for problem in reader.app._session.problems}
        assert reader.status.startswith("3 events")


async def test_broken_content_keeps_the_last_good_one_and_lists_the_problem(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        file.write_bytes(b"\xff\xfe\xfa broken")
        await reader.press("R")
        await reader.workers_end()
        assert reader.status.startswith("2 events")
        assert "! 1 problem" in reader.status
        await reader.press("exclamation_mark")
        assert "small.yaml" in reader.text


async def test_a_file_with_errors_opens_with_its_correct_events(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE + "  - {date: 2024-06-31, title: No such day}\n")
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        assert reader.status.startswith("3 events · ! 1 problem")
        await reader.press("exclamation_mark")
        assert "June 2024 has 30 days" in reader.text
        assert f"{file.name}:6:" in reader.text


async def test_an_event_with_a_syntax_error_is_missing_until_it_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="") as reader:
        file.write_text(FILE.replace("title: First", 'title: "First'))
        await reader.press("R")
        await reader.workers_end()
        assert reader.status.startswith("1 event · ! 1 problem")
        assert "Second" in reader.text
        file.write_text(FILE.replace("First", "Mended"))
        await reader.press("R")
        await reader.workers_end()
        assert reader.status == "2 events"
        assert "Mended" in reader.text


async def test_a_file_that_is_cut_short_does_not_shorten_the_timeline(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="") as reader:
        file.write_text(f"<<<<<<< ours\n{FILE}")
        await reader.press("R")
        await reader.workers_end()
        assert reader.status.startswith("2 events · ! 1 problem")
        await reader.press("exclamation_mark")
        assert "a merge conflict was left in the file" in reader.text
        file.write_text(FILE.replace("Second", "Mended"))
        await reader.press("escape", "R")
        await reader.workers_end()
        assert reader.status == "2 events"
        assert "Mended" in reader.text


async def test_a_file_that_is_cut_off_or_gone_keeps_the_last_good_content(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="") as reader:
        assert await reloaded(reader, file, FILE + "  - {date: 1969, title: [}\n") == [
            "1 error: line 6: a value cannot begin with }"
        ]
        assert await reloaded(reader, file, FILE) == ["No errors left"]
        (said,) = await reloaded(reader, file, FILE + "  - {date: 1969, title: [}")
        assert said.startswith(
            "The file has errors now (line 6: a value cannot begin with }), so the last good content"
        )
        file.unlink()
        await reader.press("R")
        await reader.workers_end()
        (toast,) = reader.app._notifications
        assert toast.message == "small.yaml is gone, so the last good content stays; press ! for the reason"
        assert await reloaded(reader, file, FILE) == ["The file can be read again"]
        (toast,) = reader.app._notifications
        assert toast.severity == "information"
        fault = PermissionError(errno.EACCES, "no")
        with patch("timeline_tui.storage.file_bytes._content", side_effect=fault):
            (said,) = await reloaded(reader, file, FILE + "\n")
        assert said.startswith("small.yaml: no permission to read it, so the last good content stays")


async def test_a_star_follows_an_event_without_an_id(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    text = FILE.replace("id: a, ", "").replace("id: b, ", "")
    file.write_text(text)
    async with reading(tmp_path, str(file), query="is:starred") as reader:

        async def reload(text: str) -> str:
            file.write_text(text)
            await reader.press("R")
            await reader.workers_end()
            return reader.status.split(" · ")[0]

        session = reader.app._session
        session.state.set_star("2024-06-10-first", on=True)
        assert await reload(text.replace("First", "Renamed")) == "1 of 2 events"
        assert session.state.stars == {"2024-06-10-renamed"}
        text = text.replace("First", "Renamed").replace("06-10", "06-09")
        assert await reload(text) == "1 of 2 events"
        assert session.state.stars == {"2024-06-09-renamed"}
        more = "  - {date: 2024-06-09, title: Another}\n"
        assert await reload(text.replace("Renamed", "Again") + more) == "0 of 3 events"
        assert [event.title for event in session.news.lost_stars] == ["Renamed"]
        lost = "Stars of changed events without an id are lost: “Renamed”"
        assert reader.toasts == [f"2 events added, the filter hides them, 1 removed. {lost}"]


async def test_the_star_of_a_quote_follows_an_event_without_an_id(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    text = """events: [{date: 2024-06-10, title: First, quotes: [{text: "one"}, {text: "two"}]}]"""
    file.write_text(text)
    async with reading(tmp_path, str(file), query="is:starred") as reader:
        session = reader.app._session
        session.state.set_star("2024-06-10-first\ntwo", on=True)
        session.state.set_star("\na source", on=True)
        file.write_text(text.replace("First", "Renamed"))
        await reader.press("R")
        await reader.workers_end()
        assert session.state.stars == {"2024-06-10-renamed\ntwo", "\na source"}
        assert reader.status.startswith("1 of 1 event")


async def test_the_list_of_problems_is_the_same_as_from_validate(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(
        FILE.replace("First, countries: [Japan]", "First, countries: [U.S., United States], weather: A").replace(
            "id: b", "id: b, weather: B"
        )
        + "  - {date: 2024-06-31, title: No such day}\n"
    )
    main(["validate", str(file)])
    validated = capfd.readouterr().out
    assert "“weather” in 2 events, first at line 4" in validated
    assert "may be “United States”" in validated
    async with reading(tmp_path, str(file), query="") as reader:
        await reader.press("exclamation_mark")
        listed = reader.app.screen.query_one(OptionList).options
    assert "\n\n".join(str(option.prompt) for option in listed) == validated.rstrip("\n")


async def test_the_status_line_counts_the_errors_and_warnings_of_the_list(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("When,What,URL\n2024-06-13,One,https://example.org/1\n2024-06-14,Two,https://example.org/2\n")
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        reader.explorer.count_problems()
        await reader.workers_end()
        assert "problem" not in reader.status, "how the file was read is a note"
        await reader.press("exclamation_mark")
        assert "─ 3 notes ─" in reader.text
        file.write_text("When,What,URL\n2024-06-13,One,\n2024-06-14,Two,https://example.org/2\nsoon,Three,AP\n")
        await reader.press("escape", "R")
        await reader.workers_end()
        assert "! 2 problems" in reader.status
        await reader.press("exclamation_mark")
        assert "2 problems and 3 notes" in reader.text


@pytest.mark.parametrize("where", ["formats.reading.foreign_tree.decode", "storage.session.index_of"])
async def test_an_error_in_a_reload_does_not_end_the_session(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path / "log")
    file = tmp_path / "small.yaml"
    file.write_text(FILE)
    async with reading(tmp_path, str(file), query="") as reader:
        for error in (RecursionError, MemoryError, ZeroDivisionError):
            with monkeypatch.context() as patch:
                patch.setattr(f"timeline_tui.{where}", Mock(side_effect=error))
                await reader.press("R")
                await reader.workers_end()
            assert reader.status.startswith("2 events")
            assert "! 1 problem" in reader.status
            assert reader.app._session.problems[0].severity == "error"
            await reader.press("R")
            await reader.workers_end()
            assert "problem" not in reader.status


@pytest.mark.parametrize(
    "text", ["", "events:\n", "title: B\nevents:\n  - {date: 2024-06-13, tit", "events:\n  - hello\n"]
)
@pytest.mark.parametrize("in_folder", [False, True])
def test_one_of_several_files_that_is_half_written_keeps_its_events(tmp_path: Path, in_folder: bool, text: str) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    first, second = folder / "a.yaml", folder / "b.yaml"
    first.write_text(FILE)
    whole = "events:\n  - {date: 2024-06-13, title: Third}\n"
    second.write_text(whole)
    paths = [str(folder)] if in_folder else [str(first), str(second)]
    session = Session(paths, load_timeline(paths), State(tmp_path / "state.json"))
    second.write_text(text)
    for _ in range(2):
        with pytest.raises(LoadError):
            session.reload()
        assert [event.title for event in session.timeline.events] == ["First", "Second", "Third"]
        assert any(problem.severity == "error" and problem.file == str(second) for problem in session.problems)
    second.write_text(whole.replace("Third", "Mended"))
    session.reload()
    assert [event.title for event in session.timeline.events] == ["First", "Second", "Mended"]
    second.write_text("events: []\n")
    session.reload()
    assert [event.title for event in session.timeline.events] == ["First", "Second"]


CITING = """
sources:
  a: {title: Alpha}
  b: {title: Beta}
  c: {title: Gamma}
events:
  - {id: a, date: 2024-06-10, title: First, countries: [Japan], sources: [a, c]}
  - {id: b, date: 2024-06-11, title: Second, countries: [Italy], sources: [a, c]}
  - {id: c, date: 2024-06-11, title: Third, countries: [Italy], sources: [a, b]}
"""


async def test_the_cursor_goes_to_the_cell_and_the_source_that_changed(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(CITING)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        await reader.press("2")
        await reloaded(reader, file, CITING.replace("Third", "Mended"))
        grid = reader.explorer.panes.main
        assert isinstance(grid, GridView)
        assert (reader.event, "2 of 2: Mended" in grid.description) == ("c", True)
        await reader.press("4")
        for changed in ("Beta", "Gamma"):
            await reloaded(reader, file, CITING.replace(changed, f"{changed} mended"))
            assert reader.explorer.panes.main.copy_text == f"{changed} mended"
            await reloaded(reader, file, CITING)


QUOTING = """
events:
  - {id: a, date: 2024-06-10, title: First, quotes: [{text: One, speaker: A}]}
  - {id: b, date: 2024-06-11, title: Second, quotes: [{text: Two, speaker: B}, {text: Three, speaker: A}]}
"""


async def test_the_cursor_goes_to_the_quote_that_changed(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(QUOTING)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        await reader.press("3")
        for changed in ("Three", "Two", "One"):
            await reloaded(reader, file, QUOTING.replace(changed, f"{changed} mended"))
            assert reader.explorer.panes.main.copy_text.startswith(f"“{changed} mended”")
            await reloaded(reader, file, QUOTING)
