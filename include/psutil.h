/*
 * psutil.h - libpsutil: processes and the system, for every language that can call C
 *
 * libpsutil reports on the processes and the machine that a program runs on, as psutil does for Python. Link with
 * -lpsutil. This comment describes what all functions have in common; the comment above a function describes the rest.
 *
 * CALLS. A function that can fail returns int32_t: PSUTIL_OK (0) or a negative PSUTIL_ERR_* code. Inputs come first,
 * outputs last. An output is a pointer to where the result is stored. A call that fails leaves its outputs unchanged.
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
 * ERRORS. Every function that returns int32_t can return INVALID_ARGUMENT (for a NULL), INVALID_HANDLE, NO_MEMORY, OS,
 * FORK and INTERNAL. "Errors:" in its comment lists the others, and says what these mean there; the prefix PSUTIL_ERR_
 * is left out. psutil_last_error() returns the details: PID, process name, the operating system's error number, and a
 * message that names the function, the object and the reason. They belong to the calling thread and are valid until its
 * next failing call. A successful call does not change them, so check the code first.
 *
 * OWNERSHIP. A record without pointers (psutil_cpu_times_t) is the caller's own struct, which the call fills. A result
 * with a string or a list (char **, psutil_pid_list_t **) is one block that belongs to the library: do not write to it,
 * and free it with one psutil_free. A handle (psutil_process *) has a free function of its own. Freeing NULL does
 * nothing. NULL for any other parameter is INVALID_ARGUMENT, unless the parameter's description allows it.
 *
 * HANDLES. A psutil_process * identifies one process by its PID and its start, so a later process with the same PID is
 * never taken for it. A handle's value is looked up and never dereferenced: a freed handle, one of another type, or an
 * arbitrary pointer is INVALID_HANDLE. A function described as "guarded" first verifies that the PID has not been
 * reused, and returns NO_SUCH_PROCESS if it has. Other functions report the process that has the PID now;
 * psutil_process_is_running distinguishes the two.
 *
 * UNITS AND ABSENT VALUES. Sizes are in bytes and times in seconds, unless the name or the comment says otherwise. A
 * value that this operating system does not report is PSUTIL_NA (-1) in an integer, NaN in a double, or NULL in a
 * pointer, never 0. Where -1 is a possible value, a field has_... says whether there is one. Records end in reserved
 * words, filled with PSUTIL_NA, which later versions may give names to; a program built today works with them. A
 * function that this operating system cannot implement at all returns NOT_SUPPORTED.
 *
 * STRINGS are the operating system's own bytes on Unix (a file name need not be UTF-8), and UTF-8 on Windows. A name on
 * Windows may contain a surrogate without its pair; it is encoded in three bytes, as any other code point (WTF-8).
 *
 * THREADS, SIGNALS, FORK. Every function may be called from any thread at any time, also on the same handle, but not
 * from a signal handler. A [blocking] function holds no lock while it waits, and the thread's signals are delivered: if
 * a handler ran, the function returns INTERRUPTED, and the caller decides whether to call again. Loading the library
 * starts nothing. The program's signal handlers stay its own. After fork, parent and child can both call the library,
 * with the handles they have. docs/embedding.md lists what is promised.
 *
 * SYSTEMS. A function or field whose comment names operating systems is reported by these alone. A number behind
 * "Linux" is the kernel version from which on it is reported.
 *
 * MARKS. The last line of a function's comment says how it works and since which version it exists: [nonblocking] calls
 * the kernel and returns at once; [blocking] may block; [no syscall] calls no kernel interface, never starts the
 * runtime, and cannot fail unless its comment says so; [by hand] starts a child process. [nullable] marks a field, or
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

/* The value of an integer field that is not reported. */
enum psutil_absent { PSUTIL_NA = -1 };

/* The codes that functions return. psutil_error_name and psutil_strerror turn a code into text. */
enum psutil_error {
    PSUTIL_OK = 0,                    /* ["success"] */
    PSUTIL_ERR_NO_SUCH_PROCESS = -1,  /* no process has this PID, or the process of the handle has exited
                                         ["no such process"] */
    PSUTIL_ERR_ZOMBIE_PROCESS = -2,   /* the process has exited, its parent has not waited for it, and the system keeps
                                         nothing more of what was requested ["process is a zombie"] */
    PSUTIL_ERR_ACCESS_DENIED = -3,    /* the operating system does not allow it to this user ["access denied"] */
    PSUTIL_ERR_TIMEOUT_EXPIRED = -4,  /* the process is still alive, or no event has come, at the end of the timeout
                                         ["timeout expired"] */
    PSUTIL_ERR_NOT_SUPPORTED = -5,    /* this operating system or kernel does not have it
                                         ["not supported on this system"] */
    PSUTIL_ERR_INVALID_ARGUMENT = -6, /* a NULL or a value out of range; the message says which ["invalid argument"] */
    PSUTIL_ERR_INVALID_HANDLE = -7,   /* freed, not a handle of this library, or of another type ["invalid handle"] */
    PSUTIL_ERR_OS = -8,               /* any other error of the operating system: see os_error
                                         ["operating system error"] */
    PSUTIL_ERR_NO_MEMORY = -9,        /* memory, address space or threads are exhausted or limited
                                         ["out of memory or threads"] */
    PSUTIL_ERR_INTERNAL = -10,        /* a defect of the library; report its message as a bug ["internal error"] */
    PSUTIL_ERR_FORK = -11,            /* after fork, this build of the library cannot start in this process
                                         ["library cannot be used in this forked process"] */
    PSUTIL_ERR_INTERRUPTED = -12      /* a signal handler ran during the wait ["interrupted by a signal handler"] */
};

/* The details of a failed call, which psutil_last_error returns. */
typedef struct psutil_error_info_t {
    int32_t code;        /* PSUTIL_ERR_*; PSUTIL_OK if no call of this thread has failed yet */
    int32_t os_error;    /* errno, or GetLastError() on Windows; 0 if the operating system reported no error */
    int64_t pid;         /* the process that the call was about [nullable] */
    int64_t ppid;        /* for ZOMBIE_PROCESS: the parent that has not waited for the process [nullable] */
    double timeout;      /* for TIMEOUT_EXPIRED: the timeout of the call, in seconds [nullable] */
    const char *name;    /* the name of that process, or of the service, if the library knows it [nullable] */
    const char *message; /* a sentence for people: the function, the object and the reason; never NULL */
    int64_t reserved[4];
} psutil_error_info_t;

/* Returns the version of the loaded library as "major.minor.patch". PSUTIL_VERSION is the header's.
 * [no syscall, since 0.1] */
const char *psutil_version(void);

/* Returns the name of an error code, such as "PSUTIL_ERR_ACCESS_DENIED".
 * code: a PSUTIL_ERR_* or PSUTIL_OK; any other number gives "PSUTIL_ERR_UNKNOWN".
 * [no syscall, since 0.1] */
const char *psutil_error_name(int32_t code);

/* Returns a short English text for an error code, such as "access denied"; never NULL.
 * code: a PSUTIL_ERR_* or PSUTIL_OK; any other number gives "unknown error".
 * [no syscall, since 0.1] */
const char *psutil_strerror(int32_t code);

/* Returns the details of the calling thread's last failed call. The result is never NULL, and is valid until the
 * thread's next failing call.
 * [no syscall, since 0.1] */
const psutil_error_info_t *psutil_last_error(void);

/* Frees a block: a string, a list, or a record with strings.
 * block: what a function of this library stored in an output; NULL does nothing.
 * [no syscall, since 0.1] */
void psutil_free(void *block);

/* Sets the directory in which the library reads procfs, for all threads from their next call on. A psutil_process keeps
 * the procfs it was created with. Everything else remains the calling process's own: /sys, user names, logins. A procfs
 * in which the calling process does not have its own PID is foreign: another system's, such as the host's that a
 * container has mounted. Its PIDs mean other processes here. With a foreign procfs, functions that act on a process or
 * pass a PID to the kernel (signals, wait, priorities, limits, affinity) return NOT_SUPPORTED, and processes are
 * identified by PID and start alone.
 * path: an absolute path, such as "/host/proc", which need not exist yet. "" restores the default: the value that the
 *     environment variable PSUTIL_PROCFS_PATH had at the first use, or else /proc. A setuid program ignores the
 *     variable.
 * Errors: INVALID_ARGUMENT for a relative path, or one of 4096 bytes or more; NOT_SUPPORTED on systems without procfs
 * (Windows, macOS, FreeBSD).
 * [no syscall, since 0.1] */
int32_t psutil_set_procfs_path(const char *path);

/* Sets how many threads may share the work of a call, for all threads from their next call on. A call that reads many
 * processes creates helper threads where that pays, and all of them end before it returns. They are created by the
 * calling thread, so they inherit its credentials, filters, namespaces and descriptor table; they block all signals.
 * Where no thread can be created, the calling thread does the work alone.
 * n: 1 for the calling thread alone, as a host needs whose sandbox kills a process that creates a thread; another
 *     number for at most that many threads, including the calling one; 0, the default, for as many as pay. There are
 *     never more than 8, nor more than CPUs on which the calling thread may run.
 * Errors: INVALID_ARGUMENT for a negative n.
 * [no syscall, since 0.1] */
int32_t psutil_set_workers(int32_t n);

/* ------------------------------------------------------------------------------------------------ shapes -------- */

/* A list of strings, in the order of the system: a command line, for example. No item is NULL. */
typedef struct psutil_string_list_t {
    size_t len;
    const char *const *items;
} psutil_string_list_t;

/* A list of PIDs, in ascending order. */
typedef struct psutil_pid_list_t {
    size_t len;
    const int64_t *items;
} psutil_pid_list_t;

/* ------------------------------------------------------------------------------- processes on the system --------- */

/* A handle that identifies one process; see HANDLES above. */
typedef struct psutil_process psutil_process;

/* Returns the PIDs of all processes, zombies included, in ascending order.
 * out: the list; free it with psutil_free.
 * Errors: OS if the list cannot be read.
 * Source: the numeric entries of /proc; NtQuerySystemInformation(SystemProcessInformation) on Windows.
 * On FreeBSD sysctl kern.proc.proc.
 * On macOS sysctl kern.proc.all, which lists the kernel as PID 0.
 * [nonblocking, since 0.1] */
int32_t psutil_pids(psutil_pid_list_t **out);

/* Returns whether a process has this PID. A zombie is a process; a thread that does not lead a process is not.
 * pid: any number. One that cannot be a PID (negative, or above the kernel's maximum) does not exist; this is not an
 *     error.
 * out: 1 if the process exists, else 0.
 * Errors: OS if /proc cannot be read.
 * Source: kill(pid, 0), and Tgid in /proc/[pid]/status; OpenProcess on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_pid_exists(int64_t pid, int32_t *out);

/* ------------------------------------------------------------------------------------------------ CPU ----------- */

/* The time that CPUs have spent in each mode since boot, in seconds. */
typedef struct psutil_cpu_times_t {
    double user;       /* normal processes in user mode; on Linux this includes guest */
    double system;     /* the kernel, on behalf of processes */
    double idle;       /* doing nothing */
    double nice;       /* niced processes in user mode; on Linux this includes guest_nice. Unix [nullable] */
    double iowait;     /* idle while I/O was outstanding. Linux [nullable] */
    double irq;        /* hardware interrupts. Linux, FreeBSD, Windows ("interrupt") [nullable] */
    double softirq;    /* software interrupts. Linux [nullable] */
    double steal;      /* used by other virtual machines on the same hardware. Linux 2.6.11 [nullable] */
    double guest;      /* running a virtual CPU for a guest. Linux 2.6.24 [nullable] */
    double guest_nice; /* running a virtual CPU for a niced guest. Linux 3.2.0 [nullable] */
    double dpc;        /* deferred procedure calls. Windows [nullable] */
    int64_t cpu;       /* the CPU's number; absent for all CPUs together [nullable] */
    int64_t reserved[4];
} psutil_cpu_times_t;

/* A list of CPU times, one record for each online CPU, in an order that stays the same between calls. */
typedef struct psutil_cpu_times_list_t {
    size_t len;
    const psutil_cpu_times_t *items;
} psutil_cpu_times_list_t;

/* Load averages, in processes; see psutil_getloadavg. */
typedef struct psutil_loadavg_t {
    double load1;  /* over the last minute */
    double load5;  /* over the last 5 minutes */
    double load15; /* over the last 15 minutes */
} psutil_loadavg_t;

/* A list of percentages, one for each online CPU, in the order of psutil_cpu_times_per_cpu. */
typedef struct psutil_percent_list_t {
    size_t len;
    const double *items;
} psutil_percent_list_t;

/* The number of events since boot, on all CPUs together. */
typedef struct psutil_cpu_stats_t {
    int64_t ctx_switches; /* context switches, voluntary and involuntary. Not macOS [nullable] */
    int64_t interrupts;   /* hardware interrupts, on Linux also those that an architecture does not number. Not macOS on
                             x86-64 [nullable] */
    int64_t soft_interrupts; /* software interrupts. Linux 2.6.31, FreeBSD [nullable] */
    int64_t syscalls;        /* system calls. Windows, FreeBSD [nullable] */
    int64_t reserved[4];
} psutil_cpu_stats_t;

/* The frequency of CPUs, in MHz. */
typedef struct psutil_cpu_freq_t {
    double current; /* the frequency now [nullable] */
    double min;     /* the lowest frequency that is allowed now [nullable] */
    double max;     /* the highest frequency that is allowed now [nullable] */
    int64_t reserved[2];
} psutil_cpu_freq_t;

/* A list of frequencies, one record for each online CPU, in the order of psutil_cpu_times_per_cpu. */
typedef struct psutil_cpu_freq_list_t {
    size_t len;
    const psutil_cpu_freq_t *items;
} psutil_cpu_freq_list_t;

/* Returns the number of CPUs that are online. In a container this is the machine's number too: a cpuset, an affinity
 * mask or a quota does not change it (see psutil_cgroup_limits).
 * logical: not 0 for hardware threads, 0 for physical cores.
 * out: the number; PSUTIL_NA if the system does not report it, as is common for cores in virtual machines and on ARM.
 * Errors: OS if the kernel's files cannot be read.
 * Source: /sys/devices/system/cpu/online, else /proc/stat; for cores core_cpus_list (or thread_siblings_list) of each
 * CPU's topology, else /proc/cpuinfo. GetActiveProcessorCount and GetLogicalProcessorInformationEx on Windows.
 * On FreeBSD sysctl hw.ncpu and kern.smp.cores.
 * On macOS sysctl hw.logicalcpu and hw.physicalcpu.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_cpu_count(int32_t logical, int64_t *out);

/* Returns the CPU times of the whole machine: the sum over its CPUs.
 * out: the times.
 * Errors: OS if /proc/stat cannot be read.
 * Source: the "cpu" line of /proc/stat, or else the sum of the lines of single CPUs; on Windows the sum of
 * psutil_cpu_times_per_cpu.
 * On FreeBSD sysctl kern.cp_time.
 * On macOS the sum of psutil_cpu_times_per_cpu.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_times(psutil_cpu_times_t *out);

/* Returns the CPU times of each CPU.
 * out: the list; free it with psutil_free.
 * Errors: OS if /proc/stat cannot be read.
 * Source: the "cpuN" lines of /proc/stat; NtQuerySystemInformation(SystemProcessorPerformanceInformation) on Windows,
 * whose system contains irq and dpc.
 * On FreeBSD sysctl kern.cp_times.
 * On macOS host_processor_info(PROCESSOR_CPU_LOAD_INFO).
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_times_per_cpu(psutil_cpu_times_list_t **out);

/* Returns how busy the whole machine was over an interval, 0.0 to 100.0.
 * interval: above 0, the call waits that many seconds and measures over them. 0 compares with the calling thread's
 *     previous call with 0, and the first such call of a thread gives 0.0. Calls should be at least 0.1 s apart, since
 *     CPU times advance in steps of 0.01 s.
 * out: the percentage of time in which CPUs were neither idle nor waiting for I/O.
 * Errors: INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: two readings of psutil_cpu_times.
 * [blocking, since 0.1] */
int32_t psutil_cpu_percent(double interval, double *out);

/* Returns how busy each CPU was over an interval, 0.0 to 100.0.
 * interval: above 0, the call waits that many seconds and measures over them. 0 compares with the calling thread's
 *     previous call of this function with 0; the first such call of a thread gives 0.0.
 * out: the list; free it with psutil_free.
 * Errors: INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: two readings of psutil_cpu_times_per_cpu.
 * [blocking, since 0.1] */
int32_t psutil_cpu_percent_per_cpu(double interval, psutil_percent_list_t **out);

/* Returns how busy the machine was between two readings of psutil_cpu_times, 0.0 to 100.0. It is for programs that keep
 * a baseline of their own.
 * earlier, later: the readings. Readings in the wrong order, and equal ones, give 0.0.
 * out: the percentage of time in which CPUs were neither idle nor waiting for I/O.
 * Errors: none but those of every call.
 * Source: the two readings.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, double *out);

/* Returns the share of its time that the whole machine spent in each mode over an interval. Unlike psutil 7, it is also
 * right when less than a second of CPU time has passed.
 * interval: above 0, the call waits that many seconds and measures over them. 0 compares with the calling thread's
 *     previous call of this function with 0; the first such call of a thread gives 0.0.
 * out: each field in percent, 0.0 to 100.0. All fields but guest and guest_nice, which are part of user and nice, add
 *     up to 100 except for rounding. All are 0.0 if no time has passed. A mode whose time decreased, as iowait and
 *     steal sometimes do, counts as 0.0.
 * Errors: INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: two readings of psutil_cpu_times.
 * [blocking, since 0.1] */
int32_t psutil_cpu_times_percent(double interval, psutil_cpu_times_t *out);

/* Returns the share of its time that each CPU spent in each mode over an interval.
 * interval: above 0, the call waits that many seconds and measures over them. 0 compares with the calling thread's
 *     previous call of this function with 0; the first such call of a thread gives 0.0.
 * out: the list, with fields as for psutil_cpu_times_percent; free it with psutil_free. All fields are 0.0 if CPUs went
 *     online or offline during the interval.
 * Errors: INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: two readings of psutil_cpu_times_per_cpu.
 * [blocking, since 0.1] */
