"""The static library: one object, of which the public functions are visible alone, that starts nothing by itself."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest
from cffi_lib import PROTOTYPES
from conftest import BUILD, CC, LINK, MUSL, ROOT, run_program

ARCHIVE = BUILD / "libpsutil.a"

# Prints the number of threads before and after the first call, and in a forked child that calls.
PROGRAM = """
#define _GNU_SOURCE
#include <psutil.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int threads(void)
{
    char line[256];
    int n = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status)) sscanf(line, "Threads: %d", &n);
    fclose(status);
    return n;
}
int main(void)
{
    double time;
    int at_start = threads();
    if (psutil_boot_time(&time)) return 1;
    printf("%d %d\\n", at_start, threads() > 1);
    fflush(stdout);
    if (!fork()) return psutil_boot_time(&time) ? 2 : 3;
    int status;
    wait(&status);
    return WEXITSTATUS(status) != 3;
}
"""


def tool(*command: str | os.PathLike[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_public_functions_alone_are_visible() -> None:
    """What is linked with it may have a Go runtime, or any other name, of its own."""
    lines = [line.split() for line in tool("nm", "--extern-only", "--defined-only", ARCHIVE).splitlines()]
    assert {(line[-2], line[-1]) for line in lines if len(line) > 1} == {("T", name) for name in PROTOTYPES}
    assert tool("ar", "t", ARCHIVE).split() == ["libpsutil.o"]


@pytest.mark.skipif(LINK == "static", reason="makes its own programs")
@pytest.mark.parametrize(
    "flags",
    [[], ["-static"], ["-static-pie"], ["-no-pie"], ["-Wl,--gc-sections"], ["-Wl,-z,now"], ["-pthread", "-ldl", "-lm"]],
    ids=lambda flags: " ".join(flags) or "plain",
)
def test_linked_without_go(tmp_path: pathlib.Path, flags: list[str]) -> None:
    """The first call starts the runtime, here too, and forked children start another."""
    if MUSL and "-static-pie" in flags:
        pytest.skip("musl-gcc does not link this")
    source, program = tmp_path / "main.c", tmp_path / "main"
    source.write_text(PROGRAM)
    tool(CC, "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}", source, ARCHIVE, *flags, "-o", program)
    result = run_program([program])
    assert (result.returncode, result.stdout) == (0, "1 1\n"), result.stderr
    assert "psutil" not in tool("readelf", "-dW", program)
    segments = tool("readelf", "-lW", program)
    assert re.search(r"GNU_STACK +(0x0+ +)+0x0+ +0x0+ RW +0", segments), segments


def test_in_a_program_beside_the_shared_library(tmp_path: pathlib.Path) -> None:
    """A plug-in that contains the library, in a program that loads it: both work, with a runtime each."""
    if MUSL:
        pytest.skip("dlopen")
    (tmp_path / "plugin.c").write_text(
        "#include <psutil.h>\nint32_t plugin(double *time);\n"
        "int32_t plugin(double *time) { return psutil_boot_time(time); }\n"
    )
    (tmp_path / "main.c").write_text(
        "#include <psutil.h>\nint32_t plugin(double *);\n"
        "int main(void) { double a, b; return psutil_boot_time(&a) || plugin(&b) || a != b; }\n"
    )
    flags = ["-Wl,-Bsymbolic", "-Wl,--exclude-libs,ALL"]
    plugin = tmp_path / "libplugin.so"
    include = f"-I{ROOT / 'include'}"
    tool(CC, "-shared", "-fPIC", include, tmp_path / "plugin.c", ARCHIVE, *flags, "-o", plugin)
    assert tool("nm", "-D", "--defined-only", plugin).split()[2::3] == ["plugin"]
    link = [str(plugin), f"-L{BUILD}", "-lpsutil", f"-Wl,-rpath,{tmp_path}:{BUILD}"]
    tool(CC, include, tmp_path / "main.c", *link, "-o", tmp_path / "main")
    assert run_program([tmp_path / "main"]).returncode == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(MUSL or LINK == "static", reason="this is the run")
def test_promises_to_hosts_hold() -> None:
    """What docs/embedding.md promises of loading, forks, faults and signals; the library has no file here."""
    files = [f"test_{name}.py" for name in ("loading", "fork", "faults", "host_state")]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "not slow", "-k", "not library_file"]
    environment = {**os.environ, "LIBPSUTIL_TEST_LINK": "static"}
    result = run_program([*command, "-p", "no:cacheprovider", *files], env=environment, cwd=ROOT / "tests", timeout=500)
    assert result.returncode == 0, result.stdout
