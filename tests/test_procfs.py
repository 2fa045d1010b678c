"""psutil_set_procfs_path, PSUTIL_PROCFS_PATH, and a procfs that is another system's: tests/programs/procfs.c."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import ROOT, Host, run_program

SKIP = 77
FILES = str(ROOT / "platform" / "linux" / "testdata" / "6.18-x86_64" / "proc")

# To mount, an ordinary user needs a user namespace.
UNSHARE = ["unshare", *([] if os.getuid() == 0 else ["--user", "--map-root-user"])]


def run(command: Sequence[str | os.PathLike[str]], **options: Any) -> None:
    """Runs it; what it cannot try here is skipped, for the reason that it gives."""
    result = run_program(command, **options)
    if result.returncode == SKIP:
        pytest.skip(result.stderr.strip() or "not possible here")
    assert result.returncode == 0, f"exit {result.returncode}\n{result.stdout}\n{result.stderr}"


@pytest.fixture
def container(tmp_path: pathlib.Path) -> list[str]:
    """A command before a command: a PID namespace with a procfs of its own, and the host's at tmp_path/proc."""
    outside = tmp_path / "proc"
    outside.mkdir()
    tmp_path.chmod(0o755)
    script = (
        f'mount --make-rprivate / && mount --rbind /proc "{outside}" && exec unshare --pid --fork --mount-proc "$@"'
    )
    command = [*UNSHARE, "--mount", "sh", "-c", script, "sh"]
    attempt = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=60, check=False)
    if attempt.returncode:
        pytest.skip(f"no namespaces: {attempt.stderr.strip()}")
    return command


def test_a_host_seen_from_a_container(host: Host, container: list[str], tmp_path: pathlib.Path) -> None:
    """No signal reaches the container's process that has the same number, nor is it waited for."""
    run([*container, host.program("procfs"), "foreign", str(tmp_path / "proc"), "set"], timeout=120)


def test_a_host_in_the_environment(host: Host, container: list[str], tmp_path: pathlib.Path) -> None:
    outside = str(tmp_path / "proc")
    environment = {**os.environ, "PSUTIL_PROCFS_PATH": outside}
    run([*container, host.program("procfs"), "foreign", outside, "environment"], env=environment, timeout=120)


def test_a_host_at_the_usual_place(host: Host) -> None:
    """A container that has its host's procfs at /proc."""
    command = [*UNSHARE, "--pid", "--fork"]
    attempt = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=60, check=False)
    if attempt.returncode:
        pytest.skip(f"no namespaces: {attempt.stderr.strip()}")
    run([*command, str(host.program("procfs")), "foreign", "/proc", "usual"], timeout=120)


def test_the_same_number_in_both(host: Host) -> None:
    if os.getuid() != 0:
        pytest.skip("needs root, to choose a PID in both namespaces")
    run([host.program("procfs"), "coincidence"])


def test_our_own_by_another_name(host: Host, tmp_path: pathlib.Path) -> None:
    """A link, which needs nothing, and a bind mount."""
    link = tmp_path / "link"
    link.symlink_to("/proc")
    run([host.program("procfs"), "own", str(link)])
    place = tmp_path / "proc"
    place.mkdir()
    script = f'mount --make-rprivate / && mount --rbind /proc "{place}" && exec "$@"'
    command = [*UNSHARE, "--mount", "sh", "-c", script, "sh"]
    attempt = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=60, check=False)
    if attempt.returncode:
        pytest.skip(f"no bind mount: {attempt.stderr.strip()}")
    run([*command, str(host.program("procfs")), "own", str(place)])


def test_files(host: Host) -> None:
    run([host.program("procfs"), "tree", FILES])


def test_files_in_the_environment(host: Host) -> None:
    run([host.program("procfs"), "environment", FILES], env={**os.environ, "PSUTIL_PROCFS_PATH": FILES})


def test_an_empty_variable_is_none(host: Host) -> None:
    run([host.program("procfs"), "ignored"], env={**os.environ, "PSUTIL_PROCFS_PATH": ""})


def test_a_program_with_more_rights_than_its_caller_ignores_the_environment(host: Host, tmp_path: pathlib.Path) -> None:
    """Who runs a setuid program must not choose what it sees."""
    if os.getuid() != 0:
        pytest.skip("needs root, to make a setuid program")
    program = shutil.copy(host.program("procfs"), tmp_path / "procfs")
    os.chmod(program, 0o4755)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.name.startswith("pytest-of-"):
            break
        parent.chmod(parent.stat().st_mode | 0o055)
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*as_nobody, "test", "-x", str(program)], check=False).returncode:
        pytest.skip("nobody cannot get at the program")
    run([*as_nobody, str(program), "ignored"], env={**os.environ, "PSUTIL_PROCFS_PATH": FILES})


def test_errors(host: Host) -> None:
    run([host.program("procfs"), "errors"])


def test_set_while_others_look(host: Host) -> None:
    run([host.program("procfs"), "threads", FILES])
