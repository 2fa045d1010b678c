/*
 * The library's peer: ps's columns by psutil_process_table. With a NUMBER it makes that many tables, and prints its
 * memory in bytes after the first and after the last. A first argument workers=NUMBER is for psutil_set_workers;
 * reader=FLAGS makes the tables with a table reader.
 */
#include "peer.h"
#include <psutil.h>
#include <stdlib.h>
#include <unistd.h>

static const int32_t columns[] = {
    PSUTIL_COLUMN_PID,
    PSUTIL_COLUMN_PPID,
    PSUTIL_COLUMN_NAME,
    PSUTIL_COLUMN_STATUS,
    PSUTIL_COLUMN_CPU_TIMES_USER,
    PSUTIL_COLUMN_CPU_TIMES_SYSTEM,
    PSUTIL_COLUMN_CREATE_TIME,
    PSUTIL_COLUMN_NUM_THREADS,
    PSUTIL_COLUMN_RSS,
    PSUTIL_COLUMN_VMS,
    PSUTIL_COLUMN_UIDS_REAL,
    PSUTIL_COLUMN_UIDS_EFFECTIVE,
    PSUTIL_COLUMN_UIDS_SAVED,
    PSUTIL_COLUMN_USERNAME,
    PSUTIL_COLUMN_CMDLINE,
};
static psutil_table *table;
static psutil_table_reader *reader;

static void check(int32_t code)
{
    if (code == PSUTIL_OK) return;
    fprintf(stderr, "%s\n", psutil_last_error()->message);
    exit(1);
}

static long read_all(void)
{
    int64_t rows;
    psutil_table_free(table);
    if (reader) check(psutil_table_reader_read(reader, &table));
    else check(psutil_process_table(columns, sizeof columns / sizeof *columns, NULL, 0, &table));
    check(psutil_table_rows(table, &rows));
    return (long)rows;
}

static int64_t number(int64_t row, int32_t column)
{
    int64_t value = PSUTIL_NA;
    psutil_table_int64(table, row, column, &value);
    return value;
}

static double seconds(int64_t row, int32_t column)
{
    double value = -1;
    psutil_table_double(table, row, column, &value);
    return value;
}

static void text(const char *name, int64_t row, int32_t column)
{
    const char *value = NULL;
    int64_t length = 0;
    psutil_table_string(table, row, column, &value, &length);
    print_text(name, value, (size_t)length);
}

static void print(void)
{
    int64_t rows;
    check(psutil_table_rows(table, &rows));
    for (int64_t row = 0; row < rows; row++) {
        printf("%s{\"pid\": %lld, \"ppid\": %lld", row ? ", " : "", (long long)number(row, PSUTIL_COLUMN_PID),
            (long long)number(row, PSUTIL_COLUMN_PPID));
        printf(", \"status\": \"%s\"", psutil_status_name((int32_t)number(row, PSUTIL_COLUMN_STATUS)));
        printf(", \"user\": %.2f, \"system\": %.2f", seconds(row, PSUTIL_COLUMN_CPU_TIMES_USER),
            seconds(row, PSUTIL_COLUMN_CPU_TIMES_SYSTEM));
        printf(", \"create_time\": %.2f, \"threads\": %lld", seconds(row, PSUTIL_COLUMN_CREATE_TIME),
            (long long)number(row, PSUTIL_COLUMN_NUM_THREADS));
        printf(", \"rss\": %lld, \"vms\": %lld", (long long)number(row, PSUTIL_COLUMN_RSS),
            (long long)number(row, PSUTIL_COLUMN_VMS));
        printf(", \"uids\": [%lld, %lld, %lld]", (long long)number(row, PSUTIL_COLUMN_UIDS_REAL),
            (long long)number(row, PSUTIL_COLUMN_UIDS_EFFECTIVE), (long long)number(row, PSUTIL_COLUMN_UIDS_SAVED));
        text(", \"name\": ", row, PSUTIL_COLUMN_NAME);
        text(", \"username\": ", row, PSUTIL_COLUMN_USERNAME);
        printf(", \"cmdline\": [");
        int64_t items = 0;
        psutil_table_items(table, row, PSUTIL_COLUMN_CMDLINE, &items);
        for (int64_t item = 0; item < items; item++) {
            const char *value = NULL;
            int64_t length = 0;
            psutil_table_item(table, row, PSUTIL_COLUMN_CMDLINE, item, &value, &length);
            print_text(item ? ", " : "", value, (size_t)length);
        }
        printf("]}");
    }
}

static long long resident(void)
{
    long long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%*d %lld", &pages) != 1) exit(1);
    fclose(f);
    return pages * sysconf(_SC_PAGESIZE);
}

int main(int argc, char **argv)
{
    int workers;
    if (argc > 1 && sscanf(argv[1], "workers=%d", &workers) == 1) {
        check(psutil_set_workers(workers));
        argc--, argv++;
    }
    int flags;
    if (argc > 1 && sscanf(argv[1], "reader=%d", &flags) == 1) {
        check(psutil_table_reader_new(columns, sizeof columns / sizeof *columns, flags, &reader));
        argc--, argv++;
    }
    if (argc == 1) {
        serve(read_all, print);
        return 0;
    }
    read_all();
    long long first = resident();
    for (long left = atol(argv[1]); left > 0; left--) read_all();
    printf("{\"first\": %lld, \"last\": %lld}\n", first, resident());
    return 0;
}
