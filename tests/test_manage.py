"""Many processes: trees, iteration, waiting, information by the dozen, starting children, PIDs that are used again."""

from __future__ import annotations

import json
import os
import pathlib
import pwd
import shutil
import subprocess
from typing import Any

import psutil
import pytest
from conftest import CC, Host, measured

root_only = pytest.mark.skipif(os.getuid() != 0, reason="needs root to begin with")
glibc_only = pytest.mark.skipif("musl" in CC, reason="other libraries do not tell what they have given")

# ---- trees


@pytest.mark.parametrize("what", ["example", "kinds", "busy", "kill", "own", "interrupted", "gone"])
def test_family(host: Host, what: str) -> None:
    host("process_tree", what)


@root_only
def test_a_tree_that_is_somebody_elses(host: Host) -> None:
    host("process_tree", "denied")


def test_a_chain_of_a_thousand(host: Host) -> None:
    """Found in their order, and ended in one call, with the watches that a vigil may have and without."""
    assert measured(host("process_tree", "deep", "1000", timeout=200))["ended"] == "1000"


# ---- PIDs that are used again


@root_only
def test_recycled_pids(host: Host) -> None:
    """Guarded calls refuse all of a thousand that were recycled within a tick, where the kernel has pidfs."""
    result = measured(host("reuse", "1000", timeout=220))
    if "skipped" in result:
        pytest.skip(result["skipped"])
    assert result["same tick"] == "1000"
    assert result["taken for the old one, of another tick"] == "0"
    if tuple(int(n) for n in os.uname().release.split(".")[:2]) >= (6, 9):
        assert result["taken for the old one"] == "0"
    assert int(result["known to the iterator"]) > 0


@root_only
def test_recycled_pids_without_pidfds(host: Host) -> None:
    """Then the start is all there is: another tick tells them apart, the same cannot."""
    result = measured(host("reuse", "100", "no-pidfd", timeout=220))
    if "skipped" in result:
        pytest.skip(result["skipped"])
    assert result["taken for the old one, of another tick"] == "0"


# ---- iteration


@pytest.mark.parametrize("what", ["order", "memory", "threads", "fork", "arguments"])
def test_iterate(host: Host, what: str) -> None:
    host("iterate", what)


def test_iterate_like_psutil(host: Host) -> None:
    before = set(psutil.pids())
    ours = [int(pid) for pid in host("iterate", "pids").stdout.split()]
    after = set(psutil.pids())
    assert ours == sorted(set(ours))
    assert before & after <= set(ours)


# ---- waiting


@pytest.mark.parametrize("what", ["outcomes", "callback", "interrupted", "forks", "arguments"])
def test_wait_procs(host: Host, what: str) -> None:
    host("wait_procs", what)


@pytest.mark.parametrize("arguments", [["300"], ["600"], ["300", "30"], ["20", "6"]], ids=" of ".join)
def test_wait_procs_of_many(host: Host, arguments: list[str]) -> None:
    """Also of more than there may be descriptors."""
    assert measured(host("wait_procs", "many", *arguments))["gone"] == arguments[0]


# ---- information


@pytest.mark.parametrize("what", ["same", "kinds", "choice", "oneshot"])
def test_info(host: Host, what: str) -> None:
    host("info", what)


@glibc_only
def test_info_gives_all_back(host: Host) -> None:
    assert int(measured(host("info", "steady"))["more"]) < 150 * 32


def test_info_reads_each_file_once(host: Host, tmp_path: pathlib.Path) -> None:
    """But stat, with which it verifies that everything came from one process."""
    if not (strace := shutil.which("strace")):
        pytest.skip("no strace")
    trace = tmp_path / "trace"
    program = host.program("info")
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
    """A string of the dump, which has bytes as characters."""
    return value.encode("latin-1").decode("utf-8", "surrogateescape") if isinstance(value, str) else value


def differences(mine: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """What a process of the dump has otherwise than psutil's as_dict."""
    ours = {name: text(mine[name]) for name in ("ppid", "nice", "num_threads", "name", "exe", "cwd", "username")}
    ours["cmdline"] = mine["cmdline"] and [text(one["a"]) for one in mine["cmdline"]]
    expected = {name: theirs[name] for name in ours}
    for name in ("exe", "cwd", "username", "cmdline"):  # empty here may be unknown there
        ours[name], expected[name] = ours[name] or None, expected[name] or None
    if ours["exe"] is None and expected["exe"] in (theirs["cmdline"] or [])[:1]:
        expected["exe"] = None  # where it may not be seen, psutil guesses
    if theirs["name"].startswith("kworker/"):
        expected["name"] = ours["name"]  # after what it works at, which is something else in a moment
    ours["uid"], expected["uid"] = mine["uid"], theirs["uids"].real
    wrong = [f"{theirs['pid']}: {name} {ours[name]!r}, psutil {expected[name]!r}" for name in ours]
    wrong = [one for one, name in zip(wrong, ours, strict=True) if ours[name] != expected[name]]
    if mine["create_time"] != pytest.approx(theirs["create_time"], abs=0.02):
        wrong.append(f"{theirs['pid']}: create_time {mine['create_time']!r}, psutil {theirs['create_time']!r}")
    return wrong


def test_info_of_all_like_psutil(host: Host, many_processes: list[subprocess.Popen[bytes]]) -> None:
    """process_iter and process_info of everything, and psutil's as_dict of those that were there before and after.

    What differs in five looks differs: others may change and change back, such as the number of their threads.
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
    wrong: list[str] = []
    for _ in range(5):
        before = {p.info["pid"]: p.info for p in psutil.process_iter(attributes, ad_value=None)}
        ours = {one["pid"]: one for one in map(json.loads, host("info", "dump").stdout.splitlines())}
        after = {p.info["pid"]: p.info for p in psutil.process_iter(attributes, ad_value=None)}
        assert {process.pid for process in many_processes} <= set(ours)
        still = [pid for pid in before if pid in ours and after.get(pid) == before[pid]]
        assert len(still) >= 300
        wrong = [difference for pid in still for difference in differences(ours[pid], before[pid])]
        if not wrong:
            break
    assert wrong == []


# ---- starting children


@pytest.mark.parametrize("what", ["signals", "streams", "place", "files", "errors", "reaped", "threads"])
def test_popen(host: Host, what: str) -> None:
    host("popen", what)


@root_only
@pytest.mark.parametrize(
    "arguments",
    [
        ["process_tree", "kinds"],
        ["process_tree", "kill"],
        ["process_tree", "interrupted"],
        ["wait_procs", "outcomes"],
        ["iterate", "order"],
        ["info", "kinds"],
        ["popen", "errors"],
    ],
    ids=" ".join,
)
def test_as_an_ordinary_user(host: Host, arguments: list[str]) -> None:
    nobody = pwd.getpwnam("nobody")
    host(*arguments, user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[], cwd="/")
