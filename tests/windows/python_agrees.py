"""Compares both APIs, v7 and that of psutil 1.2.1, with psutil's own wheel: run by a Python for Windows that has all.

What grows or is measured is compared for its type and fields alone. A value that psutil cannot read under Wine is left
out, and named.
"""

from __future__ import annotations

import ctypes
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


# Names of psutil 1.2.1 and the calls of psutil 7 that return the same.
SAME_IN_V1 = {
    "getcwd": "cwd",
    "get_nice": "nice",
    "get_num_handles": "num_handles",
    "get_num_threads": "num_threads",
    "get_cpu_affinity": "cpu_affinity",
    "get_memory_percent": "memory_percent",
    "is_running": "is_running",
}
PROPERTIES_OF_V1 = ("pid", "ppid", "name", "exe", "cmdline", "username", "create_time", "status")


def compare_v1(pid: int) -> None:
    """Compares the API of psutil 1.2.1."""
    mine, theirs = libpsutil.Process(pid), psutil.Process(pid)
    for name in PROPERTIES_OF_V1:
        expected = theirs.pid if name == "pid" else getattr(theirs, name)()
        check(f"1.2.1: Process.{name}", getattr(mine, name) == expected, getattr(mine, name))
    for name, name_of_v7 in SAME_IN_V1.items():
        value, expected = getattr(mine, name)(), getattr(theirs, name_of_v7)()
        about = isinstance(value, float)
        check(f"1.2.1: Process.{name}", abs(value - expected) < 0.5 if about else value == expected, (value, expected))
    memory, expected = mine.get_memory_info(), theirs.memory_info()
    check("1.2.1: meminfo", memory._fields == ("rss", "vms") and memory.rss == expected.rss, memory)
    check("1.2.1: ext_memory_info", mine.get_ext_memory_info()._fields == expected._fields[2:])
    check("1.2.1: cputimes of a process", mine.get_cpu_times()._fields == ("user", "system"))
    check("1.2.1: io", mine.get_io_counters()._fields == ("read_count", "write_count", "read_bytes", "write_bytes"))
    files, expected = mine.get_open_files(), theirs.open_files()
    check("1.2.1: open files", sorted(file.path for file in files) == sorted(file.path for file in expected), files)
    check("1.2.1: -1 as a descriptor", bool(files) and all(file.fd == -1 for file in files), files)
    sockets, expected = mine.get_connections(), theirs.net_connections()
    check("1.2.1: connections", [s[3:6] for s in sockets] == [s[3:6] for s in expected], sockets)
    # psutil cuts the directories of a file that Windows itself has mapped.
    names, expected = (
        {os.path.basename(m.path) for m in maps} for maps in (mine.get_memory_maps(), theirs.memory_maps())
    )
    check("1.2.1: names of mapped files", names == expected, names ^ expected)
    check("1.2.1: paths of mapped files", all(m.path[1:3] == ":\\" for m in mine.get_memory_maps()))
    check("1.2.1: no terminal", not hasattr(mine, "terminal"))
    check("1.2.1: parent", mine.parent.pid == theirs.ppid() and pid in {p.pid for p in mine.parent.get_children()})
    check("1.2.1: pids", set(libpsutil.get_pid_list()) == set(psutil.pids()))
    check("1.2.1: process_iter", pid in {process.pid for process in libpsutil.process_iter()})
    check("1.2.1: cpu_times", libpsutil.cpu_times()._fields == ("user", "system", "idle"))
    check("1.2.1: virtual_memory", libpsutil.virtual_memory().total == psutil.virtual_memory().total)
    partitions = [part[:3] for part in libpsutil.disk_partitions()]
    check("1.2.1: partitions", partitions == [part[:3] for part in psutil.disk_partitions()], partitions)
    check("1.2.1: users", [user.name for user in libpsutil.get_users()] == [user.name for user in ours.users()])
    for name in ("IDLE", "BELOW_NORMAL", "NORMAL", "ABOVE_NORMAL", "HIGH", "REALTIME"):
        number = getattr(libpsutil, f"{name}_PRIORITY_CLASS")
        check(f"1.2.1: {name}_PRIORITY_CLASS", number == getattr(psutil, f"{name}_PRIORITY_CLASS"), number)
    mine.set_nice(libpsutil.HIGH_PRIORITY_CLASS)
    check("1.2.1: set_nice", theirs.nice() == psutil.HIGH_PRIORITY_CLASS)
    mine.set_nice(libpsutil.NORMAL_PRIORITY_CLASS)
    attributes = mine.as_dict(["name", "pid", "get_nice"])
    check("1.2.1: as_dict", attributes == {"name": theirs.name(), "pid": pid, "nice": theirs.nice()}, attributes)


