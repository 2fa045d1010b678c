"""Processes and system: the API of psutil 7.2 on Linux, on libpsutil.

    >>> import libpsutil.v7 as psutil
    >>> psutil.Process().name()
    'python3'

A program that imports psutil runs on this without a change, if this is called before it does:

    >>> import libpsutil.v7
    >>> libpsutil.v7.install_as_psutil()

Sizes are bytes and times are seconds. Where it differs from psutil: what is set as PROCFS_PATH holds for both faces of
libpsutil, and cache_clear of the counters does nothing, since they have 64 bits and do not wrap.
"""

from __future__ import annotations

import os
import sys
import time
import types
from _thread import _local
from _thread import get_ident as _get_ident
from _warnings import warn as _warn
from itertools import compress as _compress
from operator import eq as _eq
from operator import itemgetter as _itemgetter

from . import _core, _cpu, _popen, _procs
from . import _declarations as _c
from . import _tuples7 as _t
from ._later import attributes as _attributes
from ._tuples import maker as _maker
from ._tuples import tuples as _tuples

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, Literal, TypeVar, overload

    from ._table import Table

    _F = TypeVar("_F", bound=Callable[..., Any])
    _P = TypeVar("_P", bound="Process")

# psutil's, whose API this is.
__version__ = "7.2.2"
version_info = (7, 2, 2)

__all__ = [
    *("Error", "NoSuchProcess", "ZombieProcess", "AccessDenied", "TimeoutExpired"),
    *("version_info", "__version__"),
    *("STATUS_RUNNING", "STATUS_IDLE", "STATUS_SLEEPING", "STATUS_DISK_SLEEP", "STATUS_STOPPED"),
    *("STATUS_TRACING_STOP", "STATUS_ZOMBIE", "STATUS_DEAD", "STATUS_WAKING", "STATUS_LOCKED", "STATUS_WAITING"),
    *("STATUS_PARKED", "CONN_ESTABLISHED", "CONN_SYN_SENT", "CONN_SYN_RECV", "CONN_FIN_WAIT1", "CONN_FIN_WAIT2"),
    *("CONN_TIME_WAIT", "CONN_CLOSE", "CONN_CLOSE_WAIT", "CONN_LAST_ACK", "CONN_LISTEN", "CONN_CLOSING", "CONN_NONE"),
    *("AF_LINK", "NIC_DUPLEX_FULL", "NIC_DUPLEX_HALF", "NIC_DUPLEX_UNKNOWN"),
    *("POWER_TIME_UNKNOWN", "POWER_TIME_UNLIMITED"),
    *("BSD", "FREEBSD", "LINUX", "NETBSD", "OPENBSD", "MACOS", "OSX", "POSIX", "SUNOS", "WINDOWS", "AIX"),
    *("Process", "Popen", "pid_exists", "pids", "process_iter", "wait_procs", "virtual_memory", "swap_memory"),
    *("cpu_times", "cpu_percent", "cpu_times_percent", "cpu_count", "cpu_stats", "cpu_freq", "getloadavg"),
    *("net_io_counters", "net_connections", "net_if_addrs", "net_if_stats"),
    *("disk_io_counters", "disk_partitions", "disk_usage", "users", "boot_time"),
    *("PROCFS_PATH", "IOPRIO_CLASS_NONE", "IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE"),
    *("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_LOCKS", "RLIMIT_MEMLOCK"),
    *("RLIMIT_MSGQUEUE", "RLIMIT_NICE", "RLIMIT_NOFILE", "RLIMIT_NPROC", "RLIMIT_RSS", "RLIMIT_RTPRIO"),
    *("RLIMIT_RTTIME", "RLIMIT_SIGPENDING", "RLIMIT_STACK", "RLIM_INFINITY"),
    *("sensors_temperatures", "sensors_fans", "sensors_battery", "heap_info", "heap_trim"),
    *("process_table", "install_as_psutil"),
]

POSIX = os.name == "posix"
LINUX = sys.platform.startswith("linux")
WINDOWS = MACOS = OSX = FREEBSD = OPENBSD = NETBSD = BSD = SUNOS = AIX = False

STATUS_RUNNING = _core.status_name(_c.PSUTIL_STATUS_RUNNING)
STATUS_SLEEPING = _core.status_name(_c.PSUTIL_STATUS_SLEEPING)
STATUS_DISK_SLEEP = _core.status_name(_c.PSUTIL_STATUS_DISK_SLEEP)
STATUS_STOPPED = _core.status_name(_c.PSUTIL_STATUS_STOPPED)
STATUS_TRACING_STOP = _core.status_name(_c.PSUTIL_STATUS_TRACING_STOP)
STATUS_ZOMBIE = _core.status_name(_c.PSUTIL_STATUS_ZOMBIE)
STATUS_DEAD = _core.status_name(_c.PSUTIL_STATUS_DEAD)
STATUS_WAKING = _core.status_name(_c.PSUTIL_STATUS_WAKING)
STATUS_IDLE = _core.status_name(_c.PSUTIL_STATUS_IDLE)
STATUS_LOCKED = _core.status_name(_c.PSUTIL_STATUS_LOCKED)
STATUS_WAITING = _core.status_name(_c.PSUTIL_STATUS_WAITING)
STATUS_PARKED = _core.status_name(_c.PSUTIL_STATUS_PARKED)

CONN_ESTABLISHED = _core.conn_status_name(_c.PSUTIL_CONN_ESTABLISHED)
CONN_SYN_SENT = _core.conn_status_name(_c.PSUTIL_CONN_SYN_SENT)
CONN_SYN_RECV = _core.conn_status_name(_c.PSUTIL_CONN_SYN_RECV)
CONN_FIN_WAIT1 = _core.conn_status_name(_c.PSUTIL_CONN_FIN_WAIT1)
CONN_FIN_WAIT2 = _core.conn_status_name(_c.PSUTIL_CONN_FIN_WAIT2)
CONN_TIME_WAIT = _core.conn_status_name(_c.PSUTIL_CONN_TIME_WAIT)
CONN_CLOSE = _core.conn_status_name(_c.PSUTIL_CONN_CLOSE)
CONN_CLOSE_WAIT = _core.conn_status_name(_c.PSUTIL_CONN_CLOSE_WAIT)
CONN_LAST_ACK = _core.conn_status_name(_c.PSUTIL_CONN_LAST_ACK)
CONN_LISTEN = _core.conn_status_name(_c.PSUTIL_CONN_LISTEN)
CONN_CLOSING = _core.conn_status_name(_c.PSUTIL_CONN_CLOSING)
CONN_NONE = _core.conn_status_name(_c.PSUTIL_CONN_NONE)

