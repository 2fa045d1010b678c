"""What an entry of the table is, and what of it follows from a function's prototype."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .library import Failed, Prototype
from .fixtures import World

Check = Callable[[World], None]


@dataclass(frozen=True)
class Entry:
    """Three callables: each raises if something is wrong."""

    answer: Check
    misuse: Check
    leak: Check


TABLE: dict[str, Entry] = {}

# Told about a process: NO_SUCH_PROCESS, for example, or OK.
Outcome = str


def covers(
    name: str,
    *,
    inputs: Callable[[World], tuple[Any, ...]] | None = None,
    gone: Outcome | None = None,
    zombie: Outcome | None = None,
    stranger: Outcome | None = None,
    invalid: Callable[[World], Sequence[tuple[Any, ...]]] = lambda w: (),
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
        assert name not in TABLE, f"{name} is in the table already"
        call = Call(name, inputs or (lambda w: (w.me,)), gone, zombie, stranger, invalid, misuse, undo, reaps)
        TABLE[name] = Entry(answer, call.misuse, leak or call.leak)
        return answer

    return enter


@dataclass(frozen=True)
class Call:
    """A call that succeeds, and what follows from it and the prototype."""

    name: str
    inputs: Callable[[World], tuple[Any, ...]]
    gone: Outcome | None
    zombie: Outcome | None
    stranger: Outcome | None
    invalid: Callable[[World], Sequence[tuple[Any, ...]]]
    more_misuse: Check | None
    undo: str | None
    reaps: bool

    # ---- misuse

    def misuse(self, w: World) -> None:
        prototype = w.library.prototypes[self.name]
        if prototype.can_fail:
            self.null_pointers(w, prototype)
            self.no_handles(w, prototype)
            for inputs in self.invalid(w):
                self.expect(w, "ERR_INVALID_ARGUMENT", inputs)
            self.other_processes(w, prototype)
        else:
            assert self.more_misuse, f"{self.name} cannot fail: what wrong use of it is takes a check of its own"
        if self.more_misuse:
            self.more_misuse(w)

    def null_pointers(self, w: World, prototype: Prototype) -> None:
        """NULL for one pointer after the other: the message says which. Freeing NULL is fine, and so are no items."""
        freeing = self.name.endswith("_free")
        inputs = list(self.inputs(w)) if not freeing else [w.library.ffi.NULL]
        for i, p in enumerate(prototype.inputs):
            if p.is_pointer:
                rest = list(inputs[i + 1 :])
                if rest and prototype.inputs[i + 1].type == "size_t":
                    rest[0] = 1
                wrong = (*inputs[:i], w.library.ffi.NULL, *rest)
                self.expect(w, "OK" if freeing else "ERR_INVALID_ARGUMENT", wrong, saying=f"{p.name} is NULL")
        for i, p in enumerate(prototype.outputs):
            rooms = [w.library.ffi.NULL if k == i else w.library.room(q) for k, q in enumerate(prototype.outputs)]
            self.expect(w, "ERR_INVALID_ARGUMENT", tuple(inputs), rooms, saying=f"{p.name} is NULL")

    def no_handles(self, w: World, prototype: Prototype) -> None:
        """For every handle: one that was freed, one of another type, and what never was one."""
        inputs = (None,) if self.name.endswith("_free") else self.inputs(w)
        for i, p in enumerate(prototype.inputs):
            if p.is_handle:
                for value in w.no_handles(p.handle):
                    self.expect(w, "ERR_INVALID_HANDLE", (*inputs[:i], value, *inputs[i + 1 :]))
            elif p.is_array_of_handles:
                for value in w.no_handles(p.type.removesuffix("const *")):
                    wrong = [*inputs[i][:-1], value]
                    self.expect(w, "ERR_INVALID_HANDLE", (*inputs[:i], wrong, *inputs[i + 1 :]))

    def other_processes(self, w: World, prototype: Prototype) -> None:
        place = prototype.process
        if place is None or self.name.endswith("_free"):
            return

        def about(handle: Any) -> tuple[Any, ...]:
            inputs = self.inputs(w)
            return (*inputs[:place], handle, *inputs[place + 1 :])

        told = [self.gone, self.zombie, self.stranger]
        assert all(told), f"{self.name}: what does it say to gone, zombie, stranger?"
        self.expect(w, str(self.gone), about(w.gone), pid=w.gone_pid)
        if self.reaps:
            with w.some_zombie() as (pid, handle):
                self.expect(w, str(self.zombie), about(handle), pid=pid)
        else:
            self.expect(w, str(self.zombie), about(w.zombie), pid=w.zombie_pid)

        def strange(pid: int) -> None:
            with w.handle_of(pid) as handle:
                self.expect(w, str(self.stranger), about(handle), pid=pid)

        w.as_stranger(strange)

    def expect(
        self,
        w: World,
        outcome: Outcome,
        inputs: tuple[Any, ...],
        rooms: list[Any] | None = None,
        *,
        pid: int | None = None,
        saying: str = "",
    ) -> None:
        """One call and its code. If that is an error: untouched outputs, and details that belong to this call."""
        library = w.library
        rooms = [library.room(p) for p in library.prototypes[self.name].outputs] if rooms is None else rooms
        code = library.call(self.name, inputs, rooms)
        expected = getattr(library, outcome)
        error = library.error()
        told = f"{self.name}{inputs}: {library.code_names[code]}, not {outcome}: {error.message.decode()}"
        assert code == expected, told
        if code == library.OK:
            self.take_back(w, inputs, rooms)
            return
        assert not any(room != library.ffi.NULL and library.touched(room) for room in rooms), "an output was touched"
        assert error.code == code
        assert error.message.startswith(f"{self.name}: ".encode()), error.message
        assert saying.encode() in error.message, error.message
        assert error.reserved == [library.NA] * 4
        if pid is not None:
            assert error.pid == pid
        if code == library.ERR_ZOMBIE_PROCESS:
            assert error.ppid == w.me_pid

    def take_back(self, w: World, inputs: tuple[Any, ...], rooms: list[Any]) -> None:
        """After a call that has succeeded: nothing of it is left."""
        for room in rooms:
            w.library.give_back(w.library.taken(room[0]))
        if self.undo:
            w.library.ask(self.undo, *inputs)

    # ---- leak

    def leak(self, w: World) -> None:
        """Many calls of every outcome, by what the process holds afterwards."""
        prototype = w.library.prototypes[self.name]
        assert prototype.can_fail, f"{self.name} takes a leak check of its own"
        place = prototype.process
        inputs = self.inputs(w)
        calls = [inputs, *self.invalid(w)]
        if place is not None:
            calls += [(*inputs[:place], handle, *inputs[place + 1 :]) for handle in (w.gone, w.zombie, w.freed())]
        rooms = [w.library.room(p) for p in prototype.outputs]

        def once() -> None:
            for these in calls:
                if w.library.call(self.name, these, rooms) == w.library.OK:
                    self.take_back(w, these, rooms)

        nothing_grows(once)


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


def nothing_grows(once: Callable[[], object], calls: int = 1000) -> None:
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


def lacking(functions: Iterable[str], table: dict[str, Entry]) -> list[str]:
    """Functions without an entry, or with one that does not run; and entries without a function."""
    lacks = [f"{name} has no entry" for name in functions if name not in table]
    lacks += [f"{name} is not in psutil.h" for name in table if name not in functions]
    for name, entry in table.items():
        lacks += [
            f"{name}: its {c} is not callable"
            for c in ("answer", "misuse", "leak")
            if not callable(getattr(entry, c, None))
        ]
    return lacks


__all__ = ["TABLE", "Entry", "Failed", "covers", "heap", "lacking", "nothing_grows"]
