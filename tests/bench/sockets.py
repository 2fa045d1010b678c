"""Sockets for peers to read: sockets.py NUMBER. Prints its PID when they are there; they close when its input ends.

A quarter are UDP, the others TCP: a listener with connections to it, of both ends.
"""

from __future__ import annotations

import os
import socket
import sys


def main() -> None:
    number = int(sys.argv[1])
    made = []
    for family, host in (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"):
        half, datagrams = number // 2, number // 8
        for _ in range(datagrams):
            made.append(socket.socket(family, socket.SOCK_DGRAM))
            made[-1].bind((host, 0))
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.bind((host, 0))
        listener.listen()
        made.append(listener)
        for _ in range((half - datagrams - 1) // 2):
            made.append(socket.create_connection(listener.getsockname()[:2]))
            made.append(listener.accept()[0])
    print(os.getpid(), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
