"""Cleaning text from files for the terminal, and folding it for comparison.

Text from a file reaches the terminal only through `clean`. It removes or replaces control characters, characters that
reorder the line, and invisible ones. All scripts stay as they are, with the joiners, selectors and marks they need.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from timeline_tui.text.cells import shorten, width, wrap

__all__ = [
    "Change",
    "changes",
    "clean",
    "clean_line",
    "fold",
    "is_clean",
    "on_a_line",
    "plural",
    "shorten",
    "unusual_characters",
    "width",
    "wrap",
]

# Replaced by U+FFFD: C1 controls, bidi embeddings, overrides and isolates, invisible letters, selectors and tags
# outside of the sequences in _KEPT, surrogates, noncharacters. C0 controls and DEL are replaced by control pictures.
_SELECTORS = "\ufe00-\ufe0f"
_SHOWN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u202a-\u202e\u2066-\u2069"
    "\u115f\u1160\u2800\u3164\uffa0"
    f"{_SELECTORS}\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
_SHOWN_ASTRAL = "\U000e0000-\U000e007f\U000e0100-\U000e01ef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
# Removed, because they are invisible: soft hyphen, ZWSP, word joiner and invisible operators, BOM, deprecated format
# characters, annotation marks. ZWJ, ZWNJ, LRM, RLM and ALM stay, because scripts need them.
_DROPPED = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_BREAKS = "\r\u0085\u2028\u2029"
_JOINERS = "\u061c\u200c-\u200f"
_IDEOGRAPHS = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
# The flag of a part of a country; an ideograph or another visible character with a variation selector.
_KEPT = (
    "\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f"
    f"|[{_IDEOGRAPHS}][\U000e0100-\U000e01ef]"
    f"|[^\\s{_SHOWN}{_SHOWN_ASTRAL}{_DROPPED}{_JOINERS}][{_SELECTORS}]"
)
_MARKS_IN_A_ROW = 8

# `is_clean` searches only the characters that are not printable ASCII, because removing ASCII is much faster than
# searching it. In a set of `re`, ranges above U+FFFF are slow, so all characters there count as suspect. Marks are
# neither letters nor spaces, none is below U+0300, and dashes, quotes and dots are not marks. Between marks there may
# be characters that `clean` removes, such as the soft hyphen.
_ORDINARY = bytes([*range(0x20, 0x7F), 0x0A])
_SUSPECT = f"[\t{_BREAKS}{_SHOWN}{_DROPPED}\U00010000-\U0010ffff]"
_NO_MARKS = "\\w\\s\x00-\xac\xae-\u02ff\u2010-\u2027"
_CROWD = f"[^{_NO_MARKS}]{{{_MARKS_IN_A_ROW + 1},}}"
_REPLACED = f"(?P<kept>{_KEPT})|\r\n|[\t{_BREAKS}{_SHOWN}{_SHOWN_ASTRAL}{_DROPPED}]"

_WHITE_SPACE = r"\s{2,}|\n"
_compiled = cache(re.compile)  # compiled at the first use, because plain text needs none of the patterns


Change = tuple[int, str, str]
"""A character that `clean` changes: its offset, the character, and its replacement (empty if it is removed)."""


def clean(s: str) -> str:
    """``s`` without the characters that control a terminal, reorder text or are invisible.

    Line breaks of every kind become a line feed, and a tab becomes one space. Nothing is stripped. Idempotent.
    """
    if is_clean(unusual_characters(s.encode("utf-8", "surrogatepass"))):
        return s
    replaced = _compiled(_REPLACED).sub(lambda found: found["kept"] or _replacement(found[0]), s)
    cleaned: str = _compiled(_CROWD).sub(_thinned, replaced)
    return cleaned


def unusual_characters(utf8: bytes) -> str:
    """The characters of a text that are neither printable ASCII nor line feeds, in order."""
    return utf8.translate(None, _ORDINARY).decode("utf-8", "surrogatepass")


def is_clean(others: str) -> bool:
    """True if `clean` certainly leaves a text unchanged. ``others`` are the `unusual_characters` of the text.

    True also for every substring, because a run of marks in the text is a run in ``others``.
    """
    return not others or not (_compiled(_SUSPECT).search(others) or _compiled(_CROWD).search(others))


def clean_line(s: str) -> str:
    """``s`` cleaned and on one line: runs of white space and line breaks become one space, the ends are stripped."""
    return on_a_line(clean(s))


def on_a_line(s: str) -> str:
    """Like `clean_line`, for text that is already clean."""
    line = s.strip()
    is_one_line = "\n" not in line if line.isascii() else line.isprintable()
    return line if is_one_line and "  " not in line else _compiled(_WHITE_SPACE).sub(" ", line)


def changes(s: str) -> Iterator[Change]:
    """The characters that `clean` changes in ``s``, in order, without line breaks and tabs.

    An iterator, because a hostile text of a megabyte may have a million of them.
    """
    return ((start, s[start], became) for start, _, became in _edits(s) if became not in (" ", "\n"))


def _edits(s: str) -> Iterator[tuple[int, int, str]]:
    """The replacements that `clean` makes, as (start, end, replacement), in order."""
    from heapq import merge  # 0.3 ms, and few texts are changed

    replaced = (
        (found.start(), found.end(), _replacement(found[0]))
        for found in _compiled(_REPLACED).finditer(s)
        if not found["kept"]
    )
    crowds = _compiled(_CROWD).finditer(s)
    too_many = ((at, at + 1, "") for crowd in crowds for at in _too_many(s, *crowd.span()))
    return merge(replaced, too_many)


def _thinned(crowd: re.Match[str]) -> str:
    """A run of marks without the marks beyond the allowed number; the text around it is already clean."""
    text, at = crowd.string, crowd.start()
    pieces = []
    for mark in _too_many(text, *crowd.span()):
        pieces.append(text[at:mark])
        at = mark + 1
    return "".join([*pieces, text[at : crowd.end()]])


def _too_many(s: str, start: int, end: int) -> Iterator[int]:
    """The offsets of the marks in ``s[start:end]`` beyond the number that is allowed in a row."""
    found = _compiled(_REPLACED).finditer(s, max(0, start - 1), end)
    # a selector counts as a mark unless it is replaced
    replaced = (match.start() for match in found if not match["kept"])
    next_replaced = next(replaced, end)
    row = 0
    # 0.2 ms, and most commands need it for no text
    import unicodedata

    for at in range(start, end):
        while next_replaced < at:
            next_replaced = next(replaced, end)
        if at == next_replaced:
            row = 0 if _replacement(s[at]) else row
        elif unicodedata.category(s[at]) in ("Mn", "Me"):
            row += 1
            if row > _MARKS_IN_A_ROW:
                yield at
        else:
            row = 0


@cache  # few different characters are replaced, but a text may have a million of them
def _replacement(found: str) -> str:
    if found == "\t":
        return " "
    if found == "\r\n" or found in _BREAKS:
        return "\n"
    if found < " ":
        return chr(0x2400 + ord(found))
    if found == "\x7f":
        return "\u2421"
    return "" if _compiled(f"[{_DROPPED}]").match(found) else "\ufffd"


# Characters that `fold` removes or replaces: marks on letters (accents, Hebrew points, Arabic vowels; not the vowel
# signs of Indic and Thai, which distinguish words), joiners and selectors, the Arabic elongation, kinds of quotes and
# dashes, and the few Latin letters with a stroke, which Unicode does not decompose.
_VARIANTS = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0640\u061c\u200c-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "‘’‚‛ʼ“”„‟‐‑‒–—―−łøđħı]"
)
_PLAIN = {**dict.fromkeys("‘’‚‛ʼ", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
_PLAIN |= {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i"}

_PIECE = 1 << 14  # characters that are folded at once, to bound the memory


def fold(s: str) -> str:
    """``s`` for comparison: without compatibility forms (NFKD), case, accents, and kinds of quotes and dashes.

    Runs of white space become one space, and the ends are stripped. Idempotent.
    """
    if len(s) <= _PIECE or s.isascii():
        return " ".join(fold_spaced(s).split())
    return _compiled(r"\s+").sub(" ", "".join(map(fold_spaced, _pieces(s)))).strip(" ")


def _pieces(s: str) -> Iterator[str]:
    """``s`` in parts, cut so that folding the parts gives the same as folding the whole.

    Folding at once would need much memory: one character can become 18, and there are several copies.
    """
    start = 0
    while len(s) - start > _PIECE:
        end = start + _PIECE
        while end < len(s) and may_compose(s[end]):
            end += 1
        yield s[start:end]
        start = end
    yield s[start:]


def fold_spaced(s: str) -> str:
    """``s`` folded, with its white space."""
    if s.isascii():
        return s.lower()
    # 0.2 ms, and most commands need it for no text
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", s).casefold()
    plain = _compiled(_VARIANTS).sub(lambda m: _PLAIN.get(m[0], ""), unicodedata.normalize("NFKD", decomposed))
    return unicodedata.normalize("NFC", plain)


def may_compose(c: str) -> bool:
    """Whether ``c`` may compose with the character before it, or folds to nothing, so that the next character may."""
    if c < "\u0300":
        return False
    # 0.2 ms, and most commands need it for no text
    import unicodedata

    is_korean_or_narrow_kana = "\u1160" <= c <= "\u11ff" or "\uff9e" <= c <= "\uffdc"
    return is_korean_or_narrow_kana or unicodedata.category(c)[0] == "M" or not fold_spaced(c)


def plural(n: int, noun: str, plural_noun: str | None = None) -> str:
    """``"1 event"``, ``"1,234 events"``; ``plural_noun`` is needed if the plural is not the noun with an s."""
    return f"{n:,} {noun if n == 1 else plural_noun or noun + 's'}"


def found_so_far(found: int, searched: int) -> str:
    """How many of the events that could be searched while a file was being read were found."""
    return f"{found:,} of {searched:,} searched so far"


def series(names: Iterable[str]) -> str:
    """The names on a line with commas between them; with semicolons if a name has a comma, as in "A; B, Jr"."""
    names = tuple(names)
    return ("; " if any("," in name for name in names) else ", ").join(names)


def listed(names: Sequence[str], most: int) -> str:
    """``a, b and c``; of more than ``most`` names, the first ones and the number of the others: ``a, b and 5 more``.

    A single name beyond ``most`` is named, too.
    """
    shown = list(names) if len(names) <= most + 1 else [*names[:most], f"{len(names) - most:,} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def with_article(noun: str) -> str:
    """The noun with "a" or "an"."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
