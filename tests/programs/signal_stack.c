/* A handler that uses 40 KiB of its thread's normal stack, in a thread whose alternate stack has 16 KiB: on the stack
 * of a goroutine, or on the alternate one, it would overwrite other memory. Another thread sends signals, each as soon
 * as the first thread is inside the library, and then reads whether the signal is pending. Built against the library
 * with test hooks, which keep a call inside.
 *
 *   signal_stack pending COUNT     until so many signals were pending while the thread was inside
 *   signal_stack elsewhere COUNT   until so many handlers ran on another stack
 */
#include "host.h"
#include "../../capi/test_hooks.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>

enum { HUNGER = 40 << 10 };

static atomic_int handled, elsewhere, pending_inside, sent, over;
static atomic_int *counted; /* one of these, which shall reach enough */
static int enough;
static uintptr_t stack_from, stack_to;
static pthread_t target;
static pid_t target_id;

static void handler(int s, siginfo_t *info, void *context)
{
    (void)s, (void)info, (void)context;
    volatile char room[HUNGER];
    for (size_t i = 0; i < sizeof room; i++) room[i] = (char)i;
    elsewhere += (uintptr_t)room < stack_from || (uintptr_t)room >= stack_to;
    handled++;
}

/* Whether the thread is inside, where SIGUSR1 is blocked (in the handler it is not), with a signal pending. */
static void look(int status, int *inside, int *pending)
{
    char text[4096];
    ssize_t n = pread(status, text, sizeof text - 1, 0);
    SYSTEM(n > 0);
    text[n] = '\0';
    *pending = strtoull(strstr(text, "SigPnd:") + 7, NULL, 16) >> (SIGRTMIN - 1) & 1;
    *inside = strtoull(strstr(text, "SigBlk:") + 7, NULL, 16) >> (SIGUSR1 - 1) & 1;
}

static void *sender(void *arg)
{
    char path[64];
    (void)arg;
    snprintf(path, sizeof path, "/proc/self/task/%d/status", target_id);
    int status = open(path, O_RDONLY | O_CLOEXEC);
    SYSTEM(status >= 0);
    while (*counted < enough) {
        int inside = 0, pending;
        for (double until = now() + 0.002; !inside && now() < until;) look(status, &inside, &pending);
        int error;
        while ((error = pthread_kill(target, SIGRTMIN)) == EAGAIN) pause_for(0.001); /* too many queued */
        SYSTEM(!error);
        look(status, &inside, &pending);
        pending_inside += inside && pending;
        sent++;
    }
    close(status);
    over = 1;
    return NULL;
}

int main(int argc, char **argv)
{
    SYSTEM(argc == 3);
    counted = strcmp(argv[1], "pending") ? &elsewhere : &pending_inside;
    enough = atoi(argv[2]);
    static char alternate[16 << 10];
    stack_t own = {.ss_sp = alternate, .ss_size = sizeof alternate};
    SYSTEM(!sigaltstack(&own, NULL));
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESTART};
    SYSTEM(!sigaction(SIGRTMIN, &action, NULL));
    pthread_attr_t attributes;
    void *stack;
    size_t size;
    SYSTEM(!pthread_getattr_np(pthread_self(), &attributes));
    SYSTEM(!pthread_attr_getstack(&attributes, &stack, &size));
    stack_from = (uintptr_t)stack;
    stack_to = stack_from + size;
    target = pthread_self();
    target_id = (pid_t)syscall(SYS_gettid);

    pthread_t thread;
    SYSTEM(!pthread_create(&thread, NULL, sender, NULL));
    while (!over) {
        psutil_pid_list_t *pids;
        OK(psutil_test_hook(PSUTIL_TEST_HOOK_BUSY, 100));
        OK(psutil_pids(&pids));
        psutil_free(pids);
    }
    pthread_join(thread, NULL);
    for (int i = 0; i < 300; i++)
        OK(psutil_test_hook(PSUTIL_TEST_HOOK_GARBAGE, 1 << 20)); /* a collection reads all of Go's memory */
    MEASURE("sent", "%d", sent);
    MEASURE("handled", "%d", handled);
    MEASURE("pending inside", "%d", pending_inside);
    MEASURE("on another stack", "%d", elsewhere);
}