RLIMIT_AS = _c.PSUTIL_RLIMIT_AS
RLIMIT_CORE = _c.PSUTIL_RLIMIT_CORE
RLIMIT_CPU = _c.PSUTIL_RLIMIT_CPU
RLIMIT_DATA = _c.PSUTIL_RLIMIT_DATA
RLIMIT_FSIZE = _c.PSUTIL_RLIMIT_FSIZE
RLIMIT_LOCKS = _c.PSUTIL_RLIMIT_LOCKS
RLIMIT_MEMLOCK = _c.PSUTIL_RLIMIT_MEMLOCK
RLIMIT_MSGQUEUE = _c.PSUTIL_RLIMIT_MSGQUEUE
RLIMIT_NICE = _c.PSUTIL_RLIMIT_NICE
RLIMIT_NOFILE = _c.PSUTIL_RLIMIT_NOFILE
RLIMIT_NPROC = _c.PSUTIL_RLIMIT_NPROC
RLIMIT_RSS = _c.PSUTIL_RLIMIT_RSS
RLIMIT_RTPRIO = _c.PSUTIL_RLIMIT_RTPRIO
RLIMIT_RTTIME = _c.PSUTIL_RLIMIT_RTTIME
RLIMIT_SIGPENDING = _c.PSUTIL_RLIMIT_SIGPENDING
RLIMIT_STACK = _c.PSUTIL_RLIMIT_STACK
RLIM_INFINITY = _c.PSUTIL_RLIM_INFINITY

if TYPE_CHECKING:
    AF_LINK = _t.AddressFamily.AF_LINK
    NIC_DUPLEX_FULL = _t.NicDuplex.NIC_DUPLEX_FULL
    NIC_DUPLEX_HALF = _t.NicDuplex.NIC_DUPLEX_HALF
    NIC_DUPLEX_UNKNOWN = _t.NicDuplex.NIC_DUPLEX_UNKNOWN
    POWER_TIME_UNKNOWN = _t.BatteryTime.POWER_TIME_UNKNOWN
    POWER_TIME_UNLIMITED = _t.BatteryTime.POWER_TIME_UNLIMITED
    IOPRIO_CLASS_NONE = _t.IOPriority.IOPRIO_CLASS_NONE
    IOPRIO_CLASS_RT = _t.IOPriority.IOPRIO_CLASS_RT
    IOPRIO_CLASS_BE = _t.IOPriority.IOPRIO_CLASS_BE
    IOPRIO_CLASS_IDLE = _t.IOPriority.IOPRIO_CLASS_IDLE
else:
    # Members of enumerations, whose names begin like this, are made when they are first asked for.
    _ENUMERATIONS = {"AF": "AddressFamily", "NIC": "NicDuplex", "POWER": "BatteryTime", "IOPRIO": "IOPriority"}
    _members = {name: _ENUMERATIONS[_kind] for name in __all__ if (_kind := name.split("_")[0]) in _ENUMERATIONS}
    __getattr__ = _attributes(globals(), _members, lambda name: getattr(getattr(_t, _members[name]), name))

    def __dir__():
        return sorted({*globals(), *_members})


# ---- exceptions


class Error(Exception):
    """The base of psutil's exceptions."""

    pid: int | None
    name: str | None
    msg: str

    def _details(self, *names: str) -> str:
        values = ((name, getattr(self, name, None)) for name in names)
        return ", ".join(f"{name}={value!r}" for name, value in values if value or (name == "pid" and value == 0))

    def __str__(self) -> str:
        details = self._details("pid", "ppid", "name")
        return " ".join(part for part in (getattr(self, "msg", ""), details and f"({details})") if part)

    def __repr__(self) -> str:
        return f"psutil.{type(self).__name__}({self._details('pid', 'ppid', 'name', 'seconds', 'msg')})"


class NoSuchProcess(Error):
    """No process has this PID, or the process has ended."""

    pid: int

    def __init__(self, pid: int, name: str | None = None, msg: str | None = None) -> None:
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = msg or "process no longer exists"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.msg)


class ZombieProcess(NoSuchProcess):
    """The process has ended, its parent has not waited for it, and what was asked for ended with it."""

    def __init__(self, pid: int, name: str | None = None, ppid: int | None = None, msg: str | None = None) -> None:
        super().__init__(pid, name, msg or "PID still exists but it's a zombie")
        self.ppid = ppid

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.ppid, self.msg)


class AccessDenied(Error):
    """The operating system does not let this user see or do it."""

    def __init__(self, pid: int | None = None, name: str | None = None, msg: str | None = None) -> None:
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = msg or ""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.msg)


class TimeoutExpired(Error):
    """The process was still alive at the end of Process.wait's timeout."""

    def __init__(self, seconds: float, pid: int | None = None, name: str | None = None) -> None:
        super().__init__()
        self.seconds = seconds
        self.pid = pid
        self.name = name
        self.msg = f"timeout after {seconds} seconds"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.seconds, self.pid, self.name)


def _pid(info: _core.ErrorInfo) -> int:
    return _c.PSUTIL_NA if info.pid is None else info.pid


_lib = _core.Library(
    {
        _c.PSUTIL_ERR_NO_SUCH_PROCESS: lambda e: NoSuchProcess(_pid(e), e.name),
        _c.PSUTIL_ERR_ZOMBIE_PROCESS: lambda e: ZombieProcess(_pid(e), e.name, e.ppid),
        _c.PSUTIL_ERR_ACCESS_DENIED: lambda e: AccessDenied(e.pid, e.name),
        _c.PSUTIL_ERR_TIMEOUT_EXPIRED: lambda e: TimeoutExpired(e.timeout or 0, e.pid, e.name),
    }
)


# ---- tuples of records: numbers that are not reported are 0, as psutil has it

