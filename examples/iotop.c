/* iotop: who keeps the disks busy. */
#include "common.h"

static const char *const help =
    "usage: iotop [-a] [-n ITERATIONS] [-d SECONDS]\n"
    "Shows what processes read from disks and write to them, the busiest first, every few seconds (-d, 1 if not given,\n"
    "0.1 at least) and so many times (-n, 1 if not given); with -a also those that do neither. What caches answer does\n"
    "not count.\n"
    "As an ordinary user, you are told of your own processes only.\n";

typedef struct row { /* one process: what it has done so far, and what it does a second */
    int64_t pid, read, written;
    double start, reads, writes;
    char *user, *name;
} row;

typedef struct look {
    size_t count;
    row *rows; /* in the order of PIDs */
} look;

static int by_pid(const void *one, const void *other) {
    const row *a = one, *b = other;
    return (a->pid > b->pid) - (a->pid < b->pid);
}

static int by_rate(const void *one, const void *other) {
    const row *a = one, *b = other;
    double x = b->reads + b->writes - a->reads - a->writes;
    return x < 0 ? -1 : x > 0 ? 1 : by_pid(one, other);
}

/* All processes that we may know of, and how fast they were since the look before. */
static look take(const look *before, double seconds) {
    psutil_pid_list_t *pids;
    if (psutil_pids(&pids) != PSUTIL_OK) exit(complain());
    look now = {0, allocate(pids->len, sizeof(row))};
    for (size_t i = 0; i < pids->len; i++) {
        psutil_process *p;
        psutil_process_io_counters_t io;
        row r = {.pid = pids->items[i]};
        if (!ok(psutil_process_new(r.pid, &p))) continue;
        if (ok(psutil_process_io_counters(p, &io)) && ok(psutil_process_create_time(p, &r.start))) {
            const row *old = before->count ? bsearch(&r, before->rows, before->count, sizeof r, by_pid) : NULL;
            r.read = io.read_bytes, r.written = io.write_bytes;
            if (old && old->start >= r.start && old->start <= r.start) { /* the same process, not one with its PID */
                r.reads = (double)(r.read - old->read) / seconds, r.writes = (double)(r.written - old->written) / seconds;
            }
            ok(psutil_process_username(p, &r.user)), ok(psutil_process_name(p, &r.name));
            now.rows[now.count++] = r;
        }
        psutil_process_free(p);
    }
    psutil_free(pids);
    return now;
}

static void forget(look *l) {
    for (size_t i = 0; i < l->count; i++) psutil_free(l->rows[i].user), psutil_free(l->rows[i].name);
    free(l->rows);
}

static void list(const look *l, int all) {
    char b[4][32];
    double reads = 0, writes = 0;
    row *rows = allocate(l->count, sizeof *rows);
    if (l->count) memcpy(rows, l->rows, l->count * sizeof *rows), qsort(rows, l->count, sizeof *rows, by_rate);
    for (size_t i = 0; i < l->count; i++) reads += rows[i].reads, writes += rows[i].writes;
    printf("%s: %s/s read, %s/s written\n", date(b[2], "%H:%M:%S", (double)time(NULL)), size(b[0], (int64_t)reads),
           size(b[1], (int64_t)writes));
    puts("    PID USER           READ/s  WRITE/s     READ  WRITTEN NAME");
    for (const row *r = rows; r < rows + l->count; r++) {
        if (!all && r->reads <= 0 && r->writes <= 0) continue;
        printf("%7lld ", (long long)r->pid), column(12, r->user);
        printf("%8s %8s %8s %8s ", size(b[0], (int64_t)r->reads), size(b[1], (int64_t)r->writes), size(b[2], r->read),
               size(b[3], r->written));
        show(r->name), putchar('\n');
    }
    free(rows);
}

int main(int argc, char **argv) {
    double seconds = 1;
    int64_t iterations = 1;
    int all = 0;
    look before = {0, NULL};
    begin("iotop", help, argc, argv);
    for (int i = 1; i < argc; i++)
        if (!strcmp(argv[i], "-a")) all = 1;
        else if (!is_pace(argv, &i, &seconds, &iterations)) return misuse();
    before = take(&before, seconds);
    for (int64_t i = 0; i < iterations; i++) {
        busy_for(seconds);
        look now = take(&before, seconds);
        if (i) putchar('\n');
        list(&now, all);
        forget(&before), before = now;
        if (fflush(stdout)) return EXIT_FAILURE;
    }
    forget(&before);
    return end();
}
