"""Stands in for psutil._common and the other private modules of psutil 7, which programs import all the same.

install adds the public names of v7 to those of this module. Of psutil's private helpers it has those that programs and
psutil's own test suite use.
"""

from __future__ import annotations

import functools
import os
import socket
import stat
import sys

from ._types_v7 import *  # noqa: F403 - all named tuples and enumerations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.metadata import Distribution, DistributionFinder
    from types import ModuleType
    from typing import IO, Any, TypeVar

    from ._types_v7 import snicaddr

    _T = TypeVar("_T")

WINDOWS = sys.platform == "win32"
if sys.platform != "win32":
    CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
    PAGESIZE = os.sysconf("SC_PAGE_SIZE")

PSUTIL_DEBUG = bool(os.environ.get("PSUTIL_DEBUG"))

_psutil: Any  # the module that install was called with


def install(module: ModuleType) -> None:
    """Makes module, which is v7, the module that "import psutil" returns, and this one its private modules."""
    global _psutil
    _psutil = module
    globals().update((name, getattr(module, name)) for name in module.__all__)
    if sys.modules.get("psutil") is not module:
        sys.meta_path.insert(0, MetadataFinder)
    sys.modules["psutil"] = module
    module.__name__ = "psutil"
    this = sys.modules[__name__]
    system: tuple[str, ...] = ("_pslinux", "_psposix")
    if sys.platform == "win32":
        system = ("_pswindows",)
    elif sys.platform == "darwin":
        system = ("_psosx", "_psposix")
    elif sys.platform.startswith("freebsd"):
        system = ("_psbsd", "_psposix")
    for name in ("_common", "_ntuples", "_psplatform", *system):
        sys.modules[f"psutil.{name}"] = vars(module)[name] = this
    if sys.platform == "win32":
        from . import _psutil_compat_windows

        globals().update(_psutil_compat_windows.names(module))


# The address families and socket types of each kind of connections.
_STREAM, _DATAGRAM = [socket.SOCK_STREAM], [socket.SOCK_DGRAM]
_INET4, _INET6, _INET = [socket.AF_INET], [socket.AF_INET6], [socket.AF_INET, socket.AF_INET6]
_UNIX = [socket.AF_UNIX] if hasattr(socket, "AF_UNIX") else []
_SEQUENCE = [socket.SOCK_SEQPACKET] if _UNIX else []
conn_tmap: dict[str, tuple[list[socket.AddressFamily], list[socket.SocketKind]]] = {
    "all": ([*_INET, *_UNIX], [*_STREAM, *_DATAGRAM, *_SEQUENCE]),
    "tcp": (_INET, _STREAM),
    "tcp4": (_INET4, _STREAM),
    "tcp6": (_INET6, _STREAM),
    "udp": (_INET, _DATAGRAM),
    "udp4": (_INET4, _DATAGRAM),
    "udp6": (_INET6, _DATAGRAM),
    "inet": (_INET, [*_STREAM, *_DATAGRAM]),
    "inet4": (_INET4, [*_STREAM, *_DATAGRAM]),
    "inet6": (_INET6, [*_STREAM, *_DATAGRAM]),
}
if _UNIX:
    conn_tmap["unix"] = (_UNIX, [*_STREAM, *_DATAGRAM, *_SEQUENCE])


def bytes2human(n: float, format: str = "%(value).1f%(symbol)s") -> str:  # noqa: A002 - psutil's
    """Returns a number of bytes as text, in the largest unit that does not make it less than one.

    >>> bytes2human(10000)
    '9.8K'
    """
    symbols = "BKMGTPEZY"
    power = 0
    while abs(n) >= 1024 ** (power + 1) and power < len(symbols) - 1:
        power += 1
    return format % {"value": n / 1024**power if power else n, "symbol": symbols[power]}


def usage_percent(used: float, total: float, round_: int | None = None) -> float:
    """Returns used in percent of total; 0.0 if total is 0."""
    percent = used / total * 100 if total else 0.0
    return percent if round_ is None else round(percent, round_)


