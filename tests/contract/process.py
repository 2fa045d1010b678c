"""The table goes on: attributes of a process, and processes together."""

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
from test_attributes import ATTRIBUTES, compare

from .check import Failed, Outcome, covers, nothing_grows
from .system import NOT_SIGNALS, burn, text
from .fixtures import World

DENIED = "ERR_ACCESS_DENIED"
GONE = "ERR_NO_SUCH_PROCESS"
ZOMBIE = "ERR_ZOMBIE_PROCESS"

# ---- attributes


def attribute(
    name: str,
    *arguments: Any,
    zombie: Outcome = "OK",
    stranger: Outcome = "OK",
    invalid: Callable[[World], Sequence[tuple[Any, ...]]] = lambda w: (),
) -> None:
    """An entry for what test_attributes.py compares with psutil: for our own process and a child."""

    @covers(
        f"psutil_process_{name}",
        inputs=lambda w: (w.child, *arguments),
        gone=GONE,
        zombie=zombie,
        stranger=stranger,
        invalid=invalid,
    )
    def _(w: World) -> None:
        same = [n for n in ATTRIBUTES if n.split()[0] == name]
        assert same
        for pid in w.me_pid, w.child_process.pid:
            assert compare(pid, same) == []


attribute("environ", zombie=ZOMBIE, stranger=DENIED)
attribute("cwd", zombie=ZOMBIE, stranger=DENIED)
attribute("gids")
attribute("terminal")
attribute("nice")
attribute("ionice")
attribute("rlimit", 7, invalid=lambda w: [(w.child, n) for n in (16, -1, 2**31 - 1)])
attribute("cpu_affinity")
attribute("cpu_num")
attribute("memory_info_ex")
attribute("memory_footprint", stranger=DENIED)
attribute("memory_percent", 0, invalid=lambda w: [(w.child, n) for n in (10, -1, 2**31 - 1)])
attribute("memory_maps", 1, zombie=ZOMBIE, stranger=DENIED)
attribute("io_counters", zombie="OK" if os.getuid() == 0 else DENIED, stranger=DENIED)  # a zombie's are root's
attribute("num_ctx_switches")
attribute("num_fds", stranger=DENIED)
attribute("threads")
attribute("open_files", stranger=DENIED)


@covers("psutil_process_page_faults", gone=GONE, zombie="OK", stranger="OK")
def _(w: World) -> None:
    with open(f"/proc/{w.child_process.pid}/stat") as f:
        fields = f.read().rpartition(")")[2].split()
    mine = w.ask("psutil_process_page_faults", w.child)
    assert [mine.minor, mine.children_minor, mine.major, mine.children_major] == list(map(int, fields[7:11]))


@covers(
    "psutil_process_num_handles",
    gone="ERR_NOT_SUPPORTED",
    zombie="ERR_NOT_SUPPORTED",
    stranger="ERR_NOT_SUPPORTED",
)
def _(w: World) -> None:
    with pytest.raises(Failed) as failed:
        w.ask("psutil_process_num_handles", w.me)
    assert failed.value.code == w.library.ERR_NOT_SUPPORTED


# ---- what changes a process


def setter(
    name: str,
    *arguments: Any,
    invalid: Sequence[tuple[Any, ...]] = (),
) -> Callable[[Callable[[World, int, Any], None]], None]:
    """An entry for a function without an output. What is decorated gets a child that may be changed."""

    def enter(answer: Callable[[World, int, Any], None]) -> None:
        @covers(
            f"psutil_process_{name}",
            inputs=lambda w: (w.zombie, *arguments),
            gone=GONE,
            zombie="OK",
            stranger=DENIED,
            invalid=lambda w: [(w.child, *wrong) for wrong in invalid],
        )
        def _(w: World) -> None:
            with w.some_child() as (process, handle):
                answer(w, process.pid, handle)

    return enter


@setter("set_nice", 19)
def _(w: World, pid: int, handle: Any) -> None:
    higher = min(os.nice(0) + 1, 19)  # there is no way back for an ordinary user
    for value, becomes in (higher, higher), (100, 19):
        w.ask("psutil_process_set_nice", handle, value)
        assert os.getpriority(os.PRIO_PROCESS, pid) == becomes


