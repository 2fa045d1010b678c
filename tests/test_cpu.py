"""CPU times, percentages, statistics and frequencies: tests/programs/cpu.c against psutil at the same moment.

Counters only grow, so psutil is read before and after; the library's values lie in between. Other tolerances are stated
in the tests that need them.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence

import psutil
import pytest
from conftest import Host, assert_between, measured, numbers, repeat_until_passes


def known(values: Sequence[float | None]) -> list[float | None]:
    """Replaces 0, NaN and PSUTIL_NA, with which psutil and the library mark absent values, by None."""
    return [None if value is None or value == 0 or value == -1 or math.isnan(value) else value for value in values]


@pytest.fixture
def run(host: Host) -> Callable[..., dict[str, str]]:
    def call(*arguments: str) -> dict[str, str]:
        return measured(host("cpu", *arguments))

    return call


def test_cpu_stats(run: Callable[..., dict[str, str]]) -> None:
    earlier = psutil.cpu_stats()
    stats = numbers(run("numbers")["stats"])
    assert stats.pop() == -1  # Linux does not count system calls; psutil returns 0
    assert_between(earlier[:3], stats, psutil.cpu_stats()[:3])


def test_cpu_freq(run: Callable[..., dict[str, str]]) -> None:
    """The current frequency changes all the time: it is compared until it is within 50 % of psutil's."""
    repeat_until_passes(lambda: compare_frequencies(run("numbers")))


def compare_frequencies(measurements: dict[str, str]) -> None:
    expected = psutil.cpu_freq(percpu=True)
    per_cpu = [numbers(text) for name, text in measurements.items() if name.startswith("freq ")]
    if not expected:
        assert [value for cpu in per_cpu for value in known(cpu) if value is not None] == []
        return
    assert len(per_cpu) == len(psutil.cpu_times(percpu=True))
    if len(expected) == len(per_cpu):  # psutil has a frequency for each cpufreq policy, not for each CPU
        for cpu, other in zip(per_cpu, expected, strict=True):
            assert cpu[0] == pytest.approx(other.current, rel=0.5)
            assert known(cpu[1:]) == known(other[1:])
    mean = numbers(measurements["freq"])
    for column in range(3):
        values = [cpu[column] for cpu in per_cpu if not math.isnan(cpu[column])]
        expected_mean = sum(values) / len(values) if values else math.nan
        # The two calls of the library read at two moments.
        assert mean[column] == pytest.approx(expected_mean, rel=0.5 if column == 0 else 1e-9, nan_ok=True)


def test_cpu_times_percent(run: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """psutil computes the same percentages from the same readings, at least one second of CPU time apart."""
    result = run("percent", "1.1")
    readings = [type(psutil.cpu_times())(*numbers(result[name])) for name in ("earlier", "later")]
    assert_between(readings[0][:3], list(readings[1][:3]), [math.inf] * 3)
    monkeypatch.setattr(psutil, "cpu_times", lambda: readings.pop(0))
    expected = psutil.cpu_times_percent(interval=1e-9)
    assert numbers(result["between"]) == pytest.approx(list(expected), abs=0.1001)
    # The waiting call measured the same time, except for a few ticks and for what it took beside the wait.
    tolerance = 10 + float(result["beside"])
    assert numbers(result["over"]) == pytest.approx(numbers(result["between"]), abs=tolerance)


def test_parts_of_a_busy_cpu_add_up(run: Callable[..., dict[str, str]]) -> None:
    """The parts of every CPU add up to 100 over 0.3 seconds, and one CPU was not idle."""
    assert float(run("burn")["busiest"]) > 10


def test_four_busy_threads(run: Callable[..., dict[str, str]]) -> None:
    """Percentages of one CPU, so more than 100 in all. The readings count ticks, up to two for each of 0.5 s."""
    percent = {name: float(value) for name, value in run("threads").items()}
    ticks = 2 * 2 / os.sysconf("SC_CLK_TCK") / 0.5 * 100  # of user time, and of system time
    assert percent["least since"] - ticks < percent["since"] < percent["most since"] + ticks, percent
    assert 0 < percent["waiting"] < percent["most waiting"] + ticks, percent


def test_interrupted(host: Host) -> None:
    host("cpu", "interrupted")


def test_misuse(host: Host) -> None:
    host("cpu", "misuse")


def test_no_leak(host: Host) -> None:
    host("cpu", "leak", timeout=120)
