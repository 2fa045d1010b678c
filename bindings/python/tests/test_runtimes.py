"""Many interpreters in one process, many threads that come at once, and asyncio's executor."""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest
from conftest import Spawn, output, run_python

import libpsutil
import libpsutil.v7

# How interpreters are made: with the main one's GIL, and where ctypes allows it, with one of their own.
if sys.version_info >= (3, 13):
    MODULE, KINDS = "_interpreters", ["'legacy'", "'isolated'"]
elif sys.version_info >= (3, 12):
    MODULE, KINDS = "_xxsubinterpreters", ["isolated=False"]
else:
    MODULE, KINDS = "_xxsubinterpreters", [""]


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="only CPython has several interpreters in a process")
@pytest.mark.parametrize("kind", KINDS)
def test_subinterpreters(kind: str) -> None:
    code = f"""
import os, threading
import libpsutil, libpsutil.v7
import {MODULE} as interpreters

CODE = '''
import os
import libpsutil, libpsutil.v7
for _ in range(3):
    assert libpsutil.Process().pid == libpsutil.v7.Process().pid == os.getpid()
    assert os.getpid() in libpsutil.get_pid_list() and libpsutil.v7.virtual_memory().total > 0
    try:
        libpsutil.Process(2**40)
    except libpsutil.NoSuchProcess as error:
        assert error.pid == 2**40
os.write(out, b"done ")
'''
out, end = os.pipe()
os.set_blocking(out, False)

def run():
    for _ in range(2):
        interpreter = interpreters.create({kind})
        interpreters.run_string(interpreter, f"out = {{end}}\\n" + CODE)
        interpreters.destroy(interpreter)

threads = [threading.Thread(target=run) for _ in range(3)]
for thread in threads:
    thread.start()
while any(thread.is_alive() for thread in threads):
    assert libpsutil.Process().pid == os.getpid() and libpsutil.v7.boot_time() > 0
print(os.read(out, 1000).decode())
"""
    # The extension module has no GIL of its own, so an isolated interpreter falls back to ctypes.
    environment = {"LIBPSUTIL_PYTHON": ""} if kind == "'isolated'" else None
    assert output(run_python(code, environment=environment)).split() == ["done"] * 6


def test_objects_are_made_once_by_many_threads() -> None:
    """Objects that are made at their first use are made once, and no thread gets an incomplete one."""
    code = """
import os, threading
import libpsutil, libpsutil.v7
barrier = threading.Barrier(8)
found = []
def ask():
    barrier.wait()
    me = libpsutil.v7.Process()
    found.append([
        type(libpsutil.virtual_memory()), type(libpsutil.Process().get_cpu_times()), type(me.memory_info()),
        type(me.threads()[0]), type(libpsutil.v7.disk_partitions(all=True)[0]), type(libpsutil.v7.cpu_stats()),
        me.children(), libpsutil.v7.net_connections("tcp4") is None, me.pid in libpsutil.v7.pids(),
    ])
threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(found) == 8 and all(entry == found[0] for entry in found), found
"""
    for _ in range(3):
        output(run_python(code))


def test_one_object_in_many_threads(spawn: Spawn) -> None:
    process = libpsutil.v7.Process(spawn("sleep", "1000").pid)
    wrong: list[object] = []

    def work() -> None:
        for _ in range(5):
            with process.oneshot():
                if process.ppid() != libpsutil.Process().pid or process.as_dict(["pid", "ppid"])["pid"] != process.pid:
                    wrong.append(process)
            if process not in list(libpsutil.v7.process_iter()) or process.cpu_percent() < 0:
                wrong.append(process)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_asyncio(spawn: Spawn) -> None:
    """The loop goes on while threads of its executor wait, and each gets its own child's exit code."""
    children = [spawn("sh", "-c", f"read line; exit {code}", stdin=-1) for code in range(3)]

    processes = [libpsutil.Process(child.pid) for child in children]

    async def main() -> list[int | None]:
        loop = asyncio.get_running_loop()
        waits = [loop.run_in_executor(None, libpsutil.v7.Process(child.pid).wait, 60) for child in children]
        all_of_them = loop.run_in_executor(None, libpsutil.wait_procs, processes, 60)
        percent = loop.run_in_executor(None, libpsutil.cpu_percent, 0.1)
        for _ in range(10):
            await asyncio.sleep(0.01)
        assert not any(wait.done() for wait in waits)
        for child in children:
            assert child.stdin is not None
            child.stdin.close()
        assert 0 <= await percent <= 100
        gone, alive = await all_of_them
        assert (len(gone), alive) == (3, [])
        return list(await asyncio.gather(*waits))

    codes = asyncio.run(main())
    # Two wait for each child: one reaps it and returns the exit code, the other may return None.
    for number, code, process in zip(range(3), codes, processes):
        assert {code, process.retcode} in ({number}, {None, number})
