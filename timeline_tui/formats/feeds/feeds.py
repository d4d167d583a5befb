"""Read news feeds: RSS 2.0 (https://www.rssboard.org/rss-specification), RSS 1.0 and Atom (RFC 4287).

Each item or entry is an event on the day when it was published (``pubDate``, ``published``, ``dc:date``) or updated.
Its link is the source, with the title of the feed as the publisher. Categories are topics, and authors are people. The
content or the description is the summary; its HTML becomes text.
"""

from __future__ import annotations

import re

from timeline_tui.formats.feeds.feed_syntax import Feed, FeedError, parse_feed
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.conflicts import stop_at_conflict
from timeline_tui.formats.reading.decoding import decode, decoded
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map
from timeline_tui.formats.reading.not_timelines import stop_if_no_timeline
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader

_STATED = re.compile(rb"""\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN_ENCODINGS = re.compile(r"iso-?8859-\d+|windows-125\d|us-ascii|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb\w+|big5")


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """Read the entries in ``data``. ``file`` is the name of the input in problems and events.

    Faults in the input become problems of the result; none raises an exception.
    """
    document = _decoded(data, file)
    stop_if_no_timeline(document)
    reader = TimelineReader(document, len(data), progress, foreign=True)
    if document.broken:
        return reader.finish()
    try:
        feed = parse_feed(document)
    except FeedError as error:
        if stop_at_conflict(document) is None:
            document.stop(error.offset, error.message, error.hint)
        return reader.finish()
    return _events(feed, reader, options)


def _decoded(data: bytes, file: str) -> Document:
    """The text of ``data``, decoded as its XML declaration says; without one, as other files are decoded."""
    stated = _STATED.match(data[:400])
    encoding = stated[1].decode("ascii").lower() if stated else ""
    if not _KNOWN_ENCODINGS.fullmatch(encoding):
        return decode(data, file)
    try:
        return decoded(data, encoding, file)
    except LookupError:
        return decode(data, file)


def _events(feed: Feed, reader: TimelineReader, options: ReadOptions) -> Reading:
    from timeline_tui.formats.reading.foreign import read_table  # a broken feed does not need it

    if not feed.table.rows:
        reader.document.error(0, "no events: the feed has no entries")
        return reader.finish(feed.head)
    understanding = read_table(feed.table, reader, options)
    other: Map = {key: entry for key, entry in feed.head.items() if key not in ("title", "description")}
    fields: Map = {key: entry for key, entry in feed.head.items() if key not in other}
    return reader.finish(fields, other)._replace(understanding=understanding)
