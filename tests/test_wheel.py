"""The released Python package, installed without a checkout into every Python on this machine.

LIBPSUTIL_TEST_PYTHONS names Pythons that are not on the PATH or pyenv's, with ":" between them.
"""

from __future__ import annotations

import calendar
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from conftest import BUILD, ROOT, required_tool, run_program

pytestmark = pytest.mark.slow

IGNORED = shutil.ignore_patterns("node_modules", "testdata", "__pycache__")
PACKAGE = ROOT / "bindings" / "python" / "libpsutil"
REQUIREMENTS = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8").split()
PYTEST = [line for line in REQUIREMENTS if line.startswith(("pytest==", "pytest-timeout=="))]
PSUTIL = next(line for line in REQUIREMENTS if line.startswith("psutil=="))


def built(pattern: str) -> pathlib.Path:
    """Returns the only file that matches."""
    found = list(BUILD.glob(pattern))
    assert len(found) == 1, f"{pattern} in {BUILD}: {found}; run make wheel sdist first"
    return found[0]


def pythons() -> dict[str, str]:
    """Returns a Python of each implementation and minor version on this machine, from 3.9 on."""
    places = [sys.executable, *os.environ.get("LIBPSUTIL_TEST_PYTHONS", "").split(":")]
    places += [shutil.which(name) or "" for name in ("pypy3", *(f"python3.{minor}" for minor in range(9, 20)))]
    places += map(str, sorted(pathlib.Path.home().glob(".pyenv/versions/*/bin/python3")))
    ask = "import sys; print(sys.implementation.name, *sys.version_info[:2], 't' in getattr(sys, 'abiflags', ''))"
    found: dict[str, str] = {}
    for place in filter(None, places):
        try:
            kind = subprocess.run([place, "-c", ask], capture_output=True, text=True, timeout=60, check=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        name, major, minor, threaded = kind.stdout.split()
        if (int(major), int(minor)) >= (3, 9):
            found.setdefault(f"{name}-{major}.{minor}{'t' if threaded == 'True' else ''}", place)
    return found


PYTHONS = pythons()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A directory with the package's tests and the header that they read, and no library."""
    place = tmp_path_factory.mktemp("elsewhere")
    parts = ("bindings/python/tests", "tests/abi/layout_gen.c", "include")
    for part in (*parts, "bindings/python/pyproject.toml", "bindings/python/README.md"):
        (place / part).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, place / part)
    return place / "bindings" / "python"


def environment(**settings: str) -> dict[str, str]:
    """Returns the environment without the variables that lead to a package or library."""
    kept = {n: v for n, v in os.environ.items() if n not in ("PYTHONPATH", "PYTHONHOME", "LIBPSUTIL_PATH")}
    return {**kept, **settings}


def run(*command: str | os.PathLike[str], cwd: pathlib.Path, timeout: float = 500, **settings: str) -> str:
    result = run_program(command, timeout=timeout, cwd=cwd, env=environment(**settings))
    assert result.returncode == 0, f"{command}\n{result.stdout[-8000:]}\n{result.stderr[-4000:]}"
    return result.stdout


def venv(python: str, directory: pathlib.Path, *packages: str | os.PathLike[str]) -> pathlib.Path:
    """Makes a virtual environment with packages, and returns its Python."""
    subprocess.run([python, "-m", "venv", str(directory)], check=True, timeout=300)
    inside = directory / "bin" / "python"
    run(inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages, cwd=directory)
    return inside


def installed(python: pathlib.Path, place: pathlib.Path) -> None:
    """Asserts that Python imports the installed package, which opens its own library."""
    code = """
import libpsutil, libpsutil._loader
print(libpsutil.__file__, libpsutil._loader.library._name, libpsutil.pid_exists(1), sep="\\n")
with open("/proc/self/maps") as maps:
    print(*sorted({line.split()[-1] for line in maps if "psutil.so" in line}), sep="\\n")
"""
    module, library, answer, *mapped = run(python, "-c", code, cwd=place).split()
    assert answer == "True"
    assert pathlib.Path(module).is_relative_to(python.parents[1])
    assert library == str(pathlib.Path(module).with_name("libpsutil.so"))
    assert mapped == [library]


def test_wheel() -> None:
    wheel = built("wheel/*.whl")
    tags = wheel.stem.split("-", 2)[2]
    assert re.fullmatch(r"py3-none-(manylinux2014_\w+\.)?manylinux_2_17_\w+?(\.manylinux2014_\w+)?", tags)
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("libpsutil/") and name != "libpsutil/"}
        (bill,) = (name for name in archive.namelist() if "/sboms/" in name)
        assert re.fullmatch(r"libpsutil-[^/]+\.dist-info/sboms/libpsutil\.cdx\.json", bill)
        assert archive.read(bill) == (ROOT / "packaging" / "libpsutil.cdx.json").read_bytes()
    modules = {f"libpsutil/{file.name}" for file in PACKAGE.iterdir() if file.suffix in (".py", ".pyi")}
    assert names == modules | {
        *("libpsutil/py.typed", "libpsutil/libpsutil.so", "libpsutil/_extension.abi3.so"),
        "libpsutil/THIRD-PARTY-NOTICES",
    }
    auditwheel = pathlib.Path(sys.executable).with_name("auditwheel")
    shown = " ".join(run(auditwheel, "show", wheel, cwd=BUILD).split())
    assert re.search(r'consistent with the following platform tag: "manylinux_2_17_\w+"', shown), shown


