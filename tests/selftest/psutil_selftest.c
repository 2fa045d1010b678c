/*
 * psutil-selftest: calls every function of libpsutil on this machine, checks the results against each other and against
 * what the program itself did, and prints a report.
 *
 *     psutil-selftest [--except=FUNCTION[,FUNCTION...]]
 *
 * The exit status is 0 if everything is right, and 1 if something is wrong. What the functions of --except get wrong is
 * printed and does not count; it is for systems that are known to lack something, such as emulators. The report names
 * no other process, file, user or address of the machine, so it can be attached to a bug report.
 */
#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#define __BSD_VISIBLE 1
#include "../../capi/arrow.h"
#include <errno.h>
#include <math.h>
#include <psutil.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <direct.h>
#include <io.h>
#include <process.h>
#include <fcntl.h>
#else
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

/* ---- the systems that implement a function */

enum {
    LINUX = 1,
    WINDOWS = 2,
    MACOS = 4,
    FREEBSD = 8,
    UNIX = LINUX | MACOS | FREEBSD,
    ALL = UNIX | WINDOWS,
    IF_PRESENT = 16 /* a machine or kernel may lack it */
};

#if defined _WIN32
#define THIS_SYSTEM WINDOWS
#elif defined __APPLE__
#define THIS_SYSTEM MACOS
#elif defined __FreeBSD__
#define THIS_SYSTEM FREEBSD
#else
#define THIS_SYSTEM LINUX
#endif

/* ---- the report */

static const char *exceptions = "";
static int failures, excepted_failures, succeeded, unsupported;

static int is_excepted(const char *function)
{
    size_t length = strlen(function);
    for (const char *at = exceptions; (at = strstr(at, function)); at += length)
        if ((at == exceptions || at[-1] == ',') && (at[length] == ',' || !at[length])) return 1;
    return 0;
}

static void print_line(const char *kind, const char *function, const char *format, va_list arguments)
{
    printf("%-6s %-36s ", kind, function);
    vprintf(format, arguments);
    putchar('\n');
    fflush(stdout);
}

static void fail(const char *function, const char *format, ...)
{
    va_list arguments;
    int excepted = is_excepted(function);
    va_start(arguments, format);
    print_line(excepted ? "except" : "FAIL", function, format, arguments);
    va_end(arguments);
    *(excepted ? &excepted_failures : &failures) += 1;
}

/* Prints a value that a function returned. */
static void value(const char *function, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line("", function, format, arguments);
    va_end(arguments);
}

/* Counts a call, and returns whether it succeeded. systems: those that implement the function. */
static int called(int systems, const char *function, int32_t code)
{
    if (code == PSUTIL_OK) {
        succeeded++;
        return 1;
    }
    if (code == PSUTIL_ERR_NOT_SUPPORTED && (!(systems & THIS_SYSTEM) || systems & IF_PRESENT)) {
        unsupported++;
        value(function, "not supported on this system");
        return 0;
    }
    fail(function, "%s: %s", psutil_error_name(code), psutil_last_error()->message);
    return 0;
}

#define CALL(systems, function, arguments) called(systems, #function, function arguments)

/* Reports a failure of the function unless the condition is true; the other arguments are a format and values. */
#define EXPECT(function, condition, ...)                                                                               \
    do {                                                                                                               \
        if (!(condition)) fail(#function, "expected " #condition ": " __VA_ARGS__);                                    \
    } while (0)

#define EXPECT_CODE(function, arguments, expected)                                                                     \
    do {                                                                                                               \
        int32_t got = function arguments;                                                                              \
        if (got == PSUTIL_ERR_NOT_SUPPORTED && is_excepted(#function)) break;                                          \
        if (got != (expected)) fail(#function, "returned %s, expected " #expected, psutil_error_name(got));            \
        else succeeded++;                                                                                              \
    } while (0)

/* ---- the system underneath */

static const char *program; /* the path of this program */

#ifdef _WIN32
static int64_t own_pid(void)
{
    return (int64_t)GetCurrentProcessId();
}
static int64_t own_thread(void)
{
    return (int64_t)GetCurrentThreadId();
}
static void pause_for(double seconds)
{
    Sleep((DWORD)(seconds * 1000));
}

static double process_cpu_seconds(void)
{
    FILETIME created, exited, kernel, user;
    GetProcessTimes(GetCurrentProcess(), &created, &exited, &kernel, &user);
    return ((double)kernel.dwHighDateTime + (double)user.dwHighDateTime) * 429.4967296
        + ((double)kernel.dwLowDateTime + (double)user.dwLowDateTime) / 1e7;
}

#define close_socket closesocket
#else
static int64_t own_pid(void)
{
    return (int64_t)getpid();
}
typedef int SOCKET;
#define close_socket close
enum { INVALID_SOCKET = -1 };

static void pause_for(double seconds)
{
    struct timespec t = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&t, &t) && errno == EINTR) {
    }
}

static double process_cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 + (double)usage.ru_stime.tv_sec
        + (double)usage.ru_stime.tv_usec / 1e6;
}
#endif

static double wall_clock(void)
{
    return (double)time(NULL);
}

/* Uses the CPU until the process has used this many seconds more. */
static void burn_cpu(double seconds)
{
    volatile unsigned sink = 0;
    double end = process_cpu_seconds() + seconds;
    while (process_cpu_seconds() < end)
        for (unsigned i = 0; i < 100000; i++) sink += i;
}

static const char *last_part(const char *path)
{
    const char *last = path;
    for (; *path; path++)
        if (*path == '/' || *path == '\\') last = path + 1;
    return last;
}

static int ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && !strcmp(text + length - end_length, end);
}

/* ---- a file, a mapping and a connection of this program's own */

enum { FILE_SIZE = 1 << 20 };

static char file_path[512];
static int file_descriptor = -1;
static char *mapped;

static void create_file(void)
{
    static char block[FILE_SIZE];
    memset(block, 'x', sizeof block);
#ifdef _WIN32
    char directory[256];
    GetTempPathA(sizeof directory, directory);
    snprintf(file_path, sizeof file_path, "%spsutil-selftest-%lld", directory, (long long)own_pid());
    file_descriptor = _open(file_path, _O_CREAT | _O_RDWR | _O_BINARY, 0600);
    int written = _write(file_descriptor, block, sizeof block);
    HANDLE mapping = CreateFileMappingA((HANDLE)_get_osfhandle(file_descriptor), NULL, PAGE_READWRITE, 0, 0, NULL);
    mapped = MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, FILE_SIZE);
#else
    const char *directory = getenv("TMPDIR");
    char unresolved[300];
    snprintf(unresolved, sizeof unresolved, "%s/psutil-selftest-%lld", directory && *directory ? directory : "/tmp",
        (long long)own_pid());
    file_descriptor = open(unresolved, O_CREAT | O_RDWR | O_EXCL, 0600);
    ssize_t written = write(file_descriptor, block, sizeof block);
    mapped = mmap(NULL, FILE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file_descriptor, 0);
    char *resolved = realpath(unresolved, NULL);
    snprintf(file_path, sizeof file_path, "%s", resolved ? resolved : unresolved);
    free(resolved);
    if (mapped == MAP_FAILED) mapped = NULL;
#endif
    if (written != (int)sizeof block || !mapped) {
        fprintf(stderr, "psutil-selftest: cannot create a temporary file: %s\n", strerror(errno));
        exit(2);
    }
    for (size_t i = 0; i < FILE_SIZE; i += 512) mapped[i] = 'y';
}

static void remove_file(void)
{
#ifdef _WIN32
    UnmapViewOfFile(mapped);
    _close(file_descriptor);
    _unlink(file_path);
#else
    munmap(mapped, FILE_SIZE);
    close(file_descriptor);
    unlink(file_path);
#endif
}

