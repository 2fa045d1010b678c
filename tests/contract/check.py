"""What an entry of the table is, and what of it follows from a function's prototype."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .fixtures import TestProcesses
from .library import Failed, Prototype

Check = Callable[[TestProcesses], None]


@dataclass(frozen=True)
class Contract:
    """Three callables: each raises if something is wrong."""

    answer: Check
    misuse: Check
    leak: Check


CONTRACTS: dict[str, Contract] = {}

# Told about a process: NO_SUCH_PROCESS, for example, or OK.
Outcome = str


def contract(
    name: str,
    *,
    inputs: Callable[[TestProcesses], tuple[Any, ...]] | None = None,
    exited: Outcome | None = None,
    zombie: Outcome | None = None,
    other_user: Outcome | None = None,
    invalid: Callable[[TestProcesses], Sequence[tuple[Any, ...]]] = lambda env: (),
    misuse: Check | None = None,
    leak: Check | None = None,
    undo: str | None = None,
    reaps: bool = False,
) -> Callable[[Check], Check]:
    """Enters a function into the table. What is decorated tests its answer.

    inputs    a call that succeeds, to be varied; if not given, the handle of our own process is all that it takes
    gone, zombie, stranger
              the outcome for a process that has ended and been waited for, one that has not been waited for, and one of
              another user; for functions that take a handle
    invalid   several inputs that are INVALID_ARGUMENT
    misuse    what else is wrong use, or instead: functions that cannot fail have nothing that follows
    leak      instead of many of the calls above
    undo      a function that is called with the same inputs after every call that succeeds
    reaps     if the zombie is not one any more after a call that succeeds
    """

    def enter(answer: Check) -> Check:
        assert name not in CONTRACTS, f"{name} is in the table already"
        call = Call(name, inputs or (lambda env: (env.me,)), exited, zombie, other_user, invalid, misuse, undo, reaps)
        CONTRACTS[name] = Contract(answer, call.misuse, leak or call.leak)
        return answer

    return enter


@dataclass(frozen=True)
class Call:
    """A call that succeeds, and what follows from it and the prototype."""

    name: str
    inputs: Callable[[TestProcesses], tuple[Any, ...]]
    exited: Outcome | None
    zombie: Outcome | None
    other_user: Outcome | None
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
                self.expect(env, "ERR_INVALID_ARGUMENT", inputs)
            self.other_processes(env, prototype)
        else:
            assert self.more_misuse, f"{self.name} cannot fail: what wrong use of it is takes a check of its own"
        if self.more_misuse:
            self.more_misuse(env)

    def null_pointers(self, env: TestProcesses, prototype: Prototype) -> None:
        """NULL for one pointer after the other: the message says which. Freeing NULL is fine, and so are no items."""
        freeing = self.name.endswith("_free")
        inputs = list(self.inputs(env)) if not freeing else [env.library.ffi.NULL]
        for i, p in enumerate(prototype.inputs):
            if p.is_pointer:
                rest = list(inputs[i + 1 :])
                if rest and prototype.inputs[i + 1].type == "size_t":
                    rest[0] = 1
                wrong = (*inputs[:i], env.library.ffi.NULL, *rest)
                self.expect(env, "OK" if freeing else "ERR_INVALID_ARGUMENT", wrong, saying=f"{p.name} is NULL")
        for i, p in enumerate(prototype.outputs):
            rooms = [env.library.ffi.NULL if k == i else env.library.room(q) for k, q in enumerate(prototype.outputs)]
            self.expect(env, "ERR_INVALID_ARGUMENT", tuple(inputs), rooms, saying=f"{p.name} is NULL")

    def invalid_handles(self, env: TestProcesses, prototype: Prototype) -> None:
        """For every handle: one that was freed, one of another type, and what never was one."""
        inputs = (None,) if self.name.endswith("_free") else self.inputs(env)
        for i, p in enumerate(prototype.inputs):
            if p.is_handle:
                for value in env.invalid_handles(p.handle):
                    self.expect(env, "ERR_INVALID_HANDLE", (*inputs[:i], value, *inputs[i + 1 :]))
            elif p.is_array_of_handles:
                for value in env.invalid_handles(p.type.removesuffix("const *")):
                    wrong = [*inputs[i][:-1], value]
                    self.expect(env, "ERR_INVALID_HANDLE", (*inputs[:i], wrong, *inputs[i + 1 :]))

    def other_processes(self, env: TestProcesses, prototype: Prototype) -> None:
        place = prototype.process
        if place is None or self.name.endswith("_free"):
            return

        def about(handle: Any) -> tuple[Any, ...]:
            inputs = self.inputs(env)
            return (*inputs[:place], handle, *inputs[place + 1 :])

        told = [self.exited, self.zombie, self.other_user]
        assert all(told), f"{self.name}: what does it say to gone, zombie, stranger?"
        self.expect(env, str(self.exited), about(env.exited), pid=env.exited_pid)
        if self.reaps:
            with env.some_zombie() as (pid, handle):
                self.expect(env, str(self.zombie), about(handle), pid=pid)
        else:
            self.expect(env, str(self.zombie), about(env.zombie), pid=env.zombie_pid)

        def strange(pid: int) -> None:
            with env.handle_of(pid) as handle:
                self.expect(env, str(self.other_user), about(handle), pid=pid)

        env.as_other_user(strange)

    def expect(
        self,
        env: TestProcesses,
        outcome: Outcome,
        inputs: tuple[Any, ...],
        rooms: list[Any] | None = None,
        *,
        pid: int | None = None,
        saying: str = "",
    ) -> None:
        """One call and its code. If that is an error: untouched outputs, and details that belong to this call."""
        library = env.library
        rooms = [library.room(p) for p in library.prototypes[self.name].outputs] if rooms is None else rooms
        code = library.call(self.name, inputs, rooms)
        expected = getattr(library, outcome)
        error = library.error()
        told = f"{self.name}{inputs}: {library.code_names[code]}, not {outcome}: {error.message.decode()}"
        assert code == expected, told
        if code == library.OK:
            self.take_back(env, inputs, rooms)
            return
        assert not any(room != library.ffi.NULL and library.touched(room) for room in rooms), "an output was touched"
        assert error.code == code
        assert error.message.startswith(f"{self.name}: ".encode()), error.message
        assert saying.encode() in error.message, error.message
        assert error.reserved == [library.NA] * 4
        if pid is not None:
            assert error.pid == pid
        if code == library.ERR_ZOMBIE_PROCESS:
            assert error.ppid == env.me_pid

    def take_back(self, env: TestProcesses, inputs: tuple[Any, ...], rooms: list[Any]) -> None:
        """After a call that has succeeded: nothing of it is left."""
        for room in rooms:
            env.library.give_back(env.library.taken(room[0]))
        if self.undo:
            env.library.ask(self.undo, *inputs)

    # ---- leak

    def leak(self, env: TestProcesses) -> None:
        """Many calls of every outcome, by what the process holds afterwards."""
        prototype = env.library.prototypes[self.name]
        assert prototype.can_fail, f"{self.name} takes a leak check of its own"
        place = prototype.process
        inputs = self.inputs(env)
        calls = [inputs, *self.invalid(env)]
        if place is not None:
            calls += [
                (*inputs[:place], handle, *inputs[place + 1 :]) for handle in (env.exited, env.zombie, env.freed())
            ]
        rooms = [env.library.room(p) for p in prototype.outputs]

        def once() -> None:
            for these in calls:
                if env.library.call(self.name, these, rooms) == env.library.OK:
                    self.take_back(env, these, rooms)

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
    """Bytes of C's heap in use. What Go holds shows here too: it keeps a byte of C's for every object a handle has."""
    mallinfo2 = ctypes.CDLL(None).mallinfo2  # glibc 2.33
    mallinfo2.restype = MallInfo
    info = mallinfo2()
    return int(info.uordblks + info.hblkhd)


def held() -> tuple[int, int]:
    """What a leak would add to: the heap, and descriptors."""
    gc.collect()
    return heap(), len(os.listdir("/proc/self/fd"))


def assert_no_leak(once: Callable[[], object], calls: int = 1000) -> None:
    """Runs something many times.

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
    """Functions without an entry, or with one that does not run; and entries without a function."""
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
