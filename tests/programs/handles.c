/* A host that misuses handles; argv[1] names the mistake. No mistake crashes, and each has its error code. */
#include "children.h"
#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

/* ---- invalid values */

static const char UNTOUCHED = 0x5a;

/* Passes an invalid handle or NULL to every function that takes a handle: each returns the code and touches no output.
 */
static void refused_by_all(psutil_process *p, int32_t code)
{
    union {
        int64_t number;
        int32_t small;
        double real;
        char *text;
        psutil_process *process;
        psutil_string_list_t *list;
        psutil_ids_t ids;
        psutil_process_cpu_times_t times;
        psutil_process_memory_info_t memory;
        psutil_exit_status_t status;
        char bytes[128];
    } out;
    memset(&out, UNTOUCHED, sizeof out);
#define RETURNS_CODE(call) CHECK((call) == code, "%p got %s", (void *)p, psutil_error_name(call))
    RETURNS_CODE(psutil_process_pid(p, &out.number));
    RETURNS_CODE(psutil_process_ppid(p, &out.number));
    RETURNS_CODE(psutil_process_parent(p, &out.process));
    RETURNS_CODE(psutil_process_name(p, &out.text));
    RETURNS_CODE(psutil_process_exe(p, &out.text));
    RETURNS_CODE(psutil_process_cmdline(p, &out.list));
    RETURNS_CODE(psutil_process_status(p, &out.small));
    RETURNS_CODE(psutil_process_create_time(p, &out.real));
    RETURNS_CODE(psutil_process_uids(p, &out.ids));
    RETURNS_CODE(psutil_process_username(p, &out.text));
    RETURNS_CODE(psutil_process_cpu_times(p, &out.times));
    RETURNS_CODE(psutil_process_cpu_percent(p, 0, &out.real));
    RETURNS_CODE(psutil_process_memory_info(p, &out.memory));
    RETURNS_CODE(psutil_process_num_threads(p, &out.number));
    RETURNS_CODE(psutil_process_is_running(p, &out.small));
    RETURNS_CODE(psutil_process_send_signal(p, SIGKILL));
    RETURNS_CODE(psutil_process_terminate(p));
    RETURNS_CODE(psutil_process_kill(p));
    RETURNS_CODE(psutil_process_wait(p, 0, 0, &out.status));
    for (size_t i = 0; i < sizeof out; i++) CHECK(out.bytes[i] == UNTOUCHED, "an output was touched");
    if (p) RETURNS_CODE(psutil_process_free(p));
    const psutil_error_info_t *error = psutil_last_error();
    CHECK(error->code == code && error->pid == PSUTIL_NA && error->os_error == 0 && !error->name
        && isnan(error->timeout));
}

static uint64_t scramble(uint64_t x)
{
    x ^= x >> 33, x *= 0xff51afd7ed558ccd, x ^= x >> 33, x *= 0xc4ceb9fe1a85ec53;
    return x ^ x >> 33;
}

static void strangers(void)
{
    int local;
    void *heap = malloc(16);
    void *const pointers[] = {&local, heap, (void *)"text", stdout, &errno, (void *)(intptr_t)-1, (void *)1, (void *)3,
        (void *)INTPTR_MAX, (void *)INTPTR_MIN, dlsym(RTLD_DEFAULT, "psutil_pids"), dlsym(RTLD_DEFAULT, "main")};
    for (size_t i = 2; i < sizeof pointers / sizeof *pointers; i++)
        if (pointers[i]) refused_by_all(pointers[i], PSUTIL_ERR_INVALID_HANDLE);
    refused_by_all((void *)&local, PSUTIL_ERR_INVALID_HANDLE);
    refused_by_all(heap, PSUTIL_ERR_INVALID_HANDLE);
    free(heap);

    psutil_process *real;
    int64_t pid;
    OK(psutil_process_new(getpid(), &real));
    for (int bit = 0; bit < (int)sizeof(void *) * 8; bit++)
        refused_by_all((void *)((uintptr_t)real ^ (uintptr_t)1 << bit), PSUTIL_ERR_INVALID_HANDLE);
    for (uint64_t i = 1; i < 200000; i++) {
        void *made_up = (void *)(uintptr_t)scramble(i);
        CHECK(psutil_process_pid(made_up, &pid) == PSUTIL_ERR_INVALID_HANDLE);
        CHECK(psutil_process_free(made_up) == PSUTIL_ERR_INVALID_HANDLE);
    }
    for (uintptr_t i = 0; i < 1 << 16; i++) { /* values near the real one, and small ones */
        void *made_up[] = {(void *)(i + 1), (void *)((uintptr_t)real - (1 << 15) + i)};
        for (int k = 0; k < 2; k++)
            if (made_up[k] != real) CHECK(psutil_process_pid(made_up[k], &pid) == PSUTIL_ERR_INVALID_HANDLE);
    }
    OK(psutil_process_pid(real, &pid));
    CHECK(pid == getpid());
    OK(psutil_process_free(real));
}

