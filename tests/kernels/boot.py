"""Boots Debian's kernels under QEMU, and compares what BPF reports with procfs there: boot.py LIBRARY PACKAGE...

A package is a name for apt-get download, with "/release" behind it if it needs one. The initial file system has the
test programs, the library and what they are linked with.
"""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXPECTED = {"bpf: exit 0", "program: exit 0", "file: exit 0", "owners: exit 0", "done"}
# Each of the library's programs that find the owners of a file has a map, and nothing else there makes one.
OWNERS = re.compile(r"^maps: 0 without BPF, (\d+) in (\d+) calls with BPF$", re.MULTILINE)
ATTEMPTS = 4
LIMIT = 150  # seconds for one kernel


def cpio(files: dict[str, tuple[int, bytes]]) -> bytes:
    """Returns an archive in the format that the kernel unpacks."""
    out = bytearray()
    for number, (name, (mode, data)) in enumerate({**files, "TRAILER!!!": (0, b"")}.items()):
        path = name.encode() + b"\0"
        fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 5, 1, len(path), 0)
        out += b"070701" + b"".join(b"%08X" % field for field in fields) + path
        out += bytes(-len(out) % 4) + data
        out += bytes(-len(out) % 4)
    return bytes(out)


def linked(program: pathlib.Path) -> set[str]:
    """Returns the paths of the shared libraries of a program."""
    listed = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"(/\S+) \(0x", listed))


def initial_files(library: pathlib.Path, work: pathlib.Path) -> bytes:
    files: dict[str, tuple[int, bytes]] = {}

    def add(path: str, source: pathlib.Path) -> None:
        for parent in reversed(pathlib.PurePath(path).parents):
            if str(parent) not in (".", "/"):
                files.setdefault(str(parent).lstrip("/"), (0o040755, b""))
        files[path.lstrip("/")] = (0o100755, source.read_bytes())

    shared: set[str] = set()
    for name, source in (
        ("init", ROOT / "tests/kernels/init.c"),
        ("compare_reader", ROOT / "tests/programs/compare_reader.c"),
        ("file_owners", ROOT / "tests/programs/file_owners.c"),
    ):
        program = work / name
        subprocess.run(
            [
                "cc",
                "-O1",
                "-std=gnu11",
                f"-I{ROOT / 'include'}",
                str(source),
                "-o",
                str(program),
                str(library),
                "-pthread",
            ],
            check=True,
        )
        add(name, program)
        shared |= linked(program)
    for path in shared:
        if "libpsutil" not in path:
            add(path, pathlib.Path(path))
    add(f"/lib/{library.name}", library)
    for directory in ("proc", "sys", "dev", "run", "run/libpsutil", "etc", "tmp"):
        files[directory] = (0o040755, b"")
    files["etc/passwd"] = (0o100644, b"root:x:0:0::/:/init\nnobody:x:65534:65534::/:/init\n")
    return cpio(files)


def kernel_of(package: str, work: pathlib.Path) -> pathlib.Path:
    """Downloads a kernel and returns its image. A meta package names the kernel that it depends on."""
    name, _, release = package.partition("/")
    target = ["-t", release] if release else []
    depends = subprocess.run(["apt-cache", *target, "depends", name], capture_output=True, text=True, check=True).stdout
    image = re.search(r"Depends: (linux-image-\d\S+)", depends)
    subprocess.run(
        ["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", *target, image[1] if image else name],
        check=True,
        cwd=work,
    )
    (archive,) = work.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", str(archive), str(work / "kernel")], check=True)
    archive.unlink()
    (found,) = (work / "kernel/boot").glob("vmlinuz-*")
    return found


def boot(kernel: pathlib.Path, initrd: pathlib.Path) -> str:
    # Without cmpxchg16b, whose emulation leaves wrong flags now and then, so that the kernel crashes.
    command = ["qemu-system-x86_64", "-accel", os.environ.get("QEMU_ACCEL", "tcg"), "-cpu", "max,-cx16"]
    command += ["-smp", "1", "-m", "512", "-nographic", "-no-reboot", "-kernel", str(kernel), "-initrd", str(initrd)]
    command += ["-append", "console=ttyS0 quiet panic=-1 mitigations=off"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as qemu:
        try:
            return qemu.communicate(timeout=LIMIT)[0]
        except subprocess.TimeoutExpired:
            qemu.kill()
            return qemu.communicate()[0] + f"\nno end within {LIMIT} s"


def main(library: pathlib.Path, packages: list[str]) -> int:
    if not shutil.which("qemu-system-x86_64"):
        print("missing: qemu-system-x86_64")
        return 1
    failed = False
    for package in packages:
        with tempfile.TemporaryDirectory() as place:
            os.chmod(place, 0o755)
            work = pathlib.Path(place)
            kernel = kernel_of(package, work)
            initrd = work / "initrd"
            initrd.write_bytes(initial_files(library, work))
            start = time.monotonic()
            for _ in range(ATTEMPTS):
                said = boot(kernel, initrd)
                if "\nkernel " in said.replace("\r", ""):
                    break  # otherwise the kernel has not booted: QEMU emulates some instructions wrongly, now and then
        lines = [line.strip() for line in said.replace("\r", "").splitlines()]
        made = OWNERS.search("\n".join(lines))
        ok = set(lines) >= EXPECTED and made is not None and int(made[1]) == 3 * int(made[2]) > 0
        failed = failed or not ok
        print(f"{package}: {'ok' if ok else 'FAILED'}, {time.monotonic() - start:.0f} s")
        shown = lines if not ok else [line for line in lines if re.match("kernel |source |maps: |uses ", line)]
        print("\n".join(f"    {line[:200]}" for line in shown[-60:]), flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]))
