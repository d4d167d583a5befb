"""``timeline-tui help``: explain a topic or a command."""

from __future__ import annotations

from timeline_tui.cli import DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.parser import TOPICS, parser_of
from timeline_tui.cli.streams import write_data


def run(options: Options) -> int:
    """Write the page on a topic, or the help of a command, to stdout."""
    if options.topic in TOPICS:
        # 7 ms, and the help of a command does not need it
        from timeline_tui.cli.manual_pages import as_text, page

        text = as_text(page(options.topic))
    else:
        text = parser_of(options.topic).format_help()
    write_data(text.encode())
    return DONE
