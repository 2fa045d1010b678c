# Made from include/psutil.h by capi/generate: run make generate, do not edit.
"""psutil.h for ctypes: its constants, records and functions under their C names.

What they mean is said there; above each function stand its prototype and how it is called. Records and functions are
made when they are first asked for, as attributes of this module: importing it makes none.
"""

from __future__ import annotations

from ctypes import CFUNCTYPE, c_char_p, c_double, c_int8, c_int32, c_int64, c_size_t, c_uint8, c_void_p

from . import _declarations as c  # itself
from ._later import attributes, later
from ._library import POINTER, Record, bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from ctypes import Array, _CArgObject, _Pointer
    from typing import Any

    Reference = _CArgObject | _Pointer[Any] | Array[Any]  # what C takes as a pointer: byref(x), or an array

VERSION = "0.1.0"

# enum psutil_absent: "Not reported here", in any integer field.
PSUTIL_NA = -1

# enum psutil_error: What a call returns. psutil_error_name and psutil_strerror turn a code into text.
PSUTIL_OK = 0
PSUTIL_ERR_NO_SUCH_PROCESS = -1
PSUTIL_ERR_ZOMBIE_PROCESS = -2
PSUTIL_ERR_ACCESS_DENIED = -3
PSUTIL_ERR_TIMEOUT_EXPIRED = -4
PSUTIL_ERR_NOT_SUPPORTED = -5
PSUTIL_ERR_INVALID_ARGUMENT = -6
PSUTIL_ERR_INVALID_HANDLE = -7
PSUTIL_ERR_OS = -8
PSUTIL_ERR_NO_MEMORY = -9
PSUTIL_ERR_INTERNAL = -10
PSUTIL_ERR_FORK = -11
PSUTIL_ERR_INTERRUPTED = -12

# enum psutil_address_family: What an address belongs to. The numbers are this library's (Linux's own) and the same on
# every system.
PSUTIL_AF_UNSPEC = 0
PSUTIL_AF_UNIX = 1
PSUTIL_AF_INET = 2
PSUTIL_AF_INET6 = 10
PSUTIL_AF_LINK = 17

# enum psutil_socket_type: What a socket carries. The numbers are this library's (Linux's own) and the same on every
# system.
PSUTIL_SOCK_STREAM = 1
PSUTIL_SOCK_DGRAM = 2
PSUTIL_SOCK_RAW = 3
PSUTIL_SOCK_SEQPACKET = 5

# enum psutil_conn_status: The state of a TCP connection. psutil_conn_status_name gives psutil's string for each
# ("ESTABLISHED").
PSUTIL_CONN_ESTABLISHED = 1
PSUTIL_CONN_SYN_SENT = 2
PSUTIL_CONN_SYN_RECV = 3
PSUTIL_CONN_FIN_WAIT1 = 4
PSUTIL_CONN_FIN_WAIT2 = 5
PSUTIL_CONN_TIME_WAIT = 6
PSUTIL_CONN_CLOSE = 7
PSUTIL_CONN_CLOSE_WAIT = 8
PSUTIL_CONN_LAST_ACK = 9
PSUTIL_CONN_LISTEN = 10
PSUTIL_CONN_CLOSING = 11
PSUTIL_CONN_NONE = 12
PSUTIL_CONN_DELETE_TCB = 13
PSUTIL_CONN_IDLE = 14
PSUTIL_CONN_BOUND = 15

# enum psutil_nic_duplex: How a network interface sends and receives.
PSUTIL_NIC_DUPLEX_UNKNOWN = 0
PSUTIL_NIC_DUPLEX_HALF = 1
PSUTIL_NIC_DUPLEX_FULL = 2

# enum psutil_connections_flags: Flags of psutil_net_connections.
PSUTIL_CONNECTIONS_PIDS = 1

# enum psutil_power_time: What secsleft is when it is no number of seconds.
PSUTIL_POWER_TIME_UNKNOWN = -1
PSUTIL_POWER_TIME_UNLIMITED = -2

# enum psutil_status: psutil_process_status. psutil_status_name gives psutil's string for each ("sleeping").
PSUTIL_STATUS_RUNNING = 0
PSUTIL_STATUS_SLEEPING = 1
PSUTIL_STATUS_DISK_SLEEP = 2
PSUTIL_STATUS_STOPPED = 3
PSUTIL_STATUS_TRACING_STOP = 4
PSUTIL_STATUS_ZOMBIE = 5
PSUTIL_STATUS_DEAD = 6
PSUTIL_STATUS_WAKE_KILL = 7
PSUTIL_STATUS_WAKING = 8
PSUTIL_STATUS_IDLE = 9
PSUTIL_STATUS_LOCKED = 10
PSUTIL_STATUS_WAITING = 11
PSUTIL_STATUS_PARKED = 12
PSUTIL_STATUS_SUSPENDED = 13

# enum psutil_wait_flags: Flags of psutil_process_wait.
PSUTIL_WAIT_NO_REAP = 1

# enum psutil_ioprio_class: Classes of psutil_process_ionice; the numbers are the kernel's.
PSUTIL_IOPRIO_CLASS_NONE = 0
PSUTIL_IOPRIO_CLASS_RT = 1
PSUTIL_IOPRIO_CLASS_BE = 2
PSUTIL_IOPRIO_CLASS_IDLE = 3

# enum psutil_priority_class: What psutil_process_nice tells and psutil_process_set_nice takes on Windows.
PSUTIL_NORMAL_PRIORITY_CLASS = 32
PSUTIL_IDLE_PRIORITY_CLASS = 64
PSUTIL_HIGH_PRIORITY_CLASS = 128
PSUTIL_REALTIME_PRIORITY_CLASS = 256
PSUTIL_BELOW_NORMAL_PRIORITY_CLASS = 16384
PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS = 32768

# enum psutil_rlimit: Resources of psutil_process_rlimit; getrlimit(2) says what each is. The numbers are those of x86
# and ARM, on every system.
PSUTIL_RLIMIT_CPU = 0
PSUTIL_RLIMIT_FSIZE = 1
PSUTIL_RLIMIT_DATA = 2
PSUTIL_RLIMIT_STACK = 3
PSUTIL_RLIMIT_CORE = 4
PSUTIL_RLIMIT_RSS = 5
PSUTIL_RLIMIT_NPROC = 6
PSUTIL_RLIMIT_NOFILE = 7
PSUTIL_RLIMIT_MEMLOCK = 8
PSUTIL_RLIMIT_AS = 9
PSUTIL_RLIMIT_LOCKS = 10
PSUTIL_RLIMIT_SIGPENDING = 11
PSUTIL_RLIMIT_MSGQUEUE = 12
PSUTIL_RLIMIT_NICE = 13
PSUTIL_RLIMIT_RTPRIO = 14
PSUTIL_RLIMIT_RTTIME = 15

# enum psutil_rlim_infinity: No limit.
PSUTIL_RLIM_INFINITY = -1

# enum psutil_memtype: What psutil_process_memory_percent compares.
PSUTIL_MEMTYPE_RSS = 0
PSUTIL_MEMTYPE_VMS = 1
PSUTIL_MEMTYPE_SHARED = 2
PSUTIL_MEMTYPE_TEXT = 3
PSUTIL_MEMTYPE_LIB = 4
PSUTIL_MEMTYPE_DATA = 5
PSUTIL_MEMTYPE_DIRTY = 6
PSUTIL_MEMTYPE_USS = 7
PSUTIL_MEMTYPE_PSS = 8
PSUTIL_MEMTYPE_SWAP = 9

# enum psutil_kill_outcome: What has become of a process that psutil_process_kill_tree was to end.
PSUTIL_KILL_TERMINATED = 0
PSUTIL_KILL_KILLED = 1
PSUTIL_KILL_GONE = 2
PSUTIL_KILL_DENIED = 3
PSUTIL_KILL_ALIVE = 4

# enum psutil_field: The fields of psutil_process_info_t: each is what the function of its name gives.
PSUTIL_FIELD_PID = 0
PSUTIL_FIELD_PPID = 1
PSUTIL_FIELD_NAME = 2
PSUTIL_FIELD_EXE = 3
PSUTIL_FIELD_CMDLINE = 4
PSUTIL_FIELD_ENVIRON = 5
PSUTIL_FIELD_CREATE_TIME = 6
PSUTIL_FIELD_STATUS = 7
PSUTIL_FIELD_CWD = 8
PSUTIL_FIELD_UIDS = 9
PSUTIL_FIELD_GIDS = 10
PSUTIL_FIELD_USERNAME = 11
PSUTIL_FIELD_TERMINAL = 12
PSUTIL_FIELD_NICE = 13
PSUTIL_FIELD_IONICE = 14
PSUTIL_FIELD_CPU_AFFINITY = 15
PSUTIL_FIELD_CPU_NUM = 16
PSUTIL_FIELD_CPU_TIMES = 17
PSUTIL_FIELD_CPU_PERCENT = 18
PSUTIL_FIELD_MEMORY_INFO = 19
PSUTIL_FIELD_MEMORY_INFO_EX = 20
PSUTIL_FIELD_MEMORY_FOOTPRINT = 21
PSUTIL_FIELD_MEMORY_PERCENT = 22
PSUTIL_FIELD_MEMORY_MAPS = 23
PSUTIL_FIELD_PAGE_FAULTS = 24
PSUTIL_FIELD_IO_COUNTERS = 25
PSUTIL_FIELD_NUM_CTX_SWITCHES = 26
PSUTIL_FIELD_NUM_FDS = 27
PSUTIL_FIELD_NUM_HANDLES = 28
PSUTIL_FIELD_NUM_THREADS = 29
PSUTIL_FIELD_THREADS = 30
PSUTIL_FIELD_OPEN_FILES = 31
PSUTIL_FIELD_NET_CONNECTIONS = 32

