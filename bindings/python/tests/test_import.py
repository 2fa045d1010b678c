"""Importing: what it starts (nothing), what it loads, and where it finds the library."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from conftest import PACKAGE, output, run_python

import libpsutil
from libpsutil import _loader

needs_root = pytest.mark.skipif(os.getuid() != 0 or not shutil.which("unshare"), reason="needs root")

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


# A directory that has neither this package nor the standard library.
CHROOT = """
import os, sys
import {api} as api
if {chroot!r}:
    os.chroot(sys.argv[1])
    os.chdir("/")
else:
    sys.path[:] = []
    sys.path_importer_cache.clear()
"""


@pytest.mark.parametrize("chroot", [False, pytest.param(True, marks=needs_root)])
@pytest.mark.parametrize("api", ["libpsutil", "libpsutil.v7"])
def test_nothing_is_imported_later(tmp_path: pathlib.Path, api: str, chroot: bool) -> None:
    (tmp_path / "proc").mkdir()
    code = """
import sys
before = set(sys.modules)
def names(api):
    p = api.Process()
    if api.__name__ == "libpsutil":
        yield from (lambda: p.uids, lambda: p.get_cpu_times(), lambda: p.get_ionice(), lambda: p.get_connections("all"))
        yield from (lambda: p.parent, lambda: p.as_dict(), lambda: list(api.process_iter()), lambda: api.test())
    else:
        yield from (lambda: p.as_dict(), p.ionice, lambda: p.ionice(2, 4), lambda: p.net_connections("all"), p.parents)
        yield from (lambda: list(api.process_iter(["name", "uids"])), api.net_if_addrs, api.net_if_stats, api.cpu_freq)
        yield from (lambda: api.net_connections("all"), api.sensors_battery, lambda: api.wait_procs([], 0))
        yield from (lambda: repr(api.Process(api.pids()[-1]).parent()), lambda: api.IOPRIO_CLASS_BE == 2 or 1 / 0)
    yield from (api.virtual_memory, api.disk_partitions, lambda: api.process_table()[0])
    if hasattr(sys, "getrefcount"):
        yield lambda: api.process_table(["pid"]).__arrow_c_array__()
for call in names(api):
    call()
assert [name for name in set(sys.modules) - before if name.startswith("libpsutil")] == []
print("done")
"""
    if chroot:
        command = ["unshare", "--mount", "sh", "-c", 'mount -t proc proc "$0/proc" && exec "$@"', str(tmp_path)]
        command += [sys.executable, "-c", CHROOT.format(api=api, chroot=chroot) + code, str(tmp_path)]
        settings = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
        result = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=False)
        if result.stderr.startswith(("unshare:", "mount:")):
            pytest.skip(result.stderr.strip())
    else:
        result = run_python(CHROOT.format(api=api, chroot=chroot) + code)
    assert output(result).endswith("done\n")


def test_tuples_without_collections() -> None:
    code = """
import ctypes, sys
imported = "collections" in sys.modules  # PyPy's ctypes imports it
import libpsutil.v7
assert ("collections" in sys.modules) == imported
sys.modules.pop("collections", None)
sys.path[:] = []
sys.path_importer_cache.clear()
uids = libpsutil.v7.Process().uids()
real, effective, saved = uids
assert (uids.real, uids.saved, uids[1]) == (real, saved, effective)
assert uids._asdict() == {"real": real, "effective": effective, "saved": saved}
assert repr(uids) == f"puids(real={real}, effective={effective}, saved={saved})"
print(type(uids).__name__, type(uids)._fields)
assert "collections" not in sys.modules
"""
    result = run_python(code, options=["-S"])
    assert output(result) == "puids ('real', 'effective', 'saved')\n"


def test_names_of_signals_without_the_module_signal() -> None:
    code = """
import sys
import libpsutil.v7
sys.path[:] = []
sys.path_importer_cache.clear()
sys.modules["signal"] = None
assert libpsutil.v7._t.Negsignal.SIGKILL == -9
print("done")
"""
    assert output(run_python(code, options=["-S"])) == "done\n"


def test_python_without_docstrings() -> None:
    code = """
import libpsutil, libpsutil.v7
assert libpsutil.Process.__doc__ is None
libpsutil.Process().as_dict()
for module in (libpsutil._types_v1, libpsutil._types_v7, libpsutil._types):
    for name in module.__all__:
        getattr(module, name)
print(repr(libpsutil.v7.Process().ionice().ioclass))
"""
    assert output(run_python(code, options=["-OO"])).startswith("<IOPriority.IOPRIO_CLASS_")
