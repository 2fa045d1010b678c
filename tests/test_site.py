"""The reference that is made from the header: pages of the documentation's site, and manual pages."""

from __future__ import annotations

import importlib.util
import pathlib
import re
import shutil
import subprocess

import pytest
from cffi_lib import API
from conftest import ROOT, run_program

spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "tools" / "reference.py")
assert spec
assert spec.loader
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)

NAMES = {function["name"] for function in API["functions"]}


def test_every_function_has_an_entry() -> None:
    headings = re.findall(r"^## (psutil_\w+) ", "\n".join(reference.reference_pages().values()), re.MULTILINE)
    assert set(headings) >= NAMES | {struct["name"] for struct in API["structs"]}
    assert len(headings) == len(set(headings))


def test_links_lead_to_entries() -> None:
    pages = reference.reference_pages()
    for text in pages.values():
        for page, anchor in re.findall(r"\]\(([\w-]+\.md)#(\w+)\)", text):
            assert f"{{: #{anchor} }}" in pages[f"reference/{page}"]


def test_pages_are_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text()
    written = {page.name for page in (ROOT / "docs").glob("*.md")} | set(reference.reference_pages())
    assert [page for page in sorted(written) if f": {page}\n" not in navigation] == []


def test_manual_pages(tmp_path: pathlib.Path) -> None:
    run_program(["python3", str(ROOT / "docs" / "tools" / "reference.py"), str(tmp_path)])
    assert {page.stem for page in tmp_path.iterdir()} == NAMES
    if not shutil.which("groff"):
        pytest.skip("needs groff")
    result = run_program(["groff", "-man", "-Tutf8", "-ww", "-b", *map(str, sorted(tmp_path.iterdir()))])
    assert (result.returncode, result.stderr) == (0, "")
    text = subprocess.run(
        ["groff", "-man", "-Tascii", "-P-cbou", str(tmp_path / "psutil_process_wait.3")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t" in " ".join(text.split())


@pytest.mark.slow
def test_site() -> None:
    """Strict: a link that leads nowhere, or a page outside the navigation, fails."""
    subprocess.run(["make", "-C", str(ROOT), "site"], check=True, timeout=300, stdout=subprocess.DEVNULL)
    assert "psutil_process_wait" in (ROOT / "build" / "site" / "reference" / "one-process" / "index.html").read_text()


def test_readme_repeats_measurements() -> None:
    """The table in the README is a part of that in docs/performance.md, where the conditions are."""
    section = (ROOT / "README.md").read_text().split("## Performance\n")[1].split("\n## ")[0]
    ours = re.findall(r"^\| .* \| ([\d.]+) \|$", section, re.MULTILINE)
    measured = re.findall(
        r"^\| .* \| [\d.]+ \| ([\d.]+) \|.*\|$", (ROOT / "docs" / "performance.md").read_text(), re.MULTILINE
    )
    assert len(ours) >= 8
    assert set(ours) <= set(measured)
