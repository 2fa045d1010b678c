"""What README.md shows is what one sees, but for the numbers and names of another machine."""

from __future__ import annotations

import doctest
import pathlib
import re

import pytest
from conftest import output, run_python

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL) if README.exists() else []


def shape(shown: str) -> str:
    """Text without what differs between machines: what strings say, numbers, how many there are in a row."""
    strings = re.sub(r"'[^']*'", "'x'", shown.strip())
    return re.sub(r"\b(n|n\.n)(, \1)+", r"\1", re.sub(r"\d+", "n", strings))


def test_there_are_examples() -> None:
    if not README.exists():
        pytest.skip("the tests stand alone, without the README")
    assert len(blocks()) >= 3


@pytest.mark.parametrize("block", blocks())
def test_example(block: str) -> None:
    examples = doctest.DocTestParser().get_examples(block)
    assert examples
    code = "\n".join(f"print('--'); exec(compile({example.source!r}, 'README', 'single'))" for example in examples)
    shown = [part.strip() for part in output(run_python(code)).split("--\n")[1:]]
    assert [shape(part) for part in shown] == [shape(example.want) for example in examples]
