"""What programs import from inside psutil 7, though it is nobody's API: psutil._common and the modules beside it.

install_as_psutil puts this there. The tuples, enumerations and exceptions are the real ones; of the helpers, those that
programs and psutil's own test suite are seen to use.
"""

from __future__ import annotations

import functools
import os
import socket
import stat
import sys

from . import v7
from ._tuples7 import *  # noqa: F403 - the public names of both
from .v7 import *  # noqa: F403

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.metadata import Distribution, DistributionFinder
    from typing import IO, Any, TypeVar

    from ._tuples7 import snicaddr

    T = TypeVar("T")

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
PAGESIZE = os.sysconf("SC_PAGE_SIZE")

PSUTIL_DEBUG = bool(os.environ.get("PSUTIL_DEBUG"))

# What the kinds of connections are: address families and types of sockets.
_STREAM, _DATAGRAM = [socket.SOCK_STREAM], [socket.SOCK_DGRAM]
_INET4, _INET6, _INET = [socket.AF_INET], [socket.AF_INET6], [socket.AF_INET, socket.AF_INET6]
conn_tmap: dict[str, tuple[list[socket.AddressFamily], list[socket.SocketKind]]] = {
    "all": ([*_INET, socket.AF_UNIX], [*_STREAM, *_DATAGRAM, socket.SOCK_SEQPACKET]),
    "tcp": (_INET, _STREAM),
    "tcp4": (_INET4, _STREAM),
    "tcp6": (_INET6, _STREAM),
    "udp": (_INET, _DATAGRAM),
    "udp4": (_INET4, _DATAGRAM),
    "udp6": (_INET6, _DATAGRAM),
    "inet": (_INET, [*_STREAM, *_DATAGRAM]),
    "inet4": (_INET4, [*_STREAM, *_DATAGRAM]),
    "inet6": (_INET6, [*_STREAM, *_DATAGRAM]),
    "unix": ([socket.AF_UNIX], [*_STREAM, *_DATAGRAM, socket.SOCK_SEQPACKET]),
}


def bytes2human(n: float, format: str = "%(value).1f%(symbol)s") -> str:  # noqa: A002 - psutil's
    """A number of bytes in the largest unit of which it is one or more.

    >>> bytes2human(10000)
    '9.8K'
    """
    symbols = "BKMGTPEZY"
    power = 0
    while abs(n) >= 1024 ** (power + 1) and power < len(symbols) - 1:
        power += 1
    return format % {"value": n / 1024**power if power else n, "symbol": symbols[power]}


def usage_percent(used: float, total: float, round_: int | None = None) -> float:
    """What part of the total is used, in percent; 0.0 of nothing."""
    percent = used / total * 100 if total else 0.0
    return percent if round_ is None else round(percent, round_)


def supports_ipv6() -> bool:
    """Whether a socket can be bound to the loopback address of IPv6."""
    if not socket.has_ipv6:
        return False
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def broadcast_addr(addr: snicaddr) -> str | None:
    """The broadcast address of the network that an address of net_if_addrs is in."""
    import ipaddress

    if not addr.address or not addr.netmask or addr.family not in (socket.AF_INET, socket.AF_INET6):
        return None
    return str(ipaddress.ip_interface(f"{addr.address}/{addr.netmask}").network.broadcast_address)


def memoize(fun: Callable[..., T]) -> Callable[..., T]:
    """Calls a function once for the same arguments. cache_clear() forgets."""
    return functools.lru_cache(maxsize=None)(fun)


def open_binary(fname: str | os.PathLike[str]) -> IO[bytes]:
    """Opens a file for reading bytes."""
    return open(fname, "rb")


def open_text(fname: str | os.PathLike[str]) -> IO[str]:
    """Opens a file for reading text in the encoding of file names."""
    return open(fname, encoding=sys.getfilesystemencoding(), errors=sys.getfilesystemencodeerrors())


def cat(fname: str | os.PathLike[str], fallback: Any = ..., _open: Callable[..., IO[Any]] = open_text) -> Any:
    """All of a text file; fallback, if there is one, where it cannot be read."""
    try:
        with _open(fname) as file:
            return file.read()
    except OSError:
        if fallback is ...:
            raise
        return fallback


def bcat(fname: str | os.PathLike[str], fallback: Any = ...) -> Any:
    """All of a file, in bytes."""
    return cat(fname, fallback, open_binary)


def debug(msg: object) -> None:
    """Says something on standard error, and who says it, if the environment has PSUTIL_DEBUG."""
    if PSUTIL_DEBUG:
        caller = sys._getframe(1)
        if isinstance(msg, OSError) and msg.filename is not None:
            msg = f"ignoring {msg}"  # which names the file, as its repr does not
        elif isinstance(msg, Exception):
            msg = f"ignoring {msg!r}"
        print(f"psutil-debug [{caller.f_code.co_filename}:{caller.f_lineno}]> {msg}", file=sys.stderr)


def hilite(s: str, color: str | None = None, bold: bool = False) -> str:
    """Text in a colour, where standard output is a terminal."""
    if not sys.stdout.isatty():
        return s
    colors = {"red": 31, "green": 32, "brown": 33, "yellow": 93, "blue": 34, "violet": 35, "lightblue": 36, "grey": 37}
    codes = [str(colors.get(color or "", 39)), *(["1"] if bold else [])]
    return f"\x1b[{';'.join(codes)}m{s}\x1b[0m"


