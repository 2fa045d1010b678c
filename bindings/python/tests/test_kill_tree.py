"""Process.kill_tree: the end of a process with its descendants, in C and, once time.sleep is replaced, with that."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Spawn, until
from test_cooperation import Scheduler

import libpsutil
import libpsutil.v7

APIS = pytest.mark.parametrize("api", [libpsutil, libpsutil.v7], ids=["1.2.1", "v7"])
# A shell that runs the first argument and has two children.
TREE = "eval $0; sleep 1000 & sleep 1000 & echo; while :; do wait; done"


@pytest.fixture(params=["in C", "with time.sleep"])
def scheduler(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Scheduler | None:
    return Scheduler(monkeypatch) if request.param == "with time.sleep" else None


def wait_in_first_sleep(scheduler: Scheduler | None, condition: Callable[[], bool]) -> None:
    """The clock of the scheduler is much faster than the processes that the grace period is for.

    Afterwards, its sleeps are those after the first.
    """

    def wait() -> None:
        assert scheduler is not None
        scheduler.task = lambda: None
        until(condition)
        scheduler.sleeps = 0

    if scheduler is not None:
        scheduler.task = wait
        scheduler.sleeps = 0


def has_other_children(pid: int, known: list[int]) -> bool:
    return any(child.pid not in known for child in libpsutil.v7.Process(pid).children())


def has_exited(pid: int) -> bool:
    try:
        return libpsutil.Process(pid).status == libpsutil.STATUS_ZOMBIE
    except libpsutil.NoSuchProcess:
        return True


def start_tree(api: Any, spawn: Spawn, command: str) -> tuple[Any, list[int]]:
    """Returns the first process of the tree, and all PIDs."""
    child = spawn("sh", "-c", TREE, command)
    assert child.stdout is not None
    child.stdout.readline()
    top = api.Process(child.pid)
    own = libpsutil.v7.Process(child.pid)
    until(lambda: [p.name() for p in own.children()] == ["sleep"] * 2)
    return top, [child.pid, *(p.pid for p in own.children())]


@APIS
def test_a_tree_is_terminated(api: Any, spawn: Spawn, scheduler: Scheduler | None) -> None:
    top, pids = start_tree(api, spawn, ":")
    wait_in_first_sleep(scheduler, lambda: all(map(has_exited, pids)))
    results = top.kill_tree()
    assert scheduler is None or scheduler.sleeps == 0
    assert {r.pid: r.outcome for r in results} == dict.fromkeys(pids, "terminated")
    assert results[0] == (top.pid, "sh", "terminated", -signal.SIGTERM)
    assert results[0]._fields == ("pid", "name", "outcome", "exit_code")
    assert {r.exit_code for r in results[1:]} <= {None, -signal.SIGTERM}  # None: another process waited for it
    until(lambda: not any(map(libpsutil.pid_exists, pids)))
    with pytest.raises(api.NoSuchProcess):
        top.kill_tree()


@APIS
def test_a_tree_that_ignores_the_signal_is_killed(api: Any, spawn: Spawn, scheduler: Scheduler | None) -> None:
    top, pids = start_tree(api, spawn, "trap '' TERM")
    before = scheduler.clock if scheduler else 0
    assert {r.pid: r.outcome for r in top.kill_tree(signal.SIGTERM, 0.1)} == dict.fromkeys(pids, "killed")
    assert scheduler is None or scheduler.clock - before >= 0.1
    until(lambda: not any(map(libpsutil.pid_exists, pids)))


@APIS
def test_sigkill_needs_no_grace(api: Any, spawn: Spawn, scheduler: Scheduler | None) -> None:
    top, pids = start_tree(api, spawn, "trap '' TERM")
    before = scheduler.sleeps if scheduler else 0
    assert {r.pid: r.outcome for r in top.kill_tree(signal.SIGKILL)} == dict.fromkeys(pids, "killed")
    assert scheduler is None or scheduler.sleeps == before


@APIS
def test_what_starts_in_the_grace_period_is_killed(api: Any, spawn: Spawn, scheduler: Scheduler | None) -> None:
    for grace in (0.3, 3, 30):  # the shell may need longer on a busy machine
        top, pids = start_tree(api, spawn, "trap 'sleep 1000 & echo' TERM")
        wait_in_first_sleep(scheduler, functools.partial(has_other_children, top.pid, pids))
        outcomes = {r.pid: r.outcome for r in top.kill_tree(grace=grace)}
        late = outcomes.keys() - pids
        if late:
            break
    assert len(late) == 1
    assert {outcomes.pop(pid) for pid in late} <= {"killed", "terminated"}  # it may have been found before the signal
    assert outcomes == {**dict.fromkeys(pids, "terminated"), top.pid: "killed"}
    until(lambda: not any(map(libpsutil.pid_exists, [*pids, *late])))


@APIS
@pytest.mark.usefixtures("scheduler")
def test_refused_before_any_signal(api: Any, spawn: Spawn) -> None:
    for process in (api.Process(), api.Process(os.getppid())):
        with pytest.raises(ValueError, match="in its tree"):
            process.kill_tree()
    child = api.Process(spawn("sleep", "1000").pid)
    for arguments in ((0,), (-1,), (1000,), (1 << 40,), (15, -1), (15, float("nan"))):
        with pytest.raises(ValueError, match=r"expected|out of range|signal"):
            child.kill_tree(*arguments)
    with pytest.raises(TypeError):
        child.kill_tree("SIGTERM")
    assert child.is_running()


@APIS
def test_an_exception_of_a_handler_ends_the_grace_period(api: Any, spawn: Spawn) -> None:
    class Stop(Exception):
        pass

    def stop(_number: int, _frame: object) -> None:
        raise Stop

    top, pids = start_tree(api, spawn, "trap '' TERM")
    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2, 0.05)  # again, since a signal may come before the call
        with pytest.raises(Stop):
            top.kill_tree(grace=1000)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert top.is_running()
    assert {r.pid: r.outcome for r in top.kill_tree(signal.SIGKILL)} == dict.fromkeys(pids, "killed")


@APIS
def test_a_handler_that_returns_does_not_end_the_grace_period(api: Any, spawn: Spawn) -> None:
    top, pids = start_tree(api, spawn, "trap '' TERM")
    calls: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _frame: calls.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
        results = top.kill_tree(grace=0.5)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert calls
    assert {r.pid: r.outcome for r in results} == dict.fromkeys(pids, "killed")


@APIS
def test_popen_has_the_exit_code(api: Any, scheduler: Scheduler | None) -> None:
    with api.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        wait_in_first_sleep(scheduler, lambda: has_exited(child.pid))
        assert child.kill_tree()[0].exit_code == -signal.SIGTERM
        assert child.returncode == child.poll() == -signal.SIGTERM
        assert abs(child.wait()) == signal.SIGTERM
