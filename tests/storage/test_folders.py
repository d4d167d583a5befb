"""A folder opens as one timeline, and is followed: files that come, go and change."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from timeline_tui import formats
from timeline_tui.cli.main import main
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.model.fields import SCHEMA_FILE
from timeline_tui.model.json_schema import schema_text
from timeline_tui.model.problems import LoadError, Problem
from timeline_tui.storage import folder_reading, folders
from timeline_tui.storage.files import load_timeline, readings_of
from timeline_tui.storage.inputs import Loaded, Watcher, find_inputs, fingerprint
from timeline_tui.storage.opening.cache_key import cache_key


def note(day: int, title: str, more: str = "") -> str:
    return f"---\ndate: 2024-06-{day:02}\ntitle: {title}\n{more}---\nText of {title}.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    here = tmp_path / "notes"
    (here / "b").mkdir(parents=True)
    (here / "a.md").write_text(note(13, "A", "tags: [x, y]\n"))
    (here / "b" / "c.md").write_text(note(14, "C", "tags: [y]\n"))
    (here / "one.json").write_text(json.dumps({"date": "2024-06-15", "title": "J", "tags": ["z"]}))
    (here / "one.yaml").write_text("date: 2024-06-16\ntitle: Y\nlocation: Carrow\n")
    (here / "many.csv").write_text("date,event\n2024-06-17,S\n2024-06-18,T\n")
    (here / "ours.yaml").write_text("events:\n- {date: 2024-06-19, title: O}\n")
    (here / ".git").mkdir()
    (here / ".git" / "x.md").write_text(note(1, "hidden"))
    (here / "node_modules").mkdir()
    (here / "node_modules" / "x.md").write_text(note(1, "module"))
    (here / "package.json").write_text('{"name": "x", "version": "1"}')
    (here / SCHEMA_FILE).write_text(schema_text())
    (here / "README.md").write_text("# Read me\n")
    (here / "scan.png").write_bytes(b"\x89PNG")
    return here


def loaded(path: Path, options: ReadOptions = ReadOptions()) -> Loaded:  # noqa: B008  # a NamedTuple is immutable
    return load_timeline([str(path)], options)


def titles(path: Path) -> list[str]:
    return sorted(event.title for event in loaded(path).timeline.events)


def told(path: Path) -> list[Problem]:
    return [problem for problem in loaded(path).problems if problem.file == str(path)]


def test_every_timeline_and_every_single_event_in_a_folder_is_read(folder: Path) -> None:
    found = loaded(folder)
    events = {event.title: event for event in found.timeline.events}
    assert sorted(events) == ["A", "C", "J", "O", "S", "T", "Y"]
    assert events["A"].topics == ("x", "y")
    assert events["Y"].place == "Carrow"
    assert (events["C"].file, events["C"].line) == (os.path.join(folder, "b", "c.md"), 1)
    assert (events["T"].file, events["T"].line) == (os.path.join(folder, "many.csv"), 3)
    assert not [problem for problem in found.problems if problem.severity != "note"]


def test_what_is_not_a_timeline_is_counted_in_one_line(folder: Path) -> None:
    (line,) = [problem.message for problem in told(folder) if "not timelines" in problem.message]
    assert line == "3 files in this folder are not timelines: README.md, package.json and scan.png"


def test_dates_are_decided_over_all_files_of_one_event(tmp_path: Path) -> None:
    for number, date in enumerate(("05/06/2024", "13/06/2024")):
        (tmp_path / f"{number}.md").write_text(f"---\ndate: {date}\nname: E{number}\n---\n")
    assert sorted(event.date.text for event in loaded(tmp_path).timeline.events) == ["2024-06-05", "2024-06-13"]
    (rule,) = [problem.hint for problem in told(tmp_path) if "day first" in problem.hint]
    assert rule.endswith(f"because of 13/06/2024 at {tmp_path / '1.md'}:2")
    (tmp_path / "1.md").write_text("---\ndate: 2024-06-14\nname: E1\n---\n")
    assert {event.title: event.date.text for event in loaded(tmp_path).timeline.events} == {
        "E0": "05/06/2024",
        "E1": "2024-06-14",
    }
    (doubt,) = [problem for problem in loaded(tmp_path).problems if "may be" in problem.message]
    assert (doubt.file, doubt.line) == (str(tmp_path / "0.md"), 2)
    assert "--dates" in doubt.hint
    (tmp_path / "1.md").unlink()
    with pytest.raises(LoadError) as refused:
        loaded(tmp_path)
    assert "--dates" in refused.value.problems[0].hint
    assert loaded(tmp_path, ReadOptions(dates="mdy")).timeline.events[0].date.text == "2024-05-06"
    (part,), _ = readings_of(str(tmp_path), ReadOptions(dates="mdy"))
    known = part.reading.understanding
    assert known is not None
    assert known.having("title") == (1,)


def test_a_file_with_a_fault_is_reported_at_its_place_and_the_others_are_read(folder: Path) -> None:
    (folder / "bad.md").write_text('---\ndate: 2024-06-13\ntitle: "open\n---\n')
    (folder / "bad.yaml").write_text("date: 2024-06-13\ntitle: [\n")
    (folder / "wrong.md").write_text(note(31, "W", "tags: [x]\n"))
    (folder / "toml.md").write_text("+++\ndate = 2024-06-13\n+++\n")
    found = loaded(folder)
    faults = {os.path.basename(problem.file): problem.line for problem in found.problems if problem.severity != "note"}
    assert faults.keys() == {"bad.md", "bad.yaml", "wrong.md", "notes"}
    assert faults["bad.md"] == 3
    assert faults["wrong.md"] == 2
    assert {"A", "C", "J", "O"} <= {event.title for event in found.timeline.events}
    assert [problem.message for problem in told(folder) if "TOML" in problem.message] == [
        "1 file in this folder has front matter in TOML (+++), which is not read: toml.md"
    ]


def test_an_id_that_two_files_give_names_the_other_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(note(13, "A", "id: x\n"))
    (tmp_path / "b.json").write_text(json.dumps({"id": "x", "date": "2024-06-14", "title": "B"}))
    (fault,) = [problem for problem in loaded(tmp_path).problems if problem.severity == "error"]
    assert (fault.file, fault.line) == (str(tmp_path / "b.json"), 1)
    assert fault.message == f"the event at {tmp_path / 'a.md'}:4 also has the id “x”; this event gets “x-2”"


def test_loops_of_links_pipes_and_links_to_nothing_cost_one_line(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "nothing.md").symlink_to(folder / "missing")
    (folder / "self.md").symlink_to("self.md")
    os.mkfifo(folder / "pipe.md")
    lines = [problem.message for problem in told(folder)]
    assert "1 file in this folder is a link to a folder and not followed: loop" in lines
    assert "6 files in this folder are not timelines: README.md, nothing.md, package.json and 3 more" in lines
    assert "A" in titles(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_one_line(folder: Path) -> None:
    (folder / "b").chmod(0)
    try:
        assert any("cannot be read" in problem.message for problem in told(folder))
    finally:
        (folder / "b").chmod(0o700)


def test_a_folder_without_a_timeline_says_so(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Read me\n")
    with pytest.raises(LoadError) as refused:
        loaded(tmp_path)
    assert "no file in this folder is a timeline" in [problem.message for problem in refused.value.problems]


def test_too_many_files_and_too_many_bytes_are_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_reading, "MAX_SIZE", 10)
    with pytest.raises(LoadError) as refused:
        loaded(folder)
    assert "the limit is 10" in refused.value.problems[0].message
    monkeypatch.undo()
    monkeypatch.setattr(folders, "MAX_FILES", 5)
    assert any("more than" in problem.message for problem in loaded(folder).problems)


def test_a_folder_is_followed(folder: Path) -> None:
    inputs = find_inputs([str(folder)])
    watcher = Watcher(inputs.files, inputs.seen)

    def changed() -> bool:
        return watcher.poll() or watcher.poll()

    assert not changed()
    (folder / "b" / "new.md").write_text(note(20, "N"))
    assert changed()
    assert "N" in titles(folder)
    (folder / "b" / "new.md").write_text(note(20, "Renamed"))
    assert changed()
    (folder / "a.md").unlink()
    assert changed()
    assert not changed()
    (folder / ".git" / "index").write_text("x")
    assert not changed()
    assert "A" not in titles(folder)


def test_the_cache_of_a_folder_depends_on_its_files(folder: Path) -> None:
    before = cache_key(find_inputs([str(folder)]), ReadOptions())
    assert before == cache_key(find_inputs([str(folder)]), ReadOptions())
    (folder / "a.md").write_text(note(13, "A2"))
    assert before != cache_key(find_inputs([str(folder)]), ReadOptions())
    seen = fingerprint(str(folder))
    assert seen is not None
    assert seen.size == sum(file.status.st_size for file in folders.content_of(str(folder)).files)


def test_a_folder_and_a_file_open_together(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("- {date: 2024-01-01, title: M}")
    found = load_timeline([str(folder), str(tmp_path / "more.yaml"), str(folder / "ours.yaml"), str(folder / "b")])
    assert sorted(event.title for event in found.timeline.events) == ["A", "C", "J", "M", "O", "S", "T", "Y"]
    assert formats.write(found.timeline, "yaml")


@pytest.mark.parametrize("text", ["", "events:\n", "events:\n  - hello\n", "events:\n  - {date: 2024-06-13, tit"])
def test_a_member_that_is_half_written_is_an_error(tmp_path, text):
    (tmp_path / "a.yaml").write_text("events:\n  - {date: 2024-06-10, title: First}\n")
    (tmp_path / "b.yaml").write_text(text)
    assert main(["validate", str(tmp_path)]) == 1
    (tmp_path / "b.yaml").write_text("# only a comment\nsetting: 1\n")
    assert main(["validate", str(tmp_path)]) == 0
