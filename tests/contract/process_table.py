"""The table goes on: the process table. That its columns are right is in test_table.py."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import Any

import pytest
from cffi_lib import ENUMS

from .check import Failed, assert_no_leak, contract
from .fixtures import TestProcesses

COLUMNS = ENUMS["psutil_column_id"]
NOT_COLUMNS = (-1, len(COLUMNS), 4096, 2**31 - 1, -(2**31))
NOT_ROWS = (-1, 1, 2**31, 2**63 - 1, -(2**63))


def invalid_cells(column: str, *rest: Any) -> Any:
    """Rows and columns that the world's table does not have, and a column of another type."""

    def invalid(env: TestProcesses) -> list[tuple[Any, ...]]:
        right = getattr(env.library, f"COLUMN_{column}")
        wrong = [c for c in env.columns if c != right]
        return [
            *((env.table, row, right, *rest) for row in NOT_ROWS),
            *((env.table, 0, c, *rest) for c in (*NOT_COLUMNS, env.library.COLUMN_PPID, *wrong)),
        ]

    return invalid


@contract(
    "psutil_process_table",
    inputs=lambda env: (env.columns, 4, [env.me_pid, env.child_process.pid], 2),
    invalid=lambda env: [
        *(([env.library.COLUMN_PID, c], 2, env.library.ffi.NULL, 0) for c in NOT_COLUMNS),
        ([0], 2**40, env.library.ffi.NULL, 0),
        ([0], 2**64 - 1, env.library.ffi.NULL, 0),
        ([0], 1, [1], 2**40),
        ([0], 1, [1], 2**64 - 1),
    ],
)
def _(env: TestProcesses) -> None:
    requested = [env.child_process.pid, env.exited_pid, env.me_pid, env.zombie_pid, env.me_pid, -1, 2**40]
    table = env.call("psutil_process_table", [env.library.COLUMN_PPID], 1, requested, len(requested))
    parents = [env.call("psutil_table_int64", table, row, env.library.COLUMN_PPID) for row in range(4)]
    assert env.call("psutil_table_rows", table) == 4
    assert parents == [env.me_pid, os.getppid(), env.me_pid, os.getppid()]
    env.library.free_handles(table)


@contract(
    "psutil_table_free",
    leak=lambda env: assert_no_leak(
        lambda: env.library.free_handles(env.call("psutil_process_table", [], 0, [env.me_pid], 1))
    ),
)
def _(env: TestProcesses) -> None:
    table = env.call("psutil_process_table", [], 0, [env.me_pid], 1)
    assert env.call("psutil_table_free", table) is None
    with pytest.raises(Failed):
        env.call("psutil_table_free", table)


def no_name(env: TestProcesses) -> None:
    for column in NOT_COLUMNS:
        assert env.call("psutil_column_name", column) is None


@contract(
    "psutil_column_name", misuse=no_name, leak=lambda env: assert_no_leak(lambda: env.call("psutil_column_name", 0))
)
def _(env: TestProcesses) -> None:
    for name, number in COLUMNS.items():
        assert env.call("psutil_column_name", number) == name.removeprefix("PSUTIL_COLUMN_").lower().encode()


@contract("psutil_table_rows", inputs=lambda env: (env.table,))
def _(env: TestProcesses) -> None:
    assert env.call("psutil_table_rows", env.table) == 1


@contract(
    "psutil_table_column",
    inputs=lambda env: (env.table, env.library.COLUMN_CMDLINE),
    invalid=lambda env: [(env.table, column) for column in (*NOT_COLUMNS, env.library.COLUMN_PPID)],
)
def _(env: TestProcesses) -> None:
    types = [env.call("psutil_table_column", env.table, column).type for column in env.columns]
    assert types == [
        env.library.COLUMN_TYPE_INT64,
        env.library.COLUMN_TYPE_DOUBLE,
        env.library.COLUMN_TYPE_STRING,
        env.library.COLUMN_TYPE_STRING_LIST,
    ]
    column = env.call("psutil_table_column", env.table, env.library.COLUMN_PID)
    assert (column.length, column.null_count, column.unused) == (1, 0, 0)
    assert (column.int64s, column.validity, column.outcomes) == (env.child_process.pid, 1, 0)
    assert [column.doubles, column.list_offsets, column.offsets, column.bytes] == [None] * 4


