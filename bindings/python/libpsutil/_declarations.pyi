# Made from include/psutil.h by capi/generate: run make generate, do not edit.
"""psutil.h for ctypes, as a type checker sees it: above each function stand its prototype and how it is called."""

from collections.abc import Callable
from ctypes import (
    Array,
    Structure,
    _CArgObject,
    _Pointer,
    c_char_p,
    c_double,
    c_int8,
    c_int32,
    c_int64,
    c_uint8,
    c_void_p,
)
from typing import Any

Reference = _CArgObject | _Pointer[Any] | Array[Any]  # what C takes as a pointer: byref(x), or an array

VERSION: str

# enum psutil_absent: "Not reported here", in any integer field.
PSUTIL_NA: int

# enum psutil_error: What a call returns. psutil_error_name and psutil_strerror turn a code into text.
PSUTIL_OK: int
PSUTIL_ERR_NO_SUCH_PROCESS: int
PSUTIL_ERR_ZOMBIE_PROCESS: int
PSUTIL_ERR_ACCESS_DENIED: int
PSUTIL_ERR_TIMEOUT_EXPIRED: int
PSUTIL_ERR_NOT_SUPPORTED: int
PSUTIL_ERR_INVALID_ARGUMENT: int
PSUTIL_ERR_INVALID_HANDLE: int
PSUTIL_ERR_OS: int
PSUTIL_ERR_NO_MEMORY: int
PSUTIL_ERR_INTERNAL: int
PSUTIL_ERR_FORK: int
PSUTIL_ERR_INTERRUPTED: int

# enum psutil_address_family: What an address belongs to. The numbers are this library's (Linux's own) and the same on
# every system.
PSUTIL_AF_UNSPEC: int
PSUTIL_AF_UNIX: int
PSUTIL_AF_INET: int
PSUTIL_AF_INET6: int
PSUTIL_AF_LINK: int

# enum psutil_socket_type: What a socket carries. The numbers are this library's (Linux's own) and the same on every
# system.
PSUTIL_SOCK_STREAM: int
PSUTIL_SOCK_DGRAM: int
PSUTIL_SOCK_RAW: int
PSUTIL_SOCK_SEQPACKET: int

# enum psutil_conn_status: The state of a TCP connection. psutil_conn_status_name gives psutil's string for each
# ("ESTABLISHED").
PSUTIL_CONN_ESTABLISHED: int
PSUTIL_CONN_SYN_SENT: int
PSUTIL_CONN_SYN_RECV: int
PSUTIL_CONN_FIN_WAIT1: int
PSUTIL_CONN_FIN_WAIT2: int
PSUTIL_CONN_TIME_WAIT: int
PSUTIL_CONN_CLOSE: int
PSUTIL_CONN_CLOSE_WAIT: int
PSUTIL_CONN_LAST_ACK: int
PSUTIL_CONN_LISTEN: int
PSUTIL_CONN_CLOSING: int
PSUTIL_CONN_NONE: int
PSUTIL_CONN_DELETE_TCB: int
PSUTIL_CONN_IDLE: int
PSUTIL_CONN_BOUND: int

# enum psutil_nic_duplex: How a network interface sends and receives.
PSUTIL_NIC_DUPLEX_UNKNOWN: int
PSUTIL_NIC_DUPLEX_HALF: int
PSUTIL_NIC_DUPLEX_FULL: int

# enum psutil_connections_flags: Flags of psutil_net_connections.
PSUTIL_CONNECTIONS_PIDS: int

# enum psutil_power_time: What secsleft is when it is no number of seconds.
PSUTIL_POWER_TIME_UNKNOWN: int
PSUTIL_POWER_TIME_UNLIMITED: int

# enum psutil_status: psutil_process_status. psutil_status_name gives psutil's string for each ("sleeping").
PSUTIL_STATUS_RUNNING: int
PSUTIL_STATUS_SLEEPING: int
PSUTIL_STATUS_DISK_SLEEP: int
PSUTIL_STATUS_STOPPED: int
PSUTIL_STATUS_TRACING_STOP: int
PSUTIL_STATUS_ZOMBIE: int
PSUTIL_STATUS_DEAD: int
PSUTIL_STATUS_WAKE_KILL: int
PSUTIL_STATUS_WAKING: int
PSUTIL_STATUS_IDLE: int
PSUTIL_STATUS_LOCKED: int
PSUTIL_STATUS_WAITING: int
PSUTIL_STATUS_PARKED: int
PSUTIL_STATUS_SUSPENDED: int

# enum psutil_wait_flags: Flags of psutil_process_wait.
PSUTIL_WAIT_NO_REAP: int

# enum psutil_ioprio_class: Classes of psutil_process_ionice; the numbers are the kernel's.
PSUTIL_IOPRIO_CLASS_NONE: int
PSUTIL_IOPRIO_CLASS_RT: int
PSUTIL_IOPRIO_CLASS_BE: int
PSUTIL_IOPRIO_CLASS_IDLE: int

# enum psutil_priority_class: What psutil_process_nice tells and psutil_process_set_nice takes on Windows.
PSUTIL_NORMAL_PRIORITY_CLASS: int
PSUTIL_IDLE_PRIORITY_CLASS: int
PSUTIL_HIGH_PRIORITY_CLASS: int
PSUTIL_REALTIME_PRIORITY_CLASS: int
PSUTIL_BELOW_NORMAL_PRIORITY_CLASS: int
PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS: int

