"""Noticing that files changed: asked on a timer, it only looks at them and never waits."""

from __future__ import annotations

from collections.abc import Iterable

from timeline_tui.storage.inputs import Fingerprint, fingerprint


class Watcher:
    """Watches files against ``seen``: what each looked like when it was read; if not given, what it looks like now.

    A file that is missing, or cannot be looked at, is watched too: it may come back. A symbolic link is followed.
    """

    def __init__(self, paths: Iterable[str], seen: Iterable[Fingerprint | None] | None = None) -> None:
        self._paths = tuple(paths)
        self._latest = self._look()
        self._reported = self._latest if seen is None else tuple(seen)

    def poll(self) -> bool:
        """Whether the files now differ from when it last said so, and look as they did at the last poll.

        The second look lets a writer finish; a change that was taken back in between is none.
        """
        before, self._latest = self._latest, self._look()
        if self._latest != before or self._latest == self._reported:
            return False
        self._reported = self._latest
        return True

    def _look(self) -> tuple[Fingerprint | None, ...]:
        return tuple(map(fingerprint, self._paths))
