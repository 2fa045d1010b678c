"""The table: the functions of psutil.h in its order, up to the core of a process. processes.py goes on."""

from __future__ import annotations

import contextlib
import errno
import math
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import psutil as oracle
import pytest

from .check import Failed, covers, nothing_grows
from .fixtures import World

PROC = pathlib.Path("/proc")
NOT_PIDS = (-1, -(2**31), 2**31, 2**31 + 1, 2**32, 2**40, 2**63 - 1, -(2**63))

# ---- library


def never_fails(w: World) -> None:
    """Takes nothing and cannot be misused."""


def has_no_memory(name: str) -> Any:
    """A leak check for what gives the library's own constants."""

    def check(w: World) -> None:
        nothing_grows(lambda: [w.ask(name, code) for code in (0, -1, -99, 99)])

    return check


@covers("psutil_version", misuse=never_fails, leak=lambda w: nothing_grows(lambda: w.ask("psutil_version")))
def _(w: World) -> None:
    major, minor, patch = (getattr(w.library, f"VERSION_{part}") for part in ("MAJOR", "MINOR", "PATCH"))
    assert w.ask("psutil_version") == f"{major}.{minor}.{patch}".encode()


def no_code(w: World) -> None:
    for number in (1, 99, -13, -99, 2**31 - 1, -(2**31)):
        assert w.ask("psutil_error_name", number) == b"PSUTIL_ERR_UNKNOWN"
        assert w.ask("psutil_strerror", number) == b"unknown error"


@covers("psutil_error_name", misuse=no_code, leak=has_no_memory("psutil_error_name"))
def _(w: World) -> None:
    for code, name in w.library.code_names.items():
        assert w.ask("psutil_error_name", code) == name.encode()


@covers("psutil_strerror", misuse=no_code, leak=has_no_memory("psutil_strerror"))
def _(w: World) -> None:
    texts = {w.ask("psutil_strerror", code) for code in w.library.code_names}
    assert len(texts) == len(w.library.code_names)
    assert b"unknown error" not in texts


def each_thread_its_own(w: World) -> None:
    """An error here is none there; and what succeeds leaves it alone."""
    with pytest.raises(Failed):
        w.ask("psutil_process_new", -1)
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(w.ask("psutil_last_error").code))
    thread.start()
    thread.join()
    assert seen == [w.library.OK]
    w.ask("psutil_pids")
    assert w.ask("psutil_last_error").code == w.library.ERR_NO_SUCH_PROCESS


@covers(
    "psutil_last_error",
    misuse=each_thread_its_own,
    leak=lambda w: nothing_grows(lambda: w.ask("psutil_last_error")),
)
def _(w: World) -> None:
    with pytest.raises(Failed):
        w.ask("psutil_process_exe", w.gone)
    error = w.ask("psutil_last_error")
    assert (error.code, error.pid, error.ppid) == (w.library.ERR_NO_SUCH_PROCESS, w.gone_pid, w.library.NA)
    assert math.isnan(error.timeout)
    assert re.fullmatch(rb"psutil_process_exe: PID %d.*: .+" % w.gone_pid, error.message)


def free_nothing(w: World) -> None:
    w.ask("psutil_free", w.library.ffi.NULL)


@covers("psutil_free", misuse=free_nothing, leak=lambda w: nothing_grows(lambda: free_nothing(w)))
def _(w: World) -> None:
    block = w.library.ffi.new("char **")
    assert w.library.functions.psutil_process_name(w.me, block) == w.library.OK
    w.ask("psutil_free", block[0])


FILES = str(pathlib.Path(__file__).parents[2] / "platform" / "linux" / "testdata" / "6.18-x86_64" / "proc").encode()


def text(w: World, content: bytes) -> Any:
    return w.library.ffi.new("char[]", content)


@covers(
    "psutil_set_procfs_path",
    inputs=lambda w: (text(w, b""),),
    invalid=lambda w: [(text(w, path),) for path in (b"proc", b".", b"\n/proc", b"/" * 4096, b"x" * 100_000)],
)
def _(w: World) -> None:
    """More is in test_procfs.py."""
    try:
        w.ask("psutil_set_procfs_path", text(w, FILES))
        assert w.ask("psutil_pids") == [42]
        assert w.ask("psutil_process_name", w.me) == oracle.Process().name().encode()  # made before
        with w.handle_of(42) as handle, pytest.raises(Failed) as failed:
            w.ask("psutil_process_send_signal", handle, 0)
        assert failed.value.code == w.library.ERR_NOT_SUPPORTED
    finally:
        w.ask("psutil_set_procfs_path", text(w, b""))
    assert w.me_pid in w.ask("psutil_pids")


# ---- processes on the system


