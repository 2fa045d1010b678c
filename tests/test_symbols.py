"""The library as the linker and the loader see it."""

from __future__ import annotations

import pathlib
import re
import subprocess

import pytest
from cffi_lib import PROTOTYPES
from conftest import MUSL


def tool(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture(scope="module")
def symbols(library: pathlib.Path) -> dict[str, str]:
    """Returns the exported symbols and their versions."""
    lines = tool("nm", "-D", "--defined-only", str(library)).splitlines()
    found = [line.split()[-1].split("@") for line in lines if line.split()[1] != "A"]  # A: a version's own name
    return {name[0]: name[-1] for name in found}


def test_exports_the_public_functions_only(symbols: dict[str, str]) -> None:
    assert set(symbols) == set(PROTOTYPES)


def test_symbol_versions(symbols: dict[str, str]) -> None:
    assert symbols == {name: f"PSUTIL_{prototype.since}" for name, prototype in PROTOTYPES.items()}


def test_test_hooks_are_in_their_own_build_only(library_with_hooks: pathlib.Path) -> None:
    assert "psutil_test_hook" in tool("nm", "-D", "--defined-only", str(library_with_hooks))


def test_soname_and_needed_libraries(library: pathlib.Path) -> None:
    dynamic = tool("readelf", "-dW", str(library))
    assert re.findall(r"\(SONAME\).*\[(.*)\]", dynamic) == ["libpsutil.so.1"]
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)
    assert all(re.fullmatch(r"(libc|libm|libdl|libpthread|ld-linux-.*)\.so(\.\d+)?", name) for name in needed), needed


def test_hardened(library: pathlib.Path) -> None:
    """No text relocations, executable stack, writable and executable segment, or path of the build machine."""
    dynamic, segments = tool("readelf", "-dW", str(library)), tool("readelf", "-lW", str(library))
    assert "TEXTREL" not in dynamic
    assert "RUNPATH" not in dynamic
    assert "RPATH" not in dynamic
    assert re.search(r"GNU_STACK +(0x0+ +)+0x0+ +0x0+ RW +0", segments), segments
    assert not re.search(r"LOAD .* RWE ", segments)


def test_small_thread_local_storage(library: pathlib.Path) -> None:
    """glibc has little of it left for libraries that are loaded at run time."""
    size = re.search(r"TLS +(0x\w+ +){4}(0x\w+)", tool("readelf", "-lW", str(library)))
    assert size is None or int(size[2], 16) <= (32 if MUSL else 24)


def test_starts_nothing_at_load(library: pathlib.Path) -> None:
    """One function runs at load, and it is in C."""
    array = re.search(r"INIT_ARRAYSZ\) +(\d+)", tool("readelf", "-dW", str(library)))
    assert array is not None
    assert int(array[1]) <= 16  # the C library's frame_dummy, and the library's
    assert "_rt0_" not in tool("nm", "-D", str(library))


def test_build_id(library: pathlib.Path) -> None:
    assert re.search(r"Build ID: [0-9a-f]{40}", tool("readelf", "-n", str(library)))
