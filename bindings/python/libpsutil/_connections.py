"""TCP connections with the bytes that they have carried, for both APIs."""

from __future__ import annotations

from . import _core
from . import _declarations as _c
from . import _types as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _extension as _r


def read_tcp_connections(library: _core.Library, bpf: bool) -> list[_t.stcpconn]:
    """Returns the TCP sockets of the network namespace. bpf: find the owners with a BPF program."""
    return library.tcp_connections(_item, bpf)


def read_process_tcp_connections(process: _core.Process) -> list[_t.stcpconn]:
    """Returns the TCP sockets that a process has open."""
    return process.tcp_connections(_item)


def _item(record: _r.psutil_connection_t) -> _t.stcpconn:
    return _t.stcpconn(
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
