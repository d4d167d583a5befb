"""The cache gives the same result as reading. If anything is wrong with it, the files are read."""

from __future__ import annotations

import os
import shutil
import stat
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from platformdirs import user_cache_dir, user_config_dir, user_state_dir

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.index.index import Index, index_of
from timeline_tui.model.problems import DamagedError
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query_fields import TABLE, QueryField
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.locking import lock_new
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import MODEL, cache_key
from timeline_tui.storage.user_folders import user_folder

EVENTS = (
    "title: T\nevents:\n- {date: 2024-06-13, title: One, contries: [Japan]}\n- {date: 2023, title: Two, sources: [x]}\n"
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "events.yaml"
    path.write_text(EVENTS)
    return str(path)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "home" / "cache")


def keep(cache: Cache, *files: str, format: str | None = None) -> Path | None:
    inputs, options = find_inputs(files), ReadOptions(format)
    made_of = cache_key(inputs, options)
    assert made_of
    loaded = load_timeline(files, options, inputs=inputs)
    path = cache.save(made_of, Index(loaded.timeline), loaded.problems)
    return Path(path) if path else None


def kept(cache: Cache, *files: str, format: str | None = None) -> Loaded | None:
    return cache.load(find_inputs(files), ReadOptions(format))


def plain(timeline: Timeline) -> tuple[object, ...]:
    return (timeline.title, timeline.views, timeline.aliases, tuple(timeline.sources), tuple(timeline.events))


def test_the_cache_has_the_timeline_that_was_read(cache: Cache, file: str) -> None:
    keep(cache, file)
    found, read = kept(cache, file), load_timeline([file])
    assert found
    assert plain(found.timeline) == plain(read.timeline)
    assert [event.line for event in found.timeline.events] == [3, 4]
    assert found.problems == read.problems
    assert len(read.problems) == 2
    assert (found.files, found.seen, found.key, found.extent) == (read.files, read.seen, read.key, read.extent)


def test_files_that_were_not_saved_are_not_in_the_cache(cache: Cache, file: str) -> None:
    assert kept(cache, file) is None
    assert kept(cache, "-") is None
    assert kept(cache, file, file + "-missing") is None


def change_content(file: str) -> None:
    Path(file).write_text(EVENTS.replace("One", "Six"))


def change_time(file: str) -> None:
    os.utime(file, ns=(0, Path(file).stat().st_mtime_ns + 1))


