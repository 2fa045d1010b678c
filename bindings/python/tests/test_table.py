"""process_table in both APIs, and process_iter with attributes, which uses it, compared with PyPI's psutil."""

from __future__ import annotations

import copy
import ctypes
import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psutil as theirs
import pytest
from conftest import PACKAGE, Spawn, output, run_python, started, until
from test_v7 import plain

import libpsutil
import libpsutil.v7 as ours
from libpsutil import _columns_v7, _table

psutil: Any = theirs
v7: Any = ours


@pytest.fixture(params=[libpsutil, v7], ids=["1.2.1", "v7"])
def api(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_rows_can_be_pickled(sleeper: Any) -> None:
    row = v7.process_table(["pid", "cmdline"], [sleeper.pid])[0]
    again = pickle.loads(pickle.dumps(row))
    assert (type(again), again) == (type(row), row)
    assert copy.deepcopy(row) == row
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer))"  # another Python, without a table
    settings = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    printed = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(row), env=settings, stdout=subprocess.PIPE, check=True
    ).stdout
    assert printed.decode() == f"process(pid={sleeper.pid}, cmdline=['sleep', '1000'])\n"


def test_columns_and_rows(api: Any, sleeper: Any) -> None:
    names = ("pid", "name", "ppid", "status", "cmdline", "create_time", "username", "terminal", "uids_real", "rss")
    t = api.process_table(list(names), [sleeper.pid, 1, sleeper.pid])
    assert t.columns == names
    assert len(t) == 3
    assert t["pid"] == [sleeper.pid, 1, sleeper.pid]
    assert t["pid"] is t["pid"]
    assert t["cmdline"][0] == ["sleep", "1000"]
    row = t[0]
    assert type(row).__name__ == "process"
    assert row._fields == names
    process = psutil.Process(sleeper.pid)
    assert row[:-1] == (
        *(process.pid, process.name(), process.ppid(), process.status(), process.cmdline(), process.create_time()),
        *(process.username(), process.terminal(), process.uids().real),
    )
    assert list(t) == t[:] == [t[0], t[1], t[2]]
    assert t[-1] == row
    assert t.to_dicts()[0] == row._asdict()
    assert t.to_dict() == {name: t[name] for name in names}
    assert repr(t).startswith("<process table: 3 processes, pid, name, ")
    for wrong, error in (("vms", KeyError), ("nonsense", KeyError), (3, IndexError)):
        with pytest.raises(error):
            t[wrong]


def test_all_processes_and_columns(api: Any) -> None:
    t = api.process_table()
    assert t["pid"] == sorted(t["pid"])
    assert os.getpid() in t["pid"]
    assert {"pid", "start", "name", "cpu_percent", "page_faults_major"} <= set(t.columns)
    assert not {"environ", "uss", "num_fds"} & set(t.columns)  # slow
    slow = api.process_table(["environ", "uss", "num_fds"], [os.getpid()])
    assert slow["num_fds"][0] > 0
    assert slow["uss"][0] > 1 << 20
    assert any(entry.startswith("PATH=") for entry in slow["environ"][0])
    # Linux has no handles: all cells are null.
    assert set(t["num_handles"]) == {None}


def test_pids_and_columns_that_do_not_exist(api: Any) -> None:
    assert len(api.process_table(["pid"], [])) == 0
    assert list(api.process_table(["pid"], [2**80, -1, 2**22 + 1])) == []
    assert api.process_table(("name", "name")).columns == ("name",)
    assert api.process_table("name").columns == ("name",)
    for wrong in (["nonsense"], [], ["pid", "rss "], "nonsense"):
        with pytest.raises(ValueError, match=r"unknown columns '(nonsense|rss )';|columns is empty"):
            api.process_table(wrong)
    with pytest.raises(TypeError):
        api.process_table(["pid"], ["1"])


def test_text_that_is_not_ascii(spawn: Spawn) -> None:
    odd = [b"\xff\xfe", "käse".encode(), b"", "☃".encode(), b"caf\xe9"]
    child = spawn(b"sh", b"-c", b"sleep 1000; :", *odd)
    started(child, "sh")
    t = v7.process_table(["cmdline", "name"], [os.getpid(), child.pid])
    assert list(map(os.fsencode, t["cmdline"][1])) == [b"sh", b"-c", b"sleep 1000; :", *odd]
    assert t["cmdline"][0] == psutil.Process().cmdline()
    until(lambda: psutil.Process(child.pid).children())
    psutil.Process(child.pid).children()[0].kill()


