/*
 * The runtime and its host on Windows: Go starts when the DLL is loaded, there are no signals and no fork, and a wait
 * is one for HANDLEs.
 */
#include "core_gen.h"
#include <stdlib.h>
#include <windows.h>

struct door_here {
    _Atomic int ready;
    INIT_ONCE once;
};

door_error *door_thread_room(void)
{
    static __thread door_error error;
    return &error;
}

void door_load(door_state *state)
{
    static struct door_here here = {.once = INIT_ONCE_STATIC_INIT};
    state->here = &here;
}

int door_ready(const door_state *state)
{
    return atomic_load_explicit(&state->here->ready, memory_order_acquire);
}

static BOOL CALLBACK start(PINIT_ONCE once, PVOID state, PVOID *context)
{
    const char *why;
    (void)once;
    (void)context;
    return door_start(state, &why) == PSUTIL_OK;
}

int door_make_ready(door_call *call)
{
    (void)call;
    InitOnceExecuteOnce(&door_the_state->here->once, start, door_the_state, NULL);
    return 1;
}

int32_t door_start(door_state *state, const char **why)
{
    (void)why;
    state->epoch = 1;
    state->core = &door_own_core;
    state->core->begin(state->epoch); /* waits until the runtime and every package is ready */
    atomic_store_explicit(&state->here->ready, 1, memory_order_release);
    return PSUTIL_OK;
}

void door_begin(door_call *call, uint64_t epoch)
{
    (void)call;
    (void)epoch;
}

void door_end(door_call *call)
{
    (void)call;
}

int door_sleep(door_call *call, door_wait *wait)
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
    wait->outcome = DOOR_WOKE;
    return 1;
}

int door_may_collect(void)
{
    return 1;
}

int door_left_behind(door_call *call, door_wait *wait) /* there is no fork */
{
    (void)call;
    (void)wait;
    return 0;
}
