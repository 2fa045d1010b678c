"""Servers that fork their workers: gunicorn, Puma and PHP-FPM, on a UNIX socket.

gunicorn and Puma have used the library before they fork.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from conftest import PROGRAMS, ROOT, missing, needs_glibc, required_tool

pytestmark = [pytest.mark.slow, needs_glibc]

APPLICATION = """
import json, os
import libpsutil, libpsutil.v7

# In the master, before it forks.
master, master7 = libpsutil.Process(), libpsutil.v7.Process()
libpsutil.get_pid_list()

def application(environ, start_response):
    here = libpsutil.v7.Process()
    answer = {
        "worker": here.pid, "is worker": here.pid == os.getpid(), "parent": here.ppid(),
        "master": [master.pid, master7.pid], "running": [master.is_running(), master7.is_running()],
        "children": [child.pid for child in master7.children()], "in list": os.getpid() in libpsutil.get_pid_list(),
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]
"""


@pytest.fixture
def directory() -> Iterator[pathlib.Path]:
    """A short path, since that of a socket has at most 107 bytes; workers may be another user's."""
    with tempfile.TemporaryDirectory() as name:
        pathlib.Path(name).chmod(0o755)
        yield pathlib.Path(name)


def connection(path: pathlib.Path) -> socket.socket:
    connected = socket.socket(socket.AF_UNIX)
    connected.settimeout(60)
    connected.connect(str(path))
    return connected


def is_listening(path: pathlib.Path) -> bool:
    try:
        connection(path).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def serving(
    command: Sequence[str | os.PathLike[str]], path: pathlib.Path, environment: Mapping[str, str], end: signal.Signals
) -> Iterator[int]:
    """Runs a server until it is to end, when it must exit with status 0. Yields the PID of its master."""
    server = subprocess.Popen(command, cwd=path.parent, env={**os.environ, **environment})
    try:
        deadline = time.monotonic() + 60
        while not is_listening(path):
            assert server.poll() is None, "the server did not start"
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.05)
        yield server.pid
    finally:
        server.send_signal(end)
        assert server.wait(60) == 0


def ask(path: pathlib.Path) -> Any:
    connected = http.client.HTTPConnection("localhost", timeout=60)
    connected.sock = connection(path)
    connected.request("GET", "/", headers={"Connection": "close"})
    return json.loads(connected.getresponse().read())


def test_gunicorn(directory: pathlib.Path) -> None:
    (directory / "served.py").write_text(APPLICATION, encoding="utf-8")
    path = directory / "socket"
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers=3", f"--bind=unix:{path}", "served"]
    command += ["--worker-tmp-dir", str(directory)]
    with serving(command, path, {"PYTHONPATH": str(ROOT / "bindings" / "python")}, signal.SIGTERM) as master:
        for answer in [ask(path) for _ in range(20)]:
            assert answer["is worker"]
            assert answer["in list"]
            assert answer["parent"] == master
            assert answer["master"] == [master, master]
            assert answer["running"] == [True, True]
            assert answer["worker"] in answer["children"]


def test_puma(directory: pathlib.Path, library: pathlib.Path) -> None:
    """Workers with several threads each, which start programs between the calls."""
    path, configuration = directory / "socket", directory / "puma.rb"
    configuration.write_text(
        f'workers 3\nthreads 1, 4\npreload_app!\nraise_exception_on_sigterm false\nbind "unix://{path}"\n'
    )
    command: list[str | os.PathLike[str]]
    command = [required_tool("puma"), "--quiet", "-C", configuration, PROGRAMS / "runtimes" / "served.ru"]
    with (
        serving(command, path, {"LIBRARY": str(library)}, signal.SIGTERM) as master,
        concurrent.futures.ThreadPoolExecutor(6) as clients,
    ):
        for answer in clients.map(ask, [path] * 60):
            assert answer["worker"] != master
            assert answer == {
                "worker": answer["worker"],
                "parent": master,
                "in_master": True,
                "listed": True,
                "child": 7,
            }


# ---- PHP-FPM, which is asked by FastCGI

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
HEADER = ">BBHHBx"


def fastcgi_record(kind: int, content: bytes) -> bytes:
    return struct.pack(HEADER, 1, kind, 1, len(content), 0) + content


def fastcgi_param(name: str, value: str) -> bytes:
    return struct.pack("BB", len(name), len(value)) + name.encode() + value.encode()


def ask_fastcgi(path: pathlib.Path, script: pathlib.Path) -> Any:
    params = {"SCRIPT_FILENAME": str(script), "REQUEST_METHOD": "GET", "GATEWAY_INTERFACE": "CGI/1.1"}
    with connection(path) as connected, connected.makefile("rb") as stream:
        connected.sendall(
            fastcgi_record(BEGIN, struct.pack(">HB5x", 1, 0))
            + fastcgi_record(PARAMS, b"".join(fastcgi_param(*param) for param in params.items()))
            + fastcgi_record(PARAMS, b"")
            + fastcgi_record(STDIN, b"")
        )
        answer, kind = b"", BEGIN
        while kind != END:
            _, kind, _, length, padding = struct.unpack(HEADER, stream.read(struct.calcsize(HEADER)))
            content = stream.read(length + padding)[:length]
            assert kind in (STDOUT, END), content
            answer += content if kind == STDOUT else b""
    return json.loads(answer.partition(b"\r\n\r\n")[2])


def test_php_fpm(directory: pathlib.Path, library: pathlib.Path) -> None:
    """Each worker makes its first call in its first request, and ends after seven."""
    programs = [*pathlib.Path("/usr/sbin").glob("php-fpm*")]
    if not programs:
        missing("PHP-FPM (Debian: php-fpm)")
    path, configuration = directory / "socket", directory / "fpm.conf"
    script = pathlib.Path(shutil.copy(PROGRAMS / "runtimes" / "served.php", directory))
    configuration.write_text(
        f"[global]\nerror_log = /dev/null\ndaemonize = no\n[www]\nuser = nobody\ngroup = nogroup\nlisten = {path}\n"
        "clear_env = no\npm = static\npm.max_children = 2\npm.max_requests = 7\n"
    )
    command: list[str | os.PathLike[str]]
    command = [programs[0], "-n", "-d", "extension=ffi", "-d", "ffi.enable=1", "-y", configuration]
    workers = set()
    with (
        serving(command, path, {"LIBRARY": str(library)}, signal.SIGQUIT) as master,
        concurrent.futures.ThreadPoolExecutor(4) as clients,
    ):
        for answer in clients.map(ask_fastcgi, [path] * 60, [script] * 60):
            workers.add(answer.pop("worker"))
            assert answer == {"parent": master, "codes": [0, 0, 0, 0], "listed": True, "child": 0}
    assert len(workers) >= 60 / 7
