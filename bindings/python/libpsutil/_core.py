"""The library in Python values: the layer under every face of this package.

A call that fails becomes an exception here and nowhere else. What the exceptions are is the face's affair: for the
codes that have a class of its own, it says what makes the exception of an ErrorInfo.

Records without pointers are given as they are. Where there are strings or lists in them, the caller says what is to be
made of each record while it is there.
"""

from __future__ import annotations

import errno
import operator
import os
import sys
import time
from ctypes import byref, c_char_p, c_double, c_int32, c_int64, sizeof

from . import _declarations as c
from ._library import POINTER
from ._tuples import tuples

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, NoReturn, TypeVar

    from ._table import Table

    T = TypeVar("T")
    MakeError = Callable[["ErrorInfo"], Exception]

    # Columns: descriptor, family, type, local and remote end, status in psutil's word, and PID.
    Connections = tuple[list[int], list[int], list[int], list[Any], list[Any], list[str], list[int]]

# What a callback of wait_procs raises ends the wait so many seconds later, at the latest: C's callbacks cannot do that.
_CALLBACK_SLICE = 0.1


class ErrorInfo:
    """What is known of a failed call.

    pid, ppid, name and timeout are None where they are not known; os_error is an errno, or 0 where the operating system
    was not the one to fail.
    """

    __slots__ = ("message", "name", "os_error", "pid", "ppid", "timeout")

    def __init__(self, info: c.psutil_error_info_t) -> None:
        self.message = text(info.message)
        self.name = optional_text(info.name)
        self.os_error = info.os_error
        self.pid = None if info.pid == c.PSUTIL_NA else info.pid
        self.ppid = None if info.ppid == c.PSUTIL_NA else info.ppid
        self.timeout = None if info.timeout != info.timeout else info.timeout


# os.fsdecode's, which looks at its argument and at these each time.
_ENCODING, _INVALID = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()

_COMMON_ERRORS: dict[int, MakeError] = {
    c.PSUTIL_ERR_NOT_SUPPORTED: lambda e: NotImplementedError(e.message),
    c.PSUTIL_ERR_INVALID_ARGUMENT: lambda e: ValueError(e.message),
    c.PSUTIL_ERR_OS: lambda e: OSError(e.os_error, e.message),
    c.PSUTIL_ERR_NO_MEMORY: lambda e: MemoryError(e.message),
}


def ask_kernel(method: Callable[..., None], *arguments: int) -> None:
    """A number that is none of those that there are is what the kernel would raise for it, as with psutil."""
    try:
        method(*arguments)
    except ValueError:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from None


def _fault(info: ErrorInfo) -> Exception:
    return RuntimeError(info.message)


def in_bits(value: int, bits: int) -> int | None:
    """The value if C can take it: ctypes would cut it down to the number of another process, or another signal."""
    value = operator.index(value)
    return value if -(1 << bits - 1) <= value < 1 << bits - 1 else None


def _number(value: int, bits: int, what: str) -> int:
    fitting = in_bits(value, bits)
    if fitting is None:
        raise ValueError(f"{value} is no {what}")
    return fitting


