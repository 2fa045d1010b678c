/* Disks, for tests/test_disks.py.
 *
 *   disks counters         I/O counters of all disks, with and without nowrap
 *   disks partitions ALL   one line for each: device, mount point, type and options in hexadecimal
 *   disks usage PATH       the space of the file system
 *   disks misuse           wrong arguments
 *   disks leak             memory and descriptors after many calls
 */
#include "host.h"
#include <errno.h>

static void print_io(const char *name, const psutil_disk_io_counters_t *c)
{
    MEASURE(name, "%lld %lld %lld %lld %lld %lld %lld %lld %lld", (long long)c->read_count, (long long)c->write_count,
        (long long)c->read_bytes, (long long)c->write_bytes, (long long)c->read_time, (long long)c->write_time,
        (long long)c->read_merged_count, (long long)c->write_merged_count, (long long)c->busy_time);
    for (int i = 0; i < 4; i++) CHECK(c->reserved[i] == PSUTIL_NA);
}

static void counters(void)
{
    psutil_disk_io_counters_t total;
    psutil_disk_io_list_t *disks;
    char name[300];
    for (int nowrap = 0; nowrap < 2; nowrap++) {
        if (psutil_disk_io_counters(nowrap, &total) == PSUTIL_OK) print_io(nowrap ? "io nowrap" : "io raw", &total);
        else CHECK(psutil_last_error()->code == PSUTIL_ERR_NOT_SUPPORTED);
        OK(psutil_disk_io_counters_per_disk(nowrap, &disks));
        for (size_t i = 0; i < disks->len; i++) {
            snprintf(name, sizeof name, "%s %s", nowrap ? "nowrap" : "raw", disks->items[i].name);
            print_io(name, &disks->items[i].counters);
        }
        psutil_free(disks);
    }
}

static void print_hex(const char *text, char end)
{
    putchar('x'); /* an empty string is a word, too */
    for (; *text; text++) printf("%02x", (unsigned char)*text);
    putchar(end);
}

static void partitions(int all)
{
    psutil_disk_partition_list_t *list;
    OK(psutil_disk_partitions(all, &list));
    for (size_t i = 0; i < list->len; i++) {
        const psutil_disk_partition_t *p = &list->items[i];
        print_hex(p->device, ' ');
        print_hex(p->mountpoint, ' ');
        print_hex(p->fstype, ' ');
        print_hex(p->opts, '\n');
        CHECK(p->reserved[0] == PSUTIL_NA && p->reserved[1] == PSUTIL_NA);
    }
    psutil_free(list);
}

static void usage(const char *path)
{
    psutil_disk_usage_t u;
    if (psutil_disk_usage(path, &u) == PSUTIL_OK)
        MEASURE("usage", "%lld %lld %lld %.17g", (long long)u.total, (long long)u.used, (long long)u.free, u.percent);
    else MEASURE("error", "%d %d", psutil_last_error()->code, psutil_last_error()->os_error);
}

static void misuse(void)
{
    psutil_disk_usage_t usage, untouched;
    memset(&usage, 0x55, sizeof usage);
    memset(&untouched, 0x55, sizeof untouched);
    REFUSED(psutil_disk_partitions(0, NULL), "out is NULL");
    REFUSED(psutil_disk_usage(NULL, &usage), "path is NULL");
    REFUSED(psutil_disk_usage("/", NULL), "out is NULL");
    REFUSED(psutil_disk_io_counters(0, NULL), "out is NULL");
    REFUSED(psutil_disk_io_counters_per_disk(0, NULL), "out is NULL");

    static char longest[100000];
    memset(longest, '/', sizeof longest - 1);
    const struct {
        const char *path;
        int os_error;
    } wrong[] = {{"/no/such/path", ENOENT}, {"", ENOENT}, {"/proc/self/stat/x", ENOTDIR}, {longest, ENAMETOOLONG}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK(psutil_disk_usage(wrong[i].path, &usage) == PSUTIL_ERR_OS);
        CHECK(psutil_last_error()->os_error == wrong[i].os_error, "%.20s", wrong[i].path);
    }
    CHECK(psutil_disk_usage("/no/such/path", &usage) == PSUTIL_ERR_OS);
    CHECK(strstr(psutil_last_error()->message, "/no/such/path"));
    CHECK(!memcmp(&usage, &untouched, sizeof usage), "a failing call touched its output");

    psutil_disk_io_list_t *disks;
    CHECK(psutil_disk_io_counters_per_disk(INT32_MIN, &disks) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_disk_io_counters_per_disk(PSUTIL_NOWRAP_RESTART + 1, &disks) == PSUTIL_ERR_INVALID_ARGUMENT);
    OK(psutil_disk_io_counters_per_disk(PSUTIL_NOWRAP_RESTART, &disks));
    psutil_free(disks);

    /* Any number but 0 is true. */
    psutil_disk_partition_list_t *all, *mounted;
    OK(psutil_disk_partitions(INT32_MIN, &mounted));
    OK(psutil_disk_partitions(1, &all));
    CHECK(mounted->len == all->len);
    psutil_free(mounted);
    psutil_free(all);
}

static void once(void)
{
    psutil_disk_partition_list_t *mounted;
    psutil_disk_usage_t space;
    psutil_disk_io_counters_t total;
    psutil_disk_io_list_t *disks;
    for (int flag = 0; flag < 2; flag++) {
        OK(psutil_disk_partitions(flag, &mounted));
        psutil_free(mounted);
        psutil_disk_io_counters(flag, &total); /* NOT_SUPPORTED without disks */
        OK(psutil_disk_io_counters_per_disk(flag, &disks));
        psutil_free(disks);
    }
    OK(psutil_disk_usage("/", &space));
    CHECK(psutil_disk_usage("/no/such/path", &space) == PSUTIL_ERR_OS);
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    if (!strcmp(argv[1], "counters")) counters();
    else if (!strcmp(argv[1], "partitions") && argc == 3) partitions(atoi(argv[2]));
    else if (!strcmp(argv[1], "usage") && argc == 3) usage(argv[2]);
    else if (!strcmp(argv[1], "misuse")) misuse();
    else if (!strcmp(argv[1], "leak")) assert_no_leak(once, 500);
    else CHECK(0, "unknown command %s", argv[1]);
    return 0;
}
