"""The addresses of databases, which are shown without a password."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SCHEMES = ("postgresql://", "postgres://")

PACKAGES = "pip install 'timeline-tui[postgres]'"
"""The command that installs the packages for databases."""


_SCHEME = r"\s*[a-z][a-z0-9+.-]*(?::/*|/{2,})"
_LIKE_ADDRESS = (  # compiled at its first use, which takes 0.6 ms
    rf"{_SCHEME}(?:[^:@]*:.*@|.*(?:password|secret)=)|\s*(?:postgres|cockroach|yugabyte|mysql|maria)\w*(?:\+\w+)?:?//"
)


def is_database_url(word: str) -> bool:
    """Whether a word of the command line is the address of a database, not a file."""
    return word.lower().startswith(_SCHEMES)


def is_like_address(word: str) -> bool:
    """Whether a word looks like the address of a database, and may have a password, even if it is none."""
    return (":" in word or "//" in word) and re.match(_LIKE_ADDRESS, word, re.IGNORECASE) is not None


def masked(url: str, *others: str) -> str:
    """``url`` without the passwords in it and in ``others``; for a message about a URL, give that URL as another."""
    for text in (url, *others):
        for secret in passwords(text):
            url = url.replace(secret, "***")
    return url


def without_passwords(message: str) -> str:
    """A message without the passwords of the URLs in it that have a user and a password."""
    if "://" not in message:
        return message
    return re.sub(r"(://[^\s:/?#@]*:)[^\s/@]+@", r"\1***@", message)


def hidden(message: str, words: Iterable[str]) -> str:
    """``message`` without the passwords of those words of the command line that look like addresses."""
    for word in words:
        address = word.partition("=")[2] if word.startswith("-") else word
        if is_like_address(address):
            for secret in passwords(address):
                message = message.replace(secret, "***")
    return message


def passwords(url: str) -> list[str]:
    """The passwords in a URL: between the user and the last @, in parameters, and in the place of a port."""
    passwords_found = re.findall(r"://[^:/?#@]*:(.*)@", url)
    passwords_found += re.findall(rf"^{_SCHEME}[^:@]*:(.*)@", url, re.IGNORECASE)
    passwords_found += re.findall(r"://[^:/?#@\[]*:([^/?#@,]*[^0-9/?#@,][^/?#@,]*)(?:[/?#]|$)", url)
    passwords_found += re.findall(r"(?:password|secret)=([^&\s]*)", url, re.IGNORECASE)
    return sorted(filter(None, passwords_found), key=len, reverse=True)


def is_encoded(url: str) -> bool:
    """Whether user and password have no @ and no / that libpq would take for the end of them."""
    before_parameters = re.match(r"\w+://([^@]*@?[^?]*)", url)
    text = before_parameters[1] if before_parameters else ""
    return text.count("@") < 2 and not re.match(r"[^@/]*:[^@/]*/.*@", text)


_SETTING = r"\s*(?:-c\s*|--)([\w.-]+)=((?:\\.|[^\s\\])*)(?=\s|$)"  # compiled at its first use, as above


def settings_of(options: str) -> dict[str, str] | None:
    """The settings in ``options`` of libpq, by name: each is ``-c name=value``. None if it has any other text.

    A space in a value has a backslash before it
    (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS).
    """
    setting = re.compile(_SETTING, re.DOTALL)
    settings, end = {}, 0
    while match := setting.match(options, end):
        settings[match[1].replace("-", "_")] = re.sub(r"\\(.)", r"\1", match[2], flags=re.DOTALL)
        end = match.end()
    return None if options[end:].strip() else settings
