//go:build unix

/*
 * psutil_popen, in C: Go's os/exec would give the child Go's signal mask and open descriptors of its own. vfork makes
 * the child: it shares this process's memory and suspends this thread until it executes the program or fails. It
 * therefore gets everything prepared, and makes system calls only.
 */
#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* What the child is to do. */
typedef struct spawn_request {
    char *const *argv, *const *envp;
    const char *program; /* as the caller named it */
    char **paths;        /* candidates for execve, in order, ending with NULL */
    const char *cwd;
    int from[3]; /* descriptors for its standard streams; -1: inherited */
    int stderr_is_stdout;
    int close_fds;
    sigset_t mask;
} spawn_request;

/* Why the child failed. */
typedef struct spawn_failure {
    const char *step;
    int error; /* errno; 0: it did not fail */
} spawn_failure;

/* ---- in the child */

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
#ifdef SYS_close_range
    if (!syscall(SYS_close_range, first, ~0U, 0)) return;
#endif
    struct rlimit files; /* before Linux 5.9 */
    int max = getrlimit(RLIMIT_NOFILE, &files) || files.rlim_cur > 1 << 20 ? 1 << 20 : (int)files.rlim_cur;
    for (int fd = first; fd < max; fd++) close(fd);
}

static int install_streams(const spawn_request *p)
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
static int execute(const spawn_request *p)
{
    int denied = 0;
    for (char **path = p->paths; *path; path++) {
        execve(*path, p->argv, p->envp);
        if (errno == EACCES) denied = 1;
        else if (errno != ENOENT && errno != ENOTDIR) return errno;
    }
    return denied ? EACCES : errno;
}

static void child_exec(const spawn_request *p, volatile spawn_failure *why)
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
    sigprocmask(SIG_SETMASK, &p->mask, NULL);
    why->step = p->program;
    why->error = execute(p);
}

/* ---- before the child */

/* Not inlined, so the child shares no variable of the caller that the compiler keeps in a register. */
__attribute__((noinline)) static pid_t vfork_child(const spawn_request *p, volatile spawn_failure *why)
{
    pid_t pid = vfork();
    if (pid) return pid;
    child_exec(p, why);
    _exit(127);
}

/* Returns the program's path, or its name in each directory of PATH, in one allocation that ends with NULL. */
static char **path_candidates(const char *program, char *const *envp)
{
    const char *path = NULL;
    if (!strchr(program, '/')) {
        path = "/usr/local/bin:/bin:/usr/bin";
        for (; *envp; envp++)
            if (!strncmp(*envp, "PATH=", 5)) {
                path = *envp + 5;
                break;
            }
    }
    size_t count = 1, length = strlen(program);
    for (const char *c = path; c && *c; c++) count += *c == ':';
    size_t size = (count + 1) * sizeof(char *) + (path ? strlen(path) : 0) + count * (length + 3);
    char **candidates = malloc(size);
    if (!candidates) return NULL;
    char *text = (char *)(candidates + count + 1);
    for (size_t i = 0; i < count; i++) {
        candidates[i] = text;
        if (!path) {
            text += sprintf(text, "%s", program) + 1;
            continue;
        }
        size_t directory = strcspn(path, ":"); /* empty: the current one */
        text += sprintf(text, "%.*s/%s", directory ? (int)directory : 1, directory ? path : ".", program) + 1;
        path += directory + 1;
    }
    candidates[count] = NULL;
    return candidates;
}

/* Descriptors that this file opened and must close: the child's ends, and the host's ends of pipes. */
typedef struct streams {
    int child[3], host[3];
} streams;

static void close_all(int fds[3])
{
    for (int i = 0; i < 3; i++)
        if (fds[i] >= 0) close(fds[i]);
}

/* Moves a descriptor above the standard ones, which the child replaces. */
static int above_standard(int fd)
{
    if (fd < 0 || fd > 2) return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3), error = errno;
    close(fd);
    errno = error;
    return moved;
}

