"""Finds and opens the C library, and creates its declarations for ctypes. Opening the library starts no thread."""

from __future__ import annotations

import ctypes
import os
import sys

from ._lazy import lazy_getattr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn

_FILE = {"win32": "psutil.dll", "darwin": "libpsutil.dylib"}.get(sys.platform, "libpsutil.so")
_SYSTEM = {"win32": "psutil.dll", "darwin": "libpsutil.1.dylib"}.get(sys.platform, "libpsutil.so.1")

# Where make puts the library for this system, below build.
_DIRECTORY = {"win32": ["windows"], "darwin": ["darwin"]}.get(sys.platform, [])
if sys.platform.startswith("freebsd"):
    _DIRECTORY = ["freebsd"]


def _candidate_paths() -> Iterator[str]:
    here = os.path.dirname(os.path.abspath(__file__))
    yield os.path.join(here, _FILE)
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(here)))
    # An installed package is not in a checkout: a directory named build above it is unrelated.
    if os.path.exists(os.path.join(checkout, "include", "psutil.h")):
        yield os.path.join(checkout, "build", *_DIRECTORY, _FILE)


def _open() -> ctypes.CDLL:
    chosen = os.environ.get("LIBPSUTIL_PATH")
    if chosen:
        return _load(os.path.abspath(chosen), "LIBPSUTIL_PATH is set to it; correct or unset LIBPSUTIL_PATH")
    paths = list(_candidate_paths())
    for path in paths:
        if os.path.exists(path):
            return _load(path, "rebuild it with make, or install the libpsutil wheel for this machine")
    return _load(
        _SYSTEM,
        f"{' and '.join(paths)} do not exist; install the libpsutil wheel, run make in a checkout, "
        "or set LIBPSUTIL_PATH to the library's file",
    )


def _load(path: str, advice: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"cannot load the C library of libpsutil, {path}: {error} ({advice})", path=path) from None


def _too_old(name: str, since: str) -> NoReturn:
    try:
        version = ctypes.CFUNCTYPE(ctypes.c_char_p)(("psutil_version", library))().decode()
        found = f"{library._name} is libpsutil {version}, too old for this package"
    except AttributeError:
        found = f"{library._name} is not libpsutil"
    raise ImportError(f"{found}: it has no {name} (since {since}); upgrade it, or correct LIBPSUTIL_PATH if set")


if TYPE_CHECKING:
    POINTER = ctypes.POINTER
else:
    _pointers = {}

    def POINTER(kind):
        """Returns ctypes.POINTER(kind), always the same type.

        When a second interpreter of the process imports ctypes, the cache of ctypes is cleared; the next
        ctypes.POINTER(kind) is then another type, which declared functions reject.
        """
        return _pointers.get(kind) or _pointers.setdefault(kind, ctypes.POINTER(kind))


# The ctypes type of each C type. char* and handles are types of their own, not pointers.
_CTYPES: dict[str, Any] = {
    "void": None,
    "void*": ctypes.c_void_p,
    "char*": ctypes.c_char_p,
    "size_t": ctypes.c_size_t,
    "int8_t": ctypes.c_int8,
    "int16_t": ctypes.c_int16,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "uint8_t": ctypes.c_uint8,
    "uint16_t": ctypes.c_uint16,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "float": ctypes.c_float,
    "double": ctypes.c_double,
}


def declare_module(
    module: dict[str, Any],
    handles: tuple[str, ...],
    records: dict[str, tuple[str, ...]],
    callbacks: dict[str, tuple[str, ...]],
    functions: dict[str, tuple[str, ...]],
) -> Callable[[str], Any]:
    """Returns a module's __getattr__ that creates these declarations, which are given as C types, on first access.

    A function's first item is the version that added it, its second the type it returns. Raises ImportError if the
    library lacks one of the functions.
    """
    for name, words in functions.items():
        try:
            ctypes.c_char.in_dll(library, name)
        except ValueError:
            _too_old(name, since=words[0])

    def kind(c: str) -> Any:
        if c in _CTYPES:
            return _CTYPES[c]
        if c.endswith("]"):
            item, length = c[:-1].split("[")
            return kind(item) * int(length)
        if c.endswith("*") and c[:-1] not in handles:
            return POINTER(kind(c[:-1]))
        return attribute(c.rstrip("*"))

    def make(name: str) -> Any:
        if name in handles:
            return type(name, (ctypes.c_void_p,), {})
        if name in records:
            members = [member.split() for member in records[name]]
            return type(name, (ctypes.Structure,), {"_fields_": [(member, kind(c)) for c, member in members]})
        if name in callbacks:
            return ctypes.CFUNCTYPE(*map(kind, callbacks[name]))
        function = library[name]
        function.restype, *arguments = map(kind, functions[name][1:])
        # Checking an argument against its type takes as long as the call. Handles and byref() need no check; numbers
        # and strings need it, for their width and conversion.
        if not all(issubclass(argument, (ctypes.c_void_p, ctypes._Pointer)) for argument in arguments):
            function.argtypes = arguments
        return function

    attribute = lazy_getattr(module, {*handles, *records, *callbacks, *functions}, make)
    return attribute


library = _open()