# enum psutil_stream: Where one of a child's standard streams leads.
PSUTIL_STREAM_INHERIT = 0
PSUTIL_STREAM_PIPE = 1
PSUTIL_STREAM_NULL = 2
PSUTIL_STREAM_FD = 3
PSUTIL_STREAM_STDOUT = 4

# enum psutil_column: The columns of a psutil_table: what the functions of one process tell, each record's members a
# column each. A column is INT64, but for those that say otherwise; its name (psutil_column_name) is the constant's in
# small letters without PSUTIL_COLUMN_. "Slow" are those that cost more than the others together.
PSUTIL_COLUMN_PID = 0
PSUTIL_COLUMN_START = 1
PSUTIL_COLUMN_PPID = 2
PSUTIL_COLUMN_NAME = 3
PSUTIL_COLUMN_EXE = 4
PSUTIL_COLUMN_CMDLINE = 5
PSUTIL_COLUMN_ENVIRON = 6
PSUTIL_COLUMN_CREATE_TIME = 7
PSUTIL_COLUMN_STATUS = 8
PSUTIL_COLUMN_CWD = 9
PSUTIL_COLUMN_UIDS_REAL = 10
PSUTIL_COLUMN_UIDS_EFFECTIVE = 11
PSUTIL_COLUMN_UIDS_SAVED = 12
PSUTIL_COLUMN_GIDS_REAL = 13
PSUTIL_COLUMN_GIDS_EFFECTIVE = 14
PSUTIL_COLUMN_GIDS_SAVED = 15
PSUTIL_COLUMN_USERNAME = 16
PSUTIL_COLUMN_TERMINAL = 17
PSUTIL_COLUMN_NICE = 18
PSUTIL_COLUMN_IONICE_IOCLASS = 19
PSUTIL_COLUMN_IONICE_VALUE = 20
PSUTIL_COLUMN_CPU_NUM = 21
PSUTIL_COLUMN_CPU_TIMES_USER = 22
PSUTIL_COLUMN_CPU_TIMES_SYSTEM = 23
PSUTIL_COLUMN_CPU_TIMES_CHILDREN_USER = 24
PSUTIL_COLUMN_CPU_TIMES_CHILDREN_SYSTEM = 25
PSUTIL_COLUMN_CPU_TIMES_IOWAIT = 26
PSUTIL_COLUMN_CPU_PERCENT = 27
PSUTIL_COLUMN_RSS = 28
PSUTIL_COLUMN_VMS = 29
PSUTIL_COLUMN_SHARED = 30
PSUTIL_COLUMN_TEXT = 31
PSUTIL_COLUMN_LIB = 32
PSUTIL_COLUMN_DATA = 33
PSUTIL_COLUMN_DIRTY = 34
PSUTIL_COLUMN_PEAK_RSS = 35
PSUTIL_COLUMN_PEAK_VMS = 36
PSUTIL_COLUMN_RSS_ANON = 37
PSUTIL_COLUMN_RSS_FILE = 38
PSUTIL_COLUMN_RSS_SHMEM = 39
PSUTIL_COLUMN_SWAP = 40
PSUTIL_COLUMN_HUGETLB = 41
PSUTIL_COLUMN_USS = 42
PSUTIL_COLUMN_PSS = 43
PSUTIL_COLUMN_FOOTPRINT_SWAP = 44
PSUTIL_COLUMN_MEMORY_PERCENT = 45
PSUTIL_COLUMN_PAGE_FAULTS_MINOR = 46
PSUTIL_COLUMN_PAGE_FAULTS_MAJOR = 47
PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MINOR = 48
PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MAJOR = 49
PSUTIL_COLUMN_IO_COUNTERS_READ_COUNT = 50
PSUTIL_COLUMN_IO_COUNTERS_WRITE_COUNT = 51
PSUTIL_COLUMN_IO_COUNTERS_READ_BYTES = 52
PSUTIL_COLUMN_IO_COUNTERS_WRITE_BYTES = 53
PSUTIL_COLUMN_IO_COUNTERS_READ_CHARS = 54
PSUTIL_COLUMN_IO_COUNTERS_WRITE_CHARS = 55
PSUTIL_COLUMN_IO_COUNTERS_OTHER_COUNT = 56
PSUTIL_COLUMN_IO_COUNTERS_OTHER_BYTES = 57
PSUTIL_COLUMN_NUM_CTX_SWITCHES_VOLUNTARY = 58
PSUTIL_COLUMN_NUM_CTX_SWITCHES_INVOLUNTARY = 59
PSUTIL_COLUMN_NUM_FDS = 60
PSUTIL_COLUMN_NUM_HANDLES = 61
PSUTIL_COLUMN_NUM_THREADS = 62

# enum psutil_type: What a column is made of.
PSUTIL_TYPE_INT64 = 0
PSUTIL_TYPE_DOUBLE = 1
PSUTIL_TYPE_STRING = 2
PSUTIL_TYPE_STRING_LIST = 3


class psutil_process(c_void_p):
    """The value of a psutil_process *."""


class psutil_process_iter(c_void_p):
    """The value of a psutil_process_iter *."""


class psutil_table(c_void_p):
    """The value of a psutil_table *."""


class psutil_error_info_t(Record):
    """What psutil_last_error points at."""

    code: int
    os_error: int
    pid: int
    ppid: int
    timeout: float
    name: bytes | None
    message: bytes | None
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("code", c_int32),
            ("os_error", c_int32),
            ("pid", c_int64),
            ("ppid", c_int64),
            ("timeout", c_double),
            ("name", c_char_p),
            ("message", c_char_p),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_string_list_t(Record):
    """Strings in the order that the system keeps them: a command line, for example. No item is NULL."""

    len: int
    items: _Pointer[c_char_p]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c_char_p)),
        )
    )


class psutil_pid_list_t(Record):
    """PIDs, ascending."""

    len: int
    items: _Pointer[c_int64]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c_int64)),
        )
    )


class psutil_cpu_times_t(Record):
    """Seconds that CPUs have spent in each mode since boot."""

    user: float
    system: float
    idle: float
    nice: float
    iowait: float
    irq: float
    softirq: float
    steal: float
    guest: float
    guest_nice: float
    dpc: float
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("user", c_double),
            ("system", c_double),
            ("idle", c_double),
            ("nice", c_double),
            ("iowait", c_double),
            ("irq", c_double),
            ("softirq", c_double),
            ("steal", c_double),
            ("guest", c_double),
            ("guest_nice", c_double),
            ("dpc", c_double),
            ("reserved", c_int64 * 5),
        )
    )


class psutil_cpu_times_list_t(Record):
    """One record a CPU: the first for the first CPU that is online, and so on; the order stays the same between
    calls.
    """

    len: int
    items: _Pointer[psutil_cpu_times_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_cpu_times_t)),
        )
    )


class psutil_loadavg_t(Record):
    """Load averages; see psutil_getloadavg."""

    load1: float
    load5: float
    load15: float

    _fields_ = later(
        lambda: (
            ("load1", c_double),
            ("load5", c_double),
            ("load15", c_double),
        )
    )


class psutil_percent_list_t(Record):
    """One percentage a CPU, in the order of psutil_cpu_times_per_cpu."""

    len: int
    items: _Pointer[c_double]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c_double)),
        )
    )


class psutil_cpu_stats_t(Record):
    """Events since boot, all CPUs together."""

    ctx_switches: int
    interrupts: int
    soft_interrupts: int
    syscalls: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("ctx_switches", c_int64),
            ("interrupts", c_int64),
            ("soft_interrupts", c_int64),
            ("syscalls", c_int64),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_cpu_freq_t(Record):
    """How fast CPUs run, in MHz. NaN where the system does not say."""

    current: float
    min: float
    max: float
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("current", c_double),
            ("min", c_double),
            ("max", c_double),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_cpu_freq_list_t(Record):
    """One record a CPU, in the order of psutil_cpu_times_per_cpu."""

    len: int
    items: _Pointer[psutil_cpu_freq_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_cpu_freq_t)),
        )
    )


