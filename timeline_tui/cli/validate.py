"""``timeline-tui validate``: list the errors of files, and the points that an editor would check."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.cli.findings import all_findings, write_findings
from timeline_tui.cli.loading import with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import shown_progress
from timeline_tui.model.problems import LoadError, Problem
from timeline_tui.storage.inputs import Loaded


def run(options: Options) -> int:
    """Write all findings to stdout and their counts to stderr; with --watch again after each change."""
    if options.watch:
        from timeline_tui.cli.watching import watch  # 1 ms, and only --watch needs it

        return watch(options)
    try:  # not from the cache, which does not hold the line numbers of sources
        problems, events = with_files(options, _checked, from_cache=False)
    except LoadError as error:
        problems, events = error.problems, 0
    return write_findings(options, problems, events)


def _checked(loaded: Loaded) -> tuple[Sequence[Problem], int]:
    with shown_progress("checking"):
        return all_findings(loaded)
