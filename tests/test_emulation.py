"""The library for other processors, which "make cross" has built: its file, and programs under qemu-user 10.

386 runs natively. The emulator must be registered with the kernel (Debian: qemu-user-binfmt from bookworm-backports).
What it lacks is named here; everything else is the library's.
"""

from __future__ import annotations

import os
import pathlib
import re
import subprocess

import pytest
from cffi_lib import PROTOTYPES
from conftest import ROOT, missing, run_program

pytestmark = [pytest.mark.slow, pytest.mark.emulated]

PROCESSORS = {
    line.split()[0]: line.split()[1:]
    for line in (ROOT / "packaging" / "processors.txt").read_text().splitlines()
    if not line.startswith("#")
}
BIG_ENDIAN = {"s390x"}
THIRTY_TWO_BITS = {"386", "arm"}

# qemu-user answers /proc/self/stat with zeros for CPU times, page faults and, on 32-bit processors, memory, and with
# another start than in the same file read by another path; its smaps have no sizes in memory.
EMULATED = [
    "psutil_process_cpu_times",
    "psutil_process_cpu_percent",
    "psutil_process_page_faults",
    "psutil_process_memory_maps",
    "psutil_table_process",
    "psutil_table_double",
]
# The addresses in /proc/net/tcp are in the byte order of the kernel that qemu runs on.
EMULATED_BIG_ENDIAN = ["psutil_net_connections", "psutil_process_net_connections"]
EMULATED_32_BITS = ["psutil_process_memory_info"]

# Tests in C that lean on nothing that the emulator lacks: seccomp, fork while other threads run, times of processes.
PROGRAMS = [
    "cgroup misuse",
    "close_fds",
    "cpu misuse",
    "disks misuse",
    "first_call default",
    "fork nest 3",
    "go_threads",
    "handles blocks",
    "handles misuse",
    "handles races 1",
    "heap misuse",
    "last_errors",
    "network interfaces",
    "network misuse",
    "network names",
    "process_info states",
    "process_iter order",
    "sensors list",
    "sensors misuse",
    "services",
    "swap misuse",
    "swap numbers",
    "table fork",
    "thread_exit",
    "users misuse",
]
# These were tried under the emulator alone. Not among them, by what qemu-user does otherwise:
#   popen place, files, errors   vfork is a fork, so that the child's error is lost
#   process_tree own             this process has another start than its children see, so kill_tree does not find it
#                                below its parent, and would end the test
UNDER_QEMU = [
    "first_call handled",
    "first_call ignored",
    "first_call mixed",
    "heap_at_zero",
    "managed_memory failures",
    "managed_memory jumps",
    "managed_memory pages",
    "popen streams",
    "process_iter arguments",
    "process_iter fork",
    "process_iter memory",
    "process_tree states",
    "table arrow",
    "table utf8",
    "wait_procs arguments",
    "wait_procs outcomes",
]
NATIVE = ["network unknown"]  # seccomp, which the emulator lacks, with 386's own way to make a socket
MOST = {"386", "arm64", "s390x"}  # the others run a few: emulation takes long
FEW = {"fork nest 3", "handles misuse", "last_errors", "thread_exit"}


def build(arch: str) -> pathlib.Path:
    directory = ROOT / "build" / arch
    assert (directory / "libpsutil.so").exists(), f"{directory} has no library: run make cross first"
    return directory


