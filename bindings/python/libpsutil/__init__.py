"""Processes and system: the API of psutil 1.2.1, on libpsutil.

    >>> import os, libpsutil
    >>> p = libpsutil.Process(os.getpid())
    >>> p.name
    'python3'
    >>> p.get_cpu_times()
    cputimes(user=0.06, system=0.01)

Sizes are bytes and times are seconds. Every function may be called from any thread, and after a fork too. Importing
starts nothing: no thread, no descriptor, no signal handler.
"""

from __future__ import annotations

import os
import sys
from _warnings import warn as _warn

from . import _core, _cpu, _popen, _procs
from . import _declarations as _c
from . import _tuples1 as _t
from ._tuples import maker as _maker
from ._tuples import tuples as _tuples

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Literal, TypeVar, overload

    from ._table import Table

    _P = TypeVar("_P", bound="Process")

__version__ = _c.VERSION

# The psutil whose API this is.
version_info = (1, 2, 1)

__all__ = [
    "BOOT_TIME",
    "CONN_CLOSE",
    "CONN_CLOSE_WAIT",
    "CONN_CLOSING",
    "CONN_ESTABLISHED",
    "CONN_FIN_WAIT1",
    "CONN_FIN_WAIT2",
    "CONN_LAST_ACK",
    "CONN_LISTEN",
    "CONN_NONE",
    "CONN_SYN_RECV",
    "CONN_SYN_SENT",
    "CONN_TIME_WAIT",
    "NUM_CPUS",
    "STATUS_DEAD",
    "STATUS_DISK_SLEEP",
    "STATUS_IDLE",
    "STATUS_LOCKED",
    "STATUS_RUNNING",
    "STATUS_SLEEPING",
    "STATUS_STOPPED",
    "STATUS_TRACING_STOP",
    "STATUS_WAITING",
    "STATUS_WAKE_KILL",
    "STATUS_WAKING",
    "STATUS_ZOMBIE",
    "TOTAL_PHYMEM",
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
    "cpu_percent",
    "cpu_times",
    "cpu_times_percent",
    "disk_io_counters",
    "disk_partitions",
    "disk_usage",
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
    "process_iter",
    "process_table",
    "swap_memory",
    "total_virtmem",
    "used_phymem",
    "used_virtmem",
    "version_info",
    "virtmem_usage",
    "virtual_memory",
    "wait_procs",
]


STATUS_RUNNING = _core.status_name(_c.PSUTIL_STATUS_RUNNING)
STATUS_SLEEPING = _core.status_name(_c.PSUTIL_STATUS_SLEEPING)
STATUS_DISK_SLEEP = _core.status_name(_c.PSUTIL_STATUS_DISK_SLEEP)
STATUS_STOPPED = _core.status_name(_c.PSUTIL_STATUS_STOPPED)
STATUS_TRACING_STOP = _core.status_name(_c.PSUTIL_STATUS_TRACING_STOP)
STATUS_ZOMBIE = _core.status_name(_c.PSUTIL_STATUS_ZOMBIE)
STATUS_DEAD = _core.status_name(_c.PSUTIL_STATUS_DEAD)
STATUS_WAKE_KILL = _core.status_name(_c.PSUTIL_STATUS_WAKE_KILL)
STATUS_WAKING = _core.status_name(_c.PSUTIL_STATUS_WAKING)
STATUS_IDLE = _core.status_name(_c.PSUTIL_STATUS_IDLE)
STATUS_LOCKED = _core.status_name(_c.PSUTIL_STATUS_LOCKED)
STATUS_WAITING = _core.status_name(_c.PSUTIL_STATUS_WAITING)

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
if sys.platform == "win32":
    CONN_DELETE_TCB = _core.conn_status_name(_c.PSUTIL_CONN_DELETE_TCB)

if sys.platform.startswith("linux"):
    IOPRIO_CLASS_NONE = _c.PSUTIL_IOPRIO_CLASS_NONE
    IOPRIO_CLASS_RT = _c.PSUTIL_IOPRIO_CLASS_RT
    IOPRIO_CLASS_BE = _c.PSUTIL_IOPRIO_CLASS_BE
    IOPRIO_CLASS_IDLE = _c.PSUTIL_IOPRIO_CLASS_IDLE

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
    RLIMIT_INFINITY = _c.PSUTIL_RLIM_INFINITY
    RLIM_INFINITY = RLIMIT_INFINITY  # as psutil itself calls it