_make_cputimes = _maker(lambda: _t.scputimes, absent=0.0)
_make_cpustats = _maker(lambda: _t.scpustats, absent=0)
_make_cpufreq = _maker(lambda: _t.scpufreq, absent=0.0)
_make_vmem = _maker(lambda: _t.svmem, absent=0)
_make_swap = _maker(lambda: _t.sswap, absent=0)
_make_partition = _maker(lambda: _t.sdiskpart)
_make_usage = _maker(lambda: _t.sdiskusage)
_make_diskio = _maker(lambda: _t.sdiskio, absent=0)
_make_netio = _maker(lambda: _t.snetio, absent=0)
_make_user = _maker(lambda: _t.suser, absent=None)
_make_heap = _maker(lambda: _t.pheap, absent=0)
_make_process_cputimes = _maker(lambda: _t.pcputimes, absent=0.0)
_make_uids = _maker(lambda: _t.puids)
_make_gids = _maker(lambda: _t.pgids)
_make_io = _maker(lambda: _t.pio)
_make_ctxsw = _maker(lambda: _t.pctxsw)
_make_mem = _maker(lambda: _t.pmem, absent=0)
_make_grouped_map = _maker(lambda: _t.pmmap_grouped, absent=0)
_make_map = _maker(lambda: _t.pmmap_ext, absent=0)
_make_thread = _maker(lambda: _t.pthread)
_make_openfile = _maker(lambda: _t.popenfile)


