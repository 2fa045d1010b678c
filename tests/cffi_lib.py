"""The library through cffi: what psutil_api.json declares, and calls whose answers are Python values."""

from __future__ import annotations

import functools
import json
import os
import pathlib
import shutil
import tempfile
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import cffi  # type: ignore[import-untyped]
from conftest import LIBRARY, ROOT

API: dict[str, Any] = json.loads((ROOT / "tests" / "psutil_api.json").read_text())

# The type of each handle, and the function that frees it.
HANDLES = {f"{name} *": "psutil_table_free" if name == "psutil_table" else f"{name}_free" for name in API["handles"]}

# What psutil.h only points at, as https://arrow.apache.org/docs/format/CDataInterface.html defines it.
ARROW = """
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
"""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function: its C type, spelled as in "const char *", and its name."""

    type: str
    name: str
    output: str

    @property
    def is_pointer(self) -> bool:
        """Excludes void *, which belongs to the host and may be NULL."""
        return self.type.endswith("*") and self.type != "void *"

    @property
    def is_handle(self) -> bool:
        return self.handle in HANDLES

    @property
    def handle(self) -> str:
        """Its type, if that is a handle's."""
        return self.type.removeprefix("const ")

    @property
    def is_process(self) -> bool:
        return self.type == "psutil_process *"

    @property
    def is_array_of_handles(self) -> bool:
        return self.type.removesuffix("const *") in HANDLES

    @property
    def is_output(self) -> bool:
        """Whether the library writes to it. The structures of Arrow are the caller's, too."""
        return bool(self.output) or self.type.startswith("struct Arrow")


@dataclass(frozen=True)
class Prototype:
    """A public function."""

    name: str
    returns: str
    parameters: tuple[Parameter, ...]
    since: str
    exited: str
    zombie: str
    other_user: str

    @property
    def can_fail(self) -> bool:
        return self.returns == "int32_t"

    @property
    def inputs(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if not p.is_output)

    @property
    def process(self) -> int | None:
        """The index of the process among the inputs."""
        return next((i for i, p in enumerate(self.inputs) if p.is_process), None)

    @property
    def outputs(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if p.is_output)


PROTOTYPES = {
    f["name"]: Prototype(
        f["name"],
        f["returns"],
        tuple(Parameter(p["type"], p["name"], p.get("output", "")) for p in f["params"]),
        f["since"],
        *(f.get(state, "") for state in ("exited", "zombie", "other_user")),
    )
    for f in API["functions"]
}

# The constants of each enumeration, by name.
ENUMS = {enum["name"]: {c["name"]: c["value"] for c in enum["constants"]} for enum in API["enums"]}
CONSTANTS = {name: value for constants in ENUMS.values() for name, value in constants.items()}


def declarations() -> str:
    """Returns the whole API as cffi reads it."""

    def declare(one: dict[str, Any]) -> str:
        return f"{one['type']} {one['name']}" + (f"[{one['array']}]" if "array" in one else "")

    def parameters(function: dict[str, Any]) -> str:
        return ", ".join(map(declare, function["params"])) or "void"

    lines = [ARROW, *(f"typedef struct {name} {name};" for name in API["handles"])]
    for enum in API["enums"]:
        constants = ", ".join(f"{c['name']} = {c['value']}" for c in enum["constants"])
        lines.append(f"enum {enum['name']} {{ {constants} }};")
    for struct in API["structs"]:
        fields = " ".join(f"{declare(field)};" for field in struct["fields"])
        lines.append(f"typedef struct {{ {fields} }} {struct['name']};")
    lines += [f"typedef {f['returns']} (*{f['name']})({parameters(f)});" for f in API["callbacks"]]
    lines += [f"{f['returns']} {f['name']}({parameters(f)});" for f in API["functions"]]
    return "\n".join(lines)


class Failed(Exception):
    """A call that did not return PSUTIL_OK: its code, that as a name without PSUTIL_ERR_, and the last error."""

    def __init__(self, function: str, code: int, name: str, error: SimpleNamespace) -> None:
        super().__init__(f"{name}: {error.message.decode(errors='replace')}")
        self.function = function
        self.code = code
        self.name = name
        self.error = error


