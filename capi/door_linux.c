/*
 * The runtime and its host on Linux.
 *
 * Started: not at load, where a Go library starts of itself, but at the first call; link.sh has taken Go's entry out of
 * .init_array and given it a name that can be called. Signals: the runtime's own table of signals is emptied first, so
 * that Go installs handlers for SIGSEGV, SIGBUS and SIGFPE alone; its threads start with everything blocked; and while
 * a host's thread is inside Go, where its handlers would run on a goroutine's small stack, its signals wait.
 */
#define _GNU_SOURCE
#include "core_gen.h"
#include "door_linux.h"
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
#ifdef DOOR_TEST_NO_MASK /* to see that the tests of it can fail */
    pthread_sigmask(SIG_SETMASK, NULL, old);
    return;
#endif
    sigfillset(&set);
    for (int i = 0; i < 3; i++) sigdelset(&set, fault_signals[i]);
    pthread_sigmask(SIG_SETMASK, &set, old);
}

#ifdef __x86_64__
static void set_floating_aside(door_floating *host)
{
    const uint32_t usual = 0x1f80, sticky = 0x3f;
    *host = __builtin_ia32_stmxcsr();
    if ((*host & ~sticky) != usual) __builtin_ia32_ldmxcsr(usual);
}

static void put_floating_back(const door_floating *host)
{
    __builtin_ia32_ldmxcsr(*host);
}
#else
static void set_floating_aside(door_floating *host)
{
    fegetenv(host);
    fesetenv(FE_DFL_ENV);
}

static void put_floating_back(const door_floating *host)
{
    fesetenv(host);
}
#endif

static void set_aside(door_aside *host)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &host->cancel);
    block_signals(&host->mask);
    set_floating_aside(&host->floating);
}

static void put_back(const door_aside *host)
{
    put_floating_back(&host->floating);
    pthread_sigmask(SIG_SETMASK, &host->mask, NULL);
    pthread_setcancelstate(host->cancel, NULL);
}

/* What the door keeps for a thread. Behind a key, not in __thread variables: the code that Go makes has the loader take
   all of a library's thread-local storage from the block that every thread is born with, and for libraries that are
   loaded later glibc has 1.6 KB left there, for all of them and for every copy that a line of children loads. */
typedef struct door_thread {
    door_error error;
    stack_t go_stack;    /* the alternate stack that Go keeps for this thread, once it has given it one */
    uint64_t epoch;      /* the runtime whose stack it is */
    uintptr_t bounds[2]; /* of the thread's own stack, once Go has asked for them */
} door_thread;

static door_thread no_room; /* of all threads that there is no memory for */

static door_thread *this_thread(void)
{
    const door_state *state = door_the_state;
    if (!state->has_thread_key) return &no_room;
    door_thread *thread = pthread_getspecific(state->thread_key);
    if (thread) return thread;
    thread = calloc(1, sizeof *thread);
    if (thread && !pthread_setspecific(state->thread_key, thread)) return thread;
    free(thread);
    return &no_room;
}

door_error *door_thread_room(void)
{
    return &this_thread()->error;
}

static void lend_stack(door_call *call, uint64_t epoch)
{
    door_thread *thread = this_thread();
    /* Without one of the host's, Go installs its own at a thread's first call and would leave it there. Fails only on
       the alternate stack itself; then the host's stays, and Go can use that. */
    static const stack_t none = {.ss_flags = SS_DISABLE};
    call->has_stack = !sigaltstack(thread->epoch == epoch ? &thread->go_stack : &none, &call->stack);
}

void door_begin(door_call *call, uint64_t epoch)
{
    set_aside(&call->host);
    lend_stack(call, epoch);
}

static void return_stack(door_call *call)
{
    if (!call->has_stack) return;
    door_thread *thread = this_thread();
    stack_t gos;
    sigaltstack(&call->stack, &gos);
    if (thread->epoch != door_the_state->epoch && thread != &no_room && !(gos.ss_flags & SS_DISABLE)) {
        thread->go_stack = gos;
        thread->epoch = door_the_state->epoch;
    }
}

