/* Shared by call_linux.c, runtime_linux.c and reload_linux.c. */
#ifndef PSUTIL_RUNTIME_LINUX_H
#define PSUTIL_RUNTIME_LINUX_H

#include "internal.h"
#include <pthread.h>
#include <sys/types.h>

/* True of this process only. It has its own memory page, which the kernel wipes in every child, however the child is
   made (MADV_WIPEONFORK, Linux 4.14). On older kernels the PID is compared. */
struct psutil__fork_page {
    _Atomic int ready;    /* a runtime is alive in this process */
    pthread_mutex_t lock; /* held while one is started */
    int started_at_load;  /* by a plain "go build", without link_linux.sh */
    pid_t pid;            /* set where the kernel does not wipe the page */
};

/* What the library keeps for each thread. A pthread key holds it, not __thread: Go's code makes the loader place all
   thread-local storage of a library in the block that each thread is born with. glibc leaves 1.6 KB there for all
   libraries that are loaded later, and each copy that a line of forked children loads needs its own. */
typedef struct psutil__thread {
    psutil__error error;
    stack_t go_altstack; /* the alternate stack that Go allocated for this thread */
    uint64_t runtime_id; /* the runtime that go_altstack belongs to; 0: none */
    uintptr_t bounds[2]; /* of the thread's own stack; zero until Go asks for them */
} psutil__thread;

extern psutil__thread psutil__oom_thread; /* shared by all threads for which memory or a thread key is missing */
psutil__thread *psutil__this_thread(void);

/* The faults: signals that Go turns into panics. */
enum { PSUTIL__FAULTS = 3 };
extern const int psutil__fault_signals[PSUTIL__FAULTS];

void psutil__save_host_state(psutil__host_thread_state *host); /* and blocks signals, cancellation and FP traps */
void psutil__restore_host_state(const psutil__host_thread_state *host);
void psutil__install_go_altstack(psutil__call *call, uint64_t runtime_id);
void psutil__restore_host_altstack(psutil__call *call);

void psutil__record_library_file(psutil__library_state *state); /* at load: what psutil__runtime_reload needs later */
void psutil__detach_dead_runtime(psutil__library_state *state); /* in a child: removes the parent's runtime's hooks */

#endif