if sys.platform == "win32":
    ABOVE_NORMAL_PRIORITY_CLASS = _c.PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS
    BELOW_NORMAL_PRIORITY_CLASS = _c.PSUTIL_BELOW_NORMAL_PRIORITY_CLASS
    HIGH_PRIORITY_CLASS = _c.PSUTIL_HIGH_PRIORITY_CLASS
    IDLE_PRIORITY_CLASS = _c.PSUTIL_IDLE_PRIORITY_CLASS
    NORMAL_PRIORITY_CLASS = _c.PSUTIL_NORMAL_PRIORITY_CLASS
    REALTIME_PRIORITY_CLASS = _c.PSUTIL_REALTIME_PRIORITY_CLASS

# Which of these, and of the methods below, there are says what this system has.
__all__ += [name for name in globals() if name.startswith(("IOPRIO_", "RLIM")) or name.endswith("_PRIORITY_CLASS")]


# ---- exceptions


class Error(Exception):
    """The base of this package's exceptions."""

    pid: int | None
    name: str | None
    msg: str

    def __str__(self) -> str:
        return getattr(self, "msg", super().__str__())


def _about(pid: int | None, name: str | None) -> str:
    if pid is None:
        return ""
    return f"(pid={pid}, name={name!r})" if name is not None else f"(pid={pid})"


class NoSuchProcess(Error):
    """No process has this PID, or the process has ended; a zombie has ended too."""

    pid: int

    def __init__(self, pid: int, name: str | None = None, msg: str | None = None) -> None:
        super().__init__(pid, name, msg)
        self.pid = pid
        self.name = name
        self.msg = f"no such process {_about(pid, name)}" if msg is None else msg


class AccessDenied(Error):
    """The operating system does not let this user see or do it."""

    def __init__(self, pid: int | None = None, name: str | None = None, msg: str | None = None) -> None:
        super().__init__(pid, name, msg)
        self.pid = pid
        self.name = name
        self.msg = _about(pid, name) if msg is None else msg


class TimeoutExpired(Error):
    """The process was still alive at the end of Process.wait's timeout, which is in seconds."""

    seconds: float | None = None

    def __init__(self, pid: int | None = None, name: str | None = None) -> None:
        super().__init__(pid, name)
        self.pid = pid
        self.name = name
        self.msg = _about(pid, name)


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


# ---- tuples of records

_make_cputimes = _maker(lambda: _t.cputimes)
_make_vmem = _maker(lambda: _t.vmem)
_make_swap = _maker(lambda: _t.swap)
_make_partition = _maker(lambda: _t.partition)
_make_usage = _maker(lambda: _t.usage)
_make_disk_iostat = _maker(lambda: _t.disk_iostat)
_make_net_iostat = _maker(lambda: _t.net_iostat)
_make_process_cputimes = _maker(lambda: _t.process_cputimes)
_make_meminfo = _maker(lambda: _t.meminfo)
_make_ext_meminfo = _maker(lambda: _t.ext_meminfo)
_make_grouped_mmap = _maker(lambda: _t.grouped_mmap)
_make_ext_mmap = _maker(lambda: _t.ext_mmap)
_make_user = _maker(lambda: _t.user)
_make_group = _maker(lambda: _t.group)
_make_io = _maker(lambda: _t.io)
_make_ionice = _maker(lambda: _t.ionice)
_make_amount = _maker(lambda: _t.amount)
_make_thread = _maker(lambda: _t.thread)
_make_openfile = _maker(lambda: _t.openfile)
_make_login = _maker(lambda: _t.login)


def _deprecated(name: str, replacement: str) -> None:
    _warn(f"{name} is deprecated; use {replacement} instead", DeprecationWarning, stacklevel=3)


# ---- processes


def get_pid_list() -> list[int]:
    """The PIDs of all running processes, zombies included, in ascending order."""
    return _lib.pids()


def pid_exists(pid: int) -> bool:
    """Whether a process has this PID. Faster than looking for it in get_pid_list()."""
    return _lib.pid_exists(pid)


