// Made from include/psutil.h by capi/generate: run make generate, do not edit.
'use strict';

// enums: { name: { CONSTANT: value } }
// structs: { name: koffi type }; a list's items come as an array, as long as its len says
// functions: { name: { kind, since, returns, params: [{ name, type, out? }] } }, where out is 'value' for what the caller
// makes room for, and 'block' for a pointer to what the library allocates

const koffi = require('koffi');

const version = '0.1.0';

const enums = {
    psutil_absent: {
        PSUTIL_NA: -1
    },
    psutil_error: {
        PSUTIL_OK: 0,
        PSUTIL_ERR_NO_SUCH_PROCESS: -1,
        PSUTIL_ERR_ZOMBIE_PROCESS: -2,
        PSUTIL_ERR_ACCESS_DENIED: -3,
        PSUTIL_ERR_TIMEOUT_EXPIRED: -4,
        PSUTIL_ERR_NOT_SUPPORTED: -5,
        PSUTIL_ERR_INVALID_ARGUMENT: -6,
        PSUTIL_ERR_INVALID_HANDLE: -7,
        PSUTIL_ERR_OS: -8,
        PSUTIL_ERR_NO_MEMORY: -9,
        PSUTIL_ERR_INTERNAL: -10,
        PSUTIL_ERR_FORK: -11,
        PSUTIL_ERR_INTERRUPTED: -12
    },
    psutil_address_family: {
        PSUTIL_AF_UNSPEC: 0,
        PSUTIL_AF_UNIX: 1,
        PSUTIL_AF_INET: 2,
        PSUTIL_AF_INET6: 10,
        PSUTIL_AF_LINK: 17
    },
    psutil_socket_type: {
        PSUTIL_SOCK_STREAM: 1,
        PSUTIL_SOCK_DGRAM: 2,
        PSUTIL_SOCK_RAW: 3,
        PSUTIL_SOCK_SEQPACKET: 5
    },
    psutil_conn_status: {
        PSUTIL_CONN_ESTABLISHED: 1,
        PSUTIL_CONN_SYN_SENT: 2,
        PSUTIL_CONN_SYN_RECV: 3,
        PSUTIL_CONN_FIN_WAIT1: 4,
        PSUTIL_CONN_FIN_WAIT2: 5,
        PSUTIL_CONN_TIME_WAIT: 6,
        PSUTIL_CONN_CLOSE: 7,
        PSUTIL_CONN_CLOSE_WAIT: 8,
        PSUTIL_CONN_LAST_ACK: 9,
        PSUTIL_CONN_LISTEN: 10,
        PSUTIL_CONN_CLOSING: 11,
        PSUTIL_CONN_NONE: 12,
        PSUTIL_CONN_DELETE_TCB: 13,
        PSUTIL_CONN_IDLE: 14,
        PSUTIL_CONN_BOUND: 15
    },
    psutil_nic_duplex: {
        PSUTIL_NIC_DUPLEX_UNKNOWN: 0,
        PSUTIL_NIC_DUPLEX_HALF: 1,
        PSUTIL_NIC_DUPLEX_FULL: 2
    },
    psutil_connections_flags: {
        PSUTIL_CONNECTIONS_PIDS: 1
    },
    psutil_power_time: {
        PSUTIL_POWER_TIME_UNKNOWN: -1,
        PSUTIL_POWER_TIME_UNLIMITED: -2
    },
    psutil_status: {
        PSUTIL_STATUS_RUNNING: 0,
        PSUTIL_STATUS_SLEEPING: 1,
        PSUTIL_STATUS_DISK_SLEEP: 2,
        PSUTIL_STATUS_STOPPED: 3,
        PSUTIL_STATUS_TRACING_STOP: 4,
        PSUTIL_STATUS_ZOMBIE: 5,
        PSUTIL_STATUS_DEAD: 6,
        PSUTIL_STATUS_WAKE_KILL: 7,
        PSUTIL_STATUS_WAKING: 8,
        PSUTIL_STATUS_IDLE: 9,
        PSUTIL_STATUS_LOCKED: 10,
        PSUTIL_STATUS_WAITING: 11,
        PSUTIL_STATUS_PARKED: 12,
        PSUTIL_STATUS_SUSPENDED: 13
    },
    psutil_wait_flags: {
        PSUTIL_WAIT_NO_REAP: 1
    },
    psutil_ioprio_class: {
        PSUTIL_IOPRIO_CLASS_NONE: 0,
        PSUTIL_IOPRIO_CLASS_RT: 1,
        PSUTIL_IOPRIO_CLASS_BE: 2,
        PSUTIL_IOPRIO_CLASS_IDLE: 3
    },
    psutil_priority_class: {
        PSUTIL_NORMAL_PRIORITY_CLASS: 32,
        PSUTIL_IDLE_PRIORITY_CLASS: 64,
        PSUTIL_HIGH_PRIORITY_CLASS: 128,
        PSUTIL_REALTIME_PRIORITY_CLASS: 256,
        PSUTIL_BELOW_NORMAL_PRIORITY_CLASS: 16384,
        PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS: 32768
    },
    psutil_rlimit: {
        PSUTIL_RLIMIT_CPU: 0,
        PSUTIL_RLIMIT_FSIZE: 1,
        PSUTIL_RLIMIT_DATA: 2,
        PSUTIL_RLIMIT_STACK: 3,
        PSUTIL_RLIMIT_CORE: 4,
        PSUTIL_RLIMIT_RSS: 5,
        PSUTIL_RLIMIT_NPROC: 6,
        PSUTIL_RLIMIT_NOFILE: 7,
        PSUTIL_RLIMIT_MEMLOCK: 8,
        PSUTIL_RLIMIT_AS: 9,
        PSUTIL_RLIMIT_LOCKS: 10,
        PSUTIL_RLIMIT_SIGPENDING: 11,
        PSUTIL_RLIMIT_MSGQUEUE: 12,
        PSUTIL_RLIMIT_NICE: 13,
        PSUTIL_RLIMIT_RTPRIO: 14,
        PSUTIL_RLIMIT_RTTIME: 15
    },
    psutil_rlim_infinity: {
        PSUTIL_RLIM_INFINITY: -1
    },
    psutil_memtype: {
        PSUTIL_MEMTYPE_RSS: 0,
        PSUTIL_MEMTYPE_VMS: 1,
        PSUTIL_MEMTYPE_SHARED: 2,
        PSUTIL_MEMTYPE_TEXT: 3,
        PSUTIL_MEMTYPE_LIB: 4,
        PSUTIL_MEMTYPE_DATA: 5,
        PSUTIL_MEMTYPE_DIRTY: 6,
        PSUTIL_MEMTYPE_USS: 7,
        PSUTIL_MEMTYPE_PSS: 8,
        PSUTIL_MEMTYPE_SWAP: 9
    },
    psutil_kill_outcome: {
        PSUTIL_KILL_TERMINATED: 0,
        PSUTIL_KILL_KILLED: 1,
        PSUTIL_KILL_GONE: 2,
        PSUTIL_KILL_DENIED: 3,
        PSUTIL_KILL_ALIVE: 4
    },
    psutil_process_field: {
        PSUTIL_FIELD_PID: 0,
        PSUTIL_FIELD_PPID: 1,
        PSUTIL_FIELD_NAME: 2,
        PSUTIL_FIELD_EXE: 3,
        PSUTIL_FIELD_CMDLINE: 4,
        PSUTIL_FIELD_ENVIRON: 5,
        PSUTIL_FIELD_CREATE_TIME: 6,
        PSUTIL_FIELD_STATUS: 7,
        PSUTIL_FIELD_CWD: 8,
        PSUTIL_FIELD_UIDS: 9,
        PSUTIL_FIELD_GIDS: 10,
        PSUTIL_FIELD_USERNAME: 11,
        PSUTIL_FIELD_TERMINAL: 12,
        PSUTIL_FIELD_NICE: 13,
        PSUTIL_FIELD_IONICE: 14,
        PSUTIL_FIELD_CPU_AFFINITY: 15,
        PSUTIL_FIELD_CPU_NUM: 16,
        PSUTIL_FIELD_CPU_TIMES: 17,
        PSUTIL_FIELD_CPU_PERCENT: 18,
        PSUTIL_FIELD_MEMORY_INFO: 19,
        PSUTIL_FIELD_MEMORY_INFO_EX: 20,
        PSUTIL_FIELD_MEMORY_FOOTPRINT: 21,
        PSUTIL_FIELD_MEMORY_PERCENT: 22,
        PSUTIL_FIELD_MEMORY_MAPS: 23,
        PSUTIL_FIELD_PAGE_FAULTS: 24,
        PSUTIL_FIELD_IO_COUNTERS: 25,
        PSUTIL_FIELD_NUM_CTX_SWITCHES: 26,
        PSUTIL_FIELD_NUM_FDS: 27,
        PSUTIL_FIELD_NUM_HANDLES: 28,
        PSUTIL_FIELD_NUM_THREADS: 29,
        PSUTIL_FIELD_THREADS: 30,
        PSUTIL_FIELD_OPEN_FILES: 31,
        PSUTIL_FIELD_NET_CONNECTIONS: 32
    },
    psutil_stream: {
        PSUTIL_STREAM_INHERIT: 0,
        PSUTIL_STREAM_PIPE: 1,
        PSUTIL_STREAM_NULL: 2,
        PSUTIL_STREAM_FD: 3,
        PSUTIL_STREAM_STDOUT: 4
    },
    psutil_column_id: {
        PSUTIL_COLUMN_PID: 0,
        PSUTIL_COLUMN_START: 1,
        PSUTIL_COLUMN_PPID: 2,
        PSUTIL_COLUMN_NAME: 3,
        PSUTIL_COLUMN_EXE: 4,
        PSUTIL_COLUMN_CMDLINE: 5,
        PSUTIL_COLUMN_ENVIRON: 6,
        PSUTIL_COLUMN_CREATE_TIME: 7,
        PSUTIL_COLUMN_STATUS: 8,
        PSUTIL_COLUMN_CWD: 9,
        PSUTIL_COLUMN_UIDS_REAL: 10,
        PSUTIL_COLUMN_UIDS_EFFECTIVE: 11,
        PSUTIL_COLUMN_UIDS_SAVED: 12,
        PSUTIL_COLUMN_GIDS_REAL: 13,
        PSUTIL_COLUMN_GIDS_EFFECTIVE: 14,
        PSUTIL_COLUMN_GIDS_SAVED: 15,
        PSUTIL_COLUMN_USERNAME: 16,
        PSUTIL_COLUMN_TERMINAL: 17,
        PSUTIL_COLUMN_NICE: 18,
        PSUTIL_COLUMN_IONICE_IOCLASS: 19,
        PSUTIL_COLUMN_IONICE_VALUE: 20,
        PSUTIL_COLUMN_CPU_NUM: 21,
        PSUTIL_COLUMN_CPU_TIMES_USER: 22,
        PSUTIL_COLUMN_CPU_TIMES_SYSTEM: 23,
        PSUTIL_COLUMN_CPU_TIMES_CHILDREN_USER: 24,
        PSUTIL_COLUMN_CPU_TIMES_CHILDREN_SYSTEM: 25,
        PSUTIL_COLUMN_CPU_TIMES_IOWAIT: 26,
        PSUTIL_COLUMN_CPU_PERCENT: 27,
        PSUTIL_COLUMN_RSS: 28,
        PSUTIL_COLUMN_VMS: 29,
        PSUTIL_COLUMN_SHARED: 30,
        PSUTIL_COLUMN_TEXT: 31,
        PSUTIL_COLUMN_LIB: 32,
        PSUTIL_COLUMN_DATA: 33,
        PSUTIL_COLUMN_DIRTY: 34,
        PSUTIL_COLUMN_PEAK_RSS: 35,
        PSUTIL_COLUMN_PEAK_VMS: 36,
        PSUTIL_COLUMN_RSS_ANON: 37,
        PSUTIL_COLUMN_RSS_FILE: 38,
        PSUTIL_COLUMN_RSS_SHMEM: 39,
        PSUTIL_COLUMN_SWAP: 40,
        PSUTIL_COLUMN_HUGETLB: 41,
        PSUTIL_COLUMN_USS: 42,
        PSUTIL_COLUMN_PSS: 43,
        PSUTIL_COLUMN_FOOTPRINT_SWAP: 44,
        PSUTIL_COLUMN_MEMORY_PERCENT: 45,
        PSUTIL_COLUMN_PAGE_FAULTS_MINOR: 46,
        PSUTIL_COLUMN_PAGE_FAULTS_MAJOR: 47,
        PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MINOR: 48,
        PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MAJOR: 49,
        PSUTIL_COLUMN_IO_COUNTERS_READ_COUNT: 50,
        PSUTIL_COLUMN_IO_COUNTERS_WRITE_COUNT: 51,
        PSUTIL_COLUMN_IO_COUNTERS_READ_BYTES: 52,
        PSUTIL_COLUMN_IO_COUNTERS_WRITE_BYTES: 53,
        PSUTIL_COLUMN_IO_COUNTERS_READ_CHARS: 54,
        PSUTIL_COLUMN_IO_COUNTERS_WRITE_CHARS: 55,
        PSUTIL_COLUMN_IO_COUNTERS_OTHER_COUNT: 56,
        PSUTIL_COLUMN_IO_COUNTERS_OTHER_BYTES: 57,
        PSUTIL_COLUMN_NUM_CTX_SWITCHES_VOLUNTARY: 58,
        PSUTIL_COLUMN_NUM_CTX_SWITCHES_INVOLUNTARY: 59,
        PSUTIL_COLUMN_NUM_FDS: 60,
        PSUTIL_COLUMN_NUM_HANDLES: 61,
        PSUTIL_COLUMN_NUM_THREADS: 62
    },
    psutil_column_type: {
        PSUTIL_COLUMN_TYPE_INT64: 0,
        PSUTIL_COLUMN_TYPE_DOUBLE: 1,
        PSUTIL_COLUMN_TYPE_STRING: 2,
        PSUTIL_COLUMN_TYPE_STRING_LIST: 3
    },
};

