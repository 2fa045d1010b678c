"""Attributes of processes against psutil at the same moment, the functions that change them, and their misuse."""

from __future__ import annotations

import contextlib
import mmap
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import psutil
import pytest
from cffi_lib import Failed, Process, built_library
from conftest import missing, required_tool, root_only

LIB = built_library()
ffi, lib = LIB.ffi, LIB.functions
ROOT_USER = os.getuid() == 0

PF_EXITING = 4  # a flag in /proc/[pid]/stat

# ---- psutil's answer, and the library's in psutil's form


def environ(p: Process) -> dict[str, str]:
    """psutil's dict: strings without = are omitted, and the last of several with one name counts."""
    pairs = [one.split("=", 1) for one in p.call("environ")]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and pair[0]}


def rlimits(get: Callable[[int], tuple[int, int]]) -> list[tuple[int, int]]:
    return [get(resource) for resource in range(16)]


def ours_rlimit(p: Process, resource: int) -> tuple[int, int]:
    limit = p.call("rlimit", resource)
    assert limit["has_soft"] == (limit["soft"] != LIB.RLIM_INFINITY)
    assert limit["has_hard"] == (limit["hard"] != LIB.RLIM_INFINITY)
    return limit["soft"], limit["hard"]


def maps(p: Process, *, grouped: bool) -> list[tuple[Any, ...]]:
    """In psutil's order and form: psutil keeps a newline as the kernel escapes it."""
    own = ("addr", "perms") if not grouped else ()
    sizes = "rss size pss shared_clean shared_dirty private_clean private_dirty referenced anonymous swap"
    return [
        (*(m[name] for name in own), m["path"].replace("\n", r"\012").strip(), *(max(m[s], 0) for s in sizes.split()))
        for m in p.call("memory_maps", int(grouped))
    ]


def is_at_its_path(pid: int, fd: int, path: str) -> bool:
    """Returns False for a removed file, which psutil lists if another file has its path now."""
    try:
        return os.readlink(f"/proc/{pid}/fd/{fd}") == path
    except OSError:
        return False


def is_seen_from_here(pid: int, path: str) -> bool:
    """Returns False for a path in another mount namespace that names no file in this one: psutil does not list it."""
    with contextlib.suppress(OSError):
        return os.readlink(f"/proc/{pid}/ns/mnt") == os.readlink("/proc/self/ns/mnt") or os.path.isfile(path)
    return True


MEMTYPES = ("rss", "vms", "shared", "text", "lib", "data", "dirty", "uss", "pss", "swap")
FOOTPRINT = ("uss", "pss", "swap")
IO = ("read_count", "write_count", "read_bytes", "write_bytes", "read_chars", "write_chars")

