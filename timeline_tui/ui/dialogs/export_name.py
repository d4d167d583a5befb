"""The name that the export dialog suggests for a file: the title of the timeline, then the filter, and its ending."""

from __future__ import annotations

import re

from timeline_tui.formats import FORMATS, by_name
from timeline_tui.query.query import Query
from timeline_tui.text.text import fold

_MOST = 40  # characters of the title, and of the filter
_SUBTITLE = re.compile(r"[,:](?!\d)|[;(]|\s[–—-]\s")  # a comma or colon before a digit is in a number or a time
_SEPARATOR = re.compile(r"(?<=\d)[,.’'\u00a0\u202f](?=\d{3}(?!\d))")  # of thousands


def file_stem(title: str, query: Query, view: str = "") -> str:
    """A file name without ending: "the-g7-week-disputed". ``view`` is the name of the saved view with this query.

    A subtitle is left out. A filter without a saved view is named by its values: "japan-not-oil".
    """
    words = view or " ".join(
        f"{'not ' if clause.negated else ''}{' '.join(term.text for term in clause.terms)}" for clause in query.clauses
    )
    main, *_ = _SUBTITLE.split(title)
    return "-".join(filter(None, (_dashed(main) or _dashed(title) or "timeline", _dashed(words) if query else "")))


def known_ending(path: str) -> str:
    """The ending of ``path`` that a format has, in lower case; of several the longest, and empty if there is none."""
    endings = (ending for format in FORMATS for ending in format.endings if path.lower().endswith(ending))
    return max(endings, key=len, default="")


def with_ending(path: str, format: str, ending: str) -> str:
    """``path`` with ``ending`` in place of the ending of another format. Other paths stay as they are.

    ``format`` is the name of the format: another ending that it has also stays.
    """
    known = known_ending(path)
    if not known or known in by_name(format).endings:
        return path
    return path[: -len(known)] + ending


def _dashed(text: str) -> str:
    """Letters and digits, dashes between words. A long name ends with a whole word, if it has one."""
    words = "".join(c if c.isalnum() else " " for c in fold(_SEPARATOR.sub("", text))).split()
    name = "-".join(words)
    if len(name) <= _MOST:
        return name
    return name[: _MOST + 1].rpartition("-")[0] or name[:_MOST]
