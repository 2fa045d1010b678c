"""Every public function has its three checks in tests/contract, and they pass."""

from __future__ import annotations

import ctypes
import os
import pathlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from cffi_lib import PROTOTYPES, Library
from conftest import CC
from contract import file_owners, process, process_events, process_table, system, table_reader
from contract.check import CONTRACTS, Contract, assert_no_leak, missing_contracts
from contract.fixtures import TestProcesses

assert system  # importing them fills the list of contracts
assert process
assert process_events
assert process_table
assert table_reader
assert file_owners

if "musl" in CC:
    pytest.skip("Python has another C library in this process", allow_module_level=True)


@pytest.fixture(scope="module")
def env(library: pathlib.Path) -> Iterator[TestProcesses]:
    env = TestProcesses(Library(library))
    yield env
    env.close()


def test_every_function_has_a_contract() -> None:
    assert missing_contracts(PROTOTYPES, CONTRACTS) == []


def test_missing_contract_is_reported() -> None:
    """An entry that is missing, one of a function that is not there, and names where something should run."""
    entry = Contract(print, print, print)
    assert missing_contracts(["a", "b"], {"a": entry, "b": entry}) == []
    assert missing_contracts(["a", "b"], {"a": entry}) == ["b has no entry"]
    assert missing_contracts(["a"], {"a": entry, "b": entry}) == ["b is not in psutil.h"]
    for wrong in ("answer", "misuse", "leak"):
        for value in ("test_a", None):
            not_callable: Any = {wrong: value}
            assert missing_contracts(["a"], {"a": replace(entry, **not_callable)}) == [
                f"a: its {wrong} is not callable"
            ]


def test_leak_is_reported(env: TestProcesses) -> None:
    """Of one byte a call, of a handle, and of a descriptor."""
    kept: list[Any] = []
    malloc = ctypes.CDLL(None).malloc
    with pytest.raises(AssertionError, match="bytes of heap"):
        assert_no_leak(lambda: malloc(1))
    with pytest.raises(AssertionError, match="bytes of heap"):  # a handle that was never used is a slot of a table
        assert_no_leak(lambda: env.library.call("psutil_process_ppid", env.handle(env.me_pid)))
    with pytest.raises(AssertionError, match="and 50 descriptors"):
        assert_no_leak(lambda: kept.append(os.dup(0)), calls=50)
    for descriptor in kept:
        os.close(descriptor)


@pytest.mark.unprivileged
@pytest.mark.parametrize("name", CONTRACTS)
def test_answer_is_right(env: TestProcesses, name: str) -> None:
    CONTRACTS[name].answer(env)


@pytest.mark.unprivileged
@pytest.mark.parametrize("name", CONTRACTS)
def test_misuse(env: TestProcesses, name: str) -> None:
    CONTRACTS[name].misuse(env)


@pytest.mark.parametrize("name", CONTRACTS)
def test_leak(env: TestProcesses, name: str) -> None:
    CONTRACTS[name].leak(env)
