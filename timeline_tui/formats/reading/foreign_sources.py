"""Turns the sources and quotes of files in other shapes into nodes in the form of our schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from timeline_tui.dates.written_dates import read_column
from timeline_tui.formats.reading import cell_lists, cell_texts
from timeline_tui.formats.reading.foreign_table import TableCell
from timeline_tui.formats.reading.key_meanings import part_meaning
from timeline_tui.formats.reading.nodes import List, Map, Node, value_of
from timeline_tui.formats.reading.values import is_absent
from timeline_tui.formats.reading.written_keys import key_and_locator
from timeline_tui.formats.timelinejs.html_text import Link, Quotation
from timeline_tui.model.timeline import STANCES
from timeline_tui.text.web_addresses import is_address, may_be_spaced_address, only_addresses, with_scheme

_LISTS = ("author", "archived")  # the fields of a source that may have several texts
# The values that some fields can have. Others stay under their key: the reliability “high” is not a letter from A to F.
# Nothing is “based on” a key, because files in other shapes have no keys of sources.
_CHECKED = {
    "reliability": re.compile("[A-Fa-f]"),
    "credibility": re.compile("[1-6]"),
    "stance": re.compile("|".join(STANCES), re.IGNORECASE),
    "sha256": re.compile("[0-9A-Fa-f]{64}"),
    "archived": re.compile(r"(?i:https?)://\S+"),
    "based_on": re.compile("(?!)"),
}
_MARKS = {"“": "”", '"': '"', "«": "»", "„": "“", "「": "」"}


def citations(
    value: Node | Link,
    offset: int,
    known: cell_lists.Separators = cell_lists.Separators(),  # noqa: B008  # immutable
    *,
    are_addresses: bool = False,
) -> List:
    """The sources in a cell. The cell is text, a list, a mapping with one source, or a mapping of kinds to sources.

    ``are_addresses``: whether ``example.org/a`` is an address, as in a column with the heading URL.
    """
    if isinstance(value, Link):
        url = value.url or with_scheme(value.title, is_sure=are_addresses)
        title = value.title if url == value.url else ""
        return [(offset, _node(offset, title=title, url=url, note=value.remark))]
    if isinstance(value, str):
        if may_be_spaced_address(value.strip()):
            return [(offset, value.strip())]  # reported later, when the source is read
        links = cell_texts.sources(value, known)
        return [item for link in links for item in citations(link, offset, are_addresses=are_addresses)]
    if isinstance(value, list):
        return [made for at, item in value for made in citations(item, at, are_addresses=are_addresses)]
    return _from_mapping(value, offset) if value else []


def _from_mapping(value: Map, offset: int) -> List:
    """The source in a mapping, or the sources in a mapping of kinds to sources."""
    source = _parts(value, "source", "citation")
    if _is_source(source):
        return [(offset, source)]
    sources: List = []
    for key, (place, at, item) in value.items():
        for where, made in citations(item, at) if isinstance(item, (dict, list)) else ():
            if isinstance(made, dict):
                made.setdefault("kind", (place, place, key))
            sources.append((where, made))
    for key, (place, at, item) in () if sources else value.items():
        if part_meaning(key, "citation") == "source" and isinstance(item, str) and item.strip():
            rest = {name: entry for name, entry in source.items() if name != key}
            return [(offset, {"title": (place, at, item), **rest})]  # {type: deposition, ref: vidal-deposition}
    if not sources and "publisher" in source:
        return [(offset, {**source, "title": source["publisher"]})]
    return sources


def _is_source(parts: Map) -> bool:
    return "title" in parts or "url" in parts


def are_all_sources(value: Node) -> bool:
    """Whether everything in a cell is in the sources that `citations` makes of it."""
    if isinstance(value, list):
        return all(are_all_sources(item) for _, item in value)
    if not isinstance(value, dict):
        return True
    items = [item for _, _, item in value.values() if not is_absent(item)]
    are_kinds = any(isinstance(item, (dict, list)) and citations(item, 0) for item in items)
    if _is_source(_parts(value, "source", "citation")) or not are_kinds:
        return not items or bool(citations(value, 0))
    return all(isinstance(item, (dict, list)) and are_all_sources(item) for item in items)


def paired(sources: List, beside: dict[str, TableCell], offset: int) -> List:
    """Add the titles and publishers in other columns to ``sources``.

    If the cell has as many titles as there are sources, each source gets its own.
    """
    if not sources and "title" in beside:
        sources = [(offset, {"title": beside["title"]})]
    for name, (place, at, value) in beside.items():
        if isinstance(value, str) and is_address(value.strip()):
            sources = [*sources, (at, value.strip())]
            continue
        texts = cell_lists.split(value) if isinstance(value, str) else []
        for number, (where, item) in enumerate(sources):
            text = texts[number] if len(texts) == len(sources) > 1 else value
            source: Node = item
            if isinstance(item, str):
                source = {"url": (where, where, item)}
            if isinstance(source, dict) and text:
                sources[number] = (where, _with_text(source, name, (place, at, text)))
    return sources


def _with_text(source: Map, name: str, entry: TableCell) -> Map:
    """The source with the title or publisher of another column. If it has another one, both are kept: one as note."""
    before = source.get(name, entry)
    if before[2] == entry[2]:
        return {**source, name: entry}
    kept, note = (before, entry) if "url" in source else (entry, before)  # “see file 12” in the column of addresses
    if "note" in source:
        note = (note[0], note[1], f"{note[2]}; {source['note'][2]}")
    return {**source, name: kept, "note": note}


def without_repeats(sources: List) -> List:
    """The sources. Later ones with the same address are merged into the first one, unless they contradict it."""
    places: dict[str, int] = {}
    kept: List = []
    for at, item in sources:
        address = _address(item)
        first_at, first = kept[places[address]] if address in places else (0, None)
        if not address or first is None or _contradicts(first, item):
            places.setdefault(address, len(kept))
            kept.append((at, item))
        elif isinstance(item, dict):
            kept[places[address]] = (first_at, {**item, **first} if isinstance(first, dict) else item)
    return kept


def with_keys(sources: List, keys: Collection[str]) -> List:
    """``sources`` as citations of the keys that their titles are. Other sources stay as they are."""
    return [(at, _cited(source, keys)) for at, source in sources]


def _cited(source: Node, keys: Collection[str]) -> Node:
    if not isinstance(source, dict) or "url" in source or not isinstance(value_of(source, "title"), str):
        return source
    title = source["title"]
    rest = {name: entry for name, entry in source.items() if name != "title"}
    place, at, text = title
    citation = key_and_locator(text, keys) if keys and isinstance(text, str) else None
    if citation is None:
        return source
    key, locator = citation
    if locator:
        rest = {"at": (place, at, locator), **rest}
    return {"source": (place, at, key), **rest} if rest else key


def _contradicts(first: Node, second: Node) -> bool:
    """Whether two sources have a different value for a field, such as their title."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return False
    return any(first[key][2] != second[key][2] for key in first.keys() & second.keys())


