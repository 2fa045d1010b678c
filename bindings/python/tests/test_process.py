"""Process, against PyPI's psutil and the kernel on the same live processes at the same moment."""

from __future__ import annotations

import contextlib
import copy
import inspect
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from conftest import Spawn, started, until

import libpsutil
from libpsutil import v7


class Nothing:
    """In the place of a result: the process has exited, or this user may not read it."""


def result_of(call: Callable[[], object]) -> object:
    try:
        return call()
    except (libpsutil.Error, psutil.Error):
        return Nothing


def main_thread_has_exited(pid: int) -> bool:
    """Of a process that lives on in other threads, which psutil takes for a zombie."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            state = f.read().rpartition(b") ")[2][:1]
        return state in b"ZX" and len(os.listdir(f"/proc/{pid}/task")) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False


def assert_alike(ours: Callable[[libpsutil.Process], object], theirs: Callable[[psutil.Process], object]) -> None:
    """Both return the same for every process, in one of several rounds in which psutil's answer did not change."""

    def read(pid: int) -> tuple[object, object, object]:
        def psutils() -> object:
            return result_of(lambda: theirs(psutil.Process(pid)))

        return psutils(), result_of(lambda: ours(libpsutil.Process(pid))), psutils()

    compared = 0
    for pid in libpsutil.get_pid_list():
        for _ in range(20):
            before, mine, after = read(pid)
            if mine == before == after:
                compared += mine is not Nothing
                break
            if main_thread_has_exited(pid):
                break
            time.sleep(0.01)
        else:
            assert before != after, f"{pid}: {mine!r}, psutil says {before!r}"
    assert compared > 0


@pytest.fixture(autouse=True, scope="module")
def without_main_thread() -> Iterator[int]:
    """The PID of a process whose main thread has exited: it is among the processes of each test."""
    code = """if True:
        import ctypes, threading, time
        threading.Thread(target=time.sleep, args=(1000,)).start()
        print(flush=True)
        ctypes.CDLL(None).pthread_exit(None)
        """
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"\n"
        until(lambda: main_thread_has_exited(process.pid))
        yield process.pid
        process.kill()


def test_without_main_thread(without_main_thread: int) -> None:
    assert psutil.Process(without_main_thread).status() == psutil.STATUS_ZOMBIE
    process = libpsutil.Process(without_main_thread)
    until(lambda: process.status == libpsutil.STATUS_SLEEPING)  # once the thread has begun to sleep
    assert process.exe == os.path.realpath(sys.executable)
    assert process.cmdline[1] == "-c"
    assert process.get_memory_info().rss > 0


def test_name_of_all_processes() -> None:
    assert_alike(lambda p: p.name, lambda p: p.name())


def test_ppid_of_all_processes() -> None:
    assert_alike(lambda p: p.ppid, lambda p: p.ppid())


def test_cmdline_of_all_processes() -> None:
    assert_alike(lambda p: p.cmdline, lambda p: p.cmdline())


def test_exe_of_all_processes() -> None:
    def exe(pid: int) -> object:
        # Not psutil's exe(), which makes a guess where the link cannot be read.
        try:
            path = os.readlink(f"/proc/{pid}/exe")
        except (PermissionError, FileNotFoundError):
            process = psutil.Process(pid)
            kernel_thread = process.memory_info().vms == 0 and process.status() != psutil.STATUS_ZOMBIE
            return "" if kernel_thread else Nothing
        return path.removesuffix(" (deleted)")

    assert_alike(lambda p: p.exe, lambda p: exe(p.pid))


def test_status_of_all_processes() -> None:
    # What runs now sleeps in a moment, and the other way round.
    awake = {libpsutil.STATUS_RUNNING, libpsutil.STATUS_SLEEPING, libpsutil.STATUS_DISK_SLEEP}
    assert_alike(lambda p: p.status in awake or p.status, lambda p: p.status() in awake or p.status())


def test_create_time_of_all_processes() -> None:
    assert_alike(lambda p: round(p.create_time, 2), lambda p: round(p.create_time(), 2))


def test_uids_and_username_of_all_processes() -> None:
    assert_alike(lambda p: p.uids, lambda p: p.uids())
    assert_alike(lambda p: p.username, lambda p: p.username())


def test_num_threads_of_all_processes() -> None:
    assert_alike(lambda p: p.get_num_threads(), lambda p: p.num_threads())


