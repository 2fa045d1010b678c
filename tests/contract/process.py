"""Contracts of process attributes, trees, iteration, waiting and starting."""

from __future__ import annotations

import errno
import math
import os
import signal
import time
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import psutil as oracle
import pytest
from test_process_attributes import ATTRIBUTES, compare

from .check import CONTRACTS, Failed, Outcome, assert_no_leak, contract
from .fixtures import TestProcesses
from .system import NOT_SIGNALS, assert_all_and_no_others, burn, has_no_memory, text

# ---- attributes


def attribute(
    name: str,
    *arguments: Any,
    zombie: Outcome | None = None,
    invalid: Callable[[TestProcesses], Sequence[tuple[Any, ...]]] = lambda env: (),
) -> None:
    """Adds the contract of an attribute that test_process_attributes.py compares, for this process and a child."""

    @contract(
        f"psutil_process_{name}",
        inputs=lambda env: (env.child, *arguments),
        zombie=zombie,
        invalid=invalid,
    )
    def _(env: TestProcesses) -> None:
        same = [n for n in ATTRIBUTES if n.split()[0] == name]
        assert same
        for pid in env.me_pid, env.child_process.pid:
            assert compare(pid, same) == []


attribute("rlimit", 7, invalid=lambda env: [(env.child, n) for n in (19, -1, 2**31 - 1)])
attribute("memory_percent", 0, invalid=lambda env: [(env.child, n) for n in (10, -1, 2**31 - 1)])
attribute("memory_maps", 1)
attribute("io_counters", zombie="OK" if os.getuid() == 0 else None)  # only root reads a zombie's
for others in dict.fromkeys(n.split()[0] for n in ATTRIBUTES):
    if f"psutil_process_{others}" not in CONTRACTS:
        attribute(others)


@contract("psutil_process_page_faults")
def _(env: TestProcesses) -> None:
    with open(f"/proc/{env.child_process.pid}/stat") as f:
        fields = f.read().rpartition(")")[2].split()
    ours = env.call("psutil_process_page_faults", env.child)
    assert [ours.minor, ours.children_minor, ours.major, ours.children_major] == list(map(int, fields[7:11]))


@contract(
    "psutil_process_num_handles",
)
def _(env: TestProcesses) -> None:
    with pytest.raises(Failed) as failed:
        env.call("psutil_process_num_handles", env.me)
    assert failed.value.code == env.library.ERR_NOT_SUPPORTED


# ---- functions that change a process


def setter(
    name: str,
    *arguments: Any,
    invalid: Sequence[tuple[Any, ...]] = (),
) -> Callable[[Callable[[TestProcesses, int, Any], None]], None]:
    """Adds the contract of a function without an output. The decorated function gets a child to change."""

    def enter(answer: Callable[[TestProcesses, int, Any], None]) -> None:
        @contract(
            f"psutil_process_{name}",
            inputs=lambda env: (env.zombie, *arguments),
            invalid=lambda env: [(env.child, *wrong) for wrong in invalid],
        )
        def _(env: TestProcesses) -> None:
            with env.some_child() as (process, handle):
                answer(env, process.pid, handle)

    return enter


@setter("set_nice", 19)
def _(env: TestProcesses, pid: int, handle: Any) -> None:
    higher = min(os.nice(0) + 1, 19)  # an ordinary user cannot lower it again
    for value, becomes in (higher, higher), (100, 19):
        env.call("psutil_process_set_nice", handle, value)
        assert os.getpriority(os.PRIO_PROCESS, pid) == becomes


@setter("set_ionice", 2, 7, invalid=[(4, 0), (-1, 0), (2, 8), (2, -1), (3, 1), (0, 1)])
def _(env: TestProcesses, pid: int, handle: Any) -> None:
    env.call("psutil_process_set_ionice", handle, env.library.IOPRIO_CLASS_BE, 6)
    assert tuple(oracle.Process(pid).ionice()) == (env.library.IOPRIO_CLASS_BE, 6)


@setter("set_rlimit", 4, 0, 0, invalid=[(19, 0, 0), (-1, 0, 0), (7, -2, -1), (7, 2, 1), (7, -1, 1), (7, 1, -(2**63))])
def _(env: TestProcesses, pid: int, handle: Any) -> None:
    env.call("psutil_process_set_rlimit", handle, env.library.RLIMIT_NOFILE, 50, 60)
    assert oracle.Process(pid).rlimit(oracle.RLIMIT_NOFILE) == (50, 60)


