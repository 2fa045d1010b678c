""" "make check-abi" reports changes that break programs which were built with the ABI in abi/."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, required_tool

pytestmark = pytest.mark.slow


@pytest.fixture
def changed(tmp_path: pathlib.Path) -> pathlib.Path:
    """Returns a copy of the sources that define the ABI, to be changed."""
    for tool in ("abidw", "abidiff"):
        required_tool(tool)
    for directory in ("capi", "include", "tests/abi", "bindings/python/libpsutil"):
        shutil.copytree(ROOT / directory, tmp_path / directory)
    repeat_the_version = ("bindings/node/package.json", "bindings/node/package-lock.json", "packaging/vcpkg/vcpkg.json")
    for name in ("docs/functions.tsv", "bindings/node/index.d.ts", *repeat_the_version):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def edit(root: pathlib.Path, pattern: str, replacement: str, *files: str) -> None:
    """Changes files, by default the header and the files generated from it."""
    for name in files or ("include/psutil.h",):
        path = root / name
        text, count = re.subn(pattern, replacement, path.read_text(), flags=re.DOTALL)
        assert count, f"{pattern} is not in {name}"
        path.write_text(text)
    if not files:
        names = re.findall(r"^[\w *]*?(psutil_\w+)\(", (root / "include" / "psutil.h").read_text(), re.MULTILINE)
        facts = "".join(f"{name}\t—\tall\t—\t—\t—\t—\n" for name in names)
        (root / "docs" / "functions.tsv").write_text(facts)
        subprocess.run(["go", "run", "./capi/generate", "-root", str(root)], cwd=ROOT, check=True, timeout=300)


def check(root: pathlib.Path) -> subprocess.CompletedProcess[str]:
    """Runs make check-abi on the copy."""
    command = [sys.executable, str(ROOT / "tests" / "abi" / "baseline.py"), "check", "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_unchanged_abi_is_accepted(changed: pathlib.Path) -> None:
    result = check(changed)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


FUNCTION = "/* Asks.\n * [nonblocking, since 0.2] */\nint32_t psutil_process_more(psutil_process *p, int64_t *out);\n\n"
END = r"(#ifdef __cplusplus\n}\n)"


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (END, FUNCTION + r"\1"),
        (r"(PSUTIL_ERR_INTERRUPTED = -12)", r'\1, /* ["interrupted"] */\n    PSUTIL_ERR_MORE = -13'),
        (r"int64_t reserved\[8\];", "int64_t huge_pages;\n    int64_t reserved[7];"),
        (r"int64_t reserved\[3\];", "double niced;\n    int64_t reserved[2];"),
        (END, "/* More. */\ntypedef struct psutil_more_t {\n    int64_t a;\n} psutil_more_t;\n\n" + r"\1"),
    ],
    ids=["a function", "a constant", "a name for a reserved word", "and for one as a double", "a record"],
)
def test_additions_are_accepted(changed: pathlib.Path, pattern: str, replacement: str) -> None:
    edit(changed, pattern, replacement)
    result = check(changed)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("pattern", "replacement", "says"),
    [
        (r"(\* \[nonblocking, since 0\.1\] \*/\nint32_t )psutil_getloadavg", r"\1psutil_loadavg", "psutil_getloadavg"),
        (r"since 0\.1(\] \*/\nint32_t psutil_boot_time)", r"since 0.2\1", "psutil_boot_time@@PSUTIL_0.1"),
        (r"int32_t logical, int64_t \*out", "int64_t logical, int64_t *out", "type size changed from 32 to 64"),
        (r"    int64_t used;[^\n]*\n", "", "'int64_t free' offset changed from 192 to 128"),
        (r"(    int64_t used;[^\n]*\n)(    int64_t free;[^\n]*\n)", r"\2\1", "offset changed"),
        (r"double percent;  ", "int64_t percent;", "type of 'double percent' changed"),
        (r"(    double load15;[^\n]*\n)", r"\1    double load60;\n", "type size changed from 192 to 256"),
        (r"int64_t reserved\[8\];", "int64_t huge;\n    int64_t reserved[8];", "type size changed"),
        (
            r"int64_t wired;([^\n]*\n    )int64_t reserved\[8\]",
            r"double wired;\1int64_t a;\n    int64_t reserved[7]",
            "wired",
        ),
        (r"PSUTIL_ERR_TIMEOUT_EXPIRED = -4,", "PSUTIL_ERR_TIMEOUT_EXPIRED = -14,", "PSUTIL_ERR_TIMEOUT_EXPIRED was -4"),
        (r"PSUTIL_ERR_TIMEOUT_EXPIRED = -4,", "", "PSUTIL_ERR_TIMEOUT_EXPIRED was -4 and is gone"),
    ],
    ids=[
        "a function removed",
        "another version node",
        "another parameter",
        "a field removed",
        "fields swapped",
        "another type of the same size",
        "a record without reserved words grown",
        "a record grown beyond its reserved words",
        "another type beside a reserved word's new name",
        "another value",
        "a constant removed",
    ],
)
def test_breaking_change_is_reported(changed: pathlib.Path, pattern: str, replacement: str, says: str) -> None:
    edit(changed, pattern, replacement)
    result = check(changed)
    assert result.returncode == 1, result.stdout + result.stderr
    assert says in result.stderr


def test_changed_soname_is_reported(changed: pathlib.Path, tmp_path: pathlib.Path) -> None:
    stored = (ROOT / "abi" / "libpsutil.abi").read_text()
    baseline = tmp_path / "abi"
    shutil.copytree(ROOT / "abi", baseline)
    (baseline / "libpsutil.abi").write_text(stored.replace("libpsutil.so.1", "libpsutil.so.0"))
    command = [sys.executable, str(ROOT / "tests" / "abi" / "baseline.py"), "check", "--baseline", str(baseline)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 1
    assert "SONAME" in result.stderr
