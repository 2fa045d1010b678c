/* A thread that makes the first call, while the program acts in another thread. */
#ifndef FIRST_CALL_THREAD_H
#define FIRST_CALL_THREAD_H

#include "host.h"
#include <stdatomic.h>

static atomic_int starting, started; /* the call is about to be made; it has returned */

static void *make_first_call(void *unused)
{
    double boot;
    starting = 1;
    OK(psutil_boot_time(&boot));
    started = 1;
    return unused;
}

#endif
