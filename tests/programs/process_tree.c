/* Children, parents and kill_tree.
 *
 *   process_tree example       this process has the children B, C and D, X is below B and Y below X: descendants follow
 *                              their parents in order; then X exits
 *   process_tree states        children that a thread forked, a zombie, a stopped child, one with an odd name
 *   process_tree deep N        a chain of N processes: children, parents, kill_tree
 *   process_tree busy          children while processes start and exit: never an error
 *   process_tree kill          outcomes: ended by SIGTERM, by SIGKILL, a zombie before, started during the call
 *   process_tree own           a tree that contains the caller is refused
 *   process_tree denied        as an ordinary user, the tree of another user; needs root to begin with
 *   process_tree interrupted   a handler runs in the grace period, the parent exits, and the call is made again
 *   process_tree exited        a handle of an exited process
 */
#include "children.h"
#include <pthread.h>
#include <sys/mman.h>

static psutil_process *self;

/* Starts a child that waits for a signal. */
static pid_t waiter(void)
{
    pid_t pid = fork_child();
    if (!pid)
        for (;;) pause();
    return pid;
}

static psutil_process *handle(int64_t pid)
{
    psutil_process *p;
    OK(psutil_process_new(pid, &p));
    return p;
}

static int64_t pid_of(psutil_process *p)
{
    int64_t pid;
    OK(psutil_process_pid(p, &pid));
    return pid;
}

static void free_all(psutil_process_list_t *list)
{
    for (size_t i = 0; i < list->len; i++) OK(psutil_process_free(list->items[i]));
    psutil_free(list);
}

/* Compares the descendants, or the children, with a list that ends in 0. */
static void want(psutil_process *p, int recursive, const pid_t *pids)
{
    psutil_process_list_t *list;
    size_t n = 0;
    OK(psutil_process_children(p, recursive, &list));
    while (pids[n]) n++;
    CHECK(list->len == n, "%zu descendants, not %zu", list->len, n);
    for (size_t i = 0; i < n; i++)
        CHECK(pid_of(list->items[i]) == pids[i], "%d is %d", (int)i, (int)pid_of(list->items[i]));
    free_all(list);
}

