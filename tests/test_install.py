"""What "make install" installs, and what uses it from outside the checkout: compilers, pkg-config, CMake and Meson."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
from typing import Any

import pytest
from conftest import BUILD, CC, MUSL, ROOT, SONAME, required_tool, run_program

pytestmark = pytest.mark.skipif(MUSL, reason="make install installs the library for glibc")

VERSION = re.search(r'#define PSUTIL_VERSION "(.*)"', (ROOT / "include" / "psutil.h").read_text())[1]  # type: ignore[index]
FILE = f"{SONAME}.{VERSION}"
PROGRAM = """
#include <psutil.h>
#include <stdio.h>

int main(void)
{
    psutil_process *p;
    char *name;
    if (psutil_process_new(1, &p) || psutil_process_name(p, &name)) return 1;
    puts(name);
    psutil_free(name);
    psutil_process_free(p);
    return 0;
}
"""


def make(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return run_program(["make", "-C", ROOT, *arguments], timeout=280, env=environment, **options)


def install(*arguments: str, **options: Any) -> str:
    result = make("install", *arguments, **options)
    assert result.returncode == 0, result.stderr
    return result.stdout


def installed(directory: pathlib.Path) -> set[str]:
    """The files and links below a directory; of the manual pages only that of psutil_process_new."""
    found = {str(p.relative_to(directory)) for p in directory.rglob("*") if p.is_symlink() or not p.is_dir()}
    return {name for name in found if "/man3/" not in name or name.endswith("/psutil_process_new.3")}


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A prefix with a space in its name, where the library is installed."""
    prefix = tmp_path_factory.mktemp("installed") / "a prefix"
    install(f"PREFIX={prefix}")
    return prefix


@pytest.fixture
def program(tmp_path: pathlib.Path) -> pathlib.Path:
    """The source of a program that prints the name of process 1, in a directory outside of the checkout."""
    source = tmp_path / "main.c"
    source.write_text(PROGRAM)
    return source


def pkg_config(prefix: pathlib.Path, *arguments: str) -> str:
    environment = {**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib" / "pkgconfig")}
    command = [required_tool("pkg-config"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout


def run(program: pathlib.Path, **options: Any) -> None:
    """Asserts that a program prints the name of process 1."""
    result = run_program([program], **options)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(pathlib.Path("/proc/1/comm").read_text().strip())


def check(*command: str | pathlib.Path, **options: Any) -> str:
    result = run_program(command, timeout=200, **options)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_files_and_modes_and_uninstall(tmp_path: pathlib.Path) -> None:
    """A user's umask of 077 is for private files: other users need the library."""
    arguments = [f"DESTDIR={tmp_path}", "PREFIX=/usr", "LIBDIR=/usr/lib/triplet", "INCLUDEDIR=/usr/include/psutil-1"]
    assert "ldconfig" not in install(*arguments, umask=0o077), "a package is installed later"
    assert installed(tmp_path) >= {
        "usr/include/psutil-1/libpsutil.hpp",
        "usr/include/psutil-1/psutil.h",
        "usr/lib/triplet/cmake/psutil/psutilConfig.cmake",
        "usr/lib/triplet/cmake/psutil/psutilConfigVersion.cmake",
        "usr/lib/triplet/libpsutil.a",
        "usr/lib/triplet/libpsutil.so",
        f"usr/lib/triplet/{SONAME}",
        f"usr/lib/triplet/{FILE}",
        "usr/lib/triplet/pkgconfig/libpsutil-static.pc",
        "usr/lib/triplet/pkgconfig/libpsutil.pc",
        "usr/lib/triplet/pkgconfig/psutil.pc",
        "usr/share/doc/libpsutil/LICENSE",
        "usr/share/doc/libpsutil/THIRD-PARTY-NOTICES",
        "usr/share/doc/libpsutil/libpsutil.cdx.json",
        "usr/share/man/man3/psutil_process_new.3",
    }
    library = tmp_path / "usr" / "lib" / "triplet"
    assert os.readlink(library / "libpsutil.so") == SONAME
    assert os.readlink(library / SONAME) == FILE
    for path in tmp_path.rglob("*"):
        mode = stat.S_IMODE(path.lstat().st_mode)
        executable = path.is_dir() or path.name == FILE
        assert path.is_symlink() or mode == (0o755 if executable else 0o644), f"{path}: {mode:o}"
    pc = (library / "pkgconfig" / "libpsutil.pc").read_text()
    assert str(tmp_path) not in pc
    assert "libdir=/usr/lib/triplet\n" in pc
    assert "includedir=/usr/include/psutil-1\n" in pc
    other = library / "cmake" / "other.cmake"
    other.write_text("")
    assert make("uninstall", *arguments).returncode == 0
    assert [p for p in tmp_path.rglob("*") if not p.is_dir()] == [other]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["LIBDIR=lib"], 'LIBDIR is "lib": expected an absolute path'),
        (["PREFIX=usr"], 'PREFIX is "usr": expected an absolute path'),
        (["INCLUDEDIR=include"], 'INCLUDEDIR is "include": expected an absolute path'),
        (["DATADIR="], 'DATADIR is "": expected an absolute path'),
        (["DESTDIR=stage"], 'DESTDIR is "stage": expected an absolute path'),
        (["PREFIX=/a;b"], 'PREFIX is "/a;b": pkg-config and CMake files cannot contain these characters'),
    ],
)
def test_unusable_directories_are_refused(arguments: list[str], message: str) -> None:
    result = make("install", "DESTDIR=/nonexistent", *arguments)
    assert result.returncode != 0
    assert message in result.stderr
    assert not pathlib.Path("/nonexistent").exists()


