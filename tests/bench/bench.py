"""make bench: the cost of libpsutil beside that of alternatives, and whether it meets its targets.

A peer is a program that reads all processes once for every line of its input, and prints how long that took. All peers
take turns, in another order each round, while many processes sleep. A ratio compares two peers in the same round; the
median and the middle half of all rounds are printed. Before that, the values of each peer are compared with psutil's,
so that no peer is fast because it leaves something out.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import dataclasses
import importlib
import json
import math
import os
import pathlib
import platform
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import single_calls

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "build" / "bench"
PEER_PY = (sys.executable, str(HERE / "peer.py"))
PEER_JS = ("node", str(HERE / "node" / "peer.js"))

# The files that kernel_lower_bound reads of each process for ps's columns, and those that the library reads since Linux
# 6.13, where a pidfd has the IDs, and statm the memory. Checked with strace.
FILES = ("stat", "status", "cmdline")
FILES_WITH_PIDFD = ("stat", "statm", "cmdline")

OURS, ONE_CORE, LOWER_BOUND = "libpsutil, C", "libpsutil, C, one core", "kernel lower bound"
ONE_WORKER = "libpsutil, C, one worker"
READER = "libpsutil, C, table reader with BPF"
FILE_READER = "libpsutil, C, table reader with a pinned file"
PYTHON_READER, ITER_READER = "libpsutil table_reader", "libpsutil.v7 process_iter with a table_reader"
C_CONNECTIONS = "libpsutil, C, connections with BPF"
NOBODY = 65534
PSUTIL, ITER, LISTS = "psutil process_iter", "libpsutil.v7 process_iter", "libpsutil process_table"
NODE, NODE_FOUR = "libpsutil processTable", "libpsutil processTable of four"
SYSINFO, SYSINFO_FRESH = "sysinfo", "sysinfo, fresh"


class NotHere(Exception):
    """The peer is not available on this machine."""


@dataclasses.dataclass(frozen=True)
class Peer:
    """A command, and how it is built."""

    command: Sequence[str]
    build: Sequence[str] = ()
    directory: pathlib.Path = HERE
    one_core: bool = False
    pause: float = 0  # before a request, so that its cache expires
    most: int = 10**9  # processes; more take too long
    slow_to_build: bool = False
    bpf: bool = False

    def prepare(self) -> None:
        program = (self.build or self.command)[0]
        if not shutil.which(program):
            raise NotHere(f"no {program}")
        if self.bpf and not may_use_bpf():
            raise NotHere("BPF may not be used here")
        if "reader=5" in self.command and "PSUTIL_TABLE_FILE" not in os.environ:
            raise NotHere("no iterator can be pinned here")
        if self.build:
            built = subprocess.run(self.build, cwd=self.directory, capture_output=True, text=True)
            if built.returncode:
                raise NotHere(" ".join(self.build) + ": " + (built.stderr.strip() or "failed").splitlines()[-1])


def may_use_bpf() -> bool:
    return not subprocess.run([str(OUT / "open_reader")], capture_output=True).returncode


AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
NPM = ("npm", "ci", "--no-audit", "--no-fund", "--silent")
CARGO = ("cargo", "build", "--quiet", "--release", "--locked", "--target-dir", str(OUT / "cargo"))
PEERS = {
    LOWER_BOUND: Peer((str(OUT / "kernel_lower_bound"), *FILES)),
    OURS: Peer((str(OUT / "table"),)),
    ONE_WORKER: Peer((str(OUT / "table"), "workers=1")),
    ONE_CORE: Peer((str(OUT / "table"),), one_core=True),
    READER: Peer((str(OUT / "table"), "reader=6"), one_core=True, bpf=True),  # BPF, STRICT
    FILE_READER: Peer((*AS_NOBODY, str(OUT / "table"), "reader=5"), one_core=True, bpf=True),  # FILE, STRICT
    "libproc2": Peer((str(OUT / "libproc2"),), ("make", "--no-print-directory", "build/bench/libproc2"), ROOT),
    "gopsutil": Peer((str(OUT / "gopsutil"),), ("go", "build", "-o", str(OUT / "gopsutil"), "."), HERE / "gopsutil"),
    SYSINFO: Peer((str(OUT / "cargo/release/sysinfo-peer"),), CARGO, HERE / "sysinfo", slow_to_build=True),
    SYSINFO_FRESH: Peer(
        (str(OUT / "cargo/release/sysinfo-peer"), "fresh"), CARGO, HERE / "sysinfo", slow_to_build=True
    ),
    PSUTIL: Peer((*PEER_PY, PSUTIL)),
    ITER: Peer((*PEER_PY, ITER)),
    LISTS: Peer((*PEER_PY, LISTS)),
    PYTHON_READER: Peer((*PEER_PY, PYTHON_READER), bpf=True),
    ITER_READER: Peer((*PEER_PY, ITER_READER), bpf=True),
    "systeminformation": Peer((*PEER_JS, "systeminformation"), NPM, HERE / "node", pause=0.6, most=1000),
    NODE: Peer((*PEER_JS, "libpsutil")),
    "pidusage": Peer((*PEER_JS, "pidusage"), NPM, HERE / "node"),
    NODE_FOUR: Peer((*PEER_JS, "libpsutil-four")),
}
TREE = {name: Peer((*PEER_PY, name)) for name in ("psutil children", "libpsutil.v7 children")}
SOCKETS = {name: Peer((*PEER_PY, name)) for name in ("psutil connections", "libpsutil.v7 connections")}
SOCKETS[C_CONNECTIONS] = Peer((str(OUT / "connections"),), bpf=True)


class Running:
    """A running peer."""

    def __init__(self, peer: Peer, *more: str) -> None:
        self.peer = peer
        cores = os.sched_getaffinity(0)
        if peer.one_core:
            os.sched_setaffinity(0, {min(cores)})  # the child's, too
        try:
            self.process = subprocess.Popen(
                [*peer.command, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        finally:
            os.sched_setaffinity(0, cores)

    def request(self, what: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer.endswith("\n"):
            raise SystemExit(f"{' '.join(self.process.args)} ended with {self.process.wait()}")  # type: ignore[arg-type]
        return json.loads(answer)

    def cpu_time(self) -> float:
        """CPU time of the peer's process, from the clock that clock_getcpuclockid returns."""
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def time(self) -> dict[str, Any]:
        time.sleep(self.peer.pause)
        before = self.cpu_time()
        answer: dict[str, Any] = self.request("time")
        answer.setdefault("cpu", self.cpu_time() - before)  # with the answer's own time, which is short
        return answer

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@contextlib.contextmanager
def running(peers: dict[str, Peer], *more: str) -> Iterator[dict[str, Running]]:
    with contextlib.ExitStack() as stack:
        started = {}
        for name, peer in peers.items():
            started[name] = Running(peer, *more)
            stack.callback(started[name].close)
        yield started


