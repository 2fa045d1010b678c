/* Handlers that one thread installs while another thread's first call starts the runtime stay installed. The parent
 * never calls, so that each of its children starts its own runtime. Only children whose handlers were all installed
 * during the start count; the program goes on until there were enough of them.
 *
 *   sigaction_during_start TIMES
 */
#include "first_call_thread.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

enum { KEPT = 10, LOST = 11, NOT_DURING = 12 };

static void handler(int s)
{
    (void)s;
}

static int is_tested(int s)
{
    return s != SIGKILL && s != SIGSTOP && s != SIGSEGV && s != SIGBUS && s != SIGSYS && (s < 32 || s >= SIGRTMIN);
}

static int child(double delay)
{
    pthread_t thread;
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, found;
    sigaddset(&action.sa_mask, SIGUSR1);
    SYSTEM(!pthread_create(&thread, NULL, make_first_call, NULL));
    while (!starting) {
    }
    for (double until = now() + delay; now() < until;) {
    }
    for (int s = 1; s <= 64; s++)
        if (is_tested(s)) SYSTEM(!sigaction(s, &action, NULL));
    int during = !started;
    pthread_join(thread, NULL);
    for (int s = 1; s <= 64; s++) {
        if (!is_tested(s)) continue;
        SYSTEM(!sigaction(s, NULL, &found));
        if (found.sa_handler != handler || !(found.sa_flags & SA_RESTART) || (found.sa_flags & SA_ONSTACK)
            || !sigismember(&found.sa_mask, SIGUSR1) || sigismember(&found.sa_mask, SIGUSR2))
            return LOST;
    }
    return during ? KEPT : NOT_DURING;
}

int main(int argc, char **argv)
{
    SYSTEM(argc == 2);
    int times = atoi(argv[1]), count[3] = {0};
    for (int i = 0; count[0] + count[1] < times && i < 20 * times; i++) {
        int status;
        pid_t pid = fork();
        if (!pid) _exit(child((i * 37 % 100) * 8e-6)); /* 0 to 0.8 ms */
        SYSTEM(pid > 0 && waitpid(pid, &status, 0) == pid);
        SYSTEM(WIFEXITED(status) && WEXITSTATUS(status) >= KEPT && WEXITSTATUS(status) <= NOT_DURING);
        count[WEXITSTATUS(status) - KEPT]++;
    }
    MEASURE("kept", "%d", count[0]);
    MEASURE("lost", "%d", count[1]);
    MEASURE("not during the start", "%d", count[2]);
}
