"""The named tuples of functions that both APIs have and psutil does not."""

from __future__ import annotations

from ._lazy import install_lazy
from ._records import NamedTuple

TYPE_CHECKING = False


class pkillresult(NamedTuple):
    """An item of kill_tree.

    name is None if the process had exited before. outcome is "terminated" (exited after the signal), "killed" (exited
    after SIGKILL), "gone" (exited before the signal), "denied" (this user may not signal it) or "alive" (it has not
    exited within two seconds of SIGKILL). exit_code is None if it is not known.
    """

    pid: int
    name: str | None
    outcome: str
    exit_code: int | None


class stcpconn(NamedTuple):
    """An item of tcp_connections. An address is (ip, port), () if there is none. A number that is not known is None."""

    fd: int | None
    pid: int | None
    laddr: tuple[str, int] | tuple[()]
    raddr: tuple[str, int] | tuple[()]
    status: str
    bytes_sent: int | None
    bytes_recv: int | None


class scgrouplimits(NamedTuple):
    """Result of cgroup_limits. Sizes are in bytes, cpu_quota is CPU seconds per second. None: no limit."""

    version: int
    path: str
    memory_limit: int | None
    memory_high: int | None
    memory_usage: int | None
    swap_limit: int | None
    cpu_quota: float | None
    cpuset: str | None
    cpuset_count: int | None
    pids_limit: int | None


class spressure(NamedTuple):
    """Result of pressure and cgroup_pressure. Averages are in percent of time, totals in seconds; None where absent."""

    some_avg10: float | None
    some_avg60: float | None
    some_avg300: float | None
    some_total: float | None
    full_avg10: float | None
    full_avg60: float | None
    full_avg300: float | None
    full_total: float | None
    level: int | None


class sprocevent(NamedTuple):
    """A process event. kind is "fork", "exec", "exit" or "lost"; time is in seconds since the epoch; None where absent.

    exit_code is minus the number of the signal for a process that a signal has killed.
    """

    kind: str
    pid: int | None
    ppid: int | None
    time: float
    exit_code: int | None


class sfileowner(NamedTuple):
    """An item of file_owners. fd and mode are of the use "open"; None for others, and mode for O_PATH."""

    pid: int
    use: str
    fd: int | None
    mode: str | None


if not TYPE_CHECKING:
    __getattr__ = install_lazy(globals())
