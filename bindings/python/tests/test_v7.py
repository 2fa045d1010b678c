"""libpsutil.v7 against PyPI's psutil: names, signatures, values, types and exceptions, of the same processes."""

from __future__ import annotations

import copy
import enum
import functools
import inspect
import math
import os
import pathlib
import pickle
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

import psutil as theirs
import pytest
from conftest import PACKAGE, Spawn, output, run_python, started, until
from test_psutil_1_2_1_docs import pair, words

import libpsutil
import libpsutil.v7 as ours
from libpsutil import _cpu_percent, v1
from libpsutil import _declarations as c
from libpsutil._calls_ctypes import tuple_type as record_type

# psutil's types from typeshed are not what is compared here.
psutil: Any = theirs
v7: Any = ours

FUNCTIONS = [name for name in psutil.__all__ if inspect.isfunction(getattr(psutil, name))]
METHODS = [name for name in dir(psutil.Process) if not name.startswith("_")]
BEYOND = {
    "cgroup_limits",
    *("cgroup_pressure", "install_as_psutil", "pressure", "process_table", "set_workers", "table_pin", "table_reader"),
    *("process_events", "tcp_connections", "file_owners"),
}
BEYOND_OF_PROCESS = ["exit_code", "kill_tree", "tcp_connections"]
EXCEPTIONS = ["Error", "NoSuchProcess", "ZombieProcess", "AccessDenied", "TimeoutExpired"]


def parameters(function: Any) -> list[tuple[str, object, object]]:
    found = inspect.signature(function).parameters.values()
    return [(p.name, p.kind, p.default) for p in found]


# ---- the shape


def test_names_are_those_of_psutil() -> None:
    assert set(v7.__all__) == {*psutil.__all__, *BEYOND}
    assert v7.version_info == psutil.version_info
    assert v7.__version__ == psutil.__version__
    for name in psutil.__all__:
        assert name == "getloadavg" or type(getattr(v7, name)).__name__ == type(getattr(psutil, name)).__name__
    # Nothing else is seen but modules that either imports.
    seen = {name for name in dir(v7) if not name.startswith("_")} - set(dir(psutil)) - BEYOND
    assert [name for name in seen if not inspect.ismodule(getattr(v7, name))] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signatures_of_functions(name: str) -> None:
    own = parameters(getattr(v7, name))
    if name == "process_iter":
        assert own.pop() == ("reader", inspect.Parameter.KEYWORD_ONLY, None)
    if name == "net_connections":
        assert own.pop() == ("bpf", inspect.Parameter.KEYWORD_ONLY, False)
    assert own == parameters(getattr(psutil, name))
    assert hasattr(getattr(v7, name), "cache_clear") == hasattr(getattr(psutil, name), "cache_clear")


@pytest.mark.parametrize("name", METHODS)
def test_signatures_of_methods(name: str) -> None:
    ours, theirs = getattr(v7.Process, name), getattr(psutil.Process, name)
    assert type(ours) is type(theirs)
    if callable(theirs):
        assert parameters(ours) == parameters(theirs)


def test_methods_of_our_own() -> None:
    assert [name for name in dir(v7.Process) if not name.startswith("_") and name not in METHODS] == BEYOND_OF_PROCESS
    assert parameters(v7.Process) == parameters(psutil.Process)
    assert parameters(v7.Popen) == parameters(psutil.Popen)


def test_constants() -> None:
    for name in psutil.__all__:
        value = getattr(psutil, name)
        if name.isupper() and isinstance(value, (str, int, tuple)):
            assert getattr(v7, name) == value, name
            assert repr(getattr(v7, name)) == repr(value)
            assert isinstance(getattr(v7, name), enum.IntEnum) == isinstance(value, enum.IntEnum)


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exceptions(name: str) -> None:
    ours, theirs = getattr(v7, name), getattr(psutil, name)
    assert [base.__name__ for base in ours.__mro__] == [base.__name__ for base in theirs.__mro__]
    if name == "Error":
        return
    assert parameters(ours) == parameters(theirs)
    for arguments in ((5,), (5, "x"), (5, 6, "x") if name == "TimeoutExpired" else (5, "x", "y")):
        actual, expected = ours(*arguments), theirs(*arguments)
        assert (str(actual), repr(actual), vars(actual)) == (str(expected), repr(expected), vars(expected))
        again = pickle.loads(pickle.dumps(actual))
        assert (type(again), vars(again)) == (ours, vars(actual))


# ---- one process


def value(question: Callable[[], Any]) -> Any:
    """An answer or an exception, so that both modules' compare."""
    try:
        return question()
    except (psutil.Error, v7.Error) as error:
        return type(error).__name__, vars(error)


# What a process that sleeps always answers alike.
STEADY = [
    *words("as_dict children cmdline connections cpu_affinity cpu_num cpu_times create_time cwd environ exe gids"),
    *words("io_counters ionice is_running memory_info memory_maps name net_connections nice num_ctx_switches"),
    *words("num_fds num_threads open_files parent parents pid ppid status terminal threads uids username"),
    *words("memory_percent memory_full_info"),
]
OTHERS = {"cpu_percent", "kill", "oneshot", "resume", "rlimit", "send_signal", "suspend", "terminate", "wait"}


def test_every_method_is_compared() -> None:
    assert set(STEADY) | OTHERS == set(METHODS)


def plain(answer: Any) -> Any:
    """Replaces a module's own types: processes by their PIDs, named tuples by their fields."""
    if isinstance(answer, (psutil.Process, v7.Process)):
        return "process", answer.pid
    if isinstance(answer, dict):
        return {key: plain(item) for key, item in answer.items()}
    if hasattr(answer, "_fields"):
        return type(answer).__name__, answer._fields, [plain(item) for item in answer]
    if isinstance(answer, (list, tuple)):
        return [plain(item) for item in answer]
    return type(answer).__name__, answer


def read_member(module: Any, pid: int, name: str) -> Any:
    member = getattr(module.Process(pid), name)
    if name == "connections":
        with pytest.warns(DeprecationWarning, match="net_connections"):
            return member()
    return member() if callable(member) else member


