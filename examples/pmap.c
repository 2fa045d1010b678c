/* pmap: the memory maps of a process. */
#include "cli.h"

static const char *const help = "usage: pmap [-g] PID...\n"
                                "Shows the memory maps of processes, in KiB.\n"
                                "-g: one line for all maps of the same file\n"
                                "PSS counts shared memory in parts; DIRTY is memory that was written to.\n";

static void print_kib(int64_t bytes)
{
    char b[32];
    printf(" %10s", format_integer(b, bytes < 0 ? bytes : bytes / 1024)); /* whole pages: nothing is rounded */
}

/* heading: the range of addresses, of which the start is shown, or another text. */
static void print_map(const psutil_memory_map_t *m, const char *heading)
{
    printf("%-16.*s", 1 + (int)strcspn(heading + 1, "-"), heading);
    print_kib(m->size);
    print_kib(m->rss);
    print_kib(m->pss);
    print_kib(m->shared_dirty < 0 || m->private_dirty < 0 ? -1 : m->shared_dirty + m->private_dirty);
    printf(" %-5s ", m->perms ? m->perms : "-");
    print_last(16 + 4 * 11 + 7, m->path);
}

static void add(int64_t *total, int64_t bytes)
{
    *total = *total < 0 || bytes < 0 ? -1 : *total + bytes;
}

static void print_process(int64_t pid, int32_t grouped)
{
    psutil_process *p;
    char *name = NULL;
    psutil_memory_map_list_t *maps;
    psutil_memory_map_t total = {.path = ""};
    if (psutil_process_new(pid, &p) != PSUTIL_OK) {
        report_last_error();
        return;
    }
    if (psutil_process_memory_maps(p, grouped, &maps) != PSUTIL_OK) {
        report_last_error();
        psutil_process_free(p);
        return;
    }
    succeeded(psutil_process_name(p, &name));
    printf("%lld: ", (long long)pid);
    print_text(name);
    printf("\n%-16s %10s %10s %10s %10s %-5s %s\n", "ADDRESS", "SIZE", "RSS", "PSS", "DIRTY", "PERMS", "PATH");
    for (const psutil_memory_map_t *m = maps->items; m < maps->items + maps->len; m++) {
        print_map(m, m->addr ? m->addr : "-");
        add(&total.size, m->size);
        add(&total.rss, m->rss);
        add(&total.pss, m->pss);
        add(&total.shared_dirty, m->shared_dirty);
        add(&total.private_dirty, m->private_dirty);
    }
    print_map(&total, "total");
    psutil_free(maps);
    psutil_free(name);
    psutil_process_free(p);
}

int main(int argc, char **argv)
{
    int32_t grouped = 0;
    start_program("pmap", help, argc, argv);
    while (next_option(argc, argv, "g") >= 0) grouped = 1;
    if (next_argument == argc) usage_error("expected a PID", "arguments");
    for (int i = next_argument; i < argc; i++) pid_argument(argv[i]);
    for (int i = next_argument; i < argc; i++) print_process(pid_argument(argv[i]), grouped);
    return finish();
}