NOT_CPUS = (-1, 65535, 2**62, -(2**63))


@setter("set_cpu_affinity", [], 0, invalid=[*(([cpu], 1) for cpu in NOT_CPUS), ([0], 2**40), ([0], 2**64 - 1)])
def _(env: TestProcesses, pid: int, handle: Any) -> None:
    everywhere = sorted(os.sched_getaffinity(pid))
    env.call("psutil_process_set_cpu_affinity", handle, everywhere[-1:], 1)
    assert os.sched_getaffinity(pid) == set(everywhere[-1:])
    env.call("psutil_process_set_cpu_affinity", handle, env.library.ffi.NULL, 0)
    assert os.sched_getaffinity(pid) >= set(everywhere)


def becomes(env: TestProcesses, handle: Any, status: int) -> None:
    end = time.monotonic() + 20
    while env.call("psutil_process_status", handle) != status:
        assert time.monotonic() < end
        time.sleep(0.01)


@setter("suspend")
def _(env: TestProcesses, pid: int, handle: Any) -> None:
    env.call("psutil_process_suspend", handle)
    becomes(env, handle, env.library.STATUS_STOPPED)


@setter("resume")
def _(env: TestProcesses, pid: int, handle: Any) -> None:
    os.kill(pid, signal.SIGSTOP)
    becomes(env, handle, env.library.STATUS_STOPPED)
    env.call("psutil_process_resume", handle)
    becomes(env, handle, env.library.STATUS_SLEEPING)


# ---- several processes


def pids_of(env: TestProcesses, handles: list[Any]) -> list[int]:
    """Returns the PIDs of handles, and frees them."""
    pids = [env.call("psutil_process_pid", handle) for handle in handles]
    env.library.free_handles(handles)
    return pids


@contract("psutil_process_children", inputs=lambda env: (env.child, 1))
def _(env: TestProcesses) -> None:
    for recursive in False, True:
        theirs = [child.pid for child in oracle.Process().children(recursive=recursive)]
        assert sorted(pids_of(env, env.call("psutil_process_children", env.me, int(recursive)))) == sorted(theirs)
    assert env.zombie_pid in theirs
    assert env.call("psutil_process_children", env.child, 1) == []


@contract("psutil_process_parents")
def _(env: TestProcesses) -> None:
    theirs = [parent.pid for parent in oracle.Process().parents()]
    assert pids_of(env, env.call("psutil_process_parents", env.me)) == theirs
    assert pids_of(env, env.call("psutil_process_parents", env.zombie)) == [env.me_pid, *theirs]
    with env.handle_of(1) as first:
        assert env.call("psutil_process_parents", first) == []


def all_of(env: TestProcesses) -> list[int]:
    """Returns the PIDs of one iteration."""
    found = []
    iterator = env.call("psutil_process_iter_new")
    while handle := env.call("psutil_process_iter_next", iterator):
        found.append(env.call("psutil_process_pid", handle))
        env.library.free_handles(handle)
    assert env.call("psutil_process_iter_next", iterator) is None
    env.library.free_handles(iterator)
    return found


def iterate(env: TestProcesses) -> None:
    earlier, found, later = set(env.call("psutil_pids")), all_of(env), set(env.call("psutil_pids"))
    assert found == sorted(set(found))
    assert_all_and_no_others(earlier, set(found), later)
    assert {env.me_pid, env.zombie_pid, env.child_process.pid} <= set(found)
    assert env.exited_pid not in found


def to_the_end_and_not(env: TestProcesses) -> None:
    all_of(env)
    iterator = env.call("psutil_process_iter_new")
    env.library.free_handles(env.call("psutil_process_iter_next", iterator))
    env.library.free_handles(iterator)


def many_iterators(env: TestProcesses) -> None:
    assert_no_leak(lambda: to_the_end_and_not(env), calls=50)


contract("psutil_process_iter_new", inputs=lambda env: (), leak=many_iterators)(iterate)
contract("psutil_process_iter_next", inputs=lambda env: (env.iterator,), leak=many_iterators)(iterate)


