"""Go neither reads nor writes memory of the host: a bad pointer faults in C, as in any C library."""

from __future__ import annotations

import pathlib

import pytest
from conftest import Host
from test_limits import needs_own_memory


@pytest.mark.parametrize("how", ["pages", "jumps", "failures"])
def test_host_memory(host: Host, how: str) -> None:
    """Pages that the host's handler unprotects, pointers that it jumps away from, and outputs of failing calls."""
    host("managed_memory", how)


@needs_own_memory
def test_stale_addresses_of_the_heap_are_harmless(host: Host, library_with_hooks: pathlib.Path) -> None:
    """Go stores pointers in memory of C while its garbage is collected."""
    result = host("stale_pointers", against=library_with_hooks)
    assert (result.stdout, result.stderr) == ("ended\n", "")


def test_go_asks_for_its_heap_at_address_zero(host: Host) -> None:
    """One of 65,536 starts does, by Go's random numbers; here the start in the parent and that in its child."""
    host("heap_at_zero")
