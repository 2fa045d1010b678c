"""Equality, hash and repr of processes depend on neither the wall clock nor files outside /proc/PID."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from conftest import Spawn, output, run_python

import libpsutil
import libpsutil.v7

# A directory of links to /proc, in which the test replaces "stat", whose btime changes when the clock is set.
BEGINNING = """
import os, pathlib, subprocess, sys
import libpsutil, libpsutil.v7

procfs = pathlib.Path(sys.argv[1])
for name in os.listdir("/proc"):
    if name != "stat":
        (procfs / name).symlink_to(f"/proc/{name}")
child = subprocess.Popen(["sleep", "1000"])
(procfs / str(child.pid)).symlink_to(f"/proc/{child.pid}")
(procfs / str(os.getpid())).exists() or (procfs / str(os.getpid())).symlink_to(f"/proc/{os.getpid()}")
lines = pathlib.Path("/proc/stat").read_text().splitlines()

def step(seconds):
    changed = [f"btime {int(line.split()[1]) + seconds}" if line.startswith("btime") else line for line in lines]
    (procfs / "stat").write_text("\\n".join(changed) + "\\n")

step(0)
libpsutil.v7.PROCFS_PATH = str(procfs)
try:
    exec(sys.argv[2])
finally:
    child.kill()
"""


@pytest.mark.parametrize("api", ["libpsutil", "libpsutil.v7"])
def test_equal_after_clock_step(tmp_path: pathlib.Path, api: str) -> None:
    code = f"""
api = {api}
started = (lambda p: p.create_time) if api is libpsutil else (lambda p: p.create_time())
before = api.Process(child.pid)
first_start = started(before)
step(3600)
after = api.Process(child.pid)
assert started(after) - first_start == 3600 and started(before) == first_start
assert before == after and not before != after and hash(before) == hash(after)
assert after in {{before}}
me = api.Process()
assert before in (me.get_children() if api is libpsutil else me.children())
assert before in list(api.process_iter())
assert list(dict.fromkeys([before, after])) == [before]
assert before != me
"""
    output(run_python(BEGINNING, str(tmp_path), code))


@pytest.mark.parametrize("api", ["libpsutil", "libpsutil.v7"])
def test_equal_and_shown_without_stat(tmp_path: pathlib.Path, api: str) -> None:
    code = f"""
api = {api}
(procfs / "stat").unlink()
child_process = api.Process(child.pid)
assert child_process == api.Process(child.pid) and child_process in [api.Process(child.pid)]
me = api.Process()
children = me.get_children() if api is libpsutil else me.children()
assert [p.pid for p in children] == [child.pid]
for process in (child_process, children[0], child_process.parent if api is libpsutil else child_process.parent()):
    assert repr(process).count(f"pid={{process.pid}}") == 1
"""
    output(run_python(BEGINNING, str(tmp_path), code))


@pytest.mark.parametrize("api", [libpsutil, libpsutil.v7], ids=["1.2.1", "v7"])
def test_equal_after_exit(api: Any, spawn: Spawn) -> None:
    child = spawn("sleep", "1000")
    first, second = api.Process(child.pid), api.Process(child.pid)
    child.kill()
    child.wait()
    assert first == second
    assert hash(first) == hash(second)
    assert first != api.Process()
    assert first != child.pid


@pytest.mark.parametrize("api", ["libpsutil", "libpsutil.v7"])
def test_child_that_exited_before_it_was_read(api: str) -> None:
    code = f"""
import signal, time, {api} as api
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in range(20):
    p, q = api.Popen(["true"]), api.Popen(["true"])
    assert p == p and q == q and p != q and q != p and p != api.Process() and api.Process() != p
    p.wait(), q.wait()
    assert p in [q, p] and "terminated" in repr(p)
    try:
        p.name() if hasattr(p, "oneshot") else p.name
        raise SystemExit("it has a name")
    except api.NoSuchProcess as error:
        assert error.pid == p.pid
"""
    output(run_python(code))


ODD_FILES = """
odd = procfs / str(child.pid)
odd.unlink()
odd.mkdir()
for name in os.listdir(f"/proc/{child.pid}"):
    (odd / name).symlink_to(f"/proc/{child.pid}/{name}")
contents = {"io": "rchar: many\\n", "statm": "one two\\n", "status": "Name:\\tsleep\\nUid:\\tnone\\n"}
for name, content in contents.items():
    (odd / name).unlink()
    (odd / name).write_text(content)
"""


def test_odd_files_of_one_process(tmp_path: pathlib.Path) -> None:
    code = """
names = ["pid", "name", "io_counters", "memory_info", "uids", "num_ctx_switches"]
infos = {p.pid: p.info for p in libpsutil.v7.process_iter(names, ad_value="odd")}
assert os.getpid() in infos and 1 in infos
assert infos[child.pid].pop("num_ctx_switches") == "odd" and infos[1]["num_ctx_switches"].voluntary > 0
names.remove("num_ctx_switches")
me, info = infos[os.getpid()], infos[child.pid]
assert me["memory_info"].rss > 0 and me["uids"].real == os.getuid()
assert (info["name"], info["io_counters"], info["memory_info"], info["uids"]) == ("sleep", "odd", "odd", "odd"), info
assert libpsutil.v7.Process(child.pid).as_dict(names, ad_value="odd") == info
old = ["name", "get_io_counters", "get_ext_memory_info", "uids"]
values = libpsutil.Process(child.pid).as_dict(old, ad_value="odd")
assert values == {"name": "sleep", "io_counters": "odd", "ext_memory_info": "odd", "uids": "odd"}, values
assert libpsutil.Process(child.pid).as_dict()["name"] == "sleep"
for call in (libpsutil.v7.Process(child.pid).io_counters, libpsutil.Process(child.pid).get_io_counters):
    try:
        call()
    except OSError as error:
        assert error.errno and "psutil_" not in str(error), error
    except (libpsutil.Error, libpsutil.v7.Error, NotImplementedError):
        pass
    else:
        raise SystemExit("an odd file has a value")
"""
    output(run_python(BEGINNING, str(tmp_path), ODD_FILES + code))