def test_zombie_lacks_exe_and_cmdline(zombie: Any) -> None:
    t = v7.process_table(["pid", "status", "exe", "name", "cmdline"], [zombie.pid])
    assert t[0] == (zombie.pid, "zombie", None, "sh", None)
    assert dict(t.failures("exe")) == {0: -2}
    assert t.failures("name") == []


def test_memory_is_given_back() -> None:
    """Also where a process has a command line of two megabytes, hundreds of which must not be kept."""

    def resident() -> int:
        return int(psutil.Process().memory_info().rss)

    def growth(reads: int) -> int:
        before = resident()
        for _ in range(reads):
            v7.process_table()["cmdline"]
        gc.collect()
        return resident() - before

    command = ["sh", "-c", "echo; read line", *["x" * 100_000] * 20]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as large:
        try:
            assert large.stdout is not None
            large.stdout.readline()
            assert len(v7.Process(large.pid).cmdline()) == len(command)
            assert growth(100) < 100 << 20
            assert min(growth(20) for _ in range(5)) < 8 << 20  # the allocator may take more once
        finally:
            large.kill()


def test_memory_that_runs_out() -> None:
    """A MemoryError, and never a list that is complete in part: slices of ctypes' pointers contain NULLs then."""
    testcapi = pytest.importorskip("_testcapi")
    table = v7.process_table(columns=["pid", "create_time", "name", "cmdline"])
    reads: dict[str, Callable[[], list[Any]]] = {
        "pid": lambda: table["pid"],
        "create_time": lambda: table.filled("create_time", None),
        "cmdline": lambda: table["cmdline"],
    }
    for name, read in reads.items():
        expected = table.filled(name, None)
        failed = 0
        for allocation in range(1, 400):
            testcapi.set_nomemory(allocation, allocation + 1)
            try:
                values = read()
            except (MemoryError, ctypes.ArgumentError):
                failed += 1
                continue
            finally:
                testcapi.remove_mem_hooks()
            assert values == expected
        assert failed, name


# ---- process_iter