class Process:
    """The process that has this PID, or the current one if none is given. Raises NoSuchProcess if there is none.

    parent, get_children, what sets something, send_signal, suspend, resume, terminate and kill make sure that the PID
    has not been given to another process meanwhile. The others do not, and tell of whichever process has the PID:
    is_running tells the difference.

    Every property and method raises NoSuchProcess when the process has ended, and AccessDenied where the system does
    not let this user ask.
    """

    _ppid: int | None = None
    _name: str | None = None
    _exe: str | None = None
    _cmdline: list[str] | None = None
    _create_time: float | None = None
    _start: int | None = None
    _waited = False  # whether wait has seen the end: it tells of that once

    def __init__(self, pid: int | None = None) -> None:
        self._adopt(_lib.process(os.getpid() if pid is None else pid))

    def _adopt(self, core: _core.Process, pid: int | None = None) -> None:
        self._core = core
        self._pid = core.pid() if pid is None else pid

    @classmethod
    def _of(cls, core: _core.Process, pid: int | None = None) -> Process:
        process = Process.__new__(Process)
        process._adopt(core, pid)
        return process

    def __str__(self) -> str:
        try:
            about = f"pid={self._pid}, name={self.name!r}"
        except NoSuchProcess:
            about = f"pid={self._pid} (terminated)"
        except AccessDenied:
            about = f"pid={self._pid}"
        return f"{type(self).__module__}.{type(self).__name__}({about})"

    def __repr__(self) -> str:
        return f"<{self} at {id(self)}>"

    def __eq__(self, other: object) -> bool:
        """Whether both are the same process: PID and creation time."""
        if not isinstance(other, Process):
            return NotImplemented
        return self._pid == other._pid and self.create_time == other.create_time

    def __hash__(self) -> int:
        return hash(self._pid)

    @property
    def pid(self) -> int:
        """The PID."""
        return self._pid

    @property
    def ppid(self) -> int:
        """The parent's PID, 0 if there is none. Asked for once."""
        if self._ppid is None:
            self._ppid = self._core.ppid()
        return self._ppid

    @property
    def parent(self) -> Process | None:
        """The parent, or None if there is none (any more)."""
        core = self._core.parent()
        return None if core is None else Process._of(core)

    @property
    def name(self) -> str:
        """The name of the executable. Asked for once."""
        if self._name is None:
            self._name = self._core.name()
        return self._name

    @property
    def exe(self) -> str:
        """The executable as an absolute path, "" for a kernel thread. Asked for once."""
        if self._exe is None:
            self._exe = self._core.exe()
        return self._exe

    @property
    def cmdline(self) -> list[str]:
        """The command line that the process was started with, empty for a kernel thread. Asked for once."""
        if self._cmdline is None:
            self._cmdline = self._core.cmdline()
        return self._cmdline.copy()

    @property
    def create_time(self) -> float:
        """When the process started: seconds since the epoch, in UTC. Asked for once.

        >>> import datetime
        >>> datetime.datetime.fromtimestamp(p.create_time).strftime("%Y-%m-%d %H:%M:%S")
        '2011-03-05 18:03:52'
        """
        if self._create_time is None:
            self._create_time = self._core.create_time()
        return self._create_time

    @property
    def status(self) -> str:
        """What the process is doing now: one of the STATUS_* constants."""
        return self._core.status()

    @property
    def username(self) -> str:
        """The name of the user that owns the process, on Unix of the real user ID; that as text if it has no name."""
        return self._core.username()

    if sys.platform != "win32":

        @property
        def uids(self) -> _t.user:
            """The real, effective and saved user ID. Unix."""
            return _make_user(self._core.uids())

        @property
        def gids(self) -> _t.group:
            """The real, effective and saved group ID. Unix."""
            return _make_group(self._core.gids())

        @property
        def terminal(self) -> str | None:
            """The terminal that controls the process, such as "/dev/pts/0", or None. Unix."""
            return self._core.terminal()

        def get_num_fds(self) -> int:
            """The number of open file descriptors. Unix."""
            return self._core.num_fds()

    if sys.platform == "win32":

        def get_num_handles(self) -> int:
            """The number of open handles. Windows."""
            return self._core.num_handles()

    @property
    def nice(self) -> int:
        """The niceness, to be read and set. Deprecated in 0.5.0: use get_nice and set_nice."""
        _deprecated("Process.nice", "get_nice() or set_nice()")
        return self.get_nice()

    @nice.setter
    def nice(self, value: int) -> None:
        _deprecated("Process.nice", "get_nice() or set_nice()")
        self.set_nice(value)

    def get_nice(self) -> int:
        """The niceness: on Unix -20 (first) to 19 (last), on Windows one of the *_PRIORITY_CLASS constants."""
        return self._core.nice()

    def set_nice(self, value: int) -> None:
        """Sets the niceness; raises AccessDenied where this user may not."""
        self._core.set_nice(value)

    def as_dict(self, attrs: Sequence[str] = [], ad_value: object = None) -> dict[str, Any]:
        """Many attributes at once: those named in attrs, such as ["get_cpu_times", "name"], or all that can be read.

        Keys are names without "get_" ("cpu_times", "name"; "cwd" for getcwd). ad_value takes the place of what this
        user may not see. What the system does not have is left out, or raises NotImplementedError if attrs names it.

        >>> p.as_dict(attrs=["pid", "name", "get_num_threads"])
        {'pid': 4242, 'name': 'python3', 'num_threads': 1}
        """
        found: dict[str, Any] = {}
        self._core.oneshot_begin()
        try:
            for name in attrs or _readable:
                try:
                    value = self.get_cpu_percent(interval=0) if name == "get_cpu_percent" else getattr(self, name)
                    if callable(value):
                        value = value()
                except AccessDenied:
                    value = ad_value
                except NotImplementedError:
                    if attrs:
                        raise
                    continue
                found["cwd" if name == "getcwd" else name.removeprefix("get_")] = value
        finally:
            self._core.oneshot_end()
        return found

    def getcwd(self) -> str:
        """The working directory as an absolute path."""
        return self._core.cwd()

    if not sys.platform.startswith("darwin"):

        def get_io_counters(self) -> _t.io:
            """How often and how much the process has read and written; bytes are those from and to disks, on Linux.

            >>> p.get_io_counters()
            io(read_count=454556, write_count=3456, read_bytes=110592, write_bytes=0)
            """
            return _make_io(self._core.io_counters())

    if sys.platform.startswith("linux") or sys.platform == "win32":

        def get_ionice(self) -> _t.ionice:
            """The priority for input and output. Linux, Windows."""
            return _make_ionice(self._core.ionice())

        def set_ionice(self, ioclass: int, value: int | None = None) -> None:
            """Sets the priority for input and output. Linux, Windows.

            ioclass is one of IOPRIO_CLASS_*; value is 0 (first) to 7 (last), 4 if not given, and nothing for the
            classes NONE and IDLE, which have no order.

            >>> p.set_ionice(libpsutil.IOPRIO_CLASS_IDLE)
            """
            if value is None:
                value = 4 if ioclass in (_c.PSUTIL_IOPRIO_CLASS_RT, _c.PSUTIL_IOPRIO_CLASS_BE) else 0
            self._core.set_ionice(ioclass, value)

        def get_cpu_affinity(self) -> list[int]:
            """The CPUs that the process may run on. Linux, Windows."""
            return self._core.cpu_affinity()

        def set_cpu_affinity(self, cpus: Iterable[int]) -> None:
            """Binds the process to CPUs; raises ValueError for a number that is none. Linux, Windows.

            >>> p.set_cpu_affinity([0])
            """
            self._core.set_cpu_affinity(cpus)

    if sys.platform.startswith("linux"):

        def get_rlimit(self, resource: int) -> tuple[int, int]:
            """The soft and hard limit on a resource, RLIMIT_*; RLIMIT_INFINITY is none. Linux."""
            return self._core.rlimit(resource)

        def set_rlimit(self, resource: int, limits: tuple[int, int]) -> None:
            """Sets the soft and hard limit on a resource. Linux.

            >>> p.set_rlimit(libpsutil.RLIMIT_NOFILE, (128, 128))
            """
            if len(limits) != 2:
                raise ValueError(f"limits must be (soft, hard), not {limits!r}")
            self._core.set_rlimit(resource, *limits)

    def get_num_threads(self) -> int:
        """The number of threads."""
        return self._core.num_threads()

    def get_threads(self) -> list[_t.thread]:
        """The threads, with the seconds of CPU time that each has used."""
        return self._core.threads(_make_thread)

    def get_num_ctx_switches(self) -> _t.amount:
        """How often the process gave its CPU away by itself, and how often it was taken away."""
        return _make_amount(self._core.num_ctx_switches())

    def get_cpu_times(self) -> _t.process_cputimes:
        """Seconds of CPU time used so far, in user mode and in the kernel."""
        return _make_process_cputimes(self._core.cpu_times())

    def get_cpu_percent(self, interval: float | None = 0.1) -> float:
        """CPU use in percent of one CPU: several busy threads exceed 100.0.

        interval > 0 measures for so many seconds and waits for them. 0 or None compares with the last call and returns
        at once; the first such call gives 0.0. Leave at least 0.1 seconds between calls.
        """
        return self._core.cpu_percent(interval or 0)

    def get_memory_info(self) -> _t.meminfo:
        """Physical memory used now (rss) and address space (vms), in bytes. A zombie has none: 0."""
        return _make_meminfo(self._core.memory_info())

    def get_ext_memory_info(self) -> _t.ext_meminfo:
        """The same in more detail, in bytes. lib and dirty are always 0 since Linux 2.6."""
        return _make_ext_meminfo(self._core.memory_info_ex())

    def get_memory_percent(self) -> float:
        """Physical memory used in percent of the machine's."""
        return self._core.memory_percent(_c.PSUTIL_MEMTYPE_RSS)

    if TYPE_CHECKING:

        @overload
        def get_memory_maps(self, grouped: Literal[True] = True) -> list[_t.grouped_mmap]: ...
        @overload
        def get_memory_maps(self, grouped: Literal[False]) -> list[_t.ext_mmap]: ...
        @overload
        def get_memory_maps(self, grouped: bool = True) -> list[_t.grouped_mmap] | list[_t.ext_mmap]: ...

    def get_memory_maps(self, grouped: bool = True) -> list[_t.grouped_mmap] | list[_t.ext_mmap]:
        """The mapped pieces of the address space, in bytes: sums of those with the same path or, if not grouped, each.

        Slow: the kernel looks at every page. Only path and rss are there on every system.
        """
        if grouped:
            return self._core.memory_maps(True, _make_grouped_mmap)
        return self._core.memory_maps(False, _make_ext_mmap)

    def get_children(self, recursive: bool = False) -> list[Process]:
        """The children or, with recursive, all descendants."""
        return [Process._of(core) for core in self._core.children(recursive)]

    def get_open_files(self) -> list[_t.openfile]:
        """The regular files that the process has open.

        >>> p.get_open_files()
        [openfile(path='/home/me/file.ext', fd=3)]
        """
        return self._core.open_files(_make_openfile)

    def get_connections(self, kind: str = "inet") -> list[_t.connection]:
        """The sockets that the process has open: fd, family, type, laddr, raddr and status, one of CONN_*.

        kind is inet, inet4, inet6, tcp, tcp4, tcp6, udp, udp4, udp6, unix or all; ValueError for others.

        >>> p.get_connections()
        [connection(fd=115, family=2, type=1, laddr=('10.0.0.1', 48776), raddr=('93.186.135.91', 80), status='CLOSING')]
        """
        *columns, _pid = self._core.net_connections(kind, tuple, ())
        return list(_tuples(_t.connection, columns))

    def is_running(self) -> bool:
        """Whether the process still runs, also if its PID has been given to another one meanwhile.

        A zombie still counts as running; status tells.
        """
        return self._core.is_running()

    def send_signal(self, signal: int) -> None:
        """Sends a signal (of the module signal). Raises OSError for what is none; on Windows only SIGTERM, to kill."""
        self._core.send_signal(signal)

    def suspend(self) -> None:
        """Stops the process, with SIGSTOP."""
        self._core.suspend()

    def resume(self) -> None:
        """Lets a stopped process go on, with SIGCONT."""
        self._core.resume()

    def terminate(self) -> None:
        """Asks the process to end, with SIGTERM; the same as kill on Windows."""
        self._core.terminate()

    def kill(self) -> None:
        """Ends the process, with SIGKILL."""
        self._core.kill()

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits until the process has ended, for timeout seconds at the most (None: for ever, 0: only looks).

        Gives the exit code if the process is a child of this one, or the number of the signal that killed it; else
        None, also if the process is gone already. Raises TimeoutExpired if it is still alive after timeout seconds, and
        ValueError for a negative timeout.
        """
        timeout = _checked(timeout)
        if self._waited:
            return None
        code = self._core.wait(timeout)
        self._waited = True
        return self._ended(code)

    def _ended(self, code: int | None) -> int | None:
        return None if code is None else abs(code)


# What as_dict tells if it is not told what to.
_readable = [
    name
    for name in dir(Process)
    if not name.startswith(("_", "set_")) and (name == "getcwd" or name.startswith("get_"))
    if name not in ("get_children", "get_rlimit")
] + [name for name, member in vars(Process).items() if isinstance(member, property) and name not in ("parent", "nice")]


class Popen(_popen.Started, Process):
    """Starts a child and deals with it as subprocess.Popen, and as Process; what both have is Process's.

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
        self._adopt(_lib.child(self._subprocess.pid))

    def wait(self, timeout: float | None = None) -> int | None:
        """As Process.wait, also after subprocess has learnt the exit code (communicate, poll)."""
        if self._subprocess.returncode is None:
            return super().wait(timeout)
        return super()._ended(self._subprocess.returncode)

    def _ended(self, code: int | None) -> int | None:
        return super()._ended(self._learn(code))


