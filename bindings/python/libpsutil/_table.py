"""The process table: attributes of many processes as columns of Python values, and as Arrow data."""

from __future__ import annotations

import os
import sys
from ctypes import byref, c_int32, c_int64, string_at

from . import _arrow, _core
from . import _declarations as c
from ._records import named_tuple, rows_as

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Literal, TypeVar, overload

    _T = TypeVar("_T")


def read(library: _core.Library, columns: Iterable[str] | None, pids: Iterable[int] | None = None) -> Table:
    """Reads a process table: the named columns, None for all that are fast, of the given PIDs, None for all processes.

    Raises ValueError for an unknown column name, and if columns is empty.
    """
    names, numbers = _column_numbers(columns)
    wanted: Any = None
    if pids is not None:
        valid = [pid for pid in pids if _core.fits_signed(pid, 64) is not None]
        wanted = (c_int64 * len(valid))(*valid)
    handle = c.psutil_table()
    library.check(c.psutil_process_table(numbers, len(names), wanted, len(wanted or ()), byref(handle)))
    return Table(library, handle, names)


def _column_numbers(columns: Iterable[str] | None) -> tuple[list[str], Any]:
    """Returns the names of columns without duplicates, and their numbers as an array for C. A string is one name."""
    if isinstance(columns, str):
        columns = [columns]
    names = list(dict.fromkeys(() if columns is None else columns))
    unknown = [name for name in names if name not in c.COLUMNS]
    if unknown:
        raise ValueError(f"unknown columns {', '.join(map(repr, unknown))}; use {', '.join(c.COLUMNS)}")
    if columns is not None and not names:
        raise ValueError("columns is empty; name at least one column")
    return names, (c_int32 * len(names))(*[c.COLUMNS[name][0] for name in names])


