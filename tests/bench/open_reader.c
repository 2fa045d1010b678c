/*
 * What opening a table reader with BPF costs a process that has made a table already. Prints one line of JSON: CPU time
 * in ms, RSS in MB, and descriptors.
 */
#define _GNU_SOURCE
#include "peer.h"
#include <dirent.h>
#include <psutil.h>
#include <stdlib.h>
#include <unistd.h>

static const int32_t columns[] = {
    PSUTIL_COLUMN_PID,
    PSUTIL_COLUMN_NAME,
    PSUTIL_COLUMN_CPU_TIMES_USER,
    PSUTIL_COLUMN_RSS,
    PSUTIL_COLUMN_USERNAME,
    PSUTIL_COLUMN_CMDLINE,
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static double resident(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%*d %ld", &pages) != 1) exit(1);
    fclose(f);
    return (double)(pages * sysconf(_SC_PAGESIZE)) / 1e6;
}

static int descriptors(void)
{
    int n = 0;
    DIR *directory = opendir("/proc/self/fd");
    if (!directory) exit(1);
    while (readdir(directory)) n++;
    closedir(directory);
    return n;
}

int main(void)
{
    psutil_table *table;
    psutil_table_reader *reader;
    if (psutil_process_table(columns, COLUMNS, NULL, 0, &table) != PSUTIL_OK) return 1;
    psutil_table_free(table);
    double memory = resident();
    int before = descriptors();
    double cpu = cpu_time();
    if (psutil_table_reader_new(columns, COLUMNS, PSUTIL_READER_BPF | PSUTIL_READER_STRICT, &reader) != PSUTIL_OK) {
        fprintf(stderr, "%s\n", psutil_last_error()->message);
        return 1;
    }
    cpu = (cpu_time() - cpu) * 1e3;
    printf("{\"CPU, ms\": %.3f, \"RSS, MB\": %.3f, \"descriptors\": %d}\n", cpu, resident() - memory,
        descriptors() - before);
    return psutil_table_reader_free(reader) != PSUTIL_OK;
}
