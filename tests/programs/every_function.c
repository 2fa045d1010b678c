/* Calls every function under a condition of the host. Each returns what it returned before.
 *
 *   every_function small-stack SIZE       in threads with so many bytes of stack, or the least that there may be
 *   every_function signals [restart]      while another thread sends signals to the caller, whose handler is installed
 *                                         with SA_RESTART or without; a wait may return PSUTIL_ERR_INTERRUPTED
 *   every_function locked                 in a process that has locked its memory, also that of later
 *   every_function kept                   the signal mask, the alternate stack and the rounding are as before
 *   every_function close                  each after all descriptors but the three of the streams were closed
 *   every_function spawn                  while other threads start programs with posix_spawn and vfork
 *   every_function limit AS|DATA          where there may be no more memory than there is, from now on: a function may
 *                                         return PSUTIL_ERR_NO_MEMORY. Then with the limit raised again
 *   every_function alone                  where creating a thread ends the process, after psutil_set_workers(1)
 *   every_function beside-waits           while other threads wait, also on the same handles
 *   every_function trap                   SECCOMP_RET_TRAP: one system call after the other is answered by a handler,
 *                                         with ENOSYS; a function may return an error
 *   every_function deny ERROR             SECCOMP_RET_ERRNO, in the same way
 */
static void stop_sending(void);
#define CALL_RETURNED() stop_sending()
#include "calls.h"
#include <fenv.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>

static int32_t usual_code[CALLS];
static int64_t usual[CALLS];

/* Calls a function and compares its answer; a code that may be returned as well counts as right. */
static void call_and_compare(int i, int32_t also)
{
    const struct call *c = &all_calls[i];
    int64_t presence;
    int32_t code = c->call(&presence);
    CHECK((code == usual_code[i] && presence == usual[i]) || (also && code == also), "%s: %s, %lld instead of %s, %lld",
        c->name, psutil_error_name(code), (long long)presence, psutil_error_name(usual_code[i]), (long long)usual[i]);
}

static void prepare_and_call(int i)
{
    prepare_call(&all_calls[i]);
    call_and_compare(i, 0);
}

static void measure_usual(void)
{
    for (int i = 0; i < CALLS; i++) {
        prepare_call(&all_calls[i]);
        usual_code[i] = all_calls[i].call(&usual[i]);
    }
}

/* ---- small stacks */

static void *call_in_thread(void *number)
{
    call_and_compare(*(int *)number, 0);
    return NULL;
}

static void on_small_stacks(size_t size)
{
    pthread_attr_t attributes;
    pthread_t thread;
    size_t least = (size_t)sysconf(_SC_THREAD_STACK_MIN);
    if (size < least) size = least;
    pthread_attr_init(&attributes);
    SYSTEM(!pthread_attr_setstacksize(&attributes, size));
    for (int i = 0; i < CALLS; i++) {
        prepare_call(&all_calls[i]);
        fprintf(stderr, "%s\n", all_calls[i].name); /* the last one is where a stack overflows */
        SYSTEM(!pthread_create(&thread, &attributes, call_in_thread, &i));
        SYSTEM(!pthread_join(thread, NULL));
    }
    MEASURE("stack", "%zu", size);
}

/* ---- signals */

static atomic_int handled, over;
static pthread_mutex_t send_lock = PTHREAD_MUTEX_INITIALIZER;
static int sending; /* whether another thread sends signals */

static void count_signal(int s)
{
    (void)s;
    handled++;
}

static void *send_signals(void *target)
{
    while (!over) {
        pthread_mutex_lock(&send_lock);
        if (sending) pthread_kill(*(pthread_t *)target, SIGUSR1);
        pthread_mutex_unlock(&send_lock);
        pause_for(0.00005);
    }
    return NULL;
}

static void set_sending(int value)
{
    pthread_mutex_lock(&send_lock);
    sending = value;
    pthread_mutex_unlock(&send_lock);
}

/* Afterwards no signal interrupts what the test itself calls: the last one is handled when a system call returns. */
static void stop_sending(void)
{
    set_sending(0);
    getppid();
}

