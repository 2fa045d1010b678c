"""Finding and opening the library. Opening starts nothing: that happens inside, at the first call."""

from __future__ import annotations

import ctypes
import os
import sys

from ._later import later

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


def bind(name: str, since: str, types: Callable[[], tuple[Any, ...]]) -> Any:
    """A function of the library, for later; types gives the ctypes types of what it returns and takes.

    Raises ImportError at once where the library is too old to have it; since is the version that brought it.
    """
    try:
        ctypes.c_char.in_dll(library, name)
    except ValueError:
        _too_old(name, since)

    def make() -> Any:
        function = library[name]
        function.restype, *arguments = types()
        # Held against its type, an argument takes as long as the call. A handle and byref are what they are; the width
        # of a number, and what a str is to C, ctypes must be told.
        if not all(issubclass(argument, (ctypes.c_void_p, ctypes._Pointer)) for argument in arguments):
            function.argtypes = arguments
        return function

    return later(make)


if TYPE_CHECKING:
    POINTER = ctypes.POINTER
    Record = ctypes.Structure
else:
    _pointers = {}

    def POINTER(kind):
        """ctypes.POINTER, with a memory of its own: each interpreter of the process that imports ctypes empties that of
        all others, and the next POINTER(kind) is a type that functions do not take.
        """
        return _pointers.get(kind) or _pointers.setdefault(kind, ctypes.POINTER(kind))

    class _Kind(type):
        def __new__(cls, name, _bases, namespace):
            def make():
                fields = namespace["_fields_"].make()
                return type(ctypes.Structure)(name, (ctypes.Structure,), {**namespace, "_fields_": fields})

            return later(make)

    # To be inherited from: a ctypes.Structure for later, whose _fields_ are for later as well.
    Record = type.__new__(_Kind, "Record", (), {})


library = _open()
