/* Prints what the first call, and later calls, leave changed in the process and its threads. Nothing may change.
 *
 *   first_call DISPOSITIONS    default, ignored, handled or mixed: the host's action for each signal
 *
 * Prints "changed: " and the names of what differs.
 */
#include "host.h"
#include <errno.h>
#include <fenv.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

extern char **environ;

static char changed[4096];

static void differs(const char *prefix, const char *what)
{
    size_t n = strlen(changed);
    snprintf(changed + n, sizeof changed - n, "%s%s ", prefix, what);
}

#define COMPARE(prefix, what, before, after)                                                                           \
    do {                                                                                                               \
        if (memcmp(&(before), &(after), sizeof(before))) differs(prefix, what);                                        \
    } while (0)

/* ---- state of the process */

enum { SIGNALS = 65, LIMITS = 16 };

/* As the kernel stores it: the C library adds flags, and hides signals 32 to 34. */
typedef struct action {
    char raw[64]; /* handler, flags, restorer and mask; the order depends on the architecture */
} action;

typedef struct world {
    action actions[SIGNALS];
    struct rlimit limits[LIMITS];
    char descriptors[2048], directory[1024], locale[256], umask[64], environment[16384];
    char **environ_at;
    int dumpable, death_signal;
} world;

static void read_world(world *w)
{
    memset(w, 0, sizeof *w);
    for (int s = 1; s < SIGNALS; s++) syscall(SYS_rt_sigaction, s, NULL, w->actions[s].raw, 8);
    for (int i = 0; i < LIMITS; i++) getrlimit(i, &w->limits[i]);
    descriptors(w->descriptors, sizeof w->descriptors);
    SYSTEM(getcwd(w->directory, sizeof w->directory));
    snprintf(w->locale, sizeof w->locale, "%s", setlocale(LC_ALL, NULL));
    status_line("/proc/self/status", "Umask", w->umask);
    w->environ_at = environ;
    for (char **e = environ; *e; e++) strncat(w->environment, *e, sizeof w->environment - strlen(w->environment) - 1);
    w->dumpable = prctl(PR_GET_DUMPABLE);
    prctl(PR_GET_PDEATHSIG, &w->death_signal);
}

/* The library stands before the host's handlers of these, and adds SA_ONSTACK to those of the C library's own signals.
 */
static int excepted(int s)
{
    return s == SIGSEGV || s == SIGBUS || s == SIGSYS || (s >= 32 && s <= 34);
}

static void compare_worlds(const char *when, const world *before)
{
    static world after;
    read_world(&after);
    for (int s = 1; s < SIGNALS; s++) {
        char name[32];
        snprintf(name, sizeof name, "signal-%d", s);
        if (!excepted(s)) COMPARE(when, name, before->actions[s], after.actions[s]);
    }
    COMPARE(when, "limits", before->limits, after.limits);
    COMPARE(when, "descriptors", before->descriptors, after.descriptors);
    COMPARE(when, "directory", before->directory, after.directory);
    COMPARE(when, "locale", before->locale, after.locale);
    COMPARE(when, "umask", before->umask, after.umask);
    COMPARE(when, "environment", before->environment, after.environment);
    COMPARE(when, "environ", before->environ_at, after.environ_at);
    COMPARE(when, "dumpable", before->dumpable, after.dumpable);
    COMPARE(when, "death-signal", before->death_signal, after.death_signal);
}

/* ---- state of a thread */

typedef struct self {
    char mask[64], name[16];
    stack_t stack;
    cpu_set_t cpus;
    int policy, nice, rounding;
    unsigned mxcsr;
} self;

static unsigned read_mxcsr(void)
{
#ifdef __x86_64__
    return __builtin_ia32_stmxcsr() & 0xffc0; /* without the exception flags */
#else
    return 0;
#endif
}

static void read_self(self *s)
{
    memset(s, 0, sizeof *s);
    status_line("/proc/thread-self/status", "SigBlk", s->mask);
    prctl(PR_GET_NAME, s->name);
    stack_t stack;
    sigaltstack(NULL, &stack);
    s->stack.ss_sp = stack.ss_sp;
    s->stack.ss_flags = stack.ss_flags;
    s->stack.ss_size = stack.ss_size;
    sched_getaffinity(0, sizeof s->cpus, &s->cpus);
    s->policy = (int)syscall(SYS_sched_getscheduler, 0); /* musl's function only returns ENOSYS */
    s->nice = getpriority(PRIO_PROCESS, 0);
    s->rounding = fegetround();
    s->mxcsr = read_mxcsr();
}

