"""The C functions with Python values: by the extension module where it can be loaded, by ctypes elsewhere.

The environment variable LIBPSUTIL_PYTHON chooses: "ctypes", or "extension", which raises ImportError where it cannot be
loaded. PyPy, free-threaded CPython and CPython 3.9 use ctypes.
"""

from __future__ import annotations

import os
import sys

from ._loader import library
from ._records import record_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from ._extension import Calls

    _T = TypeVar("_T")

_VARIABLE = "LIBPSUTIL_PYTHON"


def _reason_for_ctypes() -> str:
    """Returns why this interpreter cannot load the extension module, "" if it can."""
    if sys.implementation.name != "cpython":
        return f"{sys.implementation.name} does not have CPython's stable ABI"
    if sys.version_info < (3, 10):
        return "Python is older than 3.10"
    if "free-threading" in sys.version:  # Windows has no sys.abiflags before 3.14
        return "free-threaded Python does not have the stable ABI"
    return ""


def _choose() -> Any:
    chosen = os.environ.get(_VARIABLE) or "any"
    if chosen not in ("any", "ctypes", "extension"):
        raise ImportError(f"{_VARIABLE}: {chosen!r}: expected ctypes or extension")
    reason = _reason_for_ctypes()
    if chosen != "ctypes" and not reason:
        try:
            from . import _extension

            _extension.Calls(library._handle, RuntimeError)  # opens its functions
        except ImportError as error:
            reason = str(error)
        else:
            return _extension
    if chosen == "extension":
        raise ImportError(f"cannot load the extension module of libpsutil, as {_VARIABLE} says: {reason}")
    from . import _calls_ctypes

    return _calls_ctypes


implementation: Any = _choose()


def make_calls(error: Callable[[int], BaseException]) -> Calls:
    """Returns the functions, which raise what error returns for an error code."""
    calls: Calls = implementation.Calls(library._handle, error)
    return calls


def record_converter(kind: Callable[[], type[_T]], absent: object = -1) -> Callable[[Any], _T]:
    """Returns a function that converts a record to a named tuple with members of the same names.

    kind returns the class of the tuple and is called at the first conversion. absent replaces numbers that the system
    does not report: -1 and NaN.
    """
    convert: Callable[[Any], _T] = implementation.record_converter(lambda record: record_fields(kind(), record), absent)
    return convert
