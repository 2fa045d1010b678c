"""Programs and their tests subclass psutil's classes, replace its functions, and wait for their own objects."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import psutil as theirs
import pytest
from conftest import Spawn, output, run_python

import libpsutil.v7 as ours
from libpsutil import _table

psutil: Any = theirs
v7: Any = ours


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
def test_parents_calls_an_overridden_parent(module: Any) -> None:
    class Process(module.Process):  # type: ignore[misc]
        def parent(self) -> Any:
            parent = super().parent()
            return None if parent is None else Process(parent.pid)

    parents = Process().parents()
    assert [type(parent) for parent in parents] == [Process] * len(parents)
    assert [parent.pid for parent in parents] == [parent.pid for parent in psutil.Process().parents()]


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
def test_lock_of_a_subclass(module: Any) -> None:
    class Process(module.Process):  # type: ignore[misc]
        def name(self) -> str:
            with self._lock, self._lock:
                return str(super().name())

    assert Process().name() == module.Process().name()
    assert all(type(process._lock) is type(Process()._lock) for process in module.process_iter())


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
def test_private_identity_is_psutils(module: Any, sleeper: Any) -> None:
    process = module.Process(sleeper.pid)
    assert process._ident == psutil.Process(sleeper.pid)._ident
    again = module.Process(sleeper.pid)
    assert process == again
    assert process.is_running()
    process._ident = (sleeper.pid, 0.5)  # simulates that the PID was reused
    assert process != again
    assert again != process
    assert not process.is_running()
    with pytest.raises(module.NoSuchProcess, match="PID has been reused"):
        process.kill()
    assert "terminated + PID reused" in repr(process)
    assert again.is_running()


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
@pytest.mark.parametrize("name", ["name", "username", "num_threads"])
def test_process_iter_calls_a_replaced_method(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    monkeypatch.setattr(module.Process, name, lambda _: "replaced")
    infos = [process.info for process in module.process_iter(["pid", name])]
    assert os.getpid() in [info["pid"] for info in infos]
    assert {info[name] for info in infos} == {"replaced"}


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
def test_process_iter_calls_replaced_functions(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    def as_dict(self: Any, attrs: object, ad_value: object) -> dict[str, object]:
        return {"pid": self.pid, "given": (attrs, ad_value)}

    monkeypatch.setattr(module.Process, "as_dict", as_dict)
    infos = [process.info for process in module.process_iter(["name"])]
    assert {"pid": os.getpid(), "given": (["name"], None)} in infos
    monkeypatch.setattr(module, "pids", lambda: [os.getpid()])
    assert [process.pid for process in module.process_iter()] == [os.getpid()]
    assert [process.pid for process in module.process_iter(["name"])] == [os.getpid()]
    module.process_iter.cache_clear()


def test_process_iter_of_a_reused_pid(spawn: Spawn) -> None:
    # As in psutil, the identity is checked only by is_running, which then removes the process from the cache.
    v7.process_iter.cache_clear()
    child = spawn("sleep", "1000")
    first = {process.pid: process for process in v7.process_iter()}
    second = {process.pid: process for process in v7.process_iter()}
    assert all(second[pid] is process for pid, process in first.items() if pid in second)
    stale = first[child.pid]
    child.kill()
    child.wait()
    assert not stale.is_running()
    assert child.pid not in ours._process_cache


def test_process_iter_reads_no_file_of_a_known_process(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {process.pid for process in v7.process_iter()}
    monkeypatch.setattr(ours._lib, "process", None)  # each call is a TypeError
    monkeypatch.setattr(_table, "read", None)
    monkeypatch.setattr(ours._lib, "pids", lambda: sorted(known))
    assert {process.pid for process in v7.process_iter()} == known


class OtherObject:
    """An object with the methods that wait_procs calls. It exits at the given call of wait."""

    pid = 1
    waits = 0
    returncode: int | None = None

    def __init__(self, module: Any, exits_at: int, on_exit: Callable[[], None] = lambda: None) -> None:
        self.timeout_expired, self.exits_at, self.on_exit = module.TimeoutExpired, exits_at, on_exit

    def wait(self, timeout: float | None = None) -> int:
        self.waits += 1
        if self.waits < self.exits_at:
            raise self.timeout_expired(timeout)
        self.on_exit()
        return 7

    def is_running(self) -> bool:
        return self.waits < self.exits_at


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
def test_wait_procs_calls_wait_of_other_objects(module: Any, spawn: Spawn) -> None:
    # psutil waits in the order of a set, so that the number of calls before a timeout is not defined.
    process = module.Process(spawn("sleep", "1000").pid)
    other = OtherObject(module, exits_at=3, on_exit=process.kill)
    gone, alive = module.wait_procs([other, process])
    assert (set(gone), alive) == ({other, process}, [])
    assert (other.waits, other.returncode, process.returncode) == (3, 7, -signal.SIGKILL)


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
@pytest.mark.parametrize("timeout", [0, 0.01])
def test_wait_procs_returns_other_objects_after_a_timeout(module: Any, timeout: float, spawn: Spawn) -> None:
    process = module.Process(spawn("sleep", "1000").pid)
    exits, stays = OtherObject(module, exits_at=1), OtherObject(module, exits_at=sys.maxsize)
    gone, alive = module.wait_procs([exits, stays, process], timeout=timeout)
    assert (gone, set(alive)) == ([exits], {stays, process})
    assert exits.returncode == 7
    assert stays.waits > 0


@pytest.mark.parametrize("module", [ours, theirs], ids=["ours", "psutil"])
def test_wait_procs_calls_an_overridden_wait(module: Any, spawn: Spawn) -> None:
    class Process(module.Process):  # type: ignore[misc]
        def wait(self, timeout: float | None = None) -> Any:
            return ("mine", super().wait(timeout))

    process = Process(spawn("sh", "-c", "exit 3").pid)
    assert module.wait_procs([process], timeout=20) == ([process], [])
    assert process.returncode == ("mine", 3)


PROCFS = """
import os, pathlib, sys, warnings
import {module} as psutil
procfs = pathlib.Path(sys.argv[1])
for name in ("stat", "zoneinfo"):
    (procfs / name).symlink_to("/proc/" + name)
