"""Hints for references to entries that do not exist: the key or date that the author may have meant."""

from timeline_tui.dates.when import DateError, parse
from timeline_tui.text.quoting import in_json
from timeline_tui.text.web_addresses import addresses, may_be_spaced_address

_MAX_HINTED = 1000  # characters of a text that a hint repeats


def in_place(text: str) -> str:
    """A hint for a source that is given as text with an address in it: write title and address separately.

    Empty if ``text`` has no address, or is longer than _MAX_HINTED.
    """
    links = addresses(text) if len(text) <= _MAX_HINTED else []
    if not links:
        return ""
    written = [_source_in_json(words, url) for words, url in links]
    if len(links) > 1:
        return f"these are {len(links)} sources: {', '.join(written)}"
    if may_be_spaced_address(text):
        return f"write {in_json(text.replace(' ', '%20'))}, or {written[0]}"
    return f"write {written[0]}"


def _source_in_json(words: str, url: str) -> str:
    """A source with a title and an address, as JSON, which is valid YAML too. If one is empty, only the other."""
    if not (words and url):
        return in_json(words or url)
    return f'{{"title": {in_json(words)}, "url": {in_json(url)}}}'


def date_hint(text: str) -> str:
    """Why ``text`` is not a date, if it begins like one: "June 2024 has 30 days"; else an empty text."""
    try:
        parse(text)
    except DateError as error:
        return "; ".join(filter(None, (error.message, error.hint))) if text[:1].isdigit() else ""
    return ""
