/*
 * psutil.h - libpsutil: processes and system, for every language that can call C
 *
 * libpsutil tells a program about the processes and the machine it runs on: what psutil tells a Python program, as a
 * C library. Link with -lpsutil. This page is how every call behaves; the comment above a function says the rest.
 *
 * CALLS. A function that can fail returns int32_t: PSUTIL_OK (0), or one of the negative PSUTIL_ERR_* codes. Inputs
 * come first, outputs last; an output is a pointer to where the answer goes, and is left untouched when a call fails.
 *
 *     psutil_process *p;
 *     char *name;
 *     if (psutil_process_new(pid, &p) == PSUTIL_OK) {
 *         if (psutil_process_name(p, &name) == PSUTIL_OK) {
 *             puts(name);
 *             psutil_free(name);
 *         } else {
 *             fprintf(stderr, "%s\n", psutil_last_error()->message);
 *         }
 *         psutil_process_free(p);
 *     }
 *
 * ERRORS. The code says what happened; psutil_last_error() says the rest: PID, process name, the operating system's own
 * error number, and a message that names the call and what it failed on. It belongs to the calling thread and is valid
 * until this thread's next failing call. A call that succeeds leaves it alone, so look at the code first.
 *
 * OWNERSHIP. Three rules. A record without pointers (psutil_cpu_times_t) is your own struct, filled in. Anything with a
 * string or a list in it (char **, psutil_pid_list_t **) is one block from the library: give it back with one
 * psutil_free, whatever is inside; never write to it. A handle (psutil_process *) has a free function of its own.
 * Freeing NULL is fine and does nothing; NULL anywhere else is PSUTIL_ERR_INVALID_ARGUMENT.
 *
 * HANDLES. A psutil_process * names one process: its PID and its start, so that a PID the system has given to somebody
 * else is never taken for the old one. The value is looked up, never followed: a freed, foreign or made-up handle gets
 * PSUTIL_ERR_INVALID_HANDLE. Functions marked "guarded" check first that the PID has not been reused; the others tell
 * of whichever process has the PID now (psutil_process_is_running tells the difference).
 *
 * UNITS AND ABSENT VALUES. Sizes are bytes and times are seconds, unless the name says otherwise. A field that this
 * operating system does not report is PSUTIL_NA (-1), NaN in a double, or a NULL string; never 0. Where -1 could be an
 * answer, a field has_... says whether there is one. Records end in reserved words, all PSUTIL_NA, that later versions
 * give names to: a program built today works with them. A capability that this system does not have at all answers
 * PSUTIL_ERR_NOT_SUPPORTED.
 *
 * STRINGS are the operating system's own bytes on Unix (a file name need not be UTF-8), and UTF-8 on Windows.
 *
 * THREADS, SIGNALS, FORK. Every function may be called from any thread at any time, also on the same handle, but not
 * from a signal handler. Functions marked [blocking] block without holding anything that another call needs, with your
 * signals delivered: if a handler ran, they return PSUTIL_ERR_INTERRUPTED, and whether to call again is your decision.
 * Loading the library starts nothing; your signal handlers stay yours; after fork, parent and child can both go on
 * calling, with the handles they have. docs/embedding.md says what exactly is promised.
 *
 * MARKS. The last line of a function's comment says how it works and since which version it exists: [nonblocking] asks
 * the kernel and returns at once; [blocking] may block; [no syscall] asks nothing of the kernel, never starts the
 * runtime and cannot fail unless its comment says so; [by hand] starts a child process. [nullable] marks a field, or
 * after a function's other marks its (first) output or its result, that may be absent: NULL, PSUTIL_NA or NaN. A column
 * of the process table has its type as a mark, and [slow]. An error code has its psutil_strerror in quotes.
 */
#ifndef PSUTIL_H
#define PSUTIL_H

#include <stddef.h>
#include <stdint.h>

#define PSUTIL_VERSION_MAJOR 0
#define PSUTIL_VERSION_MINOR 1
#define PSUTIL_VERSION_PATCH 0
#define PSUTIL_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------ library ------- */

/* "Not reported here", in any integer field. */
enum psutil_absent {
    PSUTIL_NA = -1
};

/* What a call returns. psutil_error_name and psutil_strerror turn a code into text. */
enum psutil_error {
    PSUTIL_OK = 0,                    /* ["success"] */
    PSUTIL_ERR_NO_SUCH_PROCESS = -1,  /* no process has this PID, or the process of the handle has exited
                                         ["no such process"] */
    PSUTIL_ERR_ZOMBIE_PROCESS = -2,   /* the process has exited, its parent has not waited for it, and the system keeps
                                         nothing more of what was requested ["process is a zombie"] */
    PSUTIL_ERR_ACCESS_DENIED = -3,    /* the operating system does not allow it to this user ["access denied"] */
    PSUTIL_ERR_TIMEOUT_EXPIRED = -4,  /* the process is still alive at the end of the timeout ["timeout expired"] */
    PSUTIL_ERR_NOT_SUPPORTED = -5,    /* this operating system or kernel does not have it
                                         ["not supported on this system"] */
    PSUTIL_ERR_INVALID_ARGUMENT = -6, /* a NULL or a value out of range; the message says which ["invalid argument"] */
    PSUTIL_ERR_INVALID_HANDLE = -7,   /* freed, not a handle of this library, or of another type ["invalid handle"] */
    PSUTIL_ERR_OS = -8,               /* any other error of the operating system: see os_error
                                         ["operating system error"] */
    PSUTIL_ERR_NO_MEMORY = -9,        /* memory, address space or threads are exhausted or limited
                                         ["out of memory or threads"] */
    PSUTIL_ERR_INTERNAL = -10,        /* a defect of the library; report its message as a bug ["internal error"] */
    PSUTIL_ERR_FORK = -11,            /* after fork, this process could not load a fresh copy of the library
                                         ["library cannot be used in this forked process"] */
    PSUTIL_ERR_INTERRUPTED = -12      /* a signal handler ran while the call waited ["interrupted by a signal handler"] */
};

/* What psutil_last_error points at. */
typedef struct psutil_error_info_t {
    int32_t code;     /* PSUTIL_ERR_*; PSUTIL_OK if no call of this thread has failed yet */
    int32_t os_error; /* errno, or GetLastError() on Windows; 0 if the operating system was not the one to fail */
    int64_t pid;      /* the process that the call was about, or PSUTIL_NA [nullable] */
    int64_t ppid;     /* ZOMBIE_PROCESS: the parent that has not waited for it, if known; else PSUTIL_NA [nullable] */
    double timeout;   /* TIMEOUT_EXPIRED: how many seconds the call was allowed to wait; else NaN [nullable] */
    const char *name; /* that process's name, if the library knew it; else NULL [nullable] */
    const char *message; /* a sentence for people: which call, what it failed on, and why; never NULL */
    int64_t reserved[4];
} psutil_error_info_t;

/* The version of the library that is loaded, "major.minor.patch". PSUTIL_VERSION is the header's.
 * [no syscall, since 0.1] */
const char *psutil_version(void);

/* The name of a code, such as "PSUTIL_ERR_ACCESS_DENIED"; "PSUTIL_ERR_UNKNOWN" for a number that is none.
 * [no syscall, since 0.1] */
const char *psutil_error_name(int32_t code);

/* A short description of a code in English, such as "access denied"; never NULL.
 * [no syscall, since 0.1] */
const char *psutil_strerror(int32_t code);

/* The details of this thread's last failed call. Never NULL; valid until this thread's next failing call.
 * [no syscall, since 0.1] */
const psutil_error_info_t *psutil_last_error(void);

/* Gives a block (a string, a list, a record with strings) back to the library. NULL is fine.
 * [no syscall, since 0.1] */
void psutil_free(void *block);

/* Where the library finds procfs: an absolute path, such as "/host/proc" for a container that is to look at its host.
 * "" is the default: the environment variable PSUTIL_PROCFS_PATH as it was at the first use, else /proc. It holds for
 * all threads from the next call on; a psutil_process keeps the procfs that it was made with. The path need not exist
 * yet. Everything else stays what the calling process sees: /sys, the names of users, who is logged in.
 * A procfs in which the calling process does not have its own PID, or no place, is a foreign one. Its PIDs mean somebody
 * else, or nobody, to this system, so with it whatever acts on a process or asks the kernel by PID (signals, wait,
 * priorities, limits, affinity) answers NOT_SUPPORTED, and processes are told apart by their start alone.
 * Programs that run with more rights than their caller (setuid) do not obey the environment variable.
 * Errors: INVALID_ARGUMENT for a relative path and for one of 4096 bytes or more; NOT_SUPPORTED where there is no procfs
 * (Windows, macOS, FreeBSD).
 * [no syscall, since 0.1] */
int32_t psutil_set_procfs_path(const char *path);

/* ------------------------------------------------------------------------------------------------ shapes -------- */

/* Strings in the order that the system keeps them: a command line, for example. No item is NULL. */
typedef struct psutil_string_list_t {
    size_t len;
    const char *const *items;
} psutil_string_list_t;

/* PIDs, ascending. */
typedef struct psutil_pid_list_t {
    size_t len;
    const int64_t *items;
} psutil_pid_list_t;

/* ------------------------------------------------------------------------------- processes on the system --------- */

/* One process; see HANDLES above. */
typedef struct psutil_process psutil_process;

/* The PIDs of all running processes, zombies included, in ascending order.
 * Errors: OS where the list cannot be read.
 * Source: the numeric entries of /proc; NtQuerySystemInformation(SystemProcessInformation) on Windows.
 * [nonblocking, since 0.1] */
int32_t psutil_pids(psutil_pid_list_t **out);

/* Whether a process with this PID exists: 1 or 0. A zombie exists; the ID of a thread that leads no process is not a
 * process. A PID that no system could have (negative, beyond the kernel's range) does not exist and is no error.
 * Source: kill(pid, 0) and Tgid in /proc/[pid]/status.
 * [nonblocking, since 0.1] */
int32_t psutil_pid_exists(int64_t pid, int32_t *out);

/* ------------------------------------------------------------------------------------------------ CPU ----------- */

/* Seconds that CPUs have spent in each mode since boot. */
typedef struct psutil_cpu_times_t {
    double user;       /* normal processes in user mode; on Linux includes guest */
    double system;     /* the kernel, on behalf of processes */
    double idle;       /* nothing to do */
    double nice;       /* niced processes in user mode; on Linux includes guest_nice. Unix [nullable] */
    double iowait;     /* idle while waiting for I/O to complete. Linux [nullable] */
    double irq;        /* hardware interrupts. Linux, FreeBSD; Windows: "interrupt" [nullable] */
    double softirq;    /* software interrupts. Linux [nullable] */
    double steal;      /* taken by other operating systems of the same host. Linux 2.6.11 [nullable] */
    double guest;      /* running a virtual CPU for a guest. Linux 2.6.24 [nullable] */
    double guest_nice; /* the same for a niced guest. Linux 3.2.0 [nullable] */
    double dpc;        /* deferred procedure calls. Windows [nullable] */
    int64_t reserved[5];
} psutil_cpu_times_t;

/* One record a CPU: the first for the first CPU that is online, and so on; the order stays the same between calls. */
typedef struct psutil_cpu_times_list_t {
    size_t len;
    const psutil_cpu_times_t *items;
} psutil_cpu_times_list_t;

/* Load averages; see psutil_getloadavg. */
typedef struct psutil_loadavg_t {
    double load1;  /* over the last minute */
    double load5;  /* over the last 5 minutes */
    double load15; /* over the last 15 minutes */
} psutil_loadavg_t;

/* One percentage a CPU, in the order of psutil_cpu_times_per_cpu. */
typedef struct psutil_percent_list_t {
    size_t len;
    const double *items;
} psutil_percent_list_t;

/* Events since boot, all CPUs together. */
typedef struct psutil_cpu_stats_t {
    int64_t ctx_switches;    /* context switches, voluntary and involuntary */
    int64_t interrupts;      /* hardware interrupts; on Linux also those that architectures do not number */
    int64_t soft_interrupts; /* software interrupts. Linux 2.6.31 [nullable] */
    int64_t syscalls;        /* system calls. Not Linux (where psutil says 0) [nullable] */
    int64_t reserved[4];
} psutil_cpu_stats_t;

