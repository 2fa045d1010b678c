/*
 * The runtime and its host on Linux.
 *
 * Started: not at load, where a Go library starts of itself, but at the first call; link_linux.sh has taken Go's entry out of
 * .init_array and given it a name that can be called. Signals: the runtime's own table of signals is emptied first, so
 * that Go installs handlers for SIGSEGV, SIGBUS and SIGFPE alone; its threads start with everything blocked; and while
 * a host's thread is inside Go, where its handlers would run on a goroutine's small stack, its signals wait.
 */
#define _GNU_SOURCE
#include "go_exports_gen.h"
#include "runtime_linux.h"
#include <elf.h>
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

static const int fault_signals[3] = {SIGSEGV, SIGBUS, SIGFPE};

/* ---- one call: the host's signals wait, and Go's alternate stack is in place */

static void block_signals(sigset_t *old)
{
    sigset_t set;
#ifdef PSUTIL_TEST_NO_SIGMASK /* to see that the tests of it can fail */
    pthread_sigmask(SIG_SETMASK, NULL, old);
    return;
#endif
    sigfillset(&set);
    for (int i = 0; i < 3; i++) sigdelset(&set, fault_signals[i]);
    pthread_sigmask(SIG_SETMASK, &set, old);
}

#ifdef __x86_64__
static void set_floating_aside(psutil__fpenv *host)
{
    const uint32_t usual = 0x1f80, sticky = 0x3f;
    *host = __builtin_ia32_stmxcsr();
    if ((*host & ~sticky) != usual) __builtin_ia32_ldmxcsr(usual);
}

static void put_floating_back(const psutil__fpenv *host)
{
    __builtin_ia32_ldmxcsr(*host);
}
#else
static void set_floating_aside(psutil__fpenv *host)
{
    fegetenv(host);
    fesetenv(FE_DFL_ENV);
}

static void put_floating_back(const psutil__fpenv *host)
{
    fesetenv(host);
}
#endif

static void set_aside(psutil__host_thread_state *host)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &host->cancel);
    block_signals(&host->mask);
    set_floating_aside(&host->floating);
}

static void put_back(const psutil__host_thread_state *host)
{
    put_floating_back(&host->floating);
    pthread_sigmask(SIG_SETMASK, &host->mask, NULL);
    pthread_setcancelstate(host->cancel, NULL);
}

/* What the door keeps for a thread. Behind a key, not in __thread variables: the code that Go makes has the loader take
   all of a library's thread-local storage from the block that every thread is born with, and for libraries that are
   loaded later glibc has 1.6 KB left there, for all of them and for every copy that a line of children loads. */
typedef struct psutil__thread {
    psutil__error error;
    stack_t go_stack;    /* the alternate stack that Go keeps for this thread, once it has given it one */
    uint64_t epoch;      /* the runtime whose stack it is */
    uintptr_t bounds[2]; /* of the thread's own stack, once Go has asked for them */
} psutil__thread;

static psutil__thread no_room; /* of all threads that there is no memory for */

static psutil__thread *this_thread(void)
{
    const psutil__library_state *state = psutil__lib;
    if (!state->has_thread_key) return &no_room;
    psutil__thread *thread = pthread_getspecific(state->thread_key);
    if (thread) return thread;
    thread = calloc(1, sizeof *thread);
    if (thread && !pthread_setspecific(state->thread_key, thread)) return thread;
    free(thread);
    return &no_room;
}

psutil__error *psutil__thread_error_storage(void)
{
    return &this_thread()->error;
}

static void lend_stack(psutil__call *call, uint64_t epoch)
{
    psutil__thread *thread = this_thread();
    /* Without one of the host's, Go installs its own at a thread's first call and would leave it there. Fails only on
       the alternate stack itself; then the host's stays, and Go can use that. */
    static const stack_t none = {.ss_flags = SS_DISABLE};
    call->has_stack = !sigaltstack(thread->epoch == epoch ? &thread->go_stack : &none, &call->stack);
}

void psutil__thread_enter_go(psutil__call *call, uint64_t epoch)
{
    set_aside(&call->host);
    lend_stack(call, epoch);
}

static void return_stack(psutil__call *call)
{
    if (!call->has_stack) return;
    psutil__thread *thread = this_thread();
    stack_t gos;
    sigaltstack(&call->stack, &gos);
    if (thread->epoch != psutil__lib->epoch && thread != &no_room && !(gos.ss_flags & SS_DISABLE)) {
        thread->go_stack = gos;
        thread->epoch = psutil__lib->epoch;
    }
}