def _checked(timeout: float | None) -> float | None:
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"timeout must be a number of seconds, and not negative (got {timeout!r})")
    return timeout


_processes: dict[int, Process] = {}


def process_iter() -> Iterator[Process]:
    """All running processes, in the order of their PIDs.

    A process is the same object in every iteration, so that get_cpu_percent(interval=0) compares with the one before;
    it is a new one if its PID has been given to another process.
    """
    return (process for _, process in _procs.each(_lib, None, Process._of, NoSuchProcess, _processes))


def process_table(columns: Iterable[str] | None = None, pids: Iterable[int] | None = None) -> Table:
    """Many attributes of many processes, read in one go: by far the fastest way to look at them. Beyond psutil 1.2.1.

    columns are the names of psutil.h's PSUTIL_COLUMN_* in small letters, such as "pid", "name", "cmdline", "rss",
    "cpu_times_user"; None is all that are not slow. pids None is all processes; of others, those that there are. A
    table has its columns as lists and its rows as named tuples, and is Arrow data. Raises ValueError for what is no
    column.

    >>> t = libpsutil.process_table(["pid", "name", "rss"])
    >>> t["rss"]
    [14102528, 0, 0, 8290304]
    >>> t[0]
    process(pid=1, name='systemd', rss=14102528)
    >>> pyarrow.table(t), polars.DataFrame(t)
    >>> duckdb.sql("select username, sum(rss) from t group by 1 order by 2 desc")
    """
    return _lib.process_table(columns, pids)