class Library:
    """The loaded library. invoke() and functions are for calls that call() cannot make."""

    def __init__(self, path: pathlib.Path) -> None:
        self.ffi = cffi.FFI()
        self.ffi.cdef(declarations())
        self.functions: Any = self.ffi.dlopen(str(path))
        self.prototypes = PROTOTYPES
        self.code_names = {value: name for name, value in ENUMS["psutil_error"].items()}
        self.column_names = {
            value: name.removeprefix("PSUTIL_COLUMN_").lower() for name, value in ENUMS["psutil_column_id"].items()
        }

    def __getattr__(self, name: str) -> int:
        """Constants: library.ERR_FORK is PSUTIL_ERR_FORK."""
        try:
            return int(CONSTANTS[f"PSUTIL_{name}"])
        except KeyError:
            raise AttributeError(f"there is no constant PSUTIL_{name}") from None

    def new_output(self, parameter: Parameter) -> Any:
        """Allocates memory for an output, filled with a pattern."""
        output = self.ffi.new(parameter.type)
        buffer = self.ffi.buffer(output)
        buffer[:] = b"\x5a" * len(buffer)
        return output

    def new_outputs(self, name: str) -> list[Any]:
        return [self.new_output(p) for p in self.prototypes[name].outputs]

    def is_touched(self, output: Any) -> bool:
        """Whether something was written to an output."""
        content = bytes(self.ffi.buffer(output))
        return content != b"\x5a" * len(content)

    def last_error(self) -> SimpleNamespace:
        """psutil_last_error: its fields, as bytes and numbers."""
        return self.to_python(self.functions.psutil_last_error()[0])  # type: ignore[no-any-return]

    def check(self, code: int, function: str = "") -> None:
        """Raises Failed for any code but PSUTIL_OK."""
        if code:
            raise Failed(function, code, self.code_names[code].removeprefix("PSUTIL_ERR_"), self.last_error())

    def call(self, name: str, *inputs: Any) -> Any:
        """Calls a function and returns its output as a Python value, or raises Failed. Frees blocks, but no handles."""
        prototype = self.prototypes[name]
        if not prototype.can_fail:
            return self.to_python(getattr(self.functions, name)(*inputs))
        outputs = self.new_outputs(name)
        self.check(self.invoke(name, inputs, outputs), name)
        answers = [
            output[0] if p.type.startswith("const ") else self.take(output[0])  # part of something, or a block
            for p, output in zip(prototype.outputs, outputs, strict=True)
        ]
        return answers[0] if len(answers) == 1 else answers or None

    def invoke(self, name: str, inputs: tuple[Any, ...], outputs: list[Any]) -> int:
        """Calls a function with inputs and outputs in the order of its prototype, and returns its code."""
        ins, outs = iter(inputs), iter(outputs)
        parameters = self.prototypes[name].parameters
        return int(getattr(self.functions, name)(*(next(outs) if p.is_output else next(ins) for p in parameters)))

    def take(self, value: Any) -> Any:
        """Returns an output as a Python value and frees its block. A handle stays one; NULL is None."""
        kind = self.ffi.typeof(value) if isinstance(value, self.ffi.CData) else None
        if kind is None or kind.kind != "pointer":
            return self.to_python(value)
        if value == self.ffi.NULL:
            return None
        if kind.cname in HANDLES:
            return value
        answer = self.to_python(value if kind.item.cname == "char" else value[0])
        self.functions.psutil_free(value)
        return answer

    def free_handles(self, answer: Any) -> None:
        """Frees the handles of an answer: one, or a list of them. Those in records are the caller's own."""
        for value in answer if isinstance(answer, list) else [answer]:
            if isinstance(value, self.ffi.CData) and (free := HANDLES.get(self.ffi.typeof(value).cname)):
                self.call(free, value)

    def to_python(self, value: Any) -> Any:
        """Returns a C value as bytes, a number, a list, or a namespace for a record. A handle stays one."""
        if not isinstance(value, self.ffi.CData):
            return value
        kind = self.ffi.typeof(value)
        if kind.kind == "pointer":
            if value == self.ffi.NULL:
                return None
            if kind.cname in HANDLES:
                return value
            return self.ffi.string(value) if kind.item.cname == "char" else self.to_python(value[0])
        if kind.kind == "array":
            return [self.to_python(item) for item in value]
        names = [name for name, _ in kind.fields]
        if names == ["len", "items"]:
            return [self.to_python(value.items[i]) for i in range(value.len)]
        record = SimpleNamespace(**{name: self.to_python(getattr(value, name)) for name in names})
        assert all(word == self.NA for word in getattr(record, "reserved", [])), f"reserved words of {kind.cname}"
        if names[:2] == ["fields", "outcomes"]:
            record.outcomes = [value.outcomes[i] for i in range(value.fields)]
        return record


# A copy that every user can read: children that become another user load it again.
_copy = tempfile.TemporaryDirectory(prefix="libpsutil-cffi-")


@functools.cache
def built_library() -> Library:
    pathlib.Path(_copy.name).chmod(0o755)
    return Library(pathlib.Path(shutil.copy(LIBRARY.resolve(), _copy.name)))


def decoded(value: Any) -> Any:
    """Returns what Library.call returns with strings for bytes and dicts without reserved words for records."""
    if isinstance(value, bytes):
        return os.fsdecode(value)
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if isinstance(value, SimpleNamespace):
        return {name: decoded(member) for name, member in vars(value).items() if name != "reserved"}
    return value


class Process:
    """A handle of the built library, freed at the end of a with statement."""

    def __init__(self, pid: int) -> None:
        self.library = built_library()
        self.handle = self.library.call("psutil_process_new", pid)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.library.call("psutil_process_free", self.handle)

    def call(self, name: str, *arguments: object) -> Any:
        """Calls a function of the process and returns its answer, decoded."""
        return decoded(self.library.call(f"psutil_process_{name}", self.handle, *arguments))
