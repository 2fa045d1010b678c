"""The C functions with Python values, by ctypes: what the extension module does, for every Python.

_extension.pyi lists the functions and records.
"""

from __future__ import annotations

import sys
from _operator import attrgetter
from ctypes import Structure, byref, c_char_p, c_double, c_int32, c_int64, sizeof, string_at
from struct import Struct

from . import _declarations as c
from ._loader import POINTER
from ._records import elements, named_tuple, rows_as
from ._records import record_converter as record_converter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    _Convert = Callable[[Any], Any]

# The encoding of os.fsdecode, which is slower than bytes.decode.
_ENCODING, _INVALID = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()

_NUMBERS: dict[str, Any] = {"int32_t": c_int32, "int64_t": c_int64, "double": c_double}
_FORMATS = {"int32_t": "i", "int64_t": "q", "double": "d"}


class psutil_process(c.psutil_process):
    """A handle, which is freed with this object."""

    # The default keeps the function when the interpreter exits and clears this module first.
    def __del__(self, free: Callable[[c.psutil_process], int] = c.psutil_process_free) -> None:
        free(self)


class Calls:
    """The functions. Each is created when it is first used."""

    def __init__(self, library: int, error: Callable[[int], BaseException]) -> None:  # noqa: ARG002 - ctypes has it
        self._error = error

    def adopt(self, handle: int) -> psutil_process:
        """Returns an object for a handle that another function has returned, and that the object is to free."""
        return psutil_process(handle)

    def connection_columns(
        self,
        process: psutil_process | None,
        kind: bytes,
        flags: int,
        address: type[Any],
        no_peer: object,
        statuses: tuple[str, ...],
    ) -> tuple[list[Any], ...]:
        """Returns the columns of sockets, as the function of the extension module does."""
        if process is None:
            rows = self.net_connections(kind, flags)
        else:
            rows = self.process_net_connections(process, kind, flags)
        if not rows:
            return [], [], [], [], [], [], []
        columns: Any = map(list, zip(*rows))
        fd, pid, family, socket_type, local, remote, local_port, remote_port, numbers, *_ = columns
        laddr, raddr = _addresses(address, local, local_port), _addresses(address, remote, remote_port)
        if c.PSUTIL_AF_UNIX in family:
            for i, number in enumerate(family):
                if number == c.PSUTIL_AF_UNIX:
                    laddr[i], raddr[i] = local[i] or "", no_peer
        status = [statuses[number if 0 < number < len(statuses) else 0] for number in numbers]
        return fd, family, socket_type, laddr, raddr, status, pid

    def __getattr__(self, name: str) -> Any:
        if f"psutil_{name}" not in c.FUNCTIONS:
            raise AttributeError(f"no function {name}")
        # Two threads may create a function each: they are alike.
        call = self.__dict__[name] = _make_call(f"psutil_{name}", self._error)
        return call


def _addresses(address: type[Any], ips: Iterable[str], ports: Iterable[int]) -> list[Any]:
    """Returns an address of the class address for each socket, () where there is none."""
    addresses: list[Any] = list(rows_as(address, (ips, ports)))
    if min(ports, default=1) > 0:
        return addresses
    return [item if port > 0 else () for item, port in zip(addresses, ports)]


def _make_call(name: str, error: Callable[[int], BaseException]) -> Callable[..., Any]:
    function: Callable[..., int] = getattr(c, name)
    _since, _code, *inputs = c.FUNCTIONS[name]
    kind, convert = _output(inputs[-1])
    if convert is None:

        def call(*arguments: Any) -> Any:
            code = function(*arguments)
            if code:
                raise error(code)
    else:
        inputs.pop()

        def call(*arguments: Any) -> Any:
            out = kind()
            code = function(*arguments, byref(out))
            if code:
                raise error(code)
            return convert(out)

    records = [getattr(c, c_type[:-1]) if c_type[:-1] in c.RECORDS else None for c_type in inputs]
    if not any(records):
        return call
    return lambda *arguments: call(*[byref(kind(*item)) if kind else item for kind, item in zip(records, arguments)])


