"""Hosts with little of a resource: every call succeeds or fails, and the host goes on."""

from __future__ import annotations

import errno
import os
import pathlib
import platform
import pwd

import pytest
from conftest import Host, measured, missing

CODES = {"PSUTIL_OK", "PSUTIL_ERR_NO_MEMORY"}


def outcome(host: Host, library_with_hooks: pathlib.Path, kind: str, *arguments: object) -> dict[str, str]:
    result = host("limits", kind, *map(str, arguments), against=library_with_hooks, timeout=120)
    assert result.stderr == ""
    values = measured(result)
    assert values.get("unexpected", "0") == "0"
    return values


# Go maps its memory through C, so that the library has a part in it.
needs_own_memory = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="Go maps by itself on this processor"
)


def codes(values: dict[str, str]) -> set[str]:
    return {name for name in values if name.startswith("PSUTIL_")}


def works_or_says_no_memory(values: dict[str, str], *, alone: bool = True) -> bool:
    """Every call has the same outcome, unless the user's other processes, which share the limit, come and go."""
    assert values["first"] in CODES
    assert codes(values) == {values["first"]} if alone else codes(values) <= CODES
    return values["first"] == "PSUTIL_OK"


@pytest.mark.parametrize("megabytes", range(64, 2049, 64))
def test_address_space(host: Host, library_with_hooks: pathlib.Path, megabytes: int) -> None:
    works_or_says_no_memory(outcome(host, library_with_hooks, "as", megabytes))


@pytest.mark.parametrize("megabytes", [300, 500, 1000])
def test_little_address_space_suffices(host: Host, library_with_hooks: pathlib.Path, megabytes: int) -> None:
    assert works_or_says_no_memory(outcome(host, library_with_hooks, "as", megabytes))


@pytest.mark.parametrize("margin", [0, 1, 4, 16, 64])
@pytest.mark.parametrize("kind", ["later-as", "later-data"])
def test_limit_after_the_start(host: Host, library_with_hooks: pathlib.Path, kind: str, margin: int) -> None:
    """With so many megabytes left, several threads and a forked child call. Without the limit, calls work again."""
    values = outcome(host, library_with_hooks, kind, margin)
    assert (values["first"], codes(values)) == ("PSUTIL_OK", {"PSUTIL_OK"})


@needs_own_memory
def test_calls_that_need_more_than_a_limit_leaves(host: Host, library_with_hooks: pathlib.Path) -> None:
    """Seven threads make three calls each that would keep 300 megabytes, of which 256 are reserved and 32 are left."""
    values = outcome(host, library_with_hooks, "later-as", 32, 300)
    assert (values["first"], codes(values)) == ("PSUTIL_OK", {"PSUTIL_OK"})
    assert int(values["no memory"]) >= 21


@needs_own_memory
def test_calls_that_need_much_under_a_limit_of_data(host: Host, library_with_hooks: pathlib.Path) -> None:
    """Seven threads make calls that keep 80 megabytes each, which RLIMIT_DATA does not count."""
    values = outcome(host, library_with_hooks, "later-data", 32, 80)
    assert (values["first"], codes(values), values["no memory"]) == ("PSUTIL_OK", {"PSUTIL_OK"}, "0")


def test_tables_under_a_limit(host: Host, library_with_hooks: pathlib.Path) -> None:
    """Hundreds of tables are kept, then there is no memory for more, and with those freed there is."""
    values = outcome(host, library_with_hooks, "tables", 16)
    assert int(values["kept"]) > 300
    assert (values["then"], values["again"]) == ("PSUTIL_ERR_NO_MEMORY", "100")
    assert codes(values) == {"PSUTIL_OK"}


@needs_own_memory
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_locked_memory(host: Host, library_with_hooks: pathlib.Path) -> None:
    """mlockall(MCL_FUTURE) makes no memory of what is reserved, nor of what is mapped for a moment."""
    values = outcome(host, library_with_hooks, "locked", 0)
    assert works_or_says_no_memory(values)
    assert int(values["peak"]) < 60 << 20


@needs_own_memory
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_memory_locked_after_the_start(host: Host, library_with_hooks: pathlib.Path) -> None:
    """mlockall(MCL_CURRENT) makes memory of what Go has made writable."""
    values = outcome(host, library_with_hooks, "locked-later", 0)
    assert works_or_says_no_memory(values)
    assert int(values["locked"]) < 100 << 20


@pytest.mark.parametrize("megabytes", [1, 4, 16, *range(64, 321, 16)])
def test_limit_of_data(host: Host, library_with_hooks: pathlib.Path, megabytes: int) -> None:
    works_or_says_no_memory(outcome(host, library_with_hooks, "data", megabytes))


