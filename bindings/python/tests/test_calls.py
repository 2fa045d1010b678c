"""The layer below both APIs: the extension module does what ctypes does, and can be loaded where it should be."""

from __future__ import annotations

import contextlib
import functools
import gc
import math
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from conftest import CHECKOUT, PACKAGE, Spawn, output, run_python, until

import libpsutil
from libpsutil import _calls, _calls_ctypes, _loader
from libpsutil import _declarations as c

EXTENSION = PACKAGE / "_extension.abi3.so"
SOURCE = CHECKOUT / "bindings" / "python" / "extension"

loadable = pytest.mark.skipif(
    bool(_calls._reason_for_ctypes()) or not EXTENSION.exists(), reason="this Python has no extension module"
)


class Failed(Exception):
    pass


def extension() -> Any:
    from libpsutil import _extension

    return _extension


def both() -> list[Any]:
    return [module.Calls(_loader.library._handle, Failed) for module in (extension(), _calls_ctypes)]


def names() -> list[str]:
    return sorted(name for name in dir(extension().Calls) if not name.startswith("_"))


def outcome(call: Callable[..., Any], *arguments: Any) -> Any:
    """Returns the value, or the code of the error."""
    try:
        return call(*arguments)
    except Failed as failure:
        return failure


def shape(value: Any) -> Any:
    """Returns a value with the type of each part: numbers may change between two calls, their types do not."""
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if isinstance(value, tuple):
        kind: Any = type(value)
        return kind.__name__, [(name, shape(getattr(value, name))) for name in kind.__match_args__]
    if isinstance(value, Failed):
        return value.args
    return type(value).__name__


# Arguments of the calls that take others than a process, and that do not change it.
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "cgroup_limits": (0,),
    "cgroup_pressure": (0, c.PSUTIL_PRESSURE_CPU),
    "cpu_count": (1,),
    "cpu_percent": (0.0,),
    "cpu_percent_per_cpu": (0.0,),
    "cpu_times_percent": (0.0,),
    "cpu_times_percent_per_cpu": (0.0,),
    "disk_io_counters": (0,),
    "disk_io_counters_per_disk": (0,),
    "disk_partitions": (1,),
    "disk_usage": (b"/",),
    "file_owners": (os.fsencode(sys.executable), 0),
    "net_connections": (b"all", 0),
    "net_io_counters": (0,),
    "net_io_counters_per_nic": (0,),
    "pid_exists": (os.getpid(),),
    "pressure": (c.PSUTIL_PRESSURE_MEMORY,),
    "process_children": (1,),
    "process_cpu_percent": (0.0,),
    "process_memory_maps": (0,),
    "process_memory_percent": (c.PSUTIL_MEMTYPE_RSS,),
    "process_net_connections": (b"all", 0),
    "process_new": (os.getpid(),),
    "process_rlimit": (c.PSUTIL_RLIMIT_NOFILE,),
    "win_service": (b"none",),
}
# Those that act, wait, or take a handle or record of their own.
OTHERS = {
    *("adopt", "cpu_percent_between", "cpu_times_percent_between", "process_equal", "process_kill", "process_resume"),
    *("process_send_signal", "process_set_ionice", "process_set_nice", "process_set_rlimit", "process_suspend"),
    *("process_terminate", "process_kill_tree", "process_wait", "set_procfs_path", "set_workers"),
    "connection_columns",
}


def arguments_of(name: str, calls: Any, pid: int) -> tuple[Any, ...]:
    is_method = name.startswith("process_") and name != "process_new"
    return (*([calls.process_new(pid)] if is_method else []), *ARGUMENTS.get(name, ()))


@loadable
def test_both_ways_to_call_have_the_same_functions() -> None:
    ctypes_calls = both()[1]
    assert {"pids", "process_ppid", "process_cpu_affinity", "users", "disk_usage"} <= set(names())
    for name in names():
        assert callable(getattr(ctypes_calls, name))
    for name in ("process_free_", "nothing", "free_"):
        with pytest.raises(AttributeError):
            getattr(ctypes_calls, name)


