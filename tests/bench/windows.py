"""make bench-windows: libpsutil.v7 beside psutil's own wheel in one Python for Windows, with many processes asleep.

Both run in turn, so that other work of the machine affects both alike. A ratio is the median of the rounds' ratios. The
targets are that process_iter with ps's columns is 10 times faster than psutil's, and that no single call is slower.
Fails if the first is missed.
"""

from __future__ import annotations

import functools
import importlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

psutil: Any = importlib.import_module("psutil")
ours: Any = importlib.import_module("libpsutil.v7")

# ps's columns that both have.
COLUMNS = ["pid", "ppid", "name", "status", "cpu_times", "create_time", "num_threads", "memory_info"]
CHILDREN, ROUNDS = 50, 15
ITER_TARGET, CALL_TARGET = 10, 1
# The noise of equal calls.
TOLERANCE = 0.95


def seconds(call: Callable[[], Any], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


def compare(what: str, call: Callable[[Any], Callable[[], Any]], target: float) -> bool:
    """Measures call(psutil) and call(ours), and prints both and their ratio. Returns whether it meets the target."""
    theirs, mine = call(psutil), call(ours)
    try:
        theirs()
        once = seconds(theirs, 1)
    except Exception as error:
        print(f"{what:34} psutil fails: {type(error).__name__}: {error}")
        return True
    mine()
    times = max(1, int(0.02 / once))
    rounds = [(seconds(theirs, times), seconds(mine, times)) for _ in range(ROUNDS)]
    ratio = statistics.median(their / own for their, own in rounds)
    left, right = (statistics.median(column) * 1e6 for column in zip(*rounds, strict=True))
    met = ratio >= target * TOLERANCE
    print(f"{what:34} {left:12.1f} {right:12.1f} {ratio:8.2f}  {'' if met else 'not met'}", flush=True)
    return met


def method_of(processes: dict[Any, Any], name: str, module: Any) -> Any:
    return getattr(processes[module], name)


def function_of(name: str, module: Any) -> Any:
    return getattr(module, name)


def calls(pid: int) -> Iterator[tuple[str, Callable[[Any], Callable[[], Any]]]]:
    names = [
        "ppid",
        "name",
        "exe",
        "cmdline",
        "environ",
        "create_time",
        "status",
        "cwd",
        "username",
        "nice",
        "cpu_times",
    ]
    names += ["memory_info", "num_handles", "num_threads", "threads", "io_counters", "num_ctx_switches", "is_running"]
    names += ["open_files", "memory_maps", "net_connections", "cpu_affinity", "ionice", "parent", "children"]
    processes = {module: module.Process(pid) for module in (psutil, ours)}
    for name in names:
        yield f"Process.{name}", functools.partial(method_of, processes, name)
    yield "Process()", lambda module: functools.partial(module.Process, pid)
    names = ["pids", "cpu_times", "cpu_count", "cpu_stats", "cpu_freq", "virtual_memory", "disk_partitions"]
    names += ["net_io_counters", "net_if_addrs", "net_if_stats", "net_connections", "boot_time", "sensors_battery"]
    for name in names:
        yield name, functools.partial(function_of, name)
    yield "pid_exists", lambda module: functools.partial(module.pid_exists, pid)
    yield "disk_usage", lambda module: functools.partial(module.disk_usage, "C:\\")


def main() -> int:
    sleeper = "import sys, time; print(flush=True); time.sleep(1000)"
    command = [sys.executable, "-S", "-E", "-c", sleeper]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(CHILDREN)]
    try:
        for child in children:
            assert child.stdout is not None
            child.stdout.readline()
        print(f"{len(psutil.pids())} processes, {os.cpu_count()} CPUs")
        print(f"{'microseconds':34} {'psutil':>12} {'libpsutil':>12} {'ratio':>8}")

        def iterate(columns: list[str]) -> Callable[[Any], Callable[[], Any]]:
            return lambda module: lambda: [process.info for process in module.process_iter(columns)]

        iterations = [
            compare("process_iter, ps's columns", iterate(COLUMNS), ITER_TARGET),
            compare("process_iter, and user, cmdline", iterate([*COLUMNS, "username", "cmdline"]), ITER_TARGET),
        ]
        single = [compare(what, call, CALL_TARGET) for what, call in calls(children[0].pid)]
        print(f"{single.count(False)} of {len(single)} single calls are slower")
        return 0 if all(iterations) else 1
    finally:
        for child in children:
            child.kill()


if __name__ == "__main__":
    sys.exit(main())
