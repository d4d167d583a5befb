"""A large file of JSON lines gives the same timeline, problems and answers as one that is read into memory."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from plain_scan import PlainScan
from random_timelines import queries, timelines
from tables import each_row

from timeline_tui.formats.json import json_lines
from timeline_tui.formats.json.json_lines import write
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.formats.reading import forking
from timeline_tui.formats.reading.forking import Send, forked
from timeline_tui.formats.reading.line_events import NotStreamedError
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index, index_of
from timeline_tui.index.mapped import search_texts
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.numbered_sources import KINDS
from timeline_tui.model.problems import DamagedError, LoadError
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import VALUES
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.opening import event_lines, line_stream, stable_file
from timeline_tui.storage.opening.cache import Cache, save_in_background
from timeline_tui.storage.opening.event_lines import lines_of
from timeline_tui.storage.opening.images import ImageFile, image_meta, loaded_from
from timeline_tui.storage.opening.line_stream import LineStream
from timeline_tui.storage.opening.listed_events import ReadEvents
from timeline_tui.storage.opening.stable_file import StableFile
from timeline_tui.storage.remembered import Answer, Memory

ODD = (
    '{"date":"2024","title":"broken"',
    '{"date":"2024-13","title":"a wrong date"}',
    '{"date":"2024-06-13","title":"Same"}',
    '{"date":"2024-06-13","title":"Same"} ',
    '{"date":"2024-06-13","title":"Same 2","note":"not the second"}',
    '{"date":"2024-06-13","title":"Same","id":"same"}',
    '{"date":"2024-06-14","title":"Türkiye “and” Côte d’Ivoire","countries":["Türkiye"]}',
    '{"title":"Between","after":["2024-06-13-same"],"before":["2024-06-14-turkiye-and-cote-d-ivoire"]}',
    '{"date":"2024-06","title":"A month","after":["2024-06-13-same"]}',
    '{"date":"2024","title":"Related","related":["2024-06-13-same","nowhere"]}',
    '{"date":"2024","title":"Unknown","titel":"x","sources":["no such key",{"title":"In place"}]}',
    '{"date":"2022-23","title":"Two years?"}',
    '{"date":"2024-06-12","title":"A key without a value","colour":null}',
    '{"date":"2024-06-13","title":"Wrong","countries":5,"quotes":[{"text":"a","text":"b"}],"sources":["s1"]}',
    '{"date":"2024-06-13","title":"Twice","title":"a key","date":"2023"}',
    '{"date":"2024-06-13","title":"Wrong","id":"same"}',
    '{"date":"2024-06-13","title":"Not a number","note":NaN}',
    '{"date":"2024-06-13","title":"Comma"},',
    '{"date":20240613,"title":["no text"]}',
    '{"date":null,"title":"  Without   a date "}',
    '{"date":"2024-06-31","title":"A day that does not exist"}',
    '{"date":"2024-06-13","title":" "}',
    '["2024","not an object"]',
    '{"date":"2024-06-13","title":"Empty names","organizations":"","countries":["USA","","USA"]}',
    '{"date":"2024-06-13","title":"Not UTF-8 \udcff"}',
    '{"date":"2024",\r"title":"On two lines","summary":"Türkiye"}',
    " \t",
    "",
)
ENDINGS = st.sampled_from(["\n", "\r\n"])
# The other threads of a test process only wait for messages of pytest-xdist.
FORKS = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")


@pytest.fixture(autouse=True)
def smallest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stable_file, "SMALLEST", 0)
    monkeypatch.setattr(json_lines, "_RUN", 2)
    monkeypatch.setattr(event_lines, "_STEP", 4)
    monkeypatch.setattr(search_texts, "_PACKED", 6)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def streamed(path: Path) -> Loaded:
    inputs = find_inputs([str(path)])
    stream = LineStream(inputs, DEFAULTS, str(path.parent))
    try:
        stream.list_events()
        read = stream.read()
        image = path.with_suffix(".image")
        with image.open("wb") as file:
            stream.write(file, {**image_meta({}, read.problems), "extent": read.extent}, lambda _: None)
    finally:
        stream.stop()
    return loaded_from(Image(ImageFile(str(image))), inputs)


def places(events: object) -> list[tuple[object, ...]]:
    return [(*event, event.date.place, event.line) for event in events]  # type: ignore[attr-defined]


@contextmanager
def cut(fraction: float, *, forks: bool = False) -> Iterator[None]:
    """Cut files and their events at this fraction of their size; without forks, in one process."""
    find_end = line_stream.line_end

    def moved(file: StableFile, _: int) -> int:
        return find_end(file, int(file.size * fraction))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_stream, "line_end", moved)
        if forks:
            patch.setattr(forking, "_threads", lambda: 1)
        else:
            patch.delattr(os, "fork", raising=False)
        yield


def compare(path: Path, query: Query) -> None:
    """Check that a file gives the same in every way of reading, or is not streamed."""
    expected = load_timeline([str(path)])
    try:
        loaded = streamed(path)
    except NotStreamedError:  # an earlier event has an id of the file
        return
    assert places(loaded.timeline.events) == places(expected.timeline.events)
    assert loaded.problems == expected.problems
    assert [*loaded.timeline.sources] == [*expected.timeline.sources]
    with lines_of(find_inputs([str(path)]), DEFAULTS, None) as lines:
        for _ in range(2):
            assert places(lines.timeline.events) == places(expected.timeline.events)
        assert lines.timeline._replace(events=()) == expected.timeline._replace(events=())
        assert vars(lines.with_timeline(Timeline())) == vars(expected.with_timeline(Timeline()))
    assert loaded.extent is expected.extent
    ours, theirs = index_of(loaded.timeline), Index(expected.timeline)
    assert places(ours.events) == places(theirs.events)
    scan = PlainScan(expected.timeline)
    found = [position for position, event in enumerate(theirs.events) if scan.holds(query, event)]
    assert list(Positions(ours.query_bits(query))) == found
    assert [ours.related(event) for event in theirs.events] == [theirs.related(event) for event in theirs.events]
    for field in VALUES:
        assert dict(values_of(ours, field)) == dict(values_of(theirs, field)), field
    assert [*ours.quotes.positions] == [*theirs.quotes.positions]
    assert [ours.quotes.speakers[at] for at in ours.quotes.speaker_of] == [
        theirs.quotes.speakers[at] for at in theirs.quotes.speaker_of
    ]
    assert ours.sources.names == theirs.sources.names
    for kind in KINDS:
        assert [(number, [*at]) for number, at in ours.source_uses.used(kind)] == [
            (number, [*at]) for number, at in theirs.source_uses.used(kind)
        ]


def values_of(index: Index, field: str) -> Iterator[tuple[str, list[int]]]:
    facet = index.facet(field)
    return ((key, [*facet.postings.positions(number)]) for number, key in enumerate(facet.keys))


@given(
    timelines(),
    st.lists(st.sampled_from(ODD), max_size=6),
    queries(),
    ENDINGS,
    st.sampled_from(("", "\ufeff")),
    st.floats(0, 1),
)
@example(Timeline(), [*ODD[2:4], *ODD[6:9], *ODD[2:4]], Query(), "\n", "", 0.5)
@example(Timeline(), [*ODD], Query(), "\n", "", 0.4)
@example(Timeline(), [*ODD], Query(), "\r\n", "\ufeff", 0.6)
@example(Timeline(), [], Query(), "\n", "", 0.0)
@example(Timeline(), [], Query(), "\n", "", 1.0)
def test_it_gives_the_same(
    timeline: Timeline, odd: list[str], query: Query, ending: str, mark: str, fraction: float
) -> None:
    header, *lines = write(timeline._replace(title="T")).splitlines()
    text = mark + ending.join([header, '{"date":"2024","title":"First"}', *odd[:3], *lines, *odd[3:], ""])
    with cut(fraction), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(text.encode(errors="surrogateescape"))
        if any('"date"' in line for line in text.splitlines()):
            compare(path, query)


HEAD = '{"timeline":{"title":"T","sources":{"s1":{"title":"One"},"s2":{"title":"Two","based_on":["s1"]}}}}'
FIRST, SECOND = '{"date":"2024-06-13","title":"First"}', '{"date":"2023","title":"Second","sources":["s2"]}'
CITING = (
    '{"date":"2024","title":"Citing","sources":["s1","unknown"],"quotes":[{"text":"a","speaker":"A","source":"s2"}]}'
)


CUTS = [
    ([HEAD, FIRST, ""], ["", SECOND]),
    ([HEAD, FIRST + "\r"], ["\r", SECOND + "\r"]),
    ([HEAD, FIRST], ["\r\r", '{"date":"2024",\r"title":"Two lines"}', SECOND, "{"]),
    ([HEAD, CITING], [CITING, SECOND]),
    (["{", "", HEAD, CITING], ["{", CITING.replace("Citing", "Other")]),
    ([FIRST], [HEAD, SECOND]),
    ([HEAD, FIRST], [FIRST, FIRST]),
    ([HEAD, '{"date":"2024","title":"A","id":"a"}'], ['{"date":"2024","title":"B","id":"a"}', FIRST]),
    ([HEAD, '{"date":"2024","title":"A","related":["b"]}'], ['{"date":"2024","title":"B","id":"b"}']),
    ([HEAD, '{"date":"2024-06","title":"A","id":"a"}'], ['{"date":"2024-06-13","title":"B","after":["a"]}']),
    ([HEAD, '{"title":"A","after":["b"]}'], ['{"date":"2024-06","title":"B","id":"b","countries":5}']),
    ([HEAD, FIRST], ["", " ", "\t"]),
    ([HEAD, FIRST + FIRST], [FIRST, SECOND + " " + FIRST]),
    ([HEAD, '{"date":"2024-06","title":"A","id":"a","titel":1}'], ['{"title":"B","after":["a"],"date":"2024-06-30"}']),
    ([HEAD], [FIRST, SECOND]),
    ([HEAD, *[SECOND] * 30], ['{"date":"2024","title":"Odd","countries":5,"titel":1}'] * 30),
    ([HEAD, '{"date":"2024","title":"\udcff"}'], ['{"date":"2024","title":"\udcff\udcfe"}', FIRST]),
    ([HEAD, '{"date":"2024","title":"T\u00fcrkiye"}'], ['{"date":"2024","title":"C\u00f4te\u0301"}', FIRST]),
    (
        [HEAD, '{"date":"2024","title":"A","sources":["https://example.org/1"]}'],
        ['{"date":"2025","title":"B","sources":["https://example.org/1"]}'],
    ),
]
"""The lines before and after the cut."""


@each_row(("before", "after"), CUTS)
def test_where_the_file_is_cut(before: list[str], after: list[str], tmp_path: Path) -> None:
    compare_cut(tmp_path / "a.jsonl", before, after, "\n", forks=False)


@FORKS
@pytest.mark.slow
@each_row(("before", "after"), CUTS)
def test_where_the_file_is_cut_for_two_processes(before: list[str], after: list[str], tmp_path: Path) -> None:
    compare_cut(tmp_path / "a.jsonl", before, after, "\r\n", forks=False)
    for ending in ("\n", "\r\n"):
        compare_cut(tmp_path / "a.jsonl", before, after, ending, forks=True)


def compare_cut(path: Path, before: list[str], after: list[str], ending: str, *, forks: bool) -> None:
    first, rest = (ending.join(lines).encode(errors="surrogateescape") for lines in (before, after))
    path.write_bytes(first + ending.encode() + rest)
    with pytest.MonkeyPatch.context() as patch, cut(0.5, forks=forks):
        patch.setattr(line_stream, "line_end", lambda *_: len(first) + len(ending))
        compare(path, Query())


def partly_read(path: Path, read: int) -> Loaded:
    """All events of a file, of which only the first ones have been read."""
    inputs = find_inputs([str(path)])
    stream = LineStream(inputs, DEFAULTS, str(path.parent))
    try:
        stream.list_events()
        image = path.with_suffix(".part")
        with image.open("wb") as file:
            events = load_timeline([str(path)]).timeline.events[:read]
            stream.part(events).write(file, image_meta({}, ()), lambda _: None)
    finally:
        stream.stop()
    return loaded_from(Image(ImageFile(str(image))), inputs)


@given(timelines(), st.lists(st.sampled_from(ODD), max_size=8), queries(), st.integers(0, 12), ENDINGS)
@example(Timeline(), [*ODD], Query(), 9, "\r\n")
@example(Timeline(), [*ODD], Query((Clause("title", (Term("same"),), negated=True),)), 5, "\n")
@example(Timeline(), [*ODD], Query((Clause("date", (Term("2024-06"),)),)), 5, "\n")
@example(Timeline(), [*ODD], Query((Clause("has", (Term("related"),), negated=True),)), 5, "\n")
def test_all_events_are_listed_while_some_are_read(
    timeline: Timeline, odd: list[str], query: Query, read: int, ending: str
) -> None:
    header, *lines = write(timeline._replace(title="T")).splitlines()
    text = ending.join([header, '{"date":"2024","title":"First"}', *odd[:4], *lines, *odd[4:], ""])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(text.encode(errors="surrogateescape"))
        expected = load_timeline([str(path)]).timeline
        try:
            ours = index_of(partly_read(path, read).timeline)
        except NotStreamedError:  # an earlier event has an id of the file
            return
        theirs = Index(expected)
        assert places(ours.events) == places(theirs.events)
        assert places(ours.timeline.events) == places(expected.events)
        known = {event.line for event in expected.events[:read]}
        assert [event.line in known for event in ours.events] == [
            bool(ours.indexed >> at & 1) for at in range(ours.total)
        ]
        scan = PlainScan(expected)
        found = [at for at, event in enumerate(theirs.events) if scan.holds(query, event)]
        if not ours.finds_all(query):
            found = [at for at in found if theirs.event(at).line in known]
        shown = list(Positions(ours.query_bits(query)))
        if ours.is_partial and any(clause.field == "has" for clause in query.clauses):
            assert {*shown} <= {*found}, "an unread event may name another as related"
        else:
            assert shown == found
        assert [ours.place(event) for event in theirs.events] == [*range(theirs.total)]


def test_events_that_an_unread_event_may_name_do_not_count_as_unrelated(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = ['{"date":"2023","title":"A","id":"a"}', '{"date":"2024","title":"B","related":["a"]}']
    path.write_text("".join(f"{line}\n" for line in [*lines, '{"date":"2025","title":"C"}']))
    unrelated = Query((Clause("has", (Term("related"),), negated=True),))
    found = [index_of(partly_read(path, read).timeline).query_bits(unrelated) for read in (1, 2, 3)]
    assert found == [0, 0, 0b100]
    index = Index(load_timeline([str(path)]).timeline)
    index.is_beginning = True
    assert index.query_bits(unrelated) == 0


def test_an_event_with_a_fault_that_others_name_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"date":"2024-02","title":"First","id":"first"}\n'
        '{"date":"2024-06-13","title":"Wrong","id":"wrong","countries":5}\n'
        '{"title":"Then","after":["wrong"]}\n{"date":"2024-06-31","title":"Later","after":["first"]}\n'
    )
    assert places(index_of(partly_read(path, 1).timeline).events) == places(
        Index(load_timeline([str(path)]).timeline).events
    )


def many(path: Path) -> None:
    lines = [f'{{"date":"2024-06-{1 + n % 28:02}","title":"Event {n}","note":"word{n % 7}"}}\n' for n in range(300)]
    path.write_text("".join([*lines, ODD[7] + "\n", ODD[1] + "\n"]))


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "_threads", lambda: 1)


@FORKS
@pytest.mark.usefixtures("forks")
def test_two_processes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    many(path)
    loaded, expected = streamed(path), load_timeline([str(path)])
    assert places(loaded.timeline.events) == places(expected.timeline.events)
    words = index_of(loaded.timeline).query_bits(Query((Clause("", (Term("word3"),)),)))
    assert words.bit_count() == sum(event.note == "word3" for event in expected.timeline.events)


@FORKS
@pytest.mark.usefixtures("forks")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a copy shows them")
def test_more_and_more_events_can_be_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def waited(work: Callable[[Send], None]) -> Iterator[list[bytes]]:
        with forked(work) as messages:
            yield [*messages]

    monkeypatch.setattr(line_stream, "forked", waited)
    monkeypatch.setattr(line_stream, "_MANY", 0)
    path = tmp_path / "a.jsonl"
    many(path)
    two_on_a_line = '{"date":"2025-01-01","title":"Event 2a"}{"date":"2025-01-02","title":"Event 2b"}\n'
    path.write_text(two_on_a_line + path.read_text())
    expected = load_timeline([str(path)]).timeline
    head, theirs, inputs = expected.events[:30], Index(expected), find_inputs([str(path)])
    stream = LineStream(inputs, DEFAULTS, str(tmp_path))

    def show(read: ReadEvents, total: int) -> None:
        with read.path.open("ab") as file:
            file.write(b"a text that the process that reads has added")
        with (tmp_path / f"{total}.shown").open("wb") as file:
            stream.part(head, read, total).write(file, image_meta({}, ()), lambda _: None)

    stream.list_events()
    stream.read(show=show)
    query = Query((Clause("", (Term("word3"),)),))
    [shown] = tmp_path.glob("*.shown")
    ours = index_of(loaded_from(Image(ImageFile(str(shown))), inputs).timeline)
    assert places(ours.events) == places(theirs.events)
    read = {*range(12), *(theirs.position(event.id) for event in head)}
    assert {*Positions(ours.indexed)} == read
    assert [*Positions(ours.query_bits(query))] == [at for at in sorted(read) if theirs.event(at).note == "word3"]
    assert all(ours.position(theirs.event(at).id) == at for at in read)
    in_titles = Query((Clause("title", (Term("event 2"),)),))
    assert [*Positions(ours.query_bits(in_titles))] == [
        at for at in sorted(read) if "Event 2" in theirs.event(at).title
    ]
    folds_to_nothing = Query((Clause("quote", (Term("´"),)),))
    of_read = [at for at in Positions(theirs.query_bits(folds_to_nothing)) if at in read]
    assert [*Positions(ours.query_bits(folds_to_nothing))] == of_read
    image = tmp_path / "a.image"
    with image.open("wb") as file:
        stream.write(file, image_meta({}, ()), lambda _: None)
    stream.stop()
    whole = index_of(loaded_from(Image(ImageFile(str(image))), inputs).timeline)
    assert whole.query_bits(query) == theirs.query_bits(query), "what was shown changes nothing"


def _no_memory(*_: object) -> None:
    raise MemoryError


@FORKS
@pytest.mark.usefixtures("forks")
@each_row("fails", ["list_lines", "ReadEvents"])
def test_the_file_is_read_into_memory_if_the_other_process_fails(fails: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    many(path)
    own, real = os.getpid(), getattr(line_stream, fails)
    for fault in (lambda *_: os.kill(os.getpid(), signal.SIGKILL), _no_memory):

        def failing(*given: object, fault: Callable[..., object] = fault) -> object:
            return real(*given) if os.getpid() == own else fault()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(line_stream, fails, failing)
            with pytest.raises(NotStreamedError):
                streamed(path)


@each_row("when", ["list_events", "read"])
def test_a_file_that_changes_meanwhile_is_read_into_memory(when: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    many(path)
    stream = LineStream(find_inputs([str(path)]), DEFAULTS, str(tmp_path))

    def changed(*_: object) -> None:
        path.write_text(path.read_text() + "{}\n")

    def read() -> None:
        stream.list_events(changed if when == "list_events" else lambda _: None)
        stream.read(changed)

    with pytest.raises(NotStreamedError):
        read()
    stream.stop()


def test_events_of_a_line_that_has_changed_are_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    many(path)
    loaded = streamed(path)
    with path.open("a") as file:
        file.write("{}\n")
    assert loaded.timeline.events[0].title == "Event 0", "what was there before is the same"
    with path.open("r+") as file:
        file.write('{"date":"2024-06-01","title":"Other')
    with pytest.raises(DamagedError):
        _ = loaded.timeline.events[1]
    replaced = tmp_path / "b.jsonl"
    many(replaced)
    loaded = streamed(replaced)
    replaced.unlink()
    many(replaced)
    assert loaded.timeline.events[2].title == "Event 2", "the file that was read is still open"


@pytest.mark.parametrize(
    "text",
    [
        '{"date":"2024","title":"x"}\n{"date":"2024","title":"x","id":"2024-x"}\n',
        '{"timeline":{"sources":"refs.bib"}}\n{"date":"2024","title":"x"}\n',
        '{"Event Date":"2024","Event":"x"}\n',
        '{"timeline":{}}\n',
        "date: 2024\n",
        '{"date":"2024","title":"x"}\n<<<<<<< HEAD\n{"date":"2025","title":"y"}\n',
    ],
    ids=["an id that was made before", "a bibliography", "another shape", "no event", "YAML", "a merge conflict"],
)
def test_other_files_are_read_into_memory(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    with pytest.raises(NotStreamedError):
        streamed(path)


def test_what_a_command_has_read_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delattr(os, "fork", raising=False)  # it then waits
    path = tmp_path / "a.jsonl"
    many(path)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    inputs, loaded = find_inputs([str(path)]), load_timeline([str(path)])
    save_in_background(inputs, DEFAULTS, loaded)
    [image] = (tmp_path / "cache").rglob("*.image")
    assert "lines.starts" in Image(ImageFile(str(image))), "the events themselves are in the file"
    kept = Cache().load(inputs, DEFAULTS)
    assert kept
    assert places(kept.timeline.events) == places(loaded.timeline.events)
    assert kept.problems == loaded.problems


def test_a_file_that_changes_while_its_events_are_used_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"date":"2024","title":"{word}"}}\n' for word in ("One", "Two", "Three")))

    def changed_while_used() -> list[Event]:
        with lines_of(find_inputs([str(path)]), DEFAULTS, None) as loaded:
            path.write_text('{"date":"2025","title":"Another"}\n' * 3)
            return [*loaded.timeline.events]

    with pytest.raises(LoadError, match="it keeps changing while it is read"):
        changed_while_used()


def test_only_an_answer_for_the_file_itself_has_it_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"date":"2024","title":"One"}\n' * 3)
    memory = Memory()
    memory.remember(Answer(str(tmp_path / "other.csv"), "x", "title=a", "", "2024-06-13"))
    with lines_of(find_inputs([str(path)]), DEFAULTS, None) as loaded:
        assert len(loaded.timeline.events) == 3
    memory.remember(Answer(os.path.realpath(path), "x", "title=a", "", "2024-06-13"))
    with pytest.raises(NotStreamedError), lines_of(find_inputs([str(path)]), DEFAULTS, None):
        pass
