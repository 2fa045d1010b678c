"""Disks: tests/programs/disks.c against psutil at the same moment.

Counters only grow, so psutil is read before and after; the library's values lie in between. Other tolerances are stated
in the tests that need them.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from conftest import (
    Host,
    assert_between,
    measured,
    missing,
    numbers,
    repeat_until_passes,
    required_tool,
    root_only,
)

pytestmark = pytest.mark.unprivileged


@pytest.fixture
def run(host: Host) -> Callable[..., dict[str, str]]:
    def call(*arguments: str) -> dict[str, str]:
        return measured(host("disks", *arguments))

    return call


def test_disk_io_counters(run: Callable[..., dict[str, str]]) -> None:
    def read() -> tuple[dict[str, Any], Any]:
        return psutil.disk_io_counters(perdisk=True, nowrap=False), psutil.disk_io_counters(nowrap=False)

    earlier, counted, later = read(), run("counters"), read()
    for kind in ("raw", "nowrap"):
        prefix = f"{kind} "
        disks = {name.removeprefix(prefix): numbers(text) for name, text in counted.items() if name.startswith(prefix)}
        assert list(disks) == list(earlier[0])
        for name, counters in disks.items():
            assert_between(earlier[0][name], counters, later[0][name])
        if earlier[1] is None:
            assert f"io {kind}" not in counted
        else:
            assert_between(earlier[1], numbers(counted[f"io {kind}"]), later[1])


@pytest.mark.parametrize("all_of_them", [False, True])
def test_disk_partitions(host: Host, all_of_them: bool) -> None:
    def compare() -> None:
        lines = host("disks", "partitions", str(int(all_of_them))).stdout.splitlines()
        partitions = [tuple(os.fsdecode(bytes.fromhex(word[1:])) for word in line.split()) for line in lines]
        assert partitions == [tuple(partition)[:4] for partition in psutil.disk_partitions(all=all_of_them)]

    repeat_until_passes(compare)


ODD_NAME = "two words,\ttab,\nnewline, back\\slash, #, \udcff"


@root_only
def test_mount_point_with_an_odd_name(host: Host, tmp_path: pathlib.Path) -> None:
    """In a mount namespace, where a file system without a device is mounted twice."""
    directory = tmp_path / ODD_NAME
    directory.mkdir()
    script = 'mount -t tmpfs -o size=1m,mode=700 "some device" "$1" && mount --bind "$1" "$1" && shift && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", script, "sh", str(directory), str(host.program("disks")), "partitions", "1"]
    result = subprocess.run(command, capture_output=True, timeout=60)
    if result.stderr.startswith((b"mount", b"unshare")):
        missing(result.stderr.decode(errors="replace"))
    assert result.returncode == 0, result.stderr
    ours = [line.split() for line in result.stdout.split(b"\n") if os.fsencode(directory).hex().encode() in line]
    assert [bytes.fromhex(words[0][1:].decode()) for words in ours] == [b"some device"] * 2
    assert {bytes.fromhex(words[1][1:].decode()) for words in ours} == {os.fsencode(directory)}
    assert str(directory) not in [p.mountpoint for p in psutil.disk_partitions(all=True)]


def test_disk_usage(run: Callable[..., dict[str, str]], tmp_path: pathlib.Path) -> None:
    """Of every mounted file system; within 16 MiB, since other processes write to them."""
    slack = 16 << 20

    def compare(path: str) -> None:
        actual = run("usage", path)
        refused = None
        try:
            expected = psutil.disk_usage(path)
        except OSError as error:
            refused = [-3 if isinstance(error, PermissionError) else -8, error.errno]
        assert refused == (numbers(actual["error"]) if "error" in actual else None)
        if refused:
            return
        total, used, free, percent = numbers(actual["usage"])
        assert total == expected.total
        assert used == pytest.approx(expected.used, abs=slack)
        assert free == pytest.approx(expected.free, abs=slack)
        assert percent == pytest.approx(expected.percent, abs=0.1 + slack / max(total, slack) * 100)

    for path in {p.mountpoint for p in psutil.disk_partitions(all=True)} | {str(tmp_path), "/", ".", "/etc/passwd"}:
        repeat_until_passes(lambda path=path: compare(path))  # type: ignore[misc]


def test_disk_usage_like_df(run: Callable[..., dict[str, str]], tmp_path: pathlib.Path) -> None:
    """Within two percent: df rounds up, and other processes write to the disk."""

    def compare() -> None:
        result = subprocess.run([required_tool("df"), "-P", str(tmp_path)], capture_output=True, text=True, check=True)
        expected = int(result.stdout.split()[-2].rstrip("%"))
        assert numbers(run("usage", str(tmp_path))["usage"])[3] == pytest.approx(expected, abs=2)

    repeat_until_passes(compare)


@pytest.mark.skipif(os.getuid() == 0, reason="root can read every directory")
def test_disk_usage_without_permission(run: Callable[..., dict[str, str]], tmp_path: pathlib.Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert numbers(run("usage", str(closed / "x"))["error"]) == [-3, 13]
    closed.chmod(0o700)  # so that pytest can remove it


def test_misuse(host: Host) -> None:
    host("disks", "misuse")


def test_no_leak(host: Host) -> None:
    host("disks", "leak", timeout=120)
