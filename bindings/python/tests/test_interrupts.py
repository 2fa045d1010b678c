"""Ctrl-C and signal handlers during waits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from conftest import PACKAGE, Spawn, output, run_python

import libpsutil

# Each lasts longer than a test may.
WAITS = {
    "wait": "libpsutil.Process(child.pid).wait()",
    "wait(timeout)": "libpsutil.Process(child.pid).wait(1000)",
    "wait for no child": "libpsutil.Process(os.getppid()).wait(1000)",
    "wait_procs": "libpsutil.wait_procs([libpsutil.Process(child.pid)], 1000)",
    "wait_procs(callback)": "libpsutil.wait_procs([libpsutil.Process(child.pid)], None, callback=print)",
    "get_cpu_percent": "libpsutil.Process().get_cpu_percent(1000)",
    "cpu_percent": "libpsutil.cpu_percent(1000)",
    "cpu_percent(percpu)": "libpsutil.cpu_percent(1000, percpu=True)",
    "cpu_times_percent": "libpsutil.cpu_times_percent(1000)",
    "v7 wait": "libpsutil.v7.Process(child.pid).wait(1000)",
    "v7 wait_procs": "libpsutil.v7.wait_procs([libpsutil.v7.Process(child.pid)], 1000)",
    "v7 wait_procs(callback)": "libpsutil.v7.wait_procs([libpsutil.v7.Process(child.pid)], 15, callback=print)",
    "v7 Process.cpu_percent": "libpsutil.v7.Process().cpu_percent(1000)",
    "v7 cpu_percent": "libpsutil.v7.cpu_percent(1000)",
    "v7 cpu_times_percent": "libpsutil.v7.cpu_times_percent(1000, percpu=True)",
    "v7 Popen.wait": "libpsutil.v7.Popen(['sleep', '1000']).wait()",
}
BEGINNING = """
import os, signal, subprocess, threading, time
import libpsutil, libpsutil.v7
# Python does this by default, unless SIGINT is ignored when the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
child = subprocess.Popen(["sleep", "1000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
"""


@pytest.mark.parametrize("wait", WAITS.values(), ids=WAITS)
def test_ctrl_c(wait: str) -> None:
    code = f"""
def press():
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGINT)
try:
    threading.Thread(target=press).start()
    {wait}
    print("ended")
except KeyboardInterrupt:
    print("interrupted")
finally:
    for started in libpsutil.v7.Process().children():
        started.kill()
"""
    assert output(run_python(BEGINNING + code)) == "interrupted\n"


def test_ctrl_c_ends_a_script() -> None:
    code = f"{BEGINNING}print(child.pid, flush=True)\n{WAITS['wait']}"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as script:
        assert script.stdout is not None
        child = libpsutil.Process(int(script.stdout.readline()))
        try:
            time.sleep(0.2)
            script.send_signal(signal.SIGINT)
            _, errors = script.communicate(timeout=60)
        finally:
            child.kill()
            script.kill()
    assert "KeyboardInterrupt" in errors
    assert script.returncode == -signal.SIGINT


# Its alarms take the place of that by which pytest would notice a hang.
with_alarms = pytest.mark.timeout(method="thread")


@pytest.fixture
def alarms() -> Iterator[list[float]]:
    """When SIGALRM's handler ran; it comes every 20 ms, and the handler returns."""
    moments: list[float] = []
    before = signal.signal(signal.SIGALRM, lambda *_: moments.append(time.monotonic()))
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    yield moments
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@with_alarms
def test_wait_goes_on_after_a_handler(sleeper: libpsutil.Process, alarms: list[float]) -> None:
    start, count = time.monotonic(), len(alarms)
    with pytest.raises(libpsutil.TimeoutExpired) as raised:
        sleeper.wait(0.4)
    assert time.monotonic() - start >= 0.4
    assert raised.value.seconds == 0.4
    assert len(alarms) > count


@with_alarms
@pytest.mark.usefixtures("alarms")
@pytest.mark.parametrize("timeout", [None, 60])
def test_handlers_run_during_a_wait(spawn: Spawn, timeout: float | None) -> None:
    """The child exits at the third call of the handler."""
    child = spawn("sh", "-c", "read line; exit 4", stdin=subprocess.PIPE)
    stdin = child.stdin
    assert stdin is not None
    calls: list[int] = []

    def handler(*_: object) -> None:
        calls.append(1)
        if len(calls) == 3:
            stdin.close()

    signal.signal(signal.SIGALRM, handler)
    assert libpsutil.Process(child.pid).wait(timeout) == 4
    assert len(calls) >= 3


@with_alarms
def test_percent_goes_on_after_a_handler(alarms: list[float]) -> None:
    for wait in (libpsutil.cpu_percent, libpsutil.Process().get_cpu_percent):
        start, count = time.monotonic(), len(alarms)
        wait(interval=0.2)
        assert time.monotonic() - start >= 0.2
        assert len(alarms) > count


def test_other_threads_run_during_a_wait(sleeper: libpsutil.Process) -> None:
    done = threading.Event()

    def work() -> None:
        for _ in range(100):
            sleeper.is_running()
        done.set()
        sleeper.kill()

    thread = threading.Thread(target=work)
    thread.start()
    assert sleeper.wait(20) == signal.SIGKILL
    assert done.is_set()
    thread.join()
