"""``timeline-tui diff``: what it writes, its exit codes, and how git uses it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from golden_files import check_golden

from timeline_tui.analysis.compared_index import summary_of
from timeline_tui.cli import diff
from timeline_tui.cli.main import main
from timeline_tui.cli.streams import OutputError
from timeline_tui.index.index import index_of
from timeline_tui.storage import file_bytes
from timeline_tui.storage.comparing import Comparing
from timeline_tui.storage.inputs import Loaded

OLD = """title: A week in June
sources:
  ap: {title: Accord signed in Bari, publisher: AP, url: "https://example.org/ap", date: 2024-06-13}
  kantei: {title: Accord on Support, publisher: Kantei, url: "https://example.org/kantei"}
events:
  - id: accord
    date: 2024-06-12
    title: Japan and Ukraine sign an accord
    summary: The two leaders signed a ten-year accord in Rome.
    sources: [ap, {source: kantei, at: ¶6}]
    quotes: [{text: We stand with Ukraine today, speaker: Fumio Kishida, source: kantei}]
  - {date: 2024-06-13, title: Leaders agree on a loan from frozen assets, countries: [Italy]}
  - {date: 2024-06-14, title: The Pope speaks on artificial intelligence}
"""
NEW = """title: A week in June
events:
  - {date: 2024-06-13, title: Leaders agree on a loan from frozen assets, countries: [Italy]}
  - {date: 2024-06-15, title: Peace summit opens in Switzerland}
  - id: accord
    date: 2024-06-13
    title: Japan and Ukraine sign an accord
    summary: The two leaders signed a ten-year accord in Bari.
    sources: [{source: kantei-accord, at: ¶6, stance: confirms}]
    quotes: [{text: We stand with Ukraine, speaker: Fumio Kishida, source: kantei-accord}]
sources:
  kantei-accord: {title: Accord on Support for Ukraine, publisher: Kantei, url: "https://example.org/kantei"}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of ``old.yaml`` and ``new.yaml``, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(OLD)
    (tmp_path / "new.yaml").write_text(NEW)
    return tmp_path


@pytest.mark.usefixtures("pair")
def test_it_reads_like_a_log_of_corrections(capfd: Capture) -> None:
    assert main(["diff", "old.yaml", "new.yaml"]) == 1
    out, err = capfd.readouterr()
    check_golden("diff.txt", out)
    assert err == ""
    assert main(["diff", "old.yaml", "new.yaml", "--stat"]) == 1
    check_golden("diff_stat.txt", capfd.readouterr().out)
    assert main(["diff", "old.yaml", "new.yaml", "--json"]) == 1
    out = capfd.readouterr().out
    check_golden("diff.json", out)
    found = json.loads(out)
    assert (found["added"], found["removed"], found["changed"], found["unchanged"]) == (1, 1, 1, 1)
    assert main(["diff", "old.yaml", "new.yaml", "--ids"]) == 1
    assert "  id: accord\n" in capfd.readouterr().out


@pytest.mark.usefixtures("pair")
def test_nothing_is_written_if_nothing_differs(capfd: Capture) -> None:
    for words in (["old.yaml", "old.yaml"], ["/dev/null", "/dev/null"]):
        assert main(["diff", *words]) == 0
    assert capfd.readouterr() == ("", "")


def test_any_format_a_folder_and_standard_input(pair: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["export", "old.yaml", "-o", "old.json"]) == 0
    assert main(["diff", "old.yaml", "old.json"]) == 0
    (pair / "folder").mkdir()
    (pair / "folder" / "old.yaml").write_text(OLD)
    assert main(["diff", "folder", "old.yaml"]) == 0
    file_bytes._read_stream.cache_clear()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OLD.encode())))
    assert main(["diff", "-", "old.yaml"]) == 0
    file_bytes._read_stream.cache_clear()
    assert capfd.readouterr() == ("", "")


def test_a_name_that_is_not_utf_8(pair: Path, capfd: Capture) -> None:
    name = os.fsdecode(b"\xff.yaml")
    try:
        (pair / name).write_text(OLD)
    except OSError:
        pytest.skip("this disk cannot hold such a name")
    for more in ([], ["--json"]):
        assert main(["diff", name, "new.yaml", *more]) == 1
        assert "\ufffd.yaml" in capfd.readouterr().out
    assert main(["merge", name, "new.yaml"]) == 0
    assert "Merged chronology: \ufffd · new" in capfd.readouterr().out


@pytest.mark.usefixtures("pair")
def test_a_file_that_was_added_or_removed(capfd: Capture) -> None:
    assert main(["diff", os.devnull, "old.yaml"]) == 1
    assert "3 added, 0 removed" in capfd.readouterr().out
    assert main(["diff", "old.yaml", os.devnull]) == 1
    assert "0 added, 3 removed" in capfd.readouterr().out


