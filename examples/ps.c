/* ps: the system in three lines, then every process. */
#include "cli.h"

typedef struct row { /* negative numbers and NULL are unknown values */
    int64_t pid, rss;
    double cpu, mem, start, used;
    int32_t alive, status;
    char *user, *name;
    psutil_string_list_t *args;
} row;

static enum { BY_PID, BY_CPU, BY_MEM, BY_NAME, BY_TIME, NO_ORDER } order = BY_PID;
static const char *const orders[] = {"--sort=pid", "--sort=cpu", "--sort=mem", "--sort=name", "--sort=time"};
static int narrow;

static const char *const help = "usage: ps [-efAaux] [-w] [aux[w]] [--sort=pid|cpu|mem|name|time]\n"
                                "Lists all processes, by default in the order of their PIDs.\n"
                                "-w: do not cut lines to the terminal (or to the variable COLUMNS)\n"
                                "-efAaux, aux: accepted, and the default\n"
                                "%CPU is the CPU time divided by the age; \"-\" is an unknown value, [name] a\n"
                                "process without a command line.\n";

static void read_row(row *r, int64_t pid, int64_t memory)
{
    psutil_process *p;
    psutil_process_cpu_times_t cpu;
    psutil_process_memory_info_t mem;
    *r = (row){.pid = pid, .rss = -1, .cpu = -1, .mem = -1, .start = -1, .used = -1, .status = -1};
    if (!succeeded(psutil_process_new(pid, &p))) return;
    succeeded(psutil_process_username(p, &r->user));
    succeeded(psutil_process_name(p, &r->name));
    succeeded(psutil_process_cmdline(p, &r->args));
    succeeded(psutil_process_status(p, &r->status));
    if (succeeded(psutil_process_memory_info(p, &mem))) {
        r->rss = mem.rss;
        r->mem = 100 * (double)mem.rss / (double)memory;
    }
    if (succeeded(psutil_process_cpu_times(p, &cpu))) r->used = cpu.user + cpu.system;
    double age = succeeded(psutil_process_create_time(p, &r->start)) ? (double)time(NULL) + 0.5 - r->start : -1;
    if (r->used >= 0 && r->start >= 0) r->cpu = 100 * r->used / (age > 1 ? age : 1);
    succeeded(psutil_process_is_running(p, &r->alive)); /* last: then all values are those of this process */
    psutil_process_free(p);
}

static int compare(const void *one, const void *other)
{
    const row *a = one, *b = other;
    double x = 0;
    if (order == BY_CPU) x = b->cpu - a->cpu;
    if (order == BY_MEM) x = (double)(b->rss - a->rss);
    if (order == BY_TIME) x = b->used - a->used;
    if (order == BY_NAME) x = strcmp(a->name ? a->name : "", b->name ? b->name : "");
    return x < 0 ? -1 : x > 0 ? 1 : (a->pid > b->pid) - (a->pid < b->pid);
}

static void print_row(const row *r, double now)
{
    char b[5][32];
    const char *day = now - r->start < 86400 ? "%H:%M" : now - r->start < 364 * 86400 ? "%b%d" : "%Y";
    const char *name = r->name ? r->name : "?";
    int args = r->args ? (int)r->args->len : 0;
    int room = line_width < INT_MAX ? line_width - (narrow ? 60 : 85) : INT_MAX;
    printf("%7lld ", (long long)r->pid);
    print_column(narrow ? 8 : 12, r->user);
    printf("%5s %5s %7s %5s ", format_double(b[0], "%.1f", r->cpu), format_double(b[1], "%.1f", r->mem),
        format_size(b[2], r->rss), format_date(b[3], day, r->start));
    print_column(narrow ? 8 : 12, psutil_status_name(r->status));
    printf("%7s ", format_minutes(b[4], r->used));
    if (!narrow) print_column(16, name);
    if (args == 0) {
        print_limited(stdout, &room, "[");
        print_limited(stdout, &room, name);
        print_limited(stdout, &room, "]");
    }
    for (int i = 0; i < args; i++) {
        if (i) print_limited(stdout, &room, " ");
        print_limited(stdout, &room, r->args->items[i]);
    }
    putchar('\n');
}

/* Prints the CPUs, memory and boot time. Returns the total memory. */
static int64_t print_system(double now)
{
    char b[6][32];
    int64_t logical = -1, cores = -1;
    double busy = measure_cpu_percent(0.2), boot = -1;
    psutil_loadavg_t load = {-1, -1, -1};
    psutil_virtual_memory_t mem = {.total = -1, .available = -1, .used = -1};
    succeeded(psutil_cpu_count(1, &logical));
    succeeded(psutil_cpu_count(0, &cores));
    succeeded(psutil_getloadavg(&load));
    succeeded(psutil_virtual_memory(&mem));
    double up = succeeded(psutil_boot_time(&boot)) ? now - boot : -1;
    printf("CPUs    %s logical, %s physical, %s busy, load %s %s %s\n", format_integer(b[0], logical),
        format_integer(b[1], cores), format_double(b[2], "%.1f%%", busy), format_double(b[3], "%.2f", load.load1),
        format_double(b[4], "%.2f", load.load5), format_double(b[5], "%.2f", load.load15));
    printf("Memory  %s total, %s used, %s available\n", format_size(b[0], mem.total), format_size(b[1], mem.used),
        format_size(b[2], mem.available));
    printf("Booted  %s, up %s hours\n\n", format_date(b[0], "%Y-%m-%d %H:%M:%S", boot), format_minutes(b[1], up / 60));
    return mem.total;
}

int main(int argc, char **argv)
{
    psutil_pid_list_t *pids;
    start_program("ps", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "efAauxw-")) >= 0;) {
        if (option == 'w') line_width = INT_MAX;
        if (option != '-') continue;
        for (order = BY_PID; order < NO_ORDER && strcmp(option_value, orders[order]); order++) continue;
        if (order == NO_ORDER) usage_error("unknown option", option_value);
    }
    for (int i = next_argument; i < argc; i++) {
        if (argv[i][strspn(argv[i], "auxw")]) usage_error("unexpected argument", argv[i]);
        if (strchr(argv[i], 'w')) line_width = INT_MAX;
    }
    narrow = line_width < 120;
    double now = (double)time(NULL);
    int64_t memory = print_system(now);
    if (psutil_pids(&pids) != PSUTIL_OK) return report_last_error();
    row *rows = allocate(pids->len, sizeof *rows);
    for (size_t i = 0; i < pids->len; i++) read_row(&rows[i], pids->items[i], memory);
    qsort(rows, pids->len, sizeof *rows, compare);
    if (narrow) puts("    PID USER      %CPU  %MEM     RSS START STATUS      TIME COMMAND");
    else puts("    PID USER          %CPU  %MEM     RSS START STATUS          TIME NAME             COMMAND");
    for (row *r = rows; r < rows + pids->len; r++) {
        if (r->alive) print_row(r, now);
        psutil_free(r->user);
        psutil_free(r->name);
        psutil_free(r->args);
    }
    psutil_free(pids);
    free(rows);
    return finish();
}
