"""The parts of an image for the screens of quotes and sources. Each function raises DamagedError."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from timeline_tui.index.facet import Facet
from timeline_tui.index.known_since import KnownSince
from timeline_tui.index.mapped.disk_tables import MappedPostings
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.numbered_sources import OriginGroups, SourceList, SourceUses
from timeline_tui.index.quote_index import QuoteIndex, Speaker
from timeline_tui.model.timeline import Source


def quotes(image: Image) -> QuoteIndex:
    """The quotes of the events."""
    names = ("positions", "starts", "speaker_of", "by_speaker", "ends")
    positions, starts, speaker_of, by_speaker, ends = _numbers(image, "quotes", *names)
    speakers = [Speaker(name, role) for name, role in json.loads(image.text("quotes.speakers"))]
    return QuoteIndex(positions, starts, speaker_of, speakers, (by_speaker, ends))


def sources(
    image: Image, numbered: Sequence[Source], facet: Facet, by_name: Callable[[str], Source | None]
) -> SourceList:
    """The sources of the timeline. ``numbered`` are all sources of the image, ``facet`` has the names of the cited."""
    uncited, by_label, by_date = _numbers(image, "sources", "uncited", "by_label", "by_date")
    return SourceList(facet, map(numbered.__getitem__, uncited), by_name, (by_label, by_date))


def origin_groups(image: Image, total: int) -> OriginGroups:
    """The sources by their origins. ``total`` is the number of events."""
    labels: list[str] = json.loads(image.text("origins.labels"))
    return OriginGroups(image.numbers("origins.groups", "I"), labels, MappedPostings(image, "origins", total))


def source_uses(image: Image) -> SourceUses:
    """Which events use which source, and how."""
    cited, starts, keys, positions = _numbers(image, "uses", "cited", "starts", "keys", "positions")
    return SourceUses(cited, starts, keys, image.numbers("uses.ends", "Q"), positions)


def known_since(image: Image) -> KnownSince:
    """When the events became known."""
    return KnownSince(image.numbers("known.days", "q"), image.numbers("known.order", "I"), image.section("known.steps"))


def _numbers(image: Image, name: str, *parts: str) -> Iterator[memoryview]:
    """The sections NAME.PART, which hold numbers of four bytes."""
    return (image.numbers(f"{name}.{part}", "I") for part in parts)
