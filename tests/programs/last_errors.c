/* Sixteen threads at the same time, each of which causes its own error again and again: each reads its own details.
 */
#include "host.h"
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { THREADS = 16, TIMES = 2000 };

static int64_t zombie, gone;
static psutil_process *self, *the_zombie, *was_there, *freed;
static atomic_long right, wrong;
static atomic_int codes[16];
static pthread_barrier_t all_there;

static void wrong_detail(int number, const char *what)
{
    const psutil_error_info_t *e = psutil_last_error();
    if (wrong++ < 5)
        fprintf(stderr, "thread %d: wrong %s: code %d, pid %lld, timeout %g: %s\n", number, what, e->code,
            (long long)e->pid, e->timeout, e->message);
}

/* A thread's error: the call, and the details that it must have. */
static void provoke(int number, int i)
{
    int64_t pid = PSUTIL_NA, n;
    double timeout = NAN, percent;
    const char *says = "";
    char text[64], *string = NULL;
    int32_t code, expected;
    psutil_exit_status_t status;
    psutil_process *p;
    psutil_string_list_t *list;
    psutil_cpu_times_t times;
    switch (number % 12) {
    case 0:
        expected = PSUTIL_ERR_NO_SUCH_PROCESS, pid = -1 - number - 100 * i, says = "psutil_process_new",
        code = psutil_process_new(pid, &p);
        break;
    case 1: expected = PSUTIL_ERR_INVALID_ARGUMENT, says = "psutil_pids: out", code = psutil_pids(NULL); break;
    case 2:
        expected = PSUTIL_ERR_INVALID_HANDLE, says = "psutil_process_name", code = psutil_process_name(freed, &string);
        break;
    case 3:
        expected = PSUTIL_ERR_TIMEOUT_EXPIRED, pid = getppid(), timeout = 1e-5 * (number + i % 10),
        says = "psutil_process_wait";
        code = psutil_process_wait(self, timeout, 0, &status);
        break;
    case 4:
        expected = PSUTIL_ERR_ZOMBIE_PROCESS, pid = zombie, says = "psutil_process_exe",
        code = psutil_process_exe(the_zombie, &string);
        break;
    case 5:
        expected = PSUTIL_ERR_ZOMBIE_PROCESS, pid = zombie, says = "psutil_process_cmdline",
        code = psutil_process_cmdline(the_zombie, &list);
        break;
    case 6:
        expected = PSUTIL_ERR_INVALID_ARGUMENT, pid = getppid(), says = "psutil_process_send_signal",
        code = psutil_process_send_signal(self, 1000 + i);
        break;
    case 7:
        expected = PSUTIL_ERR_INVALID_ARGUMENT, says = "psutil_cpu_percent: interval",
        code = psutil_cpu_percent(-1 - i, &percent);
        break;
    case 8:
        expected = PSUTIL_ERR_NO_SUCH_PROCESS, pid = gone, says = "psutil_process_ppid",
        code = psutil_process_ppid(was_there, &n);
        break;
    case 9:
        expected = PSUTIL_ERR_NO_SUCH_PROCESS, pid = gone, says = "psutil_process_kill",
        code = psutil_process_kill(was_there);
        break;
    case 10:
        expected = PSUTIL_ERR_INVALID_ARGUMENT, says = "psutil_cpu_percent_between: later",
        code = psutil_cpu_percent_between(&times, NULL, &percent);
        break;
    default:
        expected = PSUTIL_ERR_INVALID_HANDLE, says = "psutil_process_free",
        code = psutil_process_free((psutil_process *)&times);
    }
    const psutil_error_info_t *e = psutil_last_error();
    codes[-expected] = 1;
    if (code != expected) wrong_detail(number, "code returned");
    else if (e->code != expected) wrong_detail(number, "code");
    else if (e->pid != pid) wrong_detail(number, "PID");
    else if (isnan(e->timeout) ? !isnan(timeout) : e->timeout != timeout) wrong_detail(number, "timeout");
    else if (strncmp(e->message, says, strlen(says))) wrong_detail(number, "message");
    else if (pid != PSUTIL_NA && (snprintf(text, sizeof text, "PID %lld", (long long)pid), !strstr(e->message, text)))
        wrong_detail(number, "PID in the message");
    else right++;
}

static void *thread(void *arg)
{
    int number = *(int *)arg;
    pthread_barrier_wait(&all_there);
    for (int i = 0; i < TIMES; i++) provoke(number, i);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];
    OK(psutil_process_new(getppid(), &self)); /* the parent: a process cannot wait for itself */
    zombie = fork();
    if (!zombie) _exit(3);
    siginfo_t info;
    SYSTEM(!waitid(P_PID, (id_t)zombie, &info, WEXITED | WNOWAIT));
    OK(psutil_process_new(zombie, &the_zombie));
    gone = fork();
    if (!gone) {
        pause_for(0.05);
        _exit(0);
    }
    OK(psutil_process_new(gone, &was_there));
    SYSTEM(waitpid((pid_t)gone, NULL, 0) == gone);
    OK(psutil_process_new(getppid(), &freed));
    OK(psutil_process_free(freed));
    SYSTEM(!pthread_barrier_init(&all_there, NULL, THREADS));
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        SYSTEM(!pthread_create(&threads[i], NULL, thread, &numbers[i]));
    }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    waitpid((pid_t)zombie, NULL, 0);
    MEASURE("right", "%ld", right);
    MEASURE("wrong", "%ld", wrong);
    MEASURE("of", "%d", THREADS * TIMES);
    int different = 0;
    for (int i = 0; i < 16; i++) different += codes[i];
    MEASURE("different codes", "%d", different);
    MEASURE("main's own", "%s", psutil_last_error()->message);
}
