/* The bounds of a thread's stack. */
#define _GNU_SOURCE
#include "runtime_unix.h"
#include <string.h>

/* Go asks for the bounds of the thread's stack whenever it is called on another stack, as by coroutines or koffi. The C
   library reads all of /proc/self/maps to answer, so the answer is cached. link_elf.sh redirects Go's calls here.
   Zeros, when memory runs out, make Go assume a small stack around the stack pointer. */
void psutil__cached_stack_bounds(uintptr_t bounds[2])
{
    if (psutil__is_go_thread()) { /* not with the C library, which would allocate */
        bounds[1] = (uintptr_t)__builtin_frame_address(0);
        bounds[0] = bounds[1] - GO_STACK_SIZE + GO_STACK_MARGIN;
        return;
    }
    psutil__thread *thread = psutil__this_thread();
    if (thread != &psutil__oom_thread && thread->bounds[1]) {
        memcpy(bounds, thread->bounds, sizeof thread->bounds);
        return;
    }
    pthread_attr_t attributes;
    void *start = NULL;
    size_t size = 0;
    bounds[0] = bounds[1] = 0;
    pthread_attr_init(&attributes);                              /* glibc before 2.32 leaves some of it unset */
    if (pthread_getattr_np(pthread_self(), &attributes)) return; /* and has destroyed them */
    if (!pthread_attr_getstack(&attributes, &start, &size)) {
        bounds[0] = (uintptr_t)start;
        bounds[1] = (uintptr_t)start + size;
    }
    pthread_attr_destroy(&attributes);
    if (thread != &psutil__oom_thread) memcpy(thread->bounds, bounds, sizeof thread->bounds);
}
