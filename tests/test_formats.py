"""The table of formats, and how a file's format is found."""

from __future__ import annotations

import gc
import weakref
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest
from tables import each_row

from timeline_tui.formats import FORMATS, by_name, for_path, losses, read, write
from timeline_tui.formats.detection import detect
from timeline_tui.formats.reading.document import Document
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.inputs import bundled


@each_row("format", FORMATS)
def test_a_row_says_which_functions_its_module_has(format):
    module = import_module(f"timeline_tui.formats.{format.module}")
    assert format.reads == hasattr(module, "read")
    assert format.writes == hasattr(module, "write")
    assert format.lossy == hasattr(module, "losses")
    assert all(ending.startswith(".") for ending in format.endings)


@each_row("format", FORMATS)
def test_the_functions_of_a_module_have_the_parameters_of_the_protocol(format):
    module = import_module(f"timeline_tui.formats.{format.module}")
    takers = {"read": ["data", "file", "progress"], "write": ["timeline"], "losses": ["timeline"]}
    if format.media == "text/csv":
        takers["write"] = ["timeline", "formula_safe"]
    if format.gaps:
        takers["write"] = ["timeline", "gaps"]
    if format.adapts:
        takers["read"] = [*takers["read"], "options"]
    for name, parameters in takers.items():
        if hasattr(module, name):
            assert [*signature(getattr(module, name)).parameters] == parameters


@each_row("format", [format for format in FORMATS if format.writes])
def test_every_format_writes_an_empty_timeline(format):
    assert isinstance(write(Timeline(), format.name), bytes)
    assert isinstance(losses(Timeline(), format.name), list)


@each_row("format", [format.name for format in FORMATS if format.reads and format.is_text])
@each_row(
    ("data", "told"),
    [
        (b"<!DOCTYPE html>\n<p>a: b", "f:1:1: this is a web page (HTML), not a timeline"),
        (b"\x89PNG\r\n\x1a\n\0\0", "f: this is an image (PNG), not a timeline"),
        (b"PK\x03\x04\0\0", "f: this is not a text file"),
        (b"\0\1", "f: this is not a text file"),
    ],
)
def test_a_page_and_a_binary_file_get_one_error(data, told, format):
    reading = read(data, "f", format)
    assert [str(problem) for problem in reading.problems] == [told]
    assert not reading.timeline.events


def test_names_are_looked_up():
    assert by_name("jsonl").endings[0] == ".jsonl"
    with pytest.raises(KeyError):
        by_name("docx")


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.yaml", "yaml"), ("b/A.YML", "yaml"), ("a.json", "json"), ("a.jsonl", "jsonl"), ("a.md", "markdown")],
)
def test_the_ending_decides_the_written_format(path, name):
    assert for_path(path).name == name


def test_an_unknown_ending_chooses_nothing():
    assert for_path("a.docx") is None
    assert for_path("yaml") is None


@each_row(
    ("data", "file", "name"),
    [
        (b"{}", "a.yaml", "yaml"),
        (b"title: x", "a.json", "json"),
        (b"title: x", "<stdin>", "yaml"),
        (b'{"title": "x"}', "<stdin>", "json"),
        (b'\xef\xbb\xbf [ {"date": 2024} ]', "<stdin>", "json"),
        ('{"title": "x"}'.encode("utf-16"), "<stdin>", "json"),
        (b"{}", "<stdin>", "json"),
        (b"{title: x, events: []}", "<stdin>", "yaml"),
        (b"[{date: 2024, title: x}]", "<stdin>", "yaml"),
        (b'{"timeline": {"title": "x"}}\n{"date": 2024}\n', "<stdin>", "jsonl"),
        (b'{"date": "2024",\n "title": "x"}\n', "<stdin>", "json"),
        (b"", "<stdin>", "yaml"),
        (b"- {date: 2024, title: x}", "notes", "yaml"),
    ],
)
def test_how_a_format_is_found(data, file, name):
    assert detect(data, file).name == name


def test_a_format_may_be_named():
    assert read(b'{"date": 2024, "title": "x"}', "a.yaml", "jsonl").timeline.events[0].title == "x"


def test_reading_says_how_far_it_is():
    told = []
    read(b'[{"date": 2024, "title": "x"}]', "a.json", progress=lambda done, total, _: told.append((done, total)))
    assert told[-1] == (30, 30)


@pytest.mark.parametrize("format", [row.name for row in FORMATS if row.reads and row.writes])
def test_the_text_of_a_file_is_freed_after_reading(format, monkeypatch):
    """Large files are read without the collector, so that a circle would keep all of it to the end."""
    documents, make = [], Document.__init__

    def made(self, *args):
        make(self, *args)
        documents.append(weakref.ref(self))

    timeline = read(Path(bundled()).read_bytes(), "events.yaml").timeline
    data = write(timeline, format)
    monkeypatch.setattr(Document, "__init__", made)
    gc.disable()
    try:
        reading = read(data, "f", format)
        assert reading.timeline.events
        assert documents
        assert not any(document() for document in documents)
    finally:
        gc.enable()