static SOCKET listening = INVALID_SOCKET, client = INVALID_SOCKET, server = INVALID_SOCKET;
static int listening_port, client_port;
enum { SENT_BYTES = 1000 };

static int port_of(SOCKET s)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    return getsockname(s, (struct sockaddr *)&address, &size) ? -1 : ntohs(address.sin_port);
}

static int connect_to_self(void)
{
#ifdef _WIN32
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
#endif
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    char bytes[SENT_BYTES] = {0};
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listening = socket(AF_INET, SOCK_STREAM, 0);
    client = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 1)
        || getsockname(listening, (struct sockaddr *)&address, &size)
        || connect(client, (struct sockaddr *)&address, sizeof address))
        return 0;
    server = accept(listening, NULL, NULL);
    if (send(client, bytes, SENT_BYTES, 0) != SENT_BYTES) return 0;
    for (int received = 0; received < SENT_BYTES;) {
        int n = (int)recv(server, bytes, sizeof bytes, 0);
        if (n <= 0) return 0;
        received += n;
    }
    listening_port = port_of(listening);
    client_port = port_of(client);
    return 1;
}

/* ---- children: this program itself, with an argument that says what it does */

/* Starts a child and returns a handle, or NULL. mode: "--sleep" or "--exit" (with status 7). */
static psutil_process *start_child(const char *mode)
{
    const char *argv[] = {program, mode, NULL};
    psutil_popen_options_t options = {.argv = argv};
    psutil_popen_pipes_t pipes;
    psutil_process *child = NULL;
    int32_t code = psutil_popen(&options, &child, &pipes);
#ifdef _WIN32
    if (code == PSUTIL_ERR_NOT_SUPPORTED) {
        char quoted[1024];
        snprintf(quoted, sizeof quoted, "\"%s\"", program);
        intptr_t process = _spawnl(_P_NOWAIT, program, quoted, mode, NULL);
        return process != -1 && CALL(ALL, psutil_process_new, ((int64_t)GetProcessId((HANDLE)process), &child)) ? child
                                                                                                                : NULL;
    }
#endif
    return called(UNIX, "psutil_popen", code) ? child : NULL;
}

/* ---- the library itself */

static void check_library(void)
{
    psutil_process *p = NULL;
    int32_t given;
    psutil_heap_info_t heap;
    EXPECT(psutil_version, !strcmp(psutil_version(), PSUTIL_VERSION), "%s", psutil_version());
    EXPECT(psutil_error_name, !strcmp(psutil_error_name(PSUTIL_ERR_OS), "PSUTIL_ERR_OS"), "%s",
        psutil_error_name(PSUTIL_ERR_OS));
    EXPECT(psutil_strerror, *psutil_strerror(PSUTIL_ERR_OS), "no text");
    EXPECT_CODE(psutil_process_new, (-1, &p), PSUTIL_ERR_NO_SUCH_PROCESS);
    EXPECT(psutil_last_error, psutil_last_error()->code == PSUTIL_ERR_NO_SUCH_PROCESS, "%d",
        (int)psutil_last_error()->code);
    EXPECT(psutil_last_error, psutil_last_error()->pid == -1, "%lld", (long long)psutil_last_error()->pid);
    EXPECT(psutil_process_new, !p, "a failed call changed its output");
    EXPECT_CODE(psutil_pids, (NULL), PSUTIL_ERR_INVALID_ARGUMENT);
    EXPECT_CODE(psutil_process_free, ((psutil_process *)&p), PSUTIL_ERR_INVALID_HANDLE);
    psutil_free(NULL);
    CALL(LINUX, psutil_set_procfs_path, (""));
    CALL(ALL, psutil_set_workers, (0));
    if (CALL(ALL | IF_PRESENT, psutil_heap_info, (&heap)))
        EXPECT(psutil_heap_info, heap.heap_used > 0, "%lld", (long long)heap.heap_used);
    CALL(ALL | IF_PRESENT, psutil_heap_trim, (&given));
    EXPECT(psutil_conn_status_name, !strcmp(psutil_conn_status_name(PSUTIL_CONN_LISTEN), "LISTEN"), "%s",
        psutil_conn_status_name(PSUTIL_CONN_LISTEN));
    EXPECT(psutil_status_name, !strcmp(psutil_status_name(PSUTIL_STATUS_ZOMBIE), "zombie"), "%s",
        psutil_status_name(PSUTIL_STATUS_ZOMBIE));
    EXPECT(psutil_kill_outcome_name, *psutil_kill_outcome_name(PSUTIL_KILL_KILLED), "no name");
    EXPECT(psutil_file_use_name, !strcmp(psutil_file_use_name(PSUTIL_FILE_USE_CWD), "cwd"), "%s",
        psutil_file_use_name(PSUTIL_FILE_USE_CWD));
    EXPECT(psutil_column_name, !strcmp(psutil_column_name(PSUTIL_COLUMN_RSS), "rss"), "%s",
        psutil_column_name(PSUTIL_COLUMN_RSS));
}

/* ---- CPU, memory */

/* Whether a percentage is in range; NaN, which stands for an absent value, counts as in range. */
static int is_percent(double x)
{
    return !(x < 0) && !(x > 100);
}

/* A program that is niced works in another mode. */
static double working_time(const psutil_cpu_times_t *t)
{
    return t->user + t->system + (isnan(t->nice) ? 0 : t->nice);
}

static double sum_of_percents(const psutil_cpu_times_t *t)
{
    const double fields[] = {t->user, t->system, t->idle, t->nice, t->iowait, t->irq, t->softirq, t->steal, t->dpc};
    double sum = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!isnan(fields[i])) sum += fields[i];
    return sum;
}

