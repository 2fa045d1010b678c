/* A fault of the host itself: it ends as it would without the library.
 *
 *   faults WHO HANDLER FAULT
 *
 * WHO faults:  caller      the thread that made the first call
 *              thread      another thread that has called
 *              other       a thread that never called
 *              child       a forked child that never calls
 *              reloaded    a forked child that calls first
 *              grandchild  a forked child of that one, which never calls
 *              clone       a child of a raw clone system call, which never calls
 *              first       a forked child, which calls, of a parent that never called
 * HANDLER:     none
 *              before, after   installed before or after the first call; it jumps out (siglongjmp), 20 times
 *                              with calls in between
 *              exit            ends the program with status 42
 *              own             installed in the child, otherwise like after
 *              stack           runs on an alternate stack of the host, and jumps out
 *              passes-on       installed after the first call; it restores the action before its own and raises the
 *                              signal again, as Python's faulthandler does
 * FAULT:       segv (a null dereference), bus, fpe, or overflow (of the stack; with "stack" only)
 *
 * Prints how the process that faults ended.
 */
#include "host.h"
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static const char *origin, *handler, *fault_kind;
static sigjmp_buf out;
static volatile int jumps, wrong;
static void *volatile expected_address;
static char alternate[64 << 10];

static int is(const char *a, const char *b)
{
    return !strcmp(a, b);
}

/* ---- the faults */

static void *beyond_the_end; /* of a file: an access is SIGBUS */

static void prepare_bus(void)
{
    FILE *file = tmpfile();
    SYSTEM(file);
    beyond_the_end = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0);
    SYSTEM(beyond_the_end != MAP_FAILED);
    fclose(file);
}

static volatile int deep = 1;

__attribute__((noinline)) static int overflow(volatile char *from)
{
    volatile char room[4096];
    room[0] = from[0];
    return deep ? overflow(room) + room[0] : 0;
}

static void fault(void)
{
    expected_address = NULL;
    if (is(fault_kind, "segv")) {
        *(volatile int *)expected_address = 1;
    } else if (is(fault_kind, "bus")) {
        expected_address = beyond_the_end;
        *(volatile int *)beyond_the_end = 1;
    } else if (is(fault_kind, "fpe")) {
#if defined __x86_64__ || defined __i386__
        static volatile int zero;
        zero = 1000 / zero;
#else
        raise(SIGFPE); /* division does not fault on this processor */
#endif
    } else {
        volatile char start = 1;
        overflow(&start);
    }
}

static int number(void)
{
    return is(fault_kind, "bus") ? SIGBUS : is(fault_kind, "fpe") ? SIGFPE : SIGSEGV;
}

/* ---- the host's handlers */

static void jump(int s, siginfo_t *info, void *context)
{
    char here;
    int on_alternate = &here >= alternate && &here < alternate + sizeof alternate;
    (void)context;
    if (s != number() || info->si_signo != s) wrong |= 1;
    if (info->si_code <= 0 && s != SIGFPE) wrong |= 2; /* sent by the kernel, not by kill */
    if ((s == SIGBUS || is(fault_kind, "segv")) && info->si_addr != expected_address) wrong |= 4;
    if (on_alternate != is(handler, "stack")) wrong |= 8;
    jumps++;
    siglongjmp(out, 1);
}

static void leave(int s)
{
    _exit(s == number() ? 42 : 43);
}

static struct sigaction previous;

static void pass_on(int s)
{
    static volatile int runs;
    if (runs++) _exit(11);
    sigaction(s, &previous, NULL);
    raise(s);
}

static void install(void)
{
    struct sigaction action = {.sa_flags = SA_SIGINFO};
    stack_t own = {.ss_sp = alternate, .ss_size = sizeof alternate};
    if (is(handler, "none")) return;
    if (is(handler, "exit")) {
        action.sa_flags = 0;
        action.sa_handler = leave;
    } else if (is(handler, "passes-on")) {
        action.sa_flags = 0;
        action.sa_handler = pass_on;
    } else {
        action.sa_sigaction = jump;
    }
    if (is(handler, "stack")) {
        action.sa_flags |= SA_ONSTACK;
        SYSTEM(!sigaltstack(&own, NULL));
    }
    SYSTEM(!sigaction(number(), &action, &previous));
}

