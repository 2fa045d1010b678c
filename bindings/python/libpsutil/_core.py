"""Calls of the C library with Python values: the layer below both APIs of this package, v1 and v7.

Only this module turns error codes into exceptions. An API supplies functions that create its own exceptions from an
ErrorInfo.

A record is a tuple with the members of the C record as attributes. Functions with callbacks or arrays are called by
ctypes; _calls.py has all others.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
from _operator import index as _index
from _warnings import warn
from ctypes import byref, c_int64

from . import _declarations as c
from ._calls import make_calls
from ._loader import POINTER
from ._records import elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, NoReturn, TypeVar

    from . import _extension as r

    _T = TypeVar("_T")
    _MakeError = Callable[["ErrorInfo"], Exception]

    # Columns: file descriptor, family, type, local and remote address, name of the status, PID.
    _Connections = tuple[list[int], list[int], list[int], list[Any], list[Any], list[str], list[int]]

# Seconds. C cannot end a wait from a callback, so an exception in a callback ends it within this time.
_CALLBACK_SLICE = 0.1


def os_error(number: int, message: str, path: Any = None) -> OSError:
    """Returns the OSError for an error number: an errno, on Windows that of GetLastError, as winerror."""
    arguments: tuple[Any, ...] = (number, message) if path is None else (number, message, path)
    if sys.platform == "win32":
        arguments = None, message or ctypes.FormatError(number).rstrip(" .\r\n"), path, number
    return OSError(*arguments)


class ErrorInfo:
    """Details of a failed call.

    pid, ppid, name and timeout are None if unknown. os_error is an errno, 0 if no call of the operating system failed.
    """

    __slots__ = ("message", "name", "os_error", "pid", "ppid", "timeout")

    def __init__(self, info: c.psutil_error_info_t) -> None:
        self.message = _without_function(text(info.message))
        self.name = optional_text(info.name)
        self.os_error = info.os_error
        self.pid = None if info.pid == c.PSUTIL_NA else info.pid
        self.ppid = None if info.ppid == c.PSUTIL_NA else info.ppid
        self.timeout = None if info.timeout != info.timeout else info.timeout


def _without_function(message: str) -> str:
    """Returns a message of the library without the name of the C function, which every message begins with."""
    function, colon, reason = message.partition(": ")
    return reason if colon and function.startswith("psutil_") else message


# The encoding of os.fsdecode, which is slower than bytes.decode.
_ENCODING, _INVALID = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()

_COMMON_ERRORS: dict[int, _MakeError] = {
    c.PSUTIL_ERR_NOT_SUPPORTED: lambda e: NotImplementedError(e.message),
    c.PSUTIL_ERR_INVALID_ARGUMENT: lambda e: ValueError(e.message),
    c.PSUTIL_ERR_OS: lambda e: os_error(e.os_error or errno.EBADMSG, e.message),  # 0: a file has an unknown format
    c.PSUTIL_ERR_NO_MEMORY: lambda e: MemoryError(e.message),
}


def einval_for_bad_number(method: Callable[..., _T], *arguments: int) -> _T:
    """Returns method(*arguments) and turns ValueError for an unknown number into OSError(EINVAL), as psutil does."""
    try:
        return method(*arguments)
    except ValueError:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from None


def local_time(seconds: float | None) -> time.struct_time | None:
    """Returns a time in seconds since the epoch as local time; None for None and for a time that no calendar has."""
    try:
        return None if seconds is None else time.localtime(seconds)
    except (OverflowError, OSError, ValueError):
        return None


_BUILTIN_FUNCTION: type = type(len)


def sleep_is_replaced() -> bool:
    """Returns whether time.sleep is not Python's own.

    gevent and eventlet replace it so that other greenlets run. A wait must then call it, and must not block the thread.
    """
    return not isinstance(time.sleep, _BUILTIN_FUNCTION)


def warn_of_absent_memory(memory: r.psutil_virtual_memory_t, names: Iterable[str]) -> None:
    """Warns the caller's caller, as psutil does, of members that the system does not report and that become 0."""
    absent = [name for name in names if getattr(memory, name) == c.PSUTIL_NA]
    if absent:
        verb = "was" if len(absent) == 1 else "were"
        warn(f"{', '.join(absent)} memory stats couldn't be determined and {verb} set to 0", RuntimeWarning, 3)


def warn_of_absent_swap(swap: r.psutil_swap_memory_t) -> None:
    """Does the same for the counters of swap_memory."""
    if c.PSUTIL_NA in (swap.sin, swap.sout):
        warn("'sin' and 'sout' swap memory stats couldn't be determined and were set to 0", RuntimeWarning, 3)


class Backoff:
    """Sleeps for increasing times, up to 40 milliseconds, until a timeout expires."""

    def __init__(self, timeout: float | None) -> None:
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._delay = 0.0001

    def remaining(self) -> float:
        """Returns the seconds until the timeout expires, infinity for None."""
        return float("inf") if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def sleep(self) -> bool:
        """Sleeps once. Returns False at once if the timeout has expired."""
        delay = self._delay
        if self._deadline is not None:
            delay = min(delay, self._deadline - time.monotonic())
            if delay <= 0:
                return False
        self._delay = min(2 * self._delay, 0.04)
        time.sleep(delay)
        return True


