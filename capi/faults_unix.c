//go:build unix

/*
 * Faults, and the other signals that the kernel raises for what a thread itself does.
 *
 * Go turns a SIGSEGV or SIGBUS of Go code into a panic, and the panic becomes PSUTIL_ERR_INTERNAL. Every other fault is
 * the host's. Go's handler would call the host's from inside itself: with every signal blocked, on the alternate stack,
 * and with frames of Go that no unwinder can pass. So once the runtime has started, on_fault replaces Go's handler. It
 * calls Go for a fault of Go code, and otherwise does what the kernel would do with the host's handler.
 *
 * Go code never raises SIGFPE: the compiler checks each divisor (panicdivide) and the one quotient that overflows, and
 * floating-point traps are off inside a call. So SIGFPE stays the host's. It, SIGILL, SIGTRAP and SIGSYS are unblocked
 * inside a call, since a signal that the kernel raises while it is blocked kills the process. A seccomp filter that
 * traps a system call raises SIGSYS inside Go, on a goroutine's stack, which is too small for a handler without
 * SA_ONSTACK. So on_fault also replaces such a handler of SIGSYS.
 */
#define _GNU_SOURCE
#include "runtime_unix.h"
#include <string.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#ifdef __APPLE__
#include <sys/ucontext.h>
#else
#include <ucontext.h>
#endif
#include <unistd.h>

static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};

enum { SIGNALS = sizeof signals / sizeof *signals };

static struct sigaction host_actions[SIGNALS], go_actions[SIGNALS];

/* For a child in which a handler that the host had installed over on_fault stands there. It may call on_fault, which
   must not call it back. So on_fault goes on calling the same action, and the handler stays over it. */
static int is_installed[SIGNALS]; /* on_fault, perhaps below a handler of the host */
static struct sigaction covering_actions[SIGNALS];
static int is_covered[SIGNALS];

static int index_of(int signal)
{
    int i = 0;
    while (signals[i] != signal) i++;
    return i;
}

void psutil__unblock_faults(sigset_t *mask)
{
    for (int i = 0; i < SIGNALS; i++) sigdelset(mask, signals[i]);
}

int psutil__is_go_fault_signal(int signal)
{
    return signal == SIGSEGV || signal == SIGBUS;
}

/* ---- where was the thread? */

extern const char psutil__go_text[] PSUTIL__OF_GO, psutil__go_text_end[] PSUTIL__OF_GO;

static int is_go_text(uintptr_t address)
{
    return address >= (uintptr_t)psutil__go_text && address < (uintptr_t)psutil__go_text_end;
}

static uintptr_t program_counter(const ucontext_t *context)
{
#if defined __APPLE__ && defined __x86_64__
    return context->uc_mcontext->__ss.__rip;
#elif defined __APPLE__
    return context->uc_mcontext->__ss.__pc;
#elif defined __FreeBSD__
    return (uintptr_t)context->uc_mcontext.mc_rip;
#elif defined __x86_64__
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined __i386__
    return (uintptr_t)context->uc_mcontext.gregs[REG_EIP];
#elif defined __aarch64__
    return context->uc_mcontext.pc;
#elif defined __arm__
    return context->uc_mcontext.arm_pc;
#elif defined __riscv
    return (uintptr_t)context->uc_mcontext.__gregs[REG_PC];
#elif defined __s390x__
    return context->uc_mcontext.psw.addr;
#elif defined __powerpc64__
    return context->uc_mcontext.gp_regs[32]; /* PT_NIP */
#else
#error "program_counter: unknown architecture"
#endif
}

/* ---- the host's handler */

#if defined __x86_64__ && defined __linux__
/* Makes the interrupted thread continue in the handler on its own stack, as if the kernel had delivered the signal
   there: copies the kernel's frame, which starts with the return address before context, to that stack. Used for a
   handler without SA_ONSTACK. */