const psutil_process = koffi.pointer(koffi.opaque());
const psutil_process_iter = koffi.pointer(koffi.opaque());
const psutil_table = koffi.pointer(koffi.opaque());

const structs = {};

structs.psutil_error_info_t = koffi.struct({
    code: 'int32_t',
    os_error: 'int32_t',
    pid: 'int64_t',
    ppid: 'int64_t',
    timeout: 'double',
    name: 'str',
    message: 'str',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_string_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, 'str', 'len')
});

structs.psutil_pid_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, 'int64_t', 'len')
});

structs.psutil_cpu_times_t = koffi.struct({
    user: 'double',
    system: 'double',
    idle: 'double',
    nice: 'double',
    iowait: 'double',
    irq: 'double',
    softirq: 'double',
    steal: 'double',
    guest: 'double',
    guest_nice: 'double',
    dpc: 'double',
    reserved: koffi.array('int64_t', 5, 'Array')
});

structs.psutil_cpu_times_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_cpu_times_t, 'len')
});

structs.psutil_loadavg_t = koffi.struct({
    load1: 'double',
    load5: 'double',
    load15: 'double'
});

structs.psutil_percent_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, 'double', 'len')
});

structs.psutil_cpu_stats_t = koffi.struct({
    ctx_switches: 'int64_t',
    interrupts: 'int64_t',
    soft_interrupts: 'int64_t',
    syscalls: 'int64_t',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_cpu_freq_t = koffi.struct({
    current: 'double',
    min: 'double',
    max: 'double',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_cpu_freq_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_cpu_freq_t, 'len')
});

structs.psutil_virtual_memory_t = koffi.struct({
    total: 'int64_t',
    available: 'int64_t',
    used: 'int64_t',
    free: 'int64_t',
    percent: 'double',
    active: 'int64_t',
    inactive: 'int64_t',
    buffers: 'int64_t',
    cached: 'int64_t',
    shared: 'int64_t',
    slab: 'int64_t',
    wired: 'int64_t',
    reserved: koffi.array('int64_t', 8, 'Array')
});

structs.psutil_swap_memory_t = koffi.struct({
    total: 'int64_t',
    used: 'int64_t',
    free: 'int64_t',
    percent: 'double',
    sin: 'int64_t',
    sout: 'int64_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_disk_partition_t = koffi.struct({
    device: 'str',
    mountpoint: 'str',
    fstype: 'str',
    opts: 'str',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_disk_partition_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_disk_partition_t, 'len')
});