@contract("psutil_process_iter_free", leak=many_iterators)
def _(env: TestProcesses) -> None:
    iterator = env.call("psutil_process_iter_new")
    process = env.call("psutil_process_iter_next", iterator)
    assert env.call("psutil_process_iter_free", iterator) is None
    with pytest.raises(Failed) as failed:
        env.call("psutil_process_iter_free", iterator)
    assert failed.value.code == env.library.ERR_INVALID_HANDLE
    env.call("psutil_process_pid", process)  # a handle from the iterator stays valid
    env.library.free_handles(process)


def null(env: TestProcesses) -> Any:
    """Returns NULL, for a callback and its user data."""
    return env.library.ffi.NULL


@contract(
    "psutil_wait_procs",
    inputs=lambda env: ([env.child], 1, 0.0, null(env), null(env)),
    invalid=lambda env: [
        ([env.child], 1, math.nan, null(env), null(env)),
        ([env.child, null(env)], 2, 0.0, null(env), null(env)),
    ],
)
def _(env: TestProcesses) -> None:
    ends: list[tuple[int, int, int]] = []
    user = env.library.ffi.new("int *")

    @env.library.ffi.callback("psutil_exit_cb")  # type: ignore[untyped-decorator]
    def callback(process: Any, status: Any, given: Any) -> None:
        assert given == user
        ends.append((env.call("psutil_process_pid", process), status.has_exit_code, status.exit_code))

    with env.some_zombie() as (zombie_pid, zombie), env.some_child() as (process, handle):
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        given = [env.child, zombie, env.exited, handle, zombie]
        results = env.call("psutil_wait_procs", given, len(given), 0.3, callback, user)
        assert [r.process for r in results] == given
        expected = [(0, 0, -1), (1, 1, 0), (1, 0, -1), (1, 1, -9), (1, 1, 0)]
        assert [(r.gone, r.has_exit_code, r.exit_code) for r in results] == expected
        assert set(ends) == {(zombie_pid, 1, 0), (env.exited_pid, 0, -1), (process.pid, 1, -9)}
    assert env.call("psutil_wait_procs", null(env), 0, 0.0, callback, user) == []
    env.as_other_user(lambda pid: still_running(env, pid))


def still_running(env: TestProcesses, pid: int) -> None:
    with env.handle_of(pid) as handle:
        (result,) = env.call("psutil_wait_procs", [handle], 1, 0.0, null(env), null(env))
        assert (result.gone, result.has_exit_code) == (0, 0)


def kill_children(env: TestProcesses) -> None:
    with env.some_child() as (_, handle):
        env.call("psutil_process_kill_tree", handle, int(signal.SIGKILL), 0.0)


@contract(
    "psutil_process_kill_tree",
    inputs=lambda env: (env.child, 15, 0.0),
    other_user="INVALID_ARGUMENT",  # the caller is in its tree
    reaps=True,
    invalid=lambda env: [
        *((env.child, number, 0.0) for number in (*NOT_SIGNALS, 0, -(2**31))),
        *((env.child, 15, grace) for grace in (-1.0, -1e-9, math.nan, -math.inf)),
        (env.me, 15, 0.0),
    ],
    leak=lambda env: assert_no_leak(lambda: kill_children(env), calls=50),
)
def _(env: TestProcesses) -> None:
    process = popen(env, "sh", "-c", "trap '' TERM; sleep 1000 & echo; wait; wait; sleep 1000")
    pid = env.call("psutil_process_pid", process)
    end = time.monotonic() + 20
    while not (children := pids_of(env, env.call("psutil_process_children", process, 1))):
        assert time.monotonic() < end
    while env.call("psutil_process_name", env.call("psutil_process_new", children[0])) != b"sleep":
        assert time.monotonic() < end  # until it has executed its program
    results = env.call("psutil_process_kill_tree", process, int(signal.SIGTERM), 0.2)
    assert results[0].pid == pid
    assert [result.name for result in results] == [b"sh", b"sleep"]
    assert (results[0].outcome, results[0].exit_code) == (env.library.KILL_KILLED, -signal.SIGKILL)
    assert results[1].pid == children[0]
    assert {r.outcome for r in results} <= {env.library.KILL_TERMINATED, env.library.KILL_KILLED}
    env.library.free_handles(process)
    # The shell reaps its child on the signal, and exits later.
    process = popen(env, "sh", "-c", "sleep 1000 & trap : TERM; echo; wait; wait; sleep 0.2; exit 3")
    results = env.call("psutil_process_kill_tree", process, int(signal.SIGTERM), 20.0)
    assert (results[0].has_exit_code, results[0].exit_code) == (1, 3)
    if tuple(map(int, os.uname().release.split(".")[:2])) >= (6, 15):
        assert (results[1].has_exit_code, results[1].exit_code) == (1, -signal.SIGTERM)
    env.library.free_handles(process)


