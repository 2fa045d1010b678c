/* A daemon that reads its signals from a signalfd while it uses the library: prints how many of each arrive. They are
 * sent one at a time, since standard signals merge.
 *
 *   signalfd before|after    whether they are blocked before the first call or after it
 */
#include "host.h"
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

enum { TIMES = 200 };

static atomic_int over;

static void call(void)
{
    psutil_pid_list_t *pids;
    double percent;
    OK(psutil_pids(&pids));
    psutil_free(pids);
    OK(psutil_cpu_percent(0, &percent));
}

static void *keep_calling(void *arg)
{
    (void)arg;
    double percent;
    while (!over) {
        call();
        OK(psutil_cpu_percent(0.0005, &percent));
    }
    return NULL;
}

static void send_one(int s)
{
    if (s != SIGCHLD) {
        SYSTEM(!kill(getpid(), s));
        return;
    }
    pid_t pid = fork();
    if (!pid) _exit(0);
    SYSTEM(pid > 0);
}

static int receive(int fd, int s)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    struct signalfd_siginfo info;
    if (poll(&ready, 1, 5000) != 1 || read(fd, &info, sizeof info) != sizeof info) return 0;
    if (s == SIGCHLD) SYSTEM(wait(NULL) > 0);
    return info.ssi_signo == (uint32_t)s;
}

int main(int argc, char **argv)
{
    static const struct {
        int number;
        const char *name;
    } signals[] = {{SIGCHLD, "SIGCHLD"}, {SIGTERM, "SIGTERM"}, {SIGUSR1, "SIGUSR1"}};
    sigset_t mask;
    pthread_t thread;
    SYSTEM(argc == 2);
    if (!strcmp(argv[1], "after")) call();
    sigemptyset(&mask);
    for (int i = 0; i < 3; i++) sigaddset(&mask, signals[i].number);
    SYSTEM(!sigprocmask(SIG_BLOCK, &mask, NULL));
    int fd = signalfd(-1, &mask, SFD_CLOEXEC);
    SYSTEM(fd >= 0);
    SYSTEM(!pthread_create(&thread, NULL, keep_calling, NULL));
    for (int i = 0; i < 3; i++) {
        int received = 0;
        for (int n = 0; n < TIMES; n++) {
            call();
            send_one(signals[i].number);
            int one = receive(fd, signals[i].number);
            received += one;
            if (!one) break; /* no more are expected */
        }
        MEASURE(signals[i].name, "%d", received);
    }
    over = 1;
    pthread_join(thread, NULL);
}
