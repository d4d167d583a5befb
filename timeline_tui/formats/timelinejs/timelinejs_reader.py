"""Turns the slides of TimelineJS into events.

All texts of a slide are HTML. Quotations in them become quotes; links and embedded media become sources. A group is a
topic. Other properties are kept under their names; in files from this program, some of them are fields of an event.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from timeline_tui.dates.when import DateError, When, parse
from timeline_tui.formats.reading.nodes import List, Map, Node, value_of
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.formats.timelinejs.html_text import Link, Prose, Quotation, embedded_address, on_a_line, read_html
from timeline_tui.formats.timelinejs.timelinejs_dates import NAMES, Parts, edtf, parts
from timeline_tui.text.text import shorten

SAME = (
    *("after", "before", "date_note", "countries", "topics", "people", "organizations", "place", "related"),
    *("checked", "note"),
)
"""Fields of an event that are properties of the same name in a slide. TimelineJS ignores them."""
EDTF = "edtf"
"""The property with a date that cannot be written as numbers."""
MEDIA = "media"
"""The kind of a source that is embedded in a slide."""
ERA = "era"
"""The type of an event that was an era."""

KNOWN = frozenset(
    (
        *(*SAME, EDTF, "start_date", "end_date", "text", "media", "group", "display_date"),
        *("background", "autolink", "unique_id", "type"),
    )
)
"""The properties that are read. An empty one is ignored; other properties are kept unchanged."""

_NUMBER = re.compile(r"(-?[0-9]{1,15})(?:\.0+)?")
_TITLE_WIDTH = 80  # columns of a title that is made from the text


class SlideReader:
    """Turns each slide into an event and passes it to ``timeline_reader``."""

    def __init__(self, timeline_reader: TimelineReader) -> None:
        self._timeline_reader = timeline_reader
        self._document = timeline_reader.document

    def event(self, slide: Node, offset: int, *, is_era: bool = False) -> None:
        """Read a slide or an era. An era becomes an event with the type “era”."""
        if not isinstance(slide, dict):
            self._document.error(offset, "a slide must be an object with start_date and text; it is left out")
            return
        rest = _filled(slide)
        node: Map = {}
        self._texts(rest, node)
        if "title" not in node:
            self._document.error(offset, "a slide without a headline or a text; it is left out")
            return
        date = self._date(rest, offset)
        if date:
            node["date"] = date
        if "unique_id" in rest:
            node["id"] = rest.pop("unique_id")
        node |= {name: rest.pop(name) for name in SAME if name in rest}
        self._group(rest, node)
        if is_era:
            rest["type"] = (offset, offset, ERA)
        self._timeline_reader.event(node, offset, rest, None if date else "")

    def title_slide(self, slide: Node, offset: int) -> tuple[Map, Map]:
        """The fields of the timeline from the title slide, and its other keys."""
        if not isinstance(slide, dict):
            self._document.error(offset, "the title must be a slide: an object with a text")
            return {}, {}
        rest = _filled(slide)
        headline, body = self._text(rest)
        rest.pop("unique_id", None)
        texts = {"title": on_a_line(headline[1]), "description": _with_passages(read_html(body[1]))}
        places = {"title": headline[0], "description": body[0]}
        root: Map = {name: (places[name], places[name], text) for name, text in texts.items() if text}
        return root, rest

    # Dates

    def _date(self, rest: Map, offset: int) -> tuple[int, int, Node] | None:
        """Remove the dates from ``rest`` and return the date in EDTF.

        Without a date, it reports an error and returns None; ``rest`` stays as it is. An end that cannot be read stays
        in ``rest``, too.
        """
        place, at, start = rest.get("start_date", (offset, offset, None))
        _, end_at, end = rest.get("end_date", (0, 0, None))
        beginning = self._parts(start, at, "start_date", KEPT_UNDATED)
        if not beginning:
            if beginning is not None:
                message = f"a slide without a start_date; {KEPT_UNDATED}"
                self._document.error(at, message, "it needs at least a year")
            return None
        ending = self._parts(end, end_at, "end_date", "it is not read")
        for name in ("start_date", *(() if ending is None else ("end_date",))):
            rest.pop(name, None)
        self._keep_display(rest, start, end)
        stated = edtf(beginning, ending or None)
        _, edtf_at, written = rest.pop(EDTF, (0, 0, None))
        if written is not None:
            when = _parsed(written)
            if when and parts(when) == (beginning, ending or None):
                self._drop_label(rest, when)
                return edtf_at, edtf_at, when.text
            self._document.warning(edtf_at, "“edtf” is not the date of the slide; it is ignored")
        return place, at, stated

    def _parts(self, date: Node, offset: int, name: str, outcome: str) -> Parts | None:
        """The numbers of a date; empty without a date. None for a wrong date; the error ends with ``outcome``."""
        if date is None:
            return {}
        if not isinstance(date, dict):
            self._document.error(offset, f"“{name}” must be an object with year, month, day; {outcome}")
            return None
        parts: Parts = {}
        for part in NAMES:
            _, at, value = date.get(part, (0, 0, None))
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            number = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
            if not number:
                self._document.error(at, f"“{part}” is not a whole number; {outcome}")
                return None
            parts[part] = int(number[1])
        if parts and "year" not in parts:
            self._document.error(offset, f"“{name}” has no year; {outcome}")
            return None
        missing = next((part for part in NAMES[:6] if part not in parts), NAMES[-1])
        unread = [part for part in NAMES[NAMES.index(missing) + 1 :] if parts.get(part)]
        if parts and unread:
            message = f"“{name}” has no {missing}, so its {unread[0]} is left out"
            self._document.warning(offset, message, group="dates with gaps")
        return parts

    def _keep_display(self, rest: Map, start: Node, end: Node) -> None:
        """Keep the label that TimelineJS shows for the date, from the slide or from its dates."""
        shown = [date["display_date"] for date in (start, end) if isinstance(date, dict) and "display_date" in date]
        labels = [(at, on_a_line(text)) for _, at, text in shown if isinstance(text, str) and text.strip()]
        if "display_date" in rest:
            place, at, text = rest["display_date"]
            rest["display_date"] = (place, at, on_a_line(text) if isinstance(text, str) else text)
        elif labels:
            at = labels[0][0]
            rest["display_date"] = (at, at, " – ".join(label for _, label in labels))

    def _drop_label(self, rest: Map, when: When) -> None:
        if value_of(rest, "display_date") == when.label:
            del rest["display_date"]

    # Texts

    def _texts(self, rest: Map, node: Map) -> None:
        headline, body = self._text(rest)
        content = read_html(body[1])
        sources: List = [(body[0], _source(link, body[0])) for link in dict.fromkeys(content.links)]
        passages = [(body[0], passage) for passage in content.passages]
        caption = self._media(rest, sources, passages)
        title = on_a_line(headline[1])
        if not title:
            first = content.text.partition("\n")[0] or caption or (passages[0][1].text if passages else "")
            title = shorten(" ".join(first.split()), _TITLE_WIDTH)
        if title:
            node["title"] = (headline[0], headline[0], title)
        if content.text:
            node["summary"] = (body[0], body[0], content.text)
        if passages:
            node["quotes"] = (body[0], body[0], [(at, _quote(passage, at)) for at, passage in passages])
        if sources:
            node["sources"] = (body[0], body[0], sources)

    def _text(self, rest: Map) -> tuple[tuple[int, str], tuple[int, str]]:
        """The headline and the text, each as (offset, text)."""
        _, at, text = rest.pop("text", (0, 0, None))
        if isinstance(text, str):  # not documented, but the meaning is clear
            return (at, ""), (at, text)
        return _string(text, "headline", at), _string(text, "text", at)

    def _media(self, rest: Map, sources: List, passages: list[tuple[int, Quotation]]) -> str:
        """Add the embedded media to ``sources``, or its quotations to ``passages``. Return the caption."""
        _, at, media = rest.pop("media", (0, 0, None))
        if not isinstance(media, dict):
            return ""
        unread = _filled(media, media)
        url, caption, credit = (_string(unread, name, at)[1].strip() for name in ("url", "caption", "credit"))
        for name in ("url", "caption", "credit"):
            unread.pop(name, None)
        caption_text, credit_text = read_html(caption), read_html(credit)
        if "<" in url:
            passages += [(at, passage) for passage in read_html(url).passages]
            url = embedded_address(url)
        passages += [(at, passage) for passage in caption_text.passages]
        title, publisher = _as_one_line(caption_text), _as_one_line(credit_text)
        if url or title or publisher:
            fields = {"title": title or ("" if url else publisher), "publisher": publisher, "url": url, "kind": MEDIA}
            source: Map = {name: (at, at, value) for name, value in fields.items() if value}
            sources.insert(0, (at, source))
            sources += [
                (at, _source(link, at)) for link in (*caption_text.links, *credit_text.links) if link.url != url
            ]
        if unread:
            rest["media"] = (at, at, unread)
        return title

    def _group(self, rest: Map, node: Map) -> None:
        """Add the group to the topics unless it is already a country or topic of the event."""
        place, at, group = rest.pop("group", (0, 0, None))
        name = on_a_line(group) if isinstance(group, str) else ""
        known = [_names(value_of(node, field)) for field in ("countries", "topics")]
        if name and not any(name in names for names in known):
            topics = node.get("topics", (place, at, []))[2]
            items: List = topics if isinstance(topics, list) else [(at, topics)]
            node["topics"] = (place, at, [*items, (at, name)])


def _filled(node: Map, known: Collection[str] = KNOWN) -> Map:
    """``node`` without empty ``known`` properties."""
    return {name: entry for name, entry in node.items() if name not in known or entry[2] not in (None, "", [], {})}


def _string(node: Node, name: str, offset: int) -> tuple[int, str]:
    """The position and the text of a property; "" if it is not text."""
    _, at, text = node.get(name, (0, offset, None)) if isinstance(node, dict) else (0, offset, None)
    return at, text if isinstance(text, str) else ""


def _names(node: Node) -> list[Node]:
    return [item for _, item in node] if isinstance(node, list) else [node]


def _parsed(text: Node) -> When | None:
    try:
        return parse(text) if isinstance(text, str) else None
    except DateError:
        return None


def _as_one_line(found: Prose) -> str:
    return " ".join(filter(None, found.text.split("\n")))


def _with_passages(found: Prose) -> str:
    """The text and its quotations in one, for a field without quotes."""
    return "\n\n".join(filter(None, (found.text, *(f"“{passage.text}”" for passage in found.passages))))


def _source(link: Link, offset: int) -> Map:
    title = "" if link.title == link.url else link.title
    return _entries({"title": title, "url": link.url, "note": link.remark}.items(), offset)


def _quote(passage: Quotation, offset: int) -> Map:
    fields = _entries({"text": passage.text, "speaker": passage.speaker, "role": passage.role}.items(), offset)
    if passage.link:
        fields["source"] = (offset, offset, _source(passage.link, offset))
    return fields


def _entries(pairs: Iterable[tuple[str, str]], offset: int) -> Map:
    return {name: (offset, offset, value) for name, value in pairs if value}
