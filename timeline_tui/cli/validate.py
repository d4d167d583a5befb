"""``timeline-tui validate``: list the errors of files, and the points that an editor would check."""

from __future__ import annotations

import json
from collections.abc import Sequence

from timeline_tui.analysis.checks import findings, summed_up
from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.loading import with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_message
from timeline_tui.model.problems import Extent, LoadError, Problem, render
from timeline_tui.storage.inputs import Loaded
from timeline_tui.text.text import plural


def run(options: Options) -> int:
    """Write all findings to stdout and their counts to stderr."""
    try:  # not from the cache, which does not hold the line numbers of sources
        return with_files(options, lambda loaded: _validate(options, loaded), from_cache=False)
    except LoadError as error:
        return _write(options, error.problems, 0)


def _validate(options: Options, loaded: Loaded) -> int:
    problems = findings(loaded.problems, loaded.timeline, whole=loaded.extent is Extent.WHOLE)
    return _write(options, problems, len(loaded.timeline.events))


def _write(options: Options, problems: Sequence[Problem], events: int) -> int:
    if options.json:
        write_data("".join(f"{json.dumps(problem._asdict(), ensure_ascii=False)}\n" for problem in problems).encode())
    else:
        write_data("".join(f"{render(problem)}\n\n" for problem in summed_up(problems)).encode())
    errors, warnings, notes = (sum(one.severity == kind for one in problems) for kind in ("error", "warning", "note"))
    counts = f"{plural(events, 'event')}, {plural(errors, 'error')}, {plural(warnings, 'warning')}"
    write_message(f"{counts}, {plural(notes, 'note')}" if notes else counts)
    return BAD if errors or (options.strict and warnings) else DONE
