"""CSL-JSON: the bibliography format of Zotero, Pandoc and other programs that cite.

https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

import json

from timeline_tui.formats.bibliographies.citation_keys import citation_keys
from timeline_tui.formats.bibliographies.csl_items import Items
from timeline_tui.formats.bibliographies.csl_writer import item
from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.writing.left_out import cited_sources, of_timeline
from timeline_tui.model.timeline import Timeline

_LISTS = ("references", "items")  # where an object, rather than a list, has the items


def read_items(document: Document, items: Items) -> None:
    """Read a list of items, or an object with the list under ``references`` (Pandoc) or ``items``."""
    builder = Builder(document, items)
    json_syntax.parse(document, builder)
    root = builder.root
    if isinstance(root, list) or document.broken:
        return
    name_of_list = next((name for name in _LISTS if isinstance(root, dict) and name in root), None)
    node = root[name_of_list][2] if name_of_list and isinstance(root, dict) else None
    if not isinstance(node, list):
        document.stop(0, "this is not CSL-JSON, which is a list of items", "in Zotero, export as “CSL JSON”")
        return
    for offset, entry in node:
        items.event(entry, offset)


def write(timeline: Timeline) -> str:
    """The sources that the events cite or quote, as CSL-JSON. Reading it gives equal sources.

    Sources without a key get one, see `citation_keys`.
    """
    keys = citation_keys(cited_sources(timeline))
    return json.dumps([item(source, key) for source, key in keys.items()], ensure_ascii=False, indent=2) + "\n"


def losses(timeline: Timeline) -> list[str]:
    """A message if sources are not cited. Events are not reported, because a bibliography has none."""
    return of_timeline(timeline._replace(other=()), *(name for name in Timeline._fields if name != "sources"))