# enum psutil_rlimit: Resources of psutil_process_rlimit; getrlimit(2) says what each is. The numbers are those of x86
# and ARM, on every system.
PSUTIL_RLIMIT_CPU: int
PSUTIL_RLIMIT_FSIZE: int
PSUTIL_RLIMIT_DATA: int
PSUTIL_RLIMIT_STACK: int
PSUTIL_RLIMIT_CORE: int
PSUTIL_RLIMIT_RSS: int
PSUTIL_RLIMIT_NPROC: int
PSUTIL_RLIMIT_NOFILE: int
PSUTIL_RLIMIT_MEMLOCK: int
PSUTIL_RLIMIT_AS: int
PSUTIL_RLIMIT_LOCKS: int
PSUTIL_RLIMIT_SIGPENDING: int
PSUTIL_RLIMIT_MSGQUEUE: int
PSUTIL_RLIMIT_NICE: int
PSUTIL_RLIMIT_RTPRIO: int
PSUTIL_RLIMIT_RTTIME: int

# enum psutil_rlim_infinity: No limit.
PSUTIL_RLIM_INFINITY: int

# enum psutil_memtype: What psutil_process_memory_percent compares.
PSUTIL_MEMTYPE_RSS: int
PSUTIL_MEMTYPE_VMS: int
PSUTIL_MEMTYPE_SHARED: int
PSUTIL_MEMTYPE_TEXT: int
PSUTIL_MEMTYPE_LIB: int
PSUTIL_MEMTYPE_DATA: int
PSUTIL_MEMTYPE_DIRTY: int
PSUTIL_MEMTYPE_USS: int
PSUTIL_MEMTYPE_PSS: int
PSUTIL_MEMTYPE_SWAP: int

# enum psutil_kill_outcome: What has become of a process that psutil_process_kill_tree was to end.
PSUTIL_KILL_TERMINATED: int
PSUTIL_KILL_KILLED: int
PSUTIL_KILL_GONE: int
PSUTIL_KILL_DENIED: int
PSUTIL_KILL_ALIVE: int

# enum psutil_process_field: The fields of psutil_process_info_t: each is what the function of its name gives.
PSUTIL_FIELD_PID: int
PSUTIL_FIELD_PPID: int
PSUTIL_FIELD_NAME: int
PSUTIL_FIELD_EXE: int
PSUTIL_FIELD_CMDLINE: int
PSUTIL_FIELD_ENVIRON: int
PSUTIL_FIELD_CREATE_TIME: int
PSUTIL_FIELD_STATUS: int
PSUTIL_FIELD_CWD: int
PSUTIL_FIELD_UIDS: int
PSUTIL_FIELD_GIDS: int
PSUTIL_FIELD_USERNAME: int
PSUTIL_FIELD_TERMINAL: int
PSUTIL_FIELD_NICE: int
PSUTIL_FIELD_IONICE: int
PSUTIL_FIELD_CPU_AFFINITY: int
PSUTIL_FIELD_CPU_NUM: int
PSUTIL_FIELD_CPU_TIMES: int
PSUTIL_FIELD_CPU_PERCENT: int
PSUTIL_FIELD_MEMORY_INFO: int
PSUTIL_FIELD_MEMORY_INFO_EX: int
PSUTIL_FIELD_MEMORY_FOOTPRINT: int
PSUTIL_FIELD_MEMORY_PERCENT: int
PSUTIL_FIELD_MEMORY_MAPS: int
PSUTIL_FIELD_PAGE_FAULTS: int
PSUTIL_FIELD_IO_COUNTERS: int
PSUTIL_FIELD_NUM_CTX_SWITCHES: int
PSUTIL_FIELD_NUM_FDS: int
PSUTIL_FIELD_NUM_HANDLES: int
PSUTIL_FIELD_NUM_THREADS: int
PSUTIL_FIELD_THREADS: int
PSUTIL_FIELD_OPEN_FILES: int
PSUTIL_FIELD_NET_CONNECTIONS: int

# enum psutil_stream: Where one of a child's standard streams leads.
PSUTIL_STREAM_INHERIT: int
PSUTIL_STREAM_PIPE: int
PSUTIL_STREAM_NULL: int
PSUTIL_STREAM_FD: int
PSUTIL_STREAM_STDOUT: int

