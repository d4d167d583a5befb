"""Readers from other packages: found by their metadata, imported when used, and harmless when they fail."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from timeline_tui import formats
from timeline_tui.cli.main import main
from timeline_tui.formats import outside
from timeline_tui.formats.detection import detect
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.model.problems import Extent, LoadError
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.opening.cache_key import cache_key

MODULE = """
from timeline_tui.dates.when import parse
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Citation, Event, Source, Timeline

print("imported")

def read(data, file, progress=None):
    print("read")
    source = Source("k", "Log\\x1b[31m", line=7)
    event = Event("x", parse("2024-06-13"), data.decode(), sources=(Citation(source),), line=3)
    if progress:
        progress(1, 2, lambda: Timeline(events=(event,)))
    told = (Problem("elsewhere", 2, 1, "odd\\x1b[31m", severity="warning"),)
    return Reading(Timeline("T", sources=(source,), events=(event,)), told)
"""
BROKEN = {
    "unimportable": "import there_is_no_such_module",
    "leaving": "raise SystemExit(3)",
    "raising": "def read(data, file, progress=None):\n    raise ValueError('first\\nsecond \\x1b[31m')",
    "without": "x = 1",
    "nonsense": "def read(data, file, progress=None):\n    return ['events']",
    "half": (
        "from timeline_tui.formats.reading.results import Reading\n"
        "from timeline_tui.model.timeline import Timeline\n"
        "def read(data, file, progress=None):\n    return Reading(Timeline(events=('a', 1)), ())"
    ),
    # no default for progress: CPython 3.13.0 does not stop an endless recursion through a call that leaves one out
    "deep": "def read(data, file, progress):\n    return read(data, file, progress)",
}


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder with two packages that register readers, and two whose metadata is broken."""
    site = tmp_path / "site"
    _install(site, "good", ["logbook.logbook = good_reader", "logbook.log.book = good_reader"])
    _install(site, "bad", [f"{name}.{name} = bad_{name}" for name in BROKEN])
    _install(site, "ugly", ["no entry point"])
    (site / "empty-1.0.dist-info").mkdir()
    (site / "good_reader.py").write_text(MODULE, encoding="utf-8")
    for name, code in BROKEN.items():
        (site / f"bad_{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    outside.installed.cache_clear()
    yield
    outside.installed.cache_clear()
    for name in [name for name in sys.modules if name.startswith(("good_reader", "bad_"))]:
        del sys.modules[name]


def _install(site: Path, name: str, points: list[str]) -> None:
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    lines = ["[timeline_tui.readers]", *points]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_they_are_listed_without_being_imported(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    rows = [line.split() for line in capfd.readouterr().out.splitlines()]
    assert ["logbook", "yes", ".logbook", ".log.book", "good", "1.0"] in rows
    assert ["unimportable", "yes", ".unimportable", "bad", "1.0"] in rows
    assert "good_reader" not in sys.modules


@pytest.mark.parametrize(("name", "format"), [("a.logbook", None), ("a.log.book", None), ("a.yaml", "logbook")])
def test_a_file_is_read_by_its_ending_or_by_name(
    name: str, format: str | None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_text("Ship\x1b[31m sails", encoding="utf-8")
    loaded = load_timeline([str(file)], DEFAULTS._replace(format=format))
    (event,) = loaded.timeline.events
    assert (event.title, event.date.text, event.file, event.line) == ("Ship␛[31m sails", "2024-06-13", str(file), 3)
    assert [(source.title, source.line) for source in event.cited] == [("Log␛[31m", 7)]
    assert event.cited[0] is loaded.timeline.sources[0]
    told = [(problem.file, problem.line, problem.message) for problem in loaded.problems]
    assert (str(file), 2, "odd␛[31m") in told
    assert all("\x1b" not in str(problem) for problem in loaded.problems)
    assert capfd.readouterr() == ("", "")


def test_our_formats_come_first_and_need_no_list() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outside, "installed", lambda: pytest.fail("the packages were searched"))
        assert detect(b"", "a.yaml").name == "yaml"
        assert detect(b"", "<stdin>").name == "yaml"
        assert formats.by_name("csv").package == ""
        assert main(["export", "-f", "text"]) == 0


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_reader_gives_one_problem(name: str, tmp_path: Path) -> None:
    file, sound = tmp_path / f"a.{name}", tmp_path / "b.logbook"
    file.write_text("x", encoding="utf-8")
    sound.write_text("Ship", encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        load_timeline([str(file)])
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"the reader “{name}” of bad 1.0 failed: ")
    assert problem.message.isprintable()
    loaded = load_timeline([str(file), str(sound)])  # the others are still read
    assert [event.title for event in loaded.timeline.events] == ["Ship"]
    assert loaded.extent < Extent.WHOLE


def test_progress_shows_checked_events() -> None:
    shown = []
    formats.read(b"Ship", "a.logbook", progress=lambda done, size, so_far: shown.append(so_far()))
    assert [event.title for timeline in shown for event in timeline.events] == ["Ship"]


def test_an_unknown_name_is_refused_with_the_known_names(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "--from", "logbok"])
    assert ended.value.code == 2
    told = capfd.readouterr().err
    assert "argument --from: invalid choice: 'logbok' (choose from yaml, json," in told
    assert "logbook" in told


def test_the_key_of_the_cache_has_the_version_of_the_reader(tmp_path: Path) -> None:
    file = tmp_path / "a.logbook"
    file.write_text("Ship", encoding="utf-8")
    key = cache_key(find_inputs([str(file)]), DEFAULTS)
    assert key
    assert key["readers"] == ["good 1.0"]


def test_the_example_in_the_documentation_is_a_reader() -> None:
    page = Path(formats.__file__).parents[1] / "README.md"
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # the words of our own page
    reading = outside.checked(names["read"](b"Ship", "a.gpx"), "a.gpx")
    assert [(event.title, event.date.text) for event in reading.timeline.events] == [("Ship", "2024-06-13")]
    assert reading.problems == ()
