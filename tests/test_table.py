"""The process table: every column compared with psutil, and the checks of tests/programs/table.c."""

from __future__ import annotations

import math
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psutil
import pytest
from conftest import ROOT, Host, measured
from table_values import COLUMNS, LIB, Missing, rows
from test_process_attributes import is_accepted_difference

pytestmark = pytest.mark.unprivileged

FIXTURE = ROOT / "platform" / "linux" / "testdata" / "6.18-x86_64" / "proc"

ffi, lib, check = LIB.ffi, LIB.functions, LIB.check


def row_of(pid: int, *names: str) -> Any:
    (row,) = rows(names, [pid])
    return row[names[0]] if len(names) == 1 else row


# ---- psutil's answers

Oracle = Callable[[psutil.Process], Any]


def part(method: str, *fields: str) -> dict[str, Oracle]:
    """Returns an oracle for each field of a record."""
    return {field: lambda p, field=field: getattr(getattr(p, method)(), field) for field in fields}  # type: ignore[misc]


def named(prefix: str, oracle: dict[str, Oracle]) -> dict[str, Oracle]:
    return {prefix + name: function for name, function in oracle.items()}


def status_line(p: psutil.Process, name: str, unit: int = 1024) -> int | None:
    lines = pathlib.Path(f"/proc/{p.pid}/status").read_text(errors="replace").splitlines()
    values = [int(line.split()[1]) * unit for line in lines if line.startswith(f"{name}:")]
    return values[0] if values else None


def stat_field(p: psutil.Process, number: int) -> int:
    return int(pathlib.Path(f"/proc/{p.pid}/stat").read_bytes().rpartition(b")")[2].split()[number - 3])


def environ(p: psutil.Process) -> list[str]:
    """Returns what psutil makes of the environment: only assignments, and the last one of each name."""
    return sorted(f"{name}={value}" for name, value in p.environ().items())


ORACLE: dict[str, Oracle] = {
    "pid": lambda p: p.pid,
    "start": lambda p: stat_field(p, 22),
    "ppid": lambda p: p.ppid(),
    "name": lambda p: p.name(),
    "exe": lambda p: p.exe(),
    "cmdline": lambda p: p.cmdline(),
    "create_time": lambda p: p.create_time(),
    "status": lambda p: p.status(),
    "cwd": lambda p: p.cwd(),
    **named("uids_", part("uids", "real", "effective", "saved")),
    **named("gids_", part("gids", "real", "effective", "saved")),
    "username": lambda p: p.username(),
    "terminal": lambda p: p.terminal(),
    "nice": lambda p: p.nice(),
    "ionice_ioclass": lambda p: int(p.ionice().ioclass),
    "ionice_value": lambda p: p.ionice().value,
    "cpu_num": lambda p: p.cpu_num(),
    **named("cpu_times_", part("cpu_times", "user", "system", "children_user", "children_system", "iowait")),
    **part("memory_info", "rss", "vms", "shared", "text", "lib", "data", "dirty"),
    "peak_rss": lambda p: status_line(p, "VmHWM"),
    "peak_vms": lambda p: status_line(p, "VmPeak"),
    "rss_anon": lambda p: status_line(p, "RssAnon"),
    "rss_file": lambda p: status_line(p, "RssFile"),
    "rss_shmem": lambda p: status_line(p, "RssShmem"),
    "swap": lambda p: status_line(p, "VmSwap"),
    "hugetlb": lambda p: status_line(p, "HugetlbPages"),
    **part("memory_full_info", "uss", "pss"),
    "footprint_swap": lambda p: p.memory_full_info().swap,
    "memory_percent": lambda p: p.memory_percent(),
    "page_faults_minor": lambda p: stat_field(p, 10),
    "page_faults_major": lambda p: stat_field(p, 12),
    "page_faults_children_minor": lambda p: stat_field(p, 11),
    "page_faults_children_major": lambda p: stat_field(p, 13),
    **named(
        "io_counters_",
        part("io_counters", "read_count", "write_count", "read_bytes", "write_bytes", "read_chars", "write_chars"),
    ),
    **named("num_ctx_switches_", part("num_ctx_switches", "voluntary", "involuntary")),
    # psutil counts the directory that it reads
    "num_fds": lambda p: p.num_fds() - (p.pid == os.getpid()),
    "num_threads": lambda p: p.num_threads(),
    "environ": environ,
}

