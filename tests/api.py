"""Fills in docs/api.md: a table of every public function for each section of include/psutil.h.

What can be looked up is looked up: in the header, in the bindings, in examples/. What cannot stands in docs/api.md
itself, and is kept: the columns of BY_HAND. A new function has "?" there, which tests/test_docs.py does not accept.

    python3 tests/api.py            writes docs/api.md
    python3 tests/api.py --check    ends with status 1 if that would change it
"""

from __future__ import annotations

import ast
import pathlib
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "api.md"
OUTCOMES = ("Gone", "Zombie", "Other user's")
BY_HAND = ("Unit", *OUTCOMES)
NONE = "—"

# What a function is called in a binding, if not by its own name, with or without "get_", in snake or camel case.
ALIASES = {
    "cpu_count": ["NUM_CPUS"],
    "pids": ["get_pid_list"],
    "popen": ["Popen"],
    "process_children": ["Process.get_children"],
    "process_cwd": ["Process.getcwd"],
    "process_free": ["Process.close"],
    "process_info": ["Process.as_dict", "Process.info"],
    "process_iter_new": ["process_iter"],
    "process_iter_next": ["process_iter"],
    "process_memory_footprint": ["Process.memory_footprint", "Process.memory_full_info"],
    "process_memory_info_ex": ["Process.get_ext_memory_info", "Process.memory_info_ex", "Process.memory_info"],
    "process_net_connections": ["Process.get_connections"],
    "process_new": ["Process"],
    "process_oneshot_begin": ["Process.oneshot"],
    "process_oneshot_end": ["Process.oneshot"],
    "process_table": ["process_table"],
    "version": ["__version__"],
}


@dataclass(frozen=True)
class Function:
    """A function as the header declares and describes it."""

    name: str
    parameters: str
    summary: str
    errors: str
    source: str

    @property
    def takes_process(self) -> bool:
        """Whether it is about one process, so that it matters what has become of that."""
        return bool(re.match(r"psutil_process \*\w+(,|$)", self.parameters)) and self.name != "psutil_process_free"


def sections(header: str) -> dict[str, list[Function]]:
    """The functions of each section, in the header's order."""
    parts = re.split(r"^/\* -{20,} ([\w ]+?) -+ \*/$", header, flags=re.MULTILINE)
    found = {parts[i]: list(functions(parts[i + 1])) for i in range(1, len(parts), 2)}
    return {title: those for title, those in found.items() if those}


def functions(text: str) -> Iterable[Function]:
    found: dict[str, Function] = {}
    declaration = r"/\* ((?:(?!\*/).)*)\*/\n(?:int32_t|void|const \w+ \*) ?(psutil_\w+)\((.*?)\);"
    for match in re.finditer(declaration, text, re.DOTALL):
        comment = re.sub(r"^ \* ?", "", match[1], flags=re.MULTILINE)
        comment = re.sub(r"\[[\w ]+, since [\d.]+\]\s*$", "", comment)
        parts = re.split(r"^(Errors|Source): ", comment, flags=re.MULTILINE)
        told = {key: " ".join(value.split()) for key, value in zip(parts[1::2], parts[2::2], strict=True)}
        if one := found.get(re.sub("_per_(cpu|disk|nic)$", "", match[2])):  # of one, as of all together
            told = {"Errors": one.errors, "Source": one.source, **told}
        told |= {"What": first_sentence(" ".join(parts[0].split()))}
        found[match[2]] = Function(match[2], match[3], told["What"], told.get("Errors", NONE), told.get("Source", NONE))
    return found.values()


def first_sentence(text: str) -> str:
    """Up to a full stop, or to a colon that has more before it than a name."""
    sentence = re.match(r"\S+(?:\([^)]*\)|[^.:]|[.:](?=\S))*", text)
    assert sentence, text
    return sentence[0] + "."


# ---- bindings


def python_names(path: pathlib.Path) -> set[str]:
    """What a module has, and its class Process."""
    tree = ast.parse(path.read_text())
    names = set(defined(tree.body))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Process":
            names |= {f"Process.{name}" for name in defined(node.body)}
    return names


