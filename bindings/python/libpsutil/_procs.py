"""Several processes at once, for objects of any face."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol, TypeVar

    from ._core import Library
    from ._core import Process as CoreProcess
    from ._table import Table

    class Process(Protocol):
        """What a face's Process has."""

        _core: CoreProcess
        _start: int | None

        @property
        def pid(self) -> int: ...
        def is_running(self) -> bool: ...
        def _ended(self, code: int | None) -> int | None: ...

    P = TypeVar("P", bound=Process)


# A PID may be another process's within the tick in which its owner started, and then their starts do not tell them
# apart; so many ticks later they do.
_YOUNG = 2


def each(
    library: Library,
    table: Table | None,
    make: Callable[[CoreProcess, int], P],
    gone: type[Exception],
    known: dict[int, P],
) -> Iterator[tuple[int, P]]:
    """The processes of a table that has pid and start, or all: the row of each, and what is known of it or make's.

    One whose PID has been given to another is new. gone is what the library raises for one that has ended meanwhile.
    """
    now = _ticks_since_boot()
    if table is None:
        table = library.process_table(("pid", "start"))
    pids, starts = table["pid"], table["start"]
    for pid in known.keys() - set(pids):
        known.pop(pid, None)
    for row, (pid, start) in enumerate(zip(pids, starts)):
        young = start is None or start > now - _YOUNG
        process = known.get(pid)
        if process is None or not (process.is_running() if process._start is None else process._start == start):
            try:
                process = known[pid] = make(library.process(pid) if young else table.process(row), pid)
            except gone:
                known.pop(pid, None)
                continue
        process._start = None if young else start
        yield row, process


def _ticks_since_boot() -> float:
    try:
        return time.clock_gettime(time.CLOCK_BOOTTIME) * 100
    except (AttributeError, OSError):
        return float("-inf")  # so that all are asked


def wait(
    library: Library,
    processes: Iterable[P],
    timeout: float | None,
    callback: Callable[[P], object] | None,
    attribute: str,
) -> tuple[list[P], list[P]]:
    """Waits until all have ended, timeout seconds at the most: which have, and which not.

    Those that have get how they ended as an attribute of this name, and callback is called with each of them.
    """
    waited_for = list(dict.fromkeys(processes))
    ended = set()

    def end(place: int, code: int | None) -> None:
        if place not in ended:
            ended.add(place)
            process = waited_for[place]
            setattr(process, attribute, process._ended(code))
            if callback is not None:
                callback(process)

    cores = [process._core for process in waited_for]
    for place, (gone, code) in enumerate(library.wait_procs(cores, timeout, end if callback else None)):
        if gone:
            end(place, code)
    return (
        [process for place, process in enumerate(waited_for) if place in ended],
        [process for place, process in enumerate(waited_for) if place not in ended],
    )
