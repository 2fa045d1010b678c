"""Network counters, interfaces and connections: tests/programs/network.c against psutil at the same moment.

Other processes open and close sockets, so the sockets of this process are compared, and all of them in a network
namespace in which there are no others. Counters only grow. No other tolerance is needed.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
import tcp_states
from conftest import Host, missing, repeat_until_passes, required_tool, root_only, run_program

pytestmark = pytest.mark.unprivileged

KINDS = ["all", "tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "unix", "inet", "inet4", "inet6"]
NOBODY = 65534

Connection = tuple[Any, ...]  # pid, fd, family, type, status, local, remote


def text(word: str) -> str | None:
    return None if word == "-" else os.fsdecode(bytes.fromhex(word[1:]))


def connections(lines: str) -> list[Connection]:
    """Parses the printed connections; absent values are None."""

    def known(number: str) -> int | None:
        return None if number == "-1" else int(number)

    found = []
    for line in lines.splitlines():
        fd, pid, family, kind, status, local_port, remote_port, local, remote = line.split(" ")
        ends: list[Any] = [(text(local), known(local_port)), (text(remote), known(remote_port))]
        found.append((known(pid), known(fd), int(family), int(kind), status, *ends))
    return found


def of_psutil(conn: Any, pid: int | None) -> Connection:
    ends: list[tuple[str | None, int | None]] = []
    for end, absent in ((conn.laddr, ""), (conn.raddr, None)):
        ends.append(tuple(end) if isinstance(end, tuple) and end else (end or absent, None))
    return (pid, None if conn.fd == -1 else conn.fd, int(conn.family), int(conn.type), conn.status, *ends)


def own(kind: str) -> list[Connection]:
    return sorted((of_psutil(c, os.getpid()) for c in psutil.Process().net_connections(kind)), key=str)


def everybodys(kind: str) -> set[Connection]:
    return {of_psutil(c, c.pid) for c in psutil.net_connections(kind)}


@contextlib.contextmanager
def open_sockets() -> Iterator[list[socket.socket]]:
    """Sockets of all kinds in all states, some of them duplicated."""
    families = [(socket.AF_INET, "127.0.0.1")]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        families.append((socket.AF_INET6, "::1"))
    kept = []
    for family, host in families:
        kept += tcp_states.sockets(family, host)
        for connected in (False, True):
            datagrams = socket.socket(family, socket.SOCK_DGRAM)
            datagrams.bind((host, 0))
            kept.append(datagrams)
            if connected:
                datagrams.connect(kept[-2].getsockname())
    if len(families) > 1:  # IPv4 to an IPv6 socket
        both = socket.socket(socket.AF_INET6)
        both.bind(("::", 0))
        both.listen()
        client = socket.create_connection(("127.0.0.1", both.getsockname()[1]))
        kept += [both, client, both.accept()[0]]
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        kept += socket.socketpair(socket.AF_UNIX, kind)
        named = socket.socket(socket.AF_UNIX, kind)
        named.bind(f"\0psutil-{os.getpid()}-{kind}")
        kept += [named, socket.socket(socket.AF_UNIX, kind), named.dup()]
    kept.append(kept[1].dup())
    yield kept
    for each in kept:
        each.close()


@pytest.fixture
def sockets() -> Iterator[list[socket.socket]]:
    with open_sockets() as kept:
        yield kept


@pytest.mark.parametrize("way", ["process", "denied"])
@pytest.mark.parametrize("kind", KINDS)
def test_own_connections(host: Host, sockets: list[socket.socket], kind: str, way: str) -> None:
    """With sock_diag, and where it is denied."""

    def compare() -> None:
        """A FIN may be on its way."""
        ours = connections(host("network", way, str(os.getpid()), kind).stdout)
        assert sorted(ours, key=str) == own(kind)
        if kind == "tcp4":
            assert {c[4] for c in ours} == tcp_states.STATES - {"SYN_RECV", "TIME_WAIT"}  # these have no descriptor

    repeat_until_passes(compare)


@pytest.mark.parametrize("kind", KINDS)
def test_all_connections(host: Host, sockets: list[socket.socket], kind: str) -> None:
    """Beside other processes, whose sockets change: those of this process are compared."""

    def compare() -> None:
        ours = connections(host("network", "connections", kind, "1").stdout)
        assert {c for c in ours if c[0] == os.getpid()} == set(own(kind))
        without = connections(host("network", "connections", kind, "0").stdout)
        assert {c[:2] for c in without} <= {(None, None)}
        assert {c[2:] for c in own(kind)} <= {c[2:] for c in without}

    repeat_until_passes(compare)


def alone() -> list[str]:
    """Returns the beginning of a command that runs in a network namespace of its own, without other sockets."""
    unshare = [required_tool("unshare"), *([] if os.getuid() == 0 else ["--user", "--map-root-user"]), "--net"]
    if run_program([*unshare, "true"]).returncode:
        missing("network namespaces")
    return unshare


def set_loopback_up() -> None:
    set_flags, up = 0x8914, 1  # SIOCSIFFLAGS, IFF_UP
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sH14x", b"lo", up))


def compare_all_connections(program: str, kind: str) -> None:
    """Without other sockets: the program and psutil report the same."""
    set_loopback_up()
    with open_sockets():
        while True:  # until the states are stable: a FIN may be on its way, and TIME_WAIT ends after a minute
            earlier = everybodys(kind)
            result = subprocess.run([program, "connections", kind, "1"], capture_output=True, text=True, check=True)
            if earlier == everybodys(kind):
                break
        ours = connections(result.stdout)
    assert set(ours) == earlier, (ours, earlier)
    assert kind != "tcp4" or {c[4] for c in ours} == tcp_states.STATES, ours


ALONE = "import sys, test_network; test_network.compare_all_connections(*sys.argv[1:])"


@pytest.mark.parametrize("kind", KINDS)
def test_all_connections_of_a_namespace(host: Host, kind: str) -> None:
    """Those without owners as well: in other network namespaces other processes open and close sockets."""
    command = [*alone(), "env", "-C", os.path.dirname(__file__), sys.executable, "-c", ALONE]
    result = run_program([*command, str(host.program("network")), kind])
    assert (result.returncode, result.stderr) == (0, "")


NAMED_SOCKETS = """
import json, os, socket, subprocess, sys
program, *names = sys.argv[1:]
sockets = [socket.socket(socket.AF_UNIX) for _ in names]
for each, name in zip(sockets, names):
    each.bind(bytes.fromhex(name))

