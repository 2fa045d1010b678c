/* iotop: the processes that read from disks and write to them. */
#include "cli.h"

static const char *const help = "usage: iotop [-a] [-n ITERATIONS] [-d SECONDS]\n"
                                "Shows what processes read from disks and write to them, the busiest first.\n"
                                "Reads from caches do not count.\n"
                                "-a: also processes that do neither\n"
                                "-n: how many times (1)\n"
                                "-d: seconds between them, at least 0.1 (1)\n"
                                "An ordinary user sees only its own processes.\n";

typedef struct row {
    int64_t pid, read, written; /* bytes since the start of the process */
    double start, read_rate, write_rate;
    char *user, *name;
} row;

typedef struct snapshot {
    size_t count;
    row *rows; /* in the order of PIDs */
} snapshot;

static int compare_pids(const void *one, const void *other)
{
    const row *a = one, *b = other;
    return (a->pid > b->pid) - (a->pid < b->pid);
}

static int compare_rates(const void *one, const void *other)
{
    const row *a = one, *b = other;
    double x = b->read_rate + b->write_rate - a->read_rate - a->write_rate;
    return x < 0 ? -1 : x > 0 ? 1 : compare_pids(one, other);
}

/* Reads a process, with its rates since the snapshot before. Returns 0 if it cannot be read. */
static int read_row(row *r, const snapshot *before, double seconds)
{
    psutil_process *p;
    psutil_process_io_counters_t io;
    if (!succeeded(psutil_process_new(r->pid, &p))) return 0;
    int readable = succeeded(psutil_process_io_counters(p, &io)) && succeeded(psutil_process_create_time(p, &r->start));
    if (readable) {
        const row *old = before->count ? bsearch(r, before->rows, before->count, sizeof *r, compare_pids) : NULL;
        r->read = io.read_bytes;
        r->written = io.write_bytes;
        if (old && old->start >= r->start && old->start <= r->start) { /* not an earlier process with this PID */
            r->read_rate = (double)(r->read - old->read) / seconds;
            r->write_rate = (double)(r->written - old->written) / seconds;
        }
        succeeded(psutil_process_username(p, &r->user));
        succeeded(psutil_process_name(p, &r->name));
    }
    psutil_process_free(p);
    return readable;
}

static snapshot take_snapshot(const snapshot *before, double seconds)
{
    psutil_pid_list_t *pids;
    if (psutil_pids(&pids) != PSUTIL_OK) exit(report_last_error());
    snapshot now = {0, allocate(pids->len, sizeof(row))};
    for (size_t i = 0; i < pids->len; i++) {
        row r = {.pid = pids->items[i]};
        if (read_row(&r, before, seconds)) now.rows[now.count++] = r;
    }
    psutil_free(pids);
    return now;
}

static void free_snapshot(snapshot *s)
{
    for (size_t i = 0; i < s->count; i++) {
        psutil_free(s->rows[i].user);
        psutil_free(s->rows[i].name);
    }
    free(s->rows);
}

static void print_snapshot(const snapshot *s, int all)
{
    char b[4][32];
    double reads = 0, writes = 0;
    row *rows = allocate(s->count, sizeof *rows);
    if (s->count) memcpy(rows, s->rows, s->count * sizeof *rows);
    qsort(rows, s->count, sizeof *rows, compare_rates);
    for (size_t i = 0; i < s->count; i++) reads += rows[i].read_rate, writes += rows[i].write_rate;
    printf("%s: %s/s read, %s/s written\n", format_date(b[2], "%H:%M:%S", (double)time(NULL)),
        format_size(b[0], (int64_t)reads), format_size(b[1], (int64_t)writes));
    puts("    PID USER           READ/s  WRITE/s     READ  WRITTEN NAME");
    for (const row *r = rows; r < rows + s->count; r++) {
        if (!all && r->read_rate <= 0 && r->write_rate <= 0) continue;
        printf("%7lld ", (long long)r->pid);
        print_column(12, r->user);
        printf("%8s %8s %8s %8s ", format_size(b[0], (int64_t)r->read_rate), format_size(b[1], (int64_t)r->write_rate),
            format_size(b[2], r->read), format_size(b[3], r->written));
        print_last(57, r->name);
    }
    free(rows);
}

int main(int argc, char **argv)
{
    double seconds = 1;
    int64_t iterations = 1;
    int all = 0;
    snapshot before = {0, NULL};
    start_program("iotop", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "an:d:")) >= 0;) {
        if (option == 'a') all = 1;
        else set_pace(option, &seconds, &iterations);
    }
    expect_no_operands(argc, argv);
    before = take_snapshot(&before, seconds);
    for (int64_t i = 0; i < iterations; i++) {
        measure_cpu_percent(seconds);
        snapshot now = take_snapshot(&before, seconds);
        if (i) putchar('\n');
        print_snapshot(&now, all);
        free_snapshot(&before);
        before = now;
        flush_output();
    }
    free_snapshot(&before);
    return finish();
}