def test_says_when_the_loader_does_not_find_it(prefix: pathlib.Path) -> None:
    assert f"{prefix}/lib/{SONAME} is not in the loader's cache" in install(f"PREFIX={prefix}")


def test_running_programs_keep_their_library(prefix: pathlib.Path) -> None:
    """A file that is mapped must not change."""
    library = prefix / "lib" / FILE
    before = library.stat().st_ino
    with library.open("rb") as mapped:
        install(f"PREFIX={prefix}")
        assert os.fstat(mapped.fileno()).st_nlink == 0
    assert library.stat().st_ino != before


@pytest.mark.parametrize("name", ["libpsutil", "psutil", "libpsutil-static"])
def test_pkg_config(prefix: pathlib.Path, program: pathlib.Path, name: str) -> None:
    assert pkg_config(prefix, "--modversion", name).strip() == VERSION
    # A shell splits the flags, as in a user's command.
    environment = {**os.environ, "FLAGS": pkg_config(prefix, "--cflags", "--libs", name).strip()}
    command = f'eval "{CC} -Wall -Wextra -Werror main.c -o main $FLAGS"'
    check("sh", "-c", command, cwd=program.parent, env=environment)
    library = prefix / "lib"
    run(program.parent / "main", env={} if name == "libpsutil-static" else {"LD_LIBRARY_PATH": str(library)})


def test_readme_program(prefix: pathlib.Path, tmp_path: pathlib.Path) -> None:
    source = re.search(r"```c\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert source
    (tmp_path / "machine.c").write_text(source[1])
    flags = [f"-I{prefix}/include", f"-L{prefix}/lib", "-lpsutil", f"-Wl,-rpath,{prefix}/lib"]
    check(CC, "-Wall", "-Wextra", "-Werror", "machine.c", "-o", "machine", *flags, cwd=tmp_path)
    output = check(tmp_path / "machine")
    name = pathlib.Path("/proc/1/comm").read_text().strip()
    assert re.fullmatch(rf"CPU \d+\.\d %; {re.escape(name)}\S* uses [1-9]\d* bytes\n", output)


def test_cxx(prefix: pathlib.Path, program: pathlib.Path) -> None:
    flags = [f"-I{prefix}/include", f"-L{prefix}/lib", "-lpsutil", f"-Wl,-rpath,{prefix}/lib"]
    compiler = required_tool("c++")
    check(
        compiler,
        "-std=c++17",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-x",
        "c++",
        program,
        "-x",
        "none",
        *flags,
        cwd=program.parent,
    )
    run(program.parent / "a.out")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("requested", "found"), [("", True), (VERSION, True), ("0.1 EXACT", True), ("0.0.1", False), ("1.0", False)]
)
def test_cmake(prefix: pathlib.Path, program: pathlib.Path, requested: str, found: bool) -> None:
    (program.parent / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(consumer C)\n"
        f"find_package(psutil {requested} REQUIRED)\nfind_package(psutil REQUIRED)\n"
        "add_executable(consumer main.c)\ntarget_link_libraries(consumer PRIVATE psutil::psutil)\n"
        "add_executable(static_consumer main.c)\ntarget_link_libraries(static_consumer PRIVATE psutil::psutil_static)\n"
    )
    build = program.parent / "build"
    command = [required_tool("cmake"), "-S", str(program.parent), "-B", str(build), f"-DCMAKE_PREFIX_PATH={prefix}"]
    if not found:
        result = run_program(command, timeout=200)
        assert result.returncode != 0
        assert f"version: {VERSION}" in result.stderr
        return
    check(*command)
    check("cmake", "--build", build)
    run(build / "consumer")
    run(build / "static_consumer")