static void misuse(void)
{
    psutil_process *p;
    int64_t pid;
    psutil_free(NULL);
    OK(psutil_process_free(NULL));
    refused_by_all(NULL, PSUTIL_ERR_INVALID_ARGUMENT); /* the first call of this process */
    CHECK(strstr(psutil_last_error()->message, "p is NULL"));
    refused_by_all((void *)&p, PSUTIL_ERR_INVALID_HANDLE);
    strangers();

    OK(psutil_process_new(getpid(), &p));
    OK(psutil_process_pid(p, &pid));
    OK(psutil_process_free(p));
    refused_by_all(p, PSUTIL_ERR_INVALID_HANDLE); /* freed; and freed twice */
    CHECK(psutil_process_new(getpid(), NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(strstr(psutil_last_error()->message, "out is NULL"));
}

/* ---- reuse of a slot: A is freed, B gets its slot, A stays invalid */

/* The part of a handle's value that is the index of its slot (handle.c). Only this test uses it. */
static uintptr_t slot_of(psutil_process *p)
{
    return (uintptr_t)p >> 8 & 0xffffff;
}

static void reuse(void)
{
    pid_t child = fork_child(); /* before the first call, so that no copy is needed */
    if (!child) {
        pause();
        _exit(0);
    }
    psutil_process *a, *b = NULL;
    int64_t pid;
    for (int round = 0; round < 5; round++) {
        OK(psutil_process_new(getpid(), &a));
        OK(psutil_process_free(a));
        int tries = 0;
        for (;; tries++) { /* slots are claimed in turn, so the same one returns after all others */
            OK(psutil_process_new(child, &b));
            if (slot_of(b) == slot_of(a)) break;
            OK(psutil_process_free(b));
            CHECK(tries < 1000000, "the slot does not come back");
        }
        CHECK(a != b);
        OK(psutil_process_pid(b, &pid));
        CHECK(pid == child);
        refused_by_all(a, PSUTIL_ERR_INVALID_HANDLE); /* B is still alive: the call through A did not reach it */
        CHECK(psutil_process_free(a) == PSUTIL_ERR_INVALID_HANDLE);
        int32_t running;
        OK(psutil_process_is_running(b, &running));
        CHECK(running == 1);
        OK(psutil_process_free(b));
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* ---- many at once */

static void many(void)
{
    enum { N = 100000 };
    static psutil_process *all[N];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < N; i++) OK(psutil_process_new(i % 2 ? getpid() : getppid(), &all[i]));
        for (int i = 0; i < N; i++) {
            int64_t pid;
            OK(psutil_process_pid(all[i], &pid));
            CHECK(pid == (i % 2 ? getpid() : getppid()));
        }
        for (int i = 0; i < N; i += 7) {
            char *name;
            OK(psutil_process_name(all[i], &name));
            psutil_free(name);
        }
        for (int i = 0; i < N; i++) OK(psutil_process_free(all[i]));
        for (int i = 0; i < N; i++) CHECK(psutil_process_free(all[i]) == PSUTIL_ERR_INVALID_HANDLE);
    }
}

/* ---- eight threads that make, use and free the same few handles at random */

enum { THREADS = 8, PLACES = 16, KINDS = 2 };

static _Atomic(psutil_process *) place[KINDS][PLACES]; /* of kind k: handles of process pids[k] */
static int64_t pids[KINDS];
static _Atomic long made, freed, used, late;
static double until;

static void *race(void *seed)
{
    uint64_t random = (uint64_t)(uintptr_t)seed;
    while (now() < until) {
        random = scramble(random + 1);
        int kind = (int)(random >> 8 & 1), i = (int)(random >> 16) % PLACES;
        i = i < 0 ? -i : i;
        psutil_process *p = place[kind][i]; /* from here on another thread may free it at any time */
        int64_t pid = 0;
        int32_t code;
        char *name;
        psutil_exit_status_t status;
        switch (random % 8) {
        case 0:
        case 1: /* a new handle; of two threads that exchange the same old one, only one gets it */
            OK(psutil_process_new(pids[kind], &p));
            made++;
            p = atomic_exchange(&place[kind][i], p);
            if (p) {
                int32_t freeing = psutil_process_free(p);
                CHECK(freeing == PSUTIL_OK || freeing == PSUTIL_ERR_INVALID_HANDLE);
                freed += freeing == PSUTIL_OK;
            }
            continue;
        case 2: /* frees it in place: the exchange above then frees it a second time */
            code = p ? psutil_process_free(p) : PSUTIL_ERR_INVALID_HANDLE;
            freed += code == PSUTIL_OK;
            break;
        case 3:
            code = psutil_process_pid(p, &pid);
            CHECK(code != PSUTIL_OK || pid == pids[kind], "%lld is another process", (long long)pid);
            break;
        case 4:
            code = psutil_process_wait(p, 0.0005, PSUTIL_WAIT_NO_REAP, &status);
            if (code == PSUTIL_ERR_TIMEOUT_EXPIRED) code = PSUTIL_OK;
            break;
        case 5:
            code = psutil_process_ppid(p, &pid);
            CHECK(code != PSUTIL_OK || pid == (kind ? getpid() : getppid()));
            break;
        default:
            code = psutil_process_name(p, &name);
            if (code == PSUTIL_OK) psutil_free(name);
        }
        used += code == PSUTIL_OK;
        late += code != PSUTIL_OK;
        CHECK(code == PSUTIL_OK || code == (p ? PSUTIL_ERR_INVALID_HANDLE : PSUTIL_ERR_INVALID_ARGUMENT)
                || (!p && code == PSUTIL_ERR_INVALID_HANDLE),
            "%s", psutil_error_name(code));
    }
    return NULL;
}

static void races(double seconds)
{
    pid_t child = fork_child();
    if (!child) {
        pause();
        _exit(0);
    }
    pids[0] = getpid(), pids[1] = child;
    until = now() + seconds;
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, race, (void *)(i + 1));
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int k = 0; k < KINDS; k++)
        for (int i = 0; i < PLACES; i++)
            if (place[k][i]) freed += psutil_process_free(place[k][i]) == PSUTIL_OK;
    printf("%ld made, %ld freed, %ld uses, %ld uses of a freed one\n", made, freed, used, late);
    CHECK(made == freed, "every handle is freed once");
    CHECK(used > 100 && late > 10, "the threads never met");
    uint32_t (*count)(void) = NULL;
    *(void **)&count = dlsym(RTLD_DEFAULT, "psutil_test_handle_count"); /* in a build with hooks */
    if (count) CHECK(count() == 0, "%u are left", count());
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* Calls every function that returns a block and reads all of it, for the sanitizers. */
static void blocks(void)
{
    psutil_process *p, *parent;
    char *text;
    psutil_string_list_t *arguments;
    psutil_pid_list_t *list;
    psutil_cpu_times_list_t *times;
    psutil_percent_list_t *percents;
    size_t sum = 0;
    for (int i = 0; i < 200; i++) {
        OK(psutil_process_new(getpid(), &p));
        OK(psutil_process_parent(p, &parent));
        int32_t (*const texts[])(psutil_process *, char **) = {
            psutil_process_name, psutil_process_exe, psutil_process_username};
        for (int k = 0; k < 3; k++) {
            OK(texts[k](p, &text));
            sum += strlen(text);
            psutil_free(text);
        }
        OK(psutil_process_cmdline(p, &arguments));
        for (size_t k = 0; k < arguments->len; k++) sum += strlen(arguments->items[k]);
        psutil_free(arguments);
        OK(psutil_pids(&list));
        for (size_t k = 0; k < list->len; k++) sum += (size_t)list->items[k];
        psutil_free(list);
        OK(psutil_cpu_times_per_cpu(&times));
        for (size_t k = 0; k < times->len; k++) sum += (size_t)times->items[k].user;
        psutil_free(times);
        OK(psutil_cpu_percent_per_cpu(i % 50 ? 0 : 0.01, &percents));
        for (size_t k = 0; k < percents->len; k++) sum += (size_t)percents->items[k];
        psutil_free(percents);
        OK(psutil_process_free(parent));
        OK(psutil_process_free(p));
    }
    CHECK(sum > 0);
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    const char *what = argv[1];
    if (!strcmp(what, "misuse")) misuse();
    else if (!strcmp(what, "reuse")) reuse();
    else if (!strcmp(what, "many")) many();
    else if (!strcmp(what, "races")) races(atof(argv[2]));
    else if (!strcmp(what, "blocks")) blocks();
    else return 2;
    return 0;
}
