/* psutil_popen.
 *
 *   popen signals    the child has its parent's blocked and ignored signals, and default actions for the others
 *   popen streams    inherited, pipes, /dev/null, a descriptor, err to out; all mixed, also with 0 to 2 closed
 *   popen place      directory, environment, search of programs
 *   popen files      the child's descriptors; none is left in the host
 *   popen errors     a program that cannot be started is an error with errno, and leaves neither child nor descriptor
 *   popen reaped     a host that waits for all its children, or ignores SIGCHLD, still gets its handle
 *   popen threads    several threads at the same time, with others that fork and signals that arrive
 */
#include "children.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

static psutil_popen_pipes_t pipes;

/* Starts a shell that runs a script. */
static psutil_process *shell(psutil_popen_options_t options, const char *script)
{
    const char *argv[] = {"sh", "-c", script, NULL};
    psutil_process *p;
    options.argv = argv;
    pipes = (psutil_popen_pipes_t){-7, -7, -7};
    OK(psutil_popen(&options, &p, &pipes));
    return p;
}

static void ends(psutil_process *p, int code)
{
    psutil_exit_status_t status;
    int32_t result;
    while ((result = psutil_process_wait(p, MAX_WAIT, 0, &status)) == PSUTIL_ERR_INTERRUPTED) {
    }
    OK(result);
    CHECK(status.has_exit_code && status.exit_code == code, "exit code %d, not %d", status.exit_code, code);
    OK(psutil_process_free(p));
}

/* Reads to the end, and closes the descriptor. */
static const char *all_of(int64_t fd)
{
    static char text[1 << 16];
    size_t n = 0;
    for (ssize_t m; (m = read((int)fd, text + n, sizeof text - 1 - n)) > 0;) n += (size_t)m;
    close((int)fd);
    text[n] = '\0';
    return text;
}

static void gives(psutil_popen_options_t options, const char *script, const char *wanted)
{
    options.output.kind = PSUTIL_STREAM_PIPE;
    psutil_process *p = shell(options, script);
    const char *got = all_of(pipes.output);
    CHECK(!strcmp(got, wanted), "\"%s\" gives \"%s\", not \"%s\"", script, got, wanted);
    ends(p, 0);
}

static const psutil_popen_options_t none;

static void nothing(int s)
{
    (void)s;
}

static void signals(void)
{
    char blocked[64], ignored[64], wanted[256];
    signal(SIGUSR1, nothing); /* default in the child */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGRTMIN + 2, SIG_IGN);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGRTMIN + 1);
    for (int i = 0; i < 2; i++) { /* with signals blocked, and with none */
        SYSTEM(!pthread_sigmask(SIG_SETMASK, &mask, NULL));
        status_line("/proc/thread-self/status", "SigBlk", blocked);
        status_line("/proc/thread-self/status", "SigIgn", ignored);
        snprintf(wanted, sizeof wanted, "SigBlk:\t%s\nSigIgn:\t%s\nSigCgt:\t0000000000000000\n", blocked, ignored);
        psutil_popen_options_t options = {.executable = "/usr/bin/env", .output.kind = PSUTIL_STREAM_PIPE};
        const char *argv[] = {"env", "sed", "-n", "/^Sig[BIC]/p", "/proc/self/status", NULL};
        options.argv = argv;
        psutil_process *p;
        OK(psutil_popen(&options, &p, &pipes));
        const char *got = all_of(pipes.output);
        CHECK(!strcmp(got, wanted), "\"%s\", not \"%s\"", got, wanted);
        ends(p, 0);
        char afterwards[64];
        status_line("/proc/thread-self/status", "SigBlk", afterwards);
        CHECK(!strcmp(afterwards, blocked), "our own mask has changed");
        sigemptyset(&mask);
    }
}

