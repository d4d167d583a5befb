"""How the detail looks: a style for each role, and the few shapes that its cards are made of.

Data only ever becomes ``Text``: markup and emoji codes in it stay as they are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from timeline_tui.model.timeline import Other
from timeline_tui.model.wording import other_texts
from timeline_tui.text.text import matches, plural
from timeline_tui.text.web_addresses import is_linkable

# Layout costs time by the line: very long data is cut here, and only here (search and export take all of it).
TITLE_CHARACTERS = 500
PROSE_CHARACTERS = 10_000
PROSE_LINES = 500
LABELS = 100

_LABELS_ASIDE = 48  # cells from which a column for labels leaves enough for what they label


class DetailStyles(NamedTuple):
    """A style for each role that a piece of text can have. ``match`` lies over the others."""

    text: Style
    dim: Style
    accent: Style
    heading: Style
    quote: Style
    speaker: Style
    disputes: Style
    confirms: Style
    uncertain: Style
    match: Style
    link: Style
    border: Style

    @classmethod
    def plain(cls) -> DetailStyles:
        """Without any colour: bold, underline and reverse only."""
        none, bold = Style(), Style(bold=True)
        return cls(
            text=none,
            dim=none,
            accent=bold,
            heading=bold,
            quote=none,
            speaker=bold,
            disputes=bold,
            confirms=none,
            uncertain=none,
            match=Style(reverse=True),
            link=Style(underline=True),
            border=none,
        )


class BarBeside:
    """Content behind a bar at its left, on every line."""

    def __init__(self, content: RenderableType, style: Style) -> None:
        self.content = content
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inside = options.update(width=max(1, options.max_width - 2), height=None)
        bar = Segment("| " if options.ascii_only else "▌ ", self.style)
        for line in console.render_lines(self.content, inside):
            yield bar
            yield from line
            yield Segment.line()


class TreeNode:
    """A node of a tree: content at the right of the lines that tie it to the others.

    ``going_on``: for each node above it from the top, and last for itself, whether siblings follow below; ``parent``:
    whether nodes hang from this one.
    """

    def __init__(self, content: RenderableType, going_on: Sequence[bool], parent: bool, style: Style) -> None:
        self.content = content
        self.going_on = going_on
        self.parent = parent
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        through, fork, corner = "|+`" if options.ascii_only else "│├└"
        above = "".join(f"{through} " if goes_on else "  " for goes_on in self.going_on[:-1])
        own = self.going_on[-1]
        first = f"{above}{fork if own else corner} "
        rest = f"{above}{through if own else ' '} {through if self.parent else ' '} "
        inside = options.update(width=max(1, options.max_width - len(rest)), height=None)
        for number, line in enumerate(console.render_lines(self.content, inside)):
            yield Segment(rest if number else first, self.style)
            yield from line
            yield Segment.line()


class ByWidth:
    """``wide`` where there are at least ``least`` cells, else ``narrow``."""

    def __init__(self, least: int, wide: RenderableType, narrow: RenderableType) -> None:
        self.least = least
        self.wide = wide
        self.narrow = narrow

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.wide if options.max_width >= self.least else self.narrow


class Pen(NamedTuple):
    """Writes data as ``Text``: cut where it is too long to lay out, with the reader's words highlighted."""

    styles: DetailStyles
    needles: Sequence[str] = ()

    def write(self, data: str, style: Style | None = None, characters: int = PROSE_CHARACTERS) -> Text:
        shown = "\n".join(data[:characters].split("\n", PROSE_LINES)[:PROSE_LINES])
        text = Text(shown, self.styles.text if style is None else style, overflow="fold")
        for start, end in matches(shown, self.needles):
            text.stylize(self.styles.match, start, end)
        if len(shown) < len(data):
            text.append(f"… {plural(len(data) - len(shown), 'more character')}", self.styles.dim)
        return text

    def labelled(self, pairs: Sequence[tuple[str, str]]) -> RenderableType:
        """Labels and what they label: in two columns, or in one where it is narrow."""
        columns = Table.grid(padding=(0, 2, 0, 0))
        columns.add_column(overflow="fold")
        columns.add_column(overflow="fold", ratio=1)
        lines = []
        for label, value in pairs[:LABELS]:
            name, data = self.write(label, self.styles.dim, TITLE_CHARACTERS), self.write(value)
            columns.add_row(name, data)
            lines.append(Text.assemble(name, (": ", self.styles.dim), data))
        body = ByWidth(_LABELS_ASIDE, columns, Group(*lines))
        return Group(body, *more(len(pairs) - LABELS, self.styles))

    def remarks(self, note: str, other: Other, style: Style) -> list[RenderableType]:
        """A note, and the keys that the schema does not know."""
        pairs = other_texts(other)
        return [*([self.write(note, style)] if note else []), *([self.labelled(pairs)] if pairs else [])]

    def address(self, url: str) -> Text:
        """The whole address, folded if need be; a terminal's link too where it may be followed."""
        text = self.write(url, self.styles.link)
        if is_linkable(url):
            text.stylize(Style(link=quote(url, safe="!#$%&'()*+,/:;=?@[]~")))
        return text


def more(count: int, styles: DetailStyles) -> list[Text]:
    """A line that says how many are not shown, if there are any."""
    return [Text(f"… {count:,} more", styles.dim)] if count > 0 else []