def add_links(sources: List, links: Iterable[Link], offset: int) -> None:
    """Append ``links`` to ``sources``. A link to a source in the list only gives it a title, if needed."""
    items_by_address = {_address(item): item for _, item in sources}
    for link in links:
        item = items_by_address.get(link.url)
        if item is None:
            sources += citations(link, offset)
            items_by_address[link.url] = sources[-1][1]
        elif isinstance(item, dict) and link.title:
            item.setdefault("title", (offset, offset, link.title))


def _address(item: Node) -> str:
    return str(item.get("url", (0, 0, ""))[2]) if isinstance(item, dict) else str(item)


def quote_with_key(quote: Node, keys: Collection[str]) -> Node:
    """``quote`` with the key that the title of its source is."""
    if not isinstance(quote, dict) or "source" not in quote:
        return quote
    place, at, source = quote["source"]
    cited = _cited(source, keys)
    return {**quote, "source": (place, at, cited if isinstance(cited, str) else source)}


def quotes(value: Node | Quotation, offset: int, speaker: TableCell | None = None) -> List:
    """The quotes in a cell: text, a list of texts, or mappings."""
    if isinstance(value, Quotation):
        quote = _node(offset, text=value.text, speaker=value.speaker, role=value.role)
        if value.link:
            quote["source"] = (offset, offset, citations(value.link, offset)[0][1])
        return [(offset, quote)]
    if isinstance(value, str):
        text = value.strip()
        if _MARKS.get(text[:1]) == text[-1:] and len(text) > 2 and not {text[0], text[-1]} & set(text[1:-1]):
            text = text[1:-1].strip()
        if text.casefold() in cell_lists.NOTHING:
            return []
        quote = {"text": (offset, offset, text)}
        if speaker and isinstance(speaker[2], str) and speaker[2].strip():
            quote["speaker"] = speaker
        return [(offset, quote)]
    if isinstance(value, list):
        return [quote for at, item in value for quote in quotes(item, at, speaker)]
    parts = _parts(value or {}, "quote")
    if "source" in parts:  # files in other shapes have no keys of sources
        place, at, source = parts["source"]
        new_citations = citations(source, at)
        parts["source"] = (place, at, new_citations[0][1] if new_citations else source)
    return [(offset, parts)] if "text" in parts else []


