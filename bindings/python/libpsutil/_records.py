"""Named tuples and enumerations that are created on first access, and conversion of C records to named tuples.

typing, enum and collections take as long to import as half of this package.
"""

from __future__ import annotations

from _operator import itemgetter
from itertools import repeat

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
                kind.__doc__ = namespace.get("__doc__")  # python -OO leaves it out
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


def record_fields(kind: type[Any], record: Any) -> tuple[type[Any], tuple[int, ...]]:
    """Returns the class of a named tuple, and where its fields are in a record with members of the same names."""
    names = type(record).__match_args__
    return kind, tuple([names.index(_MEMBERS.get(field, field)) for field in kind._fields])


def record_converter(
    resolve: Callable[[Any], tuple[type[Any], tuple[int, ...]]], absent: object
) -> Callable[[Any], Any]:
    """Returns a function that makes a named tuple of a record, as the one of the extension module does."""
    get: Any = None
    made: Any = None
    numeric = False  # whether all members are numbers
    new: Any = tuple.__new__  # does not check the length

    def value(member: Any) -> Any:
        return absent if member == -1 or member != member else member

    def make(record: Any) -> Any:
        nonlocal get, made, numeric
        if get is None:
            made, places = resolve(record)
            get = itemgetter(*places) if len(places) > 1 else lambda record: (record[places[0]],)
            numeric = all(type(member) in (int, float) for member in get(record))
        members = get(record)
        if numeric:
            total = sum(members)
            if -1 not in members and total == total:  # no absent number
                return new(made, members)
        return new(made, map(value, members))

    return make


def elements(found: Any) -> list[Any]:
    """Returns the items of a C list. A slice of the pointer would contain NULLs where memory runs out."""
    items = found.items
    return [items[i] for i in range(found.len)]
