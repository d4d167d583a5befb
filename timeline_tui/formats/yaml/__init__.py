"""YAML, the native format.

PyYAML compiles expressions when it is imported, most of them for its reader in Python, which is not used here. They are
compiled at their first use instead: an export of the bundled file takes 302 million instructions, not 370.
"""

import re
import sys
from typing import Any


class _Later:
    """An expression that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(self._pattern, self._flags), name)  # `re` caches it


def _import_yaml() -> None:
    compile_now = re.compile

    def compile_later(pattern: Any, flags: Any = 0) -> Any:
        is_yaml = sys._getframe(1).f_globals["__name__"].startswith("yaml.")
        return _Later(pattern, flags) if is_yaml else compile_now(pattern, flags)

    re.compile = compile_later
    try:
        import yaml  # noqa: F401  # only imported
    finally:
        re.compile = compile_now


if "yaml" not in sys.modules:
    _import_yaml()
