"""Imports asyncio and Textual without modules that no screen uses (Python 3.10 to 3.13, Textual 8.2).

asyncio imports ``ssl`` if Python has it: 25 million instructions of the 1,390 until the first screen. Textual's command
palette imports ``textual.types`` for one name, and with it the widgets for trees, folders and choices: 31 million.
"""

import sys
from importlib import import_module
from types import ModuleType


def import_lean() -> None:
    """Import asyncio and Textual. Call it before anything else imports them; afterwards it does nothing."""
    _import_without("ssl", "asyncio")
    types = ModuleType("textual.types")
    types.__getattr__ = _type  # type: ignore[method-assign]  # PEP 562
    _import_without("textual.types", "textual.command", types)


def _import_without(name: str, module: str, stand_in: ModuleType | None = None) -> None:
    """Import ``module``, for which ``name`` is ``stand_in``, or does not exist. Later imports of ``name`` get it."""
    if name in sys.modules or module in sys.modules:
        return
    sys.modules[name] = stand_in  # type: ignore[assignment]  # None: importing it raises ImportError
    try:
        import_module(module)
    except ImportError:  # another version needs more of it: then ``module`` is imported later, with all of it
        pass
    finally:
        del sys.modules[name]


def _type(name: str) -> object:
    from textual import _types  # where textual.types gets it; not before asyncio

    return getattr(_types, name)