def get_process_list() -> list[Process]:
    """The same in a list. Deprecated in 0.5.0: use process_iter."""
    _deprecated("get_process_list()", "list(process_iter())")
    return list(process_iter())


def wait_procs(
    procs: Iterable[_P], timeout: float | None, callback: Callable[[_P], object] | None = None
) -> tuple[list[_P], list[_P]]:
    """Waits until all processes have ended, for timeout seconds at the most: which are gone, and which alive.

    Those that are gone get an attribute retcode, which is what their wait would give. callback is called with each that
    ends, as soon as it does.

    >>> gone, alive = libpsutil.wait_procs(procs, 3, callback=on_terminate)
    """
    if callback is not None and not callable(callback):
        raise TypeError(f"callback {callback!r} is not a callable")
    return _procs.wait(_lib, procs, _checked(timeout), callback, "retcode")


# ---- CPU

if TYPE_CHECKING:

    @overload
    def cpu_times(percpu: Literal[False] = False) -> _t.cputimes: ...
    @overload
    def cpu_times(percpu: Literal[True]) -> list[_t.cputimes]: ...
    @overload
    def cpu_times(percpu: bool) -> _t.cputimes | list[_t.cputimes]: ...


def cpu_times(percpu: bool = False) -> _t.cputimes | list[_t.cputimes]:
    """Seconds that the CPUs have spent in each mode since boot: all together or, with percpu, a list of each one's."""
    times = [_make_cputimes(reading) for reading in _cpu.read(_lib, percpu)]
    return times if percpu else times[0]