@loadable
def test_every_function_returns_the_same() -> None:
    """The types of all values are the same, the values too where they do not change."""
    fast, slow = both()
    checked = set()
    for name in set(names()) - OTHERS:
        values = [outcome(getattr(calls, name), *arguments_of(name, calls, os.getpid())) for calls in (fast, slow)]
        assert shape(values[0]) == shape(values[1]), name
        checked.add(name)
    assert len(checked) > 60
    child_free = (
        "cpu_count",
        "boot_time",
        "process_cmdline",
        "process_environ",
        "process_uids",
        "process_cpu_affinity",
    )
    for name in (*child_free, "process_name", "process_exe", "process_cwd", "process_rlimit", "disk_partitions"):
        fast_value, slow_value = (
            getattr(calls, name)(*arguments_of(name, calls, os.getpid())) for calls in (fast, slow)
        )
        assert fast_value == slow_value, name
    earlier, later = ((*(float(10 * i + j) for j in range(11)), -1) for i in (1, 2))
    for name in ("cpu_percent_between", "cpu_times_percent_between"):
        fast_value, slow_value = (getattr(calls, name)(earlier, later) for calls in (fast, slow))
        assert repr(fast_value).split("(")[-1] == repr(slow_value).split("(")[-1], name


@loadable
def test_strings_with_any_bytes() -> None:
    child = subprocess.Popen(["sleep", "1000"], env={b"NAME": b"caf\xe9"})
    try:
        for calls in both():
            environ = functools.partial(calls.process_environ, calls.process_new(child.pid))
            until(lambda environ=environ: environ() == ["NAME=caf\udce9"])  # type: ignore[misc]
    finally:
        child.kill()
        child.wait()


@loadable
def test_errors_are_what_error_returns() -> None:
    for calls in both():
        with pytest.raises(Failed) as raised:
            calls.process_new(2**40)
        assert raised.value.args == (c.PSUTIL_ERR_NO_SUCH_PROCESS,)
        with pytest.raises(Failed) as raised:
            calls.process_rlimit(calls.process_new(os.getpid()), 999)
        assert raised.value.args == (c.PSUTIL_ERR_INVALID_ARGUMENT,)

    def broken(code: int) -> Exception:
        raise KeyError(code)

    with pytest.raises(KeyError):
        extension().Calls(_loader.library._handle, broken).process_new(2**40)


@loadable
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pids", (1,)),
        ("pid_exists", ()),
        ("pid_exists", ("7",)),
        ("pid_exists", (2**64,)),
        ("cpu_count", (2**31,)),
        ("cpu_percent", ("x",)),
        ("disk_usage", ("/",)),
        ("disk_usage", (b"a\0b",)),
        ("process_pid", (7,)),
        ("process_pid", (None,)),
        ("process_equal", (object(), object())),
        ("cpu_percent_between", (1, 2)),
        ("cpu_percent_between", ((1.0,), (1.0,))),
        ("cpu_percent_between", (tuple("x" * 12), tuple("x" * 12))),
        ("adopt", ("x",)),
    ],
)
def test_bad_arguments_raise_python_errors(name: str, arguments: tuple[Any, ...]) -> None:
    calls = both()[0]
    with pytest.raises((TypeError, OverflowError, ValueError)):
        getattr(calls, name)(*arguments)
    with pytest.raises(TypeError):
        extension().Calls()
    with pytest.raises(TypeError):
        extension().psutil_process()


