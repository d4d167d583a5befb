"""A second process that parses a large YAML file, while this one makes events of the nodes.

It passes on the nodes and reports that `Builder` would pass on here, in the same order. So both readings of a file give
the same result, whatever is in it. If the other process fails, this one reads the text alone.

Of reading with the index, parsing is half: 40 µs an event of 500 bytes, for libyaml and for the nodes. Sending a node
takes 2 µs there and 4 µs here. On two idle processors, all takes 0.76 of the time of one process. If this process
parses a part of the text itself (a tenth, a sixth, a quarter were tried), it takes longer.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.forking import Send, UnfinishedError, can_fork, forked
from timeline_tui.formats.reading.nodes import BrokenError, Map, Node
from timeline_tui.model.problems import Extent

_PART = 1 << 17  # characters of the text whose events are in one message
_FACTOR = 24  # bytes of memory that two processes need for each character of the text, at most

Read: TypeAlias = "Callable[[str, Document, Builder], BrokenError | None]"


def is_useful(text: str) -> bool:
    """Whether a second process can parse the large ``text``, and this saves time.

    The events must be the root or have the key ``events``: of another shape, nothing can be used before the end.
    """
    is_ours = text.startswith(("- ", "events:")) or "\nevents:" in text
    return is_ours and can_fork(_FACTOR * len(text))


def read_apart(text: str, document: Document, builder: Builder, read: Read) -> BrokenError | None:
    """Do what ``read`` does with the same arguments, but let another process call it.

    Raises UnfinishedError if that fails; problems may be reported then. If the text is not read to its end, the sink of
    ``builder`` begins anew.
    """
    with forked(lambda send: send_nodes(text, document, read, send)) as messages:
        return take_nodes(messages, document, builder)


def send_nodes(text: str, document: Document, read: Read, send: Send) -> None:
    """Call ``read``, and send what it passes on as messages for `take_nodes`.

    A message is a list of pairs: an event with its offset before it, ``begin`` and the root, the name of a method of
    `Document` and its arguments, or at last ``end`` with the root and the error that ended the reading.
    """
    sender = _NodeSender(send)
    recorder = _Recorder(document, text, sender)
    builder = Builder(recorder, sender)
    error = read(text, recorder, builder)
    if recorder.problems():  # something was reported in a way that was not sent
        raise UnfinishedError
    fault = error and (error.offset, error.message, error.hint)
    sender.items.append(("end", (None if fault else builder.root, fault)))
    sender.flush()


def take_nodes(messages: Iterable[bytes], document: Document, builder: Builder) -> BrokenError | None:
    """Pass on what the messages have: reports to ``document``, events to the sink of ``builder``, the root to itself.

    Returns the error that ended the reading, if there was one. Raises UnfinishedError if the last message is missing.
    """
    sink = builder.sink
    begun: Map = {}  # the sink may keep it, so it becomes the whole root
    kind: Any = None
    content: Any = None
    for message in messages:
        for kind, content in marshal.loads(message):  # noqa: S302  # our own process has sent it
            if type(kind) is int:
                sink.event(content, kind)
            elif kind == "begin":
                begun.update(content)
                sink.begin(begun)
            elif kind != "end":
                getattr(document, kind)(*content)
    if kind != "end":
        raise UnfinishedError
    root, fault = content
    if fault:
        sink.begin({})  # forgets the events
        return BrokenError(*fault)
    if type(root) is dict:
        begun.clear()
        begun.update(root)
        root = begun
    if root is not None:
        builder.add(root, 0)
    return None


class _NodeSender:
    """The sink in the other process. It sends the events of some text in one message."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._end = _PART  # the offset from which on events are in the next message
        self.items: list[tuple[str | int, object]] = []
        """What the next message has, in order."""

    def begin(self, root: Map) -> None:
        """Send the keys before the first event."""
        self.items.append(("begin", root.copy()))

    def event(self, node: Node, offset: int) -> None:
        """Send an event."""
        if offset >= self._end:
            self.flush()
            self._end = offset + _PART
        self.items.append((offset, node))

    def flush(self) -> None:
        """Send the message."""
        self._send(marshal.dumps(self.items))
        self.items = []


class _Recorder(Document):
    """The document in the other process. It sends the reports."""

    def __init__(self, document: Document, text: str, sender: _NodeSender) -> None:
        super().__init__(document.file, text)
        self.line = document.line  # type: ignore[method-assign]  # the text may be a part of a file
        self._sender = sender

    def error(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        self._sender.items.append(("error", (offset, message, hint, group)))
        return True

    def warning(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        self._sender.items.append(("warning", (offset, message, hint, group)))
        return True

    def skip(self, offset: int, message: str, hint: str = "", group: str = "") -> None:
        self._sender.items.append(("skip", (offset, message, hint, group)))
        self.extent = min(self.extent, Extent.GAPS)
