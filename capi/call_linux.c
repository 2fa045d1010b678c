/*
 * One call on Linux: the state of the host's thread is saved before Go runs and restored after it.
 *
 * Inside Go the thread's asynchronous signals are blocked, because the host's handlers would run on a goroutine's small
 * stack. Go has its own alternate stack for each thread, which replaces the host's during the call.
 */
#define _GNU_SOURCE
#include "runtime_linux.h"
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* ---- signal mask, cancellation, floating point */

static void block_signals(sigset_t *old)
{
    sigset_t set;
#ifdef PSUTIL_TEST_NO_SIGMASK /* proves that the tests of the mask can fail */
    pthread_sigmask(SIG_SETMASK, NULL, old);
    return;
#endif
    sigfillset(&set);
    psutil__unblock_faults(&set);
    pthread_sigmask(SIG_SETMASK, &set, old);
}

void psutil__save_host_state(psutil__host_thread_state *host)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &host->cancel_state);
    block_signals(&host->mask);
    psutil__save_fpenv(&host->fpenv);
}

void psutil__restore_host_state(const psutil__host_thread_state *host)
{
    psutil__restore_fpenv(&host->fpenv);
    pthread_sigmask(SIG_SETMASK, &host->mask, NULL);
    pthread_setcancelstate(host->cancel_state, NULL);
}

/* ---- per-thread data and the alternate stack */

psutil__thread psutil__oom_thread;
PSUTIL__THREAD_LOCAL uint64_t psutil__thread_runtime_id;
static PSUTIL__THREAD_LOCAL psutil__thread *this_thread;

static void free_this_thread(void *thread)
{
    this_thread = NULL;
    free(((psutil__thread *)thread)->reserved_key);
    free(thread);
}

static pthread_key_t thread_exit_key;
static int has_thread_exit_key;

void psutil__create_thread_exit_key(void)
{
    has_thread_exit_key = !pthread_key_create(&thread_exit_key, free_this_thread);
}

psutil__thread *psutil__this_thread(void)
{
    if (this_thread) return this_thread;
    this_thread = calloc(1, sizeof *this_thread);
    if (!this_thread) return &psutil__oom_thread;
    /* Without a key, because the host has used all, the memory stays allocated when the thread exits. */
    if (has_thread_exit_key) pthread_setspecific(thread_exit_key, this_thread);
    return this_thread;
}

/* The error of a thread without a psutil__thread. It is found by the thread's ID, and a later thread with the same ID
   takes it over. */
typedef struct keyless_error {
    struct keyless_error *next;
    pid_t thread;
    psutil__error error;
} keyless_error;

static psutil__error *keyless_error_storage(void)
{
    static _Atomic(keyless_error *) all;
    pid_t thread = (pid_t)syscall(SYS_gettid);
    keyless_error *first = atomic_load(&all);
    for (keyless_error *known = first; known; known = known->next)
        if (known->thread == thread) return &known->error;
    keyless_error *fresh = calloc(1, sizeof *fresh);
    if (!fresh) return &psutil__oom_thread.error;
    fresh->thread = thread;
    do fresh->next = first;
    while (!atomic_compare_exchange_weak(&all, &first, fresh));
    return &fresh->error;
}

psutil__error *psutil__thread_error_storage(void)
{
    psutil__thread *thread = psutil__this_thread();
    return thread == &psutil__oom_thread ? keyless_error_storage() : &thread->error;
}

/* Go's pointer to the current goroutine outlives a call. That of a thread that forked belongs to the parent's runtime.
 */
static int has_go_g(void)
{
    return psutil__thread_runtime_id == psutil__lib.runtime_id || psutil__lib.fork_page->started_at_load;
}

extern __thread __attribute__((tls_model("initial-exec"))) void *psutil__go_g __attribute__((weak));

#ifdef PSUTIL__SHARED_WORD
static PSUTIL__THREAD_LOCAL void *go_g; /* while the thread is outside Go */

void *psutil__install_go_g(void)
{
    void *host_word = psutil__go_g;
    psutil__go_g = has_go_g() ? go_g : NULL;
    return host_word;
}

void psutil__restore_host_word(void *host_word)
{
    go_g = psutil__go_g;
    psutil__go_g = host_word;
}

