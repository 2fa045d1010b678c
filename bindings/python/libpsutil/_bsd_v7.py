"""What differs in psutil 7 on macOS and FreeBSD."""

from __future__ import annotations

import sys

if sys.platform == "darwin":
    from . import _types_v7_darwin as _t
else:
    from . import _types_v7_freebsd as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from . import _extension as _r

# What psutil lacks there, and adds.
ABSENT_NAMES = {
    *("sensors_fans", "PROCFS_PATH"),
    *("IOPRIO_CLASS_NONE", "IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE"),
}
RESOURCES = (
    *("AS", "CORE", "CPU", "DATA", "FSIZE", "MEMLOCK", "NOFILE", "NPROC", "NPTS", "RSS", "SBSIZE", "STACK", "SWAP"),
)


METHODS: dict[str, Callable[..., Any]] = {}

if sys.platform == "darwin":
    ABSENT_METHODS: tuple[str, ...] = ("ionice", "rlimit", "cpu_affinity", "cpu_num", "io_counters", "memory_maps")
    ABSENT_NAMES.add("sensors_temperatures")
    ADDED_NAMES: list[str] = []

    def memory_info(self: Any) -> _t.pmem:
        """Returns the memory in use, in bytes, and the numbers of page faults."""
        memory, faults = self._core.memory_info(), self._core.page_faults()
        return _t.pmem(memory.rss, memory.vms, faults.minor + faults.major, faults.major)

    def memory_full_info(self: Any) -> _t.pfullmem:
        """Returns the memory in use with the USS, in bytes. Slow."""
        uss = self._core.memory_footprint().uss
        return _t.pfullmem(*memory_info(self), uss)

    METHODS.update(memory_info=memory_info, memory_full_info=memory_full_info)
else:
    ABSENT_METHODS = ("ionice",)
    ADDED_NAMES = [f"RLIMIT_{name}" for name in RESOURCES] + ["RLIM_INFINITY"]

    def memory_info(self: Any) -> _t.pmem:
        """Returns the memory in use, in bytes."""
        memory = self._core.memory_info_ex()
        return _t.pmem(memory.rss, memory.vms, memory.text, memory.data - memory.stack, memory.stack)

    def memory_full_info(self: Any) -> _t.pfullmem:
        """Returns what memory_info does: FreeBSD does not report the USS."""
        return _t.pfullmem(*memory_info(self))

    def memory_maps(self: Any, grouped: bool = True) -> Any:
        """Returns the memory mappings, in bytes: the sums by path if grouped, else each mapping. Slow."""

        def sizes(m: _r.psutil_memory_map_t) -> tuple[int, int, int, int]:
            return m.rss, m.private_rss, m.ref_count, m.shadow_count

        if grouped:
            return self._core.memory_maps(True, lambda m: _t.pmmap_grouped(m.path or "", *sizes(m)))
        return self._core.memory_maps(
            False, lambda m: _t.pmmap_ext(m.addr or "", m.perms or "", m.path or "", *sizes(m))
        )

    METHODS.update(memory_info=memory_info, memory_full_info=memory_full_info, memory_maps=memory_maps)
