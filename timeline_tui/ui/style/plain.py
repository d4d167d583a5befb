"""The plain screen (``--plain``), for screen readers and braille displays: words in place of marks, no ornaments.

Widgets write words where they know what a mark means. The rest are lines, bars and boxes: `WithoutOrnaments` is a
filter of the app, so none of them is left on any screen, dialog or widget of Textual's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

# Lines and blocks become spaces. Each shape becomes a sign, because data may also have shapes.
_SAYING = {"▸": ">", "▾": "v", "‹": "<", "›": ">", "▲": "^", "▰": "#", "▱": ".", "★": "*", "✓": "+", "✗": "-", "❝": '"'}
_LINES = {chr(code): " " for code in range(0x2500, 0x25A0)}
_SHAPES = {chr(code): "*" for code in range(0x25A0, 0x2600)}
_ASCII = str.maketrans({**_LINES, **_SHAPES, "🔎": "  ", **_SAYING})
_KEYS = {"⏎": "Enter", "⌫": "Backspace", "←→": "Left and Right", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}
_GROUNDS = ("surface", "panel", "boost", "footer-background", "scrollbar", "scrollbar-background")

PLAIN_CSS = "Toast { width: 100%; max-width: 100%; margin: 0; padding: 0 1; }"
"""Toasts with nothing beside them."""


def is_plain(app: App[Any]) -> bool:
    """Whether the screen is plain."""
    return bool(getattr(app, "plain", False))


def key_words(text: str) -> str:
    """A text of ours about keys, with their names in place of their signs: "Enter chooses · Esc cancels"."""
    for sign, word in _KEYS.items():
        text = text.replace(sign, word)
    return text


class WithoutOrnaments(LineFilter):
    """Replaces lines, bars and boxes by spaces, and signs by ASCII, each by as many cells."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's
        """Textual: the pieces of a line."""
        return [Segment(text.translate(_ASCII), style, control) for text, style, control in segments]


def without_tints(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of a theme with one background everywhere, and without scroll bars."""
    ground = variables["background"]
    return {name: ground if name.startswith(_GROUNDS) else value for name, value in variables.items()}
