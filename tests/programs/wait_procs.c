/* psutil_wait_procs.
 *
 *   wait_procs many N [LIMIT]   N children that exit one after the other, under a limit of descriptors
 *   wait_procs outcomes         exit codes, signals, zombies, grandchildren, exited processes, duplicates
 *   wait_procs others           exit codes of processes that are not children, against what their parents read
 *   wait_procs callback         it calls, frees its handle and waits itself, on the caller's thread, mask and stack
 *   wait_procs interrupted      a handler runs during the wait: INTERRUPTED, and the call can be made again
 *   wait_procs forks            the callback forks, and the child returns from it
 *   wait_procs arguments        invalid handles and numbers
 */
#include "children.h"
#include <math.h>
#include <pthread.h>
#include <sys/resource.h>

static psutil_process *handle(pid_t pid)
{
    psutil_process *p;
    OK(psutil_process_new(pid, &p));
    return p;
}

/* Starts a child that exits after some time. */
static pid_t exits(int code, double after)
{
    pid_t pid = fork_child();
    if (!pid) {
        if (after < 0)
            for (;;) pause();
        pause_for(after);
        _exit(code);
    }
    return pid;
}

static pid_t lives(void)
{
    return exits(0, -1);
}

/* ---- many */

static int reported[10000];

typedef struct waited {
    psutil_process **list;
    int n;
} waited;

static void count(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    const waited *all = user;
    CHECK(status->has_exit_code && status->exit_code >= 0 && status->reserved[0] == PSUTIL_NA);
    for (int i = 0; i < all->n; i++) reported[i] += all->list[i] == p;
}

static void many(int n, rlim_t limit)
{
    psutil_process **list = calloc((size_t)n, sizeof *list);
    psutil_wait_result_list_t *results;
    waited all = {list, n};
    for (int i = 0; i < n; i++) list[i] = handle(exits(i % 256, 0.3 + i * 0.001));
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    if (limit) files.rlim_cur = limit;
    SYSTEM(!setrlimit(RLIMIT_NOFILE, &files));
    OK(psutil_wait_procs(list, (size_t)n, 60, count, &all, &results));
    CHECK(results->len == (size_t)n);
    for (int i = 0; i < n; i++) {
        const psutil_wait_result_t *r = &results->items[i];
        CHECK(r->process == list[i] && r->gone && r->has_exit_code && r->exit_code == i % 256, "%d: %d %d", i, r->gone,
            r->exit_code);
        CHECK(reported[i] == 1, "%d was reported %d times", i, reported[i]);
        OK(psutil_process_free(list[i]));
    }
    psutil_free(results);
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "not all are reaped");
    char open[4096];
    descriptors(open, sizeof open);
    CHECK(!strstr(open, "pidfd"), "%s", open);
    MEASURE("exited", "%d", n);
}

/* ---- outcomes */