/* How fast CPUs run, in MHz. NaN where the system does not say. */
typedef struct psutil_cpu_freq_t {
    double current; /* [nullable] */
    double min;     /* of the range that is allowed now [nullable] */
    double max;     /* [nullable] */
    int64_t reserved[2];
} psutil_cpu_freq_t;

/* One record a CPU, in the order of psutil_cpu_times_per_cpu. */
typedef struct psutil_cpu_freq_list_t {
    size_t len;
    const psutil_cpu_freq_t *items;
} psutil_cpu_freq_list_t;

/* The number of CPUs that are online: logical ones (hardware threads) if logical is not 0, else physical cores.
 * PSUTIL_NA where the system does not say (cores are often unknown in virtual machines and on ARM). It is the machine's
 * number in a container, too: a cpuset, an affinity mask or a quota that allows this process fewer does not change it.
 * Source: sysconf(_SC_NPROCESSORS_ONLN)'s /sys/devices/system/cpu/online, else /proc/stat; core_cpus_list (or
 * thread_siblings_list) of each CPU's topology, else /proc/cpuinfo.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_cpu_count(int32_t logical, int64_t *out);

/* CPU times of the whole machine: the sum over its CPUs.
 * Source: the "cpu" line of /proc/stat.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_times(psutil_cpu_times_t *out);

/* CPU times of each CPU.
 * Source: the "cpuN" lines of /proc/stat.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_times_per_cpu(psutil_cpu_times_list_t **out);

/* How busy the whole machine was, 0.0 to 100.0.
 * interval > 0: between now and interval seconds later; the call waits. interval 0: since the calling thread's previous
 * call with 0; the first such call of a thread has nothing to compare with and gives 0.0. Leave at least 0.1 s between
 * calls: CPU times move in steps of 0.01 s.
 * Errors: INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: psutil_cpu_times, twice; busy is everything but idle and iowait.
 * [blocking, since 0.1] */
int32_t psutil_cpu_percent(double interval, double *out);

/* The same for each CPU. The comparison with interval 0 is with this thread's previous call of this function.
 * [blocking, since 0.1] */
int32_t psutil_cpu_percent_per_cpu(double interval, psutil_percent_list_t **out);

/* How busy the machine was between two readings of psutil_cpu_times that you kept, 0.0 to 100.0: for programs that keep
 * a baseline of their own. Readings in the wrong order, or equal ones, give 0.0.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, double *out);

/* Which part of its time the whole machine has spent in each mode: the fields of psutil_cpu_times_t in percent, each
 * 0.0 to 100.0. All but guest and guest_nice, which are part of user and nice, add up to 100 but for rounding; all are
 * 0.0 if no time has passed.
 * interval: as psutil_cpu_percent; the comparison with 0 is with this thread's previous call of this function. (psutil
 * 7 gives too little when less than a second of CPU time has passed; this does not.)
 * Errors: INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: psutil_cpu_times, twice. A mode whose time went back, as iowait and steal do, counts as 0.0.
 * [blocking, since 0.1] */
int32_t psutil_cpu_times_percent(double interval, psutil_cpu_times_t *out);

/* The same for each CPU. The comparison with interval 0 is with this thread's previous call of this function; all are
 * 0.0 when CPUs have come or gone meanwhile.
 * [blocking, since 0.1] */
int32_t psutil_cpu_times_percent_per_cpu(double interval, psutil_cpu_times_list_t **out);

/* The same between two readings of psutil_cpu_times, or of one CPU's, that you kept. Readings in the wrong order, or
 * equal ones, give 0.0; a field that is NaN in either is NaN.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_times_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later,
                                         psutil_cpu_times_t *out);

/* Context switches, interrupts and system calls since boot.
 * Source: ctxt, intr and softirq in /proc/stat.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_stats(psutil_cpu_stats_t *out);

/* How fast the CPUs run now, and may run: the mean over all that are online. Linux, Windows, macOS, FreeBSD.
 * Errors: NOT_SUPPORTED where the machine does not say, as many virtual machines.
 * Source: as psutil_cpu_freq_per_cpu.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_freq(psutil_cpu_freq_t *out);

/* The same of each CPU that is online (psutil: of each cpufreq policy, which on ARM stands for several CPUs).
 * Errors: NOT_SUPPORTED where the machine says it of none.
 * Source: "cpu MHz" in /proc/cpuinfo, else scaling_cur_freq (or cpuinfo_cur_freq), with scaling_min_freq and
 * scaling_max_freq (or cpuinfo_min_freq and cpuinfo_max_freq), in /sys/devices/system/cpu/cpuN/cpufreq.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_freq_per_cpu(psutil_cpu_freq_list_t **out);

/* The average number of processes that were running or waiting to run (on Linux also those in uninterruptible sleep)
 * over the last 1, 5 and 15 minutes, not divided by the number of CPUs.
 * Source: sysinfo(2); /proc/loadavg of a procfs that is not the running system's.
 * [nonblocking, since 0.1] */
int32_t psutil_getloadavg(psutil_loadavg_t *out);

/* ------------------------------------------------------------------------------------------------ memory -------- */

/* The machine's memory, in bytes. */
typedef struct psutil_virtual_memory_t {
    int64_t total;     /* physical memory that the kernel can use */
    int64_t available; /* what can be given to processes at once without swapping */
    int64_t used;      /* in use, as this system counts it: Linux total - available */
    int64_t free;      /* not used for anything at all; see available for what can be had */
    double percent;    /* (total - available) / total * 100 */
    int64_t active;    /* used very recently, and so not reclaimed first. Unix [nullable] */
    int64_t inactive;  /* not used recently. Unix [nullable] */
    int64_t buffers;   /* cache of block devices and file system metadata. Linux, FreeBSD [nullable] */
    int64_t cached; /* cache of files, including reclaimable kernel memory (SReclaimable). Linux, FreeBSD [nullable] */
    int64_t shared; /* tmpfs and shared memory. Linux, FreeBSD [nullable] */
    int64_t slab;   /* the kernel's own data structures. Linux [nullable] */
    int64_t wired;  /* never moved to disk. macOS, FreeBSD [nullable] */
    int64_t reserved[8];
} psutil_virtual_memory_t;

/* The machine's memory. Inside a container this is the machine's too.
 * Source: /proc/meminfo (MemAvailable, estimated from its parts before Linux 3.14).
 * [nonblocking, since 0.1] */
int32_t psutil_virtual_memory(psutil_virtual_memory_t *out);

/* Swap space, in bytes. */
typedef struct psutil_swap_memory_t {
    int64_t total;
    int64_t used;
    int64_t free;
    double percent; /* used / total * 100; 0.0 where there is no swap */
    int64_t sin; /* moved in from disk since boot; PSUTIL_NA where the kernel does not count. 0 on Windows [nullable] */
    int64_t sout; /* moved out to disk since boot; PSUTIL_NA where the kernel does not count. 0 on Windows [nullable] */
    int64_t reserved[2];
} psutil_swap_memory_t;

/* The machine's swap space; all 0 where there is none.
 * Source: SwapTotal and SwapFree in /proc/meminfo; pswpin and pswpout, in pages, in /proc/vmstat (sin and sout are
 * PSUTIL_NA where that is not there).
 * [nonblocking, since 0.1] */
int32_t psutil_swap_memory(psutil_swap_memory_t *out);

/* ------------------------------------------------------------------------------------------------ disks --------- */

/* A mounted file system. */
typedef struct psutil_disk_partition_t {
    const char *device; /* "/dev/sda1", "server:/export", "tmpfs"; "C:\" on Windows; "" where there is none */
    const char *mountpoint;
    const char *fstype; /* "ext4"; on Windows the file system's name */
    const char *opts;   /* as mount(8) takes them: "rw,relatime"; on Windows such as "rw,fixed" */
    int64_t reserved[2];
} psutil_disk_partition_t;

/* Mounted file systems, in the order of mounting. */
typedef struct psutil_disk_partition_list_t {
    size_t len;
    const psutil_disk_partition_t *items;
} psutil_disk_partition_list_t;

/* The space of a file system, in bytes. */
typedef struct psutil_disk_usage_t {
    int64_t total;
    int64_t used;   /* total - used is more than free where some is kept for root */
    int64_t free;   /* what ordinary users can have */
    double percent; /* used / (used + free) * 100, as df(1) shows it */
    int64_t reserved[2];
} psutil_disk_usage_t;

/* What a disk has done since boot, or since it was plugged in. Times add up what was under way at the same time. */
typedef struct psutil_disk_io_counters_t {
    int64_t read_count;
    int64_t write_count;
    int64_t read_bytes;
    int64_t write_bytes;
    int64_t read_time;          /* milliseconds spent reading */
    int64_t write_time;         /* milliseconds spent writing */
    int64_t read_merged_count;  /* reads that were made one with a neighbour. Linux [nullable] */
    int64_t write_merged_count; /* Linux [nullable] */
    int64_t busy_time;          /* milliseconds in which anything was under way. Linux, FreeBSD [nullable] */
    int64_t reserved[4];
} psutil_disk_io_counters_t;

/* The same with the name of the disk or partition ("sda", "nvme0n1p1"; "PhysicalDrive0"). */
typedef struct psutil_disk_io_t {
    const char *name;
    psutil_disk_io_counters_t counters;
} psutil_disk_io_t;

/* Disks and partitions, in the order of the system. */
typedef struct psutil_disk_io_list_t {
    size_t len;
    const psutil_disk_io_t *items;
} psutil_disk_io_list_t;

/* The mounted file systems that the calling thread sees. all 0: only those on devices (hard disks, CD-ROMs, USB
 * sticks); else also those in memory, over the network, and the kernel's own. A device that is mounted in several places
 * is there as often.
 * Errors: OS.
 * Source: /proc/thread-self/mounts, before Linux 3.17 /proc/self/mounts; /proc/filesystems for what needs a device;
 * "rootfs" and "/dev/root" are looked up in /sys/dev/block or /proc/partitions.
 * [nonblocking, since 0.1] */
int32_t psutil_disk_partitions(int32_t all, psutil_disk_partition_list_t **out);

/* The space of the file system that path is on; any path on it will do.
 * May wait for a server if that file system is remote.
 * Errors: OS with os_error ENOENT where there is no such path, ENOTDIR and so on; ACCESS_DENIED.
 * Source: statfs(2).
 * [nonblocking, since 0.1] */
int32_t psutil_disk_usage(const char *path, psutil_disk_usage_t *out);

/* What all disks together have done: partitions are not counted again, their disk's counters have it. What stands on
 * other disks (dm, md, loop) has counters of its own and is added, as in psutil.
 * nowrap 0: as the system counts now: the total gets less when a counter wraps around (some have 32 bits) or a disk is
 * unplugged. Else: never less than in an earlier call with nowrap in this process: a counter that begins anew goes on
 * from where it was, and a disk that is gone stays in the total.
 * Errors: NOT_SUPPORTED where there are no disks at all, as in some containers.
 * Source: /proc/diskstats, or /sys/block where that is not there; whole disks are what /sys/block lists.
 * [nonblocking, since 0.1] */
int32_t psutil_disk_io_counters(int32_t nowrap, psutil_disk_io_counters_t *out);

/* The same of each disk and of each partition; an empty list where there are none. What is not there now is not in the
 * list; when it is back under its old name, it goes on from where it was with nowrap.
 * [nonblocking, since 0.1] */
int32_t psutil_disk_io_counters_per_disk(int32_t nowrap, psutil_disk_io_list_t **out);

/* ------------------------------------------------------------------------------------------------ network ------- */

/* What an address belongs to. The numbers are this library's (Linux's own) and the same on every system. */
enum psutil_address_family {
    PSUTIL_AF_UNSPEC = 0,
    PSUTIL_AF_UNIX = 1,
    PSUTIL_AF_INET = 2,   /* IPv4 */
    PSUTIL_AF_INET6 = 10, /* IPv6 */
    PSUTIL_AF_LINK = 17   /* the hardware of a network interface: a MAC address */
};

/* What a socket carries. The numbers are this library's (Linux's own) and the same on every system. */
enum psutil_socket_type {
    PSUTIL_SOCK_STREAM = 1,
    PSUTIL_SOCK_DGRAM = 2,
    PSUTIL_SOCK_RAW = 3,
    PSUTIL_SOCK_SEQPACKET = 5
};

