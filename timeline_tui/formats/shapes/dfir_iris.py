"""DFIR-IRIS: the timeline of an incident, exported as CSV or made to be imported.

https://docs.dfir-iris.org/ and the sample file for imports in IRIS have these columns. ``event_date`` is an ISO date
and time without an offset, and ``event_tz`` is the offset (+00:00). Tags are separated by bars, assets by semicolons.
"""

from __future__ import annotations

from timeline_tui.formats.shapes.shape import Shape

DFIR_IRIS = Shape(
    name="dfir-iris",
    title="a DFIR-IRIS timeline",
    found_in="CSV",
    needs=("event_date", "event_tz", "event_title"),
    columns={
        "event_date": "date",
        "event_tz": "timezone",
        "event_title": "title",
        "event_content": "summary",
        "event_category": "topics",
        "event_category_name": "topics",
        "event_tags": "topics",
        "event_source": "sources",
        "event_id": "id",
        **dict.fromkeys(("event_raw", "event_assets", "event_iocs", "linked_assets", "linked_iocs")),
    },
)
