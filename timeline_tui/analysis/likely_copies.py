"""Sources that probably repeat another source: "Reuters, via Japan Today" or "CNA (Reuters)" beside Reuters itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from timeline_tui.model.origins import first_publisher, repeats
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.query_fields import sources
from timeline_tui.text.text import fold

_BETWEEN = re.compile(r"[,;–—-]?\s*(?<!\w)via\s|[()\[\]]", re.IGNORECASE)
_UNREAD_VIA = re.compile(r"via\s+\S|.*[,;(\[–—]\s*VIA\s+\S")


def likely_copies(events: Iterable[Event]) -> Iterator[tuple[Event, Source, Source]]:
    """Pairs of a probable copy and its original that an event cites together, each once, with the first such event.

    The publisher of the copy names the publisher of the original. A source with ``based_on`` is left out.
    """
    seen: set[tuple[Source, Source]] = set()
    for event in events:
        if not any(named_publishers(source.publisher) for source in sources(event)):
            continue
        copies = [source for source in event.cited if not source.based_on and named_publishers(source.publisher)]
        originals = [source for source in event.cited if not repeats(source)]
        for copy, original in product(copies, originals):
            is_likely = copy != original and fold(original.publisher) in named_publishers(copy.publisher)
            if is_likely and (copy, original) not in seen:
                seen.add((copy, original))
                yield event, copy, original


@lru_cache(maxsize=1 << 12)
def named_publishers(publisher: str) -> tuple[str, ...]:
    """The folded names in a publisher with several, such as "Reuters, via CNA", "CNA (Reuters)"; else nothing."""
    parts = [fold(part) for part in _BETWEEN.split(publisher)]
    return tuple(filter(None, parts)) if len(parts) > 1 else ()


def has_unread_via(source: Source) -> bool:
    """Whether the publisher says "via" in a form that names no origin: "via Reuters", "Reuters, VIA CNA"."""
    publisher = source.publisher
    return not (source.based_on or first_publisher(publisher)) and bool(_UNREAD_VIA.match(publisher))
