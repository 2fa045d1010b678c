/* Two copies of the library in one process, each with a Go runtime of its own.
 *
 *   two_libraries FIRST SECOND [reversed]   two files, opened by dlopen
 *   two_libraries FIRST namespace [reversed]
 *                                           one file, the second time in a namespace of its own, with its own C library
 *                                           (dlmopen; glibc only)
 *
 * FIRST is loaded first, and called first if not reversed. Each answers, handles faults of its own Go code (test hooks)
 * and leaves those of the host to the host: in turns, in many threads, in threads that end, and in forked children that
 * call one, the other or both.
 */
#include "children.h"
#include "../../capi/test_hooks.h"
#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>

struct library {
    __typeof__(psutil_pid_exists) *pid_exists;
    __typeof__(psutil_pids) *pids;
    __typeof__(psutil_free) *free;
    __typeof__(psutil_process_new) *process_new;
    __typeof__(psutil_process_name) *process_name;
    __typeof__(psutil_process_username) *process_username;
    __typeof__(psutil_process_free) *process_free;
    __typeof__(psutil_last_error) *last_error;
    __typeof__(psutil_test_hook) *test_hook;
};

enum { THREADS = 4, ROUNDS = 30, SHORT_THREADS = 20 };

static struct library libraries[2];

/* For CHECK, since this program is linked with no copy. */
const psutil_error_info_t *psutil_last_error(void)
{
    static const psutil_error_info_t none = {.message = ""};
    return libraries[0].last_error ? libraries[0].last_error() : &none;
}

static void find(struct library *library, void *handle)
{
    CHECK(handle, "%s", dlerror());
#define FIND(name) CHECK((library->name = (__typeof__(library->name))dlsym(handle, "psutil_" #name)))
    FIND(pid_exists);
    FIND(pids);
    FIND(free);
    FIND(process_new);
    FIND(process_name);
    FIND(process_username);
    FIND(process_free);
    FIND(last_error);
    FIND(test_hook);
#undef FIND
}

static void *open_namespace(const char *path)
{
#ifdef __GLIBC__
    return dlmopen(LM_ID_NEWLM, path, RTLD_NOW);
#else
    (void)path;
    return NULL;
#endif
}

static void call(const struct library *l)
{
    psutil_pid_list_t *pids;
    psutil_process *p, *none;
    char *name;
    int found = 0;
    OK(l->pids(&pids));
    for (size_t i = 0; i < pids->len; i++) found |= pids->items[i] == getpid();
    CHECK(found);
    l->free(pids);
    OK(l->process_new(getpid(), &p));
    OK(l->process_name(p, &name));
    CHECK(!strcmp(name, "two_libraries"));
    l->free(name);
    OK(l->process_username(p, &name));
    CHECK(*name);
    l->free(name);
    OK(l->process_free(p));
    CHECK(l->process_new(INT32_MAX, &none) == PSUTIL_ERR_NO_SUCH_PROCESS);
    CHECK(l->last_error()->code == PSUTIL_ERR_NO_SUCH_PROCESS);
}

static void call_both(void)
{
    int32_t exists;
    call(&libraries[0]);
    OK(libraries[1].pid_exists(getpid(), &exists));
    CHECK(libraries[0].last_error()->code == PSUTIL_ERR_NO_SUCH_PROCESS); /* of its own call */
    call(&libraries[1]);
}

/* ---- faults */

static sigjmp_buf out;
static volatile int is_expected;

static void jump(int s)
{
    if (is_expected) siglongjmp(out, 1);
    signal(s, SIG_DFL); /* the fault happens again */
}

/* Whether the host's handler runs for a fault of this program. */
static int fault(void)
{
    int is_handled = 1;
    is_expected = 1;
    if (!sigsetjmp(out, 1)) {
        *(volatile int *)NULL = 1;
        is_handled = 0;
    }
    is_expected = 0;
    return is_handled;
}

static void fault_everywhere(void)
{
    enum { TIMES = 5 };
    for (int i = 0; i < TIMES; i++) {
        CHECK(fault());
        for (int which = 0; which < 2; which++)
            CHECK(libraries[which].test_hook(PSUTIL_TEST_HOOK_FAULT, 0) == PSUTIL_ERR_INTERNAL);
    }
}

/* ---- threads */

static void *call_often(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        call_both();
        OK(libraries[i % 2].test_hook(PSUTIL_TEST_HOOK_GARBAGE, 1 << 20));
    }
    return unused;
}

static void *call_once(void *which)
{
    call(which ? which : &libraries[0]);
    if (!which) call(&libraries[1]);
    return NULL;
}

static void in_threads(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) SYSTEM(!pthread_create(&threads[i], NULL, call_often, NULL));
    for (int i = 0; i < SHORT_THREADS; i++) {
        pthread_t thread;
        void *which = i % 3 ? &libraries[i % 3 - 1] : NULL;
        SYSTEM(!pthread_create(&thread, NULL, call_once, which));
        SYSTEM(!pthread_join(thread, NULL));
    }
    for (int i = 0; i < THREADS; i++) SYSTEM(!pthread_join(threads[i], NULL));
}

/* ---- children */

static void call_in_child(int first)
{
    CHECK(fault());
    call(&libraries[first]);
    CHECK(fault());
    call(&libraries[!first]);
    fault_everywhere();
    in_threads();
}

static void in_children(void)
{
    IN_CHILD(CHECK(fault()));
    for (int first = 0; first < 2; first++) {
        IN_CHILD(call_in_child(first));
        IN_CHILD({
            call(&libraries[first]);
            IN_CHILD(call_in_child(!first));
        });
    }
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = jump};
    CHECK(argc >= 3);
    SYSTEM(!sigaction(SIGSEGV, &action, NULL));
    find(&libraries[0], dlopen(argv[1], RTLD_NOW));
    find(&libraries[1], !strcmp(argv[2], "namespace") ? open_namespace(argv[1]) : dlopen(argv[2], RTLD_NOW));
    CHECK(libraries[0].pids != libraries[1].pids);
    call(&libraries[argc > 3]);
    in_children(); /* where one is used */
    call(&libraries[argc == 3]);
    call_both();
    fault_everywhere();
    in_threads();
    in_children();
    return 0;
}
