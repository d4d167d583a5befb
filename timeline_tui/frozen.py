"""Values: classes that are declared by their fields alone, and whose instances never change.

    class Term(Frozen):
        text: str
        prefix: bool = False

They are what frozen, slotted data classes are: made by position or by name, equal if their fields are, hashable, shown
with all they hold. Those of the standard library take three times as long to fill and twenty times as long to declare,
and to import `dataclasses` takes as long as to start Python: no command could begin at once.
"""

from __future__ import annotations

from operator import attrgetter

from timeline_tui.hints import TYPE_CHECKING, Any, ClassVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import replace as replace  # of this one, checkers know which fields it may be told
else:

    def replace(value, /, **changes):
        """``value`` with other values in some of its fields."""
        return value.__class__(**{**as_dict(value), **changes})


class _Declaration(type):
    """Makes a slot of each annotated name. Fields that stand ``aside`` do not count when two values are compared."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], aside: tuple[str, ...] = ()
    ) -> _Declaration:
        fields = tuple(namespace.get("__annotations__", ()))
        declared = {
            "__slots__": (*fields, *namespace.get("__slots__", ())),
            "_fields": fields,
            "_defaults": {field: namespace.pop(field) for field in fields if field in namespace},
            "_key": attrgetter(*[field for field in fields if field not in aside] or ["__class__"]),
        }
        return super().__new__(mcs, name, bases, {**namespace, **declared})


@dataclass_transform(frozen_default=True)
class Frozen(metaclass=_Declaration):
    """A value: a class of its own derives from this one directly, or from Caching."""

    if TYPE_CHECKING:
        _fields: ClassVar[tuple[str, ...]]
        _defaults: ClassVar[dict[str, Any]]
        _key: ClassVar[attrgetter[Any]]  # all that is compared
    else:

        def __new__(cls, *args, **kwargs):
            cls.__new__ = _constructor(cls)  # now that one is wanted: many a class is declared and never used
            return cls.__new__(cls, *args, **kwargs)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} never changes: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__} never changes: {name}")

    def __eq__(self, other: object) -> bool:
        return bool(self._key(self) == self._key(other)) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in as_dict(self).items())})"


class Caching(Frozen):
    """A value with cached properties: what they find is kept beside the fields."""

    # In a class above those with fields, or Python 3.10 would not let an instance leave the twin of its class.
    __slots__ = ("__dict__",)


def _constructor(cls: type[Frozen]) -> Any:
    """``__new__`` of a class. What it makes begins as one of a twin of the class that can be written to.

    To get past a class that cannot be takes a call for each field, which is three times as slow.
    """
    writable = {
        "__slots__": cls.__dict__["__slots__"],
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    twin = type.__new__(_Declaration, cls.__name__, cls.__bases__, writable)
    parameters = ", ".join(f"{field}={field}" if field in cls._defaults else field for field in cls._fields)
    lines = [f"def __new__(cls, {parameters}):", "self = _new(_twin)"]
    lines += [*(f"self.{field} = {field}" for field in cls._fields), "self.__class__ = cls", "return self"]
    scope = {**cls._defaults, "_new": object.__new__, "_twin": twin}
    exec("\n ".join(lines), scope)  # noqa: S102  # nothing but the names of fields
    return staticmethod(scope["__new__"])


def as_dict(value: Frozen) -> dict[str, Any]:
    """The fields of ``value`` by name, as they are."""
    return {field: getattr(value, field) for field in value._fields}
