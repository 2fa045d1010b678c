"""The functions about the whole system, against PyPI's psutil and the kernel at the same moment."""

from __future__ import annotations

import inspect
import os
import threading
import time
import warnings

import psutil
import pytest
from conftest import Spawn, output, run_python, until

import libpsutil
from libpsutil import _declarations as c
from libpsutil import v1


def test_get_pid_list() -> None:
    before = set(psutil.pids())
    pids = libpsutil.get_pid_list()
    after = set(psutil.pids())
    assert pids == sorted(pids)
    assert before & after <= set(pids)
    # What is in neither started and exited in between; /proc has a directory of each thread, too.
    assert [pid for pid in set(pids) - before - after if os.path.exists(f"/proc/{pid}")] == []
    assert os.getpid() in pids


def test_get_pid_list_has_zombies(zombie: libpsutil.Process) -> None:
    assert zombie.pid in libpsutil.get_pid_list()


def test_pid_exists(spawn: Spawn) -> None:
    child = spawn("sleep", "1000")
    assert libpsutil.pid_exists(child.pid) is True
    child.kill()
    child.wait()
    assert libpsutil.pid_exists(child.pid) is False
    assert libpsutil.pid_exists(os.getpid())


@pytest.mark.parametrize("pid", [-1, -(2**64) + 1])
def test_negative_pids(pid: int) -> None:
    assert libpsutil.pid_exists(pid) is False
    with pytest.raises(ValueError, match=f"pid {pid}"):
        libpsutil.Process(pid)


@pytest.mark.parametrize("pid", [2**31, 2**40, 2**63 - 1, 2**63, pytest.param(2**64 + os.getpid(), id="own + 2**64")])
def test_pids_that_no_system_has(pid: int) -> None:
    assert libpsutil.pid_exists(pid) is False
    with pytest.raises(libpsutil.NoSuchProcess) as raised:
        libpsutil.Process(pid)
    assert raised.value.pid == pid


@pytest.mark.parametrize("pid", ["1", 1.0, b"1"])
def test_pids_that_are_no_integers(pid: int) -> None:
    with pytest.raises(TypeError):
        libpsutil.pid_exists(pid)
    with pytest.raises(TypeError):
        libpsutil.Process(pid)


def test_pid_exists_not_for_threads() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert thread.native_id is not None
        assert not libpsutil.pid_exists(thread.native_id)
    finally:
        stop.set()
        thread.join()


def lie_between(before: tuple[float, ...], actual: tuple[float, ...], after: tuple[float, ...]) -> bool:
    """Counters grow; those of idle CPUs can go back a little."""
    return all(low - 1 <= value <= high + 1 for low, value, high in zip(before, actual, after))


def test_cpu_times() -> None:
    before, ours, after = psutil.cpu_times(), libpsutil.cpu_times(), psutil.cpu_times()
    assert ours._fields == before._fields
    assert lie_between(before, ours, after)
    assert repr(ours).startswith("cputimes(user=")


def test_cpu_times_percpu() -> None:
    before, ours, after = (module.cpu_times(percpu=True) for module in (psutil, libpsutil, psutil))
    assert len(before) == len(ours) == len(after)
    assert all(map(lie_between, before, ours, after))


def test_cpu_percent() -> None:
    start = time.monotonic()
    assert 0.0 <= libpsutil.cpu_percent(interval=0.2) <= 100.0
    assert time.monotonic() - start >= 0.2
    percpu = libpsutil.cpu_percent(interval=0.05, percpu=True)
    assert len(percpu) == len(psutil.cpu_times(percpu=True))
    assert all(0.0 <= percent <= 100.0 for percent in percpu)
    assert all(percent == round(percent, 1) for percent in percpu)


