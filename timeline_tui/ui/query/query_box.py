"""The box that the query is typed in: Textual's own editing, with coloured words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.reactive import reactive
from textual.widgets import Input

from timeline_tui.query.query_fields import FIELDS
from timeline_tui.query.tokens import Word, words
from timeline_tui.text.text import clean, shorten
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.plain import is_plain

PLACEHOLDER = "Search"
LONGEST = 10_000  # characters; a longer paste is cut
SCROLL_STEP = 64  # cells


class QueryBox(Input, inherit_bindings=False, inherit_css=False):
    """An Input with coloured field names and minus signs. The characters of ``fault`` (start, end) are underlined.

    It has its own style sheet. The style sheet of an Input has borders and colours of faults, and takes twice as long
    to parse; and an Input without borders (``compact``) is styled two times more.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = Input.COMPONENT_CLASSES
    DEFAULT_CSS = """
    QueryBox {
        width: 100%;
        height: 1;
        margin: 0 1 0 3;
        color: $foreground;
        background: $foreground 7%;
        overflow: auto;
        scrollbar-size: 0 0;
        pointer: text;
        &:focus { background-tint: $foreground 5%; }
        & > .input--cursor {
            background: $input-cursor-background;
            color: $input-cursor-foreground;
            text-style: $input-cursor-text-style;
        }
        & > .input--selection { background: $input-selection-background; color: $input-selection-foreground; }
        & > .input--placeholder { color: $text-disabled; }
        &:ansi {
            color: ansi_default;
            background: ansi_default;
            & > .input--cursor { background: ansi_white; color: ansi_black; }
            & > .input--placeholder { color: ansi_default; text-style: dim; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in Input.BINDINGS
        if not (isinstance(binding, Binding) and binding.action == "submit")  # the bar handles Enter
    ]
    fault: reactive[tuple[int, int] | None] = reactive(None)

    def __init__(self, edited: Callable[[], None]) -> None:
        """``edited`` is called at the end of each edit: a message would arrive a frame after the character."""
        self.painter = Painter(self)  # before super: an Input is styled in its constructor
        # "-valid": an Input adds this class with its first text, and is styled again (0.8 ms of the first screen).
        super().__init__(placeholder=PLACEHOLDER, classes="-valid", select_on_focus=False, highlighter=_Colours(self))
        self._edited = edited
        self._hint = PLACEHOLDER
        self.cursor_blink = False  # each blink sends a frame, twice a second, also over a slow connection

    def notify_style_update(self) -> None:
        """Textual: the theme or the style sheet changed."""
        super().notify_style_update()
        self.painter.clear()

    def on_mount(self) -> None:
        """Textual: a plain screen has one background everywhere."""
        if is_plain(self.app):
            self.styles.background = self.styles.background_tint = "transparent"

    @property
    def content_width(self) -> int:
        """Textual: the width of the text, rounded up, because each change lays out the screen again."""
        return -(-super().content_width // SCROLL_STEP) * SCROLL_STEP

    @property
    def word(self) -> Word | None:
        """The word that the cursor is in or right behind; None if there is none."""
        cursor = self.cursor_position
        return next((word for word in words(self.value) if word.start < cursor <= word.end), None)

    @property
    def half_typed(self) -> Word | None:
        """The word that is being typed: the last one, with the cursor right behind it; None if there is none."""
        word = self.word
        return word if word and word.end == len(self.value) else None

    def column(self, offset: int) -> int:
        """The column in the box of the character at ``offset``."""
        return cell_len(self.value[:offset]) - self.scroll_offset.x

    def replace(self, text: str, start: int, end: int) -> None:
        """Textual: called for all typed and pasted text, which becomes one clean line here."""
        room = max(0, LONGEST - len(self.value) + abs(end - start))
        with self.prevent(Input.Changed):
            super().replace(clean(text[:room]).replace("\n", " "), start, end)
        self._edited()

    def write(self, text: str, cursor: int) -> None:
        """Replace the text without calling ``edited``."""
        with self.prevent(Input.Changed):
            self.value = text
            self.cursor_position = cursor

    def show_examples(self, terms: Sequence[str]) -> None:
        """Show some terms as examples while the box is empty."""
        self._hint = f"{PLACEHOLDER}, or {' '.join(terms)} …" if terms else PLACEHOLDER
        self._write_placeholder()

    def _write_placeholder(self) -> None:
        self.placeholder = shorten(self._hint, self.size.width or cell_len(self._hint))

    def on_paste(self, event: events.Paste) -> None:
        """Textual: paste all lines; an Input would take only the first."""
        event.prevent_default()
        event.stop()
        self.replace(event.text.strip(), *self.selection)

    def on_resize(self) -> None:
        """Textual: shorten the placeholder, which an Input would wrap, and scroll to the cursor."""
        self._write_placeholder()
        self.scroll_to(0, animate=False)
        self.scroll_to_region(Region(cell_len(self.value[: self.cursor_position]), 0, 1, 1), force=True, animate=False)


class _Colours(Highlighter):
    def __init__(self, box: QueryBox) -> None:
        self._box = box

    def highlight(self, text: Text) -> None:
        painter = self._box.painter
        for word in words(text.plain):
            if word.negated:
                text.stylize(painter.without_background("minus"), word.start, word.name_start)
            if word.name is not None and word.name.lower() in FIELDS:
                text.stylize(painter.without_background("field"), word.name_start, word.field_end)
        if self._box.fault:
            text.stylize(self._box.painter.without_background("fault"), *self._box.fault)
