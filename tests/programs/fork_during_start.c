/* A fork in one thread while another thread makes the first call: the child works, and nothing hangs. The outermost
 * process never calls, so that each of its children starts its own runtime. Only forks during the start count.
 *
 *   fork_during_start TIMES
 */
#include "first_call_thread.h"
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { WORKED = 10, DURING = 11, FORK_ERROR = 12, FILES = 200 };

/* Checks the answers of some calls. Returns the code of the first. */
static int32_t check_answers(void)
{
    psutil_process *p;
    psutil_pid_list_t *pids;
    int64_t ppid;
    int32_t code = psutil_process_new(getpid(), &p);
    if (code) return code;
    OK(psutil_process_ppid(p, &ppid));
    CHECK(ppid == getppid());
    OK(psutil_process_free(p));
    OK(psutil_pids(&pids));
    int found = 0;
    for (size_t i = 0; i < pids->len; i++) found |= pids->items[i] == getpid();
    CHECK(found);
    psutil_free(pids);
    return PSUTIL_OK;
}

static int middle(double delay)
{
    pthread_t thread;
    int status;
    SYSTEM(!pthread_create(&thread, NULL, make_first_call, NULL));
    while (!starting) {
    }
    for (double until = now() + delay; now() < until;) {
    }
    int during = !started;
    pid_t pid = fork();
    SYSTEM(pid >= 0);
    if (!pid) {
        struct rlimit files;
        alarm(100);                                                           /* ends a hang */
        SYSTEM(!getrlimit(RLIMIT_NOFILE, &files) && files.rlim_cur == FILES); /* Go raises it during its start */
        int32_t code = check_answers();
        CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_FORK, "code %d", code);
        _exit(code == PSUTIL_OK ? WORKED : FORK_ERROR);
    }
    SYSTEM(waitpid(pid, &status, 0) == pid);
    if (!WIFEXITED(status)) return 1;
    pthread_join(thread, NULL);
    OK(check_answers());
    return WEXITSTATUS(status) == WORKED && during ? DURING : WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
    SYSTEM(argc == 2);
    int times = atoi(argv[1]), count[3] = {0}, failed = 0;
    struct rlimit files;
    SYSTEM(!getrlimit(RLIMIT_NOFILE, &files));
    files.rlim_cur = FILES;
    SYSTEM(!setrlimit(RLIMIT_NOFILE, &files));
    for (int i = 0; count[1] + count[2] < times && i < 20 * times; i++) {
        int status;
        pid_t pid = fork();
        if (!pid) {
            alarm(200);
            _exit(middle((i * 37 % 100) * 25e-6)); /* 0 to 2.5 ms */
        }
        SYSTEM(pid > 0 && waitpid(pid, &status, 0) == pid);
        if (WIFEXITED(status) && WEXITSTATUS(status) >= WORKED && WEXITSTATUS(status) <= FORK_ERROR)
            count[WEXITSTATUS(status) - WORKED]++;
        else failed++;
    }
    MEASURE("worked, forked during the start", "%d", count[1]);
    MEASURE("worked, forked before or after", "%d", count[0]);
    MEASURE("PSUTIL_ERR_FORK", "%d", count[2]);
    MEASURE("failed", "%d", failed);
}
