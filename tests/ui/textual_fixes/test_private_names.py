"""Private attributes of Textual: each one that the package uses, with the reason. A new Textual may change them."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from textual.message_pump import MessagePump

UI = Path(__file__).parents[3] / "timeline_tui" / "ui"

USED = {
    "_action_command_list": "textual_fixes/palette_screen.py: it fails without a line to move to",
    "_driver": "textual_fixes/exits.py, lent_terminal.py: can it be suspended; write between two screens",
    "_handle_exception": "textual_fixes/exits.py: it prints local variables, which are the reader's data",
    "_index_to_line": "textual_fixes/hidden_cursor.py: the line of a choice, which nothing public gives",
    "_on_timer_update": "textual_fixes/drawing.py: draws at once, not at the next tick of a clock",
    "_compositor_refresh": "textual_fixes/drawing.py: draws once, not in each layout",
    "_types": "textual_fixes/lean_imports.py: textual.types imports five widgets for one name of it",
    "_xterm_parser": "textual_fixes/exits.py: there is no other way to read keys",
}
NAMEDTUPLE = {"_replace", "_fields", "_asdict", "_make"}


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(UI.rglob("*.py"))}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def attributes(tree: ast.AST) -> set[str]:
    """All private attributes that are read or set in the code."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_private(node.attr))
    return {node.attr for node in found if not (isinstance(node.value, ast.Name) and node.value.id == "os")}


def definitions(tree: ast.AST) -> set[str]:
    """All private methods, attributes and fields that the code defines."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return {name for name in found if is_private(name)}


def imports(tree: ast.AST) -> set[str]:
    """The private modules and names that are imported from Textual."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
            found += [*(node.module or "").split("."), *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names if alias.name.startswith("textual")]
            found += [part for module in modules for part in module.split(".")]
    return {name for name in found if is_private(name)}


@cache
def named_in(cls: type) -> frozenset[str]:
    """The private names that the source of a class of Textual defines or uses of itself."""
    return frozenset(re.findall(r"(?:self\.|def )(_[a-z]\w*)", inspect.getsource(cls)))


def of_bases(path: Path, node: ast.ClassDef) -> set[str]:
    """The private names of a class that one of its bases in Textual has, too."""
    module = ".".join(path.relative_to(UI.parents[1]).with_suffix("").parts)
    cls = getattr(import_module(module), node.name, None)
    if not (isinstance(cls, type) and issubclass(cls, MessagePump)):
        return set()
    theirs: set[str] = set()
    for base in cls.__mro__:
        if base.__module__.startswith("textual"):
            theirs |= named_in(base)
    return theirs & (attributes(node) | definitions(node))


@pytest.mark.slow
def test_each_private_name_of_textual_has_a_reason() -> None:
    ours = set().union(*map(definitions, trees().values()))
    used = set()
    for path, tree in trees().items():
        used |= imports(tree) | (attributes(tree) - ours - NAMEDTUPLE)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                used |= of_bases(path, node)
    assert used == USED.keys()


def test_private_names_are_used_in_one_folder_only() -> None:
    for path, tree in trees().items():
        if path.parent.name != "textual_fixes":
            assert not (attributes(tree) | definitions(tree) | imports(tree)) & USED.keys(), path
