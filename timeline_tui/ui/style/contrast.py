"""Contrast by WCAG 2.2: in every theme, text and marks are made lighter or darker until they can be read.

Textual's themes need it: in solarized-light the names of keys have a contrast of 1.5. Colours change just enough, and
keep their hue. `Readable` is a filter of the app, so it also gets the lines of Textual's own widgets. The
colours of a terminal (ansi themes, NO_COLOR) are not known, and do not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

TEXT, MARK = 4.5, 3.0
"""The least contrast of text (WCAG 2.2, 1.4.3), and of marks and the focus (1.4.11)."""

RGB = tuple[int, int, int]
WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)

MOST = 21.0  # the contrast of white and black

_STEPS = 7  # halvings of the way to white or black
_STEP_IN_256 = 1.2  # times the contrast that is tried next
_LETTER = re.compile(r"[^\W_]")
_LINEAR = tuple((v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4) for v in range(256))


def luminance(color: RGB) -> float:
    """The relative luminance: 0 for black, 1 for white."""
    red, green, blue = color
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of two colours: from 1 (the same luminance) to 21 (black and white).

    >>> contrast((255, 255, 255), (0, 0, 0))
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(2048)
def with_contrast(color: RGB, ground: RGB, least: float) -> RGB:
    """``color``, moved towards white or black until its contrast with ``ground`` is at least ``least``.

    It stays on its side of the ground, lighter or darker, unless no colour of that side has the contrast. On every
    ground white or black has a contrast of 4.58; beyond that the result is the one with more contrast.
    """
    if contrast(color, ground) >= least:
        return color
    below = luminance(ground)
    lightest, darkest = least * (below + 0.05) - 0.05, (below + 0.05) / least - 0.05  # luminances that are enough
    lighter = luminance(color) >= below
    if lightest > 1 if lighter else darkest < 0:
        lighter = contrast(WHITE, ground) > contrast(BLACK, ground)
    end = WHITE if lighter else BLACK
    nearest, low, high = end, 0.0, 1.0
    for _ in range(_STEPS):
        part = (low + high) / 2
        moved = _blend(color, end, part)
        if luminance(moved) >= lightest if lighter else luminance(moved) <= darkest:
            nearest, high = moved, part
        else:
            low = part
    return nearest


@lru_cache(2048)
def with_contrast_in_256(color: RGB, ground: RGB, least: float) -> RGB:
    """The same for a terminal with 256 colours, which shows the nearest ones that it has."""
    ground = _nearest(ground)
    wanted = least
    while contrast(_nearest(moved := with_contrast(color, ground, wanted)), ground) < least and wanted < MOST:
        wanted *= _STEP_IN_256
    return moved


def _nearest(color: RGB) -> RGB:
    red, green, blue = RichColor.from_rgb(*color).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
    return red, green, blue


def _blend(color: RGB, end: RGB, part: float) -> RGB:
    red, green, blue = color
    return (
        round(red + (end[0] - red) * part),
        round(green + (end[1] - green) * part),
        round(blue + (end[2] - blue) * part),
    )


class Readable(LineFilter):
    """Gives each piece of a line the contrast it needs: TEXT if it has a letter or a digit, else MARK.

    It applies the filters ``before`` first. Textual looks up each line in a cache for each filter, so that with one
    filter instead of two a key press takes 0.6 ms less.
    """

    def __init__(
        self, move: Callable[[RGB, RGB, float], RGB] = with_contrast, before: Sequence[LineFilter] = ()
    ) -> None:
        """``move`` is `with_contrast`, or `with_contrast_in_256` for a terminal with 256 colours."""
        super().__init__()
        self._before = before
        self._styles = lru_cache(2048)(partial(_readable, move))

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Textual: the pieces of a line; ``background`` is below those without a background of their own."""
        for line_filter in self._before:
            segments = line_filter.apply(segments, background)
        ground = background.rgb
        return [
            segment
            if segment.style is None or segment.text.isspace()
            else Segment(
                segment.text, self._styles(segment.style, ground, TEXT if _LETTER.search(segment.text) else MARK)
            )
            for segment in segments
        ]


@lru_cache(8)  # a line is cached for its filter, so this has to be the same one in each frame
def readable_after(filters: tuple[LineFilter, ...], move: Callable[[RGB, RGB, float], RGB]) -> Readable:
    """The filter that applies ``filters`` before it; ``move`` as for `Readable`."""
    return Readable(move, filters)


def _readable(move: Callable[[RGB, RGB, float], RGB], style: Style, ground: RGB, least: float) -> Style:
    color, background = style.color, style.bgcolor
    if color is None or color.triplet is None:
        return style
    moved = move(color.triplet, background.triplet if background and background.triplet else ground, least)
    return style if moved == color.triplet else style + Style(color=RichColor.from_rgb(*moved))


def readable_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of a theme, with backgrounds that can be told from those below: of cursors, and of scroll bars.

    A filter cannot do this: it does not know whether a background says something.
    """
    readable = {**variables}
    for name, grounds in _GROUNDS.items():
        for ground in (Color.parse(variables[ground]) for ground in grounds):
            color = ground + Color.parse(readable[name])
            readable[name] = Color(*with_contrast(color.rgb, ground.rgb, MARK)).hex
    # The choice in a list without the focus has a background that can hardly be seen.
    return {**readable, "block-cursor-blurred-text-style": "bold underline"}


_BARS = ("scrollbar", "scrollbar-hover", "scrollbar-active")
_GROUNDS: Mapping[str, Sequence[str]] = {
    "block-cursor-background": ("surface", "panel"),
    **dict.fromkeys(_BARS, ("scrollbar-background",)),
}
