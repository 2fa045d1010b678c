"""Runtimes go on as without the library: OCaml, SBCL, Mono, GNAT, gccgo, Go, Ruby, PHP, C++ and C.

Each program makes a call, and then provokes its runtime's fault handling several times: stack overflows, null pointers,
divisions by zero. PHP handles no faults, but forks and handles signals. The program runs without the call first, which
shows that it is right itself.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from collections.abc import Sequence

import pytest
from conftest import PROGRAMS, ROOT, needs_glibc, required_tool, run_program

pytestmark = [pytest.mark.slow, needs_glibc]

SOURCES = PROGRAMS / "runtimes"
# Not --script, which ends SBCL at a stack overflow.
SBCL = ["--noinform", "--no-sysinit", "--no-userinit", "--disable-debugger", "--load"]
INCLUDE = f"-I{ROOT / 'include'}"


def check(
    command: Sequence[str | os.PathLike[str]], library: pathlib.Path, *, calls: Sequence[str] = ("call",)
) -> None:
    """Runs a program without a call and with one."""
    environment = {**os.environ, "LD_LIBRARY_PATH": str(library.parent)}
    for arguments, extra in ((), {}), (calls, {"LIBRARY": str(library)}):
        result = run_program([*command, *arguments], env={**environment, **extra})
        report = f"{arguments}: exit {result.returncode}\n{result.stdout}\n{result.stderr}"
        assert (result.returncode, result.stdout) == (0, "went on\n"), report


def build(directory: pathlib.Path, *command: str | os.PathLike[str]) -> None:
    subprocess.run(command, cwd=directory, check=True, timeout=120)


@pytest.fixture
def sources(tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the programs, for compilers that write beside their sources."""
    return pathlib.Path(shutil.copytree(SOURCES, tmp_path / "runtimes"))


def linked(library: pathlib.Path) -> list[str]:
    return [f"-L{library.parent}", "-lpsutil", f"-Wl,-rpath,{library.parent}"]


def test_ocaml(sources: pathlib.Path, library: pathlib.Path) -> None:
    link = ["-cclib", f"-L{library.parent} -lpsutil"]
    build(
        sources, required_tool("ocamlopt"), "-ccopt", INCLUDE, "overflow.ml", "overflow_stubs.c", *link, "-o", "ocaml"
    )
    check([sources / "ocaml"], library)


def test_sbcl(library: pathlib.Path) -> None:
    check([required_tool("sbcl"), *SBCL, SOURCES / "faults.lisp"], library, calls=())


def test_mono(sources: pathlib.Path, library: pathlib.Path) -> None:
    build(sources, required_tool("mcs"), "-out:faults.exe", "faults.cs")
    check([required_tool("mono"), sources / "faults.exe"], library)


def test_gnat(sources: pathlib.Path, library: pathlib.Path) -> None:
    build(sources, "cc", "-c", INCLUDE, "faults_c.c")
    options = ["-q", "-O1", "-fstack-check", "faults_main.adb"]
    build(sources, required_tool("gnatmake"), *options, "-largs", "faults_c.o", *linked(library))
    check([sources / "faults_main"], library)


def test_gccgo(sources: pathlib.Path, library: pathlib.Path) -> None:
    build(sources, "cc", "-c", INCLUDE, "faults_c.c")
    build(sources, required_tool("gccgo"), "-g", "faults.go", "faults_c.o", "-o", "gccgo", *linked(library))
    check([sources / "gccgo"], library)


def test_go(sources: pathlib.Path, library: pathlib.Path) -> None:
    """Two Go runtimes in one process."""
    options = {"CGO_CFLAGS": INCLUDE, "CGO_LDFLAGS": " ".join(linked(library))}
    build(sources, "env", *(f"{k}={v}" for k, v in options.items()), required_tool("go"), "build", "faults_cgo.go")
    check([sources / "faults_cgo"], library)


def test_ruby(library: pathlib.Path) -> None:
    check([required_tool("ruby"), SOURCES / "faults.rb"], library)


def test_php(library: pathlib.Path) -> None:
    options = ["-n", "-d", "extension=ffi", "-d", "ffi.enable=1"]
    check([required_tool("php"), *options, SOURCES / "calls.php"], library)


def test_exception_thrown_from_a_handler(sources: pathlib.Path, library: pathlib.Path) -> None:
    flags = ["-fnon-call-exceptions", "-fasynchronous-unwind-tables", "-Wall", "-Wextra", "-Werror", INCLUDE]
    build(sources, required_tool("g++"), *flags, "throw.cpp", "-o", "throw", *linked(library))
    check([sources / "throw"], library)


@pytest.mark.parametrize("handler", ["longjmp", "siglongjmp", "resethand", "mask", "backtrace"])
def test_handler_in_c(sources: pathlib.Path, library: pathlib.Path, handler: str) -> None:
    flags = ["-std=gnu11", "-O1", "-g", "-rdynamic", "-fno-optimize-sibling-calls", "-fasynchronous-unwind-tables"]
    build(
        sources, "cc", *flags, "-Wall", "-Wextra", "-Werror", INCLUDE, "handlers.c", "-o", "handlers", *linked(library)
    )
    check([sources / "handlers", handler], library)
