"""Draws lines in inks, on the ground of a widget."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.ui.style.styles import named_style

# One line of a list, already wrapped. A string style in a `Text` names an entry of `STYLES`; it is combined with the
# background the line is drawn on. A rich `Style` is applied last.
Line = Text | Strip


class Painter:
    """Turns lines into strips, as the theme and the terminal want them.

    What their inks look like is worked out once, until ``forget``.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str | Style, ...], Style] = {}

    def forget(self) -> None:
        """The theme changed, or the ground of the widget."""
        self._styles.clear()

    def style(self, *names: str | Style) -> Style:
        """Inks one over the other on the widget's own ground; styles lie over them."""
        style = self._styles.get(names)
        if style is None:
            style = self._styles[names] = self._mixed(*names)
        return style

    def partial(self, name: str) -> Style:
        """An ink without a ground, to lie over whatever there is."""
        mixed = self.style(name)
        return Style(color=mixed.color, bold=mixed.bold, underline=mixed.underline, strike=mixed.strike)

    def line(self, line: Line, width: int, *over: str) -> Strip:
        """A line, padded or cut to ``width`` cells; inks ``over`` it lie over all of it."""
        ground = self.style(*over)
        if isinstance(line, Strip):
            segments = list(self._filtered(line.apply_style(ground)))
        else:
            segments = [Segment(text, self.style(*names, *over)) for text, names in _pieces(line)]
        return Strip(segments).adjust_cell_length(width, ground)

    def _filtered(self, strip: Strip) -> Strip:
        """Without the colours that they cannot have, say."""
        for line_filter in self._widget.get_line_filters():
            strip = strip.apply_filter(line_filter, self._widget.background_colors[1])
        return strip

    def _mixed(self, *names: str | Style) -> Style:
        base = self._widget.visual_style
        ground, color = base.background, base.foreground
        attributes: dict[str, Any] = {"bold": base.bold, "dim": base.dim, "reverse": base.reverse}
        for name in names:
            if isinstance(name, str):
                over = named_style(name, self._widget.app)
                ground = ground + over.ground if ground and over.ground else over.ground or ground
                color = over.color or color
                attributes |= over.attributes
        shown = ground + color if ground and color else color
        style = Style(color=shown and shown.rich_color, bgcolor=ground and ground.rich_color, **attributes)
        for extra in names:
            style += extra if isinstance(extra, Style) else Style.null()
        (segment,) = self._filtered(Strip([Segment(" ", style)]))
        return segment.style or style


def _pieces(text: Text) -> Iterator[tuple[str, tuple[str | Style, ...]]]:
    """A text cut where its styles change; each piece with the styles that lie on it, bottom first."""
    size = len(text)
    cuts = {0, size}.union(*((min(span.start, size), min(span.end, size)) for span in text.spans))
    base = (text.style,) if text.style else ()
    for start, end in pairwise(sorted(cuts)):
        yield text.plain[start:end], (*base, *(s.style for s in text.spans if s.start <= start and end <= s.end))
