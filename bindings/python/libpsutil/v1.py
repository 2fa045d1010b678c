"""The API of psutil 1.2.1. Programs import it as libpsutil, which re-exports it."""

from __future__ import annotations

import os
import sys
import time
from _warnings import warn as _warn
from abc import ABCMeta as _ABCMeta

from . import (
    _cgroup,
    _connections,
    _constants,
    _core,
    _cpu_percent,
    _file_owners,
    _iteration,
    _kill_tree,
    _popen,
    _pressure,
    _process_events,
    _table,
    _types,
    _wait,
)
from . import _declarations as _c
from ._calls import record_converter as _record_converter
from ._constants import *  # noqa: F403 - its __all__ is added to this one's
from ._records import rows_as as _rows_as

if sys.platform == "win32":
    from . import _types_v1_windows as _t
elif sys.platform == "darwin":
    from . import _types_v1_darwin as _t
elif sys.platform.startswith("freebsd"):
    from . import _types_v1_freebsd as _t
else:
    from . import _types_v1 as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Literal, TypeVar, overload

    from . import _extension as _r

    _P = TypeVar("_P", bound="Process")

__version__ = _c.VERSION

# The version of psutil that has this API.
version_info = (1, 2, 1)

__all__ = [
    "STATUS_WAKE_KILL",
    "AccessDenied",
    "Error",
    "NoSuchProcess",
    "Popen",
    "Process",
    "TimeoutExpired",
    "__version__",
    "avail_phymem",
    "avail_virtmem",
    "cached_phymem",
    "cgroup_limits",
    "cgroup_pressure",
    "cpu_percent",
    "cpu_times",
    "cpu_times_percent",
    "disk_io_counters",
    "disk_partitions",
    "disk_usage",
    "file_owners",
    "get_boot_time",
    "get_pid_list",
    "get_process_list",
    "get_users",
    "getloadavg",
    "net_io_counters",
    "network_io_counters",
    "phymem_buffers",
    "phymem_usage",
    "pid_exists",
    "pressure",
    "process_events",
    "process_iter",
    "process_table",
    "set_workers",
    "swap_memory",
    "table_pin",
    "table_reader",
    "tcp_connections",
    "test",
    "total_virtmem",
    "used_phymem",
    "used_virtmem",
    "version_info",
    "virtmem_usage",
    "virtual_memory",
    "wait_procs",
]
__all__ += _constants.__all__


STATUS_WAKE_KILL = _c.STATUS_NAMES[_c.PSUTIL_STATUS_WAKE_KILL]

if sys.platform.startswith("linux"):
    IOPRIO_CLASS_NONE = _c.PSUTIL_IOPRIO_CLASS_NONE
    IOPRIO_CLASS_RT = _c.PSUTIL_IOPRIO_CLASS_RT
    IOPRIO_CLASS_BE = _c.PSUTIL_IOPRIO_CLASS_BE
    IOPRIO_CLASS_IDLE = _c.PSUTIL_IOPRIO_CLASS_IDLE
    __all__ += ["IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE", "IOPRIO_CLASS_NONE", "IOPRIO_CLASS_RT"]

if sys.platform == "win32":
    CONN_DELETE_TCB = _c.CONN_STATUS_NAMES[_c.PSUTIL_CONN_DELETE_TCB]

    ABOVE_NORMAL_PRIORITY_CLASS = _c.PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS
    BELOW_NORMAL_PRIORITY_CLASS = _c.PSUTIL_BELOW_NORMAL_PRIORITY_CLASS
    HIGH_PRIORITY_CLASS = _c.PSUTIL_HIGH_PRIORITY_CLASS
    IDLE_PRIORITY_CLASS = _c.PSUTIL_IDLE_PRIORITY_CLASS
    NORMAL_PRIORITY_CLASS = _c.PSUTIL_NORMAL_PRIORITY_CLASS
    REALTIME_PRIORITY_CLASS = _c.PSUTIL_REALTIME_PRIORITY_CLASS
    __all__ += ["ABOVE_NORMAL_PRIORITY_CLASS", "BELOW_NORMAL_PRIORITY_CLASS", "HIGH_PRIORITY_CLASS"]
    __all__ += ["CONN_DELETE_TCB", "IDLE_PRIORITY_CLASS", "NORMAL_PRIORITY_CLASS", "REALTIME_PRIORITY_CLASS"]


# ---- exceptions


class Error(Exception):
    """Base class of the exceptions of this API."""

    pid: int | None
    name: str | None
    msg: str

    def __str__(self) -> str:
        return getattr(self, "msg", super().__str__())


def _process_text(pid: int | None, name: str | None) -> str:
    if pid is None:
        return ""
    return f"(pid={pid}, name={name!r})" if name else f"(pid={pid})"


class NoSuchProcess(Error):
    """No process has this PID, the process has exited, or it is a zombie and no longer has the attribute."""

    pid: int

    def __init__(self, pid: int, name: str | None = None, msg: str | None = None) -> None:
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = f"process no longer exists {_process_text(pid, name)}" if msg is None else msg

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.msg), vars(self)


class AccessDenied(Error):
    """The operating system denies the operation to this user."""

    def __init__(self, pid: int | None = None, name: str | None = None, msg: str | None = None) -> None:
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = _process_text(pid, name) if msg is None else msg

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.msg), vars(self)


class TimeoutExpired(Error):
    """The process was still alive when the timeout of Process.wait expired. seconds is the timeout."""

    seconds: float | None = None

    def __init__(self, pid: int | None = None, name: str | None = None) -> None:
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = _process_text(pid, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name), vars(self)


def _no_such_process(info: _core.ErrorInfo) -> Exception:
    return NoSuchProcess(_c.PSUTIL_NA if info.pid is None else info.pid, info.name, info.message)


def _timeout_expired(info: _core.ErrorInfo) -> Exception:
    error = TimeoutExpired(info.pid, info.name)
    error.seconds = info.timeout
    error.msg = info.message
    return error


_lib = _core.Library(
    {
        _c.PSUTIL_ERR_NO_SUCH_PROCESS: _no_such_process,
        _c.PSUTIL_ERR_ZOMBIE_PROCESS: _no_such_process,
        _c.PSUTIL_ERR_ACCESS_DENIED: lambda e: AccessDenied(e.pid, e.name, e.message),
        _c.PSUTIL_ERR_TIMEOUT_EXPIRED: _timeout_expired,
    }
)


# ---- conversion of C records to named tuples; as in psutil, counters and sizes that are not reported are 0