# Not each thread's, but the module's: what the last call found, and at first what there was at the import.
_last_cpu_times: dict[object, _cpu.Reading] = {}
_last_cpu_times_of_times_percent: dict[object, _cpu.Reading] = {}

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
    """How busy the CPUs are, 0.0 to 100.0: all together or, with percpu, a list of each one's.

    interval > 0 measures for so many seconds and waits for them. 0 or None compares with the last call, of any thread,
    or else with this module's import, and returns at once. Leave at least 0.1 seconds between calls.

    >>> libpsutil.cpu_percent(interval=1, percpu=True)
    [2.0, 1.0]
    """
    percpu = bool(percpu)
    last = _since_import(_last_cpu_times, percpu)
    percents = _cpu.compare(_lib, last, percpu, _lib.cpu_percent_between, interval, percpu)
    return percents if percpu else percents[0]


if TYPE_CHECKING:

    @overload
    def cpu_times_percent(interval: float | None = 0.1, percpu: Literal[False] = False) -> _t.cputimes: ...
    @overload
    def cpu_times_percent(interval: float | None, percpu: Literal[True]) -> list[_t.cputimes]: ...
    @overload
    def cpu_times_percent(interval: float | None = 0.1, *, percpu: Literal[True]) -> list[_t.cputimes]: ...
    @overload
    def cpu_times_percent(interval: float | None = 0.1, percpu: bool = False) -> _t.cputimes | list[_t.cputimes]: ...


