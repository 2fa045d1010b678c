"""psutil_process_iter_*: tests/programs/process_iter.c, and psutil's list of processes."""

from __future__ import annotations

import psutil
import pytest
from conftest import Host, User, root_only

pytestmark = pytest.mark.unprivileged


@pytest.mark.parametrize("command", ["order", "memory", "threads", "fork", "arguments"])
def test_iterator(host: Host, command: str) -> None:
    host("process_iter", command)


@root_only
def test_order_as_an_ordinary_user(host: Host, ordinary_user: User) -> None:
    host("process_iter", "order", **ordinary_user)


def test_iterator_like_psutil(host: Host) -> None:
    before = set(psutil.pids())
    pids = [int(pid) for pid in host("process_iter", "pids").stdout.split()]
    after = set(psutil.pids())
    assert pids == sorted(set(pids))
    assert before & after
    assert before & after <= set(pids)