def test_cpu_times_of_all_processes() -> None:
    assert_alike(lambda p: tuple(p.get_cpu_times()), lambda p: p.cpu_times()[:2])


def test_memory_of_all_processes() -> None:
    assert_alike(lambda p: tuple(p.get_memory_info()), lambda p: p.memory_info()[:2])


# ---- attributes and methods


def test_attributes_of_this_process() -> None:
    p = libpsutil.Process(os.getpid())
    assert p.pid == os.getpid()
    assert p.ppid == os.getppid()
    assert (p.parent.pid if p.parent else 0) == os.getppid()
    assert p.exe == os.path.realpath(sys.executable)
    assert p.status == libpsutil.STATUS_RUNNING == "running"
    assert tuple(p.uids) == os.getresuid()
    assert p.is_running()
    assert libpsutil.Process() == p


def test_named_tuples(sleeper: libpsutil.Process) -> None:
    uid = os.getuid()
    assert repr(sleeper.uids) == f"user(real={uid}, effective={uid}, saved={uid})"
    assert repr(sleeper.get_cpu_times()).startswith("cputimes(user=")
    assert sleeper.get_cpu_times()._fields == ("user", "system")
    assert repr(sleeper.get_memory_info()).startswith("meminfo(rss=")
    assert sleeper.get_memory_info()._fields == ("rss", "vms")


def test_properties_and_signatures() -> None:
    shown = vars(libpsutil.Process)
    for name in ("pid", "ppid", "parent", "name", "exe", "cmdline", "create_time", "uids", "username", "status"):
        assert isinstance(shown[name], property)
    methods: dict[Callable[..., object], str] = {
        libpsutil.Process.get_cpu_percent: "interval=0.1",
        libpsutil.Process.send_signal: "sig",
        libpsutil.Process.wait: "timeout=None",
        libpsutil.cpu_percent: "interval=0.1, percpu=False",
        libpsutil.cpu_times: "percpu=False",
    }
    for method, parameters in methods.items():
        found = inspect.signature(method).parameters.values()
        assert parameters == ", ".join(str(p.replace(annotation=p.empty)) for p in found if p.name != "self")