static void check_cpu(void)
{
    psutil_cpu_times_t before, after, percents;
    psutil_cpu_times_list_t *times = NULL;
    psutil_percent_list_t *list = NULL;
    psutil_cpu_stats_t stats;
    psutil_cpu_freq_t frequency;
    psutil_cpu_freq_list_t *frequencies = NULL;
    psutil_loadavg_t load;
    int64_t cpus = 0, cores = 0;
    double percent, wait_begin = wall_clock();
    if (CALL(ALL, psutil_cpu_count, (1, &cpus)) && CALL(ALL, psutil_cpu_count, (0, &cores))) {
        value("psutil_cpu_count", "%lld CPUs, %lld cores", (long long)cpus, (long long)cores);
        EXPECT(psutil_cpu_count, cpus >= 1, "%lld", (long long)cpus);
        EXPECT(psutil_cpu_count, cores == PSUTIL_NA || (cores >= 1 && cores <= cpus), "%lld", (long long)cores);
    }
    if (CALL(ALL, psutil_cpu_times, (&before))) {
        value("psutil_cpu_times", "user %.0f, system %.0f, idle %.0f", before.user, before.system, before.idle);
        EXPECT(psutil_cpu_times, before.user >= 0 && before.system >= 0 && before.idle >= 0, "%g %g %g", before.user,
            before.system, before.idle);
        burn_cpu(0.3);
        if (CALL(ALL, psutil_cpu_times, (&after))) {
            double used = working_time(&after) - working_time(&before);
            EXPECT(psutil_cpu_times, used >= 0.2, "%g seconds after 0.3 were used", used);
            if (CALL(ALL, psutil_cpu_percent_between, (&before, &after, &percent)))
                EXPECT(psutil_cpu_percent_between, percent > 0 && percent <= 100, "%g", percent);
            if (CALL(ALL, psutil_cpu_times_percent_between, (&before, &after, &percents)))
                EXPECT(psutil_cpu_times_percent_between, fabs(sum_of_percents(&percents) - 100) < 1, "sum %g",
                    sum_of_percents(&percents));
        }
    }
    if (CALL(ALL, psutil_cpu_times_per_cpu, (&times))) {
        EXPECT(psutil_cpu_times_per_cpu, (int64_t)times->len == cpus, "%u CPUs", (unsigned)times->len);
        for (size_t i = 0; i < times->len; i++)
            EXPECT(psutil_cpu_times_per_cpu, times->items[i].idle >= 0 && times->items[i].cpu >= 0, "CPU %lld",
                (long long)times->items[i].cpu);
        psutil_free(times);
    }
    if (CALL(ALL, psutil_cpu_percent, (0.1, &percent))) EXPECT(psutil_cpu_percent, is_percent(percent), "%g", percent);
    if (CALL(ALL, psutil_cpu_percent_per_cpu, (0.1, &list))) {
        for (size_t i = 0; i < list->len; i++)
            EXPECT(psutil_cpu_percent_per_cpu, is_percent(list->items[i]), "%g", list->items[i]);
        psutil_free(list);
    }
    if (CALL(ALL, psutil_cpu_times_percent, (0.1, &percents)))
        EXPECT(psutil_cpu_times_percent, is_percent(percents.user) && is_percent(percents.idle), "%g %g", percents.user,
            percents.idle);
    if (CALL(ALL, psutil_cpu_times_percent_per_cpu, (0.1, &times))) {
        EXPECT(psutil_cpu_times_percent_per_cpu, (int64_t)times->len == cpus, "%u CPUs", (unsigned)times->len);
        psutil_free(times);
    }
    EXPECT(psutil_cpu_percent, wall_clock() - wait_begin < 60, "four waits of 0.1 s take a minute");
    if (CALL(ALL, psutil_cpu_stats, (&stats))) {
        value("psutil_cpu_stats", "%lld context switches, %lld interrupts", (long long)stats.ctx_switches,
            (long long)stats.interrupts);
        /* macOS counts interrupts alone, on arm64. */
        EXPECT(psutil_cpu_stats, (stats.ctx_switches > 0 && stats.interrupts >= 0) || THIS_SYSTEM == MACOS, "%lld",
            (long long)stats.interrupts);
    }
    if (CALL(ALL | IF_PRESENT, psutil_cpu_freq, (&frequency))) {
        value("psutil_cpu_freq", "%.0f MHz (%.0f to %.0f)", frequency.current, frequency.min, frequency.max);
        EXPECT(psutil_cpu_freq, isnan(frequency.current) || (frequency.current > 1 && frequency.current < 20000), "%g",
            frequency.current);
    }
    if (CALL(ALL | IF_PRESENT, psutil_cpu_freq_per_cpu, (&frequencies))) {
        EXPECT(psutil_cpu_freq_per_cpu, frequencies->len >= 1, "empty");
        psutil_free(frequencies);
    }
    if (CALL(ALL, psutil_getloadavg, (&load))) {
        value("psutil_getloadavg", "%.2f %.2f %.2f", load.load1, load.load5, load.load15);
        EXPECT(psutil_getloadavg, load.load1 >= 0 && load.load5 >= 0 && load.load15 >= 0, "%g", load.load1);
    }
}

static void check_memory(void)
{
    psutil_virtual_memory_t memory;
    psutil_swap_memory_t swap;
    if (CALL(ALL, psutil_virtual_memory, (&memory))) {
        value("psutil_virtual_memory", "%lld MB, %lld available, %.1f%%", (long long)(memory.total >> 20),
            (long long)(memory.available >> 20), memory.percent);
        EXPECT(psutil_virtual_memory, memory.total > 1 << 20, "%lld", (long long)memory.total);
        EXPECT(psutil_virtual_memory, memory.available > 0 && memory.available <= memory.total, "%lld",
            (long long)memory.available);
        EXPECT(psutil_virtual_memory, memory.used > 0 && memory.used <= memory.total, "%lld", (long long)memory.used);
        EXPECT(psutil_virtual_memory, memory.free >= 0 && memory.free <= memory.total, "%lld", (long long)memory.free);
        EXPECT(psutil_virtual_memory,
            fabs(memory.percent - (double)(memory.total - memory.available) / (double)memory.total * 100) < 0.2, "%g",
            memory.percent);
    }
    if (CALL(ALL, psutil_swap_memory, (&swap))) {
        value("psutil_swap_memory", "%lld MB, %.1f%%", (long long)(swap.total >> 20), swap.percent);
        EXPECT(psutil_swap_memory, swap.total >= 0 && swap.used + swap.free == swap.total, "%lld + %lld",
            (long long)swap.used, (long long)swap.free);
        EXPECT(psutil_swap_memory, is_percent(swap.percent), "%g", swap.percent);
    }
}

/* ---- disks, network */

static void check_disks(void)
{
    psutil_disk_partition_list_t *partitions = NULL;
    psutil_disk_usage_t usage;
    psutil_disk_io_counters_t io;
    psutil_disk_io_list_t *disks = NULL;
    if (CALL(ALL, psutil_disk_partitions, (1, &partitions))) {
        size_t roots = 0;
        for (size_t i = 0; i < partitions->len; i++)
            roots += !strcmp(partitions->items[i].mountpoint, "/") || ends_with(partitions->items[i].mountpoint, ":\\");
        value("psutil_disk_partitions", "%u file systems", (unsigned)partitions->len);
        EXPECT(psutil_disk_partitions, roots >= 1, "no root among %u", (unsigned)partitions->len);
        psutil_free(partitions);
    }
    if (CALL(ALL, psutil_disk_usage, (".", &usage))) {
        value("psutil_disk_usage", "%lld MB, %.1f%%", (long long)(usage.total >> 20), usage.percent);
        EXPECT(
            psutil_disk_usage, usage.total > 0 && usage.used >= 0 && usage.free >= 0, "%lld", (long long)usage.total);
        EXPECT(psutil_disk_usage, usage.used + usage.free <= usage.total, "%lld + %lld", (long long)usage.used,
            (long long)usage.free);
        EXPECT(psutil_disk_usage, is_percent(usage.percent), "%g", usage.percent);
    }
    if (CALL(ALL | IF_PRESENT, psutil_disk_io_counters, (PSUTIL_NOWRAP_ON, &io)))
        EXPECT(psutil_disk_io_counters, io.read_count >= 0 && io.write_bytes >= 0, "%lld", (long long)io.read_count);
    if (CALL(ALL | IF_PRESENT, psutil_disk_io_counters_per_disk, (PSUTIL_NOWRAP_ON, &disks))) {
        value("psutil_disk_io_counters_per_disk", "%u disks", (unsigned)disks->len);
        psutil_free(disks);
    }
}

static void find_connections(const char *function, const psutil_connection_list_t *list, int with_bytes)
{
    const psutil_connection_t *found_listening = NULL, *found_client = NULL;
    for (size_t i = 0; i < list->len; i++) {
        const psutil_connection_t *c = &list->items[i];
        if (c->local_port == listening_port && c->status == PSUTIL_CONN_LISTEN) found_listening = c;
        if (c->local_port == client_port && c->has_remote && c->remote_port == listening_port) found_client = c;
    }
    if (!found_listening) fail(function, "the listening socket is missing");
    else {
        if (strcmp(found_listening->local_address, "127.0.0.1"))
            fail(function, "the listening socket has address %s", found_listening->local_address);
        if (found_listening->pid != own_pid())
            fail(function, "the listening socket has owner %lld", (long long)found_listening->pid);
#ifndef _WIN32
        if (found_listening->fd != listening)
            fail(function, "the listening socket has descriptor %lld", (long long)found_listening->fd);
#endif
    }
    if (!found_client) fail(function, "the connected socket is missing");
    else {
        if (found_client->status != PSUTIL_CONN_ESTABLISHED)
            fail(function, "the connected socket has status %s", psutil_conn_status_name(found_client->status));
        if (with_bytes && found_client->bytes_sent != PSUTIL_NA && found_client->bytes_sent != SENT_BYTES)
            fail(function, "the connected socket has sent %lld bytes, expected %d", (long long)found_client->bytes_sent,
                SENT_BYTES);
    }
}

