"""Reading a text in blocks gives the same problems as reading it whole."""

from __future__ import annotations

import codecs
import random
import re
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline_tui import formats
from timeline_tui.formats.reading import blocks, document
from timeline_tui.formats.reading.blocks import Blocks, BytesInMemory

WHOLE = 1 << 30
HEADER = (
    '{"timeline": {"title": "T", "colour": 1, "sources": {"k": {"title": "K", "dat": "2"}},'
    ' "views": [{"name": "v", "query": "cuntry:x"}], "aliases": {"A": "B", "B": "A"}}}'
)
LINES = [
    *(line.encode() for line in (HEADER, "", "  ", "[]", '"text"', "{}", '{"timeline": 7}', "<<<<<<< HEAD", "<html>")),
    b'{"date": "2024-06-13", "title": "a", "sources": ["k"]}',
    b'{"date": "2024-06-13", "title": "a", "id": "x", "sources": ["late", "http://a.b/"]}',
    b'{"date": "2024-06-31", "title": "b", "id": "x"}',
    b'{"date": "2024", "title": "c", "id": "x", "related": ["2024-06-13-a", "x", "nothing"]}',
    b'{"date": "2024", "title": "d", "id": "2024-06-13-a", "odd": [1, {"odder": null}]}',
    b'{"date": "2024", "title": "not closed',
    b'{"date": "2024", "title": "twice", "title": "twice"}',
    b'{"date": "20\\u0032x", "title": "escaped", "note": "\\u200b"}',
    b'{"date":\r"2024x", "title": "a break that editors know"}',
    '{"date": "2024", "title": "日本 😀", "people": ["\u200bA", "B\u202e"], "note": "\x85 \u2028"}'.encode(),
    '{"date": "2024-13", "title": "a real \ufffd"}'.encode(),
    b'{"date": "2024", "title": "torn \xf0\x9f\x98"}',
    b'{"date": "2024-13", "title": "\xff\xfe", "near": "\xe3\x81"}',
    b"\xe6\x97",
    b'{"date": "2024", "title": "NUL \0"}',
    b'{"date": "2024-06-32", "title": "' + b"long " * 300 + b'", "related": "gone"}',
]
lines = st.lists(
    st.tuples(st.sampled_from(LINES), st.sampled_from([b"\n", b"\n", b"\r\n", b"\n\n", b"\r"])), max_size=12
)


def read(data, size, progress=None):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "SIZE", size)
        return formats.read(data, "f.jsonl", "jsonl", progress)


@given(lines, st.sampled_from([b"", b"", codecs.BOM_UTF8, HEADER.encode() + b"\n"]), st.integers(0, 9), st.data())
def test_blocks_of_every_size_are_read_alike(lines, first, torn, data):
    whole = first + b"".join(line + end for line, end in lines)
    text = whole[: len(whole) - torn]
    size = data.draw(st.sampled_from([1, 2, 7, 64, 300, 2000]))
    assert read(text, size) == read(text, WHOLE)


@given(lines, st.sampled_from(["utf-16", "utf-32", "utf-16-le", "utf-16-be"]))
@example([(LINES[9], b"\n")] * 3, "utf-16")
def test_other_encodings_are_read_alike(lines, encoding):
    text = b"".join(line + end for line, end in lines).decode(errors="replace").encode(encoding)
    assert read(text, 1) == read(text, WHOLE)


def test_many_problems_are_counted_alike(monkeypatch):
    monkeypatch.setattr(document, "_MAX_LISTED", 300)
    shuffled = random.Random(1)
    read_on = [line for line in LINES[:-2] if not line.startswith(b"<<<<<<<")]
    text = b"".join(line + b"\n" for line in shuffled.choices(read_on, k=3000))
    reading = read(text, 500)
    assert reading == read(text, WHOLE)
    told = " ".join(problem.message for problem in reading.problems)
    assert "more errors from here on" in told
    assert re.search(r"“odd” in [0-9]+ events, first at line [0-9]+, is not in the schema", told)


def test_the_header_may_come_late():
    text = b"\n[1\n\n" + HEADER.encode() + b'\n{"date": "2024", "title": "a", "sources": ["k"]}'
    reading = read(text, 1)
    assert reading == read(text, WHOLE)
    assert reading.timeline.title == "T"
    assert [(p.line, p.excerpt[p.caret - 1 :][:8]) for p in reading.problems if "cuntry" in p.message] == [
        (4, "cuntry:x")
    ]


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\n" * 50 + b"<html>\n{}", b"PK\0\n\0"])
def test_contents_without_events(data):
    reading = read(data, 1)
    assert reading == read(data, WHOLE)
    assert len(reading.problems) == 1


def test_a_web_page_is_the_only_problem():
    assert [p.message for p in read(b"<html>\xff\n\xff", 1).problems] == ["this is a web page (HTML), not a timeline"]


def test_blocks_are_whole_lines(monkeypatch):
    monkeypatch.setattr(blocks, "SIZE", 4)
    found = Blocks(BytesInMemory("é\n1\n\n123456\n1\n2".encode()), "f")
    assert [(text, found.place(0), found.line(0)) for text in found.blocks()] == [
        ("é\n", 0, 1),
        ("1\n\n", 2, 2),
        ("123456\n", 5, 4),
        ("1\n2", 12, 5),
    ]
    assert [(found.line(place), found.place(place)) for place in (12, 0, 6, 14)] == [(5, 12), (1, 0), (4, 6), (6, 14)]


def test_progress_is_measured_in_bytes():
    told = []
    text = b'{"date": "2024", "title": "a"}\n' * 1000
    read(text, 4000, lambda done, size, so_far: told.append((done, size, len(so_far().events))))
    assert told == [(number * 31, len(text), number) for number in (0, 256, 512, 768, 1000)]


class Padded:
    """Events between which there is much white space, in bytes that are made when they are wanted."""

    def __init__(self, count):
        self.line = b'{"date": "2024-13", "title": "\xf0\x9f\x98\x80",' + b" " * 50_000 + b'"people": ["A"]}\n'
        self.size = count * len(self.line)

    def read(self, start, size):
        within = start % len(self.line)
        return (self.line * (size // len(self.line) + 2))[within : within + size][: self.size - start]


def test_no_more_than_a_few_blocks_are_in_memory(monkeypatch):
    monkeypatch.setattr(blocks, "SIZE", 200_000)
    text = Padded(400)
    formats.read(Padded(2), "f", "jsonl")  # what is kept for all readings
    tracemalloc.start()
    try:
        reading = formats.read(text, "f", "jsonl")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(reading.problems) == 400
    assert text.size > 20_000_000
    assert most < 5_000_000  # the text alone would be four times its bytes