def compare_table(pid: int) -> None:
    """Compares the process table with what psutil reads of one process after the other."""
    theirs = psutil.Process(pid)
    columns = [
        "pid",
        "ppid",
        "name",
        "exe",
        "username",
        "cmdline",
        "cwd",
        "status",
        "create_time",
        "num_threads",
        "nice",
    ]
    for module in (ours, libpsutil):
        table = module.process_table([*columns, "rss", "uids_real"], [pid, 0x7FFFFFFC])
        check(f"a table of {module.__name__} skips a PID without a process", len(table) == 1, len(table))
        row = table.to_dicts()[0]
        for name in columns:
            expected = pid if name == "pid" else getattr(theirs, name)()
            check(f"column {name} of {module.__name__}", row[name] == expected, (row[name], expected))
        check("column rss", row["rss"] == theirs.memory_info().rss, row["rss"])
        check("column uids_real, which Windows lacks", row["uids_real"] is None, row["uids_real"])
        check("a table of all processes", set(module.process_table(["pid"])["pid"]) == set(psutil.pids()))


def compare_ionice() -> None:
    """Wine has no I/O priorities, so that only what is refused before the system is asked can be compared."""
    process, theirs = ours.Process(), psutil.Process()
    for arguments in ((None, 1), (ours.IOPRIO_NORMAL, 1), (99,)):
        errors = [type(value_of(functools.partial(p.ionice, *arguments))[1]) for p in (theirs, process)]
        check(f"ionice{arguments}", errors[0] is errors[1] is not type(None), errors)
    for name in ("VERYLOW", "LOW", "NORMAL", "HIGH"):
        check(f"IOPRIO_{name}", getattr(ours, f"IOPRIO_{name}") == getattr(psutil, f"IOPRIO_{name}"))
    _, error = value_of(process.ionice)
    check("ionice is not supported by Wine", error is None or isinstance(error, NotImplementedError), repr(error))


def compare_waiting(module: Any, code_name: str) -> None:
    """Popen, wait and wait_procs of an API; psutil's own give the same codes."""
    name = module.__name__
    command = [
        sys.executable,
        "-S",
        "-E",
        "-X",
        "utf8",
        "-c",
        "import sys; print(sys.argv[1]); sys.exit(int(sys.argv[2]))",
        "ä日",
    ]
    for api in (psutil, module):
        child = api.Popen([*command, "300"], stdout=subprocess.PIPE)
        output = child.communicate()[0].decode().strip()
        check(f"the output of a child of {api.__name__}", output == "ä日", output)
        check(f"the exit code of a child of {api.__name__}", child.wait() == child.returncode == 300, child.returncode)
    sleeper = [sys.executable, "-S", "-E", "-c", "import time; time.sleep(60)"]
    children = [module.Popen(sleeper) for _ in range(3)]
    others = [module.Process(child.pid) for child in children]
    _, error = value_of(lambda: others[0].wait(0))
    check(f"{name}: a timeout of 0", isinstance(error, module.TimeoutExpired), repr(error))
    seen: list[int] = []
    gone, alive = module.wait_procs(others, 0.05, callback=lambda process: seen.append(process.pid))
    check(f"{name}: nothing has exited", not gone and alive == others and not seen, (gone, seen))
    children[0].kill()
    children[1].terminate()
    gone, alive = module.wait_procs(others[:2], 30, callback=lambda process: seen.append(process.pid))
    check(f"{name}: two have exited", set(gone) == set(others[:2]) and not alive, (gone, alive))
    check(f"{name}: each is reported once", sorted(seen) == sorted(process.pid for process in others[:2]), seen)
    codes = [getattr(process, code_name) for process in others[:2]]
    check(f"{name}: their exit codes", codes == [15, 15], codes)
    check(f"{name}: one is left", others[2].is_running() and not others[0].is_running())
    others[2].kill()
    check(f"{name}: the exit code of a process that this object did not start", others[2].wait(30) == 15)
    for call in (others[0].suspend, others[0].resume, others[0].kill, others[0].terminate):
        _, error = value_of(call)
        check(f"{name}: a process that has exited", isinstance(error, module.NoSuchProcess), repr(error))
    for child in children:
        child.wait()


