"""A file with the user's decisions on which events of two timelines are the same.

```yaml
pairs:                       # these are the same event
  - [2024-06-12-accord-signed, accord]
apart:                       # and these are not
  - [2024-06-14-communique, 2024-06-14-communique-2]
```

Each entry has two ids. The file is written only with ``--keep``.
"""

from __future__ import annotations

import json
import os

from timeline_tui.analysis.decisions import Judgements
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Node
from timeline_tui.formats.yaml.excerpts import read_yaml
from timeline_tui.model.problems import LoadError, Problem
from timeline_tui.storage.file_bytes import read_bytes
from timeline_tui.storage.writing import write_atomic
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line

_LISTED = 10  # errors that are listed
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LISTS = ("pairs", "apart")
_HEAD = "# Which events of two timelines are the same: timeline-tui diff and merge read it with --judgements.\n"


def read_judgements(path: str, *, may_be_missing: bool = False) -> Judgements:
    """The decisions in a file. Raises LoadError if it cannot be read or has errors: a decision is never ignored."""
    shown = clean_line(path)
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        if may_be_missing:
            return Judgements()
        raise LoadError([Problem(shown, 0, 0, "there is no such file", "--keep makes it")]) from None
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise LoadError([Problem(shown, 0, 0, clean_line(reason))]) from error
    if b"\0" in data and not data.startswith(_UTF_16):
        raise LoadError([Problem(shown, 0, 0, "this is not a text file", "judgements are YAML with pairs and apart")])
    document, root = read_yaml(data, shown)
    judgements = _judgements(document, root)
    errors = [problem for problem in document.problems() if problem.severity == "error"]
    if errors:
        raise LoadError(errors[:_LISTED])
    return judgements


def write_judgements(path: str, judgements: Judgements) -> None:
    """Write decisions to a file, which may exist. Raises WriteError."""
    lines = [_HEAD]
    for name, pairs in zip(_LISTS, judgements, strict=True):
        entries = [
            f"  - [{json.dumps(a, ensure_ascii=False)}, {json.dumps(b, ensure_ascii=False)}]\n" for a, b in pairs
        ]
        lines += [f"{name}:\n", *entries] if entries else []
    write_atomic(path, "".join(lines).encode(), overwrite=os.path.lexists(path))


def _judgements(document: Document, root: Node) -> Judgements:
    if root is None:
        return Judgements()
    if not isinstance(root, dict):
        document.error(0, "judgements are a mapping", "its keys are pairs and apart")
        return Judgements()
    for key, (offset, _, _) in root.items():
        if key not in _LISTS:
            near = nearest(key, _LISTS)
            document.error(offset, f"there is no key “{key}” here", did_you_mean(near, "there are pairs and apart"))
    lists = (root.get(name, (0, 0, None)) for name in _LISTS)
    pairs, apart = (tuple(_pairs(document, offset, node)) for _, offset, node in lists)
    return Judgements(pairs, apart)


def _pairs(document: Document, offset: int, node: Node) -> list[tuple[str, str]]:
    if node is not None and not isinstance(node, list):
        document.error(offset, "this has to be a list of pairs of ids", "such as “- [one-id, another-id]”")
    pairs = []
    for at, item in node if isinstance(node, list) else ():
        ids = [clean_line(id) for _, id in item if isinstance(id, str)] if isinstance(item, list) else []
        if len(ids) == 2 and isinstance(item, list) and len(item) == 2:
            pairs.append((ids[0], ids[1]))
        else:
            document.error(at, "this has to be two ids", "such as “- [one-id, another-id]”")
    return pairs
