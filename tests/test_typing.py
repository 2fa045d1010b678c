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
        if connection.laddr:
            port: int = connection.laddr[1]
            print(port)
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
    codes: list[int | None] = [process.returncode for process in gone]
    print(codes, [process.pid for process in alive])
    old_gone, _ = libpsutil.wait_procs([libpsutil.Process()], timeout=0)
    old_codes: list[int | None] = [process.retcode for process in old_gone]
    print(old_codes)
    for connection in psutil.net_connections() + psutil.net_connections("tcp"):
        if connection.raddr:
            peer: str = connection.raddr.ip
            print(connection.laddr.port + 1, peer)
    for socket in psutil.Process().net_connections():
        print(socket.laddr.port + 1)
    for tcp in psutil.tcp_connections():
        print(tcp.laddr[1] if tcp.laddr else 0)
    child = psutil.Popen(["true"], stdout=subprocess.PIPE)
    print(child.pid, child.ppid(), child.wait())
    battery = psutil.sensors_battery()
    if battery is not None:
        print(battery.percent + 1.0)
    memory = psutil.virtual_memory()
    addresses: dict[str, list[str | None]] = {n: [a.address for a in of] for n, of in psutil.net_if_addrs().items()}
    print(memory.total - memory.available, psutil.STATUS_ZOMBIE.upper(), addresses)
    table = psutil.process_table(["pid", "name", "rss", "cmdline", "cpu_times_user"])
    pids: list[int] = table["pid"]
    names: list[str | None] = table["name"]
    resident: list[int | None] = table["rss"]
    arguments: list[list[str] | None] = table["cmdline"]
    cpu: list[float | None] = table["cpu_times_user"]
    by_name: list[object] = table[str(names[0])]
    print(pids[0] + 1, sum(size or 0 for size in resident), arguments, cpu, by_name, table[0].pid, len(table[:2]))
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
psutil.net_connections()[0].laddr.prot
psutil.process_table(["rss"])["rss"][0] + 1
psutil.process_table(["name"])["name"][0].upper()
psutil.wait_procs([psutil.Process()])[0][0].returncode + 1
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
def test_right_program_passes_the_checker(tmp_path: pathlib.Path, checker: tuple[str, ...]) -> None:
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


# What a module has for type checkers alone, and what mypy cannot evaluate.
STUBTEST_ALLOWLIST = r"""
libpsutil(\..*)?\.__all__
libpsutil(\.v7)?\.TYPE_CHECKING
"""


def test_types_match_the_modules(tmp_path: pathlib.Path) -> None:
    """Mypy's stubtest imports the package and compares each name, signature and base class with its type."""
    allowlist = tmp_path / "allowlist"
    allowlist.write_text(STUBTEST_ALLOWLIST, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "libpsutil", "--concise", "--allowlist", str(allowlist)],
        cwd=tmp_path,
        env={**os.environ, **dict.fromkeys(("MYPYPATH", "PYTHONPATH"), str(ROOT / "bindings" / "python"))},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