# Name: psutil's value, the library's value.
ATTRIBUTES: dict[str, tuple[Callable[[psutil.Process], Any], Callable[[Process], Any]]] = {
    "environ": (lambda p: p.environ(), environ),
    "cwd": (lambda p: p.cwd(), lambda p: p.call("cwd")),
    "gids": (lambda p: tuple(p.gids()), lambda p: tuple(p.call("gids").values())),
    "terminal": (lambda p: p.terminal(), lambda p: p.call("terminal")),
    "nice": (lambda p: p.nice(), lambda p: p.call("nice")),
    "ionice": (lambda p: tuple(p.ionice()), lambda p: tuple(p.call("ionice").values())),
    "rlimit": (lambda p: rlimits(p.rlimit), lambda p: rlimits(lambda resource: ours_rlimit(p, resource))),
    "cpu_affinity": (lambda p: p.cpu_affinity(), lambda p: p.call("cpu_affinity")),
    "cpu_num": (lambda p: p.cpu_num(), lambda p: p.call("cpu_num")),
    "memory_info_ex": (
        lambda p: tuple(p.memory_info()),
        lambda p: tuple(p.call("memory_info_ex")[name] for name in MEMTYPES[:7]),
    ),
    "memory_footprint": (
        lambda p: tuple(p.memory_full_info())[7:],
        lambda p: tuple(p.call("memory_footprint")[name] for name in FOOTPRINT),
    ),
    "memory_percent": (
        lambda p: [p.memory_percent(name) for name in MEMTYPES],
        lambda p: [p.call("memory_percent", memtype) for memtype in range(len(MEMTYPES))],
    ),
    "memory_maps": (lambda p: [tuple(m) for m in p.memory_maps(grouped=False)], lambda p: maps(p, grouped=False)),
    "memory_maps grouped": (lambda p: [tuple(m) for m in p.memory_maps()], lambda p: maps(p, grouped=True)),
    "io_counters": (
        lambda p: tuple(p.io_counters()),
        lambda p: tuple(p.call("io_counters")[name] for name in IO),
    ),
    "num_ctx_switches": (
        lambda p: tuple(p.num_ctx_switches()),
        lambda p: tuple(p.call("num_ctx_switches").values()),
    ),
    # psutil counts the directory that it reads
    "num_fds": (lambda p: p.num_fds() - (p.pid == os.getpid()), lambda p: p.call("num_fds")),
    "threads": (
        lambda p: sorted(tuple(t) for t in p.threads()),
        lambda p: [tuple(t.values()) for t in p.call("threads")],
    ),
    "open_files": (
        lambda p: sorted(
            (f.fd, f.path, f.position, f.mode, f.flags) for f in p.open_files() if is_at_its_path(p.pid, f.fd, f.path)
        ),
        lambda p: [
            tuple(f[name] for name in ("fd", "path", "position", "mode", "flags"))
            for f in p.call("open_files")
            if is_seen_from_here(p.call("pid"), f["path"])
        ],
    ),
}


def outcome(get: Callable[[], Any]) -> Any:
    """Returns a value, or the name of an error."""
    try:
        return get()
    except psutil.ZombieProcess:
        return "ZOMBIE_PROCESS"
    except psutil.NoSuchProcess:
        return "NO_SUCH_PROCESS"
    except psutil.AccessDenied:
        return "ACCESS_DENIED"
    except Failed as error:
        return error.name


def is_exiting(pid: int) -> bool:
    """Whether a process has begun to exit. psutil takes it for one without arguments until it is a zombie."""
    try:
        state, *fields = pathlib.Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return True
    return state != b"Z" and bool(int(fields[5]) & PF_EXITING)


def main_thread_has_exited(pid: int) -> bool:
    """Of a process that lives on in other threads. psutil takes it for a zombie."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_bytes().rpartition(b") ")[2][:1]
        return state in b"ZX" and len(os.listdir(f"/proc/{pid}/task")) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_accepted_difference(name: str, theirs: Any, ours: Any, them: psutil.Process) -> bool:
    """Whether the library may return more than psutil here."""
    if theirs == "NO_SUCH_PROCESS" and name == "environ" and ours == {}:
        return True  # a kernel thread: newer kernels fail with ESRCH
    if ours == "ZOMBIE_PROCESS" and is_exiting(them.pid):
        return True
    if theirs == "ACCESS_DENIED" and ours == "ZOMBIE_PROCESS":
        return True  # only root may read a zombie's files
    if theirs == "ACCESS_DENIED" and name in ("num_fds", "open_files", "environ", "cwd", "exe"):
        return not ours or them.status() == psutil.STATUS_ZOMBIE  # a kernel thread, or a zombie
    if name == "threads" and ")" in them.name():
        return True  # psutil takes the first parenthesis for the end of a thread's name
    # /proc/PID/limits is readable for every user; prlimit, which psutil calls, is not.
    return (theirs == "ACCESS_DENIED" and name == "rlimit") or main_thread_has_exited(them.pid)


def differing(ours: Any, theirs: Any) -> str:
    """Formats two values, without the common items of lists."""
    if isinstance(ours, list) and isinstance(theirs, list):
        ours, theirs = [one for one in ours if one not in theirs], [one for one in theirs if one not in ours]
    return f"{ours!r}, psutil {theirs!r}"


# Counters that a process can only raise: between two readings of psutil's, the library's value lies in between.
GROWING = ("io_counters", "num_ctx_switches")


# A reading of its own memory by a process changes it: psutil's buffers and the library's are resident pages, too.
OWN_MEMORY = ("memory_info_ex", "memory_footprint", "memory_percent")


def agree(name: str, before: Any, ours: Any, after: Any, them: psutil.Process) -> bool | None:
    """Whether the library's value, read between psutil's two, agrees with them; None where these differ."""
    if name == "memory_footprint" and all(isinstance(value, tuple) for value in (before, ours, after)):
        # The PSS changes whenever another process maps or drops a page that both share.
        others = [(uss, swap) for uss, _, swap in (before, ours, after)]
        return others[1] == others[0] and abs(ours[1] - before[1]) <= mmap.PAGESIZE if others[0] == others[2] else None
    if before == after:
        return bool(ours == before) or is_accepted_difference(name, before, ours, them)
    if name in GROWING and isinstance(before, tuple) and isinstance(after, tuple) and isinstance(ours, tuple):
        return all(low <= value <= high for low, value, high in zip(before, ours, after, strict=True))
    if name.startswith("memory_maps") and them.pid == os.getpid():  # its resident pages change with every reading
        before, ours, after = (without_pages(name, maps) for maps in (before, ours, after))
        return bool(ours == before) if before == after else None
    return None


def without_pages(name: str, maps: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Addresses, permissions, paths and sizes alone."""
    own = 3 if name == "memory_maps" else 1
    return [(*m[:own], m[own + 1]) for m in maps]


