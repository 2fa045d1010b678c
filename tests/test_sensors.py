"""Temperatures, fans and the battery: tests/programs/sensors.c against psutil.

Few machines that run tests have sensors or a battery, so a directory of files is mounted at /sys, where both psutil and
libpsutil read it.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from conftest import Host, RunWithFiles, measured

pytestmark = pytest.mark.unprivileged

PSUTIL_SENSORS = """
import json, psutil
battery = psutil.sensors_battery()
print(json.dumps({
    "temperatures": [[n, *t] for n, all in psutil.sensors_temperatures().items() for t in all],
    "fans": [[n, *f] for n, all in psutil.sensors_fans().items() for f in all],
    "battery": battery and [battery.percent, int(battery.secsleft), battery.power_plugged],
}))
"""


def number(text: str) -> float | None:
    value = float(text)
    return None if math.isnan(value) else value


def parse(measurements: dict[str, str]) -> dict[str, Any]:
    """What the program lists, in the form of PSUTIL_SENSORS."""

    def rows(kind: str) -> list[list[str]]:
        return [value.split("\t") for name, value in measurements.items() if name.startswith(kind + " ")]

    battery = None
    if "battery" in measurements:
        percent, left, plugged = measurements["battery"].split("\t")
        battery = [float(percent), int(left), {"1": True, "0": False, "-1": None}[plugged]]
    return {
        "temperatures": [[t[0], t[1], *map(number, t[2:])] for t in rows("temperature")],
        "fans": [[f[0], f[1], int(f[2])] for f in rows("fan")],
        "battery": battery,
    }


Compare = Callable[[dict[str, str]], tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture
def compare(host: Host, run_with_files: RunWithFiles) -> Compare:
    """Returns libpsutil's and psutil's sensors of a machine that is made of these files ("sys/...")."""

    def sensors(files: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
        expected = run_with_files(files, sys.executable, "-c", PSUTIL_SENSORS)
        actual = run_with_files(files, host.program("sensors"), "list")
        return parse(measured(actual)), json.loads(expected.stdout)

    return sensors


def test_temperatures_and_fans(compare: Compare) -> None:
    actual, expected = compare(
        {
            "sys/class/hwmon/hwmon0/name": "acpitz\n",
            "sys/class/hwmon/hwmon0/temp1_input": "27800\n",
            "sys/class/hwmon/hwmon0/temp1_crit": "119000\n",
            "sys/class/hwmon/hwmon1/name": "nvme\n",
            "sys/class/hwmon/hwmon1/temp1_input": "-5150\n",
            "sys/class/hwmon/hwmon1/temp1_label": "Composite\n",
            "sys/class/hwmon/hwmon1/temp1_max": "0\n",
            "sys/class/hwmon/hwmon1/temp1_crit": "84850\n",
            "sys/class/hwmon/hwmon2/name": "coretemp\n",
            "sys/class/hwmon/hwmon2/temp1_input": "44000\n",
            "sys/class/hwmon/hwmon2/temp1_max": "100000\n",
            "sys/class/hwmon/hwmon2/temp10_input": "45000\n",
            "sys/class/hwmon/hwmon2/temp2_input": "46000\n",
            "sys/class/hwmon/hwmon2/temp3_input": "warm\n",
            "sys/class/hwmon/hwmon2/fan1_input": "2584\n",
            "sys/class/hwmon/hwmon2/fan2_input": "0\n",
            "sys/class/hwmon/hwmon2/fan2_label": "Right\n",
            "sys/class/hwmon/hwmon3/name": "nvme\n",
            "sys/class/hwmon/hwmon3/temp1_input": "33000\n",
            "sys/class/hwmon/hwmon4/temp1_input": "1000\n",
        }
    )
    assert len(actual["temperatures"]) == 6
    assert len(actual["fans"]) == 2
    assert actual == expected


def test_thermal_zones(compare: Compare) -> None:
    actual, expected = compare(
        {
            "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n",
            "sys/class/thermal/thermal_zone0/temp": "52582\n",
            "sys/class/thermal/thermal_zone0/trip_point_0_type": "critical\n",
            "sys/class/thermal/thermal_zone0/trip_point_0_temp": "110000\n",
            "sys/class/thermal/thermal_zone1/type": "gpu-thermal\n",
            "sys/class/thermal/thermal_zone1/temp": "50000\n",
        }
    )
    assert actual["temperatures"] == [["cpu-thermal", "", 52.582, 110, 110], ["gpu-thermal", "", 50, None, None]]
    assert actual == expected


BATTERIES = {
    "discharging": {
        "BAT0/energy_now": "30000000",
        "BAT0/energy_full": "40000000",
        "BAT0/power_now": "11000000",
        "BAT0/status": "Discharging",
        "AC/type": "Mains",
        "AC/online": "0",
    },
    "charging": {
        "BAT0/charge_now": "3000",
        "BAT0/charge_full": "4000",
        "BAT0/current_now": "1100",
        "BAT0/status": "Charging",
        "AC0/type": "Mains",
        "AC0/online": "1",
    },
    "a current below zero": {
        "BAT1/charge_now": "3000",
        "BAT1/charge_full": "4000",
        "BAT1/current_now": "-1100",
        "BAT1/status": "Discharging",
    },
    "no current": {
        "BAT0/charge_now": "3000",
        "BAT0/charge_full": "4000",
        "BAT0/current_now": "0",
        "BAT0/status": "Discharging",
    },
    "only a capacity": {"BAT0/capacity": "40", "BAT0/status": "Unknown"},
    "full": {"BAT0/capacity": "100", "BAT0/status": "Full"},
    "worn out": {"BAT0/energy_now": "0", "BAT0/energy_full": "0"},
    "two": {"BAT1/capacity": "40", "BAT0/capacity": "50"},
    "none": {"AC/type": "Mains", "AC/online": "1"},
}


@pytest.mark.parametrize("battery", BATTERIES.values(), ids=BATTERIES.keys())
def test_battery(compare: Compare, battery: dict[str, str]) -> None:
    actual, expected = compare({f"sys/class/power_supply/{name}": text + "\n" for name, text in battery.items()})
    assert (actual["battery"] is None) == (not any(name.startswith("BAT") for name in battery))
    assert actual == expected


def test_sensors_of_this_machine(host: Host) -> None:
    """Values change between two readings: within 20 degrees, and 5 percent of the battery."""
    actual = parse(measured(host("sensors", "list")))
    temperatures = [[n, *t] for n, sensors in psutil.sensors_temperatures().items() for t in sensors]
    assert [t[:2] for t in actual["temperatures"]] == [t[:2] for t in temperatures]
    for a, b in zip(actual["temperatures"], temperatures, strict=True):
        assert a[2] == pytest.approx(b[2], abs=20)
    fans = [[n, *f] for n, all_ in psutil.sensors_fans().items() for f in all_]
    assert [f[:2] for f in actual["fans"]] == [f[:2] for f in fans]
    battery = psutil.sensors_battery() if os.path.exists("/sys/class/power_supply") else None
    assert (actual["battery"] is None) == (battery is None)
    if battery is not None:
        assert actual["battery"][0] == pytest.approx(battery.percent, abs=5)


def test_no_leak(host: Host) -> None:
    host("sensors", "leak", timeout=120)


def test_misuse(host: Host) -> None:
    host("sensors", "misuse")
