"""The documentation is true: its programs run, and the tests, files and links that it names exist."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

import psutil
import pytest
from conftest import CC, MUSL, ROOT, missing, repeat_until_passes, run_program
from proc_connector import reports_here


def tracked(pattern: str) -> list[pathlib.Path]:
    """Files of the repository; in an unpacked tarball, which has no Git, all files."""
    result = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=False)
    names = result.stdout.split() if result.returncode == 0 else []
    return [ROOT / name for name in names] or sorted(ROOT.glob(pattern))


# Templates of the generator have links that are right where the page is written.
PAGES = [
    page
    for page in tracked("*.md")
    if page.exists() and not {"node_modules", "generate"} & set(page.relative_to(ROOT).parts)
]

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def prose(page: pathlib.Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def test_pages_are_found() -> None:
    assert {"README.md", "CONTRIBUTING.md"} <= {page.name for page in PAGES}


@pages
def test_links_lead_to_files(page: pathlib.Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    files = [target.split("#")[0] for target in targets if not re.match(r"https?://|mailto:|#", target)]
    assert [file for file in files if not (page.parent / file).exists()] == []


@pages
def test_named_tests_exist(page: pathlib.Path) -> None:
    """`test_file.py::test_function`, in tests/ or a directory there: `unix/check_libraries.py::test_function`."""
    missing = []
    for file, function in re.findall(r"`((?:test_|\w+/)\w+\.py)::(test_\w+)", prose(page)):
        path = ROOT / "tests" / file
        if not path.exists() or f"def {function}(" not in path.read_text():
            missing.append(f"{file}::{function}")
    assert missing == []


def test_tests_named_in_sources_exist() -> None:
    sources = [file for suffix in ("c", "cpp", "go", "h", "js", "py", "sh") for file in tracked(f"*.{suffix}")]
    names = {file.name for file in sources}
    assert len(names) > 500
    missing = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in sources
        if not file.name.startswith("test_")  # which makes up names
        for name in re.findall(r"\b(?:test_\w+\.py|[\w-]+\.test\.js)\b", file.read_text())
        if name not in names
    ]
    assert missing == []


@pages
def test_named_files_exist(page: pathlib.Path) -> None:
    """Paths from the project's root, in backticks; one with a placeholder such as <topic> is a pattern."""
    directories = "abi|bindings|capi|docs|examples|impl|include|platform|tests"
    paths = re.findall(rf"`((?:{directories})/[\w./<>*-]*)`", prose(page))
    patterns = [re.sub(r"<\w+>", "*", path) for path in paths]
    assert [path for path in patterns if not list(ROOT.glob(path.rstrip("/")))] == []


def test_every_section_of_embedding_names_tests() -> None:
    """Each promise in docs/embedding.md names the test that shows it."""
    text = (ROOT / "docs" / "embedding.md").read_text()
    sections = dict(re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    without = {title for title, body in sections.items() if "::test_" not in body}
    assert without == {"Windows"}
    programs = re.findall(r"`(\w+\.c)`", sections["Windows"])
    assert len(set(programs)) >= 7
    assert [program for program in programs if not (ROOT / "tests" / "windows" / program).exists()] == []


@pytest.mark.parametrize("name", ["internals.md"])
def test_named_functions_exist(name: str) -> None:
    """Internal C names, in backticks, are in capi/."""
    sources = "\n".join(file.read_text() for file in sorted((ROOT / "capi").glob("*")) if file.is_file())
    named = set(re.findall(r"`(psutil_\w+)`", (ROOT / "docs" / name).read_text()))
    assert sorted(function for function in named if function not in sources) == []


# ---- programs in the documentation

PROGRAMS_IN = ["README.md", "docs/getting-started.md", "docs/recipes.md", "docs/embedding.md"]
POLARS = "import polars"  # in the program that needs another environment
LANGUAGES = {"c", "cpp", "python", "js", "rust"}


@dataclass(frozen=True)
class Snippet:
    """A fenced block of code in a page, and the heading that it is under."""

    page: str
    heading: str
    language: str
    code: str

    def __str__(self) -> str:
        return f"{pathlib.Path(self.page).stem}-{self.heading}-{self.language}".replace(" ", "_")


def snippets() -> Iterator[Snippet]:
    for page in PROGRAMS_IN:
        heading = ""
        for match in re.finditer(
            r"^#+ (?P<heading>[^\n]*)$|^```(?P<language>\w+)\n(?P<code>.*?)^```$",
            (ROOT / page).read_text(),
            re.MULTILINE | re.DOTALL,
        ):
            heading = match["heading"] or heading
            if match["language"] in LANGUAGES:
                yield Snippet(page, heading, match["language"], match["code"])


SNIPPETS = list(snippets())


def command(snippet: Snippet, directory: pathlib.Path, library: pathlib.Path) -> list[str]:
    """Compiles a program where that is needed, and returns the command that runs it."""
    if MUSL and snippet.language != "c":
        pytest.skip("the language's own programs have another C library")
    names = {"c": "program.c", "cpp": "program.cpp", "python": "program.py", "js": "program.js", "rust": "program.rs"}
    source, program = directory / names[snippet.language], directory / "program"
    source.write_text(snippet.code)
    link = [f"-I{ROOT / 'include'}", "-o", str(program), f"-L{library.parent}", "-lpsutil"]
    link += [f"-Wl,-rpath,{library.parent}"]
    warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
    if snippet.language == "python":
        return [sys.executable, str(source)]
    if snippet.language == "js":
        modules = directory / "node_modules"
        modules.mkdir()
        (modules / "libpsutil").symlink_to(ROOT / "bindings" / "node")
        return [tool("node"), "--preserve-symlinks", "--preserve-symlinks-main", str(source)]
    if snippet.language == "rust":
        flags = [
            "--edition=2021",
            "-Dwarnings",
            "-L",
            str(library.parent),
            "-C",
            f"link-arg=-Wl,-rpath,{library.parent}",
        ]
        compiler = [tool("rustc"), str(source), "-o", str(program), *flags]
    elif snippet.language == "cpp":
        compiler = [tool("c++"), "-std=c++17", *warnings, str(source), *link]
    else:
        compiler = [CC, "-std=gnu99", *warnings, str(source), *link]
    result = run_program(compiler, timeout=120)
    assert result.returncode == 0, result.stderr
    return [str(program)]


def tool(name: str) -> str:
    if name == "node":
        check = run_program(["sh", ROOT / "packaging" / "check_tools.sh", "node"])
        if check.returncode:
            missing(check.stderr.strip())
    path = shutil.which(name)
    if not path:
        missing(name)
    return path


def environment(library: pathlib.Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "bindings" / "python"), "LIBPSUTIL_PATH": str(library)}


