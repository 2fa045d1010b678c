/* Keys of Go objects. go-pointer allocates them with C.malloc, for which cgo aborts the process when malloc returns
 * NULL. The linker wrapper redirects that malloc to psutil__take_key, which cannot fail after psutil__reserve_key. */
#ifdef _WIN32
#include "runtime_windows.h"
#else
#include "runtime_unix.h"
#endif
#include <stdlib.h>

int psutil__reserve_key(void)
{
    psutil__thread *thread = psutil__this_thread();
    if (thread == &psutil__oom_thread) return 0;
    if (!thread->reserved_key) thread->reserved_key = malloc(1);
    return thread->reserved_key != NULL;
}

void *psutil__take_key(size_t size);
void *psutil__take_key(size_t size)
{
    psutil__thread *thread = psutil__this_thread();
    void *key = thread->reserved_key;
    if (!key) return malloc(size);
    thread->reserved_key = NULL;
    return key;
}
