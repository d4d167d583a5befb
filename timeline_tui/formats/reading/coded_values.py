"""Reading values that a vocabulary or a number of digits restricts: stances, ratings and hashes.

Each function that reads a value takes (reader, node, offset of the node, field), and behaves like a method of `Values`.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.nodes import Node
from timeline_tui.formats.reading.values import Values, short
from timeline_tui.model.fields import Field
from timeline_tui.model.timeline import CREDIBILITIES, FINGERPRINT_DIGITS, RELIABILITIES, STANCES
from timeline_tui.text.spelling import did_you_mean, nearest

_RATING = "([A-F])[ -]?([1-6])"  # a regex for reliability and credibility together
RELIABILITY = "a letter from A (completely reliable) to E (unreliable), or F (it cannot be judged)"
CREDIBILITY = "a digit from 1 (confirmed) to 5 (improbable), or 6 (it cannot be judged)"
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def stance(reader: Values, node: Node, offset: int, field: Field) -> str:
    """One of STANCES, written in either case; empty if it is absent or not one of them."""
    word = reader.line(node, offset, field)
    if not word or word.casefold() in STANCES:
        return word.casefold()
    hint = did_you_mean(nearest(word, STANCES), f"one of {', '.join(STANCES)}")
    return _not_one(reader, word, offset, field, hint)


def reliability(reader: Values, node: Node, offset: int, field: Field) -> str:
    """One of RELIABILITIES, written in either case; empty if it is absent or not one of them."""
    word = reader.line(node, offset, field)
    if not word or word.upper() in RELIABILITIES:
        return word.upper()
    hint = RELIABILITY
    if word in CREDIBILITIES:
        hint += f"; a digit belongs where the source is cited: credibility: {word}"
    elif both := re.fullmatch(_RATING, word.upper()):
        hint = f"write “{both[1]}” here, and “credibility: {both[2]}” where the source is cited"
    return _not_one(reader, word, offset, field, hint)


def credibility(reader: Values, node: Node, offset: int, field: Field) -> str:
    """One of CREDIBILITIES; empty if it is absent or not one of them."""
    word = reader.line(node, offset, field)
    if not word or word in CREDIBILITIES:
        return word
    hint = CREDIBILITY
    if word.upper() in RELIABILITIES:
        hint += f"; a letter belongs to the source: reliability: {word.upper()}"
    elif both := re.fullmatch(_RATING, word.upper()):
        hint = f"write “{both[2]}” here, and “reliability: {both[1]}” in the source"
    return _not_one(reader, word, offset, field, hint)


def sha256(reader: Values, node: Node, offset: int, field: Field) -> str:
    """A SHA-256 in lower case; empty if it is absent or not 64 hexadecimal digits."""
    return _digits(reader, node, offset, field, 64, "sha256sum and shasum -a 256 print it")


def fingerprint(reader: Values, node: Node, offset: int, field: Field) -> str:
    """The hash of a check in lower case; empty if it is absent or not FINGERPRINT_DIGITS hexadecimal digits."""
    return _digits(reader, node, offset, field, FINGERPRINT_DIGITS, "the key Y copies it")


def _not_one(reader: Values, word: str, offset: int, field: Field, hint: str) -> str:
    """Report a word that is not in the vocabulary of ``field``. Return an empty text."""
    reader.fault(offset, field, f"there is no {field.name} “{short(word)}”", hint)
    return ""


def _digits(reader: Values, node: Node, offset: int, field: Field, number: int, hint: str) -> str:
    digits = reader.line(node, offset, field)
    strange = next((character for character in digits if character not in _HEX_DIGITS), "")
    if not digits or (len(digits) == number and not strange):
        return digits.lower()
    fault = f"“{strange}” is none" if strange else f"these are {len(digits)}"
    if len(only := re.sub(r"^sha-?256[:= -]+", "", digits.lower())) == number and _HEX_DIGITS.issuperset(only):
        hint = f"write only the digits: {only}"
    reader.fault(offset, field, f"{field.name} is {number} hexadecimal digits; {fault}", hint)
    return ""
