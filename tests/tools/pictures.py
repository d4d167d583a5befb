"""Draw the pictures of the README: ``python tests/tools/pictures.py`` writes ``.github/*.svg``."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from screens import WEEK, reading  # noqa: E402  # found by the line above

PICTURES = {
    "screenshot": ((132, 36), WEEK, "c down space escape down down down"),
    "grid": ((132, 26), WEEK, "2 s down right right"),
    "disputed": ((118, 36), f"{WEEK} country:Japan", "end up up up enter down"),
}
"""For each picture, the columns and lines of the screen, the query, and the keys that are pressed."""

# Pages that show pictures load no fonts from elsewhere.
_FONT_ADDRESS = re.compile(r',\s*url\("https://[^)]*"\) format\("\w+"\)')


async def draw(name: str, folder: Path) -> None:
    """Write one picture."""
    size, query, keys = PICTURES[name]
    async with reading(folder, query=query, size=size) as reader:
        await reader.press(*keys.split())
        await reader.pilot.pause()
        svg = reader.app.export_screenshot(title="timeline-tui")
    (ROOT / ".github" / f"{name}.svg").write_text(_FONT_ADDRESS.sub("", svg), encoding="utf-8")


if __name__ == "__main__":
    for picture in sys.argv[1:] or PICTURES:
        with tempfile.TemporaryDirectory() as state:
            asyncio.run(draw(picture, Path(state)))