def compare(pid: int, names: Iterable[str] = (), *, busy: bool = False) -> list[str]:
    """Returns the attributes of a process in which psutil and the library differ.

    The library is read between two readings of psutil's. An attribute differs if it differs in three of 20 rounds, or
    in ten for a busy process of others: a file that is opened and closed again can be there for both of psutil's
    readings and not for the library's. It is an error if psutil's readings always differ, unless the process is busy.
    The memory of the test's own process is left out.
    """
    differences = []
    them = psutil.Process(pid)
    with Process(pid) as us:
        for name in names or ATTRIBUTES:
            if pid == os.getpid() and name in OWN_MEMORY:
                continue
            theirs_of, ours_of = ATTRIBUTES[name]
            wrong = [f"{name} of {pid}: psutil's own readings always differ"] * (0 if busy else 3)
            for _ in range(20):
                before = outcome(lambda get=theirs_of: get(them))  # type: ignore[misc]
                ours = outcome(lambda get=ours_of: get(us))  # type: ignore[misc]
                after = outcome(lambda get=theirs_of: get(them))  # type: ignore[misc]
                agreed = agree(name, before, ours, after, them)
                if agreed:
                    wrong = []
                    break
                if agreed is False:
                    wrong.append(f"{name} of {pid}: {differing(ours, before)}")
                time.sleep(0.02)  # the process may be busy for a moment only
            if len(wrong) >= (10 if busy else 3):
                differences.append(wrong[-1])
    return differences


# ---- processes of many kinds

OTHERS = ("init", "kernel")  # that the tests have not started, and which may be busy