int32_t psutil_cpu_times_percent_per_cpu(double interval, psutil_cpu_times_list_t **out);

/* Returns the share of time spent in each mode between two readings of psutil_cpu_times, or of one CPU's record.
 * earlier, later: the readings. Readings in the wrong order, and equal ones, give 0.0.
 * out: the percentages, as for psutil_cpu_times_percent. A field that is NaN in either reading is NaN.
 * Errors: none but those of every call.
 * Source: the two readings.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_times_percent_between(
    const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, psutil_cpu_times_t *out);

/* Returns the number of context switches, interrupts and system calls since boot.
 * out: the numbers.
 * Errors: OS if /proc/stat cannot be read.
 * Source: ctxt, intr and softirq in /proc/stat. On Windows NtQuerySystemInformation(SystemPerformanceInformation), and
 * (SystemProcessorPerformanceInformation) for interrupts; its counters have 32 bits and wrap around.
 * On FreeBSD sysctl vm.stats.sys.
 * On macOS host_processor_info(PROCESSOR_CPU_STAT64) for interrupts, on arm64 alone; the system counts nothing else,
 * and PSUTIL_NA stands for it.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_stats(psutil_cpu_stats_t *out);

/* Returns the frequency of the CPUs: the mean over all that are online.
 * out: the frequencies in MHz.
 * Errors: NOT_SUPPORTED if the machine does not report it, as many virtual machines.
 * Source: the records of psutil_cpu_freq_per_cpu.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_freq(psutil_cpu_freq_t *out);

/* Returns the frequency of each online CPU. psutil returns one record per cpufreq policy instead, which on ARM stands
 * for several CPUs.
 * out: the list; free it with psutil_free.
 * Errors: NOT_SUPPORTED if the machine reports the frequency of no CPU.
 * Source: "cpu MHz" in /proc/cpuinfo, else scaling_cur_freq (or cpuinfo_cur_freq), with scaling_min_freq and
 * scaling_max_freq (or cpuinfo_min_freq and cpuinfo_max_freq), in /sys/devices/system/cpu/cpuN/cpufreq or, if that does
 * not exist, in the CPU's policy in /sys/devices/system/cpu/cpufreq. On Windows CallNtPowerInformation, which does not
 * report min.
 * On FreeBSD sysctl dev.cpu.N.freq and dev.cpu.N.freq_levels; a CPU without them has the frequency of the one before
 * it.
 * On macOS one record for all CPUs: sysctl hw.cpufrequency on x86-64; on arm64 IOKit's voltage states, whose highest
 * frequency is also current.
 * [nonblocking, since 0.1] */
int32_t psutil_cpu_freq_per_cpu(psutil_cpu_freq_list_t **out);

/* Returns the load averages: how many processes were running or ready to run, on average over 1, 5 and 15 minutes. On
 * Linux, processes in uninterruptible sleep count too. The numbers are not divided by the number of CPUs. Windows has
 * no load averages: each call counts the threads that are ready but have no CPU, and moves the averages towards that
 * number by the time since the previous call. The first call returns the number itself; a program that wants averages
 * calls every few seconds.
 * out: the averages.
 * Errors: OS if the kernel's file cannot be read.
 * Source: sysinfo(2), or a /proc/loadavg that a container has of its own. On Windows the states of threads in
 * NtQuerySystemInformation(SystemProcessInformation).
 * On FreeBSD sysctl vm.loadavg.
 * On macOS getloadavg(3).
 * [nonblocking, since 0.1] */
int32_t psutil_getloadavg(psutil_loadavg_t *out);

/* ------------------------------------------------------------------------------------------------ memory -------- */

/* The machine's memory, in bytes. */
typedef struct psutil_virtual_memory_t {
    int64_t total;     /* physical memory that the kernel can use */
    int64_t available; /* memory that processes can get at once without swapping */
    int64_t used;      /* memory in use, as this system counts it; on Linux total - available */
    int64_t free;      /* memory that is not used at all; see available for what processes can get */
    double percent;    /* (total - available) / total * 100 */
    int64_t active;    /* used recently, and not reclaimed first. Unix [nullable] */
    int64_t inactive;  /* not used recently. Unix [nullable] */
    int64_t buffers;   /* cache of block devices and file system metadata. Linux, FreeBSD [nullable] */
    int64_t cached;    /* cache of files, with reclaimable kernel memory (SReclaimable). Linux, FreeBSD [nullable] */
    int64_t shared;    /* tmpfs and shared memory. Linux, FreeBSD [nullable] */
    int64_t slab;      /* the kernel's own data structures. Linux [nullable] */
    int64_t wired;     /* memory that is never moved to disk. macOS, FreeBSD [nullable] */
    int64_t reserved[8];
} psutil_virtual_memory_t;

/* Returns the machine's memory. In a container this is the machine's too; see psutil_cgroup_limits.
 * out: the memory, in bytes.
 * Errors: OS if /proc/meminfo cannot be read.
 * Source: /proc/meminfo. MemAvailable is estimated from its parts before Linux 3.14.
 * On Windows NtQuerySystemInformation(SystemBasicInformation) and (SystemPerformanceInformation); available and free
 * are the same.
 * On FreeBSD sysctl hw.physmem, vm.stats.vm, vfs.bufspace and vm.vmtotal; available is inactive, cached and free
 * memory.
 * On macOS sysctl hw.memsize and host_statistics64(HOST_VM_INFO64); available is inactive and free memory.
 * [nonblocking, since 0.1] */
int32_t psutil_virtual_memory(psutil_virtual_memory_t *out);

/* Swap space, in bytes. */
typedef struct psutil_swap_memory_t {
    int64_t total;  /* the size of all swap devices and files; 0 without swap */
    int64_t used;   /* total - free */
    int64_t free;   /* not used */
    double percent; /* used / total * 100; 0.0 without swap */
    int64_t sin;    /* bytes that were read from swap since boot; 0 on Windows [nullable] */
    int64_t sout;   /* bytes that were written to swap since boot; 0 on Windows [nullable] */
    int64_t reserved[2];
} psutil_swap_memory_t;

/* Returns the machine's swap space.
 * out: the swap space, in bytes. All fields are 0 without swap. sin and sout are PSUTIL_NA if /proc/vmstat is missing.
 * Errors: OS if /proc/meminfo cannot be read.
 * Source: sysinfo(2), or a /proc/meminfo that a container has of its own; pswpin and pswpout, in pages, in
 * /proc/vmstat. On Windows the page files in NtQuerySystemInformation(SystemPageFileInformation).
 * On FreeBSD sysctl vm.swap_info, and v_swappgsin and v_swappgsout in vm.stats.vm.
 * On macOS sysctl vm.swapusage, and swapins and swapouts in host_statistics64(HOST_VM_INFO64).
 * [nonblocking, since 0.1] */
int32_t psutil_swap_memory(psutil_swap_memory_t *out);

/* ------------------------------------------------------------------------------------------------ disks --------- */

/* A mounted file system. */
typedef struct psutil_disk_partition_t {
    const char *device;     /* "/dev/sda1", "server:/export", "tmpfs"; "C:\" on Windows; "" without a device */
    const char *mountpoint; /* the directory it is mounted on */
    const char *fstype;     /* the type of the file system, such as "ext4" */
    const char *opts;       /* the options, as mount(8) takes them: "rw,relatime"; on Windows such as "rw,fixed" */
    int64_t reserved[2];
} psutil_disk_partition_t;

/* A list of mounted file systems, in the order of mounting. */
typedef struct psutil_disk_partition_list_t {
    size_t len;
    const psutil_disk_partition_t *items;
} psutil_disk_partition_list_t;

/* The space of a file system, in bytes. */
typedef struct psutil_disk_usage_t {
    int64_t total;  /* the size of the file system */
    int64_t used;   /* space in use; total - used exceeds free if some is reserved for root */
    int64_t free;   /* space that ordinary users can get */
    double percent; /* used / (used + free) * 100, as df(1) shows it */
    int64_t reserved[2];
} psutil_disk_usage_t;

/* The I/O of a disk since boot, or since it was attached. Times add up requests that were in progress together. */
typedef struct psutil_disk_io_counters_t {
    int64_t read_count;         /* completed reads */
    int64_t write_count;        /* completed writes */
    int64_t read_bytes;         /* bytes read */
    int64_t write_bytes;        /* bytes written */
    int64_t read_time;          /* milliseconds spent reading */
    int64_t write_time;         /* milliseconds spent writing */
    int64_t read_merged_count;  /* reads that were merged with a neighbouring one. Linux [nullable] */
    int64_t write_merged_count; /* writes that were merged with a neighbouring one. Linux [nullable] */
    int64_t busy_time;          /* milliseconds in which a request was in progress. Linux, FreeBSD [nullable] */
    int64_t reserved[4];
} psutil_disk_io_counters_t;

/* The I/O of one disk or partition. */
typedef struct psutil_disk_io_t {
    const char *name; /* "sda", "nvme0n1p1"; "PhysicalDrive0" on Windows */
    psutil_disk_io_counters_t counters;
} psutil_disk_io_t;

/* A list of disks and partitions, in the order of the system. */
typedef struct psutil_disk_io_list_t {
    size_t len;
    const psutil_disk_io_t *items;
} psutil_disk_io_list_t;

/* Returns the mounted file systems that the calling thread sees. A device that is mounted in several places is listed
 * as often.
 * all: 0 for file systems on devices only (hard disks, CD-ROMs, USB sticks); otherwise also those in memory, on the
 *     network, and the kernel's own.
 * out: the list; free it with psutil_free.
 * Errors: OS if the list of mounts cannot be read.
 * Source: /proc/thread-self/mounts, before Linux 3.17 /proc/self/mounts, and in a procfs that does not show the caller
 * /proc/1/mounts; /proc/filesystems for the types that need a device. "rootfs" and "/dev/root" are resolved in
 * /sys/dev/block or /proc/partitions. On Windows GetLogicalDriveStrings, GetVolumeInformation for fstype and opts, and
 * as the last of opts GetDriveType: "fixed", "removable", "cdrom", "remote", "ramdisk", "unmounted" or "unknown"; the
 * drive A: is listed only with all.
 * On FreeBSD getfsstat(2).
 * On macOS getfsstat(2).
 * [nonblocking, since 0.1] */
int32_t psutil_disk_partitions(int32_t all, psutil_disk_partition_list_t **out);

/* Returns the space of the file system that contains a path. If that file system is remote, the call waits for its
 * server.
 * path: any file or directory on the file system.
 * out: the space, in bytes.
 * Errors: OS with os_error ENOENT if the path does not exist, ENOTDIR and so on; ACCESS_DENIED.
 * Source: statfs(2); GetDiskFreeSpaceEx on Windows, where os_error is that of GetLastError.
 * On FreeBSD statfs(2).
 * On macOS statfs(2), and getattrlist(ATTR_VOL_SPACEUSED) for used: the volumes of an APFS container share free.
 * [nonblocking, since 0.1] */
int32_t psutil_disk_usage(const char *path, psutil_disk_usage_t *out);

/* What the I/O counters of disks and network interfaces do when one of the system's counters wraps around (some have 32
 * bits). */
enum psutil_nowrap {
    PSUTIL_NOWRAP_OFF = 0,    /* the system's counters as they are */
    PSUTIL_NOWRAP_ON = 1,     /* a counter that wraps around continues from its value in the previous call with nowrap
                                 in this process; one whose disk or interface is removed is forgotten */
    PSUTIL_NOWRAP_RESTART = 2 /* as PSUTIL_NOWRAP_ON, but all previous calls are forgotten */
};

/* Returns the I/O of all disks together. Partitions are not added, since their disk counts their I/O too. Disks that
 * are built on other disks (dm, md, loop) have counters of their own and are added, as in psutil.
 * nowrap: PSUTIL_NOWRAP_*. The total decreases when a disk is removed, as in psutil.
 * out: the counters.
 * Errors: INVALID_ARGUMENT for another nowrap; NOT_SUPPORTED if there are no disks at all, as in some containers.
 * Source: /proc/diskstats, or /sys/block without it. Whole disks are those that /sys/block lists.
 * IOCTL_DISK_PERFORMANCE on Windows; a disk whose driver does not count is left out.
 * On FreeBSD sysctl kern.devstat.all, which has no partitions.
 * On macOS the statistics of IOKit's block storage drivers, which are whole disks.
 * [nonblocking, since 0.1] */
int32_t psutil_disk_io_counters(int32_t nowrap, psutil_disk_io_counters_t *out);

/* Returns the I/O of each disk and of each partition. Only those present now are listed.
 * nowrap: PSUTIL_NOWRAP_*.
 * out: the list, empty without disks; free it with psutil_free.
 * Errors: INVALID_ARGUMENT for another nowrap; OS if the counters cannot be read.
 * Source: /proc/diskstats, or /sys/block without it; IOCTL_DISK_PERFORMANCE on Windows, without partitions.
 * On FreeBSD sysctl kern.devstat.all, which has no partitions.
 * On macOS the statistics of IOKit's block storage drivers, which are whole disks.
 * [nonblocking, since 0.1] */
int32_t psutil_disk_io_counters_per_disk(int32_t nowrap, psutil_disk_io_list_t **out);

/* ------------------------------------------------------------------------------------------------ network ------- */

/* Address families. The numbers are Linux's, and the same on every system. */
enum psutil_address_family {
    PSUTIL_AF_UNSPEC = 0, /* none */
    PSUTIL_AF_UNIX = 1,   /* UNIX sockets */
    PSUTIL_AF_INET = 2,   /* IPv4 */
    PSUTIL_AF_INET6 = 10, /* IPv6 */
    PSUTIL_AF_LINK = 17   /* the hardware address of a network interface (MAC) */
};

/* Socket types. The numbers are Linux's, and the same on every system. */
enum psutil_socket_type {
    PSUTIL_SOCK_STREAM = 1,   /* a stream: TCP */
    PSUTIL_SOCK_DGRAM = 2,    /* datagrams: UDP */
    PSUTIL_SOCK_RAW = 3,      /* raw packets */
    PSUTIL_SOCK_SEQPACKET = 5 /* a sequence of packets */
};

/* States of a TCP connection. psutil_conn_status_name returns psutil's string for each, such as "ESTABLISHED". */
enum psutil_conn_status {
    PSUTIL_CONN_ESTABLISHED = 1, /* connected */
    PSUTIL_CONN_SYN_SENT = 2,    /* connecting */
    PSUTIL_CONN_SYN_RECV = 3,    /* accepting a connection */
    PSUTIL_CONN_FIN_WAIT1 = 4,   /* closed here; the end was sent */
    PSUTIL_CONN_FIN_WAIT2 = 5,   /* closed here; waiting for the end of the peer */
    PSUTIL_CONN_TIME_WAIT = 6,   /* closed on both sides; waiting for packets under way */
    PSUTIL_CONN_CLOSE = 7,       /* not connected */
    PSUTIL_CONN_CLOSE_WAIT = 8,  /* closed by the peer; not yet closed here */
    PSUTIL_CONN_LAST_ACK = 9,    /* closed on both sides; waiting for the last acknowledgement */
    PSUTIL_CONN_LISTEN = 10,     /* waiting for connections */
    PSUTIL_CONN_CLOSING = 11,    /* closed on both sides at the same time */
    PSUTIL_CONN_NONE = 12,       /* UDP and UNIX sockets have no state */
    PSUTIL_CONN_DELETE_TCB = 13, /* Windows */
    PSUTIL_CONN_IDLE = 14,       /* Solaris; part of psutil's constants */
    PSUTIL_CONN_BOUND = 15       /* Solaris; part of psutil's constants */
};

/* Whether a network interface sends and receives at the same time. */
enum psutil_nic_duplex {
    PSUTIL_NIC_DUPLEX_UNKNOWN = 0, /* not reported */
    PSUTIL_NIC_DUPLEX_HALF = 1,    /* one direction at a time */
    PSUTIL_NIC_DUPLEX_FULL = 2     /* both directions at once */
};

/* Flags of psutil_net_connections. */
enum psutil_connections_flags {
    PSUTIL_CONNECTIONS_PIDS = 1,  /* report the owner of each socket: its PID and file descriptor */
    PSUTIL_CONNECTIONS_BYTES = 2, /* report bytes_sent and bytes_recv of TCP sockets */
    PSUTIL_CONNECTIONS_BPF = 4    /* find the owners with a BPF program, which this call loads and unloads; without
                                     CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE, in procfs as without this flag. Linux */
};

/* The traffic of network interfaces. */
typedef struct psutil_net_io_counters_t {
    int64_t bytes_sent;   /* bytes */
    int64_t bytes_recv;   /* bytes */
    int64_t packets_sent; /* packets */
    int64_t packets_recv; /* packets */
    int64_t errin;        /* errors while receiving */
    int64_t errout;       /* errors while sending */
    int64_t dropin;       /* incoming packets that were dropped */
    int64_t dropout;      /* outgoing packets that were dropped. Linux, Windows, macOS, FreeBSD [nullable] */
    int64_t reserved[4];
} psutil_net_io_counters_t;

/* The traffic of one network interface. */
typedef struct psutil_net_io_t {
    const char *name; /* "eth0" */
    psutil_net_io_counters_t counters;
} psutil_net_io_t;

/* A list of network interfaces and their traffic, in the order of the system. */
typedef struct psutil_net_io_list_t {
    size_t len;
    const psutil_net_io_t *items;
} psutil_net_io_list_t;

