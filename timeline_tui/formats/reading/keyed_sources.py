"""The sources that a file defines under keys: each key once, and none like another."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.reference_hints import in_place
from timeline_tui.model.fields import SOURCE, Field
from timeline_tui.model.timeline import Source
from timeline_tui.text.text import fold
from timeline_tui.text.web_addresses import is_address

_TITLE = SOURCE.fields[0]


def keyed_sources(
    parts: Collection[Map],
    values: Callable[[Map], dict[str, Any]],
    line: Callable[[Node, int, Field], str],
    document: Document,
) -> list[Source]:
    """The sources of these mappings of keys to sources. A key that is given twice, or is like another, is reported.

    A source is a mapping, or only its title or address. ``values`` returns the fields of a mapping, and ``line`` reads
    a title or an address.
    """
    sources: dict[str, Source] = {}
    for part in parts:
        for key, (key_at, at, node) in part.items():
            if key in sources:
                message = f"“{key}” is given twice; the source on line {sources[key].line} is kept"
                document.error(key_at, message)
            else:
                fields = values(node) if isinstance(node, dict) else _named(line(node, at, _TITLE), at, document)
                sources[key] = Source(key, **fields, file=document.file, line=document.line(key_at))
    _report_alike(sources, parts, document)
    return [*sources.values()]


def _named(name: str, offset: int, document: Document) -> dict[str, Any]:
    """The field of a source that is only a title or an address."""
    if is_address(name):
        return {"url": name}
    if hint := in_place(name):
        document.warning(offset, "a title with an address in it", hint)
    return {"title": name}


def _report_alike(keys: Collection[str], parts: Iterable[Map], document: Document) -> None:
    """Warn of keys that queries and facets take for one, because only their case or accents differ."""
    if len({*map(fold, keys)}) == len(keys):
        return
    first: dict[str, str] = {}
    places = {key: at for part in parts for key, (at, _, _) in part.items()}
    for key in keys:
        other = first.setdefault(fold(key), key)
        if other != key:
            fault = f"the keys “{other}” and “{key}” differ only in case or accents"
            message = f"{fault}: queries and facets take them for one"
            document.warning(places[key], message, "give one of them another key", "keys that are alike")
