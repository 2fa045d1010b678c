"""The table goes on: the process table. That its columns are right is in test_table.py."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import Any

import pytest

from .check import Failed, covers, nothing_grows
from .fixtures import World

NOT_COLUMNS = (-1, 63, 4096, 2**31 - 1, -(2**31))
NOT_ROWS = (-1, 1, 2**31, 2**63 - 1, -(2**63))


def no_cells(column: str, *rest: Any) -> Any:
    """Rows and columns that the world's table does not have, and a column of another type."""

    def invalid(w: World) -> list[tuple[Any, ...]]:
        right = getattr(w.library, f"COLUMN_{column}")
        wrong = [c for c in w.columns if c != right]
        return [
            *((w.table, row, right, *rest) for row in NOT_ROWS),
            *((w.table, 0, c, *rest) for c in (*NOT_COLUMNS, w.library.COLUMN_PPID, *wrong)),
        ]

    return invalid


@covers(
    "psutil_process_table",
    inputs=lambda w: (w.columns, 4, [w.me_pid, w.child_process.pid], 2),
    invalid=lambda w: [
        *(([w.library.COLUMN_PID, c], 2, w.library.ffi.NULL, 0) for c in NOT_COLUMNS),
        ([0], 2**40, w.library.ffi.NULL, 0),
        ([0], 2**64 - 1, w.library.ffi.NULL, 0),
        ([0], 1, [1], 2**40),
        ([0], 1, [1], 2**64 - 1),
    ],
)
def _(w: World) -> None:
    asked = [w.child_process.pid, w.gone_pid, w.me_pid, w.zombie_pid, w.me_pid, -1, 2**40]
    table = w.ask("psutil_process_table", [w.library.COLUMN_PPID], 1, asked, len(asked))
    parents = [w.ask("psutil_table_int64", table, row, w.library.COLUMN_PPID) for row in range(4)]
    assert w.ask("psutil_table_rows", table) == 4
    assert parents == [w.me_pid, os.getppid(), w.me_pid, os.getppid()]
    w.library.give_back(table)


@covers(
    "psutil_table_free",
    leak=lambda w: nothing_grows(lambda: w.library.give_back(w.ask("psutil_process_table", [], 0, [w.me_pid], 1))),
)
def _(w: World) -> None:
    table = w.ask("psutil_process_table", [], 0, [w.me_pid], 1)
    assert w.ask("psutil_table_free", table) is None
    with pytest.raises(Failed):
        w.ask("psutil_table_free", table)


def no_name(w: World) -> None:
    for column in NOT_COLUMNS:
        assert w.ask("psutil_column_name", column) is None


@covers("psutil_column_name", misuse=no_name, leak=lambda w: nothing_grows(lambda: w.ask("psutil_column_name", 0)))
def _(w: World) -> None:
    names = w.library.ffi.typeof("enum psutil_column_id").elements.values()
    assert len(names) == NOT_COLUMNS[1]
    for name in names:
        column = getattr(w.library.functions, name)
        assert w.ask("psutil_column_name", column) == name.removeprefix("PSUTIL_COLUMN_").lower().encode()


@covers("psutil_table_rows", inputs=lambda w: (w.table,))
def _(w: World) -> None:
    assert w.ask("psutil_table_rows", w.table) == 1


@covers(
    "psutil_table_column",
    inputs=lambda w: (w.table, w.library.COLUMN_CMDLINE),
    invalid=lambda w: [(w.table, column) for column in (*NOT_COLUMNS, w.library.COLUMN_PPID)],
)
def _(w: World) -> None:
    types = [w.ask("psutil_table_column", w.table, column).type for column in w.columns]
    assert types == [w.library.COLUMN_TYPE_INT64, w.library.COLUMN_TYPE_DOUBLE, w.library.COLUMN_TYPE_STRING, w.library.COLUMN_TYPE_STRING_LIST]
    column = w.ask("psutil_table_column", w.table, w.library.COLUMN_PID)
    assert (column.length, column.null_count, column.unused) == (1, 0, 0)
    assert (column.int64s, column.validity, column.outcomes) == (w.child_process.pid, 1, 0)
    assert [column.doubles, column.list_offsets, column.offsets, column.bytes] == [None] * 4


