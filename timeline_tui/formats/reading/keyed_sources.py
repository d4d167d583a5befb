"""The keys of the sources that a file defines: each once, and none like another."""

from collections.abc import Callable, Collection, Iterable

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.model.timeline import Source
from timeline_tui.text.text import fold


def keyed_sources(
    parts: Collection[Map], read: Callable[[str, int, int, Node], Source], document: Document
) -> list[Source]:
    """The sources of these mappings of keys to sources. A key that is given twice, or is like another, is reported.

    ``read`` is called with the key, its offset, the offset of its value, and the value.
    """
    sources: dict[str, Source] = {}
    for part in parts:
        for key, (key_at, value_at, value) in part.items():
            if key in sources:
                message = f"“{key}” is given twice; the one on line {sources[key].line} is kept"
                document.error(key_at, message)
            else:
                sources[key] = read(key, key_at, value_at, value)
    _report_alike(sources, parts, document)
    return [*sources.values()]


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
