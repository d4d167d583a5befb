"""Exporting from the app: the events, or the view that is shown."""

from pathlib import Path

from screens import NARROW, NORMAL, WIDE, reading
from textual.widgets import Input, OptionList

from timeline_tui import formats


def choices(options: OptionList) -> list[str]:
    return [str(options.get_option_at_index(number).prompt) for number in range(options.option_count)]


async def test_the_export_offers_the_view_first_then_its_events(tmp_path: Path) -> None:
    titles = [format.title for format in formats.FORMATS if format.name in formats.VIEW_FORMATS]
    async with reading(tmp_path, query="country:Japan") as reader:
        for key, name, told in (
            ("2", "Grid", "20 of 29 events · 15 countries by day"),
            ("3", "Quotes", "20 of 29 events · 15 quotes by speaker"),
            ("4", "Sources", "20 of 29 events · 58 sources, most events first"),
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


async def test_a_view_is_exported_in_the_order_on_the_screen(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("3", "s", "e")
        reader.app.screen.query_one(Input).value = str(target)
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
    assert "15 quotes by date" in target.read_text(encoding="utf-8")


async def test_the_export_dialog_previews_the_chosen_format(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("3")
        for size in (WIDE, NORMAL, NARROW):
            await reader.resize(size)
            await reader.press("e")
            path = reader.app.screen.query_one(Input)
            assert path.value.endswith(".txt")
            assert "Quotes: Text" in reader.text
            await reader.press("tab", "down")
            assert path.value.endswith(".md")
            assert "# The G7" in reader.text
            await reader.press("escape")


async def test_the_export_dialog_lists_what_a_format_leaves_out(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        losses = formats.losses(reader.explorer.slice.narrowed(), "timelinejs")
        assert len(losses) > 1
        for size in (WIDE, NORMAL, NARROW):
            await reader.resize(size)
            await reader.press("e")
            options = reader.app.screen.query_one(OptionList)
            options.highlighted = choices(options).index(formats.by_name("timelinejs").title)
            await reader.pilot.pause()
            place = reader.app.screen.query_one(".message").region
            lines = reader.text.split("\n")[place.y : place.bottom]
            shown = " ".join(" ".join(line[place.x : place.right] for line in lines).split())
            assert shown == "; ".join(losses), size
            await reader.press("escape")


async def test_a_timeline_without_a_title_is_exported_under_the_name_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "harbour.csv"
    file.write_text("date,title\n2024-06-13,Talks\n")
    async with reading(tmp_path, str(file), query="") as reader:
        await reader.press("e")
        assert reader.app.screen.query_one(Input).value == "harbour.txt"
        assert "harbour.csv" in reader.text
