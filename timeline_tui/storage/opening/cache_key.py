"""Identifies the input of an image in the cache: the files, the options, and the program that read them."""

from __future__ import annotations

import os
import sys
import zlib
from typing import Any

from timeline_tui import __version__
from timeline_tui.formats import by_name, package_of
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import (
    Archive,
    Check,
    Citation,
    Event,
    Extract,
    Quote,
    Relation,
    Source,
    Timeline,
    View,
)
from timeline_tui.query.query_fields import TABLE
from timeline_tui.storage.inputs import Inputs, fingerprint, is_stream
from timeline_tui.text.text import clean_line

FORMAT = 31
"""Raise it when a reader's result for the same file changes, or when the sections of an image change.

New fields of the model and of queries need no change here: see `schema`.
"""

_PART = 1 << 20  # bytes of a file that are read at once

MODEL = (Timeline, View, Extract, Event, Quote, Citation, Relation, Check, Source, Archive, Problem)
"""The types whose values an image holds."""

CacheKey = dict[str, Any]
"""What an image was made from, and by which program. Images whose keys differ only in ``names`` are the same."""


def cache_key(inputs: Inputs, options: ReadOptions) -> CacheKey | None:
    """The key of files that are read with these options; None if one of them is missing or is a stream.

    A file is identified by its real path, its fingerprint, and its ending, because the format is guessed from that. If
    it has another path or time, it may also be found by its whole content; see `Cache`.
    ``names`` are the paths as they were typed, which events and problems show. If such a path says more than the file
    (the sheet of a workbook), the image is only for this path.
    """
    if None in inputs.seen or len(inputs.files) < len(inputs.names) or is_stream(options.sources):
        return None
    return {
        "version": [FORMAT, schema(), __version__, sys.version],
        "names": list(map(clean_line, inputs.names)),
        "files": [_identity(name) for name in inputs.names],
        "options": list(options),
        "readers": [package_of(name, options.format) for name in inputs.names],
        "seen": [[one.mtime_ns, one.size, one.ino, one.dev, one.ctime_ns] for one in inputs.seen if one],
    }


def _identity(name: str) -> list[str]:
    ending = os.path.splitext(name)[1].lower()
    is_plain = os.path.isfile(name) and not ending.endswith(by_name("workbook").endings)
    return [os.path.realpath(name), ending, "" if is_plain else name]


def schema() -> int:
    """A checksum of the fields of the model and of the table of query fields: an image holds the values of both."""
    model = [(kind.__name__, kind._fields) for kind in MODEL]
    fields = [(one.name, *one.choices, one.aliased, one.searched, one.dates, one.compared) for one in TABLE]
    return zlib.crc32(repr((model, fields)).encode())


def is_of(made_of: CacheKey, key: CacheKey) -> bool:
    """Whether an image was made of files with this key; the names may be written in another way."""
    return {**made_of, "names": key["names"]} == key


def general(key: CacheKey) -> object:
    """What the keys of files with the same content have in common: all but paths, times and disks."""
    endings = [ending for _, ending, _ in key["files"]]
    sizes = [size for _, size, *_ in key["seen"]]
    return key["version"], key["options"], key["readers"], endings, sizes


def digests(key: CacheKey) -> list[str]:
    """The SHA-256 of each file; none if one is a folder or has changed. 500 MB take 0.3 s."""
    from hashlib import sha256  # 3 ms, and most files are found by their paths

    found = []
    for (path, _, typed), seen in zip(key["files"], key["seen"], strict=True):
        digest = sha256()
        try:
            with open(path, "rb") as file:
                while not typed and (part := file.read(_PART)):
                    digest.update(part)
        except OSError:
            return []
        if typed or fingerprint(path) != tuple(seen):
            return []
        found.append(digest.hexdigest())
    return found
