"""Calls of the C library with Python values: the layer below both APIs of this package, v1 and v7.

Only this module turns error codes into exceptions. An API supplies functions that create its own exceptions from an
ErrorInfo.

A record without pointers is returned as the ctypes structure. For records with strings or lists the caller passes a
function make, which converts each record before its memory is freed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
from _operator import index as _index
from ctypes import byref, c_char_p, c_double, c_int32, c_int64, sizeof
from itertools import repeat

from . import _declarations as c
from ._loader import POINTER
from ._records import rows_as

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, NoReturn, TypeVar

    _T = TypeVar("_T")
    _MakeError = Callable[["ErrorInfo"], Exception]

    # Columns: file descriptor, family, type, local and remote address, name of the status, PID.
    _Connections = tuple[list[int], list[int], list[int], list[Any], list[Any], list[str], list[int]]

# Seconds. C cannot end a wait from a callback, so an exception in a callback ends it within this time.
_CALLBACK_SLICE = 0.1


def os_error(number: int, message: str, path: Any = None) -> OSError:
    """Returns the OSError for an error number: an errno, on Windows that of GetLastError, as winerror."""
    if sys.platform == "win32":
        return OSError(None, message or ctypes.FormatError(number).rstrip(" .\r\n"), path, number)
    return OSError(number, message, path) if path is not None else OSError(number, message)


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


_BUILTIN_FUNCTION: type = type(len)


def sleep_is_replaced() -> bool:
    """Returns whether time.sleep is not Python's own.

    gevent and eventlet replace it so that other greenlets run. A wait must then call it, and must not block the thread.
    """
    return not isinstance(time.sleep, _BUILTIN_FUNCTION)


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


def _c_string(value: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> bytes:
    encoded = os.fsencode(value)
    if b"\0" in encoded:  # C would end the string there
        raise ValueError("embedded null byte")
    return encoded


def text(value: bytes | None) -> str:
    """Returns a C string as str, "" for NULL."""
    return value.decode(_ENCODING, _INVALID) if value else ""


def optional_text(value: bytes | None) -> str | None:
    """Returns a C string as str, None for NULL."""
    return None if value is None else value.decode(_ENCODING, _INVALID)


def _identity(value: _T) -> _T:
    return value


def _copy(record: Any) -> Any:
    return type(record).from_buffer_copy(record)


def environment(entries: Iterable[str]) -> dict[str, str]:
    """Returns the variables of an environment, by name."""
    return {name: value for name, sign, value in (entry.partition("=") for entry in entries) if name and sign}


class _TextCache(dict[bytes, str]):
    """C strings as str, each decoded once."""

    def __missing__(self, value: bytes) -> str:
        decoded = self[value] = text(value)
        return decoded


# For members of a record type: pointer type, offset, and distance to the next record, in units of the member's size.
_layouts: dict[tuple[Any, tuple[str, ...]], list[tuple[Any, int, int]]] = {}


def _layout(record: Any, members: tuple[str, ...]) -> list[tuple[Any, int, int]]:
    kinds, size = dict(record._fields_), sizeof(record)
    fields = [(POINTER(kinds[member]), getattr(record, member)) for member in members]
    return [(pointer, field.offset // field.size, size // field.size) for pointer, field in fields]


def _columns(records: Any, members: tuple[str, ...]) -> list[list[Any]]:
    """Returns the values of each member over all records of a C list. Strided slices are faster than a loop."""
    count, items = records.len, records.items
    if not count:
        return [[] for _ in members]  # ctypes returns one value for an empty slice with a step
    key = items._type_, members
    layout = _layouts.get(key)
    if layout is None:
        layout = _layouts[key] = _layout(*key)
    return [pointer.from_buffer(items)[first : first + count * step : step] for pointer, first, step in layout]


_ADDRESS_MEMBERS = ("local_address", "local_port", "remote_address", "remote_port")
_CONNECTION = ("fd", "family", "type", *_ADDRESS_MEMBERS, "status", "pid")


def _addresses(address: type[Any], ips: list[bytes], ports: list[int]) -> list[Any]:
    """Returns an address of the class address for each socket, () where there is none."""
    hosts = map(_TextCache().__getitem__, ips)  # many sockets share an IP
    addresses: list[Any] = list(rows_as(address, (hosts, ports)))
    if min(ports, default=1) > 0:
        return addresses
    return [item if port > 0 else () for item, port in zip(addresses, ports)]


# Windows' numbers of the address families; the library's are the same on every system. -1 is psutil's AF_LINK.
_WINDOWS_FAMILIES = {c.PSUTIL_AF_INET6: 23, c.PSUTIL_AF_LINK: -1}


def as_own_families(families: list[int]) -> list[int]:
    """Returns address families with the numbers that this system's module socket has for them."""
    if sys.platform == "win32":
        return [_WINDOWS_FAMILIES.get(number, number) for number in families]
    return families


