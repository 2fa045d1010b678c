"""Attributes of psutil 7's as_dict on Windows that are read from columns of the process table."""

from __future__ import annotations

import os

from . import _types_v7_windows as _t
from ._columns_v7 import from_column, from_columns
from ._core import environment
from ._lazy import install_lazy, lazy
from ._records import rows_as
from ._types_v7 import pctxsw
from ._windows_v7 import upper_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._table import Table


def _column_attrs() -> dict[str, tuple[list[str], Callable[[Table], list[Any]]]]:
    def cwds(table: Table) -> list[str]:
        return [path and os.path.normpath(path) for path in table.filled("cwd", "")]

    def priorities(table: Table) -> list[Any]:
        return [number if number is None else _t.Priority(number) for number in table.filled("nice", None)]

    def environments(table: Table) -> list[dict[str, str]]:
        return [upper_names(environment(entries)) for entries in table.filled("environ", ())]

    def memory(table: Table) -> list[_t.pmem]:
        counters = [table.filled(name, 0) for name in memory_columns]
        return list(rows_as(_t.pmem, (counters[2], counters[7], *counters)))

    names = ("pid", "ppid", "name", "exe", "cmdline", "create_time", "status", "username", "num_threads", "num_handles")
    memory_columns = ["num_page_faults", "peak_rss", "rss", "peak_paged_pool", "paged_pool"]
    memory_columns += ["peak_nonpaged_pool", "nonpaged_pool", "vms", "peak_vms", "private_usage"]
    return {
        **{name: from_column(name) for name in (*names, "memory_percent")},
        "cwd": (["cwd"], cwds),
        "nice": (["nice"], priorities),
        "environ": (["environ"], environments),
        "cpu_times": from_columns(_t.pcputimes, 0.0, *(f"cpu_times_{name}" for name in _t.pcputimes._fields)),
        "memory_info": (memory_columns, memory),
        "io_counters": from_columns(_t.pio, 0, *(f"io_counters_{name}" for name in _t.pio._fields)),
        "num_ctx_switches": from_columns(pctxsw, 0, *(f"num_ctx_switches_{name}" for name in pctxsw._fields)),
    }


# As in _columns_v7.
COLUMN_ATTRS: dict[str, tuple[list[str], Callable[[Table], list[Any]]]] = lazy(_column_attrs)

if not TYPE_CHECKING:
    __getattr__ = install_lazy(globals())
