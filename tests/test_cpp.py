"""libpsutil.hpp: the C++ header compiles without warnings, and its results are those of psutil."""

from __future__ import annotations

import os
import pathlib

import psutil
import pytest
from conftest import MUSL, PROGRAMS, ROOT, measured, required_tool, run_program

pytestmark = pytest.mark.skipif(MUSL, reason="the C++ library here is for glibc")

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]


@pytest.mark.parametrize(
    ("compiler", "standard"),
    [("g++", "c++17"), pytest.param("g++", "c++20", marks=pytest.mark.slow), ("clang++", "c++17")],
)
def test_values_processes_and_errors(
    library: pathlib.Path, tmp_path: pathlib.Path, compiler: str, standard: str
) -> None:
    program = tmp_path / "cpp"
    flags = [f"-std={standard}", "-O1", *WARNINGS, f"-I{ROOT / 'include'}"]
    link = [f"-L{library.parent}", "-lpsutil", f"-Wl,-rpath,{library.parent}"]
    result = run_program([required_tool(compiler), *flags, str(PROGRAMS / "cpp.cpp"), "-o", str(program), *link])
    assert result.returncode == 0, result.stderr
    result = run_program([program])
    assert result.returncode == 0, result.stderr
    us = psutil.Process()
    assert measured(result) == {
        "pid": str(os.getpid()),
        "name": us.name(),
        "cmdline": " ".join(str(len(word.encode(errors="surrogateescape"))) for word in us.cmdline()),
        "uid": str(os.getuid()),
        "cwd": os.getcwd(),
    }
