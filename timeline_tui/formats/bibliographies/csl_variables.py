"""The names that CSL 1.0.2 gives to types and variables of a source.

https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
"""

from __future__ import annotations

from collections.abc import Iterable

from timeline_tui.formats.reading.nodes import Node, value_of

TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance
    periodical personal_communication post post-weblog regulation report review review-book software song speech
    standard thesis treaty webpage
    """.split()  # noqa: SIM905  # a list of strings is four times as long
)

CONTAINED = frozenset(
    """
    article article-journal article-magazine article-newspaper broadcast chapter entry entry-dictionary
    entry-encyclopedia paper-conference post post-weblog review review-book webpage
    """.split()  # noqa: SIM905  # a list of strings is four times as long
)
"""Types that are parts of something larger (a newspaper, a journal, a site). Citation styles print its name."""

NAMES = frozenset(
    """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director executive-producer guest host interviewer illustrator narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator translator
    """.split()  # noqa: SIM905  # a list of strings is four times as long
)
"""Variables that are lists of names."""

DATES = frozenset(
    """
    accessed available-date event-date original-date submitted
    """.split()  # noqa: SIM905  # a list of strings is four times as long
)
"""Variables that are dates, besides ``issued``."""

TEXTS = frozenset(
    """
    abstract annote archive archive_collection archive_location archive-place authority call-number
    chapter-number citation-label collection-number collection-title container-title container-title-short dimensions
    division DOI edition event event-title event-place first-reference-note-number genre ISBN ISSN issue
    jurisdiction keyword locator medium number number-of-pages number-of-volumes original-publisher
    original-publisher-place original-title page page-first part part-title PMCID PMID printing publisher-place
    references reviewed-genre reviewed-title scale section shortTitle source status supplement title-short
    version volume volume-title volume-title-short year-suffix
    """.split()  # noqa: SIM905  # a list of strings is four times as long
)
"""Variables that are texts or numbers, besides the ones that a source has as fields."""

VARIABLES = (
    NAMES
    | DATES
    | TEXTS
    | {"citation-key", "custom", "id", "issued", "language", "note", "publisher", "title", "type", "URL"}
)
"""All names that an item can have."""


def are_items(nodes: Iterable[Node]) -> bool:
    """Whether the mappings among some nodes are items of a bibliography: they have a type and keys of CSL only."""
    items = [node for node in nodes if isinstance(node, dict)]
    return bool(items) and all(
        isinstance(kind := value_of(item, "type"), str) and kind in TYPES and item.keys() <= VARIABLES for item in items
    )