static void streams(void)
{
    gives(none, "echo hello", "hello\n");
    gives((psutil_popen_options_t){.error.kind = PSUTIL_STREAM_STDOUT}, "echo one; echo two >&2; echo three",
        "one\ntwo\nthree\n");
    gives((psutil_popen_options_t){.input.kind = PSUTIL_STREAM_NULL, .error.kind = PSUTIL_STREAM_NULL},
        "cat; echo x >&2; echo end", "end\n");
    CHECK(pipes.input == PSUTIL_NA && pipes.error == PSUTIL_NA);
    int flags = 0;

    psutil_process *p = shell(
        (psutil_popen_options_t){
            .input.kind = PSUTIL_STREAM_PIPE,
            .output.kind = PSUTIL_STREAM_PIPE,
            .error.kind = PSUTIL_STREAM_PIPE,
        },
        "cat; echo problem >&2; exit 7");
    flags = fcntl((int)pipes.input, F_GETFD) & fcntl((int)pipes.output, F_GETFD) & fcntl((int)pipes.error, F_GETFD);
    CHECK(flags & FD_CLOEXEC);
    SYSTEM(write((int)pipes.input, "text", 4) == 4);
    close((int)pipes.input);
    CHECK(!strcmp(all_of(pipes.output), "text"));
    CHECK(!strcmp(all_of(pipes.error), "problem\n"));
    ends(p, 7);

    /* descriptors of files, also close-on-exec ones, crossed over */
    char name[] = "/tmp/psutil-popen-XXXXXX";
    int file = mkostemp(name, O_CLOEXEC);
    SYSTEM(file >= 0 && !unlink(name) && write(file, "stored\n", 7) == 7 && lseek(file, 0, SEEK_SET) == 0);
    gives((psutil_popen_options_t){.input = {PSUTIL_STREAM_FD, file}}, "cat", "stored\n");
    ends(shell((psutil_popen_options_t){.output = {PSUTIL_STREAM_FD, file}, .error = {PSUTIL_STREAM_FD, file}},
             "echo more; echo still >&2"),
        0);
    char text[64] = "";
    SYSTEM(pread(file, text, sizeof text, 0) > 0);
    CHECK(!strcmp(text, "stored\nmore\nstill\n"), "%s", text);
    close(file);

    /* out and err exchanged; the host's own stay as they are */
    int saved[3], ends_of[2][2];
    for (int i = 0; i < 3; i++) saved[i] = fcntl(i, F_DUPFD_CLOEXEC, 20);
    SYSTEM(!pipe2(ends_of[0], O_CLOEXEC) && !pipe2(ends_of[1], O_CLOEXEC));
    dup2(ends_of[0][1], 1);
    dup2(ends_of[1][1], 2);
    p = shell((psutil_popen_options_t){.output = {PSUTIL_STREAM_FD, 2}, .error = {PSUTIL_STREAM_FD, 1}},
        "echo out; echo err >&2");
    for (int i = 0; i < 3; i++) dup2(saved[i], i);
    close(ends_of[0][1]);
    close(ends_of[1][1]);
    CHECK(!strcmp(all_of(ends_of[0][0]), "err\n"));
    CHECK(!strcmp(all_of(ends_of[1][0]), "out\n"));
    ends(p, 0);

    /* a descriptor that has its number already, but is close-on-exec */
    fcntl(0, F_SETFD, FD_CLOEXEC);
    gives((psutil_popen_options_t){.input = {PSUTIL_STREAM_FD, 0}}, "test -e /proc/self/fd/0 && echo yes", "yes\n");
    fcntl(0, F_SETFD, 0);

    /* a host without the three standard streams */
    int problem = 0;
    for (int i = 0; i < 3; i++) close(i);
    psutil_popen_options_t options = {
        .input.kind = PSUTIL_STREAM_PIPE,
        .output.kind = PSUTIL_STREAM_PIPE,
        .error.kind = PSUTIL_STREAM_PIPE,
    };
    const char *argv[] = {"sh", "-c", "cat; echo problem >&2", NULL};
    options.argv = argv;
    if (psutil_popen(&options, &p, &pipes)) problem = 1;
    else {
        if (pipes.input < 3 || pipes.output < 3 || pipes.error < 3) problem = 2;
        if (write((int)pipes.input, "text", 4) != 4) problem = 3;
        close((int)pipes.input);
        if (strcmp(all_of(pipes.output), "text")) problem = 4;
        if (strcmp(all_of(pipes.error), "problem\n")) problem = 5;
        for (int i = 0; i < 3; i++)
            if (fcntl(i, F_GETFD) >= 0) problem = 6;
    }
    for (int i = 0; i < 3; i++) dup2(saved[i], i);
    CHECK(!problem, "problem %d", problem);
    ends(p, 0);
}

