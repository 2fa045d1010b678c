"""A process table as the capsules of Arrow's PyCapsule interface. CPython alone: a capsule is a thing of its C API.

A capsule holds memory of ours with a structure in it, which the consumer empties, or else we have to release. No
destructor of ours sees the capsule go: it would be Python that runs while an exception is on its way. So whatever was
handed out stays here until nobody else has the capsule any more.
"""

from __future__ import annotations

import ctypes
import sys

from . import _declarations as c

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._table import Table

_new_capsule: Any = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi)
)
_release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Schema(ctypes.Structure):
    """struct ArrowSchema, as far as it is our affair; release is NULL once it is empty."""

    _fields_ = (("content", ctypes.c_void_p * 7), ("release", ctypes.c_void_p), ("private", ctypes.c_void_p))


class _Array(ctypes.Structure):
    """struct ArrowArray."""

    _fields_ = (
        *(("numbers", ctypes.c_int64 * 5), ("content", ctypes.c_void_p * 3)),
        *(("release", ctypes.c_void_p), ("private", ctypes.c_void_p)),
    )


class _Stream(ctypes.Structure):
    """struct ArrowArrayStream."""

    _fields_ = (("content", ctypes.c_void_p * 3), ("release", ctypes.c_void_p), ("private", ctypes.c_void_p))


_NAMES = {_Schema: b"arrow_schema", _Array: b"arrow_array", _Stream: b"arrow_array_stream"}

_handed_out: list[tuple[object, Any]] = []  # capsules, and the structures in them


def _references(export: tuple[object, Any]) -> int:
    return sys.getrefcount(export[0])


_NONE_BUT_OURS = _references((object(), None))


def _hand_out(structure: Any) -> object:
    for export in _handed_out[:]:
        if _references(export) == _NONE_BUT_OURS:
            _take_back(export)
    capsule = _new_capsule(ctypes.addressof(structure), _NAMES[type(structure)], None)
    _handed_out.append((capsule, structure))
    return capsule


def _take_back(export: tuple[object, Any]) -> None:
    try:
        _handed_out.remove(export)
    except ValueError:  # another thread has
        return
    structure = export[1]
    if structure.release:
        _release(structure.release)(ctypes.addressof(structure))


def array(table: Table) -> tuple[object, object]:
    """For __arrow_c_array__: a schema and an array."""
    structures = _Schema(), _Array()
    table._library.check(c.psutil_table_export_arrow(table._handle, *map(ctypes.byref, structures)))
    schema, content = structures
    return _hand_out(schema), _hand_out(content)


def schema(table: Table) -> object:
    """For __arrow_c_schema__."""
    return array(table)[0]


def stream(table: Table) -> object:
    """For __arrow_c_stream__: a stream of one array."""
    structure = _Stream()
    table._library.check(c.psutil_table_export_arrow_stream(table._handle, ctypes.byref(structure)))
    return _hand_out(structure)