class _Enums(dict[int, "Any"]):
    """The members of socket's enums by number, each looked for once: an enum's call takes several times as long."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __missing__(self, number: int) -> Any:
        import socket  # which takes longer to import than all of this package

        member = self[number] = getattr(socket, self._name)(number)
        return member


_families, _types = _Enums("AddressFamily"), _Enums("SocketKind")


def _as_members(families: Iterable[int], types: Iterable[int]) -> tuple[Iterable[Any], Iterable[Any]]:
    return map(_families.__getitem__, families), map(_types.__getitem__, types)


_KINDS = ("all", "tcp", "tcp4", "udp", "udp4", "inet", "inet4", "inet6", "tcp6", "udp6", "unix")


def _checked_kind(kind: str) -> str:
    if kind not in _KINDS:
        raise ValueError(f"invalid kind argument {kind!r}; valid ones are: {_KINDS}")
    return kind


# ---- processes


def _tells_reuse(method: _F) -> _F:
    """For a method that fails if the PID has been given to another process: it then says so, as psutil does."""

    def call(self: Process, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except NoSuchProcess as error:
            if not isinstance(error, ZombieProcess) and self._reused():
                error.msg = "process no longer exists and its PID has been reused"
            raise

    call.__wrapped__ = method  # type: ignore[attr-defined]
    for name in ("__name__", "__qualname__", "__doc__", "__annotations__"):
        setattr(call, name, getattr(method, name))
    return call  # type: ignore[return-value]


class _Oneshot:
    __slots__ = ("_core",)

    def __init__(self, core: _core.Process) -> None:
        self._core = core

    def __enter__(self) -> None:
        self._core.oneshot_begin()

    def __exit__(self, *_error: object) -> None:
        self._core.oneshot_end()


class Process:
    """The process that has this PID, or the current one if none is given. Raises NoSuchProcess if there is none.

    ppid, parent, parents, children, what sets something, send_signal, suspend, resume, terminate and kill make sure
    that the PID has not been given to another process meanwhile. The others do not: is_running tells.
    """

    _name: str | None = None
    _exe: str | None = None
    _create_time: float | None = None
    _dated = False  # whether it is shown with its start, as psutil shows whom it had to compare by that
    _start: int | None = None
    _exit_code: int | None = None
    _ident: tuple[int, float | None] | None = None
    info: dict[str, Any]

    def __init__(self, pid: int | None = None) -> None:
        self._init(pid)

    def _init(self, pid: int | None, _ignore_nsp: bool = False) -> None:
        """Starts anew with this PID, also if there is no such process; has psutil's name for those who inherit."""
        if pid is None:
            pid = os.getpid()
        elif pid < 0:
            raise ValueError(f"pid must be a positive integer (got {pid})")
        for known in vars(self).keys() & {"_ident", "_name", "_exe", "_create_time", "_exit_code"}:
            delattr(self, known)
        try:
            self._adopt(_lib.child(pid) if _ignore_nsp else _lib.process(pid))
        except NoSuchProcess:
            msg = "process PID not found" if pid < 1 << 31 else "process PID out of range"
            raise NoSuchProcess(pid, msg=msg) from None

    def _adopt(self, core: _core.Process, pid: int | None = None) -> None:
        self._core = core
        self._pid = core.pid() if pid is None else pid

    @classmethod
    def _of(cls, core: _core.Process, pid: int | None = None) -> Process:
        process = Process.__new__(Process)
        process._adopt(core, pid)
        return process

    @classmethod
    def _relative(cls, core: _core.Process) -> Process:
        process = cls._of(core)
        process._dated = True
        return process

    def __str__(self) -> str:
        about: dict[str, object] = {"pid": self._pid}
        if self._name:
            about["name"] = self._name
        try:
            if self._reused():
                about["status"] = "terminated + PID reused"
            else:
                with self.oneshot():
                    about["name"] = self.name()
                    about["status"] = self.status()
            if self._dated:
                self.create_time()
        except ZombieProcess:
            about["status"] = STATUS_ZOMBIE
        except NoSuchProcess:
            about["status"] = "terminated"
        except AccessDenied:
            pass
        if self._exit_code is not None:
            about["exitcode"] = self._exit_code
        if self._create_time is not None:
            today = time.time() - self._create_time < 24 * 60 * 60
            form = "%H:%M:%S" if today else "%Y-%m-%d %H:%M:%S"
            about["started"] = time.strftime(form, time.localtime(self._create_time))
        module = type(self).__module__
        details = ", ".join(f"{name}={value!r}" for name, value in about.items())
        return f"{'psutil' if module == __name__ else module}.{type(self).__name__}({details})"

    __repr__ = __str__

    def _identity(self) -> tuple[int, float | None]:
        if self._ident is None:
            try:
                self._ident = self._pid, self._core.create_time()
            except Error:
                self._ident = self._pid, None
        return self._ident

    def __eq__(self, other: object) -> bool:
        """Whether both are the same process: PID and creation time."""
        if not isinstance(other, Process):
            return NotImplemented
        return self._pid == other._pid and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._pid)

    @property
    def pid(self) -> int:
        """The PID."""
        return self._pid

    def oneshot(self) -> AbstractContextManager[None]:
        """What is asked of the process within costs one reading of each of the kernel's files.

        >>> with p.oneshot():
        ...     p.name(), p.cpu_times(), p.ppid()
        """
        return _Oneshot(self._core)

    def as_dict(self, attrs: Collection[str] | None = None, ad_value: Any = None) -> dict[str, Any]:
        """Many attributes at once: those named in attrs, or all. ad_value is for what is denied, or a zombie's no more.

        Raises ValueError for what is no attribute. What the system does not have is left out, unless attrs names it.
        """
        chosen = None if attrs is None else _checked_attrs(attrs)
        return self._ask_for(chosen or _readable, ad_value, bool(chosen))

    def _ask_for(self, names: set[str], ad_value: Any, insist: bool) -> dict[str, Any]:
        found = {}
        with self.oneshot():
            for name in names:
                try:
                    found[name] = self._pid if name == "pid" else getattr(self, name)()
                except (AccessDenied, ZombieProcess):
                    found[name] = ad_value
                except NotImplementedError:
                    if insist:
                        raise
        return found

    @_tells_reuse
    def parent(self) -> Process | None:
        """The parent, or None if there is none (any more)."""
        core = self._core.parent()
        return None if core is None else Process._relative(core)

    @_tells_reuse
    def parents(self) -> list[Process]:
        """The parent, its parent and so on."""
        return [Process._relative(core) for core in self._core.parents()]

    def is_running(self) -> bool:
        """Whether the process still runs, also if its PID has been given to another one. A zombie does."""
        return self._core.is_running()

    def _reused(self) -> bool:
        """Whether the PID has been given to another process."""
        return not self._core.is_running() and _lib.pid_exists(self._pid)

    @_tells_reuse
    def ppid(self) -> int:
        """The parent's PID, 0 if there is none."""
        if not self._core.is_running():
            raise NoSuchProcess(self._pid, self._name)
        return self._core.ppid()

    def name(self) -> str:
        """The name of the executable."""
        self._name = self._core.name()
        return self._name

    def exe(self) -> str:
        """The executable as an absolute path, "" for a kernel thread. Asked for once.

        Where it may not be seen, the command line may still tell it.
        """
        if self._exe is None:
            try:
                exe = self._core.exe()
            except AccessDenied:
                exe = self._guess_exe()
                if not exe:
                    raise
                return exe
            if not exe:
                try:
                    exe = self._guess_exe()
                except AccessDenied:
                    exe = ""
            self._exe = exe
        return self._exe

    def _guess_exe(self) -> str:
        program = "".join(self.cmdline()[:1])
        runs = os.path.isabs(program) and os.path.isfile(program) and os.access(program, os.X_OK)
        return program if runs else ""

    def cmdline(self) -> list[str]:
        """The command line that the process was started with, empty for a kernel thread."""
        return self._core.cmdline()

    def status(self) -> str:
        """What the process is doing now: one of the STATUS_* constants."""
        return self._core.status()

    def username(self) -> str:
        """The name of the real user, or the user ID as text if it has no name."""
        return self._core.username()

    def create_time(self) -> float:
        """When the process started: seconds since the epoch. Asked for once."""
        if self._create_time is None:
            self._create_time = self._core.create_time()
        return self._create_time

    def cwd(self) -> str:
        """The working directory as an absolute path."""
        return self._core.cwd()

    if TYPE_CHECKING:

        @overload
        def nice(self, value: None = None) -> int: ...
        @overload
        def nice(self, value: int) -> None: ...

    @_tells_reuse
    def nice(self, value: int | None = None) -> int | None:
        """The niceness, -20 (first) to 19 (last); or sets it."""
        if value is None:
            return self._core.nice()
        self._core.set_nice(value)
        return None

    def uids(self) -> _t.puids:
        """The real, effective and saved user ID."""
        return _make_uids(self._core.uids())

    def gids(self) -> _t.pgids:
        """The real, effective and saved group ID."""
        return _make_gids(self._core.gids())

    def terminal(self) -> str | None:
        """The terminal that controls the process, if there is one."""
        return self._core.terminal()

    def num_fds(self) -> int:
        """The number of open file descriptors."""
        return self._core.num_fds()

    def io_counters(self) -> _t.pio:
        """Input and output so far: calls, bytes from and to disks, bytes read and written."""
        return _make_io(self._core.io_counters())

    if TYPE_CHECKING:

        @overload
        def ionice(self, ioclass: None = None, value: None = None) -> _t.pionice: ...
        @overload
        def ionice(self, ioclass: int, value: int | None = None) -> None: ...

    @_tells_reuse
    def ionice(self, ioclass: int | None = None, value: int | None = None) -> _t.pionice | None:
        """The priority for input and output; or sets it: IOPRIO_CLASS_*, and 0 (first) to 7 within RT and BE."""
        if ioclass is None:
            if value is not None:
                raise ValueError("'ioclass' argument must be specified")
            found = self._core.ionice()
            return _t.pionice(_t.IOPriority(found.ioclass), found.value)
        value = value or 0
        if value and ioclass in (_c.PSUTIL_IOPRIO_CLASS_NONE, _c.PSUTIL_IOPRIO_CLASS_IDLE):
            raise ValueError(f"{ioclass!r} ioclass accepts no value")
        if isinstance(value, int) and not 0 <= value <= 7:
            raise ValueError("value not in 0-7 range")
        _core.ask_kernel(self._core.set_ionice, ioclass, value)  # all that can be wrong still is the class
        return None

    if TYPE_CHECKING:

        @overload
        def rlimit(self, resource: int, limits: None = None) -> tuple[int, int]: ...
        @overload
        def rlimit(self, resource: int, limits: Sequence[int]) -> None: ...

    @_tells_reuse
    def rlimit(self, resource: int, limits: Sequence[int] | None = None) -> tuple[int, int] | None:
        """The soft and hard limit on a resource, RLIMIT_*; or sets them. RLIM_INFINITY is none."""
        if limits is None:
            return self._core.rlimit(resource)
        if len(limits) != 2:
            raise ValueError(f"second argument must be a (soft, hard) tuple, got {limits!r}")
        self._core.set_rlimit(resource, *limits)
        return None

    if TYPE_CHECKING:

        @overload
        def cpu_affinity(self, cpus: None = None) -> list[int]: ...
        @overload
        def cpu_affinity(self, cpus: Iterable[int]) -> None: ...

    @_tells_reuse
    def cpu_affinity(self, cpus: Iterable[int] | None = None) -> list[int] | None:
        """The CPUs that the process may run on; or binds it to CPUs, with [] to all that it may have."""
        if cpus is None:
            return self._core.cpu_affinity()
        cpus = list(cpus)
        try:
            self._core.set_cpu_affinity(cpus)
        except ValueError:
            # The kernel leaves out what does not exist, as long as anything remains; for C it is a mistake.
            online = range(len(cpu_times(percpu=True)))
            there = [cpu for cpu in cpus if cpu in online]
            if not there or len(there) == len(cpus) or min(cpus) < 0:
                raise
            self._core.set_cpu_affinity(there)
        return None

    def cpu_num(self) -> int:
        """The CPU that the process runs on, or ran on last."""
        return self._core.cpu_num()

    def environ(self) -> dict[str, str]:
        """The environment that the process was started with."""
        return self._core.environ()

    def num_ctx_switches(self) -> _t.pctxsw:
        """How often the process gave its CPU away by itself, and how often it was taken away."""
        return _make_ctxsw(self._core.num_ctx_switches())

    def num_threads(self) -> int:
        """The number of threads."""
        return self._core.num_threads()

    def threads(self) -> list[_t.pthread]:
        """The threads, with the seconds of CPU time that each has used."""
        return self._core.threads(_make_thread)

    @_tells_reuse
    def children(self, recursive: bool = False) -> list[Process]:
        """The children or, with recursive, all descendants."""
        return [Process._relative(core) for core in self._core.children(recursive)]

    def cpu_percent(self, interval: float | None = None) -> float:
        """CPU use in percent of one CPU: several busy threads exceed 100.0.

        interval > 0 measures for so many seconds and waits for them. 0 or None compares with the last call and returns
        at once; the first such call gives 0.0.
        """
        return self._core.cpu_percent(_checked_interval(interval) or 0)

    def cpu_times(self) -> _t.pcputimes:
        """Seconds of CPU time used so far, also by children that have ended."""
        return _make_process_cputimes(self._core.cpu_times())

    def memory_info(self) -> _t.pmem:
        """Memory, in bytes."""
        return _make_mem(self._core.memory_info_ex())

    def memory_full_info(self) -> _t.pfullmem:
        """Memory and what of it is the process's alone (uss), with its share of what is not (pss). Slow."""
        cost = self._core.memory_footprint()
        return _t.pfullmem(*self.memory_info(), *(max(0, size) for size in (cost.uss, cost.pss, cost.swap)))

    def memory_percent(self, memtype: str = "rss") -> float:
        """Memory in percent of the machine's: of any of memory_full_info's kinds."""
        if memtype not in _t.pfullmem._fields:
            raise ValueError(f"invalid memtype {memtype!r}; valid types are {_t.pfullmem._fields!r}")
        return self._core.memory_percent(getattr(_c, f"PSUTIL_MEMTYPE_{memtype.upper()}"))

    if TYPE_CHECKING:

        @overload
        def memory_maps(self, grouped: Literal[True] = True) -> list[_t.pmmap_grouped]: ...
        @overload
        def memory_maps(self, grouped: Literal[False]) -> list[_t.pmmap_ext]: ...
        @overload
        def memory_maps(self, grouped: bool = True) -> list[_t.pmmap_grouped] | list[_t.pmmap_ext]: ...

    def memory_maps(self, grouped: bool = True) -> list[_t.pmmap_grouped] | list[_t.pmmap_ext]:
        """The mapped pieces of the address space: sums of those with the same path or, if not grouped, each. Slow."""
        if grouped:
            return self._core.memory_maps(True, _make_grouped_map)
        return self._core.memory_maps(False, _make_map)

    def open_files(self) -> list[_t.popenfile]:
        """The regular files that the process has open."""
        return self._core.open_files(_make_openfile)

    def net_connections(self, kind: str = "inet") -> list[_t.pconn]:
        """The sockets that the process has open; kind as for the function net_connections."""
        fd, family, type_, *others, _pid = self._core.net_connections(_checked_kind(kind), _t.addr, "")
        return list(_tuples(_t.pconn, [fd, *_as_members(family, type_), *others]))

    def connections(self, kind: str = "inet") -> list[_t.pconn]:
        """Old name of net_connections."""
        _warn("connections() is deprecated and will be removed; use net_connections() instead", DeprecationWarning, 2)
        return self.net_connections(kind)

    @_tells_reuse
    def send_signal(self, sig: int) -> None:
        """Sends a signal. Raises OSError for what is none."""
        self._core.send_signal(sig)

    @_tells_reuse
    def suspend(self) -> None:
        """Stops the process, with SIGSTOP."""
        self._core.suspend()

    @_tells_reuse
    def resume(self) -> None:
        """Lets a stopped process go on, with SIGCONT."""
        self._core.resume()

    @_tells_reuse
    def terminate(self) -> None:
        """Asks the process to end, with SIGTERM."""
        self._core.terminate()

    @_tells_reuse
    def kill(self) -> None:
        """Ends the process, with SIGKILL."""
        self._core.kill()

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits until the process has ended, for timeout seconds at the most (None: for ever, 0: only looks).

        Gives the exit code if the process is a child of this one, or minus the signal that killed it; else None. Raises
        TimeoutExpired if it is still alive after timeout seconds.
        """
        if timeout is not None and not isinstance(timeout, (int, float)):
            raise TypeError(f"timeout must be an int or float (got {type(timeout)})")
        return self._ended(self._core.wait(_checked_timeout(timeout)))

    def _ended(self, code: int | None) -> int | None:
        self._exit_code = code
        if code is not None and code < 0:
            try:
                self._exit_code = _t.Negsignal(code)
            except ValueError:
                return code  # a real-time signal, which has no name
        return self._exit_code


_readable = {name for name in dir(Process) if not name.startswith("_")} - {
    *("send_signal", "suspend", "resume", "terminate", "kill", "wait", "is_running", "as_dict", "parent", "parents"),
    *("children", "rlimit", "connections", "oneshot"),
}


def _checked_attrs(attrs: Collection[str]) -> set[str]:
    if not isinstance(attrs, (list, tuple, set, frozenset)):
        raise TypeError(f"invalid attrs type {type(attrs)}")
    chosen = set(attrs)
    invalid = chosen - _readable
    if invalid:
        raise ValueError(f"invalid attr name{'s'[: len(invalid) - 1]} {', '.join(map(repr, invalid))}")
    return chosen


_asked_for_once = {"exe", "create_time"}


class Popen(_popen.Started, Process):
    """Starts a child and deals with it as subprocess.Popen, and as Process; what both have is Process's.

    >>> p = psutil.Popen(["python3", "-c", "print('hi')"], stdout=subprocess.PIPE)
    >>> p.name()
    'python3'
    >>> p.communicate()
    (b'hi\\n', None)
    >>> p.wait(timeout=2)
    0
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._init(self._subprocess.pid, _ignore_nsp=True)

    def wait(self, timeout: float | None = None) -> int | None:
        """As Process.wait, also after subprocess has learnt the exit code (communicate, poll)."""
        return super().wait(timeout) if self._subprocess.returncode is None else self._subprocess.returncode

    def _ended(self, code: int | None) -> int | None:
        return super()._ended(self._learn(code))