/* The state of a TCP connection. psutil_conn_status_name gives psutil's string for each ("ESTABLISHED"). */
enum psutil_conn_status {
    PSUTIL_CONN_ESTABLISHED = 1,
    PSUTIL_CONN_SYN_SENT = 2,
    PSUTIL_CONN_SYN_RECV = 3,
    PSUTIL_CONN_FIN_WAIT1 = 4,
    PSUTIL_CONN_FIN_WAIT2 = 5,
    PSUTIL_CONN_TIME_WAIT = 6,
    PSUTIL_CONN_CLOSE = 7,
    PSUTIL_CONN_CLOSE_WAIT = 8,
    PSUTIL_CONN_LAST_ACK = 9,
    PSUTIL_CONN_LISTEN = 10,
    PSUTIL_CONN_CLOSING = 11,
    PSUTIL_CONN_NONE = 12,       /* UDP and UNIX sockets have no state */
    PSUTIL_CONN_DELETE_TCB = 13, /* Windows */
    PSUTIL_CONN_IDLE = 14,       /* Solaris: for psutil's constants to be complete */
    PSUTIL_CONN_BOUND = 15       /* Solaris */
};

/* How a network interface sends and receives. */
enum psutil_nic_duplex {
    PSUTIL_NIC_DUPLEX_UNKNOWN = 0,
    PSUTIL_NIC_DUPLEX_HALF = 1, /* one at a time */
    PSUTIL_NIC_DUPLEX_FULL = 2  /* both at once */
};

/* Flags of psutil_net_connections. */
enum psutil_connections_flags {
    PSUTIL_CONNECTIONS_PIDS = 1 /* say which process has each socket open, and as which descriptor */
};

/* What went through network interfaces. */
typedef struct psutil_net_io_counters_t {
    int64_t bytes_sent;
    int64_t bytes_recv;
    int64_t packets_sent;
    int64_t packets_recv;
    int64_t errin;   /* errors while receiving */
    int64_t errout;  /* errors while sending */
    int64_t dropin;  /* incoming packets that were dropped */
    int64_t dropout; /* outgoing packets that were dropped; not counted on macOS and FreeBSD [nullable] */
    int64_t reserved[4];
} psutil_net_io_counters_t;

/* The same for one interface. */
typedef struct psutil_net_io_t {
    const char *name;
    psutil_net_io_counters_t counters;
} psutil_net_io_t;

/* In the order that the system keeps them. */
typedef struct psutil_net_io_list_t {
    size_t len;
    const psutil_net_io_t *items;
} psutil_net_io_list_t;

/* One socket. */
typedef struct psutil_connection_t {
    int64_t fd;     /* the descriptor that the process has it open as; PSUTIL_NA if not known (Windows) [nullable] */
    int64_t pid;    /* the process that has it open; PSUTIL_NA if not known, not asked for, or nobody has [nullable] */
    int32_t family; /* PSUTIL_AF_INET, _INET6 or _UNIX */
    int32_t type;   /* PSUTIL_SOCK_*: STREAM is TCP, DGRAM is UDP, for UNIX sockets any */
    const char *local_address; /* the IP address in numbers ("127.0.0.1", "::1"), "" where not bound. UNIX sockets: the
                                  path, "" without one; an abstract name begins with "@", which stands for its NULs */
    const char
        *remote_address; /* the other end's IP address, NULL where not connected and for UNIX sockets [nullable] */
    int32_t local_port;  /* PSUTIL_NA where not bound, and for UNIX sockets [nullable] */
    int32_t remote_port; /* PSUTIL_NA where not connected, and for UNIX sockets [nullable] */
    int32_t status;      /* PSUTIL_CONN_* */
    int32_t has_remote;  /* 1 where remote_address and remote_port say something */
    int64_t reserved[2];
} psutil_connection_t;

/* In no particular order. */
typedef struct psutil_connection_list_t {
    size_t len;
    const psutil_connection_t *items;
} psutil_connection_list_t;

/* One address of a network interface. */
typedef struct psutil_net_if_addr_t {
    const char *name;      /* the interface's ("eth0"), or the label of the address ("eth0:1") */
    const char *address;   /* an IP address in numbers, a link-local one with its scope ("fe80::1%eth0"); a MAC address
                              in hexadecimal ("02:fc:00:00:00:01"), of six bytes or more (InfiniBand: 20) */
    const char *netmask;   /* "255.255.255.0", "ffff:ffff:ffff:ffff::"; NULL for a MAC address [nullable] */
    const char *broadcast; /* NULL if there is none [nullable] */
    const char *ptp; /* the other end's address, on an interface that has just one (a VPN's); else NULL [nullable] */
    int32_t family;  /* PSUTIL_AF_INET, _INET6 or _LINK */
    int32_t prefix_length; /* of the netmask, in bits; PSUTIL_NA where netmask is NULL [nullable] */
    int64_t reserved[2];
} psutil_net_if_addr_t;

/* The interfaces in the system's order, and of each IPv4, IPv6, hardware. */
typedef struct psutil_net_if_addr_list_t {
    size_t len;
    const psutil_net_if_addr_t *items;
} psutil_net_if_addr_list_t;

/* The state of a network interface. */
typedef struct psutil_net_if_stats_t {
    const char *name;
    int32_t isup;   /* 1 if it is running: switched on, and with a cable or whatever else it needs; 0 if not */
    int32_t duplex; /* PSUTIL_NIC_DUPLEX_* */
    int64_t speed;  /* Mbit/s; PSUTIL_NA where unknown: without hardware, and for many wireless interfaces [nullable] */
    int64_t mtu;    /* the largest packet, in bytes */
    const char *flags; /* separated by commas ("up,broadcast,running,multicast"); NULL on Windows [nullable] */
    int64_t reserved[2];
} psutil_net_if_stats_t;

/* In the system's order. */
typedef struct psutil_net_if_stats_list_t {
    size_t len;
    const psutil_net_if_stats_t *items;
} psutil_net_if_stats_list_t;

/* What went through all network interfaces of the calling thread's network namespace together. With nowrap (not 0)
 * numbers never go back: when the system's wrap around (32-bit ones do after some gigabytes), or an interface
 * disappears, what they had reached is added from then on. That is known from this program's first such call on.
 * Errors: NOT_SUPPORTED where there are no interfaces at all.
 * Source: /proc/thread-self/net/dev.
 * [nonblocking, since 0.1] */
int32_t psutil_net_io_counters(int32_t nowrap, psutil_net_io_counters_t *out);

/* The same for each interface that is there now. One that is back under its old name goes on from where it was with
 * nowrap.
 * Source: as psutil_net_io_counters.
 * [nonblocking, since 0.1] */
int32_t psutil_net_io_counters_per_nic(int32_t nowrap, psutil_net_io_list_t **out);

/* All sockets of these kinds in the calling thread's network namespace. kind is one of
 *     "inet"   TCP and UDP over IPv4 and IPv6    "tcp"    TCP over both        "udp"    UDP over both
 *     "inet4"  TCP and UDP over IPv4             "tcp4"   TCP over IPv4        "udp4"   UDP over IPv4
 *     "inet6"  TCP and UDP over IPv6             "tcp6"   TCP over IPv6        "udp6"   UDP over IPv6
 *     "unix"   UNIX sockets                      "all"    all of these
 * flags: 0 or PSUTIL_CONNECTIONS_PIDS, which makes it look at every descriptor of every process. An IP socket that
 * several have open is listed once, with the process of the highest PID and its lowest descriptor; a UNIX socket once
 * for each descriptor of that process. Where this user may not see the descriptors, pid and fd remain PSUTIL_NA, and
 * that is no error. An IPv4 connection of an IPv6 socket has IPv6 addresses, such as "::ffff:127.0.0.1".
 * Errors: INVALID_ARGUMENT for another kind (the message lists these) and for unknown flags.
 * Source: sock_diag(7), else /proc/thread-self/net/tcp and its neighbours; readlink /proc/[pid]/fd/[fd].
 * [nonblocking, since 0.1] */
int32_t psutil_net_connections(const char *kind, int32_t flags, psutil_connection_list_t **out);

/* The sockets of these kinds (as for psutil_net_connections) that the process has open, in its own network namespace:
 * an IP socket once, with its lowest descriptor, a UNIX socket once for each descriptor. A zombie has none.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for another kind.
 * Source: readlink /proc/[pid]/fd/[fd]; sock_diag(7) in our own network namespace, else /proc/[pid]/net.
 * [nonblocking, since 0.1] */
int32_t psutil_process_net_connections(psutil_process *p, const char *kind, psutil_connection_list_t **out);

/* psutil's string for a PSUTIL_CONN_*, such as "ESTABLISHED"; "?" for a number that is none.
 * [no syscall, since 0.1] */
const char *psutil_conn_status_name(int32_t status);

/* The addresses of the network interfaces in the calling thread's network namespace. On an interface that can
 * broadcast, an IPv4 address without a broadcast address has itself in that place, as getifaddrs(3) has it.
 * Source: netlink(7) RTM_GETLINK and RTM_GETADDR.
 * [nonblocking, since 0.1] */
int32_t psutil_net_if_addrs(psutil_net_if_addr_list_t **out);

/* The state of each network interface in the calling thread's network namespace.
 * Source: netlink(7) RTM_GETLINK; ioctl(SIOCETHTOOL).
 * [nonblocking, since 0.1] */
int32_t psutil_net_if_stats(psutil_net_if_stats_list_t **out);

/* ------------------------------------------------------------------------------ other system information -------- */

/* When the system booted: seconds since the epoch, in UTC. Moves with the system clock when that is set.
 * Source: btime in /proc/stat.
 * [nonblocking, since 0.1] */
int32_t psutil_boot_time(double *out);

/* A login to this machine. */
typedef struct psutil_user_t {
    const char *name;
    const char *terminal; /* "tty1", "pts/0"; NULL if there is none [nullable] */
    const char *host;     /* where the login came from, as a name or an address; "localhost" for this machine's own
                             terminals and screens; NULL where not reported [nullable] */
    double started;       /* seconds since the epoch */
    int64_t pid;          /* the process that logged the user in; Windows: PSUTIL_NA [nullable] */
    int64_t reserved[2];
} psutil_user_t;

/* Logins, the oldest first. */
typedef struct psutil_user_list_t {
    size_t len;
    const psutil_user_t *items;
} psutil_user_list_t;

/* A temperature in degrees Celsius. */
typedef struct psutil_temperature_t {
    const char *name;  /* the chip: "coretemp", "nvme"; several may have the same name */
    const char *label; /* which of the chip's sensors: "Core 0"; "" where it has no label */
    double current;
    double high;     /* where it gets too hot; NaN if neither this nor critical is known, else one stands for both
                        [nullable] */
    double critical; /* where it breaks, or the machine shuts down [nullable] */
    int64_t reserved[2];
} psutil_temperature_t;

/* Sensors of chips with the same name stand together. */
typedef struct psutil_temperature_list_t {
    size_t len;
    const psutil_temperature_t *items;
} psutil_temperature_list_t;

/* A fan. */
typedef struct psutil_fan_t {
    const char *name;  /* the chip that drives it: "thinkpad" */
    const char *label; /* "" where it has no label */
    int64_t current;   /* revolutions per minute */
    int64_t reserved[2];
} psutil_fan_t;

/* Fans of chips with the same name stand together. */
typedef struct psutil_fan_list_t {
    size_t len;
    const psutil_fan_t *items;
} psutil_fan_list_t;

/* What secsleft is when it is no number of seconds. */
enum psutil_power_time {
    PSUTIL_POWER_TIME_UNKNOWN = -1,
    PSUTIL_POWER_TIME_UNLIMITED = -2 /* mains power */
};

/* The battery that the machine runs on. */
typedef struct psutil_battery_t {
    int32_t present;       /* 1; 0: the machine has no battery, and the rest of the record says nothing */
    int32_t power_plugged; /* 1: mains power; 0: none; PSUTIL_NA: unknown [nullable] */
    double percent;        /* 0.0 to 100.0 of what it can hold */
    int64_t secsleft;      /* until it is empty, at the rate of this moment; or PSUTIL_POWER_TIME_* */
    int64_t reserved[4];
} psutil_battery_t;

/* The limits of the control groups that a process is in. Each is the lowest of the group's own and all its ancestors',
 * as far as they can be seen: a container need not see its host's groups. */
