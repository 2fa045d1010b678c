"""psutil.h through cffi: what it declares, and calls whose answers are Python values."""

from __future__ import annotations

import pathlib
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import cffi  # type: ignore[import-untyped]

# What a handle's type is, and what gives it back.
HANDLES = {
    "psutil_process *": "psutil_process_free",
    "psutil_process_iter *": "psutil_process_iter_free",
    "psutil_table *": "psutil_table_free",
}

# What psutil.h only points at, as https://arrow.apache.org/docs/format/CDataInterface.html has it.
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


def without_preprocessor(header: str) -> str:
    """What a tool that reads headers but does not preprocess them is given: without includes and what is for C++.

    Numbers in #define stay: they are constants.
    """
    header = re.sub(r"#ifdef __cplusplus\n.*?#endif\n", "", header, flags=re.DOTALL)
    return "".join(
        line
        for line in header.splitlines(keepends=True)
        if not line.startswith("#") or re.fullmatch(r"#define PSUTIL_\w+ +-?\d+\n", line)
    )


@dataclass(frozen=True)
class Parameter:
    """One parameter: its C type, spelled as in "const char *", and its name."""

    type: str
    name: str

    @property
    def is_pointer(self) -> bool:
        """But for void *, which is the host's own and may be NULL."""
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
        """Whether the answer goes where it points: all pointers but handles, and those to what is const."""
        target = self.type.removesuffix("*").strip()
        constant = target.endswith("const") or (target.startswith("const ") and "*" not in target)
        return self.is_pointer and not self.is_handle and not constant


@dataclass(frozen=True)
class Prototype:
    """A public function."""

    name: str
    returns: str
    parameters: tuple[Parameter, ...]

    @property
    def can_fail(self) -> bool:
        return self.returns == "int32_t"

    @property
    def inputs(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if not p.is_output)

    @property
    def process(self) -> int | None:
        """Which of the inputs is the process that it is about."""
        return next((i for i, p in enumerate(self.inputs) if p.is_process), None)

    @property
    def outputs(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if p.is_output)


def prototypes(header: str) -> dict[str, Prototype]:
    """The functions that the header declares."""
    text = re.sub(r"/\*.*?\*/", "", without_preprocessor(header), flags=re.DOTALL)
    found = {}
    for returns, name, parameters in re.findall(r"^(\w[\w *]*?)(psutil_\w+)\(([^)]*)\);", text, re.MULTILINE):
        split = [re.fullmatch(r"\s*(.*?)(\w+)\s*", p) for p in parameters.split(",") if p.strip() != "void"]
        found[name] = Prototype(
            name, returns.strip(), tuple(Parameter(m[1].strip(), m[2]) for m in split if m is not None)
        )
    return found


class Failed(Exception):
    """A call that did not give PSUTIL_OK."""

    def __init__(self, name: str, code: int, error: SimpleNamespace) -> None:
        super().__init__(f"{name}: {code}: {error.message.decode()}")
        self.code = code
        self.error = error


class Library:
    """The loaded library. ask() is how table.py calls; functions is for calls that it cannot make."""

    def __init__(self, path: pathlib.Path, header: str) -> None:
        self.ffi = cffi.FFI()
        self.ffi.cdef(without_preprocessor(header) + ARROW)
        self.functions: Any = self.ffi.dlopen(str(path))
        self.prototypes = prototypes(header)
        self.code_names = {getattr(self.functions, n): n for n in re.findall(r"PSUTIL_(?:OK|ERR_\w+)(?= =)", header)}

    def __getattr__(self, name: str) -> int:
        """Constants: library.ERR_FORK is PSUTIL_ERR_FORK."""
        return int(getattr(self.functions, f"PSUTIL_{name}"))

    def room(self, parameter: Parameter) -> Any:
        """Somewhere for an output to go, filled with a pattern."""
        room = self.ffi.new(parameter.type)
        buffer = self.ffi.buffer(room)
        buffer[:] = b"\x5a" * len(buffer)
        return room

    def touched(self, room: Any) -> bool:
        content = bytes(self.ffi.buffer(room))
        return content != b"\x5a" * len(content)

    def error(self) -> SimpleNamespace:
        """psutil_last_error: its fields, as bytes and numbers."""
        return self.python(self.functions.psutil_last_error()[0])  # type: ignore[no-any-return]

    def ask(self, name: str, *inputs: Any) -> Any:
        """Calls a function, and gives its output as a Python value, or Failed. Blocks are freed; handles are not."""
        prototype = self.prototypes[name]
        if not prototype.can_fail:
            return self.python(getattr(self.functions, name)(*inputs))
        rooms = [self.room(p) for p in prototype.outputs]
        code = self.call(name, inputs, rooms)
        if code:
            raise Failed(name, code, self.error())
        answers = [
            room[0] if p.type.startswith("const ") else self.taken(room[0])  # part of something, or a block
            for p, room in zip(prototype.outputs, rooms, strict=True)
        ]
        return answers[0] if len(answers) == 1 else answers or None

    def call(self, name: str, inputs: tuple[Any, ...], rooms: list[Any]) -> int:
        """The bare call, with inputs and outputs put where the prototype has them."""
        ins, outs = iter(inputs), iter(rooms)
        parameters = self.prototypes[name].parameters
        return int(getattr(self.functions, name)(*(next(outs) if p.is_output else next(ins) for p in parameters)))

    def taken(self, value: Any) -> Any:
        """An output as a Python value, its block given back. A handle stays one; None where there is none."""
        kind = self.ffi.typeof(value) if isinstance(value, self.ffi.CData) else None
        if kind is None or kind.kind != "pointer":
            return self.python(value)
        if value == self.ffi.NULL:
            return None
        if kind.cname in HANDLES:
            return value
        answer = self.python(value if kind.item.cname == "char" else value[0])
        self.functions.psutil_free(value)
        return answer

    def give_back(self, answer: Any) -> None:
        """Frees the handles of an answer: one, or a list of them. Those in records are the caller's own."""
        for value in answer if isinstance(answer, list) else [answer]:
            if isinstance(value, self.ffi.CData) and (free := HANDLES.get(self.ffi.typeof(value).cname)):
                self.ask(free, value)

    def python(self, value: Any) -> Any:
        """A C value as Python's: bytes, numbers, lists, namespaces for records. A handle stays one."""
        if not isinstance(value, self.ffi.CData):
            return value
        kind = self.ffi.typeof(value)
        if kind.kind == "pointer":
            if value == self.ffi.NULL:
                return None
            if kind.cname in HANDLES:
                return value
            return self.ffi.string(value) if kind.item.cname == "char" else self.python(value[0])
        if kind.kind == "array":
            return [self.python(item) for item in value]
        names = [name for name, _ in kind.fields]
        if names == ["len", "items"]:
            return [self.python(value.items[i]) for i in range(value.len)]
        record = SimpleNamespace(**{name: self.python(getattr(value, name)) for name in names})
        assert all(word == self.NA for word in getattr(record, "reserved", [])), f"reserved words of {kind.cname}"
        if names[:2] == ["fields", "outcomes"]:
            record.outcomes = [value.outcomes[i] for i in range(value.fields)]
        return record
