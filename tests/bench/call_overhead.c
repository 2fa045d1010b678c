/*
 * Measures loading, the first call, a call and a forked child, from outside the library. Prints one line of JSON for
 * each of RUNS fresh processes.
 *
 *     call_overhead LIBRARY RUNS
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <psutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CALLS = 50000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double status(const char *key)
{
    char line[256];
    double value = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, key, strlen(key))) value = atof(line + strlen(key) + 1);
    if (f) fclose(f);
    return value;
}

enum { LOAD, LOADED_THREADS, FIRST, FIRST_RSS, THREADS, SPACE, PLAIN, PID, NOTHING, PPID, CHILD, CHILD_RSS, FIGURES };

static const char *const names[FIGURES] = {
    "dlopen, ms",
    "threads after dlopen",
    "first call, ms",
    "RSS of the first call, MB",
    "threads after it",
    "address space of it, MB",
    "a plain C function through the PLT, ns",
    "pid of a handle, ns",
    "a call without a system call, ns",
    "ppid of a process, ns",
    "first call of a forked child, ms",
    "RSS of that, MB",
};

#define LOOK_UP(library, name) (*(void **)&name = dlsym(library, "psutil_" #name))

static void measure(double *figure, const char *path)
{
    int32_t (*pids)(psutil_pid_list_t **), (*process_new)(int64_t, psutil_process **);
    int32_t (*process_pid)(psutil_process *, int64_t *), (*process_ppid)(psutil_process *, int64_t *);
    int32_t (*cpu_percent_between)(const psutil_cpu_times_t *, const psutil_cpu_times_t *, double *);
    psutil_cpu_times_t times;
    psutil_pid_list_t *list;
    psutil_process *p;
    int64_t n;
    double percent, t = now();
    memset(&times, 0, sizeof times);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    figure[LOAD] = (now() - t) * 1e3;
    if (!library) exit(1);
    figure[LOADED_THREADS] = status("Threads");
    LOOK_UP(library, pids), LOOK_UP(library, process_new), LOOK_UP(library, process_pid);
    LOOK_UP(library, process_ppid), LOOK_UP(library, cpu_percent_between);
    double rss = status("VmRSS"), space = status("VmSize");
    t = now();
    if (pids(&list)) exit(1);
    figure[FIRST] = (now() - t) * 1e3;
    figure[FIRST_RSS] = (status("VmRSS") - rss) / 1024;
    figure[SPACE] = (status("VmSize") - space) / 1024;
    figure[THREADS] = status("Threads");
    if (process_new(getpid(), &p)) exit(1);
#define EACH(figure_, call)                                                                                            \
    t = now();                                                                                                         \
    for (int i = 0; i < CALLS; i++) call;                                                                              \
    figure[figure_] = (now() - t) * 1e9 / CALLS
    EACH(PLAIN, free(NULL));
    EACH(PID, process_pid(p, &n));
    EACH(NOTHING, cpu_percent_between(&times, &times, &percent));
    EACH(PPID, process_ppid(p, &n));
    int ends[2];
    if (pipe(ends)) exit(1);
    if (!fork()) {
        double child[2];
        rss = status("VmRSS");
        t = now();
        if (process_ppid(p, &n)) exit(1);
        child[0] = (now() - t) * 1e3;
        child[1] = (status("VmRSS") - rss) / 1024;
        exit(write(ends[1], child, sizeof child) != sizeof child);
    }
    close(ends[1]);
    if (read(ends[0], &figure[CHILD], 2 * sizeof(double)) != 2 * sizeof(double)) exit(1);
    wait(NULL);
}

int main(int argc, char **argv)
{
    if (argc != 3) return fprintf(stderr, "usage: %s LIBRARY RUNS\n", argv[0]), 2;
    setvbuf(stdout, NULL, _IOLBF, 0); /* nothing of ours is to be written by a fork */
    for (int run = 0; run < atoi(argv[2]); run++) {
        double figure[FIGURES];
        int ends[2];
        if (pipe(ends)) return 1;
        if (!fork()) {
            measure(figure, argv[1]);
            exit(write(ends[1], figure, sizeof figure) != sizeof figure);
        }
        close(ends[1]);
        if (read(ends[0], figure, sizeof figure) != sizeof figure) return 1;
        wait(NULL);
        close(ends[0]);
        for (int f = 0; f < FIGURES; f++) printf("%s\"%s\": %.3f", f ? ", " : "{", names[f], figure[f]);
        puts("}");
    }
    return 0;
}
