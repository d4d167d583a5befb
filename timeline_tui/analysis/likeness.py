"""Finds names and titles that may be the same, written in two ways.

Only texts that share a key are compared, so that the time grows with the number of words, not with its square. A key is
a hash of a name without something that people write differently: a letter, a plural, the order of the words.

Long texts are not compared in detail, because they would cost more than many short ones: names of more than 100
characters, or 100 letters after folding, are left out; titles of more than 40 words are compared as a whole only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from timeline_tui.text.text import fold

# All but white space and punctuation: the vowel signs of many scripts are neither letters nor marks to be left out.
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~\xa1-\xbf\u2010-\u205e\u3000-\u303f]+")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_LONGEST_NAME = 100  # letters
_LONGEST_TITLE = 40  # words
# Texts with one key that are compared with the next: if more share it, they are not slips of each other.
_CROWD = 16
_SHORTEST = 6  # letters of a word in which a different letter counts as a slip: Iran and Iraq are two names
_FEWEST = 4  # words of a title from which on one more word makes no other title
_NEIGHBOURS = {"iceland", "ireland"}  # the only two countries that differ by a slip
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "the", "to", "with"))
_DENYING = frozenset(("no", "not", "never", "non", "without", "first", "second", "third", "again"))  # or counting words

Key = int
"""A hash. It takes less memory than words; a collision does no harm, because texts with one key are compared."""
Pair = tuple[int, int]
"""The positions of two texts that are alike, ascending."""


def words(text: str) -> tuple[str, ...]:
    """The words of ``text``, folded; initials are one word, and so are letters around an apostrophe: U.S., Kyiv's."""
    folded = fold(text)
    if "." in folded:
        folded = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", folded)
    if "'" in folded:
        folded = _APOSTROPHE.sub("", folded)
    return tuple(_WORD.findall(folded))


def one_slip(a: str, b: str) -> bool:
    """Whether the words are equal, or one letter is missing, added, replaced or swapped with the next."""
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[at:], b[at:]
    swapped = other[1::-1] + other[2:] if len(other) > 1 else other
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or rest == swapped


def like_titles(titles: Sequence[str]) -> Iterator[Pair]:
    """Titles with the same words in the same order, except for a slip in a word or one more word in a long title."""
    split = [words(title) for title in titles]
    yield from _pairs(map(_title_keys, split), lambda i, j: _like_titles(split[i], split[j]))


def like_names(names: Sequence[str], *, of_people: bool = False) -> Iterator[Pair]:
    """Names that fold differently and may mean the same: other punctuation, order of words or number, or a slip.

    Names of people may have initials for first names, and are never plurals.
    """
    split = [_words_of_name(name) for name in names]
    letters = ["".join(parts) for parts in split]
    sets = [tuple(sorted(_telling(parts) if of_people else map(_singular, _telling(parts)))) for parts in split]

    def keys(position: int) -> Iterator[Key]:
        if letters[position]:
            yield hash(("letters", letters[position]))
            yield hash(("words", *sets[position]))
            yield from _slip_keys(split[position])

    def alike(i: int, j: int) -> bool:
        return letters[i] == letters[j] or sets[i] == sets[j] or _like_words(split[i], split[j])

    yield from _pairs(map(keys, range(len(names))), alike)
    yield from _initials(split) if of_people else _acronyms(names, split)


def _pairs(keys: Iterable[Iterable[Key]], alike: Callable[[int, int], bool]) -> Iterator[Pair]:
    """Pairs of positions that share a key and are alike: each position with the first one that it is like."""
    crowds: dict[Key, tuple[int, ...]] = {}
    for position, own_keys in enumerate(keys):
        alone = (position,)  # one object for all keys of this text: most keys have no other text
        shared = [(key, crowds.get(key, ())) for key in own_keys]
        near = next((other for _, crowd in shared for other in crowd if alike(other, position)), None)
        if near is not None:
            yield near, position
        for key, crowd in shared:
            if len(crowd) < _CROWD:
                crowds[key] = crowd + alone if crowd else alone


def _words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name; none if it is too long. One character can fold to 18."""
    parts = words(name) if len(name) <= _LONGEST_NAME else ()
    return parts if sum(map(len, parts)) <= _LONGEST_NAME else ()


def _title_keys(parts: tuple[str, ...]) -> Iterator[Key]:
    """All letters in order; for titles of 4 to 40 words also all words, and all but one, in any order."""
    yield hash("".join(parts))
    if _FEWEST <= len(parts) <= _LONGEST_TITLE:
        hashes = [*map(hash, parts)]
        together = sum(hashes)
        yield together
        yield from (together - word_hash for word_hash in hashes)


def _like_titles(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if "".join(a) == "".join(b):
        return True
    if len(a) == len(b):
        return _like_words(a, b)
    short, long = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    extra_word = long[at]
    return short[at:] == long[at + 1 :] and extra_word.isalpha() and extra_word not in _DENYING


def _like_words(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the words are the same except for one slip in a long one, not in a digit or the first letter."""
    different = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) != len(b) or len(different) != 1:
        return False
    ((x, y),) = different
    is_long = max(len(x), len(y)) >= _SHORTEST and x[0] == y[0] and (x + y).isalpha()
    return is_long and one_slip(x, y) and not _are_two(x, y)


def _are_two(x: str, y: str) -> bool:
    """Whether the one different letter makes two names: Martin and Martina, Iceland and Ireland."""
    return x + "a" == y or y + "a" == x or {x, y} == _NEIGHBOURS


def _slip_keys(parts: tuple[str, ...]) -> Iterator[Key]:
    """The words in any order, with all letters of a long word or all but one."""
    together = sum(map(hash, parts))
    for word in parts:
        if len(word) >= _SHORTEST - 1 and word.isalpha():
            others = together - hash(word)
            for left in {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}:
                yield hash((left, others))


def _telling(parts: tuple[str, ...]) -> Sequence[str]:
    """The words without small ones such as "of", if others remain."""
    return [word for word in parts if word not in _SMALL] or parts


def _singular(word: str) -> str:
    if len(word) < _SHORTEST - 1 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return (
        word[:-3] + "y" if word.endswith("ies") else word[:-2] if word.endswith(("ches", "shes", "xes")) else word[:-1]
    )


def _acronyms(names: Sequence[str], split: Sequence[tuple[str, ...]]) -> Iterator[Pair]:
    """A word in capitals and the only name with these initials: U.S., United States."""
    spelled: defaultdict[str, set[int]] = defaultdict(set)
    for position, parts in enumerate(split):
        for chosen in (parts, _telling(parts)):
            if len(chosen) > 1:
                spelled["".join(word[0] for word in chosen)].add(position)
    for position, parts in enumerate(split):
        meanings = spelled.get(parts[0], set()) if len(parts) == 1 and names[position].isupper() else set()
        if len(meanings) == 1:
            (other,) = meanings
            yield min(position, other), max(position, other)


def _initials(split: Sequence[tuple[str, ...]]) -> Iterator[Pair]:
    """A family name with initials and the only full name that fits: J. Yellen, Janet Yellen."""
    named: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for position, parts in enumerate(split):
        if len(parts) > 1:
            named[parts[0][0], parts[-1]].append(position)
    for group in named.values():
        full = [position for position in group if len(split[position][0]) > 1]
        if len(full) == 1:
            yield from ((min(full[0], other), max(full[0], other)) for other in group if other != full[0])
