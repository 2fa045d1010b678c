"""CPU percentages of the whole system: which two readings of the CPU times are compared."""

from __future__ import annotations

import os
import sys
import time

from . import _declarations as c
from ._records import named_tuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from typing import Any, TypeVar

    from . import _extension as r
    from ._core import Library

    _T = TypeVar("_T")
    _Reading = list[r.psutil_cpu_times_t]

# The counters of a cpu line in /proc/stat, in their order. Older kernels have fewer.
_FIELDS = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice")


# SYSTEM_PROCESSOR_PERFORMANCE_INFORMATION: idle, kernel, user, DPC and interrupt time, each in 100 ns, and a count.
_PROCESSOR, _PROCESSOR_SIZE = "<5qL4x", 48


def _read_stat() -> bytes:
    stat = b""
    if sys.platform.startswith("linux"):
        try:
            with open("/proc/stat", "rb", buffering=0) as file:
                stat = file.read()
        except OSError:
            pass
    elif sys.platform == "win32":
        stat = _query_processors()
    return stat


def _query_processors() -> bytes:
    """Returns SystemProcessorPerformanceInformation of all CPUs; b"" if they are in several processor groups."""
    import ctypes

    system = ctypes.WinDLL("ntdll")  # type: ignore[attr-defined,unused-ignore]
    size, needed = 64 * _PROCESSOR_SIZE, ctypes.c_ulong()
    processors = ctypes.create_string_buffer(size)
    if system.NtQuerySystemInformation(8, processors, size, ctypes.byref(needed)):
        return b""
    is_complete = needed.value == (os.cpu_count() or 0) * _PROCESSOR_SIZE
    return processors.raw[: needed.value] if is_complete else b""


# The first percentage is relative to the import. The import must not start the library, so it keeps what it has read.
_stat_at_import = _read_stat()


def at_import(percpu: bool) -> _Reading:
    """Returns the CPU times at the import of this package: of each CPU, or one of all together; [] if unknown."""
    return _decode(_stat_at_import, percpu)


_types: list[Any] = []


def _reading(cpu: int, seconds: dict[str, float]) -> r.psutil_cpu_times_t:
    """Returns the CPU times of a CPU as the library's functions do."""
    members = [member.split()[1] for member in c.RECORDS["psutil_cpu_times_t"][:-1]]  # without the reserved words
    if not _types:
        _types.append(named_tuple("psutil_cpu_times_t", tuple(members), __name__))
    values = {**dict.fromkeys(members, 0.0), **seconds, "cpu": cpu}
    reading: r.psutil_cpu_times_t = _types[0](*values.values())
    return reading


def _decode_processors(processors: bytes, percpu: bool) -> _Reading:
    """Returns the CPU times in SystemProcessorPerformanceInformation: of each CPU, or one of all together."""
    import struct

    ticks = [times[:5] for times in struct.iter_unpack(_PROCESSOR, processors)]
    if not percpu:
        ticks = [tuple(map(sum, zip(*ticks)))] if ticks else []
    readings = []
    for number, (idle, kernel, user, dpc, irq) in enumerate(ticks):
        modes = {"user": user, "system": kernel - idle, "idle": idle, "irq": irq, "dpc": dpc}
        seconds = {**dict.fromkeys(_FIELDS, float("nan")), **{mode: time / 1e7 for mode, time in modes.items()}}
        readings.append(_reading(number if percpu else c.PSUTIL_NA, seconds))
    return readings


if sys.platform == "win32":
    _decode = _decode_processors
else:

    def _seconds(ticks: bytes) -> float:
        """Returns ticks in seconds: 0 for a number that fell below zero, NaN for other text."""
        try:
            return max(int(ticks), 0) / os.sysconf("SC_CLK_TCK")
        except (ValueError, OverflowError):
            return float("nan")

    def _decode(stat: bytes, percpu: bool) -> _Reading:
        """Returns the CPU times in /proc/stat: of each CPU, or one of all together. Malformed lines are skipped."""
        readings = []
        for line in stat.splitlines():
            name, *counts = line.split() or [b""]
            cpu = name[3:]
            if name.startswith(b"cpu") and len(counts) >= 4 and (cpu.isdigit() if percpu else not cpu):
                number = int(cpu) if percpu else c.PSUTIL_NA
                readings.append(_reading(number, dict(zip(_FIELDS, map(_seconds, counts)))))
        return readings


def read(library: Library, percpu: bool) -> _Reading:
    """Returns the CPU times now: of each CPU, or one of all together."""
    return library.cpu_times_per_cpu() if percpu else [library.cpu_times()]


def compare(
    library: Library,
    last: MutableMapping[object, _Reading],
    key: object,
    between: Callable[[r.psutil_cpu_times_t, r.psutil_cpu_times_t], _T],
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