# enum psutil_column_id: The columns of a psutil_table: what the functions of one process tell, each record's members a
# column each. A column is INT64, but for those that say otherwise; its name (psutil_column_name) is the constant's in
# small letters without PSUTIL_COLUMN_. "Slow" are those that cost more than the others together.
PSUTIL_COLUMN_PID: int
PSUTIL_COLUMN_START: int
PSUTIL_COLUMN_PPID: int
PSUTIL_COLUMN_NAME: int
PSUTIL_COLUMN_EXE: int
PSUTIL_COLUMN_CMDLINE: int
PSUTIL_COLUMN_ENVIRON: int
PSUTIL_COLUMN_CREATE_TIME: int
PSUTIL_COLUMN_STATUS: int
PSUTIL_COLUMN_CWD: int
PSUTIL_COLUMN_UIDS_REAL: int
PSUTIL_COLUMN_UIDS_EFFECTIVE: int
PSUTIL_COLUMN_UIDS_SAVED: int
PSUTIL_COLUMN_GIDS_REAL: int
PSUTIL_COLUMN_GIDS_EFFECTIVE: int
PSUTIL_COLUMN_GIDS_SAVED: int
PSUTIL_COLUMN_USERNAME: int
PSUTIL_COLUMN_TERMINAL: int
PSUTIL_COLUMN_NICE: int
PSUTIL_COLUMN_IONICE_IOCLASS: int
PSUTIL_COLUMN_IONICE_VALUE: int
PSUTIL_COLUMN_CPU_NUM: int
PSUTIL_COLUMN_CPU_TIMES_USER: int
PSUTIL_COLUMN_CPU_TIMES_SYSTEM: int
PSUTIL_COLUMN_CPU_TIMES_CHILDREN_USER: int
PSUTIL_COLUMN_CPU_TIMES_CHILDREN_SYSTEM: int
PSUTIL_COLUMN_CPU_TIMES_IOWAIT: int
PSUTIL_COLUMN_CPU_PERCENT: int
PSUTIL_COLUMN_RSS: int
PSUTIL_COLUMN_VMS: int
PSUTIL_COLUMN_SHARED: int
PSUTIL_COLUMN_TEXT: int
PSUTIL_COLUMN_LIB: int
PSUTIL_COLUMN_DATA: int
PSUTIL_COLUMN_DIRTY: int
PSUTIL_COLUMN_PEAK_RSS: int
PSUTIL_COLUMN_PEAK_VMS: int
PSUTIL_COLUMN_RSS_ANON: int
PSUTIL_COLUMN_RSS_FILE: int
PSUTIL_COLUMN_RSS_SHMEM: int
PSUTIL_COLUMN_SWAP: int
PSUTIL_COLUMN_HUGETLB: int
PSUTIL_COLUMN_USS: int
PSUTIL_COLUMN_PSS: int
PSUTIL_COLUMN_FOOTPRINT_SWAP: int
PSUTIL_COLUMN_MEMORY_PERCENT: int
PSUTIL_COLUMN_PAGE_FAULTS_MINOR: int
PSUTIL_COLUMN_PAGE_FAULTS_MAJOR: int
PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MINOR: int
PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MAJOR: int
PSUTIL_COLUMN_IO_COUNTERS_READ_COUNT: int
PSUTIL_COLUMN_IO_COUNTERS_WRITE_COUNT: int
PSUTIL_COLUMN_IO_COUNTERS_READ_BYTES: int
PSUTIL_COLUMN_IO_COUNTERS_WRITE_BYTES: int
PSUTIL_COLUMN_IO_COUNTERS_READ_CHARS: int
PSUTIL_COLUMN_IO_COUNTERS_WRITE_CHARS: int
PSUTIL_COLUMN_IO_COUNTERS_OTHER_COUNT: int
PSUTIL_COLUMN_IO_COUNTERS_OTHER_BYTES: int
PSUTIL_COLUMN_NUM_CTX_SWITCHES_VOLUNTARY: int
PSUTIL_COLUMN_NUM_CTX_SWITCHES_INVOLUNTARY: int
PSUTIL_COLUMN_NUM_FDS: int
PSUTIL_COLUMN_NUM_HANDLES: int
PSUTIL_COLUMN_NUM_THREADS: int

# enum psutil_column_type: What a column is made of.
PSUTIL_COLUMN_TYPE_INT64: int
PSUTIL_COLUMN_TYPE_DOUBLE: int
PSUTIL_COLUMN_TYPE_STRING: int
PSUTIL_COLUMN_TYPE_STRING_LIST: int

class psutil_process(c_void_p):
    """The value of a psutil_process *."""

class psutil_process_iter(c_void_p):
    """The value of a psutil_process_iter *."""

class psutil_table(c_void_p):
    """The value of a psutil_table *."""

class psutil_error_info_t(Structure):
    """What psutil_last_error points at."""

    code: int
    os_error: int
    pid: int
    ppid: int
    timeout: float
    name: bytes | None
    message: bytes | None
    reserved: Array[c_int64]

class psutil_string_list_t(Structure):
    """Strings in the order that the system keeps them: a command line, for example. No item is NULL."""

    len: int
    items: _Pointer[c_char_p]

class psutil_pid_list_t(Structure):
    """PIDs, ascending."""

    len: int
    items: _Pointer[c_int64]

class psutil_cpu_times_t(Structure):
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

class psutil_cpu_times_list_t(Structure):
    """One record a CPU: the first for the first CPU that is online, and so on; the order stays the same between
    calls.
    """

    len: int
    items: _Pointer[psutil_cpu_times_t]

class psutil_loadavg_t(Structure):
    """Load averages; see psutil_getloadavg."""

    load1: float
    load5: float
    load15: float

class psutil_percent_list_t(Structure):
    """One percentage a CPU, in the order of psutil_cpu_times_per_cpu."""

    len: int
    items: _Pointer[c_double]

class psutil_cpu_stats_t(Structure):
    """Events since boot, all CPUs together."""

    ctx_switches: int
    interrupts: int
    soft_interrupts: int
    syscalls: int
    reserved: Array[c_int64]

class psutil_cpu_freq_t(Structure):
    """How fast CPUs run, in MHz. NaN where the system does not say."""

    current: float
    min: float
    max: float
    reserved: Array[c_int64]

class psutil_cpu_freq_list_t(Structure):
    """One record a CPU, in the order of psutil_cpu_times_per_cpu."""

    len: int
    items: _Pointer[psutil_cpu_freq_t]

