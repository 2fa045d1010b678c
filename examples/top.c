/* top: what the machine is busy with, again and again. */
#define _DEFAULT_SOURCE /* for the size of the terminal */
#include "common.h"
#ifndef _WIN32
#include <sys/ioctl.h>
#endif
#include <unistd.h>

static const char *const help =
    "usage: top [-m] [-n ITERATIONS] [-d SECONDS]\n"
    "Shows the machine and its busiest processes, by CPU or, with -m, by memory, every few seconds (-d, 3 if not given,\n"
    "0.1 at least).\n"
    "On a terminal it goes on until Ctrl-C or as often as -n says, and shows what fits. Elsewhere it prints all as plain\n"
    "text, once if -n says nothing else. %CPU is of one CPU; \"-\" is what you are not told.\n";

static const int32_t fields[] = {PSUTIL_FIELD_PID, PSUTIL_FIELD_USERNAME, PSUTIL_FIELD_NAME, PSUTIL_FIELD_STATUS,
                                 PSUTIL_FIELD_CPU_PERCENT, PSUTIL_FIELD_CPU_TIMES, PSUTIL_FIELD_MEMORY_INFO,
                                 PSUTIL_FIELD_MEMORY_PERCENT, PSUTIL_FIELD_NUM_THREADS};

static int by_memory;
static const char *end_of_line = "\n";

static double weight(const psutil_process_info_t *i) {
    double x = by_memory ? (double)i->memory_info.rss : i->cpu_percent;
    return x >= 0 ? x : -1; /* what we are not told comes last */
}

static int compare(const void *one, const void *other) {
    const psutil_process_info_t *a = *(psutil_process_info_t *const *)one, *b = *(psutil_process_info_t *const *)other;
    double x = weight(b) - weight(a);
    return x < 0 ? -1 : x > 0 ? 1 : (a->pid > b->pid) - (a->pid < b->pid);
}

/* Gives all processes to *out, busiest first, each to free. CPU percentages are since the previous look: the library
 * remembers from one iteration to the next. */
static size_t look(psutil_process_info_t ***out) {
    psutil_process_iter *it;
    psutil_process *p = NULL;
    psutil_process_info_t **infos = NULL;
    size_t n = 0, room = 0;
    if (!ok(psutil_process_iter_new(&it))) exit(EXIT_FAILURE);
    for (; ok(psutil_process_iter_next(it, &p)) && p; psutil_process_free(p)) {
        if (n == room) {
            psutil_process_info_t **more = allocate(room = 2 * room + 256, sizeof *infos);
            if (n) memcpy(more, infos, n * sizeof *infos);
            free(infos), infos = more;
        }
        n += (size_t)ok(psutil_process_info(p, fields, sizeof fields / sizeof *fields, &infos[n]));
    }
    psutil_process_iter_free(it);
    if (n) qsort(infos, n, sizeof *infos, compare);
    return *out = infos, n;
}

static void forget(psutil_process_info_t **infos, size_t count) {
    for (size_t i = 0; i < count; i++) psutil_free(infos[i]);
    free(infos);
}

/* The three lines above the table. */
static void summary(const psutil_cpu_times_t *cpu, psutil_process_info_t *const *infos, size_t count) {
    char b[6][32];
    size_t running = 0;
    double boot = -1, now = (double)time(NULL);
    psutil_loadavg_t load = {-1, -1, -1};
    psutil_virtual_memory_t mem = {.total = -1, .available = -1, .used = -1};
    psutil_swap_memory_t swap = {.total = -1, .used = -1};
    ok(psutil_boot_time(&boot)), ok(psutil_getloadavg(&load));
    ok(psutil_virtual_memory(&mem)), ok(psutil_swap_memory(&swap));
    for (size_t i = 0; i < count; i++) running += infos[i]->status == PSUTIL_STATUS_RUNNING;
    printf("%s, up %s hours, load %s %s %s, %zu processes, %zu running%s", date(b[0], "%H:%M:%S", now),
           minutes(b[1], boot >= 0 ? (now - boot) / 60 : -1), number(b[2], "%.2f", load.load1),
           number(b[3], "%.2f", load.load5), number(b[4], "%.2f", load.load15), count, running, end_of_line);
    printf("CPUs    %s%% user, %s%% nice, %s%% system, %s%% idle, %s%% iowait, %s%% stolen%s",
           number(b[0], "%.1f", cpu->user), number(b[1], "%.1f", cpu->nice), number(b[2], "%.1f", cpu->system),
           number(b[3], "%.1f", cpu->idle), number(b[4], "%.1f", cpu->iowait), number(b[5], "%.1f", cpu->steal), end_of_line);
    printf("Memory  %s total, %s used, %s available; swap %s total, %s used%s%s", size(b[0], mem.total), size(b[1], mem.used),
           size(b[2], mem.available), size(b[3], swap.total), size(b[4], swap.used), end_of_line, end_of_line);
}

static void line(const psutil_process_info_t *i, int room) {
    char b[6][32];
    printf("%7s ", whole(b[0], i->pid)), column(12, i->username);
    printf("%-12s %5s %5s %5s %7s %8s ", psutil_status_name(i->status), whole(b[1], i->num_threads),
           number(b[2], "%.1f", i->cpu_percent), number(b[3], "%.1f", i->memory_percent), size(b[4], i->memory_info.rss),
           minutes(b[5], i->cpu_times.user + i->cpu_times.system));
    put(stdout, &room, i->name ? i->name : "?"), fputs(end_of_line, stdout);
}

/* How much the terminal shows; all there is, if it is none. */
static void measure(size_t *rows, int *columns) {
    *rows = SIZE_MAX, *columns = INT_MAX;
    if (!isatty(STDOUT_FILENO)) return;
    *rows = 24, *columns = 80;
#ifdef TIOCGWINSZ
    struct winsize terminal;
    if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &terminal) && terminal.ws_row > 6 && terminal.ws_col > 70)
        *rows = terminal.ws_row, *columns = terminal.ws_col;
#endif
}

int main(int argc, char **argv) {
    double seconds = 3;
    int64_t iterations = isatty(STDOUT_FILENO) ? INT64_MAX : 1;
    psutil_process_info_t **infos;
    begin("top", help, argc, argv);
    for (int i = 1; i < argc; i++)
        if (!strcmp(argv[i], "-m")) by_memory = 1;
        else if (!is_pace(argv, &i, &seconds, &iterations)) return misuse();
    if (isatty(STDOUT_FILENO)) end_of_line = "\033[K\n"; /* overwrites the lines of before */
    size_t count = look(&infos), rows;
    forget(infos, count); /* what the first percentages are since */
    for (int64_t i = 0; i < iterations; i++) {
        int columns;
        psutil_cpu_times_t cpu;
        int32_t code = PSUTIL_ERR_INTERRUPTED;
        while (code == PSUTIL_ERR_INTERRUPTED) code = psutil_cpu_times_percent(i || seconds < 0.5 ? seconds : 0.5, &cpu);
        if (code != PSUTIL_OK) return complain();
        count = look(&infos), measure(&rows, &columns);
        if (rows < SIZE_MAX) fputs("\033[H", stdout);
        else if (i) putchar('\n');
        summary(&cpu, infos, count);
        printf("    PID USER         STATUS         THR  %%CPU  %%MEM     RSS     TIME NAME%s", end_of_line);
        for (size_t k = 0; k < count && k + 6 < rows; k++) line(infos[k], columns - 69);
        if (rows < SIZE_MAX) fputs("\033[J", stdout);
        forget(infos, count);
        if (fflush(stdout)) return EXIT_FAILURE;
    }
    return end();
}
