"""Faults: the host handles its own, and those of the library become errors."""

from __future__ import annotations

import pathlib
import signal
import subprocess

import pytest
from conftest import PROGRAMS, ROOT, Host, measured, needs_glibc, required_tool

SIGNALS = {"segv": signal.SIGSEGV, "bus": signal.SIGBUS, "fpe": signal.SIGFPE}

WHO = pytest.mark.parametrize(
    "who",
    [
        "caller",
        "thread",
        "other",
        "child",
        "reloaded",
        "grandchild",
        "clone",
        "first",
    ],
)


@WHO
@pytest.mark.parametrize("fault", SIGNALS)
def test_without_a_handler_the_signal_ends_the_host(host: Host, who: str, fault: str) -> None:
    result = host("faults", who, "none", fault)
    assert measured(result) == {"ended": f"signal {int(SIGNALS[fault])}"}, result.stderr
    assert result.stderr == ""


@WHO
@pytest.mark.parametrize("fault", SIGNALS)
@pytest.mark.parametrize("handler", ["before", "after", "own", "stack"])
def test_the_hosts_handler_runs(host: Host, who: str, handler: str, fault: str) -> None:
    """Twenty times, on its stack, with the address of the fault; it leaves by siglongjmp."""
    result = host("faults", who, handler, fault)
    assert measured(result) == {"ended": "exit 7"}, result.stderr
    assert result.stderr == ""


@WHO
@pytest.mark.parametrize("fault", SIGNALS)
def test_a_handler_that_exits(host: Host, who: str, fault: str) -> None:
    assert measured(host("faults", who, "exit", fault)) == {"ended": "exit 42"}


@WHO
@pytest.mark.parametrize("fault", SIGNALS)
def test_a_handler_that_passes_the_fault_on(host: Host, who: str, fault: str) -> None:
    """To the action that stood there when it was installed, the library's; it runs once."""
    result = host("faults", who, "passes-on", fault)
    assert measured(result) == {"ended": f"signal {int(SIGNALS[fault])}"}, result.stderr
    assert result.stderr == ""


@pytest.mark.unprivileged
@WHO
def test_stack_overflow(host: Host, who: str) -> None:
    """A stack overflow is handled on an alternate stack of the host."""
    assert measured(host("faults", who, "stack", "overflow")) == {"ended": "exit 7"}


@pytest.mark.parametrize("handlers", [[], ["handlers"]])
def test_faults_of_the_library(host: Host, library_with_hooks: pathlib.Path, handlers: list[str]) -> None:
    result = host("go_panics", *handlers, against=library_with_hooks)
    values = measured(result)
    assert values["panic"] == values["fault"] == values["worker"] == values["times"]
    assert (values["others"], values["host's handlers"]) == ("0", "0")
    assert "psutil_test_hook: panic: hook <" in values["message of panic"]
    assert "nil pointer" in values["message of fault"]
    assert "hook in a worker" in values["message of worker"]
    assert result.stderr == ""


@pytest.mark.parametrize("handlers", [[], ["handlers"]])
def test_divisions_of_the_library(host: Host, library_with_hooks: pathlib.Path, handlers: list[str]) -> None:
    """A division by zero in Go is a panic, and that of the least integer by -1 wraps around: no SIGFPE is raised."""
    assert measured(host("go_panics", *handlers, against=library_with_hooks))["divisions"] == "0"


@needs_glibc
@pytest.mark.parametrize("mode", ["nodefer", "resethand", "mask", "onstack", "return"])
def test_handler_runs_with_its_own_flags(host: Host, mode: str) -> None:
    """SA_NODEFER, SA_RESETHAND, sa_mask, SA_ONSTACK or not; backtrace() sees the frames that faulted."""
    host("fault_flags", mode, timeout=60)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("stack", ["onstack", "own-stack"])
def test_handler_of_trapped_system_calls(host: Host, stack: str, when: str) -> None:
    """SECCOMP_RET_TRAP inside a call: the host's SIGSYS handler answers, with SA_ONSTACK or without."""
    host("trapped_syscall", stack, when, timeout=60)


@pytest.mark.slow
def test_every_function_where_system_calls_are_trapped(host: Host) -> None:
    """Each system call that the library makes, answered with ENOSYS by a handler without SA_ONSTACK."""
    assert host("every_function", "trap", timeout=600).stdout == ""


@needs_glibc
def test_handler_that_throws_a_cpp_exception(library: pathlib.Path, tmp_path: pathlib.Path) -> None:
    program = tmp_path / "throw_in_handler"
    source = PROGRAMS / "throw_in_handler.cpp"
    flags = ["-O1", "-fnon-call-exceptions", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}"]
    link = [f"-L{library.parent}", "-lpsutil", f"-Wl,-rpath,{library.parent}"]
    subprocess.run([required_tool("c++"), *flags, source, "-o", program, *link], check=True, timeout=120)
    result = subprocess.run([program], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stdout) == (0, "caught fault\n" * 5)
