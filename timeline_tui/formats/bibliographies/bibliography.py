"""The table of bibliography formats, and reading one: CSL-JSON, BibTeX, RIS.

The module of a format has ``read_items(document, items)``, which passes each entry to `Items` as a CSL item.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import NamedTuple

from timeline_tui.formats.bibliographies.csl_items import Items
from timeline_tui.formats.reading.conflicts import stop_at_conflict
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import NOWHERE
from timeline_tui.formats.reading.not_timelines import stop_at_web_page
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Source


class BibliographyFormat(NamedTuple):
    """One row of the table. ``begins``: the possible beginnings of such a file; ``needs``: packages to install."""

    title: str
    endings: tuple[str, ...]
    module: str
    begins: tuple[str, ...]
    needs: tuple[str, ...] = ()
    verbatim: bool = False
    """Whether the text contains values literally; see `Values`."""


FORMATS = (
    BibliographyFormat("CSL-JSON", (".json",), "csl_json", ("[", "{"), verbatim=True),
    BibliographyFormat("BibTeX", (".bib", ".bibtex"), "bibtex", ("@", "%"), ("bibtexparser", "pylatexenc")),
    BibliographyFormat("RIS", (".ris",), "ris", ("TY  -",)),
)


class Bibliography(NamedTuple):
    """The sources with the requested keys, the keys of all entries, and the problems."""

    sources: tuple[Source, ...]
    keys: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_bibliography(data: bytes, file: str, wanted: Iterable[str]) -> Bibliography:
    """Read the sources with the ``wanted`` keys. Faults in other entries are not reported.

    The format is found by the ending of ``file``, else by the beginning of the text.
    """
    document = decode(data, file)
    text = document.text.lstrip()
    fitting = [format for format in FORMATS if file.lower().endswith(format.endings)]
    fitting += [format for format in FORMATS if text.startswith(format.begins)]
    items = Items(document, wanted, verbatim=bool(fitting) and fitting[0].verbatim)
    if document.broken or stop_at_web_page(document, "bibliography"):
        pass
    elif not fitting:
        document.stop(0, "this is not a bibliography", f"there are {known_formats()}")
    else:
        if not fitting[0].verbatim:  # in BibTeX and RIS a conflict is no fault of syntax; all entries are read
            stop_at_conflict(document)
        try:
            import_module(f"{__package__}.{fitting[0].module}").read_items(document, items)
        except ModuleNotFoundError as error:
            missing = (error.name or "").partition(".")[0]
            if missing not in fitting[0].needs:
                raise
            hint = "pip install 'timeline-tui[references]'"
            document.stop(NOWHERE, f"{fitting[0].title} is read by {missing}, which is not installed", hint)
    return Bibliography(items.sources(), tuple(items.keys), document.problems())


def known_formats() -> str:
    """The formats in words: "CSL-JSON (.json), BibTeX (.bib, .bibtex) and RIS (.ris)"."""
    *first, last = (f"{format.title} ({', '.join(format.endings)})" for format in FORMATS)
    return f"{', '.join(first)} and {last}"
