"""Both APIs as they are on macOS and FreeBSD. sys.platform is replaced, and the library is this system's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from libpsutil import _loader

PROGRAM = """
import json, sys
sys.platform = sys.argv[1]
import libpsutil
import libpsutil._core
import libpsutil.v7 as psutil

p, old = psutil.Process(), libpsutil.Process(1)
print(json.dumps({
    "missing": [name for name in psutil.__all__ if not hasattr(psutil, name)]
    + [name for name in libpsutil.__all__ if name not in libpsutil.v1._computed and not hasattr(libpsutil, name)],
    "system": [psutil.MACOS, psutil.FREEBSD, psutil.BSD, psutil.LINUX, psutil.POSIX],
    "cpu": [psutil.cpu_times()._fields, libpsutil.cpu_times()._fields],
    "memory": [psutil.virtual_memory()._fields, libpsutil.virtual_memory()._fields],
    "process memory": [p.memory_info()._fields, old.get_ext_memory_info()._fields],
    "full": p.memory_full_info()._fields,
    "link": int(psutil.AF_LINK),
    "families": libpsutil._core.as_own_families([2, 10, 17]),
    "attributes": sorted(psutil._attr_names),
    "table": [process.info["memory_info"]._fields for process in psutil.process_iter(["memory_info"])][0],
    "maps": [
        [type(field).__name__ for field in read(grouped=grouped)[0]]
        for read in [getattr(p, "memory_maps", None), libpsutil.Process(p.pid).get_memory_maps] if read
        for grouped in (True, False)
    ],
    "read": sorted(p.as_dict()) == sorted(psutil._attr_names),
    "functions": [str(read())[:0] for read in (
        psutil.cpu_stats, psutil.disk_partitions, psutil.disk_io_counters, psutil.net_io_counters,
        psutil.net_if_stats, psutil.swap_memory, psutil.users, psutil.sensors_battery,
        libpsutil.swap_memory, libpsutil.disk_partitions, libpsutil.disk_io_counters, libpsutil.net_io_counters,
        libpsutil.get_users, old.as_dict,
    )],
    "limits": sorted(name for name in psutil.__all__ if name.startswith("RLIM")),
    "absent": [name for name in ("PROCFS_PATH", "IOPRIO_CLASS_RT", "sensors_fans") if hasattr(psutil, name)],
}))
"""

MAC_MEMORY = ["rss", "vms", "pfaults", "pageins"]
FREEBSD_MEMORY = ["rss", "vms", "text", "data", "stack"]
VIRTUAL = ["total", "available", "percent", "used", "free", "active", "inactive"]


def face(system: str) -> dict[str, Any]:
    environment = {**os.environ, "LIBPSUTIL_PATH": _loader.library._name}
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, system]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["missing"] == []
    assert found["read"]
    assert found["absent"] == []
    assert found["link"] == 18
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="replaces the system that it runs on")
def test_macos() -> None:
    found = face("darwin")
    assert found["system"] == [True, False, False, False, True]
    assert found["cpu"] == [["user", "nice", "system", "idle"]] * 2
    assert found["memory"] == [[*VIRTUAL, "wired"]] * 2
    assert found["process memory"] == [MAC_MEMORY] * 2
    assert found["full"] == [*MAC_MEMORY, "uss"]
    assert found["table"] == MAC_MEMORY
    assert found["families"] == [2, 30, 18]
    assert found["limits"] == []
    assert found["maps"] == [["str", *["int"] * 6], ["str"] * 3 + ["int"] * 6]
    absent = {"ionice", "cpu_affinity", "cpu_num", "io_counters", "memory_maps"}
    assert not absent & set(found["attributes"])


@pytest.mark.skipif(sys.platform != "linux", reason="replaces the system that it runs on")
def test_freebsd() -> None:
    found = face("freebsd14")
    assert found["system"] == [False, True, True, False, True]
    assert found["cpu"] == [["user", "nice", "system", "idle", "irq"]] * 2
    assert found["memory"] == [[*VIRTUAL, "buffers", "cached", "shared", "wired"]] * 2
    assert found["process memory"] == [FREEBSD_MEMORY] * 2
    assert found["full"] == FREEBSD_MEMORY
    assert found["table"] == FREEBSD_MEMORY
    assert found["families"] == [2, 28, 18]
    assert found["maps"] == [["str", *["int"] * 4], ["str"] * 3 + ["int"] * 4] * 2
    assert {"RLIMIT_NOFILE", "RLIMIT_NPTS", "RLIMIT_SBSIZE", "RLIMIT_SWAP"} <= set(found["limits"])
    assert {"cpu_affinity", "cpu_num", "io_counters", "memory_maps"} <= set(found["attributes"])
    assert "ionice" not in found["attributes"]