class psutil_virtual_memory_t(Record):
    """The machine's memory, in bytes."""

    total: int
    available: int
    used: int
    free: int
    percent: float
    active: int
    inactive: int
    buffers: int
    cached: int
    shared: int
    slab: int
    wired: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("total", c_int64),
            ("available", c_int64),
            ("used", c_int64),
            ("free", c_int64),
            ("percent", c_double),
            ("active", c_int64),
            ("inactive", c_int64),
            ("buffers", c_int64),
            ("cached", c_int64),
            ("shared", c_int64),
            ("slab", c_int64),
            ("wired", c_int64),
            ("reserved", c_int64 * 8),
        )
    )


class psutil_swap_memory_t(Record):
    """Swap space, in bytes."""

    total: int
    used: int
    free: int
    percent: float
    sin: int
    sout: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("total", c_int64),
            ("used", c_int64),
            ("free", c_int64),
            ("percent", c_double),
            ("sin", c_int64),
            ("sout", c_int64),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_disk_partition_t(Record):
    """A mounted file system."""

    device: bytes | None
    mountpoint: bytes | None
    fstype: bytes | None
    opts: bytes | None
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("device", c_char_p),
            ("mountpoint", c_char_p),
            ("fstype", c_char_p),
            ("opts", c_char_p),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_disk_partition_list_t(Record):
    """Mounted file systems, in the order of mounting."""

    len: int
    items: _Pointer[psutil_disk_partition_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_disk_partition_t)),
        )
    )


class psutil_disk_usage_t(Record):
    """The space of a file system, in bytes."""

    total: int
    used: int
    free: int
    percent: float
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("total", c_int64),
            ("used", c_int64),
            ("free", c_int64),
            ("percent", c_double),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_disk_io_counters_t(Record):
    """What a disk has done since boot, or since it was plugged in. Times add up what was under way at the same time."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_time: int
    write_time: int
    read_merged_count: int
    write_merged_count: int
    busy_time: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("read_count", c_int64),
            ("write_count", c_int64),
            ("read_bytes", c_int64),
            ("write_bytes", c_int64),
            ("read_time", c_int64),
            ("write_time", c_int64),
            ("read_merged_count", c_int64),
            ("write_merged_count", c_int64),
            ("busy_time", c_int64),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_disk_io_t(Record):
    """The same with the name of the disk or partition ("sda", "nvme0n1p1"; "PhysicalDrive0")."""

    name: bytes | None
    counters: psutil_disk_io_counters_t

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("counters", c.psutil_disk_io_counters_t),
        )
    )


class psutil_disk_io_list_t(Record):
    """Disks and partitions, in the order of the system."""

    len: int
    items: _Pointer[psutil_disk_io_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_disk_io_t)),
        )
    )


class psutil_net_io_counters_t(Record):
    """What went through network interfaces."""

    bytes_sent: int
    bytes_recv: int
    packets_sent: int
    packets_recv: int
    errin: int
    errout: int
    dropin: int
    dropout: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("bytes_sent", c_int64),
            ("bytes_recv", c_int64),
            ("packets_sent", c_int64),
            ("packets_recv", c_int64),
            ("errin", c_int64),
            ("errout", c_int64),
            ("dropin", c_int64),
            ("dropout", c_int64),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_net_io_t(Record):
    """The same for one interface."""

    name: bytes | None
    counters: psutil_net_io_counters_t

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("counters", c.psutil_net_io_counters_t),
        )
    )


class psutil_net_io_list_t(Record):
    """In the order that the system keeps them."""

    len: int
    items: _Pointer[psutil_net_io_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_net_io_t)),
        )
    )


class psutil_connection_t(Record):
    """One socket."""

    fd: int
    pid: int
    family: int
    type: int
    local_address: bytes | None
    remote_address: bytes | None
    local_port: int
    remote_port: int
    status: int
    has_remote: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("fd", c_int64),
            ("pid", c_int64),
            ("family", c_int32),
            ("type", c_int32),
            ("local_address", c_char_p),
            ("remote_address", c_char_p),
            ("local_port", c_int32),
            ("remote_port", c_int32),
            ("status", c_int32),
            ("has_remote", c_int32),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_connection_list_t(Record):
    """In no particular order."""

    len: int
    items: _Pointer[psutil_connection_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_connection_t)),
        )
    )


class psutil_net_if_addr_t(Record):
    """One address of a network interface."""

    name: bytes | None
    address: bytes | None
    netmask: bytes | None
    broadcast: bytes | None
    ptp: bytes | None
    family: int
    prefix_length: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("address", c_char_p),
            ("netmask", c_char_p),
            ("broadcast", c_char_p),
            ("ptp", c_char_p),
            ("family", c_int32),
            ("prefix_length", c_int32),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_net_if_addr_list_t(Record):
    """The interfaces in the system's order, and of each IPv4, IPv6, hardware."""

    len: int
    items: _Pointer[psutil_net_if_addr_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_net_if_addr_t)),
        )
    )


class psutil_net_if_stats_t(Record):
    """The state of a network interface."""

    name: bytes | None
    isup: int
    duplex: int
    speed: int
    mtu: int
    flags: bytes | None
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("isup", c_int32),
            ("duplex", c_int32),
            ("speed", c_int64),
            ("mtu", c_int64),
            ("flags", c_char_p),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_net_if_stats_list_t(Record):
    """In the system's order."""

    len: int
    items: _Pointer[psutil_net_if_stats_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_net_if_stats_t)),
        )
    )


class psutil_user_t(Record):
    """A login to this machine."""

    name: bytes | None
    terminal: bytes | None
    host: bytes | None
    started: float
    pid: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("terminal", c_char_p),
            ("host", c_char_p),
            ("started", c_double),
            ("pid", c_int64),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_user_list_t(Record):
    """Logins, the oldest first."""

    len: int
    items: _Pointer[psutil_user_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_user_t)),
        )
    )


class psutil_temperature_t(Record):
    """A temperature in degrees Celsius."""

    name: bytes | None
    label: bytes | None
    current: float
    high: float
    critical: float
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("label", c_char_p),
            ("current", c_double),
            ("high", c_double),
            ("critical", c_double),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_temperature_list_t(Record):
    """Sensors of chips with the same name stand together."""

    len: int
    items: _Pointer[psutil_temperature_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_temperature_t)),
        )
    )


class psutil_fan_t(Record):
    """A fan."""

    name: bytes | None
    label: bytes | None
    current: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("label", c_char_p),
            ("current", c_int64),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_fan_list_t(Record):
    """Fans of chips with the same name stand together."""

    len: int
    items: _Pointer[psutil_fan_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_fan_t)),
        )
    )


class psutil_battery_t(Record):
    """The battery that the machine runs on."""

    present: int
    power_plugged: int
    percent: float
    secsleft: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("present", c_int32),
            ("power_plugged", c_int32),
            ("percent", c_double),
            ("secsleft", c_int64),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_cgroup_limits_t(Record):
    """The limits of the control groups that a process is in. Each is the lowest of the group's own and all its
    ancestors', as far as they can be seen: a container need not see its host's groups.
    """

    version: int
    cpuset_count: int
    path: bytes | None
    memory_limit: int
    memory_high: int
    memory_usage: int
    swap_limit: int
    cpu_quota: float
    cpuset: bytes | None
    pids_limit: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("version", c_int32),
            ("cpuset_count", c_int32),
            ("path", c_char_p),
            ("memory_limit", c_int64),
            ("memory_high", c_int64),
            ("memory_usage", c_int64),
            ("swap_limit", c_int64),
            ("cpu_quota", c_double),
            ("cpuset", c_char_p),
            ("pids_limit", c_int64),
            ("reserved", c_int64 * 8),
        )
    )


class psutil_heap_info_t(Record):
    """What the calling process's C library has allocated, in bytes."""

    heap_used: int
    mmap_used: int
    heap_count: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("heap_used", c_int64),
            ("mmap_used", c_int64),
            ("heap_count", c_int64),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_win_service_t(Record):
    """A Windows service. A string is NULL, and pid PSUTIL_NA, where it does not apply or this user may not know it."""

    name: bytes | None
    display_name: bytes | None
    binpath: bytes | None
    username: bytes | None
    start_type: bytes | None
    status: bytes | None
    description: bytes | None
    pid: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("name", c_char_p),
            ("display_name", c_char_p),
            ("binpath", c_char_p),
            ("username", c_char_p),
            ("start_type", c_char_p),
            ("status", c_char_p),
            ("description", c_char_p),
            ("pid", c_int64),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_win_service_list_t(Record):
    """Ordered by name."""

    len: int
    items: _Pointer[psutil_win_service_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_win_service_t)),
        )
    )


class psutil_ids_t(Record):
    """A user or group ID in its three roles."""

    real: int
    effective: int
    saved: int

    _fields_ = later(
        lambda: (
            ("real", c_int64),
            ("effective", c_int64),
            ("saved", c_int64),
        )
    )


class psutil_process_cpu_times_t(Record):
    """Seconds of CPU time that a process has used."""

    user: float
    system: float
    children_user: float
    children_system: float
    iowait: float
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("user", c_double),
            ("system", c_double),
            ("children_user", c_double),
            ("children_system", c_double),
            ("iowait", c_double),
            ("reserved", c_int64 * 3),
        )
    )