def is_about_one_value(error: OSError) -> bool:
    """Returns whether an OSError about one attribute of a process concerns only that attribute.

    Attributes that are read later fail, too, if file descriptors or memory ran out.
    """
    return error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def _internal_error(info: ErrorInfo) -> Exception:
    return RuntimeError(info.message)


def fits_signed(value: int, bits: int) -> int | None:
    """Returns value if it fits into a signed integer of bits bits, else None. ctypes would silently truncate it."""
    value = _index(value)
    return value if -(1 << bits - 1) <= value < 1 << bits - 1 else None


def _checked_int(value: int, bits: int, noun: str) -> int:
    """Returns value; raises ValueError if it does not fit into a signed integer of bits bits."""
    fitting = fits_signed(value, bits)
    if fitting is None:
        raise ValueError(f"{noun} {value} is out of range")
    return fitting


def _total(total: Callable[[int], _T], each: Callable[[int], object], nowrap: int) -> _T | None:
    """Returns total(nowrap), None if there is nothing to sum up. Raises NotImplementedError if each does."""
    try:
        return total(nowrap)
    except NotImplementedError:
        each(c.PSUTIL_NOWRAP_OFF)
        return None


def _connection_flags(bpf: bool) -> int:
    """Returns the flags for sockets with their owners."""
    return c.PSUTIL_CONNECTIONS_PIDS | (c.PSUTIL_CONNECTIONS_BPF if bpf else 0)


