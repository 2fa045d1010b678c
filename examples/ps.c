/* ps: the machine in three lines, then every process; --help says what the columns are. */
#include "common.h"

typedef struct row { /* a number below zero is unknown, and so is a NULL */
    int64_t pid, rss;
    double cpu, mem, start, used;
    int32_t alive, status;
    char *user, *name;
    psutil_string_list_t *args;
} row;

static enum { BY_PID, BY_CPU, BY_MEM, BY_NAME, BY_TIME, NO_ORDER } order = BY_PID;
static const char *const orders[] = {"--sort=pid", "--sort=cpu", "--sort=mem", "--sort=name", "--sort=time"};

static const char *const help =
    "usage: ps [--sort=pid|cpu|mem|name|time]\nLists all processes, by PID if not told otherwise.\n"
    "%CPU is CPU time / time since the start; \"-\" is what you are not told, [name] an absent command line.\n"
    "Lines are cut to the environment variable COLUMNS, if it is set.\n";

static void look(row *r, int64_t pid, int64_t memory) {
    psutil_process *p;
    psutil_process_cpu_times_t cpu;
    psutil_process_memory_info_t mem;
    *r = (row){.pid = pid, .rss = -1, .cpu = -1, .mem = -1, .start = -1, .used = -1, .status = -1};
    if (!ok(psutil_process_new(pid, &p))) return;
    ok(psutil_process_username(p, &r->user)), ok(psutil_process_name(p, &r->name));
    ok(psutil_process_cmdline(p, &r->args)), ok(psutil_process_status(p, &r->status));
    if (ok(psutil_process_memory_info(p, &mem))) r->rss = mem.rss, r->mem = 100 * (double)mem.rss / (double)memory;
    if (ok(psutil_process_cpu_times(p, &cpu))) r->used = cpu.user + cpu.system;
    double age = ok(psutil_process_create_time(p, &r->start)) ? (double)time(NULL) + 0.5 - r->start : -1;
    if (r->used >= 0 && r->start >= 0) r->cpu = 100 * r->used / (age > 1 ? age : 1);
    ok(psutil_process_is_running(p, &r->alive)); /* still the one that all of this was about? */
    psutil_process_free(p);
}

static int compare(const void *one, const void *other) {
    const row *a = one, *b = other;
    double x = order == BY_CPU ? b->cpu - a->cpu : order == BY_MEM ? (double)(b->rss - a->rss)
             : order == BY_TIME ? b->used - a->used
             : order == BY_NAME ? strcmp(a->name ? a->name : "", b->name ? b->name : "") : 0;
    return x < 0 ? -1 : x > 0 ? 1 : (a->pid > b->pid) - (a->pid < b->pid);
}

static void list(const row *r, double now, int room) {
    char b[5][32];
    const char *day = now - r->start < 86400 ? "%H:%M" : now - r->start < 364 * 86400 ? "%b%d" : "%Y";
    const char *name = r->name ? r->name : "?";
    int args = r->args ? (int)r->args->len : 0;
    printf("%7lld ", (long long)r->pid), column(12, r->user);
    printf("%5s %5s %7s %5s %-12s %7s ", number(b[0], "%.1f", r->cpu), number(b[1], "%.1f", r->mem),
           size(b[2], r->rss), date(b[3], day, r->start), psutil_status_name(r->status), minutes(b[4], r->used));
    column(16, name);
    if (args == 0) put(stdout, &room, "["), put(stdout, &room, name), put(stdout, &room, "]");
    for (int i = 0; i < args; i++) put(stdout, &room, i ? " " : ""), put(stdout, &room, r->args->items[i]);
    putchar('\n');
}

int main(int argc, char **argv) {
    char b[6][32];
    int64_t logical = -1, cores = -1;
    psutil_loadavg_t load = {-1, -1, -1};
    psutil_virtual_memory_t mem = {.total = -1, .available = -1, .used = -1};
    psutil_pid_list_t *pids;
    begin("ps", help, argc, argv);
    for (int i = 1; i < argc; i++) {
        for (order = BY_PID; order < NO_ORDER && strcmp(argv[i], orders[order]); order++) {}
        if (order == NO_ORDER) return misuse();
    }
    int columns = getenv("COLUMNS") ? atoi(getenv("COLUMNS")) : 0;
    double busy = busy_for(0.2), boot = -1;
    ok(psutil_cpu_count(1, &logical)), ok(psutil_cpu_count(0, &cores)), ok(psutil_getloadavg(&load));
    ok(psutil_virtual_memory(&mem));
    double now = (double)time(NULL), up = ok(psutil_boot_time(&boot)) ? now - boot : -1;
    printf("CPUs    %s logical, %s physical, %s busy, load %s %s %s\n", number(b[0], "%.0f", (double)logical),
           number(b[1], "%.0f", (double)cores), number(b[2], "%.1f%%", busy), number(b[3], "%.2f", load.load1),
           number(b[4], "%.2f", load.load5), number(b[5], "%.2f", load.load15));
    printf("Memory  %s total, %s used, %s available\n", size(b[0], mem.total), size(b[1], mem.used),
           size(b[2], mem.available));
    printf("Booted  %s, up %s hours\n\n", date(b[0], "%Y-%m-%d %H:%M:%S", boot), minutes(b[1], up / 60));
    if (psutil_pids(&pids) != PSUTIL_OK) return complain();
    row *rows = allocate(pids->len, sizeof *rows);
    for (size_t i = 0; i < pids->len; i++) look(&rows[i], pids->items[i], mem.total);
    qsort(rows, pids->len, sizeof *rows, compare);
    puts("    PID USER          %CPU  %MEM     RSS START STATUS          TIME NAME             COMMAND");
    for (row *r = rows; r < rows + pids->len; r++) {
        if (r->alive) list(r, now, columns > 0 ? columns - 86 : INT_MAX);
        psutil_free(r->user), psutil_free(r->name), psutil_free(r->args);
    }
    psutil_free(pids), free(rows);
    return end();
}