class psutil_process_memory_info_t(Record):
    """A process's memory, in bytes."""

    rss: int
    vms: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("rss", c_int64),
            ("vms", c_int64),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_exit_status_t(Record):
    """How a process ended."""

    has_exit_code: int
    exit_code: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("has_exit_code", c_int32),
            ("exit_code", c_int32),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_ionice_t(Record):
    """A priority for input and output."""

    ioclass: int
    value: int

    _fields_ = later(
        lambda: (
            ("ioclass", c_int32),
            ("value", c_int32),
        )
    )


class psutil_rlimit_t(Record):
    """A limit on what a process may use: the soft one holds, and it may raise that up to the hard one."""

    soft: int
    hard: int
    has_soft: int
    has_hard: int

    _fields_ = later(
        lambda: (
            ("soft", c_int64),
            ("hard", c_int64),
            ("has_soft", c_int32),
            ("has_hard", c_int32),
        )
    )


class psutil_cpu_list_t(Record):
    """Numbers of CPUs, ascending."""

    len: int
    items: _Pointer[c_int64]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c_int64)),
        )
    )


class psutil_process_memory_info_ex_t(Record):
    """A process's memory in detail, in bytes."""

    rss: int
    vms: int
    shared: int
    text: int
    lib: int
    data: int
    dirty: int
    peak_rss: int
    peak_vms: int
    rss_anon: int
    rss_file: int
    rss_shmem: int
    swap: int
    hugetlb: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("rss", c_int64),
            ("vms", c_int64),
            ("shared", c_int64),
            ("text", c_int64),
            ("lib", c_int64),
            ("data", c_int64),
            ("dirty", c_int64),
            ("peak_rss", c_int64),
            ("peak_vms", c_int64),
            ("rss_anon", c_int64),
            ("rss_file", c_int64),
            ("rss_shmem", c_int64),
            ("swap", c_int64),
            ("hugetlb", c_int64),
            ("reserved", c_int64 * 18),
        )
    )


class psutil_process_memory_footprint_t(Record):
    """What a process costs in memory, in bytes."""

    uss: int
    pss: int
    swap: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("uss", c_int64),
            ("pss", c_int64),
            ("swap", c_int64),
            ("reserved", c_int64 * 5),
        )
    )


class psutil_memory_map_t(Record):
    """A mapped piece of a process's address space, or all pieces with the same path together; sizes in bytes."""

    path: bytes | None
    addr: bytes | None
    perms: bytes | None
    rss: int
    size: int
    pss: int
    shared_clean: int
    shared_dirty: int
    private_clean: int
    private_dirty: int
    referenced: int
    anonymous: int
    swap: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("path", c_char_p),
            ("addr", c_char_p),
            ("perms", c_char_p),
            ("rss", c_int64),
            ("size", c_int64),
            ("pss", c_int64),
            ("shared_clean", c_int64),
            ("shared_dirty", c_int64),
            ("private_clean", c_int64),
            ("private_dirty", c_int64),
            ("referenced", c_int64),
            ("anonymous", c_int64),
            ("swap", c_int64),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_memory_map_list_t(Record):
    """Memory maps, by address; grouped, by the first address of each path."""

    len: int
    items: _Pointer[psutil_memory_map_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_memory_map_t)),
        )
    )


class psutil_page_faults_t(Record):
    """Page faults of a process since it started."""

    minor: int
    major: int
    children_minor: int
    children_major: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("minor", c_int64),
            ("major", c_int64),
            ("children_minor", c_int64),
            ("children_major", c_int64),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_process_io_counters_t(Record):
    """What a process has read and written since it started."""

    read_count: int
    write_count: int
    read_bytes: int
    write_bytes: int
    read_chars: int
    write_chars: int
    other_count: int
    other_bytes: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("read_count", c_int64),
            ("write_count", c_int64),
            ("read_bytes", c_int64),
            ("write_bytes", c_int64),
            ("read_chars", c_int64),
            ("write_chars", c_int64),
            ("other_count", c_int64),
            ("other_bytes", c_int64),
            ("reserved", c_int64 * 4),
        )
    )


class psutil_ctx_switches_t(Record):
    """How often a thread has given its CPU away."""

    voluntary: int
    involuntary: int

    _fields_ = later(
        lambda: (
            ("voluntary", c_int64),
            ("involuntary", c_int64),
        )
    )


class psutil_thread_t(Record):
    """A thread of a process, and the seconds of CPU time it has used."""

    id: int
    user_time: float
    system_time: float
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("id", c_int64),
            ("user_time", c_double),
            ("system_time", c_double),
            ("reserved", c_int64 * 1),
        )
    )


class psutil_thread_list_t(Record):
    """Threads, by ID."""

    len: int
    items: _Pointer[psutil_thread_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_thread_t)),
        )
    )


class psutil_open_file_t(Record):
    """A regular file that a process has open."""

    path: bytes | None
    fd: int
    position: int
    mode: bytes | None
    flags: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("path", c_char_p),
            ("fd", c_int64),
            ("position", c_int64),
            ("mode", c_char_p),
            ("flags", c_int64),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_open_file_list_t(Record):
    """Open files, by descriptor."""

    len: int
    items: _Pointer[psutil_open_file_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_open_file_t)),
        )
    )


class psutil_process_list_t(Record):
    """Processes, as handles: each is yours, and wants a psutil_process_free of its own before or after the list's
    psutil_free.
    """

    len: int
    items: _Pointer[psutil_process]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(psutil_process)),
        )
    )


class psutil_wait_result_t(Record):
    """What has become of one process that psutil_wait_procs has waited for."""

    process: psutil_process
    gone: int
    has_exit_code: int
    exit_code: int
    unused: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("process", psutil_process),
            ("gone", c_int32),
            ("has_exit_code", c_int32),
            ("exit_code", c_int32),
            ("unused", c_int32),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_wait_result_list_t(Record):
    """In the order of the handles that were given."""

    len: int
    items: _Pointer[psutil_wait_result_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_wait_result_t)),
        )
    )


class psutil_kill_result_t(Record):
    """One process of a tree that was to end."""

    pid: int
    outcome: int
    has_exit_code: int
    exit_code: int
    unused: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("pid", c_int64),
            ("outcome", c_int32),
            ("has_exit_code", c_int32),
            ("exit_code", c_int32),
            ("unused", c_int32),
            ("reserved", c_int64 * 2),
        )
    )


class psutil_kill_result_list_t(Record):
    """The process itself first."""

    len: int
    items: _Pointer[psutil_kill_result_t]

    _fields_ = later(
        lambda: (
            ("len", c_size_t),
            ("items", POINTER(c.psutil_kill_result_t)),
        )
    )


class psutil_process_info_t(Record):
    """Many attributes of a process at once. A field has a value if psutil_process_info_outcome says PSUTIL_OK;
    otherwise all in it is PSUTIL_NA, NaN or NULL. Later versions add members at the end.
    """

    fields: int
    outcomes: _Pointer[c_int32]
    pid: int
    ppid: int
    name: bytes | None
    exe: bytes | None
    cmdline: _Pointer[psutil_string_list_t]
    environment: _Pointer[psutil_string_list_t]
    create_time: float
    cwd: bytes | None
    uids: psutil_ids_t
    gids: psutil_ids_t
    username: bytes | None
    terminal: bytes | None
    ionice: psutil_ionice_t
    status: int
    nice: int
    cpu_affinity: _Pointer[psutil_cpu_list_t]
    cpu_num: int
    cpu_times: psutil_process_cpu_times_t
    cpu_percent: float
    memory_info: psutil_process_memory_info_t
    memory_info_ex: psutil_process_memory_info_ex_t
    memory_footprint: psutil_process_memory_footprint_t
    memory_percent: float
    memory_maps: _Pointer[psutil_memory_map_list_t]
    page_faults: psutil_page_faults_t
    io_counters: psutil_process_io_counters_t
    num_ctx_switches: psutil_ctx_switches_t
    num_fds: int
    num_handles: int
    num_threads: int
    threads: _Pointer[psutil_thread_list_t]
    open_files: _Pointer[psutil_open_file_list_t]
    net_connections: _Pointer[psutil_connection_list_t]

    _fields_ = later(
        lambda: (
            ("fields", c_int64),
            ("outcomes", POINTER(c_int32)),
            ("pid", c_int64),
            ("ppid", c_int64),
            ("name", c_char_p),
            ("exe", c_char_p),
            ("cmdline", POINTER(c.psutil_string_list_t)),
            ("environment", POINTER(c.psutil_string_list_t)),
            ("create_time", c_double),
            ("cwd", c_char_p),
            ("uids", c.psutil_ids_t),
            ("gids", c.psutil_ids_t),
            ("username", c_char_p),
            ("terminal", c_char_p),
            ("ionice", c.psutil_ionice_t),
            ("status", c_int32),
            ("nice", c_int32),
            ("cpu_affinity", POINTER(c.psutil_cpu_list_t)),
            ("cpu_num", c_int64),
            ("cpu_times", c.psutil_process_cpu_times_t),
            ("cpu_percent", c_double),
            ("memory_info", c.psutil_process_memory_info_t),
            ("memory_info_ex", c.psutil_process_memory_info_ex_t),
            ("memory_footprint", c.psutil_process_memory_footprint_t),
            ("memory_percent", c_double),
            ("memory_maps", POINTER(c.psutil_memory_map_list_t)),
            ("page_faults", c.psutil_page_faults_t),
            ("io_counters", c.psutil_process_io_counters_t),
            ("num_ctx_switches", c.psutil_ctx_switches_t),
            ("num_fds", c_int64),
            ("num_handles", c_int64),
            ("num_threads", c_int64),
            ("threads", POINTER(c.psutil_thread_list_t)),
            ("open_files", POINTER(c.psutil_open_file_list_t)),
            ("net_connections", POINTER(c.psutil_connection_list_t)),
        )
    )