typedef struct psutil_cgroup_limits_t {
    int32_t version;      /* 1 or 2: of the hierarchy that limits memory; on a mixed system it may be 1 */
    int32_t cpuset_count; /* the number of CPUs in cpuset, or PSUTIL_NA [nullable] */
    const char *path;     /* the group, as /proc/[pid]/cgroup names it in that hierarchy */
    int64_t
        memory_limit; /* bytes beyond which processes are killed; PSUTIL_NA: no limit, like all of these [nullable] */
    int64_t
        memory_high; /* bytes beyond which processes are slowed down and their memory reclaimed. Version 2 [nullable] */
    int64_t memory_usage; /* bytes used in the group that has memory_limit; where there is none, in the process's own
                             [nullable] */
    int64_t swap_limit;   /* bytes of swap; in version 1, what its limit of memory and swap leaves beyond memory_limit
                             [nullable] */
    double cpu_quota;     /* CPU time per time, so that 1.5 is one and a half CPUs; NaN: no limit [nullable] */
    const char *cpuset;   /* the CPUs that it may use, "0-3,8"; NULL if the group does not say [nullable] */
    int64_t pids_limit;   /* processes and threads [nullable] */
    int64_t reserved[8];
} psutil_cgroup_limits_t;

/* What the calling process's C library has allocated, in bytes. */
typedef struct psutil_heap_info_t {
    int64_t heap_used;  /* by malloc, from its heaps. Linux: mallinfo2's uordblks */
    int64_t mmap_used;  /* by malloc, in mappings of their own for large blocks. Linux: hblkhd */
    int64_t heap_count; /* private heaps. Windows [nullable] */
    int64_t reserved[4];
} psutil_heap_info_t;

/* A Windows service. A string is NULL, and pid PSUTIL_NA, where it does not apply or this user may not know it. */
typedef struct psutil_win_service_t {
    const char *name;
    const char *display_name; /* [nullable] */
    const char *binpath;      /* the executable with its arguments [nullable] */
    const char *username;     /* who it runs as [nullable] */
    const char *start_type;   /* "automatic", "manual", "disabled" [nullable] */
    const char *status;       /* "running", "stopped", "paused", "start_pending", "stop_pending", "continue_pending",
                                 "pause_pending" [nullable] */
    const char *description;  /* [nullable] */
    int64_t pid;              /* of a service that runs [nullable] */
    int64_t reserved[2];
} psutil_win_service_t;

/* Ordered by name. */
typedef struct psutil_win_service_list_t {
    size_t len;
    const psutil_win_service_t *items;
} psutil_win_service_list_t;

/* Who is logged in. A user who is logged in twice is there twice. Where logins are not recorded, as in containers,
 * nobody is.
 * Errors: OS where the record cannot be read; NOT_SUPPORTED.
 * Source: /run/utmp (or /var/run/utmp); where there is none, systemd-logind's /run/systemd/sessions.
 * [nonblocking, since 0.1] */
int32_t psutil_users(psutil_user_list_t **out);

/* The machine's temperatures; none in most virtual machines. Linux, FreeBSD.
 * Errors: NOT_SUPPORTED.
 * Source: temp* of /sys/class/hwmon; where that has none, /sys/class/thermal.
 * [nonblocking, since 0.1] */
int32_t psutil_sensors_temperatures(psutil_temperature_list_t **out);

/* The machine's fans; often there are none to be seen. Linux.
 * Errors: NOT_SUPPORTED.
 * Source: fan* of /sys/class/hwmon.
 * [nonblocking, since 0.1] */
int32_t psutil_sensors_fans(psutil_fan_list_t **out);

/* The machine's battery, the first if it has several. A machine without one is no error: present is 0 then. The
 * batteries of mice and the like do not count.
 * Errors: NOT_SUPPORTED.
 * Source: /sys/class/power_supply.
 * [nonblocking, since 0.1] */
int32_t psutil_sensors_battery(psutil_battery_t *out);

/* The limits of memory, CPU time, CPUs and processes that control groups set for a process; PID 0 is the calling one.
 * What the machine itself has is no limit here. A zombie has left its groups of version 1. Linux.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED, also on a kernel without control groups.
 * Source: /proc/[pid]/cgroup, /proc/thread-self/mountinfo and the groups' files: memory.max, memory.high,
 * memory.swap.max, cpu.max, cpuset.cpus.effective and pids.max, or what version 1 calls these.
 * [nonblocking, since 0.1] */
int32_t psutil_cgroup_limits(int64_t pid, psutil_cgroup_limits_t **out);

/* What the calling process has allocated with malloc: for finding leaks.
 * Errors: NOT_SUPPORTED (C libraries that do not say: musl).
 * Source: mallinfo2, before glibc 2.33 mallinfo, whose counters wrap at 4 GB.
 * [no syscall, since 0.1] */
int32_t psutil_heap_info(psutil_heap_info_t *out);

/* Has malloc give memory that it holds in reserve back to the system: 1 if it gave any, else 0.
 * Errors: NOT_SUPPORTED, as psutil_heap_info.
 * Source: malloc_trim(0).
 * [no syscall, since 0.1] */
int32_t psutil_heap_trim(int32_t *out);

/* All installed services. Windows.
 * Errors: ACCESS_DENIED, NOT_SUPPORTED.
 * [nonblocking, since 0.1] */
int32_t psutil_win_services(psutil_win_service_list_t **out);

/* One service, by its name (not its display name). Windows.
 * Errors: NO_SUCH_PROCESS where there is no such service; ACCESS_DENIED, NOT_SUPPORTED.
 * [nonblocking, since 0.1] */
int32_t psutil_win_service(const char *name, psutil_win_service_t **out);

/* ------------------------------------------------------------------------------------------- one process -------- */

/* psutil_process_status. psutil_status_name gives psutil's string for each ("sleeping"). */
enum psutil_status {
    PSUTIL_STATUS_RUNNING = 0,
    PSUTIL_STATUS_SLEEPING = 1,
    PSUTIL_STATUS_DISK_SLEEP = 2,
    PSUTIL_STATUS_STOPPED = 3,
    PSUTIL_STATUS_TRACING_STOP = 4,
    PSUTIL_STATUS_ZOMBIE = 5,
    PSUTIL_STATUS_DEAD = 6,
    PSUTIL_STATUS_WAKE_KILL = 7,
    PSUTIL_STATUS_WAKING = 8,
    PSUTIL_STATUS_IDLE = 9,
    PSUTIL_STATUS_LOCKED = 10,
    PSUTIL_STATUS_WAITING = 11,
    PSUTIL_STATUS_PARKED = 12,
    PSUTIL_STATUS_SUSPENDED = 13
};

/* Flags of psutil_process_wait. */
enum psutil_wait_flags {
    PSUTIL_WAIT_NO_REAP = 1 /* leave our own child a zombie for the host's own wait; its exit code is still given */
};

/* A user or group ID in its three roles. */
typedef struct psutil_ids_t {
    int64_t real;
    int64_t effective;
    int64_t saved;
} psutil_ids_t;

/* Seconds of CPU time that a process has used. */
typedef struct psutil_process_cpu_times_t {
    double user;            /* in user mode, all threads together */
    double system;          /* in the kernel */
    double children_user;   /* the same of children that have ended and been waited for. Unix [nullable] */
    double children_system; /* Unix [nullable] */
    double iowait;          /* waiting for block I/O to complete. Linux, with delay accounting; else 0 [nullable] */
    int64_t reserved[3];
} psutil_process_cpu_times_t;

/* A process's memory, in bytes. */
typedef struct psutil_process_memory_info_t {
    int64_t rss; /* resident set size: in physical memory now ("Mem Usage" on Windows) */
    int64_t vms; /* virtual memory size: all of the address space ("VM Size" on Windows) */
    int64_t reserved[2];
} psutil_process_memory_info_t;

/* How a process ended. */
typedef struct psutil_exit_status_t {
    int32_t has_exit_code; /* 1 if exit_code is known: on Unix, of our own children only */
    int32_t exit_code; /* what the process gave to exit(), or minus the number of the signal that killed it; -1 as long
                          as has_exit_code is 0 [nullable] */
    int64_t reserved[2];
} psutil_exit_status_t;

/* Finds a process by PID and takes note of when it started. Give the handle back with psutil_process_free. On Linux the
 * ID of a thread is good, too, though no list of processes has it: what the kernel keeps for each thread (name, CPU
 * times, affinity, niceness) is then the thread's. A signal still goes to all of the process.
 * Errors: NO_SUCH_PROCESS, also for negative and absurdly large PIDs.
 * Source: /proc/[pid]/stat field 22 and, from Linux 6.9 on, the inode of a pidfd.
 * [nonblocking, since 0.1] */
int32_t psutil_process_new(int64_t pid, psutil_process **out);

/* Gives a handle back. NULL is fine. Another thread's call on the same handle ends undisturbed.
 * Errors: INVALID_HANDLE, for one that was freed already too.
 * [no syscall, since 0.1] */
int32_t psutil_process_free(psutil_process *p);

/* The PID that the handle was made for. Needs no system call.
 * [no syscall, since 0.1] */
int32_t psutil_process_pid(psutil_process *p, int64_t *out);

/* The PID of the parent; 0 where there is none (the first process, kernel threads' ancestor). Read anew at every call,
 * since a process whose parent ends gets another.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat field 4.
 * [nonblocking, since 0.1] */
int32_t psutil_process_ppid(psutil_process *p, int64_t *out);

/* The parent, as a handle to free. Guarded. OK with NULL when there is none: the first process, or a parent that has
 * just gone (started later than its child: the PID was reused).
 * Errors: NO_SUCH_PROCESS.
 * Source: as psutil_process_ppid.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_process_parent(psutil_process *p, psutil_process **out);

/* The name of the process: its executable's, as the kernel keeps it (cut to 15 bytes on Linux), completed from the
 * command line where that shows it was cut.
 * Errors: NO_SUCH_PROCESS. A zombie has a name.
 * Source: /proc/[pid]/stat field 2, /proc/[pid]/cmdline.
 * [nonblocking, since 0.1] */
int32_t psutil_process_name(psutil_process *p, char **out);

/* The executable as an absolute path; "" for a kernel thread. Without the " (deleted)" that Linux appends when the file
 * is gone.
 * Errors: NO_SUCH_PROCESS, ZOMBIE_PROCESS, ACCESS_DENIED.
 * Source: readlink /proc/[pid]/exe.
 * [nonblocking, since 0.1] */
int32_t psutil_process_exe(psutil_process *p, char **out);

/* The arguments that the process was started with, as it shows them now; an empty list for a kernel thread.
 * Errors: NO_SUCH_PROCESS, ZOMBIE_PROCESS, ACCESS_DENIED.
 * Source: /proc/[pid]/cmdline.
 * [nonblocking, since 0.1] */
int32_t psutil_process_cmdline(psutil_process *p, psutil_string_list_t **out);

/* PSUTIL_STATUS_*: what the process is doing now.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat field 3.
 * [nonblocking, since 0.1] */
int32_t psutil_process_status(psutil_process *p, int32_t *out);

/* psutil's string for a PSUTIL_STATUS_*, such as "disk-sleep"; "?" for a number that is none.
 * [no syscall, since 0.1] */
const char *psutil_status_name(int32_t status);

/* When the process started: seconds since the epoch, in UTC, as precise as the kernel's tick (0.01 s on Linux).
 * psutil_process_new has noted the start, and the first answer is kept, so that neither the end of the process nor setting
 * the clock changes it.
 * Errors: OS where the time of the boot cannot be read. That the process is gone is none.
 * Source: /proc/[pid]/stat field 22 + btime in /proc/stat.
 * [nonblocking, since 0.1] */
int32_t psutil_process_create_time(psutil_process *p, double *out);

/* Real, effective and saved user IDs. Linux, macOS, FreeBSD.
 * Errors: NO_SUCH_PROCESS, NOT_SUPPORTED (Windows).
 * Source: Uid in /proc/[pid]/status.
 * [nonblocking, since 0.1] */
int32_t psutil_process_uids(psutil_process *p, psutil_ids_t *out);

/* The name of the user that owns the process: of its real user ID on Unix, or that number as text where it has no
 * name; "DOMAIN\user" on Windows.
 * Errors: NO_SUCH_PROCESS, ACCESS_DENIED (Windows).
 * Source: psutil_process_uids and getpwuid_r.
 * [nonblocking, since 0.1] */
int32_t psutil_process_username(psutil_process *p, char **out);

/* CPU time used so far.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat fields 14 to 17 and 42.
 * [nonblocking, since 0.1] */
