"""Finding and opening the library. Opening starts nothing: that happens inside, at the first call."""

from __future__ import annotations

import ctypes
import os
import sys

from ._later import attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn

_FILE = {"win32": "psutil.dll", "darwin": "libpsutil.dylib"}.get(sys.platform, "libpsutil.so")
_SYSTEM = {"win32": "psutil.dll", "darwin": "libpsutil.1.dylib"}.get(sys.platform, "libpsutil.so.1")


def _places() -> Iterator[str]:
    here = os.path.dirname(os.path.abspath(__file__))
    yield os.path.join(here, _FILE)
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(here)))
    # Where an installed package stands, three folders up is no checkout, and a build folder there is a stranger's.
    if os.path.exists(os.path.join(checkout, "include", "psutil.h")):
        yield os.path.join(checkout, "build", _FILE)


def _open() -> ctypes.CDLL:
    chosen = os.environ.get("LIBPSUTIL_PATH")
    if chosen:
        return _load(os.path.abspath(chosen), "LIBPSUTIL_PATH names it; correct that, or unset it")
    places = list(_places())
    for place in places:
        if os.path.exists(place):
            return _load(place, "build it anew with make, or install the libpsutil wheel for this machine")
    return _load(
        _SYSTEM,
        f"nor is there {' or '.join(places)}; install the libpsutil wheel, run make in a checkout, "
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
        """ctypes.POINTER, with a memory of its own: each interpreter of the process that imports ctypes empties that of
        all others, and the next POINTER(kind) is a type that functions do not take.
        """
        return _pointers.get(kind) or _pointers.setdefault(kind, ctypes.POINTER(kind))


# What C's types are in ctypes. Text is a value of its own there, and so are handles.
_KINDS: dict[str, Any] = {
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


def declared(
    module: dict[str, Any],
    handles: tuple[str, ...],
    records: dict[str, tuple[str, ...]],
    callbacks: dict[str, tuple[str, ...]],
    functions: dict[str, tuple[str, ...]],
) -> Callable[[str], Any]:
    """The __getattr__ of a module that declares these in C's words, each of which it makes when it is first asked for.

    Raises ImportError at once where the library is too old to have one of the functions.
    """
    for name, words in functions.items():
        try:
            ctypes.c_char.in_dll(library, name)
        except ValueError:
            _too_old(name, since=words[0])

    def kind(c: str) -> Any:
        if c in _KINDS:
            return _KINDS[c]
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
        # Held against its type, an argument takes as long as the call. A handle and byref are what they are; the width
        # of a number, and what a str is to C, ctypes must be told.
        if not all(issubclass(argument, (ctypes.c_void_p, ctypes._Pointer)) for argument in arguments):
            function.argtypes = arguments
        return function

    attribute = attributes(module, {*handles, *records, *callbacks, *functions}, make)
    return attribute


library = _open()