structs.psutil_disk_usage_t = koffi.struct({
    total: 'int64_t',
    used: 'int64_t',
    free: 'int64_t',
    percent: 'double',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_disk_io_counters_t = koffi.struct({
    read_count: 'int64_t',
    write_count: 'int64_t',
    read_bytes: 'int64_t',
    write_bytes: 'int64_t',
    read_time: 'int64_t',
    write_time: 'int64_t',
    read_merged_count: 'int64_t',
    write_merged_count: 'int64_t',
    busy_time: 'int64_t',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_disk_io_t = koffi.struct({
    name: 'str',
    counters: structs.psutil_disk_io_counters_t
});

structs.psutil_disk_io_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_disk_io_t, 'len')
});

structs.psutil_net_io_counters_t = koffi.struct({
    bytes_sent: 'int64_t',
    bytes_recv: 'int64_t',
    packets_sent: 'int64_t',
    packets_recv: 'int64_t',
    errin: 'int64_t',
    errout: 'int64_t',
    dropin: 'int64_t',
    dropout: 'int64_t',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_net_io_t = koffi.struct({
    name: 'str',
    counters: structs.psutil_net_io_counters_t
});

structs.psutil_net_io_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_net_io_t, 'len')
});

structs.psutil_connection_t = koffi.struct({
    fd: 'int64_t',
    pid: 'int64_t',
    family: 'int32_t',
    type: 'int32_t',
    local_address: 'str',
    remote_address: 'str',
    local_port: 'int32_t',
    remote_port: 'int32_t',
    status: 'int32_t',
    has_remote: 'int32_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_connection_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_connection_t, 'len')
});

structs.psutil_net_if_addr_t = koffi.struct({
    name: 'str',
    address: 'str',
    netmask: 'str',
    broadcast: 'str',
    ptp: 'str',
    family: 'int32_t',
    prefix_length: 'int32_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_net_if_addr_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_net_if_addr_t, 'len')
});

