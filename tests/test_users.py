"""Users who are logged in: tests/programs/users.c against psutil.

Few machines that run tests have a user logged in, so a utmp file is mounted where both psutil and libpsutil read it.
"""

from __future__ import annotations

import json
import platform
import struct
import sys
from typing import Any

import psutil
import pytest
from conftest import Host, RunWithFiles, measured, needs_glibc

pytestmark = pytest.mark.unprivileged

PSUTIL_USERS = "import json, psutil; print(json.dumps([list(user) for user in psutil.users()]))"


def parse(measurements: dict[str, str]) -> list[list[Any]]:
    """The users that the program lists, in psutil's form."""
    rows = [value.split("\t") for value in measurements.values()]
    return [[u[0], u[1] or None, u[2] or None, float(u[3]), int(u[4])] for u in rows]


def login(kind: int, pid: int, line: str, user: str, host: str, started: int) -> bytes:
    """One record of utmp."""
    wide = platform.machine() in ("aarch64", "riscv64", "s390x", "loongarch64")
    layout = "@hi32s4s32s256shh" + ("lll" if wide else "iii") + "16s20s"
    text = (line.encode(), b"id", user.encode(), host.encode())
    record = struct.pack(layout, kind, pid, *text, 0, 0, 0, started, 0, b"", b"")
    return record.ljust(400 if wide else 384, b"\0")


def test_users_of_a_utmp_file(host: Host, run_with_files: RunWithFiles) -> None:
    """The library sorts by start; psutil keeps the file's order.

    Only the host fills its field here, since psutil reads past the end of a full name or line.
    """
    utmp = b"".join(
        [
            login(2, 0, "~", "reboot", "6.1.0", 1_700_000_000),
            login(7, 1003, "pts/1", "late", "192.0.2.1", 1_700_000_003),
            login(7, 1001, "tty1", "ann", "", 1_700_000_001),
            login(7, 1002, ":0", "bob", ":0", 1_700_000_002),
            login(8, 1004, "pts/2", "exited", "", 1_700_000_004),
            login(7, 1005, "pts/3", "far", "n" * 300, 1_700_000_005),
        ]
    )
    files: dict[str, str | bytes] = {"run/utmp": utmp}
    expected = json.loads(run_with_files(files, sys.executable, "-c", PSUTIL_USERS).stdout)
    actual = parse(measured(run_with_files(files, host.program("users"), "list")))
    assert len(actual) == 4
    assert actual == sorted(expected, key=lambda user: user[3])


def test_users_of_this_system(host: Host) -> None:
    expected = sorted([list(user) for user in psutil.users()], key=lambda user: float(user[3] or 0))
    assert parse(measured(host("users", "list"))) == expected


def test_no_leak(host: Host) -> None:
    host("users", "leak", timeout=120)


def test_misuse(host: Host) -> None:
    host("users", "misuse")


@needs_glibc
def test_users_that_cannot_be_looked_up(host: Host) -> None:
    """ENOMEM, EMFILE and ENFILE of getpwuid_r are errors; with every other error number the user has no name."""
    host("user_names", flags=["-rdynamic"])
