"""Comparing countries on the screen: the events of all, the events of only one, and the key for the next part."""

from pathlib import Path

from screens import NARROW, NORMAL, WIDE, reading

from timeline_tui.ui.detail.detail import Detail

BOTH = 'country:Japan,"United States"'
PARTS = (
    'country:Japan country:"United States"',
    'country:Japan -country:"United States"',
    'country:"United States" -country:Japan',
    BOTH,
)


async def test_the_status_line_says_what_countries_share_and_what_only_one_has(tmp_path: Path) -> None:
    async with reading(tmp_path, query=BOTH, size=WIDE) as reader:
        said = "25 of 29 events · Japan and United States: 15 together, 5 only Japan, 5 only United States"
        assert reader.status.startswith(said)
        assert "Japan and United States" in reader.text
        assert "15 together ← this event" in reader.text


async def test_b_goes_through_the_parts_and_each_step_can_be_undone(tmp_path: Path) -> None:
    async with reading(tmp_path, query=BOTH, size=WIDE) as reader:
        shown = []
        for query, mark in zip(PARTS, ("▸ 15 together", "▸ 5 only J", "▸ 5 only U", "s: 15 together"), strict=True):
            await reader.press("b")
            assert reader.query == query
            assert mark in reader.status
            shown.append(int(reader.status.split()[0]))
        assert shown == [15, 5, 5, 25]
        for query in (*PARTS[2::-1], BOTH):
            await reader.press("u")
            assert reader.query == query
        await reader.press("U", "U", "b")
        assert reader.query == PARTS[2]


async def test_included_values_of_a_facet_are_compared(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("c", "space", "down", "space", "b")
        assert reader.query == "country:Ukraine country:Japan"
        assert reader.mode("Countries") == "all"
        await reader.press("b")
        assert "✗ Japan" in reader.text
        await reader.press("b", "b", "a")
        assert reader.query == "country:Ukraine country:Japan"


async def test_comparing_less_than_two_values_explains_what_to_do(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        assert "together" not in reader.status
        await reader.press("b")
        assert reader.query == "country:Japan"
        assert any("Include two countries" in notification.message for notification in reader.app._notifications)


async def test_enter_on_the_comparison_card_goes_to_the_next_part(tmp_path: Path) -> None:
    async with reading(tmp_path, query=BOTH, size=WIDE) as reader:
        detail = reader.explorer.query_one(Detail)
        await reader.press("enter")
        await reader.press_until("down", lambda: detail.card is not None and detail.card.kind == "compare")
        assert detail.card
        assert detail.card.kind == "compare"
        await reader.press("enter")
        assert reader.query == PARTS[0]


async def test_the_counts_are_shown_at_every_size(tmp_path: Path) -> None:
    async with reading(tmp_path, query=BOTH) as reader:
        await reader.press("b")
        for size in (NORMAL, NARROW):
            await reader.resize(size)
            assert "15 of 29" in reader.text.splitlines()[0], size
            assert "▸ 15 together, 5 only Japan" in reader.text, size


async def test_a_part_without_events_explains_why(tmp_path: Path) -> None:
    both = "country:Kazakhstan,Uzbekistan"
    async with reading(tmp_path, query=both, size=WIDE) as reader:
        await reader.press("b", "b")
        assert "No event matches." in reader.text
        assert "Without -country:Uzbekistan: 1 event" in reader.text
        assert "▸ 0 only Kazakhstan" in reader.status
        await reader.press("B")
        assert "Lanes are on; B shows one list again." in reader.text
        assert "Countries" in reader.text, "no lane needs the room of the facets"
        await reader.press("B")
        assert "Lanes are on" not in reader.text
        await reader.press("b", "b")
        assert reader.query == both


async def test_any_and_all_of_one_field_together_are_the_mode_mixed(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan,France country:Italy", size=WIDE) as reader:
        assert reader.mode("Countries") == "mixed"
        assert "together" not in reader.text


async def test_the_compared_values_side_by_side(tmp_path: Path) -> None:
    async with reading(tmp_path, query=BOTH, size=(140, 45)) as reader:
        event = reader.event
        assert "Countries" in reader.text
        await reader.press("B")
        assert "12 July 2023 ─ Japan ───── together 1 ────────" in reader.text
        assert "Countries" not in reader.text, "the lanes need the room"
        assert reader.event == event
        await reader.press("G", "up", "up", "up", "up", "up")
        lines = reader.text.splitlines()
        assert any("● Kishida tells the G7" in line and "● Beijing rejects the US" in line for line in lines)
        assert any("▌● Japan and Ukraine" in line and " ● The United States and" in line for line in lines)
        assert reader.event == "japan-ukraine-accord"
        await reader.press("enter")
        assert reader.explorer.panes.pane == "detail"
        await reader.press("escape", "2", "B")
        assert reader.explorer.panes.view == "timeline"
        assert "Countries" not in reader.text, "from another screen the key goes back to the lanes"
        await reader.press("B")
        assert "Countries" in reader.text, "on the timeline it ends them"


async def test_lanes_are_letters_without_room_and_words_on_a_plain_screen(tmp_path: Path) -> None:
    async with reading(tmp_path, query=BOTH, size=NORMAL) as reader:
        await reader.press("B", "G")
        for size, row in ((NORMAL, "▌J ● Japan imposes"), (NARROW, "▌J ● Japan imposes"), ((20, 5), "▌J ● Japan")):
            await reader.resize(size)
            assert row in reader.text, size
    async with reading(tmp_path, query=f"{BOTH},Ukraine", size=NORMAL) as reader:
        await reader.press("B", "G")
        assert "▌JK  ● Japan imposes" in reader.text, "the letters of all values that it has"
        await reader.press("escape")
        assert "▌● Japan imposes" in reader.text, "nothing is compared any more"
        await reader.press("B")
        assert any("Include two countries" in message for message in reader.toasts)
