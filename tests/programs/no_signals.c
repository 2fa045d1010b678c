/* Counts every signal that reaches a handler of the host while four threads use the library for some seconds. There
 * must be none, above all no SIGURG, with which Go interrupts threads. Built against the library with test hooks:
 * calls stay inside long enough for Go to interrupt them, and make garbage for it to collect.
 *
 *   no_signals SECONDS
 */
#include "host.h"
#include "../../capi/test_hooks.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

enum { MIN_ROUNDS = 30 }; /* of each thread, however busy the machine is */

static atomic_int received[65];
static atomic_long called;
static double until;

static void handler(int s)
{
    received[s]++;
}

static void *keep_calling(void *arg)
{
    int number = *(int *)arg;
    for (int round = 0; round < MIN_ROUNDS || now() < until; round++) {
        psutil_pid_list_t *pids;
        psutil_virtual_memory_t memory;
        double percent;
        OK(psutil_pids(&pids));
        psutil_free(pids);
        OK(psutil_virtual_memory(&memory));
        OK(psutil_cpu_percent(0.001, &percent));
        if (number == 0)
            OK(psutil_test_hook(
                PSUTIL_TEST_HOOK_BUSY, 30000)); /* longer than Go runs a goroutine without an interrupt */
        if (number == 1) OK(psutil_test_hook(PSUTIL_TEST_HOOK_GARBAGE, 1 << 20));
        called += 4;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    SYSTEM(argc == 2);
    for (int s = 1; s <= 64; s++) {
        int fault = s == SIGSEGV || s == SIGBUS || s == SIGFPE;
        if (!fault && s != SIGKILL && s != SIGSTOP && (s < 32 || s >= SIGRTMIN)) signal(s, handler);
    }
    enum { THREADS = 4 };
    pthread_t thread[THREADS];
    int number[THREADS];
    until = now() + atof(argv[1]);
    for (int i = 0; i < THREADS; i++) {
        number[i] = i;
        SYSTEM(!pthread_create(&thread[i], NULL, keep_calling, &number[i]));
    }
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    int all = 0;
    for (int s = 1; s <= 64; s++) all += received[s];
    MEASURE("calls", "%ld", called);
    MEASURE("SIGURG", "%d", received[SIGURG]);
    MEASURE("signals", "%d", all);
}
