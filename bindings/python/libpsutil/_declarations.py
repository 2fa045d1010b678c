# Made from include/psutil.h by capi/generate: run make generate, do not edit.
"""psutil.h for ctypes: its constants, records and functions under their C names.

What they mean is said there; what they are in Python, and how the functions are called, in this module's .pyi. Handles,
records and functions are made when they are first asked for, as attributes of this module: importing it makes none.
"""

from ._library import declared

VERSION = "0.1.0"

PSUTIL_NA = -1

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

PSUTIL_AF_UNSPEC = 0
PSUTIL_AF_UNIX = 1
PSUTIL_AF_INET = 2
PSUTIL_AF_INET6 = 10
PSUTIL_AF_LINK = 17

PSUTIL_SOCK_STREAM = 1
PSUTIL_SOCK_DGRAM = 2
PSUTIL_SOCK_RAW = 3
PSUTIL_SOCK_SEQPACKET = 5

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

PSUTIL_NIC_DUPLEX_UNKNOWN = 0
PSUTIL_NIC_DUPLEX_HALF = 1
PSUTIL_NIC_DUPLEX_FULL = 2

PSUTIL_CONNECTIONS_PIDS = 1

PSUTIL_POWER_TIME_UNKNOWN = -1
PSUTIL_POWER_TIME_UNLIMITED = -2

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

PSUTIL_WAIT_NO_REAP = 1

PSUTIL_IOPRIO_CLASS_NONE = 0
PSUTIL_IOPRIO_CLASS_RT = 1
PSUTIL_IOPRIO_CLASS_BE = 2
PSUTIL_IOPRIO_CLASS_IDLE = 3

PSUTIL_NORMAL_PRIORITY_CLASS = 32
PSUTIL_IDLE_PRIORITY_CLASS = 64
PSUTIL_HIGH_PRIORITY_CLASS = 128
PSUTIL_REALTIME_PRIORITY_CLASS = 256
PSUTIL_BELOW_NORMAL_PRIORITY_CLASS = 16384
PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS = 32768

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

PSUTIL_RLIM_INFINITY = -1

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

PSUTIL_KILL_TERMINATED = 0
PSUTIL_KILL_KILLED = 1
PSUTIL_KILL_GONE = 2
PSUTIL_KILL_DENIED = 3
PSUTIL_KILL_ALIVE = 4

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

PSUTIL_STREAM_INHERIT = 0
PSUTIL_STREAM_PIPE = 1
PSUTIL_STREAM_NULL = 2
PSUTIL_STREAM_FD = 3
PSUTIL_STREAM_STDOUT = 4

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

PSUTIL_COLUMN_TYPE_INT64 = 0
PSUTIL_COLUMN_TYPE_DOUBLE = 1
PSUTIL_COLUMN_TYPE_STRING = 2
PSUTIL_COLUMN_TYPE_STRING_LIST = 3

_handles = (
    "psutil_process",
    "psutil_process_iter",
    "psutil_table",
)

