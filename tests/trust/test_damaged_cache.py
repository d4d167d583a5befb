"""A damaged cache: the file is read instead, and the image in the cache is deleted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from terminals import Terminal

from timeline_tui.cli.main import main
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import cache_key
from timeline_tui.storage.opening.images import ImageFile

pytestmark = pytest.mark.slow

TITLE = "long " * 80
FILE = "title: Kept\nevents:\n" + "".join(
    f"- {{date: 2024-06-{1 + n % 28:02}, title: {TITLE}{n}, countries: [Japan],"
    f" sources: ['https://example.org/{n % 9}'],"
    f" quotes: [{{text: words {n}, speaker: Speaker {n % 7}}}]}}\n"
    for n in range(2500)
)


def save(file: Path, folder: Path) -> str:
    """Save an image of a file in the cache. Returns its path."""
    inputs, loaded = find_inputs([str(file)]), load_timeline([str(file)])
    made_of = cache_key(inputs, DEFAULTS)
    assert inputs.large
    assert made_of
    saved = Cache(folder / "timeline-tui").save(made_of, Index(loaded.timeline), loaded.problems)
    assert saved
    return saved


def damage(image: str, section: str) -> None:
    """Change one byte in the middle of a section."""
    content = bytearray(Path(image).read_bytes())
    start, length, _ = Image(ImageFile(image))._table[section]
    content[start + length // 2] ^= 0x41
    Path(image).write_bytes(content)


# Sections whose checksum is compared when they are read, each with an export that reads it.
READERS = {
    "events": ["-q", "country:Japan", "-f", "json"],
    "earliest.days": ["-q", "date:2024-06-05", "-f", "json"],
    "facet.country.values": ["-q", "country:Japan", "-f", "json"],
    "quotes.speaker_of": ["--as", "quotes"],
    "uses.positions": ["--as", "sources"],
}


def test_a_command_reads_the_file_if_a_section_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("timeline_tui.storage.opening.cache.save_in_background", lambda *_: None)
    file = tmp_path / "kept.yaml"
    file.write_text(FILE)
    saved = save(file, tmp_path)
    sound = Path(saved).read_bytes()
    for section, words in READERS.items():
        Path(saved).write_bytes(sound)
        assert main(["export", str(file), *words]) == 0
        expected = capfd.readouterr()
        damage(saved, section)
        assert main(["export", str(file), *words]) == 0
        assert capfd.readouterr() == expected
        assert not Path(saved).exists(), section


def test_the_screen_starts_again_if_the_image_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    file.write_text(FILE)
    saved = save(file, tmp_path)
    damage(saved, "quotes.speaker_of")
    image = Path(saved).read_bytes()
    env = {"XDG_CACHE_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(str(file), env=env) as terminal:
        for key, shown in {"": "2,500 events", "3": "Speaker 0", "4": "Cited in view"}.items():
            terminal.press(key)
            terminal.read(1)
            terminal.press(key)  # again, because the screen may have started again
            terminal.wait_for(shown)
        terminal.press("q")
        assert terminal.exit_code() == 0, terminal.text
        assert terminal.left_on == []
    assert not Path(saved).exists() or Path(saved).read_bytes() != image


def test_an_image_that_is_cut_while_it_is_shown_does_not_end_the_session(tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    file.write_text(FILE)
    saved = save(file, tmp_path)
    env = {"XDG_CACHE_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(str(file), env=env) as terminal:
        terminal.wait_for("2,500 events")
        os.truncate(saved, 4096)
        terminal.press("G")
        terminal.read(2)
        terminal.press("3")
        terminal.wait_for("Speaker 0")
        terminal.press("q")
        assert terminal.exit_code() == 0, terminal.text
        assert terminal.left_on == []
