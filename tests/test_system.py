"""CPUs, swap and disks: tests/programs/system.c, held against psutil at the same moment.

Counters only grow, so that psutil is asked before and after: what lies between is right. No other tolerance is needed
but where a test states one.
"""

from __future__ import annotations

import math
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import psutil
import pytest
from conftest import Host, measured


def numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


def absent(values: Sequence[float | None]) -> list[float | None]:
    """psutil's zeroes and ours, NaN or PSUTIL_NA, for what the system does not say."""
    return [None if value is None or value == 0 or value == -1 or math.isnan(value) else value for value in values]


def between(earlier: Any, ours: list[float], later: Any) -> None:
    assert len(earlier) == len(ours)
    for before, here, after in zip(earlier, ours, later, strict=True):
        assert before <= here <= after, (earlier, ours, later)


@pytest.fixture
def here(host: Host) -> Callable[..., dict[str, str]]:
    def ask(*arguments: str) -> dict[str, str]:
        return measured(host("system", *arguments))

    return ask


def test_cpu_stats(here: Callable[..., dict[str, str]]) -> None:
    earlier = psutil.cpu_stats()
    ours = numbers(here("numbers")["stats"])
    assert ours.pop() == -1  # system calls: Linux does not count them, psutil says 0
    between(earlier[:3], ours, psutil.cpu_stats()[:3])


def test_cpu_freq(here: Callable[..., dict[str, str]]) -> None:
    """The current frequency changes all the time: within 50 % of what psutil sees."""
    ours = here("numbers")
    theirs = psutil.cpu_freq(percpu=True)
    per_cpu = [numbers(text) for name, text in ours.items() if name.startswith("freq ")]
    if not theirs:
        assert not per_cpu or any(map(absent, per_cpu))
        return
    assert len(per_cpu) == len(psutil.cpu_times(percpu=True))
    if len(theirs) == len(per_cpu):  # psutil's are of cpufreq policies
        for cpu, other in zip(per_cpu, theirs, strict=True):
            assert cpu[0] == pytest.approx(other.current, rel=0.5)
            assert absent(cpu[1:]) == absent(other[1:])
    mean = numbers(ours["freq"])
    for column in range(3):
        known = [cpu[column] for cpu in per_cpu if not math.isnan(cpu[column])]
        expected = sum(known) / len(known) if known else math.nan
        # The two calls of ours see two moments, too.
        assert mean[column] == pytest.approx(expected, rel=0.5 if column == 0 else 1e-9, nan_ok=True)


def test_swap_memory(here: Callable[..., dict[str, str]]) -> None:
    """Used and free: within 64 MiB, and the percentage accordingly, since swapping goes both ways."""
    earlier = psutil.swap_memory()
    total, used, free, percent, swapped_in, swapped_out = numbers(here("numbers")["swap"])
    later = psutil.swap_memory()
    assert total == earlier.total
    assert used + free == total
    assert used == pytest.approx(earlier.used, abs=64 << 20)
    assert percent == pytest.approx(earlier.percent, abs=0.1 + (64 << 20) / max(total, 64 << 20) * 100)
    if not total:
        assert percent == 0
    between([earlier.sin, earlier.sout], [max(swapped_in, 0), max(swapped_out, 0)], [later.sin, later.sout])


def test_disk_io_counters(here: Callable[..., dict[str, str]]) -> None:
    earlier = psutil.disk_io_counters(perdisk=True, nowrap=False), psutil.disk_io_counters(nowrap=False)
    ours = here("numbers")
    later = psutil.disk_io_counters(perdisk=True, nowrap=False), psutil.disk_io_counters(nowrap=False)
    for kind in ("raw", "nowrap"):
        begin = f"{kind} "
        disks = {name.removeprefix(begin): numbers(text) for name, text in ours.items() if name.startswith(begin)}
        assert list(disks) == list(earlier[0])
        for name, counters in disks.items():
            between(earlier[0][name], counters, later[0][name])
        if earlier[1] is None:
            assert f"io {kind}" not in ours
        else:
            between(earlier[1], numbers(ours[f"io {kind}"]), later[1])


@pytest.mark.parametrize("all_of_them", [False, True])
def test_disk_partitions(host: Host, all_of_them: bool) -> None:
    lines = host("system", "partitions", str(int(all_of_them))).stdout.splitlines()
    ours = [tuple(os.fsdecode(bytes.fromhex(word[1:])) for word in line.split()) for line in lines]
    assert ours == [tuple(partition)[:4] for partition in psutil.disk_partitions(all=all_of_them)]


