"""Table readers with BPF: every cell equals procfs's, in namespaces and for other users."""

from __future__ import annotations

import os
import pathlib
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence

import pytest
from conftest import Host, missing
from table_values import LIB, Reader

PROCFS, FILE, BPF = LIB.SOURCE_PROCFS, LIB.SOURCE_FILE, LIB.SOURCE_BPF
NOBODY = 65534
PROGRAM = 8  # of compare_reader: after so many reads that the program over first threads is in use


def why_not() -> str | None:
    """Returns why there is no reader with BPF here, None if there is."""
    reader = LIB.ffi.new("psutil_table_reader **")
    if LIB.functions.psutil_table_reader_new([0], 1, LIB.READER_BPF | LIB.READER_STRICT, reader) != LIB.OK:
        return str(LIB.last_error().message.decode())
    LIB.functions.psutil_table_reader_free(reader[0])
    return None


pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"no BPF: {why_not()}")


def compare(
    host: Host, flags: int, source: int, *, within: Sequence[str] = (), user: int | None = None, file: str = ""
) -> None:
    """Runs compare_reader, which fails if a cell differs."""
    command = [*within, str(host.program("compare_reader")), str(flags)]
    environment = {**os.environ, **({"PSUTIL_TABLE_FILE": file} if file else {})}
    result = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        env=environment,
    )
    if within and "unshare" in result.stderr:
        missing(f"namespaces: {result.stderr.strip()}")
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"source {source}," in result.stdout, result.stdout
    assert result.stdout.rstrip().endswith("unequal 0"), result.stdout


@pytest.fixture(scope="module")
def table_file() -> Iterator[str]:
    """A pinned iterator in a BPF file system of its own."""
    if os.getuid():
        missing("root")
    place = pathlib.Path(tempfile.mkdtemp(prefix="libpsutil-", dir="/run"))  # no other user may write to its parents
    mount = ["mount", "-t", "bpf", "-o", "mode=0755", "bpf", str(place)]
    mounted = subprocess.run(mount, capture_output=True, text=True)
    if mounted.returncode:
        place.rmdir()
        missing(mounted.stderr)
    try:
        for _ in range(2):  # the second replaces the first
            LIB.call("psutil_table_pin", bytes(place / "table"), 0o444)
        yield str(place / "table")
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


@pytest.mark.parametrize("flags", [LIB.READER_BPF, LIB.READER_BPF | PROGRAM], ids=["iterator", "program"])
def test_every_cell_equals_procfs(host: Host, flags: int) -> None:
    if flags & PROGRAM and kernel_version() < (6, 7):
        missing("Linux 6.7")
    compare(host, flags, BPF)


def test_pinned_file_as_an_ordinary_user(host: Host, table_file: str) -> None:
    compare(host, LIB.READER_FILE | LIB.READER_STRICT, FILE, user=NOBODY, file=table_file)


FLAGS = pytest.mark.parametrize(
    "flags", [LIB.READER_BPF, LIB.READER_BPF | PROGRAM, LIB.READER_FILE], ids=["bpf", "program", "file"]
)


@FLAGS
def test_pid_namespace(host: Host, table_file: str, flags: int) -> None:
    source = FILE if flags == LIB.READER_FILE else BPF
    compare(host, flags, source, within=["unshare", "--pid", "--fork", "--mount-proc"], file=table_file)


@FLAGS
def test_time_namespace(host: Host, table_file: str, flags: int) -> None:
    source = FILE if flags == LIB.READER_FILE else BPF
    compare(host, flags, source, within=["unshare", "--time", "--fork", "--boottime", "100000"], file=table_file)


def test_user_namespace_reads_procfs(host: Host, table_file: str) -> None:
    """User IDs are others there."""
    compare(host, LIB.READER_FILE, PROCFS, within=["unshare", "--user", "--map-root-user"], file=table_file)


def test_hidepid_is_not_bypassed(host: Host, table_file: str) -> None:
    shell = 'mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"'
    within = ["unshare", "--mount", "--pid", "--fork", "sh", "-c", shell, "sh"]
    compare(host, LIB.READER_FILE, PROCFS, within=within, file=table_file)


def test_foreign_procfs_is_read_itself(host: Host, table_file: str) -> None:
    """The procfs of the outer namespace: its PIDs are not this namespace's."""
    within = ["unshare", "--pid", "--fork"]
    compare(host, LIB.READER_FILE | LIB.READER_BPF, PROCFS, within=within, file=table_file)


def test_files_that_are_not_roots_are_refused(table_file: str, tmp_path: pathlib.Path) -> None:
    script = """if True:
        import sys
        sys.path.insert(0, sys.argv[1])
        from table_values import LIB
        reader = LIB.ffi.new("psutil_table_reader **")
        code = LIB.functions.psutil_table_reader_new([0], 1, LIB.READER_FILE | LIB.READER_STRICT, reader)
        print(LIB.code_names[code])
    """

    def code(path: str) -> str:
        environment = {**os.environ, "PSUTIL_TABLE_FILE": path}
        command = [sys.executable, "-c", script, str(pathlib.Path(__file__).parent)]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.strip()

    assert code(table_file) == "PSUTIL_OK"
    assert code("/nonexistent/table") == "PSUTIL_ERR_NOT_SUPPORTED"
    copy = tmp_path / "table"
    copy.write_bytes(pathlib.Path(table_file).read_bytes())
    assert code(str(copy)) == "PSUTIL_ERR_NOT_SUPPORTED"
    os.chmod(table_file, 0o464)
    assert code(table_file) == "PSUTIL_ERR_ACCESS_DENIED"
    os.chmod(table_file, 0o444)
    os.chown(table_file, NOBODY, 0)
    assert code(table_file) == "PSUTIL_ERR_ACCESS_DENIED"
    os.chown(table_file, 0, 0)


