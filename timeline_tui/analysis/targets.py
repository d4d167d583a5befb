"""Where a source can be opened: its copy, its archives, its address; and the place in it, as a fragment of the address.

The fragments: ``#page=3`` in a PDF (RFC 8118), ``#t=751`` in a recording (W3C Media Fragments URI 1.0), and
``#:~:text=`` in a page (WICG Scroll To Text Fragment).
"""

import re
from typing import Literal, NamedTuple

from timeline_tui.model.timeline import Event, Source

_PAGE = r"(?i)\b(?:pp?|pages?|S|Seiten?)\.?\s*([0-9]{1,5})\b"
_TIME = r"(?<![\d:])(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])(?![\d:])"
_RECORDING = r"(?i)\.(?:mp3|m4a|ogg|oga|ogv|opus|wav|flac|mp4|m4v|webm|mov)\Z"
_KINDS = frozenset(("audio", "video", "podcast", "recording", "film", "broadcast"))  # of sources that are recordings
_HOSTS = r"(?i)https?://(?:[a-z0-9-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com)[/:]"
_PAGES = r"(?i)\.(?:html?|xhtml)\Z"
_WORDS, _CHARACTERS = 8, 80  # of a quote that are searched in a page


class Target(NamedTuple):
    """One way to open a source.

    ``place`` is an address, or the path of a copy, relative to ``file``. ``at`` is the locator, ``words`` are those to
    go to in a page; both may be empty.
    """

    kind: Literal["copy", "archive", "address"]
    source: Source
    place: str
    label: str
    file: str = ""
    at: str = ""
    words: str = ""

    @property
    def fragment(self) -> str:
        """What is added to the address to go to the place in the source: ``#page=3``; may be empty."""
        path = re.split("[?#]", self.place)[0] if self.kind != "copy" else self.place
        if path.lower().endswith(".pdf"):
            page = re.search(_PAGE, self.at)
            return f"#page={int(page[1])}" if page and "#" not in self.place else ""
        is_recording = self.source.kind.lower() in _KINDS or re.match(_HOSTS, self.place)
        if re.search(_RECORDING, path) or (is_recording and self.kind != "copy"):
            return _time(self.at) if "#" not in self.place else ""
        if self.kind == "copy" and not re.search(_PAGES, path):
            return ""
        return _text_directive(self.words, has_fragment=self.kind != "copy" and "#" in self.place)


def targets(source: Source, file: str, at: str = "", words: str = "") -> tuple[Target, ...]:
    """The ways to open a source: copy, archives, address. ``file`` is the event's file, for sources without one."""
    ways = []
    if source.copy:
        ways.append(Target("copy", source, source.copy, "Copy", source.file or file))
    for archive in source.archived:
        label = f"Archive, {archive.date.label}" if archive.date else "Archive"
        ways.append(Target("archive", source, archive.url, label))
    if source.url:
        ways.append(Target("address", source, source.url, "Address"))
    return tuple(target._replace(at=at, words=words) for target in ways)


def event_targets(event: Event) -> dict[Source, tuple[Target, ...]]:
    """For each source of an event the ways to open it, at the place that it names first, and at the first words quoted.

    In the order of `Event.cited`.
    """
    at: dict[Source, str] = {}
    words: dict[Source, str] = {}
    for citation in event.sources:
        if citation.at:
            at.setdefault(citation.source, citation.at)
    for quote in event.quotes:
        if quote.source:
            words.setdefault(quote.source, quote.original or quote.text)
    return {source: targets(source, event.file, at.get(source, ""), words.get(source, "")) for source in event.cited}


def _time(at: str) -> str:
    time = re.search(_TIME, at)
    return f"#t={int(time[1] or 0) * 3600 + int(time[2]) * 60 + int(time[3])}" if time else ""


def _text_directive(quote: str, *, has_fragment: bool) -> str:
    """The directive that makes a browser scroll to the first words of a quote.

    The characters ``-``, ``,`` and ``&`` have a meaning in it, so they are also encoded.
    """
    if not quote:
        return ""
    # 1 ms, and the first screen does not need it
    from urllib.parse import quote as percent_encoded

    from timeline_tui.analysis.quoted_words import first_words  # 3 ms, and the first screen does not need it

    words = first_words(quote, _WORDS)[:_CHARACTERS]
    encoded = percent_encoded(words, safe="", errors="replace").replace("-", "%2D")
    return f"{'' if has_fragment else '#'}:~:text={encoded}" if encoded else ""