def supports_ipv6() -> bool:
    """Returns whether a socket can be bound to the loopback address of IPv6."""
    if not socket.has_ipv6:
        return False
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def broadcast_addr(addr: snicaddr) -> str | None:
    """Returns the broadcast address of the network of an address of net_if_addrs, None if there is none."""
    import ipaddress

    if not addr.address or not addr.netmask or addr.family not in (socket.AF_INET, socket.AF_INET6):
        return None
    return str(ipaddress.ip_interface(f"{addr.address}/{addr.netmask}").network.broadcast_address)


def memoize(fun: Callable[..., _T]) -> Callable[..., _T]:
    """Caches the results of a function by its arguments. Its cache_clear() empties the cache."""
    return functools.lru_cache(maxsize=None)(fun)


def open_binary(fname: str | os.PathLike[str]) -> IO[bytes]:
    """Opens a file to read bytes."""
    return open(fname, "rb")


def open_text(fname: str | os.PathLike[str]) -> IO[str]:
    """Opens a file to read text in the encoding of file names."""
    return open(fname, encoding=sys.getfilesystemencoding(), errors=sys.getfilesystemencodeerrors())


def cat(fname: str | os.PathLike[str], fallback: Any = ..., _open: Callable[..., IO[Any]] = open_text) -> Any:
    """Returns the content of a text file. If it cannot be read, returns fallback, or raises OSError without one."""
    try:
        with _open(fname) as file:
            return file.read()
    except OSError:
        if fallback is ...:
            raise
        return fallback


def bcat(fname: str | os.PathLike[str], fallback: Any = ...) -> Any:
    """Returns the content of a file, in bytes. fallback is as in cat."""
    return cat(fname, fallback, open_binary)


def debug(msg: object) -> None:
    """Writes a message and the caller's position to standard error if PSUTIL_DEBUG is set."""
    if PSUTIL_DEBUG:
        caller = sys._getframe(1)
        if isinstance(msg, OSError) and msg.filename is not None:
            msg = f"ignoring {msg}"  # the repr lacks the file name
        elif isinstance(msg, Exception):
            msg = f"ignoring {msg!r}"
        print(f"psutil-debug [{caller.f_code.co_filename}:{caller.f_lineno}]> {msg}", file=sys.stderr)


def hilite(s: str, color: str | None = None, bold: bool = False) -> str:
    """Returns text with the escape codes of a colour if standard output is a terminal."""
    if not sys.stdout.isatty():
        return s
    colors = {"red": 31, "green": 32, "brown": 33, "yellow": 93, "blue": 34, "violet": 35, "lightblue": 36, "grey": 37}
    codes = [str(colors.get(color or "", 39)), *(["1"] if bold else [])]
    return f"\x1b[{';'.join(codes)}m{s}\x1b[0m"


def print_color(s: str, color: str | None = None, bold: bool = False, file: IO[str] | None = None) -> None:
    """Prints text, in a colour if standard output is a terminal."""
    print(hilite(s, color, bold), file=file or sys.stdout, flush=True)


