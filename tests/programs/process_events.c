/* Process events: many children, an unread buffer, threads, forks, and a host that closes descriptors. */
#include "children.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { ALL = PSUTIL_EVENT_FORK | PSUTIL_EVENT_EXEC | PSUTIL_EVENT_EXIT, MAX_PIDS = 1 << 22 };

/* A child: what its parent has recorded, and what events have reported. */
typedef struct child_record {
    pid_t pid;
    int code, executes, forks, execs, exits, wrong;
} child_record;

static psutil_process_events *events_of(int32_t kinds)
{
    psutil_process_events *e;
    OK(psutil_process_events_new(kinds, &e));
    return e;
}

static int descriptor(psutil_process_events *e)
{
    int64_t fd;
    OK(psutil_process_events_fd(e, &fd));
    return (int)fd;
}

/* Creates count children, at most per_second of them, and notes their PIDs and exit codes. */
static void create_children(child_record *records, int count, double per_second)
{
    double begin = now();
    for (int i = 0; i < count; i++) {
        child_record *b = &records[i];
        b->executes = i % 16 == 0;
        pid_t child = b->executes ? vfork() : fork();
        if (child < 0) _exit(1);
        if (!child && i % 16 == 0) {
            execl("/bin/true", "true", (char *)NULL);
            _exit(127);
        }
        if (!child && i % 5 == 0) kill(getpid(), SIGKILL);
        if (!child) _exit(i % 256);
        int status;
        if (waitpid(child, &status, 0) != child) _exit(1);
        b->pid = child;
        b->code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
        double early = i / per_second - (now() - begin);
        if (early > 0) pause_for(early);
    }
}

/* Runs a child that creates them. */
static pid_t start_children(child_record *records, int count, double per_second)
{
    pid_t pid = fork_child();
    if (pid) return pid;
    create_children(records, count, per_second);
    _exit(0);
}

static child_record *new_children(int count)
{
    child_record *records = mmap(
        NULL, (size_t)count * sizeof *records, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SYSTEM(records != MAP_FAILED);
    return records;
}

/* Sorts the events that were kept into the records of a parent's children, whose PIDs are known now. A PID may be
 * reused, by another child or by another program's process: it is that of a child from its fork to the next fork.
 * Returns how many were LOST. */
static int sort_events(const psutil_process_event_t *kept, int n, child_record *records, int count, pid_t parent)
{
    child_record **current = calloc(MAX_PIDS, sizeof *current);
    int lost = 0, next = 0;
    SYSTEM(current);
    for (int i = 0; i < count; i++) records[i].forks = records[i].execs = records[i].exits = records[i].wrong = 0;
    for (int i = 0; i < n; i++) {
        int64_t pid = kept[i].pid;
        lost += kept[i].kind == PSUTIL_EVENT_LOST;
        if (pid <= 0 || pid >= MAX_PIDS) continue;
        if (kept[i].kind == PSUTIL_EVENT_FORK) {
            int found = next;
            while (found < count && records[found].pid != pid) found++;
            int is_child = kept[i].ppid == parent && found < count;
            current[pid] = is_child ? &records[found] : NULL;
            if (is_child) next = found + 1;
        }
        child_record *b = current[pid];
        if (!b) continue;
        b->forks += kept[i].kind == PSUTIL_EVENT_FORK;
        b->execs += kept[i].kind == PSUTIL_EVENT_EXEC;
        b->exits += kept[i].kind == PSUTIL_EVENT_EXIT;
        b->wrong += kept[i].kind == PSUTIL_EVENT_EXIT && kept[i].exit_code != b->code;
    }
    free(current);
    return lost;
}

static int count_missing(const child_record *records, int count)
{
    int missing = 0;
    for (int i = 0; i < count; i++)
        missing += (records[i].forks < 1) + (records[i].exits < 1) + (records[i].execs < records[i].executes);
    return missing;
}

/* Takes events, of which kept has n, until those of all children are there or some were LOST. A child's parent may end
 * before the kernel has reported the child's exit. */
static void measure_children(psutil_process_events *e, psutil_process_event_t *kept, int n, int max,
    child_record *records, int count, pid_t parent)
{
    int twice = 0, wrong = 0, lost = sort_events(kept, n, records, count, parent);
    for (double end = now() + 60; count_missing(records, count) && !lost && now() < end;) {
        while (n < max && psutil_process_events_next(e, 0.1, &kept[n]) == PSUTIL_OK && now() < end) n++;
        lost = sort_events(kept, n, records, count, parent);
    }
    for (int i = 0; i < count; i++) {
        const child_record *b = &records[i];
        twice += b->forks > 1 || b->exits > 1 || b->execs > b->executes;
        wrong += b->wrong;
    }
    MEASURE("missing", "%d", count_missing(records, count));
    MEASURE("more than once", "%d", twice);
    MEASURE("wrong exit codes", "%d", wrong);
    MEASURE("lost", "%d", lost);
}

/* Takes events until that of the exit of pid, and at most max of them. Returns how many. */
static int take_until_exit(psutil_process_events *e, pid_t pid, psutil_process_event_t *kept, int max)
{
    int n = 0;
    while (n < max) {
        OK(psutil_process_events_next(e, 60, &kept[n]));
        n++;
        if (kept[n - 1].kind == PSUTIL_EVENT_EXIT && kept[n - 1].pid == pid) return n;
    }
    CHECK(0, "no exit among %d events", max);
    return n;
}

static void many_children(int count, double per_second)
{
    enum { MAX = 1 << 20 };
    psutil_process_event_t *kept = calloc(MAX, sizeof *kept);
    child_record *records = new_children(count);
    SYSTEM(kept);
    psutil_process_events *e = events_of(ALL);
    double begin = now();
    pid_t child = start_children(records, count, per_second);
    int n = 0;
    for (int status; !waitpid(child, &status, WNOHANG);) {
        int32_t code = psutil_process_events_next(e, 0.01, &kept[n]);
        CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_TIMEOUT_EXPIRED);
        n += code == PSUTIL_OK && n < MAX - 1;
    }
    MEASURE("births a second", "%.0f", count / (now() - begin));
    measure_children(e, kept, n, MAX, records, count, child);
    OK(psutil_process_events_free(e));
}

