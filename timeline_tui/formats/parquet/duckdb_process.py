"""The process that reads a Parquet file with DuckDB.

The library is compiled, and a damaged or hostile file may abort the process that calls it. So it runs in a process of
its own, with limits of memory and time. It may read this one file, write none, and load no extension.

It sends the same messages as `sheet_process.py`, with one sheet. The first row has the names of the columns. Every cell
is text: dates and times in ISO 8601, lists and mappings as JSON whose values are texts.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

from timeline_tui.formats.reading.library_process import limit, run_alone, send
from timeline_tui.formats.reading.nodes import MAX_DEPTH, OF_ANY_SIZE
from timeline_tui.formats.workbook.sheet_process import MAX_CELL, MAX_ROWS, MEMORY, SECONDS, send_rows

_FILE = "read_parquet(?, hive_partitioning = false)"
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
    "memory_limit": "'1GB'",  # half of the limit of the process
    "max_temp_directory_size": "'0B'",
    "TimeZone": "'UTC'",
    "enable_progress_bar": "false",  # DuckDB writes it to standard output, into the messages
}
_BATCH = 500  # rows that are in memory at once
_DATE = re.compile(r"(\d+)(-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d+)?))?([+-]\d\d(?::\d\d)*)?( \(BC\))?")
_NOTHING: tuple[Any, ...] = ("", [], {})
_KIND = re.compile(r"^[\w ]+ Error: ")
Value = Any  # a value that DuckDB returns: text or bytes, or lists and mappings of them
Cleaner = Callable[[Value], Value]


def command(path: str) -> list[str]:
    """The command of the process that reads the Parquet file ``path``."""
    return run_alone(__name__, path)


def main(path: str) -> None:
    """Read a Parquet file and write its cells to standard output."""
    limit(MEMORY, SECONDS)
    send(last_message(path))
    sys.stdout.flush()


def last_message(path: str) -> dict[str, Any]:
    """Send the names and cells of the file, and return the last message."""
    import duckdb  # 200 ms, and only this process needs it

    try:
        return _read(path, duckdb.connect())
    except (MemoryError, duckdb.OutOfMemoryException):
        return {"fault": "there is not enough memory to read this Parquet file", "hint": OF_ANY_SIZE}
    except duckdb.Error as error:
        message = _KIND.sub("", str(error).partition("\n")[0]).replace(f" '{path}'", "").replace(f' "{path}"', "")
        message = message.replace(path, "the file")  # older versions of DuckDB write it without quotes
        return {"fault": f"this Parquet file is damaged: {' '.join(message.split())}", "hint": "get it again"}
    except RecursionError:
        return {
            "fault": f"its lists and mappings are nested in more than {MAX_DEPTH} levels",
            "hint": "write a flatter one",
        }
    except Exception as error:  # such as a RuntimeError for the name of a column that is not UTF-8
        return {"fault": f"this Parquet file is damaged ({type(error).__name__})", "hint": "get it again"}


def _read(path: str, connection: Any) -> dict[str, Any]:
    """`last_message`, over a connection to an empty database in memory. Raises an error of DuckDB."""
    for name, value in _SETTINGS.items():
        connection.execute(f"SET {name} = {value}")
    connection.execute("SET allowed_paths = [{}]".format(_quoted(path, "'")))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    table = connection.sql(f"SELECT * FROM {_FILE}", params=[path])  # noqa: S608  # a constant
    names, types = table.columns, table.types
    ((count,),) = connection.execute(f"SELECT count(*) FROM {_FILE}", [path]).fetchall()  # noqa: S608  # a constant
    if count > MAX_ROWS:
        return {"fault": f"this Parquet file has {count:,} rows; the limit is {MAX_ROWS:,}", "hint": OF_ANY_SIZE}
    nested = [number for number, type in enumerate(types) if _is_nested(type)]
    send({"sheet": "", "hidden": False, "column": 0, "merged": [], "from_1904": False, "json_columns": nested})
    send([list(names)])
    columns = ", ".join(f"{_quoted(name)}::{_text_type(type)}" for name, type in zip(names, types, strict=True))
    rows = connection.execute(f"SELECT {columns} FROM {_FILE}", [path])  # noqa: S608  # the names are quoted
    send_rows(_texts(rows, [_cleaner(type) for type in types]))
    return {"sheets": [""]}


def _texts(rows: Any, cleaners: list[Cleaner]) -> Iterator[list[str]]:
    """The texts of the rows that DuckDB returns."""
    while block := rows.fetchmany(_BATCH):
        for row in block:
            yield [_cell(clean(value)) for clean, value in zip(cleaners, row, strict=True)]


def _cell(value: Value) -> str:
    """The text of a cell: JSON for lists and mappings; empty for those without values."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""
    return text[:MAX_CELL]


