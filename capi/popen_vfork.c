//go:build linux || freebsd

/*
 * The child of psutil_popen on Linux and FreeBSD. vfork makes it: it shares this process's memory and suspends this
 * thread until it executes the program or fails. It therefore gets everything prepared, and makes system calls only.
 */
#define _GNU_SOURCE
#include "popen_unix.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#endif

/* The host's handlers must not run between vfork and exec: they would run in the host's memory. Ignored signals stay
   ignored. */
static void reset_handlers(void)
{
    for (int s = 1; s < NSIG; s++) {
        struct sigaction action;
        if (sigaction(s, NULL, &action) || action.sa_handler == SIG_IGN || action.sa_handler == SIG_DFL) continue;
        action.sa_handler = SIG_DFL;
        action.sa_flags = 0;
        sigaction(s, &action, NULL);
    }
}

static void close_from(int first)
{
#ifdef __FreeBSD__
    closefrom(first);
#else
#ifdef SYS_close_range
    if (!syscall(SYS_close_range, first, ~0U, 0)) return;
#endif
    struct rlimit files; /* before Linux 5.9 */
    int max = getrlimit(RLIMIT_NOFILE, &files) || files.rlim_cur > 1 << 20 ? 1 << 20 : (int)files.rlim_cur;
    for (int fd = first; fd < max; fd++) close(fd);
#endif
}

static int install_streams(const psutil__spawn_request *p)
{
    for (int i = 0; i < 3; i++) {
        if (p->from[i] == i) {
            int flags = fcntl(i, F_GETFD);
            if (flags < 0 || fcntl(i, F_SETFD, flags & ~FD_CLOEXEC)) return -1;
        } else if (p->from[i] >= 0 && dup2(p->from[i], i) < 0) {
            return -1;
        }
    }
    return p->stderr_is_stdout && dup2(1, 2) < 0 ? -1 : 0;
}

/* Searches as execvp does: a candidate without permission is skipped, but reported if no other works. Returns errno. */
static int execute(const psutil__spawn_request *p)
{
    int denied = 0;
    for (char **path = p->paths; *path; path++) {
        execve(*path, p->argv, p->envp);
        if (errno == EACCES) denied = 1;
        else if (errno != ENOENT && errno != ENOTDIR) return errno;
    }
    return denied ? EACCES : errno;
}

static void child_exec(const psutil__spawn_request *p, const sigset_t *mask, volatile psutil__spawn_failure *why)
{
    why->step = "the child's standard streams";
    if (install_streams(p)) {
        why->error = errno;
        return;
    }
    why->step = p->cwd;
    if (p->cwd && chdir(p->cwd)) {
        why->error = errno;
        return;
    }
    if (p->close_fds) close_from(3);
    reset_handlers();
    sigprocmask(SIG_SETMASK, mask, NULL);
    why->step = p->program;
    why->error = execute(p);
}

/* Not inlined, so the child shares no variable of the caller that the compiler keeps in a register. */
__attribute__((noinline)) static pid_t vfork_child(
    const psutil__spawn_request *p, const sigset_t *mask, volatile psutil__spawn_failure *why)
{
    pid_t pid = vfork();
    if (pid) return pid;
    child_exec(p, mask, why);
    _exit(127);
}

pid_t psutil__start_child(const psutil__spawn_request *p, psutil__spawn_failure *why)
{
    sigset_t all, mask;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    pid_t pid = vfork_child(p, &mask, why);
    if (pid < 0) why->error = errno;
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    if (!why->error) return pid;
    if (pid > 0)
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
        }
    return -1;
}
