"""Files that are read piece by piece, which takes so long that somebody may write to them meanwhile."""

from __future__ import annotations

import os
import stat

from timeline_tui.storage.inputs import fingerprint, is_unchanged

LEAST = 1 << 22
"""Bytes of a file that is worth it."""


class ReadWholeError(Exception):
    """The file had better be read whole: it is small, or none that can be read again, or it has changed meanwhile."""


class StableFile:
    """The content of a large file, for as long as that stays what it was in the beginning."""

    def __init__(self, path: str) -> None:
        """Raises ReadWholeError."""
        try:
            status = os.stat(path)
            if not stat.S_ISREG(status.st_mode) or status.st_size < LEAST:
                raise ReadWholeError
            self._file = open(path, "rb")  # noqa: SIM115  # this is a context manager
        except (OSError, ValueError) as error:  # reading it whole tells what is wrong
            raise ReadWholeError from error
        self._seen = fingerprint(self._file.fileno())
        self.size = self._seen.size if self._seen else 0

    def __enter__(self) -> StableFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, start: int, size: int) -> bytes:
        """A part of it. Raises ReadWholeError if there has been a change since the beginning."""
        try:
            self._file.seek(start)
            data = self._file.read(size)
        except OSError as error:
            raise ReadWholeError from error
        if not (self._seen and is_unchanged(self._file.fileno(), self._seen)):
            raise ReadWholeError
        return data
