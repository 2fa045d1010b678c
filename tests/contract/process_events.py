"""Contracts of process events. Where the kernel does not report them here, psutil_process_events_new says so."""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import time
from typing import Any

import pytest
from proc_connector import reports_here

from .check import Failed, assert_no_leak, contract
from .fixtures import TestProcesses

FORK, EXEC, EXIT, LOST = 1, 2, 4, 8
ALL = FORK | EXEC | EXIT


def not_supported(env: TestProcesses) -> bool:
    """Returns whether there are no events here, after checking that the library says so."""
    if reports_here():
        return False
    with pytest.raises(Failed) as failed:
        env.call("psutil_process_events_new", ALL)
    assert failed.value.code in (env.library.ERR_NOT_SUPPORTED, env.library.ERR_ACCESS_DENIED)
    return True


def until_exit(env: TestProcesses, events: Any, pid: int) -> list[Any]:
    """Returns the events of a process up to its exit."""
    found = []
    while True:
        event = env.call("psutil_process_events_next", events, 30.0)
        if event.pid == pid:
            found.append(event)
            if event.kind == EXIT:
                return found


def many(env: TestProcesses) -> None:
    if not_supported(env):
        return

    def once() -> None:
        events = env.call("psutil_process_events_new", EXEC)
        env.call("psutil_process_events_fd", events)
        with contextlib.suppress(Failed):
            env.call("psutil_process_events_next", events, 0.0)
        env.call("psutil_process_events_free", events)

    assert_no_leak(once, calls=100)


def no_kinds(env: TestProcesses) -> list[tuple[int]]:
    return [(0,), (LOST,), (ALL | LOST,), (16,), (-1,), (-(2**31),)]


def inputs(env: TestProcesses, *more: Any) -> tuple[Any, ...]:
    """Returns the inputs of a call that succeeds; with an invalid handle where there are no events."""
    return (env.events if env.events is not None else env.library.ffi.cast("psutil_process_events *", 1), *more)


@contract("psutil_process_events_new", inputs=lambda env: (EXEC,), invalid=no_kinds, leak=many)
def _(env: TestProcesses) -> None:
    if not_supported(env):
        return
    for kinds in range(1, ALL + 1):
        events = env.call("psutil_process_events_new", kinds)
        begin = time.time()
        child = subprocess.Popen(["sh", "-c", "exit 3"])
        child.wait()
        if kinds & EXIT:
            found = until_exit(env, events, child.pid)
        else:
            found = []
            while {event.kind for event in found} != {kind for kind in (FORK, EXEC) if kinds & kind}:
                event = env.call("psutil_process_events_next", events, 30.0)
                found += [event] if event.pid == child.pid else []
        assert [event.kind for event in found] == [kind for kind in (FORK, EXEC, EXIT) if kinds & kind]
        for event in found:
            assert begin - 0.1 < event.time < time.time() + 0.1
            assert event.ppid in {FORK: (os.getpid(),), EXEC: (-1,), EXIT: (os.getpid(), -1)}[event.kind]
            exited = event.kind == EXIT
            assert (event.has_exit_code, event.exit_code) == ((1, 3) if exited else (0, -1))
            assert list(event.reserved) == [env.library.NA] * 4
            assert event.unused == 0
        env.call("psutil_process_events_free", events)


@contract("psutil_process_events_fd", inputs=inputs, leak=many)
def _(env: TestProcesses) -> None:
    if not_supported(env):
        return
    fd = env.call("psutil_process_events_fd", env.events)
    assert os.readlink(f"/proc/self/fd/{fd}").startswith("socket:")
    assert not os.get_inheritable(fd)
    assert env.call("psutil_process_events_fd", env.events) == fd


@contract(
    "psutil_process_events_next",
    inputs=lambda env: inputs(env, 0.0),
    invalid=lambda env: [inputs(env, math.nan)] if env.events is not None else [],
    leak=many,
)
def _(env: TestProcesses) -> None:
    if not_supported(env):
        return
    events = env.call("psutil_process_events_new", EXIT)
    children = [
        subprocess.Popen(["sh", "-c", script]) for script in ("exit 0", "exit 255", "kill -9 $$", "kill -15 $$")
    ]
    codes = {child.pid: child.wait() for child in children}
    found: dict[int, int] = {}
    while codes.keys() - found.keys():
        event = env.call("psutil_process_events_next", events, 30.0)
        found[event.pid] = event.exit_code
    assert {pid: found[pid] for pid in codes} == codes
    failed = None
    while not failed:  # other processes may exit all the time, but hardly in each millisecond
        begin = time.monotonic()
        try:
            env.call("psutil_process_events_next", events, 0.001)
        except Failed as error:
            failed = error
    assert time.monotonic() - begin >= 0.001
    assert failed.code == env.library.ERR_TIMEOUT_EXPIRED
    assert failed.error.timeout == 0.001
    env.call("psutil_process_events_free", events)


@contract("psutil_process_events_free", leak=many)
def _(env: TestProcesses) -> None:
    if not_supported(env):
        return
    events = env.call("psutil_process_events_new", FORK)
    fd = env.call("psutil_process_events_fd", events)
    assert env.call("psutil_process_events_free", events) is None
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)
    with pytest.raises(Failed) as failed:
        env.call("psutil_process_events_free", events)
    assert failed.value.code == env.library.ERR_INVALID_HANDLE
