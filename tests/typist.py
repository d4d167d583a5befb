"""Random keys at full speed: bursts of keys that do not wait for their effect."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

from screens import NARROW, NORMAL, WIDE, Reader, reading
from textual import events

from timeline_tui.ui.keymap import key_name

KEYS = (
    *'?1234/ctpSvVmyoresiz!uUbRjkgGxa{}+=-lhn,.:"',
    *("tab", "shift+tab", "escape", "escape", "enter", "enter", "space", "backspace", "left", "right", "up", "down"),
    *("home", "end", "pageup", "pagedown", "ctrl+d", "ctrl+u", "ctrl+p", "ctrl+left", "ctrl+right"),
    *("shift+left", "shift+right"),
)
CHARACTERS = {"space": " "}


def post(reader: Reader, *keys: str) -> None:
    """Send keys as a terminal does: all at once."""
    for key in keys:
        name = key_name(key) if len(key) == 1 else key
        reader.app.post_message(events.Key(name, key if len(key) == 1 else CHARACTERS.get(key)))


async def play(seed: int, folder: Path, bursts: int) -> list[str]:
    """Press random keys; exports go to ``folder``. Returns the keys. Raises the error of the app."""
    chosen, typed = random.Random(seed), []
    os.chdir(folder)
    async with reading(folder, size=chosen.choice([WIDE, NORMAL, NARROW, (20, 5)])) as reader:
        for _ in range(bursts):
            keys = [chosen.choice(KEYS) for _ in range(chosen.choice([1, 1, 2, 3, 5, 8]))]
            typed += keys
            post(reader, *keys)
            await asyncio.sleep(chosen.choice([0, 0, 0.001, 0.005, 0.02]))
            if reader.app._exception or reader.app._exit:
                break
        await reader.pilot.pause()
    return typed
