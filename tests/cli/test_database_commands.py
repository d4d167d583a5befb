"""``timeline-tui push`` and ``export`` with a database: what they say without one, and what they do with one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tables import each_row

from timeline_tui.cli.main import main

EVENTS = Path(__file__).parents[2] / "events.yaml"
NOWHERE = "postgresql://ana:s3cret@/week?host=/nonexistent"

WRONG = [
    (["push", "week.yaml"], 2, "week.yaml: this is not the address of a database"),
    (["push", NOWHERE, "--from", "csv"], 2, "--from is for files, not for databases"),
    (["push", NOWHERE, NOWHERE], 2, "push reads files"),
    (["validate", NOWHERE], 2, "validate reads files, not databases"),
    (["diff", str(EVENTS), NOWHERE], 2, "diff reads files, not databases"),
    (["export", str(EVENTS), NOWHERE], 2, "a database is opened by itself"),
    ([f" {NOWHERE}"], 2, "write postgresql://USER@HOST/NAME"),
    (["export", "postgresql+psycopg://ana:s3cret@h/x"], 2, "postgresql+psycopg://ana:***@h/x: this is neither a file"),
    (["validate", "postgres//ana:s3cret@h/x"], 2, "postgres//ana:***@h/x: this is neither a file"),
    (["push", str(EVENTS), "cockroachdb://ana:s3cret@h/x"], 2, "cockroachdb://ana:***@h/x: this is neither a file"),
    (["push", str(EVENTS), "postgresql://ana:s3cret#1@2@/x"], 1, "postgresql://ana:***@/x: user and password are not"),
    (["export", str(EVENTS), "--sources", "mysql://ana:s3cret@h/x"], 1, "mysql://ana:***@h/x: there is no such file"),
    (["export", str(EVENTS), "-o", "mysql://ana:s3cret@h/x.csv"], 1, "mysql://ana:***@h/x.csv: the folder"),
    (["export", str(EVENTS), "-o", "postgresql://ana:s3cret@h/x"], 2, "postgresql://ana:***@h/x: no format"),
]
"""Commands without a server: their exit codes and messages."""


@each_row(("words", "code", "message"), WRONG)
def test_a_wrong_use_of_a_database_is_reported(
    words: list[str], code: int, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert message in err
    assert "s3cret" not in err


def test_a_wrong_value_of_an_option_does_not_show_a_password(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "-f", "mysql://ana:s3cret@h/x"])
    err = capfd.readouterr().err
    assert "mysql://ana:***@h/x" in err
    assert "s3cret" not in err


@each_row("words", [["push", str(EVENTS), NOWHERE], ["push", NOWHERE], ["export", NOWHERE]])
def test_a_server_that_cannot_be_reached_is_one_line(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("psycopg")
    assert main(words) == 1
    err = capfd.readouterr().err
    assert re.fullmatch(r"week: no connection: No such file or directory \(connection to server .*\)\n", err)


def test_a_database_without_a_name_has_the_name_in_the_environment_or_of_the_user(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.delenv("PGDATABASE", raising=False)
    assert main(["export", "postgresql://ana@/?host=/nonexistent"]) == 1
    assert capfd.readouterr().err.startswith("ana: no connection: ")
    monkeypatch.setenv("PGDATABASE", "news")
    assert main(["export", "postgresql://ana@/?host=/nonexistent"]) == 1
    assert capfd.readouterr().err.startswith("news: no connection: ")


@each_row("words", [["push", str(EVENTS), NOWHERE], ["push", NOWHERE], ["export", NOWHERE]])
def test_missing_packages_are_named(words: list[str]) -> None:
    code = "import sys; sys.modules['psycopg'] = None; from timeline_tui.cli.main import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "a database needs more packages: pip install 'timeline-tui[postgres]'\n",
    )


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run_it(*words: str) -> tuple[int, str, str]:
        code = main(words)
        return (code, *capfd.readouterr())

    return run_it


Run = Callable[..., tuple[int, str, str]]


@pytest.mark.slow
def test_every_export_of_a_database_equals_the_export_of_the_file(url: str, run: Run, tmp_path: Path) -> None:
    code, _, err = run("push", str(EVENTS), url)
    assert (code, err) == (0, f"{url}: 29 events pushed, 29 new, 0 changed\n")
    asked: list[list[str]] = [[], ["-q", "country:Japan -topic:oil"], ["--view", "Disputed"], ["-q", "zzzz"]]
    for options in asked:
        for format in ("jsonl", "yaml", "csv", "text"):
            words = [*options, "-f", format]
            assert run("export", url, *words)[:2] == run("export", str(EVENTS), *words)[:2], words
    for query in ("country:Japon before:event-501", "sanctions OR china", "is:added"):
        *_, advice = run("export", str(EVENTS), "-q", query)
        assert advice.startswith("-q: ")
        assert run("export", url, "-q", query)[2] == advice, query
    for shape in ("quotes", "sources", "disputes", "grid"):
        words = ["-q", "country:Japan", "--as", shape]
        assert run("export", url, *words)[:2] == run("export", str(EVENTS), *words)[:2], shape
    path = tmp_path / "week.jsonl"
    assert run("export", url, "-o", str(path))[0] == 0
    assert path.read_text(encoding="utf-8") == run("export", str(EVENTS), "-f", "jsonl")[1]
    code, _, err = run("push", str(path), url)
    assert (code, err) == (0, f"{url}: 29 events pushed, 0 new, 0 changed\n")


@pytest.mark.slow
def test_events_of_large_json_lines_are_pushed_without_being_in_memory(
    url: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "week.jsonl"
    assert run("export", str(EVENTS), "-o", str(path))[0] == 0
    whole = run("export", str(path), "-f", "jsonl")[1]
    monkeypatch.setattr("timeline_tui.storage.inputs._LARGE", 0)
    monkeypatch.setattr("timeline_tui.storage.opening.stable_file.SMALLEST", 0)
    monkeypatch.setattr("timeline_tui.storage.files.load_timeline", None)
    changing = "timeline_tui.index.database.pushing.check_ids"
    with monkeypatch.context() as patch:
        patch.setattr(changing, lambda _: path.write_text(whole + "\n", encoding="utf-8"))
        code, _, err = run("push", str(path), url)
    assert (code, err.partition("\n")[0]) == (1, f"{path}: it keeps changing while it is read")
    assert "there is no chronology" in run("export", url)[2]
    for new in (29, 0):
        code, _, err = run("push", str(path), url)
        assert (code, err) == (0, f"{url}: 29 events pushed, {new} new, 0 changed\n")
    assert run("export", url, "-f", "jsonl")[1] == whole


@pytest.mark.slow
def test_a_file_with_errors_is_pushed_only_with_lenient(url: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    events = [{"date": "2024-06-31", "title": "Never"}, {"date": "2024-06-13", "title": "Once"}]
    path.write_text(json.dumps({"events": events}), encoding="utf-8")
    code, _, err = run("push", str(path), url)
    assert code == 1
    assert "June 2024 has 30 days" in err
    assert "nothing was pushed" in err
    assert run("export", url)[0] == 1
    assert run("push", str(path), url, "--lenient")[0] == 0
    assert "Once" in run("export", url)[1]


@pytest.mark.slow
def test_an_event_with_a_too_long_id_is_left_out_with_lenient(url: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id,date,title\n{'x' * 501},2024-06-13,Never\nb,2024-06-13,Once\n", encoding="utf-8")
    code, _, err = run("push", str(path), url)
    assert code == 1
    assert f"{path}:2:1: the id xxxx" in err
    assert "nothing was pushed" in err
    code, _, err = run("push", str(path), url, "--lenient")
    assert code == 0
    assert "a.csv:2:1: the id" in err
    assert "1 event pushed, 1 new" in err


@pytest.mark.slow
def test_an_export_that_loses_the_connection_leaves_the_old_file(
    url: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from timeline_tui.index.database.transaction import Transaction
    from timeline_tui.index.questions import AnswerError

    run("push", str(EVENTS), url)
    whole = Transaction.stream

    def cut(self: Transaction, *asked: object, **options: object) -> object:
        for number, event in enumerate(whole(self, *asked, **options)):
            if number == 5:
                raise AnswerError("the connection is lost")
            yield event

    monkeypatch.setattr(Transaction, "stream", cut)
    path = tmp_path / "week.jsonl"
    path.write_text("old", encoding="utf-8")
    code, _, err = run("export", url, "-o", str(path), "--force")
    assert (code, err) == (1, "the connection is lost\n")
    assert path.read_text(encoding="utf-8") == "old"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.slow
def test_a_streamed_export_says_what_it_loses_and_how_far_it_is(
    url: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "order.yaml"
    path.write_text(
        "events:\n"
        "  - {id: first, date: 2024-06-10, title: First, countries: Japan}\n"
        "  - {id: other, date: 2024-06-12, title: Other, countries: Italy}\n"
        "  - {id: inside, after: first, title: Inside, countries: Japan}\n"
        "  - {id: lost, after: other, before: 2024-06-20, title: Lost, countries: Japan}\n",
        encoding="utf-8",
    )
    run("push", str(path), url)
    reports: list[tuple[int, int]] = []

    @contextmanager
    def shown(doing: str) -> Iterator[object]:
        assert doing == "writing"
        yield lambda done, size, _: reports.append((done, size))

    monkeypatch.setattr("timeline_tui.cli.database_export.shown_progress", shown)
    monkeypatch.setattr("timeline_tui.cli.database_export._BLOCK", 2)
    for query in ("country:Japan", "country:Italy", "-country:Italy first", ""):
        written = run("export", url, "-f", "jsonl", "-q", query)
        assert written == run("export", str(path), "-f", "jsonl", "-q", query), query
        if query == "country:Japan":
            assert "the order is lost" in written[2]
            assert "“lost”" in written[2]
            assert reports == [(0, 3), (2, 3)]
    from timeline_tui.formats.json.json_lines import write_each
    from timeline_tui.index.database.database import Database  # it needs the packages of the extra
    from timeline_tui.index.questions import Asked

    run("export", url, "-o", str(tmp_path / "before.jsonl"))
    database = Database(url)
    with database.streamed(Asked()) as (head, events):  # a push meanwhile changes neither
        path.write_text("sources: {new: New}\nevents:\n  - {date: 2024, title: New, sources: new}\n", encoding="utf-8")
        run("push", str(path), url)
        lines = "".join(write_each(head, events))
    assert lines == (tmp_path / "before.jsonl").read_text(encoding="utf-8")
    ids = {"first", *map(str, range(70_000))}  # more than the parameters that a statement may have
    assert [event.id for event in database.events_with(ids, Asked())] == ["first"]
    database.close()