static void check_network(psutil_process *self)
{
    psutil_net_io_counters_t io;
    psutil_net_io_list_t *interfaces = NULL;
    psutil_connection_list_t *connections = NULL;
    psutil_net_if_addr_list_t *addresses = NULL;
    psutil_net_if_stats_list_t *states = NULL;
    int connected = connect_to_self();
    if (!connected) value("sockets", "no connection to 127.0.0.1 is possible here: %s", strerror(errno));
    if (CALL(ALL | IF_PRESENT, psutil_net_io_counters, (PSUTIL_NOWRAP_ON, &io)))
        EXPECT(psutil_net_io_counters, io.bytes_sent >= 0 && io.packets_recv >= 0, "%lld", (long long)io.bytes_sent);
    if (CALL(ALL, psutil_net_io_counters_per_nic, (PSUTIL_NOWRAP_ON, &interfaces))) {
        value("psutil_net_io_counters_per_nic", "%u interfaces", (unsigned)interfaces->len);
        psutil_free(interfaces);
    }
    if (CALL(ALL, psutil_net_connections, ("tcp4", PSUTIL_CONNECTIONS_PIDS | PSUTIL_CONNECTIONS_BYTES, &connections))) {
        value("psutil_net_connections", "%u TCP sockets", (unsigned)connections->len);
        if (connected) find_connections("psutil_net_connections", connections, 1);
        psutil_free(connections);
    }
    if (CALL(ALL, psutil_net_connections, ("all", 0, &connections))) psutil_free(connections);
    EXPECT_CODE(psutil_net_connections, ("none", 0, &connections), PSUTIL_ERR_INVALID_ARGUMENT);
    if (CALL(ALL, psutil_process_net_connections, (self, "inet", 0, &connections))) {
        if (connected) find_connections("psutil_process_net_connections", connections, 0);
        psutil_free(connections);
    }
    if (CALL(ALL, psutil_net_if_addrs, (&addresses))) {
        int loopback = 0;
        for (size_t i = 0; i < addresses->len; i++)
            loopback += addresses->items[i].family == PSUTIL_AF_INET
                && !strcmp(addresses->items[i].address, "127.0.0.1") && addresses->items[i].prefix_length == 8;
        if (connected) EXPECT(psutil_net_if_addrs, loopback == 1, "127.0.0.1/8 is there %d times", loopback);
        psutil_free(addresses);
    }
    if (CALL(ALL, psutil_net_if_stats, (&states))) {
        int up = 0;
        for (size_t i = 0; i < states->len; i++) up += states->items[i].isup;
        value("psutil_net_if_stats", "%u interfaces, %d up", (unsigned)states->len, up);
        if (connected) EXPECT(psutil_net_if_stats, up >= 1, "no interface is up");
        psutil_free(states);
    }
    close_socket(client);
    close_socket(server);
    close_socket(listening);
}

/* ---- the rest of the system */

static void check_system(void)
{
    psutil_pid_list_t *pids = NULL;
    psutil_user_list_t *users = NULL;
    psutil_temperature_list_t *temperatures = NULL;
    psutil_fan_list_t *fans = NULL;
    psutil_battery_t battery;
    psutil_cgroup_limits_t *limits = NULL;
    psutil_pressure_t pressure;
    psutil_win_service_list_t *services = NULL;
    psutil_win_service_t *service = NULL;
    double boot;
    int32_t exists = -1;
    if (CALL(ALL, psutil_pids, (&pids))) {
        int own = 0, ordered = 1;
        for (size_t i = 0; i < pids->len; i++) {
            own += pids->items[i] == own_pid();
            ordered &= i == 0 || pids->items[i - 1] < pids->items[i];
        }
        value("psutil_pids", "%u processes", (unsigned)pids->len);
        EXPECT(psutil_pids, own == 1, "the own PID is there %d times", own);
        EXPECT(psutil_pids, ordered, "not in ascending order");
        psutil_free(pids);
    }
    if (CALL(ALL, psutil_pid_exists, (own_pid(), &exists))) EXPECT(psutil_pid_exists, exists == 1, "the own PID");
    if (CALL(ALL, psutil_pid_exists, (-1, &exists))) EXPECT(psutil_pid_exists, exists == 0, "PID -1");
    if (CALL(ALL, psutil_boot_time, (&boot))) {
        value("psutil_boot_time", "%.0f s ago", wall_clock() - boot);
        EXPECT(psutil_boot_time, boot > 946684800 && boot <= wall_clock() + 2, "%g", boot);
    }
    if (CALL(ALL, psutil_users, (&users))) {
        value("psutil_users", "%u logins", (unsigned)users->len);
        for (size_t i = 0; i < users->len; i++)
            EXPECT(psutil_users, *users->items[i].name && !(users->items[i].started > wall_clock() + 2), "login %u",
                (unsigned)i);
        psutil_free(users);
    }
    if (CALL(LINUX | FREEBSD | IF_PRESENT, psutil_sensors_temperatures, (&temperatures))) {
        value("psutil_sensors_temperatures", "%u sensors", (unsigned)temperatures->len);
        for (size_t i = 0; i < temperatures->len; i++)
            EXPECT(psutil_sensors_temperatures,
                temperatures->items[i].current > -100 && temperatures->items[i].current < 300, "%g",
                temperatures->items[i].current);
        psutil_free(temperatures);
    }
    if (CALL(LINUX, psutil_sensors_fans, (&fans))) {
        value("psutil_sensors_fans", "%u fans", (unsigned)fans->len);
        psutil_free(fans);
    }
    if (CALL(ALL | IF_PRESENT, psutil_sensors_battery, (&battery))) {
        value("psutil_sensors_battery", battery.present ? "%.0f%%" : "none", battery.percent);
        if (battery.present) EXPECT(psutil_sensors_battery, is_percent(battery.percent), "%g", battery.percent);
    }
    if (CALL(LINUX | IF_PRESENT, psutil_cgroup_limits, (0, &limits))) {
        EXPECT(psutil_cgroup_limits, limits->version == 1 || limits->version == 2, "version %d", (int)limits->version);
        psutil_free(limits);
    }
    if (CALL(LINUX | MACOS | IF_PRESENT, psutil_pressure, (PSUTIL_PRESSURE_MEMORY, &pressure)))
        EXPECT(psutil_pressure, is_percent(pressure.some_avg10), "%g", pressure.some_avg10);
    if (CALL(LINUX | IF_PRESENT, psutil_cgroup_pressure, (0, PSUTIL_PRESSURE_CPU, &pressure)))
        EXPECT(psutil_cgroup_pressure, is_percent(pressure.some_avg10), "%g", pressure.some_avg10);
    if (CALL(WINDOWS, psutil_win_services, (&services))) {
        value("psutil_win_services", "%u services", (unsigned)services->len);
        if (services->len > 0 && CALL(WINDOWS, psutil_win_service, (services->items[0].name, &service))) {
            EXPECT(psutil_win_service, !strcmp(service->name, services->items[0].name), "%s", service->name);
            psutil_free(service);
        }
        psutil_free(services);
        EXPECT_CODE(psutil_win_service, ("no such service", &service), PSUTIL_ERR_NO_SUCH_PROCESS);
        const char *message = psutil_last_error()->message;
        EXPECT(psutil_win_service, strstr(message, "no such service") && !strstr(message, "PID"), "%s", message);
    } else CALL(WINDOWS, psutil_win_service, ("none", &service));
}

/* ---- this process */