@needs_own_memory
def test_little_writable_memory_suffices(host: Host, library_with_hooks: pathlib.Path) -> None:
    assert works_or_says_no_memory(outcome(host, library_with_hooks, "data", 32))


@pytest.mark.parametrize("kilobytes", [64, 256, 1024])
def test_limit_of_stacks(host: Host, library_with_hooks: pathlib.Path, kilobytes: int) -> None:
    """The default stack size of threads, also of Go's."""
    assert outcome(host, library_with_hooks, "stack", kilobytes)["first"] == "PSUTIL_OK"


def a_free_user() -> int:
    """Returns a user ID without processes: RLIMIT_NPROC counts all threads of a user; root has no such limit.

    Tests that run at the same time have different PIDs, and so different users.
    """
    uid = 1_000_000_000 + os.getpid()
    assert uid not in {user.pw_uid for user in pwd.getpwall()}
    return uid


@pytest.mark.unprivileged
@pytest.mark.parametrize("threads", range(1, 21))
def test_threads(host: Host, library_with_hooks: pathlib.Path, threads: int) -> None:
    user = [a_free_user()] if os.geteuid() == 0 else []
    values = outcome(host, library_with_hooks, "nproc", threads, *user)
    works = works_or_says_no_memory(values, alone=bool(user))
    # Other processes of an ordinary user start and exit; the free user has none.
    assert works or threads < 20 or not user


@pytest.mark.unprivileged
@pytest.mark.parametrize("threads", [11, 12, 14, 16, 17, 18, 20, 24])
def test_threads_with_many_cpus(host: Host, library_with_hooks: pathlib.Path, threads: int) -> None:
    """Go needs a thread for each CPU and some more, also on a large machine."""
    user = a_free_user() if os.geteuid() == 0 else 0
    values = outcome(host, library_with_hooks, "nproc", threads, user, 64)
    if "not possible" in values:
        missing(values["not possible"])
    works = works_or_says_no_memory(values, alone=bool(user))
    assert works or threads < 24 or not user
    assert int(values["threads in all"]) < 24


@pytest.mark.unprivileged
@pytest.mark.parametrize("descriptors", range(3, 11))
def test_descriptors(host: Host, library_with_hooks: pathlib.Path, descriptors: int) -> None:
    values = outcome(host, library_with_hooks, "nofile", descriptors)
    assert codes(values) <= {"PSUTIL_OK", "PSUTIL_ERR_OS"}
    if values["first"] != "PSUTIL_OK":
        assert (values["first"], values["os error"]) == ("PSUTIL_ERR_OS", str(errno.EMFILE))
    assert values["first"] == "PSUTIL_OK" or descriptors < 5


@pytest.mark.parametrize("allocations", ["one", "all"])
def test_malloc_fails(host: Host, allocations: str) -> None:
    """Every function returns an error or the answer, whichever allocation fails; the library works afterwards."""
    values = measured(host("failing_malloc", allocations, timeout=300))
    assert len(values) > 100
    assert sum(int(errors) > 0 for errors in values.values()) > 40, values


@pytest.mark.parametrize("error", ["EMFILE", "ENOMEM", "EIO", "EACCES"])
def test_a_system_call_fails(host: Host, error: str) -> None:
    """An error or the answer, whichever system call of a function fails; the library works afterwards."""
    result = host("failing_syscalls", error, timeout=120)
    assert result.stdout == ""


@pytest.mark.slow
@pytest.mark.parametrize("error", ["EPERM", "ENOSYS", "EIO"])
def test_every_function_where_a_system_call_always_fails(host: Host, error: str) -> None:
    assert host("every_function", "deny", error, timeout=600).stdout == ""


@needs_own_memory
@pytest.mark.parametrize("kind", ["AS", "DATA"])
def test_every_function_under_a_limit(host: Host, kind: str) -> None:
    """The answer or PSUTIL_ERR_NO_MEMORY, where a call may map nothing; the answer where it may again."""
    host("every_function", "limit", kind, timeout=120)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_every_function_in_locked_memory(host: Host) -> None:
    values = measured(host("every_function", "locked", timeout=120))
    assert int(values["peak"].split()[0]) < 100 << 10


@pytest.mark.parametrize("error", ["EMFILE", "ENOMEM", "EIO", "EACCES", "EPERM", "ENOSYS"])
def test_a_system_call_of_every_function_fails(host: Host, error: str) -> None:
    """An error or the answer of every function; only what could not be read is absent in it."""
    result = host("failing_syscalls", error, "every", timeout=300)
    assert result.stdout == ""