int psutil__thread_word_is_free(const char **why)
{
    if (confstr(_CS_GNU_LIBC_VERSION, NULL, 0)) {
        *why = "this build of the library is for musl, and the process uses another C library";
        return 0;
    }
    *why = "the word in each thread's control block that this build of the library uses has a value already; this "
           "version of musl uses it too";
    return !psutil__go_g;
}
#else
void *psutil__install_go_g(void)
{
    if (!has_go_g()) psutil__go_g = NULL;
    return NULL;
}

void psutil__restore_host_word(void *host_word)
{
    (void)host_word;
}

int psutil__thread_word_is_free(const char **why)
{
    (void)why;
    return 1;
}
#endif

void psutil__install_go_altstack(psutil__call *call)
{
    psutil__thread *thread = psutil__this_thread();
    int is_known = psutil__thread_runtime_id == psutil__lib.runtime_id;
    /* Without an alternate stack Go allocates one at a thread's first call, and would leave it installed. sigaltstack
       fails only while the thread runs on the alternate stack; Go then uses the host's. */
    static const stack_t none = {.ss_flags = SS_DISABLE};
    call->altstack_replaced = !sigaltstack(
        is_known && thread->has_go_altstack ? &thread->go_altstack : &none, &call->host_altstack);
}

void psutil__restore_host_altstack(psutil__call *call)
{
    stack_t current;
    int was_known = psutil__thread_runtime_id == psutil__lib.runtime_id;
    psutil__thread_runtime_id = psutil__lib.runtime_id;
    if (!call->altstack_replaced) return;
    psutil__thread *thread = psutil__this_thread();
    sigaltstack(&call->host_altstack, &current);
    if (was_known || thread == &psutil__oom_thread) return;
    thread->go_altstack = current;
    thread->has_go_altstack = !(current.ss_flags & SS_DISABLE);
}

void psutil__thread_enter_go(psutil__call *call)
{
    psutil__save_host_state(&call->host);
    call->host_word = psutil__install_go_g();
    psutil__install_go_altstack(call);
}

void psutil__thread_leave_go(psutil__call *call)
{
    psutil__restore_host_altstack(call);
    psutil__restore_host_word(call->host_word);
    psutil__restore_host_state(&call->host);
}

/* ---- waiting */

int psutil__wait_abort_in_child(psutil__call *call, psutil__wait *wait)
{
    for (size_t i = 0; i < wait->count && !wait->borrowed; i++) close((int)wait->wait_handles[i]);
    psutil_free(wait->wait_handles);
    call->altstack_replaced = 0; /* the host's is installed */
    psutil__set_error(
        call, PSUTIL_ERR_INTERRUPTED, "fork() in a signal handler or callback: the wait continues in the parent only");
    return 0;
}

int psutil__wait_block(psutil__call *call, psutil__wait *wait)
{
    struct pollfd on_stack[8], *fds = wait->count <= 8 ? on_stack : malloc(wait->count * sizeof *fds);
    if (!fds) {
        wait->outcome = PSUTIL__WAIT_NO_MEMORY;
        return 1;
    }
    for (size_t i = 0; i < wait->count; i++)
        fds[i] = (struct pollfd){.fd = (int)wait->wait_handles[i], .events = POLLIN};
    struct timespec timeout, *limit = NULL;
    if (wait->max_seconds < 1e9) { /* 30 years count as no limit */
        double seconds = wait->max_seconds > 0 ? wait->max_seconds : 0, whole = floor(seconds);
        timeout = (struct timespec){.tv_sec = (time_t)whole, .tv_nsec = (long)((seconds - whole) * 1e9)};
        limit = &timeout;
    }
    psutil__restore_host_altstack(call);
    psutil__restore_host_word(call->host_word);
    /* ppoll installs the host's mask atomically, so a signal that arrived since the call began ends the sleep. */
    int n = ppoll(fds, (nfds_t)wait->count, limit, &call->host.mask);
    wait->outcome = n < 0 && errno == EINTR ? PSUTIL__WAIT_INTERRUPTED
        : n < 0 && errno == ENOMEM          ? PSUTIL__WAIT_NO_MEMORY
                                            : PSUTIL__WAIT_WOKEN;
    if (fds != on_stack) free(fds);
    if (!psutil__runtime_is_alive()) return psutil__wait_abort_in_child(call, wait);
    call->host_word = psutil__install_go_g();
    psutil__install_go_altstack(call);
    return 1;
}
