"""Draws the lines of a list in the styles of its widget."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.ui.flow import Line


class Brush:
    """Turns lines into strips; the styles that their names stand for are worked out once, until ``forget``."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str | Style, ...], Style] = {}

    def forget(self) -> None:
        """The widget's styles changed."""
        self._styles.clear()

    def strip(self, line: Line, state: str, sign: str, thumb: bool, width: int) -> Strip:
        """A line between the column of the sign and that of the thumb, padded or cut to ``width`` cells.

        ``state`` is a component class that is laid over all of it, or "".
        """
        over = (state,) if state else ()
        ground = self._style(*over)
        if isinstance(line, Strip):
            body = list(line.apply_style(ground))
        else:
            body = [Segment(text, self._style(*names, *over)) for text, names in _pieces(line)]
        segments = [Segment(sign, self._style("viewport--sign", *over)), *body]
        room = max(0, width - 1)
        cells = sum(segment.cell_length for segment in segments)
        if cells > room:
            segments = list(Strip(segments, cells).crop(0, room))
        segments.append(Segment(" " * (room - cells), ground))
        segments.append(Segment("▐", self._style("viewport--thumb")) if thumb else Segment(" ", ground))
        return Strip((segment for segment in segments if segment.text), room + 1)

    def _style(self, *names: str | Style) -> Style:
        """Component classes one over the other, on the widget's own background."""
        style = self._styles.get(names)
        if style is None:
            classes = [name for name in names if isinstance(name, str)]
            style = self._widget.get_visual_style(*classes).rich_style
            if any(self._widget.get_component_styles(name).text_style.reverse for name in classes):
                style += Style(reverse=True)  # get_visual_style forgets this one
            for extra in names:
                style += extra if isinstance(extra, Style) else Style.null()
            self._styles[names] = style
        return style


def _pieces(text: Text) -> Iterator[tuple[str, tuple[str | Style, ...]]]:
    """A text cut where its styles change; each piece with the styles that lie on it, bottom first."""
    size = len(text)
    cuts = {0, size}.union(*((min(span.start, size), min(span.end, size)) for span in text.spans))
    base = (text.style,) if text.style else ()
    for start, end in pairwise(sorted(cuts)):
        yield text.plain[start:end], (*base, *(s.style for s in text.spans if s.start <= start and end <= s.end))
