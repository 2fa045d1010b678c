"""What make unix-packages has written for macOS and FreeBSD: names, tags and contents."""

from __future__ import annotations

import email
import json
import pathlib
import tarfile
import zipfile

import pytest

ROOT = pathlib.Path(__file__).parents[2]
BUILD = ROOT / "build"
BILL = "libpsutil.cdx.json"
VERSION = json.loads((ROOT / "bindings/node/package.json").read_text(encoding="utf-8"))["version"]
# By npm's name of the platform: the wheel's tag, the file in the packages, and where make builds it.
PLATFORMS = {
    "darwin-x64": ("macosx_12_0_x86_64", "libpsutil.dylib", BUILD / "darwin/amd64/libpsutil.1.dylib"),
    "darwin-arm64": ("macosx_12_0_arm64", "libpsutil.dylib", BUILD / "darwin/arm64/libpsutil.1.dylib"),
    "freebsd-x64": ("freebsd_14_0_release_amd64", "libpsutil.so", BUILD / "freebsd/libpsutil.so.1"),
}


def tarball(name: str) -> dict[str, bytes]:
    """Returns the files of an npm package by their names."""
    with tarfile.open(BUILD / "unix/npm" / f"{name}-{VERSION}.tgz") as archive:
        files = {member.name.removeprefix("package/"): archive.extractfile(member) for member in archive.getmembers()}
        return {name: file.read() for name, file in files.items() if file}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_wheel(platform: str) -> None:
    tag, file, library = PLATFORMS[platform]
    with zipfile.ZipFile(BUILD / "unix/wheel" / f"libpsutil-{VERSION}-py3-none-{tag}.whl") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    information = f"libpsutil-{VERSION}.dist-info"
    wheel = email.message_from_bytes(files[f"{information}/WHEEL"])
    assert (wheel["Tag"], wheel["Root-Is-Purelib"]) == (f"py3-none-{tag}", "false")
    modules = (ROOT / "bindings/python/libpsutil").glob("*.py*")
    expected = {f"libpsutil/{module.name}" for module in modules if module.suffix in (".py", ".pyi")}
    expected |= {f"libpsutil/{name}" for name in ("py.typed", file, "THIRD-PARTY-NOTICES")}
    assert {name for name in files if name.startswith("libpsutil/") and not name.endswith("/")} == expected
    assert files[f"libpsutil/{file}"] == library.read_bytes()
    assert files[f"{information}/sboms/{BILL}"] == (ROOT / "packaging" / BILL).read_bytes()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_platform_package_of_npm(platform: str) -> None:
    _, file, library = PLATFORMS[platform]
    files = tarball(f"libpsutil-{platform}")
    assert set(files) == {"package.json", file, "LICENSE", "THIRD-PARTY-NOTICES", BILL}
    manifest = json.loads(files["package.json"])
    assert (manifest["name"], manifest["version"]) == (f"@libpsutil/{platform}", VERSION)
    system, cpu = platform.split("-")
    assert (manifest["os"], manifest["cpu"]) == ([system], [cpu])
    assert not {"libc", "scripts", "dependencies"} & set(manifest)
    assert files[file] == library.read_bytes()


def test_main_package_of_npm() -> None:
    manifest = json.loads(tarball("libpsutil")["package.json"])
    assert manifest["optionalDependencies"] == {f"@libpsutil/{platform}": VERSION for platform in PLATFORMS}
