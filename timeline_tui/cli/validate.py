"""``timeline-tui validate``: list what is wrong in files, and what an editor would ask about."""

from __future__ import annotations

import json
from collections.abc import Sequence

from timeline_tui.analysis.checks import check, summed_up
from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.loading import with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import put, say
from timeline_tui.model.problems import LoadError, Problem, render
from timeline_tui.storage.inputs import Loaded
from timeline_tui.text.text import plural


def run(options: Options) -> int:
    """List every finding on stdout and their numbers on stderr."""
    try:  # not from the cache, which does not have the lines of sources
        return with_files(
            options, lambda loaded: _tell(options, _findings(loaded), len(loaded.timeline.events)), from_cache=False
        )
    except LoadError as error:
        return _tell(options, error.problems, 0)


def _findings(loaded: Loaded) -> Sequence[Problem]:
    """The problems of reading and what the checks find.

    Where reading stopped early there are no checks: they would report what only the missing part answers.
    """
    return sorted([*loaded.problems, *check(loaded.timeline)]) if loaded.whole else loaded.problems


def _tell(options: Options, problems: Sequence[Problem], events: int) -> int:
    if options.json:
        put("".join(f"{json.dumps(problem._asdict(), ensure_ascii=False)}\n" for problem in problems).encode())
    else:
        put("".join(f"{render(problem)}\n\n" for problem in summed_up(problems)).encode())
    errors, warnings, notes = (sum(one.severity == kind for one in problems) for kind in ("error", "warning", "note"))
    counts = f"{plural(events, 'event')}, {plural(errors, 'error')}, {plural(warnings, 'warning')}"
    say(f"{counts}, {plural(notes, 'note')}" if notes else counts)
    return BAD if errors or (options.strict and warnings) else DONE
