"""Keys of sources as people write them in a cell: ``kantei``, ``kantei, p. 2``; for Pandoc ``[@kantei, p. 2]``."""

from __future__ import annotations

import re
from collections.abc import Container

_CITATION = re.compile(r"\[?-?@?([^\s,@\[\]]+)(?:,\s*([^\[\]]+?))?\s*\]?")
_PANDOC = re.compile(r"\[?-?@\S")


def key_and_locator(text: str, keys: Container[str] | None = None) -> tuple[str, str] | None:
    """The key in a citation, and its locator, which may be empty; None if it is not a citation of one of ``keys``.

    Without ``keys``, each text in this form is a citation: “Reuters, 6 June” might be one.
    """
    if keys is not None and text in keys:
        return text, ""
    found = _CITATION.fullmatch(text)
    return (found[1], found[2] or "") if found and (keys is None or found[1] in keys) else None


def is_pandoc(text: str) -> bool:
    """Whether a text can only be a citation of a key: ``@kantei``, ``[@kantei, p. 2]``."""
    return _PANDOC.match(text) is not None