class Library:
    """Calls about the whole system. errors creates the exceptions of an API, by error code."""

    def __init__(self, errors: Mapping[int, _MakeError]) -> None:
        self._errors = {**_COMMON_ERRORS, **errors}
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

    def call_list(
        self, kind: Any, make: Callable[[Any], _T], function: Callable[..., int], *arguments: Any
    ) -> list[_T]:
        """Calls function and returns make(item) for each item of the C list of the type kind that it returns."""
        return self._with_block(
            kind, lambda found: [make(item) for item in found.items[: found.len]], function, *arguments
        )

    def call_columns(
        self, kind: Any, members: tuple[str, ...], function: Callable[..., int], *arguments: Any
    ) -> list[list[Any]]:
        """Calls function and returns the values of each member over all items of the C list of the type kind."""
        return self._with_block(kind, lambda found: _columns(found, members), function, *arguments)

    def _with_block(self, kind: Any, read: Callable[[Any], _T], function: Callable[..., int], *arguments: Any) -> _T:
        block = POINTER(kind)()
        self.check(function(*arguments, byref(block)))
        try:
            return read(block.contents)
        finally:
            c.psutil_free(block)

    def connections(
        self, address: type[Any], no_peer: object, function: Callable[..., int], *arguments: Any
    ) -> _Connections:
        """Calls function and returns the sockets that it reports.

        An address is an address(ip, port), () if there is none. Of a UNIX socket the local address is its path, the
        remote one no_peer.
        """
        columns = self.call_columns(c.psutil_connection_list_t, _CONNECTION, function, *arguments)
        fd, family, kind, local, local_port, remote, remote_port, status, pid = columns
        laddr, raddr = _addresses(address, local, local_port), _addresses(address, remote, remote_port)
        if c.PSUTIL_AF_UNIX in family:
            for i, number in enumerate(family):
                if number == c.PSUTIL_AF_UNIX:
                    laddr[i], raddr[i] = text(local[i]), no_peer
        family = as_own_families(family)
        return fd, family, kind, laddr, raddr, list(map(c.CONN_STATUS_NAMES.get, status, repeat("?"))), pid

    # ---- processes

    def pids(self) -> list[int]:
        """Returns the PIDs of all processes, in ascending order."""
        return self.call_list(c.psutil_pid_list_t, _identity, c.psutil_pids)

    def pid_exists(self, pid: int) -> bool:
        """Returns whether a process has this PID."""
        fitting = fits_signed(pid, 64)
        return fitting is not None and self.call_out(c_int32, c.psutil_pid_exists, fitting).value != 0

    def process(self, pid: int) -> Process:
        """Returns the process that has this PID now."""
        fitting = fits_signed(pid, 64)
        if fitting is None:
            raise self.error(c.PSUTIL_ERR_NO_SUCH_PROCESS, pid=pid, name=None, message=f"PID {pid} is out of range")
        handle = c.psutil_process()
        self.check(c.psutil_process_new(fitting, byref(handle)), pid=pid)
        return Process(self, handle)

    def child(self, pid: int) -> Process:
        """Returns a child that was just started. It may be gone already if this process ignores SIGCHLD."""
        code = c.psutil_process_new(pid, byref(handle := c.psutil_process()))
        if code == c.PSUTIL_ERR_NO_SUCH_PROCESS:
            return ExitedProcess(self, pid)
        self.check(code)
        return Process(self, handle)

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
        handles = (c.psutil_process * len(processes))(*[process._handle for process in processes])
        indexes = {process._handle.value: index for index, process in enumerate(processes)}
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
                results = block.contents.items[: block.contents.len]
                if limit == remaining or all(result.gone for result in results):
                    return [(result.gone != 0, _exit_code(result)) for result in results]
            finally:
                c.psutil_free(block)

    # ---- CPU

    def cpu_count(self, logical: bool = True) -> int | None:
        """Returns the number of online CPUs, or of their physical cores; None if unknown."""
        count = self.call_out(c_int64, c.psutil_cpu_count, bool(logical)).value
        return None if count == c.PSUTIL_NA else count

    def cpu_times(self) -> c.psutil_cpu_times_t:
        """Returns the time that all CPUs together spent in each mode since boot, in seconds."""
        return self.call_out(c.psutil_cpu_times_t, c.psutil_cpu_times)

    def cpu_times_per_cpu(self) -> list[c.psutil_cpu_times_t]:
        """Returns the time that each CPU spent in each mode since boot, in seconds."""
        return self.call_list(c.psutil_cpu_times_list_t, _copy, c.psutil_cpu_times_per_cpu)

    def cpu_percent_between(self, earlier: c.psutil_cpu_times_t, later: c.psutil_cpu_times_t) -> float:
        """Returns the busy part of the time between two readings of CPU times, in percent."""
        return self.call_out(c_double, c.psutil_cpu_percent_between, byref(earlier), byref(later)).value

    def cpu_times_percent_between(
        self, earlier: c.psutil_cpu_times_t, later: c.psutil_cpu_times_t
    ) -> c.psutil_cpu_times_t:
        """Returns the part of the time between two readings of CPU times that was spent in each mode, in percent."""
        return self.call_out(c.psutil_cpu_times_t, c.psutil_cpu_times_percent_between, byref(earlier), byref(later))

    def cpu_stats(self) -> c.psutil_cpu_stats_t:
        """Returns the counts of context switches, interrupts and system calls since boot."""
        return self.call_out(c.psutil_cpu_stats_t, c.psutil_cpu_stats)

    def cpu_freq(self) -> c.psutil_cpu_freq_t:
        """Returns the mean frequency of the CPUs, in MHz. Raises NotImplementedError if it is unknown."""
        return self.call_out(c.psutil_cpu_freq_t, c.psutil_cpu_freq)

    def cpu_freq_per_cpu(self) -> list[c.psutil_cpu_freq_t]:
        """Returns the frequency of each CPU, in MHz. Raises NotImplementedError if the system does not report it."""
        return self.call_list(c.psutil_cpu_freq_list_t, _copy, c.psutil_cpu_freq_per_cpu)

    def getloadavg(self) -> tuple[float, float, float]:
        """Returns the load averages over the last 1, 5 and 15 minutes."""
        load = self.call_out(c.psutil_loadavg_t, c.psutil_getloadavg)
        return load.load1, load.load5, load.load15

    # ---- memory

    def virtual_memory(self) -> c.psutil_virtual_memory_t:
        """Returns the state of the physical memory, in bytes."""
        return self.call_out(c.psutil_virtual_memory_t, c.psutil_virtual_memory)

    def swap_memory(self) -> c.psutil_swap_memory_t:
        """Returns the state of the swap space, in bytes."""
        return self.call_out(c.psutil_swap_memory_t, c.psutil_swap_memory)

    # ---- disks

    def disk_partitions(self, every: bool, make: Callable[[c.psutil_disk_partition_t], _T]) -> list[_T]:
        """Returns the mounted file systems that are on devices, or all."""
        return self.call_list(c.psutil_disk_partition_list_t, make, c.psutil_disk_partitions, bool(every))

    def disk_usage(self, path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> c.psutil_disk_usage_t:
        """Returns the space of the file system of path, in bytes. Raises OSError, also if access is denied."""
        out = c.psutil_disk_usage_t()
        code = c.psutil_disk_usage(_c_string(path), byref(out))
        if code in (c.PSUTIL_ERR_OS, c.PSUTIL_ERR_ACCESS_DENIED):
            number = c.psutil_last_error().contents.os_error or errno.EACCES
            raise os_error(number, os.strerror(number) if os.name == "posix" else "", path)
        self.check(code)
        return out

    def disk_io_counters(self, nowrap: bool) -> c.psutil_disk_io_counters_t | None:
        """Returns the I/O of all disks together since boot; None if there is no disk."""
        return self._counters(c.psutil_disk_io_counters_t, c.psutil_disk_io_counters, self._nowrap("disks", nowrap))

    def disk_io_counters_per_disk(
        self, nowrap: bool, make: Callable[[c.psutil_disk_io_counters_t], _T]
    ) -> dict[str, _T]:
        """Returns the I/O of each disk and partition since boot, by name."""
        return dict(
            self.call_list(
                c.psutil_disk_io_list_t,
                lambda disk: (text(disk.name), make(disk.counters)),
                c.psutil_disk_io_counters_per_disk,
                self._nowrap("disks", nowrap),
            )
        )

    # ---- network

    def net_io_counters(self, nowrap: bool) -> c.psutil_net_io_counters_t | None:
        """Returns the traffic of all network interfaces together since boot; None if there is no interface."""
        return self._counters(c.psutil_net_io_counters_t, c.psutil_net_io_counters, self._nowrap("nics", nowrap))

    def net_io_counters_per_nic(self, nowrap: bool, make: Callable[[c.psutil_net_io_counters_t], _T]) -> dict[str, _T]:
        """Returns the traffic of each network interface since boot, by name."""
        return dict(
            self.call_list(
                c.psutil_net_io_list_t,
                lambda nic: (text(nic.name), make(nic.counters)),
                c.psutil_net_io_counters_per_nic,
                self._nowrap("nics", nowrap),
            )
        )

    def _counters(self, kind: Callable[[], _T], function: Callable[..., int], nowrap: int) -> _T | None:
        try:
            return self.call_out(kind, function, nowrap)
        except NotImplementedError:
            return None

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

    def net_connections(self, kind: str, address: type[Any], no_peer: object) -> _Connections:
        """Returns the sockets of a kind in the whole system, and the PIDs of their owners."""
        how = _c_string(kind), c.PSUTIL_CONNECTIONS_PIDS
        return self.connections(address, no_peer, c.psutil_net_connections, *how)

    def tcp_connections(self, make: Callable[[c.psutil_connection_t], _T]) -> list[_T]:
        """Returns the TCP sockets of the whole system with their owners and bytes."""
        flags = c.PSUTIL_CONNECTIONS_PIDS | c.PSUTIL_CONNECTIONS_BYTES
        return self.call_list(c.psutil_connection_list_t, make, c.psutil_net_connections, b"tcp", flags)

    def process_events(self, kinds: int) -> ProcessEvents:
        """Starts to receive process events of the kinds PSUTIL_EVENT_*."""
        return ProcessEvents(self, self.call_out(c.psutil_process_events, c.psutil_process_events_new, kinds))

    def net_if_addrs(self) -> Iterator[tuple[Any, ...]]:
        """Yields the addresses of the network interfaces: members of psutil_net_if_addr_t, from name to family."""
        members = ("name", "address", "netmask", "broadcast", "ptp", "family")
        *others, family = self.call_columns(c.psutil_net_if_addr_list_t, members, c.psutil_net_if_addrs)
        return zip(*others, as_own_families(family))

    def net_if_stats(self) -> Iterator[tuple[Any, ...]]:
        """Yields the state of the network interfaces: members of psutil_net_if_stats_t, from name to flags."""
        members = ("name", "isup", "duplex", "speed", "mtu", "flags")
        return zip(*self.call_columns(c.psutil_net_if_stats_list_t, members, c.psutil_net_if_stats))

    # ---- other system information

    def boot_time(self) -> float:
        """Returns the boot time of the system, in seconds since the epoch."""
        return self.call_out(c_double, c.psutil_boot_time).value

    def users(self, make: Callable[[c.psutil_user_t], _T]) -> list[_T]:
        """Returns the login sessions."""
        return self.call_list(c.psutil_user_list_t, make, c.psutil_users)

    def sensors_temperatures(self, make: Callable[[c.psutil_temperature_t], _T]) -> list[_T]:
        """Returns the temperature sensors, in degrees Celsius, ordered by chip."""
        return self.call_list(c.psutil_temperature_list_t, make, c.psutil_sensors_temperatures)

    def sensors_fans(self, make: Callable[[c.psutil_fan_t], _T]) -> list[_T]:
        """Returns the fans, ordered by chip."""
        return self.call_list(c.psutil_fan_list_t, make, c.psutil_sensors_fans)

    def sensors_battery(self) -> c.psutil_battery_t | None:
        """Returns the battery, None if there is none."""
        battery = self.call_out(c.psutil_battery_t, c.psutil_sensors_battery)
        return battery if battery.present else None

    def heap_info(self) -> c.psutil_heap_info_t:
        """Returns the memory that malloc has allocated in this process, in bytes."""
        return self.call_out(c.psutil_heap_info_t, c.psutil_heap_info)

    def pressure(self, resource: int) -> c.psutil_pressure_t:
        """Returns the pressure on a resource, PSUTIL_PRESSURE_*. Raises NotImplementedError if the kernel has none."""
        return self.call_out(c.psutil_pressure_t, c.psutil_pressure, resource)

    def cgroup_pressure(self, pid: int, resource: int) -> c.psutil_pressure_t:
        """Returns the pressure in the control group of a process; 0 is this one. Raises as pressure does."""
        pid = _checked_int(pid, 64, "PID")
        return self.call_out(c.psutil_pressure_t, c.psutil_cgroup_pressure, pid, resource)

    def heap_trim(self) -> bool:
        """Returns unused memory of malloc to the system. Returns whether there was any."""
        return self.call_out(c_int32, c.psutil_heap_trim).value != 0

    def set_workers(self, n: int) -> None:
        """Sets how many threads may share the work of a call: 1 for the calling one alone, 0 for as many as pay."""
        self.check(c.psutil_set_workers(_checked_int(n, 32, "number of workers")))

    def table_pin(self, path: str, mode: int) -> None:
        """Pins the BPF program of table readers as a file."""
        self.check(c.psutil_table_pin(_c_string(path), _checked_int(mode, 32, "mode")))

    def set_procfs_path(self, path: str | None) -> None:
        """Sets the procfs root for all threads and both APIs; None restores the default."""
        self.check(c.psutil_set_procfs_path(b"" if path is None else _c_string(path)))


def _exit_code(status: c.psutil_exit_status_t | c.psutil_wait_result_t) -> int | None:
    if sys.platform == "win32":
        return status.exit_code if status.has_exit_code else None
    return status.exit_code if status.is_child else None  # psutil reports the exit codes of children only


def _any_exit_code(status: c.psutil_exit_status_t) -> int | None:
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

    __slots__ = ("_handle", "_library")

    def __init__(self, library: Library, handle: c.psutil_process) -> None:
        self._library = library
        self._handle = handle

    # The default keeps the function when the interpreter exits and clears this module first.
    def __del__(self, free: Callable[[c.psutil_process], int] = c.psutil_process_free) -> None:
        free(self._handle)

    def __reduce__(self) -> NoReturn:
        raise TypeError("cannot pickle or deepcopy a process: its handle is valid only in this Python process")

    # Repeats Library.call_out: the additional call would take a tenth of the time of a small one.
    def _call_out(self, kind: Callable[[], _T], function: Callable[..., int], *arguments: Any) -> _T:
        out = kind()
        code = function(self._handle, *arguments, byref(out))  # type: ignore[arg-type]
        if code:
            raise self._library.error(code)
        return out

    def _call_list(
        self, kind: Any, make: Callable[[Any], _T], function: Callable[..., int], *arguments: Any
    ) -> list[_T]:
        return self._library.call_list(kind, make, function, self._handle, *arguments)

    def _call(self, function: Callable[..., int], *arguments: Any) -> None:
        self._library.check(function(self._handle, *arguments))

    def _text(self, function: Callable[..., int]) -> str | None:
        block = self._call_out(c_char_p, function)
        try:
            return optional_text(block.value)
        finally:
            c.psutil_free(block)

    def _processes(self, function: Callable[..., int], *arguments: Any) -> list[Process]:
        return self._call_list(
            c.psutil_process_list_t,
            # A copy of the handle: the item is in memory that is about to be freed.
            lambda handle: Process(self._library, c.psutil_process(handle.value)),
            function,
            *arguments,
        )

    def pid(self) -> int:
        """Returns the PID."""
        return self._call_out(c_int64, c.psutil_process_pid).value

    def equals(self, other: Process) -> bool:
        """Returns whether other is the same process, by the identities that the handles store."""
        if isinstance(other, ExitedProcess):
            return self is other
        return self._call_out(c_int32, c.psutil_process_equal, other._handle).value != 0

    def ppid(self) -> int:
        """Returns the PID of the parent, 0 if there is none."""
        return self._call_out(c_int64, c.psutil_process_ppid).value

    def parent(self) -> Process | None:
        """Returns the parent, None if there is none."""
        handle = self._call_out(c.psutil_process, c.psutil_process_parent)
        return Process(self._library, handle) if handle else None

    def parents(self) -> list[Process]:
        """Returns the parent, its parent, and so on."""
        return self._processes(c.psutil_process_parents)

    def children(self, recursive: bool) -> list[Process]:
        """Returns the children, or all descendants."""
        return self._processes(c.psutil_process_children, bool(recursive))

    def name(self) -> str:
        """Returns the name of the executable."""
        return self._text(c.psutil_process_name) or ""

    def exe(self) -> str:
        """Returns the absolute path of the executable, "" for a kernel thread."""
        return self._text(c.psutil_process_exe) or ""

    def cmdline(self) -> list[str]:
        """Returns the arguments, [] for a kernel thread."""
        return self._call_list(c.psutil_string_list_t, text, c.psutil_process_cmdline)

    def environ(self) -> dict[str, str]:
        """Returns the environment that the process was started with."""
        return environment(self._call_list(c.psutil_string_list_t, text, c.psutil_process_environ))

    def cwd(self) -> str:
        """Returns the working directory."""
        return self._text(c.psutil_process_cwd) or ""

    def status(self) -> str:
        """Returns the status, by psutil's name."""
        return c.STATUS_NAMES.get(self._call_out(c_int32, c.psutil_process_status).value, "?")

    def create_time(self) -> float:
        """Returns the start time, in seconds since the epoch."""
        return self._call_out(c_double, c.psutil_process_create_time).value

    def uids(self) -> c.psutil_ids_t:
        """Returns the real, effective and saved user ID."""
        return self._call_out(c.psutil_ids_t, c.psutil_process_uids)

    def gids(self) -> c.psutil_ids_t:
        """Returns the real, effective and saved group ID."""
        return self._call_out(c.psutil_ids_t, c.psutil_process_gids)

    def username(self) -> str:
        """Returns the name of the real user, the user ID as text if it has no name."""
        return self._text(c.psutil_process_username) or ""

    def terminal(self) -> str | None:
        """Returns the path of the controlling terminal, None if there is none."""
        return self._text(c.psutil_process_terminal)

    def nice(self) -> int:
        """Returns the nice value."""
        return self._call_out(c_int32, c.psutil_process_nice).value

    def set_nice(self, value: int) -> None:
        """Sets the nice value. Out-of-range values are clamped."""
        value = _index(value)
        self._call(c.psutil_process_set_nice, min(max(value, -(1 << 31)), (1 << 31) - 1))

    def ionice(self) -> c.psutil_ionice_t:
        """Returns the I/O priority."""
        return self._call_out(c.psutil_ionice_t, c.psutil_process_ionice)

    def set_ionice(self, ioclass: int, value: int) -> None:
        """Sets the I/O priority. Raises ValueError for an unknown class, or a value that the class does not have."""
        ioclass, value = _checked_int(ioclass, 32, "I/O class"), _checked_int(value, 32, "I/O priority")
        self._call(c.psutil_process_set_ionice, ioclass, value)

    def rlimit(self, resource: int) -> tuple[int, int]:
        """Returns the soft and the hard limit of a resource, PSUTIL_RLIM_INFINITY if there is none."""
        limit = self._call_out(c.psutil_rlimit_t, c.psutil_process_rlimit, _checked_int(resource, 32, "resource"))
        return limit.soft, limit.hard

    def set_rlimit(self, resource: int, soft: int, hard: int) -> None:
        """Sets the soft and the hard limit of a resource. Raises ValueError for an unknown resource or a bad limit."""
        limits = (_checked_int(soft, 64, "limit"), _checked_int(hard, 64, "limit"))
        self._call(c.psutil_process_set_rlimit, _checked_int(resource, 32, "resource"), *limits)

    def cpu_affinity(self) -> list[int]:
        """Returns the numbers of the CPUs that the process may run on, in ascending order."""
        return self._call_list(c.psutil_cpu_list_t, _identity, c.psutil_process_cpu_affinity)

    def set_cpu_affinity(self, cpus: Iterable[int]) -> None:
        """Binds the process to CPUs; an empty list allows all. Raises ValueError for an unknown CPU."""
        numbers = [_checked_int(cpu, 64, "CPU") for cpu in cpus]
        self._call(c.psutil_process_set_cpu_affinity, (c_int64 * len(numbers))(*numbers), len(numbers))

    def cpu_num(self) -> int:
        """Returns the number of the CPU that the process runs on, or ran on last."""
        return self._call_out(c_int64, c.psutil_process_cpu_num).value

    def cpu_times(self) -> c.psutil_process_cpu_times_t:
        """Returns the CPU time used, in seconds."""
        return self._call_out(c.psutil_process_cpu_times_t, c.psutil_process_cpu_times)

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
        return self._call_out(c_double, c.psutil_process_cpu_percent, 0.0).value

    def memory_info(self) -> c.psutil_process_memory_info_t:
        """Returns the memory in use, in bytes."""
        return self._call_out(c.psutil_process_memory_info_t, c.psutil_process_memory_info)

    def memory_info_ex(self) -> c.psutil_process_memory_info_ex_t:
        """Returns the memory in use in detail, in bytes."""
        return self._call_out(c.psutil_process_memory_info_ex_t, c.psutil_process_memory_info_ex)

    def memory_counters(self) -> tuple[int, ...]:
        """Returns PROCESS_MEMORY_COUNTERS_EX, from the number of page faults to the private bytes. Windows."""
        m = self.memory_info_ex()
        return (
            *(m.num_page_faults, m.peak_rss, m.rss, m.peak_paged_pool, m.paged_pool),
            *(m.peak_nonpaged_pool, m.nonpaged_pool, m.vms, m.peak_vms, m.private_usage),
        )

    def memory_footprint(self) -> c.psutil_process_memory_footprint_t:
        """Returns the USS, PSS and swap of the process, in bytes. Slow."""
        return self._call_out(c.psutil_process_memory_footprint_t, c.psutil_process_memory_footprint)

    def memory_percent(self, memtype: int) -> float:
        """Returns the memory of a kind, PSUTIL_MEMTYPE_*, in percent of the physical memory."""
        return self._call_out(c_double, c.psutil_process_memory_percent, memtype).value

    def memory_maps(self, grouped: bool, make: Callable[[c.psutil_memory_map_t], _T]) -> list[_T]:
        """Returns the memory mappings. Slow."""
        return self._call_list(c.psutil_memory_map_list_t, make, c.psutil_process_memory_maps, bool(grouped))

    def page_faults(self) -> c.psutil_page_faults_t:
        """Returns the number of page faults."""
        return self._call_out(c.psutil_page_faults_t, c.psutil_process_page_faults)

    def io_counters(self) -> c.psutil_process_io_counters_t:
        """Returns the I/O counters."""
        return self._call_out(c.psutil_process_io_counters_t, c.psutil_process_io_counters)

    def num_ctx_switches(self) -> c.psutil_ctx_switches_t:
        """Returns the numbers of context switches."""
        return self._call_out(c.psutil_ctx_switches_t, c.psutil_process_num_ctx_switches)

    def num_fds(self) -> int:
        """Returns the number of open file descriptors."""
        return self._call_out(c_int64, c.psutil_process_num_fds).value

    def num_handles(self) -> int:
        """Returns the number of open handles. Windows."""
        return self._call_out(c_int64, c.psutil_process_num_handles).value

    def num_threads(self) -> int:
        """Returns the number of threads."""
        return self._call_out(c_int64, c.psutil_process_num_threads).value

    def threads(self, make: Callable[[c.psutil_thread_t], _T]) -> list[_T]:
        """Returns the threads, ordered by ID."""
        return self._call_list(c.psutil_thread_list_t, make, c.psutil_process_threads)

    def open_files(self, make: Callable[[c.psutil_open_file_t], _T]) -> list[_T]:
        """Returns the open regular files, ordered by file descriptor."""
        return self._call_list(c.psutil_open_file_list_t, make, c.psutil_process_open_files)

    def tcp_connections(self, make: Callable[[c.psutil_connection_t], _T]) -> list[_T]:
        """Returns the open TCP sockets with their bytes."""
        flags = c.PSUTIL_CONNECTIONS_BYTES
        return self._call_list(c.psutil_connection_list_t, make, c.psutil_process_net_connections, b"tcp", flags)

    def net_connections(self, kind: str, address: type[Any], no_peer: object) -> _Connections:
        """Returns the open sockets of a kind. Raises ValueError for an unknown kind."""
        how = self._handle, _c_string(kind), 0
        return self._library.connections(address, no_peer, c.psutil_process_net_connections, *how)

    def is_running(self) -> bool:
        """Returns whether the process exists and its PID was not reused. A zombie exists."""
        return self._call_out(c_int32, c.psutil_process_is_running).value != 0

    def send_signal(self, signal: int) -> None:
        """Sends a signal. Raises OSError(EINVAL) for an unknown signal."""
        einval_for_bad_number(lambda: self._call(c.psutil_process_send_signal, _checked_int(signal, 32, "signal")))

    def suspend(self) -> None:
        """Stops the process with SIGSTOP."""
        self._call(c.psutil_process_suspend)

    def resume(self) -> None:
        """Resumes the process with SIGCONT."""
        self._call(c.psutil_process_resume)

    def terminate(self) -> None:
        """Terminates the process with SIGTERM."""
        self._call(c.psutil_process_terminate)

    def kill(self) -> None:
        """Kills the process with SIGKILL."""
        self._call(c.psutil_process_kill)

    def oneshot_begin(self) -> None:
        """Starts caching: until oneshot_end, each file of the process is read at most once."""
        self._call(c.psutil_process_oneshot_begin)

    def oneshot_end(self) -> None:
        """Ends the caching that oneshot_begin started."""
        self._call(c.psutil_process_oneshot_end)

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits until the process has exited, at most timeout seconds (None: no limit).

        Returns the exit code of a child, or minus the number of the signal that killed it; None if it is unknown.
        Python's signal handlers run during the wait; an exception in a handler ends it.
        """
        return _exit_code(self._wait(timeout, 0))

    def exit_code(self, timeout: float | None = None) -> int | None:
        """Waits like wait, and returns the exit code of a process that is not a child as well."""
        return _any_exit_code(self._wait(timeout, c.PSUTIL_WAIT_KEEP_WATCH))

    def _wait(self, timeout: float | None, poll_flags: int) -> c.psutil_exit_status_t:
        """Waits like wait; poll_flags is for a wait in several calls."""
        if sleep_is_replaced():
            return self._poll_exit(timeout, poll_flags)
        limit = -1.0 if timeout is None else float(timeout)
        start = time.monotonic()
        remaining = limit
        out = c.psutil_exit_status_t()
        while (code := c.psutil_process_wait(self._handle, remaining, 0, byref(out))) == c.PSUTIL_ERR_INTERRUPTED:
            # Python's signal handlers ran before this line.
            if limit >= 0:
                remaining = max(0.0, limit - (time.monotonic() - start))
        self._library.check(code, timeout=timeout)
        return out

    def _poll_exit(self, timeout: float | None, flags: int) -> c.psutil_exit_status_t:
        """Waits like wait, with time.sleep."""
        backoff, out = Backoff(timeout), c.psutil_exit_status_t()
        try:
            while True:
                code = c.psutil_process_wait(self._handle, 0.0, flags, byref(out))
                if code not in (c.PSUTIL_ERR_TIMEOUT_EXPIRED, c.PSUTIL_ERR_INTERRUPTED):
                    self._library.check(code)
                    return out
                error = self._library.error(code, timeout=timeout)
                if not backoff.sleep():
                    raise error
        finally:
            if flags:  # closes what was kept
                c.psutil_process_wait(self._handle, 0.0, c.PSUTIL_WAIT_NO_REAP, byref(out))


class ExitedProcess(Process):
    """A process that was gone before a handle was created."""

    __slots__ = ("_pid",)

    def __init__(self, library: Library, pid: int) -> None:
        super().__init__(library, c.psutil_process())
        self._pid = pid

    def _fail(self) -> Exception:
        return self._library.error(c.PSUTIL_ERR_NO_SUCH_PROCESS, pid=self._pid, name=None, message="no such process")

    if not TYPE_CHECKING:

        def _call_out(self, *_arguments):
            raise self._fail()

        _call_list = net_connections = tcp_connections = _call = _call_out

    def pid(self) -> int:
        return self._pid

    def equals(self, other: Process) -> bool:
        return self is other

    def is_running(self) -> bool:
        return False

    def wait(self, timeout: float | None = None) -> int | None:  # noqa: ARG002
        return None

    exit_code = wait
