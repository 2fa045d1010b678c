/* The start of a child: popen_vfork.c and popen_darwin.c make it for popen_unix.c. */
#ifndef PSUTIL_POPEN_UNIX_H
#define PSUTIL_POPEN_UNIX_H

#include "internal.h"
#include <sys/types.h>

/* What the child is to do. */
typedef struct psutil__spawn_request {
    char *const *argv, *const *envp;
    const char *program; /* as the caller named it */
    char **paths;        /* candidates for execve, in order, ending with NULL */
    const char *cwd;
    int from[3]; /* descriptors for its standard streams; -1: inherited */
    int stderr_is_stdout;
    int close_fds;
} psutil__spawn_request;

/* Why the child failed. */
typedef struct psutil__spawn_failure {
    const char *step;
    int error; /* errno */
} psutil__spawn_failure;

/* Returns the child's PID, or -1 with *why set. */
pid_t psutil__start_child(const psutil__spawn_request *p, psutil__spawn_failure *why);

#endif
