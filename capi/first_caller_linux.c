/*
 * Whether a thread may start the runtime.
 *
 * Go's threads inherit user IDs and seccomp filters from the thread that starts them, and outlive it. If that thread
 * had given up its rights, a filter could kill the process in later calls of other threads, and a later setuid() of the
 * host, which the C library carries out in every thread, would fail in Go's threads and abort the process.
 */
#define _GNU_SOURCE
#include "runtime_unix.h"
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STATUS_SIZE = 8192 };

/* Reads a status file of procfs; returns 0 if it cannot be read. */
static int read_status(const char *path, char text[STATUS_SIZE])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    ssize_t n = read(fd, text, STATUS_SIZE - 1);
    close(fd);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* Whether the lines that begin with name are equal, or absent from both texts. */
static int same_line(const char *a, const char *b, const char *name)
{
    a = strstr(a, name);
    b = strstr(b, name);
    if (!a || !b) return !a && !b;
    size_t length = strcspn(a + 1, "\n") + 1;
    return !strncmp(a, b, length) && (b[length] == '\n' || !b[length]);
}

int psutil__caller_has_process_rights(void)
{
    static const char *const lines[] = {"\nUid:", "\nGid:", "\nSeccomp:", "\nSeccomp_filters:"};
    char process[STATUS_SIZE], thread[STATUS_SIZE];
    if (syscall(SYS_gettid) == getpid()) return 1;
    if (!read_status("/proc/self/status", process) || !read_status("/proc/thread-self/status", thread)) return 1;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!same_line(process, thread, lines[i])) return 0;
    return 1;
}