class psutil_virtual_memory_t(Structure):
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

class psutil_swap_memory_t(Structure):
    """Swap space, in bytes."""

    total: int
    used: int
    free: int
    percent: float
    sin: int
    sout: int
    reserved: Array[c_int64]

class psutil_disk_partition_t(Structure):
    """A mounted file system."""

    device: bytes | None
    mountpoint: bytes | None
    fstype: bytes | None
    opts: bytes | None
    reserved: Array[c_int64]

class psutil_disk_partition_list_t(Structure):
    """Mounted file systems, in the order of mounting."""

    len: int
    items: _Pointer[psutil_disk_partition_t]

class psutil_disk_usage_t(Structure):
    """The space of a file system, in bytes."""

    total: int
    used: int
    free: int
    percent: float
    reserved: Array[c_int64]

class psutil_disk_io_counters_t(Structure):
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

class psutil_disk_io_t(Structure):
    """The same with the name of the disk or partition ("sda", "nvme0n1p1"; "PhysicalDrive0")."""

    name: bytes | None
    counters: psutil_disk_io_counters_t

class psutil_disk_io_list_t(Structure):
    """Disks and partitions, in the order of the system."""

    len: int
    items: _Pointer[psutil_disk_io_t]

class psutil_net_io_counters_t(Structure):
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

class psutil_net_io_t(Structure):
    """The same for one interface."""

    name: bytes | None
    counters: psutil_net_io_counters_t

class psutil_net_io_list_t(Structure):
    """In the order that the system keeps them."""

    len: int
    items: _Pointer[psutil_net_io_t]

class psutil_connection_t(Structure):
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

class psutil_connection_list_t(Structure):
    """In no particular order."""

    len: int
    items: _Pointer[psutil_connection_t]

class psutil_net_if_addr_t(Structure):
    """One address of a network interface."""

    name: bytes | None
    address: bytes | None
    netmask: bytes | None
    broadcast: bytes | None
    ptp: bytes | None
    family: int
    prefix_length: int
    reserved: Array[c_int64]

class psutil_net_if_addr_list_t(Structure):
    """The interfaces in the system's order, and of each IPv4, IPv6, hardware."""

    len: int
    items: _Pointer[psutil_net_if_addr_t]

class psutil_net_if_stats_t(Structure):
    """The state of a network interface."""

    name: bytes | None
    isup: int
    duplex: int
    speed: int
    mtu: int
    flags: bytes | None
    reserved: Array[c_int64]

class psutil_net_if_stats_list_t(Structure):
    """In the system's order."""

    len: int
    items: _Pointer[psutil_net_if_stats_t]

class psutil_user_t(Structure):
    """A login to this machine."""

    name: bytes | None
    terminal: bytes | None
    host: bytes | None
    started: float
    pid: int
    reserved: Array[c_int64]

class psutil_user_list_t(Structure):
    """Logins, the oldest first."""

    len: int
    items: _Pointer[psutil_user_t]

class psutil_temperature_t(Structure):
    """A temperature in degrees Celsius."""

    name: bytes | None
    label: bytes | None
    current: float
    high: float
    critical: float
    reserved: Array[c_int64]

class psutil_temperature_list_t(Structure):
    """Sensors of chips with the same name stand together."""

    len: int
    items: _Pointer[psutil_temperature_t]

class psutil_fan_t(Structure):
    """A fan."""

    name: bytes | None
    label: bytes | None
    current: int
    reserved: Array[c_int64]

class psutil_fan_list_t(Structure):
    """Fans of chips with the same name stand together."""

    len: int
    items: _Pointer[psutil_fan_t]

class psutil_battery_t(Structure):
    """The battery that the machine runs on."""

    present: int
    power_plugged: int
    percent: float
    secsleft: int
    reserved: Array[c_int64]

class psutil_cgroup_limits_t(Structure):
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

class psutil_heap_info_t(Structure):
    """What the calling process's C library has allocated, in bytes."""

    heap_used: int
    mmap_used: int
    heap_count: int
    reserved: Array[c_int64]

class psutil_win_service_t(Structure):
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

class psutil_win_service_list_t(Structure):
    """Ordered by name."""

    len: int
    items: _Pointer[psutil_win_service_t]

class psutil_ids_t(Structure):
    """A user or group ID in its three roles."""

    real: int
    effective: int
    saved: int

class psutil_process_cpu_times_t(Structure):
    """Seconds of CPU time that a process has used."""

    user: float
    system: float
    children_user: float
    children_system: float
    iowait: float
    reserved: Array[c_int64]

class psutil_process_memory_info_t(Structure):
    """A process's memory, in bytes."""

    rss: int
    vms: int
    reserved: Array[c_int64]

class psutil_exit_status_t(Structure):
    """How a process ended."""

    has_exit_code: int
    exit_code: int
    reserved: Array[c_int64]

class psutil_ionice_t(Structure):
    """A priority for input and output."""

    ioclass: int
    value: int

class psutil_rlimit_t(Structure):
    """A limit on what a process may use: the soft one holds, and it may raise that up to the hard one."""

    soft: int
    hard: int
    has_soft: int
    has_hard: int

class psutil_cpu_list_t(Structure):
    """Numbers of CPUs, ascending."""

    len: int
    items: _Pointer[c_int64]

class psutil_process_memory_info_ex_t(Structure):
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

