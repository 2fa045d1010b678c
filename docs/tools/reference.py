"""The reference of psutil.h, as pages of the documentation's site and as manual pages.

MkDocs loads this file as a hook (mkdocs.yml). As a program it writes the manual pages of section 3:

    python3 docs/tools/reference.py DIRECTORY

All of it comes from tests/psutil_api.json, which the generator writes from the header.
"""

from __future__ import annotations

import json
import pathlib
import re
import sys
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REPOSITORY = "https://github.com/libpsutil/libpsutil/blob/main"

Entry = dict[str, Any]


def load() -> Entry:
    api: Entry = json.loads((ROOT / "tests" / "psutil_api.json").read_text())
    return api


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


def function_text(function: Entry, names: dict[str, str]) -> str:
    lines = [f"## {function['name']} {{: #{function['name']} }}", "", "```c", signature(function, 80), "```", ""]
    lines += [linked(function["doc"], names), ""]
    if function["params"]:
        lines += [*(f"- `{p['name']}`: {linked(p.get('doc', ''), names)}" for p in function["params"]), ""]
    for key in ("errors", "source"):
        if function.get(key):
            lines += [f"**{key.capitalize()}**: {linked(function[key], names)}", ""]
    states = [f"{escape(function[key])} for {text}" for key, text in STATES.items() if function.get(key, "—") != "—"]
    if states:
        lines += [f"**As an ordinary user, on Linux**: {', '.join(states)}.", ""]
    return "\n".join([*lines, f"{KINDS[function['kind']]} Since {function['since']}.", ""])


def section_page(title: str, functions: list[Entry], names: dict[str, str]) -> str:
    return f"# {title[0].upper()}{title[1:]}\n\n" + "\n".join(function_text(f, names) for f in functions)


def types_page(api: Entry, names: dict[str, str]) -> str:
    lines = ["# Types and constants", ""]
    for struct in api["structs"]:
        lines += [f"## {struct['name']} {{: #{struct['name']} }}", "", linked(struct["doc"], names), ""]
        lines += ["| field | type | |", "|---|---|---|"]
        for field in struct["fields"]:
            if field["name"] in ("reserved", "unused"):
                continue
            notes = [linked(field["doc"], names)] if field.get("doc") else []
            notes += ["may be absent"] if field.get("nullable") else []
            kind = declaration("", field["type"], field.get("array", 0)).strip()
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
    names = targets(api)
    pages = {f"reference/{slug(t)}.md": section_page(t, fs, names) for t, fs in sections(api).items()}
    return {**pages, "reference/types.md": types_page(api, names)}


# ---- hooks of MkDocs

STYLE = """\
.wy-table-responsive table td, .wy-table-responsive table th { white-space: normal; }
.wy-table-responsive table td code { white-space: nowrap; }
"""


def outside(text: str, prefix: str) -> str:
    """A page whose links to files that are not in the site lead to the repository."""
    text = re.sub(rf"\]\({re.escape(prefix)}(?!https?:|#|docs/)([^)\s]+\.png)\)", rf"]({REPOSITORY}/\1?raw=true)", text)
    return re.sub(rf"\]\({re.escape(prefix)}(?!https?:|#|docs/)([^)\s]+)\)", rf"]({REPOSITORY}/\1)", text)


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File  # type: ignore[import-not-found]

    for path, text in reference_pages().items():
        files.append(File.generated(config, path, content=text))
    readme = outside((ROOT / "README.md").read_text(), "").replace("](docs/", "](")
    files.append(File.generated(config, "index.md", content=readme))
    files.append(File.generated(config, "site.css", content=STYLE))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    return markdown if page.file.src_uri == "index.md" else outside(markdown, "../")


# ---- manual pages


def roff(text: str) -> str:
    """A text for troff: no character of it is a command."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def manual(function: Entry, api: Entry) -> str:
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
    if function.get("source"):
        lines += [".SH NOTES", roff(f"Source: {function['source']}")]
    lines += [".SH HISTORY", f"Since {function['since']}.", ".SH SEE ALSO", "The header psutil.h."]
    return "\n".join(lines) + "\n"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: reference.py DIRECTORY")
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    api = load()
    for function in api["functions"]:
        (directory / f"{function['name']}.3").write_text(manual(function, api))


if __name__ == "__main__":
    main()
