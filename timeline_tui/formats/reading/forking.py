"""A copy of this process that does a part of its work and sends messages."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, TypeAlias

_HEAD = 8  # bytes before a message: its length

Send: TypeAlias = "Callable[[bytes], object]"


class UnfinishedError(Exception):
    """The copy could not be made, or it has not done its work."""


def can_fork(memory: int) -> bool:
    """Whether this process can make a copy of itself that runs at the same time, if both need so many bytes of memory.

    A process with several threads cannot: in the copy, the others do not exist, and it would wait for what they hold.
    """
    return hasattr(os, "fork") and _threads() == 1 and _processors() > 1 and _has_room(memory)


@contextmanager
def forked(work: Callable[[Send], None]) -> Iterator[Iterable[bytes]]:
    """The messages that ``work`` sends in a copy of this process. The copy is ended when the block is left.

    If this process is killed, the copy ends when it sends its next message. Raises UnfinishedError if there is no copy.
    """
    try:
        source, target = os.pipe()
    except OSError as error:  # too many files are open
        raise UnfinishedError from error
    try:
        process = os.fork()
    except OSError as error:  # there are too many processes
        os.close(source)
        os.close(target)
        raise UnfinishedError from error
    if not process:
        _work(work, source, target)
    try:
        os.close(target)
        with os.fdopen(source, "rb") as pipe:
            yield _split(pipe)
    finally:
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _work(work: Callable[[Send], None], source: int, target: int) -> None:
    """Do the work in the copy, and end it without what the other process does at its end."""
    try:
        os.close(source)  # else sending would not fail when the other process has ended
        with os.fdopen(target, "wb") as pipe:

            def send(message: bytes) -> None:
                pipe.write(len(message).to_bytes(_HEAD, "big"))
                pipe.write(message)
                pipe.flush()

            work(send)
    finally:
        os._exit(0)


def _split(pipe: BinaryIO) -> Iterator[bytes]:
    """The whole messages in ``pipe``."""
    while len(head := pipe.read(_HEAD)) == _HEAD:
        size = int.from_bytes(head, "big")
        if len(message := pipe.read(size)) < size:
            return
        yield message


def _threads() -> int:
    """The number of threads of this process. On Linux, threads that libraries started are counted too."""
    try:
        with os.scandir("/proc/self/task") as threads:
            return len([*threads])
    except OSError:
        return threading.active_count()


def _processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _has_room(size: int) -> bool:
    """Whether this process may use ``size`` bytes of memory: `storage.memory` limits it to the free memory."""
    import resource  # not on Windows

    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return limit == resource.RLIM_INFINITY or limit >= size
