"""Programs of others on libpsutil: readers of Arrow data read a process table, programs use libpsutil.v7 as psutil."""

from __future__ import annotations

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pexpect
import pyte
import pytest
from conftest import ROOT

BIN = ROOT / "build" / "compat-venv" / "bin"
MAX_WAIT = 60  # seconds
MIB = 1 << 20

# A process for the programs to show: it is always busy and holds 64 MiB.
WORKER = """
import time
open("/proc/self/comm", "w").write("hardworking")
food = bytearray(64 << 20)
print("ready", flush=True)
end = time.monotonic() + 100
while time.monotonic() < end:
    pass
"""

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Makes every Python that starts here import libpsutil.v7 as psutil."""
    (tmp_path / "sitecustomize.py").write_text("import libpsutil.v7\nlibpsutil.v7.install_as_psutil()\n")
    monkeypatch.chdir(tmp_path)
    settings = {"PYTHONPATH": f"{tmp_path}:{ROOT / 'bindings' / 'python'}", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    for name, value in {**settings, "TERM": "xterm-256color", "COLUMNS": "160", "LINES": "50"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.fixture
def worker() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process.pid
        process.kill()


def run(program: str, *arguments: str) -> str:
    done = subprocess.run([BIN / program, *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def until(question: Callable[[], object]) -> None:
    end = time.monotonic() + MAX_WAIT
    while not question():
        assert time.monotonic() < end
        time.sleep(0.1)


def kibibytes(path: str, name: str) -> int:
    """The value of a line such as "VmRSS:  65536 kB"."""
    found = re.search(rf"^{name}:\s+(\d+) kB$", pathlib.Path(path).read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


class Terminal:
    """A program in a pseudo-terminal, and its screen."""

    def __init__(self, program: str, *arguments: str) -> None:
        self.screen = pyte.Screen(160, 50)
        self.stream = pyte.ByteStream(self.screen)
        self.child: pexpect.spawn[bytes] = pexpect.spawn(str(BIN / program), list(arguments), dimensions=(50, 160))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)

    def look(self) -> bool:
        """Updates the screen. Returns False when the program has ended."""
        try:
            self.stream.feed(self.child.read_nonblocking(1 << 16, timeout=0.2))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            return False
        return True

    def see(self, pattern: str) -> re.Match[str]:
        """Waits until a line of the screen matches the pattern."""
        end = time.monotonic() + MAX_WAIT
        while time.monotonic() < end and self.look():
            for line in self.screen.display:
                if found := re.search(pattern, line):
                    return found
        pytest.fail(f"no {pattern} in\n" + "\n".join(self.screen.display))

    def quit(self, key: str) -> None:
        """Presses the key until the program ends: input during the terminal's set-up may be lost."""
        end = time.monotonic() + MAX_WAIT
        while self.look():
            assert time.monotonic() < end
            self.child.send(key)
        assert self.child.wait() == 0


