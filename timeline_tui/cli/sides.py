"""What ``diff`` and ``merge`` share: reading several timelines, and the user's decisions about their events."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable, Sequence
from itertools import permutations

from timeline_tui.analysis.decisions import Judgements, contains_pair, impossible
from timeline_tui.cli.loading import with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_message
from timeline_tui.model.problems import UsageError
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import EVERYTHING
from timeline_tui.storage.comparing import NO_FILE, Comparing
from timeline_tui.storage.inputs import STDIN, Loaded
from timeline_tui.storage.judgements import read_judgements, write_judgements
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line


def load_sides(options: Options, folders: Sequence[str] | None = None) -> list[Loaded]:
    """The timeline of each file by itself. Raises LoadError if one cannot be read, UsageError for ``-`` twice.

    The null device is an empty timeline: git names it in place of a file that was added or removed. Bibliographies are
    looked for in the folder of the file; or in ``folders``, first in the folder of the file if it is among them.
    """
    if options.files.count(STDIN) > 1:
        raise UsageError("standard input can be read once only; name a file")
    return [_load(options, path, folders) for path in options.files]


def _load(options: Options, path: str, folders: Sequence[str] | None) -> Loaded:
    if path == os.devnull:
        return NO_FILE
    side_options = copy.copy(options)
    side_options.files = [path]
    if folders is not None and not os.path.isdir(path):
        side_options.folders = tuple(sorted(folders, key=lambda folder: folder != os.path.dirname(path)))
    loaded = with_files(side_options, lambda found: found)
    timeline = loaded.timeline  # from the cache, each access to an event reads it anew
    return loaded.with_timeline(timeline._replace(events=tuple(timeline.events), sources=tuple(timeline.sources)))


def is_opened(options: Options) -> bool:
    """Whether the comparison is shown on the screen: with ``--open``, if there is a terminal."""
    if not options.open:
        return False
    # 10 ms, and only --open needs it
    from timeline_tui.cli import show

    return show.has_terminal()


def show_compared(options: Options, loaded: Sequence[Loaded], comparing: Comparing) -> int:
    """Show the comparison of files on the screen until the user quits."""
    # 260 ms, and only the screen needs them
    from timeline_tui.storage.state import State
    from timeline_tui.ui.launch import launch

    return launch(
        options.files,
        comparing.compared(options.files, loaded),
        EVERYTHING,
        state=State.load(),
        options=options.reading,
        theme=options.theme,
        plain=options.plain,
        watch=not options.no_watch,
        comparing=comparing,
    )


def check_open(options: Options, *others: str) -> None:
    """Raise UsageError if ``--open`` is given with one of ``others``, or an option of the screen without it."""
    given = [name for name in others if getattr(options, name)]
    if options.open and given:
        raise UsageError(f"--open shows the screen; --{given[0]} writes text: leave one of them out")
    of_screen = [name for name in ("theme", "plain", "no_watch") if getattr(options, name)]
    if of_screen and not options.open:
        raise UsageError(f"--{of_screen[0].replace('_', '-')} goes with --open")


def judgements_of(options: Options, timelines: Sequence[Timeline]) -> Judgements:
    """The decisions of ``--judgements``, ``--pair`` and ``--apart``; with ``--keep`` they are written to the file.

    Raises UsageError for an option without two ids that exist, LoadError for a faulty file, WriteError.
    """
    path = options.judgements
    if options.keep and path is None:
        raise UsageError("--keep goes with --judgements FILE")
    kept = read_judgements(path, may_be_missing=options.keep) if path else Judgements()
    ids = [{event.id for event in timeline.events} for timeline in timelines]
    pairs = [_two_ids("--pair", text, ids) for text in options.pair or ()]
    apart = [_two_ids("--apart", text, ids) for text in options.apart or ()]
    if both := next((pair for pair in pairs if contains_pair(apart, pair)), None):
        raise UsageError(f"--pair and --apart {'='.join(both)}: the two events are the same, or they are not")
    _report_unknown((*kept.pairs, *kept.apart), ids, path or "")
    # New decisions take precedence over kept ones.
    all_pairs = dict.fromkeys([*(pair for pair in kept.pairs if not contains_pair(apart, pair)), *pairs])
    all_apart = dict.fromkeys([*(pair for pair in kept.apart if not contains_pair(pairs, pair)), *apart])
    result = _possible(
        Judgements(tuple(all_pairs), tuple(all_apart)), Judgements(tuple(pairs), tuple(apart)), timelines
    )
    if options.keep and path:
        write_judgements(path, result)
    return result


def _possible(every: Judgements, given: Judgements, timelines: Sequence[Timeline]) -> Judgements:
    """The decisions without the decisions of the file that contradict others; a message names these.

    Raises UsageError if one of ``given``, the decisions of the options, cannot hold.
    """
    ids = [{event.id: position for position, event in enumerate(timeline.events)} for timeline in timelines]
    ordered = (dict.fromkeys((*decided, *others)) for decided, others in zip(given, every, strict=True))
    refused = impossible(Judgements(*map(tuple, ordered)), ids)
    reasons = "two events of one file would be the same", "other pairs make them the same"
    for option, now, pairs, why in zip(("--pair", "--apart"), given, refused, reasons, strict=True):
        for pair in pairs:
            if pair in now:
                raise UsageError(f"{option} {'='.join(pair)} contradicts the other decisions: {why}")
            write_message(f"{' = '.join(pair)} has no effect, because it contradicts other decisions: {why}")
    return Judgements(*(tuple(pair for pair in all if pair not in no) for all, no in zip(every, refused, strict=True)))


def _two_ids(option: str, text: str, ids: Sequence[set[str]]) -> tuple[str, str]:
    """The ids in ``A=B``. An id may contain "=" itself."""
    words = clean_line(text)
    splits = [(words[:at], words[at + 1 :]) for at, letter in enumerate(words) if letter == "="]
    for a, b in splits:
        if any(a in ids_of_one and b in other for ids_of_one, other in permutations(ids, 2)):
            return a, b
    if not splits:
        raise UsageError(f"{option} {words}: write two ids, as in {option} one-id=another-id")
    all_ids = set().union(*ids)
    unknown = next((id for id in splits[0] if id not in all_ids), "")
    if not unknown:
        raise UsageError(f"{option} {words}: these are events of one file\n  name events of two files")
    hint = did_you_mean(nearest(unknown, sorted(all_ids)), "--ids shows the ids of the events that differ")
    raise UsageError(f"{option} {words}: no event has the id “{unknown}”\n  {hint}")


def _report_unknown(pairs: Iterable[tuple[str, str]], ids: Sequence[set[str]], path: str) -> None:
    """A message for each decision about an event that does not exist: it has no effect."""
    all_ids = set().union(*ids)
    for a, b in pairs:
        for id in (a, b):
            if id not in all_ids:
                write_message(f"{path}: no event has the id “{id}”: this decision has no effect")