int32_t psutil_process_cpu_times(psutil_process *p, psutil_process_cpu_times_t *out);

/* CPU use in percent of one CPU: a process with several busy threads exceeds 100.0.
 * interval > 0: between now and interval seconds later; the call waits. interval 0: since the previous call with 0 on
 * this handle; the first gives 0.0. Leave at least 0.1 s between calls.
 * Errors: NO_SUCH_PROCESS; INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: psutil_process_cpu_times and the monotonic clock.
 * [blocking, since 0.1] */
int32_t psutil_process_cpu_percent(psutil_process *p, double interval, double *out);

/* Memory used now. A zombie has none: 0.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/statm fields 2 and 1.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_info(psutil_process *p, psutil_process_memory_info_t *out);

/* The number of threads.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat field 20.
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_threads(psutil_process *p, int64_t *out);

/* Whether the process that the handle names still runs: 1 or 0, also when its PID has been reused. A zombie still
 * counts as running; psutil_process_status tells.
 * Source: PID, start and, from Linux 6.9 on, the inode of a pidfd.
 * [nonblocking, since 0.1] */
int32_t psutil_process_is_running(psutil_process *p, int32_t *out);

/* Sends a signal. Guarded. Signal 0 only checks. On Windows only SIGTERM, which ends the process.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for a number that is no signal.
 * Source: pidfd_send_signal(2), kill(2) before Linux 5.1.
 * [nonblocking, since 0.1] */
int32_t psutil_process_send_signal(psutil_process *p, int32_t signal);

/* Asks the process to end: SIGTERM; the same as kill on Windows. Guarded.
 * Errors: as psutil_process_send_signal.
 * [nonblocking, since 0.1] */
int32_t psutil_process_terminate(psutil_process *p);

/* Ends the process: SIGKILL; TerminateProcess on Windows. Guarded.
 * Errors: as psutil_process_send_signal.
 * [nonblocking, since 0.1] */
int32_t psutil_process_kill(psutil_process *p);

/* Waits until the process has ended, timeout seconds at the most: 0 only looks, a negative number or infinity waits for
 * ever. flags: 0 or PSUTIL_WAIT_*. If it is our own child, its exit code is in *out and it is reaped, as by waitpid(2);
 * else has_exit_code is 0, also when it is gone already. Somebody else's child has not ended while it is a zombie, but
 * when its parent has waited for it and the PID is free. What was learnt is kept: a second call gives it again.
 * Errors: TIMEOUT_EXPIRED; INTERRUPTED; INVALID_ARGUMENT for NaN, unknown flags and PID 0.
 * Source: pidfd_open(2) and poll(2), waitid(2); looks at growing intervals before Linux 5.3.
 * [blocking, since 0.1] */
int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t flags, psutil_exit_status_t *out);

/* ------------------------------------------------------------------------------------ attributes of a process ---- */

/* Classes of psutil_process_ionice; the numbers are the kernel's. */
enum psutil_ioprio_class {
    PSUTIL_IOPRIO_CLASS_NONE = 0, /* not set: follows the niceness */
    PSUTIL_IOPRIO_CLASS_RT = 1,   /* always first; only for the privileged */
    PSUTIL_IOPRIO_CLASS_BE = 2,   /* best effort */
    PSUTIL_IOPRIO_CLASS_IDLE = 3  /* only when nobody else wants the disk */
};

/* What psutil_process_nice tells and psutil_process_set_nice takes on Windows. */
enum psutil_priority_class {
    PSUTIL_NORMAL_PRIORITY_CLASS = 32,
    PSUTIL_IDLE_PRIORITY_CLASS = 64,
    PSUTIL_HIGH_PRIORITY_CLASS = 128,
    PSUTIL_REALTIME_PRIORITY_CLASS = 256,
    PSUTIL_BELOW_NORMAL_PRIORITY_CLASS = 16384,
    PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS = 32768
};

/* Resources of psutil_process_rlimit; getrlimit(2) says what each is. The numbers are those of x86 and ARM, on every
 * system. */
enum psutil_rlimit {
    PSUTIL_RLIMIT_CPU = 0,         /* seconds of CPU time */
    PSUTIL_RLIMIT_FSIZE = 1,       /* bytes of a file it writes */
    PSUTIL_RLIMIT_DATA = 2,        /* bytes of data */
    PSUTIL_RLIMIT_STACK = 3,       /* bytes of the main thread's stack */
    PSUTIL_RLIMIT_CORE = 4,        /* bytes of a core file */
    PSUTIL_RLIMIT_RSS = 5,         /* bytes; without effect today */
    PSUTIL_RLIMIT_NPROC = 6,       /* threads of the user */
    PSUTIL_RLIMIT_NOFILE = 7,      /* one more than the largest descriptor */
    PSUTIL_RLIMIT_MEMLOCK = 8,     /* bytes locked into memory */
    PSUTIL_RLIMIT_AS = 9,          /* bytes of address space */
    PSUTIL_RLIMIT_LOCKS = 10,      /* file locks; without effect today */
    PSUTIL_RLIMIT_SIGPENDING = 11, /* signals queued */
    PSUTIL_RLIMIT_MSGQUEUE = 12,   /* bytes of POSIX message queues */
    PSUTIL_RLIMIT_NICE = 13,       /* 20 minus the lowest niceness it may take */
    PSUTIL_RLIMIT_RTPRIO = 14,     /* real-time priority */
    PSUTIL_RLIMIT_RTTIME = 15      /* microseconds of real-time CPU use without a system call */
};

/* No limit. */
enum psutil_rlim_infinity {
    PSUTIL_RLIM_INFINITY = -1
};

/* What psutil_process_memory_percent compares. */
enum psutil_memtype {
    PSUTIL_MEMTYPE_RSS = 0,
    PSUTIL_MEMTYPE_VMS = 1,
    PSUTIL_MEMTYPE_SHARED = 2,
    PSUTIL_MEMTYPE_TEXT = 3,
    PSUTIL_MEMTYPE_LIB = 4,
    PSUTIL_MEMTYPE_DATA = 5,
    PSUTIL_MEMTYPE_DIRTY = 6,
    PSUTIL_MEMTYPE_USS = 7,
    PSUTIL_MEMTYPE_PSS = 8,
    PSUTIL_MEMTYPE_SWAP = 9
};

/* A priority for input and output. */
typedef struct psutil_ionice_t {
    int32_t ioclass; /* PSUTIL_IOPRIO_CLASS_* */
    int32_t value;   /* 0 (first) to 7 (last), in the classes RT and BE; without a meaning in the others */
} psutil_ionice_t;

/* A limit on what a process may use: the soft one holds, and it may raise that up to the hard one. */
typedef struct psutil_rlimit_t {
    int64_t soft; /* PSUTIL_RLIM_INFINITY if has_soft is 0. A limit above INT64_MAX, which nothing can reach, is given
                     as INT64_MAX [nullable] */
    int64_t hard; /* the same for has_hard [nullable] */
    int32_t has_soft; /* 1 if there is a soft limit */
    int32_t has_hard; /* 1 if there is a hard limit */
} psutil_rlimit_t;

/* Numbers of CPUs, ascending. */
typedef struct psutil_cpu_list_t {
    size_t len;
    const int64_t *items;
} psutil_cpu_list_t;

/* A process's memory in detail, in bytes. */
typedef struct psutil_process_memory_info_ex_t {
    int64_t rss;       /* as in psutil_process_memory_info_t */
    int64_t vms;       /* as in psutil_process_memory_info_t */
    int64_t shared;    /* resident and backed by a file or shared memory. Linux [nullable] */
    int64_t text;      /* executable code. Linux, FreeBSD [nullable] */
    int64_t lib;       /* always 0 since Linux 2.6. Linux [nullable] */
    int64_t data;      /* data and stack. Linux, FreeBSD [nullable] */
    int64_t dirty;     /* always 0 since Linux 2.6. Linux [nullable] */
    int64_t peak_rss;  /* the largest rss that there was. Linux, Windows [nullable] */
    int64_t peak_vms;  /* the largest vms that there was. Linux, Windows [nullable] */
    int64_t rss_anon;  /* of rss: not backed by a file. Linux 4.5 [nullable] */
    int64_t rss_file;  /* of rss: backed by a file. Linux 4.5 [nullable] */
    int64_t rss_shmem; /* of rss: shared memory and tmpfs. Linux 4.5 [nullable] */
    int64_t swap;      /* swapped out, without shared memory. Linux 2.6.34 [nullable] */
    int64_t hugetlb;   /* in huge pages, which rss does not count. Linux 4.4 [nullable] */
    int64_t reserved[18];
} psutil_process_memory_info_ex_t;

/* What a process costs in memory, in bytes. */
typedef struct psutil_process_memory_footprint_t {
    int64_t uss;  /* its own alone: what would be free if it ended now */
    int64_t pss;  /* uss and its share of what it shares with others. Linux 2.6.25 [nullable] */
    int64_t swap; /* swapped out. Linux [nullable] */
    int64_t reserved[5];
} psutil_process_memory_footprint_t;

/* A mapped piece of a process's address space, or all pieces with the same path together; sizes in bytes. */
typedef struct psutil_memory_map_t {
    const char *path; /* the file; or "[heap]", "[stack]" and the like, "[anon]" for memory without a name */
    const char *addr; /* from and to in hexadecimal, "7f0000000000-7f0000001000"; NULL if grouped [nullable] */
    const char
        *perms;   /* "r-xp": may be read, written, executed; s for shared, p for private. NULL if grouped [nullable] */
    int64_t rss;  /* in physical memory now */
    int64_t size; /* of the address space */
    int64_t pss;  /* rss, what is shared counted by its share */
    int64_t shared_clean;
    int64_t shared_dirty;
    int64_t private_clean;
    int64_t private_dirty;
    int64_t referenced; /* used recently */
    int64_t anonymous;  /* not, or no longer, backed by a file */
    int64_t swap;       /* swapped out */
    int64_t reserved[4];
} psutil_memory_map_t;

/* Memory maps, by address; grouped, by the first address of each path. */
typedef struct psutil_memory_map_list_t {
    size_t len;
    const psutil_memory_map_t *items;
} psutil_memory_map_list_t;

/* Page faults of a process since it started. */
typedef struct psutil_page_faults_t {
    int64_t minor;          /* served without the disk */
    int64_t major;          /* waited for the disk */
    int64_t children_minor; /* the same of children that have ended and been waited for. Linux [nullable] */
    int64_t children_major; /* Linux [nullable] */
    int64_t reserved[2];
} psutil_page_faults_t;

/* What a process has read and written since it started. */
typedef struct psutil_process_io_counters_t {
    int64_t read_count;  /* calls that read */
    int64_t write_count; /* calls that wrote */
    int64_t read_bytes;  /* fetched from disks, not from caches, on Linux. FreeBSD: not reported [nullable] */
    int64_t write_bytes; /* sent to disks, on Linux. FreeBSD: not reported [nullable] */
    int64_t read_chars;  /* bytes that those calls read, wherever they came from. Linux [nullable] */
    int64_t write_chars; /* bytes that those calls wrote. Linux [nullable] */
    int64_t other_count; /* calls other than to read and write. Windows [nullable] */
    int64_t other_bytes; /* bytes in them. Windows [nullable] */
    int64_t reserved[4];
} psutil_process_io_counters_t;

/* How often a thread has given its CPU away. */
typedef struct psutil_ctx_switches_t {
    int64_t voluntary;   /* to wait for something */
    int64_t involuntary; /* because its time was over, or somebody more urgent came */
} psutil_ctx_switches_t;

/* A thread of a process, and the seconds of CPU time it has used. */
typedef struct psutil_thread_t {
    int64_t id;
    double user_time;
    double system_time;
    int64_t reserved[1];
} psutil_thread_t;

/* Threads, by ID. */
typedef struct psutil_thread_list_t {
    size_t len;
    const psutil_thread_t *items;
} psutil_thread_list_t;

/* A regular file that a process has open. */
typedef struct psutil_open_file_t {
    const char *path;
    int64_t fd;       /* the file descriptor. Unix [nullable] */
    int64_t position; /* from where the next read or write goes, in bytes. Linux [nullable] */
    const char *mode; /* "r", "w", "a", "r+" or "a+", as fopen(3) takes it. Linux [nullable] */
    int64_t flags;    /* O_*, as open(2) takes them. Linux [nullable] */
    int64_t reserved[2];
} psutil_open_file_t;

