/*
 * The runtime on Windows. Go starts when the DLL is loaded. There are no signals and there is no fork. A wait is one
 * for HANDLEs.
 */
#include "go_exports_gen.h"
#include <stdlib.h>
#include <windows.h>

struct psutil__fork_page {
    _Atomic int ready;
    INIT_ONCE once;
};

psutil__error *psutil__thread_error_storage(void)
{
    static __thread psutil__error error;
    return &error;
}

void psutil__on_load(void)
{
    static struct psutil__fork_page page = {.once = INIT_ONCE_STATIC_INIT};
    psutil__lib.fork_page = &page;
}

int psutil__runtime_is_alive(void)
{
    return atomic_load_explicit(&psutil__lib.fork_page->ready, memory_order_acquire);
}

static BOOL CALLBACK start(PINIT_ONCE once, PVOID argument, PVOID *context)
{
    (void)once;
    (void)argument;
    (void)context;
    psutil__lib.runtime_id = 1;
    psutil__go_begin(psutil__lib.runtime_id); /* returns when every package is initialized */
    atomic_store_explicit(&psutil__lib.fork_page->ready, 1, memory_order_release);
    return TRUE;
}

int psutil__runtime_ensure(psutil__call *call)
{
    (void)call;
    InitOnceExecuteOnce(&psutil__lib.fork_page->once, start, NULL, NULL);
    return 1;
}

void psutil__thread_enter_go(psutil__call *call)
{
    (void)call;
}

void psutil__thread_leave_go(psutil__call *call)
{
    (void)call;
}

int psutil__wait_block(psutil__call *call, psutil__wait *wait)
{
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    (void)call;
    size_t len = wait->count < MAXIMUM_WAIT_OBJECTS ? wait->count : MAXIMUM_WAIT_OBJECTS;
    for (size_t i = 0; i < len; i++) handles[i] = (HANDLE)(intptr_t)wait->wait_handles[i];
    /* One call can wait for MAXIMUM_WAIT_OBJECTS at most; the export then polls the others. */
    double max = len < wait->count ? 0.02 : 1e6, seconds = wait->max_seconds < max ? wait->max_seconds : max;
    DWORD milliseconds = seconds > 0 ? (DWORD)(seconds * 1000 + 0.999) : 0;
    if (len) WaitForMultipleObjects((DWORD)len, handles, FALSE, milliseconds);
    else Sleep(milliseconds);
    wait->outcome = PSUTIL__WAIT_WOKEN;
    return 1;
}

int psutil__reserve_key(void)
{
    return 1; /* malloc of one byte is assumed not to fail */
}

int psutil__gc_allowed(void)
{
    return 1;
}

int psutil__wait_abort_in_child(psutil__call *call, psutil__wait *wait) /* Windows has no fork */
{
    (void)call;
    (void)wait;
    return 0;
}
