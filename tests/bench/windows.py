"""make bench-windows: libpsutil.v7 beside psutil's own wheel in one Python for Windows, with many processes asleep.

Both run in turn, in many short rounds. What is compared is the CPU time, user and system, of this process and, under
Wine, of Wine's server, which does most of the work: other programs of the machine disturb it much less than the elapsed
time. The targets are that process_iter with ps's columns needs a tenth of psutil's time, in each pair of rounds as
well, and that no single call needs more than psutil's. Fails if the first is missed.

    windows.py [CALL ...]    a CALL is a part of the name of what is measured
"""

from __future__ import annotations

import functools
import importlib
import os
import pathlib
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
CHILDREN = 50
ITER_ROUNDS, CALL_ROUNDS, ROUND_SECONDS = 10, 20, 0.03
ITER_TARGET, CALL_TARGET = 10, 1
# The noise of equal calls.
TOLERANCE = 0.95


class CPUClock:
    """The CPU time of this process and of Wine's server, from the files of Linux, which count nanoseconds."""

    def __init__(self) -> None:
        proc = pathlib.Path("Z:/proc")
        self.tasks = [path / "task" for path in proc.glob("[0-9]*") if self.is_ours(path)]
        assert len(self.tasks) == 2, f"not this process and Wine's server: {self.tasks}"
        # What reading takes between two readings.
        self.cost = statistics.median(-self.now() + self.now() for _ in range(20))

    @staticmethod
    def is_ours(directory: pathlib.Path) -> bool:
        try:
            name, arguments = ((directory / file).read_bytes() for file in ("comm", "cmdline"))
        except OSError:  # it has exited
            return False
        return name.startswith(b"wineserver") or (name.startswith(b"python") and b"windows.py" in arguments)

    def now(self) -> float:
        return sum(map(self.of_thread, (thread for directory in self.tasks for thread in directory.iterdir()))) / 1e9

    @staticmethod
    def of_thread(directory: pathlib.Path) -> int:
        try:
            return int((directory / "schedstat").read_bytes().split()[0])
        except FileNotFoundError:  # the thread has ended
            return 0


def seconds(clock: CPUClock, call: Callable[[], Any], times: int) -> float:
    start = clock.now()
    for _ in range(times):
        call()
    return (clock.now() - start - clock.cost) / times


def elapsed(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def compare(
    clock: CPUClock, what: str, call: Callable[[Any], Callable[[], Any]], target: float, rounds: int
) -> bool | None:
    """Measures call(psutil) and call(ours), and prints both and their ratios.

    Returns whether these meet the target, None if psutil has no answer.
    """
    theirs, mine = call(psutil), call(ours)
    try:
        theirs()
    except Exception as error:
        print(f"{what:34} psutil fails: {type(error).__name__}: {error}")
        return None
    mine()
    # Both run equally long in a round.
    times, own_times = (
        max(1, int(ROUND_SECONDS / min(elapsed(function) for _ in range(3)))) for function in (theirs, mine)
    )
    measured = []
    for number in range(rounds):  # in another order each round
        pair = [("theirs", theirs, times), ("mine", mine, own_times)][:: 1 if number % 2 else -1]
        used = {side: seconds(clock, function, repeats) for side, function, repeats in pair}
        measured.append((used["theirs"], used["mine"]))
    left, right = (statistics.median(column) for column in zip(*measured, strict=True))
    ratios = sorted(their / own for their, own in measured)
    middle = f"{ratios[rounds // 4]:.2f} to {ratios[-1 - rounds // 4]:.2f}"
    met = (ratios[0] if target > 1 else left / right) >= target * TOLERANCE
    notes = [f"{ratios[0]:.2f} in the worst pair"] * (target > 1) + ["not met"] * (not met)
    numbers = f"{left * 1e6:12.1f} {right * 1e6:12.1f} {left / right:8.2f}"
    print(f"{what:34} {numbers}   {middle:16} {', '.join(notes)}".rstrip(), flush=True)
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
        ours.pids()  # starts the runtime and its threads
        clock, chosen = CPUClock(), sys.argv[1:]
        print(f"{len(psutil.pids())} processes, {os.cpu_count()} CPUs")
        print(f"{'microseconds of CPU time':34} {'psutil':>12} {'libpsutil':>12} {'ratio':>8}   middle half")

        def iterate(columns: list[str]) -> Callable[[Any], Callable[[], Any]]:
            return lambda module: lambda: [process.info for process in module.process_iter(columns)]

        iterations = {
            "process_iter, ps's columns": COLUMNS,
            "process_iter, and user, cmdline": [*COLUMNS, "username", "cmdline"],
        }
        met = True
        for what, columns in iterations.items():
            if not chosen or any(part in what for part in chosen):
                met &= bool(compare(clock, what, iterate(columns), ITER_TARGET, ITER_ROUNDS))
        single = [
            compare(clock, what, call, CALL_TARGET, CALL_ROUNDS)
            for what, call in calls(children[0].pid)
            if not chosen or any(part in what for part in chosen)
        ]
        answered = [ok for ok in single if ok is not None]
        print(f"{answered.count(False)} of {len(answered)} single calls need more; psutil fails {single.count(None)}")
        return 0 if met else 1
    finally:
        for child in children:
            child.kill()


if __name__ == "__main__":
    sys.exit(main())
