/*
 * The runtime and its host on Windows: Go starts when the DLL is loaded, there are no signals and no fork, and a wait
 * is one for HANDLEs.
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

void psutil__on_load(psutil__library_state *state)
{
    static struct psutil__fork_page here = {.once = INIT_ONCE_STATIC_INIT};
    state->here = &here;
}

int psutil__runtime_is_alive(const psutil__library_state *state)
{
    return atomic_load_explicit(&state->here->ready, memory_order_acquire);
}

static BOOL CALLBACK start(PINIT_ONCE once, PVOID state, PVOID *context)
{
    const char *why;
    (void)once;
    (void)context;
    return psutil__runtime_start(state, &why) == PSUTIL_OK;
}

int psutil__runtime_ensure(psutil__call *call)
{
    (void)call;
    InitOnceExecuteOnce(&psutil__lib->here->once, start, psutil__lib, NULL);
    return 1;
}

int32_t psutil__runtime_start(psutil__library_state *state, const char **why)
{
    (void)why;
    state->epoch = 1;
    state->core = &psutil__own_go_exports;
    state->core->begin(state->epoch); /* waits until the runtime and every package is ready */
    atomic_store_explicit(&state->here->ready, 1, memory_order_release);
    return PSUTIL_OK;
}

void psutil__thread_enter_go(psutil__call *call, uint64_t epoch)
{
    (void)call;
    (void)epoch;
}

void psutil__thread_leave_go(psutil__call *call)
{
    (void)call;
}

int psutil__wait_block(psutil__call *call, psutil__wait *wait)
{
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    (void)call;
    size_t len = wait->len < MAXIMUM_WAIT_OBJECTS ? wait->len : MAXIMUM_WAIT_OBJECTS;
    for (size_t i = 0; i < len; i++) handles[i] = (HANDLE)(intptr_t)wait->objects[i];
    /* More objects than one call can wait for are looked at again after a short while. */
    double longest = len < wait->len ? 0.02 : 1e6, seconds = wait->seconds < longest ? wait->seconds : longest;
    DWORD milliseconds = seconds > 0 ? (DWORD)(seconds * 1000 + 0.999) : 0;
    if (len) WaitForMultipleObjects((DWORD)len, handles, FALSE, milliseconds);
    else Sleep(milliseconds);
    wait->outcome = PSUTIL__WAIT_WOKEN;
    return 1;
}

int psutil__gc_allowed(void)
{
    return 1;
}

int psutil__wait_abort_in_child(psutil__call *call, psutil__wait *wait) /* there is no fork */
{
    (void)call;
    (void)wait;
    return 0;
}
