/* A host in which the n-th system call of a call fails, n = 1, 2 ...: with EMFILE of those that open a descriptor, with
 * other errors of all that read or change something. Each function returns the same answer as before or an error,
 * leaves no descriptor, and works afterwards. A thread of the program decides which system call fails (seccomp user
 * notification).
 *
 *   failing_syscalls EMFILE|ENOMEM|EIO|EACCES|EPERM|ENOSYS
 *   failing_syscalls ERROR every       of every function, what of the answer is there instead of the answer
 */
static _Atomic long countdown; /* system calls until the one that fails; 0: none does */
#define CALL_RETURNED() (countdown = 0)
#include "calls.h"
#include <stdatomic.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/ioctl.h>

/* ---- system calls that fail */

#ifdef SYS_open /* musl's */
#define OPEN_CALLS SYS_open, SYS_openat
enum { OPENING_CALLS = 5 };
#else
#define OPEN_CALLS SYS_openat
enum { OPENING_CALLS = 4 };
#endif

static const int calls[] = {OPEN_CALLS, SYS_pidfd_open, SYS_socket, SYS_pipe2, /* these open a descriptor */
    SYS_read, SYS_getdents64, SYS_readlinkat, SYS_statfs, SYS_fstatfs, SYS_fstat, SYS_statx, SYS_faccessat,
    SYS_faccessat2, SYS_prlimit64, SYS_getpriority, SYS_setpriority, SYS_ioprio_get, SYS_ioprio_set,
    SYS_sched_getaffinity, SYS_sched_setaffinity, SYS_waitid, SYS_ppoll, SYS_pidfd_send_signal, SYS_kill, SYS_sysinfo,
    SYS_uname, SYS_bind, SYS_connect, SYS_sendto, SYS_sendmsg, SYS_recvfrom, SYS_recvmsg, SYS_getsockname,
    SYS_setsockopt, SYS_getsockopt, SYS_ioctl, SYS_fcntl, SYS_lseek, SYS_pread64, SYS_bpf, SYS_execve,
#ifdef SYS_poll
    SYS_poll,
#endif
#ifdef SYS_newfstatat
    SYS_newfstatat
#else
    SYS_fstatat64
#endif
};

enum { SYSTEM_CALLS = sizeof calls / sizeof *calls };

static atomic_int has_failed, listener;
static atomic_long intercepted;
static int error;

static void *decide(void *unused)
{
    while (!listener) pause_for(0.001);
    for (;;) {
        struct seccomp_notif request = {0};
        struct seccomp_notif_resp answer = {.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request)) continue;
        answer.id = request.id;
        intercepted++;
        if (countdown && !--countdown) {
            has_failed = 1;
            answer.flags = 0;
            answer.error = -error;
        }
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
    return unused;
}

/* Passes the first system calls of calls to the thread that decides, which is older than the filter and not subject to
   it. */