def isfile_strict(path: str | os.PathLike[str]) -> bool:
    """Returns whether path is a regular file. Raises PermissionError where os.path.isfile returns False."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except PermissionError:
        raise
    except OSError:
        return False


def parse_environ_block(data: str) -> dict[str, str]:
    """Returns the variables of an environment block up to the first empty string. Skips an unterminated string.

    On Windows names are in upper case.
    """
    whole, end, _ = data.partition("\0\0")
    strings = whole.split("\0") if end else whole.split("\0")[:-1]
    pairs = (string.partition("=") for string in strings)
    return {name.upper() if WINDOWS else name: value for name, equals, value in pairs if name and equals}


def memoize_when_activated(fun: Callable[[Any], _T]) -> Callable[[Any], _T]:
    """Decorates a method whose result is cached between its cache_activate(object) and cache_deactivate(object)."""
    attribute = f"_memoized_{fun.__name__}"

    @functools.wraps(fun)
    def call(self: Any) -> _T:
        cache = vars(self).get(attribute)
        if cache is None:
            return fun(self)
        if not cache:
            cache.append(fun(self))
        return cache[0]  # type: ignore[no-any-return]

    call.cache_activate = lambda owner: vars(owner).update({attribute: []})  # type: ignore[attr-defined]
    call.cache_deactivate = lambda owner: vars(owner).pop(attribute, None)  # type: ignore[attr-defined]
    return call


# For each name: the last counters by key, and the sums that are added to them because they wrapped.
_wrapped: dict[str, tuple[dict[Any, Any], dict[Any, Any]]] = {}


def wrap_numbers(input_dict: dict[Any, Any], name: str) -> dict[Any, Any]:
    """Returns input_dict, tuples of counters by key, corrected so that no counter is less than in the last call.

    Calls with different names are independent.
    """
    last, added = _wrapped.get(name, ({}, {}))
    offsets = {}
    for key, numbers in input_dict.items():
        before = last.get(key, numbers)
        offset = added.get(key, [0] * len(numbers))
        offsets[key] = [sum_ + (old if new < old else 0) for sum_, old, new in zip(offset, before, numbers)]
    _wrapped[name] = (input_dict, offsets)
    return {key: tuple(map(sum, zip(numbers, offsets[key]))) for key, numbers in input_dict.items()}


def _clear_wrapped(name: str | None = None) -> None:
    if name is None:
        _wrapped.clear()
    else:
        _wrapped.pop(name, None)


wrap_numbers.cache_clear = _clear_wrapped  # type: ignore[attr-defined]


if sys.platform != "win32":  # psutil's module for Linux

    def calculate_avail_vmem(mems: dict[bytes, int]) -> int:
        """Returns an estimate of MemAvailable from other lines of /proc/meminfo, by the kernel's formula."""
        free = mems[b"MemFree:"]
        try:
            cache = mems[b"Active(file):"] + mems[b"Inactive(file):"]
            reclaimable = mems[b"SReclaimable:"]
            with open_text(f"{get_procfs_path()}/zoneinfo") as zones:
                low = sum(int(line.split()[1]) for line in zones if line.split()[:1] == ["low"]) * PAGESIZE
        except (KeyError, OSError):
            return free + mems.get(b"Cached:", 0)
        # The kernel keeps half of each, at most the low watermark.
        return int(free - low + sum(size - min(size / 2, low) for size in (cache, reclaimable)))

    class RootFsDeviceFinder:
        """Finds the device of the root directory, for mount tables that do not name it."""

        def find(self) -> str | None:
            """Returns the path of the device, None if there is none."""
            number = os.stat("/").st_dev
            uevent = cat(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}/uevent", "")
            names = [line.partition("=")[2] for line in uevent.splitlines() if line.startswith("DEVNAME=")]
            path = f"/dev/{names[0]}" if names else ""
            return path if os.path.exists(path) else None


def get_procfs_path() -> str:
    """Returns the current PROCFS_PATH of psutil."""
    return _psutil.PROCFS_PATH  # type: ignore[no-any-return]


class MetadataFinder:
    """A finder for sys.meta_path that reports a distribution psutil to importlib.metadata."""

    @staticmethod
    def find_spec(_name: str, _path: object = None, _target: object = None) -> None:
        """Returns None: this finder imports nothing."""

    @staticmethod
    def find_distributions(context: DistributionFinder.Context) -> Iterable[Distribution]:
        """Returns the distribution psutil if it is requested."""
        if context.name not in (None, "psutil"):
            return []

        import importlib.metadata
        import pathlib

        class _Psutil(importlib.metadata.Distribution):
            def read_text(self, filename: str) -> str | None:
                files = {"METADATA": f"Metadata-Version: 2.1\nName: psutil\nVersion: {_psutil.__version__}\n"}
                return files.get(filename)

            def locate_file(self, path: str | os.PathLike[str]) -> pathlib.Path:
                return pathlib.Path(__file__).parent / path

        return [_Psutil()]


def wait_pid(pid: int, timeout: float | None = None) -> int | None:
    """Waits for the process with this PID, as Process.wait does; returns None if there is no such process."""
    try:
        return _psutil.Process(pid).wait(timeout)  # type: ignore[no-any-return]
    except _psutil.NoSuchProcess:
        return None