@pytest.mark.parametrize("interval", [-1, float("nan"), -0.001])
@pytest.mark.parametrize("percpu", [False, True])
def test_cpu_percent_of_no_interval(interval: float, percpu: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in psutil 1.2.1, it is like 0: the call does not wait."""
    monkeypatch.delattr(time, "sleep")
    for percent in libpsutil.cpu_percent, libpsutil.cpu_times_percent:
        assert type(percent(interval, percpu)) is type(percent(0, percpu))


BURN = """
import os, threading, time
import libpsutil
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
"""


@pytest.mark.parametrize("percpu", ["False", "True"])
def test_cpu_percent_compares_with_the_import(percpu: str) -> None:
    # From a thread, since the baseline is the module's and not the thread's.
    code = """
burn(0.5)
def first():
    print(libpsutil.cpu_percent(interval={interval}, percpu={percpu}))
thread = threading.Thread(target=first); thread.start(); thread.join()
print(libpsutil.cpu_percent(interval=0, percpu={percpu}))
"""
    for interval in ("0", "None"):
        lines = output(run_python(BURN + code.format(interval=interval, percpu=percpu))).splitlines()
        first = eval(lines[0])
        assert (max(first) if percpu == "True" else first) > 0.0
        assert len(lines) == 2


def test_cpu_percent_compares_with_the_last_call() -> None:
    # Between the import and the first call the machine works, between the others it does not: the last call, and not
    # the import, is what the later ones compare with.
    readings = [psutil.cpu_times()]
    libpsutil.cpu_percent(interval=0)
    readings.append(psutil.cpu_times())
    time.sleep(0.5)
    readings.append(psutil.cpu_times())
    percent = libpsutil.cpu_percent(interval=0)
    readings.append(psutil.cpu_times())
    # What was compared lies between the inner and the outer two readings.
    total = [sum(times[:8]) for times in readings]
    busy = [sum(times[:8]) - times.idle - times.iowait for times in readings]
    least, most = (busy[2] - busy[1]) / (total[3] - total[0]), (busy[3] - busy[0]) / (total[2] - total[1])
    assert 100 * least - 1 <= percent <= 100 * most + 1


def test_cpu_percent_with_a_signal_every_10_ms() -> None:
    # Signal handlers do not shorten what is measured: over 10 ms, one tick, every percentage would be near 0 or 100.
    code = """
import signal
signal.signal(signal.SIGALRM, lambda *_: None)
p = libpsutil.Process()
threading.Thread(target=burn, args=(60,), daemon=True).start()
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
start, used = time.monotonic(), time.process_time()
percent = p.get_cpu_percent(interval=0.5)
took, used = time.monotonic() - start, time.process_time() - used
signal.setitimer(signal.ITIMER_REAL, 0)
print(percent, took, used, flush=True)
os._exit(0)
"""
    percent, took, used = map(float, output(run_python(BURN + code)).split())
    assert took >= 0.5
    # Over 0.5 seconds or more, and one thread works: what is beside the measured time can be worked or waited.
    ticks = 10  # percent: two of 10 ms, of user and of system time
    assert 100 * (1 - (took - used) / 0.5) - ticks < percent < 100 * used / 0.5 + ticks


def test_getloadavg() -> None:
    def agree() -> bool:
        before, ours, after = os.getloadavg(), libpsutil.getloadavg(), os.getloadavg()
        return before == after and ours == pytest.approx(before, abs=0.0051)  # the kernel gives two decimals

    until(agree)  # the averages change every 5 seconds


def test_virtual_memory() -> None:
    ours = libpsutil.virtual_memory()
    assert repr(ours).startswith("vmem(total=")
    assert " ".join(ours._fields) == "total available percent used free active inactive buffers cached"
    assert ours.total == psutil.virtual_memory().total
    sizes = ("available", "used", "free", "active", "inactive", "buffers", "cached")
    assert all(isinstance(getattr(ours, field), int) for field in sizes)

    def agree() -> bool:
        mine, theirs = libpsutil.virtual_memory(), psutil.virtual_memory()
        return all(abs(getattr(mine, field) - getattr(theirs, field)) < 32 << 20 for field in sizes)

    until(agree)  # other processes use memory
    assert ours.percent == pytest.approx((ours.total - ours.available) / ours.total * 100, abs=0.06)


def test_boot_time() -> None:
    assert libpsutil.get_boot_time() == psutil.boot_time()


def test_constants_are_read_once() -> None:
    assert psutil.cpu_count() == libpsutil.NUM_CPUS
    assert psutil.virtual_memory().total == libpsutil.TOTAL_PHYMEM
    with pytest.warns(DeprecationWarning, match="get_boot_time"):
        assert psutil.boot_time() == libpsutil.BOOT_TIME
    assert libpsutil.TOTAL_PHYMEM is libpsutil.TOTAL_PHYMEM
    with pytest.raises(AttributeError, match="NUM_CPU"):
        libpsutil.NUM_CPU  # type: ignore[attr-defined]  # noqa: B018


def test_every_name_in_all_exists() -> None:
    for name in libpsutil.__all__:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            assert getattr(libpsutil, name) is not None


def test_all_public_names_are_in_all() -> None:
    public = {name for name in dir(libpsutil) if not name.startswith("_")}
    assert public >= set(libpsutil.__all__) - {"__version__", "RLIMIT_INFINITY"}
    for name in public - set(libpsutil.__all__):
        assert inspect.ismodule(getattr(libpsutil, name)), name


def test_cpus_that_came_or_went(monkeypatch: pytest.MonkeyPatch) -> None:
    libpsutil.cpu_percent(0, percpu=True)
    readings = v1._last_cpu_times[True]
    went = c.psutil_cpu_times_t(cpu=len(readings))
    monkeypatch.setitem(v1._last_cpu_times, True, [*readings[1:], went])  # CPU 0 comes, the last one goes
    percents = libpsutil.cpu_percent(0, percpu=True)
    assert len(percents) == len(readings)
    assert percents[0] == 0.0