void door_end(door_call *call)
{
    return_stack(call);
    put_back(&call->host);
}

int door_left_behind(door_call *call, door_wait *wait)
{
    for (size_t i = 0; i < wait->len; i++) close((int)wait->objects[i]);
    psutil_free(wait->objects);
    call->has_stack = 0; /* the host's is in place */
    door_fail(call, PSUTIL_ERR_INTERRUPTED, "a handler or callback forked, and the parent is the one that waits");
    return 0;
}

int door_sleep(door_call *call, door_wait *wait)
{
    struct pollfd few[8], *fds = wait->len <= 8 ? few : malloc(wait->len * sizeof *fds);
    if (!fds) {
        wait->outcome = DOOR_NO_MEMORY;
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
    wait->outcome = n < 0 && errno == EINTR ? DOOR_INTERRUPTED : n < 0 && errno == ENOMEM ? DOOR_NO_MEMORY : DOOR_WOKE;
    if (fds != few) free(fds);
    if (!door_ready(door_the_state)) return door_left_behind(call, wait);
    lend_stack(call, door_the_state->epoch);
    return 1;
}

/* ---- which process is this */

static void forget_parent(struct door_here *here)
{
    memset(here, 0, sizeof *here); /* an unlocked mutex too, in glibc and in musl */
    here->pid = getpid();
}

int door_ready(const door_state *state)
{
    struct door_here *here = state->here;
    return here && atomic_load_explicit(&here->ready, memory_order_acquire)
        && (state->fork_wipes || here->pid == getpid());
}

int door_make_ready(door_call *call)
{
    door_state *state = door_the_state;
    const char *why = "";
    int32_t code = PSUTIL_OK;
    door_aside host;
    if (!state->here) {
        door_fail(call, PSUTIL_ERR_NO_MEMORY, "no memory for the library when it was loaded");
        return 0;
    }
    set_aside(&host); /* Go's threads inherit this; and a handler must not find the lock taken by its own thread */
    if (!state->fork_wipes && state->here->pid != getpid()) forget_parent(state->here);
    pthread_mutex_lock(&state->here->lock);
    if (!atomic_load(&state->here->ready)) {
        int stale = state->started_once && !state->here->eager;
        if (stale) door_forget_runtime(state);
        code = stale ? door_reload(state, &why) : door_start(state, &why);
        if (!code) atomic_store_explicit(&state->here->ready, 1, memory_order_release);
    }
    pthread_mutex_unlock(&state->here->lock);
    put_back(&host);
    if (code) door_fail(call, code, "%s", why);
    return !code;
}

/* ---- starting the runtime */

/* From the Go runtime and global by link.sh. They are missing from a plain "go build", whose runtime starts at load. */
extern void door_go_entry(int argc, char **argv, char **envp) __attribute__((weak));
extern struct {
    int32_t flags;
    const char *name;
    intptr_t name_len;
} door_go_sigtable[65] __attribute__((weak));
extern struct { /* the beginning of it */
    uintptr_t lock;
    void *g, *timer;
    uint32_t sysmon_wake;
    uint8_t parked;
} door_go_scavenger __attribute__((weak));
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
   (coroutines, koffi), and the C library reads all of /proc/self/maps for the answer: once a thread is enough. link.sh
   puts this in the place of Go's own function. */
extern void x_cgo_getstackbound(uintptr_t bounds[2]) __attribute__((weak));
void door_stackbound(uintptr_t bounds[2]);
void door_stackbound(uintptr_t bounds[2])
{
    door_thread *thread = this_thread();
    if (thread == &no_room || !thread->bounds[1]) {
        x_cgo_getstackbound(bounds);
        if (thread != &no_room) memcpy(thread->bounds, bounds, sizeof thread->bounds);
        return;
    }
    memcpy(bounds, thread->bounds, sizeof thread->bounds);
}

/* What the kernel puts on a program's first stack, for the runtime to read: argv, environment, auxiliary vector. Its
   own, so that the host's GODEBUG and GOGC are not obeyed. Collections are ours to ask for (guard.go): see
   door_may_collect. Without asynchronous preemption no host's thread is sent SIGURG. What Go overwrites in the host's
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
    door_go_entry(1, (char **)block, (char **)&block[environment]);
}

static go_crosscall *go_goodbye;

/* Go's goodbye to a thread that has called is a destructor among those of the host's. It would leave the mask of that
   thread's first call, and no alternate stack. */
static void goodbye(void (*f)(void *), void *g, int n, size_t context)
{
    door_aside host;
    stack_t stack;
    door_thread *thread = pthread_getspecific(door_the_state->thread_key);
    set_aside(&host);
    sigaltstack(NULL, &stack);
    go_goodbye(f, g, n, context);
    if (thread) thread->epoch = 0; /* what was its stack may soon be another thread's */
    sigaltstack(&stack, NULL);
    put_back(&host);
}

/* With every signal blocked, and the lock of *here held. */
int32_t door_start(door_state *state, const char **why)
{
    struct rlimit files;
    if (door_go_entry) {
        if (!room_for_memory()) {
            *why = "not enough address space to start (RLIMIT_AS, or RLIMIT_DATA?)";
            return PSUTIL_ERR_NO_MEMORY;
        }
        if (!room_for_threads()) {
            *why = "not enough threads to start (RLIMIT_NPROC, or the cgroup's pids.max?)";
            return PSUTIL_ERR_NO_MEMORY;
        }
        for (int s = 1; s < 65; s++)
            if (!go_may_have(s)) door_go_sigtable[s].flags = 0;
        for (int i = 0; i < 3; i++) sigaction(fault_signals[i], NULL, &state->host_fault[i]);
        getrlimit(RLIMIT_NOFILE, &files);
        state->started_once = 1;
        enter_runtime();
    }
    state->epoch++;
    state->core = &door_own_core;
    state->crosscall = (void **)&x_crosscall2_ptr;
    door_call call;
    lend_stack(&call, state->epoch);
    state->core->begin(state->epoch); /* waits until the runtime and every package is ready */
    return_stack(&call);
    go_goodbye = x_crosscall2_ptr;
    x_crosscall2_ptr = goodbye;
    if (door_go_entry) {
        for (int i = 0; i < 3; i++) sigaction(fault_signals[i], NULL, &state->go_fault[i]);
        setrlimit(RLIMIT_NOFILE, &files); /* Go has raised it */
    }
    return PSUTIL_OK;
}

/* The background scavenger is what starts timers in a library without any, and timers start the poller, which keeps two
   descriptors open. It has work only after a collection, and wakes only if it is marked as parked. */
int door_may_collect(void)
{
    static int parked; /* it has been seen so: it is ready for its sleep */
    if (!&door_go_scavenger) return 1;
    if (__atomic_exchange_n(&door_go_scavenger.parked, 0, __ATOMIC_SEQ_CST)) parked = 1;
    return parked;
}

void door_forget_runtime(door_state *state)
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
static door_state *loaded;

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
    if (loaded->epoch) door_forget_runtime(loaded);
}

void door_load(door_state *state)
{
    state->has_thread_key = !pthread_key_create(&state->thread_key, free);
    struct door_here *here
        = mmap(NULL, sizeof *here, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (here == MAP_FAILED) return;
    here->pid = getpid();
    loaded = state;
    state->here = here;
    state->fork_wipes = !madvise(here, sizeof *here, MADV_WIPEONFORK);
    state->started_once = here->eager = !door_go_entry;
    door_remember_file(state);
    pthread_atfork(before_fork, in_parent, in_child);
}
