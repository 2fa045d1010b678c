"""Process events, and exit codes of processes that are not children."""

from __future__ import annotations

import asyncio
import gc
import os
import pathlib
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import libpsutil
import libpsutil.v7

APIS = pytest.mark.parametrize("api", [libpsutil, libpsutil.v7], ids=["1.2.1", "v7"])
NOBODY = 65534
KERNEL = tuple(map(int, os.uname().release.split(".")[:2]))


def reports_here() -> bool:
    """Returns whether the library reports events; tests/contract compares that with the kernel."""
    try:
        libpsutil.process_events().close()
    except (NotImplementedError, libpsutil.AccessDenied):
        return False
    return True


REPORTED = pytest.mark.skipif(not reports_here(), reason="no process events in this namespace")


@REPORTED
@APIS
def test_iteration(api: Any) -> None:
    with api.process_events() as events:
        begin = time.time()
        child = subprocess.Popen(["sh", "-c", "kill -9 $$"])
        child.wait()
        found = []
        for event in events:
            if event.pid == child.pid:
                found.append(event)
                if event.kind == "exit":
                    break
        assert [event.kind for event in found] == ["fork", "exec", "exit"]
        assert [event.exit_code for event in found] == [None, None, -9]
        assert (found[0].ppid, found[1].ppid) == (os.getpid(), None)
        assert all(begin - 0.1 < event.time < time.time() + 0.1 for event in found)
        assert pickle.loads(pickle.dumps(found)) == found
        assert iter(events) is events
        assert not events.closed
    assert events.closed
    assert list(events) == []
    for call in events.read, events.fileno, events.__enter__:
        with pytest.raises(ValueError, match="closed"):
            call()
    events.close()


@REPORTED
@APIS
def test_read_does_not_wait(api: Any) -> None:
    with api.process_events("exit") as events:
        codes = {}
        for code in range(5):
            child = subprocess.Popen(["sh", "-c", f"exit {code}"])
            codes[child.pid] = child.wait()
        found: dict[int, int] = {}
        while codes.keys() - found.keys():
            found.update({event.pid: event.exit_code for event in events.read(5)})
        assert {pid: found[pid] for pid in codes} == codes
        while events.read():
            pass
        events.read(0.1)
        for wrong in -1, float("nan"):
            with pytest.raises(ValueError, match="timeout"):
                events.read(wrong)


@REPORTED
@APIS
def test_asyncio(api: Any) -> None:
    async def exit_code(events: Any) -> int:
        loop = asyncio.get_running_loop()
        updated = asyncio.Event()
        codes: dict[int, int] = {}

        def on_events() -> None:
            codes.update({event.pid: event.exit_code for event in events.read()})
            updated.set()

        loop.add_reader(events.fileno(), on_events)
        child = await asyncio.create_subprocess_exec("sh", "-c", "exit 6")
        while child.pid not in codes:
            await asyncio.wait_for(updated.wait(), 30)
            updated.clear()
        loop.remove_reader(events.fileno())
        assert await child.wait() == codes[child.pid]
        return codes[child.pid]

    with api.process_events(["exit"]) as events:
        assert asyncio.run(exit_code(events)) == 6


