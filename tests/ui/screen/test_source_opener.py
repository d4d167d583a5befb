"""The key o: a source is opened as copy, archive or address."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import NORMAL, reading

from timeline_tui.ui import browser
from timeline_tui.ui.app import TimelineApp
from timeline_tui.ui.browser import Address

TIMELINE = """
sources:
  all:
    {title: The statement, url: "https://example.org/a", copy: copies/a.pdf,
     archived: [{url: "https://archive.org/a", date: 2024-06-14}]}
events:
  - date: 2024-06-11
    title: With one source
    sources: [{source: all, at: p. 3}]
    quotes: [{text: We will stand, speaker: S, source: all, at: p. 3}]
  - {date: 2024-06-12, title: With a program, sources: [{title: Program, copy: copies/run.sh}]}
  - {date: 2024-06-13, title: Without its copy, sources: [{title: Gone, copy: copies/gone.pdf}]}
  - {date: 2024-06-14, title: With a copy elsewhere, sources: [{title: Outside, copy: ../outside.txt}]}
  - {date: 2024-06-15, title: With two sources, sources: [all, {title: Other, url: "https://example.org/b"}]}
  - {date: 2024-06-16, title: With nothing to open, sources: [{title: A book}]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "copies").mkdir(parents=True)
    (folder / "copies/a.pdf").write_bytes(b"%PDF-1.4")
    (folder / "copies/run.sh").write_text("#!/bin/sh")
    (tmp_path / "outside.txt").write_text("words")
    file = folder / "t.yaml"
    file.write_text(TIMELINE)
    return file


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser gets."""
    urls: list[str] = []

    def take(address: Address) -> None:
        urls.append(address.url)

    monkeypatch.setattr(browser, "open_in_browser", take)
    return urls


async def test_the_reader_chooses_copy_archive_or_address(tmp_path: Path, file: Path, opened: list[str]) -> None:
    async with reading(tmp_path, str(file), query="", size=NORMAL) as reader:
        await reader.press("o")
        for line in ("1 Copy", "copies/a.pdf, p. 3", "2 Archive, 14 June 2024", "3 Address", "https://example.org/a"):
            assert line in reader.text
        await reader.press("1")
        assert reader.toasts == ["Opening a.pdf"]
        await reader.press("o", "2", "o", "3")
        await reader.press("enter", "down", "o", "3")  # the quote in the detail
        await reader.press("escape", "3", "o", "3")  # the quote in the list of quotes
        assert opened == [
            f"{(file.parent / 'copies/a.pdf').as_uri()}#page=3",
            "https://archive.org/a#:~:text=We%20will%20stand",
            *["https://example.org/a#:~:text=We%20will%20stand"] * 3,
        ]
        assert reader.toasts == ["Opening example.org"]


async def test_only_documents_are_opened_and_a_copy_elsewhere_after_a_question(
    tmp_path: Path, file: Path, opened: list[str]
) -> None:
    async with reading(tmp_path, str(file), query="", size=NORMAL) as reader:
        await reader.press("down", "o")
        assert reader.toasts[0].startswith("Not opened: copies/run.sh: only documents, pictures and recordings")
        await reader.press("down", "o")
        assert reader.toasts[0] == "Not opened: copies/gone.pdf: there is no such file"
        await reader.press("down", "o")
        assert "This copy is outside of the folder of the timeline" in reader.text
        await reader.press("n")
        assert opened == []
        await reader.press("o", "y")
        assert opened == [(tmp_path / "outside.txt").as_uri()]
        await reader.press("down", "o")
        for line in ("1 The statement", "Copy: copies/a.pdf", "4 Other", "https://example.org/b"):
            assert line in reader.text
        await reader.press("4", "down", "o")
        assert opened[1:] == ["https://example.org/b"]
        assert reader.toasts[-1] == "No source of this event has a web address, an archive or a copy"
        await reader.type("/zebra")
        await reader.press("enter", "o")
        assert reader.toasts[-1] == "No event is in view"


async def test_a_screen_in_a_browser_opens_nothing_on_the_server(
    tmp_path: Path, file: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(tmp_path, str(file), query="", size=NORMAL) as reader:
        monkeypatch.setattr(TimelineApp, "is_web", True)
        await reader.press("o", "1")
        assert reader.toasts == ["A copy can be opened from a terminal, but not from a browser"]
        for key, address in (("2", "https://archive.org/a"), ("3", "https://example.org/a")):
            await reader.press("o", key)
            assert reader.toasts[0].startswith(f"Not opened from a browser. The address is {address}")
        assert opened == []
