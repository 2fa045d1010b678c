/*
 * What Go's threads inherit, and how many they are.
 *
 *   go_threads MODE      the first call comes from a thread with attributes of its own: fifo, idle, nice or cpu
 *   go_threads MODE      the first call comes from a thread with other rights, and is refused: uid or filter
 *   go_threads load      many threads call; counts the threads after the start and at the end
 *   go_threads unshared  the same, from threads that can create no thread (they have unshared their PID namespace)
 */
#include "seccomp.h"
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

enum { CALLERS = 12 };

/* musl's sched_setscheduler and sched_getscheduler only return ENOSYS. */
static int set_policy(int policy, int priority)
{
    struct sched_param parameter = {.sched_priority = priority};
    return (int)syscall(SYS_sched_setscheduler, 0, policy, &parameter);
}

static int get_policy(pid_t thread)
{
    return (int)syscall(SYS_sched_getscheduler, thread);
}

static const char *mode;
static volatile int stop;
static pid_t first_thread;

/* Calls check for each thread of this process and returns how many there are. */
static int each_thread(void (*check)(pid_t))
{
    int n = 0;
    DIR *dir = opendir("/proc/self/task");
    SYSTEM(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        pid_t thread = (pid_t)atol(entry->d_name);
        if (!thread) continue;
        n++;
        if (check && thread != getpid() && thread != first_thread) check(thread);
    }
    closedir(dir);
    return n;
}

static void check_defaults(pid_t thread)
{
    cpu_set_t own, other;
    SYSTEM(!sched_getaffinity(0, sizeof own, &own));
    SYSTEM(!sched_getaffinity(thread, sizeof other, &other));
    CHECK(CPU_EQUAL(&own, &other), "thread %d may use %d CPUs", (int)thread, CPU_COUNT(&other));
    CHECK(get_policy(thread) == SCHED_OTHER);
    CHECK(getpriority(PRIO_PROCESS, (id_t)thread) == getpriority(PRIO_PROCESS, 0));
}

static void call(void)
{
    psutil_pid_list_t *pids;
    OK(psutil_pids(&pids));
    psutil_free(pids);
}

static void *first_caller(void *unused)
{
    first_thread = (pid_t)syscall(SYS_gettid);
    if (!strcmp(mode, "fifo")) SYSTEM(!set_policy(SCHED_FIFO, 50));
    if (!strcmp(mode, "idle")) SYSTEM(!set_policy(SCHED_IDLE, 0));
    if (!strcmp(mode, "nice")) SYSTEM(!setpriority(PRIO_PROCESS, (id_t)first_thread, 19));
    if (!strcmp(mode, "cpu")) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(sched_getcpu(), &one);
        SYSTEM(!sched_setaffinity(0, sizeof one, &one));
    }
    int policy = get_policy(0);
    call();
    CHECK(get_policy(0) == policy);
    return unused;
}

/* Go's threads have the main thread's user ID and no filter. */
static void check_rights(pid_t thread)
{
    char file[64], value[64];
    snprintf(file, sizeof file, "/proc/self/task/%d/status", (int)thread);
    status_line(file, "Uid", value);
    CHECK(!strncmp(value, "0\t0\t0\t", 6), "thread %d: %s", (int)thread, value);
    status_line(file, "Seccomp", value);
    CHECK(!strcmp(value, "0"), "thread %d: %s", (int)thread, value);
}

static void give_up_rights(void)
{
    if (!strcmp(mode, "uid")) SYSTEM(!syscall(SYS_setresuid, 65534, 65534, 65534));
    if (!strcmp(mode, "filter")) deny_memfd(EACCES);
}

static void *restricted_caller(void *unused)
{
    give_up_rights();
    call();
    return unused;
}

static void *refused_caller(void *unused)
{
    psutil_pid_list_t *pids;
    give_up_rights();
    CHECK(psutil_pids(&pids) == PSUTIL_ERR_ACCESS_DENIED);
    CHECK(strstr(psutil_last_error()->message, "on another thread"));
    return unused;
}

/* A refused first call starts nothing; the next one, of the main thread, works, and so does the refused thread's then.
 */
static void refuse_first_caller(void)
{
    pthread_t thread;
    int before = each_thread(NULL);
    SYSTEM(!pthread_create(&thread, NULL, refused_caller, NULL));
    SYSTEM(!pthread_join(thread, NULL));
    CHECK(each_thread(NULL) == before);
    call();
    CHECK(each_thread(check_rights) > before);
    SYSTEM(!pthread_create(&thread, NULL, restricted_caller, NULL));
    SYSTEM(!pthread_join(thread, NULL));
}

static void *keep_calling(void *unused)
{
    static const int32_t columns[] = {PSUTIL_COLUMN_ENVIRON, PSUTIL_COLUMN_EXE};
    if (!strcmp(mode, "unshared")) SYSTEM(!unshare(CLONE_NEWPID));
    while (!stop) {
        psutil_table *table;
        psutil_connection_list_t *connections;
        OK(psutil_process_table(columns, 2, NULL, 0, &table));
        psutil_table_free(table);
        OK(psutil_net_connections("all", PSUTIL_CONNECTIONS_PIDS, &connections));
        psutil_free(connections);
    }
    return unused;
}

int main(int argc, char **argv)
{
    mode = argc > 1 ? argv[1] : "load";
    pthread_t threads[CALLERS];
    if (!strcmp(mode, "uid") || !strcmp(mode, "filter")) {
        refuse_first_caller();
        return 0;
    }
    if (strcmp(mode, "load") && strcmp(mode, "unshared")) {
        SYSTEM(!pthread_create(&threads[0], NULL, first_caller, NULL));
        SYSTEM(!pthread_join(threads[0], NULL));
        CHECK(each_thread(check_defaults) > 1);
        return 0;
    }
    call();
    int after_start = each_thread(NULL);
    MEASURE("after the start", "%d", after_start);
    for (int i = 0; i < CALLERS; i++) SYSTEM(!pthread_create(&threads[i], NULL, keep_calling, NULL));
    sleep(4);
    stop = 1;
    for (int i = 0; i < CALLERS; i++) SYSTEM(!pthread_join(threads[i], NULL));
    /* A thread that was joined is listed until the kernel has ended it. */
    for (double end = now() + 60; each_thread(NULL) != after_start && now() < end;) usleep(1000);
    MEASURE("at the end", "%d", each_thread(NULL));
    return 0;
}
