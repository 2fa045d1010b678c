"""Stands in for what is private to psutil on Windows, and is used by psutil's own test suite: see _psutil_compat."""

from __future__ import annotations

import ctypes
import string
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

_psutil: Any  # v7, with which names was called

_kernel32: Any = None  # no program imports this module elsewhere, but a tool may
if sys.platform == "win32":
    _kernel32 = ctypes.WinDLL("kernel32")
    _kernel32.GetTickCount64.restype = ctypes.c_uint64


class cext:
    """Functions of psutil's own extension module."""

    ERROR_ACCESS_DENIED = 5
    ERROR_PRIVILEGE_NOT_HELD = 1314
    ERROR_SERVICE_DOES_NOT_EXIST = 1060

    @staticmethod
    def check_pid_range(pid: int) -> None:
        """Raises OverflowError for a number that is too large for a PID."""
        if not -(1 << 31) <= pid < 1 << 31:
            raise OverflowError(f"PID {pid} is out of range")

    @staticmethod
    def uptime() -> float:
        """Returns the seconds since the boot."""
        milliseconds: int = _kernel32.GetTickCount64()
        return milliseconds / 1000

    @staticmethod
    def net_if_stats() -> dict[str, Any]:
        """Returns the state of each network interface, by name."""
        return {name: tuple(stats) for name, stats in _psutil.net_if_stats().items()}

    @staticmethod
    def proc_cmdline(pid: int, use_peb: bool = True) -> list[str]:  # noqa: ARG004 - the library chooses the source
        """Returns the arguments of a process. Raises OSError."""
        try:
            return _psutil.Process(pid).cmdline()  # type: ignore[no-any-return]
        except _psutil.AccessDenied:
            raise PermissionError from None
        except _psutil.NoSuchProcess:
            raise ProcessLookupError from None

    @staticmethod
    def QueryDosDevice(path: str) -> str:
        """Returns the drive, such as "C:", of a device of the kernel; "" if it has none."""
        target = ctypes.create_unicode_buffer(1024)
        for letter in string.ascii_uppercase:
            if _kernel32.QueryDosDeviceW(f"{letter}:", target, len(target)) and target.value == path:
                return f"{letter}:"
        return ""


def convert_oserror(exc: OSError, pid: int | None = None, name: str | None = None) -> Exception:
    """Returns psutil's exception for an error of the system about a process. Raises exc if there is none."""
    number = getattr(exc, "winerror", None)
    if isinstance(exc, PermissionError) or number in (cext.ERROR_ACCESS_DENIED, cext.ERROR_PRIVILEGE_NOT_HELD):
        return _psutil.AccessDenied(pid, name)  # type: ignore[no-any-return]
    if isinstance(exc, ProcessLookupError):
        return _psutil.NoSuchProcess(pid, name)  # type: ignore[no-any-return]
    raise exc


def convert_dos_path(s: str) -> str:
    """Returns a path of the kernel, such as \\Device\\HarddiskVolume1\\x, as a path of Windows, such as C:\\x."""
    for prefix in ("\\??\\UNC\\", "\\Device\\Mup\\"):
        if s.startswith(prefix):
            return "\\\\" + s.removeprefix(prefix)
    if s.startswith("\\??\\"):
        return s[4:]
    if s.startswith("\\Device\\"):
        first, device, volume, *rest = s.split("\\")
        drive = cext.QueryDosDevice("\\".join((first, device, volume)))
        if drive:
            return "\\".join((drive, *rest))
    return s


def names(module: ModuleType) -> dict[str, object]:
    """Returns the names that psutil._pswindows has for programs in which module, which is v7, is psutil."""
    global _psutil
    _psutil = module
    return {"cext": cext, "convert_dos_path": convert_dos_path, "convert_oserror": convert_oserror}
