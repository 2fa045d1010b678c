"""Every public function and method has an example in its docstring; each example runs and shows the right shape."""

from __future__ import annotations

import datetime
import doctest
import inspect
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

import libpsutil
from libpsutil import v7

# Names of old versions of psutil, which warn and call another, and what prints, needs root or changes the interpreter.
WITHOUT_EXAMPLE = {
    *("get_process_list", "network_io_counters", "avail_phymem", "used_phymem", "cached_phymem", "phymem_buffers"),
    *("phymem_usage", "virtmem_usage", "total_virtmem", "avail_virtmem", "used_virtmem"),
    *("Process.nice in 1.2.1", "Process.connections", "test", "table_pin", "install_as_psutil"),
}

# What an example uses and not every test has: packages, and the machine's initial namespaces.
NOT_EVERYWHERE = re.compile("pyarrow|polars|duckdb|process_events")


def members(module: Any) -> Iterator[tuple[str, str]]:
    """Yields the name and the docstring of each public function, and of each public method and property of Process."""
    for name in module.__all__:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            value = getattr(module, name)
        if inspect.isfunction(value):
            yield name, inspect.getdoc(value) or ""
        elif name == "Process":
            for method, function in vars(value).items():
                if not method.startswith("_") and (callable(function) or isinstance(function, property)):
                    yield f"Process.{method}", inspect.getdoc(function) or ""


EXAMPLES = [
    pytest.param(module, name, doc, id=f"{label}-{name}")
    for module, label in ((libpsutil, "1.2.1"), (v7, "7"))
    for name, doc in members(module)
    if name not in WITHOUT_EXAMPLE and f"{name} in {label}" not in WITHOUT_EXAMPLE
]


@pytest.mark.parametrize(("module", "name", "doc"), EXAMPLES)
def test_example(module: Any, name: str, doc: str) -> None:
    examples = doctest.DocTestParser().get_examples(doc)
    assert examples, f"{name} has no example"
    code = "import time; print(flush=True); time.sleep(1000)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        try:
            run(examples, {module.__name__.replace("libpsutil.v7", "psutil"): module, "p": module.Process(child.pid)})
        finally:
            child.kill()


def run(examples: list[doctest.Example], names: dict[str, Any]) -> None:
    names.update(datetime=datetime, os=os, signal=signal, subprocess=subprocess, time=time)
    for example in examples:
        if NOT_EVERYWHERE.search(example.source):
            compile(example.source, "example", "exec")
        elif not example.want or example.source.startswith(("with ", "for ")):
            exec(example.source, names)
        else:
            actual = repr(eval(example.source, names))
            assert matches(example.want.strip(), actual), f"{example.source}{example.want}{actual}"


def matches(shown: str, actual: str) -> bool:
    """Returns whether an answer has the type and the fields of the one that is shown, or is None."""
    return actual == "None" or (kind(shown) == kind(actual) and fields(shown, actual))


def kind(text: str) -> str:
    called = re.match(r"[\w.]+(?=\()", text)
    if called:
        return called[0]
    if text[0] in "[{(<'\"":
        return text[0].replace('"', "'")
    return "float" if re.fullmatch(r"-?\d+\.[\de+-]+", text) else "int" if re.fullmatch(r"-?\d+", text) else text


def fields(shown: str, actual: str) -> bool:
    """Returns whether all fields that are shown, of named tuples, are in the answer, which may have no items."""
    without_strings = re.compile(r"'[^']*'")
    wanted, found = (set(re.findall(r"(\w+)=", without_strings.sub("", text))) for text in (shown, actual))
    return wanted <= found or actual in ("[]", "{}")


@pytest.mark.parametrize(
    ("shown", "actual"),
    [("7", "7.0"), ("[1]", "(1,)"), ("'a'", "7"), ("pmem(rss=1)", "pio(rss=1)"), ("a(b=1, c=2)", "a(b=1)")],
)
def test_wrong_shape_is_reported(shown: str, actual: str) -> None:
    assert not matches(shown, actual)