def cpu_times_percent(interval: float | None = 0.1, percpu: bool = False) -> _t.cputimes | list[_t.cputimes]:
    """Which part of their time the CPUs spend in each mode, in percent. interval and percpu are cpu_percent's."""
    percpu = bool(percpu)
    last = _since_import(_last_cpu_times_of_times_percent, percpu)
    percents = _cpu.compare(_lib, last, percpu, _lib.cpu_times_percent_between, interval, percpu)
    tuples = [_make_cputimes(percent) for percent in percents]
    return tuples if percpu else tuples[0]


def _since_import(last: dict[object, _cpu.Reading], percpu: bool) -> dict[object, _cpu.Reading]:
    if percpu not in last:
        last[percpu] = _cpu.at_import(percpu)
    return last


def getloadavg() -> tuple[float, float, float]:
    """The average number of processes that ran or waited to, over the last 1, 5 and 15 minutes. Beyond psutil 1.2.1."""
    return _lib.getloadavg()


# ---- memory


def virtual_memory() -> _t.vmem:
    """The machine's memory, in bytes.

    available can be given to processes at once; free is not used for anything at all; percent is
    (total - available) / total * 100.
    """
    return _make_vmem(_lib.virtual_memory())


def swap_memory() -> _t.swap:
    """The machine's swap space in bytes; sin and sout are what was moved in and out since boot, 0 on Windows."""
    return _make_swap(_lib.swap_memory())


def phymem_usage() -> _t.vmem:
    """Deprecated in 0.6.0: use virtual_memory."""
    _deprecated("phymem_usage()", "virtual_memory()")
    return virtual_memory()


def virtmem_usage() -> _t.swap:
    """Deprecated in 0.6.0: use swap_memory."""
    _deprecated("virtmem_usage()", "swap_memory()")
    return swap_memory()


def cached_phymem() -> int:
    """Deprecated in 0.6.0: use virtual_memory."""
    _deprecated("cached_phymem()", "virtual_memory().cached")
    return virtual_memory().cached


def phymem_buffers() -> int:
    """Deprecated in 0.6.0: use virtual_memory."""
    _deprecated("phymem_buffers()", "virtual_memory().buffers")
    return virtual_memory().buffers


def avail_phymem() -> int:
    """Deprecated in 0.3.0: use virtual_memory."""
    _deprecated("avail_phymem()", "virtual_memory().free")
    return virtual_memory().free


def used_phymem() -> int:
    """Deprecated in 0.3.0: use virtual_memory."""
    _deprecated("used_phymem()", "virtual_memory().used")
    return virtual_memory().used


def total_virtmem() -> int:
    """Deprecated in 0.3.0: use swap_memory."""
    _deprecated("total_virtmem()", "swap_memory().total")
    return swap_memory().total


