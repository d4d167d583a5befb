"""The one rule of the house: a room imports only from rooms below it, and inside a room there is no circle."""

import ast
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "timeline_tui"
ROOMS = ["text", "dates", "model", "query", "index", "analysis", "formats", "storage", "ui", "cli"]
"""From the lowest to the highest."""
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def room(module: str) -> str:
    """The room of a module: `ui` for `timeline_tui.ui.app`; empty for the package itself."""
    return module.removeprefix("timeline_tui").lstrip(".").split(".")[0]


def imports(module: str) -> set[str]:
    """Everything that a module imports, also inside functions and for type checking only."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} has a relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module or "" for name in names}
    return found


def test_every_module_is_in_a_room() -> None:
    assert {room(module) for module in MODULES} == {"", "__main__", *ROOMS}


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_from_rooms_below_it(module: str) -> None:
    if room(module) in ROOMS:
        height = ROOMS.index(room(module))
        own = {name for name in imports(module) if name.startswith("timeline_tui.")}
        assert not {name for name in own if ROOMS.index(room(name)) > height}


def test_there_is_no_circle_of_modules() -> None:
    graph = {module: (imports(module) & MODULES.keys()) - {module} for module in MODULES}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_no_two_classes_and_no_two_modules_share_a_name() -> None:
    """So a search for a name leads to one place. Not counted: `__init__.py`, and classes inside a class."""
    names = [path.stem for path in MODULES.values() if path.stem != "__init__"]
    for path in MODULES.values():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names += [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    assert not [name for name, count in Counter(names).items() if count > 1]


@pytest.mark.parametrize("module", MODULES)
def test_only_the_screen_knows_textual_and_rich(module: str) -> None:
    if room(module) != "ui":
        assert not {name for name in imports(module) if name.split(".")[0] in ("textual", "rich")}


@pytest.mark.parametrize("module", MODULES)
def test_an_import_inside_a_function_says_why(module: str) -> None:
    """In a comment on its line, or on the line above it and the imports that stand with it."""
    text = MODULES[module].read_text(encoding="utf-8")
    lines = ["", *text.splitlines()]
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inner = {
        node.lineno for one in functions for node in ast.walk(one) if isinstance(node, ast.Import | ast.ImportFrom)
    }
    for line in inner:
        first = line
        while first - 1 in inner:
            first -= 1
        assert "#" in lines[line] or lines[first - 1].lstrip().startswith("#"), f"line {line} gives no reason"