@covers("psutil_pids", inputs=lambda w: ())
def _(w: World) -> None:
    pids = w.ask("psutil_pids")
    assert pids == sorted(set(pids))
    assert {os.getpid(), w.child_process.pid, w.zombie_pid, 1} <= set(pids)
    assert w.gone_pid not in pids
    listed = {int(p.name) for p in PROC.iterdir() if p.name.isdigit()}
    assert len(set(pids) ^ listed) < 20  # some come and go meanwhile


def not_pids(w: World) -> None:
    for pid in (*NOT_PIDS, *(p + os.getpid() for p in (2**31, 2**32, 2**40))):
        assert w.ask("psutil_pid_exists", pid) == 0, pid


@covers("psutil_pid_exists", inputs=lambda w: (w.me_pid,), misuse=not_pids)
def _(w: World) -> None:
    for pid, exists in (w.me_pid, 1), (w.child_process.pid, 1), (w.zombie_pid, 1), (1, 1), (w.gone_pid, 0), (0, 0):
        assert w.ask("psutil_pid_exists", pid) == exists, pid
    w.as_stranger(lambda pid: check_exists(w, pid))
    done = threading.Event()
    thread = threading.Thread(target=done.wait, args=[60])
    thread.start()
    assert thread.native_id is not None
    assert w.ask("psutil_pid_exists", thread.native_id) == 0  # a thread's ID is no process's
    done.set()
    thread.join()


def check_exists(w: World, pid: int) -> None:
    assert w.ask("psutil_pid_exists", pid) == 1


# ---- CPU


@covers("psutil_cpu_count", inputs=lambda w: (1,))
def _(w: World) -> None:
    logical, cores = w.ask("psutil_cpu_count", 1), w.ask("psutil_cpu_count", 0)
    assert logical == os.sysconf("SC_NPROCESSORS_ONLN")
    assert cores == (oracle.cpu_count(logical=False) or w.library.NA)


CPU_FIELDS = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice")


def assert_close(mine: Any, theirs: Any, fields: tuple[str, ...] = CPU_FIELDS) -> None:
    for field in fields:
        assert getattr(mine, field) == pytest.approx(getattr(theirs, field), abs=5), field


@covers("psutil_cpu_times", inputs=lambda w: ())
def _(w: World) -> None:
    times = w.ask("psutil_cpu_times")
    assert_close(times, oracle.cpu_times())
    assert math.isnan(times.dpc)
    assert times.reserved == [w.library.NA] * 5


@covers("psutil_cpu_times_per_cpu", inputs=lambda w: ())
def _(w: World) -> None:
    each, theirs = w.ask("psutil_cpu_times_per_cpu"), oracle.cpu_times(percpu=True)
    assert len(each) == len(theirs)
    for mine, other in zip(each, theirs, strict=True):
        assert_close(mine, other)
        assert mine.reserved == [w.library.NA] * 5


NOT_INTERVALS = (-1.0, -1e-9, math.nan, -math.inf, math.inf)


def percents(w: World, name: str) -> None:
    """Nothing to compare with, then busy, then waiting for it."""

    def in_a_new_thread() -> None:
        first = w.ask(name, 0.0)
        assert all(p == 0 for p in (first if isinstance(first, list) else [first]))
        burn(0.2)
        later.append(w.ask(name, 0.0))

    later: list[Any] = []
    thread = threading.Thread(target=in_a_new_thread)
    thread.start()
    thread.join()
    start = time.monotonic()
    during = w.ask(name, 0.15)
    assert 0.15 <= time.monotonic() - start < 5
    for answer in (*later, during):
        each = answer if isinstance(answer, list) else [answer]
        assert all(0 <= p <= 100 for p in each)
    assert max(later[0] if isinstance(later[0], list) else later) > 0