def _c_string(value: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> bytes:
    encoded = os.fsencode(value)
    if b"\0" in encoded:  # where C would take it to end
        raise ValueError("embedded null byte")
    return encoded


def text(value: bytes | None) -> str:
    """A string of the library's, "" for NULL."""
    return value.decode(_ENCODING, _INVALID) if value else ""


def optional_text(value: bytes | None) -> str | None:
    """A string of the library's, None for NULL."""
    return None if value is None else value.decode(_ENCODING, _INVALID)


def _itself(value: T) -> T:
    return value


def _copy(record: Any) -> Any:
    return type(record).from_buffer_copy(record)


def environment(entries: Iterable[str]) -> dict[str, str]:
    """An environment by its variables."""
    return {name: value for name, sign, value in (entry.partition("=") for entry in entries) if name and sign}


class _Texts(dict["Any", str]):
    """What a function of the library's gives in text, asked for once for each argument."""

    def __init__(self, function: Callable[[Any], bytes | None]) -> None:
        self._function = function

    def __missing__(self, argument: Any) -> str:
        found = self[argument] = text(self._function(argument))
        return found


# psutil's word for a PSUTIL_STATUS_*, such as "disk-sleep"; "?" for a number that is none.
status_name = _Texts(c.psutil_status_name).__getitem__

# psutil's word for a PSUTIL_CONN_*, such as "ESTABLISHED"; "?" for a number that is none.
conn_status_name = _Texts(c.psutil_conn_status_name).__getitem__


# How members of a record are read: of each, where it begins and how far the next is, in its own size.
_layouts: dict[tuple[Any, tuple[str, ...]], list[tuple[Any, int, int]]] = {}


def _layout(record: Any, members: tuple[str, ...]) -> list[tuple[Any, int, int]]:
    kinds, size = dict(record._fields_), sizeof(record)
    places = [(POINTER(kinds[member]), getattr(record, member)) for member in members]
    return [(pointer, place.offset // place.size, size // place.size) for pointer, place in places]


def _columns(found: Any, members: tuple[str, ...]) -> list[list[Any]]:
    """What Library.columns gives: each member read as an array with gaps, many times faster than item by item."""
    count, items = found.len, found.items
    if not count:
        return [[] for _ in members]  # where ctypes gives one value for a slice that is empty and has a step
    what = items._type_, members
    layout = _layouts.get(what)
    if layout is None:
        layout = _layouts[what] = _layout(*what)
    return [pointer.from_buffer(items)[first : first + count * step : step] for pointer, first, step in layout]


_ENDS = ("local_address", "local_port", "remote_address", "remote_port")
_CONNECTION = ("fd", "family", "type", *_ENDS, "status", "pid")


def _ends(address: type[Any], ips: list[bytes], ports: list[int]) -> list[Any]:
    """The ends of sockets, each an address, or () where there is none."""
    names = map(_Texts(_itself).__getitem__, ips)  # of which there are fewer than sockets
    ends: list[Any] = list(tuples(address, (names, ports)))
    if min(ports, default=1) > 0:
        return ends
    return [end if port > 0 else () for end, port in zip(ends, ports)]


class Library:
    """The calls that are about the whole system. errors makes a face's exceptions, by code."""

    def __init__(self, errors: Mapping[int, MakeError]) -> None:
        self._errors = {**_COMMON_ERRORS, **errors}

    def check(self, code: int, **known: Any) -> None:
        """Raises what a call's code stands for, if it failed."""
        if code != c.PSUTIL_OK:
            raise self.error(code, **known)

    def error(self, code: int, **known: Any) -> Exception:
        """The exception for a code; known is what the caller knows better than the library does.

        To be asked at once, for the other details are those of this thread's last failed call.
        """
        info = ErrorInfo(c.psutil_last_error().contents)
        for name, value in known.items():
            setattr(info, name, value)
        return self._errors.get(code, _fault)(info)

    def ask(self, kind: Callable[[], T], function: Callable[..., int], *arguments: Any) -> T:
        """The number or record that a call writes where its last argument points."""
        out = kind()
        code = function(*arguments, byref(out))  # type: ignore[arg-type]
        if code:
            raise self.error(code)
        return out

    def items(self, kind: Any, make: Callable[[Any], T], function: Callable[..., int], *arguments: Any) -> list[T]:
        """What is made of each item of the list that a call gives, in a block that is gone afterwards."""
        return self._read(kind, lambda found: [make(item) for item in found.items[: found.len]], function, *arguments)

    def columns(
        self, kind: Any, members: tuple[str, ...], function: Callable[..., int], *arguments: Any
    ) -> list[list[Any]]:
        """Members of all items of the list that a call gives, a column each."""
        return self._read(kind, lambda found: _columns(found, members), function, *arguments)

    def _read(self, kind: Any, read: Callable[[Any], T], function: Callable[..., int], *arguments: Any) -> T:
        block = POINTER(kind)()
        self.check(function(*arguments, byref(block)))
        try:
            return read(block.contents)
        finally:
            c.psutil_free(block)

    def connections(
        self, address: type[Any], no_peer: object, function: Callable[..., int], *arguments: Any
    ) -> Connections:
        """The sockets that a call gives.

        Their ends are address's of an IP and a port, () where there is none; of UNIX sockets the name, and no_peer.
        """
        found = self.columns(c.psutil_connection_list_t, _CONNECTION, function, *arguments)
        fd, family, kind, local, local_port, remote, remote_port, status, pid = found
        laddr, raddr = _ends(address, local, local_port), _ends(address, remote, remote_port)
        if c.PSUTIL_AF_UNIX in family:
            for i, number in enumerate(family):
                if number == c.PSUTIL_AF_UNIX:
                    laddr[i], raddr[i] = text(local[i]), no_peer
        return fd, family, kind, laddr, raddr, list(map(conn_status_name, status)), pid

    # ---- processes

    def pids(self) -> list[int]:
        """The PIDs of all processes, ascending."""
        return self.items(c.psutil_pid_list_t, _itself, c.psutil_pids)

    def pid_exists(self, pid: int) -> bool:
        """Whether a process has this PID."""
        fitting = in_bits(pid, 64)
        return fitting is not None and self.ask(c_int32, c.psutil_pid_exists, fitting).value != 0

    def process(self, pid: int) -> Process:
        """The process that has this PID now."""
        fitting = in_bits(pid, 64)
        if fitting is None:
            raise self.error(c.PSUTIL_ERR_NO_SUCH_PROCESS, pid=pid, name=None, message=f"no process can have PID {pid}")
        handle = c.psutil_process()
        self.check(c.psutil_process_new(fitting, byref(handle)), pid=pid)
        return Process(self, handle)

    def child(self, pid: int) -> Process:
        """The process that has just been started; also if it is gone already, because our parent ignores SIGCHLD."""
        code = c.psutil_process_new(pid, byref(handle := c.psutil_process()))
        if code == c.PSUTIL_ERR_NO_SUCH_PROCESS:
            return Gone(self, pid)
        self.check(code)
        return Process(self, handle)

    def process_table(self, columns: Iterable[str] | None, pids: Iterable[int] | None = None) -> Table:
        """Columns, by name, of processes, by PID, or of all. Raises ValueError for what is no column."""
        from . import _table

        return _table.read(self, columns, pids)

    def wait_procs(
        self,
        processes: Sequence[Process],
        timeout: float | None,
        callback: Callable[[int, int | None], object] | None = None,
    ) -> list[tuple[bool, int | None]]:
        """Waits until all have ended, timeout seconds at the most (None: for ever); each of the processes once.

        Gives for each whether it has ended, and its exit code as Process.wait does. callback gets the same of each that
        ends, as soon as that is noticed: its place in processes and the exit code. What it raises ends the wait.
        """
        handles = (c.psutil_process * len(processes))(*[process._handle for process in processes])
        places = {process._handle.value: place for place, process in enumerate(processes)}
        raised: list[BaseException] = []

        def tell(handle: c.psutil_process, status: Any, _user: object) -> None:
            # The next slice tells of all again.
            place = places.pop(handle.value, None)
            if place is None or callback is None or raised:
                return
            try:
                callback(place, _exit_code(status.contents))
            except BaseException as error:
                raised.append(error)

        gone_fn = c.psutil_exit_cb(tell) if callback else c.psutil_exit_cb()
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = float("inf") if deadline is None else max(0.0, deadline - time.monotonic())
            allowed = min(left, _CALLBACK_SLICE) if callback else left
            block = POINTER(c.psutil_wait_result_list_t)()
            code = c.psutil_wait_procs(handles, len(processes), allowed, gone_fn, None, byref(block))
            try:
                if raised:
                    raise raised[0]
                if code == c.PSUTIL_ERR_INTERRUPTED:
                    continue
                self.check(code)
                results = block.contents.items[: block.contents.len]
                if allowed == left or all(result.gone for result in results):
                    return [(result.gone != 0, _exit_code(result)) for result in results]
            finally:
                c.psutil_free(block)

    # ---- CPU

    def cpu_count(self, logical: bool = True) -> int | None:
        """The number of CPUs that are online, or of their cores; None if the system does not say."""
        count = self.ask(c_int64, c.psutil_cpu_count, bool(logical)).value
        return None if count == c.PSUTIL_NA else count

    def cpu_times(self) -> c.psutil_cpu_times_t:
        """Seconds that all CPUs together have spent in each mode."""
        return self.ask(c.psutil_cpu_times_t, c.psutil_cpu_times)

    def cpu_times_per_cpu(self) -> list[c.psutil_cpu_times_t]:
        """Seconds that each CPU has spent in each mode."""
        return self.items(c.psutil_cpu_times_list_t, _copy, c.psutil_cpu_times_per_cpu)

    def cpu_percent_between(self, earlier: c.psutil_cpu_times_t, later: c.psutil_cpu_times_t) -> float:
        """How busy the machine, or a CPU, was between two readings: 0.0 to 100.0."""
        return self.ask(c_double, c.psutil_cpu_percent_between, byref(earlier), byref(later)).value

    def cpu_times_percent_between(
        self, earlier: c.psutil_cpu_times_t, later: c.psutil_cpu_times_t
    ) -> c.psutil_cpu_times_t:
        """Which part of the time between two readings went to each mode, in percent."""
        return self.ask(c.psutil_cpu_times_t, c.psutil_cpu_times_percent_between, byref(earlier), byref(later))

    def cpu_stats(self) -> c.psutil_cpu_stats_t:
        """Events since boot."""
        return self.ask(c.psutil_cpu_stats_t, c.psutil_cpu_stats)

    def cpu_freq(self) -> c.psutil_cpu_freq_t:
        """How fast the CPUs run, in MHz. Raises NotImplementedError where the machine does not say."""
        return self.ask(c.psutil_cpu_freq_t, c.psutil_cpu_freq)

    def cpu_freq_per_cpu(self) -> list[c.psutil_cpu_freq_t]:
        """The same of each CPU."""
        return self.items(c.psutil_cpu_freq_list_t, _copy, c.psutil_cpu_freq_per_cpu)

    def getloadavg(self) -> tuple[float, float, float]:
        """The load averages of the last 1, 5 and 15 minutes."""
        load = self.ask(c.psutil_loadavg_t, c.psutil_getloadavg)
        return load.load1, load.load5, load.load15

    # ---- memory

    def virtual_memory(self) -> c.psutil_virtual_memory_t:
        """The machine's memory, in bytes."""
        return self.ask(c.psutil_virtual_memory_t, c.psutil_virtual_memory)

    def swap_memory(self) -> c.psutil_swap_memory_t:
        """The machine's swap space, in bytes."""
        return self.ask(c.psutil_swap_memory_t, c.psutil_swap_memory)

    # ---- disks

    def disk_partitions(self, every: bool, make: Callable[[c.psutil_disk_partition_t], T]) -> list[T]:
        """Mounted file systems: those on devices, or every one."""
        return self.items(c.psutil_disk_partition_list_t, make, c.psutil_disk_partitions, bool(every))

    def disk_usage(self, path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> c.psutil_disk_usage_t:
        """The space of the file system that path is on. Raises OSError, also where access is denied."""
        out = c.psutil_disk_usage_t()
        code = c.psutil_disk_usage(_c_string(path), byref(out))
        if code in (c.PSUTIL_ERR_OS, c.PSUTIL_ERR_ACCESS_DENIED):
            number = c.psutil_last_error().contents.os_error or errno.EACCES
            raise OSError(number, os.strerror(number), path)
        self.check(code)
        return out

    def disk_io_counters(self, nowrap: bool) -> c.psutil_disk_io_counters_t | None:
        """What all disks together have done; None where there are none."""
        return self._counters(c.psutil_disk_io_counters_t, c.psutil_disk_io_counters, nowrap)

    def disk_io_counters_per_disk(self, nowrap: bool, make: Callable[[c.psutil_disk_io_counters_t], T]) -> dict[str, T]:
        """The same of each disk and partition."""
        return dict(
            self.items(
                c.psutil_disk_io_list_t,
                lambda disk: (text(disk.name), make(disk.counters)),
                c.psutil_disk_io_counters_per_disk,
                bool(nowrap),
            )
        )

    # ---- network

    def net_io_counters(self, nowrap: bool) -> c.psutil_net_io_counters_t | None:
        """What went through all interfaces together; None where there are none."""
        return self._counters(c.psutil_net_io_counters_t, c.psutil_net_io_counters, nowrap)

    def net_io_counters_per_nic(self, nowrap: bool, make: Callable[[c.psutil_net_io_counters_t], T]) -> dict[str, T]:
        """The same of each interface."""
        return dict(
            self.items(
                c.psutil_net_io_list_t,
                lambda nic: (text(nic.name), make(nic.counters)),
                c.psutil_net_io_counters_per_nic,
                bool(nowrap),
            )
        )

    def _counters(self, kind: Callable[[], T], function: Callable[..., int], nowrap: bool) -> T | None:
        try:
            return self.ask(kind, function, bool(nowrap))
        except NotImplementedError:
            return None

    def net_connections(self, kind: str, address: type[Any], no_peer: object) -> Connections:
        """The machine's sockets of a kind, and which process has each open."""
        how = _c_string(kind), c.PSUTIL_CONNECTIONS_PIDS
        return self.connections(address, no_peer, c.psutil_net_connections, *how)

    def net_if_addrs(self) -> Iterator[tuple[Any, ...]]:
        """The addresses of the network interfaces: the members of each psutil_net_if_addr_t, from name to family."""
        members = ("name", "address", "netmask", "broadcast", "ptp", "family")
        return zip(*self.columns(c.psutil_net_if_addr_list_t, members, c.psutil_net_if_addrs))

    def net_if_stats(self) -> Iterator[tuple[Any, ...]]:
        """The state of the network interfaces: the members of each psutil_net_if_stats_t, from name to flags."""
        members = ("name", "isup", "duplex", "speed", "mtu", "flags")
        return zip(*self.columns(c.psutil_net_if_stats_list_t, members, c.psutil_net_if_stats))

    # ---- other system information

    def boot_time(self) -> float:
        """When the system booted, in seconds since the epoch."""
        return self.ask(c_double, c.psutil_boot_time).value

    def users(self, make: Callable[[c.psutil_user_t], T]) -> list[T]:
        """Who is logged in."""
        return self.items(c.psutil_user_list_t, make, c.psutil_users)

    def sensors_temperatures(self, make: Callable[[c.psutil_temperature_t], T]) -> list[T]:
        """The machine's temperatures, in degrees Celsius; those of chips with the same name stand together."""
        return self.items(c.psutil_temperature_list_t, make, c.psutil_sensors_temperatures)

    def sensors_fans(self, make: Callable[[c.psutil_fan_t], T]) -> list[T]:
        """The machine's fans; those of chips with the same name stand together."""
        return self.items(c.psutil_fan_list_t, make, c.psutil_sensors_fans)

    def sensors_battery(self) -> c.psutil_battery_t | None:
        """The machine's battery, if it has one."""
        battery = self.ask(c.psutil_battery_t, c.psutil_sensors_battery)
        return battery if battery.present else None

    def heap_info(self) -> c.psutil_heap_info_t:
        """What malloc has given to this process, in bytes."""
        return self.ask(c.psutil_heap_info_t, c.psutil_heap_info)

    def heap_trim(self) -> bool:
        """Has malloc give back what it can: whether it gave anything."""
        return self.ask(c_int32, c.psutil_heap_trim).value != 0

    def set_procfs_path(self, path: str | None) -> None:
        """Where procfs is, from now on, for all threads and both faces; None is where it normally is."""
        self.check(c.psutil_set_procfs_path(b"" if path is None else _c_string(path)))


def _exit_code(status: c.psutil_exit_status_t | c.psutil_wait_result_t) -> int | None:
    return status.exit_code if status.has_exit_code else None


class Process:
    """The calls on one handle, which goes back to the library together with this object."""

    __slots__ = ("_handle", "_library")

    def __init__(self, library: Library, handle: c.psutil_process) -> None:
        self._library = library
        self._handle = handle

    # A default, because at the interpreter's end the module may have gone before the object.
    def __del__(self, free: Callable[[c.psutil_process], int] = c.psutil_process_free) -> None:
        free(self._handle)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a process cannot be pickled or copied deeply: its handle is good here alone")

    # Library.ask once more: a call through it would be a tenth of what a small answer costs.
    def _ask(self, kind: Callable[[], T], function: Callable[..., int], *arguments: Any) -> T:
        out = kind()
        code = function(self._handle, *arguments, byref(out))  # type: ignore[arg-type]
        if code:
            raise self._library.error(code)
        return out

    def _items(self, kind: Any, make: Callable[[Any], T], function: Callable[..., int], *arguments: Any) -> list[T]:
        return self._library.items(kind, make, function, self._handle, *arguments)

    def _do(self, function: Callable[..., int], *arguments: Any) -> None:
        self._library.check(function(self._handle, *arguments))

    def _text(self, function: Callable[..., int]) -> str | None:
        block = self._ask(c_char_p, function)
        try:
            return optional_text(block.value)
        finally:
            c.psutil_free(block)

    def _processes(self, function: Callable[..., int], *arguments: Any) -> list[Process]:
        return self._items(
            c.psutil_process_list_t,
            # A handle of our own, for the item lies in the block that is about to go.
            lambda handle: Process(self._library, c.psutil_process(handle.value)),
            function,
            *arguments,
        )

    def pid(self) -> int:
        """The PID that the process was found by."""
        return self._ask(c_int64, c.psutil_process_pid).value

    def ppid(self) -> int:
        """The parent's PID, 0 if there is none."""
        return self._ask(c_int64, c.psutil_process_ppid).value

    def parent(self) -> Process | None:
        """The parent, if there is one."""
        handle = self._ask(c.psutil_process, c.psutil_process_parent)
        return Process(self._library, handle) if handle else None

    def parents(self) -> list[Process]:
        """The parent, its parent and so on."""
        return self._processes(c.psutil_process_parents)

    def children(self, recursive: bool) -> list[Process]:
        """The children, or all descendants."""
        return self._processes(c.psutil_process_children, bool(recursive))

    def name(self) -> str:
        """The executable's name."""
        return self._text(c.psutil_process_name) or ""

    def exe(self) -> str:
        """The executable's absolute path, "" for a kernel thread."""
        return self._text(c.psutil_process_exe) or ""

    def cmdline(self) -> list[str]:
        """The arguments, none for a kernel thread."""
        return self._items(c.psutil_string_list_t, text, c.psutil_process_cmdline)

    def environ(self) -> dict[str, str]:
        """The environment that the process was started with."""
        return environment(self._items(c.psutil_string_list_t, text, c.psutil_process_environ))

    def cwd(self) -> str:
        """The working directory."""
        return self._text(c.psutil_process_cwd) or ""

    def status(self) -> str:
        """What the process is doing: one of psutil's words for it."""
        return status_name(self._ask(c_int32, c.psutil_process_status).value)

    def create_time(self) -> float:
        """When the process started, in seconds since the epoch."""
        return self._ask(c_double, c.psutil_process_create_time).value

    def uids(self) -> c.psutil_ids_t:
        """Real, effective and saved user ID."""
        return self._ask(c.psutil_ids_t, c.psutil_process_uids)

    def gids(self) -> c.psutil_ids_t:
        """Real, effective and saved group ID."""
        return self._ask(c.psutil_ids_t, c.psutil_process_gids)

    def username(self) -> str:
        """The name of the real user, or the user ID as text if it has no name."""
        return self._text(c.psutil_process_username) or ""

    def terminal(self) -> str | None:
        """The terminal that controls the process, if there is one."""
        return self._text(c.psutil_process_terminal)

    def nice(self) -> int:
        """The niceness."""
        return self._ask(c_int32, c.psutil_process_nice).value

    def set_nice(self, value: int) -> None:
        """Sets the niceness; what is out of range becomes the nearest that is not."""
        value = operator.index(value)
        self._do(c.psutil_process_set_nice, min(max(value, -(1 << 31)), (1 << 31) - 1))

    def ionice(self) -> c.psutil_ionice_t:
        """The priority for input and output."""
        return self._ask(c.psutil_ionice_t, c.psutil_process_ionice)

    def set_ionice(self, ioclass: int, value: int) -> None:
        """Sets the priority for input and output. Raises ValueError for what is no class, or no value of that class."""
        ioclass, value = _number(ioclass, 32, "I/O class"), _number(value, 32, "I/O priority")
        self._do(c.psutil_process_set_ionice, ioclass, value)

    def rlimit(self, resource: int) -> tuple[int, int]:
        """A soft and a hard limit, PSUTIL_RLIM_INFINITY for none."""
        limit = self._ask(c.psutil_rlimit_t, c.psutil_process_rlimit, _number(resource, 32, "resource"))
        return limit.soft, limit.hard

    def set_rlimit(self, resource: int, soft: int, hard: int) -> None:
        """Sets a soft and a hard limit. Raises ValueError for what is no resource or no limit."""
        limits = (_number(soft, 64, "limit"), _number(hard, 64, "limit"))
        self._do(c.psutil_process_set_rlimit, _number(resource, 32, "resource"), *limits)

    def cpu_affinity(self) -> list[int]:
        """The CPUs that the process may run on, ascending."""
        return self._items(c.psutil_cpu_list_t, _itself, c.psutil_process_cpu_affinity)

    def set_cpu_affinity(self, cpus: Iterable[int]) -> None:
        """Binds the process to CPUs, with none to all that it may have. Raises ValueError for what is no CPU."""
        numbers = [_number(cpu, 64, "CPU") for cpu in cpus]
        self._do(c.psutil_process_set_cpu_affinity, (c_int64 * len(numbers))(*numbers), len(numbers))

    def cpu_num(self) -> int:
        """The CPU that the process runs on, or ran on last."""
        return self._ask(c_int64, c.psutil_process_cpu_num).value

    def cpu_times(self) -> c.psutil_process_cpu_times_t:
        """Seconds of CPU time used so far."""
        return self._ask(c.psutil_process_cpu_times_t, c.psutil_process_cpu_times)

    def cpu_percent(self, interval: float = 0) -> float:
        """CPU use in percent of one CPU: during the next interval seconds, or with 0 since the last call.

        The first call with 0 gives 0.0. Raises ValueError for a negative interval.
        """
        if not interval:
            return self._cpu_percent_since_last_call()
        # A handle of its own, so that other threads that ask about this process do not shorten the time measured.
        # Python sleeps and not the library, which would have to measure anew after every signal handler.
        measured = self._library.process(self.pid())
        measured._cpu_percent_since_last_call()
        time.sleep(interval)
        percent = measured._cpu_percent_since_last_call()
        self._cpu_percent_since_last_call()
        return percent

    def _cpu_percent_since_last_call(self) -> float:
        return self._ask(c_double, c.psutil_process_cpu_percent, 0.0).value

    def memory_info(self) -> c.psutil_process_memory_info_t:
        """Memory, in bytes."""
        return self._ask(c.psutil_process_memory_info_t, c.psutil_process_memory_info)

    def memory_info_ex(self) -> c.psutil_process_memory_info_ex_t:
        """Memory in detail, in bytes."""
        return self._ask(c.psutil_process_memory_info_ex_t, c.psutil_process_memory_info_ex)

    def memory_footprint(self) -> c.psutil_process_memory_footprint_t:
        """What the process costs in memory, in bytes; slow."""
        return self._ask(c.psutil_process_memory_footprint_t, c.psutil_process_memory_footprint)

    def memory_percent(self, memtype: int) -> float:
        """Memory of a PSUTIL_MEMTYPE_* in percent of the machine's."""
        return self._ask(c_double, c.psutil_process_memory_percent, memtype).value

    def memory_maps(self, grouped: bool, make: Callable[[c.psutil_memory_map_t], T]) -> list[T]:
        """The mapped pieces of the address space; slow."""
        return self._items(c.psutil_memory_map_list_t, make, c.psutil_process_memory_maps, bool(grouped))

    def page_faults(self) -> c.psutil_page_faults_t:
        """Page faults so far."""
        return self._ask(c.psutil_page_faults_t, c.psutil_process_page_faults)

    def io_counters(self) -> c.psutil_process_io_counters_t:
        """Input and output so far."""
        return self._ask(c.psutil_process_io_counters_t, c.psutil_process_io_counters)

    def num_ctx_switches(self) -> c.psutil_ctx_switches_t:
        """Context switches so far."""
        return self._ask(c.psutil_ctx_switches_t, c.psutil_process_num_ctx_switches)

    def num_fds(self) -> int:
        """The number of open file descriptors."""
        return self._ask(c_int64, c.psutil_process_num_fds).value

    def num_handles(self) -> int:
        """The number of open handles. Windows."""
        return self._ask(c_int64, c.psutil_process_num_handles).value

    def num_threads(self) -> int:
        """The number of threads."""
        return self._ask(c_int64, c.psutil_process_num_threads).value

    def threads(self, make: Callable[[c.psutil_thread_t], T]) -> list[T]:
        """The threads, by ID."""
        return self._items(c.psutil_thread_list_t, make, c.psutil_process_threads)

    def open_files(self, make: Callable[[c.psutil_open_file_t], T]) -> list[T]:
        """The regular files that are open, by descriptor."""
        return self._items(c.psutil_open_file_list_t, make, c.psutil_process_open_files)

    def net_connections(self, kind: str, address: type[Any], no_peer: object) -> Connections:
        """The sockets of a kind that are open. Raises ValueError for what is no kind."""
        how = self._handle, _c_string(kind)
        return self._library.connections(address, no_peer, c.psutil_process_net_connections, *how)

    def is_running(self) -> bool:
        """Whether this very process is still there, be it as a zombie."""
        return self._ask(c_int32, c.psutil_process_is_running).value != 0

    def send_signal(self, signal: int) -> None:
        """Sends a signal. Raises OSError for a number that is none."""
        ask_kernel(lambda: self._do(c.psutil_process_send_signal, _number(signal, 32, "signal")))

    def suspend(self) -> None:
        """Stops the process."""
        self._do(c.psutil_process_suspend)

    def resume(self) -> None:
        """Lets it go on."""
        self._do(c.psutil_process_resume)

    def terminate(self) -> None:
        """Asks the process to end."""
        self._do(c.psutil_process_terminate)

    def kill(self) -> None:
        """Ends the process."""
        self._do(c.psutil_process_kill)

    def oneshot_begin(self) -> None:
        """From here on, what is read of the process is kept for this handle."""
        self._do(c.psutil_process_oneshot_begin)

    def oneshot_end(self) -> None:
        """Up to here."""
        self._do(c.psutil_process_oneshot_end)

    def wait(self, timeout: float | None = None) -> int | None:
        """Waits for the end, timeout seconds at the most (None: for ever).

        Gives the exit code of a child, or minus the number of the signal that killed it; None if it is not known.
        Python's signal handlers run meanwhile, and what they raise ends the wait.
        """
        allowed = -1.0 if timeout is None else float(timeout)
        start = time.monotonic()
        left = allowed
        out = c.psutil_exit_status_t()
        while (code := c.psutil_process_wait(self._handle, left, 0, byref(out))) == c.PSUTIL_ERR_INTERRUPTED:
            # Python's handlers have run by now, between this line and the one before.
            if allowed >= 0:
                left = max(0.0, allowed - (time.monotonic() - start))
        self._library.check(code, timeout=timeout)
        return _exit_code(out)


class Gone(Process):
    """A process that had gone before there was a handle."""

    __slots__ = ("_pid",)

    def __init__(self, library: Library, pid: int) -> None:
        super().__init__(library, c.psutil_process())
        self._pid = pid

    def _fail(self) -> Exception:
        return self._library.error(c.PSUTIL_ERR_NO_SUCH_PROCESS, pid=self._pid, name=None, message="no such process")

    if not TYPE_CHECKING:

        def _ask(self, *_arguments):
            raise self._fail()

        _items = net_connections = _do = _ask

    def pid(self) -> int:
        return self._pid

    def is_running(self) -> bool:
        return False

    def wait(self, timeout: float | None = None) -> int | None:  # noqa: ARG002
        return None
