"""The named tuples and enumerations of psutil 7 on Windows that differ from those on Linux."""

from __future__ import annotations

from . import _declarations as _c
from . import _types_v7
from ._lazy import install_lazy_over
from ._records import IntEnum, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._types_v7 import BatteryTime as BatteryTime
    from ._types_v7 import Negsignal as Negsignal
    from ._types_v7 import NicDuplex as NicDuplex
    from ._types_v7 import addr as addr
    from ._types_v7 import pconn as pconn
    from ._types_v7 import pctxsw as pctxsw
    from ._types_v7 import pgids as pgids
    from ._types_v7 import pionice as pionice
    from ._types_v7 import pthread as pthread
    from ._types_v7 import puids as puids
    from ._types_v7 import sbattery as sbattery
    from ._types_v7 import sconn as sconn
    from ._types_v7 import scpufreq as scpufreq
    from ._types_v7 import scpustats as scpustats
    from ._types_v7 import sdiskpart as sdiskpart
    from ._types_v7 import sdiskusage as sdiskusage
    from ._types_v7 import sfan as sfan
    from ._types_v7 import shwtemp as shwtemp
    from ._types_v7 import snetio as snetio
    from ._types_v7 import snicaddr as snicaddr
    from ._types_v7 import snicstats as snicstats
    from ._types_v7 import sswap as sswap
    from ._types_v7 import suser as suser


class AddressFamily(IntEnum):
    """Address families that psutil adds to socket.AddressFamily."""

    AF_LINK = -1


class Priority(IntEnum):
    """Priority classes of Process.nice."""

    ABOVE_NORMAL_PRIORITY_CLASS = _c.PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS
    BELOW_NORMAL_PRIORITY_CLASS = _c.PSUTIL_BELOW_NORMAL_PRIORITY_CLASS
    HIGH_PRIORITY_CLASS = _c.PSUTIL_HIGH_PRIORITY_CLASS
    IDLE_PRIORITY_CLASS = _c.PSUTIL_IDLE_PRIORITY_CLASS
    NORMAL_PRIORITY_CLASS = _c.PSUTIL_NORMAL_PRIORITY_CLASS
    REALTIME_PRIORITY_CLASS = _c.PSUTIL_REALTIME_PRIORITY_CLASS


class IOPriority(IntEnum):
    """I/O priorities of Process.ionice."""

    IOPRIO_VERYLOW = 0
    IOPRIO_LOW = 1
    IOPRIO_NORMAL = 2
    IOPRIO_HIGH = 3


class scputimes(NamedTuple):
    """Result of cpu_times, in seconds, and of cpu_times_percent, in percent."""

    user: float
    system: float
    idle: float
    interrupt: float
    dpc: float


class svmem(NamedTuple):
    """Result of virtual_memory, in bytes."""

    total: int
    available: int
    percent: float
    used: int
    free: int


class sdiskio(NamedTuple):
    """Result of disk_io_counters. Times are milliseconds."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_time: int
    write_time: int


class pheap(NamedTuple):
    """Result of heap_info, in bytes, and the number of heaps."""

    heap_used: int
    mmap_used: int
    heap_count: int


class pcputimes(NamedTuple):
    """Result of Process.cpu_times, in seconds."""

    user: float
    system: float
    children_user: float
    children_system: float


class popenfile(NamedTuple):
    """An item of Process.open_files. fd is -1."""

    path: str
    fd: int


class pio(NamedTuple):
    """Result of Process.io_counters."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    other_count: int
    other_bytes: int


class pmem(NamedTuple):
    """Result of Process.memory_info: the number of page faults; all others in bytes."""

    rss: int
    vms: int
    num_page_faults: int
    peak_wset: int
    wset: int
    peak_paged_pool: int
    paged_pool: int
    peak_nonpaged_pool: int
    nonpaged_pool: int
    pagefile: int
    peak_pagefile: int
    private: int


class pfullmem(NamedTuple):
    """Result of Process.memory_full_info, as pmem, and the USS in bytes."""

    rss: int
    vms: int
    num_page_faults: int
    peak_wset: int
    wset: int
    peak_paged_pool: int
    paged_pool: int
    peak_nonpaged_pool: int
    nonpaged_pool: int
    pagefile: int
    peak_pagefile: int
    private: int
    uss: int


class pmmap_grouped(NamedTuple):
    """An item of Process.memory_maps, in bytes."""

    path: str
    rss: int


class pmmap_ext(NamedTuple):
    """An item of Process.memory_maps(grouped=False), in bytes."""

    addr: str
    perms: str
    path: str
    rss: int


if not TYPE_CHECKING:
    __getattr__ = install_lazy_over(globals(), _types_v7)
