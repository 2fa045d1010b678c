"""Process tables, and those of table readers, as Python values."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import pytest
from cffi_lib import ENUMS, built_library
from conftest import CC

if "musl" in CC:
    pytest.skip("Python has another C library in this process", allow_module_level=True)

LIB = built_library()
ffi, lib, check = LIB.ffi, LIB.functions, LIB.check
NUMBERS = ENUMS["psutil_column_id"].values()
COLUMNS = {LIB.call("psutil_column_name", number).decode(): number for number in NUMBERS}
FAILURES = {code: name.removeprefix("PSUTIL_ERR_") for code, name in LIB.code_names.items()}


class Missing(str):
    """The error of a cell, such as ACCESS_DENIED."""


def text(column: Any, item: int) -> str:
    begin, end = column.offsets[item], column.offsets[item + 1]
    return os.fsdecode(bytes(ffi.buffer(column.bytes + begin, end - begin)))


def cell(column: Any, row: int) -> Any:
    """Returns the value, None for null, or the error."""
    if column.outcomes[row]:
        return Missing(FAILURES[column.outcomes[row]])
    if not column.validity[row // 8] >> row % 8 & 1:
        return None
    if column.type == LIB.COLUMN_TYPE_INT64:
        return column.int64s[row]
    if column.type == LIB.COLUMN_TYPE_DOUBLE:
        return column.doubles[row]
    if column.type == LIB.COLUMN_TYPE_STRING:
        return text(column, row)
    return [text(column, item) for item in range(column.list_offsets[row], column.list_offsets[row + 1])]


def take(table: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    """Returns the rows of a table, and frees it."""
    try:
        columns = {}
        for name in names:
            columns[name] = ffi.new("psutil_column_t *")
            check(lib.psutil_table_column(table, COLUMNS[name], columns[name]))
        length = ffi.new("int64_t *")
        check(lib.psutil_table_rows(table, length))
        all_rows = [{name: cell(column, row) for name, column in columns.items()} for row in range(length[0])]
        for name, column in columns.items():
            assert column.length == length[0]
            nulls = [row[name] for row in all_rows if row[name] is None or isinstance(row[name], Missing)]
            assert column.null_count == len(nulls), name
        return all_rows
    finally:
        check(lib.psutil_table_free(table))


def rows(names: Sequence[str], pids: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """Returns the rows of a psutil_process_table."""
    out = ffi.new("psutil_table **")
    numbers = [COLUMNS[name] for name in names]
    check(lib.psutil_process_table(numbers, len(numbers), ffi.NULL if pids is None else pids, len(pids or ()), out))
    return take(out[0], names)


class Reader:
    """A table reader, which the end of its block frees."""

    def __init__(self, names: Sequence[str], flags: int = 0) -> None:
        self.names = names
        self.handle = LIB.call("psutil_table_reader_new", [COLUMNS[name] for name in names], len(names), flags)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *exception: object) -> None:
        LIB.call("psutil_table_reader_free", self.handle)

    def read(self) -> list[dict[str, Any]]:
        return take(LIB.call("psutil_table_reader_read", self.handle), self.names)

    def source(self) -> int:
        source: int = LIB.call("psutil_table_reader_source", self.handle)
        return source
