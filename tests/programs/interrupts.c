/* Signals that arrive while a call waits.
 *
 *   interrupts sit CALL                prints "ready" and waits in the call; a signal with the default action ends it
 *   interrupts handled CALL [restart]  a handler runs during a wait that would outlast any test: prints its result
 *   interrupts entry CALL              another thread sends signals as soon as this one is inside, before it sleeps:
 *                                      each ends a wait that would outlast any test
 *   interrupts ignored CALL            ignored signals, and being stopped and continued, do not end the wait
 *
 * CALL: wait, polled-wait (without pidfds, as before Linux 5.3), cpu_percent, cpu_percent_per_cpu, process_cpu_percent
 */
#include "seccomp.h"
#include "host.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <sys/wait.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

static const char *call_name;
static psutil_process *process;
static pid_t child;

static int32_t call(double seconds)
{
    double percent;
    psutil_percent_list_t *percents;
    psutil_exit_status_t status;
    int32_t code;
    if (!strcmp(call_name, "cpu_percent")) return psutil_cpu_percent(seconds, &percent);
    if (!strcmp(call_name, "process_cpu_percent")) return psutil_process_cpu_percent(process, seconds, &percent);
    if (!strcmp(call_name, "cpu_percent_per_cpu")) {
        code = psutil_cpu_percent_per_cpu(seconds, &percents);
        if (code == PSUTIL_OK) psutil_free(percents);
        return code;
    }
    return psutil_process_wait(process, seconds, 0, &status);
}

/* The code that the call returns after its whole wait. */
static int32_t whole(void)
{
    return strstr(call_name, "wait") ? PSUTIL_ERR_TIMEOUT_EXPIRED : PSUTIL_OK;
}

static void end_child(void)
{
    kill(child, SIGKILL);
}

/* ---- handled */

static atomic_int ran;

static void handler(int s)
{
    (void)s;
    ran++;
}

static void install(int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    SYSTEM(!sigaction(SIGALRM, &action, NULL));
}

static void handled(int flags)
{
    /* Again and again: the first may come before the call has begun. */
    struct itimerval often = {.it_value = {.tv_usec = 100000}, .it_interval = {.tv_usec = 100000}}, never = {0};
    install(flags);
    SYSTEM(!setitimer(ITIMER_REAL, &often, NULL));
    int32_t code = call(100000);
    SYSTEM(!setitimer(ITIMER_REAL, &never, NULL));
    MEASURE("code", "%s", psutil_error_name(code));
    MEASURE("handled", "%s", ran ? "yes" : "no");
    MEASURE("message", "%s", psutil_last_error()->message);
    MEASURE("afterwards", "%s", call(0.05) == whole() ? "waits" : "fails");
}

/* ---- entry */

enum { TIMES = 300 };

static const double outlasts_a_test = 100000;
static atomic_int round_begun, round_over, entry_over;
static atomic_int seen_inside;
static pthread_t waiter;
static pid_t waiter_id;

/* Whether SIGUSR1 is blocked. Only the library blocks it, between its entry and its sleep. */
static int inside(int status)
{
    char text[4096];
    ssize_t n = pread(status, text, sizeof text - 1, 0);
    SYSTEM(n > 0);
    text[n] = '\0';
    return strtoull(strstr(text, "SigBlk:") + 7, NULL, 16) >> (SIGUSR1 - 1) & 1;
}

static void *sender(void *arg)
{
    char path[64];
    (void)arg;
    snprintf(path, sizeof path, "/proc/self/task/%d/status", waiter_id);
    int status = open(path, O_RDONLY | O_CLOEXEC);
    SYSTEM(status >= 0);
    for (int i = 0;; i++) {
        while (round_begun <= i)
            if (entry_over) break;
        if (entry_over) break;
        int is_inside = 0;
        for (double until = now() + 0.003; !is_inside && now() < until;) is_inside = inside(status);
        seen_inside += is_inside;
        /* Not seen inside: it sleeps already, or has not entered yet. Then it needs one more signal. */
        pthread_kill(waiter, SIGALRM);
        while (!is_inside && round_over <= i) {
            pause_for(0.01);
            pthread_kill(waiter, SIGALRM);
        }
        while (round_over <= i) {
        }
    }
    close(status);
    return NULL;
}

static void entry(void)
{
    pthread_t thread;
    int calls = 0, interrupted = 0;
    install(SA_RESTART);
    waiter = pthread_self();
    waiter_id = (pid_t)syscall(SYS_gettid);
    call(0.001);
    SYSTEM(!pthread_create(&thread, NULL, sender, NULL));
    for (; calls < TIMES || !seen_inside; calls++) { /* on a busy machine both threads seldom run at the same time */
        round_begun++;
        int32_t code = call(outlasts_a_test);
        round_over++;
        interrupted += code == PSUTIL_ERR_INTERRUPTED;
    }
    entry_over = 1;
    pthread_join(thread, NULL);
    MEASURE("not interrupted", "%d", calls - interrupted);
    MEASURE("seen inside", "%d", seen_inside);
}

/* ---- ignored */

static void ignored(void)
{
    signal(SIGUSR1, SIG_IGN);
    pid_t me = getpid(), other = fork();
    if (!other) {
        for (int i = 0; i < 5; i++) {
            pause_for(0.02);
            kill(me, i < 3 ? SIGUSR1 : i == 3 ? SIGSTOP : SIGCONT);
        }
        _exit(0);
    }
    double start = now();
    int32_t code = call(0.5);
    MEASURE("code", "%s", psutil_error_name(code));
    MEASURE("as after the whole time", "%s", code == whole() ? "yes" : "no");
    MEASURE("waited", "%.3f", now() - start);
    waitpid(other, NULL, 0);
}

int main(int argc, char **argv)
{
    SYSTEM(argc >= 3);
    call_name = argv[2];
    child = fork();
    SYSTEM(child >= 0);
    if (!child) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) pause();
    }
    atexit(end_child);
    if (!strcmp(call_name, "polled-wait")) deny(SYS_pidfd_open, 0, 0, 0, ENOSYS);
    OK(psutil_process_new(child, &process));
    if (!strcmp(argv[1], "sit")) {
        MEASURE("state", "ready");
        call(strstr(call_name, "wait") ? -1 : 10);
        MEASURE("state", "returned");
    } else if (!strcmp(argv[1], "handled")) {
        handled(argc > 3 ? SA_RESTART : 0);
    } else if (!strcmp(argv[1], "entry")) {
        entry();
    } else {
        ignored();
    }
}
