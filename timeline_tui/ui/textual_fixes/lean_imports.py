"""Imports Textual without modules that no screen uses (Python 3.10 to 3.13, Textual 8.2).

Of the 1,390 million instructions until the first screen, ``ssl`` takes 25: asyncio imports it if Python has it.
``textual.types`` takes 31: the command palette imports it for one name, and it imports the widgets for trees, folders
and choices. ``platformdirs`` takes 12: Textual needs it only to save files.
"""

import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType


def import_lean() -> None:
    """Import Textual while these modules have stand-ins. Later imports of them get the real ones.

    Call it before anything else imports Textual. Afterwards it does nothing.
    """
    if "textual.app" in sys.modules:
        return
    types, folders = ModuleType("textual.types"), ModuleType("platformdirs")
    types.__getattr__ = _type  # type: ignore[method-assign]  # PEP 562
    folders.user_downloads_path = _downloads  # type: ignore[attr-defined]
    # None: importing it raises ImportError
    stand_ins: dict[str, ModuleType | None] = {"ssl": None, "textual.types": types, "platformdirs": folders}
    missing = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(missing)  # type: ignore[arg-type]  # None is allowed (reference of ``sys.modules``)
    try:
        # Another version may need more of these modules. Then it is imported later, with all of them.
        with suppress(ImportError):
            import_module("textual.app")
    finally:
        for name in missing:
            del sys.modules[name]


def _type(name: str) -> object:
    from textual import _types  # where textual.types gets it

    return getattr(_types, name)


def _downloads() -> object:
    return import_module("platformdirs").user_downloads_path()