def avail_virtmem() -> int:
    """Deprecated in 0.3.0: use swap_memory."""
    _deprecated("avail_virtmem()", "swap_memory().free")
    return swap_memory().free


def used_virtmem() -> int:
    """Deprecated in 0.3.0: use swap_memory."""
    _deprecated("used_virtmem()", "swap_memory().used")
    return swap_memory().used


# ---- disks


def disk_partitions(all: bool = False) -> list[_t.partition]:  # noqa: A002 - the page's
    """The mounted file systems: those on devices or, with all, those in memory, over the network and the kernel's too.

    >>> libpsutil.disk_partitions()
    [partition(device='/dev/sda3', mountpoint='/', fstype='ext4', opts='rw,errors=remount-ro')]
    """
    return _lib.disk_partitions(all, _make_partition)


def disk_usage(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> _t.usage:
    """The space of the file system that path is on, in bytes. Raises OSError if there is no such path."""
    return _make_usage(_lib.disk_usage(path))


if TYPE_CHECKING:

    @overload
    def disk_io_counters(perdisk: Literal[False] = False) -> _t.disk_iostat: ...
    @overload
    def disk_io_counters(perdisk: Literal[True]) -> dict[str, _t.disk_iostat]: ...
    @overload
    def disk_io_counters(perdisk: bool) -> _t.disk_iostat | dict[str, _t.disk_iostat]: ...


def disk_io_counters(perdisk: bool = False) -> _t.disk_iostat | dict[str, _t.disk_iostat]:
    """What the disks have done since boot: all together or, with perdisk, each disk's and partition's by its name.

    Times are milliseconds. Raises RuntimeError where there are no disks.
    """
    if perdisk:
        return _lib.disk_io_counters_per_disk(False, _make_disk_iostat)
    counters = _lib.disk_io_counters(False)
    if counters is None:
        raise RuntimeError("couldn't find any physical disk")
    return _make_disk_iostat(counters)


# ---- network

if TYPE_CHECKING:

    @overload
    def net_io_counters(pernic: Literal[False] = False) -> _t.net_iostat: ...
    @overload
    def net_io_counters(pernic: Literal[True]) -> dict[str, _t.net_iostat]: ...
    @overload
    def net_io_counters(pernic: bool) -> _t.net_iostat | dict[str, _t.net_iostat]: ...


def net_io_counters(pernic: bool = False) -> _t.net_iostat | dict[str, _t.net_iostat]:
    """What went through the network interfaces: all together or, with pernic, each one's by its name.

    Raises RuntimeError where there are no interfaces.
    """
    if pernic:
        return _lib.net_io_counters_per_nic(False, _make_net_iostat)
    counters = _lib.net_io_counters(False)
    if counters is None:
        raise RuntimeError("couldn't find any network interface")
    return _make_net_iostat(counters)


def network_io_counters(pernic: bool = False) -> _t.net_iostat | dict[str, _t.net_iostat]:
    """Old name of net_io_counters. Deprecated in 1.0.0."""
    _deprecated("network_io_counters()", "net_io_counters()")
    return net_io_counters(pernic)


# ---- other system information


def get_users() -> list[_t.login]:
    """Who is logged in, the oldest first; who is logged in twice is there twice.

    >>> libpsutil.get_users()
    [user(name='giampaolo', terminal='pts/2', host='localhost', started=1340737536.0)]
    """
    return _lib.users(_make_login)


def get_boot_time() -> float:
    """When the system booted, in seconds since the epoch. Moves with the system clock when that is set."""
    return _lib.boot_time()


# ---- constants that are found out when they are first asked for, since importing calls nothing

NUM_CPUS: int
BOOT_TIME: float
TOTAL_PHYMEM: int

_constants: dict[str, Callable[[], float | None]] = {
    "NUM_CPUS": _lib.cpu_count,
    "BOOT_TIME": _lib.boot_time,
    "TOTAL_PHYMEM": lambda: _lib.virtual_memory().total,
}
_found_constants: dict[str, float | None] = {}

if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _constants:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name == "BOOT_TIME":  # deprecated in 0.7.0
            _deprecated("BOOT_TIME", "get_boot_time()")
        if name not in _found_constants:
            _found_constants[name] = _constants[name]()
        return _found_constants[name]


del TYPE_CHECKING, annotations  # no names of psutil's