structs.psutil_net_if_stats_t = koffi.struct({
    name: 'str',
    isup: 'int32_t',
    duplex: 'int32_t',
    speed: 'int64_t',
    mtu: 'int64_t',
    flags: 'str',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_net_if_stats_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_net_if_stats_t, 'len')
});

structs.psutil_user_t = koffi.struct({
    name: 'str',
    terminal: 'str',
    host: 'str',
    started: 'double',
    pid: 'int64_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_user_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_user_t, 'len')
});

structs.psutil_temperature_t = koffi.struct({
    name: 'str',
    label: 'str',
    current: 'double',
    high: 'double',
    critical: 'double',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_temperature_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_temperature_t, 'len')
});

structs.psutil_fan_t = koffi.struct({
    name: 'str',
    label: 'str',
    current: 'int64_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_fan_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_fan_t, 'len')
});

structs.psutil_battery_t = koffi.struct({
    present: 'int32_t',
    power_plugged: 'int32_t',
    percent: 'double',
    secsleft: 'int64_t',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_cgroup_limits_t = koffi.struct({
    version: 'int32_t',
    cpuset_count: 'int32_t',
    path: 'str',
    memory_limit: 'int64_t',
    memory_high: 'int64_t',
    memory_usage: 'int64_t',
    swap_limit: 'int64_t',
    cpu_quota: 'double',
    cpuset: 'str',
    pids_limit: 'int64_t',
    reserved: koffi.array('int64_t', 8, 'Array')
});

structs.psutil_heap_info_t = koffi.struct({
    heap_used: 'int64_t',
    mmap_used: 'int64_t',
    heap_count: 'int64_t',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_win_service_t = koffi.struct({
    name: 'str',
    display_name: 'str',
    binpath: 'str',
    username: 'str',
    start_type: 'str',
    status: 'str',
    description: 'str',
    pid: 'int64_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_win_service_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_win_service_t, 'len')
});

structs.psutil_ids_t = koffi.struct({
    real: 'int64_t',
    effective: 'int64_t',
    saved: 'int64_t'
});

structs.psutil_process_cpu_times_t = koffi.struct({
    user: 'double',
    system: 'double',
    children_user: 'double',
    children_system: 'double',
    iowait: 'double',
    reserved: koffi.array('int64_t', 3, 'Array')
});

structs.psutil_process_memory_info_t = koffi.struct({
    rss: 'int64_t',
    vms: 'int64_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_exit_status_t = koffi.struct({
    has_exit_code: 'int32_t',
    exit_code: 'int32_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_ionice_t = koffi.struct({
    ioclass: 'int32_t',
    value: 'int32_t'
});

structs.psutil_rlimit_t = koffi.struct({
    soft: 'int64_t',
    hard: 'int64_t',
    has_soft: 'int32_t',
    has_hard: 'int32_t'
});

structs.psutil_cpu_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, 'int64_t', 'len')
});

structs.psutil_process_memory_info_ex_t = koffi.struct({
    rss: 'int64_t',
    vms: 'int64_t',
    shared: 'int64_t',
    text: 'int64_t',
    lib: 'int64_t',
    data: 'int64_t',
    dirty: 'int64_t',
    peak_rss: 'int64_t',
    peak_vms: 'int64_t',
    rss_anon: 'int64_t',
    rss_file: 'int64_t',
    rss_shmem: 'int64_t',
    swap: 'int64_t',
    hugetlb: 'int64_t',
    reserved: koffi.array('int64_t', 18, 'Array')
});

structs.psutil_process_memory_footprint_t = koffi.struct({
    uss: 'int64_t',
    pss: 'int64_t',
    swap: 'int64_t',
    reserved: koffi.array('int64_t', 5, 'Array')
});

structs.psutil_memory_map_t = koffi.struct({
    path: 'str',
    addr: 'str',
    perms: 'str',
    rss: 'int64_t',
    size: 'int64_t',
    pss: 'int64_t',
    shared_clean: 'int64_t',
    shared_dirty: 'int64_t',
    private_clean: 'int64_t',
    private_dirty: 'int64_t',
    referenced: 'int64_t',
    anonymous: 'int64_t',
    swap: 'int64_t',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_memory_map_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_memory_map_t, 'len')
});

structs.psutil_page_faults_t = koffi.struct({
    minor: 'int64_t',
    major: 'int64_t',
    children_minor: 'int64_t',
    children_major: 'int64_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_process_io_counters_t = koffi.struct({
    read_count: 'int64_t',
    write_count: 'int64_t',
    read_bytes: 'int64_t',
    write_bytes: 'int64_t',
    read_chars: 'int64_t',
    write_chars: 'int64_t',
    other_count: 'int64_t',
    other_bytes: 'int64_t',
    reserved: koffi.array('int64_t', 4, 'Array')
});

structs.psutil_ctx_switches_t = koffi.struct({
    voluntary: 'int64_t',
    involuntary: 'int64_t'
});

structs.psutil_thread_t = koffi.struct({
    id: 'int64_t',
    user_time: 'double',
    system_time: 'double',
    reserved: koffi.array('int64_t', 1, 'Array')
});

structs.psutil_thread_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_thread_t, 'len')
});

structs.psutil_open_file_t = koffi.struct({
    path: 'str',
    fd: 'int64_t',
    position: 'int64_t',
    mode: 'str',
    flags: 'int64_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_open_file_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_open_file_t, 'len')
});

structs.psutil_process_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, psutil_process, 'len')
});

structs.psutil_wait_result_t = koffi.struct({
    process: psutil_process,
    gone: 'int32_t',
    has_exit_code: 'int32_t',
    exit_code: 'int32_t',
    unused: 'int32_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_wait_result_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_wait_result_t, 'len')
});

structs.psutil_kill_result_t = koffi.struct({
    pid: 'int64_t',
    outcome: 'int32_t',
    has_exit_code: 'int32_t',
    exit_code: 'int32_t',
    unused: 'int32_t',
    reserved: koffi.array('int64_t', 2, 'Array')
});

structs.psutil_kill_result_list_t = koffi.struct({
    len: 'size_t',
    items: koffi.pointer(null, structs.psutil_kill_result_t, 'len')
});