/* A socket. */
typedef struct psutil_connection_t {
    int64_t fd;                 /* the owner's file descriptor for it; not reported on Windows [nullable] */
    int64_t pid;                /* the owner, if it was requested and is known [nullable] */
    int32_t family;             /* PSUTIL_AF_INET, _INET6 or _UNIX */
    int32_t type;               /* PSUTIL_SOCK_*: STREAM is TCP, DGRAM is UDP; a UNIX socket has any */
    const char *local_address;  /* the numeric IP address ("127.0.0.1", "::1"), "" if not bound. For a UNIX socket its
                                   path, "" without one; an abstract name begins with "@", which stands for its NULs */
    const char *remote_address; /* the numeric IP address of the peer; NULL if not connected [nullable] */
    int32_t local_port;         /* absent if not bound, and for UNIX sockets [nullable] */
    int32_t remote_port;        /* absent if not connected, and for UNIX sockets [nullable] */
    int32_t status;             /* PSUTIL_CONN_* */
    int32_t has_remote;         /* 1 if remote_address and remote_port have values, else 0 */
    int64_t bytes_sent;         /* TCP payload sent since the socket was opened, each byte once, if requested; absent
                                   for listening sockets, UDP and UNIX. Linux 4.19 [nullable] */
    int64_t bytes_recv;         /* TCP payload received, likewise. Linux 4.1 [nullable] */
    int64_t reserved[2];
} psutil_connection_t;

/* A list of sockets, in no particular order. */
typedef struct psutil_connection_list_t {
    size_t len;
    const psutil_connection_t *items;
} psutil_connection_list_t;

/* One address of a network interface. */
typedef struct psutil_net_if_addr_t {
    const char *name;      /* the name of the interface ("eth0"), or the label of the address ("eth0:1") */
    const char *address;   /* a numeric IP address, on Unix a link-local one with its scope ("fe80::1%eth0"); or a
                              hexadecimal MAC address ("02:fc:00:00:00:01", on Windows "02-FC-00-00-00-01") of six bytes
                              or more (InfiniBand has 20) */
    const char *netmask;   /* "255.255.255.0", "ffff:ffff:ffff:ffff::"; NULL for a MAC address [nullable] */
    const char *broadcast; /* the broadcast address [nullable] */
    const char *ptp;       /* the peer's address on a point-to-point interface, such as a VPN's [nullable] */
    int32_t family;        /* PSUTIL_AF_INET, _INET6 or _LINK */
    int32_t prefix_length; /* the length of the netmask, in bits [nullable] */
    int64_t reserved[2];
} psutil_net_if_addr_t;

/* A list of addresses: the interfaces in the order of the system, and for each its IPv4, IPv6 and MAC addresses. */
typedef struct psutil_net_if_addr_list_t {
    size_t len;
    const psutil_net_if_addr_t *items;
} psutil_net_if_addr_list_t;

/* The state of a network interface. */
typedef struct psutil_net_if_stats_t {
    const char *name;  /* "eth0" */
    int32_t isup;      /* 1 if it is running: enabled, and with a carrier if it needs one; else 0 */
    int32_t duplex;    /* PSUTIL_NIC_DUPLEX_* */
    int64_t speed;     /* Mbit/s; absent without hardware and for many wireless interfaces [nullable] */
    int64_t mtu;       /* the largest packet, in bytes */
    const char *flags; /* flags, separated by commas ("up,broadcast,running,multicast"). Unix [nullable] */
    int64_t reserved[2];
} psutil_net_if_stats_t;

/* A list of network interfaces and their state, in the order of the system. */
typedef struct psutil_net_if_stats_list_t {
    size_t len;
    const psutil_net_if_stats_t *items;
} psutil_net_if_stats_list_t;

/* Returns the traffic of all network interfaces in the calling thread's network namespace together.
 * nowrap: PSUTIL_NOWRAP_*. The totals decrease when an interface is removed, as in psutil.
 * out: the counters.
 * Errors: INVALID_ARGUMENT for another nowrap; NOT_SUPPORTED if there are no interfaces at all.
 * Source: /proc/thread-self/net/dev; GetIfTable2 on Windows, of the interfaces that GetAdaptersAddresses lists.
 * On FreeBSD the interface list of route(4).
 * On macOS sysctl NET_RT_IFLIST2.
 * [nonblocking, since 0.1] */
int32_t psutil_net_io_counters(int32_t nowrap, psutil_net_io_counters_t *out);

/* Returns the traffic of each network interface in the calling thread's network namespace. Only those present now are
 * listed.
 * nowrap: PSUTIL_NOWRAP_*.
 * out: the list; free it with psutil_free.
 * Errors: INVALID_ARGUMENT for another nowrap; OS if the counters cannot be read.
 * Source: /proc/thread-self/net/dev; GetIfTable2 on Windows, of the interfaces that GetAdaptersAddresses lists.
 * On FreeBSD the interface list of route(4).
 * On macOS sysctl NET_RT_IFLIST2.
 * [nonblocking, since 0.1] */
int32_t psutil_net_io_counters_per_nic(int32_t nowrap, psutil_net_io_list_t **out);

/* Returns all sockets of some kinds in the calling thread's network namespace. An IPv4 connection of an IPv6 socket has
 * IPv6 addresses, such as "::ffff:127.0.0.1".
 * kind: one of
 *     "inet"   TCP and UDP over IPv4 and IPv6    "tcp"    TCP over both        "udp"    UDP over both
 *     "inet4"  TCP and UDP over IPv4             "tcp4"   TCP over IPv4        "udp4"   UDP over IPv4
 *     "inet6"  TCP and UDP over IPv6             "tcp6"   TCP over IPv6        "udp6"   UDP over IPv6
 *     "unix"   UNIX sockets                      "all"    all of these
 * flags: 0, or PSUTIL_CONNECTIONS_PIDS to search every descriptor of every process for the owners. An IP socket that
 *     several processes have open is listed once, with the highest PID and that process's lowest descriptor; a UNIX
 *     socket once for each descriptor of that process. Where this user may not read the descriptors, pid and fd are
 *     PSUTIL_NA. PSUTIL_CONNECTIONS_BYTES to count the payload of TCP sockets: not headers, retransmissions or other
 *     protocols, and nothing of a connection that has been closed.
 * out: the list; free it with psutil_free.
 * Errors: INVALID_ARGUMENT for another kind (the message lists them), and for unknown flags; OS.
 * Source: sock_diag(7), with INET_DIAG_INFO for the bytes, else /proc/thread-self/net/tcp and its neighbours; readlink
 * /proc/[pid]/fd/[fd]. GetExtendedTcpTable and GetExtendedUdpTable on Windows, which list no UNIX sockets.
 * On FreeBSD sysctl net.inet.tcp.pcblist, net.inet.udp.pcblist and net.local.*.pcblist, and for the owners kern.file.
 * On macOS sysctl net.inet.tcp.pcblist_n, net.inet.udp.pcblist_n and net.local.*.pcblist_n (else pcblist64), and for
 * the owners proc_pidfdinfo(PROC_PIDFDSOCKETINFO), without bytes. A connection that a process keeps without a socket,
 * as Network.framework does, has its PID and no descriptor. Where a sandbox refuses the lists, the sockets of
 * processes that this user may not read are missing.
 * [nonblocking, since 0.1] */
int32_t psutil_net_connections(const char *kind, int32_t flags, psutil_connection_list_t **out);

/* Returns the sockets of some kinds that a process has open, in its own network namespace. An IP socket is listed once,
 * with its lowest descriptor; a UNIX socket once for each descriptor. A zombie has none.
 * p: the process.
 * kind: "inet", "inet4", "inet6", "tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "unix" or "all"; psutil_net_connections
 *     says which sockets each of them contains.
 * flags: 0, or PSUTIL_CONNECTIONS_BYTES for bytes_sent and bytes_recv, which are absent in another network namespace
 *     than the caller's. PSUTIL_CONNECTIONS_PIDS changes nothing: the owner is always reported.
 * out: the list; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for another kind, and for unknown flags.
 * Source: readlink /proc/[pid]/fd/[fd]; sock_diag(7) in the caller's network namespace, else /proc/[pid]/net. On
 * Windows GetExtendedTcpTable and GetExtendedUdpTable.
 * On FreeBSD sysctl kern.proc.filedesc, and for the states net.inet.tcp.pcblist.
 * On macOS proc_pidfdinfo(PROC_PIDFDSOCKETINFO), without bytes.
 * [nonblocking, since 0.1] */
int32_t psutil_process_net_connections(
    psutil_process *p, const char *kind, int32_t flags, psutil_connection_list_t **out);

/* Returns psutil's string for a connection state, such as "ESTABLISHED".
 * status: a PSUTIL_CONN_*; any other number gives "?".
 * [no syscall, since 0.1] */
const char *psutil_conn_status_name(int32_t status);

/* Returns the addresses of the network interfaces in the calling thread's network namespace. On an interface that can
 * broadcast, an IPv4 address without a broadcast address is reported as its own broadcast address, as by getifaddrs(3).
 * out: the list; free it with psutil_free.
 * Errors: OS if the kernel does not answer.
 * Source: netlink(7) RTM_GETLINK and RTM_GETADDR; GetAdaptersAddresses on Windows.
 * On FreeBSD the interface list of route(4).
 * On macOS sysctl NET_RT_IFLIST2.
 * [nonblocking, since 0.1] */
int32_t psutil_net_if_addrs(psutil_net_if_addr_list_t **out);

/* Returns the state of each network interface in the calling thread's network namespace.
 * out: the list; free it with psutil_free.
 * Errors: OS if the kernel does not answer.
 * Source: netlink(7) RTM_GETLINK, and where that is denied /proc/net/dev with ioctl(SIOCGIFFLAGS) and
 * ioctl(SIOCGIFMTU); ioctl(SIOCETHTOOL). GetIfTable2 on Windows, which does not report duplex: it is always
 * PSUTIL_NIC_DUPLEX_FULL, as in psutil.
 * On FreeBSD the interface list of route(4); ioctl(SIOCGIFMEDIA).
 * On macOS sysctl NET_RT_IFLIST2; ioctl(SIOCGIFMEDIA) for duplex.
 * [nonblocking, since 0.1] */
int32_t psutil_net_if_stats(psutil_net_if_stats_list_t **out);

/* ------------------------------------------------------------------------------ other system information -------- */

/* Returns when the system booted, in seconds since the epoch (UTC). The value changes when the system clock is set.
 * out: the time.
 * Errors: OS if /proc/stat cannot be read.
 * Source: CLOCK_REALTIME and CLOCK_BOOTTIME, as btime in the kernel's /proc/stat, or a /proc/stat that a container has
 * of its own; on Windows the clock less GetTickCount64, which includes sleep.
 * On FreeBSD sysctl kern.boottime.
 * On macOS sysctl kern.boottime.
 * [nonblocking, since 0.1] */
int32_t psutil_boot_time(double *out);

/* A login on this machine. */
typedef struct psutil_user_t {
    const char *name;     /* the user's name */
    const char *terminal; /* "tty1", "pts/0" [nullable] */
    const char *host;     /* where the login comes from, as a name or an address; "localhost" for this machine's own
                             terminals and displays [nullable] */
    double started;       /* the time of the login, in seconds since the epoch [nullable] */
    int64_t pid;          /* the process that logged the user in. Unix [nullable] */
    int64_t reserved[2];
} psutil_user_t;

/* A list of logins, the oldest first. */
typedef struct psutil_user_list_t {
    size_t len;
    const psutil_user_t *items;
} psutil_user_list_t;

/* A temperature sensor, in degrees Celsius. */
typedef struct psutil_temperature_t {
    const char *name;  /* the chip, such as "coretemp"; several chips may have the same name */
    const char *label; /* the sensor of the chip, such as "Core 0"; "" without a label */
    double current;    /* the temperature now */
    double high;       /* the temperature that is too high; if only critical is known, critical [nullable] */
    double critical;   /* the temperature that does damage or shuts down; if only high is known, high [nullable] */
    int64_t reserved[2];
} psutil_temperature_t;

/* A list of temperature sensors. Those of chips with the same name are next to each other. */
typedef struct psutil_temperature_list_t {
    size_t len;
    const psutil_temperature_t *items;
} psutil_temperature_list_t;

/* A fan. */
typedef struct psutil_fan_t {
    const char *name;  /* the chip that controls it, such as "thinkpad" */
    const char *label; /* "" without a label */
    int64_t current;   /* revolutions per minute */
    int64_t reserved[2];
} psutil_fan_t;

/* A list of fans. Those of chips with the same name are next to each other. */
typedef struct psutil_fan_list_t {
    size_t len;
    const psutil_fan_t *items;
} psutil_fan_list_t;

/* The values of secsleft that are not a number of seconds. */
enum psutil_power_time {
    PSUTIL_POWER_TIME_UNKNOWN = -1,  /* not reported */
    PSUTIL_POWER_TIME_UNLIMITED = -2 /* on mains power */
};

/* The battery that the machine runs on. */
typedef struct psutil_battery_t {
    int32_t present;       /* 1; 0 if the machine has no battery, and all other fields are without meaning */
    int32_t power_plugged; /* 1 on mains power, 0 on battery [nullable] */
    double percent;        /* the charge, 0.0 to 100.0 */
    int64_t secsleft;      /* seconds until it is empty at the present rate, or PSUTIL_POWER_TIME_* */
    int64_t reserved[4];
} psutil_battery_t;

/* The limits of the control groups of a process. Each is the lowest of the group's own limit and those of its
 * ancestors, as far as they are visible: a container may not see its host's groups. */
typedef struct psutil_cgroup_limits_t {
    int32_t version;      /* 1 or 2: the version of the hierarchy that limits memory */
    int32_t cpuset_count; /* the number of CPUs in cpuset [nullable] */
    const char *path;     /* the group in that hierarchy, as in /proc/[pid]/cgroup */
    int64_t memory_limit; /* bytes beyond which processes are killed; absent without a limit [nullable] */
    int64_t memory_high;  /* bytes beyond which processes are throttled. Version 2 [nullable] */
    int64_t memory_usage; /* bytes used in the group that memory_limit is from, else in the process's own [nullable] */
    int64_t swap_limit;   /* bytes of swap; in version 1 the memory and swap limit less memory_limit [nullable] */
    double cpu_quota;     /* CPU seconds per second: 1.5 is one and a half CPUs; absent without a limit [nullable] */
    const char *cpuset;   /* the CPUs that the group may use, such as "0-3,8" [nullable] */
    int64_t pids_limit;   /* the maximum of processes and threads; absent without a limit [nullable] */
    int64_t reserved[8];
} psutil_cgroup_limits_t;

/* What psutil_pressure and psutil_cgroup_pressure report on. */
enum psutil_pressure_resource {
    PSUTIL_PRESSURE_CPU = 0,    /* processes that wait for a CPU */
    PSUTIL_PRESSURE_MEMORY = 1, /* processes that wait for memory: for reclaim, swap and pages that were evicted */
    PSUTIL_PRESSURE_IO = 2,     /* processes that wait for I/O */
    PSUTIL_PRESSURE_IRQ = 3     /* processes whose CPU handles interrupts. Linux 6.1 */
};

/* The values of level. */
enum psutil_pressure_level {
    PSUTIL_PRESSURE_LEVEL_NORMAL = 1,  /* there is enough */
    PSUTIL_PRESSURE_LEVEL_WARNING = 2, /* programs should use less */
    PSUTIL_PRESSURE_LEVEL_CRITICAL = 4 /* the system ends programs */
};

/* The time that processes have lost because a resource was busy. "some" counts time in which at least one process
 * waited, "full" time in which all processes that were not idle did. Averages are in percent of time, 0.0 to 100.0. */
typedef struct psutil_pressure_t {
    double some_avg10;  /* percent of the last 10 seconds. Not for IRQ [nullable] */
    double some_avg60;  /* percent of the last 60 seconds. Not for IRQ [nullable] */
    double some_avg300; /* percent of the last 300 seconds. Not for IRQ [nullable] */
    double some_total;  /* seconds since boot, or since the group was created. Not for IRQ [nullable] */
    double full_avg10;  /* as some_avg10; for CPU Linux 5.13, always 0.0 for the whole machine [nullable] */
    double full_avg60;  /* as some_avg60; for CPU likewise [nullable] */
    double full_avg300; /* as some_avg300; for CPU likewise [nullable] */
    double full_total;  /* as some_total; for CPU likewise [nullable] */
    int64_t level;      /* for MEMORY, PSUTIL_PRESSURE_LEVEL_*. macOS [nullable] */
    int64_t reserved[4];
} psutil_pressure_t;

/* The memory that malloc holds in the calling process, in bytes. */
typedef struct psutil_heap_info_t {
    int64_t heap_used; /* allocated from malloc's heaps, on Windows from the process's. On Linux mallinfo2's uordblks */
    int64_t mmap_used; /* allocated in mappings of their own, for large blocks, on Windows by VirtualAlloc. On Linux
                          hblkhd; on macOS and FreeBSD all that malloc has from the system */
    int64_t heap_count; /* the number of private heaps. Windows [nullable] */
    int64_t reserved[4];
} psutil_heap_info_t;

/* A Windows service. A string is NULL, and pid PSUTIL_NA, if it does not apply or this user may not know it. */
typedef struct psutil_win_service_t {
    const char *name;         /* the name that psutil_win_service takes */
    const char *display_name; /* the name for people [nullable] */
    const char *binpath;      /* the executable and its arguments [nullable] */
    const char *username;     /* the user that it runs as [nullable] */
    const char *start_type;   /* "automatic", "manual", "disabled" [nullable] */
    const char *status;       /* "running", "stopped", "paused", "start_pending", "stop_pending", "continue_pending",
                                 "pause_pending" [nullable] */
    const char *description;  /* a text for people [nullable] */
    int64_t pid;              /* the process of a running service [nullable] */
    int64_t reserved[2];
} psutil_win_service_t;

/* A list of services, ordered by name. */
typedef struct psutil_win_service_list_t {
    size_t len;
    const psutil_win_service_t *items;
} psutil_win_service_list_t;

/* Returns the users who are logged in. A user with two logins is listed twice. The list is empty where logins are not
 * recorded, as in containers.
 * out: the list; free it with psutil_free.
 * Errors: OS if the records cannot be read; NOT_SUPPORTED.
 * Source: /run/utmp or /var/run/utmp; without them, or if they are empty, systemd-logind's /run/systemd/sessions.
 * WTSEnumerateSessions on Windows, where host is an IPv4 address and there is no terminal.
 * On FreeBSD /var/run/utx.active.
 * On macOS /var/run/utmpx.
 * [nonblocking, since 0.1] */
int32_t psutil_users(psutil_user_list_t **out);