def c_string(value: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> bytes:
    # os.fsencode is several times slower than str.encode.
    encoded = value.encode(_ENCODING, _INVALID) if type(value) is str else os.fsencode(value)
    if b"\0" in encoded:  # C would end the string there
        raise ValueError("embedded null byte")
    return encoded


def text(value: bytes | None) -> str:
    """Returns a C string as str, "" for NULL."""
    return value.decode(_ENCODING, _INVALID) if value else ""


def optional_text(value: bytes | None) -> str | None:
    """Returns a C string as str, None for NULL."""
    return None if value is None else value.decode(_ENCODING, _INVALID)


def environment(entries: Iterable[str]) -> dict[str, str]:
    """Returns the variables of an environment, by name."""
    return {name: value for name, sign, value in (entry.partition("=") for entry in entries) if name and sign}


# This system's numbers of the address families; the library's are the same on every system. -1 is psutil's AF_LINK.
_OWN_FAMILIES: dict[int, int] = {}
if sys.platform == "win32":
    _OWN_FAMILIES = {c.PSUTIL_AF_INET6: 23, c.PSUTIL_AF_LINK: -1}
elif sys.platform == "darwin":
    _OWN_FAMILIES = {c.PSUTIL_AF_INET6: 30, c.PSUTIL_AF_LINK: 18}
elif sys.platform.startswith("freebsd"):
    _OWN_FAMILIES = {c.PSUTIL_AF_INET6: 28, c.PSUTIL_AF_LINK: 18}


# The names of the statuses of sockets by their numbers, which begin with 1.
_STATUSES = tuple([c.CONN_STATUS_NAMES.get(number, "?") for number in range(max(c.CONN_STATUS_NAMES) + 1)])


def as_own_families(families: list[int]) -> list[int]:
    """Returns address families with the numbers that this system's module socket has for them."""
    return [_OWN_FAMILIES.get(number, number) for number in families] if _OWN_FAMILIES else families


class CallFailed(Exception):
    """A call has returned this error code, and the caller decides what follows."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Library:
    """Calls about the whole system. errors creates the exceptions of an API, by error code."""

    def __init__(self, errors: Mapping[int, _MakeError]) -> None:
        self._errors = {**_COMMON_ERRORS, **errors}
        self.calls = make_calls(self.error)
        self.checked_calls = make_calls(CallFailed)
        self._restarted: set[str] = set()

    def check(self, code: int, **known: Any) -> None:
        """Raises the exception for the error code of a call unless it is PSUTIL_OK. known is as in error."""
        if code != c.PSUTIL_OK:
            raise self.error(code, **known)

    def error(self, code: int, **known: Any) -> Exception:
        """Returns the exception for the error code of this thread's last failed call; known overrides its details."""
        info = ErrorInfo(c.psutil_last_error().contents)
        for name, value in known.items():
            setattr(info, name, value)
        return self._errors.get(code, _internal_error)(info)

    def call_out(self, kind: Callable[[], _T], function: Callable[..., int], *arguments: Any) -> _T:
        """Calls function and returns its output, a number or a record of the type kind: the last argument."""
        out = kind()
        code = function(*arguments, byref(out))  # type: ignore[arg-type]
        if code:
            raise self.error(code)
        return out

    def connections(self, process: Any, kind: str, flags: int, address: type[Any], no_peer: object) -> _Connections:
        """Returns the columns of the sockets of a process, or of the whole system for None.

        An address is an address(ip, port), () if there is none. Of a UNIX socket the local address is its path, the
        remote one no_peer.
        """
        columns = self.calls.connection_columns(process, c_string(kind), flags, address, no_peer, _STATUSES)
        if not _OWN_FAMILIES:
            return columns
        fd, families, *others = columns
        return fd, as_own_families(families), *others  # type: ignore[return-value]

    # ---- processes

    def pids(self) -> list[int]:
        """Returns the PIDs of all processes, in ascending order."""
        return self.calls.pids()

    def pid_exists(self, pid: int) -> bool:
        """Returns whether a process has this PID."""
        pid = _index(pid)
        return 0 <= pid < 1 << 63 and self.calls.pid_exists(pid) != 0

    def process(self, pid: int) -> Process:
        """Returns the process that has this PID now."""
        fitting = fits_signed(pid, 64)
        if fitting is None:
            raise self.error(c.PSUTIL_ERR_NO_SUCH_PROCESS, pid=pid, name=None, message=f"PID {pid} is out of range")
        return Process(self, self.calls.process_new(fitting))

    def adopt(self, handle: c.psutil_process) -> Process:
        """Returns a process for a handle that a function of C has returned."""
        return Process(self, self.calls.adopt(handle.value or 0))

    def child(self, pid: int) -> Process:
        """Returns a child that was just started. It may be gone already if this process ignores SIGCHLD."""
        try:
            return Process(self, self.checked_calls.process_new(pid))
        except CallFailed as failure:
            if failure.code == c.PSUTIL_ERR_NO_SUCH_PROCESS:
                return ExitedProcess(self, pid)
            raise self.error(failure.code) from None

    def wait_procs(
        self,
        processes: Sequence[Process],
        timeout: float | None,
        callback: Callable[[int, int | None], object] | None = None,
    ) -> list[tuple[bool, int | None]]:
        """Waits until all of the processes, which must differ, have exited, at most timeout seconds (None: no limit).

        Returns for each whether it has exited, and the exit code as Process.wait returns it. callback is called for
        each process that exits, with its index and exit code. An exception in callback ends the wait.
        """
        handles = (c.psutil_process * len(processes))(*[process.pointer() for process in processes])
        indexes = {process.pointer().value: index for index, process in enumerate(processes)}
        raised: list[BaseException] = []

        def on_exit(handle: c.psutil_process, status: Any, _user: object) -> None:
            # Each slice of the wait reports all exited processes again.
            index = indexes.pop(handle.value, None)
            if index is None or callback is None or raised:
                return
            try:
                callback(index, _exit_code(status.contents))
            except BaseException as error:
                raised.append(error)

        exit_cb = c.psutil_exit_cb(on_exit) if callback else c.psutil_exit_cb()
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            remaining = float("inf") if deadline is None else max(0.0, deadline - time.monotonic())
            limit = min(remaining, _CALLBACK_SLICE) if callback else remaining
            block = POINTER(c.psutil_wait_result_list_t)()
            code = c.psutil_wait_procs(handles, len(processes), limit, exit_cb, None, byref(block))
            try:
                if raised:
                    raise raised[0]
                if code == c.PSUTIL_ERR_INTERRUPTED:
                    continue
                self.check(code)
                results = elements(block.contents)
                if limit == remaining or all(result.gone for result in results):
                    return [(result.gone != 0, _exit_code(result)) for result in results]
            finally:
                c.psutil_free(block)

    # ---- CPU

    def cpu_count(self, logical: bool = True) -> int | None:
        """Returns the number of online CPUs, or of their physical cores; None if unknown."""
        count = self.calls.cpu_count(bool(logical))
        return None if count == c.PSUTIL_NA else count

    def cpu_times(self) -> r.psutil_cpu_times_t:
        """Returns the time that all CPUs together spent in each mode since boot, in seconds."""
        return self.calls.cpu_times()

    def cpu_times_per_cpu(self) -> list[r.psutil_cpu_times_t]:
        """Returns the time that each CPU spent in each mode since boot, in seconds."""
        return self.calls.cpu_times_per_cpu()

    def cpu_percent_between(self, earlier: r.psutil_cpu_times_t, later: r.psutil_cpu_times_t) -> float:
        """Returns the busy part of the time between two readings of CPU times, in percent."""
        return self.calls.cpu_percent_between(earlier, later)

    def cpu_times_percent_between(
        self, earlier: r.psutil_cpu_times_t, later: r.psutil_cpu_times_t
    ) -> r.psutil_cpu_times_t:
        """Returns the part of the time between two readings of CPU times that was spent in each mode, in percent."""
        return self.calls.cpu_times_percent_between(earlier, later)

    def cpu_stats(self) -> r.psutil_cpu_stats_t:
        """Returns the counts of context switches, interrupts and system calls since boot."""
        return self.calls.cpu_stats()

    def cpu_freq(self) -> r.psutil_cpu_freq_t:
        """Returns the mean frequency of the CPUs, in MHz. Raises NotImplementedError if it is unknown."""
        return self.calls.cpu_freq()

    def cpu_freq_per_cpu(self) -> list[r.psutil_cpu_freq_t]:
        """Returns the frequency of each CPU, in MHz. Raises NotImplementedError if the system does not report it."""
        return self.calls.cpu_freq_per_cpu()

    def getloadavg(self) -> tuple[float, float, float]:
        """Returns the load averages over the last 1, 5 and 15 minutes."""
        return self.calls.getloadavg()[:3]

    # ---- memory

    def virtual_memory(self) -> r.psutil_virtual_memory_t:
        """Returns the state of the physical memory, in bytes."""
        return self.calls.virtual_memory()

    def swap_memory(self) -> r.psutil_swap_memory_t:
        """Returns the state of the swap space, in bytes."""
        return self.calls.swap_memory()

    # ---- disks

    def disk_partitions(self, every: bool, make: Callable[[r.psutil_disk_partition_t], _T]) -> list[_T]:
        """Returns the mounted file systems that are on devices, or all."""
        return list(map(make, self.calls.disk_partitions(bool(every))))

    def disk_usage(self, path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> r.psutil_disk_usage_t:
        """Returns the space of the file system of path, in bytes. Raises OSError, also if access is denied."""
        return self._call_with_path(self.checked_calls.disk_usage, path)

    def _call_with_path(
        self, function: Callable[..., _T], path: str | bytes | os.PathLike[str] | os.PathLike[bytes], *arguments: int
    ) -> _T:
        """Returns function(path, *arguments); the system's own errors, also denied access, are OSError about path."""
        try:
            return function(c_string(path), *arguments)
        except CallFailed as failure:
            if failure.code not in (c.PSUTIL_ERR_OS, c.PSUTIL_ERR_ACCESS_DENIED):
                raise self.error(failure.code) from None
            number = c.psutil_last_error().contents.os_error or errno.EACCES
            raise os_error(number, os.strerror(number) if os.name == "posix" else "", path) from None

    def disk_io_counters(self, nowrap: bool) -> r.psutil_disk_io_counters_t | None:
        """Returns the I/O of all disks together since boot; None if there is no disk."""
        calls = self.calls
        return _total(calls.disk_io_counters, calls.disk_io_counters_per_disk, self._nowrap("disks", nowrap))

    def disk_io_counters_per_disk(
        self, nowrap: bool, make: Callable[[r.psutil_disk_io_counters_t], _T]
    ) -> dict[str, _T]:
        """Returns the I/O of each disk and partition since boot, by name."""
        disks = self.calls.disk_io_counters_per_disk(self._nowrap("disks", nowrap))
        return {disk.name: make(disk.counters) for disk in disks}

    # ---- network

    def net_io_counters(self, nowrap: bool) -> r.psutil_net_io_counters_t | None:
        """Returns the traffic of all network interfaces together since boot; None if there is no interface."""
        calls = self.calls
        return _total(calls.net_io_counters, calls.net_io_counters_per_nic, self._nowrap("nics", nowrap))

    def net_io_counters_per_nic(self, nowrap: bool, make: Callable[[r.psutil_net_io_counters_t], _T]) -> dict[str, _T]:
        """Returns the traffic of each network interface since boot, by name."""
        nics = self.calls.net_io_counters_per_nic(self._nowrap("nics", nowrap))
        return {nic.name: make(nic.counters) for nic in nics}

    def restart_counters(self, of: str) -> None:
        """Makes the next call with nowrap forget the previous ones, for the counters of "disks" or "nics"."""
        self._restarted.add(of)

    def _nowrap(self, of: str, nowrap: bool) -> int:
        if not nowrap:
            return c.PSUTIL_NOWRAP_OFF
        if of in self._restarted:
            self._restarted.discard(of)
            return c.PSUTIL_NOWRAP_RESTART
        return c.PSUTIL_NOWRAP_ON

    def net_connections(self, kind: str, address: type[Any], no_peer: object, bpf: bool) -> _Connections:
        """Returns the sockets of a kind in the whole system, and the PIDs of their owners."""
        return self.connections(None, kind, _connection_flags(bpf), address, no_peer)

    def tcp_connections(self, make: Callable[[r.psutil_connection_t], _T], bpf: bool) -> list[_T]:
        """Returns the TCP sockets of the whole system with their owners and bytes."""
        flags = _connection_flags(bpf) | c.PSUTIL_CONNECTIONS_BYTES
        return list(map(make, self.calls.net_connections(b"tcp", flags)))

    def file_owners(
        self,
        path: str | bytes | os.PathLike[str] | os.PathLike[bytes],
        flags: int,
        make: Callable[[r.psutil_file_owner_t], _T],
    ) -> list[_T]:
        """Returns the uses of a file by processes. flags: PSUTIL_FILE_OWNERS_*. Raises OSError about path."""
        return list(map(make, self._call_with_path(self.checked_calls.file_owners, path, flags)))

    def process_events(self, kinds: int) -> ProcessEvents:
        """Starts to receive process events of the kinds PSUTIL_EVENT_*."""
        return ProcessEvents(self, self.call_out(c.psutil_process_events, c.psutil_process_events_new, kinds))

    def net_if_addrs(self) -> Iterator[tuple[Any, ...]]:
        """Yields the addresses of the network interfaces: members of psutil_net_if_addr_t, from name to family."""
        rows = self.calls.net_if_addrs()
        families = as_own_families([row.family for row in rows])
        return ((*row[:5], family) for row, family in zip(rows, families))

    def net_if_stats(self) -> list[r.psutil_net_if_stats_t]:
        """Returns the state of the network interfaces."""
        return self.calls.net_if_stats()

    # ---- other system information

    def boot_time(self) -> float:
        """Returns the boot time of the system, in seconds since the epoch."""
        return self.calls.boot_time()

    def users(self, make: Callable[[r.psutil_user_t], _T]) -> list[_T]:
        """Returns the login sessions."""
        return list(map(make, self.calls.users()))

    def sensors_temperatures(self, make: Callable[[r.psutil_temperature_t], _T]) -> list[_T]:
        """Returns the temperature sensors, in degrees Celsius, ordered by chip."""
        return list(map(make, self.calls.sensors_temperatures()))

    def sensors_fans(self, make: Callable[[r.psutil_fan_t], _T]) -> list[_T]:
        """Returns the fans, ordered by chip."""
        return list(map(make, self.calls.sensors_fans()))

    def sensors_battery(self) -> r.psutil_battery_t | None:
        """Returns the battery, None if there is none."""
        battery = self.calls.sensors_battery()
        return battery if battery.present else None

    def heap_info(self) -> r.psutil_heap_info_t:
        """Returns the memory that malloc has allocated in this process, in bytes."""
        return self.calls.heap_info()

    def pressure(self, resource: int) -> r.psutil_pressure_t:
        """Returns the pressure on a resource, PSUTIL_PRESSURE_*. Raises NotImplementedError if the kernel has none."""
        return self.calls.pressure(resource)

    def cgroup_pressure(self, pid: int, resource: int) -> r.psutil_pressure_t:
        """Returns the pressure in the control group of a process; 0 is this one. Raises as pressure does."""
        pid = _checked_int(pid, 64, "PID")
        return self.calls.cgroup_pressure(pid, resource)

    def cgroup_limits(self, pid: int) -> r.psutil_cgroup_limits_t:
        """Returns the limits of the control groups of a process; 0 is this one. NotImplementedError without groups."""
        return self.calls.cgroup_limits(_checked_int(pid, 64, "PID"))

    def heap_trim(self) -> bool:
        """Returns unused memory of malloc to the system. Returns whether there was any."""
        return self.calls.heap_trim() != 0

    def set_workers(self, n: int) -> None:
        """Sets how many threads may share the work of a call: 1 for the calling one alone, 0 for as many as pay."""
        self.calls.set_workers(_checked_int(n, 32, "number of workers"))

    def table_pin(self, path: str, mode: int) -> None:
        """Pins the BPF program of table readers as a file."""
        self.check(c.psutil_table_pin(c_string(path), _checked_int(mode, 32, "mode")))

    def set_procfs_path(self, path: str | None) -> None:
        """Sets the procfs root for all threads and both APIs; None restores the default."""
        self.calls.set_procfs_path(b"" if path is None else c_string(path))


def _exit_code(status: r.psutil_exit_status_t | c.psutil_wait_result_t) -> int | None:
    # On Unix psutil reports the exit codes of children only.
    is_known = status.has_exit_code if sys.platform == "win32" else status.is_child
    return status.exit_code if is_known else None


def _any_exit_code(status: r.psutil_exit_status_t) -> int | None:
    return status.exit_code if status.has_exit_code else None


class ProcessEvents:
    """Receives process events, by a handle that is freed by close, or with this object."""

    __slots__ = ("_handle", "_library")

    def __init__(self, library: Library, handle: c.psutil_process_events) -> None:
        self._library = library
        self._handle = handle

    # As in Process.
    def __del__(self, free: Callable[[c.psutil_process_events], int] = c.psutil_process_events_free) -> None:
        free(self._handle)

    def close(self) -> None:
        """Frees the handle. Other calls then raise RuntimeError."""
        handle, self._handle = self._handle, c.psutil_process_events()
        c.psutil_process_events_free(handle)

    def fileno(self) -> int:
        """Returns the file descriptor."""
        return self._library.call_out(c_int64, c.psutil_process_events_fd, self._handle).value

    def next(self, timeout: float | None) -> c.psutil_process_event_t | None:
        """Returns the next event, None if there is none within timeout seconds (None: no limit)."""
        out = c.psutil_process_event_t()
        polls = sleep_is_replaced()
        backoff = Backoff(timeout)
        while True:
            wait = 0.0 if polls else backoff.remaining()
            code = c.psutil_process_events_next(self._handle, wait, byref(out))
            if code == c.PSUTIL_ERR_TIMEOUT_EXPIRED and polls and backoff.sleep():
                continue
            if code == c.PSUTIL_ERR_TIMEOUT_EXPIRED:
                return None
            if code != c.PSUTIL_ERR_INTERRUPTED:  # Python's signal handlers ran before this line
                self._library.check(code)
                return out


class Process:
    """Calls about one process, by a handle that is freed with this object."""

    __slots__ = ("_calls", "_handle", "_library")

    def __init__(self, library: Library, handle: Any) -> None:
        self._library = library
        self._calls = library.calls
        self._handle = handle

    def __reduce__(self) -> NoReturn:
        raise TypeError("cannot pickle or deepcopy a process: its handle is valid only in this Python process")

    def _relatives(self, handles: list[r.psutil_process]) -> list[Process]:
        return [Process(self._library, handle) for handle in handles]

    def pointer(self) -> c.psutil_process:
        """Returns the value of the handle for ctypes. It is valid as long as this object."""
        return c.psutil_process(self._handle.value)

    def pid(self) -> int:
        """Returns the PID."""
        return self._calls.process_pid(self._handle)

    def equals(self, other: Process) -> bool:
        """Returns whether other is the same process, by the identities that the handles store."""
        if isinstance(other, ExitedProcess):
            return self is other
        return self._calls.process_equal(self._handle, other._handle) != 0

    def ppid(self) -> int:
        """Returns the PID of the parent, 0 if there is none."""
        return self._calls.process_ppid(self._handle)

    def parent(self) -> Process | None:
        """Returns the parent, None if there is none."""
        handle = self._calls.process_parent(self._handle)
        return None if handle is None else Process(self._library, handle)

    def parents(self) -> list[Process]:
        """Returns the parent, its parent, and so on."""
        return self._relatives(self._calls.process_parents(self._handle))

    def children(self, recursive: bool) -> list[Process]:
        """Returns the children, or all descendants."""
        return self._relatives(self._calls.process_children(self._handle, bool(recursive)))

    def name(self) -> str:
        """Returns the name of the executable."""
        return self._calls.process_name(self._handle) or ""

    def exe(self) -> str:
        """Returns the absolute path of the executable, "" for a kernel thread."""
        return self._calls.process_exe(self._handle) or ""

    def cmdline(self) -> list[str]:
        """Returns the arguments, [] for a kernel thread."""
        return self._calls.process_cmdline(self._handle)

    def environ(self) -> dict[str, str]:
        """Returns the environment that the process was started with."""
        return environment(self._calls.process_environ(self._handle))

    def cwd(self) -> str:
        """Returns the working directory."""
        return self._calls.process_cwd(self._handle) or ""

    def status(self) -> str:
        """Returns the status, by psutil's name."""
        return c.STATUS_NAMES.get(self._calls.process_status(self._handle), "?")

    def create_time(self) -> float:
        """Returns the start time, in seconds since the epoch."""
        return self._calls.process_create_time(self._handle)

    def uids(self) -> r.psutil_ids_t:
        """Returns the real, effective and saved user ID."""
        return self._calls.process_uids(self._handle)

    def gids(self) -> r.psutil_ids_t:
        """Returns the real, effective and saved group ID."""
        return self._calls.process_gids(self._handle)

    def username(self) -> str:
        """Returns the name of the real user, the user ID as text if it has no name."""
        return self._calls.process_username(self._handle) or ""

    def terminal(self) -> str | None:
        """Returns the path of the controlling terminal, None if there is none."""
        return self._calls.process_terminal(self._handle)

    def nice(self) -> int:
        """Returns the nice value."""
        return self._calls.process_nice(self._handle)

    def set_nice(self, value: int) -> None:
        """Sets the nice value. Out-of-range values are clamped."""
        value = _index(value)
        self._calls.process_set_nice(self._handle, min(max(value, -(1 << 31)), (1 << 31) - 1))

    def ionice(self) -> r.psutil_ionice_t:
        """Returns the I/O priority."""
        return self._calls.process_ionice(self._handle)

    def set_ionice(self, ioclass: int, value: int) -> None:
        """Sets the I/O priority. Raises ValueError for an unknown class, or a value that the class does not have."""
        ioclass, value = _checked_int(ioclass, 32, "I/O class"), _checked_int(value, 32, "I/O priority")
        self._calls.process_set_ionice(self._handle, ioclass, value)

    def rlimit(self, resource: int) -> tuple[int, int]:
        """Returns the soft and the hard limit of a resource, PSUTIL_RLIM_INFINITY if there is none."""
        limit = self._calls.process_rlimit(self._handle, _checked_int(resource, 32, "resource"))
        return limit.soft, limit.hard

    def set_rlimit(self, resource: int, soft: int, hard: int) -> None:
        """Sets the soft and the hard limit of a resource. Raises ValueError for an unknown resource or a bad limit."""
        limits = (_checked_int(soft, 64, "limit"), _checked_int(hard, 64, "limit"))
        self._calls.process_set_rlimit(self._handle, _checked_int(resource, 32, "resource"), *limits)

    def cpu_affinity(self) -> list[int]:
        """Returns the numbers of the CPUs that the process may run on, in ascending order."""
        return self._calls.process_cpu_affinity(self._handle)

    def set_cpu_affinity(self, cpus: Iterable[int]) -> None:
        """Binds the process to CPUs; an empty list allows all. Raises ValueError for an unknown CPU."""
        numbers = [_checked_int(cpu, 64, "CPU") for cpu in cpus]
        array = (c_int64 * len(numbers))(*numbers)
        self._library.check(c.psutil_process_set_cpu_affinity(self.pointer(), array, len(numbers)))

    def cpu_num(self) -> int:
        """Returns the number of the CPU that the process runs on, or ran on last."""
        return self._calls.process_cpu_num(self._handle)

    def cpu_times(self) -> r.psutil_process_cpu_times_t:
        """Returns the CPU time used, in seconds."""
        return self._calls.process_cpu_times(self._handle)

    def cpu_percent(self, interval: float = 0) -> float:
        """Returns the CPU use in percent of one CPU: over the next interval seconds, or since the last call if it is 0.

        The first call with 0 returns 0.0. Raises ValueError for a negative interval.
        """
        if not interval:
            return self._cpu_percent_since_last_call()
        # Another handle: calls of other threads for this one must not shorten the measured interval.
        # Python sleeps, not the library, whose sleep a signal handler would end.
        measured = self._library.process(self.pid())
        measured._cpu_percent_since_last_call()
        time.sleep(interval)
        percent = measured._cpu_percent_since_last_call()
        self._cpu_percent_since_last_call()
        return percent

    def _cpu_percent_since_last_call(self) -> float:
        return self._calls.process_cpu_percent(self._handle, 0.0)

    def memory_info(self) -> r.psutil_process_memory_info_t:
        """Returns the memory in use, in bytes."""
        return self._calls.process_memory_info(self._handle)

    def memory_info_ex(self) -> r.psutil_process_memory_info_ex_t:
        """Returns the memory in use in detail, in bytes."""
        return self._calls.process_memory_info_ex(self._handle)

    def memory_counters(self) -> tuple[int, ...]:
        """Returns PROCESS_MEMORY_COUNTERS_EX, from the number of page faults to the private bytes. Windows."""
        m = self.memory_info_ex()
        return (
            *(m.num_page_faults, m.peak_rss, m.rss, m.peak_paged_pool, m.paged_pool),
            *(m.peak_nonpaged_pool, m.nonpaged_pool, m.vms, m.peak_vms, m.private_usage),
        )

    def memory_footprint(self) -> r.psutil_process_memory_footprint_t:
        """Returns the USS, PSS and swap of the process, in bytes. Slow."""
        return self._calls.process_memory_footprint(self._handle)

    def memory_percent(self, memtype: int) -> float:
        """Returns the memory of a kind, PSUTIL_MEMTYPE_*, in percent of the physical memory."""
        return self._calls.process_memory_percent(self._handle, memtype)

    def memory_maps(self, grouped: bool, make: Callable[[r.psutil_memory_map_t], _T]) -> list[_T]:
        """Returns the memory mappings. Slow."""
        return list(map(make, self._calls.process_memory_maps(self._handle, bool(grouped))))

    def page_faults(self) -> r.psutil_page_faults_t:
        """Returns the number of page faults."""
        return self._calls.process_page_faults(self._handle)

    def io_counters(self) -> r.psutil_process_io_counters_t:
        """Returns the I/O counters."""
        return self._calls.process_io_counters(self._handle)

    def num_ctx_switches(self) -> r.psutil_ctx_switches_t:
        """Returns the numbers of context switches."""
        return self._calls.process_num_ctx_switches(self._handle)

    def num_fds(self) -> int:
        """Returns the number of open file descriptors."""
        return self._calls.process_num_fds(self._handle)

    def num_handles(self) -> int:
        """Returns the number of open handles. Windows."""
        return self._calls.process_num_handles(self._handle)

    def num_threads(self) -> int:
        """Returns the number of threads."""
        return self._calls.process_num_threads(self._handle)

    def threads(self, make: Callable[[r.psutil_thread_t], _T]) -> list[_T]:
        """Returns the threads, ordered by ID."""
        return list(map(make, self._calls.process_threads(self._handle)))

    def open_files(self, make: Callable[[r.psutil_open_file_t], _T]) -> list[_T]:
        """Returns the open regular files, ordered by file descriptor."""
        return list(map(make, self._calls.process_open_files(self._handle)))

    def tcp_connections(self, make: Callable[[r.psutil_connection_t], _T]) -> list[_T]:
        """Returns the open TCP sockets with their bytes."""
        flags = c.PSUTIL_CONNECTIONS_BYTES
        return list(map(make, self._calls.process_net_connections(self._handle, b"tcp", flags)))

    def net_connections(self, kind: str, address: type[Any], no_peer: object) -> _Connections:
        """Returns the open sockets of a kind. Raises ValueError for an unknown kind."""
        return self._library.connections(self._handle, kind, 0, address, no_peer)

    def is_running(self) -> bool:
        """Returns whether the process exists and its PID was not reused. A zombie exists."""
        return self._calls.process_is_running(self._handle) != 0

    def send_signal(self, signal: int) -> None:
        """Sends a signal. Raises OSError(EINVAL) for an unknown signal."""
        einval_for_bad_number(lambda: self._calls.process_send_signal(self._handle, _checked_int(signal, 32, "signal")))

    def suspend(self) -> None:
        """Stops the process with SIGSTOP."""
        self._calls.process_suspend(self._handle)

    def resume(self) -> None:
        """Resumes the process with SIGCONT."""
        self._calls.process_resume(self._handle)

    def terminate(self) -> None:
        """Terminates the process with SIGTERM."""
        self._calls.process_terminate(self._handle)

    def kill(self) -> None:
        """Kills the process with SIGKILL."""
        self._calls.process_kill(self._handle)

    def kill_tree(self, signal: int, grace: float) -> list[r.psutil_kill_result_t]:
        """Ends the process and its descendants: by the signal and, grace seconds later, by SIGKILL.

        Python's signal handlers run during the grace period; an exception in a handler ends the call.
        """
        signal, grace = _checked_int(signal, 32, "signal"), float(grace)
        deadline = time.monotonic() + grace
        while True:
            try:
                return self._library.checked_calls.process_kill_tree(self._handle, signal, grace)
            except CallFailed as failure:
                if failure.code != c.PSUTIL_ERR_INTERRUPTED:
                    raise self._library.error(failure.code) from None
            # Python's signal handlers ran before this line. The call continues with the same processes.
            grace = max(0.0, deadline - time.monotonic())

    def checked_call(self, function: str, *arguments: Any) -> Any:
        """Returns what a function of C about this process returns. Raises CallFailed in place of an API's exception."""
        return getattr(self._library.checked_calls, function)(self._handle, *arguments)

    def error(self, code: int) -> Exception:
        """Returns the API's exception for the error code of this thread's last failed call."""
        return self._library.error(code)

    def oneshot_begin(self) -> None:
        """Starts caching: until oneshot_end, each file of the process is read at most once."""
        self._calls.process_oneshot_begin(self._handle)

    def oneshot_end(self) -> None:
        """Ends the caching that oneshot_begin started."""
        self._calls.process_oneshot_end(self._handle)

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits until the process has exited, at most timeout seconds (None: no limit).

        Returns the exit code of a child, or minus the number of the signal that killed it; None if it is unknown.
        Python's signal handlers run during the wait; an exception in a handler ends it.
        """
        return _exit_code(self._wait(timeout, 0))

    def exit_code(self, timeout: float | None = None) -> int | None:
        """Waits like wait, and returns the exit code of a process that is not a child as well."""
        return _any_exit_code(self._wait(timeout, c.PSUTIL_WAIT_KEEP_WATCH))

    def _wait(self, timeout: float | None, poll_flags: int) -> r.psutil_exit_status_t:
        """Waits like wait; poll_flags is for a wait in several calls."""
        if sleep_is_replaced():
            return self._poll_exit(timeout, poll_flags)
        limit = -1.0 if timeout is None else float(timeout)
        start = time.monotonic()
        remaining = limit
        while True:
            try:
                return self._library.checked_calls.process_wait(self._handle, remaining, 0)
            except CallFailed as failure:
                if failure.code != c.PSUTIL_ERR_INTERRUPTED:
                    raise self._library.error(failure.code, timeout=timeout) from None
            # Python's signal handlers ran before this line.
            if limit >= 0:
                remaining = max(0.0, limit - (time.monotonic() - start))

    def _stop_watch(self) -> None:
        try:
            self._library.checked_calls.process_wait(self._handle, 0.0, c.PSUTIL_WAIT_NO_REAP)
        except CallFailed:  # it has not exited yet
            return

    def _poll_exit(self, timeout: float | None, flags: int) -> r.psutil_exit_status_t:
        """Waits like wait, with time.sleep."""
        backoff, wait = Backoff(timeout), self._library.checked_calls.process_wait
        try:
            while True:
                try:
                    return wait(self._handle, 0.0, flags)
                except CallFailed as failure:
                    error = self._library.error(failure.code, timeout=timeout)
                    if failure.code not in (c.PSUTIL_ERR_TIMEOUT_EXPIRED, c.PSUTIL_ERR_INTERRUPTED):
                        raise error from None
                if not backoff.sleep():
                    raise error
        finally:
            if flags:  # closes what was kept
                self._stop_watch()


class _FailingCalls:
    """Functions that all raise what error returns."""

    def __init__(self, error: Callable[[], Exception]) -> None:
        self._error = error

    def __getattr__(self, name: str) -> NoReturn:
        raise self._error()


class ExitedProcess(Process):
    """A process that was gone before a handle was created."""

    __slots__ = ("_pid",)

    def __init__(self, library: Library, pid: int) -> None:
        super().__init__(library, None)
        self._calls: Any = _FailingCalls(self._fail)
        self._pid = pid

    def _fail(self) -> Exception:
        return self._library.error(c.PSUTIL_ERR_NO_SUCH_PROCESS, pid=self._pid, name=None, message="no such process")

    def pointer(self) -> NoReturn:
        raise self._fail()

    def pid(self) -> int:
        return self._pid

    def equals(self, other: Process) -> bool:
        return self is other

    def is_running(self) -> bool:
        return False

    def wait(self, timeout: float | None = None) -> int | None:  # noqa: ARG002
        return None

    exit_code = wait
