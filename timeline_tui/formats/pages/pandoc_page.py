"""Markdown for Pandoc: the page of `markdown_page`, with citations that ``pandoc --citeproc`` sets in any style.

https://pandoc.org/MANUAL.html#citation-syntax. The sources are in a file of their own (``export -f csl-json``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline_tui.formats.bibliographies.citation_keys import citation_keys
from timeline_tui.formats.pages.markdown_page import layout, raw
from timeline_tui.formats.writing.desk import Desk, Reference, Remarks
from timeline_tui.formats.writing.left_out import cited_sources
from timeline_tui.formats.writing.report import losses, report
from timeline_tui.model.timeline import Citation, Event, Source, Timeline
from timeline_tui.model.unknown_keys import further_texts

__all__ = ["losses", "write"]

_SIMPLE = re.compile(r"[A-Za-z0-9_]+(?:[:.#$%&\-+?<>~/][A-Za-z0-9_]+)*")  # a key that needs no braces
# A locator that Pandoc recognises: the name of a part, then numbers. It prints the name in the language of the style.
_LOCATOR = re.compile(
    r"(?:pp?\.|pages?|¶¶?|paras?\.|paragraphs?|§§?|sec\.|sections?|chap\.|chapters?|lines?|figures?|vol\.|volumes?|"
    r"parts?|notes?|columns?) ?[0-9]+(?: ?[–-] ?[0-9]+)?(?:, ?[0-9]+(?: ?[–-] ?[0-9]+)?)*"
)
_PUNCTUATION = re.compile(r"[\\`*_\[\]<>|~$#{}^&@;]")
_MAY_BE_LOCATOR = re.compile(r".*[0-9]|[ivxlcdmIVXLCDM]+\b")  # Pandoc takes these for a page
_REFERENCES = "## Sources\n\n::: {#refs}\n:::\n"


def write(timeline: Timeline) -> str:
    """The whole timeline as Markdown that cites its sources: ``[@kantei, ¶2]``."""
    keys = citation_keys(cited_sources(timeline))
    page = layout(report(timeline, lambda events, sources: _CitingDesk(events, sources, keys)))
    return f"{page}\n{_REFERENCES}" if keys else page


def citation(key: str, where: str) -> str:
    """A citation of the source with this key. ``where`` is the locator and further words; may be empty."""
    cited = f"@{key}" if _SIMPLE.fullmatch(key) else f"@{{{key}}}"
    locator = _LOCATOR.match(where)
    rest = where[locator.end() :] if locator else where
    if locator and rest[:1] not in ("", ",", ";", " "):
        locator, rest = None, where
    suffix = _PUNCTUATION.sub(r"\\\g<0>", rest)
    if locator:
        return f"[{cited}, {locator[0]}{suffix}]"
    end = "{}" if _MAY_BE_LOCATOR.match(rest) else ""
    return f"[{cited}{end}, {suffix}]" if suffix else f"[{cited}]"


class _CitingDesk(Desk):
    """Cites sources by their keys. The bibliography holds everything on the sources themselves."""

    def __init__(self, events: Iterable[Event], sources: Iterable[Source], keys: dict[Source, str]) -> None:
        super().__init__(events, sources)
        self._keys = keys

    def mention(self, source: Source, where: str = "") -> str:
        return raw(citation(self._keys[source], where))

    def citation_remarks(self, citation: Citation) -> Remarks:
        return further_texts(citation)

    def references(self, known: Iterable[Source] = ()) -> tuple[Reference, ...]:  # noqa: ARG002  # they are in a file
        return ()
