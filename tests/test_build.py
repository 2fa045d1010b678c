"""The library is built anywhere, by any user, with the same result; and what is missing for it is named."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from conftest import BUILD, MUSL, ROOT, SONAME, compile_host, required_tool, run_program

pytestmark = pytest.mark.skipif(MUSL, reason="make builds the library for glibc")

SOURCES = ("Makefile", "go.mod", "go.sum", "capi", "examples", "impl", "include", "packaging", "platform")


def clean_environment(**changes: str) -> dict[str, str]:
    """The environment of a user who has set nothing that changes the build."""
    ours = ("GOFLAGS", "CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "MAKEFLAGS", "MAKELEVEL", "V")
    return {**{name: value for name, value in os.environ.items() if name not in ours}, **changes}


def make(directory: pathlib.Path, *arguments: str, timeout: float = 280) -> str:
    result = run_program(["make", *arguments], cwd=directory, env=clean_environment(), timeout=timeout)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.slow
def test_same_bytes_in_an_odd_directory_of_another_user(tmp_path: pathlib.Path) -> None:
    """Git refuses to work in a checkout that another user owns, and make and Go split names at spaces or quotes."""
    checkout = tmp_path / 'it\'s a "directory" of mine'
    checkout.mkdir()
    for name in (*SOURCES, "bindings"):
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("testdata", "node_modules", "*.so")
            shutil.copytree(source, checkout / name, ignore=ignored, symlinks=True)
        else:
            shutil.copy(source, checkout / name)
    subprocess.run([required_tool("git"), "init", "--quiet"], cwd=checkout, check=True)
    if os.getuid() == 0:
        for path in (checkout, *checkout.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)
    output = make(checkout)
    assert (checkout / "build" / SONAME).read_bytes() == (BUILD / SONAME).read_bytes()
    assert (checkout / "build" / "examples" / "ps").exists()
    assert not list(checkout.rglob("node_modules")), "a C user's make fetches no package of npm"
    assert "  GO     build/libpsutil.so.1\n" in output
    assert all(len(line) < 80 for line in output.splitlines()), output


@pytest.mark.slow
@pytest.mark.windows
@pytest.mark.timeout(800)
def test_same_bytes_for_windows_in_another_directory(tmp_path: pathlib.Path) -> None:
    """Neither the directory, nor the time, nor an order of files is in a DLL, import libraries or extension."""
    for tool in ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-dlltool", "llvm-dlltool"):
        required_tool(tool)
    made = [
        *("build/windows/psutil.dll", "build/windows/psutil.lib", "build/windows/libpsutil.dll.a"),
        *("build/windows/arm64/psutil.dll", "build/windows/arm64/psutil.lib"),
        *("bindings/python/libpsutil/_extension.pyd", "build/windows/arm64/_extension.pyd"),
    ]
    assert all((ROOT / one).exists() for one in made), "run make windows first"
    checkout = tmp_path / "a longer name of the directory"
    subprocess.run([required_tool("git"), "clone", "--quiet", ROOT, checkout], check=True)
    sources = (*SOURCES, "bindings/python/extension")
    subprocess.run([required_tool("cp"), "-a", "--parents", *sources, checkout], cwd=ROOT, check=True)
    venv = sys.prefix
    make(
        checkout, *made, f"VENV={venv}", f"--assume-old={venv}/.wheel", f"ZIG_GLOBAL_CACHE_DIR={BUILD}/zig", timeout=750
    )
    assert [one for one in made if (checkout / one).read_bytes() != (ROOT / one).read_bytes()] == []


@pytest.mark.slow
def test_flags_of_the_user(tmp_path: pathlib.Path) -> None:
    """CFLAGS, CPPFLAGS and LDFLAGS reach the compiler and the linker, as a distribution's hardening does."""
    build = tmp_path / "build"
    make(
        ROOT,
        f"BUILD={build}",
        "CFLAGS=-O1 -fno-plt",
        "CPPFLAGS=-D_FORTIFY_SOURCE=2",
        "LDFLAGS=-Wl,-z,now -Wl,--defsym=psutil__linked=1",
        f"{build}/libpsutil.so",
    )
    shown = subprocess.run(
        [required_tool("readelf"), "-dsW", str(build / SONAME)], check=True, capture_output=True, text=True
    ).stdout
    assert "BIND_NOW" in shown
    assert "_chk@GLIBC" in shown, "_FORTIFY_SOURCE replaces calls"


@pytest.mark.slow
def test_debug_build_has_its_symbols_beside_it(tmp_path: pathlib.Path) -> None:
    build = tmp_path / "build"
    make(ROOT, f"BUILD={build}", "debug")
    library, symbols = build / "debug" / SONAME, build / "debug" / f"{SONAME}.debug"
    sections = subprocess.run(
        ["readelf", "-SW", str(library)], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    assert ".gnu_debuglink" in sections
    assert ".debug_info" not in sections
    names = subprocess.run(["nm", str(symbols)], check=True, capture_output=True, text=True, timeout=60).stdout
    assert " psutil_process_new\n" in names
    assert "/impl." in names, "Go's functions have symbols, too"
    lines = subprocess.run(
        ["readelf", "--debug-dump=line", str(symbols)], check=True, capture_output=True, text=True, timeout=120
    ).stdout
    assert "handle.c" in lines
    source = tmp_path / "first.c"
    source.write_text("#include <psutil.h>\nint main(void) { psutil_process *p; return psutil_process_new(1, &p); }\n")
    program = compile_host(source, tmp_path, library=library.parent / "libpsutil.so")
    assert run_program([program]).returncode == 0


def test_commands_are_shown_on_request() -> None:
    command = make(ROOT, "--dry-run", "--always-make", "V=1", "build/libpsutil.so")
    assert "printf" not in command
    assert "go build -buildvcs=false" in command


@pytest.mark.parametrize("target", ["unix-packages", "windows-packages"])
def test_a_library_is_built_by_one_make(target: str) -> None:
    """A target that calls make again has the libraries as prerequisites: with -j, both would build them at once."""
    database = run_program(["make", "-pRrnq", "help"], cwd=ROOT, env=clean_environment(), timeout=60).stdout
    rule = re.search(rf'^{target}: *(.*)\n(?:#.*\n)*\t.*PLATFORMS="(.*?)"', database, re.M)
    assert rule, f"{target} does not call make"
    libraries = dict(re.findall(r"^library-(\S+) := (.*)$", database, re.M))
    assert rule[1].split() == [libraries[platform] for platform in rule[2].split()]


def test_help_lists_every_target_in_80_columns() -> None:
    lines = run_program(["make", "-s", "help"], cwd=ROOT, env=clean_environment(), timeout=60).stdout.splitlines()
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.M)
    assert len(targets) > 40
    assert sorted(line.split()[0] for line in lines if line.startswith("  ")) == sorted(targets)
    assert [line for line in lines if len(line) > 80] == []