static void place(void)
{
    char here[4096];
    SYSTEM(getcwd(here, sizeof here));
    gives((psutil_popen_options_t){.cwd = "/"}, "pwd", "/\n");
    char now_here[4096];
    SYSTEM(getcwd(now_here, sizeof now_here));
    CHECK(!strcmp(here, now_here));
    setenv("PSUTIL_TEST", "of the host", 1);
    gives(none, "echo $PSUTIL_TEST", "of the host\n");
    const char *environment[] = {"PSUTIL_TEST=of the child", "PATH=/nowhere:/bin:/usr/bin", NULL};
    gives((psutil_popen_options_t){.envp = environment}, "echo $PSUTIL_TEST", "of the child\n");
    gives((psutil_popen_options_t){.executable = "/bin/sh"}, "echo $0", "sh\n");

    /* the first directory of PATH with an executable file counts; "" is the current one */
    char directory[] = "/tmp/psutil-popen-XXXXXX", path[128], first[64], text[256], variable[256];
    SYSTEM(mkdtemp(directory));
    snprintf(first, sizeof first, "%s/first", directory);
    SYSTEM(!mkdir(first, 0755));
    snprintf(path, sizeof path, "%s/psutil-test", first); /* not executable */
    int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    close(file);
    snprintf(path, sizeof path, "%s/psutil-test", directory);
    file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
    int n = snprintf(text, sizeof text, "#!/bin/sh\necho found\n");
    SYSTEM(write(file, text, (size_t)n) == n);
    close(file);
    const char *argv[] = {"psutil-test", NULL};
    snprintf(variable, sizeof variable, "PATH=%s/none:%s:%s", directory, first, directory);
    const char *second_has_it[] = {variable, NULL}, *here_only[] = {"PATH=:/nowhere", NULL}, *no_path[] = {NULL};
    psutil_process *p;
    for (int i = 0; i < 2; i++) {
        psutil_popen_options_t options = {
            .argv = argv,
            .envp = i ? here_only : second_has_it,
            .cwd = i ? directory : NULL,
            .output.kind = PSUTIL_STREAM_PIPE,
        };
        OK(psutil_popen(&options, &p, &pipes));
        CHECK(!strcmp(all_of(pipes.output), "found\n"));
        ends(p, 0);
    }
    gives((psutil_popen_options_t){.envp = no_path}, "echo default", "default\n");
    argv[0] = "first/psutil-test"; /* a path with a slash is relative to the child's directory */
    psutil_popen_options_t options = {.argv = argv, .cwd = directory};
    CHECK(psutil_popen(&options, &p, &pipes) == PSUTIL_ERR_ACCESS_DENIED);
    CHECK(psutil_last_error()->os_error == EACCES);
    snprintf(text, sizeof text, "rm -r %s", directory);
    SYSTEM(!system(text));
}

static void files(void)
{
    char before[8192], after[8192];
    int inherited = open("/dev/null", O_RDONLY), mine = open("/dev/null", O_RDONLY | O_CLOEXEC);
    SYSTEM(inherited >= 0 && mine >= 0);
    descriptors(before, sizeof before);
    char script[256], wanted[64];
    snprintf(
        script, sizeof script, "for i in %d %d; do test -e /proc/$$/fd/$i && echo $i; done; true", inherited, mine);
    snprintf(wanted, sizeof wanted, "%d\n", inherited);
    gives(none, script, wanted);
    gives((psutil_popen_options_t){.close_fds = 1}, script, "");
    psutil_popen_options_t bad = {.argv = (const char *const[]){"/nonexistent", NULL},
        .input.kind = PSUTIL_STREAM_PIPE,
        .error.kind = PSUTIL_STREAM_NULL};
    psutil_process *p;
    for (int i = 0; i < 20; i++) CHECK(psutil_popen(&bad, &p, &pipes) == PSUTIL_ERR_OS);
    descriptors(after, sizeof after);
    CHECK(!strcmp(before, after), "%s\n%s", before, after);
}

static void refuses(psutil_popen_options_t options, int32_t code, int error, const char *message)
{
    psutil_process *p = (psutil_process *)7;
    pipes = (psutil_popen_pipes_t){-7, -7, -7};
    CHECK(psutil_popen(&options, &p, &pipes) == code, "%s", message);
    CHECK(p == (psutil_process *)7 && pipes.input == -7 && pipes.output == -7 && pipes.error == -7,
        "an output was touched");
    const psutil_error_info_t *info = psutil_last_error();
    CHECK(info->os_error == error, "os_error %d", info->os_error);
    CHECK(strstr(info->message, message), "%s", message);
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "a child is left");
}