@pytest.fixture
def processes_by_kind(tmp_path: pathlib.Path) -> Iterator[dict[str, int]]:
    """Starts a process of each kind; returns their PIDs."""
    busy = f"""
import mmap, os, threading, time
files = [open(os.path.join({str(tmp_path)!r}, f"file {{i}}"), mode) for i, mode in enumerate(("w", "w+", "a", "a+"))]
for f in files: f.write("12345"); f.flush()
gone = open(os.path.join({str(tmp_path)!r}, "gone"), "w"); os.unlink(gone.name)
mapped = open(os.path.join({str(tmp_path)!r}, "map\\nped"), "w+b"); mapped.write(b"x" * 10000); mapped.flush()
m = mmap.mmap(mapped.fileno(), 0); os.unlink(mapped.name)
for _ in range(4): threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
os.nice(3)
print("ready", flush=True)
time.sleep(1000)
"""
    environment = {"EMPTY": "", "EQUALS": "a=b", "NEWLINE": "a\nb", "BYTES": "\udcff"}
    children = {
        "busy": subprocess.Popen(
            [sys.executable, "-c", busy], stdout=subprocess.PIPE, env={**os.environ, **environment}
        ),
        "plain": subprocess.Popen(["sleep", "1000"], cwd=tmp_path, env={}),
        "stopped": subprocess.Popen(["sleep", "1000"]),
        "zombie": subprocess.Popen(["true"]),
    }
    directory = tmp_path / "directory"
    directory.mkdir()
    children["without directory"] = subprocess.Popen(["sleep", "1000"], cwd=directory)
    directory.rmdir()
    children["stopped"].send_signal(signal.SIGSTOP)
    assert children["busy"].stdout is not None
    children["busy"].stdout.readline()
    until(lambda: psutil.Process(children["zombie"].pid).status() == psutil.STATUS_ZOMBIE)
    until(lambda: psutil.Process(children["stopped"].pid).status() == psutil.STATUS_STOPPED)
    until(lambda: psutil.Process(children["plain"].pid).name() == "sleep")
    kinds = {**{kind: child.pid for kind, child in children.items()}, "self": os.getpid(), "init": 1}
    if pathlib.Path("/proc/2/exe").is_symlink() and psutil.Process(2).name() == "kthreadd":
        kinds["kernel"] = 2  # a PID namespace has no threads of the kernel
    try:
        yield kinds
    finally:
        for child in children.values():
            child.kill()
            child.wait()
        children["busy"].stdout.close()


@pytest.fixture
def sleeper() -> Iterator[int]:
    child = subprocess.Popen(["sleep", "1000"])
    until(lambda: psutil.Process(child.pid).name() == "sleep")
    yield child.pid
    child.kill()
    child.wait()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def as_nobody(run: Callable[[], None]) -> None:
    """Runs a function in a child of an ordinary user."""
    if not ROOT_USER:
        pytest.skip("needs root to become another user")
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
            run()
            status = 0
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        finally:
            sys.stderr.flush()
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# ---- the same as psutil


@pytest.mark.unprivileged
@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes_agree_with_psutil(processes_by_kind: dict[str, int], name: str) -> None:
    for kind, pid in processes_by_kind.items():
        assert compare(pid, [name], busy=kind in OTHERS) == [], kind


