"""Compilers and tools that read headers accept include/psutil.h."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess

import cffi  # type: ignore[import-untyped]
import pytest
from conftest import CC, ROOT

HEADER = ROOT / "include" / "psutil.h"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def without_preprocessor(header: str) -> str:
    """Returns a header for tools that do not preprocess: without includes and what is for C++.

    Numbers in #define stay: they are constants.
    """
    header = re.sub(r"#ifdef __cplusplus\n.*?#endif\n", "", header, flags=re.DOTALL)
    return "".join(
        line
        for line in header.splitlines(keepends=True)
        if not line.startswith("#") or re.fullmatch(r"#define PSUTIL_\w+ +-?\d+\n", line)
    )


def compiles(*command: str) -> None:
    """Asserts that a compiler accepts the header alone, without warnings."""
    if not shutil.which(command[0]):
        pytest.skip(f"needs {command[0]}")
    result = subprocess.run(
        [*command, *WARNINGS, "-fsyntax-only", str(HEADER)], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""


C = ["-x", "c"]
CXX = ["-x", "c++"]


@pytest.mark.parametrize("standard", ["c99", "c11", "gnu17"])
def test_header_compiles_as_c(standard: str) -> None:
    compiles("cc", *C, f"-std={standard}")


@pytest.mark.parametrize("standard", ["c++11", "c++17"])
def test_cxx(standard: str) -> None:
    compiles("c++", *CXX, f"-std={standard}")


@pytest.mark.slow
@pytest.mark.parametrize("language", [[*C, "-std=c99"], [*CXX, "-std=c++17"]], ids=["C", "C++"])
def test_clang(language: list[str]) -> None:
    compiles("clang", *language)


@pytest.mark.parametrize("language", [[*C, "-std=c99"], [*CXX, "-std=c++17"]], ids=["C", "C++"])
def test_include_twice_and_in_any_order(tmp_path: pathlib.Path, language: list[str]) -> None:
    """The header may be included more than once, before and after others."""
    source = tmp_path / "program"
    source.write_text(
        "#include <psutil.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <psutil.h>\n"
        "int main(void) { psutil_process *p; return psutil_process_new(-1, &p) == PSUTIL_ERR_NO_SUCH_PROCESS; }\n"
    )
    include = f"-I{HEADER.parent}"
    compiler = "c++" if "c++" in language else "cc"
    if not shutil.which(compiler):
        pytest.skip(f"needs {compiler}")
    command = [compiler, *language, *WARNINGS, include, "-fsyntax-only", str(source)]
    subprocess.run(command, check=True, timeout=60)


def test_header_includes_fixed_width_types_only() -> None:
    includes = [line for line in HEADER.read_text().splitlines() if line.startswith("#include")]
    assert includes == ["#include <stddef.h>", "#include <stdint.h>"]


# ---- tools that read headers: system includes stripped, constants included, and five functions called


@pytest.mark.skipif("musl" in CC, reason="Python has another C library in this process")
def test_cffi(library: pathlib.Path) -> None:
    ffi = cffi.FFI()
    ffi.cdef(without_preprocessor(HEADER.read_text()))
    psutil = ffi.dlopen(str(library))
    assert (psutil.PSUTIL_ERR_FORK, psutil.PSUTIL_STATUS_ZOMBIE, psutil.PSUTIL_NA) == (-11, 5, -1)
    assert ffi.typeof("enum psutil_error").relements["PSUTIL_ERR_NO_SUCH_PROCESS"] == -1

    version = f"{psutil.PSUTIL_VERSION_MAJOR}.{psutil.PSUTIL_VERSION_MINOR}.{psutil.PSUTIL_VERSION_PATCH}"
    assert ffi.string(psutil.psutil_version()).decode() == version
    process, ppid = ffi.new("psutil_process **"), ffi.new("int64_t *")
    assert psutil.psutil_process_new(os.getpid(), process) == psutil.PSUTIL_OK
    assert psutil.psutil_process_ppid(process[0], ppid) == psutil.PSUTIL_OK
    assert ppid[0] == os.getppid()
    arguments = ffi.new("psutil_string_list_t **")
    assert psutil.psutil_process_cmdline(process[0], arguments) == psutil.PSUTIL_OK
    shown = [ffi.string(arguments[0].items[i]) for i in range(arguments[0].len)]
    assert b"\0".join([*shown, b""]) == pathlib.Path("/proc/self/cmdline").read_bytes()
    psutil.psutil_free(arguments[0])
    memory = ffi.new("psutil_virtual_memory_t *")
    assert psutil.psutil_virtual_memory(memory) == psutil.PSUTIL_OK
    assert 0 < memory.available <= memory.total
    assert psutil.psutil_process_free(process[0]) == psutil.PSUTIL_OK


LUA = r"""
local ffi = require("ffi")
local header = io.open(arg[1]):read("*a")
ffi.cdef(header)
local psutil = ffi.load(arg[2])
local C = psutil
assert(C.PSUTIL_ERR_FORK == -11 and C.PSUTIL_STATUS_ZOMBIE == 5 and C.PSUTIL_NA == -1)
assert(ffi.string(psutil.psutil_error_name(C.PSUTIL_ERR_FORK)) == "PSUTIL_ERR_FORK")

