"""psutil-selftest: it calls everything, passes on this machine, and reports what is wrong."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess

import pytest
from conftest import CC, ROOT, User, root_only, run_program

SOURCE = ROOT / "tests" / "selftest" / "psutil_selftest.c"


@pytest.fixture(scope="module")
def selftest(library: pathlib.Path, programs: pathlib.Path) -> pathlib.Path:
    program = programs / "psutil-selftest"
    flags = ["-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}"]
    libraries = [f"-L{library.parent}", "-lpsutil", "-lm", f"-Wl,-rpath,{library.parent}"]
    subprocess.run([CC, *flags, str(SOURCE), "-o", str(program), *libraries], check=True)
    return program


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, **more}


def failed(output: str, kind: str = "FAIL") -> set[str]:
    """Returns the functions that the report names as wrong."""
    return {line.split()[1] for line in output.splitlines() if line.startswith(f"{kind} ")}


def test_every_function_is_called() -> None:
    functions = {f["name"] for f in json.loads((ROOT / "tests" / "psutil_api.json").read_text())["functions"]}
    source = SOURCE.read_text()
    called = set(re.findall(r"\b(psutil_\w+)\(", source)) | set(re.findall(r"CALL\([\w| ]+, (psutil_\w+),", source))
    called |= set(re.findall(r"EXPECT_CODE\((psutil_\w+),", source))
    assert functions
    assert functions - called == set()


@pytest.mark.unprivileged
def test_selftest_passes(selftest: pathlib.Path) -> None:
    result = run_program([selftest])
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.endswith("0 failures\npassed\n")
    assert failed(result.stdout) == set()
    assert result.stderr == ""


@root_only
def test_selftest_passes_for_an_ordinary_user(selftest: pathlib.Path, ordinary_user: User) -> None:
    result = run_program([selftest], **ordinary_user)
    assert result.returncode == 0, result.stdout + result.stderr


def test_selftest_reports_wrong_answers(selftest: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """An empty procfs, and one with a wrong number of CPUs, memory and boot time."""
    result = run_program([selftest], env=environment(PSUTIL_PROCFS_PATH=str(tmp_path)))
    assert result.returncode == 1
    assert failed(result.stdout) >= {"psutil_virtual_memory", "psutil_process_new", "psutil_boot_time"}
    (tmp_path / "meminfo").write_text("MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable: 2000 kB\n")
    (tmp_path / "stat").write_text("cpu  1 1 1 1 1 1 1 1 1 1\ncpu0 1 1 1 1 1 1 1 1 1 1\nctxt 0\nbtime 5\n")
    wrong = run_program([selftest], env=environment(PSUTIL_PROCFS_PATH=str(tmp_path)))
    assert failed(wrong.stdout) >= {"psutil_virtual_memory", "psutil_cpu_times", "psutil_cpu_stats", "psutil_boot_time"}


def test_functions_after_except_do_not_count(selftest: pathlib.Path, tmp_path: pathlib.Path) -> None:
    variables = environment(PSUTIL_PROCFS_PATH=str(tmp_path))
    known = failed(run_program([selftest], env=variables).stdout)
    assert len(known) > 3
    result = run_program([selftest, f"--except={','.join(sorted(known))}"], env=variables)
    assert result.returncode == 0, result.stdout
    assert failed(result.stdout, "except") == known
    missing_one = sorted(known)[1:]
    result = run_program([selftest, f"--except={','.join(missing_one)}"], env=variables)
    assert result.returncode == 1
    assert failed(result.stdout) == {sorted(known)[0]}


def test_unknown_arguments_are_refused(selftest: pathlib.Path) -> None:
    result = run_program([selftest, "-x"])
    assert result.returncode == 2
    assert result.stderr.startswith("-x: unknown argument\nusage: psutil-selftest")
