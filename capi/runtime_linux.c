/*
 * Start of the Go runtime on Linux, and what fork does to it.
 *
 * A Go library starts its runtime when it is loaded. This one starts it at the first call: link_linux.sh removes Go's
 * entry from .init_array and gives it a name that call_go_entry can call. The runtime's table of signals is cleared
 * first, so Go installs handlers for the faults only. Its threads start with every signal blocked.
 */
#define _GNU_SOURCE
#include "runtime_linux.h"
#include "go_exports_gen.h"
#include <elf.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* ---- the process that the runtime belongs to */

static void reset_fork_page(struct psutil__fork_page *page)
{
    memset(page, 0, sizeof *page); /* in glibc and in musl this is also an unlocked mutex */
    page->pid = getpid();
}

int psutil__runtime_is_alive(const psutil__library_state *state)
{
    struct psutil__fork_page *page = state->fork_page;
    return page && atomic_load_explicit(&page->ready, memory_order_acquire)
        && (state->kernel_wipes_fork_page || page->pid == getpid());
}

int psutil__runtime_ensure(psutil__call *call)
{
    psutil__library_state *state = psutil__lib;
    struct psutil__fork_page *page = state->fork_page;
    const char *why = "";
    int32_t code = PSUTIL_OK;
    psutil__host_thread_state host;
    if (!page) {
        psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "no memory for the library when it was loaded");
        return 0;
    }
    /* Go's threads inherit the blocked mask, and no handler can deadlock on the lock that its own thread holds. */
    psutil__save_host_state(&host);
    if (!state->kernel_wipes_fork_page && page->pid != getpid()) reset_fork_page(page);
    pthread_mutex_lock(&page->lock);
    if (!atomic_load(&page->ready)) {
        int stale = state->ever_started && !page->started_at_load;
        if (stale) psutil__detach_dead_runtime(state);
        code = stale ? psutil__runtime_reload(state, &why) : psutil__runtime_start(state, &why);
        if (!code) atomic_store_explicit(&page->ready, 1, memory_order_release);
    }
    pthread_mutex_unlock(&page->lock);
    psutil__restore_host_state(&host);
    if (code) psutil__set_error(call, code, "%s", why);
    return !code;
}

/* ---- symbols of the Go runtime */

/* link_linux.sh makes these global and checks their layout. A plain "go build" lacks them and starts its runtime at
 * load. */
extern void psutil__go_entry(int argc, char **argv, char **envp) __attribute__((weak));
extern struct {
    int32_t flags;
    const char *name;
    intptr_t name_len;
} psutil__go_sigtable[65] __attribute__((weak));
extern struct { /* the first fields; capi/runtimelayout checks them */
    uintptr_t lock;
    void *g, *timer;
    uint32_t sysmon_wake;
    uint8_t parked;
} psutil__go_scavenger __attribute__((weak));

typedef void go_crosscall(void (*f)(void *), void *g, int n, size_t context);
extern go_crosscall *x_crosscall2_ptr __attribute__((weak));

/* ---- are memory and threads enough to start? */

