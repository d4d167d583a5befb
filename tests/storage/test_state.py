from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.model.timeline import View
from timeline_tui.storage import locking
from timeline_tui.storage import state as module
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import MOST_VISITS, Visit
from timeline_tui.storage.writing import WriteError

KEY = "/home/ada/events.yaml"
posix = pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "timeline-tui"


@pytest.fixture
def file(folder: Path) -> Path:
    """A sound state file with a star and a view."""
    state = State.load(folder)
    state.set_star(KEY, "first", True)
    state.save_view(KEY, View("Oil", "topic:oil"))
    return folder / "state.json"


def full(path: Path, data: bytes, **options: Any) -> Path:
    """The function `write_atomic` on a disk without room."""
    raise WriteError(f"{path}: the disk is full", "make room")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_no_file_is_written_before_the_first_change(folder: Path) -> None:
    state = State.load(folder)
    assert state.stars(KEY) == frozenset()
    assert state.views(KEY) == ()
    assert state.problems == ()
    assert not folder.exists()


def test_stars_are_saved(folder: Path) -> None:
    state = State.load(folder)
    assert state.set_star(KEY, "first", True) == ()
    assert state.set_star(KEY, "second", True) == ()
    assert state.set_star(KEY, "second", True) == ()
    assert state.set_star(KEY, "first", False) == ()
    assert state.set_star("bundled", "third", True) == ()
    for one in (state, State.load(folder)):
        assert one.stars(KEY) == {"second"}
        assert one.stars("bundled") == {"third"}
        assert one.problems == ()


def test_views_keep_their_order_and_place(folder: Path) -> None:
    state = State.load(folder)
    for view in (View("Oil", "topic:oil"), View("Japan", "country:Japan"), View("Oil", "topic:oil -country:Japan")):
        assert state.save_view(KEY, view) == ()
    assert State.load(folder).views(KEY) == (View("Oil", "topic:oil -country:Japan"), View("Japan", "country:Japan"))
    assert state.delete_view(KEY, "Oil") == ()
    assert state.delete_view(KEY, "unknown") == ()
    assert State.load(folder).views(KEY) == (View("Japan", "country:Japan"),)


def test_empty_entries_are_not_written(folder: Path) -> None:
    state = State.load(folder)
    state.set_star(KEY, "first", True)
    state.set_star(KEY, "first", False)
    assert json.loads((folder / "state.json").read_bytes()) == {"version": 1, "timelines": {}}


def test_without_a_key_it_lasts_for_the_session(folder: Path) -> None:
    state = State.load(folder)
    assert state.set_star("", "first", True) == ()
    assert state.save_view("", View("Oil", "topic:oil")) == ()
    assert not folder.exists()
    state.set_star(KEY, "other", True)
    assert state.stars("") == {"first"}
    assert state.views("") == (View("Oil", "topic:oil"),)
    assert State.load(folder).stars("") == frozenset()


