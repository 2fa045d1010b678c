"""The end of a process with its descendants, for both APIs."""

from __future__ import annotations

import os

from . import _core
from . import _declarations as _c
from . import _types as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _extension as _r

# On Windows the module signal lacks the second.
SIGTERM = 15
_SIGKILL = 9


def kill_tree(root: _core.Process, signal: int, grace: float) -> list[_t.pkillresult]:
    """Ends a process and its descendants, and returns what happened to each, the process itself first."""
    if _core.sleep_is_replaced() and 0 < signal < 1 << 31 and signal != _SIGKILL and grace > 0:
        return _kill_tree_with_sleep(root, signal, grace)
    return list(map(_item, root.kill_tree(signal, grace)))


def _item(record: _r.psutil_kill_result_t) -> _t.pkillresult:
    code = record.exit_code if record.has_exit_code else None
    return _t.pkillresult(record.pid, record.name, _c.KILL_OUTCOME_NAMES.get(record.outcome, "?"), code)


class _Target:
    """One process of the tree."""

    def __init__(self, process: _core.Process) -> None:
        self.process = process
        self.pid = process.pid()
        self.result: _t.pkillresult | None = None
        try:
            self._name: str | None = process.checked_call("process_name")
        except _core.CallFailed:
            self._name = None

    def signal(self, number: int) -> None:
        """Sends the signal unless the process has exited: that of a zombie would succeed, too."""
        if self.check("gone"):
            return
        try:
            self.process.checked_call("process_send_signal", number)
        except _core.CallFailed as failure:
            if failure.code == _c.PSUTIL_ERR_NO_SUCH_PROCESS:
                self.check("gone")
            elif failure.code == _c.PSUTIL_ERR_ACCESS_DENIED:
                self._finish("denied", None)
            else:
                raise self.process.error(failure.code) from None

    def check(self, outcome: str) -> bool:
        """Returns whether the process has a result, which has this outcome if the process has exited since."""
        if self.result is not None:
            return True
        try:
            status = self.process.checked_call("process_wait", 0.0, 0)
        except _core.CallFailed:
            if not self._is_zombie():
                return False
            self._finish(outcome, None)
        else:
            self._finish(outcome, status.exit_code if status.has_exit_code else None)
        return True

    def _is_zombie(self) -> bool:
        """Returns whether the process is a zombie: one that another process has not waited for has exited, too."""
        try:
            return self.process.checked_call("process_status") == _c.PSUTIL_STATUS_ZOMBIE  # type: ignore[no-any-return]
        except _core.CallFailed:
            return False

    def kill(self) -> list[_t.pkillresult]:
        """Kills the process and what it has started."""
        while True:
            try:
                return list(map(_item, self.process.checked_call("process_kill_tree", _SIGKILL, 0.0)))
            except _core.CallFailed as failure:
                if failure.code != _c.PSUTIL_ERR_INTERRUPTED:
                    break
        if not self.check("terminated"):
            self._finish("alive", None)
        return [self.result] if self.result else []

    def _finish(self, outcome: str, code: int | None) -> None:
        self.result = _t.pkillresult(self.pid, self._name, outcome, code)


def _kill_tree_with_sleep(root: _core.Process, signal: int, grace: float) -> list[_t.pkillresult]:
    """Does what psutil_process_kill_tree does, and spends the grace period in time.sleep.

    Processes that the tree starts during the grace period are killed at its end.
    """
    targets = [_Target(process) for process in (root, *root.children(True))]
    if os.getpid() in [target.pid for target in targets]:
        return list(map(_item, root.kill_tree(signal, grace)))  # raises
    for target in targets:
        target.signal(signal)
    backoff = _core.Backoff(grace)
    while sum(not target.check("terminated") for target in targets) and backoff.sleep():
        pass
    results = {target.pid: target.result for target in targets}
    for target in targets:
        for item in target.kill() if results[target.pid] is None else ():
            if results.get(item.pid) is None:
                # A process that has the signal and exits before SIGKILL has exited after the signal.
                is_late = item.outcome == "gone" and item.pid in results
                results[item.pid] = item._replace(outcome="terminated") if is_late else item
    return [result for result in results.values() if result is not None]
