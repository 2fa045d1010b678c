"""What is linked into the library, and so into every host; and what "make install" gives."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess

import pytest
from conftest import CC, MUSL, ROOT, required_tool, run_program


def packages(*flags: str) -> list[str]:
    command = [required_tool("go"), "list", "-deps", *flags, "./capi"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300).stdout.split()


@pytest.mark.parametrize("flags", [[], ["-tags", "psutil_hooks"]], ids=["given away", "with hooks"])
def test_no_package_that_imports_os(flags: list[str]) -> None:
    """Package os makes an os.File of each standard stream when the program starts. One that is non-blocking in the host
    (Node's pipes are) is handed to the runtime's poller then, which opens an epoll and an event descriptor that stay: a
    host may close every descriptor it did not open, and the poller would spin on them. Whatever opens files through os,
    or sleeps in the poller, does the same later. fmt, log and net import os; bytes go through x/sys's system calls.
    """
    linked = packages(*flags)
    assert "runtime" in linked
    assert [
        p for p in linked if p in {"os", "fmt", "log", "net", "internal/poll", "io/ioutil"} or p.startswith("os/")
    ] == []


def test_few_packages_of_others() -> None:
    """A third needs a reason in the commit that brings it."""
    others = {p for p in packages() if "." in p.split("/")[0]}
    ours = {p for p in others if p.startswith("github.com/libpsutil/libpsutil/")}
    assert {"/".join(p.split("/")[:3]) for p in others - ours} <= {"golang.org/x/sys", "github.com/mattn/go-pointer"}


def test_the_readmes_program_with_what_is_installed(tmp_path: pathlib.Path) -> None:
    """For a package (DESTDIR), and into a place of one's own, by the commands that stand there."""
    if MUSL:
        pytest.skip("make install installs the library for glibc")
    required_tool("pkg-config")
    readme = (ROOT / "README.md").read_text()
    program = re.search(r"```c\n(.*?)```", readme, re.DOTALL)
    commands = re.search(r"^    make install PREFIX=.*?\n\n", readme, re.DOTALL | re.MULTILINE)
    assert program
    assert commands
    (tmp_path / "names.c").write_text(program[1])
    environment = {**os.environ, "HOME": str(tmp_path), "CC": CC}
    subprocess.run(["make", "-C", ROOT, "install", f"DESTDIR={tmp_path}", "PREFIX=/usr"], check=True, timeout=120)
    assert sorted(str(p.relative_to(tmp_path)) for p in (tmp_path / "usr").rglob("*") if not p.is_dir()) == [
        "usr/include/psutil.h",
        "usr/lib/libpsutil.so",
        "usr/lib/libpsutil.so.1",
        "usr/lib/pkgconfig/libpsutil.pc",
    ]
    script = commands[0].replace("make install", f"make -C '{ROOT}' install")
    result = run_program(["sh", "-ec", script + "./names"], cwd=tmp_path, env=environment)
    assert result.returncode == 0, result.stderr
    assert re.search(rf"^{os.getpid()} \S", result.stdout, re.MULTILINE)