@root_only
def test_files_of_another_mount_namespace(tmp_path: pathlib.Path) -> None:
    """They are reported, also where this namespace has no file of that name. psutil leaves these out."""
    script = 'mount -t tmpfs tmpfs "$1" && : >"$1/file" && echo && exec sleep 1000 3<"$1/file"'
    command = [required_tool("unshare"), "--mount", "sh", "-c", script, "sh", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        if child.stdout.readline() != b"\n":
            missing("mount namespaces")
        until(lambda: psutil.Process(child.pid).name() == "sleep")
        assert compare(child.pid) == []
        with Process(child.pid) as p:
            assert [f["path"] for f in p.call("open_files")] == [str(tmp_path / "file")]
        assert not (tmp_path / "file").exists()
        child.kill()


def test_attributes_agree_with_psutil_as_an_ordinary_user(processes_by_kind: dict[str, int]) -> None:
    def run() -> None:
        for kind, pid in processes_by_kind.items():
            assert compare(pid, busy=kind in OTHERS) == [], kind

    as_nobody(run)


@pytest.mark.unprivileged
def test_every_process_like_psutil(many_processes: list[subprocess.Popen[bytes]]) -> None:
    """All but the slow attributes, of every process and of some hundred more."""
    # The footprint of a process changes with the processes that share its pages: test_attributes_agree_with_psutil.
    names = [name for name in ATTRIBUTES if not name.startswith(("memory_maps", "memory_footprint"))]
    ours = {process.pid for process in many_processes}
    for pid in psutil.pids():
        try:
            differences = compare(pid, names, busy=pid not in ours)
        except (psutil.NoSuchProcess, Failed):
            assert pid not in ours
            continue
        assert differences == [] or pid not in psutil.pids()


# ---- values that psutil does not have


@pytest.mark.unprivileged
def test_environ_is_as_the_kernel_has_it(processes_by_kind: dict[str, int]) -> None:
    with Process(processes_by_kind["busy"]) as p:
        strings = p.call("environ")
    assert {"EMPTY=", "EQUALS=a=b", "NEWLINE=a\nb", "BYTES=\udcff"} <= set(strings)
    with open(f"/proc/{processes_by_kind['busy']}/environ", "rb") as f:
        assert strings == [os.fsdecode(one) for one in f.read().split(b"\0")[:-1]]
    with Process(processes_by_kind["plain"]) as p:
        assert p.call("environ") == []


def test_memory_in_detail(processes_by_kind: dict[str, int]) -> None:
    with Process(processes_by_kind["busy"]) as p:
        memory = p.call("memory_info_ex")
    fields = {}
    with open(f"/proc/{processes_by_kind['busy']}/status") as f:
        for line in f:
            name, value = line.split(":", 1)
            fields[name] = int(value.split()[0]) * 1024 if value.rstrip().endswith("kB") else None
    names = {"peak_rss": "VmHWM", "peak_vms": "VmPeak", "rss_anon": "RssAnon", "rss_file": "RssFile"}
    names |= {"rss_shmem": "RssShmem", "swap": "VmSwap", "hugetlb": "HugetlbPages"}
    assert {name: memory[name] for name in names} == {name: fields.get(theirs, -1) for name, theirs in names.items()}


def test_page_faults() -> None:
    with Process(os.getpid()) as p:
        before = p.call("page_faults")
        pages = mmap.mmap(-1, 1000 * mmap.PAGESIZE)
        pages.madvise(mmap.MADV_NOHUGEPAGE)
        for i in range(1000):
            pages[i * mmap.PAGESIZE] = 1
        after = p.call("page_faults")
    assert after["minor"] - before["minor"] >= 1000
    assert min(after.values()) >= 0


def test_a_mapped_file_has_its_real_name(processes_by_kind: dict[str, int], tmp_path: pathlib.Path) -> None:
    """psutil shows the newline as the kernel escapes it."""
    with Process(processes_by_kind["busy"]) as p:
        assert str(tmp_path / "map\nped") in {m["path"] for m in p.call("memory_maps", 0)}
        single, grouped = p.call("memory_maps", 0), p.call("memory_maps", 1)
    assert all(m["addr"] and m["perms"] for m in single)
    assert all(m["addr"] is None and m["perms"] is None for m in grouped)
    assert len({m["path"] for m in grouped}) == len(grouped) < len(single)


def test_deleted_files_are_not_listed(processes_by_kind: dict[str, int], tmp_path: pathlib.Path) -> None:
    with Process(processes_by_kind["busy"]) as p:
        files = {f["path"]: (f["mode"], f["position"]) for f in p.call("open_files")}
    assert files == {str(tmp_path / f"file {i}"): (mode, 5) for i, mode in enumerate(["w", "r+", "a", "a+"])}


def test_handles_are_windows(sleeper: int) -> None:
    with Process(sleeper) as p, pytest.raises(Failed, match="NOT_SUPPORTED"):
        p.call("num_handles")


# ---- functions that change a process


@pytest.mark.unprivileged
def test_setters(sleeper: int) -> None:
    them = psutil.Process(sleeper)
    with Process(sleeper) as p:
        nice = min(them.nice() + 1, 19)  # an ordinary user cannot lower it again
        p.call("set_nice", nice)
        assert them.nice() == p.call("nice") == nice
        p.call("set_ionice", LIB.IOPRIO_CLASS_BE, 6)
        assert tuple(them.ionice()) == tuple(p.call("ionice").values()) == (2, 6)
        p.call("set_ionice", LIB.IOPRIO_CLASS_IDLE, 0)
        assert them.ionice().ioclass == p.call("ionice")["ioclass"] == LIB.IOPRIO_CLASS_IDLE
        p.call("set_rlimit", LIB.RLIMIT_NOFILE, 50, 60)
        assert them.rlimit(psutil.RLIMIT_NOFILE) == ours_rlimit(p, LIB.RLIMIT_NOFILE) == (50, 60)
        everywhere = p.call("cpu_affinity")
        p.call("set_cpu_affinity", everywhere[-1:], 1)
        assert them.cpu_affinity() == p.call("cpu_affinity") == everywhere[-1:]
        p.call("set_cpu_affinity", ffi.NULL, 0)
        assert them.cpu_affinity() == p.call("cpu_affinity") == everywhere
        p.call("suspend")
        until(lambda: them.status() == psutil.STATUS_STOPPED)
        p.call("resume")
        until(lambda: them.status() == psutil.STATUS_SLEEPING)


@pytest.mark.parametrize("bad", [-1, 2**62, -(2**63), 65535])
def test_a_bad_cpu_is_named(sleeper: int, bad: int) -> None:
    with Process(sleeper) as p:
        cpus = p.call("cpu_affinity")
        with pytest.raises(Failed, match=f"INVALID_ARGUMENT.*CPU {bad}: no such CPU; choose among 0") as failed:
            p.call("set_cpu_affinity", [cpus[0], bad], 2)
        assert "set_cpu_affinity" in failed.value.error.message.decode()
        assert p.call("cpu_affinity") == cpus


# Name: arguments after the handle that are refused.
INVALID: list[tuple[str, tuple[object, ...]]] = [
    ("set_ionice", (4, 0)),
    ("set_ionice", (-1, 0)),
    ("set_ionice", (2, 8)),
    ("set_ionice", (2, -1)),
    ("set_ionice", (3, 1)),
    ("set_ionice", (0, 1)),
    ("set_rlimit", (19, 0, 0)),
    ("set_rlimit", (-1, 0, 0)),
    ("set_rlimit", (7, -2, -1)),
    ("set_rlimit", (7, 2, 1)),
    ("set_rlimit", (7, -1, 1)),
    ("set_cpu_affinity", (ffi.NULL, 1)),
    ("set_cpu_affinity", ([0], 2**40)),
    ("rlimit", (19, ffi.new("psutil_rlimit_t *"))),
    ("rlimit", (-1, ffi.new("psutil_rlimit_t *"))),
    ("memory_percent", (10, ffi.new("double *"))),
    ("memory_percent", (-1, ffi.new("double *"))),
]


@pytest.mark.parametrize(("name", "arguments"), INVALID)
def test_invalid_arguments(sleeper: int, name: str, arguments: tuple[object, ...]) -> None:
    with Process(sleeper) as p, pytest.raises(Failed, match="INVALID_ARGUMENT"):
        p.call(name, *arguments)


# ---- misuse of every function

GETTERS: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(["environ", "cwd", "gids", "terminal", "nice", "ionice", "cpu_affinity", "cpu_num"], ()),
    **dict.fromkeys(["memory_info_ex", "memory_footprint", "page_faults", "io_counters", "num_ctx_switches"], ()),
    **dict.fromkeys(["num_fds", "num_handles", "threads", "open_files"], ()),
    "rlimit": (7,),
    "memory_percent": (0,),
    "memory_maps": (1,),
}
SETTERS: dict[str, tuple[object, ...]] = {
    "set_nice": (19,),
    "set_ionice": (2, 7),
    "set_rlimit": (4, 0, 0),
    "set_cpu_affinity": ([], 0),
    "suspend": (),
    "resume": (),
}