def defined(body: list[ast.stmt]) -> Iterable[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.If):  # where the system has it
            yield from defined([*node.body, *node.orelse])


def node_names(path: pathlib.Path) -> set[str]:
    """What the package exports, and its class Process."""
    text = path.read_text()
    names = set(re.findall(r"^export (?:declare )?(?:function\*?|class|const) (\w+)", text, re.MULTILINE))
    process = re.search(r"^export class Process .*?^}", text, re.MULTILINE | re.DOTALL)
    members = re.findall(r"^ +(?:readonly )?(\w+)[(<:]", process[0], re.MULTILINE) if process else []
    return names | {f"Process.{member}" for member in members}


def camel(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])_([a-z])", lambda match: match[1].upper(), name)


def called(function: str, names: set[str], spelled: Callable[[str], str] = str) -> str:
    """What a binding with these names calls a function."""
    own = function.removeprefix("psutil_")
    each = re.search(r"_per_(cpu|disk|nic)$", own)
    plain = own[: each.start()] if each else own
    member = "Process." if plain.startswith("process_") else ""
    bare = plain.removeprefix("process_")
    wanted = [*ALIASES.get(own, []), member + bare, f"{member}get_{bare}", member + bare.removeprefix("set_")]
    for name in map(spelled, wanted):
        if name in names:
            return f"`{name}`" + (f" with `per{each[1]}`" if each else "")
    return NONE


# ---- the page


def table_of(page: str) -> dict[str, dict[str, str]]:
    """The page's rows, by function: cells by column."""
    found: dict[str, dict[str, str]] = {}
    columns: list[str] = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells[:1] == ["C"]:
            columns = cells
        elif cells and cells[0].startswith("`psutil_"):
            found[cells[0].strip("`")] = dict(zip(columns, cells, strict=True))
    return found


def example_of(function: str) -> str:
    """Where it is called: the program that does least besides."""
    sources = {path.name: path.read_text() for path in sorted((ROOT / "examples").glob("*.[ch]"))}
    calls = {name: set(re.findall(r"\b(psutil_\w+)\(", text)) for name, text in sources.items()}
    those = [name for name in calls if function in calls[name]]
    best = min(those, key=lambda name: (name.endswith(".h"), len(calls[name])), default=None)
    return f"[{best}](../examples/{best})" if best else NONE


def text() -> str:
    """docs/api.md as it should be."""
    page = PAGE.read_text()
    introduction = page.split("\n## ", 1)[0].rstrip("\n")
    known = table_of(page)
    package = ROOT / "bindings" / "python" / "libpsutil"
    python = {"Python": package / "v1.py", "Python, v7": package / "v7.py"}
    bindings = {title: python_names(path) for title, path in python.items() if path.exists()}
    node = node_names(ROOT / "bindings" / "node" / "index.d.ts")
    lines = [introduction]
    for title, those in sections((ROOT / "include" / "psutil.h").read_text()).items():
        columns = ["C", "What", "Unit", *bindings, "Node", "Errors", "Source"]
        columns += OUTCOMES if any(f.takes_process for f in those) else ()
        columns.append("Example")
        lines += ["", f"## {title[0].upper()}{title[1:]}", "", row(columns), "|---" * len(columns) + "|"]
        for f in those:
            kept = known.get(f.name, {})
            cells = {"C": f"`{f.name}`", "What": f.summary, "Errors": f.errors, "Source": f.source}
            cells |= {title: called(f.name, names) for title, names in bindings.items()}
            cells |= {"Node": called(f.name, node, camel), "Example": example_of(f.name)}
            cells |= {column: kept.get(column, "?") for column in BY_HAND}
            if not f.takes_process:
                cells |= dict.fromkeys(OUTCOMES, NONE)
            lines.append(row(cells[column] for column in columns))
    return "\n".join(lines) + "\n"


def row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(re.sub(r"(?<!\\)([|*])", r"\\\1", cell) for cell in cells) + " |"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(text() != PAGE.read_text())
    PAGE.write_text(text())