def connections(way):
    command = [program, way, str(os.getpid()), "unix"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

print(json.dumps({way: connections(way) for way in ("process", "denied")}))
"""


def test_inconvenient_names(host: Host) -> None:
    """In a network namespace of its own: psutil, in other tests, fails at a newline in /proc/net/unix."""
    directory = tempfile.mkdtemp()  # a short path
    begin = f"\0psutil {os.getpid()}".encode()
    forged = begin + b"\n0: 00000002 00000000 00000000 0001 01 99999 /forged"
    names = [
        begin,
        begin + b" \n ",
        begin + b"\0\0",
        begin + b"\xff\xc3(",
        forged,
        os.fsencode(directory) + b"/a\nb c ",
    ]
    program = str(host.program("network"))
    result = run_program([*alone(), sys.executable, "-c", NAMED_SOCKETS, program, *(name.hex() for name in names)])
    assert (result.returncode, result.stderr) == (0, "")
    for way, lines in json.loads(result.stdout).items():
        expected = [os.fsdecode(name.replace(b"\0", b"@")) for name in names]
        if way == "denied":  # in the file, a line of a name looks like a line of the file
            expected = [name.split("\n0: ")[0] for name in expected]
        assert sorted(c[5][0] for c in connections(lines) if c[5][0]) == sorted(expected)
    shutil.rmtree(directory)


def test_connections_of_each_process(host: Host, sockets: list[socket.socket]) -> None:
    """The connections of every process, with the rights of the user who runs the tests."""
    own_namespace = os.readlink("/proc/self/ns/net")

    def read(process: psutil.Process) -> tuple[Any, Any] | None:
        """Returns both answers where psutil's is the same before and after."""
        earlier: list[Any] | None = None
        namespace = own_namespace
        with contextlib.suppress(psutil.Error, OSError):
            earlier = process.net_connections("all")
            namespace = os.readlink(f"/proc/{process.pid}/ns/net")
        result = host("network", "process", str(process.pid), "all", expect=None)
        try:
            later = process.net_connections("all")
        except psutil.AccessDenied:
            has_none = not process.cmdline()  # a kernel thread has no descriptors
            return result.stdout, "" if has_none else "error PSUTIL_ERR_ACCESS_DENIED\n"
        if earlier != later or namespace != own_namespace:
            return None
        ours = sorted(connections(result.stdout), key=str)
        return ours, sorted((of_psutil(c, process.pid) for c in later), key=str)

    compared: set[int] = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess):  # also ZombieProcess
            for _ in range(20):  # a socket may be opened and closed between psutil's readings
                answers = read(process)
                if answers is None or answers[0] == answers[1]:
                    break
            else:
                assert answers is None or answers[0] == answers[1] or not process.is_running()
            if answers is not None:
                compared.add(process.pid)
    assert os.getpid() in compared


