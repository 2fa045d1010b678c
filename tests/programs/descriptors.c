/* Prints whether the library holds a descriptor between calls: after the first call, after many calls of all kinds,
 * after some seconds, and after garbage for Go's collector, whose helpers start timers, which open two descriptors.
 * Built against the library with test hooks.
 *
 *   descriptors                the standard streams block
 *   descriptors nonblocking    they do not
 */
#include "host.h"
#include "../../capi/test_hooks.h"
#include <fcntl.h>
#include <pthread.h>

enum { ROUNDS = 3200, GARBAGE = 128 << 10, THREADS = 4 };

static char before[4096];

static void compare(const char *when)
{
    char after[4096], name[64];
    descriptors(after, sizeof after);
    snprintf(name, sizeof name, "after %s", when);
    MEASURE(name, "%s", strcmp(before, after) ? after : "same");
}

static long resident(void)
{
    char value[64];
    status_line("/proc/self/status", "VmRSS", value);
    return atol(value);
}

static void *calls(void *arg)
{
    (void)arg;
    psutil_process *p, *parent;
    OK(psutil_process_new(getpid(), &p));
    for (int i = 0; i < ROUNDS; i++) {
        psutil_pid_list_t *pids;
        psutil_cpu_times_list_t *times;
        char *name;
        double percent;
        int64_t count;
        psutil_exit_status_t status;
        if (i % 16 == 0) {
            OK(psutil_pids(&pids));
            psutil_free(pids);
            OK(psutil_cpu_count(0, &count));
        }
        if (i % 64 == 0) OK(psutil_process_cpu_percent(p, 0.001, &percent));
        OK(psutil_cpu_times_per_cpu(&times));
        psutil_free(times);
        OK(psutil_process_exe(p, &name));
        psutil_free(name);
        OK(psutil_process_username(p, &name));
        psutil_free(name);
        OK(psutil_process_parent(p, &parent));
        CHECK(psutil_process_wait(parent, 0, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED);
        OK(psutil_process_send_signal(parent, 0));
        OK(psutil_process_free(parent));
        CHECK(psutil_process_new(INT64_MAX, &parent) == PSUTIL_ERR_NO_SUCH_PROCESS);
        OK(psutil_test_hook(PSUTIL_TEST_HOOK_GARBAGE, GARBAGE));
    }
    OK(psutil_process_free(p));
    return NULL;
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        for (int fd = 0; fd < 3; fd++) SYSTEM(!fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK));
    double boot;
    descriptors(before, sizeof before);
    MEASURE("before", "%s", before);
    OK(psutil_boot_time(&boot));
    compare("the first call");
    long resident_before = resident();
    calls(NULL);
    compare("calls");
    MEASURE("garbage", "%d kB", ROUNDS * (GARBAGE >> 10));
    MEASURE("resident growth", "%ld kB", resident() - resident_before);
    pthread_t thread[THREADS];
    for (int i = 0; i < THREADS; i++) SYSTEM(!pthread_create(&thread[i], NULL, calls, NULL));
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    compare("threads");
    pause_for(2.5);
    compare("a pause");
    calls(NULL);
    compare("more calls");
}