static int can_map(size_t megabytes, int access)
{
    void *probe = mmap(NULL, megabytes << 20, access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (probe == MAP_FAILED) return 0;
    munmap(probe, megabytes << 20);
    return 1;
}

/* The runtime reserves 1.6 GB of address space at the start, of which little becomes memory. It aborts if it cannot
   have that, or a thread's stack or heap arena later. Writable memory, mostly stacks, counts towards RLIMIT_DATA. */
static int address_space_suffices(void)
{
    return can_map(sizeof(void *) > 4 ? 2304 : 256, PROT_NONE)
        && can_map(sizeof(void *) > 4 ? 256 : 64, PROT_READ | PROT_WRITE);
}

static void *block_until_unlocked(void *gate)
{
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

/* Go has a thread for each CPU that it uses, and some more. The limit keeps a host with 64 CPUs from having 70 threads.
 */
enum { MAX_GO_CPUS = 8, GO_EXTRA_THREADS = 10 };

static int go_cpus(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(getpid(), sizeof set, &set) ? MAX_GO_CPUS : CPU_COUNT(&set);
    return n < MAX_GO_CPUS ? n : MAX_GO_CPUS;
}

/* Go aborts where it cannot have a thread. Trying covers every limit: RLIMIT_NPROC, a cgroup's pids.max, others. */
static int threads_suffice(void)
{
    pthread_t thread[MAX_GO_CPUS + GO_EXTRA_THREADS];
    pthread_mutex_t start_gate = PTHREAD_MUTEX_INITIALIZER;
    int n = 0, needed = go_cpus() + GO_EXTRA_THREADS;
    pthread_mutex_lock(&start_gate);
    while (n < needed && !pthread_create(&thread[n], NULL, block_until_unlocked, &start_gate)) n++;
    pthread_mutex_unlock(&start_gate);
    for (int i = 0; i < n; i++) pthread_join(thread[i], NULL);
    return n == needed;
}

/* ---- replacements of functions that the runtime calls */

/* Go asks for the bounds of the thread's stack whenever it is called on another stack, as by coroutines or koffi. The C
   library reads all of /proc/self/maps to answer, so the answer is cached. link_linux.sh redirects Go's calls here. */
extern void x_cgo_getstackbound(uintptr_t bounds[2]) __attribute__((weak));
void psutil__cached_stack_bounds(uintptr_t bounds[2]);
void psutil__cached_stack_bounds(uintptr_t bounds[2])
{
    psutil__thread *thread = psutil__this_thread();
    if (thread == &psutil__oom_thread || !thread->bounds[1]) {
        x_cgo_getstackbound(bounds);
        if (thread != &psutil__oom_thread) memcpy(thread->bounds, bounds, sizeof thread->bounds);
        return;
    }
    memcpy(bounds, thread->bounds, sizeof thread->bounds);
}

static go_crosscall *go_thread_exit;

/* Go's destructor of a thread that has called runs among the host's own destructors. By itself it would leave the
   signal mask of that thread's first call, and no alternate stack. */
static void on_thread_exit(void (*f)(void *), void *g, int n, size_t context)
{
    psutil__host_thread_state host;
    stack_t altstack;
    psutil__thread *thread = psutil__lib->has_thread_key ? pthread_getspecific(psutil__lib->thread_key) : NULL;
    psutil__save_host_state(&host);
    sigaltstack(NULL, &altstack);
    go_thread_exit(f, g, n, context);
    if (thread) thread->runtime_id = 0; /* Go may give the alternate stack to another thread */
    sigaltstack(&altstack, NULL);
    psutil__restore_host_state(&host);
}

/* The background scavenger is all that starts timers in this library, and timers start the poller, which keeps two
   descriptors open. It works only after a collection, and is woken only if it is marked as parked. */
int psutil__gc_allowed(void)
{
    static int has_parked;
    if (!&psutil__go_scavenger) return 1;
    if (__atomic_exchange_n(&psutil__go_scavenger.parked, 0, __ATOMIC_SEQ_CST)) has_parked = 1;
    return has_parked;
}

/* ---- the start */

/* Go installs handlers for the faults, and for the C library's own signals (32, 33, in musl 34 too), of which it only
   changes the flags, so that they use the alternate stack. */
static int go_needs_signal(int signal)
{
    for (int i = 0; i < PSUTIL__FAULTS; i++)
        if (signal == psutil__fault_signals[i]) return 1;
    return signal >= 32 && signal < SIGRTMIN;
}

/* Calls Go's entry with a copy of what the kernel puts on a program's first stack: arguments, environment, auxiliary
   vector. The environment is the library's own, so the host's GODEBUG and GOGC have no effect:
     asyncpreemptoff=1  no SIGURG is sent to a thread of the host
     invalidptr=0       memory of the host that Go overwrites may look like a bad pointer into Go's heap
     GOGC=off           gc.go starts collections: see psutil__gc_allowed */
static void call_go_entry(void)
{
    static uintptr_t block[40]; /* the runtime keeps pointers into it */
    static char processors[24];
    static const unsigned long wanted[] = {
        AT_PAGESZ, AT_RANDOM, AT_SYSINFO_EHDR, AT_HWCAP, AT_HWCAP2, AT_SECURE, AT_CLKTCK};
    size_t n = 0;
    block[n++] = (uintptr_t)"libpsutil";
    block[n++] = 0;
    size_t environment = n;
    block[n++] = (uintptr_t)"GODEBUG=asyncpreemptoff=1,invalidptr=0";
    block[n++] = (uintptr_t)"GOGC=off";
    block[n++] = (uintptr_t)processors;
    snprintf(processors, sizeof processors, "GOMAXPROCS=%d", go_cpus());
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

/* Gives the calling thread default scheduling, and the niceness and CPUs of the process's main thread. */
static void reset_scheduling(void)
{
    const struct sched_param none = {0};
    cpu_set_t cpus;
    sched_setscheduler(0, SCHED_OTHER, &none);
    errno = 0;
    int niceness = getpriority(PRIO_PROCESS, (id_t)getpid());
    if (!errno) setpriority(PRIO_PROCESS, 0, niceness);
    if (!sched_getaffinity(getpid(), sizeof cpus, &cpus)) sched_setaffinity(0, sizeof cpus, &cpus);
}

/* Starts Go on a thread of its own, from which Go's threads inherit. The thread of the first call may have real-time
   priority or be bound to one CPU, and Go's threads outlive that call. */
static void *start_go(void *arg)
{
    psutil__library_state *state = arg;
    reset_scheduling();
    if (psutil__go_entry) call_go_entry();
    psutil__own_go_exports.begin(state->runtime_id + 1); /* returns when every package is initialized */
    return NULL;
}

/* Called with every signal blocked and the fork page's lock held. */
int32_t psutil__runtime_start(psutil__library_state *state, const char **why)
{
    struct rlimit files;
    if (psutil__go_entry) {
        if (!address_space_suffices()) {
            *why = "not enough address space to start (RLIMIT_AS or RLIMIT_DATA?)";
            return PSUTIL_ERR_NO_MEMORY;
        }
        if (!threads_suffice()) {
            *why = "not enough threads to start (RLIMIT_NPROC or the cgroup's pids.max?)";
            return PSUTIL_ERR_NO_MEMORY;
        }
        for (int s = 1; s < 65; s++)
            if (!go_needs_signal(s)) psutil__go_sigtable[s].flags = 0;
        for (int i = 0; i < PSUTIL__FAULTS; i++)
            sigaction(psutil__fault_signals[i], NULL, &state->host_fault_actions[i]);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    pthread_t starter;
    if (pthread_create(&starter, NULL, start_go, state)) {
        *why = "no thread to start on (RLIMIT_NPROC or the cgroup's pids.max?)";
        return PSUTIL_ERR_NO_MEMORY;
    }
    state->ever_started = 1;
    pthread_join(starter, NULL);
    state->runtime_id++;
    state->exports = &psutil__own_go_exports;
    state->go_thread_exit_hook = (void **)&x_crosscall2_ptr;
    go_thread_exit = x_crosscall2_ptr;
    x_crosscall2_ptr = on_thread_exit;
    if (psutil__go_entry) {
        for (int i = 0; i < PSUTIL__FAULTS; i++) sigaction(psutil__fault_signals[i], NULL, &state->go_fault_actions[i]);
        setrlimit(RLIMIT_NOFILE, &files); /* Go has raised it */
    }
    return PSUTIL_OK;
}

/* ---- fork */

void psutil__detach_dead_runtime(psutil__library_state *state)
{
    /* Neither the exit of a thread nor a fault may call the runtime that stayed in the parent. */
    if (state->go_thread_exit_hook) *state->go_thread_exit_hook = NULL;
    for (int i = 0; i < PSUTIL__FAULTS; i++) {
        struct sigaction current;
        if (!sigaction(psutil__fault_signals[i], NULL, &current)
            && current.sa_sigaction == state->go_fault_actions[i].sa_sigaction)
            sigaction(psutil__fault_signals[i], &state->host_fault_actions[i], NULL);
    }
}

/* The state of the library that the host has loaded. A copy that a forked child loads is never the one that handles a
   fork, so this stays unused there. */
static psutil__library_state *loaded_state;

/* A fork waits for a start in progress: the child would inherit a half-started runtime. */
static void before_fork(void)
{
    pthread_mutex_lock(&loaded_state->fork_page->lock);
}

static void after_fork_parent(void)
{
    pthread_mutex_unlock(&loaded_state->fork_page->lock);
}

static void after_fork_child(void)
{
    if (!loaded_state->kernel_wipes_fork_page) reset_fork_page(loaded_state->fork_page);
    if (loaded_state->runtime_id) psutil__detach_dead_runtime(loaded_state);
}

void psutil__on_load(psutil__library_state *state)
{
    state->has_thread_key = !pthread_key_create(&state->thread_key, free);
    struct psutil__fork_page *page = mmap(
        NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return;
    page->pid = getpid();
    loaded_state = state;
    state->fork_page = page;
    state->kernel_wipes_fork_page = !madvise(page, sizeof *page, MADV_WIPEONFORK);
    state->ever_started = page->started_at_load = !psutil__go_entry;
    psutil__record_library_file(state);
    pthread_atfork(before_fork, after_fork_parent, after_fork_child);
}
