"""Markdown with YAML front matter, as Hugo, Jekyll and Obsidian write it: one file is one event.

The front matter, between two lines of ``---`` at the beginning, has the fields of the event. Its keys are ours or
others. The body is the summary as plain text; if the front matter has a summary, the body follows it. Without a key for
the title, the first heading is the title, else the name of the file. Without a key for the date, a file name of Jekyll
has the date (``2024-06-13-summit-opens.md``, https://jekyllrb.com/docs/posts/). Front matter in TOML (``+++``) is not
read.
"""

from __future__ import annotations

from timeline_tui.formats.front_matter import markdown_event
from timeline_tui.formats.front_matter.single_events import SingleEvents
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.conflicts import is_text_before_conflict
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.model.problems import in_order


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """The timeline of one event in ``data``; ``file`` is the name of the input in problems and events."""
    document = decode(data, file)
    node = markdown_event.node_of(document) if is_text_before_conflict(document) else None
    if isinstance(node, markdown_event.MarkdownFault) and not document.broken:
        document.stop(0, node.message, node.hint)
    if not isinstance(node, dict):
        return TimelineReader(document, len(data), progress).finish()
    event = SingleEvents(file, options, "Markdown with front matter")
    event.take(document, node)
    (reading,) = event.readings(progress)
    return reading._replace(problems=tuple(in_order([*event.problems, *reading.problems])))