/* Returns the temperatures of the machine. Most virtual machines have none. Linux, FreeBSD.
 * out: the list; free it with psutil_free.
 * Errors: NOT_SUPPORTED.
 * Source: temp* in /sys/class/hwmon; if none can be read, /sys/class/thermal.
 * On FreeBSD sysctl dev.cpu.N.temperature and hw.acpi.thermal.
 * [nonblocking, since 0.1] */
int32_t psutil_sensors_temperatures(psutil_temperature_list_t **out);

/* Returns the fans of the machine. Many machines do not report theirs. Linux.
 * out: the list; free it with psutil_free.
 * Errors: NOT_SUPPORTED.
 * Source: fan* in /sys/class/hwmon.
 * [nonblocking, since 0.1] */
int32_t psutil_sensors_fans(psutil_fan_list_t **out);

/* Returns the state of the machine's battery, the first if it has several. Batteries of peripherals, such as mice, do
 * not count.
 * out: the battery. Its field present is 0 if the machine has none; this is not an error.
 * Errors: NOT_SUPPORTED.
 * Source: /sys/class/power_supply; GetSystemPowerStatus on Windows.
 * On FreeBSD sysctl hw.acpi.battery and hw.acpi.acline.
 * On macOS IOPSCopyPowerSourcesList.
 * [nonblocking, since 0.1] */
int32_t psutil_sensors_battery(psutil_battery_t *out);

/* Returns the limits that control groups set for a process: memory, CPU time, CPUs, processes. What the machine itself
 * has is not a limit. A zombie has left its groups of version 1. Linux.
 * pid: the process; 0 is the calling process.
 * out: the limits; free them with psutil_free.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED, also on a kernel without control groups.
 * Source: /proc/[pid]/cgroup, /proc/thread-self/mountinfo, and the groups' files memory.max, memory.high,
 * memory.swap.max, cpu.max, cpuset.cpus.effective and pids.max, or their equivalents in version 1.
 * [nonblocking, since 0.1] */
int32_t psutil_cgroup_limits(int64_t pid, psutil_cgroup_limits_t **out);

/* Returns how much time the processes of the machine lose because a resource is busy (pressure stall information). In a
 * container this is the machine's too; see psutil_cgroup_pressure. Linux 4.20.
 * resource: a PSUTIL_PRESSURE_*.
 * out: the pressure.
 * Errors: INVALID_ARGUMENT for an unknown resource; NOT_SUPPORTED, also on a kernel without pressure stall information
 * or with psi=0.
 * Source: /proc/pressure/cpu, memory, io and irq.
 * On macOS sysctl kern.memorystatus_vm_pressure_level for the level of MEMORY; NOT_SUPPORTED for the others.
 * [nonblocking, since 0.1] */
int32_t psutil_pressure(int32_t resource, psutil_pressure_t *out);

/* Returns how much time the processes of a control group lose because a resource is busy: those of the group that a
 * process is in, and of the groups below it. Linux 4.20, for groups of version 2.
 * pid: the process; 0 is the calling process.
 * resource: a PSUTIL_PRESSURE_*.
 * out: the pressure.
 * Errors: INVALID_ARGUMENT for an unknown resource; NO_SUCH_PROCESS; NOT_SUPPORTED, also if the kernel does not report
 * pressure, the group has it turned off (cgroup.pressure), or no mount shows the group.
 * Source: /proc/[pid]/cgroup, /proc/thread-self/mountinfo, and the group's files cpu.pressure, memory.pressure,
 * io.pressure and irq.pressure.
 * On macOS there are no control groups: as psutil_pressure, for every process.
 * [nonblocking, since 0.1] */
int32_t psutil_cgroup_pressure(int64_t pid, int32_t resource, psutil_pressure_t *out);

/* Returns the memory that malloc has allocated in the calling process. It helps to find leaks.
 * out: the memory, in bytes.
 * Errors: NOT_SUPPORTED with C libraries that do not report it (musl).
 * Source: mallinfo2; before glibc 2.33 mallinfo, whose counters wrap around at 4 GB. HeapWalk, GetProcessHeaps and
 * VirtualQuery on Windows.
 * On FreeBSD mallctl stats.allocated and stats.mapped.
 * On macOS malloc_zone_statistics.
 * [no syscall, since 0.1] */
int32_t psutil_heap_info(psutil_heap_info_t *out);

/* Makes malloc return unused memory to the system.
 * out: 1 if memory was returned, on Windows if the heap has a free block; else 0.
 * Errors: NOT_SUPPORTED with C libraries that cannot do it (musl).
 * Source: malloc_trim(0); HeapCompact on Windows.
 * On FreeBSD mallctl arena.4096.purge.
 * On macOS malloc_zone_pressure_relief.
 * [no syscall, since 0.1] */
int32_t psutil_heap_trim(int32_t *out);

/* Returns all installed services. Windows.
 * out: the list; free it with psutil_free.
 * Errors: ACCESS_DENIED; NOT_SUPPORTED.
 * Source: EnumServicesStatusEx.
 * [nonblocking, since 0.1] */
int32_t psutil_win_services(psutil_win_service_list_t **out);

/* Returns one service. Windows.
 * name: the service's name, not its display name.
 * out: the service; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS if there is no such service; ACCESS_DENIED; NOT_SUPPORTED.
 * Source: QueryServiceConfig and QueryServiceStatusEx.
 * [nonblocking, since 0.1] */
int32_t psutil_win_service(const char *name, psutil_win_service_t **out);

/* ------------------------------------------------------------------------------------------- one process -------- */

/* What a process is doing. psutil_status_name returns psutil's string for each, such as "sleeping". */
enum psutil_status {
    PSUTIL_STATUS_RUNNING = 0,      /* running, or ready to run */
    PSUTIL_STATUS_SLEEPING = 1,     /* waiting, and a signal ends the wait */
    PSUTIL_STATUS_DISK_SLEEP = 2,   /* waiting, mostly for I/O, and no signal ends the wait */
    PSUTIL_STATUS_STOPPED = 3,      /* stopped by a signal */
    PSUTIL_STATUS_TRACING_STOP = 4, /* stopped by a debugger */
    PSUTIL_STATUS_ZOMBIE = 5,       /* exited, and its parent has not waited for it */
    PSUTIL_STATUS_DEAD = 6,         /* being removed by the kernel */
    PSUTIL_STATUS_WAKE_KILL = 7,    /* waiting, and only a fatal signal ends the wait. Linux 2.6.33 to 3.13 */
    PSUTIL_STATUS_WAKING = 8,       /* being woken up. Linux 2.6.33 to 3.13 */
    PSUTIL_STATUS_IDLE = 9,         /* a kernel thread without work. Linux, macOS, FreeBSD */
    PSUTIL_STATUS_LOCKED = 10,      /* waiting for a lock. FreeBSD */
    PSUTIL_STATUS_WAITING = 11,     /* waiting for an interrupt. FreeBSD */
    PSUTIL_STATUS_PARKED = 12,      /* a kernel thread that is parked. Linux */
    PSUTIL_STATUS_SUSPENDED = 13    /* suspended. Part of psutil's constants */
};

/* Flags of psutil_process_wait. */
enum psutil_wait_flags {
    PSUTIL_WAIT_NO_REAP = 1,   /* leave a child a zombie for the program's own wait; its exit code is still returned */
    PSUTIL_WAIT_KEEP_WATCH = 2 /* for programs that call again and again with timeout 0: after TIMEOUT_EXPIRED or
                                  INTERRUPTED, keep the pidfd open that learns the exit code of a process that is not a
                                  child. It is closed when the process has exited, by a call without the flag, and with
                                  the process's last handle. Linux 6.9 */
};

/* A user or group ID in its three roles. */
typedef struct psutil_ids_t {
    int64_t real;      /* the user or group that started the process */
    int64_t effective; /* the one whose permissions it has */
    int64_t saved;     /* the one it can switch back to */
} psutil_ids_t;

/* The CPU time that a process has used, in seconds. */
typedef struct psutil_process_cpu_times_t {
    double user;            /* in user mode, all threads together */
    double system;          /* in the kernel, all threads together */
    double children_user;   /* in user mode, by children that have exited and were waited for. Unix [nullable] */
    double children_system; /* in the kernel, by children that have exited and were waited for. Unix [nullable] */
    double iowait;          /* waiting for block I/O. Linux; 0 without delay accounting [nullable] */
    int64_t reserved[3];
} psutil_process_cpu_times_t;

/* The memory of a process, in bytes. */
typedef struct psutil_process_memory_info_t {
    int64_t rss;    /* resident set size: in physical memory now ("Mem Usage" on Windows) */
    int64_t vms;    /* virtual memory size: the whole address space ("VM Size" on Windows) */
    int64_t shared; /* part of rss: backed by a file or shared memory. Linux [nullable] */
    int64_t text;   /* executable code. Linux, FreeBSD [nullable] */
    int64_t lib;    /* always 0 since Linux 2.6. Linux [nullable] */
    int64_t data;   /* data and stack. Linux, FreeBSD [nullable] */
    int64_t dirty;  /* always 0 since Linux 2.6. Linux [nullable] */
    int64_t reserved[2];
} psutil_process_memory_info_t;

/* How a process exited. */
typedef struct psutil_exit_status_t {
    int32_t has_exit_code; /* 1 if exit_code is known: on Unix for children of the calling process; on Linux 6.15 also
                              for any other process that the call was watching when it exited; on Windows for any */
    int32_t exit_code;     /* the argument of exit(), or minus the number of the signal that killed the process; -1 if
                              has_exit_code is 0 [nullable] */
    int32_t is_child; /* 1 if the process was a child of the calling process, whose wait gave the exit code; else 0 */
    int32_t unused;   /* 0 */
    int64_t reserved[1];
} psutil_exit_status_t;

/* Creates a handle for a process, which records the process's start. On Linux the ID of a thread is accepted too,
 * although no list of processes contains it. What the kernel keeps for each thread (name, CPU times, affinity,
 * niceness) is then the thread's, and a signal goes to the whole process.
 * pid: the process, or a thread.
 * out: the handle; free it with psutil_process_free.
 * Errors: NO_SUCH_PROCESS, also for a number that cannot be a PID.
 * Source: /proc/[pid]/stat field 22 and, from Linux 6.9 on, the inode of a pidfd; GetProcessTimes on Windows.
 * On FreeBSD sysctl kern.proc.pid and kern.boottime.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_new(int64_t pid, psutil_process **out);

/* Frees a handle. A call of another thread on the same handle completes normally.
 * p: the handle; NULL does nothing.
 * Errors: INVALID_HANDLE, also for a handle that was freed before.
 * [no syscall, since 0.1] */
int32_t psutil_process_free(psutil_process *p);

/* Returns the PID that the handle was created for, whether or not the process still exists.
 * p: the process.
 * out: the PID.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_process_pid(psutil_process *p, int64_t *out);

/* Returns whether two handles are of the same process, also after it has exited. It compares what the handles stored
 * when they were created: the PID, the start time in the kernel's ticks, which setting the clock does not change, and,
 * from Linux 6.9 on, the inode of a pidfd. If a start time could not be read, equal PIDs count as the same process.
 * p: the process.
 * other: the other process. A handle of another procfs root is never equal.
 * out: 1 or 0.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_process_equal(psutil_process *p, psutil_process *other, int32_t *out);

/* Returns the PID of the parent. It is read at every call, because a process whose parent exits gets another parent. On
 * Windows it keeps the PID of the one that has exited.
 * p: the process.
 * out: the PID; 0 for a process without a parent (the first process, the ancestor of kernel threads).
 * Errors: NO_SUCH_PROCESS.
 * Source: PIDFD_GET_INFO of a pidfd; before Linux 6.13 /proc/[pid]/stat field 4. ProcessBasicInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_ppid(psutil_process *p, int64_t *out);

/* Returns the parent. Guarded.
 * p: the process.
 * out: a handle of the parent; free it with psutil_process_free. NULL for a process without a parent, or whose parent
 *     has just exited (the PID then belongs to a process that started later than its child).
 * Errors: NO_SUCH_PROCESS.
 * Source: PIDFD_GET_INFO of a pidfd; before Linux 6.13 /proc/[pid]/stat field 4. ProcessBasicInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_process_parent(psutil_process *p, psutil_process **out);

/* Returns the name of the process: the file name of its executable, unless the process has changed it. Linux cuts it
 * after 15 bytes; a cut name is completed from the command line where that contains it. A zombie has a name.
 * p: the process.
 * out: the name; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/comm, /proc/[pid]/cmdline; ProcessImageFileName or SystemProcessInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid, which cuts it after 19 bytes.
 * On macOS sysctl kern.proc.pid, which cuts it after 16 bytes.
 * [nonblocking, since 0.1] */
int32_t psutil_process_name(psutil_process *p, char **out);

/* Returns the executable as an absolute path, without the " (deleted)" that Linux appends when the file was removed.
 * p: the process.
 * out: the path, "" for a kernel thread and for Windows' own processes; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS; ZOMBIE_PROCESS; ACCESS_DENIED.
 * Source: readlink /proc/[pid]/exe; ProcessImageFileNameWin32 or SystemProcessIdInformation on Windows.
 * On FreeBSD sysctl kern.proc.pathname, "" where the kernel has forgotten the path.
 * On macOS proc_pidpath, "" where the executable was removed.
 * [nonblocking, since 0.1] */
int32_t psutil_process_exe(psutil_process *p, char **out);

/* Returns the command line: the arguments that the process was started with, as the process presents them now. On
 * Windows it is one string, which is split as by CommandLineToArgvW.
 * p: the process.
 * out: the arguments, an empty list for a kernel thread and for Windows' own processes; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS; ZOMBIE_PROCESS; ACCESS_DENIED.
 * Source: /proc/[pid]/cmdline; ProcessCommandLineInformation or the process's memory on Windows.
 * On FreeBSD sysctl kern.proc.args.
 * On macOS sysctl kern.procargs2.
 * [nonblocking, since 0.1] */
int32_t psutil_process_cmdline(psutil_process *p, psutil_string_list_t **out);

/* Returns what the process is doing now.
 * p: the process.
 * out: a PSUTIL_STATUS_*; on Windows STOPPED if all threads are suspended, else RUNNING.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat field 3; the states of the threads in SystemProcessInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid: a process that is not stopped is RUNNING, also while it sleeps.
 * [nonblocking, since 0.1] */
int32_t psutil_process_status(psutil_process *p, int32_t *out);

/* Returns psutil's string for a process status, such as "disk-sleep".
 * status: a PSUTIL_STATUS_*; any other number gives "?".
 * [no syscall, since 0.1] */
const char *psutil_status_name(int32_t status);

/* Returns when the process started, in seconds since the epoch (UTC), to the kernel's tick (0.01 s on Linux, 100 ns on
 * Windows). The start was recorded by psutil_process_new and the first result is kept, so neither the exit of the
 * process nor a change of the clock affects it. An exited process is not an error.
 * p: the process.
 * out: the time.
 * Errors: OS if the time of the boot cannot be read.
 * Source: /proc/[pid]/stat field 22 and btime in /proc/stat; GetProcessTimes on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid, as the clock was when the process started.
 * [nonblocking, since 0.1] */
int32_t psutil_process_create_time(psutil_process *p, double *out);

/* Returns the real, effective and saved user IDs. Linux, macOS, FreeBSD.
 * p: the process.
 * out: the IDs.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED (Windows).
 * Source: PIDFD_GET_INFO of a pidfd; before Linux 6.13 Uid in /proc/[pid]/status.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_uids(psutil_process *p, psutil_ids_t *out);

/* Returns the name of the process's user: on Unix of its real user ID, on Windows "DOMAIN\user".
 * p: the process.
 * out: the name; free it with psutil_free. For a user without a name, and where the user database cannot be read, it is
 *     the user ID in decimal, on Windows the security identifier.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED (Windows); OS without a free descriptor for the user database.
 * Source: psutil_process_uids and getpwuid_r(3); the process's token and LookupAccountSid on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_username(psutil_process *p, char **out);

/* Returns the CPU time that the process has used.
 * p: the process.
 * out: the times, in seconds.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat fields 14 to 17 and 42; GetProcessTimes on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS proc_pid_rusage.
 * [nonblocking, since 0.1] */
int32_t psutil_process_cpu_times(psutil_process *p, psutil_process_cpu_times_t *out);

/* Returns the CPU use of the process over an interval, in percent of one CPU.
 * p: the process.
 * interval: above 0, the call waits that many seconds and measures over them. 0 compares with the previous call with 0
 *     on this handle; the first gives 0.0. Calls should be at least 0.1 s apart.
 * out: the percentage. A process with several busy threads exceeds 100.0.
 * Errors: NO_SUCH_PROCESS; INVALID_ARGUMENT for a negative interval or NaN; INTERRUPTED.
 * Source: two readings of psutil_process_cpu_times, and the monotonic clock.
 * [blocking, since 0.1] */
int32_t psutil_process_cpu_percent(psutil_process *p, double interval, double *out);

