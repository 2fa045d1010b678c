"""Processes and system: the API of psutil 7.2, on the C library libpsutil.

    >>> import libpsutil.v7 as psutil
    >>> psutil.Process().name()
    'python3'

A program that imports psutil uses this module instead if this runs first:

    >>> import libpsutil.v7
    >>> libpsutil.v7.install_as_psutil()

Sizes are bytes and times are seconds. Difference from psutil: PROCFS_PATH applies to libpsutil, too.
"""

from __future__ import annotations

import os
import sys
import time
import types
from _operator import itemgetter as _itemgetter
from _thread import RLock as _RLock
from _thread import _local
from _thread import get_ident as _get_ident
from _warnings import warn as _warn

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
from ._constants import STATUS_ZOMBIE
from ._lazy import lazy_getattr as _lazy_getattr
from ._records import rows_as as _rows_as

if sys.platform == "win32":
    from . import _columns_v7_windows as _columns_v7
    from . import _services, _windows_v7
    from . import _types_v7_windows as _t
elif sys.platform == "darwin":
    from . import _bsd_v7
    from . import _columns_v7_bsd as _columns_v7
    from . import _types_v7_darwin as _t
elif sys.platform.startswith("freebsd"):
    from . import _bsd_v7
    from . import _columns_v7_bsd as _columns_v7
    from . import _types_v7_freebsd as _t
else:
    from . import _columns_v7
    from . import _types_v7 as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, Literal, TypeVar, overload

    from . import _extension as _r

    _F = TypeVar("_F", bound=Callable[..., Any])
    _P = TypeVar("_P", bound="Process")
    _T = TypeVar("_T")

# The version of psutil that has this API.
__version__ = "7.2.2"
version_info = (7, 2, 2)

__all__ = [
    *("Error", "NoSuchProcess", "ZombieProcess", "AccessDenied", "TimeoutExpired"),
    *("version_info", "__version__"),
    "STATUS_PARKED",
    *("AF_LINK", "NIC_DUPLEX_FULL", "NIC_DUPLEX_HALF", "NIC_DUPLEX_UNKNOWN"),
    *("POWER_TIME_UNKNOWN", "POWER_TIME_UNLIMITED"),
    *("BSD", "FREEBSD", "LINUX", "NETBSD", "OPENBSD", "MACOS", "OSX", "POSIX", "SUNOS", "WINDOWS", "AIX"),
    *("Process", "Popen", "pid_exists", "pids", "process_iter", "wait_procs", "virtual_memory", "swap_memory"),
    *("cpu_times", "cpu_percent", "cpu_times_percent", "cpu_count", "cpu_stats", "cpu_freq", "getloadavg"),
    *("net_io_counters", "net_connections", "net_if_addrs", "net_if_stats"),
    *("disk_io_counters", "disk_partitions", "disk_usage", "users", "boot_time"),
    *("PROCFS_PATH", "IOPRIO_CLASS_NONE", "IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE"),
    *("sensors_temperatures", "sensors_fans", "sensors_battery", "heap_info", "heap_trim"),
    *(
        "process_table",
        "table_reader",
        "table_pin",
        "pressure",
        "cgroup_limits",
        "cgroup_pressure",
        "process_events",
        "tcp_connections",
        "file_owners",
        "set_workers",
        "install_as_psutil",
    ),
]
__all__ += _constants.__all__
if sys.platform == "win32":
    __all__ = [name for name in __all__ if name not in _windows_v7.ABSENT_NAMES] + _windows_v7.ADDED_NAMES
elif sys.platform == "darwin" or sys.platform.startswith("freebsd"):
    __all__ = [name for name in __all__ if name not in _bsd_v7.ABSENT_NAMES] + _bsd_v7.ADDED_NAMES

POSIX = os.name == "posix"
LINUX = sys.platform.startswith("linux")
WINDOWS = sys.platform == "win32"
MACOS = OSX = sys.platform == "darwin"
FREEBSD = BSD = sys.platform.startswith("freebsd")
OPENBSD = NETBSD = SUNOS = AIX = False

STATUS_PARKED = _c.STATUS_NAMES[_c.PSUTIL_STATUS_PARKED]

if TYPE_CHECKING:
    AF_LINK = _t.AddressFamily.AF_LINK
    NIC_DUPLEX_FULL = _t.NicDuplex.NIC_DUPLEX_FULL
    NIC_DUPLEX_HALF = _t.NicDuplex.NIC_DUPLEX_HALF
    NIC_DUPLEX_UNKNOWN = _t.NicDuplex.NIC_DUPLEX_UNKNOWN
    POWER_TIME_UNKNOWN = _t.BatteryTime.POWER_TIME_UNKNOWN
    POWER_TIME_UNLIMITED = _t.BatteryTime.POWER_TIME_UNLIMITED
    if sys.platform == "win32":
        IOPRIO_VERYLOW = _t.IOPriority.IOPRIO_VERYLOW
        IOPRIO_LOW = _t.IOPriority.IOPRIO_LOW
        IOPRIO_NORMAL = _t.IOPriority.IOPRIO_NORMAL
        IOPRIO_HIGH = _t.IOPriority.IOPRIO_HIGH
    else:
        IOPRIO_CLASS_NONE = _t.IOPriority.IOPRIO_CLASS_NONE
        IOPRIO_CLASS_RT = _t.IOPriority.IOPRIO_CLASS_RT
        IOPRIO_CLASS_BE = _t.IOPriority.IOPRIO_CLASS_BE
        IOPRIO_CLASS_IDLE = _t.IOPriority.IOPRIO_CLASS_IDLE
else:
    # The enumeration of constants whose names begin like this. It is created on first access.
    _ENUMERATIONS = {"AF": "AddressFamily", "NIC": "NicDuplex", "POWER": "BatteryTime", "IOPRIO": "IOPriority"}
    _members = {name: _ENUMERATIONS[_kind] for name in __all__ if (_kind := name.split("_")[0]) in _ENUMERATIONS}
    if WINDOWS:
        _members.update(dict.fromkeys(_windows_v7.IO_PRIORITIES, "IOPriority"))
    __getattr__ = _lazy_getattr(globals(), _members, lambda name: getattr(getattr(_t, _members[name]), name))

    def __dir__():
        return sorted({*globals(), *_members})


# ---- exceptions


class Error(Exception):
    """Base class of psutil's exceptions."""

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
    """No process has this PID, or the process has exited."""

    pid: int

    def __init__(self, pid: int, name: str | None = None, msg: str | None = None) -> None:
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = msg or "process no longer exists"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.msg)


class ZombieProcess(NoSuchProcess):
    """The process is a zombie and no longer has the attribute."""

    def __init__(self, pid: int, name: str | None = None, ppid: int | None = None, msg: str | None = None) -> None:
        super().__init__(pid, name, msg or "PID still exists but it's a zombie")
        self.ppid = ppid

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.ppid, self.msg)


class AccessDenied(Error):
    """The operating system denies the operation to this user."""

    def __init__(self, pid: int | None = None, name: str | None = None, msg: str | None = None) -> None:
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = msg or ""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pid, self.name, self.msg)


class TimeoutExpired(Error):
    """The process was still alive when the timeout of Process.wait expired."""

    def __init__(self, seconds: float, pid: int | None = None, name: str | None = None) -> None:
        super().__init__()
        self.seconds = seconds
        self.pid = pid
        self.name = name
        self.msg = f"timeout after {seconds} seconds"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.seconds, self.pid, self.name)


def _pid_of(info: _core.ErrorInfo) -> int:
    return _c.PSUTIL_NA if info.pid is None else info.pid


_lib = _core.Library(
    {
        _c.PSUTIL_ERR_NO_SUCH_PROCESS: lambda e: NoSuchProcess(_pid_of(e), e.name),
        _c.PSUTIL_ERR_ZOMBIE_PROCESS: lambda e: ZombieProcess(_pid_of(e), e.name, e.ppid),
        _c.PSUTIL_ERR_ACCESS_DENIED: lambda e: AccessDenied(e.pid, e.name),
        _c.PSUTIL_ERR_TIMEOUT_EXPIRED: lambda e: TimeoutExpired(e.timeout or 0, e.pid, e.name),
    }
)


