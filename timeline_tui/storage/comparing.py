"""Compares the files of a session: as two versions of one timeline, or as the chronologies of several sides."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from timeline_tui.analysis.compared_index import compared_timeline
from timeline_tui.analysis.decisions import NONE, Judgements
from timeline_tui.analysis.differences import ComparisonOutcome, Contrast
from timeline_tui.analysis.event_differences import citation_line
from timeline_tui.analysis.joined_timeline import joined_timeline, side_keys
from timeline_tui.analysis.merged_sides import MergedEvent, MergedSides, merged_sides
from timeline_tui.analysis.version_diff import PairedEvent, VersionDiff, version_diff
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.formats.views.diff_export import diff_counts, why_paired
from timeline_tui.formats.views.difference_words import sentences
from timeline_tui.formats.views.merge_export import documents_of
from timeline_tui.model.problems import Extent, Problem
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, shown_name
from timeline_tui.storage.merging import merge
from timeline_tui.text.text import plural

NO_FILE = Loaded(Timeline(), (), (), (), "", Extent.WHOLE)
"""The null device, which git names in place of a file that was added or removed."""
_OLD, _NEW = "Old", "New"


def loses(problem: Problem) -> bool:
    """Whether a problem keeps a part of the file out of the comparison. An event without a date is compared."""
    return problem.severity == "error" and not problem.message.endswith(KEPT_UNDATED)


def lost(loaded: Loaded) -> list[Problem]:
    """The problems that keep a part of a file from being compared."""
    return [problem for problem in loaded.problems if loses(problem)]


def unread_parts(paths: Sequence[str], versions: Sequence[Loaded]) -> list[str]:
    """A line for each of two versions that is not compared in full: where, and what that looks like."""
    versions_with_faults = zip(paths, map(lost, versions), ("added", "removed"), strict=True)
    return [
        f"{shown_name(path)} is not read completely ({_first_of(faults)}): "
        f"events shown as “{change}” or changed may only be unread"
        for path, faults, change in versions_with_faults
        if faults
    ]


def _first_of(faults: Sequence[Problem]) -> str:
    more = f"; {plural(len(faults) - 1, 'more error')}" if len(faults) > 1 else ""
    return f"line {faults[0].line}: {faults[0].message}{more}" if faults[0].line else f"{faults[0].message}{more}"


@dataclass(frozen=True, slots=True)
class Comparing:
    """How files are compared: as the chronologies of ``sides``; without sides, two files as an old and a new version.

    ``judgements`` are the user's decisions on which events are the same.
    """

    sides: tuple[str, ...] = ()
    judgements: Judgements = NONE

    def read(self, paths: Sequence[str], options: ReadOptions) -> Loaded:
        """Read the files and compare them. Raises LoadError if one of them cannot be used."""
        return self.compared(paths, [_read(path, options) for path in paths])

    def compared(self, paths: Sequence[str], loaded: Sequence[Loaded]) -> Loaded:
        """One timeline with the events of all files, and the problems of all. `index_of` has the comparison.

        It has the key of the files opened as one timeline, and so the same stars and views.
        """
        timelines = [side.timeline for side in loaded]
        names = [shown_name(path) for path in paths]
        unread = tuple(number for number, side in enumerate(loaded) if lost(side))
        if self.sides:
            timeline, notes = self._merged(timelines, names, unread)
        else:
            timeline, notes = self._versions(timelines, names, unread)
        keys = [side.key for side in loaded]
        return Loaded(
            timeline,
            (*(problem for side in loaded for problem in side.problems), *notes),
            tuple(file for side in loaded for file in side.files),
            tuple(seen for side in loaded for seen in side.seen),
            "\n".join(sorted("\n".join(keys).split("\n"))) if all(keys) else "",
            min(side.extent for side in loaded),
            tuple(beside for side in loaded for beside in side.beside),
            tuple(foreign for side in loaded for foreign in side.foreign),
        )

    def _versions(
        self, timelines: Sequence[Timeline], names: Sequence[str], unread: Sequence[int]
    ) -> tuple[Timeline, list[Problem]]:
        old, new = timelines
        diff = version_diff(old, new, self.judgements)
        removed = old._replace(events=tuple(_removed(diff)), views=(), title="", description="", other=())
        parts = [(names[1], new), (names[0], removed)]
        whole, _ = merge(parts, of_sides=True)
        whole = whole._replace(
            title=f"{new.title or names[1]}: changes since {os.path.basename(names[0])}",
            description=new.description,
            views=new.views,
            other=new.other,
        )
        notes = [
            Problem(names[1], 0, 0, f"since {names[0]}: {line}", severity="note")
            for line in sentences((*diff.whole, *diff.sources))
        ]
        summary = "nothing differs" if diff.is_same else diff_counts(diff)
        summary += "".join(f"; {names[number]} is not read completely" for number in unread)
        if notes:
            summary += "; ! lists what else differs"
        return compared_timeline(whole, _outcomes(diff), "change", summary), notes

    def _merged(
        self, timelines: Sequence[Timeline], names: Sequence[str], unread: Sequence[int]
    ) -> tuple[Timeline, list[Problem]]:
        merged = merged_sides(self.sides, timelines, self.judgements, unread)
        whole, problems = merge(list(zip(names, merged.timelines, strict=True)), of_sides=True)
        summary = ", ".join(f"{number:,} {status}" for status, number in merged.counts().items())
        outcomes = [_of_sides(merged, event) for event in merged.events]
        joined = joined_timeline(merged, whole, with_sides=False)
        joined = joined._replace(title=f"{joined.title or 'Merged chronology'}: {' · '.join(self.sides)}")
        return compared_timeline(joined, outcomes, "side", summary), list(problems)


def _read(path: str, options: ReadOptions) -> Loaded:
    return NO_FILE if path == os.devnull else load_timeline([path], options)


def _removed(diff: VersionDiff) -> list[Event]:
    """The events that only the old version has. They name other events by their new ids."""
    ids = {diff.old.events[pair.old].id: diff.new.events[pair.new].id for pair in diff.pairs}
    return [
        event._replace(
            related=tuple(tie._replace(event=ids.get(tie.event, tie.event)) for tie in event.related),
            after=tuple(ids.get(id, id) for id in event.after),
            before=tuple(ids.get(id, id) for id in event.before),
        )
        for event in (diff.old.events[at] for at in diff.removed)
    ]


def _outcomes(diff: VersionDiff) -> list[ComparisonOutcome]:
    """The outcomes of the events of the new version, then of the removed events."""
    paired = {pair.new: pair for pair in diff.pairs}
    of_new = [
        _of_pair(diff, paired[at]) if at in paired else _of_version("added", "only the new version has it")
        for at in range(len(diff.new.events))
    ]
    return of_new + [_of_version("removed", "only the old version has it") for _ in diff.removed]


def _of_version(change: str, meaning: str) -> ComparisonOutcome:
    return ComparisonOutcome(f"{change}: {meaning}", change, (change,), change, keys=(("change", change),))


def _of_pair(diff: VersionDiff, pair: PairedEvent) -> ComparisonOutcome:
    if not pair.differences:
        return ComparisonOutcome("same", "", ("same",), keys=(("change", "same"),))
    reason = next(why_paired(diff.old.events[pair.old], diff.new.events[pair.new], pair), "")
    keys = (("change", "changed"), ("differences", tuple(sentences(pair.differences))))
    contrast = Contrast(_OLD, _NEW, pair.differences)
    return ComparisonOutcome("changed", "changed", ("changed",), "changed", reason, (contrast,), keys=keys)


def _of_sides(merged: MergedSides, merged_event: MergedEvent) -> ComparisonOutcome:
    names = merged.names
    status = merged.status(merged_event)
    mark = "agreed" if merged_event.is_agreed else "differs" if merged_event.aspects else status
    return ComparisonOutcome(
        status,
        mark,
        tuple(names[side] for side in merged_event.sides),
        "agreed" if merged_event.is_agreed else "",
        f"(taken for the same event: {'; '.join(merged_event.reasons)})"
        if merged_event.reasons and not merged_event.is_agreed
        else "",
        tuple(Contrast(names[part.first], names[part.other], part.differences) for part in merged_event.differing),
        tuple(
            (names[side], tuple(map(citation_line, documents_of(merged.event(merged_event, side)))))
            for side in merged_event.sides
        ),
        side_keys(merged, merged_event),
        tuple(event for side in merged_event.sides if (event := merged.event(merged_event, side))),
    )
