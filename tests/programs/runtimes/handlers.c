/* C programs with a handler of SIGSEGV of their own.
 *
 *   handlers longjmp [call]     leaves the handler by longjmp, which keeps the signal mask: SA_NODEFER is needed
 *   handlers siglongjmp [call]  leaves the handler by siglongjmp, on an alternate stack, after a stack overflow
 *   handlers resethand [call]   SA_RESETHAND: the second fault ends the process
 *   handlers mask [call]        the handler runs with sa_mask and no more
 *   handlers backtrace [call]   backtrace() in the handler sees the function that faulted, and its callers
 */
#define _GNU_SOURCE
#include "first_call.h"
#include <execinfo.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf plain;
static sigjmp_buf with_mask;
static volatile int handled;
static void *frames[64];
static int frame_count;

static void jump(int number)
{
    (void)number;
    handled++;
    longjmp(plain, 1);
}

static void jump_with_mask(int number)
{
    (void)number;
    handled++;
    siglongjmp(with_mask, 1);
}

static void check_mask(int number)
{
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    handled += sigismember(&mask, SIGUSR1) && sigismember(&mask, number) && !sigismember(&mask, SIGUSR2);
    siglongjmp(with_mask, 1);
}

static void trace(int number)
{
    (void)number;
    frame_count = backtrace(frames, 64);
    handled++;
    siglongjmp(with_mask, 1);
}

__attribute__((noinline)) static int read_from(volatile int *pointer)
{
    return *pointer + 1;
}

__attribute__((noinline)) static int third(volatile int *pointer)
{
    return read_from(pointer) + 1;
}
__attribute__((noinline)) static int second(volatile int *pointer)
{
    return third(pointer) + 1;
}
__attribute__((noinline)) int first_function(volatile int *pointer);
__attribute__((noinline)) int first_function(volatile int *pointer)
{
    return second(pointer) + 1;
}

static volatile int deep;

__attribute__((noinline)) static int overflow(int n)
{
    volatile char room[4096];
    room[n % 4096] = (char)n;
    return n < 0 ? 0 : room[n % 4096] + overflow(n + 1) + deep;
}

static void install(void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigaddset(&action.sa_mask, SIGUSR1);
    sigaction(SIGSEGV, &action, NULL);
}

static int run(const char *what, int call)
{
    static char stack[1 << 16];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    if (!strcmp(what, "longjmp")) install(jump, SA_NODEFER);
    else if (!strcmp(what, "siglongjmp")) install(jump_with_mask, SA_ONSTACK);
    else if (!strcmp(what, "resethand")) install(jump_with_mask, (int)SA_RESETHAND);
    else if (!strcmp(what, "mask")) install(check_mask, 0);
    else install(trace, 0);
    if (call && !first_call()) return 3;
    int rounds = strcmp(what, "resethand") ? 5 : 1;
    for (volatile int i = 0; i < rounds; i++) {
        if (!strcmp(what, "longjmp")) {
            if (!setjmp(plain)) read_from(NULL);
        } else if (!strcmp(what, "siglongjmp")) {
            if (!sigsetjmp(with_mask, 1)) overflow(0);
        } else if (!sigsetjmp(with_mask, 1)) first_function(NULL);
    }
    if (handled != rounds) return 1;
    if (!strcmp(what, "resethand")) {
        pid_t pid = fork();
        if (!pid) {
            first_function(NULL); /* the default action */
            _exit(0);
        }
        int status;
        if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status) || WTERMSIG(status) != SIGSEGV) return 2;
    }
    if (!strcmp(what,
            "backtrace")) { /* the handler, the signal's frame, read_from, third, second, first_function, run, main */
        int found = 0;
        char **names = backtrace_symbols(frames, frame_count);
        for (int i = 0; names && i < frame_count; i++) found |= strstr(names[i], "first_function") != NULL;
        free(names);
        if (frame_count < 8 || !found) return 4;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) return 9;
    int status = run(argv[1], argc > 2);
    puts(status ? "wrong" : "went on");
    return status;
}
