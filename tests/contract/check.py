"""The contract of a function, and the checks that follow from its prototype."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cffi_lib import PROTOTYPES, Failed, Library, Prototype

from .fixtures import TestProcesses

Check = Callable[[TestProcesses], None]


@dataclass(frozen=True)
class Contract:
    """Three checks, which raise at a failure."""

    answer: Check
    misuse: Check
    leak: Check


CONTRACTS: dict[str, Contract] = {}

# The name of a code without PSUTIL_ and ERR_: NO_SUCH_PROCESS, for example, or OK.
Outcome = str


def contract(
    name: str,
    *,
    inputs: Callable[[TestProcesses], tuple[Any, ...]] | None = None,
    zombie: Outcome | None = None,
    other_user: Outcome | None = None,
    invalid: Callable[[TestProcesses], Sequence[tuple[Any, ...]]] = lambda env: (),
    misuse: Check | None = None,
    leak: Check | None = None,
    undo: str | None = None,
    reaps: bool = False,
) -> Callable[[Check], Check]:
    """Adds the contract of a function. The decorated function tests its answer.

    inputs    a call that succeeds; by default the function takes only the handle of our own process
    zombie, other_user
              the outcome for such a process where it differs from docs/functions.tsv
    invalid   inputs that are INVALID_ARGUMENT
    misuse    a check of more wrong use; required for functions that cannot fail
    leak      a check instead of many calls with the inputs above
    undo      a function to call with the same inputs after every call that succeeds
    reaps     whether a call that succeeds reaps the zombie
    """

    def enter(answer: Check) -> Check:
        assert name not in CONTRACTS, f"{name} is in the table already"
        known = PROTOTYPES.get(name)
        outcomes = (known.exited, zombie or known.zombie, other_user or known.other_user) if known else ("", "", "")
        call = Call(name, inputs or (lambda env: (env.me,)), *outcomes, invalid, misuse, undo, reaps)
        CONTRACTS[name] = Contract(answer, call.misuse, leak or call.leak)
        return answer

    return enter


def forms(library: Library, value: Any) -> list[str]:
    """Returns the ways in which a message may show an argument: a number, a string's beginning, an item, a field."""
    if isinstance(value, (list, tuple)):
        return [form for item in value for form in forms(library, item)]
    if isinstance(value, int):
        column = library.column_names.get(value, "")  # "column pid", for PSUTIL_COLUMN_PID
        return [str(value), hex(value & 0xFFFFFFFF), *([f"column {column}:"] if column else [])]
    if isinstance(value, float):
        return [{"nan": "NaN", "inf": "+Inf", "-inf": "-Inf"}.get(str(value), f"{value:g}")]
    kind = library.ffi.typeof(value)
    if kind.cname.startswith("char["):
        return [library.ffi.string(value).decode(errors="replace").split("\n")[0][:40]]
    if value == library.ffi.NULL:
        return ["NULL", "no items"]
    if kind.kind == "pointer" and kind.item.kind == "struct" and kind.item.fields:
        value, kind = value[0], kind.item
    if kind.kind == "struct":
        return [form for name, _ in kind.fields for form in forms(library, getattr(value, name))]
    return ["PID "]  # a handle


