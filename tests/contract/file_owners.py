"""Contracts of the owners of files. test_file_owners.py tests more."""

from __future__ import annotations

import os
import tempfile

from .check import contract
from .fixtures import TestProcesses
from .system import has_no_memory, text

UNKNOWN_FLAGS = (8, 16, -1, 2**31 - 1, -(2**31))


@contract(
    "psutil_file_owners",
    inputs=lambda env: (text(env, b"/dev/null"), 0),
    invalid=lambda env: [(text(env, b"/dev/null"), flags) for flags in UNKNOWN_FLAGS],
)
def _(env: TestProcesses) -> None:
    library = env.library
    with tempfile.NamedTemporaryFile() as file:
        for flags in (0, library.FILE_OWNERS_BPF, library.FILE_OWNERS_UNREADABLE):
            found = env.call("psutil_file_owners", text(env, os.fsencode(file.name)), flags)
            mine = [owner for owner in found if owner.use != library.FILE_USE_UNKNOWN]
            assert [(owner.pid, owner.use, owner.fd) for owner in mine] == [
                (env.me_pid, library.FILE_USE_OPEN, file.fileno())
            ]
            assert mine[0].mode == b"r+"
    for pid in env.me_pid, env.child_process.pid:
        executable = text(env, os.fsencode(f"/proc/{pid}/exe"))
        uses = [owner.use for owner in env.call("psutil_file_owners", executable, 0) if owner.pid == pid]
        assert uses == [library.FILE_USE_MAPPED, library.FILE_USE_EXE]


def no_use(env: TestProcesses) -> None:
    for number in (-1, 6, 99, 2**31 - 1, -(2**31)):
        assert env.call("psutil_file_use_name", number) == b"?"


@contract("psutil_file_use_name", misuse=no_use, leak=has_no_memory("psutil_file_use_name"))
def _(env: TestProcesses) -> None:
    names = [env.call("psutil_file_use_name", number).decode() for number in range(6)]
    assert names == ["unknown", "open", "mapped", "exe", "root", "cwd"]
    assert env.call("psutil_file_use_name", env.library.FILE_USE_CWD) == b"cwd"
