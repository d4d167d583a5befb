"""Exporting from the app: the events, or the view that is shown."""

from pathlib import Path

import pytest
from screens import SIZES, WEEK, WIDE, Reader, reading
from tables import each_row
from textual.widgets import Input, OptionList

from timeline_tui import formats
from timeline_tui.model.timeline import View
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.state import State
from timeline_tui.ui.dialogs import export_dialog
from timeline_tui.ui.dialogs.export_dialog import ExportDialog
from timeline_tui.ui.dialogs.export_name import file_stem, with_ending


def choices(options: OptionList) -> list[str]:
    return [str(options.get_option_at_index(number).prompt) for number in range(options.option_count)]


@pytest.mark.slow
async def test_the_export_offers_the_view_first_then_its_events(tmp_path: Path) -> None:
    titles = [format.title for format in formats.FORMATS if format.name in formats.VIEW_FORMATS]
    async with reading(tmp_path, query="country:Japan") as reader:
        for key, name, told in (
            ("2", "Grid", "20 of 29 events · 15 countries by day"),
            ("3", "Quotes", "20 of 29 events · 15 quotes by speaker"),
            ("4", "Sources", "20 of 29 events · 42 sources, 37 origins, 16 more not cited in view, most events\nfirst"),
            ("5", "Disputes", "disputed claims by event"),
        ):
            target = tmp_path / f"{name}.txt"
            await reader.press(key, "e")
            options = reader.app.screen.query_one(OptionList)
            assert choices(options)[: len(titles) + 1] == [*(f"{name}: {title}" for title in titles), "Text"]
            reader.app.screen.query_one(Input).value = str(target)
            await reader.press("enter")
            await reader.until(lambda: len(reader.app.screen_stack) == 1)
            assert told in target.read_text(encoding="utf-8")


async def test_the_export_of_the_timeline_offers_only_its_events(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("e")
        writing = [format.title for format in formats.FORMATS if format.writes]
        assert choices(reader.app.screen.query_one(OptionList)) == writing


async def test_of_many_events_only_the_first_are_previewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_dialog, "MANY", 15)
    monkeypatch.setattr(export_dialog, "PREVIEW_LINES", 12)
    target = tmp_path / "out.jsonl"
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("e")
        assert "The first 12 of 20 events:" in reader.text
        assert "too many events to check here: “timeline-tui export”" in reader.text
        options = reader.app.screen.query_one(OptionList)
        options.highlighted = choices(options).index("JSON lines")
        reader.app.screen.query_one(Input).value = str(target)
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
        assert len(target.read_text(encoding="utf-8").splitlines()) == 21, "all events, after the header"
        await reader.press("3", "e")
        await reader.until(lambda: "No preview: more than 15 events." in reader.text)


async def test_a_view_is_exported_in_the_order_on_the_screen(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("3", "s", "e")
        reader.app.screen.query_one(Input).value = str(target)
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
    assert "15 quotes by date" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES)
