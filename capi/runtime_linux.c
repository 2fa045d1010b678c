/*
 * Start of the Go runtime on Linux, and what fork does to it.
 *
 * A Go library starts its runtime when it is loaded. This one starts it at the first call: link_linux.sh removes Go's
 * entry from .init_array and gives it a name that call_go_entry can call. The runtime's table of signals is cleared
 * first, so Go installs handlers for its faults only. Its threads start with every signal blocked.
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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* ---- the process that the runtime belongs to */

static void reset_fork_page(void)
{
    struct psutil__fork_page *page = psutil__lib.fork_page;
    memset(page, 0, sizeof *page); /* in glibc and in musl this is also an unlocked mutex */
    page->pid = getpid();
}

int psutil__runtime_is_alive(void)
{
    struct psutil__fork_page *page = psutil__lib.fork_page;
    return page && atomic_load_explicit(&page->ready, memory_order_acquire)
        && (psutil__lib.kernel_wipes_fork_page || page->pid == getpid());
}

/* Waits for a start in another thread. An atfork handler of the host may call the library while before_fork, in the
   same thread, has the lock. */
static void lock_start(struct psutil__fork_page *page)
{
    if (atomic_load(&page->fork_thread) != (uintptr_t)pthread_self()) pthread_mutex_lock(&page->lock);
}

static void unlock_start(struct psutil__fork_page *page)
{
    if (atomic_load(&page->fork_thread) != (uintptr_t)pthread_self()) pthread_mutex_unlock(&page->lock);
}

static int32_t start(const char **why);

int psutil__runtime_ensure(psutil__call *call)
{
    struct psutil__fork_page *page = psutil__lib.fork_page;
    const char *why = "";
    int32_t code = PSUTIL_OK;
    psutil__host_thread_state host;
    if (!page) {
        psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "no memory for the library when it was loaded");
        return 0;
    }
    /* Go's threads inherit the blocked mask, and no handler can deadlock on the lock that its own thread holds. */
    psutil__save_host_state(&host);
    if (!psutil__lib.kernel_wipes_fork_page && page->pid != getpid()) reset_fork_page();
    lock_start(page);
    if (!atomic_load(&page->ready)) {
        code = start(&why);
        if (!code) atomic_store_explicit(&page->ready, 1, memory_order_release);
    }
    unlock_start(page);
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
typedef void go_crosscall(void (*f)(void *), void *g, int n, size_t context);
extern go_crosscall *x_crosscall2_ptr __attribute__((weak));

/* ---- replacements of functions that the runtime calls */

/* Go asks for the bounds of the thread's stack whenever it is called on another stack, as by coroutines or koffi. The C
   library reads all of /proc/self/maps to answer, so the answer is cached. link_linux.sh redirects Go's calls here.
   Zeros, when memory runs out, make Go assume a small stack around the stack pointer. */
void psutil__cached_stack_bounds(uintptr_t bounds[2]);
void psutil__cached_stack_bounds(uintptr_t bounds[2])
{
    if (psutil__is_go_thread()) { /* not with the C library, which would allocate */
        bounds[1] = (uintptr_t)__builtin_frame_address(0);
        bounds[0] = bounds[1] - GO_STACK_SIZE + GO_STACK_MARGIN;
        return;
    }
    psutil__thread *thread = psutil__this_thread();
    if (thread != &psutil__oom_thread && thread->bounds[1]) {
        memcpy(bounds, thread->bounds, sizeof thread->bounds);
        return;
    }
    pthread_attr_t attributes;
    void *start = NULL;
    size_t size = 0;
    bounds[0] = bounds[1] = 0;
    pthread_attr_init(&attributes);                              /* glibc before 2.32 leaves some of it unset */
    if (pthread_getattr_np(pthread_self(), &attributes)) return; /* and has destroyed them */
    if (!pthread_attr_getstack(&attributes, &start, &size)) {
        bounds[0] = (uintptr_t)start;
        bounds[1] = (uintptr_t)start + size;
    }
    pthread_attr_destroy(&attributes);
    if (thread != &psutil__oom_thread) memcpy(thread->bounds, bounds, sizeof thread->bounds);
}

