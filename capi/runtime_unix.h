/* Shared by the C files that start the runtime and call it on Linux, macOS and FreeBSD: call_unix.c, faults_unix.c,
   first_caller_linux.c, go_keys.c, go_threads_unix.c, go_memory_linux.c, go_memory_bsd.c, restart_unix.c,
   runtime_unix.c and stack_bounds_linux.c. */
#ifndef PSUTIL_RUNTIME_UNIX_H
#define PSUTIL_RUNTIME_UNIX_H

#include "internal.h"
#include <pthread.h>
#include <sys/types.h>

/* What the linker wrapper gives a name to, in the objects of Go. A plain "go build" for an ELF system lacks it; in
   Mach-O files it is always there. */
#ifdef __APPLE__
#define PSUTIL__OF_GO
#define PSUTIL__HAS_GO_ENTRY 1
#else
#define PSUTIL__OF_GO __attribute__((weak))
#define PSUTIL__HAS_GO_ENTRY (psutil__go_entry != NULL)
#endif

/* True of this process only. It has its own memory page, which the kernel wipes in every child, however the child is
   made (MADV_WIPEONFORK of Linux 4.14, INHERIT_ZERO of FreeBSD 12). Elsewhere the PID is compared. */
struct psutil__fork_page {
    _Atomic int ready;             /* a runtime is alive in this process */
    pthread_mutex_t lock;          /* held while one is started, and during fork */
    _Atomic uintptr_t fork_thread; /* the thread that holds the lock because it forks; 0: none */
    int fork_depth;                /* forks of that thread in progress: an atfork handler may fork, too */
    int started_at_load;           /* by a plain "go build", without the linker wrapper */
    pid_t pid;                     /* set where the kernel does not wipe the page */
};

/* What the library keeps for each thread. It is allocated at the first use, because glibc has 1.6 KB of thread-local
   storage for all libraries that are loaded at run time. */
typedef struct psutil__thread {
    psutil__error error;
    stack_t go_altstack; /* the alternate stack that Go allocated for this thread */
    int has_go_altstack;
    uintptr_t bounds[2]; /* Linux: of the thread's own stack; zero until Go asks for them */
    void *reserved_key;  /* see psutil__reserve_key */
    intptr_t claim;      /* see psutil__claim_go_memory; 0 outside Go */
} psutil__thread;

/* Go keeps its pointer to the current goroutine in a thread-local variable of the initial-exec model, for which musl
   has no room in a library that dlopen opens. With musl tlspatch therefore moves it to a word of each thread's control
   block that musl leaves unused on these processors. While a thread is outside Go the word has the host's value. */
#if defined __linux__ && !defined __GLIBC__ && (defined __x86_64__ || defined __aarch64__)
#define PSUTIL__SHARED_WORD
#define PSUTIL__THREAD_LOCAL __thread
#elif defined __APPLE__
#define PSUTIL__THREAD_LOCAL __thread
#else
#define PSUTIL__THREAD_LOCAL __thread __attribute__((tls_model("initial-exec")))
#endif

void psutil__cached_stack_bounds(uintptr_t bounds[2]); /* on Linux */
extern psutil__thread psutil__oom_thread;              /* shared by all threads for which memory is missing */
psutil__thread *psutil__this_thread(void);
void psutil__create_thread_exit_key(void); /* at load */
/* As pthread_key_create, which runtime/cgo calls. It fails in a namespace of dlmopen. */
int psutil__create_thread_key(pthread_key_t *key, void (*destructor)(void *));

/* The runtime that has a goroutine for this thread; 0: none. */
extern PSUTIL__THREAD_LOCAL uint64_t psutil__thread_runtime_id;

void psutil__save_host_state(psutil__host_thread_state *host); /* and blocks signals, cancellation and FP traps */
void psutil__restore_host_state(const psutil__host_thread_state *host);
/* Gives Go its pointer to the current goroutine in this thread; returns the host's value of the word. */
void *psutil__install_go_g(void);
void psutil__restore_host_word(void *host_word);
/* Whether the word is unused in this process. */
int psutil__thread_word_is_free(const char **why);
void psutil__install_go_altstack(psutil__call *call);
void psutil__restore_host_altstack(psutil__call *call);

/* faults_unix.c */
void psutil__unblock_faults(sigset_t *mask); /* removes the signals that are unblocked inside a call */
int psutil__is_go_fault_signal(int signal);  /* whether Go needs a handler for it */
void psutil__save_host_fault_actions(void);  /* before the runtime starts */
void psutil__install_fault_handlers(void);   /* after it has started */
void psutil__remove_fault_handlers(void);    /* in a child: its runtime is dead */

/* first_caller_linux.c; elsewhere rights belong to the process */
#ifdef __linux__
int psutil__caller_has_process_rights(void); /* whether this thread has the main thread's user IDs and filters */
#endif

/* go_threads_unix.c */

/* Go's threads run little C, so they get a smaller stack than the usual 8 MB, all of which mlockall(MCL_FUTURE) makes
   memory. The margin is what the C library itself uses. */
enum { GO_STACK_SIZE = 1 << 20, GO_STACK_MARGIN = 64 << 10 };

int psutil__go_cpus(void);           /* how many Go uses */
int psutil__create_go_threads(void); /* before each start; returns 0 when there are too few */
int psutil__is_go_thread(void);      /* whether the calling thread is one of Go's */

/* go_memory_linux.c, go_memory_bsd.c */
int psutil__reserve_go_memory(const char **why); /* before each start; returns 0 when memory runs out */
void psutil__release_go_memory(void);            /* after a start that failed */
void psutil__drop_go_memory_claim(void);         /* while the thread is outside Go */

/* restart_unix.c */
int psutil__save_go_data(void);   /* before the first start; returns 0 when memory runs out */
void psutil__reset_go_data(void); /* before another start */

#endif
