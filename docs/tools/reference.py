"""The reference of psutil.h, as pages of the documentation's site and as manual pages.

MkDocs loads this file as a hook (mkdocs.yml). As a program it writes the manual pages of section 3:

    python3 docs/tools/reference.py DIRECTORY

All of it comes from tests/psutil_api.json, which the generator writes from the header, and from examples.c beside this
directory.
"""

from __future__ import annotations

import json
import pathlib
import posixpath
import re
import sys
import textwrap
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REPOSITORY = "https://github.com/libpsutil/libpsutil/blob/main"

Entry = dict[str, Any]


def load() -> Entry:
    api: Entry = json.loads((ROOT / "tests" / "psutil_api.json").read_text())
    return api


def example_bodies() -> list[str]:
    """The bodies of the examples in docs/examples.c, without their indentation; the shortest first."""
    source = (ROOT / "docs" / "examples.c").read_text()
    bodies = re.findall(
        r"^static void \w+\((?:void|psutil_process \*p)\)\n\{\n(.*?)^\}", source, re.MULTILINE | re.DOTALL
    )
    return sorted(map(textwrap.dedent, bodies), key=len)


def example(function: Entry, bodies: list[str]) -> str:
    """The shortest example that calls a function, or nothing."""
    return next((body for body in bodies if re.search(rf"\b{function['name']}\(", body)), "")


def sections(api: Entry) -> dict[str, list[Entry]]:
    """The functions of each section of the header."""
    found: dict[str, list[Entry]] = {}
    for function in api["functions"]:
        found.setdefault(function["section"], []).append(function)
    return found


def declaration(name: str, kind: str, array: int = 0) -> str:
    """A name with its type, as C declares it."""
    space = "" if kind.endswith("*") else " "
    return f"{kind}{space}{name}{f'[{array}]' if array else ''}"


def signature(function: Entry, width: int = 1000) -> str:
    """A function's declaration, with a line for each parameter if it is wider."""
    head = declaration(function["name"], function["returns"])
    params = [declaration(p["name"], p["type"]) for p in function["params"]] or ["void"]
    line = f"{head}({', '.join(params)});"
    return line if len(line) <= width else f"{head}(\n    " + ",\n    ".join(params) + ");"


def slug(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower())


def sources(function: Entry) -> list[tuple[str, str]]:
    """What a function reads on which systems. The header's text begins with Linux; others may have a line of theirs."""
    text = function.get("source")
    if not text:
        return []
    first, *others = re.split(r" (?=On (?:Windows|FreeBSD|macOS) )", text)
    found = {system: source for system, source in (other[3:].split(" ", 1) for other in others)}
    rest = [system for system in function["systems"] if system not in found]
    return [(", ".join(rest), first), *((system, found[system]) for system in function["systems"] if system in found)]


KINDS = {
    "nonblocking": "Calls the kernel and returns at once.",
    "blocking": "May block; a signal handler that runs ends the wait with PSUTIL_ERR_INTERRUPTED.",
    "no syscall": "Calls no kernel interface and never starts the runtime.",
    "by hand": "Starts a child process.",
}

STATES = {"exited": "an exited process", "zombie": "a zombie", "other_user": "another user's process"}


# ---- pages


def escape(text: str) -> str:
    return re.sub(r"([\\`*_<>|#\[\]])", r"\\\1", text)


def linked(text: str, names: dict[str, str]) -> str:
    """A text with links to the functions and types that it names."""

    def link(match: re.Match[str]) -> str:
        page = names.get(match[0])
        return f"[{match[0]}]({page}#{match[0]})" if page else escape(match[0])

    parts = re.split(r"(\bpsutil_\w+\b)", text)
    return "".join(link(match) if (match := re.fullmatch(r"psutil_\w+", part)) else escape(part) for part in parts)


def targets(api: Entry) -> dict[str, str]:
    """The page of each function and type."""
    pages = {function["name"]: f"{slug(function['section'])}.md" for function in api["functions"]}
    pages |= {entry["name"]: "types.md" for entry in [*api["structs"], *api["enums"], *api["callbacks"]]}
    return pages


