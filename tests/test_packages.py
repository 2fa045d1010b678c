"""The packages that are linked into the library, and their licences."""

from __future__ import annotations

import pathlib
import subprocess

import pytest
from conftest import ROOT, required_tool


def packages(*flags: str, sep: str | None = None) -> list[str]:
    command = [required_tool("go"), "list", "-deps", *flags, "./capi"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300).stdout.split(sep)


@pytest.mark.parametrize("flags", [[], ["-tags", "psutil_hooks"]], ids=["given away", "with hooks"])
def test_no_package_that_imports_os(flags: list[str]) -> None:
    """Package os makes an os.File of each standard stream when the program starts. One that is non-blocking in the host
    (Node's pipes are) is handed to the runtime's poller then, which opens an epoll and an event descriptor that stay: a
    host may close every descriptor it did not open, and the poller would spin on them. Whatever opens files through os,
    or sleeps in the poller, does the same later. fmt, log and net import os; bytes go through x/sys's system calls.
    """
    linked = packages(*flags)
    assert "runtime" in linked
    assert [
        p for p in linked if p in {"os", "fmt", "log", "net", "internal/poll", "io/ioutil"} or p.startswith("os/")
    ] == []


def test_go_dependencies_are_the_two_that_are_allowed() -> None:
    """A third dependency needs a reason in its commit."""
    others = {p for p in packages() if "." in p.split("/")[0]}
    ours = {p for p in others if p.startswith("github.com/libpsutil/libpsutil/")}
    assert {"/".join(p.split("/")[:3]) for p in others - ours} <= {"golang.org/x/sys", "github.com/mattn/go-pointer"}


def test_notices_have_the_licence_of_everything_that_is_linked() -> None:
    """The licences ask for their text in every copy of the library."""
    notices = words((ROOT / "THIRD-PARTY-NOTICES").read_text())
    modules = {
        line.split("\t")[0]: pathlib.Path(line.split("\t")[1])
        for line in packages("-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", sep="\n")
        if line
    }
    goroot = subprocess.run(
        ["go", "env", "GOROOT"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    licences = {**modules, "Go runtime": pathlib.Path(goroot)}
    assert len(licences) >= 2
    for name, directory in licences.items():
        assert f" {name} " in notices, name
        assert words((directory / "LICENSE").read_text()) in notices, name
    koffi = ROOT / "bindings" / "node" / "node_modules" / "koffi" / "LICENSE.txt"
    if koffi.exists():
        assert words(koffi.read_text()) in notices


def words(text: str) -> str:
    return " ".join(text.split())
