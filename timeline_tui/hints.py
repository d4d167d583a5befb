"""The names of `typing` that hints are written with.

Checkers see those of `typing`. A running program has no use for them, and to import them takes it a quarter of the
time that Python needs to start: here they are nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # checkers know the name, wherever it comes from
if TYPE_CHECKING:
    from typing import Any as Any
    from typing import BinaryIO as BinaryIO
    from typing import ClassVar as ClassVar
    from typing import Literal as Literal
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TextIO as TextIO
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
    from typing import overload as overload

    from typing_extensions import dataclass_transform as dataclass_transform
else:

    class _Nothing:
        def __class_getitem__(cls, _):
            return cls

        def __init__(self, *_, **__): ...

    Any = BinaryIO = ClassVar = Literal = NoReturn = Protocol = TextIO = TypeAlias = TypeVar = _Nothing

    def overload(function):
        return function

    def dataclass_transform(**_):
        return lambda cls: cls
