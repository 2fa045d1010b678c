/* A procfs other than /proc: set by a call, by the environment, or mounted in a container. test_procfs.py makes the
 * namespaces and mounts; a child of this program is the container's process that must not be touched.
 */
#include "children.h"
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/vfs.h>

enum { SKIP = 77 };

/* Every call that acts on a process, or passes its PID to the kernel, is refused. */
static void refuses(psutil_process *p)
{
    psutil_exit_status_t ended;
    CHECK(psutil_process_send_signal(p, 0) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_send_signal(p, SIGKILL) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_terminate(p) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_kill(p) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_suspend(p) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_set_nice(p, 19) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_set_ionice(p, 2, 7) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_set_cpu_affinity(p, NULL, 0) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_process_wait(p, 0, 0, &ended) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(strstr(psutil_last_error()->message, "does not show this system's own processes"));
}

static int running(psutil_process *p)
{
    int32_t yes;
    OK(psutil_process_is_running(p, &yes));
    return yes;
}

static size_t processes(void)
{
    psutil_pid_list_t *list;
    OK(psutil_pids(&list));
    size_t n = list->len;
    psutil_free(list);
    return n;
}

static pid_t sleeper(void)
{
    pid_t pid = fork_child();
    if (!pid)
        for (;;) pause();
    return pid;
}

static int alive(pid_t child)
{
    int status;
    pid_t ended = waitpid(child, &status, WNOHANG);
    SYSTEM(ended >= 0);
    return ended == 0;
}

static int listed(const char *procfs, pid_t pid)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%d/stat", procfs, (int)pid);
    return access(path, F_OK) == 0;
}

/* Returns a child in the container whose PID is also in use in the other procfs. */
static pid_t child_with_shared_pid(const char *procfs)
{
    for (int i = 0; i < 2000; i++) {
        pid_t pid = sleeper();
        if (listed(procfs, pid)) return pid;
        SYSTEM(!kill(pid, SIGKILL));
        SYSTEM(waitpid(pid, NULL, 0) == pid);
    }
    fprintf(stderr, "no process outside has the PID of one in here\n");
    exit(SKIP);
}

/* The procfs is a host's. how: "set" by a call, from the "environment", or mounted at /proc ("usual"). */
static void foreign(const char *procfs, const char *how)
{
    psutil_process *theirs, *ours;
    char *name, *user;
    double created;
    pid_t child = child_with_shared_pid(procfs);
    if (!strcmp(how, "set")) {
        CHECK(processes() < 10, "expected a PID namespace of its own");
        OK(psutil_process_new(child, &ours));
        OK(psutil_process_send_signal(ours, 0));
        OK(psutil_set_procfs_path(procfs));
    }
    OK(psutil_process_new(child, &theirs));
    OK(psutil_process_name(theirs, &name));
    CHECK(strcmp(name, "procfs") != 0, "that is our own child");
    psutil_free(name);
    OK(psutil_process_username(theirs, &user));
    psutil_free(user);
    OK(psutil_process_create_time(theirs, &created));
    CHECK(created > 0 && isfinite(created));
    CHECK(running(theirs));
    refuses(theirs);
    CHECK(alive(child));
    IN_CHILD({ /* another runtime answers */
        psutil_process *again;
        refuses(theirs);
        OK(psutil_process_new(child, &again));
        refuses(again);
    });
    CHECK(alive(child));
    if (!strcmp(how, "set")) {
        OK(psutil_process_send_signal(ours, 0)); /* a handle from our own procfs */
        OK(psutil_set_procfs_path(""));
        refuses(theirs); /* a handle from the other procfs */
        IN_CHILD({
            refuses(theirs);
            OK(psutil_process_send_signal(ours, 0));
        });
        CHECK(alive(child));
        OK(psutil_process_kill(ours));
        SYSTEM(waitpid(child, NULL, 0) == child);
        CHECK(!running(ours));
        CHECK(running(theirs));
        OK(psutil_process_free(ours));
    }
    OK(psutil_process_free(theirs));
}

/* Our own procfs under another path: no call is refused. */
static void own(const char *procfs)
{
    psutil_process *p;
    psutil_exit_status_t ended;
    pid_t child = sleeper();
    OK(psutil_set_procfs_path(procfs));
    OK(psutil_process_new(child, &p));
    OK(psutil_process_kill(p));
    OK(psutil_process_wait(p, MAX_WAIT, 0, &ended));
    CHECK(ended.has_exit_code && ended.exit_code == -SIGKILL);
    OK(psutil_process_free(p));
}

