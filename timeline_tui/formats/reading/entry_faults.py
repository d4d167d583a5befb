"""Faults of mappings that are read as entries: unknown keys, missing fields, other nodes in place of mappings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.values import type_in_words
from timeline_tui.model import fields
from timeline_tui.model.comparison_keys import COMPARISON_KEYS
from timeline_tui.model.fields import EntryType, Field
from timeline_tui.text.text import clean_line, with_article

IN_PLACE = "source in place"
"""The noun of a source that is written where it is cited, without a key."""
UNTITLED = "event without a title"
"""The noun of an event that is left out because it has no title. A fault of its date has to say so."""

_SHOWN = {IN_PLACE: "source", UNTITLED: "event"}
# The types of entries whose fields they have.
_NOUNS = {IN_PLACE: ("source", "citation"), UNTITLED: ("event",)}
_MOST_MEANT = 10_000
_FORMS = {
    "check": "write {by: NAME, on: DATE}",
    "archive": "write an address, or {url: ADDRESS, date: DATE}",
}  # hints for entries that are not mappings


class EntryFaults:
    """Reports the faults of the entries of one document, each with a hint at what was meant."""

    def __init__(self, document: Document, known: Mapping[str, Collection[str]], *, foreign: bool) -> None:
        """``known`` has the keys of the schema for each noun. ``foreign``: the file does not follow our schema."""
        self._document, self._known, self._foreign = document, known, foreign
        self._meant: dict[tuple[str, str], str] = {}  # (noun, unknown key) → the field that it means

    def unknown_key(self, key: str, offset: int, noun: str) -> None:
        """Warn of a key that is not in the schema of an entry."""
        nouns = _NOUNS.get(noun, (noun,))
        if any(key in COMPARISON_KEYS.get(noun, ()) for noun in nouns):
            return
        shown = _SHOWN.get(noun, noun)

        def hint() -> str:
            from timeline_tui.formats.reading.key_hints import key_hint  # 2 ms, and few files have unknown keys

            return key_hint(key, nouns, self._document.near(key, self._known[noun], noun))

        self._document.unknown_key(offset, key, shown, hint)

    def no_mapping(self, node: Node, offset: int, entry: EntryType) -> None:
        """Report a node in place of the mapping of an entry."""
        if node is None and entry is fields.EVENT:
            self._document.error(offset, "an empty event; it is left out", "write its date and title after the dash")
            return
        message = f"{with_article(entry.noun)} is a mapping, not {type_in_words(node)}; it is left out"
        hint = self._relation_hint(node) if entry is fields.RELATION else _FORMS.get(entry.noun, "")
        self._document.error(offset, message, hint or self._slip_hint(node, offset))

    def missing(self, node: Map, offset: int, field: Field, entry: EntryType) -> None:
        """Report a required field that an entry does not have."""
        hint = self.instead(node, field.name, entry.noun) or self._comment_hint(node, field.name)
        if entry is fields.RELATION:
            hint = hint or self._relation_hint(node)
        self._document.error(offset, f"{with_article(entry.noun)} without “{field.name}”; it is left out", hint)

    def check_hash(self, node: Map, values: Mapping[str, Any]) -> None:
        """Warn of a hash in a source without a copy. ``values`` are the values of the source ``node``."""
        if "sha256" in values and "copy" not in values and not self._foreign:
            message = "“sha256” is the hash of a copy, and this source has none"
            self._document.warning(node["sha256"][0], message, "name the copy: copy: PATH", "hashes without a copy")

    def no_source(self, node: Node, offset: int) -> None:
        """Report a node in place of a citation."""
        kind = type_in_words(node)
        self._document.error(offset, f"a source is a key, an address or a mapping, not {kind}; it is left out")

    def check_dash(self, node: Map, offset: int) -> None:
        """Warn of a source that has only a date and then a title: the dash of an event may be indented too far."""
        if next(iter(node)) == "date" and not self._foreign:
            message = "this source may be an event: it has only a date and a title"
            hint = "if it is an event, put its dash into the column of the other dashes"
            self._document.warning(offset, message, hint, "sources that may be events")

    def instead_of_name(self, node: Map) -> str:
        """A hint at the key that was written instead of the name of a source in place; empty if there is none."""
        hints = (self.instead(node, name, IN_PLACE) for name in ("title", "url", "source"))
        return next(filter(None, hints), "")

    def instead(self, node: Map, name: str, noun: str) -> str:
        """A hint at the key of ``node`` that was written instead of the field ``name``; empty if there is none.

        At most _MOST_MEANT keys are looked up in a file, because there may be a million.
        """
        if self._foreign:
            return ""
        from timeline_tui.formats.reading.key_hints import field_meant  # 2 ms, and few files have such faults

        for key in node:
            if key not in self._known[noun] and len(self._meant) < _MOST_MEANT:
                meant = self._meant.get((noun, key))
                if meant is None:
                    meant = self._meant[noun, key] = field_meant(key, _NOUNS.get(noun, (noun,)))
                if meant == name:
                    return f"write “{name}” in place of “{key}”"
        return ""

    def _relation_hint(self, node: Node) -> str:
        from timeline_tui.formats.reading.key_hints import relation_hint  # 2 ms, and few files have such faults

        return "" if self._foreign else relation_hint(node)

    def _slip_hint(self, node: Node, offset: int) -> str:
        """A hint at a colon, or the space after it, that is missing in a text in place of a mapping.

        The text may have several lines, which YAML has joined. The hint is about the first.
        """
        if self._foreign or not isinstance(node, str):
            return ""
        from timeline_tui.formats.reading.key_hints import slip  # 2 ms, and few files have such faults

        text = self._document.text
        end = text.find("\n", offset)
        first = text[offset : end if end >= 0 else len(text)].strip()
        found = slip(clean_line(first if first and node.startswith(first) else node))
        return ", ".join(found) if found else ""

    def _comment_hint(self, node: Map, name: str) -> str:
        """A hint if the value of a field is empty because # begins a comment: “title: #MeToo”."""
        text = self._document.text
        if name not in node or "#" not in text:
            return ""
        from timeline_tui.formats.yaml.yaml_comments import HINT, comment_after  # few files have such faults

        start = node[name][0] + len(name)
        place = comment_after(text, start)
        is_value = place is not None and text[start:place].strip() == ":"
        return f"# begins a comment: {HINT}" if is_value else ""
