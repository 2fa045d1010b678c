/* What host programs share: a check that says where it failed, measurements for the test to read, and a clock. */
#ifndef HOST_H
#define HOST_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <psutil.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);                                            \
            fprintf(stderr, "" __VA_ARGS__);                                                                           \
            fprintf(stderr, " (last error: %s)\n", psutil_last_error()->message);                                      \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Fails unless the call refuses an argument and names it in its message. */
#define REFUSED(call, argument)                                                                                        \
    do {                                                                                                               \
        CHECK((call) == PSUTIL_ERR_INVALID_ARGUMENT);                                                                  \
        CHECK(strstr(psutil_last_error()->message, argument), "the message does not contain %s", argument);            \
    } while (0)

#define OK(call) CHECK((call) == PSUTIL_OK)

/* As CHECK, for system calls: the library's last error says nothing about them. */
#define SYSTEM(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                                            \
            perror(#condition);                                                                                        \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Prints a measurement, "name: value", for measured() in the test. */
#define MEASURE(name, ...)                                                                                             \
    do {                                                                                                               \
        printf("%s: ", name);                                                                                          \
        printf(__VA_ARGS__);                                                                                           \
        putchar('\n');                                                                                                 \
        fflush(stdout);                                                                                                \
    } while (0)

static inline double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline void pause_for(double seconds)
{
    struct timespec t = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&t, &t)) {
    }
}

/* Copies the value of a line of /proc/.../status, such as "SigBlk"; "" if the line is absent. */
static inline void status_line(const char *file, const char *name, char value[64])
{
    char line[512];
    size_t len = strlen(name);
    FILE *f = fopen(file, "re");
    value[0] = '\0';
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, name, len) && line[len] == ':')
            snprintf(value, 64, "%.*s", (int)strcspn(line + len + 2, "\n"), line + len + 2);
    if (f) fclose(f);
}

/* Whether the first thread of a process has exited while others run. 0 is the caller: a procfs may be that of another
 * PID namespace. */
static inline int is_leaderless(pid_t pid)
{
    char path[64], line[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(pid ? path : "/proc/self/stat", "re");
    const char *end = f && fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
    if (f) fclose(f);
    return end && end[2] == 'Z';
}

/* Lists this process's descriptors and their targets, without the one that reads the directory. */
static inline void descriptors(char *list, size_t size)
{
    DIR *directory = opendir("/proc/self/fd");
    size_t n = 0;
    list[0] = '\0';
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        char what[256];
        ssize_t len = readlinkat(dirfd(directory), entry->d_name, what, sizeof what - 1);
        if (entry->d_name[0] == '.' || atoi(entry->d_name) == dirfd(directory) || n >= size) continue;
        n += (size_t)snprintf(list + n, size - n, "%s=%.*s ", entry->d_name, (int)len, what);
    }
    if (directory) closedir(directory);
}

/* Calls once() many times, and fails if descriptors or, with glibc, bytes of malloc's heap are left.
 * A leak takes at least 32 bytes a call, and shows in every round. malloc's own caches, which mallinfo2 counts as used,
 * and other threads make single rounds grow. */
static inline void assert_no_leak(void (*once)(void), int calls)
{
    char first[4096], last[4096];
    for (int i = 0; i < calls; i++) once(); /* fills the caches */
    descriptors(first, sizeof first);
    int64_t growth = 0;
    for (int round = 0; round < 4; round++) {
        psutil_heap_info_t before, after;
        int32_t counted = psutil_heap_info(&before);
        for (int i = 0; i < calls; i++) once();
#ifdef __GLIBC__
        OK(counted);
        OK(psutil_heap_info(&after));
        growth = after.heap_used - before.heap_used;
#else
        CHECK(counted == PSUTIL_ERR_NOT_SUPPORTED);
        (void)after;
#endif
        if (growth < 16 * calls) break;
    }
    CHECK(growth < 16 * calls, "%lld bytes in %d calls", (long long)growth, calls);
    descriptors(last, sizeof last);
    CHECK(!strcmp(first, last), "descriptors %s became %s", first, last);
}

#endif