@pytest.fixture(scope="module")
def mixed_processes() -> Iterator[list[int]]:
    """Hundreds of processes of many kinds: names, arguments, directories, threads, files, users, zombies."""
    code = """
import os, signal, socket, sys, threading, time
for i in range(300):
    if os.fork() == 0:
        if i % 10 == 0:
            os._exit(i % 256)
        if i % 10 == 1:
            os.execv("/bin/sleep", ["-bash " + "x" * i, "1000"])
        if i % 10 == 2:
            os.execve("/bin/sleep", ["sleep", "1000"], {"A": "1", "B\\udcff": "\\udcfe", "C": ""})
        if i % 10 == 3:
            os.chdir("/tmp"); os.nice(i % 19)
        if i % 10 == 4:
            open("/proc/self/comm", "w").write("a) b (c " + str(i))
        if i % 10 == 5:
            [threading.Thread(target=time.sleep, args=(1000,), daemon=True).start() for _ in range(3)]
        if i % 10 == 6:
            keep = [open("/dev/null") for _ in range(i % 7)], socket.socket()
        if i % 10 == 7:
            os.kill(os.getpid(), signal.SIGSTOP)
        if i % 10 == 8:
            os.setsid()
        if i % 10 == 9 and os.getuid() == 0:
            os.setgid(65534); os.setuid(65534)
        time.sleep(1000)
        os._exit(0)  # and not on with the loop
print("ready", flush=True)
sys.stdin.read()
for child in open("/proc/self/task/%d/children" % os.getpid()).read().split():
    os.kill(int(child), signal.SIGKILL)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdin is not None
        assert parent.stdout.readline() == b"ready\n"
        children = [p.pid for p in psutil.Process(parent.pid).children()]
        assert len(children) == 300

        def settled() -> bool:
            return all(psutil.Process(pid).status() in ("sleeping", "zombie", "stopped") for pid in children)

        until(settled)
        yield children
        parent.stdin.close()


# All attributes in the table but memory_full_info, which changes with other processes that share pages.
STEADY = sorted(_columns_v7.COLUMN_ATTRS.keys() - {"memory_full_info"})


def test_info_of_many_kinds(mixed_processes: list[int]) -> None:
    for _ in range(5):
        actual = {p.pid: p.info for p in v7.process_iter(STEADY, ad_value="denied") if p.pid in mixed_processes}
        expected = {pid: psutil.Process(pid).as_dict(STEADY, ad_value="denied") for pid in mixed_processes}
        assert actual.keys() == expected.keys() == set(mixed_processes)
        differences = [
            (pid, name, actual[pid][name], expected[pid][name])
            for pid in mixed_processes
            for name in STEADY
            if plain(actual[pid][name]) != plain(expected[pid][name])
        ]
        if not differences:
            break
    # For an ordinary user psutil reports AccessDenied for attributes of a zombie, see test_v7.py.
    zombies = {pid for pid in mixed_processes if actual[pid]["status"] == "zombie"}
    assert zombies
    assert [d for d in differences if os.getuid() == 0 or d[0] not in zombies] == []


@pytest.mark.parametrize("name", [*sorted(_columns_v7.COLUMN_ATTRS), "cpu_percent", "cpu_affinity"])
def test_info_of_one_attribute(name: str, sleeper: Any) -> None:
    for ad_value in (None, "denied"):
        actual = {p.pid: p.info for p in v7.process_iter([name], ad_value)}[sleeper.pid]
        expected = psutil.Process(sleeper.pid).as_dict([name], ad_value)
        assert list(actual) == [name]
        if name != "memory_full_info":
            assert plain(actual) == plain(expected)


def test_info_is_what_as_dict_gives(sleeper: Any) -> None:
    process = {p.pid: p for p in v7.process_iter([])}[sleeper.pid]
    assert set(process.info) == set(psutil.Process(sleeper.pid).as_dict())
    again = process.as_dict()
    for changing in ("cpu_percent", "memory_full_info"):
        assert type(process.info.pop(changing)) is type(again.pop(changing))
    maps = [[(m.path, m.rss, m.size) for m in info.pop("memory_maps")] for info in (process.info, again)]
    assert maps[0] == maps[1]  # who else maps the same pages changes the other sizes
    assert process.info == again


def test_info_of_cpu_percent_compares_with_the_last(spawn: Spawn) -> None:
    busy = spawn(sys.executable, "-c", "while True: pass")

    def percent() -> float:
        found: float = {p.pid: p.info for p in v7.process_iter(["cpu_percent"])}[busy.pid]["cpu_percent"]
        return found

    assert percent() == 0.0
    until(lambda: percent() > 0)
    v7.process_iter.cache_clear()
    assert percent() == 0.0


def test_attributes_of_the_table_are_cached(monkeypatch: pytest.MonkeyPatch, sleeper: Any) -> None:
    def this(names: list[str]) -> Any:
        return {p.pid: p for p in v7.process_iter(names)}[sleeper.pid]

    process = this(["exe", "create_time"])
    assert process.exe() == process.info["exe"] == psutil.Process(sleeper.pid).exe()
    assert process.create_time() == process.info["create_time"]
    monkeypatch.setattr(process, "_exe", "/as/it/was")
    assert this(["exe"]).info == {"exe": "/as/it/was"}


def test_mistakes() -> None:
    for module in (v7, psutil):
        for wrong, error in ((["nonsense"], ValueError), ("name", TypeError)):
            with pytest.raises(error):
                next(module.process_iter(wrong))


def test_process_of_a_row_is_that_process(spawn: Spawn) -> None:
    child = spawn("sleep", "1000")
    t = _table.read(v7._lib, ["pid"], [child.pid])
    handle = t.process(0)
    child.kill()
    child.wait()
    assert handle.pid() == child.pid
    assert not handle.is_running()


# ---- Arrow; tests/test_python_programs.py has who reads it


def pointer_in(capsule: object, name: bytes) -> int:
    get = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
        ("PyCapsule_GetPointer", ctypes.pythonapi)
    )
    found: int = get(capsule, name)
    return found


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="capsules are CPython's")
def test_capsules() -> None:
    from libpsutil import _arrow

    t = v7.process_table(["pid", "name"])
    schema, array = t.__arrow_c_array__()
    described = _arrow._Schema.from_address(pointer_in(schema, b"arrow_schema"))
    assert ctypes.string_at(described.content[0]) == b"+s"
    filled = _arrow._Array.from_address(pointer_in(array, b"arrow_array"))
    assert filled.numbers[0] == len(t)
    assert pointer_in(t.__arrow_c_stream__(), b"arrow_array_stream")
    assert pointer_in(t.__arrow_c_schema__(), b"arrow_schema")
    # A capsule without references is released at the next export; a referenced one stays valid without the table.
    del t, schema
    v7.process_table(["pid"]).__arrow_c_schema__()
    kept = [structure for _, structure in _arrow._handed_out]
    assert len([s for s in kept if isinstance(s, _arrow._Schema)]) == 1
    assert filled.release
    before = len(_arrow._handed_out)
    for _ in range(100):
        v7.process_table(["pid"]).__arrow_c_stream__()
    assert len(_arrow._handed_out) <= before + 2


def test_tables_after_a_fork_and_at_exit() -> None:
    code = """
