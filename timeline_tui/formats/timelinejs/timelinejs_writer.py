"""Turns events into slides of TimelineJS, for its JSON and its sheet. See `formats/timelinejs/timelinejs.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape
from typing import Any

from timeline_tui.formats.timelinejs.html_text import (
    Link,
    Quotation,
    on_a_line,
    paragraphs,
    quotation,
    read_html,
    source_list,
)
from timeline_tui.formats.timelinejs.timelinejs_dates import is_cosmological, is_stated, parts
from timeline_tui.formats.timelinejs.timelinejs_reader import EDTF, ERA, KNOWN, MEDIA, SAME
from timeline_tui.formats.writing.dump import Plain, dump
from timeline_tui.formats.writing.left_out import cited_sources, counted, of_timeline, without
from timeline_tui.model import fields
from timeline_tui.model.timeline import Citation, Entries, Event, Other, Quote, Source, Timeline, Value
from timeline_tui.model.wording import citation_detail, imprint
from timeline_tui.text.text import plural
from timeline_tui.text.web_addresses import is_linkable

# Only sources of these kinds are embedded. TimelineJS would show any other address as a broken image.
_EMBEDDED = frozenset((MEDIA, "image", "photo", "video", "audio", "map"))
# Names that unknown keys of an event cannot have in a slide.
_TAKEN = frozenset((*SAME, EDTF, "start_date", "end_date", "text", "group", "unique_id"))
# Fields of a source that are written as a remark, because a list of links has only titles and addresses.
_REMARKED = ("publisher", "date", "kind", "language", "note")
_TAKEN_IN_TITLE = frozenset(("text", "unique_id", "start_date", "end_date"))

Slide = dict[str, Any]
"""A slide in JSON: texts, numbers, lists and dicts."""


def slides(timeline: Timeline) -> tuple[Slide | None, list[Slide], list[Slide]]:
    """The title slide (None if it would be empty), the slides, and the eras."""
    plain: Any = dump(timeline)
    events = [(event, _slide(event, fields)) for event, fields in zip(timeline.events, plain["events"], strict=True)]
    eras = [slide for event, slide in events if _is_era(event)]
    for era in eras:
        del era["type"]
    return _title(timeline, plain), [slide for event, slide in events if not _is_era(event)], eras


def scale(timeline: Timeline) -> str:
    """``cosmological`` if a year is outside TimelineJS's normal scale, else ``human``."""
    dates = (part for event in timeline.events for part in parts(event.date) if part)
    return "cosmological" if any(is_cosmological(part["year"]) for part in dates) else "human"


def losses(timeline: Timeline) -> list[str]:
    """Messages on data that TimelineJS cannot hold, or shows differently."""
    events = timeline.events
    dates = [event.date for event in events]
    ungrouped = sum(not event.countries and len(event.topics) > 1 for event in events)
    only_years = scale(timeline) != "human"
    counts = (
        (sum(len(event.countries) > 1 for event in events), "had several countries; the first is the group"),
        (ungrouped, "had no country and several topics; the first is the group"),
        (sum(date.start is None for date in dates), "had no beginning: shown at the end"),
        (sum(date.end is None for date in dates), "had no end: shown at the beginning"),
        (sum("month" in parts(date)[0] for date in dates) * only_years, "shown by the year: the scale is cosmological"),
    )
    whole = [name for name, value in timeline.other if name not in _TAKEN_IN_TITLE and is_held(name, value)]
    return [
        *(f"{plural(count, 'event')} {what}" for count, what in counts if count),
        *counted("event", map(_changed_texts, events), _CHANGED),
        *counted(
            "event", ([name for name, value in event.other if not _is_kept(event, name, value)] for event in events)
        ),
        *_losses_of_quotes([quote for event in events for quote in event.quotes]),
        *_losses_of_sources(timeline),
        *counted("timeline", [_changed({"description": timeline.description})], _CHANGED),
        *of_timeline(timeline, "title", "description", *whole),
    ]


_CHANGED = "with other white space or punctuation"


def _changed(texts: dict[str, str]) -> list[str]:
    """The names of the texts that change when they are written as HTML and read back."""
    return [name for name, text in texts.items() if read_html(paragraphs(text)).text != text]


def _changed_texts(event: Event) -> list[str]:
    return _changed({"title": event.title, "summary": event.summary})


def is_held(name: str, value: Value) -> bool:
    """Whether the value of an unknown key is read back. The reader drops empty values of `KNOWN` properties."""
    return bool(value) or name not in KNOWN


def _is_kept(event: Event, name: str, value: Value) -> bool:
    """Like `is_held`, for an unknown key of an event, which may have a meaning in TimelineJS."""
    if name == "media":
        return isinstance(value, Entries) and bool(value.pairs) and not any(_is_media(*pair) for pair in value.pairs)
    if name == "display_date":
        is_label = value == event.date.label
        return isinstance(value, str) and bool(value) and on_a_line(escape(value)) == value and not is_label
    return name not in _TAKEN and is_held(name, value)


def _is_media(name: str, value: Value) -> bool:
    """Whether a key of embedded media is read as a source, or left out because it is empty."""
    return name in ("url", "caption", "credit") or not value


