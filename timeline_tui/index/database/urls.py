"""The addresses of databases, and what is shown of them: never a password."""

from __future__ import annotations

import re

_SCHEMES = ("postgresql://", "postgres://")

PACKAGES = "pip install 'timeline-tui[postgres]'"
"""The command that installs what a database needs."""


def is_database_url(word: str) -> bool:
    """Whether a word of the command line is the address of a database, not a file."""
    return word.lower().startswith(_SCHEMES)


def masked(url: str, *others: str) -> str:
    """``url`` without the passwords in it and in ``others``; for a message about a URL, give that URL as another."""
    for one in (url, *others):
        for secret in _passwords(one):
            url = url.replace(secret, "***")
    return url


def _passwords(url: str) -> list[str]:
    """The passwords in a URL: between the user and the last @, and in parameters."""
    found = re.findall(r"://[^:/?#@]*:(.*)@", url)
    found += re.findall(r"(?:password|secret)=([^&\s]*)", url, re.IGNORECASE)
    return sorted(filter(None, found), key=len, reverse=True)
