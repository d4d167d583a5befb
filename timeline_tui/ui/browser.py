"""Opens web addresses and files: which addresses may be opened, where they lead, and how a browser is started."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from timeline_tui.text.web_addresses import is_address

_LONGEST = 8192  # characters; servers and command lines accept this length everywhere
_KEPT = "/%:@!$&'()*+,;=~-._"  # RFC 3986: the characters of a path beside letters and digits
_NETLOC = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@]+)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_JOINERS = "\u200c\u200d"  # invisible, but needed in Persian and Hindi
# Browsers that draw in the terminal, which the app uses.
_TEXT_BROWSERS = frozenset({"browsh", "elinks", "links", "links2", "lynx", "w3m", "www-browser"})


class Refused(ValueError):  # noqa: N818 - not an error of the program
    """The address is not opened; the text says why."""


class NoBrowser(Exception):  # noqa: N818 - not an error of the program
    """No browser can be started here; the text says why."""


class Address(NamedTuple):
    """An address that may be opened.

    ``url`` is for the browser, all ASCII. ``host`` is the ASCII host that it leads to, ``shown_host`` the host as it is
    written. ``suspicious``: the two differ, as with look-alike letters (a Cyrillic а, U+2024 for a dot), so ask first.
    """

    url: str
    host: str
    shown_host: str
    suspicious: bool


def check(url: str) -> Address:
    """Check an address and normalize it for a browser. Raises Refused if it may not be opened."""
    url = url.strip()
    if len(url) > _LONGEST:
        raise Refused("it is too long")
    _check_characters(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused("it is malformed") from None
    if parts.scheme not in ("http", "https"):
        raise Refused(f"only http and https are opened, not {parts.scheme}" if parts.scheme else "it has no https://")
    shown, port = _host_and_port(parts.netloc)
    if not is_address(url):
        raise Refused("it holds more than one address")
    host = _ascii_host(shown)
    path = quote(parts.path, safe=_KEPT) or "/"
    query = "?" + quote(parts.query, safe=_KEPT + "?") if parts.query else ""
    fragment = "#" + quote(parts.fragment, safe=_KEPT + "?") if parts.fragment else ""
    same = shown.isascii() and shown.lower().removesuffix(".") == host
    return Address(f"{parts.scheme}://{host}{port}{path}{query}{fragment}", host, shown, suspicious=not same)


def file_address(path: str, fragment: str) -> Address:
    """The file: address of an absolute path (RFC 8089). The caller has checked that the file may be opened."""
    return Address(Path(path).as_uri() + fragment, "", "", suspicious=False)


def open_in_browser(address: Address) -> None:
    """Start a browser, or the desktop's opener, and return at once.

    It runs in a session of its own, without the terminal. Raises NoBrowser if none can be started.
    """
    try:
        if sys.platform == "win32":
            os.startfile(address.url)  # noqa: S606 - checked: http, https, or a copy, which is not a program
        else:
            _start(_command(address.url))
    except OSError as error:
        raise NoBrowser(f"the browser did not start: {error.strerror or error}") from None


def _check_characters(url: str) -> None:
    for character in url:
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in _JOINERS
        # Browsers read a backslash as a slash, so the host would end earlier than it seems to.
        if hidden or character.isspace() or character == "\\":
            raise Refused(f"it holds the character U+{ord(character):04X}")


def _host_and_port(netloc: str) -> tuple[str, str]:
    """The host as written, and ``:80`` or nothing."""
    if not netloc:
        raise Refused("it names no host")
    if "@" in netloc:
        raise Refused("it holds a user name, which can disguise the host")
    match = _NETLOC.fullmatch(netloc)
    if not match or int(match[2] or 0) > 65535:
        raise Refused("its host or port is malformed")
    return match[1], f":{int(match[2])}" if match[2] else ""


def _ascii_host(shown: str) -> str:
    """The host that a browser would look up (the main steps of UTS 46, non-transitional).

    Python's ``idna`` codec encodes ß in another way than browsers do.
    """
    try:
        if shown.startswith("["):
            return f"[{IPv6Address(shown[1:-1])}]"
        mapped = unicodedata.normalize("NFKC", shown.lower()).lower().replace("。", ".")
        labels = [_ascii_label(label) for label in mapped.removesuffix(".").split(".")]
        if _NUMBER.fullmatch(labels[-1]):
            return str(IPv4Address(".".join(labels)))  # Raises for 0x7f.1 and 2130706433.
    except AddressValueError:
        raise Refused("its number is not a plain internet address") from None
    host = ".".join(labels)
    if len(host) > 253:
        raise Refused("its host is too long")
    return host


def _ascii_label(label: str) -> str:
    ascii_label = label
    if not label.isascii():
        if not all(character == "-" or unicodedata.category(character)[0] in "LMN" for character in label):
            raise Refused("its host is malformed")
        ascii_label = "xn--" + label.encode("punycode").decode("ascii")
    if not _LABEL.fullmatch(ascii_label):
        raise Refused("its host is malformed")
    return ascii_label


def _command(url: str) -> list[str]:
    """The command that opens ``url``: from ``$BROWSER`` (commands, ``%s`` for the address), else the desktop's."""
    for choice in filter(None, os.environ.get("BROWSER", "").split(os.pathsep)):
        try:
            words = shlex.split(choice)
        except ValueError:  # an open quote
            continue
        if words and shutil.which(words[0]) and os.path.basename(words[0]) not in _TEXT_BROWSERS:
            filled = [word.replace("%s", url) for word in words]
            return filled if filled != words else [*words, url]
    if sys.platform == "darwin":
        return ["open", url]
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise NoBrowser("there is no desktop here to open it on, and $BROWSER names no graphical browser")
    for opener in ("xdg-open", "sensible-browser", "x-www-browser"):
        if shutil.which(opener):
            return [opener, url]
    raise NoBrowser("xdg-open was not found, and $BROWSER names no browser")


def _start(command: list[str]) -> None:
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - no shell; the address is checked and is one argument
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
    threading.Thread(target=process.wait, daemon=True).start()  # Without this the ended process would stay as a zombie.
