"""Contracts of the system functions and of the core of a process, in the order of psutil.h."""

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
from collections.abc import Callable, Iterator
from typing import Any

import psutil as oracle
import pytest
from cffi_lib import API
from conftest import repeat_until_passes

from .check import Failed, assert_no_leak, contract
from .fixtures import TestProcesses

PROC = pathlib.Path("/proc")
NOT_PIDS = (-1, -(2**31), 2**31, 2**31 + 1, 2**32, 2**40, 2**63 - 1, -(2**63))

# ---- library


def never_fails(env: TestProcesses) -> None:
    """The function has no arguments and cannot be misused."""


def has_no_memory(name: str) -> Any:
    """Returns the leak check of a function that returns constants of the library."""

    def check(env: TestProcesses) -> None:
        assert_no_leak(lambda: [env.call(name, code) for code in (0, -1, -99, 99)])

    return check


@contract("psutil_version", misuse=never_fails, leak=lambda env: assert_no_leak(lambda: env.call("psutil_version")))
def _(env: TestProcesses) -> None:
    assert env.call("psutil_version") == API["version"].encode()


def no_code(env: TestProcesses) -> None:
    for number in (1, 99, -13, -99, 2**31 - 1, -(2**31)):
        assert env.call("psutil_error_name", number) == b"PSUTIL_ERR_UNKNOWN"
        assert env.call("psutil_strerror", number) == b"unknown error"


@contract("psutil_error_name", misuse=no_code, leak=has_no_memory("psutil_error_name"))
def _(env: TestProcesses) -> None:
    for code, name in env.library.code_names.items():
        assert env.call("psutil_error_name", code) == name.encode()


@contract("psutil_strerror", misuse=no_code, leak=has_no_memory("psutil_strerror"))
def _(env: TestProcesses) -> None:
    texts = {env.call("psutil_strerror", code) for code in env.library.code_names}
    assert len(texts) == len(env.library.code_names)
    assert b"unknown error" not in texts


def each_thread_its_own(env: TestProcesses) -> None:
    """Another thread does not see the error, and calls that succeed do not clear it."""
    with pytest.raises(Failed):
        env.call("psutil_process_new", -1)
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(env.call("psutil_last_error").code))
    thread.start()
    thread.join()
    assert seen == [env.library.OK]
    env.call("psutil_pids")
    assert env.call("psutil_last_error").code == env.library.ERR_NO_SUCH_PROCESS


@contract(
    "psutil_last_error",
    misuse=each_thread_its_own,
    leak=lambda env: assert_no_leak(lambda: env.call("psutil_last_error")),
)
def _(env: TestProcesses) -> None:
    with pytest.raises(Failed):
        env.call("psutil_process_exe", env.exited)
    error = env.call("psutil_last_error")
    assert (error.code, error.pid, error.ppid) == (env.library.ERR_NO_SUCH_PROCESS, env.exited_pid, env.library.NA)
    assert math.isnan(error.timeout)
    assert re.fullmatch(rb"psutil_process_exe: PID %d.*: .+" % env.exited_pid, error.message)


def free_nothing(env: TestProcesses) -> None:
    env.call("psutil_free", env.library.ffi.NULL)


@contract("psutil_free", misuse=free_nothing, leak=lambda env: assert_no_leak(lambda: free_nothing(env)))
def _(env: TestProcesses) -> None:
    block = env.library.ffi.new("char **")
    assert env.library.functions.psutil_process_name(env.me, block) == env.library.OK
    env.call("psutil_free", block[0])


FILES = str(pathlib.Path(__file__).parents[2] / "platform" / "linux" / "testdata" / "6.18-x86_64" / "proc").encode()


def text(env: TestProcesses, content: bytes) -> Any:
    return env.library.ffi.new("char[]", content)


@contract(
    "psutil_set_procfs_path",
    inputs=lambda env: (text(env, b""),),
    invalid=lambda env: [(text(env, path),) for path in (b"proc", b".", b"\n/proc", b"/" * 4096, b"x" * 100_000)],
)
def _(env: TestProcesses) -> None:
    """test_procfs.py tests more."""
    try:
        env.call("psutil_set_procfs_path", text(env, FILES))
        assert env.call("psutil_pids") == [42]
        assert (
            env.call("psutil_process_name", env.me) == oracle.Process().name().encode()
        )  # the handle is of the earlier procfs
        with env.handle_of(42) as handle, pytest.raises(Failed) as failed:
            env.call("psutil_process_send_signal", handle, 0)
        assert failed.value.code == env.library.ERR_NOT_SUPPORTED
    finally:
        env.call("psutil_set_procfs_path", text(env, b""))
    assert env.me_pid in env.call("psutil_pids")


@contract(
    "psutil_set_workers",
    inputs=lambda env: (0,),
    invalid=lambda env: [(n,) for n in (-1, -(2**31))],
)
def _(env: TestProcesses) -> None:
    try:
        for n in (1, 2, 8, 2**31 - 1):
            env.call("psutil_set_workers", n)
            assert env.me_pid in env.call("psutil_pids")
    finally:
        env.call("psutil_set_workers", 0)


# ---- processes on the system


