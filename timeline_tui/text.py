"""Text of strangers: what of it may reach a terminal, how it is compared, and how it is fitted into cells.

:func:`clean` is the one gate. What it lets through draws only itself: no control, no reordering of the line, nothing
that hides. All scripts pass unchanged, with the joiners, selectors and marks that they need.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Shown as U+FFFD, each: C1, bidi embeddings, overrides and isolates, letters that look like nothing, selectors and
# tags outside of the sequences of _KEPT, surrogates, noncharacters. C0 and DEL are shown as control pictures.
_SELECTORS = "\ufe00-\ufe0f"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(p + 0xFFFE) + chr(p + 0xFFFF) for p in range(0, 0x110000, 0x10000))
_SHOWN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u202a-\u202e\u2066-\u2069"
    "\u115f\u1160\u2800\u3164\uffa0"
    f"{_SELECTORS}\U000e0100-\U000e01ef\U000e0000-\U000e007f"
    f"\ud800-\udfff{_NONCHARACTERS}"
)
# Dropped, for they show nothing and only hide: soft hyphen, ZWSP, word joiner and invisible operators, BOM, deprecated
# format characters, annotation marks. ZWJ, ZWNJ, LRM, RLM and ALM are not among them: scripts need those.
_DROPPED = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_BREAKS = "\r\u0085\u2028\u2029"
# The flag of a part of a country; an ideograph or any other visible character with its variant.
_KEPT = (
    "\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f"
    "|[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003fffd][\U000e0100-\U000e01ef]"
    f"|[^\\s{_SHOWN}{_DROPPED}][{_SELECTORS}]"
)
_MARKS_IN_A_ROW = 8

_SUSPECT = re.compile(f"[\t{_BREAKS}{_SHOWN}{_DROPPED}]")
_REPLACED = re.compile(f"(?P<kept>{_KEPT})|\r\n|[\t{_BREAKS}{_SHOWN}{_DROPPED}]")
# Where more marks than that may follow one another: they are neither letters nor spaces, nor below U+0300.
_CROWD = re.compile(f"[^\\w\\s\x00-\xac\xae-\u02ff]{{{_MARKS_IN_A_ROW + 1},}}")
_IS_DROPPED = re.compile(f"[{_DROPPED}]")


@dataclass(frozen=True, slots=True)
class Change:
    """One character that :func:`clean` does not let through: where it stands, what it is, and what became of it."""

    offset: int
    codepoint: int
    became: str


def clean(s: str) -> str:
    """``s`` as it may reach a terminal: whole, but for what steers, reorders or hides.

    Line breaks of every kind become ``"\\n"``, a tab one space; nothing is stripped. Idempotent.
    """
    if (s.isascii() and s.isprintable()) or not (_SUSPECT.search(s) or _CROWD.search(s)):
        return s
    pieces, at = [], 0
    for start, end, became in _edits(s):
        pieces += s[at:start], became
        at = end
    return "".join([*pieces, s[at:]])


def clean_line(s: str) -> str:
    """``s`` cleaned, on one line: line breaks and runs of white space become one space, none stands at the ends."""
    cleaned = clean(s)
    return _RUNS.sub(" ", cleaned).strip() if _RUNS.search(cleaned) else cleaned.strip()


def changes(s: str) -> tuple[Change, ...]:
    """What :func:`clean` does to ``s``, in order; how lines break and tabs are no changes."""
    return tuple(Change(start, ord(s[start]), became) for start, _, became in _edits(s) if became not in (" ", "\n"))


_RUNS = re.compile(r"\s*\n\s*|\s{2,}")


def _edits(s: str) -> list[tuple[int, int, str]]:
    """What to replace: (start, end, what by), in order."""
    edits = [(m.start(), m.end(), _replacement(m[0])) for m in _REPLACED.finditer(s) if not m["kept"]]
    replaced = {start: became for start, _, became in edits}
    for crowd in _CROWD.finditer(s):
        row = 0
        for at in range(crowd.start(), crowd.end()):
            became = replaced.get(at)
            if became is None:
                row = row + 1 if unicodedata.category(s[at]) in ("Mn", "Me") else 0
                if row > _MARKS_IN_A_ROW:
                    edits.append((at, at + 1, ""))
            elif became:
                row = 0
    return sorted(edits)


def _replacement(found: str) -> str:
    if found == "\t":
        return " "
    if found == "\r\n" or found in _BREAKS:
        return "\n"
    if found < " ":
        return chr(0x2400 + ord(found))
    if found == "\x7f":
        return "\u2421"
    return "" if _IS_DROPPED.match(found) else "\ufffd"


# What searching and comparing does not tell apart: marks on letters (accents, Hebrew points, Arabic vowels; not the
# vowel signs of Indic and Thai, which make other words), joiners and selectors, the Arabic elongation, ways to write a
# quote or a dash, and the few Latin letters whose stroke Unicode takes for no mark.
_VARIANTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0640\u061c\u200c-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "‘’‚‛ʼ“”„‟‐‑‒–—―−łøđħı]"
)
_PLAIN = {**dict.fromkeys("‘’‚‛ʼ", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
_PLAIN |= {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i"}


def fold(s: str) -> str:
    """``s`` for comparing: compatibility forms (NFKD), case, accents and kinds of quotes and dashes made equal.

    Runs of white space become one space, none stands at the ends. Idempotent.
    """
    return " ".join(_fold(s).split())


def _fold(s: str) -> str:
    if s.isascii():
        return s.lower()
    decomposed = unicodedata.normalize("NFKD", s).casefold()
    plain = _VARIANTS.sub(lambda m: _PLAIN.get(m[0], ""), unicodedata.normalize("NFKD", decomposed))
    return unicodedata.normalize("NFC", plain)


def matches(text: str, needles: Iterable[str]) -> list[tuple[int, int]]:
    """Where one of ``needles`` occurs in ``text``, both folded: ranges [start, end), sorted, none touching another."""
    folded = fold(text)
    wanted = [needle for needle in map(fold, needles) if needle and needle in folded]
    if not wanted:
        return []
    places = _places(text)
    found = []
    for needle in wanted:
        at = folded.find(needle)
        while at >= 0:
            found.append((places[at][0], places[at + len(needle) - 1][1]))
            at = folded.find(needle, at + 1)
    return _merged(sorted(found))


def _places(text: str) -> list[tuple[int, int]]:
    """For each character of ``fold(text)`` the range of ``text`` that it comes from."""
    places: list[tuple[int, int]] = []
    gap = False
    for start, end in _clusters(text):
        for c in _fold(text[start:end]):
            if c.isspace():
                gap = bool(places)
                space = (start, end)
            else:
                if gap:
                    places.append(space)
                    gap = False
                places.append((start, end))
    return places


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of ``text`` that fold alone as they do together: a character and what composes with it."""
    start = 0
    for at in range(1, len(text)):
        c = text[at]
        if c < "\u0300" or not (
            unicodedata.category(c)[0] == "M" or "\u1160" <= c <= "\u11ff" or "\uff9e" <= c <= "\uffdc"
        ):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def width(s: str) -> int:
    """How many terminal cells ``s`` takes on one line; ``s`` is clean."""
    return len(s) if s.isascii() else sum(_advances(s))


