"""The libraries for macOS and FreeBSD, and the programs that are linked with them, held against the header. They cannot
be run here: make check-unix builds them and runs this."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys

import macho
import pytest

ROOT = pathlib.Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))

from cffi_lib import PROTOTYPES  # noqa: E402 the path is set above

DARWIN = ROOT / "build" / "darwin"
FREEBSD = ROOT / "build" / "freebsd"
DYLIB = "libpsutil.1.dylib"
SYSTEM = "/usr/lib/libSystem.B.dylib"
VERSION = json.loads((ROOT / "bindings/node/package.json").read_text(encoding="utf-8"))["version"]
PROGRAMS = ["psutil-selftest", *(file.stem for file in (ROOT / "examples").glob("*.c"))]
TARGETS = ["aarch64-macos.12.0", "x86_64-macos.12.0", "x86_64-freebsd.14.0"]
MACHINES = ["arm64", "amd64"]


def tool(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def read(path: pathlib.Path) -> macho.Library:
    return macho.read(path.read_bytes())


# ---- macOS


@pytest.mark.parametrize("cpu", MACHINES)
def test_dylib_exports_the_public_functions_only(cpu: str) -> None:
    library = read(DARWIN / cpu / DYLIB)
    public = {f"_{name}" for name in PROTOTYPES}
    assert library.exports == public
    assert library.external_symbols == public


@pytest.mark.parametrize("cpu", MACHINES)
def test_dylib_names_and_versions(cpu: str) -> None:
    library = read(DARWIN / cpu / DYLIB)
    assert (library.cpu, library.file_type) == (cpu, 6)
    assert library.install_name == f"@rpath/{DYLIB}"
    assert library.compatibility_version == "1.0.0"
    assert library.current_version == VERSION
    assert (library.platform, library.minimum_version) == (1, "12.0.0")
    assert library.needed == (SYSTEM,)
    assert library.run_paths == ()
    assert library.writable_and_executable == ()


@pytest.mark.parametrize("cpu", MACHINES)
def test_dylib_starts_nothing_at_load(cpu: str) -> None:
    """One initializer runs, on_constructor of capi/call.c; Go's own is another one."""
    assert len(read(DARWIN / cpu / DYLIB).initializers) == 1


@pytest.mark.parametrize("cpu", MACHINES)
def test_dylib_is_signed(cpu: str) -> None:
    signature = read(DARWIN / cpu / DYLIB).signature
    assert signature["flags"] == 0x20002  # ad hoc, by a linker
    assert signature["identifier"] == DYLIB
    assert signature["covers"]
    assert signature["wrong"] == []


def test_universal_dylib() -> None:
    """It contains the two libraries, byte for byte."""
    slices = macho.slices((DARWIN / DYLIB).read_bytes())
    assert slices == [(DARWIN / cpu / DYLIB).read_bytes() for cpu in ("amd64", "arm64")]
    assert (DARWIN / "libpsutil.dylib").resolve() == (DARWIN / DYLIB).resolve()


@pytest.mark.parametrize("cpu", MACHINES)
@pytest.mark.parametrize("name", PROGRAMS)
def test_macos_program(cpu: str, name: str) -> None:
    program = read(DARWIN / cpu / name)
    assert (program.cpu, program.file_type, program.platform, program.minimum_version) == (cpu, 2, 1, "12.0.0")
    assert sorted(program.needed) == [SYSTEM, f"@rpath/{DYLIB}"]
    assert program.run_paths == ("@executable_path",)
    assert program.signature or cpu == "amd64"
    assert program.signature.get("wrong", []) == []


# ---- FreeBSD


@pytest.fixture(scope="module")
def dynamic() -> str:
    return tool("readelf", "-dW", str(FREEBSD / "libpsutil.so"))


def test_freebsd_library_exports_the_public_functions_only() -> None:
    lines = tool("nm", "-D", "--defined-only", str(FREEBSD / "libpsutil.so")).splitlines()
    found = dict(re.split("@+", line.split()[-1]) for line in lines if line.split()[1] != "A")
    assert found == {name: f"PSUTIL_{prototype.since}" for name, prototype in PROTOTYPES.items()}


def test_freebsd_library_names(dynamic: str) -> None:
    assert re.findall(r"\(SONAME\).*\[(.*)\]", dynamic) == ["libpsutil.so.1"]
    assert set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)) == {"libc.so.7", "libm.so.5", "libthr.so.3"}
    assert not re.search("TEXTREL|RUNPATH|RPATH", dynamic)
    versions = re.findall(r"Name: (\S+)", tool("readelf", "-VW", str(FREEBSD / "libpsutil.so")))
    own = ("PSUTIL_", "libpsutil")
    assert {name for name in versions if not name.startswith(own)} <= {f"FBSD_1.{n}" for n in range(8)}


def test_freebsd_library_starts_nothing_at_load(dynamic: str) -> None:
    assert re.findall(r"\(INIT_ARRAYSZ\) +(\d+)", dynamic) == ["8"]  # on_constructor of capi/call.c
    assert "(INIT)" not in dynamic


def test_freebsd_library_is_hardened() -> None:
    segments = tool("readelf", "-lW", str(FREEBSD / "libpsutil.so"))
    assert re.search(r"GNU_STACK +(0x0+ +)+0x0+ +0x0+ RW +0", segments), segments
    assert not re.search(r"LOAD .* RWE ", segments)
    size = re.search(r"TLS +(0x\w+ +){4}(0x\w+)", segments)
    assert size is not None
    assert int(size[2], 16) <= 32  # the loader keeps little for libraries that dlopen opens


@pytest.mark.parametrize("name", PROGRAMS)
def test_freebsd_program(name: str) -> None:
    program = str(FREEBSD / name)
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", tool("readelf", "-dW", program))
    assert "libpsutil.so.1" in needed
    assert set(needed) <= {"libpsutil.so.1", "libc.so.7", "libm.so.5", "libthr.so.3"}
    assert "/libexec/ld-elf.so.1" in tool("readelf", "-lW", program)


# ---- the header


@pytest.mark.parametrize("target", TARGETS)
def test_records_have_the_layout_of_linux(target: str, tmp_path: pathlib.Path) -> None:
    """The layout of every record and the value of every constant, asserted when compiled for the target."""
    source = ROOT / "tests/abi/layout_gen.c"
    program = tmp_path / "layout"
    tool("cc", "-std=c99", f"-I{ROOT / 'include'}", str(source), "-o", str(program))
    here = json.loads(tool(str(program)))
    assert len(here["structs"]) > 50
    assert len(here["constants"]) > 100
    lines = ["#include <psutil.h>", "#define SAME(a, b) _Static_assert((long long)(a) == (b), #a)"]
    for struct, layout in here["structs"].items():
        lines.append(f"SAME(sizeof({struct}), {layout['size']});")
        for field, (offset, size) in layout["fields"].items():
            lines.append(f"SAME(offsetof({struct}, {field}), {offset});")
            lines.append(f"SAME(sizeof((({struct} *)0)->{field}), {size});")
    lines += [f"SAME({name}, {value});" for name, value in here["constants"].items()]
    check = tmp_path / "check.c"
    check.write_text("\n".join(lines) + "\n", encoding="utf-8")
    compiler = (sys.executable, "-m", "ziglang", "cc", "-target", target, "-std=c11", "-Wall", "-Werror")
    tool(*compiler, f"-I{ROOT / 'include'}", "-c", str(check), "-o", str(tmp_path / "check.o"))
