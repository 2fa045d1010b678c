"""Stores the ABI in abi/ ("store"), or fails if it breaks programs that were built with the stored one ("check").

libabigail (Debian: abigail-tools) compares every public function with its version, and every record that a function
takes or returns. All public functions are written in C, so a library of capi's C files, with debug information and
without Go, has the ABI of the real one (test_symbols.py compares their symbols). No function refers to enumerators,
so their values are stored in a list of their own.

Allowed changes: new functions, constants and records, and names for reserved words.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CC = os.environ.get("CC", "cc")
SUPPRESSIONS = """\
[suppress_function]
    symbol_name_not_regexp = ^psutil_
    drop = yes
[suppress_variable]
    symbol_name_not_regexp = ^psutil_
    drop = yes
"""

# A record's fields: name, bit offset and type of each; and its size in bits.
Record = tuple[list[tuple[str, int, str]], int]


def run(*command: str | os.PathLike[str], cwd: pathlib.Path = ROOT) -> str:
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True, timeout=300).stdout


def write_abi(root: pathlib.Path, to: pathlib.Path) -> None:
    """Builds a library of the C files only and writes its ABI."""
    sources = [
        source
        for source in sorted((root / "capi").glob("*.c"))
        if not source.name.endswith(("_windows.c", "_darwin.c", "_bsd.c", "_other.c"))
        and "psutil_hooks" not in source.read_text().split("\n", 1)[0]
    ]
    with tempfile.TemporaryDirectory() as place:
        library = pathlib.Path(place) / "libpsutil.so.1"
        flags = ["-std=gnu11", "-g", "-O1", "-fPIC", "-fvisibility=hidden", "-shared", f"-I{root / 'include'}"]
        script = f"-Wl,--version-script={root / 'capi' / 'libpsutil.map'}"
        link = [script, "-Wl,-soname,libpsutil.so.1", "-Wl,--unresolved-symbols=ignore-all"]
        run(CC, *flags, *sources, "-o", library, *link)
        suppressions = pathlib.Path(place) / "suppressions"
        suppressions.write_text(SUPPRESSIONS)
        quiet = ["--no-show-locs", "--no-corpus-path", "--no-comp-dir-path", "--no-elf-needed", "--drop-private-types"]
        run(
            "abidw",
            *quiet,
            "--headers-dir",
            root / "include",
            "--suppressions",
            suppressions,
            "--out-file",
            to,
            library,
        )
    for unit in (tree := ET.parse(to)).iter("abi-instr"):
        unit.set("path", pathlib.Path(unit.get("path", "")).name)
    tree.write(to)


def constants(root: pathlib.Path) -> dict[str, int]:
    """Returns the value of every enumerator."""
    with tempfile.TemporaryDirectory() as place:
        program = pathlib.Path(place) / "layout"
        run(CC, f"-I{root / 'include'}", root / "tests" / "abi" / "layout_gen.c", "-o", program)
        return dict(json.loads(run(program))["constants"])


def records(abi: pathlib.Path) -> dict[str, Record]:
    """Returns the records of an ABI that libabigail has written."""
    tree = ET.parse(abi)
    types = {element.get("id", ""): element for element in tree.iter() if element.get("id")}

    def spelled(identity: str) -> str:
        element = types[identity]
        inner = element.get("type-id", "")
        match element.tag:
            case "pointer-type-def":
                return spelled(inner) + " *"
            case "qualified-type-def":
                return spelled(inner) + " const"
            case "array-type-def":
                return f"{spelled(inner)}[{element.get('size-in-bits')} bits]"
        return element.get("name", "")

    found: dict[str, Record] = {}
    for element in tree.iter("class-decl"):
        fields = []
        for member in element.findall("data-member"):
            variable = member.find("var-decl")
            assert variable is not None
            offset = int(member.get("layout-offset-in-bits", "0"))
            fields.append((variable.get("name", ""), offset, spelled(variable.get("type-id", ""))))
        if fields:
            found[element.get("name", "")] = fields, int(element.get("size-in-bits", "0"))
    return found


def has_grown(old: Record, new: Record) -> bool:
    """Returns whether the only change of a record is that reserved words got names."""
    (before, size), (now, size_now) = old, new
    return size == size_now and before[-1][0] == "reserved" and now[: len(before) - 1] == before[:-1]


def differences(old: pathlib.Path, new: pathlib.Path) -> str:
    """Returns the changes that break programs, as abidiff reports them."""
    before, now = records(old), records(new)
    grown = [
        name for name in before if name in now and before[name] != now[name] and has_grown(before[name], now[name])
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".suppr") as suppressions:
        for name in grown:
            suppressions.write(f"[suppress_type]\n    type_kind = struct\n    name = {name}\n")
        suppressions.flush()
        command = [
            "abidiff",
            "--no-added-syms",
            "--no-show-locs",
            "--suppressions",
            suppressions.name,
            str(old),
            str(new),
        ]
        result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if result.returncode & 3:
        raise SystemExit(f"abidiff: {result.stdout}{result.stderr}")
    return result.stdout if result.returncode else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("do", choices=["store", "check"])
    parser.add_argument("--root", type=pathlib.Path, default=ROOT, help="the sources to look at")
    parser.add_argument("--baseline", type=pathlib.Path, default=ROOT / "abi", help="where the stored ABI is")
    options = parser.parse_args()
    abi, values = options.baseline / "libpsutil.abi", options.baseline / "constants.json"
    if options.do == "store":
        options.baseline.mkdir(exist_ok=True)
        write_abi(options.root, abi)
        values.write_text(json.dumps(constants(options.root), indent=1) + "\n")
        return 0
    with tempfile.TemporaryDirectory() as place:
        now = pathlib.Path(place) / "libpsutil.abi"
        write_abi(options.root, now)
        broken = differences(abi, now)
    defined = constants(options.root)
    for name, value in json.loads(values.read_text()).items():
        if defined.get(name) != value:
            broken += f"{name} was {value} and is {defined.get(name, 'gone')}\n"
    if broken:
        print(broken, file=sys.stderr)
        print(
            "Programs that were built with this library would break. If it has not been released: make store-abi.",
            file=sys.stderr,
        )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
