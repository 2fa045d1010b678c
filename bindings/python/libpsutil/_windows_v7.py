"""Methods of psutil 7's Process that differ on Windows."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os

from . import _types_v7_windows as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from . import _extension as _r

# What psutil lacks on Windows.
ABSENT_METHODS = ("uids", "gids", "terminal", "num_fds", "rlimit", "cpu_num")
ABSENT_NAMES = {
    *("sensors_temperatures", "sensors_fans", "PROCFS_PATH"),
    *("IOPRIO_CLASS_NONE", "IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE"),
}
# What psutil adds on Windows.
PRIORITY_CLASSES = (
    *("ABOVE_NORMAL_PRIORITY_CLASS", "BELOW_NORMAL_PRIORITY_CLASS", "HIGH_PRIORITY_CLASS"),
    *("IDLE_PRIORITY_CLASS", "NORMAL_PRIORITY_CLASS", "REALTIME_PRIORITY_CLASS"),
)
IO_PRIORITIES = ("IOPRIO_VERYLOW", "IOPRIO_LOW", "IOPRIO_NORMAL", "IOPRIO_HIGH")
ADDED_NAMES = ["win_service_iter", "win_service_get", "CONN_DELETE_TCB", *PRIORITY_CLASSES, *IO_PRIORITIES]


def name(self: Any) -> str:
    """Returns the name of the executable. Cached: no process of Windows changes it."""
    if self._name is None:
        self._name = self._core.name()
    return self._name  # type: ignore[no-any-return]


class _PriorityCache(dict[int, "_t.Priority"]):
    """Members of Priority, by number. A call of the enumeration is several times slower."""

    def __missing__(self, number: int) -> _t.Priority:
        member = self[number] = _t.Priority(number)
        return member


_priorities = _PriorityCache()


def nice(self: Any, value: int | None = None) -> Any:
    """Returns the priority class, a *_PRIORITY_CLASS; with value, sets it."""
    if value is None:
        return _priorities[self._core.nice()]
    self._core.set_nice(value)
    return None


def ionice(self: Any, ioclass: int | None = None, value: int | None = None) -> Any:
    """Returns the I/O priority, IOPRIO_VERYLOW, LOW or NORMAL; with ioclass, sets it."""
    if ioclass is None:
        if value is not None:
            raise ValueError("'ioclass' argument must be specified")
        return _t.IOPriority(self._core.ionice().ioclass)
    if value:
        raise TypeError("value argument not accepted on Windows")
    if ioclass not in range(4):
        raise ValueError(f"{ioclass} is not a valid priority")
    self._core.set_ionice(ioclass, 0)
    return None


def send_signal(self: Any, sig: int) -> None:
    """Sends SIGTERM, which ends the process, CTRL_C_EVENT or CTRL_BREAK_EVENT. Raises ValueError for another signal."""
    events = (getattr(_signal, "CTRL_C_EVENT", None), getattr(_signal, "CTRL_BREAK_EVENT", None))
    if sig == _signal.SIGTERM:
        self._core.terminate()
    elif sig in events:
        if not self.is_running():
            self._core.terminate()  # raises what the guarded calls of the library raise
        os.kill(self._pid, sig)
    else:
        raise ValueError("only SIGTERM, CTRL_C_EVENT and CTRL_BREAK_EVENT signals are supported on Windows")


def num_handles(self: Any) -> int:
    """Returns the number of open handles."""
    return self._core.num_handles()  # type: ignore[no-any-return]


def memory_info(self: Any) -> _t.pmem:
    """Returns the memory in use, in bytes: the working set as rss, the committed memory as vms."""
    counters = self._core.memory_counters()
    return _t.pmem(counters[2], counters[7], *counters)


def memory_full_info(self: Any) -> _t.pfullmem:
    """Returns the memory in use with the USS, in bytes. Slow."""
    uss = self._core.memory_footprint().uss
    return _t.pfullmem(*memory_info(self), uss)


def cwd(self: Any) -> str:
    """Returns the absolute path of the working directory."""
    path: str = self._core.cwd()
    return os.path.normpath(path)


def environ(self: Any) -> dict[str, str]:
    """Returns the environment that the process was started with. Names are in upper case, as in os.environ."""
    return upper_names(self._core.environ())


def upper_names(variables: dict[str, str]) -> dict[str, str]:
    """Returns an environment with names in upper case."""
    return {name.upper(): value for name, value in variables.items()}


# psutil's form of the permissions of a mapping, by the library's without "p" or "s".
_PROTECTIONS = {"---": "", "r--": "r", "rw-": "rw", "--x": "x", "r-x": "xr", "rwx": "xrw"}


def memory_maps(self: Any, grouped: bool = True) -> Any:
    """Returns the mapped files, in bytes: the sums by path if grouped, else each mapping. Slow."""
    if grouped:
        return self._core.memory_maps(True, lambda m: _t.pmmap_grouped(m.path, m.rss))

    def make(m: _r.psutil_memory_map_t) -> _t.pmmap_ext:
        start, _, _ = (m.addr or "").partition("-")
        perms = (m.perms or "")[:3]
        return _t.pmmap_ext(f"{int(start, 16):#x}", _PROTECTIONS.get(perms, perms), m.path, m.rss)

    return self._core.memory_maps(False, make)


METHODS: dict[str, Callable[..., Any]] = {
    method.__name__: method
    for method in (
        *(name, nice, ionice, send_signal, num_handles, memory_info, memory_full_info, cwd, environ),
        memory_maps,
    )
}
GUARDED = {"nice", "ionice", "send_signal"}
