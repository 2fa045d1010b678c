"""CPU percentages of the whole system: which two readings of the CPU times are compared."""

from __future__ import annotations

import os
import sys
import time

from . import _declarations as c

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from typing import TypeVar

    from ._core import Library

    _T = TypeVar("_T")
    _Reading = list[c.psutil_cpu_times_t]

# The counters of a cpu line in /proc/stat, in their order. Older kernels have fewer.
_FIELDS = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice")


def _read_stat() -> bytes:
    if sys.platform.startswith("linux"):
        try:
            with open("/proc/stat", "rb", buffering=0) as stat:
                return stat.read()
        except OSError:
            pass
    return b""


# The first percentage is relative to the import. The import must not start the library, so it keeps the file's content.
_stat_at_import = _read_stat()


def at_import(percpu: bool) -> _Reading:
    """Returns the CPU times at the import of this package: of each CPU, or one of all together; [] if unknown."""
    readings = []
    for line in _stat_at_import.splitlines():
        name, *counts = line.split()
        if name.startswith(b"cpu") and percpu == (name != b"cpu"):
            seconds = (int(count) / os.sysconf("SC_CLK_TCK") for count in counts)
            number = int(name[3:]) if percpu else c.PSUTIL_NA
            readings.append(c.psutil_cpu_times_t(cpu=number, **dict(zip(_FIELDS, seconds))))
    return readings


def read(library: Library, percpu: bool) -> _Reading:
    """Returns the CPU times now: of each CPU, or one of all together."""
    return library.cpu_times_per_cpu() if percpu else [library.cpu_times()]


def compare(
    library: Library,
    last: MutableMapping[object, _Reading],
    key: object,
    between: Callable[[c.psutil_cpu_times_t, c.psutil_cpu_times_t], _T],
    interval: float | None,
    percpu: bool,
) -> list[_T]:
    """Returns between(earlier, later) for each CPU, or one for all together.

    With an interval, in seconds, the readings are taken now and after it. Otherwise the earlier reading is last[key],
    the later one if there is none. The later reading is stored in last[key].
    """
    if interval:
        # Python sleeps, not the library, whose sleep a signal handler would end.
        earlier = read(library, percpu)
        time.sleep(interval)
    else:
        earlier = last.get(key, [])
    later = last[key] = read(library, percpu)
    by_number = {reading.cpu: reading for reading in earlier}
    return [between(by_number.get(after.cpu, after), after) for after in later]  # without an earlier reading, no change
