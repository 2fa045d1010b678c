"""Signals belong to the host: signalfd daemons, handlers with large needs, and Ctrl-C during a wait."""

from __future__ import annotations

import pathlib
import signal
import subprocess
import time

import pytest
from conftest import Host, measured

WAITS = pytest.mark.parametrize(
    "call", ["wait", "polled-wait", "cpu_percent", "cpu_percent_per_cpu", "process_cpu_percent"]
)


@pytest.mark.parametrize("blocked", ["before", "after"])
def test_signalfd_daemon(host: Host, blocked: str) -> None:
    assert measured(host("signalfd", blocked)) == {"SIGCHLD": "200", "SIGTERM": "200", "SIGUSR1": "200"}


def test_hungry_handler(host: Host, library_with_hooks: pathlib.Path) -> None:
    values = measured(host("signal_stack", "pending", "1000", against=library_with_hooks))
    assert (values["sent"], values["on another stack"]) == (values["handled"], "0")


@pytest.mark.slow
def test_hungry_handler_without_the_mask(host: Host, library_without_sigmask: pathlib.Path) -> None:
    """Without the signal mask, handlers run on goroutines' stacks, and the host crashes if it needs their memory."""
    result = host("signal_stack", "elsewhere", "1", against=library_without_sigmask, expect=None)
    assert result.returncode != 0 or int(measured(result)["on another stack"]) > 0


@WAITS
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_default_disposition_ends_the_wait(host: Host, call: str, number: signal.Signals) -> None:
    program = host.program("interrupts")
    with subprocess.Popen([program, "sit", call], stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == "state: ready\n"
            time.sleep(0.1)
            process.send_signal(number)
            assert process.wait(60) == -number  # the program exits after the whole wait
        finally:
            process.kill()


@WAITS
@pytest.mark.parametrize("flags", ["", "restart"])
def test_handler_interrupts_the_wait(host: Host, call: str, flags: str) -> None:
    values = measured(host("interrupts", "handled", call, *filter(None, [flags])))
    assert (values["code"], values["handled"], values["afterwards"]) == ("PSUTIL_ERR_INTERRUPTED", "yes", "waits")


@WAITS
def test_signal_between_entry_and_sleep_is_not_lost(host: Host, call: str) -> None:
    values = measured(host("interrupts", "entry", call, timeout=300))
    assert values["not interrupted"] == "0"
    assert int(values["seen inside"]) > 0


@WAITS
def test_ignored_signals_and_stops_do_not_interrupt(host: Host, call: str) -> None:
    values = measured(host("interrupts", "ignored", call))
    assert values["as after the whole time"] == "yes"
    assert float(values["waited"]) >= 0.49