def no_kill_outcome(env: TestProcesses) -> None:
    for number in (-1, 5, 99, 2**31 - 1, -(2**31)):
        assert env.call("psutil_kill_outcome_name", number) == b"?"


@contract("psutil_kill_outcome_name", misuse=no_kill_outcome, leak=has_no_memory("psutil_kill_outcome_name"))
def _(env: TestProcesses) -> None:
    outcomes = ["terminated", "killed", "gone", "denied", "alive"]
    assert [env.call("psutil_kill_outcome_name", number).decode() for number in range(5)] == outcomes
    assert env.call("psutil_kill_outcome_name", env.library.KILL_DENIED) == b"denied"


@contract(
    "psutil_process_oneshot_begin",
    undo="psutil_process_oneshot_end",
)
def _(env: TestProcesses) -> None:
    with env.some_child() as (process, handle):
        becomes(env, handle, env.library.STATUS_SLEEPING)
        env.call("psutil_process_oneshot_begin", handle)
        assert env.call("psutil_process_status", handle) == env.library.STATUS_SLEEPING
        process.send_signal(signal.SIGSTOP)
        with env.handle_of(process.pid) as other:
            becomes(env, other, env.library.STATUS_STOPPED)
        assert env.call("psutil_process_status", handle) == env.library.STATUS_SLEEPING  # from the cache
        env.call("psutil_process_oneshot_end", handle)
        assert env.call("psutil_process_status", handle) == env.library.STATUS_STOPPED


@contract("psutil_process_oneshot_end")
def _(env: TestProcesses) -> None:
    with env.handle_of(env.me_pid) as handle:
        for name in ("begin", "begin", "end"):
            env.call(f"psutil_process_oneshot_{name}", handle)
        before = env.call("psutil_process_cpu_times", handle)
        burn(0.05)
        assert env.call("psutil_process_cpu_times", handle) == before  # one oneshot is still open
        for _ in range(2):
            env.call("psutil_process_oneshot_end", handle)
        after = env.call("psutil_process_cpu_times", handle)
        assert after.user + after.system > before.user + before.system  # the kernel may count the time as either


# The other arguments of the function behind a field.
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "cpu_percent": (0.0,),
    "memory_percent": (0,),
    "memory_maps": (1,),
    "net_connections": (b"inet", 0),
}


@contract(
    "psutil_process_info",
    inputs=lambda env: (env.child, [env.library.FIELD_NAME, env.library.FIELD_CMDLINE], 2),
    invalid=lambda env: [(env.child, [0, field], 2) for field in (-1, 4096, 2**31 - 1)] + [(env.child, [0], 2**61)],
)
def _(env: TestProcesses) -> None:
    """Of a sleeping child, whose values are stable, and of a zombie, which lacks some fields."""
    names = {value: name for name, value in env.library.ffi.typeof("enum psutil_process_field").relements.items()}
    for handle in env.child, env.zombie:
        info = env.call("psutil_process_info", handle, env.library.ffi.NULL, 0)
        assert len(info.outcomes) == len(names)
        for field, name in sorted(names.items()):
            name = name.removeprefix("PSUTIL_FIELD_").lower()
            for attempt in range(20):  # the kernel may reclaim a page of the child
                code, answer = 0, getattr(info, {"environ": "environment"}.get(name, name))
                try:
                    expected = env.call(f"psutil_process_{name}", handle, *ARGUMENTS.get(name, ()))
                except Failed as failed:
                    code, expected = failed.code, answer
                if (info.outcomes[field], answer) == (code, expected) or attempt == 19:
                    break
                info = env.call("psutil_process_info", handle, env.library.ffi.NULL, 0)
            assert (info.outcomes[field], answer) == (code, expected), name
    one = env.call("psutil_process_info", env.child, [env.library.FIELD_NAME], 1)
    assert (one.name, one.pid, one.cmdline) == (b"sleep", env.library.NA, None)


