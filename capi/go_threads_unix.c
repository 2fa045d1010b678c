//go:build unix

/*
 * Go's threads on Linux, macOS and FreeBSD, and the memory that runtime/cgo needs to start them.
 *
 * Go ends the process when it cannot create a thread. So all of its threads are created before it starts, and wait for
 * Go to use them. The linker wrapper redirects the pthread_create, malloc and free of runtime/cgo here. Go's threads
 * never call malloc, for which the C library would reserve 64 MB of address space in each.
 */
#define _GNU_SOURCE
#include "runtime_unix.h"
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

/* Go has a thread for each CPU that it uses, and some more. The limit keeps a host with 64 CPUs from having 70 threads.
 */
enum { MAX_GO_CPUS = 8, GO_EXTRA_THREADS = 10 };

#ifdef __linux__
/* Nanoseconds by which a sleep of Go's threads may be late. Go's monitor thread sleeps for 20 us at a time while a call
   runs; waking that often takes up to a fifth of a call's CPU time. */
static const unsigned long MONITOR_SLACK = 1000 * 1000;
#endif

static struct {
    pthread_mutex_t lock;
    pthread_cond_t has_work; /* for the threads that wait */
    pthread_cond_t changed;  /* for others: a thread is ready, or has taken its work */
    int created;
    pthread_t all[MAX_GO_CPUS + GO_EXTRA_THREADS];
    int ready;              /* how many have default scheduling */
    int idle;               /* how many Go does not use */
    void *(*start)(void *); /* work for one of them; NULL: none */
    void *arg;
    int are_ending;
} threads;

int psutil__go_cpus(void)
{
#if defined __linux__
    cpu_set_t set;
    int n = sched_getaffinity(getpid(), sizeof set, &set) ? MAX_GO_CPUS : CPU_COUNT(&set);
#else
    int n = (int)sysconf(_SC_NPROCESSORS_ONLN);
#endif
    return n < 1 ? 1 : n < MAX_GO_CPUS ? n : MAX_GO_CPUS;
}

/* Gives the calling thread default scheduling, and on Linux the niceness and CPUs of the process's main thread. The
   thread of the first call, from which it has inherited, may have real-time priority or be bound to one CPU. */
static void reset_scheduling(void)
{
#ifdef __linux__
    const struct sched_param none = {0};
    cpu_set_t cpus;
    syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &none); /* musl's function only returns ENOSYS */
    errno = 0;
    int niceness = getpriority(PRIO_PROCESS, (id_t)getpid());
    if (!errno) setpriority(PRIO_PROCESS, 0, niceness);
    if (!sched_getaffinity(getpid(), sizeof cpus, &cpus)) sched_setaffinity(0, sizeof cpus, &cpus);
    prctl(PR_SET_TIMERSLACK, MONITOR_SLACK);
#else
    struct sched_param usual = {0};
    int policy;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes)) return;
    if (!pthread_attr_getschedpolicy(&attributes, &policy) && !pthread_attr_getschedparam(&attributes, &usual))
        pthread_setschedparam(pthread_self(), policy, &usual);
    pthread_attr_destroy(&attributes);
#endif
}

static void *wait_for_work(void *unused)
{
    reset_scheduling();
    pthread_mutex_lock(&threads.lock);
    threads.ready++;
    pthread_cond_broadcast(&threads.changed);
    while (!threads.start && !threads.are_ending) pthread_cond_wait(&threads.has_work, &threads.lock);
    void *(*start)(void *) = threads.start;
    void *arg = threads.arg;
    threads.start = NULL;
    pthread_cond_broadcast(&threads.changed);
    pthread_mutex_unlock(&threads.lock);
    return start ? start(arg) : unused;
}

static void end_threads(void)
{
    pthread_mutex_lock(&threads.lock);
    threads.are_ending = 1;
    pthread_cond_broadcast(&threads.has_work);
    pthread_mutex_unlock(&threads.lock);
    for (int i = 0; i < threads.created; i++) pthread_join(threads.all[i], NULL);
    threads.created = threads.idle = 0;
}

int psutil__create_go_threads(void)
{
    pthread_attr_t attributes;
    int needed = psutil__go_cpus() + GO_EXTRA_THREADS;
    memset(&threads, 0, sizeof threads); /* a fork may have left the lock locked */
    pthread_mutex_init(&threads.lock, NULL);
    pthread_cond_init(&threads.has_work, NULL);
    pthread_cond_init(&threads.changed, NULL);
    if (pthread_attr_init(&attributes)) return 0;
    pthread_attr_setstacksize(&attributes, GO_STACK_SIZE);
    while (threads.created < needed && !pthread_create(&threads.all[threads.created], &attributes, wait_for_work, NULL))
        threads.created++;
    pthread_attr_destroy(&attributes);
    pthread_mutex_lock(&threads.lock);
    while (threads.ready < threads.created) pthread_cond_wait(&threads.changed, &threads.lock);
    threads.idle = threads.created;
    pthread_mutex_unlock(&threads.lock);
    if (threads.created == needed) return 1;
    end_threads();
    return 0;
}

int psutil__is_go_thread(void)
{
    for (int i = 0; i < threads.created; i++)
        if (pthread_equal(threads.all[i], pthread_self())) return 1;
    return 0;
}

/* ---- replacements of functions that runtime/cgo calls */

int psutil__create_go_thread(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *arg);
int psutil__create_go_thread(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *arg)
{
    pthread_mutex_lock(&threads.lock);
    while (threads.start) pthread_cond_wait(&threads.changed, &threads.lock);
    int is_idle = threads.idle > 0;
    if (is_idle) {
        threads.idle--;
        threads.start = start;
        threads.arg = arg;
        pthread_cond_signal(&threads.has_work);
    }
    pthread_mutex_unlock(&threads.lock);
    return is_idle ? 0 : pthread_create(thread, attributes, start, arg);
}

#ifdef __APPLE__
/* Go asks for the size of the creating thread's stack, which a new thread's would equal. */
size_t psutil__go_stack_size(pthread_t thread);
size_t psutil__go_stack_size(pthread_t thread)
{
    (void)thread;
    return GO_STACK_SIZE;
}
#endif

int psutil__init_go_thread_attributes(pthread_attr_t *attributes);
int psutil__init_go_thread_attributes(pthread_attr_t *attributes)
{
    int error = pthread_attr_init(attributes);
    if (!error) pthread_attr_setstacksize(attributes, GO_STACK_SIZE);
    return error;
}

/* What runtime/cgo allocates: a few words until a thread has started. */
enum { ALLOCATION_SIZE = 64 };

static struct {
    _Alignas(16) char data[ALLOCATION_SIZE];
    _Atomic int is_used;
} allocations[MAX_GO_CPUS + GO_EXTRA_THREADS];

enum { ALLOCATIONS = sizeof allocations / sizeof *allocations };

void *psutil__allocate_for_cgo(size_t size);
void *psutil__allocate_for_cgo(size_t size)
{
    for (int i = 0; size <= ALLOCATION_SIZE && i < ALLOCATIONS; i++)
        if (!atomic_exchange(&allocations[i].is_used, 1)) return allocations[i].data;
    return malloc(size);
}

void psutil__free_for_cgo(void *block);
void psutil__free_for_cgo(void *block)
{
    for (int i = 0; i < ALLOCATIONS; i++) {
        if (block != allocations[i].data) continue;
        atomic_store(&allocations[i].is_used, 0);
        return;
    }
    free(block);
}
