/* A host in which memory runs out: the n-th allocation of a call fails, and with "all" each one after it, n = 1, 2 ...
 * Each function returns PSUTIL_ERR_NO_MEMORY or its usual answer, and works afterwards: the first call of all, calls of
 * one thread, and the first calls of threads.
 *
 *   failing_malloc one|all
 */
static _Atomic long countdown; /* allocations until the one that fails; 0: none does */
#define CALL_RETURNED() (countdown = 0)
#include "calls.h"
#include <stdatomic.h>
#include <pthread.h>

#ifdef __GLIBC__
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
#define REAL(function) __libc_##function
#else /* musl's dlsym allocates nothing */
#include <dlfcn.h>
#define REAL(function) ((__typeof__(function) *)dlsym(RTLD_NEXT, #function))
#endif

static atomic_long failed;
static int all;

static int fails(void)
{
    if (!countdown || --countdown) return 0;
    failed++;
    if (all) countdown = 1;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : REAL(malloc)(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : REAL(calloc)(n, size);
}

void *realloc(void *block, size_t size)
{
    return fails() ? NULL : REAL(realloc)(block, size);
}

struct attempt {
    const struct call *c;
    long n; /* the allocation that fails; 0: none */
    int64_t presence;
    int32_t code;
};

static void *make_call(void *arg)
{
    struct attempt *a = arg;
    countdown = a->n;
    a->code = a->c->call(&a->presence);
    countdown = 0;
    return NULL;
}

static int in_new_threads;

static int32_t call_failing(const struct call *c, long n, int64_t *presence)
{
    struct attempt attempt = {.c = c, .n = n};
    pthread_t thread;
    prepare_call(c);
    failed = 0;
    if (in_new_threads) {
        SYSTEM(!pthread_create(&thread, NULL, make_call, &attempt));
        SYSTEM(!pthread_join(thread, NULL));
    } else {
        make_call(&attempt);
    }
    *presence = attempt.presence;
    return attempt.code;
}

/* In children: the first call of a process, or that of a child whose parent has called. */
static void fail_at_the_start(void)
{
    enum { MAX_ALLOCATIONS = 100 };
    for (long n = 1; n <= MAX_ALLOCATIONS; n++)
        IN_CHILD({
            psutil_pid_list_t *pids;
            countdown = n;
            int32_t code = psutil_pids(&pids);
            countdown = 0;
            CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_NO_MEMORY, "allocation %ld: %s", n, psutil_error_name(code));
            OK(psutil_pids(&pids));
        });
}

/* Returns how many calls returned PSUTIL_ERR_NO_MEMORY. */
static int fail_each_allocation(const struct call *c, int32_t workers)
{
    enum { MAX_ALLOCATIONS = 40 };
    int64_t usual, presence;
    int errors = 0;
    call_workers = workers;
    OK(psutil_set_workers(workers));
    int32_t usual_code = call_failing(c, 0, &usual);
    for (long n = 1; n <= MAX_ALLOCATIONS; n++) {
        int32_t code = call_failing(c, n, &presence);
        CHECK(code == PSUTIL_ERR_NO_MEMORY || (code == usual_code && presence == usual),
            "%s, allocation %ld, %d workers: %s, %lld instead of %lld", c->name, n, (int)workers,
            psutil_error_name(code), (long long)presence, (long long)usual);
        errors += code == PSUTIL_ERR_NO_MEMORY;
        if (!failed) break;
    }
    int32_t code = call_failing(c, 0, &presence);
    CHECK(code == usual_code && presence == usual, "%s, afterwards: %s", c->name, psutil_error_name(code));
    return errors;
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    all = !strcmp(argv[1], "all");
    fail_at_the_start();
    begin_calls();
    /* In the calling thread alone, where the allocations of a call are the same each time; then with helpers. */
    for (int i = 0; i < CALLS; i++) MEASURE(all_calls[i].name, "%d", fail_each_allocation(&all_calls[i], 1));
    for (int i = 0; i < CALLS; i++) fail_each_allocation(&all_calls[i], 0);
    fail_at_the_start();
    in_new_threads = 1;
    for (int i = 0; i < CALLS; i++) fail_each_allocation(&all_calls[i], 1);
    end_calls();
    return 0;
}