# ---- conversion of C records to named tuples; numbers that are not reported are 0, as in psutil

_to_cputimes = _record_converter(lambda: _t.scputimes, absent=0.0)
_to_cpufreq = _record_converter(lambda: _t.scpufreq, absent=0.0)
_to_vmem = _record_converter(lambda: _t.svmem, absent=0)
_to_swap = _record_converter(lambda: _t.sswap, absent=0)
_to_partition = _record_converter(lambda: _t.sdiskpart)
_to_usage = _record_converter(lambda: _t.sdiskusage)
_to_diskio = _record_converter(lambda: _t.sdiskio, absent=0)
_to_netio = _record_converter(lambda: _t.snetio, absent=0)
_to_user = _record_converter(lambda: _t.suser, absent=None)
_to_heap = _record_converter(lambda: _t.pheap, absent=0)
_to_process_cputimes = _record_converter(lambda: _t.pcputimes, absent=0.0)
_to_uids = _record_converter(lambda: _t.puids)
_to_gids = _record_converter(lambda: _t.pgids)
_to_io = _record_converter(lambda: _t.pio)
_to_ctxsw = _record_converter(lambda: _t.pctxsw, absent=0)
_to_mem = _record_converter(lambda: _t.pmem, absent=0)
_to_grouped_map = _record_converter(lambda: _t.pmmap_grouped, absent=0)
_to_map = _record_converter(lambda: _t.pmmap_ext, absent=0)
_to_thread = _record_converter(lambda: _t.pthread)
_to_openfile = _record_converter(lambda: _t.popenfile)


