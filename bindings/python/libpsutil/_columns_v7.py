"""Attributes of psutil 7's as_dict that are read from columns of the process table."""

from __future__ import annotations

from . import _types_v7 as _t
from ._core import environment
from ._lazy import install_lazy, lazy
from ._records import rows_as

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._table import Table


def from_column(name: str) -> tuple[list[str], Callable[[Table], list[Any]]]:
    """Returns an entry of COLUMN_ATTRS for an attribute that is a column of the same name."""
    return [name], lambda table: table.filled(name, None)


def from_columns(kind: type[Any], absent: object, *columns: str) -> tuple[list[str], Callable[[Table], list[Any]]]:
    """Returns an entry of COLUMN_ATTRS for a named tuple of columns; absent replaces numbers that are not reported."""
    return [*columns], lambda table: list(rows_as(kind, (table.filled(name, absent) for name in columns)))


def _ionice(table: Table) -> list[_t.pionice]:
    classes, values = table.filled("ionice_ioclass", 0), table.filled("ionice_value", 0)
    return list(map(_t.pionice, map(_t.IOPriority, classes), values))


def _column_attrs() -> dict[str, tuple[list[str], Callable[[Table], list[Any]]]]:
    return {
        **{
            name: from_column(name)
            for name in ("pid", "ppid", "name", "exe", "cmdline", "create_time", "status", "cwd")
        },
        **{name: from_column(name) for name in ("username", "terminal", "nice", "cpu_num", "num_fds", "num_threads")},
        "memory_percent": from_column("memory_percent"),
        "environ": (["environ"], lambda table: list(map(environment, table.filled("environ", ())))),
        "uids": from_columns(_t.puids, 0, *(f"uids_{name}" for name in _t.puids._fields)),
        "gids": from_columns(_t.pgids, 0, *(f"gids_{name}" for name in _t.pgids._fields)),
        "cpu_times": from_columns(_t.pcputimes, 0.0, *(f"cpu_times_{name}" for name in _t.pcputimes._fields)),
        "memory_info": from_columns(_t.pmem, 0, *_t.pmem._fields),
        "memory_full_info": from_columns(_t.pfullmem, 0, *_t.pmem._fields, "uss", "pss", "footprint_swap"),
        "io_counters": from_columns(_t.pio, 0, *(f"io_counters_{name}" for name in _t.pio._fields)),
        "num_ctx_switches": from_columns(_t.pctxsw, 0, *(f"num_ctx_switches_{name}" for name in _t.pctxsw._fields)),
        "ionice": (["ionice_ioclass", "ionice_value"], _ionice),
    }


# For each attribute: the columns it needs, and a function that makes the list of its values from a table.
COLUMN_ATTRS: dict[str, tuple[list[str], Callable[[Table], list[Any]]]] = lazy(_column_attrs)

if not TYPE_CHECKING:
    __getattr__ = install_lazy(globals())
