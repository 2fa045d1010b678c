/* A host's SIGSEGV handler, installed before the first call, runs as its sigaction says: each fault is the host's own.
 *
 *   fault_flags nodefer|resethand|mask|onstack|return
 */
#include "host.h"
#include <execinfo.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { FAULTS = 5 };

static sigjmp_buf before_fault;
static char altstack[64 << 10];
static volatile int runs, usr1_is_blocked, is_on_altstack, frames;

static void handler(int s, siginfo_t *info, void *context)
{
    char here;
    sigset_t mask;
    void *trace[64];
    (void)context;
    CHECK(s == SIGSEGV && info->si_code > 0 && info->si_addr == (void *)8);
    runs++;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    usr1_is_blocked = sigismember(&mask, SIGUSR1);
    is_on_altstack = &here >= altstack && &here < altstack + sizeof altstack;
    frames = backtrace(trace, 64);
    siglongjmp(before_fault, 0);
}

static void call(void)
{
    psutil_pid_list_t *pids;
    OK(psutil_pids(&pids));
    psutil_free(pids);
}

/* ---- a handler that returns, when what faulted works */

static char *page;

static void unprotect(int s, siginfo_t *info, void *context)
{
    char here;
    (void)s, (void)context;
    CHECK(info->si_addr == page);
    CHECK(&here < altstack || &here >= altstack + sizeof altstack);
    SYSTEM(!mprotect(page, 1, PROT_READ | PROT_WRITE));
    runs++;
}

static void continue_after_faults(void)
{
    struct sigaction action = {.sa_sigaction = unprotect, .sa_flags = SA_SIGINFO};
    page = mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    SYSTEM(page != MAP_FAILED && !sigaction(SIGSEGV, &action, NULL));
    call();
    for (int i = 0; i < FAULTS; i++) {
        volatile double number = i + 0.5; /* in a register of the floating-point unit below */
        double sum = number + 1;
        SYSTEM(!mprotect(page, 1, PROT_NONE));
        *(volatile char *)page = (char)i;
        CHECK(*page == i && sum == i + 1.5);
        call();
    }
    CHECK(runs == FAULTS);
}

/* Returns, so the fault happens again. */
static void one_shot(int s)
{
    (void)s;
    if (++runs > 1) _exit(1);
}

__attribute__((noinline)) static void fault(void)
{
    *(volatile int *)8 = 1;
}

/* The number of frames that the handler sees. */
static int trace_fault(void)
{
    if (!sigsetjmp(before_fault, 1)) fault();
    return frames;
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    const char *mode = argv[1];
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_NODEFER};
    stack_t stack = {.ss_sp = altstack, .ss_size = sizeof altstack};
    CHECK(!sigaltstack(&stack, NULL));
    if (!strcmp(mode, "return")) {
        continue_after_faults();
        return 0;
    }
    if (!strcmp(mode, "onstack")) action.sa_flags |= SA_ONSTACK;
    if (!strcmp(mode, "mask")) sigaddset(&action.sa_mask, SIGUSR1);
    if (!strcmp(mode, "resethand")) action = (struct sigaction){.sa_handler = one_shot, .sa_flags = (int)SA_RESETHAND};
    CHECK(!sigaction(SIGSEGV, &action, NULL));
    if (!strcmp(mode, "resethand")) {
        call();
        pid_t pid = fork();
        if (!pid) {
            call();
            fault();
            _exit(2);
        }
        int status;
        CHECK(waitpid(pid, &status, 0) == pid);
        CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV, "status %x", status);
        return 0;
    }
    int frames_without_library = trace_fault();
    CHECK(frames_without_library >= 4);
    call();
    for (int i = 0; i < FAULTS; i++) {
        sigset_t mask;
        if (!sigsetjmp(before_fault, 0)) fault();
        CHECK(usr1_is_blocked == !strcmp(mode, "mask"));
        CHECK(is_on_altstack == !strcmp(mode, "onstack"));
        CHECK(frames >= frames_without_library - 1, "%d frames", frames); /* this caller is one nearer to main */
        pthread_sigmask(SIG_SETMASK, NULL, &mask);
        CHECK(!sigismember(&mask, SIGSEGV), "SA_NODEFER, and SIGSEGV is blocked after the handler");
        CHECK(sigismember(&mask, SIGUSR1) == !strcmp(mode, "mask"));
        sigemptyset(&mask);
        pthread_sigmask(SIG_SETMASK, &mask, NULL);
        call();
    }
    CHECK(runs == FAULTS + 1);
    return 0;
}
