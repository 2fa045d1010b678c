"""Iterates over all processes, for the Process objects of either API."""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Protocol, TypeVar

    from ._core import Library
    from ._core import Process as CoreProcess
    from ._table import Table

    class _Process(Protocol):
        """The part of an API's Process that iter_cached uses."""

        _start: int | None

        def is_running(self) -> bool: ...

    _P = TypeVar("_P", bound=_Process)


# Start times have a resolution of one tick. A process that started less than this many ticks ago may share both its
# PID and its start tick with the previous owner of the PID.
_AMBIGUOUS_TICKS = 2


_caches: list[dict[int, Any]] = []


def new_cache() -> dict[int, Any]:
    """Returns a cache of Process objects by PID, which clear_caches clears."""
    cache: dict[int, Any] = {}
    _caches.append(cache)
    return cache


def clear_caches() -> None:
    """Clears the caches of both APIs, because their processes are those of another procfs."""
    for cache in _caches:
        cache.clear()


def iter_cached(
    library: Library,
    table: Table,
    make: Callable[[CoreProcess, int], _P],
    no_such_process: type[Exception],
    cache: dict[int, _P],
) -> Iterator[tuple[int, _P]]:
    """Yields the row and the Process of each process of a table that has the columns pid and start.

    A Process comes from cache, by PID, unless the PID now belongs to another process; then make creates it from a
    handle. A process that the library reports as no_such_process is skipped. PIDs that the table lacks are removed
    from cache.
    """
    now = _ticks_since_boot()
    pids, starts = table["pid"], table["start"]
    for pid in cache.keys() - set(pids):
        cache.pop(pid, None)
    for row, (pid, start) in enumerate(zip(pids, starts)):
        ambiguous = start is None or start > now - _AMBIGUOUS_TICKS
        process = cache.get(pid)
        if process is None or not (process.is_running() if process._start is None else process._start == start):
            try:
                process = cache[pid] = make(library.process(pid) if ambiguous else table.process(row), pid)
            except no_such_process:
                cache.pop(pid, None)
                continue
        process._start = None if ambiguous else start
        yield row, process


def _ticks_since_boot() -> float:
    ticks = float("-inf")  # every start is ambiguous
    if sys.platform == "win32":  # units of 100 ns since 1601; a clock may advance by 16 ms at once
        ticks = time.time() * 1e7 + 116444736000000000 - 200_000
    elif sys.platform.startswith("linux"):
        try:
            ticks = time.clock_gettime(time.CLOCK_BOOTTIME) * 100
        except (AttributeError, OSError):
            return ticks
    return ticks
