"""Parts of a timeline as YAML, to be pasted into a file: an event, a source, a relation to an event."""

from __future__ import annotations

import re

from timeline_tui.formats.writing.dump import dump_event, dump_source
from timeline_tui.formats.yaml.yaml_writer import item, pair, quoted_in_flow
from timeline_tui.model.checked import fingerprint
from timeline_tui.model.timeline import Event, Source


def relation_line(event: Event) -> str:
    """An item of ``related`` that refers to ``event``; the kind of the relation is to be written after ``as:``."""
    return f"- {{event: {quoted_in_flow(event.id)}, as: }}"


def check_line(event: Event, day: str) -> str:
    """An item of ``checked``: the event was checked on ``day`` (EDTF); the name is to be written after ``by:``."""
    return f"- {{by: , on: {day}, hash: {quoted_in_flow(fingerprint(event))}}}"


def event_item(event: Event, beside: str) -> str:
    """An event as an item of ``events``, with a line feed at its end.

    It is indented like ``beside``, the line of another item; by two spaces if that is empty, as the writer does it.
    """
    return _indented(item(dump_event(event)), re.match(" *(?=- )", beside))


def source_entry(source: Source, beside: str) -> str:
    """A source as an entry of ``sources``; without a key, as an item of the ``sources`` of an event.

    There is a line feed at its end. An entry is indented like ``beside``, the line of another one.
    """
    plain = dump_source(source)
    return _indented(pair(source.key, plain), re.match(r" *(?=[^\s{#-])", beside)) if source.key else item(plain)


def _indented(text: str, wanted: re.Match[str] | None) -> str:
    """``text``, which is indented by two spaces, with the spaces of ``wanted`` in their place."""
    return text if wanted is None else wanted[0] + text[2:].replace("\n  ", f"\n{wanted[0]}")