class psutil_popen_stream_t(Record):
    """One of a child's standard streams."""

    kind: int
    fd: int

    _fields_ = later(
        lambda: (
            ("kind", c_int32),
            ("fd", c_int32),
        )
    )


class psutil_popen_options_t(Record):
    """What psutil_popen is to start. Zero it first: 0 and NULL are the defaults, also of words to come."""

    argv: _Pointer[c_char_p]
    executable: bytes | None
    envp: _Pointer[c_char_p]
    cwd: bytes | None
    input: psutil_popen_stream_t
    output: psutil_popen_stream_t
    error: psutil_popen_stream_t
    close_fds: int
    unused: int
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("argv", POINTER(c_char_p)),
            ("executable", c_char_p),
            ("envp", POINTER(c_char_p)),
            ("cwd", c_char_p),
            ("input", c.psutil_popen_stream_t),
            ("output", c.psutil_popen_stream_t),
            ("error", c.psutil_popen_stream_t),
            ("close_fds", c_int32),
            ("unused", c_int32),
            ("reserved", c_int64 * 8),
        )
    )


class psutil_popen_pipes_t(Record):
    """The host's ends of the pipes to a child's standard streams; PSUTIL_NA where there is none. They are
    descriptors (HANDLEs on Windows), close-on-exec, and the host's to close.
    """

    input: int
    output: int
    error: int

    _fields_ = later(
        lambda: (
            ("input", c_int64),
            ("output", c_int64),
            ("error", c_int64),
        )
    )


class psutil_column_t(Record):
    """A whole column, in the layout of Apache Arrow. It points into the table, and is valid until psutil_table_free.
    A cell without a value is null: its bit in validity is 0; there, integers are PSUTIL_NA, doubles NaN, strings
    and lists empty. Pointers that the type has no use for are NULL.
    """

    type: int
    unused: int
    length: int
    null_count: int
    validity: _Pointer[c_uint8]
    outcomes: _Pointer[c_int8]
    int64s: _Pointer[c_int64]
    doubles: _Pointer[c_double]
    list_offsets: _Pointer[c_int64]
    offsets: _Pointer[c_int64]
    bytes: _Pointer[c_uint8]
    reserved: Array[c_int64]

    _fields_ = later(
        lambda: (
            ("type", c_int32),
            ("unused", c_int32),
            ("length", c_int64),
            ("null_count", c_int64),
            ("validity", POINTER(c_uint8)),
            ("outcomes", POINTER(c_int8)),
            ("int64s", POINTER(c_int64)),
            ("doubles", POINTER(c_double)),
            ("list_offsets", POINTER(c_int64)),
            ("offsets", POINTER(c_int64)),
            ("bytes", POINTER(c_uint8)),
            ("reserved", c_int64 * 4),
        )
    )


# typedef void (*psutil_gone_fn)(psutil_process *p, const psutil_exit_status_t *status, void *user);
psutil_gone_fn = later(lambda: CFUNCTYPE(None, psutil_process, POINTER(c.psutil_exit_status_t), c_void_p))

# const char *psutil_version(void);
# [pure C]
psutil_version: Callable[[], bytes] = bind("psutil_version", "0.1", lambda: (c_char_p,))

# const char *psutil_error_name(int32_t code);
# [pure C]
psutil_error_name: Callable[[int], bytes] = bind("psutil_error_name", "0.1", lambda: (c_char_p, c_int32))

# const char *psutil_strerror(int32_t code);
# [pure C]
psutil_strerror: Callable[[int], bytes] = bind("psutil_strerror", "0.1", lambda: (c_char_p, c_int32))

# const psutil_error_info_t *psutil_last_error(void);
# [pure C]
psutil_last_error: Callable[[], _Pointer[psutil_error_info_t]] = bind(
    "psutil_last_error", "0.1", lambda: (POINTER(c.psutil_error_info_t),)
)

# void psutil_free(void *block);
# [pure C]
psutil_free: Callable[[Any], None] = bind("psutil_free", "0.1", lambda: (None, c_void_p))

# int32_t psutil_set_procfs_path(const char *path);
# [pure C]
psutil_set_procfs_path: Callable[[bytes], int] = bind("psutil_set_procfs_path", "0.1", lambda: (c_int32, c_char_p))

# int32_t psutil_pids(psutil_pid_list_t **out);
# [plain]
psutil_pids: Callable[[Reference], int] = bind(
    "psutil_pids", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_pid_list_t)))
)

# int32_t psutil_pid_exists(int64_t pid, int32_t *out);
# [plain]
psutil_pid_exists: Callable[[int, Reference], int] = bind(
    "psutil_pid_exists", "0.1", lambda: (c_int32, c_int64, POINTER(c_int32))
)

# int32_t psutil_cpu_count(int32_t logical, int64_t *out);
# [plain]
psutil_cpu_count: Callable[[int, Reference], int] = bind(
    "psutil_cpu_count", "0.1", lambda: (c_int32, c_int32, POINTER(c_int64))
)

# int32_t psutil_cpu_times(psutil_cpu_times_t *out);
# [plain]
psutil_cpu_times: Callable[[Reference], int] = bind(
    "psutil_cpu_times", "0.1", lambda: (c_int32, POINTER(c.psutil_cpu_times_t))
)

# int32_t psutil_cpu_times_per_cpu(psutil_cpu_times_list_t **out);
# [plain]
psutil_cpu_times_per_cpu: Callable[[Reference], int] = bind(
    "psutil_cpu_times_per_cpu", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_cpu_times_list_t)))
)

# int32_t psutil_cpu_percent(double interval, double *out);
# [waits]
psutil_cpu_percent: Callable[[float, Reference], int] = bind(
    "psutil_cpu_percent", "0.1", lambda: (c_int32, c_double, POINTER(c_double))
)

# int32_t psutil_cpu_percent_per_cpu(double interval, psutil_percent_list_t **out);
# [waits]
psutil_cpu_percent_per_cpu: Callable[[float, Reference], int] = bind(
    "psutil_cpu_percent_per_cpu", "0.1", lambda: (c_int32, c_double, POINTER(POINTER(c.psutil_percent_list_t)))
)

# int32_t psutil_cpu_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later,
#     double *out);
# [plain]
psutil_cpu_percent_between: Callable[[Reference, Reference, Reference], int] = bind(
    "psutil_cpu_percent_between",
    "0.1",
    lambda: (c_int32, POINTER(c.psutil_cpu_times_t), POINTER(c.psutil_cpu_times_t), POINTER(c_double)),
)

# int32_t psutil_cpu_times_percent(double interval, psutil_cpu_times_t *out);
# [waits]
psutil_cpu_times_percent: Callable[[float, Reference], int] = bind(
    "psutil_cpu_times_percent", "0.1", lambda: (c_int32, c_double, POINTER(c.psutil_cpu_times_t))
)

# int32_t psutil_cpu_times_percent_per_cpu(double interval, psutil_cpu_times_list_t **out);
# [waits]
psutil_cpu_times_percent_per_cpu: Callable[[float, Reference], int] = bind(
    "psutil_cpu_times_percent_per_cpu", "0.1", lambda: (c_int32, c_double, POINTER(POINTER(c.psutil_cpu_times_list_t)))
)

# int32_t psutil_cpu_times_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later,
#     psutil_cpu_times_t *out);
# [plain]
psutil_cpu_times_percent_between: Callable[[Reference, Reference, Reference], int] = bind(
    "psutil_cpu_times_percent_between",
    "0.1",
    lambda: (c_int32, POINTER(c.psutil_cpu_times_t), POINTER(c.psutil_cpu_times_t), POINTER(c.psutil_cpu_times_t)),
)

# int32_t psutil_cpu_stats(psutil_cpu_stats_t *out);
# [plain]
psutil_cpu_stats: Callable[[Reference], int] = bind(
    "psutil_cpu_stats", "0.1", lambda: (c_int32, POINTER(c.psutil_cpu_stats_t))
)

# int32_t psutil_cpu_freq(psutil_cpu_freq_t *out);
# [plain]
psutil_cpu_freq: Callable[[Reference], int] = bind(
    "psutil_cpu_freq", "0.1", lambda: (c_int32, POINTER(c.psutil_cpu_freq_t))
)