@loadable
def test_no_leak() -> None:
    """Neither memory nor references to shared objects grow with the calls."""
    calls = both()[0]
    chosen = [(name, arguments_of(name, calls, os.getpid())) for name in set(names()) - OTHERS]
    shared = (None, Failed, extension().psutil_process, extension().Calls)

    def call_all(times: int) -> int:
        for _ in range(times):
            for name, arguments in chosen:
                outcome(getattr(calls, name), *arguments)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    call_all(3)
    before = [sys.getrefcount(item) for item in shared]
    tracemalloc.start()
    try:
        first = call_all(2)
        grown = call_all(20) - first
    finally:
        tracemalloc.stop()
    after = [sys.getrefcount(item) for item in shared]
    # A call that leaked one object would leak 20 of them, of 16 bytes or more, and 22 references.
    assert grown < 20 * 16, grown
    assert all(abs(b - a) < 22 for a, b in zip(before, after)), (before, after)


@loadable
def test_handles_are_freed() -> None:
    for calls in both():
        handle = calls.process_new(os.getpid())
        pointer = c.psutil_process(handle.value)
        out = c.psutil_process()
        assert handle.value
        assert c.psutil_process_oneshot_begin(pointer) == c.PSUTIL_OK
        del handle
        gc.collect()
        assert c.psutil_process_oneshot_begin(pointer) == c.PSUTIL_ERR_INVALID_HANDLE
        assert calls.process_parents(calls.process_new(os.getpid()))[0].value
        assert not out


@loadable
def test_calls_are_collected() -> None:
    """Calls that refer to themselves through the function for errors are garbage."""

    class Owner:
        def __init__(self) -> None:
            self.calls = extension().Calls(_loader.library._handle, self.error)

        def error(self, code: int) -> Exception:
            return Failed(code, self)

    gc.collect()
    owners = [Owner() for _ in range(10)]
    type_of_owners = type(owners[0])
    del owners
    gc.collect()
    assert not [item for item in gc.get_objects() if type(item) is type_of_owners]


@loadable
def test_other_threads_run_during_a_call(spawn: Spawn) -> None:
    """The interpreter's lock is released: a thread runs while another one waits for a process."""
    calls = both()[0]
    child = spawn("sleep", "1000")
    handle, ended = calls.process_new(child.pid), threading.Event()

    def wait() -> None:
        outcome(calls.process_wait, handle, -1.0, c.PSUTIL_WAIT_NO_REAP)
        ended.set()

    thread = threading.Thread(target=wait)
    thread.start()
    child.kill()  # unreachable if the wait held the lock
    assert ended.wait(20)
    thread.join()


@pytest.fixture
def copy_without_extension(tmp_path: pathlib.Path) -> dict[str, str]:
    package = tmp_path / "libpsutil"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("_extension*.so", "__pycache__"))
    return {"PYTHONPATH": str(tmp_path), "LIBPSUTIL_PATH": _loader.library._name}


WHICH = "import libpsutil._calls as calls; print(calls.implementation.__name__)"


def test_environment_chooses_ctypes_or_the_extension(copy_without_extension: dict[str, str]) -> None:
    chosen = {**copy_without_extension, "LIBPSUTIL_PYTHON": "ctypes"}
    assert output(run_python(WHICH, environment=chosen)) == "libpsutil._calls_ctypes\n"
    for setting in ({}, {"LIBPSUTIL_PYTHON": ""}):
        chosen = {**copy_without_extension, "LIBPSUTIL_PYTHON": "", **setting}
        assert output(run_python(WHICH, environment=chosen)) == "libpsutil._calls_ctypes\n"
    result = run_python(WHICH, environment={**copy_without_extension, "LIBPSUTIL_PYTHON": "extension"})
    assert result.returncode == 1
    assert "ImportError: cannot load the extension module of libpsutil, as LIBPSUTIL_PYTHON says: " in result.stderr
    result = run_python(WHICH, environment={**copy_without_extension, "LIBPSUTIL_PYTHON": "c"})
    assert "ImportError: LIBPSUTIL_PYTHON: 'c': expected ctypes or extension" in result.stderr


