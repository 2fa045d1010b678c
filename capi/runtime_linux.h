/* What runtime_linux.c and reload_linux.c share. */
#ifndef PSUTIL_RUNTIME_LINUX_H
#define PSUTIL_RUNTIME_LINUX_H

#include "internal.h"
#include <pthread.h>
#include <sys/types.h>

/* True of this process only. It has a page of its own, which the kernel wipes in every child (MADV_WIPEONFORK, Linux
   4.14), however the child was made; before that, the PID tells. */
struct psutil__fork_page {
    _Atomic int ready;    /* a living runtime is here */
    pthread_mutex_t lock; /* held while one is started */
    int eager;            /* the runtime started when the library was loaded, here */
    pid_t pid;            /* compared only where fork does not wipe */
};

void psutil__record_library_file(psutil__library_state *state);   /* at load: path and build ID, for psutil__runtime_reload */
void psutil__detach_dead_runtime(psutil__library_state *state);  /* in a child: what the parent's runtime left in this process */

#endif
