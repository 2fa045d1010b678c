"""make release-check: the source tarball of a release, its bill of materials and checksums."""

from __future__ import annotations

import json
import os
import pathlib
import re
import sys
import tarfile

import pytest
from conftest import MUSL, ROOT, required_tool, run_program

pytestmark = [pytest.mark.slow, pytest.mark.skipif(MUSL, reason="a release is not built with musl")]


def test_tarball_builds_offline_and_the_same_bytes(tmp_path: pathlib.Path) -> None:
    required_tool("git")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "-C", str(ROOT), f"BUILD={tmp_path}", "release-check"]
    result = run_program(command, env=environment, timeout=280)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "libpsutil.so.1, the same in both directories" in result.stdout

    dist = tmp_path / "dist"
    (tarball,) = dist.glob("libpsutil-*.tar.gz")
    name = tarball.name.removesuffix(".tar.gz")
    with tarfile.open(tarball) as archive:
        members = archive.getmembers()
    assert {f"{name}/{file}" for file in ("LICENSE", "THIRD-PARTY-NOTICES", "vendor/modules.txt", "Makefile")} <= {
        member.name for member in members
    }
    assert {(member.uid, member.gid) for member in members} == {(0, 0)}
    assert len({member.mtime for member in members}) == 1

    bill = json.loads((dist / f"{name}.cdx.json").read_text())
    version = name.removeprefix("libpsutil-")
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["version"] == f"v{version}"
    assert {component["name"]: component["licenses"][0]["license"]["id"] for component in bill["components"]} == {
        "github.com/mattn/go-pointer": "MIT",
        "golang.org/x/sys": "BSD-3-Clause",
        "std": "BSD-3-Clause",
    }
    tarball.write_bytes(tarball.read_bytes() + b"\0")
    result = run_program(["sh", ROOT / "packaging" / "release_check.sh", dist], timeout=60)
    assert result.returncode != 0
    assert "checksum" in result.stderr, "a changed tarball is refused"


def test_bill_of_materials_is_up_to_date(tmp_path: pathlib.Path) -> None:
    """cyclonedx-gomod writes what is committed: run make bill after a change of go.mod or the version."""
    git = required_tool("git")
    stored = (ROOT / "packaging" / "libpsutil.cdx.json").read_text()
    makefile = (ROOT / "Makefile").read_text()
    settings = {"VERSION": json.loads(stored)["metadata"]["component"]["version"].removeprefix("v")}
    (settings["CYCLONEDX"],) = re.findall(r"^CYCLONEDX := (\S+)", makefile, re.MULTILINE)
    assert f'#define PSUTIL_VERSION "{settings["VERSION"]}"' in (ROOT / "include" / "psutil.h").read_text()
    clone = tmp_path / "clone"  # the tool reads the version from Git, which trusts its own clone
    assert run_program([git, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)]).returncode == 0
    command = [sys.executable, str(ROOT / "packaging" / "bill.py"), str(tmp_path / "bill.json")]
    result = run_program(command, cwd=clone, env={**os.environ, **settings}, timeout=200)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "bill.json").read_text() == stored


def test_debian_package_has_the_version() -> None:
    changelog = (ROOT / "packaging" / "debian" / "changelog").read_text()
    version = re.search(r'#define PSUTIL_VERSION "(.*)"', (ROOT / "include" / "psutil.h").read_text())
    assert version
    assert changelog.startswith(f"libpsutil ({version[1]}-1) ")