/* The buffer is not read while children are created, so events are lost, which LOST reports. */
static void unread(int count)
{
    enum { MAX = 1 << 16 };
    psutil_process_event_t *kept = calloc(MAX, sizeof *kept);
    child_record *records = new_children(count);
    SYSTEM(kept);
    psutil_process_events *e = events_of(ALL);
    int size = 64 << 10, status;
    SYSTEM(!setsockopt(descriptor(e), SOL_SOCKET, SO_RCVBUF, &size, sizeof size));
    pid_t child = start_children(records, count, 1e9);
    SYSTEM(waitpid(child, &status, 0) == child && !status);
    int lost = 0;
    for (int n = 0; n < MAX && psutil_process_events_next(e, 0, &kept[n]) == PSUTIL_OK; n++)
        lost += kept[n].kind == PSUTIL_EVENT_LOST;
    MEASURE("unread", "%s", lost ? "lost" : "all there");
    /* After LOST every event is there again, unless other programs start so many processes. */
    child_record *more = new_children(20);
    child = start_children(more, 20, 100);
    int after = take_until_exit(e, child, kept, MAX);
    SYSTEM(waitpid(child, &status, 0) == child && !status);
    measure_children(e, kept, after, MAX, more, 20, child);
    OK(psutil_process_events_free(e));
}

static _Atomic pid_t thread_ids[256];
static _Atomic int thread_count;

static void *note_id(void *unused)
{
    thread_ids[thread_count++] = (pid_t)syscall(SYS_gettid);
    return unused;
}

static int gate[2]; /* a pipe: what is to end late reads a line from it */

static void *end_late(void *unused)
{
    char line;
    (void)unused;
    if (read(gate[0], &line, 1) == 1) exit(5);
    _exit(1);
}

static void *execute(void *unused)
{
    (void)unused;
    if (dup2(gate[0], 0) == 0) execl("/bin/sh", "sh", "-c", "read line; exit 6", (char *)NULL);
    _exit(127);
}