# The members of each.
_records = {
    "psutil_error_info_t": (
        "int32_t code",
        "int32_t os_error",
        "int64_t pid",
        "int64_t ppid",
        "double timeout",
        "char* name",
        "char* message",
        "int64_t[4] reserved",
    ),
    "psutil_string_list_t": ("size_t len", "char** items"),
    "psutil_pid_list_t": ("size_t len", "int64_t* items"),
    "psutil_cpu_times_t": (
        "double user",
        "double system",
        "double idle",
        "double nice",
        "double iowait",
        "double irq",
        "double softirq",
        "double steal",
        "double guest",
        "double guest_nice",
        "double dpc",
        "int64_t[5] reserved",
    ),
    "psutil_cpu_times_list_t": ("size_t len", "psutil_cpu_times_t* items"),
    "psutil_loadavg_t": ("double load1", "double load5", "double load15"),
    "psutil_percent_list_t": ("size_t len", "double* items"),
    "psutil_cpu_stats_t": (
        "int64_t ctx_switches",
        "int64_t interrupts",
        "int64_t soft_interrupts",
        "int64_t syscalls",
        "int64_t[4] reserved",
    ),
    "psutil_cpu_freq_t": ("double current", "double min", "double max", "int64_t[2] reserved"),
    "psutil_cpu_freq_list_t": ("size_t len", "psutil_cpu_freq_t* items"),
    "psutil_virtual_memory_t": (
        "int64_t total",
        "int64_t available",
        "int64_t used",
        "int64_t free",
        "double percent",
        "int64_t active",
        "int64_t inactive",
        "int64_t buffers",
        "int64_t cached",
        "int64_t shared",
        "int64_t slab",
        "int64_t wired",
        "int64_t[8] reserved",
    ),
    "psutil_swap_memory_t": (
        "int64_t total",
        "int64_t used",
        "int64_t free",
        "double percent",
        "int64_t sin",
        "int64_t sout",
        "int64_t[2] reserved",
    ),
    "psutil_disk_partition_t": (
        "char* device",
        "char* mountpoint",
        "char* fstype",
        "char* opts",
        "int64_t[2] reserved",
    ),
    "psutil_disk_partition_list_t": ("size_t len", "psutil_disk_partition_t* items"),
    "psutil_disk_usage_t": ("int64_t total", "int64_t used", "int64_t free", "double percent", "int64_t[2] reserved"),
    "psutil_disk_io_counters_t": (
        "int64_t read_count",
        "int64_t write_count",
        "int64_t read_bytes",
        "int64_t write_bytes",
        "int64_t read_time",
        "int64_t write_time",
        "int64_t read_merged_count",
        "int64_t write_merged_count",
        "int64_t busy_time",
        "int64_t[4] reserved",
    ),
    "psutil_disk_io_t": ("char* name", "psutil_disk_io_counters_t counters"),
    "psutil_disk_io_list_t": ("size_t len", "psutil_disk_io_t* items"),
    "psutil_net_io_counters_t": (
        "int64_t bytes_sent",
        "int64_t bytes_recv",
        "int64_t packets_sent",
        "int64_t packets_recv",
        "int64_t errin",
        "int64_t errout",
        "int64_t dropin",
        "int64_t dropout",
        "int64_t[4] reserved",
    ),
    "psutil_net_io_t": ("char* name", "psutil_net_io_counters_t counters"),
    "psutil_net_io_list_t": ("size_t len", "psutil_net_io_t* items"),
    "psutil_connection_t": (
        "int64_t fd",
        "int64_t pid",
        "int32_t family",
        "int32_t type",
        "char* local_address",
        "char* remote_address",
        "int32_t local_port",
        "int32_t remote_port",
        "int32_t status",
        "int32_t has_remote",
        "int64_t[2] reserved",
    ),
    "psutil_connection_list_t": ("size_t len", "psutil_connection_t* items"),
    "psutil_net_if_addr_t": (
        "char* name",
        "char* address",
        "char* netmask",
        "char* broadcast",
        "char* ptp",
        "int32_t family",
        "int32_t prefix_length",
        "int64_t[2] reserved",
    ),
    "psutil_net_if_addr_list_t": ("size_t len", "psutil_net_if_addr_t* items"),
    "psutil_net_if_stats_t": (
        "char* name",
        "int32_t isup",
        "int32_t duplex",
        "int64_t speed",
        "int64_t mtu",
        "char* flags",
        "int64_t[2] reserved",
    ),
    "psutil_net_if_stats_list_t": ("size_t len", "psutil_net_if_stats_t* items"),
    "psutil_user_t": (
        "char* name",
        "char* terminal",
        "char* host",
        "double started",
        "int64_t pid",
        "int64_t[2] reserved",
    ),
    "psutil_user_list_t": ("size_t len", "psutil_user_t* items"),
    "psutil_temperature_t": (
        "char* name",
        "char* label",
        "double current",
        "double high",
        "double critical",
        "int64_t[2] reserved",
    ),
    "psutil_temperature_list_t": ("size_t len", "psutil_temperature_t* items"),
    "psutil_fan_t": ("char* name", "char* label", "int64_t current", "int64_t[2] reserved"),
    "psutil_fan_list_t": ("size_t len", "psutil_fan_t* items"),
    "psutil_battery_t": (
        "int32_t present",
        "int32_t power_plugged",
        "double percent",
        "int64_t secsleft",
        "int64_t[4] reserved",
    ),
    "psutil_cgroup_limits_t": (
        "int32_t version",
        "int32_t cpuset_count",
        "char* path",
        "int64_t memory_limit",
        "int64_t memory_high",
        "int64_t memory_usage",
        "int64_t swap_limit",
        "double cpu_quota",
        "char* cpuset",
        "int64_t pids_limit",
        "int64_t[8] reserved",
    ),
    "psutil_heap_info_t": ("int64_t heap_used", "int64_t mmap_used", "int64_t heap_count", "int64_t[4] reserved"),
    "psutil_win_service_t": (
        "char* name",
        "char* display_name",
        "char* binpath",
        "char* username",
        "char* start_type",
        "char* status",
        "char* description",
        "int64_t pid",
        "int64_t[2] reserved",
    ),
    "psutil_win_service_list_t": ("size_t len", "psutil_win_service_t* items"),
    "psutil_ids_t": ("int64_t real", "int64_t effective", "int64_t saved"),
    "psutil_process_cpu_times_t": (
        "double user",
        "double system",
        "double children_user",
        "double children_system",
        "double iowait",
        "int64_t[3] reserved",
    ),
    "psutil_process_memory_info_t": ("int64_t rss", "int64_t vms", "int64_t[2] reserved"),
    "psutil_exit_status_t": ("int32_t has_exit_code", "int32_t exit_code", "int64_t[2] reserved"),
    "psutil_ionice_t": ("int32_t ioclass", "int32_t value"),
    "psutil_rlimit_t": ("int64_t soft", "int64_t hard", "int32_t has_soft", "int32_t has_hard"),
    "psutil_cpu_list_t": ("size_t len", "int64_t* items"),
    "psutil_process_memory_info_ex_t": (
        "int64_t rss",
        "int64_t vms",
        "int64_t shared",
        "int64_t text",
        "int64_t lib",
        "int64_t data",
        "int64_t dirty",
        "int64_t peak_rss",
        "int64_t peak_vms",
        "int64_t rss_anon",
        "int64_t rss_file",
        "int64_t rss_shmem",
        "int64_t swap",
        "int64_t hugetlb",
        "int64_t[18] reserved",
    ),
    "psutil_process_memory_footprint_t": ("int64_t uss", "int64_t pss", "int64_t swap", "int64_t[5] reserved"),
    "psutil_memory_map_t": (
        "char* path",
        "char* addr",
        "char* perms",
        "int64_t rss",
        "int64_t size",
        "int64_t pss",
        "int64_t shared_clean",
        "int64_t shared_dirty",
        "int64_t private_clean",
        "int64_t private_dirty",
        "int64_t referenced",
        "int64_t anonymous",
        "int64_t swap",
        "int64_t[4] reserved",
    ),
    "psutil_memory_map_list_t": ("size_t len", "psutil_memory_map_t* items"),
    "psutil_page_faults_t": (
        "int64_t minor",
        "int64_t major",
        "int64_t children_minor",
        "int64_t children_major",
        "int64_t[2] reserved",
    ),
    "psutil_process_io_counters_t": (
        "int64_t read_count",
        "int64_t write_count",
        "int64_t read_bytes",
        "int64_t write_bytes",
        "int64_t read_chars",
        "int64_t write_chars",
        "int64_t other_count",
        "int64_t other_bytes",
        "int64_t[4] reserved",
    ),
    "psutil_ctx_switches_t": ("int64_t voluntary", "int64_t involuntary"),
    "psutil_thread_t": ("int64_t id", "double user_time", "double system_time", "int64_t[1] reserved"),
    "psutil_thread_list_t": ("size_t len", "psutil_thread_t* items"),
    "psutil_open_file_t": (
        "char* path",
        "int64_t fd",
        "int64_t position",
        "char* mode",
        "int64_t flags",
        "int64_t[2] reserved",
    ),
    "psutil_open_file_list_t": ("size_t len", "psutil_open_file_t* items"),
    "psutil_process_list_t": ("size_t len", "psutil_process** items"),
    "psutil_wait_result_t": (
        "psutil_process* process",
        "int32_t gone",
        "int32_t has_exit_code",
        "int32_t exit_code",
        "int32_t unused",
        "int64_t[2] reserved",
    ),
    "psutil_wait_result_list_t": ("size_t len", "psutil_wait_result_t* items"),
    "psutil_kill_result_t": (
        "int64_t pid",
        "int32_t outcome",
        "int32_t has_exit_code",
        "int32_t exit_code",
        "int32_t unused",
        "int64_t[2] reserved",
    ),
    "psutil_kill_result_list_t": ("size_t len", "psutil_kill_result_t* items"),
    "psutil_process_info_t": (
        "int64_t fields",
        "int32_t* outcomes",
        "int64_t pid",
        "int64_t ppid",
        "char* name",
        "char* exe",
        "psutil_string_list_t* cmdline",
        "psutil_string_list_t* environment",
        "double create_time",
        "char* cwd",
        "psutil_ids_t uids",
        "psutil_ids_t gids",
        "char* username",
        "char* terminal",
        "psutil_ionice_t ionice",
        "int32_t status",
        "int32_t nice",
        "psutil_cpu_list_t* cpu_affinity",
        "int64_t cpu_num",
        "psutil_process_cpu_times_t cpu_times",
        "double cpu_percent",
        "psutil_process_memory_info_t memory_info",
        "psutil_process_memory_info_ex_t memory_info_ex",
        "psutil_process_memory_footprint_t memory_footprint",
        "double memory_percent",
        "psutil_memory_map_list_t* memory_maps",
        "psutil_page_faults_t page_faults",
        "psutil_process_io_counters_t io_counters",
        "psutil_ctx_switches_t num_ctx_switches",
        "int64_t num_fds",
        "int64_t num_handles",
        "int64_t num_threads",
        "psutil_thread_list_t* threads",
        "psutil_open_file_list_t* open_files",
        "psutil_connection_list_t* net_connections",
    ),
    "psutil_popen_stream_t": ("int32_t kind", "int32_t fd"),
    "psutil_popen_options_t": (
        "char** argv",
        "char* executable",
        "char** envp",
        "char* cwd",
        "psutil_popen_stream_t input",
        "psutil_popen_stream_t output",
        "psutil_popen_stream_t error",
        "int32_t close_fds",
        "int32_t unused",
        "int64_t[8] reserved",
    ),
    "psutil_popen_pipes_t": ("int64_t input", "int64_t output", "int64_t error"),
    "psutil_column_t": (
        "int32_t type",
        "int32_t unused",
        "int64_t length",
        "int64_t null_count",
        "uint8_t* validity",
        "int8_t* outcomes",
        "int64_t* int64s",
        "double* doubles",
        "int64_t* list_offsets",
        "int64_t* offsets",
        "uint8_t* bytes",
        "int64_t[4] reserved",
    ),
}