class _EnumCache(dict[int, "Any"]):
    """Members of an enumeration of socket, by number. A call of the enumeration is several times slower."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __missing__(self, number: int) -> Any:
        if number == -1:  # on Windows
            return _t.AddressFamily.AF_LINK
        try:
            import socket  # its import takes longer than that of this whole package
        except ImportError:  # as after a chroot
            return number
        try:
            member = getattr(socket, self._name)(number)
        except ValueError:  # a number that this Python does not know
            return number
        self[number] = member
        return member


_families, _socket_types = _EnumCache("AddressFamily"), _EnumCache("SocketKind")


class _IOPriorityCache(dict[int, "_t.IOPriority"]):
    """Members of IOPriority, by number, as in _EnumCache."""

    def __missing__(self, number: int) -> _t.IOPriority:
        member = self[number] = _t.IOPriority(number)
        return member


_io_priorities = _IOPriorityCache()


def _as_members(families: Iterable[int], types: Iterable[int]) -> tuple[Iterable[Any], Iterable[Any]]:
    return map(_families.__getitem__, families), map(_socket_types.__getitem__, types)


_KINDS = ("all", "tcp", "tcp4", "udp", "udp4", "inet", "inet4", "inet6", "tcp6", "udp6", "unix")


def _checked_kind(kind: str) -> str:
    if kind not in _KINDS:
        raise ValueError(f"invalid kind argument {kind!r}; valid ones are: {_KINDS}")
    return kind


# ---- processes


_PID_REUSED = "process no longer exists and its PID has been reused"


def _report_pid_reuse(method: _F) -> _F:
    """Decorates a method that verifies the identity: its NoSuchProcess reports a reused PID, as in psutil."""

    def call(self: Process, *args: Any, **kwargs: Any) -> Any:
        if "_ident" in self.__dict__ and not self.is_running():
            raise NoSuchProcess(self._pid, self._name, _PID_REUSED)
        try:
            return method(self, *args, **kwargs)
        except NoSuchProcess as error:
            if not isinstance(error, ZombieProcess) and self._reused():
                error.msg = _PID_REUSED
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


class _Ident:
    """psutil's Process._ident, which other packages use: the PID and the start time in seconds since boot.

    A program that assigns another value, usually in a test, makes the object one of another process.
    """

    def __get__(self, process: Process, _owner: object) -> tuple[int, float | None]:
        if sys.platform.startswith("linux"):
            starts = _table.read(_lib, ("start",), [process._pid])["start"]
            start = starts[0] / os.sysconf("SC_CLK_TCK") if starts and starts[0] is not None else None
        else:
            start = process._core.create_time()
        return process._pid, start


class Process:
    """The process with this PID, the current process by default. Raises NoSuchProcess if there is none.

    ppid, parent, parents, children, methods that change something, send_signal, suspend, resume, terminate and kill
    first verify that the PID still belongs to the same process. All others report the process that has the PID now;
    is_running returns whether it is the same one.

    Every method raises NoSuchProcess if the process has exited, and AccessDenied if the operating system denies the
    access to this user.
    """

    _name: str | None
    _exe: str | None
    _create_time: float | None
    _ppid: int | None
    _show_start = False  # whether the repr has the start time: psutil shows it for relatives
    _start: int | None = None
    _exit_code: int | None
    _ident = _Ident()
    info: dict[str, Any]  # set by process_iter
    returncode: int | None  # set by wait_procs

    def __init__(self, pid: int | None = None) -> None:
        self._init(pid)

    def _init(self, pid: int | None, _ignore_nsp: bool = False) -> None:
        """Initialises the object for a PID. It has psutil's name because subclasses call it."""
        if pid is None:
            pid = os.getpid()
        elif pid < 0:
            raise ValueError(f"pid must be a positive integer (got {pid})")
        try:
            self._set_core(_lib.child(pid) if _ignore_nsp else _lib.process(pid), int(pid))
        except NoSuchProcess:
            msg = "process PID not found" if pid < 1 << 31 else "process PID out of range"
            raise NoSuchProcess(pid, msg=msg) from None

    def _set_core(self, core: _core.Process, pid: int | None = None) -> None:
        self._core = core
        self._pid = core.pid() if pid is None else pid
        # Not defaults of the class, with which reading them is slower.
        self._name = self._exe = self._create_time = self._ppid = self._exit_code = None
        self._lock = _RLock()  # subclasses in other packages use psutil's lock

    @classmethod
    def _from_core(cls, core: _core.Process, pid: int | None = None) -> Process:
        process = Process.__new__(Process)
        process._set_core(core, pid)
        return process

    @classmethod
    def _from_relative(cls, core: _core.Process) -> Process:
        process = cls._from_core(core)
        process._show_start = True
        return process

    def __str__(self) -> str:
        details: dict[str, object] = {"pid": self._pid}
        if self._name:
            details["name"] = self._name
        try:
            if self._reused():
                details["status"] = "terminated + PID reused"
            else:
                with self.oneshot():
                    details["name"] = self.name()
                    details["status"] = self.status()
            if self._show_start:
                self.create_time()
        except ZombieProcess:
            details["status"] = STATUS_ZOMBIE
        except NoSuchProcess:
            details["status"] = "terminated"
        except (AccessDenied, OSError, NotImplementedError):
            pass
        if self._exit_code is not None:
            details["exitcode"] = self._exit_code
        started = _core.local_time(self._create_time)
        if started is not None and self._create_time is not None:
            today = time.time() - self._create_time < 24 * 60 * 60
            form = "%H:%M:%S" if today else "%Y-%m-%d %H:%M:%S"
            details["started"] = time.strftime(form, started)
        module = type(self).__module__
        text = ", ".join(f"{name}={value!r}" for name, value in details.items())
        return f"{'psutil' if module == __name__ else module}.{type(self).__name__}({text})"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        """Returns whether both are the same process, also if the system clock was set or the process has exited."""
        if not isinstance(other, Process):
            return NotImplemented
        if "_ident" in vars(self) or "_ident" in vars(other):
            return self._ident == other._ident
        return self._core.equals(other._core)

    def __hash__(self) -> int:
        return hash(self._pid)

    @property
    def pid(self) -> int:
        """The PID.

        >>> p.pid
        7821
        """
        return self._pid

    def oneshot(self) -> AbstractContextManager[None]:
        """Returns a context manager within which each file of the process is read at most once.

        >>> with p.oneshot():
        ...     p.name(), p.cpu_times(), p.ppid()
        """
        return _Oneshot(self._core)

    def as_dict(self, attrs: Collection[str] | None = None, ad_value: Any = None) -> dict[str, Any]:
        """Returns the attributes named in attrs, or all, as a dictionary.

        ad_value replaces values that this user may not read, that a zombie no longer has, or that the system reports in
        an unknown form. An attribute that the system lacks is omitted, or raises NotImplementedError if attrs names it.
        Raises ValueError for an unknown attribute.

        >>> p.as_dict(["pid", "name", "username"])
        {'name': 'python3', 'pid': 7821, 'username': 'ada'}
        """
        chosen = None if attrs is None else _checked_attrs(attrs)
        return self._collect(chosen or _attr_names, ad_value, bool(chosen))

    def _collect(self, names: set[str], ad_value: Any, required: bool) -> dict[str, Any]:
        attributes = {}
        with self.oneshot():
            for name in names:
                try:
                    attributes[name] = self._pid if name == "pid" else getattr(self, name)()
                except (AccessDenied, ZombieProcess):
                    attributes[name] = ad_value
                except OSError as error:
                    if not _core.is_about_one_value(error):
                        raise
                    attributes[name] = ad_value
                except NotImplementedError:
                    if required:
                        raise
        return attributes

    @_report_pid_reuse
    def parent(self) -> Process | None:
        """Returns the parent, None if there is none or it has exited.

        >>> p.parent()
        psutil.Process(pid=7804, name='bash', status='sleeping', started='09:06:44')
        """
        core = self._core.parent()
        return None if core is None else Process._from_relative(core)

    @_report_pid_reuse
    def parents(self) -> list[Process]:
        """Returns the parent, its parent, and so on.

        >>> [parent.name() for parent in p.parents()]
        ['bash', 'sshd', 'systemd']
        """
        if type(self).parent is not _own_parent:
            parents, process = [], self.parent()
            while process is not None:
                parents.append(process)
                process = process.parent()
            return parents
        return [Process._from_relative(core) for core in self._core.parents()]

    def is_running(self) -> bool:
        """Returns whether the process exists and its PID was not reused. A zombie exists.

        >>> p.is_running()
        True
        """
        running = self._core.is_running()
        if running and "_ident" in self.__dict__:
            running = self == Process(self._pid)
        if not running and _process_cache.get(self._pid) is self:
            _process_cache.pop(self._pid, None)
        return running

    def _reused(self) -> bool:
        """Returns whether the PID belongs to another process now."""
        return not self.is_running() and _lib.pid_exists(self._pid)

    @_report_pid_reuse
    def ppid(self) -> int:
        """Returns the PID of the parent, 0 if there is none.

        >>> p.ppid()
        7804
        """
        if not self._core.is_running():
            raise NoSuchProcess(self._pid, self._name)
        if not WINDOWS:
            return self._core.ppid()
        if self._ppid is None:  # for the whole life of the process
            self._ppid = self._core.ppid()
        return self._ppid

    def name(self) -> str:
        """Returns the name of the executable.

        >>> p.name()
        'python3'
        """
        self._name = self._core.name()
        return self._name

    def exe(self) -> str:
        """Returns the absolute path of the executable, "" for a kernel thread. Cached.

        If access is denied, the first argument is returned if it is the path of an executable.

        >>> p.exe()
        '/usr/bin/python3.11'
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
        """Returns the arguments of the process, [] for a kernel thread.

        >>> p.cmdline()
        ['python3', 'manage.py', 'runserver']
        """
        return self._core.cmdline()

    def status(self) -> str:
        """Returns the current status: one of the STATUS_* constants.

        >>> p.status()
        'running'
        """
        return self._core.status()

    def username(self) -> str:
        """Returns the name of the real user, the user ID as text if it has no name.

        >>> p.username()
        'ada'
        """
        return self._core.username()

    def create_time(self) -> float:
        """Returns the start time in seconds since the epoch. Cached.

        >>> datetime.datetime.fromtimestamp(p.create_time()).strftime("%Y-%m-%d %H:%M:%S")
        '2026-11-29 09:06:44'
        """
        if self._create_time is None:
            self._create_time = self._core.create_time()
        return self._create_time

    def cwd(self) -> str:
        """Returns the absolute path of the working directory.

        >>> p.cwd()
        '/home/ada'
        """
        return self._core.cwd()

    if TYPE_CHECKING:

        @overload
        def nice(self, value: None = None) -> int: ...
        @overload
        def nice(self, value: int) -> None: ...

    @_report_pid_reuse
    def nice(self, value: int | None = None) -> int | None:
        """Returns the nice value, -20 (highest priority) to 19; with value, sets it.

        >>> p.nice(10)
        >>> p.nice()
        10
        """
        if value is None:
            return self._core.nice()
        self._core.set_nice(value)
        return None

    def uids(self) -> _t.puids:
        """Returns the real, effective and saved user IDs.

        >>> p.uids()
        puids(real=1000, effective=1000, saved=1000)
        """
        return _to_uids(self._core.uids())

    def gids(self) -> _t.pgids:
        """Returns the real, effective and saved group IDs.

        >>> p.gids()
        pgids(real=1000, effective=1000, saved=1000)
        """
        return _to_gids(self._core.gids())

    def terminal(self) -> str | None:
        """Returns the path of the controlling terminal, None if there is none.

        >>> p.terminal()  # None without a terminal
        '/dev/pts/0'
        """
        return self._core.terminal()

    def num_fds(self) -> int:
        """Returns the number of open file descriptors.

        >>> p.num_fds()
        7
        """
        return self._core.num_fds()

    def io_counters(self) -> _t.pio:
        """Returns the counts of read and write calls, the bytes from and to disks, and all bytes read and written.

        >>> p.io_counters()
        pio(read_count=215, write_count=108, read_bytes=323584, write_bytes=4096, read_chars=1116305, write_chars=962)
        """
        return _to_io(self._core.io_counters())

    if TYPE_CHECKING:

        @overload
        def ionice(self, ioclass: None = None, value: None = None) -> _t.pionice: ...
        @overload
        def ionice(self, ioclass: int, value: int | None = None) -> None: ...

    @_report_pid_reuse
    def ionice(self, ioclass: int | None = None, value: int | None = None) -> _t.pionice | None:
        """Returns the I/O priority; with ioclass, IOPRIO_CLASS_*, and value, 0 (highest) to 7, sets it.

        >>> p.ionice(psutil.IOPRIO_CLASS_IDLE)
        >>> p.ionice()
        pionice(ioclass=<IOPriority.IOPRIO_CLASS_IDLE: 3>, value=0)
        """
        if ioclass is None:
            if value is not None:
                raise ValueError("'ioclass' argument must be specified")
            current = self._core.ionice()
            return _t.pionice(_io_priorities[current.ioclass], current.value)
        value = value or 0
        if value and ioclass in (_c.PSUTIL_IOPRIO_CLASS_NONE, _c.PSUTIL_IOPRIO_CLASS_IDLE):
            raise ValueError(f"{ioclass!r} ioclass accepts no value")
        if isinstance(value, int) and not 0 <= value <= 7:
            raise ValueError("value not in 0-7 range")
        _core.einval_for_bad_number(self._core.set_ionice, ioclass, value)  # only the class can still be wrong
        return None

    if TYPE_CHECKING:

        @overload
        def rlimit(self, resource: int, limits: None = None) -> tuple[int, int]: ...
        @overload
        def rlimit(self, resource: int, limits: Sequence[int]) -> None: ...

    @_report_pid_reuse
    def rlimit(self, resource: int, limits: Sequence[int] | None = None) -> tuple[int, int] | None:
        """Returns the soft and hard limits of a resource, RLIMIT_*; with limits, sets them. RLIM_INFINITY: none.

        >>> p.rlimit(psutil.RLIMIT_NOFILE, (512, 512))
        >>> p.rlimit(psutil.RLIMIT_NOFILE)
        (512, 512)
        """
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

    @_report_pid_reuse
    def cpu_affinity(self, cpus: Iterable[int] | None = None) -> list[int] | None:
        """Returns the CPUs that the process may run on; with cpus, binds it to them. [] allows all CPUs.

        >>> p.cpu_affinity([0])
        >>> p.cpu_affinity()
        [0]
        """
        if cpus is None:
            return self._core.cpu_affinity()
        cpus = list(cpus)
        try:
            self._core.set_cpu_affinity(cpus)
        except ValueError:
            # The kernel ignores unknown CPUs as long as one is known; the library does not.
            online = range(len(cpu_times(percpu=True)))
            known = [cpu for cpu in cpus if cpu in online]
            if not known or len(known) == len(cpus) or min(cpus) < 0:
                raise
            self._core.set_cpu_affinity(known)
        return None

    def cpu_num(self) -> int:
        """Returns the number of the CPU that the process runs on, or ran on last.

        >>> p.cpu_num()
        1
        """
        return self._core.cpu_num()

    def environ(self) -> dict[str, str]:
        """Returns the environment that the process was started with.

        >>> p.environ()["LANG"]
        'C.UTF-8'
        """
        return self._core.environ()

    def num_ctx_switches(self) -> _t.pctxsw:
        """Returns the numbers of voluntary and involuntary context switches.

        >>> p.num_ctx_switches()
        pctxsw(voluntary=78, involuntary=19)
        """
        return _to_ctxsw(self._core.num_ctx_switches())

    def num_threads(self) -> int:
        """Returns the number of threads.

        >>> p.num_threads()
        4
        """
        return self._core.num_threads()

    def threads(self) -> list[_t.pthread]:
        """Returns the threads and the CPU time of each, in seconds.

        >>> p.threads()
        [pthread(id=7821, user_time=0.05, system_time=0.01)]
        """
        return self._core.threads(_to_thread)

    @_report_pid_reuse
    def children(self, recursive: bool = False) -> list[Process]:
        """Returns the children or, if recursive, all descendants.

        >>> p.children(recursive=True)
        [psutil.Process(pid=7830, name='sleep', status='sleeping', started='09:06:45')]
        """
        return [Process._from_relative(core) for core in self._core.children(recursive)]

    def cpu_percent(self, interval: float | None = None) -> float:
        """Returns the CPU use in percent of one CPU. Several busy threads exceed 100.0.

        With an interval, in seconds, the call waits and measures during it. With 0 or None it returns at once and
        measures since the last such call; the first call returns 0.0.

        >>> p.cpu_percent(interval=0.1)
        19.9
        """
        return self._core.cpu_percent(_checked_interval(interval) or 0)

    def cpu_times(self) -> _t.pcputimes:
        """Returns the CPU time used by the process, and by its exited children, in seconds.

        >>> p.cpu_times()
        pcputimes(user=0.05, system=0.01, children_user=0.0, children_system=0.0, iowait=0.0)
        """
        return _to_process_cputimes(self._core.cpu_times())

    def memory_info(self) -> _t.pmem:
        """Returns the memory in use, in bytes.

        >>> p.memory_info()
        pmem(rss=20041728, vms=1834266624, shared=9916416, text=4096, lib=0, data=73379840, dirty=0)
        """
        return _to_mem(self._core.memory_info())

    def memory_full_info(self) -> _t.pfullmem:
        """Returns the memory in use with USS, PSS and swap, in bytes. Slow.

        >>> p.memory_full_info().uss
        13524992
        """
        cost = self._core.memory_footprint()
        return _t.pfullmem(*self.memory_info(), *(max(0, size) for size in (cost.uss, cost.pss, cost.swap)))

    def memory_percent(self, memtype: str = "rss") -> float:
        """Returns the memory of a kind, a field of memory_full_info, in percent of the physical memory.

        >>> p.memory_percent()
        0.0793
        """
        if memtype not in _t.pfullmem._fields:
            raise ValueError(f"invalid memtype {memtype!r}; valid types are {_t.pfullmem._fields!r}")
        kind: int | None = getattr(_c, f"PSUTIL_MEMTYPE_{memtype.upper()}", None)
        if kind is not None:
            return self._core.memory_percent(kind)
        value: int = getattr(self.memory_info(), memtype)  # a field that only this system has
        return value / _lib.virtual_memory().total * 100

    if TYPE_CHECKING:

        @overload
        def memory_maps(self, grouped: Literal[True] = True) -> list[_t.pmmap_grouped]: ...
        @overload
        def memory_maps(self, grouped: Literal[False]) -> list[_t.pmmap_ext]: ...
        @overload
        def memory_maps(self, grouped: bool = True) -> list[_t.pmmap_grouped] | list[_t.pmmap_ext]: ...

    def memory_maps(self, grouped: bool = True) -> list[_t.pmmap_grouped] | list[_t.pmmap_ext]:
        """Returns the memory mappings, in bytes: the sums by path if grouped, else each mapping. Slow.

        >>> [(m.path, m.rss) for m in p.memory_maps()]
        [('[heap]', 4923392), ('/usr/bin/python3.11', 3158016)]
        """
        if grouped:
            return self._core.memory_maps(True, _to_grouped_map)
        return self._core.memory_maps(False, _to_map)

    def open_files(self) -> list[_t.popenfile]:
        """Returns the open regular files.

        >>> p.open_files()
        [popenfile(path='/home/ada/notes.txt', fd=3, position=0, mode='w', flags=557057)]
        """
        return self._core.open_files(_to_openfile)

    def net_connections(self, kind: str = "inet") -> list[_t.pconn]:
        """Returns the open sockets. kind is as in the function net_connections.

        >>> [(c.laddr.port, c.status) for c in p.net_connections(kind="tcp")]
        [(8000, 'LISTEN')]
        """
        columns = self._core.net_connections(_checked_kind(kind), _t.addr, "")
        if not columns[0]:
            return []
        fd, family, type_, *others, _pid = columns
        return list(_rows_as(_t.pconn, [fd, *_as_members(family, type_), *others]))

    def connections(self, kind: str = "inet") -> list[_t.pconn]:
        """Returns net_connections(kind). Deprecated: use net_connections."""
        _warn("connections() is deprecated and will be removed; use net_connections() instead", DeprecationWarning, 2)
        return self.net_connections(kind)

    @_report_pid_reuse
    def send_signal(self, sig: int) -> None:
        """Sends a signal. Raises OSError(EINVAL) for an unknown signal.

        >>> p.send_signal(signal.SIGHUP)
        """
        self._core.send_signal(sig)

    @_report_pid_reuse
    def suspend(self) -> None:
        """Stops the process with SIGSTOP.

        >>> p.suspend()
        >>> p.status()
        'stopped'
        """
        self._core.suspend()

    @_report_pid_reuse
    def resume(self) -> None:
        """Resumes a stopped process with SIGCONT.

        >>> p.resume()
        """
        self._core.resume()

    @_report_pid_reuse
    def terminate(self) -> None:
        """Terminates the process with SIGTERM.

        >>> p.terminate()
        """
        self._core.terminate()

    @_report_pid_reuse
    def kill(self) -> None:
        """Kills the process with SIGKILL.

        >>> p.kill()
        """
        self._core.kill()

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits until the process has exited, at most timeout seconds (None: no limit, 0: returns at once).

        Returns the exit code of a child, or minus the number of the signal that killed it; None for another process.
        Raises TimeoutExpired if the process is still alive after timeout seconds.

        >>> p.kill()
        >>> p.wait(timeout=3)
        <Negsignal.SIGKILL: -9>
        """
        if self._pid == 0:
            raise ValueError("can't wait for PID 0")
        if timeout is not None and not isinstance(timeout, (int, float)):
            raise TypeError(f"timeout must be an int or float (got {type(timeout)})")
        return self._on_exit(self._core.wait(_checked_timeout(timeout)))

    @_report_pid_reuse
    def kill_tree(self, sig: int = _kill_tree.SIGTERM, grace: float = 3.0) -> list[_types.pkillresult]:
        """Ends the process and all its descendants, and returns what happened to each. Not in psutil.

        Each gets the signal; those that remain after grace seconds, and what they have started since, are stopped and
        killed. A PID that was reused is never signalled. Raises ValueError for an unknown signal, and for a tree that
        contains this program, before any signal is sent. Windows has SIGTERM only, which ends a process at once.

        >>> [(r.name, r.outcome, r.exit_code) for r in p.kill_tree()]
        [('python3', 'terminated', -15), ('sleep', 'terminated', -15)]
        """
        return _kill_tree.kill_tree(self._core, sig, grace)

    def exit_code(self, timeout: float | None = None) -> int | None:
        """Waits as wait does, and returns the exit code of a process that is not a child, too. Not in psutil.

        It is minus the number of the signal that killed the process, and None if it is not known: before Linux 6.15,
        or if the process had exited and its parent had waited for it before the first call. After wait_procs it is that
        of the process there.

        >>> p.kill()
        >>> p.exit_code(timeout=3)
        -9
        """
        return self._core.exit_code(_checked_timeout(timeout))

    def tcp_connections(self) -> list[_types.stcpconn]:
        """Returns what the function tcp_connections does for this process alone. Not in psutil.

        >>> [(c.laddr[1], c.bytes_sent) for c in p.tcp_connections()]
        [(43210, 40213)]
        """
        return _connections.read_process_tcp_connections(self._core)

    def _on_exit(self, code: int | None) -> int | None:
        self._exit_code = code
        if code is not None and code < 0 and POSIX:
            try:
                self._exit_code = _t.Negsignal(code)
            except ValueError:
                return code  # a real-time signal has no name
        return self._exit_code


