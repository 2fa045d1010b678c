"""The wheel for musl, which "make test-musl-packages" or "make test-musl-packages-arm64" has built.

No Python for musl is among what the registries carry: the library in the wheel is the one that Node loads there
(bindings/node/test/musl.js).
"""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import zipfile

from conftest import BUILD

PROCESSOR = os.environ["PSUTIL_MUSL_PROCESSOR"]
MACHINE = {"x64": "x86_64", "arm64": "aarch64"}[PROCESSOR]
MUSL = BUILD / "musl-packages" / PROCESSOR
LIBRARY = BUILD / "packages" / f"linux-{PROCESSOR}-musl" / "libpsutil.so"


def wheel() -> pathlib.Path:
    (path,) = (MUSL / "wheel").glob("*.whl")
    return path


def test_wheel_has_the_tag_of_musl() -> None:
    assert re.fullmatch(rf"libpsutil-[\d.]+-py3-none-musllinux_1_2_{MACHINE}\.whl", wheel().name)


def test_library(tmp_path: pathlib.Path) -> None:
    """The wheel has the library that the npm package has; it needs musl alone."""
    with zipfile.ZipFile(wheel()) as archive:
        archive.extract("libpsutil/libpsutil.so", tmp_path)
    library = tmp_path / "libpsutil" / "libpsutil.so"
    assert library.read_bytes() == LIBRARY.read_bytes()
    dynamic = subprocess.run(["readelf", "--dynamic", str(library)], check=True, capture_output=True, text=True).stdout
    assert re.findall(r"NEEDED.*\[(.*)\]", dynamic) == ["libc.so"]
    assert "STATIC_TLS" not in dynamic


def symbols(library: pathlib.Path, *, undefined: bool) -> set[str]:
    command = ["readelf", "--wide", "--dyn-syms", str(library)]
    table = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line.split() for line in table.splitlines()]
    return {line[7].partition("@")[0] for line in lines if len(line) > 7 and (line[6] == "UND") == undefined}


def test_musl_has_every_symbol() -> None:
    needed = symbols(LIBRARY, undefined=True)
    assert "pthread_create" in needed
    assert needed <= symbols(MUSL / "lib" / f"ld-musl-{MACHINE}.so.1", undefined=False)
