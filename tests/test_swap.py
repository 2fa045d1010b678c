"""Swap memory: tests/programs/swap.c against psutil at the same moment."""

from __future__ import annotations

import psutil
import pytest
from conftest import Host, assert_between, measured, numbers


def test_swap_memory(host: Host) -> None:
    """Used swap within 64 MiB, and the percentage accordingly, since the kernel swaps in and out."""
    earlier = psutil.swap_memory()
    total, used, free, percent, swapped_in, swapped_out = numbers(measured(host("swap", "numbers"))["swap"])
    later = psutil.swap_memory()
    assert total == earlier.total
    assert used + free == total
    assert used == pytest.approx(earlier.used, abs=64 << 20)
    assert percent == pytest.approx(earlier.percent, abs=0.1 + (64 << 20) / max(total, 64 << 20) * 100)
    if not total:
        assert percent == 0
    assert_between([earlier.sin, earlier.sout], [max(swapped_in, 0), max(swapped_out, 0)], [later.sin, later.sout])


def test_misuse(host: Host) -> None:
    host("swap", "misuse")


def test_no_leak(host: Host) -> None:
    host("swap", "leak", timeout=120)
