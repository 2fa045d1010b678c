"""Users, sensors, control groups and malloc's heap: tests/programs/machine.c, held against psutil.

Few machines that run tests have a battery, or somebody logged in. So one is made up of files, mounted at /sys and /run
in a mount namespace where both psutil and libpsutil look.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pathlib
import platform
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from conftest import LIBRARY, Host, measured, run_program

UNSHARE = ["unshare", *([] if os.getuid() == 0 else ["--user", "--map-root-user"]), "--mount"]

THEIRS = """
import json, psutil
battery = psutil.sensors_battery()
print(json.dumps({
    "users": [list(u) for u in psutil.users()],
    "temperatures": [[n, *t] for n, all in psutil.sensors_temperatures().items() for t in all],
    "fans": [[n, *f] for n, all in psutil.sensors_fans().items() for f in all],
    "battery": battery and [battery.percent, int(battery.secsleft), battery.power_plugged],
}))
"""


def number(text: str) -> float | None:
    value = float(text)
    return None if value != value else value


def ours(told: dict[str, str]) -> dict[str, Any]:
    """What the host program tells, as THEIRS tells it."""

    def rows(kind: str) -> list[list[str]]:
        return [value.split("\t") for name, value in told.items() if name.startswith(kind + " ")]

    battery = None
    if "battery" in told:
        percent, left, plugged = told["battery"].split("\t")
        battery = [float(percent), int(left), {"1": True, "0": False, "-1": None}[plugged]]
    return {
        "users": [[u[0], u[1] or None, u[2] or None, float(u[3]), int(u[4])] for u in rows("user")],
        "temperatures": [[t[0], t[1], *map(number, t[2:])] for t in rows("temperature")],
        "fans": [[f[0], f[1], int(f[2])] for f in rows("fan")],
        "battery": battery,
    }


Looks = Callable[[dict[str, str | bytes]], tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture
def looks(host: Host, tmp_path: pathlib.Path) -> Looks:
    """What psutil and libpsutil say of a machine that is made of these files ("sys/...", "run/...")."""

    def look(files: dict[str, str | bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
        for folder in ("sys/class/power_supply", "run"):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        script = (
            f'mount --make-rprivate / && mount --bind "{tmp_path}/sys" /sys && mount --bind "{tmp_path}/run" /run && '
            'test /run -ef /var/run && exec "$@"'
        )
        command = [*UNSHARE, "sh", "-c", script, "sh"]
        attempt = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=60, check=False)
        if attempt.returncode:
            pytest.skip(f"no mounts: {attempt.stderr.strip()}")
        theirs = run_program([*command, sys.executable, "-c", THEIRS])
        assert theirs.returncode == 0, theirs.stderr
        told = run_program([*command, str(host.program("machine")), "tell"])
        assert told.returncode == 0, told.stderr
        return json.loads(theirs.stdout), ours(measured(told))

    return look


def login(kind: int, pid: int, line: str, user: str, where: str, at: int) -> bytes:
    wide = platform.machine() in ("aarch64", "riscv64", "s390x", "loongarch64")
    layout = "@hi32s4s32s256shh" + ("lll" if wide else "iii") + "16s20s"
    text = (line.encode(), b"id", user.encode(), where.encode())
    record = struct.pack(layout, kind, pid, *text, 0, 0, 0, at, 0, b"", b"")
    return record.ljust(400 if wide else 384, b"\0")


def test_users(looks: Looks) -> None:
    """In another order, perhaps: ours are the oldest first.

    Only the host may fill its field here: psutil reads on where a name or a line does.
    """
    utmp = b"".join(
        [
            login(2, 0, "~", "reboot", "6.1.0", 1_700_000_000),
            login(7, 1003, "pts/1", "late", "192.0.2.1", 1_700_000_003),
            login(7, 1001, "tty1", "ann", "", 1_700_000_001),
            login(7, 1002, ":0", "bob", ":0", 1_700_000_002),
            login(8, 1004, "pts/2", "gone", "", 1_700_000_004),
            login(7, 1005, "pts/3", "far", "n" * 300, 1_700_000_005),
        ]
    )
    theirs, here = looks({"run/utmp": utmp})
    assert len(here["users"]) == 4
    assert here["users"] == sorted(theirs["users"], key=lambda user: user[3])


def test_temperatures_and_fans(looks: Looks) -> None:
    theirs, here = looks(
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
    assert len(here["temperatures"]) == 6
    assert len(here["fans"]) == 2
    assert here == theirs


def test_thermal_zones(looks: Looks) -> None:
    theirs, here = looks(
        {
            "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n",
            "sys/class/thermal/thermal_zone0/temp": "52582\n",
            "sys/class/thermal/thermal_zone0/trip_point_0_type": "critical\n",
            "sys/class/thermal/thermal_zone0/trip_point_0_temp": "110000\n",
            "sys/class/thermal/thermal_zone1/type": "gpu-thermal\n",
            "sys/class/thermal/thermal_zone1/temp": "50000\n",
        }
    )
    assert here["temperatures"] == [["cpu-thermal", "", 52.582, 110, 110], ["gpu-thermal", "", 50, None, None]]
    assert here == theirs


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
def test_battery(looks: Looks, battery: dict[str, str]) -> None:
    theirs, here = looks({f"sys/class/power_supply/{name}": text + "\n" for name, text in battery.items()})
    assert here == theirs


def test_this_machine(host: Host) -> None:
    """Whatever it has. What heats and drains changes between two looks: within 20 degrees, and 5 percent."""
    here = ours(measured(host("machine", "tell")))
    if os.path.exists("/var/run/utmp"):
        assert here["users"] == sorted([list(user) for user in psutil.users()], key=lambda user: float(user[3] or 0))
    theirs = [[n, *t] for n, sensors in psutil.sensors_temperatures().items() for t in sensors]
    assert [t[:2] for t in here["temperatures"]] == [t[:2] for t in theirs]
    for a, b in zip(here["temperatures"], theirs, strict=True):
        assert a[2] == pytest.approx(b[2], abs=20)
    fans = [[n, *f] for n, all_ in psutil.sensors_fans().items() for f in all_]
    assert [f[:2] for f in here["fans"]] == [f[:2] for f in fans]
    battery = psutil.sensors_battery() if os.path.exists("/sys/class/power_supply") else None
    if battery is not None and here["battery"] is not None:
        assert here["battery"][0] == pytest.approx(battery.percent, abs=5)


# ---- control groups


def group_of(pid: int) -> str:
    """The group for memory, or of version 2."""
    lines = pathlib.Path(f"/proc/{pid}/cgroup").read_text().splitlines()
    paths = {
        controller: path for _, list_, path in (line.split(":", 2) for line in lines) for controller in list_.split(",")
    }
    return paths.get("memory", paths.get("", ""))


def test_cgroup_limits(host: Host) -> None:
    """Of this process, of process 1 and, as PID 0, of the program that asks, which has our group."""
    if not os.path.exists("/proc/self/cgroup"):
        pytest.skip("no control groups")
    for pid in (os.getpid(), 1, 0):
        told = measured(host("machine", "groups", str(pid)))
        assert told["path"] == group_of(pid or os.getpid())
        assert told["version"] in ("1", "2", "-1")
        assert int(told["memory"]) >= -1


# controller: files of version 1, of version 2, and what they say: in a group, and in the one below it that asks
LIMITS: dict[str, tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]], str, float]] = {
    "memory": (
        {"memory.limit_in_bytes": (str(256 << 20), str(512 << 20))},
        {"memory.max": (str(256 << 20), str(512 << 20))},
        "memory",
        256 << 20,
    ),
    "pids": ({"pids.max": ("200", "300")}, {"pids.max": ("200", "300")}, "pids", 200),
    "cpu": (
        {"cpu.cfs_quota_us": ("150000", "-1"), "cpu.cfs_period_us": ("100000", "100000")},
        {"cpu.max": ("150000 100000", "max 100000")},
        "cpus",
        1.5,
    ),
}


def groups_of(controller: str) -> tuple[int, pathlib.Path] | None:
    """The version and folder of our own group for a controller, if a group can be made there that has it."""
    own = dict(
        (name, path)
        for _, names, path in (
            line.split(":", 2) for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines()
        )
        for name in names.split(",")
    )
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        place, fs = (half.split() for half in line.split(" - "))
        folder = pathlib.Path(place[4])
        if fs[0] == "cgroup" and controller in fs[2].split(",") and controller in own:
            return 1, folder / os.path.relpath(own[controller], place[3])
        if fs[0] == "cgroup2" and controller not in own:
            at = folder / os.path.relpath(own[""], place[3])
            while at != folder and controller not in (at / "cgroup.subtree_control").read_text().split():
                at = at.parent  # a group with processes hands nothing down
            if controller in (at / "cgroup.subtree_control").read_text().split():
                return 2, at
    return None


@pytest.mark.skipif(os.getuid() != 0, reason="only root makes control groups")
@pytest.mark.parametrize("controller", LIMITS)
def test_real_cgroup_limits(host: Host, controller: str) -> None:
    """The lower limit binds: that of the outer group, for whoever is in the inner one."""
    program = host.program("machine")
    found = groups_of(controller)
    if found is None:
        pytest.skip(f"no control groups for {controller}")
    version, parent = found
    *files, name, expected = LIMITS[controller]
    outer = parent / f"libpsutil test {os.getpid()}"
    inner = outer / "inner"
    try:
        outer.mkdir()
        if version == 2:
            (outer / "cgroup.subtree_control").write_text(f"+{controller}")
        inner.mkdir()
        for file, values in files[version - 1].items():
            for folder, value in zip((outer, inner), values, strict=True):
                (folder / file).write_text(value)
    except OSError as error:
        for folder in (inner, outer):
            with contextlib.suppress(OSError):
                folder.rmdir()
        pytest.skip(f"no group can be made: {error}")
    try:
        enter = f'echo $$ > "{inner}/cgroup.procs" && exec "$0" groups 0'
        told = measured(run_program(["sh", "-c", enter, program]))
        assert float(told[name]) == expected
    finally:
        inner.rmdir()
        outer.rmdir()


def test_cgroup_limits_of_a_zombie(host: Host) -> None:
    host("machine", "zombie")


# ---- malloc's heap


def test_heap(host: Host) -> None:
    host("machine", "heap")


def test_heap_is_the_callers(library: pathlib.Path) -> None:
    """This process's own, as psutil sees it in the same process: within 1 MiB, since asking allocates, too."""
    if not hasattr(psutil, "heap_info"):
        pytest.skip("this psutil has no heap_info")
    if "musl" in str(library):
        pytest.skip("Python runs with another C library")
    info = (ctypes.c_int64 * 7)()
    assert ctypes.CDLL(str(LIBRARY)).psutil_heap_info(info) == 0
    theirs = psutil.heap_info()
    assert info[0] == pytest.approx(theirs.heap_used, abs=1 << 20)
    assert info[1] == pytest.approx(theirs.mmap_used, abs=1 << 20)


def test_misuse(host: Host) -> None:
    host("machine", "misuse")


def test_nothing_is_left_behind(host: Host) -> None:
    host("machine", "steady", timeout=120)


def test_header_names_the_windows_strings() -> None:
    """psutil's words for services are in the header, since Linux cannot show them."""
    header = (pathlib.Path(__file__).parent.parent / "include" / "psutil.h").read_text()
    record = re.search(r"typedef struct psutil_win_service_t \{.*?\}", header, re.DOTALL)
    assert record
    assert {"automatic", "manual", "disabled", "running", "stopped", "paused"} <= set(re.findall(r'"(\w+)"', record[0]))
