"""Turns styled lines into strips: named styles are resolved for the theme and combined on a widget's background."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.strip import Strip
from textual.style import Style as WidgetStyle
from textual.widget import Widget

from timeline_tui.ui.style.contrast import MARK, with_contrast
from timeline_tui.ui.style.styles import FOCUS, MARKS, named_style

# A character of a text and one of a mark, for the filter that gives them the contrast they need.
_TEXT, _MARK = "a", "─"

# One line of a list, already wrapped. A string style in a `Text` is a name in `STYLES`; it is combined with the
# background the line is drawn on. A rich `Style` is applied last.
Line = Text | Strip


class Painter:
    """Draws the lines of one widget. Combined styles are cached until ``clear``."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str | Style, ...], Style] = {}

    def clear(self) -> None:
        """Empty the cache: the theme or the widget's background changed."""
        self._styles.clear()
        for name in ("_base", "_ground"):
            self.__dict__.pop(name, None)

    def style(self, *names: str | Style) -> Style:
        """Named styles combined in this order on the widget's background; rich styles are applied after them."""
        style = self._styles.get(names)
        if style is None:
            style = self._styles[names] = self._combined(*names)
        return style

    def without_background(self, name: str) -> Style:
        """A named style without background, for text that has a background."""
        style = self.style(name)
        return Style(color=style.color, bold=style.bold, underline=style.underline, strike=style.strike)

    def line(self, line: Line, width: int, *over: str) -> Strip:
        """A line, padded or cut to ``width`` cells; the styles ``over`` are applied to all of it."""
        return Strip(self.segments(line, width, *over), width)

    def segments(self, line: Line, width: int, *over: str) -> list[Segment]:
        """The pieces of that line."""
        base = self.style(*over)
        if isinstance(line, Strip):
            segments = self._filtered(list(line.apply_style(base)), self._widget.background_colors[1])
        else:
            segments = [Segment(text, self.style(*names, *over)) for text, names in _pieces(line)]
        return Segment.adjust_line_length(segments, width, base)

    @cached_property
    def _base(self) -> WidgetStyle:
        return self._widget.visual_style

    @cached_property
    def _ground(self) -> Color:
        """The widget's background. To compute it from all ancestors is half the cost of a combined style."""
        return self._widget.background_colors[1]

    def _filtered(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments after Textual's line filters, one of which removes colour if ``NO_COLOR`` is set."""
        for line_filter in self._widget.get_line_filters():
            segments = line_filter.apply(segments, background)
        return segments

    def _combined(self, *names: str | Style) -> Style:
        base = self._base
        background, color = base.background, base.foreground
        # Never None for dim: a title that is bold is also dim if Rich puts its style over the style of a dim border.
        attributes: dict[str, Any] = {"bold": base.bold, "dim": bool(base.dim), "reverse": base.reverse}
        sample = _TEXT
        for name in names:
            if isinstance(name, str):
                over = named_style(name, self._widget.app)
                if over.background:
                    background = _over(background, over.background, name in FOCUS)
                if over.color:
                    color, sample = over.color, _MARK if name in MARKS else _TEXT
                attributes |= over.attributes
        shown = background + color if background and color else color
        style = Style(color=shown and shown.rich_color, bgcolor=background and background.rich_color, **attributes)
        for extra in names:
            style += extra if isinstance(extra, Style) else Style.null()
        (segment,) = self._filtered([Segment(sample, style)], self._ground)
        return segment.style or style


def _over(below: Color | None, background: Color, is_focus: bool) -> Color:
    """A background over another. If it shows the focus, it differs visibly from the background below."""
    if not below:
        return background
    mixed = below + background
    if not is_focus or mixed.ansi is not None or below.ansi is not None:
        return mixed
    return Color(*with_contrast(mixed.rgb, below.rgb, MARK))


def _pieces(text: Text) -> Iterator[tuple[str, tuple[str | Style, ...]]]:
    """The text split where its styles change; each piece with its styles in the order they are applied."""
    size = len(text)
    cuts = {0, size}.union(*((min(span.start, size), min(span.end, size)) for span in text.spans))
    base = (text.style,) if text.style else ()
    for start, end in pairwise(sorted(cuts)):
        yield text.plain[start:end], (*base, *(s.style for s in text.spans if s.start <= start and end <= s.end))


class PaintedWidget(Widget):
    """A widget whose lines are drawn by its ``_painter``, which forgets its styles when the widget gets others."""

    _painter: Painter

    def notify_style_update(self) -> None:
        """Textual: the theme, the focus or the style sheet changed."""
        super().notify_style_update()
        self._painter.clear()