structs.psutil_process_info_t = koffi.struct({
    fields: 'int64_t',
    outcomes: koffi.pointer('int32_t'),
    pid: 'int64_t',
    ppid: 'int64_t',
    name: 'str',
    exe: 'str',
    cmdline: koffi.pointer(structs.psutil_string_list_t),
    environment: koffi.pointer(structs.psutil_string_list_t),
    create_time: 'double',
    cwd: 'str',
    uids: structs.psutil_ids_t,
    gids: structs.psutil_ids_t,
    username: 'str',
    terminal: 'str',
    ionice: structs.psutil_ionice_t,
    status: 'int32_t',
    nice: 'int32_t',
    cpu_affinity: koffi.pointer(structs.psutil_cpu_list_t),
    cpu_num: 'int64_t',
    cpu_times: structs.psutil_process_cpu_times_t,
    cpu_percent: 'double',
    memory_info: structs.psutil_process_memory_info_t,
    memory_info_ex: structs.psutil_process_memory_info_ex_t,
    memory_footprint: structs.psutil_process_memory_footprint_t,
    memory_percent: 'double',
    memory_maps: koffi.pointer(structs.psutil_memory_map_list_t),
    page_faults: structs.psutil_page_faults_t,
    io_counters: structs.psutil_process_io_counters_t,
    num_ctx_switches: structs.psutil_ctx_switches_t,
    num_fds: 'int64_t',
    num_handles: 'int64_t',
    num_threads: 'int64_t',
    threads: koffi.pointer(structs.psutil_thread_list_t),
    open_files: koffi.pointer(structs.psutil_open_file_list_t),
    net_connections: koffi.pointer(structs.psutil_connection_list_t)
});

structs.psutil_popen_stream_t = koffi.struct({
    kind: 'int32_t',
    fd: 'int32_t'
});

structs.psutil_popen_options_t = koffi.struct({
    argv: koffi.pointer('str'),
    executable: 'str',
    envp: koffi.pointer('str'),
    cwd: 'str',
    input: structs.psutil_popen_stream_t,
    output: structs.psutil_popen_stream_t,
    error: structs.psutil_popen_stream_t,
    close_fds: 'int32_t',
    unused: 'int32_t',
    reserved: koffi.array('int64_t', 8, 'Array')
});

structs.psutil_popen_pipes_t = koffi.struct({
    input: 'int64_t',
    output: 'int64_t',
    error: 'int64_t'
});

structs.psutil_column_t = koffi.struct({
    type: 'int32_t',
    unused: 'int32_t',
    length: 'int64_t',
    null_count: 'int64_t',
    validity: koffi.pointer('uint8_t'),
    outcomes: koffi.pointer('int8_t'),
    int64s: koffi.pointer('int64_t'),
    doubles: koffi.pointer('double'),
    list_offsets: koffi.pointer('int64_t'),
    offsets: koffi.pointer('int64_t'),
    bytes: koffi.pointer('uint8_t'),
    reserved: koffi.array('int64_t', 4, 'Array')
});

const callbacks = {};

// void psutil_exit_cb(psutil_process *p, const psutil_exit_status_t *status, void *user);
callbacks.psutil_exit_cb = koffi.proto('void', [psutil_process, koffi.pointer(structs.psutil_exit_status_t), 'void *']);