if sys.platform == "win32":
    for _name in _windows_v7.ABSENT_METHODS:
        delattr(Process, _name)
    for _name, _method in _windows_v7.METHODS.items():
        setattr(Process, _name, _report_pid_reuse(_method) if _name in _windows_v7.GUARDED else _method)
elif sys.platform == "darwin" or sys.platform.startswith("freebsd"):
    for _name in _bsd_v7.ABSENT_METHODS:
        delattr(Process, _name)
    for _name, _method in _bsd_v7.METHODS.items():
        setattr(Process, _name, _method)

_own_parent = Process.parent

_attr_names = {name for name in dir(Process) if not name.startswith("_")} - {
    *("send_signal", "suspend", "resume", "terminate", "kill", "wait", "is_running", "as_dict", "parent", "parents"),
    *("children", "rlimit", "connections", "oneshot", "exit_code", "kill_tree", "tcp_connections"),
}


def _checked_attrs(attrs: Collection[str]) -> set[str]:
    if not isinstance(attrs, (list, tuple, set, frozenset)):
        raise TypeError(f"invalid attrs type {type(attrs)}")
    chosen = set(attrs)
    invalid = chosen - _attr_names
    if invalid:
        raise ValueError(f"invalid attr name{'s'[: len(invalid) - 1]} {', '.join(map(repr, invalid))}")
    return chosen