# int32_t psutil_cpu_freq_per_cpu(psutil_cpu_freq_list_t **out);
# [plain]
psutil_cpu_freq_per_cpu: Callable[[Reference], int] = bind(
    "psutil_cpu_freq_per_cpu", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_cpu_freq_list_t)))
)

# int32_t psutil_getloadavg(psutil_loadavg_t *out);
# [plain]
psutil_getloadavg: Callable[[Reference], int] = bind(
    "psutil_getloadavg", "0.1", lambda: (c_int32, POINTER(c.psutil_loadavg_t))
)

# int32_t psutil_virtual_memory(psutil_virtual_memory_t *out);
# [plain]
psutil_virtual_memory: Callable[[Reference], int] = bind(
    "psutil_virtual_memory", "0.1", lambda: (c_int32, POINTER(c.psutil_virtual_memory_t))
)

# int32_t psutil_swap_memory(psutil_swap_memory_t *out);
# [plain]
psutil_swap_memory: Callable[[Reference], int] = bind(
    "psutil_swap_memory", "0.1", lambda: (c_int32, POINTER(c.psutil_swap_memory_t))
)

# int32_t psutil_disk_partitions(int32_t all, psutil_disk_partition_list_t **out);
# [plain]
psutil_disk_partitions: Callable[[int, Reference], int] = bind(
    "psutil_disk_partitions", "0.1", lambda: (c_int32, c_int32, POINTER(POINTER(c.psutil_disk_partition_list_t)))
)

# int32_t psutil_disk_usage(const char *path, psutil_disk_usage_t *out);
# [plain]
psutil_disk_usage: Callable[[bytes, Reference], int] = bind(
    "psutil_disk_usage", "0.1", lambda: (c_int32, c_char_p, POINTER(c.psutil_disk_usage_t))
)

# int32_t psutil_disk_io_counters(int32_t nowrap, psutil_disk_io_counters_t *out);
# [plain]
psutil_disk_io_counters: Callable[[int, Reference], int] = bind(
    "psutil_disk_io_counters", "0.1", lambda: (c_int32, c_int32, POINTER(c.psutil_disk_io_counters_t))
)

# int32_t psutil_disk_io_counters_per_disk(int32_t nowrap, psutil_disk_io_list_t **out);
# [plain]
psutil_disk_io_counters_per_disk: Callable[[int, Reference], int] = bind(
    "psutil_disk_io_counters_per_disk", "0.1", lambda: (c_int32, c_int32, POINTER(POINTER(c.psutil_disk_io_list_t)))
)

# int32_t psutil_net_io_counters(int32_t nowrap, psutil_net_io_counters_t *out);
# [plain]
psutil_net_io_counters: Callable[[int, Reference], int] = bind(
    "psutil_net_io_counters", "0.1", lambda: (c_int32, c_int32, POINTER(c.psutil_net_io_counters_t))
)

# int32_t psutil_net_io_counters_per_nic(int32_t nowrap, psutil_net_io_list_t **out);
# [plain]
psutil_net_io_counters_per_nic: Callable[[int, Reference], int] = bind(
    "psutil_net_io_counters_per_nic", "0.1", lambda: (c_int32, c_int32, POINTER(POINTER(c.psutil_net_io_list_t)))
)

# int32_t psutil_net_connections(const char *kind, int32_t flags, psutil_connection_list_t **out);
# [plain]
psutil_net_connections: Callable[[bytes, int, Reference], int] = bind(
    "psutil_net_connections", "0.1", lambda: (c_int32, c_char_p, c_int32, POINTER(POINTER(c.psutil_connection_list_t)))
)

# int32_t psutil_process_net_connections(psutil_process *p, const char *kind, psutil_connection_list_t **out);
# [plain]
psutil_process_net_connections: Callable[[psutil_process, bytes, Reference], int] = bind(
    "psutil_process_net_connections",
    "0.1",
    lambda: (c_int32, psutil_process, c_char_p, POINTER(POINTER(c.psutil_connection_list_t))),
)

# const char *psutil_conn_status_name(int32_t status);
# [pure C]
psutil_conn_status_name: Callable[[int], bytes] = bind("psutil_conn_status_name", "0.1", lambda: (c_char_p, c_int32))

# int32_t psutil_net_if_addrs(psutil_net_if_addr_list_t **out);
# [plain]
psutil_net_if_addrs: Callable[[Reference], int] = bind(
    "psutil_net_if_addrs", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_net_if_addr_list_t)))
)

# int32_t psutil_net_if_stats(psutil_net_if_stats_list_t **out);
# [plain]
psutil_net_if_stats: Callable[[Reference], int] = bind(
    "psutil_net_if_stats", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_net_if_stats_list_t)))
)

# int32_t psutil_boot_time(double *out);
# [plain]
psutil_boot_time: Callable[[Reference], int] = bind("psutil_boot_time", "0.1", lambda: (c_int32, POINTER(c_double)))

# int32_t psutil_users(psutil_user_list_t **out);
# [plain]
psutil_users: Callable[[Reference], int] = bind(
    "psutil_users", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_user_list_t)))
)

# int32_t psutil_sensors_temperatures(psutil_temperature_list_t **out);
# [plain]
psutil_sensors_temperatures: Callable[[Reference], int] = bind(
    "psutil_sensors_temperatures", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_temperature_list_t)))
)

# int32_t psutil_sensors_fans(psutil_fan_list_t **out);
# [plain]
psutil_sensors_fans: Callable[[Reference], int] = bind(
    "psutil_sensors_fans", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_fan_list_t)))
)

# int32_t psutil_sensors_battery(psutil_battery_t *out);
# [plain]
psutil_sensors_battery: Callable[[Reference], int] = bind(
    "psutil_sensors_battery", "0.1", lambda: (c_int32, POINTER(c.psutil_battery_t))
)

# int32_t psutil_cgroup_limits(int64_t pid, psutil_cgroup_limits_t **out);
# [plain]
psutil_cgroup_limits: Callable[[int, Reference], int] = bind(
    "psutil_cgroup_limits", "0.1", lambda: (c_int32, c_int64, POINTER(POINTER(c.psutil_cgroup_limits_t)))
)

# int32_t psutil_heap_info(psutil_heap_info_t *out);
# [pure C]
psutil_heap_info: Callable[[Reference], int] = bind(
    "psutil_heap_info", "0.1", lambda: (c_int32, POINTER(c.psutil_heap_info_t))
)

# int32_t psutil_heap_trim(int32_t *out);
# [pure C]
psutil_heap_trim: Callable[[Reference], int] = bind("psutil_heap_trim", "0.1", lambda: (c_int32, POINTER(c_int32)))

# int32_t psutil_win_services(psutil_win_service_list_t **out);
# [plain]
psutil_win_services: Callable[[Reference], int] = bind(
    "psutil_win_services", "0.1", lambda: (c_int32, POINTER(POINTER(c.psutil_win_service_list_t)))
)

# int32_t psutil_win_service(const char *name, psutil_win_service_t **out);
# [plain]
psutil_win_service: Callable[[bytes, Reference], int] = bind(
    "psutil_win_service", "0.1", lambda: (c_int32, c_char_p, POINTER(POINTER(c.psutil_win_service_t)))
)

# int32_t psutil_process_new(int64_t pid, psutil_process **out);
# [plain]
psutil_process_new: Callable[[int, Reference], int] = bind(
    "psutil_process_new", "0.1", lambda: (c_int32, c_int64, POINTER(psutil_process))
)

# int32_t psutil_process_free(psutil_process *p);
# [pure C]
psutil_process_free: Callable[[psutil_process], int] = bind(
    "psutil_process_free", "0.1", lambda: (c_int32, psutil_process)
)

# int32_t psutil_process_pid(psutil_process *p, int64_t *out);
# [pure C]
psutil_process_pid: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_pid", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int64))
)

# int32_t psutil_process_ppid(psutil_process *p, int64_t *out);
# [plain]
psutil_process_ppid: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_ppid", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int64))
)

# int32_t psutil_process_parent(psutil_process *p, psutil_process **out);
# [plain]
psutil_process_parent: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_parent", "0.1", lambda: (c_int32, psutil_process, POINTER(psutil_process))
)

# int32_t psutil_process_name(psutil_process *p, char **out);
# [plain]
psutil_process_name: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_name", "0.1", lambda: (c_int32, psutil_process, POINTER(c_char_p))
)

# int32_t psutil_process_exe(psutil_process *p, char **out);
# [plain]
psutil_process_exe: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_exe", "0.1", lambda: (c_int32, psutil_process, POINTER(c_char_p))
)

# int32_t psutil_process_cmdline(psutil_process *p, psutil_string_list_t **out);
# [plain]
psutil_process_cmdline: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_cmdline", "0.1", lambda: (c_int32, psutil_process, POINTER(POINTER(c.psutil_string_list_t)))
)

# int32_t psutil_process_status(psutil_process *p, int32_t *out);
# [plain]
psutil_process_status: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_status", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int32))
)

# const char *psutil_status_name(int32_t status);
# [pure C]
psutil_status_name: Callable[[int], bytes] = bind("psutil_status_name", "0.1", lambda: (c_char_p, c_int32))