@contract(
    "psutil_table_cell_error",
    inputs=lambda env: (env.table, 0, env.library.COLUMN_PID),
    invalid=lambda env: [case for case in invalid_cells("PID")(env) if case[2] not in env.columns or case[1] != 0],
)
def _(env: TestProcesses) -> None:
    table = env.call("psutil_process_table", [env.library.COLUMN_CWD], 1, [env.me_pid, env.zombie_pid], 2)
    outcome = env.library.functions.psutil_table_cell_error
    assert outcome(table, 0, env.library.COLUMN_CWD) == env.library.OK
    assert outcome(table, 1, env.library.COLUMN_CWD) == env.library.ERR_ZOMBIE_PROCESS
    with pytest.raises(Failed) as failed:
        env.call("psutil_table_string", table, 1, env.library.COLUMN_CWD)
    assert (failed.value.code, failed.value.error.pid) == (env.library.ERR_ZOMBIE_PROCESS, env.zombie_pid)
    env.library.free_handles(table)


@contract("psutil_table_int64", inputs=lambda env: (env.table, 0, env.library.COLUMN_PID), invalid=invalid_cells("PID"))
def _(env: TestProcesses) -> None:
    assert env.call("psutil_table_int64", env.table, 0, env.library.COLUMN_PID) == env.child_process.pid
    columns = [env.library.COLUMN_PEAK_RSS]
    table = env.call("psutil_process_table", columns, 1, [env.zombie_pid], 1)
    assert env.call("psutil_table_int64", table, 0, columns[0]) == env.library.NA
    env.library.free_handles(table)


@contract(
    "psutil_table_double",
    inputs=lambda env: (env.table, 0, env.library.COLUMN_CREATE_TIME),
    invalid=invalid_cells("CREATE_TIME"),
)
def _(env: TestProcesses) -> None:
    expected = env.call("psutil_process_create_time", env.child)
    assert math.isclose(
        env.call("psutil_table_double", env.table, 0, env.library.COLUMN_CREATE_TIME), expected, abs_tol=2
    )


def text_at(env: TestProcesses, function: str, *where: Any) -> bytes | None:
    """A text of a table: psutil_table_string or psutil_table_item, whose text does not end in NUL."""
    text, length = env.call(function, *where)
    return None if text == env.library.ffi.NULL else bytes(env.library.ffi.buffer(text, length))


def texts_leak(function: str, *where: Callable[[TestProcesses], int]) -> Callable[[TestProcesses], None]:
    """The text belongs to the table and is not a block."""
    return lambda env: assert_no_leak(lambda: text_at(env, function, env.table, 0, *(find(env) for find in where)))


@contract(
    "psutil_table_string",
    inputs=lambda env: (env.table, 0, env.library.COLUMN_NAME),
    invalid=invalid_cells("NAME"),
    leak=texts_leak("psutil_table_string", lambda env: env.library.COLUMN_NAME),
)
def _(env: TestProcesses) -> None:
    assert text_at(env, "psutil_table_string", env.table, 0, env.library.COLUMN_NAME) == b"sleep"
    with env.some_child() as (process, _):
        columns = [env.library.COLUMN_TERMINAL]
        table = env.call("psutil_process_table", columns, 1, [process.pid], 1)
        found = text_at(env, "psutil_table_string", table, 0, columns[0])
        assert found == env.call("psutil_process_terminal", env.child)
        env.library.free_handles(table)


@contract(
    "psutil_table_items",
    inputs=lambda env: (env.table, 0, env.library.COLUMN_CMDLINE),
    invalid=invalid_cells("CMDLINE"),
)
def _(env: TestProcesses) -> None:
    assert env.call("psutil_table_items", env.table, 0, env.library.COLUMN_CMDLINE) == 2