def test_str_and_repr(sleeper: libpsutil.Process) -> None:
    assert str(sleeper) == f"libpsutil.Process(pid={sleeper.pid}, name='sleep')"
    assert repr(sleeper) == f"<{sleeper} at {id(sleeper)}>"
    without_name = libpsutil.Process(sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    assert str(without_name) == f"libpsutil.Process(pid={sleeper.pid} (terminated))"


def test_equality_and_hash(sleeper: libpsutil.Process) -> None:
    again = libpsutil.Process(sleeper.pid)
    assert again == sleeper
    assert hash(again) == hash(sleeper)
    assert sleeper != libpsutil.Process()
    assert sleeper != sleeper.pid
    assert {sleeper, again, copy.copy(sleeper)} == {sleeper}
    sleeper.kill()
    sleeper.wait()
    assert again == sleeper


def test_values_are_cached(sleeper: libpsutil.Process) -> None:
    def answers() -> tuple[object, ...]:
        return sleeper.name, sleeper.exe, sleeper.cmdline, sleeper.create_time, sleeper.ppid

    first = answers()
    sleeper.cmdline.append("is a copy")
    sleeper.kill()
    sleeper.wait()
    assert answers() == first
    with pytest.raises(libpsutil.NoSuchProcess):
        sleeper.status  # noqa: B018
    # The start is recorded when the object is created.
    assert first[3] == pytest.approx(time.time(), abs=20)


def test_ppid_is_kept_when_the_parent_ends(spawn: Spawn) -> None:
    shell = spawn("sh", "-c", "sleep 1000 & echo $!; read line", stdin=subprocess.PIPE)
    assert shell.stdin is not None
    assert shell.stdout is not None
    orphan = libpsutil.Process(int(shell.stdout.readline()))
    try:
        assert orphan.ppid == shell.pid
        shell.stdin.close()
        libpsutil.Process(shell.pid).wait()
        assert orphan.ppid == shell.pid
        assert libpsutil.Process(orphan.pid).ppid != shell.pid
        assert orphan.parent is None or orphan.parent.pid != shell.pid
    finally:
        orphan.kill()


def test_name_that_the_kernel_cuts(spawn: Spawn, tmp_path: pathlib.Path) -> None:
    program = tmp_path / "a-sleep-with-a-longer-name"
    shutil.copy("/bin/sleep", program)
    process = started(spawn(str(program), "1000"), program.name)
    assert process.exe == str(program)
    program.unlink()
    assert libpsutil.Process(process.pid).exe == str(program)


def test_arguments_that_are_not_utf8(spawn: Spawn) -> None:
    arguments = [b"caf\xe9", "café".encode(), b"", b"two words", b"line\nbreak"]
    process = started(spawn(b"sh", b"-c", b"read line", *arguments, stdin=subprocess.PIPE), "sh")
    assert process.cmdline == ["sh", "-c", "read line", *map(os.fsdecode, arguments)]
    assert os.fsencode(process.cmdline[3]) == b"caf\xe9"


def test_parent_of_the_first_process() -> None:
    first = libpsutil.Process(1)
    assert first.ppid == 0
    assert first.parent is None


# ---- CPU


def test_cpu_of_a_child_that_works(spawn: Spawn) -> None:
    worker = started(spawn("sh", "-c", "while :; do :; done"), "sh")
    assert worker.get_cpu_percent(interval=0) == 0.0
    until(lambda: worker.get_cpu_percent(interval=0.1) > 0.0)  # other processes may have the CPUs
    used = worker.get_cpu_times().user
    until(lambda: worker.get_cpu_times().user > used)
    assert worker.get_cpu_percent(interval=None) > 0.0
    start = time.monotonic()
    worker.get_cpu_percent()
    assert time.monotonic() - start >= 0.1


def test_cpu_percent_of_an_idle_child(sleeper: libpsutil.Process) -> None:
    assert sleeper.get_cpu_percent(interval=0.1) == 0.0
    assert sleeper.get_cpu_percent(interval=0) == 0.0
    assert sleeper.get_cpu_percent(interval=-1) == 0.0  # as 0, in psutil 1.2.1
    for percent in (libpsutil.cpu_percent, libpsutil.cpu_times_percent):
        whole = percent(-1)
        assert whole if isinstance(whole, tuple) else 0.0 <= whole <= 100.0


# ---- ends


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_terminate_and_kill(sleeper: libpsutil.Process, end: str) -> None:
    assert sleeper.name == "sleep"  # errors contain the name once it is known
    getattr(sleeper, end)()
    assert sleeper.wait() == {"terminate": signal.SIGTERM, "kill": signal.SIGKILL}[end]
    assert not sleeper.is_running()
    guarded: list[Callable[[], object]] = [
        sleeper.terminate,
        sleeper.kill,
        lambda: sleeper.send_signal(signal.SIGCONT),
        lambda: sleeper.parent,
    ]
    for call in guarded:
        with pytest.raises(libpsutil.NoSuchProcess) as raised:
            call()
        assert (raised.value.pid, raised.value.name) == (sleeper.pid, "sleep")


def test_send_signal(sleeper: libpsutil.Process) -> None:
    sleeper.send_signal(0)
    sleeper.send_signal(signal.SIGSTOP)
    until(lambda: sleeper.status == libpsutil.STATUS_STOPPED)
    sleeper.send_signal(signal.SIGCONT)
    until(lambda: sleeper.status == libpsutil.STATUS_SLEEPING)


@pytest.mark.parametrize("number", [-1, 1000, 2**31, 2**32 + signal.SIGTERM])
def test_invalid_signals_are_refused(sleeper: libpsutil.Process, number: int) -> None:
    with pytest.raises(OSError, match="Invalid argument"):
        sleeper.send_signal(number)
    with pytest.raises(TypeError):
        sleeper.send_signal("SIGTERM")  # type: ignore[arg-type]
    assert sleeper.is_running()


def test_wait_gives_the_exit_code(spawn: Spawn) -> None:
    process = libpsutil.Process(spawn("sh", "-c", "exit 5").pid)
    assert process.wait() == 5
    assert process.wait() in (5, None)
    assert not libpsutil.pid_exists(process.pid)


def test_wait_times_out(sleeper: libpsutil.Process) -> None:
    for timeout in (0, 0.1):
        start = time.monotonic()
        with pytest.raises(libpsutil.TimeoutExpired) as raised:
            sleeper.wait(timeout)
        assert time.monotonic() - start >= timeout
        error = raised.value
        assert (error.pid, error.name, error.seconds) == (sleeper.pid, "sleep", timeout)
        assert str(sleeper.pid) in str(error)


@pytest.mark.parametrize("timeout", [-1, -0.1, float("nan")])
def test_wait_for_no_time(sleeper: libpsutil.Process, timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout"):
        sleeper.wait(timeout)


def test_wait_for_another_process(spawn: Spawn) -> None:
    shell = spawn("sh", "-c", "sleep 1000 & echo $!; read line", stdin=subprocess.PIPE)
    assert shell.stdout is not None
    grandchild = libpsutil.Process(int(shell.stdout.readline()))
    with pytest.raises(libpsutil.TimeoutExpired):
        grandchild.wait(0.01)
    grandchild.kill()
    until(lambda: grandchild.status == libpsutil.STATUS_ZOMBIE)
    with pytest.raises(libpsutil.TimeoutExpired):  # the shell has not waited for it
        grandchild.wait(0.01)


@pytest.mark.parametrize("api", [libpsutil, v7])
@pytest.mark.parametrize("number", [0, signal.SIGTERM])
def test_wait_for_another_process_gives_no_exit_code(spawn: Spawn, api: Any, number: int) -> None:
    script = """
import subprocess, sys
child = subprocess.Popen(["sh", "-c", "read line; exit 3"])
print(child.pid, flush=True)
child.wait()
sys.stdin.read()"""
    parent = spawn(sys.executable, "-c", script, stdin=subprocess.PIPE)
    assert parent.stdout is not None
    stdin = parent.stdin
    assert stdin is not None
    process = api.Process(int(parent.stdout.readline()))

    def end() -> None:
        until(lambda: any("pidfd" in link for link in fd_links()))  # it is watched
        if number:
            os.kill(process.pid, number)
        else:
            stdin.write(b"\n")
            stdin.flush()

    thread = threading.Thread(target=end)
    thread.start()
    code = process.wait(20)
    thread.join()
    assert code is None


def fd_links() -> list[str]:
    links = []
    for fd in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            links.append(os.readlink(f"/proc/self/fd/{fd}"))
    return links


def test_wait_for_anothers_zombie(anothers_zombie: tuple[int, Callable[[], None]]) -> None:
    pid, reap = anothers_zombie
    process = libpsutil.Process(pid)
    assert libpsutil.wait_procs([process], 0.01) == ([], [process])
    reap()
    assert process.wait(20) is None
    assert not process.is_running()


def test_wait_for_an_exited_process(spawn: Spawn) -> None:
    child = spawn("sleep", "1000")
    process = libpsutil.Process(child.pid)
    child.kill()
    child.wait()
    assert process.wait() is None
    assert process.wait(0) is None


def test_zombie(zombie: libpsutil.Process) -> None:
    assert zombie.is_running()
    assert zombie.status == "zombie"
    assert zombie.name == "sh"
    assert zombie.ppid == os.getpid()
    assert tuple(zombie.get_memory_info()) == (0, 0)
    for ended in ("exe", "cmdline"):
        with pytest.raises(libpsutil.NoSuchProcess) as raised:
            getattr(zombie, ended)
        assert type(raised.value) is libpsutil.NoSuchProcess
        assert (raised.value.pid, raised.value.name) == (zombie.pid, "sh")
    assert zombie.wait() == 3
    assert not zombie.is_running()


@pytest.mark.parametrize(
    "call",
    [
        lambda p: p.name,
        lambda p: p.ppid,
        lambda p: p.exe,
        lambda p: p.cmdline,
        lambda p: p.status,
        lambda p: p.uids,
        lambda p: p.username,
        lambda p: p.get_cpu_times(),
        lambda p: p.get_cpu_percent(0),
        lambda p: p.get_cpu_percent(0.01),
        lambda p: p.get_memory_info(),
        lambda p: p.get_num_threads(),
    ],
)
def test_exited_process_raises(spawn: Spawn, call: Callable[[libpsutil.Process], Any]) -> None:
    child = spawn("sleep", "1000")
    process = libpsutil.Process(child.pid)
    child.kill()
    child.wait()
    with pytest.raises(libpsutil.NoSuchProcess) as raised:
        call(process)
    assert raised.value.pid == child.pid
    assert not process.is_running()