def test_there_is_no_other_psutil() -> None:
    code = """
import psutil, sys
print(psutil.__spec__.name)
sys.meta_path.pop(0)
del sys.modules["psutil"]
import psutil
"""
    done = subprocess.run([BIN / "python", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "libpsutil.v7\n"
    assert "ModuleNotFoundError: No module named 'psutil'" in done.stderr


@pytest.mark.parametrize("face", ["libpsutil", "libpsutil.v7"])
def test_readers_of_arrow(face: str) -> None:
    code = f"""
import duckdb, os, pandas, polars, pyarrow, {face} as psutil
t = psutil.process_table(["pid", "username", "rss", "cmdline", "cpu_times_user", "terminal"])
rows = t.to_dicts()
assert pyarrow.table(t).to_pylist() == pyarrow.record_batch(t).to_pylist() == polars.DataFrame(t).to_dicts() == rows
assert pyarrow.schema(t).names == list(t.columns)
assert pandas.DataFrame.from_arrow(t)["rss"].tolist() == t["rss"]
totals = {{}}
for row in rows:
    totals[row["username"]] = totals.get(row["username"], 0) + row["rss"]
found = duckdb.sql("select username, sum(rss) from t group by 1 order by 2 desc").fetchall()
assert dict(found) == totals and [n for _, n in found] == sorted(totals.values(), reverse=True)
table = pyarrow.table(t)
del t
assert os.getpid() in table["pid"].to_pylist()  # the data outlives the table, without a copy
print("read")
"""
    assert run("python", "-c", code) == "read\n"


def test_memory_profiler(home: pathlib.Path) -> None:
    (home / "eater.py").write_text("import time; food = bytearray(64 << 20); time.sleep(5)")
    run("mprof", "run", "--include-children", "--interval", "0.1", "eater.py")
    most = re.search(r"([\d.]+) MiB", run("mprof", "peak"))
    assert most is not None
    assert 64 < float(most[1]) < 128


def test_psrecord(home: pathlib.Path, worker: int) -> None:
    run("psrecord", str(worker), "--log", "record", "--interval", "0.2", "--duration", "3")
    rows = [[float(value) for value in line.split()] for line in (home / "record").read_text().splitlines()[1:]]
    assert len(rows) > 2
    assert rows[-1][2] == pytest.approx(kibibytes(f"/proc/{worker}/status", "VmRSS") / 1024, abs=1)
    assert rows[-1][3] == pytest.approx(kibibytes(f"/proc/{worker}/status", "VmSize") / 1024, abs=1)
    assert 0 < max(row[1] for row in rows) < 120


def test_glances_prints() -> None:
    printed = run(
        "glances", "-C", os.devnull, "--stdout", "mem.total,load.cpucore,processcount.total", "--stop-after", "1"
    )
    values = dict(line.split(": ") for line in printed.splitlines())
    assert int(values["mem.total"]) == kibibytes("/proc/meminfo", "MemTotal") << 10
    assert int(values["load.cpucore"]) == os.cpu_count()
    assert int(values["processcount.total"]) > 2


def test_glances_in_a_terminal(worker: int) -> None:
    with Terminal("glances", "-C", os.devnull, "--time", "1", "--process-filter", "hardworking") as glances:
        shown = glances.see(rf">?([1-9]\d*\.?\d*) +[\d.]+ +[\d.]+[MG] +([\d.]+)M +{worker} ")
        assert 0 < float(shown[1]) < 120
        assert float(shown[2]) == pytest.approx(kibibytes(f"/proc/{worker}/status", "VmRSS") / 1024, abs=2)
        glances.quit("q")


def test_bpytop(worker: int) -> None:
    with Terminal("bpytop") as bpytop:
        shown = bpytop.see(rf"│ +{worker} hardworking .* (\d+)M .* ([\d.]+) ")
        assert int(shown[1]) == pytest.approx(kibibytes(f"/proc/{worker}/status", "VmRSS") / 1024, abs=2)
        bpytop.quit("q")


def test_s_tui() -> None:
    cores = os.cpu_count() or 1
    values = json.loads(run("s-tui", "--json"))["Util"]
    assert values.keys() == {"Avg", *(f"Core {core}" for core in range(cores))}
    assert all(0 <= float(value) <= 100 for value in values.values())
    with Terminal("s-tui") as s_tui:
        s_tui.see(r"Util +\[%\]")
        shown = s_tui.see(r"^ Avg +(\d+\.\d)\|")
        assert 0 <= float(shown[1]) <= 100
        s_tui.quit("q")


def test_pytest_xdist(home: pathlib.Path) -> None:
    (home / "test_it.py").write_text("def test_it(worker_id): assert worker_id.startswith('gw')")
    cores = os.cpu_count()
    assert f"created: {cores}/{cores} workers\n" in run("pytest", "-n", "logical", "-p", "no:cacheprovider")


def test_pyperf(home: pathlib.Path) -> None:
    held = ["-s", "import time", "block = bytearray(64 << 20); time.sleep(5)"]  # it samples the memory
    run("pyperf", "timeit", "--track-memory", "-p1", "-n1", "-w0", "-l1", *held, "-o", "result.json")
    [measured] = json.loads((home / "result.json").read_text())["benchmarks"][0]["runs"]
    assert 64 * MIB < measured["values"][0] < 128 * MIB


def test_circus(home: pathlib.Path) -> None:
    """A process manager: it starts two processes, reports them, replaces a killed one, and stops all."""
    (home / "circus.ini").write_text(
        """
[circus]
endpoint = ipc://control
pubsub_endpoint = ipc://events
check_delay = 0.5
[watcher:napper]
cmd = sleep 100
numprocesses = 2
"""
    )

    def tell(*words: str) -> Any:
        return json.loads(run("circusctl", "--endpoint", "ipc://control", "--json", *words))

    def nappers() -> list[int]:
        pids: list[int] = tell("list", "napper").get("pids", [])
        return pids

    with subprocess.Popen([BIN / "circusd", "circus.ini"]) as circus:
        try:
            until((home / "control").exists)
            until(lambda: len(nappers()) == 2)
            first, second = nappers()
            stats = tell("stats", "napper")["info"]
            assert stats.keys() == {str(first), str(second)}
            for napper in stats.values():
                assert napper["cmdline"] == "sleep"
                assert 0 <= napper["age"] < MAX_WAIT
            os.kill(first, signal.SIGKILL)
            until(lambda: len(nappers()) == 2 and first not in nappers())
            assert second in nappers()
            tell("quit")
            assert circus.wait(MAX_WAIT) == 0
            assert not pathlib.Path(f"/proc/{second}").exists()
        finally:
            circus.kill()
