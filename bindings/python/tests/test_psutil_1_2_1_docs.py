"""The documentation of psutil 1.2.1: each name that it documents has a test here.

test_process.py and test_system.py compare values with PyPI's psutil.
"""

from __future__ import annotations

import abc
import contextlib
import datetime
import errno
import inspect
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import psutil
import pytest
from conftest import Spawn, output, run_python, started, until

import libpsutil
import libpsutil.v7

Test = TypeVar("Test", bound=Callable[..., None])


def words(text: str) -> list[str]:
    return text.split()


# The documented names, in the order of the documentation.
DOCUMENTED_NAMES = words("""
NoSuchProcess AccessDenied TimeoutExpired Process Process.pid Process.ppid Process.parent Process.name Process.exe
Process.cmdline Process.create_time Process.uids Process.gids Process.username Process.terminal Process.status
Process.nice Process.get_nice Process.set_nice Process.as_dict Process.getcwd Process.get_io_counters
Process.get_ionice Process.set_ionice Process.get_num_fds Process.get_num_handles Process.get_num_threads
Process.get_threads Process.get_num_ctx_switches Process.get_cpu_times Process.get_cpu_percent
Process.get_cpu_affinity Process.set_cpu_affinity Process.get_rlimit Process.set_rlimit Process.get_memory_info
Process.get_ext_memory_info Process.get_memory_percent Process.get_memory_maps Process.get_children
Process.get_open_files Process.get_connections Process.is_running Process.send_signal Process.suspend Process.resume
Process.terminate Process.kill Process.wait Popen get_pid_list pid_exists process_iter wait_procs get_process_list
cpu_percent cpu_times cpu_times_percent virtual_memory swap_memory phymem_usage virtmem_usage cached_phymem
phymem_buffers avail_phymem used_phymem total_virtmem avail_virtmem used_virtmem disk_partitions disk_usage
disk_io_counters net_io_counters network_io_counters get_users get_boot_time TOTAL_PHYMEM NUM_CPUS BOOT_TIME
ABOVE_NORMAL_PRIORITY_CLASS BELOW_NORMAL_PRIORITY_CLASS HIGH_PRIORITY_CLASS IDLE_PRIORITY_CLASS
NORMAL_PRIORITY_CLASS REALTIME_PRIORITY_CLASS IOPRIO_CLASS_NONE IOPRIO_CLASS_RT IOPRIO_CLASS_BE IOPRIO_CLASS_IDLE
RLIMIT_INFINITY RLIMIT_AS RLIMIT_CORE RLIMIT_CPU RLIMIT_DATA RLIMIT_FSIZE RLIMIT_LOCKS RLIMIT_MEMLOCK
RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_NOFILE RLIMIT_NPROC RLIMIT_RSS RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING
RLIMIT_STACK STATUS_RUNNING STATUS_SLEEPING STATUS_DISK_SLEEP STATUS_STOPPED STATUS_TRACING_STOP STATUS_ZOMBIE
STATUS_DEAD STATUS_WAKE_KILL STATUS_WAKING STATUS_IDLE STATUS_LOCKED STATUS_WAITING CONN_ESTABLISHED CONN_SYN_SENT
CONN_SYN_RECV CONN_FIN_WAIT1 CONN_FIN_WAIT2 CONN_TIME_WAIT CONN_CLOSE CONN_CLOSE_WAIT CONN_LAST_ACK CONN_LISTEN
CONN_CLOSING CONN_NONE CONN_DELETE_TCB CONN_IDLE CONN_BOUND
""")

# The names of the tests of each documented name.
TESTS: dict[str, list[str]] = {name: [] for name in DOCUMENTED_NAMES}


def documents(*entries: str) -> Callable[[Test], Test]:
    """Decorates a test of documented names."""

    def enter(test: Test) -> Test:
        for entry in entries:
            TESTS[entry].append(test.__name__)
        return test

    return enter


def test_every_entry_has_a_test() -> None:
    assert [entry for entry, tests in TESTS.items() if not tests] == []


def me() -> libpsutil.Process:
    return libpsutil.Process(os.getpid())


def parameters(function: object) -> str:
    assert callable(function)
    found = inspect.signature(function).parameters.values()
    return ", ".join(str(p.replace(annotation=p.empty)) for p in found if p.name != "self")


# ---- exceptions


@documents("NoSuchProcess")
def test_no_such_process() -> None:
    assert parameters(libpsutil.NoSuchProcess) == "pid, name=None, msg=None"
    with pytest.raises(libpsutil.NoSuchProcess) as raised:
        libpsutil.Process(2**22 + 1)
    assert raised.value.pid == 2**22 + 1
    assert isinstance(raised.value, libpsutil.Error)
    assert (str(libpsutil.NoSuchProcess(1)), libpsutil.NoSuchProcess(1).args) == (
        "process no longer exists (pid=1)",
        (),
    )
    assert str(libpsutil.NoSuchProcess(1, "init")) == "process no longer exists (pid=1, name='init')"


@documents("NoSuchProcess")
def test_no_such_process_for_a_zombie(zombie: libpsutil.Process) -> None:
    with pytest.raises(libpsutil.NoSuchProcess):
        zombie.cmdline  # noqa: B018


@documents("AccessDenied")
def test_access_denied() -> None:
    assert parameters(libpsutil.AccessDenied) == "pid=None, name=None, msg=None"
    code = """
import os, libpsutil
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    libpsutil.Process(1).set_nice(-20)
except libpsutil.AccessDenied as error:
    print(error.pid)
"""
    assert output(run_python(code)) == "1\n"


