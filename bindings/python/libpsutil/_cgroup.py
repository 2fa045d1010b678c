"""The limits of control groups, for both APIs."""

from __future__ import annotations

from . import _core
from . import _types as _t
from ._calls import record_converter as _record_converter

_to_limits = _record_converter(lambda: _t.scgrouplimits, absent=None)


def read_cgroup_limits(library: _core.Library, pid: int | None) -> _t.scgrouplimits:
    """Returns the limits that control groups set for a process, None for this one."""
    return _to_limits(library.cgroup_limits(0 if pid is None else pid))
