"""What programs import from inside psutil 7, though it is nobody's API: psutil._common and the modules beside it.

install_as_psutil puts this there. The tuples, enumerations and exceptions are the real ones; of the helpers, those that
programs and psutil's own test suite are seen to use.
"""

from __future__ import annotations

import functools
import os
import socket
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

# What cat and bcat take for "raise it".
_RAISE: Any = object()


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


def cat(fname: str | os.PathLike[str], fallback: Any = _RAISE, _open: Callable[..., IO[Any]] = open_text) -> Any:
    """All of a text file; fallback, if there is one, where it cannot be read."""
    try:
        with _open(fname) as file:
            return file.read()
    except OSError:
        if fallback is _RAISE:
            raise
        return fallback


def bcat(fname: str | os.PathLike[str], fallback: Any = _RAISE) -> Any:
    """All of a file, in bytes."""
    return cat(fname, fallback, open_binary)


def debug(msg: object) -> None:
    """Says something on standard error if the environment has PSUTIL_DEBUG."""
    if os.environ.get("PSUTIL_DEBUG"):
        print(f"psutil-debug> {msg}", file=sys.stderr)


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
