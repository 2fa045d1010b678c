"""Pressure stall information, for both APIs."""

from __future__ import annotations

from . import _core
from . import _declarations as _c
from . import _types as _t
from ._calls import record_converter as _record_converter

_RESOURCES = {
    "cpu": _c.PSUTIL_PRESSURE_CPU,
    "memory": _c.PSUTIL_PRESSURE_MEMORY,
    "io": _c.PSUTIL_PRESSURE_IO,
    "irq": _c.PSUTIL_PRESSURE_IRQ,
}


_to_pressure = _record_converter(lambda: _t.spressure, absent=None)


def read_pressure(library: _core.Library, resource: str) -> _t.spressure:
    """Returns the pressure on a resource of the machine."""
    return _to_pressure(library.pressure(_number(resource)))


def read_cgroup_pressure(library: _core.Library, resource: str, pid: int | None) -> _t.spressure:
    """Returns the pressure on a resource in the control group of a process, None for this one."""
    return _to_pressure(library.cgroup_pressure(0 if pid is None else pid, _number(resource)))


def _number(resource: str) -> int:
    if resource not in _RESOURCES:
        raise ValueError(f"resource {resource!r}: expected one of {', '.join(_RESOURCES)}")
    return _RESOURCES[resource]
