"""The named tuples of psutil 1.2.1, with the documented fields in their documented order."""

from __future__ import annotations

from _warnings import warn

from ._lazy import install_lazy
from ._records import NamedTuple, rename_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class cputimes(NamedTuple):
    """CPU time in each mode, in seconds since boot."""

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


class cpupercent(NamedTuple):
    """The part of the time that CPUs spend in each mode, in percent."""

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


class vmem(NamedTuple):
    """Physical memory of the system, in bytes. percent is the part that is not available."""

    total: int
    available: int
    percent: float
    used: int
    free: int
    active: int
    inactive: int
    buffers: int
    cached: int


class swap(NamedTuple):
    """Swap space, in bytes. sin and sout count since boot; percent is the part in use."""

    total: int
    used: int
    free: int
    percent: float
    sin: int
    sout: int


class partition(NamedTuple):
    """A mounted file system."""

    device: str
    mountpoint: str
    fstype: str
    opts: str


class usage(NamedTuple):
    """The space of a file system, in bytes. percent is the used part of the space that ordinary users can use."""

    total: int
    used: int
    free: int
    percent: float


@rename_class("iostat")
class disk_iostat(NamedTuple):
    """I/O of a disk since boot. Times are milliseconds."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_time: int
    write_time: int


@rename_class("iostat")
class net_iostat(NamedTuple):
    """Traffic of a network interface since boot."""

    bytes_sent: int
    bytes_recv: int
    packets_sent: int
    packets_recv: int
    errin: int
    errout: int
    dropin: int
    dropout: int


@rename_class("cputimes")
class process_cputimes(NamedTuple):
    """CPU time of a process in user and in kernel mode, in seconds."""

    user: float
    system: float


class meminfo(NamedTuple):
    """Memory of a process, in bytes: physical memory in use and size of the address space."""

    rss: int
    vms: int


@rename_class("meminfo")
class ext_meminfo(NamedTuple):
    """Memory of a process in detail, in bytes."""

    rss: int
    vms: int
    shared: int
    text: int
    lib: int
    data: int
    dirty: int


@rename_class("mmap")
class grouped_mmap(NamedTuple):
    """Sums over the memory mappings of a process with the same path, in bytes."""

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


@rename_class("mmap")
class ext_mmap(NamedTuple):
    """A memory mapping of a process: address range, permissions, and sizes in bytes."""

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


class user(NamedTuple):
    """User IDs of a process."""

    real: int
    effective: int
    saved: int


class group(NamedTuple):
    """Group IDs of a process."""

    real: int
    effective: int
    saved: int


class io(NamedTuple):
    """I/O of a process since its start."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int


class ionice(NamedTuple):
    """An I/O priority: the class, IOPRIO_CLASS_*, and the level in it, 0 (highest) to 7."""

    ioclass: int
    value: int


class amount(NamedTuple):
    """Context switches of a process."""

    voluntary: int
    involuntary: int


class thread(NamedTuple):
    """A thread and its CPU time, in seconds."""

    id: int
    user_time: float
    system_time: float


class openfile(NamedTuple):
    """An open file."""

    path: str
    fd: int


@rename_class("user")
class login(NamedTuple):
    """A login session. started is in seconds since the epoch."""

    name: str
    terminal: str | None
    host: str | None
    started: float


class connection(NamedTuple):
    """A socket. An address is (ip, port), () if there is none, and a path for a UNIX socket.

    Its type is tuple[str, int] | Any, so that laddr[1] passes a type checker.
    """

    fd: int
    family: int
    type: int
    laddr: tuple[str, int] | Any
    raddr: tuple[str, int] | Any
    status: str

    @property
    def local_address(self) -> tuple[str, int] | Any:
        """Old name of laddr. Deprecated in 1.0.0."""
        warn("connection.local_address is deprecated; use laddr instead", DeprecationWarning, 2)
        return self.laddr

    @property
    def remote_address(self) -> tuple[str, int] | Any:
        """Old name of raddr. Deprecated in 1.0.0."""
        warn("connection.remote_address is deprecated; use raddr instead", DeprecationWarning, 2)
        return self.raddr


if not TYPE_CHECKING:
    __getattr__ = install_lazy(globals())