def bpf_descriptors() -> list[int]:
    """Returns the descriptors of links and programs."""
    found = []
    for fd in os.listdir("/proc/self/fd"):
        try:
            if os.readlink(f"/proc/self/fd/{fd}") in ("anon_inode:bpf_link", "anon_inode:bpf-prog"):
                found.append(int(fd))
        except OSError:
            continue
    return found


def test_one_descriptor_that_is_closed_on_exec() -> None:
    before = bpf_descriptors()
    with Reader(["pid"], LIB.READER_BPF | LIB.READER_STRICT) as reader:
        (fd,) = set(bpf_descriptors()) - set(before)
        assert not os.get_inheritable(fd)
        reader.read()
        assert set(bpf_descriptors()) - set(before) == {fd}
    assert bpf_descriptors() == before
    with Reader(["pid"]) as reader:
        reader.read()
        assert bpf_descriptors() == before


@pytest.mark.parametrize("many", [False, True], ids=["iterator", "program"])
def test_a_host_that_closes_every_descriptor(many: bool) -> None:
    """What was loaded is loaded again, and the host's own file with the old number is left alone."""
    before = bpf_descriptors()
    with Reader(["pid"], LIB.READER_BPF | LIB.READER_STRICT) as reader:
        (fd,) = set(bpf_descriptors()) - set(before)
        while many and kernel_version() >= (6, 7) and "bpf-prog" not in os.readlink(f"/proc/self/fd/{fd}"):
            for _ in range(100):
                reader.read()
            (fd,) = set(bpf_descriptors()) - set(before)
            assert not os.get_inheritable(fd)
        null = os.open("/dev/null", os.O_RDONLY)
        os.dup2(null, fd, inheritable=False)
        assert {"pid": os.getpid()} in reader.read()
        assert os.readlink(f"/proc/self/fd/{fd}") == "/dev/null"
        (again,) = set(bpf_descriptors()) - set(before)
        os.dup2(null, again, inheritable=False)
    assert bpf_descriptors() == before  # free has closed no file of the host
    for number in (fd, again):
        assert os.readlink(f"/proc/self/fd/{number}") == "/dev/null"
        os.close(number)
    os.close(null)


def test_the_program_makes_room_for_more_processes() -> None:
    if kernel_version() < (6, 7):
        missing("Linux 6.7")
    with Reader(["pid"], LIB.READER_BPF | LIB.READER_STRICT) as reader:
        before = set(bpf_descriptors())
        while set(bpf_descriptors()) == before:
            for _ in range(100):
                reader.read()
        children = [os.fork() or sleep() for _ in range(1500)]
        try:
            assert set(children) <= {row["pid"] for row in reader.read()}
        finally:
            for pid in children:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def sleep() -> int:
    signal.pause()
    os._exit(0)


def kernel_version() -> tuple[int, int]:
    major, minor, *_ = platform.release().split(".")
    return int(major), int(minor)


def test_command_lines_are_remembered_only_while_nothing_runs() -> None:
    program = (
        "import ctypes, sys\n"
        "while sys.stdin.readline(): ctypes.CDLL(None).prctl(15, b'renamed', 0, 0, 0); print('ok', flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as p:
        assert p.stdin
        assert p.stdout
        with Reader(["pid", "name", "cmdline"], LIB.READER_BPF | LIB.READER_STRICT) as reader:
            for _ in range(20):
                reader.read()
                p.stdin.write("\n")
                p.stdin.flush()
                p.stdout.readline()
                row = next(row for row in reader.read() if row["pid"] == p.pid)
                assert row["cmdline"] == [sys.executable, "-c", program]
            shell = subprocess.Popen(["sh", "-c", "read line; exec sleep 1000 $line"], stdin=subprocess.PIPE, text=True)
            row = next(row for row in reader.read() if row["pid"] == shell.pid)
            assert shell.stdin
            shell.stdin.write("2000\n")
            shell.stdin.close()
            while pathlib.Path(f"/proc/{shell.pid}/comm").read_text() != "sleep\n":
                continue
            row = next(row for row in reader.read() if row["pid"] == shell.pid)
            shell.kill()
            shell.wait()
            assert row["cmdline"] == ["sleep", "1000", "2000"]
        p.stdin.close()


def test_times_never_fall() -> None:
    names = ["pid", "start", "cpu_times_user", "cpu_times_system"]
    burner = subprocess.Popen([sys.executable, "-c", "import os\nwhile True: os.stat('/')"])
    try:
        with Reader(names, LIB.READER_BPF | LIB.READER_STRICT) as reader:
            last: dict[tuple[int, int], tuple[float, float]] = {}
            for _ in range(300):
                for row in reader.read():
                    now = (row["cpu_times_user"], row["cpu_times_system"])
                    then = last.get((row["pid"], row["start"]), (0, 0))
                    assert now[0] >= then[0], (row, then)
                    assert now[1] >= then[1], (row, then)
                    last[row["pid"], row["start"]] = now
    finally:
        burner.kill()
        burner.wait()