static void check_identity(psutil_process *self)
{
    psutil_process *other = NULL, *parent = NULL;
    char *text = NULL, here[1024];
    psutil_string_list_t *list = NULL;
    psutil_ids_t ids;
    double seconds;
    int64_t number;
    int32_t flag;
    const char *name = last_part(program);
    if (CALL(ALL, psutil_process_pid, (self, &number)))
        EXPECT(psutil_process_pid, number == own_pid(), "%lld", (long long)number);
    if (CALL(ALL, psutil_process_new, (own_pid(), &other))) {
        if (CALL(ALL, psutil_process_equal, (self, other, &flag))) EXPECT(psutil_process_equal, flag == 1, "0");
        CALL(ALL, psutil_process_free, (other));
    }
    if (CALL(ALL, psutil_process_is_running, (self, &flag))) EXPECT(psutil_process_is_running, flag == 1, "0");
    if (CALL(ALL, psutil_process_ppid, (self, &number))) {
#ifdef _WIN32
        EXPECT(psutil_process_ppid, number > 0, "%lld", (long long)number);
#else
        EXPECT(psutil_process_ppid, number == (int64_t)getppid(), "%lld", (long long)number);
#endif
    }
    if (CALL(ALL, psutil_process_parent, (self, &parent)) && parent) {
        int64_t pid;
        if (CALL(ALL, psutil_process_pid, (parent, &pid)))
            EXPECT(psutil_process_parent, pid == number, "%lld", (long long)pid);
        CALL(ALL, psutil_process_free, (parent));
    }
    if (CALL(ALL, psutil_process_name, (self, &text))) {
        EXPECT(psutil_process_name, !strcmp(text, name), "%s, expected %s", text, name);
        psutil_free(text);
    }
    if (CALL(ALL, psutil_process_exe, (self, &text))) {
        EXPECT(psutil_process_exe, !strcmp(last_part(text), name), "%s, expected %s", last_part(text), name);
        psutil_free(text);
    }
    if (CALL(ALL, psutil_process_cmdline, (self, &list))) {
        EXPECT(psutil_process_cmdline, list->len >= 1 && !strcmp(last_part(list->items[0]), name), "%s",
            list->len ? last_part(list->items[0]) : "empty");
        psutil_free(list);
    }
    if (CALL(ALL, psutil_process_environ, (self, &list))) {
        int found = 0;
        for (size_t i = 0; i < list->len; i++)
            found += !strncmp(list->items[i], "PATH=", 5) || !strncmp(list->items[i], "Path=", 5);
        EXPECT(psutil_process_environ, found == (getenv("PATH") != NULL), "PATH is there %d times", found);
        psutil_free(list);
    }
    if (CALL(ALL, psutil_process_cwd, (self, &text))) {
#ifdef _WIN32
        const char *expected = _getcwd(here, sizeof here);
        size_t length = strlen(text); /* a system may append a backslash */
        if (length > 3 && text[length - 1] == '\\') length--;
        EXPECT(psutil_process_cwd, expected && !strncmp(text, expected, length), "another directory");
#else
        EXPECT(psutil_process_cwd, getcwd(here, sizeof here) && !strcmp(text, here), "another directory");
#endif
        psutil_free(text);
    }
    if (CALL(ALL, psutil_process_status, (self, &flag)))
        EXPECT(psutil_process_status, flag == PSUTIL_STATUS_RUNNING, "%s", psutil_status_name(flag));
    if (CALL(ALL, psutil_process_create_time, (self, &seconds)))
        EXPECT(psutil_process_create_time, seconds <= wall_clock() + 2 && seconds > wall_clock() - 600,
            "%g seconds ago", wall_clock() - seconds);
    if (CALL(ALL, psutil_process_username, (self, &text))) {
        EXPECT(psutil_process_username, *text, "empty");
        psutil_free(text);
    }
    if (CALL(UNIX, psutil_process_uids, (self, &ids))) {
#ifndef _WIN32
        EXPECT(psutil_process_uids, ids.real == (int64_t)getuid() && ids.effective == (int64_t)geteuid(), "%lld",
            (long long)ids.real);
#endif
    }
    if (CALL(UNIX, psutil_process_gids, (self, &ids))) {
#ifndef _WIN32
        EXPECT(psutil_process_gids, ids.real == (int64_t)getgid() && ids.effective == (int64_t)getegid(), "%lld",
            (long long)ids.real);
#endif
    }
    if (CALL(UNIX, psutil_process_terminal, (self, &text))) {
#ifndef _WIN32
        const char *terminal = isatty(0) ? ttyname(0) : NULL;
        if (terminal && text) EXPECT(psutil_process_terminal, !strcmp(text, terminal), "%s", text);
#endif
        psutil_free(text);
    }
}

static void check_scheduling(psutil_process *self)
{
    psutil_ionice_t ionice;
    psutil_rlimit_t limit;
    psutil_cpu_list_t *cpus = NULL;
    int64_t number;
    int32_t niceness;
    if (CALL(ALL, psutil_process_nice, (self, &niceness))) {
#ifdef _WIN32
        EXPECT(psutil_process_nice, niceness == (int32_t)GetPriorityClass(GetCurrentProcess()), "%d", (int)niceness);
#else
        EXPECT(psutil_process_nice, niceness == getpriority(PRIO_PROCESS, 0), "%d", (int)niceness);
#endif
        CALL(ALL, psutil_process_set_nice, (self, niceness));
    }
    if (CALL(LINUX | WINDOWS, psutil_process_ionice, (self, &ionice)))
        EXPECT(psutil_process_ionice, ionice.ioclass >= 0 && ionice.ioclass <= 3, "class %d", (int)ionice.ioclass);
    if (CALL(LINUX | WINDOWS, psutil_process_set_ionice, (self, PSUTIL_IOPRIO_CLASS_BE, 7))
        && CALL(LINUX | WINDOWS, psutil_process_ionice, (self, &ionice)))
        EXPECT(psutil_process_set_ionice, ionice.ioclass == PSUTIL_IOPRIO_CLASS_BE, "class %d", (int)ionice.ioclass);
    if (CALL(LINUX | FREEBSD, psutil_process_rlimit, (self, PSUTIL_RLIMIT_NOFILE, &limit))) {
#ifndef _WIN32
        struct rlimit expected;
        getrlimit(RLIMIT_NOFILE, &expected);
        EXPECT(psutil_process_rlimit,
            limit.has_soft ? limit.soft == (int64_t)expected.rlim_cur : expected.rlim_cur == RLIM_INFINITY, "soft %lld",
            (long long)limit.soft);
#endif
        if (limit.has_soft && limit.soft > 100
            && CALL(LINUX | FREEBSD, psutil_process_set_rlimit,
                (self, PSUTIL_RLIMIT_NOFILE, limit.soft - 1, limit.has_hard ? limit.hard : PSUTIL_RLIM_INFINITY))) {
#ifndef _WIN32
            getrlimit(RLIMIT_NOFILE, &expected);
            EXPECT(psutil_process_set_rlimit, (int64_t)expected.rlim_cur == limit.soft - 1, "soft %lld",
                (long long)expected.rlim_cur);
#endif
        }
    } else
        CALL(LINUX | FREEBSD, psutil_process_set_rlimit,
            (self, PSUTIL_RLIMIT_NOFILE, PSUTIL_RLIM_INFINITY, PSUTIL_RLIM_INFINITY));
    if (CALL(LINUX | WINDOWS | FREEBSD, psutil_process_cpu_affinity, (self, &cpus))) {
        EXPECT(psutil_process_cpu_affinity, cpus->len >= 1, "no CPU");
        CALL(LINUX | WINDOWS | FREEBSD, psutil_process_set_cpu_affinity, (self, cpus->items, cpus->len));
        psutil_free(cpus);
    } else CALL(LINUX | WINDOWS | FREEBSD, psutil_process_set_cpu_affinity, (self, NULL, 0));
    if (CALL(LINUX | FREEBSD, psutil_process_cpu_num, (self, &number)))
        EXPECT(psutil_process_cpu_num, number >= 0 && number < 1 << 16, "%lld", (long long)number);
}