/* Returns memory that a tree of processes shares. */
static volatile pid_t *shared(size_t n)
{
    volatile pid_t *pids = mmap(NULL, n * sizeof *pids, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SYSTEM(pids != MAP_FAILED);
    return pids;
}

static void wait_for(volatile pid_t *pid)
{
    for (double end = now() + MAX_WAIT; !*pid; usleep(1000)) CHECK(now() < end, "a descendant does not start");
}

/* A process of a chain: writes its PID, and starts the next one. */
static void link_of_chain(int left, int tell)
{
    pid_t pid = getpid();
    SYSTEM(write(tell, &pid, sizeof pid) == sizeof pid);
    if (left > 1 && !fork_child()) {
        char number[16];
        snprintf(number, sizeof number, "%d", left - 1);
        execl("/proc/self/exe", "process_tree", "link", number, NULL); /* a deep chain of forks alone would be slow */
        _exit(99);
    }
    for (;;) pause();
}

/* Starts a chain of n processes below this one, and returns their PIDs, the child's first. */
static pid_t *chain(int n)
{
    int ends[2];
    SYSTEM(!pipe(ends));
    if (!fork_child()) {
        dup2(ends[1], 0);
        char number[16];
        snprintf(number, sizeof number, "%d", n);
        execl("/proc/self/exe", "process_tree", "link", number, NULL);
        _exit(99);
    }
    pid_t *pids = calloc((size_t)n + 1, sizeof *pids);
    for (int i = 0; i < n; i++) SYSTEM(read(ends[0], &pids[i], sizeof *pids) == sizeof *pids);
    close(ends[0]);
    close(ends[1]);
    return pids;
}

static int by_number(const void *a, const void *b)
{
    return *(const pid_t *)a > *(const pid_t *)b ? 1 : -1;
}

/* Sorts children as the library lists them, which is not always as they were started: PIDs wrap around. */
static pid_t *sorted(pid_t *pids, size_t n)
{
    qsort(pids, n, sizeof *pids, by_number);
    return pids;
}

/* As sorted, with the descendants of one child behind it. */
static void with_descendants(pid_t *all, const pid_t *children, pid_t parent, const pid_t *below, size_t n)
{
    for (; *children; children++) {
        *all++ = *children;
        if (*children == parent)
            for (size_t i = 0; i < n; i++) *all++ = below[i];
    }
    *all = 0;
}

static void example(void)
{
    pid_t *below_a = chain(3);
    pid_t b = below_a[0], x = below_a[1], y = below_a[2], c = waiter(), d = waiter();
    pid_t children[] = {b, c, d, 0}, all[6], ancestors[] = {x, b, getpid()};
    psutil_process_list_t *list;
    sorted(children, 3);
    want(self, 0, children);
    with_descendants(all, children, b, below_a + 1, 2);
    want(self, 1, all);
    psutil_process *youngest = handle(y);
    OK(psutil_process_parents(youngest, &list));
    CHECK(list->len > 3);
    for (int i = 0; i < 3; i++) CHECK(pid_of(list->items[i]) == ancestors[i]);
    CHECK(pid_of(list->items[list->len - 1]) == 1 || getpid() == 1);
    free_all(list);
    OK(psutil_process_free(youngest));
    kill(x, SIGKILL); /* and with it Y, which dies with its parent */
    for (double end = now() + MAX_WAIT; now() < end && kill(y, 0) == 0;) usleep(1000);
    with_descendants(all, children, b, &x, 1); /* only X is left, a zombie */
    want(self, 1, all);
    want(self, 0, children);
}

static void *fork_in_thread(void *pid)
{
    *(pid_t *)pid = fork(); /* no PR_SET_PDEATHSIG: it fires when the thread ends */
    if (!*(pid_t *)pid)
        for (;;) pause();
    return NULL;
}

static pid_t from_thread, stopped; /* these may not die with their parent */

static void end_both(void)
{
    kill(from_thread, SIGKILL);
    kill(stopped, SIGKILL);
}

static void states(void)
{
    pthread_t thread;
    pid_t zombie, unnamed;
    int32_t status;
    SYSTEM(!pthread_create(&thread, NULL, fork_in_thread, &from_thread));
    SYSTEM(!pthread_join(thread, NULL));
    stopped = waiter();
    atexit(end_both);
    if (!(zombie = fork_child())) _exit(0);
    kill(stopped, SIGSTOP);
    if (!(unnamed = fork_child())) {
        prctl(PR_SET_NAME, ") 1 (");
        for (;;) pause();
    }
    siginfo_t info;
    SYSTEM(!waitid(P_PID, (id_t)zombie, &info, WEXITED | WNOWAIT));
    pid_t all[] = {from_thread, stopped, zombie, unnamed, 0}, none[] = {0};
    sorted(all, 4);
    want(self, 0, all);
    want(self, 1, all);
    psutil_process *dead = handle(zombie);
    OK(psutil_process_status(dead, &status));
    CHECK(status == PSUTIL_STATUS_ZOMBIE);
    want(dead, 1, none); /* a zombie has no children; this is not an error */
    psutil_process_list_t *parents;
    OK(psutil_process_parents(dead, &parents));
    CHECK(parents->len > 0 && pid_of(parents->items[0]) == getpid());
    free_all(parents);
}

static void deep(int n)
{
    pid_t *pids = chain(n);
    psutil_process_list_t *list;
    psutil_kill_result_list_t *results;
    want(self, 1, pids);
    psutil_process *last = handle(pids[n - 1]), *first = handle(pids[0]);
    OK(psutil_process_parents(last, &list));
    CHECK(list->len >= (size_t)n, "%zu ancestors", list->len);
    free_all(list);
    OK(psutil_process_kill_tree(first, SIGTERM, 20, &results));
    CHECK(results->len == (size_t)n);
    size_t alive = 0;
    for (size_t i = 0; i < results->len; i++) {
        alive += results->items[i].outcome > PSUTIL_KILL_GONE;
        /* Only the first is our child. The code of another is known if its new parent has reaped it; SIGKILL is its
         * death signal (fork_child), which can be faster. */
        CHECK(results->items[i].has_exit_code || i > 0);
        int32_t code = results->items[i].exit_code;
        CHECK(
            !results->items[i].has_exit_code || code == -SIGTERM || (i > 0 && code == -SIGKILL), "exit code %d", code);
    }
    CHECK(alive == 0, "%zu are alive", alive);
    CHECK(results->items[0].pid == pids[0] && results->items[0].exit_code == -SIGTERM);
    psutil_free(results);
    MEASURE("ended", "%d", n);
}

static void busy(void)
{
    pid_t forker = fork_child();
    if (!forker)
        for (;;) {
            pid_t child = fork();
            if (!child) _exit(0);
            if (child > 0) waitpid(child, NULL, 0);
        }
    size_t most = 0;
    psutil_process *p = handle(forker);
    int calls = 0;
    for (double end = now() + 1; now() < end; calls++) {
        psutil_process_list_t *list;
        OK(psutil_process_children(self, 1, &list));
        CHECK(list->len > 0 && pid_of(list->items[0]) == forker);
        if (list->len > most) most = list->len;
        free_all(list);
    }
    MEASURE("calls", "%d", calls);
    psutil_kill_result_list_t *results;
    OK(psutil_process_kill_tree(p, SIGKILL, 0, &results));
    CHECK(results->items[0].outcome == PSUTIL_KILL_KILLED && results->items[0].exit_code == -SIGKILL);
    psutil_free(results);
}

/* ---- kill_tree */

static const psutil_kill_result_t *result_of(const psutil_kill_result_list_t *list, pid_t pid)
{
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].pid == pid) return &list->items[i];
    CHECK(0, "no result for %d", (int)pid);
    return NULL;
}

