"""The process table in Python values: whole columns at a time, and through Arrow."""

from __future__ import annotations

import os
import sys
from collections import namedtuple
from ctypes import byref, c_int32, c_int64, string_at

from . import _core
from . import _declarations as c
from ._tuples import tuples

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    T = TypeVar("T")


def read(library: _core.Library, columns: Iterable[str] | None, pids: Iterable[int] | None) -> Table:
    """Reads columns, by name, of processes, by PID, or of all. Raises ValueError for what is no column."""
    names = list(dict.fromkeys(() if columns is None else columns))
    unknown = [name for name in names if name not in c.COLUMNS]
    if unknown:
        raise ValueError(f"no such column: {', '.join(map(repr, unknown))}; there are {', '.join(c.COLUMNS)}")
    if columns is not None and not names:
        raise ValueError("no columns")
    numbers = (c_int32 * len(names))(*[c.COLUMNS[name][0] for name in names])
    these: Any = None
    if pids is not None:
        possible = [pid for pid in pids if _core.in_bits(pid, 64) is not None]
        these = (c_int64 * len(possible))(*possible)
    handle = c.psutil_table()
    library.check(c.psutil_process_table(numbers, len(names), these, len(these or ()), byref(handle)))
    return Table(library, handle, names)


class Table:
    """Attributes of many processes, read in one go: a row a process, a column an attribute.

    t["rss"] is a column, a list; t[0] a row, a named tuple; None stands for what a process does not have, or does not
    tell this user. To iterate is to go through the rows.

    Anything that takes Arrow data takes a table, without a copy: polars.DataFrame(t), pyarrow.table(t),
    duckdb.sql("select username, sum(rss) from t group by 1"). There, status is a number, psutil.h's PSUTIL_STATUS_*.
    """

    columns: tuple[str, ...]

    def __init__(self, library: _core.Library, handle: c.psutil_table, columns: Iterable[str]) -> None:
        self._library = library
        self._handle = handle
        self._length = library.ask(c_int64, c.psutil_table_rows, handle).value
        self._lists: dict[str, list[Any]] = {}
        self.columns = tuple(columns) or tuple(name for name in c.COLUMNS if self._has(name))

    # A default, because at the interpreter's end the module may have gone before the object.
    def __del__(self, free: Callable[[c.psutil_table], int] = c.psutil_table_free) -> None:
        free(self._handle)

    def __len__(self) -> int:
        """The number of processes."""
        return self._length

    def __repr__(self) -> str:
        return f"<process table: {self._length} processes, {', '.join(self.columns)}>"

    if TYPE_CHECKING:

        def __getitem__(self, which: Any) -> Any: ...

    else:

        def __getitem__(self, which):
            """A column by its name: a list, always the same one. A row by its number: a named tuple."""
            if isinstance(which, str):
                if which not in self._lists:
                    self._lists[which] = self._list(which, None)
                return self._lists[which]
            values = [self[name][which] for name in self.columns]
            return list(tuples(self._row, values)) if isinstance(which, slice) else self._row(*values)

    def __iter__(self) -> Iterator[Any]:
        """The rows, as named tuples."""
        return tuples(self._row, (self[name] for name in self.columns))

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows, as dictionaries."""
        return [dict(zip(self.columns, row)) for row in zip(*(self[name] for name in self.columns))]

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns, by name."""
        return {name: self[name] for name in self.columns}

    @property
    def _row(self) -> type[Any]:
        kind: Any = _rows.get(self.columns)
        if kind is None:
            kind = _rows[self.columns] = namedtuple("process", self.columns, module=__name__)
        return kind  # type: ignore[no-any-return]

    def _column(self, name: str) -> c.psutil_column_t:
        try:
            number = c.COLUMNS[name][0]
            return self._library.ask(c.psutil_column_t, c.psutil_table_column, self._handle, number)
        except (KeyError, ValueError):
            raise KeyError(name) from None

    def _has(self, name: str) -> bool:
        try:
            return bool(self._column(name))
        except KeyError:
            return False

    def _list(self, name: str, absent: object) -> list[Any]:
        """A column, with this in the place of what is not there."""
        column = self._column(name)
        n = column.length
        values: Any
        if column.type == c.PSUTIL_COLUMN_TYPE_INT64:
            values = column.int64s[:n]
            if name == "status":
                values = list(map(c.STATUS_NAMES.get, values))
        elif column.type == c.PSUTIL_COLUMN_TYPE_DOUBLE:
            values = column.doubles[:n]
        elif column.type == c.PSUTIL_COLUMN_TYPE_STRING:
            values = _strings(column, n)
        else:
            ends = column.list_offsets[: n + 1]
            items = _strings(column, ends[n])
            values = [items[begin:end] for begin, end in zip(ends, ends[1:])]
        if column.null_count:
            there = int.from_bytes(string_at(column.validity, (n + 7) // 8), "little")
            digits = f"{there:0{n}b}"  # the last row's first
            place = digits.find("0")
            while place >= 0:
                values[n - 1 - place] = absent
                place = digits.find("0", place + 1)
        return values  # type: ignore[no-any-return]

    def filled(self, name: str, absent: object) -> list[Any]:
        """A column, with this in the place of None."""
        return self._list(name, absent)

    def failures(self, name: str) -> list[tuple[int, int]]:
        """The rows of those processes that did not tell this, and the PSUTIL_ERR_* that asking came to."""
        column = self._column(name)
        if not string_at(column.outcomes, column.length).strip(b"\0"):
            return []
        return [(row, code) for row, code in enumerate(column.outcomes[: column.length]) if code]

    def process(self, row: int) -> _core.Process:
        """The process of a row, which may have ended meanwhile."""
        handle = self._library.ask(c.psutil_process, c.psutil_table_process, self._handle, row)
        return _core.Process(self._library, handle)

    if sys.implementation.name == "cpython":  # elsewhere there are no capsules

        def __arrow_c_schema__(self) -> object:
            from . import _arrow

            return _arrow.schema(self)

        def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
            from . import _arrow

            return _arrow.array(self)

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            from . import _arrow

            return _arrow.stream(self)


_rows: dict[tuple[str, ...], Any] = {}


def _strings(column: c.psutil_column_t, n: int) -> list[str]:
    ends = column.offsets[: n + 1]
    data = string_at(column.bytes, ends[n])
    if data.isascii():
        text = data.decode("ascii")
        return [text[begin:end] for begin, end in zip(ends, ends[1:])]
    return [os.fsdecode(data[begin:end]) for begin, end in zip(ends, ends[1:])]
