"""TCP connections with the bytes that they have carried, for both APIs."""

from __future__ import annotations

from . import _core as _core
from . import _declarations as _c
from ._lazy import install_lazy as _install_lazy
from ._records import NamedTuple as _NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _extension as _r


class stcpconn(_NamedTuple):
    """An item of tcp_connections. An address is (ip, port), () if there is none. A number that is not known is None."""

    fd: int | None
    pid: int | None
    laddr: tuple[str, int] | tuple[()]
    raddr: tuple[str, int] | tuple[()]
    status: str
    bytes_sent: int | None
    bytes_recv: int | None


if not TYPE_CHECKING:
    __getattr__ = _install_lazy(globals())

    def _tuple_type():
        return __getattr__("stcpconn")
else:

    def _tuple_type() -> type[stcpconn]:
        return stcpconn


def read_tcp_connections(library: _core.Library, bpf: bool) -> list[stcpconn]:
    """Returns the TCP sockets of the network namespace. bpf: find the owners with a BPF program."""
    return library.tcp_connections(_item, bpf)


def read_process_tcp_connections(process: _core.Process) -> list[stcpconn]:
    """Returns the TCP sockets that a process has open."""
    return process.tcp_connections(_item)


def _item(record: _r.psutil_connection_t) -> stcpconn:
    return _tuple_type()(
        _number(record.fd),
        _number(record.pid),
        _address(record.local_address, record.local_port),
        _address(record.remote_address, record.remote_port),
        _c.CONN_STATUS_NAMES.get(record.status, "?"),
        _number(record.bytes_sent),
        _number(record.bytes_recv),
    )


def _number(value: int) -> int | None:
    return None if value == _c.PSUTIL_NA else value


def _address(ip: str | None, port: int) -> tuple[str, int] | tuple[()]:
    return (ip, port) if ip else ()
