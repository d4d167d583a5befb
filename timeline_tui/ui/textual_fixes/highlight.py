"""The highlighted option of a list, in themes of the terminal's own colours (Textual 8.2)."""

from __future__ import annotations

HIGHLIGHT = """
    {}:ansi OptionList > .option-list--option-highlighted {{
        color: ansi_default;
        background: ansi_default;
        text-style: bold underline;
    }}
"""
"""CSS for a screen of this name.

Textual's own style is black on white. With ``NO_COLOR`` nothing of that is left, and dim text stays white.
``text-style: reverse`` has no effect, because `Widget.get_visual_style` leaves it out.
"""
