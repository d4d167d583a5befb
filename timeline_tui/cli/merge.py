"""``timeline-tui merge``: the merged chronology of two or more sides."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path, PurePath

from timeline_tui import formats
from timeline_tui.analysis.joined_timeline import joined_timeline
from timeline_tui.analysis.merged_sides import MergedSides, merged_sides
from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.export import format_of
from timeline_tui.cli.export_output import with_copies, write_file
from timeline_tui.cli.options import Options
from timeline_tui.cli.parsers_of_two import MERGED_FORMATS
from timeline_tui.cli.sides import check_open, is_opened, judgements_of, load_sides, show_compared
from timeline_tui.cli.streams import write_data, write_message, write_problems
from timeline_tui.formats.csv.csv_tables import table
from timeline_tui.formats.views.merge_export import MergeExport, merge_extent
from timeline_tui.model.problems import UsageError
from timeline_tui.storage.comparing import Comparing, lost
from timeline_tui.storage.inputs import STDIN, shown_name
from timeline_tui.storage.merging import merge
from timeline_tui.storage.moved_copies import with_files_of_copies
from timeline_tui.storage.writing import WriteError
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line, plural


def run(options: Options) -> int:
    """Write the merged chronology to stdout or a file. If the files have errors, only ``--lenient`` writes it."""
    if len(options.files) < 2:
        raise UsageError("merge takes two or more files or folders\n  timeline-tui merge ONE OTHER")
    check_open(options, "format", "output", "ids")
    format = options.format or format_of(options.output)
    if format not in MERGED_FORMATS:
        raise UsageError(f"a merged chronology is not written as {format}\n  -f takes {', '.join(MERGED_FORMATS)}")
    if options.output and any(_is_same_file(options.output, path) for path in options.files):
        raise UsageError(f"{clean_line(options.output)}: this is one of the files to merge\n  name another with -o")
    names = side_names(options.files, options.sides or "")
    loaded = load_sides(options)
    is_shown = is_opened(options)
    errors = [problem for side in loaded for problem in side.problems if problem.severity == "error"]
    if errors and not (options.lenient or is_shown):
        write_problems(errors)
        write_message("nothing was written; --lenient merges what can be read")
        return BAD
    if errors and not is_shown:
        write_message(f"{plural(len(errors), 'error')}: unreadable parts are left out; see timeline-tui validate")
    timelines = [side.timeline for side in loaded]
    try:
        judgements = judgements_of(options, timelines)
        if is_shown:
            return show_compared(options, loaded, Comparing(names, judgements))
        unread = [number for number, side in enumerate(loaded) if lost(side)]
        merged = merged_sides(names, timelines, judgements, unread)
    except WriteError as error:
        write_message(str(error))
        return BAD
    data = _written(merged, format, options)
    write_message(merge_extent(merged))
    if options.output:
        return write_file(options.output, data, options.force)
    write_data(data)
    return DONE


def _written(merged: MergedSides, format: str, options: Options) -> bytes:
    if format == "yaml":
        timelines = map(with_files_of_copies, merged.timelines)
        whole, problems = merge(list(zip(merged.names, timelines, strict=True)), of_sides=True)
        write_problems(problems)
        return formats.write(with_copies(joined_timeline(merged, whole), options.files, options.output), "yaml")
    view = MergeExport(merged, with_ids=options.ids)
    if format == "csv":
        return table(view.table(), formula_safe=not options.raw_cells).encode()
    return formats.write_view(view, format)


def side_names(files: Sequence[str], text: str) -> tuple[str, ...]:
    """The names of the sides: from ``FILE=NAME,FILE=NAME``, else the names of the files without their endings.

    A file may be written with or without its folder and its ending, or as A for the first, B for the second, and so on.
    Raises UsageError, also if two files get the same name.
    """
    given: dict[int, str] = {}
    for item in filter(None, map(str.strip, text.split(","))):
        file, is_pair, name = map(clean_line, item.partition("="))
        if not is_pair or not name:
            more = "; a comma begins the next side, so a name cannot contain a comma" if given else ""
            raise UsageError(
                f"--as {clean_line(item)}: write a file and a name, as in --as A=Claimant,B=Defendant{more}"
            )
        side = _side(file, files)
        if side in given:
            raise UsageError(f"--as: {file} has two names, {given[side]} and {name}")
        if name in given.values():
            raise UsageError(f"--as: two files have the name {name}\n  give each side a name of its own")
        given[side] = name
    names = dict(given)
    for side, file in enumerate(files):
        if side not in names:
            numbered = chain([_stem(file)], (f"{_stem(file)} ({number})" for number in count(2)))
            names[side] = next(name for name in numbered if name not in names.values())
    return tuple(names[side] for side in range(len(files)))


def _is_same_file(one: str, other: str) -> bool:
    """Whether two paths name the same existing file."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def _side(file: str, files: Sequence[str]) -> int:
    shown = [clean_line(path) for path in files]
    for names in (shown, [os.path.basename(path) for path in shown], [_stem(path) for path in files]):
        if names.count(file) == 1:
            return names.index(file)
    if len(file) == 1 and file.isalpha() and ord(file.upper()) - ord("A") < len(files):
        return ord(file.upper()) - ord("A")
    hint = did_you_mean(nearest(file, shown), f"there are {', '.join(shown)}")
    raise UsageError(f"--as: {file} is none of the files\n  {hint}")


def _stem(path: str) -> str:
    return "standard input" if path == STDIN else PurePath(shown_name(path)).stem or shown_name(path)
