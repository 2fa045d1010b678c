"""The table goes on: table readers. That their tables are right is in test_table_reader.py."""

from __future__ import annotations

import os
from typing import Any

import pytest

from .check import Failed, assert_no_leak, contract
from .fixtures import TestProcesses
from .process_table import NOT_COLUMNS

UNKNOWN_FLAGS = (8, 2**31 - 1, -1, -(2**31))


@contract(
    "psutil_table_reader_new",
    inputs=lambda env: (env.columns, 4, 0),
    invalid=lambda env: [
        *(([env.library.COLUMN_PID, c], 2, 0) for c in NOT_COLUMNS),
        *((env.columns, 4, flags) for flags in (*UNKNOWN_FLAGS, env.library.READER_STRICT)),
        ([0], 2**40, 0),
        ([0], 2**64 - 1, 0),
    ],
)
def _(env: TestProcesses) -> None:
    """Without STRICT each combination of flags makes a reader."""
    for flags in (0, env.library.READER_FILE, env.library.READER_BPF, env.library.READER_FILE | env.library.READER_BPF):
        reader = env.call("psutil_table_reader_new", [], 0, flags)
        assert (env.call("psutil_table_reader_source", reader) == env.library.SOURCE_PROCFS) >= (flags == 0)
        env.library.free_handles(reader)


@contract(
    "psutil_table_reader_read",
    inputs=lambda env: (env.reader,),
)
def _(env: TestProcesses) -> None:
    for _ in range(2):
        table = env.call("psutil_table_reader_read", env.reader)
        pids = [
            env.call("psutil_table_int64", table, row, env.library.COLUMN_PID)
            for row in range(env.call("psutil_table_rows", table))
        ]
        assert pids == sorted(set(pids))
        assert {env.me_pid, env.child_process.pid, env.zombie_pid} <= set(pids)
        assert env.exited_pid not in pids
        env.library.free_handles(table)


@contract("psutil_table_reader_source", inputs=lambda env: (env.reader,))
def _(env: TestProcesses) -> None:
    assert env.call("psutil_table_reader_source", env.reader) == env.library.SOURCE_PROCFS


@contract(
    "psutil_table_reader_free",
    leak=lambda env: assert_no_leak(
        lambda: env.library.free_handles(env.call("psutil_table_reader_new", env.columns, 4, 0))
    ),
)
def _(env: TestProcesses) -> None:
    reader = env.call("psutil_table_reader_new", env.columns, 4, 0)
    table = env.call("psutil_table_reader_read", reader)
    assert env.call("psutil_table_reader_free", reader) is None
    assert env.call("psutil_table_rows", table) > 1
    env.library.free_handles(table)
    with pytest.raises(Failed):
        env.call("psutil_table_reader_free", reader)


def refuse_to_pin(env: TestProcesses, path: bytes) -> None:
    """Nothing is pinned where there is no BPF file system, or where this user may not."""
    with pytest.raises(Failed) as failed:
        env.call("psutil_table_pin", path, 0o444)
    assert failed.value.code in (env.library.ERR_OS, env.library.ERR_ACCESS_DENIED, env.library.ERR_NOT_SUPPORTED)
    assert not os.path.exists(path)


def path(env: TestProcesses, value: bytes) -> Any:
    return env.library.ffi.new("char[]", value)


@contract(
    "psutil_table_pin",
    inputs=lambda env: (path(env, b"/nonexistent/table"), 0o444),
    invalid=lambda env: [
        *((path(env, b"/nonexistent/table"), mode) for mode in (0o644, 0o666, 0o1444, 2**32 - 1)),
        (path(env, b"relative"), 0o444),
        (path(env, b""), 0o444),
        (path(env, b"/" + b"x" * 5000), 0o444),
    ],
    leak=lambda env: assert_no_leak(lambda: refuse_to_pin(env, b"/nonexistent/table")),
)
def _(env: TestProcesses) -> None:
    refuse_to_pin(env, b"/nonexistent/table")
    refuse_to_pin(env, b"/tmp/not-on-a-bpf-file-system")
