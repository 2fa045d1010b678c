"""A server that forks its workers after it has used the library: gunicorn, on a UNIX socket."""

from __future__ import annotations

import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
from typing import Any

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow

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


def ask(path: pathlib.Path) -> Any:
    connection = http.client.HTTPConnection("localhost", timeout=60)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(path))
    connection.request("GET", "/")
    return json.loads(connection.getresponse().read())


def test_gunicorn() -> None:
    with tempfile.TemporaryDirectory() as name:  # a short path: that of a socket has at most 107 bytes
        directory = pathlib.Path(name)
        (directory / "served.py").write_text(APPLICATION, encoding="utf-8")
        path = directory / "socket"
        command = [sys.executable, "-m", "gunicorn", "--preload", "--workers=3", f"--bind=unix:{path}", "served"]
        command += ["--worker-tmp-dir", name]
        server = subprocess.Popen(
            command, cwd=directory, env={**os.environ, "PYTHONPATH": str(ROOT / "bindings" / "python")}
        )
        try:
            deadline = time.monotonic() + 60
            while not path.exists():
                assert server.poll() is None, "gunicorn did not start"
                assert time.monotonic() < deadline, "waited in vain"
                time.sleep(0.05)
            for answer in [ask(path) for _ in range(20)]:
                assert answer["is worker"]
                assert answer["in list"]
                assert answer["parent"] == server.pid
                assert answer["master"] == [server.pid, server.pid]
                assert answer["running"] == [True, True]
                assert answer["worker"] in answer["children"]
        finally:
            server.terminate()
            assert server.wait(60) == 0