@setter("set_ionice", 2, 7, invalid=[(4, 0), (-1, 0), (2, 8), (2, -1), (3, 1), (0, 1)])
def _(w: World, pid: int, handle: Any) -> None:
    w.ask("psutil_process_set_ionice", handle, w.library.IOPRIO_CLASS_BE, 6)
    assert tuple(oracle.Process(pid).ionice()) == (w.library.IOPRIO_CLASS_BE, 6)


@setter("set_rlimit", 4, 0, 0, invalid=[(16, 0, 0), (-1, 0, 0), (7, -2, -1), (7, 2, 1), (7, -1, 1), (7, 1, -(2**63))])
def _(w: World, pid: int, handle: Any) -> None:
    w.ask("psutil_process_set_rlimit", handle, w.library.RLIMIT_NOFILE, 50, 60)
    assert oracle.Process(pid).rlimit(oracle.RLIMIT_NOFILE) == (50, 60)


NOT_CPUS = (-1, 65535, 2**62, -(2**63))


@setter("set_cpu_affinity", [], 0, invalid=[*(([cpu], 1) for cpu in NOT_CPUS), ([0], 2**40), ([0], 2**64 - 1)])
def _(w: World, pid: int, handle: Any) -> None:
    everywhere = sorted(os.sched_getaffinity(pid))
    w.ask("psutil_process_set_cpu_affinity", handle, everywhere[-1:], 1)
    assert os.sched_getaffinity(pid) == set(everywhere[-1:])
    w.ask("psutil_process_set_cpu_affinity", handle, w.library.ffi.NULL, 0)
    assert os.sched_getaffinity(pid) >= set(everywhere)


def becomes(w: World, handle: Any, status: int) -> None:
    end = time.monotonic() + 20
    while w.ask("psutil_process_status", handle) != status:
        assert time.monotonic() < end
        time.sleep(0.01)


@setter("suspend")
def _(w: World, pid: int, handle: Any) -> None:
    w.ask("psutil_process_suspend", handle)
    becomes(w, handle, w.library.STATUS_STOPPED)


@setter("resume")
def _(w: World, pid: int, handle: Any) -> None:
    os.kill(pid, signal.SIGSTOP)
    becomes(w, handle, w.library.STATUS_STOPPED)
    w.ask("psutil_process_resume", handle)
    becomes(w, handle, w.library.STATUS_SLEEPING)


# ---- processes together


def pids_of(w: World, handles: list[Any]) -> list[int]:
    """Their PIDs. The handles are given back."""
    pids = [w.ask("psutil_process_pid", handle) for handle in handles]
    w.library.give_back(handles)
    return pids


@covers("psutil_process_children", inputs=lambda w: (w.child, 1), gone=GONE, zombie="OK", stranger="OK")
def _(w: World) -> None:
    for recursive in False, True:
        theirs = [child.pid for child in oracle.Process().children(recursive=recursive)]
        assert sorted(pids_of(w, w.ask("psutil_process_children", w.me, int(recursive)))) == sorted(theirs)
    assert w.zombie_pid in theirs
    assert w.ask("psutil_process_children", w.child, 1) == []


@covers("psutil_process_parents", gone=GONE, zombie="OK", stranger="OK")
def _(w: World) -> None:
    theirs = [parent.pid for parent in oracle.Process().parents()]
    assert pids_of(w, w.ask("psutil_process_parents", w.me)) == theirs
    assert pids_of(w, w.ask("psutil_process_parents", w.zombie)) == [w.me_pid, *theirs]
    with w.handle_of(1) as first:
        assert w.ask("psutil_process_parents", first) == []


def all_of(w: World) -> list[int]:
    """The PIDs of one iteration."""
    found = []
    iterator = w.ask("psutil_process_iter_new")
    while handle := w.ask("psutil_process_iter_next", iterator):
        found.append(w.ask("psutil_process_pid", handle))
        w.library.give_back(handle)
    assert w.ask("psutil_process_iter_next", iterator) is None
    w.library.give_back(iterator)
    return found