local pid = tonumber(io.open("/proc/self/stat"):read("*n"))
local process, name, pids = ffi.new("psutil_process *[1]"), ffi.new("char *[1]"), ffi.new("psutil_pid_list_t *[1]")
assert(psutil.psutil_process_new(pid, process) == C.PSUTIL_OK)
assert(psutil.psutil_process_name(process[0], name) == C.PSUTIL_OK)
print(ffi.string(name[0]))
psutil.psutil_free(name[0])
assert(psutil.psutil_pids(pids) == C.PSUTIL_OK)
local found = false
for i = 0, tonumber(pids[0].len) - 1 do found = found or tonumber(pids[0].items[i]) == pid end
assert(found)
psutil.psutil_free(pids[0])
local memory = ffi.new("psutil_virtual_memory_t")
assert(psutil.psutil_virtual_memory(memory) == C.PSUTIL_OK)
assert(memory.total > 0 and memory.available <= memory.total and memory.reserved[7] == C.PSUTIL_NA)
assert(psutil.psutil_process_free(process[0]) == C.PSUTIL_OK)
assert(psutil.psutil_process_name(process[0], name) == C.PSUTIL_ERR_INVALID_HANDLE)
"""


@pytest.mark.slow
def test_luajit(library: pathlib.Path, tmp_path: pathlib.Path) -> None:
    if not shutil.which("luajit") or "musl" in CC:
        pytest.skip("needs luajit, and glibc")
    header, script = tmp_path / "psutil.h", tmp_path / "psutil.lua"
    # LuaJIT preprocesses nothing: no #define either
    text = without_preprocessor(HEADER.read_text()).splitlines(keepends=True)
    header.write_text("".join(line for line in text if not line.startswith("#")))
    script.write_text(LUA)
    result = subprocess.run(
        ["luajit", str(script), str(header), str(library)], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == "luajit\n"


def test_same_layout_in_c_and_cxx(tmp_path: pathlib.Path) -> None:
    """Records have the same layout in C and C++."""
    layouts = []
    source = ROOT / "tests" / "abi" / "layout_gen.c"
    for compiler, language in ("cc", C), ("c++", CXX):
        if not shutil.which(compiler):
            pytest.skip(f"needs {compiler}")
        program = tmp_path / compiler
        command = [compiler, *language, f"-I{HEADER.parent}", str(source), "-o", str(program)]
        subprocess.run(command, check=True, timeout=60)
        layouts.append(json.loads(subprocess.run([str(program)], check=True, capture_output=True, timeout=60).stdout))
    assert layouts[0] == layouts[1]
