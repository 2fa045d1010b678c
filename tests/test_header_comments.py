"""The comments of include/psutil.h are complete and easy to read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cffi_lib import API
from conftest import ROOT

HEADER = (ROOT / "include" / "psutil.h").read_text()
FUNCTIONS: list[dict[str, Any]] = API["functions"]

functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function["name"])

VERB = re.compile(
    r"(Returns|Reads|Sets|Sends|Waits|Creates|Frees|Ends|Asks|Starts|Stops|Resumes|Binds|Makes|Exports)\b"
)

# Words that make a sentence hard to read for those whose first language is not English.
HARD = re.compile(
    r"\b(nobody|somebody|whom|whoever|anew|for ever|at the most|meanwhile|like as not|as it were|tells? of|told"
    r"|gives? back|give it back|what is there|is no error|such as are)\b",
    re.IGNORECASE,
)


def test_lines_have_at_most_120_characters() -> None:
    assert [number for number, line in enumerate(HEADER.splitlines(), 1) if len(line) > 120] == []


def test_comments_use_plain_words() -> None:
    assert HARD.findall(" ".join(HEADER.split())) == []


@functions
def test_first_sentence_says_what_it_does(function: dict[str, Any]) -> None:
    assert VERB.match(function["doc"])


@functions
def test_every_parameter_is_described(function: dict[str, Any]) -> None:
    assert [p["name"] for p in function["params"] if not p.get("doc")] == []


@functions
def test_errors_and_source(function: dict[str, Any]) -> None:
    """A function that can fail lists its errors, and one that calls the kernel says what it reads."""
    if function["returns"] == "int32_t":
        assert function.get("errors")
    if function["kind"] != "no syscall":
        assert function.get("source")