# int32_t psutil_process_create_time(psutil_process *p, double *out);
# [plain]
psutil_process_create_time: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_create_time", "0.1", lambda: (c_int32, psutil_process, POINTER(c_double))
)

# int32_t psutil_process_uids(psutil_process *p, psutil_ids_t *out);
# [plain]
psutil_process_uids: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_uids", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_ids_t))
)

# int32_t psutil_process_username(psutil_process *p, char **out);
# [plain]
psutil_process_username: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_username", "0.1", lambda: (c_int32, psutil_process, POINTER(c_char_p))
)

# int32_t psutil_process_cpu_times(psutil_process *p, psutil_process_cpu_times_t *out);
# [plain]
psutil_process_cpu_times: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_cpu_times", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_process_cpu_times_t))
)

# int32_t psutil_process_cpu_percent(psutil_process *p, double interval, double *out);
# [waits]
psutil_process_cpu_percent: Callable[[psutil_process, float, Reference], int] = bind(
    "psutil_process_cpu_percent", "0.1", lambda: (c_int32, psutil_process, c_double, POINTER(c_double))
)

# int32_t psutil_process_memory_info(psutil_process *p, psutil_process_memory_info_t *out);
# [plain]
psutil_process_memory_info: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_memory_info", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_process_memory_info_t))
)

# int32_t psutil_process_num_threads(psutil_process *p, int64_t *out);
# [plain]
psutil_process_num_threads: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_num_threads", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int64))
)

# int32_t psutil_process_is_running(psutil_process *p, int32_t *out);
# [plain]
psutil_process_is_running: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_is_running", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int32))
)

# int32_t psutil_process_send_signal(psutil_process *p, int32_t signal);
# [plain]
psutil_process_send_signal: Callable[[psutil_process, int], int] = bind(
    "psutil_process_send_signal", "0.1", lambda: (c_int32, psutil_process, c_int32)
)

# int32_t psutil_process_terminate(psutil_process *p);
# [plain]
psutil_process_terminate: Callable[[psutil_process], int] = bind(
    "psutil_process_terminate", "0.1", lambda: (c_int32, psutil_process)
)

# int32_t psutil_process_kill(psutil_process *p);
# [plain]
psutil_process_kill: Callable[[psutil_process], int] = bind(
    "psutil_process_kill", "0.1", lambda: (c_int32, psutil_process)
)

# int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t flags, psutil_exit_status_t *out);
# [waits]
psutil_process_wait: Callable[[psutil_process, float, int, Reference], int] = bind(
    "psutil_process_wait", "0.1", lambda: (c_int32, psutil_process, c_double, c_int32, POINTER(c.psutil_exit_status_t))
)

# int32_t psutil_process_environ(psutil_process *p, psutil_string_list_t **out);
# [plain]
psutil_process_environ: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_environ", "0.1", lambda: (c_int32, psutil_process, POINTER(POINTER(c.psutil_string_list_t)))
)

# int32_t psutil_process_cwd(psutil_process *p, char **out);
# [plain]
psutil_process_cwd: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_cwd", "0.1", lambda: (c_int32, psutil_process, POINTER(c_char_p))
)

# int32_t psutil_process_gids(psutil_process *p, psutil_ids_t *out);
# [plain]
psutil_process_gids: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_gids", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_ids_t))
)

# int32_t psutil_process_terminal(psutil_process *p, char **out);
# [plain]
psutil_process_terminal: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_terminal", "0.1", lambda: (c_int32, psutil_process, POINTER(c_char_p))
)

# int32_t psutil_process_nice(psutil_process *p, int32_t *out);
# [plain]
psutil_process_nice: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_nice", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int32))
)

# int32_t psutil_process_set_nice(psutil_process *p, int32_t value);
# [plain]
psutil_process_set_nice: Callable[[psutil_process, int], int] = bind(
    "psutil_process_set_nice", "0.1", lambda: (c_int32, psutil_process, c_int32)
)

# int32_t psutil_process_ionice(psutil_process *p, psutil_ionice_t *out);
# [plain]
psutil_process_ionice: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_ionice", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_ionice_t))
)

# int32_t psutil_process_set_ionice(psutil_process *p, int32_t ioclass, int32_t value);
# [plain]
psutil_process_set_ionice: Callable[[psutil_process, int, int], int] = bind(
    "psutil_process_set_ionice", "0.1", lambda: (c_int32, psutil_process, c_int32, c_int32)
)

# int32_t psutil_process_rlimit(psutil_process *p, int32_t resource, psutil_rlimit_t *out);
# [plain]
psutil_process_rlimit: Callable[[psutil_process, int, Reference], int] = bind(
    "psutil_process_rlimit", "0.1", lambda: (c_int32, psutil_process, c_int32, POINTER(c.psutil_rlimit_t))
)

# int32_t psutil_process_set_rlimit(psutil_process *p, int32_t resource, int64_t soft, int64_t hard);
# [plain]
psutil_process_set_rlimit: Callable[[psutil_process, int, int, int], int] = bind(
    "psutil_process_set_rlimit", "0.1", lambda: (c_int32, psutil_process, c_int32, c_int64, c_int64)
)

# int32_t psutil_process_cpu_affinity(psutil_process *p, psutil_cpu_list_t **out);
# [plain]
psutil_process_cpu_affinity: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_cpu_affinity", "0.1", lambda: (c_int32, psutil_process, POINTER(POINTER(c.psutil_cpu_list_t)))
)

# int32_t psutil_process_set_cpu_affinity(psutil_process *p, const int64_t *cpus, size_t n);
# [plain]
psutil_process_set_cpu_affinity: Callable[[psutil_process, Reference, int], int] = bind(
    "psutil_process_set_cpu_affinity", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int64), c_size_t)
)

# int32_t psutil_process_cpu_num(psutil_process *p, int64_t *out);
# [plain]
psutil_process_cpu_num: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_cpu_num", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int64))
)

# int32_t psutil_process_memory_info_ex(psutil_process *p, psutil_process_memory_info_ex_t *out);
# [plain]
psutil_process_memory_info_ex: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_memory_info_ex",
    "0.1",
    lambda: (c_int32, psutil_process, POINTER(c.psutil_process_memory_info_ex_t)),
)

# int32_t psutil_process_memory_footprint(psutil_process *p, psutil_process_memory_footprint_t *out);
# [plain]
psutil_process_memory_footprint: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_memory_footprint",
    "0.1",
    lambda: (c_int32, psutil_process, POINTER(c.psutil_process_memory_footprint_t)),
)

# int32_t psutil_process_memory_percent(psutil_process *p, int32_t memtype, double *out);
# [plain]
psutil_process_memory_percent: Callable[[psutil_process, int, Reference], int] = bind(
    "psutil_process_memory_percent", "0.1", lambda: (c_int32, psutil_process, c_int32, POINTER(c_double))
)

# int32_t psutil_process_memory_maps(psutil_process *p, int32_t grouped, psutil_memory_map_list_t **out);
# [plain]
psutil_process_memory_maps: Callable[[psutil_process, int, Reference], int] = bind(
    "psutil_process_memory_maps",
    "0.1",
    lambda: (c_int32, psutil_process, c_int32, POINTER(POINTER(c.psutil_memory_map_list_t))),
)

# int32_t psutil_process_page_faults(psutil_process *p, psutil_page_faults_t *out);
# [plain]
psutil_process_page_faults: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_page_faults", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_page_faults_t))
)

# int32_t psutil_process_io_counters(psutil_process *p, psutil_process_io_counters_t *out);
# [plain]
psutil_process_io_counters: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_io_counters", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_process_io_counters_t))
)

# int32_t psutil_process_num_ctx_switches(psutil_process *p, psutil_ctx_switches_t *out);
# [plain]
psutil_process_num_ctx_switches: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_num_ctx_switches", "0.1", lambda: (c_int32, psutil_process, POINTER(c.psutil_ctx_switches_t))
)

# int32_t psutil_process_num_fds(psutil_process *p, int64_t *out);
# [plain]
psutil_process_num_fds: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_num_fds", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int64))
)

# int32_t psutil_process_num_handles(psutil_process *p, int64_t *out);
# [plain]
psutil_process_num_handles: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_num_handles", "0.1", lambda: (c_int32, psutil_process, POINTER(c_int64))
)

# int32_t psutil_process_threads(psutil_process *p, psutil_thread_list_t **out);
# [plain]
psutil_process_threads: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_threads", "0.1", lambda: (c_int32, psutil_process, POINTER(POINTER(c.psutil_thread_list_t)))
)

# int32_t psutil_process_open_files(psutil_process *p, psutil_open_file_list_t **out);
# [plain]
psutil_process_open_files: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_open_files", "0.1", lambda: (c_int32, psutil_process, POINTER(POINTER(c.psutil_open_file_list_t)))
)

# int32_t psutil_process_suspend(psutil_process *p);
# [plain]
psutil_process_suspend: Callable[[psutil_process], int] = bind(
    "psutil_process_suspend", "0.1", lambda: (c_int32, psutil_process)
)

