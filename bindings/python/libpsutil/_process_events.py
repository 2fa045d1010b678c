"""Process events: the iterator that both APIs return."""

from __future__ import annotations

from . import _core
from . import _declarations as _c
from . import _types as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

_KINDS = {"fork": _c.PSUTIL_EVENT_FORK, "exec": _c.PSUTIL_EVENT_EXEC, "exit": _c.PSUTIL_EVENT_EXIT}
_NAMES = {**{number: name for name, number in _KINDS.items()}, _c.PSUTIL_EVENT_LOST: "lost"}

# How many events one read returns: more may come as fast as it takes them.
_MAX_READ = 4096


class ProcessEvents:
    """Receives process events until close, or the end of a with statement. Iterating waits for each event."""

    def __init__(self, library: _core.Library, kinds: Iterable[str]) -> None:
        self._events: _core.ProcessEvents | None = None
        self._events = library.process_events(_number(kinds))

    def __iter__(self) -> Iterator[_t.sprocevent]:
        return self

    def __next__(self) -> _t.sprocevent:
        if self._events is None:
            raise StopIteration
        return self._make(self._events.next(None))

    def read(self, timeout: float | None = 0) -> list[_t.sprocevent]:
        """Returns the events that are there. Waits at most timeout seconds for the first (None: no limit)."""
        if timeout is not None and not timeout >= 0:
            raise ValueError(f"timeout {timeout!r}: expected a number of seconds that is not negative")
        events = self._open()
        found: list[_t.sprocevent] = []
        while len(found) < _MAX_READ:
            record = events.next(0 if found else timeout)
            if record is None:
                break
            found.append(self._make(record))
        return found

    def fileno(self) -> int:
        """Returns the file descriptor, which is readable when read may return events, for asyncio and selectors."""
        return self._open().fileno()

    def close(self) -> None:
        """Stops receiving and closes the file descriptor. An iteration ends."""
        events, self._events = self._events, None
        if events is not None:
            events.close()

    @property
    def closed(self) -> bool:
        """Whether close was called."""
        return self._events is None

    def __enter__(self) -> ProcessEvents:
        self._open()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{' closed' if self.closed else ''}>"

    def _open(self) -> _core.ProcessEvents:
        if self._events is None:
            raise ValueError("the process events are closed")
        return self._events

    @staticmethod
    def _make(record: Any) -> _t.sprocevent:
        return _t.sprocevent(
            _NAMES.get(record.kind, "?"),
            None if record.pid == _c.PSUTIL_NA else record.pid,
            None if record.ppid == _c.PSUTIL_NA else record.ppid,
            record.time,
            record.exit_code if record.has_exit_code else None,
        )


def _number(kinds: Iterable[str]) -> int:
    number = 0
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if kind not in _KINDS:
            raise ValueError(f"kind {kind!r}: expected one of {', '.join(_KINDS)}")
        number |= _KINDS[kind]
    return number