async def test_the_export_dialog_previews_the_chosen_format(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, query="country:Japan", size=size) as reader:
        await reader.press("3", "e")
        path = reader.app.screen.query_one(Input)
        assert path.value == "the-g7-week-japan-quotes.txt"
        assert "Quotes: Text" in reader.text
        assert "Export 15 quotes" in reader.text
        await reader.press("tab", "end")
        assert "Export 20 events" in reader.text
        await reader.press("home", "down")
        assert path.value == "the-g7-week-japan-quotes.md"
        assert "# The G7" in reader.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_export_dialog_lists_what_a_format_leaves_out(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        losses = formats.losses(reader.explorer.slice.narrowed(), "timelinejs")
        assert len(losses) > 1
        await reader.press("e")
        await choose(reader, formats.by_name("timelinejs").title)
        place = reader.app.screen.query_one(".message").region
        lines = reader.text.split("\n")[place.y : place.bottom]
        shown = " ".join(" ".join(line[place.x : place.right] for line in lines).split())
        assert shown == "; ".join(losses)


async def test_a_timeline_without_a_title_is_exported_under_the_name_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "harbour.csv"
    file.write_text("date,title\n2024-06-13,Talks\n")
    async with reading(tmp_path, str(file), query="") as reader:
        await reader.press("e")
        assert reader.app.screen.query_one(Input).value == "harbour.txt"
        assert "harbour.csv" in reader.text


async def choose(reader: Reader, title: str) -> None:
    """Go to the formats, and put the cursor on one of them."""
    options = reader.app.screen.query_one(OptionList)
    options.focus()
    options.highlighted = choices(options).index(title)
    await reader.pilot.pause()


async def written(reader: Reader) -> str:
    """Wait for the message that a file is written. Returns the path."""
    await reader.until(lambda: any(toast.startswith("Wrote ") for toast in reader.toasts))
    return reader.toasts[-1].removeprefix("Wrote ")


@pytest.mark.parametrize(
    ("title", "query", "view", "stem"),
    [
        ("The G7 week, 10–14 June 2024", "is:disputed", "", "the-g7-week-disputed"),
        ("The G7 week, 10–14 June 2024", WEEK, "10–14 June", "the-g7-week-10-14-june"),
        ("A chronology of 200,000 events", "", "", "a-chronology-of-200000-events"),
        ("At 10:30, the vote", "", "", "at-10-30"),
        ("The G7 week – five days", "", "Everything", "the-g7-week"),
        ("", "country:Japan,China -topic:oil ships", "", "timeline-japan-china-not-oil-ships"),
        ("2024: a year", 'person:"Fumio Kishida" date:2024-06-10..', "", "2024-fumio-kishida-2024-06-10"),
        ("(no name)", "", "", "no-name"),
        ("Krieg und Frieden " * 9, "x" * 99, "", f"krieg-und-frieden-krieg-und-frieden-{'x' * 40}"),
        ("../../etc/passwd", "title:../..", "", "etc-passwd"),
        ("Хроника войны", "country:Україна", "", "хроника-воины-украіна"),
    ],
)
def test_a_file_is_named_by_title_and_filter(title: str, query: str, view: str, stem: str) -> None:
    assert file_stem(title, parse_query(query), view) == stem


@each_row(
    ("path", "format", "named"),
    [
        ("mine.txt", "yaml", "mine.yaml"),
        ("MINE.TXT", "yaml", "MINE.yaml"),
        ("~/a.b/mine.html", "csv", "~/a.b/mine.csv"),
        ("mine.csl.json", "json", "mine.json"),
        ("mine.json", "csl-json", "mine.csl.json"),
        ("mine.yml", "yaml", "mine.yml"),
        ("mine.htm", "text", "mine.txt"),
        ("mine", "yaml", "mine"),
        ("mine.v2", "yaml", "mine.v2"),
        ("", "yaml", ""),
    ],
)
def test_the_ending_follows_the_format(path: str, format: str, named: str) -> None:
    assert with_ending(path, format, formats.by_name(format).endings[0]) == named


async def test_an_error_while_writing_is_shown_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("mine")
    async with reading(tmp_path, query="is:disputed") as reader:
        await reader.press("e")
        path = reader.app.screen.query_one(Input)
        path.value = "gone/mine.csv"
        await reader.until(lambda: "this writes Text into a file that ends in .csv" in reader.text)
        await choose(reader, "YAML")
        assert path.value == "gone/mine.yaml"
        assert "this writes" not in reader.text
        await reader.press("enter")
        await reader.until(lambda: "the folder gone does not exist" in reader.text)
        assert "make it first" in reader.text
        assert isinstance(reader.app.screen, ExportDialog)
        assert path.value == "gone/mine.yaml", "what was typed is still there"
        assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["mine.csv"]
        assert (tmp_path / "mine.csv").read_text() == "mine"
        path.value = "mine.yaml"
        await reader.press("enter")
        assert await written(reader) == str(tmp_path / "mine.yaml")


@pytest.mark.parametrize("is_on_formats", [False, True])
async def test_enter_writes_from_the_path_and_from_the_formats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_on_formats: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(tmp_path, query="is:disputed") as reader:
        await reader.press("e")
        assert "⏎ writes the file" in reader.text
        if is_on_formats:
            await choose(reader, "YAML")
        await reader.press("enter")
        name = f"the-g7-week-disputed.{'yaml' if is_on_formats else 'txt'}"
        assert await written(reader) == str(tmp_path / name)
    assert len(formats.read((tmp_path / name).read_bytes(), name).timeline.events) == (13 if is_on_formats else 0)


@pytest.mark.slow
async def test_a_click_on_a_format_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(tmp_path) as reader:
        await reader.press("e")
        await reader.pilot.click(OptionList, offset=(2, 1))
        assert reader.app.screen.query_one(Input).value == "the-g7-week-10-14-june.md"
        assert len(reader.app.screen_stack) == 2
        await reader.press("escape")
    assert [*tmp_path.glob("the*")] == []


@pytest.mark.slow
async def test_the_name_of_a_view_names_the_file_and_a_typed_name_stays(tmp_path: Path) -> None:
    State.load(tmp_path / "state").save_view(find_inputs([]).key, View("Tokyo only", "country:Japan"))
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("3", "e")
        path = reader.app.screen.query_one(Input)
        assert path.value == "the-g7-week-tokyo-only-quotes.txt"
        await choose(reader, "Web page")
        assert path.value == "the-g7-week-tokyo-only.html"
        path.value = "mine.html"
        await reader.press("up")
        assert path.value == "mine.csl.json"
        await reader.press("home")
        assert path.value == "mine.txt"


async def test_the_folder_and_the_format_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    monkeypatch.chdir(here)
    async with reading(tmp_path, query="is:disputed") as reader:
        await reader.press("e")
        await choose(reader, "Web page")
        reader.app.screen.query_one(Input).value = "../there/first.html"
        await reader.press("enter")
        await written(reader)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("e")
        assert reader.app.screen.query_one(Input).value == "~/there/the-g7-week-japan.html"
        await reader.press("enter")
        assert await written(reader) == str(there / "the-g7-week-japan.html")
        await reader.press("3", "e")
        path = reader.app.screen.query_one(Input)
        assert path.value == "~/there/the-g7-week-japan-quotes.html"
        path.value = "here.csv"
        await choose(reader, "Quotes: CSV")
        await reader.press("enter")
        await reader.until(lambda: not isinstance(reader.app.screen, ExportDialog))
        assert (here / "here.csv").exists()
        await reader.press("e")
        assert reader.app.screen.query_one(Input).value == "the-g7-week-japan-quotes.csv"


async def test_a_folder_that_is_gone_is_not_suggested(tmp_path: Path) -> None:
    State.load(tmp_path / "state").set_settings(export_folder=str(tmp_path / "gone"), export_format="a later one")
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("e")
        assert reader.app.screen.query_one(Input).value == "the-g7-week-japan.txt"


async def test_a_web_page_is_previewed_as_text(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan", size=WIDE) as reader:
        await reader.press("e")
        await choose(reader, "Web page")
        assert "The text of the page:" in reader.text
        assert "Query: country:Japan" in reader.text
        assert "<html" not in reader.text
        await choose(reader, "YAML")
        assert "The text of the page:" not in reader.text


async def test_a_file_is_replaced_only_after_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "the-g7-week-disputed.txt"
    file.write_text("mine")
    async with reading(tmp_path, query="is:disputed") as reader:
        await reader.press("e", "tab", "enter")
        await reader.until(lambda: "Replace it?" in reader.text)
        await reader.press("enter")  # a second Enter is no answer
        assert "Replace it?" in reader.text
        await reader.press("n")
        assert file.read_text() == "mine"
        await reader.press("enter")
        await reader.until(lambda: "Replace it?" in reader.text)
        await reader.press("y")
        await written(reader)
    assert file.read_text(encoding="utf-8").startswith("The G7 week")
