"""Attributes of psutil 7's as_dict on macOS and FreeBSD that are read from columns of the process table."""

from __future__ import annotations

import operator
import sys

from ._columns_v7 import from_column, from_columns
from ._core import environment
from ._lazy import install_lazy, lazy
from ._records import rows_as

if sys.platform == "darwin":
    from . import _types_v7_darwin as _t
else:
    from . import _types_v7_freebsd as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._table import Table

    _Attrs = dict[str, tuple[list[str], Callable[[Table], list[Any]]]]


if sys.platform == "darwin":

    def _own_attrs() -> _Attrs:
        names = ["rss", "vms", "page_faults_minor", "page_faults_major"]

        def memory(table: Table) -> list[_t.pmem]:
            rss, vms, minor, major = (table.filled(name, 0) for name in names)
            return list(rows_as(_t.pmem, (rss, vms, map(sum, zip(minor, major)), major)))

        return {"memory_info": (names, memory)}

else:

    def _own_attrs() -> _Attrs:
        names = ["rss", "vms", "text", "data", "stack"]

        def memory(table: Table) -> list[_t.pmem]:
            rss, vms, text, both, stack = (table.filled(name, 0) for name in names)
            return list(rows_as(_t.pmem, (rss, vms, text, map(operator.sub, both, stack), stack)))

        return {
            "cpu_num": from_column("cpu_num"),
            "memory_info": (names, memory),
            "io_counters": from_columns(_t.pio, -1, *(f"io_counters_{name}" for name in _t.pio._fields)),
        }


def _column_attrs() -> _Attrs:
    names = ("pid", "ppid", "name", "exe", "cmdline", "create_time", "status", "cwd", "username", "terminal", "nice")
    return {
        **{name: from_column(name) for name in (*names, "num_fds", "num_threads", "memory_percent")},
        "environ": (["environ"], lambda table: list(map(environment, table.filled("environ", ())))),
        "uids": from_columns(_t.puids, 0, *(f"uids_{name}" for name in _t.puids._fields)),
        "gids": from_columns(_t.pgids, 0, *(f"gids_{name}" for name in _t.pgids._fields)),
        "cpu_times": from_columns(_t.pcputimes, 0.0, *(f"cpu_times_{name}" for name in _t.pcputimes._fields)),
        "num_ctx_switches": from_columns(_t.pctxsw, 0, *(f"num_ctx_switches_{name}" for name in _t.pctxsw._fields)),
        **_own_attrs(),
    }


# As in _columns_v7.
COLUMN_ATTRS: dict[str, tuple[list[str], Callable[[Table], list[Any]]]] = lazy(_column_attrs)

if not TYPE_CHECKING:
    __getattr__ = install_lazy(globals())
