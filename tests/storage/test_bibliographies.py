"""Sources that a timeline cites from a bibliography in a file of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading import late_faults
from timeline_tui.model.problems import Extent, LoadError
from timeline_tui.model.timeline import Source
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import cache_key
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State

EVENTS = "events:\n- {date: 2024, title: One, sources: [kantei, {source: b, at: ¶2}]}\n"
ITEMS = [
    {"id": "kantei", "type": "webpage", "title": "Accord"},
    {"id": "b", "type": "book", "title": "Book"},
    {"id": "unused", "title": "Un\u200bused", "issued": {"literal": "some day"}},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "refs.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    (tmp_path / "outside.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    return inside


def load(folder: Path, sources: str, given: Path | str = "", events: str = EVENTS) -> Loaded:
    file = folder / "t.yaml"
    file.write_text((f"sources: {sources}\n" if sources else "") + events, encoding="utf-8")
    return load_timeline([str(file)], ReadOptions(sources=str(given)))


def titles(loaded: Loaded) -> list[str]:
    return [source.title for source in loaded.timeline.events[0].cited]


def told(loaded: Loaded) -> list[str]:
    return [str(problem).rpartition(f"in{os.sep}")[2] for problem in loaded.problems]


def test_events_cite_the_keys_of_a_bibliography(folder: Path) -> None:
    loaded = load(folder, "refs.json")
    assert titles(loaded) == ["Accord", "Book"]
    assert loaded.timeline.sources == (Source("kantei", "Accord", kind="webpage"), Source("b", "Book", kind="book"))
    assert loaded.problems == ()  # also none of the source that is not cited
    assert loaded.extent is Extent.WHOLE


def test_the_place_of_a_source_is_its_line_in_the_bibliography(folder: Path) -> None:
    (folder / "refs.json").write_text(json.dumps(ITEMS, indent=0), encoding="utf-8")
    source = load(folder, "refs.json").timeline.sources[1]
    assert (source.file, source.line) == (str(folder / "refs.json"), 7)


@pytest.mark.parametrize("given", ["refs.json", "../outside.json"])
def test_a_bibliography_may_be_given_from_anywhere_and_for_any_format(folder: Path, given: str) -> None:
    assert titles(load(folder, "", folder / given)) == ["Accord", "Book"]
    sheet = folder / "t.csv"
    sheet.write_text("date,title,sources\n2024,One,kantei\n", encoding="utf-8")
    loaded = load_timeline([str(sheet)], ReadOptions(sources=str(folder / given)))
    assert titles(loaded) == ["Accord"]
    assert [source.key for source in loaded.timeline.sources] == ["kantei"]


def test_a_word_in_a_cell_that_is_not_a_key_is_a_warning(folder: Path) -> None:
    sheet = folder / "t.csv"
    for heading in ("sources", "Link"):
        rows = (
            "2024,One,kantei\n2025,Two,Reuters\n2026,Three,kantie; The Mail\n2027,Four,kantie\n2028,Five,http://a.b\n"
        )
        sheet.write_text(f"date,title,{heading}\n{rows}", encoding="utf-8")
        loaded = load_timeline([str(sheet)], ReadOptions(sources=str(folder / "refs.json")))
        (problem,) = [problem for problem in loaded.problems if "key" in problem.message]
        assert (problem.severity, problem.line) == ("warning", 3)
        named = "2 sources are not keys of refs.json: kantie (did you mean kantei?) and Reuters"
        assert problem.message.replace(f"{folder}{os.sep}", "") == named


def test_a_cell_cites_a_key_as_in_pandoc(folder: Path) -> None:
    sheet = folder / "t.csv"
    for heading in ("sources", "Link"):
        cells = ("[@kantei, ¶2]", "[@kantei; @b, p. 5]", "b, p. 5", "@kantei", "[@kantie, p. 1]", "Reuters, 6 June")
        rows = "".join(f'2024,Event,"{cell}"\n' for cell in cells)
        sheet.write_text(f"date,title,{heading}\n{rows}", encoding="utf-8")
        loaded = load_timeline([str(sheet)], ReadOptions(sources=str(folder / "refs.json")))
        assert [
            [(citation.source.key or citation.source.title, citation.at) for citation in e.sources]
            for e in loaded.timeline.events
        ] == [
            [("kantei", "¶2")],
            [("kantei", ""), ("b", "p. 5")],
            [("b", "p. 5")],
            [("kantei", "")],
            [("[@kantie, p. 1]", "")],
            [("Reuters, 6 June", "")],
        ]
        (problem,) = [problem for problem in loaded.problems if "key" in problem.message]
        assert "is not a key of" in problem.message
        assert "[@kantie, p. 1]" in problem.message


def test_a_source_of_the_file_comes_before_the_one_of_a_bibliography(folder: Path) -> None:
    loaded = load(folder, "[refs.json, {b: {title: Mine}}]")
    assert titles(loaded) == ["Accord", "Mine"]
    expected = f"1 key of {folder / 'refs.json'} already defined otherwise; the earlier source counts: b"
    assert [problem.message for problem in loaded.problems] == [expected]
    assert (loaded.problems[0].severity, loaded.problems[0].line, loaded.problems[0].column) == ("warning", 1, 11)


def test_the_same_source_twice_is_not_a_problem(folder: Path) -> None:
    assert load(folder, "[refs.json, {b: {title: Book, kind: book}}]").problems == ()
    assert load(folder, "refs.json", folder / "refs.json").problems == ()


def test_a_key_that_is_in_neither_gets_the_nearest_of_the_bibliography(folder: Path) -> None:
    loaded = load(folder, "refs.json", events=EVENTS.replace("kantei", "kantie"))
    assert told(loaded) == ["t.yaml:3:38: no source has the key “kantie”; it is kept as the title of a source"]
    assert loaded.problems[0].hint == "did you mean kantei?"


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ("https://example.org/refs.json", "https://example.org/refs.json: nothing is fetched from the network"),
        ("../outside.json", "../outside.json: a file may name only bibliographies in its own folder"),
        ("sub/../../outside.json", "sub/../../outside.json: a file may name only bibliographies in its own folder"),
        ("link.json", "link.json: a file may name only bibliographies in its own folder"),
        ("/etc/passwd.json", "/etc/passwd.json: a file may name only bibliographies in its own folder"),
        ("pipe.json", "pipe.json: this is a pipe"),
        ("none.json", "there is no such file"),
        ("broken.json", "something follows the end"),
    ],
)
def test_a_wrong_bibliography_is_one_problem(folder: Path, sources: str, said: str) -> None:
    (folder / "link.json").symlink_to(folder.parent / "outside.json")
    os.mkfifo(folder / "pipe.json")
    (folder / "broken.json").write_text("[] []", encoding="utf-8")
    loaded = load(folder, sources)
    problem = loaded.problems[0]
    assert said in problem.message
    assert problem.severity == "error"
    assert problem.line == 1
    assert titles(loaded) == ["kantei", "b"]
    if "broken" not in sources:
        assert len(loaded.problems) == 1


def test_a_bibliography_that_is_given_and_missing_is_one_line(folder: Path) -> None:
    loaded = load(folder, "", folder / "none.ris")
    assert [problem.message for problem in loaded.problems] == ["there is no such file"]
    assert loaded.extent is Extent.STOPPED


def test_a_change_of_the_bibliography_is_noticed_and_read(folder: Path, tmp_path: Path) -> None:
    loaded = load(folder, "refs.json")
    session = Session([str(folder / "t.yaml")], loaded, State.load(tmp_path / "state.json"))
    assert not session.changed()
    changed = json.dumps(ITEMS).replace("Accord", "Treaty")
    (folder / "refs.json").write_text(changed, encoding="utf-8")
    assert [session.changed(), session.changed()] == [False, True]
    session.reload()
    assert session.timeline.sources[0].title == "Treaty"


def test_a_bibliography_that_comes_after_the_file_that_names_it_is_noticed(folder: Path, tmp_path: Path) -> None:
    loaded = load(folder, "refs.json")
    session = Session([str(folder / "t.yaml")], loaded, State.load(tmp_path / "state.json"))
    text = (folder / "t.yaml").read_text(encoding="utf-8")
    (folder / "t.yaml").write_text(text.replace("refs.json", "later.json"), encoding="utf-8")
    assert [session.changed(), session.changed()] == [False, True]
    with pytest.raises(LoadError, match=r"later\.json"):
        session.reload()
    (folder / "refs.json").rename(folder / "later.json")
    assert [session.changed(), session.changed()] == [False, True]
    session.reload()
    assert session.is_whole
    assert session.timeline.sources[0].title == "Accord"


def test_the_cache_is_of_no_use_after_the_bibliography_has_changed(folder: Path, tmp_path: Path) -> None:
    # the index is of the whole timeline, whatever its size
    from timeline_tui.index.index import Index

    loaded = load(folder, "refs.json")
    inputs = find_inputs([str(folder / "t.yaml")])
    cache = Cache(tmp_path / "cache")
    key = cache_key(inputs, ReadOptions())
    assert key
    assert cache.save(key, Index(loaded.timeline), loaded.problems, beside=loaded.beside)
    kept = cache.load(inputs, ReadOptions())
    assert kept
    assert kept.beside == loaded.beside
    (folder / "refs.json").write_text("[]", encoding="utf-8")
    assert cache.load(inputs, ReadOptions()) is None


@pytest.mark.parametrize("sources", ["refs.json", ""])
def test_the_bibliography_of_a_folder_is_not_a_timeline_in_it(folder: Path, sources: str) -> None:
    load(folder, sources)
    loaded = load_timeline([str(folder)], ReadOptions(sources="" if sources else str(folder / "refs.json")))
    assert [event.title for event in loaded.timeline.events] == ["One"]
    assert titles(loaded) == ["Accord", "Book"]
    assert loaded.problems == ()


def test_no_error_remains_of_many_references_that_a_bibliography_resolves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_faults, "_MAX_LISTED", 3)
    events = "events:\n" + "".join(f"- {{date: 2024, title: E{n}, sources: [kantei, b]}}\n" for n in range(5))
    assert load(folder, "refs.json", events=events).problems == ()
    loaded = load(folder, "refs.json", events=events.replace("b]", "c]"))
    assert told(loaded) == [
        "t.yaml:3:45: no source has the key “c”; it is kept as the title of a source",
        "t.yaml:4:45: more errors of this kind from here on are not listed",
    ]
