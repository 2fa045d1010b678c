"""Process events: all of many children, or LOST; threads, forks, namespaces, and a host that closes descriptors."""

from __future__ import annotations

import os
import subprocess

import pytest
from conftest import CC, Host, User, measured, missing, root_only, run_program
from proc_connector import reports_here


@pytest.fixture(params=["root", "ordinary"])
def user(request: pytest.FixtureRequest, ordinary_user: User) -> User:
    """Options of a program that runs as root, and as an ordinary user."""
    if not reports_here():
        missing("process events in this namespace")
    if request.param == "root":
        return {}
    if os.getuid() != 0:
        pytest.skip("these tests have run as an ordinary user")
    return ordinary_user


@pytest.mark.unprivileged
def test_events_of_many_children(host: Host, user: User) -> None:
    """Each birth at 5,000 a second has its fork and its exit, and its exec if it has one; or LOST is reported.

    Of 10,000 children once, for root and glibc: they take long, and other users and C libraries receive the same.
    """
    count = 10000 if os.getuid() == 0 and not user and "musl" not in CC else 1000
    values = measured(host("process_events", "children", str(count), "5000", timeout=300, **user))
    assert (values["more than once"], values["wrong exit codes"]) == ("0", "0")
    assert values["missing"] == "0" or int(values["lost"]) > 0


@pytest.mark.unprivileged
def test_unread_buffer_gives_lost(host: Host, user: User) -> None:
    """Afterwards every event is there, or LOST is reported again."""
    values = measured(host("process_events", "unread", timeout=300, **user))
    assert (values["unread"], values["more than once"], values["wrong exit codes"]) == ("lost", "0", "0")
    assert values["missing"] == "0" or int(values["lost"]) > 0


@pytest.mark.unprivileged
def test_threads_are_left_out(host: Host, user: User) -> None:
    """The exit of a process is that of its last thread, with the code that the parent gets."""
    assert measured(host("process_events", "threads", timeout=120, **user)) == {
        "first thread ends early": "1 exits, code 5, 0 execs",
        "exec in a thread": "1 exits, code 6, 1 execs",
        "events of threads": "0",
    }


@pytest.mark.unprivileged
def test_forked_children_have_no_handle(host: Host, user: User) -> None:
    assert measured(host("process_events", "forks", timeout=120, **user)) == {
        "in a child": "invalid",
        "in the child of a raw clone": "invalid",
        "in the parent": "exit code 0",
        "a handler that forks": "invalid",
    }


@pytest.mark.unprivileged
def test_state_of_the_host(host: Host, user: User) -> None:
    """A handler interrupts the wait, and a descriptor that the host has closed is neither read nor closed."""
    assert measured(host("process_events", "host", timeout=120, **user)) == {
        "interrupted": "yes",
        "closed by the host": "PSUTIL_ERR_OS, os_error 9",
        "number reused": "PSUTIL_ERR_OS, PSUTIL_ERR_OS",
        "own descriptor": "open",
        "freed during a wait": "completes",
        "descriptor": "closed",
        "threads of its own": "0",
    }


@root_only
@pytest.mark.parametrize(
    "namespaces", [["--net"], ["--user"], ["--pid", "--fork"], ["--pid", "--fork", "--mount-proc"]]
)
def test_other_namespaces(host: Host, namespaces: list[str]) -> None:
    """Also while another program receives events, when the kernel would send the machine's PIDs."""
    if not reports_here():
        missing("process events in this namespace")
    program = host.program("process_events")
    with subprocess.Popen([program, "children", "1000000", "1000"], stdout=subprocess.DEVNULL) as other:
        result = run_program(["unshare", *namespaces, program, "host"])
        assert other.poll() is None
        other.kill()
    assert result.returncode == 1
    assert "the kernel" in result.stderr or "own processes" in result.stderr
