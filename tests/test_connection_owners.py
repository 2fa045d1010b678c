"""The owners of sockets, by a BPF program and by procfs."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any

import pytest
from table_values import LIB

pytestmark = pytest.mark.unprivileged


def test_owners_by_bpf_are_those_of_procfs() -> None:
    """Also where BPF may not be used; then both come from procfs."""
    functions = LIB.functions
    held = [socket.socket(family, kind) for family in (socket.AF_INET, socket.AF_INET6) for kind in (1, 2)]
    held[0].bind(("127.0.0.1", 0))
    held[0].listen()
    held += socket.socketpair()
    child = os.fork()  # a second owner of each
    if child == 0:
        signal.pause()
    try:

        def owners(flags: int) -> set[tuple[Any, ...]]:
            found = LIB.call("psutil_net_connections", b"all", LIB.CONNECTIONS_PIDS | flags)
            us = (child, os.getpid())  # the one with the higher PID is reported
            return {(c.family, c.type, c.local_address, c.local_port, c.status, c.fd) for c in found if c.pid in us}

        expected = owners(0)
        assert len(expected) >= 3
        assert owners(LIB.CONNECTIONS_BPF) == expected
        assert functions.psutil_net_connections(b"all", 8, LIB.ffi.new("psutil_connection_list_t **")) != LIB.OK
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for one in held:
            one.close()