void psutil__thread_leave_go(psutil__call *call)
{
    return_stack(call);
    put_back(&call->host);
}

int psutil__wait_abort_in_child(psutil__call *call, psutil__wait *wait)
{
    for (size_t i = 0; i < wait->len; i++) close((int)wait->objects[i]);
    psutil_free(wait->objects);
    call->has_stack = 0; /* the host's is in place */
    psutil__set_error(call, PSUTIL_ERR_INTERRUPTED, "a handler or callback forked, and the parent is the one that waits");
    return 0;
}

int psutil__wait_block(psutil__call *call, psutil__wait *wait)
{
    struct pollfd few[8], *fds = wait->len <= 8 ? few : malloc(wait->len * sizeof *fds);
    if (!fds) {
        wait->outcome = PSUTIL__WAIT_NO_MEMORY;
        return 1;
    }
    for (size_t i = 0; i < wait->len; i++) fds[i] = (struct pollfd){.fd = (int)wait->objects[i], .events = POLLIN};
    struct timespec timeout, *limit = NULL;
    if (wait->seconds < 1e9) { /* else for ever: 30 years */
        double seconds = wait->seconds > 0 ? wait->seconds : 0, whole = floor(seconds);
        timeout = (struct timespec){.tv_sec = (time_t)whole, .tv_nsec = (long)((seconds - whole) * 1e9)};
        limit = &timeout;
    }
    return_stack(call);
    /* The host's mask comes back as ppoll begins, so that a signal that arrived since the call began ends the sleep. */
    int n = ppoll(fds, (nfds_t)wait->len, limit, &call->host.mask);
    wait->outcome = n < 0 && errno == EINTR ? PSUTIL__WAIT_INTERRUPTED : n < 0 && errno == ENOMEM ? PSUTIL__WAIT_NO_MEMORY : PSUTIL__WAIT_WOKEN;
    if (fds != few) free(fds);
    if (!psutil__runtime_is_alive(psutil__lib)) return psutil__wait_abort_in_child(call, wait);
    lend_stack(call, psutil__lib->epoch);
    return 1;
}

/* ---- which process is this */

static void forget_parent(struct psutil__fork_page *here)
{
    memset(here, 0, sizeof *here); /* an unlocked mutex too, in glibc and in musl */
    here->pid = getpid();
}

int psutil__runtime_is_alive(const psutil__library_state *state)
{
    struct psutil__fork_page *here = state->here;
    return here && atomic_load_explicit(&here->ready, memory_order_acquire)
        && (state->fork_wipes || here->pid == getpid());
}

int psutil__runtime_ensure(psutil__call *call)
{
    psutil__library_state *state = psutil__lib;
    const char *why = "";
    int32_t code = PSUTIL_OK;
    psutil__host_thread_state host;
    if (!state->here) {
        psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "no memory for the library when it was loaded");
        return 0;
    }
    set_aside(&host); /* Go's threads inherit this; and a handler must not find the lock taken by its own thread */
    if (!state->fork_wipes && state->here->pid != getpid()) forget_parent(state->here);
    pthread_mutex_lock(&state->here->lock);
    if (!atomic_load(&state->here->ready)) {
        int stale = state->started_once && !state->here->eager;
        if (stale) psutil__detach_dead_runtime(state);
        code = stale ? psutil__runtime_reload(state, &why) : psutil__runtime_start(state, &why);
        if (!code) atomic_store_explicit(&state->here->ready, 1, memory_order_release);
    }
    pthread_mutex_unlock(&state->here->lock);
    put_back(&host);
    if (code) psutil__set_error(call, code, "%s", why);
    return !code;
}

/* ---- starting the runtime */

/* From the Go runtime and global by link_linux.sh. They are missing from a plain "go build", whose runtime starts at load. */
extern void psutil__go_entry(int argc, char **argv, char **envp) __attribute__((weak));
extern struct {
    int32_t flags;
    const char *name;
    intptr_t name_len;
} psutil__go_sigtable[65] __attribute__((weak));
extern struct { /* the beginning of it */
    uintptr_t lock;
    void *g, *timer;
    uint32_t sysmon_wake;
    uint8_t parked;
} psutil__go_scavenger __attribute__((weak));
typedef void go_crosscall(void (*f)(void *), void *g, int n, size_t context);
extern go_crosscall *x_crosscall2_ptr __attribute__((weak));

