"""The named tuples of psutil 1.2.1 on macOS that differ from those on Linux."""

from __future__ import annotations

from . import _types_v1
from ._lazy import install_lazy_over
from ._records import NamedTuple, rename_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._types_v1 import amount as amount
    from ._types_v1 import connection as connection
    from ._types_v1 import disk_iostat as disk_iostat
    from ._types_v1 import group as group
    from ._types_v1 import io as io
    from ._types_v1 import ionice as ionice
    from ._types_v1 import login as login
    from ._types_v1 import meminfo as meminfo
    from ._types_v1 import net_iostat as net_iostat
    from ._types_v1 import openfile as openfile
    from ._types_v1 import partition as partition
    from ._types_v1 import process_cputimes as process_cputimes
    from ._types_v1 import swap as swap
    from ._types_v1 import thread as thread
    from ._types_v1 import usage as usage
    from ._types_v1 import user as user


class cputimes(NamedTuple):
    """CPU time in each mode, in seconds since boot."""

    user: float
    nice: float
    system: float
    idle: float


class cpupercent(NamedTuple):
    """The part of the time that CPUs spend in each mode, in percent."""

    user: float
    nice: float
    system: float
    idle: float


class vmem(NamedTuple):
    """Physical memory of the system, in bytes. percent is the part that is not available."""

    total: int
    available: int
    percent: float
    used: int
    free: int
    active: int
    inactive: int
    wired: int


@rename_class("meminfo")
class ext_meminfo(NamedTuple):
    """Memory of a process in detail: sizes in bytes, page faults, and those that read a page."""

    rss: int
    vms: int
    pfaults: int
    pageins: int


@rename_class("mmap")
class grouped_mmap(NamedTuple):
    """Sums over the memory mappings of a process with the same path, in bytes. Counts are 0."""

    path: str
    rss: int
    private: int
    swapped: int
    dirtied: int
    ref_count: int
    shadow_depth: int


@rename_class("mmap")
class ext_mmap(NamedTuple):
    """A memory mapping of a process: address range, permissions, and sizes in bytes. Counts are 0."""

    addr: str
    perms: str
    path: str
    rss: int
    private: int
    swapped: int
    dirtied: int
    ref_count: int
    shadow_depth: int


if not TYPE_CHECKING:
    __getattr__ = install_lazy_over(globals(), _types_v1)