def _checked_timeout(timeout: float | None) -> float | None:
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"timeout must be positive or zero (got {timeout})")
    return timeout


def _checked_interval(interval: float | None) -> float | None:
    if interval is not None and interval < 0:
        raise ValueError(f"interval is not positive (got {interval})")
    return interval


def pids() -> list[int]:
    """The PIDs of all running processes, zombies included, in ascending order."""
    return _lib.pids()


def pid_exists(pid: int) -> bool:
    """Whether a process has this PID. Faster than looking for it in pids()."""
    return _lib.pid_exists(pid)


_pmap: dict[int, Process] = {}


def process_iter(attrs: Collection[str] | None = None, ad_value: Any = None) -> Iterator[Process]:
    """All running processes, in the order of their PIDs.

    With attrs, each gets an attribute info, which is its as_dict(attrs, ad_value); [] is everything, and slow. A
    process is the same object in every iteration, unless its PID has been given to another, or since
    process_iter.cache_clear().
    """
    if attrs is None:
        for _, process in _procs.each(_lib, None, Process._of, NoSuchProcess, _pmap):
            yield process
        return
    from ._told7 import TOLD

    chosen = _checked_attrs(attrs)
    names = chosen or _readable
    told = [name for name in names if name in TOLD]
    columns = {column for name in told for column in TOLD[name][0]}
    table = _lib.process_table([*columns, "pid", "start"])
    values = [TOLD[name][1](table) for name in told]
    # What is not in the table, and of each row what was not told, or differently the first time: asked for by itself.
    rest = names - TOLD.keys()
    rests: dict[int, set[str]] = {}
    for name, column in zip(told, values):
        for row, code in table.failures(TOLD[name][0][-1]):
            column[row] = ad_value
            if name in _asked_for_once or code not in (_c.PSUTIL_ERR_ACCESS_DENIED, _c.PSUTIL_ERR_ZOMBIE_PROCESS):
                rests.setdefault(row, set(rest)).add(name)
    rows = list(zip(*values)) or [()] * len(table)
    kept = {name: f"_{name}" for name in told if name in _asked_for_once}
    for row, process in _procs.each(_lib, table, Process._of, NoSuchProcess, _pmap):
        info = dict(zip(told, rows[row]))
        by_itself = rests.get(row, rest)
        for name, attribute in kept.items():
            if name not in by_itself:
                info[name] = vars(process).setdefault(attribute, info[name])
        if by_itself:
            try:
                info.update(process._ask_for(by_itself, ad_value, bool(chosen)))
            except NoSuchProcess:
                continue
        process.info = info
        yield process