@dataclass(frozen=True)
class Call:
    """A call that succeeds, from which the checks derive others."""

    name: str
    inputs: Callable[[TestProcesses], tuple[Any, ...]]
    exited: Outcome
    zombie: Outcome
    other_user: Outcome
    invalid: Callable[[TestProcesses], Sequence[tuple[Any, ...]]]
    more_misuse: Check | None
    undo: str | None
    reaps: bool

    # ---- misuse

    def misuse(self, env: TestProcesses) -> None:
        prototype = env.library.prototypes[self.name]
        if prototype.can_fail:
            self.null_pointers(env, prototype)
            self.invalid_handles(env, prototype)
            for inputs in self.invalid(env):
                self.expect(env, "INVALID_ARGUMENT", inputs)
                self.shows_the_value(env, inputs)
            self.other_processes(env, prototype)
        else:
            assert self.more_misuse, f"{self.name} cannot fail: what wrong use of it is takes a check of its own"
        if self.more_misuse:
            self.more_misuse(env)

    def shows_the_value(self, env: TestProcesses, wrong: tuple[Any, ...]) -> None:
        """The message about wrong inputs contains one that differs from those of a right call."""
        message = env.library.last_error().message.decode()
        values = [value for value, right in zip(wrong, self.inputs(env), strict=True) if value != right]
        shown = [form for value in values for form in forms(env.library, value)]
        assert any(form in message for form in shown), f"{message}: not one of {shown}"

    def null_pointers(self, env: TestProcesses, prototype: Prototype) -> None:
        """Each pointer as NULL: the message names it. Freeing NULL succeeds, and so does an empty array."""
        freeing = self.name.endswith("_free")
        inputs = list(self.inputs(env)) if not freeing else [env.library.ffi.NULL]
        for i, p in enumerate(prototype.inputs):
            if p.is_pointer:
                rest = list(inputs[i + 1 :])
                if rest and prototype.inputs[i + 1].type == "size_t":
                    rest[0] = 1
                wrong = (*inputs[:i], env.library.ffi.NULL, *rest)
                self.expect(env, "OK" if freeing else "INVALID_ARGUMENT", wrong, saying=f"{p.name} is NULL")
        for i, p in enumerate(prototype.outputs):
            outputs = [
                env.library.ffi.NULL if k == i else env.library.new_output(q) for k, q in enumerate(prototype.outputs)
            ]
            self.expect(env, "INVALID_ARGUMENT", tuple(inputs), outputs, saying=f"{p.name} is NULL")

    def invalid_handles(self, env: TestProcesses, prototype: Prototype) -> None:
        """Each handle replaced by a freed one, one of another type, and invalid values."""
        inputs = (None,) if self.name.endswith("_free") else self.inputs(env)
        for i, p in enumerate(prototype.inputs):
            if p.is_handle:
                for value in env.invalid_handles(p.handle):
                    self.expect(env, "INVALID_HANDLE", (*inputs[:i], value, *inputs[i + 1 :]))
            elif p.is_array_of_handles:
                for value in env.invalid_handles(p.type.removesuffix("const *")):
                    wrong = [*inputs[i][:-1], value]
                    self.expect(env, "INVALID_HANDLE", (*inputs[:i], wrong, *inputs[i + 1 :]))

    def other_processes(self, env: TestProcesses, prototype: Prototype) -> None:
        place = prototype.process
        if place is None or self.name.endswith("_free"):
            return

        def about(handle: Any) -> tuple[Any, ...]:
            inputs = self.inputs(env)
            return (*inputs[:place], handle, *inputs[place + 1 :])

        assert "—" not in (self.exited, self.zombie, self.other_user), f"{self.name}: docs/functions.tsv has no outcome"
        self.expect(env, self.exited, about(env.exited), pid=env.exited_pid)
        if self.reaps:
            with env.some_zombie() as (pid, handle):
                self.expect(env, self.zombie, about(handle), pid=pid)
        else:
            self.expect(env, self.zombie, about(env.zombie), pid=env.zombie_pid)

        def strange(pid: int) -> None:
            with env.handle_of(pid) as handle:
                self.expect(env, self.other_user, about(handle), pid=pid)

        env.as_other_user(strange)

    def expect(
        self,
        env: TestProcesses,
        outcome: Outcome,
        inputs: tuple[Any, ...],
        outputs: list[Any] | None = None,
        *,
        pid: int | None = None,
        saying: str = "",
    ) -> None:
        """Makes a call and asserts its code; at an error, untouched outputs and the details of this call."""
        library = env.library
        outputs = library.new_outputs(self.name) if outputs is None else outputs
        code = library.invoke(self.name, inputs, outputs)
        error = library.last_error()
        actual = library.code_names[code].removeprefix("PSUTIL_").removeprefix("ERR_")
        assert actual == outcome, f"{self.name}{inputs}: {actual}, not {outcome}: {error.message.decode()}"
        if code == library.OK:
            self.take_back(env, inputs, outputs)
            return
        assert not any(output != library.ffi.NULL and library.is_touched(output) for output in outputs), (
            "an output was touched"
        )
        assert error.code == code
        assert error.message.startswith(f"{self.name}: ".encode()), error.message
        assert saying.encode() in error.message, error.message
        assert error.reserved == [library.NA] * 4
        if pid is not None:
            assert error.pid == pid
        if code == library.ERR_ZOMBIE_PROCESS:
            assert error.ppid == env.me_pid

    def take_back(self, env: TestProcesses, inputs: tuple[Any, ...], outputs: list[Any]) -> None:
        """Frees the outputs of a call that succeeded, and undoes it."""
        for output in outputs:
            env.library.free_handles(env.library.take(output[0]))
        if self.undo:
            env.library.call(self.undo, *inputs)

    # ---- leak

    def leak(self, env: TestProcesses) -> None:
        """Makes many calls of every outcome; nothing is left."""
        prototype = env.library.prototypes[self.name]
        assert prototype.can_fail, f"{self.name} takes a leak check of its own"
        place = prototype.process
        inputs = self.inputs(env)
        calls = [inputs, *self.invalid(env)]
        if place is not None:
            calls += [
                (*inputs[:place], handle, *inputs[place + 1 :]) for handle in (env.exited, env.zombie, env.freed())
            ]
        outputs = env.library.new_outputs(self.name)

        def once() -> None:
            for these in calls:
                if env.library.invoke(self.name, these, outputs) == env.library.OK:
                    self.take_back(env, these, outputs)

        assert_no_leak(once)