/* Returns the memory that the process uses now.
 * p: the process.
 * out: the memory, in bytes; 0 for a zombie.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/statm; WorkingSetSize and PagefileUsage of ProcessVmCounters on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS proc_pidinfo(PROC_PIDTASKINFO).
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_info(psutil_process *p, psutil_process_memory_info_t *out);

/* Returns the number of threads.
 * p: the process.
 * out: the number.
 * Errors: NO_SUCH_PROCESS.
 * Source: the link count of /proc/[pid]/task; SystemProcessInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS proc_pidinfo(PROC_PIDTASKINFO); ZOMBIE_PROCESS for a zombie.
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_threads(psutil_process *p, int64_t *out);

/* Returns whether the process of the handle still exists. A zombie still does; psutil_process_status distinguishes it.
 * p: the process.
 * out: 1 if it exists; 0 if it does not, also if its PID was reused.
 * Errors: OS if the identity cannot be read.
 * Source: PID, start and, from Linux 6.9 on, the inode of a pidfd; GetProcessTimes on Windows.
 * On FreeBSD sysctl kern.proc.pid and kern.boottime.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_is_running(psutil_process *p, int32_t *out);

/* Sends a signal to the process. Guarded.
 * p: the process.
 * signal: the number; 0 sends nothing and only checks. On Windows SIGTERM (15) and 9 end the process, and CTRL_C_EVENT
 *     (0) and CTRL_BREAK_EVENT (1) go to all processes of the console's process group with that PID.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for a number that is not a signal; on Windows OS if the
 * caller has no console, or the PID is not that of a process group.
 * Source: pidfd_send_signal(2), before Linux 5.1 kill(2); TerminateProcess and GenerateConsoleCtrlEvent on Windows.
 * On FreeBSD kill(2).
 * On macOS kill(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_send_signal(psutil_process *p, int32_t signal);

/* Asks the process to end, with SIGTERM. Guarded. On Windows it ends the process at once, as psutil_process_kill,
 * with the exit code 15.
 * p: the process.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED.
 * Source: pidfd_send_signal(2), before Linux 5.1 kill(2); TerminateProcess on Windows.
 * On FreeBSD kill(2).
 * On macOS kill(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_terminate(psutil_process *p);

/* Ends the process at once, with SIGKILL. Guarded.
 * p: the process.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED.
 * Source: pidfd_send_signal(2), before Linux 5.1 kill(2); TerminateProcess on Windows.
 * On FreeBSD kill(2).
 * On macOS kill(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_kill(psutil_process *p);

/* Waits until the process has exited. A child of the calling process is reaped, as by waitpid(2). A process that is not
 * a child has exited when its parent has waited for it: while it is a zombie, it has not. The result is kept: a second
 * call returns it again.
 * p: the process.
 * timeout: the maximum time to wait, in seconds. 0 checks and returns at once; a negative number or infinity waits
 *     without a limit.
 * flags: 0, or PSUTIL_WAIT_* combined with |.
 * out: the exit code. It is known for a child and, since Linux 6.15, for any other process that has not been waited for
 *     before the call; on Windows for any process that may be opened. Otherwise has_exit_code is 0.
 * Errors: TIMEOUT_EXPIRED; INTERRUPTED; INVALID_ARGUMENT for a timeout that is NaN, unknown flags, and PID 0.
 * Source: pidfd_open(2), poll(2) and waitid(2), and PIDFD_GET_INFO for a process that is not a child; before Linux 5.3
 * the process is polled at increasing intervals; WaitForMultipleObjects and GetExitCodeProcess on Windows.
 * On FreeBSD kevent(2) with EVFILT_PROC, which reports the exit code of any process, and wait6(2).
 * On macOS kevent(2) with EVFILT_PROC, and wait4(2).
 * [blocking, since 0.1] */
int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t flags, psutil_exit_status_t *out);

/* ------------------------------------------------------------------------------------ attributes of a process ---- */

/* Classes of I/O priority. The numbers are the kernel's. */
enum psutil_ioprio_class {
    PSUTIL_IOPRIO_CLASS_NONE = 0, /* not set: derived from the niceness */
    PSUTIL_IOPRIO_CLASS_RT = 1,   /* real time: always first, and for privileged users only */
    PSUTIL_IOPRIO_CLASS_BE = 2,   /* best effort */
    PSUTIL_IOPRIO_CLASS_IDLE = 3  /* only when no other process uses the disk */
};

/* I/O priorities of Windows, which are the ioclass of psutil_process_ionice and psutil_process_set_ionice there. */
enum psutil_io_priority {
    PSUTIL_IOPRIO_VERYLOW = 0, /* only when no other process uses the disk */
    PSUTIL_IOPRIO_LOW = 1,     /* below normal */
    PSUTIL_IOPRIO_NORMAL = 2,  /* as most processes have it */
    PSUTIL_IOPRIO_HIGH = 3     /* above normal, and for privileged users only */
};

/* Priority classes of Windows, for psutil_process_nice and psutil_process_set_nice. */
enum psutil_priority_class {
    PSUTIL_NORMAL_PRIORITY_CLASS = 32,
    PSUTIL_IDLE_PRIORITY_CLASS = 64,
    PSUTIL_HIGH_PRIORITY_CLASS = 128,
    PSUTIL_REALTIME_PRIORITY_CLASS = 256,
    PSUTIL_BELOW_NORMAL_PRIORITY_CLASS = 16384,
    PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS = 32768
};

/* Resources that psutil_process_rlimit limits, as in getrlimit(2). The numbers are those of x86 and ARM, on every
 * system. */
enum psutil_rlimit {
    PSUTIL_RLIMIT_CPU = 0,         /* seconds of CPU time */
    PSUTIL_RLIMIT_FSIZE = 1,       /* bytes in a file that it writes */
    PSUTIL_RLIMIT_DATA = 2,        /* bytes of data */
    PSUTIL_RLIMIT_STACK = 3,       /* bytes of the main thread's stack */
    PSUTIL_RLIMIT_CORE = 4,        /* bytes in a core file */
    PSUTIL_RLIMIT_RSS = 5,         /* bytes; without effect today */
    PSUTIL_RLIMIT_NPROC = 6,       /* threads of the user */
    PSUTIL_RLIMIT_NOFILE = 7,      /* the highest file descriptor plus one */
    PSUTIL_RLIMIT_MEMLOCK = 8,     /* bytes locked into memory */
    PSUTIL_RLIMIT_AS = 9,          /* bytes of address space */
    PSUTIL_RLIMIT_LOCKS = 10,      /* file locks; without effect today */
    PSUTIL_RLIMIT_SIGPENDING = 11, /* queued signals */
    PSUTIL_RLIMIT_MSGQUEUE = 12,   /* bytes in POSIX message queues */
    PSUTIL_RLIMIT_NICE = 13,       /* 20 minus the lowest niceness that it may set */
    PSUTIL_RLIMIT_RTPRIO = 14,     /* the highest real-time priority */
    PSUTIL_RLIMIT_RTTIME = 15,     /* microseconds of real-time CPU use without a system call */
    PSUTIL_RLIMIT_SBSIZE = 16,     /* bytes in the user's socket buffers. FreeBSD */
    PSUTIL_RLIMIT_SWAP = 17,       /* bytes of swap space that the user may reserve. FreeBSD */
    PSUTIL_RLIMIT_NPTS = 18        /* pseudo-terminals of the user. FreeBSD */
};

/* The value of a limit that does not exist. */
enum psutil_rlim_infinity { PSUTIL_RLIM_INFINITY = -1 };

/* Kinds of memory for psutil_process_memory_percent. RSS to DIRTY are fields of psutil_process_memory_info_ex_t; USS,
 * PSS and SWAP are fields of psutil_process_memory_footprint_t. */
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

/* An I/O priority. */
typedef struct psutil_ionice_t {
    int32_t ioclass; /* PSUTIL_IOPRIO_CLASS_*; on Windows PSUTIL_IOPRIO_VERYLOW to HIGH */
    int32_t value;   /* 0 (first) to 7 (last) in the classes RT and BE; without meaning in the others; 0 on Windows */
} psutil_ionice_t;

/* A limit on what a process may use. The soft limit applies, and the process may raise it up to the hard limit. */
typedef struct psutil_rlimit_t {
    int64_t soft;     /* PSUTIL_RLIM_INFINITY if has_soft is 0. A limit above INT64_MAX, which nothing can reach, is
                         reported as INT64_MAX [nullable] */
    int64_t hard;     /* PSUTIL_RLIM_INFINITY if has_hard is 0; otherwise as soft [nullable] */
    int32_t has_soft; /* 1 if there is a soft limit, else 0 */
    int32_t has_hard; /* 1 if there is a hard limit, else 0 */
} psutil_rlimit_t;

/* A list of CPU numbers, in ascending order. */
typedef struct psutil_cpu_list_t {
    size_t len;
    const int64_t *items;
} psutil_cpu_list_t;

/* The memory of a process in detail, in bytes. */
typedef struct psutil_process_memory_info_ex_t {
    int64_t rss;                /* as in psutil_process_memory_info_t */
    int64_t vms;                /* as in psutil_process_memory_info_t */
    int64_t shared;             /* as in psutil_process_memory_info_t [nullable] */
    int64_t text;               /* as in psutil_process_memory_info_t [nullable] */
    int64_t lib;                /* as in psutil_process_memory_info_t [nullable] */
    int64_t data;               /* as in psutil_process_memory_info_t [nullable] */
    int64_t dirty;              /* as in psutil_process_memory_info_t [nullable] */
    int64_t peak_rss;           /* the largest rss so far. Linux, Windows, FreeBSD [nullable] */
    int64_t peak_vms;           /* the largest vms so far. Linux, Windows [nullable] */
    int64_t rss_anon;           /* part of rss: not backed by a file. Linux 4.5 [nullable] */
    int64_t rss_file;           /* part of rss: backed by a file. Linux 4.5 [nullable] */
    int64_t rss_shmem;          /* part of rss: shared memory and tmpfs. Linux 4.5 [nullable] */
    int64_t swap;               /* swapped out, without shared memory. Linux 2.6.34 [nullable] */
    int64_t hugetlb;            /* in huge pages, which rss does not include. Linux 4.4 [nullable] */
    int64_t paged_pool;         /* quota of kernel memory that may be moved to disk. Windows [nullable] */
    int64_t peak_paged_pool;    /* the largest paged_pool so far. Windows [nullable] */
    int64_t nonpaged_pool;      /* quota of kernel memory that is never moved to disk. Windows [nullable] */
    int64_t peak_nonpaged_pool; /* the largest nonpaged_pool so far. Windows [nullable] */
    int64_t private_usage;      /* committed memory that is not shared. Windows [nullable] */
    int64_t num_page_faults;    /* page faults of all kinds so far. Windows, macOS [nullable] */
    int64_t stack;              /* part of data: the stack. FreeBSD [nullable] */
    int64_t reserved[11];
} psutil_process_memory_info_ex_t;

/* The memory that a process costs the system, in bytes. */
typedef struct psutil_process_memory_footprint_t {
    int64_t uss;  /* unique set size: what would be freed if the process ended now */
    int64_t pss;  /* proportional set size: uss and its share of shared memory. Linux 2.6.25 [nullable] */
    int64_t swap; /* swapped out. Linux [nullable] */
    int64_t reserved[5];
} psutil_process_memory_footprint_t;

/* A mapping of a process's address space, or all mappings of the same path together. Sizes are in bytes. */
typedef struct psutil_memory_map_t {
    const char *path;      /* the file; "[heap]", "[stack]" and the like; "[anon]" for unnamed memory. Windows lists
                              files alone */
    const char *addr;      /* hexadecimal start and end, "7f0000000000-7f0000001000"; NULL if grouped [nullable] */
    const char *perms;     /* "r-xp": read, write, execute, and s (shared) or p (private); NULL if grouped [nullable] */
    int64_t rss;           /* in physical memory now; as size where Windows does not report it (Wine) */
    int64_t size;          /* of the address space */
    int64_t pss;           /* rss, with shared pages counted by their share */
    int64_t shared_clean;  /* shared pages that are unchanged */
    int64_t shared_dirty;  /* shared pages that were changed */
    int64_t private_clean; /* private pages that are unchanged */
    int64_t private_dirty; /* private pages that were changed */
    int64_t referenced;    /* used recently */
    int64_t anonymous;     /* not, or no longer, backed by a file */
    int64_t swap;          /* swapped out */
    int64_t private_rss;   /* part of rss: pages of no other process. FreeBSD */
    int64_t ref_count;     /* references to the memory object. FreeBSD */
    int64_t shadow_count;  /* memory objects that shadow it. FreeBSD */
    int64_t reserved[1];
} psutil_memory_map_t;

/* A list of mappings, ordered by address; if grouped, by the lowest address of each path. */
typedef struct psutil_memory_map_list_t {
    size_t len;
    const psutil_memory_map_t *items;
} psutil_memory_map_list_t;

/* The number of page faults of a process since it started. */
typedef struct psutil_page_faults_t {
    int64_t minor;          /* resolved without the disk */
    int64_t major;          /* resolved by reading from disk */
    int64_t children_minor; /* minor faults of children that have exited and were waited for. Linux [nullable] */
    int64_t children_major; /* major faults of children that have exited and were waited for. Linux [nullable] */
    int64_t reserved[2];
} psutil_page_faults_t;

/* The I/O of a process since it started. */
typedef struct psutil_process_io_counters_t {
    int64_t read_count;  /* system calls that read */
    int64_t write_count; /* system calls that wrote */
    int64_t read_bytes;  /* bytes read, on Linux from disks only. Not FreeBSD [nullable] */
    int64_t write_bytes; /* bytes written, on Linux to disks only. Not FreeBSD [nullable] */
    int64_t read_chars;  /* bytes that those system calls read, from disk or not. Linux [nullable] */
    int64_t write_chars; /* bytes that those system calls wrote, to disk or not. Linux [nullable] */
    int64_t other_count; /* operations other than reads and writes. Windows [nullable] */
    int64_t other_bytes; /* bytes of these. Windows [nullable] */
    int64_t reserved[4];
} psutil_process_io_counters_t;

/* The number of times that a thread has left its CPU. */
typedef struct psutil_ctx_switches_t {
    int64_t voluntary;   /* because it waited; on Windows and macOS for any reason */
    int64_t involuntary; /* because its time slice ended, or for a more urgent thread. Linux, FreeBSD [nullable] */
} psutil_ctx_switches_t;

/* A thread of a process. */
typedef struct psutil_thread_t {
    int64_t id;         /* the thread's ID */
    double user_time;   /* CPU time in user mode, in seconds */
    double system_time; /* CPU time in the kernel, in seconds */
    int64_t reserved[1];
} psutil_thread_t;

/* A list of threads, ordered by ID. */
typedef struct psutil_thread_list_t {
    size_t len;
    const psutil_thread_t *items;
} psutil_thread_list_t;

/* A regular file that a process has open. */
typedef struct psutil_open_file_t {
    const char *path; /* the absolute path */
    int64_t fd;       /* the file descriptor. Unix [nullable] */
    int64_t position; /* the file offset, in bytes. Linux [nullable] */
    const char *mode; /* "r", "w", "a", "r+" or "a+", as for fopen(3). Linux [nullable] */
    int64_t flags;    /* O_*, as for open(2). Linux [nullable] */
    int64_t reserved[2];
} psutil_open_file_t;

/* A list of open files, ordered by descriptor, on Windows by path. */
typedef struct psutil_open_file_list_t {
    size_t len;
    const psutil_open_file_t *items;
} psutil_open_file_list_t;

/* Returns the environment that the process was started with. Changes that the process has made since are mostly not
 * visible. If it has overwritten that memory, the list contains what can still be recognised.
 * p: the process.
 * out: strings "NAME=value" in the kernel's order, an empty list for a kernel thread; free it with psutil_free. On
 *     Windows the working directories of drives, which cmd.exe keeps there, are left out.
 * Errors: NO_SUCH_PROCESS; ZOMBIE_PROCESS; ACCESS_DENIED.
 * Source: /proc/[pid]/environ; the process's memory on Windows.
 * On FreeBSD sysctl kern.proc.env.
 * On macOS sysctl kern.procargs2, empty for a process that the system protects, as most of its own programs.
 * [nonblocking, since 0.1] */
int32_t psutil_process_environ(psutil_process *p, psutil_string_list_t **out);

/* Returns the working directory as an absolute path, without the " (deleted)" that Linux appends when it was removed.
 * p: the process.
 * out: the path; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS; ZOMBIE_PROCESS; ACCESS_DENIED.
 * Source: readlink /proc/[pid]/cwd; the process's memory on Windows.
 * On FreeBSD sysctl kern.proc.cwd.
 * On macOS proc_pidinfo(PROC_PIDVNODEPATHINFO).
 * [nonblocking, since 0.1] */
int32_t psutil_process_cwd(psutil_process *p, char **out);

/* Returns the real, effective and saved group IDs. Linux, macOS, FreeBSD.
 * p: the process.
 * out: the IDs.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED (Windows).
 * Source: PIDFD_GET_INFO of a pidfd; before Linux 6.13 Gid in /proc/[pid]/status.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_gids(psutil_process *p, psutil_ids_t *out);

/* Returns the controlling terminal of the process, such as "/dev/pts/0". Linux, macOS, FreeBSD.
 * p: the process.
 * out: the path; free it with psutil_free. NULL for a process without a terminal, or whose terminal has no name here.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED (Windows).
 * Source: /proc/[pid]/stat field 7, and the devices in /dev/pts and /dev/tty*.
 * On FreeBSD sysctl kern.proc.pid and kern.devname.
 * On macOS sysctl kern.proc.pid, and the devices in /dev.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_process_terminal(psutil_process *p, char **out);

/* Returns the niceness of the process, on Linux of its main thread.
 * p: the process.
 * out: -20 (first) to 19 (last); on Windows a PSUTIL_*_PRIORITY_CLASS.
 * Errors: NO_SUCH_PROCESS.
 * Source: getpriority(2); /proc/[pid]/stat field 19 of a foreign procfs; GetPriorityClass on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_nice(psutil_process *p, int32_t *out);

/* Sets the niceness of the process, on Linux of its main thread alone. Guarded. This holds for all functions that set
 * something: OK means that the process existed before and after the change, so it is the one that was changed. Linux
 * has no such call for a pidfd. If the process exits and its PID is reused within the microseconds between check and
 * change, the result is NO_SUCH_PROCESS, but the change may have reached the new process. On Windows the change is made
 * through a handle, which cannot reach another process.
 * p: the process.
 * value: -20 (first) to 19 (last); out-of-range values are clamped. On Windows a PSUTIL_*_PRIORITY_CLASS; a user
 *     who may not have REALTIME gets HIGH.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED for another user's process and, as an ordinary user, for a lower value than
 * now; on Windows INVALID_ARGUMENT for another number.
 * Source: setpriority(2); SetPriorityClass on Windows.
 * On FreeBSD setpriority(2).
 * On macOS setpriority(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_nice(psutil_process *p, int32_t value);

/* Returns the I/O priority of the process, on Linux of its main thread. Linux, Windows.
 * p: the process.
 * out: the priority.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED.
 * Source: ioprio_get(2); ProcessIoPriority on Windows.
 * [nonblocking, since 0.1] */
