"""The same tests with another C library: linked at start under musl (Debian: musl-tools).

dlopen under musl cannot work with today's Go (golang/go #54805), and so there is no copy for a forked child either: it
is told so at once. Tests that need one of them, or Python's own process, skip themselves.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest
from conftest import CC, ROOT, required_tool, run_program

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


def test_everything_under_musl(tmp_path: pathlib.Path) -> None:
    if "musl" in CC:
        pytest.skip("this run is under musl")
    required_tool("musl-gcc")
    libraries = ["build/musl/libpsutil.so", "build/musl/test-hooks/libpsutil.so"]
    subprocess.run(["make", "-C", str(ROOT), *libraries], check=True, timeout=600, stdout=subprocess.DEVNULL)
    machine = subprocess.run(["cc", "-dumpmachine"], check=True, capture_output=True, text=True).stdout.strip()
    compiler = tmp_path / "musl-cc"  # which knows the kernel's headers
    headers = f"-idirafter /usr/include -idirafter /usr/include/{machine}"
    compiler.write_text(f'#!/bin/sh\nexec musl-gcc {headers} "$@"\n')
    compiler.chmod(0o755)
    environment = {
        **os.environ,
        "LIBPSUTIL_TEST_BUILD": str(ROOT / "build" / "musl"),
        "LIBPSUTIL_TEST_CC": str(compiler),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", str(ROOT / "tests")]
    result = run_program(command, env=environment, timeout=1200)
    print(result.stdout)
    assert result.returncode == 0, result.stdout
