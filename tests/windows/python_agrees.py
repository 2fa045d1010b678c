"""Compares libpsutil.v7 with psutil's own wheel: run by a Python for Windows that can import both.

What grows or is measured is compared for its type and fields alone. A value that psutil cannot read under Wine is left
out, and named.
"""

from __future__ import annotations

import functools
import importlib
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

psutil: Any = importlib.import_module("psutil")
libpsutil: Any = importlib.import_module("libpsutil")
ours: Any = importlib.import_module("libpsutil.v7")

failures: list[str] = []
PROGRAM = """
import socket, time
listener = socket.create_server(("127.0.0.1", 0))
opened = open(r"C:\\opened by a test.txt", "w")
print("ready", flush=True)
time.sleep(60)
"""


def check(what: str, holds: bool, details: object = "") -> None:
    print("ok  " if holds else "FAIL", what, "" if holds else details)
    if not holds:
        failures.append(what)


def value_of(call: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return call(), None
    except Exception as error:
        return None, error


def same(what: str, call: Callable[[Any], Any], exactly: bool = True) -> None:
    """Compares call(psutil) with call(ours): both values, or their forms."""
    theirs, error = value_of(lambda: call(psutil))
    if error is not None:
        print("left", what, f"psutil has none: {type(error).__name__}: {error}")
        return
    mine, error = value_of(lambda: call(ours))
    left, right = (repr(theirs), repr(mine)) if exactly else (form(theirs), form(mine))
    check(what, error is None and left == right, f"\n    psutil {theirs!r}\n    ours   {error or mine!r}")


def form(value: Any) -> str:
    """Returns the type of a value, with the names of fields and the types of items."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return f"{type(value).__name__}({', '.join(value._fields)})"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__} of {form(value[0]) if value else 'nothing'}"
    if isinstance(value, dict):
        return str({key: form(item) for key, item in sorted(value.items())})
    return type(value).__name__


def compare_names() -> None:
    check(
        "every name of psutil exists",
        not set(psutil.__all__) - set(ours.__all__),
        set(psutil.__all__) - set(ours.__all__),
    )
    for name in psutil.__all__:
        value = getattr(psutil, name)
        if not callable(value):
            check(f"constant {name}", repr(getattr(ours, name)) == repr(value), getattr(ours, name))
    public = {name for name in dir(psutil.Process) if not name.startswith("_")}
    own = set(dir(ours.Process))
    check("methods of Process", public <= own, public - own)
    for name in ("uids", "gids", "terminal", "num_fds", "rlimit", "cpu_num"):
        check(f"no Process.{name}", name not in own and not hasattr(psutil.Process, name))
    for name in ("sensors_temperatures", "sensors_fans", "PROCFS_PATH", "RLIMIT_NOFILE"):
        check(f"no {name}", not hasattr(ours, name) and not hasattr(psutil, name))


def compare_system() -> None:
    for name in ("cpu_count", "cpu_stats", "cpu_freq", "disk_partitions", "disk_io_counters", "net_if_stats"):
        same(name, calling(name))
    for name in (
        "cpu_times",
        "virtual_memory",
        "swap_memory",
        "getloadavg",
        "net_io_counters",
        "boot_time",
        "heap_info",
    ):
        same(name, calling(name), exactly=False)
    same("cpu_count of cores", lambda module: module.cpu_count(logical=False))
    same("cpu_times per CPU", lambda module: module.cpu_times(percpu=True), exactly=False)
    same("cpu_percent", lambda module: module.cpu_percent(interval=0.1, percpu=True), exactly=False)
    same("cpu_freq per CPU", lambda module: module.cpu_freq(percpu=True))
    same("disk_partitions, all", lambda module: module.disk_partitions(all=True))
    same("disk_io_counters per disk", lambda module: module.disk_io_counters(perdisk=True))
    same("net_io_counters per interface", lambda module: module.net_io_counters(pernic=True), exactly=False)
    same("net_if_addrs", lambda module: as_sorted(module.net_if_addrs()))
    same("disk_usage", lambda module: module.disk_usage("C:\\"), exactly=False)
    same("users", lambda module: module.users())
    same("sensors_battery", lambda module: module.sensors_battery())
    same("names of services", lambda module: sorted(service.name() for service in module.win_service_iter()))
    same("a service", lambda module: sorted(module.win_service_get("Spooler").as_dict().items()))
    for module in (psutil, ours):
        _, error = value_of(functools.partial(module.win_service_get, "no such service"))
        check(f"an unknown service of {module.__name__}", isinstance(error, module.NoSuchProcess), repr(error))
        _, error = value_of(functools.partial(module.disk_usage, "C:\\missing"))
        check(
            f"a missing path of {module.__name__}",
            isinstance(error, FileNotFoundError) and getattr(error, "winerror", None) == 2,
            repr(error),
        )


def calling(name: str) -> Callable[[Any], Any]:
    """Returns a function that calls a module's function of this name."""
    return lambda module: as_sorted(getattr(module, name)())


def as_sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((name, sorted(item) if isinstance(item, list) else item) for name, item in value.items())
    return value


def compare_process(pid: int) -> None:
    mine = ours.Process(pid)
    processes: dict[Any, Any] = {psutil: psutil.Process(pid), ours: mine}

    def of_process(name: str) -> Callable[[Any], Any]:
        return lambda module: getattr(processes[module], name)()

    exact: tuple[str, ...] = (
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
        "num_handles",
    )
    exact += (
        "num_threads",
        "open_files",
        "net_connections",
        "cpu_affinity",
        "io_counters",
        "num_ctx_switches",
        "is_running",
    )
    for name in exact:
        same(f"Process.{name}", of_process(name))
    for name in ("cpu_times", "memory_info", "memory_maps", "threads", "memory_percent", "ionice", "memory_full_info"):
        same(f"Process.{name}", of_process(name), exactly=False)
    same("Process.memory_maps, ungrouped", lambda module: processes[module].memory_maps(grouped=False)[0])
    for priority in ("IDLE", "HIGH", "NORMAL"):
        number = getattr(ours, f"{priority}_PRIORITY_CLASS")
        mine.nice(number)
        check(f"priority class {priority}", psutil.Process(pid).nice() == number == mine.nice())
    mine.cpu_affinity([0])
    check("affinity", psutil.Process(pid).cpu_affinity() == [0])
    mine.cpu_affinity([])
    for module, process in processes.items():
        for sent in (9, 99):
            _, error = value_of(functools.partial(process.send_signal, sent))
            check(f"signal {sent} of {module.__name__}", isinstance(error, ValueError), repr(error))
    attributes = [
        "pid",
        "name",
        "exe",
        "username",
        "nice",
        "memory_info",
        "cpu_times",
        "io_counters",
        "create_time",
        "num_threads",
    ]
    same(
        "process_iter",
        lambda module: next(p.info for p in module.process_iter(attributes) if p.pid == pid),
        exactly=False,
    )


def main() -> int:
    warnings.simplefilter("error")
    command = [sys.executable, "-c", PROGRAM, "two words", "ä日"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PROBE": "wért"}) as child:
        try:
            assert child.stdout is not None
            child.stdout.readline()
            compare_names()
            compare_system()
            compare_process(child.pid)
            process = ours.Process(child.pid)
            process.suspend()
            check("suspend", process.status() == ours.STATUS_STOPPED)
            process.resume()
            process.send_signal(15)
            check("the exit code of SIGTERM", process.wait(10) == 15)
        finally:
            child.kill()
    check("psutil 1.2.1's cpu_times", libpsutil.cpu_times()._fields == ("user", "system", "idle"))
    check("psutil 1.2.1 has no terminal on Windows", not hasattr(libpsutil.Process(), "terminal"))
    print(f"{len(failures)} failures", *failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