_cached_attrs = {"exe", "create_time"}


class Popen(_popen.PopenMixin, Process):
    """Starts a child. It has the attributes of Process and of subprocess.Popen; Process takes precedence.

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
        """Waits as Process.wait does. Returns the exit code also if communicate or poll has read it before."""
        return super().wait(timeout) if self._subprocess.returncode is None else self._subprocess.returncode

    def kill_tree(self, sig: int = _kill_tree.SIGTERM, grace: float = 3.0) -> list[_types.pkillresult]:
        """Does what Process.kill_tree does, and sets returncode."""
        results = super().kill_tree(sig, grace)
        self._on_exit(results[0].exit_code)
        return results

    def _on_exit(self, code: int | None) -> int | None:
        return super()._on_exit(self._sync_returncode(code))


def _checked_timeout(timeout: float | None) -> float | None:
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"timeout must be positive or zero (got {timeout})")
    return timeout


def _checked_interval(interval: float | None) -> float | None:
    if interval is not None and interval < 0:
        raise ValueError(f"interval is not positive (got {interval})")
    return interval


def pids() -> list[int]:
    """Returns the PIDs of all processes, zombies included, in ascending order.

    >>> psutil.pids()
    [1, 2, 3, 7804, 7821]
    """
    return _lib.pids()


def pid_exists(pid: int) -> bool:
    """Returns whether a process has this PID. Faster than pid in pids().

    >>> psutil.pid_exists(1)
    True
    """
    return _lib.pid_exists(pid)


_process_cache: dict[int, Process] = _iteration.new_cache()


def process_iter(
    attrs: Collection[str] | None = None, ad_value: Any = None, *, reader: _table.TableReader | None = None
) -> Iterator[Process]:
    """Yields all processes, in the order of their PIDs.

    With attrs, each process has an attribute info, its as_dict(attrs, ad_value); [] means all attributes, and is slow.
    A process is the same object in every iteration until its PID is reused or process_iter.cache_clear() is called.
    With a reader of table_reader, which must have the columns pid and start, the processes and the attributes that are
    among its columns come from one of its tables; without attrs, info has just those. Not in psutil.

    >>> {p.pid: p.info["name"] for p in psutil.process_iter(["name"])}
    {1: 'systemd', 2: 'kthreadd', 7821: 'python3'}
    """
    if reader is not None:
        missing_columns = {"pid", "start"}.difference(reader.columns)
        if missing_columns:
            raise ValueError(f"reader has no column {', '.join(sorted(missing_columns))}; process_iter needs them")
        if attrs is None:
            of_reader = set(reader.columns)
            attrs = [name for name, (needed, _) in _columns_v7.COLUMN_ATTRS.items() if of_reader.issuperset(needed)]
    if attrs is None:
        yield from _iter_pids()
        return
    chosen = _checked_attrs(attrs)
    replaced = _replaced_methods()
    if "as_dict" in replaced:
        for process in _iter_pids():
            try:
                process.info = process.as_dict(attrs, ad_value)
            except NoSuchProcess:
                _process_cache.pop(process.pid, None)
            else:
                yield process
        return
    column_attrs = _columns_v7.COLUMN_ATTRS
    names = chosen or _attr_names
    from_table = [name for name in names if name in column_attrs and name not in replaced]
    if reader is None:
        columns = {column for name in from_table for column in column_attrs[name][0]}
        table = _table.read(_lib, [*columns, "pid", "start"])
    else:
        from_table = [name for name in from_table if set(column_attrs[name][0]).issubset(reader.columns)]
        table = reader.read()
    lists = [column_attrs[name][1](table) for name in from_table]
    # Attributes that the table lacks, and for a row those that failed, are read one by one.
    fallback = names.difference(from_table)
    fallback_by_row: dict[int, set[str]] = {}
    for name, column in zip(from_table, lists):
        for row, code in table.failures(column_attrs[name][0][-1]):
            column[row] = ad_value
            if name in _cached_attrs or code not in (_c.PSUTIL_ERR_ACCESS_DENIED, _c.PSUTIL_ERR_ZOMBIE_PROCESS):
                fallback_by_row.setdefault(row, set(fallback)).add(name)
    rows = list(zip(*lists)) or [()] * len(table)
    cached = {name: f"_{name}" for name in from_table if name in _cached_attrs}
    for row, process in _iteration.iter_cached(_lib, table, Process._from_core, NoSuchProcess, _process_cache):
        info = dict(zip(from_table, rows[row]))
        one_by_one = fallback_by_row.get(row, fallback)
        for name, attribute in cached.items():
            if name in one_by_one:
                continue
            known = getattr(process, attribute)
            if known is None:
                setattr(process, attribute, info[name])
            else:
                info[name] = known
        if one_by_one:
            try:
                values = process._collect(one_by_one, ad_value, required=False)
            except NoSuchProcess:
                continue
            # A process may lack an attribute that others have, as inside some sandboxes.
            missing = one_by_one - values.keys() if chosen else ()
            info.update(values, **dict.fromkeys(missing, ad_value))
        process.info = info
        yield process


def _iter_pids() -> Iterator[Process]:
    """Yields all processes. As in psutil, a process in the cache is yielded without a check whether its PID was reused.

    is_running checks that, and removes the process from the cache.
    """
    present = pids()
    for pid in set(_process_cache).difference(present):
        _process_cache.pop(pid, None)
    for pid in present:
        process = _process_cache.get(pid)
        if process is None:
            try:
                process = _process_cache[pid] = Process(pid)
            except NoSuchProcess:
                continue
        yield process


_own = {**{name: vars(Process)[name] for name in (*_attr_names, "as_dict")}, "pids": pids, "Process": Process}


def _replaced_methods() -> set[str]:
    """Returns the names of attributes of Process that a program, usually in its tests, has replaced.

    "as_dict" stands for all, also if the program has replaced Process or pids.
    """
    if pids is not _own["pids"] or Process is not _own["Process"]:
        return {"as_dict"}
    return {name for name, value in vars(Process).items() if name in _own and value is not _own[name]}


process_iter.cache_clear = _process_cache.clear  # type: ignore[attr-defined]


def pressure(resource: str) -> _types.spressure:
    """Returns how much time the machine's processes lose because a resource is busy. Not in psutil.

    resource is "cpu", "memory", "io" or "irq". Raises ValueError for another, and NotImplementedError if the kernel
    does not report it.

    >>> psutil.pressure("memory").some_avg10
    0.62
    """
    return _pressure.read_pressure(_lib, resource)


def cgroup_limits(pid: int | None = None) -> _types.scgrouplimits:
    """Returns the limits of the control groups of a process, None for this one. Not in psutil.

    Each is the lowest of the group's own limit and those of its ancestors. Raises NotImplementedError if the system has
    no control groups.

    >>> psutil.cgroup_limits().memory_limit
    536870912
    """
    return _cgroup.read_cgroup_limits(_lib, pid)


def cgroup_pressure(resource: str, pid: int | None = None) -> _types.spressure:
    """Returns what pressure does for the control group of a process, None for this one. Not in psutil.

    Raises NotImplementedError, too, if the process is in no group of version 2 or the group is not mounted.

    >>> psutil.cgroup_pressure("memory").some_avg10  # of this process's group
    0.0
    """
    return _pressure.read_cgroup_pressure(_lib, resource, pid)


def tcp_connections(*, bpf: bool = False) -> list[_types.stcpconn]:
    """Returns the TCP sockets of the system with the payload that each has sent and received. Not in psutil.

    bytes_sent and bytes_recv count from the time on when the socket was opened, without headers and retransmissions.
    They are None for listening sockets, and before Linux 4.19 (sent) and 4.1 (received). bpf is as in net_connections.

    >>> [(c.pid, c.bytes_sent, c.bytes_recv) for c in psutil.tcp_connections() if c.raddr]
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
    """Returns which processes use a file, directory, device or UNIX socket. Not in psutil.

    use is "open", "mapped" (as a library is), "exe", "root" (the root directory) or "cwd" (the working directory). fd
    and mode are of the use "open": a file descriptor, and "r", "w", "a", "r+" or "a+". The file is identified by its
    device and inode, so all its names (hard links, bind mounts) have the same owners. With mount the owners are those
    of any file on the file system that contains path. Processes that this user may not read are left out; with
    unreadable they are listed with the use "unknown". With bpf the owners are found by BPF programs, which are loaded
    for this call and need CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE; otherwise, and without bpf, in procfs. Nothing is
    loaded without bpf. Raises OSError about path (FileNotFoundError, PermissionError), and NotImplementedError on other
    systems than Linux.

    >>> with open("/tmp/example.log", "a"):
    ...     psutil.file_owners("/tmp/example.log")
    [sfileowner(pid=7821, use='open', fd=3, mode='a')]
    """
    return _file_owners.read_file_owners(_lib, path, mount, unreadable, bpf)