process_iter.cache_clear = _pmap.clear  # type: ignore[attr-defined]


def process_table(columns: Iterable[str] | None = None, pids: Iterable[int] | None = None) -> Table:
    """Many attributes of many processes, read in one go: by far the fastest way to look at them. Beyond psutil.

    columns are the names of psutil.h's PSUTIL_COLUMN_* in small letters, such as "pid", "name", "cmdline", "rss",
    "cpu_times_user"; None is all that are not slow. pids None is all processes; of others, those that there are. A
    table has its columns as lists and its rows as named tuples, and is Arrow data. Raises ValueError for what is no
    column.

    >>> t = psutil.process_table(["pid", "name", "rss"])
    >>> t["rss"]
    [14102528, 0, 0, 8290304]
    >>> t[0]
    process(pid=1, name='systemd', rss=14102528)
    >>> pyarrow.table(t), polars.DataFrame(t)
    >>> duckdb.sql("select username, sum(rss) from t group by 1 order by 2 desc")
    """
    return _lib.process_table(columns, pids)


def wait_procs(
    procs: Iterable[_P], timeout: float | None = None, callback: Callable[[_P], object] | None = None
) -> tuple[list[_P], list[_P]]:
    """Waits until all processes have ended, for timeout seconds at the most: which are gone, and which alive.

    Those that are gone get an attribute returncode, which is what their wait gives. callback is called with each that
    ends, as soon as it does.
    """
    if callback is not None and not callable(callback):
        raise TypeError(f"callback {callback!r} is not a callable")
    return _procs.wait(_lib, procs, _checked_timeout(timeout), callback, "returncode")


# ---- CPU


def cpu_count(logical: bool = True) -> int | None:
    """The number of CPUs, or of their cores; None if the system does not say."""
    return _lib.cpu_count(logical)


if TYPE_CHECKING:

    @overload
    def cpu_times(percpu: Literal[False] = False) -> _t.scputimes: ...
    @overload
    def cpu_times(percpu: Literal[True]) -> list[_t.scputimes]: ...
    @overload
    def cpu_times(percpu: bool) -> _t.scputimes | list[_t.scputimes]: ...


def cpu_times(percpu: bool = False) -> _t.scputimes | list[_t.scputimes]:
    """Seconds that the CPUs have spent in each mode since boot: all together or, with percpu, a list of each one's."""
    times = [_make_cputimes(reading) for reading in _cpu.read(_lib, percpu)]
    return times if percpu else times[0]


