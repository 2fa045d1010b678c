"""The programs of examples/: built with all warnings, and compared with psutil and the kernel."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import pathlib
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import psutil
import pytest
from conftest import CC, LIBRARY, ROOT, RunWithFiles, repeat_until_passes, required_tool, run_program
from proc_connector import reports_here
from test_users import login

SOURCES = sorted((ROOT / "examples").glob("*.c"))
NAMES = [source.stem for source in SOURCES]
# All but what changes the system.
READING = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(name == "execsnoop" and not reports_here(), reason="the kernel reports no events"),
    )
    for name in NAMES
    if name != "psutil-pin"
]
FLAGS = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
NOBODY = 65534
SLEEP = f"sleep-{os.getpid()}"  # a name that no other program has

# Arguments with which every user can run each program; the others take none.
ARGUMENTS = {
    "killall": ["-s", "0", "{sleep}"],
    "open_files": ["{pid}"],
    "pidof": ["{sleep}"],
    "pmap": ["{pid}"],
    "top": ["-d", "0.1"],
    "iotop": ["-d", "0.1", "-a"],
    "execsnoop": ["-t", "0.2"],
}

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def directory(programs: pathlib.Path, library: pathlib.Path) -> pathlib.Path:
    """Builds all programs with the library beside them, where an ordinary user can run them."""
    place = programs / "examples"
    place.mkdir(mode=0o755)
    shutil.copy(library.resolve(), place / "libpsutil.so.1")
    shutil.copy("/bin/sleep", place / SLEEP)
    for source in SOURCES:
        command = [CC, *FLAGS, f"-I{ROOT / 'include'}", str(source), "-o", str(place / source.stem)]
        subprocess.run([*command, f"-L{LIBRARY.parent}", "-lpsutil", "-Wl,-rpath,$ORIGIN"], check=True)
    return place


@pytest.fixture
def run(directory: pathlib.Path) -> Run:
    """Runs a program: run("ps", "--sort=cpu", expect=0)."""

    def call(name: str, *arguments: str, expect: int = 0, **options: object) -> subprocess.CompletedProcess[str]:
        options = {"errors": "surrogateescape", "env": {**os.environ, "COLUMNS": ""}, **options}
        result = run_program([directory / name, *arguments], **options)  # type: ignore[arg-type]
        assert result.returncode == expect, f"exit {result.returncode}\n{result.stdout}\n{result.stderr}"
        return result

    return call


@contextlib.contextmanager
def child(command: Sequence[str | os.PathLike[str]], **options: object) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def sleeper(directory: pathlib.Path) -> Iterator[subprocess.Popen[bytes]]:
    with child([directory / SLEEP, "1000"]) as process:
        yield process


def arguments(name: str, process: subprocess.Popen[bytes]) -> list[str]:
    """Returns the arguments for a process that runs SLEEP."""
    return [word.format(pid=process.pid, sleep=SLEEP) for word in ARGUMENTS.get(name, [])]


def rows(result: subprocess.CompletedProcess[str]) -> list[list[str]]:
    return [line.split() for line in result.stdout.splitlines()]


def as_nobody() -> dict[str, object]:
    """Returns the options that run a program as an ordinary user."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": "/"} if os.getuid() == 0 else {"cwd": "/"}


# ---- all of them


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_no_warnings(compiler: str, source: pathlib.Path) -> None:
    subprocess.run([required_tool(compiler), *FLAGS, f"-I{ROOT / 'include'}", "-fsyntax-only", str(source)], check=True)
    assert len(source.read_text().splitlines()) < (600 if source.stem == "top" else 150)


@pytest.mark.parametrize("name", NAMES)
def test_help(run: Run, name: str) -> None:
    for option in ("--help", "-h"):
        result = run(name, option)
        assert result.stdout.startswith(f"usage: {name}")
        assert result.stdout.endswith("\n-h, --help: this text; --version: the version of the library\n")
        assert result.stderr == ""
        assert [line for line in result.stdout.splitlines() if len(line) > 80] == []
    assert f"`{name}.c`" in (ROOT / "examples" / "README.md").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_version(run: Run, name: str) -> None:
    assert re.fullmatch(rf"{name} \(libpsutil \d+\.\d+\.\d+\)\n", run(name, "--version").stdout)