_to_cputimes = _record_converter(lambda: _t.cputimes, absent=0.0)
_to_cpupercent = _record_converter(lambda: _t.cpupercent, absent=0.0)
_to_vmem = _record_converter(lambda: _t.vmem, absent=0)
_to_swap = _record_converter(lambda: _t.swap, absent=0)
_to_partition = _record_converter(lambda: _t.partition)
_to_usage = _record_converter(lambda: _t.usage)
_to_disk_iostat = _record_converter(lambda: _t.disk_iostat, absent=0)
_to_net_iostat = _record_converter(lambda: _t.net_iostat, absent=0)
_to_process_cputimes = _record_converter(lambda: _t.process_cputimes, absent=0.0)
_to_meminfo = _record_converter(lambda: _t.meminfo, absent=0)
if sys.platform == "darwin":

    def _bsd_sizes(m: _r.psutil_memory_map_t) -> tuple[int, ...]:
        private = max(0, m.private_clean) + max(0, m.private_dirty)
        return m.rss, private, max(0, m.swap), max(0, m.shared_dirty) + max(0, m.private_dirty), 0, 0

elif sys.platform.startswith("freebsd"):

    def _bsd_sizes(m: _r.psutil_memory_map_t) -> tuple[int, ...]:
        return m.rss, m.private_rss, m.ref_count, m.shadow_count


if sys.platform == "darwin" or sys.platform.startswith("freebsd"):

    def _to_grouped_mmap(m: _r.psutil_memory_map_t) -> _t.grouped_mmap:
        return _t.grouped_mmap(m.path or "", *_bsd_sizes(m))

    def _to_ext_mmap(m: _r.psutil_memory_map_t) -> _t.ext_mmap:
        return _t.ext_mmap(m.addr or "", m.perms or "", m.path or "", *_bsd_sizes(m))

else:
    _to_grouped_mmap = _record_converter(lambda: _t.grouped_mmap, absent=0)
    _to_ext_mmap = _record_converter(lambda: _t.ext_mmap, absent=0)
_to_user = _record_converter(lambda: _t.user)
_to_group = _record_converter(lambda: _t.group)
_to_io = _record_converter(lambda: _t.io)
_to_ionice = _record_converter(lambda: _t.ionice)
_to_amount = _record_converter(lambda: _t.amount, absent=0)
_to_thread = _record_converter(lambda: _t.thread)
_to_openfile = _record_converter(lambda: _t.openfile)
_to_login = _record_converter(lambda: _t.login)

if sys.platform == "win32":

    def _read_ext_meminfo(core: _core.Process) -> _t.ext_meminfo:
        return _t.ext_meminfo(*core.memory_counters())

elif sys.platform == "darwin":

    def _read_ext_meminfo(core: _core.Process) -> _t.ext_meminfo:
        memory, faults = core.memory_info(), core.page_faults()
        return _t.ext_meminfo(memory.rss, memory.vms, faults.minor + faults.major, faults.major)

elif sys.platform.startswith("freebsd"):

    def _read_ext_meminfo(core: _core.Process) -> _t.ext_meminfo:
        memory = core.memory_info_ex()
        return _t.ext_meminfo(memory.rss, memory.vms, memory.text, memory.data - memory.stack, memory.stack)

else:
    _to_ext_meminfo = _record_converter(lambda: _t.ext_meminfo, absent=0)

    def _read_ext_meminfo(core: _core.Process) -> _t.ext_meminfo:
        return _to_ext_meminfo(core.memory_info())


def _deprecated(name: str, replacement: str) -> None:
    """Warns that name, the caller, is deprecated. The warning points at the caller's caller."""
    _warn(f"{name} is deprecated; use {replacement} instead", DeprecationWarning, stacklevel=3)


# ---- processes


def get_pid_list() -> list[int]:
    """Returns the PIDs of all processes, zombies included, in ascending order.

    >>> libpsutil.get_pid_list()
    [1, 2, 3, 7804, 7821]
    """
    return _lib.pids()


def pid_exists(pid: int) -> bool:
    """Returns whether a process has this PID. Faster than pid in get_pid_list().

    >>> libpsutil.pid_exists(1)
    True
    """
    return _lib.pid_exists(pid)


# What psutil 1.2.1 does not have.
_beyond_psutil = {"exit_code", "kill_tree", "tcp_connections"}


class _ProcessType(_ABCMeta):
    """The type of Process, whose dir() lists what psutil 1.2.1 has: programs call all of it, and kill_tree kills.

    It derives from ABCMeta so that a subclass of Process can have an abstract base class as well.
    """

    def __dir__(cls) -> list[str]:
        return [name for name in super().__dir__() if name not in _beyond_psutil]


