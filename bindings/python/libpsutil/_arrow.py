"""Exports a process table through Arrow's PyCapsule interface. CPython only: capsules are part of its C API.

A capsule points to a structure in memory of this module. The consumer moves the content out of the structure; otherwise
this module has to release it. A destructor in Python cannot do that, since it may run while an exception is raised.
Instead each capsule and its structure are kept until no other reference to the capsule remains.
"""

from __future__ import annotations

import ctypes
import sys

from . import _declarations as c
from ._lazy import install_lazy, lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._core import Library

# This module, whose lazy attributes below are created at the first export.
_this: Any = sys.modules[__name__]

_new_capsule: Any = lazy(
    lambda: ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
        ("PyCapsule_New", ctypes.pythonapi)
    )
)
_release: Any = lazy(lambda: ctypes.CFUNCTYPE(None, ctypes.c_void_p))


def _structure(name: str, **fields: Any) -> Any:
    """Returns a structure type with these fields, then release, which is NULL once the content was moved out."""
    end = {"release": ctypes.c_void_p, "private": ctypes.c_void_p}
    return type(name, (ctypes.Structure,), {"_fields_": tuple({**fields, **end}.items())})


_Schema: Any = lazy(lambda: _structure("ArrowSchema", content=ctypes.c_void_p * 7))
_Array: Any = lazy(lambda: _structure("ArrowArray", numbers=ctypes.c_int64 * 5, content=ctypes.c_void_p * 3))
_Stream: Any = lazy(lambda: _structure("ArrowArrayStream", content=ctypes.c_void_p * 3))

_handed_out: list[tuple[object, Any]] = []  # capsules and their structures


def _references(export: tuple[object, Any]) -> int:
    return sys.getrefcount(export[0])


_BASE_REFCOUNT: Any = lazy(lambda: _references((object(), None)))  # of a capsule without other references; CPython


def _new_capsule_for(structure: Any, name: bytes) -> object:
    for export in _handed_out[:]:
        if _references(export) == _this._BASE_REFCOUNT:
            _release_unused(export)
    capsule = _this._new_capsule(ctypes.addressof(structure), name, None)
    _handed_out.append((capsule, structure))
    return capsule


def _release_unused(export: tuple[object, Any]) -> None:
    try:
        _handed_out.remove(export)
    except ValueError:  # another thread removed it
        return
    structure = export[1]
    if structure.release:
        _this._release(structure.release)(ctypes.addressof(structure))


def array(library: Library, table: c.psutil_table) -> tuple[object, object]:
    """Returns the capsules of __arrow_c_array__: a schema and an array."""
    structures = _this._Schema(), _this._Array()
    library.check(c.psutil_table_export_arrow(table, *map(ctypes.byref, structures)))
    schema, content = structures
    return _new_capsule_for(schema, b"arrow_schema"), _new_capsule_for(content, b"arrow_array")


def schema(library: Library, table: c.psutil_table) -> object:
    """Returns the capsule of __arrow_c_schema__."""
    return array(library, table)[0]


def stream(library: Library, table: c.psutil_table) -> object:
    """Returns the capsule of __arrow_c_stream__: a stream of one array."""
    structure = _this._Stream()
    library.check(c.psutil_table_export_arrow_stream(table, ctypes.byref(structure)))
    return _new_capsule_for(structure, b"arrow_array_stream")


if not TYPE_CHECKING:
    __getattr__ = install_lazy(globals())