static void redirect_to_own_stack(const struct sigaction *action, int signal, siginfo_t *info, ucontext_t *context)
{
    enum { RED_ZONE = 128, LEGACY_FP_SIZE = 512, XSTATE_MAGIC = 0x46505853, SW_RESERVED = 464 };
    char *frame = (char *)context - sizeof(void *);
    size_t frame_size = (size_t)((char *)(info + 1) - frame);
    greg_t *registers = context->uc_mcontext.gregs;
    char *to = (char *)registers[REG_RSP] - RED_ZONE;
    char *fp_state = (char *)context->uc_mcontext.fpregs, *new_fp_state = NULL;
    if (fp_state) {
        uint32_t magic_and_size[2], size = LEGACY_FP_SIZE;
        memcpy(magic_and_size, fp_state + SW_RESERVED, sizeof magic_and_size);
        if (magic_and_size[0] == XSTATE_MAGIC) size = magic_and_size[1];
        new_fp_state = to = (char *)((uintptr_t)(to - size) & ~(uintptr_t)63);
        memcpy(new_fp_state, fp_state, size);
    }
    to = (char *)(((uintptr_t)(to - frame_size) & ~(uintptr_t)15) - sizeof(void *));
    memcpy(to, frame, frame_size);
    ucontext_t *new_context = (ucontext_t *)(to + sizeof(void *));
    memcpy(&new_context->uc_mcontext.fpregs, &new_fp_state, sizeof new_fp_state);
    /* on_fault returns to these */
    enum { TRAP_FLAG = 0x100, DIRECTION_FLAG = 0x400, RESUME_FLAG = 0x10000 };
    registers[REG_RSP] = (greg_t)to;
    registers[REG_RIP] = (greg_t)action->sa_sigaction;
    registers[REG_RDI] = signal;
    registers[REG_RSI] = (greg_t)(to + ((char *)info - frame));
    registers[REG_RDX] = (greg_t)new_context;
    registers[REG_RAX] = 0;
    registers[REG_EFL] &= ~(greg_t)(TRAP_FLAG | DIRECTION_FLAG | RESUME_FLAG);
    context->uc_mcontext.fpregs = NULL; /* the handler starts with an initial FPU */
    pthread_sigmask(SIG_SETMASK, NULL, &context->uc_sigmask);
}
#elif defined __aarch64__ && defined __linux__
/* What the kernel puts above the frame of a signal: the interrupted code, for unwinders. */
typedef struct frame_record {
    struct frame_record *caller;
    uint64_t return_address;
} frame_record;

/* As for x86-64. The kernel's frame is info, context, and what does not fit into the context (extra_context), up to the
   frame record. return_address is that of the handler, code that ends it. */
static void redirect_to_own_stack(const struct sigaction *action, int signal, siginfo_t *info, ucontext_t *context,
    const frame_record *record, uint64_t return_address)
{
    enum { EXTRA_CONTEXT_MAGIC = 0x45585401, HEADER_SIZE = 8 };
    char *frame = (char *)info;
    size_t frame_size = (size_t)((const char *)(record + 1) - frame);
    char *to = (char *)((context->uc_mcontext.sp - frame_size) & ~(uint64_t)15);
    memcpy(to, frame, frame_size);
    ucontext_t *new_context = (ucontext_t *)(to + ((char *)context - frame));
    char *part = (char *)new_context->uc_mcontext.__reserved;
    for (uint32_t magic_and_size[2];; part += magic_and_size[1]) {
        memcpy(magic_and_size, part, sizeof magic_and_size);
        if (!magic_and_size[0] || !magic_and_size[1]) break;
        if (magic_and_size[0] != EXTRA_CONTEXT_MAGIC) continue;
        uint64_t extra;
        memcpy(&extra, part + HEADER_SIZE, sizeof extra);
        extra += (uint64_t)(to - frame);
        memcpy(part + HEADER_SIZE, &extra, sizeof extra);
    }
    /* on_fault returns to these */
    context->uc_mcontext.sp = (uint64_t)to;
    context->uc_mcontext.pc = (uint64_t)action->sa_sigaction;
    context->uc_mcontext.regs[0] = (uint64_t)signal;
    context->uc_mcontext.regs[1] = (uint64_t)to;
    context->uc_mcontext.regs[2] = (uint64_t)new_context;
    context->uc_mcontext.regs[29] = (uint64_t)(to + ((const char *)record - frame));
    context->uc_mcontext.regs[30] = return_address;
    pthread_sigmask(SIG_SETMASK, NULL, &context->uc_sigmask);
}
#endif