static void check_usage(psutil_process *self)
{
    psutil_process_cpu_times_t before, after;
    psutil_process_memory_info_t memory, later;
    psutil_process_memory_info_ex_t more;
    psutil_process_memory_footprint_t footprint;
    psutil_page_faults_t faults;
    psutil_ctx_switches_t switches;
    double percent;
    if (CALL(ALL, psutil_process_cpu_times, (self, &before))) {
        double used = process_cpu_seconds();
        burn_cpu(0.3);
        used = process_cpu_seconds() - used;
        if (CALL(ALL, psutil_process_cpu_times, (self, &after))) {
            double grown = after.user + after.system - before.user - before.system;
            value("psutil_process_cpu_times", "%.2f s after %.2f were used", grown, used);
            EXPECT(psutil_process_cpu_times, grown > used - 0.1 && grown < used + 0.2, "%g, expected %g", grown, used);
        }
    }
    if (CALL(ALL, psutil_process_cpu_percent, (self, 0, &percent))) {
        burn_cpu(0.3);
        if (CALL(ALL, psutil_process_cpu_percent, (self, 0, &percent)))
            EXPECT(psutil_process_cpu_percent, percent > 1, "%g although the process was busy", percent);
    }
    if (CALL(ALL, psutil_process_memory_info, (self, &memory))) {
        enum { SIZE = 64 << 20 };
        char *block = malloc(SIZE);
        for (size_t i = 0; block && i < SIZE; i += 512) block[i] = (char)i;
        if (CALL(ALL, psutil_process_memory_info, (self, &later))) {
            int64_t rss = later.rss - memory.rss, vms = later.vms - memory.vms;
            value("psutil_process_memory_info", "%lld MB, %lld more after 64 were used", (long long)(memory.rss >> 20),
                (long long)(rss >> 20));
            EXPECT(psutil_process_memory_info, rss > SIZE - (8 << 20) && rss < 2 * SIZE, "%lld", (long long)rss);
            EXPECT(psutil_process_memory_info, vms > SIZE - (8 << 20), "%lld", (long long)vms);
        }
        if (CALL(ALL, psutil_process_memory_info_ex, (self, &more)))
            EXPECT(psutil_process_memory_info_ex, llabs(more.rss - later.rss) < 16 << 20, "%lld, expected %lld",
                (long long)more.rss, (long long)later.rss);
        if (CALL(LINUX | WINDOWS | MACOS, psutil_process_memory_footprint, (self, &footprint)))
            EXPECT(psutil_process_memory_footprint, footprint.uss > SIZE / 2 && footprint.uss < later.rss + (16 << 20),
                "%lld", (long long)footprint.uss);
        free(block);
    }
    if (CALL(ALL, psutil_process_memory_percent, (self, PSUTIL_MEMTYPE_RSS, &percent)))
        EXPECT(psutil_process_memory_percent, percent > 0 && percent <= 100, "%g", percent);
    if (CALL(ALL, psutil_process_page_faults, (self, &faults)))
        EXPECT(psutil_process_page_faults, faults.minor > 0 || faults.major > 0, "none");
    if (CALL(ALL, psutil_process_num_ctx_switches, (self, &switches)))
        EXPECT(psutil_process_num_ctx_switches, switches.voluntary + switches.involuntary > 0, "none");
}

static void check_files(psutil_process *self)
{
    psutil_open_file_list_t *files = NULL;
    psutil_memory_map_list_t *maps = NULL;
    psutil_process_io_counters_t io;
    int64_t before = 0, after = 0;
    int has_number = CALL(UNIX, psutil_process_num_fds, (self, &before));
    int has_handles = CALL(WINDOWS, psutil_process_num_handles, (self, &before));
    create_file();
    if (has_number && CALL(UNIX, psutil_process_num_fds, (self, &after)))
        EXPECT(psutil_process_num_fds, after == before + 1, "%lld, before %lld", (long long)after, (long long)before);
    if (has_handles && CALL(WINDOWS, psutil_process_num_handles, (self, &after)))
        EXPECT(psutil_process_num_handles, after > before, "%lld, before %lld", (long long)after, (long long)before);
    if (CALL(ALL, psutil_process_open_files, (self, &files))) {
        const psutil_open_file_t *found = NULL;
        for (size_t i = 0; i < files->len; i++)
            if (!strcmp(last_part(files->items[i].path), last_part(file_path))) found = &files->items[i];
        if (!found) fail("psutil_process_open_files", "the own file is missing among %u", (unsigned)files->len);
        else {
#ifndef _WIN32
            EXPECT(psutil_process_open_files, found->fd == file_descriptor, "%lld", (long long)found->fd);
            EXPECT(psutil_process_open_files, !strcmp(found->path, file_path), "another directory");
#endif
            EXPECT(psutil_process_open_files, found->position == PSUTIL_NA || found->position == FILE_SIZE, "%lld",
                (long long)found->position);
            EXPECT(psutil_process_open_files, !found->mode || !strcmp(found->mode, "r+"), "%s", found->mode);
        }
        psutil_free(files);
    }
    if (CALL(LINUX | WINDOWS | FREEBSD, psutil_process_memory_maps, (self, 0, &maps))) {
        int found = 0;
        for (size_t i = 0; i < maps->len; i++) {
            unsigned long long start = strtoull(maps->items[i].addr ? maps->items[i].addr : "0", NULL, 16);
            if (start != (uintptr_t)mapped) continue;
            found = 1;
            EXPECT(psutil_process_memory_maps, !strcmp(last_part(maps->items[i].path), last_part(file_path)), "%s",
                last_part(maps->items[i].path));
            EXPECT(
                psutil_process_memory_maps, maps->items[i].size == FILE_SIZE, "%lld", (long long)maps->items[i].size);
            EXPECT(psutil_process_memory_maps, maps->items[i].rss > FILE_SIZE / 2, "rss %lld",
                (long long)maps->items[i].rss);
        }
        EXPECT(psutil_process_memory_maps, found, "the own mapping is missing among %u", (unsigned)maps->len);
        psutil_free(maps);
    }
    if (CALL(LINUX | WINDOWS | FREEBSD, psutil_process_io_counters, (self, &io)))
        EXPECT(psutil_process_io_counters,
            io.write_count > 0 && (io.write_chars == PSUTIL_NA || io.write_chars >= FILE_SIZE),
            "%lld writes of %lld bytes", (long long)io.write_count, (long long)io.write_chars);
    remove_file();
}

static void check_threads(psutil_process *self)
{
    psutil_thread_list_t *threads = NULL;
    int64_t number = 0;
    if (CALL(ALL, psutil_process_num_threads, (self, &number)))
        EXPECT(psutil_process_num_threads, number >= 1 && number < 1000, "%lld", (long long)number);
    if (CALL(ALL, psutil_process_threads, (self, &threads))) {
        int own = 0;
        double busiest = 0;
        for (size_t i = 0; i < threads->len; i++) {
#if defined _WIN32
            own += threads->items[i].id == own_thread();
#elif defined __linux__
            own += threads->items[i].id == own_pid(); /* this is the main thread */
#else
            own = 1;
#endif
            double used = threads->items[i].user_time + threads->items[i].system_time;
            if (used > busiest) busiest = used;
        }
        EXPECT(psutil_process_threads, own == 1, "the own thread is there %d times", own);
        EXPECT(psutil_process_threads, busiest > 0.5, "the busiest thread used %g seconds", busiest);
        EXPECT(psutil_process_threads, llabs((long long)threads->len - number) < 8, "%u threads, expected %lld",
            (unsigned)threads->len, (long long)number);
        psutil_free(threads);
    }
}