def process_events(kinds: Iterable[str] = ("fork", "exec", "exit")) -> _process_events.ProcessEvents:
    """Starts to receive starts, executed programs and exits of all processes as they happen. Not in psutil.

    kinds are some of "fork", "exec" and "exit". The result is an iterator that waits for each event; read() returns
    what is there, and fileno() is for asyncio. An event of the kind "lost" says that events were lost, because they
    were not read fast enough: compare pids() with the expected processes. Raises NotImplementedError outside of the
    machine's initial PID, user and network namespaces, and AccessDenied for an ordinary user before Linux 6.6.

    >>> with psutil.process_events(["exec"]) as events:
    ...     for event in events:
    ...         print(event.pid)
    """
    return _process_events.ProcessEvents(_lib, kinds)


def set_workers(n: int) -> None:
    """Sets how many threads may share the work of a call that reads many processes.

    1 means the calling thread alone; 0, the default, as many as are useful, at most 8. The threads end with the call.

    >>> psutil.set_workers(1)
    """
    _lib.set_workers(n)


def process_table(columns: Iterable[str] | None = None, pids: Iterable[int] | None = None) -> _table.Table:
    """Returns attributes of many processes, which are read at once: the fastest way to read them. Not in psutil.

    columns are names of PSUTIL_COLUMN_* of psutil.h in lower case, such as "pid", "name", "cmdline", "rss",
    "cpu_times_user"; None means all that are not slow. pids None means all processes; PIDs without a process are
    skipped. A table has its columns as lists and its rows as named tuples, and it is Arrow data. Raises ValueError for
    an unknown column.

    >>> t = psutil.process_table(["pid", "name", "rss"])
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
    """Returns a reader of the same columns of all processes, again and again. Not in psutil.

    columns are as for process_table. file=True reads the file that root has pinned with table_pin, bpf=True loads a BPF
    program, which needs CAP_BPF and CAP_PERFMON: a table then costs a tenth, with the same values. Where neither is
    possible the reader reads /proc, unless strict=True: then NotImplementedError or AccessDenied is raised. Raises
    ValueError for an unknown column, and for strict without file or bpf.

    >>> with psutil.table_reader(["pid", "name", "rss"], file=True, bpf=True) as reader:
    ...     reader.read()["rss"], reader.source
    """
    return _table.TableReader(_lib, columns, file, bpf, strict)


def table_pin(path: str, mode: int = 0o444) -> None:
    """Pins the BPF program of table readers as a file on a BPF file system, for root. Not in psutil.

    mode: its permissions. A user who may read it can use table_reader(file=True) without a capability.
    """
    _lib.table_pin(path, mode)


_own_waits = (Process.wait, Popen.wait)


def wait_procs(
    procs: Iterable[_P], timeout: float | None = None, callback: Callable[[_P], object] | None = None
) -> tuple[list[_P], list[_P]]:
    """Waits until all processes have exited, at most timeout seconds, and returns the exited and the living ones.

    An exited process has an attribute returncode, the value that its wait returns. callback is called with each
    process when it exits.

    >>> children = psutil.Process().children()
    >>> for child in children:
    ...     child.terminate()
    >>> gone, alive = psutil.wait_procs(children, timeout=3)
    >>> [child.returncode for child in gone]
    [<Negsignal.SIGTERM: -15>]
    """
    return _wait.wait_all(_lib, procs, _checked_timeout(timeout), callback, "returncode", _own_waits, TimeoutExpired)


# ---- CPU

# On Windows, a method between, or looking the function up, would cost as much as the call.
_cpu_count = _lib.calls.cpu_count


def cpu_count(logical: bool = True) -> int | None:
    """Returns the number of CPUs, or of physical cores if not logical; None if unknown.

    >>> psutil.cpu_count()
    8
    >>> psutil.cpu_count(logical=False)  # None if the system does not say
    4
    """
    count = _cpu_count(1 if logical else 0)
    return count if count > 0 else None


if TYPE_CHECKING:

    @overload
    def cpu_times(percpu: Literal[False] = False) -> _t.scputimes: ...
    @overload
    def cpu_times(percpu: Literal[True]) -> list[_t.scputimes]: ...
    @overload
    def cpu_times(percpu: bool) -> _t.scputimes | list[_t.scputimes]: ...


def cpu_times(percpu: bool = False) -> _t.scputimes | list[_t.scputimes]:
    """Returns the time that all CPUs, or each CPU if percpu, spent in each mode since boot, in seconds.

    >>> psutil.cpu_times().idle
    5302.4
    """
    times = [_to_cputimes(reading) for reading in _cpu_percent.read(_lib, percpu)]
    return times if percpu else times[0]


class _Last(_local):
    """The readings of this thread's last call; at first none, in the importing thread those of the import."""

    importing_thread = _get_ident()

    def __init__(self) -> None:
        self._readings: dict[object, _cpu_percent._Reading] = {}

    def readings(self, percpu: bool) -> dict[object, _cpu_percent._Reading]:
        if percpu not in self._readings and _get_ident() == self.importing_thread:
            self._readings[percpu] = _cpu_percent.at_import(percpu)
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
    """Returns the CPU use of the system in percent: of all CPUs together, or a list with that of each if percpu.

    With an interval, in seconds, the call waits and measures during it. With 0 or None it returns at once and measures
    since this thread's last call. The first call of a thread returns 0.0; that of the importing thread measures since
    the import.

    >>> psutil.cpu_percent(interval=0.1)
    12.5
    >>> psutil.cpu_percent(interval=0.1, percpu=True)
    [20.0, 5.0]
    """
    percpu, interval = bool(percpu), _checked_interval(interval)
    last = _last_cpu_percent.readings(percpu)
    percents = _cpu_percent.compare(_lib, last, percpu, _lib.cpu_percent_between, interval, percpu)
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
    """Returns the part of the time that the CPUs spend in each mode, in percent. Parameters are as in cpu_percent.

    >>> psutil.cpu_times_percent(interval=0.1).user
    10.2
    """
    percpu, interval = bool(percpu), _checked_interval(interval)
    last = _last_cpu_times_percent.readings(percpu)
    percents = _cpu_percent.compare(_lib, last, percpu, _lib.cpu_times_percent_between, interval, percpu)
    tuples = [_to_cputimes(percent) for percent in percents]
    return tuples if percpu else tuples[0]


