"""The owners of files: what a program's children do, on several file systems; and what lsof and fuser report."""

from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess

import pytest
from conftest import Host, missing, required_tool
from table_values import LIB

pytestmark = pytest.mark.unprivileged


def uses(path: pathlib.Path | str, flags: int = 0) -> list[tuple[int, str, int]]:
    found = LIB.call("psutil_file_owners", os.fsencode(path), flags)
    return [(o.pid, LIB.call("psutil_file_use_name", o.use).decode(), o.fd) for o in found]


def run(host: Host, directory: pathlib.Path | str, *, within: tuple[str, ...] = ()) -> str:
    """Runs the program, which fails if a use is wrong, and returns what it prints."""
    command = [*within, str(host.program("file_owners")), str(directory)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.endswith(" wrong 0\n"), result.stdout
    return result.stdout


def test_each_use_of_each_kind_of_file(host: Host, tmp_path: pathlib.Path) -> None:
    assert int(re.search(r"uses (\d+)", run(host, "/tmp"))[1]) > 100  # type: ignore[index]


def test_each_call_with_bpf_loads_three_programs_and_others_none(host: Host, tmp_path: pathlib.Path) -> None:
    log = tmp_path / "log"
    said = run(host, "/tmp", within=(required_tool("strace"), "-f", "-qq", "-e", "trace=bpf", "-o", str(log)))
    calls = int(re.search(r"in (\d+) calls with BPF", said)[1])  # type: ignore[index]
    loads = re.findall(r"BPF_PROG_LOAD.*= (-?\d+)", log.read_text())
    assert calls > 10
    if not loads:
        missing("the right to load BPF programs")
    assert len(loads) == 3 * calls
    assert all(int(fd) > 0 for fd in loads)


def test_mapped_file_on_overlayfs(host: Host, tmp_path: pathlib.Path) -> None:
    """There, /proc/[pid]/maps shows other numbers of a file than stat."""
    script = """
mount -t tmpfs tmpfs "$1" && cd "$1" && mkdir lower upper work merged &&
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged || exit 77
"$2" "$1/merged"
"""
    place = pathlib.Path("/tmp", f"overlay-{os.getpid()}")
    place.mkdir()
    try:
        command = ["unshare", "-m", "sh", "-c", script, "sh", str(place), str(host.program("file_owners"))]
        result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    finally:
        place.rmdir()
    if result.returncode == 77 or "unshare" in result.stderr:
        missing(f"overlayfs: {result.stderr.strip()}")
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_bind_mount_is_the_same_file(tmp_path: pathlib.Path) -> None:
    target, other = tmp_path / "file", tmp_path / "other"
    target.touch()
    other.touch()
    child = subprocess.Popen(
        [
            "unshare",
            "-m",
            "sh",
            "-c",
            'mount --bind "$1" "$2" && exec 7< "$2" && echo && exec sleep 1000',
            "sh",
            target,
            other,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout
        assert child.stderr
        if child.stdout.readline() != "\n":
            missing(f"a mount namespace: {child.stderr.read().strip()}")
        for flags in (0, LIB.FILE_OWNERS_BPF):
            assert uses(target, flags) == [(child.pid, "open", 7)]
            assert uses(other, flags) == []
    finally:
        child.kill()
        child.communicate()


@pytest.mark.slow
def test_the_same_as_lsof_and_fuser(tmp_path: pathlib.Path) -> None:
    lsof, fuser = required_tool("lsof"), required_tool("fuser")
    file = tmp_path / "file"
    file.touch()
    program = tmp_path / "program"
    program.write_bytes(pathlib.Path("/bin/sleep").read_bytes())
    program.chmod(0o755)
    with file.open("r+") as reading, file.open("a") as appending:
        children = [
            subprocess.Popen([program, "1000"], cwd=tmp_path, stdin=reading),
            subprocess.Popen([program, "1000"], stdout=appending),
        ]
        try:
            for path in (file, program, tmp_path):
                listed = subprocess.run([lsof, "-w", "-Fpf", str(path)], capture_output=True, text=True).stdout
                theirs, pid = set(), 0
                for line in listed.split():
                    if line[0] == "p":
                        pid = int(line[1:])
                    else:
                        theirs.add((pid, line[1:]))
                for flags in (0, LIB.FILE_OWNERS_BPF):
                    mine = uses(path, flags)
                    names = {"exe": "txt", "cwd": "cwd", "root": "rtd"}
                    # lsof lists a program's mapping of itself as txt alone.
                    as_lsof = {(p, names.get(use, str(fd))) for p, use, fd in mine if use != "mapped"}
                    assert as_lsof == theirs
                    users = subprocess.run([fuser, str(path)], capture_output=True, text=True).stdout
                    assert {p for p, _, _ in mine} == {int(p) for p in users.split()}
        finally:
            for child in children:
                child.send_signal(signal.SIGKILL)
                child.wait()
