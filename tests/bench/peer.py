"""The peers of Python: peer.py KIND [PID]. It reads once for every line of its input, and answers with a line of JSON.

To "time" the answer is {"seconds": ..., "rows": ...}, to "values" {"rows": [...]} with what it found.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

ATTRIBUTES = (
    *("pid", "ppid", "name", "status", "cpu_times", "create_time", "num_threads", "memory_info", "uids", "username"),
    "cmdline",
)

Read = Callable[[], list[Any]]
Row = Callable[[Any], object]


def process_row(process: Any) -> dict[str, Any]:
    info = process.info
    return {
        **{name: info[name] for name in ("pid", "ppid", "name", "status", "create_time", "username", "cmdline")},
        "user": info["cpu_times"] and info["cpu_times"].user,
        "system": info["cpu_times"] and info["cpu_times"].system,
        "threads": info["num_threads"],
        "rss": info["memory_info"] and info["memory_info"].rss,
        "vms": info["memory_info"] and info["memory_info"].vms,
        "uids": info["uids"],
    }


COLUMNS = (
    *(
        "pid",
        "ppid",
        "name",
        "status",
        "cpu_times_user",
        "cpu_times_system",
        "create_time",
        "num_threads",
        "rss",
        "vms",
    ),
    *("uids_real", "uids_effective", "uids_saved", "username", "cmdline"),
)


# What psutil's records cpu_times and memory_info contain beside COLUMNS.
ONLY_OF_RECORDS = (
    *("cpu_times_children_user", "cpu_times_children_system", "cpu_times_iowait"),
    *("shared", "text", "lib", "data", "dirty"),
)


class Columns(list[tuple[Any, ...]]):
    """Makes all lists of a table; rows only for the comparison."""

    def __init__(self, lists: dict[str, list[Any]]) -> None:
        self.lists = lists

    def __len__(self) -> int:
        return len(self.lists["pid"])

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return zip(*self.lists.values(), strict=True)


def table_row(row: tuple[Any, ...]) -> dict[str, Any]:
    pid, ppid, name, status, user, system, create_time, threads, rss, vms, *uids, username, cmdline = row
    return {
        **{"pid": pid, "ppid": ppid, "name": name, "status": status, "user": user, "system": system, "uids": uids},
        **{"create_time": create_time, "threads": threads, "rss": rss, "vms": vms},
        **{"username": username, "cmdline": cmdline},
    }


def connection_row(connection: Any) -> list[Any]:
    return [connection.pid, connection.fd, *map(str, (connection.family, connection.type)), *connection[3:6]]


def kind(name: str, pid: int) -> tuple[Read, Row]:
    """Returns the timed function, and the function that makes rows of its answer."""
    package, what = name.split(maxsplit=1)
    module = importlib.import_module(package)
    if what == "process_table":
        return lambda: Columns(module.process_table(COLUMNS).to_dict()), table_row
    if what == "table_reader":
        reader = module.table_reader(COLUMNS, bpf=True, strict=True)
        return lambda: Columns(reader.read().to_dict()), table_row
    if what == "process_iter with a table_reader":
        reader = module.table_reader((*COLUMNS, *ONLY_OF_RECORDS, "start"), bpf=True, strict=True)
        return lambda: list(module.process_iter(ATTRIBUTES, reader=reader)), process_row
    if what == "process_iter":
        return lambda: list(module.process_iter(ATTRIBUTES)), process_row
    if what == "children":
        return lambda: module.Process(pid).children(recursive=True), lambda process: process.pid
    if what == "connections":
        return lambda: module.net_connections("all"), connection_row
    raise SystemExit(f"{name}: unknown kind of peer")


def main() -> None:
    read_all, row = kind(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    for line in sys.stdin:
        start = time.perf_counter()
        found = read_all()
        seconds = time.perf_counter() - start
        timed = line.strip() == "time"
        print(json.dumps({"seconds": seconds, "rows": len(found)} if timed else {"rows": [row(f) for f in found]}))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
