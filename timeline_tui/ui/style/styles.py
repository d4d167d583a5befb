"""The named styles of the screen: one name for one meaning in all panes, with colours from the theme only.

A style is written as ``"text-warning bold on primary/28"``: a colour of the theme or one of Textual's, with its opacity
in percent if it is not opaque; attributes, with ``not`` before one that is switched off; the background after ``on``.

Each colour has one meaning: accent is the focus and the keys, error is a dispute or a fault, primary is time, success
is what the filter or a source confirms. Everything else is plain, bold or muted. A sign or a word says the same.

Textual's component classes in CSS can say the same, but Textual resolves them again for each widget on every change of
focus: that adds 2 ms (8 classes on 8 widgets) to 4 ms (20 classes on 8 widgets) to 12.6 ms.
"""

from collections.abc import Mapping
from typing import NamedTuple

from textual.app import App
from textual.color import Color

from timeline_tui.ui.style.plain import is_plain

STYLES: Mapping[str, str] = {
    # text
    "text": "foreground",
    "heading": "foreground bold",
    "dim": "text-muted",
    "accent": "text-accent bold",
    "link": "text-muted underline",
    "match": "text-success bold underline on success-muted",
    "none": "text-disabled",
    # meanings
    "quote": "foreground",
    "speaker": "foreground bold",
    "confirms": "text-success",
    "disputes": "text-error bold",
    "time": "text-primary",
    "weak": "foreground bold",
    "star": "foreground bold",
    "removed": "text-muted strike",
    "added": "foreground bold underline",
    "included": "text-success bold",
    "excluded": "text-muted strike",
    "tab": "foreground bold on foreground/12",
    # lines
    "border": "foreground/25",
    "rail": "foreground/30",
    "rule": "foreground/20",
    # a list: the state of an item, and the columns beside it
    "cursor": "on foreground/8",
    "cursor-focus": "on primary/28",
    "hover": "on foreground/4",
    "sign": "foreground/40",
    "sign-focus": "accent",
    "thumb": "foreground/30",
    "thumb-focus": "primary",
    "offer-entered": "bold on primary/50",
    # the histogram
    "bar": "text-primary",
    "bar-total": "foreground/40",
    "bar-vague": "text-primary bold reverse",
    "bar-name": "text-accent bold reverse",
    "bar-chosen": "on primary/28",
    # the grid
    "first": "bold",
    "row": "on foreground/5",
    "row-focus": "on foreground/8",
    "shade-1": "foreground on primary/16",
    "shade-2": "foreground on primary/32",
    "shade-3": "auto/90 on primary/50",
    "shade-4": "auto/95 on primary/72",
    "shade-5": "auto bold on primary",
    "cell": "auto bold on foreground/30",
    "cell-focus": "auto bold on accent",
    # the query and the line of keys
    "field": "text-muted",
    "minus": "foreground bold",
    "fault": "text-error bold underline",
    "key": "text-accent bold",
    "label": "footer-foreground",
    "off": "dim",
}

# Replacements for a theme of the terminal's own 16 colours: it has no shades and no backgrounds of its own.
_ANSI: Mapping[str, str] = {
    **dict.fromkeys(("dim", "none", "border", "rail", "rule", "thumb", "bar-total"), "dim"),
    "match": "text-success bold underline",
    "tab": "bold",
    "cursor": "bold",
    "cursor-focus": "ansi_default reverse not dim",
    "hover": "",
    "sign": "",
    "sign-focus": "",
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
# Replacements for NO_COLOR: a meaning must not depend on colour.
_NO_COLOR: Mapping[str, str] = {"bar-chosen": "reverse"}

# The styles of lines and bars. The others are of text, which needs more contrast (see `contrast`).
MARKS = frozenset(
    ("border", "rail", "rule", "sign", "sign-focus", "thumb", "thumb-focus", "bar", "bar-total", "bar-vague")
)
# The styles whose background shows where the focus is.
FOCUS = frozenset(("cell", "cell-focus"))

# Replacements for a plain screen, which also has no backgrounds.
_PLAIN: Mapping[str, str] = {
    **dict.fromkeys(("cursor", "cursor-focus", "bar-chosen"), "bold"),
    "cell": "underline",
    "cell-focus": "bold reverse",
}

_ATTRIBUTES = frozenset(("bold", "dim", "italic", "underline", "reverse", "strike"))


class NamedStyle(NamedTuple):
    """What a style changes in the style below it. An attribute set to False is switched off."""

    color: Color | None
    background: Color | None
    attributes: Mapping[str, bool]


def named_style(name: str, app: App[object]) -> NamedStyle:
    """The style of that name in the theme of ``app``. Raises KeyError for an unknown name."""
    text = STYLES[name]
    if app.native_ansi_color:
        text = _ANSI.get(name, text)
    if app.no_color:
        text = _NO_COLOR.get(name, text)
    if is_plain(app):
        return _parsed(_PLAIN.get(name, text), app.theme_variables)._replace(background=None)
    return _parsed(text, app.theme_variables)


def _parsed(text: str, variables: Mapping[str, str]) -> NamedStyle:
    color = background = None
    attributes = {}
    on, switch_on = False, True
    for word in text.split():
        if word == "on":
            on = True
        elif word == "not":
            switch_on = False
        elif word in _ATTRIBUTES:
            attributes[word], switch_on = switch_on, True
        else:
            name, _, percent = word.partition("/")
            found = _color(*variables.get(name, name).split())
            found = found.multiply_alpha(int(percent) / 100) if percent else found
            color, background = (color, found) if on else (found, background)
    return NamedStyle(color, background, attributes)


def _color(name: str, percent: str = "100%") -> Color:
    """A colour as a theme writes it: ``#0178D4``, ``auto 60%``."""
    color = Color.automatic() if name == "auto" else Color.parse(name)
    return color.multiply_alpha(float(percent.rstrip("%")) / 100)
