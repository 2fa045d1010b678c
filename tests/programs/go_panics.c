/* Go code that fails inside a call: a panic, a fault, a panic in a worker. Each is an error of that call, and the host
 * goes on. Built against the library with test hooks.
 *
 *   go_panics [handlers]    whether the host has its own fault handlers, which must not run
 */
#include "host.h"
#include "../../capi/test_hooks.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

enum {
    PANIC = PSUTIL_TEST_HOOK_PANIC,
    FAULT = PSUTIL_TEST_HOOK_FAULT,
    WORKER = PSUTIL_TEST_HOOK_WORKER_PANIC,
    TIMES = 300,
    THREADS = 4
};

static atomic_int internal[4], others, host_handled;

static void handler(int s)
{
    (void)s;
    host_handled++;
}

static void *provoke(void *arg)
{
    (void)arg;
    for (int i = 0; i < TIMES; i++) {
        psutil_pid_list_t *pids;
        int what = PANIC + i % 3;
        int32_t code = psutil_test_hook(what, 0);
        if (code == PSUTIL_ERR_INTERNAL && psutil_last_error()->code == code) internal[what]++;
        else others++;
        OK(psutil_pids(&pids));
        CHECK(pids->len > 0);
        psutil_free(pids);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) signal(SIGSEGV, handler), signal(SIGBUS, handler), signal(SIGFPE, handler);
    char messages[4][256];
    for (int what = PANIC; what <= WORKER; what++) {
        psutil_test_hook(what, 0);
        snprintf(messages[what], sizeof messages[what], "%s", psutil_last_error()->message);
    }
    OK(psutil_test_hook(PSUTIL_TEST_HOOK_DIVIDE, 0));
    OK(psutil_test_hook(PSUTIL_TEST_HOOK_DIVIDE, -1));
    MEASURE("divisions", "%d", host_handled);
    provoke(NULL);
    pthread_t thread[THREADS];
    for (int i = 0; i < THREADS; i++) SYSTEM(!pthread_create(&thread[i], NULL, provoke, NULL));
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    MEASURE("times", "%d", TIMES / 3 * (THREADS + 1));
    MEASURE("panic", "%d", internal[PANIC]);
    MEASURE("fault", "%d", internal[FAULT]);
    MEASURE("worker", "%d", internal[WORKER]);
    MEASURE("others", "%d", others);
    MEASURE("host's handlers", "%d", host_handled);
    MEASURE("message of panic", "%s", messages[PANIC]);
    MEASURE("message of fault", "%s", messages[FAULT]);
    MEASURE("message of worker", "%s", messages[WORKER]);
}