@loadable
def test_the_extension_is_chosen() -> None:
    for setting in ("", "extension"):
        chosen = run_python(WHICH, environment={"LIBPSUTIL_PYTHON": setting, "LIBPSUTIL_PATH": _loader.library._name})
        assert output(chosen) == "libpsutil._extension\n"


@loadable
def test_a_damaged_extension_is_not_used(copy_without_extension: dict[str, str]) -> None:
    pathlib.Path(copy_without_extension["PYTHONPATH"], "libpsutil", EXTENSION.name).write_bytes(b"")
    chosen = {**copy_without_extension, "LIBPSUTIL_PYTHON": ""}
    assert output(run_python(WHICH, environment=chosen)) == "libpsutil._calls_ctypes\n"


@loadable
def test_another_library_is_refused(tmp_path: pathlib.Path) -> None:
    """A second library in the same process: its functions are not those that the module has."""
    copy = tmp_path / "copy.so"
    shutil.copy(_loader.library._name, copy)
    code = """
import ctypes, sys
from libpsutil import _extension, _loader
_extension.Calls(_loader.library._handle, ValueError)
try:
    _extension.Calls(ctypes.CDLL(sys.argv[1])._handle, ValueError)
except ImportError as error:
    print(error)
"""
    expected = "another interpreter of this process uses another C library\n"
    assert output(run_python(code, str(copy))) == expected