@root_only
def test_ordinary_user(host: Host, sockets: list[socket.socket]) -> None:
    """An ordinary user sees all sockets, but not their owners."""
    ordinary_user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    result = host("network", "process", str(os.getpid()), "all", **ordinary_user)
    assert result.stdout == "error PSUTIL_ERR_ACCESS_DENIED\n"

    def compare() -> None:
        ours = connections(host("network", "connections", "all", "1", **ordinary_user).stdout)
        assert {c[2:] for c in own("all")} <= {c[2:] for c in ours}
        assert {c[0] for c in ours}.isdisjoint([os.getpid(), 1])

    repeat_until_passes(compare)


@root_only
def test_in_another_network_namespace(host: Host) -> None:
    listen = "import socket; s = socket.socket(); s.listen(); print(s.getsockname()[1], flush=True); input()"
    command = ["unshare", "-n", sys.executable, "-c", listen]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        port = child.stdout.readline()
        if not port:
            missing("network namespaces")
        for way in ("process", "denied"):
            [found] = connections(host("network", way, str(child.pid), "inet").stdout)
            assert found[4:6] == ("LISTEN", ("0.0.0.0", int(port)))
        child.communicate("\n")


def test_conn_status_names(host: Host) -> None:
    """Every state has psutil's name."""
    ours = host("network", "names").stdout.split()
    theirs = {name: value for name, value in vars(psutil._common).items() if name.startswith("CONN_")}
    assert set(theirs.values()) <= set(ours)
    assert ours[-3:] == ["DELETE_TCB", "IDLE", "BOUND"]  # of other systems
    assert len(set(ours)) == 15


# ---- interfaces

DUMP = """
import psutil, json
print(json.dumps({
    "io": psutil.net_io_counters(pernic=True, nowrap=False), "total": psutil.net_io_counters(nowrap=False),
    "stats": psutil.net_if_stats(), "addrs": psutil.net_if_addrs(),
}))
"""

STEADY = "import psutil; print(psutil.net_if_stats(), psutil.net_if_addrs())"


def check_interfaces(ours: str, theirs: list[dict[str, Any]]) -> None:
    """Compares the program's lines with psutil's answers before and after."""
    earlier, later = theirs
    lines = [line.split(" ") for line in ours.splitlines()]
    io = {words[1]: [int(n) for n in words[2:]] for words in lines if words[0] == "io"}
    for kind in ("raw", "nowrap"):
        expected = {kind: (earlier["total"], later["total"])}
        expected |= {f"{kind}-{nic}": (earlier["io"][nic], later["io"][nic]) for nic in earlier["io"]}
        for name, (before, after) in expected.items():
            for low, number, high in zip(before, io[name], after, strict=True):
                assert low <= number <= high, name
    stats: dict[str | None, list[Any]] = {}
    for words in lines:
        if words[0] == "stats":
            up, duplex, speed, mtu = (int(number) for number in words[1:5])
            stats[text(words[5])] = [bool(up), duplex, max(speed, 0), mtu, text(words[6])]
    assert stats == earlier["stats"]
    addrs: dict[str | None, list[Any]] = {}
    for words in lines:
        if words[0] == "addr":
            interface, *strings = (text(word) for word in words[3:])
            addrs.setdefault(interface, []).append([int(words[1]), *strings])
    assert addrs == earlier["addrs"]


