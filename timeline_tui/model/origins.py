"""The origins of sources: the sources and publishers that others repeat. Five reports of one agency have one origin.

They are computed from what a file says: ``based_on`` of sources, and publishers such as "Reuters, via Japan Today".
Nothing is guessed, and no score is computed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from timeline_tui.model.timeline import Source, without_sides
from timeline_tui.text.text import fold

_VIA = r"[\s,;(\[]via\s+\S"  # in lower case only: a capital is part of a name, such as of a street


class Origin(NamedTuple):
    """Where a statement comes from. Two origins of one `Origins` are equal if they are the same.

    ``name`` is its name in queries and facets: the key of a source, or a publisher, "Reuters (publisher)" if a source
    has this key. ``root`` is a source that repeats no other; or, if only a publisher is known, its folded name.
    """

    name: str
    root: Source | str

    @property
    def label(self) -> str:
        """The name that a reader sees: "Reuters"; of a source its publisher and title."""
        return self.name if isinstance(self.root, str) else self.root.full_label


def first_publisher(publisher: str) -> str:
    """The publisher that another repeats: "Reuters" in "Reuters, via Japan Today", "Reuters [via CNA]"; else ""."""
    if "via" not in publisher:
        return ""
    found = re.search(_VIA, publisher)
    return publisher[: found.start()].rstrip(" ,;([–—-") if found else ""


def repeats(source: Source) -> bool:
    """Whether a source says that it repeats another source or publisher."""
    return bool(source.based_on or first_publisher(source.publisher))


class Origins:
    """The origins of sources. What has been computed for a key is kept."""

    def __init__(self, source_with_key: Callable[[str], Source | None], keys: Callable[[], Iterable[str]]) -> None:
        """``source_with_key`` returns the source that the timeline has under a key, ``keys`` returns all keys."""
        self._source = source_with_key
        self._all_keys = keys
        self._roots: dict[str, tuple[str, ...]] = {}  # key → the keys of its roots
        self._publishers: dict[str, Origin] = {}  # by folded name

    @classmethod
    def among(cls, sources: Iterable[Source]) -> "Origins":
        """The origins in a timeline with these sources. The first of several sources with one key counts."""
        by_key: dict[str, Source] = {}
        for source in sources:
            by_key.setdefault(source.key, source)
        return cls(by_key.get, by_key.keys)

    def of(self, source: Source) -> tuple[Origin, ...]:
        """The origins of a source, in the order of its ``based_on``; itself if it repeats no other source.

        An unknown key is an origin. If sources repeat each other in a cycle, the smallest of their keys is the origin.
        """
        if not source.based_on:
            return (self._publisher_or_source(source),)
        roots = dict.fromkeys(root for key in source.based_on for root in self._roots_of(key))
        return tuple(dict.fromkeys(self._publisher_or_source(self._source(key) or Source(key)) for key in roots))

    def of_all(self, sources: Iterable[Source]) -> dict[Origin, list[Source]]:
        """The origins of sources, each with its sources, in the order of the sources."""
        sources_by_origin: dict[Origin, list[Source]] = {}
        for source in sources:
            for origin in self.of(source):
                sources_by_origin.setdefault(origin, []).append(source)
        return sources_by_origin

    def fewer(self, sources: Sequence[Source]) -> int:
        """The number of origins of distinct sources if it is smaller than the number of sources; else 0."""
        if len(sources) < 2 or not any(map(repeats, sources)):
            return 0
        origins = len(self.of_all(sources))
        return origins if origins < len(sources) else 0

    def is_single(self, sources: Sequence[Source]) -> bool:
        """Whether there is a single source, or several with one origin. A source may be listed more than once."""
        sources = without_sides(sources)
        if not sources:
            return False
        first = sources[0]
        # Sources with a key are mostly the same object, which saves comparing them text by text.
        others = [source for source in sources if source is not first]
        if not others or others.count(first) == len(others):
            return True
        if not any(source.based_on or "via" in source.publisher for source in sources):
            return False
        origins = self.of(first)
        return len(origins) == 1 and all(self.of(source) == origins for source in others)

    def _publisher_or_source(self, source: Source) -> Origin:
        """The origin of a source that is not based on another: its publisher, or the source itself without one."""
        publisher = first_publisher(source.publisher)
        if not publisher:
            return Origin(source.name, source)
        folded = fold(publisher)
        if folded not in self._publishers:
            name = f"{publisher} (publisher)" if folded in self._folded_keys else publisher
            self._publishers[folded] = Origin(name, folded)
        return self._publishers[folded]

    @cached_property
    def _folded_keys(self) -> frozenset[str]:
        return frozenset(map(fold, self._all_keys()))

    def _roots_of(self, start: str) -> tuple[str, ...]:
        """The keys of the roots that ``start`` leads to.

        With Tarjan's algorithm for strongly connected components, so that a chain of any length takes linear time.
        """
        numbers = {start: 0}  # key → when it was reached
        lowest = {start: 0}  # key → the smallest number of an open key that it leads to
        open_keys = [start]
        path = [(start, self._following(start))] if start not in self._roots else []
        while path:
            current, following = path[-1]
            key = next(following, None)
            if key is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[current])
                if lowest[current] == numbers[current]:
                    self._close(open_keys, current)
            elif key in numbers:
                if key not in self._roots:
                    lowest[current] = min(lowest[current], numbers[key])
            elif key not in self._roots:
                numbers[key] = lowest[key] = len(numbers)
                open_keys.append(key)
                path.append((key, self._following(key)))
        return self._roots[start]

    def _close(self, open_keys: list[str], first: str) -> None:
        """Remove the keys from ``first`` on, which lead to each other, and keep their roots."""
        group = [open_keys.pop()]
        while group[-1] != first:
            group.append(open_keys.pop())
        beyond = (key for source_key in group for key in self._following(source_key) if key in self._roots)
        roots = tuple(dict.fromkeys(root for key in beyond for root in self._roots[key])) or (min(group),)
        self._roots.update(dict.fromkeys(group, roots))

    def _following(self, key: str) -> Iterator[str]:
        source = self._source(key)
        return iter(source.based_on if source else ())


UNKNOWN_ORIGINS = Origins.among(())
"""The origins of sources if no source is known by its key."""
