"""What changed between two versions of a timeline, in words as a log of corrections, and as an object for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from timeline_tui.analysis.date_likeness import are_apart
from timeline_tui.analysis.differences import Difference
from timeline_tui.analysis.event_groups import Rank
from timeline_tui.analysis.version_diff import PairedEvent, VersionDiff
from timeline_tui.formats.views.difference_words import sentences
from timeline_tui.model.timeline import Event


def diff_text(diff: VersionDiff, *, with_ids: bool = False) -> str:
    """The differences in words, one on a line: of the file, of its events in order of time, of its sources.

    ``with_ids``: each event is followed by its id, or by both ids, as ``--pair`` and ``--apart`` take them.
    """
    parts = [
        "\n".join(_block("The timeline", sentences(diff.whole))),
        *("\n".join(lines) for _, lines in sorted(_events(diff, with_ids=with_ids), key=lambda entry: entry[0])),
        "\n".join(_block("Sources", sentences(diff.sources))),
    ]
    return "".join(f"{part}\n\n" for part in parts if part)


def diff_counts(diff: VersionDiff) -> str:
    """The number of events that are added, removed, changed and the same, and of the differences by field."""
    same = len(diff.pairs) - len(diff.changed)
    numbers = (len(diff.added), "added"), (len(diff.removed), "removed"), (len(diff.changed), "changed"), (same, "same")
    return ", ".join(f"{number:,} {word}" for number, word in numbers)


def diff_stat(diff: VersionDiff) -> str:
    """The counts, then a line for each field with the number of its differences."""
    counts: Counter[str] = Counter()
    every = (*diff.whole, *diff.sources, *(difference for pair in diff.changed for difference in pair.differences))
    counts.update(_counted(difference) for difference in every)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    size = max((len(name) for name, _ in rows), default=0)
    lines = [f"events: {diff_counts(diff)}", *(f"  {name:{size}}  {count:,}" for name, count in rows)]
    return "".join(f"{line}\n" for line in lines)


def diff_object(diff: VersionDiff) -> dict[str, object]:
    """The differences as one JSON object: the counts, then the differences of the file, its sources and each event."""
    changed = diff.changed
    return {
        "added": len(diff.added),
        "removed": len(diff.removed),
        "changed": len(changed),
        "unchanged": len(diff.pairs) - len(changed),
        "timeline": [difference._asdict() for difference in diff.whole],
        "sources": [difference._asdict() for difference in diff.sources],
        "events": [
            *({"change": "removed", "old": _event(diff.old.events[at])} for at in diff.removed),
            *({"change": "added", "new": _event(diff.new.events[at])} for at in diff.added),
            *(_changed(diff, pair) for pair in changed),
        ],
    }


def _counted(difference: Difference) -> str:
    return f"{difference.field}: {difference.part}" if difference.part else f"{difference.field} {difference.kind}"


def _block(heading: str, lines: Iterable[str]) -> list[str]:
    shown = [f"  {line}" for line in lines]
    return [heading, *shown] if shown else []


def _events(diff: VersionDiff, *, with_ids: bool) -> Iterator[tuple[tuple[float, ...], list[str]]]:
    """(key in order of time, lines) of each event that was added, removed or changed."""
    for at in diff.removed:
        event = diff.old.events[at]
        yield event.date.sort_key, [f"{_line(event)}: removed", *_ids(with_ids, event)]
    for at in diff.added:
        event = diff.new.events[at]
        yield event.date.sort_key, [f"{_line(event)}: added", *_ids(with_ids, event)]
    for pair in diff.changed:
        old, new = diff.old.events[pair.old], diff.new.events[pair.new]
        lines = _block(_line(old), [*sentences(pair.differences), *why_paired(old, new, pair)])
        yield old.date.sort_key, [*lines, *_ids(with_ids, old, new)]


def _line(event: Event) -> str:
    return f"{event.date.label} — {event.title}"


def why_paired(old: Event, new: Event, pair: PairedEvent) -> Iterator[str]:
    """Why the two are taken for the same event, if neither the id nor the title and the days make it evident."""
    if pair.rank is not Rank.SAME and (old.title != new.title or are_apart(old.date, new.date)):
        yield f"(taken for the same event: {pair.reason})"


def _ids(with_ids: bool, *events: Event) -> list[str]:
    return [f"  id: {' = '.join(dict.fromkeys(event.id for event in events))}"] if with_ids else []


def _changed(diff: VersionDiff, pair: PairedEvent) -> dict[str, object]:
    return {
        "change": "changed",
        "old": _event(diff.old.events[pair.old]),
        "new": _event(diff.new.events[pair.new]),
        "reason": pair.reason,
        "differences": [difference._asdict() for difference in pair.differences],
    }


def _event(event: Event) -> dict[str, object]:
    return {"id": event.id, "date": event.date.text, "title": event.title, "file": event.file, "line": event.line}
