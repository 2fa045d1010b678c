/* What a program inherits from a host that executes it while the library is in use.
 *
 *   exec_child          ignores SIGPIPE and blocks SIGUSR1, calls, and then starts children by fork and exec and by
 *                       posix_spawn, while another thread keeps calling
 *   exec_child child    such a child
 */
#include "host.h"
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/wait.h>

static atomic_int over;

static void *keep_calling(void *arg)
{
    (void)arg;
    psutil_process *p;
    OK(psutil_process_new(getpid(), &p));
    for (double percent; !over;) {
        psutil_pid_list_t *pids;
        psutil_string_list_t *cmdline;
        OK(psutil_pids(&pids));
        psutil_free(pids);
        OK(psutil_process_cmdline(p, &cmdline));
        psutil_free(cmdline);
        OK(psutil_process_cpu_percent(p, 0.0001, &percent));
    }
    OK(psutil_process_free(p));
    return NULL;
}

/* The exit status is 0, or has one bit for each difference. */
static int child(void)
{
    char value[64], list[4096], given[4096] = "";
    status_line("/proc/self/status", "SigIgn", value);
    /* without the C library's signals 32 to 34, which posix_spawn sets to ignored */
    unsigned long long ignored = strtoull(value, NULL, 16) & ~(7ull << 31);
    status_line("/proc/self/status", "SigBlk", value);
    unsigned long long blocked = strtoull(value, NULL, 16);
    descriptors(list, sizeof list);
    if (getenv("DESCRIPTORS")) snprintf(given, sizeof given, "%s", getenv("DESCRIPTORS"));
    return (ignored != 1ull << (SIGPIPE - 1)) | (blocked != 1ull << (SIGUSR1 - 1)) << 1 | !!strcmp(list, given) << 2;
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) return child();
    enum { TIMES = 200 };
    char list[4096];
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    for (int s = 1; s < 32; s++) signal(s, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    descriptors(list, sizeof list);
    setenv("DESCRIPTORS", list, 1);

    pthread_t thread;
    double boot;
    OK(psutil_boot_time(&boot));
    SYSTEM(!pthread_create(&thread, NULL, keep_calling, NULL));
    int wrong[4] = {0}, ran = 0;
    for (int i = 0; i < TIMES; i++) {
        char *arguments[] = {"exec_child", "child", NULL};
        pid_t pid;
        int status;
        if (i % 2) {
            SYSTEM(!posix_spawn(&pid, "/proc/self/exe", NULL, NULL, arguments, environ));
        } else if (!(pid = fork())) {
            execv("/proc/self/exe", arguments);
            _exit(127);
        }
        SYSTEM(waitpid(pid, &status, 0) == pid);
        SYSTEM(WIFEXITED(status) && WEXITSTATUS(status) < 8);
        for (int bit = 0; bit < 3; bit++) wrong[bit] += WEXITSTATUS(status) >> bit & 1;
        ran++;
    }
    over = 1;
    pthread_join(thread, NULL);
    MEASURE("children", "%d", ran);
    MEASURE("wrong SigIgn", "%d", wrong[0]);
    MEASURE("wrong SigBlk", "%d", wrong[1]);
    MEASURE("wrong descriptors", "%d", wrong[2]);
}