static void compare_selves(const char *prefix, const self *before)
{
    self after;
    read_self(&after);
    COMPARE(prefix, "mask", before->mask, after.mask);
    COMPARE(prefix, "name", before->name, after.name);
    COMPARE(prefix, "alternate-stack", before->stack, after.stack);
    COMPARE(prefix, "cpus", before->cpus, after.cpus);
    COMPARE(prefix, "policy", before->policy, after.policy);
    COMPARE(prefix, "nice", before->nice, after.nice);
    COMPARE(prefix, "rounding", before->rounding, after.rounding);
    COMPARE(prefix, "mxcsr", before->mxcsr, after.mxcsr);
}

/* ---- calls: a simple one, one that starts workers, one that waits, one that fails */

static void calls(int64_t child)
{
    psutil_pid_list_t *pids;
    psutil_process *p;
    psutil_exit_status_t status;
    double percent;
    OK(psutil_pids(&pids));
    psutil_free(pids);
    OK(psutil_cpu_percent(0.01, &percent));
    CHECK(psutil_process_new(-1, &p) == PSUTIL_ERR_NO_SUCH_PROCESS);
    OK(psutil_process_new(child, &p));
    CHECK(psutil_process_wait(p, 0.01, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED);
    OK(psutil_process_free(p));
}

static int64_t child;

static void set_up_thread(int own_stack, int blocked, int rounding)
{
    static __thread char stack[16384];
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, blocked);
    SYSTEM(!pthread_sigmask(SIG_BLOCK, &mask, NULL));
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    if (own_stack) SYSTEM(!sigaltstack(&own, NULL));
    SYSTEM(!fesetround(rounding));
}

struct role {
    const char *name;
    int own_stack, blocked, rounding;
};

static void *thread(void *arg)
{
    const struct role *role = arg;
    self before;
    set_up_thread(role->own_stack, role->blocked, role->rounding);
    prctl(PR_SET_NAME, role->name);
    read_self(&before);
    for (int i = 0; i < 5; i++) calls(child);
    compare_selves(role->name, &before);
    return NULL;
}

/* ---- the host's settings */

static void handler(int s)
{
    (void)s;
}
static void action_handler(int s, siginfo_t *info, void *context)
{
    (void)s, (void)info, (void)context;
}

static void set_up_signals(const char *how)
{
    for (int s = 1; s < SIGNALS; s++) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        int kind = !strcmp(how, "ignored") ? 1
            : !strcmp(how, "handled")      ? 2 + s % 2
            : !strcmp(how, "mixed")        ? s % 4
                                           : 0;
        if (s == SIGKILL || s == SIGSTOP || excepted(s)) continue;
        switch (kind) {
        case 0: continue;
        case 1: action.sa_handler = SIG_IGN; break;
        case 2: action.sa_handler = handler; break;
        case 3: action.sa_sigaction = action_handler; action.sa_flags = SA_SIGINFO;
        }
        action.sa_flags |= (s & 4 ? SA_RESTART : 0) | (s & 8 ? SA_NODEFER : 0);
        sigemptyset(&action.sa_mask);
        for (int other = 1; other < 32; other++)
            if (s * other % 3 == 1) sigaddset(&action.sa_mask, other);
        SYSTEM(!sigaction(s, &action, NULL));
    }
}

int main(int argc, char **argv)
{
    static world before;
    self me;
    SYSTEM(argc == 2);
    child = fork();
    SYSTEM(child >= 0);
    if (!child) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) pause();
    }
    struct rlimit files = {.rlim_cur = 200};
    struct rlimit had;
    getrlimit(RLIMIT_NOFILE, &had);
    files.rlim_max = had.rlim_max; /* Go would raise a soft limit below the hard one */
    SYSTEM(!setrlimit(RLIMIT_NOFILE, &files));
    set_up_signals(argv[1]);
    int own_stack = !strcmp(argv[1], "mixed");
    set_up_thread(own_stack, SIGUSR2, own_stack ? FE_TOWARDZERO : FE_TONEAREST);

    read_world(&before);
    read_self(&me);
    double boot;
    OK(psutil_boot_time(&boot));
    compare_selves("first:", &me);
    compare_worlds("first:", &before);
    for (int i = 0; i < 5; i++) calls(child);
    compare_selves("main:", &me);

    struct role roles[] = {{"plain:", 0, SIGCHLD, FE_TONEAREST}, {"stack:", 1, SIGRTMIN + 3, FE_UPWARD},
        {"third:", 1, SIGTERM, FE_DOWNWARD}};
    enum { THREADS = sizeof roles / sizeof *roles };
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) SYSTEM(!pthread_create(&threads[i], NULL, thread, &roles[i]));
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    compare_worlds("later:", &before);
    compare_selves("end:", &me);
    kill((pid_t)child, SIGKILL);
    waitpid((pid_t)child, NULL, 0);
    MEASURE("changed", "%s", changed);
}
