"""A file without events: the screen shows what is missing, and fills as the file is written."""

from pathlib import Path
from unittest.mock import Mock

import pytest
from screens import SIZES, WIDE, Reader, reading

from timeline_tui import formats
from timeline_tui.cli.main import main
from timeline_tui.ui.screen.nothing_yet import EXAMPLES


async def saved(reader: Reader, file: Path, text: str) -> None:
    file.write_text(text)
    await reader.press("R")
    await reader.workers_end()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_read_without_a_problem(name: str) -> None:
    read = formats.read(EXAMPLES[name].encode(), "file", name)
    assert [event.date.text for event in read.timeline.events] == ["2024-06-13"]
    assert not [problem for problem in read.problems if problem.severity != "note"]


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_file_shows_how_an_event_is_written(size: tuple[int, int], tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text("")
    async with reading(tmp_path, str(file), query="country:Japan", size=size) as reader:
        shown = [line.strip(" ▏") for line in reader.text.splitlines()]
        for line in EXAMPLES["yaml"].splitlines():
            assert any(shown_line.endswith(line.strip()) for shown_line in shown), line
        assert "the file is" in reader.text
        assert reader.status == "0 of 0 events · ! 1 problem"


async def test_the_faults_follow_the_file_until_there_are_events(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text("title: Mine\nevents:\n")
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        for view in "2341":
            await reader.press(view)
            assert reader.status.startswith("0 events"), "no quotes and sources are counted without events"
            assert "line 2: no events: “events” is empty" in reader.text, view
            assert "    title: What happened" in reader.text, view
        await saved(reader, file, "title: Mine\nevents:\n  - {date: 2024-06-31}\n")
        assert "is empty" not in reader.text
        assert "line 3: 2024-06-31: June 2024 has 30 days" in reader.text
        assert reader.status == "0 events · ! 2 problems"
        await saved(reader, file, "title: Mine\nevents:\n  - {date: 2024-06-30, title: First, sources: AP}\n")
        assert "First" in reader.text
        assert reader.status.startswith("1 event")
        assert "Mine" in reader.text


async def test_a_file_that_is_emptied_keeps_its_last_events(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text("events:\n  - {date: 2024-06-30, title: First}\n")
    async with reading(tmp_path, str(file), query="") as reader:
        await saved(reader, file, "")
        assert reader.status.startswith("1 event")


async def test_events_of_a_sheet_are_written_as_in_a_sheet(tmp_path: Path) -> None:
    file = tmp_path / "my.csv"
    file.write_text("")
    async with reading(tmp_path, str(file), query="") as reader:
        assert "date,title,countries" in reader.text
        assert "- date:" not in reader.text


def opened(monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, Mock]:
    """The exit code of the program in a terminal, and the call that would show the screen."""
    launch = Mock(return_value=0)
    monkeypatch.setattr("timeline_tui.cli.show.has_terminal", lambda: True)
    monkeypatch.setattr("timeline_tui.ui.launch.launch", launch)
    return main(words), launch


@pytest.mark.parametrize("text", ["", "title: T\n", "events:\n  - {date: 2024-06-31}\n", "- a\n" * 5000])
def test_a_file_without_events_opens(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(text)
    code, launch = opened(monkeypatch, str(file))
    assert code == 0
    loaded = launch.call_args.args[1]
    assert not loaded.timeline.events
    assert loaded.problems
    assert loaded.files == (str(file),)


def test_a_file_that_is_not_there_is_waited_for_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "later.yaml")
    code, launch = opened(monkeypatch, file)
    assert (code, launch.called) == (1, False)
    said = capfd.readouterr().err
    assert "there is no such file" in said
    assert "timeline-tui new FILE" in said
    assert "--wait" in said
    code, launch = opened(monkeypatch, file, "--wait")
    assert code == 0
    assert launch.call_args.args[1].files == (file,)


@pytest.mark.parametrize("words", [["-"], ["picture.png"], ["picture.png", "--wait"], ["my.yaml", "--view", "Mine"]])
def test_what_cannot_get_events_is_an_error(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("timeline_tui.storage.file_bytes._read_stream", lambda _: b"")
    Path("picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    Path("my.yaml").write_text("")
    code, launch = opened(monkeypatch, *words)
    assert (code, launch.called) == (1, False)
    assert "the file is empty" in (said := capfd.readouterr().err) or "this is an image (PNG)" in said


@pytest.mark.parametrize("command", ["validate", "export"])
def test_the_exit_codes_of_other_commands_stay(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "my.yaml"
    file.write_text("events:\n")
    assert main([command, str(file)]) == 1
    assert "“events” is empty" in "".join(capfd.readouterr())