int32_t psutil_process_ionice(psutil_process *p, psutil_ionice_t *out);

/* Sets the I/O priority of the process, on Linux of its main thread. Guarded. Linux, Windows.
 * p: the process.
 * ioclass: a PSUTIL_IOPRIO_CLASS_*; on Windows PSUTIL_IOPRIO_VERYLOW to HIGH.
 * value: 0 (first) to 7 (last) in the classes RT and BE; 0 in NONE and IDLE, and on Windows.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for another class, or a value that the class does not have;
 * NOT_SUPPORTED.
 * Source: ioprio_set(2); ProcessIoPriority on Windows.
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_ionice(psutil_process *p, int32_t ioclass, int32_t value);

/* Returns a resource limit of the process. Linux 2.6.24, FreeBSD.
 * p: the process.
 * resource: a PSUTIL_RLIMIT_*.
 * out: the limit, in the unit of the resource.
 * Errors: NO_SUCH_PROCESS; INVALID_ARGUMENT for another resource; NOT_SUPPORTED.
 * Source: /proc/[pid]/limits, which every user may read; in a sandbox without it prlimit(2).
 * On FreeBSD sysctl kern.proc.rlimit; a zombie has none. NOT_SUPPORTED for a limit that this system does not have.
 * [nonblocking, since 0.1] */
int32_t psutil_process_rlimit(psutil_process *p, int32_t resource, psutil_rlimit_t *out);

/* Sets a resource limit of the process. Guarded. Linux 2.6.36, FreeBSD.
 * p: the process.
 * resource: a PSUTIL_RLIMIT_*.
 * soft, hard: 0 or more, in the unit of the resource, or PSUTIL_RLIM_INFINITY.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED for another user's process and for raising a hard limit, as an ordinary user;
 * INVALID_ARGUMENT for another resource, a soft limit above the hard one, and negative numbers; NOT_SUPPORTED.
 * Source: prlimit(2).
 * On FreeBSD sysctl kern.proc.rlimit.
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_rlimit(psutil_process *p, int32_t resource, int64_t soft, int64_t hard);

/* Returns the CPUs that the process may run on, on Linux its main thread. Linux, Windows, FreeBSD.
 * p: the process.
 * out: the list; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED.
 * Source: sched_getaffinity(2); GetProcessAffinityMask on Windows.
 * On FreeBSD cpuset_getaffinity(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_cpu_affinity(psutil_process *p, psutil_cpu_list_t **out);

/* Binds the process, on Linux its main thread, to some CPUs. Guarded. Linux ignores CPUs that are not online, or that
 * the process may not use, as long as one remains; on Windows they are INVALID_ARGUMENT. Linux, Windows, FreeBSD.
 * p: the process.
 * cpus: the CPU numbers; NULL if n is 0.
 * n: how many there are; 0 for all CPUs that the process may have.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for a number that cannot be a CPU, and if the process may
 * use none of the CPUs (the message names those that it uses); NOT_SUPPORTED.
 * Source: sched_setaffinity(2); SetProcessAffinityMask on Windows.
 * On FreeBSD cpuset_setaffinity(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_set_cpu_affinity(psutil_process *p, const int64_t *cpus, size_t n);

/* Returns the CPU that the process, on Linux its main thread, runs on or ran on last. Linux, FreeBSD.
 * p: the process.
 * out: the number of the CPU.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED.
 * Source: /proc/[pid]/stat field 39.
 * On FreeBSD sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_cpu_num(psutil_process *p, int64_t *out);

/* Returns the memory of the process in detail.
 * p: the process.
 * out: the memory, in bytes. For a zombie 0, and PSUTIL_NA for what the kernel no longer reports.
 * Errors: NO_SUCH_PROCESS.
 * Source: the Vm*, Rss* and HugetlbPages lines of /proc/[pid]/status; before Linux 4.5 /proc/[pid]/statm for rss to
 * dirty; ProcessVmCounters on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS proc_pidinfo(PROC_PIDTASKINFO).
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_info_ex(psutil_process *p, psutil_process_memory_info_ex_t *out);

/* Returns the memory that the process costs the system. The kernel walks all its pages, so this is far slower than
 * psutil_process_memory_info, and takes seconds for a process of many gigabytes. Linux, Windows, macOS.
 * p: the process.
 * out: the memory, in bytes; 0 for a zombie.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; NOT_SUPPORTED.
 * Source: /proc/[pid]/smaps_rollup; before Linux 4.14 the sums over /proc/[pid]/smaps; MemoryWorkingSetInformation on
 * Windows.
 * On macOS the pages that no other process has, of all regions of proc_pidinfo(PROC_PIDREGIONINFO); uss alone.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_footprint(psutil_process *p, psutil_process_memory_footprint_t *out);

/* Returns the memory of the process in percent of the machine's physical memory.
 * p: the process.
 * memtype: a PSUTIL_MEMTYPE_*. USS, PSS and SWAP are as slow as psutil_process_memory_footprint.
 * out: the percentage. VMS, which is not all in memory, can exceed 100.0.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; INVALID_ARGUMENT for another memtype; NOT_SUPPORTED for one that this system
 * does not report.
 * Source: psutil_process_memory_info_ex or psutil_process_memory_footprint, and the total of psutil_virtual_memory.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_percent(psutil_process *p, int32_t memtype, double *out);

/* Returns the memory mappings of the process. It is as slow as psutil_process_memory_footprint. Linux, Windows,
 * FreeBSD.
 * p: the process.
 * grouped: 0 for each mapping; otherwise one item for each path, with the sums of its mappings.
 * out: the list, empty for a kernel thread; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS; ZOMBIE_PROCESS; ACCESS_DENIED; NOT_SUPPORTED.
 * Source: /proc/[pid]/smaps; NtQueryVirtualMemory on Windows.
 * On FreeBSD sysctl kern.proc.vmmap: unnamed memory is "[swap]" or the like, perms are "rwx"; there are rss, size,
 * private_rss and the counts.
 * [nonblocking, since 0.1] */
int32_t psutil_process_memory_maps(psutil_process *p, int32_t grouped, psutil_memory_map_list_t **out);

/* Returns the page faults of the process since it started.
 * p: the process.
 * out: the numbers.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat fields 10 to 13; SystemProcessInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS proc_pidinfo(PROC_PIDTASKINFO); ZOMBIE_PROCESS for a zombie.
 * [nonblocking, since 0.1] */
int32_t psutil_process_page_faults(psutil_process *p, psutil_page_faults_t *out);

/* Returns the I/O of the process since it started. Linux, Windows, FreeBSD.
 * p: the process.
 * out: the counters.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; NOT_SUPPORTED, also on a kernel without I/O accounting.
 * Source: /proc/[pid]/io; ProcessIoCounters on Windows.
 * On FreeBSD sysctl kern.proc.pid, which counts operations on blocks.
 * [nonblocking, since 0.1] */
int32_t psutil_process_io_counters(psutil_process *p, psutil_process_io_counters_t *out);

/* Returns the context switches of the process since it started, on Linux of its main thread.
 * p: the process.
 * out: the numbers.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED (before Linux 2.6.23).
 * Source: voluntary_ctxt_switches and nonvoluntary_ctxt_switches in /proc/[pid]/status; SystemProcessInformation on
 * Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS proc_pidinfo(PROC_PIDTASKINFO); ZOMBIE_PROCESS for a zombie.
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_ctx_switches(psutil_process *p, psutil_ctx_switches_t *out);

/* Returns the number of open file descriptors. Linux, macOS, FreeBSD.
 * p: the process.
 * out: the number; 0 for a zombie.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; NOT_SUPPORTED (Windows).
 * Source: the size of /proc/[pid]/fd; before Linux 6.2 its entries.
 * On FreeBSD sysctl kern.proc.filedesc.
 * On macOS proc_pidinfo(PROC_PIDLISTFDS).
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_fds(psutil_process *p, int64_t *out);

/* Returns the number of open handles. Windows.
 * p: the process.
 * out: the number.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED; NOT_SUPPORTED (other systems).
 * Source: GetProcessHandleCount.
 * [nonblocking, since 0.1] */
int32_t psutil_process_num_handles(psutil_process *p, int64_t *out);

/* Returns the threads of the process. A thread that exits during the call is left out.
 * p: the process.
 * out: the list; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/task/[tid]/stat fields 14 and 15; SystemProcessInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid with KERN_PROC_INC_THREAD.
 * On macOS proc_pidinfo(PROC_PIDLISTTHREADIDS and PROC_PIDTHREADID64INFO); ZOMBIE_PROCESS for a zombie.
 * [nonblocking, since 0.1] */
int32_t psutil_process_threads(psutil_process *p, psutil_thread_list_t **out);

/* Returns the regular files that the process has open: no sockets, pipes, devices or removed files. A file that is
 * closed during the call is left out, and one that cannot be examined, such as one of a file system that has failed. If
 * none can, the call fails.
 * p: the process.
 * out: the list, empty for a zombie; free it with psutil_free.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED.
 * Source: /proc/[pid]/fd and /proc/[pid]/fdinfo; ProcessHandleInformation and NtQueryObject on Windows.
 * On FreeBSD sysctl kern.proc.filedesc; a file whose path the kernel has forgotten is left out.
 * On macOS proc_pidfdinfo(PROC_PIDFDVNODEPATHINFO).
 * [nonblocking, since 0.1] */
int32_t psutil_process_open_files(psutil_process *p, psutil_open_file_list_t **out);

/* Stops the process with SIGSTOP, on Windows by suspending all its threads. Guarded.
 * p: the process.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED.
 * Source: pidfd_send_signal(2), before Linux 5.1 kill(2); NtSuspendProcess on Windows.
 * On FreeBSD kill(2).
 * On macOS kill(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_suspend(psutil_process *p);

/* Resumes a stopped process with SIGCONT, on Windows by resuming all its threads, which is needed once for each time
 * that they were suspended. Guarded.
 * p: the process.
 * Errors: NO_SUCH_PROCESS; ACCESS_DENIED.
 * Source: pidfd_send_signal(2), before Linux 5.1 kill(2); NtResumeProcess on Windows.
 * On FreeBSD kill(2).
 * On macOS kill(2).
 * [nonblocking, since 0.1] */
int32_t psutil_process_resume(psutil_process *p);

/* ---------------------------------------------------------------------------------- processes together --------- */

/* A list of processes. The caller must free each handle with psutil_process_free, before or after the list. */
typedef struct psutil_process_list_t {
    size_t len;
    psutil_process *const *items;
} psutil_process_list_t;

/* Returns the children of a process, or all its descendants. Guarded. All come from a single snapshot; some may have
 * exited since. A process that was started by a thread is a child of the thread's process. A process that started
 * before its "parent" is left out: it is the child of an earlier process with that PID.
 * p: the process.
 * recursive: 0 for the children only; otherwise all descendants. Each is followed by its own descendants, and children
 *     of one parent are in the order of their PIDs.
 * out: the list; free each handle, and the list with psutil_free.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat fields 4 and 22 of every process; SystemProcessInformation on Windows.
 * On FreeBSD sysctl kern.proc.proc.
 * On macOS sysctl kern.proc.all.
 * [nonblocking, since 0.1] */
int32_t psutil_process_children(psutil_process *p, int32_t recursive, psutil_process_list_t **out);

/* Returns the ancestors of a process: its parent, the parent's parent and so on, up to the first process or to one that
 * has just exited or cannot be read. Guarded.
 * p: the process.
 * out: the list, empty without a parent; free each handle, and the list with psutil_free.
 * Errors: NO_SUCH_PROCESS.
 * Source: /proc/[pid]/stat field 4 of each; ProcessBasicInformation on Windows.
 * On FreeBSD sysctl kern.proc.pid.
 * On macOS sysctl kern.proc.pid.
 * [nonblocking, since 0.1] */
int32_t psutil_process_parents(psutil_process *p, psutil_process_list_t **out);

/* A handle that iterates over all processes. */
typedef struct psutil_process_iter psutil_process_iter;

/* Creates an iterator over all processes that exist now, in the order of their PIDs:
 *
 *     for (psutil_process *p; psutil_process_iter_next(it, &p) == PSUTIL_OK && p; psutil_process_free(p)) ...
 *
 * What the library caches for a process (the baseline of psutil_process_cpu_percent with interval 0, for example) is
 * kept from one iteration to the next, for the same process only. Several iterators may be in use at once.
 * out: the iterator; free it with psutil_process_iter_free.
 * Errors: OS if the list of processes cannot be read.
 * Source: the list of psutil_pids.
 * [nonblocking, since 0.1] */
int32_t psutil_process_iter_new(psutil_process_iter **out);

/* Returns the next process. Processes that have exited since the iterator was created are skipped, and new ones are
 * left to the next iteration. Two threads that share an iterator get different processes. After fork, the child's copy
 * of the iterator continues where the parent's was, with the processes that exist then.
 * it: the iterator.
 * out: a handle; free it with psutil_process_free. NULL at the end.
 * Errors: OS, for example without a free descriptor; the next call continues after the process that caused it.
 * Source: the start of the process, where psutil_process_new reads it.
 * [nonblocking, nullable, since 0.1] */
int32_t psutil_process_iter_next(psutil_process_iter *it, psutil_process **out);

/* Frees an iterator. The handles that it has returned stay valid.
 * it: the iterator; NULL does nothing.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_process_iter_free(psutil_process_iter *it);

/* The result of psutil_wait_procs for one process. */
typedef struct psutil_wait_result_t {
    psutil_process *process; /* the handle that was passed; it still belongs to the caller */
    int32_t gone;            /* 1 if the process has exited, else 0 */
    int32_t has_exit_code;   /* as in psutil_exit_status_t */
    int32_t exit_code;       /* as in psutil_exit_status_t [nullable] */
    int32_t is_child;        /* as in psutil_exit_status_t */
    int64_t reserved[2];
} psutil_wait_result_t;

/* A list of results, in the order of the handles that were passed. */
typedef struct psutil_wait_result_list_t {
    size_t len;
    const psutil_wait_result_t *items;
} psutil_wait_result_list_t;

/* A function that psutil_wait_procs calls when a process has exited. It runs on the thread that called
 * psutil_wait_procs, under that thread's own signal mask. It may call the library, and may free handles, p included. It
 * must return: no longjmp, no exception. status is valid until it returns. user is what the caller passed. */
typedef void (*psutil_exit_cb)(psutil_process *p, const psutil_exit_status_t *status, void *user);

/* Waits until several processes have exited. An expired timeout is not an error: processes that are still alive are in
 * the list with gone = 0. When a process counts as exited is described at psutil_process_wait; children of the calling
 * process are reaped.
 * procs: the processes; the same one may be there twice. NULL if n is 0.
 * n: how many there are.
 * timeout: the maximum time to wait, in seconds. 0 checks and returns at once; a negative number or infinity waits
 *     without a limit.
 * callback: called once for each process as soon as its exit is noticed, or NULL. If it forks and the child returns
 *     from it, the child's call returns INTERRUPTED.
 * user: passed to callback.
 * out: the results; free them with psutil_free.
 * Errors: INTERRUPTED (results so far are kept: call again, and the callback is called for all processes again);
 * INVALID_ARGUMENT for a timeout that is NaN, for PID 0, and for a NULL among the handles; INVALID_HANDLE, with the
 * index of the handle in the message.
 * Source: the sources of psutil_process_wait, for all processes at once. Of very many processes, or with few
 * descriptors left, some are polled at intervals of up to 0.04 s.
 * [blocking, since 0.1] */
int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_exit_cb callback, void *user,
    psutil_wait_result_list_t **out);

/* What psutil_process_kill_tree did to a process. */
enum psutil_kill_outcome {
    PSUTIL_KILL_TERMINATED = 0, /* it exited after the signal */
    PSUTIL_KILL_KILLED = 1,     /* it exited after SIGKILL */
    PSUTIL_KILL_GONE = 2,       /* it had exited before it was signalled */
    PSUTIL_KILL_DENIED = 3,     /* this user may not signal it, and it is alive */
    PSUTIL_KILL_ALIVE = 4       /* it is still alive two seconds after SIGKILL: the kernel is busy with it */
};

/* Returns the name of a kill outcome, such as "terminated".
 * outcome: a PSUTIL_KILL_*; any other number gives "?".
 * [no syscall, since 0.1] */
const char *psutil_kill_outcome_name(int32_t outcome);

/* The result of psutil_process_kill_tree for one process. */
typedef struct psutil_kill_result_t {
    int64_t pid;           /* the PID that it had */
    const char *name;      /* the name that it had, as psutil_process_name returns it [nullable] */
    int32_t outcome;       /* PSUTIL_KILL_* */
    int32_t has_exit_code; /* as in psutil_exit_status_t */
    int32_t exit_code;     /* as in psutil_exit_status_t [nullable] */
    int32_t unused;        /* 0 */
    int64_t reserved[2];
} psutil_kill_result_t;

/* A list of results, with the root of the tree first. */
typedef struct psutil_kill_result_list_t {
    size_t len;
    const psutil_kill_result_t *items;
} psutil_kill_result_list_t;

/* Ends a process and all its descendants, and returns what happened to each. Guarded, for each process. All descendants
 * are found before the first is signalled, and searched again before the last step. Parents are signalled before their
 * children. Then the call waits for all to exit. Those that remain at the end of the grace period, and processes that
 * they have started since, are stopped, so that no new ones appear, and killed with SIGKILL. Children of the calling
 * process are reaped. A process whose parent has exited unnoticed is not found, because nothing connects it to the tree
 * any more.
 * p: the root of the tree.
 * signal: the signal to begin with. With SIGKILL there is no grace period: all are stopped and killed.
 * grace: the time to wait before SIGKILL, in seconds; infinity waits without a limit.
 * out: the results; free them with psutil_free.
 * Errors: NO_SUCH_PROCESS; INVALID_ARGUMENT for a signal below 1 or that does not exist, for a grace that is negative
 * or NaN, and for a tree that contains the caller (no signal is sent then); INTERRUPTED (signals that were sent remain
 * sent: call again with the same handle to continue with the same processes).
 * Source: the sources of psutil_process_children, psutil_process_send_signal and psutil_wait_procs.
 * [blocking, since 0.1] */