static void outcomes(void)
{
    pid_t killed = lives(), normal = exits(3, 0.05), zombie = exits(4, 0), alive = lives(), reaped = exits(5, 0);
    int grandchild[2], ready[2];
    SYSTEM(!pipe(grandchild) && !pipe(ready));
    pid_t parent = fork_child();
    if (!parent) {
        pid_t pids[] = {exits(6, 0.05), exits(7, 0)};
        SYSTEM(write(grandchild[1], pids, sizeof pids) == sizeof pids);
        char go;
        SYSTEM(read(ready[0], &go, 1) == 1); /* a handle can be made only before the process is reaped */
        SYSTEM(waitpid(pids[0], NULL, 0) == pids[0]);
        for (;;) pause();
    }
    pid_t others[2];
    SYSTEM(read(grandchild[0], others, sizeof others) == sizeof others);
    psutil_process *left = handle(others[1]);
    psutil_process *list[] = {
        handle(killed), handle(normal), handle(zombie), handle(alive), handle(reaped), handle(others[0]), NULL};
    SYSTEM(write(ready[1], "", 1) == 1);
    list[6] = list[1];
    psutil_wait_result_list_t *results;
    OK(psutil_wait_procs(list + 3, 1, 0, NULL, NULL, &results));
    CHECK(results->len == 1 && !results->items[0].gone && !results->items[0].has_exit_code
        && results->items[0].exit_code == -1);
    psutil_free(results);
    SYSTEM(waitpid(reaped, NULL, 0) == reaped);
    kill(killed, SIGUSR1);
    psutil_process *ending[] = {list[0], list[1], list[2], list[4], list[5], list[6]};
    OK(psutil_wait_procs(
        ending, 6, MAX_WAIT, NULL, NULL, &results)); /* until all of them have exited, however long that takes */
    psutil_free(results);
    double start = now();
    OK(psutil_wait_procs(list, 7, 0.2, NULL, NULL, &results));
    CHECK(now() - start >= 0.2, "returned after %g s although one process is alive", now() - start);
    int others_known = has_exit_codes_of_others() && results->items[5].has_exit_code;
    const struct {
        int gone, known, code;
    } wanted[] = {
        {1, 1, -SIGUSR1},
        {1, 1, 3},
        {1, 1, 4},
        {0, 0, -1},
        {1, 0, -1},
        {1, others_known, others_known ? 6 : -1}, /* "others" tests that it is known */
        {1, 1, 3},
    };
    for (int i = 0; i < 7; i++) {
        const psutil_wait_result_t *r = &results->items[i];
        CHECK(r->process == list[i] && r->gone == wanted[i].gone && r->has_exit_code == wanted[i].known
                && r->exit_code == wanted[i].code,
            "%d: gone %d, code %d", i, r->gone, r->exit_code);
    }
    psutil_free(results);
    OK(psutil_wait_procs(&left, 1, 0.05, NULL, NULL, &results)); /* a zombie of another parent is not gone */
    CHECK(!results->items[0].gone);
    psutil_free(results);
    kill(alive, SIGKILL);
    OK(psutil_wait_procs(list, 7, INFINITY, NULL, NULL, &results)); /* results are kept */
    CHECK(results->items[1].exit_code == 3 && results->items[3].exit_code == -SIGKILL);
    psutil_free(results);
    psutil_exit_status_t status;
    OK(psutil_process_wait(list[0], 0, 0, &status));
    CHECK(status.exit_code == -SIGUSR1);
}

/* ---- others */

/* Returns whether a process has a pidfd open. */
static int is_watching(pid_t pid)
{
    char path[64], target[64];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *directory = opendir(path);
    SYSTEM(directory);
    int found = 0;
    for (struct dirent *entry; !found && (entry = readdir(directory));) {
        ssize_t n = readlinkat(dirfd(directory), entry->d_name, target, sizeof target - 1);
        target[n > 0 ? n : 0] = 0;
        found = strstr(target, "pidfd") != NULL;
    }
    closedir(directory);
    return found;
}

/* Starts a child whose child ends in this way as soon as this process watches it. The child reports the status that
 * waitpid returned to it. It begins to look when it can read from made: a new handle has a pidfd for a moment, too. */
static void start_other(int code, int made, int report)
{
    int go[2];
    SYSTEM(!pipe(go));
    pid_t watcher = getpid();
    if (!fork_child()) {
        pid_t other = fork_child();
        char c;
        int status;
        if (!other) {
            SYSTEM(read(go[0], &c, 1) == 1);
            if (code < 0) kill(getpid(), -code);
            _exit(code);
        }
        SYSTEM(write(report, &other, sizeof other) == sizeof other);
        SYSTEM(read(made, &c, 1) == 1);
        double latest = now() + (has_exit_codes_of_others() ? MAX_WAIT : 0.1);
        while (!is_watching(watcher) && now() < latest) pause_for(0.001);
        SYSTEM(write(go[1], "", 1) == 1);
        SYSTEM(waitpid(other, &status, 0) == other);
        SYSTEM(write(report, &status, sizeof status) == sizeof status);
        for (;;) pause();
    }
    close(go[0]);
    close(go[1]);
}

static void others(void)
{
    static const int codes[] = {0, 3, 255, -SIGKILL, -SIGTERM};
    for (size_t i = 0; i < 2 * sizeof codes / sizeof *codes; i++) {
        int made[2], report[2], status;
        pid_t pid;
        SYSTEM(!pipe(made) && !pipe(report));
        start_other(codes[i / 2], made[0], report[1]);
        SYSTEM(read(report[0], &pid, sizeof pid) == sizeof pid);
        psutil_process *p = handle(pid);
        psutil_exit_status_t ended;
        SYSTEM(write(made[1], "", 1) == 1);
        if (i % 2) {
            OK(psutil_process_wait(p, MAX_WAIT, 0, &ended));
        } else {
            psutil_wait_result_list_t *results;
            OK(psutil_wait_procs(&p, 1, MAX_WAIT, NULL, NULL, &results));
            CHECK(results->items[0].gone);
            ended.has_exit_code = results->items[0].has_exit_code;
            ended.exit_code = results->items[0].exit_code;
            psutil_free(results);
        }
        SYSTEM(read(report[0], &status, sizeof status) == sizeof status);
        int parents = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
        CHECK(parents == codes[i / 2]);
        CHECK(ended.has_exit_code == has_exit_codes_of_others());
        CHECK(ended.exit_code == (ended.has_exit_code ? parents : -1), "%d, not %d", ended.exit_code, parents);
        OK(psutil_process_wait(p, 0, 0, &ended)); /* the result is kept */
        CHECK(ended.exit_code == (ended.has_exit_code ? parents : -1));
        CHECK(ended.has_exit_code == has_exit_codes_of_others());
        OK(psutil_process_free(p));
        close(made[0]);
        close(made[1]);
        close(report[0]);
        close(report[1]);
    }
}