def iterate(w: World) -> None:
    for _ in range(20):
        earlier, found, later = set(w.ask("psutil_pids")), all_of(w), set(w.ask("psutil_pids"))
        assert found == sorted(set(found))
        if earlier & later <= set(found) <= earlier | later:
            break
    else:
        raise AssertionError(f"{set(found) ^ later} are in one and not in the other")
    assert {w.me_pid, w.zombie_pid, w.child_process.pid} <= set(found)
    assert w.gone_pid not in found


def to_the_end_and_not(w: World) -> None:
    all_of(w)
    iterator = w.ask("psutil_process_iter_new")
    w.library.give_back(w.ask("psutil_process_iter_next", iterator))
    w.library.give_back(iterator)


def many_iterators(w: World) -> None:
    nothing_grows(lambda: to_the_end_and_not(w), calls=50)


covers("psutil_process_iter_new", inputs=lambda w: (), leak=many_iterators)(iterate)
covers("psutil_process_iter_next", inputs=lambda w: (w.iterator,), leak=many_iterators)(iterate)


@covers("psutil_process_iter_free", leak=many_iterators)
def _(w: World) -> None:
    iterator = w.ask("psutil_process_iter_new")
    process = w.ask("psutil_process_iter_next", iterator)
    assert w.ask("psutil_process_iter_free", iterator) is None
    with pytest.raises(Failed) as failed:
        w.ask("psutil_process_iter_free", iterator)
    assert failed.value.code == w.library.ERR_INVALID_HANDLE
    w.ask("psutil_process_pid", process)  # which it has given stays valid
    w.library.give_back(process)


def nobody(w: World) -> Any:
    """Neither callback nor what it is told."""
    return w.library.ffi.NULL


@covers(
    "psutil_wait_procs",
    inputs=lambda w: ([w.child], 1, 0.0, nobody(w), nobody(w)),
    invalid=lambda w: [
        ([w.child], 1, math.nan, nobody(w), nobody(w)),
        ([w.child, nobody(w)], 2, 0.0, nobody(w), nobody(w)),
    ],
)
def _(w: World) -> None:
    ends: list[tuple[int, int, int]] = []
    user = w.library.ffi.new("int *")

    @w.library.ffi.callback("psutil_exit_cb")  # type: ignore[untyped-decorator]
    def callback(process: Any, status: Any, given: Any) -> None:
        assert given == user
        ends.append((w.ask("psutil_process_pid", process), status.has_exit_code, status.exit_code))

    with w.some_zombie() as (zombie_pid, zombie), w.some_child() as (process, handle):
        process.kill()
        given = [w.child, zombie, w.gone, handle, zombie]
        results = w.ask("psutil_wait_procs", given, len(given), 0.3, callback, user)
        assert [r.process for r in results] == given
        expected = [(0, 0, -1), (1, 1, 0), (1, 0, -1), (1, 1, -9), (1, 1, 0)]
        assert [(r.gone, r.has_exit_code, r.exit_code) for r in results] == expected
        assert set(ends) == {(zombie_pid, 1, 0), (w.gone_pid, 0, -1), (process.pid, 1, -9)}
    assert w.ask("psutil_wait_procs", nobody(w), 0, 0.0, callback, user) == []
    w.as_stranger(lambda pid: not_gone(w, pid))


def not_gone(w: World, pid: int) -> None:
    with w.handle_of(pid) as handle:
        (result,) = w.ask("psutil_wait_procs", [handle], 1, 0.0, nobody(w), nobody(w))
        assert (result.gone, result.has_exit_code) == (0, 0)


def kill_children(w: World) -> None:
    with w.some_child() as (_, handle):
        w.ask("psutil_process_kill_tree", handle, int(signal.SIGKILL), 0.0)