class MallInfo(ctypes.Structure):
    """glibc's struct mallinfo2."""

    _fields_ = (
        ("arena", ctypes.c_size_t),
        ("ordblks", ctypes.c_size_t),
        ("smblks", ctypes.c_size_t),
        ("hblks", ctypes.c_size_t),
        ("hblkhd", ctypes.c_size_t),
        ("usmblks", ctypes.c_size_t),
        ("fsmblks", ctypes.c_size_t),
        ("uordblks", ctypes.c_size_t),
        ("fordblks", ctypes.c_size_t),
        ("keepcost", ctypes.c_size_t),
    )


def heap() -> int:
    """Returns the bytes of malloc's heap in use. Objects that Go keeps count, too: each has a byte of C memory."""
    mallinfo2 = ctypes.CDLL(None).mallinfo2  # glibc 2.33
    mallinfo2.restype = MallInfo
    info = mallinfo2()
    return int(info.uordblks + info.hblkhd)


def held() -> tuple[int, int]:
    """Returns the size of the heap and the number of descriptors."""
    gc.collect()
    return heap(), len(os.listdir("/proc/self/fd"))


def assert_no_leak(once: Callable[[], object], calls: int = 1000) -> None:
    """Runs a function many times, and asserts that the heap and the descriptors do not grow.

    Other threads and Python itself use the heap as well, so a leak has to show itself more than once. It is at least 32
    bytes a call, as malloc counts.
    """
    for _ in range(100):
        once()
    growth = 0, 0
    for _ in range(4):
        before = held()
        for _ in range(calls):
            once()
        after = held()
        growth = after[0] - before[0], after[1] - before[1]
        if growth[0] < calls * 16 and growth[1] <= 0:
            return
    raise AssertionError(f"{calls} calls, and {growth[0]} bytes of heap and {growth[1]} descriptors more are held")


def missing_contracts(functions: Iterable[str], table: dict[str, Contract]) -> list[str]:
    """Returns functions without a contract, contracts without a function, and checks that cannot run."""
    missing = [f"{name} has no entry" for name in functions if name not in table]
    missing += [f"{name} is not in psutil.h" for name in table if name not in functions]
    for name, entry in table.items():
        missing += [
            f"{name}: its {c} is not callable"
            for c in ("answer", "misuse", "leak")
            if not callable(getattr(entry, c, None))
        ]
    return missing


__all__ = ["CONTRACTS", "Contract", "Failed", "assert_no_leak", "contract", "heap", "missing_contracts"]
