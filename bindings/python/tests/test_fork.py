"""Forking under a library that runs: os.fork, and multiprocessing in all its ways."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator

import pytest
from conftest import Spawn

import libpsutil

# Python 3.12 warns of every fork in a process with threads: that it works with ours is what is tested here.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@contextlib.contextmanager
def threads_calling_in(count: int = 4) -> Iterator[None]:
    """Threads of this process that call the library all the time."""
    stop = threading.Event()
    failures = []

    def call() -> None:
        process = libpsutil.Process()
        while not stop.is_set():
            if process.pid not in libpsutil.get_pid_list() or process.get_num_threads() < 1:
                failures.append(process.pid)

    threads = [threading.Thread(target=call) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures


def task(number: int) -> tuple[int, int, bool]:
    """What a worker of a pool does."""
    process = libpsutil.Process(os.getpid())
    with contextlib.suppress(libpsutil.NoSuchProcess):
        libpsutil.Process(2**31 + number)
    return number, process.ppid, process.pid in libpsutil.get_pid_list()


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_pool(method: str) -> None:
    libpsutil.get_pid_list()
    context = multiprocessing.get_context(method)
    with threads_calling_in(), context.Pool(8) as pool:
        results = pool.map_async(task, range(200), chunksize=1).get(timeout=120)
    assert [number for number, _, _ in results] == list(range(200))
    assert all(alive for _, _, alive in results)
    if method != "forkserver":
        assert {ppid for _, ppid, _ in results} == {os.getpid()}


def raises(number: int) -> None:
    libpsutil.Process(2**31 + number)


def test_exceptions_pass_from_a_child() -> None:
    with multiprocessing.get_context("fork").Pool(1) as pool, pytest.raises(libpsutil.NoSuchProcess) as raised:
        pool.apply_async(raises, (5,)).get(timeout=60)
    assert raised.value.pid == 2**31 + 5


def in_child(check: str, **names: object) -> int:
    """Evaluates a check in a forked child, which exits with 0 if it holds."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if eval(check, {"libpsutil": libpsutil, "os": os, **names}):
                code = 0
            else:
                print("does not hold:", check, file=sys.stderr)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_objects_made_before_a_fork(sleeper: libpsutil.Process) -> None:
    this = libpsutil.Process()
    with threads_calling_in(2):
        for _ in range(10):
            assert in_child("this.is_running() and this.pid == os.getppid()", this=this) == 0
            assert in_child("p.is_running() and p.status == 'sleeping' and p.ppid == os.getppid()", p=sleeper) == 0
    assert in_child("p.kill() is None and p.is_running()", p=sleeper) == 0
    assert sleeper.wait() == 9


def test_fork_in_a_fork() -> None:
    libpsutil.get_pid_list()
    nested = "in_child('libpsutil.Process().ppid == os.getppid()') == 0 and libpsutil.pid_exists(os.getpid())"
    assert in_child(nested, in_child=in_child) == 0


def test_fork_before_the_first_call(spawn: Spawn) -> None:
    code = (
        "import os, libpsutil\n"
        "if os.fork() == 0: os._exit(libpsutil.Process().pid != os.getpid())\n"
        "print(os.wait()[1], libpsutil.Process().pid == os.getpid())"
    )
    child = spawn(sys.executable, "-c", code)
    assert child.stdout is not None
    assert child.stdout.read() == b"0 True\n"


def test_cpu_percent_in_a_forked_child() -> None:
    libpsutil.cpu_percent(0)
    assert in_child("0.0 <= libpsutil.cpu_percent(0) <= 100.0 and 0.0 <= libpsutil.cpu_percent(0.05) <= 100.0") == 0
