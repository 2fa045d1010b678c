"""Sockets of this process in every state that TCP shows while they last, over loopback alone.

TCP_CLOSE is not among them: a closed socket is in no table.
"""

from __future__ import annotations

import contextlib
import socket

TCP_DEFER_ACCEPT = 9

# What each call adds to the tables, by psutil's names. TIME_WAIT and SYN_RECV belong to no descriptor.
STATES = {
    "LISTEN",
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECV",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "CLOSE_WAIT",
    "LAST_ACK",
    "CLOSING",
    "TIME_WAIT",
}


def listening(family: int, host: str, backlog: int = 8) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind((host, 0))
    listener.listen(backlog)
    return listener


def pair(listener: socket.socket) -> tuple[socket.socket, socket.socket]:
    client = socket.socket(listener.family, socket.SOCK_STREAM)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(listener.getsockname())
    server, _ = listener.accept()
    return client, server


def fill(sender: socket.socket) -> None:
    """Sends until the other end accepts no more, so that further data waits."""
    sender.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            sender.send(b"x" * 65536)


def sockets(family: int = socket.AF_INET, host: str = "127.0.0.1") -> list[socket.socket]:
    """Returns sockets in all STATES, which last as long as the result. (SYN_RECV lasts about a minute.)"""
    listener = listening(family, host)
    kept = [listener, *pair(listener)]

    client, server = pair(listener)
    client.shutdown(socket.SHUT_WR)  # FIN_WAIT2 and CLOSE_WAIT
    kept += [client, server]

    client, server = pair(listener)
    fill(client)
    client.shutdown(socket.SHUT_WR)  # FIN_WAIT1: the data before it is not accepted
    kept += [client, server]

    client, server = pair(listener)
    client.shutdown(socket.SHUT_WR)
    fill(server)
    server.shutdown(socket.SHUT_WR)  # LAST_ACK
    kept += [client, server]

    client, server = pair(listener)
    fill(client)
    client.shutdown(socket.SHUT_WR)
    server.shutdown(socket.SHUT_WR)  # CLOSING
    kept += [client, server]

    client, server = pair(listener)
    client.shutdown(socket.SHUT_WR)
    server.close()
    client.recv(1)
    client.close()  # TIME_WAIT

    deferring = listening(family, host)
    deferring.setsockopt(socket.IPPROTO_TCP, TCP_DEFER_ACCEPT, 60)
    client = socket.socket(family, socket.SOCK_STREAM)
    client.connect(deferring.getsockname())  # ESTABLISHED, and SYN_RECV at the other end
    kept += [deferring, client]

    full = listening(family, host, 0)
    for _ in range(4):
        client = socket.socket(family, socket.SOCK_STREAM)
        client.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            client.connect(full.getsockname())  # the first ones are accepted, the others wait: SYN_SENT
        kept.append(client)
    kept.append(full)
    return kept