def cpu_stats() -> _t.scpustats:
    """Returns the numbers of context switches, interrupts, software interrupts and system calls since boot.

    As in psutil, a number that the system does not report is 0; on Linux it is None but for system calls, which Linux
    does not count.

    >>> psutil.cpu_stats()
    scpustats(ctx_switches=196058361, interrupts=58439313, soft_interrupts=29063718, syscalls=0)
    """
    missing = None if LINUX else 0
    switches, interrupts, soft, calls = [missing if count == _c.PSUTIL_NA else count for count in _lib.cpu_stats()]
    return _t.scpustats(switches, interrupts, soft, calls or 0)  # type: ignore[arg-type]


if TYPE_CHECKING:

    @overload
    def cpu_freq(percpu: Literal[False] = False) -> _t.scpufreq | None: ...
    @overload
    def cpu_freq(percpu: Literal[True]) -> list[_t.scpufreq]: ...
    @overload
    def cpu_freq(percpu: bool) -> _t.scpufreq | list[_t.scpufreq] | None: ...


def cpu_freq(percpu: bool = False) -> _t.scpufreq | list[_t.scpufreq] | None:
    """Returns the mean frequency of the CPUs, or of each if percpu, in MHz; None or [] if it is unknown.

    >>> psutil.cpu_freq()  # None if the system does not say
    scpufreq(current=2599.9, min=800.0, max=3500.0)
    """
    try:
        if percpu and not WINDOWS:
            return [_to_cpufreq(freq) for freq in _lib.cpu_freq_per_cpu()]
        freq = _to_cpufreq(_lib.cpu_freq())
        return [freq] if percpu else freq  # psutil has one item on Windows
    except NotImplementedError:
        return [] if percpu else None


def getloadavg() -> tuple[float, float, float]:
    """Returns the load averages over the last 1, 5 and 15 minutes.

    >>> psutil.getloadavg()
    (0.84, 0.98, 1.04)
    """
    load = _lib.getloadavg()
    return (round(load[0], 2), round(load[1], 2), round(load[2], 2)) if WINDOWS else load


# ---- memory


def virtual_memory() -> _t.svmem:
    """Returns the state of the physical memory, in bytes. percent is the part that is not available.

    Warns with RuntimeWarning about fields that the system does not report and that are 0.

    >>> memory = psutil.virtual_memory()
    >>> memory.available
    24245157888
    >>> memory.percent
    4.1
    """
    memory = _lib.virtual_memory()
    if LINUX:
        _core.warn_of_absent_memory(memory, ("buffers", "cached", "shared", "active", "inactive"))
    return _to_vmem(memory)


def swap_memory() -> _t.sswap:
    """Returns the state of the swap space, in bytes. sin and sout count since boot.

    Warns with RuntimeWarning if the system does not report sin and sout, which are then 0.

    >>> psutil.swap_memory()
    sswap(total=2097147904, used=296128512, free=1801019392, percent=14.1, sin=304193536, sout=677842944)
    """
    swap = _lib.swap_memory()
    _core.warn_of_absent_swap(swap)
    return _to_swap(swap)


# ---- disks


def disk_partitions(all: bool = False) -> list[_t.sdiskpart]:  # noqa: A002 - psutil's
    """Returns the mounted file systems that are on devices, or all mounted file systems if all.

    >>> [(part.device, part.mountpoint) for part in psutil.disk_partitions()]
    [('/dev/sda1', '/')]
    """
    return _lib.disk_partitions(all, _to_partition)


def disk_usage(path: str | bytes | os.PathLike[str] | os.PathLike[bytes] | int) -> _t.sdiskusage:
    """Returns the space of the file system of path, or of a file descriptor, in bytes. Raises OSError.

    >>> psutil.disk_usage("/")
    sdiskusage(total=270553174016, used=32736964608, free=65056329728, percent=33.5)
    """
    if isinstance(path, int):
        os.fstat(path)  # raises EBADF for a bad file descriptor
        path = f"/proc/self/fd/{path:d}"
    return _to_usage(_lib.disk_usage(path))


if TYPE_CHECKING:

    @overload
    def disk_io_counters(perdisk: Literal[False] = False, nowrap: bool = True) -> _t.sdiskio | None: ...
    @overload
    def disk_io_counters(perdisk: Literal[True], nowrap: bool = True) -> dict[str, _t.sdiskio]: ...
    @overload
    def disk_io_counters(perdisk: bool, nowrap: bool = True) -> _t.sdiskio | dict[str, _t.sdiskio] | None: ...


def disk_io_counters(perdisk: bool = False, nowrap: bool = True) -> _t.sdiskio | dict[str, _t.sdiskio] | None:
    """Returns the I/O of all disks together since boot (None if there is no disk), or of each by name if perdisk.

    With nowrap, a counter never decreases. Times are in milliseconds.

    >>> sorted(psutil.disk_io_counters(perdisk=True))
    ['sda', 'sda1']
    """
    if perdisk:
        return _lib.disk_io_counters_per_disk(nowrap, _to_diskio)
    counters = _lib.disk_io_counters(nowrap)
    return None if counters is None else _to_diskio(counters)


disk_io_counters.cache_clear = lambda: _lib.restart_counters("disks")  # type: ignore[attr-defined]


# ---- network

if TYPE_CHECKING:

    @overload
    def net_io_counters(pernic: Literal[False] = False, nowrap: bool = True) -> _t.snetio | None: ...
    @overload
    def net_io_counters(pernic: Literal[True], nowrap: bool = True) -> dict[str, _t.snetio]: ...
    @overload
    def net_io_counters(pernic: bool, nowrap: bool = True) -> _t.snetio | dict[str, _t.snetio] | None: ...


def net_io_counters(pernic: bool = False, nowrap: bool = True) -> _t.snetio | dict[str, _t.snetio] | None:
    """Returns the traffic of all network interfaces together since boot (None if there is none), or of each if pernic.

    With nowrap, a counter never decreases.

    >>> counters = psutil.net_io_counters()
    >>> counters.bytes_sent, counters.bytes_recv
    (304320860, 6241236059)
    >>> psutil.net_io_counters(pernic=True)["lo"].errin
    0
    """
    if pernic:
        return _lib.net_io_counters_per_nic(nowrap, _to_netio)
    counters = _lib.net_io_counters(nowrap)
    return None if counters is None else _to_netio(counters)


net_io_counters.cache_clear = lambda: _lib.restart_counters("nics")  # type: ignore[attr-defined]


