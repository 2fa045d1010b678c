"""The named tuples and enumerations of psutil 7 on Linux, under their names in psutil."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]

from . import _declarations as _c
from ._lazy import install_lazy, lazy
from ._records import IntEnum, NamedTuple, int_enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from typing import Any


class AddressFamily(IntEnum):
    """Address families that psutil adds to socket.AddressFamily."""

    AF_LINK = _c.PSUTIL_AF_LINK


class NicDuplex(IntEnum):
    """Duplex modes of a network interface."""

    NIC_DUPLEX_FULL = _c.PSUTIL_NIC_DUPLEX_FULL
    NIC_DUPLEX_HALF = _c.PSUTIL_NIC_DUPLEX_HALF
    NIC_DUPLEX_UNKNOWN = _c.PSUTIL_NIC_DUPLEX_UNKNOWN


class BatteryTime(IntEnum):
    """Special values of sbattery.secsleft."""

    POWER_TIME_UNKNOWN = _c.PSUTIL_POWER_TIME_UNKNOWN
    POWER_TIME_UNLIMITED = _c.PSUTIL_POWER_TIME_UNLIMITED


class IOPriority(IntEnum):
    """I/O scheduling classes of Process.ionice."""

    IOPRIO_CLASS_NONE = _c.PSUTIL_IOPRIO_CLASS_NONE
    IOPRIO_CLASS_RT = _c.PSUTIL_IOPRIO_CLASS_RT
    IOPRIO_CLASS_BE = _c.PSUTIL_IOPRIO_CLASS_BE
    IOPRIO_CLASS_IDLE = _c.PSUTIL_IOPRIO_CLASS_IDLE


class addr(NamedTuple):
    """An address of a socket.

    laddr and raddr are one, () if there is none, and a path for a UNIX socket. Their type is addr | Any, so that
    laddr.port passes a type checker.
    """

    ip: str
    port: int


class scputimes(NamedTuple):
    """Result of cpu_times, in seconds, and of cpu_times_percent, in percent."""

    user: float
    nice: float
    system: float
    idle: float
    iowait: float
    irq: float
    softirq: float
    steal: float
    guest: float
    guest_nice: float


class svmem(NamedTuple):
    """Result of virtual_memory, in bytes."""

    total: int
    available: int
    percent: float
    used: int
    free: int
    active: int
    inactive: int
    buffers: int
    cached: int
    shared: int
    slab: int


class sswap(NamedTuple):
    """Result of swap_memory, in bytes."""

    total: int
    used: int
    free: int
    percent: float
    sin: int
    sout: int


class sdiskusage(NamedTuple):
    """Result of disk_usage, in bytes."""

    total: int
    used: int
    free: int
    percent: float


class sdiskpart(NamedTuple):
    """An item of disk_partitions."""

    device: str
    mountpoint: str
    fstype: str
    opts: str


class sdiskio(NamedTuple):
    """Result of disk_io_counters. Times are milliseconds."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_time: int
    write_time: int
    read_merged_count: int
    write_merged_count: int
    busy_time: int


class snetio(NamedTuple):
    """Result of net_io_counters."""

    bytes_sent: int
    bytes_recv: int
    packets_sent: int
    packets_recv: int
    errin: int
    errout: int
    dropin: int
    dropout: int


class sconn(NamedTuple):
    """An item of net_connections."""

    fd: int
    family: socket.AddressFamily
    type: socket.SocketKind
    laddr: addr | Any
    raddr: addr | Any
    status: str
    pid: int | None


class snicaddr(NamedTuple):
    """An address of net_if_addrs."""

    family: socket.AddressFamily
    address: str | None
    netmask: str | None
    broadcast: str | None
    ptp: str | None


class snicstats(NamedTuple):
    """Result of net_if_stats for an interface. speed is in Mbit/s."""

    isup: bool
    duplex: int
    speed: int
    mtu: int
    flags: str


class suser(NamedTuple):
    """An item of users. started is in seconds since the epoch."""

    name: str
    terminal: str | None
    host: str | None
    started: float
    pid: int


class scpustats(NamedTuple):
    """Result of cpu_stats."""

    ctx_switches: int
    interrupts: int
    soft_interrupts: int
    syscalls: int


class scpufreq(NamedTuple):
    """Result of cpu_freq, in MHz."""

    current: float
    min: float
    max: float


class shwtemp(NamedTuple):
    """A temperature of sensors_temperatures."""

    label: str
    current: float
    high: float | None
    critical: float | None


class sfan(NamedTuple):
    """A fan of sensors_fans, in revolutions per minute."""

    label: str
    current: int


class sbattery(NamedTuple):
    """Result of sensors_battery."""

    percent: float
    secsleft: int
    power_plugged: bool | None


class pheap(NamedTuple):
    """Result of heap_info, in bytes."""

    heap_used: int
    mmap_used: int


class pcputimes(NamedTuple):
    """Result of Process.cpu_times, in seconds."""

    user: float
    system: float
    children_user: float
    children_system: float
    iowait: float


class popenfile(NamedTuple):
    """An item of Process.open_files."""

    path: str
    fd: int
    position: int
    mode: str
    flags: int


class pthread(NamedTuple):
    """An item of Process.threads. Times are seconds."""

    id: int
    user_time: float
    system_time: float


class puids(NamedTuple):
    """Result of Process.uids."""

    real: int
    effective: int
    saved: int


class pgids(NamedTuple):
    """Result of Process.gids."""

    real: int
    effective: int
    saved: int


class pio(NamedTuple):
    """Result of Process.io_counters."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_chars: int
    write_chars: int


class pionice(NamedTuple):
    """Result of Process.ionice."""

    ioclass: int
    value: int


class pctxsw(NamedTuple):
    """Result of Process.num_ctx_switches."""

    voluntary: int
    involuntary: int


class pconn(NamedTuple):
    """An item of Process.net_connections."""

    fd: int
    family: socket.AddressFamily
    type: socket.SocketKind
    laddr: addr | Any
    raddr: addr | Any
    status: str


class pmem(NamedTuple):
    """Result of Process.memory_info, in bytes."""

    rss: int
    vms: int
    shared: int
    text: int
    lib: int
    data: int
    dirty: int


class pfullmem(NamedTuple):
    """Result of Process.memory_full_info, in bytes."""

    rss: int
    vms: int
    shared: int
    text: int
    lib: int
    data: int
    dirty: int
    uss: int
    pss: int
    swap: int


class pmmap_grouped(NamedTuple):
    """An item of Process.memory_maps, in bytes."""

    path: str
    rss: int
    size: int
    pss: int
    shared_clean: int
    shared_dirty: int
    private_clean: int
    private_dirty: int
    referenced: int
    anonymous: int
    swap: int


class pmmap_ext(NamedTuple):
    """An item of Process.memory_maps(grouped=False), in bytes."""

    addr: str
    perms: str
    path: str
    rss: int
    size: int
    pss: int
    shared_clean: int
    shared_dirty: int
    private_clean: int
    private_dirty: int
    referenced: int
    anonymous: int
    swap: int


def _negsignal() -> Any:
    # As in signal.Signals, a number has the first of its names. The module signal may be gone, as after a chroot.
    names = sorted(name for name in vars(_signal) if name.startswith("SIG") and not name.startswith("SIG_"))
    by_number = {getattr(_signal, name): name for name in reversed(names)}
    return int_enum("Negsignal", {name: -number for number, name in sorted(by_number.items())}, __name__)


# The exit code of a process that a signal killed: minus the number of the signal.
Negsignal = lazy(_negsignal)

if not TYPE_CHECKING:
    __getattr__ = install_lazy(globals())