@documents("TimeoutExpired")
def test_timeout_expired(sleeper: libpsutil.Process) -> None:
    assert parameters(libpsutil.TimeoutExpired) == "pid=None, name=None"
    with pytest.raises(libpsutil.TimeoutExpired) as raised:
        sleeper.wait(timeout=0.01)
    assert raised.value.pid == sleeper.pid


# ---- Process


@documents("Process", "Process.pid")
def test_process() -> None:
    assert me().pid == os.getpid()
    with pytest.raises(AttributeError):
        me().pid = 1  # type: ignore[misc]


@documents("Process.ppid", "Process.parent")
def test_ppid_and_parent() -> None:
    assert me().ppid == os.getppid()
    assert me().parent == (libpsutil.Process(os.getppid()) if os.getppid() else None)
    assert libpsutil.Process(1).parent is None


@documents("Process.name", "Process.exe", "Process.cmdline")
def test_name_exe_and_cmdline(sleeper: libpsutil.Process) -> None:
    assert sleeper.name == "sleep"
    assert sleeper.exe == os.path.realpath("/bin/sleep")
    assert sleeper.cmdline == ["sleep", "1000"]
    sleeper.kill()
    sleeper.wait()
    assert (sleeper.name, sleeper.cmdline) == ("sleep", ["sleep", "1000"])  # cached


@documents("Process.create_time")
def test_create_time(sleeper: libpsutil.Process) -> None:
    assert isinstance(sleeper.create_time, float)
    assert abs(time.time() - sleeper.create_time) < 20
    text = datetime.datetime.fromtimestamp(sleeper.create_time).strftime("%Y-%m-%d %H:%M:%S")
    assert text.startswith("20")


@documents("Process.uids", "Process.gids")
def test_uids_and_gids() -> None:
    assert tuple(me().uids) == os.getresuid()
    assert tuple(me().gids) == os.getresgid()
    assert repr(me().uids) == "user(real={}, effective={}, saved={})".format(*os.getresuid())
    assert repr(me().gids) == "group(real={}, effective={}, saved={})".format(*os.getresgid())


@documents("Process.username")
def test_username() -> None:
    assert me().username == psutil.Process().username()


