"""The process events connector, read with Python alone: whether the kernel reports to this process."""

from __future__ import annotations

import errno
import functools
import os
import socket
import struct

NETLINK_CONNECTOR = 11
LISTEN, IGNORE = 1, 2


@functools.cache
def reports_here() -> bool:
    """Returns whether the kernel acknowledges a request for process events of this process and user."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC, NETLINK_CONNECTOR) as connector:
        try:
            connector.bind((0, 1))
            connector.sendto(_request(LISTEN), (0, 0))
        except (ConnectionRefusedError, PermissionError):
            return False
        acknowledged = False
        while not acknowledged:
            try:
                message = connector.recv(256, socket.MSG_DONTWAIT)
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno != errno.ENOBUFS:  # events of other processes were lost, behind the acknowledgement
                    raise
                continue
            what, denied = struct.unpack_from("=I", message, 36)[0], struct.unpack_from("=I", message, 52)[0]
            acknowledged = what == 0 and not denied and struct.unpack_from("=I", message, 28)[0] == os.getpid() + 1
        connector.sendto(_request(IGNORE), (0, 0))
    return acknowledged


def _request(operation: int) -> bytes:
    return struct.pack("=IHHII IIIIHH I", 40, 3, 0, 0, 0, 1, 1, 0, os.getpid(), 4, 0, operation)
