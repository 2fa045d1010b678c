"""The packages that are linked into the library, and the files of make install."""

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
    """A third dependency needs a reason in its commit."""
    others = {p for p in packages() if "." in p.split("/")[0]}
    ours = {p for p in others if p.startswith("github.com/libpsutil/libpsutil/")}
    assert {"/".join(p.split("/")[:3]) for p in others - ours} <= {"golang.org/x/sys", "github.com/mattn/go-pointer"}


def test_readme_program_with_the_installed_library(tmp_path: pathlib.Path) -> None:
    """make install for a package (DESTDIR), and to a prefix in which pkg-config finds the library."""
    if MUSL:
        pytest.skip("make install installs the library for glibc")
    install = ["make", "--silent", "-C", str(ROOT), "install"]
    subprocess.run([*install, f"DESTDIR={tmp_path}", "PREFIX=/usr"], check=True, timeout=120)
    assert sorted(str(p.relative_to(tmp_path)) for p in (tmp_path / "usr").rglob("*") if not p.is_dir()) == [
        "usr/include/psutil.h",
        "usr/lib/libpsutil.so",
        "usr/lib/libpsutil.so.1",
        "usr/lib/pkgconfig/libpsutil.pc",
    ]
    prefix = tmp_path / "prefix"
    subprocess.run([*install, f"PREFIX={prefix}"], check=True, timeout=120)
    program = re.search(r"```c\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert program
    (tmp_path / "machine.c").write_text(program[1])
    flags = subprocess.run(
        [required_tool("pkg-config"), "--cflags", "--libs", "libpsutil"],
        env={**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib" / "pkgconfig")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    command = [CC, "-Wall", "-Wextra", "-Werror", "machine.c", "-o", "machine", *flags, f"-Wl,-rpath,{prefix}/lib"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    result = run_program([tmp_path / "machine"])
    assert result.returncode == 0, result.stderr
    name = pathlib.Path("/proc/1/comm").read_text().strip()
    assert re.fullmatch(rf"CPU \d+\.\d %; {re.escape(name)}\S* uses [1-9]\d* bytes\n", result.stdout)
