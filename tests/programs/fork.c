/* A host that forks; argv[1] names the test. */
#include "children.h"
#include "seccomp.h"
#include <pthread.h>
#include <sys/time.h>

static const char *own_name;
static psutil_process *parent_handle; /* of the topmost process, made before any fork */
static pid_t parent_pid;

static void name_of(psutil_process *p, const char *expected)
{
    char *name;
    OK(psutil_process_name(p, &name));
    CHECK(!strcmp(name, expected), "%s is not %s", name, expected);
    psutil_free(name);
}

static void contains_self(void)
{
    psutil_pid_list_t *list;
    OK(psutil_pids(&list));
    int found = 0;
    for (size_t i = 0; i < list->len; i++) found |= list->items[i] == getpid();
    CHECK(found, "%d is not among the PIDs", (int)getpid());
    psutil_free(list);
}

/* Makes calls that allocate in Go and in C, and checks their answers. */
static void work(int calls)
{
    psutil_process *self;
    OK(psutil_process_new(getpid(), &self));
    for (int i = 0; i < calls; i++) {
        psutil_string_list_t *arguments;
        psutil_process *other;
        int64_t number;
        switch (i % 64 ? i % 4 : 4) {
        case 0: name_of(self, own_name); break;
        case 1:
            OK(psutil_process_cmdline(self, &arguments));
            CHECK(arguments->len >= 2);
            psutil_free(arguments);
            break;
        case 2:
            OK(psutil_process_new(getpid(), &other));
            OK(psutil_process_free(other));
            break;
        case 3:
            OK(psutil_process_ppid(self, &number));
            CHECK(number == getppid());
            break;
        default: contains_self();
        }
    }
    OK(psutil_process_free(self));
}

/* Uses the handle that was made before the fork. */
static void use_inherited(void)
{
    int64_t pid;
    int32_t running;
    OK(psutil_process_pid(parent_handle, &pid));
    CHECK(pid == parent_pid);
    name_of(parent_handle, own_name);
    OK(psutil_process_is_running(parent_handle, &running));
    CHECK(running == 1);
}

/* What a child does; its children do the same, for some generations. */
static void live(int calls, int generations)
{
    work(calls);
    use_inherited();
    if (generations > 0) IN_CHILD(live(calls / 10, generations - 1));
    work(100);
    OK(psutil_process_free(parent_handle));
    char *name;
    CHECK(psutil_process_name(parent_handle, &name) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_free(parent_handle) == PSUTIL_ERR_INVALID_HANDLE);
}

static _Atomic int stop;
static _Atomic long calls_of_threads;

static void *keep_calling(void *unused)
{
    (void)unused;
    while (!stop) {
        work(32);
        calls_of_threads += 32;
    }
    return NULL;
}

/* Forks while four threads are in the middle of calls. */
static void fork_under_load(int forks, int calls, int generations)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, keep_calling, NULL);
    while (calls_of_threads < 1000) usleep(1000);
    for (int i = 0; i < forks; i++) IN_CHILD(live(calls, generations));
    stop = 1;
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    use_inherited();
    printf("%d forks, %ld calls by the parent's threads\n", forks, calls_of_threads);
}

static void nest(int depth)
{
    work(64);
    use_inherited();
    if (depth > 0) IN_CHILD(nest(depth - 1));
    else printf("bottom\n");
}

/* A child that never calls pays for nothing. */
static void silent(void)
{
    enum { N = 200 };
    for (int called = 0; called < 2; called++) {
        double start = now();
        if (called) work(100);
        for (int i = 0; i < N; i++) IN_CHILD((void)0);
        printf("%s: %.0f us a fork\n", called ? "after calls" : "before any call", (now() - start) / N * 1e6);
    }
}

/* Makes children by fork, or by a raw system call. */
static void raw(pid_t (*make_child)(void))
{
    work(100);
    for (int i = 0; i < 20; i++) {
        pid_t child = make_child();
        if (!child) {
            live(200, 0);
            { /* and its own children, made either way */
                OK(psutil_process_new(parent_pid, &parent_handle));
                pid_t grandchild = make_child();
                if (!grandchild) {
                    live(200, 0);
                    exit(0);
                }
                reap(grandchild, MAX_WAIT);
                IN_CHILD(live(200, 0));
            }
            exit(0);
        }
        reap(child, MAX_WAIT);
        work(10);
    }
}

/* ---- threads that end in a child */

static void *just_end(void *unused)
{
    return unused;
}

static void *call_and_return(void *unused)
{
    work(50);
    return unused;
}

static void one_thread(void *(*body)(void *))
{
    pthread_t thread;
    CHECK(!pthread_create(&thread, NULL, body, NULL));
    CHECK(!pthread_join(thread, NULL));
}

static void *wait_and_exit(void *thread)
{
    CHECK(!pthread_join(*(pthread_t *)thread, NULL));
    exit(0);
}

