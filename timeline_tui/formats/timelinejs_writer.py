"""Events → TimelineJS's slides: what its two formats have in common. See :mod:`timeline_tui.formats.timelinejs`."""

from __future__ import annotations

from html import escape

from timeline_tui.citations import imprint, is_web, located
from timeline_tui.formats.dump import Plain, dump
from timeline_tui.formats.plaintext import Link, Passage, paragraphs, quotation, source_list
from timeline_tui.formats.records import left_out
from timeline_tui.formats.timelinejs_dates import is_cosmological, is_stated, parts
from timeline_tui.formats.timelinejs_reader import EDTF, ERA, MEDIA, SAME
from timeline_tui.hints import Any
from timeline_tui.model import Citation, Event, Quote, Timeline
from timeline_tui.text import plural

# Sources of these kinds are embedded; of any other address TimelineJS would make a broken image.
_EMBEDDED = frozenset((MEDIA, "image", "photo", "video", "audio", "map"))
# What other keys of an event cannot be called there.
_TAKEN = frozenset((*SAME, EDTF, "start_date", "end_date", "text", "group", "unique_id"))
_TAKEN_IN_TITLE = frozenset(("text", "unique_id", "start_date", "end_date"))

Slide = dict[str, Any]
"""Of JSON: texts, numbers, lists and dicts."""


def slides(timeline: Timeline) -> tuple[Slide | None, list[Slide], list[Slide]]:
    """The title slide, if there is anything to say on it, the slides, and the eras."""
    plain: Any = dump(timeline)
    events = [(event, _slide(event, one)) for event, one in zip(timeline.events, plain["events"], strict=True)]
    eras = [slide for event, slide in events if _is_era(event)]
    for era in eras:
        del era["type"]
    return _title(timeline, plain), [slide for event, slide in events if not _is_era(event)], eras


def scale(timeline: Timeline) -> str:
    """``cosmological`` if a year is beyond what TimelineJS can place otherwise, else ``human``."""
    found = (part for event in timeline.events for part in parts(event.date) if part)
    return "cosmological" if any(is_cosmological(part["year"]) for part in found) else "human"


def losses(timeline: Timeline) -> list[str]:
    """What TimelineJS does not show, or shows in another way."""
    events = timeline.events
    dates = [event.date for event in events]
    quotes = [quote for event in events for quote in event.quotes]
    remarks = sum(bool(_link(citation).remark) for event in events for citation in _listed(event))
    ungrouped = sum(not event.countries and len(event.topics) > 1 for event in events)
    others = sum(name in _TAKEN or not value for event in events for name, value in event.other)
    only_years = scale(timeline) != "human"
    found = (
        (sum(len(event.countries) > 1 for event in events), "event", "had several countries; the first is the group"),
        (ungrouped, "event", "had no country and several topics; the first is the group"),
        (sum(date.start is None for date in dates), "event", "had no beginning: shown at the end"),
        (sum(date.end is None for date in dates), "event", "had no end: shown at the beginning"),
        (
            sum("month" in parts(date)[0] for date in dates) * only_years,
            "event",
            "shown by the year: the scale is cosmological",
        ),
        (sum(not _is_held(quote) for quote in quotes), "quote", "without the original wording, note or place"),
        (remarks, "source", "with publisher, date, stance and the like as a remark"),
        (others, "other key", "empty, or of a name that means something else there: left out"),
    )
    lost = [f"{plural(count, noun)} {what}" for count, noun, what in found if count]
    return lost + left_out(timeline, "title", "description", "other")


def _title(timeline: Timeline, plain: dict[str, Plain]) -> Slide | None:
    texts = {"headline": escape(timeline.title), "text": paragraphs(timeline.description)}
    found: Slide = {"text": {name: text for name, text in texts.items() if text}}
    found |= {name: plain[name] for name, _ in timeline.other if name not in _TAKEN_IN_TITLE}
    return {name: value for name, value in found.items() if value} or None


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
    found = {
        "start_date": start,
        "end_date": end,
        "text": {"headline": escape(event.title), **({"text": body} if body else {})},
        "media": _media(event, plain),
        "group": escape(group[0]) if group else "",
        "display_date": "" if stated else escape(event.date.label),
        "unique_id": event.id,
        EDTF: "" if stated else event.date.text,
        **known,
        **{name: plain[name] for name, _ in event.other if name not in _TAKEN and name != "media"},
    }
    return {name: value for name, value in found.items() if value}


def _body(event: Event) -> str:
    """Summary, quotes, and the sources that are not embedded."""
    links = source_list(_link(citation) for citation in _listed(event))
    return paragraphs(event.summary) + "".join(map(quotation, map(_passage, event.quotes))) + links


def _passage(quote: Quote) -> Passage:
    source = quote.source
    link = Link(source.title, source.url) if source and is_web(source.url) else None
    return Passage(quote.text, quote.speaker, quote.role, link)


def _is_held(quote: Quote) -> bool:
    """Whether a slide says all of it."""
    is_linked = quote.source is None or is_web(quote.source.url)
    return is_linked and not (quote.original or quote.note or quote.at or quote.other)


def _link(citation: Citation) -> Link:
    """A source with its address, and all else that is said of it as a remark."""
    source = citation.source
    is_linked = is_web(source.url)
    unlinked = source.url if source.title and not is_linked else ""
    said = (unlinked, imprint(source), located(citation), citation.note, source.note)
    remark = "; ".join(filter(None, said)).replace(".; ", ". ")
    return Link(source.title or source.label, source.url if is_linked else "", remark)


def _embedded(event: Event) -> Citation | None:
    """The first source that TimelineJS can show, if there is nothing more to say on it."""
    for citation in event.sources:
        source = citation.source
        is_shown = source.kind.lower() in _EMBEDDED and is_web(source.url)
        if is_shown and not (located(citation) or citation.note or source.note):
            return citation
    return None


def _listed(event: Event) -> list[Citation]:
    embedded = _embedded(event)
    return [citation for citation in event.sources if citation is not embedded]


def _media(event: Event, plain: dict[str, Plain]) -> dict[str, Plain]:
    """What is embedded, and what else TimelineJS once said of that."""
    citation = _embedded(event)
    found: dict[str, Plain] = {}
    if citation:
        source = citation.source
        found = {"url": source.url, "caption": escape(source.title), "credit": escape(source.publisher)}
    kept = plain.get("media")
    return {name: value for name, value in found.items() if value} | (kept if isinstance(kept, dict) else {})
