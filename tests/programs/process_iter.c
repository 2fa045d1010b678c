/* psutil_process_iter_*.
 *
 *   process_iter order       all processes in ascending order; some start or exit during the iteration
 *   process_iter memory      the baseline of cpu_percent is kept from one iteration to the next
 *   process_iter threads     one iterator in several threads, and several iterators at the same time
 *   process_iter fork        an inherited iterator goes on in the child
 *   process_iter arguments   invalid handles and pointers
 *   process_iter pids        prints all PIDs
 */
#include "children.h"
#include <pthread.h>

static pid_t waiter(void)
{
    pid_t pid = fork_child();
    if (!pid)
        for (;;) pause();
    return pid;
}

static psutil_process_iter *begin(void)
{
    psutil_process_iter *it;
    OK(psutil_process_iter_new(&it));
    return it;
}

/* Returns the next PID, 0 at the end. */
static int64_t next(psutil_process_iter *it)
{
    psutil_process *p;
    int64_t pid = 0;
    OK(psutil_process_iter_next(it, &p));
    if (p) {
        OK(psutil_process_pid(p, &pid));
        OK(psutil_process_free(p));
    }
    return pid;
}

static void order(void)
{
    pid_t first = waiter(), second = waiter();
    psutil_process_iter *it = begin();
    pid_t later = waiter();
    int64_t last = 0, n = 0;
    int me = 0, saw_first = 0, saw_second = 0;
    for (int64_t pid; (pid = next(it)); last = pid, n++) {
        CHECK(pid > last);
        me += pid == getpid();
        saw_first += pid == first;
        saw_second += pid == second;
        if (pid == getpid()) { /* children have larger PIDs, unless PIDs wrapped around */
            kill(second, SIGKILL);
            waitpid(second, NULL, 0);
        }
        CHECK(pid != later || later < getpid());
    }
    CHECK(me == 1 && saw_first == 1 && (saw_second == 0 || second < getpid()));
    CHECK(next(it) == 0 && next(it) == 0);
    OK(psutil_process_iter_free(it));
    it = begin();
    int saw_later = 0;
    for (int64_t pid; (pid = next(it));) saw_later += pid == later;
    CHECK(saw_later == 1);
    OK(psutil_process_iter_free(it));
    MEASURE("processes", "%d", (int)n);
}

/* Returns cpu_percent with interval 0 of a process that the iterator finds. */
static double percent_of(pid_t wanted, psutil_process **keep)
{
    double percent = -1;
    psutil_process_iter *it = begin();
    for (psutil_process *p; psutil_process_iter_next(it, &p) == PSUTIL_OK && p;) {
        int64_t pid;
        OK(psutil_process_pid(p, &pid));
        if (pid == wanted) {
            OK(psutil_process_cpu_percent(p, 0, &percent));
            *keep = p;
        } else {
            OK(psutil_process_free(p));
        }
    }
    OK(psutil_process_iter_free(it));
    return percent;
}

static void memory(void)
{
    pid_t burner = fork_child();
    if (!burner)
        for (;;) {
        }
    psutil_process *a, *b;
    CHECK(percent_of(burner, &a) == 0);
    psutil_process_cpu_times_t before, after; /* until it has used CPU time: the machine may be busy */
    OK(psutil_process_cpu_times(a, &before));
    do {
        usleep(10000);
        OK(psutil_process_cpu_times(a, &after));
    } while (after.user < before.user + 0.05);
    double percent = percent_of(burner, &b);
    CHECK(percent > 0, "%g", percent);
    CHECK(a != b, "one handle twice");
    OK(psutil_process_free(a)); /* the other stays valid */
    OK(psutil_process_cpu_percent(b, 0, &percent));
    OK(psutil_process_free(b));
}

static psutil_process_iter *shared_iterator;
static unsigned char seen[1 << 22];

static void *use(void *own)
{
    for (int64_t pid; (pid = next(shared_iterator));)
        if (pid < (1 << 22)) seen[pid]++;
    for (int i = 0; i < 3; i++) {
        psutil_process_iter *it = begin();
        int me = 0;
        for (int64_t pid; (pid = next(it));) me += pid == getpid();
        CHECK(me == 1);
        OK(psutil_process_iter_free(it));
    }
    return own;
}

static void threads(void)
{
    pthread_t thread[6];
    shared_iterator = begin();
    for (int i = 0; i < 6; i++) SYSTEM(!pthread_create(&thread[i], NULL, use, NULL));
    for (int i = 0; i < 6; i++) pthread_join(thread[i], NULL);
    CHECK(seen[getpid()] == 1);
    for (int i = 0; i < 1 << 22; i++) CHECK(seen[i] <= 1, "%d came twice", i);
    OK(psutil_process_iter_free(shared_iterator));
}

static void in_fork(void)
{
    psutil_process_iter *it = begin(), *fresh = begin();
    int64_t first = next(it), second = next(it);
    pid_t child = fork_child();
    if (!child) {
        int64_t pid = next(it);
        CHECK(pid > second, "%d after %d", (int)pid, (int)second);
        CHECK(next(it) > pid);
        CHECK(next(fresh) == first);
        OK(psutil_process_iter_free(it));
        OK(psutil_process_iter_free(fresh));
        exit(0);
    }
    CHECK(next(it) > second);
    reap(child, MAX_WAIT);
    OK(psutil_process_iter_free(it));
    OK(psutil_process_iter_free(fresh));
}

static void arguments(void)
{
    psutil_process_iter *it = begin();
    psutil_process *p = (psutil_process *)7, *mine;
    OK(psutil_process_new(getpid(), &mine));
    CHECK(psutil_process_iter_new(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_iter_next(NULL, &p) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_iter_next(it, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_iter_next((psutil_process_iter *)mine, &p) == PSUTIL_ERR_INVALID_HANDLE);
    OK(psutil_process_iter_free(it));
    CHECK(psutil_process_iter_free(it) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_iter_next(it, &p) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(p == (psutil_process *)7);
    OK(psutil_process_iter_free(NULL));
    OK(psutil_process_free(mine));
}

int main(int argc, char **argv)
{
    CHECK(argc > 1);
    if (!strcmp(argv[1], "order")) order();
    else if (!strcmp(argv[1], "memory")) memory();
    else if (!strcmp(argv[1], "threads")) threads();
    else if (!strcmp(argv[1], "fork")) in_fork();
    else if (!strcmp(argv[1], "arguments")) arguments();
    else if (!strcmp(argv[1], "pids")) {
        psutil_process_iter *it = begin();
        for (int64_t pid; (pid = next(it));) printf("%lld\n", (long long)pid);
        OK(psutil_process_iter_free(it));
    } else CHECK(0, "no such test");
}