/* Ends the calling thread. The runtime's threads go on, so another thread must end the process. */
static void end_seen(void)
{
    static pthread_t self, waiter;
    self = pthread_self();
    CHECK(!pthread_create(&waiter, NULL, wait_and_exit, &self));
    pthread_exit(NULL);
}

/* musl 1.2.3 hangs by itself where a forked child joins its first thread. */
#ifdef __GLIBC__
enum { JOINS_FIRST_THREAD = 1 };
#else
enum { JOINS_FIRST_THREAD = 0 };
#endif

static void end_in_children(void)
{
    work(10); /* registers this thread with the parent's runtime */
    IN_CHILD(pthread_exit(NULL));
    IN_CHILD(one_thread(just_end));
    if (JOINS_FIRST_THREAD) {
        IN_CHILD(end_seen());
        IN_CHILD({
            work(10);
            end_seen();
        });
        IN_CHILD({
            one_thread(call_and_return);
            one_thread(just_end);
            IN_CHILD(pthread_exit(NULL));
            IN_CHILD({
                one_thread(call_and_return);
                end_seen();
            });
            end_seen();
        });
    }
}

static void *do_end_in_children(void *unused)
{
    end_in_children();
    return unused;
}

static void ends(void)
{
    end_in_children();
    one_thread(do_end_in_children);
    for (int i = 0; i < 20; i++) one_thread(call_and_return);
}

/* ---- a fork in the middle of other threads' very first calls */

static pthread_barrier_t together;

static void *call_first(void *unused)
{
    pthread_barrier_wait(&together);
    contains_self();
    return unused;
}

static void fork_into_start(int delay)
{
    pthread_t threads[3];
    pthread_barrier_init(&together, NULL, 4);
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, call_first, NULL);
    pthread_barrier_wait(&together);
    double start = now();
    while (now() - start < delay * 1e-6) {
    }
    IN_CHILD({
        psutil_pid_list_t *list;
        int32_t code = psutil_pids(&list);
        CHECK(code == PSUTIL_OK);
        work(50);
    });
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    work(50);
}

static void first(int rounds)
{
    for (int i = 0; i < rounds; i++) {
        int delay = i * 3000 / rounds;
        IN_CHILD({ /* no ancestor has called: a first start */
            fork_into_start(delay);
            IN_CHILD(fork_into_start(delay * 3)); /* and a first call after a fork */
        });
    }
}

/* ---- a signal handler that forks, while its thread waits in the library and others are in it */

static volatile pid_t forked_in_handler;

static void fork_in_handler(int signal)
{
    (void)signal;
    int kept = errno;
    forked_in_handler = fork();
    errno = kept;
}

static void handlers(int rounds)
{
    struct sigaction action = {.sa_handler = fork_in_handler};
    psutil_exit_status_t status;
    psutil_process *parent;
    pthread_t threads[4];
    sigset_t alarm_signal;
    sigemptyset(&alarm_signal);
    sigaddset(&alarm_signal, SIGALRM);
    sigaction(SIGALRM, &action, NULL);
    pthread_sigmask(SIG_BLOCK, &alarm_signal, NULL);
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, keep_calling, NULL); /* they inherit the mask */
    pthread_sigmask(SIG_UNBLOCK, &alarm_signal, NULL);
    OK(psutil_process_new(getppid(), &parent));
    for (int i = 0; i < rounds; i++) {
        struct itimerval soon = {.it_value.tv_usec = 500 + 37 * (i % 50)};
        forked_in_handler = -1;
        setitimer(ITIMER_REAL, &soon, NULL);
        int32_t code = psutil_process_wait(parent, 2, 0, &status); /* returns in two processes */
        if (forked_in_handler < 0) i--;                            /* the handler did not run yet, or its fork failed */
        else CHECK(code == PSUTIL_ERR_INTERRUPTED || code == PSUTIL_ERR_TIMEOUT_EXPIRED, "%s", psutil_error_name(code));
        if (!forked_in_handler) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            live(100, 0);
            exit(0);
        }
        if (forked_in_handler > 0) reap(forked_in_handler, MAX_WAIT);
    }
    stop = 1;
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    const char *what = argv[1];
    own_name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
    if (!strcmp(what, "unwiped")) { /* the library is loaded already: execute again under the filter */
        deny_wipe_on_fork();
        argv[1] = argv[0];
        execv(argv[0], argv + 1);
        return 1;
    }
    parent_pid = getpid();
    if (!strcmp(what, "first")) return first(atoi(argv[2])), 0;
    if (!strcmp(what, "silent")) return silent(), 0;
    OK(psutil_process_new(parent_pid, &parent_handle));
    if (!strcmp(what, "load")) fork_under_load(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
    else if (!strcmp(what, "nest")) nest(atoi(argv[2]));
    else if (!strcmp(what, "fork")) raw(fork_child);
    else if (!strcmp(what, "clone")) raw(clone_child);
    else if (!strcmp(what, "ends")) ends();
    else if (!strcmp(what, "handlers")) handlers(atoi(argv[2]));
    else return 2;
    return 0;
}
