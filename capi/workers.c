/*
 * Helper threads that share the work of one call.
 *
 * Credentials, capabilities, seccomp filters, Landlock domains, descriptor tables and namespaces belong to a thread,
 * and a new thread inherits those of its creator. So the calling thread creates the helpers itself, for this one call,
 * and waits for their end. Go's own threads have what the thread of the first call had, and read nothing for a caller.
 */
#define _GNU_SOURCE
#include "workers.h"
#ifdef __linux__
#include <sched.h>
#endif

enum { MAX_WORKERS = 8 };

PSUTIL__PUBLIC int32_t psutil_set_workers(int32_t n)
{
    psutil__call call = {.function = "psutil_set_workers"};
    if (n < 0)
        return psutil__set_error(
            &call, PSUTIL_ERR_INVALID_ARGUMENT, "n: %d: expected a number that is not negative", n);
    atomic_store_explicit(&psutil__lib.max_workers, n, memory_order_relaxed);
    return PSUTIL_OK;
}

#ifdef _WIN32

int32_t psutil__max_workers(void)
{
    return 1;
}

void psutil__run_workers(uintptr_t job, int32_t n)
{
    for (int32_t i = 0; i < n; i++) psutil__go_run_worker(job, i);
}

#else

int32_t psutil__max_workers(void)
{
    int32_t limit = atomic_load_explicit(&psutil__lib.max_workers, memory_order_relaxed);
    if (limit == 1) return 1;
    if (limit == 0 || limit > MAX_WORKERS) limit = MAX_WORKERS;
#ifdef __linux__
    cpu_set_t cpus; /* the helpers may run where the calling thread may */
    if (!sched_getaffinity(0, sizeof cpus, &cpus) && CPU_COUNT(&cpus) < limit) limit = CPU_COUNT(&cpus);
#endif
    return limit;
}

/* Go needs little of a helper's stack, but a host's thread-local storage is part of it. */
enum { STACK_SIZE = 1 << 20 };

typedef struct helper {
    pthread_t thread;
    uintptr_t job;
    int32_t worker;
} helper;

/* Every signal but the faults is blocked, as in the calling thread while it is inside Go. */
static void *run_helper(void *arg)
{
    const helper *h = arg;
    psutil__call call = {0};
    psutil__thread_enter_go(&call);
    psutil__go_run_worker(h->job, h->worker);
    psutil__thread_leave_go(&call);
    return NULL;
}

void psutil__run_workers(uintptr_t job, int32_t n)
{
    helper helpers[MAX_WORKERS];
    pthread_attr_t attributes;
    int32_t created = 1; /* the calling thread is worker 0 */
    if (!pthread_attr_init(&attributes)) {
        pthread_attr_setstacksize(&attributes, STACK_SIZE);
        for (; created < n && created < MAX_WORKERS; created++) {
            helper *h = &helpers[created];
            *h = (helper){.job = job, .worker = created};
            if (pthread_create(&h->thread, &attributes, run_helper, h)) break;
        }
        pthread_attr_destroy(&attributes);
    }
    psutil__go_run_worker(job, 0);
    for (int32_t i = created; i < n; i++) psutil__go_run_worker(job, i); /* without a thread of their own */
    for (int32_t i = 1; i < created; i++) pthread_join(helpers[i].thread, NULL);
}

#endif
