"""Whatever of a kept image a faulty disk has changed: the screen comes, with what the files say, and the image goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal", allow_module_level=True)

from terminals import Terminal

from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.opening.cache import Cache, cache_key
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
    """Keep what is read of a file; where."""
    inputs, loaded = find_inputs([str(file)]), load_timeline([str(file)])
    made_of = cache_key(inputs, None)
    assert inputs.large
    assert made_of
    saved = Cache(folder / "timeline-tui").save(made_of, Index(loaded.timeline), loaded.problems)
    assert saved
    return saved


@pytest.mark.parametrize(
    "section", ["earliest", "facet.country.values", "quotes.speaker_of", "uses.positions", "events"]
)
def test_what_was_kept_and_is_damaged_does_not_keep_the_screen_away(section: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    file.write_text(FILE)
    saved = save(file, tmp_path)
    image = bytearray(Path(saved).read_bytes())
    start, length, _ = Image(ImageFile(saved))._table[section]
    image[start + length // 2] ^= 0x41
    Path(saved).write_bytes(image)
    env = {"XDG_CACHE_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(str(file), env=env) as terminal:
        for key, shown in {"": "2,500 events", "3": "Speaker 0", "4": "Cited in view"}.items():
            terminal.press(key)
            terminal.read(1)
            terminal.press(key)  # again, for the screen may have begun anew
            terminal.wait_for(shown)
        terminal.read(1)
        terminal.press("1")
        terminal.wait_for("2,500 events")
        terminal.press("q")
        assert terminal.exit_code() == 0, terminal.text
        assert terminal.left_on == []
    assert not Path(saved).exists() or Path(saved).read_bytes() != image


def test_what_was_kept_and_is_cut_while_it_is_shown_does_not_end_the_session(tmp_path: Path) -> None:
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
