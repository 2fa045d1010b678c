"""Hosts with little of a resource: every call succeeds or fails, and the host goes on."""

from __future__ import annotations

import errno
import os
import pathlib
import pwd

import pytest
from conftest import Host, measured, missing, needs_glibc

CODES = {"PSUTIL_OK", "PSUTIL_ERR_NO_MEMORY"}


def outcome(host: Host, library_with_hooks: pathlib.Path, kind: str, *arguments: object) -> dict[str, str]:
    result = host("limits", kind, *map(str, arguments), against=library_with_hooks, timeout=120)
    assert result.stderr == ""
    values = measured(result)
    assert values.get("unexpected", "0") == "0"
    return values


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


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_locked_memory(host: Host, library_with_hooks: pathlib.Path) -> None:
    """mlockall(MCL_FUTURE) makes all that is mapped memory, also what is mapped for a moment."""
    values = outcome(host, library_with_hooks, "locked", 0)
    assert works_or_says_no_memory(values)
    assert int(values["peak"]) < 120 << 20


@pytest.mark.parametrize("megabytes", [1, 4, 16, *range(64, 321, 16)])
def test_data(host: Host, library_with_hooks: pathlib.Path, megabytes: int) -> None:
    works_or_says_no_memory(outcome(host, library_with_hooks, "data", megabytes))


@pytest.mark.parametrize("kilobytes", [64, 256, 1024])
def test_stacks(host: Host, library_with_hooks: pathlib.Path, kilobytes: int) -> None:
    """The default stack size of threads, also of Go's."""
    assert outcome(host, library_with_hooks, "stack", kilobytes)["first"] == "PSUTIL_OK"


def a_free_user() -> int:
    """Returns a user ID without processes: RLIMIT_NPROC counts all threads of a user; root has no such limit.

    Tests that run at the same time have different ones.
    """
    taken = {user.pw_uid for user in pwd.getpwall()}
    first = 100_000 + os.getpid() % 10_000
    return next(uid for uid in range(first, first + 1000) if uid not in taken)


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


@needs_glibc
@pytest.mark.parametrize("allocations", ["one", "all"])
def test_malloc_fails(host: Host, allocations: str) -> None:
    """An error or the answer, from every allocation on; the library works afterwards."""
    values = measured(host("failing_malloc", allocations, timeout=120))
    assert all(int(errors) > 0 for errors in values.values()), values
