"""Fixtures of the tests that span directories: they build C programs (tests/programs) against the library and run them.

LIBPSUTIL_TEST_BUILD and LIBPSUTIL_TEST_CC name another build of the library and the compiler for the host programs: so
the same tests run under musl. With LIBPSUTIL_TEST_LINK=static host programs contain the library; with dlopen they open
it when they start.
"""

from __future__ import annotations

import os
import pathlib
import pwd
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

import psutil
import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("LIBPSUTIL_TEST_BUILD", ROOT / "build")).resolve()
CC = os.environ.get("LIBPSUTIL_TEST_CC", "cc")
MUSL = "musl" in CC
LINK = os.environ.get("LIBPSUTIL_TEST_LINK")  # static, dlopen
PROGRAMS = ROOT / "tests" / "programs"
# These load the library into Python, which uses another C library than musl.
collect_ignore = (
    ["test_contract.py", "test_process_attributes.py", "test_site.py", "test_snippets.py", "test_table.py"]
    if MUSL
    else []
)
LIBRARY = BUILD / "libpsutil.so"
SONAME = "libpsutil.so.1"
WARNINGS = [
    "-std=gnu11",
    "-O1",
    "-g",
    "-Wall",
    "-Wextra",
    "-Wno-format-zero-length",
    "-Werror",
    f"-I{ROOT / 'include'}",
]


