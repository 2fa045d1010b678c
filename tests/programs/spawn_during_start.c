/* Programs that other threads start while the first call starts the runtime: they inherit the host's RLIMIT_NOFILE,
 * which Go would raise by itself.
 *
 *   spawn_during_start TIMES
 */
#include "children.h"
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/resource.h>

enum { SOFT_LIMIT = 512, OTHER_LIMIT = 7 };

extern char **environ;
static atomic_int starting, started;

static void *spawn(void *unused)
{
    char *arguments[] = {"report", NULL};
    while (!starting) {
    }
    while (!started) {
        pid_t pid;
        int status;
        CHECK(!posix_spawn(&pid, "/proc/self/exe", NULL, NULL, arguments, environ));
        CHECK(waitpid(pid, &status, 0) == pid);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "RLIMIT_NOFILE was raised");
    }
    return unused;
}

int main(int argc, char **argv)
{
    struct rlimit limit;
    CHECK(!getrlimit(RLIMIT_NOFILE, &limit));
    if (!strcmp(argv[0], "report")) _exit(limit.rlim_cur == SOFT_LIMIT ? 0 : OTHER_LIMIT);
    CHECK(argc == 2);
    CHECK(limit.rlim_max > SOFT_LIMIT);
    limit.rlim_cur = SOFT_LIMIT;
    CHECK(!setrlimit(RLIMIT_NOFILE, &limit));
    for (int i = 0; i < atoi(argv[1]); i++)
        IN_CHILD({
            pthread_t threads[2];
            psutil_pid_list_t *list;
            for (int j = 0; j < 2; j++) CHECK(!pthread_create(&threads[j], NULL, spawn, NULL));
            starting = 1;
            usleep((useconds_t)(i % 10 * 300));
            OK(psutil_pids(&list));
            started = 1;
            for (int j = 0; j < 2; j++) pthread_join(threads[j], NULL);
            CHECK(!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur == SOFT_LIMIT);
        });
    return 0;
}
