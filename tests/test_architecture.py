"""The one rule of the house: a room imports only from rooms below it, and inside a room there is no circle."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

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


Import = ast.Import | ast.ImportFrom


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def statements(node: ast.AST, inside: bool = False) -> Iterator[tuple[Import, bool]]:
    """The imports under a node, and for each if it is inside a function. Expressions have none and are passed over."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Import):
            yield child, inside
        elif not isinstance(child, ast.expr):
            yield from statements(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def imports(module: str) -> set[str]:
    """Everything that a module imports, also inside functions and for type checking only."""
    found: set[str] = set()
    for node, _ in statements(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        else:
            assert not node.level, f"{module} has a relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module or "" for name in names}
    return found


def test_every_module_is_in_a_room() -> None:
    assert {room(module) for module in MODULES} == {"", "__main__", *ROOMS}


def test_a_room_imports_only_from_rooms_below_it() -> None:
    height = {name: number for number, name in enumerate(ROOMS)}
    upwards = [
        f"{module} imports {name}"
        for module in MODULES
        if room(module) in height
        for name in imports(module)
        if name.startswith("timeline_tui.") and height[room(name)] > height[room(module)]
    ]
    assert not upwards


def test_there_is_no_circle_of_modules() -> None:
    graph = {module: (imports(module) & MODULES.keys()) - {module} for module in MODULES}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_no_two_classes_and_no_two_modules_share_a_name() -> None:
    """So a search for a name leads to one place. Not counted: `__init__.py`, and classes inside a class."""
    names = [path.stem for path in MODULES.values() if path.stem != "__init__"]
    for module in MODULES:
        names += [node.name for node in tree(module).body if isinstance(node, ast.ClassDef)]
    assert not [name for name, count in Counter(names).items() if count > 1]


def test_only_the_screen_and_the_bar_of_progress_know_textual_and_rich() -> None:
    others = [module for module in MODULES if room(module) != "ui" and module != "timeline_tui.cli.progress"]
    assert not [
        f"{module} imports {name}"
        for module in others
        for name in imports(module)
        if name.split(".")[0] in ("textual", "rich")
    ]


def test_an_import_inside_a_function_says_why() -> None:
    """In a comment on its line, or on the line above it and the imports that stand with it."""
    silent = []
    for module, path in MODULES.items():
        lines = ["", *path.read_text(encoding="utf-8").splitlines()]
        inner = {node.lineno for node, is_inside in statements(tree(module)) if is_inside}
        for line in inner:
            first = line
            while first - 1 in inner:
                first -= 1
            if "#" not in lines[line] and not lines[first - 1].lstrip().startswith("#"):
                silent.append(f"{path}:{line}")
    assert not silent
