"""Sources that probably repeat another source: "Reuters, via Japan Today" beside a report of Reuters itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from timeline_tui.model.origins import first_publisher, repeats
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.query_fields import sources
from timeline_tui.text.text import fold


def likely_copies(events: Iterable[Event]) -> Iterator[tuple[Event, Source, Source]]:
    """Pairs of a probable copy and its original that an event cites together, each once, with the first such event.

    The publisher of the copy is "X, via Y" and that of the original X. A source that says on what it is based is none
    of the two.
    """
    seen: set[tuple[Source, Source]] = set()
    for event in events:
        if not any("via" in source.publisher for source in sources(event)):
            continue
        copies = [source for source in event.cited if not source.based_on and first_publisher(source.publisher)]
        originals = [source for source in event.cited if not repeats(source)] if copies else []
        for copy, original in product(copies, originals):
            is_likely = fold(first_publisher(copy.publisher)) == fold(original.publisher)
            if is_likely and (copy, original) not in seen:
                seen.add((copy, original))
                yield event, copy, original