def test_equal_sockets_are_reported_once(monkeypatch: pytest.MonkeyPatch) -> None:
    na = c.PSUTIL_NA
    fds, paths, pids = [na, 5, na, 6, na], ["", "a", "b", "a", ""], [na, 7, na, 7, na]
    columns = (fds, [1] * 5, [1] * 5, paths, [""] * 5, ["NONE"] * 5, pids)
    monkeypatch.setattr(v7._lib, "net_connections", lambda *_: columns, raising=False)
    assert [(s.fd, s.laddr, s.pid) for s in v7.net_connections("unix")] == [
        (-1, "", None),
        (5, "a", 7),
        (-1, "b", None),
        (6, "a", 7),
    ]


@pytest.mark.parametrize("name", STEADY)
def test_sleeping_process(sleeper: Any, name: str) -> None:
    for _ in range(20):  # its share of a library's pages changes with every process that starts or ends
        actual, expected = (
            plain(value(functools.partial(read_member, module, sleeper.pid, name))) for module in (v7, psutil)
        )
        if actual == expected:
            break
    assert actual == expected


@pytest.mark.parametrize("name", STEADY)
def test_zombie(zombie: Any, name: str) -> None:
    actual, expected = (
        plain(value(functools.partial(read_member, module, zombie.pid, name))) for module in (v7, psutil)
    )
    if isinstance(expected, list) and expected[:1] == [("str", "ZombieProcess")]:
        assert actual[0] == expected[0]
    elif os.getuid() and ("AccessDenied" in repr(expected) or name == "as_dict"):
        # The kernel denies to ordinary users what a zombie no longer has; the library reports most of it as absent.
        assert "NoSuchProcess" not in repr(actual)
    else:
        assert actual == expected


@pytest.mark.parametrize("name", sorted(set(STEADY) - {"pid"}))
def test_exited_process(spawn: Spawn, name: str) -> None:
    child = spawn("sleep", "1000")
    both = [module.Process(child.pid) for module in (v7, psutil)]
    child.kill()
    child.wait()

    def read_exited(process: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of connections()
            return value(getattr(process, name))

    actual, expected = map(read_exited, both)
    assert actual is not None
    if name == "create_time":  # psutil reads it on first use, the library when the handle is created
        assert isinstance(actual, float)
    else:
        # psutil's children() says that the PID was not found, others that the process no longer exists.
        assert plain(actual)[0] == plain(expected)[0]
        assert name == "children" or actual == expected


def test_all_processes() -> None:
    # What does not change by itself, of all processes of this machine, kernel threads included (whose environ is none;
    # psutil says they do not exist).
    names = words("name cmdline create_time username uids gids terminal nice ionice ppid")
    if os.getuid() == 0:  # to others psutil says of kernel threads that they may not know
        names += ["exe", "cwd"]
    compared = 0
    for pid in psutil.pids():
        end = time.monotonic() + 20  # a process that is about to exit has no command line for psutil
        while True:
            answers = []
            for module in (v7, psutil):
                try:
                    answers.append(plain(module.Process(pid).as_dict(names, ad_value="denied")))
                except (psutil.NoSuchProcess, v7.NoSuchProcess):
                    answers.append(None)
            if None not in answers:  # psutil is denied the command line of a process whose first thread has exited
                known = [name for name in answers[0] if answers[1].get(name) != ("str", "denied")]
                answers = [{name: answer[name] for name in known} for answer in answers]
            if answers[0] == answers[1]:
                compared += 1
                break
            assert time.monotonic() < end, f"{answers[0]} {answers[1]}"
            time.sleep(0.01)
    assert compared


def test_rlimit(sleeper: Any) -> None:
    ours, theirs = v7.Process(sleeper.pid), psutil.Process(sleeper.pid)
    for name in psutil.__all__:
        if name.startswith("RLIMIT_"):
            number = getattr(v7, name)
            assert plain(ours.rlimit(number)) == plain(theirs.rlimit(number))
    ours.rlimit(v7.RLIMIT_NOFILE, (100, 200))
    assert theirs.rlimit(psutil.RLIMIT_NOFILE) == (100, 200)
    for module in (v7, psutil):
        with pytest.raises(ValueError, match="soft, hard"):
            module.Process(sleeper.pid).rlimit(module.RLIMIT_NOFILE, (1,))


def test_setters(sleeper: Any) -> None:
    ours, theirs = v7.Process(sleeper.pid), psutil.Process(sleeper.pid)
    nice = min(theirs.nice() + 1, 19)  # there is no way back for an ordinary user
    assert ours.nice(nice) is None
    assert theirs.nice() == nice
    ours.ionice(v7.IOPRIO_CLASS_BE, 3)
    assert plain(ours.ionice()) == plain(theirs.ionice())
    ours.ionice(v7.IOPRIO_CLASS_IDLE)
    assert theirs.ionice().ioclass == psutil.IOPRIO_CLASS_IDLE
    ours.cpu_affinity([0])
    assert theirs.cpu_affinity() == [0]
    ours.cpu_affinity([])
    assert theirs.cpu_affinity() == psutil.Process().cpu_affinity()
    for process in (ours, theirs):
        process.cpu_affinity([0, 9999])  # as written for a larger machine
        assert theirs.cpu_affinity() == [0]
        process.cpu_affinity([])
    for process in (ours, theirs):
        mistakes: list[Callable[[Any], object]] = [
            lambda p: p.cpu_affinity([12345]),
            lambda p: p.cpu_affinity([0, -1]),
            lambda p: p.ionice(value=1),
            lambda p: p.ionice(3, 1),
            lambda p: p.ionice(2, 8),
            lambda p: p.cpu_percent(-1),
            lambda p: p.memory_percent("nonsense"),
            lambda p: p.net_connections("nonsense"),
            lambda p: p.as_dict(["nonsense"]),
            lambda p: p.wait(-1),
        ]
        for wrong in mistakes:
            with pytest.raises(ValueError):  # noqa: PT011 - ten of them
                wrong(process)
        with pytest.raises(TypeError):
            process.as_dict("name")
        with pytest.raises(TypeError):
            process.wait("1")


MISTAKES: list[Callable[[Any], object]] = [
    lambda p: p.ionice(3, 1),
    lambda p: p.ionice(0, 1),
    lambda p: p.ionice(2, 8),
    lambda p: p.ionice(2, -1),
    lambda p: p.ionice(4),
    lambda p: p.ionice(-1, 0),
    lambda p: p.send_signal(-1),
    lambda p: p.send_signal(65),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_messages_about_mistakes_are_psutils(sleeper: Any, mistake: Callable[[Any], object]) -> None:
    said = []
    for module in (v7, psutil):
        with pytest.raises((ValueError, OSError)) as caught:
            mistake(module.Process(sleeper.pid))
        said.append((caught.type, str(caught.value)))
    assert said[0] == said[1]


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("unshare"), reason="only root has namespaces")
def test_reused_pid() -> None:
    # A new PID namespace, in which the test can choose the next PID.
    code = """
import subprocess, time
import psutil as theirs
import libpsutil.v7 as ours
first = subprocess.Popen(["sleep", "1000"])
handles = [module.Process(first.pid) for module in (ours, theirs)]
for process in handles:
    process.name()
first.kill()
first.wait()
time.sleep(0.05)  # for another start time
with open("/proc/sys/kernel/ns_last_pid", "w") as last:
    last.write(str(first.pid - 1))
second = subprocess.Popen(["sleep", "1000"])
assert second.pid == first.pid
calls = [
    lambda p: p.ppid(), lambda p: p.parent(), lambda p: p.parents(), lambda p: p.children(),
    lambda p: p.nice(3), lambda p: p.ionice(2), lambda p: p.cpu_affinity([0]), lambda p: p.rlimit(7, (99, 99)),
    lambda p: p.suspend(), lambda p: p.resume(), lambda p: p.terminate(), lambda p: p.kill(),
    lambda p: p.send_signal(0), lambda p: p.as_dict(["ppid"]),
]
for number, call in enumerate(calls):
    said = []
    for process in handles:
        try:
            said.append(call(process))
        except Exception as error:
            said.append((type(error).__name__, str(error)))
    assert said[0] == said[1] and "has been reused" in said[0][1], (number, said)
assert str(handles[0]) == str(handles[1])
second.kill()
"""
    command = ["unshare", "--pid", "--fork", "--mount-proc", sys.executable, "-c", code]
    settings = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    result = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=False)
    if result.stderr.startswith("unshare:"):
        pytest.skip(result.stderr.strip())
    output(result)