/* ---- callback */

static pthread_t caller;
static sigset_t caller_mask;
static stack_t caller_stack;
static int callbacks;

static void everything(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    CHECK(user == (void *)5);
    CHECK(pthread_equal(pthread_self(), caller));
    sigset_t mask;
    stack_t stack;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    CHECK(!memcmp(&mask, &caller_mask, 8), "the mask is not the caller's");
    sigaltstack(NULL, &stack);
    CHECK(
        stack.ss_sp == caller_stack.ss_sp && stack.ss_flags == caller_stack.ss_flags, "the stack is not the caller's");
    callbacks++;
    /* nested calls: one that fails, one that waits, one that calls back */
    int32_t running;
    double percent;
    psutil_pid_list_t *pids;
    psutil_wait_result_list_t *results;
    OK(psutil_process_is_running(p, &running));
    CHECK(!running);
    OK(psutil_pids(&pids));
    psutil_free(pids);
    CHECK(psutil_process_kill(p) == PSUTIL_ERR_NO_SUCH_PROCESS);
    OK(psutil_cpu_percent(0.01, &percent));
    OK(psutil_wait_procs(&p, 1, 10, callbacks < 3 ? everything : NULL, (void *)5, &results));
    CHECK(results->items[0].gone && results->items[0].exit_code == status->exit_code);
    psutil_free(results);
    psutil_process_free(p);          /* some are freed more than once */
    for (int i = 0; i < 1000; i++) { /* enough for Go's stack to move, and its collector to run */
        psutil_process *q;
        OK(psutil_process_new(getpid(), &q));
        OK(psutil_process_free(q));
    }
}

static void callback(void)
{
    psutil_process *list[3];
    psutil_wait_result_list_t *results;
    static char memory[1 << 16];
    caller = pthread_self();
    sigaltstack(&(stack_t){.ss_sp = memory, .ss_size = sizeof memory}, NULL);
    sigaltstack(NULL, &caller_stack);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    pthread_sigmask(SIG_SETMASK, NULL, &caller_mask);
    for (int i = 0; i < 3; i++) list[i] = handle(exits(i, 0.1));
    OK(psutil_wait_procs(list, 3, 60, everything, (void *)5, &results));
    CHECK(callbacks >= 3, "%d callbacks", callbacks);
    for (int i = 0; i < 3; i++) {
        CHECK(results->items[i].gone && results->items[i].exit_code == i);
        CHECK(psutil_process_free(list[i]) == PSUTIL_ERR_INVALID_HANDLE);
    }
    psutil_free(results);
    CHECK(psutil_last_error()->code == PSUTIL_ERR_INVALID_HANDLE);
}

/* ---- interrupted */

static volatile int handled;

static void handler(int signal)
{
    (void)signal;
    handled++;
}

static void one_more(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    (void)p;
    (void)status;
    ++*(int *)user;
}

static void raise_alarm(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    (void)p;
    (void)status;
    (void)user;
    raise(SIGALRM);
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    pid_t quick = exits(1, 0), slow = lives();
    psutil_process *list[] = {handle(quick), handle(slow)};
    psutil_wait_result_list_t *results = NULL;
    int n = 0;
    siginfo_t info;
    SYSTEM(!waitid(P_PID, (id_t)quick, &info, WEXITED | WNOWAIT)); /* it is reported before the call waits */
    ualarm(100000, 100000);                                        /* again and again: one may come before the call */
    CHECK(psutil_wait_procs(list, 2, 100000, one_more, &n, &results) == PSUTIL_ERR_INTERRUPTED && !results);
    ualarm(0, 0);
    CHECK(handled);
    CHECK(n == 1, "%d callbacks", n);
    kill(slow, SIGKILL);
    OK(psutil_wait_procs(list, 2, 60, one_more, &n, &results));
    CHECK(results->items[0].exit_code == 1 && results->items[1].exit_code == -SIGKILL && n == 3);
    psutil_free(results);
    list[0] = handle(exits(2, 0));
    list[1] = handle(exits(3, 0.2));
    handled = 0;
    OK(psutil_wait_procs(list, 2, 60, raise_alarm, NULL, &results)); /* a signal in a callback does not end the wait */
    CHECK(handled == 2 && results->items[1].exit_code == 3);
    psutil_free(results);
}