@contract("psutil_pids", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    def listed() -> set[int]:
        return {int(p.name) for p in PROC.iterdir() if p.name.isdigit()}

    earlier, pids, later = listed(), env.call("psutil_pids"), listed()
    assert pids == sorted(set(pids))
    assert {os.getpid(), env.child_process.pid, env.zombie_pid, 1} <= set(pids)
    assert env.exited_pid not in pids
    assert_all_and_no_others(earlier, set(pids), later)


def assert_all_and_no_others(earlier: set[int], found: set[int], later: set[int]) -> None:
    """Asserts of PIDs that none of a process is absent that was there all the time, and none is of no process."""
    assert earlier & later <= found
    brief = found - earlier - later  # these started and exited in between: /proc has a directory of each thread, too
    assert [pid for pid in brief if (PROC / str(pid)).exists()] == []


def not_pids(env: TestProcesses) -> None:
    for pid in (*NOT_PIDS, *(p + os.getpid() for p in (2**31, 2**32, 2**40))):
        assert env.call("psutil_pid_exists", pid) == 0, pid


@contract("psutil_pid_exists", inputs=lambda env: (env.me_pid,), misuse=not_pids)
def _(env: TestProcesses) -> None:
    for pid, exists in (
        (env.me_pid, 1),
        (env.child_process.pid, 1),
        (env.zombie_pid, 1),
        (1, 1),
        (env.exited_pid, 0),
        (0, 0),
    ):
        assert env.call("psutil_pid_exists", pid) == exists, pid
    env.as_other_user(lambda pid: check_exists(env, pid))
    done = threading.Event()
    thread = threading.Thread(target=done.wait, args=[60])
    thread.start()
    assert thread.native_id is not None
    assert env.call("psutil_pid_exists", thread.native_id) == 0  # a thread ID is not a PID
    done.set()
    thread.join()


def check_exists(env: TestProcesses, pid: int) -> None:
    assert env.call("psutil_pid_exists", pid) == 1


# ---- CPU


@contract("psutil_cpu_count", inputs=lambda env: (1,))
def _(env: TestProcesses) -> None:
    logical, cores = env.call("psutil_cpu_count", 1), env.call("psutil_cpu_count", 0)
    assert logical == os.sysconf("SC_NPROCESSORS_ONLN")
    assert cores == (oracle.cpu_count(logical=False) or env.library.NA)


CPU_FIELDS = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice")


def assert_cpu_times_between(earlier: Any, ours: Any, later: Any) -> None:
    """Asserts that CPU times lie between psutil's. The kernel lets those of an idle CPU fall by some ticks."""
    for field in CPU_FIELDS:
        slack = 1 if field in ("idle", "iowait") else 0
        assert getattr(earlier, field) - slack <= getattr(ours, field) <= getattr(later, field) + slack, field


@contract("psutil_cpu_times", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    earlier, times, later = oracle.cpu_times(), env.call("psutil_cpu_times"), oracle.cpu_times()
    assert_cpu_times_between(earlier, times, later)
    assert math.isnan(times.dpc)
    assert (times.cpu, times.reserved) == (env.library.NA, [env.library.NA] * 4)


@contract("psutil_cpu_times_per_cpu", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    earlier = oracle.cpu_times(percpu=True)
    each, later = env.call("psutil_cpu_times_per_cpu"), oracle.cpu_times(percpu=True)
    for number, (before, ours, after) in enumerate(zip(earlier, each, later, strict=True)):
        assert_cpu_times_between(before, ours, after)
        assert (ours.cpu, ours.reserved) == (number, [env.library.NA] * 4)


NOT_INTERVALS = (-1.0, -1e-9, math.nan, -math.inf, math.inf)


def percents(env: TestProcesses, name: str) -> None:
    """The first call returns 0; then the CPU is busy; then the call waits."""

    def in_a_new_thread() -> None:
        first = env.call(name, 0.0)
        assert all(p == 0 for p in (first if isinstance(first, list) else [first]))
        burn(0.2)
        later.append(env.call(name, 0.0))

    later: list[Any] = []
    thread = threading.Thread(target=in_a_new_thread)
    thread.start()
    thread.join()
    start = time.monotonic()
    during = env.call(name, 0.15)
    assert time.monotonic() - start >= 0.15
    for answer in (*later, during):
        each = answer if isinstance(answer, list) else [answer]
        assert all(0 <= p <= 100 for p in each)
    assert max(later[0] if isinstance(later[0], list) else later) > 0


def burn(seconds: float) -> None:
    """Uses that much CPU time, however long that takes."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


@contract("psutil_cpu_percent", inputs=lambda env: (0.0,), invalid=lambda env: [(i,) for i in NOT_INTERVALS])
def _(env: TestProcesses) -> None:
    percents(env, "psutil_cpu_percent")


@contract("psutil_cpu_percent_per_cpu", inputs=lambda env: (0.0,), invalid=lambda env: [(i,) for i in NOT_INTERVALS])
def _(env: TestProcesses) -> None:
    percents(env, "psutil_cpu_percent_per_cpu")
    assert len(env.call("psutil_cpu_percent_per_cpu", 0.0)) == len(env.call("psutil_cpu_times_per_cpu"))


def readings(env: TestProcesses, **busier: float) -> tuple[Any, Any]:
    """Returns two records of CPU times: 10 s in every mode, and more in some modes."""
    fields = dict.fromkeys(CPU_FIELDS, 10.0)
    new = env.library.ffi.new
    return new("psutil_cpu_times_t *", fields), new("psutil_cpu_times_t *", {**fields, **busier})


@contract("psutil_cpu_percent_between", inputs=lambda env: readings(env, user=11.0, idle=13.0))
def _(env: TestProcesses) -> None:
    for later, percent in (
        ({"user": 11.0, "idle": 13.0}, 25.0),
        ({"user": 11.0, "system": 11.0, "iowait": 11.0, "idle": 11.0}, 50.0),
        ({}, 0.0),
        ({"idle": 5.0}, 0.0),
        ({"user": 5.0, "system": 11.0}, 100.0),  # a counter that decreased counts as unchanged
        ({"user": math.nan, "system": 11.0, "idle": 11.0}, 50.0),
    ):
        assert env.call("psutil_cpu_percent_between", *readings(env, **later)) == percent, later
    assert env.call("psutil_cpu_percent_between", *reversed(readings(env, user=11.0, idle=13.0))) == 0


def parts(answer: Any) -> list[float]:
    """Returns the modes that add up to all of the time; guest and guest_nice are parts of others."""
    return [getattr(answer, field) for field in CPU_FIELDS[:-2]]


def percents_of_modes(env: TestProcesses, name: str) -> None:
    """The first call returns 0; later the modes add up to 100."""

    def in_a_new_thread() -> None:
        for _ in range(2):
            answer = env.call(name, 0.0)
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
    assert max(cpu.user + cpu.nice for cpu in answers[1]) > 0  # nice, where this process is niced


@contract("psutil_cpu_times_percent", inputs=lambda env: (0.0,), invalid=lambda env: [(i,) for i in NOT_INTERVALS])
def _(env: TestProcesses) -> None:
    percents_of_modes(env, "psutil_cpu_times_percent")


@contract(
    "psutil_cpu_times_percent_per_cpu", inputs=lambda env: (0.0,), invalid=lambda env: [(i,) for i in NOT_INTERVALS]
)
def _(env: TestProcesses) -> None:
    percents_of_modes(env, "psutil_cpu_times_percent_per_cpu")
    assert len(env.call("psutil_cpu_times_percent_per_cpu", 0.0)) == len(env.call("psutil_cpu_times_per_cpu"))


@contract("psutil_cpu_times_percent_between", inputs=lambda env: readings(env, user=11.0, idle=13.0))
def _(env: TestProcesses) -> None:
    answer = env.call("psutil_cpu_times_percent_between", *readings(env, user=11.0, idle=13.0, iowait=5.0))
    assert (answer.user, answer.idle, sum(parts(answer))) == (
        25,
        75,
        100,
    )  # a counter that decreased counts as unchanged
    unknown = env.call("psutil_cpu_times_percent_between", *readings(env, user=math.nan, idle=11.0))
    assert math.isnan(unknown.user)
    assert unknown.idle == 100
    for pair in readings(env), reversed(readings(env, user=11.0, idle=13.0)):
        assert set(parts(env.call("psutil_cpu_times_percent_between", *pair))) == {0.0}


@contract("psutil_cpu_stats", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    earlier, ours, later = oracle.cpu_stats(), env.call("psutil_cpu_stats"), oracle.cpu_stats()
    assert ours.syscalls == env.library.NA
    assert_between(earlier, ours, later, ("ctx_switches", "interrupts", "soft_interrupts"))


def assert_between(earlier: Any, ours: Any, later: Any, fields: tuple[str, ...]) -> None:
    """Asserts that growing counters lie between psutil's readings."""
    for field in fields:
        assert getattr(earlier, field) <= getattr(ours, field) <= getattr(later, field), field


def frequencies(env: TestProcesses, name: str) -> None:
    """test_cpu.py compares the numbers with psutil's; many machines have none."""
    if not oracle.cpu_freq(percpu=True):
        not_on_this_system(env, name)
        return
    answer = env.call(name)
    each = answer if isinstance(answer, list) else [answer]
    assert len(each) == (len(env.call("psutil_cpu_times_per_cpu")) if isinstance(answer, list) else 1)
    for frequency in each:
        assert all(math.isnan(f) or f > 0 for f in (frequency.current, frequency.max))


@contract("psutil_cpu_freq", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    frequencies(env, "psutil_cpu_freq")


@contract("psutil_cpu_freq_per_cpu", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    frequencies(env, "psutil_cpu_freq_per_cpu")


@contract("psutil_getloadavg", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    def compare() -> None:
        """Between two equal readings; the kernel changes the averages every five seconds."""
        earlier, load, later = os.getloadavg(), env.call("psutil_getloadavg"), os.getloadavg()
        assert earlier == later
        assert (load.load1, load.load5, load.load15) == pytest.approx(earlier, abs=0.0051)

    repeat_until_passes(compare)


# ---- memory


@contract("psutil_virtual_memory", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    def compare() -> None:
        ours, theirs = env.call("psutil_virtual_memory"), oracle.virtual_memory()
        assert ours.total == theirs.total
        assert ours.used == ours.total - ours.available
        assert ours.percent == round((ours.total - ours.available) / ours.total * 100, 1)
        for field in ("available", "free", "active", "inactive", "buffers", "cached", "shared", "slab"):
            assert getattr(ours, field) == pytest.approx(getattr(theirs, field), abs=32 << 20), field
        assert ours.wired == env.library.NA
        assert ours.reserved == [env.library.NA] * 8

    repeat_until_passes(compare)


@contract("psutil_swap_memory", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    def compare() -> None:
        earlier, ours, later = oracle.swap_memory(), env.call("psutil_swap_memory"), oracle.swap_memory()
        assert ours.total == ours.used + ours.free == earlier.total
        assert ours.used == pytest.approx(earlier.used, abs=4 << 20)
        if not os.path.exists("/proc/vmstat"):
            assert ours.sin == ours.sout == env.library.NA
        else:
            assert_between(earlier, ours, later, ("sin", "sout"))

    repeat_until_passes(compare)


# ---- disks


@contract("psutil_disk_partitions", inputs=lambda env: (1,))
def _(env: TestProcesses) -> None:
    def compare() -> None:
        for all_of_them in False, True:
            ours = [
                (p.device, p.mountpoint, p.fstype, p.opts) for p in env.call("psutil_disk_partitions", int(all_of_them))
            ]
            theirs = [tuple(partition)[:4] for partition in oracle.disk_partitions(all=all_of_them)]
            assert [tuple(map(os.fsdecode, partition)) for partition in ours] == theirs

    repeat_until_passes(compare)


def no_path(env: TestProcesses) -> None:
    for path, number in (b"/nowhere", errno.ENOENT), (b"", errno.ENOENT), (b"/etc/passwd/x", errno.ENOTDIR):
        with pytest.raises(Failed) as failed:
            env.call("psutil_disk_usage", text(env, path))
        assert (failed.value.code, failed.value.error.os_error) == (env.library.ERR_OS, number)
    with pytest.raises(Failed) as failed:
        env.call("psutil_disk_usage", text(env, b"/" * 100_000 + b"x"))
    assert (failed.value.code, failed.value.error.os_error) == (env.library.ERR_OS, errno.ENAMETOOLONG)


@contract("psutil_disk_usage", inputs=lambda env: (text(env, b"/"),), misuse=no_path)
def _(env: TestProcesses) -> None:
    def compare() -> None:
        ours, theirs = env.call("psutil_disk_usage", text(env, b"/")), oracle.disk_usage("/")
        assert ours.total == theirs.total
        assert (ours.used, ours.free) == pytest.approx((theirs.used, theirs.free), abs=4 << 20)
        assert ours.percent == pytest.approx(ours.used / (ours.used + ours.free) * 100, abs=0.051)

    repeat_until_passes(compare)


DISK_FIELDS = (
    *("read_count", "write_count", "read_bytes", "write_bytes", "read_time", "write_time"),
    *("read_merged_count", "write_merged_count", "busy_time"),
)


@contract("psutil_disk_io_counters", inputs=lambda env: (1,))
def _(env: TestProcesses) -> None:
    earlier = oracle.disk_io_counters(nowrap=False)
    if earlier is None:
        not_on_this_system(env, "psutil_disk_io_counters", 0)
        return
    ours = env.call("psutil_disk_io_counters", 0)
    assert_between(earlier, ours, oracle.disk_io_counters(nowrap=False), DISK_FIELDS)
    assert_between(ours, env.call("psutil_disk_io_counters", 1), env.call("psutil_disk_io_counters", 1), DISK_FIELDS)


@contract("psutil_disk_io_counters_per_disk", inputs=lambda env: (1,))
def _(env: TestProcesses) -> None:
    earlier = oracle.disk_io_counters(perdisk=True, nowrap=False)
    ours = env.call("psutil_disk_io_counters_per_disk", 0)
    later = oracle.disk_io_counters(perdisk=True, nowrap=False)
    assert [disk.name.decode() for disk in ours] == list(earlier)
    for disk in ours:
        name = disk.name.decode()
        assert_between(earlier[name], disk.counters, later[name], DISK_FIELDS)


# ---- network


NET_FIELDS = ("bytes_sent", "bytes_recv", "packets_sent", "packets_recv", "errin", "errout", "dropin", "dropout")


@contract("psutil_net_io_counters", inputs=lambda env: (1,))
def _(env: TestProcesses) -> None:
    earlier = oracle.net_io_counters(nowrap=False)
    if earlier is None:
        not_on_this_system(env, "psutil_net_io_counters", 0)
        return
    ours = env.call("psutil_net_io_counters", 0)
    assert_between(earlier, ours, oracle.net_io_counters(nowrap=False), NET_FIELDS)
    assert_between(ours, env.call("psutil_net_io_counters", 1), env.call("psutil_net_io_counters", 1), NET_FIELDS)


@contract("psutil_net_io_counters_per_nic", inputs=lambda env: (1,))
def _(env: TestProcesses) -> None:
    earlier = oracle.net_io_counters(pernic=True, nowrap=False)
    ours = env.call("psutil_net_io_counters_per_nic", 0)
    later = oracle.net_io_counters(pernic=True, nowrap=False)
    assert {nic.name.decode() for nic in ours} == set(earlier)
    for nic in ours:
        name = nic.name.decode()
        assert_between(earlier[name], nic.counters, later[name], NET_FIELDS)


NOT_KINDS = (b"", b"tcp5", b"TCP", b"all ", b"inet\n", b"x" * 100_000)


@contextlib.contextmanager
def listening(env: TestProcesses) -> Iterator[tuple[Any, ...]]:
    """Yields the connection record of a listening socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        local = (b"127.0.0.1", server.getsockname()[1])
        no_address = (None, env.library.NA)
        ip = (env.library.AF_INET, env.library.SOCK_STREAM)
        yield (server.fileno(), *ip, *local, *no_address, env.library.CONN_LISTEN, 0)


def record_of(c: Any) -> tuple[Any, ...]:
    ends = (c.local_address, c.local_port, c.remote_address, c.remote_port)
    return (c.fd, c.family, c.type, *ends, c.status, c.has_remote)


def payload_of_both_ends(env: TestProcesses, read: Callable[[int], list[Any]]) -> None:
    """Compares the bytes of a TCP connection with what its two ends have counted."""
    owners, counts = env.library.CONNECTIONS_PIDS, env.library.CONNECTIONS_BYTES
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        with socket.create_connection(server.getsockname()) as client, server.accept()[0] as peer:

            def carried(flags: int, one: socket.socket) -> tuple[int, int]:
                (c,) = [c for c in read(flags) if c.pid == env.me_pid and c.fd == one.fileno()]
                return c.bytes_sent, c.bytes_recv

            assert carried(owners | counts, client) == (0, 0)
            sender = threading.Thread(target=client.sendall, args=(b"x" * 3_000_001,))
            sender.start()
            assert len(peer.recv(3_000_001, socket.MSG_WAITALL)) == 3_000_001
            sender.join()
            peer.sendall(b"y" * 77)
            assert len(client.recv(77, socket.MSG_WAITALL)) == 77
            ends = {client: (3_000_001, 77), peer: (77, 3_000_001)}
            unknown = (env.library.NA, env.library.NA)
            for end, expected in ends.items():
                assert carried(owners | counts, end) == expected
                assert carried(owners, end) == unknown
            assert carried(owners | counts, server) == carried(owners | counts, udp) == unknown
            client.shutdown(socket.SHUT_WR)
            assert peer.recv(1) == b""  # the end of the connection is not payload
            for end, expected in ends.items():
                assert carried(owners | counts, end) == expected


@contract(
    "psutil_net_connections",
    inputs=lambda env: (text(env, b"udp4"), 0),
    invalid=lambda env: [
        *((text(env, kind), 0) for kind in NOT_KINDS),
        *((text(env, b"all"), flags) for flags in (8, -1, 2**31 - 1)),
    ],
)
def _(env: TestProcesses) -> None:
    """test_network.py tests more."""
    with listening(env) as server:
        for kind in b"all", b"inet", b"inet4", b"tcp", b"tcp4":
            found = env.call("psutil_net_connections", text(env, kind), env.library.CONNECTIONS_PIDS)
            assert server in [record_of(c) for c in found if c.pid == env.me_pid]
        nameless = env.call("psutil_net_connections", text(env, b"tcp4"), 0)
        assert {(c.pid, c.fd) for c in nameless} == {(env.library.NA, env.library.NA)}
        assert server[1:] in [record_of(c)[1:] for c in nameless]
        payload_of_both_ends(env, lambda flags: env.call("psutil_net_connections", text(env, b"all"), flags))
        for kind in b"udp", b"unix", b"inet6":
            found = env.call("psutil_net_connections", text(env, kind), env.library.CONNECTIONS_PIDS)
            assert server not in [record_of(c) for c in found]


@contract(
    "psutil_process_net_connections",
    inputs=lambda env: (env.me, text(env, b"inet"), 0),
    invalid=lambda env: [
        *((env.me, text(env, kind), 0) for kind in NOT_KINDS),
        *((env.me, text(env, b"all"), flags) for flags in (8, -1, 2**31 - 1)),
    ],
)
def _(env: TestProcesses) -> None:
    with listening(env) as server:
        ours = env.call("psutil_process_net_connections", env.me, text(env, b"all"), 0)
        assert server in map(record_of, ours)
        assert {c.pid for c in ours} == {env.me_pid}
        theirs = [(c.fd, int(c.family), int(c.type)) for c in oracle.Process().net_connections("all")]
        assert sorted((c.fd, c.family, c.type) for c in ours) == sorted(theirs)
    payload_of_both_ends(
        env, lambda flags: env.call("psutil_process_net_connections", env.me, text(env, b"all"), flags)
    )
    assert env.call("psutil_process_net_connections", env.child, text(env, b"tcp"), 0) == []


def no_conn_status(env: TestProcesses) -> None:
    for number in (0, -1, 16, 99, 2**31 - 1, -(2**31)):
        assert env.call("psutil_conn_status_name", number) == b"?"


@contract("psutil_conn_status_name", misuse=no_conn_status, leak=has_no_memory("psutil_conn_status_name"))
def _(env: TestProcesses) -> None:
    theirs = {getattr(oracle, name) for name in dir(oracle) if name.startswith("CONN_")}
    ours = {env.call("psutil_conn_status_name", number).decode() for number in range(1, 16)}
    assert theirs <= ours
    assert ours - {"DELETE_TCB", "IDLE", "BOUND"} <= theirs
    assert env.call("psutil_conn_status_name", env.library.CONN_LISTEN) == b"LISTEN"


@contract("psutil_net_if_addrs", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    theirs = {
        (name, int(a.family), a.address, a.netmask, a.broadcast, a.ptp)
        for name, addresses in oracle.net_if_addrs().items()
        for a in addresses
    }
    strings = ("address", "netmask", "broadcast", "ptp")
    ours = {
        (a.name.decode(), a.family, *(s and s.decode() for s in (getattr(a, field) for field in strings)))
        for a in env.call("psutil_net_if_addrs")
    }
    assert ours == theirs


@contract("psutil_net_if_stats", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    ours = {
        nic.name.decode(): (bool(nic.isup), nic.duplex, max(nic.speed, 0), nic.mtu, nic.flags.decode())
        for nic in env.call("psutil_net_if_stats")
    }
    assert ours == {name: (s.isup, int(s.duplex), s.speed, s.mtu, s.flags) for name, s in oracle.net_if_stats().items()}


# ---- other system information


@contract("psutil_boot_time", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    assert env.call("psutil_boot_time") == pytest.approx(oracle.boot_time(), abs=1)


# test_users.py, test_sensors.py and test_cgroup.py test the next five functions on a made-up machine.


@contract("psutil_users", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    users = env.call("psutil_users")
    assert [u.started for u in users] == sorted(u.started for u in users)
    theirs = {(u.name.encode(), (u.host or "").encode(), u.started, u.pid) for u in oracle.users()}
    assert {(u.name, u.host, u.started, u.pid) for u in users} == theirs


@contract("psutil_sensors_temperatures", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    theirs = [(name.encode(), t.label.encode()) for name, all_ in oracle.sensors_temperatures().items() for t in all_]
    assert [(t.name, t.label) for t in env.call("psutil_sensors_temperatures")] == theirs


@contract("psutil_sensors_fans", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    theirs = [(name.encode(), f.label.encode()) for name, fans in oracle.sensors_fans().items() for f in fans]
    assert [(f.name, f.label) for f in env.call("psutil_sensors_fans")] == theirs


@contract("psutil_sensors_battery", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    battery = env.call("psutil_sensors_battery")
    if battery.present:
        assert 0 <= battery.percent <= 100
        assert battery.secsleft >= 0 or battery.secsleft in (
            env.library.POWER_TIME_UNKNOWN,
            env.library.POWER_TIME_UNLIMITED,
        )
    else:
        assert math.isnan(battery.percent)
        assert battery.secsleft == battery.power_plugged == env.library.NA
    assert battery.reserved == [env.library.NA] * 4


def no_groups(env: TestProcesses) -> None:
    for pid in (*NOT_PIDS, env.exited_pid):
        with pytest.raises(Failed) as failed:
            env.call("psutil_cgroup_limits", pid)
        assert failed.value.code == env.library.ERR_NO_SUCH_PROCESS
        assert failed.value.error.pid == pid


@contract("psutil_cgroup_limits", inputs=lambda env: (0,), misuse=no_groups)
def _(env: TestProcesses) -> None:
    ours = env.call("psutil_cgroup_limits", 0)
    groups = (PROC / "self" / "cgroup").read_bytes().splitlines()
    assert ours.path is None or ours.path in {line.split(b":", 2)[2] for line in groups}
    assert ours.version in (1, 2, env.library.NA)
    assert (ours.cpuset is None) == (ours.cpuset_count == env.library.NA)
    assert ours.reserved == [env.library.NA] * 8
    for pid in env.me_pid, env.child_process.pid:
        assert env.call("psutil_cgroup_limits", pid).path == ours.path
    assert env.call("psutil_cgroup_limits", env.zombie_pid).path in (ours.path, b"/")
    env.as_other_user(lambda pid: env.call("psutil_cgroup_limits", pid))


def plausible_pressure(env: TestProcesses, number: int, ours: Any) -> None:
    """Averages are percentages; interrupts have no "some", and Linux reports no level."""
    averages = [ours.some_avg10, ours.some_avg60, ours.some_avg300, ours.full_avg10, ours.full_avg60, ours.full_avg300]
    assert all(math.isnan(average) or 0 <= average <= 100 for average in averages)
    assert math.isnan(ours.some_total) == (number == env.library.PRESSURE_IRQ)
    assert not ours.some_total < 0
    assert not ours.full_total < 0
    assert ours.level == env.library.NA
    assert ours.reserved == [env.library.NA] * 4


PRESSURE_FILES = ("cpu", "memory", "io", "irq")


def psi_total(file: pathlib.Path, kind: str) -> float:
    """The seconds of a line of a kernel file; NaN without that line."""
    totals = {line.split()[0]: float(line.split("total=")[1]) / 1e6 for line in file.read_text().splitlines()}
    return totals.get(kind, math.nan)


def compare_pressure(env: TestProcesses, file: pathlib.Path, number: int, name: str, *inputs: Any) -> None:
    try:
        earlier = [psi_total(file, kind) for kind in ("some", "full")]
    except OSError:
        not_on_this_system(env, name, *inputs)
        return
    ours = env.call(name, *inputs)
    plausible_pressure(env, number, ours)
    later = [psi_total(file, kind) for kind in ("some", "full")]
    for before, value, after in zip(earlier, (ours.some_total, ours.full_total), later, strict=True):
        assert math.isnan(before) == math.isnan(value)
        assert math.isnan(before) or before <= value <= after


def unknown_resources(*before: int) -> list[tuple[Any, ...]]:
    return [(*before, number) for number in (-1, 4, 2**31 - 1, -(2**31))]


@contract("psutil_pressure", inputs=lambda env: (0,), invalid=lambda env: unknown_resources())
def _(env: TestProcesses) -> None:
    for number, file in enumerate(PRESSURE_FILES):
        compare_pressure(env, PROC / "pressure" / file, number, "psutil_pressure", number)
    env.as_other_user(lambda pid: compare_pressure(env, PROC / "pressure" / "memory", 1, "psutil_pressure", 1))


def own_group() -> pathlib.Path:
    """The directory of this process's group of version 2; one that does not exist if there is none."""
    own = [line[3:] for line in (PROC / "self" / "cgroup").read_text().splitlines() if line.startswith("0::")]
    for line in (PROC / "self" / "mountinfo").read_text().splitlines():
        mount, fs = (half.split() for half in line.split(" - "))
        if fs[0] == "cgroup2" and own:
            return pathlib.Path(mount[4]) / os.path.relpath(own[0], mount[3])
    return pathlib.Path("/no/such/group")


def no_group_pressure(env: TestProcesses) -> None:
    for pid in (*NOT_PIDS, env.exited_pid):
        with pytest.raises(Failed) as failed:
            env.call("psutil_cgroup_pressure", pid, 0)
        assert failed.value.code == env.library.ERR_NO_SUCH_PROCESS
        assert failed.value.error.pid == pid


@contract(
    "psutil_cgroup_pressure",
    inputs=lambda env: (0, 0),
    invalid=lambda env: unknown_resources(0),
    misuse=no_group_pressure,
)
def _(env: TestProcesses) -> None:
    group = own_group()
    for pid in (0, env.me_pid, env.child_process.pid):
        for number, file in enumerate(PRESSURE_FILES):
            compare_pressure(env, group / f"{file}.pressure", number, "psutil_cgroup_pressure", pid, number)


@contract("psutil_heap_info", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    ours, theirs = env.call("psutil_heap_info"), oracle.heap_info()
    assert ours.heap_used == pytest.approx(theirs.heap_used, abs=1 << 20)
    assert ours.mmap_used == pytest.approx(theirs.mmap_used, abs=1 << 20)
    assert ours.heap_count == env.library.NA


@contract("psutil_heap_trim", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    assert env.call("psutil_heap_trim") in (0, 1)


def not_on_this_system(env: TestProcesses, name: str, *inputs: Any) -> None:
    with pytest.raises(Failed) as failed:
        env.call(name, *inputs)
    assert failed.value.code == env.library.ERR_NOT_SUPPORTED


@contract("psutil_win_services", inputs=lambda env: ())
def _(env: TestProcesses) -> None:
    not_on_this_system(env, "psutil_win_services")


@contract("psutil_win_service", inputs=lambda env: (text(env, b"Spooler"),))
def _(env: TestProcesses) -> None:
    not_on_this_system(env, "psutil_win_service", text(env, b"Spooler"))


# ---- one process


def no_such_process(env: TestProcesses) -> None:
    own = os.getpid()
    for pid in (0, *NOT_PIDS, env.exited_pid, *(2**31 + own, 2**32 + own, 2**40 + own, -own)):
        out = env.library.new_output(env.library.prototypes["psutil_process_new"].outputs[0])
        code = env.library.functions.psutil_process_new(pid, out)
        assert code == env.library.ERR_NO_SUCH_PROCESS, pid
        assert not env.library.is_touched(out)
        error = env.call("psutil_last_error")
        assert error.pid == pid
        assert f"PID {pid}: " in error.message.decode(), pid


def many_new(env: TestProcesses) -> None:
    def once() -> None:
        for pid in (env.me_pid, env.zombie_pid):
            env.call("psutil_process_free", env.handle(pid))
        for pid in (-1, env.exited_pid):
            with pytest.raises(Failed):
                env.handle(pid)

    assert_no_leak(once)


@contract("psutil_process_new", inputs=lambda env: (env.me_pid,), misuse=no_such_process, leak=many_new)
def _(env: TestProcesses) -> None:
    for pid in (env.me_pid, env.child_process.pid, env.zombie_pid, 1):
        with env.handle_of(pid) as handle:
            assert env.call("psutil_process_pid", handle) == pid


@contract("psutil_process_free", leak=many_new)
def _(env: TestProcesses) -> None:
    handle = env.handle(env.me_pid)
    assert env.call("psutil_process_free", handle) is None
    with pytest.raises(Failed) as failed:
        env.call("psutil_process_free", handle)
    assert failed.value.code == env.library.ERR_INVALID_HANDLE


@contract("psutil_process_pid")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_pid", env.me) == env.me_pid
    assert env.call("psutil_process_pid", env.exited) == env.exited_pid


@contract("psutil_process_equal", inputs=lambda env: (env.me, env.child))
def _(env: TestProcesses) -> None:
    for pid in (env.me_pid, env.child_process.pid, env.zombie_pid, 1):
        with env.handle_of(pid) as first, env.handle_of(pid) as second:
            assert env.call("psutil_process_equal", first, second) == 1
            assert env.call("psutil_process_equal", first, first) == 1
            assert env.call("psutil_process_equal", first, env.exited) == 0
    assert env.call("psutil_process_equal", env.exited, env.exited) == 1
    assert env.call("psutil_process_equal", env.me, env.child) == 0


@contract("psutil_process_ppid")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_ppid", env.me) == os.getppid()
    assert env.call("psutil_process_ppid", env.child) == env.call("psutil_process_ppid", env.zombie) == env.me_pid
    with env.handle_of(1) as first:
        assert env.call("psutil_process_ppid", first) == 0


@contract("psutil_process_parent")
def _(env: TestProcesses) -> None:
    parent = env.call("psutil_process_parent", env.zombie)
    assert env.call("psutil_process_pid", parent) == env.me_pid
    env.call("psutil_process_free", parent)
    with env.handle_of(1) as first:
        assert env.call("psutil_process_parent", first) is None


@contract("psutil_process_name")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_name", env.me) == oracle.Process().name().encode()
    assert env.call("psutil_process_name", env.child) == b"sleep"
    assert env.call("psutil_process_name", env.zombie) == b"true"


@contract("psutil_process_exe")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_exe", env.me) == os.readlink("/proc/self/exe").encode()


@contract("psutil_process_cmdline")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_cmdline", env.child) == [b"sleep", b"1000"]
    odd = [sys.executable, "-c", "print(flush=True); input()", "", "two words", "\udcff\udc80", ""]
    with subprocess.Popen(odd, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            assert process.stdout.readline()  # during execve a process has no command line
            with env.handle_of(process.pid) as handle:
                assert env.call("psutil_process_cmdline", handle) == [os.fsencode(a) for a in odd]
        finally:
            process.kill()


@contract("psutil_process_status")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_status", env.me) == env.library.STATUS_RUNNING
    assert env.call("psutil_process_status", env.zombie) == env.library.STATUS_ZOMBIE
    with env.some_child() as (process, handle):
        for sent, status in (signal.SIGSTOP, env.library.STATUS_STOPPED), (signal.SIGCONT, env.library.STATUS_SLEEPING):
            process.send_signal(sent)
            end = time.monotonic() + 10
            while env.call("psutil_process_status", handle) != status:
                assert time.monotonic() < end
                time.sleep(0.01)


def no_status(env: TestProcesses) -> None:
    for number in (-1, 14, 99, 2**31 - 1, -(2**31)):
        assert env.call("psutil_status_name", number) == b"?"


@contract("psutil_status_name", misuse=no_status, leak=has_no_memory("psutil_status_name"))
def _(env: TestProcesses) -> None:
    theirs = {getattr(oracle, name) for name in dir(oracle) if name.startswith("STATUS_")}
    ours = {env.call("psutil_status_name", number).decode() for number in range(14)}
    assert ours - {"suspended", "wake-kill"} <= theirs
    assert env.call("psutil_status_name", env.library.STATUS_DISK_SLEEP) == b"disk-sleep"


@contract("psutil_process_create_time")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_create_time", env.me) == pytest.approx(oracle.Process().create_time(), abs=0.02)
    begin = time.time()
    with env.some_child() as (_, handle):  # the boot time, from which it counts, is in whole seconds
        assert begin - 1 <= env.call("psutil_process_create_time", handle) <= time.time() + 1


@contract("psutil_process_uids")
def _(env: TestProcesses) -> None:
    ids = env.call("psutil_process_uids", env.me)
    assert (ids.real, ids.effective, ids.saved) == os.getresuid()


@contract("psutil_process_username")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_username", env.me) == oracle.Process().username().encode()
    with env.handle_of(1) as first:
        assert env.call("psutil_process_username", first) == oracle.Process(1).username().encode()


@contract("psutil_process_cpu_times")
def _(env: TestProcesses) -> None:
    burn(0.05)
    ours, theirs = env.call("psutil_process_cpu_times", env.me), oracle.Process().cpu_times()
    for field in ("user", "system", "children_user", "children_system", "iowait"):
        assert getattr(ours, field) == pytest.approx(getattr(theirs, field), abs=0.5), field
    assert ours.user > 0
    assert ours.reserved == [env.library.NA] * 3


@contract(
    "psutil_process_cpu_percent",
    inputs=lambda env: (env.me, 0.0),
    invalid=lambda env: [(env.me, interval) for interval in NOT_INTERVALS],
)
def _(env: TestProcesses) -> None:
    with env.handle_of(env.me_pid) as handle:
        assert env.call("psutil_process_cpu_percent", handle, 0.0) == 0
        start, used = time.monotonic(), time.process_time()
        burn(0.3)
        percent = env.call("psutil_process_cpu_percent", handle, 0.0)
        took, used = time.monotonic() - start, time.process_time() - used
        assert percent > 0.2 / took * 100  # the kernel counts ticks
        assert percent < (used + 0.1) / 0.3 * 100
    start = time.monotonic()
    assert env.call("psutil_process_cpu_percent", env.child, 0.1) == 0
    assert time.monotonic() - start >= 0.1


@contract("psutil_process_memory_info")
def _(env: TestProcesses) -> None:
    ours, theirs = (
        env.call("psutil_process_memory_info", env.child),
        oracle.Process(env.child_process.pid).memory_info(),
    )
    assert (ours.rss, ours.vms) == pytest.approx((theirs.rss, theirs.vms), rel=0.1)
    assert ours.rss % resource.getpagesize() == 0
    assert ours.reserved == [env.library.NA] * 2
    nothing = env.call("psutil_process_memory_info", env.zombie)
    assert (nothing.rss, nothing.vms) == (0, 0)


@contract("psutil_process_num_threads")
def _(env: TestProcesses) -> None:
    assert env.call("psutil_process_num_threads", env.child) == 1

    def compare() -> None:
        """A thread of Python that has been joined is there for a moment longer."""
        assert env.call("psutil_process_num_threads", env.me) == len(os.listdir("/proc/self/task"))

    repeat_until_passes(compare)


@contract("psutil_process_is_running")
def _(env: TestProcesses) -> None:
    for handle, running in (env.me, 1), (env.child, 1), (env.zombie, 1), (env.exited, 0):
        assert env.call("psutil_process_is_running", handle) == running


NOT_SIGNALS = (-1, 65, 1000, 2**31 - 1)


@contract(
    "psutil_process_send_signal",
    inputs=lambda env: (env.me, 0),
    invalid=lambda env: [(env.child, number) for number in NOT_SIGNALS],
)
def _(env: TestProcesses) -> None:
    for number in (signal.SIGUSR1, signal.SIGKILL, signal.SIGRTMAX):
        with env.some_child() as (process, handle):
            env.call("psutil_process_send_signal", handle, 0)
            assert process.poll() is None
            env.call("psutil_process_send_signal", handle, int(number))
            assert process.wait(10) == -number


@contract(
    "psutil_process_terminate",
    inputs=lambda env: (env.zombie,),
)
def _(env: TestProcesses) -> None:
    with env.some_child() as (process, handle):
        env.call("psutil_process_terminate", handle)
        assert process.wait(10) == -signal.SIGTERM


@contract(
    "psutil_process_kill",
    inputs=lambda env: (env.zombie,),
)
def _(env: TestProcesses) -> None:
    with env.some_child() as (process, handle):
        env.call("psutil_process_kill", handle)
        assert process.wait(10) == -signal.SIGKILL


@contract(
    "psutil_process_wait",
    inputs=lambda env: (env.zombie, 0.0, env.library.WAIT_NO_REAP),
    invalid=lambda env: [(env.child, math.nan, 0), (env.child, 0.0, 4), (env.child, 0.0, -1)],
)
def _(env: TestProcesses) -> None:
    seen = env.call("psutil_process_wait", env.zombie, -1.0, env.library.WAIT_NO_REAP)
    assert (seen.has_exit_code, seen.exit_code, seen.is_child, seen.reserved) == (1, 0, 1, [env.library.NA])
    with env.some_child() as (process, handle):
        start = time.monotonic()
        with pytest.raises(Failed) as failed:
            env.call("psutil_process_wait", handle, 0.1, 0)
        assert time.monotonic() - start >= 0.1
        assert (failed.value.code, failed.value.error.timeout) == (env.library.ERR_TIMEOUT_EXPIRED, 0.1)
        process.terminate()
        for _ in range(2):  # the result is kept
            ended = env.call("psutil_process_wait", handle, math.inf, 0)
            assert (ended.has_exit_code, ended.exit_code) == (1, -signal.SIGTERM)
        assert env.call("psutil_process_is_running", handle) == 0
    unknown = env.call("psutil_process_wait", env.exited, 0.0, 0)
    assert (unknown.has_exit_code, unknown.exit_code) == (0, -1)