/* Go installs handlers for these, and no others: the faults, which are panics where they happen in Go, and the C
   library's own (32 and 33, in musl 34 too), which it only lets use the alternate stack. */
static int go_may_have(int signal)
{
    for (int i = 0; i < 3; i++)
        if (signal == fault_signals[i]) return 1;
    return signal >= 32 && signal < SIGRTMIN;
}

static int room_for(size_t megabytes, int access)
{
    void *probe = mmap(NULL, megabytes << 20, access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (probe == MAP_FAILED) return 0;
    munmap(probe, megabytes << 20);
    return 1;
}

/* Address space: the runtime reserves 1.6 GB of it at the start (hardly any of it becomes memory), and aborts where it
   cannot have that, or the next thread's stack or heap arena later on. What can be written to counts for RLIMIT_DATA,
   the stacks above all. */
static int room_for_memory(void)
{
    return room_for(sizeof(void *) > 4 ? 2304 : 256, PROT_NONE)
        && room_for(sizeof(void *) > 4 ? 256 : 64, PROT_READ | PROT_WRITE);
}

static void *idle(void *gate)
{
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

/* Go has a thread for each CPU that it uses, and some more. A host with 64 CPUs is not to find 70 threads in itself, nor
   be told that there is no room for them. */
enum { MOST_CPUS = 8, MORE_THREADS = 10 };

static int cpus(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) ? MOST_CPUS : CPU_COUNT(&set);
    return n < MOST_CPUS ? n : MOST_CPUS;
}

/* Threads: whatever limits them (RLIMIT_NPROC, a cgroup), trying is how to know. Go aborts where it cannot have one. */
static int room_for_threads(void)
{
    pthread_t thread[MOST_CPUS + MORE_THREADS];
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    int n = 0, need = cpus() + MORE_THREADS;
    pthread_mutex_lock(&gate);
    while (n < need && !pthread_create(&thread[n], NULL, idle, &gate)) n++;
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < n; i++) pthread_join(thread[i], NULL);
    return n == need;
}

/* Go asks for the bounds of the thread's stack whenever it is called on another, as by hosts with stacks of their own
   (coroutines, koffi), and the C library reads all of /proc/self/maps for the answer: once a thread is enough. link_linux.sh
   puts this in the place of Go's own function. */
extern void x_cgo_getstackbound(uintptr_t bounds[2]) __attribute__((weak));
void psutil__cached_stack_bounds(uintptr_t bounds[2]);
void psutil__cached_stack_bounds(uintptr_t bounds[2])
{
    psutil__thread *thread = this_thread();
    if (thread == &no_room || !thread->bounds[1]) {
        x_cgo_getstackbound(bounds);
        if (thread != &no_room) memcpy(thread->bounds, bounds, sizeof thread->bounds);
        return;
    }
    memcpy(bounds, thread->bounds, sizeof thread->bounds);
}

/* What the kernel puts on a program's first stack, for the runtime to read: argv, environment, auxiliary vector. Its
   own, so that the host's GODEBUG and GOGC are not obeyed. Collections are ours to ask for (guard.go): see
   psutil__gc_allowed. Without asynchronous preemption no host's thread is sent SIGURG. What Go overwrites in the host's
   memory (*out) may look like a pointer into Go's heap, and is nothing to stop a collection for. */
static void enter_runtime(void)
{
    static uintptr_t block[40]; /* the runtime keeps pointers into it */
    static char processors[24];
    static const unsigned long wanted[]
        = {AT_PAGESZ, AT_RANDOM, AT_SYSINFO_EHDR, AT_HWCAP, AT_HWCAP2, AT_SECURE, AT_CLKTCK};
    size_t n = 0;
    block[n++] = (uintptr_t) "libpsutil";
    block[n++] = 0;
    size_t environment = n;
    block[n++] = (uintptr_t) "GODEBUG=asyncpreemptoff=1,invalidptr=0";
    block[n++] = (uintptr_t) "GOGC=off";
    block[n++] = (uintptr_t)processors;
    snprintf(processors, sizeof processors, "GOMAXPROCS=%d", cpus());
    block[n++] = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        errno = 0;
        unsigned long value = getauxval(wanted[i]);
        if (!value && errno) continue;
        block[n++] = wanted[i];
        block[n++] = value;
    }
    block[n++] = AT_NULL;
    block[n++] = 0;
    psutil__go_entry(1, (char **)block, (char **)&block[environment]);
}

static go_crosscall *go_goodbye;

