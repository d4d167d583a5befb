"""Taking the slice away: format, path, a preview of what will be written, a question before a file is replaced."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from timeline_tui import formats
from timeline_tui.model import Timeline
from timeline_tui.storage.writing import WriteError, write_atomic
from timeline_tui.text import clean, fold, plural, shorten
from timeline_tui.ui.dialogs import Confirm, Dialog

PREVIEW_LINES = 200


class ExportDialog(Dialog["Path | None"]):
    """Writes ``timeline`` and answers the path written, or None when left."""

    DEFAULT_CSS = """
    ExportDialog {
        & > .box { height: 90%; max-width: 120; }
        & Horizontal { height: 1fr; }
        & OptionList { width: 24; height: 100%; }
        & .preview { width: 1fr; border-left: vkey $panel; padding: 0 1; }
        & .preview Static { width: auto; }
        & Input { margin: 0 0; }
    }
    ExportDialog.-narrow OptionList { width: 12; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-normal")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]

    path = query_one(Input)
    message = query_one(".message", Label)
    preview = query_one(".preview Static", Static)

    def __init__(self, timeline: Timeline, format: str = "text") -> None:
        super().__init__()
        self._timeline = timeline
        self._formats = [format for format in formats.FORMATS if format.writes]
        self._format = formats.by_name(format)

    def compose(self) -> ComposeResult:
        """Formats beside the preview; the path and what is to be said below."""
        with Vertical(classes="box") as box:
            box.border_title = Content(f"Export {plural(len(self._timeline.events), 'event')}")
            with Horizontal():
                yield OptionList(*(Option(Content(format.title), id=format.name) for format in self._formats))
                with VerticalScroll(classes="preview"):
                    yield Static()
            yield Input(compact=True, placeholder="path of the file to write")
            yield Label(classes="message hint")

    def on_mount(self) -> None:
        """Start on the format asked for, with a file name made of the title."""
        self.path.value = default_name(self._timeline.title) + self._format.endings[0]
        self.query_one(OptionList).highlighted = self._formats.index(self._format)
        self.path.focus()

    @on(OptionList.OptionHighlighted)
    def _format_moved(self, event: OptionList.OptionHighlighted) -> None:
        old, self._format = self._format, self._formats[event.option_index]
        path = self.path.value
        if path.endswith(old.endings[0]):
            self.path.value = path[: -len(old.endings[0])] + self._format.endings[0]
        self._data = formats.write(self._timeline, self._format.name)
        self._show()

    def _show(self) -> None:
        lines = clean(self._data.decode()).splitlines()
        shown = "\n".join(shorten(line, 160) for line in lines[:PREVIEW_LINES])
        more = f"\n… {len(lines) - PREVIEW_LINES:,} more lines" if len(lines) > PREVIEW_LINES else ""
        self.preview.update(Content(shown + more))
        losses = formats.losses(self._timeline, self._format.name)
        self._say("; ".join(losses) or "Enter writes · Tab to the formats · Esc leaves")

    def _say(self, message: str, wrong: bool = False) -> None:
        self.message.update(Content(message))
        self.message.set_class(wrong, "wrong")

    @on(OptionList.OptionSelected)
    def _format_chosen(self) -> None:
        self.path.focus()

    @on(Input.Submitted)
    @work(exclusive=True)
    async def _write(self) -> None:
        path = Path(self.path.value).expanduser()
        try:
            replaces = path.exists()
            if replaces and path.is_file():
                question = Confirm(f"{path} exists.", "Replace it?")
                if not await self.app.push_screen_wait(question):
                    return
            written = write_atomic(path, self._data, overwrite=replaces)
        except (WriteError, OSError, ValueError) as error:
            self._say(str(error), wrong=True)
        else:
            self.dismiss(written)


def default_name(title: str) -> str:
    """A file name without ending for a title: letters, digits and dashes; "timeline" when none are left."""
    name = "-".join("".join(c if c.isalnum() else " " for c in fold(title)).split())
    return name[:60].strip("-") or "timeline"
