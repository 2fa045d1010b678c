"""Exports a process table through Arrow's PyCapsule interface. CPython only: capsules are part of its C API.

A capsule points to a structure in memory of this module. The consumer moves the content out of the structure; otherwise
this module has to release it. A destructor in Python cannot do that, since it may run while an exception is raised.
Instead each capsule and its structure are kept until no other reference to the capsule remains.
"""

from __future__ import annotations

import ctypes
import sys

from . import _declarations as c

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._core import Library

_new_capsule: Any = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi)
)
_release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Schema(ctypes.Structure):
    """struct ArrowSchema. release is NULL once the content was moved out."""

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

_handed_out: list[tuple[object, Any]] = []  # capsules and their structures


def _references(export: tuple[object, Any]) -> int:
    return sys.getrefcount(export[0])


_BASE_REFCOUNT = _references((object(), None))


def _new_capsule_for(structure: Any) -> object:
    for export in _handed_out[:]:
        if _references(export) == _BASE_REFCOUNT:
            _release_unused(export)
    capsule = _new_capsule(ctypes.addressof(structure), _NAMES[type(structure)], None)
    _handed_out.append((capsule, structure))
    return capsule


def _release_unused(export: tuple[object, Any]) -> None:
    try:
        _handed_out.remove(export)
    except ValueError:  # another thread removed it
        return
    structure = export[1]
    if structure.release:
        _release(structure.release)(ctypes.addressof(structure))


def array(library: Library, table: c.psutil_table) -> tuple[object, object]:
    """Returns the capsules of __arrow_c_array__: a schema and an array."""
    structures = _Schema(), _Array()
    library.check(c.psutil_table_export_arrow(table, *map(ctypes.byref, structures)))
    schema, content = structures
    return _new_capsule_for(schema), _new_capsule_for(content)


def schema(library: Library, table: c.psutil_table) -> object:
    """Returns the capsule of __arrow_c_schema__."""
    return array(library, table)[0]


def stream(library: Library, table: c.psutil_table) -> object:
    """Returns the capsule of __arrow_c_stream__: a stream of one array."""
    structure = _Stream()
    library.check(c.psutil_table_export_arrow_stream(table, ctypes.byref(structure)))
    return _new_capsule_for(structure)
