"""The processes that contracts are tested with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cffi_lib import HANDLES, Library
from conftest import missing
from proc_connector import reports_here

NOBODY = 65534


class TestProcesses:
    """The library and a handle for each kind of process: this process, a child, a zombie, an exited process.

    as_other_user runs a check on a process of another user.
    """

    __test__ = False  # pytest takes classes named Test* for tests

    def __init__(self, library: Library) -> None:
        self.library = library
        self.me_pid = os.getpid()
        self.me = self.handle(self.me_pid)
        self.child_process = subprocess.Popen(["sleep", "1000"])
        self.child = self.handle(self.child_process.pid)
        self.zombie_pid = os.posix_spawn("/bin/true", ["true"], {})
        os.waitid(os.P_PID, self.zombie_pid, os.WEXITED | os.WNOWAIT)  # exited, and not reaped until close()
        self.zombie = self.handle(self.zombie_pid)
        exited = subprocess.Popen(["sleep", "1000"])
        self.exited_pid = exited.pid
        self.exited = self.handle(exited.pid)
        exited.kill()
        exited.wait()
        while self.call("psutil_process_status", self.child) != library.STATUS_SLEEPING:
            time.sleep(0.001)  # until it has loaded its libraries: then its memory and page faults stay as they are
        self.iterator = self.call("psutil_process_iter_new")
        self.events = self.call("psutil_process_events_new", 2) if reports_here() else None
        # One row, of the child, with a column of each type.
        self.columns = [library.COLUMN_PID, library.COLUMN_CREATE_TIME, library.COLUMN_NAME, library.COLUMN_CMDLINE]
        self.table = self.call("psutil_process_table", self.columns, 4, [self.child_process.pid], 1)
        self.reader = self.call("psutil_table_reader_new", self.columns, 4, 0)

    def close(self) -> None:
        self.child_process.kill()
        self.child_process.wait()
        os.waitpid(self.zombie_pid, 0)
        for handle in (self.me, self.child, self.zombie, self.exited):
            self.library.call("psutil_process_free", handle)
        self.library.call("psutil_process_iter_free", self.iterator)
        self.library.call("psutil_table_free", self.table)
        self.library.call("psutil_table_reader_free", self.reader)
        if self.events is not None:
            self.library.call("psutil_process_events_free", self.events)

    def call(self, name: str, *inputs: Any) -> Any:
        """See Library.call."""
        return self.library.call(name, *inputs)

    def handle(self, pid: int) -> Any:
        return self.library.call("psutil_process_new", pid)

    @contextmanager
    def handle_of(self, pid: int) -> Iterator[Any]:
        """A handle that is freed at the end."""
        handle = self.handle(pid)
        try:
            yield handle
        finally:
            self.library.call("psutil_process_free", handle)

    @contextmanager
    def some_child(self) -> Iterator[tuple[subprocess.Popen[bytes], Any]]:
        """A child for one test, and its handle."""
        process = subprocess.Popen(["sleep", "1000"])
        try:
            with self.handle_of(process.pid) as handle:
                yield process, handle
        finally:
            process.kill()
            process.wait()

    @contextmanager
    def some_zombie(self) -> Iterator[tuple[int, Any]]:
        """A zombie for one test, and its handle."""
        process = subprocess.Popen(["true"])
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        try:
            with self.handle_of(process.pid) as handle:
                yield process.pid, handle
        finally:
            process.wait()

    def invalid_handles(self, kind: str) -> list[Any]:
        """Returns invalid handles of this type: a freed one, ones of other types, and numbers."""
        iterator = self.call("psutil_process_iter_new")
        self.call("psutil_process_iter_free", iterator)
        table = self.call("psutil_process_table", [], 0, [], 0)
        self.call("psutil_table_free", table)
        reader = self.call("psutil_table_reader_new", [], 0, 0)
        self.call("psutil_table_reader_free", reader)
        freed = {
            "psutil_process *": self.freed(),
            "psutil_process_iter *": iterator,
            "psutil_table *": table,
            "psutil_table_reader *": reader,
        }
        live = {
            "psutil_process *": self.me,
            "psutil_process_iter *": self.iterator,
            "psutil_table *": self.table,
            "psutil_table_reader *": self.reader,
        }
        if self.events is not None:
            events = self.call("psutil_process_events_new", 2)
            self.call("psutil_process_events_free", events)
            freed["psutil_process_events *"], live["psutil_process_events *"] = events, self.events
        else:  # there is none to free
            freed["psutil_process_events *"] = self.library.ffi.cast("psutil_process_events *", 9)
            live["psutil_process_events *"] = freed["psutil_process_events *"]
        assert set(freed) == set(live) == set(HANDLES)
        others = [handle for type_, handle in live.items() if type_ != kind]
        cast = self.library.ffi.cast
        return [freed[kind], *(cast(kind, value) for value in (*others, 1, 8, 4097, 2**63 - 1, 2**64 - 1))]

    def freed(self) -> Any:
        """Returns a freed handle."""
        with self.handle_of(self.me_pid) as handle:
            return handle

    def as_other_user(self, check: Callable[[int], None]) -> None:
        """Runs a check, in a child, with the PID of another user's process.

        For root that is this process, and the child is an ordinary user; otherwise it is process 1. The child has its
        own session, since SIGCONT may be sent to any process of the sender's session.
        """
        root = os.getuid() == 0
        if not root and os.stat("/proc/1").st_uid == os.getuid():
            missing("a process of another user")
        other = os.getpid() if root else 1
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            try:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.alarm(60)
                os.setsid()
                if root:
                    os.setgroups([])
                    os.setresgid(NOBODY, NOBODY, NOBODY)
                    os.setresuid(NOBODY, NOBODY, NOBODY)
                check(other)
            except BaseException:
                os.write(write, traceback.format_exc().encode())
            finally:
                sys.stdout.flush()
                os._exit(0)
        os.close(write)
        with open(read, encoding="utf-8") as pipe:
            trouble = pipe.read()
        _, status = os.waitpid(child, 0)
        assert not trouble, trouble
        assert status == 0, f"the child exited with status {status}"
