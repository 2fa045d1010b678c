"""psutil_wait_procs: tests/programs/wait_procs.c."""

from __future__ import annotations

import pytest
from conftest import Host, User, measured, root_only

pytestmark = pytest.mark.unprivileged


@pytest.mark.parametrize("command", ["outcomes", "others", "callback", "interrupted", "forks", "arguments"])
def test_wait_procs(host: Host, command: str) -> None:
    host("wait_procs", command)


@root_only
@pytest.mark.parametrize("command", ["outcomes", "others"])
def test_outcomes_as_an_ordinary_user(host: Host, ordinary_user: User, command: str) -> None:
    host("wait_procs", command, **ordinary_user)


@pytest.mark.parametrize("arguments", [["300"], ["600"], ["300", "30"], ["20", "6"]], ids=" of ".join)
def test_many_processes(host: Host, arguments: list[str]) -> None:
    """The second argument limits the descriptors, so that not every process can be watched by one."""
    assert measured(host("wait_procs", "many", *arguments))["exited"] == arguments[0]