# What each returns, and what it takes.
_callbacks = {
    "psutil_exit_cb": ("void", "psutil_process*", "psutil_exit_status_t*", "void*"),
}

# The same, after the version that brought it.
_functions = {
    "psutil_version": ("0.1", "char*"),
    "psutil_error_name": ("0.1", "char*", "int32_t"),
    "psutil_strerror": ("0.1", "char*", "int32_t"),
    "psutil_last_error": ("0.1", "psutil_error_info_t*"),
    "psutil_free": ("0.1", "void", "void*"),
    "psutil_set_procfs_path": ("0.1", "int32_t", "char*"),
    "psutil_pids": ("0.1", "int32_t", "psutil_pid_list_t**"),
    "psutil_pid_exists": ("0.1", "int32_t", "int64_t", "int32_t*"),
    "psutil_cpu_count": ("0.1", "int32_t", "int32_t", "int64_t*"),
    "psutil_cpu_times": ("0.1", "int32_t", "psutil_cpu_times_t*"),
    "psutil_cpu_times_per_cpu": ("0.1", "int32_t", "psutil_cpu_times_list_t**"),
    "psutil_cpu_percent": ("0.1", "int32_t", "double", "double*"),
    "psutil_cpu_percent_per_cpu": ("0.1", "int32_t", "double", "psutil_percent_list_t**"),
    "psutil_cpu_percent_between": ("0.1", "int32_t", "psutil_cpu_times_t*", "psutil_cpu_times_t*", "double*"),
    "psutil_cpu_times_percent": ("0.1", "int32_t", "double", "psutil_cpu_times_t*"),
    "psutil_cpu_times_percent_per_cpu": ("0.1", "int32_t", "double", "psutil_cpu_times_list_t**"),
    "psutil_cpu_times_percent_between": (
        "0.1",
        "int32_t",
        "psutil_cpu_times_t*",
        "psutil_cpu_times_t*",
        "psutil_cpu_times_t*",
    ),
    "psutil_cpu_stats": ("0.1", "int32_t", "psutil_cpu_stats_t*"),
    "psutil_cpu_freq": ("0.1", "int32_t", "psutil_cpu_freq_t*"),
    "psutil_cpu_freq_per_cpu": ("0.1", "int32_t", "psutil_cpu_freq_list_t**"),
    "psutil_getloadavg": ("0.1", "int32_t", "psutil_loadavg_t*"),
    "psutil_virtual_memory": ("0.1", "int32_t", "psutil_virtual_memory_t*"),
    "psutil_swap_memory": ("0.1", "int32_t", "psutil_swap_memory_t*"),
    "psutil_disk_partitions": ("0.1", "int32_t", "int32_t", "psutil_disk_partition_list_t**"),
    "psutil_disk_usage": ("0.1", "int32_t", "char*", "psutil_disk_usage_t*"),
    "psutil_disk_io_counters": ("0.1", "int32_t", "int32_t", "psutil_disk_io_counters_t*"),
    "psutil_disk_io_counters_per_disk": ("0.1", "int32_t", "int32_t", "psutil_disk_io_list_t**"),
    "psutil_net_io_counters": ("0.1", "int32_t", "int32_t", "psutil_net_io_counters_t*"),
    "psutil_net_io_counters_per_nic": ("0.1", "int32_t", "int32_t", "psutil_net_io_list_t**"),
    "psutil_net_connections": ("0.1", "int32_t", "char*", "int32_t", "psutil_connection_list_t**"),
    "psutil_process_net_connections": ("0.1", "int32_t", "psutil_process*", "char*", "psutil_connection_list_t**"),
    "psutil_conn_status_name": ("0.1", "char*", "int32_t"),
    "psutil_net_if_addrs": ("0.1", "int32_t", "psutil_net_if_addr_list_t**"),
    "psutil_net_if_stats": ("0.1", "int32_t", "psutil_net_if_stats_list_t**"),
    "psutil_boot_time": ("0.1", "int32_t", "double*"),
    "psutil_users": ("0.1", "int32_t", "psutil_user_list_t**"),
    "psutil_sensors_temperatures": ("0.1", "int32_t", "psutil_temperature_list_t**"),
    "psutil_sensors_fans": ("0.1", "int32_t", "psutil_fan_list_t**"),
    "psutil_sensors_battery": ("0.1", "int32_t", "psutil_battery_t*"),
    "psutil_cgroup_limits": ("0.1", "int32_t", "int64_t", "psutil_cgroup_limits_t**"),
    "psutil_heap_info": ("0.1", "int32_t", "psutil_heap_info_t*"),
    "psutil_heap_trim": ("0.1", "int32_t", "int32_t*"),
    "psutil_win_services": ("0.1", "int32_t", "psutil_win_service_list_t**"),
    "psutil_win_service": ("0.1", "int32_t", "char*", "psutil_win_service_t**"),
    "psutil_process_new": ("0.1", "int32_t", "int64_t", "psutil_process**"),
    "psutil_process_free": ("0.1", "int32_t", "psutil_process*"),
    "psutil_process_pid": ("0.1", "int32_t", "psutil_process*", "int64_t*"),
    "psutil_process_ppid": ("0.1", "int32_t", "psutil_process*", "int64_t*"),
    "psutil_process_parent": ("0.1", "int32_t", "psutil_process*", "psutil_process**"),
    "psutil_process_name": ("0.1", "int32_t", "psutil_process*", "char**"),
    "psutil_process_exe": ("0.1", "int32_t", "psutil_process*", "char**"),
    "psutil_process_cmdline": ("0.1", "int32_t", "psutil_process*", "psutil_string_list_t**"),
    "psutil_process_status": ("0.1", "int32_t", "psutil_process*", "int32_t*"),
    "psutil_status_name": ("0.1", "char*", "int32_t"),
    "psutil_process_create_time": ("0.1", "int32_t", "psutil_process*", "double*"),
    "psutil_process_uids": ("0.1", "int32_t", "psutil_process*", "psutil_ids_t*"),
    "psutil_process_username": ("0.1", "int32_t", "psutil_process*", "char**"),
    "psutil_process_cpu_times": ("0.1", "int32_t", "psutil_process*", "psutil_process_cpu_times_t*"),
    "psutil_process_cpu_percent": ("0.1", "int32_t", "psutil_process*", "double", "double*"),
    "psutil_process_memory_info": ("0.1", "int32_t", "psutil_process*", "psutil_process_memory_info_t*"),
    "psutil_process_num_threads": ("0.1", "int32_t", "psutil_process*", "int64_t*"),
    "psutil_process_is_running": ("0.1", "int32_t", "psutil_process*", "int32_t*"),
    "psutil_process_send_signal": ("0.1", "int32_t", "psutil_process*", "int32_t"),
    "psutil_process_terminate": ("0.1", "int32_t", "psutil_process*"),
    "psutil_process_kill": ("0.1", "int32_t", "psutil_process*"),
    "psutil_process_wait": ("0.1", "int32_t", "psutil_process*", "double", "int32_t", "psutil_exit_status_t*"),
    "psutil_process_environ": ("0.1", "int32_t", "psutil_process*", "psutil_string_list_t**"),
    "psutil_process_cwd": ("0.1", "int32_t", "psutil_process*", "char**"),
    "psutil_process_gids": ("0.1", "int32_t", "psutil_process*", "psutil_ids_t*"),
    "psutil_process_terminal": ("0.1", "int32_t", "psutil_process*", "char**"),
    "psutil_process_nice": ("0.1", "int32_t", "psutil_process*", "int32_t*"),
    "psutil_process_set_nice": ("0.1", "int32_t", "psutil_process*", "int32_t"),
    "psutil_process_ionice": ("0.1", "int32_t", "psutil_process*", "psutil_ionice_t*"),
    "psutil_process_set_ionice": ("0.1", "int32_t", "psutil_process*", "int32_t", "int32_t"),
    "psutil_process_rlimit": ("0.1", "int32_t", "psutil_process*", "int32_t", "psutil_rlimit_t*"),
    "psutil_process_set_rlimit": ("0.1", "int32_t", "psutil_process*", "int32_t", "int64_t", "int64_t"),
    "psutil_process_cpu_affinity": ("0.1", "int32_t", "psutil_process*", "psutil_cpu_list_t**"),
    "psutil_process_set_cpu_affinity": ("0.1", "int32_t", "psutil_process*", "int64_t*", "size_t"),
    "psutil_process_cpu_num": ("0.1", "int32_t", "psutil_process*", "int64_t*"),
    "psutil_process_memory_info_ex": ("0.1", "int32_t", "psutil_process*", "psutil_process_memory_info_ex_t*"),
    "psutil_process_memory_footprint": ("0.1", "int32_t", "psutil_process*", "psutil_process_memory_footprint_t*"),
    "psutil_process_memory_percent": ("0.1", "int32_t", "psutil_process*", "int32_t", "double*"),
    "psutil_process_memory_maps": ("0.1", "int32_t", "psutil_process*", "int32_t", "psutil_memory_map_list_t**"),
    "psutil_process_page_faults": ("0.1", "int32_t", "psutil_process*", "psutil_page_faults_t*"),
    "psutil_process_io_counters": ("0.1", "int32_t", "psutil_process*", "psutil_process_io_counters_t*"),
    "psutil_process_num_ctx_switches": ("0.1", "int32_t", "psutil_process*", "psutil_ctx_switches_t*"),
    "psutil_process_num_fds": ("0.1", "int32_t", "psutil_process*", "int64_t*"),
    "psutil_process_num_handles": ("0.1", "int32_t", "psutil_process*", "int64_t*"),
    "psutil_process_threads": ("0.1", "int32_t", "psutil_process*", "psutil_thread_list_t**"),
    "psutil_process_open_files": ("0.1", "int32_t", "psutil_process*", "psutil_open_file_list_t**"),
    "psutil_process_suspend": ("0.1", "int32_t", "psutil_process*"),
    "psutil_process_resume": ("0.1", "int32_t", "psutil_process*"),
    "psutil_process_children": ("0.1", "int32_t", "psutil_process*", "int32_t", "psutil_process_list_t**"),
    "psutil_process_parents": ("0.1", "int32_t", "psutil_process*", "psutil_process_list_t**"),
    "psutil_process_iter_new": ("0.1", "int32_t", "psutil_process_iter**"),
    "psutil_process_iter_next": ("0.1", "int32_t", "psutil_process_iter*", "psutil_process**"),
    "psutil_process_iter_free": ("0.1", "int32_t", "psutil_process_iter*"),
    "psutil_wait_procs": (
        "0.1",
        "int32_t",
        "psutil_process**",
        "size_t",
        "double",
        "psutil_exit_cb",
        "void*",
        "psutil_wait_result_list_t**",
    ),
    "psutil_process_kill_tree": (
        "0.1",
        "int32_t",
        "psutil_process*",
        "int32_t",
        "double",
        "psutil_kill_result_list_t**",
    ),
    "psutil_process_oneshot_begin": ("0.1", "int32_t", "psutil_process*"),
    "psutil_process_oneshot_end": ("0.1", "int32_t", "psutil_process*"),
    "psutil_process_info": ("0.1", "int32_t", "psutil_process*", "int32_t*", "size_t", "psutil_process_info_t**"),
    "psutil_process_info_error": ("0.1", "int32_t", "psutil_process_info_t*", "int32_t"),
    "psutil_popen": ("0.1", "int32_t", "psutil_popen_options_t*", "psutil_process**", "psutil_popen_pipes_t*"),
    "psutil_process_table": ("0.1", "int32_t", "int32_t*", "size_t", "int64_t*", "size_t", "psutil_table**"),
    "psutil_table_free": ("0.1", "int32_t", "psutil_table*"),
    "psutil_column_name": ("0.1", "char*", "int32_t"),
    "psutil_table_rows": ("0.1", "int32_t", "psutil_table*", "int64_t*"),
    "psutil_table_column": ("0.1", "int32_t", "psutil_table*", "int32_t", "psutil_column_t*"),
    "psutil_table_cell_error": ("0.1", "int32_t", "psutil_table*", "int64_t", "int32_t"),
    "psutil_table_int64": ("0.1", "int32_t", "psutil_table*", "int64_t", "int32_t", "int64_t*"),
    "psutil_table_double": ("0.1", "int32_t", "psutil_table*", "int64_t", "int32_t", "double*"),
    "psutil_table_string": ("0.1", "int32_t", "psutil_table*", "int64_t", "int32_t", "char**", "int64_t*"),
    "psutil_table_items": ("0.1", "int32_t", "psutil_table*", "int64_t", "int32_t", "int64_t*"),
    "psutil_table_item": ("0.1", "int32_t", "psutil_table*", "int64_t", "int32_t", "int64_t", "char**", "int64_t*"),
    "psutil_table_process": ("0.1", "int32_t", "psutil_table*", "int64_t", "psutil_process**"),
    "psutil_table_export_arrow": ("0.1", "int32_t", "psutil_table*", "void*", "void*"),
    "psutil_table_export_arrow_stream": ("0.1", "int32_t", "psutil_table*", "void*"),
}

__getattr__ = declared(globals(), _handles, _records, _callbacks, _functions)