/* What system calls return about a process. */
static int32_t read_by_system_calls(psutil_process *p, int32_t nice)
{
    psutil_ionice_t io;
    psutil_cpu_list_t *cpus;
    int32_t now, code = psutil_process_ionice(p, &io);
    if (code) return code;
    OK(psutil_process_nice(p, &now));
    CHECK(now == nice, "nice %d", now);
    OK(psutil_process_cpu_affinity(p, &cpus));
    psutil_free(cpus);
    return PSUTIL_OK;
}

/* Whether pidfds have inode numbers of their own (since Linux 6.9). */
static int have_pidfs(void)
{
    struct statfs fs;
    int fd = (int)syscall(434 /* pidfd_open */, getpid(), 0),
        yes = fd >= 0 && !fstatfs(fd, &fs) && fs.f_type == 0x50494446;
    if (fd >= 0) close(fd);
    return yes;
}

/* A host's procfs is mounted over our own. A handle that was native still reads by system calls, for a process's own
 * PID namespace does not change; but nothing acts through it, and a forked child, which may be in another, checks
 * again. */
static void covered(const char *procfs)
{
    enum { NICE = 7 };
    psutil_process *ours, *theirs;
    pid_t child = child_with_shared_pid(procfs);
    SYSTEM(!setpriority(PRIO_PROCESS, (id_t)child, NICE));
    OK(psutil_process_new(child, &ours));
    OK(read_by_system_calls(ours, NICE));
    SYSTEM(!mount(procfs, "/proc", NULL, MS_BIND | MS_REC, NULL));
    OK(read_by_system_calls(ours, NICE));
    if (have_pidfs()) CHECK(running(ours));
    refuses(ours);
    IN_CHILD({
        CHECK(read_by_system_calls(ours, NICE) == PSUTIL_ERR_NOT_SUPPORTED);
        refuses(ours);
    });
    OK(psutil_process_new(child, &theirs));
    CHECK(read_by_system_calls(theirs, NICE) == PSUTIL_ERR_NOT_SUPPORTED);
    refuses(theirs);
    CHECK(alive(child));
    CHECK(getpriority(PRIO_PROCESS, (id_t)child) == NICE);
    SYSTEM(!kill(child, SIGKILL));
    SYSTEM(waitpid(child, NULL, 0) == child);
    OK(psutil_process_free(ours));
    OK(psutil_process_free(theirs));
}

/* A child in a new PID namespace inherits a native handle: the PID is another's there. */
static void inherited_in(psutil_process *p, pid_t first)
{
    SYSTEM(first >= 0);
    if (!first) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        CHECK(getpid() == 1);
        CHECK(read_by_system_calls(p, 0) == PSUTIL_ERR_NOT_SUPPORTED);
        refuses(p);
        exit(0);
    }
    reap(first, MAX_WAIT);
}

static void inherited(void)
{
    psutil_process *p;
    pid_t child = sleeper();
    OK(psutil_process_new(child, &p));
    OK(read_by_system_calls(p, getpriority(PRIO_PROCESS, (id_t)child)));
    fflush(NULL);
    /* No pthread_atfork handler runs for the first. */
#ifdef __s390x__
    inherited_in(p, (pid_t)syscall(SYS_clone, 0, CLONE_NEWPID | SIGCHLD, 0, 0, 0));
#else
    inherited_in(p, (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0));
#endif
    SYSTEM(!unshare(CLONE_NEWPID));
    inherited_in(p, fork());
    CHECK(alive(child));
    SYSTEM(!kill(child, SIGKILL));
    SYSTEM(waitpid(child, NULL, 0) == child);
    OK(psutil_process_free(p));
}

/* A directory of files with one process. */
static void tree(const char *procfs, int set)
{
    psutil_process *p;
    int32_t exists;
    if (set) OK(psutil_set_procfs_path(procfs));
    CHECK(processes() == 1);
    OK(psutil_process_new(42, &p));
    refuses(p);
    OK(psutil_pid_exists(getpid(), &exists));
    CHECK(!exists || getpid() == 42);
    IN_CHILD(CHECK(processes() == 1));
    OK(psutil_set_procfs_path("/proc"));
    CHECK(processes() > 1);
    OK(psutil_set_procfs_path(""));
    CHECK((processes() == 1) == !set); /* the environment sets the default */
    OK(psutil_process_free(p));
}