/* ---- who faults */

static void call(void)
{
    psutil_pid_list_t *pids;
    OK(psutil_pids(&pids));
    CHECK(pids->len > 0);
    psutil_free(pids);
}

static void fault_as_requested(int may_call)
{
    enum { TIMES = 20 };
    const volatile int times = is(handler, "none") || is(handler, "exit") || is(handler, "passes-on") ? 1 : TIMES;
    for (volatile int i = 0; i < times; i++) {
        if (!sigsetjmp(out, 1)) fault();
        if (may_call) call();
    }
    if (jumps != TIMES || wrong) fprintf(stderr, "jumps %d, wrong %d\n", jumps, wrong);
    if (jumps == TIMES && !wrong) _exit(7);
    _exit(8);
}

static void *in_thread(void *arg)
{
    int calls = *(int *)arg;
    if (is(handler, "stack")) install(); /* every thread has its own alternate stack */
    if (calls) call();
    fault_as_requested(calls);
    return NULL;
}

/* Ends this process as the child ended. */
static void end_like(pid_t pid)
{
    int status;
    SYSTEM(waitpid(pid, &status, 0) == pid);
    if (WIFSIGNALED(status)) {
        signal(WTERMSIG(status), SIG_DFL);
        raise(WTERMSIG(status));
    }
    _exit(WEXITSTATUS(status));
}

/* A forked child has the host's signal actions; Go's stayed in the parent. */
static void check_disposition_is_the_hosts(void)
{
    struct sigaction found;
    SYSTEM(!sigaction(number(), NULL, &found));
    int hosts = is(handler, "none") || is(handler, "own") ? found.sa_handler == SIG_DFL
        : is(handler, "exit")                             ? found.sa_handler == leave
        : is(handler, "passes-on")                        ? found.sa_handler == pass_on
                                                          : found.sa_sigaction == jump;
    if (hosts) return;
    fprintf(stderr, "the child's disposition is not the host's\n");
    _exit(10);
}

static void in_child(pid_t pid, int calls)
{
    SYSTEM(pid >= 0);
    if (pid) end_like(pid);
    if (!is(origin, "clone")) check_disposition_is_the_hosts();
    if (is(handler, "own")) install();
    if (calls) call();
    if (is(origin, "grandchild")) {
        if ((pid = fork())) end_like(pid);
        if (!is(handler, "own")) check_disposition_is_the_hosts();
    }
    fault_as_requested(calls && !is(origin, "grandchild"));
}

static void fault_in_requested_process(void)
{
    pthread_t thread;
    int calls = !is(origin, "other");
    if (is(origin, "caller")) fault_as_requested(1);
    if (is(origin, "child")) in_child(fork(), 0);
    if (is(origin, "reloaded") || is(origin, "grandchild") || is(origin, "first")) in_child(fork(), 1);
    if (is(origin, "clone")) in_child((pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0), 0);
    SYSTEM(!pthread_create(&thread, NULL, in_thread, &calls));
    pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
    SYSTEM(argc == 4);
    origin = argv[1], handler = argv[2], fault_kind = argv[3];
    prepare_bus();
    /* In a child, so that this process can print how it ended. */
    pid_t pid = fork();
    SYSTEM(pid >= 0);
    if (!pid) {
        if (is(handler, "before") || is(handler, "exit") || is(handler, "stack")) install();
        if (!is(origin, "first")) call();
        if (is(handler, "after") || is(handler, "passes-on")
            || (is(handler, "own") && (is(origin, "caller") || is(origin, "thread") || is(origin, "other"))))
            install();
        fault_in_requested_process();
        _exit(9);
    }
    int status;
    SYSTEM(waitpid(pid, &status, 0) == pid);
    if (WIFSIGNALED(status)) MEASURE("ended", "signal %d", WTERMSIG(status));
    else MEASURE("ended", "exit %d", WEXITSTATUS(status));
}