def test_trouble_is_2(pair: Path, capfd: Capture) -> None:
    (pair / "binary.yaml").write_bytes(b"\x7fELF\0\1\2")
    for words, said in {
        ("old.yaml",): "diff compares two files or folders",
        ("old.yaml", "new.yaml", "old.yaml"): "diff compares two files or folders",
        ("old.yaml", "gone.yaml"): "gone.yaml: there is no such file",
        ("-", "-"): "standard input can be read once only",
        ("old.yaml", "new.yaml", "--pair", "accord"): "write two ids, as in --pair one-id=another-id",
        ("old.yaml", "new.yaml", "--pair", "accrod=accord"): "no event has the id “accrod”\n  did you mean accord?",
        ("old.yaml", "new.yaml", "--keep"): "--keep goes with --judgements FILE",
        ("old.yaml", "new.yaml", "--judgements", "gone.yaml"): "gone.yaml: there is no such file",
        ("old.yaml", "new.yaml", "--judgements", "binary.yaml"): "binary.yaml: this is not a text file\n",
        ("old.yaml", "new.yaml", "--stat", "--json"): "--json writes every difference, --stat only their number",
    }.items():
        assert main(["diff", *words]) == 2, words
        out, err = capfd.readouterr()
        assert out == ""
        assert said in err
    (pair / "new.yaml").write_text(NEW.replace("date: 2024-06-15", "date: 2024-06-31"))
    assert main(["diff", "old.yaml", "new.yaml"]) == 1, "the event is compared"
    out, err = capfd.readouterr()
    assert "date moved from 12 to 13 June 2024" in out
    assert "June 2024 has 30 days" in err
    assert "not compared" not in out + err
    assert main(["diff", "new.yaml", "new.yaml"]) == 0
    assert capfd.readouterr().err.count("June 2024 has 30 days") == 1
    assert main(["diff", "old.yaml", "new.yaml", "--json"]) == 1
    (problem,) = json.loads(capfd.readouterr().out)["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("new.yaml", 4, 20)
    assert "June 2024 has 30 days" in problem["message"]


def test_what_cannot_be_read_does_not_look_removed_or_added(pair: Path, capfd: Capture) -> None:
    """The log itself says so, because stderr may be elsewhere; a text for git is the file as it is."""
    (pair / "new.yaml").write_text(NEW.replace("  - id: accord", "<<<<<<< ours\n  - id: accord"))
    fault = "is not read completely (line 5: a merge conflict was left in the file): events shown as"
    for words, line in (
        (["old.yaml", "new.yaml"], f"new.yaml {fault} “removed” or changed may only be unread\n"),
        (["new.yaml", "old.yaml"], f"new.yaml {fault} “added” or changed may only be unread\n"),
        (["new.yaml", "new.yaml"], f"new.yaml {fault} “removed” or changed may only be unread\n"),
    ):
        for more in ([], ["--stat"], ["--json"]):
            assert main(["diff", *words, *more]) == 2
            out, err = capfd.readouterr()
            assert line.rstrip() in out, (words, more)
            assert "1 error: what cannot be read is not compared\n" in err
    assert main(["diff", "--textconv", "new.yaml"]) == 0
    text = (pair / "new.yaml").read_text()
    fault = "error: line 5: a merge conflict was left in the file; the file is shown as it is\n"
    assert capfd.readouterr().out == fault + text
    assert main(["merge", "old.yaml", "new.yaml", "--lenient", "-f", "csv"]) == 0
    assert "only old (new is not read completely)" in capfd.readouterr().out
    assert main(["merge", "old.yaml", "new.yaml", "--lenient", "-f", "yaml"]) == 0
    assert "The file of new is not read completely." in capfd.readouterr().out


def test_textconv_says_what_it_cannot_do(pair: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, said in {
        (): "--textconv writes one file\n  timeline-tui diff --textconv FILE\n",
        ("old.yaml", "new.yaml"): "--textconv writes one file\n  timeline-tui diff --textconv FILE\n",
        ("old.yaml", "--json"): "--textconv writes one file as text; --json compares two: leave one of them out\n",
        ("olt.yaml",): "olt.yaml: there is no such file\n  did you mean old.yaml?\n",
    }.items():
        assert main(["diff", "--textconv", *words]) == 2, words
        assert capfd.readouterr() == ("", said)
    (pair / "binary.yaml").write_bytes(b"\x7fELF\0\1\2")
    assert main(["diff", "--textconv", "binary.yaml"]) == 0
    assert capfd.readouterr() == ("\x7fELF\0\1\2", ""), "git shows it as it is"
    file_bytes._read_stream.cache_clear()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\x7fELF\0")))
    assert main(["diff", "--textconv", "-"]) == 2
    assert capfd.readouterr() == (
        "",
        "<stdin>: this is not a text file\n  a timeline is YAML, JSON or another text format\n",
    )
    file_bytes._read_stream.cache_clear()


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("words", [("old.yaml", "new.yaml"), ("--textconv", "old.yaml")])
def test_an_error_while_writing_is_trouble(
    words: tuple[str, ...], capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 would mean that the files differ."""

    def fail(data: bytes) -> None:  # as write_data
        raise OutputError("standard output: No space left on device")

    monkeypatch.setattr(diff, "write_data", fail)
    assert main(["diff", *words]) == 2
    assert capfd.readouterr() == ("", "standard output: No space left on device\n")
    if "--textconv" not in words:
        assert main(["diff", *words, "--judgements", "none/j.yaml", "--pair", "accord=accord", "--keep"]) == 2
        assert "none/j.yaml: the folder none does not exist\n  make it first" in capfd.readouterr().err


def test_a_closed_pipe_does_not_change_the_exit_code(pair: Path) -> None:
    code = "import sys; from timeline_tui.cli.main import main; sys.exit(main(sys.argv[1:]))"
    many = "".join(f"  - {{date: 2024, title: Event {number}}}\n" for number in range(2000))
    (pair / "many.yaml").write_text(f"events:\n{many}")
    words = [sys.executable, "-c", code, "diff", "old.yaml", "many.yaml"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()
        assert process.wait() == 1


def test_decisions_are_kept_only_if_asked_for(pair: Path, capfd: Capture) -> None:
    pope, peace = (
        "2024-06-14-the-pope-speaks-on-artificial-intelligence",
        "2024-06-15-peace-summit-opens-in-switzerland",
    )
    words = ["diff", "old.yaml", "new.yaml", "--judgements", "pairs.yaml"]
    decided = [f"--pair={pope}={peace}", "--apart=accord=accord"]
    assert main(["diff", "old.yaml", "new.yaml", *decided]) == 1
    out = capfd.readouterr().out
    assert "1 added, 1 removed, 1 changed" in out
    assert "(taken for the same event: you decided so)" in out
    assert sorted(path.name for path in pair.iterdir()) == ["new.yaml", "old.yaml"]
    assert main([*words, "--keep", *decided]) == 1
    assert main(words) == 1
    assert capfd.readouterr().out == out * 2
    assert main([*words, "--keep", "--pair=accord=accord"]) == 1
    assert (pair / "pairs.yaml").read_text().endswith(f'pairs:\n  - ["{pope}", "{peace}"]\n  - ["accord", "accord"]\n')
    assert (pair / "old.yaml").read_text() == OLD
    (pair / "pairs.yaml").write_text("pairs:\n  - [gone, accord]\n")
    assert main(words) == 1
    assert capfd.readouterr().err == "pairs.yaml: no event has the id “gone”: this decision has no effect\n"
    (pair / "pairs.yaml").write_text("pairs:\n  - [one]\npear: 1\n")
    assert main(words) == 2
    err = capfd.readouterr().err
    assert "pairs.yaml:2:5: this has to be two ids" in err
    assert "pairs.yaml:3:1: there is no key “pear” here" in err


@pytest.mark.usefixtures("pair")
def test_colour_is_for_a_terminal_only(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["diff", "old.yaml", "new.yaml"]) == 1
    assert "\x1b[31m[-Rome.-]\x1b[m \x1b[32m{+Bari.+}\x1b[m" in capfd.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["diff", "old.yaml", "new.yaml"]) == 1
    assert "\x1b" not in capfd.readouterr().out


def git(folder: Path, *words: str) -> str:
    """What git writes in a repository, with the installed program on its path, and no settings of the user."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder)}
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(["git", *author, *words], cwd=folder, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_git_shows_differences_of_the_record(tmp_path: Path) -> None:
    """The recipes of ``timeline-tui diff --help``: as a difftool, also of a new file, and as a textconv driver."""
    git(tmp_path, "init", "-q")
    (tmp_path / "week.timeline.yaml").write_text(OLD)
    (tmp_path / ".gitattributes").write_text("*.timeline.yaml diff=timeline\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    (tmp_path / "week.timeline.yaml").write_text(NEW)
    (tmp_path / "more.timeline.yaml").write_text("events: [{date: 2024, title: More}]\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "two")
    said = git(tmp_path, "difftool", "--no-prompt", "--extcmd", "timeline-tui diff", "HEAD~1")
    assert "week.timeline.yaml: 1 added, 1 removed, 1 changed, 1 same\n" in said, "not the names of temporary files"
    assert "date moved from 12 to 13 June 2024" in said
    assert "2024 — More: added" in said
    git(tmp_path, "config", "diff.timeline.textconv", "timeline-tui diff --textconv")
    git(tmp_path, "config", "diff.timeline.cachetextconv", "true")  # each version is read once
    said = git(tmp_path, "diff", "HEAD~1", "--", "week.timeline.yaml")
    assert "-  The two leaders signed a ten-year accord in Rome." in said.replace("\n-    The", "\n-  The")
    for text in (
        "# nothing yet\n",
        "events: []\n",
        "events: [{date: 2024, title: More]\n",
        "",
        OLD.replace("  - id: accord", "<<<<<<< ours\n  - id: accord"),
        OLD + "  - {title: x, date: 2024-06-31}\n",
    ):
        (tmp_path / "week.timeline.yaml").write_text(text)
        git(tmp_path, "commit", "-q", "-a", "-m", "more")
    said = git(tmp_path, "log", "-p", "--format=%s", "--", "week.timeline.yaml")
    assert said.count("more\n") == 6, "no version stops the log"
    assert "+error: line 6: a merge conflict was left in the file; the file is shown as it is\n" in said
    assert "+# nothing yet" in said
    assert "+events: [{date: 2024, title: More]" in said
    assert "+error: 14:30: 2024-06-31: June 2024 has 30 days" in said, "what is not in the text is said"


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_git_and_a_bibliography_beside_the_file(tmp_path: Path, capfd: Capture) -> None:
    """Git writes earlier versions to another folder. It tells the path of the file to a difftool only."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "refs.bib").write_text("@misc{ap, title={Accord signed}, publisher={AP}}")
    week = tmp_path / "sub" / "week.yaml"
    old = "sources: refs.bib\nevents: [{date: 2024-06-12, title: Accord, sources: [{source: ap, at: p. 2}]}]\n"
    week.write_text(old)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    week.write_text(old.replace("p. 2", "p. 3"))
    said = git(tmp_path, "difftool", "--no-prompt", "--extcmd", "timeline-tui diff")
    place = "place in “AP: Accord signed” changed from “p. 2” to “p. 3”\n"
    assert said.endswith(f"12 June 2024 — Accord\n  {place}")
    (tmp_path / ".gitattributes").write_text("week.yaml diff=timeline\n")
    git(tmp_path, "config", "diff.timeline.textconv", "timeline-tui diff --textconv")
    git(tmp_path, "config", "diff.timeline.cachetextconv", "true")  # each version is read once
    changed = [
        line
        for line in git(tmp_path, "diff", "-U99").splitlines()
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert changed == ["-  Sources: [1] p. 2", "+  Sources: [1] p. 3"]
    assert " note: refs.bib is not read: its sources are compared by their keys" in git(tmp_path, "diff", "-U99")
    elsewhere = tmp_path / "old.yaml"
    elsewhere.write_text(old)
    assert main(["diff", str(elsewhere), str(week)]) == 1
    out, err = capfd.readouterr()
    assert (out.endswith(place), err) == (True, "")
    (tmp_path / "sub" / "refs.bib").unlink()
    assert main(["diff", str(elsewhere), str(week)]) == 1
    out, err = capfd.readouterr()
    assert out.endswith("place in “ap” changed from “p. 2” to “p. 3”\n")
    assert err == "refs.bib is not read: its sources are compared by their keys\n"


def test_open_shows_the_screen_or_without_a_terminal_the_text(pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, tuple[str, ...]]] = []

    def launch(paths: list[str], loaded: Loaded, *_: object, comparing: Comparing, **more: object) -> int:
        assert more["plain"]
        shown.append((summary_of(index_of(loaded.timeline)), comparing.sides))
        return 0

    monkeypatch.setattr("timeline_tui.ui.launch.launch", launch)
    diff, merge = (["diff", "old.yaml", "new.yaml"], ["merge", "old.yaml", "new.yaml", "--as", "A=Claimant"])
    assert main([*diff, "--open"]) == 1
    assert main([*merge, "--open"]) == 0
    monkeypatch.setattr("timeline_tui.cli.show.has_terminal", lambda: True)
    (pair / "new.yaml").write_text(NEW.replace("date: 2024-06-15", "date: 2024-06-31"))
    assert main([*diff, "--open", "--plain"]) == main([*merge, "--open", "--plain"]) == 0
    assert shown == [
        ("1 added, 1 removed, 1 changed, 1 same; ! lists what else differs", ()),
        ("1 agreed, 1 differing, 1 only Claimant, 1 only new", ("Claimant", "new")),
    ]


def test_open_and_an_option_for_text_contradict(pair: Path, capsys: Capture) -> None:
    assert main(["diff", "old.yaml", "new.yaml", "--open", "--json"]) == 2
    assert main(["merge", "old.yaml", "new.yaml", "--open", "-o", "x.html"]) == 2
    assert main(["diff", "old.yaml", "new.yaml", "--no-watch"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "--open shows the screen; --json writes text: leave one of them out",
        "--open shows the screen; --output writes text: leave one of them out",
        "--no-watch goes with --open",
    ]
