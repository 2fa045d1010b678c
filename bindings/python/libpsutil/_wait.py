"""Waits for several processes, for the Process objects of either API."""

from __future__ import annotations

import sys

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from typing import Any, Protocol, TypeVar

    class _Process(Protocol):
        """The part of an API's Process that wait_all uses."""

        _core: _core.Process

        def wait(self, timeout: float | None = None) -> int | None: ...
        def is_running(self) -> bool: ...
        def _on_exit(self, code: int | None) -> int | None: ...

    _P = TypeVar("_P", bound=_Process)


def wait_all(
    library: _core.Library,
    processes: Iterable[_P],
    timeout: float | None,
    callback: Callable[[_P], object] | None,
    attribute: str,
    own_waits: Container[object],
    timeout_expired: type[Exception],
) -> tuple[list[_P], list[_P]]:
    """Waits until all processes have exited, at most timeout seconds, and returns those that exited and the others.

    The exit code of each exited process is stored in its attribute of the given name; then callback is called with the
    process. If the method wait of a process is not one of own_waits, or if time.sleep was replaced, the processes'
    wait is called in turn; it raises timeout_expired.
    """
    if callback is not None and not callable(callback):
        raise TypeError(f"callback {callback!r}: expected a callable")
    waiting = list(dict.fromkeys(processes))
    if _core.sleep_is_replaced() or not all(_wait_method(process) in own_waits for process in waiting):
        return _poll_all(waiting, timeout, callback, attribute, timeout_expired)
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


def _wait_method(process: Any) -> object:
    return None if "wait" in getattr(process, "__dict__", ()) else getattr(type(process), "wait", None)


def _poll_all(
    waiting: list[_P],
    timeout: float | None,
    callback: Callable[[_P], object] | None,
    attribute: str,
    timeout_expired: type[Exception],
) -> tuple[list[_P], list[_P]]:
    expired: tuple[type[Exception], ...] = (timeout_expired,)
    if "subprocess" in sys.modules:
        expired += (sys.modules["subprocess"].TimeoutExpired,)
    backoff, exited, alive = _core.Backoff(timeout), [], waiting
    while True:
        for process in alive[:]:
            try:
                code = process.wait(timeout=0)
            except expired:
                continue
            if code is not None or not process.is_running():
                alive = [other for other in alive if other is not process]
                exited.append(process)
                setattr(process, attribute, code)
                if callback is not None:
                    callback(process)
        if not alive or not backoff.sleep():
            return exited, alive