def test_interfaces(host: Host) -> None:
    def psutil_says() -> Any:
        return json.loads(subprocess.check_output([sys.executable, "-c", DUMP]))

    earlier = psutil_says()
    ours = host("network", "interfaces").stdout
    check_interfaces(ours, [earlier, psutil_says()])


SETUP = """
set -e
ip link add name v0 type veth peer name v1 >&2
ip link set dev v0 address 02:fc:00:00:00:01 mtu 1400 up >&2
ip link set dev v1 promisc on allmulticast on up >&2
ip address add 192.0.2.1/24 broadcast + dev v0 >&2
ip address add 192.0.2.2/24 dev v0 >&2
ip address add 192.0.2.3/32 dev v0 label v0:one >&2
ip address add 198.51.100.1 peer 198.51.100.2/32 dev v0 >&2
ip address add 2001:db8::1/64 dev v0 nodad >&2 || true
ip address add fe80::1234/64 dev v0 nodad >&2 || true
ip address add 2001:db8::2 peer 2001:db8::3/128 dev v0 nodad >&2 || true
ip tuntap add dev t0 mode tun >&2 && ip link set dev t0 up >&2 || true
ip address add 10.8.0.1 peer 10.8.0.2/32 dev t0 >&2 || true
ip link add name br0 type bridge >&2 && ip link set dev v1 master br0 >&2 || true
for kind in gre ipip sit; do ip tunnel add tun_$kind mode $kind remote 192.0.2.9 local 192.0.2.1 >&2 || true; done
echo ready
before=
while steady=$("$PYTHON" -c "$STEADY") && [ "$steady" != "$before" ]; do # the kernel brings interfaces up by and by
    before=$steady
    ours=$("$@")
    theirs=$("$PYTHON" -c "$DUMP")
done
echo "$ours"
echo ready
echo "$theirs"
"""


@root_only
def test_unusual_interfaces(host: Host) -> None:
    """Labels, peers, point-to-point, no hardware, a bridge, tunnels; IPv6 where the kernel has it."""
    program = str(host.program("network"))
    command = ["unshare", "-n", "sh", "-c", SETUP, "sh", program, "interfaces"]
    environment = {**os.environ, "PYTHON": sys.executable, "DUMP": DUMP, "STEADY": STEADY}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    if "ready" not in result.stdout:
        missing(f"network interfaces: {result.stderr.splitlines()[-1:]}")
    assert result.returncode == 0, result.stderr
    _, ours, theirs = result.stdout.split("ready\n")
    later = json.loads(theirs)
    zeroes = {**later, "io": {nic: [0] * 8 for nic in later["io"]}, "total": [0] * 8}
    check_interfaces(ours, [zeroes, later])


@root_only
def test_nothing_but_loopback(host: Host) -> None:
    """A fresh network namespace: every interface is down, and there are no sockets."""
    program = str(host.program("network"))
    result = subprocess.run(["unshare", "-n", program, "interfaces"], capture_output=True, text=True, timeout=60)
    if result.stderr.startswith("unshare"):
        missing(result.stderr)
    assert "io raw-lo 0 0 0 0 0 0 0 0\n" in result.stdout
    command = ["unshare", "-n", program, "connections", "all", "1"]
    assert subprocess.check_output(command, timeout=60) == b""


def test_without_netlink(host: Host) -> None:
    host("network", "restricted")


def test_without_sockets(host: Host) -> None:
    host("network", "unknown")


def test_misuse(host: Host) -> None:
    host("network", "misuse")


@root_only
def test_misuse_by_an_ordinary_user(host: Host) -> None:
    host("network", "misuse", user=NOBODY, group=NOBODY, extra_groups=[])


def test_memory_does_not_grow(host: Host) -> None:
    """A leak of one string per call would be megabytes."""
    grown = host("network", "steady", "8000").stdout
    assert int(grown.split(": ")[1]) < 2000