@pytest.mark.parametrize("name", NAMES)
def test_bad_arguments_are_named(run: Run, name: str) -> None:
    """The error names the argument and what is wrong with it, and the usage follows."""
    for wrong, reason in (
        ("-", "-: unexpected argument"),
        ("--no-such-option", "--no-such-option: unknown option"),
        ("-Q", "-Q: unknown option"),
        ("-\x1b[31m", "-\\x1b: unknown option"),
    ):
        result = run(name, wrong, expect=1)
        assert result.stderr.startswith(f"{name}: {reason}\nusage: {name}")
        assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("killall", "arguments: expected the name of a process"),
        ("pidof", "arguments: expected the name of a process"),
        ("pmap", "arguments: expected a PID"),
        ("pmap 1x", "1x: expected a PID"),
        ("pstree 1x", "1x: expected a PID"),
        ("ps -p", "-p: unknown option"),
        ("ps 1", "1: unexpected argument"),
        ("ps --sort=size", "--sort=size: unknown option"),
        ("who am", "am: unexpected argument"),
        ("free -x", "-x: unknown option"),
        ("netstat tcp udp", "udp: unexpected argument"),
        ("top -n", "-n: the option needs a value"),
        ("top -n 0", "0: expected a number of iterations"),
        ("top -n -1", "-1: expected a number of iterations"),
        ("top -d 0", "0: expected 0.1 to 1000000 seconds"),
        ("top -d nan", "nan: expected 0.1 to 1000000 seconds"),
        ("top -d 1x", "1x: expected 0.1 to 1000000 seconds"),
        ("iotop -d", "-d: the option needs a value"),
        ("execsnoop -n 0", "0: expected a number of lines"),
        ("execsnoop -t x", "x: expected a number of seconds"),
        ("killall -s NOPE x", "NOPE: unknown signal"),
        ("killall -s 65 x", "65: unknown signal"),
        ("killall -w x x", "x: expected a number of seconds"),
        ("killall -s", "-s: the option needs a value"),
    ],
)
def test_bad_values_are_named(run: Run, words: str, reason: str) -> None:
    name = words.split()[0]
    assert run(*words.split(), expect=1).stderr.startswith(f"{name}: {reason}\nusage: {name}")


@pytest.mark.parametrize(
    ("familiar", "same"),
    [
        ("ps aux", "ps"),
        ("ps -ef", "ps"),
        ("ps -A", "ps"),
        ("netstat -tlnp", "netstat -l tcp"),
        ("netstat -tulpn", "netstat -l inet"),
        ("netstat -anx", "netstat unix"),
        ("free -b", "free -b"),
        ("ifconfig -a", "ifconfig"),
    ],
)
def test_familiar_spellings(run: Run, familiar: str, same: str) -> None:
    """They have the same headings and, but for what changes in between, the same first column."""
    first, second = (rows(run(*words.split())) for words in (familiar, same))
    assert [row for row in first if row[:1] == ["PID"]] == [row for row in second if row[:1] == ["PID"]]
    assert {row[0] for row in first if row} & {row[0] for row in second if row}


@pytest.mark.parametrize("option", ["-k", "-m", "-g"])
def test_options_choose_units(run: Run, option: str) -> None:
    unit = {"-k": 1 << 10, "-m": 1 << 20, "-g": 1 << 30}[option]
    assert int(rows(run("free", option))[1][1]) == psutil.virtual_memory().total // unit
    assert int(rows(run("disk_usage", option, "/"))[1][2]) == psutil.disk_usage("/").total // unit


def display_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in line)