/* Opens what stream i needs. Returns -1 with errno. */
static int open_stream(const psutil_popen_stream_t *wanted, int i, streams *s, spawn_request *p)
{
    int pair[2];
    switch (wanted->kind) {
    case PSUTIL_STREAM_INHERIT: return 0;
    case PSUTIL_STREAM_PIPE:
        if (pipe2(pair, O_CLOEXEC)) return -1;
        s->child[i] = above_standard(pair[i != 0]);
        s->host[i] = above_standard(pair[i == 0]);
        p->from[i] = s->child[i];
        return s->child[i] < 0 || s->host[i] < 0 ? -1 : 0;
    case PSUTIL_STREAM_NULL:
        p->from[i] = s->child[i] = above_standard(open("/dev/null", (i ? O_WRONLY : O_RDONLY) | O_CLOEXEC));
        return s->child[i] < 0 ? -1 : 0;
    case PSUTIL_STREAM_STDOUT: p->stderr_is_stdout = 1; return 0;
    default:
        if (wanted->fd == i) { /* already in place */
            p->from[i] = i;
            return fcntl(i, F_GETFD) < 0 ? -1 : 0;
        }
        /* a copy above the standard descriptors */
        p->from[i] = s->child[i] = fcntl(wanted->fd, F_DUPFD_CLOEXEC, 3);
        return s->child[i] < 0 ? -1 : 0;
    }
}

static int32_t set_errno_error(psutil__call *call, const char *what, int error)
{
    int32_t code = error == EACCES || error == EPERM ? PSUTIL_ERR_ACCESS_DENIED
        : error == ENOMEM || error == EAGAIN         ? PSUTIL_ERR_NO_MEMORY
                                                     : PSUTIL_ERR_OS;
    psutil__set_error(call, code, "%s: %s", what, strerror(error));
    call->error->info.os_error = error;
    return code;
}

/* Returns the child's PID, or -1 with the call's error set. */
static pid_t spawn(psutil__call *call, const psutil_popen_options_t *options, streams *s)
{
    const psutil_popen_stream_t *wanted[] = {&options->input, &options->output, &options->error};
    spawn_request p = {
        .argv = (char *const *)options->argv,
        .envp = options->envp ? (char *const *)options->envp : environ,
        .cwd = options->cwd,
        .program = options->executable ? options->executable : options->argv[0],
        .from = {-1, -1, -1},
        .close_fds = options->close_fds,
    };
    static char *const no_environment[] = {NULL};
    if (!p.envp) p.envp = no_environment; /* after clearenv */
    for (int i = 0; i < 3; i++)
        if (open_stream(wanted[i], i, s, &p)) {
            set_errno_error(call, "the child's standard streams", errno);
            return -1;
        }
    p.paths = path_candidates(p.program, p.envp);
    if (!p.paths) {
        set_errno_error(call, "the program's path", ENOMEM);
        return -1;
    }
    spawn_failure why = {"vfork", 0};
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &p.mask);
    pid_t pid = vfork_child(&p, &why);
    if (pid < 0) why.error = errno;
    pthread_sigmask(SIG_SETMASK, &p.mask, NULL);
    if (why.error) {
        if (pid > 0)
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
            }
        set_errno_error(call, why.step, why.error);
        pid = -1;
    }
    free(p.paths);
    return pid;
}

PSUTIL__PUBLIC int32_t psutil_popen(
    const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes)
{
    psutil__call call = {.function = "psutil_popen"};
    if (psutil__popen_check(&call, options, out, pipes)) return call.code;
    /* Fail before the child is started if the library cannot work. */
    if (!psutil__runtime_is_alive() && !psutil__runtime_ensure(&call)) return call.code;
    streams s = {{-1, -1, -1}, {-1, -1, -1}};
    pid_t pid = spawn(&call, options, &s);
    close_all(s.child);
    int32_t code = call.code;
    psutil_process *p;
    if (pid > 0) {
        code = psutil_process_new(pid, &p);
        /* Already reaped, by another thread of the host or because SIGCHLD is ignored. */
        if (code == PSUTIL_ERR_NO_SUCH_PROCESS
            && psutil__handle_new(
                PSUTIL__PROCESS, pid, PSUTIL__START_NEVER_READ, 0, psutil__current_procfs(), NULL, 0, (void **)&p))
            code = PSUTIL_OK;
        if (code) {
            kill(pid, SIGKILL);
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
            }
        }
    }
    if (code) {
        close_all(s.host);
        return code;
    }
    *out = p;
    *pipes = (psutil_popen_pipes_t){s.host[0], s.host[1], s.host[2]};
    return PSUTIL_OK;
}

void psutil__child_close(void *child) /* a PID needs no handle: an exited child is a zombie */
{
    (void)child;
}