import os, sys, libpsutil
t = libpsutil.process_table(["pid", "name"])
held = t.__arrow_c_array__()
if os.fork() == 0:
    ok = os.getppid() in t["pid"] and os.getpid() in libpsutil.process_table(["pid"])["pid"]
    t.__arrow_c_stream__()
    os._exit(not ok)
print(os.wait()[1])
"""
    assert output(run_python(code)) == "0\n"


def test_nothing_is_imported_for_lists() -> None:
    code = """
import sys, libpsutil
libpsutil.process_table(["pid", "name"]).to_dicts()
print([name for name in ("pyarrow", "pandas", "numpy", "polars") if name in sys.modules])
"""
    assert output(run_python(code)) == "[]\n"


# ---- table readers


@pytest.mark.parametrize("options", [{}, {"file": True}, {"bpf": True}, {"file": True, "bpf": True}], ids=str)
def test_reader(api: Any, options: dict[str, bool], sleeper: subprocess.Popen[bytes]) -> None:
    names = ["pid", "start", "name", "cmdline"]
    with api.table_reader(names, **options) as reader:
        assert reader.columns == tuple(names)
        assert reader.source in ("procfs", "file", "bpf")
        for _ in range(2):
            rows = {row.pid: row for row in reader.read()}
            assert rows[sleeper.pid].cmdline == ["sleep", "1000"]
            assert rows[os.getpid()] == api.process_table(names, [os.getpid()])[0]
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.read()


def test_reader_defaults_and_errors(api: Any) -> None:
    with api.table_reader() as reader:
        assert reader.read().columns == reader.columns == api.process_table().columns
        assert reader.source == "procfs"
    wrong: dict[str, Any]
    for wrong in ({"columns": ["no such column"]}, {"columns": []}, {"strict": True}):
        with pytest.raises(ValueError, match=r"column|STRICT"):
            api.table_reader(**wrong)
    with pytest.raises((OSError, api.AccessDenied, NotImplementedError)):
        api.table_pin("/nonexistent/table")
    with pytest.raises(ValueError, match="mode"):
        api.table_pin("/nonexistent/table", 0o666)


def test_process_iter_with_a_reader(sleeper: subprocess.Popen[bytes]) -> None:
    with v7.table_reader(["pid", "start", "ppid", "name", "uids_real"]) as reader:
        found = {p.pid: p for p in v7.process_iter(reader=reader)}
        assert found[sleeper.pid].info == {"pid": sleeper.pid, "ppid": os.getpid(), "name": "sleep"}
        again = {p.pid: p for p in v7.process_iter(["name", "uids"], reader=reader)}
        assert again[sleeper.pid] is found[sleeper.pid]
        assert again[sleeper.pid].info == {"name": "sleep", "uids": psutil.Process(sleeper.pid).uids()}
    with libpsutil.table_reader(["pid", "start"]) as reader:
        assert sleeper.pid in [p.pid for p in libpsutil.process_iter(reader=reader)]
    for api in (v7, libpsutil):
        with api.table_reader(["pid"]) as reader, pytest.raises(ValueError, match="start"):
            list(api.process_iter(reader=reader))