/* The PIDs of the tree: 0 its root, 1 a child that ignores SIGTERM, 2 a zombie, 3 what the root starts on SIGTERM. */
static volatile pid_t *mine;

static void start_another(int signal)
{
    (void)signal;
    pid_t pid = fork();
    if (!pid)
        for (;;) pause();
    mine[3] = pid;
}

/* Returns 0 where the grace period was over before the root of the tree ran its handler: the test says nothing then. */
static int kill_all(double grace)
{
    mine = shared(8);
    pid_t root = fork_child();
    if (!root) {
        pid_t ignoring = fork(); /* kill_tree must end it, not its parent's death */
        if (!ignoring) {
            signal(SIGTERM, SIG_IGN);
            mine[1] = getpid();
            for (;;) pause();
        }
        pid_t zombie = fork_child();
        if (!zombie) _exit(9);
        siginfo_t info;
        waitid(P_PID, (id_t)zombie, &info, WEXITED | WNOWAIT);
        mine[2] = zombie;
        signal(SIGTERM, start_another);
        mine[0] = getpid();
        for (;;) pause();
    }
    pid_t bystander = waiter();
    wait_for(&mine[0]);
    wait_for(&mine[1]);
    psutil_kill_result_list_t *results;
    psutil_process *p = handle(root);
    OK(psutil_process_kill_tree(p, SIGTERM, grace, &results));
    CHECK(results->items[0].pid == root);
    if (!mine[3]) return 0;
    const psutil_kill_result_t *r = result_of(results, root);
    CHECK(r->outcome == PSUTIL_KILL_KILLED && r->has_exit_code && r->exit_code == -SIGKILL);
    r = result_of(results, mine[1]);
    CHECK(r->outcome == PSUTIL_KILL_KILLED && r->exit_code == (r->has_exit_code ? -SIGKILL : -1));
    CHECK(r->reserved[0] == PSUTIL_NA);
    CHECK(result_of(results, mine[2])->outcome == PSUTIL_KILL_GONE);
    CHECK(result_of(results, mine[3])->outcome >= PSUTIL_KILL_TERMINATED);
    CHECK(result_of(results, mine[3])->outcome <= PSUTIL_KILL_KILLED);
    CHECK(results->len == 4, "%zu results", results->len);
    psutil_free(results);
    CHECK(kill(bystander, 0) == 0 && waitpid(bystander, NULL, WNOHANG) == 0, "the bystander");
    CHECK(waitpid(root, NULL, WNOHANG) < 0 && errno == ECHILD, "the child was not reaped");
    results = NULL;
    CHECK(psutil_process_kill_tree(p, SIGTERM, 0, &results) == PSUTIL_ERR_NO_SUCH_PROCESS && !results);
    return 1;
}

