"""The export dialog: formats, a path and a preview. A file is replaced only after a question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from timeline_tui import formats
from timeline_tui.formats.views.view_export import ViewExport
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.moved_copies import folder_for, with_moved_copies
from timeline_tui.storage.writing import WriteError, write_atomic
from timeline_tui.text.text import clean, plural, shorten
from timeline_tui.ui.dialogs.dialogs import Confirm, Dialog
from timeline_tui.ui.dialogs.export_name import known_ending, with_ending
from timeline_tui.ui.textual_fixes.left_once import answer

PREVIEW_LINES = 200
MANY = 10_000
"""With more events, the preview has only the first PREVIEW_LINES, because to write 200,000 events takes 36 s."""
_NOT_ALL_READ = "not all of the file is read: the export has only what is found so far"
_UNCHECKED = "too many events to check here: “timeline-tui export” says what this format leaves out"


class ExportChoice(NamedTuple):
    """A way to export.

    ``end`` is the end of the file name: the usual ending of the format; for a view, also the name of the view
    (``-quotes.txt``). ``counts`` says what is written: "21 quotes". ``write`` returns the bytes of the file for a path.
    ``preview`` returns the bytes to show on the screen, below the text ``caption``. ``losses`` returns what the format
    cannot hold. ``is_final``: whether it has all that will be found in the files.
    """

    title: str
    format: str
    end: str
    counts: str
    write: Callable[[str], bytes]
    preview: Callable[[], bytes]
    losses: Callable[[], list[str]]
    caption: str = ""
    is_final: bool = True

    @property
    def ending(self) -> str:
        """The part of ``end`` from its first dot."""
        return self.end[self.end.index(".") :]


class ExportDialog(Dialog["Path | None"]):
    """Writes ``timeline``, or the ``view`` that shows it. The answer is the path of the file; None if cancelled."""

    DEFAULT_CSS = """
    ExportDialog {
        & > .box { height: 90%; max-width: 120; }
        & Horizontal { height: 1fr; }
        & OptionList { width: 27; height: 100%; }
        & .preview { width: 1fr; border-left: vkey $panel; padding: 0 1; }
        & .preview Static { width: auto; }
        & Input { margin: 0 0; }
        & .message { width: 100%; max-height: 8; overflow-y: auto; }
    }
    ExportDialog.-narrow OptionList { width: 21; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-normal")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel"),
        Binding("enter", "write", "Write", priority=True),
    ]

    path = query_one(Input)
    message = query_one(".message", Label)
    preview = query_one(".preview Static", Static)

    def __init__(
        self,
        timeline: Timeline,
        view: ViewExport | None = None,
        name: str = "",
        *,
        path: str,
        format: str = "",
        files: Sequence[str] | None = None,
        note: str = "",
        is_final: bool = True,
        is_view_final: bool = True,
    ) -> None:
        """``name`` is the title if the timeline has none. ``path`` is the suggested path, without ending.

        ``files`` are the paths that the timeline was read from; None for a database. ``format`` is the name of the
        format to begin with, if the view has it. ``note`` is shown with what a format loses. ``is_final`` and
        ``is_view_final``: whether the events, and the view, are complete, also if files are still being read.
        """
        super().__init__()
        self._timeline, self._stem, self._note = timeline, path, note
        self._shown_misnamed = ""
        views = _view_choices(view, name, is_previewed=len(timeline.events) <= MANY) if view else []
        views = [choice._replace(is_final=is_view_final) for choice in views]
        of_events = [choice._replace(is_final=is_final) for choice in _event_choices(timeline, name, files)]
        self._choices = [*views, *of_events]
        self._choice = next((choice for choice in views or self._choices if choice.format == format), self._choices[0])

    def compose(self) -> ComposeResult:
        """Textual: the formats beside the preview; below them the path and a message."""
        with Vertical(classes="box"):
            with Horizontal():
                yield OptionList(*(Option(Content(choice.title)) for choice in self._choices))
                with VerticalScroll(classes="preview"):
                    yield Static()
            yield Input(compact=True, placeholder="path of the file to write")
            yield Label(classes="message hint")

    def on_mount(self) -> None:
        """Textual: start with the suggested file and format."""
        self.path.value = self._stem + self._choice.end
        self.path.cursor_position = len(self.path.value)
        self.query_one(OptionList).highlighted = self._choices.index(self._choice)
        self.path.focus()

    @property
    def format(self) -> str:
        """The name of the format."""
        return self._choice.format

    @property
    def is_final(self) -> bool:
        """Whether the export has all that will be found in the files."""
        return self._choice.is_final

    @on(OptionList.OptionHighlighted)
    def _choice_moved(self, event: OptionList.OptionHighlighted) -> None:
        old, self._choice = self._choice, self._choices[event.option_index]
        path = self.path.value
        if path == self._stem + old.end:
            self.path.value = self._stem + self._choice.end
        else:  # the reader typed a name
            self.path.value = with_ending(path, self.format, self._choice.ending)
        self._show()

    def _show(self) -> None:
        lines = clean(self._choice.preview().decode()).splitlines()
        shown = "\n".join(shorten(line, 160) for line in lines[:PREVIEW_LINES])
        more = f"\n… {len(lines) - PREVIEW_LINES:,} more lines" if len(lines) > PREVIEW_LINES else ""
        captions = (self._choice.caption, "The text of the page:" if self.format == "html" else "")
        caption = Content("".join(f"{text}\n\n" for text in captions if text)).stylize("dim")
        self.preview.update(caption + Content(shown + more))
        box = self.query_one(".box")
        box.border_title = Content(f"Export {self._choice.counts}{'' if self.is_final else ' so far'}")
        box.border_subtitle = "" if self.is_final else "partly read"  # seen also where the message has no room
        self._hint()

    @on(Input.Changed)
    def _path_changed(self) -> None:
        if self._misnamed() != self._shown_misnamed:
            self._hint()

    def _misnamed(self) -> str:
        """A message if the file would have the ending of another format; else empty."""
        ending = known_ending(self.path.value)
        if not ending or ending in formats.by_name(self.format).endings:
            return ""
        return f"this writes {self._choice.title} into a file that ends in {ending}"

    def _hint(self) -> None:
        """Say what the format loses, or else the keys."""
        self._shown_misnamed = self._misnamed()
        next = "preview" if isinstance(self.focused, OptionList) else "formats" if self.path.has_focus else "path"
        keys = self.keys(f"⏎ writes the file · Tab goes to the {next} · Esc cancels")
        partial = "" if self.is_final else _NOT_ALL_READ
        messages = filter(None, (self._shown_misnamed, partial, self._note, *self._choice.losses()))
        self._show_message("; ".join(messages) or keys.plain)

    def on_descendant_focus(self) -> None:
        """Textual: another part has the focus, so Tab goes elsewhere. What is wrong stays."""
        if not self.message.has_class("wrong"):
            self._hint()

    def _show_message(self, message: str, wrong: bool = False) -> None:
        self.message.update(Content(message))
        self.message.set_class(wrong, "wrong")

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.path.focus()

    @work(exclusive=True)
    async def action_write(self) -> None:
        """Write the file. If it exists, ask before it is replaced."""
        path = self.path.value
        try:
            data = await asyncio.to_thread(self._choice.write, path)
            try:
                written = await _write_file(path, data)
            except WriteError as error:
                if not error.exists:
                    raise
                if not await answer(self.app, Confirm(f"{error.message}.", "Replace it?")):
                    return
                written = await _write_file(path, data, overwrite=True)
        except WriteError as error:
            if self.is_active:  # The reader may have closed the dialog in the meantime.
                self._show_message("; ".join(filter(None, (error.message, error.hint))), wrong=True)
        else:
            self.dismiss(written)


