//go:build unix

/*
 * Starting a child, from C: Go's os/exec would give it Go's signal mask and keep descriptors of its own. The child is made
 * by vfork: it runs in our memory, and we stand still, until it has become another program or has failed; so it is told
 * everything beforehand, and calls nothing but the kernel.
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

/* What the child does. */
typedef struct plan {
    char *const *argv, *const *envp;
    const char *program; /* as the caller named it */
    char **programs; /* to be tried one after the other, and NULL */
    const char *cwd;
    int from[3];     /* what its standard streams are made from; -1: nothing, they stay */
    int err_is_out;
    int close_fds;
    sigset_t mask;
} plan;

/* What went wrong in it. */
typedef struct failure {
    const char *what;
    int error;
} failure;

/* ---- in the child */

/* Between fork and exec no handler of ours must run: it would do so in our memory. What is ignored stays ignored. */
static void forget_handlers(void)
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
    struct rlimit files; /* one by one: before Linux 5.9 */
    int most = getrlimit(RLIMIT_NOFILE, &files) || files.rlim_cur > 1 << 20 ? 1 << 20 : (int)files.rlim_cur;
    for (int fd = first; fd < most; fd++) close(fd);
}

static int place_streams(const plan *p)
{
    for (int i = 0; i < 3; i++) {
        if (p->from[i] == i) {
            int flags = fcntl(i, F_GETFD);
            if (flags < 0 || fcntl(i, F_SETFD, flags & ~FD_CLOEXEC)) return -1;
        } else if (p->from[i] >= 0 && dup2(p->from[i], i) < 0) {
            return -1;
        }
    }
    return p->err_is_out && dup2(1, 2) < 0 ? -1 : 0;
}

/* As execvp does it: what may not be executed is remembered, and somewhere else there may be one that can. */
static int execute(const plan *p)
{
    int denied = 0;
    for (char **program = p->programs; *program; program++) {
        execve(*program, p->argv, p->envp);
        if (errno == EACCES) denied = 1;
        else if (errno != ENOENT && errno != ENOTDIR) return errno;
    }
    return denied ? EACCES : errno;
}

static void become(const plan *p, volatile failure *why)
{
    why->what = "its standard streams";
    if (place_streams(p)) {
        why->error = errno;
        return;
    }
    why->what = p->cwd;
    if (p->cwd && chdir(p->cwd)) {
        why->error = errno;
        return;
    }
    if (p->close_fds) close_from(3);
    forget_handlers();
    sigprocmask(SIG_SETMASK, &p->mask, NULL);
    why->what = p->program;
    why->error = execute(p);
}

/* ---- before it */

/* Alone, so that nothing that the compiler keeps in the caller's frame is shared with the child. */
__attribute__((noinline)) static pid_t start(const plan *p, volatile failure *why)
{
    pid_t pid = vfork();
    if (pid) return pid;
    become(p, why);
    _exit(127);
}

/* The program's path, or its name below each folder of PATH, in one allocation. */
static char **candidates(const char *program, char *const *envp)
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
    size_t folders = 1, length = strlen(program);
    for (const char *c = path; c && *c; c++) folders += *c == ':';
    size_t room = (folders + 1) * sizeof(char *) + (path ? strlen(path) : 0) + folders * (length + 3);
    char **all = malloc(room);
    if (!all) return NULL;
    char *text = (char *)(all + folders + 1);
    for (size_t i = 0; i < folders; i++) {
        size_t folder = path ? strcspn(path, ":") : 0;
        all[i] = text;
        text += !path ? sprintf(text, "%s", program) : sprintf(text, "%.*s/%s", folder ? (int)folder : 1, folder ? path : ".", program);
        text++;
        if (path) path += folder + 1;
    }
    all[folders] = NULL;
    return all;
}

/* Descriptors that are ours to close: the child's ends of pipes and the like, and the host's ends. */
typedef struct streams {
    int child[3], host[3];
} streams;

static void close_all(int fds[3])
{
    for (int i = 0; i < 3; i++)
        if (fds[i] >= 0) close(fds[i]);
}

/* Out of the way of the three that are to be replaced. */
static int above_standard(int fd)
{
    if (fd < 0 || fd > 2) return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3), error = errno;
    close(fd);
    errno = error;
    return moved;
}

