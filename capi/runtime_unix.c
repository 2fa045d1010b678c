//go:build unix

/*
 * Start of the Go runtime on Linux, macOS and FreeBSD, and what fork does to it.
 *
 * A Go library starts its runtime when it is loaded. This one starts it at the first call: the linker
 * wrapper (link_elf.sh, link_darwin.sh) takes Go's entry out of the initializers and gives it a name that call_go_entry
 * can call. The runtime's table of signals is cleared
 * first, so Go installs handlers for its faults only. Its threads start with every signal blocked.
 */
#define _GNU_SOURCE
#include "runtime_unix.h"
#include "go_exports_gen.h"
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifndef __APPLE__
#include <elf.h>
#include <sys/auxv.h>
#endif

#if defined __linux__ && !defined MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* ---- the process that the runtime belongs to */

static void reset_fork_page(void)
{
    struct psutil__fork_page *page = psutil__lib.fork_page;
    memset(page, 0, sizeof *page); /* in glibc and in musl this is also an unlocked mutex */
#ifdef __APPLE__
    pthread_mutex_init(&page->lock, NULL);
#endif
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

/* The linker wrapper makes these global and checks their layout. A plain "go build" for an ELF system lacks them and
 * starts its runtime at load. */
extern void psutil__go_entry(int argc, char **argv, char **envp) PSUTIL__OF_GO;
#if defined __linux__
enum { GO_SIGNALS = 65 };
#elif defined __APPLE__
enum { GO_SIGNALS = 32 };
#else
enum { GO_SIGNALS = 33 };
#endif
extern struct {
    int32_t flags;
    const char *name;
    intptr_t name_len;
} psutil__go_sigtable[GO_SIGNALS] PSUTIL__OF_GO;
typedef void go_crosscall(void (*f)(void *), void *g, int n, size_t context);
extern go_crosscall *x_crosscall2_ptr PSUTIL__OF_GO;

/* ---- replacements of functions that the runtime calls */

/* Go raises RLIMIT_NOFILE to its hard limit when it starts. A program that another thread of the host starts then
   would inherit that. In ELF files this function replaces Go's; in Mach-O files that one replaces setrlimit, which Go
   uses for nothing else. */
#ifdef __APPLE__
int psutil__keep_limit(int what, const struct rlimit *limit);
int psutil__keep_limit(int what, const struct rlimit *limit)
{
    (void)what;
    (void)limit;
    return 0;
}
#else
void psutil__go_raise_nofile(void);
void psutil__go_raise_nofile(void)
{
}
#endif

static go_crosscall *go_thread_exit;

/* Go's destructor of a thread that has called runs among the host's own destructors. By itself it would leave the
   signal mask of that thread's first call, and no alternate stack. */
static void on_thread_exit(void (*f)(void *), void *g, int n, size_t context)
{
    psutil__host_thread_state host;
    stack_t altstack;
    /* g belongs to the parent's runtime, whose memory does not exist in a child. */
    if (psutil__thread_runtime_id != psutil__lib.runtime_id || !psutil__runtime_is_alive()) return;
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

/* Go installs handlers for its faults, and on Linux for the C library's own signals (32, 33, in musl 34 too), of which
   it only changes the flags, so that they use the alternate stack. */
static int go_needs_signal(int signal)
{
#ifdef __linux__
    if (signal >= 32 && signal < SIGRTMIN) return 1;
#endif
    return psutil__is_go_fault_signal(signal);
}

#ifndef __APPLE__
/* Reads a value of the auxiliary vector; returns 0 if it has none. */
static int read_auxiliary(unsigned long what, unsigned long *value)
{
#ifdef __linux__
    errno = 0;
    *value = getauxval(what);
    return *value || !errno;
#else
    *value = 0;
    if (what != AT_PAGESZ) return !elf_aux_info((int)what, value, sizeof(void *));
    *value = (unsigned long)getpagesize(); /* elf_aux_info has an int of it */
    return 1;
#endif
}
#endif

/* Calls Go's entry with a copy of what the kernel puts on a program's first stack: arguments, environment, auxiliary
   vector; on macOS arguments, environment and the program's path. The environment is the library's own, so the host's
   GODEBUG and GOGC have no effect:
     asyncpreemptoff=1  no SIGURG is sent to a thread of the host
     invalidptr=0       memory of the host that Go overwrites may look like a bad pointer into Go's heap
     decoratemappings=0 Go would name the addresses of its tables, which go_memory_linux.c leaves to others
     madvdontneed=0     shared memory is not zero after MADV_DONTNEED, so Go must clear it
     GOGC=off           gc.go starts collections: see psutil__gc_allowed */
static void call_go_entry(void)
{
    static uintptr_t block[40]; /* the runtime keeps pointers into it */
    static char processors[24];
    size_t n = 0;
    block[n++] = (uintptr_t)"libpsutil";
    block[n++] = 0;
    size_t environment = n;
    block[n++] = (uintptr_t)"GODEBUG=asyncpreemptoff=1,invalidptr=0,decoratemappings=0,madvdontneed=0";
    block[n++] = (uintptr_t)"GOGC=off";
    block[n++] = (uintptr_t)processors;
    snprintf(processors, sizeof processors, "GOMAXPROCS=%d", psutil__go_cpus());
    block[n++] = 0;
#ifdef __APPLE__
    block[n++] = (uintptr_t)"executable_path=";
    block[n++] = 0;
#else
#ifdef __linux__
    static const unsigned long wanted[] = {
        AT_PAGESZ, AT_RANDOM, AT_SYSINFO_EHDR, AT_HWCAP, AT_HWCAP2, AT_SECURE, AT_CLKTCK};
#else
    static const unsigned long wanted[] = {AT_PAGESZ, AT_TIMEKEEP};
#endif
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        unsigned long value;
        if (!read_auxiliary(wanted[i], &value)) continue;
        block[n++] = wanted[i];
        block[n++] = value;
    }
    block[n++] = AT_NULL;
    block[n++] = 0;
#endif
    psutil__go_entry(1, (char **)block, (char **)&block[environment]);
}

/* Returns when every package of Go is initialized. */
static void start_go(void)
{
    psutil__call call = {0};
    if (PSUTIL__HAS_GO_ENTRY) call_go_entry();
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
    if (!PSUTIL__HAS_GO_ENTRY && psutil__lib.ever_started && !psutil__lib.fork_page->started_at_load) {
        *why = "this build of the library, without its linker wrapper, cannot be used in a forked process";
        return PSUTIL_ERR_FORK;
    }
    if (PSUTIL__HAS_GO_ENTRY) {
#ifdef __linux__
        if (!psutil__caller_has_process_rights()) {
            *why = "the first call comes from a thread with other user IDs or seccomp filters than the main thread; "
                   "make it on another thread";
            return PSUTIL_ERR_ACCESS_DENIED;
        }
#endif
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
        for (int s = 1; s < GO_SIGNALS; s++)
            if (!go_needs_signal(s)) psutil__go_sigtable[s].flags = 0;
        psutil__save_host_fault_actions();
        psutil__reset_scavenger();
    }
    psutil__lib.ever_started = 1;
    start_go();
    go_thread_exit = x_crosscall2_ptr;
    x_crosscall2_ptr = on_thread_exit;
    if (PSUTIL__HAS_GO_ENTRY) psutil__install_fault_handlers();
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
#ifdef __APPLE__
    pthread_mutex_init(&page->lock, NULL);
#endif
    page->pid = getpid();
    psutil__create_thread_exit_key();
    psutil__lib.fork_page = page;
#if defined __linux__
    psutil__lib.kernel_wipes_fork_page = !madvise(page, sizeof *page, MADV_WIPEONFORK);
#elif defined __FreeBSD__
    psutil__lib.kernel_wipes_fork_page = !minherit(page, sizeof *page, INHERIT_ZERO);
#endif
    psutil__lib.ever_started = page->started_at_load = !PSUTIL__HAS_GO_ENTRY;
    pthread_atfork(before_fork, after_fork_parent, after_fork_child);
}