# What a process changes by reading it of itself: buffers of psutil and of the library are resident pages, too.
MEMORY = {
    *("rss", "vms", "shared", "data", "peak_rss", "peak_vms", "rss_anon", "rss_file", "rss_shmem"),
    *("uss", "pss", "memory_percent"),
}

# Columns that psutil lacks: those of Windows, and cpu_percent, which compares with an earlier table.
WITHOUT_ORACLE = {
    *("cpu_percent", "num_handles", "io_counters_other_count", "io_counters_other_bytes"),
    *("paged_pool", "peak_paged_pool", "nonpaged_pool", "peak_nonpaged_pool", "private_usage", "num_page_faults"),
    "stack",
}


class Exited(Exception):
    """The process has exited during the comparison."""


def read_oracle(p: psutil.Process, name: str) -> Any:
    try:
        return ORACLE[name](p)
    except psutil.AccessDenied:
        return Missing("ACCESS_DENIED")
    except psutil.ZombieProcess:
        return Missing("ZOMBIE_PROCESS")
    except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError) as error:
        raise Exited from error


def as_psutil(name: str, value: Any) -> Any:
    """Returns a cell's value as psutil returns it."""
    if isinstance(value, Missing):
        return value
    if name == "environ":
        pairs = [one.split("=", 1) for one in value]
        return sorted("=".join(one) for one in {pair[0]: pair for pair in pairs if len(pair) == 2 and pair[0]}.values())
    return ffi.string(lib.psutil_status_name(value)).decode() if name == "status" else value


def agrees(name: str, before: Any, value: Any, after: Any) -> bool:
    """Returns whether value equals one of psutil's values, read before and after it, or lies between them."""
    if value in (before, after):
        return True
    if not all(isinstance(number, int | float) for number in (before, value, after)):
        return False
    if name == "create_time":  # psutil uses the boot time that it read at import
        return math.isclose(before, value, abs_tol=2)
    low, high = sorted((before, after))
    return bool(low <= value <= high) or math.isclose(before, value, rel_tol=1e-9)


def disagreements(pids: Sequence[int], names: Sequence[str]) -> dict[tuple[int, str], Any]:
    """Compares column by column, so that little time passes between the three readings."""
    found: dict[tuple[int, str], Any] = {}
    for name in names:
        for pid in pids:
            try:
                before = read_oracle(p := psutil.Process(pid), name)
                table = rows([name], [pid])
                after = read_oracle(p, name)
            except (Exited, psutil.NoSuchProcess):
                continue
            if not table:
                continue
            value = as_psutil(name, table[0][name])
            if not agrees(name, before, value, after) and not is_accepted_difference(name, before, value, p):
                found[pid, name] = before, table[0][name], after
    return found


def test_every_column_has_an_oracle() -> None:
    assert set(ORACLE) | WITHOUT_ORACLE == set(COLUMNS)
    assert not set(ORACLE) & WITHOUT_ORACLE


@pytest.fixture(scope="module")
def processes_by_kind() -> Iterator[list[int]]:
    """Child processes: one that sleeps, one that is stopped, a zombie, and one with a long name."""
    sleeper = subprocess.Popen(["sleep", "1000"])
    stopped = subprocess.Popen(["sleep", "1000"], cwd="/", env={"A": "1", "B": "\udcff"})
    os.kill(stopped.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, stopped.pid, os.WSTOPPED | os.WNOWAIT)
    zombie = os.posix_spawn("/bin/true", ["true"], {})
    os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)
    long = subprocess.Popen(
        ["bash", "-c", "exec -a 0123456789abcdefghij sleep 1000"], stdin=subprocess.DEVNULL, start_new_session=True
    )
    yield [sleeper.pid, stopped.pid, zombie, long.pid]
    for process in sleeper, stopped, long:
        process.kill()
        process.wait()
    os.waitpid(zombie, 0)