def _output(c_type: str) -> tuple[Any, _Convert | None]:
    """Returns the ctypes type of an output and what converts it; None for a type that is an input."""
    base, stars = c_type.rstrip("*"), c_type.count("*")
    if stars == 1 and base in _NUMBERS:
        return _NUMBERS[base], attrgetter("value")
    if c_type == "char**":
        return c_char_p, _block(lambda block: _text(block.value))
    if c_type == "psutil_process**":
        return c.psutil_process, lambda handle: psutil_process(handle.value) if handle else None
    if stars == 1 and base in c.RECORDS:
        return getattr(c, base), _record(base)
    if stars == 2 and base in c.RECORDS:
        convert = _list(base) if base.endswith("_list_t") else _record(base)
        return POINTER(getattr(c, base)), _block(lambda block: convert(block.contents))
    return None, None


def _block(convert: _Convert) -> _Convert:
    def convert_and_free(block: Any) -> Any:
        try:
            return convert(block)
        finally:
            c.psutil_free(block)

    return convert_and_free


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(_ENCODING, _INVALID)


class _TextCache(dict["bytes | None", "str | None"]):
    """C strings as str, each decoded once."""

    def __missing__(self, value: bytes | None) -> str | None:
        decoded = self[value] = _text(value)
        return decoded


def _members(name: str) -> list[tuple[str, str]]:
    """Returns the C type and the name of each member of a record that has a meaning."""
    members = [member.split() for member in c.RECORDS[name]]
    return [(c_type, member) for c_type, member in members if "[" not in c_type and member != "unused"]


_tuples: dict[str, Any] = {}


def tuple_type(name: str) -> Any:
    """Returns the type of the tuples of a record, always the same."""
    if name not in _tuples:
        fields = tuple(member for _, member in _members(name))
        made = named_tuple(name, fields, __name__)
        made.__match_args__ = fields  # type: ignore[misc] # Python 3.9's have none
        _tuples.setdefault(name, made)
    return _tuples[name]


def _record(name: str) -> _Convert:
    """Returns what converts a record to a tuple."""
    made, members = tuple_type(name), _members(name)
    new: Any = tuple.__new__
    if all(c_type in _FORMATS for c_type, _ in members):
        unpack = Struct(_layout_of_numbers(getattr(c, name), members)).unpack_from
        return lambda record: new(made, unpack(record))
    get = attrgetter(*[member for _, member in members])
    converts = [_member(c_type) for c_type, _ in members]
    return lambda record: new(made, [convert(value) for convert, value in zip(converts, get(record))])


def _member(c_type: str) -> _Convert:
    if c_type == "char*":
        return _text
    return _record(c_type) if c_type in c.RECORDS else _identity


def _identity(value: Any) -> Any:
    return value


def _layout_of_numbers(record: type[Structure], members: list[tuple[str, str]]) -> str:
    layout, end = "=", 0
    for c_type, name in members:
        place = getattr(record, name)
        layout += f"{place.offset - end}x{_FORMATS[c_type]}"
        end = place.offset + place.size
    return layout


def _bytes_at(address: int) -> bytes | None:
    return string_at(address) if address else None


def _list(name: str) -> _Convert:
    """Returns what converts a C list to a list."""
    item = c.RECORDS[name][1].split()[0][:-1]
    if item == "char*":
        return lambda found: list(map(_text, elements(found)))
    if item == "psutil_process*":
        return lambda found: [psutil_process(handle.value) for handle in elements(found)]
    if item in _NUMBERS:
        return elements
    members = _members(item)
    if any(c_type in c.RECORDS for c_type, _ in members):
        convert = _record(item)
        return lambda found: [convert(record) for record in elements(found)]
    return _rows(item, members)


def _rows(item: str, members: list[tuple[str, str]]) -> _Convert:
    """Returns what converts a C list of records, column by column: strided slices are faster than a loop."""
    record: Any = getattr(c, item)
    # The format, offset, and distance to the next record, in units of the member's size.
    layout: list[tuple[Any, int, int]] = []
    for c_type, name in members:
        field = getattr(record, name)
        layout.append((_FORMATS.get(c_type, "P"), field.offset // field.size, sizeof(record) // field.size))

    def convert(found: Any) -> list[Any]:
        records = memoryview(string_at(found.items, found.len * sizeof(record)))
        columns: list[Iterable[Any]] = []
        for code, first, step in layout:
            column = records.cast(code)[first::step].tolist()
            columns.append(map(_TextCache().__getitem__, map(_bytes_at, column)) if code == "P" else column)
        return list(rows_as(tuple_type(item), columns))

    return convert
