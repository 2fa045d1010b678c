//go:build unix

/*
 * One call on Linux, macOS and FreeBSD: the state of the host's thread is saved before Go runs and restored after it.
 *
 * Inside Go the thread's asynchronous signals are blocked, because the host's handlers would run on a goroutine's small
 * stack. Go has its own alternate stack for each thread, which replaces the host's during the call.
 */
#define _GNU_SOURCE
#define _DARWIN_UNLIMITED_SELECT /* more than FD_SETSIZE descriptors */
#include "runtime_unix.h"
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#elif defined __FreeBSD__
#include <pthread_np.h>
#endif
#ifdef __GLIBC__
#include <link.h>
#endif

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

#ifdef __GLIBC__
static int is_program(struct dl_phdr_info *first, size_t size, void *result)
{
    (void)size;
    *(int *)result = !*first->dlpi_name;
    return 1;
}
#endif

/* Whether this is the namespace of the program, which is the first object in there. In glibc each namespace (dlmopen)
   has keys of its own, but a thread has only one value for the first key of all of them, and so on. A key made
   elsewhere would take the value of one of the program's keys. */
static int is_in_namespace_of_program(void)
{
    int result = 1;
#ifdef __GLIBC__
    dl_iterate_phdr(is_program, &result);
#endif
    return result;
}

static pthread_key_t thread_exit_key;
static int may_have_keys, has_thread_exit_key;

int psutil__create_thread_key(pthread_key_t *key, void (*destructor)(void *))
{
    return may_have_keys ? pthread_key_create(key, destructor) : EAGAIN;
}

void psutil__create_thread_exit_key(void)
{
    may_have_keys = is_in_namespace_of_program(); /* later, a fork may have left the loader locked */
    has_thread_exit_key = !psutil__create_thread_key(&thread_exit_key, free_this_thread);
}

psutil__thread *psutil__this_thread(void)
{
    if (this_thread) return this_thread;
    this_thread = calloc(1, sizeof *this_thread);
    if (!this_thread) return &psutil__oom_thread;
    /* Without a key, as where the host has used all, the memory stays allocated when the thread exits. */
    if (has_thread_exit_key) pthread_setspecific(thread_exit_key, this_thread);
    return this_thread;
}

/* The error of a thread without a psutil__thread. It is found by the thread's ID, and a later thread with the same ID
   takes it over. */
typedef struct keyless_error {
    struct keyless_error *next;
    uint64_t thread;
    psutil__error error;
} keyless_error;

static uint64_t thread_id(void)
{
#ifdef __linux__
    return (uint64_t)syscall(SYS_gettid);
#elif defined __APPLE__
    uint64_t id = 0;
    pthread_threadid_np(NULL, &id);
    return id;
#else
    return (uint64_t)pthread_getthreadid_np();
#endif
}

static psutil__error *keyless_error_storage(void)
{
    static _Atomic(keyless_error *) all;
    uint64_t thread = thread_id();
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

#ifndef __APPLE__
extern __thread __attribute__((tls_model("initial-exec"))) void *psutil__go_g PSUTIL__OF_GO;
#endif

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
static void clear_go_g(void)
{
#ifndef __APPLE__
    psutil__go_g = NULL;
#elif defined __x86_64__
    /* Apple has given a slot of each thread to Go. On arm64 each start of the runtime takes a new key, whose value is
       NULL in every thread. */
    __asm__ volatile("movq $0, %%gs:0x30" ::: "memory");
#endif
}

void *psutil__install_go_g(void)
{
    if (!has_go_g()) clear_go_g();
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
#ifdef __linux__
    /* Go reads them at a thread's first call with all signals blocked, where a trapped system call ends the process. */
    if (!is_known) psutil__cached_stack_bounds((uintptr_t[2]){0});
#endif
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
    psutil__claim_go_memory(0);
}

void psutil__thread_leave_go(psutil__call *call)
{
    psutil__drop_go_memory_claim();
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

/* Waits until one of the descriptors is readable, a handler of the host has run, or the time is over. The kernel
   installs the mask and sleeps in one step, so a signal that arrived since the call began ends the sleep. Returns a
   negative number with errno, as poll does. */
static int sleep_on(const psutil__wait *wait, const struct timespec *limit, const sigset_t *mask)
{
#ifdef __APPLE__ /* has no ppoll */
    int n, max = -1;
    for (size_t i = 0; i < wait->count; i++)
        if (wait->wait_handles[i] > max) max = (int)wait->wait_handles[i];
    size_t sets = max < 0 ? 1 : (size_t)max / FD_SETSIZE + 1;
    fd_set on_stack, *set = sets == 1 ? &on_stack : malloc(sets * sizeof *set);
    if (!set) {
        errno = ENOMEM;
        return -1;
    }
    memset(set, 0, sets * sizeof *set);
    for (size_t i = 0; i < wait->count; i++) {
        size_t fd = (size_t)wait->wait_handles[i];
        set[fd / FD_SETSIZE].fds_bits[fd % FD_SETSIZE / NFDBITS] |= (int32_t)(1U << fd % NFDBITS);
    }
    n = pselect(max + 1, set, NULL, NULL, limit, mask);
    int error = errno;
    if (set != &on_stack) free(set);
    errno = error;
    return n;
#else
    struct pollfd on_stack[8], *fds = wait->count <= 8 ? on_stack : malloc(wait->count * sizeof *fds);
    if (!fds) {
        errno = ENOMEM;
        return -1;
    }
    for (size_t i = 0; i < wait->count; i++)
        fds[i] = (struct pollfd){.fd = (int)wait->wait_handles[i], .events = POLLIN};
    int n = ppoll(fds, (nfds_t)wait->count, limit, mask), error = errno;
    if (fds != on_stack) free(fds);
    errno = error;
    return n;
#endif
}

int psutil__wait_block(psutil__call *call, psutil__wait *wait)
{
    struct timespec timeout, *limit = NULL;
    if (wait->max_seconds < 1e9) { /* 30 years count as no limit */
        double seconds = wait->max_seconds > 0 ? wait->max_seconds : 0, whole = floor(seconds);
        timeout = (struct timespec){.tv_sec = (time_t)whole, .tv_nsec = (long)((seconds - whole) * 1e9)};
        limit = &timeout;
    }
    psutil__drop_go_memory_claim();
    psutil__restore_host_altstack(call);
    psutil__restore_host_word(call->host_word);
    int n = sleep_on(wait, limit, &call->host.mask);
    wait->outcome = n < 0 && errno == EINTR ? PSUTIL__WAIT_INTERRUPTED
        : n < 0 && errno == ENOMEM          ? PSUTIL__WAIT_NO_MEMORY
                                            : PSUTIL__WAIT_WOKEN;
    if (!psutil__runtime_is_alive()) return psutil__wait_abort_in_child(call, wait);
    call->host_word = psutil__install_go_g();
    psutil__install_go_altstack(call);
    psutil__claim_go_memory(0);
    return 1;
}