/* Go raises RLIMIT_NOFILE to its hard limit when it starts. A program that another thread of the host starts then
   would inherit that. This function replaces Go's. */
void psutil__go_raise_nofile(void);
void psutil__go_raise_nofile(void)
{
}

/* go-pointer allocates its keys with C.malloc, for which cgo aborts the process when malloc returns NULL. link_linux.sh
   redirects that malloc to psutil__take_key. */
int psutil__reserve_key(void)
{
    psutil__thread *thread = psutil__this_thread();
    if (thread == &psutil__oom_thread) return 0;
    if (!thread->reserved_key) thread->reserved_key = malloc(1);
    return thread->reserved_key != NULL;
}

void *psutil__take_key(size_t size);
void *psutil__take_key(size_t size)
{
    psutil__thread *thread = psutil__this_thread();
    void *key = thread->reserved_key;
    if (!key) return malloc(size);
    thread->reserved_key = NULL;
    return key;
}

static go_crosscall *go_thread_exit;

/* Go's destructor of a thread that has called runs among the host's own destructors. By itself it would leave the
   signal mask of that thread's first call, and no alternate stack. */
static void on_thread_exit(void (*f)(void *), void *g, int n, size_t context)
{
    psutil__host_thread_state host;
    stack_t altstack;
    if (psutil__thread_runtime_id != psutil__lib.runtime_id) return; /* g belongs to the parent's runtime */
    psutil__save_host_state(&host);
    sigaltstack(NULL, &altstack);
    void *host_word = psutil__install_go_g();
    go_thread_exit(f, g, n, context);
    psutil__restore_host_word(host_word);
    psutil__thread_runtime_id = 0; /* Go may give the alternate stack to another thread */
    sigaltstack(&altstack, NULL);
    psutil__restore_host_state(&host);
}

/* ---- the start */

/* Go installs handlers for its faults, and for the C library's own signals (32, 33, in musl 34 too), of which it only
   changes the flags, so that they use the alternate stack. */
static int go_needs_signal(int signal)
{
    return psutil__is_go_fault_signal(signal) || (signal >= 32 && signal < SIGRTMIN);
}

/* Calls Go's entry with a copy of what the kernel puts on a program's first stack: arguments, environment, auxiliary
   vector. The environment is the library's own, so the host's GODEBUG and GOGC have no effect:
     asyncpreemptoff=1  no SIGURG is sent to a thread of the host
     invalidptr=0       memory of the host that Go overwrites may look like a bad pointer into Go's heap
     decoratemappings=0 Go would name the addresses of its tables, which memory_linux.c leaves to others
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
    block[n++] = (uintptr_t)"GODEBUG=asyncpreemptoff=1,invalidptr=0,decoratemappings=0";
    block[n++] = (uintptr_t)"GOGC=off";
    block[n++] = (uintptr_t)processors;
    snprintf(processors, sizeof processors, "GOMAXPROCS=%d", psutil__go_cpus());
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

/* Returns when every package of Go is initialized. */
static void start_go(void)
{
    psutil__call call = {0};
    if (psutil__go_entry) call_go_entry();
    psutil__lib.runtime_id++;
    psutil__thread_enter_go(&call);
    psutil__go_begin(psutil__lib.runtime_id);
    psutil__thread_leave_go(&call);
}

/* Neither the exit of a thread nor a fault may call a runtime that stayed in the parent. */
static void detach_dead_runtime(void)
{
    x_crosscall2_ptr = NULL;
    psutil__remove_fault_handlers();
}

