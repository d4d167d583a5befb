"""Dates that are mappings in YAML and JSON: ``{from: …, to: …}``, ``{year: …, month: …}``, CSL's ``date-parts``.

Mappings that have more than a date are split into their parts.
"""

from __future__ import annotations

from collections.abc import Mapping

from timeline_tui.dates.written_parts import join_parts
from timeline_tui.formats.reading.key_meanings import key_meaning
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import Map, Node


def date_text(node: Node) -> str:
    """The date in a mapping, as text that is read with the other dates of its column; empty if there is none.

    ``date-parts`` is from CSL-JSON 1.0.2, section "date-variable": lists of year, month and day.
    """
    if isinstance(node, str):
        return node.strip()
    if not isinstance(node, dict) or not node:
        return ""
    if "date-parts" in node:
        return _parts_of_csl(node["date-parts"][2])
    given = [(key_meaning(key), value) for key, (_, _, value) in node.items() if value is not None]
    parts = dict(given)
    if not parts or len(parts) < len(given):  # several keys have the same meaning
        return ""
    if parts.keys() <= {"date", "end"}:
        start, end = (date_text(parts.get(name)) for name in ("date", "end"))
        return f"{start} – {end}" if start and end and start != end else start
    if parts.keys() <= {"year", "month", "day", "time"}:
        year, month, day, time = (date_text(parts.get(name)) for name in ("year", "month", "day", "time"))
        return join_parts(year, month, day, time).value or ""
    return ""


def is_date_mapping(node: Node) -> bool:
    """Whether ``node`` is a mapping that is a date."""
    return isinstance(node, dict) and bool(date_text(node))


def _parts_of_csl(node: Node) -> str:
    dates = []
    for _, parts in node if isinstance(node, list) else ():
        numbers = [value for _, value in parts if isinstance(value, str)] if isinstance(parts, list) else []
        date = join_parts(*numbers[:3]).value if numbers else None
        dates.append(date or "")
    return " – ".join(dict.fromkeys(dates)) if all(dates) else ""


def with_dates(records: list[tuple[int, Map]]) -> list[tuple[int, Map]]:
    """``records`` with texts in place of mappings that are dates, under keys whose values are mostly such dates."""
    counts: dict[str, int] = {}
    dates: dict[str, int] = {}
    for _, record in records:
        for key, (_, _, value) in record.items():
            if isinstance(value, dict):
                counts[key] = counts.get(key, 0) + 1
                dates[key] = dates.get(key, 0) + is_date_mapping(value)
    keys = {key for key, count in counts.items() if dates[key] * 2 > count}
    if not keys:
        return records
    return [
        (at, {key: _as_text(entry) if key in keys else entry for key, entry in record.items()})
        for at, record in records
    ]


def with_parts(records: list[tuple[int, Map]]) -> list[tuple[int, Map]]:
    """``records`` with ``when`` and ``when precision`` in place of ``when: {start: …, precision: …}``.

    A mapping is split if its key means a date or a title, and it has a key of the same meaning, whose value takes the
    place of the mapping.
    """
    nested = {key for _, record in records for key, entry in record.items() if isinstance(entry[2], dict)}
    keys = {key: meaning for key in nested if (meaning := key_meaning(key)) in ("date", "title")}
    return [(at, _split(record, keys)) for at, record in records] if keys else records


def _split(record: Map, keys: Mapping[str, Meaning | None]) -> Map:
    fields: Map = {}
    for key, entry in record.items():
        parts = _parts(key, entry[2], keys[key]) if key in keys else {}
        are_new_keys = (parts.keys() - {key}).isdisjoint(record.keys() | fields.keys())
        fields |= parts if parts and are_new_keys else {key: entry}
    return fields


def _parts(key: str, node: Node, meaning: Meaning | None) -> Map:
    """The parts of a mapping by their new keys; empty if none has the meaning of the mapping."""
    main = next((inner for inner in node if key_meaning(inner) == meaning), None) if isinstance(node, dict) else None
    if main is None or not isinstance(node, dict):
        return {}
    return {key if inner == main else f"{key} {inner}": entry for inner, entry in node.items()}


def _as_text(entry: tuple[int, int, Node]) -> tuple[int, int, Node]:
    place, at, value = entry
    return (place, at, date_text(value)) if is_date_mapping(value) else entry