/* Runs a child with a second thread. The first one ends before it, or waits while the second executes a program. */
static pid_t two_threads(void *(*second)(void *), int first_ends)
{
    pid_t child = fork();
    SYSTEM(child >= 0);
    if (child) return child;
    pthread_t thread;
    if (pthread_create(&thread, NULL, second, NULL)) _exit(1);
    if (first_ends) pthread_exit(NULL);
    pthread_join(thread, NULL);
    _exit(2);
}

/* Lets the children end: a second later, because the kernel reports an exit after the state has changed. */
static int release(void)
{
    static double since;
    if (since <= 0) since = now();
    if (now() < since + 1) return 0;
    SYSTEM(write(gate[1], "\n", 1) == 1 && write(gate[1], "\n", 1) == 1);
    return 1;
}

static void threads(void)
{
    SYSTEM(!pipe(gate));
    psutil_process_events *e = events_of(ALL);
    for (int i = 0; i < 200; i++) {
        pthread_t thread;
        SYSTEM(!pthread_create(&thread, NULL, note_id, NULL));
        pthread_join(thread, NULL);
    }
    struct {
        pid_t pid;
        int code, exits, execs, seen;
    } children[] = {{two_threads(end_late, 1), 5, 0, 0, 0}, {two_threads(execute, 0), 6, 0, 0, 0}};
    int of_threads = 0, released = 0;
    double end = now() + 60;
    while ((!children[0].exits || !children[1].exits) && now() < end) {
        psutil_process_event_t event;
        /* What the children wait for may come once the end of the first thread and the exec were read. */
        if (!released && children[1].execs && is_leaderless(children[0].pid)) released = release();
        if (psutil_process_events_next(e, 0.1, &event) != PSUTIL_OK) continue;
        for (int i = 0; i < thread_count; i++) of_threads += event.pid == thread_ids[i];
        for (int i = 0; i < 2; i++) {
            if (event.pid != children[i].pid) continue;
            children[i].execs += event.kind == PSUTIL_EVENT_EXEC;
            children[i].exits += event.kind == PSUTIL_EVENT_EXIT;
            if (event.kind == PSUTIL_EVENT_EXIT) children[i].seen = event.exit_code;
        }
    }
    for (int i = 0; i < 2; i++) {
        int status;
        SYSTEM(waitpid(children[i].pid, &status, 0) == children[i].pid);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == children[i].code);
        MEASURE(i ? "exec in a thread" : "first thread ends early", "%d exits, code %d, %d execs", children[i].exits,
            children[i].seen, children[i].execs);
    }
    MEASURE("events of threads", "%d", of_threads);
    OK(psutil_process_events_free(e));
}

/* In a child the handle is invalid. Returns whether it is. */
static int is_invalid(psutil_process_events *e)
{
    int64_t fd;
    psutil_process_event_t event;
    return psutil_process_events_fd(e, &fd) == PSUTIL_ERR_INVALID_HANDLE
        && psutil_process_events_next(e, 0, &event) == PSUTIL_ERR_INVALID_HANDLE
        && psutil_process_events_free(e) == PSUTIL_ERR_INVALID_HANDLE;
}

static psutil_process_events *shared;
static volatile sig_atomic_t handled;

static void on_alarm(int number)
{
    (void)number;
    handled = 1;
}

static void fork_on_alarm(int number)
{
    (void)number;
    handled = fork() ? 1 : 2;
}

