//go:build unix

/* psutil_popen, in C: Go's os/exec would give the child Go's signal mask and open descriptors of its own. */
#define _GNU_SOURCE
#include "popen_unix.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron()) /* a library has no other way */
#elif defined __FreeBSD__
extern char **environ __attribute__((weak)); /* the program has it, and no library */
#else
extern char **environ;
#endif

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

static void close_all(const int *fds, int n)
{
    for (int i = 0; i < n; i++)
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

/* macOS has no pipe2: a program that another thread of the host starts between the calls has the pipe, too, unless it
   is started by psutil_popen with close_fds. */
static int open_pipe(int pair[2])
{
#ifdef __APPLE__
    if (pipe(pair)) return -1;
    if (!fcntl(pair[0], F_SETFD, FD_CLOEXEC) && !fcntl(pair[1], F_SETFD, FD_CLOEXEC)) return 0;
    int error = errno;
    close_all(pair, 2);
    errno = error;
    return -1;
#else
    return pipe2(pair, O_CLOEXEC);
#endif
}

/* Opens what stream i needs. Returns -1 with errno. */
static int open_stream(const psutil_popen_stream_t *wanted, int i, streams *s, psutil__spawn_request *p)
{
    int pair[2];
    switch (wanted->kind) {
    case PSUTIL_STREAM_INHERIT: return 0;
    case PSUTIL_STREAM_PIPE:
        if (open_pipe(pair)) return -1;
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
    psutil__spawn_request p = {
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
    psutil__spawn_failure why = {"a new process", 0};
    pid_t pid = psutil__start_child(&p, &why);
    if (pid < 0) set_errno_error(call, why.step, why.error);
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
    close_all(s.child, 3);
    int32_t code = call.code;
    psutil_process *p;
    if (pid > 0) {
        code = psutil_process_new(pid, &p);
        /* Already reaped, by another thread of the host or because SIGCHLD is ignored: the PID may be another's. */
        if (code == PSUTIL_ERR_NO_SUCH_PROCESS) {
            code = psutil__handle_new(PSUTIL__PROCESS, pid, PSUTIL__START_NEVER_READ, 0, psutil__current_procfs(), NULL,
                       0, (void **)&p)
                ? PSUTIL_OK
                : psutil__set_error(&call, PSUTIL_ERR_NO_MEMORY, "no memory for a handle");
        } else if (code) {
            kill(pid, SIGKILL);
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
            }
        }
    }
    if (code) {
        close_all(s.host, 3);
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