static void under_signals(int flags)
{
    struct sigaction action = {.sa_handler = count_signal, .sa_flags = flags};
    pthread_t thread, self = pthread_self();
    SYSTEM(!sigaction(SIGUSR1, &action, NULL));
    SYSTEM(!pthread_create(&thread, NULL, send_signals, &self));
    for (int round = 0; round < 20 || handled < 100; round++) {
        for (int i = 0; i < CALLS; i++) {
            prepare_call(&all_calls[i]);
            set_sending(1);
            call_and_compare(i, PSUTIL_ERR_INTERRUPTED);
        }
    }
    over = 1;
    SYSTEM(!pthread_join(thread, NULL));
    MEASURE("handled", "%d", handled);
}

/* ---- locked memory */

static void in_locked_memory(void)
{
    char size[64];
    for (int i = 0; i < CALLS; i++) prepare_and_call(i);
    status_line("/proc/self/status", "VmHWM", size);
    MEASURE("peak", "%s", size);
}

/* ---- state of the thread */

static void keeps_state(void)
{
    static char memory[1 << 16];
    stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory}, now_stack;
    sigset_t mask, now_mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    SYSTEM(!sigaltstack(&stack, NULL));
    SYSTEM(!pthread_sigmask(SIG_SETMASK, &mask, NULL));
    SYSTEM(!fesetround(FE_UPWARD));
    for (int i = 0; i < CALLS; i++) {
        int64_t presence;
        prepare_call(&all_calls[i]);
        (void)all_calls[i].call(&presence);
        CHECK(fegetround() == FE_UPWARD, "%s", all_calls[i].name);
        SYSTEM(!sigaltstack(NULL, &now_stack));
        CHECK(now_stack.ss_sp == memory && now_stack.ss_size == sizeof memory && !now_stack.ss_flags, "%s",
            all_calls[i].name);
        SYSTEM(!pthread_sigmask(SIG_SETMASK, NULL, &now_mask));
        CHECK(!memcmp(&mask, &now_mask, _NSIG / 8), "%s", all_calls[i].name);
    }
}

/* ---- closed descriptors */

static void close_descriptors(void)
{
    for (int fd = 3; fd < 256; fd++) close(fd);
}

static void without_descriptors(void)
{
    /* These own a descriptor. */
    if (call_events) OK(psutil_process_events_free(call_events));
    call_events = NULL;
    measure_usual();
    for (int i = 0; i < CALLS; i++) {
        prepare_call(&all_calls[i]);
        close_descriptors();
        call_and_compare(i, 0);
    }
}

/* ---- programs that other threads start */

static char *const true_arguments[] = {"true", NULL};

static pid_t start_by_vfork(void)
{
    pid_t pid = vfork();
    if (pid) return pid;
    execvp("true", true_arguments);
    _exit(127);
}

static pid_t start_by_spawn(void)
{
    pid_t pid;
    SYSTEM(!posix_spawnp(&pid, "true", NULL, NULL, true_arguments, environ));
    return pid;
}

static void *start_programs(void *by_vfork)
{
    while (!over) {
        int status;
        pid_t pid = by_vfork ? start_by_vfork() : start_by_spawn();
        SYSTEM(pid > 0 && waitpid(pid, &status, 0) == pid);
        SYSTEM(WIFEXITED(status) && !WEXITSTATUS(status));
        handled++;
    }
    return NULL;
}

static void beside_new_programs(void)
{
    pthread_t thread[2];
    for (int i = 0; i < 2; i++) SYSTEM(!pthread_create(&thread[i], NULL, start_programs, i ? &over : NULL));
    for (int round = 0; round < 5 || handled < 100; round++)
        for (int i = 0; i < CALLS; i++) prepare_and_call(i);
    over = 1;
    for (int i = 0; i < 2; i++) SYSTEM(!pthread_join(thread[i], NULL));
    MEASURE("programs", "%d", handled);
}

/* ---- limits */

