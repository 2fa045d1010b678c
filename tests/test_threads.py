"""Threads: each has its own errors and its own view of the system, and each may fork."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest
from conftest import PROGRAMS, Host, measured, missing, needs_glibc, required_tool, run_program


def test_each_thread_reads_its_own_error(host: Host) -> None:
    values = measured(host("last_errors", timeout=120))
    assert (values["right"], values["wrong"]) == (values["of"], "0")
    assert int(values["different codes"]) >= 5
    assert values["main's own"] == "no call of this thread has failed"


CPU_PERCENT = """
import ctypes, sys, threading, time
library = ctypes.CDLL(sys.argv[1])

def percent():
    out = ctypes.c_double(-1)
    assert library.psutil_cpu_percent(ctypes.c_double(0), ctypes.byref(out)) == 0
    return out.value

first = percent()
end = time.monotonic() + 0.5
while time.monotonic() < end:
    pass
other = []
thread = threading.Thread(target=lambda: other.append(percent()))
thread.start()
thread.join()
print("first:", first)
print("second:", percent())
print("another thread's first:", other[0])
"""


@needs_glibc
def test_cpu_percent_compares_with_the_threads_own_call(library: pathlib.Path) -> None:
    values = measured(run_program([sys.executable, "-c", CPU_PERCENT, str(library)]))
    assert (values["first"], values["another thread's first"]) == ("0.0", "0.0")
    assert float(values["second"]) > 0


def test_mount_namespace_of_a_thread(host: Host) -> None:
    values = measured(host("namespace", timeout=120))
    if "not possible" in values:
        missing(values["not possible"])
    assert (values["saw nothing"], values["found no process"], values["got no name"]) == ("500", "500", "500")
    assert int(values["seen by others"]) > 0
    assert values["missed by others"] == "0"


def test_fork_during_the_start(host: Host) -> None:
    values = measured(host("fork_during_start", "200", timeout=300))
    assert (values["failed"], values["PSUTIL_ERR_FORK"]) == ("0", "0")
    assert values["worked, forked during the start"] == "200"


def test_memory_stays(host: Host) -> None:
    values = measured(host("leak", "200000", timeout=300))
    print(values["cost of a call"], "a call;", values["resident"], "resident")
    assert int(values["growth"].split()[0]) < 16 << 10
    assert values["descriptors"] == "same"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_memory_stays_for_long(host: Host) -> None:
    values = measured(host("leak", "2000000", timeout=900))
    assert int(values["growth"].split()[0]) < 16 << 10
    assert values["descriptors"] == "same"


# ---- side effects of all functions


def exported(library: pathlib.Path) -> set[str]:
    symbols = subprocess.run(
        [required_tool("nm"), "-D", "--defined-only", library], capture_output=True, text=True, check=True
    ).stdout
    return set(re.findall(r"\b(psutil_(?!private_)\w+)", symbols))


def test_all_functions_are_called(library: pathlib.Path) -> None:
    sources = [(PROGRAMS / name).read_text() for name in ("all_functions.c", "getters_gen.h")]
    called = set(re.findall(r"\b(psutil_\w+)\(", "".join(sources)))
    functions = exported(library)
    assert "psutil_pids" in functions
    assert functions - called == set()


@pytest.mark.slow
def test_strace(host: Host, tmp_path: pathlib.Path) -> None:
    """Only psutil_popen runs a program, and no call writes to the standard streams."""
    log = tmp_path / "log"
    program = host.program("all_functions")
    calls = "trace=execve,execveat,write,writev,pwrite64,pwritev"
    command = [required_tool("strace"), "-f", "-qq", "-s", "256", "-o", str(log), "-e", calls, str(program)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    made = log.read_text().splitlines()
    started = [call for call in made if "execve" in call and '["sleep", "1000"]' not in call]
    assert len(started) == 1, started
    assert str(program) in started[0]
    assert [call for call in made if re.search(r"write(v|64)?\((1|2),", call)] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
@pytest.mark.parametrize("mode", ["none", "uid", "caps", "seccomp", "files"])
def test_calls_have_the_rights_of_their_thread(host: Host, mode: str) -> None:
    host("thread_rights", mode, timeout=120)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
@pytest.mark.parametrize("mode", ["fifo", "idle", "nice", "cpu"])
def test_go_threads_have_default_scheduling(host: Host, mode: str) -> None:
    host("go_threads", mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
@pytest.mark.parametrize("mode", ["uid", "filter"])
def test_first_call_of_a_restricted_thread_is_refused(host: Host, mode: str) -> None:
    host("go_threads", mode)


@pytest.mark.parametrize(
    "mode", ["load", pytest.param("unshared", marks=pytest.mark.skipif(os.geteuid() != 0, reason="root"))]
)
def test_no_thread_is_created_after_the_start(host: Host, mode: str) -> None:
    values = measured(host("go_threads", mode, timeout=60))
    cpus = min(8, len(os.sched_getaffinity(0)))
    assert values["at the end"] == values["after the start"]
    assert int(values["at the end"]) == cpus + 10 + 1


def test_go_gets_more_threads_than_were_created(host: Host) -> None:
    """The table of Go's threads without Go, which has never used all of them."""
    host("more_go_threads", flags=["-DALONE", "-lpthread"], timeout=60)


def test_errors_without_thread_keys(host: Host, library: pathlib.Path) -> None:
    values = measured(host("thread_keys", str(library), flags=["-DDLOPEN"]))
    assert int(values["taken"]) > 100
    assert (values["wrong"], values["child"]) == ("0", "0")
