"""The styles that lines are drawn in: one word for one look in all panes, from the colours of the theme alone.

An ink is written as ``"text-warning bold on primary/28"``: a colour of the theme or one of Textual's, perhaps with its
strength in percent; attributes, ``not`` before one that is taken away; the ground after ``on``. Textual's component
classes could say the same, but are worked out for each widget anew whenever the focus moves or a class changes: that
took longer than all else that a key does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.app import App
from textual.color import Color

STYLES: Mapping[str, str] = {
    # text
    "text": "foreground",
    "heading": "foreground bold",
    "dim": "text-muted",
    "accent": "text-accent bold",
    "note": "text-primary",
    "link": "text-primary underline",
    "match": "text-warning bold underline on warning-muted",
    "count": "text-accent",
    "none": "text-disabled",
    # what it says
    "quote": "foreground",
    "speaker": "text-secondary bold",
    "confirms": "text-success",
    "disputes": "text-error bold",
    "uncertain": "text-warning",
    "warning": "text-warning bold",
    "star": "text-warning",
    "included": "text-success bold",
    "excluded": "text-error strike",
    # lines
    "border": "foreground/25",
    "rail": "foreground/30",
    "rule": "foreground/20",
    # a list: what lies over an item, and what stands beside it
    "cursor": "on foreground/8",
    "cursor-focus": "on primary/28",
    "hover": "on foreground/4",
    "sign": "foreground/40",
    "sign-focus": "accent",
    "thumb": "foreground/30",
    "thumb-focus": "primary",
    "offer": "on primary/20",
    "offer-entered": "bold on primary/50",
    # the histogram
    "bar": "accent",
    "bar-total": "foreground/40",
    "bar-vague": "accent bold reverse",
    "bar-name": "text-accent bold reverse",
    "bar-chosen": "on primary/28",
    # the grid
    "row": "on foreground/5",
    "row-focus": "on foreground/8",
    "shade-1": "foreground on primary/16",
    "shade-2": "foreground on primary/32",
    "shade-3": "auto/90 on primary/50",
    "shade-4": "auto/95 on primary/72",
    "shade-5": "auto bold on primary",
    "cell": "auto bold on foreground/30",
    "cell-focus": "auto bold on accent",
    # the query and the keys
    "field": "text-accent",
    "minus": "text-error bold",
    "fault": "text-error bold underline",
    "key": "footer-key-foreground bold",
    "label": "footer-foreground",
    "off": "dim",
}

# With the terminal's own colours there are no shades, and no ground but its own.
_ANSI: Mapping[str, str] = {
    **dict.fromkeys(("dim", "none", "border", "rail", "rule", "thumb", "bar-total"), "dim"),
    "match": "text-warning bold underline",
    "cursor": "bold",
    "cursor-focus": "ansi_default reverse not dim",
    "hover": "",
    "sign": "",
    "sign-focus": "",
    "offer": "underline",
    "offer-entered": "ansi_default reverse not dim",
    "bar-chosen": "on ansi_bright_black",
    "row": "",
    "row-focus": "",
    "shade-1": "",
    "shade-2": "",
    "shade-3": "",
    "shade-4": "bold",
    "shade-5": "bold",
    "cell": "underline not dim",
    "cell-focus": "ansi_default reverse not dim",
}
# Without any colour no meaning may lie in one.
_NO_COLOR: Mapping[str, str] = {"bar-chosen": "reverse"}

_ATTRIBUTES = frozenset(("bold", "dim", "italic", "underline", "reverse", "strike"))


class NamedStyle(NamedTuple):
    """What an ink changes of what lies below it: colour, ground, attributes that it sets or takes away."""

    color: Color | None
    ground: Color | None
    attributes: Mapping[str, bool]


def named_style(name: str, app: App[object]) -> NamedStyle:
    """The ink of that name in the theme of ``app``. Raises KeyError."""
    text = STYLES[name]
    if app.native_ansi_color:
        text = _ANSI.get(name, text)
    if app.no_color:
        text = _NO_COLOR.get(name, text)
    return _parsed(text, app.theme_variables)


def _parsed(text: str, variables: Mapping[str, str]) -> NamedStyle:
    color = ground = None
    attributes = {}
    on, sets = False, True
    for word in text.split():
        if word == "on":
            on = True
        elif word == "not":
            sets = False
        elif word in _ATTRIBUTES:
            attributes[word], sets = sets, True
        else:
            name, _, percent = word.partition("/")
            found = _color(*variables.get(name, name).split())
            found = found.multiply_alpha(int(percent) / 100) if percent else found
            color, ground = (color, found) if on else (found, ground)
    return NamedStyle(color, ground, attributes)


def _color(name: str, percent: str = "100%") -> Color:
    """A colour as a theme writes it: ``#0178D4``, ``auto 60%``."""
    color = Color.automatic() if name == "auto" else Color.parse(name)
    return color.multiply_alpha(float(percent.rstrip("%")) / 100)