def type_link(kind: str, names: dict[str, str]) -> str:
    """A link to the entry of the type in a declaration, or nothing."""
    name = re.sub(r"\b(const|struct|enum)\b|[*\s]", "", kind)
    return f"[{name}]({names[name]}#{name})" if name in names else ""


def parameter_text(parameter: Entry, names: dict[str, str]) -> str:
    link = type_link(parameter["type"], names)
    return f"- `{parameter['name']}`{f' ({link})' if link else ''}: {linked(parameter.get('doc', ''), names)}"


def function_text(function: Entry, names: dict[str, str], bodies: list[str]) -> str:
    lines = [f"## {function['name']} {{: #{function['name']} }}", "", "```c", signature(function, 80), "```", ""]
    lines += [linked(function["doc"], names), ""]
    if function["params"]:
        lines += [*(parameter_text(p, names) for p in function["params"]), ""]
    if function.get("errors"):
        lines += [f"**Errors**: {linked(function['errors'], names)}", ""]
    found = sources(function)
    if len(found) == 1:
        lines += [f"**Source**: {linked(found[0][1], names)}", ""]
    elif found:
        lines += ["**Source**:", "", *(f"- {systems}: {linked(text, names)}" for systems, text in found), ""]
    states = [f"{escape(function[key])} for {text}" for key, text in STATES.items() if function.get(key, "—") != "—"]
    if states:
        lines += [f"**As an ordinary user, on Linux**: {', '.join(states)}.", ""]
    lines += [f"**Systems**: {', '.join(function['systems'])}.", ""]
    lines += [f"{KINDS[function['kind']]} Since {function['since']}.", ""]
    return "\n".join([*lines, "```c", f"{example(function, bodies)}```", ""])


INTRODUCTION = f"""\
In the examples, `p` is the handle of a process. The functions that they call and that are not of psutil.h are at the
beginning of [docs/examples.c]({REPOSITORY}/docs/examples.c), which the tests compile and run.
"""


def section_page(title: str, functions: list[Entry], names: dict[str, str], bodies: list[str]) -> str:
    head = f"# {title[0].upper()}{title[1:]}\n\n{INTRODUCTION}\n"
    return head + "\n".join(function_text(f, names, bodies) for f in functions)


def field_meaning(struct: str, field: str, names: dict[str, str]) -> str:
    """What a field without a comment is: of a list, or of psutil_process_info_t, which is named after a function."""
    if struct.endswith("_list_t"):
        return {"len": "the number of items", "items": "the items"}[field]
    function = f"psutil_process_{field.removesuffix('ment')}"  # environment is that of psutil_process_environ
    return function if struct == "psutil_process_info_t" and function in names else ""


def types_page(api: Entry, names: dict[str, str]) -> str:
    lines = ["# Types and constants", ""]
    for struct in api["structs"]:
        lines += [f"## {struct['name']} {{: #{struct['name']} }}", "", linked(struct["doc"], names), ""]
        lines += ["| field | type | |", "|---|---|---|"]
        for field in struct["fields"]:
            if field["name"] in ("reserved", "unused"):
                continue
            text = field.get("doc") or field_meaning(struct["name"], field["name"], names)
            notes = [linked(text, names)] if text else []
            notes += ["may be absent"] if field.get("nullable") else []
            kind = declaration("", field["type"], field.get("array", 0)).strip()
            link = type_link(kind, names)
            notes = [link, *notes] if link else notes
            lines.append(f"| `{field['name']}` | `{kind}` | {'; '.join(notes)} |")
        lines.append("")
    for enum in api["enums"]:
        lines += [f"## {enum['name']} {{: #{enum['name']} }}", "", linked(enum["doc"], names), ""]
        lines += ["| constant | value | |", "|---|--:|---|"]
        lines += [f"| `{c['name']}` | {c['value']} | {linked(c.get('doc', ''), names)} |" for c in enum["constants"]]
        lines.append("")
    for callback in api["callbacks"]:
        lines += [f"## {callback['name']} {{: #{callback['name']} }}", "", linked(callback["doc"], names), ""]
    return "\n".join(lines)


