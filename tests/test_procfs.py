"""psutil_set_procfs_path, PSUTIL_PROCFS_PATH, and the procfs of another system: tests/programs/procfs.c."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import ROOT, Host, User, missing, root_only, run_program

pytestmark = pytest.mark.unprivileged

SKIP = 77
FILES = str(ROOT / "platform" / "linux" / "testdata" / "6.18-x86_64" / "proc")

# To mount, an ordinary user needs a user namespace.
UNSHARE = ["unshare", *([] if os.getuid() == 0 else ["--user", "--map-root-user"])]


def run(command: Sequence[str | os.PathLike[str]], **options: Any) -> None:
    """Runs a command. Its exit status SKIP means that something is missing, which it names on standard error."""
    result = run_program(command, **options)
    if result.returncode == SKIP:
        missing(result.stderr.strip() or f"what {command[0]} needs")
    assert result.returncode == 0, f"exit {result.returncode}\n{result.stdout}\n{result.stderr}"


@pytest.fixture
def container(tmp_path: pathlib.Path) -> list[str]:
    """A command prefix: a PID namespace with its own procfs, and the host's procfs at tmp_path/proc."""
    outside = tmp_path / "proc"
    outside.mkdir()
    tmp_path.chmod(0o755)
    script = (
        f'mount --make-rprivate / && mount --rbind /proc "{outside}" && exec unshare --pid --fork --mount-proc "$@"'
    )
    command = [*UNSHARE, "--mount", "sh", "-c", script, "sh"]
    attempt = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=60, check=False)
    if attempt.returncode:
        missing(f"namespaces: {attempt.stderr.strip()}")
    return command


def test_a_host_seen_from_a_container(host: Host, container: list[str], tmp_path: pathlib.Path) -> None:
    """A process of the container with the same PID gets no signal, and is not waited for."""
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
        missing(f"namespaces: {attempt.stderr.strip()}")
    run([*command, str(host.program("procfs")), "foreign", "/proc", "usual"], timeout=120)


def test_a_host_mounted_over_our_own(host: Host, container: list[str], tmp_path: pathlib.Path) -> None:
    """Handles that were native keep reading their processes, and act on none."""
    run([*container, host.program("procfs"), "covered", str(tmp_path / "proc")], timeout=120)


def test_handle_inherited_by_another_pid_namespace(host: Host) -> None:
    attempt = subprocess.run([*UNSHARE, "true"], capture_output=True, text=True, timeout=60, check=False)
    if attempt.returncode:
        missing(f"namespaces: {attempt.stderr.strip()}")
    run([*UNSHARE, str(host.program("procfs")), "inherited"])


@root_only
def test_same_pid_in_both_namespaces(host: Host) -> None:
    run([host.program("procfs"), "coincidence"])


def test_own_procfs_at_another_path(host: Host, tmp_path: pathlib.Path) -> None:
    """A symbolic link, and a bind mount."""
    link = tmp_path / "link"
    link.symlink_to("/proc")
    run([host.program("procfs"), "own", str(link)])
    place = tmp_path / "proc"
    place.mkdir()
    script = f'mount --make-rprivate / && mount --rbind /proc "{place}" && exec "$@"'
    command = [*UNSHARE, "--mount", "sh", "-c", script, "sh"]
    attempt = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=60, check=False)
    if attempt.returncode:
        missing(f"bind mounts: {attempt.stderr.strip()}")
    run([*command, str(host.program("procfs")), "own", str(place)])


def test_files(host: Host) -> None:
    run([host.program("procfs"), "tree", FILES])


def test_files_in_the_environment(host: Host) -> None:
    run([host.program("procfs"), "environment", FILES], env={**os.environ, "PSUTIL_PROCFS_PATH": FILES})


def test_empty_variable_is_ignored(host: Host) -> None:
    run([host.program("procfs"), "ignored"], env={**os.environ, "PSUTIL_PROCFS_PATH": ""})


@root_only
def test_setuid_program_ignores_the_environment(host: Host, programs: pathlib.Path, ordinary_user: User) -> None:
    """A user who runs a setuid program must not choose what it reads."""
    place = programs / "setuid"
    place.mkdir(mode=0o755)
    program = place / "procfs"
    shutil.copy(host.program("procfs"), program)
    program.chmod(0o4755)
    run([program, "ignored"], env={**os.environ, "PSUTIL_PROCFS_PATH": FILES}, **ordinary_user)


def test_errors(host: Host) -> None:
    run([host.program("procfs"), "errors"])


def test_path_is_set_while_other_threads_read(host: Host) -> None:
    run([host.program("procfs"), "threads", FILES])
