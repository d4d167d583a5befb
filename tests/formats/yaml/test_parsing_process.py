"""A second process parses large YAML files: the result is the same as without it, whatever is in the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.reading import forking
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.forking import UnfinishedError
from timeline_tui.formats.yaml import parsing_process, yaml_syntax
from timeline_tui.formats.yaml.yaml import read

# The other threads of a test process only wait for messages of pytest-xdist.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")

HEADS = (
    *("", "title: A\n", "sources: {k: {title: S}}\n", "sources: refs.bib\n", "\ufefftitle: A\n", "%YAML 1.1\n---\n"),
    *("sources: &all\n  k: {title: S, based_on: [j]}\n", "<<: {title: A}\n", "just text\n", "[1, {date: 2024}]\n"),
    *(
        "views: [{name: V, query: a}]\ntitle: A\ntitle: B\n",
        "# one\n\n",
        "# a\t\n \t\n",
        "x\u200by: 1\n",
        "a: &a {b: *a}\n",
    ),
)
LISTS = (
    "events:\n",
    "events: # here\n",
    "",
    "items:\n",
    "events: &e\n",
    "events: !!seq\n",
    "'events':\n",
    "events: [\n",
)
TAILS = (
    *(
        "",
        "sources: {k: {title: S}}\n",
        "sources:\n  z: {title: Late}\n",
        "title: B\n",
        "events:\n- {date: 2024, title: C}\n",
    ),
    *(
        "...\n",
        "---\n",
        "---\ntitle: B\n",
        "more: *a\n",
        "extract: {from: a.yaml}\n",
        "# end",
        "description: |\n  a\n  - b",
    ),
    *("views:\n- {date: 2024-01-01, title: X}\n", "<<<<<<< a\n", "]\n", "events: []\n", "evens: *e\n", '"', "\t\n"),
)
ITEMS = (
    "- date: 2024-01-01\n  title: A\n  sources: [k, z]\n",
    "- {date: 2024-01-02, title: A, id: a}\n",
    "- id: a\n  title: B\n  date: 2024-13\n  related: [b, a]\n",
    "- &a\n  date: 2024\n  title: C\n  id: b\n",
    "- *a\n",
    "- <<: *a\n  title: D\n",
    "- date: 2024\n  title: &t long\n  summary: *t\n",
    "- date: 2024\n  title: E\n  summary: |\n    - date: 2024\n    - title: F\n",
    "- date: 2024\n  title: |\n    - date: 2024\n      title: F\n    more\n",
    "- date: 2024\n  title: 'G\n\n    - date: 2024'\n",
    '- date: 2024\n  title: "G\n    - date: 2024\n  title: H\n',
    "- date: 2024\n  title: H # a comment\n# - date: 2024\n",
    "- date: 2024\n  title: One #2\n",
    "- date: 2024\n  title: I\n  title: J\n",
    "- date: 2024\n  title: I\n  note: J\n  note: J\n",
    "- date: 2024\n  title: !!int 5\n  no\u200bte: a\u202eb\n",
    "- date: 2024\n  title: [a,\n - b]\n",
    "- date: 2024\n  title: [a\n",
    "-\tdate: 2024\n",
    "- text\n",
    "- &d\n  date: 2024\n  title: I\n  title: J\n",
    "- date: 2024\n  title: K\n  note: *d\n",
    "- date: 2024\n  title: L\n  sources: [k]\n  colour: red\n",
    "-\n",
    "- ~\n",
    "- - date: 2024\n    title: K\n",
    "- title: L\n  after: [b, nowhere]\n",
    "- when: 2024\n  what: M\n",
    "- date: 3 May 2024\n  title: N\n  colour: red\n",
    "- ? [a, b]\n  : c\n",
    "- date: 2024\n   title: O\n",
    " - date: 2024\n",
    "- " + "[" * 40 + "]" * 40 + "\n",
    "- date: 2024\n  title: P\n  quotes: [{text: Q, speaker: R}]\n  sources: [{source: k, stance: denies}, https://a.b]\n",
)
PLAIN, TAGGED, UNCLOSED, DOUBTED, DOUBTING, COLOUR, WHEN = (
    next(item for item in ITEMS if part in item)
    for part in ("title: A\n", "!!int", "[a\n", "&d", "*d", "sources: [k]\n  colour", "when:")
)


@contextmanager
def in_this_process(work):
    """Like `forking.forked`, without another process."""
    messages = []
    with suppress(UnfinishedError):
        work(messages.append)
    yield messages


@contextmanager
def failing(work):
    """Like `in_this_process`, for a process that is killed before its last message."""
    with in_this_process(work) as messages:
        yield messages[:-1]


def reading(text, forked=None, part=1, is_useful=lambda _: True):
    """The result of reading, and the calls of `progress`. Without a second process if ``forked`` is None."""
    calls = []

    def progress(done, size, so_far):
        calls.append((done, size, so_far()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_syntax, "LARGE", 0 if forked else 1 << 30)
        patch.setattr(parsing_process, "_PART", part)
        patch.setattr(parsing_process, "is_useful", is_useful)
        if forked:
            patch.setattr(parsing_process, "forked", forked)
        return read(text.encode("utf-8", "surrogatepass"), "f.yaml", progress), calls


EVENTS = "".join(f"  - id: e{number}\n    date: {1900 + number}\n    title: Number {number}\n" for number in range(100))


@given(
    st.sampled_from(HEADS),
    st.sampled_from(LISTS),
    st.lists(st.sampled_from(ITEMS), max_size=8),
    st.sampled_from(("", "  ", "    ")),
    st.sampled_from(TAILS),
    st.sampled_from(("\n", "\r\n", "\r", "\x85")),
    st.sampled_from((1, 1, 60, 1 << 17)),
    st.none() | st.integers(0, 400),
)
@example("", "events:\n", ITEMS, "  ", "", "\n", 1, None)
@example("", "", ITEMS, "", "", "\n", 1, None)
@example("sources: {k: {title: S}}\n", "events:\n", ITEMS[:9], "", "sources: {}\n", "\r\n", 60, None)
@example("", "events:\n", [*ITEMS[:6], UNCLOSED, *ITEMS[:3]], "  ", "sources: {k: {title: S}}\n", "\n", 1, None)
@example("", "events:\n", [TAGGED, UNCLOSED, TAGGED], "  ", "", "\n", 1 << 17, None)
@example("", "events:\n", [DOUBTED, DOUBTING, PLAIN], "", "", "\n", 1, None)
@example("", "events:\n", [COLOUR, TAGGED, COLOUR, PLAIN], "", "", "\n", 1, None)
@example("", "items:\n", [WHEN] * 4, "  ", "", "\n", 1, None)
@example("", "events:\n", [WHEN] * 4, "  ", "title: A\n", "\n", 1, None)
@example("", "events:\n", [PLAIN] * 30, "  ", "events:\n- {date: 2024, title: C}\n", "\n", 1, None)
@example("", "events: &e\n", [PLAIN], "", "evens: *e\n", "\n", 1, None)
def test_same_result(head, key, items, indentation, tail, ending, part, end):
    lines = "".join(items).splitlines(keepends=True)
    text = (head + key + "".join(indentation + line for line in lines) + tail).replace("\n", ending)[:end]
    alone, calls = reading(text)
    assert reading(text, in_this_process, part) == (alone, calls)
    assert reading(text, failing, part)[0] == alone


def running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def processes(monkeypatch):
    """The processes that were started."""
    started = []

    def fork():
        started.append(os.fork())
        return started[-1]

    monkeypatch.setattr(forking, "os", SimpleNamespace(**{**vars(os), "fork": fork}))
    return started


def test_a_second_process(processes):
    text = f"title: A\nevents:\n{EVENTS}sources: {{}}\n"
    alone = reading(text)
    assert len(alone[0].timeline.events) == 100
    assert reading(text, forking.forked, 1000) == alone
    assert processes
    assert not any(map(running, processes))


def test_ended_by_an_exception(processes):
    def progress(done, size, so_far):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_syntax, "LARGE", 0)
        patch.setattr(parsing_process, "is_useful", lambda _: True)
        with pytest.raises(KeyboardInterrupt):
            read(f"events:\n{EVENTS * 20}".encode(), "f.yaml", progress)
    assert processes
    assert not any(map(running, processes))


def test_killed_in_the_middle(processes, monkeypatch):
    text = f"events:\n{EVENTS}"
    alone = reading(text)[0]
    parent = os.getpid()
    add = parsing_process._NodeSender.event

    def event(self, node, offset):
        if offset > 2000 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        add(self, node, offset)

    monkeypatch.setattr(parsing_process._NodeSender, "event", event)
    assert reading(text, forking.forked, 500)[0] == alone
    assert len(processes) == 1
    assert not running(processes[0])


def test_no_process_to_be_had(monkeypatch):
    def fork():
        raise BlockingIOError

    text = f"events:\n{EVENTS}"
    monkeypatch.setattr(forking, "os", SimpleNamespace(**{**vars(os), "fork": fork}))
    assert reading(text, forking.forked) == reading(text)


@pytest.mark.slow
def test_ends_with_a_killed_reader():
    code = (
        "import time\n"
        "from timeline_tui.formats.reading.forking import forked\n"
        "def work(send):\n"
        "    while True: send(b'a' * 1000)\n"
        "with forked(work) as messages:\n"
        "    print(len(next(messages)), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as reader:
        assert reader.stdout.readline() == b"1000\n"
        reader.kill()
        reader.communicate(timeout=20)  # returns when both have ended, because both have the pipe


def test_other_reports_are_not_lost():
    def read_with_note(text, document, builder):
        document.note(0, "something")

    messages = []
    with pytest.raises(UnfinishedError):
        parsing_process.send_nodes("a", Document("f.yaml", "a"), read_with_note, messages.append)
    assert not messages


@each_row(
    ("text", "processors", "limit", "expected"),
    [
        ("title: A\nevents:\n", 2, -1, True),
        ("events:\n", 2, 1 << 30, True),
        ("- date: 2024\n", 2, -1, True),
        ("title: A\nevents:\n", 1, -1, False),
        ("title: A\nevents:\n", 2, 100, False),
        ("items:\n  events:\n", 2, -1, False),
    ],
)
def test_when_it_is_useful(text, processors, limit, expected):
    resource = pytest.importorskip("resource")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forking, "_processors", lambda: processors)
        patch.setattr(forking, "_threads", lambda: 1)
        patch.setattr(resource, "getrlimit", lambda _: (limit, -1))
        assert parsing_process.is_useful(text) == expected