def change_content_in_silence(file: str) -> None:
    before = Path(file).stat()
    change_content(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def add_content(file: str) -> None:
    Path(file).write_text(EVENTS + "# end\n")


@pytest.mark.parametrize("change", [change_content, change_content_in_silence, add_content])
def test_a_changed_file_is_not_in_the_cache(cache: Cache, file: str, change: Callable[[str], None]) -> None:
    keep(cache, file)
    change(file)
    assert kept(cache, file) is None
    keep(cache, file)
    assert kept(cache, file)


def touch(file: str) -> str:
    os.utime(file, ns=(0, Path(file).stat().st_mtime_ns + 1))
    return file


def rename(file: str) -> str:
    return str(Path(file).rename(Path(file).with_name("renamed.yaml")))


def replace(file: str) -> str:
    Path(file + "~").write_text(EVENTS)
    return str(Path(file + "~").replace(file))


def copy(file: str) -> str:
    Path(file).with_name("copy.yaml").write_text(EVENTS)
    return str(Path(file).with_name("copy.yaml"))


def link(file: str) -> str:
    os.link(file, Path(file).with_name("link.yaml"))
    return str(Path(file).with_name("link.yaml"))


@pytest.mark.parametrize("change", [touch, rename, replace, copy, link])
def test_a_file_with_the_same_content_is_found(cache: Cache, file: str, change: Callable[[str], str]) -> None:
    keep(cache, file)
    name = change(file)
    found, read = kept(cache, name), load_timeline([name])
    assert found
    assert plain(found.timeline) == plain(read.timeline)
    assert found.problems == read.problems
    assert (found.files, found.seen, found.key, found.extent) == (read.files, read.seen, read.key, read.extent)
    assert in_file(found, name) == in_file(read, name)


def test_the_checksum_of_a_copy_is_computed_once(
    cache: Cache, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(cache, file)
    copy = str(shutil.copy(file, tmp_path / "copy.yaml"))
    assert kept(cache, copy)
    with monkeypatch.context() as patch:
        patch.setattr("timeline_tui.storage.opening.cache.digests", lambda _: pytest.fail("computed again"))
        assert kept(cache, copy)
    Path(copy).write_text(EVENTS.replace("One", "Six"))  # as long as before
    assert kept(cache, copy) is None
    for damage in ("", "{", "[]", '{"files": 1}', "[" * 100_000):
        shutil.copy(file, copy)
        assert kept(cache, copy)
        [stored] = (tmp_path / "home" / "cache").glob("*.digests")
        stored.write_text(damage)
        assert kept(cache, copy)


def test_a_copy_with_another_ending_or_other_options_is_read(cache: Cache, file: str, tmp_path: Path) -> None:
    keep(cache, file)
    (tmp_path / "copy.txt").write_text(EVENTS)
    (tmp_path / "copy.yaml").write_text(EVENTS)
    assert kept(cache, str(tmp_path / "copy.txt")) is None
    assert kept(cache, str(tmp_path / "copy.yaml"), format="yaml") is None
    assert kept(cache, str(tmp_path / "copy.yaml"))
    cache.delete(find_inputs([str(tmp_path / "copy.yaml")]), ReadOptions())
    assert kept(cache, str(tmp_path / "copy.yaml")) is None, "its image was damaged"


def test_other_options_for_columns_and_dates_make_another_image(cache: Cache, file: str) -> None:
    keep(cache, file)
    for options in (ReadOptions(dates="dmy"), ReadOptions(columns="date=When")):
        assert cache.load(find_inputs([file]), options) is None
    assert cache.load(find_inputs([file]), ReadOptions()) is not None


def test_another_format_makes_another_image(cache: Cache, file: str, tmp_path: Path) -> None:
    keep(cache, file)
    assert kept(cache, file, format="yaml") is None
    (tmp_path / "link.csv").symlink_to(file)
    assert kept(cache, str(tmp_path / "link.csv")) is None, "the ending of the name decides the format"


@pytest.mark.parametrize(
    "name", ["events.yaml", "./events.yaml", "below/../events.yaml", "link.yaml", "linked/events.yaml"]
)
def test_a_file_is_known_by_any_name(
    cache: Cache, file: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "link.yaml").symlink_to(file)
    (tmp_path / "linked").symlink_to(tmp_path)
    path = keep(cache, file)
    monkeypatch.chdir(tmp_path)
    found, read = kept(cache, name), load_timeline([name])
    assert found
    assert plain(found.timeline) == plain(read.timeline)
    assert found.problems == read.problems
    assert {problem.file for problem in found.problems} == {event.file for event in found.timeline.events} == {name}
    assert keep(cache, name) == path, "one image a file"


def in_file(loaded: Loaded, name: str) -> list[str]:
    return [event.title for event in index_of(loaded.timeline).narrowed(parse_query(f'file:"{name}"')).events]


def test_events_are_found_by_the_name_that_the_file_has_now(
    cache: Cache, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / "events.yaml"
    other.parent.mkdir()
    other.write_text(EVENTS.replace("One", "Three").replace("Two", "Four"))
    keep(cache, file, str(other))
    monkeypatch.chdir(tmp_path)
    names = ("events.yaml", "other/events.yaml")
    found, read = kept(cache, *names), load_timeline(names)
    assert found
    assert found.problems == read.problems
    assert sorted(problem.file for problem in read.problems) == ["events.yaml"] * 2 + ["other/events.yaml"] * 2
    for name in (*names, file, str(other), "other"):
        assert in_file(found, name) == in_file(read, name)
    assert in_file(found, "other/events.yaml") == ["Four", "Three"]
    assert in_file(found, "events.yaml") == ["Two", "Four", "One", "Three"]
    assert in_file(found, file) == []


def test_if_a_text_has_another_name_the_files_are_read(
    cache: Cache, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_text(EVENTS)
    keep(cache, file, str(copy))
    assert kept(cache, file, str(copy))
    monkeypatch.chdir(tmp_path)
    assert any(file in problem.message for problem in load_timeline([file, str(copy)]).problems), "where its twin is"
    assert kept(cache, "events.yaml", "copy.yaml") is None


@pytest.mark.parametrize("version", ["FORMAT", "__version__"])
def test_another_version_makes_another_image(
    cache: Cache, file: str, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(cache, file)
    monkeypatch.setattr(f"timeline_tui.storage.opening.cache_key.{version}", "other")
    assert kept(cache, file) is None


def test_another_field_of_the_model_is_another_version(
    cache: Cache, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(cache, file)
    event = namedtuple("Event", [*Event._fields, "mood"])
    model = tuple(event if kind is Event else kind for kind in MODEL)
    monkeypatch.setattr("timeline_tui.storage.opening.cache_key.MODEL", model)
    assert kept(cache, file) is None


@pytest.mark.parametrize("change", [{"name": "land"}, {"aliased": False}, {"choices": {"yes": ""}}])
def test_another_query_field_is_another_version(
    cache: Cache, file: str, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(cache, file)
    table = (QueryField(**{**vars(TABLE[0]), **change}), *TABLE[1:])
    monkeypatch.setattr("timeline_tui.storage.opening.cache_key.TABLE", table)
    assert kept(cache, file) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 4096])
def test_a_damaged_image_is_deleted(cache: Cache, file: str, damage: bytes) -> None:
    path = keep(cache, file)
    assert path
    path.write_bytes(damage)
    assert kept(cache, file) is None
    assert not damage or not path.exists()


def test_a_truncated_image_is_deleted(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    assert path
    path.write_bytes(path.read_bytes()[:-1])
    assert kept(cache, file) is None
    assert not path.exists()


def test_an_image_that_turns_out_to_be_damaged_is_deleted(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    assert path
    cache.delete(find_inputs([file]), ReadOptions())
    assert not path.exists()


def test_only_the_user_may_read_it(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    assert path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("home", [None, "", "/some/where", "some/where", "~/cache", " "])
def test_the_user_folders_are_where_the_system_has_them(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        if home is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, home)
    assert user_folder("cache") == user_cache_dir("timeline-tui", appauthor=False)
    assert user_folder("config") == user_config_dir("timeline-tui", appauthor=False)
    assert user_folder("state") == user_state_dir("timeline-tui", appauthor=False)


def test_a_folder_that_others_may_write_to_is_not_used(cache: Cache, file: str, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "cache"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert keep(cache, file) is None
    assert not list(folder.iterdir())


def test_a_link_is_not_followed(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    assert path
    path.rename(path.with_suffix(".elsewhere"))
    path.symlink_to(path.with_suffix(".elsewhere"))
    assert kept(cache, file) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_no_image(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    assert path
    path.unlink()
    os.mkfifo(path)
    assert kept(cache, file) is None


@pytest.mark.skipif(getattr(os, "geteuid", int)() != 0, reason="only root gives files away")
def test_files_of_other_users_are_not_used(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    assert path
    os.chown(path, 12345, 12345)
    assert kept(cache, file) is None


def test_no_image_is_kept_if_the_folder_is_not_writable(file: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert keep(Cache(tmp_path / "taken"), file) is None


def test_a_full_disk_leaves_no_incomplete_image(cache: Cache, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = keep(cache, file)
    assert path
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("timeline_tui.index.mapped.index_writer.write_image", full)
    assert keep(cache, file) is None
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]


def test_the_least_recently_opened_image_is_deleted_first(tmp_path: Path, cache: Cache) -> None:
    files = [str(tmp_path / f"{name}.yaml") for name in "abc"]
    for n, name in enumerate(files):
        Path(name).write_text(f"{EVENTS}# {name}\n")
        path = keep(cache, name)
        assert path
        os.utime(path, (n, n))
    assert kept(cache, files[0])
    small = Cache(tmp_path / "home" / "cache", limit=5 * path.stat().st_size // 2)
    keep(small, files[2])
    assert [bool(kept(small, name)) for name in files] == [True, False, True]


def test_an_image_above_the_limit_is_not_kept(tmp_path: Path, file: str) -> None:
    cache = Cache(tmp_path / "small", limit=10)
    keep(cache, file)
    assert kept(cache, file) is None


def test_files_of_killed_processes_are_removed(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    assert path
    dead, alive = path.with_suffix(".1.part"), path.with_suffix(".2.part")
    dead.touch()
    with alive.open("wb") as held:
        assert lock_new(held.fileno())
        keep(cache, file)
        assert not dead.exists()
        assert alive.exists()


@pytest.mark.parametrize("length", [0, 1, 200])
def test_an_image_that_is_truncated_while_open_is_damaged(cache: Cache, file: str, length: int) -> None:
    """Mapped into memory it would end the program by a signal."""
    path = keep(cache, file)
    found = kept(cache, file)
    assert path
    assert found
    os.truncate(path, length)
    index = index_of(found.timeline)
    for use in (
        lambda: list(found.timeline.events),
        lambda: index.facet("country"),
        lambda: index.query_bits(parse_query("one")),
        lambda: found.timeline.events.check(),  # type: ignore[attr-defined]
    ):
        with pytest.raises(DamagedError):
            use()


def test_an_image_that_is_replaced_while_open_stays_readable(cache: Cache, file: str) -> None:
    path = keep(cache, file)
    found = kept(cache, file)
    assert path
    assert found
    path.unlink()
    path.write_bytes(b"another")
    assert plain(found.timeline) == plain(load_timeline([file]).timeline)
