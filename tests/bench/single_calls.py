"""Single calls of both faces, side by side with psutil's in the same process: medians of rounds taken in turn."""

from __future__ import annotations

import dataclasses
import functools
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import libpsutil
import libpsutil.v7
import psutil

Call = Callable[[], Any]


@dataclasses.dataclass(frozen=True)
class Cost:
    """Microseconds of a call, and the ratio's quartiles."""

    name: str
    ours: float
    theirs: float
    least: float
    most: float


def cost(call: Call, seconds: float) -> float:
    """Microseconds of one call, over so many seconds or more."""
    times, count, start = 1, 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds or not count:
        for _ in range(times):
            call()
        count += times
        times = min(2 * times, 64)
    return elapsed / count * 1e6


# Functions that act, wait or generate are omitted, and those of 1.2.1 that psutil has renamed.
LEFT_OUT = {
    *("process_iter", "wait_procs", "wait", "terminate", "kill", "suspend", "resume", "send_signal", "Popen"),
    *("as_dict", "oneshot", "rlimit", "pid", "test", "heap_trim", "disk_usage", "pid_exists", "Process", "info"),
}
RENAMED = {
    "get_pid_list": "pids",
    "get_boot_time": "boot_time",
    "get_users": "users",
    "getcwd": "cwd",
    "get_connections": "net_connections",
    "get_ext_memory_info": "memory_info",
}


# Without an argument, these functions of 1.2.1 wait for a tenth of a second.
AT_ONCE = {"get_cpu_percent", "cpu_percent", "cpu_times_percent"}


def same_named(ours: Any, theirs: Any, names: list[str]) -> Iterator[tuple[str, Call, Call]]:
    for name in names:
        there = RENAMED.get(name, name.removeprefix("get_"))
        if there in LEFT_OUT or name.startswith(("_", "set_")) or not hasattr(theirs, there):
            continue
        mine, their = getattr(ours, name), getattr(theirs, there)
        if isinstance(their, type) or not callable(their):
            continue
        if name in AT_ONCE:
            yield name, functools.partial(mine, 0), functools.partial(their, 0)
        else:
            yield name, mine if callable(mine) else functools.partial(getattr, ours, name), their


def pairs(pid: int) -> Iterator[tuple[str, Call, Call]]:
    """Yields each function of both that can be called repeatedly: its name, the library's, psutil's."""
    peer = psutil.Process(pid)
    faces = (("v7", libpsutil.v7, libpsutil.v7.Process(pid)), ("1.2.1", libpsutil, libpsutil.Process(pid)))
    for face, module, process in faces:
        public = [name for name in dir(process) if not name.startswith("_")]
        for name, mine, their in same_named(process, peer, public):
            yield f"{face} Process.{name}", mine, their
        for name, mine, their in same_named(module, psutil, list(module.__all__)):
            yield f"{face} {name}", mine, their
        for name, argument in ("Process", pid), ("pid_exists", pid), ("disk_usage", "/"):
            mine, their = (functools.partial(getattr(which, name), argument) for which in (module, psutil))
            yield f"{face} {name}({argument})", mine, their


def compare(rounds: int, seconds: float) -> list[Cost]:
    """Measures all functions on a sleeping child."""
    child = subprocess.Popen(["sleep", "100000"])
    try:
        found = []
        for name, mine, their in pairs(child.pid):
            try:
                mine(), their()
            except Exception as error:
                print(f"without {name}: {type(error).__name__}: {error}")
                continue
            taken = [(cost(mine, seconds), cost(their, seconds)) for _ in range(rounds)]
            ratios = sorted(theirs / ours for ours, theirs in taken)
            ours, theirs = (statistics.median(figures) for figures in zip(*taken, strict=True))
            found.append(Cost(name, ours, theirs, ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]))
        return found
    finally:
        child.kill()
        child.wait()


def show(costs: list[Cost]) -> None:
    print(f"\n{'microseconds a call, from Python':38}{'libpsutil':>10}{'psutil':>10}{'ratio':>8}   middle half")
    for c in sorted(costs, key=lambda c: c.theirs / c.ours):
        print(f"{c.name:38}{c.ours:10.2f}{c.theirs:10.2f}{c.theirs / c.ours:8.2f}   {c.least:.2f} to {c.most:.2f}")
