"""Prints what psutil's own wheel reports of the system, and of the sockets of one process, as JSON."""

import json
import socket
import sys

import psutil


def connection(c):
    family = {socket.AF_INET: 2, socket.AF_INET6: 10}[c.family]
    return [family, int(c.type), c.status, list(c.laddr) or None, list(c.raddr) or None, c.pid]


pid = int(sys.stdin.read())
print(
    json.dumps(
        {
            "cpu_count": psutil.cpu_count(),
            "cores": psutil.cpu_count(logical=False),
            "cpu_times": psutil.cpu_times(),
            "cpu_times_per_cpu": psutil.cpu_times(percpu=True),
            "cpu_stats": psutil.cpu_stats(),
            "cpu_freq": psutil.cpu_freq(),
            "virtual_memory": psutil.virtual_memory(),
            "boot_time": psutil.boot_time(),
            "partitions": psutil.disk_partitions(all=True),
            "devices": psutil.disk_partitions(),
            "disk_usage": psutil.disk_usage("C:\\"),
            "disk_io": psutil.disk_io_counters(perdisk=True),
            "net_io": psutil.net_io_counters(pernic=True),
            "net_if_stats": {
                name: (s.isup, int(s.duplex), s.speed, s.mtu) for name, s in psutil.net_if_stats().items()
            },
            "net_if_addrs": {
                name: [(int(a.family), a.address, a.netmask) for a in all]
                for name, all in psutil.net_if_addrs().items()
            },
            "connections": [connection(c) for c in psutil.net_connections() if c.pid == pid],
            "services": [s.as_dict() for s in psutil.win_service_iter()],
        }
    )
)
