"""Two chronologies on the screen: versions of one timeline, and the chronologies of two sides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden_files import check_golden
from screens import NARROW, NORMAL, WIDE, Reader, reading
from ui.test_reload import reloaded

from timeline_tui.storage.comparing import Comparing
from timeline_tui.ui.detail.detail import Detail

OLD = """title: A week in June
sources:
  ap: {title: Accord signed in Bari, publisher: AP, url: "https://example.org/ap", date: 2024-06-13}
  kantei: {title: Accord on Support, publisher: Kantei, url: "https://example.org/kantei"}
events:
  - id: accord
    date: 2024-06-12
    title: Japan and Ukraine sign an accord
    summary: The two leaders signed a ten-year accord in Rome.
    sources: [ap, {source: kantei, at: ¶6}]
  - {date: 2024-06-13, title: Leaders agree on a loan from frozen assets, countries: [Italy]}
  - {date: 2024-06-14, title: The Pope speaks on artificial intelligence}
"""
NEW = """title: A week in June
events:
  - {date: 2024-06-13, title: Leaders agree on a loan from frozen assets, countries: [Italy]}
  - {date: 2024-06-15, title: Peace summit opens in Switzerland}
  - id: accord
    date: 2024-06-13
    title: Japan and Ukraine sign an accord
    summary: The two leaders signed a ten-year accord in Bari.
    sources: [{source: kantei, at: ¶6, stance: confirms}]
sources:
  kantei: {title: Accord on Support, publisher: Kantei, url: "https://example.org/kantei"}
"""
SIDES = Comparing(("Claimant", "Defendant"))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """The paths of the old and the new version."""
    (tmp_path / "old.yaml").write_text(OLD)
    (tmp_path / "new.yaml").write_text(NEW)
    return str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")


def marks(reader: Reader) -> list[str]:
    """The marks of the rows that are on a wide screen."""
    rows = "\n".join(re.findall("(.*?)▏", reader.text))
    return re.findall(r"\+ added|− removed|✎ changed|= agreed|✎ differs|only \w+", rows)


@pytest.mark.parametrize("size", [WIDE, NORMAL, NARROW])
async def test_two_versions_at_every_size(tmp_path: Path, pair: tuple[str, str], size: tuple[int, int]) -> None:
    async with reading(tmp_path, *pair, query="", size=size, comparing=Comparing()) as reader:
        await reader.press("down", *(["enter"] if size == NARROW else []))
        text = reader.text.replace(str(tmp_path) + "/", "") + "\n"
        check_golden(f"versions_{size[0]}x{size[1]}.txt", text)


async def test_two_versions_are_one_timeline_that_follows_both(tmp_path: Path, pair: tuple[str, str]) -> None:
    async with reading(tmp_path, *pair, query="", size=WIDE, comparing=Comparing()) as reader:
        assert marks(reader) == ["✎ changed", "− removed", "+ added"]
        assert "1 added, 1 removed, 1 changed, 1 same" in reader.status
        assert re.search(r"Changes ─.*\n.*added +1 ", reader.text)
        await reader.press("c", *["end", "down"] * 2, "home", "down", "down", "space", "escape")
        assert (reader.query, marks(reader)) == ("change:removed", ["− removed"])
        await reader.press("escape", "slash")
        await reader.paste("is:changed")
        await reader.press("enter")
        assert reader.event == "accord"
        for line in (
            "−12 June 2024 +13 June 2024",
            "−AP: Accord signed in",
            "ten-year accord in −Rome. ten-year accord in +B",
        ):
            assert line in re.sub(" +", " ", reader.text)
        await reader.press("escape")
        new = Path(pair[1])
        assert await reloaded(reader, new, OLD) == ["1 event changed, 1 removed"]
        assert (marks(reader), reader.status) == ([], "3 events · nothing differs")
        await reloaded(reader, Path(pair[0]), OLD.replace("Rome", "Bari"))
        assert marks(reader) == ["✎ changed"]


async def test_a_key_compares_two_open_files(tmp_path: Path, pair: tuple[str, str]) -> None:
    async def compare(reader: Reader) -> None:
        reader.app.clear_notifications()
        await reader.press("D")
        await reader.workers_end()

    async with reading(tmp_path, *pair, query="", size=WIDE) as reader:
        await reader.press("m")
        await compare(reader)
        assert (marks(reader), reader.toasts) == (["✎ changed", "− removed", "+ added"], [])
        assert "★" in reader.text
        assert "A week in June: changes since" in reader.text
        await compare(reader)
        assert (marks(reader), reader.toasts) == ([], ["Both files are one timeline again"])
        assert "6 events" in reader.status
        Path(pair[0]).unlink()
        await compare(reader)
        assert reader.toasts == ["The files cannot be compared; press ! for the reason"]
        assert not reader.explorer.session.is_compared
    async with reading(tmp_path, pair[1], query="") as reader:
        await compare(reader)
        assert reader.toasts == ["To compare two files: timeline-tui diff OLD NEW --open"]


async def test_two_sides_are_one_timeline(tmp_path: Path, pair: tuple[str, str]) -> None:
    async with reading(tmp_path, *pair, query="", size=WIDE, comparing=SIDES) as reader:
        assert marks(reader) == ["✎ differs", "= agreed", "only Claimant", "only Defendant"]
        assert "1 agreed, 1 differing, 1 only Claimant, 1 only Defendant" in reader.status
        await reader.press("home", "slash")
        await reader.paste("side:Defendant is:disputed")
        await reader.press("enter")
        assert reader.event == "accord"
        card = reader.explorer.query_one(Detail)._column.cards[1]
        assert card.copy_text.splitlines()[-2:] == [
            "Claimant: AP: Accord signed in Bari; Kantei: Accord on Support, ¶6",
            "Defendant: Kantei: Accord on Support, ¶6 (confirms)",
        ]
        assert "other" not in [card.kind for card in reader.explorer.query_one(Detail)._column.cards]
        await reader.press("5")
        assert "≠ Defendant accord: Says 13 June 2024" in reader.text
        await reader.press("1", "escape", "slash")
        await reader.paste("side:Claimant,Defendant")
        await reader.press("enter")
        assert "2 together, 1 only Claimant, 1 only Defendant" in reader.status


async def test_a_plain_screen_has_words_in_place_of_marks(tmp_path: Path, pair: tuple[str, str]) -> None:
    async with reading(tmp_path, *pair, query="", plain=True, comparing=Comparing()) as reader:
        assert "  added · no source" in reader.text
        await reader.press("end", "up", "up", "enter")
        assert "      Old: [-12-] June 2024\n      New: {+13+} June 2024" in reader.text