# int32_t psutil_process_resume(psutil_process *p);
# [plain]
psutil_process_resume: Callable[[psutil_process], int] = bind(
    "psutil_process_resume", "0.1", lambda: (c_int32, psutil_process)
)

# int32_t psutil_process_children(psutil_process *p, int32_t recursive, psutil_process_list_t **out);
# [plain]
psutil_process_children: Callable[[psutil_process, int, Reference], int] = bind(
    "psutil_process_children",
    "0.1",
    lambda: (c_int32, psutil_process, c_int32, POINTER(POINTER(c.psutil_process_list_t))),
)

# int32_t psutil_process_parents(psutil_process *p, psutil_process_list_t **out);
# [plain]
psutil_process_parents: Callable[[psutil_process, Reference], int] = bind(
    "psutil_process_parents", "0.1", lambda: (c_int32, psutil_process, POINTER(POINTER(c.psutil_process_list_t)))
)

# int32_t psutil_process_iter_new(psutil_process_iter **out);
# [plain]
psutil_process_iter_new: Callable[[Reference], int] = bind(
    "psutil_process_iter_new", "0.1", lambda: (c_int32, POINTER(psutil_process_iter))
)

# int32_t psutil_process_iter_next(psutil_process_iter *it, psutil_process **out);
# [plain]
psutil_process_iter_next: Callable[[psutil_process_iter, Reference], int] = bind(
    "psutil_process_iter_next", "0.1", lambda: (c_int32, psutil_process_iter, POINTER(psutil_process))
)

# int32_t psutil_process_iter_free(psutil_process_iter *it);
# [pure C]
psutil_process_iter_free: Callable[[psutil_process_iter], int] = bind(
    "psutil_process_iter_free", "0.1", lambda: (c_int32, psutil_process_iter)
)

# int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_gone_fn callback,
#     void *user, psutil_wait_result_list_t **out);
# [waits]
psutil_wait_procs: Callable[[Reference, int, float, Any, Any, Reference], int] = bind(
    "psutil_wait_procs",
    "0.1",
    lambda: (
        c_int32,
        POINTER(psutil_process),
        c_size_t,
        c_double,
        c.psutil_gone_fn,
        c_void_p,
        POINTER(POINTER(c.psutil_wait_result_list_t)),
    ),
)

# int32_t psutil_process_kill_tree(psutil_process *p, int32_t signal, double grace,
#     psutil_kill_result_list_t **out);
# [waits]
psutil_process_kill_tree: Callable[[psutil_process, int, float, Reference], int] = bind(
    "psutil_process_kill_tree",
    "0.1",
    lambda: (c_int32, psutil_process, c_int32, c_double, POINTER(POINTER(c.psutil_kill_result_list_t))),
)

# int32_t psutil_process_oneshot_begin(psutil_process *p);
# [plain]
psutil_process_oneshot_begin: Callable[[psutil_process], int] = bind(
    "psutil_process_oneshot_begin", "0.1", lambda: (c_int32, psutil_process)
)

# int32_t psutil_process_oneshot_end(psutil_process *p);
# [plain]
psutil_process_oneshot_end: Callable[[psutil_process], int] = bind(
    "psutil_process_oneshot_end", "0.1", lambda: (c_int32, psutil_process)
)

# int32_t psutil_process_info(psutil_process *p, const int32_t *fields, size_t n, psutil_process_info_t **out);
# [plain]
psutil_process_info: Callable[[psutil_process, Reference, int, Reference], int] = bind(
    "psutil_process_info",
    "0.1",
    lambda: (c_int32, psutil_process, POINTER(c_int32), c_size_t, POINTER(POINTER(c.psutil_process_info_t))),
)

# int32_t psutil_process_info_outcome(const psutil_process_info_t *info, int32_t field);
# [pure C]
psutil_process_info_outcome: Callable[[Reference, int], int] = bind(
    "psutil_process_info_outcome", "0.1", lambda: (c_int32, POINTER(c.psutil_process_info_t), c_int32)
)

# int32_t psutil_popen(const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes);
# [plain]
psutil_popen: Callable[[Reference, Reference, Reference], int] = bind(
    "psutil_popen",
    "0.1",
    lambda: (c_int32, POINTER(c.psutil_popen_options_t), POINTER(psutil_process), POINTER(c.psutil_popen_pipes_t)),
)

# int32_t psutil_process_table(const int32_t *columns, size_t n, const int64_t *pids, size_t n_pids,
#     psutil_table **out);
# [plain]
psutil_process_table: Callable[[Reference, int, Reference, int, Reference], int] = bind(
    "psutil_process_table",
    "0.1",
    lambda: (c_int32, POINTER(c_int32), c_size_t, POINTER(c_int64), c_size_t, POINTER(psutil_table)),
)

# int32_t psutil_table_free(psutil_table *t);
# [pure C]
psutil_table_free: Callable[[psutil_table], int] = bind("psutil_table_free", "0.1", lambda: (c_int32, psutil_table))

# const char *psutil_column_name(int32_t column);
# [pure C]
psutil_column_name: Callable[[int], bytes] = bind("psutil_column_name", "0.1", lambda: (c_char_p, c_int32))

# int32_t psutil_table_rows(const psutil_table *t, int64_t *out);
# [pure C]
psutil_table_rows: Callable[[psutil_table, Reference], int] = bind(
    "psutil_table_rows", "0.1", lambda: (c_int32, psutil_table, POINTER(c_int64))
)

# int32_t psutil_table_column(const psutil_table *t, int32_t column, psutil_column_t *out);
# [pure C]
psutil_table_column: Callable[[psutil_table, int, Reference], int] = bind(
    "psutil_table_column", "0.1", lambda: (c_int32, psutil_table, c_int32, POINTER(c.psutil_column_t))
)

# int32_t psutil_table_outcome(const psutil_table *t, int64_t row, int32_t column);
# [pure C]
psutil_table_outcome: Callable[[psutil_table, int, int], int] = bind(
    "psutil_table_outcome", "0.1", lambda: (c_int32, psutil_table, c_int64, c_int32)
)

# int32_t psutil_table_int64(const psutil_table *t, int64_t row, int32_t column, int64_t *out);
# [pure C]
psutil_table_int64: Callable[[psutil_table, int, int, Reference], int] = bind(
    "psutil_table_int64", "0.1", lambda: (c_int32, psutil_table, c_int64, c_int32, POINTER(c_int64))
)

# int32_t psutil_table_double(const psutil_table *t, int64_t row, int32_t column, double *out);
# [pure C]
psutil_table_double: Callable[[psutil_table, int, int, Reference], int] = bind(
    "psutil_table_double", "0.1", lambda: (c_int32, psutil_table, c_int64, c_int32, POINTER(c_double))
)

# int32_t psutil_table_string(const psutil_table *t, int64_t row, int32_t column, const char **out,
#     int64_t *length);
# [pure C]
psutil_table_string: Callable[[psutil_table, int, int, Reference, Reference], int] = bind(
    "psutil_table_string", "0.1", lambda: (c_int32, psutil_table, c_int64, c_int32, POINTER(c_char_p), POINTER(c_int64))
)

# int32_t psutil_table_items(const psutil_table *t, int64_t row, int32_t column, int64_t *out);
# [pure C]
psutil_table_items: Callable[[psutil_table, int, int, Reference], int] = bind(
    "psutil_table_items", "0.1", lambda: (c_int32, psutil_table, c_int64, c_int32, POINTER(c_int64))
)

# int32_t psutil_table_item(const psutil_table *t, int64_t row, int32_t column, int64_t item, const char **out,
#     int64_t *length);
# [pure C]
psutil_table_item: Callable[[psutil_table, int, int, int, Reference, Reference], int] = bind(
    "psutil_table_item",
    "0.1",
    lambda: (c_int32, psutil_table, c_int64, c_int32, c_int64, POINTER(c_char_p), POINTER(c_int64)),
)

# int32_t psutil_table_process(const psutil_table *t, int64_t row, psutil_process **out);
# [pure C]
psutil_table_process: Callable[[psutil_table, int, Reference], int] = bind(
    "psutil_table_process", "0.1", lambda: (c_int32, psutil_table, c_int64, POINTER(psutil_process))
)

# int32_t psutil_process_table_export_arrow(const psutil_table *t, struct ArrowSchema *schema,
#     struct ArrowArray *array);
# [pure C]
psutil_process_table_export_arrow: Callable[[psutil_table, Any, Any], int] = bind(
    "psutil_process_table_export_arrow", "0.1", lambda: (c_int32, psutil_table, c_void_p, c_void_p)
)

# int32_t psutil_process_table_export_arrow_stream(const psutil_table *t, struct ArrowArrayStream *stream);
# [pure C]
psutil_process_table_export_arrow_stream: Callable[[psutil_table, Any], int] = bind(
    "psutil_process_table_export_arrow_stream", "0.1", lambda: (c_int32, psutil_table, c_void_p)
)

if not TYPE_CHECKING:
    __getattr__ = attributes(globals())
