/* A sandboxed host: its seccomp filter traps a system call, and its SIGSYS handler answers for the kernel.
 *
 *   trapped_syscall onstack|own-stack before|after
 *
 * before, after: whether the handler and the filter are installed before the first call.
 */
#include "host.h"
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

static volatile int handled;

static void handler(int s, siginfo_t *info, void *context)
{
    volatile char much[6000]; /* more than is left on a goroutine's stack */
    (void)s, (void)info, (void)context;
    memset((void *)much, handled, sizeof much);
    handled++;
#if defined __x86_64__
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = -EACCES;
#elif defined __aarch64__
    ((ucontext_t *)context)->uc_mcontext.regs[0] = (unsigned long long)-EACCES;
#endif
}

static void install(int flags)
{
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_NODEFER | flags};
    CHECK(!sigaction(SIGSYS, &action, NULL));
}

static void trap_readlink(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_readlinkat, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    CHECK(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    CHECK(!syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program), "%s", strerror(errno));
}

int main(int argc, char **argv)
{
    CHECK(argc == 3);
    psutil_pid_list_t *pids;
    psutil_process *p;
    char *exe, *name;
    install(!strcmp(argv[1], "onstack") ? SA_ONSTACK : 0);
    if (!strcmp(argv[2], "before")) trap_readlink();
    OK(psutil_pids(&pids));
    OK(psutil_process_new(getpid(), &p));
    if (!strcmp(argv[2], "after")) trap_readlink();
    for (int i = 0; i < 100; i++) {
        int before = handled;
        int32_t code = psutil_process_exe(p, &exe);
        CHECK(code == PSUTIL_ERR_ACCESS_DENIED, "%s", psutil_error_name(code));
        CHECK(handled > before);
        OK(psutil_process_name(p, &name));
        psutil_free(name);
    }
    return 0;
}