/* Open files, by descriptor. */
typedef struct psutil_open_file_list_t {
    size_t len;
    const psutil_open_file_t *items;
} psutil_open_file_list_t;

/* The environment that the process was started with, as "NAME=value" in the kernel's order. What the process itself
 * changed since mostly does not show; where it has written over the place, what can be told apart is given. An empty
 * list for a kernel thread.
 * Errors: NO_SUCH_PROCESS, ZOMBIE_PROCESS, ACCESS_DENIED.
 * Source: /proc/[pid]/environ.
 * [nonblocking, since 0.1] */
int32_t psutil_process_environ(psutil_process *p, psutil_string_list_t **out);

/* The working directory as an absolute path, without the " (deleted)" that Linux appends when it is gone.
 * Errors: NO_SUCH_PROCESS, ZOMBIE_PROCESS, ACCESS_DENIED.
 * Source: readlink /proc/[pid]/cwd.
 * [nonblocking, since 0.1] */
int32_t psutil_process_cwd(psutil_process *p, char **out);

/* Real, effective and saved group IDs. Linux, macOS, FreeBSD.
 * Errors: NO_SUCH_PROCESS, NOT_SUPPORTED (Windows).
 * Source: Gid in /proc/[pid]/status.
 * [nonblocking, since 0.1] */
int32_t psutil_process_gids(psutil_process *p, psutil_ids_t *out);

/* The terminal that controls the process, such as "/dev/pts/0"; OK with NULL when there is none, or none that has a
 * name here. Linux, macOS, FreeBSD.
 * Errors: NO_SUCH_PROCESS, NOT_SUPPORTED (Windows).
 * Source: /proc/[pid]/stat field 7, and the devices in /dev/pts and /dev/tty*.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_process_terminal(psutil_process *p, char **out);

/* The niceness: -20 (first) to 19 (last), on Linux the main thread's; PSUTIL_*_PRIORITY_CLASS on Windows.
 * Errors: NO_SUCH_PROCESS.
 * Source: getpriority(2); /proc/[pid]/stat field 19 of a procfs that is not the running system's.
 * [nonblocking, since 0.1] */
int32_t psutil_process_nice(psutil_process *p, int32_t *out);

/* Sets the niceness, of the main thread alone on Linux. Guarded. What is out of range becomes the nearest that is not.
 * Guarded setters: OK says that the process was there from before until after the change, so that it was the one that
 * changed. Linux has no such call that takes a pidfd: where the process ends, and its PID goes to another, within the
 * microseconds between check and change, NO_SUCH_PROCESS is the answer but it may have met that other.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED (another user's process, or less than it has, as an ordinary user).
 * Source: setpriority(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_nice(psutil_process *p, int32_t value);

/* The priority for input and output, on Linux the main thread's. Linux, Windows.
 * Errors: NO_SUCH_PROCESS, NOT_SUPPORTED.
 * Source: ioprio_get(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_ionice(psutil_process *p, psutil_ionice_t *out);

/* Sets the priority for input and output. Guarded. value: 0 to 7 in the classes RT and BE; 0 in NONE and IDLE.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for what is no class, or no value of that class;
 * NOT_SUPPORTED.
 * Source: ioprio_set(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_ionice(psutil_process *p, int32_t ioclass, int32_t value);

/* A limit on a resource, PSUTIL_RLIMIT_*. Linux (2.6.24), FreeBSD.
 * Errors: NO_SUCH_PROCESS, INVALID_ARGUMENT for what is no resource, NOT_SUPPORTED.
 * Source: /proc/[pid]/limits, which everybody may read.
 * [nonblocking, since 0.1] */
int32_t psutil_process_rlimit(psutil_process *p, int32_t resource, psutil_rlimit_t *out);

/* Sets a limit. Guarded. soft and hard: 0 or more, or PSUTIL_RLIM_INFINITY. Linux (2.6.36), FreeBSD.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED (raising a hard limit, or another user's process, as an ordinary user);
 * INVALID_ARGUMENT for what is no resource, a soft limit above the hard one, negative numbers; NOT_SUPPORTED.
 * Source: prlimit(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_rlimit(psutil_process *p, int32_t resource, int64_t soft, int64_t hard);

/* The CPUs that the process may run on, on Linux its main thread. Linux, Windows, FreeBSD.
 * Errors: NO_SUCH_PROCESS, NOT_SUPPORTED.
 * Source: sched_getaffinity(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_cpu_affinity(psutil_process *p, psutil_cpu_list_t **out);

/* Binds the process, on Linux its main thread, to n CPUs; 0 (cpus may be NULL then) is all that it may have. Guarded.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for a CPU that does not exist or is offline, and where the
 * process's cpuset has none of them: the message names the CPU and the ones to choose from; NOT_SUPPORTED.
 * Source: sched_setaffinity(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_cpu_affinity(psutil_process *p, const int64_t *cpus, size_t n);

/* The CPU that the process runs on, or ran on last; on Linux its main thread. Linux, FreeBSD.
 * Errors: NO_SUCH_PROCESS, NOT_SUPPORTED.
 * Source: /proc/[pid]/stat field 39.
 * [nonblocking, since 0.1] */
int32_t psutil_process_cpu_num(psutil_process *p, int64_t *out);

/* Memory in detail. A zombie has none: 0, and PSUTIL_NA where the kernel has forgotten.
 * Errors: NO_SUCH_PROCESS.
 * Source: the Vm*, Rss* and HugetlbPages lines of /proc/[pid]/status; before Linux 4.5 /proc/[pid]/statm for rss to dirty.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_info_ex(psutil_process *p, psutil_process_memory_info_ex_t *out);

/* What the process really costs in memory. The kernel looks at every page for it: far slower than
 * psutil_process_memory_info, for a process of many gigabytes seconds. A zombie costs 0. Linux, Windows, macOS.
 * Errors: NO_SUCH_PROCESS, ACCESS_DENIED, NOT_SUPPORTED.
 * Source: /proc/[pid]/smaps_rollup, before Linux 4.14 the sums over /proc/[pid]/smaps.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_footprint(psutil_process *p, psutil_process_memory_footprint_t *out);

/* Memory used in percent of the machine's physical memory. memtype: PSUTIL_MEMTYPE_*. RSS to DIRTY are
 * psutil_process_memory_info_ex's; USS, PSS and SWAP are psutil_process_memory_footprint's, and as slow. VMS, which is
 * not all memory, can exceed 100.0.
 * Errors: as those; INVALID_ARGUMENT for what is no memtype; NOT_SUPPORTED where this system does not report it.
 * Source: those, and psutil_virtual_memory's total.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_percent(psutil_process *p, int32_t memtype, double *out);

/* The mapped pieces of the address space: each of them, or, if grouped is not 0, the sums of those with the same path.
 * An empty list for a kernel thread. As slow as psutil_process_memory_footprint. Linux, Windows, FreeBSD.
 * Errors: NO_SUCH_PROCESS, ZOMBIE_PROCESS, ACCESS_DENIED, NOT_SUPPORTED.
 * Source: /proc/[pid]/smaps.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_maps(psutil_process *p, int32_t grouped, psutil_memory_map_list_t **out);

/* Page faults so far.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat fields 10 to 13.
 * [nonblocking, since 0.1] */
int32_t psutil_process_page_faults(psutil_process *p, psutil_page_faults_t *out);

/* Input and output so far. Linux, Windows, FreeBSD.
 * Errors: NO_SUCH_PROCESS, ACCESS_DENIED, NOT_SUPPORTED (a kernel built without I/O accounting).
 * Source: /proc/[pid]/io.
 * [nonblocking, since 0.1] */
int32_t psutil_process_io_counters(psutil_process *p, psutil_process_io_counters_t *out);

/* Context switches so far, on Linux the main thread's.
 * Errors: NO_SUCH_PROCESS, NOT_SUPPORTED (before Linux 2.6.23).
 * Source: voluntary_ctxt_switches and nonvoluntary_ctxt_switches in /proc/[pid]/status.
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_ctx_switches(psutil_process *p, psutil_ctx_switches_t *out);

/* The number of open file descriptors; 0 for a zombie. Linux, macOS, FreeBSD.
 * Errors: NO_SUCH_PROCESS, ACCESS_DENIED, NOT_SUPPORTED (Windows).
 * Source: the entries of /proc/[pid]/fd.
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_fds(psutil_process *p, int64_t *out);

/* The number of open handles. Windows.
 * Errors: NO_SUCH_PROCESS, ACCESS_DENIED, NOT_SUPPORTED (elsewhere).
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_handles(psutil_process *p, int64_t *out);

/* The threads of the process. One that ends meanwhile is left out.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/task/[tid]/stat fields 14 and 15.
 * [nonblocking, since 0.1] */
int32_t psutil_process_threads(psutil_process *p, psutil_thread_list_t **out);

/* The regular files that the process has open: no sockets, pipes or devices, and no files that have been deleted since.
 * One that is closed meanwhile is left out. An empty list for a zombie.
 * Errors: NO_SUCH_PROCESS, ACCESS_DENIED.
 * Source: /proc/[pid]/fd and /proc/[pid]/fdinfo.
 * [nonblocking, since 0.1] */
int32_t psutil_process_open_files(psutil_process *p, psutil_open_file_list_t **out);

/* Stops the process: SIGSTOP; on Windows suspends all its threads. Guarded.
 * Errors: as psutil_process_send_signal.
 * [nonblocking, since 0.1] */
int32_t psutil_process_suspend(psutil_process *p);

/* Lets a stopped process go on: SIGCONT; on Windows resumes all its threads. Guarded.
 * Errors: as psutil_process_send_signal.
 * [nonblocking, since 0.1] */
int32_t psutil_process_resume(psutil_process *p);

/* ---------------------------------------------------------------------------------- processes together --------- */

/* Processes, as handles: each is yours, and wants a psutil_process_free of its own before or after the list's
 * psutil_free. */
typedef struct psutil_process_list_t {
    size_t len;
    psutil_process *const *items;
} psutil_process_list_t;

/* The children of the process or, if recursive is not 0, all its descendants: each is followed by its own descendants,
 * and children of one parent come in the order of their PIDs. Guarded. All come from one look at the system, and may
 * have ended since, as with any handle; a process that started earlier than its "parent" is the child of one that had
 * the PID before.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat fields 4 and 22 of every process. A process that a thread has started is its process's child.
 * [nonblocking, since 0.1] */
int32_t psutil_process_children(psutil_process *p, int32_t recursive, psutil_process_list_t **out);

/* The parent, the parent's parent and so on, to the first process or to one that has just gone. Guarded.
 * Errors: NO_SUCH_PROCESS.
 * Source: as psutil_process_parent.
 * [nonblocking, since 0.1] */
int32_t psutil_process_parents(psutil_process *p, psutil_process_list_t **out);

/* Goes through all processes. */
typedef struct psutil_process_iter psutil_process_iter;

/* Begins to go through all processes of this moment, in the order of their PIDs:
 *
 *     for (psutil_process *p; psutil_process_iter_next(it, &p) == PSUTIL_OK && p; psutil_process_free(p)) ...
 *
 * What the library remembers of a process (for psutil_process_cpu_percent with interval 0, for example) is remembered from
 * one iteration to the next, as long as it is the same process and not another with its PID. Any number of iterators
 * may be under way. Give it back with psutil_process_iter_free.
 * Errors: as psutil_pids.
 * [nonblocking, since 0.1] */
int32_t psutil_process_iter_new(psutil_process_iter **out);

/* The next process, as a handle to free; OK with NULL at the end. Processes that have ended since the beginning are
 * passed over, those that have begun since then are left to the next iteration. Two threads that share an iterator get
 * different processes. After fork, the child's iterator goes on where the parent's was, with the processes of then.
 * Errors: OS, for example where descriptors run out; the next call goes on behind the process that caused it.
 * Source: as psutil_process_new.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_process_iter_next(psutil_process_iter *it, psutil_process **out);

/* Gives an iterator back. NULL is fine. The processes that it has given stay valid.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_process_iter_free(psutil_process_iter *it);

/* What has become of one process that psutil_wait_procs has waited for. */
typedef struct psutil_wait_result_t {
    psutil_process *process; /* the handle that was given; still yours */
    int32_t gone;            /* 1 if it has ended, else 0 */
    int32_t has_exit_code;   /* as in psutil_exit_status_t */
    int32_t exit_code;       /* [nullable] */
    int32_t unused;          /* 0 */
    int64_t reserved[2];
} psutil_wait_result_t;