def test_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("XDG is of Linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    State.load().set_star(KEY, "first", True)
    assert (tmp_path / "xdg" / "timeline-tui" / "state.json").exists()
    assert State.load().stars(KEY) == {"first"}


@posix
def test_only_the_user_can_read_it(folder: Path, file: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_hostile_names_are_cleaned(folder: Path, file: Path) -> None:
    state = State.load(folder)
    state.save_view(KEY, View("a\x1b[31mb\nc", "x\x07"))
    assert state.views(KEY)[-1] == View("a␛[31mb c", "x␇")
    content = json.loads(file.read_bytes())
    content["timelines"][KEY]["views"] = [{"name": "\x1b]0;x\x07", "query": "\u202e"}]
    content["visits"] = {KEY: {"query": "\x1b[31m", "event": "a\nb", "screen": "\x07"}}
    file.write_text(json.dumps(content))
    assert State.load(folder).views(KEY) == (View("␛]0;x␇", "�"),)
    assert State.load(folder).visit(KEY) == Visit("␛[31m", "a b", "␇")
    assert state.delete_view(KEY, "\x1b]0;x\x07") == ()
    assert State.load(folder).views(KEY) == ()


@given(st.lists(st.tuples(st.sampled_from([KEY, "bundled", "/a\udcff\nb"]), st.text(max_size=3), st.booleans())))
def test_the_state_is_read_back(changes: list[tuple[str, str, bool]]) -> None:
    from tempfile import TemporaryDirectory

    expected: dict[str, set[str]] = {}
    with TemporaryDirectory() as name:
        state = State.load(Path(name))
        for key, event, on in changes:
            state.set_star(key, event, on)
            stars = expected.setdefault(key, set())
            stars.add(event) if on else stars.discard(event)
        again = State.load(Path(name))
    assert again.problems == ()
    for key, stars in expected.items():
        assert state.stars(key) == again.stars(key) == stars


def test_visits_and_settings_are_kept(folder: Path, file: Path) -> None:
    state = State.load(folder)
    assert (state.visit(KEY), state.setting("format")) == (None, "")
    assert state.set_visit(KEY, Visit("country:Japan", "first", "quotes")) == ()
    assert state.set_visit("bundled", Visit("", "", "timeline")) == ()
    assert state.set_settings(format="html", folder="/home/ada") == ()
    assert state.set_settings(format="csv\x07") == ()
    for one in (state, State.load(folder)):
        assert one.visit(KEY) == Visit("country:Japan", "first", "quotes")
        assert (one.setting("format"), one.setting("folder")) == ("csv␇", "/home/ada")
        assert one.stars(KEY) == {"first"}
    state.set_visit(KEY, None)
    assert State.load(folder).visit(KEY) is None
    assert State.load(folder).visit("bundled") == Visit("", "", "timeline")


def test_a_visit_without_a_key_is_not_kept(folder: Path) -> None:
    state = State.load(folder)
    assert state.set_visit("", Visit("x", "y", "grid")) == ()
    assert state.visit("") is None
    assert not folder.exists()


def test_the_oldest_visits_are_dropped(folder: Path) -> None:
    visit = Visit("", "", "timeline")
    content = {"version": 1, "timelines": {}, "visits": {str(n): visit._asdict() for n in range(MOST_VISITS)}}
    folder.mkdir(parents=True)
    (folder / "state.json").write_text(json.dumps(content))
    state = State.load(folder)
    state.set_visit("0", visit)  # it becomes the newest
    state.set_visit(KEY, visit)
    again = State.load(folder)
    assert [again.visit(key) for key in ("0", "1", "2", KEY)] == [visit, None, visit, visit]


# — files that are not as they should be —

UNSOUND = {
    "torn": b'{"version": 1, "timelines": {"/home/a',
    "empty": b"",
    "no JSON": b"hello",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "no version": b'{"timelines": {}}',
    "a version that is none": b'{"version": "1", "timelines": {}}',
    "version 0": b'{"version": 0, "timelines": {}}',
    "of another program": b'{"version": 1, "windows": []}',
    "timelines that are none": b'{"version": 1, "timelines": []}',
    "too deep": b"[" * 100_000,
    "a huge number": b"9" * 10_000,
}


@pytest.mark.parametrize("content", UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_file_is_moved_aside(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True)
    file = folder / "state.json"
    file.write_bytes(content)
    state = State.load(folder)
    (problem,) = state.problems
    assert problem.file == str(file)
    assert problem.hint == f"it is kept as {file}.broken-1"
    assert problem.severity == "warning"
    assert Path(f"{file}.broken-1").read_bytes() == content
    assert state.set_star(KEY, "first", True) == ()
    assert State.load(folder).stars(KEY) == {"first"}
    assert State.load(folder).problems == ()
    assert state.problems == (problem,)


def test_each_unsound_file_is_kept(folder: Path) -> None:
    folder.mkdir(parents=True)
    for n in range(3):
        (folder / "state.json").write_text(f"torn {n}")
        State.load(folder)
    assert [(folder / f"state.json.broken-{n + 1}").read_text() for n in range(3)] == ["torn 0", "torn 1", "torn 2"]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        "text",
        {},
        {"stars": []},
        {"stars": "abc", "views": []},
        {"stars": [1], "views": []},
        {"stars": {"a": 1}, "views": []},
        {"stars": [], "views": ["name"]},
        {"stars": [], "views": [{"name": "x"}]},
        {"stars": [], "views": [{"name": "x", "query": None}]},
    ],
)
def test_the_valid_entries_of_a_damaged_file_are_kept(folder: Path, file: Path, entry: Any) -> None:
    content = json.loads(file.read_bytes())
    content["timelines"] = {"/a/bad/one": entry, **content["timelines"]}
    file.write_text(json.dumps(content))
    before = file.read_bytes()
    state = State.load(folder)
    assert len(state.problems) == 1
    assert state.stars(KEY) == {"first"}
    assert state.views(KEY) == (View("Oil", "topic:oil"),)
    assert Path(f"{file}.broken-1").read_bytes() == before
    again = State.load(folder)
    assert again.problems == ()
    assert again.stars(KEY) == {"first"}


@pytest.mark.parametrize(
    "part",
    [
        {"visits": []},
        {"visits": {KEY: None}},
        {"visits": {KEY: {"query": "", "event": ""}}},
        {"visits": {KEY: {"query": "", "event": 1, "screen": "grid"}}},
        {"settings": "html"},
        {"settings": {"format": 1}},
    ],
)
def test_a_damaged_part_leaves_all_others_readable(folder: Path, file: Path, part: dict[str, Any]) -> None:
    content = {
        **json.loads(file.read_bytes()),
        "visits": {"bundled": Visit("", "", "grid")._asdict()},
        "settings": {"folder": "/tmp"},
    }
    for name, value in part.items():
        content[name] = {**content[name], **value} if isinstance(value, dict) else value
    file.write_text(json.dumps(content))
    before = file.read_bytes()
    state = State.load(folder)
    assert len(state.problems) == 1
    assert Path(f"{file}.broken-1").read_bytes() == before
    for one in (state, State.load(folder)):
        assert one.stars(KEY) == {"first"}
        assert one.visit(KEY) is None
        assert one.setting("folder") == ("/tmp" if part.get("settings") != "html" else "")
        assert (one.visit("bundled") is None) == (part.get("visits") == [])


def test_a_file_damaged_during_the_session(folder: Path, file: Path) -> None:
    state = State.load(folder)
    file.write_bytes(b'{"version"')
    assert state.set_star(KEY, "second", True) == ()
    assert len(state.problems) == 1
    assert Path(f"{file}.broken-1").read_bytes() == b'{"version"'
    assert State.load(folder).stars(KEY) == {"second"}


def test_a_file_of_a_later_version_is_not_changed(folder: Path) -> None:
    folder.mkdir(parents=True)
    file = folder / "state.json"
    file.write_text('{"version": 2, "timelines": "elsewhere"}')
    state = State.load(folder)
    (problem,) = state.problems
    assert "later version" in problem.message
    assert "this session only" in problem.hint
    assert state.set_star(KEY, "first", True) == (problem,)
    assert state.save_view(KEY, View("Oil", "topic:oil")) == (problem,)
    assert state.problems == (problem,)
    assert state.stars(KEY) == {"first"}
    assert state.views(KEY) == (View("Oil", "topic:oil"),)
    assert file.read_text() == '{"version": 2, "timelines": "elsewhere"}'
    assert names(folder) == ["state.json", "state.lock"]


def test_a_folder_in_its_place(folder: Path) -> None:
    (folder / "state.json").mkdir(parents=True)
    state = State.load(folder)
    assert len(state.problems) == 1
    assert state.set_star(KEY, "first", True) == state.problems
    assert state.stars(KEY) == {"first"}


def test_a_file_in_place_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    state = State.load(tmp_path / "state")
    assert len(state.set_star(KEY, "first", True)) == 1
    assert state.stars(KEY) == {"first"}
    assert (tmp_path / "state").read_text() == ""


def test_an_unreadable_state_file_is_not_overwritten(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.read_bytes()

    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", denied)
        state = State.load(folder)
        (problem,) = state.problems
        assert str(problem) == f"{file}: warning: Permission denied"
        assert state.set_star(KEY, "second", True) == (problem,)
        assert state.stars(KEY) == {"second"}
    assert file.read_bytes() == before
    assert state.set_star(KEY, "third", True) == ()
    assert state.stars(KEY) == State.load(folder).stars(KEY) == {"first", "second", "third"}


def test_a_full_disk_and_then_room(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = State.load(folder)
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_atomic", full)
        for event in ("second", "third"):
            (problem,) = state.set_star(KEY, event, True)
            assert str(problem) == f"{file}: warning: the disk is full"
        state.set_star(KEY, "first", False)
        assert state.problems == (problem,)
        assert state.stars(KEY) == {"second", "third"}
    assert State.load(folder).stars(KEY) == {"first"}
    State.load(folder).set_star(KEY, "meanwhile", True)
    assert state.save_view(KEY, View("Japan", "country:Japan")) == ()
    assert state.problems == ()
    assert State.load(folder).stars(KEY) == state.stars(KEY) == {"second", "third", "meanwhile"}


def test_a_moving_aside_that_fails(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("torn")

    def denied(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "rename", denied)
    state = State.load(folder)
    assert len(state.problems) == 1
    assert state.set_star(KEY, "first", True) == state.problems
    assert file.read_text() == "torn"


# — sessions side by side —


def test_two_sessions_keep_the_changes_of_each_other(folder: Path) -> None:
    one, other = State.load(folder), State.load(folder)
    one.set_star(KEY, "a", True)
    other.set_star(KEY, "b", True)
    one.save_view(KEY, View("Oil", "topic:oil"))
    other.save_view(KEY, View("Japan", "country:Japan"))
    one.set_star("bundled", "c", True)
    other.set_star(KEY, "a", False)
    again = State.load(folder)
    assert again.stars(KEY) == other.stars(KEY) == {"b"}
    assert again.stars("bundled") == {"c"}
    assert {view.name for view in again.views(KEY)} == {"Oil", "Japan"}


def test_another_sessions_changes_are_seen_after_a_refresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = State.load(folder), State.load(folder)
    other.save_view(KEY, View("Oil", "topic:oil"))
    one.set_star("", "unkept", True)
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_atomic", full)
        one.set_star(KEY, "unwritten", True)
    assert one.views(KEY) == ()
    one.refresh()
    assert one.views(KEY) == (View("Oil", "topic:oil"),)
    assert (one.stars(KEY), one.stars("")) == ({"unwritten"}, {"unkept"})


STARRING = """
import sys
from pathlib import Path
from timeline_tui.storage import locking
from timeline_tui.storage import state as module
module.LOCK_TIMEOUT = 60  # a busy machine may let one of them wait
state = module.State.load(Path(sys.argv[1]))
for n in range(20):
    problems = state.set_star("key", f"{sys.argv[2]}-{n}", True)
    assert not problems, problems
    state.set_star("key", f"{sys.argv[2]}-gone", n % 2 == 0)
    state.set_visit(sys.argv[2], module.Visit(str(n), "", "timeline"))
    state.set_settings(**{sys.argv[2]: str(n)})
"""


def test_two_processes_lose_no_star(folder: Path) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", STARRING, str(folder), who]) for who in ("ada", "bob")]
    assert [process.wait() for process in processes] == [0, 0]
    state = State.load(folder)
    assert state.stars("key") == {f"{who}-{n}" for who in ("ada", "bob") for n in range(20)}
    assert [state.visit(who) for who in ("ada", "bob")] == [Visit("19", "", "timeline")] * 2
    assert [state.setting(who) for who in ("ada", "bob")] == ["19", "19"]
    assert names(folder) == ["state.json", "state.lock"]


def test_a_lock_that_is_not_released(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOCK_TIMEOUT", 0.05)
    state = State.load(folder)
    with module.locked(folder):
        (problem,) = state.set_star(KEY, "second", True)
        assert "another session" in problem.message
        assert State.load(folder).stars(KEY) == {"first"}
    assert state.set_star(KEY, "third", True) == ()
    assert State.load(folder).stars(KEY) == {"first", "second", "third"}


@posix
def test_a_disk_without_locks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def unsupported(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking.fcntl, "flock", unsupported)
    assert State.load(folder).set_star(KEY, "first", True) == ()
    assert State.load(folder).stars(KEY) == {"first"}


def test_a_view_is_renamed_in_its_place_and_never_over_another(folder: Path) -> None:
    state = State.load(folder)
    for name in ("A", "B", "C"):
        state.save_view(KEY, View(name, f"country:{name}"))
    assert state.rename_view(KEY, "B", "New") == ()
    assert state.rename_view(KEY, "A", "C") == ()
    assert state.rename_view(KEY, "unknown", "Other") == ()
    expected = (View("A", "country:A"), View("New", "country:B"), View("C", "country:C"))
    assert State.load(folder).views(KEY) == state.views(KEY) == expected


@pytest.mark.parametrize(("place", "names"), [(0, "DABC"), (1, "ADBC"), (3, "ABCD"), (9, "ABCD"), (None, "ABCD")])
def test_a_view_is_saved_at_a_place(folder: Path, place: int | None, names: str) -> None:
    state = State.load(folder)
    for name in "ABC":
        state.save_view(KEY, View(name, ""))
    assert state.save_view(KEY, View("D", ""), place) == ()
    assert "".join(view.name for view in State.load(folder).views(KEY)) == names
