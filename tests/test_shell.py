"""Commands in a folder: they answer as the screen does, from the same state."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tables import each_row

from timeline_tui.cli.main import main
from timeline_tui.model.timeline import View
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.state import State

EVENTS = """title: Sound
views:
  - {name: Of the file, query: "title:one"}
events:
  - {id: one, date: 2024-06-10, title: One, topics: [oil]}
  - {id: two, date: 2024-06-11, title: Two}
  - {id: three, date: 2024-06-12, title: Three}
"""

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands run, with ``a.yaml``. State, config and cache are in folders there."""
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(EVENTS)
    return tmp_path


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in ``folder``, in this process, without a terminal."""

    def run(*words: str) -> Done:
        code = main(words)
        return Done(words, code, *capfd.readouterr())

    return run


@pytest.fixture
def program(folder: Path) -> Run:
    """Runs the installed program in ``folder``, without a terminal: 100 ms more than a command in this process."""
    installed = Path(sys.executable).with_name("timeline-tui")

    def run(*words: str, input: str = "") -> Done:
        return subprocess.run([installed, *words], cwd=folder, input=input, capture_output=True, encoding="utf-8")

    return run


@pytest.fixture
def state(folder: Path) -> State:
    return State.load(folder / "state" / "timeline-tui")


def key(*files: Path) -> str:
    return find_inputs([str(file) for file in files]).key


def titles(done: Done) -> list[str]:
    return [event["title"] for event in json.loads(done.stdout)["events"]]


def test_a_query_may_begin_with_a_dash(program: Run) -> None:
    done = program("export", "a.yaml", "-f", "json", "-q", "-topic:oil")
    assert (done.returncode, titles(done)) == (0, ["Two", "Three"])


def test_stars_count_in_an_export_and_in_a_pipe(run: Run, state: State, tmp_path: Path) -> None:
    state.set_star(key(tmp_path / "a.yaml"), "two", True)
    for words, expected in (
        (["-q", "is:starred"], ["Two"]),
        (["-q", "-is:starred"], ["One", "Three"]),
        (["-q", "is:starred,disputed"], ["Two"]),
    ):
        done = run("export", "./a.yaml", "-f", "json", *words)
        assert (done.returncode, titles(done), done.stderr) == (0, expected, "")
    assert "1 of 3 events" in run("a.yaml", "-q", "is:starred").stdout
    assert run("export", "a.yaml", "--as", "grid", "-q", "is:starred").stdout.count("1 of 3 events") == 1


def test_stars_are_kept_by_file(program: Run, state: State, tmp_path: Path) -> None:
    state.set_star(key(tmp_path / "a.yaml"), "two", True)
    (tmp_path / "copy.yaml").write_text(EVENTS)
    assert titles(program("export", "copy.yaml", "-f", "json", "-q", "is:starred")) == []
    done = program("export", "-", "-f", "json", "-q", "is:starred", input=EVENTS)
    assert titles(done) == []
    assert done.stderr == "is:starred: stars belong to a file, and standard input is not a file\n"


def test_the_state_is_not_read_unless_it_is_needed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "state" / "timeline-tui"
    folder.mkdir(parents=True)
    (folder / "state.json").write_text("torn")
    assert run("export", "a.yaml", "-f", "yaml", "-q", "topic:oil").stderr == ""
    assert "it is cut short" in run("export", "a.yaml", "-q", "is:starred").stderr


def test_saved_views_can_be_used(run: Run, state: State, tmp_path: Path) -> None:
    state.save_view(key(tmp_path / "a.yaml"), View("Mine", "title:two"))
    assert titles(run("export", "a.yaml", "-f", "json", "--view", "Mine")) == ["Two"]
    assert "1 of 3 events" in run("a.yaml", "--view", "Mine").stdout
    done = run("export", "a.yaml", "--view", "Mime")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "no view is named “Mime”\n  did you mean “Mine”?\n"
    assert "there are: Of the file, Mine" in run("export", "a.yaml", "--view", "x").stderr


def test_of_two_views_with_the_same_name_the_view_of_the_file_is_used(run: Run, state: State, tmp_path: Path) -> None:
    state.save_view(key(tmp_path / "a.yaml"), View("Of the file", "title:two"))
    done = run("export", "a.yaml", "-f", "json", "--view", "Of the file")
    assert (done.returncode, titles(done)) == (0, ["One"])
    assert "is a view of the file and one of yours" in done.stderr


@pytest.mark.parametrize("second", ["missing.yaml", "broken.yaml", "torn.yaml", "empty"])
def test_a_file_that_cannot_be_read_among_others_ends_with_1(run: Run, tmp_path: Path, second: str) -> None:
    (tmp_path / "broken.yaml").write_text("events:\n  - {date: 2024-06-31}\n")
    (tmp_path / "torn.yaml").write_text("events:\n  - {date: 2024-06-30, title: 'Four}\n")
    (tmp_path / "empty").mkdir()
    done = run("a.yaml", second, "-q", "")
    assert done.returncode == 1
    assert "3 events" in done.stdout
    assert done.stderr.startswith(second)


def test_a_warning_is_not_a_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("events:\n  - {date: 2024-06-11, title: Four, contries: [Japan]}\n")
    done = run("a.yaml", "b.yaml")
    assert done.returncode == 0
    assert "did you mean countries?" in done.stderr


def test_a_theme_that_does_not_exist_is_refused_without_a_terminal_too(run: Run) -> None:
    done = run("a.yaml", "--theme", "drakula")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "there is no theme “drakula”\n  did you mean “dracula”?\n"
    assert run("a.yaml", "--theme", "dracula").returncode == 0


@each_row(
    ("word", "command"), [("exprt", "export"), ("Export", "export"), ("valdiate", "validate"), ("format", "formats")]
)
@each_row("before", [[], ["--no-cache"], ["-q", "export", "--view=x"]])
def test_a_misspelt_command_gets_a_hint_also_after_options(
    run: Run, before: list[str], word: str, command: str
) -> None:
    done = run(*before, word, "a.yaml", "-f", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{word}: there is no such command or file\n  did you mean “timeline-tui {command}”?\n"


def test_a_command_after_options_gets_a_hint(run: Run) -> None:
    done = run("--no-cache", "export", "-f", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "export: there is no such command or file\n  write the command first, before its options\n"


def test_a_file_with_nearly_the_name_of_a_command_opens(run: Run, tmp_path: Path) -> None:
    (tmp_path / "exprt").write_text(EVENTS)
    assert "1 of 3 events" in run("exprt").stdout


def test_a_wrong_query_is_reported_before_a_missing_file(run: Run) -> None:
    done = run("export", "missing.yaml", "-q", "-tilte:x")
    assert done.returncode == 2
    assert "did you mean" in done.stderr


def test_a_word_unlike_all_commands_is_a_missing_file(run: Run) -> None:
    for words in (["chronology"], ["exprt.yaml"], ["./exprt"], ["--", "exprt"], ["--theme", "nord", "--", "exprt"]):
        done = run(*words)
        assert done.returncode == 1
        assert "there is no such file" in done.stderr


def images(folder: Path) -> list[Path]:
    return list((folder / "cache" / "timeline-tui").glob("*.image"))


def until_kept(folder: Path) -> Path:
    """The one image; another process writes it after the command has ended."""
    for _ in range(1000):
        if found := images(folder):
            return found[0]
        time.sleep(0.02)
    raise AssertionError("nothing was kept")


@pytest.fixture
def large(run: Run, tmp_path: Path) -> Path:
    file = tmp_path / "large.yaml"
    file.write_text("".join(f"- {{date: 2024, title: t{n}x, summary: {'long ' * 500}}}\n" for n in range(450)))
    assert find_inputs([str(file)]).large
    return file


@pytest.mark.parametrize("words", [["export", "-q", "title:t7x"], ["validate"], ["-q", "title:t7x"]])
def test_a_large_file_is_cached_for_all_its_names(run: Run, large: Path, tmp_path: Path, words: list[str]) -> None:
    assert run(*words, "large.yaml").returncode == 0
    image = until_kept(tmp_path)
    inode = image.stat().st_ino
    (tmp_path / "link.yaml").symlink_to(large)
    for name in (str(large), "./large.yaml", "link.yaml"):
        os.utime(image, (0, 0))
        done = run("export", "-q", "title:t7x", "-f", "json", name)
        assert titles(done) == ["t7x"]
        assert images(tmp_path) == [image]
        assert image.stat().st_ino == inode, "it is the same image"
        assert image.stat().st_mtime > 0, "it was used"


def test_a_file_is_cached_although_the_command_fails(run: Run, large: Path, tmp_path: Path) -> None:
    assert run("export", "large.yaml", "-q", "tilte:x").returncode == 2
    assert images(tmp_path) == [], "a wrong query is refused before anything is read"
    assert run("export", "large.yaml", "--view", "unknown").returncode == 2
    until_kept(tmp_path)


def test_no_cache_is_written_with_no_cache_or_after_an_early_stop(run: Run, large: Path, tmp_path: Path) -> None:
    assert run("export", "large.yaml", "--no-cache").returncode == 0
    assert run("validate", "large.yaml", "--no-cache").returncode == 0
    with large.open("a") as file:
        file.write("- {date: 2024, title: 'torn")
    assert run("export", "large.yaml", "--lenient").returncode == 0
    assert not (tmp_path / "cache").exists()


def test_an_export_names_the_gaps_if_asked(run: Run, folder: Path) -> None:
    days = ("2024-06-10", "2024-06-11", "2024-06-12", "2024-07-24", "unknown")
    (folder / "gaps.csv").write_text("date,title\n" + "".join(f"{day},On {day}\n" for day in days))
    for format in ("text", "markdown", "html"):
        asked, usual = (run("export", "gaps.csv", "--lenient", "-f", format, *more) for more in (["--gaps"], []))
        assert asked.stdout.count("41 days without an event") == 1, format
        assert "without an event" not in usual.stdout, format
    assert (
        "… 41 days without an event …\n\n\nWednesday 24 July" in run("export", "gaps.csv", "--lenient", "--gaps").stdout
    )
    wrong = run("export", "gaps.csv", "-f", "csv", "--gaps")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--gaps goes with the events in one of these formats: text, markdown, html" in wrong.stderr