class psutil_process_memory_footprint_t(Structure):
    """What a process costs in memory, in bytes."""

    uss: int
    pss: int
    swap: int
    reserved: Array[c_int64]

class psutil_memory_map_t(Structure):
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

class psutil_memory_map_list_t(Structure):
    """Memory maps, by address; grouped, by the first address of each path."""

    len: int
    items: _Pointer[psutil_memory_map_t]

class psutil_page_faults_t(Structure):
    """Page faults of a process since it started."""

    minor: int
    major: int
    children_minor: int
    children_major: int
    reserved: Array[c_int64]

class psutil_process_io_counters_t(Structure):
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

class psutil_ctx_switches_t(Structure):
    """How often a thread has given its CPU away."""

    voluntary: int
    involuntary: int

class psutil_thread_t(Structure):
    """A thread of a process, and the seconds of CPU time it has used."""

    id: int
    user_time: float
    system_time: float
    reserved: Array[c_int64]

class psutil_thread_list_t(Structure):
    """Threads, by ID."""

    len: int
    items: _Pointer[psutil_thread_t]

class psutil_open_file_t(Structure):
    """A regular file that a process has open."""

    path: bytes | None
    fd: int
    position: int
    mode: bytes | None
    flags: int
    reserved: Array[c_int64]

class psutil_open_file_list_t(Structure):
    """Open files, by descriptor."""

    len: int
    items: _Pointer[psutil_open_file_t]

class psutil_process_list_t(Structure):
    """Processes, as handles: each is yours, and wants a psutil_process_free of its own before or after the list's
    psutil_free.
    """

    len: int
    items: _Pointer[psutil_process]

class psutil_wait_result_t(Structure):
    """What has become of one process that psutil_wait_procs has waited for."""

    process: psutil_process
    gone: int
    has_exit_code: int
    exit_code: int
    unused: int
    reserved: Array[c_int64]

class psutil_wait_result_list_t(Structure):
    """In the order of the handles that were given."""

    len: int
    items: _Pointer[psutil_wait_result_t]

class psutil_kill_result_t(Structure):
    """One process of a tree that was to end."""

    pid: int
    outcome: int
    has_exit_code: int
    exit_code: int
    unused: int
    reserved: Array[c_int64]

class psutil_kill_result_list_t(Structure):
    """The process itself first."""

    len: int
    items: _Pointer[psutil_kill_result_t]

class psutil_process_info_t(Structure):
    """Many attributes of a process at once. A field has a value if psutil_process_info_error says PSUTIL_OK;
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

class psutil_popen_stream_t(Structure):
    """One of a child's standard streams."""

    kind: int
    fd: int

class psutil_popen_options_t(Structure):
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

class psutil_popen_pipes_t(Structure):
    """The host's ends of the pipes to a child's standard streams; PSUTIL_NA where there is none. They are
    descriptors (HANDLEs on Windows), close-on-exec, and the host's to close.
    """

    input: int
    output: int
    error: int

class psutil_column_t(Structure):
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

# typedef void (*psutil_exit_cb)(psutil_process *p, const psutil_exit_status_t *status, void *user);
psutil_exit_cb: Any

# const char *psutil_version(void);
# [no syscall]
psutil_version: Callable[[], bytes]

# const char *psutil_error_name(int32_t code);
# [no syscall]
psutil_error_name: Callable[[int], bytes]

# const char *psutil_strerror(int32_t code);
# [no syscall]
psutil_strerror: Callable[[int], bytes]

# const psutil_error_info_t *psutil_last_error(void);
# [no syscall]
psutil_last_error: Callable[[], _Pointer[psutil_error_info_t]]

# void psutil_free(void *block);
# [no syscall]
psutil_free: Callable[[Any], None]

# int32_t psutil_set_procfs_path(const char *path);
# [no syscall]
psutil_set_procfs_path: Callable[[bytes], int]

# int32_t psutil_pids(psutil_pid_list_t **out);
# [nonblocking]
psutil_pids: Callable[[Reference], int]

# int32_t psutil_pid_exists(int64_t pid, int32_t *out);
# [nonblocking]
psutil_pid_exists: Callable[[int, Reference], int]

# int32_t psutil_cpu_count(int32_t logical, int64_t *out);
# [nonblocking]
psutil_cpu_count: Callable[[int, Reference], int]

# int32_t psutil_cpu_times(psutil_cpu_times_t *out);
# [nonblocking]
psutil_cpu_times: Callable[[Reference], int]

# int32_t psutil_cpu_times_per_cpu(psutil_cpu_times_list_t **out);
# [nonblocking]
psutil_cpu_times_per_cpu: Callable[[Reference], int]

# int32_t psutil_cpu_percent(double interval, double *out);
# [blocking]
psutil_cpu_percent: Callable[[float, Reference], int]

# int32_t psutil_cpu_percent_per_cpu(double interval, psutil_percent_list_t **out);
# [blocking]
psutil_cpu_percent_per_cpu: Callable[[float, Reference], int]

# int32_t psutil_cpu_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later,
#     double *out);
# [nonblocking]
psutil_cpu_percent_between: Callable[[Reference, Reference, Reference], int]

# int32_t psutil_cpu_times_percent(double interval, psutil_cpu_times_t *out);
# [blocking]
psutil_cpu_times_percent: Callable[[float, Reference], int]

# int32_t psutil_cpu_times_percent_per_cpu(double interval, psutil_cpu_times_list_t **out);
# [blocking]
psutil_cpu_times_percent_per_cpu: Callable[[float, Reference], int]

