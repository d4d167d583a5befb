"""The aliases of a timeline: the name that each alias means, and the aliases of each name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline_tui.query.query_fields import ALIASED
from timeline_tui.text.text import fold


class Aliases:
    """The aliases of a timeline, as pairs (alias, name). Names are compared by `fold`, and chains are followed.

    An alias of itself is ignored: it marks a name as different from similar ones.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        names = {fold(alias): name for alias, name in pairs}
        names = {alias: name for alias, name in names.items() if alias != fold(name)}
        ends = chain_ends({alias: fold(name) for alias, name in names.items()})
        self._names = {alias: names[end] for alias, end in ends.items() if end is not None}
        self._others: dict[str, list[str]] = {}
        for alias in names:
            self._others.setdefault(fold(self.canonical(alias)), []).append(alias)

    def canonical(self, name: str) -> str:
        """The name that ``name`` is an alias of; ``name`` itself if it is not an alias, or is part of a circle."""
        return self._names.get(fold(name), name)

    def key(self, field: str, value: str) -> str:
        """The folded name of a value of ``field``. Values with equal keys are the same value."""
        folded = fold(value)
        name = self._names.get(folded) if field in ALIASED else None
        return fold(name) if name is not None else folded

    def others(self, field: str, key: str) -> Sequence[str]:
        """All aliases, folded, of the value of ``field`` with this key."""
        return self._others.get(key, ()) if field in ALIASED else ()

    def others_of_all(self, field: str) -> Iterable[str]:
        """All aliases, folded, that values of ``field`` may have."""
        return self._names if field in ALIASED else ()

    def beginning(self, field: str, needle: str) -> Iterator[str]:
        """The keys of the values of ``field`` with an alias that begins with the folded ``needle``."""
        if field in ALIASED:
            for key, aliases in self._others.items():
                if any(alias.startswith(needle) for alias in aliases):
                    yield key


def chain_ends(following: Mapping[str, str]) -> dict[str, str | None]:
    """For each key of ``following`` the last key of its chain; None if the chain runs in a circle.

    The chain of a key is the key, the value that follows it, the value that follows that one, and so on as long as
    they are keys. Each key is visited once, so the time does not depend on the lengths of the chains.
    """
    ends: dict[str, str | None] = {}
    for name in following:
        chain: dict[str, None] = {}
        while name in following and name not in ends and name not in chain:
            chain[name] = None
            name = following[name]
        end = ends[name] if name in ends else None if name in chain else next(reversed(chain), None)
        ends |= dict.fromkeys(chain, end)
    return ends