(procfs / "meminfo").write_text({meminfo!r})
psutil.PROCFS_PATH = str(procfs)
for function in (psutil.virtual_memory, psutil.swap_memory):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function()
    print([(w.category.__name__, str(w.message).partition(" (")[0]) for w in caught])
"""
MEMINFO = "MemTotal: 100 kB\nMemFree: 50 kB\nSwapTotal: 10 kB\nSwapFree: 5 kB\n"


@pytest.mark.parametrize(
    "meminfo",
    [
        MEMINFO,
        MEMINFO + "Buffers: 1 kB\nCached: 2 kB\nShmem: 3 kB\nActive: 4 kB\n",
        MEMINFO + "Buffers: 1 kB\nCached: 2 kB\nShmem: 3 kB\nActive: 4 kB\nInactive: 5 kB\n",
    ],
)
def test_warnings_of_memory(tmp_path_factory: pytest.TempPathFactory, meminfo: str) -> None:
    printed = [
        output(
            run_python(
                PROCFS.format(module=module, meminfo=meminfo),
                str(tmp_path_factory.mktemp("procfs")),
                environment={"PYTHONPATH": os.pathsep.join(sys.path)},
            )
        )
        for module in ("libpsutil.v7", "psutil")
    ]
    assert printed[0] == printed[1]
    assert "RuntimeWarning" in printed[0]


def test_name_after_install_as_psutil() -> None:
    code = """
import libpsutil.v7
libpsutil.v7.install_as_psutil()
import psutil
assert psutil.__name__ == "psutil" and psutil is libpsutil.v7
try:
    psutil.nonsense
except AttributeError as error:
    print(error)
"""
    assert output(run_python(code)) == "module 'psutil' has no attribute 'nonsense'\n"
