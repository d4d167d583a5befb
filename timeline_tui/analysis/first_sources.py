"""The sources of several timelines in which the same source may be under different keys."""

from collections.abc import Mapping, Sequence

from timeline_tui.analysis.source_pairs import without_key
from timeline_tui.model.timeline import Source


class FirstSources:
    """For each content of a source, the first source with it. Of its origins, the content counts, and not the keys."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._keys = _same_keys(sources)
        self._sources: dict[Source, Source] = {}  # content of a source → the first source with this content
        for source in sources:
            content = _content(source, self._keys)
            self._sources.setdefault(content, content._replace(key=source.key))

    @property
    def all(self) -> tuple[Source, ...]:
        """The first sources, in order."""
        return tuple(self._sources.values())

    def first(self, source: Source) -> Source:
        """The first source with the same content. Its origins are the first sources with theirs."""
        content = _content(source, self._keys)
        return self._sources.get(content) or content._replace(key=source.key)


def _same_keys(sources: Sequence[Source]) -> dict[str, str]:
    """Each key of a source → the key of the first source with the same content and origins."""
    found = {source.key: source.key for source in sources}
    known: dict[str, str] = {}
    while found != known:  # once for each step from a source to its origins
        known, first = found, dict[Source, str]()
        found = {source.key: first.setdefault(_content(source, known), source.key) for source in sources}
    return found


def _content(source: Source, keys: Mapping[str, str]) -> Source:
    """The source without its key, and with ``keys`` in place of those in ``based_on``."""
    if not source.based_on:
        return without_key(source)
    return source._replace(key="", based_on=tuple(keys.get(key, key) for key in source.based_on))