@covers(
    "psutil_table_cell_error",
    inputs=lambda w: (w.table, 0, w.library.COLUMN_PID),
    invalid=lambda w: [case for case in no_cells("PID")(w) if case[2] not in w.columns or case[1] != 0],
)
def _(w: World) -> None:
    table = w.ask("psutil_process_table", [w.library.COLUMN_CWD], 1, [w.me_pid, w.zombie_pid], 2)
    outcome = w.library.functions.psutil_table_cell_error
    assert outcome(table, 0, w.library.COLUMN_CWD) == w.library.OK
    assert outcome(table, 1, w.library.COLUMN_CWD) == w.library.ERR_ZOMBIE_PROCESS
    with pytest.raises(Failed) as failed:
        w.ask("psutil_table_string", table, 1, w.library.COLUMN_CWD)
    assert (failed.value.code, failed.value.error.pid) == (w.library.ERR_ZOMBIE_PROCESS, w.zombie_pid)
    w.library.give_back(table)


@covers("psutil_table_int64", inputs=lambda w: (w.table, 0, w.library.COLUMN_PID), invalid=no_cells("PID"))
def _(w: World) -> None:
    assert w.ask("psutil_table_int64", w.table, 0, w.library.COLUMN_PID) == w.child_process.pid
    columns = [w.library.COLUMN_PEAK_RSS]
    table = w.ask("psutil_process_table", columns, 1, [w.zombie_pid], 1)
    assert w.ask("psutil_table_int64", table, 0, columns[0]) == w.library.NA
    w.library.give_back(table)


@covers(
    "psutil_table_double",
    inputs=lambda w: (w.table, 0, w.library.COLUMN_CREATE_TIME),
    invalid=no_cells("CREATE_TIME"),
)
def _(w: World) -> None:
    expected = w.ask("psutil_process_create_time", w.child)
    assert math.isclose(w.ask("psutil_table_double", w.table, 0, w.library.COLUMN_CREATE_TIME), expected, abs_tol=2)


def text_at(w: World, function: str, *where: Any) -> bytes | None:
    """A text of a table: psutil_table_string or psutil_table_item, whose text does not end in NUL."""
    text, length = w.ask(function, *where)
    return None if text == w.library.ffi.NULL else bytes(w.library.ffi.buffer(text, length))


def texts_leak(function: str, *where: Callable[[World], int]) -> Callable[[World], None]:
    """What these functions give is no block, but the table's."""
    return lambda w: nothing_grows(lambda: text_at(w, function, w.table, 0, *(find(w) for find in where)))


@covers(
    "psutil_table_string",
    inputs=lambda w: (w.table, 0, w.library.COLUMN_NAME),
    invalid=no_cells("NAME"),
    leak=texts_leak("psutil_table_string", lambda w: w.library.COLUMN_NAME),
)
def _(w: World) -> None:
    assert text_at(w, "psutil_table_string", w.table, 0, w.library.COLUMN_NAME) == b"sleep"
    with w.some_child() as (process, _):
        columns = [w.library.COLUMN_TERMINAL]
        table = w.ask("psutil_process_table", columns, 1, [process.pid], 1)
        found = text_at(w, "psutil_table_string", table, 0, columns[0])
        assert found == w.ask("psutil_process_terminal", w.child)
        w.library.give_back(table)


@covers("psutil_table_items", inputs=lambda w: (w.table, 0, w.library.COLUMN_CMDLINE), invalid=no_cells("CMDLINE"))
def _(w: World) -> None:
    assert w.ask("psutil_table_items", w.table, 0, w.library.COLUMN_CMDLINE) == 2


