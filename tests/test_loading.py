"""Loading the library - linked at start, by dlopen, by importing the Python package - starts and changes nothing."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import sys

import pytest
from conftest import MUSL, ROOT, Host, measured, needs_glibc, run_program

pytestmark = pytest.mark.unprivileged

IMPORT = """
import ctypes, os, sys
def snapshot(when):
    for line in open("/proc/self/status"):
        if line.startswith(("Threads:", "SigBlk:", "SigIgn:", "SigCgt:", "SigPnd:", "ShdPnd:")):
            print(when, line.replace("\\t", " "), end="")
    descriptors = os.listdir("/proc/self/fd")
    print(when, "descriptors:", [(fd, os.path.realpath("/proc/self/fd/" + fd)) for fd in descriptors])
snapshot("before")
import libpsutil
snapshot("loaded")
print("unshare:", 0 if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) == 0 else ctypes.get_errno())
libpsutil.virtual_memory()
snapshot("called")
"""


def inherited() -> None:
    """Blocks and ignores signals, as a parent may have done."""
    signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGUSR1})
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def state(values: dict[str, str], when: str) -> dict[str, str]:
    found = {name.removeprefix(when + " "): value for name, value in values.items() if name.startswith(when + " ")}
    # musl's dlopen makes its threads synchronize with a signal of its own, 34, which it ignores afterwards.
    found["SigIgn"] = f"{int(found['SigIgn'], 16) & ~(MUSL << 33):016x}"
    return found


def check(values: dict[str, str], before: dict[str, str], unshare: str) -> None:
    loaded, called = state(values, "loaded"), state(values, "called")
    assert len(loaded) == 7
    assert loaded == before
    assert loaded["Threads"] == "1"
    assert int(loaded["SigIgn"], 16) & 1 << signal.SIGHUP - 1
    assert int(loaded["SigBlk"], 16) == 1 << signal.SIGUSR1 - 1
    assert values["unshare"] == unshare
    # The first call makes a difference, which shows that the comparison can fail.
    assert int(called["Threads"]) > 1
    assert called["descriptors"] == loaded["descriptors"]


@pytest.fixture
def alone(host: Host) -> dict[str, str]:
    """The state of a program that does not use the library."""
    return measured(host("load", flags=["-DALONE"], preexec_fn=inherited))


def test_linked(host: Host, alone: dict[str, str]) -> None:
    values = measured(host("load", preexec_fn=inherited))
    print("first call:", values["first call cost"])
    inode = "descriptors"  # its pipes have other inodes
    before = state(alone, "loaded")
    assert len(before[inode].split()) == len(state(values, "loaded")[inode].split())
    before[inode] = state(values, "loaded")[inode]
    check(values, before, alone["unshare"])


def test_dlopen(host: Host, alone: dict[str, str], library: pathlib.Path) -> None:
    values = measured(host("load", str(library), flags=["-DDLOPEN"], preexec_fn=inherited))
    print("load:", values["load cost"], "first call:", values["first call cost"])
    check(values, state(values, "before"), alone["unshare"])


@needs_glibc
def test_python_import(alone: dict[str, str], library: pathlib.Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "bindings" / "python"), "LIBPSUTIL_PATH": str(library)}
    result = run_program([sys.executable, "-B", "-c", IMPORT], env=environment, preexec_fn=inherited)
    assert result.returncode == 0, result.stderr
    values = measured(result)
    check(values, state(values, "before"), alone["unshare"])


def test_user_namespace(alone: dict[str, str]) -> None:
    """The comparisons above mean something only if a process with one thread may have a user namespace."""
    if alone["unshare"] != "0":
        pytest.skip(f"no user namespaces here: {os.strerror(int(alone['unshare']))}")


@pytest.mark.skipif(not MUSL, reason="with glibc Go has a thread-local variable")
@pytest.mark.parametrize(
    ("mode", "message"),
    [
        ("used", "psutil_pid_exists: the word in each thread's control block that this build of the library uses has"),
        ("libc", "psutil_pid_exists: this build of the library is for musl, and the process uses another C library"),
        ("kept", ""),
    ],
)
def test_word_of_the_thread(host: Host, mode: str, message: str) -> None:
    """The first call is refused where musl might use the word; the host's value is there whenever the host runs."""
    assert host("thread_word", mode, flags=["-rdynamic"]).stdout.startswith(message)


@needs_glibc
def test_dlclose(library: pathlib.Path) -> None:
    """A Go library cannot be unloaded: it stays loaded once, and works."""
    script = f"""
import _ctypes, ctypes
path = {str(library)!r}
for _ in range(50):
    library = ctypes.CDLL(path)
    assert library.psutil_boot_time(ctypes.byref(ctypes.c_double())) == 0
    _ctypes.dlclose(library._handle)
mapped = [line for line in open("/proc/self/maps") if "libpsutil" in line and "r-xp" in line]
threads = next(line for line in open("/proc/self/status") if line.startswith("Threads"))
print(len(mapped), int(threads.split()[1]) < 20)
"""
    result = run_program([sys.executable, "-c", script])
    assert (result.returncode, result.stdout) == (0, "1 True\n"), result.stderr


ORDERS = pytest.mark.parametrize("order", [[], ["reversed"]], ids=["in order", "reversed"])


@ORDERS
def test_two_copies(host: Host, library_with_hooks: pathlib.Path, tmp_path: pathlib.Path, order: list[str]) -> None:
    """Two files of the library in one process, called in turns, in threads and in forked children, with faults."""
    second = str(shutil.copy(library_with_hooks, tmp_path))
    host("two_libraries", str(library_with_hooks), second, *order, flags=["-DDLOPEN"], timeout=120)


@needs_glibc
@ORDERS
def test_second_namespace(host: Host, library_with_hooks: pathlib.Path, order: list[str]) -> None:
    """The same with dlmopen, where the second copy has a C library of its own."""
    host("two_libraries", str(library_with_hooks), "namespace", *order, flags=["-DDLOPEN"], timeout=120)


NO_SYSCALL = """
import ctypes, json, sys
library = ctypes.CDLL(sys.argv[1])
room = ctypes.create_string_buffer(4096)
for function in json.load(open(sys.argv[2]))["functions"]:
    if function["kind"] != "no syscall":
        continue
    arguments = []
    for p in function["params"]:
        if p["type"] == "const char *":
            arguments.append(b"")
        elif p["type"] in ("int32_t", "int64_t"):
            arguments.append(ctypes.c_int64(0))
        elif p.get("output"):
            arguments.append(room)
        else:
            arguments.append(None)  # a handle or block: none can exist yet
    call = getattr(library, function["name"])
    call.restype = ctypes.c_void_p
    call(*arguments)
    print("called:", function["name"])
print(next(line for line in open("/proc/self/status") if line.startswith("Threads:")).replace("\\t", " "), end="")
"""


@needs_glibc
def test_no_syscall_functions_start_nothing(library: pathlib.Path) -> None:
    """The functions that psutil.h marks [no syscall] never start the runtime."""
    result = run_program([sys.executable, "-c", NO_SYSCALL, str(library), str(ROOT / "tests" / "psutil_api.json")])
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines.pop() == "Threads: 1"
    assert len(lines) > 20
