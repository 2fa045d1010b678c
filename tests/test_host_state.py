"""The library changes nothing of the host: signal actions, masks, stacks, limits, descriptors, rounding, threads."""

from __future__ import annotations

import pathlib
import subprocess

import pytest
from conftest import Host, measured


@pytest.mark.unprivileged
@pytest.mark.parametrize("dispositions", ["default", "ignored", "handled", "mixed"])
def test_first_call_leaves_everything(host: Host, dispositions: str) -> None:
    assert measured(host("first_call", dispositions)) == {"changed": ""}


def test_exec_inherits_what_the_host_set(host: Host) -> None:
    values = measured(host("exec_child", timeout=120))
    assert values == {"children": "200", "wrong SigIgn": "0", "wrong SigBlk": "0", "wrong descriptors": "0"}


def test_no_signal_reaches_the_host(host: Host, library_with_hooks: pathlib.Path) -> None:
    values = measured(host("no_signals", "3", against=library_with_hooks))
    assert int(values["calls"]) > 100
    assert (values["SIGURG"], values["signals"]) == ("0", "0")


def test_handlers_installed_during_the_start_stay(host: Host) -> None:
    values = measured(host("sigaction_during_start", "200", timeout=120))
    assert (values["kept"], values["lost"]) == ("200", "0")


@pytest.mark.parametrize("streams", ["blocking", "nonblocking"])
def test_no_descriptor_between_calls(host: Host, library_with_hooks: pathlib.Path, streams: str) -> None:
    arguments = ["nonblocking"] if streams == "nonblocking" else []
    values = measured(host("descriptors", *arguments, against=library_with_hooks, stdin=subprocess.PIPE, timeout=120))
    assert {value for name, value in values.items() if name.startswith("after")} == {"same"}
    # Much more garbage was made than memory is in use, so collections ran.
    assert int(values["garbage"].split()[0]) > 10 * int(values["resident growth"].split()[0])


def test_host_closes_what_it_did_not_open(host: Host) -> None:
    values = measured(host("close_fds", timeout=120))
    assert {name: value for name, value in values.items() if "errors" in name} == {
        "errors": "0",
        "errors in threads": "0",
        "errors beside own descriptors": "0",
    }
    assert (values["own descriptors lost"], values["own file's size"]) == ("0", "0")


def test_floating_point_traps(host: Host, library_with_hooks: pathlib.Path) -> None:
    values = measured(host("fp_traps", against=library_with_hooks, timeout=120))
    assert values["kept"] == values["of"]


def test_threads_that_end(host: Host) -> None:
    values = measured(host("thread_exit", timeout=120))
    assert (values["cancelled"], values["completed their call"]) == ("200", "200")
    assert (values["looked"], values["changed"]) == ("800", "0")
    assert values["ended in children"] == "40"
    assert values["descriptors"] == "same"


def test_go_settings_of_the_host_are_ignored(host: Host) -> None:
    """A runtime that reads GODEBUG from the host's environment reports its start on standard error."""
    settings = {"GODEBUG": "inittrace=1,gctrace=1", "GOGC": "1", "GOMAXPROCS": "1"}
    result = host("first_call", "default", env=settings)
    assert measured(result) == {"changed": ""}
    assert result.stderr == ""


EVERY = ["kept", "close", "signals", "signals restart", "spawn", "alone", "beside-waits"]


@pytest.mark.parametrize("condition", EVERY)
def test_every_function(host: Host, condition: str) -> None:
    """Each function answers as usual; tests/programs/every_function.c describes the conditions."""
    values = measured(host("every_function", *condition.split(), timeout=300))
    assert all(int(values.get(name, "100")) >= 100 for name in ("handled", "programs")), values


@pytest.mark.parametrize("size", [16 << 10, 20 << 10, 32 << 10, 64 << 10])
def test_every_function_on_a_small_stack(host: Host, size: int) -> None:
    host("every_function", "small-stack", str(size), timeout=120)