@pytest.mark.slow
@pytest.mark.parametrize("package", ["libpsutil", "libpsutil-static"])
def test_rust_with_bindgen(prefix: pathlib.Path, tmp_path: pathlib.Path, package: str) -> None:
    """The second run finds bindgen built by the first: its compilation takes most of the time."""
    shutil.copytree(ROOT / "tests" / "rust", tmp_path / "consumer", ignore=shutil.ignore_patterns("target"))
    environment = {
        **os.environ,
        "CARGO_TARGET_DIR": str(BUILD / "rust"),
        "PKG_CONFIG_PATH": str(prefix / "lib" / "pkgconfig"),
        "LIBPSUTIL_PACKAGE": package,
        "RUSTFLAGS": "-Dwarnings",
    }
    command = [required_tool("cargo"), "build", "--quiet", "--locked"]
    check(*command, cwd=tmp_path / "consumer", env=environment)
    library = str(prefix / "lib")
    run(BUILD / "rust" / "debug" / "consumer", env={} if "static" in package else {"LD_LIBRARY_PATH": library})


@pytest.mark.slow
def test_meson(prefix: pathlib.Path, program: pathlib.Path) -> None:
    required_tool("ninja")
    (program.parent / "meson.build").write_text(
        f"project('consumer', 'c')\npsutil = dependency('psutil', version: '>={VERSION}')\n"
        "executable('consumer', 'main.c', dependencies: psutil)\n"
    )
    meson = pathlib.Path(sys.executable).with_name("meson")
    path = f"--pkg-config-path={prefix}/lib/pkgconfig"
    check(meson, "setup", path, "build", cwd=program.parent)
    check(meson, "compile", "-C", "build", cwd=program.parent)
    run(program.parent / "build" / "consumer", env={"LD_LIBRARY_PATH": str(prefix / "lib")})


# vcpkg's own functions, as far as the port calls them: the sources are the checkout.
VCPKG = """
function(vcpkg_from_github)
    set(SOURCE_PATH "{root}" PARENT_SCOPE)
endfunction()
function(vcpkg_execute_required_process)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "WORKING_DIRECTORY;LOGNAME" COMMAND)
    execute_process(COMMAND ${{arg_COMMAND}} WORKING_DIRECTORY ${{arg_WORKING_DIRECTORY}} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
function(vcpkg_fixup_pkgconfig)
endfunction()
function(vcpkg_install_copyright)
endfunction()
set(CURRENT_PACKAGES_DIR "{package}")
set(TARGET_TRIPLET x64-linux)
set(VCPKG_LIBRARY_LINKAGE {linkage})
include("{root}/packaging/vcpkg/portfile.cmake")
"""


@pytest.mark.slow
@pytest.mark.parametrize("linkage", ["dynamic", "static"])
def test_vcpkg_port(program: pathlib.Path, linkage: str) -> None:
    """The port's own steps; vcpkg itself downloads the sources, of which there is no release yet."""
    directory = program.parent
    (directory / "port.cmake").write_text(VCPKG.format(root=ROOT, package=directory / "package", linkage=linkage))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    check(required_tool("cmake"), "-P", directory / "port.cmake", env=environment)
    moved = (directory / "package").rename(directory / "moved")
    (directory / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(consumer C)\nfind_package(psutil REQUIRED)\n"
        "add_executable(consumer main.c)\ntarget_link_libraries(consumer PRIVATE psutil::psutil)\n"
    )
    check("cmake", "-S", directory, "-B", directory / "build", f"-DCMAKE_PREFIX_PATH={moved}")
    check("cmake", "--build", directory / "build")
    run(directory / "build" / "consumer")
    assert (moved / "lib" / "libpsutil.a").exists() == (linkage == "static")
