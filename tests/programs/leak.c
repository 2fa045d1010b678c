/* Prints the memory in use after many calls of all kinds, from one thread and from threads that start and end.
 *
 *   leak CALLS
 */
#include "host.h"
#include <pthread.h>
#include <sys/wait.h>

static long resident(void)
{
    char value[64];
    status_line("/proc/self/status", "VmRSS", value);
    return atol(value);
}

static void one(long i, psutil_process *p)
{
    psutil_pid_list_t *pids;
    psutil_string_list_t *list;
    psutil_cpu_times_list_t *cpus;
    psutil_percent_list_t *percents;
    psutil_virtual_memory_t memory;
    psutil_process_memory_info_t info;
    psutil_exit_status_t status;
    psutil_process *q;
    double number;
    char *text;
    switch (i % 16) {
    case 0:
        if (i % 64 == 0) {
            OK(psutil_pids(&pids));
            psutil_free(pids);
        }
        break;
    case 1:
        OK(psutil_process_name(p, &text));
        psutil_free(text);
        break;
    case 2:
        OK(psutil_process_exe(p, &text));
        psutil_free(text);
        break;
    case 3:
        OK(psutil_process_cmdline(p, &list));
        psutil_free(list);
        break;
    case 4:
        OK(psutil_process_username(p, &text));
        psutil_free(text);
        break;
    case 5:
        OK(psutil_process_new(getppid(), &q));
        OK(psutil_process_free(q));
        break;
    case 6: CHECK(psutil_process_new(-i, &q) == PSUTIL_ERR_NO_SUCH_PROCESS); break;
    case 7:
        OK(psutil_cpu_times_per_cpu(&cpus));
        psutil_free(cpus);
        break;
    case 8: OK(psutil_cpu_percent(0, &number)); break;
    case 9:
        OK(psutil_cpu_percent_per_cpu(0, &percents));
        psutil_free(percents);
        break;
    case 10: OK(psutil_virtual_memory(&memory)); break;
    case 11: OK(psutil_process_memory_info(p, &info)); break;
    case 12:
        OK(psutil_process_parent(p, &q));
        OK(psutil_process_free(q));
        break;
    case 13: OK(psutil_process_cpu_percent(p, i % 256 == 13 ? 1e-6 : 0, &number)); break;
    case 14:
        OK(psutil_process_new(getppid(), &q));
        CHECK(psutil_process_wait(q, 0, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED);
        OK(psutil_process_free(q));
        break;
    case 15: CHECK(psutil_process_exe((psutil_process *)&text, &text) == PSUTIL_ERR_INVALID_HANDLE); break;
    }
}

static void *calls(void *arg)
{
    psutil_process *p;
    OK(psutil_process_new(getpid(), &p));
    for (long i = 0; i < *(long *)arg; i++) one(i, p);
    OK(psutil_process_free(p));
    return NULL;
}

static void threads_that_come_and_go(int n)
{
    long few = 32;
    for (int i = 0; i < n; i += 4) {
        pthread_t thread[4];
        for (int k = 0; k < 4; k++) SYSTEM(!pthread_create(&thread[k], NULL, calls, &few));
        for (int k = 0; k < 4; k++) pthread_join(thread[k], NULL);
    }
}

int main(int argc, char **argv)
{
    SYSTEM(argc == 2);
    char before[4096], after[4096], threads[64];
    long all = atol(argv[1]), some = all / 10, resident_before;
    double boot;
    OK(psutil_boot_time(&boot));
    descriptors(before, sizeof before);
    calls(&some);
    threads_that_come_and_go(100);
    resident_before = resident();
    double start = now();
    calls(&all);
    MEASURE("growth after calls", "%ld kB", resident() - resident_before);
    MEASURE("cost of a call", "%.2f us", (now() - start) / (double)all * 1e6);
    threads_that_come_and_go(2000);
    descriptors(after, sizeof after);
    status_line("/proc/self/status", "Threads", threads);
    MEASURE("growth", "%ld kB", resident() - resident_before);
    MEASURE("resident", "%ld kB", resident());
    MEASURE("threads", "%s", threads);
    MEASURE("descriptors", "%s", strcmp(before, after) ? after : "same");
}
