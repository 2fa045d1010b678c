"""Percentages of the CPUs' time: what a face compares with, which C's functions keep for each thread of theirs."""

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

    T = TypeVar("T")
    Reading = list[c.psutil_cpu_times_t]

# The kernel's counters, in its order. Older kernels have fewer.
_FIELDS = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice")


def _read_stat() -> bytes:
    if sys.platform.startswith("linux"):
        try:
            with open("/proc/stat", "rb", buffering=0) as stat:
                return stat.read()
        except OSError:
            pass
    return b""


# The first percentage compares with the import, which calls nothing: so it keeps what the kernel said then, unread.
_stat_at_import = _read_stat()


def at_import(percpu: bool) -> Reading:
    """The CPU times when this package was imported; nothing where they are not known."""
    readings = []
    for line in _stat_at_import.splitlines():
        name, *counts = line.split()
        if name.startswith(b"cpu") and percpu == (name != b"cpu"):
            seconds = (int(count) / os.sysconf("SC_CLK_TCK") for count in counts)
            readings.append(c.psutil_cpu_times_t(**dict(zip(_FIELDS, seconds))))
    return readings


def read(library: Library, percpu: bool) -> Reading:
    """The CPU times now: of each CPU, or one of all together."""
    return library.cpu_times_per_cpu() if percpu else [library.cpu_times()]


def compare(
    library: Library,
    last: MutableMapping[object, Reading],
    key: object,
    between: Callable[[c.psutil_cpu_times_t, c.psutil_cpu_times_t], T],
    interval: float | None,
    percpu: bool,
) -> list[T]:
    """What is between two readings, for each CPU or all together: now and interval seconds later, or the last time's.

    last has the readings of the last time under key; where it has none, nothing has passed.
    """
    if interval:
        # Python sleeps and not the library, which would have to measure anew after every signal handler.
        earlier = read(library, percpu)
        time.sleep(interval)
    else:
        earlier = last.get(key, [])
    later = last[key] = read(library, percpu)
    if len(earlier) != len(later):
        earlier = later  # CPUs have come or gone, and which is which nobody can tell
    return [between(before, after) for before, after in zip(earlier, later)]