const functions = {
    // const char *psutil_version(void);
    psutil_version: {
        kind: 'no syscall', since: '0.1', returns: 'str',
        params: []
    },
    // const char *psutil_error_name(int32_t code);
    psutil_error_name: {
        kind: 'no syscall', since: '0.1', returns: 'str',
        params: [
            { name: 'code', type: 'int32_t' }
        ]
    },
    // const char *psutil_strerror(int32_t code);
    psutil_strerror: {
        kind: 'no syscall', since: '0.1', returns: 'str',
        params: [
            { name: 'code', type: 'int32_t' }
        ]
    },
    // const psutil_error_info_t *psutil_last_error(void);
    psutil_last_error: {
        kind: 'no syscall', since: '0.1', returns: koffi.pointer(structs.psutil_error_info_t),
        params: []
    },
    // void psutil_free(void *block);
    psutil_free: {
        kind: 'no syscall', since: '0.1', returns: 'void',
        params: [
            { name: 'block', type: 'void *' }
        ]
    },
    // int32_t psutil_set_procfs_path(const char *path);
    psutil_set_procfs_path: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'path', type: 'str' }
        ]
    },
    // int32_t psutil_pids(psutil_pid_list_t **out);
    psutil_pids: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_pid_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_pid_exists(int64_t pid, int32_t *out);
    psutil_pid_exists: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'pid', type: 'int64_t' },
            { name: 'out', type: 'int32_t', out: 'value' }
        ]
    },
    // int32_t psutil_cpu_count(int32_t logical, int64_t *out);
    psutil_cpu_count: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'logical', type: 'int32_t' },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_cpu_times(psutil_cpu_times_t *out);
    psutil_cpu_times: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_cpu_times_t, out: 'value' }
        ]
    },
    // int32_t psutil_cpu_times_per_cpu(psutil_cpu_times_list_t **out);
    psutil_cpu_times_per_cpu: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_cpu_times_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_cpu_percent(double interval, double *out);
    psutil_cpu_percent: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'interval', type: 'double' },
            { name: 'out', type: 'double', out: 'value' }
        ]
    },
    // int32_t psutil_cpu_percent_per_cpu(double interval, psutil_percent_list_t **out);
    psutil_cpu_percent_per_cpu: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'interval', type: 'double' },
            { name: 'out', type: structs.psutil_percent_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_cpu_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, double *out);
    psutil_cpu_percent_between: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'earlier', type: koffi.pointer(structs.psutil_cpu_times_t) },
            { name: 'later', type: koffi.pointer(structs.psutil_cpu_times_t) },
            { name: 'out', type: 'double', out: 'value' }
        ]
    },
    // int32_t psutil_cpu_times_percent(double interval, psutil_cpu_times_t *out);
    psutil_cpu_times_percent: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'interval', type: 'double' },
            { name: 'out', type: structs.psutil_cpu_times_t, out: 'value' }
        ]
    },
    // int32_t psutil_cpu_times_percent_per_cpu(double interval, psutil_cpu_times_list_t **out);
    psutil_cpu_times_percent_per_cpu: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'interval', type: 'double' },
            { name: 'out', type: structs.psutil_cpu_times_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_cpu_times_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, psutil_cpu_times_t *out);
    psutil_cpu_times_percent_between: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'earlier', type: koffi.pointer(structs.psutil_cpu_times_t) },
            { name: 'later', type: koffi.pointer(structs.psutil_cpu_times_t) },
            { name: 'out', type: structs.psutil_cpu_times_t, out: 'value' }
        ]
    },
    // int32_t psutil_cpu_stats(psutil_cpu_stats_t *out);
    psutil_cpu_stats: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_cpu_stats_t, out: 'value' }
        ]
    },
    // int32_t psutil_cpu_freq(psutil_cpu_freq_t *out);
    psutil_cpu_freq: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_cpu_freq_t, out: 'value' }
        ]
    },
    // int32_t psutil_cpu_freq_per_cpu(psutil_cpu_freq_list_t **out);
    psutil_cpu_freq_per_cpu: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_cpu_freq_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_getloadavg(psutil_loadavg_t *out);
    psutil_getloadavg: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_loadavg_t, out: 'value' }
        ]
    },
    // int32_t psutil_virtual_memory(psutil_virtual_memory_t *out);
    psutil_virtual_memory: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_virtual_memory_t, out: 'value' }
        ]
    },
    // int32_t psutil_swap_memory(psutil_swap_memory_t *out);
    psutil_swap_memory: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_swap_memory_t, out: 'value' }
        ]
    },
    // int32_t psutil_disk_partitions(int32_t all, psutil_disk_partition_list_t **out);
    psutil_disk_partitions: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'all', type: 'int32_t' },
            { name: 'out', type: structs.psutil_disk_partition_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_disk_usage(const char *path, psutil_disk_usage_t *out);
    psutil_disk_usage: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'path', type: 'str' },
            { name: 'out', type: structs.psutil_disk_usage_t, out: 'value' }
        ]
    },
    // int32_t psutil_disk_io_counters(int32_t nowrap, psutil_disk_io_counters_t *out);
    psutil_disk_io_counters: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'nowrap', type: 'int32_t' },
            { name: 'out', type: structs.psutil_disk_io_counters_t, out: 'value' }
        ]
    },
    // int32_t psutil_disk_io_counters_per_disk(int32_t nowrap, psutil_disk_io_list_t **out);
    psutil_disk_io_counters_per_disk: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'nowrap', type: 'int32_t' },
            { name: 'out', type: structs.psutil_disk_io_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_net_io_counters(int32_t nowrap, psutil_net_io_counters_t *out);
    psutil_net_io_counters: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'nowrap', type: 'int32_t' },
            { name: 'out', type: structs.psutil_net_io_counters_t, out: 'value' }
        ]
    },
    // int32_t psutil_net_io_counters_per_nic(int32_t nowrap, psutil_net_io_list_t **out);
    psutil_net_io_counters_per_nic: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'nowrap', type: 'int32_t' },
            { name: 'out', type: structs.psutil_net_io_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_net_connections(const char *kind, int32_t flags, psutil_connection_list_t **out);
    psutil_net_connections: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'kind', type: 'str' },
            { name: 'flags', type: 'int32_t' },
            { name: 'out', type: structs.psutil_connection_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_net_connections(psutil_process *p, const char *kind, psutil_connection_list_t **out);
    psutil_process_net_connections: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'kind', type: 'str' },
            { name: 'out', type: structs.psutil_connection_list_t, out: 'block' }
        ]
    },
    // const char *psutil_conn_status_name(int32_t status);
    psutil_conn_status_name: {
        kind: 'no syscall', since: '0.1', returns: 'str',
        params: [
            { name: 'status', type: 'int32_t' }
        ]
    },
    // int32_t psutil_net_if_addrs(psutil_net_if_addr_list_t **out);
    psutil_net_if_addrs: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_net_if_addr_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_net_if_stats(psutil_net_if_stats_list_t **out);
    psutil_net_if_stats: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_net_if_stats_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_boot_time(double *out);
    psutil_boot_time: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: 'double', out: 'value' }
        ]
    },
    // int32_t psutil_users(psutil_user_list_t **out);
    psutil_users: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_user_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_sensors_temperatures(psutil_temperature_list_t **out);
    psutil_sensors_temperatures: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_temperature_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_sensors_fans(psutil_fan_list_t **out);
    psutil_sensors_fans: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_fan_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_sensors_battery(psutil_battery_t *out);
    psutil_sensors_battery: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_battery_t, out: 'value' }
        ]
    },
    // int32_t psutil_cgroup_limits(int64_t pid, psutil_cgroup_limits_t **out);
    psutil_cgroup_limits: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'pid', type: 'int64_t' },
            { name: 'out', type: structs.psutil_cgroup_limits_t, out: 'block' }
        ]
    },
    // int32_t psutil_heap_info(psutil_heap_info_t *out);
    psutil_heap_info: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_heap_info_t, out: 'value' }
        ]
    },
    // int32_t psutil_heap_trim(int32_t *out);
    psutil_heap_trim: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: 'int32_t', out: 'value' }
        ]
    },
    // int32_t psutil_win_services(psutil_win_service_list_t **out);
    psutil_win_services: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: structs.psutil_win_service_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_win_service(const char *name, psutil_win_service_t **out);
    psutil_win_service: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'name', type: 'str' },
            { name: 'out', type: structs.psutil_win_service_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_new(int64_t pid, psutil_process **out);
    psutil_process_new: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'pid', type: 'int64_t' },
            { name: 'out', type: psutil_process, out: 'value' }
        ]
    },
    // int32_t psutil_process_free(psutil_process *p);
    psutil_process_free: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process }
        ]
    },
    // int32_t psutil_process_pid(psutil_process *p, int64_t *out);
    psutil_process_pid: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_ppid(psutil_process *p, int64_t *out);
    psutil_process_ppid: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_parent(psutil_process *p, psutil_process **out);
    psutil_process_parent: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: psutil_process, out: 'value' }
        ]
    },
    // int32_t psutil_process_name(psutil_process *p, char **out);
    psutil_process_name: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'str', out: 'block' }
        ]
    },
    // int32_t psutil_process_exe(psutil_process *p, char **out);
    psutil_process_exe: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'str', out: 'block' }
        ]
    },
    // int32_t psutil_process_cmdline(psutil_process *p, psutil_string_list_t **out);
    psutil_process_cmdline: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_string_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_status(psutil_process *p, int32_t *out);
    psutil_process_status: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int32_t', out: 'value' }
        ]
    },
    // const char *psutil_status_name(int32_t status);
    psutil_status_name: {
        kind: 'no syscall', since: '0.1', returns: 'str',
        params: [
            { name: 'status', type: 'int32_t' }
        ]
    },
    // int32_t psutil_process_create_time(psutil_process *p, double *out);
    psutil_process_create_time: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'double', out: 'value' }
        ]
    },
    // int32_t psutil_process_uids(psutil_process *p, psutil_ids_t *out);
    psutil_process_uids: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_ids_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_username(psutil_process *p, char **out);
    psutil_process_username: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'str', out: 'block' }
        ]
    },
    // int32_t psutil_process_cpu_times(psutil_process *p, psutil_process_cpu_times_t *out);
    psutil_process_cpu_times: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_process_cpu_times_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_cpu_percent(psutil_process *p, double interval, double *out);
    psutil_process_cpu_percent: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'interval', type: 'double' },
            { name: 'out', type: 'double', out: 'value' }
        ]
    },
    // int32_t psutil_process_memory_info(psutil_process *p, psutil_process_memory_info_t *out);
    psutil_process_memory_info: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_process_memory_info_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_num_threads(psutil_process *p, int64_t *out);
    psutil_process_num_threads: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_is_running(psutil_process *p, int32_t *out);
    psutil_process_is_running: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int32_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_send_signal(psutil_process *p, int32_t signal);
    psutil_process_send_signal: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'signal', type: 'int32_t' }
        ]
    },
    // int32_t psutil_process_terminate(psutil_process *p);
    psutil_process_terminate: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process }
        ]
    },
    // int32_t psutil_process_kill(psutil_process *p);
    psutil_process_kill: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process }
        ]
    },
    // int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t flags, psutil_exit_status_t *out);
    psutil_process_wait: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'timeout', type: 'double' },
            { name: 'flags', type: 'int32_t' },
            { name: 'out', type: structs.psutil_exit_status_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_environ(psutil_process *p, psutil_string_list_t **out);
    psutil_process_environ: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_string_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_cwd(psutil_process *p, char **out);
    psutil_process_cwd: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'str', out: 'block' }
        ]
    },
    // int32_t psutil_process_gids(psutil_process *p, psutil_ids_t *out);
    psutil_process_gids: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_ids_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_terminal(psutil_process *p, char **out);
    psutil_process_terminal: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'str', out: 'block' }
        ]
    },
    // int32_t psutil_process_nice(psutil_process *p, int32_t *out);
    psutil_process_nice: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int32_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_set_nice(psutil_process *p, int32_t value);
    psutil_process_set_nice: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'value', type: 'int32_t' }
        ]
    },
    // int32_t psutil_process_ionice(psutil_process *p, psutil_ionice_t *out);
    psutil_process_ionice: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_ionice_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_set_ionice(psutil_process *p, int32_t ioclass, int32_t value);
    psutil_process_set_ionice: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'ioclass', type: 'int32_t' },
            { name: 'value', type: 'int32_t' }
        ]
    },
    // int32_t psutil_process_rlimit(psutil_process *p, int32_t resource, psutil_rlimit_t *out);
    psutil_process_rlimit: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'resource', type: 'int32_t' },
            { name: 'out', type: structs.psutil_rlimit_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_set_rlimit(psutil_process *p, int32_t resource, int64_t soft, int64_t hard);
    psutil_process_set_rlimit: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'resource', type: 'int32_t' },
            { name: 'soft', type: 'int64_t' },
            { name: 'hard', type: 'int64_t' }
        ]
    },
    // int32_t psutil_process_cpu_affinity(psutil_process *p, psutil_cpu_list_t **out);
    psutil_process_cpu_affinity: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_cpu_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_set_cpu_affinity(psutil_process *p, const int64_t *cpus, size_t n);
    psutil_process_set_cpu_affinity: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'cpus', type: koffi.pointer('int64_t') },
            { name: 'n', type: 'size_t' }
        ]
    },
    // int32_t psutil_process_cpu_num(psutil_process *p, int64_t *out);
    psutil_process_cpu_num: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_memory_info_ex(psutil_process *p, psutil_process_memory_info_ex_t *out);
    psutil_process_memory_info_ex: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_process_memory_info_ex_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_memory_footprint(psutil_process *p, psutil_process_memory_footprint_t *out);
    psutil_process_memory_footprint: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_process_memory_footprint_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_memory_percent(psutil_process *p, int32_t memtype, double *out);
    psutil_process_memory_percent: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'memtype', type: 'int32_t' },
            { name: 'out', type: 'double', out: 'value' }
        ]
    },
    // int32_t psutil_process_memory_maps(psutil_process *p, int32_t grouped, psutil_memory_map_list_t **out);
    psutil_process_memory_maps: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'grouped', type: 'int32_t' },
            { name: 'out', type: structs.psutil_memory_map_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_page_faults(psutil_process *p, psutil_page_faults_t *out);
    psutil_process_page_faults: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_page_faults_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_io_counters(psutil_process *p, psutil_process_io_counters_t *out);
    psutil_process_io_counters: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_process_io_counters_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_num_ctx_switches(psutil_process *p, psutil_ctx_switches_t *out);
    psutil_process_num_ctx_switches: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_ctx_switches_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_num_fds(psutil_process *p, int64_t *out);
    psutil_process_num_fds: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_num_handles(psutil_process *p, int64_t *out);
    psutil_process_num_handles: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_process_threads(psutil_process *p, psutil_thread_list_t **out);
    psutil_process_threads: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_thread_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_open_files(psutil_process *p, psutil_open_file_list_t **out);
    psutil_process_open_files: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_open_file_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_suspend(psutil_process *p);
    psutil_process_suspend: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process }
        ]
    },
    // int32_t psutil_process_resume(psutil_process *p);
    psutil_process_resume: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process }
        ]
    },
    // int32_t psutil_process_children(psutil_process *p, int32_t recursive, psutil_process_list_t **out);
    psutil_process_children: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'recursive', type: 'int32_t' },
            { name: 'out', type: structs.psutil_process_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_parents(psutil_process *p, psutil_process_list_t **out);
    psutil_process_parents: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'out', type: structs.psutil_process_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_iter_new(psutil_process_iter **out);
    psutil_process_iter_new: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'out', type: psutil_process_iter, out: 'value' }
        ]
    },
    // int32_t psutil_process_iter_next(psutil_process_iter *it, psutil_process **out);
    psutil_process_iter_next: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'it', type: psutil_process_iter },
            { name: 'out', type: psutil_process, out: 'value' }
        ]
    },
    // int32_t psutil_process_iter_free(psutil_process_iter *it);
    psutil_process_iter_free: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'it', type: psutil_process_iter }
        ]
    },
    // int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_exit_cb callback, void *user, psutil_wait_result_list_t **out);
    psutil_wait_procs: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'procs', type: koffi.pointer(psutil_process) },
            { name: 'n', type: 'size_t' },
            { name: 'timeout', type: 'double' },
            { name: 'callback', type: koffi.pointer(callbacks.psutil_exit_cb) },
            { name: 'user', type: 'void *' },
            { name: 'out', type: structs.psutil_wait_result_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_kill_tree(psutil_process *p, int32_t signal, double grace, psutil_kill_result_list_t **out);
    psutil_process_kill_tree: {
        kind: 'blocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'signal', type: 'int32_t' },
            { name: 'grace', type: 'double' },
            { name: 'out', type: structs.psutil_kill_result_list_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_oneshot_begin(psutil_process *p);
    psutil_process_oneshot_begin: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process }
        ]
    },
    // int32_t psutil_process_oneshot_end(psutil_process *p);
    psutil_process_oneshot_end: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process }
        ]
    },
    // int32_t psutil_process_info(psutil_process *p, const int32_t *fields, size_t n, psutil_process_info_t **out);
    psutil_process_info: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'p', type: psutil_process },
            { name: 'fields', type: koffi.pointer('int32_t') },
            { name: 'n', type: 'size_t' },
            { name: 'out', type: structs.psutil_process_info_t, out: 'block' }
        ]
    },
    // int32_t psutil_process_info_error(const psutil_process_info_t *info, int32_t field);
    psutil_process_info_error: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'info', type: koffi.pointer(structs.psutil_process_info_t) },
            { name: 'field', type: 'int32_t' }
        ]
    },
    // int32_t psutil_popen(const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes);
    psutil_popen: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'options', type: koffi.pointer(structs.psutil_popen_options_t) },
            { name: 'out', type: psutil_process, out: 'value' },
            { name: 'pipes', type: structs.psutil_popen_pipes_t, out: 'value' }
        ]
    },
    // int32_t psutil_process_table(const int32_t *columns, size_t n, const int64_t *pids, size_t n_pids, psutil_table **out);
    psutil_process_table: {
        kind: 'nonblocking', since: '0.1', returns: 'int32_t',
        params: [
            { name: 'columns', type: koffi.pointer('int32_t') },
            { name: 'n', type: 'size_t' },
            { name: 'pids', type: koffi.pointer('int64_t') },
            { name: 'n_pids', type: 'size_t' },
            { name: 'out', type: psutil_table, out: 'value' }
        ]
    },
    // int32_t psutil_table_free(psutil_table *t);
    psutil_table_free: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table }
        ]
    },
    // const char *psutil_column_name(int32_t column);
    psutil_column_name: {
        kind: 'no syscall', since: '0.1', returns: 'str',
        params: [
            { name: 'column', type: 'int32_t' }
        ]
    },
    // int32_t psutil_table_rows(const psutil_table *t, int64_t *out);
    psutil_table_rows: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_table_column(const psutil_table *t, int32_t column, psutil_column_t *out);
    psutil_table_column: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'column', type: 'int32_t' },
            { name: 'out', type: structs.psutil_column_t, out: 'value' }
        ]
    },
    // int32_t psutil_table_cell_error(const psutil_table *t, int64_t row, int32_t column);
    psutil_table_cell_error: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'row', type: 'int64_t' },
            { name: 'column', type: 'int32_t' }
        ]
    },
    // int32_t psutil_table_int64(const psutil_table *t, int64_t row, int32_t column, int64_t *out);
    psutil_table_int64: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'row', type: 'int64_t' },
            { name: 'column', type: 'int32_t' },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_table_double(const psutil_table *t, int64_t row, int32_t column, double *out);
    psutil_table_double: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'row', type: 'int64_t' },
            { name: 'column', type: 'int32_t' },
            { name: 'out', type: 'double', out: 'value' }
        ]
    },
    // int32_t psutil_table_string(const psutil_table *t, int64_t row, int32_t column, const char **out, int64_t *length);
    psutil_table_string: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'row', type: 'int64_t' },
            { name: 'column', type: 'int32_t' },
            { name: 'out', type: 'str', out: 'value' },
            { name: 'length', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_table_items(const psutil_table *t, int64_t row, int32_t column, int64_t *out);
    psutil_table_items: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'row', type: 'int64_t' },
            { name: 'column', type: 'int32_t' },
            { name: 'out', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_table_item(const psutil_table *t, int64_t row, int32_t column, int64_t item, const char **out, int64_t *length);
    psutil_table_item: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'row', type: 'int64_t' },
            { name: 'column', type: 'int32_t' },
            { name: 'item', type: 'int64_t' },
            { name: 'out', type: 'str', out: 'value' },
            { name: 'length', type: 'int64_t', out: 'value' }
        ]
    },
    // int32_t psutil_table_process(const psutil_table *t, int64_t row, psutil_process **out);
    psutil_table_process: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'row', type: 'int64_t' },
            { name: 'out', type: psutil_process, out: 'value' }
        ]
    },
    // int32_t psutil_table_export_arrow(const psutil_table *t, struct ArrowSchema *schema, struct ArrowArray *array);
    psutil_table_export_arrow: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'schema', type: 'void *' },
            { name: 'array', type: 'void *' }
        ]
    },
    // int32_t psutil_table_export_arrow_stream(const psutil_table *t, struct ArrowArrayStream *stream);
    psutil_table_export_arrow_stream: {
        kind: 'no syscall', since: '0.1', returns: 'int32_t',
        params: [
            { name: 't', type: psutil_table },
            { name: 'stream', type: 'void *' }
        ]
    }
};

module.exports = { version, enums, structs, functions };