static void own(void)
{
    psutil_kill_result_list_t *results = NULL;
    pid_t child = waiter();
    CHECK(psutil_process_kill_tree(self, SIGTERM, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT && !results);
    psutil_process *parent;
    OK(psutil_process_parent(self, &parent));
    if (parent) CHECK(psutil_process_kill_tree(parent, SIGKILL, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(waitpid(child, NULL, WNOHANG) == 0, "something was sent");
    psutil_process *p = handle(child);
    CHECK(psutil_process_kill_tree(p, 0, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_kill_tree(p, -9, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_kill_tree(p, 1000, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_kill_tree(p, SIGTERM, -1, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_kill_tree(p, SIGTERM, 0.0 / 0.0, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_kill_tree(p, SIGTERM, 0, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_kill_tree(NULL, SIGTERM, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(waitpid(child, NULL, WNOHANG) == 0, "something was sent");
    OK(psutil_process_kill_tree(p, SIGTERM, 10, &results));
    CHECK(results->len == 1 && results->items[0].outcome == PSUTIL_KILL_TERMINATED);
}

/* The tree is root's; the caller has become another user. */
static void denied(void)
{
    mine = shared(8);
    pid_t root = fork_child();
    if (!root) {
        waiter();
        mine[0] = getpid();
        for (;;) pause();
    }
    wait_for(&mine[0]);
    become_ordinary_user();
    psutil_kill_result_list_t *results;
    psutil_process *p = handle(root);
    OK(psutil_process_kill_tree(p, SIGTERM, 0.1, &results));
    CHECK(results->len == 2);
    for (size_t i = 0; i < 2; i++)
        CHECK(results->items[i].outcome == PSUTIL_KILL_DENIED && !results->items[i].has_exit_code);
    CHECK(waitpid(root, NULL, WNOHANG) == 0);
    psutil_free(results);
    become_root();
    kill(root, SIGKILL);
}

static void noted(int signal)
{
    (void)signal;
}

static void interrupted(void)
{
    mine = shared(8);
    char root_status[64];
    pid_t root = fork_child();
    snprintf(root_status, sizeof root_status, "/proc/%d/status", (int)root);
    if (!root) {
        pid_t child = fork(); /* survives its parent */
        if (!child) {
            signal(SIGTERM, SIG_IGN);
            mine[1] = getpid();
            for (;;) pause();
        }
        wait_for(&mine[1]);
        mine[0] = getpid();
        for (;;) pause(); /* SIGTERM ends it at once */
    }
    wait_for(&mine[0]);
    struct sigaction action = {.sa_handler = noted};
    sigaction(SIGALRM, &action, NULL);
    psutil_process *p = handle(root), *orphan = handle(mine[1]);
    psutil_kill_result_list_t *results = NULL;
    pid_t interrupter = fork_child();
    if (!interrupter) { /* once the root has exited; again and again, since one may come before the call */
        char state[64];
        do {
            usleep(10000);
            status_line(root_status, "State", state);
        } while (*state && *state != 'Z');
        for (;; usleep(100000)) kill(getppid(), SIGALRM);
    }
    CHECK(psutil_process_kill_tree(p, SIGTERM, 100000, &results) == PSUTIL_ERR_INTERRUPTED && !results);
    kill(interrupter, SIGKILL);
    SYSTEM(waitpid(interrupter, NULL, 0) == interrupter);
    int32_t running;
    OK(psutil_process_is_running(orphan, &running));
    CHECK(running, "it was killed before its time");
    OK(psutil_process_is_running(p, &running));
    OK(psutil_process_kill_tree(p, SIGTERM, 0.1, &results));
    CHECK(results->len == 2 && result_of(results, root)->outcome == PSUTIL_KILL_TERMINATED, "%zu", results->len);
    CHECK(result_of(results, mine[1])->outcome == PSUTIL_KILL_KILLED);
    OK(psutil_process_wait(orphan, 10, 0, &(psutil_exit_status_t){0}));
}

static void exited(void)
{
    pid_t pid = waiter();
    psutil_process *p = handle(pid);
    psutil_process_list_t *list = NULL;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    CHECK(psutil_process_children(p, 1, &list) == PSUTIL_ERR_NO_SUCH_PROCESS && !list);
    CHECK(psutil_last_error()->pid == pid);
    CHECK(psutil_process_parents(p, &list) == PSUTIL_ERR_NO_SUCH_PROCESS && !list);
    CHECK(psutil_process_children(p, 1, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    OK(psutil_process_free(p));
    CHECK(psutil_process_children(p, 1, &list) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_parents(p, &list) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_children(NULL, 1, &list) == PSUTIL_ERR_INVALID_ARGUMENT);
}

int main(int argc, char **argv)
{
    CHECK(argc > 1);
    if (!strcmp(argv[1], "link")) link_of_chain(atoi(argv[2]), 0);
    self = handle(getpid());
    if (!strcmp(argv[1], "example")) example();
    else if (!strcmp(argv[1], "states")) states();
    else if (!strcmp(argv[1], "deep")) deep(atoi(argv[2]));
    else if (!strcmp(argv[1], "busy")) busy();
    else if (!strcmp(argv[1], "kill"))
        for (double grace = 0.3; !kill_all(grace); grace *= 2) CHECK(grace < MAX_WAIT);
    else if (!strcmp(argv[1], "own")) own();
    else if (!strcmp(argv[1], "denied")) denied();
    else if (!strcmp(argv[1], "interrupted")) interrupted();
    else if (!strcmp(argv[1], "exited")) exited();
    else CHECK(0, "no such test");
}
