"""The parts of the cards of the detail: a style for each role, a writer of texts, and a few shapes.

Data is never parsed as markup: it becomes ``Text``, and emoji codes in it stay as they are written.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.strip import Strip

from timeline_tui.text.matches import matches
from timeline_tui.text.text import plural
from timeline_tui.text.web_addresses import is_linkable

# Very long data is cut for drawing, because each line takes time to lay out. Search and export use all of it.
TITLE_CHARACTERS = 500
PROSE_CHARACTERS = 10_000
PROSE_LINES = 500
LABELS = 100

_LABELS_ASIDE = 48  # cells from which labels have a column of their own


IS_MATCH = Style(meta={"match": True})  # where a word of the query is


class DetailStyles(NamedTuple):
    """A style for each role that a piece of text can have. ``match`` is applied over the others."""

    text: Style
    dim: Style
    time: Style
    heading: Style
    quote: Style
    speaker: Style
    disputes: Style
    confirms: Style
    removed: Style
    added: Style
    match: Style
    link: Style
    border: Style

    @classmethod
    def plain(cls) -> "DetailStyles":
        """Styles without any colour: bold, underline and reverse only."""
        none, bold = Style(), Style(bold=True)
        return cls(
            text=none,
            dim=none,
            time=bold,
            heading=bold,
            quote=none,
            speaker=bold,
            disputes=bold,
            confirms=none,
            removed=Style(strike=True),
            added=Style(underline=True),
            match=Style(reverse=True),
            link=Style(underline=True),
            border=none,
        )


class BarBeside:
    """Content with a vertical bar at its left, on every line."""

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
    """A node of a tree: content at the right of the lines that connect it with the others.

    ``goes_on`` has an item for each ancestor from the top, and a last one for the node itself: whether siblings follow
    below. ``has_children``: whether nodes hang from this one.
    """

    def __init__(self, content: RenderableType, goes_on: Sequence[bool], has_children: bool, style: Style) -> None:
        self.content = content
        self.goes_on = goes_on
        self.has_children = has_children
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        through, fork, corner = "|+`" if options.ascii_only else "│├└"
        *ancestors, own = self.goes_on
        above = "".join(f"{through} " if goes_on else "  " for goes_on in ancestors)
        first = f"{above}{fork if own else corner} "
        rest = f"{above}{through if own else ' '} {through if self.has_children else ' '} "
        inside = options.update(width=max(1, options.max_width - len(rest)), height=None)
        for number, line in enumerate(console.render_lines(self.content, inside)):
            yield Segment(rest if number else first, self.style)
            yield from line
            yield Segment.line()


LEAST_NAME, LEAST_ASIDE = 8, 4  # cells of a line: the name has at least so many before the text at its end


class Spread:
    """One line: ``lead``, ``name`` cut to fit, ``tail``, and at the right end ``aside``, which takes at most 40 %.

    If the name has less than a few cells, ``aside`` is cut further, or left out.
    """

    def __init__(self, lead: Text, name: Text, tail: Text, aside: Text) -> None:
        self.lead, self.name, self.tail, self.aside = lead, name, tail, aside

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = options.max_width
        aside, name = self.aside.copy(), self.name.copy()
        free = columns - self.lead.cell_len - self.tail.cell_len
        gap = 2
        width = min(columns * 2 // 5, free - gap - min(name.cell_len, LEAST_NAME))
        if not aside or width < LEAST_ASIDE < aside.cell_len:
            aside, gap = Text(), 0
        aside.truncate(max(0, width), overflow="ellipsis")
        room = free - aside.cell_len - gap
        name.truncate(max(1, room), overflow="ellipsis")
        blank = " " * max(0, room - name.cell_len + gap)
        line = Text.assemble(self.lead, name, self.tail, blank, aside, overflow="crop", no_wrap=True)
        line.truncate(columns)
        yield line


class Clamped:
    """A text on at most ``lines`` lines; the last one ends with "…" if there is more."""

    def __init__(self, text: Text, lines: int) -> None:
        self.text, self.lines = text, lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wrapped = self.text.wrap(console, options.max_width, overflow="fold")
        shown = wrapped[: self.lines]
        if len(wrapped) > self.lines:
            last = shown[-1]
            last.rstrip()
            last.truncate(options.max_width - 1)
            last.append("…")
        yield from shown


class Drawn:
    """Lines that are already drawn, all equally wide."""

    def __init__(self, lines: Sequence[Strip]) -> None:
        self.lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines:
            yield from line
            yield Segment.line()


class ByWidth:
    """``wide`` if there are at least ``least`` cells, else ``narrow``."""

    def __init__(self, least: int, wide: RenderableType, narrow: RenderableType) -> None:
        self.least = least
        self.wide = wide
        self.narrow = narrow

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.wide if options.max_width >= self.least else self.narrow


class TextWriter(NamedTuple):
    """Turns data into ``Text``: cut if it is too long to lay out, with the words of the query highlighted."""

    styles: DetailStyles
    needles: Sequence[str] = ()
    plain: bool = False
    """Whether words say all, without signs."""

    def signed(self, sign: str, words: str) -> str:
        """Words behind the sign that says the same."""
        return words if self.plain else f"{sign} {words}"

    def text(self, data: str, style: Style | None = None, characters: int = PROSE_CHARACTERS) -> Text:
        """``data`` in a style (default: the style of text), at most ``characters`` long; the rest is counted."""
        shown = "\n".join(data[:characters].split("\n", PROSE_LINES)[:PROSE_LINES])
        text = Text(shown, self.styles.text if style is None else style, overflow="fold")
        for start, end in matches(shown, self.needles):
            text.stylize(self.styles.match + IS_MATCH, start, end)
        if len(shown) < len(data):
            text.append(f"… {plural(len(data) - len(shown), 'more character')}", self.styles.dim)
        return text

    def labelled(self, pairs: Sequence[tuple[str, str]]) -> RenderableType:
        """Labels with their values: in two columns, or one line each if it is narrow."""
        columns = Table.grid(padding=(0, 2, 0, 0))
        columns.add_column(overflow="fold")
        columns.add_column(overflow="fold", ratio=1)
        lines = []
        for label, value in pairs[:LABELS]:
            name, data = self.text(label, self.styles.dim, TITLE_CHARACTERS), self.text(value)
            columns.add_row(name, data)
            lines.append(Text.assemble(name, (": ", self.styles.dim), data))
        body = ByWidth(_LABELS_ASIDE, columns, Group(*lines))
        return Group(body, *more(len(pairs) - LABELS, self.styles))

    def remarks(self, note: str, pairs: Sequence[tuple[str, str]], style: Style) -> list[RenderableType]:
        """A note in a style, then labels with their values, if there are any."""
        return [*([self.text(note, style)] if note else []), *([self.labelled(pairs)] if pairs else [])]

    def address(self, url: str) -> Text:
        """The whole address, folded if it is too long. If it may be opened, it is also a link of the terminal."""
        return linked(self.text(url, self.styles.link), url)


def linked(text: Text, url: str) -> Text:
    """The text as a link of the terminal to the whole of ``url``, if that may be opened."""
    if is_linkable(url):
        text.stylize(Style(link=quote(url, safe="!#$%&'()*+,/:;=?@[]~")))
    return text


def more(count: int, styles: DetailStyles) -> list[Text]:
    """The line "… 12 more" in a list; an empty list for ``count`` 0 or below."""
    return [Text(f"… {count:,} more", styles.dim)] if count > 0 else []


def panel(body: RenderableType, border: Style, title: Text | None, subtitle: Text | None = None) -> Panel:
    """A box with round corners around ``body``, with a title in its upper and a subtitle in its lower border."""
    return Panel(
        body,
        box=box.ROUNDED,
        title=title,
        title_align="left",
        subtitle=subtitle,
        subtitle_align="right",
        border_style=border,
    )