def run(arch: str, *command: str | os.PathLike[str], timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Runs a program of another processor, which the kernel gives to qemu-user."""
    triple, emulator = PROCESSORS[arch][0], PROCESSORS[arch][3]
    if emulator == "-":
        if not pathlib.Path("/lib/ld-linux.so.2").exists():
            missing("the C library for 386 (Debian: libc6-i386)")
    elif not pathlib.Path(f"/proc/sys/fs/binfmt_misc/qemu-{emulator}").exists():
        missing(f"qemu-{emulator}, registered with the kernel (Debian: qemu-user-binfmt)")
    return run_program(command, timeout=timeout, env={**os.environ, "QEMU_LD_PREFIX": f"/usr/{triple}"})


def tool(*command: str | os.PathLike[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.parametrize("arch", PROCESSORS)
def test_library_file(arch: str) -> None:
    """Its processor, the exported names, the libraries that it needs, no text relocations, no executable stack."""
    library = build(arch) / "libpsutil.so.1"
    header = tool("readelf", "-hW", library)
    assert re.search(rf"Machine: +.*{PROCESSORS[arch][2].replace('_', ' ')}", header), header
    assert ("ELF32" in header) == (arch in THIRTY_TWO_BITS)
    assert ("big endian" in header) == (arch in BIG_ENDIAN)
    names = [line.split() for line in tool("nm", "-D", "--defined-only", library).splitlines()]
    assert {name[-1].split("@")[0] for name in names if name[1] != "A"} == set(PROTOTYPES)
    dynamic = tool("readelf", "-dW", library)
    assert re.findall(r"\(SONAME\).*\[(.*)\]", dynamic) == ["libpsutil.so.1"]
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)
    assert all(re.fullmatch(r"(libc\.so\.6|libm\.so\.6|ld(64|-linux[-a-z0-9]*)\.so\.\d)", name) for name in needed), (
        needed
    )
    assert "TEXTREL" not in dynamic
    assert not re.search(r"GNU_STACK.* RWE", tool("readelf", "-lW", library))


@pytest.mark.parametrize("arch", PROCESSORS)
def test_size_of_utmp_records(arch: str, tmp_path: pathlib.Path) -> None:
    """platform/linux/utmp.go has the size that glibc's header gives."""
    source = tmp_path / "size.c"
    wide = re.search(r"const wideUtmp = (.*)", (ROOT / "platform" / "linux" / "utmp.go").read_text())
    assert wide
    size = 400 if f'"{arch}"' in wide[1] else 384
    source.write_text(f'#include <utmp.h>\n_Static_assert(sizeof(struct utmp) == {size}, "");\n')
    subprocess.run([f"{PROCESSORS[arch][0]}-gcc", "-fsyntax-only", str(source)], check=True, timeout=60)


@pytest.mark.parametrize("arch", PROCESSORS)
def test_selftest(arch: str) -> None:
    known: list[str] = [] if PROCESSORS[arch][3] == "-" else [*EMULATED]
    if arch in BIG_ENDIAN:
        known += EMULATED_BIG_ENDIAN
    if arch in THIRTY_TWO_BITS and known:
        known += EMULATED_32_BITS
    result = run(arch, build(arch) / "psutil-selftest", f"--except={','.join(known)}")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("arch", PROCESSORS)
def test_ps(arch: str) -> None:
    result = run(arch, build(arch) / "examples" / "ps")
    assert result.returncode == 0, result.stderr
    rows = [line.split() for line in result.stdout.splitlines()]
    assert str(os.getpid()) in {row[0] for row in rows if row}


@pytest.mark.parametrize(
    ("arch", "command"),
    [
        *((arch, command) for arch in PROCESSORS for command in PROGRAMS if arch in MOST or command in FEW),
        *((arch, command) for arch in ("arm64", "s390x") for command in UNDER_QEMU),
        *(("386", command) for command in NATIVE),
    ],
)
def test_program_runs(arch: str, command: str) -> None:
    name, *arguments = command.split()
    result = run(arch, build(arch) / "programs" / name, *arguments)
    assert result.returncode == 0, f"exit {result.returncode}\n{result.stdout}\n{result.stderr}"


@pytest.mark.parametrize("mode", ["nodefer", "resethand", "mask", "onstack", "return"])
@pytest.mark.parametrize("vector_bytes", [16, 256])
def test_fault_handlers_on_arm64(mode: str, vector_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As test_handler_runs_with_its_own_flags; long vectors do not fit into the usual part of a signal's frame."""
    monkeypatch.setenv("QEMU_CPU", f"max,sve-default-vector-length={vector_bytes}")
    result = run("arm64", build("arm64") / "programs" / "fault_flags", mode)
    assert result.returncode == 0, result.stderr


# Tests that need what the emulator lacks, or compare with what it answers.
EMULATOR_LACKS = {
    "TestOwnConnections": "/proc/net in the guest's byte order",
    "TestFirstThreadExited": "/proc/[pid]/exe and cmdline of emulated programs are the emulator's",
    "TestProgramWithBlanks": "the same",
    "TestScanLive": "the same",
    "TestLongCmdline": "arguments as long as the kernel allows",
    "TestOwnAttributes": "page faults, memory maps",
    "TestWaitForChildWithoutSignal": "clone without a signal",
    "TestImports": "the go command of this machine, asked for the packages of this processor",
    "TestCountThreads": "/proc/self/task has a thread of the emulator, which /proc/self/stat does not count",
    "TestWatchOwnChild": "waitid on a pidfd",
    "TestWatchOthersChild": "PIDFD_GET_INFO",
}


@pytest.mark.parametrize("package", ["platform/linux", "impl"])
def test_byte_order(package: str, tmp_path: pathlib.Path) -> None:
    """Go's tests of parsers and decoders on s390x, which is big-endian."""
    program = tmp_path / "test"
    environment = {**os.environ, "GOARCH": "s390x", "CGO_ENABLED": "0"}
    subprocess.run(
        ["go", "test", "-c", "-o", str(program), f"./{package}"], cwd=ROOT, env=environment, check=True, timeout=280
    )
    os.chdir(ROOT / package)
    skip = f"^({'|'.join(EMULATOR_LACKS)})$"
    result = run("s390x", program, f"-test.skip={skip}", timeout=280)
    assert result.returncode == 0, result.stdout[-4000:]
