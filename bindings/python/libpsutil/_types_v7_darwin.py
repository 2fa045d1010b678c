"""The named tuples and enumerations of psutil 7 on macOS that differ from those on Linux."""

from __future__ import annotations

from . import _types_v7
from ._lazy import install_lazy_over
from ._records import IntEnum, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._types_v7 import BatteryTime as BatteryTime
    from ._types_v7 import IOPriority as IOPriority
    from ._types_v7 import Negsignal as Negsignal
    from ._types_v7 import NicDuplex as NicDuplex
    from ._types_v7 import addr as addr
    from ._types_v7 import pconn as pconn
    from ._types_v7 import pctxsw as pctxsw
    from ._types_v7 import pgids as pgids
    from ._types_v7 import pheap as pheap
    from ._types_v7 import pio as pio
    from ._types_v7 import pionice as pionice
    from ._types_v7 import pmmap_ext as pmmap_ext
    from ._types_v7 import pmmap_grouped as pmmap_grouped
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

    AF_LINK = 18


class scputimes(NamedTuple):
    """Result of cpu_times, in seconds, and of cpu_times_percent, in percent."""

    user: float
    nice: float
    system: float
    idle: float


class svmem(NamedTuple):
    """Result of virtual_memory, in bytes."""

    total: int
    available: int
    percent: float
    used: int
    free: int
    active: int
    inactive: int
    wired: int


class sdiskio(NamedTuple):
    """Result of disk_io_counters. Times are milliseconds."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_time: int
    write_time: int


class pcputimes(NamedTuple):
    """Result of Process.cpu_times, in seconds."""

    user: float
    system: float
    children_user: float
    children_system: float


class popenfile(NamedTuple):
    """An item of Process.open_files."""

    path: str
    fd: int


class pmem(NamedTuple):
    """Result of Process.memory_info: sizes in bytes, the number of page faults, and how many of them read a page."""

    rss: int
    vms: int
    pfaults: int
    pageins: int


class pfullmem(NamedTuple):
    """Result of Process.memory_full_info, as pmem, and the USS in bytes."""

    rss: int
    vms: int
    pfaults: int
    pageins: int
    uss: int


if not TYPE_CHECKING:
    __getattr__ = install_lazy_over(globals(), _types_v7)
