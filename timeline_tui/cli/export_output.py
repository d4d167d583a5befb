"""Writing the events that a command selects, or a screen of them, to stdout or a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline_tui import formats
from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.selection import Selection
from timeline_tui.cli.streams import shown_progress, write_data, write_message
from timeline_tui.model.timeline import Timeline

if TYPE_CHECKING:  # 4 ms, and only -o needs it
    from timeline_tui.storage.writing import Data


def write_selection(selection: Selection, options: Options, format: str) -> int:
    """Write the selected events, or a screen of them, to stdout or a file."""
    with shown_progress("writing"):
        data = _view(selection, options, format) if options.shape else _events(selection, options, format)
    if options.output:
        return write_file(options.output, data, options.force)
    write_data(data)
    return DONE


def write_file(path: str, data: Data, force: bool) -> int:
    """Write a file, which may exist only with ``force``. Returns DONE, or BAD after a message that says why not."""
    # 4 ms, and only -o needs it
    from timeline_tui.storage.writing import WriteError, write_atomic

    try:
        write_atomic(path, data, overwrite=force)
    except WriteError as error:
        write_message(str(error))
        return BAD
    return DONE


def _events(selection: Selection, options: Options, format: str) -> bytes:
    """The events in a format. What the format leaves out is listed on stderr."""
    safe, timeline = not options.raw_cells, selection.timeline
    if selection.files is not None:
        timeline = with_copies(timeline, selection.files, options.output)
    data = formats.write(timeline, format, formula_safe=safe, name=selection.name, gaps=options.gaps)
    for loss in formats.losses(timeline, format):
        write_message(f"{format}: {loss}")
    return data


def with_copies(timeline: Timeline, files: Sequence[str], output: str | None) -> Timeline:
    """The timeline with paths of copies that fit the folder of the output."""
    if not any(source.copy for source in timeline.sources) and not any(event.copied for event in timeline.events):
        return timeline
    # 0.2 ms, and few timelines have copies
    from timeline_tui.storage.moved_copies import folder_for, with_moved_copies

    folder = folder_for(output)
    moved = with_moved_copies(timeline, files, folder)
    if folder is None and moved is not timeline:
        write_message("the files are in several folders: paths of copies are now relative to the current folder")
    return moved


def _view(selection: Selection, options: Options, format: str) -> bytes:
    """The quotes, sources, disputes or grid of the events."""
    # 12 ms, and only --as needs it
    from timeline_tui.formats.views.views import export_view

    assert options.shape
    view = export_view(selection.slice, options.shape, options.rows or "country")
    return formats.write_view(view, format, selection.name)
