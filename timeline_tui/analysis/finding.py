"""Helper functions for findings: the line of an event, its title, and a name as YAML writes it."""

from __future__ import annotations

import json
import re

from timeline_tui.model.problems import Problem, Severity
from timeline_tui.model.timeline import Event
from timeline_tui.text.text import shorten

TITLE = 60
"""The width of a title or a name in a message, in cells."""
# A name that YAML reads as text inside brackets, without quotes.
_PLAIN = re.compile(r"(?!null\Z)[^\W\d_](?:[\w.’'/&()-]|[ ](?=\S))*", re.IGNORECASE)


def event_finding(check: str, event: Event, message: str, hint: str = "", severity: Severity = "warning") -> Problem:
    """A finding of the check ``check`` about an event, at the line of the event."""
    return Problem(event.file, event.line, min(event.line, 1), message, hint, severity=severity, check=check)


def short_title(event: Event) -> str:
    """The title of an event in quotation marks, cut if it is long."""
    return f"“{shorten(event.title, TITLE)}”"


def yaml_scalar(name: str) -> str:
    """The name as YAML inside brackets, quoted if necessary."""
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)
