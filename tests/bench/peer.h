/*
 * What a peer in C is: it looks at all processes once for every line of its input, and answers with a line of JSON. To
 * "time" that is {"seconds": ..., "rows": ...}, to "values" {"rows": [...]} with what it found. peer_look does the
 * work: it leaves the rows where peer_print finds them.
 */
#ifndef PEER_H
#define PEER_H

#include <stdio.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_text(const char *name, const char *text, size_t length)
{
    printf("%s\"", name);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        printf(c < 32 || c >= 127 || c == '"' || c == '\\' ? "\\u%04x" : "%c", c);
    }
    putchar('"');
}

static void serve(long (*look)(void), void (*print)(void))
{
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        double start = now();
        long rows = look();
        double seconds = now() - start;
        if (!strncmp(line, "time", 4)) {
            printf("{\"seconds\": %.9f, \"rows\": %ld}\n", seconds, rows);
        } else {
            printf("{\"rows\": [");
            print();
            printf("]}\n");
        }
        fflush(stdout);
    }
}

#endif
