/* disk_usage: the space of file systems, as df shows it. */
#include "common.h"

static const char *const help =
    "usage: disk_usage [-a] [-b] [PATH...]\nShows the space of mounted file systems, or of those that the paths are on.\n"
    "-a: also those in memory, over the network and the kernel's own    -b: in bytes\n"
    "AVAILABLE is what ordinary users can have; \"-\" is what you are not told.\n";

static int all, in_bytes;

static const char *amount(char *b, int64_t bytes) { return in_bytes ? whole(b, bytes) : size(b, bytes); }

static void list(const char *device, const char *type, const char *path, const psutil_disk_usage_t *usage_of) {
    char b[4][32];
    uncut(20, device), column(10, type);
    printf("%15s %15s %15s %6s ", amount(b[0], usage_of->total), amount(b[1], usage_of->used),
           amount(b[2], usage_of->free), number(b[3], "%.1f%%", usage_of->percent));
    show(path), putchar('\n');
}

int main(int argc, char **argv) {
    psutil_disk_partition_list_t *disks;
    int paths = 0;
    begin("disk_usage", help, argc, argv);
    for (int i = 1, options = 1; i < argc; i++)
        if (options && !strcmp(argv[i], "--")) options = 0;
        else if (options && !strcmp(argv[i], "-a")) all = 1;
        else if (options && !strcmp(argv[i], "-b")) in_bytes = 1;
        else if (options && argv[i][0] == '-') return misuse();
        else argv[paths++] = argv[i];
    printf("%-20s %-10s %15s %15s %15s %6s %s\n", "DEVICE", "TYPE", "SIZE", "USED", "AVAILABLE", "USED%", "PATH");
    for (int i = 0; i < paths; i++) {
        psutil_disk_usage_t space;
        if (psutil_disk_usage(argv[i], &space) == PSUTIL_OK) list(NULL, NULL, argv[i], &space);
        else complain();
    }
    if (paths) return end();
    if (psutil_disk_partitions(all, &disks) != PSUTIL_OK) return complain();
    for (const psutil_disk_partition_t *d = disks->items; d < disks->items + disks->len; d++) {
        psutil_disk_usage_t space = {-1, -1, -1, -1, {0}};
        ok(psutil_disk_usage(d->mountpoint, &space));
        list(d->device, d->fstype, d->mountpoint, &space);
    }
    psutil_free(disks);
    return end();
}
