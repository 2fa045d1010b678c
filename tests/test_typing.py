"""Type checkers accept a right program that uses the Python package, and report the mistakes of a wrong one."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest
from conftest import BUILD, ROOT

RIGHT = """
from __future__ import annotations

import subprocess

import libpsutil
import libpsutil.v7 as psutil


def old(pid: int) -> tuple[str, list[str], float]:
    process = libpsutil.Process(pid)
    parent = process.parent
    if parent is not None and parent.is_running():
        print(parent.name.upper(), parent.get_memory_info().rss // 1024)
    each: list[float] = libpsutil.cpu_percent(interval=0.1, percpu=True)
    one: float = libpsutil.cpu_percent(interval=0.1)
    disk = libpsutil.disk_usage("/")
    for connection in process.get_connections("tcp"):
        print(connection.fd + 1, connection.status.lower())
    try:
        code: int | None = process.wait(timeout=0)
    except libpsutil.TimeoutExpired as error:
        print(error.pid, error.seconds)
    else:
        print(code)
    return process.name, process.cmdline, sum(each) + one + disk.percent


def new() -> dict[str, int]:
    found: dict[str, int] = {}
    for process in psutil.process_iter(["name"]):
        with process.oneshot():
            found[process.name()] = process.memory_info().rss
    gone, alive = psutil.wait_procs([psutil.Process()], timeout=0)
    print(len(gone), [process.pid for process in alive])
    child = psutil.Popen(["true"], stdout=subprocess.PIPE)
    print(child.pid, child.ppid(), child.wait())
    battery = psutil.sensors_battery()
    if battery is not None:
        print(battery.percent + 1.0)
    memory = psutil.virtual_memory()
    addresses: dict[str, list[str | None]] = {n: [a.address for a in of] for n, of in psutil.net_if_addrs().items()}
    print(memory.total - memory.available, psutil.STATUS_ZOMBIE.upper(), addresses)
    return found
"""

# Each line is a mistake.
WRONG = """
import libpsutil
import libpsutil.v7 as psutil

libpsutil.Process("1")
libpsutil.Process(1).name()
libpsutil.Process(1).get_memory_info().no_such_field
libpsutil.virtual_memory().total.upper()
libpsutil.no_such_function()
libpsutil.cpu_percent(percpu=True) + 1.0
psutil.Process(1).name + "x"
psutil.Process(1).wait("5")
psutil.sensors_battery().percent
psutil.disk_usage()
psutil.net_if_addrs()["lo"].address
"""


def checked(tmp_path: pathlib.Path, program: str, *command: str) -> tuple[int, str]:
    """Returns a checker's exit code and output for a program."""
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    settings = {
        "MYPYPATH": str(ROOT / "bindings" / "python"),
        "PYTHONPATH": str(ROOT / "bindings" / "python"),
        "PYRIGHT_PYTHON_CACHE_DIR": str(BUILD / "pyright"),
    }
    done = subprocess.run(
        [sys.executable, "-m", *command, "program.py"],
        cwd=tmp_path,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


MYPY = ("mypy", "--strict", "--config-file=", "--cache-dir=.cache")
PYRIGHT = ("pyright", "--pythonpath", sys.executable)
CHECKERS = [pytest.param(MYPY, id="mypy"), pytest.param(PYRIGHT, id="pyright", marks=pytest.mark.slow)]


@pytest.fixture
def pyright_finds_the_package(tmp_path: pathlib.Path) -> None:
    """Pyright ignores PYTHONPATH, so its settings name the package's directory."""
    config = f'{{"typeCheckingMode": "strict", "extraPaths": ["{ROOT / "bindings" / "python"}"]}}'
    (tmp_path / "pyrightconfig.json").write_text(config, encoding="utf-8")


@pytest.mark.usefixtures("pyright_finds_the_package")
@pytest.mark.parametrize("checker", CHECKERS)
def test_right(tmp_path: pathlib.Path, checker: tuple[str, ...]) -> None:
    code, said = checked(tmp_path, RIGHT, *checker)
    assert code == 0, said


@pytest.mark.usefixtures("pyright_finds_the_package")
@pytest.mark.parametrize("checker", CHECKERS)
def test_mistakes(tmp_path: pathlib.Path, checker: tuple[str, ...]) -> None:
    code, said = checked(tmp_path, WRONG, *checker)
    assert code == 1, said
    found = {int(number) for number in re.findall(r"program\.py:(\d+)(?::\d+)?(?: -)?:? error", said)}
    lines = WRONG.splitlines()
    assert found == {n for n, line in enumerate(lines, 1) if line and "import" not in line}, said