def _is_nested(type: Any) -> bool:
    return type.id in ("list", "array", "struct", "map")


def _quoted(name: str, quote: str = '"') -> str:
    return quote + name.replace(quote, quote * 2) + quote


def _text_type(type: Any, depth: int = MAX_DEPTH) -> str:
    """The type with texts in place of all values that are not lists, mappings or bytes."""
    if not depth:
        raise RecursionError("nested too deeply")
    parts = [(name, _text_type(part, depth - 1)) for name, part in type.children] if _is_nested(type) else []
    if type.id == "struct":
        return f"STRUCT({', '.join(f'{_quoted(name)} {part}' for name, part in parts)})"
    if type.id == "map":
        return f"MAP(VARCHAR, {parts[1][1]})"
    if parts:
        return f"{parts[0][1]}[]"
    return "BLOB" if type.id == "blob" else "VARCHAR"


def _cleaner(type: Any) -> Cleaner:
    """The function that makes of a value of this type what is sent; it leaves out values that are null."""
    if type.id == "map":
        of_value = _cleaner(type.children[1][1])
        return lambda value: _filled({key: of_value(part) for key, part in (value or {}).items()})
    if type.id == "struct":
        of = {name: _cleaner(part) for name, part in type.children}
        return lambda value: _filled({key: of[key](part) for key, part in (value or {}).items()})
    if type.id in ("list", "array"):
        of_item = _cleaner(type.children[0][1])
        return lambda value: [part for item in value or () if (part := of_item(item)) not in _NOTHING]
    if type.id == "date" or type.id.startswith("timestamp"):
        return _date
    if str(type) == "JSON":
        return _of_json
    if type.id == "blob":
        return _bytes
    return _number if type.id in ("float", "double") else _plain


def _filled(mapping: dict[str, Value]) -> dict[str, Value]:
    return {key: part for key, part in mapping.items() if part not in _NOTHING}


def _plain(value: str | None) -> str:
    return value or ""


def _bytes(value: bytes | None) -> str:
    """Bytes as text: some programs write texts as bytes. What is not UTF-8 is escaped."""
    return (value or b"").decode("utf-8", "backslashreplace")


def _of_json(value: str | None) -> Value:
    """The value of a JSON text, with texts in place of numbers and booleans; the text itself if it is no JSON."""
    try:
        return _texts_of(json.loads(value or "null", parse_int=str, parse_float=str, parse_constant=str))
    except ValueError:
        return value


def _texts_of(value: Value) -> Value:
    if isinstance(value, dict):
        return _filled({key: _texts_of(part) for key, part in value.items()})
    if isinstance(value, list):
        return [part for item in value if (part := _texts_of(item)) not in _NOTHING]
    return str(value).lower() if isinstance(value, bool) else value or ""


def _date(value: str | None) -> str:
    """A date or time in ISO 8601, with years before 1 counted as in ISO. DuckDB has ``0044-03-15 (BC)``."""
    found = _DATE.fullmatch(value or "")
    if not found:
        return value or ""
    year, day, time, zone, before = found.groups()
    year = f"-{int(year) - 1:04}" if before and int(year) > 1 else "0000" if before else year
    time = f"T{time}" if time else ""
    return f"{year}{day}{time}{'Z' if zone == '+00' else zone or ''}"


def _number(value: str | None) -> str:
    """A number, without a fraction if it is whole: pandas writes whole numbers with gaps as 2024.0."""
    return (value or "").removesuffix(".0") if value != "nan" else ""