int32_t psutil_process_kill_tree(psutil_process *p, int32_t signal, double grace, psutil_kill_result_list_t **out);

/* Starts to cache what is read of a process, until psutil_process_oneshot_end. Each kernel file is read at most once,
 * so values derived from it are consistent across functions and threads. Functions that verify the process, wait for it
 * or change it never use the cache. Pairs of begin and end may be nested. Handles that psutil_process_iter_next
 * returned for the same process share the cache.
 * p: the process.
 * Errors: INVALID_HANDLE.
 * Source: none; nothing is read yet.
 * [nonblocking, since 0.1] */
int32_t psutil_process_oneshot_begin(psutil_process *p);

/* Ends what psutil_process_oneshot_begin started. An extra call does nothing. In a forked child nothing is cached.
 * p: the process.
 * Errors: INVALID_HANDLE.
 * Source: none; nothing is read.
 * [nonblocking, since 0.1] */
int32_t psutil_process_oneshot_end(psutil_process *p);

/* The fields of psutil_process_info_t. Each has the value that the function of its name returns. */
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

/* Many attributes of a process. A field has the value that the function of its name returns, if
 * psutil_process_info_error returns PSUTIL_OK for it; otherwise it is PSUTIL_NA, NaN or NULL throughout. Later versions
 * add members at the end. */
