"""The cost of a call, counted so that it is the same on every machine."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls(function: Callable[[], object]) -> int:
    """The number of calls of Python and C functions in ``function``."""
    counted = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return counted


def lines(function: Callable[[], object]) -> int:
    """The number of lines of Python that ``function`` executes."""
    counted = 0

    def count(_frame: FrameType, event: str, _arg: object) -> Any:  # Any: a trace function returns itself
        nonlocal counted
        counted += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        function()
    finally:
        sys.settrace(before)
    return counted


def peak(function: Callable[[], object]) -> int:
    """The most bytes that Python allocates at a time in ``function``."""
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