def net_connections(kind: str = "inet", *, bpf: bool = False) -> list[_t.sconn]:
    """Returns the sockets of the system. pid is None and fd is -1 if this user may not read the owner.

    kind is inet, inet4, inet6, tcp, tcp4, tcp6, udp, udp4, udp6, unix or all. Raises ValueError for another kind. With
    bpf, which psutil does not have, the owners are found by a BPF program, which is loaded for this call and needs
    CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE; otherwise, and without bpf, in procfs. Nothing is loaded without bpf.

    >>> [(c.laddr.port, c.pid) for c in psutil.net_connections(kind="tcp") if c.status == psutil.CONN_LISTEN]
    [(8000, 7821)]
    """
    columns = _lib.net_connections(_checked_kind(kind), _t.addr, "", bpf)
    fd, family, type_, *others, pid = columns
    pids = [None if number == _c.PSUTIL_NA else number for number in pid]
    sockets = list(_rows_as(_t.sconn, [fd, *_as_members(family, type_), *others, pids]))
    # psutil reports equal sockets once. Those with a descriptor differ. The comparison uses numbers: hashing members of
    # enumerations is slow.
    first_rows: dict[tuple[Any, ...], int] = {}
    unknown = [row for row, number in enumerate(fd) if number < 0]
    for row in unknown:
        first_rows.setdefault(tuple([column[row] for column in columns]), row)
    if len(first_rows) < len(unknown):
        repeated = set(unknown).difference(first_rows.values())
        sockets = [socket for row, socket in enumerate(sockets) if row not in repeated]
    return sockets


def net_if_addrs() -> dict[str, list[_t.snicaddr]]:
    """Returns the addresses of each network interface, by name. One of the family AF_LINK is a MAC address.

    >>> [a.address for a in psutil.net_if_addrs()["lo"]]
    ['127.0.0.1', '::1', '00:00:00:00:00:00']
    """
    interfaces: dict[str, list[_t.snicaddr]] = {}
    for name, address, *others, family in sorted(_lib.net_if_addrs(), key=_itemgetter(-1)):
        if WINDOWS:  # psutil reports the netmask of IPv4, and nothing else
            others = [others[0] if family == _c.PSUTIL_AF_INET else None, None, None]
        item = _t.snicaddr(_families[family], address or "", *others)
        interfaces.setdefault(name, []).append(item)
    return interfaces


def net_if_stats() -> dict[str, _t.snicstats]:
    """Returns the state of each network interface, by name. speed is in Mbit/s, 0 if unknown.

    >>> psutil.net_if_stats()["lo"].mtu
    65536
    """
    return {
        nic.name: _t.snicstats(nic.isup != 0, _t.NicDuplex(nic.duplex), max(0, nic.speed), nic.mtu, nic.flags or "")
        for nic in _lib.net_if_stats()
    }


# ---- sensors


def _group_by_name(named: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    groups: dict[str, list[_T]] = {}
    for name, item in named:
        groups.setdefault(name, []).append(item)
    return groups


def sensors_temperatures(fahrenheit: bool = False) -> dict[str, list[_t.shwtemp]]:
    """Returns the temperature sensors by the name of their chip, in degrees Celsius, or Fahrenheit if fahrenheit.

    >>> {chip: [t.current for t in readings] for chip, readings in psutil.sensors_temperatures().items()}
    {'coretemp': [52.0, 45.0]}
    """

    def degrees(celsius: float) -> float | None:
        if celsius != celsius:
            return None
        return celsius * 9 / 5 + 32 if fahrenheit else celsius

    def make(record: _r.psutil_temperature_t) -> tuple[str, _t.shwtemp]:
        values = map(degrees, (record.current, record.high, record.critical))
        return record.name, _t.shwtemp(record.label, *values)  # type: ignore[arg-type]

    return _group_by_name(_lib.sensors_temperatures(make))


def sensors_fans() -> dict[str, list[_t.sfan]]:
    """Returns the fans by the name of their chip, in revolutions per minute.

    >>> {chip: [fan.current for fan in fans] for chip, fans in psutil.sensors_fans().items()}
    {'asus': [3200]}
    """
    return _group_by_name(_lib.sensors_fans(lambda r: (r.name, _t.sfan(r.label, r.current))))


def sensors_battery() -> _t.sbattery | None:
    """Returns the state of the battery, None if there is none. secsleft is in seconds, or POWER_TIME_*.

    >>> battery = psutil.sensors_battery()
    >>> battery.percent if battery else None
    93.0
    """
    battery = _lib.sensors_battery()
    if battery is None:
        return None
    seconds = _t.BatteryTime(battery.secsleft) if battery.secsleft < 0 else battery.secsleft
    plugged = None if battery.power_plugged == _c.PSUTIL_NA else battery.power_plugged != 0
    return _t.sbattery(battery.percent, seconds, plugged)


# ---- other system information


def boot_time() -> float:
    """Returns the boot time in seconds since the epoch. It changes when the system clock is set.

    >>> datetime.datetime.fromtimestamp(psutil.boot_time()).strftime("%Y-%m-%d %H:%M:%S")
    '2026-11-01 09:00:12'
    """
    return _lib.calls.boot_time()


def users() -> list[_t.suser]:
    """Returns the login sessions, the oldest first.

    >>> [(user.name, user.terminal) for user in psutil.users()]
    [('ada', 'pts/0')]
    """
    return _lib.users(_to_user)


def heap_info() -> _t.pheap:
    """Returns the memory that malloc has allocated in this process, in bytes: on its heaps, and in mappings.

    >>> psutil.heap_info()
    pheap(heap_used=2155376, mmap_used=401408)
    """
    return _to_heap(_lib.heap_info())


def heap_trim() -> None:
    """Returns unused memory of malloc to the system.

    >>> psutil.heap_trim()
    """
    _lib.heap_trim()


if sys.platform == "win32":
    ABOVE_NORMAL_PRIORITY_CLASS = _c.PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS
    BELOW_NORMAL_PRIORITY_CLASS = _c.PSUTIL_BELOW_NORMAL_PRIORITY_CLASS
    HIGH_PRIORITY_CLASS = _c.PSUTIL_HIGH_PRIORITY_CLASS
    IDLE_PRIORITY_CLASS = _c.PSUTIL_IDLE_PRIORITY_CLASS
    NORMAL_PRIORITY_CLASS = _c.PSUTIL_NORMAL_PRIORITY_CLASS
    REALTIME_PRIORITY_CLASS = _c.PSUTIL_REALTIME_PRIORITY_CLASS
    CONN_DELETE_TCB = _c.CONN_STATUS_NAMES[_c.PSUTIL_CONN_DELETE_TCB]

    _all_services = _services.Services(
        _lib,
        {
            _c.PSUTIL_ERR_NO_SUCH_PROCESS: lambda name, why: NoSuchProcess(None, name, why),  # type: ignore[arg-type]
            _c.PSUTIL_ERR_ACCESS_DENIED: lambda name, why: AccessDenied(None, name, why),
        },
    )

    def win_service_iter() -> Iterator[_services.WindowsService]:
        """Yields all services."""
        return _all_services.all()

    def win_service_get(name: str) -> _services.WindowsService:
        """Returns the service with this name. Raises NoSuchProcess if there is none."""
        return _all_services.get(name)

    del sensors_temperatures, sensors_fans
elif sys.platform == "darwin":
    del sensors_temperatures, sensors_fans
elif sys.platform.startswith("freebsd"):
    del sensors_fans
    for _name in _bsd_v7.RESOURCES:
        globals()[f"RLIMIT_{_name}"] = getattr(_c, f"PSUTIL_RLIMIT_{_name}")
    RLIM_INFINITY = _c.PSUTIL_RLIM_INFINITY


# ---- the module itself

if sys.platform.startswith("linux"):
    PROCFS_PATH = os.environ.get("PSUTIL_PROCFS_PATH") or "/proc"


class _Module(types.ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        if name == "PROCFS_PATH":
            assert isinstance(value, str)
            _lib.set_procfs_path(value)
            _iteration.clear_caches()
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Module


def _set_debug(value: bool) -> None:
    """Sets whether psutil._common.debug writes messages. psutil's test suite calls it."""
    from . import _psutil_compat

    _psutil_compat.PSUTIL_DEBUG = bool(value)


def install_as_psutil() -> None:
    """Makes this module the one that "import psutil" returns from now on, in all modules of this Python process."""
    from . import _psutil_compat

    _psutil_compat.install(sys.modules[__name__])
    for public in (Error, NoSuchProcess, ZombieProcess, AccessDenied, TimeoutExpired, Process, Popen):
        public.__module__ = "psutil"


del TYPE_CHECKING, annotations  # not names of psutil
