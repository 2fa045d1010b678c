"""Parent and child both call after a fork (docs/embedding.md): tests/programs/fork.c and fork_denied.c."""

from __future__ import annotations

import pathlib
import shutil
import subprocess

import pytest
from conftest import CC, Host, root_only

# A child is recognised by the page that fork wipes or, before Linux 4.14, by its PID.
recognised = pytest.mark.parametrize("by", [[], ["unwiped"]], ids=["wiped page", "PID"])


@recognised
def test_children_under_load(host: Host, by: list[str]) -> None:
    """Four threads of the parent are in the library at every fork; children have children, three generations deep."""
    result = host("fork", *by, "load", "25", "2000", "3", timeout=120)
    print(result.stdout)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_many_children_under_load(host: Host) -> None:
    result = host("fork", "load", "200", "1000", "3", timeout=1500)
    print(result.stdout)


def test_sixty_generations(host: Host) -> None:
    assert host("fork", "nest", "60", timeout=120).stdout == "bottom\n"


@recognised
def test_a_child_that_never_calls_pays_nothing(host: Host, by: list[str]) -> None:
    print(host("fork", *by, "silent").stdout)  # the cost of a fork


@recognised
@pytest.mark.parametrize("call", ["fork", "clone"])
def test_children_of_raw_system_calls(host: Host, by: list[str], call: str) -> None:
    """A raw clone system call, which the C library does not see, makes children like fork does."""
    host("fork", *by, call)


@recognised
def test_threads_end_in_children(host: Host, by: list[str]) -> None:
    """By pthread_exit, also the first thread, in children that have called and in others."""
    host("fork", *by, "ends", timeout=120)


@recognised
def test_fork_during_the_first_calls(host: Host, by: list[str]) -> None:
    """Other threads start the runtime at the same time."""
    host("fork", *by, "first", "40", timeout=120)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_fork_at_every_moment_of_the_first_calls(host: Host) -> None:
    host("fork", "first", "1500", timeout=600)


# ---- a child needs no file


@pytest.mark.unprivileged
def test_child_that_may_create_no_files(host: Host) -> None:
    """No memory file, no temporary file, RLIMIT_FSIZE 0."""
    host("fork_denied", "files")


def test_a_child_without_room_for_a_runtime(host: Host) -> None:
    """PSUTIL_ERR_NO_MEMORY as long as there is no address space; afterwards it works."""
    host("fork_denied", "starved")


@recognised
def test_a_signal_handler_that_forks_during_a_wait(host: Host, by: list[str]) -> None:
    """The call goes on in the parent and is interrupted in the child, which can call again."""
    host("fork", *by, "handlers", "60", timeout=120)


@root_only
def test_a_child_that_gave_up_root(host: Host) -> None:
    """As daemons do; the child cannot read its own /proc/self/fd."""
    host("fork_denied", "user")


@pytest.fixture
def own_library(library: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the library that may be changed."""
    shutil.copy(library, tmp_path / "libpsutil.so.1")
    (tmp_path / "libpsutil.so").symlink_to("libpsutil.so.1")
    return tmp_path / "libpsutil.so"


def test_library_file_was_replaced(host: Host, own_library: pathlib.Path, library_with_hooks: pathlib.Path) -> None:
    """The package was upgraded while the parent ran."""
    other = shutil.copy(library_with_hooks, own_library.parent / "upgrade")
    host("fork_denied", "replace", str(own_library.resolve()), str(other), against=own_library)


@pytest.mark.unprivileged
def test_library_file_was_removed(host: Host, own_library: pathlib.Path) -> None:
    host("fork_denied", "remove", str(own_library.resolve()), against=own_library)


# ---- what the host does at the same time


@pytest.mark.parametrize("state", ["started", "fresh"])
@pytest.mark.parametrize("order", ["before", "after"])
def test_atfork_handlers_that_call_the_library(host: Host, library: pathlib.Path, order: str, state: str) -> None:
    """In prepare, parent and child; registered before and after the library's own handlers.

    Under musl always after them: the host is linked with the library, whose constructor runs first.
    """
    host("atfork", str(library.resolve()), order, state, timeout=120)


def test_fork_while_another_thread_loads_a_library(host: Host, library: pathlib.Path, tmp_path: pathlib.Path) -> None:
    source = tmp_path / "empty.c"
    source.write_text("int psutil_test_empty = 1;\n")
    empty = tmp_path / "empty.so"
    subprocess.run([CC, "-shared", "-fPIC", source, "-o", empty], check=True, timeout=60)
    host("fork_during_dlopen", str(empty), "300", timeout=300)


def test_programs_started_during_the_first_call_inherit_the_hosts_limits(host: Host) -> None:
    host("spawn_during_start", "60", timeout=120)
