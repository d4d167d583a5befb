"""``timeline-tui diff``: what changed from one version of a timeline to the next."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from timeline_tui import formats
from timeline_tui.analysis.version_diff import VersionDiff, version_diff
from timeline_tui.cli.options import Options
from timeline_tui.cli.sides import check_open, is_opened, judgements_of, load_sides, show_compared
from timeline_tui.cli.streams import OutputError, discard, shown_progress, write_data, write_message, write_problems
from timeline_tui.formats.views.diff_export import diff_counts, diff_object, diff_stat, diff_text
from timeline_tui.model.problems import LoadError, Problem, UsageError, render
from timeline_tui.storage.bibliographies import BY_KEYS
from timeline_tui.storage.comparing import NO_FILE, Comparing, loses, lost, unread_parts
from timeline_tui.storage.file_bytes import why_unread
from timeline_tui.storage.inputs import STDIN, Loaded, shown_name
from timeline_tui.storage.writing import WriteError
from timeline_tui.text.text import plural

SAME, DIFFERENT, TROUBLE = 0, 1, 2
"""The exit codes, as other programs that compare files have them."""
_LISTED = 10  # errors of the files that are listed
_MARKED = re.compile(r"(?P<old>\[-.*?-\])|(?P<new>\{\+.*?\+\})")
_RED, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[m"


def run(options: Options) -> int:
    """Write the differences to stdout, and return whether there are any; with ``--textconv``, write a file as text."""
    if options.textconv:
        try:
            return _textconv(options)
        except OutputError as error:
            write_message(str(error))
            return TROUBLE
    if len(options.files) != 2:
        raise UsageError("diff compares two files or folders\n  timeline-tui diff OLD NEW")
    check_open(options, "json", "stat", "ids")
    if options.json and options.stat:
        raise UsageError("--json writes every difference, --stat only their number: leave one of them out")
    try:
        old, new = load_sides(options, _folders(options.files))
        for line in dict.fromkeys(problem.message for side in (old, new) for problem in _unread(side)):
            write_message(line)
        judgements = judgements_of(options, [old.timeline, new.timeline])
        if is_opened(options):
            return show_compared(options, (old, new), Comparing(judgements=judgements))
        with shown_progress("comparing"):
            diff = version_diff(old.timeline, new.timeline, judgements)
        errors = [
            *dict.fromkeys(problem for side in (old, new) for problem in side.problems if problem.severity == "error")
        ]
        try:
            write_data(_written(diff, errors, unread_parts(options.files, (old, new)), options).encode())
        except BrokenPipeError:  # `diff … | head`: the exit code says the same
            discard(sys.stdout)
        return _report(errors) or (SAME if diff.is_same else DIFFERENT)
    except LoadError as error:
        write_problems(error.problems)
    except (WriteError, OutputError) as error:
        write_message(str(error))
    return TROUBLE


def _textconv(options: Options) -> int:
    """Write a file as text, with its errors at the end. Return 0, because git stops at any other exit code.

    If a part of the file cannot be read, write its first error and the file itself: as text, the events of that part
    would look removed. The errors have no file name, because git gives each version of a file another one. Git does
    not say in which folder the file is, so no bibliography beside it is read. If it were read for only one version,
    the sources of two versions would seem to differ.
    """
    if len(options.files) != 1:
        raise UsageError("--textconv writes one file\n  timeline-tui diff --textconv FILE")
    if given := [name for name in ("json", "stat", "open") if getattr(options, name)]:
        raise UsageError(f"--textconv writes one file as text; --{given[0]} compares two: leave one of them out")
    (path,) = options.files
    try:
        (loaded,) = load_sides(options, ())
        faults = lost(loaded) if path != STDIN else []
    except LoadError as error:
        loaded, faults = NO_FILE, [*error.problems]
    if loaded.timeline.events and not faults:
        errors = [problem._replace(file="") for problem in loaded.problems if problem.severity == "error"]
        lines = [f"error: {render(problem).removeprefix(':')}\n" for problem in errors]
        lines += [f"note: {problem.message}\n" for problem in _unread(loaded)]
        write_data(formats.write(loaded.timeline, "text") + "".join(lines).encode())
    elif path != STDIN:
        first = faults[0] if faults and faults[0].line else None
        unread = f"error: line {first.line}: {first.message}; the file is shown as it is\n" if first else ""
        try:
            write_data(unread.encode() + Path(path).read_bytes())
        except OSError as error:
            message, hint = why_unread(path, error)
            write_message(f"{path}: {message}\n  {hint}" if hint else f"{path}: {message}")
            return TROUBLE
    elif errors := [*faults, *(problem for problem in loaded.problems if problem.severity == "error")]:
        write_problems(errors)
        return TROUBLE
    return SAME


def _folders(files: Sequence[str]) -> list[str]:
    """The folders with bibliographies: the folders of the files, and of the file that git compares.

    Git writes earlier versions of a file to a folder for temporary files, and ``git difftool`` names the file in BASE.
    """
    named = (*files, *filter(None, [_git_file()]))
    return [*dict.fromkeys(os.path.dirname(path) for path in named if path != STDIN)]


def _git_file() -> str:
    """The file that ``git difftool`` compares, whose versions it writes to temporary files; empty without git."""
    return os.environ.get("BASE", "") if "GIT_DIFF_PATH_COUNTER" in os.environ else ""


def _unread(side: Loaded) -> list[Problem]:
    """The notes about bibliographies that are in none of the folders."""
    return [problem for problem in side.problems if problem.message.endswith(BY_KEYS)]


def _written(diff: VersionDiff, errors: Sequence[Problem], unread: Sequence[str], options: Options) -> str:
    if options.json:
        old, new = map(shown_name, options.files)
        result = {"old": old, "new": new, "problems": [*map(_object, errors)], "unread": [*unread], **diff_object(diff)}
        return json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    warnings = "".join(f"{line}\n" for line in unread)
    if options.stat:
        return warnings + diff_stat(diff)
    if diff.is_same:
        return warnings
    heading = _git_file() or " → ".join(map(shown_name, options.files))
    text = f"{heading}: {diff_counts(diff)}\n{warnings}\n{diff_text(diff, with_ids=options.ids)}".rstrip() + "\n"
    return _coloured(text) if _has_colour() else text


def _object(error: Problem) -> dict[str, object]:
    return {name: getattr(error, name) for name in ("file", "line", "column", "message", "hint")}


def _report(errors: Sequence[Problem]) -> int:
    """Write the errors of the files to stderr. Returns TROUBLE if something is not compared because of them, else 0."""
    write_problems(errors[:_LISTED])
    number = sum(map(loses, errors))
    if number:
        more = "; see timeline-tui validate" if len(errors) > _LISTED else ""
        write_message(f"{plural(number, 'error')}: what cannot be read is not compared{more}")
    return TROUBLE if number else 0


def _has_colour() -> bool:
    """Whether stdout is a terminal that shows colours, and the user does not forbid them (https://no-color.org)."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _coloured(text: str) -> str:
    """The text with its headings bold, and old and new words in red and green. The marks stay."""
    lines = []
    for line in text.split("\n"):
        if line.startswith("  "):
            lines.append(_MARKED.sub(_coloured_words, line))
        else:
            lines.append(f"{_BOLD}{line}{_PLAIN}" if line else "")
    return "\n".join(lines)


def _coloured_words(found: re.Match[str]) -> str:
    return f"{_RED if found['old'] else _GREEN}{found[0]}{_PLAIN}"