/* In the order of the handles that were given. */
typedef struct psutil_wait_result_list_t {
    size_t len;
    const psutil_wait_result_t *items;
} psutil_wait_result_list_t;

/* Called by psutil_wait_procs, on the thread that called it and under its own signal mask. It may call the library and
 * free handles, p too; it must return: no longjmp, no exception. status is valid until then. */
typedef void (*psutil_exit_cb)(psutil_process *p, const psutil_exit_status_t *status, void *user);

/* Waits until all n processes have ended, timeout seconds at the most: 0 only looks, a negative number or infinity waits
 * for ever. That the time is up is no error: processes that are alive still are in the list with gone = 0. callback may
 * be NULL; if not, it is called once for each process as soon as its end is noticed, with user. When a process has ended
 * is as for psutil_process_wait, and our own children are reaped. procs may be NULL if n is 0, and name a process twice.
 * Errors: INTERRUPTED (what was learnt is kept, so that calling again is right; it calls the callback for all again);
 * INVALID_ARGUMENT for NaN, PID 0 and a NULL among the handles; INVALID_HANDLE, naming which. If the callback forks and
 * the child returns from it, the child gets INTERRUPTED.
 * Source: as psutil_process_wait, for all at once; with very many processes, or few descriptors left, it looks at some of
 * them at intervals of up to 0.04 s.
 * [blocking, since 0.1] */
int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_exit_cb callback, void *user, psutil_wait_result_list_t **out);

/* What has become of a process that psutil_process_kill_tree was to end. */
enum psutil_kill_outcome {
    PSUTIL_KILL_TERMINATED = 0, /* it has ended after the signal */
    PSUTIL_KILL_KILLED = 1,     /* it has ended after SIGKILL */
    PSUTIL_KILL_GONE = 2,       /* it had ended before the signal reached it */
    PSUTIL_KILL_DENIED = 3,     /* we may not signal it, and it lives on */
    PSUTIL_KILL_ALIVE = 4       /* two seconds after SIGKILL it is still there: the kernel is busy with it */
};

/* The name of a PSUTIL_KILL_*, such as "terminated"; "?" for any other number.
 * [no syscall, since 0.1] */
const char *psutil_kill_outcome_name(int32_t outcome);

/* One process of a tree that was to end. */
typedef struct psutil_kill_result_t {
    int64_t pid;
    int32_t outcome;       /* PSUTIL_KILL_* */
    int32_t has_exit_code; /* as in psutil_exit_status_t */
    int32_t exit_code;     /* [nullable] */
    int32_t unused;        /* 0 */
    int64_t reserved[2];
} psutil_kill_result_t;

/* The process itself first. */
typedef struct psutil_kill_result_list_t {
    size_t len;
    const psutil_kill_result_t *items;
} psutil_kill_result_list_t;

/* Ends a process and all its descendants, and says what became of each. Guarded, for each. They are all found before the
 * first gets the signal, and looked for again before the last step; the parents get it before their children. Then the
 * call waits until all have ended, grace seconds at the most (infinity: for ever); those that are left, and what they
 * have started meanwhile, are stopped so that nothing new appears, and killed. Our own children are reaped. With signal
 * SIGKILL, there is nothing to wait for: all are stopped and killed. What a process has started whose parent then ended
 * unseen is not found: it belongs to nobody's tree.
 * Errors: NO_SUCH_PROCESS; INVALID_ARGUMENT for a signal below 1 or that does not exist, a grace that is negative or NaN,
 * and a process whose tree the caller is in (nothing is sent then); INTERRUPTED: what was sent was sent, and calling
 * again with this handle goes on with the same processes.
 * Source: as psutil_process_children, psutil_process_send_signal and psutil_wait_procs.
 * [blocking, since 0.1] */
int32_t psutil_process_kill_tree(psutil_process *p, int32_t signal, double grace, psutil_kill_result_list_t **out);

/* Until psutil_process_oneshot_end, what is read of the process is kept for this handle: values that come from one of the
 * kernel's files belong together, whichever functions tell them to whichever threads, and cost one reading. What verifies
 * the process, waits for it or changes it is never answered from what is kept. Pairs of begin and end may be nested;
 * handles that psutil_process_iter_next gives to the same process share them.
 * [nonblocking, since 0.1] */
int32_t psutil_process_oneshot_begin(psutil_process *p);

/* Ends what psutil_process_oneshot_begin began. One too many does nothing; in a forked child, none is under way.
 * [nonblocking, since 0.1] */
int32_t psutil_process_oneshot_end(psutil_process *p);

/* The fields of psutil_process_info_t: each is what the function of its name gives. */
enum psutil_process_field {
    PSUTIL_FIELD_PID = 0,
    PSUTIL_FIELD_PPID = 1,
    PSUTIL_FIELD_NAME = 2,
    PSUTIL_FIELD_EXE = 3,
    PSUTIL_FIELD_CMDLINE = 4,
    PSUTIL_FIELD_ENVIRON = 5,
    PSUTIL_FIELD_CREATE_TIME = 6,
    PSUTIL_FIELD_STATUS = 7,
    PSUTIL_FIELD_CWD = 8,
    PSUTIL_FIELD_UIDS = 9,
    PSUTIL_FIELD_GIDS = 10,
    PSUTIL_FIELD_USERNAME = 11,
    PSUTIL_FIELD_TERMINAL = 12,
    PSUTIL_FIELD_NICE = 13,
    PSUTIL_FIELD_IONICE = 14,
    PSUTIL_FIELD_CPU_AFFINITY = 15,
    PSUTIL_FIELD_CPU_NUM = 16,
    PSUTIL_FIELD_CPU_TIMES = 17,
    PSUTIL_FIELD_CPU_PERCENT = 18, /* with interval 0 */
    PSUTIL_FIELD_MEMORY_INFO = 19,
    PSUTIL_FIELD_MEMORY_INFO_EX = 20,
    PSUTIL_FIELD_MEMORY_FOOTPRINT = 21,
    PSUTIL_FIELD_MEMORY_PERCENT = 22, /* of PSUTIL_MEMTYPE_RSS */
    PSUTIL_FIELD_MEMORY_MAPS = 23,    /* grouped */
    PSUTIL_FIELD_PAGE_FAULTS = 24,
    PSUTIL_FIELD_IO_COUNTERS = 25,
    PSUTIL_FIELD_NUM_CTX_SWITCHES = 26,
    PSUTIL_FIELD_NUM_FDS = 27,
    PSUTIL_FIELD_NUM_HANDLES = 28,
    PSUTIL_FIELD_NUM_THREADS = 29,
    PSUTIL_FIELD_THREADS = 30,
    PSUTIL_FIELD_OPEN_FILES = 31,
    PSUTIL_FIELD_NET_CONNECTIONS = 32 /* of kind "inet" */
};

/* Many attributes of a process at once. A field has a value if psutil_process_info_error says PSUTIL_OK; otherwise all
 * in it is PSUTIL_NA, NaN or NULL. Later versions add members at the end. */
typedef struct psutil_process_info_t {
    int64_t fields;          /* for psutil_process_info_error: how many outcomes there are... */
    const int32_t *outcomes; /* ...and the outcome of each PSUTIL_FIELD_* */
    int64_t pid;
    int64_t ppid;
    const char *name;
    const char *exe;
    const psutil_string_list_t *cmdline;
    const psutil_string_list_t *environment; /* PSUTIL_FIELD_ENVIRON, a name that some headers make a macro of */
    double create_time;
    const char *cwd;
    psutil_ids_t uids;
    psutil_ids_t gids;
    const char *username;
    const char *terminal; /* NULL, too, for a process that has none */
    psutil_ionice_t ionice;
    int32_t status;
    int32_t nice;
    const psutil_cpu_list_t *cpu_affinity;
    int64_t cpu_num;
    psutil_process_cpu_times_t cpu_times;
    double cpu_percent;
    psutil_process_memory_info_t memory_info;
    psutil_process_memory_info_ex_t memory_info_ex;
    psutil_process_memory_footprint_t memory_footprint;
    double memory_percent;
    const psutil_memory_map_list_t *memory_maps;
    psutil_page_faults_t page_faults;
    psutil_process_io_counters_t io_counters;
    psutil_ctx_switches_t num_ctx_switches;
    int64_t num_fds;
    int64_t num_handles;
    int64_t num_threads;
    const psutil_thread_list_t *threads;
    const psutil_open_file_list_t *open_files;
    const psutil_connection_list_t *net_connections;
} psutil_process_info_t;

/* Reads the fields that are asked for (PSUTIL_FIELD_*), or all if n is 0, each of the kernel's files once. Guarded: the
 * whole call fails if the process is gone at its end, and everything in the answer is of one process. What cannot be
 * had of a field is its own outcome, and no failure of the call. All fields together are slow: memory_footprint,
 * memory_maps, open_files and net_connections are. One psutil_free gives everything back.
 * Errors: NO_SUCH_PROCESS; INVALID_ARGUMENT for an unknown field.
 * Source: as the functions that the fields are named after.
 * [nonblocking, since 0.1] */
int32_t psutil_process_info(psutil_process *p, const int32_t *fields, size_t n, psutil_process_info_t **out);

/* What a field's own function would have returned: PSUTIL_OK, ACCESS_DENIED, ZOMBIE_PROCESS, NOT_SUPPORTED and so on;
 * INVALID_ARGUMENT for a field that was not asked for, or that this version of the library does not know.
 * [no syscall, since 0.1] */
int32_t psutil_process_info_error(const psutil_process_info_t *info, int32_t field);

/* Where one of a child's standard streams leads. */
enum psutil_stream {
    PSUTIL_STREAM_INHERIT = 0, /* where the host's does */
    PSUTIL_STREAM_PIPE = 1,    /* to the host, by a pipe: see psutil_popen_pipes_t */
    PSUTIL_STREAM_NULL = 2,    /* nowhere: /dev/null */
    PSUTIL_STREAM_FD = 3,      /* where this descriptor of the host's does */
    PSUTIL_STREAM_STDOUT = 4   /* error only: where output leads */
};

/* One of a child's standard streams. */
typedef struct psutil_popen_stream_t {
    int32_t kind; /* PSUTIL_STREAM_* */
    int32_t fd;   /* for PSUTIL_STREAM_FD */
} psutil_popen_stream_t;

/* What psutil_popen is to start. Zero it first: 0 and NULL are the defaults, also of words to come. */
typedef struct psutil_popen_options_t {
    const char *const *argv; /* the arguments, and NULL at the end; argv[0] is the program unless executable is set */
    const char *executable;  /* the program; without a slash it is looked for in the PATH of the child's environment
                                [nullable] */
    const char *const *envp; /* the environment as "NAME=value", and NULL at the end; NULL: the host's [nullable] */
    const char *cwd;         /* the directory to start in; NULL: the host's [nullable] */
    psutil_popen_stream_t input;
    psutil_popen_stream_t output;
    psutil_popen_stream_t error;
    int32_t close_fds; /* 1: the child has no descriptors but the three; 0: also those that are not close-on-exec */
    int32_t unused;
    int64_t reserved[8];
} psutil_popen_options_t;

/* The host's ends of the pipes to a child's standard streams; PSUTIL_NA where there is none. They are descriptors (HANDLEs
 * on Windows), close-on-exec, and the host's to close. */
typedef struct psutil_popen_pipes_t {
    int64_t input;  /* to write to [nullable] */
    int64_t output; /* to read from [nullable] */
    int64_t error;  /* to read from [nullable] */
} psutil_popen_pipes_t;

/* Starts a child. It begins with the calling thread's own signal mask and the host's ignored signals, and is an ordinary
 * child: psutil_process_wait gives its exit code, and so does the host's own wait. Give the handle back with
 * psutil_process_free, which does not end the child.
 * Errors: where the program cannot be started, no child is left behind, and os_error is errno: OS (ENOENT: no such program
 * or directory), ACCESS_DENIED, NO_MEMORY. INVALID_ARGUMENT for an empty argv and for streams that make no sense.
 * NOT_SUPPORTED (Windows).
 * Source: vfork(2), execve(2).
 * [by hand, since 0.1] */
int32_t psutil_popen(const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes);

/* -------------------------------------------------------------------------------------- the process table ------- */

