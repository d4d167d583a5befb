"""How long the origins of sources take: ``python tests/tools/benchmarks/origins.py [EVENTS]`` (default: 100,000).

Three of ten sources repeat another one or an agency. Beside each time is the time of the same thing without origins.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Order, Sources, checks
from timeline_tui.dates.edtf_writer import edtf_day
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.mapped.index_writer import write_image
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.model.timeline import Citation, Event, Source, Timeline
from timeline_tui.query.event_values import sources
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.opening.images import ImageFile

_ROWS = 45  # of a high terminal
_FIRST_DAY = 726_000  # in 1988


def chronology(count: int) -> Timeline:
    """A timeline with ``count`` events that cite one to three of up to 20,000 sources."""
    chance = random.Random(1)
    listed: list[Source] = []
    for number in range(max(20, min(20_000, count // 50))):
        kind = chance.random()
        publisher = f"Agency {chance.randrange(200)}, via Paper {number}" if kind < 0.15 else f"Paper {number}"
        based_on = (f"s{chance.randrange(number)}",) if number and 0.15 <= kind < 0.3 else ()
        url = f"https://example.org/{number}"
        listed.append(Source(f"s{number}", f"Title {number}", publisher, url=url, based_on=based_on))
    days = [parse(edtf_day(_FIRST_DAY + day)) for day in range(10_000)]
    events = (
        Event(f"e{number}", chance.choice(days), f"Event {number % 977}", sources=tuple(map(Citation, cited)))
        for number in range(count)
        for cited in [chance.sample(listed, 1 + number % 3)]
    )
    return Timeline("Origins", sources=tuple(listed), events=tuple(events))


def tell(what: str, ours: Callable[[], object], base: Callable[[], object]) -> None:
    """Print the times of both."""
    print(f"{what:45} {_seconds(ours) * 1e3:10.2f} ms   without origins {_seconds(base) * 1e3:10.2f} ms", flush=True)


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def view(index: Index, query: Query, order: Order) -> None:
    """What the first screen of the sources view needs."""
    whole = Slice(index, query)
    found = Sources(whole, order)
    checks(whole)
    for row in range(min(_ROWS, len(found))):
        found[row], found.origin(row)


def main() -> None:
    """Measure with as many events as the command line says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    index = Index(chronology(count))
    _seconds(lambda: index.cited)
    one, other = (index.predicate("is", mark) for mark in ("single-origin", "single-source"))
    tell("is:single-origin, one pass", lambda: [*map(one, index.events)], lambda: [*map(other, index.events)])
    tell("origin: values with events", lambda: index.facet("origin"), lambda: index.facet("source"))
    _seconds(lambda: index.sources)
    print(f"groups of the view, for the cache {_seconds(lambda: index.origin_groups) * 1e3:22.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image"
        with path.open("wb") as file:
            write_image(index, file, {})

        def opened() -> MappedIndex:
            return MappedIndex(Image(ImageFile(str(path))))

        def found(query: str) -> Callable[[], object]:
            mapped = opened()
            return lambda: mapped.query_bits(parse_query(query))

        def looked(query: str, order: Order) -> Callable[[], object]:
            mapped = opened()
            return lambda: view(mapped, parse_query(query), order)

        tell("from the cache: is:single-origin", found("is:single-origin"), found("is:single-source"))
        tell("from the cache: origin:", found('origin:"Agency 7"'), found("source:s7"))
        shown = [opened().event(position) for position in range(_ROWS)]
        origins = opened().origins
        tell(
            f"from the cache: {_ROWS} rows",
            lambda: [origins.fewer(event.cited) for event in shown],
            lambda: [len(sources(event)) for event in shown],
        )
        tell("first look at view 4", looked("", "origin"), looked("", "events"))
        tell("first look, one year", looked("date:2000", "origin"), looked("date:2000", "events"))


if __name__ == "__main__":
    main()