def pytest_configure() -> None:
    """Resets ignored and blocked signals, which the tests' children would inherit from nohup or a shell."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:  # Python itself ignores these two
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def compile_host(
    source: pathlib.Path, to: pathlib.Path, *, library: pathlib.Path = LIBRARY, flags: Sequence[str] = (), cc: str = CC
) -> pathlib.Path:
    """Builds a host program that finds the library by its rpath, and returns its path.

    With -DDLOPEN or -DALONE among the flags it is not linked with the library.
    """
    to.mkdir(parents=True, exist_ok=True)
    program = to / source.stem
    command = [cc, *WARNINGS, *flags, str(source), "-o", str(program)]
    if {"-DDLOPEN", "-DALONE"} & set(flags):
        pass
    elif LINK == "static":
        command += [str(library.with_suffix(".a"))]
    elif LINK == "dlopen":
        command += [str(dlopen_stubs(library, to))]
    else:
        command += [f"-L{library.parent}", "-Wl,--no-as-needed", "-lpsutil", f"-Wl,-rpath,{library.parent}"]
    command += ["-ldl", "-lpthread", "-lm"]
    subprocess.run(command, check=True)
    return program


# A function that jumps to the one of the same name in the library, which a constructor has found.
STUBS = """
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
static void *library;
__attribute__((constructor(101))) static void open_library(void)
{{
    library = dlopen("{library}", RTLD_NOW);
    if (!library) {{
        fprintf(stderr, "%s\\n", dlerror());
        exit(97);
    }}
    void **slots[] = {{ {slots} }};
    const char *const names[] = {{ {names} }};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (!(*slots[i] = dlsym(library, names[i]))) exit(98);
}}
"""
STUB = """
__asm__(".text\\n.globl {name}\\n.type {name},%function\\n{name}: {jump}\\n");
"""
JUMPS = {
    "x86_64": "jmp *slot_of_{name}(%rip)",
    "aarch64": r"adrp x16, slot_of_{name}\n ldr x16, [x16, :lo12:slot_of_{name}]\n br x16",
}


def dlopen_stubs(library: pathlib.Path, to: pathlib.Path) -> pathlib.Path:
    """Writes the C file of a program that opens the library with dlopen instead of being linked with it."""
    lines = subprocess.run(
        ["nm", "-D", "--defined-only", str(library)], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    names = [line.split()[-1].split("@")[0] for line in lines if " T " in line]
    jump = JUMPS[os.uname().machine]
    text = "".join(f"void *slot_of_{name};\n{STUB.format(name=name, jump=jump.format(name=name))}" for name in names)
    slots, strings = ", ".join(f"&slot_of_{name}" for name in names), ", ".join(f'"{name}"' for name in names)
    file = to / "stubs.c"
    file.write_text(text + STUBS.format(library=library, slots=slots, names=strings))
    return file


def run_program(
    command: Sequence[str | os.PathLike[str]], *, timeout: float = 60, **options: object
) -> subprocess.CompletedProcess[str]:
    """As subprocess.run with captured output; at a timeout all processes that the program started end."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    process = subprocess.Popen(command, start_new_session=True, **options)  # type: ignore[call-overload]
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def measured(result: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Returns the measurements of a host program: its "name: value" lines (MEASURE in host.h)."""
    return dict(line.split(": ", 1) for line in result.stdout.splitlines())


def numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


def assert_between(earlier: Sequence[float], values: Sequence[float], later: Sequence[float]) -> None:
    """Asserts that each value lies between the earlier and the later one."""
    assert len(values) > 0
    for before, value, after in zip(earlier, values, later, strict=True):
        assert before <= value <= after, (earlier, values, later)


def repeat_until_passes(check: Callable[[], None]) -> None:
    """Makes a check until it passes, for a minute: other processes may change what it compares between two readings."""
    end = time.monotonic() + 60
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > end:
                raise
        time.sleep(0.05)


needs_glibc = pytest.mark.skipif(MUSL, reason="needs Python's own C library, or functions that musl lacks")


RunWithFiles = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_with_files(tmp_path: pathlib.Path) -> RunWithFiles:
    """Runs a command where /sys and /run hold only these files: run_with_files({"sys/...": text}, command)."""
    unshare = ["unshare", *([] if os.getuid() == 0 else ["--user", "--map-root-user"]), "--mount"]
    script = (
        f'mount --make-rprivate / && mount --bind "{tmp_path}/sys" /sys && mount --bind "{tmp_path}/run" /run && '
        'test /run -ef /var/run && exec "$@"'
    )

    def run(files: Mapping[str, str | bytes], *command: str | os.PathLike[str]) -> subprocess.CompletedProcess[str]:
        for directory in ("sys/class/power_supply", "run"):
            (tmp_path / directory).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        inside = [*unshare, "sh", "-c", script, "sh"]
        if os.getuid() != 0:
            attempt = run_program([*inside, "true"])
            if attempt.returncode:
                pytest.skip(f"an ordinary user has no mount namespaces here: {attempt.stderr.strip()}")
        result = run_program([*inside, *command])
        assert result.returncode == 0, result.stderr
        return result

    return run


root_only = pytest.mark.skipif(os.getuid() != 0, reason="needs root")
User = dict[str, Any]


@pytest.fixture
def ordinary_user() -> User:
    """Options of run_program that make the program an ordinary user's."""
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def missing(what: str) -> NoReturn:
    """Skips a test because something is missing; a failure with LIBPSUTIL_TEST_STRICT=1, which .ci/run sets."""
    if os.environ.get("LIBPSUTIL_TEST_STRICT") == "1":
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


def required_tool(name: str) -> str:
    """Returns the path of a tool; see missing()."""
    return shutil.which(name) or missing(name)


class Host:
    """Builds tests/programs/NAME.c and runs it: host("name", *arguments, timeout=60, flags=[...], ...)."""

    def __init__(self, library: pathlib.Path, programs: pathlib.Path) -> None:
        self.library = library
        self.programs = programs

    def program(self, name: str, *, flags: Sequence[str] = (), against: pathlib.Path | None = None) -> pathlib.Path:
        """Builds the program, and returns its path."""
        library = against or self.library
        place = self.programs / f"{name}-{abs(hash((tuple(flags), str(library)))):x}"
        program = place / name
        return (
            program if program.exists() else compile_host(PROGRAMS / f"{name}.c", place, library=library, flags=flags)
        )

    def __call__(
        self,
        name: str,
        *arguments: str,
        timeout: float = 60,
        flags: Sequence[str] = (),
        against: pathlib.Path | None = None,
        expect: int | None = 0,
        **options: object,
    ) -> subprocess.CompletedProcess[str]:
        """Runs the program and asserts its exit status; expect=None accepts every status."""
        program = self.program(name, flags=flags, against=against)
        result = run_program([program, *arguments], timeout=timeout, **options)
        if expect is not None:
            assert result.returncode == expect, f"exit {result.returncode}\n{result.stdout}\n{result.stderr}"
        return result


@pytest.fixture(scope="session", autouse=True)
def no_core_files() -> None:
    """Some host programs are meant to crash."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


@pytest.fixture(scope="session")
def programs() -> Iterator[pathlib.Path]:
    """The directory of host programs, which an ordinary user can read, other than pytest's own."""
    with tempfile.TemporaryDirectory(prefix="libpsutil-hosts-") as path:
        pathlib.Path(path).chmod(0o755)
        yield pathlib.Path(path)


def within_reach(library: pathlib.Path, programs: pathlib.Path) -> pathlib.Path:
    """Copies a library to the programs: an ordinary user may not be able to read the checkout."""
    copy = programs / f"library-{library.parent.name}" / SONAME
    copy.parent.mkdir()
    shutil.copy(library, copy)
    (copy.parent / "libpsutil.so").symlink_to(SONAME)
    shutil.copy(library.with_suffix(".a"), copy.parent)
    return copy.parent / "libpsutil.so"


@pytest.fixture(scope="session")
def library(programs: pathlib.Path) -> pathlib.Path:
    """The built library."""
    assert LIBRARY.exists(), f"{LIBRARY} is missing: run make first"
    return within_reach(LIBRARY, programs)


def another_build(name: str, programs: pathlib.Path) -> pathlib.Path:
    """Returns a build that only tests use, made by "make lib-NAME"."""
    path = BUILD / name / "libpsutil.so"
    if MUSL and not path.exists():
        pytest.skip(f"this build with musl comes without {path}")
    assert path.exists(), f"{path} is missing: run make lib-{name} first"
    return within_reach(path, programs)


@pytest.fixture(scope="session")
def library_with_hooks(programs: pathlib.Path) -> pathlib.Path:
    """The library built with the test hooks of capi/test_hooks.go (psutil_test_hook)."""
    return another_build("test-hooks", programs)


@pytest.fixture(scope="session")
def library_without_sigmask(programs: pathlib.Path) -> pathlib.Path:
    """As library_with_hooks, but signals are not blocked during calls; tests of the mask fail with it."""
    return another_build("no-sigmask", programs)


@pytest.fixture
def host(library: pathlib.Path, programs: pathlib.Path) -> Host:
    """Builds and runs host programs; see Host."""
    return Host(library, programs)


# Overwrites its own arguments in memory, as PostgreSQL does to show what it is working on.
RETITLE = """
import ctypes, sys, time
title = sys.argv[1].encode()
with open("/proc/self/stat") as stat:
    start, end = map(int, stat.read().rpartition(")")[2].split()[45:47])
ctypes.memset(start, 0, end - start)
ctypes.memmove(start, title, min(len(title), end - start))
time.sleep(1000)
"""
EXIT_MAIN_THREAD = """
import ctypes, threading, time
threading.Thread(target=time.sleep, args=(1000,)).start()
ctypes.CDLL(None).pthread_exit(None)
"""


@pytest.fixture(scope="module")
def many_processes() -> Iterator[list[subprocess.Popen[bytes]]]:
    """More than three hundred processes: asleep, with odd arguments, titles or no main thread, and zombies."""
    sleeping = [subprocess.Popen(["sleep", "1000"]) for _ in range(200)]
    named = [subprocess.Popen(["sh", "-c", "sleep 1000; :", "", f"an argument {i}"], cwd="/") for i in range(60)]
    named += [subprocess.Popen([sys.executable, "-c", RETITLE, title]) for title in ("me: a title", "x" * 99)]
    named += [subprocess.Popen([sys.executable, "-c", EXIT_MAIN_THREAD])]
    ended = [subprocess.Popen(["true"], stdin=subprocess.DEVNULL) for _ in range(40)]
    for process in ended:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    yield sleeping + named + ended
    for process in sleeping + named + ended:
        for child in psutil.Process(process.pid).children():
            child.kill()
        process.kill()
        process.wait()