static void forks(void)
{
    psutil_process_event_t event;
    int status, fd;
    shared = events_of(PSUTIL_EVENT_EXIT);
    fd = descriptor(shared);
    pid_t child = fork();
    if (!child) {
        struct stat st;
        int closed = fstat(fd, &st) && errno == EBADF;
        double boot;
        _exit(closed && is_invalid(shared) && !psutil_boot_time(&boot) && is_invalid(shared) ? 0 : 1);
    }
    SYSTEM(waitpid(child, &status, 0) == child);
    MEASURE("in a child", "%s", status ? "valid" : "invalid");
    child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (!child) _exit(is_invalid(shared) ? 0 : 1);
    SYSTEM(waitpid(child, &status, 0) == child);
    MEASURE("in the child of a raw clone", "%s", status ? "valid" : "invalid");
    do OK(psutil_process_events_next(shared, 30, &event));
    while (event.pid != child);
    MEASURE("in the parent", "exit code %d", event.exit_code);

    signal(SIGALRM, fork_on_alarm);
    psutil_process_events *quiet = events_of(PSUTIL_EVENT_EXEC);
    ualarm(100000, 0);
    int32_t code;
    do code = psutil_process_events_next(quiet, 1, &event);
    while ((code == PSUTIL_OK || code == PSUTIL_ERR_TIMEOUT_EXPIRED) && !handled);
    if (handled == 2) _exit(is_invalid(quiet) ? 0 : 1);
    CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_TIMEOUT_EXPIRED || code == PSUTIL_ERR_INTERRUPTED);
    SYSTEM(wait(&status) > 0);
    MEASURE("a handler that forks", "%s", status ? "valid" : "invalid");
    OK(psutil_process_events_free(quiet));
    OK(psutil_process_events_free(shared));
}

static void *free_shared(void *unused)
{
    pause_for(0.1);
    OK(psutil_process_events_free(shared));
    return unused;
}

static void host_state(void)
{
    psutil_process_event_t event;
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    psutil_process_events *e = events_of(PSUTIL_EVENT_EXIT);
    int32_t code = PSUTIL_OK;
    ualarm(100000, 100000); /* again and again: one may come between two calls */
    while (code == PSUTIL_OK) code = psutil_process_events_next(e, -1, &event);
    ualarm(0, 0);
    MEASURE("interrupted", "%s", code == PSUTIL_ERR_INTERRUPTED && handled ? "yes" : "no");

    /* The host closes the descriptor, and another file gets its number. */
    int fd = descriptor(e);
    int64_t number;
    close(fd);
    code = psutil_process_events_next(e, 1, &event);
    MEASURE("closed by the host", "%s, os_error %d", psutil_error_name(code), psutil_last_error()->os_error);
    int own = open("/dev/null", O_RDONLY | O_CLOEXEC);
    SYSTEM(own == fd);
    MEASURE("number reused", "%s, %s", psutil_error_name(psutil_process_events_fd(e, &number)),
        psutil_error_name(psutil_process_events_next(e, 1, &event)));
    OK(psutil_process_events_free(e));
    MEASURE("own descriptor", "%s", fcntl(own, F_GETFD) >= 0 ? "open" : "closed");
    close(own);

    /* A handle that is freed during a wait. */
    shared = events_of(PSUTIL_EVENT_EXIT);
    fd = descriptor(shared);
    pthread_t thread;
    SYSTEM(!pthread_create(&thread, NULL, free_shared, NULL));
    double begin = now();
    while ((code = psutil_process_events_next(shared, 0.5, &event)) == PSUTIL_OK && now() < begin + 0.4) continue;
    pthread_join(thread, NULL);
    MEASURE("freed during a wait", "%s",
        code == PSUTIL_ERR_TIMEOUT_EXPIRED || code == PSUTIL_OK || code == PSUTIL_ERR_INVALID_HANDLE ? "completes"
                                                                                                     : "fails");
    MEASURE("descriptor", "%s", fcntl(fd, F_GETFD) >= 0 ? "open" : "closed");
    char state[64];
    status_line("/proc/self/status", "Threads", state);
    e = events_of(ALL);
    char later[64];
    status_line("/proc/self/status", "Threads", later);
    MEASURE("threads of its own", "%d", atoi(later) - atoi(state));
    OK(psutil_process_events_free(e));
}

int main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "";
    if (!strcmp(mode, "children") && argc > 3) many_children(atoi(argv[2]), atof(argv[3]));
    else if (!strcmp(mode, "unread")) unread(4000);
    else if (!strcmp(mode, "threads")) threads();
    else if (!strcmp(mode, "forks")) forks();
    else host_state();
    return 0;
}