def _advances(s: str) -> Iterator[int]:
    """By how many cells each character of ``s`` moves on, given those before it."""
    before, joined = 0, False
    for c in s:
        cells = _cells(c)
        if c == "\ufe0f":  # asks for the emoji form of the character before it, which is wide
            cells = 1 if before == 1 else 0
            before += cells
        elif cells == 2 and before == 2 and (joined or "\U0001f3fb" <= c <= "\U0001f3ff"):
            cells = 0  # part of the emoji before it, or its skin
        elif cells:
            before = cells
        joined = c == "\u200d"
        yield cells


@lru_cache(maxsize=4096)
def _cells(c: str) -> int:
    if unicodedata.category(c) in ("Mn", "Me", "Cf") or "\u1160" <= c <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


# Where a line may break without a space: between ideographs and kana, not before what closes or after what opens.
_SCRIPT = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_CLOSING = "、。，．・：；？！）］｝〉》」』】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_OPENING = "（［｛〈《「『【〔"
_BREAK = re.compile(f"(?<=[{_SCRIPT}{_CLOSING}])(?![{_CLOSING}])(?=[{_SCRIPT}{_OPENING}])")


def wrap(s: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """``s`` in lines of at most ``columns`` cells, broken between words, at each line break, and between ideographs.

    The first line opens with ``first``, the others with ``rest``; both count. A word that is longer than a line stands
    on its own, whole: an address stays one. Runs of spaces become one.
    """
    lines: list[str] = []
    for paragraph in s.split("\n"):
        line = rest if lines else first
        room = columns - width(line)
        used, gap = 0, ""
        for word in paragraph.split(" "):
            if not word:
                continue
            for piece in _BREAK.split(word) if not word.isascii() else (word,):
                if used and used + len(gap) + width(piece) > room:
                    lines.append(line)
                    line, gap, used = rest, "", 0
                    room = columns - width(line)
                line += gap + piece
                used += len(gap) + width(piece)
                gap = ""
            gap = " "
        lines.append(line if used else line.rstrip())
    return lines


def shorten(s: str, columns: int) -> str:
    """``s`` if it fits into ``columns`` cells, else its beginning and "…"."""
    if width(s) <= columns:
        return s
    room, end = columns - 1, 0
    for end, cells in enumerate(_advances(s)):
        room -= cells
        if room < 0:
            break
    return s[:end].rstrip(" \u200d") + "…" if columns > 0 else ""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``word`` may be a slip of, for "did you mean"; None if none is near."""
    from difflib import get_close_matches

    folded = {fold(candidate): candidate for candidate in candidates}
    close = get_close_matches(fold(word), folded, n=1)
    return folded[close[0]] if close else None


def plural(n: int, noun: str, plural_noun: str | None = None) -> str:
    """``"1 event"``, ``"1,234 events"``; ``plural_noun`` where an s does not do."""
    return f"{n:,} {noun if n == 1 else plural_noun or noun + 's'}"
