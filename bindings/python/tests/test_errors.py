"""Exceptions: what they look like, and which code becomes which."""

from __future__ import annotations

import ctypes
import errno
import gc
import pickle
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import NoReturn

import pytest
from conftest import Spawn, output, run_python

import libpsutil
import libpsutil.v1
import libpsutil.v7
from libpsutil import AccessDenied, Error, NoSuchProcess, TimeoutExpired, _core, wait_procs
from libpsutil import _declarations as c


@pytest.mark.parametrize("error", [NoSuchProcess(7), AccessDenied(7), TimeoutExpired(7)])
def test_exceptions_have_one_base(error: Error) -> None:
    assert isinstance(error, Error)
    assert (error.pid, error.name) == (7, None)
    assert error.msg == str(error)
    assert "(pid=7)" in error.msg


def test_arguments() -> None:
    for made in (NoSuchProcess(7, "x"), AccessDenied(pid=7, name="x"), TimeoutExpired(7, "x")):
        assert (made.pid, made.name) == (7, "x")
        assert "(pid=7, name='x')" in str(made)
    for error in (NoSuchProcess(7, "x", "text"), AccessDenied(7, name="x", msg="text")):
        assert str(error) == error.msg == "text"
    for empty in (AccessDenied(), TimeoutExpired()):
        assert (empty.pid, empty.name, str(empty)) == (None, None, "")
    assert [str(Error()), str(Error("text"))] == ["", "text"]
    with pytest.raises(TypeError):
        NoSuchProcess()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="callback"):
        wait_procs([], 0, 5)  # type: ignore[arg-type]


@pytest.mark.parametrize("error", [NoSuchProcess(7, "x", "y"), AccessDenied(7), TimeoutExpired(7)])
def test_pickle(error: Error) -> None:
    # multiprocessing sends exceptions home this way.
    vars(error)["seconds"] = 0.5
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)


