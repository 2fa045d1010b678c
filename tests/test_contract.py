"""Every public function has its three checks in tests/contract, and they pass."""

from __future__ import annotations

import ctypes
import json
import os
import pathlib
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import CC, ROOT
from contract import process, process_table, system
from contract.check import TABLE, Entry, lacking, nothing_grows
from contract.library import Library
from contract.fixtures import World

assert system  # importing them fills TABLE
assert process
assert process_table

if "musl" in CC:
    pytest.skip("Python has another C library in this process", allow_module_level=True)

HEADER = (ROOT / "include" / "psutil.h").read_text()


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every public function, as the generator lists them."""
    program = tmp_path_factory.mktemp("functions") / "layout"
    source = ROOT / "tests" / "abi" / "layout_gen.c"
    subprocess.run([CC, f"-I{ROOT / 'include'}", str(source), "-o", str(program)], check=True)
    result = subprocess.run([str(program)], check=True, capture_output=True, timeout=60)
    return dict(json.loads(result.stdout)["functions"])


@pytest.fixture(scope="module")
def w(library: pathlib.Path) -> Iterator[World]:
    world = World(Library(library, HEADER))
    yield world
    world.close()


def test_no_function_lacks_an_entry(functions: dict[str, Any]) -> None:
    assert lacking(functions, TABLE) == []


def test_lacks_are_noticed() -> None:
    """An entry that is missing, one of a function that is not there, and names where something should run."""
    entry = Entry(print, print, print)
    assert lacking(["a", "b"], {"a": entry, "b": entry}) == []
    assert lacking(["a", "b"], {"a": entry}) == ["b has no entry"]
    assert lacking(["a"], {"a": entry, "b": entry}) == ["b is not in psutil.h"]
    for wrong in ("answer", "misuse", "leak"):
        for value in ("test_a", None):
            not_callable: Any = {wrong: value}
            assert lacking(["a"], {"a": replace(entry, **not_callable)}) == [f"a: its {wrong} is not callable"]


def test_leaks_are_noticed(w: World) -> None:
    """Of one byte a call, of a handle, and of a descriptor."""
    kept: list[Any] = []
    malloc = ctypes.CDLL(None).malloc
    with pytest.raises(AssertionError, match="bytes of heap"):
        nothing_grows(lambda: malloc(1))
    with pytest.raises(AssertionError, match="bytes of heap"):
        nothing_grows(lambda: w.handle(w.me_pid))
    with pytest.raises(AssertionError, match="and 50 descriptors"):
        nothing_grows(lambda: kept.append(os.dup(0)), calls=50)
    for descriptor in kept:
        os.close(descriptor)


@pytest.mark.parametrize("name", TABLE)
def test_answer(w: World, name: str) -> None:
    TABLE[name].answer(w)


@pytest.mark.parametrize("name", TABLE)
def test_misuse(w: World, name: str) -> None:
    TABLE[name].misuse(w)


@pytest.mark.parametrize("name", TABLE)
def test_leak(w: World, name: str) -> None:
    TABLE[name].leak(w)
