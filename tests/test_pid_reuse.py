"""PIDs that the kernel gives to another process: guarded calls refuse them (tests/programs/pid_reuse.c)."""

from __future__ import annotations

import os

from conftest import Host, measured, missing, root_only


def reuse(host: Host, *arguments: str) -> dict[str, str]:
    result = measured(host("pid_reuse", *arguments, timeout=220))
    if "skipped" in result:
        missing(result["skipped"])
    return result


@root_only
def test_reused_pid_is_refused(host: Host) -> None:
    """Of a thousand PIDs that are reused within a tick, every one where the kernel has pidfs."""
    result = reuse(host, "1000")
    assert result["same tick"] == "1000"
    assert result["accepted in another tick"] == "0"
    if tuple(int(n) for n in os.uname().release.split(".")[:2]) >= (6, 9):
        assert result["accepted in the same tick"] == "0"
    assert int(result["new process known to the iterator"]) > 0


@root_only
def test_reused_pid_without_pidfds_is_refused_in_another_tick(host: Host) -> None:
    """Without pidfds only the start time identifies a process, so a PID reused within a tick is accepted."""
    assert reuse(host, "100", "no-pidfd")["accepted in another tick"] == "0"
