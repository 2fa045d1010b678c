"""The library through its own header: cffi reads include/psutil.h, so that tests call what a C program calls."""

from __future__ import annotations

import pathlib
import re
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import cffi  # type: ignore[import-untyped]
from conftest import LIBRARY, ROOT

ffi = cffi.FFI()
_text = (ROOT / "include" / "psutil.h").read_text()
_text = re.sub(r"#ifdef __cplusplus\n.*?#endif\n", "", _text, flags=re.DOTALL)
ffi.cdef(re.sub(r"^#.*$", "", _text, flags=re.MULTILINE))
# A copy that everybody can read: children that become another user load it again, wherever the checkout is.
_place = tempfile.TemporaryDirectory(prefix="libpsutil-header-")
pathlib.Path(_place.name).chmod(0o755)
lib: Any = ffi.dlopen(shutil.copy(LIBRARY.resolve(), _place.name))


class Failed(Exception):
    """A call that failed: its code, as a name without the PSUTIL_ERR_, and what psutil_last_error says."""

    def __init__(self, code: int) -> None:
        info = lib.psutil_last_error()
        self.name = text(lib.psutil_error_name(code)).removeprefix("PSUTIL_ERR_")
        self.message = text(info.message)
        super().__init__(f"{self.name}: {self.message}")


def text(chars: Any) -> Any:
    """A string as Python's own: what is no UTF-8 as os.fsdecode has it; None for NULL."""
    return None if chars == ffi.NULL else ffi.string(chars).decode("utf-8", "surrogateescape")


def check(code: int) -> None:
    if code != lib.PSUTIL_OK:
        raise Failed(code)


class Process:
    """A handle, given back at the end of a with."""

    def __init__(self, pid: int) -> None:
        out = ffi.new("psutil_process **")
        check(lib.psutil_process_new(pid, out))
        self.handle = out[0]

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        check(lib.psutil_process_free(self.handle))

    def call(self, name: str, *arguments: object) -> None:
        """A function without an output."""
        check(getattr(lib, f"psutil_process_{name}")(self.handle, *arguments))

    def get(self, name: str, *arguments: object) -> Any:
        """A function's answer: a number, a string, a dict for a record, a list of any of them."""
        function = getattr(lib, f"psutil_process_{name}")
        place = ffi.new(ffi.typeof(function).args[-1])
        check(function(self.handle, *arguments, place))
        return answer(place[0])


def answer(value: Any) -> Any:
    """What a call put at its output, as Python values; blocks are given back."""
    if not isinstance(value, ffi.CData):
        return value
    kind = ffi.typeof(value)
    if kind.kind == "struct":
        return record(value)
    convert: Callable[[Any], Any] = text if kind.item.cname == "char" else items
    try:
        return convert(value)
    finally:
        lib.psutil_free(value)


def items(block: Any) -> list[Any]:
    return [field(block.items[i]) for i in range(block.len)]


def record(struct: Any) -> dict[str, Any]:
    names = [name for name, _ in ffi.typeof(struct).fields]
    return {name: field(getattr(struct, name)) for name in names if name != "reserved"}


def field(value: Any) -> Any:
    if not isinstance(value, ffi.CData):
        return value
    return record(value) if ffi.typeof(value).kind == "struct" else text(value)