/* Victims and iterators are made while there is memory for them. */
static void under_a_limit(int what, const char *line)
{
    struct rlimit before, low;
    char size[64];
    int refused = 0;
    SYSTEM(!getrlimit(what, &before));
    OK(psutil_set_workers(0));
    call_workers = 0;
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < CALLS; i++) {
            int64_t presence;
            prepare_call(&all_calls[i]);
            status_line("/proc/self/status", line, size);
            low = before;
            low.rlim_cur = (rlim_t)strtoull(size, NULL, 10) << 10;
            SYSTEM(!setrlimit(what, &low));
            int32_t code = all_calls[i].call(&presence);
            SYSTEM(!setrlimit(what, &before));
            CHECK(code == PSUTIL_ERR_NO_MEMORY || (code == usual_code[i] && presence == usual[i]),
                "%s: %s, %lld instead of %lld", all_calls[i].name, psutil_error_name(code), (long long)presence,
                (long long)usual[i]);
            refused += code == PSUTIL_ERR_NO_MEMORY;
        }
    }
    for (int i = 0; i < CALLS; i++) prepare_and_call(i);
    MEASURE("no memory", "%d", refused);
}

/* ---- calls that wait */

static atomic_int waiting;

static void *wait_for_child(void *unused)
{
    psutil_exit_status_t status;
    waiting++;
    (void)psutil_process_wait(call_child, 1000, 0, &status);
    return unused;
}

static void *wait_for_interval(void *unused)
{
    double percent;
    waiting++;
    (void)psutil_process_cpu_percent(call_child, 1000, &percent);
    return unused;
}

static void *wait_for_one_of_many(void *unused)
{
    psutil_wait_result_list_t *results;
    waiting++;
    (void)psutil_wait_procs(&call_child, 1, 1000, NULL, NULL, &results);
    return unused;
}

/* The threads wait until the process ends. */
static void beside_waits(void)
{
    void *(*const waits[])(void *) = {wait_for_child, wait_for_interval, wait_for_one_of_many};
    enum { WAITS = sizeof waits / sizeof *waits };
    for (int i = 0; i < WAITS; i++) {
        pthread_t thread;
        SYSTEM(!pthread_create(&thread, NULL, waits[i], NULL));
    }
    while (waiting < WAITS) pause_for(0.001);
    for (int round = 0; round < 20; round++)
        for (int i = 0; i < CALLS; i++) prepare_and_call(i);
}

/* ---- sandboxes */

static const int system_calls[] = {SYS_openat, SYS_read, SYS_getdents64, SYS_readlinkat, SYS_statfs, SYS_fstatfs,
    SYS_fstat, SYS_statx, SYS_faccessat, SYS_faccessat2, SYS_prlimit64, SYS_getpriority, SYS_setpriority,
    SYS_ioprio_get, SYS_ioprio_set, SYS_sched_getaffinity, SYS_sched_setaffinity, SYS_waitid, SYS_ppoll, SYS_pidfd_open,
    SYS_pidfd_send_signal, SYS_kill, SYS_sysinfo, SYS_uname, SYS_socket, SYS_bind, SYS_sendto, SYS_recvfrom, SYS_ioctl,
    SYS_pipe2, SYS_fcntl, SYS_lseek, SYS_bpf,
#ifdef SYS_newfstatat
    SYS_newfstatat,
#endif
#ifdef SYS_open
    SYS_open,
#endif
#ifdef SYS_poll
    SYS_poll,
#endif
    SYS_pread64};

static void answer_for_the_kernel(int s, siginfo_t *info, void *context)
{
    (void)s, (void)info, (void)context;
#if defined __x86_64__
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = -ENOSYS;
#elif defined __aarch64__
    ((ucontext_t *)context)->uc_mcontext.regs[0] = (unsigned long long)-ENOSYS;
#endif
    handled++;
}