static void errors(void)
{
    static char endless[5000];
    psutil_process *p;
    psutil_pid_list_t *list;
    CHECK(psutil_set_procfs_path(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_set_procfs_path("proc") == PSUTIL_ERR_INVALID_ARGUMENT);
    memset(endless, 'x', sizeof endless - 1);
    CHECK(psutil_set_procfs_path(endless) == PSUTIL_ERR_INVALID_ARGUMENT);
    endless[0] = '/';
    CHECK(psutil_set_procfs_path(endless) == PSUTIL_ERR_INVALID_ARGUMENT);
    endless[4095] = '\0';
    OK(psutil_set_procfs_path(endless));
    CHECK(psutil_pids(&list) == PSUTIL_ERR_OS);
    OK(psutil_set_procfs_path("/nowhere")); /* it may be created later */
    CHECK(psutil_pids(&list) == PSUTIL_ERR_OS && psutil_last_error()->os_error == ENOENT);
    CHECK(strstr(psutil_last_error()->message, "/nowhere"));
    CHECK(psutil_process_new(getpid(), &p) == PSUTIL_ERR_OS && psutil_last_error()->os_error == ENOENT);
    CHECK(strstr(psutil_last_error()->message, "/nowhere"));
    OK(psutil_set_procfs_path("/dev/null"));
    CHECK(psutil_pids(&list) == PSUTIL_ERR_OS && psutil_last_error()->os_error == ENOTDIR);
    OK(psutil_set_procfs_path(""));
    OK(psutil_process_new(getpid(), &p));
    OK(psutil_process_free(p));
}

/* One thread switches the path while others call: each call reads one procfs only, and switching back leaks nothing. */
static void *looks(void *stop)
{
    while (!__atomic_load_n((int *)stop, __ATOMIC_RELAXED)) {
        psutil_process *p;
        int32_t code = psutil_process_new(42, &p);
        CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_NO_SUCH_PROCESS);
        if (!code) {
            running(p);
            OK(psutil_process_free(p));
        }
    }
    return NULL;
}

static void threads(const char *procfs)
{
    pthread_t thread[4];
    int stop = 0;
    for (int i = 0; i < 4; i++) CHECK(!pthread_create(&thread[i], NULL, looks, &stop));
    for (int i = 0; i < 2000; i++) {
        OK(psutil_set_procfs_path(i % 2 ? "" : procfs));
        if (i % 200 == 0) processes();
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    for (int i = 0; i < 4; i++) CHECK(!pthread_join(thread[i], NULL));
}

/* A process with the same PID in its PID namespace as outside, where the link self proves nothing. */
static void coincidence(void)
{
    struct { /* the part of clone_args that Linux 5.5 has */
        uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size;
    } clone3 = {.exit_signal = SIGCHLD};
    SYSTEM(!unshare(CLONE_NEWPID));
    pid_t init = fork(); /* the first process of the new namespace */
    SYSTEM(init >= 0);
    if (!init) {
        for (int32_t pid = 20011; pid < 20100; pid++) {
            int32_t both[] = {pid, pid};
            clone3.set_tid = (uintptr_t)both;
            clone3.set_tid_size = 2;
            pid_t twin = (pid_t)syscall(435, &clone3, sizeof clone3);
            if (twin < 0 && errno == EEXIST) continue;
            if (twin < 0) _exit(SKIP);
            if (!twin) {
                psutil_process *p;
                char self[32] = "";
                SYSTEM(readlink("/proc/self", self, sizeof self - 1) > 0);
                CHECK(atoi(self) == getpid() && getpid() == both[0], "no coincidence");
                OK(psutil_process_new(getpid(), &p));
                refuses(p);
                exit(0);
            }
            reap(twin, MAX_WAIT);
            exit(0);
        }
        _exit(SKIP);
    }
    int status;
    SYSTEM(waitpid(init, &status, 0) == init);
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    const char *what = argv[1], *procfs = argc > 2 ? argv[2] : NULL;
    if (!strcmp(what, "foreign")) foreign(procfs, argv[3]);
    else if (!strcmp(what, "own")) own(procfs);
    else if (!strcmp(what, "covered")) covered(procfs);
    else if (!strcmp(what, "inherited")) inherited();
    else if (!strcmp(what, "tree")) tree(procfs, 1);
    else if (!strcmp(what, "environment")) tree(procfs, 0);
    else if (!strcmp(what, "ignored")) CHECK(processes() > 1);
    else if (!strcmp(what, "errors")) errors();
    else if (!strcmp(what, "threads")) threads(procfs);
    else if (!strcmp(what, "coincidence")) coincidence();
    else CHECK(0, "%s?", what);
    return 0;
}