def fail_boot_time(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Makes the calls of both APIs raise what they raise when the C function returns the code."""

    def fail(library: _core.Library) -> SimpleNamespace:
        def boot_time() -> NoReturn:
            raise library.error(code)

        return SimpleNamespace(boot_time=boot_time)

    for library in (libpsutil.v1._lib, libpsutil.v7._lib):
        monkeypatch.setattr(library, "calls", fail(library))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (c.PSUTIL_ERR_NO_SUCH_PROCESS, NoSuchProcess),
        (c.PSUTIL_ERR_ZOMBIE_PROCESS, NoSuchProcess),
        (c.PSUTIL_ERR_ACCESS_DENIED, AccessDenied),
        (c.PSUTIL_ERR_TIMEOUT_EXPIRED, TimeoutExpired),
        (c.PSUTIL_ERR_NOT_SUPPORTED, NotImplementedError),
        (c.PSUTIL_ERR_INVALID_ARGUMENT, ValueError),
        (c.PSUTIL_ERR_INVALID_HANDLE, RuntimeError),
        (c.PSUTIL_ERR_OS, FileNotFoundError),
        (c.PSUTIL_ERR_NO_MEMORY, MemoryError),
        (c.PSUTIL_ERR_INTERNAL, RuntimeError),
        (c.PSUTIL_ERR_FORK, RuntimeError),
        (-1000, RuntimeError),
    ],
)
def test_each_code_has_an_exception(monkeypatch: pytest.MonkeyPatch, code: int, expected: type[Exception]) -> None:
    info = c.psutil_error_info_t(code, errno.ENOENT, 7, c.PSUTIL_NA, 0.5, b"caf\xe9", b"what failed")
    fail_boot_time(monkeypatch, code)
    monkeypatch.setattr(c, "psutil_last_error", lambda: ctypes.pointer(info))
    with pytest.raises(expected) as raised:
        libpsutil.get_boot_time()
    error = raised.value
    assert type(error) is expected
    assert "what failed" in str(error)
    if isinstance(error, Error):
        assert (error.pid, error.name) == (7, "caf\udce9")
    if isinstance(error, TimeoutExpired):
        assert error.seconds == 0.5
    if isinstance(error, OSError):
        assert (error.errno, error.strerror) == (errno.ENOENT, "what failed")


def test_os_error_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    info = c.psutil_error_info_t(c.PSUTIL_ERR_OS, 0, 7, c.PSUTIL_NA, 0, None, b"psutil_boot_time: /proc/stat: bad line")
    fail_boot_time(monkeypatch, c.PSUTIL_ERR_OS)
    monkeypatch.setattr(c, "psutil_last_error", lambda: ctypes.pointer(info))
    for boot_time in (libpsutil.get_boot_time, libpsutil.v7.boot_time):
        with pytest.raises(OSError, match=r"^\[Errno \d+\] /proc/stat: bad line$") as raised:
            boot_time()
        assert raised.value.errno == errno.EBADMSG


def test_messages_do_not_name_c_functions(sleeper: libpsutil.Process) -> None:
    calls: list[Callable[[], object]] = [
        lambda: libpsutil.Process(2**22 + 1),
        lambda: libpsutil.v7.Process(2**22 + 1),
        lambda: sleeper.wait(0),
        lambda: sleeper.get_connections("nonsense"),
        lambda: sleeper.set_ionice(9),
        lambda: sleeper.set_cpu_affinity([99999]),
        lambda: libpsutil.disk_usage("/no/such/path"),
        lambda: setattr(libpsutil.v7, "PROCFS_PATH", "relative"),
    ]
    for call in calls:
        with pytest.raises(Exception) as raised:  # noqa: PT011 - of several types
            call()
        assert "psutil_" not in str(raised.value)


def test_unknown_details() -> None:
    info = c.psutil_error_info_t(c.PSUTIL_ERR_ACCESS_DENIED, 0, c.PSUTIL_NA, c.PSUTIL_NA, float("nan"), None, b"no")
    known = _core.ErrorInfo(info)
    assert (known.pid, known.ppid, known.timeout, known.name) == (None, None, None, None)


def test_access_denied() -> None:
    # In another Python, which becomes the user nobody permanently.
    code = """
import os
import libpsutil
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
def is_stranger(p):
    try:
        return p.uids.real != os.getuid() and p.status != "zombie" and p.name and p
    except libpsutil.NoSuchProcess:
        return False
p = next(filter(is_stranger, map(libpsutil.Process, libpsutil.get_pid_list())), None)
if p is None:
    print("alone")
else:
    for ask in (lambda: p.exe, p.kill, lambda: p.send_signal(0)):
        try:
            ask()
            print("was allowed")
        except libpsutil.AccessDenied as error:
            assert (error.pid, error.name) == (p.pid, p.name), (error.pid, error.name)
            assert str(p.pid) in str(error), error
            print("denied")
"""
    lines = output(run_python(code)).split()
    if lines == ["alone"]:
        pytest.skip("all processes here belong to this user")
    assert lines == ["denied"] * 3


def test_every_thread_has_its_own_error(spawn: Spawn) -> None:
    children = [spawn("sleep", "1000") for _ in range(8)]
    processes = [libpsutil.Process(child.pid) for child in children]
    for process in processes:
        process.kill()
        process.wait()
    wrong = []

    def provoke(process: libpsutil.Process) -> None:
        for _ in range(200):
            try:
                process.get_num_threads()
                wrong.append(f"{process.pid} lives")
            except NoSuchProcess as error:
                if error.pid != process.pid or str(process.pid) not in error.msg:
                    wrong.append(f"{error.pid} for {process.pid}")

    threads = [threading.Thread(target=provoke, args=(process,)) for process in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_handles_are_given_back() -> None:
    process = libpsutil.Process()
    handle = c.psutil_process(process._core._handle.value)
    del process
    gc.collect()
    assert c.psutil_process_free(handle) == c.PSUTIL_ERR_INVALID_HANDLE