def compare_first_percentage() -> None:
    """The first percentage of the importing thread is relative to the import, as in psutil."""
    for module in ("psutil", "libpsutil", "libpsutil.v7"):
        code = (
            f"import time, {module} as api\nend = time.process_time() + 0.2\n"
            "while time.process_time() < end: sum(range(10000))\n"  # user time; asking for the time is system time
            "print(api.cpu_percent(None) > 0, api.cpu_times_percent(None).user > 0, any(api.cpu_percent(None, True)))"
        )
        output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        check(f"the first percentages of {module}", output.stdout.split() == ["True"] * 3, output)


def compare_private_names(pid: int) -> None:
    """Compares what psutil's own test_windows imports. Afterwards v7 is psutil."""
    theirs: Any = importlib.import_module("psutil._pswindows")
    ours.install_as_psutil()
    mine: Any = importlib.import_module("psutil._pswindows")
    target = ctypes.create_unicode_buffer(260)
    kernel32: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    check("the device of a drive", kernel32.QueryDosDeviceW("C:", target, len(target)) > 0)
    shared = ("\\??\\UNC\\host\\x", "\\Device\\Mup\\host\\x", "\\\\host\\x")
    for path in ("\\??\\C:\\x\\y", f"{target.value}\\x\\y", *shared):
        values = [value_of(functools.partial(module.convert_dos_path, path)) for module in (theirs, mine)]
        check(f"convert_dos_path of {path}", values[0][1] is not None or values[0] == values[1], values)
    for error in (PermissionError(), ProcessLookupError(), OSError(None, "", None, 5), OSError(None, "", None, 1314)):
        types = [type(module.convert_oserror(error, pid, "x")).__name__ for module in (theirs, mine)]
        check(f"convert_oserror of {error!r}", types[0] == types[1], types)
    check("convert_oserror of another", isinstance(value_of(lambda: mine.convert_oserror(OSError(22, "")))[1], OSError))
    check("cext.uptime", abs(mine.cext.uptime() - theirs.cext.uptime()) < 1)
    check("cext.net_if_stats", mine.cext.net_if_stats().keys() == theirs.cext.net_if_stats().keys())
    check("cext.proc_cmdline", mine.cext.proc_cmdline(pid, use_peb=True) == ours.Process(pid).cmdline())
    raised = value_of(lambda: mine.cext.proc_cmdline(0x7FFFFFFC, use_peb=False))[1]
    check("cext.proc_cmdline without a process", isinstance(raised, ProcessLookupError), repr(raised))


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
            compare_v1(child.pid)
            compare_table(child.pid)
            process = ours.Process(child.pid)
            process.suspend()
            check("suspend", process.status() == ours.STATUS_STOPPED)
            process.resume()
            process.send_signal(15)
            check("the exit code of SIGTERM", process.wait(10) == 15)
        finally:
            child.kill()
    compare_ionice()
    compare_waiting(ours, "returncode")
    compare_waiting(libpsutil, "retcode")
    compare_first_percentage()
    compare_private_names(os.getpid())
    print(f"{len(failures)} failures", *failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