@contextlib.contextmanager
def background(*command: str) -> Iterator[Any]:
    """Runs a program that starts processes or sockets, and yields what it prints."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        said = process.stdout.readline()
        if not said:
            raise NotHere(f"{' '.join(command)} ended with {process.wait()}")
        yield json.loads(said)
        process.stdin.close()


# ---- comparison of results

ASLEEP = {"sleeping", "sleep", "s"}
Row = dict[str, Any]


def near(a: float, b: float, allowed: float) -> bool:
    return abs(a - b) <= allowed


# Comparison of fields that need not be equal to psutil's.
COMPARE: dict[str, Callable[[Any, Row], bool]] = {
    "status": lambda v, r: {(v[0] if isinstance(v, list) else v).lower(), r["status"].lower()} <= ASLEEP,
    "state": lambda v, r: {v.lower(), r["status"].lower()} <= ASLEEP,
    "user": lambda v, r: near(v, r["user"], 0.05),
    "system": lambda v, r: near(v, r["system"], 0.05),
    "cpu": lambda v, r: near(v, r["user"] + r["system"], 0.05),
    "create_time": lambda v, r: near(v, r["create_time"], 1.1),
    "since_boot": lambda v, r: near(v + boot_time(), r["create_time"], 1.1),
    "rss": lambda v, r: near(v, r["rss"], 1 << 20),  # kernels count it by the CPU, and some files only roughly
    "uids": lambda v, r: list(v) == list(r["uids"])[: len(v)],
    "line": lambda v, r: v.split() == " ".join(r["cmdline"]).split(),
}


def boot_time() -> float:
    return float(importlib.import_module("psutil").boot_time())


def differences(rows: list[Row], reference: dict[int, Row], pids: Sequence[int]) -> list[str]:
    """Returns the differences between a peer and psutil for sleeping processes, whose values are stable."""
    found = {row["pid"]: row for row in rows}
    wrong = []
    for pid in pids:
        row, expected = found.get(pid), reference[pid]
        if row is None:
            wrong.append(f"no process {pid}")
            continue
        for name, value in row.items():
            if value is None:
                continue
            if not (COMPARE[name](value, expected) if name in COMPARE else value == expected[name]):
                wrong.append(f"{name} of {pid}: {value!r}, not as in {expected!r}")
    return wrong


def check_values(peers: dict[str, Running], pids: Sequence[int]) -> dict[str, list[str]]:
    """Ends the run if a peer differs from psutil; returns the fields of each peer."""
    reference = {row["pid"]: row for row in peers[PSUTIL].request("values")["rows"]}
    fields = {}
    for name, peer in peers.items():
        if name == LOWER_BOUND:
            continue
        rows = peer.request("values")["rows"]
        wrong = differences(rows, reference, pids)
        if wrong:
            raise SystemExit(f"{name} finds something else than psutil: {len(wrong)} times, first {wrong[0]}")
        fields[name] = sorted({field for row in rows for field, value in row.items() if value is not None})
    return fields


def check_files(pids: Sequence[int]) -> str:
    """Ends the run unless kernel_lower_bound and the library open each of their files of each process once."""
    if not shutil.which("strace"):
        return "not checked which files kernel_lower_bound and the library read: no strace"
    read = {}
    wanted = set(map(str, pids))
    for name, allowed in (LOWER_BOUND, [FILES]), (OURS, [FILES, FILES_WITH_PIDFD]):
        with tempfile.TemporaryDirectory() as traces:  # a file for each thread, so that no line is in two pieces
            strace = ["strace", "-ff", "-y", "-e", "trace=open,openat,openat2", "-o", f"{traces}/of"]
            command = [*strace, *PEERS[name].command]
            subprocess.run(command, input="time\n", text=True, check=True, stdout=subprocess.DEVNULL)
            trace = "".join(path.read_text() for path in pathlib.Path(traces).iterdir())
        paths = re.findall(r"\) += \d+</proc/(\d+)/([^>]+)>$", trace, re.MULTILINE)
        found = collections.Counter((pid, file) for pid, file in paths if pid in wanted)
        expected = [collections.Counter((pid, file) for pid in wanted for file in files) for files in allowed]
        if found not in expected:
            odd = next(iter((found - expected[-1]) or (expected[-1] - found)))
            raise SystemExit(f"{name} does not read each of {', '.join(allowed[-1])} once: /proc/{'/'.join(odd)}")
        read[name] = ", ".join(allowed[expected.index(found)])
    opened = f"kernel_lower_bound opens only {read[LOWER_BOUND]}, the library only {read[OURS]}"
    return f"strace: of each process {opened}, each once"


# ---- time


def rounds(peers: dict[str, Running], number: int, order: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Returns the answers of all peers for each round, after a warm-up."""
    answers: dict[str, list[dict[str, Any]]] = {name: [] for name in peers}
    for peer in peers.values():
        start = time.perf_counter()
        for _ in range(2 * number):
            peer.time()
            if time.perf_counter() - start > WARM:
                break
    for _ in range(number):
        for name in order.sample(list(peers), len(peers)):
            answers[name].append(peers[name].time())
    return answers


