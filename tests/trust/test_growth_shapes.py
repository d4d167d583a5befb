"""Files in known shapes cost no more than in proportion to their size, and damaged ones are reported or passed over.

Costs are counted in calls of functions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from costs import calls
from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.shapes.gdelt import NAMES

SMALL = 30  # units of an input; the other has three times as many
MORE = 3.5  # the most calls for three times the input, as a multiple
FIXED = 2_000  # calls that do not depend on the size of the input


def entity(id: str, **properties: list[Any]) -> str:
    return json.dumps({"id": id, "schema": "Event", "properties": properties})


def bindings(rows: list[dict[str, str]]) -> str:
    cells = [{key: {"type": "literal", "value": value} for key, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": []}, "results": {"bindings": cells}})


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


DATE = "<pubDate>Mon, 04 Mar 2024 08:30:00 GMT</pubDate>"
Q = "http://www.wikidata.org/entity/Q"
INPUTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "many columns of sources and their titles": (
        "csv",
        lambda n: (
            ",".join(("when", "what", *(f"source {i} url,source {i}" for i in range(n))))
            + "\n2024-03-04,A"
            + ",https://example.org/a,Paper" * n
        ),
    ),
    "entities that refer to all before them": (
        "jsonl",
        lambda n: "\n".join(entity(f"e{i}", name=["A"], date=["2024"], involved=[f"e{i - 1}"]) for i in range(n)),
    ),
    "one entity with many dates": (
        "jsonl",
        lambda n: entity("a", name=["A"], **{f"a{i}Date": ["2024"] for i in range(n)}),
    ),
    "one entity that refers to many": (
        "jsonl",
        lambda n: "\n".join(
            (
                entity("a", name=["A"], date=["2024"], involved=[f"e{i}" for i in range(n)]),
                *(entity(f"e{i}", name=["B"]) for i in range(n)),
            )
        ),
    ),
    "one item in many rows": (
        "json",
        lambda n: bindings(
            [{"item": f"{Q}1", "itemLabel": "A", "date": "2024-03-04T00:00:00Z", "x": str(i)} for i in range(n)]
        ),
    ),
    "many items": (
        "json",
        lambda n: bindings([{"item": f"{Q}{i}", "itemLabel": "A", "date": "2024-03-04T00:00:00Z"} for i in range(n)]),
    ),
    "features with a property each": (
        "json",
        lambda n: json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "geometry": None, "properties": {"date": "2024", "name": "A", f"p{i}": "x"}}
                    for i in range(n)
                ],
            }
        ),
    ),
    "groups of vis-timeline": (
        "json",
        lambda n: json.dumps(
            {
                "groups": [{"id": i, "content": f"g{i}"} for i in range(n)],
                "items": [{"content": "A", "start": "2024-03-04", "group": i} for i in range(n)],
            }
        ),
    ),
    "slides and eras": (
        "json",
        lambda n: json.dumps(
            {
                "timeline": {
                    "date": [{"startDate": "2024,3,4", "headline": "A", "asset": {"media": "x"}}] * n,
                    "era": [{"startDate": "2024,3", "headline": "B"}] * n,
                }
            }
        ),
    ),
    "entries of a feed": ("feed", lambda n: rss(f"<item><title>A</title>{DATE}</item>" * n)),
    "categories of an entry": (
        "feed",
        lambda n: rss(f"<item><title>A</title>{DATE}{'<category>é</category>' * n}</item>"),
    ),
    "elements of many names": (
        "feed",
        lambda n: rss("".join(f"<item><title>A</title>{DATE}<x{i}>é</x{i}></item>" for i in range(n))),
    ),
    "GDELT": ("csv", lambda n: "\n".join("\t".join(gdelt(i)) for i in range(n))),
    "zones of l2tcsv": (
        "csv",
        lambda n: (
            "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc\n"
            + "".join(f"02/03/2024,10:00:00,Z{i}/Y,M...,x,y,z,-,-,a,b\n" for i in range(n))
        ),
    ),
}


def gdelt(number: int) -> list[str]:
    known = {"GLOBALEVENTID": str(number), "SQLDATE": "20240304", "MonthYear": "202403", "Year": "2024"}
    known |= {"FractionDate": "2024.1726", "EventRootCode": "14", "SOURCEURL": "https://example.org/a"}
    return [known.get(name, "") for name in NAMES]


@pytest.mark.slow
@each_row(("format", "make"), INPUTS.values())
def test_reading_is_linear(format: str, make: Callable[[int], str]) -> None:
    def read(n: int) -> None:
        formats.read(make(n).encode(), "file", format)

    read(3)  # what is imported, compiled and cached once
    assert formats.read(make(5).encode(), "file", format).timeline.events, "the input is not read at all"
    small, large = (calls(lambda n=n: read(n)) for n in (SMALL, 3 * SMALL))  # type: ignore[misc]
    assert large <= MORE * small + FIXED, (small, large)


DAMAGED = (
    '{"id": null, "schema": "Event", "properties": {"name": [null, {}], "date": ["2024-99"], "involved": [[[]]]}}',
    '{"id": "a", "schema": "Event", "properties": {"name": "A", "date": "2024", "involved": ["a"]}}',
    '{"type": "Feature", "geometry": 3, "properties": null}',
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": [], "properties": []}, 3]}',
    '{"items": [{"content": {}, "start": []}, {"content": "<b>", "start": "x"}], "groups": [3, {"id": {}}]}',
    '{"timeline": {"date": [{"startDate": "2024,99,99,99", "headline": {}}, {"startDate": [], "headline": ""}]}}',
    '{"timeline": {"date": [{"startDate": "2024,1", "headline": "A", "asset": {"media": {}}}], "era": {"a": 1}}}',
    '{"head": 1, "results": {"bindings": [{"a": {"type": "uri", "value": {}}}]}}',
    '{"results": {"bindings": [{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"}}]}}',
)


@each_row("text", DAMAGED)
@each_row("format", ["json", "jsonl"])
def test_a_damaged_file_is_reported(text: str, format: str) -> None:
    reading = formats.read(text.encode(), "file", format)
    assert reading.timeline.events or reading.problems
