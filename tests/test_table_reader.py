"""Table readers: the same tables as psutil_process_table, from whichever source."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator

import pytest
from table_values import COLUMNS, LIB, Reader, rows

pytestmark = pytest.mark.unprivileged

STEADY = ["pid", "ppid", "name", "create_time", "uids_real", "gids_saved", "username", "terminal", "nice", "cmdline"]
SOURCES = {"procfs": 0, "file": LIB.READER_FILE, "bpf": LIB.READER_BPF}


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sh", "-c", "read line", "", ""], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("flags", SOURCES.values(), ids=SOURCES)
def test_same_rows_as_a_table(flags: int, sleeper: subprocess.Popen[bytes]) -> None:
    """With each flag, wherever the tables then come from."""
    with Reader(STEADY, flags) as reader:
        for _ in range(3):
            for row in (rows(STEADY, [pid])[0] for pid in (os.getpid(), sleeper.pid)):
                assert row in reader.read()


def test_all_columns_that_are_not_slow_by_default() -> None:
    with Reader([]) as reader:
        out = LIB.call("psutil_table_reader_read", reader.handle)
        default = LIB.call("psutil_process_table", [], 0, [], 0)
        for number in COLUMNS.values():
            has = [LIB.functions.psutil_table_cell_error(table, -1, number) for table in (out, default)]
            message = LIB.last_error().message
            assert has[0] == has[1], message
        LIB.free_handles([out, default])


def test_new_and_exited_processes() -> None:
    with Reader(["pid"]) as reader:
        for _ in range(3):
            with subprocess.Popen(["sleep", "1000"]) as process:
                assert {"pid": process.pid} in reader.read()
                process.kill()
            assert {"pid": process.pid} not in reader.read()


def test_threads_share_a_reader(sleeper: subprocess.Popen[bytes]) -> None:
    failures: list[str] = []

    def look() -> None:
        for _ in range(20):
            if {"pid": sleeper.pid, "ppid": os.getpid()} not in reader.read():
                failures.append("the row is missing")

    with Reader(["pid", "ppid"]) as reader:
        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failures


def test_forked_child_loads_its_own_program(sleeper: subprocess.Popen[bytes]) -> None:
    with Reader(["pid", "ppid"], LIB.READER_BPF) as reader:
        row = {"pid": sleeper.pid, "ppid": os.getpid()}
        assert row in reader.read()
        source = reader.source()
        for _ in range(2):
            child = os.fork()
            if child == 0:
                try:
                    ok = row in reader.read() and reader.source() == source
                finally:
                    os._exit(0 if ok else 1)
            assert os.waitpid(child, 0)[1] == 0
            assert row in reader.read()