@REPORTED
@APIS
def test_other_tasks_run_during_the_wait(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As under gevent."""
    children: list[subprocess.Popen[bytes]] = []
    real = time.sleep

    def sleep(seconds: float) -> None:
        if not children:
            children.append(subprocess.Popen(["sh", "-c", "exit 2"]))
        real(seconds)

    with api.process_events(["exec"]) as events:
        monkeypatch.setattr(time, "sleep", sleep)
        while not any(event.pid == children[0].pid for event in events.read(5) if children):
            pass
        monkeypatch.undo()
        assert children[0].wait() == 2


@REPORTED
@APIS
def test_forked_child_has_no_events(api: Any) -> None:
    events = api.process_events(["fork"])
    fd = events.fileno()
    pid = os.fork()
    if pid == 0:
        try:
            os.fstat(fd)
        except OSError:
            try:
                events.read()
            except RuntimeError:
                os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    while not any(event.pid == pid and event.ppid == os.getpid() for event in events.read(5)):
        continue
    events.close()


@REPORTED
@APIS
def test_descriptor_is_closed(api: Any) -> None:
    def descriptors() -> int:
        gc.collect()
        return len(os.listdir("/proc/self/fd"))

    before = descriptors()
    for _ in range(20):
        with api.process_events() as events:
            assert descriptors() == before + 1
            assert not os.get_inheritable(events.fileno())
        api.process_events()
    assert descriptors() == before


@REPORTED
@APIS
def test_threads_are_left_out(api: Any) -> None:
    with api.process_events() as events:
        ids = set()
        noted, ending = threading.Barrier(51), threading.Event()

        def note() -> None:
            ids.add(threading.get_native_id())
            noted.wait()
            ending.wait()

        def events_until_a_child() -> Iterator[Any]:
            child = subprocess.Popen(["true"])
            child.wait()
            for event in events:
                if event.pid == child.pid:
                    return
                yield event

        threads = [threading.Thread(target=note) for _ in range(50)]
        for thread in threads:
            thread.start()
        noted.wait()
        assert not ids & {event.pid for event in events_until_a_child()}  # of the threads' starts
        ending.set()
        for thread in threads:
            thread.join()
        # A process that has got the number of a thread is one that has been forked, if no event was lost.
        for event in events_until_a_child():
            if event.kind in ("fork", "lost"):
                ids -= {event.pid} if event.kind == "fork" else ids
            assert event.pid not in ids


@APIS
def test_unknown_kinds_are_refused(api: Any) -> None:
    for kinds in ["lost"], ["fork", "open"], "forks", []:
        with pytest.raises(ValueError, match="expected one"):
            api.process_events(kinds)


@pytest.mark.skipif(os.getuid() != 0, reason="needs root")
@APIS
def test_namespaces(api: Any) -> None:
    """In another network, PID or user namespace there are no events."""
    name = api.__name__
    code = f"import {name} as api\ntry:\n    api.process_events()\nexcept NotImplementedError:\n    print('none')"
    library = pathlib.Path(libpsutil.__file__).resolve().parent.parent
    for namespace in ["-n"], ["-U"], ["-pf", "--mount-proc"], ["-pf"]:
        result = subprocess.run(
            ["unshare", *namespace, sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(library)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout == "none\n", namespace


# ---- exit codes of processes that are not children


@pytest.fixture(params=["root", "ordinary"])
def user(request: pytest.FixtureRequest) -> int:
    """The user ID to change to; 0 for none, which is that of an ordinary user where the tests run as one."""
    if request.param == "ordinary" and os.getuid() != 0:
        pytest.skip("the test for root has run as an ordinary user")
    return NOBODY if request.param == "ordinary" else 0


# The grandchildren exit when a line comes; the shell, which is their parent, prints the exit codes that it gets.
SHELL = """
exec 3<&0
for command in 'exit 0' 'exit 3' 'exit 255' 'kill -9 $$' 'kill -15 $$'; do
    sh -c "read line <&3; $command" & echo $!; all="$all $!"
done
for pid in $all; do wait $pid; echo $?; done
"""
SCRIPT = f"""
import os, subprocess, sys, threading, time
api = __import__(sys.argv[1], fromlist=["Process"])
if sys.argv[3] != "0":
    os.setgroups([])
    os.setgid(int(sys.argv[3]))
    os.setuid(int(sys.argv[3]))
shell = subprocess.Popen(["sh", "-c", {SHELL!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
processes = [api.Process(int(shell.stdout.readline())) for _ in range(5)]
codes = [None] * 5
def wait(i, timeout):
    codes[i] = processes[i].exit_code(timeout)
def wait_all():
    gone, alive = api.wait_procs(processes, 60)
    codes[:] = [p.exit_code(timeout=0) for p in processes]
def link(fd):
    try:
        return os.readlink("/proc/self/fd/" + fd)
    except OSError:
        return ""
if sys.argv[2] == "polled":
    real = time.sleep
    time.sleep = lambda seconds: real(seconds)  # as gevent does
if sys.argv[2] == "wait_procs":
    threads = [threading.Thread(target=wait_all)]
else:
    timeout = 60 if sys.argv[2] == "timeout" else None
    threads = [threading.Thread(target=wait, args=[i, timeout]) for i in range(5)]
for thread in threads:
    thread.start()
while threads[0].is_alive() and sum("pidfd" in link(fd) for fd in os.listdir("/proc/self/fd")) < 5:
    time.sleep(0.01)
shell.stdin.write("\\n" * 5)
shell.stdin.flush()
for thread in threads:
    thread.join()
print(*codes)
print(*[int(shell.stdout.readline()) for _ in codes])
print(sum("pidfd" in link(fd) for fd in os.listdir("/proc/self/fd")))
"""
CODES = [0, 3, 255, -9, -15]


@pytest.mark.skipif(KERNEL < (6, 15), reason="the kernel keeps no exit codes")
@pytest.mark.parametrize("module", ["libpsutil", "libpsutil.v7"])
@pytest.mark.parametrize("how", ["no timeout", "timeout", "wait_procs", "polled"])
def test_exit_codes_of_others(module: str, how: str, user: int) -> None:
    library = pathlib.Path(libpsutil.__file__).resolve().parent.parent
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, module, how, str(user)],
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    mine, parents, kept = [[int(number) for number in line.split()] for line in result.stdout.splitlines()]
    assert mine == CODES
    assert [128 - code if code > 128 and code != 255 else code for code in parents] == CODES
    assert kept == [0]


@APIS
def test_exit_code_of_a_child(api: Any) -> None:
    for command, code in (["sh", "-c", "exit 3"], 3), (["sh", "-c", "kill -9 $$"], -9):
        with subprocess.Popen(command) as child:
            process = api.Process(child.pid)
            assert process.exit_code(timeout=30) == code
            assert process.exit_code(timeout=0) == code
    with subprocess.Popen(["sleep", "1000"]) as child:
        with pytest.raises(api.TimeoutExpired):
            api.Process(child.pid).exit_code(timeout=0.05)
        with pytest.raises(ValueError, match="timeout"):
            api.Process(child.pid).exit_code(timeout=-1)
        child.kill()


@APIS
def test_no_descriptor_is_kept(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A polled wait that ends with its timeout closes what it has kept."""
    real = time.sleep
    before = len(os.listdir("/proc/self/fd"))
    process = api.Process(os.getppid())
    monkeypatch.setattr(time, "sleep", lambda seconds: real(seconds))
    with pytest.raises(api.TimeoutExpired):
        process.exit_code(timeout=0.05)
    monkeypatch.undo()
    assert len(os.listdir("/proc/self/fd")) == before


# ---- TCP connections of one process


@APIS
def test_tcp_connections_of_a_process(api: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        peer, _ = server.accept()
        with peer:
            client.sendall(b"x" * 4321)
            assert len(peer.recv(4321, socket.MSG_WAITALL)) == 4321
            found = {c.fd: c for c in api.Process().tcp_connections()}
            mine, theirs = found[client.fileno()], found[peer.fileno()]
            assert (mine.laddr, mine.raddr, mine.status) == (client.getsockname(), client.getpeername(), "ESTABLISHED")
            assert (mine.bytes_sent, theirs.bytes_recv, theirs.bytes_sent) == (4321, 4321, 0)
            assert found[server.fileno()].bytes_sent is None
            whole = {c.fd: c for c in api.tcp_connections() if c.pid == os.getpid()}
            assert {fd: c._replace(pid=None) for fd, c in whole.items()} == {
                fd: c._replace(pid=None) for fd, c in found.items()
            }
