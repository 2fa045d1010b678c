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
from conftest import Host, assert_between, measured, missing, numbers, required_tool, root_only

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
    lines = host("disks", "partitions", str(int(all_of_them))).stdout.splitlines()
    partitions = [tuple(os.fsdecode(bytes.fromhex(word[1:])) for word in line.split()) for line in lines]
    assert partitions == [tuple(partition)[:4] for partition in psutil.disk_partitions(all=all_of_them)]


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
    """Of every mounted file system; within 1 GiB, since other processes write to them."""
    for path in {p.mountpoint for p in psutil.disk_partitions(all=True)} | {str(tmp_path), "/", ".", "/etc/passwd"}:
        actual = run("usage", path)
        if "error" in actual:
            code, number = numbers(actual["error"])
            with pytest.raises(PermissionError if code == -3 else OSError) as raised:
                psutil.disk_usage(path)
            assert raised.value.errno == number
            continue
        expected = psutil.disk_usage(path)
        total, used, free, percent = numbers(actual["usage"])
        assert total == expected.total
        assert used == pytest.approx(expected.used, abs=1 << 30)
        assert free == pytest.approx(expected.free, abs=1 << 30)
        assert percent == pytest.approx(expected.percent, abs=0.1 + (1 << 30) / max(total, 1 << 30) * 100)


def test_disk_usage_like_df(run: Callable[..., dict[str, str]], tmp_path: pathlib.Path) -> None:
    """Within two percent: df rounds up, and other processes write to the disk."""
    result = subprocess.run([required_tool("df"), "-P", str(tmp_path)], capture_output=True, text=True, check=True)
    expected = int(result.stdout.split()[-2].rstrip("%"))
    assert numbers(run("usage", str(tmp_path))["usage"])[3] == pytest.approx(expected, abs=2)


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
