"""Invalid, freed and reused handles: each has its error code, and no output is touched.

The same host programs run against the library as it is given away and, slow, against one whose C is built with the
address and undefined behaviour sanitizers, and whose Go has its use of memory checked too (build/asan). That these
would find something is seen on a build with two injected overflows (build/asan-selftest).
"""

from __future__ import annotations

import pathlib
import subprocess

import pytest
from conftest import BUILD, CC, PROGRAMS, ROOT, Host

MUSL = "musl" in CC

# Mistakes that handles.c makes.
MISTAKES = pytest.mark.parametrize("mistakes", ["misuse", "reuse", "many", "races", "blocks"])


@MISTAKES
def test_mistakes(host: Host, mistakes: str) -> None:
    host("handles", mistakes, "2", timeout=120)


def test_no_handle_is_left(host: Host, library_with_hooks: pathlib.Path) -> None:
    """The table is empty after eight threads made, used and freed the same few handles at random."""
    host("handles", "races", "2", against=library_with_hooks)


# ---- sanitizers

SANITIZE = ["-fsanitize=address", "-fsanitize=undefined", "-fno-sanitize-recover=all"]
# The leak detector does not find Go's pointers to C memory; tests/contract tests for leaks.
SANITIZED = {"ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1", "UBSAN_OPTIONS": "print_stacktrace=1:abort_on_error=1"}


def sanitized(name: str) -> pathlib.Path:
    if MUSL:
        pytest.skip("the sanitizers are those of gcc with glibc")
    library = BUILD / name / "libpsutil.so"
    assert library.exists(), f"{library} is missing: run make lib-{name} first"
    return library


@pytest.fixture(scope="module")
def asan() -> pathlib.Path:
    return sanitized("asan")


@pytest.fixture(scope="module")
def library_with_overflow() -> pathlib.Path:
    return sanitized("asan-selftest")


@pytest.mark.slow
@MISTAKES
def test_mistakes_under_the_sanitizers(host: Host, asan: pathlib.Path, mistakes: str) -> None:
    host("handles", mistakes, "10", against=asan, flags=SANITIZE, env=SANITIZED, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["nest 3", "ends"])
def test_forks_under_the_sanitizers(host: Host, asan: pathlib.Path, arguments: str) -> None:
    """No other threads allocate, since the address sanitizer's locks do not survive a fork."""
    host("fork", *arguments.split(), against=asan, flags=SANITIZE, env=SANITIZED, timeout=300)


@pytest.mark.slow
def test_asan_reports_injected_buffer_overflow(host: Host, library_with_overflow: pathlib.Path) -> None:
    """In C, one byte past the buffer for a process's name."""
    result = host("handles", "misuse", against=library_with_overflow, flags=SANITIZE, env=SANITIZED, expect=None)
    assert result.returncode < 0
    assert "index 256 out of bounds" in result.stderr


@pytest.mark.slow
def test_asan_reports_injected_block_overflow(host: Host, library_with_overflow: pathlib.Path) -> None:
    """In Go, one byte past a block from C."""
    result = host("handles", "blocks", against=library_with_overflow, flags=SANITIZE, env=SANITIZED, expect=None)
    assert result.returncode < 0
    assert "AddressSanitizer: heap-buffer-overflow" in result.stderr
    assert "WRITE of size 1" in result.stderr


@pytest.mark.parametrize("sanitizer", ["address,undefined", pytest.param("thread", marks=pytest.mark.slow)])
def test_table_of_handles_under_the_thread_sanitizer(tmp_path: pathlib.Path, sanitizer: str) -> None:
    """capi/handle.c without Go, since the thread sanitizer does not work with Go."""
    if MUSL:
        pytest.skip("the sanitizers are those of glibc")
    program = tmp_path / "handle_table"
    flags = ["-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}", f"-I{ROOT / 'capi'}"]
    sanitize = [f"-fsanitize={sanitizer}", "-fno-sanitize-recover=all"]
    subprocess.run(
        ["gcc", *flags, *sanitize, str(PROGRAMS / "handle_table.c"), "-o", str(program), "-lpthread"], check=True
    )
    # Without address randomisation: new kernels use more bits than this sanitizer supports.
    result = subprocess.run(["setarch", "-R", str(program)], capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
