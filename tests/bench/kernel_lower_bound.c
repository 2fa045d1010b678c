/*
 * The lower bound: the time that the kernel alone takes for the files of all processes. One thread opens each file
 * below one descriptor of /proc, reads it once into a static buffer, and closes it. The processes and paths are listed
 * before the clock starts.
 *
 *     yes | head -20 | kernel_lower_bound stat status cmdline
 *
 * Each argument is a file of /proc/PID or, with a slash before it, a file of /proc that is read once. For each line of
 * input it reads all files and prints one line of JSON; "listing" is the time of the listing, which "seconds" omits.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef char path_t[48];

static char buffer[64 * 1024];
static path_t *paths;
static size_t number, room;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void add(const char *directory, const char *name)
{
    if (number == room && !(paths = realloc(paths, (room = room ? 2 * room : 4096) * sizeof *paths))) exit(1);
    int length = snprintf(paths[number++], sizeof *paths, "%s%s%s", directory, *directory ? "/" : "", name);
    if (length < 0 || (size_t)length >= sizeof *paths) exit(2);
}

int main(int argc, char **argv)
{
    char line[64];
    DIR *proc = opendir("/proc");
    if (argc < 2 || !proc) return fprintf(stderr, "usage: %s FILE... (of /proc/PID, or /FILE of /proc)\n", argv[0]), 2;
    while (fgets(line, sizeof line, stdin)) {
        size_t rows = 0;
        long long bytes = 0;
        number = 0;
        for (int i = 1; i < argc; i++)
            if (*argv[i] == '/') add("", argv[i] + 1);
        double listing = now();
        rewinddir(proc);
        for (struct dirent *entry; (entry = readdir(proc));) {
            if (*entry->d_name < '1' || *entry->d_name > '9') continue;
            rows++;
            for (int i = 1; i < argc; i++)
                if (*argv[i] != '/') add(entry->d_name, argv[i]);
        }
        double start = now(), cpu = cpu_now();
        int at = dirfd(proc);
        for (size_t i = 0; i < number; i++) {
            int fd = openat(at, paths[i], O_RDONLY | O_CLOEXEC);
            if (fd < 0) continue;
            ssize_t n = read(fd, buffer, sizeof buffer);
            if (n > 0) bytes += n;
            close(fd);
        }
        double end = now();
        printf(
            "{\"seconds\": %.9f, \"cpu\": %.9f, \"listing\": %.9f, \"rows\": %zu, \"files\": %zu, \"bytes\": %lld}\n",
            end - start, cpu_now() - cpu, start - listing, rows, number, bytes);
        fflush(stdout);
    }
    closedir(proc);
    return 0;
}
