/*
 * The main loop of a peer in C: for each line of input it reads all processes and prints a line of JSON. The answer to
 * "time" is {"seconds": ..., "rows": ...}, to "values" {"rows": [...]} with the values. peer_look does the work and
 * leaves the rows for peer_print.
 */
#ifndef PEER_H
#define PEER_H

#include <stdio.h>
#include <string.h>
#include <time.h>

static inline double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline double cpu_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline void print_text(const char *name, const char *text, size_t length)
{
    printf("%s\"", name);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        printf(c < 32 || c >= 127 || c == '"' || c == '\\' ? "\\u%04x" : "%c", c);
    }
    putchar('"');
}

static inline void serve(long (*read_all)(void), void (*print)(void))
{
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        double start = now(), cpu = cpu_time();
        long rows = read_all();
        double seconds = now() - start;
        if (!strncmp(line, "time", 4)) {
            printf("{\"seconds\": %.9f, \"cpu\": %.9f, \"rows\": %ld}\n", seconds, cpu_time() - cpu, rows);
        } else {
            printf("{\"rows\": [");
            print();
            printf("]}\n");
        }
        fflush(stdout);
    }
}

#endif
