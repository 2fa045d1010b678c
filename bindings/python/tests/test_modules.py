"""The modules of the package: no import cycle, and each can be imported alone."""

from __future__ import annotations

import ast
import graphlib

import pytest
from conftest import PACKAGE, output, run_python

import libpsutil
from libpsutil import v7

# By the name in the package; "" is the package itself.
SOURCES = {path.stem.replace("__init__", ""): path.read_text(encoding="utf-8") for path in PACKAGE.glob("*.py")}


def executed(tree: ast.AST) -> list[ast.AST]:
    """Returns all nodes below tree but those that only type checkers evaluate."""
    nodes: list[ast.AST] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for statement in node.orelse:
                nodes += [statement, *executed(statement)]
        else:
            nodes += [node, *executed(node)]
    return nodes


def imports(source: str) -> set[str]:
    """Returns the modules of the package that source imports, also inside functions."""
    modules = set()
    for node in executed(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            modules |= {node.module} if node.module else {alias.name for alias in node.names}
        elif isinstance(node, (ast.ImportFrom, ast.Import)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert not any(name.split(".")[0] == "libpsutil" for name in names), "use relative imports"
    modules.discard("_extension")  # it imports nothing
    return {module if module in SOURCES else "" for module in modules}


def test_imports_are_found() -> None:
    assert imports("if TYPE_CHECKING:\n    from . import v7\nelse:\n    from . import _core") == {"_core"}
    assert imports("def f():\n    from ._lazy import lazy\n    from . import name") == {"_lazy", ""}


def test_no_import_cycle() -> None:
    graph = {name: imports(source) for name, source in SOURCES.items()}
    assert {"_core", "v1"} <= graph["v7"] | graph[""]
    order = list(graphlib.TopologicalSorter(graph).static_order())
    assert set(order) == set(SOURCES)


@pytest.mark.parametrize("name", sorted(SOURCES.keys() - {""}))
def test_import_alone(name: str) -> None:
    code = """
import importlib, sys, types
package = sys.modules["libpsutil"] = types.ModuleType("libpsutil")  # without the imports of __init__.py
package.__path__ = [sys.argv[1]]
importlib.import_module(f"libpsutil.{sys.argv[2]}")
"""
    output(run_python(code, str(PACKAGE), name))


def missing_attribute(owner: object, name: str) -> str:
    with pytest.raises(AttributeError) as raised:
        getattr(owner, name)
    return str(raised.value)


def test_names_of_psutil_7_lead_to_v7() -> None:
    names = set(v7.__all__) - set(dir(libpsutil))
    assert {"pids", "net_connections", "cpu_count", "ZombieProcess"} <= names
    for name in names:
        message = missing_attribute(libpsutil, name)
        assert message.startswith(f"module 'libpsutil' has no attribute {name!r}: ")
        assert "use libpsutil.v7" in message
    assert missing_attribute(libpsutil, "pid") == "module 'libpsutil' has no attribute 'pid'"


@pytest.mark.parametrize("of_popen", [False, True])
def test_methods_of_psutil_7_lead_to_v7(of_popen: bool) -> None:
    if of_popen:
        process: libpsutil.Process = libpsutil.Popen(["true"])
        process.wait()
    else:
        process = libpsutil.Process()
    names = {name for name in dir(v7.Process) if not name.startswith("_")} - set(dir(libpsutil.Process))
    names -= {"exit_code", "kill_tree", "tcp_connections"}  # which libpsutil.Process has, too
    assert {"memory_info", "cpu_percent", "children", "cwd", "oneshot"} <= names
    owner = f"{type(process).__name__!r} object"
    for name in names:
        message = missing_attribute(process, name)
        assert message.startswith(f"{owner} has no attribute {name!r}: ")
        assert "use libpsutil.v7" in message
    assert missing_attribute(process, "memory") == f"{owner} has no attribute 'memory'"
    with pytest.raises(AttributeError, match=r"'memory_info': .* use libpsutil\.v7"):
        process.as_dict(attrs=["memory_info"])
    assert not hasattr(process, "_missing")
