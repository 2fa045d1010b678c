/*
 * Measures a read of the memory pressure, and what the bytes of TCP connections add to a list of all connections
 * without owners. Prints the best and the median of ROUNDS.
 *
 *     sleep 60 | python3 tests/bench/sockets.py 13334 & build/bench/pressure_and_bytes; kill %1
 */
#include <psutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 41, READS = 2000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *what, double *seconds, double unit)
{
    qsort(seconds, ROUNDS, sizeof *seconds, compare);
    printf("%s: best %.2f, median %.2f\n", what, seconds[0] / unit, seconds[ROUNDS / 2] / unit);
}

static size_t list_connections(int32_t flags)
{
    psutil_connection_list_t *list;
    if (psutil_net_connections("tcp", flags, &list) != PSUTIL_OK) exit(1);
    size_t n = list->len;
    psutil_free(list);
    return n;
}

int main(void)
{
    double reads[ROUNDS], plain[ROUNDS], bytes[ROUNDS];
    psutil_pressure_t pressure;
    size_t connections = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        for (int i = 0; i < READS; i++)
            if (psutil_pressure(PSUTIL_PRESSURE_MEMORY, &pressure) != PSUTIL_OK) return 1;
        reads[round] = (now() - begin) / READS;
        begin = now();
        connections = list_connections(0);
        plain[round] = now() - begin;
        begin = now();
        list_connections(PSUTIL_CONNECTIONS_BYTES);
        bytes[round] = now() - begin;
    }
    print_times("psutil_pressure, us", reads, 1e-6);
    printf("%zu TCP sockets\n", connections);
    print_times("psutil_net_connections, ms", plain, 1e-3);
    print_times("with PSUTIL_CONNECTIONS_BYTES, ms", bytes, 1e-3);
    return 0;
}