class Process(metaclass=_ProcessType):
    """The process with this PID, the current process by default.

    Raises NoSuchProcess if there is none, and ValueError for a negative number.

    parent, get_children, the set_* methods, send_signal, suspend, resume, terminate and kill first verify that the PID
    still belongs to the same process. All others report the process that has the PID now; is_running returns whether
    it is the same one.

    Every property and method raises NoSuchProcess if the process has exited, and AccessDenied if the operating system
    denies the access to this user.
    """

    _ppid: int | None = None
    _name: str | None = None
    _exe: str | None = None
    _cmdline: list[str] | None = None
    _create_time: float | None = None
    _start: int | None = None
    _exit_reported = False  # whether wait has returned the exit code, which it returns once
    retcode: int | None  # set by wait_procs

    def __init__(self, pid: int | None = None) -> None:
        if pid is None:
            pid = os.getpid()
        elif pid < 0:
            raise ValueError(f"pid {pid}: expected a number that is not negative")
        self._set_core(_lib.process(pid))

    def _set_core(self, core: _core.Process, pid: int | None = None) -> None:
        self._core = core
        self._pid = core.pid() if pid is None else pid

    @classmethod
    def _from_core(cls, core: _core.Process, pid: int | None = None) -> Process:
        process = Process.__new__(Process)
        process._set_core(core, pid)
        return process

    def __str__(self) -> str:
        try:
            details = f"pid={self._pid}, name={self.name!r}"
        except NoSuchProcess:
            details = f"pid={self._pid} (terminated)"
        except (AccessDenied, OSError, NotImplementedError):
            details = f"pid={self._pid}"
        return f"{type(self).__module__}.{type(self).__name__}({details})"

    def __repr__(self) -> str:
        return f"<{self} at {id(self)}>"

    def __eq__(self, other: object) -> bool:
        """Returns whether both are the same process, also if the system clock was set or the process has exited."""
        if not isinstance(other, Process):
            return NotImplemented
        return self._core.equals(other._core)

    def __hash__(self) -> int:
        return hash(self._pid)

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            raise _no_attribute(f"{type(self).__name__!r} object", name, _PROCESS_NAMES_OF_V7)

    @property
    def pid(self) -> int:
        """The PID.

        >>> p.pid
        7821
        """
        return self._pid

    @property
    def ppid(self) -> int:
        """The PID of the parent, 0 if there is none. Cached.

        >>> p.ppid
        7804
        """
        if self._ppid is None:
            self._ppid = self._core.ppid()
        return self._ppid

    @property
    def parent(self) -> Process | None:
        """The parent, None if there is none or it has exited.

        >>> p.parent.name
        'bash'
        """
        core = self._core.parent()
        return None if core is None else Process._from_core(core)

    @property
    def name(self) -> str:
        """The name of the executable. Cached.

        >>> p.name
        'python3'
        """
        if self._name is None:
            self._name = self._core.name()
        return self._name

    @property
    def exe(self) -> str:
        """The absolute path of the executable, "" for a kernel thread. Cached.

        >>> p.exe
        '/usr/bin/python3.11'
        """
        if self._exe is None:
            self._exe = self._core.exe()
        return self._exe

    @property
    def cmdline(self) -> list[str]:
        """The arguments of the process, [] for a kernel thread. Cached.

        >>> p.cmdline
        ['python3', 'manage.py', 'runserver']
        """
        if self._cmdline is None:
            self._cmdline = self._core.cmdline()
        return self._cmdline.copy()

    @property
    def create_time(self) -> float:
        """The start time in seconds since the epoch, in UTC. Cached.

        >>> import datetime
        >>> datetime.datetime.fromtimestamp(p.create_time).strftime("%Y-%m-%d %H:%M:%S")
        '2011-03-05 18:03:52'
        """
        if self._create_time is None:
            self._create_time = self._core.create_time()
        return self._create_time

    @property
    def status(self) -> str:
        """The current status: one of the STATUS_* constants.

        >>> p.status
        'running'
        """
        return self._core.status()

    @property
    def username(self) -> str:
        """The name of the user who owns the process: on Unix the real user, the user ID as text if it has no name.

        >>> p.username
        'ada'
        """
        return self._core.username()

    if sys.platform != "win32":

        @property
        def uids(self) -> _t.user:
            """The real, effective and saved user IDs. Unix.

            >>> p.uids
            user(real=1000, effective=1000, saved=1000)
            """
            return _to_user(self._core.uids())

        @property
        def gids(self) -> _t.group:
            """The real, effective and saved group IDs. Unix.

            >>> p.gids
            group(real=1000, effective=1000, saved=1000)
            """
            return _to_group(self._core.gids())

        @property
        def terminal(self) -> str | None:
            """The path of the controlling terminal, such as "/dev/pts/0", None if there is none. Unix.

            >>> p.terminal  # None without a terminal
            '/dev/pts/0'
            """
            return self._core.terminal()

        def get_num_fds(self) -> int:
            """Returns the number of open file descriptors. Unix.

            >>> p.get_num_fds()
            7
            """
            return self._core.num_fds()

    if sys.platform == "win32":

        def get_num_handles(self) -> int:
            """Returns the number of open handles. Windows."""
            return self._core.num_handles()

    @property
    def nice(self) -> int:
        """The nice value, which can be assigned. Deprecated in 0.5.0: use get_nice and set_nice."""
        _deprecated("Process.nice", "get_nice() or set_nice()")
        return self.get_nice()

    @nice.setter
    def nice(self, value: int) -> None:
        _deprecated("Process.nice", "get_nice() or set_nice()")
        self.set_nice(value)

    def get_nice(self) -> int:
        """Returns the nice value: on Unix -20 (highest priority) to 19, on Windows a *_PRIORITY_CLASS constant.

        >>> p.get_nice()
        0
        """
        return self._core.nice()

    def set_nice(self, value: int) -> None:
        """Sets the nice value. Raises AccessDenied if this user lacks the right.

        >>> p.set_nice(10)
        >>> p.get_nice()
        10
        """
        self._core.set_nice(value)

    def as_dict(self, attrs: Sequence[str] = [], ad_value: object = None) -> dict[str, Any]:
        """Returns the attributes named in attrs, such as ["get_cpu_times", "name"], or all, as a dictionary.

        A key is the name without "get_" ("cpu_times", "name"; "cwd" for getcwd). ad_value replaces values that this
        user may not read. An attribute that the system lacks is omitted, or raises NotImplementedError if attrs names
        it. An attribute that the system reports in an unknown form is treated like one that the user may not read. What
        is no attribute is omitted: methods that act or set something, parent, get_children, get_rlimit and nice.

        >>> p.as_dict(attrs=["pid", "name", "get_num_threads"])
        {'pid': 4242, 'name': 'python3', 'num_threads': 1}
        """
        attributes: dict[str, Any] = {}
        self._core.oneshot_begin()
        try:
            for name in attrs or _attr_names:
                if _is_no_attribute(name):
                    continue
                try:
                    value = self.get_cpu_percent(interval=0) if name == "get_cpu_percent" else getattr(self, name)
                    if callable(value):
                        value = value()
                except AccessDenied:
                    value = ad_value
                except OSError as error:
                    if not _core.is_about_one_value(error):
                        raise
                    value = ad_value
                except NotImplementedError:
                    if attrs:
                        raise
                    continue
                attributes["cwd" if name == "getcwd" else name.removeprefix("get_")] = value
        finally:
            self._core.oneshot_end()
        return attributes

    def getcwd(self) -> str:
        """Returns the absolute path of the working directory.

        >>> p.getcwd()
        '/home/ada'
        """
        return self._core.cwd()

    if not sys.platform.startswith("darwin"):

        def get_io_counters(self) -> _t.io:
            """Returns the counts of read and write calls, and the bytes read and written: on Linux from and to disks.

            >>> p.get_io_counters()
            io(read_count=454556, write_count=3456, read_bytes=110592, write_bytes=0)
            """
            return _to_io(self._core.io_counters())

    if sys.platform.startswith("linux") or sys.platform == "win32":

        def get_ionice(self) -> _t.ionice:
            """Returns the I/O priority. Linux, Windows.

            >>> p.set_ionice(libpsutil.IOPRIO_CLASS_IDLE)
            >>> p.get_ionice()
            ionice(ioclass=3, value=0)
            """
            return _to_ionice(self._core.ionice())

        def set_ionice(self, ioclass: int | None, value: int | None = None) -> None:
            """Sets the I/O priority. Linux, Windows.

            ioclass is one of IOPRIO_CLASS_*; None is the class NONE. value is 0 (highest) to 7, by default 4; the
            classes NONE and IDLE take none. Raises OSError(EINVAL) for an unknown class.

            >>> p.set_ionice(libpsutil.IOPRIO_CLASS_IDLE)
            """
            ioclass = _c.PSUTIL_IOPRIO_CLASS_NONE if ioclass is None else ioclass
            if value is None:
                has_level = ioclass in (_c.PSUTIL_IOPRIO_CLASS_RT, _c.PSUTIL_IOPRIO_CLASS_BE)
                value = 4 if has_level and sys.platform != "win32" else 0
            if ioclass in range(4):
                self._core.set_ionice(ioclass, value)
            else:
                _core.einval_for_bad_number(self._core.set_ionice, ioclass, value)

        def get_cpu_affinity(self) -> list[int]:
            """Returns the numbers of the CPUs that the process may run on. Linux, Windows.

            >>> p.set_cpu_affinity([0])
            >>> p.get_cpu_affinity()
            [0]
            """
            return self._core.cpu_affinity()

        def set_cpu_affinity(self, cpus: Iterable[int]) -> None:
            """Binds the process to CPUs. Raises ValueError for an unknown CPU, and for no CPU. Linux, Windows.

            >>> p.set_cpu_affinity([0])
            """
            cpus = list(cpus)
            if not cpus:
                raise ValueError("cpus is empty; name at least one CPU")
            self._core.set_cpu_affinity(cpus)

    if sys.platform.startswith("linux"):

        def get_rlimit(self, resource: int) -> tuple[int, int]:
            """Returns the soft and the hard limit of a resource, RLIMIT_*; RLIMIT_INFINITY means no limit. Linux.

            Raises OSError(EINVAL) for an unknown resource.

            >>> p.set_rlimit(libpsutil.RLIMIT_NOFILE, (512, 512))
            >>> p.get_rlimit(libpsutil.RLIMIT_NOFILE)
            (512, 512)
            """
            return _core.einval_for_bad_number(self._core.rlimit, resource)

        def set_rlimit(self, resource: int, limits: tuple[int, int]) -> None:
            """Sets the soft and the hard limit of a resource, RLIMIT_*. Linux.

            >>> p.set_rlimit(libpsutil.RLIMIT_NOFILE, (128, 128))
            """
            if len(limits) != 2:
                raise ValueError(f"limits {limits!r}: expected (soft, hard)")
            _core.einval_for_bad_number(self._core.set_rlimit, resource, *limits)

    def get_num_threads(self) -> int:
        """Returns the number of threads.

        >>> p.get_num_threads()
        4
        """
        return self._core.num_threads()

    def get_threads(self) -> list[_t.thread]:
        """Returns the threads and the CPU time of each, in seconds.

        >>> p.get_threads()
        [thread(id=7821, user_time=0.05, system_time=0.01)]
        """
        return self._core.threads(_to_thread)

    def get_num_ctx_switches(self) -> _t.amount:
        """Returns the numbers of voluntary and involuntary context switches.

        >>> p.get_num_ctx_switches()
        amount(voluntary=78, involuntary=19)
        """
        return _to_amount(self._core.num_ctx_switches())

    def get_cpu_times(self) -> _t.process_cputimes:
        """Returns the CPU time used in user and in kernel mode, in seconds.

        >>> p.get_cpu_times()
        cputimes(user=0.05, system=0.01)
        """
        return _to_process_cputimes(self._core.cpu_times())

    def get_cpu_percent(self, interval: float | None = 0.1) -> float:
        """Returns the CPU use in percent of one CPU. Several busy threads exceed 100.0.

        With an interval, in seconds, the call waits and measures during it. With 0 or None it returns at once and
        measures since the last such call; the first call returns 0.0. Leave at least 0.1 seconds between calls.

        >>> p.get_cpu_percent(interval=0.1)
        19.9
        """
        return self._core.cpu_percent(_seconds(interval))

    def get_memory_info(self) -> _t.meminfo:
        """Returns the physical memory in use and the size of the address space, in bytes; 0 for a zombie.

        >>> p.get_memory_info()
        meminfo(rss=20041728, vms=1834266624)
        """
        return _to_meminfo(self._core.memory_info())

    def get_ext_memory_info(self) -> _t.ext_meminfo:
        """Returns the memory in detail, in bytes. lib and dirty are always 0 since Linux 2.6.

        >>> p.get_ext_memory_info()
        meminfo(rss=20041728, vms=1834266624, shared=9916416, text=4096, lib=0, data=73379840, dirty=0)
        """
        return _read_ext_meminfo(self._core)

    def get_memory_percent(self) -> float:
        """Returns the physical memory in use, in percent of the system's.

        >>> p.get_memory_percent()
        0.0793
        """
        return self._core.memory_percent(_c.PSUTIL_MEMTYPE_RSS)

    if TYPE_CHECKING:

        @overload
        def get_memory_maps(self, grouped: Literal[True] = True) -> list[_t.grouped_mmap]: ...
        @overload
        def get_memory_maps(self, grouped: Literal[False]) -> list[_t.ext_mmap]: ...
        @overload
        def get_memory_maps(self, grouped: bool = True) -> list[_t.grouped_mmap] | list[_t.ext_mmap]: ...

    def get_memory_maps(self, grouped: bool = True) -> list[_t.grouped_mmap] | list[_t.ext_mmap]:
        """Returns the memory mappings, in bytes: the sums by path if grouped, else each mapping.

        Slow: the kernel examines every page. Only path and rss exist on every system.

        >>> [(m.path, m.rss) for m in p.get_memory_maps()]
        [('[heap]', 4923392), ('/usr/bin/python3.11', 3158016)]
        """
        if grouped:
            return self._core.memory_maps(True, _to_grouped_mmap)
        return self._core.memory_maps(False, _to_ext_mmap)

    def get_children(self, recursive: bool = False) -> list[Process]:
        """Returns the children or, if recursive, all descendants.

        >>> [child.name for child in p.get_children(recursive=True)]
        ['sleep']
        """
        return [Process._from_core(core) for core in self._core.children(recursive)]

    def get_open_files(self) -> list[_t.openfile]:
        """Returns the open regular files.

        >>> p.get_open_files()
        [openfile(path='/home/me/file.ext', fd=3)]
        """
        return self._core.open_files(_to_openfile)

    def get_connections(self, kind: str = "inet") -> list[_t.connection]:
        """Returns the open sockets. status is one of the CONN_* constants.

        kind is inet, inet4, inet6, tcp, tcp4, tcp6, udp, udp4, udp6, unix or all. Raises ValueError for another kind.

        >>> p.get_connections()
        [connection(fd=115, family=2, type=1, laddr=('10.0.0.1', 48776), raddr=('93.186.135.91', 80), status='CLOSING')]
        """
        *columns, _pid = self._core.net_connections(kind, tuple, ())
        return list(_rows_as(_t.connection, columns)) if columns[0] else []

    def is_running(self) -> bool:
        """Returns whether the process exists and its PID was not reused. A zombie exists: check status.

        >>> p.is_running()
        True
        """
        return self._core.is_running()

    def send_signal(self, sig: int) -> None:
        """Sends a signal. Raises OSError(EINVAL) for an unknown one. Windows has only SIGTERM, the same as kill.

        >>> p.send_signal(signal.SIGHUP)
        """
        self._core.send_signal(sig)

    def suspend(self) -> None:
        """Stops the process with SIGSTOP.

        >>> p.suspend()
        >>> p.status
        'stopped'
        """
        self._core.suspend()

    def resume(self) -> None:
        """Resumes a stopped process with SIGCONT.

        >>> p.resume()
        """
        self._core.resume()

    def terminate(self) -> None:
        """Terminates the process with SIGTERM; on Windows the same as kill.

        >>> p.terminate()
        """
        self._core.terminate()

    def kill(self) -> None:
        """Kills the process with SIGKILL.

        >>> p.kill()
        """
        self._core.kill()

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits until the process has exited, at most timeout seconds (None: no limit, 0: returns at once).

        Returns the exit code of a child, or the number of the signal that killed it. Returns None for another process,
        and for a child whose exit code was returned before. Raises TimeoutExpired if the process is still alive after
        timeout seconds, and ValueError for a negative timeout.

        >>> p.kill()
        >>> p.wait(timeout=3)
        9
        """
        timeout = _checked_timeout(timeout)
        if self._exit_reported:
            return None
        code = self._core.wait(timeout)
        self._exit_reported = True
        return self._on_exit(code)

    def kill_tree(self, sig: int = _kill_tree.SIGTERM, grace: float = 3.0) -> list[_types.pkillresult]:
        """Ends the process and all its descendants, and returns what happened to each. Not in psutil 1.2.1.

        Each gets the signal; those that remain after grace seconds, and what they have started since, are stopped and
        killed. A PID that was reused is never signalled. Raises ValueError for an unknown signal, and for a tree that
        contains this program, before any signal is sent. Windows has SIGTERM only, which ends a process at once.

        >>> [(r.name, r.outcome, r.exit_code) for r in p.kill_tree()]
        [('python3', 'terminated', -15), ('sleep', 'terminated', -15)]
        """
        return _kill_tree.kill_tree(self._core, sig, grace)

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if name not in _beyond_psutil]

    def exit_code(self, timeout: float | None = None) -> int | None:
        """Waits as wait does, and returns the exit code of a process that is not a child, too. Not in psutil 1.2.1.

        It is minus the number of the signal that killed the process, and None if it is not known: before Linux 6.15,
        or if the process had exited and its parent had waited for it before the first call. After wait_procs it is that
        of the process there.

        >>> p.kill()
        >>> p.exit_code(timeout=3)
        -9
        """
        return self._core.exit_code(_checked_timeout(timeout))

    def tcp_connections(self) -> list[_types.stcpconn]:
        """Returns what the function tcp_connections does for this process alone. Not in psutil 1.2.1.

        >>> [(c.laddr[1], c.bytes_sent) for c in p.tcp_connections()]
        [(43210, 40213)]
        """
        return _connections.read_process_tcp_connections(self._core)

    def _on_exit(self, code: int | None) -> int | None:
        return None if code is None else abs(code)


_not_attributes = {
    *(
        "send_signal",
        "suspend",
        "resume",
        "terminate",
        "kill",
        "wait",
        "is_running",
        "as_dict",
        "parent",
        "get_children",
    ),
    *("nice", "get_rlimit", *_beyond_psutil),
}


def _is_no_attribute(name: str) -> bool:
    """Returns whether as_dict leaves out the name, also if it is asked for: it must not call kill, for example."""
    return name in _not_attributes or name.startswith(("_", "set_"))


# The attributes that as_dict returns by default.
_attr_names = [name for name in dir(Process) if not _is_no_attribute(name)]


class Popen(_popen.PopenMixin, Process):
    """Starts a child. It has the attributes of Process and of subprocess.Popen; Process takes precedence.

    >>> p = libpsutil.Popen(["/usr/bin/python3", "-c", "print('hi')"], stdout=subprocess.PIPE)
    >>> p.name
    'python3'
    >>> p.communicate()
    (b'hi\\n', None)
    >>> p.wait(timeout=2)
    0
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._set_core(_lib.child(self._subprocess.pid))

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            try:
                return super().__getattr__(name)
            except AttributeError:
                raise _no_attribute(f"{type(self).__name__!r} object", name, _PROCESS_NAMES_OF_V7) from None

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits as Process.wait does. Returns the exit code also if communicate or poll has read it before."""
        if self._subprocess.returncode is None:
            return super().wait(timeout)
        return super()._on_exit(self._subprocess.returncode)

    def kill_tree(self, sig: int = _kill_tree.SIGTERM, grace: float = 3.0) -> list[_types.pkillresult]:
        """Does what Process.kill_tree does, and sets returncode."""
        results = super().kill_tree(sig, grace)
        self._on_exit(results[0].exit_code)
        return results

    def _on_exit(self, code: int | None) -> int | None:
        return super()._on_exit(self._sync_returncode(code))


def _seconds(interval: float | None) -> float:
    """Returns the seconds of an interval or timeout, 0 for None and, as in psutil 1.2.1, for a negative number."""
    return max(0, interval or 0)


def _checked_timeout(timeout: float | None) -> float | None:
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"timeout {timeout!r}: expected a number of seconds that is not negative")
    return timeout


_process_cache: dict[int, Process] = _iteration.new_cache()


def process_iter(*, reader: _table.TableReader | None = None) -> Iterator[Process]:
    """Yields all processes, in the order of their PIDs.

    A process is the same object in every iteration, so that get_cpu_percent(interval=0) measures since the last one.
    If its PID was reused, it is a new object. The processes come from a table of reader, if it is given; it must have
    the columns pid and start.

    >>> {p.pid: p.name for p in libpsutil.process_iter() if p.pid < 10}
    {1: 'systemd', 2: 'kthreadd'}
    """
    if reader is None:
        table = _table.read(_lib, ("pid", "start"))
    elif {"pid", "start"}.issubset(reader.columns):
        table = reader.read()
    else:
        raise ValueError("reader lacks a column: process_iter needs pid and start")
    for _, process in _iteration.iter_cached(_lib, table, Process._from_core, NoSuchProcess, _process_cache):
        yield process


def pressure(resource: str) -> _types.spressure:
    """Returns how much time the machine's processes lose because a resource is busy. Not in psutil 1.2.1.

    resource is "cpu", "memory", "io" or "irq". Raises ValueError for another, and NotImplementedError if the kernel
    does not report it.

    >>> libpsutil.pressure("memory").some_avg10
    0.62
    """
    return _pressure.read_pressure(_lib, resource)


def cgroup_limits(pid: int | None = None) -> _types.scgrouplimits:
    """Returns the limits of the control groups of a process, None for this one. Not in psutil 1.2.1.

    Each is the lowest of the group's own limit and those of its ancestors. Raises NotImplementedError if the system has
    no control groups.

    >>> libpsutil.cgroup_limits().memory_limit
    536870912
    """
    return _cgroup.read_cgroup_limits(_lib, pid)


def cgroup_pressure(resource: str, pid: int | None = None) -> _types.spressure:
    """Returns what pressure does for the control group of a process, None for this one. Not in psutil 1.2.1.

    Raises NotImplementedError, too, if the process is in no group of version 2 or the group is not mounted.

    >>> libpsutil.cgroup_pressure("memory").some_avg10  # of this process's group
    0.0
    """
    return _pressure.read_cgroup_pressure(_lib, resource, pid)


def tcp_connections(*, bpf: bool = False) -> list[_types.stcpconn]:
    """Returns the TCP sockets of the system with the payload that each has sent and received. Not in psutil 1.2.1.

    bytes_sent and bytes_recv count from the time on when the socket was opened, without headers and retransmissions.
    They are None for listening sockets, and before Linux 4.19 (sent) and 4.1 (received). bpf is as in file_owners.

    >>> [(c.pid, c.bytes_sent, c.bytes_recv) for c in libpsutil.tcp_connections() if c.raddr]
    [(7821, 40213, 1873)]
    """
    return _connections.read_tcp_connections(_lib, bpf)


def file_owners(
    path: str | bytes | os.PathLike[str] | os.PathLike[bytes],
    *,
    mount: bool = False,
    unreadable: bool = False,
    bpf: bool = False,
) -> list[_types.sfileowner]:
    """Returns which processes use a file, directory, device or UNIX socket. Not in psutil 1.2.1.

    use is "open", "mapped" (as a library is), "exe", "root" (the root directory) or "cwd" (the working directory). fd
    and mode are of the use "open": a file descriptor, and "r", "w", "a", "r+" or "a+". The file is identified by its
    device and inode, so all its names (hard links, bind mounts) have the same owners. With mount the owners are those
    of any file on the file system that contains path. Processes that this user may not read are left out; with
    unreadable they are listed with the use "unknown". With bpf the owners are found by BPF programs, which are loaded
    for this call and need CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE; otherwise, and without bpf, in procfs. Nothing is
    loaded without bpf. Raises OSError about path (FileNotFoundError, PermissionError), and NotImplementedError on other
    systems than Linux.

    >>> with open("/tmp/example.log", "a"):
    ...     libpsutil.file_owners("/tmp/example.log")
    [sfileowner(pid=7821, use='open', fd=3, mode='a')]
    """
    return _file_owners.read_file_owners(_lib, path, mount, unreadable, bpf)


def process_events(kinds: Iterable[str] = ("fork", "exec", "exit")) -> _process_events.ProcessEvents:
    """Starts to receive starts, executed programs and exits of all processes as they happen. Not in psutil 1.2.1.

    kinds are some of "fork", "exec" and "exit". The result is an iterator that waits for each event; read() returns
    what is there, and fileno() is for asyncio. An event of the kind "lost" says that events were lost, because they
    were not read fast enough: compare pids() with the expected processes. Raises NotImplementedError outside of the
    machine's initial PID, user and network namespaces, and AccessDenied for an ordinary user before Linux 6.6.

    >>> with libpsutil.process_events(["exec"]) as events:
    ...     for event in events:
    ...         print(event.pid)
    """
    return _process_events.ProcessEvents(_lib, kinds)


def set_workers(n: int) -> None:
    """Sets how many threads may share the work of a call that reads many processes.

    1 means the calling thread alone; 0, the default, as many as are useful, at most 8. The threads end with the call.

    >>> libpsutil.set_workers(1)
    """
    _lib.set_workers(n)


def process_table(columns: Iterable[str] | None = None, pids: Iterable[int] | None = None) -> _table.Table:
    """Returns attributes of many processes, which are read at once: the fastest way to read them. Not in psutil 1.2.1.

    columns are names of PSUTIL_COLUMN_* of psutil.h in lower case, such as "pid", "name", "cmdline", "rss",
    "cpu_times_user"; None means all that are not slow. pids None means all processes; PIDs without a process are
    skipped. A table has its columns as lists and its rows as named tuples, and it is Arrow data. Raises ValueError for
    an unknown column.

    >>> t = libpsutil.process_table(["pid", "name", "rss"])
    >>> t["rss"]
    [14102528, 0, 0, 8290304]
    >>> t[0]
    process(pid=1, name='systemd', rss=14102528)
    >>> pyarrow.table(t), polars.DataFrame(t)
    >>> duckdb.sql("select username, sum(rss) from t group by 1 order by 2 desc")
    """
    return _table.read(_lib, columns, pids)


def table_reader(
    columns: Iterable[str] | None = None, *, file: bool = False, bpf: bool = False, strict: bool = False
) -> _table.TableReader:
    """Returns a reader of the same columns of all processes, again and again. Not in psutil 1.2.1.

    columns are as for process_table. file=True reads the file that root has pinned with table_pin, bpf=True loads a BPF
    program, which needs CAP_BPF and CAP_PERFMON: a table then costs a tenth, with the same values. Where neither is
    possible the reader reads /proc, unless strict=True: then NotImplementedError or AccessDenied is raised. Raises
    ValueError for an unknown column, and for strict without file or bpf.

    >>> with libpsutil.table_reader(["pid", "name", "rss"], file=True, bpf=True) as reader:
    ...     reader.read()["rss"], reader.source
    """
    return _table.TableReader(_lib, columns, file, bpf, strict)


def table_pin(path: str, mode: int = 0o444) -> None:
    """Pins the BPF program of table readers as a file on a BPF file system, for root. Not in psutil 1.2.1.

    mode: its permissions. A user who may read it can use table_reader(file=True) without a capability.
    """
    _lib.table_pin(path, mode)


def get_process_list() -> list[Process]:
    """Returns all processes as a list. Deprecated in 0.5.0: use process_iter."""
    _deprecated("get_process_list()", "list(process_iter())")
    return list(process_iter())


_own_waits = (Process.wait, Popen.wait)


def wait_procs(
    procs: Iterable[_P], timeout: float | None, callback: Callable[[_P], object] | None = None
) -> tuple[list[_P], list[_P]]:
    """Waits until all processes have exited, at most timeout seconds, and returns the exited and the living ones.

    An exited process has an attribute retcode, the value that its wait would return. callback is called with each
    process when it exits.

    >>> children = libpsutil.Process(os.getpid()).get_children()
    >>> for child in children:
    ...     child.terminate()
    >>> gone, alive = libpsutil.wait_procs(children, 3, callback=lambda p: print(p.pid, p.retcode))
    """
    limit = None if timeout is None else _seconds(timeout)
    return _wait.wait_all(_lib, procs, limit, callback, "retcode", _own_waits, TimeoutExpired)


# ---- CPU

if TYPE_CHECKING:

    @overload
    def cpu_times(percpu: Literal[False] = False) -> _t.cputimes: ...
    @overload
    def cpu_times(percpu: Literal[True]) -> list[_t.cputimes]: ...
    @overload
    def cpu_times(percpu: bool) -> _t.cputimes | list[_t.cputimes]: ...


def cpu_times(percpu: bool = False) -> _t.cputimes | list[_t.cputimes]:
    """Returns the time that all CPUs, or each CPU if percpu, spent in each mode since boot, in seconds.

    >>> libpsutil.cpu_times().idle
    5302.4
    """
    times = [_to_cputimes(reading) for reading in _cpu_percent.read(_lib, percpu)]
    return times if percpu else times[0]


# The reading of the last call, of any thread; before the first call, that of the import.
_last_cpu_times: dict[object, _cpu_percent._Reading] = {}
_last_cpu_times_of_times_percent: dict[object, _cpu_percent._Reading] = {}

if TYPE_CHECKING:

    @overload
    def cpu_percent(interval: float | None = 0.1, percpu: Literal[False] = False) -> float: ...
    @overload
    def cpu_percent(interval: float | None, percpu: Literal[True]) -> list[float]: ...
    @overload
    def cpu_percent(interval: float | None = 0.1, *, percpu: Literal[True]) -> list[float]: ...
    @overload
    def cpu_percent(interval: float | None = 0.1, percpu: bool = False) -> float | list[float]: ...


def cpu_percent(interval: float | None = 0.1, percpu: bool = False) -> float | list[float]:
    """Returns the CPU use of the system in percent: of all CPUs together, or a list with that of each if percpu.

    With an interval, in seconds, the call waits and measures during it. With 0 or None it returns at once and measures
    since the last call of any thread, or since the import of this package. Leave at least 0.1 seconds between calls.

    >>> libpsutil.cpu_percent(interval=1, percpu=True)
    [2.0, 1.0]
    """
    percpu = bool(percpu)
    last = _since_import(_last_cpu_times, percpu)
    percents = _cpu_percent.compare(_lib, last, percpu, _lib.cpu_percent_between, _seconds(interval), percpu)
    return percents if percpu else percents[0]


if TYPE_CHECKING:

    @overload
    def cpu_times_percent(interval: float | None = 0.1, percpu: Literal[False] = False) -> _t.cpupercent: ...
    @overload
    def cpu_times_percent(interval: float | None, percpu: Literal[True]) -> list[_t.cpupercent]: ...
    @overload
    def cpu_times_percent(interval: float | None = 0.1, *, percpu: Literal[True]) -> list[_t.cpupercent]: ...
    @overload
    def cpu_times_percent(
        interval: float | None = 0.1, percpu: bool = False
    ) -> _t.cpupercent | list[_t.cpupercent]: ...


def cpu_times_percent(interval: float | None = 0.1, percpu: bool = False) -> _t.cpupercent | list[_t.cpupercent]:
    """Returns the part of the time that the CPUs spend in each mode, in percent. Parameters are as in cpu_percent.

    >>> libpsutil.cpu_times_percent(interval=0.1).user
    10.2
    """
    percpu = bool(percpu)
    last = _since_import(_last_cpu_times_of_times_percent, percpu)
    percents = _cpu_percent.compare(_lib, last, percpu, _lib.cpu_times_percent_between, _seconds(interval), percpu)
    tuples = [_to_cpupercent(percent) for percent in percents]
    return tuples if percpu else tuples[0]


def _since_import(last: dict[object, _cpu_percent._Reading], percpu: bool) -> dict[object, _cpu_percent._Reading]:
    if percpu not in last:
        last[percpu] = _cpu_percent.at_import(percpu)
    return last


def getloadavg() -> tuple[float, float, float]:
    """Returns the load averages over the last 1, 5 and 15 minutes. Not in psutil 1.2.1.

    >>> libpsutil.getloadavg()
    (0.84, 0.98, 1.04)
    """
    return _lib.getloadavg()


# ---- memory


def virtual_memory() -> _t.vmem:
    """Returns the state of the physical memory, in bytes.

    available can be allocated at once without swapping; free is not used at all; percent is
    (total - available) / total * 100. Warns with RuntimeWarning about fields that the system does not report and that
    are 0.

    >>> memory = libpsutil.virtual_memory()
    >>> memory.available
    24245157888
    >>> memory.percent
    4.1
    """
    memory = _lib.virtual_memory()
    if sys.platform.startswith("linux"):
        _core.warn_of_absent_memory(memory, ("buffers", "cached", "active", "inactive"))
    return _to_vmem(memory)


def swap_memory() -> _t.swap:
    """Returns the state of the swap space, in bytes. sin and sout count since boot and are 0 on Windows.

    Warns with RuntimeWarning if the system does not report sin and sout, which are then 0.

    >>> libpsutil.swap_memory()
    swap(total=2097147904, used=296128512, free=1801019392, percent=14.1, sin=304193536, sout=677842944)
    """
    swap = _lib.swap_memory()
    _core.warn_of_absent_swap(swap)
    return _to_swap(swap)


def phymem_usage() -> _t.usage:
    """Returns some values of virtual_memory. Deprecated in 0.6.0: use virtual_memory."""
    _deprecated("phymem_usage()", "virtual_memory()")
    memory = virtual_memory()
    return _t.usage(memory.total, memory.used, memory.free, memory.percent)


def virtmem_usage() -> _t.swap:
    """Returns a value of swap_memory. Deprecated in 0.6.0: use swap_memory."""
    _deprecated("virtmem_usage()", "swap_memory()")
    return swap_memory()


def cached_phymem() -> int:
    """Returns a value of virtual_memory. Deprecated in 0.6.0: use virtual_memory."""
    _deprecated("cached_phymem()", "virtual_memory().cached")
    memory: Any = virtual_memory()  # without this field on macOS and Windows, as in psutil
    value: int = memory.cached
    return value


def phymem_buffers() -> int:
    """Returns a value of virtual_memory. Deprecated in 0.6.0: use virtual_memory."""
    _deprecated("phymem_buffers()", "virtual_memory().buffers")
    memory: Any = virtual_memory()  # without this field on macOS and Windows, as in psutil
    value: int = memory.buffers
    return value


def avail_phymem() -> int:
    """Returns a value of virtual_memory. Deprecated in 0.3.0: use virtual_memory."""
    _deprecated("avail_phymem()", "virtual_memory().free")
    return virtual_memory().free


def used_phymem() -> int:
    """Returns a value of virtual_memory. Deprecated in 0.3.0: use virtual_memory."""
    _deprecated("used_phymem()", "virtual_memory().used")
    return virtual_memory().used


def total_virtmem() -> int:
    """Returns a value of swap_memory. Deprecated in 0.3.0: use swap_memory."""
    _deprecated("total_virtmem()", "swap_memory().total")
    return swap_memory().total


def avail_virtmem() -> int:
    """Returns a value of swap_memory. Deprecated in 0.3.0: use swap_memory."""
    _deprecated("avail_virtmem()", "swap_memory().free")
    return swap_memory().free


def used_virtmem() -> int:
    """Returns a value of swap_memory. Deprecated in 0.3.0: use swap_memory."""
    _deprecated("used_virtmem()", "swap_memory().used")
    return swap_memory().used


# ---- disks


def disk_partitions(all: bool = False) -> list[_t.partition]:  # noqa: A002 - psutil's name
    """Returns the mounted file systems that are on devices, or all mounted file systems if all.

    >>> libpsutil.disk_partitions()
    [partition(device='/dev/sda3', mountpoint='/', fstype='ext4', opts='rw,errors=remount-ro')]
    """
    return _lib.disk_partitions(all, _to_partition)


def disk_usage(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> _t.usage:
    """Returns the space of the file system of path, in bytes. Raises OSError if path does not exist.

    >>> libpsutil.disk_usage("/")
    usage(total=270553174016, used=32736964608, free=65056329728, percent=33.5)
    """
    return _to_usage(_lib.disk_usage(path))


if TYPE_CHECKING:

    @overload
    def disk_io_counters(perdisk: Literal[False] = False) -> _t.disk_iostat: ...
    @overload
    def disk_io_counters(perdisk: Literal[True]) -> dict[str, _t.disk_iostat]: ...
    @overload
    def disk_io_counters(perdisk: bool) -> _t.disk_iostat | dict[str, _t.disk_iostat]: ...


def disk_io_counters(perdisk: bool = False) -> _t.disk_iostat | dict[str, _t.disk_iostat]:
    """Returns the I/O of all disks together since boot, or of each disk and partition by name if perdisk.

    Times are in milliseconds. Raises RuntimeError if there is no disk.

    >>> sorted(libpsutil.disk_io_counters(perdisk=True))
    ['sda', 'sda1']
    """
    if perdisk:
        return _lib.disk_io_counters_per_disk(False, _to_disk_iostat)
    counters = _lib.disk_io_counters(False)
    if counters is None:
        raise RuntimeError("couldn't find any physical disk")
    return _to_disk_iostat(counters)


# ---- network

if TYPE_CHECKING:

    @overload
    def net_io_counters(pernic: Literal[False] = False) -> _t.net_iostat: ...
    @overload
    def net_io_counters(pernic: Literal[True]) -> dict[str, _t.net_iostat]: ...
    @overload
    def net_io_counters(pernic: bool) -> _t.net_iostat | dict[str, _t.net_iostat]: ...


def net_io_counters(pernic: bool = False) -> _t.net_iostat | dict[str, _t.net_iostat]:
    """Returns the traffic of all network interfaces together since boot, or of each by name if pernic.

    Raises RuntimeError if there is no interface.

    >>> libpsutil.net_io_counters(pernic=True)["lo"].bytes_sent
    304320860
    """
    if pernic:
        return _lib.net_io_counters_per_nic(False, _to_net_iostat)
    counters = _lib.net_io_counters(False)
    if counters is None:
        raise RuntimeError("couldn't find any network interface")
    return _to_net_iostat(counters)


def network_io_counters(pernic: bool = False) -> _t.net_iostat | dict[str, _t.net_iostat]:
    """Returns net_io_counters(pernic). Deprecated in 1.0.0: use net_io_counters."""
    _deprecated("network_io_counters()", "net_io_counters()")
    return net_io_counters(pernic)


# ---- other system information


def get_users() -> list[_t.login]:
    """Returns the login sessions, the oldest first.

    >>> libpsutil.get_users()
    [user(name='giampaolo', terminal='pts/2', host='localhost', started=1340737536.0)]
    """
    return _lib.users(_to_login)


def get_boot_time() -> float:
    """Returns the boot time in seconds since the epoch. It changes when the system clock is set.

    >>> libpsutil.get_boot_time()
    1795959671.0
    """
    return _lib.boot_time()


def test() -> None:
    """Prints all processes in the form of ps aux: user, PID, CPU and memory use, terminal, start, CPU time and name."""
    form = "{:<10} {:>6} {:>5} {:>5} {:>9} {:>9} {:<8} {:>5} {:>8}  {}"
    print(form.format("USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "START", "TIME", "COMMAND"))
    attrs = ["username", "pid", "get_cpu_percent", "get_memory_percent", "get_memory_info"]
    attrs += ["create_time", "get_cpu_times", "name"] + (["terminal"] if os.name == "posix" else [])
    today = time.localtime()[:3]
    for process in process_iter():
        try:
            values = process.as_dict(attrs)
        except NoSuchProcess:
            continue
        start = _core.local_time(values["create_time"])
        memory, cpu_times = values["memory_info"], values["cpu_times"]
        seconds = round(sum(cpu_times)) if cpu_times else 0
        columns = [
            *((values["username"] or "?").rpartition("\\")[2][:10], values["pid"], values["cpu_percent"]),
            "?" if values["memory_percent"] is None else round(values["memory_percent"], 1),
            *(("?", "?") if memory is None else (memory.vms // 1024, memory.rss // 1024)),
            (values.get("terminal") or "?").removeprefix("/dev/"),
            "?" if start is None else time.strftime("%H:%M" if start[:3] == today else "%b%d", start),
            *(f"{seconds // 60}:{seconds % 60:02}", values["name"]),
        ]
        line = form.format(*("?" if column is None else column for column in columns))
        print(os.fsencode(line).decode(errors="replace"))  # a name may have bytes that are not text


# ---- attributes that are computed on first access, since the import must not start the library

NUM_CPUS: int
BOOT_TIME: float
TOTAL_PHYMEM: int

_computed: dict[str, Callable[[], float | None]] = {
    "NUM_CPUS": _lib.cpu_count,
    "BOOT_TIME": _lib.boot_time,
    "TOTAL_PHYMEM": lambda: _lib.virtual_memory().total,
}
if sys.platform.startswith("linux"):
    # Computed to be absent from dir(), from which programs take the RLIMIT_* that get_rlimit accepts.
    RLIMIT_INFINITY: int
    _computed["RLIMIT_INFINITY"] = lambda: _c.PSUTIL_RLIM_INFINITY
_computed_values: dict[str, float | None] = {}

# Public names of libpsutil.v7, and of its Process, that this API lacks.
_NAMES_OF_V7 = frozenset(
    {
        *("AF_LINK", "AIX", "BSD", "FREEBSD", "LINUX", "MACOS", "NETBSD", "NIC_DUPLEX_FULL", "NIC_DUPLEX_HALF"),
        *("NIC_DUPLEX_UNKNOWN", "OPENBSD", "OSX", "POSIX", "POWER_TIME_UNKNOWN", "POWER_TIME_UNLIMITED"),
        *("PROCFS_PATH", "STATUS_PARKED", "SUNOS", "WINDOWS", "ZombieProcess", "boot_time", "cpu_count"),
        *(
            "cpu_freq",
            "cpu_stats",
            "heap_info",
            "heap_trim",
            "install_as_psutil",
            "net_connections",
            "net_if_addrs",
            "net_if_stats",
        ),
        *("pids", "sensors_battery", "sensors_fans", "sensors_temperatures", "users"),
    }
)
_PROCESS_NAMES_OF_V7 = frozenset(
    {
        *("children", "connections", "cpu_affinity", "cpu_num", "cpu_percent", "cpu_times", "cwd", "environ"),
        *("io_counters", "ionice", "memory_full_info", "memory_info", "memory_maps", "memory_percent"),
        *("net_connections", "num_ctx_switches", "num_fds", "num_threads", "oneshot", "open_files", "parents"),
        *("rlimit", "threads"),
    }
)


def _no_attribute(owner: str, name: str, names_of_v7: frozenset[str]) -> AttributeError:
    message = f"{owner} has no attribute {name!r}"
    if name in names_of_v7:
        message += ": libpsutil is the API of psutil 1.2.1; use libpsutil.v7 for that of psutil 7"
    return AttributeError(message)


if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _computed:
            raise _no_attribute(f"module {__package__!r}", name, _NAMES_OF_V7)
        if name == "BOOT_TIME":  # deprecated in 0.7.0
            _deprecated("BOOT_TIME", "get_boot_time()")
        if name not in _computed_values:
            _computed_values[name] = _computed[name]()
        return _computed_values[name]
