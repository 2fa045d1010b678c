/*
 * Starts PROCESSES processes with THREADS sleeping threads each, prints its PID when all have started, and ends them at
 * the end of input.
 *
 *     spawn_threads PROCESSES THREADS
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static void *sleep_forever(void *unused)
{
    for (;;) pause();
    return unused;
}

static void start_threads(int threads, int ready)
{
    pthread_attr_t small;
    pthread_t thread;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    for (int i = 0; i < threads; i++)
        if (pthread_create(&thread, &small, sleep_forever, NULL)) _exit(1);
    if (write(ready, "", 1) != 1) _exit(1);
    for (;;) pause();
}

int main(int argc, char **argv)
{
    int ends[2];
    char byte;
    if (argc != 3 || pipe(ends)) return 2;
    for (int i = 0; i < atoi(argv[1]); i++) {
        pid_t child = fork();
        if (child < 0) return 1;
        if (!child) start_threads(atoi(argv[2]), ends[1]);
    }
    close(ends[1]);
    for (int i = 0; i < atoi(argv[1]); i++)
        if (read(ends[0], &byte, 1) != 1) return 1;
    printf("%d\n", getpid());
    fflush(stdout);
    while (getchar() != EOF) continue;
    return 0; /* the children get SIGKILL */
}