class _Last(_local):
    """What this thread's last call found; in the thread that imports this module, at first what there was then."""

    importing_thread = _get_ident()

    def __init__(self) -> None:
        self._readings: dict[object, _cpu.Reading] = {}

    def readings(self, percpu: bool) -> dict[object, _cpu.Reading]:
        if percpu not in self._readings and _get_ident() == self.importing_thread:
            self._readings[percpu] = _cpu.at_import(percpu)
        return self._readings


_last_cpu_percent = _Last()
_last_cpu_times_percent = _Last()

if TYPE_CHECKING:

    @overload
    def cpu_percent(interval: float | None = None, percpu: Literal[False] = False) -> float: ...
    @overload
    def cpu_percent(interval: float | None, percpu: Literal[True]) -> list[float]: ...
    @overload
    def cpu_percent(interval: float | None = None, *, percpu: Literal[True]) -> list[float]: ...
    @overload
    def cpu_percent(interval: float | None = None, percpu: bool = False) -> float | list[float]: ...


def cpu_percent(interval: float | None = None, percpu: bool = False) -> float | list[float]:
    """How busy the CPUs are, 0.0 to 100.0: all together or, with percpu, a list of each one's.

    interval > 0 measures for so many seconds and waits for them. 0 or None compares with this thread's last call and
    returns at once; the first such call of a thread gives 0.0, or of the one that imported this, since then.
    """
    percpu = bool(percpu)
    last = _last_cpu_percent.readings(percpu)
    percents = _cpu.compare(_lib, last, percpu, _lib.cpu_percent_between, _checked_interval(interval), percpu)
    return percents if percpu else percents[0]


if TYPE_CHECKING:

    @overload
    def cpu_times_percent(interval: float | None = None, percpu: Literal[False] = False) -> _t.scputimes: ...
    @overload
    def cpu_times_percent(interval: float | None, percpu: Literal[True]) -> list[_t.scputimes]: ...
    @overload
    def cpu_times_percent(interval: float | None = None, *, percpu: Literal[True]) -> list[_t.scputimes]: ...
    @overload
    def cpu_times_percent(interval: float | None = None, percpu: bool = False) -> _t.scputimes | list[_t.scputimes]: ...


def cpu_times_percent(interval: float | None = None, percpu: bool = False) -> _t.scputimes | list[_t.scputimes]:
    """Which part of their time the CPUs spend in each mode, in percent. interval and percpu are cpu_percent's."""
    percpu = bool(percpu)
    last = _last_cpu_times_percent.readings(percpu)
    percents = _cpu.compare(_lib, last, percpu, _lib.cpu_times_percent_between, _checked_interval(interval), percpu)
    tuples = [_make_cputimes(percent) for percent in percents]
    return tuples if percpu else tuples[0]


def cpu_stats() -> _t.scpustats:
    """Context switches, interrupts, software interrupts and system calls (0 on Linux) since boot."""
    return _make_cpustats(_lib.cpu_stats())


if TYPE_CHECKING:

    @overload
    def cpu_freq(percpu: Literal[False] = False) -> _t.scpufreq | None: ...
    @overload
    def cpu_freq(percpu: Literal[True]) -> list[_t.scpufreq]: ...
    @overload
    def cpu_freq(percpu: bool) -> _t.scpufreq | list[_t.scpufreq] | None: ...


def cpu_freq(percpu: bool = False) -> _t.scpufreq | list[_t.scpufreq] | None:
    """How fast the CPUs run and may run, in MHz: their mean, or each; None and [] where the machine does not say."""
    try:
        if percpu:
            return [_make_cpufreq(freq) for freq in _lib.cpu_freq_per_cpu()]
        return _make_cpufreq(_lib.cpu_freq())
    except NotImplementedError:
        return [] if percpu else None


def getloadavg() -> tuple[float, float, float]:
    """The average number of processes that ran or waited to, over the last 1, 5 and 15 minutes."""
    return _lib.getloadavg()


# ---- memory


def virtual_memory() -> _t.svmem:
    """The machine's memory, in bytes; percent is what is not available of it."""
    return _make_vmem(_lib.virtual_memory())


def swap_memory() -> _t.sswap:
    """The machine's swap space, in bytes; sin and sout since boot."""
    return _make_swap(_lib.swap_memory())


# ---- disks


def disk_partitions(all: bool = False) -> list[_t.sdiskpart]:  # noqa: A002 - psutil's
    """The mounted file systems: those on devices or, with all, in memory, over the network and the kernel's too."""
    return _lib.disk_partitions(all, _make_partition)


def disk_usage(path: str | bytes | os.PathLike[str] | os.PathLike[bytes] | int) -> _t.sdiskusage:
    """The space of the file system that path is on, in bytes. Raises OSError if there is no such path.

    A file descriptor will do for a path.
    """
    if isinstance(path, int):
        os.fstat(path)  # a descriptor that is none is to be told of as such
        path = f"/proc/self/fd/{path}"
    return _make_usage(_lib.disk_usage(path))


def _clear_cache() -> None:
    """Does nothing: what nowrap keeps is what wraps, and 64 bits do not."""


if TYPE_CHECKING:

    @overload
    def disk_io_counters(perdisk: Literal[False] = False, nowrap: bool = True) -> _t.sdiskio | None: ...
    @overload
    def disk_io_counters(perdisk: Literal[True], nowrap: bool = True) -> dict[str, _t.sdiskio]: ...
    @overload
    def disk_io_counters(perdisk: bool, nowrap: bool = True) -> _t.sdiskio | dict[str, _t.sdiskio] | None: ...


def disk_io_counters(perdisk: bool = False, nowrap: bool = True) -> _t.sdiskio | dict[str, _t.sdiskio] | None:
    """What the disks have done since boot: all together (None if there are none), or each disk's and partition's.

    With nowrap, numbers never go back. Times are milliseconds.
    """
    if perdisk:
        return _lib.disk_io_counters_per_disk(nowrap, _make_diskio)
    counters = _lib.disk_io_counters(nowrap)
    return None if counters is None else _make_diskio(counters)


disk_io_counters.cache_clear = _clear_cache  # type: ignore[attr-defined]