def run(snippet: Snippet, directory: pathlib.Path, library: pathlib.Path, *arguments: object) -> str:
    """Runs a program, and returns what it prints. It must succeed."""
    return output([*command(snippet, directory, library), *map(str, arguments)], library)


def output(program: list[str], library: pathlib.Path) -> str:
    result = run_program(program, env=environment(library))
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return result.stdout


def under(heading: str) -> pytest.MarkDecorator:
    """The programs under a heading, one for each language."""
    found = [snippet for snippet in SNIPPETS if snippet.heading == heading and POLARS not in snippet.code]
    assert found, f"no program under {heading}"
    TESTED.update(found)
    return pytest.mark.parametrize("snippet", found, ids=str)


TESTED: set[Snippet] = set()


@contextmanager
def started(*arguments: str, **options: object) -> Iterator[subprocess.Popen[str]]:
    """A process that ends with the block, and everything that it has started."""
    process = subprocess.Popen(arguments, start_new_session=True, text=True, **options)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(60)


@under("Use it")
def test_machine(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    name = pathlib.Path("/proc/1/comm").read_text().strip()
    assert re.fullmatch(rf"CPU [\d.]+ %; {re.escape(name)}.* uses \d+ bytes\n", run(snippet, tmp_path, library))


@pytest.mark.parametrize("snippet", [s for s in SNIPPETS if s.page == "docs/getting-started.md"], ids=str)
def test_parent(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    name = psutil.Process().name()
    assert run(snippet, tmp_path, library) == f"{os.getpid()} {name}\n"


@under("Find processes by name")
def test_find_by_name(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    program = shutil.copy(tool("sleep"), tmp_path / "snippet-sleeper")
    with started(str(program), "1000") as process:  # which returns after exec
        assert run(snippet, tmp_path, library, "snippet-sleeper") == f"{process.pid}\n"


@under("List the processes that use most memory")
def test_most_memory(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    program = command(snippet, tmp_path, library)
    everything = run_program([*program, "1000000"], env=environment(library))
    assert (everything.returncode, everything.stderr) == (0, "")
    rows = [(int(pid), int(rss), name) for pid, rss, name in re.findall(r"^(\d+) (\d+) (.*)$", everything.stdout, re.M)]
    assert [rss for _, rss, _ in rows] == sorted((rss for _, rss, _ in rows), reverse=True)
    assert [name for pid, _, name in rows if pid == os.getpid()] == [psutil.Process().name()]
    assert len(run_program([*program, "1"], env=environment(library)).stdout.splitlines()) == 1


@under("Wait for several processes")
def test_wait_for_several(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    waiting = command(snippet, tmp_path, library)
    with started("sleep", "1000") as one, started("sleep", "1000") as other:
        processes = [one, other]
        arguments = [*waiting, *(str(process.pid) for process in processes)]
        with started(*arguments, env=environment(library), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as waiter:
            assert waiter.stdout
            assert waiter.stderr
            assert waiter.stderr.readline() == "waiting for 2 processes\n"
            for process in processes:
                process.kill()
                process.wait()
            printed = waiter.stdout.read()
            assert waiter.wait(60) == 0
    assert sorted(printed.splitlines()) == sorted(f"{process.pid} has exited" for process in processes)


@under("Find the process that listens on a port")
def test_find_listener(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert run(snippet, tmp_path, library, server.getsockname()[1]) == f"{os.getpid()}\n"


@under("Show TCP bandwidth by process")
def test_bandwidth(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
        server.accept()[0] as peer,
    ):
        stop = threading.Event()

        def talk() -> None:
            while not stop.wait(0.01):
                client.sendall(b"x" * 1000)
                peer.recv(1000, socket.MSG_WAITALL)

        thread = threading.Thread(target=talk)
        thread.start()
        try:
            printed = run(snippet, tmp_path, library)
        finally:
            stop.set()
            thread.join()
    (mine,) = re.findall(rf"^{os.getpid()}: (\d+) bytes/s sent, (\d+) bytes/s received$", printed, re.MULTILINE)
    assert int(mine[0]) >= 1000
    assert int(mine[1]) >= 1000


@under("Watch processes start and end")
def test_process_events(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.05):
            subprocess.run(["sh", "-c", "exit 3"], check=False)

    program = command(snippet, tmp_path, library)

    def check() -> None:
        printed = output(program, library)
        if not reports_here():
            assert "process events" in printed
            return
        assert len(printed.splitlines()) == 20
        assert all(re.fullmatch(r"\d+ (started|ended: -?\d+)|events were lost", line) for line in printed.splitlines())
        assert "started" in printed

    thread = threading.Thread(target=work)
    thread.start()
    try:
        repeat_until_passes(check)  # all of the first 20 events may be exits of other processes
    finally:
        stop.set()
        thread.join()


@under("End a process")
@pytest.mark.parametrize("ignored", [False, True])
def test_end_process(snippet: Snippet, ignored: bool, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    script = "trap '' TERM; echo; while :; do sleep 1000 & wait; done" if ignored else "echo; exec sleep 1000"
    with started("sh", "-c", script, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        threading.Thread(target=process.wait).start()  # or it stays a zombie, and has not exited for others
        assert run(snippet, tmp_path, library, process.pid) == f"{process.pid} has exited\n"
        assert process.wait(60) == -(signal.SIGKILL if ignored else signal.SIGTERM)


@under("End a process and its children")
def test_end_tree(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    with started("sh", "-c", "sleep 1000 & echo $!; wait", stdout=subprocess.PIPE) as root:
        assert root.stdout
        child = int(root.stdout.readline())
        threading.Thread(target=root.wait).start()  # or the root stays a zombie, and has not exited for others
        printed = run(snippet, tmp_path, library, root.pid)
        assert sorted(printed.splitlines()) == sorted([f"{root.pid} terminated", f"{child} terminated"])
        assert root.wait(60) == -signal.SIGTERM


# A server and its worker, which ignores SIGTERM. Both have a socket open, and the server has another.
SERVER = """
import os, signal, socket
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
other = socket.create_server(("127.0.0.2", port))
if os.fork() == 0:
    other.close()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(port, os.getpid(), flush=True)
signal.pause()
"""


@under("End what listens on a port")
def test_end_listener(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    with started(sys.executable, "-c", SERVER, stdout=subprocess.PIPE) as server:
        assert server.stdout
        port, worker = map(int, server.stdout.readline().split())
        threading.Thread(target=server.wait).start()
        assert run(snippet, tmp_path, library, port) == f"{server.pid}: ended 2 processes\n"
        assert server.wait(60) == -signal.SIGTERM
        with suppress(psutil.NoSuchProcess):
            psutil.Process(worker).wait(60)


@under("Find the processes that have a file open")
def test_find_open_file(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    with (tmp_path / "file").open("w"):
        assert run(snippet, tmp_path, library, tmp_path / "file") == f"{os.getpid()} open w\n"


@under("Watch CPU and memory")
def test_watch(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    assert re.fullmatch(r"(CPU [\d.]+ %, memory [\d.]+ %\n){2}", run(snippet, tmp_path, library))


@under("Watch one process")
def test_watch_process(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    with started("sleep", "1000") as process:
        program = [*command(snippet, tmp_path, library), str(process.pid)]
        with started(*program, env=environment(library), stdout=subprocess.PIPE) as watcher:
            assert watcher.stdout
            for _ in range(2):
                assert re.fullmatch(r"CPU \d+\.\d %, [1-9]\d* bytes, 1 threads\n", watcher.stdout.readline())
            process.kill()
            process.wait()
            assert watcher.wait(60) == 0


@under("Show network and disk traffic")
def test_traffic(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    lines = run(snippet, tmp_path, library).splitlines()
    assert all(re.fullmatch(r"[^:]+: \d+ bytes/s sent, \d+ bytes/s received", line) for line in lines)
    assert [line for line in lines if line.startswith("lo:")]


@under("Sum up memory by user")
def test_memory_by_user(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    assert re.search(r"^root [1-9]\d*$", run(snippet, tmp_path, library), re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("snippet", [s for s in SNIPPETS if POLARS in s.code], ids=str)
def test_dataframe(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    """Needs the Python environment that make test-slow builds."""
    python = ROOT / "build" / "compat-venv" / "bin" / "python"
    if not python.exists():
        missing(str(python))
    (tmp_path / "program.py").write_text(snippet.code)
    result = run_program([python, tmp_path / "program.py"], env=environment(library))
    assert result.returncode == 0, result.stderr
    assert "root" in result.stdout


@under("Read the limits of a container")
def test_limits(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    printed = run(snippet, tmp_path, library)
    assert re.fullmatch(r"memory: (no limit|\d+ bytes)\nCPUs: (no limit|\d+\.\d\d)\n", printed)


@under("See whether the machine is short of memory")
def test_pressure(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    printed = run(snippet, tmp_path, library)
    expected = r"\d+(\.\d+)? % of the last 10 s, \d+(\.\d+)? s since boot\n"
    if not os.path.exists("/proc/pressure/memory"):
        expected = "this kernel does not report pressure\n"
    assert re.fullmatch(expected, printed)


@under("Use the library in a daemon")
def test_daemon(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    with started(*command(snippet, tmp_path, library), stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        daemon = psutil.Process(int(parent.stdout.readline()))
        assert parent.wait(60) == 0
        time.sleep(0.3)
        assert daemon.status() != psutil.STATUS_ZOMBIE
        daemon.terminate()
        deadline = time.monotonic() + 60
        with suppress(psutil.NoSuchProcess):
            while daemon.status() != psutil.STATUS_ZOMBIE:
                assert time.monotonic() < deadline
                time.sleep(0.01)


@pytest.mark.parametrize("snippet", [s for s in SNIPPETS if s.page == "docs/embedding.md"], ids=str)
def test_fragment(snippet: Snippet, tmp_path: pathlib.Path, library: pathlib.Path) -> None:
    """A function, or a statement, that is part of a program."""
    if snippet.language == "c":
        head, end = "#include <psutil.h>\n#include <signal.h>\n", "int main(void) { (void)on_int; return 0; }\n"
        snippet = replace(snippet, code=head + snippet.code + end)
    assert run(snippet, tmp_path, library) == ""


def test_every_program_is_run() -> None:
    pages = {"docs/getting-started.md", "docs/embedding.md"}
    elsewhere = {s for s in SNIPPETS if s.page in pages or POLARS in s.code}
    assert [str(s) for s in SNIPPETS if s not in TESTED | elsewhere] == []


# ---- names


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent == ROOT / "docs"], ids=lambda page: page.name)
def test_named_public_names_exist(page: pathlib.Path) -> None:
    """Functions, types and constants of psutil.h."""
    header = (ROOT / "include" / "psutil.h").read_text()
    named = set(re.findall(r"\b(?:psutil_[a-z]\w*[a-z]|PSUTIL_[A-Z]\w*[A-Z])\b(?!\.\w)", page.read_text()))
    unknown = {name for name in named if not re.search(rf"\b{name}", header)}
    placeholders, cmake = {"psutil_thing_t", "psutil_process_num"}, {"psutil_static"}
    assert unknown <= placeholders | cmake, "not in psutil.h"


@pytest.mark.parametrize(("column", "declarations"), [(2, "python/libpsutil/v7.py"), (3, "node/index.d.ts")])
def test_shell_equivalents_name_what_bindings_have(column: int, declarations: str) -> None:
    text = (ROOT / "bindings" / declarations).read_text()
    rows = [line.split(" | ") for line in (ROOT / "docs" / "shell-equivalents.md").read_text().splitlines()]
    cells = [row[column] for row in rows if len(row) > 3 and row[0].startswith("| `")]
    names = {name for cell in cells for name in re.findall(r"(\w+)\(", cell)}
    assert len(names) > 30
    assert sorted(name for name in names if not re.search(rf"\b{name}\b\s*(<[^(]*)?\(", text)) == []
