"""docs/api.md has every public function, and what it says about processes that are gone, zombies or others' is so."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import api
import pytest
from conftest import CC, LIBRARY, ROOT
from contract.fixtures import TestProcesses
from contract.library import Library

HEADER = (ROOT / "include" / "psutil.h").read_text()
TABLE = api.table_of(api.PAGE.read_text())
FUNCTIONS = {f.name: f for those in api.sections(HEADER).values() for f in those}

# What they take besides the process. Whatever it is, nothing may happen to somebody else's process.
INPUTS: dict[str, tuple[Any, ...]] = {
    "psutil_process_children": (0,),
    "psutil_process_cpu_percent": (0.0,),
    "psutil_process_info": ([0], 1),
    "psutil_process_kill_tree": (signal.SIGTERM, 0.0),
    "psutil_process_memory_maps": (0,),
    "psutil_process_memory_percent": (0,),
    "psutil_process_net_connections": (b"inet",),
    "psutil_process_rlimit": (7,),
    "psutil_process_send_signal": (0,),
    "psutil_process_set_cpu_affinity": ([], 0),
    "psutil_process_set_ionice": (2, 4),
    "psutil_process_set_nice": (19,),  # there is no way back for an ordinary user
    "psutil_process_set_rlimit": (4, 0, 0),
    "psutil_process_wait": (0.0, 1),
}


def test_the_page_is_as_the_script_writes_it() -> None:
    assert api.text() == api.PAGE.read_text(), "run make generate"


def test_every_function_is_there(functions: set[str]) -> None:
    assert list(TABLE) == list(FUNCTIONS)
    assert set(TABLE) == functions


@pytest.fixture
def functions(tmp_path: pathlib.Path) -> set[str]:
    """The public functions, from what the library exports."""
    result = subprocess.run(["nm", "-D", "--defined-only", str(LIBRARY)], capture_output=True, text=True, check=True)
    names = {line.split()[-1].split("@")[0] for line in result.stdout.splitlines()}
    return {name for name in names if name.startswith("psutil_") and not name.startswith("psutil_test_")}


def test_nothing_is_left_open() -> None:
    assert [name for name, cells in TABLE.items() if "?" in cells.values()] == []


def test_missing_and_unknown_functions_are_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """A page without a function is filled in, and one with a function too many is put right."""
    page = tmp_path / "api.md"
    text = api.PAGE.read_text()
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("| `psutil_process_exe` |")]
    page.write_text("".join(lines))
    monkeypatch.setattr(api, "PAGE", page)
    lacking = api.table_of(api.text())
    assert lacking["psutil_process_exe"]["Zombie"] == "?"
    page.write_text(text.replace("| `psutil_process_exe` |", "| `psutil_process_exf` |"))
    assert list(api.table_of(api.text())) == list(FUNCTIONS)


# ---- what a process has become


@pytest.fixture(scope="module")
def env(library: pathlib.Path) -> Iterator[TestProcesses]:
    if "musl" in CC:
        pytest.skip("Python has another C library in this process")
    env = TestProcesses(Library(library, HEADER))
    yield env
    env.close()


def outcome(env: TestProcesses, name: str, handle: Any) -> str:
    """What the call comes to, without the PSUTIL_ and ERR_."""
    library = env.library
    rooms = [library.room(p) for p in library.prototypes[name].outputs]
    parameters = library.prototypes[name].inputs[1:]
    given = INPUTS.get(name, ())
    assert len(given) == len(parameters), f"INPUTS lacks what {name} takes"
    inputs = [
        library.ffi.new("int64_t[]" if "int64_t" in p.type else "int32_t[]", value or [0])
        if isinstance(value, list)
        else value
        for p, value in zip(parameters, given, strict=True)
    ]
    code = library.call(name, (handle, *inputs), rooms)
    if code == library.OK:
        for room in rooms:
            library.give_back(library.taken(room[0]))
    return str(library.code_names[code]).removeprefix("PSUTIL_").removeprefix("ERR_")


@pytest.fixture(scope="module")
def other_user() -> Iterator[int]:
    """If we are root, a process of ours, to be asked about by nobody; else the first process, which is root's."""
    if os.getuid() != 0:
        yield 1
        return
    with subprocess.Popen(["sleep", "1000"]) as process:
        yield process.pid
        process.kill()


@pytest.mark.parametrize("name", [f.name for f in FUNCTIONS.values() if f.takes_process])
def test_outcomes(env: TestProcesses, other_user: int, name: str) -> None:
    """All asked by an ordinary user."""
    said = TABLE[name]

    def ask(_: int) -> None:
        assert outcome(env, name, env.exited) == said["Gone"]
        with env.some_zombie() as (_, zombie):  # of its own: what waits may reap it
            assert outcome(env, name, zombie) == said["Zombie"]
        if name == "psutil_process_kill_tree" and other_user == 1:
            return  # we are in the first process's tree, which is misuse
        with env.handle_of(other_user) as handle:
            assert outcome(env, name, handle) == said["Other user's"]

    env.as_other_user(ask)