def are_all_quotes(value: Node) -> bool:
    """Whether everything in a cell is in the quotes that `quotes` makes of it."""
    if isinstance(value, list):
        return all(are_all_quotes(item) for _, item in value)
    return not isinstance(value, dict) or bool(quotes(value, 0))


def _node(offset: int, **fields: str) -> Map:
    """A mapping of the fields that are not empty, all at ``offset``."""
    return {name: (offset, offset, text) for name, text in fields.items() if text}


def _parts(value: Map, *nouns: str) -> Map:
    """``value`` with its keys replaced by the fields of the schema that they mean. Unknown keys stay.

    A value that is not valid for its field stays under its key, with “original” before a key that is the name of a
    field.
    """
    fields: Map = {}
    for key, (place, at, part) in value.items():
        meant = next((field for noun in nouns if (field := part_meaning(key, noun))), None)
        if meant and is_absent(part):
            continue
        is_field = key == meant
        if meant == "source" and "citation" in nouns:
            meant, is_field = None, False
        if meant in ("date", "accessed") and isinstance(part, str):
            date = read_column([part]).cells[0].value
            meant, part = (meant, date) if date else (None, part)
        if meant == "archived" and isinstance(part, str) and (urls := only_addresses(part)):
            part = [(at, url) for url in urls]
        if meant in _CHECKED and not _are_valid(meant, part):
            meant = None
        if meant == "url" and isinstance(part, str):
            part = with_scheme(part.strip(), is_sure=True) or part
        is_value = isinstance(part, str) or (meant in _LISTS and isinstance(part, list) and _are_texts(part))
        if meant and meant not in fields and is_value:
            fields[meant] = (place, at, part)
        else:
            is_taken = (is_field and meant != "source") or key in fields
            fields.setdefault(f"original {key}" if is_taken else key, (place, at, part))
    return fields


def _are_texts(items: List) -> bool:
    return all(isinstance(item, str) for _, item in items)


def _are_valid(field: str, value: Node) -> bool:
    """Whether a text, or each text of a list, is valid for one of the fields in `_CHECKED`."""
    items: List = value if isinstance(value, list) and field in _LISTS else [(0, value)]
    return all(isinstance(item, str) and _CHECKED[field].fullmatch(item.strip()) for _, item in items)


def unread_dates(sources: List) -> Iterator[tuple[str, int, str]]:
    """(key, offset, text) of each date of a source that cannot be read. `citations` keeps it under that key."""
    for _, source in sources:
        if not isinstance(source, dict):
            continue
        for key, (_, at, part) in source.items():
            meant = part_meaning(key.removeprefix("original "), "source")
            is_date = meant in ("date", "accessed") and meant not in source
            if is_date and isinstance(part, str) and part.strip().casefold() not in cell_lists.NOTHING:
                yield key, at, part
