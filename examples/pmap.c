/* pmap: what the address space of a process is made of. */
#include "common.h"

static const char *const help =
    "usage: pmap [-g] PID...\nShows the memory maps of processes, in KiB; with -g those of the same file as one.\n"
    "PSS counts what is shared by its share; DIRTY is what was written to.\n";

static void kilobytes(int64_t bytes) { /* the kernel counts pages, so that nothing is lost */
    char b[32];
    printf(" %10s", whole(b, bytes < 0 ? bytes : bytes / 1024));
}

static void line(const psutil_memory_map_t *m, const char *first) {
    printf("%-33s", first);
    kilobytes(m->size), kilobytes(m->rss), kilobytes(m->pss);
    kilobytes(m->shared_dirty < 0 || m->private_dirty < 0 ? -1 : m->shared_dirty + m->private_dirty);
    printf(" %-5s ", m->perms ? m->perms : "-"), show(m->path), putchar('\n');
}

static void add(int64_t *total, int64_t bytes) { *total = *total < 0 || bytes < 0 ? -1 : *total + bytes; }

static int list(int64_t pid, int32_t grouped) {
    psutil_process *p;
    char *name = NULL;
    psutil_memory_map_list_t *maps;
    psutil_memory_map_t total = {.path = ""};
    if (psutil_process_new(pid, &p) != PSUTIL_OK) return complain();
    int32_t code = psutil_process_memory_maps(p, grouped, &maps);
    if (code != PSUTIL_OK) return complain(), psutil_process_free(p), EXIT_FAILURE;
    ok(psutil_process_name(p, &name));
    printf("%lld: ", (long long)pid), show(name);
    printf("\n%-33s %10s %10s %10s %10s %-5s %s\n", "ADDRESS", "SIZE", "RSS", "PSS", "DIRTY", "PERMS", "PATH");
    for (const psutil_memory_map_t *m = maps->items; m < maps->items + maps->len; m++) {
        line(m, m->addr ? m->addr : "-");
        add(&total.size, m->size), add(&total.rss, m->rss), add(&total.pss, m->pss);
        add(&total.shared_dirty, m->shared_dirty), add(&total.private_dirty, m->private_dirty);
    }
    line(&total, "total");
    psutil_free(maps), psutil_free(name), psutil_process_free(p);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    int64_t pid;
    int32_t grouped = 0;
    begin("pmap", help, argc, argv);
    int i = 1;
    if (i < argc && !strcmp(argv[i], "-g")) grouped = 1, i++;
    if (i == argc) return misuse();
    for (int k = i; k < argc; k++)
        if (!integer(argv[k], &pid)) return misuse();
    for (; i < argc; i++) integer(argv[i], &pid), list(pid, grouped);
    return end();
}
