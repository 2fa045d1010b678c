"""What the library shows to the linker and the loader."""

from __future__ import annotations

import pathlib
import re
import subprocess

import pytest
from cffi_lib import PROTOTYPES


def tool(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture(scope="module")
def symbols(library: pathlib.Path) -> dict[str, str]:
    """Every symbol that the library defines for others, and its version."""
    lines = tool("nm", "-D", "--defined-only", str(library)).splitlines()
    found = [line.split()[-1].split("@") for line in lines if line.split()[1] != "A"]  # A: a version's own name
    return {name[0]: name[-1] for name in found}


def test_exports_psutil_and_nothing_else(symbols: dict[str, str]) -> None:
    assert set(symbols) == set(PROTOTYPES)


def test_each_symbol_has_the_version_that_brought_it(symbols: dict[str, str]) -> None:
    assert symbols == {name: f"PSUTIL_{prototype.since}" for name, prototype in PROTOTYPES.items()}


def test_tests_can_look_deeper_only_in_a_build_of_their_own(library_with_hooks: pathlib.Path) -> None:
    assert "psutil_test_hook" in tool("nm", "-D", "--defined-only", str(library_with_hooks))


def test_soname_and_what_it_needs(library: pathlib.Path) -> None:
    dynamic = tool("readelf", "-dW", str(library))
    assert re.findall(r"\(SONAME\).*\[(.*)\]", dynamic) == ["libpsutil.so.1"]
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)
    assert all(re.fullmatch(r"(libc|libm|libdl|libpthread|ld-linux-.*)\.so(\.\d+)?", name) for name in needed), needed


def test_hardened(library: pathlib.Path) -> None:
    """No text relocations, no executable stack, nothing that can be written and executed, no path of the builder's."""
    dynamic, segments = tool("readelf", "-dW", str(library)), tool("readelf", "-lW", str(library))
    assert "TEXTREL" not in dynamic
    assert "RUNPATH" not in dynamic
    assert "RPATH" not in dynamic
    assert re.search(r"GNU_STACK +(0x0+ +)+0x0+ +0x0+ RW +0", segments), segments
    assert not re.search(r"LOAD .* RWE ", segments)


def test_small_thread_local_storage(library: pathlib.Path) -> None:
    """It comes out of the block that every thread is born with: glibc has little left there for what is loaded later,
    and each copy that a line of forked children loads takes its own."""
    size = re.search(r"TLS +(0x\w+ +){4}(0x\w+)", tool("readelf", "-lW", str(library)))
    assert size is None or int(size[2], 16) <= 16


def test_starts_nothing_at_load(library: pathlib.Path) -> None:
    """One function runs at load, and it is C's."""
    array = re.search(r"INIT_ARRAYSZ\) +(\d+)", tool("readelf", "-dW", str(library)))
    assert array is not None
    assert int(array[1]) <= 16  # the C library's frame_dummy, and the library's
    assert "_rt0_" not in tool("nm", "-D", str(library))


def test_a_build_id_to_know_it_by(library: pathlib.Path) -> None:
    assert re.search(r"Build ID: [0-9a-f]{40}", tool("readelf", "-n", str(library)))