@covers(
    "psutil_table_item",
    inputs=lambda w: (w.table, 0, w.library.COLUMN_CMDLINE, 0),
    invalid=lambda w: [
        *no_cells("CMDLINE", 0)(w),
        *((w.table, 0, w.library.COLUMN_CMDLINE, item) for item in (-1, 2, 2**63 - 1, -(2**63))),
    ],
    leak=texts_leak("psutil_table_item", lambda w: w.library.COLUMN_CMDLINE, lambda w: 1),
)
def _(w: World) -> None:
    items = [text_at(w, "psutil_table_item", w.table, 0, w.library.COLUMN_CMDLINE, i) for i in range(2)]
    assert items == [b"sleep", b"1000"]


@covers(
    "psutil_table_process",
    inputs=lambda w: (w.table, 0),
    invalid=lambda w: [(w.table, row) for row in NOT_ROWS],
)
def _(w: World) -> None:
    process = w.ask("psutil_table_process", w.table, 0)
    assert w.ask("psutil_process_pid", process) == w.child_process.pid
    assert w.ask("psutil_process_name", process) == b"sleep"
    assert w.ask("psutil_process_is_running", process) == 1
    w.library.give_back(process)


def export(w: World) -> tuple[Any, Any]:
    schema, array = w.library.ffi.new("struct ArrowSchema *"), w.library.ffi.new("struct ArrowArray *")
    assert w.library.functions.psutil_table_export_arrow(w.table, schema, array) == w.library.OK
    return schema, array


def release(w: World) -> None:
    schema, array = export(w)
    schema.release(schema)
    array.release(array)
    assert (schema.release, array.release) == (w.library.ffi.NULL, w.library.ffi.NULL)


@covers(
    "psutil_table_export_arrow",
    inputs=lambda w: (w.table,),
    leak=lambda w: nothing_grows(lambda: release(w)),
)
def _(w: World) -> None:
    """Much more is in programs/table.c."""
    schema, array = export(w)
    children = [schema.children[i] for i in range(schema.n_children)]
    assert [w.library.ffi.string(child.format) for child in children] == [b"l", b"g", b"U", b"+L"]
    assert [w.library.ffi.string(child.name) for child in children] == [b"pid", b"create_time", b"name", b"cmdline"]
    pids = w.library.ffi.cast("int64_t *", array.children[0].buffers[1])
    assert (array.length, array.children[0].length, pids[0]) == (1, 1, w.child_process.pid)
    array.release(array)
    schema.release(schema)


def through(w: World, table: Any) -> Any:
    """A stream of a table."""
    stream = w.library.ffi.new("struct ArrowArrayStream *")
    assert w.library.functions.psutil_table_export_arrow_stream(table, stream) == w.library.OK
    return stream


def read_through(w: World) -> int:
    """Reads a stream to its end, and gives how many rows came."""
    stream, rows = through(w, w.table), 0
    schema, array = w.library.ffi.new("struct ArrowSchema *"), w.library.ffi.new("struct ArrowArray *")
    for _ in range(2):  # whoever asks again is told again
        assert stream.get_schema(stream, schema) == 0
        assert w.library.ffi.string(schema.format) == b"+s"
        schema.release(schema)
    while stream.get_next(stream, array) == 0 and array.release != w.library.ffi.NULL:
        rows += array.length
        array.release(array)
    assert stream.get_next(stream, array) == 0
    assert array.release == w.library.ffi.NULL
    stream.release(stream)
    assert stream.release == w.library.ffi.NULL
    return rows


@covers(
    "psutil_table_export_arrow_stream",
    inputs=lambda w: (w.table,),
    leak=lambda w: nothing_grows(lambda: read_through(w)),
)
def _(w: World) -> None:
    assert read_through(w) == w.ask("psutil_table_rows", w.table)
    table = w.ask("psutil_process_table", [w.library.COLUMN_PID], 1, [w.me_pid], 1)
    stream, array = through(w, table), w.library.ffi.new("struct ArrowArray *")
    w.library.give_back(table)  # the stream goes on without it
    assert stream.get_next(stream, array) == 0
    stream.release(stream)
    assert w.library.ffi.cast("int64_t *", array.children[0].buffers[1])[0] == w.me_pid
    array.release(array)
