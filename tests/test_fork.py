"""Parent and child both go on calling after a fork (docs/embedding.md): tests/programs/fork.c and fork_denied.c."""

from __future__ import annotations

import errno
import os
import pathlib
import shutil
import subprocess

import pytest
from conftest import MUSL, Host, missing, root_only

# A child that loads a copy of the library; under musl it cannot, and fork.c checks that it says so at once.
reloads = pytest.mark.skipif(MUSL, reason="no copy can be loaded with this C library")

# However the child is recognised: by the page that fork wipes or, before Linux 4.14, by its PID.
recognised = pytest.mark.parametrize("by", [[], ["unwiped"]], ids=["wiped page", "PID"])


@recognised
def test_children_under_load(host: Host, by: list[str]) -> None:
    """Four threads of the parent are in the library at every fork; children have children, three generations deep."""
    result = host("fork", *by, "storm", "25", "2000", "3", timeout=120)
    print(result.stdout)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_many_children_under_load(host: Host) -> None:
    result = host("fork", "storm", "200", "1000", "3", timeout=1500)
    print(result.stdout)


@reloads
def test_sixty_generations(host: Host) -> None:
    assert host("fork", "nest", "60", timeout=120).stdout == "bottom\n"


@recognised
def test_a_child_that_never_calls_pays_nothing(host: Host, by: list[str]) -> None:
    print(host("fork", *by, "silent").stdout)  # which holds that there is no copy, and tells what a fork costs


@pytest.mark.unprivileged
@recognised
def test_only_a_child_whose_parent_called_loads_a_copy(host: Host, by: list[str]) -> None:
    host("fork", *by, "copies")


@recognised
@pytest.mark.parametrize("call", ["fork", "clone"])
def test_children_of_raw_system_calls(host: Host, by: list[str], call: str) -> None:
    """A clone system call of the host's own, which the C library does not see, makes children like any others."""
    host("fork", *by, call)


@recognised
def test_threads_end_in_children(host: Host, by: list[str]) -> None:
    """With pthread_exit, the first thread's too, whether the child has called or not."""
    host("fork", *by, "ends", timeout=120)


@recognised
def test_fork_during_the_first_calls(host: Host, by: list[str]) -> None:
    """While other threads start the runtime, or load a copy."""
    host("fork", *by, "first", "40", timeout=120)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_fork_at_every_moment_of_the_first_calls(host: Host) -> None:
    host("fork", "first", "1500", timeout=600)


# ---- where the copy cannot be a memory file


@pytest.mark.unprivileged
@reloads
@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOSYS, errno.EINVAL], ids=errno.errorcode.__getitem__)
def test_without_memory_files_a_temporary_file_serves(host: Host, error: int) -> None:
    host("fork_denied", "memfd", str(error))


@pytest.mark.unprivileged
@reloads
def test_a_child_that_forbids_itself_memory_files(host: Host) -> None:
    host("fork_denied", "memfd_only_in_child")


@reloads
def test_memory_files_that_must_not_be_executed(host: Host) -> None:
    """vm.memfd_noexec=2, which belongs to a PID namespace."""
    namespace = ["unshare", "--pid", "--fork", "--mount-proc", "sh", "-c"]
    forbid = "echo 2 >/proc/sys/vm/memfd_noexec"
    if subprocess.run([*namespace, forbid], capture_output=True, timeout=60, check=False).returncode:
        missing("root, PID namespaces, or vm.memfd_noexec")
    program = host.program("fork_denied")
    subprocess.run([*namespace, f'{forbid} && exec "$0" temporary', str(program)], timeout=60, check=True)


@reloads
def test_where_no_file_can_be_made_the_child_is_told(host: Host) -> None:
    """Within a second, by PSUTIL_ERR_FORK: never a hang."""
    host("fork_denied", "everything")


@reloads
def test_the_file_size_limit_kills_nobody(host: Host) -> None:
    """RLIMIT_FSIZE of 0, which sends SIGXFSZ: raised for the copy and put back, or the child is told."""
    host("fork_denied", "fsize")


@reloads
def test_a_child_without_room_for_a_runtime(host: Host) -> None:
    """PSUTIL_ERR_NO_MEMORY, as often as it asks, for the price of one copy; and when there is room, it goes on."""
    host("fork_denied", "starved")


@recognised
def test_a_signal_handler_that_forks_during_a_wait(host: Host, by: list[str]) -> None:
    """The child comes out of the call that its parent goes on with: it has been interrupted, and not for ever."""
    host("fork", *by, "handlers", "60", timeout=120)


@root_only
@reloads
def test_a_child_that_gave_up_root(host: Host) -> None:
    """As daemons do; its own /proc/self/fd is closed to it."""
    host("fork_denied", "user")


@pytest.fixture
def own_library(library: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the library that may be changed."""
    shutil.copy(library, tmp_path / "libpsutil.so.1")
    (tmp_path / "libpsutil.so").symlink_to("libpsutil.so.1")
    return tmp_path / "libpsutil.so"


@reloads
def test_the_file_was_replaced_by_another_build(
    host: Host, own_library: pathlib.Path, library_with_hooks: pathlib.Path
) -> None:
    """The package was upgraded while the parent ran."""
    other = shutil.copy(library_with_hooks, own_library.parent / "upgrade")
    host("fork_denied", "replace", str(own_library.resolve()), str(other), against=own_library)


@reloads
def test_the_file_was_replaced_by_the_same_build(host: Host, own_library: pathlib.Path) -> None:
    """The package was installed once more: then there is nothing to complain of."""
    again = shutil.copy(own_library, own_library.parent / "again")
    host("fork_denied", "replace_by_same", str(own_library.resolve()), str(again), against=own_library)


@reloads
@pytest.mark.parametrize(
    "content",
    [b"", b"\x7fELF", b"#!/bin/sh\n", os.urandom(1 << 16), b"\x7fELF\2\1\1" + b"\xff" * 4096],
    ids=["nothing", "the beginning", "a script", "noise", "a header of all ones"],
)
def test_the_file_was_replaced_by_something_else(host: Host, own_library: pathlib.Path, content: bytes) -> None:
    other = own_library.parent / "other"
    other.write_bytes(content)
    host("fork_denied", "replace", str(own_library.resolve()), str(other), against=own_library)


@pytest.mark.unprivileged
@reloads
def test_the_file_was_removed(host: Host, own_library: pathlib.Path) -> None:
    host("fork_denied", "remove", str(own_library.resolve()), against=own_library)


@reloads
def test_a_relative_path_still_leads_to_the_file(host: Host, own_library: pathlib.Path) -> None:
    """The path is made absolute at load: the host may change its directory afterwards."""
    program = host.program("fork_denied", against=own_library)
    environment = {**os.environ, "LD_LIBRARY_PATH": "."}
    subprocess.run([str(program), "elsewhere"], cwd=own_library.parent, env=environment, timeout=60, check=True)
