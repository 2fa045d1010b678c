"""Named tuples and enumerations that are created on first access, and conversion of C records to named tuples.

typing, enum and collections take as long to import as half of this package.
"""

from __future__ import annotations

import os
from _operator import attrgetter, itemgetter
from ctypes import c_double, c_int32, c_int64
from itertools import repeat
from struct import Struct

from ._lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from enum import IntEnum as IntEnum
    from typing import Any, TypeVar
    from typing import NamedTuple as NamedTuple

    _T = TypeVar("_T")
else:

    class _Tuples(type):
        def __new__(cls, name, _bases, namespace):
            def make():
                kind = named_tuple(name, tuple(namespace["__annotations__"]), namespace["__module__"])
                for attribute, value in namespace.items():
                    if attribute == "__doc__" or not attribute.startswith("__"):
                        setattr(kind, attribute, value)
                return kind

            return lazy(make)

    class _Enums(type):
        def __new__(cls, name, _bases, namespace):
            def make():
                members = {member: value for member, value in namespace.items() if not member.startswith("_")}
                kind = int_enum(name, members, namespace["__module__"])
                kind.__doc__ = namespace["__doc__"]
                return kind

            return lazy(make)

    NamedTuple = type.__new__(_Tuples, "NamedTuple", (), {})
    IntEnum = type.__new__(_Enums, "IntEnum", (), {})


def named_tuple(name: str, fields: tuple[str, ...], module: str) -> Any:
    """Returns a collections.namedtuple, or, if collections cannot be imported any more, a tuple with the same fields.

    The import of collections takes a fifth of the time of that of this package. After a chroot it may fail.
    """
    try:
        from collections import namedtuple
    except ImportError:
        members: dict[str, Any] = {field: property(itemgetter(index)) for index, field in enumerate(fields)}
        members.update(__module__=module, __slots__=(), _fields=fields, _make=classmethod(tuple.__new__))
        members["__new__"] = lambda cls, *values: tuple.__new__(cls, values)
        members["__repr__"] = lambda self: f"{name}({', '.join(f'{key}={item!r}' for key, item in zip(fields, self))})"
        members["_asdict"] = lambda self: dict(zip(fields, self))
        return type(name, (tuple,), members)
    return namedtuple(name, fields, module=module)


def int_enum(name: str, members: dict[str, int], module: str) -> Any:
    """Returns an IntEnum, or, if enum cannot be imported any more, as after a chroot, a subclass of int."""
    try:
        from enum import IntEnum
    except ImportError:
        return type(name, (int,), {"__module__": module, **members})
    return IntEnum(name, members, module=module)


def rename_class(name: str) -> Callable[[_T], _T]:
    """Decorates a named tuple whose class is displayed under another name, which its module already uses."""

    def decorate(declared: Any) -> Any:
        def make() -> Any:
            kind = declared.make()
            kind.__name__ = name
            return kind

        return lazy(make)

    return decorate


def rows_as(kind: type[_T], columns: Iterable[Iterable[Any]]) -> Iterator[_T]:
    """Yields the rows of columns as named tuples of the class kind, without a call of Python code for each row."""
    return map(tuple.__new__, repeat(kind), zip(*columns))  # type: ignore[arg-type]


# Members of records whose fields have other names in psutil on Windows.
_MEMBERS = {"interrupt": "irq"}


def record_converter(kind: Callable[[], type[_T]], absent: object = -1) -> Callable[[Any], _T]:
    """Returns a function that converts a C record to a named tuple with members of the same names, strings to str.

    kind returns the class of the tuple and is called at the first conversion. absent replaces numbers that the system
    does not report: -1 and NaN.
    """
    numbers: dict[type, Callable[[Any], tuple[Any, ...]] | None] = {}
    get: Any = None
    made: Any = None
    new: Any = tuple.__new__  # does not check the length

    def value(member: Any) -> Any:
        if type(member) is bytes:
            return os.fsdecode(member)
        return absent if member == -1 or member != member else member

    def make(record: Any) -> _T:
        nonlocal get, made
        if get is None:
            made = kind()
            get = attrgetter(*(_MEMBERS.get(field, field) for field in made._fields))
        try:
            unpack = numbers[type(record)]
        except KeyError:
            members_of = tuple(_MEMBERS.get(field, field) for field in made._fields)
            unpack = numbers[type(record)] = _unpacker(type(record), members_of)
        if unpack:
            members = unpack(record)
            total = sum(members)
            if -1 not in members and total == total:  # no absent number
                return new(made, members)  # type: ignore[no-any-return]
        return made._make(map(value, get(record)))  # type: ignore[no-any-return]

    return make


_FORMATS = {c_int32: "i", c_int64: "q", c_double: "d"}


def _unpacker(record: type, names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]] | None:
    """Returns a function that reads all these members of a record at once, None unless all are numbers."""
    types = {field[0]: field[1] for field in record._fields_}  # type: ignore[attr-defined]
    if not all(types[name] in _FORMATS for name in names):
        return None
    places = {name: getattr(record, name) for name in names}
    in_place = sorted(names, key=lambda name: places[name].offset)
    layout, end = "=", 0
    for name in in_place:
        layout += f"{places[name].offset - end}x{_FORMATS[types[name]]}"
        end = places[name].offset + places[name].size
    unpack = Struct(layout).unpack_from
    if in_place == list(names):
        return unpack
    in_order = itemgetter(*map(in_place.index, names))
    return lambda members: in_order(unpack(members))