# ---- network

if TYPE_CHECKING:

    @overload
    def net_io_counters(pernic: Literal[False] = False, nowrap: bool = True) -> _t.snetio | None: ...
    @overload
    def net_io_counters(pernic: Literal[True], nowrap: bool = True) -> dict[str, _t.snetio]: ...
    @overload
    def net_io_counters(pernic: bool, nowrap: bool = True) -> _t.snetio | dict[str, _t.snetio] | None: ...


def net_io_counters(pernic: bool = False, nowrap: bool = True) -> _t.snetio | dict[str, _t.snetio] | None:
    """What went through the network interfaces: all together (None if there are none), or each one's by its name.

    With nowrap, numbers never go back.
    """
    if pernic:
        return _lib.net_io_counters_per_nic(nowrap, _make_netio)
    counters = _lib.net_io_counters(nowrap)
    return None if counters is None else _make_netio(counters)


net_io_counters.cache_clear = _clear_cache  # type: ignore[attr-defined]


def net_connections(kind: str = "inet") -> list[_t.sconn]:
    """The machine's sockets; pid is None and fd -1 where this user may not know who has it open.

    kind is inet, inet4, inet6, tcp, tcp4, tcp6, udp, udp4, udp6, unix or all; ValueError for others.
    """
    found = _lib.net_connections(_checked_kind(kind), _t.addr, "")
    fd, family, type_, *others, pid = found
    pids = [None if number == _c.PSUTIL_NA else number for number in pid]
    all_of_them = _tuples(_t.sconn, [fd, *_as_members(family, type_), *others, pids])
    # Of sockets that look all the same, psutil shows one. Compared by numbers: members of enumerations take long.
    seen: dict[tuple[Any, ...], int] = {}
    firsts = map(seen.setdefault, zip(*found), range(len(pid)))
    return list(_compress(all_of_them, map(_eq, firsts, range(len(pid)))))


def net_if_addrs() -> dict[str, list[_t.snicaddr]]:
    """The addresses of each network interface, by its name; those of the family AF_LINK are MAC addresses."""
    found: dict[str, list[_t.snicaddr]] = {}
    for name, address, *places, family in sorted(_lib.net_if_addrs(), key=_itemgetter(-1)):
        others = map(_core.optional_text, places)
        made = _t.snicaddr(_families[family], _core.text(address), *others)
        found.setdefault(_core.text(name), []).append(made)
    return found


def net_if_stats() -> dict[str, _t.snicstats]:
    """The state of each network interface, by its name. speed is Mbit/s, 0 where it is unknown."""
    return {
        _core.text(name): _t.snicstats(isup != 0, _t.NicDuplex(duplex), max(0, speed), mtu, _core.text(flags))
        for name, isup, duplex, speed, mtu, flags in _lib.net_if_stats()
    }


# ---- sensors


def sensors_temperatures(fahrenheit: bool = False) -> dict[str, list[_t.shwtemp]]:
    """The machine's temperatures, by the chip's name, in degrees Celsius unless fahrenheit is set."""

    def degrees(celsius: float) -> float | None:
        if celsius != celsius:
            return None
        return celsius * 9 / 5 + 32 if fahrenheit else celsius

    def make(record: _c.psutil_temperature_t) -> tuple[str, _t.shwtemp]:
        values = map(degrees, (record.current, record.high, record.critical))
        return _core.text(record.name), _t.shwtemp(_core.text(record.label), *values)  # type: ignore[arg-type]

    found: dict[str, list[_t.shwtemp]] = {}
    for name, temperature in _lib.sensors_temperatures(make):
        found.setdefault(name, []).append(temperature)
    return found


def sensors_fans() -> dict[str, list[_t.sfan]]:
    """The speed of each fan in revolutions per minute, by the chip's name."""
    found: dict[str, list[_t.sfan]] = {}
    for name, fan in _lib.sensors_fans(lambda r: (_core.text(r.name), _t.sfan(_core.text(r.label), r.current))):
        found.setdefault(name, []).append(fan)
    return found


def sensors_battery() -> _t.sbattery | None:
    """The battery, if there is one: percent left, seconds until it is empty or POWER_TIME_*, and whether on mains."""
    battery = _lib.sensors_battery()
    if battery is None:
        return None
    seconds = _t.BatteryTime(battery.secsleft) if battery.secsleft < 0 else battery.secsleft
    plugged = None if battery.power_plugged == _c.PSUTIL_NA else battery.power_plugged != 0
    return _t.sbattery(battery.percent, seconds, plugged)


# ---- other system information


def boot_time() -> float:
    """When the system booted, in seconds since the epoch. Moves with the system clock when that is set."""
    return _lib.boot_time()


def users() -> list[_t.suser]:
    """Who is logged in, the oldest first; who is logged in twice is there twice."""
    return _lib.users(_make_user)


def heap_info() -> _t.pheap:
    """What malloc has given to this process, in bytes: from its heaps, and in mappings of their own."""
    return _make_heap(_lib.heap_info())


def heap_trim() -> None:
    """Has malloc give memory that it holds in reserve back to the system."""
    _lib.heap_trim()


# ---- the module itself

PROCFS_PATH = os.environ.get("PSUTIL_PROCFS_PATH") or "/proc"


class _Module(types.ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        if name == "PROCFS_PATH":
            assert isinstance(value, str)
            _lib.set_procfs_path(value)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Module


def _set_debug(value: bool) -> None:
    """Whether psutil._common.debug says anything; psutil's test suite calls it."""
    from . import _inside7

    _inside7.PSUTIL_DEBUG = bool(value)


def install_as_psutil() -> None:
    """Makes this what "import psutil" gives, from now on and in all modules of this process."""
    from . import _inside7

    this = sys.modules[__name__]
    if sys.modules.get("psutil") is not this:
        sys.meta_path.insert(0, _inside7.MetadataFinder)
    sys.modules["psutil"] = this
    for part in ("_common", "_ntuples", "_pslinux", "_psposix", "_psplatform"):
        sys.modules[f"psutil.{part}"] = vars(this)[part] = _inside7
    for public in (Error, NoSuchProcess, ZombieProcess, AccessDenied, TimeoutExpired, Process, Popen):
        public.__module__ = "psutil"


del TYPE_CHECKING, annotations  # no names of psutil's
