"""The facets of an image whose values are not stored as those of the others are: ids and files."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from timeline_tui.index.facet import Facet, merged
from timeline_tui.index.mapped.disk_tables import MappedPostings, NameTable
from timeline_tui.index.mapped.image import Image
from timeline_tui.model.timeline import Event
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.event_values import file_names


def id_facet(image: Image, ids: NameTable, events: Sequence[Event], aliases: Aliases) -> Facet:
    """The ids of the events. ``ids`` has them folded; where an id is not the same then, its event is read."""
    unfolded = frozenset(image.numbers("ids.unfolded", "I"))
    positions: dict[str, array[int]] = {}
    for key, at in ids.entries():
        positions.setdefault(events[at].id if at in unfolded else key, array("I")).append(at)
    return Facet.from_values("id", positions, aliases, len(events))


def file_facet(image: Image, renamed: Mapping[str, str], aliases: Aliases, total: int) -> Facet:
    """The files of the events. ``renamed`` has the new name of each file whose name in the image is an old one."""
    postings = MappedPostings(image, "files", total)
    names = image.text("files.names").split("\n")[: len(postings)]
    positions: dict[str, array[int]] = {}
    for number, name in enumerate(renamed.get(name, name) for name in names):
        for value in filter(None, dict.fromkeys(file_names(name))):
            found = array("I", postings.positions(number))
            positions[value] = merged([positions[value], found]) if value in positions else found
    return Facet.from_values("file", positions, aliases, total)
