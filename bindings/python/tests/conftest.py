"""Fixtures: child processes in known states, and functions that run code in another Python."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import pytest

import libpsutil
from libpsutil import _loader

PACKAGE = pathlib.Path(libpsutil.__file__).resolve().parent
CHECKOUT = pathlib.Path(__file__).resolve().parents[3]


def pytest_configure() -> None:
    """Resets ignored and blocked signals, which nohup or a shell script's & set, and which children inherit."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:  # these two Python itself ignores
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def pytest_report_header() -> str:
    return f"libpsutil {libpsutil.__version__}: {PACKAGE}, {_loader.library._name}"


class Spawn(Protocol):
    def __call__(self, *command: str | bytes, stdin: int | None = None) -> subprocess.Popen[bytes]: ...


@pytest.fixture
def spawn() -> Iterator[Spawn]:
    """Returns a function that starts a child with a pipe as standard output. The child is killed after the test."""
    children = []

    def start(*command: str | bytes, stdin: int | None = None) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE)
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()  # polls first, in case the library has reaped it
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def sleeper(spawn: Spawn) -> libpsutil.Process:
    """A child that sleeps longer than any test runs."""
    process = started(spawn("sleep", "1000"), "sleep")
    until(lambda: process.status == libpsutil.STATUS_SLEEPING)  # it has loaded its libraries
    return process


@pytest.fixture
def zombie(spawn: Spawn) -> libpsutil.Process:
    """A child that has exited with 3 and is a zombie."""
    process = libpsutil.Process(spawn("sh", "-c", "exit 3").pid)
    until(lambda: process.status == libpsutil.STATUS_ZOMBIE)
    return process


@pytest.fixture
def anothers_zombie(spawn: Spawn) -> tuple[int, Callable[[], None]]:
    """The PID of a zombie that is not a child of this process, and a function that makes its parent wait for it."""
    code = "import os; zombie = os.fork() or os._exit(0); print(zombie, flush=True); input(); os.wait()"
    parent = spawn(sys.executable, "-c", code, stdin=subprocess.PIPE)
    assert parent.stdin is not None
    assert parent.stdout is not None
    pid, said = int(parent.stdout.readline()), parent.stdin
    until(lambda: libpsutil.Process(pid).status == libpsutil.STATUS_ZOMBIE)

    def reap() -> None:
        said.write(b"\n")
        said.flush()

    return pid, reap


def started(child: subprocess.Popen[bytes], name: str) -> libpsutil.Process:
    """Waits until the child has executed its program, and returns its Process."""

    def has_become() -> bool:
        # The kernel sets the name before the arguments.
        process = libpsutil.Process(child.pid)
        return process.name == name and process.cmdline != []

    until(has_become)
    return libpsutil.Process(child.pid)


def until(condition: Callable[[], bool]) -> None:
    """Waits until condition() is true; fails after a minute."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "timeout"
        time.sleep(0.005)


def run_python(
    code: str, *arguments: str, options: Sequence[str] = (), environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs code in another Python that imports the same package. Its working directory is /."""
    settings = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), **(environment or {})}
    return subprocess.run(
        [sys.executable, *options, "-c", code, *arguments],
        cwd="/",
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def output(result: subprocess.CompletedProcess[str]) -> str:
    """Returns the standard output of a Python; fails if its exit status is not 0."""
    assert result.returncode == 0, result.stderr
    return result.stdout
