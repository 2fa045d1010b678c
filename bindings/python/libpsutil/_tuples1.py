"""The named tuples of psutil 1.2.1, with the fields of the page in its order."""

from __future__ import annotations

from ._later import later_attributes
from ._tuples import NamedTuple, shown_as

TYPE_CHECKING = False


class cputimes(NamedTuple):
    """Seconds that CPUs have spent in each mode since boot, or percent of the time that passed."""

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
    """The machine's memory, in bytes; percent is what is not available of it."""

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
    """Swap space in bytes; sin and sout since boot, percent is what is used of it."""

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
    """The space of a file system in bytes; percent is what is used of that which users can have."""

    total: int
    used: int
    free: int
    percent: float


@shown_as("iostat")
class disk_iostat(NamedTuple):
    """What a disk has done: times are milliseconds."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_time: int
    write_time: int


@shown_as("iostat")
class net_iostat(NamedTuple):
    """What went through a network interface."""

    bytes_sent: int
    bytes_recv: int
    packets_sent: int
    packets_recv: int
    errin: int
    errout: int
    dropin: int
    dropout: int


@shown_as("cputimes")
class process_cputimes(NamedTuple):
    """Seconds of CPU time that a process has used, in user mode and in the kernel."""

    user: float
    system: float


class meminfo(NamedTuple):
    """A process's memory in bytes: in physical memory now, and all of its address space."""

    rss: int
    vms: int


@shown_as("meminfo")
class ext_meminfo(NamedTuple):
    """A process's memory in bytes, in detail."""

    rss: int
    vms: int
    shared: int
    text: int
    lib: int
    data: int
    dirty: int


@shown_as("mmap")
class grouped_mmap(NamedTuple):
    """The mapped pieces of a process's memory with the same path, in bytes."""

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


@shown_as("mmap")
class ext_mmap(NamedTuple):
    """A mapped piece of a process's memory: where, what is allowed, bytes."""

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
    """Input and output of a process."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int


class ionice(NamedTuple):
    """A priority for input and output: IOPRIO_CLASS_*, and 0 (first) to 7 within it."""

    ioclass: int
    value: int


class amount(NamedTuple):
    """Context switches."""

    voluntary: int
    involuntary: int


class thread(NamedTuple):
    """A thread and the seconds of CPU time that it has used."""

    id: int
    user_time: float
    system_time: float


class openfile(NamedTuple):
    """An open file."""

    path: str
    fd: int


@shown_as("user")
class login(NamedTuple):
    """A login: a name, a terminal and a host if there are any, and the time in seconds since the epoch."""

    name: str
    terminal: str | None
    host: str | None
    started: float


class connection(NamedTuple):
    """A socket: addresses are (ip, port), empty where there is none, and a path for UNIX sockets."""

    fd: int
    family: int
    type: int
    laddr: tuple[str, int] | tuple[()] | str
    raddr: tuple[str, int] | tuple[()] | str
    status: str

    @property
    def local_address(self) -> tuple[str, int] | tuple[()] | str:
        """Old name of laddr. Deprecated in 1.0.0."""
        from . import _deprecated

        _deprecated("connection.local_address", "laddr")
        return self.laddr

    @property
    def remote_address(self) -> tuple[str, int] | tuple[()] | str:
        """Old name of raddr. Deprecated in 1.0.0."""
        from . import _deprecated

        _deprecated("connection.remote_address", "raddr")
        return self.raddr


if not TYPE_CHECKING:
    __getattr__ = later_attributes(globals())