static void install_filter(uint8_t n)
{
    struct sock_filter code[SYSTEM_CALLS + 3] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    struct sock_fprog program = {.len = (unsigned short)(n + 3), .filter = code};
    pthread_t thread;
    for (uint8_t i = 0; i < n; i++)
        code[i + 1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i], (uint8_t)(n - i), 0);
    code[n + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[n + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    SYSTEM(!pthread_create(&thread, NULL, decide, NULL));
    SYSTEM(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    int fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    SYSTEM(fd >= 0);
    listener = fd;
}

/* ---- functions, each with a number that is the same at each call */

static psutil_process *own, *child;
static pid_t child_pid;

static int32_t existing(int64_t *answer)
{
    int32_t out = 0, code = psutil_pid_exists(child_pid, &out);
    *answer = out;
    return code;
}

static int32_t not_existing(int64_t *answer)
{
    int32_t out = 0, code = psutil_pid_exists(INT32_MAX, &out);
    *answer = out;
    return code;
}

static int32_t new_of_none(int64_t *answer)
{
    psutil_process *p;
    int32_t code = psutil_process_new(INT32_MAX, &p);
    *answer = code == PSUTIL_ERR_NO_SUCH_PROCESS;
    return *answer ? PSUTIL_OK : code;
}

static int32_t cpus(int64_t *answer)
{
    return psutil_cpu_count(1, answer);
}

static int32_t cores(int64_t *answer)
{
    return psutil_cpu_count(0, answer);
}

static int32_t frequency(int64_t *answer)
{
    psutil_cpu_freq_t out = {0};
    int32_t code = psutil_cpu_freq(&out);
    *answer = out.current > 0;
    return code;
}

static int32_t swap(int64_t *answer)
{
    psutil_swap_memory_t out = {0};
    int32_t code = psutil_swap_memory(&out);
    *answer = out.sin != PSUTIL_NA && out.sout != PSUTIL_NA;
    return code;
}

/* The root file system is there, and its device. Other programs may mount and unmount others. */
static int32_t partitions(int64_t *answer)
{
    psutil_disk_partition_list_t *out;
    int32_t code = psutil_disk_partitions(1, &out);
    if (code) return code;
    *answer = 0;
    for (size_t i = 0; i < out->len; i++)
        if (!strcmp(out->items[i].mountpoint, "/"))
            *answer = 1 + (out->items[i].device && out->items[i].device[0] == '/');
    psutil_free(out);
    return code;
}

static int32_t username(int64_t *answer)
{
    char *out;
    int32_t code = psutil_process_username(child, &out);
    if (code) return code;
    *answer = !strcmp(out, "nobody");
    psutil_free(out);
    return code;
}

static int32_t terminal(int64_t *answer)
{
    char *out;
    int32_t code = psutil_process_terminal(child, &out);
    if (code) return code;
    *answer = out ? (int64_t)strlen(out) : -1;
    psutil_free(out);
    return code;
}

static int32_t own_descriptors(int64_t *answer)
{
    return psutil_process_num_fds(own, answer);
}

static int32_t children(int64_t *answer)
{
    psutil_process_list_t *out;
    int32_t code = psutil_process_children(own, 1, &out);
    if (code) return code;
    *answer = (int64_t)out->len;
    for (size_t i = 0; i < out->len; i++) psutil_process_free(out->items[i]);
    psutil_free(out);
    return code;
}

/* Each column has a value, of the list at least one item. */
static int32_t table(int64_t *answer)
{
    static const int32_t columns[] = {PSUTIL_COLUMN_NAME, PSUTIL_COLUMN_CMDLINE, PSUTIL_COLUMN_ENVIRON,
        PSUTIL_COLUMN_EXE, PSUTIL_COLUMN_CWD, PSUTIL_COLUMN_USERNAME, PSUTIL_COLUMN_TERMINAL, PSUTIL_COLUMN_RSS,
        PSUTIL_COLUMN_USS, PSUTIL_COLUMN_NUM_FDS, PSUTIL_COLUMN_IO_COUNTERS_READ_COUNT};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const int64_t pid = child_pid;
    psutil_table *out;
    int32_t code = psutil_process_table(columns, COLUMNS, &pid, 1, &out);
    *answer = 0;
    for (int i = 0; i < COLUMNS && !code; i++) {
        psutil_column_t column;
        int64_t items = 1;
        OK(psutil_table_column(out, columns[i], &column));
        CHECK(column.length == 1);
        code = column.outcomes[0];
        if (column.type == PSUTIL_COLUMN_TYPE_STRING_LIST) OK(psutil_table_items(out, 0, columns[i], &items));
        *answer += column.validity[0] & 1 && items;
    }
    psutil_table_free(out);
    return code;
}

/* A child of another user, with a terminal. */
static pid_t start_child(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), pipe_fds[2];
    SYSTEM(master >= 0 && !grantpt(master) && !unlockpt(master) && !pipe(pipe_fds));
    pid_t pid = fork_child();
    if (pid) {
        char byte;
        close(pipe_fds[1]);
        SYSTEM(read(pipe_fds[0], &byte, 1) == 1);
        return pid;
    }
    SYSTEM(setsid() > 0);
    int terminal_fd = open(ptsname(master), O_RDWR);
    SYSTEM(terminal_fd >= 0 && dup2(terminal_fd, 0) == 0);
    if (getuid() == 0) SYSTEM(!setuid(65534));
    SYSTEM(!prctl(PR_SET_PDEATHSIG, SIGKILL) && write(pipe_fds[1], "", 1) == 1);
    for (;;) pause();
}

/* ---- every function */

/* Whether a call may return this where one of its system calls has failed. An error reports that it has; for others
   than EMFILE and ENOMEM, which always are errors, what could not be read may be absent. */
static int is_right(const struct call *c, int32_t usual_code, int64_t usual, int32_t code, int64_t presence)
{
    if (code == PSUTIL_ERR_OS || code == PSUTIL_ERR_NO_MEMORY || code == PSUTIL_ERR_ACCESS_DENIED) return 1;
    if (code == PSUTIL_ERR_NOT_SUPPORTED && (error == ENOSYS || error == EPERM || error == EACCES)) return 1;
    if (!strcmp(c->name, "psutil_table_pin")) return code == PSUTIL_ERR_NOT_SUPPORTED;
    if (code != usual_code) return 0;
    if (code || may_lack_parts(c)) return 1;
    return presence == usual || (presence < usual && error != EMFILE && error != ENOMEM);
}

static int fail_in_every_function(void)
{
    enum { MAX_FAILING = 60, MANY = 500, MAX_FAILING_OF_MANY = 30 };
    char before[4096], after[4096];
    int wrong = 0;
    for (int i = 0; i < CALLS; i++) {
        const struct call *c = &all_calls[i];
        int64_t usual, presence;
        prepare_call(c);
        intercepted = 0;
        int32_t usual_code = c->call(&usual);
        long max = intercepted > MANY ? MAX_FAILING_OF_MANY : MAX_FAILING;
        for (long n = 1; n <= max; n++) {
            prepare_call(c);
            descriptors(before, sizeof before);
            has_failed = 0;
            countdown = n;
            int32_t code = c->call(&presence);
            countdown = 0;
            if (!has_failed) break;
            if (!is_right(c, usual_code, usual, code, presence)) {
                printf("%s, system call %ld: %s, %lld instead of %lld\n", c->name, n, psutil_error_name(code),
                    (long long)presence, (long long)usual);
                wrong++;
            }
            descriptors(after, sizeof after);
            CHECK(!strcmp(before, after), "%s, system call %ld: %s instead of %s", c->name, n, after, before);
        }
        prepare_call(c);
        int32_t code = c->call(&presence);
        CHECK(code == usual_code && presence == usual, "%s, afterwards: %s, %lld instead of %lld", c->name,
            psutil_error_name(code), (long long)presence, (long long)usual);
    }
    end_calls();
    return wrong != 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int32_t (*call)(int64_t *answer);
        int has_less; /* where a file may not be read */
    } functions[] = {{"existing", existing, 0}, {"not existing", not_existing, 0}, {"new of none", new_of_none, 0},
        {"cpus", cpus, 0}, {"cores", cores, 0}, {"frequency", frequency, 0}, {"swap", swap, 1},
        {"partitions", partitions, 0}, {"username", username, 1}, {"terminal", terminal, 1},
        {"own descriptors", own_descriptors, 1}, {"children", children, 0}, {"table", table, 1}};
    static const struct {
        const char *name;
        int number;
    } errors[] = {
        {"EMFILE", EMFILE}, {"ENOMEM", ENOMEM}, {"EIO", EIO}, {"EACCES", EACCES}, {"EPERM", EPERM}, {"ENOSYS", ENOSYS}};
    enum {
        FUNCTIONS = sizeof functions / sizeof *functions,
        ERRORS = sizeof errors / sizeof *errors,
        MAX_SYSTEM_CALLS = 60
    };
    CHECK(argc == 2 || (argc == 3 && !strcmp(argv[2], "every")));
    for (int i = 0; i < ERRORS; i++)
        if (!strcmp(argv[1], errors[i].name)) error = errors[i].number;
    CHECK(error);
    if (argc == 3) {
        call_workers = 1;
        begin_calls();
        install_filter(error == EMFILE ? OPENING_CALLS : SYSTEM_CALLS);
        return fail_in_every_function();
    }
    child_pid = start_child();
    OK(psutil_set_workers(1));
    OK(psutil_process_new(getpid(), &own));
    OK(psutil_process_new(child_pid, &child));
    install_filter(error == EMFILE ? OPENING_CALLS : SYSTEM_CALLS);
    char before[4096], after[4096];
    descriptors(before, sizeof before);
    int wrong = 0;
    for (int i = 0; i < FUNCTIONS; i++) {
        if (functions[i].has_less && error != EMFILE && error != ENOMEM) continue;
        int64_t usual = -1, answer;
        int32_t usual_code = functions[i].call(&usual);
        CHECK(usual_code == PSUTIL_OK || usual_code == PSUTIL_ERR_NOT_SUPPORTED, "%s", functions[i].name);
        for (long n = 1; n <= MAX_SYSTEM_CALLS; n++) {
            answer = -1;
            has_failed = 0;
            countdown = n;
            int32_t code = functions[i].call(&answer);
            countdown = 0;
            if (!has_failed) break;
            int is_answer = code == usual_code && (code || answer == usual);
            if (!is_answer && code != PSUTIL_ERR_OS && code != PSUTIL_ERR_NO_MEMORY
                && code != PSUTIL_ERR_ACCESS_DENIED) {
                printf("%s, system call %ld: %s, %lld instead of %lld\n", functions[i].name, n, psutil_error_name(code),
                    (long long)answer, (long long)usual);
                wrong++;
            }
            descriptors(after, sizeof after);
            CHECK(!strcmp(before, after), "%s, system call %ld: %s", functions[i].name, n, after);
            CHECK(functions[i].call(&answer) == usual_code && answer == usual,
                "%s, after system call %ld: %lld instead of %lld", functions[i].name, n, (long long)answer,
                (long long)usual);
        }
    }
    kill(child_pid, SIGKILL);
    return wrong != 0;
}