@pytest.mark.parametrize("name", list(ORACLE))
def test_column_of_each_kind_of_process(processes_by_kind: list[int], name: str) -> None:
    """Children, this process, a kernel thread or another user's process, and PID 1."""
    pids = [*processes_by_kind, 1, 2, *([] if name in MEMORY else [os.getpid()])]
    for _ in range(20):
        if not (found := disagreements(pids, [name])):
            return
        pids = [pid for pid, _ in found]
    assert found == {}


def test_all_columns_at_once() -> None:
    """Many processes: all columns in one table agree as single columns do."""
    names = [name for name in COLUMNS if name != "cpu_percent"]
    fixed = ["pid", "start", "ppid", "name", "uids_real", "username", "terminal", "cmdline"]
    there = psutil.pids()
    pids = there[:: len(there) // 50 + 1]
    for _ in range(20):
        wrong: dict[tuple[int, str], Any] = {}
        for row in rows(names, pids):
            for name in fixed:
                try:
                    p = psutil.Process(row["pid"])
                    theirs = read_oracle(p, name)
                    if row[name] != theirs and not is_accepted_difference(name, theirs, row[name], p):
                        wrong[row["pid"], name] = row[name], theirs
                except (Exited, psutil.NoSuchProcess):
                    break
        if not wrong:
            return
        pids = sorted({pid for pid, _ in wrong})
    assert wrong == {}


# ---- which rows there are


def test_rows_follow_the_given_pids(processes_by_kind: list[int]) -> None:
    thread = threading.Thread(target=threading.Event().wait, daemon=True)
    thread.start()
    assert thread.native_id is not None
    asked = [
        processes_by_kind[1],
        thread.native_id,
        processes_by_kind[0],
        2**22 + 1,
        0,
        -1,
        2**40,
        processes_by_kind[1],
        os.getpid(),
    ]
    assert [row["pid"] for row in rows(["pid"], asked)] == [
        processes_by_kind[1],
        processes_by_kind[0],
        processes_by_kind[1],
        os.getpid(),
    ]
    assert rows(["pid"], []) == []


def test_all_processes_have_a_row(processes_by_kind: list[int]) -> None:
    there = {row["pid"] for row in rows(["pid"])}
    assert {*processes_by_kind, os.getpid(), 1} <= there


def test_processes_that_exit_during_the_scan() -> None:
    """Each row is complete: no row contains part of a process."""
    stop = threading.Event()

    def come_and_go() -> None:
        while not stop.is_set():
            subprocess.run(["true"], check=True)

    threads = [threading.Thread(target=come_and_go) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(30):
            for row in rows(["pid", "name", "uids_real", "cmdline", "rss", "exe"]):
                assert isinstance(row["name"], str)
                assert isinstance(row["uids_real"], int)
                assert "NO_SUCH_PROCESS" not in row.values()
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_command_line_of_two_megabytes(processes_by_kind: list[int]) -> None:
    code = "import sys; print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, *["x" * 100_000] * 18]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as large:
        assert large.stdout
        large.stdout.readline()  # it has its final command line
        table = rows(["cmdline"], [processes_by_kind[0], large.pid, processes_by_kind[0]])
        large.kill()
    assert [row["cmdline"] for row in table] == [["sleep", "1000"], command, ["sleep", "1000"]]


def test_other_users_processes_as_ordinary_user() -> None:
    """A column that this user may not read is a cell error; the rest of the row has values."""
    if os.getuid() != 0:
        pytest.skip("needs root to become another user")
    root, child = os.getpid(), os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresuid(65534, 65534, 65534)
            row = row_of(
                root, "name", "ppid", "cwd", "exe", "environ", "num_fds", "io_counters_read_count", "uss", "cmdline"
            )
            closed = [name for name, value in row.items() if value == "ACCESS_DENIED"]
            assert closed == ["cwd", "exe", "environ", "num_fds", "io_counters_read_count", "uss"]
            assert isinstance(row["name"], str)
            assert row["cmdline"]
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


# ---- another procfs


def test_foreign_procfs() -> None:
    """Columns that ask the kernel about a PID are NOT_SUPPORTED; the others are read from the files."""
    check(lib.psutil_set_procfs_path(os.fsencode(FIXTURE)))
    try:
        table = rows(["pid", "name", "ionice_value", "rss", "shared"])
        assert [row["pid"] for row in table] == sorted(int(p.name) for p in FIXTURE.iterdir() if p.name.isdigit())
        assert {row["ionice_value"] for row in table} == {"NOT_SUPPORTED"}
        for row in table:
            pages = [int(n) for n in (FIXTURE / str(row["pid"]) / "statm").read_text().split()]
            assert [row["rss"], row["shared"]] == [n * os.sysconf("SC_PAGE_SIZE") for n in pages[1:3]]
        alone = rows(["pid", "rss"])
        with_status = rows(["pid", "rss", "uids_real"])
        assert [row["rss"] for row in alone] == [row["rss"] for row in with_status]
    finally:
        check(lib.psutil_set_procfs_path(b""))


def test_file_that_blocks_readers(host: Host, tmp_path: pathlib.Path) -> None:
    """A pipe without a writer blocks its reader, as some files of procfs do."""
    (tmp_path / "5").mkdir()
    os.mkfifo(tmp_path / "5" / "stat")
    host("table", "hangs", str(tmp_path), timeout=60)


# ---- tests/programs/table.c


@pytest.mark.parametrize("what", ["threads", "arrow", "utf8"])
def test_program_passes(host: Host, what: str) -> None:
    host("table", what, timeout=120)


def test_fork(host: Host) -> None:
    host("table", "fork", timeout=60)


def test_memory_stays_level(host: Host) -> None:
    """A table that is freed leaves less than one KiB."""
    assert int(measured(host("table", "growth", timeout=200))["growth"]) < 1000


@pytest.mark.parametrize("has_pidfds", [True, False])
def test_files_that_are_read(host: Host, tmp_path: pathlib.Path, has_pidfds: bool) -> None:
    """Only what the columns need, each file once: below one descriptor, or verified by one pidfd, which has the IDs."""
    if not (strace := shutil.which("strace")):
        pytest.skip("no strace")
    trace, program = tmp_path / "trace", host.program("table")
    command: list[str] = [strace, "-f", "-qq", "-e", "trace=openat,read,pidfd_open,ioctl", "-o", str(trace)]
    if not has_pidfds:
        command += ["-e", "inject=pidfd_open:error=ENOSYS"]
    subprocess.run([*command, str(program), "files"], check=True, timeout=60)
    calls = trace.read_text().splitlines()
    relative = [call.split('"')[1] for call in calls if "openat(" in call and "AT_FDCWD" not in call]
    directories = [name for name in relative if name.rstrip("/").isdecimal()]
    files = sorted(set(relative) - set(directories))
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    if has_pidfds and release and (int(release[1]), int(release[2])) >= (6, 13):
        pid = files[0].partition("/")[0]
        assert files == [f"{pid}/cmdline", f"{pid}/stat", f"{pid}/statm"]
        assert not directories
        assert len(relative) == 3
    elif not has_pidfds:
        assert len(directories) == 1
        assert files == ["cmdline", "stat", "status"]  # no statm, because status has its values
        assert len(relative) == 4
    else:
        pytest.skip("before Linux 6.13")