@loadable
def test_after_fork() -> None:
    calls = both()[0]
    handle = calls.process_new(os.getpid())
    pid = os.fork()
    if not pid:
        passed = calls.process_pid(handle) == os.getppid() and os.getpid() in calls.pids()
        passed = passed and calls.process_ppid(calls.process_new(os.getpid())) == os.getppid()
        del handle
        os._exit(0 if passed else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert calls.process_pid(handle) == os.getpid()


@loadable
@pytest.mark.skipif(not SOURCE.exists(), reason="needs a checkout")
def test_declarations_of_the_stable_abi() -> None:
    """python_abi.h agrees with Python's own header, where that is installed."""
    import sysconfig

    headers = pathlib.Path(sysconfig.get_path("include"))
    if not (headers / "Python.h").exists():
        pytest.skip(f"no Python.h in {headers}")
    command = ["cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-DWITH_PYTHON_H"]
    command += [f"-I{headers}", f"-I{CHECKOUT / 'include'}", str(SOURCE / "extension.c")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr


@loadable
def test_columns_of_connections() -> None:
    """Both have the same columns, and no reference too many."""
    import socket

    address = _calls_ctypes.tuple_type("psutil_ids_t")  # any class of tuples
    no_peer, statuses = object(), ("?", *(str(number) for number in range(1, 16)))
    with contextlib.ExitStack() as stack:
        pair = socket.socketpair()
        listening = socket.create_server(("127.0.0.1", 0))
        connected = socket.create_connection(listening.getsockname())
        bound = socket.socket(socket.AF_INET6 if socket.has_ipv6 else socket.AF_INET, socket.SOCK_DGRAM)
        for item in (*pair, listening, connected, bound):
            stack.enter_context(item)
        own = os.getpid()
        for process, flags in (True, 0), (False, c.PSUTIL_CONNECTIONS_PIDS):
            results = []
            for calls in both():
                handle = calls.process_new(own) if process else None
                columns = calls.connection_columns(handle, b"all", flags, address, no_peer, statuses)
                assert [type(column) for column in columns] == [list] * 7
                rows = [
                    row for row in zip(*columns) if row[0] in {item.fileno() for item in (*pair, listening, connected)}
                ]
                results.append(sorted([row for row in rows if process or row[-1] == own], key=lambda row: row[0]))
            assert results[0] == results[1]
            assert len(results[0]) == 4
            by_fd = {row[0]: row for row in results[0]}
            assert by_fd[listening.fileno()][3:6] == (listening.getsockname(), (), str(c.PSUTIL_CONN_LISTEN))
            assert by_fd[connected.fileno()][3:6] == (
                connected.getsockname(),
                connected.getpeername(),
                str(c.PSUTIL_CONN_ESTABLISHED),
            )
            assert by_fd[pair[0].fileno()][3:6] == ("", no_peer, str(c.PSUTIL_CONN_NONE))
            assert type(by_fd[listening.fileno()][3]) is address
        assert len(both()[0].connection_columns(None, b"tcp4", 0, tuple, "", ("none",))[5]) >= 2
        assert set(both()[0].connection_columns(None, b"tcp4", 0, tuple, "", ("none",))[5]) == {"none"}
        calls, marker, name = both()[0], object(), "".join(["na", "me"])
        for _ in range(20):
            calls.connection_columns(calls.process_new(own), b"all", 0, address, marker, (name,) * 16)
        assert sys.getrefcount(marker) < 10
        assert sys.getrefcount(name) < 10
    for arguments in (
        (None, b"tcp4", 0, 7, "", ("?",)),
        (None, b"tcp4", 0, tuple, "", ()),
        (7, b"tcp4", 0, tuple, "", ("?",)),
    ):
        with pytest.raises(TypeError):
            both()[0].connection_columns(*arguments)
    for calls in both():
        with pytest.raises(Failed):
            calls.connection_columns(None, b"nothing", 0, tuple, "", ("?",))


def implementations() -> list[Any]:
    return [_calls_ctypes, *([extension()] if not _calls._reason_for_ctypes() and EXTENSION.exists() else [])]


def test_absent_numbers() -> None:
    record = kind = _calls_ctypes.tuple_type("psutil_ids_t")
    for module in implementations():
        resolved: list[Any] = []

        def resolve(first: Any, resolved: list[Any] = resolved) -> Any:
            resolved.append(first)
            return kind, (0, 2, 1)

        convert = module.record_converter(resolve, None)
        for values, expected in (
            ((1, 2, 3), (1, 3, 2)),
            ((1, -1, math.nan), (1, None, None)),
            ((0.0, -1.0, 1 << 40), (0.0, 1 << 40, None)),
        ):
            converted = convert(record(*values))
            assert converted == expected
            assert type(converted) is kind
        assert resolved == [(1, 2, 3)]
        text = module.record_converter(lambda _: (kind, (0, 1, 2)), -1)
        assert text(record("a", None, math.nan)) == ("a", None, -1)
    assert isinstance(libpsutil.virtual_memory().total, int)


def test_converter_of_a_bad_class() -> None:
    """An error of what chooses the class, or a record that lacks a member, is raised."""
    record = kind = _calls_ctypes.tuple_type("psutil_ids_t")
    for module in implementations():
        places = [(0, 1, 9), (0, 1, 2)]
        convert = module.record_converter(lambda _, places=places: (kind, places[0]), None)
        with pytest.raises(IndexError):
            convert(record(1, 2, 3))

        def fail(_: Any) -> Any:
            raise LookupError

        convert = module.record_converter(fail, None)
        for _ in range(2):
            with pytest.raises(LookupError):
                convert(record(1, 2, 3))
        with pytest.raises(TypeError):
            module.record_converter(fail)


@loadable
def test_converter_refuses_what_is_no_class_or_record() -> None:
    kind = _calls_ctypes.tuple_type("psutil_ids_t")
    for resolved in (7, (kind,), (kind, 7), (kind, ("x",)), (7, (0,)), (int, (0,)), (None, ())):
        with pytest.raises(TypeError):
            extension().record_converter(lambda _, resolved=resolved: resolved, None)((1, 2, 3))
    with pytest.raises(ValueError, match="too many"):
        extension().record_converter(lambda _: (kind, (0,) * 200), None)((1, 2, 3))
    for wrong in ([1, 2, 3], None):
        with pytest.raises(TypeError):
            extension().record_converter(lambda _: (kind, (0,)), None)(wrong)
