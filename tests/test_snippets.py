"""What the documentation names exists: tests, files, links."""

from __future__ import annotations

import pathlib
import re
import subprocess

import pytest
from conftest import ROOT


def tracked(pattern: str) -> list[pathlib.Path]:
    """Files of the repository; in an unpacked tarball, which has no Git, all files."""
    result = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=False)
    names = result.stdout.split() if result.returncode == 0 else []
    return [ROOT / name for name in names] or sorted(ROOT.glob(pattern))


# Templates of the generator have links that are right where the page is written.
PAGES = [
    page
    for page in tracked("*.md")
    if page.exists() and not {"node_modules", "generate"} & set(page.relative_to(ROOT).parts)
]

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def prose(page: pathlib.Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def test_there_are_pages() -> None:
    assert {"README.md", "CONTRIBUTING.md"} <= {page.name for page in PAGES}


@pages
def test_links_lead_to_files(page: pathlib.Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    files = [target.split("#")[0] for target in targets if not re.match(r"https?://|mailto:|#", target)]
    assert [file for file in files if not (page.parent / file).exists()] == []


@pages
def test_named_tests_exist(page: pathlib.Path) -> None:
    """`test_file.py::test_function`, in tests/."""
    missing = []
    for file, function in re.findall(r"`(test_\w+\.py)::(test_\w+)", prose(page)):
        path = ROOT / "tests" / file
        if not path.exists() or f"def {function}(" not in path.read_text():
            missing.append(f"{file}::{function}")
    assert missing == []


@pages
def test_named_files_exist(page: pathlib.Path) -> None:
    """Paths from the project's root, in backticks; one with a placeholder such as <topic> is a pattern."""
    directories = "abi|bindings|capi|docs|examples|impl|include|platform|tests"
    paths = re.findall(rf"`((?:{directories})/[\w./<>*-]*)`", prose(page))
    patterns = [re.sub(r"<\w+>", "*", path) for path in paths]
    assert [path for path in patterns if not list(ROOT.glob(path.rstrip("/")))] == []


def test_every_section_of_embedding_names_tests() -> None:
    """Each promise in docs/embedding.md names the test that shows it."""
    text = (ROOT / "docs" / "embedding.md").read_text()
    sections = dict(re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    without = {title for title, body in sections.items() if "::test_" not in body}
    assert without == {"Other Go code in the process", "Windows"}


@pytest.mark.parametrize("name", ["internals.md"])
def test_named_functions_exist(name: str) -> None:
    """Internal C names, in backticks, are in capi/."""
    sources = "\n".join(file.read_text() for file in sorted((ROOT / "capi").glob("*")) if file.is_file())
    named = set(re.findall(r"`(psutil_\w+)`", (ROOT / "docs" / name).read_text()))
    assert sorted(function for function in named if function not in sources) == []
