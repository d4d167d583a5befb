"""The process that reads Parquet files: what it may not do."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from timeline_tui import formats
from timeline_tui.formats.detection import detect, is_binary
from timeline_tui.formats.parquet import duckdb_process


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small Parquet file."""
    path = tmp_path / "it's [1].parquet"
    duckdb.sql("SELECT DATE '2024-03-04' AS \"Datum\", 'Dockers walk out' AS \"Ereignis\"").write_parquet(str(path))
    return path


def test_a_file_is_read_in_a_process_of_its_own(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (table.parent / "duckdb.py").write_text("raise SystemExit('the module of a hostile folder was imported')")
    monkeypatch.chdir(table.parent)
    (event,) = formats.read(table.read_bytes(), table.name).timeline.events
    assert (event.date.text, event.title) == ("2024-03-04", "Dockers walk out")


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a"])
def test_a_file_is_known_by_its_first_bytes(name: str) -> None:
    assert detect(b"PAR1" + bytes(20), name).name == "parquet"
    assert not is_binary(b"PAR1" + bytes(20))


def test_only_the_file_can_be_read(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = table.with_name("other.csv")
    other.write_text("a,b\n1,2\n")
    connection = duckdb.connect()
    duckdb_process._read(str(table), connection)
    assert "Dockers" in capsys.readouterr().out
    for statement in (
        f"FROM read_csv('{other.name}')",
        f"FROM read_csv('{str(other).replace(chr(39), chr(39) * 2)}')",
        "FROM 'https://a.example/b.parquet'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "ATTACH 'new.db'",
        f"COPY (SELECT 1) TO '{other.name}'",
        "SET enable_external_access = true",
        "SET autoload_known_extensions = true",
    ):
        with pytest.raises(duckdb.Error, match=r"disabled|locked|cannot be changed|Cannot"):
            connection.execute(statement)