@pytest.mark.parametrize("pid", [-1, 2**22 + 1, 2**40, 2**70, "1", 1.5])
def test_bad_pids_are_refused(pid: Any) -> None:
    actual: list[object] = []
    expected: list[object] = []
    for module, answers in ((v7, actual), (psutil, expected)):
        try:
            answers.append(module.Process(pid))
        except Exception as error:
            answers.append((type(error).__name__, vars(error), str(error) if isinstance(error, ValueError) else ""))
    assert actual == expected


def test_str(sleeper: Any) -> None:
    for process_mine, process_yours in [(v7.Process(sleeper.pid), psutil.Process(sleeper.pid))]:
        assert str(process_mine) == repr(process_mine) == str(process_yours)
        process_mine.create_time(), process_yours.create_time()
        assert str(process_mine) == str(process_yours)
        process_mine.kill()
        process_mine.wait()
        assert "status='terminated', exitcode=<Negsignal.SIGKILL: -9>" in str(process_mine)


def test_equality_hash_and_copies(sleeper: Any) -> None:
    first, second = v7.Process(sleeper.pid), v7.Process(sleeper.pid)
    assert first == second == copy.copy(first)
    assert len({first, second}) == 1
    assert first != v7.Process()
    assert first != sleeper.pid


def test_signals_and_wait(spawn: Spawn) -> None:
    for end, code in (("terminate", -15), ("kill", -9)):
        pair_of = [module.Process(started(spawn("sleep", "1000"), "sleep").pid) for module in (v7, psutil)]
        results = []
        for process in pair_of:
            process.suspend()
            until(lambda: process.status() == "stopped")  # noqa: B023
            process.resume()
            with pytest.raises((v7.TimeoutExpired, psutil.TimeoutExpired)) as raised:
                process.wait(0)
            assert (raised.value.seconds, raised.value.pid) == (0, process.pid)
            getattr(process, end)()
            results.append(repr(process.wait()))
            assert process.wait() == code
        assert results[0] == results[1]
    assert v7.Process(spawn("sh", "-c", "exit 3").pid).wait() == 3


def test_wait_for_anothers_zombie(anothers_zombie: tuple[int, Callable[[], None]]) -> None:
    pid, reap = anothers_zombie
    for module in (v7, psutil):
        process = module.Process(pid)
        with pytest.raises(module.TimeoutExpired):
            process.wait(0.01)
        assert module.wait_procs([process], timeout=0.01) == ([], [process])
    process = v7.Process(pid)
    ended: list[Any] = []
    thread = threading.Thread(target=lambda: ended.append((process.wait(), process.is_running())))
    thread.start()
    reap()
    thread.join(20)
    assert ended == [(None, False)]


def test_process_of_a_thread_id() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        tid = thread.native_id
        for module in (v7, psutil):
            process = module.Process(tid)
            assert process.is_running()
            assert process.as_dict()["pid"] == tid
            assert not module.pid_exists(tid)
            assert tid not in module.pids()
            process.cpu_affinity([module.Process().cpu_affinity()[0]])
        names = words("name cmdline ppid cpu_affinity nice ionice uids create_time cwd exe num_threads status")
        actual, expected = (plain(module.Process(tid).as_dict(names)) for module in (v7, psutil))
        assert actual == expected
    finally:
        done.set()
        thread.join()
    until(lambda: not os.path.exists(f"/proc/{tid}"))  # the kernel's thread outlives Python's for a moment
    with pytest.raises(v7.NoSuchProcess):
        v7.Process(tid)


def test_oneshot_and_as_dict(sleeper: Any) -> None:
    process = v7.Process(sleeper.pid)
    with process.oneshot(), process.oneshot():
        assert process.name() == "sleep"
    assert set(process.as_dict()) == set(psutil.Process(sleeper.pid).as_dict())
    assert process.as_dict(["pid", "name"]) == {"pid": sleeper.pid, "name": "sleep"}


