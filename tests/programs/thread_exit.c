/* Threads that end: by pthread_cancel during a call, which must not be unwound; with destructors of the host that read
 * the thread's state after the library's own and call again; and in a forked child, whose only thread is the copy of
 * one that has called.
 */
#include "host.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { TIMES = 200 };

/* ---- cancelled */

static atomic_int inside, completed;

/* musl cancels by a signal, which ends the sleep. */
static void waited(int32_t code, int32_t expected)
{
    CHECK(code == expected || code == PSUTIL_ERR_INTERRUPTED, "code %d", code);
}

static void *cancelled(void *arg)
{
    int kind = *(int *)arg;
    psutil_process *p;
    psutil_exit_status_t status;
    char *name;
    double percent;
    OK(psutil_process_new(getppid(), &p));
    inside = 1;
    switch (kind) {
    case 0:
        OK(psutil_process_username(p, &name)); /* opens and reads files in the C library */
        psutil_free(name);
        break;
    case 1: waited(psutil_process_wait(p, 0.002, 0, &status), PSUTIL_ERR_TIMEOUT_EXPIRED); break;
    case 2: waited(psutil_cpu_percent(0.002, &percent), PSUTIL_OK);
    }
    OK(psutil_process_free(p));
    completed++;
    for (;;) pthread_testcancel();
    return NULL;
}

static int cancel_threads(void)
{
    int ended = 0;
    for (int i = 0; i < TIMES; i++) {
        pthread_t thread;
        int kind = i % 3;
        void *result;
        inside = 0;
        SYSTEM(!pthread_create(&thread, NULL, cancelled, &kind));
        while (!inside) {
        }
        for (double until = now() + (i % 20) * 5e-6; now() < until;) {
        }
        pthread_cancel(thread);
        pthread_join(thread, &result);
        ended += result == PTHREAD_CANCELED;
    }
    return ended;
}

/* ---- ended, with destructors */

static pthread_key_t early,
    late; /* made before and after the first call: their destructors run before and after the library's */
static char alternate[16 << 10];
static atomic_int looked, changed;

static void look(void *arg)
{
    char mask[64];
    stack_t stack;
    psutil_pid_list_t *pids;
    (void)arg;
    for (int i = 0; i < 2; i++) {
        status_line("/proc/thread-self/status", "SigBlk", mask);
        sigaltstack(NULL, &stack);
        looked++;
        changed += strtoull(mask, NULL, 16) != 1ull << (SIGUSR2 - 1) || stack.ss_sp != alternate || stack.ss_flags;
        OK(psutil_pids(&pids));
        psutil_free(pids);
    }
}

static void *ends(void *arg)
{
    sigset_t mask;
    stack_t own = {.ss_sp = alternate, .ss_size = sizeof alternate};
    psutil_pid_list_t *pids;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    SYSTEM(!sigaltstack(&own, NULL));
    pthread_setspecific(early, arg);
    pthread_setspecific(late, arg);
    OK(psutil_pids(&pids));
    psutil_free(pids);
    return NULL;
}

/* ---- ended in a child */

static void end_process(void *arg)
{
    (void)arg;
    _exit(0);
}

static void *forks(void *arg)
{
    int *ended = arg;
    for (int i = 0; i < 40; i++) {
        psutil_pid_list_t *pids;
        int status;
        OK(psutil_pids(&pids));
        psutil_free(pids);
        pid_t pid = fork();
        if (!pid) {
            alarm(100);
            if (i % 2 && psutil_pids(&pids) == PSUTIL_OK) psutil_free(pids);
            pthread_key_t last;
            SYSTEM(!pthread_key_create(&last, end_process) && !pthread_setspecific(last, arg));
            pthread_exit(NULL);
        }
        SYSTEM(pid > 0 && waitpid(pid, &status, 0) == pid);
        *ended += status == 0;
    }
    return NULL;
}

int main(void)
{
    int ended = 0;
    char before[4096], after[4096];
    double boot;
    SYSTEM(!pthread_key_create(&early, look));
    OK(psutil_boot_time(&boot));
    SYSTEM(!pthread_key_create(&late, look));
    descriptors(before, sizeof before);
    MEASURE("cancelled", "%d", cancel_threads());
    MEASURE("completed their call", "%d", completed);
    for (int i = 0; i < TIMES; i++) {
        pthread_t thread;
        SYSTEM(!pthread_create(&thread, NULL, ends, alternate));
        pthread_join(thread, NULL);
    }
    pthread_t thread;
    SYSTEM(!pthread_create(&thread, NULL, forks, &ended));
    pthread_join(thread, NULL);
    descriptors(after, sizeof after);
    MEASURE("ended in children", "%d", ended);
    MEASURE("looked", "%d", looked);
    MEASURE("changed", "%d", changed);
    MEASURE("descriptors", "%s", strcmp(before, after) ? after : "same");
}
