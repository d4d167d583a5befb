"""The keys by which exported pages cite sources. A page and a bibliography of the same events have the same keys."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from timeline_tui.dates.when import undated
from timeline_tui.model.made_ids import Ids, made_id
from timeline_tui.model.timeline import Source

_UNREADABLE = re.compile(r"[{}\\\s]+")  # Pandoc cannot read a key that has one of these


def citation_keys(sources: Iterable[Source]) -> dict[Source, str]:
    """A key for each source, in the order of ``sources``.

    A source keeps its own key, with hyphens instead of spaces, braces and backslashes. For a source without a key, one
    is made from its date, its title (else its address) and a checksum, so it is the same in every extract.
    """
    once = dict.fromkeys(sources)
    ids = Ids()
    keys = {source: ids.reserve(_UNREADABLE.sub("-", source.key)) for source in once if source.key}
    return {source: keys[source] if source.key else ids.reserve(_made(source)) for source in once}


def _made(source: Source) -> str:
    date = source.date.text if source.date else ""
    words = made_id(source.date or undated(), source.title or source.url.partition("://")[2] or source.url)
    facts = "\0".join((source.title, source.publisher, date, source.url, source.kind, source.language, source.note))
    return f"{words}-{zlib.crc32(facts.encode()):08x}".lstrip("-")