WARM = 1.5  # maximum, in seconds

Spread = tuple[float, float, float]  # the median, and the quartiles
Measure = Callable[[list[dict[str, Any]]], list[float]]


def spread(values: Sequence[float]) -> Spread:
    if len(values) < 2:
        return values[0], values[0], values[0]
    first, middle, last = statistics.quantiles(values, n=4, method="inclusive")
    return middle, first, last


def seconds(answers: list[dict[str, Any]]) -> list[float]:
    return [answer["seconds"] for answer in answers]


def cpu_seconds(answers: list[dict[str, Any]]) -> list[float]:
    return [answer["cpu"] for answer in answers]


def ratio(answers: dict[str, list[dict[str, Any]]], peer: str, ours: str, of: Measure = seconds) -> Spread:
    return spread([theirs / mine for theirs, mine in zip(of(answers[peer]), of(answers[ours]), strict=True)])


def show(title: str, answers: dict[str, list[dict[str, Any]]], ours: str) -> None:
    print(f"\n{title:58}{'ms':>10}{'ratio':>8}{'middle half':>18}{'CPU ms':>11}{'ratio':>8}{'middle half':>18}")
    for name in sorted(answers, key=lambda n: statistics.median(seconds(answers[n]))):
        line = f"{name:58}"
        for of, width in (seconds, 10), (cpu_seconds, 11):
            median, (times, less, more) = statistics.median(of(answers[name])), ratio(answers, name, ours, of)
            line += f"{median * 1e3:{width}.2f}{times:8.2f}{f'{less:.2f} to {more:.2f}':>18}"
        print(line)


# ---- targets


@dataclasses.dataclass
class Target:
    """A target: the wanted value, and the measured one, if there is one."""

    what: str
    wanted: str
    found: str = "not measured"
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {None: "-", True: "met", False: "NOT MET"}[self.met]
        return f"{self.what:66}{self.wanted:>18}  {self.found:32}{verdict}"


RATIOS = (
    ("C table, all cores, against the kernel lower bound", OURS, LOWER_BOUND, 1.5),
    ("C table, all cores, against gopsutil", OURS, "gopsutil", 5),
    ("Python process_table as lists, against psutil.process_iter(attrs)", LISTS, PSUTIL, 8),
    ("Python process_iter(attrs), against psutil", ITER, PSUTIL, 6),
    ("Node processTable, against systeminformation.processes", NODE, "systeminformation", 100),
    ("Node processTable of four columns, against pidusage", NODE_FOUR, "pidusage", 4),
)