/* ---- forks */

static void fork_in_callback(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    (void)p;
    (void)status;
    *(pid_t *)user = fork_child();
}

static void forks(void)
{
    psutil_process *list[] = {handle(exits(1, 0)), handle(exits(2, 0.2))};
    psutil_wait_result_list_t *results = NULL;
    pid_t child = -1, me = getpid();
    int32_t code = psutil_wait_procs(list, 2, 60, fork_in_callback, &child, &results);
    if (getpid() != me) { /* each callback makes a child */
        if (code != PSUTIL_ERR_INTERRUPTED || results) _exit(1);
        char open[4096];
        descriptors(open, sizeof open);
        if (strstr(open, "pidfd")) _exit(6);
        sigset_t mask;
        pthread_sigmask(SIG_SETMASK, NULL, &mask);
        if (sigismember(&mask, SIGTERM)) _exit(2);
        int64_t pid;
        if (psutil_process_pid(list[1], &pid)) _exit(3);
        { /* and the library works in it */
            int32_t running;
            if (psutil_process_is_running(list[0], &running) || running) _exit(4);
            if (psutil_process_free(list[0])) _exit(5);
        }
        _exit(0);
    }
    CHECK(code == PSUTIL_OK && results->items[1].exit_code == 2);
    int ended = 0, how;
    for (pid_t pid; (pid = waitpid(-1, &how, 0)) > 0; ended++) CHECK(how == 0, "child: %d", how);
    CHECK(ended == 2);
}

static void arguments(void)
{
    pid_t pid = lives();
    psutil_process *p = handle(pid), *freed = handle(pid), *list[3] = {p, p, NULL};
    psutil_wait_result_list_t *results = NULL;
    OK(psutil_process_free(freed));
    CHECK(psutil_wait_procs(list, 3, 0, NULL, NULL, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(strstr(psutil_last_error()->message, "procs[2]"));
    list[2] = freed;
    CHECK(psutil_wait_procs(list, 3, 0, NULL, NULL, &results) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(strstr(psutil_last_error()->message, "procs[2]"));
    list[1] = (psutil_process *)list;
    CHECK(psutil_wait_procs(list, 3, 0, NULL, NULL, &results) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(strstr(psutil_last_error()->message, "procs[1]"));
    psutil_process_iter *it;
    OK(psutil_process_iter_new(&it));
    list[1] = (psutil_process *)it; /* of another type */
    CHECK(psutil_wait_procs(list, 3, 0, NULL, NULL, &results) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_free((psutil_process *)it) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_iter_free((psutil_process_iter *)p) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_wait_procs(list, SIZE_MAX, 0, NULL, NULL, &results) == PSUTIL_ERR_NO_MEMORY);
    CHECK(psutil_wait_procs(NULL, 1, 0, NULL, NULL, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_wait_procs(&p, 1, 0, NULL, NULL, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_wait_procs(&p, 1, NAN, NULL, NULL, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(!results);
    OK(psutil_wait_procs(NULL, 0, -1, NULL, NULL, &results));
    CHECK(results->len == 0);
    psutil_free(results);
    int64_t still;
    OK(psutil_process_pid(p, &still)); /* every slot that was held is released */
    OK(psutil_process_free(p));
    CHECK(psutil_process_free(p) == PSUTIL_ERR_INVALID_HANDLE);
}

int main(int argc, char **argv)
{
    CHECK(argc > 1);
    if (!strcmp(argv[1], "many")) many(atoi(argv[2]), argc > 3 ? (rlim_t)atoi(argv[3]) : 0);
    else if (!strcmp(argv[1], "outcomes")) outcomes();
    else if (!strcmp(argv[1], "others")) others();
    else if (!strcmp(argv[1], "callback")) callback();
    else if (!strcmp(argv[1], "interrupted")) interrupted();
    else if (!strcmp(argv[1], "forks")) forks();
    else if (!strcmp(argv[1], "arguments")) arguments();
    else CHECK(0, "no such test");
}