INCONVENIENT = "two words,\ttab,\nnewline, back\\slash, #, \udcff"


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("unshare"), reason="only root mounts something")
def test_an_inconvenient_mount_point(host: Host, tmp_path: pathlib.Path) -> None:
    """In a mount namespace of its own; a file system without a device is there twice, under all names."""
    folder = tmp_path / INCONVENIENT
    folder.mkdir()
    script = 'mount -t tmpfs -o size=1m,mode=700 "some device" "$1" && mount --bind "$1" "$1" && shift && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", script, "sh", str(folder), str(host.program("system")), "partitions", "1"]
    result = subprocess.run(command, capture_output=True, timeout=60)
    if b"mount" in result.stderr:
        pytest.skip(result.stderr.decode(errors="replace"))
    mine = [line.split() for line in result.stdout.split(b"\n") if os.fsencode(folder).hex().encode() in line]
    assert [bytes.fromhex(words[0][1:].decode()) for words in mine] == [b"some device"] * 2
    assert {bytes.fromhex(words[1][1:].decode()) for words in mine} == {os.fsencode(folder)}
    assert str(folder) not in [p.mountpoint for p in psutil.disk_partitions(all=True)]


def test_disk_usage(here: Callable[..., dict[str, str]], tmp_path: pathlib.Path) -> None:
    """Of everything that is mounted. Others write meanwhile: within 1 GiB, and the percentage accordingly."""
    for path in {p.mountpoint for p in psutil.disk_partitions(all=True)} | {str(tmp_path), "/", ".", "/etc/passwd"}:
        ours = here("usage", path)
        if "error" in ours:
            code, number = numbers(ours["error"])
            with pytest.raises(PermissionError if code == -3 else OSError) as raised:
                psutil.disk_usage(path)
            assert raised.value.errno == number
            continue
        theirs = psutil.disk_usage(path)
        total, used, free, percent = numbers(ours["usage"])
        assert total == theirs.total
        assert used == pytest.approx(theirs.used, abs=1 << 30)
        assert free == pytest.approx(theirs.free, abs=1 << 30)
        assert percent == pytest.approx(theirs.percent, abs=0.1 + (1 << 30) / max(total, 1 << 30) * 100)


def test_disk_usage_as_df_shows_it(here: Callable[..., dict[str, str]], tmp_path: pathlib.Path) -> None:
    """df rounds up to whole percents, and the disk is written to: within two."""
    if not shutil.which("df"):
        pytest.skip("no df")
    result = subprocess.run(["df", "-P", str(tmp_path)], capture_output=True, text=True, check=True)
    theirs = int(result.stdout.split()[-2].rstrip("%"))
    assert numbers(here("usage", str(tmp_path))["usage"])[3] == pytest.approx(theirs, abs=2)


@pytest.mark.skipif(os.getuid() == 0, reason="root may look everywhere")
def test_disk_usage_of_a_closed_folder(here: Callable[..., dict[str, str]], tmp_path: pathlib.Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert numbers(here("usage", str(closed / "x"))["error"]) == [-3, 13]
    closed.chmod(0o700)  # or pytest cannot remove it


def test_cpu_times_percent(here: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """psutil makes the same percentages of the same two readings, where they are a second of CPU time apart or more."""
    result = here("percent", "1.1")
    readings = [type(psutil.cpu_times())(*numbers(result[name])) for name in ("earlier", "later")]
    between(readings[0][:3], list(readings[1][:3]), [math.inf] * 3)
    monkeypatch.setattr(psutil, "cpu_times", lambda: readings.pop(0))
    theirs = psutil.cpu_times_percent(interval=1e-9)
    assert numbers(result["between"]) == pytest.approx(list(theirs), abs=0.1001)
    # What the waiting call has seen in the same time, but for a few ticks and for those that went back.
    assert numbers(result["over"]) == pytest.approx(numbers(result["between"]), abs=10)


def test_a_burning_cpu(here: Callable[..., dict[str, str]]) -> None:
    """The parts of 0.3 seconds make a whole, and one CPU was busy at least some of the time."""
    assert float(here("burn")["busiest"]) > 10


def test_four_busy_threads(here: Callable[..., dict[str, str]]) -> None:
    """In percent of one CPU: more than 100 wherever there was more than one to be had. Clocks tick: within a tenth."""
    for _ in range(5):  # the three look one after the other, and may be held up in between
        told = {name: float(value) for name, value in here("threads").items()}
        exact = pytest.approx(told["charged"], rel=0.1)
        if told["charged"] > 0 and told["waiting"] == exact and told["since"] == exact:
            break
    else:
        pytest.fail(str(told))


def test_misuse(host: Host) -> None:
    host("system", "misuse")


def test_interrupted(host: Host) -> None:
    host("system", "interrupted")


def test_nothing_stays(here: Callable[..., dict[str, str]]) -> None:
    """A leak of one string a call would be megabytes."""
    assert int(here("steady", "10000")["grown"]) < 2000