def burn(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


@covers("psutil_cpu_percent", inputs=lambda w: (0.0,), invalid=lambda w: [(i,) for i in NOT_INTERVALS])
def _(w: World) -> None:
    percents(w, "psutil_cpu_percent")


@covers("psutil_cpu_percent_per_cpu", inputs=lambda w: (0.0,), invalid=lambda w: [(i,) for i in NOT_INTERVALS])
def _(w: World) -> None:
    percents(w, "psutil_cpu_percent_per_cpu")
    assert len(w.ask("psutil_cpu_percent_per_cpu", 0.0)) == len(w.ask("psutil_cpu_times_per_cpu"))


def readings(w: World, **busier: float) -> tuple[Any, Any]:
    """Two records of CPU times: one with 10 s everywhere, and one with more in some."""
    fields = dict.fromkeys(CPU_FIELDS, 10.0)
    new = w.library.ffi.new
    return new("psutil_cpu_times_t *", fields), new("psutil_cpu_times_t *", {**fields, **busier})


@covers("psutil_cpu_percent_between", inputs=lambda w: readings(w, user=11.0, idle=13.0))
def _(w: World) -> None:
    for later, percent in (
        ({"user": 11.0, "idle": 13.0}, 25.0),
        ({"user": 11.0, "system": 11.0, "iowait": 11.0, "idle": 11.0}, 50.0),
        ({}, 0.0),
        ({"idle": 5.0}, 0.0),
        ({"user": 5.0, "system": 11.0}, 100.0),  # a counter that went back stands still
        ({"user": math.nan, "system": 11.0, "idle": 11.0}, 50.0),
    ):
        assert w.ask("psutil_cpu_percent_between", *readings(w, **later)) == percent, later
    assert w.ask("psutil_cpu_percent_between", *reversed(readings(w, user=11.0, idle=13.0))) == 0


def parts(answer: Any) -> list[float]:
    """The modes that together are all of the time; with guest and guest_nice, which are part of others, left out."""
    return [getattr(answer, field) for field in CPU_FIELDS[:-2]]


def percents_of_modes(w: World, name: str) -> None:
    """Nothing to compare with, then parts of a whole."""

    def in_a_new_thread() -> None:
        for _ in range(2):
            answer = w.ask(name, 0.0)
            answers.append(answer if isinstance(answer, list) else [answer])
            burn(0.2)

    answers: list[list[Any]] = []
    thread = threading.Thread(target=in_a_new_thread)
    thread.start()
    thread.join()
    assert {part for cpu in answers[0] for part in parts(cpu)} == {0.0}
    for cpu in answers[1]:
        assert sum(parts(cpu)) == pytest.approx(100, abs=1)
        assert math.isnan(cpu.dpc)
    assert max(cpu.user + cpu.nice for cpu in answers[1]) > 0  # the second if we are a nice one


@covers("psutil_cpu_times_percent", inputs=lambda w: (0.0,), invalid=lambda w: [(i,) for i in NOT_INTERVALS])
def _(w: World) -> None:
    percents_of_modes(w, "psutil_cpu_times_percent")


@covers("psutil_cpu_times_percent_per_cpu", inputs=lambda w: (0.0,), invalid=lambda w: [(i,) for i in NOT_INTERVALS])
def _(w: World) -> None:
    percents_of_modes(w, "psutil_cpu_times_percent_per_cpu")
    assert len(w.ask("psutil_cpu_times_percent_per_cpu", 0.0)) == len(w.ask("psutil_cpu_times_per_cpu"))


@covers("psutil_cpu_times_percent_between", inputs=lambda w: readings(w, user=11.0, idle=13.0))
def _(w: World) -> None:
    answer = w.ask("psutil_cpu_times_percent_between", *readings(w, user=11.0, idle=13.0, iowait=5.0))
    assert (answer.user, answer.idle, sum(parts(answer))) == (25, 75, 100)  # what went back stands still
    unknown = w.ask("psutil_cpu_times_percent_between", *readings(w, user=math.nan, idle=11.0))
    assert math.isnan(unknown.user)
    assert unknown.idle == 100
    for pair in readings(w), reversed(readings(w, user=11.0, idle=13.0)):
        assert set(parts(w.ask("psutil_cpu_times_percent_between", *pair))) == {0.0}


@covers("psutil_cpu_stats", inputs=lambda w: ())
def _(w: World) -> None:
    earlier, mine, later = oracle.cpu_stats(), w.ask("psutil_cpu_stats"), oracle.cpu_stats()
    assert mine.syscalls == w.library.NA
    assert_between(earlier, mine, later, ("ctx_switches", "interrupts", "soft_interrupts"))


def assert_between(earlier: Any, mine: Any, later: Any, fields: tuple[str, ...]) -> None:
    """Counters that only grow."""
    for field in fields:
        assert getattr(earlier, field) <= getattr(mine, field) <= getattr(later, field), field


def frequencies(w: World, name: str) -> None:
    """The numbers against psutil's are in test_system.py: many machines have none."""
    if not oracle.cpu_freq(percpu=True):
        with contextlib.suppress(Failed):
            w.ask(name)
        return
    answer = w.ask(name)
    each = answer if isinstance(answer, list) else [answer]
    assert len(each) == (len(w.ask("psutil_cpu_times_per_cpu")) if isinstance(answer, list) else 1)
    for frequency in each:
        assert all(math.isnan(f) or f > 0 for f in (frequency.current, frequency.max))


@covers("psutil_cpu_freq", inputs=lambda w: ())
def _(w: World) -> None:
    frequencies(w, "psutil_cpu_freq")


@covers("psutil_cpu_freq_per_cpu", inputs=lambda w: ())
def _(w: World) -> None:
    frequencies(w, "psutil_cpu_freq_per_cpu")


@covers("psutil_getloadavg", inputs=lambda w: ())
def _(w: World) -> None:
    load = w.ask("psutil_getloadavg")
    assert (load.load1, load.load5, load.load15) == pytest.approx(os.getloadavg(), abs=0.5)


# ---- memory


@covers("psutil_virtual_memory", inputs=lambda w: ())
def _(w: World) -> None:
    mine, theirs = w.ask("psutil_virtual_memory"), oracle.virtual_memory()
    assert mine.total == theirs.total
    assert mine.used == mine.total - mine.available
    assert mine.percent == round((mine.total - mine.available) / mine.total * 100, 1)
    for field in ("available", "free", "active", "inactive", "buffers", "cached", "shared", "slab"):
        assert getattr(mine, field) == pytest.approx(getattr(theirs, field), abs=512 << 20), field
    assert mine.wired == w.library.NA
    assert mine.reserved == [w.library.NA] * 8


@covers("psutil_swap_memory", inputs=lambda w: ())
def _(w: World) -> None:
    earlier, mine, later = oracle.swap_memory(), w.ask("psutil_swap_memory"), oracle.swap_memory()
    assert mine.total == mine.used + mine.free == earlier.total
    assert mine.used == pytest.approx(earlier.used, abs=64 << 20)
    if w.library.NA not in (mine.sin, mine.sout):
        assert_between(earlier, mine, later, ("sin", "sout"))


# ---- disks


@covers("psutil_disk_partitions", inputs=lambda w: (1,))
def _(w: World) -> None:
    for all_of_them in False, True:
        mine = [(p.device, p.mountpoint, p.fstype, p.opts) for p in w.ask("psutil_disk_partitions", int(all_of_them))]
        theirs = [tuple(partition)[:4] for partition in oracle.disk_partitions(all=all_of_them)]
        assert [tuple(map(os.fsdecode, partition)) for partition in mine] == theirs


def no_path(w: World) -> None:
    for path, number in (b"/nowhere", errno.ENOENT), (b"", errno.ENOENT), (b"/etc/passwd/x", errno.ENOTDIR):
        with pytest.raises(Failed) as failed:
            w.ask("psutil_disk_usage", text(w, path))
        assert (failed.value.code, failed.value.error.os_error) == (w.library.ERR_OS, number)
    with pytest.raises(Failed) as failed:
        w.ask("psutil_disk_usage", text(w, b"/" * 100_000 + b"x"))


@covers("psutil_disk_usage", inputs=lambda w: (text(w, b"/"),), misuse=no_path)
def _(w: World) -> None:
    mine, theirs = w.ask("psutil_disk_usage", text(w, b"/")), oracle.disk_usage("/")
    assert mine.total == theirs.total
    assert (mine.used, mine.free) == pytest.approx((theirs.used, theirs.free), abs=1 << 30)
    assert mine.percent == pytest.approx(mine.used / (mine.used + mine.free) * 100, abs=0.051)


DISK_FIELDS = (
    *("read_count", "write_count", "read_bytes", "write_bytes", "read_time", "write_time"),
    *("read_merged_count", "write_merged_count", "busy_time"),
)


@covers("psutil_disk_io_counters", inputs=lambda w: (1,))
def _(w: World) -> None:
    earlier = oracle.disk_io_counters(nowrap=False)
    if earlier is None:
        not_on_this_system(w, "psutil_disk_io_counters", 0)
        return
    mine = w.ask("psutil_disk_io_counters", 0)
    assert_between(earlier, mine, oracle.disk_io_counters(nowrap=False), DISK_FIELDS)
    assert_between(mine, w.ask("psutil_disk_io_counters", 1), w.ask("psutil_disk_io_counters", 1), DISK_FIELDS)


@covers("psutil_disk_io_counters_per_disk", inputs=lambda w: (1,))
def _(w: World) -> None:
    earlier = oracle.disk_io_counters(perdisk=True, nowrap=False)
    mine = w.ask("psutil_disk_io_counters_per_disk", 0)
    later = oracle.disk_io_counters(perdisk=True, nowrap=False)
    assert [disk.name.decode() for disk in mine] == list(earlier)
    for disk in mine:
        name = disk.name.decode()
        assert_between(earlier[name], disk.counters, later[name], DISK_FIELDS)


# ---- network


NET_FIELDS = ("bytes_sent", "bytes_recv", "packets_sent", "packets_recv", "errin", "errout", "dropin", "dropout")


@covers("psutil_net_io_counters", inputs=lambda w: (1,))
def _(w: World) -> None:
    earlier = oracle.net_io_counters(nowrap=False)
    if earlier is None:
        not_on_this_system(w, "psutil_net_io_counters", 0)
        return
    mine = w.ask("psutil_net_io_counters", 0)
    assert_between(earlier, mine, oracle.net_io_counters(nowrap=False), NET_FIELDS)
    assert_between(mine, w.ask("psutil_net_io_counters", 1), w.ask("psutil_net_io_counters", 1), NET_FIELDS)


@covers("psutil_net_io_counters_per_nic", inputs=lambda w: (1,))
def _(w: World) -> None:
    earlier = oracle.net_io_counters(pernic=True, nowrap=False)
    mine = w.ask("psutil_net_io_counters_per_nic", 0)
    later = oracle.net_io_counters(pernic=True, nowrap=False)
    assert {nic.name.decode() for nic in mine} == set(earlier)
    for nic in mine:
        name = nic.name.decode()
        assert_between(earlier[name], nic.counters, later[name], NET_FIELDS)


NOT_KINDS = (b"", b"tcp5", b"TCP", b"all ", b"inet\n", b"x" * 100_000)


@contextlib.contextmanager
def listening(w: World) -> Iterator[tuple[Any, ...]]:
    """A socket of our own, as a connection says what it is."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        local = (b"127.0.0.1", server.getsockname()[1])
        nobody = (None, w.library.NA)
        ip = (w.library.AF_INET, w.library.SOCK_STREAM)
        yield (server.fileno(), *ip, *local, *nobody, w.library.CONN_LISTEN, 0)


def told(c: Any) -> tuple[Any, ...]:
    ends = (c.local_address, c.local_port, c.remote_address, c.remote_port)
    return (c.fd, c.family, c.type, *ends, c.status, c.has_remote)


@covers(
    "psutil_net_connections",
    inputs=lambda w: (text(w, b"udp4"), 0),
    invalid=lambda w: [
        *((text(w, kind), 0) for kind in NOT_KINDS),
        *((text(w, b"all"), flags) for flags in (2, -1, 2**31 - 1)),
    ],
)
def _(w: World) -> None:
    """Much more is in test_network.py."""
    with listening(w) as server:
        for kind in b"all", b"inet", b"inet4", b"tcp", b"tcp4":
            found = w.ask("psutil_net_connections", text(w, kind), w.library.CONNECTIONS_PIDS)
            assert server in [told(c) for c in found if c.pid == w.me_pid]
        nameless = w.ask("psutil_net_connections", text(w, b"tcp4"), 0)
        assert {(c.pid, c.fd) for c in nameless} == {(w.library.NA, w.library.NA)}
        assert server[1:] in [told(c)[1:] for c in nameless]
        for kind in b"udp", b"unix", b"inet6":
            found = w.ask("psutil_net_connections", text(w, kind), w.library.CONNECTIONS_PIDS)
            assert server not in [told(c) for c in found]


@covers(
    "psutil_process_net_connections",
    inputs=lambda w: (w.me, text(w, b"inet")),
    gone="ERR_NO_SUCH_PROCESS",
    zombie="OK",
    stranger="ERR_ACCESS_DENIED",
    invalid=lambda w: [(w.me, text(w, kind)) for kind in NOT_KINDS],
)
def _(w: World) -> None:
    with listening(w) as server:
        mine = w.ask("psutil_process_net_connections", w.me, text(w, b"all"))
        assert server in map(told, mine)
        assert {c.pid for c in mine} == {w.me_pid}
        theirs = [(c.fd, int(c.family), int(c.type)) for c in oracle.Process().net_connections("all")]
        assert sorted((c.fd, c.family, c.type) for c in mine) == sorted(theirs)
    assert w.ask("psutil_process_net_connections", w.child, text(w, b"tcp")) == []


def no_conn_status(w: World) -> None:
    for number in (0, -1, 16, 99, 2**31 - 1, -(2**31)):
        assert w.ask("psutil_conn_status_name", number) == b"?"


@covers("psutil_conn_status_name", misuse=no_conn_status, leak=has_no_memory("psutil_conn_status_name"))
def _(w: World) -> None:
    theirs = {getattr(oracle, name) for name in dir(oracle) if name.startswith("CONN_")}
    mine = {w.ask("psutil_conn_status_name", number).decode() for number in range(1, 16)}
    assert theirs <= mine
    assert mine - {"DELETE_TCB", "IDLE", "BOUND"} <= theirs
    assert w.ask("psutil_conn_status_name", w.library.CONN_LISTEN) == b"LISTEN"


@covers("psutil_net_if_addrs", inputs=lambda w: ())
def _(w: World) -> None:
    theirs = {
        (name, int(a.family), a.address, a.netmask, a.broadcast, a.ptp)
        for name, addresses in oracle.net_if_addrs().items()
        for a in addresses
    }
    strings = ("address", "netmask", "broadcast", "ptp")
    mine = {
        (a.name.decode(), a.family, *(s and s.decode() for s in (getattr(a, field) for field in strings)))
        for a in w.ask("psutil_net_if_addrs")
    }
    assert mine == theirs


@covers("psutil_net_if_stats", inputs=lambda w: ())
def _(w: World) -> None:
    mine = {
        nic.name.decode(): (bool(nic.isup), nic.duplex, max(nic.speed, 0), nic.mtu, nic.flags.decode())
        for nic in w.ask("psutil_net_if_stats")
    }
    assert mine == {name: (s.isup, int(s.duplex), s.speed, s.mtu, s.flags) for name, s in oracle.net_if_stats().items()}


# ---- other system information


@covers("psutil_boot_time", inputs=lambda w: ())
def _(w: World) -> None:
    assert w.ask("psutil_boot_time") == pytest.approx(oracle.boot_time(), abs=1)


# What the next five say of a machine that has more than most is in test_machine.py.


@covers("psutil_users", inputs=lambda w: ())
def _(w: World) -> None:
    users = w.ask("psutil_users")
    assert [u.started for u in users] == sorted(u.started for u in users)
    if os.path.exists("/var/run/utmp"):
        theirs = {(u.name.encode(), (u.host or "").encode(), u.started, u.pid) for u in oracle.users()}
        assert {(u.name, u.host, u.started, u.pid) for u in users} == theirs


@covers("psutil_sensors_temperatures", inputs=lambda w: ())
def _(w: World) -> None:
    theirs = [(name.encode(), t.label.encode()) for name, all_ in oracle.sensors_temperatures().items() for t in all_]
    assert [(t.name, t.label) for t in w.ask("psutil_sensors_temperatures")] == theirs


@covers("psutil_sensors_fans", inputs=lambda w: ())
def _(w: World) -> None:
    theirs = [(name.encode(), f.label.encode()) for name, fans in oracle.sensors_fans().items() for f in fans]
    assert [(f.name, f.label) for f in w.ask("psutil_sensors_fans")] == theirs


@covers("psutil_sensors_battery", inputs=lambda w: ())
def _(w: World) -> None:
    battery = w.ask("psutil_sensors_battery")
    if battery.present:
        assert 0 <= battery.percent <= 100
        assert battery.secsleft >= 0 or battery.secsleft in (
            w.library.POWER_TIME_UNKNOWN,
            w.library.POWER_TIME_UNLIMITED,
        )
    else:
        assert math.isnan(battery.percent)
        assert battery.secsleft == battery.power_plugged == w.library.NA
    assert battery.reserved == [w.library.NA] * 4


def no_groups(w: World) -> None:
    for pid in (*NOT_PIDS, w.gone_pid):
        with pytest.raises(Failed) as failed:
            w.ask("psutil_cgroup_limits", pid)
        assert failed.value.code == w.library.ERR_NO_SUCH_PROCESS
        assert failed.value.error.pid == pid


@covers("psutil_cgroup_limits", inputs=lambda w: (0,), misuse=no_groups)
def _(w: World) -> None:
    mine = w.ask("psutil_cgroup_limits", 0)
    groups = (PROC / "self" / "cgroup").read_bytes().splitlines()
    assert mine.path is None or mine.path in {line.split(b":", 2)[2] for line in groups}
    assert mine.version in (1, 2, w.library.NA)
    assert (mine.cpuset is None) == (mine.cpuset_count == w.library.NA)
    assert mine.reserved == [w.library.NA] * 8
    for pid in w.me_pid, w.child_process.pid:
        assert w.ask("psutil_cgroup_limits", pid).path == mine.path
    assert w.ask("psutil_cgroup_limits", w.zombie_pid).path in (mine.path, b"/")
    w.as_stranger(lambda pid: w.ask("psutil_cgroup_limits", pid))


@covers("psutil_heap_info", inputs=lambda w: ())
def _(w: World) -> None:
    mine, theirs = w.ask("psutil_heap_info"), oracle.heap_info()
    assert mine.heap_used == pytest.approx(theirs.heap_used, abs=1 << 20)
    assert mine.mmap_used == pytest.approx(theirs.mmap_used, abs=1 << 20)
    assert mine.heap_count == w.library.NA


@covers("psutil_heap_trim", inputs=lambda w: ())
def _(w: World) -> None:
    assert w.ask("psutil_heap_trim") in (0, 1)


def not_on_this_system(w: World, name: str, *inputs: Any) -> None:
    with pytest.raises(Failed) as failed:
        w.ask(name, *inputs)
    assert failed.value.code == w.library.ERR_NOT_SUPPORTED


@covers("psutil_win_services", inputs=lambda w: ())
def _(w: World) -> None:
    not_on_this_system(w, "psutil_win_services")


@covers("psutil_win_service", inputs=lambda w: (text(w, b"Spooler"),))
def _(w: World) -> None:
    not_on_this_system(w, "psutil_win_service", text(w, b"Spooler"))


# ---- one process


def no_such_process(w: World) -> None:
    own = os.getpid()
    for pid in (0, *NOT_PIDS, w.gone_pid, *(2**31 + own, 2**32 + own, 2**40 + own, -own)):
        out = w.library.room(w.library.prototypes["psutil_process_new"].outputs[0])
        code = w.library.functions.psutil_process_new(pid, out)
        assert code == w.library.ERR_NO_SUCH_PROCESS, pid
        assert not w.library.touched(out)
        assert w.ask("psutil_last_error").pid == pid


def many_new(w: World) -> None:
    def once() -> None:
        for pid in (w.me_pid, w.zombie_pid):
            w.ask("psutil_process_free", w.handle(pid))
        for pid in (-1, w.gone_pid):
            with pytest.raises(Failed):
                w.handle(pid)

    nothing_grows(once)


@covers("psutil_process_new", inputs=lambda w: (w.me_pid,), misuse=no_such_process, leak=many_new)
def _(w: World) -> None:
    for pid in (w.me_pid, w.child_process.pid, w.zombie_pid, 1):
        with w.handle_of(pid) as handle:
            assert w.ask("psutil_process_pid", handle) == pid


@covers("psutil_process_free", leak=many_new)
def _(w: World) -> None:
    handle = w.handle(w.me_pid)
    assert w.ask("psutil_process_free", handle) is None
    with pytest.raises(Failed) as failed:
        w.ask("psutil_process_free", handle)
    assert failed.value.code == w.library.ERR_INVALID_HANDLE


@covers("psutil_process_pid", gone="OK", zombie="OK", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_pid", w.me) == w.me_pid
    assert w.ask("psutil_process_pid", w.gone) == w.gone_pid


@covers("psutil_process_ppid", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_ppid", w.me) == os.getppid()
    assert w.ask("psutil_process_ppid", w.child) == w.ask("psutil_process_ppid", w.zombie) == w.me_pid
    with w.handle_of(1) as first:
        assert w.ask("psutil_process_ppid", first) == 0


@covers("psutil_process_parent", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    parent = w.ask("psutil_process_parent", w.zombie)
    assert w.ask("psutil_process_pid", parent) == w.me_pid
    w.ask("psutil_process_free", parent)
    with w.handle_of(1) as first:
        assert w.ask("psutil_process_parent", first) is None


@covers("psutil_process_name", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_name", w.me) == oracle.Process().name().encode()
    assert w.ask("psutil_process_name", w.child) == b"sleep"
    assert w.ask("psutil_process_name", w.zombie) == b"true"


@covers("psutil_process_exe", gone="ERR_NO_SUCH_PROCESS", zombie="ERR_ZOMBIE_PROCESS", stranger="ERR_ACCESS_DENIED")
def _(w: World) -> None:
    assert w.ask("psutil_process_exe", w.me) == os.readlink("/proc/self/exe").encode()


@covers("psutil_process_cmdline", gone="ERR_NO_SUCH_PROCESS", zombie="ERR_ZOMBIE_PROCESS", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_cmdline", w.child) == [b"sleep", b"1000"]
    odd = [sys.executable, "-c", "print(flush=True); input()", "", "two words", "\udcff\udc80", ""]
    with subprocess.Popen(odd, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            assert process.stdout.readline()  # it runs: there is a moment in execve without a command line
            with w.handle_of(process.pid) as handle:
                assert w.ask("psutil_process_cmdline", handle) == [os.fsencode(a) for a in odd]
        finally:
            process.kill()


@covers("psutil_process_status", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_status", w.me) == w.library.STATUS_RUNNING
    assert w.ask("psutil_process_status", w.zombie) == w.library.STATUS_ZOMBIE
    with w.some_child() as (process, handle):
        for sent, status in (signal.SIGSTOP, w.library.STATUS_STOPPED), (signal.SIGCONT, w.library.STATUS_SLEEPING):
            process.send_signal(sent)
            end = time.monotonic() + 10
            while w.ask("psutil_process_status", handle) != status:
                assert time.monotonic() < end
                time.sleep(0.01)


def no_status(w: World) -> None:
    for number in (-1, 14, 99, 2**31 - 1, -(2**31)):
        assert w.ask("psutil_status_name", number) == b"?"


@covers("psutil_status_name", misuse=no_status, leak=has_no_memory("psutil_status_name"))
def _(w: World) -> None:
    theirs = {getattr(oracle, name) for name in dir(oracle) if name.startswith("STATUS_")}
    mine = {w.ask("psutil_status_name", number).decode() for number in range(14)}
    assert mine - {"suspended", "wake-kill"} <= theirs
    assert w.ask("psutil_status_name", w.library.STATUS_DISK_SLEEP) == b"disk-sleep"


@covers("psutil_process_create_time", gone="OK", zombie="OK", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_create_time", w.me) == pytest.approx(oracle.Process().create_time(), abs=0.02)
    with w.some_child() as (_, handle):
        assert w.ask("psutil_process_create_time", handle) == pytest.approx(time.time(), abs=10)


@covers("psutil_process_uids", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    ids = w.ask("psutil_process_uids", w.me)
    assert (ids.real, ids.effective, ids.saved) == os.getresuid()


@covers("psutil_process_username", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_username", w.me) == oracle.Process().username().encode()
    with w.handle_of(1) as first:
        assert w.ask("psutil_process_username", first) == oracle.Process(1).username().encode()


@covers("psutil_process_cpu_times", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    burn(0.05)
    mine, theirs = w.ask("psutil_process_cpu_times", w.me), oracle.Process().cpu_times()
    for field in ("user", "system", "children_user", "children_system", "iowait"):
        assert getattr(mine, field) == pytest.approx(getattr(theirs, field), abs=0.5), field
    assert mine.user > 0
    assert mine.reserved == [w.library.NA] * 3


@covers(
    "psutil_process_cpu_percent",
    inputs=lambda w: (w.me, 0.0),
    gone="ERR_NO_SUCH_PROCESS",
    zombie="OK",
    stranger="OK",
    invalid=lambda w: [(w.me, interval) for interval in NOT_INTERVALS],
)
def _(w: World) -> None:
    with w.handle_of(w.me_pid) as handle:
        assert w.ask("psutil_process_cpu_percent", handle, 0.0) == 0
        burn(0.3)
        assert w.ask("psutil_process_cpu_percent", handle, 0.0) > 5
    start = time.monotonic()
    assert w.ask("psutil_process_cpu_percent", w.child, 0.1) == 0
    assert 0.1 <= time.monotonic() - start < 5


@covers("psutil_process_memory_info", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    mine, theirs = w.ask("psutil_process_memory_info", w.child), oracle.Process(w.child_process.pid).memory_info()
    assert (mine.rss, mine.vms) == pytest.approx((theirs.rss, theirs.vms), rel=0.1)
    assert mine.rss % resource.getpagesize() == 0
    assert mine.reserved == [w.library.NA] * 2
    nothing = w.ask("psutil_process_memory_info", w.zombie)
    assert (nothing.rss, nothing.vms) == (0, 0)


@covers("psutil_process_num_threads", gone="ERR_NO_SUCH_PROCESS", zombie="OK", stranger="OK")
def _(w: World) -> None:
    assert w.ask("psutil_process_num_threads", w.child) == 1
    assert w.ask("psutil_process_num_threads", w.me) == len(os.listdir("/proc/self/task"))


@covers("psutil_process_is_running", gone="OK", zombie="OK", stranger="OK")
def _(w: World) -> None:
    for handle, running in (w.me, 1), (w.child, 1), (w.zombie, 1), (w.gone, 0):
        assert w.ask("psutil_process_is_running", handle) == running


NOT_SIGNALS = (-1, 65, 1000, 2**31 - 1)


@covers(
    "psutil_process_send_signal",
    inputs=lambda w: (w.me, 0),
    gone="ERR_NO_SUCH_PROCESS",
    zombie="OK",
    stranger="ERR_ACCESS_DENIED",
    invalid=lambda w: [(w.child, number) for number in NOT_SIGNALS],
)
def _(w: World) -> None:
    for number in (signal.SIGUSR1, signal.SIGKILL, signal.SIGRTMAX):
        with w.some_child() as (process, handle):
            w.ask("psutil_process_send_signal", handle, 0)
            assert process.poll() is None
            w.ask("psutil_process_send_signal", handle, int(number))
            assert process.wait(10) == -number


@covers(
    "psutil_process_terminate",
    inputs=lambda w: (w.zombie,),
    gone="ERR_NO_SUCH_PROCESS",
    zombie="OK",
    stranger="ERR_ACCESS_DENIED",
)
def _(w: World) -> None:
    with w.some_child() as (process, handle):
        w.ask("psutil_process_terminate", handle)
        assert process.wait(10) == -signal.SIGTERM


@covers(
    "psutil_process_kill",
    inputs=lambda w: (w.zombie,),
    gone="ERR_NO_SUCH_PROCESS",
    zombie="OK",
    stranger="ERR_ACCESS_DENIED",
)
def _(w: World) -> None:
    with w.some_child() as (process, handle):
        w.ask("psutil_process_kill", handle)
        assert process.wait(10) == -signal.SIGKILL


@covers(
    "psutil_process_wait",
    inputs=lambda w: (w.zombie, 0.0, w.library.WAIT_NO_REAP),
    gone="OK",
    zombie="OK",
    stranger="ERR_TIMEOUT_EXPIRED",
    invalid=lambda w: [(w.child, math.nan, 0), (w.child, 0.0, 2), (w.child, 0.0, -1)],
)
def _(w: World) -> None:
    seen = w.ask("psutil_process_wait", w.zombie, -1.0, w.library.WAIT_NO_REAP)
    assert (seen.has_exit_code, seen.exit_code, seen.reserved) == (1, 0, [w.library.NA] * 2)
    with w.some_child() as (process, handle):
        start = time.monotonic()
        with pytest.raises(Failed) as failed:
            w.ask("psutil_process_wait", handle, 0.1, 0)
        assert 0.1 <= time.monotonic() - start < 5
        assert (failed.value.code, failed.value.error.timeout) == (w.library.ERR_TIMEOUT_EXPIRED, 0.1)
        process.terminate()
        for _ in range(2):  # what was learnt is kept
            ended = w.ask("psutil_process_wait", handle, math.inf, 0)
            assert (ended.has_exit_code, ended.exit_code) == (1, -signal.SIGTERM)
        assert w.ask("psutil_process_is_running", handle) == 0
    unknown = w.ask("psutil_process_wait", w.gone, 0.0, 0)
    assert (unknown.has_exit_code, unknown.exit_code) == (0, -1)