/* ---- many attributes, many processes */

static void check_info(psutil_process *self)
{
    static const int32_t fields[] = {PSUTIL_FIELD_PID, PSUTIL_FIELD_NAME, PSUTIL_FIELD_MEMORY_INFO};
    psutil_process_info_t *info = NULL;
    CALL(ALL, psutil_process_oneshot_begin, (self));
    if (CALL(ALL, psutil_process_info, (self, fields, 3, &info))) {
        if (CALL(ALL, psutil_process_info_error, (info, PSUTIL_FIELD_NAME)))
            EXPECT(psutil_process_info, !strcmp(info->name, last_part(program)), "%s", info->name);
        EXPECT(psutil_process_info, info->pid == own_pid(), "%lld", (long long)info->pid);
        EXPECT(psutil_process_info_error,
            psutil_process_info_error(info, PSUTIL_FIELD_EXE) == PSUTIL_ERR_INVALID_ARGUMENT,
            "a field that was not requested");
        psutil_free(info);
    }
    if (CALL(ALL, psutil_process_info, (self, NULL, 0, &info))) psutil_free(info);
    CALL(ALL, psutil_process_oneshot_end, (self));
}

static void check_iteration(psutil_process *self)
{
    psutil_process_iter *iterator = NULL;
    psutil_process *p = NULL;
    int32_t same, code, own = 0;
    if (!CALL(ALL, psutil_process_iter_new, (&iterator))) return;
    while ((code = psutil_process_iter_next(iterator, &p)) == PSUTIL_OK && p) {
        if (CALL(ALL, psutil_process_equal, (p, self, &same))) own += same;
        CALL(ALL, psutil_process_free, (p));
    }
    if (called(ALL, "psutil_process_iter_next", code))
        EXPECT(psutil_process_iter_next, own == 1, "this process is there %d times", (int)own);
    CALL(ALL, psutil_process_iter_free, (iterator));
}

static void check_table(psutil_process *self)
{
    static const int32_t columns[] = {
        PSUTIL_COLUMN_PID, PSUTIL_COLUMN_NAME, PSUTIL_COLUMN_RSS, PSUTIL_COLUMN_CREATE_TIME, PSUTIL_COLUMN_CMDLINE};
    psutil_table *table = NULL;
    psutil_process *p = NULL;
    psutil_column_t column;
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArrayStream stream;
    int64_t rows = 0, number, own = -1, length = 0, pid = own_pid();
    double seconds, expected;
    const char *text = NULL;
    int32_t same;
    if (CALL(ALL, psutil_process_table, (NULL, 0, &pid, 1, &table))) CALL(ALL, psutil_table_free, (table));
    if (!CALL(ALL, psutil_process_table, (columns, 5, NULL, 0, &table))) return;
    if (CALL(ALL, psutil_table_rows, (table, &rows))
        && CALL(ALL, psutil_table_column, (table, PSUTIL_COLUMN_PID, &column))) {
        value("psutil_process_table", "%lld rows", (long long)rows);
        EXPECT(psutil_table_column, column.length == rows && column.null_count == 0, "%lld", (long long)column.length);
        for (int64_t i = 0; i < column.length; i++)
            if (column.int64s[i] == pid) own = i;
    }
    EXPECT(psutil_process_table, own >= 0, "this process has no row");
    if (own >= 0) {
        CALL(ALL, psutil_table_cell_error, (table, own, PSUTIL_COLUMN_NAME));
        if (CALL(ALL, psutil_table_int64, (table, own, PSUTIL_COLUMN_RSS, &number)))
            EXPECT(psutil_table_int64, number > 1 << 16, "rss %lld", (long long)number);
        if (CALL(ALL, psutil_table_double, (table, own, PSUTIL_COLUMN_CREATE_TIME, &seconds))
            && CALL(ALL, psutil_process_create_time, (self, &expected)))
            EXPECT(psutil_table_double, fabs(seconds - expected) < 0.1, "%f, expected %f", seconds, expected);
        if (CALL(ALL, psutil_table_string, (table, own, PSUTIL_COLUMN_NAME, &text, &length)))
            EXPECT(psutil_table_string,
                (size_t)length == strlen(last_part(program)) && !memcmp(text, last_part(program), (size_t)length),
                "%.*s", (int)length, text);
        if (CALL(ALL, psutil_table_items, (table, own, PSUTIL_COLUMN_CMDLINE, &number)) && number > 0)
            CALL(ALL, psutil_table_item, (table, own, PSUTIL_COLUMN_CMDLINE, 0, &text, &length));
        if (CALL(ALL, psutil_table_process, (table, own, &p))) {
            if (CALL(ALL, psutil_process_equal, (p, self, &same))) EXPECT(psutil_table_process, same == 1, "another");
            CALL(ALL, psutil_process_free, (p));
        }
    }
    if (CALL(ALL, psutil_table_export_arrow, (table, &schema, &array))) {
        EXPECT(
            psutil_table_export_arrow, array.length == rows && schema.n_children == 5, "%lld", (long long)array.length);
        array.release(&array);
        schema.release(&schema);
    }
    if (CALL(ALL, psutil_table_export_arrow_stream, (table, &stream))) stream.release(&stream);
    CALL(ALL, psutil_table_free, (table));
}

static void check_reader(void)
{
    static const int32_t columns[] = {PSUTIL_COLUMN_PID};
    psutil_table_reader *reader = NULL;
    psutil_table *table = NULL;
    int64_t rows = 0;
    int32_t source = -1;
    if (!CALL(ALL | IF_PRESENT, psutil_table_reader_new, (columns, 1, 0, &reader))) return;
    if (CALL(ALL, psutil_table_reader_read, (reader, &table))) {
        if (CALL(ALL, psutil_table_rows, (table, &rows)))
            EXPECT(psutil_table_reader_read, rows >= 1, "%lld rows", (long long)rows);
        CALL(ALL, psutil_table_free, (table));
    }
    CALL(ALL, psutil_table_reader_source, (reader, &source));
    CALL(ALL, psutil_table_reader_free, (reader));
    EXPECT_CODE(psutil_table_pin, (NULL, 0600), PSUTIL_ERR_INVALID_ARGUMENT); /* a pin would stay */
}

/* The working directory has this process among its owners. */
static void check_file_owners(void)
{
    psutil_file_owner_list_t *owners = NULL;
    int found = 0;
    if (!CALL(LINUX, psutil_file_owners, (".", 0, &owners))) return;
    for (size_t i = 0; i < owners->len; i++)
        found |= owners->items[i].pid == own_pid() && owners->items[i].use == PSUTIL_FILE_USE_CWD;
    EXPECT(psutil_file_owners, found, "this process is not an owner of its working directory");
    psutil_free(owners);
    EXPECT_CODE(psutil_file_owners, ("/nonexistent", 0, &owners), PSUTIL_ERR_OS);
    EXPECT_CODE(psutil_file_owners, (".", -1, &owners), PSUTIL_ERR_INVALID_ARGUMENT);
}

/* The system may refuse events to this user, so only what follows a success is checked. */
static void check_events(void)
{
    psutil_process_events *events = NULL;
    psutil_process_event_t event;
    int64_t fd = -1;
    int32_t code = psutil_process_events_new(PSUTIL_EVENT_EXIT, &events);
    if (code == PSUTIL_ERR_ACCESS_DENIED) {
        value("psutil_process_events_new", "denied to this user");
        return;
    }
    if (!called(ALL | IF_PRESENT, "psutil_process_events_new", code)) return;
    CALL(ALL | IF_PRESENT, psutil_process_events_fd, (events, &fd));
    code = psutil_process_events_next(events, 0, &event);
    if (code != PSUTIL_ERR_TIMEOUT_EXPIRED) called(ALL, "psutil_process_events_next", code);
    CALL(ALL, psutil_process_events_free, (events));
}