# int32_t psutil_cpu_times_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later,
#     psutil_cpu_times_t *out);
# [nonblocking]
psutil_cpu_times_percent_between: Callable[[Reference, Reference, Reference], int]

# int32_t psutil_cpu_stats(psutil_cpu_stats_t *out);
# [nonblocking]
psutil_cpu_stats: Callable[[Reference], int]

# int32_t psutil_cpu_freq(psutil_cpu_freq_t *out);
# [nonblocking]
psutil_cpu_freq: Callable[[Reference], int]

# int32_t psutil_cpu_freq_per_cpu(psutil_cpu_freq_list_t **out);
# [nonblocking]
psutil_cpu_freq_per_cpu: Callable[[Reference], int]

# int32_t psutil_getloadavg(psutil_loadavg_t *out);
# [nonblocking]
psutil_getloadavg: Callable[[Reference], int]

# int32_t psutil_virtual_memory(psutil_virtual_memory_t *out);
# [nonblocking]
psutil_virtual_memory: Callable[[Reference], int]

# int32_t psutil_swap_memory(psutil_swap_memory_t *out);
# [nonblocking]
psutil_swap_memory: Callable[[Reference], int]

# int32_t psutil_disk_partitions(int32_t all, psutil_disk_partition_list_t **out);
# [nonblocking]
psutil_disk_partitions: Callable[[int, Reference], int]

# int32_t psutil_disk_usage(const char *path, psutil_disk_usage_t *out);
# [nonblocking]
psutil_disk_usage: Callable[[bytes, Reference], int]

# int32_t psutil_disk_io_counters(int32_t nowrap, psutil_disk_io_counters_t *out);
# [nonblocking]
psutil_disk_io_counters: Callable[[int, Reference], int]

# int32_t psutil_disk_io_counters_per_disk(int32_t nowrap, psutil_disk_io_list_t **out);
# [nonblocking]
psutil_disk_io_counters_per_disk: Callable[[int, Reference], int]

# int32_t psutil_net_io_counters(int32_t nowrap, psutil_net_io_counters_t *out);
# [nonblocking]
psutil_net_io_counters: Callable[[int, Reference], int]

# int32_t psutil_net_io_counters_per_nic(int32_t nowrap, psutil_net_io_list_t **out);
# [nonblocking]
psutil_net_io_counters_per_nic: Callable[[int, Reference], int]

# int32_t psutil_net_connections(const char *kind, int32_t flags, psutil_connection_list_t **out);
# [nonblocking]
psutil_net_connections: Callable[[bytes, int, Reference], int]

# int32_t psutil_process_net_connections(psutil_process *p, const char *kind, psutil_connection_list_t **out);
# [nonblocking]
psutil_process_net_connections: Callable[[psutil_process, bytes, Reference], int]

# const char *psutil_conn_status_name(int32_t status);
# [no syscall]
psutil_conn_status_name: Callable[[int], bytes]

# int32_t psutil_net_if_addrs(psutil_net_if_addr_list_t **out);
# [nonblocking]
psutil_net_if_addrs: Callable[[Reference], int]

# int32_t psutil_net_if_stats(psutil_net_if_stats_list_t **out);
# [nonblocking]
psutil_net_if_stats: Callable[[Reference], int]

# int32_t psutil_boot_time(double *out);
# [nonblocking]
psutil_boot_time: Callable[[Reference], int]

# int32_t psutil_users(psutil_user_list_t **out);
# [nonblocking]
psutil_users: Callable[[Reference], int]

# int32_t psutil_sensors_temperatures(psutil_temperature_list_t **out);
# [nonblocking]
psutil_sensors_temperatures: Callable[[Reference], int]

# int32_t psutil_sensors_fans(psutil_fan_list_t **out);
# [nonblocking]
psutil_sensors_fans: Callable[[Reference], int]

# int32_t psutil_sensors_battery(psutil_battery_t *out);
# [nonblocking]
psutil_sensors_battery: Callable[[Reference], int]

# int32_t psutil_cgroup_limits(int64_t pid, psutil_cgroup_limits_t **out);
# [nonblocking]
psutil_cgroup_limits: Callable[[int, Reference], int]

# int32_t psutil_heap_info(psutil_heap_info_t *out);
# [no syscall]
psutil_heap_info: Callable[[Reference], int]

# int32_t psutil_heap_trim(int32_t *out);
# [no syscall]
psutil_heap_trim: Callable[[Reference], int]

# int32_t psutil_win_services(psutil_win_service_list_t **out);
# [nonblocking]
psutil_win_services: Callable[[Reference], int]

# int32_t psutil_win_service(const char *name, psutil_win_service_t **out);
# [nonblocking]
psutil_win_service: Callable[[bytes, Reference], int]

# int32_t psutil_process_new(int64_t pid, psutil_process **out);
# [nonblocking]
psutil_process_new: Callable[[int, Reference], int]

# int32_t psutil_process_free(psutil_process *p);
# [no syscall]
psutil_process_free: Callable[[psutil_process], int]

