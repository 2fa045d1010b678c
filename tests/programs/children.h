/* Children that cannot outlive a test: they die with their parent, and one that hangs is killed and reported. */
#ifndef CHILDREN_H
#define CHILDREN_H

#include "host.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_WAIT = 60 }; /* seconds for a child on a busy machine; tests that assert a time measure it */

/* Whether the kernel keeps the exit code of a process that is not a child: since Linux 6.15. */
static inline int has_exit_codes_of_others(void)
{
    struct utsname name;
    int major = 0, minor = 0;
    SYSTEM(!uname(&name) && sscanf(name.release, "%d.%d", &major, &minor) == 2);
    return major > 6 || (major == 6 && minor >= 15);
}

/* Forks a child that dies with its parent. */
static inline pid_t fork_child(void)
{
    fflush(NULL);
    pid_t parent = getpid(), pid = fork();
    CHECK(pid >= 0, "fork: %s", strerror(errno));
    if (!pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(99);
    }
    return pid;
}

/* As fork_child, by a raw system call: no pthread_atfork handler runs. */
static inline pid_t clone_child(void)
{
    fflush(NULL);
    pid_t parent = getpid();
#ifdef __s390x__
    pid_t pid = (pid_t)syscall(SYS_clone, 0, SIGCHLD, 0, 0, 0); /* the stack comes first there */
#else
    pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#endif
    CHECK(pid >= 0, "clone: %s", strerror(errno));
    if (!pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(99);
    }
    return pid;
}

/* Becomes an ordinary user until become_root. Only root can then end root's children: after a change of user they no
   longer die with their parent. */
static inline void become_ordinary_user(void)
{
    SYSTEM(!setresgid(65534, 65534, 0) && !setresuid(65534, 65534, 0));
}

static inline void become_root(void)
{
    SYSTEM(!setresuid(0, 0, 0) && !setresgid(0, 0, 0));
}

/* Waits for a child, which must exit with status 0. */
static inline void reap(pid_t pid, double seconds)
{
    int status;
    pid_t reaped;
    double end = now() + seconds;
    while (!(reaped = waitpid(pid, &status, WNOHANG)) && now() < end) usleep(500);
    if (!reaped) kill(pid, SIGKILL);
    CHECK(reaped != 0, "child %d hangs", (int)pid);
    CHECK(reaped == pid, "waitpid: %s", strerror(errno));
    CHECK(!WIFSIGNALED(status), "child %d: killed by signal %d", (int)pid, WTERMSIG(status));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "child %d: exit %d", (int)pid, WEXITSTATUS(status));
}

/* Runs a statement in a forked child and waits for it. */
#define IN_CHILD(statement)                                                                                            \
    do {                                                                                                               \
        pid_t in_child = fork_child();                                                                                 \
        if (!in_child) {                                                                                               \
            statement;                                                                                                 \
            exit(0);                                                                                                   \
        }                                                                                                              \
        reap(in_child, MAX_WAIT);                                                                                      \
    } while (0)

/* Whether a line of /proc/self/maps contains the text. */
static inline int mapped(const char *text)
{
    char line[1024];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps);
    while (fgets(line, sizeof line, maps)) found |= strstr(line, text) != NULL;
    fclose(maps);
    return found;
}

#endif
