"""Parts of a timeline as YAML, to be pasted into a file: an event, a source, a relation to an event.

They are indented by two spaces, as the writer indents the items of ``events`` and ``sources``.
"""

from __future__ import annotations

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


def event_item(event: Event) -> str:
    """An event as an item of ``events``, with a line feed at its end."""
    return item(dump_event(event))


def source_entry(source: Source) -> str:
    """A source as an entry of ``sources``; without a key, as an item of the ``sources`` of an event.

    There is a line feed at its end.
    """
    plain = dump_source(source)
    return pair(source.key, plain) if source.key else item(plain)