# int32_t psutil_process_pid(psutil_process *p, int64_t *out);
# [no syscall]
psutil_process_pid: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_ppid(psutil_process *p, int64_t *out);
# [nonblocking]
psutil_process_ppid: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_parent(psutil_process *p, psutil_process **out);
# [nonblocking]
psutil_process_parent: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_name(psutil_process *p, char **out);
# [nonblocking]
psutil_process_name: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_exe(psutil_process *p, char **out);
# [nonblocking]
psutil_process_exe: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_cmdline(psutil_process *p, psutil_string_list_t **out);
# [nonblocking]
psutil_process_cmdline: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_status(psutil_process *p, int32_t *out);
# [nonblocking]
psutil_process_status: Callable[[psutil_process, Reference], int]

# const char *psutil_status_name(int32_t status);
# [no syscall]
psutil_status_name: Callable[[int], bytes]

# int32_t psutil_process_create_time(psutil_process *p, double *out);
# [nonblocking]
psutil_process_create_time: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_uids(psutil_process *p, psutil_ids_t *out);
# [nonblocking]
psutil_process_uids: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_username(psutil_process *p, char **out);
# [nonblocking]
psutil_process_username: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_cpu_times(psutil_process *p, psutil_process_cpu_times_t *out);
# [nonblocking]
psutil_process_cpu_times: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_cpu_percent(psutil_process *p, double interval, double *out);
# [blocking]
psutil_process_cpu_percent: Callable[[psutil_process, float, Reference], int]

# int32_t psutil_process_memory_info(psutil_process *p, psutil_process_memory_info_t *out);
# [nonblocking]
psutil_process_memory_info: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_num_threads(psutil_process *p, int64_t *out);
# [nonblocking]
psutil_process_num_threads: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_is_running(psutil_process *p, int32_t *out);
# [nonblocking]
psutil_process_is_running: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_send_signal(psutil_process *p, int32_t signal);
# [nonblocking]
psutil_process_send_signal: Callable[[psutil_process, int], int]

# int32_t psutil_process_terminate(psutil_process *p);
# [nonblocking]
psutil_process_terminate: Callable[[psutil_process], int]

# int32_t psutil_process_kill(psutil_process *p);
# [nonblocking]
psutil_process_kill: Callable[[psutil_process], int]

# int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t flags, psutil_exit_status_t *out);
# [blocking]
psutil_process_wait: Callable[[psutil_process, float, int, Reference], int]

# int32_t psutil_process_environ(psutil_process *p, psutil_string_list_t **out);
# [nonblocking]
psutil_process_environ: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_cwd(psutil_process *p, char **out);
# [nonblocking]
psutil_process_cwd: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_gids(psutil_process *p, psutil_ids_t *out);
# [nonblocking]
psutil_process_gids: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_terminal(psutil_process *p, char **out);
# [nonblocking]
psutil_process_terminal: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_nice(psutil_process *p, int32_t *out);
# [nonblocking]
psutil_process_nice: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_set_nice(psutil_process *p, int32_t value);
# [nonblocking]
psutil_process_set_nice: Callable[[psutil_process, int], int]

# int32_t psutil_process_ionice(psutil_process *p, psutil_ionice_t *out);
# [nonblocking]
psutil_process_ionice: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_set_ionice(psutil_process *p, int32_t ioclass, int32_t value);
# [nonblocking]
psutil_process_set_ionice: Callable[[psutil_process, int, int], int]

# int32_t psutil_process_rlimit(psutil_process *p, int32_t resource, psutil_rlimit_t *out);
# [nonblocking]
psutil_process_rlimit: Callable[[psutil_process, int, Reference], int]

# int32_t psutil_process_set_rlimit(psutil_process *p, int32_t resource, int64_t soft, int64_t hard);
# [nonblocking]
psutil_process_set_rlimit: Callable[[psutil_process, int, int, int], int]

# int32_t psutil_process_cpu_affinity(psutil_process *p, psutil_cpu_list_t **out);
# [nonblocking]
psutil_process_cpu_affinity: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_set_cpu_affinity(psutil_process *p, const int64_t *cpus, size_t n);
# [nonblocking]
psutil_process_set_cpu_affinity: Callable[[psutil_process, Reference, int], int]

# int32_t psutil_process_cpu_num(psutil_process *p, int64_t *out);
# [nonblocking]
psutil_process_cpu_num: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_memory_info_ex(psutil_process *p, psutil_process_memory_info_ex_t *out);
# [nonblocking]
psutil_process_memory_info_ex: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_memory_footprint(psutil_process *p, psutil_process_memory_footprint_t *out);
# [nonblocking]
psutil_process_memory_footprint: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_memory_percent(psutil_process *p, int32_t memtype, double *out);
# [nonblocking]
psutil_process_memory_percent: Callable[[psutil_process, int, Reference], int]

# int32_t psutil_process_memory_maps(psutil_process *p, int32_t grouped, psutil_memory_map_list_t **out);
# [nonblocking]
psutil_process_memory_maps: Callable[[psutil_process, int, Reference], int]

# int32_t psutil_process_page_faults(psutil_process *p, psutil_page_faults_t *out);
# [nonblocking]
psutil_process_page_faults: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_io_counters(psutil_process *p, psutil_process_io_counters_t *out);
# [nonblocking]
psutil_process_io_counters: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_num_ctx_switches(psutil_process *p, psutil_ctx_switches_t *out);
# [nonblocking]
psutil_process_num_ctx_switches: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_num_fds(psutil_process *p, int64_t *out);
# [nonblocking]
psutil_process_num_fds: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_num_handles(psutil_process *p, int64_t *out);
# [nonblocking]
psutil_process_num_handles: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_threads(psutil_process *p, psutil_thread_list_t **out);
# [nonblocking]
psutil_process_threads: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_open_files(psutil_process *p, psutil_open_file_list_t **out);
# [nonblocking]
psutil_process_open_files: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_suspend(psutil_process *p);
# [nonblocking]
psutil_process_suspend: Callable[[psutil_process], int]