def _losses_of_quotes(quotes: list[Quote]) -> list[str]:
    lost, changed = [], []
    for quote in quotes:
        is_linked = quote.source is None or is_linkable(quote.source.url)
        lost.append(without(quote, fields.QUOTE, ("text", "speaker", "role", *(["source"] if is_linked else []))))
        passage = _passage(quote)
        (read,) = read_html(quotation(passage)).passages or (Quotation(""),)
        changed.append([name for name in ("text", "speaker", "role") if getattr(read, name) != getattr(passage, name)])
    return [*counted("quote", lost), *counted("quote", changed, _CHANGED)]


def _losses_of_sources(timeline: Timeline) -> list[str]:
    """The fields of sources and citations that are left out, or only in a remark."""
    embedded = [each for event in timeline.events if (each := _embedded(event))]
    listed = [citation for event in timeline.events for citation in _listed(event)]
    held: dict[Source, tuple[str, ...]] = {citation.source: ("title", "publisher", "url") for citation in embedded}
    held |= {citation.source: ("title", "url", *_REMARKED) for citation in listed}
    lost = [
        without(source, fields.SOURCE, held.get(source, ("title", "url") if is_linkable(source.url) else ()))
        for source in cited_sources(timeline)
    ]
    described = [citation for citation in listed if _link(citation).remark != citation.note]
    remarks = {
        citation.source: [name for name in _REMARKED if getattr(citation.source, name)] for citation in described
    }
    for source in remarks:
        if source.url and not is_linkable(source.url):
            remarks[source].append("url")
    without_source = [without(citation, fields.CITATION, ("source", *dict(citation.other))) for citation in described]
    return [
        *counted("source", lost),
        *counted("source", remarks.values(), "in a remark"),
        *counted("citation", ([name for name, _ in citation.other] for citation in (*listed, *embedded))),
        *counted("citation", without_source, "in a remark"),
    ]


def _title(timeline: Timeline, plain: dict[str, Plain]) -> Slide | None:
    texts = {"headline": escape(timeline.title), "text": paragraphs(timeline.description)}
    slide: Slide = {"text": {name: text for name, text in texts.items() if text}}
    slide = {name: value for name, value in slide.items() if value}
    return slide | _others(timeline.other, plain, _TAKEN_IN_TITLE) or None


def _others(other: Other, plain: Mapping[str, Plain], taken: Collection[str]) -> Slide:
    """Unknown keys as properties of a slide."""
    return {name: plain[name] for name, value in other if name not in taken and is_held(name, value)}


def _is_era(event: Event) -> bool:
    return dict(event.other).get("type") == ERA and parts(event.date)[1] is not None


def _slide(event: Event, plain: dict[str, Plain]) -> Slide:
    start, end = parts(event.date)
    stated = is_stated(event.date, start, end)
    group = (*event.countries, *event.topics)[:1]
    known = {name: plain[name] for name in SAME if name in plain}
    if not event.countries and event.topics == group:
        known.pop("topics", None)
    body = _body(event)
    slide = {
        "start_date": start,
        "end_date": end,
        "text": {"headline": escape(event.title), **({"text": body} if body else {})},
        "media": _media(event, plain),
        "group": escape(group[0]) if group else "",
        "display_date": "" if stated else escape(event.date.label),
        "unique_id": event.id,
        EDTF: "" if stated else event.date.text,
        **known,
    }
    others = _others(event.other, plain, {*_TAKEN, "media"})
    if isinstance(label := others.get("display_date"), str):
        others["display_date"] = escape(label)
    return {name: value for name, value in slide.items() if value} | others


def _body(event: Event) -> str:
    """Summary, quotes, and the sources that are not embedded."""
    links = source_list(_link(citation) for citation in _listed(event))
    return paragraphs(event.summary) + "".join(map(quotation, map(_passage, event.quotes))) + links


def _passage(quote: Quote) -> Quotation:
    source = quote.source
    link = Link(source.title, source.url) if source and is_linkable(source.url) else None
    return Quotation(quote.text, quote.speaker, quote.role, link)


def _link(citation: Citation) -> Link:
    """A source as a link, with its other fields as a remark."""
    source = citation.source
    is_linked = is_linkable(source.url)
    unlinked = source.url if source.title and not is_linked else ""
    parts = (unlinked, imprint(source), citation_detail(citation), citation.note, source.note)
    remark = "; ".join(filter(None, parts)).replace(".; ", ". ")
    return Link(source.title or source.label, source.url if is_linked else "", remark)


def _embedded(event: Event) -> Citation | None:
    """The first source that TimelineJS can embed and that needs no remark."""
    for citation in event.sources:
        source = citation.source
        is_shown = source.kind.lower() in _EMBEDDED and is_linkable(source.url)
        if is_shown and not (citation_detail(citation) or citation.note or source.note):
            return citation
    return None


def _listed(event: Event) -> list[Citation]:
    embedded = _embedded(event)
    return [citation for citation in event.sources if citation is not embedded]


def _media(event: Event, plain: dict[str, Plain]) -> dict[str, Plain]:
    """The embedded source, and the other keys of ``media`` that were read from a file of TimelineJS."""
    citation = _embedded(event)
    media: dict[str, Plain] = {}
    if citation:
        source = citation.source
        media = {"url": source.url, "caption": escape(source.title), "credit": escape(source.publisher)}
    kept = plain.get("media")
    return {name: value for name, value in media.items() if value} | (kept if isinstance(kept, dict) else {})
