"""The one-way rule: no module imports from above, and what has no business with a screen never loads one."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "timeline_tui"

# From the ground up. A module may import from its own layer (without a circle) and from those before it.
LAYERS = (
    {"hints", "frozen", "cells", "problems", "text"},
    {"days", "edtf", "guesses", "dates", "bins"},
    {"model", "fields", "schema", "citations"},
    {"query_fields", "query", "ranges", "tokens", "syntax", "matching"},
    {"bits", "postings", "spans", "spelling", "vocabulary"},
    {"likeness", "checks"},
    {"facet", "said", "shelf", "uses", "index"},
    {"histogram", "slice", "chains", "compare", "completion", "advice", "axis", "grid", "quotes", "sources"},
    {"mapped"},
    {"formats"},
    {"storage", "look"},
    {"panels"},
    {"ui"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
SCREENLESS_BUT = {"look": {"rich"}, "panels": {"rich"}}  # ui may have both


def modules() -> list[str]:
    return [
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__") or "__init__"
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


def room(module: str) -> str:
    """The room of a dotted name below the package: ``ui`` for ``ui.app``."""
    return module.split(".")[0]


def imports(module: str) -> set[str]:
    """Everything that a module imports, anywhere in it, also under TYPE_CHECKING."""
    path = PACKAGE / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: a relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(module: str) -> set[str]:
    """The modules of the package that a module imports."""
    known = set(modules())
    names = {name.removeprefix("timeline_tui.") for name in imports(module) if name.startswith("timeline_tui.")}
    return {name for name in names if name in known and name != module}


def test_every_module_has_a_layer() -> None:
    placed = set().union(*LAYERS)
    assert {room(module) for module in modules()} - {"__init__"} == placed


@pytest.mark.parametrize("module", [module for module in modules() if module != "__init__"])
def test_nothing_is_imported_from_above(module: str) -> None:
    height = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    above = {name for name in own(module) if height[room(name)] > height[room(module)]}
    assert not above


def test_there_is_no_circle() -> None:
    after = {module: own(module) for module in modules()}
    while free := [module for module, needs in after.items() if not needs & after.keys()]:
        for module in free:
            del after[module]
    assert not after, "these import each other"


@pytest.mark.parametrize(
    "module", [module for module in modules() if room(module) not in ("ui", "commands", "cli", "__main__")]
)
def test_a_screen_is_for_the_screen(module: str) -> None:
    allowed = SCREENLESS_BUT.get(room(module), set())
    assert not {name.split(".")[0] for name in imports(module)} & ({"rich", "textual"} - allowed)


def test_the_package_itself_imports_nothing() -> None:
    assert not imports("__init__")


HEADLESS = ["slice", "formats", "formats.yaml", "formats.text", "storage.files", "storage.session", "cli"]


@pytest.mark.parametrize("module", HEADLESS)
def test_the_core_and_the_command_line_run_without_a_screen(module: str) -> None:
    code = f"import sys, timeline_tui.{module}; print(*[m for m in ('rich', 'textual') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_deferred_imports_are_for_speed_only() -> None:
    """A function may import only where commands would begin later: what few of them need, or what tells of a fault."""
    deferred = set()
    for module in modules():
        path = PACKAGE / Path(*module.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
                isinstance(inner, (ast.Import, ast.ImportFrom)) for inner in ast.walk(node)
            ):
                deferred.add(module)
    assert deferred <= {
        *("cli", "commands.export", "commands.loading", "commands.selection", "commands.show"),
        *("dates", "formats", "formats.yaml", "index", "mapped.index"),
        *("storage.addresses", "storage.cache", "storage.config", "storage.process"),
        *("ui.asking", "ui.explorer", "ui.filing", "ui.query_bar", "ui.saved_views"),
    }