async def _write_file(path: str, data: bytes, *, overwrite: bool = False) -> Path:
    """Write in a thread, because a pipe waits for its reader. Returns the path of the file."""
    return await asyncio.to_thread(write_atomic, path, data, overwrite=overwrite)


def _event_choices(timeline: Timeline, name: str, files: Sequence[str] | None) -> list[ExportChoice]:
    """The events in every format. A web page is previewed as text."""

    def write(format: str, path: str) -> bytes:
        moved = with_moved_copies(timeline, files, folder_for(path)) if files is not None else timeline
        return formats.write(moved, format, name=name)

    choices, counts = [], plural(len(timeline.events), "event")
    is_cut = len(timeline.events) > MANY
    caption = f"The first {PREVIEW_LINES} of {counts}:" if is_cut else ""
    first = timeline._replace(events=tuple(timeline.events[:PREVIEW_LINES])) if is_cut else timeline
    for format in formats.FORMATS:
        if format.writes:
            preview = partial(formats.write, first, _previewed(format.name), name=name)
            is_checked = not is_cut or not (format.lossy or timeline.extract)
            losses = partial(formats.losses, timeline, format.name) if is_checked else lambda: [_UNCHECKED]
            title, end, to = format.title, format.endings[0], partial(write, format.name)
            choices.append(ExportChoice(title, format.name, end, counts, to, preview, losses, caption))
    return choices


def _view_choices(view: ViewExport, name: str, *, is_previewed: bool) -> list[ExportChoice]:
    """A view in the formats that can hold it, with titles like "Quotes: Text". A web page is previewed as text."""
    choices = []
    caption = "" if is_previewed else f"No preview: more than {MANY:,} events."
    for format in formats.FORMATS:
        if format.name in formats.VIEW_FORMATS:
            preview = partial(formats.write_view, view, _previewed(format.name), name)
            title, end = f"{view.title}: {format.title}", f"-{view.title.lower()}{format.endings[0]}"
            write = partial(_write_view, view, format.name, name)
            shown = preview if is_previewed else bytes
            choices.append(ExportChoice(title, format.name, end, view.counts, write, shown, list, caption))
    return choices


def _write_view(view: ViewExport, format: str, name: str, path: str) -> bytes:  # noqa: ARG001  # as ExportChoice.write
    return formats.write_view(view, format, name)


def _previewed(format: str) -> str:
    """The format in which a file in ``format`` is previewed."""
    return "text" if format == "html" else format