class Table:
    """Attributes of many processes that were read at once: one row per process, one column per attribute.

    t["rss"] is a column, as a list; t[0] is a row, as a named tuple; iteration yields the rows. None means that the
    process does not have the attribute, or that this user may not read it.

    A table is Arrow data that other libraries read without a copy: polars.DataFrame(t), pyarrow.table(t),
    duckdb.sql("select username, sum(rss) from t group by 1"). In Arrow data status is a number, PSUTIL_STATUS_* of
    psutil.h.
    """

    columns: tuple[str, ...]

    def __init__(self, library: _core.Library, handle: c.psutil_table, columns: Iterable[str]) -> None:
        self._library = library
        self._handle = handle
        self._length = library.call_out(c_int64, c.psutil_table_rows, handle).value
        self._lists: dict[str, list[Any]] = {}
        self.columns = tuple(columns) or tuple(name for name in c.COLUMNS if self._has(name))

    # The default keeps the function when the interpreter exits and clears this module first.
    def __del__(self, free: Callable[[c.psutil_table], int] = c.psutil_table_free) -> None:
        free(self._handle)

    def __len__(self) -> int:
        """Returns the number of processes."""
        return self._length

    def __repr__(self) -> str:
        return f"<process table: {self._length} processes, {', '.join(self.columns)}>"

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, which: Literal["pid"]) -> list[int]: ...
        @overload
        def __getitem__(self, which: Literal["status"] | c._StringColumn) -> list[str | None]: ...
        @overload
        def __getitem__(self, which: c._IntColumn) -> list[int | None]: ...
        @overload
        def __getitem__(self, which: c._FloatColumn) -> list[float | None]: ...
        @overload
        def __getitem__(self, which: c._StringListColumn) -> list[list[str] | None]: ...
        @overload
        def __getitem__(self, which: str) -> list[Any]: ...
        @overload
        def __getitem__(self, which: int) -> Any: ...
        @overload
        def __getitem__(self, which: slice) -> list[Any]: ...
        def __getitem__(self, which: Any) -> Any: ...

    else:

        def __getitem__(self, which):
            """Returns a column by name, as a list, the same one each time, or a row by number, as a named tuple."""
            if isinstance(which, str):
                if which not in self._lists:
                    self._lists[which] = self._list(which, None)
                return self._lists[which]
            values = [self[name][which] for name in self.columns]
            return list(rows_as(self._row, values)) if isinstance(which, slice) else self._row(*values)

    def __iter__(self) -> Iterator[Any]:
        """Yields the rows as named tuples."""
        return rows_as(self._row, (self[name] for name in self.columns))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Returns the rows as dictionaries."""
        return [dict(zip(self.columns, row)) for row in zip(*(self[name] for name in self.columns))]

    def to_dict(self) -> dict[str, list[Any]]:
        """Returns the columns by name."""
        return {name: self[name] for name in self.columns}

    @property
    def _row(self) -> type[Any]:
        return _row_type(self.columns)

    def _column(self, name: str) -> c.psutil_column_t:
        try:
            number = c.COLUMNS[name][0]
            return self._library.call_out(c.psutil_column_t, c.psutil_table_column, self._handle, number)
        except (KeyError, ValueError):
            raise KeyError(name) from None

    def _has(self, name: str) -> bool:
        try:
            return bool(self._column(name))
        except KeyError:
            return False

    def _list(self, name: str, absent: object) -> list[Any]:
        """Returns a new list of the values of a column; absent replaces missing values."""
        column = self._column(name)
        n = column.length
        values: Any
        if column.type == c.PSUTIL_COLUMN_TYPE_INT64:
            values = _numbers(column.int64s, "q", n)
            if name == "status":
                values = list(map(c.STATUS_NAMES.get, values))
        elif column.type == c.PSUTIL_COLUMN_TYPE_DOUBLE:
            values = _numbers(column.doubles, "d", n)
        elif column.type == c.PSUTIL_COLUMN_TYPE_STRING:
            values = _strings(column, n)
        else:
            ends = _numbers(column.list_offsets, "q", n + 1)
            items = _strings(column, ends[n])
            values = [items[begin:end] for begin, end in zip(ends, ends[1:])]
        if column.null_count:
            validity = int.from_bytes(string_at(column.validity, (n + 7) // 8), "little")
            digits = f"{validity:0{n}b}"  # the last row comes first
            index = digits.find("0")
            while index >= 0:
                values[n - 1 - index] = absent
                index = digits.find("0", index + 1)
        return values  # type: ignore[no-any-return]

    def filled(self, name: str, absent: object) -> list[Any]:
        """Returns a column, as a new list, with absent instead of None."""
        return self._list(name, absent)

    def failures(self, name: str) -> list[tuple[int, int]]:
        """Returns the row and the error, PSUTIL_ERR_*, of each process whose value could not be read."""
        column = self._column(name)
        if not string_at(column.outcomes, column.length).strip(b"\0"):
            return []
        return [(row, code) for row, code in enumerate(column.outcomes[: column.length]) if code]

    def process(self, row: int) -> _core.Process:
        """Returns the process of a row. It may have exited since."""
        handle = self._library.call_out(c.psutil_process, c.psutil_table_process, self._handle, row)
        return self._library.adopt(handle)

    if sys.implementation.name == "cpython":  # other implementations have no capsules

        def __arrow_c_schema__(self) -> object:
            return _arrow.schema(self._library, self._handle)

        def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
            return _arrow.array(self._library, self._handle)

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return _arrow.stream(self._library, self._handle)


class TableReader:
    """Reads the same columns of all processes again and again.

    A context manager, which closes the reader at its end. source is "procfs", "file" or "bpf": where the last table
    came from or, before the first, where it will come from.
    """

    def __init__(
        self, library: _core.Library, columns: Iterable[str] | None, file: bool, bpf: bool, strict: bool
    ) -> None:
        self._library = library
        self._handle = c.psutil_table_reader()
        names, numbers = _column_numbers(columns)
        flags = (
            c.PSUTIL_READER_FILE * bool(file) | c.PSUTIL_READER_BPF * bool(bpf) | c.PSUTIL_READER_STRICT * bool(strict)
        )
        library.check(c.psutil_table_reader_new(numbers, len(names), flags, byref(self._handle)))
        self.columns = tuple(names) or tuple(name for name, (_, _, slow) in c.COLUMNS.items() if not slow)

    # The default keeps the function when the interpreter exits and clears this module first.
    def __del__(self, free: Callable[[c.psutil_table_reader], int] = c.psutil_table_reader_free) -> None:
        handle, self._handle = self._handle, c.psutil_table_reader()
        if handle:
            free(handle)

    def __enter__(self) -> TableReader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<process table reader: {', '.join(self.columns)}>"

    def read(self) -> Table:
        """Returns a table of all processes, in the order of their PIDs."""
        handle = c.psutil_table()
        self._library.check(c.psutil_table_reader_read(self._open(), byref(handle)))
        return Table(self._library, handle, self.columns)

    @property
    def source(self) -> str:
        return _SOURCES[self._library.call_out(c_int32, c.psutil_table_reader_source, self._open()).value]

    def close(self) -> None:
        """Closes the reader. Tables that it has read stay valid. A second call does nothing."""
        handle, self._handle = self._handle, c.psutil_table_reader()
        if handle:
            self._library.check(c.psutil_table_reader_free(handle))

    def _open(self) -> c.psutil_table_reader:
        if not self._handle:
            raise ValueError("the table reader is closed")
        return self._handle


_SOURCES = {c.PSUTIL_SOURCE_PROCFS: "procfs", c.PSUTIL_SOURCE_FILE: "file", c.PSUTIL_SOURCE_BPF: "bpf"}

_row_types: dict[tuple[str, ...], type[Any]] = {}


def _row_type(columns: tuple[str, ...]) -> type[Any]:
    """Returns the class of rows with these columns."""
    if columns not in _row_types:
        kind = named_tuple("process", columns, __name__)
        kind.__reduce__ = lambda row: (_make_row, (columns, tuple(row)))  # pickle cannot find the class by its name
        _row_types.setdefault(columns, kind)
    return _row_types[columns]


def _make_row(columns: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    return _row_type(columns)(*values)


def _numbers(pointer: Any, code: Any, n: int) -> list[Any]:
    """Returns n numbers of 8 bytes as a list. A slice of the pointer would contain NULLs where memory runs out."""
    return memoryview(string_at(pointer, 8 * n)).cast(code).tolist()


def _strings(column: c.psutil_column_t, n: int) -> list[str]:
    ends = _numbers(column.offsets, "q", n + 1)
    data = string_at(column.bytes, ends[n])
    if data.isascii():
        text = data.decode("ascii")
        return [text[begin:end] for begin, end in zip(ends, ends[1:])]
    return [os.fsdecode(data[begin:end]) for begin, end in zip(ends, ends[1:])]
