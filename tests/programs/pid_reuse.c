/* PIDs that the kernel gives to another process within one clock tick: every guarded call must refuse them.
 *
 *   pid_reuse N [no-pidfd]    reuses N PIDs through /proc/sys/kernel/ns_last_pid, in its own PID namespace; needs root
 *
 * Prints "skipped: why" where the kernel does not allow this.
 */
#include "children.h"
#include "seccomp.h"
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

static void skip(const char *why)
{
    MEASURE("skipped", "%s: %s", why, strerror(errno));
    exit(0);
}

/* Starts a child that waits, with this PID if it is free. */
static pid_t child_with(pid_t wanted)
{
    if (wanted) {
        static int last = -1;
        if (last < 0) last = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
        char text[16];
        int n = snprintf(text, sizeof text, "%d", wanted - 1);
        if (last < 0 || pwrite(last, text, (size_t)n, 0) != n) skip("ns_last_pid");
    }
    pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    SYSTEM(pid >= 0);
    if (!pid)
        for (;;) pause();
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    SYSTEM(waitpid(pid, NULL, 0) == pid);
}

static long long start_of(pid_t pid)
{
    char path[32], text[512];
    long long start;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    SYSTEM(fd >= 0);
    ssize_t n = read(fd, text, sizeof text - 1);
    SYSTEM(n > 0);
    close(fd);
    text[n] = '\0';
    char *at = strrchr(text, ')') + 1;
    for (int field = 3; field <= 22; field++) at = strchr(at, ' ') + 1;
    SYSTEM(sscanf(at, "%lld", &start) == 1);
    return start;
}

/* Counts the guarded calls that accept the new process as the old one. The new one must survive all calls. */
static int accepted_by(psutil_process *p, int all)
{
    int32_t running, taken = 0;
    psutil_process *parent;
    psutil_process_list_t *list;
    OK(psutil_process_is_running(p, &running));
    taken += running;
    int32_t code = psutil_process_send_signal(p, SIGCONT);
    CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_NO_SUCH_PROCESS);
    taken += !code;
    if (taken || !all) return taken;
#define REFUSES(call) taken += (call) != PSUTIL_ERR_NO_SUCH_PROCESS
    psutil_kill_result_list_t *killed;
    psutil_process_info_t *info;
    psutil_wait_result_list_t *waited;
    psutil_exit_status_t status;
    int64_t cpu = 0;
    REFUSES(psutil_process_kill(p));
    REFUSES(psutil_process_terminate(p));
    REFUSES(psutil_process_suspend(p));
    REFUSES(psutil_process_resume(p));
    REFUSES(psutil_process_set_nice(p, 5));
    REFUSES(psutil_process_set_ionice(p, PSUTIL_IOPRIO_CLASS_IDLE, 0));
    REFUSES(psutil_process_set_rlimit(p, PSUTIL_RLIMIT_NOFILE, 10, 10));
    REFUSES(psutil_process_set_cpu_affinity(p, &cpu, 1));
    REFUSES(psutil_process_parent(p, &parent));
    REFUSES(psutil_process_parents(p, &list));
    REFUSES(psutil_process_children(p, 1, &list));
    REFUSES(psutil_process_info(p, NULL, 0, &info));
    REFUSES(psutil_process_kill_tree(p, SIGKILL, 0, &killed));
    OK(psutil_process_wait(p, 0, 0, &status));
    taken += status.has_exit_code;
    OK(psutil_wait_procs(&p, 1, 0, NULL, NULL, &waited));
    taken += !waited->items[0].gone;
    psutil_free(waited);
    return taken;
}

static void recycle(int times)
{
    int same_tick = 0, other_tick = 0, taken = 0, taken_later = 0, elsewhere = 0, known = 0;
    while (same_tick < times) {
        CHECK(elsewhere < 1000 + times && other_tick < 100 * (1000 + times), "PIDs do not come back");
        pid_t first = child_with(0);
        long long start = start_of(first);
        psutil_process *p;
        OK(psutil_process_new(first, &p));
        psutil_process_iter *it;
        int probe = same_tick % 50 == 0; /* a scan of all processes takes longer */
        for (int round = 0; probe && round < 1; round++) {
            psutil_process *q;
            OK(psutil_process_iter_new(&it));
            while (psutil_process_iter_next(it, &q) == PSUTIL_OK && q) OK(psutil_process_free(q));
            OK(psutil_process_iter_free(it));
        }
        end(first);
        pid_t second = child_with(first);
        if (second != first) {
            elsewhere++;
        } else {
            int same = start_of(second) == start;
            same_tick += same;
            other_tick += !same;
            int wrong = accepted_by(p, 1);
            if (same) taken += wrong > 0;
            else taken_later += wrong > 0;
            if (probe && same) { /* the iterator returns a handle of the new process */
                psutil_process *q;
                int32_t running = 0;
                int64_t pid = 0;
                OK(psutil_process_iter_new(&it));
                while (psutil_process_iter_next(it, &q) == PSUTIL_OK && q) {
                    OK(psutil_process_pid(q, &pid));
                    if (pid == second) {
                        OK(psutil_process_is_running(q, &running));
                        known += running;
                    }
                    OK(psutil_process_free(q));
                }
                OK(psutil_process_iter_free(it));
            }
            CHECK(kill(second, 0) == 0 && waitpid(second, NULL, WNOHANG) == 0, "the new process was ended or reaped");
        }
        end(second);
        OK(psutil_process_free(p));
    }
    MEASURE("same tick", "%d", same_tick);
    MEASURE("other tick", "%d", other_tick);
    MEASURE("accepted in the same tick", "%d", taken);
    MEASURE("accepted in another tick", "%d", taken_later);
    MEASURE("new process known to the iterator", "%d", known);
}

int main(int argc, char **argv)
{
    CHECK(argc > 1);
    if (unshare(CLONE_NEWPID | CLONE_NEWNS)) skip("a PID namespace");
    pid_t pid = fork();
    SYSTEM(pid >= 0);
    if (pid) {
        reap(pid, 200);
        return 0;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* the end of a namespace's first process ends all others in it */
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("proc", "/proc", "proc", 0, NULL))
        skip("a /proc of our own");
    if (argc > 2) deny(SYS_pidfd_open, 0, 0, 0, ENOSYS);
    recycle(atoi(argv[1]));
}