def reference_pages() -> dict[str, str]:
    """The text of each page of the reference, by its path in the site."""
    api = load()
    names, bodies = targets(api), example_bodies()
    pages = {f"reference/{slug(t)}.md": section_page(t, fs, names, bodies) for t, fs in sections(api).items()}
    return {**pages, "reference/types.md": types_page(api, names)}


# ---- hooks of MkDocs

STYLE = """\
.wy-nav-content { max-width: 1050px; }
.wy-table-responsive table td, .wy-table-responsive table th { white-space: normal; }
.wy-table-responsive table td code { white-space: nowrap; }
"""


# Files outside of docs/ that are in the site, and their names there.
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "bindings/node/README.md": "node.md",
    "bindings/python/README.md": "python.md",
}
DASHBOARD = "examples/dashboard/dashboard.png"


def with_site_links(text: str, directory: str) -> str:
    """Returns a page of a directory of the repository, with links to pages of the site where it has the file."""

    def link(match: re.Match[str]) -> str:
        path, anchor = posixpath.normpath(posixpath.join(directory, match[1])), match[2] or ""
        if path in PAGES:
            return f"]({PAGES[path]}{anchor})"
        if path == DASHBOARD or re.fullmatch(r"docs/[\w-]+\.(md|png)", path):
            return f"]({posixpath.basename(path)}{anchor})"
        return f"]({REPOSITORY}/{path}{anchor})"

    return re.sub(r"\]\((?!https?:)([^)#\s]+)(#[^)\s]*)?\)", link, text)


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File  # type: ignore[import-not-found]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

    for path, text in reference_pages().items():
        files.append(File.generated(config, path, content=text))
    for path, name in PAGES.items():
        text = with_site_links((ROOT / path).read_text(), posixpath.dirname(path))
        files.append(File.generated(config, name, content=text))
    files.append(File.generated(config, pathlib.Path(DASHBOARD).name, abs_src_path=str(ROOT / DASHBOARD)))
    files.append(File.generated(config, "site.css", content=STYLE + HtmlFormatter().get_style_defs(".codehilite")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    if page.file.src_uri in PAGES.values() or page.file.src_uri.startswith("reference/"):
        return markdown
    return with_site_links(markdown, "docs")


# ---- manual pages


def roff(text: str) -> str:
    """A text for troff: no character of it is a command."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def manual(function: Entry, api: Entry, bodies: list[str]) -> str:
    lines = [
        f'.TH {function["name"]} 3 "" "libpsutil {api["version"]}" "libpsutil"',
        ".SH NAME",
        roff(f"{function['name']} - {re.split(r'[.:](?= |$)', function['doc'])[0]}"),
        ".SH SYNOPSIS",
        ".nf",
        ".B #include <psutil.h>",
        ".PP",
        f".B {roff(signature(function))}",
        ".fi",
        ".SH DESCRIPTION",
        roff(function["doc"]),
    ]
    for p in function["params"]:
        lines += [".TP", f".I {roff(p['name'])}", roff(p.get("doc", ""))]
    if function["returns"] == "int32_t":
        lines += [".SH RETURN VALUE", roff("PSUTIL_OK, or a negative PSUTIL_ERR_* code.")]
        lines += [".SH ERRORS", roff(function["errors"])]
    lines += [".SH NOTES", f"Systems: {', '.join(function['systems'])}."]
    found = sources(function)
    if len(found) == 1:
        lines += [".PP", roff(f"Source: {found[0][1]}")]
    elif found:
        lines += [".PP", "Source:"]
        for systems, text in found:
            lines += [".TP", systems, roff(text)]
    if text := example(function, bodies):
        lines += [
            ".SH EXAMPLES",
            "In this example p is the handle of a process. print_error prints psutil_last_error, and",
        ]
        lines += ["start_sleep starts a child process.", ".PP", ".nf", roff(text.rstrip()), ".fi"]
    lines += [".SH HISTORY", f"Since {function['since']}.", ".SH SEE ALSO", "The header psutil.h."]
    return "\n".join(lines) + "\n"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: reference.py DIRECTORY")
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    api, bodies = load(), example_bodies()
    for function in api["functions"]:
        (directory / f"{function['name']}.3").write_text(manual(function, api, bodies))


if __name__ == "__main__":
    main()
