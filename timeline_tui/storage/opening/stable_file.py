"""Large files that are read in blocks, while another program may write to them."""

from __future__ import annotations

import os
import stat

from timeline_tui.storage.inputs import fingerprint, is_unchanged

SMALLEST = 1 << 22
"""Bytes; a smaller file is read whole."""


class ReadWholeError(Exception):
    """The file cannot be read in blocks: it is too small, is no regular file, or has changed. Read it whole."""


class StableFile:
    """A large file that is read in blocks. It has the type `Bytes` of the readers.

    Reading stops with ReadWholeError as soon as the file has changed since it was opened.
    """

    def __init__(self, path: str) -> None:
        """Raises ReadWholeError."""
        try:
            status = os.stat(path)
            if not stat.S_ISREG(status.st_mode) or status.st_size < SMALLEST:
                raise ReadWholeError
            self._file = open(path, "rb")  # noqa: SIM115  # this is a context manager
        except (OSError, ValueError) as error:  # reading it whole reports what is wrong
            raise ReadWholeError from error
        self._seen = fingerprint(self._file.fileno())
        self.size = self._seen.size if self._seen else 0

    def __enter__(self) -> StableFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, start: int, size: int) -> bytes:
        """At most ``size`` bytes from the offset ``start``. Raises ReadWholeError."""
        try:
            self._file.seek(start)
            data = self._file.read(size)
        except OSError as error:
            raise ReadWholeError from error
        if not (self._seen and is_unchanged(self._file.fileno(), self._seen)):
            raise ReadWholeError
        return data