def some_info(env: TestProcesses) -> Any:
    """Returns the name and directory of a zombie, which has no directory."""
    info = env.library.ffi.new("psutil_process_info_t **")
    fields = [env.library.FIELD_NAME, env.library.FIELD_CWD]
    assert env.library.functions.psutil_process_info(env.zombie, fields, 2, info) == env.library.OK
    return env.library.ffi.gc(info[0], env.library.functions.psutil_free)


@contract(
    "psutil_process_info_error",
    inputs=lambda env: (some_info(env), env.library.FIELD_NAME),
    invalid=lambda env: [(some_info(env), field) for field in (env.library.FIELD_PID, -1, 4096, 2**31 - 1, -(2**31))],
)
def _(env: TestProcesses) -> None:
    outcome = env.library.functions.psutil_process_info_error
    assert outcome(some_info(env), env.library.FIELD_NAME) == env.library.OK
    assert outcome(some_info(env), env.library.FIELD_CWD) == env.library.ERR_ZOMBIE_PROCESS


# ---- popen

_kept: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()  # keeps the memory alive that cffi's records point to


def options(env: TestProcesses, *argv: str, **fields: Any) -> Any:
    """Returns popen options; strings among the fields become C strings."""
    strings = [text(env, argument.encode()) for argument in argv]
    fields = {name: text(env, value.encode()) if isinstance(value, str) else value for name, value in fields.items()}
    array = env.library.ffi.new("char *[]", [*strings, env.library.ffi.NULL])
    record = env.library.ffi.new("psutil_popen_options_t *", {"argv": array, **fields})
    _kept[record] = strings, array, fields
    return record


def popen(env: TestProcesses, *argv: str) -> Any:
    """Starts a child, waits for its first line of output, and returns its handle."""
    process, pipes = env.call("psutil_popen", options(env, *argv, output={"kind": env.library.STREAM_PIPE}))
    with open(pipes.output, "rb") as out:
        out.readline()
    return process


def start_many(env: TestProcesses) -> None:
    def once() -> None:
        process, pipes = env.call("psutil_popen", options(env, "true", output={"kind": env.library.STREAM_PIPE}))
        os.close(pipes.output)
        env.call("psutil_process_wait", process, -1.0, 0)
        env.library.free_handles(process)
        for wrong in options(env, "true", cwd="/nowhere"), options(env, "true", output={"kind": 99}):
            with pytest.raises(Failed):
                env.call("psutil_popen", wrong)

    assert_no_leak(once, calls=50)


def not_started(env: TestProcesses) -> None:
    """A program that cannot be started leaves no child."""
    children = oracle.Process().children()
    for wrong, code, number in (
        (options(env, "/nowhere/no-such-program"), env.library.ERR_OS, errno.ENOENT),
        (options(env, "true", cwd="/nowhere"), env.library.ERR_OS, errno.ENOENT),
        (options(env, "/etc"), env.library.ERR_ACCESS_DENIED, errno.EACCES),
    ):
        with pytest.raises(Failed) as failed:
            env.call("psutil_popen", wrong)
        assert (failed.value.code, failed.value.error.os_error) == (code, number)
    assert oracle.Process().children() == children


@contract(
    "psutil_popen",
    inputs=lambda env: (options(env, "true"),),
    invalid=lambda env: [
        (options(env),),
        (options(env, "true", argv=env.library.ffi.NULL),),
        (options(env, "true", output={"kind": 99}),),
        (options(env, "true", output={"kind": env.library.STREAM_STDOUT}),),
        (options(env, "true", output={"kind": env.library.STREAM_FD, "fd": -1}),),
    ],
    misuse=not_started,
    leak=start_many,
)
def _(env: TestProcesses) -> None:
    """programs/popen.c tests more."""
    pipe = {"kind": env.library.STREAM_PIPE}
    record = options(env, "sh", "-c", "pwd; cat; exit 7", cwd="/", input=pipe, output=pipe)
    process, pipes = env.call("psutil_popen", record)
    assert pipes.error == env.library.NA
    with open(pipes.input, "wb") as to_child:
        to_child.write(b"text")
    with open(pipes.output, "rb") as from_child:
        assert from_child.read() == b"/\ntext"
    ended = env.call("psutil_process_wait", process, 20.0, 0)
    assert (ended.has_exit_code, ended.exit_code) == (1, 7)
    env.library.free_handles(process)
