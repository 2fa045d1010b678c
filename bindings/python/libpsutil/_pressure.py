"""Pressure stall information: the named tuple that both APIs return, and the calls that fill it."""

from __future__ import annotations

from . import _core as _core
from . import _declarations as _c
from ._calls import record_converter as _record_converter
from ._lazy import install_lazy as _install_lazy
from ._records import NamedTuple as _NamedTuple

TYPE_CHECKING = False

_RESOURCES = {
    "cpu": _c.PSUTIL_PRESSURE_CPU,
    "memory": _c.PSUTIL_PRESSURE_MEMORY,
    "io": _c.PSUTIL_PRESSURE_IO,
    "irq": _c.PSUTIL_PRESSURE_IRQ,
}


class spressure(_NamedTuple):
    """Result of pressure and cgroup_pressure. Averages are in percent of time, totals in seconds; None where absent."""

    some_avg10: float | None
    some_avg60: float | None
    some_avg300: float | None
    some_total: float | None
    full_avg10: float | None
    full_avg60: float | None
    full_avg300: float | None
    full_total: float | None
    level: int | None


if not TYPE_CHECKING:
    __getattr__ = _install_lazy(globals())

    def _tuple_type():
        return __getattr__("spressure")
else:

    def _tuple_type() -> type[spressure]:
        return spressure


_to_pressure = _record_converter(_tuple_type, absent=None)


def read_pressure(library: _core.Library, resource: str) -> spressure:
    """Returns the pressure on a resource of the machine."""
    return _to_pressure(library.pressure(_number(resource)))


def read_cgroup_pressure(library: _core.Library, resource: str, pid: int | None) -> spressure:
    """Returns the pressure on a resource in the control group of a process, None for this one."""
    return _to_pressure(library.cgroup_pressure(0 if pid is None else pid, _number(resource)))


def _number(resource: str) -> int:
    if resource not in _RESOURCES:
        raise ValueError(f"resource {resource!r}: expected one of {', '.join(_RESOURCES)}")
    return _RESOURCES[resource]
