"""The query in force: what the screen shows while a part of the text in the query bar is not applied, and after it."""

from pathlib import Path

from screens import NORMAL, reading

from timeline_tui.ui.screen.key_line import KeyLine


async def test_a_half_typed_value_never_shows_the_result_of_another_text(tmp_path: Path) -> None:
    async with reading(tmp_path, query="oil") as reader:
        before = reader.status
        await reader.press("slash")
        await reader.type(" country:Uk")
        assert reader.query == "oil country:Uk", "an alias is a value"
        await reader.type("r")
        assert (reader.query, reader.status) == ("oil", before)
        assert "still showing oil" in reader.text.splitlines()[-1]
        await reader.press("enter")
        assert reader.query == "oil country:Ukraine", "the only completion is taken"
        assert "still showing" not in reader.text


async def test_after_leaving_the_bar_shows_the_query_in_force(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        bar = reader.explorer.query_bar
        await reader.press("slash")
        await reader.type("has:quotes oil")
        assert "did you mean has:quote? · still showing" in " ".join(reader.text.split())
        await reader.press("enter")
        assert bar.has_focus_within, "the reader can correct it"
        assert reader.query == "oil"
        reader.app.app_focus = False  # as when the reader looks something up in another window
        await reader.pilot.pause()
        assert bar.box.value == "has:quotes oil"
        reader.app.app_focus = True
        await reader.pilot.pause()
        await reader.press("shift+tab")
        assert (bar.box.value, reader.query, bar.box.fault) == ("oil", "oil", None)
        dropped = "What you typed was dropped · U brings it back"
        assert reader.toasts == [f"{dropped}\nhas: cannot be “quotes”; did you mean has:quote?"]
        await reader.press("U")
        assert (bar.has_focus_within, bar.box.value) == (True, "has:quotes oil")


async def test_what_was_dropped_half_typed_comes_back_in_the_bar(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        bar = reader.explorer.query_bar
        before = reader.query
        await reader.press("slash", "ctrl+a", "ctrl+k")
        await reader.type("country:Ukr")
        await reader.press("escape", "escape")
        assert (reader.query, bar.box.value) == (before, before)
        assert reader.toasts == ["What you typed was dropped · U brings it back"]
        await reader.press("U")
        assert (bar.has_focus_within, bar.box.value, reader.query) == (True, "country:Ukr", "")
        await reader.press("escape")
        await reader.type(" cuontry:U")
        await reader.resize((20, 5))
        await reader.press("escape")
        assert reader.toasts == ["U restores it"]
        await reader.resize(NORMAL)
        await reader.press("U")
        assert bar.box.value == "country:Ukr cuontry:U"
        await reader.press("ctrl+a", "ctrl+k")
        await reader.type("oil")
        await reader.press("enter", "u", "U")
        assert (reader.query, bar.has_focus_within) == ("oil", False), "a newer query is redone, not the old text"


async def test_a_narrow_line_says_in_short_that_the_text_is_not_applied(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=(50, 15)) as reader:
        await reader.press("slash")
        await reader.type("country:Ukr")
        line = reader.explorer.query_one(KeyLine)
        assert line.render_line(0).text.rstrip() == "tab Complete  ⏎ Done  esc Close list  not applied"
        await reader.press("escape")
        assert "esc Cancel" in line.render_line(0).text
        reader.explorer.query_bar._paused()
        assert reader.query == "", "a pause does not complete a value"


async def test_an_empty_view_says_which_value_no_event_has(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=(50, 15)) as reader:
        await reader.press("slash")
        await reader.type("country:Atlantis")
        await reader.press("enter")
        assert "no country is “Atlantis”" in reader.text
        for key in ("2", "3", "4", "5"):
            await reader.press(key)
            assert "no country is “Atlantis”" in reader.text
        await reader.press("1", "slash")
        await reader.type(" topic:g")
        await reader.press("enter")
        assert "no topic is “g”; did you mean topic:" in " ".join(reader.text.split())
        await reader.press("u", "u")
        assert "Atlantis" not in reader.text


async def test_a_field_typed_behind_the_field_of_a_facet_replaces_it(tmp_path: Path) -> None:
    async with reading(tmp_path, query="oil") as reader:
        box = reader.explorer.query_bar.box
        await reader.press("t", "slash")
        await reader.type(" country:Uk")
        assert (box.value, box.cursor_position, reader.query) == ("oil country:Uk", 14, "oil country:Uk")
        await reader.press("escape", "escape")
        for key in ("escape", "shift+tab"):
            await reader.press("t", "slash", "escape")
            reader.app.clear_notifications()
            await reader.press(key)
            assert (box.value, reader.toasts) == ("oil", []), "the reader typed nothing"
        await reader.press("t", "slash")
        await reader.type("Kishida")
        await reader.press("enter")
        assert 'no topic is “Kishida”; did you mean person:"Fumio Kishida"?' in " ".join(reader.text.split())