def check_tools(tmp_path: pathlib.Path, tools: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs check_tools.sh where only these commands (name: script) and a few others are on the PATH."""
    directory = tmp_path / "bin"
    directory.mkdir()
    for name in ("cat", "cc", "command", "objcopy", "sed", "sh"):
        path = shutil.which(name)
        if path:
            (directory / name).symlink_to(path)
    for name, script in tools.items():
        (directory / name).unlink(missing_ok=True)
        (directory / name).write_text(f"#!/bin/sh\n{script}\n")
        (directory / name).chmod(0o755)
    environment = {"PATH": str(directory)}
    return run_program(["/bin/sh", ROOT / "packaging" / "check_tools.sh", *arguments], env=environment)


@pytest.mark.parametrize(
    ("tools", "arguments", "messages"),
    [
        ({}, ["go"], ["go: not found", "golang-go"]),
        ({"go": "echo go version go1.19.8 linux/amd64"}, ["go"], ["Go 1.19: too old; install 1.21 or newer"]),
        ({"go": "echo go version go1.21.0 linux/amd64"}, ["go"], []),
        ({"go": "echo go version devel go1.30-abc linux/amd64"}, ["go"], []),
        ({"cc": "exit 1"}, ["cc"], ["cc: cannot compile C", "gcc and libc6-dev"]),
        ({"cc": "exit 0"}, ["cc"], []),
        ({}, ["python"], ["python3: not found or too old", "Debian package python3"]),
        ({"python3": 'case "$2" in *venv*) exit 1 ;; esac'}, ["python", "venv"], ["no module venv", "python3-venv"]),
        ({"python3": "exit 0"}, ["python"], []),
        ({"npm": ":"}, ["node"], ["node: not found", "Debian package nodejs"]),
        ({"npm": ":", "node": "echo v18.20.4"}, ["node"], ["node 18: too old; install Node 20"]),
        ({"node": "echo v20.19.2"}, ["node"], ["npm: not found", "Debian package npm"]),
        ({"npm": ":", "node": "echo v20.19.2"}, ["node"], []),
        ({}, ["go", "node"], ["go: not found", "node: not found", "npm: not found"]),
    ],
)
def test_missing_tools_are_named(
    tmp_path: pathlib.Path, tools: dict[str, str], arguments: list[str], messages: list[str]
) -> None:
    result = check_tools(tmp_path, tools, *arguments)
    assert result.returncode == (1 if messages else 0), result.stderr
    assert all(message in result.stderr for message in messages), result.stderr
    assert bool(result.stderr) == bool(messages), result.stderr


# On these processors an integer division by zero, or one whose quotient is too large, raises SIGFPE.
DIVISIONS = {
    "amd64": r"I?DIV[BWLQ]",
    "386": r"I?DIV[BWL]",
    "s390x": r"(DIV|MOD)[A-Z]*",
}

# What Go's assembly divides, and by what.
KNOWN_DIVISIONS = {
    "runtime/sys_linux_amd64.s": ["DIVL CX"],  # microseconds, 32 bits, by 1,000,000
    "runtime/sys_linux_386.s": ["DIVL CX"],  # the same
    "runtime/sys_linux_s390x.s": ["DIVD R3, R2"],  # the same
    "runtime/vlop_386.s": ["DIVL b+8(FP)"],  # called by dodiv, for a divisor that was compared with zero
}


@pytest.mark.parametrize("arch", DIVISIONS)
def test_assembly_that_divides(arch: str) -> None:
    """Go's compiler checks each divisor. Nothing checks assembly, so this lists its divisions: none raises SIGFPE."""
    template = "{{$d := .Dir}}{{range .SFiles}}{{$d}}/{{.}}\n{{end}}"
    environment = {**os.environ, "GOOS": "linux", "GOARCH": arch, "CGO_ENABLED": "1"}
    command = [required_tool("go"), "list", "-deps", "-f", template, "./capi"]
    files = run_program(command, cwd=ROOT, env=environment, timeout=120).stdout.split()
    assert any(name.endswith(f"/runtime/asm_{arch}.s") for name in files)
    found = {}
    for name in map(pathlib.Path, files):
        lines = [" ".join(line.split("//")[0].split()) for line in name.read_text().splitlines()]
        divisions = [line for line in lines if re.match(DIVISIONS[arch] + " ", line)]
        if divisions:
            found[f"{name.parent.name}/{name.name}"] = divisions
    assert found == {name: lines for name, lines in KNOWN_DIVISIONS.items() if name in found}
    assert found
