"""malloc's heap: tests/programs/heap.c, and this process's own heap against psutil."""

from __future__ import annotations

import ctypes

import psutil
import pytest
from conftest import LIBRARY, Host, needs_glibc


def test_allocated_blocks_are_counted(host: Host) -> None:
    host("heap", "count")


@needs_glibc  # Python runs with glibc
def test_heap_like_psutil_in_the_same_process() -> None:
    """Within 1 MiB, since both calls allocate."""
    info = (ctypes.c_int64 * 7)()
    assert ctypes.CDLL(str(LIBRARY)).psutil_heap_info(info) == 0
    expected = psutil.heap_info()
    assert info[0] == pytest.approx(expected.heap_used, abs=1 << 20)
    assert info[1] == pytest.approx(expected.mmap_used, abs=1 << 20)


def test_misuse(host: Host) -> None:
    host("heap", "misuse")