def place(name: str) -> Any:
    """Returns memory for the output of a function, filled with a pattern."""
    pointer = ffi.new(ffi.typeof(getattr(lib, f"psutil_process_{name}")).args[-1])
    size = ffi.sizeof(ffi.typeof(pointer).item)
    ffi.memmove(pointer, b"\x5a" * size, size)
    return pointer


def code(name: str, handle: object, *arguments: object) -> int:
    return int(getattr(lib, f"psutil_process_{name}")(handle, *arguments))


@pytest.mark.parametrize("name", [*GETTERS, *SETTERS])
def test_misuse(sleeper: int, name: str) -> None:
    arguments = GETTERS.get(name, SETTERS.get(name, ()))
    output = (place(name),) if name in GETTERS else ()
    before = [bytes(ffi.buffer(pointer)) for pointer in output]
    process = Process(sleeper)
    handle = process.handle
    assert code(name, ffi.NULL, *arguments, *output) == LIB.ERR_INVALID_ARGUMENT
    if output:
        assert code(name, handle, *arguments, ffi.NULL) == LIB.ERR_INVALID_ARGUMENT
    lib.psutil_process_free(handle)
    for bad in (handle, ffi.cast("psutil_process *", 4096), ffi.cast("psutil_process *", 2**64 - 1)):
        assert code(name, bad, *arguments, *output) == LIB.ERR_INVALID_HANDLE
    assert [bytes(ffi.buffer(pointer)) for pointer in output] == before


