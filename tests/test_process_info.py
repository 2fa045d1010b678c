"""psutil_process_info and psutil_process_oneshot_*: tests/programs/process_info.c, and psutil's as_dict."""

from __future__ import annotations

import json
import pathlib
import subprocess
from typing import Any

import psutil
import pytest
from conftest import Host, User, required_tool, root_only

pytestmark = pytest.mark.unprivileged


@pytest.mark.parametrize("command", ["same", "states", "choice", "oneshot"])
def test_info(host: Host, command: str) -> None:
    host("process_info", command)


@root_only
def test_info_of_each_state_as_an_ordinary_user(host: Host, ordinary_user: User) -> None:
    host("process_info", "states", **ordinary_user)


def test_info_does_not_leak(host: Host) -> None:
    host("process_info", "leak")


def test_info_reads_each_file_once(host: Host, tmp_path: pathlib.Path) -> None:
    """Except stat, which is read again to verify that everything came from one process."""
    strace = required_tool("strace")
    trace = tmp_path / "trace"
    program = host.program("process_info")
    subprocess.run([strace, "-f", "-e", "trace=openat", "-o", trace, program, "reads"], check=True, timeout=60)
    opened = [line.split('"')[1] for line in trace.read_text().splitlines() if '"/proc/' in line]
    files = [
        f
        for f in opened
        if f.rpartition("/")[2] in ("status", "statm", "cmdline", "environ", "io", "smaps", "smaps_rollup")
    ]
    assert len(files) >= 7
    assert len(files) == len(set(files))


def text(value: Any) -> Any:
    """A string of the dump, in which each byte is a character."""
    return value.encode("latin-1").decode("utf-8", "surrogateescape") if isinstance(value, str) else value


def differences(info: dict[str, Any], reference: dict[str, Any]) -> list[str]:
    """Returns the attributes in which a process of the dump differs from psutil's as_dict."""
    actual = {name: text(info[name]) for name in ("ppid", "nice", "num_threads", "name", "exe", "cwd", "username")}
    actual["cmdline"] = info["cmdline"] and [text(one["a"]) for one in info["cmdline"]]
    expected = {name: reference[name] for name in actual}
    for name in ("exe", "cwd", "username", "cmdline"):  # psutil has None or an empty value for what it cannot read
        actual[name], expected[name] = actual[name] or None, expected[name] or None
    if actual["exe"] is None and expected["exe"] in (reference["cmdline"] or [])[:1]:
        expected["exe"] = None  # psutil guesses from cmdline where it has no permission
    if reference["name"].startswith("kworker/"):
        expected["name"] = actual["name"]  # the kernel renames a worker with each work item
    actual["uid"], expected["uid"] = info["uid"], reference["uids"].real
    wrong = [f"{reference['pid']}: {name} {actual[name]!r}, psutil {expected[name]!r}" for name in actual]
    wrong = [one for one, name in zip(wrong, actual, strict=True) if actual[name] != expected[name]]
    if info["create_time"] != pytest.approx(reference["create_time"], abs=0.02):
        wrong.append(f"{reference['pid']}: create_time {info['create_time']!r}, psutil {reference['create_time']!r}")
    return wrong


def test_info_of_every_process_like_psutil(host: Host, many_processes: list[subprocess.Popen[bytes]]) -> None:
    """Every process, compared where psutil's as_dict is the same before and after.

    Only an attribute that differs in each of five rounds is a difference: some values change and change back.
    """
    attributes = [
        "pid",
        "ppid",
        "name",
        "exe",
        "cwd",
        "username",
        "create_time",
        "uids",
        "nice",
        "num_threads",
        "cmdline",
    ]
    wrong: dict[str, str] = {}  # by PID and attribute
    for attempt in range(5):
        before = {p.info["pid"]: p.info for p in psutil.process_iter(attributes, ad_value=None)}
        actual = {one["pid"]: one for one in map(json.loads, host("process_info", "dump").stdout.splitlines())}
        after = {p.info["pid"]: p.info for p in psutil.process_iter(attributes, ad_value=None)}
        assert {process.pid for process in many_processes} <= set(actual)
        # psutil is denied the command line of a process whose first thread has exited.
        readable = [pid for pid in before if before[pid]["cmdline"] is not None]
        stable = [pid for pid in readable if pid in actual and after.get(pid) == before[pid]]
        assert len(stable) >= 300
        found = [difference for pid in stable for difference in differences(actual[pid], before[pid])]
        earlier = wrong
        wrong = {" ".join(text.split()[:2]): text for text in found}
        if attempt:
            wrong = {key: text for key, text in wrong.items() if key in earlier}
        if not wrong:
            break
    assert wrong == {}