@contract(
    "psutil_table_item",
    inputs=lambda env: (env.table, 0, env.library.COLUMN_CMDLINE, 0),
    invalid=lambda env: [
        *invalid_cells("CMDLINE", 0)(env),
        *((env.table, 0, env.library.COLUMN_CMDLINE, item) for item in (-1, 2, 2**63 - 1, -(2**63))),
    ],
    leak=texts_leak("psutil_table_item", lambda env: env.library.COLUMN_CMDLINE, lambda env: 1),
)
def _(env: TestProcesses) -> None:
    items = [text_at(env, "psutil_table_item", env.table, 0, env.library.COLUMN_CMDLINE, i) for i in range(2)]
    assert items == [b"sleep", b"1000"]


@contract(
    "psutil_table_process",
    inputs=lambda env: (env.table, 0),
    invalid=lambda env: [(env.table, row) for row in NOT_ROWS],
)
def _(env: TestProcesses) -> None:
    process = env.call("psutil_table_process", env.table, 0)
    assert env.call("psutil_process_pid", process) == env.child_process.pid
    assert env.call("psutil_process_name", process) == b"sleep"
    assert env.call("psutil_process_is_running", process) == 1
    env.library.free_handles(process)


def export(env: TestProcesses) -> tuple[Any, Any]:
    schema, array = env.library.ffi.new("struct ArrowSchema *"), env.library.ffi.new("struct ArrowArray *")
    assert env.library.functions.psutil_table_export_arrow(env.table, schema, array) == env.library.OK
    return schema, array


def release(env: TestProcesses) -> None:
    schema, array = export(env)
    schema.release(schema)
    array.release(array)
    assert (schema.release, array.release) == (env.library.ffi.NULL, env.library.ffi.NULL)


@contract(
    "psutil_table_export_arrow",
    inputs=lambda env: (env.table,),
    leak=lambda env: assert_no_leak(lambda: release(env)),
)
def _(env: TestProcesses) -> None:
    """Much more is in programs/table.c."""
    schema, array = export(env)
    children = [schema.children[i] for i in range(schema.n_children)]
    assert [env.library.ffi.string(child.format) for child in children] == [b"l", b"g", b"U", b"+L"]
    assert [env.library.ffi.string(child.name) for child in children] == [b"pid", b"create_time", b"name", b"cmdline"]
    pids = env.library.ffi.cast("int64_t *", array.children[0].buffers[1])
    assert (array.length, array.children[0].length, pids[0]) == (1, 1, env.child_process.pid)
    array.release(array)
    schema.release(schema)


def through(env: TestProcesses, table: Any) -> Any:
    """A stream of a table."""
    stream = env.library.ffi.new("struct ArrowArrayStream *")
    assert env.library.functions.psutil_table_export_arrow_stream(table, stream) == env.library.OK
    return stream


def read_through(env: TestProcesses) -> int:
    """Reads a stream to its end, and gives how many rows came."""
    stream, rows = through(env, env.table), 0
    schema, array = env.library.ffi.new("struct ArrowSchema *"), env.library.ffi.new("struct ArrowArray *")
    for _ in range(2):  # a second request gets the same schema
        assert stream.get_schema(stream, schema) == 0
        assert env.library.ffi.string(schema.format) == b"+s"
        schema.release(schema)
    while stream.get_next(stream, array) == 0 and array.release != env.library.ffi.NULL:
        rows += array.length
        array.release(array)
    assert stream.get_next(stream, array) == 0
    assert array.release == env.library.ffi.NULL
    stream.release(stream)
    assert stream.release == env.library.ffi.NULL
    return rows


@contract(
    "psutil_table_export_arrow_stream",
    inputs=lambda env: (env.table,),
    leak=lambda env: assert_no_leak(lambda: read_through(env)),
)
def _(env: TestProcesses) -> None:
    assert read_through(env) == env.call("psutil_table_rows", env.table)
    table = env.call("psutil_process_table", [env.library.COLUMN_PID], 1, [env.me_pid], 1)
    stream, array = through(env, table), env.library.ffi.new("struct ArrowArray *")
    env.library.free_handles(table)  # the stream goes on without it
    assert stream.get_next(stream, array) == 0
    stream.release(stream)
    assert env.library.ffi.cast("int64_t *", array.children[0].buffers[1])[0] == env.me_pid
    array.release(array)
