"""The reference that is made from the header: pages of the documentation's site, and manual pages."""

from __future__ import annotations

import importlib.util
import pathlib
import re
import shutil
import subprocess
from types import SimpleNamespace

import pytest
from cffi_lib import API
from conftest import ROOT, compile_host, run_program

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


def test_every_function_has_an_example() -> None:
    bodies = reference.example_bodies()
    assert [f["name"] for f in API["functions"] if not reference.example(f, bodies)] == []


# What this machine may lack; anything else that an example prints is an answer.
MAY_FAIL = {"cpu_freq", "cpu_freq_per_cpu", "pressure", "cgroup_pressure", "process_events", "table_pin"}


def test_examples_run(tmp_path: pathlib.Path) -> None:
    """Each example prints an answer; on a system that a function does not work on, the error."""
    host = compile_host(ROOT / "docs" / "examples.c", tmp_path)
    result = run_program([str(host)], timeout=120)
    assert (result.returncode, result.stderr) == (0, "")
    _, *outputs = re.split(r"^== (\w+)\n", result.stdout, flags=re.MULTILINE)
    printed = dict(zip(outputs[::2], outputs[1::2], strict=True))
    assert len(printed) >= len(reference.example_bodies()) - 1  # print_error is none
    elsewhere = {f["name"].removeprefix("psutil_") for f in API["functions"] if "Linux" not in f["systems"]}
    assert elsewhere
    for name, text in printed.items():
        assert text, name
        failed = text.startswith("PSUTIL_ERR_")
        if name in elsewhere:
            assert text.startswith("PSUTIL_ERR_NOT_SUPPORTED: "), (name, text)
        elif name not in MAY_FAIL | {"error_texts", "last_error"}:
            assert not failed, (name, text)


def test_each_system_has_its_sources() -> None:
    functions = [f for f in API["functions"] if f.get("source")]
    assert len(functions) > 90
    for function in functions:
        named = [name for systems, _ in reference.sources(function) for name in systems.split(", ")]
        assert sorted(named) == sorted(function["systems"]), function["name"]
    text = "a file; a call on Windows. On FreeBSD a sysctl. On macOS a call, another sysctl."
    assert reference.sources({"source": text, "systems": ["Linux", "Windows", "macOS", "FreeBSD"]}) == [
        ("Linux, Windows", "a file; a call on Windows."),
        ("macOS", "a call, another sysctl."),
        ("FreeBSD", "a sysctl."),
    ]
    assert reference.sources({"systems": ["Linux"]}) == []


def test_parameters_link_to_their_types() -> None:
    pages = reference.reference_pages()
    link = "(types.md#psutil_disk_usage_t)"
    assert f"- `out` ([psutil_disk_usage_t]{link}): the space, in bytes.\n" in pages["reference/disks.md"]
    item = "| `items` | `const psutil_disk_io_t *` | [psutil_disk_io_t](types.md#psutil_disk_io_t); the items |\n"
    assert item in pages["reference/types.md"]


def test_every_field_has_a_meaning() -> None:
    table = reference.reference_pages()["reference/types.md"].split("## psutil\\_absent")[0]
    rows = re.findall(r"^\| `\w+` \| `.*", table, re.MULTILINE)
    assert len(rows) > 300
    assert [row for row in rows if row.endswith("|  |")] == []


def test_links_lead_to_entries() -> None:
    pages = reference.reference_pages()
    for text in pages.values():
        for page, anchor in re.findall(r"\]\(([\w-]+\.md)#(\w+)\)", text):
            assert f"{{: #{anchor} }}" in pages[f"reference/{page}"]


def test_links_lead_to_the_site_or_the_repository() -> None:
    """A file that is not in the site is linked to in the repository."""
    wrong = []
    pages = {f"docs/{path.name}": path.name for path in (ROOT / "docs").glob("*.md")}
    for path, name in {**pages, **reference.PAGES}.items():
        text = reference.with_site_links((ROOT / path).read_text(), str(pathlib.PurePosixPath(path).parent))
        assert name not in pages.values() or text == reference.on_page_markdown(
            (ROOT / path).read_text(), SimpleNamespace(file=SimpleNamespace(src_uri=name))
        )
        for link in re.findall(r"\]\(([^)#\s]+)", text):
            if not link.startswith("http") and not re.fullmatch(r"[\w-]+\.(md|png)|reference/[\w-]+\.md", link):
                wrong.append(f"{path}: {link}")
    assert wrong == []


def test_pages_are_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text()
    written = {page.name for page in (ROOT / "docs").glob("*.md")} | set(reference.reference_pages())
    written |= set(reference.PAGES.values())
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
    measured = re.findall(r"(?<=\| )[\d.]+(?= \|)", (ROOT / "docs" / "performance.md").read_text())
    assert len(ours) >= 8
    assert set(ours) <= set(measured)