@pytest.mark.parametrize("columns", [80, 132])
@pytest.mark.parametrize(
    "command",
    ["ps", "free", "free -b", "disk_usage -a", "disk_usage -b", "netstat", "netstat unix", "pmap {pid}", "ifconfig"],
)
def test_output_fits_the_terminal(directory: pathlib.Path, tmp_path: pathlib.Path, command: str, columns: int) -> None:
    """A long command line with characters of two columns is cut at the edge."""
    name, *options = command.format(pid=os.getpid()).split()
    words = "\u6f22\u5b57\u00e9" * 100
    with child([sys.executable, "-c", "import time; time.sleep(1000)", words], env={**os.environ, "LC_ALL": "C.UTF-8"}):
        shown = run_on_terminal([directory / name, *options], 24, columns)
    assert max(display_width(line) for line in shown.splitlines()) in range(columns // 2, columns + 1)


def run_on_terminal(command: Sequence[str | os.PathLike[str]], rows: int, columns: int) -> str:
    """The output of a program on a terminal of this size."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        environment.pop("COLUMNS", None)
        os.execve(command[0], [os.fspath(word) for word in command], environment)
    shown = b""
    with contextlib.suppress(OSError):  # EIO at the end
        while data := os.read(terminal, 65536):
            shown += data
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.unprivileged
@pytest.mark.parametrize("who", ["root", "nobody"])
@pytest.mark.parametrize("name", READING)
def test_example_runs(run: Run, directory: pathlib.Path, name: str, who: str) -> None:
    """Missing rights are not an error."""
    options = as_nobody() if who == "nobody" else {}
    with child([directory / SLEEP, "1000"], **options) as process:
        assert run(name, *arguments(name, process), **options).stderr == ""


@pytest.mark.skipif(os.getuid() != 0, reason="takes another user's processes")
def test_refused_user_sees_the_reason(run: Run, sleeper: subprocess.Popen[bytes]) -> None:
    for command in (["pmap", str(sleeper.pid)], ["open_files", str(sleeper.pid)]):
        error = run(*command, expect=1, **as_nobody()).stderr
        assert re.fullmatch(rf"{command[0]}: PID {sleeper.pid}.*denied.*\n", error)


@pytest.mark.parametrize("name", READING)
def test_write_error(run: Run, name: str, sleeper: subprocess.Popen[bytes]) -> None:
    """A full device. killall prints nothing without -v."""
    words = [*(["-v"] if name == "killall" else []), *arguments(name, sleeper)]
    for options in (words, ["--help"], ["--version"]):
        with open("/dev/full", "w") as full:
            error = run(name, *options, expect=1, stdout=full).stderr
        assert error == f"{name}: write error: No space left on device\n"


HOSTILE = "a\x1b[31m\n\t\x07%s\udcff€"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
@pytest.mark.parametrize("name", READING)
def test_hostile_names(
    run: Run, name: str, locale: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program, its arguments, directory, file and socket with terminal escapes in their names."""
    place = tmp_path / HOSTILE
    place.mkdir()
    program = place / HOSTILE[:12]
    shutil.copy("/bin/sleep", program)
    monkeypatch.chdir(place)
    with (
        socket.socket(socket.AF_UNIX) as listener,
        open(place / "file", "w") as file,
    ):
        listener.bind(HOSTILE)
        listener.listen()
        descriptors = (listener.fileno(), file.fileno())
        with child([program, "1000"], cwd=place, pass_fds=descriptors) as process:
            command = {
                "killall": ["killall", "-v", "-s", "0", program.name],
                "pidof": ["pidof", program.name],
                "netstat": ["netstat", "unix"],
                "disk_usage": ["disk_usage", str(place)],
                "pstree": ["pstree", "-a"],
                "pmap": ["pmap", str(process.pid)],
                "open_files": ["open_files", str(process.pid)],
            }.get(name, [name, *ARGUMENTS.get(name, [])])
            environment = {**os.environ, "LC_ALL": locale, "COLUMNS": ""}  # not cut
            result = run(*command, env=environment)
    assert not re.search(r"[^\n\x20-\x7e\u00a0-\uffff]|\udcff|\xff", result.stdout)
    if name in ("pidof", "killall"):
        assert str(process.pid) in result.stdout
    elif name in ("ps", "top", "pstree", "pmap", "open_files", "netstat", "disk_usage", "iotop"):
        assert "a\\x1b[31m\\x0a" in result.stdout
    for command in (["pidof", "-x\x1b"], ["killall", "no\x1b"], ["ifconfig", "\x1b"], ["disk_usage", "/\x1b"]):
        assert "\x1b" not in run(*command, expect=1, env=environment).stderr


# ---- each of them


def test_ps(run: Run, directory: pathlib.Path, sleeper: subprocess.Popen[bytes]) -> None:
    line = next(row for row in rows(run("ps")) if row[:1] == [str(sleeper.pid)])
    assert line[1] == psutil.Process(sleeper.pid).username()
    assert line[-3:] == [SLEEP[:16], str(directory / SLEEP), "1000"]


@pytest.mark.parametrize("option", ["-n 2", "-m"])
def test_top(run: Run, sleeper: subprocess.Popen[bytes], option: str) -> None:
    def shown_percent(result: subprocess.CompletedProcess[str], pid: int) -> float:
        """The last one."""
        return [float(row[4]) for row in rows(result) if row[:1] == [str(pid)]][-1]

    with child(["sh", "-c", "while :; do :; done"]) as busy:
        delay = 0.3
        while True:  # until it has had a CPU: the machine may be busy
            result = run("top", "-d", str(delay), *option.split())
            if shown_percent(result, busy.pid) > 0:
                break
            delay *= 2
    assert "\x1b" not in result.stdout
    pages = [page.splitlines()[1:] for page in result.stdout.split(" PID USER ")[1:]]
    assert len(pages) == (2 if option == "-n 2" else 1)
    for page in pages:
        table = {int(line.split()[0]): line.split() for line in page if line[:7].strip().isdigit()}
        assert table[sleeper.pid][-1] == SLEEP
        assert table[sleeper.pid][1] == psutil.Process(sleeper.pid).username()
        assert float(table[busy.pid][4]) > float(table[sleeper.pid][4])
        column = 5 if option == "-m" else 4
        values = [float(line[column]) for line in table.values()]
        assert values == sorted(values, reverse=True)


class Top:
    """The program top on a terminal."""

    def __init__(self, program: pathlib.Path, *options: str, size: tuple[int, int] = (24, 80)) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
            os.execve(program, ["top", *options], {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"})
        self.shown = b""
        self.status: int | None = None

    def read(self) -> None:
        self.shown += os.read(self.terminal, 65536)

    def pages(self, colors: bool = False) -> list[str]:
        """All complete pages so far, without the sequences for colours."""
        pages = [page.split(b"\x1b[J")[0].decode() for page in self.shown.split(b"\x1b[H")[1:] if b"\x1b[J" in page]
        return pages if colors else [re.sub(r"\x1b\[[0-9;]*m", "", page) for page in pages]

    def wait_for(self, condition: Callable[[str], object]) -> str:
        """The first page after now for which the condition holds."""
        seen = len(self.pages())
        deadline = time.monotonic() + 30
        while True:
            for page in self.pages()[seen:]:
                if condition(page):
                    return page
            seen = len(self.pages())
            assert time.monotonic() < deadline, self.pages()[-1:]
            self.read()

    def press(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def finish(self) -> int:
        """The exit status, after the program has restored the terminal."""
        with contextlib.suppress(OSError):
            while data := os.read(self.terminal, 65536):
                self.shown += data
        self.status = os.waitpid(self.pid, 0)[1]
        return self.status

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)


@pytest.fixture
def top(directory: pathlib.Path) -> Iterator[Callable[..., Top]]:
    started = []

    def start(*options: str, size: tuple[int, int] = (24, 80)) -> Top:
        started.append(Top(directory / "top", *options, size=size))
        return started[-1]

    yield start
    for program in started:
        program.close()


def lines_of(page: str) -> list[str]:
    return page.replace("\x1b[K", "").split("\r\n")


def pids_of(page: str) -> list[int]:
    return [int(line.split()[0]) for line in lines_of(page) if line[:7].strip().isdigit() and len(line.split()) > 7]


@pytest.mark.parametrize("size", [(24, 80), (50, 200), (10, 72), (24, 40)])
def test_top_fits_the_terminal(top: Callable[..., Top], size: tuple[int, int]) -> None:
    """Each page fills the terminal and ends without a newline; a line that is longer is cut by the terminal."""
    program = top("-d", "0.1", size=size)
    for _ in range(3):
        page = program.wait_for(lambda page: True)
        assert len(lines_of(page)) == size[0]
        assert all(display_width(line) <= max(size[1], 70) for line in lines_of(page))
    assert b"\x1b[?7l" in program.shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_top_restores_the_terminal_after_a_signal(top: Callable[..., Top], number: signal.Signals) -> None:
    program = top("-d", "0.1")
    program.wait_for(lambda page: True)
    os.kill(program.pid, number)
    assert os.WTERMSIG(program.finish()) == number
    assert program.shown.endswith(b"\x1b[?25h\x1b[?1049l")


def test_top_quits_and_restores_the_terminal(top: Callable[..., Top]) -> None:
    program = top()
    before = termios.tcgetattr(program.terminal)
    program.wait_for(lambda page: True)
    assert termios.tcgetattr(program.terminal) != before
    program.press("q")
    assert os.waitstatus_to_exitcode(program.finish()) == 0
    assert program.shown.endswith(b"\x1b[?25h\x1b[?1049l")


def test_top_stops_and_continues(top: Callable[..., Top]) -> None:
    program = top("-d", "0.1")
    program.wait_for(lambda page: True)
    os.kill(program.pid, signal.SIGTSTP)
    assert os.WIFSTOPPED(os.waitpid(program.pid, os.WUNTRACED)[1])
    os.kill(program.pid, signal.SIGCONT)
    program.wait_for(lambda page: True)
    assert program.shown.count(b"\x1b[?1049h") == 2


def test_top_takes_a_new_size(top: Callable[..., Top]) -> None:
    program = top("-d", "1000")
    program.wait_for(lambda page: len(lines_of(page)) == 24)
    program.resize(40, 120)
    program.wait_for(lambda page: len(lines_of(page)) == 40)


def test_top_has_bars(top: Callable[..., Top]) -> None:
    program = top("-d", "0.2", size=(60, 100))
    with child(["sh", "-c", "while :; do :; done"]):
        page = program.wait_for(lambda page: "|" in page.split("\r\n")[2])
    assert len(re.findall(r"^ *\d+\[.*?%\]| +\d+\[[^]]*%\]", page, re.MULTILINE)) == psutil.cpu_count()
    assert re.search(r"Mem\[\|*.*[0-9.]+[KMGT]/[0-9.]+[KMGT]\]Swp\[", page)
    program.press("1")
    page = program.wait_for(lambda page: "CPU[" in page)
    assert sum("%]" in line for line in lines_of(page)) == 1


def test_top_sorts_by_key(top: Callable[..., Top], sleeper: subprocess.Popen[bytes]) -> None:
    program = top("-d", "1000", size=(2000, 200))
    program.wait_for(lambda page: sleeper.pid in pids_of(page))
    program.press("N")
    page = program.wait_for(lambda page: pids_of(page) == sorted(pids_of(page)))
    assert sleeper.pid in pids_of(page)
    program.press("r")
    program.wait_for(lambda page: pids_of(page) == sorted(pids_of(page), reverse=True))
    program.press("m")
    page = program.wait_for(lambda page: pids_of(page) != sorted(pids_of(page), reverse=True))
    sizes = [as_bytes(line.split()[6]) for line in lines_of(page) if line[:7].strip().isdigit()]
    assert sizes == sorted(sizes, reverse=True)


def test_top_filters(top: Callable[..., Top], sleeper: subprocess.Popen[bytes]) -> None:
    program = top("-d", "1000")
    program.wait_for(lambda page: True)
    program.press(f"/{SLEEP.upper()}x")
    program.wait_for(lambda page: not pids_of(page))
    program.press("\x7f\r")
    assert pids_of(program.wait_for(lambda page: "filter: " + SLEEP.upper() in page)) == [sleeper.pid]
    program.press("\x1b")
    program.wait_for(lambda page: len(pids_of(page)) > 1)


def test_top_shows_a_tree(top: Callable[..., Top], directory: pathlib.Path) -> None:
    with child(
        ["sh", "-c", f"{directory / SLEEP} 1000 & echo; wait"], stdout=subprocess.PIPE, start_new_session=True
    ) as shell:
        assert shell.stdout
        shell.stdout.readline()
        program = top("-d", "0.2", size=(2000, 120))
        program.wait_for(lambda page: True)
        program.press("t")
        lines = lines_of(program.wait_for(lambda page: f"`- {SLEEP}" in page))
        parent = next(i for i, line in enumerate(lines) if line.split()[:1] == [str(shell.pid)])
        assert lines[parent + 1].endswith(f"`- {SLEEP}")
        os.killpg(shell.pid, signal.SIGKILL)


@pytest.mark.parametrize(("key", "number"), [("y", signal.SIGTERM), ("9", signal.SIGKILL)])
def test_top_kills_after_a_confirmation(
    top: Callable[..., Top], sleeper: subprocess.Popen[bytes], key: str, number: int
) -> None:
    program = top("-d", "1000")
    program.wait_for(lambda page: True)
    program.press(f"/{sleeper.pid} \x7f\r")
    program.wait_for(lambda page: sleeper.pid in pids_of(page))
    program.press("k")
    program.wait_for(lambda page: f"end {sleeper.pid} ({SLEEP[:15]}" in page)
    program.press("n")
    program.wait_for(lambda page: "cancelled" in page)
    assert sleeper.poll() is None
    program.press("k" + key)
    assert sleeper.wait(30) == -number
    program.wait_for(lambda page: f"sent {signal.Signals(number).name} to {sleeper.pid}" in page)


def test_top_selects_with_the_arrows(top: Callable[..., Top]) -> None:
    program = top("-d", "1000")
    program.wait_for(lambda page: True)

    def selected() -> int:
        (line,) = (
            line
            for line in program.pages(colors=True)[-1].split("\r\n")[3:-1]
            if "\x1b[7m" in line and "PID" not in line
        )
        return int(line.replace("\x1b[7m", "").split()[0])

    order = pids_of(program.pages()[-1])
    assert selected() == order[0]
    for keys, expected in (("\x1b[B\x1bOB", order[2]), ("\x1b[A", order[1]), ("\x1b[H", order[0])):
        program.press(keys)
        deadline = time.monotonic() + 30
        while selected() != expected:
            assert time.monotonic() < deadline
            program.read()
            while not program.shown.endswith(b"\x1b[J"):
                program.read()


def test_top_without_colors(directory: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = run_on_terminal([directory / "top", "-n", "2", "-d", "0.1"], 24, 80)
    assert "\x1b[3" not in shown
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[36m" in run_on_terminal([directory / "top", "-n", "2", "-d", "0.1"], 24, 80)


def test_execsnoop(directory: pathlib.Path, run: Run) -> None:
    """It prints starts while they happen, and the lines of a child with a hostile argument."""
    if not reports_here():
        assert "process events" in run("execsnoop", expect=1).stderr
        return
    command = [str(directory / "execsnoop"), "-x", "-t", "60"]
    environment = {**os.environ, "COLUMNS": "", "LC_ALL": "C"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as snoop:
        assert snoop.stdout is not None
        assert snoop.stdout.readline().split() == ["TIME", "EVENT", "PID", "PPID", "COMMAND"]
        found = {}
        shell = subprocess.Popen(["sh", "-c", "read line; exit 7", "a\x1b[31m\n"], stdin=subprocess.PIPE)
        assert shell.stdin is not None
        for line in snoop.stdout:
            cells = line.split(None, 4)
            if len(cells) == 5 and cells[2] == str(shell.pid):
                found[cells[1]] = cells[3:]
            if "start" in found:
                shell.stdin.close()  # it exits
            if "exit" in found:
                break
        shell.wait()
        snoop.kill()
    assert found["start"] == [str(os.getpid()), "sh -c read line; exit 7 a\\x1b[31m\\x0a\n"]
    assert found["exit"][1] == "7\n"


def test_iotop(run: Run, directory: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """A child that writes and syncs a file."""
    if not os.path.exists("/proc/self/io"):
        pytest.skip("a kernel without I/O accounting")
    script = f"import os; f = os.open({str(tmp_path / 'f')!r}, os.O_RDWR | os.O_CREAT)\n"
    script += "while True: os.pwrite(f, b'x' * 65536, 0); os.fsync(f)"
    with child(["python3", "-c", script]) as writer:
        deadline = time.monotonic() + 30
        while not psutil.Process(writer.pid).io_counters().write_bytes:
            if time.monotonic() > deadline:
                pytest.skip("writing to a file here writes to no disk")
            time.sleep(0.05)
        earlier = psutil.Process(writer.pid).io_counters().write_bytes

        def compare() -> None:
            """It writes in each interval, unless the disk is busy."""
            pages = run("iotop", "-d", "0.5", "-n", "2").stdout.split(" PID USER ")[1:]
            assert len(pages) == 2
            for page in pages:
                line = next(line.split() for line in page.splitlines() if line.split()[0] == str(writer.pid))
                assert as_bytes(line[3]) > 0
                assert as_bytes(line[5]) >= earlier * 0.9  # it is rounded

        repeat_until_passes(compare)


def as_bytes(text: str) -> float:
    return float(text[:-1]) * 1024.0 ** "BKMGTPE".index(text[-1])


def test_free(run: Run) -> None:
    """Between psutil's values from before and after, or within 64 MiB, since other processes use memory."""

    def compare() -> None:
        theirs, their_swap = psutil.virtual_memory(), psutil.swap_memory()
        header, memory, swap = rows(run("free", "-b"))
        later, later_swap = psutil.virtual_memory(), psutil.swap_memory()
        assert header == ["TOTAL", "USED", "FREE", "SHARED", "BUFFERS", "CACHED", "AVAILABLE"]
        assert int(memory[1]) == theirs.total
        bounds = [sorted((getattr(theirs, name.lower()), getattr(later, name.lower()))) for name in header]
        bounds += [sorted(pair) for pair in zip(their_swap[:3], later_swap[:3], strict=True)]
        for word, (low, high) in zip(memory[1:] + swap[1:], bounds, strict=True):
            assert low - (64 << 20) <= int(word) <= high + (64 << 20)

    repeat_until_passes(compare)
    assert as_bytes(rows(run("free"))[1][1]) == pytest.approx(psutil.virtual_memory().total, rel=0.05)


def test_disk_usage(run: Run, tmp_path: pathlib.Path) -> None:
    """Within 16 MiB, since other processes write; they may also mount file systems."""
    slack = 16 << 20

    def compare() -> None:
        line = rows(run("disk_usage", "-b", str(tmp_path)))[1]
        theirs = psutil.disk_usage(str(tmp_path))
        assert int(line[2]) == theirs.total
        assert [int(word) for word in line[3:5]] == pytest.approx([theirs.used, theirs.free], abs=slack)
        assert float(line[5].rstrip("%")) == pytest.approx(theirs.percent, abs=0.11 + slack / theirs.total * 100)
        for options in ([], ["-a"]):
            partitions = psutil.disk_partitions(all=bool(options))
            shown = [(row[0], row[1], row[-1]) for row in rows(run("disk_usage", *options))[1:]]
            plain = [(p.device, p.fstype[:9], p.mountpoint) for p in partitions if " " not in p.device + p.mountpoint]
            assert [(device, fstype[:9], path) for device, fstype, path in shown if "\\x" not in path] == plain

    repeat_until_passes(compare)
    error = run("disk_usage", "/", "/nonexistent", expect=1).stderr
    assert re.fullmatch("disk_usage: [^:]*/nonexistent: no such file or directory\n", error)


def test_ifconfig(run: Run) -> None:
    shown = run("ifconfig").stdout
    parts = dict(part.split(": ", 1) for part in re.split(r"\n(?=\S)", shown.rstrip("\n")))
    assert list(parts) == list(psutil.net_if_stats()) or set(parts) == set(psutil.net_if_stats())
    for name, addresses in psutil.net_if_addrs().items():
        for address in addresses:
            assert f" {address.address}" in parts[name]
    for name, stats in psutil.net_if_stats().items():
        assert ("not running," in parts[name]) != stats.isup
        assert f"mtu {stats.mtu}" in parts[name]
    received = re.search(r"received +(\d+) bytes", parts["lo"])
    assert received
    assert int(received[1]) <= psutil.net_io_counters(pernic=True, nowrap=False)["lo"].bytes_recv
    assert run("ifconfig", "lo").stdout.startswith("lo: ")
    assert run("ifconfig", "lo", "nope", expect=1).stderr == "ifconfig: nope: no such network interface\n"


@pytest.mark.unprivileged
def test_netstat(run: Run, tmp_path: pathlib.Path) -> None:
    """A listening socket, a connected one, and a UNIX socket."""
    name = psutil.Process().name()
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as client:
        port = listener.getsockname()[1]
        ours = client.getsockname()[1]
        listening = ["tcp", f"127.0.0.1:{port}", "*", "LISTEN", str(os.getpid()), name]
        connected = ["tcp", f"127.0.0.1:{ours}", f"127.0.0.1:{port}", "ESTABLISHED", str(os.getpid()), name]
        table = [[*row[:5], " ".join(row[5:])] for row in rows(run("netstat"))]
        assert listening in table
        assert connected in table
        only = rows(run("netstat", "-l", "tcp4"))[1:]
        assert str(port) in {row[1].split(":")[1] for row in only}
        assert {row[3] for row in only} == {"LISTEN"}
        assert {row[0] for row in rows(run("netstat", "udp"))[1:]} <= {"udp", "udp6"}
    with socket.socket(socket.AF_UNIX) as unix:
        path = tmp_path / "socket"
        unix.bind(str(path))
        assert any(row[:2] == ["stream", str(path)] for row in rows(run("netstat", "unix")))
    error = run("netstat", "carrier pigeons", expect=1).stderr
    assert error.startswith("netstat: kind")


@pytest.mark.unprivileged
def test_open_files(run: Run, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "file"
    with open(path, "ab") as file, socket.create_server(("127.0.0.1", 0)) as listener:
        file.write(b"12345")
        file.flush()
        mine = rows(run("open_files", str(os.getpid())))[1:]
        kinds = {tuple(row[-5:]) for row in mine}
        assert ("file", str(file.fileno()), "a", "5", str(path)) in kinds
        assert ("cwd", "-", "-", "-", os.getcwd()) in kinds
        assert ("exe", "-", "-", "-", psutil.Process().exe()) in kinds
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        assert ("socket", str(listener.fileno()), "-", "-", address) in kinds
        theirs = {(str(f.fd), f.path) for f in psutil.Process().open_files()}
        assert {(row[-4], row[-1]) for row in mine if row[-5] == "file"} == theirs
        link = tmp_path / "link"
        link.hardlink_to(path)
        for name, options in itertools.product((path, link), ((), ("-b",))):
            (one,) = rows(run("open_files", *options, str(name)))[1:]
            assert one[-6:] == [str(os.getpid()), "open", str(file.fileno()), "a", "-", str(name)]
        found = rows(run("open_files", "-m", str(path)))
        assert [str(os.getpid()), "open", str(file.fileno()), "a", "-", str(path)] in [row[-6:] for row in found]
        assert {row[-5] for row in rows(run("open_files", str(os.getpid()), str(path)))} >= {"cwd", "socket", "open"}
    uses = {row[-5] for row in rows(run("open_files", sys.executable)) if row[-6] == str(os.getpid())}
    assert uses == {"exe", "map"}
    run("open_files", str(path), expect=1)
    assert run("open_files", "x", expect=1).stderr.startswith("open_files: x: no such file")
    assert run("open_files", str(2**22 + 1), expect=1).stderr.startswith(f"open_files: PID {2**22 + 1}: ")


@pytest.mark.unprivileged
def test_pmap(run: Run, sleeper: subprocess.Popen[bytes]) -> None:
    """The maps of a sleeping process are stable, but the kernel may reclaim its pages."""
    deadline = time.monotonic() + 30
    while (
        psutil.Process(sleeper.pid).num_ctx_switches().voluntary < 1
        or psutil.Process(sleeper.pid).status() != "sleeping"
    ):
        assert time.monotonic() < deadline
        time.sleep(0.01)

    def kernels() -> list[int]:
        with open(f"/proc/{sleeper.pid}/smaps") as smaps:
            text = smaps.read()
        return [sum(map(int, re.findall(rf"^{field}: +(\d+) kB", text, re.MULTILINE))) for field in ("Size", "Rss")]

    theirs = psutil.Process(sleeper.pid).memory_maps(grouped=False)
    before = None
    while before != (sizes := kernels()):
        before = sizes
        shown = rows(run("pmap", str(sleeper.pid)))
        grouped = rows(run("pmap", "-g", str(sleeper.pid)))
    assert shown[0] == [f"{sleeper.pid}:", SLEEP]
    assert [row[0] for row in shown[2:-1]] == [m.addr.split("-")[0] for m in theirs]
    assert [row[-1] for row in shown[2:-1]] == [m.path for m in theirs]
    total = shown[-1]
    for column, size in zip((1, 2), sizes, strict=True):
        assert int(total[column]) == sum(int(row[column]) for row in shown[2:-1]) == size
    assert {row[-1] for row in grouped[2:-1]} == {m.path for m in theirs}
    assert grouped[-1][1:3] == total[1:3]
    assert run("pmap", str(2**22 + 1), expect=1).stderr.startswith(f"pmap: PID {2**22 + 1}: ")


def test_who(run: Run) -> None:
    assert [row[0] for row in rows(run("who"))[1:]] == [user.name for user in psutil.users()]


def test_who_with_users(directory: pathlib.Path, run_with_files: RunWithFiles) -> None:
    utmp = login(7, 1, "tty1", "ann", "", 1_700_000_001) + login(7, 2, "pts/1", "bob", "192.0.2.1", 1_700_000_002)
    assert [row[0] for row in rows(run_with_files({"run/utmp": utmp}, directory / "who"))[1:]] == ["ann", "bob"]


@pytest.fixture
def namesake(tmp_path: pathlib.Path) -> pathlib.Path:
    """A program with a unique name, longer than the kernel's 15 bytes."""
    program = tmp_path / f"namesake-{os.getpid()}-of-nobody"
    shutil.copy("/bin/sleep", program)
    return program


def test_pidof(run: Run, namesake: pathlib.Path) -> None:
    assert run("pidof", namesake.name, expect=1).stdout == ""
    with child([namesake, "1000"]) as one, child([namesake, "1000"]) as other:
        wait_for(namesake, one, other)
        both = sorted([one.pid, other.pid])
        for argument in (namesake.name, str(namesake)):
            assert run("pidof", argument).stdout == f"{both[0]} {both[1]}\n"
            assert run("pidof", "-s", "--", argument).stdout == f"{both[0]}\n"
        one.kill()
        os.waitid(os.P_PID, one.pid, os.WEXITED | os.WNOWAIT)  # a zombie is not counted
        assert run("pidof", namesake.name).stdout == f"{other.pid}\n"


def wait_for(program: pathlib.Path, *processes: subprocess.Popen[bytes]) -> None:
    """Waits until the processes run the program."""
    deadline = time.monotonic() + 30
    while any(os.readlink(f"/proc/{process.pid}/exe") != str(program) for process in processes):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.unprivileged
def test_killall(run: Run, namesake: pathlib.Path, sleeper: subprocess.Popen[bytes]) -> None:
    """It ends the processes with the name, and no others."""
    result = run("killall", namesake.name, expect=1)
    assert result.stderr == f"killall: {namesake.name}: no process found\n"
    other = namesake.with_name(namesake.name + "-2")
    shutil.copy("/bin/sleep", other)
    with child([namesake, "1000"]) as one, child([namesake, "1000"]) as two, child([other, "1000"]) as third:
        wait_for(namesake, one, two)
        wait_for(other, third)
        run("killall", "-s", "0", namesake.name)
        assert run("killall", "-s", "CONT", "-w", "0", namesake.name, expect=1).stdout == ""
        assert one.poll() is None
        run("killall", namesake.name)
        assert [one.wait(30), two.wait(30)] == [-signal.SIGTERM] * 2
        assert third.poll() is None
        assert sleeper.poll() is None
        run("killall", "-s", "SIGKILL", other.name)
        assert third.wait(30) == -signal.SIGKILL


def test_killall_waits(run: Run, namesake: pathlib.Path) -> None:
    """It waits for a grandchild, which its parent reaps."""
    with child(["sh", "-c", '"$0" 1000; exit 7', namesake]) as shell:
        deadline = time.monotonic() + 30
        while not (found := psutil.Process(shell.pid).children()) or found[0].exe() != str(namesake):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        output = run("killall", "-v", "-w", "60", namesake.name).stdout
        assert output == f"{found[0].pid}: signalled\n{found[0].pid}: exited\n"
        assert shell.wait(30) == 7


@pytest.mark.skipif(os.getuid() != 0, reason="takes another user's processes")
def test_killall_of_another_users(run: Run, namesake: pathlib.Path) -> None:
    with child([namesake, "1000"]) as process:
        wait_for(namesake, process)
        error = run("killall", namesake.name, expect=1, **as_nobody()).stderr
        assert error.startswith(f"killall: PID {process.pid}")
        assert process.poll() is None


def indent(line: str) -> int:
    lead = re.match(r"(?:[| ]  )*(?:[`|]- )?", line)
    assert lead
    return lead.end()


def test_pstree(run: Run, directory: pathlib.Path, sleeper: subprocess.Popen[bytes]) -> None:
    """This process is above its child and below its parent."""
    before = set(psutil.pids())
    lines = run("pstree").stdout.splitlines()
    after = set(psutil.pids())
    mine = next(i for i, line in enumerate(lines) if line.endswith(f"({os.getpid()})"))
    child_line = next(i for i, line in enumerate(lines) if line.endswith(f"({sleeper.pid})"))
    column, below = (indent(lines[i]) for i in (mine, child_line))
    assert below == column + 3
    assert mine < child_line
    assert all(line[column] in " |`" for line in lines[mine + 1 : child_line + 1])
    pids = [int(line.rsplit("(", 1)[1].rstrip(")")) for line in lines]
    assert len(pids) == len(set(pids))
    assert {os.getpid(), os.getppid(), sleeper.pid, 1} <= before & after <= set(pids)
    assert run("pstree", str(sleeper.pid)).stdout == f"{SLEEP} ({sleeper.pid})\n"
    assert run("pstree", "-a", str(sleeper.pid)).stdout == f"{directory / SLEEP} 1000 ({sleeper.pid})\n"
    error = run("pstree", str(2**22 + 1), expect=1).stderr
    assert error == f"pstree: {2**22 + 1}: no such process\n"


def test_pstree_of_many_levels(run: Run) -> None:
    """Fifty processes, each the child of the one before."""
    script = 'if [ "$1" -gt 0 ]; then sh -c "$0" "$0" $(($1 - 1)); else sleep 1000; fi; exit 0'
    with child(["sh", "-c", script, script, "50"], start_new_session=True) as top:
        try:
            deadline = time.monotonic() + 30
            while len(found := psutil.Process(top.pid).children(recursive=True)) < 51:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            lines = run("pstree", str(top.pid)).stdout.splitlines()
            assert [line.index("`") for line in lines[1:]] == list(range(0, 3 * 51, 3))
            assert [int(line.rsplit("(", 1)[1].rstrip(")")) for line in lines[1:]] == [p.pid for p in found]
        finally:
            os.killpg(top.pid, signal.SIGKILL)


# ---- psutil-pin


def test_pin(run: Run, directory: pathlib.Path) -> None:
    """An ordinary user may not; root's file is there afterwards, in a mount namespace of its own."""
    refused = run("psutil-pin", "/run/libpsutil-none/table", expect=1, **as_nobody())
    assert refused.stderr.startswith("psutil-pin: ")
    run("psutil-pin", "-m", "9", expect=1)
    if os.getuid():
        return
    script = 'mount -t tmpfs tmpfs /run && "$0" -m 0440 && stat -c "%a %U" /run/libpsutil/table'
    command = ["unshare", "--mount", "sh", "-c", script, str(directory / "psutil-pin")]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode == 0:
        assert result.stdout == "440 root\n"
    else:  # no BPF here, or no namespaces
        assert "psutil" in result.stderr or "unshare" in result.stderr or "mount" in result.stderr