def test_connections(tmp_path: pathlib.Path) -> None:
    with pair(socket.AF_INET), socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "socket"))
        for kind in ("all", "inet", "inet4", "inet6", "tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "unix"):
            actual, expected = (module.Process().net_connections(kind) for module in (v7, psutil))
            assert sorted(map(repr, actual)) == sorted(map(repr, expected)), kind
            if kind != "unix" and kind != "all":
                ours, theirs = (
                    {repr(c) for c in module.net_connections(kind) if c.pid == os.getpid()} for module in (v7, psutil)
                )
                assert ours == theirs


@pytest.mark.skipif(os.stat("/proc/1").st_uid == os.getuid() != 0, reason="the first process is this user's own")
def test_values_of_another_users_process() -> None:
    code = """
import os, sys
import psutil, libpsutil.v7 as v7
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
def answers(module):
    p = module.Process(1)
    for name in ("exe", "cwd", "environ", "open_files", "num_fds", "io_counters", "memory_maps", "memory_full_info",
                 "net_connections", "kill", "suspend", "cmdline", "status"):
        try:
            yield name, repr(getattr(p, name)())
        except module.Error as error:
            # psutil reports the name only if it was read before.
            yield name, type(error).__name__, error.pid, error.msg, error.name or p.name()
for ours, theirs in zip(answers(v7), answers(psutil)):
    if ours != theirs:
        print(ours, theirs)
print(len(list(answers(v7))), len(list(answers(psutil))), sum("AccessDenied" in answer for answer in answers(v7)))
"""
    site = str(pathlib.Path(theirs.__file__).parents[1])
    path = os.pathsep.join([str(pathlib.Path(ours.__file__).parents[1]), site])
    assert output(run_python(code, environment={"PYTHONPATH": path})) == "13 13 11\n"


# ---- several processes


def test_process_iter(spawn: Spawn) -> None:
    child = spawn("sleep", "1000")
    found = {p.pid: p for p in v7.process_iter(["pid", "name"], ad_value="?")}
    assert list(found) == sorted(found)
    assert found[os.getpid()].info["pid"] == os.getpid()
    assert {p.pid: p for p in v7.process_iter()}[child.pid] is found[child.pid]
    v7.process_iter.cache_clear()
    again = {p.pid: p for p in v7.process_iter()}
    assert again[child.pid] is not found[child.pid]
    child.kill()
    child.wait()
    assert child.pid not in {p.pid for p in v7.process_iter()}
    with pytest.raises(ValueError, match="nonsense"):
        next(v7.process_iter(["nonsense"]))


def test_wait_procs(spawn: Spawn) -> None:
    lasting, killed = (v7.Process(spawn("sleep", "1000").pid) for _ in range(2))
    ending = v7.Process(spawn("sh", "-c", "exit 3").pid)
    killed.kill()
    exited: list[Any] = []
    assert v7.wait_procs([killed, ending], callback=exited.append)[1] == []
    assert set(exited) == {killed, ending}
    gone, alive = v7.wait_procs([lasting, killed, ending], timeout=0.1)
    assert set(gone) == {killed, ending}
    assert alive == [lasting]
    assert (killed.returncode, ending.returncode) == (-9, 3)
    for module in (v7, psutil):
        with pytest.raises(ValueError):  # noqa: PT011
            module.wait_procs([], timeout=-1)
        with pytest.raises(TypeError):
            module.wait_procs([], callback=1)


def test_popen() -> None:
    with v7.Popen([sys.executable, "-c", "print('hi')"], stdout=subprocess.PIPE) as process:
        assert process.name().startswith("python")
        assert process.communicate() == (b"hi\n", None)
        assert process.wait(timeout=60) == process.returncode == 0
    with v7.Popen(["sleep", "1000"]) as process:
        process.terminate()
        assert process.wait() == process.returncode == -signal.SIGTERM
    assert {"communicate", "oneshot"} <= set(dir(process))


# ---- the system


def alike(name: str, *arguments: Any) -> None:
    """The same once, for numbers that run."""
    end = time.monotonic() + 60
    while True:
        actual, expected = (plain(getattr(module, name)(*arguments)) for module in (v7, psutil))
        if actual == expected:
            return
        assert time.monotonic() < end, (actual, expected)
        time.sleep(0.01)


@pytest.mark.parametrize(
    "call",
    [
        ("pids",),
        ("pid_exists", 1),
        ("pid_exists", 0),
        ("pid_exists", -1),
        ("cpu_count",),
        ("cpu_count", False),
        ("swap_memory",),
        ("disk_partitions",),
        ("disk_partitions", True),
        ("disk_usage", "/"),
        ("disk_io_counters",),
        ("disk_io_counters", True),
        ("disk_io_counters", True, False),
        ("net_io_counters",),
        ("net_io_counters", True),
        ("net_io_counters", False, False),
        ("net_if_addrs",),
        ("net_if_stats",),
        ("cpu_freq",),
        ("cpu_freq", True),
        ("users",),
        ("boot_time",),
        ("sensors_temperatures",),
        ("sensors_temperatures", True),
        ("sensors_fans",),
        ("sensors_battery",),
    ],
    ids=str,
)
def test_system(call: tuple[Any, ...]) -> None:
    alike(*call)


@pytest.mark.parametrize("name", ["cpu_times", "virtual_memory", "cpu_stats", "heap_info"])
def test_changing_system_values_are_close(name: str) -> None:
    def read() -> tuple[Any, Any]:
        return getattr(v7, name)(), getattr(psutil, name)()

    actual, expected = read()
    assert (type(actual).__name__, actual._fields) == (type(expected).__name__, expected._fields)
    assert list(map(type, actual)) == list(map(type, expected))
    until(lambda: (pair := read())[0] == pytest.approx(pair[1], rel=0.05, abs=5))


def test_cpu_stats_that_are_not_reported(tmp_path: pathlib.Path) -> None:
    code = """
import sys
import psutil
import libpsutil.v7
psutil.PROCFS_PATH = libpsutil.v7.PROCFS_PATH = sys.argv[1]
print(list(libpsutil.v7.cpu_stats()))
assert libpsutil.v7.cpu_stats() == psutil.cpu_stats(), psutil.cpu_stats()
"""
    (tmp_path / "stat").write_text("cpu  1 2 3 4\nintr 7 1 2\nctxt 5\n")  # as before Linux 2.6.31
    assert output(run_python(code, str(tmp_path))) == "[5, 7, None, 0]\n"


def test_names_of_negative_signals() -> None:
    assert dict(v7._t.Negsignal.__members__) == dict(psutil._psposix.Negsignal.__members__)
    assert list(map(repr, v7._t.Negsignal)) == list(map(repr, psutil._psposix.Negsignal))


def test_cpu_percentages() -> None:
    for percent in (v7.cpu_percent, v7.cpu_times_percent):
        for interval in (None, 0.05):
            whole, each = percent(interval), percent(interval, percpu=True)
            assert len(each) == psutil.cpu_count()
            for reading in (whole, *each):
                values = reading if isinstance(reading, tuple) else [reading]
                assert all(0.0 <= value <= 100.0 for value in values)
        with pytest.raises(ValueError, match="-1"):
            percent(-1)
    assert type(v7.cpu_times_percent()).__name__ == type(psutil.cpu_times_percent()).__name__
    first: list[float] = []
    thread = threading.Thread(target=lambda: first.append(v7.cpu_percent()))
    thread.start()
    thread.join()
    assert first == [0.0]


@pytest.mark.parametrize("api", ["libpsutil", "libpsutil.v7"])
@pytest.mark.parametrize("function", ["cpu_percent", "cpu_times_percent"])
def test_first_cpu_percentage_is_since_the_import(api: str, function: str) -> None:
    code = f"""
import time, {api} as psutil
def busy():
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
busy()
first = psutil.{function}(interval=None)
assert getattr(first, "user", first) > 0, first
assert len(psutil.{function}(interval=None, percpu=True)) == len(psutil.cpu_times(percpu=True))
"""
    output(run_python(code))


def test_odd_cpu_times_at_the_import() -> None:
    huge = b"9" * 400
    lines = [b"", b"cpufreq 1 2 3 4", b"cpu0 100 x -300 400 " + huge, b"cpu1", b"cpu-2 1 2 3 4", b"intr 5"]
    stat = b"\n".join([*lines, b"cpu3 1 2 3 4", b"cpu 500 1 1 1", b""])
    each, whole = (_cpu_percent._decode(stat, percpu) for percpu in (True, False))
    found = [(times.cpu, times.user, times.system, times.idle) for times in each]
    assert found == [(0, 1, 0, 4), (3, 0.01, 0.03, 0.04)]
    assert math.isnan(each[0].nice)
    assert math.isnan(each[0].iowait)
    assert [(times.cpu, times.user) for times in whole] == [(c.PSUTIL_NA, 5)]
    assert _cpu_percent._decode(b"", percpu=False) == []


def test_cpu_times_at_the_import_of_windows() -> None:
    second = 10_000_000
    cpus = [(80, 90, 20, 1, 2, 5), (60, 100, 10, 3, 4, 6)]
    answer = b"".join(struct.pack("<5qL4x", *(time * second for time in times[:5]), times[5]) for times in cpus)
    whole, each = (_cpu_percent._decode_processors(answer, percpu) for percpu in (False, True))
    names = ("cpu", "user", "system", "idle", "irq", "dpc")
    assert [tuple(getattr(times, name) for name in names) for times in each] == [
        (0, 20.0, 10.0, 80.0, 2.0, 1.0),
        (1, 10.0, 40.0, 60.0, 4.0, 3.0),
    ]
    assert [tuple(getattr(times, name) for name in names) for times in whole] == [
        (c.PSUTIL_NA, 30.0, 50.0, 140.0, 6.0, 4.0)
    ]
    assert math.isnan(whole[0].nice)
    assert _cpu_percent._decode_processors(b"", percpu=False) == []


def test_conversion_of_sensors(monkeypatch: pytest.MonkeyPatch) -> None:
    # Independent of the sensors of this machine, which may have none.
    nan = math.nan
    temperature, fan, battery = (record_type(f"psutil_{name}_t") for name in ("temperature", "fan", "battery"))
    temperatures = [
        temperature("coretemp", "Core 0", 40.0, 80.0, 100.0),
        temperature("nvme", "", -10.0, nan, nan),
        temperature("coretemp", "Core 1", nan, 80.0, nan),
    ]
    fans = [fan("chip", "fan1", 1200), fan("chip", "", 0)]
    monkeypatch.setattr(ours._lib, "sensors_temperatures", lambda make: list(map(make, temperatures)))
    monkeypatch.setattr(ours._lib, "sensors_fans", lambda make: list(map(make, fans)))
    assert v7.sensors_temperatures() == {
        "coretemp": [("Core 0", 40.0, 80.0, 100.0), ("Core 1", None, 80.0, None)],
        "nvme": [("", -10.0, None, None)],
    }
    assert v7.sensors_temperatures(fahrenheit=True)["coretemp"][0] == ("Core 0", 104.0, 176.0, 212.0)
    assert v7.sensors_temperatures(fahrenheit=True)["nvme"][0] == ("", 14.0, None, None)
    assert v7.sensors_fans() == {"chip": [("fan1", 1200), ("", 0)]}
    for reading, expected in [
        (battery(present=1, percent=50.0, secsleft=600, power_plugged=0), (50.0, 600, False)),
        (battery(present=1, percent=99.0, secsleft=-2, power_plugged=1), (99.0, v7.POWER_TIME_UNLIMITED, True)),
        (battery(present=1, percent=1.0, secsleft=-1, power_plugged=-1), (1.0, v7.POWER_TIME_UNKNOWN, None)),
        (None, None),
    ]:
        monkeypatch.setattr(ours._lib, "sensors_battery", lambda reading=reading: reading)
        assert v7.sensors_battery() == expected


def test_conversion_of_users(monkeypatch: pytest.MonkeyPatch) -> None:
    user = record_type("psutil_user_t")
    records = [
        user(name="caf\udce9", terminal="pts/0", host="192.0.2.1", started=5.0, pid=7),
        user(name="x", terminal=None, host=None, started=6.0, pid=-1),
    ]
    for library in (ours._lib, v1._lib):
        monkeypatch.setattr(library, "users", lambda make: list(map(make, records)))
    assert v7.users() == [("caf\udce9", "pts/0", "192.0.2.1", 5.0, 7), ("x", None, None, 6.0, None)]
    assert [tuple(user) for user in libpsutil.get_users()] == [tuple(user)[:4] for user in v7.users()]


def test_getloadavg() -> None:
    # /proc/loadavg has two decimals, the C library may return more.
    until(lambda: v7.getloadavg() == pytest.approx(psutil.getloadavg(), abs=0.01))
    assert type(v7.getloadavg()) is tuple


def test_errors_of_functions() -> None:
    for module in (v7, psutil):
        with pytest.raises(FileNotFoundError) as raised:
            module.disk_usage("/no/such/path")
        assert (raised.value.filename, raised.value.strerror) == ("/no/such/path", "No such file or directory")
        with pytest.raises(ValueError, match="invalid kind argument 'x'"):
            module.net_connections("x")
        with open("/proc/self/stat") as file:
            assert module.disk_usage(file.fileno()) == module.disk_usage("/proc")
        with pytest.raises(OSError, match="Bad file descriptor"):
            module.disk_usage(9999)


def test_repr_of_relatives(spawn: Spawn) -> None:
    pid = spawn("sleep", "1000").pid
    for module in (v7, psutil):
        child = next(c for c in module.Process().children() if c.pid == pid)
        for process in (child, child.parent(), child.parents()[0]):
            assert "started=" in repr(process)


def test_heap() -> None:
    assert v7.heap_trim() is None


# ---- the module


@pytest.mark.parametrize("api", [libpsutil, v7])
def test_set_workers(api: Any) -> None:
    try:
        for n in (1, 3, 2**31 - 1):
            api.set_workers(n)
            assert os.getpid() in api.process_table(["pid"])["pid"]
    finally:
        api.set_workers(0)
    for wrong in (-1, 2**31, 2**70):
        with pytest.raises((ValueError, OverflowError)):
            api.set_workers(wrong)
    with pytest.raises(TypeError):
        api.set_workers("1")


@pytest.mark.parametrize("api", [libpsutil, v7])
@pytest.mark.parametrize("resource", ["cpu", "memory", "io", "irq"])
def test_pressure(api: Any, resource: str) -> None:
    file = pathlib.Path("/proc/pressure", resource)
    try:
        text = file.read_text()
    except OSError:
        with pytest.raises(NotImplementedError):
            api.pressure(resource)
        return
    ours = api.pressure(resource)
    for kind in "some", "full":
        found = re.search(rf"{kind} .*total=(\d+)", text)
        total = getattr(ours, f"{kind}_total")
        if found is None:
            assert total is None
        else:
            assert total >= int(found[1]) / 1e6
    assert ours.level is None
    assert pickle.loads(pickle.dumps(ours)) == ours


def test_memory_percent_of_a_field_of_another_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(v7._t, "pfullmem", types.SimpleNamespace(_fields=("rss", "stack")))
    monkeypatch.setattr(
        v7.Process, "memory_info", lambda _: types.SimpleNamespace(stack=v7.virtual_memory().total // 4)
    )
    assert v7.Process().memory_percent("stack") == pytest.approx(25)
    assert 0 < v7.Process().memory_percent() < 100
    with pytest.raises(ValueError, match="invalid memtype 'uss'"):
        v7.Process().memory_percent("uss")


@pytest.mark.parametrize("api", [libpsutil, v7])
def test_cgroup_limits(api: Any) -> None:
    try:
        limits = api.cgroup_limits()
    except NotImplementedError:
        with pytest.raises(NotImplementedError):
            api.cgroup_limits(os.getpid())
        return
    assert limits._replace(memory_usage=0) == api.cgroup_limits(os.getpid())._replace(memory_usage=0)
    record = v7._lib.calls.cgroup_limits(0)
    assert (limits.version, limits.path, limits.cpuset) == (record.version, record.path, record.cpuset)
    assert f":{limits.path}\n" in pathlib.Path("/proc/self/cgroup").read_text()
    for name in ("memory_limit", "memory_high", "swap_limit", "cpuset_count", "pids_limit"):
        value = getattr(record, name)
        assert getattr(limits, name) == (None if value == c.PSUTIL_NA else value), name
    assert limits.cpu_quota is None or limits.cpu_quota > 0
    assert pickle.loads(pickle.dumps(limits)) == limits
    for pid in (-1, 2**31 - 1):
        with pytest.raises(api.NoSuchProcess):
            api.cgroup_limits(pid)


@pytest.mark.parametrize("api", [libpsutil, v7])
def test_cgroup_pressure(api: Any) -> None:
    try:
        ours = api.cgroup_pressure("memory")
    except NotImplementedError:
        with pytest.raises(NotImplementedError):
            api.cgroup_pressure("memory", os.getpid())
    else:
        assert api.cgroup_pressure("memory", os.getpid()).some_total >= ours.some_total
    for pid in (-1, 2**31 - 1):
        with pytest.raises(api.NoSuchProcess):
            api.cgroup_pressure("memory", pid)
    for call in api.pressure, api.cgroup_pressure:
        with pytest.raises(ValueError, match="expected one of cpu, memory, io, irq"):
            call("disk")


@pytest.mark.parametrize("api", [libpsutil, v7])
def test_tcp_connections(api: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        peer, _ = server.accept()
        with peer:
            client.sendall(b"x" * 12345)
            assert len(peer.recv(12345, socket.MSG_WAITALL)) == 12345
            found = {c.fd: c for c in api.tcp_connections() if c.pid == os.getpid()}
            ours, theirs, listening = (found[s.fileno()] for s in (client, peer, server))
            assert (ours.laddr, ours.raddr, ours.status) == (client.getsockname(), client.getpeername(), "ESTABLISHED")
            assert (ours.bytes_sent, ours.bytes_recv) == (12345, 0)
            assert (theirs.bytes_sent, theirs.bytes_recv) == (0, 12345)
            assert (listening.raddr, listening.bytes_sent, listening.bytes_recv) == ((), None, None)
            assert pickle.loads(pickle.dumps(ours)) == ours


@pytest.mark.parametrize("bpf", [False, True])
@pytest.mark.parametrize("api", [libpsutil, v7])
def test_owners_by_bpf_are_those_of_procfs(api: Any, bpf: bool) -> None:
    """Also where BPF may not be used; then both come from procfs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = [(c.fd, c.laddr) for c in api.tcp_connections(bpf=bpf) if c.pid == os.getpid()]
        assert (server.fileno(), server.getsockname()) in found
        if api is v7:
            found = [(c.fd, c.laddr) for c in api.net_connections("tcp4", bpf=bpf) if c.pid == os.getpid()]
            assert (server.fileno(), server.getsockname()) in found


@pytest.mark.parametrize("bpf", [False, True])
@pytest.mark.parametrize("api", [libpsutil, v7])
def test_file_owners(api: Any, bpf: bool, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "file"
    path.touch()
    assert api.file_owners(path, bpf=bpf) == []
    with path.open("a") as appending, path.open("rb"):
        found = api.file_owners(path, bpf=bpf)
        assert [(o.pid, o.use, o.mode) for o in found] == [(os.getpid(), "open", "a"), (os.getpid(), "open", "r")]
        assert found[0].fd == appending.fileno()
        assert pickle.loads(pickle.dumps(found)) == found
        assert set(found) <= set(api.file_owners(os.fsencode(tmp_path), mount=True, bpf=bpf))
    child = subprocess.Popen(["sleep", "1000"], cwd=tmp_path)
    try:
        until(lambda: [(o.use, o.fd, o.mode) for o in api.file_owners(str(tmp_path), bpf=bpf)] == [("cwd", None, None)])
        of_program = api.file_owners(f"/proc/{child.pid}/exe", unreadable=True, bpf=bpf)
        uses = {o.use for o in of_program if o.pid == child.pid}
        assert uses == {"exe", "mapped"}
    finally:
        child.kill()
        child.wait()
    with pytest.raises(FileNotFoundError) as caught:
        api.file_owners(tmp_path / "missing", bpf=bpf)
    assert caught.value.filename == tmp_path / "missing"
    with pytest.raises(ValueError, match="null byte"):
        api.file_owners("a\0b")
    with pytest.raises(TypeError):
        api.file_owners(path, True)


def test_procfs_path(tmp_path: pathlib.Path) -> None:
    code = """
import sys
import libpsutil.v7 as psutil
assert psutil.PROCFS_PATH == "/proc"
psutil.PROCFS_PATH = sys.argv[1]
assert psutil.boot_time() == 1234.0
psutil.PROCFS_PATH = "/proc"
assert psutil.boot_time() > 1e9
try:
    psutil.PROCFS_PATH = "relative"
except ValueError:
    assert psutil.PROCFS_PATH == "/proc"
"""
    (tmp_path / "stat").write_text("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\nbtime 1234\n")
    output(run_python(code, str(tmp_path)))


def test_counters_wrap_and_restart(tmp_path: pathlib.Path) -> None:
    code = """
import pathlib, sys
import libpsutil.v7 as psutil
psutil.PROCFS_PATH = sys.argv[1]
def read(**counts):
    rows = [f" 254 {i} {name} {count} 2 3 4 5 6 7 8 9 10 11" for i, (name, count) in enumerate(counts.items())]
    pathlib.Path(sys.argv[1], "diskstats").write_text("\\n".join(rows) + "\\n")
    return psutil.disk_io_counters().read_count
assert read(vda=100, zram0=50) == 150
assert read(vda=110) == 110
assert read(vda=110, zram0=10) == 120
assert read(vda=95) == 205
assert psutil.disk_io_counters(nowrap=False).read_count == 95
psutil.disk_io_counters.cache_clear()
assert read(vda=90) == 90
assert read(vda=80) == 170
"""
    output(run_python(code, str(tmp_path)))


def test_socket_of_unknown_type(tmp_path: pathlib.Path) -> None:
    code = """
import sys
import libpsutil.v7 as psutil
psutil.PROCFS_PATH = sys.argv[1]
assert [(s.type, s.laddr) for s in psutil.net_connections("unix")] == [(10, "/a"), (1, "/b")]
"""
    row = "0000000000000000: 00000002 00000000 00010000 {:04X} 01 {} /{}\n"
    (tmp_path / "net").mkdir()
    (tmp_path / "net/unix").write_text(row.format(10, 7, "a") + row.format(1, 8, "b"))
    (tmp_path / "stat").write_text("btime 1234\n")
    output(run_python(code, str(tmp_path)))


@pytest.mark.parametrize("of", ["disk", "nic"])
def test_counters_that_are_not_reported(of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(nowrap: int) -> NoReturn:
        raise NotImplementedError(nowrap)

    function, each = ("disk_io_counters", "_per_disk") if of == "disk" else ("net_io_counters", "_per_nic")
    calls = types.SimpleNamespace(**{function: fail, function + each: lambda _nowrap: []})
    monkeypatch.setattr(ours._lib, "calls", calls)
    assert getattr(v7, function)() is None  # there is none
    monkeypatch.setattr(calls, function + each, fail)
    for total in (True, False):
        with pytest.raises(NotImplementedError):
            getattr(v7, function)(not total)


def test_start_that_no_calendar_has(tmp_path: pathlib.Path) -> None:
    code = """
import contextlib, io, os, pathlib, sys
procfs = pathlib.Path(sys.argv[1])
(procfs / "42").mkdir()
(procfs / "stat").write_text("cpu  1 2 3 4\\nbtime 1700000000\\n")
(procfs / "meminfo").write_text("MemTotal: 5 kB\\nMemFree: 4 kB\\n")
(procfs / "42" / "stat").write_text("42 (odd) S 1 " + "0 " * 17 + "18446744073709551615 0 0\\n")
(procfs / "42" / "status").write_text("Uid:\\t0 0 0 0\\n")
(procfs / "42" / "statm").write_text("1 1 1 1 0 1 0\\n")
os.environ["PSUTIL_PROCFS_PATH"] = sys.argv[1]
import libpsutil, libpsutil.v7
p = libpsutil.v7.Process(42)
assert p.create_time() > 9e16
assert repr(p) == "psutil.Process(pid=42, name='odd', status='sleeping')", repr(p)
with contextlib.redirect_stdout(io.StringIO()) as printed:
    libpsutil.test()
assert printed.getvalue().splitlines()[1].split()[1] == "42", printed.getvalue()
"""
    output(run_python(code, str(tmp_path)))


def test_process_iter_of_another_procfs(tmp_path: pathlib.Path) -> None:
    code = """
import pathlib, shutil, sys
import libpsutil, libpsutil.v7 as psutil
def name_of_42(procfs, name):
    path = pathlib.Path(sys.argv[1], procfs)
    (path / "42").mkdir(parents=True)
    (path / "42" / "stat").write_text(f"42 ({name}) S 1 " + "0 " * 17 + "5 0 0\\n")
    psutil.PROCFS_PATH = str(path)
    for iterate in (psutil.process_iter, lambda: psutil.process_iter(["pid"])):
        assert [p.name() for p in iterate()] == [name]
    assert [p.name for p in libpsutil.process_iter()] == [name]
    return path
shutil.rmtree(name_of_42("a", "one"))
name_of_42("b", "two")
"""
    output(run_python(code, str(tmp_path)))


def test_iterations_go_on_after_an_odd_process(tmp_path: pathlib.Path) -> None:
    code = """
import sys
import libpsutil, libpsutil.v7 as psutil
psutil.PROCFS_PATH = sys.argv[1]
for iterate in psutil.process_iter, lambda: psutil.process_iter(["name"]), lambda: psutil.process_iter([]):
    psutil.process_iter.cache_clear()
    assert [p.pid for p in iterate()] == [7, 9], list(iterate())
assert [p.pid for p in libpsutil.process_iter()] == [7, 9]
assert [p.info["name"] for p in psutil.process_iter(["name"], ad_value="?")] == ["?", "x"]
assert psutil.Process(7).as_dict(["name"], ad_value="?") == {"name": "?"}
"""
    (tmp_path / "7" / "stat").mkdir(parents=True)  # reading it is EISDIR, as EIO may come from a sandbox
    (tmp_path / "8").write_text("no process")
    (tmp_path / "9").mkdir()
    (tmp_path / "9" / "stat").write_text("9 (x) S 1 " + "0 " * 17 + "5 0 0\n")
    output(run_python(code, str(tmp_path)))


def test_cpu_percent_compares_by_number(tmp_path: pathlib.Path) -> None:
    code = """
import pathlib, sys
import libpsutil.v7 as psutil
psutil.PROCFS_PATH = sys.argv[1]
def percents(**idle):
    rows = [f"{cpu} {user} 0 0 {idle} 0 0 0 0 0 0" for cpu, (user, idle) in idle.items()]
    pathlib.Path(sys.argv[1], "stat").write_text("\\n".join(["cpu  1 0 0 1 0 0 0 0 0 0", *rows]) + "\\n")
    return psutil.cpu_percent(percpu=True)
percents(cpu0=(10, 10), cpu1=(100, 100))
assert percents(cpu0=(11, 13), cpu2=(900, 100)) == [25, 0]
assert percents(cpu2=(901, 100)) == [100]
"""
    output(run_python(code, str(tmp_path)))


def test_install_as_psutil() -> None:
    code = """
import libpsutil.v7
libpsutil.v7.install_as_psutil()
import psutil, pickle
from psutil import *
from psutil._common import snetio
assert psutil is libpsutil.v7
assert repr(psutil.Process) == "<class 'psutil.Process'>"
assert isinstance(psutil.net_io_counters(), snetio)
try:
    Process(2**22 + 1)
except NoSuchProcess as error:
    assert type(pickle.loads(pickle.dumps(error))) is psutil.NoSuchProcess
"""
    output(run_python(code))


def test_private_names_of_psutil_exist() -> None:
    code = """
import contextlib, io, os, socket, sys, tempfile
import libpsutil.v7
libpsutil.v7.install_as_psutil()
import psutil
from psutil import _common
from psutil._pslinux import RootFsDeviceFinder, calculate_avail_vmem

assert _common.isfile_strict(sys.executable) and not _common.isfile_strict("/") and not _common.isfile_strict("/no")
assert _common.parse_environ_block("a=1\\0b=\\0=c=2\\0d\\0\\0e=3\\0") == {"a": "1", "b": ""}
assert _common.parse_environ_block("a=1\\0b=2") == {"a": "1"}
assert _common.conn_tmap["udp6"] == ([socket.AF_INET6], [socket.SOCK_DGRAM])

class Counted:
    calls = 0
    @_common.memoize_when_activated
    def get(self):
        self.calls += 1
        return self.calls
counted = Counted()
assert [counted.get(), counted.get()] == [1, 2]
counted.get.cache_activate(counted)
assert [counted.get(), counted.get()] == [3, 3]
counted.get.cache_deactivate(counted)
assert counted.get() == 4

numbers = [{"a": (100,)}, {"a": (10,)}, {"a": (15,)}, {"a": (5,)}, {}, {"a": (5,)}]
assert [_common.wrap_numbers(n, "x").get("a") for n in numbers] == [(100,), (110,), (115,), (120,), None, (5,)]
_common.wrap_numbers.cache_clear("x")
assert _common.wrap_numbers({"a": (1,)}, "x") == {"a": (1,)}

for debugging, said in ((True, "hello"), (False, "")):
    psutil._set_debug(debugging)
    with contextlib.redirect_stderr(io.StringIO()) as heard:
        _common.debug("hello")
    assert said in heard.getvalue() and bool(said) == bool(heard.getvalue())
with contextlib.redirect_stdout(io.StringIO()) as heard:
    _common.print_color("hello", color="yellow")
assert heard.getvalue() == "hello\\n"

with open("/proc/meminfo", "rb") as meminfo:
    lines = (line.split() for line in meminfo)
    sizes = {name: int(size) * 1024 for name, size, *_ in lines}
estimate = calculate_avail_vmem(sizes)
assert abs(estimate - sizes[b"MemAvailable:"]) < 0.15 * estimate
device = RootFsDeviceFinder().find()
assert device is None or os.path.exists(device)
"""
    output(run_python(code))


def test_import_starts_nothing() -> None:
    code = """
import os
import libpsutil.v7
assert len(os.listdir("/proc/self/task")) == 1
"""
    output(run_python(code))


def test_pid_0_cannot_be_waited_for() -> None:
    """psutil refuses it before it reads anything, also where a program has assigned the PID."""
    process = ours.Process()
    process._pid = 0
    with pytest.raises(ValueError, match=r"^can't wait for PID 0$"):
        process.wait()
