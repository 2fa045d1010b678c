"""Waits for several processes, for the Process objects of either API."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol, TypeVar

    from ._core import Library
    from ._core import Process as CoreProcess

    class Process(Protocol):
        """The part of an API's Process that wait_all uses."""

        _core: CoreProcess

        def _on_exit(self, code: int | None) -> int | None: ...

    P = TypeVar("P", bound=Process)


def wait_all(
    library: Library,
    processes: Iterable[P],
    timeout: float | None,
    callback: Callable[[P], object] | None,
    attribute: str,
) -> tuple[list[P], list[P]]:
    """Waits until all processes have exited, at most timeout seconds, and returns those that exited and the others.

    The exit code of each exited process is stored in its attribute of the given name; then callback is called with the
    process.
    """
    waiting = list(dict.fromkeys(processes))
    exited = set()

    def on_exit(index: int, code: int | None) -> None:
        if index not in exited:
            exited.add(index)
            process = waiting[index]
            setattr(process, attribute, process._on_exit(code))
            if callback is not None:
                callback(process)

    cores = [process._core for process in waiting]
    for index, (has_exited, code) in enumerate(library.wait_procs(cores, timeout, on_exit if callback else None)):
        if has_exited:
            on_exit(index, code)
    return (
        [process for index, process in enumerate(waiting) if index in exited],
        [process for index, process in enumerate(waiting) if index not in exited],
    )