@covers(
    "psutil_process_kill_tree",
    inputs=lambda w: (w.child, 15, 0.0),
    gone=GONE,
    zombie="OK",
    stranger="ERR_INVALID_ARGUMENT",  # one that we descend from
    reaps=True,
    invalid=lambda w: [
        *((w.child, number, 0.0) for number in (*NOT_SIGNALS, 0, -(2**31))),
        *((w.child, 15, grace) for grace in (-1.0, -1e-9, math.nan, -math.inf)),
        (w.me, 15, 0.0),
    ],
    leak=lambda w: nothing_grows(lambda: kill_children(w), calls=50),
)
def _(w: World) -> None:
    process = popen(w, "sh", "-c", "trap '' TERM; sleep 1000 & echo; wait; wait; sleep 1000")
    pid = w.ask("psutil_process_pid", process)
    end = time.monotonic() + 20
    while not (children := pids_of(w, w.ask("psutil_process_children", process, 1))):
        assert time.monotonic() < end
    results = w.ask("psutil_process_kill_tree", process, int(signal.SIGTERM), 0.2)
    assert results[0].pid == pid
    assert (results[0].outcome, results[0].exit_code) == (w.library.KILL_KILLED, -signal.SIGKILL)
    assert results[1].pid == children[0]
    assert {r.outcome for r in results} <= {w.library.KILL_TERMINATED, w.library.KILL_KILLED}
    w.library.give_back(process)


@covers(
    "psutil_process_oneshot_begin",
    gone="OK",
    zombie="OK",
    stranger="OK",
    undo="psutil_process_oneshot_end",
)
def _(w: World) -> None:
    with w.some_child() as (process, handle):
        becomes(w, handle, w.library.STATUS_SLEEPING)
        w.ask("psutil_process_oneshot_begin", handle)
        assert w.ask("psutil_process_status", handle) == w.library.STATUS_SLEEPING
        process.send_signal(signal.SIGSTOP)
        with w.handle_of(process.pid) as other:
            becomes(w, other, w.library.STATUS_STOPPED)
        assert w.ask("psutil_process_status", handle) == w.library.STATUS_SLEEPING  # as it was
        w.ask("psutil_process_oneshot_end", handle)
        assert w.ask("psutil_process_status", handle) == w.library.STATUS_STOPPED


@covers("psutil_process_oneshot_end", gone="OK", zombie="OK", stranger="OK")
def _(w: World) -> None:
    with w.handle_of(w.me_pid) as handle:
        for name in ("begin", "begin", "end"):
            w.ask(f"psutil_process_oneshot_{name}", handle)
        before = w.ask("psutil_process_cpu_times", handle)
        burn(0.05)
        assert w.ask("psutil_process_cpu_times", handle) == before  # one is still under way
        for _ in range(2):
            w.ask("psutil_process_oneshot_end", handle)
        assert w.ask("psutil_process_cpu_times", handle).user > before.user


# What the function behind a field takes besides the process.
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "cpu_percent": (0.0,),
    "memory_percent": (0,),
    "memory_maps": (1,),
    "net_connections": (b"inet",),
}


@covers(
    "psutil_process_info",
    inputs=lambda w: (w.child, [w.library.FIELD_NAME, w.library.FIELD_CMDLINE], 2),
    gone=GONE,
    zombie="OK",
    stranger="OK",
    invalid=lambda w: [(w.child, [0, field], 2) for field in (-1, 4096, 2**31 - 1)] + [(w.child, [0], 2**61)],
)
def _(w: World) -> None:
    """Of a child that sleeps, so that all stays as it is, and of a zombie, which has not everything."""
    names = {value: name for name, value in w.library.ffi.typeof("enum psutil_process_field").relements.items()}
    for handle in w.child, w.zombie:
        info = w.ask("psutil_process_info", handle, w.library.ffi.NULL, 0)
        assert len(info.outcomes) == len(names)
        for field, name in sorted(names.items()):
            name = name.removeprefix("PSUTIL_FIELD_").lower()
            for attempt in range(20):  # the kernel may take a page from the sleeper in between
                code, answer = 0, getattr(info, {"environ": "environment"}.get(name, name))
                try:
                    expected = w.ask(f"psutil_process_{name}", handle, *ARGUMENTS.get(name, ()))
                except Failed as failed:
                    code, expected = failed.code, answer
                if (info.outcomes[field], answer) == (code, expected) or attempt == 19:
                    break
                info = w.ask("psutil_process_info", handle, w.library.ffi.NULL, 0)
            assert (info.outcomes[field], answer) == (code, expected), name
    one = w.ask("psutil_process_info", w.child, [w.library.FIELD_NAME], 1)
    assert (one.name, one.pid, one.cmdline) == (b"sleep", w.library.NA, None)


