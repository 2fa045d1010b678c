/* A host whose own pthread_atfork handlers call the library. They were registered before the library's, with dlopen, or
 * after them; and the runtime had been started before the fork, or starts in a handler.
 *
 *   atfork LIBRARY before|after started|fresh
 */
#include "children.h"
#include <dlfcn.h>
#include <pthread.h>

static int32_t (*pids)(psutil_pid_list_t **);
static void (*free_block)(void *);
static int calls;

static void call(void)
{
    psutil_pid_list_t *list;
    if (!pids) return;
    CHECK(pids(&list) == PSUTIL_OK);
    CHECK(list->len > 0);
    free_block(list);
    calls++;
}

static void *call_in_thread(void *unused)
{
    call();
    return unused;
}

/* musl holds a lock while handlers run, so a fork in one of them never returns where there are threads. */
#ifdef __GLIBC__
enum { FORKS_IN_HANDLER = 1 };
#else
enum { FORKS_IN_HANDLER = 0 };
#endif

/* A handler that forks by itself, as one that starts a helper would. */
static void prepare(void)
{
    static int is_nested;
    call();
    if (!FORKS_IN_HANDLER || is_nested++) return;
    IN_CHILD(call());
    is_nested = 0;
}

int main(int argc, char **argv)
{
    CHECK(argc == 4);
    alarm(60);
    if (!strcmp(argv[2], "before")) CHECK(!pthread_atfork(prepare, call, call));
    void *library = dlopen(argv[1], RTLD_NOW);
    CHECK(library, "%s", dlerror());
    *(void **)&free_block = dlsym(library, "psutil_free");
    *(void **)&pids = dlsym(library, "psutil_pids");
    if (!strcmp(argv[2], "after")) CHECK(!pthread_atfork(prepare, call, call));
    if (!strcmp(argv[3], "started")) call();
    calls = 0;
    pid_t pid = fork_child();
    if (!pid) {
        pthread_t thread;
        CHECK(calls >= 2, "%d calls in prepare and child", calls);
        call();
        CHECK(!pthread_create(&thread, NULL, call_in_thread, NULL) && !pthread_join(thread, NULL));
        IN_CHILD(call());
        /* the runtime that a handler started is still there: its handler for faults is installed */
        struct sigaction action;
        CHECK(!sigaction(SIGSEGV, NULL, &action) && action.sa_handler != SIG_DFL);
        exit(0);
    }
    reap(pid, MAX_WAIT);
    CHECK(calls >= 2, "%d calls in prepare and parent", calls);
    call();
    return 0;
}