def times_faster(
    what: str, answers: dict[str, list[dict[str, Any]]], ours: str, peer: str, wanted: float, of: Measure = seconds
) -> Target:
    target = Target(what, f"{wanted:g} times faster")
    if ours in answers and peer in answers:
        median, low, high = ratio(answers, peer, ours, of)
        target.found, target.met = f"{median:.2f} ({low:.2f} to {high:.2f})", median >= wanted
    return target


def not_more(what: str, found: float, most: float, unit: str) -> Target:
    return Target(what, f"at most {most:g} {unit}", f"{found:.2f} {unit}", found <= most)


# ---- the parts of a run


def tables(number: int, repeat: int, available: dict[str, Peer], order: random.Random) -> dict[str, Any]:
    """Measures all peers with that many sleeping processes."""
    peers = {name: peer for name, peer in available.items() if number <= peer.most}
    with background(str(OUT / "spawn_tree"), str(number)) as tree:
        if number <= 100:
            print(f"\n{check_files(tree['pids'])}")
        with running(peers) as all_of_them:
            fields = check_values(all_of_them, tree["pids"])
            answers = rounds(all_of_them, repeat, order)
        show(f"{number} processes and the machine's own", answers, OURS)
        # Between two reads of a peer, the others have displaced its memory from the caches. A reader that is used again
        # and again has little, so it is measured once more in turns with the lower bound alone.
        alone = {name: peers[name] for name in (LOWER_BOUND, READER, FILE_READER) if name in peers}
        with running({name: dataclasses.replace(peer, one_core=True) for name, peer in alone.items()}) as few:
            readers = rounds(few, 2 * repeat, order)
        show(f"{number} processes, readers and lower bound alone", readers, LOWER_BOUND)
        with running(TREE, str(tree["root"])) as both:
            found = [sorted(peer.request("values")["rows"]) for peer in both.values()]
            if found != [sorted(tree["pids"])] * 2:
                raise SystemExit("not the children that there are")
            children = rounds(both, repeat, order)
        show(f"children(recursive=True) of {number}", children, "libpsutil.v7 children")
    return {"fields": fields, "rounds": answers, "readers": readers, "children": children}


def connections(number: int, repeat: int, order: random.Random) -> dict[str, Any]:
    peers = {name: peer for name, peer in SOCKETS.items() if not peer.bpf or may_use_bpf()}
    with background(sys.executable, str(HERE / "sockets.py"), str(number)) as pid, running(peers) as all_of_them:
        rows = {name: peer.request("values")["rows"] for name, peer in all_of_them.items()}
        found = {name: sorted(row for row in those if row[0] == pid) for name, those in rows.items()}
        expected = found["psutil connections"]
        for name, those in found.items():
            # The peer in C prints only PIDs and descriptors.
            if [row[: len(those[0])] for row in expected] != those or not near(len(those), number, 8):
                raise SystemExit(f"{name} does not find the sockets that there are")
        answers = rounds(all_of_them, repeat, order)
    show(f"net_connections('all'), {number} sockets", answers, "libpsutil.v7 connections")
    return answers


def pressure_and_bytes(number: int) -> dict[str, dict[str, float]]:
    """Measures a read of the pressure, and connections with bytes: the best and the median."""
    with background(sys.executable, str(HERE / "sockets.py"), str(number)):
        said = subprocess.run([OUT / "pressure_and_bytes"], capture_output=True, text=True, check=True).stdout
    print(f"\n{said.strip()}")
    figures = re.findall(r"^(.*): best ([0-9.]+), median ([0-9.]+)$", said, re.MULTILINE)
    return {what: {"best": float(best), "median": float(median)} for what, best, median in figures}


