"""The same tests with another C library, musl (Debian: musl-tools): programs are linked with the library, or open it.

Tests that load the library into Python skip themselves.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest
from conftest import CC, ROOT, required_tool, run_program

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.mark.parametrize("loading", ["linked", "dlopen"])
def test_everything_under_musl(tmp_path: pathlib.Path, loading: str) -> None:
    if "musl" in CC:
        pytest.skip("this run is under musl")
    required_tool("musl-gcc")
    assert (ROOT / "build" / "musl" / "libpsutil.so").exists(), "run make lib-musl first"
    machine = subprocess.run(["cc", "-dumpmachine"], check=True, capture_output=True, text=True).stdout.strip()
    compiler = tmp_path / "musl-cc"  # which knows the kernel's headers
    headers = f"-idirafter /usr/include -idirafter /usr/include/{machine}"
    compiler.write_text(f'#!/bin/sh\nexec musl-gcc {headers} "$@"\n')
    compiler.chmod(0o755)
    environment = {
        **os.environ,
        "LIBPSUTIL_TEST_BUILD": str(ROOT / "build" / "musl"),
        "LIBPSUTIL_TEST_CC": str(compiler),
        "LIBPSUTIL_TEST_LINK": loading,
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "-m",
        "not slow",
        "-p",
        "no:cacheprovider",
        str(ROOT / "tests"),
    ]
    result = run_program(command, env=environment, timeout=1200)
    print(result.stdout)
    assert result.returncode == 0, result.stdout