# int32_t psutil_process_resume(psutil_process *p);
# [nonblocking]
psutil_process_resume: Callable[[psutil_process], int]

# int32_t psutil_process_children(psutil_process *p, int32_t recursive, psutil_process_list_t **out);
# [nonblocking]
psutil_process_children: Callable[[psutil_process, int, Reference], int]

# int32_t psutil_process_parents(psutil_process *p, psutil_process_list_t **out);
# [nonblocking]
psutil_process_parents: Callable[[psutil_process, Reference], int]

# int32_t psutil_process_iter_new(psutil_process_iter **out);
# [nonblocking]
psutil_process_iter_new: Callable[[Reference], int]

# int32_t psutil_process_iter_next(psutil_process_iter *it, psutil_process **out);
# [nonblocking]
psutil_process_iter_next: Callable[[psutil_process_iter, Reference], int]

# int32_t psutil_process_iter_free(psutil_process_iter *it);
# [no syscall]
psutil_process_iter_free: Callable[[psutil_process_iter], int]

# int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_exit_cb callback,
#     void *user, psutil_wait_result_list_t **out);
# [blocking]
psutil_wait_procs: Callable[[Reference, int, float, Any, Any, Reference], int]

# int32_t psutil_process_kill_tree(psutil_process *p, int32_t signal, double grace,
#     psutil_kill_result_list_t **out);
# [blocking]
psutil_process_kill_tree: Callable[[psutil_process, int, float, Reference], int]

# int32_t psutil_process_oneshot_begin(psutil_process *p);
# [nonblocking]
psutil_process_oneshot_begin: Callable[[psutil_process], int]

# int32_t psutil_process_oneshot_end(psutil_process *p);
# [nonblocking]
psutil_process_oneshot_end: Callable[[psutil_process], int]

# int32_t psutil_process_info(psutil_process *p, const int32_t *fields, size_t n, psutil_process_info_t **out);
# [nonblocking]
psutil_process_info: Callable[[psutil_process, Reference, int, Reference], int]

# int32_t psutil_process_info_error(const psutil_process_info_t *info, int32_t field);
# [no syscall]
psutil_process_info_error: Callable[[Reference, int], int]

# int32_t psutil_popen(const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes);
# [nonblocking]
psutil_popen: Callable[[Reference, Reference, Reference], int]

# int32_t psutil_process_table(const int32_t *columns, size_t n, const int64_t *pids, size_t n_pids,
#     psutil_table **out);
# [nonblocking]
psutil_process_table: Callable[[Reference, int, Reference, int, Reference], int]

# int32_t psutil_table_free(psutil_table *t);
# [no syscall]
psutil_table_free: Callable[[psutil_table], int]

# const char *psutil_column_name(int32_t column);
# [no syscall]
psutil_column_name: Callable[[int], bytes]

# int32_t psutil_table_rows(const psutil_table *t, int64_t *out);
# [no syscall]
psutil_table_rows: Callable[[psutil_table, Reference], int]

# int32_t psutil_table_column(const psutil_table *t, int32_t column, psutil_column_t *out);
# [no syscall]
psutil_table_column: Callable[[psutil_table, int, Reference], int]

# int32_t psutil_table_cell_error(const psutil_table *t, int64_t row, int32_t column);
# [no syscall]
psutil_table_cell_error: Callable[[psutil_table, int, int], int]

# int32_t psutil_table_int64(const psutil_table *t, int64_t row, int32_t column, int64_t *out);
# [no syscall]
psutil_table_int64: Callable[[psutil_table, int, int, Reference], int]

# int32_t psutil_table_double(const psutil_table *t, int64_t row, int32_t column, double *out);
# [no syscall]
psutil_table_double: Callable[[psutil_table, int, int, Reference], int]

# int32_t psutil_table_string(const psutil_table *t, int64_t row, int32_t column, const char **out,
#     int64_t *length);
# [no syscall]
psutil_table_string: Callable[[psutil_table, int, int, Reference, Reference], int]

# int32_t psutil_table_items(const psutil_table *t, int64_t row, int32_t column, int64_t *out);
# [no syscall]
psutil_table_items: Callable[[psutil_table, int, int, Reference], int]

# int32_t psutil_table_item(const psutil_table *t, int64_t row, int32_t column, int64_t item, const char **out,
#     int64_t *length);
# [no syscall]
psutil_table_item: Callable[[psutil_table, int, int, int, Reference, Reference], int]

# int32_t psutil_table_process(const psutil_table *t, int64_t row, psutil_process **out);
# [no syscall]
psutil_table_process: Callable[[psutil_table, int, Reference], int]

# int32_t psutil_table_export_arrow(const psutil_table *t, struct ArrowSchema *schema, struct ArrowArray *array);
# [no syscall]
psutil_table_export_arrow: Callable[[psutil_table, Any, Any], int]

# int32_t psutil_table_export_arrow_stream(const psutil_table *t, struct ArrowArrayStream *stream);
# [no syscall]
psutil_table_export_arrow_stream: Callable[[psutil_table, Any], int]