/* Go's goodbye to a thread that has called is a destructor among those of the host's. It would leave the mask of that
   thread's first call, and no alternate stack. */
static void goodbye(void (*f)(void *), void *g, int n, size_t context)
{
    psutil__host_thread_state host;
    stack_t stack;
    psutil__thread *thread = pthread_getspecific(psutil__lib->thread_key);
    set_aside(&host);
    sigaltstack(NULL, &stack);
    go_goodbye(f, g, n, context);
    if (thread) thread->epoch = 0; /* what was its stack may soon be another thread's */
    sigaltstack(&stack, NULL);
    put_back(&host);
}

/* With every signal blocked, and the lock of *here held. */
int32_t psutil__runtime_start(psutil__library_state *state, const char **why)
{
    struct rlimit files;
    if (psutil__go_entry) {
        if (!room_for_memory()) {
            *why = "not enough address space to start (RLIMIT_AS, or RLIMIT_DATA?)";
            return PSUTIL_ERR_NO_MEMORY;
        }
        if (!room_for_threads()) {
            *why = "not enough threads to start (RLIMIT_NPROC, or the cgroup's pids.max?)";
            return PSUTIL_ERR_NO_MEMORY;
        }
        for (int s = 1; s < 65; s++)
            if (!go_may_have(s)) psutil__go_sigtable[s].flags = 0;
        for (int i = 0; i < 3; i++) sigaction(fault_signals[i], NULL, &state->host_fault[i]);
        getrlimit(RLIMIT_NOFILE, &files);
        state->started_once = 1;
        enter_runtime();
    }
    state->epoch++;
    state->core = &psutil__own_go_exports;
    state->crosscall = (void **)&x_crosscall2_ptr;
    psutil__call call;
    lend_stack(&call, state->epoch);
    state->core->begin(state->epoch); /* waits until the runtime and every package is ready */
    return_stack(&call);
    go_goodbye = x_crosscall2_ptr;
    x_crosscall2_ptr = goodbye;
    if (psutil__go_entry) {
        for (int i = 0; i < 3; i++) sigaction(fault_signals[i], NULL, &state->go_fault[i]);
        setrlimit(RLIMIT_NOFILE, &files); /* Go has raised it */
    }
    return PSUTIL_OK;
}

/* The background scavenger is what starts timers in a library without any, and timers start the poller, which keeps two
   descriptors open. It has work only after a collection, and wakes only if it is marked as parked. */
int psutil__gc_allowed(void)
{
    static int parked; /* it has been seen so: it is ready for its sleep */
    if (!&psutil__go_scavenger) return 1;
    if (__atomic_exchange_n(&psutil__go_scavenger.parked, 0, __ATOMIC_SEQ_CST)) parked = 1;
    return parked;
}

void psutil__detach_dead_runtime(psutil__library_state *state)
{
    /* The thread's end must not call into the runtime that stayed with the parent... */
    if (state->crosscall) *state->crosscall = NULL;
    /* ...nor must a fault. */
    for (int i = 0; i < 3; i++) {
        struct sigaction now;
        if (!sigaction(fault_signals[i], NULL, &now) && now.sa_sigaction == state->go_fault[i].sa_sigaction)
            sigaction(fault_signals[i], &state->host_fault[i], NULL);
    }
}

/* ---- load, and fork */

/* The state of the library that was loaded, which is not the_state in the copy that a forked child loads: there it stays
   unused, and only the child's own library has something to do when the child forks. */
static psutil__library_state *loaded;

/* A fork waits for a start that is under way: the child would inherit its middle (RLIMIT_NOFILE raised, for example). */
static void before_fork(void)
{
    pthread_mutex_lock(&loaded->here->lock);
}

static void in_parent(void)
{
    pthread_mutex_unlock(&loaded->here->lock);
}

static void in_child(void)
{
    if (!loaded->fork_wipes) forget_parent(loaded->here);
    if (loaded->epoch) psutil__detach_dead_runtime(loaded);
}

void psutil__on_load(psutil__library_state *state)
{
    state->has_thread_key = !pthread_key_create(&state->thread_key, free);
    struct psutil__fork_page *here
        = mmap(NULL, sizeof *here, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (here == MAP_FAILED) return;
    here->pid = getpid();
    loaded = state;
    state->here = here;
    state->fork_wipes = !madvise(here, sizeof *here, MADV_WIPEONFORK);
    state->started_once = here->eager = !psutil__go_entry;
    psutil__record_library_file(state);
    pthread_atfork(before_fork, in_parent, in_child);
}