@pytest.mark.unprivileged
@pytest.mark.parametrize("name", [*GETTERS, *SETTERS])
def test_zombie_and_exited(name: str) -> None:
    child = subprocess.Popen(["true"])
    until(lambda: psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE)
    arguments = GETTERS.get(name, SETTERS.get(name, ()))
    with Process(child.pid) as p:
        output = (place(name),) if name in GETTERS else ()
        expected = LIB.OK
        if name in ("environ", "cwd", "memory_maps"):
            expected = LIB.ERR_ZOMBIE_PROCESS
        elif name == "num_handles":
            expected = LIB.ERR_NOT_SUPPORTED
        elif name == "io_counters" and not ROOT_USER:
            expected = LIB.ERR_ACCESS_DENIED
        assert code(name, p.handle, *arguments, *output) == expected
        child.wait()
        output = (place(name),) if name in GETTERS else ()
        before = [bytes(ffi.buffer(pointer)) for pointer in output]
        gone = LIB.ERR_NOT_SUPPORTED if name == "num_handles" else LIB.ERR_NO_SUCH_PROCESS
        assert code(name, p.handle, *arguments, *output) == gone
        assert [bytes(ffi.buffer(pointer)) for pointer in output] == before


def test_another_users_process(sleeper: int) -> None:
    denied = {"environ", "cwd", "memory_footprint", "memory_maps", "num_fds", "open_files", "io_counters"}
    denied |= set(SETTERS) - {"resume"}  # the kernel allows SIGCONT within a session

    def run() -> None:
        with Process(sleeper) as p:
            for name, arguments in {**GETTERS, **SETTERS}.items():
                expected = LIB.ERR_ACCESS_DENIED if name in denied else LIB.OK
                if name == "num_handles":
                    expected = LIB.ERR_NOT_SUPPORTED
                output = (place(name),) if name in GETTERS else ()
                assert code(name, p.handle, *arguments, *output) == expected, name

    as_nobody(run)


def test_nothing_leaks(sleeper: int) -> None:
    """Calls that succeed and calls that fail, from several threads, leak neither memory nor descriptors."""

    def loop(rounds: int) -> None:
        with Process(sleeper) as p:
            for _ in range(rounds):
                for name, arguments in GETTERS.items():
                    outcome(lambda name=name, arguments=arguments: p.call(name, *arguments))  # type: ignore[misc]
                for name, arguments in SETTERS.items():
                    outcome(lambda name=name, arguments=arguments: p.call(name, *arguments))  # type: ignore[misc]

    def round_of_threads(rounds: int) -> None:
        threads = [threading.Thread(target=loop, args=(rounds,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    me = psutil.Process()
    round_of_threads(100)
    before, descriptors = me.memory_info().rss, me.num_fds()
    round_of_threads(200)
    assert me.num_fds() == descriptors
    assert me.memory_info().rss - before < 8 << 20