/* ---- children */

static void count_exit(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    (void)p;
    (void)status;
    *(int *)user += 1;
}

/* Whether the list contains the process; frees the list. */
static int take_and_find(psutil_process_list_t *list, psutil_process *wanted)
{
    int found = 0;
    int32_t same;
    for (size_t i = 0; i < list->len; i++) {
        if (CALL(ALL, psutil_process_equal, (list->items[i], wanted, &same))) found |= same;
        CALL(ALL, psutil_process_free, (list->items[i]));
    }
    psutil_free(list);
    return found;
}

enum { POLLS = 1200 }; /* a minute */

/* Waits until the child has this status. */
static int reaches_status(psutil_process *child, int32_t wanted)
{
    int32_t status = -1;
    for (int i = 0; i < POLLS; i++) {
        if (psutil_process_status(child, &status) == PSUTIL_OK && status == wanted) return 1;
        pause_for(0.05);
    }
    value("psutil_process_status", "still %s", psutil_status_name(status));
    return 0;
}

static void check_exit(psutil_process *child, int code_of_exit)
{
    psutil_exit_status_t status;
    int32_t running;
    char *name;
    if (CALL(ALL, psutil_process_wait, (child, 30, 0, &status)) && status.has_exit_code)
        EXPECT(psutil_process_wait, code_of_exit == INT32_MIN || status.exit_code == code_of_exit, "%d, expected %d",
            (int)status.exit_code, code_of_exit);
    if (CALL(ALL, psutil_process_is_running, (child, &running)))
        EXPECT(psutil_process_is_running, running == 0, "the child has exited");
    EXPECT_CODE(psutil_process_name, (child, &name), PSUTIL_ERR_NO_SUCH_PROCESS);
    CALL(ALL, psutil_process_free, (child));
}

static void check_children(psutil_process *self)
{
    psutil_process_list_t *list = NULL;
    psutil_exit_status_t status;
    psutil_wait_result_list_t *waited = NULL;
    psutil_kill_result_list_t *killed = NULL;
    int exits = 0;
    psutil_process *child = start_child("--exit");
    if (child) check_exit(child, 7);
    if (!(child = start_child("--sleep"))) return;
    if (CALL(ALL, psutil_process_children, (self, 1, &list)))
        EXPECT(psutil_process_children, take_and_find(list, child), "the child is missing");
    if (CALL(ALL, psutil_process_parents, (child, &list)))
        EXPECT(psutil_process_parents, take_and_find(list, self), "this process is missing");
    EXPECT_CODE(psutil_process_wait, (child, 0.1, 0, &status), PSUTIL_ERR_TIMEOUT_EXPIRED);
    if (CALL(ALL, psutil_wait_procs, (&child, 1, 0, count_exit, &exits, &waited))) {
        EXPECT(psutil_wait_procs, waited->len == 1 && !waited->items[0].gone && exits == 0, "the child still runs");
        psutil_free(waited);
    }
    if (CALL(ALL, psutil_process_suspend, (child))) {
        EXPECT(psutil_process_suspend, reaches_status(child, PSUTIL_STATUS_STOPPED), "after a minute");
        if (CALL(ALL, psutil_process_resume, (child))) {
            int32_t stopped = PSUTIL_STATUS_STOPPED;
            for (int i = 0; i < POLLS && stopped == PSUTIL_STATUS_STOPPED; i++) {
                if (i) pause_for(0.05);
                if (psutil_process_status(child, &stopped) != PSUTIL_OK) break;
            }
            EXPECT(psutil_process_resume, stopped != PSUTIL_STATUS_STOPPED, "after a minute");
        }
    }
    if (THIS_SYSTEM != WINDOWS) CALL(ALL, psutil_process_send_signal, (child, 0)); /* CTRL_C_EVENT there */
    CALL(ALL, psutil_process_terminate, (child));
    check_exit(child, THIS_SYSTEM == WINDOWS ? INT32_MIN : -SIGTERM);
    if ((child = start_child("--sleep"))) {
        CALL(ALL, psutil_process_kill, (child));
        if (CALL(ALL, psutil_wait_procs, (&child, 1, 30, count_exit, &exits, &waited))) {
            EXPECT(psutil_wait_procs, waited->items[0].gone && exits == 1, "%d callbacks", exits);
            psutil_free(waited);
        }
        check_exit(child, THIS_SYSTEM == WINDOWS ? INT32_MIN : -9);
    }
    if ((child = start_child("--sleep"))) {
        if (CALL(ALL, psutil_process_kill_tree, (child, SIGTERM, 30, &killed))) {
            int32_t outcome = killed->len ? killed->items[0].outcome : -1;
            EXPECT(psutil_process_kill_tree, killed->len == 1 && outcome == PSUTIL_KILL_TERMINATED, "%s",
                psutil_kill_outcome_name(outcome));
            psutil_free(killed);
        } else CALL(ALL, psutil_process_kill, (child));
        check_exit(child, INT32_MIN);
    }
}

#ifndef _WIN32
/* In a forked child the library starts again. */
static void check_fork(void)
{
    int status = -1;
    fflush(NULL);
    pid_t child = fork();
    if (!child) {
        psutil_process *p;
        int64_t parent = 0;
        alarm(60);
        _exit(psutil_process_new((int64_t)getpid(), &p) == PSUTIL_OK && psutil_process_ppid(p, &parent) == PSUTIL_OK
                    && parent == (int64_t)getppid()
                ? 0
                : 1);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) fail("fork", "status 0x%x", status);
    else value("fork", "the child can call");
}
#endif

/* ---- the program */

static void print_header(void)
{
    union {
        uint16_t number;
        unsigned char bytes[2];
    } order = {1};
    printf("psutil-selftest: libpsutil %s, header %s\n", psutil_version(), PSUTIL_VERSION);
#ifdef _WIN32
    SYSTEM_INFO system;
    GetNativeSystemInfo(&system);
    printf("system: Windows, processor type %u", (unsigned)system.wProcessorArchitecture);
#else
    struct utsname name;
    if (uname(&name) >= 0) printf("system: %s %s, %s", name.sysname, name.release, name.machine);
#endif
    printf("; %d-bit program, %s-endian\n\n", (int)sizeof(void *) * 8, order.bytes[0] ? "little" : "big");
}

int main(int argc, char **argv)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s", argv[0]);
#ifdef _WIN32
    GetModuleFileNameA(NULL, path, sizeof path);
#endif
    program = path;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--exit")) return 7;
        if (!strcmp(argv[i], "--sleep")) {
            pause_for(600);
            return 0;
        }
        if (!strncmp(argv[i], "--except=", 9)) exceptions = argv[i] + 9;
        else {
            fprintf(
                stderr, "%s: unknown argument\nusage: psutil-selftest [--except=FUNCTION[,FUNCTION...]]\n", argv[i]);
            return 2;
        }
    }
    psutil_process *self = NULL;
    print_header();
    check_library();
    check_cpu();
    check_memory();
    check_disks();
    check_system();
    if (CALL(ALL, psutil_process_new, (own_pid(), &self))) {
        check_network(self);
        check_identity(self);
        check_scheduling(self);
        check_usage(self);
        check_files(self);
        check_threads(self);
        check_info(self);
        check_iteration(self);
        check_table(self);
        check_reader();
        check_file_owners();
        check_events();
        check_children(self);
        CALL(ALL, psutil_process_free, (self));
    }
#ifndef _WIN32
    check_fork();
#endif
    printf("\n%d calls succeeded, %d are not supported here, %d failures", succeeded, unsupported, failures);
    if (excepted_failures) printf(" and %d that are known", excepted_failures);
    printf("\n%s\n", failures ? "FAILED" : "passed");
    return failures ? 1 : 0;
}
