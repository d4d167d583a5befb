"""The findings of ``timeline-tui validate``, and how they are written."""

from __future__ import annotations

import json
from collections.abc import Sequence

from timeline_tui.analysis.checks import findings, summed_up
from timeline_tui.analysis.unarchived import has_copies
from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_message
from timeline_tui.model.problems import Extent, Problem, in_order, render
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.part_lines import PartLines
from timeline_tui.text.text import plural


def all_findings(loaded: Loaded) -> tuple[Sequence[Problem], int]:
    """All findings in a timeline, and the number of its events."""
    is_whole = loaded.extent is Extent.WHOLE
    lines = PartLines(loaded.files)
    problems = findings(loaded.problems, loaded.timeline, whole=is_whole, line_of=lines.line)
    if is_whole and has_copies(loaded.timeline):
        # 15 ms, and most timelines have no copies
        from timeline_tui.storage.copy_checks import check_copies

        problems = in_order([*problems, *check_copies(loaded.timeline, loaded.files)])
    return problems, len(loaded.timeline.events)


def write_findings(options: Options, problems: Sequence[Problem], events: int) -> int:
    """Write findings to stdout and their counts to stderr, and return the exit code.

    JSON has one object on each line, or with --watch one list of them on a line.
    """
    if options.json:
        objects = [json.dumps(problem._asdict(), ensure_ascii=False) for problem in problems]
        text = f"[{', '.join(objects)}]\n" if options.watch else "".join(f"{object}\n" for object in objects)
    else:
        text = "".join(f"{render(problem)}\n\n" for problem in summed_up(problems))
    write_data(text.encode())
    errors, warnings, notes = (
        sum(problem.severity == kind for problem in problems) for kind in ("error", "warning", "note")
    )
    counts = f"{plural(events, 'event')}, {plural(errors, 'error')}, {plural(warnings, 'warning')}"
    write_message(f"{counts}, {plural(notes, 'note')}" if notes else counts)
    return BAD if errors or (options.strict and warnings) else DONE
