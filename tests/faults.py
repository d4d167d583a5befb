"""Simulated faults of the operating system, in the calls of one module."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "replace", "link", "chmod", "close")


class FaultyOs:
    """``os``, but the ``nth`` call of ``name`` fails (0: every call). A close that fails still closes the file."""

    def __init__(self, name: str, nth: int, code: int = errno.EIO) -> None:
        self._name, self._nth, self._code = name, nth, code
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        return self._failing if name == self._name else getattr(os, name)

    def _failing(self, *arguments: Any, **options: Any) -> Any:
        self.calls += 1
        call: Callable[..., Any] = getattr(os, self._name)
        if self._nth not in (0, self.calls):
            return call(*arguments, **options)
        if self._name == "close":
            call(*arguments, **options)
        raise OSError(self._code, os.strerror(self._code))


@contextmanager
def faulty(name: str, nth: int, *modules: ModuleType, code: int = errno.EIO) -> Iterator[FaultyOs]:
    """Let the ``nth`` call of ``os.name`` in these modules fail."""
    fault = FaultyOs(name, nth, code)
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            patch.setattr(module, "os", fault)
        yield fault