typedef struct psutil_process_info_t {
    int64_t fields;          /* the number of outcomes */
    const int32_t *outcomes; /* for psutil_process_info_error: the code of each PSUTIL_FIELD_* */
    int64_t pid;
    int64_t ppid;
    const char *name;
    const char *exe;
    const psutil_string_list_t *cmdline;
    const psutil_string_list_t *environment; /* PSUTIL_FIELD_ENVIRON; some headers define environ as a macro */
    double create_time;                      /* seconds since the epoch */
    const char *cwd;
    psutil_ids_t uids;
    psutil_ids_t gids;
    const char *username;
    const char *terminal; /* NULL also for a process without a terminal */
    psutil_ionice_t ionice;
    int32_t status; /* PSUTIL_STATUS_* */
    int32_t nice;
    const psutil_cpu_list_t *cpu_affinity;
    int64_t cpu_num;
    psutil_process_cpu_times_t cpu_times; /* seconds */
    double cpu_percent;                   /* percent of one CPU */
    psutil_process_memory_info_t memory_info;
    psutil_process_memory_info_ex_t memory_info_ex;
    psutil_process_memory_footprint_t memory_footprint;
    double memory_percent; /* percent of physical memory */
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

/* Reads several attributes of a process at once. Guarded. Each kernel file is read once, and all values are of the same
 * process: the call fails if the process has exited at its end. A field that cannot be read reports its own error; the
 * call still succeeds.
 * p: the process.
 * fields: PSUTIL_FIELD_* of the attributes to read; NULL if n is 0.
 * n: how many there are; 0 for all. All are slow, because of memory_footprint, memory_maps, open_files and
 *     net_connections.
 * out: the attributes; free them with one psutil_free.
 * Errors: NO_SUCH_PROCESS; INVALID_ARGUMENT for an unknown field.
 * Source: the sources of the functions that the fields are named after.
 * [nonblocking, since 0.1] */
int32_t psutil_process_info(psutil_process *p, const int32_t *fields, size_t n, psutil_process_info_t **out);

/* Returns the error of one field of psutil_process_info_t: what the field's own function would have returned.
 * info: the attributes.
 * field: a PSUTIL_FIELD_*.
 * Errors: ACCESS_DENIED, ZOMBIE_PROCESS, NOT_SUPPORTED and so on, from the field; INVALID_ARGUMENT for a field that was
 * not requested, or that this version of the library does not know.
 * [no syscall, since 0.1] */
int32_t psutil_process_info_error(const psutil_process_info_t *info, int32_t field);

/* What one of a child's standard streams is connected to. */
enum psutil_stream {
    PSUTIL_STREAM_INHERIT = 0, /* the same as the program's own stream */
    PSUTIL_STREAM_PIPE = 1,    /* a pipe to the program: see psutil_popen_pipes_t */
    PSUTIL_STREAM_NULL = 2,    /* /dev/null */
    PSUTIL_STREAM_FD = 3,      /* the descriptor fd of the program */
    PSUTIL_STREAM_STDOUT = 4   /* the child's output; for error only */
};

/* One of a child's standard streams. */
typedef struct psutil_popen_stream_t {
    int32_t kind; /* PSUTIL_STREAM_* */
    int32_t fd;   /* a file descriptor, on Windows a HANDLE, for PSUTIL_STREAM_FD only */
} psutil_popen_stream_t;

/* What psutil_popen starts. Zero it first: 0 and NULL are the defaults, also for later members. */
typedef struct psutil_popen_options_t {
    const char *const *argv;      /* the arguments, ending with NULL; argv[0] is the program unless executable is set */
    const char *executable;       /* the program; without a directory it is searched in the child's PATH, on Windows
                                     first where CreateProcess searches unless envp is given [nullable] */
    const char *const *envp;      /* the environment as "NAME=value", ending with NULL; NULL inherits it [nullable] */
    const char *cwd;              /* the directory to start in; NULL inherits it [nullable] */
    psutil_popen_stream_t input;  /* standard input */
    psutil_popen_stream_t output; /* standard output */
    psutil_popen_stream_t error;  /* standard error */
    int32_t close_fds;            /* 1: the child has only these three descriptors; 0: all that are not close-on-exec,
                                     on Windows all inheritable handles */
    int32_t unused;               /* 0 */
    int64_t reserved[8];
} psutil_popen_options_t;

/* The program's ends of the pipes to a child's standard streams: close-on-exec file descriptors (HANDLEs on Windows),
 * which the program must close. */
typedef struct psutil_popen_pipes_t {
    int64_t input;  /* for writing [nullable] */
    int64_t output; /* for reading [nullable] */
    int64_t error;  /* for reading [nullable] */
} psutil_popen_pipes_t;

/* Starts a program as a child of the calling process. The child has the calling thread's own signal mask and the
 * ignored signals of the process. psutil_process_wait returns its exit code, and so does the program's own wait. If the
 * program cannot be started, there is no child. On Windows, ".exe" is added to a program's name without an extension,
 * the arguments are quoted as the C libraries split them, and a batch file is refused, since cmd.exe splits them
 * otherwise.
 * options: what to start.
 * out: a handle of the child; free it with psutil_process_free, which does not end the child.
 * pipes: the program's ends of the pipes; PSUTIL_NA for a stream that is not a PSUTIL_STREAM_PIPE.
 * Errors: OS (with os_error ENOENT if the program or directory does not exist, on Windows ERROR_FILE_NOT_FOUND or
 * ERROR_DIRECTORY); ACCESS_DENIED; NO_MEMORY; INVALID_ARGUMENT for an empty argv, for streams that contradict each
 * other, and on Windows for text that is not UTF-8 and for a batch file.
 * Source: vfork(2), execve(2); CreateProcessW on Windows.
 * On FreeBSD vfork(2), execve(2).
 * On macOS posix_spawn(2).
 * [by hand, since 0.1] */
int32_t psutil_popen(const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes);

/* -------------------------------------------------------------------------------------- owners of a file -------- */

/* How a process uses a file. psutil_file_use_name returns a name for each, such as "mapped". */
enum psutil_file_use {
    PSUTIL_FILE_USE_UNKNOWN = 0, /* this user may not read how the process uses files */
    PSUTIL_FILE_USE_OPEN = 1,    /* it has a file descriptor for it */
    PSUTIL_FILE_USE_MAPPED = 2,  /* it has mapped it into its memory, as it does with its libraries */
    PSUTIL_FILE_USE_EXE = 3,     /* it executes it */
    PSUTIL_FILE_USE_ROOT = 4,    /* its root directory */
    PSUTIL_FILE_USE_CWD = 5      /* its working directory */
};

/* Flags of psutil_file_owners. */
enum psutil_file_owners_flags {
    PSUTIL_FILE_OWNERS_MOUNT = 1,      /* of any file on the file system that contains path */
    PSUTIL_FILE_OWNERS_UNREADABLE = 2, /* list processes that this user may not read, as PSUTIL_FILE_USE_UNKNOWN */
    PSUTIL_FILE_OWNERS_BPF = 4         /* find the owners with BPF programs, which this call loads and unloads; without
                                          CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE, in procfs as without this flag */
};

/* A use of a file by a process. */
typedef struct psutil_file_owner_t {
    int64_t pid;      /* the process */
    int64_t fd;       /* the file descriptor, of PSUTIL_FILE_USE_OPEN [nullable] */
    const char *mode; /* of PSUTIL_FILE_USE_OPEN: "r", "w", "a", "r+" or "a+", as for fopen(3); absent if the descriptor
                         only names the file (O_PATH) [nullable] */
    int32_t use;      /* PSUTIL_FILE_USE_* */
    int32_t unused;
    int64_t reserved[2];
} psutil_file_owner_t;

/* A list of uses of a file, ordered by PID, use and descriptor. */
typedef struct psutil_file_owner_list_t {
    size_t len;
    const psutil_file_owner_t *items;
} psutil_file_owner_list_t;

/* Returns which processes use a file: a regular file, directory, FIFO or device, or the socket of a UNIX server. The
 * file is identified by its device and inode, so other names of it (hard links, bind mounts, other mount namespaces)
 * are the same file, and a new file with the name of a deleted one is not. A device is the same through each of its
 * nodes. A directory is not used by a process that uses a file in it. The owners of a socket's path are those of the
 * listening socket and of connections to it, not their peers; only sockets of the caller's network namespace are found.
 * There is one item for each descriptor, and one at most for each other use by a process. The list is not a snapshot: a
 * process that opens or closes the file during the call may be in it or not. On btrfs and overlayfs a mapping can be
 * identified with CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN, else by the mapped file's path.
 * path: any path; symbolic links are followed. /proc/[pid]/fd/[fd] names a deleted file that is still open.
 * flags: PSUTIL_FILE_OWNERS_*, or 0. With PSUTIL_FILE_OWNERS_MOUNT the path of a block device stands for the file
 *     system on it; on btrfs a subvolume is a file system of its own.
 * out: the list, empty if no process uses the file; free it with psutil_free. Processes that this user may not read are
 *     left out, unless flags has PSUTIL_FILE_OWNERS_UNREADABLE.
 * Errors: INVALID_ARGUMENT for unknown flags; ACCESS_DENIED if path may not be searched; OS, for example if path does
 * not exist; NOT_SUPPORTED (other systems).
 * Source: stat of path and of /proc/[pid]/fd/[fd], exe, root and cwd; /proc/[pid]/maps and map_files;
 * /proc/[pid]/fdinfo/[fd] for mode; sock_diag(7) for UNIX sockets. BPF iterators over tasks, files and mappings with
 * PSUTIL_FILE_OWNERS_BPF on Linux 6.1 and newer; not on overlayfs. Linux.
 * [nonblocking, since 0.1] */
int32_t psutil_file_owners(const char *path, int32_t flags, psutil_file_owner_list_t **out);

/* Returns the name of a use of a file: "unknown", "open", "mapped", "exe", "root" or "cwd".
 * use: a PSUTIL_FILE_USE_*; any other number gives "?".
 * [no syscall, since 0.1] */
const char *psutil_file_use_name(int32_t use);

/* -------------------------------------------------------------------------------------- process events ---------- */

/* Kinds of process events. */
enum psutil_event {
    PSUTIL_EVENT_FORK = 1, /* a process was created: by fork, vfork or clone, but not a thread */
    PSUTIL_EVENT_EXEC = 2, /* a process has started to run another program */
    PSUTIL_EVENT_EXIT = 4, /* a process has ended with all of its threads; its parent may not have waited for it yet */
    PSUTIL_EVENT_LOST = 8  /* events were lost: compare the list of processes with the expected one */
};

/* One event. */
typedef struct psutil_process_event_t {
    int32_t kind;          /* PSUTIL_EVENT_* */
    int32_t has_exit_code; /* EXIT: 1; else 0 */
    int32_t exit_code;     /* EXIT: as in psutil_exit_status_t [nullable] */
    int32_t unused;        /* 0 */
    int64_t pid;           /* the process; FORK: the new one; absent for LOST [nullable] */
    int64_t ppid;          /* FORK: the parent; EXIT: the parent, if the kernel reports it (Linux 4.18); absent for EXEC
                              and LOST [nullable] */
    double time;           /* when it happened, in seconds since the epoch */
    int64_t reserved[4];
} psutil_process_event_t;

/* A handle that receives process events. It has one descriptor open, close-on-exec, from psutil_process_events_new to
 * psutil_process_events_free. After fork only the parent has it: in the child the descriptor is closed, and the handle
 * is INVALID_HANDLE. */
typedef struct psutil_process_events psutil_process_events;

/* Starts to receive events: every process of the system that starts, executes a program or ends from now on. Linux.
 * The kernel reports them to any user since Linux 6.6, before to root. It reports them only to processes in the initial
 * PID, user and network namespaces, which are those of the machine, not of a container.
 * kinds: PSUTIL_EVENT_FORK, _EXEC and _EXIT, one or several. LOST is always reported.
 * out: a handle; free it with psutil_process_events_free.
 * Errors: NOT_SUPPORTED, also in other namespaces, with a foreign procfs and on a kernel without CONFIG_PROC_EVENTS;
 * ACCESS_DENIED (before Linux 6.6); INVALID_ARGUMENT for no kinds or unknown ones; OS without a free descriptor.
 * Source: the process events connector: netlink(7) with NETLINK_CONNECTOR.
 * [nonblocking, since 0.1] */
int32_t psutil_process_events_new(int32_t kinds, psutil_process_events **out);

/* Returns the handle's descriptor, for the host's own poll, epoll or event loop: it is readable when an event may be
 * there. Call psutil_process_events_next with timeout 0 then, until it returns TIMEOUT_EXPIRED. The host must not read
 * from the descriptor or close it. A larger SO_RCVBUF lets it hold more events.
 * e: the handle.
 * out: the descriptor.
 * Errors: OS (EBADF) if the host has closed the descriptor.
 * Source: the number, and fstat(2) to check it.
 * [nonblocking, since 0.1] */
int32_t psutil_process_events_fd(psutil_process_events *e, int64_t *out);

/* Returns the next event, in the order in which the kernel reports them. Threads that share a handle get different
 * events. The kernel keeps events that were not read yet, about 2,300 in a buffer of the default size, and drops more.
 * Then LOST follows those that it kept, and later events follow LOST. If the first thread of a process ends before the
 * others, or another one executes a program, EXIT is reported when the process itself ends, provided that the host has
 * read the thread's end before that; a host that reads later gets an EXIT with the first thread's exit code.
 * e: the handle.
 * timeout: the maximum time to wait, in seconds. 0 checks and returns at once; a negative number or infinity waits
 *     without a limit.
 * out: the event.
 * Errors: TIMEOUT_EXPIRED if there is no event; INTERRUPTED; INVALID_ARGUMENT for a timeout that is NaN; OS (EBADF) if
 * the host has closed the descriptor.
 * Source: the process events connector; pidfd_open(2), poll(2) and /proc/[pid]/stat for EXIT.
 * [blocking, since 0.1] */
int32_t psutil_process_events_next(psutil_process_events *e, double timeout, psutil_process_event_t *out);

/* Stops receiving events, closes the descriptor and frees the handle. A call of another thread on the same handle
 * completes normally; the descriptor is closed after it.
 * e: the handle; NULL does nothing.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_process_events_free(psutil_process_events *e);

/* -------------------------------------------------------------------------------------- the process table ------- */

/* A table of chosen attributes of many processes: one row per process, one column per attribute. */
typedef struct psutil_table psutil_table;

/* The columns of a psutil_table. Each has the values that the function of one process returns; a record has one column
 * for each of its fields. A column has the type of its mark. Its name (psutil_column_name) is the constant's in lower
 * case, without PSUTIL_COLUMN_. [slow] columns cost more than all others together. */
enum psutil_column_id {
    PSUTIL_COLUMN_PID = 0,                         /* [int64] */
    PSUTIL_COLUMN_START = 1,                       /* with the PID, the identity of the process: on Linux ticks since
                                                        boot, of 1/100 s [int64] */
    PSUTIL_COLUMN_PPID = 2,                        /* [int64] */
    PSUTIL_COLUMN_NAME = 3,                        /* [string] */
    PSUTIL_COLUMN_EXE = 4,                         /* [string] */
    PSUTIL_COLUMN_CMDLINE = 5,                     /* [string list] */
    PSUTIL_COLUMN_ENVIRON = 6,                     /* [string list, slow] */
    PSUTIL_COLUMN_CREATE_TIME = 7,                 /* seconds since the epoch [double] */
    PSUTIL_COLUMN_STATUS = 8,                      /* PSUTIL_STATUS_* [int64] */
    PSUTIL_COLUMN_CWD = 9,                         /* [string] */
    PSUTIL_COLUMN_UIDS_REAL = 10,                  /* [int64] */
    PSUTIL_COLUMN_UIDS_EFFECTIVE = 11,             /* [int64] */
    PSUTIL_COLUMN_UIDS_SAVED = 12,                 /* [int64] */
    PSUTIL_COLUMN_GIDS_REAL = 13,                  /* [int64] */
    PSUTIL_COLUMN_GIDS_EFFECTIVE = 14,             /* [int64] */
    PSUTIL_COLUMN_GIDS_SAVED = 15,                 /* [int64] */
    PSUTIL_COLUMN_USERNAME = 16,                   /* [string] */
    PSUTIL_COLUMN_TERMINAL = 17,                   /* null, without an error, if the process has none [string] */
    PSUTIL_COLUMN_NICE = 18,                       /* [int64] */
    PSUTIL_COLUMN_IONICE_IOCLASS = 19,             /* PSUTIL_IOPRIO_CLASS_* [int64] */
    PSUTIL_COLUMN_IONICE_VALUE = 20,               /* [int64] */
    PSUTIL_COLUMN_CPU_NUM = 21,                    /* [int64] */
    PSUTIL_COLUMN_CPU_TIMES_USER = 22,             /* seconds [double] */
    PSUTIL_COLUMN_CPU_TIMES_SYSTEM = 23,           /* seconds [double] */
    PSUTIL_COLUMN_CPU_TIMES_CHILDREN_USER = 24,    /* seconds [double] */
    PSUTIL_COLUMN_CPU_TIMES_CHILDREN_SYSTEM = 25,  /* seconds [double] */
    PSUTIL_COLUMN_CPU_TIMES_IOWAIT = 26,           /* seconds [double] */
    PSUTIL_COLUMN_CPU_PERCENT = 27,                /* percent of one CPU, since the last table with this column, or the
                                                        last psutil_process_cpu_percent with interval 0 on a handle of
                                                        psutil_process_iter_next; 0.0 the first time [double] */
    PSUTIL_COLUMN_RSS = 28,                        /* bytes [int64] */
    PSUTIL_COLUMN_VMS = 29,                        /* bytes [int64] */
    PSUTIL_COLUMN_SHARED = 30,                     /* bytes; this and the next 11 are fields of
                                                        psutil_process_memory_info_ex_t [int64] */
    PSUTIL_COLUMN_TEXT = 31,                       /* bytes [int64] */
    PSUTIL_COLUMN_LIB = 32,                        /* bytes [int64] */
    PSUTIL_COLUMN_DATA = 33,                       /* bytes [int64] */
    PSUTIL_COLUMN_DIRTY = 34,                      /* bytes [int64] */
    PSUTIL_COLUMN_PEAK_RSS = 35,                   /* bytes [int64] */
    PSUTIL_COLUMN_PEAK_VMS = 36,                   /* bytes [int64] */
    PSUTIL_COLUMN_RSS_ANON = 37,                   /* bytes [int64] */
    PSUTIL_COLUMN_RSS_FILE = 38,                   /* bytes [int64] */
    PSUTIL_COLUMN_RSS_SHMEM = 39,                  /* bytes [int64] */
    PSUTIL_COLUMN_SWAP = 40,                       /* bytes [int64] */
    PSUTIL_COLUMN_HUGETLB = 41,                    /* bytes [int64] */
    PSUTIL_COLUMN_USS = 42,                        /* bytes; this and the next 2 are fields of
                                                        psutil_process_memory_footprint_t [int64, slow] */
    PSUTIL_COLUMN_PSS = 43,                        /* bytes [int64, slow] */
    PSUTIL_COLUMN_FOOTPRINT_SWAP = 44,             /* bytes [int64, slow] */
    PSUTIL_COLUMN_MEMORY_PERCENT = 45,             /* rss in percent of physical memory [double] */
    PSUTIL_COLUMN_PAGE_FAULTS_MINOR = 46,          /* [int64] */
    PSUTIL_COLUMN_PAGE_FAULTS_MAJOR = 47,          /* [int64] */
    PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MINOR = 48, /* [int64] */
    PSUTIL_COLUMN_PAGE_FAULTS_CHILDREN_MAJOR = 49, /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_READ_COUNT = 50,     /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_WRITE_COUNT = 51,    /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_READ_BYTES = 52,     /* bytes [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_WRITE_BYTES = 53,    /* bytes [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_READ_CHARS = 54,     /* bytes [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_WRITE_CHARS = 55,    /* bytes [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_OTHER_COUNT = 56,    /* [int64] */
    PSUTIL_COLUMN_IO_COUNTERS_OTHER_BYTES = 57,    /* bytes [int64] */
    PSUTIL_COLUMN_NUM_CTX_SWITCHES_VOLUNTARY = 58, /* [int64] */
    PSUTIL_COLUMN_NUM_CTX_SWITCHES_INVOLUNTARY = 59, /* [int64] */
    PSUTIL_COLUMN_NUM_FDS = 60,                      /* [int64, slow] */
    PSUTIL_COLUMN_NUM_HANDLES = 61,                  /* [int64] */
    PSUTIL_COLUMN_NUM_THREADS = 62,                  /* [int64] */
    PSUTIL_COLUMN_PAGED_POOL = 63,                   /* bytes; this and the next 6 are fields of
                                                         psutil_process_memory_info_ex_t [int64] */
    PSUTIL_COLUMN_PEAK_PAGED_POOL = 64,              /* bytes [int64] */
    PSUTIL_COLUMN_NONPAGED_POOL = 65,                /* bytes [int64] */
    PSUTIL_COLUMN_PEAK_NONPAGED_POOL = 66,           /* bytes [int64] */
    PSUTIL_COLUMN_PRIVATE_USAGE = 67,                /* bytes [int64] */
    PSUTIL_COLUMN_NUM_PAGE_FAULTS = 68,              /* [int64] */
    PSUTIL_COLUMN_STACK = 69                         /* bytes [int64] */
};

/* Types of columns. */
enum psutil_column_type {
    PSUTIL_COLUMN_TYPE_INT64 = 0,
    PSUTIL_COLUMN_TYPE_DOUBLE = 1,
    PSUTIL_COLUMN_TYPE_STRING = 2,
    PSUTIL_COLUMN_TYPE_STRING_LIST = 3
};

/* A whole column, in the layout of Apache Arrow. It points into the table, and is valid until psutil_table_free. A cell
 * without a value is null: its bit in validity is 0, an integer is PSUTIL_NA, a double NaN, a string or list empty.
 * Pointers that the type does not use are NULL. */
typedef struct psutil_column_t {
    int32_t type;                /* PSUTIL_COLUMN_TYPE_* */
    int32_t unused;              /* 0 */
    int64_t length;              /* the number of rows */
    int64_t null_count;          /* the number of cells without a value */
    const uint8_t *validity;     /* row i has a value if validity[i / 8] >> i % 8 & 1 */
    const int8_t *outcomes;      /* for each row what psutil_table_cell_error returns */
    const int64_t *int64s;       /* INT64: length values [nullable] */
    const double *doubles;       /* DOUBLE: length values [nullable] */
    const int64_t *list_offsets; /* STRING_LIST: the items of row i are those from list_offsets[i] up to, but not
                                    including, list_offsets[i + 1] [nullable] */
    const int64_t *offsets;      /* STRING: the bytes of row i are those from offsets[i] up to, but not including,
                                    offsets[i + 1]; STRING_LIST: likewise the bytes of item i [nullable] */
    const uint8_t *bytes;        /* the text, without NULs between strings [nullable] */
    int64_t reserved[4];
} psutil_column_t;

/* Reads chosen attributes of many processes into a table. Each kernel file that the columns need is read once per
 * process, on all CPUs. The files of one process are read one after the other, not at one moment. A cell that cannot be
 * read has an error of its own; the call still succeeds. A process has no row if it does not exist, exits before all of
 * it was read, or is hidden from this user; nor has a thread's ID.
 * columns: PSUTIL_COLUMN_* of the columns to read; NULL if n is 0.
 * n: how many there are; 0 for all columns that are not slow.
 * pids: the processes to read, or NULL for all. Rows are in this order, and a PID that is there twice has two rows. All
 *     processes are in the order of their PIDs.
 * n_pids: how many there are.
 * out: the table; free it with psutil_table_free.
 * Errors: INVALID_ARGUMENT for an unknown column, and for more than 4194304 PIDs; OS if the list of processes cannot be
 * read.
 * Source: the sources of the functions of one process that the columns are named after. rss and vms are VmRSS and
 * VmSize of /proc/[pid]/status if another column needs that file.
 * [nonblocking, since 0.1] */
int32_t psutil_process_table(const int32_t *columns, size_t n, const int64_t *pids, size_t n_pids, psutil_table **out);

/* Frees a table. Its memory is kept while an Arrow export of it is in use.
 * t: the table; NULL does nothing.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_free(psutil_table *t);

/* Returns the name of a column, such as "cpu_times_user".
 * column: a PSUTIL_COLUMN_*; any other number gives NULL.
 * [no syscall, nullable, since 0.1] */
const char *psutil_column_name(int32_t column);

/* Returns the number of rows.
 * t: the table.
 * out: the number.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_rows(const psutil_table *t, int64_t *out);

/* Returns a whole column.
 * t: the table.
 * column: a PSUTIL_COLUMN_*.
 * out: the column, valid until psutil_table_free.
 * Errors: INVALID_HANDLE; INVALID_ARGUMENT for a column that the table does not have.
 * [no syscall, since 0.1] */
int32_t psutil_table_column(const psutil_table *t, int32_t column, psutil_column_t *out);

/* Returns the error of a cell: what the function of that attribute would have returned.
 * t: the table.
 * row: the row, from 0 on.
 * column: a PSUTIL_COLUMN_*.
 * Errors: ACCESS_DENIED, ZOMBIE_PROCESS, NOT_SUPPORTED and so on, from the cell; INVALID_HANDLE; INVALID_ARGUMENT for a
 * row or column that the table does not have.
 * [no syscall, since 0.1] */
int32_t psutil_table_cell_error(const psutil_table *t, int64_t row, int32_t column);

/* Returns a cell of an int64 column.
 * t: the table.
 * row: the row, from 0 on.
 * column: a PSUTIL_COLUMN_*.
 * out: the value; PSUTIL_NA if it is not reported.
 * Errors: the error of the cell; INVALID_HANDLE; INVALID_ARGUMENT for a row or column that the table does not have, and
 * for a column of another type.
 * [no syscall, nullable, since 0.1] */
int32_t psutil_table_int64(const psutil_table *t, int64_t row, int32_t column, int64_t *out);

/* Returns a cell of a double column.
 * t: the table.
 * row: the row, from 0 on.
 * column: a PSUTIL_COLUMN_*.
 * out: the value; NaN if it is not reported.
 * Errors: the error of the cell; INVALID_HANDLE; INVALID_ARGUMENT for a row or column that the table does not have, and
 * for a column of another type.
 * [no syscall, nullable, since 0.1] */
int32_t psutil_table_double(const psutil_table *t, int64_t row, int32_t column, double *out);

/* Returns a cell of a string column. The string is part of the table.
 * t: the table.
 * row: the row, from 0 on.
 * column: a PSUTIL_COLUMN_*.
 * out: the first byte of the string, which does not end with a NUL; NULL if it is not reported.
 * length: the number of bytes; 0 if it is not reported.
 * Errors: the error of the cell; INVALID_HANDLE; INVALID_ARGUMENT for a row or column that the table does not have, and
 * for a column of another type.
 * [no syscall, nullable, since 0.1] */
int32_t psutil_table_string(const psutil_table *t, int64_t row, int32_t column, const char **out, int64_t *length);

/* Returns the number of items in a cell of a string list column.
 * t: the table.
 * row: the row, from 0 on.
 * column: a PSUTIL_COLUMN_*.
 * out: the number of items.
 * Errors: the error of the cell; INVALID_HANDLE; INVALID_ARGUMENT for a row or column that the table does not have, and
 * for a column of another type.
 * [no syscall, since 0.1] */
int32_t psutil_table_items(const psutil_table *t, int64_t row, int32_t column, int64_t *out);

/* Returns an item of a cell of a string list column. The string is part of the table.
 * t: the table.
 * row: the row, from 0 on.
 * column: a PSUTIL_COLUMN_*.
 * item: the item, from 0 on.
 * out: the first byte of the string, which does not end with a NUL.
 * length: the number of bytes.
 * Errors: the error of the cell; INVALID_HANDLE; INVALID_ARGUMENT for a row, column or item that the table does not
 * have, and for a column of another type.
 * [no syscall, since 0.1] */
int32_t psutil_table_item(
    const psutil_table *t, int64_t row, int32_t column, int64_t item, const char **out, int64_t *length);

/* Returns the process of a row, whichever columns the table has. The handle identifies that process, and never a later
 * one with its PID. The process may have exited since.
 * t: the table.
 * row: the row, from 0 on.
 * out: a handle; free it with psutil_process_free.
 * Errors: INVALID_HANDLE; INVALID_ARGUMENT for a row that the table does not have.
 * [no syscall, since 0.1] */
int32_t psutil_table_process(const psutil_table *t, int64_t row, psutil_process **out);

/* A reader of process tables, for a program that reads the same columns again and again. */
typedef struct psutil_table_reader psutil_table_reader;

/* What a table reader may use in place of procfs. Without a flag it reads procfs. */
enum psutil_reader_flags {
    PSUTIL_READER_FILE = 1,  /* read the file of psutil_table_pin, if root owns it and no other user may write to it.
                                Linux */
    PSUTIL_READER_BPF = 2,   /* load a BPF program into the kernel, which needs CAP_BPF and CAP_PERFMON, and shows in
                                audit logs. Linux */
    PSUTIL_READER_STRICT = 4 /* fail where the other flags cannot be followed; otherwise procfs is read then */
};

/* Where a table reader has its tables from. */
enum psutil_reader_source {
    PSUTIL_SOURCE_PROCFS = 0, /* as psutil_process_table, on every system */
    PSUTIL_SOURCE_FILE = 1,   /* the file of psutil_table_pin */
    PSUTIL_SOURCE_BPF = 2     /* a BPF program of its own */
};

/* Creates a reader of tables of all processes. With PSUTIL_READER_FILE or PSUTIL_READER_BPF a table comes from the
 * kernel's own structures, at a tenth of the cost of procfs, where the kernel allows it (Linux 6.1 and newer, with BTF,
 * on x86-64 and arm64); otherwise from procfs. The values are the same. With both flags the file is preferred. Columns
 * that the kernel's structures do not have (exe, cwd, environ, I/O counters, USS, descriptors) come from procfs in any
 * case. Without PSUTIL_READER_BPF nothing is ever loaded. A reader that has loaded a program keeps one descriptor open,
 * close-on-exec, until it is freed. It loads the program again if the descriptor was closed, and a forked child loads
 * its own. A procfs that shows less to this user (hidepid), or another system's processes, is always read itself.
 *
 * The reader remembers the command line of a process for as long as the process has not run. A change that another
 * process makes from outside (ptrace, process_vm_writev, /proc/[pid]/mem) is seen once the process runs.
 * columns: PSUTIL_COLUMN_* of the columns to read; NULL if n is 0.
 * n: how many there are; 0 for all columns that are not slow.
 * flags: PSUTIL_READER_*, or 0.
 * out: the reader; free it with psutil_table_reader_free.
 * Errors: INVALID_ARGUMENT for an unknown column, an unknown flag, and for PSUTIL_READER_STRICT alone; with
 * PSUTIL_READER_STRICT also NOT_SUPPORTED if this system or kernel cannot do it, and ACCESS_DENIED if this user may
 * not.
 * Source: a BPF iterator over tasks, the sources of psutil_process_table.
 * [nonblocking, since 0.1] */
int32_t psutil_table_reader_new(const int32_t *columns, size_t n, int32_t flags, psutil_table_reader **out);

/* Reads a table of all processes, in the order of their PIDs, as psutil_process_table does. Two threads that share a
 * reader read one after the other.
 * reader: the reader.
 * out: the table; free it with psutil_table_free. It stays valid when the reader is freed.
 * Errors: OS if the list of processes cannot be read; with PSUTIL_READER_STRICT also NOT_SUPPORTED and
 * ACCESS_DENIED if the kernel's structures or the file cannot be read now.
 * Source: a BPF iterator over tasks, the sources of psutil_process_table.
 * [nonblocking, since 0.1] */
int32_t psutil_table_reader_read(psutil_table_reader *reader, psutil_table **out);

/* Returns where the last table of a reader came from or, before the first, where it will come from.
 * reader: the reader.
 * out: PSUTIL_SOURCE_*.
 * Errors: INVALID_HANDLE.
 * Source: the reader.
 * [nonblocking, since 0.1] */
int32_t psutil_table_reader_source(const psutil_table_reader *reader, int32_t *out);

/* Frees a reader, and closes its descriptor. The tables that it has read stay valid.
 * reader: the reader; NULL does nothing.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_reader_free(psutil_table_reader *reader);

/* Makes a file from which table readers of other users read, for root to do once a boot. It loads the BPF program of
 * table readers into the kernel and pins it as a file: a user who may read the file can then use PSUTIL_READER_FILE,
 * without a capability. The file shows every process of the PID namespace of the process that reads it, with the values
 * that /proc/[pid]/stat, status and statm show to all users. An existing file is replaced.
 * path: an absolute path on a BPF file system (mount -t bpf). Readers open the path in the environment variable
 *     PSUTIL_TABLE_FILE, or else /run/libpsutil/table; a setuid program ignores the variable.
 * mode: the permissions of the file, bits of 0444: 0444 for all users, 0440 for those of a group.
 * Errors: INVALID_ARGUMENT for another mode, or a relative path; ACCESS_DENIED without CAP_BPF and CAP_PERFMON;
 * NOT_SUPPORTED if the kernel cannot do it; OS if the file cannot be created, for example because path is not on a BPF
 * file system.
 * Source: BPF_OBJ_PIN of bpf(2).
 * [nonblocking, since 0.1] */
int32_t psutil_table_pin(const char *path, uint32_t mode);

/* The structures of Arrow's C data interface, https://arrow.apache.org/docs/format/CDataInterface.html, and of its C
 * stream interface. */
struct ArrowSchema;
struct ArrowArray;
struct ArrowArrayStream;

/* Exports a table to Apache Arrow, as a struct with a child for each column in the requested order. Types are int64,
 * float64, large_utf8, and large_list of large_utf8. The buffers are the table's own, without a copy. Only a column
 * with text that is not UTF-8 is copied; each invalid sequence becomes U+FFFD in the copy. The consumer releases both
 * structures: in any order, on any thread, also after psutil_table_free and in a forked child.
 * t: the table.
 * schema, array: structures of the caller, which the call fills.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_export_arrow(const psutil_table *t, struct ArrowSchema *schema, struct ArrowArray *array);

/* Exports a table to Apache Arrow as a stream that contains one array, for consumers that read streams.
 * t: the table.
 * stream: a structure of the caller, which the call fills.
 * Errors: INVALID_HANDLE.
 * [no syscall, since 0.1] */
int32_t psutil_table_export_arrow_stream(const psutil_table *t, struct ArrowArrayStream *stream);

#ifdef __cplusplus
}
#endif

#endif