/* Chosen attributes of many processes: a row a process, a column an attribute. */
typedef struct psutil_table psutil_table;

/* The columns of a psutil_table: what the functions of one process tell, each record's members a column each. A column
 * has the type of its mark; its name (psutil_column_name) is the constant's in small letters without PSUTIL_COLUMN_.
 * [slow] columns cost more than the others together. */
enum psutil_column_id {
    PSUTIL_COLUMN_PID = 0,     /* [int64] */
    PSUTIL_COLUMN_START = 1,   /* with the PID the process's identity: ticks since boot, 1/100 s, on Linux [int64] */
    PSUTIL_COLUMN_PPID = 2,    /* [int64] */
    PSUTIL_COLUMN_NAME = 3,    /* [string] */
    PSUTIL_COLUMN_EXE = 4,     /* [string] */
    PSUTIL_COLUMN_CMDLINE = 5, /* [string list] */
    PSUTIL_COLUMN_ENVIRON = 6, /* [string list, slow] */
    PSUTIL_COLUMN_CREATE_TIME = 7,                /* [double] */
    PSUTIL_COLUMN_STATUS = 8,                     /* PSUTIL_STATUS_* [int64] */
    PSUTIL_COLUMN_CWD = 9,                        /* [string] */
    PSUTIL_COLUMN_UIDS_REAL = 10,                 /* [int64] */
    PSUTIL_COLUMN_UIDS_EFFECTIVE = 11,            /* [int64] */
    PSUTIL_COLUMN_UIDS_SAVED = 12,                /* [int64] */
    PSUTIL_COLUMN_GIDS_REAL = 13,                 /* [int64] */
    PSUTIL_COLUMN_GIDS_EFFECTIVE = 14,            /* [int64] */
    PSUTIL_COLUMN_GIDS_SAVED = 15,                /* [int64] */
    PSUTIL_COLUMN_USERNAME = 16,                  /* [string] */
    PSUTIL_COLUMN_TERMINAL = 17,                  /* null, with outcome OK, for a process that has none [string] */
    PSUTIL_COLUMN_NICE = 18,                      /* [int64] */
    PSUTIL_COLUMN_IONICE_IOCLASS = 19,            /* PSUTIL_IOPRIO_CLASS_* [int64] */
    PSUTIL_COLUMN_IONICE_VALUE = 20,              /* [int64] */
    PSUTIL_COLUMN_CPU_NUM = 21,                   /* [int64] */
    PSUTIL_COLUMN_CPU_TIMES_USER = 22,            /* [double] */
    PSUTIL_COLUMN_CPU_TIMES_SYSTEM = 23,          /* [double] */
    PSUTIL_COLUMN_CPU_TIMES_CHILDREN_USER = 24,   /* [double] */
    PSUTIL_COLUMN_CPU_TIMES_CHILDREN_SYSTEM = 25, /* [double] */
    PSUTIL_COLUMN_CPU_TIMES_IOWAIT = 26,          /* [double] */
    PSUTIL_COLUMN_CPU_PERCENT = 27,               /* since the library was last asked for it, for this process, by a table
                                                     or by a handle of psutil_process_iter_next with interval 0; 0.0 the
                                                     first time [double] */
    PSUTIL_COLUMN_RSS = 28,               /* [int64] */
    PSUTIL_COLUMN_VMS = 29,               /* [int64] */
    PSUTIL_COLUMN_SHARED = 30,            /* this and the next 11 are psutil_process_memory_info_ex's [int64] */
    PSUTIL_COLUMN_TEXT = 31,              /* [int64] */
    PSUTIL_COLUMN_LIB = 32,               /* [int64] */
    PSUTIL_COLUMN_DATA = 33,              /* [int64] */
    PSUTIL_COLUMN_DIRTY = 34,             /* [int64] */
    PSUTIL_COLUMN_PEAK_RSS = 35,          /* [int64] */
    PSUTIL_COLUMN_PEAK_VMS = 36,          /* [int64] */
    PSUTIL_COLUMN_RSS_ANON = 37,          /* [int64] */
    PSUTIL_COLUMN_RSS_FILE = 38,          /* [int64] */
    PSUTIL_COLUMN_RSS_SHMEM = 39,         /* [int64] */
    PSUTIL_COLUMN_SWAP = 40,              /* [int64] */
    PSUTIL_COLUMN_HUGETLB = 41,           /* [int64] */
    PSUTIL_COLUMN_USS = 42,               /* this and the next 2 are psutil_process_memory_footprint's [int64, slow] */
    PSUTIL_COLUMN_PSS = 43,               /* [int64, slow] */
    PSUTIL_COLUMN_FOOTPRINT_SWAP = 44,    /* [int64, slow] */
    PSUTIL_COLUMN_MEMORY_PERCENT = 45,    /* of PSUTIL_MEMTYPE_RSS [double] */
    PSUTIL_COLUMN_PAGE_FAULTS_MINOR = 46, /* [int64] */
    PSUTIL_COLUMN_PAGE_FAULTS_MAJOR = 47, /* [int64] */
    PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MINOR = 48,   /* [int64] */
    PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MAJOR = 49,   /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_READ_COUNT = 50,       /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_WRITE_COUNT = 51,      /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_READ_BYTES = 52,       /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_WRITE_BYTES = 53,      /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_READ_CHARS = 54,       /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_WRITE_CHARS = 55,      /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_OTHER_COUNT = 56,      /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_OTHER_BYTES = 57,      /* [int64] */
    PSUTIL_COLUMN_NUM_CTX_SWITCHES_VOLUNTARY = 58,   /* [int64] */
    PSUTIL_COLUMN_NUM_CTX_SWITCHES_INVOLUNTARY = 59, /* [int64] */
    PSUTIL_COLUMN_NUM_FDS = 60,                      /* [int64, slow] */
    PSUTIL_COLUMN_NUM_HANDLES = 61,                  /* [int64] */
    PSUTIL_COLUMN_NUM_THREADS = 62                   /* [int64] */
};

/* What a column is made of. */
enum psutil_column_type {
    PSUTIL_COLUMN_TYPE_INT64 = 0,
    PSUTIL_COLUMN_TYPE_DOUBLE = 1,
    PSUTIL_COLUMN_TYPE_STRING = 2,
    PSUTIL_COLUMN_TYPE_STRING_LIST = 3
};

/* A whole column, in the layout of Apache Arrow. It points into the table, and is valid until psutil_table_free. A cell
 * without a value is null: its bit in validity is 0; there, integers are PSUTIL_NA, doubles NaN, strings and lists empty.
 * Pointers that the type has no use for are NULL. */
typedef struct psutil_column_t {
    int32_t type; /* PSUTIL_COLUMN_TYPE_* */
    int32_t unused;
    int64_t length;              /* rows */
    int64_t null_count;          /* cells without a value */
    const uint8_t *validity;     /* row i has a value if validity[i / 8] >> i % 8 & 1 */
    const int8_t *outcomes;      /* of each row: what psutil_table_cell_error gives */
    const int64_t *int64s;       /* INT64: length values [nullable] */
    const double *doubles;       /* DOUBLE: length values [nullable] */
    const int64_t *list_offsets; /* STRING_LIST: the items of row i are those from list_offsets[i] to before
                                    list_offsets[i + 1] [nullable] */
    const int64_t *offsets; /* STRING: row i is bytes[offsets[i]] to before bytes[offsets[i + 1]]; STRING_LIST: item i
                               [nullable] */
    const uint8_t *bytes;   /* without NULs in between [nullable] */
    int64_t reserved[4];
} psutil_column_t;

/* Reads n columns (PSUTIL_COLUMN_*) of n_pids processes, or of all if pids is NULL: each of the kernel's files that the
 * columns need once, on all CPUs. columns may be NULL if n is 0, which stands for all columns that are not slow.
 * Rows come in the order of pids, all processes in the order of their PIDs. A process that does not exist, that has ended
 * before all of it was read, or that this user may not know of has no row, and neither has a thread's ID; a PID that is
 * given twice has two rows. What cannot be had of a process is the outcome of the cell and no failure of the call. What
 * is read of one process is read one file after the other, not at one moment. Give the table back with
 * psutil_table_free.
 * Errors: INVALID_ARGUMENT for an unknown column, and for more than 4194304 PIDs; OS where the list of processes cannot be read.
 * Source: as the functions of one process that the columns are named after; rss and vms from VmRSS and VmSize in
 * /proc/[pid]/status if that is read for another column.
 * [nonblocking, since 0.1] */
int32_t psutil_process_table(const int32_t *columns, size_t n, const int64_t *pids, size_t n_pids, psutil_table **out);

/* Gives a table back. NULL is fine. The memory is kept as long as an export of it is in use.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_free(psutil_table *t);

/* The name of a column, such as "cpu_times_user"; NULL for a number that is none.
 * [no syscall, nullable, since 0.1] */
const char *psutil_column_name(int32_t column);

/* The number of rows.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_rows(const psutil_table *t, int64_t *out);

/* A whole column, PSUTIL_COLUMN_*.
 * Errors: INVALID_HANDLE; INVALID_ARGUMENT for a column that the table does not have.
 * [no syscall, since 0.1] */
int32_t psutil_table_column(const psutil_table *t, int32_t column, psutil_column_t *out);

/* What a cell's own function would have returned: PSUTIL_OK, ACCESS_DENIED, ZOMBIE_PROCESS, NOT_SUPPORTED and so on;
 * INVALID_ARGUMENT for a row or column that the table does not have.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_cell_error(const psutil_table *t, int64_t row, int32_t column);

/* The cell of an INT64 column; PSUTIL_NA if it is not reported.
 * Errors: the cell's outcome; INVALID_HANDLE; INVALID_ARGUMENT for a row or column that the table does not have, and
 * for a column of another type.
 * [no syscall, nullable, since 0.1] */
int32_t psutil_table_int64(const psutil_table *t, int64_t row, int32_t column, int64_t *out);

/* The cell of a DOUBLE column; NaN if it is not reported.
 * Errors: as psutil_table_int64.
 * [no syscall, nullable, since 0.1] */
int32_t psutil_table_double(const psutil_table *t, int64_t row, int32_t column, double *out);

/* The cell of a STRING column: where it begins, and how many bytes it has; no NUL follows them. NULL and 0 if there is
 * none. It is part of the table.
 * Errors: as psutil_table_int64.
 * [no syscall, nullable, since 0.1] */
int32_t psutil_table_string(const psutil_table *t, int64_t row, int32_t column, const char **out, int64_t *length);

/* The number of items in the cell of a STRING_LIST column.
 * Errors: as psutil_table_int64.
 * [no syscall, since 0.1] */
int32_t psutil_table_items(const psutil_table *t, int64_t row, int32_t column, int64_t *out);

/* An item of the cell of a STRING_LIST column, from 0 on, as psutil_table_string.
 * Errors: as psutil_table_int64; INVALID_ARGUMENT for an item that is not there.
 * [no syscall, since 0.1] */
int32_t psutil_table_item(const psutil_table *t, int64_t row, int32_t column, int64_t item, const char **out, int64_t *length);

/* The process of a row, as a handle to free, whichever columns the table has: that process and no later one with its
 * PID. Nothing is asked for it; the process may be gone.
 * Errors: INVALID_HANDLE; INVALID_ARGUMENT for a row that the table does not have.
 * [no syscall, since 0.1] */
int32_t psutil_table_process(const psutil_table *t, int64_t row, psutil_process **out);

/* The structures of Arrow's C data interface, https://arrow.apache.org/docs/format/CDataInterface.html, and of its C
 * stream interface. */
struct ArrowSchema;
struct ArrowArray;
struct ArrowArrayStream;

/* Gives the table to Apache Arrow and whatever reads it: a struct with a child for each column, in the order that was
 * asked for: int64, float64, large_utf8, and large_list of large_utf8. The buffers are the table's own, without a copy,
 * but where text is not UTF-8: there, in the export, each invalid sequence is U+FFFD. The two structures are the
 * caller's, are filled in, and are the consumer's to release: in any order, on any thread, also after
 * psutil_table_free and in a forked child.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_export_arrow(const psutil_table *t, struct ArrowSchema *schema, struct ArrowArray *array);

/* The same as a stream with one array in it, for those who read streams.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_export_arrow_stream(const psutil_table *t, struct ArrowArrayStream *stream);

#ifdef __cplusplus
}
#endif

#endif