def some_info(w: World) -> Any:
    """The names of a zombie and its folder, which it has not."""
    info = w.library.ffi.new("psutil_process_info_t **")
    fields = [w.library.FIELD_NAME, w.library.FIELD_CWD]
    assert w.library.functions.psutil_process_info(w.zombie, fields, 2, info) == w.library.OK
    return w.library.ffi.gc(info[0], w.library.functions.psutil_free)


@covers(
    "psutil_process_info_error",
    inputs=lambda w: (some_info(w), w.library.FIELD_NAME),
    invalid=lambda w: [(some_info(w), field) for field in (w.library.FIELD_PID, -1, 4096, 2**31 - 1, -(2**31))],
)
def _(w: World) -> None:
    outcome = w.library.functions.psutil_process_info_error
    assert outcome(some_info(w), w.library.FIELD_NAME) == w.library.OK
    assert outcome(some_info(w), w.library.FIELD_CWD) == w.library.ERR_ZOMBIE_PROCESS


# ---- popen

_kept: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()  # what cffi's records point at


def options(w: World, *argv: str, **fields: Any) -> Any:
    """What to start; strings among the fields become C's."""
    strings = [text(w, argument.encode()) for argument in argv]
    fields = {name: text(w, value.encode()) if isinstance(value, str) else value for name, value in fields.items()}
    array = w.library.ffi.new("char *[]", [*strings, w.library.ffi.NULL])
    record = w.library.ffi.new("psutil_popen_options_t *", {"argv": array, **fields})
    _kept[record] = strings, array, fields
    return record


def popen(w: World, *argv: str) -> Any:
    """A handle of a child whose first output has come."""
    process, pipes = w.ask("psutil_popen", options(w, *argv, output={"kind": w.library.STREAM_PIPE}))
    with open(pipes.output, "rb") as out:
        out.readline()
    return process


def start_many(w: World) -> None:
    def once() -> None:
        process, pipes = w.ask("psutil_popen", options(w, "true", output={"kind": w.library.STREAM_PIPE}))
        os.close(pipes.output)
        w.ask("psutil_process_wait", process, -1.0, 0)
        w.library.give_back(process)
        for wrong in options(w, "true", cwd="/nowhere"), options(w, "true", output={"kind": 99}):
            with pytest.raises(Failed):
                w.ask("psutil_popen", wrong)

    nothing_grows(once, calls=50)


def not_started(w: World) -> None:
    """What cannot be started leaves no child behind."""
    children = oracle.Process().children()
    for wrong, code, number in (
        (options(w, "/nowhere/no-such-program"), w.library.ERR_OS, errno.ENOENT),
        (options(w, "true", cwd="/nowhere"), w.library.ERR_OS, errno.ENOENT),
        (options(w, "/etc"), w.library.ERR_ACCESS_DENIED, errno.EACCES),
    ):
        with pytest.raises(Failed) as failed:
            w.ask("psutil_popen", wrong)
        assert (failed.value.code, failed.value.error.os_error) == (code, number)
    assert oracle.Process().children() == children


@covers(
    "psutil_popen",
    inputs=lambda w: (options(w, "true"),),
    invalid=lambda w: [
        (options(w),),
        (options(w, "true", argv=w.library.ffi.NULL),),
        (options(w, "true", output={"kind": 99}),),
        (options(w, "true", output={"kind": w.library.STREAM_STDOUT}),),
        (options(w, "true", output={"kind": w.library.STREAM_FD, "fd": -1}),),
    ],
    misuse=not_started,
    leak=start_many,
)
def _(w: World) -> None:
    """Much more is in programs/popen.c."""
    pipe = {"kind": w.library.STREAM_PIPE}
    record = options(w, "sh", "-c", "pwd; cat; exit 7", cwd="/", input=pipe, output=pipe)
    process, pipes = w.ask("psutil_popen", record)
    assert pipes.error == w.library.NA
    with open(pipes.input, "wb") as to_child:
        to_child.write(b"text")
    with open(pipes.output, "rb") as from_child:
        assert from_child.read() == b"/\ntext"
    ended = w.ask("psutil_process_wait", process, 20.0, 0)
    assert (ended.has_exit_code, ended.exit_code) == (1, 7)
    w.library.give_back(process)
