"""Limits of control groups: tests/programs/cgroup.c on this machine's own groups, and on groups made for the test."""

from __future__ import annotations

import contextlib
import os
import pathlib

import pytest
from conftest import Host, measured, run_program

pytestmark = pytest.mark.unprivileged


def controllers(pid: int) -> dict[str, str]:
    """The path of the process's group for each controller; that of version 2 is under ""."""
    lines = pathlib.Path(f"/proc/{pid}/cgroup").read_text().splitlines()
    return {name: path for _, names, path in (line.split(":", 2) for line in lines) for name in names.split(",")}


@pytest.mark.skipif(not os.path.exists("/proc/self/cgroup"), reason="this kernel has no control groups")
@pytest.mark.parametrize("pid", [os.getpid(), 1, 0], ids=["another process", "process 1", "the calling process"])
def test_path_of_this_machines_groups(host: Host, pid: int) -> None:
    limits = measured(host("cgroup", "limits", str(pid)))
    paths = controllers(pid or os.getpid())
    assert limits["path"] == paths.get("memory", paths.get("", ""))
    assert limits["version"] in ("1", "2", "-1")
    assert int(limits["memory"]) >= -1


# Per controller: the files of version 1 and of version 2 with their values in the outer and the inner group, and the
# measurement that they give.
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


def parent_group(controller: str) -> tuple[int, pathlib.Path] | None:
    """Returns the version and directory of a group in which a group with this controller can be made."""
    own = controllers(os.getpid())
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        mount, fs = (half.split() for half in line.split(" - "))
        directory = pathlib.Path(mount[4])
        if fs[0] == "cgroup" and controller in fs[2].split(",") and controller in own:
            return 1, directory / os.path.relpath(own[controller], mount[3])
        if fs[0] == "cgroup2" and controller not in own:
            group = directory / os.path.relpath(own[""], mount[3])
            while group != directory and controller not in (group / "cgroup.subtree_control").read_text().split():
                group = group.parent  # a group that has processes delegates no controllers
            if controller in (group / "cgroup.subtree_control").read_text().split():
                return 2, group
    return None


@pytest.mark.skipif(os.getuid() != 0, reason="only root makes control groups")
@pytest.mark.parametrize("controller", LIMITS)
def test_lower_limit_of_nested_groups_counts(host: Host, controller: str) -> None:
    program = host.program("cgroup")
    found = parent_group(controller)
    if found is None:
        pytest.skip(f"this kernel lets no group have the controller {controller}")
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
            for directory, value in zip((outer, inner), values, strict=True):
                (directory / file).write_text(value)
    except OSError as error:
        for directory in (inner, outer):
            with contextlib.suppress(OSError):
                directory.rmdir()
        pytest.skip(f"this kernel lets no group be made: {error}")
    try:
        enter = f'echo $$ > "{inner}/cgroup.procs" && exec "$0" limits 0'
        limits = measured(run_program(["sh", "-c", enter, program]))
        assert float(limits[name]) == expected
    finally:
        inner.rmdir()
        outer.rmdir()


def test_zombie_has_a_group_and_exited_process_has_none(host: Host) -> None:
    host("cgroup", "zombie")


def test_no_leak(host: Host) -> None:
    host("cgroup", "leak", timeout=120)


def test_misuse(host: Host) -> None:
    host("cgroup", "misuse")
