"""Go neither reads nor writes memory of the host: a bad pointer faults in C, as in any C library."""

from __future__ import annotations

import pytest
from conftest import Host


@pytest.mark.parametrize("how", ["pages", "jumps", "failures"])
def test_host_memory(host: Host, how: str) -> None:
    """Pages that the host's handler unprotects, pointers that it jumps away from, and outputs of failing calls."""
    host("managed_memory", how)
