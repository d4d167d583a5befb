"""Names as the reader has to type them, in a shell or in a file."""

from __future__ import annotations

import re

from timeline_tui.text.text import clean_line

# The patterns are compiled at their first use, because most commands do not need them.
_PLAIN_IN_SHELL = r"(?a)[\w@%+=:,./-]+"  # as in shlex.quote
# Letters of any script need no quotes in YAML, not even between brackets, if none of its marks is among them.
_PLAIN_IN_YAML = r"[^\W_](?:[\w./+-]|[ ](?=\S))*"
_NO_TEXT = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def for_shell(name: str) -> str:
    """``name`` as one word of a shell that is not an option: in quotes if it needs them."""
    shown = clean_line(f"./{name}" if name.startswith("-") else name)
    if re.fullmatch(_PLAIN_IN_SHELL, shown):
        return shown
    import shlex  # 1 ms, and few names need quotes

    return shlex.quote(shown)


def in_json(line: str) -> str:
    """A cleaned line as a JSON string. The module json is not used, because it takes 2 ms to import."""
    return '"' + line.replace("\\", r"\\").replace('"', r"\"") + '"'


def for_yaml(line: str) -> str:
    """A cleaned line as a text of YAML, also between brackets: in quotes if it needs them."""
    return line if re.fullmatch(_PLAIN_IN_YAML, line) and line.lower() not in _NO_TEXT else in_json(line)