def test_same_bytes_in_another_directory(tmp_path: pathlib.Path) -> None:
    """The same sources and SOURCE_DATE_EPOCH give the same wheel, and the same tarballs for npm."""
    checkout, wheel, library = tmp_path / "another checkout", built("wheel/*.whl"), "packages/*/libpsutil.so"
    names = ("Makefile", "LICENSE", "THIRD-PARTY-NOTICES", "go.mod", "go.sum", "bindings", "capi", "impl", "include")
    for name in (*names, "packaging", "platform", "tests/requirements.txt", "tests/requirements-wheel.txt"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, checkout / name, ignore=IGNORED)
        else:
            shutil.copy2(ROOT / name, checkout / name)
    with zipfile.ZipFile(wheel) as archive:
        time = calendar.timegm(archive.infolist()[0].date_time)
    # The virtualenv has a path without a space: pip and zig have trouble with it.
    options = [f"VENV={pathlib.Path(sys.prefix)}", f"ZIG_GLOBAL_CACHE_DIR={BUILD / 'zig'}", f"SOURCE_DATE_EPOCH={time}"]
    command: list[str | os.PathLike[str]] = [
        "make",
        "-C",
        checkout,
        *options,
        "--assume-old",
        pathlib.Path(sys.prefix, ".wheel"),
        "wheel",
    ]
    result = run_program(command, timeout=280, env=environment(MAKEFLAGS="", MAKELEVEL="", CC="cc"))
    assert result.returncode == 0, result.stdout + result.stderr
    (other,) = (checkout / "build" / "wheel").iterdir()
    assert other.name == wheel.name
    assert other.read_bytes() == wheel.read_bytes()

    tarballs = []
    for root, to in ((ROOT, tmp_path / "npm"), (checkout, checkout / "npm")):
        (file,) = (root / "build").glob(library)
        pack = root / "bindings" / "node" / "scripts" / "pack.js"
        run(required_tool("node"), pack, to, f"{file.parent.name}={file}", cwd=tmp_path)
        tarballs.append({path.name: path.read_bytes() for path in to.iterdir()})
    assert len(tarballs[0]) == 2
    assert tarballs[0] == tarballs[1]


def glibc_versions(file: pathlib.Path) -> set[tuple[int, ...]]:
    versions = subprocess.run(["readelf", "-VW", str(file)], capture_output=True, text=True, check=True).stdout
    return {tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_([0-9.]+)", versions)}


def test_library_of_the_wheel() -> None:
    """It needs at most glibc 2.17, and exports the symbols of the other build."""
    library, ours = built("packages/linux-*/libpsutil.so"), BUILD / "libpsutil.so"
    assert max(glibc_versions(library)) <= (2, 17)
    lists = [
        {name for name in run("nm", "-D", "--defined-only", file, cwd=BUILD).split() if name.startswith("psutil_")}
        for file in (library, ours)
    ]
    assert lists[0] == lists[1]
    with zipfile.ZipFile(built("wheel/*.whl")) as archive:
        assert archive.read("libpsutil/libpsutil.so") == library.read_bytes()


def test_extension_of_the_wheel(tmp_path: pathlib.Path) -> None:
    """It uses nothing but Python's stable ABI of 3.10, and needs at most glibc 2.17."""
    with zipfile.ZipFile(built("wheel/*.whl")) as archive:
        extension = pathlib.Path(archive.extract("libpsutil/_extension.abi3.so", tmp_path))
    abi3audit = pathlib.Path(sys.executable).with_name("abi3audit")
    options = ("--strict", "--assume-minimum-abi3", "3.10", "--report")
    (spec,) = json.loads(run(abi3audit, *options, extension, cwd=tmp_path))["specs"].values()
    result = spec["object"]["result"]
    assert (result["is_abi3"], result["baseline"], result["non_abi3_symbols"]) == (True, "3.10", []), result
    assert result["is_abi3_baseline_compatible"], result
    assert max(glibc_versions(extension)) <= (2, 17)


@pytest.mark.parametrize("kind", PYTHONS)
def test_installed(kind: str, place: pathlib.Path, tmp_path: pathlib.Path) -> None:
    pypy = kind.startswith("pypy")
    oracle = [] if pypy else [PSUTIL]  # psutil needs more of Python's C API than PyPy 3.9 has
    python = venv(PYTHONS[kind], tmp_path / "venv", built("wheel/*.whl"), *PYTEST, *oracle)
    installed(python, place)
    # All tests with one Python; with the others, those that depend on Python most.
    names = ["abi", "errors", "import", "readme", "runtimes", *([] if pypy else ["process"])]
    chosen = ["tests"] if PYTHONS[kind] == sys.executable else [f"tests/test_{name}.py" for name in names]
    assert " passed" in run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen, cwd=place)


def test_sdist(tmp_path: pathlib.Path, place: pathlib.Path) -> None:
    """An unpacked sdist alone builds and installs."""
    subprocess.run(["tar", "-xf", built("sdist/*.tar.gz"), "-C", tmp_path], check=True)
    (source,) = tmp_path.iterdir()
    assert (source / "LICENSE").read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    python = venv(sys.executable, tmp_path / "venv", source)
    installed(python, place)
