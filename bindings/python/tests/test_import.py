"""Importing: what it starts (nothing), what it loads, and where it finds the library."""

from __future__ import annotations

import pathlib
import shutil
import subprocess

import pytest
from conftest import PACKAGE, output, run_python

import libpsutil
from libpsutil import _loader

LIBRARY = pathlib.Path(_loader.library._name)

STATE = """
import ctypes, os
def state():
    with open("/proc/self/status") as status:
        lines = [line for line in status if line.startswith(("Threads", "SigBlk", "SigIgn", "SigCgt"))]
    return lines, sorted((fd, os.readlink(f"/proc/self/fd/{fd}")) for fd in os.listdir("/proc/self/fd")[:-1])
before = state()
"""


def test_import_starts_nothing() -> None:
    code = """
import libpsutil
assert state() == before, (before, state())
libpsutil.get_pid_list()
assert state()[0] != before[0], "the library has not started, so this test sees nothing"
assert state()[1] == before[1], (before[1], state()[1])
"""
    output(run_python(STATE + code))


def test_import_is_small() -> None:
    code = """
import sys
import ctypes  # PyPy's imports some of them itself
before = set(sys.modules)
import libpsutil
for module in ("typing", "inspect", "subprocess", "dataclasses", "re", "contextlib"):
    assert module in before or module not in sys.modules, module
"""
    output(run_python(code, options=["-S"]))


def test_libpsutil_path(tmp_path: pathlib.Path) -> None:
    copy = tmp_path / "a library.so"
    shutil.copy(LIBRARY, copy)
    code = """
import os, sys
import libpsutil
assert os.getpid() in libpsutil.get_pid_list()
with open("/proc/self/maps") as maps:
    assert sys.argv[1] in maps.read()
"""
    output(run_python(code, str(copy), environment={"LIBPSUTIL_PATH": str(copy)}))


def test_libpsutil_path_that_is_wrong(tmp_path: pathlib.Path) -> None:
    text = tmp_path / "text.so"
    text.write_text("no library")
    for path in (tmp_path / "missing.so", text):
        result = run_python("import libpsutil", environment={"LIBPSUTIL_PATH": str(path)})
        assert result.returncode == 1
        assert f"ImportError: cannot load the C library of libpsutil, {path}: " in result.stderr
        assert "LIBPSUTIL_PATH" in result.stderr


def test_missing_library(tmp_path: pathlib.Path) -> None:
    package = tmp_path / "libpsutil"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    environment = {"PYTHONPATH": str(tmp_path), "LIBPSUTIL_PATH": ""}
    if run_python(f"import ctypes; ctypes.CDLL({_loader._SYSTEM!r})").returncode == 0:
        output(run_python("import libpsutil", environment=environment))
        pytest.skip("a library is installed in this system, so that none is ever missing")
    result = run_python("import libpsutil", environment=environment)
    assert result.returncode == 1
    message = result.stderr.splitlines()[-1]
    assert message.startswith("ImportError: cannot load the C library of libpsutil, ")
    for part in (str(package / _loader._FILE), "install", "make", "LIBPSUTIL_PATH"):
        assert part in message


def test_library_that_is_too_old(tmp_path: pathlib.Path) -> None:
    source, library = tmp_path / "old.c", tmp_path / "old.so"
    source.write_text('const char *psutil_version(void) { return "0.0.7"; }\n')
    subprocess.run(["cc", "-shared", "-fPIC", str(source), "-o", str(library)], check=True)
    result = run_python("import libpsutil", environment={"LIBPSUTIL_PATH": str(library)})
    message = result.stderr.splitlines()[-1]
    for part in ("ImportError", str(library), "0.0.7", "too old", "psutil_error_name (since 0.1)"):
        assert part in message


def test_library_that_is_another(tmp_path: pathlib.Path) -> None:
    source, library = tmp_path / "other.c", tmp_path / "other.so"
    source.write_text("int other;\n")
    subprocess.run(["cc", "-shared", "-fPIC", str(source), "-o", str(library)], check=True)
    result = run_python("import libpsutil", environment={"LIBPSUTIL_PATH": str(library)})
    assert f"ImportError: {library} is not libpsutil: it has no psutil_version" in result.stderr


def test_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
    assert libpsutil.__version__
