"""psutil_popen: tests/programs/popen.c."""

from __future__ import annotations

import pytest
from conftest import Host, User, root_only

pytestmark = pytest.mark.unprivileged


@pytest.mark.parametrize("command", ["signals", "streams", "place", "files", "errors", "reaped", "threads"])
def test_popen(host: Host, command: str) -> None:
    host("popen", command)


@root_only
def test_errors_as_an_ordinary_user(host: Host, ordinary_user: User) -> None:
    host("popen", "errors", **ordinary_user)
