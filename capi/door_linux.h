/* What door_linux.c and fork_linux.c share. */
#ifndef DOOR_LINUX_H
#define DOOR_LINUX_H

#include "door.h"
#include <pthread.h>
#include <sys/types.h>

/* True of this process only. It has a page of its own, which the kernel wipes in every child (MADV_WIPEONFORK, Linux
   4.14), however the child was made; before that, the PID tells. */
struct door_here {
    _Atomic int ready;    /* a living runtime is here */
    pthread_mutex_t lock; /* held while one is started */
    int eager;            /* the runtime started when the library was loaded, here */
    pid_t pid;            /* compared only where fork does not wipe */
};

void door_remember_file(door_state *state);   /* at load: path and build ID, for door_reload */
void door_forget_runtime(door_state *state);  /* in a child: what the parent's runtime left in this process */

#endif
