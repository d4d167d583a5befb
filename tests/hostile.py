"""Text that tries to control the terminal, and functions that check that it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from textual.app import App

from timeline_tui.text.text import clean

# Each of these controls a terminal that receives it, or misleads the reader.
CONTROLS = {
    "colour": "\x1b[31m",
    "title": "\x1b]0;PWNED\x07",
    "clipboard": "\x1b]52;c;UFdORUQ=\x1b\\",
    "link": "\x1b]8;;https://evil.example/\x1b\\",
    "device": "\x1bPq#0\x1b\\",
    "C1": "\x9b31m\x9d0;PWNED\x9c",
    "backspace": "\b\b\b\x7f",
    "return": "safe\revil",
    "bidi": "\u202egnp.exe\u2066\u2069\u202c",
    "tags": "\U000e0041\U000e0042",
    "filler": "\u3164\u115f\u2800",
    "hidden": "\u200b\ufeff\u00ad\u2062",
    "marks": "Z" + "\u0336\u0301" * 40,
    "selectors": "\ufe0e\ufe0f\U000e0100",
}
MARKUP = "[/] [red]r[/red] [@click=app.quit]q[/] [sic] :smile: {{x}} $y"
EVIL = "".join(CONTROLS.values())

# Scripts that need joiners, marks and selectors, which must not be removed.
HONEST = (
    "العربية",
    "עִבְרִית",
    "می‌خواهم",  # Persian, with a zero-width non-joiner
    "क्‍ष",  # Hindi, with a zero-width joiner
    "ภาษาไทยที่",
    "葛󠄀城市",  # an ideograph with its selector
    "👩‍👩‍👧‍👦",
    "🇯🇵🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "❤️",
)

_SEQUENCE = re.compile(
    rb"\x1b\[[<>=?]?[0-9;:]*[ $]?[@-~]"  # CSI: cursor, colours and modes
    rb"|\x1b\]8;id=[0-9]+(?:-[0-9]+)?;[\x21-\x7e]*\x1b\\|\x1b\]8;;\x1b\\"  # a link to an address in plain ASCII
    rb"|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)"  # the shape of the mouse pointer
    rb"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"  # the text that the reader copied
)


def hostile(field: str) -> str:
    """A text with the name of its field, hostile sequences, and a harmless end."""
    return f"{field}{EVIL} {MARKUP} {field}-end"


def timeline(events: int = 3) -> str:
    """A timeline in JSON with hostile text in every field, and in the names of unknown fields."""

    def source(name: str) -> dict[str, str]:
        fields = ("title", "publisher", "kind", "language", "note")
        return {field: hostile(f"{name}-{field}") for field in fields} | {
            "url": f"https://example.org/{EVIL}?[/]=[@click=app.quit]",
            "date": "2024-06-10",
            hostile("unknown"): hostile("other"),
        }

    def event(n: int) -> dict[str, object]:
        return {
            "id": hostile(f"id{n}"),
            "date": f"2024-06-{10 + n}",
            "date_note": hostile("date_note"),
            "title": hostile(f"title{n}"),
            "summary": hostile("summary") + "\n" + "\n".join(HONEST),
            "countries": [hostile("country"), f"[red]land{n}", *HONEST],
            "topics": [hostile("topic"), MARKUP],
            "people": [hostile("person")],
            "organizations": [hostile("organization")],
            "place": hostile("place"),
            "quotes": [
                {
                    **{field: hostile(f"quote-{field}") for field in ("text", "role", "at", "original", "note")},
                    "speaker": hostile(f"speaker{n}"),
                    "source": hostile("key"),
                }
            ],
            "sources": [
                {"source": hostile("key"), "at": hostile("at"), "stance": "disputes", "note": hostile("stance-note")},
                source("in-place"),
                f"https://example.net/{EVIL}",
            ],
            "related": [{"event": hostile(f"id{(n + 1) % events}"), "as": hostile("contradicts")}],
            "note": hostile("note"),
            hostile("strange"): {hostile("deep"): [hostile("deeper")]},
        }

    return json.dumps(
        {
            "title": hostile("timeline"),
            "description": hostile("description"),
            "views": [{"name": hostile("view"), "query": ""}, {"name": "broken", "query": f'country:"{EVIL}[/]'}],
            "aliases": {hostile("alias"): hostile("country")},
            "sources": {hostile("key"): source("source")},
            "events": [event(n) for n in range(events)],
        }
    )


def steering(text: str) -> str:
    """The characters of ``text`` that must not reach a terminal; line feeds may."""
    return "" if clean(text) == text else ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(text) if clean(c) != c)


def drawn(app: App[object]) -> Iterator[str]:
    """Everything that an app sends for its screen: the text of each segment, and the addresses of links."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            yield segment.text
            if segment.style and segment.style.link:
                yield segment.style.link


def unsafe_bytes(sent: bytes) -> bytes:
    """The bytes sent to the terminal that are neither text nor sequences that draw the screen."""
    rest = _SEQUENCE.sub(b"", sent)
    found = re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]", rest)
    if found:
        return rest[max(0, found.start() - 40) : found.end() + 40]
    return b"" if not steering(rest.decode().replace("\r", "")) else b"in text: " + steering(rest.decode()).encode()
