/* Limits of control groups, for tests/test_cgroup.py.
 *
 *   cgroup limits PID   the limits of a process; 0 is the calling one
 *   cgroup zombie       the limits of a zombie, before and after it is reaped
 *   cgroup leak         memory and descriptors after many calls
 *   cgroup misuse       wrong arguments
 */
#include "children.h"
#include <math.h>

static void limits(int64_t pid)
{
    psutil_cgroup_limits_t *l;
    OK(psutil_cgroup_limits(pid, &l));
    MEASURE("version", "%d", l->version);
    MEASURE("path", "%s", l->path ? l->path : "");
    MEASURE("memory", "%lld", (long long)l->memory_limit);
    MEASURE("cpus", "%g", l->cpu_quota);
    MEASURE("pids", "%lld", (long long)l->pids_limit);
    CHECK((l->cpuset != NULL) == (l->cpuset_count > 0));
    CHECK(isnan(l->cpu_quota) || l->cpu_quota > 0);
    for (int i = 0; i < 8; i++) CHECK(l->reserved[i] == PSUTIL_NA);
    psutil_free(l);
}

static void zombie(void)
{
    psutil_cgroup_limits_t *l = NULL;
    siginfo_t info;
    pid_t child = fork_child();
    if (!child) _exit(0);
    SYSTEM(!waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT));
    OK(psutil_cgroup_limits(child, &l));
    psutil_free(l);
    SYSTEM(waitpid(child, NULL, 0) == child);
    l = NULL;
    CHECK(psutil_cgroup_limits(child, &l) == PSUTIL_ERR_NO_SUCH_PROCESS && psutil_last_error()->pid == child);
    CHECK(!l);
}

/* The procfs path changes each time, so that cached paths of control groups are made and freed. */
static void once(void)
{
    static int calls;
    psutil_cgroup_limits_t *l;
    OK(psutil_cgroup_limits(0, &l));
    psutil_free(l);
    OK(psutil_set_procfs_path(calls++ % 2 ? "/proc" : ""));
}

static void misuse(void)
{
    psutil_cgroup_limits_t *l = NULL;
    static const int64_t invalid[] = {-1, INT64_MIN, INT64_MAX, (int64_t)1 << 32 | 1, 0x7fffffff};
    CHECK(psutil_cgroup_limits(1, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
        CHECK(psutil_cgroup_limits(invalid[i], &l) == PSUTIL_ERR_NO_SUCH_PROCESS && !l);
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    if (!strcmp(argv[1], "limits") && argc == 3) limits(atoll(argv[2]));
    else if (!strcmp(argv[1], "zombie")) zombie();
    else if (!strcmp(argv[1], "leak")) assert_no_leak(once, 500);
    else if (!strcmp(argv[1], "misuse")) misuse();
    else CHECK(0, "unknown command %s", argv[1]);
    return 0;
}