@documents("Process.terminal")
def test_terminal(sleeper: libpsutil.Process) -> None:
    assert sleeper.terminal == psutil.Process(sleeper.pid).terminal()
    # A child that opens a terminal of its own.
    code = "import os, time; os.setsid(); os.open(os.ttyname(0), os.O_RDWR); print(flush=True); time.sleep(60)"
    outer, inner = os.openpty()
    with subprocess.Popen([sys.executable, "-c", code], stdin=inner, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert libpsutil.Process(child.pid).terminal == os.ttyname(inner)
        child.kill()
    os.close(outer)
    os.close(inner)


@documents("Process.status")
def test_status(sleeper: libpsutil.Process) -> None:
    assert me().status == "running"
    assert sleeper.status == libpsutil.STATUS_SLEEPING


@documents("Process.nice", "Process.get_nice", "Process.set_nice")
def test_nice(sleeper: libpsutil.Process) -> None:
    before = sleeper.get_nice()
    assert before == os.getpriority(os.PRIO_PROCESS, sleeper.pid)
    higher = min(before + 1, 19)  # there is no way back for an ordinary user
    sleeper.set_nice(higher)
    assert sleeper.get_nice() == higher
    with pytest.warns(DeprecationWarning, match="get_nice"):
        assert sleeper.nice == higher
    with pytest.warns(DeprecationWarning, match="set_nice"):
        sleeper.nice = 19
    assert sleeper.get_nice() == 19


@documents("Process.as_dict")
def test_as_dict(sleeper: libpsutil.Process) -> None:
    assert parameters(libpsutil.Process.as_dict) == "attrs=[], ad_value=None"
    assert sleeper.as_dict(attrs=["get_cpu_times", "name"]) == {
        "cpu_times": psutil.Process(sleeper.pid).cpu_times()[:2],
        "name": "sleep",
    }
    everything = sleeper.as_dict()
    assert everything["pid"] == sleeper.pid
    assert everything["cwd"] == os.getcwd()
    assert set(everything) == {
        *(
            [
                "pid",
                "ppid",
                "name",
                "exe",
                "cmdline",
                "create_time",
                "uids",
                "gids",
                "username",
                "terminal",
                "status",
                "nice",
                "cwd",
                "io_counters",
            ]
        ),
        *(
            [
                "ionice",
                "num_fds",
                "num_threads",
                "threads",
                "num_ctx_switches",
                "cpu_times",
                "cpu_percent",
                "cpu_affinity",
            ]
        ),
        *words("memory_info ext_memory_info memory_percent memory_maps open_files connections"),
    }
    with pytest.raises(AttributeError):
        sleeper.as_dict(["no_such_attribute"])
    with pytest.raises(AttributeError):
        sleeper.as_dict(["cpu_times"])


@documents("Process.as_dict")
def test_as_dict_calls_nothing_that_acts(sleeper: libpsutil.Process) -> None:
    acting = words("suspend resume terminate kill kill_tree wait exit_code send_signal set_nice set_ionice")
    others = words("parent get_children get_rlimit nice is_running as_dict tcp_connections _core")
    assert sleeper.as_dict([*acting, *others, "name"]) == {"name": "sleep"}
    assert sleeper.is_running()
    assert sleeper.status == libpsutil.STATUS_SLEEPING


@documents("Process.as_dict")
def test_as_dict_of_what_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: object) -> None:
        raise libpsutil.AccessDenied(1)

    def missing(_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(libpsutil.Process, "get_open_files", denied)
    monkeypatch.setattr(libpsutil.Process, "get_ionice", missing)
    assert me().as_dict(["pid", "get_open_files"], ad_value="?") == {"pid": os.getpid(), "open_files": "?"}
    assert me().as_dict()["open_files"] is None
    assert "ionice" not in me().as_dict()
    with pytest.raises(NotImplementedError):
        me().as_dict(["get_ionice"])


@documents("Process.as_dict")
@pytest.mark.parametrize("api", [libpsutil, libpsutil.v7], ids=["1.2.1", "v7"])
def test_as_dict_goes_on_after_an_odd_file(monkeypatch: pytest.MonkeyPatch, api: Any) -> None:
    number = errno.EBADMSG

    def fail(_: object) -> None:
        raise OSError(number, "unknown format")

    process, name = api.Process(), "get_threads" if api is libpsutil else "threads"
    monkeypatch.setattr(api.Process, name, fail)
    assert process.as_dict(["pid", name], "?") == {"pid": os.getpid(), "threads": "?"}
    assert process.as_dict()["threads"] is None
    number = errno.EMFILE
    with pytest.raises(OSError, match="unknown format"):
        process.as_dict()


@documents("Process.getcwd")
def test_getcwd(tmp_path: pathlib.Path) -> None:
    with subprocess.Popen(["sleep", "1000"], cwd=tmp_path) as child:
        assert libpsutil.Process(child.pid).getcwd() == str(tmp_path)
        child.kill()


@documents("Process.get_io_counters")
def test_get_io_counters(tmp_path: pathlib.Path) -> None:
    before = me().get_io_counters()
    assert before._fields == ("read_count", "write_count", "read_bytes", "write_bytes")
    assert repr(before).startswith("io(read_count=")
    for _ in range(10):
        (tmp_path / "file").write_text("x")
    assert me().get_io_counters().write_count >= before.write_count + 10


@documents("Process.get_ionice", "Process.set_ionice", "IOPRIO_CLASS_NONE", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE")
@documents("IOPRIO_CLASS_RT")
def test_ionice(sleeper: libpsutil.Process) -> None:
    assert parameters(libpsutil.Process.set_ionice) == "ioclass, value=None"
    assert repr(sleeper.get_ionice()).startswith("ionice(ioclass=")
    sleeper.set_ionice(libpsutil.IOPRIO_CLASS_BE, 7)
    assert sleeper.get_ionice() == (libpsutil.IOPRIO_CLASS_BE, 7)
    sleeper.set_ionice(libpsutil.IOPRIO_CLASS_BE)
    assert sleeper.get_ionice().ioclass == libpsutil.IOPRIO_CLASS_BE
    sleeper.set_ionice(libpsutil.IOPRIO_CLASS_IDLE)
    assert sleeper.get_ionice().ioclass == libpsutil.IOPRIO_CLASS_IDLE
    names = ("NONE", "RT", "BE", "IDLE")
    assert [getattr(libpsutil, f"IOPRIO_CLASS_{name}") for name in names] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="0 to 7"):
        sleeper.set_ionice(libpsutil.IOPRIO_CLASS_BE, 8)
    for unknown in (4, -1):
        with pytest.raises(OSError, match=os.strerror(errno.EINVAL)):
            sleeper.set_ionice(unknown)
    sleeper.set_ionice(None)
    assert sleeper.get_ionice().ioclass == libpsutil.IOPRIO_CLASS_NONE


@documents("Process.get_num_fds")
def test_get_num_fds(tmp_path: pathlib.Path) -> None:
    before = me().get_num_fds()
    with open(tmp_path / "file", "w"):
        assert me().get_num_fds() == before + 1


@documents("Process.get_num_handles")
def test_get_num_handles() -> None:
    assert hasattr(libpsutil.Process, "get_num_handles") == (sys.platform == "win32")


@documents("Process.get_num_threads", "Process.get_threads")
def test_threads() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        until(lambda: me().get_num_threads() == len(os.listdir("/proc/self/task")))  # Go, too, starts and ends threads
        threads = me().get_threads()
        assert thread.native_id in [t.id for t in threads]
        first = next(t for t in threads if t.id == os.getpid())
        assert repr(first).startswith(f"thread(id={os.getpid()}, user_time=")
    finally:
        stop.set()
        thread.join()


@documents("Process.get_num_ctx_switches")
def test_get_num_ctx_switches() -> None:
    before = me().get_num_ctx_switches()
    assert repr(before).startswith("amount(voluntary=")
    time.sleep(0.01)
    assert me().get_num_ctx_switches().voluntary > before.voluntary


@documents("Process.get_cpu_times")
def test_get_cpu_times() -> None:
    user, system = me().get_cpu_times()
    assert (user, system) == pytest.approx(os.times()[:2], abs=0.05)
    assert repr(me().get_cpu_times()).startswith("cputimes(user=")


@documents("Process.get_cpu_percent")
def test_get_cpu_percent(spawn: Spawn) -> None:
    assert parameters(libpsutil.Process.get_cpu_percent) == "interval=0.1"
    busy = started(spawn("sh", "-c", "while :; do :; done"), "sh")
    until(lambda: busy.get_cpu_percent(interval=0.1) > 0.0)  # other processes may have the CPUs
    busy.get_cpu_percent(interval=0)
    until(lambda: busy.get_cpu_percent(interval=None) > 0.0)


@documents("Process.get_cpu_affinity", "Process.set_cpu_affinity")
def test_cpu_affinity(sleeper: libpsutil.Process) -> None:
    assert sleeper.get_cpu_affinity() == sorted(os.sched_getaffinity(sleeper.pid))
    first = sleeper.get_cpu_affinity()[0]
    sleeper.set_cpu_affinity([first])
    assert sleeper.get_cpu_affinity() == [first]
    with pytest.raises(ValueError, match="99999"):
        sleeper.set_cpu_affinity([99999])
    with pytest.raises(ValueError, match="empty"):
        sleeper.set_cpu_affinity([])
    assert sleeper.get_cpu_affinity() == [first]


RESOURCES = words("AS CORE CPU DATA FSIZE LOCKS MEMLOCK MSGQUEUE NICE NOFILE NPROC RSS RTPRIO RTTIME SIGPENDING STACK")


@documents("Process.get_rlimit", "Process.set_rlimit", "RLIMIT_INFINITY", *(f"RLIMIT_{name}" for name in RESOURCES))
def test_rlimit(sleeper: libpsutil.Process) -> None:
    for name in RESOURCES:
        number = getattr(libpsutil, f"RLIMIT_{name}")
        assert number == getattr(resource, f"RLIMIT_{name}", number)
        assert sleeper.get_rlimit(number) == resource.prlimit(sleeper.pid, number)
    sleeper.set_rlimit(libpsutil.RLIMIT_NOFILE, (128, 128))
    assert sleeper.get_rlimit(libpsutil.RLIMIT_NOFILE) == (128, 128)
    sleeper.set_rlimit(libpsutil.RLIMIT_FSIZE, (1024, libpsutil.RLIMIT_INFINITY))
    assert sleeper.get_rlimit(libpsutil.RLIMIT_FSIZE) == (1024, resource.RLIM_INFINITY)
    with pytest.raises(ValueError, match="soft"):
        sleeper.set_rlimit(libpsutil.RLIMIT_NOFILE, (1,))  # type: ignore[arg-type]
    for unknown in (-1, 999, 2**40):
        with pytest.raises(OSError, match="Invalid argument") as refused:
            sleeper.get_rlimit(unknown)
        assert refused.value.errno == errno.EINVAL
        with pytest.raises(OSError, match="Invalid argument"):
            sleeper.set_rlimit(unknown, (1, 1))
    # Programs try each limit in dir().
    names = {name for name in dir(libpsutil) if name.startswith("RLIMIT_")}
    assert names == {f"RLIMIT_{name}" for name in RESOURCES}
    assert libpsutil.RLIMIT_INFINITY == libpsutil.RLIM_INFINITY == resource.RLIM_INFINITY


@documents("Process.get_memory_info", "Process.get_ext_memory_info", "Process.get_memory_percent")
def test_get_ext_memory_info(sleeper: libpsutil.Process) -> None:
    ours, theirs = sleeper.get_ext_memory_info(), psutil.Process(sleeper.pid).memory_info()
    assert tuple(ours) == tuple(theirs)
    assert repr(ours).startswith("meminfo(rss=")
    assert ours._fields == ("rss", "vms", "shared", "text", "lib", "data", "dirty")
    assert sleeper.get_memory_info() == ours[:2]
    assert sleeper.get_memory_info()._fields == ("rss", "vms")
    assert sleeper.get_memory_percent() == pytest.approx(100 * ours.rss / libpsutil.TOTAL_PHYMEM)


@documents("Process.get_memory_maps")
def test_get_memory_maps(sleeper: libpsutil.Process) -> None:
    assert parameters(libpsutil.Process.get_memory_maps) == "grouped=True"
    grouped, single = sleeper.get_memory_maps(), sleeper.get_memory_maps(grouped=False)
    fields = "path rss size pss shared_clean shared_dirty private_clean private_dirty referenced anonymous swap"
    assert grouped[0]._fields == tuple(fields.split())
    assert single[0]._fields == ("addr", "perms", *fields.split())
    assert repr(grouped[0]).startswith("mmap(path=")
    assert len({m.path for m in grouped}) == len(grouped) < len(single)
    for path in ("[heap]", "[stack]", sleeper.exe):
        assert sum(m.rss for m in grouped if m.path == path) == sum(m.rss for m in single if m.path == path) > 0


@documents("Process.get_children")
def test_get_children(spawn: Spawn) -> None:
    assert parameters(libpsutil.Process.get_children) == "recursive=False"
    others = set(me().get_children(recursive=True))  # multiprocessing's, that stay
    child = spawn("sh", "-c", "sleep 1000 & echo $!; read line", stdin=subprocess.PIPE)
    assert child.stdout is not None
    grandchild = libpsutil.Process(int(child.stdout.readline()))
    try:
        assert [p for p in me().get_children() if p not in others] == [libpsutil.Process(child.pid)]
        descendants = [p for p in me().get_children(recursive=True) if p not in others]
        assert descendants == [libpsutil.Process(child.pid), grandchild]
        assert grandchild.get_children() == []
    finally:
        grandchild.kill()


@documents("Process.get_open_files")
def test_get_open_files(tmp_path: pathlib.Path) -> None:
    with open(tmp_path / "file.ext", "w") as file:
        found = [f for f in me().get_open_files() if f.fd == file.fileno()]
        assert repr(found) == f"[openfile(path={file.name!r}, fd={file.fileno()})]"


@contextlib.contextmanager
def pair(family: int) -> Iterator[tuple[socket.socket, socket.socket]]:
    host = "127.0.0.1" if family == socket.AF_INET else "::1"
    with socket.create_server((host, 0), family=family) as server, socket.socket(family) as client:
        client.connect(server.getsockname())
        accepted, _ = server.accept()
        with accepted:
            yield client, server


@documents("Process.get_connections", "CONN_ESTABLISHED", "CONN_LISTEN", "CONN_NONE")
def test_get_connections(tmp_path: pathlib.Path) -> None:
    assert parameters(libpsutil.Process.get_connections) == "kind='inet'"
    with pair(socket.AF_INET) as (client, server), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        found = {c.fd: c for c in me().get_connections()}
        local, remote = client.getsockname(), client.getpeername()
        assert repr(found[client.fileno()]) == (
            f"connection(fd={client.fileno()}, family=2, type=1, laddr={local!r}, raddr={remote!r}, "
            f"status='ESTABLISHED')"
        )
        assert found[server.fileno()][3:] == (server.getsockname(), (), libpsutil.CONN_LISTEN)
        assert found[udp.fileno()][1:] == (2, 2, udp.getsockname(), (), libpsutil.CONN_NONE)
        with pytest.warns(DeprecationWarning, match="laddr"):
            assert found[client.fileno()].local_address == local
        with pytest.warns(DeprecationWarning, match="raddr"):
            assert found[client.fileno()].remote_address == remote
        by_kind = {kind: {c.fd for c in me().get_connections(kind)} for kind in ("tcp", "udp6", "inet4", "all", "unix")}
        assert client.fileno() in by_kind["tcp"] & by_kind["inet4"] & by_kind["all"]
        assert not by_kind["udp6"] & set(found)
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(path)
        (connection,) = [c for c in me().get_connections("unix") if c.fd == unix.fileno()]
        assert connection[1:] == (socket.AF_UNIX, 1, path, (), libpsutil.CONN_NONE)
    with pytest.raises(ValueError, match="inet4"):
        me().get_connections("nonsense")
    with pytest.raises(ValueError, match="null"):
        me().get_connections("inet\0")


@documents("Process.is_running")
def test_is_running(sleeper: libpsutil.Process) -> None:
    assert sleeper.is_running() is True
    sleeper.kill()
    sleeper.wait()
    assert sleeper.is_running() is False


@documents("Process.send_signal", "Process.suspend", "Process.resume", "STATUS_STOPPED")
def test_suspend_and_resume(sleeper: libpsutil.Process) -> None:
    sleeper.suspend()
    until(lambda: sleeper.status == libpsutil.STATUS_STOPPED)
    sleeper.resume()
    until(lambda: sleeper.status == libpsutil.STATUS_SLEEPING)
    with pytest.raises(OSError, match="Invalid argument") as refused:
        sleeper.send_signal(9999)
    assert refused.value.errno == errno.EINVAL
    sleeper.send_signal(sig=signal.SIGINT)
    assert sleeper.wait(20) == signal.SIGINT


@documents("Process.terminate", "Process.kill", "Process.wait")
def test_terminate_kill_and_wait(spawn: Spawn) -> None:
    assert parameters(libpsutil.Process.wait) == "timeout=None"
    assert parameters(libpsutil.Process.kill) == ""
    first, second = (libpsutil.Process(spawn("sleep", "1000").pid) for _ in range(2))
    with pytest.raises(libpsutil.TimeoutExpired):
        first.wait(timeout=0)
    first.terminate()
    second.kill()
    assert first.wait() == signal.SIGTERM
    assert second.wait() == signal.SIGKILL
    third = libpsutil.Process(spawn("sh", "-c", "exit 7").pid)
    assert third.wait() == 7
    for ended in (first, second, third):  # "if the process is already terminated [...] just return None immediately"
        assert ended.wait() is None
        assert ended.wait(timeout=0) is None


def test_names_that_programs_call_are_those_of_psutil() -> None:
    """Programs call everything that dir() lists, as psutil's own tests do. exit_code would wait, and kill_tree kill."""
    p = me()
    for names in (dir(libpsutil.Process), dir(p)):
        assert {"name", "get_connections", "wait"} <= set(names)
        assert not {"exit_code", "kill_tree", "tcp_connections"} & set(names)
    assert callable(p.exit_code)
    assert p.tcp_connections() == []


def test_subclass_with_an_abstract_base_class() -> None:
    class Named(abc.ABC):
        @abc.abstractmethod
        def title(self) -> str: ...

    class Untitled(libpsutil.Process, Named):
        pass

    class Titled(Untitled):
        def title(self) -> str:
            return self.name.title()

    class Same(libpsutil.Process, metaclass=abc.ABCMeta):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Untitled()  # type: ignore[abstract]
    assert Titled().title() == me().name.title()
    assert isinstance(Titled(), libpsutil.Process)
    assert isinstance(Same(), libpsutil.Process)
    assert not isinstance(me(), Same)
    assert Same() == me()


def test_counters_that_are_not_reported(tmp_path: pathlib.Path) -> None:
    """They are 0, with a warning about memory. Linux 2.4 has four modes of CPU time, and no times of disks."""
    code = """
import sys, warnings
import libpsutil, libpsutil.v7
libpsutil.v7.PROCFS_PATH = sys.argv[1]
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    memory, swap = libpsutil.virtual_memory(), libpsutil.swap_memory()
print(*[f"{warning.category.__name__}: {warning.message}" for warning in caught], sep="\\n")
print(memory.buffers, memory.cached, memory.active, memory.inactive, swap.sin, swap.sout)
print(tuple(libpsutil.cpu_times()))
p = libpsutil.Process(7)
print(tuple(p.get_memory_info()), tuple(p.get_ext_memory_info()))
"""
    (tmp_path / "stat").write_text("cpu  100 200 300 400\nbtime 1\n")
    (tmp_path / "meminfo").write_text(
        "MemTotal: 100 kB\nMemFree: 50 kB\nSwapTotal: 8 kB\nSwapFree: 8 kB\nActive: 4 kB\n"
    )
    (tmp_path / "7").mkdir()
    (tmp_path / "7/stat").write_text("7 (x) S 1 " + "0 " * 40 + "\n")
    (tmp_path / "7/statm").write_text("2 1\n")
    page = resource.getpagesize()
    assert output(run_python(code, str(tmp_path))).splitlines() == [
        "RuntimeWarning: buffers, cached, inactive memory stats couldn't be determined and were set to 0",
        "RuntimeWarning: 'sin' and 'sout' swap memory stats couldn't be determined and were set to 0",
        "0 0 4096 0 0 0",
        "(1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)",
        f"({page}, {2 * page}) ({page}, {2 * page}, 0, 0, 0, 0, 0)",
    ]


# ---- Popen


@documents("Popen")
def test_popen() -> None:
    p = libpsutil.Popen([sys.executable, "-c", "print('hi')"], stdout=subprocess.PIPE)
    assert p.name.startswith("python")
    assert tuple(p.uids) == os.getresuid()
    assert p.username == me().username
    assert p.communicate() == (b"hi\n", None)
    assert p.wait(timeout=60) == 0
    assert (p.returncode, p.poll()) == (0, 0)
    assert isinstance(p, libpsutil.Process)
    assert not p.is_running()


@documents("Popen")
def test_popen_takes_kill_from_process() -> None:
    with libpsutil.Popen(["sleep", "1000"]) as p:
        assert {"communicate", "get_nice", "pid"} <= set(dir(p))
        p.kill()
        assert p.wait() == signal.SIGKILL
        assert p.returncode == -signal.SIGKILL  # which is subprocess's
        assert p.wait() == signal.SIGKILL
    with pytest.raises(libpsutil.NoSuchProcess):
        p.kill()
    with pytest.raises(AttributeError, match="nonsense"):
        p.nonsense  # noqa: B018
    with pytest.raises(FileNotFoundError):
        libpsutil.Popen(["/no/such/program"])


@documents("Popen")
def test_popen_that_is_not_waited_for() -> None:
    code = """
import signal, libpsutil
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in range(20):
    p = libpsutil.Popen(["true"])
    p.wait()
    assert not p.is_running()
    assert p.pid
"""
    output(run_python(code))


# ---- processes of the system


@documents("get_pid_list", "pid_exists")
def test_pids(sleeper: libpsutil.Process) -> None:
    assert sleeper.pid in libpsutil.get_pid_list()
    assert libpsutil.pid_exists(sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    assert sleeper.pid not in libpsutil.get_pid_list()
    assert not libpsutil.pid_exists(sleeper.pid)


@documents("process_iter", "get_process_list")
def test_process_iter(spawn: Spawn) -> None:
    child = spawn("sleep", "1000")
    first = {p.pid: p for p in libpsutil.process_iter()}
    assert list(first) == sorted(first)
    assert {os.getpid(), child.pid} <= set(first)
    again = {p.pid: p for p in libpsutil.process_iter()}
    assert again[child.pid] is first[child.pid]
    child.kill()
    child.wait()
    assert child.pid not in [p.pid for p in libpsutil.process_iter()]
    with pytest.warns(DeprecationWarning, match="process_iter"):
        listed = libpsutil.get_process_list()
    assert again[os.getpid()] in listed


@documents("process_iter")
def test_process_iter_notices_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def this() -> Any:
        return next(p for p in libpsutil.process_iter() if p.pid == os.getpid())

    known = this()
    assert this() is known
    monkeypatch.setattr(known, "_start", 1)  # another start time
    other = this()
    assert other is not known
    monkeypatch.setattr(other, "_start", None)  # is_running decides for a young process
    assert this() is other
    monkeypatch.setattr(other, "_start", None)
    monkeypatch.setattr(other, "is_running", lambda: False)
    assert this() is not other


@documents("wait_procs")
def test_wait_procs(spawn: Spawn) -> None:
    assert parameters(libpsutil.wait_procs) == "procs, timeout, callback=None"
    lasting = libpsutil.Process(spawn("sleep", "1000").pid)
    ending = libpsutil.Process(spawn("sh", "-c", "exit 3").pid)
    killed = libpsutil.Process(spawn("sleep", "1000").pid)
    killed.kill()
    called_with: list[Any] = []
    gone, alive = libpsutil.wait_procs([lasting, ending, killed, ending], 0.5, callback=called_with.append)
    assert (gone, alive) == ([ending, killed], [lasting])
    assert {p: p.retcode for p in called_with} == {ending: 3, killed: signal.SIGKILL}
    assert len(called_with) == 2
    assert not hasattr(lasting, "retcode")
    lasting.kill()
    assert libpsutil.wait_procs(iter([lasting]), None) == ([lasting], [])
    assert libpsutil.wait_procs([], 1) == ([], [])
    assert libpsutil.wait_procs([me()], -1) == ([], [me()])


@documents("wait_procs")
def test_wait_procs_calls_back_at_once_and_passes_on_what_is_raised(spawn: Spawn) -> None:
    ending, lasting = spawn("sh", "-c", "exit 3"), spawn("sleep", "1000")
    procs = [libpsutil.Process(child.pid) for child in (ending, lasting)]

    def end(_: libpsutil.Process) -> None:
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        libpsutil.wait_procs(procs, None, callback=end)
    assert procs[1].is_running()


@documents("wait_procs", "Popen")
def test_wait_procs_of_popen() -> None:
    p = libpsutil.Popen(["sh", "-c", "exit 4"])
    assert libpsutil.wait_procs([p], 20) == ([p], [])
    assert (p.retcode, p.returncode, p.wait()) == (4, 4, 4)


# ---- CPU


@documents("cpu_percent", "NUM_CPUS")
def test_cpu_percent() -> None:
    assert parameters(libpsutil.cpu_percent) == "interval=0.1, percpu=False"
    assert 0.0 <= libpsutil.cpu_percent() <= 100.0
    assert len(libpsutil.cpu_percent(interval=0, percpu=True)) == libpsutil.NUM_CPUS == os.cpu_count()


@documents("cpu_times")
def test_cpu_times() -> None:
    assert parameters(libpsutil.cpu_times) == "percpu=False"
    fields = set(libpsutil.cpu_times()._fields)
    assert fields == set(words("user system idle nice iowait irq softirq steal guest guest_nice"))
    assert len(libpsutil.cpu_times(percpu=True)) == libpsutil.NUM_CPUS


@documents("cpu_times_percent")
@pytest.mark.parametrize("interval", [0.1, 0, None])
def test_cpu_times_percent(interval: float | None) -> None:
    assert parameters(libpsutil.cpu_times_percent) == "interval=0.1, percpu=False"
    whole = libpsutil.cpu_times_percent(interval)
    percents = [whole, *libpsutil.cpu_times_percent(interval, percpu=True)]
    assert len(percents) == libpsutil.NUM_CPUS + 1
    for percent in percents:
        assert percent._fields == libpsutil.cpu_times()._fields
        assert repr(percent).startswith("cpupercent(user=")
        assert all(0.0 <= value <= 100.0 for value in percent)
        assert sum(percent[:8]) == pytest.approx(100, abs=1) or sum(percent) == 0.0


# ---- memory


@documents("virtual_memory", "TOTAL_PHYMEM")
def test_virtual_memory() -> None:
    memory = libpsutil.virtual_memory()
    assert repr(memory).startswith(f"vmem(total={libpsutil.TOTAL_PHYMEM}, available=")
    assert memory._fields == tuple(words("total available percent used free active inactive buffers cached"))


@documents("swap_memory")
def test_swap_memory() -> None:
    ours, theirs = libpsutil.swap_memory(), psutil.swap_memory()
    assert ours._fields == tuple(words("total used free percent sin sout"))
    assert repr(ours).startswith("swap(total=")
    assert ours.total == theirs.total
    assert ours.total == ours.used + ours.free


OLD_MEMORY: dict[str, Callable[[], object]] = {
    "phymem_usage": lambda: ("total", "used", "free", "percent"),
    "virtmem_usage": lambda: libpsutil.swap_memory()._fields,
    "cached_phymem": lambda: libpsutil.virtual_memory().cached,
    "phymem_buffers": lambda: libpsutil.virtual_memory().buffers,
    "avail_phymem": lambda: libpsutil.virtual_memory().free,
    "used_phymem": lambda: libpsutil.virtual_memory().used,
    "total_virtmem": lambda: libpsutil.swap_memory().total,
    "avail_virtmem": lambda: libpsutil.swap_memory().free,
    "used_virtmem": lambda: libpsutil.swap_memory().used,
}


@documents(*OLD_MEMORY)
@pytest.mark.parametrize("name", OLD_MEMORY)
def test_old_names_of_memory(name: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"^{name}.* is deprecated"):
        old = getattr(libpsutil, name)()
    if isinstance(old, tuple):
        assert type(old)._fields == OLD_MEMORY[name]()  # type: ignore[attr-defined]
        return

    def agree() -> bool:
        with pytest.warns(DeprecationWarning, match=name):
            return bool(getattr(libpsutil, name)() == pytest.approx(OLD_MEMORY[name](), abs=64 << 20))

    until(agree)  # other processes use memory


# ---- disks, network, others


@documents("disk_partitions")
def test_disk_partitions() -> None:
    assert parameters(libpsutil.disk_partitions) == "all=False"

    def agree() -> bool:
        ours, theirs = libpsutil.disk_partitions(all=True), psutil.disk_partitions(all=True)
        return set(map(tuple, ours)) == set(map(tuple, theirs))

    until(agree)  # other programs mount file systems
    ours = libpsutil.disk_partitions(all=True)
    assert repr(ours[0]).startswith("partition(device=")
    assert ours[0]._fields == ("device", "mountpoint", "fstype", "opts")
    assert set(libpsutil.disk_partitions()) <= set(ours)


@documents("disk_usage")
def test_disk_usage(tmp_path: pathlib.Path) -> None:
    ours, theirs = libpsutil.disk_usage("/"), psutil.disk_usage("/")
    assert ours._fields == ("total", "used", "free", "percent")
    assert repr(ours).startswith("usage(total=")
    assert ours.total == theirs.total
    # Once, for a disk that is written to.
    until(lambda: libpsutil.disk_usage("/") == pytest.approx(psutil.disk_usage("/"), rel=0.001))
    until(lambda: libpsutil.disk_usage(tmp_path) == libpsutil.disk_usage(bytes(tmp_path)))
    with pytest.raises(FileNotFoundError) as raised:
        libpsutil.disk_usage("/no/such/path")
    assert raised.value.filename == "/no/such/path"
    with pytest.raises(ValueError, match="null"):
        libpsutil.disk_usage("/\0")


@documents("disk_io_counters")
def test_disk_io_counters() -> None:
    assert parameters(libpsutil.disk_io_counters) == "perdisk=False"
    fields = ("read_count", "write_count", "read_bytes", "write_bytes", "read_time", "write_time")
    each = libpsutil.disk_io_counters(perdisk=True)
    assert set(each) == set(psutil.disk_io_counters(perdisk=True))
    if not each:
        with pytest.raises(RuntimeError, match="disk"):
            libpsutil.disk_io_counters()
        pytest.skip("there are no disks here")
    assert libpsutil.disk_io_counters()._fields == fields
    assert repr(libpsutil.disk_io_counters()).startswith("iostat(read_count=")
    assert all(counters._fields == fields for counters in each.values())


@documents("net_io_counters", "network_io_counters")
def test_net_io_counters() -> None:
    assert parameters(libpsutil.net_io_counters) == parameters(libpsutil.network_io_counters) == "pernic=False"
    each = libpsutil.net_io_counters(pernic=True)
    assert set(each) == set(psutil.net_io_counters(pernic=True))
    counters = libpsutil.net_io_counters()
    assert repr(counters).startswith("iostat(bytes_sent=")
    names = "bytes_sent bytes_recv packets_sent packets_recv errin errout dropin dropout"
    assert counters._fields == tuple(names.split())
    with pytest.warns(DeprecationWarning, match="net_io_counters"):
        assert isinstance(libpsutil.network_io_counters(pernic=True), dict)


@documents("get_users")
def test_get_users() -> None:
    assert parameters(libpsutil.get_users) == ""
    ours = libpsutil.get_users()
    theirs = psutil.users()
    for mine in ours:
        assert mine._fields == ("name", "terminal", "host", "started")
        assert repr(mine).startswith("user(name=")
    if theirs:  # psutil reads only utmp; test_v7.py tests the conversion
        assert {u.name for u in ours} == {u.name for u in theirs}


@documents("get_boot_time", "BOOT_TIME")
def test_boot_time() -> None:
    with pytest.warns(DeprecationWarning, match="get_boot_time"):
        assert libpsutil.get_boot_time() == libpsutil.BOOT_TIME == psutil.boot_time()


# ---- constants


@documents(*(name for name in DOCUMENTED_NAMES if name.startswith("STATUS_")))
def test_status_constants() -> None:
    for name in DOCUMENTED_NAMES:
        if name.startswith("STATUS_"):
            assert getattr(libpsutil, name) == name[len("STATUS_") :].lower().replace("_", "-")


@documents(*(name for name in DOCUMENTED_NAMES if name.startswith("CONN_")))
def test_connection_constants() -> None:
    for name in DOCUMENTED_NAMES:
        if name in ("CONN_DELETE_TCB", "CONN_IDLE", "CONN_BOUND"):  # Windows', Solaris's
            assert hasattr(libpsutil, name) == (sys.platform == "win32" and name == "CONN_DELETE_TCB")
        elif name.startswith("CONN_"):
            assert getattr(libpsutil, name) == name[len("CONN_") :]


@documents(*(name for name in DOCUMENTED_NAMES if name.endswith("_PRIORITY_CLASS")))
def test_priority_classes() -> None:
    for name in DOCUMENTED_NAMES:
        if name.endswith("_PRIORITY_CLASS"):
            assert hasattr(libpsutil, name) == (sys.platform == "win32")


def test_deprecated_names_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for function in (libpsutil.virtual_memory, libpsutil.get_boot_time, me().get_nice):
            function()
        assert libpsutil.NUM_CPUS
        assert libpsutil.TOTAL_PHYMEM


def test_function_named_test(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    libpsutil.test()
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == ["USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "START", "TIME", "COMMAND"]
    (line,) = [line.split() for line in lines if line.split()[1] == str(os.getpid())]
    assert line[0] == me().username[:10]
    assert int(line[4]) > int(line[5]) > 0
    assert line[9] == me().name

    def denied(_: object) -> None:
        raise libpsutil.AccessDenied(1)

    for name in ("get_memory_info", "get_cpu_times", "get_memory_percent"):
        monkeypatch.setattr(libpsutil.Process, name, denied)
    libpsutil.test()
    assert len(capsys.readouterr().out.splitlines()) > 1


def test_import_star() -> None:
    code = """
from libpsutil import *
assert Process(1).pid == 1
assert BOOT_TIME == get_boot_time()
assert RLIMIT_NOFILE == 7 and IOPRIO_CLASS_IDLE == 3
"""
    output(run_python(code))