/* Opens what one of the streams needs; -1 with errno. */
static int open_stream(const psutil_popen_stream_t *wanted, int i, streams *s, plan *p)
{
    int pair[2];
    switch (wanted->kind) {
    case PSUTIL_STREAM_INHERIT:
        return 0;
    case PSUTIL_STREAM_PIPE:
        if (pipe2(pair, O_CLOEXEC)) return -1;
        s->child[i] = above_standard(pair[i != 0]);
        s->host[i] = above_standard(pair[i == 0]);
        p->from[i] = s->child[i];
        return s->child[i] < 0 || s->host[i] < 0 ? -1 : 0;
    case PSUTIL_STREAM_NULL:
        p->from[i] = s->child[i] = above_standard(open("/dev/null", (i ? O_WRONLY : O_RDONLY) | O_CLOEXEC));
        return s->child[i] < 0 ? -1 : 0;
    case PSUTIL_STREAM_STDOUT:
        p->err_is_out = 1;
        return 0;
    default:
        if (wanted->fd == i) { /* there already; it must only stay */
            p->from[i] = i;
            return fcntl(i, F_GETFD) < 0 ? -1 : 0;
        }
        /* a copy, out of the way */
        p->from[i] = s->child[i] = fcntl(wanted->fd, F_DUPFD_CLOEXEC, 3);
        return s->child[i] < 0 ? -1 : 0;
    }
}

static int32_t failed(psutil__call *call, const char *what, int error)
{
    int32_t code = error == EACCES || error == EPERM ? PSUTIL_ERR_ACCESS_DENIED
        : error == ENOMEM || error == EAGAIN ? PSUTIL_ERR_NO_MEMORY : PSUTIL_ERR_OS;
    psutil__set_error(call, code, "%s: %s", what, strerror(error));
    call->error->info.os_error = error;
    return code;
}

static int32_t check(psutil__call *call, const psutil_popen_options_t *options)
{
    const psutil_popen_stream_t *wanted[] = {&options->input, &options->output, &options->error};
    static const char *const names[] = {"input", "output", "error"};
    if (!options->argv || !options->argv[0])
        return psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "argv is empty");
    for (int i = 0; i < 3; i++) {
        int last = i == 2 ? PSUTIL_STREAM_STDOUT : PSUTIL_STREAM_FD;
        if (wanted[i]->kind < 0 || wanted[i]->kind > last)
            return psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s: %d is no kind of stream for it", names[i], wanted[i]->kind);
        if (wanted[i]->kind == PSUTIL_STREAM_FD && wanted[i]->fd < 0)
            return psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s: %d is no descriptor", names[i], wanted[i]->fd);
    }
    return PSUTIL_OK;
}

/* The child, or -1 with the call's error set. */
static pid_t spawn(psutil__call *call, const psutil_popen_options_t *options, streams *s)
{
    const psutil_popen_stream_t *wanted[] = {&options->input, &options->output, &options->error};
    plan p = {
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
            failed(call, "the child's standard streams", errno);
            return -1;
        }
    p.programs = candidates(p.program, p.envp);
    if (!p.programs) {
        failed(call, "the program's path", ENOMEM);
        return -1;
    }
    failure why = {"vfork", 0};
    sigset_t every;
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &p.mask);
    pid_t pid = start(&p, &why);
    if (pid < 0) why.error = errno;
    pthread_sigmask(SIG_SETMASK, &p.mask, NULL);
    if (why.error) {
        if (pid > 0)
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) { }
        failed(call, why.what, why.error);
        pid = -1;
    }
    free(p.programs);
    return pid;
}

PSUTIL__PUBLIC int32_t psutil_popen(const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes)
{
    psutil__call call = {.function = "psutil_popen"};
    if (!options) return psutil__error_null_argument(&call, "options");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!pipes) return psutil__error_null_argument(&call, "pipes");
    if (check(&call, options)) return call.code;
    /* Whatever keeps the library from working keeps the child from being started. */
    if (!psutil__runtime_is_alive(psutil__lib) && !psutil__runtime_ensure(&call)) return call.code;
    streams s = {{-1, -1, -1}, {-1, -1, -1}};
    pid_t pid = spawn(&call, options, &s);
    close_all(s.child);
    int32_t code = call.code;
    psutil_process *p;
    if (pid > 0) {
        code = psutil_process_new(pid, &p);
        /* Somebody else of this host has waited for it already, or nobody has to: it is over, but it was there. */
        if (code == PSUTIL_ERR_NO_SUCH_PROCESS && psutil__handle_new(PSUTIL__PROCESS, pid, PSUTIL__START_NEVER_READ, 0, psutil__current_procfs(), NULL, 0, (void **)&p))
            code = PSUTIL_OK;
        if (code) {
            kill(pid, SIGKILL);
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) { }
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
