"""What make windows-packages has written: names, tags, contents and, made again, the same bytes."""

from __future__ import annotations

import email
import json
import pathlib
import subprocess
import sys
import tarfile
import zipfile

import pytest

ROOT = pathlib.Path(__file__).parents[2]
WINDOWS = ROOT / "build" / "windows"
BILL = "libpsutil.cdx.json"
VERSION = json.loads((ROOT / "bindings/node/package.json").read_text(encoding="utf-8"))["version"]
# By npm's name of the processor: the wheel's, the library, and the machine in the header of a PE file.
PROCESSORS = {
    "x64": ("amd64", WINDOWS / "psutil.dll", 0x8664),
    "arm64": ("arm64", WINDOWS / "arm64" / "psutil.dll", 0xAA64),
}
EXTENSIONS = {
    "x64": ROOT / "bindings/python/libpsutil/_extension.pyd",
    "arm64": WINDOWS / "arm64" / "_extension.pyd",
}


def machine(library: bytes) -> int:
    """Returns the machine of a PE file."""
    header = int.from_bytes(library[0x3C:0x40], "little")
    assert library[:2] == b"MZ"
    assert library[header : header + 4] == b"PE\0\0"
    return int.from_bytes(library[header + 4 : header + 6], "little")


def tarball(name: str) -> dict[str, bytes]:
    """Returns the files of an npm package by their names."""
    with tarfile.open(WINDOWS / "npm" / f"{name}-{VERSION}.tgz") as archive:
        files = {member.name.removeprefix("package/"): archive.extractfile(member) for member in archive.getmembers()}
        return {name: file.read() for name, file in files.items() if file}


@pytest.mark.parametrize("cpu", PROCESSORS)
def test_wheel(cpu: str) -> None:
    processor, library, number = PROCESSORS[cpu]
    with zipfile.ZipFile(WINDOWS / "wheel" / f"libpsutil-{VERSION}-py3-none-win_{processor}.whl") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    information = f"libpsutil-{VERSION}.dist-info"
    wheel = email.message_from_bytes(files[f"{information}/WHEEL"])
    assert (wheel["Tag"], wheel["Root-Is-Purelib"]) == (f"py3-none-win_{processor}", "false")
    modules = (ROOT / "bindings/python/libpsutil").glob("*.py*")
    expected = {f"libpsutil/{file.name}" for file in modules if file.suffix in (".py", ".pyi")}
    expected |= {f"libpsutil/{name}" for name in ("py.typed", "psutil.dll", "_extension.pyd", "THIRD-PARTY-NOTICES")}
    assert {name for name in files if name.startswith("libpsutil/") and not name.endswith("/")} == expected
    assert files["libpsutil/psutil.dll"] == library.read_bytes()
    assert files["libpsutil/_extension.pyd"] == EXTENSIONS[cpu].read_bytes()
    assert machine(files["libpsutil/psutil.dll"]) == machine(files["libpsutil/_extension.pyd"]) == number
    assert files[f"{information}/sboms/{BILL}"] == (ROOT / "packaging" / BILL).read_bytes()
    assert files[f"{information}/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()


@pytest.mark.parametrize("cpu", PROCESSORS)
def test_extension_uses_the_stable_abi(cpu: str) -> None:
    """Of Python, the extension module imports python3.dll alone, and names that CPython 3.10 has."""
    abi3audit = pathlib.Path(sys.executable).with_name("abi3audit")
    command = [str(abi3audit), "--strict", "--assume-minimum-abi3", "3.10", "--report", str(EXTENSIONS[cpu])]
    audited = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    (spec,) = json.loads(audited.stdout)["specs"].values()
    result = spec["object"]["result"]
    assert (result["is_abi3"], result["baseline"], result["non_abi3_symbols"]) == (True, "3.10", []), result
    listed = subprocess.run(
        ["llvm-readobj", "--coff-imports", EXTENSIONS[cpu]], check=True, capture_output=True, text=True, timeout=120
    )
    libraries = {line.split()[1].lower() for line in listed.stdout.splitlines() if line.startswith("  Name: ")}
    assert "kernel32.dll" in libraries
    assert {name for name in libraries if name.startswith("python")} == {"python3.dll"}


@pytest.mark.parametrize("cpu", PROCESSORS)
def test_platform_package_of_npm(cpu: str) -> None:
    _, library, number = PROCESSORS[cpu]
    files = tarball(f"libpsutil-win32-{cpu}")
    assert set(files) == {"package.json", "psutil.dll", "LICENSE", "THIRD-PARTY-NOTICES", BILL}
    manifest = json.loads(files["package.json"])
    assert (manifest["name"], manifest["version"]) == (f"@libpsutil/win32-{cpu}", VERSION)
    assert (manifest["os"], manifest["cpu"]) == (["win32"], [cpu])
    assert not {"libc", "scripts", "dependencies"} & set(manifest)
    assert files["psutil.dll"] == library.read_bytes()
    assert machine(files["psutil.dll"]) == number
    for name in ("LICENSE", "THIRD-PARTY-NOTICES", f"packaging/{BILL}"):
        assert files[pathlib.PurePath(name).name] == (ROOT / name).read_bytes()


def test_main_package_of_npm() -> None:
    manifest = json.loads(tarball("libpsutil")["package.json"])
    assert manifest["optionalDependencies"] == {f"@libpsutil/win32-{cpu}": VERSION for cpu in PROCESSORS}


def test_same_bytes_again(tmp_path: pathlib.Path) -> None:
    options = [f"WHEELS={tmp_path / 'wheel'}", f"TARBALLS={tmp_path / 'npm'}", "PLATFORMS=win32-x64 win32-arm64"]
    made = [argument for library in PROCESSORS.values() for argument in ("--assume-old", str(library[1]))]
    made = [argument.replace(f"{ROOT}/", "") for argument in made]
    subprocess.run(["make", "-C", str(ROOT), *made, *options, "wheel", "npm-pack"], check=True, timeout=300)
    for kind in ("wheel", "npm"):
        again = {file.name: file.read_bytes() for file in (tmp_path / kind).iterdir()}
        assert again == {file.name: file.read_bytes() for file in (WINDOWS / kind).iterdir()}
