"""The limits of control groups: the named tuple that both APIs return, and the call that fills it."""

from __future__ import annotations

from . import _core as _core
from ._calls import record_converter as _record_converter
from ._lazy import install_lazy as _install_lazy
from ._records import NamedTuple as _NamedTuple

TYPE_CHECKING = False


class scgrouplimits(_NamedTuple):
    """Result of cgroup_limits. Sizes are in bytes, cpu_quota is CPU seconds per second. None: no limit."""

    version: int
    path: str
    memory_limit: int | None
    memory_high: int | None
    memory_usage: int | None
    swap_limit: int | None
    cpu_quota: float | None
    cpuset: str | None
    cpuset_count: int | None
    pids_limit: int | None


if not TYPE_CHECKING:
    __getattr__ = _install_lazy(globals())

    def _tuple_type():
        return __getattr__("scgrouplimits")
else:

    def _tuple_type() -> type[scgrouplimits]:
        return scgrouplimits


_to_limits = _record_converter(_tuple_type, absent=None)


def read_cgroup_limits(library: _core.Library, pid: int | None) -> scgrouplimits:
    """Returns the limits that control groups set for a process, None for this one."""
    return _to_limits(library.cgroup_limits(0 if pid is None else pid))