def cost_of_threads(processes: int, threads: int, repeat: int, available: dict[str, Peer]) -> dict[str, float] | None:
    """Measures how much CPU time a reader takes more while ten processes have so many threads."""
    if READER not in available:
        return None
    with background(str(OUT / "spawn_tree"), str(processes)), running({READER: available[READER]}) as peers:
        peer = peers[READER]

        def median() -> float:
            return statistics.median(cpu_seconds([peer.time() for _ in range(repeat)])) * 1e3

        with background(str(OUT / "spawn_threads"), "10", str(threads // 10)):
            for _ in range(repeat):  # until the reader has loaded what skips threads
                peer.time()
        differences = []
        for _ in range(3):
            without = median()
            with background(str(OUT / "spawn_threads"), "10", str(threads // 10)):
                differences.append(median() - without)
            time.sleep(0.5)  # the threads end
    found = {"processes": processes, "threads": threads, "ms": statistics.median(differences)}
    print(f"\n{threads} more threads: {found['ms']:.2f} ms CPU more, of three: {differences}")
    return found


def opening(runs: int) -> dict[str, Spread] | None:
    """Measures what opening a reader costs fresh processes."""
    if not may_use_bpf():
        return None
    said = [subprocess.run([OUT / "open_reader"], capture_output=True, text=True, check=True) for _ in range(runs)]
    figures = [json.loads(run.stdout) for run in said]
    found = {name: spread([figure[name] for figure in figures]) for name in figures[0]}
    print("\nopening a table reader with BPF: " + ", ".join(f"{name} {value[0]:.2f}" for name, value in found.items()))
    return found


def unequal_cells(processes: int) -> dict[str, int] | None:
    """Compares every cell of a reader with procfs's, of these processes and some of each special kind."""
    if not may_use_bpf():
        return None
    with background(str(OUT / "spawn_tree"), str(processes)):
        run = subprocess.run([OUT / "compare_reader", "6"], capture_output=True, text=True)
    found = re.search(r"rows (\d+), cells (\d+), unequal (\d+)$", run.stdout.strip())
    if not found:
        print(f"\ncells not compared: compare_reader ended with {run.returncode}: {run.stdout[-300:]}{run.stderr}")
        return None
    print(f"\n{run.stdout.strip()}")
    return {name: int(value) for name, value in zip(("rows", "cells", "unequal"), found.groups(), strict=True)}


@contextlib.contextmanager
def pinned_table() -> Iterator[None]:
    """Pins an iterator, where root may, and names its file in PSUTIL_TABLE_FILE."""
    if os.getuid() or not may_use_bpf():
        yield
        return
    place = tempfile.mkdtemp(prefix="libpsutil-bench-", dir="/run")
    mounted = subprocess.run(["mount", "-t", "bpf", "-o", "mode=0755", "bpf", place], capture_output=True)
    try:
        if not mounted.returncode:
            importlib.import_module("libpsutil").table_pin(f"{place}/table")
            os.environ["PSUTIL_TABLE_FILE"] = f"{place}/table"
        yield
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", place], check=True)
        os.rmdir(place)


def call_overhead(runs: int) -> dict[str, Spread]:
    """Measures loading, the first call, and a call without system calls."""
    library = str(ROOT / "build" / "libpsutil.so")
    said = subprocess.run(
        [OUT / "call_overhead", library, str(runs)], capture_output=True, text=True, check=True
    ).stdout
    figures = [json.loads(line) for line in said.splitlines()]
    found = {name: spread([figure[name] for figure in figures]) for name in figures[0]}
    print(f"\n{'call overhead':38}{'median':>10}{'middle half':>20}")
    for name, (median, low, high) in found.items():
        print(f"{name:38}{median:10.2f}{f'{low:.2f} to {high:.2f}':>20}")
    return found


def long_run(number: int, processes: int) -> dict[str, int]:
    with background(str(OUT / "spawn_tree"), str(processes)):
        said = subprocess.run([OUT / "table", str(number)], capture_output=True, text=True, check=True).stdout
    found: dict[str, int] = json.loads(said)
    print(
        f"\n{number} tables of {processes} processes: RSS {found['first'] / 1e6:.1f} MB, then {found['last'] / 1e6:.1f}"
    )
    return found


def reader_targets(results: dict[str, Any]) -> Iterator[Target]:
    """Yields the targets of table readers. Ratios are of CPU time."""
    numbers: dict[int, dict[str, Any]] = results["tables"]
    for at, wanted in {100: 6, 1000: 8, 10_000: 10}.items():
        if at in numbers:
            what = f"table reader with BPF, {at} processes, in turns with the kernel lower bound alone, CPU"
            yield times_faster(what, numbers[at]["readers"], READER, LOWER_BOUND, wanted, cpu_seconds)
            what = f"table reader with BPF, {at} processes, in turns with all peers, CPU"
            yield times_faster(what, numbers[at]["rounds"], READER, LOWER_BOUND, wanted, cpu_seconds)
    of_thousand = numbers[1000 if 1000 in numbers else max(numbers)]
    what = "table reader with a pinned file, as an ordinary user, in turns with the kernel lower bound alone, CPU"
    yield times_faster(what, of_thousand["readers"], FILE_READER, LOWER_BOUND, 8, cpu_seconds)
    answers = of_thousand["rounds"]
    for ours, peer, wanted in (
        (READER, "libproc2", 15),
        (READER, SYSINFO, 12),
        (READER, "gopsutil", 100),
        (PYTHON_READER, PSUTIL, 20),
        (ITER_READER, PSUTIL, 12),
    ):
        yield times_faster(f"{ours}, against {peer}, CPU", answers, ours, peer, wanted, cpu_seconds)
    if results["threads"]:
        of, more = results["threads"]["threads"], results["threads"]["ms"]
        yield not_more(f"table reader with BPF, {of} more threads", more, 2, "ms CPU")
    if results["opening"]:
        for what, most in {"CPU, ms": 3, "RSS, MB": 3, "descriptors": 1}.items():
            yield not_more(f"opening a table reader with BPF: {what}", results["opening"][what][0], most, "")
    if results["unequal"] is not None:
        yield not_more("cells unequal to procfs", results["unequal"]["unequal"], 0, f"of {results['unequal']['cells']}")


def growth(by_number: dict[int, dict[str, Any]], name: str, small: int, large: int) -> float:
    medians = [statistics.median(seconds(by_number[number]["rounds"][name])) for number in (small, large)]
    return medians[1] / medians[0]


def targets(results: dict[str, Any]) -> list[Target]:
    """Returns all targets; those of tables are for 1,000 processes."""
    numbers: dict[int, dict[str, Any]] = results["tables"]
    at = 1000 if 1000 in numbers else max(numbers)
    answers = numbers[at]["rounds"]
    found = [times_faster(what, answers, ours, peer, wanted) for what, ours, peer, wanted in RATIOS]
    median, low, high = ratio(answers, ONE_CORE, LOWER_BOUND, cpu_seconds)
    one_core = Target("C table, one core, against the kernel lower bound, CPU", "at most 1.15")
    one_core.found, one_core.met = f"{median:.2f} ({low:.2f} to {high:.2f})", median <= 1.15
    found.insert(1, one_core)
    found += reader_targets(results)
    if 1000 in numbers and 10_000 in numbers:
        ours, bound = (growth(numbers, name, 1000, 10_000) for name in (OURS, LOWER_BOUND))
        found.append(
            Target("C table, from 1,000 to 10,000", f"at most {bound:.2f} times", f"{ours:.2f} times", ours <= bound)
        )
    found.append(
        times_faster(
            "children(recursive) of a tree, against psutil",
            numbers[at]["children"],
            *("libpsutil.v7 children", "psutil children"),
            4,
        )
    )
    both = ("libpsutil.v7 connections", "psutil connections")
    found.append(times_faster("all connections with PIDs, Python, against psutil", results["connections"], *both, 5))
    by_bpf = (C_CONNECTIONS, "psutil connections", 10)
    found.append(times_faster("all connections with PIDs, C with BPF, against psutil", results["connections"], *by_bpf))
    single: list[single_calls.Cost] = results["single_calls"]
    worst = max(single, key=lambda cost: cost.ours - cost.theirs)
    slower = sum(cost.ours > cost.theirs + 3 for cost in single)
    found.append(
        not_more(
            f"Python single calls: the slowest against psutil's ({worst.name})", worst.ours - worst.theirs, 3, "us"
        )
    )
    found[-1].found += f", {slower} of {len(single)}"
    faster = statistics.median(cost.theirs / cost.ours for cost in single)
    found.append(Target("Python single calls, the median", "2 times faster", f"{faster:.2f}", faster >= 2))
    figures = {name: values[0] for name, values in results["call_overhead"].items()}
    found += [
        not_more(
            "pid of a handle, over a plain C function", figures["pid of a handle, ns"] - figures[PLAIN], 150, "ns"
        ),
        not_more("dlopen", figures["dlopen, ms"], 2, "ms"),
        not_more("threads that it starts", figures["threads after dlopen"] - 1, 0, "threads"),
        not_more("the first call", figures["first call, ms"], 10, "ms"),
        not_more("RSS of the first call", figures["RSS of the first call, MB"], 8, "MB"),
    ]
    run = results["long run"]
    found.append(
        not_more(
            f"RSS after {run['number']} tables, over that of the first", (run["last"] - run["first"]) / 1e6, 10, "MB"
        )
    )
    return found


PLAIN = "a plain C function through the PLT, ns"


def machine() -> dict[str, Any]:
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return {
        "cpu": model[1] if model else platform.machine(),
        "cpus": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
        "date": time.strftime("%Y-%m-%d"),
    }


# The peers of the chart, from the cheapest to the most expensive, and their colours.
IN_CHART = {
    READER: "tab:green",
    PYTHON_READER: "tab:olive",
    ITER_READER: "tab:cyan",
    LOWER_BOUND: "black",
    OURS: "tab:blue",
    NODE: "tab:purple",
    "libproc2": "tab:brown",
    SYSINFO: "tab:orange",
    "systeminformation": "tab:pink",
    PSUTIL: "tab:red",
    "gopsutil": "tab:gray",
}


def chart(by_number: dict[int, dict[str, Any]], path: pathlib.Path) -> None:
    """CPU time against the number of processes."""
    matplotlib = importlib.import_module("matplotlib")
    matplotlib.use("agg")
    pyplot = importlib.import_module("matplotlib.pyplot")
    figure, axes = pyplot.subplots(figsize=(10, 6))
    for name, color in IN_CHART.items():
        at = [number for number in by_number if name in by_number[number]["rounds"]]
        if not at:
            continue
        found = [spread(cpu_seconds(by_number[number]["rounds"][name])) for number in at]
        rows = [by_number[number]["rounds"][name][-1]["rows"] for number in at]
        median, low, high = ([seconds * 1e3 for seconds in column] for column in zip(*found, strict=True))
        style = {"linestyle": "-", "linewidth": 2.5} if name.startswith("libpsutil") else {"linestyle": "--"}
        axes.plot(rows, median, marker="o", color=color, label=name, **style)
        axes.fill_between(rows, low, high, color=color, alpha=0.15)
    axes.set(xscale="log", yscale="log", xlabel="processes", ylabel="milliseconds of CPU time, median and middle half")
    axes.set_title("What ps shows of all processes")
    axes.grid(True, which="both", alpha=0.2)
    axes.legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5), reverse=True, frameon=False)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


# ---- the tables in docs/


def peer_versions() -> str:
    """The versions that the peers' own files pin, and that of the installed libproc2."""
    pinned = {
        "psutil": ("../requirements.txt", r"^psutil==(\S+)"),
        "gopsutil": ("gopsutil/go.mod", r"gopsutil/v4 v(\S+)"),
        "sysinfo": ("sysinfo/Cargo.lock", r'^name = "sysinfo"\nversion = "(\S+)"'),
        "systeminformation": ("node/package.json", r'"systeminformation": "(\S+)"'),
        "pidusage": ("node/package.json", r'"pidusage": "(\S+)"'),
    }
    found = {name: re.search(regex, (HERE / file).read_text(), re.MULTILINE) for name, (file, regex) in pinned.items()}
    versions = {name: match[1] for name, match in found.items() if match}
    libproc2 = subprocess.run(["pkg-config", "--modversion", "libproc2"], capture_output=True, text=True)
    if libproc2.returncode == 0:
        versions["libproc2"] = libproc2.stdout.strip()
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def conditions(results: dict[str, Any]) -> str:
    m = results["machine"]
    kernel = ".".join(m["kernel"].split(".")[:2])
    loads = " and ".join(f"{m[when][0]:.0f}" for when in ("load", "load afterwards"))
    return (
        f"Measured on {m['date']}: {m['cpus']} CPUs ({m['cpu']}), Linux {kernel}, Python {m['python']};\n"
        f"{peer_versions()}.\n"
        f"Load average before and after the run: {loads}."
    )


def cost_table(results: dict[str, Any]) -> str:
    """CPU time of every peer, and how it compares with psutil."""
    by_number: dict[int, dict[str, Any]] = results["tables"]
    at = 1000 if 1000 in by_number else max(by_number)
    head = [
        "CPU time, ms",
        *(f"{number:,}" for number in by_number),
        f"time, ms, {at:,}",
        f"times less CPU than psutil, {at:,}",
    ]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    answers = by_number[at]["rounds"]
    for name in sorted(answers, key=lambda n: statistics.median(cpu_seconds(answers[n]))):
        cells = []
        for results_of in by_number.values():
            rounds_of = results_of["rounds"].get(name)
            cells.append(f"{statistics.median(cpu_seconds(rounds_of)) * 1e3:.2f}" if rounds_of else "")
        cells.append(f"{statistics.median(seconds(answers[name])) * 1e3:.2f}")
        cells.append(f"{ratio(answers, PSUTIL, name, cpu_seconds)[0]:.1f}")
        label = f"**{name}**" if name.startswith("libpsutil") else name
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


IN_README = {
    READER: "libpsutil, C, table reader with BPF",
    PYTHON_READER: "libpsutil, Python, table reader with BPF",
    OURS: "libpsutil, C (`psutil_process_table`)",
    LISTS: "libpsutil, Python (`process_table`)",
    NODE: "libpsutil, Node (`processTable`)",
    LOWER_BOUND: "the kernel's files, read by one thread that does nothing else",
    SYSINFO: "sysinfo (Rust)",
    "libproc2": "libproc2 (C)",
    PSUTIL: "psutil (Python)",
    "gopsutil": "gopsutil (Go)",
}


def readme_table(results: dict[str, Any]) -> str:
    by_number: dict[int, dict[str, Any]] = results["tables"]
    answers = by_number[1000 if 1000 in by_number else max(by_number)]["rounds"]
    cost = {
        name: [statistics.median(times(answers[name])) * 1e3 for times in (cpu_seconds, seconds)]
        for name in IN_README
        if name in answers
    }
    lines = ["| library | CPU time, ms | time, ms |", "|---|--:|--:|"]
    for name in sorted(cost, key=lambda n: cost[n]):
        lines.append(f"| {IN_README[name]} | {cost[name][0]:.2f} | {cost[name][1]:.2f} |")
    return "\n".join(lines)


def target_table(results: dict[str, Any]) -> str:
    lines = ["| target | wanted | found | |", "|---|---|---|---|"]
    for target in results["targets"]:
        verdict = {None: "", True: "met", False: "not met"}[target.met]
        lines.append(f"| {target.what} | {target.wanted.strip()} | {target.found.strip()} | {verdict} |")
    return "\n".join(lines)


def pressure_table(results: dict[str, Any]) -> str:
    lines = ["| | best | median |", "|---|--:|--:|"]
    for what, figures in results["pressure_and_bytes"].items():
        lines.append(f"| {what} | {figures['best']:.2f} | {figures['median']:.2f} |")
    return "\n".join(lines)


def update_docs(results: dict[str, Any]) -> None:
    """Replaces what is between <!-- bench: NAME --> and <!-- end --> in README.md and docs/, and the chart."""
    results["tables"] = {int(number): answers for number, answers in results["tables"].items()}
    results["targets"] = [Target(**target) for target in results["targets"]]
    parts = {
        "cost": f"{cost_table(results)}\n\n{conditions(results)}",
        "targets": f"{target_table(results)}\n\n{conditions(results)}",
        "pressure": pressure_table(results),
        "readme": readme_table(results),
    }
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        old = page.read_text()
        new = re.sub(
            r"(<!-- bench: (\w+) -->\n).*?(<!-- end -->)",
            lambda match: f"{match[1]}\n{parts[match[2]]}\n\n{match[3]}",
            old,
            flags=re.DOTALL,
        )
        if new != old:
            page.write_text(new)
            print(f"wrote {page}")
    chart(results["tables"], ROOT / "docs" / "performance.png")


def step_forward() -> None:
    """Raises the priority of this run and its peers, where root may."""
    with contextlib.suppress(OSError):
        os.setsid()  # with autogroups, the scheduler shares CPU time between sessions
    with contextlib.suppress(OSError):
        pathlib.Path("/proc/self/autogroup").write_text("-15")
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -15)


def possible(number: int) -> bool:
    """Whether that many processes can be started."""
    allowed = [int(pathlib.Path(f"/proc/sys/kernel/{name}").read_text()) for name in ("pid_max", "threads-max")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    limit = importlib.import_module("resource").getrlimit(importlib.import_module("resource").RLIMIT_NPROC)[0]
    return number * 2 < min([*allowed, limit if limit >= 0 else math.inf]) and number * 300_000 < memory


def run(chosen: argparse.Namespace) -> None:
    order = random.Random(1)
    os.environ.pop("COLUMNS", None)  # ps, which systeminformation runs, cuts its lines to it
    if not chosen.quick:
        step_forward()
    given = "30:1" if chosen.quick else chosen.numbers
    numbers = {int(number): int(repeat) for number, repeat in (pair.split(":") for pair in given.split(","))}

    available, tried = {}, {}
    for name, peer in PEERS.items():
        try:
            if name in chosen.without:
                raise NotHere("by request")
            if chosen.quick and peer.slow_to_build:
                raise NotHere("it takes long to build")
            if peer.build not in tried:
                peer.prepare()
                tried[peer.build] = True
            available[name] = peer
        except NotHere as why:
            print(f"without {name}: {why}")

    results: dict[str, Any] = {"machine": machine(), "tables": {}}
    for number, repeat in numbers.items():
        if possible(number):
            results["tables"][number] = tables(number, repeat, available, order)
        else:
            print(f"\nnot with {number} processes: this machine does not have room for them")
    quick = chosen.quick
    results["threads"] = cost_of_threads(*((30, 100, 1) if quick else (1000, 10_000, 21)), available)
    results["opening"] = opening(1 if quick else 21)
    results["unequal"] = unequal_cells(30 if quick else 1000)
    results["connections"] = connections(*((40, 1) if quick else (5000, 21)), order)
    results["pressure_and_bytes"] = pressure_and_bytes(40 if quick else 5000)
    results["single_calls"] = single_calls.compare(1 if quick else 9, 0.0005 if quick else 0.01)
    single_calls.show(results["single_calls"])
    results["call_overhead"] = call_overhead(1 if quick else 21)
    times, of = (20, 30) if quick else (10_000, 100)
    results["long run"] = {"number": times, "processes": of, **long_run(times, of)}
    results["targets"] = targets(results)
    results["machine"]["load afterwards"] = os.getloadavg()

    print("\ntargets")
    for target in results["targets"]:
        print(target)
    for name, fields in results["tables"][max(results["tables"])]["fields"].items():
        print(f"{name} reads: {', '.join(fields)}")
    (OUT / "results.json").write_text(json.dumps(results, default=dataclasses.asdict, indent=1))
    chart(results["tables"], chosen.chart)
    print(f"\n{OUT / 'results.json'}, {chosen.chart}; {results['machine']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few processes and one round: does the harness work?")
    parser.add_argument("--chart", type=pathlib.Path, default=OUT / "chart.png")
    parser.add_argument("--docs", action="store_true", help="write the results of the last run into docs/")
    parser.add_argument("--numbers", default="100:11,1000:21,10000:11", help="processes:rounds,...")
    parser.add_argument("--without", action="append", default=[], help="the name of a peer")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))  # what was started and mounted ends, too
    if not chosen.docs:
        with pinned_table():
            run(chosen)
    else:
        update_docs(json.loads((OUT / "results.json").read_text()))


if __name__ == "__main__":
    main()
