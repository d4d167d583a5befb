"""What changed from one version of a timeline to the next: events, sources, and what concerns the whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from timeline_tui.analysis.decisions import NONE, Judgements
from timeline_tui.analysis.differences import Difference, changed, inside, of_fields, plain
from timeline_tui.analysis.event_differences import context_of, event_differences, source_differences
from timeline_tui.analysis.event_groups import EventLink, Group, Rank
from timeline_tui.analysis.pairing import grouped
from timeline_tui.analysis.source_pairs import SourcePairs, without_key
from timeline_tui.model import fields
from timeline_tui.model.timeline import Extract, Source, Timeline, View


@dataclass(frozen=True, slots=True)
class PairedEvent:
    """An event of both versions: its positions, why the two are the same event, and what differs (maybe nothing)."""

    old: int
    new: int
    rank: Rank
    reason: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """The difference of two versions. ``added`` are positions in ``new``, ``removed`` in ``old``, in order of time.

    ``whole`` has the differences of the timeline itself, ``sources`` the differences of its sources. A source that an
    event cites is added and withdrawn there, not in ``sources``.
    """

    old: Timeline
    new: Timeline
    added: tuple[int, ...]
    removed: tuple[int, ...]
    pairs: tuple[PairedEvent, ...]
    whole: tuple[Difference, ...]
    sources: tuple[Difference, ...]

    @property
    def changed(self) -> tuple[PairedEvent, ...]:
        """The events that differ, in the order of their old dates."""
        return tuple(pair for pair in self.pairs if pair.differences)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.changed or self.whole or self.sources)


def version_diff(old: Timeline, new: Timeline, judgements: Judgements = NONE) -> VersionDiff:
    """Compare two versions of a timeline."""
    groups = grouped((old.events, new.events), judgements, versions=True)
    sources = SourcePairs(old, new, by_key=True)
    both, removed, added = _sorted_out(groups)
    context = context_of(old, new, [(i, j) for i, j, _ in both], sources)
    pairs = [
        PairedEvent(i, j, link.rank, link.reason, event_differences(old.events[i], new.events[j], context))
        for i, j, link in both
    ]
    return VersionDiff(
        old=old,
        new=new,
        added=tuple(sorted(added, key=lambda at: new.events[at].date.sort_key)),
        removed=tuple(sorted(removed, key=lambda at: old.events[at].date.sort_key)),
        pairs=tuple(sorted(pairs, key=lambda pair: old.events[pair.old].date.sort_key)),
        whole=tuple(_whole(old, new)),
        sources=tuple(_sources(sources, old, new)),
    )


def _sorted_out(groups: list[Group]) -> tuple[list[tuple[int, int, EventLink]], list[int], list[int]]:
    """The pairs with their links, and the positions of the events that only the old or the new version has."""
    both: list[tuple[int, int, EventLink]] = []
    removed: list[int] = []
    added: list[int] = []
    for group in groups:
        i, j = group.positions
        if i is not None and j is not None:
            both.append((i, j, group.links[0]))
        elif i is not None:
            removed.append(i)
        elif j is not None:
            added.append(j)
    return both, removed, added


def _whole(old: Timeline, new: Timeline) -> Iterator[Difference]:
    """The differences in what is not an event or a source."""
    special: dict[str, Callable[[], Iterator[Difference]]] = {
        "extract": lambda: _extract(old.extract, new.extract),
        "views": lambda: _views(old.views, new.views),
        "aliases": lambda: _aliases(dict(old.aliases), dict(new.aliases)),
        "sources": lambda: iter(()),
        "events": lambda: iter(()),
    }
    yield from of_fields(fields.TIMELINE, old, new, special)


def _extract(old: Extract | None, new: Extract | None) -> Iterator[Difference]:
    if old and new:
        for part in of_fields(fields.EXTRACT, old, new):
            yield inside("extract", "", part)
    else:
        yield from changed(
            "extract", *(f"{extract.query} ({extract.total})" if extract else "" for extract in (old, new))
        )


def _views(old: Sequence[View], new: Sequence[View]) -> Iterator[Difference]:
    before, after = {view.name: view for view in old}, {view.name: view for view in new}
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield Difference("views", "withdrawn", old=before[name].query, entry=name)
        elif name not in before:
            yield Difference("views", "added", new=after[name].query, entry=name)
        else:
            for part in of_fields(fields.VIEW, before[name], after[name]):
                yield inside("views", name, part)
    if old and new and old[0].name != new[0].name:
        yield Difference("views", "changed", old[0].name, new[0].name, part="first")


def _aliases(old: dict[str, str], new: dict[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        for difference in changed("aliases", plain(old.get(name)), plain(new.get(name))):
            yield difference._replace(entry=name)


def _sources(sources: SourcePairs, old: Timeline, new: Timeline) -> Iterator[Difference]:
    """The differences within sources, and the sources that no event cites and only one version has."""
    for before, after in sources.pairs:
        if before.based_on or without_key(before) != without_key(after):
            yield from source_differences(before, after, sources)
    yield from (
        Difference("sources", "withdrawn", old=sources.label(source))
        for source in _uncited(old)
        if sources.of_old(source) not in range(len(sources.pairs))
    )
    yield from (
        Difference("sources", "added", new=sources.label(source))
        for source in _uncited(new)
        if sources.of_new(source) not in range(len(sources.pairs))
    )


def _uncited(timeline: Timeline) -> list[Source]:
    cited = {without_key(source) for event in timeline.events for source in event.cited}
    return [source for source in timeline.sources if without_key(source) not in cited]
