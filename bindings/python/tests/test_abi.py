"""The declarations against the C compiler's view of psutil.h, and against the library."""

from __future__ import annotations

import ctypes
import json
import pathlib
import re
import subprocess
from typing import Any

import pytest
from conftest import CHECKOUT

from libpsutil import _declarations, _loader


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the C compiler makes of the header."""
    program = tmp_path_factory.mktemp("abi") / "layout"
    source = CHECKOUT / "tests" / "abi" / "layout_gen.c"
    subprocess.run(["cc", f"-I{CHECKOUT / 'include'}", str(source), "-o", str(program)], check=True)
    layout = json.loads(subprocess.run([str(program)], check=True, capture_output=True).stdout)
    assert isinstance(layout, dict)
    return layout


# All names of the declarations. Those that are created at first access are created here.
TEXT = pathlib.Path(_declarations.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
NAMES = re.findall(r"^(?:class )?(\w+)(?:\(|: )", TEXT, re.MULTILINE)
DECLARED = {name: getattr(_declarations, name) for name in NAMES}
RECORDS: dict[str, type[ctypes.Structure]] = {
    name: value for name, value in DECLARED.items() if isinstance(value, type) and issubclass(value, ctypes.Structure)
}


def test_records_are_those_of_the_header(compiled: dict[str, Any]) -> None:
    assert sorted(RECORDS) == sorted(compiled["structs"])


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_size_and_offsets(compiled: dict[str, Any], name: str) -> None:
    record = RECORDS[name]
    actual = {field[0]: [getattr(record, field[0]).offset, getattr(record, field[0]).size] for field in record._fields_}
    assert {"size": ctypes.sizeof(record), "fields": actual} == compiled["structs"][name]
    assert list(actual) == list(compiled["structs"][name]["fields"])


def test_constants(compiled: dict[str, Any]) -> None:
    actual = {n: v for n, v in DECLARED.items() if n.startswith("PSUTIL_") and isinstance(v, int)}
    assert actual == compiled["constants"]


def test_functions(compiled: dict[str, Any]) -> None:
    bound = {name for name, value in DECLARED.items() if hasattr(value, "argtypes") and not isinstance(value, type)}
    assert bound == set(compiled["functions"])
    for name, function in compiled["functions"].items():
        assert f"# [{function['kind']}]\n{name}:" in TEXT


def test_version() -> None:
    assert _declarations.psutil_version().decode() == _declarations.VERSION
    assert _loader.library._name
