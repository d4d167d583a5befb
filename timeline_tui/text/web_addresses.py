"""Web addresses in text: which texts are addresses, which may be links, and which words belong to which address."""

from __future__ import annotations

import re

# The host is ASCII and has no user name before it, so that the reader sees where the link leads. The rest is RFC 3986.
_WEB = r"(?i:https?)://[a-zA-Z0-9.-]+(?::[0-9]+)?(?:[/?#][^\s<>\"`\\^{|}\x00-\x1f\x7f-\x9f]*)?"
# An address has no white space. A comma, semicolon or bar before another address separates the two.
_ADDRESS = re.compile(r"https?://(?:(?![,;|]https?://)\S)+", re.IGNORECASE)
# An address without its scheme: www.example.org, example.org/a. Compiled at its first use, which takes 0.6 ms.
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
_WITHOUT_SCHEME = rf"{_HOST}(?::\d+)?(?:[/?#][^\s,;|]*)?"
# Quotation marks and brackets end an address in a text; other marks do not belong to it at its end.
_QUOTES = '`"<>«»“”„【】「」『』'
_UNQUOTED = f"[^{_QUOTES}]*"
_AT_END = ".,;:!?|{}…。、，；：！？’‘"  # the last are full-width, as in Japanese
_AROUND = "*_'"
# The lookbehind keeps the search of a long run of separators from starting again at each of its characters.
_BEFORE_ADDRESS = r"(?<![\s,;|])[\s,;|]+(?=https?://)"


def is_linkable(url: str) -> bool:
    """Whether ``url`` may be offered as a link: http or https, an ASCII host, no user name, one address."""
    return is_address(url) and re.fullmatch(_WEB, url) is not None


def is_address(text: str) -> bool:
    """Whether ``text`` is exactly one web address. Some web addresses may not be opened."""
    return _ADDRESS.fullmatch(text) is not None


def with_scheme(text: str, *, is_sure: bool = False) -> str:
    """The address in ``text``, which lacks its scheme: ``https://www.example.org``; empty if it is none.

    Without ``is_sure``, only a text that begins with “www.” is an address. With it, ``example.org/a`` also is one.
    """
    begins = is_sure or text[:4].lower() == "www."
    return f"https://{text}" if begins and re.fullmatch(_WITHOUT_SCHEME, text, re.IGNORECASE) else ""


def split_addresses(text: str) -> list[str]:
    """Split ``text`` before each web address, and return the parts that begin with one, unchanged."""
    return [part for part in re.split(_BEFORE_ADDRESS, text.strip(), flags=re.IGNORECASE) if _ADDRESS.match(part)]


def only_addresses(text: str) -> list[str]:
    """The web addresses in ``text``; none if it also has other words."""
    parts = split_addresses(text)
    return parts if parts and text.strip().startswith(parts[0]) and all(map(is_address, parts)) else []


def addresses(text: str) -> list[tuple[str, str]]:
    """The web addresses in ``text`` with the words that belong to them, as (words, address).

    The words come before their address, or after it if the text begins with an address:
    ``Reuters https://example.org/a``, ``https://example.org/a (Reuters)``. Other words come last, as (words, "").
    """
    matches = [
        (found.start(), found[0], text[max(found.start() - 1, 0) : found.start()]) for found in _ADDRESS.finditer(text)
    ]
    ranges = [(start, start + len(_bare(url, before))) for start, url, before in matches]
    urls = [text[start:end] for start, end in ranges]
    ends = [0, *(end for _, end in ranges)]
    starts = [*(start for start, _ in ranges), len(text)]
    words = [_words(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    if ranges and not words[0]:
        del words[0]
        return list(zip(words, urls, strict=True))
    pairs = list(zip(words, urls, strict=False))
    return [*pairs, (words[-1], "")] if ranges and words[-1] else pairs


def may_be_spaced_address(text: str) -> bool:
    """Whether ``text`` may be one address that contains spaces, as in ``https://example.org/a file.pdf``."""
    found = _ADDRESS.match(text)
    is_followed = found is not None and found[0][-1] not in ",;:" and re.match(r" \w", text[found.end() :]) is not None
    return is_followed and len(addresses(text)) == 1


def _bare(url: str, before: str) -> str:
    """An address without the marks of the text around it; ``before`` is the character before the address."""
    found = re.match(_UNQUOTED, url)
    marks = _AT_END + (before if before in _AROUND else "")
    url = (found[0] if found else url).rstrip(marks)
    for opening, closing in ("()", "[]"):
        closed = len(url) - len(url.rstrip(closing))
        extra = url.count(closing) - url.count(opening)
        url = url[: len(url) - max(0, min(closed, extra))].rstrip(marks)
    return url


def _words(between: str) -> str:
    """The words beside an address, without the punctuation between the two."""
    words = between.lstrip(f" \t\r\n,;|:–—-.)]{_QUOTES}").rstrip(f" \t\r\n,;|:–—-([{_QUOTES}")
    if words[:1] == "(" and words[-1:] == ")":
        words = words[1:-1]
    return "" if words in ("and", "&") else words