def print_color(s: str, color: str | None = None, bold: bool = False, file: IO[str] | None = None) -> None:
    """Prints text in a colour, where standard output is a terminal."""
    print(hilite(s, color, bold), file=file or sys.stdout, flush=True)


def isfile_strict(path: str | os.PathLike[str]) -> bool:
    """os.path.isfile, but raises PermissionError where it may not look."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except PermissionError:
        raise
    except OSError:
        return False


def parse_environ_block(data: str) -> dict[str, str]:
    """What is in an environment as the kernel shows it: up to an empty string, and only what ends with a null byte."""
    whole, end, _ = data.partition("\0\0")
    strings = whole.split("\0") if end else whole.split("\0")[:-1]
    pairs = (string.partition("=") for string in strings)
    return {name: value for name, equals, value in pairs if name and equals}


def memoize_when_activated(fun: Callable[[Any], T]) -> Callable[[Any], T]:
    """A method that, between cache_activate(object) and cache_deactivate(object), is called once for that object."""
    place = f"_memoized_{fun.__name__}"

    @functools.wraps(fun)
    def call(self: Any) -> T:
        kept = vars(self).get(place)
        if kept is None:
            return fun(self)
        if not kept:
            kept.append(fun(self))
        return kept[0]  # type: ignore[no-any-return]

    call.cache_activate = lambda owner: vars(owner).update({place: []})  # type: ignore[attr-defined]
    call.cache_deactivate = lambda owner: vars(owner).pop(place, None)  # type: ignore[attr-defined]
    return call


# For each name: the last counters, and what has been added to them.
_wrapped: dict[str, tuple[dict[Any, Any], dict[Any, Any]]] = {}


def wrap_numbers(input_dict: dict[Any, Any], name: str) -> dict[Any, Any]:
    """Tuples of counters by key that go on where those of the last call with this name ended, if they went back."""
    last, added = _wrapped.get(name, ({}, {}))
    more = {}
    for key, numbers in input_dict.items():
        before = last.get(key, numbers)
        so_far = added.get(key, [0] * len(numbers))
        more[key] = [sum_ + (old if new < old else 0) for sum_, old, new in zip(so_far, before, numbers)]
    _wrapped[name] = (input_dict, more)
    return {key: tuple(map(sum, zip(numbers, more[key]))) for key, numbers in input_dict.items()}


def _forget(name: str | None = None) -> None:
    if name is None:
        _wrapped.clear()
    else:
        _wrapped.pop(name, None)


wrap_numbers.cache_clear = _forget  # type: ignore[attr-defined]


def calculate_avail_vmem(mems: dict[bytes, int]) -> int:
    """What MemAvailable would be, of the other lines of /proc/meminfo: as the kernel reckons it."""
    free = mems[b"MemFree:"]
    try:
        cache = mems[b"Active(file):"] + mems[b"Inactive(file):"]
        reclaimable = mems[b"SReclaimable:"]
        with open_text(f"{get_procfs_path()}/zoneinfo") as zones:
            low = sum(int(line.split()[1]) for line in zones if line.split()[:1] == ["low"]) * PAGESIZE
    except (KeyError, OSError):
        return free + mems.get(b"Cached:", 0)
    # Half of each is left where it is, or the low watermark if that is less.
    return int(free - low + sum(size - min(size / 2, low) for size in (cache, reclaimable)))


class RootFsDeviceFinder:
    """Finds which device the root directory is on, for mount tables that do not say."""

    def find(self) -> str | None:
        """The device's path, if it has one."""
        number = os.stat("/").st_dev
        uevent = cat(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}/uevent", "")
        names = [line.partition("=")[2] for line in uevent.splitlines() if line.startswith("DEVNAME=")]
        path = f"/dev/{names[0]}" if names else ""
        return path if os.path.exists(path) else None


def get_procfs_path() -> str:
    """PROCFS_PATH, as it is now."""
    return v7.PROCFS_PATH


class MetadataFinder:
    """To be put into sys.meta_path, so that importlib.metadata knows a package psutil and its version."""

    @staticmethod
    def find_spec(_name: str, _path: object = None, _target: object = None) -> None:
        """There is nothing to import here."""

    @staticmethod
    def find_distributions(context: DistributionFinder.Context) -> Iterable[Distribution]:
        """psutil, if it is asked for."""
        if context.name not in (None, "psutil"):
            return []

        import importlib.metadata
        import pathlib

        class Psutil(importlib.metadata.Distribution):
            def read_text(self, filename: str) -> str | None:
                known = {"METADATA": f"Metadata-Version: 2.1\nName: psutil\nVersion: {v7.__version__}\n"}
                return known.get(filename)

            def locate_file(self, path: str | os.PathLike[str]) -> pathlib.Path:
                return pathlib.Path(__file__).parent / path

        return [Psutil()]


def wait_pid(pid: int, timeout: float | None = None) -> int | None:
    """Process.wait, by PID."""
    try:
        return v7.Process(pid).wait(timeout)
    except v7.NoSuchProcess:
        return None