static void errors(void)
{
    const char *missing[] = {"psutil-no-such-program", NULL}, *directory[] = {"/tmp", NULL}, *nothing[] = {NULL},
               *fine[] = {"true", NULL};
    setenv("PATH", "/bin:/usr/bin", 1); /* a directory without permission would change the error */
    refuses((psutil_popen_options_t){.argv = missing}, PSUTIL_ERR_OS, ENOENT, "psutil-no-such-program");
    refuses((psutil_popen_options_t){.argv = directory}, PSUTIL_ERR_ACCESS_DENIED, EACCES, "/tmp");
    refuses((psutil_popen_options_t){.argv = fine, .cwd = "/nonexistent"}, PSUTIL_ERR_OS, ENOENT, "/nonexistent");
    refuses((psutil_popen_options_t){.argv = fine, .input = {PSUTIL_STREAM_FD, 987}}, PSUTIL_ERR_OS, EBADF, "streams");
    refuses((psutil_popen_options_t){.argv = fine, .executable = "/dev/null"}, PSUTIL_ERR_ACCESS_DENIED, EACCES,
        "/dev/null");
    refuses((psutil_popen_options_t){.argv = nothing}, PSUTIL_ERR_INVALID_ARGUMENT, 0, "argv");
    refuses(none, PSUTIL_ERR_INVALID_ARGUMENT, 0, "argv");
    refuses((psutil_popen_options_t){.argv = fine, .input.kind = PSUTIL_STREAM_STDOUT}, PSUTIL_ERR_INVALID_ARGUMENT, 0,
        "input.kind");
    refuses((psutil_popen_options_t){.argv = fine, .error.kind = 9}, PSUTIL_ERR_INVALID_ARGUMENT, 0, "error.kind");
    refuses((psutil_popen_options_t){.argv = fine, .output = {PSUTIL_STREAM_FD, -1}}, PSUTIL_ERR_INVALID_ARGUMENT, 0,
        "output.fd");
    char name[] = "/tmp/psutil-popen-XXXXXX";
    int file = mkstemp(name);
    SYSTEM(write(file, "neither a script nor a program", 30) == 30 && !fchmod(file, 0755));
    close(file);
    refuses((psutil_popen_options_t){.argv = (const char *const[]){name, NULL}}, PSUTIL_ERR_OS, ENOEXEC, name);
    unlink(name);
    psutil_process *p;
    psutil_popen_options_t options = {.argv = fine};
    CHECK(psutil_popen(NULL, &p, &pipes) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_popen(&options, NULL, &pipes) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_popen(&options, &p, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "a child is left");
}

static void *wait_for_all(void *stop)
{
    while (!*(volatile int *)stop)
        if (waitpid(-1, NULL, 0) < 0) sched_yield();
    return NULL;
}

/* Checks the handle of a child that exited before the library could read it: it is a handle of an exited process. */
static void check_exited(psutil_process *p)
{
    int32_t running;
    psutil_exit_status_t status;
    OK(psutil_process_wait(p, MAX_WAIT, 0, &status));
    OK(psutil_process_is_running(p, &running));
    CHECK(!running);
    CHECK(psutil_process_kill(p) == PSUTIL_ERR_NO_SUCH_PROCESS);
    OK(psutil_process_free(p));
}

static void reaped(void)
{
    pthread_t thread;
    int stop = 0;
    SYSTEM(!pthread_create(&thread, NULL, wait_for_all, &stop));
    for (int i = 0; i < 60; i++) check_exited(shell(none, "exit 1"));
    stop = 1;
    pthread_join(thread, NULL);
    signal(SIGCHLD, SIG_IGN);
    for (int i = 0; i < 60; i++) check_exited(shell(none, "exit 1"));
}

static void *start_some(void *arg)
{
    (void)arg;
    for (int i = 0; i < 30; i++) {
        const char *argv[] = {"sh", "-c", i % 2 ? "exit 3" : "kill -USR2 $$", NULL};
        psutil_popen_options_t options = {.argv = argv, .output.kind = PSUTIL_STREAM_PIPE, .close_fds = i % 3 == 0};
        psutil_popen_pipes_t own;
        psutil_process *p;
        OK(psutil_popen(&options, &p, &own));
        close((int)own.output);
        ends(p, i % 2 ? 3 : -SIGUSR2);
    }
    return NULL;
}

static void *signal_all(void *stop)
{
    while (!*(volatile int *)stop) {
        kill(getpid(), SIGUSR1);
        usleep(200);
    }
    return NULL;
}

static volatile int wrong_place;
static pid_t me;

static void must_be_here(int s)
{
    (void)s;
    if (syscall(SYS_getpid) != me) wrong_place = 1;
}

static void threads(void)
{
    pthread_t thread[4], signaller;
    int stop = 0;
    me = getpid();
    struct sigaction action = {.sa_handler = must_be_here, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    SYSTEM(!pthread_create(&signaller, NULL, signal_all, &stop));
    for (int i = 0; i < 4; i++) SYSTEM(!pthread_create(&thread[i], NULL, start_some, NULL));
    for (int i = 0; i < 4; i++) pthread_join(thread[i], NULL);
    stop = 1;
    pthread_join(signaller, NULL);
    CHECK(!wrong_place, "a handler ran in a child");
}

int main(int argc, char **argv)
{
    CHECK(argc > 1);
    if (!strcmp(argv[1], "signals")) signals();
    else if (!strcmp(argv[1], "streams")) streams();
    else if (!strcmp(argv[1], "place")) place();
    else if (!strcmp(argv[1], "files")) files();
    else if (!strcmp(argv[1], "errors")) errors();
    else if (!strcmp(argv[1], "reaped")) reaped();
    else if (!strcmp(argv[1], "threads")) threads();
    else CHECK(0, "no such test");
}
