"""Waits call time.sleep once gevent or eventlet has replaced it, so that other greenlets run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Spawn, output, run_python

import libpsutil
import libpsutil.v7

APIS = pytest.mark.parametrize("api", [libpsutil, libpsutil.v7], ids=["1.2.1", "v7"])


class Scheduler:
    """Replaces time.sleep, as gevent does, and calls its tasks during each sleep. The clock is their sum."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sleeps = 0
        self.clock = 0.0
        self.task: Callable[[], object] = lambda: None
        real = time.sleep

        def sleep(seconds: float) -> None:
            assert 0 < seconds <= 0.2
            self.sleeps += 1
            self.clock += seconds
            self.task()
            real(min(seconds, 0.005))

        monkeypatch.setattr(time, "sleep", sleep)
        monkeypatch.setattr(time, "monotonic", lambda: self.clock)


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    return Scheduler(monkeypatch)


@APIS
def test_wait_runs_other_tasks(api: Any, spawn: Spawn, scheduler: Scheduler) -> None:
    child = spawn("sleep", "1000")
    scheduler.task = lambda: os.kill(child.pid, signal.SIGTERM) if scheduler.sleeps == 5 else None
    assert abs(api.Process(child.pid).wait()) == signal.SIGTERM
    assert scheduler.sleeps >= 5


@APIS
def test_wait_with_timeout_runs_other_tasks(api: Any, spawn: Spawn, scheduler: Scheduler) -> None:
    process = api.Process(spawn("sleep", "1000").pid)
    with pytest.raises(api.TimeoutExpired) as raised:
        process.wait(0.1)
    assert scheduler.clock >= 0.1
    assert (raised.value.pid, raised.value.seconds) == (process.pid, 0.1)
    assert scheduler.sleeps >= 5
    scheduler.sleeps = 0
    with pytest.raises(api.TimeoutExpired):
        process.wait(0)
    assert scheduler.sleeps == 0


@APIS
def test_wait_procs_runs_other_tasks(api: Any, spawn: Spawn, scheduler: Scheduler) -> None:
    children = [spawn("sleep", "1000") for _ in range(3)]
    processes = [api.Process(child.pid) for child in children]

    def kill() -> None:
        if scheduler.sleeps == 5:
            os.kill(children[1].pid, signal.SIGKILL)
            os.waitid(os.P_PID, children[1].pid, os.WEXITED | os.WNOWAIT)

    scheduler.task = kill
    exited: list[Any] = []
    gone, alive = api.wait_procs(processes, 0.1, exited.append)
    assert (gone, alive) == ([processes[1]], [processes[0], processes[2]])
    assert exited == gone
    assert abs(getattr(gone[0], "retcode" if api is libpsutil else "returncode")) == signal.SIGKILL
    scheduler.task = lambda: list(map(subprocess.Popen.kill, children))
    assert set(api.wait_procs(processes, None)[0]) >= set(alive)


@APIS
def test_popen_is_fed_by_another_task(api: Any, scheduler: Scheduler) -> None:
    with api.Popen(["head", "-n1"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:

        def feed() -> None:
            if scheduler.sleeps == 5:
                process.stdin.write(b"x\n")
                process.stdin.flush()

        scheduler.task = feed
        assert process.wait(timeout=1000) == 0


@APIS
def test_intervals_run_other_tasks(api: Any, scheduler: Scheduler) -> None:
    api.cpu_percent(0.01)
    api.cpu_times_percent(0.01, percpu=True)
    process = api.Process()
    (process.get_cpu_percent if api is libpsutil else process.cpu_percent)(0.01)
    assert scheduler.sleeps == 3


@APIS
def test_wait_blocks_in_c_otherwise(api: Any, spawn: Spawn, monkeypatch: pytest.MonkeyPatch) -> None:
    child = spawn("sh", "-c", "read line; exit 3", stdin=subprocess.PIPE)
    assert child.stdin is not None
    process = api.Process(child.pid)
    monkeypatch.setattr(libpsutil._core, "Backoff", None)
    threading.Timer(0.05, child.stdin.close).start()
    assert process.wait() == 3


def test_gevent() -> None:
    pytest.importorskip("gevent")
    code = """
import gevent.monkey
gevent.monkey.patch_all()
import gevent, libpsutil.v7 as psutil, subprocess
ticks = 0
def ticker():
    global ticks
    while True:
        gevent.sleep(0.01)
        ticks += 1
gevent.spawn(ticker)
child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
process = psutil.Process(child.pid)
def end():
    while ticks < 10:
        gevent.sleep(0.01)
    child.stdin.close()
gevent.spawn(end)
process.wait()
"""
    output(run_python(code, environment={"PYTHONPATH": os.pathsep.join(sys.path)}))