static void filter(int number, uint32_t action)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, action),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    SYSTEM(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    SYSTEM(!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
}

/* psutil_popen creates a process, on some processors with clone. */
static void without_new_threads(void)
{
    OK(psutil_set_workers(1));
    for (int i = 0; i < CALLS; i++) prepare_call(&all_calls[i]);
    filter(SYS_clone3, SECCOMP_RET_KILL_PROCESS);
    filter(SYS_clone, SECCOMP_RET_KILL_PROCESS);
    for (int i = 0; i < CALLS; i++)
        if (!all_calls[i].takes_victim && strcmp(all_calls[i].name, "psutil_popen")) call_and_compare(i, 0);
}

/* Whether a function may return this under a filter: its answer, perhaps with less, or an error that says why not. */
static int is_right_in_sandbox(int i, int32_t code, int64_t presence, int error)
{
    if (code == usual_code[i]) return presence <= usual[i] || may_lack_parts(&all_calls[i]);
    if (code == PSUTIL_ERR_NOT_SUPPORTED) return error == ENOSYS || error == EPERM || error == EACCES;
    return code == PSUTIL_ERR_OS || code == PSUTIL_ERR_ACCESS_DENIED;
}

/* What the kernel answers to bpf says whether it supports the program. */
static int uses_bpf(int i)
{
    return !strcmp(all_calls[i].name, "psutil_table_pin");
}

/* Each function in a thread of its own, which alone has the filter. */
struct sandbox {
    int function, number, error;
    uint32_t action;
    int32_t code;
    int64_t presence;
};

static void *call_in_sandbox(void *arg)
{
    struct sandbox *s = arg;
    filter(s->number, s->action);
    s->code = all_calls[s->function].call(&s->presence);
    return NULL;
}

static int in_sandboxes(uint32_t action, int error)
{
    struct sigaction handler = {.sa_sigaction = answer_for_the_kernel, .sa_flags = SA_SIGINFO | SA_NODEFER};
    int wrong = 0;
    SYSTEM(!sigaction(SIGSYS, &handler, NULL));
    for (size_t n = 0; n < sizeof system_calls / sizeof *system_calls; n++) {
        for (int i = 0; i < CALLS; i++) {
            struct sandbox s = {.function = i, .number = system_calls[n], .error = error, .action = action};
            pthread_t thread;
            prepare_call(&all_calls[i]);
            SYSTEM(!pthread_create(&thread, NULL, call_in_sandbox, &s));
            SYSTEM(!pthread_join(thread, NULL));
            if (uses_bpf(i) || is_right_in_sandbox(i, s.code, s.presence, error)) continue;
            printf("%s, system call %d: %s, %lld instead of %s, %lld\n", all_calls[i].name, s.number,
                psutil_error_name(s.code), (long long)s.presence, psutil_error_name(usual_code[i]),
                (long long)usual[i]);
            wrong++;
        }
    }
    return wrong != 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int number;
    } errors[] = {{"EPERM", EPERM}, {"ENOSYS", ENOSYS}, {"EIO", EIO}, {"EACCES", EACCES}};
    int wrong = 0;
    CHECK(argc > 1);
    const char *condition = argv[1], *argument = argc > 2 ? argv[2] : "";
    call_workers = 1; /* so that the answers are the same each time, and a filter applies to all of a call */
    if (!strcmp(condition, "locked")) SYSTEM(!mlockall(MCL_CURRENT | MCL_FUTURE));
    begin_calls();
    measure_usual();
    if (!strcmp(condition, "small-stack")) on_small_stacks(strtoul(argument, NULL, 10));
    else if (!strcmp(condition, "signals")) under_signals(*argument ? SA_RESTART : 0);
    else if (!strcmp(condition, "locked")) in_locked_memory();
    else if (!strcmp(condition, "kept")) keeps_state();
    else if (!strcmp(condition, "close")) without_descriptors();
    else if (!strcmp(condition, "spawn")) beside_new_programs();
    else if (!strcmp(condition, "limit")) {
        int is_data = !strcmp(argument, "DATA");
        under_a_limit(is_data ? RLIMIT_DATA : RLIMIT_AS, is_data ? "VmData" : "VmSize");
    } else if (!strcmp(condition, "alone")) without_new_threads();
    else if (!strcmp(condition, "beside-waits")) beside_waits();
    else if (!strcmp(condition, "trap")) wrong = in_sandboxes(SECCOMP_RET_TRAP, ENOSYS);
    else if (!strcmp(condition, "deny")) {
        int error = 0;
        for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
            if (!strcmp(argument, errors[i].name)) error = errors[i].number;
        CHECK(error);
        wrong = in_sandboxes(SECCOMP_RET_ERRNO | (uint32_t)error, error);
    } else CHECK(0, "unknown condition %s", condition);
    end_calls();
    return wrong;
}
