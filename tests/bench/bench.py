"""make bench: the cost of libpsutil beside that of alternatives, and whether it meets its targets.

Who looks at processes is a peer: a program that looks once for every line of its input and prints how long that took.
All peers look in turn, in another order each round, at the same machine with so many more processes asleep; a ratio is
that of two peers in the same round, and what is printed of it is the median, and the middle half of all rounds. Before
that, what each of them finds is held against what psutil finds, so that no peer is fast by leaving something out.
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

# The files that the library and kernel_lower_bound read of each process for ps's columns; checked with strace.
FILES = ("stat", "status", "cmdline")

OURS, ONE_CORE, LOWER_BOUND = "libpsutil, C", "libpsutil, C, one core", "kernel lower bound"
ONE_WORKER = "libpsutil, C, one worker"
READER = "libpsutil, C, table reader with BPF"
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

    def prepare(self) -> None:
        program = (self.build or self.command)[0]
        if not shutil.which(program):
            raise NotHere(f"no {program}")
        if "reader=6" in self.command and subprocess.run([*self.command, "0"], capture_output=True).returncode:
            raise NotHere("BPF may not be used here")
        if self.build:
            built = subprocess.run(self.build, cwd=self.directory, capture_output=True, text=True)
            if built.returncode:
                raise NotHere(" ".join(self.build) + ": " + (built.stderr.strip() or "failed").splitlines()[-1])


NPM = ("npm", "ci", "--no-audit", "--no-fund", "--silent")
CARGO = ("cargo", "build", "--quiet", "--release", "--locked", "--target-dir", str(OUT / "cargo"))
PEERS = {
    LOWER_BOUND: Peer((str(OUT / "kernel_lower_bound"), *FILES)),
    OURS: Peer((str(OUT / "table"),)),
    ONE_WORKER: Peer((str(OUT / "table"), "workers=1")),
    ONE_CORE: Peer((str(OUT / "table"),), one_core=True),
    READER: Peer((str(OUT / "table"), "reader=6"), one_core=True),  # BPF, STRICT
    "libproc2": Peer((str(OUT / "libproc2"),), ("make", "--no-print-directory", "build/bench/libproc2"), ROOT),
    "gopsutil": Peer((str(OUT / "gopsutil"),), ("go", "build", "-o", str(OUT / "gopsutil"), "."), HERE / "gopsutil"),
    SYSINFO: Peer((str(OUT / "cargo/release/sysinfo-peer"),), CARGO, HERE / "sysinfo", slow_to_build=True),
    SYSINFO_FRESH: Peer(
        (str(OUT / "cargo/release/sysinfo-peer"), "fresh"), CARGO, HERE / "sysinfo", slow_to_build=True
    ),
    PSUTIL: Peer((*PEER_PY, PSUTIL)),
    ITER: Peer((*PEER_PY, ITER)),
    LISTS: Peer((*PEER_PY, LISTS)),
    "systeminformation": Peer((*PEER_JS, "systeminformation"), NPM, HERE / "node", pause=0.6, most=1000),
    NODE: Peer((*PEER_JS, "libpsutil")),
    "pidusage": Peer((*PEER_JS, "pidusage"), NPM, HERE / "node"),
    NODE_FOUR: Peer((*PEER_JS, "libpsutil-four")),
}
TREE = {name: Peer((*PEER_PY, name)) for name in ("psutil children", "libpsutil.v7 children")}
SOCKETS = {name: Peer((*PEER_PY, name)) for name in ("psutil connections", "libpsutil.v7 connections")}


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

    def ask(self, what: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer.endswith("\n"):
            raise SystemExit(f"{' '.join(self.process.args)} ended with {self.process.wait()}")  # type: ignore[arg-type]
        return json.loads(answer)

    def time(self) -> dict[str, Any]:
        time.sleep(self.peer.pause)
        answer: dict[str, Any] = self.ask("time")
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
def scenery(*command: str) -> Iterator[Any]:
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
    reference = {row["pid"]: row for row in peers[PSUTIL].ask("values")["rows"]}
    fields = {}
    for name, peer in peers.items():
        if name == LOWER_BOUND:
            continue
        rows = peer.ask("values")["rows"]
        wrong = differences(rows, reference, pids)
        if wrong:
            raise SystemExit(f"{name} finds something else than psutil: {len(wrong)} times, first {wrong[0]}")
        fields[name] = sorted({field for row in rows for field, value in row.items() if value is not None})
    return fields


def same_files(pids: Sequence[int]) -> str:
    """Ends the run unless kernel_lower_bound and the library open the same files of each process, each file once."""
    if not shutil.which("strace"):
        return "not checked that kernel_lower_bound and the library read the same files: no strace"
    opened = {}
    wanted = set(map(str, pids))
    for name in LOWER_BOUND, OURS:
        with tempfile.TemporaryDirectory() as traces:  # a file for each thread, so that no line is in two pieces
            strace = ["strace", "-ff", "-y", "-e", "trace=open,openat,openat2", "-o", f"{traces}/of"]
            command = [*strace, *PEERS[name].command]
            subprocess.run(command, input="time\n", text=True, check=True, stdout=subprocess.DEVNULL)
            trace = "".join(path.read_text() for path in pathlib.Path(traces).iterdir())
        paths = re.findall(r"\) += \d+</proc/(\d+)/([^>]+)>$", trace, re.MULTILINE)
        opened[name] = collections.Counter((pid, file) for pid, file in paths if pid in wanted)
    expected = collections.Counter((pid, file) for pid in wanted for file in FILES)
    for name, found in opened.items():
        if found != expected:
            odd = next(iter((found - expected) or (expected - found)))
            raise SystemExit(f"{name} does not read each of {', '.join(FILES)} once: /proc/{'/'.join(odd)}")
    return f"strace: kernel_lower_bound and the library open only {', '.join(FILES)} of each process, once"


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


def spread(values: Sequence[float]) -> Spread:
    if len(values) < 2:
        return values[0], values[0], values[0]
    first, middle, last = statistics.quantiles(values, n=4, method="inclusive")
    return middle, first, last


def seconds(answers: list[dict[str, Any]]) -> list[float]:
    return [answer["seconds"] for answer in answers]


def ratio(answers: dict[str, list[dict[str, Any]]], peer: str, ours: str) -> Spread:
    both = zip(seconds(answers[peer]), seconds(answers[ours]), strict=True)
    return spread([theirs / mine for theirs, mine in both])


def show(title: str, answers: dict[str, list[dict[str, Any]]], ours: str) -> None:
    print(f"\n{title:38}{'ms':>10}{'middle half':>20}{'ratio':>9}{'middle half':>18}")
    for name in sorted(answers, key=lambda n: statistics.median(seconds(answers[n]))):
        (median, low, high), (times, less, more) = spread(seconds(answers[name])), ratio(answers, name, ours)
        print(
            f"{name:38}{median * 1e3:10.2f}{f'{low * 1e3:.2f} to {high * 1e3:.2f}':>20}"
            f"{times:9.2f}{f'{less:.2f} to {more:.2f}':>18}"
        )


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
    ("C table, all cores, against libproc2", OURS, "libproc2", 3),
    ("C table, all cores, against gopsutil", OURS, "gopsutil", 5),
    ("C table, all cores, against sysinfo", OURS, SYSINFO, 2),
    ("C table, all cores, against sysinfo, fresh", OURS, SYSINFO_FRESH, 2),
    ("Python process_table as lists, against psutil.process_iter(attrs)", LISTS, PSUTIL, 8),
    ("Python process_iter(attrs), against psutil", ITER, PSUTIL, 6),
    ("Node processTable, against systeminformation.processes", NODE, "systeminformation", 100),
    ("Node processTable of four columns, against pidusage", NODE_FOUR, "pidusage", 4),
)


def times_faster(what: str, answers: dict[str, list[dict[str, Any]]], ours: str, peer: str, wanted: float) -> Target:
    target = Target(what, f"{wanted:g} times faster")
    if ours in answers and peer in answers:
        median, low, high = ratio(answers, peer, ours)
        target.found, target.met = f"{median:.2f} ({low:.2f} to {high:.2f})", median >= wanted
    return target


def not_more(what: str, found: float, most: float, unit: str) -> Target:
    return Target(what, f"at most {most:g} {unit}", f"{found:.2f} {unit}", found <= most)


# ---- the parts of a run


def tables(number: int, repeat: int, available: dict[str, Peer], order: random.Random) -> dict[str, Any]:
    """Measures all peers with that many sleeping processes."""
    peers = {name: peer for name, peer in available.items() if number <= peer.most}
    with scenery(str(OUT / "spawn_tree"), str(number)) as tree:
        if number <= 100:
            print(f"\n{same_files(tree['pids'])}")
        with running(peers) as all_of_them:
            fields = check_values(all_of_them, tree["pids"])
            answers = rounds(all_of_them, repeat, order)
        show(f"{number} processes and the machine's own", answers, OURS)
        with running(TREE, str(tree["root"])) as both:
            found = [sorted(peer.ask("values")["rows"]) for peer in both.values()]
            if found != [sorted(tree["pids"])] * 2:
                raise SystemExit("not the children that there are")
            children = rounds(both, repeat, order)
        show(f"children(recursive=True) of {number}", children, "libpsutil.v7 children")
    return {"fields": fields, "rounds": answers, "children": children}


def connections(number: int, repeat: int, order: random.Random) -> dict[str, Any]:
    with scenery(sys.executable, str(HERE / "sockets.py"), str(number)) as pid, running(SOCKETS) as both:
        found = [sorted(row for row in peer.ask("values")["rows"] if row[0] == pid) for peer in both.values()]
        if found[0] != found[1] or not near(len(found[0]), number, 8):
            raise SystemExit("not the sockets that there are")
        answers = rounds(both, repeat, order)
    show(f"net_connections('all'), {number} sockets", answers, "libpsutil.v7 connections")
    return answers


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
    with scenery(str(OUT / "spawn_tree"), str(processes)):
        said = subprocess.run([OUT / "table", str(number)], capture_output=True, text=True, check=True).stdout
    found: dict[str, int] = json.loads(said)
    print(
        f"\n{number} tables of {processes} processes: RSS {found['first'] / 1e6:.1f} MB, then {found['last'] / 1e6:.1f}"
    )
    return found


def cpu_ratio(answers: dict[str, list[dict[str, Any]]], peer: str, ours: str) -> Spread:
    """As ratio, of CPU time where both peers report it."""
    both = zip(answers[peer], answers[ours], strict=True)
    return spread([theirs.get("cpu", theirs["seconds"]) / mine.get("cpu", mine["seconds"]) for theirs, mine in both])


def reader_targets(numbers: dict[int, dict[str, Any]]) -> Iterator[Target]:
    """Yields the targets of the table reader with BPF, in CPU time."""
    for at, wanted in {100: 6, 1000: 8, 10_000: 10}.items():
        if at not in numbers:
            continue
        target = Target(f"table reader with BPF, {at} processes, against the lower bound", f"{wanted} times faster")
        answers = numbers[at]["rounds"]
        if READER in answers:
            median, low, high = cpu_ratio(answers, LOWER_BOUND, READER)
            target.found, target.met = f"{median:.2f} ({low:.2f} to {high:.2f})", median >= wanted
        yield target
    answers = numbers[1000 if 1000 in numbers else max(numbers)]["rounds"]
    for peer, wanted in {"libproc2": 15, SYSINFO: 12, "gopsutil": 100}.items():
        yield times_faster(f"table reader with BPF, against {peer}", answers, READER, peer, wanted)


def growth(by_number: dict[int, dict[str, Any]], name: str, small: int, large: int) -> float:
    medians = [statistics.median(seconds(by_number[number]["rounds"][name])) for number in (small, large)]
    return medians[1] / medians[0]


def targets(results: dict[str, Any]) -> list[Target]:
    """Returns all targets; those of tables are for 1,000 processes."""
    numbers: dict[int, dict[str, Any]] = results["tables"]
    at = 1000 if 1000 in numbers else max(numbers)
    answers = numbers[at]["rounds"]
    found = [times_faster(what, answers, ours, peer, wanted) for what, ours, peer, wanted in RATIOS]
    median, low, high = ratio(answers, ONE_CORE, LOWER_BOUND)
    one_core = Target("C table, one core, against the kernel lower bound", "at most 1.15")
    one_core.found, one_core.met = f"{median:.2f} ({low:.2f} to {high:.2f})", median <= 1.15
    found.insert(1, one_core)
    found += reader_targets(numbers)
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
    found.append(times_faster("all connections with PIDs, against psutil", results["connections"], *both, 5))
    single: list[single_calls.Cost] = results["single_calls"]
    worst = max(single, key=lambda cost: cost.ours - cost.theirs)
    slower = sum(cost.ours > cost.theirs + 1 for cost in single)
    found.append(
        not_more(
            f"Python single calls: the slowest against psutil's ({worst.name})", worst.ours - worst.theirs, 1, "us"
        )
    )
    found[-1].found += f", {slower} of {len(single)}"
    faster = statistics.median(cost.theirs / cost.ours for cost in single)
    found.append(Target("Python single calls, the median", "3 times faster", f"{faster:.2f}", faster >= 3))
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


def chart(by_number: dict[int, dict[str, Any]], path: pathlib.Path) -> None:
    """Cost against the number of processes."""
    matplotlib = importlib.import_module("matplotlib")
    matplotlib.use("agg")
    pyplot = importlib.import_module("matplotlib.pyplot")
    figure, axes = pyplot.subplots(figsize=(9, 6))
    names = dict.fromkeys(name for results in by_number.values() for name in results["rounds"])
    for name in names:
        at = [number for number in by_number if name in by_number[number]["rounds"]]
        found = [spread(seconds(by_number[number]["rounds"][name])) for number in at]
        rows = [by_number[number]["rounds"][name][-1]["rows"] for number in at]
        milliseconds = [median * 1e3 for median, _, _ in found]
        ours = name.startswith("libpsutil")
        line = axes.plot(rows, milliseconds, "-" if ours else "--", marker="o", linewidth=2 if ours else 1, label=name)
        low, high = [low * 1e3 for _, low, _ in found], [high * 1e3 for _, _, high in found]
        axes.fill_between(rows, low, high, color=line[0].get_color(), alpha=0.15)
    axes.set(xscale="log", yscale="log", xlabel="processes", ylabel="milliseconds, median and middle half")
    axes.set_title("ps's columns of all processes")
    axes.grid(True, which="both", alpha=0.2)
    axes.legend(fontsize="small")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few processes and one round: does the harness work?")
    parser.add_argument("--chart", type=pathlib.Path, default=OUT / "chart.png")
    chosen = parser.parse_args()
    order = random.Random(1)
    os.environ.pop("COLUMNS", None)  # ps, which systeminformation runs, cuts its lines to it
    if not chosen.quick:
        step_forward()
    numbers = {30: 1} if chosen.quick else {100: 11, 1000: 21, 10_000: 11}

    available, tried = {}, {}
    for name, peer in PEERS.items():
        try:
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
    results["connections"] = connections(*((40, 1) if chosen.quick else (5000, 21)), order)
    results["single_calls"] = single_calls.compare(1 if chosen.quick else 9, 0.0005 if chosen.quick else 0.01)
    single_calls.show(results["single_calls"])
    results["call_overhead"] = call_overhead(1 if chosen.quick else 21)
    run = (20, 30) if chosen.quick else (10_000, 100)
    results["long run"] = {"number": run[0], "processes": run[1], **long_run(*run)}
    results["targets"] = targets(results)

    print("\ntargets")
    for target in results["targets"]:
        print(target)
    for name, fields in results["tables"][max(results["tables"])]["fields"].items():
        print(f"{name} reads: {', '.join(fields)}")
    (OUT / "results.json").write_text(json.dumps(results, default=dataclasses.asdict, indent=1))
    chart(results["tables"], chosen.chart)
    print(f"\n{OUT / 'results.json'}, {chosen.chart}; {results['machine']}")


if __name__ == "__main__":
    main()