#if defined __linux__ && (defined __x86_64__ || defined __aarch64__)
#define HAS_REDIRECT
static int must_leave_altstack(const struct sigaction *action, const ucontext_t *context)
{
    char here;
    const stack_t *altstack = &context->uc_stack; /* SS_ONSTACK if the interrupted code was on it */
    return !(action->sa_flags & SA_ONSTACK) && !(altstack->ss_flags & SS_ONSTACK)
        && (uintptr_t)&here - (uintptr_t)altstack->ss_sp < altstack->ss_size;
}
#endif

/* Whether the kernel raised the signal for what the thread did, and not a process that sent it. */
static int is_raised_by_kernel(const siginfo_t *info)
{
#ifndef __linux__ /* the codes of senders are positive, too */
    return info->si_code > 0 && info->si_code < SI_USER;
#else
    return info->si_code > 0;
#endif
}

/* Does what SIG_DFL does: when on_fault returns, the fault happens again or the signal is delivered again. */
static void default_action(int signal, siginfo_t *info)
{
    sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
#ifdef __linux__
    if (info->si_code <= 0) syscall(SYS_rt_tgsigqueueinfo, getpid(), syscall(SYS_gettid), signal, info);
#else
    if (!is_raised_by_kernel(info)) pthread_kill(pthread_self(), signal);
#endif
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    int i = index_of(signal);
    struct sigaction *host = &host_actions[i];
    int is_fault = is_raised_by_kernel(info), is_in_go = is_go_text(program_counter(context));
    if (is_fault && is_in_go && psutil__is_go_fault_signal(signal)) {
        go_actions[i].sa_sigaction(signal, info, context);
        return;
    }
    struct sigaction action = *host;
    if (action.sa_handler == SIG_DFL || (action.sa_handler == SIG_IGN && is_fault)) {
        default_action(signal, info);
        return;
    }
    if (action.sa_handler == SIG_IGN) return;
    if (action.sa_flags & (int)SA_RESETHAND) host->sa_handler = SIG_DFL;
#ifdef HAS_REDIRECT
    if (!is_in_go && must_leave_altstack(&action, context)) {
#ifdef __x86_64__
        redirect_to_own_stack(&action, signal, info, context);
#else
        const frame_record *own = __builtin_frame_address(0);
        redirect_to_own_stack(&action, signal, info, context, own->caller, (uint64_t)__builtin_return_address(0));
#endif
        return;
    }
#endif
    action.sa_sigaction(signal, info, context); /* the last statement, so that the compiler makes it a jump */
}

/* ---- installing on_fault */

static int has_handler(const struct sigaction *action)
{
    return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;
}

void psutil__save_host_fault_actions(void)
{
    for (int i = 0; i < SIGNALS; i++) {
        struct sigaction current;
        sigaction(signals[i], NULL, &current);
        is_covered[i] = is_installed[i] && has_handler(&current);
        if (is_covered[i]) covering_actions[i] = current;
        else host_actions[i] = current;
    }
}

static void install(int i, const struct sigaction *host)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_mask = host->sa_mask};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | (host->sa_flags & (SA_NODEFER | SA_RESTART));
    sigaction(signals[i], &action, NULL);
    is_installed[i] = 1;
}

void psutil__install_fault_handlers(void)
{
    for (int i = 0; i < SIGNALS; i++) {
        struct sigaction current;
        sigaction(signals[i], NULL, &current);
        if (psutil__is_go_fault_signal(signals[i])) {
            /* Another thread of the host may have installed a handler since the runtime started. */
            if (!is_go_text((uintptr_t)current.sa_sigaction)) continue;
            go_actions[i] = current;
            if (is_covered[i]) sigaction(signals[i], &covering_actions[i], NULL);
            else install(i, &host_actions[i]);
        } else if (signals[i] == SIGSYS && has_handler(&current) && !(current.sa_flags & SA_ONSTACK)
            && !is_covered[i]) {
            host_actions[i] = current;
            install(i, &current);
        }
    }
}

void psutil__remove_fault_handlers(void)
{
    for (int i = 0; i < SIGNALS; i++) {
        struct sigaction current;
        if (sigaction(signals[i], NULL, &current)) continue;
        if (current.sa_sigaction != on_fault && !is_go_text((uintptr_t)current.sa_sigaction)) continue;
        sigaction(signals[i], &host_actions[i], NULL);
        is_installed[i] = 0;
    }
}
