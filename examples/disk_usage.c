/* disk_usage: the space of file systems, like df. */
#include "cli.h"

static const char *const help = "usage: disk_usage [-a] [-b | -k | -m | -g] [PATH...]\n"
                                "Shows the space of the mounted file systems, or of those that hold the paths.\n"
                                "-a: also file systems in memory, on the network, and the kernel's own\n"
                                "-b, -k, -m, -g: in bytes, KiB, MiB or GiB\n"
                                "AVAILABLE is the space for ordinary users; \"-\" is an unknown value.\n";

static int64_t unit;
static int narrow;

static void print_line(const char *device, const char *type, const char *path, const char *const amounts[4])
{
    int width = narrow ? (unit ? 13 : 9) : 15;
    print_wide_column(narrow ? 16 : 20, device);
    if (!narrow) print_column(10, type);
    printf("%*s %*s %*s %6s ", width, amounts[0], width, amounts[1], width, amounts[2], amounts[3]);
    print_last((narrow ? 17 : 32) + 3 * (width + 1) + 7, path);
}

static void print_usage(const char *device, const char *type, const char *path, const psutil_disk_usage_t *space)
{
    char b[4][32];
    const char *amounts[] = {format_amount(b[0], space->total, unit), format_amount(b[1], space->used, unit),
        format_amount(b[2], space->free, unit), format_double(b[3], "%.1f%%", space->percent)};
    print_line(device, type, path, amounts);
}

static void print_partitions(int all)
{
    psutil_disk_partition_list_t *disks;
    if (psutil_disk_partitions(all, &disks) != PSUTIL_OK) {
        report_last_error();
        return;
    }
    for (const psutil_disk_partition_t *d = disks->items; d < disks->items + disks->len; d++) {
        psutil_disk_usage_t space = {-1, -1, -1, -1, {0}};
        succeeded(psutil_disk_usage(d->mountpoint, &space));
        print_usage(d->device, d->fstype, d->mountpoint, &space);
    }
    psutil_free(disks);
}

int main(int argc, char **argv)
{
    const char *const headings[] = {"SIZE", "USED", "AVAILABLE", "USED%"};
    int all = 0;
    start_program("disk_usage", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "abkmg")) >= 0;) {
        if (option == 'a') all = 1;
        else unit = option == 'b' ? 1 : option == 'k' ? 1024 : option == 'm' ? 1 << 20 : 1 << 30;
    }
    narrow = line_width < 110;
    print_line("DEVICE", "TYPE", "PATH", headings);
    if (next_argument == argc) print_partitions(all);
    for (int i = next_argument; i < argc; i++) {
        psutil_disk_usage_t space;
        if (psutil_disk_usage(argv[i], &space) == PSUTIL_OK) print_usage(NULL, NULL, argv[i], &space);
        else report_last_error();
    }
    return finish();
}