/* Called with every signal blocked and the fork page's lock held. */
static int32_t start(const char **why)
{
    if (!psutil__go_entry && psutil__lib.ever_started && !psutil__lib.fork_page->started_at_load) {
        *why = "this build of the library, without link_linux.sh, cannot be used in a forked process";
        return PSUTIL_ERR_FORK;
    }
    if (psutil__go_entry) {
        if (!psutil__caller_has_process_rights()) {
            *why = "the first call comes from a thread with other user IDs or seccomp filters than the main thread; "
                   "make it on another thread";
            return PSUTIL_ERR_ACCESS_DENIED;
        }
        if (!psutil__thread_word_is_free(why)) return PSUTIL_ERR_NOT_SUPPORTED;
        if (psutil__lib.ever_started) detach_dead_runtime();
        if (!psutil__reserve_go_memory(why)) return PSUTIL_ERR_NO_MEMORY;
        if (!psutil__lib.ever_started && !psutil__save_go_data()) {
            psutil__release_go_memory();
            *why = "out of memory";
            return PSUTIL_ERR_NO_MEMORY;
        }
        if (!psutil__create_go_threads()) {
            psutil__release_go_memory();
            *why = "not enough threads to start (RLIMIT_NPROC or the cgroup's pids.max?)";
            return PSUTIL_ERR_NO_MEMORY;
        }
        if (psutil__lib.ever_started) psutil__reset_go_data();
        for (int s = 1; s < 65; s++)
            if (!go_needs_signal(s)) psutil__go_sigtable[s].flags = 0;
        psutil__save_host_fault_actions();
        psutil__reset_scavenger();
    }
    psutil__lib.ever_started = 1;
    start_go();
    go_thread_exit = x_crosscall2_ptr;
    x_crosscall2_ptr = on_thread_exit;
    if (psutil__go_entry) psutil__install_fault_handlers();
    return PSUTIL_OK;
}

/* ---- fork */

/* A fork waits for a start in progress: the child would inherit a half-started runtime. */
static void before_fork(void)
{
    struct psutil__fork_page *page = psutil__lib.fork_page;
    lock_start(page);
    atomic_store(&page->fork_thread, (uintptr_t)pthread_self());
    page->fork_depth++;
}

static void after_fork_parent(void)
{
    struct psutil__fork_page *page = psutil__lib.fork_page;
    if (--page->fork_depth) return;
    atomic_store(&page->fork_thread, 0);
    pthread_mutex_unlock(&page->lock);
}

/* Closes the child's copy of a descriptor for process events, unless the host has reused the number. */
static void close_process_events(const psutil__slot *slot)
{
    struct stat st;
    int fd = (int)atomic_load(&slot->pid);
    if (!fstat(fd, &st) && S_ISSOCK(st.st_mode) && st.st_ino == slot->inode) close(fd);
}

static void after_fork_child(void)
{
    /* Also where the kernel says that it wipes the page: an emulator may accept the advice and not follow it. In a
       wiped page the PID is 0. */
    pid_t owner = psutil__lib.fork_page->pid;
    if (owner && owner != getpid()) reset_fork_page();
    if (psutil__lib.ever_started && !psutil__runtime_is_alive())
        psutil__handles_drop(PSUTIL__PROCESS_EVENTS, close_process_events);
    /* A handler of the host that ran before this one may have called the library, which has a new runtime then. */
    if (psutil__lib.ever_started && !psutil__runtime_is_alive()) detach_dead_runtime();
}

void psutil__on_load(void)
{
    struct psutil__fork_page *page = mmap(
        NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return;
    page->pid = getpid();
    psutil__create_thread_exit_key();
    psutil__lib.fork_page = page;
    psutil__lib.kernel_wipes_fork_page = !madvise(page, sizeof *page, MADV_WIPEONFORK);
    psutil__lib.ever_started = page->started_at_load = !psutil__go_entry;
    pthread_atfork(before_fork, after_fork_parent, after_fork_child);
}
